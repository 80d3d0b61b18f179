//! Local dates and the open and closed runs of a stretch.

use chrono::{NaiveDate, Weekday};

use super::hours::day_number;
use super::offsets::{DAY, Offsets, offset_at};
use super::{Calendar, Zone};

/// The offsets around an instant reach this far, which covers the span of a
/// day two dates back even where a zone skipped a date (Apia, 2011).
const AROUND: i64 = 5 * DAY;

/// A local date and the instants at which it begins and ends, epoch seconds.
#[derive(Debug)]
pub(super) struct LocalDay {
    pub(super) number: i64,
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) offsets: Offsets,
}

impl LocalDay {
    /// The date that an epoch second belongs to. A date begins when its
    /// midnight is first reached, as spans that open at midnight do; a clock
    /// that goes back over midnight does not return to the date before.
    pub(super) fn holding(tz: Zone, second: i64) -> Self {
        let offsets = Offsets::of(tz, second - AROUND, second + AROUND);
        let mut number = (second + i64::from(offsets.at(second))).div_euclid(DAY) + 1;
        while offsets.to_utc(number * DAY) > second {
            number -= 1;
        }
        Self {
            number,
            from: offsets.to_utc(number * DAY),
            to: offsets.to_utc((number + 1) * DAY),
            offsets,
        }
    }

    /// A date; it is empty where a zone skipped it.
    pub(super) fn of(tz: Zone, number: i64) -> Self {
        let noon = number * DAY + DAY / 2;
        let offsets = Offsets::of(tz, noon - AROUND, noon + AROUND);
        Self {
            number,
            from: offsets.to_utc(number * DAY),
            to: offsets.to_utc((number + 1) * DAY),
            offsets,
        }
    }
}

/// The date of a day number, the nearest one that a date can hold.
pub(super) fn date_of(number: i64) -> NaiveDate {
    i32::try_from(number + 719_163)
        .ok()
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .unwrap_or(if number < 0 {
            NaiveDate::MIN
        } else {
            NaiveDate::MAX
        })
}

/// Day number of the Monday of a date's week.
pub(super) fn monday_of(date: NaiveDate, weekday: Weekday) -> i64 {
    day_number(date) - i64::from(weekday.num_days_from_monday())
}

/// Local day number and second of the day of an epoch millisecond.
pub(super) fn wall_clock(tz: Zone, ms: i64) -> (i64, u32) {
    let second = ms.div_euclid(1000);
    let local = second + i64::from(offset_at(tz, second));
    (local.div_euclid(DAY), local.rem_euclid(DAY) as u32)
}

/// An open or closed run of a stretch, epoch milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) open: bool,
}

impl Calendar {
    /// The open and the closed runs of `[from, to)` in turn, cut to it.
    pub(super) fn runs(&self, from: i64, to: i64) -> impl Iterator<Item = Run> + '_ {
        let mut at = from;
        std::iter::from_fn(move || {
            if at >= to {
                return None;
            }
            let left = self.between_ms(at, to);
            // What stays as it is up to the end needs no search beyond it.
            let (open, end) = if left == 0 {
                (false, None)
            } else if left == to - at {
                (true, None)
            } else if self.is_open_ms(at) {
                (true, self.next_close_ms(at))
            } else {
                (false, self.next_open_ms(at))
            };
            let run = Run {
                from: at,
                to: end.map_or(to, |end| end.min(to)),
                open,
            };
            at = run.to;
            Some(run)
        })
    }
}
