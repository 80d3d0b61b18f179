//! Offsets of one time zone over a range of instants.
//!
//! Compiling a calendar asks thousands of times, so the changes of offset are
//! read off the zone's history once and kept.

use super::Zone;

pub(super) const DAY: i64 = 86_400;

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
    /// Every change of offset of `tz` in `(from, to]`, epoch seconds.
    pub(crate) fn of(tz: Zone, from: i64, to: i64) -> Self {
        let history = tz.history();
        let begun = history.spell_at(from);
        let first = history.at(from).east;
        let mut before = first;
        let transitions = (begun + 1..)
            .map_while(|number| history.spell(number))
            .take_while(|(at, _)| *at <= to)
            .filter_map(|(at, kind)| {
                let after = kind.east;
                let change = Transition { at, before, after };
                before = after;
                // Others are changes of the abbreviation alone.
                (change.before != after).then_some(change)
            })
            .collect();
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

/// Seconds east of UTC of `tz` at an epoch second.
pub(super) fn offset_at(tz: Zone, second: i64) -> i32 {
    tz.history().at(second).east
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_are_early_and_gaps_land_after() {
        let rome = Offsets::of("Europe/Rome".parse().unwrap(), 1_600_000_000, 1_700_000_000);
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
