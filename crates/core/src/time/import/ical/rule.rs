//! The dates of recurrence rules, within bounds: a feed is not to be trusted.

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeZone};
use rrule::{Frequency, NWeekday, RRule, RRuleSet, Tz, Unvalidated};

use crate::time::import::shortened;

/// Days that one import may look at.
const MOST_WORK: usize = 10_000_000;

/// What a rule costs that finds nothing up to the last year there is.
const FRUITLESS: usize = 200_000;

/// Lists of a rule are gone through for every day.
const MOST_BYTES: usize = 300;

/// The first year of the calendar that the format counts by.
const FIRST_YEAR: i32 = 1583;

/// What is left of the work that one file may make.
#[derive(Debug)]
pub(super) struct Work(usize);

impl Work {
    pub(super) fn new() -> Self {
        Self(MOST_WORK)
    }

    pub(super) fn spend(&mut self, days: usize) -> Result<(), String> {
        self.0 = self.0.saturating_sub(days);
        if self.0 == 0 {
            let reason = "its dates are too many to go through: expected fewer or shorter rules";
            return Err(reason.into());
        }
        Ok(())
    }
}

/// The dates of a rule from `start` (at its time of each day) on, as far as
/// they lie between `first` and `last`; `until` reads the local time at which
/// the rule ends.
pub(super) fn dates(
    text: &str,
    start: NaiveDateTime,
    until: impl Fn(&str) -> Result<NaiveDateTime, String>,
    (first, last): (NaiveDate, NaiveDate),
    work: &mut Work,
) -> Result<Vec<NaiveDate>, String> {
    work.spend(1)?;
    let mut end = last.and_time(start.time());
    let mut parts = Vec::new();
    for part in text.split(';').map(str::trim) {
        match part.split_once('=') {
            Some((name, value)) if name.eq_ignore_ascii_case("UNTIL") => {
                end = end.min(until(value)?);
            }
            _ => parts.push(part),
        }
    }
    let rule = parsed(&parts.join(";"))?;
    if start.year() < FIRST_YEAR {
        return Err(format!(
            "its RRULE begins in the year {}: expected {FIRST_YEAR} or later",
            start.year()
        ));
    }
    // Local times have no zone here, and UTC no gaps.
    let from = Tz::UTC.from_utc_datetime(&start);
    let count = rule.get_count();
    let rule = rule.validate(from).map_err(|error| unusable(text, error))?;
    let (mut found, mut seen, mut reached) = (Vec::new(), 0, start.date());
    for at in &RRuleSet::new(from).rrule(rule).limit() {
        let at = at.naive_utc();
        work.spend((at.date() - reached).num_days().unsigned_abs() as usize)?;
        if at > end {
            return Ok(found);
        }
        seen += 1;
        reached = at.date();
        if reached >= first {
            found.push(reached);
        }
    }
    if count != Some(seen) {
        work.spend(FRUITLESS)?;
    }
    if seen == 0 {
        let text = shortened(text);
        return Err(format!(
            "RRULE {text:?} has no date: expected dates that exist"
        ));
    }
    Ok(found)
}

/// A rule, if it is one that holidays have.
fn parsed(text: &str) -> Result<RRule<Unvalidated>, String> {
    // The parser takes the last two bytes of a weekday.
    if !text.is_ascii() || text.len() > MOST_BYTES {
        return Err(unusable(text, "not ASCII, or long"));
    }
    let rule: RRule<Unvalidated> = text.parse().map_err(|error| unusable(text, error))?;
    let numbered = |day: &NWeekday| matches!(day, NWeekday::Nth(..));
    let days = rule.get_by_weekday();
    let times = [
        rule.get_by_hour(),
        rule.get_by_minute(),
        rule.get_by_second(),
    ];
    let problem = match rule.get_freq() {
        Frequency::Hourly | Frequency::Minutely | Frequency::Secondly => "more often than daily",
        _ if times.iter().any(|times| !times.is_empty()) => "about times of the day",
        _ if rule.get_interval() == 0 || rule.get_count() == Some(0) => "zero times",
        Frequency::Daily | Frequency::Weekly if days.iter().any(numbered) => {
            "numbered weekdays of no month or year"
        }
        // Either to the format, both at once to the crate.
        _ if days.iter().any(numbered) && !days.iter().all(numbered) => {
            "some weekdays numbered and some not"
        }
        _ => return Ok(rule),
    };
    Err(unusable(text, problem))
}

