//! Reports: adding, merging, and ten million durations beside a sort.

use std::hint::black_box;
use std::time::Instant;

use benches::Failure;
use chrono::{DateTime, Utc};
use deskcore::metrics::{
    Dimensions, GroupSet, Measure, RatingRecord, Report, ReportConfig, Sketch,
};
use deskcore::satisfaction::Scale;

use crate::measure::{alone, in_turn};
use crate::row::{Row, Unit};

const DIMENSIONS: usize = 20;

const TEN_MILLION: usize = 10_000_000;

/// All rows of metrics.
pub(crate) fn rows() -> Result<Vec<Row>, Failure> {
    let mut rows = adding()?;
    rows.extend(merging()?);
    rows.extend(sketches()?);
    rows.push(sorting()?);
    Ok(rows)
}

/// The same numbers on every run (Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    /// Milliseconds from a minute to some days, short ones more often.
    fn duration(&mut self) -> i64 {
        let octave = self.next(13);
        60_000 + self.next(60_000 << octave) as i64
    }
}

fn report() -> Result<Report, Failure> {
    let dimensions = (0..DIMENSIONS).map(|number| format!("dimension-{number:02}"));
    Ok(Report::new(ReportConfig {
        dimensions: dimensions.collect(),
        ..ReportConfig::default()
    })?)
}

/// One value of each dimension, of as many as are told.
fn dimensions(numbers: &mut Numbers, values: u64) -> Dimensions {
    let dimensions = (0..DIMENSIONS).map(|number| {
        let value = format!("value-{}", numbers.next(values));
        (format!("dimension-{number:02}"), value)
    });
    dimensions.collect()
}

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_760_000_000_000).unwrap_or_default()
}

/// One rating, one duration and one record into twenty dimensions.
fn adding() -> Result<Vec<Row>, Failure> {
    let mut numbers = Numbers(3);
    let mut filled = report()?;
    let sets = (0..100).map(|_| {
        let dimensions = dimensions(&mut numbers, 10);
        filled.group(&dimensions, start())
    });
    let sets: Vec<GroupSet> = sets.collect::<Result<_, _>>()?;
    let durations: Vec<i64> = (0..4096).map(|_| numbers.duration()).collect();
    let records: Vec<RatingRecord> = (0..4096)
        .map(|_| RatingRecord {
            ticket: Some("A-17".to_owned()),
            scale: Scale::Stars5,
            score: 1 + numbers.next(5) as i64,
            at: start(),
            offered_at: None,
            dimensions: dimensions(&mut numbers, 10),
        })
        .collect();
    let per = |time: Instant, n: usize| time.elapsed().as_nanos() as f64 / n as f64;
    let rating = alone(301, || {
        let time = Instant::now();
        for (record, set) in records.iter().zip(sets.iter().cycle()) {
            filled.add_score(set, black_box(record.scale), record.score);
        }
        per(time, records.len())
    });
    let duration = alone(301, || {
        let time = Instant::now();
        for (ms, set) in durations.iter().zip(sets.iter().cycle()) {
            filled.add_duration(set, Measure::FirstReply, black_box(*ms));
        }
        per(time, durations.len())
    });
    let record = alone(101, || {
        let time = Instant::now();
        for record in &records {
            black_box(filled.add_rating(record).is_ok());
        }
        per(time, records.len())
    });
    Ok(vec![
        Row::allowed(
            "rating into 20 dimensions / 200 ns allowed",
            Unit::Time,
            rating,
            200.0,
        ),
        Row::allowed(
            "duration into 20 dimensions / 200 ns allowed",
            Unit::Time,
            duration,
            200.0,
        ),
        Row::plain("rating record into 20 dimensions, groups looked up", record),
    ])
}

