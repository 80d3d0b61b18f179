//! Weekly hours from `opening_hours` of OpenStreetMap.
//!
//! The grammar is `opening-hours-syntax`'s; what its rules mean together is
//! decided here, for the days that a schedule has: seven weekdays and some
//! dates, each also in case it is a public holiday.

use super::{ImportError, ImportedHours, PublicHolidays, SpecialDay};
use crate::time::schedule::WEEKDAYS;

mod days;
mod rule;

use days::Days;
use rule::Rule;

/// OpenStreetMap itself allows 255 characters.
const MOST_BYTES: usize = 4_096;

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
mod tests;
