//! The rules of one schedule, ready to be asked day by day.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use super::offsets::{DAY, Offsets};
use super::schedule::WEEKDAYS;
use super::{Holiday, LocalSpan, Schedule, SpecialDay, Zone};

/// Half-open interval of epoch seconds.
pub(super) type Seconds = (i64, i64);

/// One schedule and its zone's offsets.
#[derive(Debug, Clone)]
pub(super) struct Hours {
    pub(super) tz: Zone,
    weekly: [Vec<LocalSpan>; 7],
    holidays: BTreeMap<i64, Holiday>,
    overrides: BTreeMap<i64, SpecialDay>,
    breaks: BTreeMap<i64, Vec<LocalSpan>>,
}

/// Why a local date has the hours that it has.
#[derive(Debug, Clone, Copy)]
pub(super) enum DayRule<'a> {
    Holiday(&'a Holiday),
    Special(&'a SpecialDay),
    Weekday(&'a [LocalSpan]),
}

impl<'a> DayRule<'a> {
    pub(super) fn spans(&self) -> &'a [LocalSpan] {
        match self {
            Self::Holiday(_) => &[],
            Self::Special(special) => &special.hours,
            Self::Weekday(spans) => spans,
        }
    }
}

/// Days since 1970-01-01 of a date.
pub(super) fn day_number(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()) - 719_163
}

/// The weekday of a day number; 1970-01-01 was a Thursday.
fn weekday_index(day: i64) -> usize {
    (day + 3).rem_euclid(7) as usize
}

impl Hours {
    pub(super) fn of(schedule: &Schedule) -> Self {
        // Of two entries for a date, the first is kept.
        let holidays = schedule.holidays.iter().rev();
        Self {
            tz: schedule.tz,
            weekly: WEEKDAYS.map(|(_, day): (_, Weekday)| schedule.weekly.on(day).to_vec()),
            holidays: crate::order::map(
                holidays.map(|holiday| (day_number(holiday.date), holiday.clone())),
            ),
            overrides: crate::order::map(
                schedule
                    .overrides
                    .iter()
                    .map(|(date, special)| (day_number(*date), special.clone())),
            ),
            breaks: crate::order::map(
                schedule
                    .breaks
                    .iter()
                    .map(|(date, spans)| (day_number(*date), spans.clone())),
            ),
        }
    }

    /// The weekly pattern alone.
    pub(super) fn ordinary(&self) -> Self {
        Self {
            tz: self.tz,
            weekly: self.weekly.clone(),
            holidays: BTreeMap::new(),
            overrides: BTreeMap::new(),
            breaks: BTreeMap::new(),
        }
    }

    /// The hours of a local date's weekday, whatever the date's own are.
    pub(super) fn usual(&self, day: i64) -> &[LocalSpan] {
        self.weekly
            .get(weekday_index(day))
            .map_or(&[], Vec::as_slice)
    }

    /// The rule that decides a local date's hours.
    pub(super) fn rule(&self, day: i64) -> DayRule<'_> {
        if let Some(holiday) = self.holidays.get(&day) {
            DayRule::Holiday(holiday)
        } else if let Some(special) = self.overrides.get(&day) {
            DayRule::Special(special)
        } else {
            DayRule::Weekday(self.usual(day))
        }
    }

    /// Breaks of a local date.
    pub(super) fn breaks(&self, day: i64) -> &[LocalSpan] {
        self.breaks.get(&day).map_or(&[], Vec::as_slice)
    }

    /// Local dates that differ from the weekly pattern, in order.
    pub(super) fn exceptional_days(&self) -> Vec<i64> {
        let mut days: Vec<i64> = self
            .holidays
            .keys()
            .chain(self.overrides.keys())
            .chain(self.breaks.keys())
            .copied()
            .collect();
        crate::order::sort(&mut days);
        days.dedup();
        days
    }

    /// Appends the open intervals of the local dates `first..=last`, in UTC,
    /// sorted, merged and without breaks.
    pub(super) fn open_intervals(&self, offsets: &Offsets, first: i64, last: i64) -> Vec<Seconds> {
        let to_utc = |day: i64, span: &LocalSpan| {
            let midnight = day * DAY;
            let open = offsets.to_utc(midnight + i64::from(span.open()));
            let close = offsets.to_utc(midnight + i64::from(span.close()));
            (open < close).then_some((open, close))
        };
        let mut open = Vec::with_capacity(16);
        let mut breaks = Vec::new();
        for day in first..=last {
            open.extend(self.rule(day).spans().iter().filter_map(|s| to_utc(day, s)));
            if !self.breaks.is_empty() {
                breaks.extend(self.breaks(day).iter().filter_map(|s| to_utc(day, s)));
            }
        }
        merge(&mut open);
        if !breaks.is_empty() {
            merge(&mut breaks);
            open = subtract(&open, &breaks);
        }
        open
    }
}

/// Sorts intervals and joins those that touch or overlap.
pub(super) fn merge(intervals: &mut Vec<Seconds>) {
    crate::order::sort(intervals);
    intervals.dedup_by(|next, kept| {
        let joins = next.0 <= kept.1;
        if joins {
            kept.1 = kept.1.max(next.1);
        }
        joins
    });
}

fn subtract(from: &[Seconds], cuts: &[Seconds]) -> Vec<Seconds> {
    let mut left = Vec::with_capacity(from.len() + cuts.len());
    for &(mut open, close) in from {
        for &(cut_open, cut_close) in cuts {
            if cut_close <= open || cut_open >= close {
                continue;
            }
            if cut_open > open {
                left.push((open, cut_open));
            }
            open = cut_close;
        }
        if open < close {
            left.push((open, close));
        }
    }
    left
}
