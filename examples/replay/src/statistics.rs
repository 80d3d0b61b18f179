//! Durations in brief, exact until the last step.

use std::collections::BTreeMap;

use crate::measures::Duration;
use crate::report::{Bucket, Distribution, Durations, MetricFacts, TargetMark};

/// A target that durations are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Goal {
    pub(crate) seconds: i64,
    /// Read in business hours.
    pub(crate) business: bool,
}

/// Durations of one metric, as they come.
#[derive(Debug, Default)]
pub(crate) struct Sample {
    calendar: Vec<i64>,
    business: Vec<i64>,
    against_calendar: Tally,
    against_business: Tally,
    /// Each duration in the count of its target.
    read: Vec<i64>,
    targets: BTreeMap<i64, TargetMark>,
}

#[derive(Debug, Default)]
struct Tally {
    within: u64,
    beyond: u64,
}

impl Tally {
    fn told(&self) -> (Option<u64>, Option<u64>) {
        if self.within + self.beyond == 0 {
            (None, None)
        } else {
            (Some(self.within), Some(self.beyond))
        }
    }
}

impl Sample {
    pub(crate) fn push(&mut self, duration: Duration, goal: Option<Goal>) {
        self.calendar.push(duration.calendar);
        self.business.push(duration.business);
        let Some(goal) = goal else {
            self.read.push(duration.business);
            return;
        };
        let (ms, tally) = if goal.business {
            (duration.business, &mut self.against_business)
        } else {
            (duration.calendar, &mut self.against_calendar)
        };
        self.read.push(ms);
        let mark = self
            .targets
            .entry(goal.seconds)
            .or_insert_with(|| TargetMark {
                seconds: u64::try_from(goal.seconds).unwrap_or(0),
                ..TargetMark::default()
            });
        mark.n += 1;
        if ms <= goal.seconds.saturating_mul(1000) {
            tally.within += 1;
            mark.within += 1;
        } else {
            tally.beyond += 1;
        }
    }

    /// Takes over the durations of another sample.
    pub(crate) fn merge(&mut self, other: Self) {
        self.calendar.extend(other.calendar);
        self.business.extend(other.business);
        self.read.extend(other.read);
        for (tally, more) in [
            (&mut self.against_calendar, other.against_calendar),
            (&mut self.against_business, other.against_business),
        ] {
            tally.within += more.within;
            tally.beyond += more.beyond;
        }
        for (seconds, more) in other.targets {
            let mark = self.targets.entry(seconds).or_insert(TargetMark {
                seconds: more.seconds,
                ..TargetMark::default()
            });
            mark.n += more.n;
            mark.within += more.within;
        }
    }

    pub(crate) fn facts(&mut self) -> MetricFacts {
        MetricFacts {
            calendar: durations(&mut self.calendar, &self.against_calendar),
            business: durations(&mut self.business, &self.against_business),
        }
    }

    pub(crate) fn distribution(&self) -> Distribution {
        let (calendar, _) = self.against_calendar.told();
        let (business, _) = self.against_business.told();
        let hours = match (calendar, business) {
            (Some(_), Some(_)) => "mixed",
            (Some(_), None) => "calendar",
            (None, _) => "business",
        };
        Distribution {
            hours: hours.to_owned(),
            buckets: buckets(&self.read),
            targets: self.targets.values().copied().collect(),
        }
    }
}

fn durations(values: &mut [i64], against: &Tally) -> Durations {
    values.sort_unstable();
    let (within, beyond) = against.told();
    Durations {
        n: values.len() as u64,
        mean_s: mean(values).map(seconds),
        p50_s: quantile(values, 0.5).map(seconds),
        p90_s: quantile(values, 0.9).map(seconds),
        max_s: values.last().map(|ms| seconds(*ms as f64)),
        within,
        beyond,
    }
}

fn seconds(ms: f64) -> f64 {
    ms / 1000.0
}

fn mean(values: &[i64]) -> Option<f64> {
    let sum: i128 = values.iter().map(|ms| i128::from(*ms)).sum();
    (!values.is_empty()).then(|| sum as f64 / values.len() as f64)
}

/// A quantile of ordered values, by linear interpolation between order
/// statistics (type 7 of Hyndman and Fan).
fn quantile(ordered: &[i64], p: f64) -> Option<f64> {
    let last = ordered.len().checked_sub(1)?;
    let place = last as f64 * p;
    let below = place.floor();
    let low = *ordered.get(below as usize)?;
    let high = ordered.get(below as usize + 1).copied().unwrap_or(low);
    Some(low as f64 + (place - below) * (high - low) as f64)
}

/// The width of the first bucket, in seconds.
const FIRST_BUCKET: u64 = 60;

fn buckets(values: &[i64]) -> Vec<Bucket> {
    let mut buckets: Vec<Bucket> = Vec::new();
    for ms in values {
        let seconds = u64::try_from(ms.div_euclid(1000)).unwrap_or(0);
        let place = match seconds / FIRST_BUCKET {
            0 => 0,
            times => times.ilog2() as usize + 1,
        };
        while buckets.len() <= place {
            let from_s = buckets.last().map_or(0, |bucket| bucket.to_s);
            buckets.push(Bucket {
                from_s,
                to_s: (from_s * 2).max(FIRST_BUCKET),
                n: 0,
            });
        }
        if let Some(bucket) = buckets.get_mut(place) {
            bucket.n += 1;
        }
    }
    buckets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate() {
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[7], 0.9), Some(7.0));
        assert_eq!(quantile(&[1, 2], 0.5), Some(1.5));
        let ten: Vec<i64> = (1..=10).collect();
        assert_eq!(quantile(&ten, 0.5), Some(5.5));
        assert_eq!(quantile(&ten, 0.9), Some(9.1));
        assert_eq!(quantile(&ten, 1.0), Some(10.0));
    }

    #[test]
    fn equal_to_the_target_is_within() {
        let goal = Some(Goal {
            seconds: 60,
            business: true,
        });
        let mut sample = Sample::default();
        for ms in [-5_000, 60_000, 60_001] {
            sample.push(
                Duration {
                    calendar: ms,
                    business: ms,
                },
                goal,
            );
        }
        let facts = sample.facts();
        assert_eq!(
            (facts.business.within, facts.business.beyond),
            (Some(2), Some(1))
        );
        assert_eq!((facts.calendar.within, facts.calendar.beyond), (None, None));
        assert_eq!(facts.calendar.p50_s, Some(60.0));
        assert_eq!(facts.calendar.max_s, Some(60.001));
    }

    #[test]
    fn buckets_double_and_lose_nothing() {
        let values = [-1, 0, 59_999, 60_000, 119_999, 120_000, 3_600_000];
        let counts: Vec<(u64, u64, u64)> = buckets(&values)
            .iter()
            .map(|bucket| (bucket.from_s, bucket.to_s, bucket.n))
            .collect();
        assert_eq!(counts.first(), Some(&(0, 60, 3)));
        assert_eq!(counts.get(1), Some(&(60, 120, 2)));
        assert_eq!(counts.get(2), Some(&(120, 240, 1)));
        assert_eq!(counts.last(), Some(&(1920, 3840, 1)));
        assert_eq!(counts.iter().map(|bucket| bucket.2).sum::<u64>(), 7);
    }
}