fn unusable(text: &str, problem: impl std::fmt::Display) -> String {
    let text = shortened(text);
    format!("RRULE {text:?} cannot be followed ({problem}): expected dates such as FREQ=YEARLY")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn try_dates(rule: &str, start: &str, last: &str) -> Result<Vec<NaiveDate>, String> {
        let start: NaiveDate = start.parse().unwrap();
        let until = |text: &str| {
            let end = NaiveDate::parse_from_str(text, "%Y%m%d");
            Ok(end.map_err(|error| error.to_string())?.into())
        };
        let range = (start, last.parse().unwrap());
        dates(rule, start.into(), until, range, &mut Work::new())
    }

    fn texts(rule: &str, start: &str, last: &str) -> Vec<String> {
        let dates = try_dates(rule, start, last).unwrap();
        dates.iter().map(NaiveDate::to_string).collect()
    }

    #[test]
    fn rules_of_holidays() {
        let third_monday = "FREQ=YEARLY;BYMONTH=1;BYDAY=3MO;COUNT=3";
        assert_eq!(
            texts(third_monday, "2026-01-19", "2099-12-31"),
            ["2026-01-19", "2027-01-18", "2028-01-17"]
        );
        let last_monday = "FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5;UNTIL=20270531";
        assert_eq!(
            texts(last_monday, "2026-05-25", "2099-12-31"),
            ["2026-05-25", "2027-05-31"]
        );
        let midsummer = "FREQ=YEARLY;BYDAY=SA;BYMONTHDAY=20,21,22,23,24,25,26;BYMONTH=6";
        assert_eq!(
            texts(midsummer, "2026-06-20", "2027-12-31"),
            ["2026-06-20", "2027-06-26"]
        );
        assert_eq!(
            texts("FREQ=YEARLY;INTERVAL=2", "2026-12-25", "2030-12-31"),
            ["2026-12-25", "2028-12-25", "2030-12-25"]
        );
        assert_eq!(texts("FREQ=YEARLY", "2024-02-29", "2030-12-31").len(), 2);
        let last_workday = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2";
        assert_eq!(
            texts(last_workday, "2026-10-30", "2026-12-31"),
            ["2026-10-30", "2026-11-30"]
        );
        assert!(texts("FREQ=YEARLY;UNTIL=20200101", "2026-12-25", "2099-12-31").is_empty());
    }

    #[test]
    fn rules_that_are_refused() {
        for rule in [
            "",
            "FREQ=HOURLY",
            "FREQ=SECONDLY",
            "FREQ=YEARLY;BYHOUR=1,2,3",
            "FREQ=YEARLY;COUNT=0",
            "FREQ=YEARLY;INTERVAL=0",
            "FREQ=YEARLY;INTERVAL=65536",
            "FREQ=YEARLY;BYDAY=é",
            "FREQ=WEEKLY;BYDAY=2MO",
            "FREQ=YEARLY;BYDAY=2MO,TU",
            "FREQ=YEARLY;BYMONTH=13",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            &format!("FREQ=YEARLY;BYDAY=MO{}", ",MO".repeat(1_000)),
        ] {
            let reason = try_dates(rule, "2026-01-02", "2099-12-31").unwrap_err();
            assert!(reason.contains("expected"), "{reason}");
        }
    }

    #[test]
    fn hostile_rules_end() {
        let every_day = (1..=31).map(|day| day.to_string()).collect::<Vec<_>>();
        let positions = every_day.join(",");
        for rule in [
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=4294967295",
            "FREQ=DAILY;COUNT=4294967295",
            "FREQ=DAILY;UNTIL=99991231",
            "FREQ=DAILY;INTERVAL=65535",
            "FREQ=SECONDLY",
            "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;BYMONTH=3",
            "FREQ=WEEKLY;BYMONTH=2;BYDAY=MO;BYSETPOS=40",
            &format!("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS={positions}"),
        ] {
            for start in ["0001-01-01", "1583-01-01", "2026-01-02", "9999-12-31"] {
                // To end, and with no more dates than days, is all that is asked.
                let dates = try_dates(rule, start, "2099-12-31").unwrap_or_default();
                assert!(dates.len() < 366 * 300, "{rule} {start}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_rule_panics(
            rule in "(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY))?(;(BYDAY|BYMONTH|BYMONTHDAY|BYYEARDAY|BYWEEKNO|COUNT|INTERVAL|BYSETPOS|WKST)=(-?[0-9]{1,3}(,-?[0-9]{1,2})?|-?[0-9]?(MO|SU)|\\PC{0,8})|;\\PC{0,6}){0,4}",
            year in 1_583..10_000,
            day in 1_u32..366,
        ) {
            let start = NaiveDate::from_yo_opt(year, day).unwrap().to_string();
            let _ = try_dates(&rule, &start, "2099-12-31");
        }
    }
}
