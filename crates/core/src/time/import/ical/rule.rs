//! What a recurrence rule asks for: the part of RFC 5545, 3.3.10, that is
//! about dates.

use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::time::import::shortened;

/// Lists of a rule are gone through for every day.
const MOST_BYTES: usize = 300;

/// How often a rule begins anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A rule, if it is one that holidays have.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) frequency: Frequency,
    pub(super) interval: u16,
    pub(super) count: Option<u32>,
    pub(super) week_start: Weekday,
    pub(super) positions: Vec<i32>,
    months: Vec<i32>,
    weeks: Vec<i32>,
    year_days: Vec<i32>,
    month_days: Vec<i32>,
    /// Every such weekday, or the one of a number in its month or year.
    weekdays: Vec<(Option<i32>, Weekday)>,
}

impl Rule {
    /// Reads a rule that begins on a date. Where it ends is not asked here:
    /// `UNTIL` is no part of `text`.
    pub(super) fn read(text: &str, start: NaiveDate) -> Result<Self, String> {
        let mut rule = Self::parse(text).map_err(|problem| unusable(text, problem))?;
        if let Some(problem) = rule.problem() {
            return Err(unusable(text, problem));
        }
        rule.complete(start);
        Ok(rule)
    }

    fn parse(text: &str) -> Result<Self, &'static str> {
        if text.len() > MOST_BYTES {
            return Err("long");
        }
        let mut frequency = None;
        let mut rule = Self {
            frequency: Frequency::Yearly,
            interval: 1,
            count: None,
            week_start: Weekday::Mon,
            positions: Vec::new(),
            months: Vec::new(),
            weeks: Vec::new(),
            year_days: Vec::new(),
            month_days: Vec::new(),
            weekdays: Vec::new(),
        };
        let mut names = Vec::new();
        for part in text.split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or("a part without a value")?;
            let (name, value) = (name.to_ascii_uppercase(), value.to_ascii_uppercase());
            if names.contains(&name) {
                return Err("a part twice");
            }
            match name.as_str() {
                "FREQ" => frequency = Some(frequency_of(&value)?),
                "INTERVAL" => rule.interval = number(&value).ok_or("no interval")?,
                "COUNT" => rule.count = Some(number(&value).ok_or("no count")?),
                "WKST" => rule.week_start = weekday(&value).ok_or("no weekday")?,
                "BYSETPOS" => rule.positions = numbers(&value, 366)?,
                "BYMONTH" => rule.months = numbers(&value, 12)?,
                "BYWEEKNO" => rule.weeks = numbers(&value, 53)?,
                "BYYEARDAY" => rule.year_days = numbers(&value, 366)?,
                "BYMONTHDAY" => rule.month_days = numbers(&value, 31)?,
                "BYDAY" => rule.weekdays = weekdays(&value)?,
                "BYHOUR" | "BYMINUTE" | "BYSECOND" => return Err("about times of the day"),
                _ => return Err("a part that is none"),
            }
            names.push(name);
        }
        rule.frequency = frequency.ok_or("no FREQ")?;
        Ok(rule)
    }

    fn problem(&self) -> Option<&'static str> {
        use Frequency::{Daily, Weekly, Yearly};
        let frequency = self.frequency;
        let numbered = self.weekdays.iter().any(|(number, _)| number.is_some());
        let positions_alone = [&self.months, &self.weeks, &self.year_days, &self.month_days]
            .iter()
            .all(|list| list.is_empty())
            && self.weekdays.is_empty();
        if self.interval == 0 || self.count == Some(0) {
            Some("zero times")
        } else if numbered && matches!(frequency, Daily | Weekly) {
            Some("numbered weekdays of no month or year")
        } else if numbered && !self.weeks.is_empty() {
            Some("numbered weekdays of a week")
        } else if !self.weeks.is_empty() && frequency != Yearly {
            Some("numbered weeks of no year")
        } else if !self.year_days.is_empty() && frequency != Yearly {
            Some("numbered days of no year")
        } else if !self.month_days.is_empty() && frequency == Weekly {
            Some("numbered days of no month")
        } else if self.months.iter().any(|month| *month < 1) {
            Some("no month")
        } else if !self.positions.is_empty() && positions_alone {
            Some("positions among nothing")
        } else {
            None
        }
    }

    /// What a rule does not say, the date on which it begins does.
    fn complete(&mut self, start: NaiveDate) {
        let day = || vec![start.day().cast_signed()];
        if !self.weekdays.is_empty() || !self.year_days.is_empty() || !self.month_days.is_empty() {
            return;
        }
        match self.frequency {
            Frequency::Daily => {}
            Frequency::Yearly if self.weeks.is_empty() => {
                if self.months.is_empty() {
                    self.months = vec![start.month().cast_signed()];
                }
                self.month_days = day();
            }
            Frequency::Weekly | Frequency::Yearly => {
                self.weekdays = vec![(None, start.weekday())];
            }
            Frequency::Monthly => self.month_days = day(),
        }
    }

    /// Whether a date is one of the rule's, its positions aside.
    pub(super) fn takes(&self, date: NaiveDate) -> bool {
        let day_of_month = (date.day(), u32::from(date.num_days_in_month()));
        let day_of_year = (date.ordinal(), days_of_year(date));
        let of_month = self.frequency == Frequency::Monthly || !self.months.is_empty();
        let among = if of_month { day_of_month } else { day_of_year };
        let is_named = |(number, weekday): &(Option<i32>, Weekday)| {
            *weekday == date.weekday()
                && number.is_none_or(|number| {
                    let (day, days) = among;
                    let (from_first, from_last) = ((day - 1) / 7, (days - day) / 7);
                    counts(number, from_first, from_last)
                })
        };
        (self.months.is_empty() || self.months.contains(&date.month().cast_signed()))
            && listed(&self.month_days, || day_of_month)
            && listed(&self.year_days, || day_of_year)
            && (self.weekdays.is_empty() || self.weekdays.iter().any(is_named))
            && listed(&self.weeks, || self.week(date))
    }

    /// The number of a date's week and of the last week of that year: a week
    /// is of the year in which four of its days are.
    fn week(&self, date: NaiveDate) -> (u32, u32) {
        let before = date.weekday().days_since(self.week_start);
        let fourth = date
            .checked_sub_days(Days::new(before.into()))
            .and_then(|first| first.checked_add_days(Days::new(3)))
            .unwrap_or(date);
        let left = days_of_year(fourth) - fourth.ordinal();
        let day = fourth.ordinal0();
        (day / 7 + 1, day / 7 + 1 + left / 7)
    }
}

