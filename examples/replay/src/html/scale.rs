//! Axes: where a value lies between 0 and 1, and which values are worth a
//! label.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use chrono::{TimeZone, Utc};
use deskcore::time::Zone;

use super::text::{self, Hours};
use crate::report::Bucket;

/// A labelled place on an axis.
pub(super) struct Tick {
    /// Between 0 and 1.
    pub(super) at: f64,
    /// Plain text.
    pub(super) label: String,
}

/// An axis of counts, from 0 to a round number.
pub(super) struct Counts {
    top: u64,
    step: u64,
}

impl Counts {
    /// Holds `max`, with at most `most` steps of 1, 2 or 5 times a power of
    /// ten.
    pub(super) fn holding(max: u64, most: u64) -> Self {
        let most = most.max(1);
        let mut power: u64 = 1;
        loop {
            for factor in [1, 2, 5] {
                let step = power.saturating_mul(factor);
                if max.div_ceil(step) <= most {
                    let top = step.saturating_mul(max.div_ceil(step).max(1));
                    return Self { top, step };
                }
            }
            power = power.saturating_mul(10);
        }
    }

    /// Where a count lies.
    pub(super) fn at(&self, n: u64) -> f64 {
        (n as f64 / self.top.max(1) as f64).clamp(0.0, 1.0)
    }

    pub(super) fn ticks(&self) -> Vec<Tick> {
        (0..=self.top / self.step.max(1))
            .map(|i| i.saturating_mul(self.step))
            .map(|n| Tick {
                at: self.at(n),
                label: text::count(n),
            })
            .collect()
    }
}

/// An axis of durations on which each bucket is as wide as any other. As the
/// buckets double, it is logarithmic.
pub(super) struct Durations {
    edges: Vec<u64>,
}

impl Durations {
    pub(super) fn of(buckets: &[Bucket]) -> Self {
        let edges = buckets
            .iter()
            .map(|bucket| bucket.from_s)
            .chain(buckets.last().map(|bucket| bucket.to_s))
            .collect();
        Self { edges }
    }

    /// Where a duration lies; absent beyond the axis.
    pub(super) fn at(&self, seconds: u64) -> Option<f64> {
        let buckets = self.edges.len().checked_sub(1).filter(|n| *n > 0)?;
        let bucket = self
            .edges
            .windows(2)
            .position(|edges| matches!(edges, [from, to] if (*from..*to).contains(&seconds)));
        let Some(i) = bucket else {
            return (self.edges.last() == Some(&seconds)).then_some(1.0);
        };
        let (from, to) = (*self.edges.get(i)? as f64, *self.edges.get(i + 1)? as f64);
        let value = seconds as f64;
        let within = if from >= 1.0 {
            (value / from).ln() / (to / from).ln()
        } else {
            (value - from) / (to - from)
        };
        Some((i as f64 + within) / buckets as f64)
    }

    /// The durations that people think in, at least `apart` from each other.
    pub(super) fn ticks(&self, hours: Hours, apart: f64) -> Vec<Tick> {
        const H: u64 = 3600;
        const D: u64 = 24 * H;
        const W: u64 = 7 * D;
        let business = [
            1,
            10,
            60,
            5 * 60,
            15 * 60,
            H,
            4 * H,
            8 * H,
            24 * H,
            80 * H,
            250 * H,
            1000 * H,
            4000 * H,
            16_000 * H,
        ];
        let calendar = [
            1,
            10,
            60,
            5 * 60,
            15 * 60,
            H,
            4 * H,
            12 * H,
            D,
            3 * D,
            W,
            4 * W,
            12 * W,
            52 * W,
            208 * W,
        ];
        let marks: &[u64] = match hours {
            Hours::Business => &business,
            Hours::Calendar => &calendar,
        };
        // Within a bucket that begins at zero, places mean little.
        let least = match self.edges.as_slice() {
            [0, first, ..] => *first,
            _ => 0,
        };
        let mut ticks: Vec<Tick> = Vec::new();
        for seconds in marks.iter().filter(|seconds| **seconds >= least) {
            let Some(at) = self.at(*seconds) else {
                continue;
            };
            if ticks.last().is_none_or(|last| at - last.at >= apart) {
                ticks.push(Tick {
                    at,
                    label: text::mark(*seconds, hours),
                });
            }
        }
        ticks
    }
}

