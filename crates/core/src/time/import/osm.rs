//! Weekly hours from `opening_hours` of OpenStreetMap.
//!
//! The grammar is `opening-hours-syntax`'s; what its rules mean together is
//! decided here, for the days that a schedule has: seven weekdays and some
//! dates, each also in case it is a public holiday.

use chrono::{Datelike, NaiveDate, Weekday};
use opening_hours_syntax::rules::day::{
    Date, DateOffset, DaySelector, HolidayKind, MonthdayRange, WeekDayRange, Year,
};
use opening_hours_syntax::rules::time::{Time, TimeSpan};
use opening_hours_syntax::rules::{RuleOperator, RuleSequence};
use opening_hours_syntax::{Error, RuleKind};

use super::{
    ImportError, ImportedHours, MOST_DATES, PublicHolidays, SpecialDay, dates_between, shortened,
};
use crate::time::LocalSpan;
use crate::time::schedule::WEEKDAYS;

mod days;

use days::{Change, Day, Days};

/// OpenStreetMap itself allows 255 characters.
const MOST_BYTES: usize = 4_096;

const DAY: u32 = 86_400;

/// Reads an `opening_hours` text of OpenStreetMap, as far as a weekly
/// schedule with single dates can hold it.
///
/// As the [specification] says, a rule replaces what earlier rules say about
/// its days (`;`), or adds to it (`,` and a space), and `off` with times cuts
/// them out. Rules of full dates (`2027 Aug 10-20 off`) become overrides.
/// What is said of public holidays (`PH`) is given apart, as the text does
/// not know when they are. Hours past midnight stay with the day on which
/// they begin.
///
/// Everything else is an error that names the part: months and dates without
/// a year, week numbers, years, school holidays, sunrise and sunset, open
/// ends (`18:00+`), numbered weekdays (`Su[-1]`), fallbacks (`||`), `unknown`
/// and remarks that take its place, and rules whose hours on a public holiday
/// depend on the weekday.
///
/// # Errors
///
/// [`ImportError::OsmSyntax`], [`ImportError::OsmUnsupported`],
/// [`ImportError::OutOfRange`], [`ImportError::TooManyDates`] and
/// [`ImportError::TooLong`].
///
/// ```
/// use chrono::Weekday;
/// use deskcore::time::import::{PublicHolidays, weekly_from_osm};
///
/// // A trattoria in Bologna.
/// let hours = weekly_from_osm(
///     "Tu-Su 12:00-14:30,19:00-23:00; Su 12:00-15:00; PH off; 2027 Aug 10-20 off",
/// )?;
/// assert_eq!(hours.weekly.on(Weekday::Tue).len(), 2);
/// assert_eq!(hours.weekly.on(Weekday::Sun)[0].to_string(), "12:00-15:00");
/// assert!(hours.weekly.on(Weekday::Mon).is_empty());
/// assert_eq!(hours.public_holidays, Some(PublicHolidays::Closed));
/// assert_eq!(hours.overrides.len(), 11);
///
/// let error = weekly_from_osm("Mo-Fr 09:00-17:00; Sa[1] 09:00-12:00").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     r#"rule 2 ("Sa[1] 09:00-12:00"): "Sa[1]" is a weekday of some weeks only: expected whole weekdays such as Mo-Fr"#,
/// );
/// # Ok::<(), deskcore::time::import::ImportError>(())
/// ```
///
/// [specification]: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
pub fn weekly_from_osm(text: &str) -> Result<ImportedHours, ImportError> {
    if text.len() > MOST_BYTES {
        return Err(ImportError::TooLong {
            bytes: text.len(),
            most: MOST_BYTES,
        });
    }
    let mut days = Days::default();
    let mut comments = Vec::new();
    let mut trouble = None;
    let mut rules = split(text);
    // A semicolon at the end ends the last rule.
    if rules.len() > 1 && rules.last().is_some_and(|last| last.trim().is_empty()) {
        rules.pop();
    }
    for (index, text) in rules.into_iter().enumerate() {
        let rule = Rule {
            number: index + 1,
            text: text.trim(),
        };
        rule.check_text()?;
        for sequence in rule.parse()? {
            rule.apply(&sequence, &mut days)?;
            if !sequence.comment.is_empty() {
                comments.push(sequence.comment.to_string());
            }
        }
        // A later rule may put it right again.
        trouble = rule.trouble(&days).map(|new| trouble.unwrap_or(new));
    }
    match trouble {
        Some(error) => Err(error),
        None => Ok(days.finish(comments)),
    }
}

/// The rules of a text, without the `;` between them.
fn split(text: &str) -> Vec<&str> {
    let mut quoted = false;
    text.split(|c| {
        quoted ^= c == '"';
        c == ';' && !quoted
    })
    .collect()
}

