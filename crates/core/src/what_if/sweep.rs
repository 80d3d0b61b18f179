//! The wait that a calendar allows, for every minute of a year.

use chrono::{NaiveDate, Utc};

use crate::sla::Hours;
use crate::time::{Calendar, Offsets};

const MINUTE_MS: i64 = 60_000;
const DAY_MIN: i64 = 1440;

/// Minutes of a week.
pub(super) const WEEK_MIN: usize = 10_080;

/// A wait without end.
pub(super) const NEVER: i64 = i64::MAX;

/// A wait, and the arrival that has it: epoch milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Worst {
    pub(super) wait: i64,
    pub(super) at: i64,
}

/// What a year of arrivals has to wait for.
#[derive(Debug)]
pub(super) struct Sweep {
    /// Arrivals: the minutes of the year.
    pub(super) arrivals: u64,
    /// Those that wait longer than was promised.
    pub(super) late: u64,
    /// For each minute of the local week, from Monday 00:00, the longest wait
    /// and the first arrival that has it; none for a minute that never was.
    pub(super) week: Vec<Option<Worst>>,
    /// For each local date that had an arrival, the same.
    pub(super) dates: Vec<(NaiveDate, Worst)>,
}

/// The first and the last but one minute of a local year, in epoch
/// milliseconds.
fn year_of(calendar: &Calendar, year: i32) -> Option<(i64, i64, Offsets)> {
    let local = |year| {
        let first = NaiveDate::from_ymd_opt(year, 1, 1)?.and_hms_opt(0, 0, 0)?;
        Some(first.and_utc().timestamp())
    };
    let (from, to) = (local(year)?, local(year.checked_add(1)?)?);
    const MARGIN: i64 = 3 * 86_400;
    let offsets = Offsets::of(calendar.tz(), from - MARGIN, to + MARGIN);
    let minute = |local: i64| offsets.to_utc(local).div_euclid(60) * MINUTE_MS;
    Some((minute(from), minute(to), offsets))
}

/// The wait of each arrival of a local year until `target` milliseconds of
/// its own time have passed.
pub(super) fn sweep(
    calendar: &Calendar,
    (target, hours): (i64, Hours),
    promise: i64,
    year: i32,
) -> Sweep {
    let mut sweep = Sweep {
        arrivals: 0,
        late: 0,
        week: vec![None; WEEK_MIN],
        dates: Vec::with_capacity(366),
    };
    let Some((from, to, offsets)) = year_of(calendar, year) else {
        return sweep;
    };
    let mut day = i64::MIN;
    let mut at = from;
    while at < to {
        let wait = match hours {
            Hours::Business => calendar.add_ms(at, target).map_or(NEVER, |due| due - at),
            Hours::Calendar => target,
        };
        let local = (at / 1000 + i64::from(offsets.at(at / 1000))).div_euclid(60);
        let date = local.div_euclid(DAY_MIN);
        let here = Worst { wait, at };
        // 1970-01-01 was a Thursday.
        let minute = (date + 3).rem_euclid(7) * DAY_MIN + local.rem_euclid(DAY_MIN);
        if let Some(slot) = sweep.week.get_mut(minute as usize)
            && slot.is_none_or(|known| known.wait < wait)
        {
            *slot = Some(here);
        }
        if date != day {
            day = date;
            let date = chrono::DateTime::<Utc>::from_timestamp(date * 86_400, 0);
            let date = date.map(|midnight| midnight.date_naive());
            sweep.dates.extend(date.map(|date| (date, here)));
        } else if let Some((_, worst)) = sweep.dates.last_mut()
            && worst.wait < wait
        {
            *worst = here;
        }
        sweep.arrivals += 1;
        sweep.late += u64::from(wait > promise);
        at += MINUTE_MS;
    }
    sweep
}
