//! The dates of recurrence rules, within bounds: a feed is not to be trusted.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};

use super::rule::{Frequency, Rule, counts, days_of_year};
use crate::time::import::shortened;

/// Days that one import may look at.
const MOST_WORK: usize = 10_000_000;

/// The first year of the calendar that the format counts by.
const FIRST_YEAR: i32 = 1583;

/// Years after which dates and weekdays come again.
const CYCLE: u32 = 400;

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
    let (begins, time) = (start.date(), start.time());
    let rule = Rule::read(&parts.join(";"), begins)?;
    if begins.year() < FIRST_YEAR {
        return Err(format!(
            "its RRULE begins in the year {}: expected {FIRST_YEAR} or later",
            begins.year()
        ));
    }
    // A rule that has no date in a whole cycle has none.
    let horizon = last.max(begins).year().saturating_add_unsigned(CYCLE);
    let (mut found, mut seen) = (Vec::new(), 0_u32);
    for period in rule.periods(begins) {
        if period.first.year() > horizon || (seen > 0 && period.first.and_time(time) > end) {
            break;
        }
        work.spend(period.days)?;
        for date in rule.dates_of(period).filter(|date| *date >= begins) {
            if date.and_time(time) > end {
                return Ok(found);
            }
            seen += 1;
            if date >= first {
                found.push(date);
            }
            if Some(seen) == rule.count {
                return Ok(found);
            }
        }
    }
    if seen == 0 {
        let text = shortened(text);
        return Err(format!(
            "RRULE {text:?} has no date: expected dates that exist"
        ));
    }
    Ok(found)
}

/// Days that a rule looks at together.
#[derive(Debug, Clone, Copy)]
struct Period {
    first: NaiveDate,
    days: usize,
}

impl Rule {
    /// The periods from the one with a date on, every so many as the rule's
    /// interval says, as long as there are dates.
    fn periods(&self, start: NaiveDate) -> impl Iterator<Item = Period> {
        let interval = u64::from(self.interval);
        (0..).map_while(move |number: u64| self.period(start, number.checked_mul(interval)?))
    }

    fn period(&self, start: NaiveDate, number: u64) -> Option<Period> {
        let from = |date: NaiveDate, days: u64| date.checked_add_days(Days::new(days));
        let (first, days) = match self.frequency {
            Frequency::Daily => (from(start, number)?, 1),
            Frequency::Weekly => {
                let before = start.weekday().days_since(self.week_start);
                let first = start.checked_sub_days(Days::new(before.into()))?;
                (from(first, number.checked_mul(7)?)?, 7)
            }
            Frequency::Monthly => {
                let months = u64::from(start.month0()).checked_add(number)?;
                let year = i32::try_from(months / 12).ok()?.checked_add(start.year())?;
                let month = u32::try_from(months % 12).ok()? + 1;
                let first = NaiveDate::from_ymd_opt(year, month, 1)?;
                (first, usize::from(first.num_days_in_month()))
            }
            Frequency::Yearly => {
                let year = i32::try_from(number).ok()?.checked_add(start.year())?;
                let first = NaiveDate::from_yo_opt(year, 1)?;
                (first, days_of_year(first) as usize)
            }
        };
        Some(Period { first, days })
    }