/// One rule, or several joined by commas.
#[derive(Debug, Clone, Copy)]
struct Rule<'a> {
    number: usize,
    text: &'a str,
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
    fn check_text(&self) -> Result<(), ImportError> {
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

    fn parse(&self) -> Result<Vec<RuleSequence>, ImportError> {
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
    fn apply(&self, sequence: &RuleSequence, days: &mut Days) -> Result<(), ImportError> {
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
    fn trouble(&self, days: &Days) -> Option<ImportError> {
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

impl Days {
    /// What the rules have come to. A date's own hours hold also when it is
    /// a public holiday.
    fn finish(self, comments: Vec<String>) -> ImportedHours {
        let [monday, ..] = &self.weekly;
        let mut hours = ImportedHours {
            public_holidays: monday.on_holiday.clone().map(PublicHolidays::of),
            comments,
            ..ImportedHours::default()
        };
        for (day, (_, weekday)) in self.weekly.into_iter().zip(WEEKDAYS) {
            hours.weekly.set(weekday, day.ordinary);
        }
        hours.overrides = self
            .dated
            .into_iter()
            .map(|(date, day)| (date, SpecialDay::from(day.ordinary)))
            .collect();
        hours
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spans(spans: &[LocalSpan]) -> String {
        let texts: Vec<String> = spans.iter().map(LocalSpan::to_string).collect();
        texts.join(" ")
    }

    /// Monday to Sunday, then what is said of public holidays.
    fn week(text: &str) -> Vec<String> {
        let hours = weekly_from_osm(text).unwrap();
        let mut week: Vec<String> = WEEKDAYS
            .iter()
            .map(|(_, day)| spans(hours.weekly.on(*day)))
            .collect();
        week.push(match &hours.public_holidays {
            None => "-".into(),
            Some(PublicHolidays::Closed) => "off".into(),
            Some(PublicHolidays::Hours(hours)) => spans(hours),
        });
        week
    }

    #[test]
    fn rules_replace_add_and_cut() {
        let w = "09:00-17:00";
        let n = "";
        for (text, expected) in [
            ("Mo-Fr 09:00-17:00", [w, w, w, w, w, n, n, "-"]),
            ("Sa-Tu 09:00-17:00; PH off;", [w, w, n, n, n, w, w, "off"]),
            ("09:00-17:00; Sa-Su off", [w, w, w, w, w, n, n, "-"]),
            (
                "Mo-Fr 9:00-17:00; Fr 09:00-12:00",
                [w, w, w, w, "09:00-12:00", n, n, "-"],
            ),
            (
                "Mo,We 09:00-17:00, We 18:00-20:00; We,PH off",
                [w, n, n, n, n, n, n, "off"],
            ),
            (
                "Mo 09:00-17:00, Mo 18:00-20:00",
                ["09:00-17:00 18:00-20:00", n, n, n, n, n, n, "-"],
            ),
            (
                "Sa,PH 10:00-14:00 open \"ring; twice || wait\"",
                [n, n, n, n, n, "10:00-14:00", n, "10:00-14:00"],
            ),
            (
                "Fr-Sa 18:00-26:00; Su 20:00-20:00",
                [n, n, n, n, "18:00-02:00", "18:00-02:00", "20:00-20:00", "-"],
            ),
            (
                "Mo-Tu 08:00-20:00; Tu 12:00-13:00,19:00-22:00 off",
                ["08:00-20:00", "08:00-12:00 13:00-19:00", n, n, n, n, n, "-"],
            ),
            (
                "24/7; PH closed",
                ["00:00-24:00"; 7]
                    .iter()
                    .chain(&["off"])
                    .copied()
                    .collect::<Vec<_>>()
                    .try_into()
                    .unwrap(),
            ),
            ("24/7 closed \"moved\"", [n, n, n, n, n, n, n, "-"]),
            (
                "open; We-Su off",
                ["00:00-24:00", "00:00-24:00", n, n, n, n, n, "-"],
            ),
        ] {
            assert_eq!(week(text), expected, "{text}");
        }
    }

    #[test]
    fn dates_become_overrides() {
        let hours = weekly_from_osm(
            "Mo-Fr 09:00-17:00; PH off; 2026 Dec 28-Jan 3 off; 2026 Dec 28 10:00-12:00; 2027 Feb Mo 10:00-12:00; 2026 Dec 31 18:00-20:00, 2026 Dec 31 20:00-22:00 open \"party\"",
        )
        .unwrap();
        let on = |date: &str| {
            let date: NaiveDate = date.parse().unwrap();
            hours
                .overrides
                .get(&date)
                .map(|special| spans(&special.hours))
        };
        assert_eq!(on("2026-12-27"), None);
        assert_eq!(on("2026-12-28").as_deref(), Some("10:00-12:00"));
        assert_eq!(on("2027-01-03").as_deref(), Some(""));
        assert_eq!(on("2026-12-31").as_deref(), Some("18:00-20:00 20:00-22:00"));
        assert_eq!(on("2027-02-22").as_deref(), Some("10:00-12:00"));
        assert_eq!(on("2027-02-23"), None);
        assert_eq!(hours.comments, ["party"]);

        let replaced = weekly_from_osm("2026 Dec 24 off; We-Th 09:00-12:00").unwrap();
        let eve = replaced.overrides.values().next().unwrap();
        assert_eq!(spans(&eve.hours), "09:00-12:00");
        assert!(weekly_from_osm("2026 Dec 24 off; PH off").is_ok());
        assert!(weekly_from_osm("PH off; Mo-Fr 09:00-17:00; PH off").is_ok());
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for (text, code, part) in [
            ("", "osm_syntax", "rule 1, character 1"),
            (
                "Mo-Fr 09:00-17:00; Xy 09:00",
                "osm_syntax",
                "rule 2, character 1: \"Xy 09:00\"",
            ),
            ("Mo-Fr 09:00-17:00; ; Sa off", "osm_syntax", "rule 2"),
            ("Mo 09:00", "osm_syntax", "character 9: \"(end)\""),
            ("Apr: 22:00-23:00", "osm_unsupported", "\"Apr\""),
            ("Dec 25 off", "osm_unsupported", "\"Dec 25\""),
            (
                "week 2-52/2 We 00:00-24:00",
                "osm_unsupported",
                "\"week 02-52/2\"",
            ),
            ("2026-2027 10:00-12:00", "osm_unsupported", "years"),
            ("2026-2027 Feb off", "osm_unsupported", "years"),
            ("2026 Dec-Feb off", "osm_unsupported", "two years"),
            ("sunrise-sunset", "osm_unsupported", "\"sunrise-sunset\""),
            ("Mo 18:00+", "osm_unsupported", "\"18:00+\""),
            ("Mo 10:00-16:00/30", "osm_unsupported", "repeat"),
            ("Mo 10:00-16:00 || \"call\"", "osm_unsupported", "\"||"),
            ("Mo 10:00-16:00 unknown", "osm_unsupported", "\"unknown\""),
            ("Mo 10:00-16:00 \"call\"", "osm_unsupported", "remark"),
            ("\"by appointment\"", "osm_unsupported", "by appointment"),
            ("Su[-1] 10:00-12:00", "osm_unsupported", "\"Su[-1]\""),
            ("SH off", "osm_unsupported", "\"SH\""),
            ("PH +1 day off", "osm_unsupported", "PH 1 days"),
            (
                "Mo-Sa 09:00-17:00; PH Su off",
                "osm_unsupported",
                "\"PH Su\"",
            ),
            (
                "Mo-Sa 09:00-17:00; Sa-Su PH off",
                "osm_unsupported",
                "\"Sa-Su PH\"",
            ),
            (
                "PH off; Mo-Fr 09:00-17:00; 2026 Dec 24 off",
                "osm_unsupported",
                "rule 2 (\"Mo-Fr",
            ),
            (
                "2026 Dec 24 09:00-12:00; PH off",
                "osm_unsupported",
                "2026-12-24",
            ),
            ("2026 easter off", "osm_unsupported", "2026 easter"),
            ("2026 Dec 24 +1 day off", "osm_unsupported", "counted"),
            ("Mo 10:00-40:00", "osm_unsupported", "longer"),
            (
                "Fr 18:00-02:00; Fr 20:00-21:00 off",
                "osm_unsupported",
                "pass midnight",
            ),
            ("2026 Dec 24 PH off", "osm_unsupported", "some dates"),
            ("2026 Feb 30 off", "import_out_of_range", "rule 1"),
            ("2026 Apr 10+ off", "import_out_of_range", "rule 1"),
            (
                "2027 Apr 10-2026 Apr 3 off",
                "import_out_of_range",
                "rule 1",
            ),
            (
                "2026 Jan 1-2029 Dec 31 off",
                "import_too_many_dates",
                "2026 Jan 1",
            ),
        ] {
            let error = weekly_from_osm(text).unwrap_err();
            assert_eq!(error.code(), code, "{text}: {error}");
            assert!(error.to_string().contains(part), "{text}: {error}");
            assert!(error.to_string().contains("expected"), "{error}");
        }
        let long = "Mo off;".repeat(1_000);
        assert_eq!(
            weekly_from_osm(&long).unwrap_err().code(),
            "import_too_long"
        );
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "\\PC{0,60}", like in "((Mo|Su|PH|SH|2026|Dec|week|easter|24/7|off|open|[0-9]{1,2}:[0-9]{2}|sunset|day|[0-9]{1,4})([-,;+: /\"\\[\\]]| \\|\\| |; )){0,14}") {
            let _ = weekly_from_osm(&text);
            let _ = weekly_from_osm(&like);
        }
    }
}