/// A report of ten thousand groups with so many durations and ratings, which
/// are spread evenly.
fn of_groups(seed: u64, records: usize) -> Result<Report, Failure> {
    let mut numbers = Numbers(seed);
    let mut filled = report()?;
    for _ in 0..records {
        let dimensions = dimensions(&mut numbers, 500);
        let set = filled.group(&dimensions, start())?;
        filled.add_duration(&set, Measure::FirstReply, numbers.duration());
        filled.add_duration(&set, Measure::Resolution, numbers.duration());
        filled.add_score(&set, Scale::Stars5, 1 + numbers.next(5) as i64);
    }
    Ok(filled)
}

/// Two reports of ten thousand groups.
fn merging() -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    for (records, name, allowed) in [
        (
            10_000,
            "merge of 10,000 groups, 20 tickets each / 10 ms allowed",
            Some(10e6),
        ),
        (100_000, "merge of 10,000 groups, 200 tickets each", None),
    ] {
        let (one, other) = (of_groups(5, records)?, of_groups(6, records)?);
        let merge = alone(15, || {
            let mut merged = one.clone();
            let time = Instant::now();
            black_box(merged.merge(&other).is_ok());
            time.elapsed().as_nanos() as f64
        });
        rows.push(match allowed {
            Some(allowed) => Row::allowed(name, Unit::Time, merge, allowed),
            None => Row::plain(name, merge),
        });
    }
    Ok(rows)
}

/// The error of quantiles beside what is promised.
fn sketches() -> Result<Vec<Row>, Failure> {
    let mut numbers = Numbers(9);
    let mut values: Vec<f64> = (0..1_000_000).map(|_| numbers.duration() as f64).collect();
    let mut sketch = Sketch::new(0.01)?;
    for value in &values {
        sketch.add(*value)?;
    }
    values.sort_unstable_by(f64::total_cmp);
    let mut worst: f64 = 0.0;
    for thousandth in 0..=1000 {
        let q = f64::from(thousandth) / 1000.0;
        let rank = (q * (values.len() - 1) as f64) as usize;
        if let (Some(told), Some(exact)) = (sketch.quantile(q)?, values.get(rank)) {
            worst = worst.max((told / exact - 1.0).abs());
        }
    }
    let quantile = alone(101, || {
        let time = Instant::now();
        black_box(sketch.quantile(black_box(0.95)).is_ok());
        time.elapsed().as_nanos() as f64
    });
    Ok(vec![
        Row::allowed(
            "worst error of 1,001 quantiles / 0.01 promised",
            Unit::Ratio,
            crate::measure::Sample::exact(worst),
            0.01,
        ),
        Row::plain("a quantile of a million values", quantile),
    ])
}

/// A report over ten million durations, by channel and as a whole, beside
/// sorting them.
fn sorting() -> Result<Row, Failure> {
    let mut numbers = Numbers(11);
    let durations: Vec<i64> = (0..TEN_MILLION).map(|_| numbers.duration()).collect();
    let config = ReportConfig {
        dimensions: ["channel".to_owned()].into(),
        ..ReportConfig::default()
    };
    let empty = Report::new(config)?;
    let channels = ["email", "chat", "whatsapp", "amazon", "phone"];
    let ours = || {
        let time = Instant::now();
        let mut report = empty.clone();
        let sets = channels.map(|channel| {
            let dimensions = Dimensions::from([("channel".to_owned(), channel.to_owned())]);
            report.group(&dimensions, start())
        });
        for (ms, set) in durations.iter().zip(sets.iter().flatten().cycle()) {
            report.add_duration(set, Measure::FirstReply, *ms);
        }
        black_box(report.figures().is_ok());
        time.elapsed().as_nanos() as f64 / TEN_MILLION as f64
    };
    let sort = || {
        let mut values: Vec<f64> = durations.iter().map(|ms| *ms as f64).collect();
        let time = Instant::now();
        values.sort_unstable_by(f64::total_cmp);
        black_box(values.get(TEN_MILLION / 2));
        time.elapsed().as_nanos() as f64 / TEN_MILLION as f64
    };
    Ok(Row::beside(
        "report over 10 million durations, 5 channels / sorting them",
        in_turn(5, ours, sort),
        Some(0.5),
    ))
}
