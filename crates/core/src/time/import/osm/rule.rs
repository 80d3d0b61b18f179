//! One rule of `opening_hours`: what it says of which days.

use chrono::{Datelike, NaiveDate, Weekday};
use opening_hours_syntax::rules::day::{
    Date, DateOffset, DaySelector, HolidayKind, MonthdayRange, WeekDayRange, Year,
};
use opening_hours_syntax::rules::time::{Time, TimeSpan};
use opening_hours_syntax::rules::{RuleOperator, RuleSequence};
use opening_hours_syntax::{Error, RuleKind};

use super::days::{Change, Day, Days};
use crate::time::LocalSpan;
use crate::time::import::{ImportError, MOST_DATES, dates_between, shortened};
use crate::time::schedule::WEEKDAYS;

const DAY: u32 = 86_400;

/// One rule, or several joined by commas.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule<'a> {
    pub(super) number: usize,
    pub(super) text: &'a str,
}

impl Rule<'_> {
    fn unsupported(
        &self,
        part: impl ToString,
        problem: &'static str,
        expected: &'static str,
    ) -> ImportError {
        ImportError::OsmUnsupported {
            rule: self.number,
            text: shortened(self.text),
            part: shortened(&part.to_string()),
            problem,
            expected,
        }
    }

    /// What the parsed rule does not tell any more: a fallback, a remark in
    /// place of `open`, and a space between holidays and weekdays, which
    /// means both at once where a comma means either.
    pub(super) fn check_text(&self) -> Result<(), ImportError> {
        let (mut before, mut at) = ("", 0);
        for (index, piece) in self.text.split('"').enumerate() {
            if index % 2 == 1 {
                let word = before.trim_end().rsplit(' ').next().unwrap_or_default();
                let modifiers = ["open", "closed", "off", "unknown"];
                if !modifiers
                    .iter()
                    .any(|known| word.eq_ignore_ascii_case(known))
                {
                    return Err(self.unsupported(
                        format_args!("\"{piece}\""),
                        "a remark that leaves open whether anybody is there",
                        "hours, with a remark only after open or off",
                    ));
                }
                at += piece.len() + 1;
                continue;
            }
            if let Some(fallback) = piece.find("||") {
                return Err(self.unsupported(
                    self.text.get(at + fallback..).unwrap_or_default(),
                    "a fallback",
                    "rules separated by ;",
                ));
            }
            let words: Vec<&str> = piece.split_whitespace().collect();
            for pair in words.windows(2) {
                if let [left, right] = pair
                    && is_both(left, right)
                {
                    return Err(self.unsupported(
                        format_args!("{left} {right}"),
                        "holidays on some weekdays only",
                        "PH alone, or PH and weekdays with a comma between them",
                    ));
                }
            }
            before = piece;
            at += piece.len() + 1;
        }
        Ok(())
    }

    pub(super) fn parse(&self) -> Result<Vec<RuleSequence>, ImportError> {
        let syntax = |column: usize, expected: String| {
            let part: String = self.text.chars().skip(column - 1).collect();
            ImportError::OsmSyntax {
                rule: self.number,
                column,
                part: if part.is_empty() {
                    "(end)".into()
                } else {
                    shortened(&part)
                },
                expected,
            }
        };
        let hours = "hours such as Mo-Fr 09:00-17:00";
        opening_hours_syntax::parse(self.text)
            .map(|expression| expression.rules)
            .map_err(|error| match error {
                Error::Syntax(error) => syntax(column(&error.to_string()), hours.into()),
                other => syntax(1, format!("{hours} ({other})")),
            })
    }

    /// Carries one rule out on the days that it is about.
    pub(super) fn apply(
        &self,
        sequence: &RuleSequence,
        days: &mut Days,
    ) -> Result<(), ImportError> {
        if sequence.operator == RuleOperator::Fallback {
            return Err(self.unsupported(self.text, "a fallback", "rules separated by ;"));
        }
        let change = self.change(sequence, days)?;
        let selector = &sequence.day_selector;
        let year = self.year_of_months(selector)?;
        if let Some(week) = selector.week.first() {
            return Err(self.unsupported(
                format_args!("week {week}"),
                "about numbered weeks",
                "weekdays, or full dates such as 2027 Aug 10-20",
            ));
        }
        let (weekdays, public_holidays) = self.weekdays(&selector.weekday)?;
        if selector.monthday.is_empty() {
            days.change_weekly(&weekdays, public_holidays, &change);
            return Ok(());
        }
        if public_holidays {
            return Err(self.unsupported(
                self.text,
                "about public holidays of some dates",
                "PH without dates",
            ));
        }
        for range in &selector.monthday {
            for date in self.dates(range, year)? {
                if weekdays.contains(&date.weekday()) {
                    days.change_date(date, &change);
                }
                if days.dated.len() > MOST_DATES {
                    return Err(ImportError::TooManyDates {
                        part: shortened(self.text),
                        most: MOST_DATES,
                    });
                }
            }
        }
        Ok(())
    }

    /// The year of `2027 Feb`, which the grammar takes for a year and a
    /// month that are apart; of dates it takes them together.
    fn year_of_months(&self, selector: &DaySelector) -> Result<Option<Year>, ImportError> {
        let is_month =
            |range: &MonthdayRange| matches!(range, MonthdayRange::Month { year: None, .. });
        match selector.year.as_slice() {
            [] => return Ok(None),
            [single] if selector.monthday.iter().all(is_month) && !selector.monthday.is_empty() => {
                let (range, _) = single.into_parts();
                if range.start() == range.end() {
                    return Ok(Some(*range.start()));
                }
            }
            _ => {}
        }
        Err(self.unsupported(
            self.text,
            "about years without a month and a day",
            "full dates such as 2027 Aug 10-20",
        ))
    }

    /// What no schedule holds of the days as this rule leaves them: it has
    /// one set of hours for all public holidays.
    pub(super) fn trouble(&self, days: &Days) -> Option<ImportError> {
        let mut on_holidays = days.weekly.iter().map(|day| &day.on_holiday);
        let first = on_holidays.next();
        if on_holidays.any(|other| Some(other) != first) {
            return Some(self.unsupported(
                "PH",
                "left with other hours on some weekdays than on others",
                "the rule about PH to be the last about weekdays",
            ));
        }
        let differs = |day: &Day| day.on_holiday.as_ref().is_some_and(|h| *h != day.ordinary);
        let (date, _) = days.dated.iter().find(|(_, day)| differs(day))?;
        Some(self.unsupported(
            date,
            "a date with other hours when it is a public holiday",
            "rules of dates to follow those about PH",
        ))
    }

    fn change(&self, sequence: &RuleSequence, days: &Days) -> Result<Change, ImportError> {
        let mut spans = sequence
            .time_selector
            .spans
            .iter()
            .map(|span| self.span(span))
            .collect::<Result<Vec<_>, _>>()?;
        spans.sort_unstable();
        spans.dedup();
        match sequence.kind {
            RuleKind::Unknown => Err(self.unsupported("unknown", "no hours", "open or off")),
            RuleKind::Open if sequence.operator == RuleOperator::Additional => {
                Ok(Change::Add(spans))
            }
            RuleKind::Open => Ok(Change::Replace(spans)),
            RuleKind::Closed if spans == [LocalSpan::WHOLE_DAY] => Ok(Change::Replace(Vec::new())),
            RuleKind::Closed => {
                // What is open after midnight belongs to the day before.
                if days.pass_midnight() || spans.iter().any(LocalSpan::passes_midnight) {
                    return Err(self.unsupported(
                        self.text,
                        "a closing at some times where hours pass midnight",
                        "the open hours alone",
                    ));
                }
                Ok(Change::Cut(spans))
            }
        }
    }

    fn span(&self, span: &TimeSpan) -> Result<LocalSpan, ImportError> {
        let fixed = |time: &Time| match time {
            Time::Fixed(time) => Some(u32::from(time.mins_from_midnight()) * 60),
            Time::Variable(_) => None,
        };
        if span.open_end {
            return Err(self.unsupported(span, "hours with an open end", "a closing time"));
        }
        if span.repeats.is_some() {
            return Err(self.unsupported(span, "times that repeat", "hours such as 09:00-17:00"));
        }
        let (Some(open), Some(close)) = (fixed(&span.range.start), fixed(&span.range.end)) else {
            return Err(self.unsupported(
                span,
                "hours by the sun",
                "times of the clock such as 09:00-17:00",
            ));
        };
        let in_next_day = close.saturating_sub(DAY);
        let close = if in_next_day > 0 { in_next_day } else { close };
        LocalSpan::from_seconds(open, close)
            .filter(|_| in_next_day <= open)
            .ok_or_else(|| self.unsupported(span, "longer than a day", "24 hours at most"))
    }

    /// The weekdays of a rule, and whether it is about public holidays too.
    fn weekdays(&self, ranges: &[WeekDayRange]) -> Result<(Vec<Weekday>, bool), ImportError> {
        let mut weekdays = Vec::new();
        let mut public_holidays = false;
        for range in ranges {
            match range {
                WeekDayRange::Holiday {
                    kind: HolidayKind::Public,
                    offset: 0,
                } => public_holidays = true,
                WeekDayRange::Holiday {
                    kind: HolidayKind::School,
                    ..
                } => {
                    return Err(self.unsupported(
                        range,
                        "about school holidays",
                        "weekdays, PH or full dates",
                    ));
                }
                WeekDayRange::Holiday { .. } => {
                    return Err(self.unsupported(
                        range,
                        "about days near public holidays",
                        "PH itself",
                    ));
                }
                WeekDayRange::Fixed {
                    range: days,
                    offset: 0,
                    nth_from_start: [true, true, true, true, true],
                    nth_from_end: [true, true, true, true, true],
                } => {
                    let mut day = *days.start();
                    weekdays.push(day);
                    while day != *days.end() {
                        day = day.succ();
                        weekdays.push(day);
                    }
                }
                WeekDayRange::Fixed { .. } => {
                    return Err(self.unsupported(
                        range,
                        "a weekday of some weeks only",
                        "whole weekdays such as Mo-Fr",
                    ));
                }
            }
        }
        if ranges.is_empty() {
            weekdays.extend(WEEKDAYS.map(|(_, day)| day));
        }
        Ok((weekdays, public_holidays))
    }

    fn dates(
        &self,
        range: &MonthdayRange,
        year_of_months: Option<Year>,
    ) -> Result<impl Iterator<Item = NaiveDate> + use<>, ImportError> {
        let without_year = || {
            self.unsupported(
                range,
                "a date without a year",
                "full dates such as 2027 Aug 10-20",
            )
        };
        let (from, through) = match range {
            MonthdayRange::Month {
                range: months,
                year,
            } => {
                let year = year.or(year_of_months).ok_or_else(without_year)?;
                let (first, last) = (u32::from(*months.start()), u32::from(*months.end()));
                if first > last {
                    return Err(self.unsupported(
                        range,
                        "months of two years with one year",
                        "full dates such as 2027 Dec 1-2028 Feb 29",
                    ));
                }
                let from = NaiveDate::from_ymd_opt(*year, first, 1);
                let through = NaiveDate::from_ymd_opt(*year, last, 1)
                    .and_then(|day| day.with_day(day.num_days_in_month().into()));
                (from, through)
            }
            MonthdayRange::Date { start, end } => {
                let none = DateOffset::default();
                let (
                    (
                        Date::Fixed {
                            year: from_year,
                            month: from_month,
                            day: from_day,
                        },
                        from_offset,
                    ),
                    (Date::Fixed { year, month, day }, offset),
                ) = (start, end)
                else {
                    return Err(self.unsupported(
                        range,
                        "a date that moves from year to year",
                        "full dates such as 2027 Aug 10-20",
                    ));
                };
                if *from_offset != none || *offset != none {
                    return Err(self.unsupported(
                        range,
                        "a date that is counted from another",
                        "full dates such as 2027 Aug 10-20",
                    ));
                }
                let from_year = from_year.ok_or_else(without_year)?;
                // "2027 Dec 28-Jan 3" ends in the next year.
                let wraps = (*month, *day) < (*from_month, *from_day);
                let year = match year {
                    Some(year) => **year,
                    None => *from_year + i32::from(wraps),
                };
                (
                    NaiveDate::from_ymd_opt(
                        *from_year,
                        u32::from(*from_month),
                        u32::from(*from_day),
                    ),
                    NaiveDate::from_ymd_opt(year, u32::from(*month), u32::from(*day)),
                )
            }
        };
        from.zip(through)
            .and_then(|(from, through)| dates_between(from, through))
            .ok_or_else(|| ImportError::OutOfRange {
                place: format!("rule {}", self.number),
                found: range.to_string(),
            })
    }
}

/// Where the parser stopped, which it tells in its message only:
/// ` --> line:column`.
fn column(message: &str) -> usize {
    message
        .lines()
        .find_map(|line| {
            line.trim_start()
                .strip_prefix("--> 1:")?
                .trim()
                .parse()
                .ok()
        })
        .filter(|column| *column > 0)
        .unwrap_or(1)
}

/// Whether a holiday and a weekday stand next to each other.
fn is_both(left: &str, right: &str) -> bool {
    let is_day = |name: &str| {
        let names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
        names.iter().any(|day| name.eq_ignore_ascii_case(day))
    };
    let is_holiday = |name: &str| ["PH", "SH"].contains(&name);
    let last = left.rsplit([',', '-']).next().unwrap_or(left);
    let first = right.split([',', '-', '[', ':']).next().unwrap_or(right);
    let last = last.split('[').next().unwrap_or(last);
    (is_holiday(last) && is_day(first)) || (is_day(last) && is_holiday(first))
}
