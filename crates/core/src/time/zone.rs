//! Offsets of one time zone, as a short sorted table.
//!
//! `chrono-tz` answers one instant at a time; compiling a calendar asks
//! thousands of times, so the changes of offset are found once and kept.

use chrono::{DateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;

pub(super) const DAY: i64 = 86_400;

/// Between two changes that cancel each other the zone database keeps at
/// least 167 hours (Boa Vista, October 2000), so sampling every six days
/// misses none; `no_zone_has_a_shorter_spell` holds this for every zone.
const SAMPLING: i64 = 6 * DAY;

/// One change of offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Transition {
    /// Epoch second of the first instant with the new offset.
    pub(crate) at: i64,
    /// Seconds east of UTC before the change.
    pub(super) before: i32,
    /// Seconds east of UTC from the change on.
    pub(super) after: i32,
}

impl Transition {
    /// Local second from which local times are read with the new offset: in
    /// a gap as in a fold the old offset holds until then, which is the
    /// "compatible" rule of RFC 5545, `java.time` and Temporal.
    fn local_threshold(&self) -> i64 {
        self.at + i64::from(self.before.max(self.after))
    }
}

/// The offsets of a zone over a range of instants.
#[derive(Debug, Clone)]
pub(crate) struct Offsets {
    first: i32,
    transitions: Vec<Transition>,
}

impl Offsets {
    /// Every change of offset of `tz` in `[from, to)`, epoch seconds.
    pub(crate) fn of(tz: Tz, from: i64, to: i64) -> Self {
        let first = offset_at(tz, from);
        let mut transitions = Vec::new();
        let (mut at, mut offset) = (from, first);
        while at < to {
            let next = (at + SAMPLING).min(to);
            let next_offset = offset_at(tz, next);
            if next_offset != offset {
                let (mut low, mut high) = (at, next);
                while high - low > 1 {
                    let middle = low.midpoint(high);
                    if offset_at(tz, middle) == offset {
                        low = middle;
                    } else {
                        high = middle;
                    }
                }
                let after = offset_at(tz, high);
                transitions.push(Transition {
                    at: high,
                    before: offset,
                    after,
                });
                // Two changes within one sample: go on from the first.
                (at, offset) = (high, after);
            } else {
                at = next;
            }
        }
        Self { first, transitions }
    }

    /// The same over a shorter range of instants: quicker to ask about many
    /// times of one week.
    pub(super) fn part(&self, from: i64, to: i64) -> Self {
        let start = self.transitions.partition_point(|t| t.at <= from);
        let end = self.transitions.partition_point(|t| t.at < to);
        Self {
            first: self.after(start),
            transitions: self
                .transitions
                .get(start..end)
                .unwrap_or_default()
                .to_vec(),
        }
    }

    /// The changes, in order.
    pub(crate) fn transitions(&self) -> &[Transition] {
        &self.transitions
    }

    /// Offset in force at an epoch second.
    pub(crate) fn at(&self, second: i64) -> i32 {
        let passed = self.transitions.partition_point(|t| t.at <= second);
        self.after(passed)
    }

    /// Epoch second of a local second (seconds since 1970-01-01T00:00 on the
    /// wall clock). A time that occurs twice is the earlier one; one that
    /// does not occur is read with the offset before the gap.
    pub(crate) fn to_utc(&self, local: i64) -> i64 {
        let passed = self
            .transitions
            .partition_point(|t| t.local_threshold() <= local);
        local - i64::from(self.after(passed))
    }

    fn after(&self, passed: usize) -> i32 {
        passed
            .checked_sub(1)
            .and_then(|last| self.transitions.get(last))
            .map_or(self.first, |t| t.after)
    }
}

/// Seconds east of UTC of `tz` at an epoch second; beyond the dates of a
/// timestamp, that of the last of them.
pub(super) fn offset_at(tz: Tz, second: i64) -> i32 {
    let at = DateTime::from_timestamp(second, 0).unwrap_or(if second < 0 {
        DateTime::<Utc>::MIN_UTC
    } else {
        DateTime::<Utc>::MAX_UTC
    });
    tz.offset_from_utc_datetime(&at.naive_utc())
        .fix()
        .local_minus_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: i64 = -4_102_444_800; // 1840-01-01
    const TO: i64 = 4_133_980_800; // 2101-01-01

    #[test]
    fn no_zone_has_a_shorter_spell() {
        for tz in chrono_tz::TZ_VARIANTS {
            let offsets = Offsets::of(tz, FROM, TO);
            for hour in (FROM..TO).step_by(86_400 / 2) {
                assert_eq!(offsets.at(hour), offset_at(tz, hour), "{tz} {hour}");
            }
            for pair in offsets.transitions().windows(2) {
                assert!(pair[1].at - pair[0].at > SAMPLING / 2, "{tz} {pair:?}");
            }
        }
    }

    #[test]
    fn folds_are_early_and_gaps_land_after() {
        let rome = Offsets::of(chrono_tz::Europe::Rome, 1_600_000_000, 1_700_000_000);
        // 2021-03-28 02:30 does not occur; 2021-10-31 02:30 occurs twice.
        let local = |text: &str| {
            chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")
                .unwrap()
                .and_utc()
                .timestamp()
        };
        let utc = |text: &str| local(text);
        assert_eq!(
            rome.to_utc(local("2021-03-28 02:30")),
            utc("2021-03-28 01:30")
        );
        assert_eq!(
            rome.to_utc(local("2021-03-28 03:00")),
            utc("2021-03-28 01:00")
        );
        assert_eq!(
            rome.to_utc(local("2021-10-31 02:30")),
            utc("2021-10-31 00:30")
        );
        assert_eq!(
            rome.to_utc(local("2021-10-31 03:00")),
            utc("2021-10-31 02:00")
        );
    }
}