    fn dates_of(&self, period: Period) -> impl Iterator<Item = NaiveDate> {
        let days = period.first.iter_days().take(period.days);
        let dates: Vec<NaiveDate> = days.filter(|date| self.takes(*date)).collect();
        let all = dates.len();
        let chosen = move |(before, _): &(usize, NaiveDate)| {
            let after = all - before - 1;
            let counts = |number: &i32| counts(*number, *before as u32, after as u32);
            self.positions.is_empty() || self.positions.iter().any(counts)
        };
        let dates = dates.into_iter().enumerate().filter(chosen);
        dates.map(|(_, date)| date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
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
        // Every Tuesday, and the second Monday of each month.
        assert_eq!(
            texts(
                "FREQ=MONTHLY;BYDAY=2MO,TU;COUNT=4",
                "2026-12-01",
                "2026-12-31"
            ),
            ["2026-12-01", "2026-12-08", "2026-12-14", "2026-12-15"]
        );
        // What is not said is as on the first date: here a Wednesday.
        assert_eq!(
            texts("FREQ=YEARLY;BYWEEKNO=53", "2026-01-07", "2033-01-31"),
            ["2026-12-30", "2032-12-29"]
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
            "FREQ=YEARLY;BYWEEKNO=2;BYDAY=2MO",
            "FREQ=MONTHLY;BYWEEKNO=2",
            "FREQ=MONTHLY;BYYEARDAY=2",
            "FREQ=WEEKLY;BYMONTHDAY=2",
            "FREQ=YEARLY;BYSETPOS=1",
            "FREQ=YEARLY;FREQ=YEARLY",
            "FREQ=YEARLY;RSCALE=CHINESE",
            "FREQ=YEARLY;BYMONTHDAY=0",
            "FREQ=YEARLY;BYMONTH=-1",
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
                assert!(dates.len() < 366 * 2_100, "{rule} {start}");
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

    #[test]
    fn weeks_are_those_of_iso_8601() {
        let start: NaiveDate = "1990-01-01".parse().unwrap();
        for week in 1..=53 {
            let rule = format!("FREQ=YEARLY;BYWEEKNO={week};BYDAY=MO,TU,WE,TH,FR,SA,SU");
            let days = start.iter_days().take_while(|date| date.year() < 2046);
            let days: Vec<NaiveDate> = days.filter(|date| date.iso_week().week() == week).collect();
            assert_eq!(try_dates(&rule, "1990-01-01", "2045-12-31").unwrap(), days);
        }
    }

    /// Rules of dates as another library understands them; it numbers weeks
    /// at the ends of years otherwise, and knows no fifth weekday of a month.
    mod beside_another {
        use super::*;
        use rrule::{RRule, RRuleSet, Tz, Unvalidated};

        fn list(from: std::ops::RangeInclusive<i32>, most: usize) -> impl Strategy<Value = String> {
            let number = from.prop_filter("0 counts nothing", |number| *number != 0);
            prop::collection::btree_set(number, 1..=most).prop_map(|numbers| {
                let numbers: Vec<_> = numbers.iter().map(i32::to_string).collect();
                numbers.join(",")
            })
        }

        fn part(
            name: &'static str,
            value: impl Strategy<Value = String>,
        ) -> impl Strategy<Value = String> {
            prop::option::of(value).prop_map(move |value| {
                value.map_or_else(String::new, |value| format!(";{name}={value}"))
            })
        }

        fn days(numbers: std::ops::RangeInclusive<i32>) -> impl Strategy<Value = String> {
            let day = prop::sample::select(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"]);
            let number = numbers.prop_map(|n| if n == 0 { String::new() } else { n.to_string() });
            (number, prop::collection::btree_set(day, 1..4)).prop_map(|(number, days)| {
                let days: Vec<_> = days.iter().map(|day| format!("{number}{day}")).collect();
                days.join(",")
            })
        }

        /// Positions count among what the rest of a rule chooses.
        fn chosen(rest: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
            let positions = part("BYSETPOS", list(-5..=5, 2));
            (rest, positions).prop_map(|(rest, positions)| match &*rest {
                "" => rest,
                _ => rest + &positions,
            })
        }

        fn rule() -> impl Strategy<Value = String> {
            let months = || part("BYMONTH", list(1..=12, 3));
            let dates = |numbers| {
                let days = part("BYDAY", days(numbers));
                (months(), part("BYMONTHDAY", list(-31..=31, 4)), days)
                    .prop_map(|(a, b, c)| a + &b + &c)
            };
            let of_year = prop_oneof![
                dates(-4..=4),
                (
                    part("BYYEARDAY", list(-366..=366, 4)),
                    part("BYDAY", days(0..=0))
                )
                    .prop_map(|(a, b)| a + &b),
                (list(2..=51, 3), days(0..=0))
                    .prop_map(|(a, b)| format!(";BYWEEKNO={a};BYDAY={b}")),
            ];
            let of_week = (months(), part("BYDAY", days(0..=0))).prop_map(|(a, b)| a + &b);
            let frequency = prop_oneof![
                chosen(of_year).prop_map(|rest| format!("FREQ=YEARLY{rest}")),
                chosen(dates(-4..=4)).prop_map(|rest| format!("FREQ=MONTHLY{rest}")),
                of_week.prop_map(|rest| format!("FREQ=WEEKLY{rest}")),
                dates(0..=0).prop_map(|rest| format!("FREQ=DAILY{rest}")),
            ];
            let starts = prop::sample::select(vec!["MO", "SU", "TH"]);
            (
                frequency,
                part("INTERVAL", list(1..=9, 1)),
                part("COUNT", list(1..=60, 1)),
                part("WKST", starts.prop_map(String::from)),
            )
                .prop_map(|(rule, interval, count, week)| rule + &interval + &count + &week)
        }

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(2_000))]

            #[test]
            fn the_same_dates(rule in rule(), year in 1_990..2_030, day in 1_u32..366) {
                let start = NaiveDate::from_yo_opt(year, day).unwrap();
                let last = NaiveDate::from_ymd_opt(2_045, 12, 31).unwrap();
                let from = Tz::UTC.from_utc_datetime(&start.into());
                let other = rule.parse::<RRule<Unvalidated>>().and_then(|rule| rule.validate(from));
                let ours = try_dates(&rule, &start.to_string(), "2045-12-31");
                let Ok(other) = other else {
                    prop_assert!(ours.is_err(), "{rule}: {ours:?}");
                    return Ok(());
                };
                let others: Vec<NaiveDate> = RRuleSet::new(from)
                    .rrule(other)
                    .into_iter()
                    .map(|at| at.naive_utc().date())
                    .take_while(|date| *date <= last)
                    .collect();
                match ours {
                    Ok(ours) => prop_assert_eq!(ours, others),
                    Err(reason) => {
                        prop_assert!(reason.contains("no date"), "{}", reason);
                        prop_assert_eq!(others, []);
                    }
                }
            }
        }
    }
}
