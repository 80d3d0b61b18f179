//! Business time: beside a table of prefix sums made by hand, and beside a
//! crate that walks from range to range.

use std::hint::black_box;

use benches::{Failure, hours, peer::OsmHours, prefix_sums::PrefixSums};
use chrono::{DateTime, TimeDelta, Utc};
use deskcore::time::Calendar;

use crate::measure::{alone, each, in_turn};
use crate::row::{Row, Unit};

const ROUNDS: usize = 301;
const INPUTS: usize = 4096;

/// As much open time as five years of the office hold.
const FIVE_YEARS: TimeDelta = TimeDelta::hours(5 * 250 * 8);

/// All rows of business time.
pub(crate) fn rows() -> Result<Vec<Row>, Failure> {
    let calendar = Calendar::new(&hours::schedule()?)?;
    let sums = PrefixSums::new(
        hours::ZONE,
        hours::YEARS,
        &hours::SHIFTS,
        hours::is_working_day,
    )?;
    let mut rows = between(&calendar, &sums)?;
    rows.extend(add(&calendar, &sums)?);
    rows.push(month()?);
    rows.extend(compile()?);
    rows.extend(kin(&calendar));
    Ok(rows)
}

/// Random spans of up to ten years. The row with the goal is the public
/// method on both sides, instants in and duration out; the other leaves the
/// conversion to milliseconds out on both.
fn between(calendar: &Calendar, sums: &PrefixSums) -> Result<Vec<Row>, Failure> {
    let spans = hours::spans(INPUTS, TimeDelta::days(3652));
    let instants: Vec<_> = spans
        .iter()
        .map(|(from, to)| (hours::instant(*from), hours::instant(*to)))
        .collect();
    for (from, to) in &instants {
        same(
            "between",
            &calendar.between(*from, *to),
            &sums.between(*from, *to),
        )?;
    }
    let public = in_turn(
        ROUNDS,
        || each(&instants, |(from, to)| calendar.between(*from, *to)),
        || each(&instants, |(from, to)| sums.between(*from, *to)),
    );
    let raw = in_turn(
        ROUNDS,
        || each(&spans, |(from, to)| calendar.between_ms(*from, *to)),
        || each(&spans, |(from, to)| sums.between_ms(*from, *to)),
    );
    Ok(vec![
        Row::beside("between, up to 10 years / prefix sums", public, Some(1.5)),
        Row::beside("between_ms, up to 10 years / prefix sums", raw, None),
    ])
}

/// Open time added to random instants: as long as a target usually is, and
/// any length from a second to five years.
fn add(calendar: &Calendar, sums: &PrefixSums) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    for (name, longest) in [
        ("add, 1 s to 5 years / prefix sums", FIVE_YEARS),
        ("add, 1 s to 40 hours / prefix sums", TimeDelta::hours(40)),
    ] {
        let additions: Vec<(DateTime<Utc>, TimeDelta)> = hours::additions(INPUTS, longest)
            .into_iter()
            .map(|(at, open)| (hours::instant(at), TimeDelta::milliseconds(open)))
            .collect();
        for (at, open) in &additions {
            same("add", &calendar.add(*at, *open)?, &sums.add(*at, *open))?;
        }
        let measured = in_turn(
            ROUNDS,
            || each(&additions, |(at, open)| calendar.add(*at, *open)),
            || each(&additions, |(at, open)| sums.add(*at, *open)),
        );
        rows.push(Row::beside(name, measured, Some(2.0)));
    }
    Ok(rows)
}

/// Thirty days of the weekly hours, without holidays on either side.
fn month() -> Result<Row, Failure> {
    let calendar = Calendar::new(&hours::weekly()?)?;
    let peer = OsmHours::new(hours::OSM, hours::ZONE)?;
    let months: Vec<_> = hours::spans(64, TimeDelta::zero())
        .into_iter()
        .map(|(from, _)| hours::instant(from))
        .map(|from| (from, from + TimeDelta::days(30)))
        .collect();
    // The crate cuts to whole minutes: at each end a minute may be missing.
    for (from, to) in &months {
        let apart = calendar.between(*from, *to) - peer.between(*from, *to);
        if apart.abs() > TimeDelta::minutes(2) {
            return Err(format!("30 days from {from} differ by {apart}").into());
        }
    }
    let many: Vec<_> = months.iter().cycle().take(INPUTS).copied().collect();
    let measured = in_turn(
        61,
        || each(&many, |(from, to)| calendar.between(*from, *to)),
        || each(&months, |(from, to)| peer.between(*from, *to)),
    );
    Ok(Row::beside(
        "between, 30 days / opening-hours, range by range",
        measured,
        Some(1.0 / 200.0),
    ))
}

/// From a schedule with the holidays of fifteen years to a calendar.
fn compile() -> Result<Vec<Row>, Failure> {
    let schedule = hours::schedule()?;
    // One a block: longer blocks would nearly always be interrupted.
    let times = alone(301, || {
        each(&[&schedule], |schedule| Calendar::new(schedule))
    });
    let bytes = Calendar::new(&schedule)?.table_bytes() as f64;
    Ok(vec![
        Row::allowed("compile a calendar / 1 ms allowed", Unit::Time, times, 1e6),
        Row::allowed(
            "its tables, bytes / 300 kB allowed",
            Unit::Bytes,
            crate::measure::Sample::exact(bytes),
            300e3,
        ),
    ])
}

/// The other questions that a calendar answers.
fn kin(calendar: &Calendar) -> Vec<Row> {
    let inputs: Vec<_> = hours::additions(INPUTS, FIVE_YEARS)
        .into_iter()
        .map(|(at, open)| (hours::instant(at), TimeDelta::milliseconds(open)))
        .collect();
    let next_open = alone(ROUNDS, || each(&inputs, |(at, _)| calendar.next_open(*at)));
    let subtract = alone(ROUNDS, || {
        each(&inputs, |(at, open)| calendar.subtract(*at, *open))
    });
    let is_open = alone(ROUNDS, || each(&inputs, |(at, _)| calendar.is_open(*at)));
    vec![
        Row::plain("is_open", is_open),
        Row::plain("next_open", next_open),
        Row::plain("subtract, 1 s to 5 years", subtract),
    ]
}

/// What is faster but different is of no use.
fn same<T: PartialEq + std::fmt::Debug>(what: &str, ours: &T, theirs: &T) -> Result<(), Failure> {
    if black_box(ours) == theirs {
        Ok(())
    } else {
        Err(format!("{what}: {ours:?} here, {theirs:?} there").into())
    }
}