/// An axis of instants.
pub(super) struct Times {
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    zone: Zone,
}

/// Steps of an axis of instants.
#[derive(Clone, Copy)]
enum Step {
    Hours(u32),
    Days(u32),
    Months(u32),
}

impl Step {
    fn hours(self) -> i64 {
        match self {
            Self::Hours(n) => i64::from(n),
            Self::Days(n) => i64::from(n) * 24,
            Self::Months(n) => i64::from(n) * 730,
        }
    }
}

impl Times {
    /// From one instant to another, told in a zone; absent where no time
    /// passes.
    pub(super) fn between(from: DateTime<Utc>, to: DateTime<Utc>, zone: Zone) -> Option<Self> {
        (from < to).then_some(Self { from, to, zone })
    }

    /// Where an instant lies.
    pub(super) fn at(&self, instant: DateTime<Utc>) -> f64 {
        let whole = (self.to - self.from).num_milliseconds().max(1);
        let part = (instant - self.from).num_milliseconds();
        (part as f64 / whole as f64).clamp(0.0, 1.0)
    }

    /// About `most` local midnights (or hours, in a log of a few days): every
    /// day, Monday, first of a month or of a year.
    pub(super) fn ticks(&self, most: i64) -> Vec<Tick> {
        use Step::{Days, Hours, Months};
        let steps = [
            Hours(3),
            Hours(6),
            Hours(12),
            Days(1),
            Days(2),
            Days(7),
            Days(14),
            Months(1),
            Months(2),
            Months(3),
            Months(6),
            Months(12),
            Months(24),
            Months(60),
            Months(120),
        ];
        let span = (self.to - self.from).num_hours();
        let step = steps
            .into_iter()
            .find(|step| span / step.hours() < most)
            .unwrap_or(Months(600));
        let mut ticks = Vec::new();
        let mut year = None;
        for local in self.locals(step) {
            let Some(instant) = self.zone.from_local_datetime(&local).earliest() else {
                continue;
            };
            let instant = instant.with_timezone(&Utc);
            if instant < self.from || instant > self.to {
                continue;
            }
            let new_year = year.replace(local.year()) != Some(local.year());
            let format = match step {
                Hours(_) if local.time() != NaiveTime::MIN => "%H:%M",
                Hours(_) => "%a %-d %b",
                Days(_) if new_year => "%-d %b %Y",
                Days(_) => "%-d %b",
                Months(n) if n >= 12 => "%Y",
                Months(_) if new_year => "%b %Y",
                Months(_) => "%b",
            };
            ticks.push(Tick {
                at: self.at(instant),
                label: local.format(format).to_string(),
            });
        }
        ticks
    }

    /// Local instants of a step, from before the axis to beyond it.
    fn locals(&self, step: Step) -> impl Iterator<Item = NaiveDateTime> {
        let first = self.from.with_timezone(&self.zone).date_naive();
        let last = self.to.with_timezone(&self.zone).naive_local();
        let start = match step {
            Step::Days(n) if n >= 7 => Some(monday(first)),
            Step::Months(n) => {
                let months = (first.year() * 12).saturating_add_unsigned(first.month0());
                let floor = months.div_euclid(n as i32) * n as i32;
                u32::try_from(floor.rem_euclid(12))
                    .ok()
                    .and_then(|m| NaiveDate::from_ymd_opt(floor.div_euclid(12), m + 1, 1))
            }
            Step::Hours(_) | Step::Days(_) => Some(first),
        };
        let start = start.map(|date| date.and_time(NaiveTime::MIN));
        std::iter::successors(start, move |local| match step {
            Step::Hours(n) => local.checked_add_signed(TimeDelta::hours(n.into())),
            Step::Days(n) => local.checked_add_days(Days::new(n.into())),
            Step::Months(n) => local.checked_add_months(Months::new(n)),
        })
        .take_while(move |local| *local <= last)
    }
}

/// Where a date begins on an axis of dates.
pub(super) fn midnight(date: NaiveDate) -> DateTime<Utc> {
    date.and_time(NaiveTime::MIN).and_utc()
}

/// The Monday on or before a date.
pub(crate) fn monday(date: NaiveDate) -> NaiveDate {
    let days = date.weekday().num_days_from_monday();
    date.checked_sub_days(Days::new(days.into()))
        .unwrap_or(date)
}
