//! Open time counted the slow way: one flag for every second of a window,
//! and a wall clock that is watched until it shows the hour.
//!
//! Nothing here is shared with the library: offsets come from `chrono-tz`,
//! one instant at a time.

use chrono::{DateTime, Datelike, NaiveDate, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;
use deskcore::time::{LocalSpan, Schedule, Zone};

pub(crate) mod cases;

pub(crate) const DAY: i64 = 86_400;

pub(crate) fn zone(tz: Tz) -> Zone {
    tz.name().parse().unwrap()
}

/// Seconds east of UTC.
pub(crate) fn offset(tz: Tz, second: i64) -> i64 {
    let at = DateTime::from_timestamp(second, 0).unwrap().naive_utc();
    i64::from(tz.offset_from_utc_datetime(&at).fix().local_minus_utc())
}

/// Watches the wall clock of `tz` from well before a local time until it
/// shows that time, or more: then the time was skipped, and is read with the
/// offset before the skip.
fn to_utc(tz: Tz, local: i64) -> i64 {
    let shows = |second: i64| second + offset(tz, second);
    let mut second = local - 16 * 3600;
    while shows(second + 60) < local {
        second += 60;
    }
    while shows(second) < local {
        second += 1;
    }
    if shows(second) == local {
        second
    } else {
        local - offset(tz, second - 1)
    }
}

/// Which seconds from `start` on are open.
pub(crate) struct Oracle {
    pub(crate) start: i64,
    pub(crate) open: Vec<bool>,
    /// How many are open before each.
    before: Vec<u32>,
}

impl Oracle {
    pub(crate) fn of(schedules: &[Schedule], start: i64, seconds: usize) -> Self {
        let mut open = vec![false; seconds];
        for schedule in schedules {
            for (all, one) in open.iter_mut().zip(flags(schedule, start, seconds)) {
                *all |= one;
            }
        }
        let mut before = vec![0];
        let mut count = 0;
        for flag in &open {
            count += u32::from(*flag);
            before.push(count);
        }
        Self {
            start,
            open,
            before,
        }
    }

    /// First millisecond of the window, and the first after it.
    pub(crate) fn window(&self) -> (i64, i64) {
        let end = self.start + self.open.len() as i64;
        (self.start * 1000, end * 1000)
    }

    fn second(&self, ms: i64) -> usize {
        usize::try_from(ms.div_euclid(1000) - self.start).unwrap()
    }

    pub(crate) fn is_open(&self, ms: i64) -> bool {
        self.open[self.second(ms)]
    }

    /// Open milliseconds from the start of the window.
    pub(crate) fn passed(&self, ms: i64) -> i64 {
        let whole = i64::from(self.before[self.second(ms)]) * 1000;
        match self.open.get(self.second(ms)) {
            Some(true) => whole + ms.rem_euclid(1000),
            _ => whole,
        }
    }

    /// The first millisecond from `ms` on that is open, or closed.
    pub(crate) fn first(&self, ms: i64, open: bool) -> Option<i64> {
        let from = self.second(ms);
        let at = from + self.open[from..].iter().position(|flag| *flag == open)?;
        Some(ms.max((self.start + at as i64) * 1000))
    }

    /// The earliest millisecond after `ms` up to which `open` passed.
    pub(crate) fn add(&self, ms: i64, open: i64) -> Option<i64> {
        let target = self.passed(ms) + open;
        let reached = self.second(ms)..self.open.len();
        let second = reached
            .clone()
            .find(|second| i64::from(self.before[second + 1]) * 1000 >= target)?;
        let rest = target - i64::from(self.before[second]) * 1000;
        Some((self.start + second as i64) * 1000 + rest)
    }

    /// The latest millisecond before `ms` from which `open` passed.
    pub(crate) fn subtract(&self, ms: i64, open: i64) -> Option<i64> {
        let target = self.passed(ms) - open;
        let second = (0..=self.second(ms)).rev().find(|second| {
            self.open[*second] && i64::from(self.before[*second]) * 1000 <= target
        })?;
        let rest = target - i64::from(self.before[second]) * 1000;
        (target >= 0).then_some((self.start + second as i64) * 1000 + rest)
    }
}

fn flags(schedule: &Schedule, start: i64, seconds: usize) -> Vec<bool> {
    let mut flags = vec![false; seconds];
    let first = DateTime::from_timestamp(start, 0).unwrap().date_naive() - TimeDelta::days(4);
    let dates: Vec<NaiveDate> = first.iter_days().take(seconds / DAY as usize + 8).collect();
    let tz: Tz = schedule.tz.name().parse().unwrap();
    let mut mark = |date: NaiveDate, spans: &[LocalSpan], flag: bool| {
        let midnight = (i64::from(date.num_days_from_ce()) - 719_163) * DAY;
        for span in spans {
            let open = to_utc(tz, midnight + i64::from(span.open()));
            let close = to_utc(tz, midnight + i64::from(span.close()));
            let inside = |second: i64| (second - start).clamp(0, seconds as i64) as usize;
            if open < close {
                flags[inside(open)..inside(close)].fill(flag);
            }
        }
    };
    for date in &dates {
        let holiday = schedule
            .holidays
            .iter()
            .any(|holiday| holiday.date == *date);
        match schedule.overrides.get(date) {
            _ if holiday => {}
            Some(special) => mark(*date, &special.hours, true),
            None => mark(*date, schedule.weekly.on(date.weekday()), true),
        }
    }
    for date in &dates {
        if let Some(breaks) = schedule.breaks.get(date) {
            mark(*date, breaks, false);
        }
    }
    flags
}
