//! When an agent works.

use std::sync::Arc;

use crate::time::Calendar;

/// When an agent works.
#[derive(Debug, Clone)]
pub(super) enum Shifts {
    Always,
    /// In order of their start, each with the latest end so far: of shifts
    /// that overlap the one that lasts longest counts.
    Listed(Vec<(i64, i64)>),
    Calendar(Arc<Calendar>),
}

impl Shifts {
    /// In order of their start, empty ones left out.
    pub(super) fn listed(shifts: &[(i64, i64)]) -> Self {
        let mut sorted: Vec<(i64, i64)> = shifts.to_vec();
        sorted.retain(|(start, end)| start < end);
        crate::order::sort(&mut sorted);
        let mut last = i64::MIN;
        for (_, end) in &mut sorted {
            last = last.max(*end);
            *end = last;
        }
        Self::Listed(sorted)
    }

    /// Whether there is any shift at all.
    pub(super) fn never(&self) -> bool {
        match self {
            Self::Always => false,
            Self::Listed(shifts) => shifts.is_empty(),
            Self::Calendar(calendar) => calendar.never_opens(),
        }
    }

    /// Whether a shift goes on at `at`.
    pub(super) fn go_on(&self, at: i64) -> bool {
        match self {
            Self::Calendar(calendar) => calendar.is_open_ms(at),
            _ => self.end_at(at).is_some(),
        }
    }

    /// The end of the shift that goes on at `at`; nothing between shifts, the
    /// end of all time for a shift without end.
    pub(super) fn end_at(&self, at: i64) -> Option<i64> {
        match self {
            Self::Always => Some(i64::MAX),
            Self::Listed(shifts) => {
                let begun = shifts.partition_point(|(start, _)| *start <= at);
                let (_, end) = shifts.get(begun.checked_sub(1)?)?;
                (at < *end).then_some(*end)
            }
            Self::Calendar(calendar) => {
                let open = calendar.is_open_ms(at);
                open.then(|| calendar.next_close_ms(at).unwrap_or(i64::MAX))
            }
        }
    }

    /// The first shift that begins after `at`.
    pub(super) fn next_start(&self, at: i64) -> Option<i64> {
        match self {
            Self::Always => None,
            Self::Listed(shifts) => {
                let begun = shifts.partition_point(|(start, _)| *start <= at);
                shifts.get(begun).map(|(start, _)| *start)
            }
            Self::Calendar(calendar) => {
                let after = self.end_at(at).unwrap_or(at);
                (after < i64::MAX).then(|| calendar.next_open_ms(after))?
            }
        }
    }
}
