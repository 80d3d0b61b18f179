//! The days of a schedule while rules change them.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::time::LocalSpan;
use crate::time::schedule::WEEKDAYS;

/// What a rule does to the hours of a day.
#[derive(Debug)]
pub(super) enum Change {
    Replace(Vec<LocalSpan>),
    Add(Vec<LocalSpan>),
    Cut(Vec<LocalSpan>),
}

impl Change {
    fn on(&self, hours: &mut Vec<LocalSpan>) {
        match self {
            Self::Replace(spans) => hours.clone_from(spans),
            Self::Add(spans) => {
                hours.extend(spans);
                hours.sort_unstable();
                hours.dedup();
            }
            Self::Cut(spans) => {
                for cut in spans {
                    *hours = hours.iter().flat_map(|span| without(*span, *cut)).collect();
                }
            }
        }
    }
}

/// What is left of a span; neither passes midnight.
fn without(span: LocalSpan, cut: LocalSpan) -> impl Iterator<Item = LocalSpan> {
    let before = (span.open(), span.close().min(cut.open()));
    let after = (span.open().max(cut.close()), span.close());
    [before, after]
        .into_iter()
        .filter(|(open, close)| open < close)
        .filter_map(|(open, close)| LocalSpan::from_seconds(open, close))
}

/// Hours of a day, and those it has when it is a public holiday.
#[derive(Debug, Clone, Default)]
pub(super) struct Day {
    pub(super) ordinary: Vec<LocalSpan>,
    pub(super) on_holiday: Option<Vec<LocalSpan>>,
}

impl Day {
    fn change(&mut self, change: &Change) {
        change.on(&mut self.ordinary);
        match (change, &mut self.on_holiday) {
            (Change::Replace(_), on_holiday) => *on_holiday = None,
            (_, Some(hours)) => change.on(hours),
            (_, None) => {}
        }
    }

    fn change_on_holiday(&mut self, change: &Change) {
        change.on(self.on_holiday.get_or_insert_with(|| self.ordinary.clone()));
    }
}

#[derive(Debug, Default)]
pub(super) struct Days {
    pub(super) weekly: [Day; 7],
    pub(super) dated: BTreeMap<NaiveDate, Day>,
}

impl Days {
    pub(super) fn pass_midnight(&self) -> bool {
        let days = self.weekly.iter().chain(self.dated.values());
        days.flat_map(|day| day.ordinary.iter().chain(day.on_holiday.iter().flatten()))
            .any(LocalSpan::passes_midnight)
    }

    pub(super) fn change_weekly(
        &mut self,
        weekdays: &[Weekday],
        public_holidays: bool,
        change: &Change,
    ) {
        let days = self
            .weekly
            .iter_mut()
            .zip(WEEKDAYS)
            .map(|(day, (_, weekday))| (weekday, day));
        let dated = self
            .dated
            .iter_mut()
            .map(|(date, day)| (date.weekday(), day));
        for (weekday, day) in days.chain(dated) {
            if weekdays.contains(&weekday) {
                day.change(change);
            }
            if public_holidays {
                day.change_on_holiday(change);
            }
        }
    }

    pub(super) fn change_date(&mut self, date: NaiveDate, change: &Change) {
        let weekly = &self.weekly;
        let day = self.dated.entry(date).or_insert_with(|| {
            let weekday = date.weekday().num_days_from_monday() as usize;
            weekly.get(weekday).cloned().unwrap_or_default()
        });
        day.change(change);
    }
}
