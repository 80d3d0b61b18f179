//! Recurrence rules (RFC 5545, section 3.3.10), by date.
//!
//! Holidays need dates alone, and a feed is not to be trusted: going through
//! days up to the last year that is asked for is bounded whatever the rule,
//! also one that never matches (`BYMONTH=2;BYMONTHDAY=30`).

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

/// Days that one import may look at.
const MOST_WORK: usize = 20_000_000;

/// Values that one part of a rule may list.
const MOST_VALUES: usize = 400;

/// What is left of the work that one file may make.
#[derive(Debug)]
pub(super) struct Work(usize);

impl Work {
    pub(super) fn new() -> Self {
        Self(MOST_WORK)
    }

    pub(super) fn spend(&mut self, days: usize) -> Result<(), String> {
        self.0 = self
            .0
            .checked_sub(days)
            .ok_or("its dates are too many to go through: expected fewer or shorter rules")?;
        Ok(())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// One `RRULE`.
#[derive(Debug)]
pub(super) struct Rule {
    frequency: Frequency,
    interval: u32,
    count: Option<u32>,
    until: Option<NaiveDateTime>,
    week_start: Weekday,
    months: Vec<i32>,
    month_days: Vec<i32>,
    year_days: Vec<i32>,
    /// Weekdays, each with its number within the month or year, 0 for all.
    weekdays: Vec<(i32, Weekday)>,
    positions: Vec<i32>,
}

impl Rule {
    /// Reads a rule; `until` reads the local time at which it ends.
    pub(super) fn parse(
        text: &str,
        until: impl Fn(&str) -> Result<NaiveDateTime, String>,
    ) -> Result<Self, String> {
        let mut frequency = None;
        let mut rule = Self {
            frequency: Frequency::Yearly,
            interval: 1,
            count: None,
            until: None,
            week_start: Weekday::Mon,
            months: Vec::new(),
            month_days: Vec::new(),
            year_days: Vec::new(),
            weekdays: Vec::new(),
            positions: Vec::new(),
        };
        for part in text.split(';').filter(|part| !part.trim().is_empty()) {
            let wrong = |expected: &str| Err(format!("RRULE part {part:?}: expected {expected}"));
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let value = value.trim().to_ascii_uppercase();
            match name.trim().to_ascii_uppercase().as_str() {
                "FREQ" => {
                    frequency = Some(match value.as_str() {
                        "DAILY" => Frequency::Daily,
                        "WEEKLY" => Frequency::Weekly,
                        "MONTHLY" => Frequency::Monthly,
                        "YEARLY" => Frequency::Yearly,
                        _ => return wrong("DAILY, WEEKLY, MONTHLY or YEARLY"),
                    });
                }
                "INTERVAL" => match value.parse() {
                    Ok(interval) if interval > 0 => rule.interval = interval,
                    _ => return wrong("a number from 1"),
                },
                "COUNT" => match value.parse() {
                    Ok(count) if count > 0 => rule.count = Some(count),
                    _ => return wrong("a number from 1"),
                },
                "UNTIL" => rule.until = Some(until(&value)?),
                "WKST" => match weekday(&value) {
                    Some(day) => rule.week_start = day,
                    None => return wrong("MO … SU"),
                },
                "BYMONTH" => rule.months = numbers(part, &value, 1, 12)?,
                "BYMONTHDAY" => rule.month_days = numbers(part, &value, -31, 31)?,
                "BYYEARDAY" => rule.year_days = numbers(part, &value, -366, 366)?,
                "BYSETPOS" => rule.positions = numbers(part, &value, -366, 366)?,
                "BYDAY" => match value.split(',').map(numbered_weekday).collect() {
                    Some(days) => rule.weekdays = days,
                    None => return wrong("days such as MO, 3MO or -1SU"),
                },
                _ => return wrong("only parts that name days, up to BYSETPOS, without BYWEEKNO"),
            }
        }
        rule.frequency = frequency.ok_or("RRULE without FREQ: expected FREQ=YEARLY or shorter")?;
        rule.checked()
    }

    fn checked(self) -> Result<Self, String> {
        let short = matches!(self.frequency, Frequency::Daily | Frequency::Weekly);
        if short && self.weekdays.iter().any(|(number, _)| *number != 0) {
            return Err("RRULE numbers a weekday: expected FREQ=MONTHLY or YEARLY".into());
        }
        if self.frequency == Frequency::Weekly && !self.month_days.is_empty() {
            return Err("RRULE has BYMONTHDAY with FREQ=WEEKLY: expected BYDAY".into());
        }
        if self.frequency != Frequency::Yearly && !self.year_days.is_empty() {
            return Err("RRULE has BYYEARDAY: expected that with FREQ=YEARLY only".into());
        }
        if self.weekdays.len() > MOST_VALUES {
            return Err(format!(
                "BYDAY has more than {MOST_VALUES} values: expected fewer"
            ));
        }
        Ok(self)
    }

    /// The dates from `start` (at `time` of each day) to `last`, in order.
    /// Those long before `first` may be missing.
    pub(super) fn dates(
        mut self,
        start: NaiveDateTime,
        first: NaiveDate,
        last: NaiveDate,
        work: &mut Work,
    ) -> Result<Vec<NaiveDate>, String> {
        let (start, time) = (start.date(), start.time());
        self.complete(start);
        let mut found = Vec::new();
        let mut left = self.count.unwrap_or(u32::MAX);
        // Only a count depends on what came before.
        let mut step = match self.count {
            Some(_) => 0,
            None => self.steps_between(start, first),
        };
        while let Some((from, through)) = self.period(start, step) {
            if from > last {
                break;
            }
            for date in self.in_period(from, through, work)? {
                if date < start {
                    continue;
                }
                if date > last || left == 0 || self.is_over(date, time) {
                    return Ok(found);
                }
                left -= 1;
                found.push(date);
            }
            step += 1;
        }
        Ok(found)
    }

    fn is_over(&self, date: NaiveDate, time: NaiveTime) -> bool {
        self.until.is_some_and(|until| date.and_time(time) > until)
    }

    /// Takes from the first date what the rule leaves open.
    fn complete(&mut self, start: NaiveDate) {
        let says_days =
            !self.month_days.is_empty() || !self.year_days.is_empty() || !self.weekdays.is_empty();
        if says_days {
            return;
        }
        match self.frequency {
            Frequency::Daily => {}
            Frequency::Weekly => self.weekdays.push((0, start.weekday())),
            Frequency::Monthly => self.month_days.push(start.day() as i32),
            Frequency::Yearly => {
                self.month_days.push(start.day() as i32);
                if self.months.is_empty() {
                    self.months.push(start.month() as i32);
                }
            }
        }
    }

    /// Whole intervals that surely lie before the one of `first`.
    fn steps_between(&self, start: NaiveDate, first: NaiveDate) -> u64 {
        let days = (first - start).num_days();
        let shortest_unit = match self.frequency {
            Frequency::Daily => days,
            Frequency::Weekly => days / 7 - 1,
            Frequency::Monthly => days / 31 - 1,
            Frequency::Yearly => days / 366 - 1,
        };
        u64::try_from(shortest_unit).unwrap_or(0) / u64::from(self.interval)
    }

    /// First and last day of the period that lies a number of intervals
    /// after the one of `start`; `None` beyond all dates.
    fn period(&self, start: NaiveDate, step: u64) -> Option<(NaiveDate, NaiveDate)> {
        let units = step.checked_mul(u64::from(self.interval))?;
        let months = |count: u64| u32::try_from(count).ok().map(Months::new);
        Some(match self.frequency {
            Frequency::Daily => {
                let day = start.checked_add_days(Days::new(units))?;
                (day, day)
            }
            Frequency::Weekly => {
                let into = start.weekday().days_since(self.week_start);
                let from = start
                    .checked_sub_days(Days::new(into.into()))?
                    .checked_add_days(Days::new(units.checked_mul(7)?))?;
                (from, from.checked_add_days(Days::new(6))?)
            }
            Frequency::Monthly => {
                let from = start.with_day(1)?.checked_add_months(months(units)?)?;
                let day_after = from.checked_add_months(Months::new(1))?;
                (from, day_after.pred_opt()?)
            }
            Frequency::Yearly => {
                let from = start
                    .with_ordinal(1)?
                    .checked_add_months(months(units.checked_mul(12)?)?)?;
                (from, NaiveDate::from_ymd_opt(from.year(), 12, 31)?)
            }
        })
    }

    /// The stretches of a period in which the months of the rule lie.
    fn stretches(&self, from: NaiveDate, through: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
        if self.frequency != Frequency::Yearly || self.months.is_empty() {
            return vec![(from, through)];
        }
        let month = |month: &i32| {
            let first = from.with_month(u32::try_from(*month).ok()?)?;
            Some((first, first.with_day(first.num_days_in_month().into())?))
        };
        self.months.iter().filter_map(month).collect()
    }

    fn in_period(
        &self,
        from: NaiveDate,
        through: NaiveDate,
        work: &mut Work,
    ) -> Result<Vec<NaiveDate>, String> {
        let mut dates = Vec::new();
        for (from, through) in self.stretches(from, through) {
            work.spend((through - from).num_days() as usize + 1)?;
            let days = from.iter_days().take_while(|date| *date <= through);
            dates.extend(days.filter(|date| self.matches(*date)));
        }
        if !self.positions.is_empty() {
            let count = dates.len() as i32;
            let mut position = 0;
            dates.retain(|_| {
                position += 1;
                self.positions.contains(&position)
                    || self.positions.contains(&(position - count - 1))
            });
        }
        Ok(dates)
    }

    fn matches(&self, date: NaiveDate) -> bool {
        let listed = |list: &[i32], number: u32, of: u32| {
            let (number, of) = (number as i32, of as i32);
            list.is_empty() || list.contains(&number) || list.contains(&(number - of - 1))
        };
        let of_month = u32::from(date.num_days_in_month());
        let of_year = if date.leap_year() { 366 } else { 365 };
        (self.months.is_empty() || self.months.contains(&(date.month() as i32)))
            && listed(&self.month_days, date.day(), of_month)
            && listed(&self.year_days, date.ordinal(), of_year)
            && self.matches_weekday(date, of_month, of_year)
    }

    fn matches_weekday(&self, date: NaiveDate, of_month: u32, of_year: u32) -> bool {
        if self.weekdays.is_empty() {
            return true;
        }
        let in_month = self.frequency == Frequency::Monthly || !self.months.is_empty();
        let (day, of) = if in_month {
            (date.day(), of_month)
        } else {
            (date.ordinal(), of_year)
        };
        let from_start = day.div_ceil(7) as i32;
        let from_end = -((of - day + 1).div_ceil(7) as i32);
        self.weekdays.iter().any(|(number, weekday)| {
            *weekday == date.weekday() && [0, from_start, from_end].contains(number)
        })
    }
}

fn numbers(part: &str, value: &str, least: i32, most: i32) -> Result<Vec<i32>, String> {
    let mut numbers: Vec<i32> = value
        .split(',')
        .map(|number| number.trim().parse().ok())
        .map(|number| number.filter(|n| *n != 0 && (least..=most).contains(n)))
        .collect::<Option<_>>()
        .ok_or_else(|| {
            format!("RRULE part {part:?}: expected numbers from {least} to {most} without 0")
        })?;
    if numbers.len() > MOST_VALUES {
        return Err(format!(
            "a RRULE part has more than {MOST_VALUES} values: expected fewer"
        ));
    }
    numbers.sort_unstable();
    numbers.dedup();
    Ok(numbers)
}

fn numbered_weekday(text: &str) -> Option<(i32, Weekday)> {
    let text = text.trim();
    let (number, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let number = match number {
        "" => 0,
        number => number
            .parse()
            .ok()
            .filter(|n| *n != 0 && (-53..=53).contains(n))?,
    };
    Some((number, weekday(day)?))
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn dates(rule: &str, start: &str, last: &str) -> Vec<String> {
        let start = date(start);
        Rule::parse(rule, |text| {
            let end = NaiveDate::parse_from_str(text, "%Y%m%d").unwrap();
            Ok(end.and_hms_opt(0, 0, 0).unwrap())
        })
        .unwrap()
        .dates(start.into(), start, date(last), &mut Work::new())
        .unwrap()
        .iter()
        .map(NaiveDate::to_string)
        .collect()
    }

    #[test]
    fn rules_of_holidays() {
        let third_monday = "FREQ=YEARLY;BYMONTH=1;BYDAY=3MO;COUNT=3";
        assert_eq!(
            dates(third_monday, "2026-01-19", "2099-12-31"),
            ["2026-01-19", "2027-01-18", "2028-01-17"]
        );
        let last_monday = "FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5;UNTIL=20270531";
        assert_eq!(
            dates(last_monday, "2026-05-25", "2099-12-31"),
            ["2026-05-25", "2027-05-31"]
        );
        let midsummer = "FREQ=YEARLY;BYDAY=SA;BYMONTHDAY=20,21,22,23,24,25,26;BYMONTH=6";
        assert_eq!(
            dates(midsummer, "2026-06-20", "2027-12-31"),
            ["2026-06-20", "2027-06-26"]
        );
        assert_eq!(
            dates("FREQ=YEARLY;INTERVAL=2", "2026-12-25", "2030-12-31"),
            ["2026-12-25", "2028-12-25", "2030-12-25"]
        );
        assert_eq!(dates("FREQ=YEARLY", "2024-02-29", "2030-12-31").len(), 2);
        let last_workday = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2";
        assert_eq!(
            dates(last_workday, "2026-10-30", "2026-12-31"),
            ["2026-10-30", "2026-11-30"]
        );
    }

    #[test]
    fn rules_end_whatever_they_say() {
        for rule in [
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=4294967295",
            "FREQ=DAILY;INTERVAL=4294967295",
            "FREQ=MONTHLY;BYDAY=6MO",
        ] {
            assert!(dates(rule, "2026-01-02", "2099-12-31").len() <= 1, "{rule}");
        }
        let late = Rule::parse("FREQ=DAILY;COUNT=4000000000", |_| Err(String::new())).unwrap();
        let (first, last) = (date("0001-01-01"), date("2099-12-31"));
        let mut little = Work(1_000);
        assert!(late.dates(first.into(), last, last, &mut little).is_err());
    }

    #[test]
    fn rules_that_are_refused() {
        for rule in [
            "",
            "FREQ=HOURLY",
            "FREQ=YEARLY;BYWEEKNO=3",
            "FREQ=YEARLY;COUNT=0",
            "FREQ=YEARLY;BYDAY=0MO",
            "FREQ=YEARLY;BYDAY=é",
            "FREQ=WEEKLY;BYDAY=2MO",
            "FREQ=YEARLY;BYMONTH=13",
        ] {
            let reason = Rule::parse(rule, |_| Err(String::new())).unwrap_err();
            assert!(reason.contains("expected"), "{reason}");
        }
    }

    fn list(
        of: impl Strategy<Value = String>,
        name: &'static str,
    ) -> impl Strategy<Value = String> {
        prop::collection::vec(of, 0..4).prop_map(move |values| match values.as_slice() {
            [] => String::new(),
            some => format!(";{name}={}", some.join(",")),
        })
    }

    fn any_rule() -> impl Strategy<Value = String> {
        let weekday = prop::sample::select(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"]);
        // A list that mixes MO and 1MO means either to RFC 5545, both to the crate.
        let numbered = (
            prop::sample::select(vec!["1", "2", "-1", "5"]),
            weekday.clone(),
        )
            .prop_map(|(number, day)| format!("{number}{day}"));
        let plain = weekday.prop_map(str::to_owned);
        let weekdays = prop_oneof![list(numbered, "BYDAY"), list(plain, "BYDAY")];
        let number = |least: i32, most: i32| {
            (least..=most)
                .prop_filter("0 is no day", |n| *n != 0)
                .prop_map(|n| n.to_string())
        };
        (
            prop::sample::select(vec!["MONTHLY", "YEARLY"]),
            1..4,
            1..40,
            weekdays,
            list(number(1, 12), "BYMONTH"),
            list(number(-31, 31), "BYMONTHDAY"),
            list(number(-2, 2), "BYSETPOS"),
        )
            .prop_map(|(frequency, interval, count, days, months, month_days, positions)| {
                let positions = if (days.len() + months.len() + month_days.len()) == 0 {
                    String::new()
                } else {
                    positions
                };
                format!("FREQ={frequency};INTERVAL={interval};COUNT={count}{days}{months}{month_days}{positions}")
            })
    }

    proptest! {
        /// The rules of another implementation, which is unbounded.
        #[test]
        fn as_the_rrule_crate(rule in any_rule(), day in 0_u64..4_000) {
            let start = date("2000-01-01") + Days::new(day);
            let last = date("2060-12-31");
            let theirs = start.format("DTSTART:%Y%m%dT000000Z").to_string() + "\nRRULE:" + &rule;
            let theirs: rrule::RRuleSet = theirs.parse().unwrap();
            let theirs: Vec<String> = theirs
                .all(60)
                .dates
                .iter()
                .map(|at| at.date_naive())
                .filter(|date| *date <= last)
                .map(|date| date.to_string())
                .collect();
            prop_assert_eq!(dates(&rule, &start.to_string(), "2060-12-31"), theirs);
        }

        #[test]
        fn no_rule_panics(rule in "(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY))?(;(BYDAY|COUNT|INTERVAL|BYSETPOS|WKST|\\PC{1,5})=\\PC{0,8}){0,4}", day in 0_u64..90_000) {
            let first = date("1850-01-01");
            if let Ok(rule) = Rule::parse(&rule, |_| Err(String::new())) {
                let _ = rule.dates((first + Days::new(day)).into(), first, date("2099-12-31"), &mut Work::new());
            }
        }
    }
}