/// Whether a list that says something has a number, counted from the first
/// or, below zero, from the last.
fn listed(list: &[i32], place: impl FnOnce() -> (u32, u32)) -> bool {
    if list.is_empty() {
        return true;
    }
    let (place, all) = place();
    list.iter()
        .any(|number| counts(*number, place - 1, all - place))
}

/// Whether a number means what so many come before and so many after.
pub(super) fn counts(number: i32, before: u32, after: u32) -> bool {
    let beside = if number > 0 { before } else { after };
    number.unsigned_abs() == beside + 1
}

/// How many days the year of a date has.
pub(super) fn days_of_year(date: NaiveDate) -> u32 {
    if date.leap_year() { 366 } else { 365 }
}

fn frequency_of(text: &str) -> Result<Frequency, &'static str> {
    match text {
        "DAILY" => Ok(Frequency::Daily),
        "WEEKLY" => Ok(Frequency::Weekly),
        "MONTHLY" => Ok(Frequency::Monthly),
        "YEARLY" => Ok(Frequency::Yearly),
        "HOURLY" | "MINUTELY" | "SECONDLY" => Err("more often than daily"),
        _ => Err("no frequency"),
    }
}

fn number<N: FromStr>(text: &str) -> Option<N> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// Numbers other than 0, as far as `most` from it.
fn numbers(text: &str, most: u32) -> Result<Vec<i32>, &'static str> {
    text.split(',')
        .map(|part| {
            let number = number::<i32>(part).filter(|n| (1..=most).contains(&n.unsigned_abs()));
            number.ok_or("a number that does not count")
        })
        .collect()
}

fn weekdays(text: &str) -> Result<Vec<(Option<i32>, Weekday)>, &'static str> {
    text.split(',')
        .map(|part| {
            let split = part.len().checked_sub(2);
            let (digits, name) = split
                .and_then(|split| part.split_at_checked(split))
                .ok_or("no weekday")?;
            let weekday = weekday(name).ok_or("no weekday")?;
            let number = match digits {
                "" => None,
                digits => numbers(digits, 53)?.first().copied(),
            };
            Ok((number, weekday))
        })
        .collect()
}

fn weekday(text: &str) -> Option<Weekday> {
    Some(match text {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    })
}

fn unusable(text: &str, problem: &str) -> String {
    let text = shortened(text);
    format!("RRULE {text:?} cannot be followed ({problem}): expected dates such as FREQ=YEARLY")
}
