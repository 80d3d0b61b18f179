//! Opening hours and holidays from the formats in which they exist already.
//!
//! - [`holidays_from_ical`]: calendar files (RFC 5545).
//! - [`holidays_from_dates`]: a plain list of dates.
//! - [`weekly_from_osm`]: `opening_hours` of OpenStreetMap.
//! - [`hours_from_schema_org`]: `OpeningHoursSpecification` of schema.org.
//!
//! An importer reads what it understands and says what it does not: hours
//! that a [`Schedule`] cannot hold are an error that names the part, never an
//! approximation.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Holiday, LocalSpan, Schedule, SpecialDay, Weekly, Zone};

mod dates;
#[cfg(feature = "ical")]
mod ical;
#[cfg(feature = "osm")]
mod osm;
mod schema_org;

pub use dates::holidays_from_dates;
#[cfg(feature = "ical")]
pub use ical::holidays_from_ical;
#[cfg(feature = "osm")]
pub use osm::weekly_from_osm;
pub use schema_org::hours_from_schema_org;

/// Years that a [`Calendar`](super::Calendar) takes dates of.
const YEARS: RangeInclusive<i32> = 1850..=2099;

/// Dated overrides that one import may make: three years of days.
const MOST_DATES: usize = 1_100;

/// Why something cannot be imported.
///
/// ```
/// use deskcore::time::import::holidays_from_dates;
///
/// let error = holidays_from_dates("2026-12-25 Crăciun\n26.12.2026\n", "shop").unwrap_err();
/// assert_eq!(error.code(), "bad_date_line");
/// assert_eq!(
///     error.to_string(),
///     r#"line 2: "26.12.2026" does not begin with a date: expected YYYY-MM-DD and maybe a name"#,
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// Text that is no calendar file, or only the beginning of one.
    #[error("line {line}: {problem}: expected {expected}")]
    NotACalendar {
        /// Line of the file, from 1.
        line: usize,
        /// What is wrong there.
        problem: &'static str,
        /// What should be there.
        expected: &'static str,
    },
    /// A line of a list of dates that begins with no date.
    #[error(
        "line {line}: {text:?} does not begin with a date: expected YYYY-MM-DD and maybe a name"
    )]
    BadDateLine {
        /// Line of the text, from 1.
        line: usize,
        /// What the line says, cut when it is long.
        text: String,
    },
    /// A date or a year that no schedule takes.
    #[error(
        "{place}: {found} is outside the dates of a schedule: expected years from 1850 to 2099, the earlier first"
    )]
    OutOfRange {
        /// The line or the part.
        place: String,
        /// The date or the years.
        found: String,
    },
    /// Text that is longer than anything of its kind.
    #[error("{bytes} bytes of opening hours: expected {most} at most")]
    TooLong {
        /// How long it is.
        bytes: usize,
        /// How long it may be.
        most: usize,
    },
    /// Periods that make more dated entries than a schedule should hold.
    #[error("{part:?} makes more than {most} dated entries in all: expected shorter periods")]
    TooManyDates {
        /// The part that exceeds it.
        part: String,
        /// How many there may be.
        most: usize,
    },
    /// A rule that is not in the language of `opening_hours`.
    #[error(
        "rule {rule}, character {column}: {part:?} is no opening_hours syntax: expected {expected}"
    )]
    OsmSyntax {
        /// Number of the rule, from 1; rules end at `;`.
        rule: usize,
        /// Character of the rule, from 1.
        column: usize,
        /// The text from there on, cut when it is long.
        part: String,
        /// What could follow.
        expected: String,
    },
    /// A rule that is correct but does not fit a weekly schedule.
    #[error("rule {rule} ({text:?}): {part:?} is {problem}: expected {expected}")]
    OsmUnsupported {
        /// Number of the rule, from 1; rules end at `;`.
        rule: usize,
        /// The rule.
        text: String,
        /// The part that does not fit.
        part: String,
        /// What it is.
        problem: &'static str,
        /// What fits.
        expected: &'static str,
    },
    /// Text that is no JSON.
    #[error("line {line}, column {column}: no JSON ({message}): expected an object or a list")]
    BadJson {
        /// Line of the text, from 1.
        line: usize,
        /// Column of the line, from 1.
        column: usize,
        /// What the reader says.
        message: String,
    },
    /// JSON that is not what schema.org defines.
    #[error("{path}: {found}: expected {expected}")]
    SchemaOrg {
        /// Where in the JSON, such as `openingHoursSpecification[2].opens`.
        path: String,
        /// What is there.
        found: String,
        /// What should be there.
        expected: &'static str,
    },
    /// Two parts of one text that say different hours for the same days.
    #[error("{path}: {found} contradicts what another part says: expected one of them")]
    Contradiction {
        /// The later part.
        path: String,
        /// The days it is about.
        found: String,
    },
}

impl ImportError {
    /// Stable code of the error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotACalendar { .. } => "not_a_calendar",
            Self::BadDateLine { .. } => "bad_date_line",
            Self::OutOfRange { .. } => "import_out_of_range",
            Self::TooLong { .. } => "import_too_long",
            Self::TooManyDates { .. } => "import_too_many_dates",
            Self::OsmSyntax { .. } => "osm_syntax",
            Self::OsmUnsupported { .. } => "osm_unsupported",
            Self::BadJson { .. } => "bad_json",
            Self::SchemaOrg { .. } => "schema_org_invalid",
            Self::Contradiction { .. } => "import_contradiction",
        }
    }
}

/// Holidays read from a calendar file.
///
/// ```
/// # #[cfg(feature = "ical")] {
/// use deskcore::time::import::holidays_from_ical;
///
/// let eve = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Christmas Eve\n\
///     DTSTART:20261224T120000\nDTEND:20261225T000000\nEND:VEVENT\nEND:VCALENDAR\n";
/// let read = holidays_from_ical(eve, "feed", 2026..=2026)?;
/// // The afternoon alone: an import closes the day, and says so.
/// assert!(read.part_days.contains(&read.holidays[0].date));
/// # }
/// # Ok::<(), deskcore::time::import::ImportError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ImportedHolidays {
    /// The dates, in order; a date comes once for each different name.
    pub holidays: Vec<Holiday>,
    /// Dates among them that some event covers in part only: a holiday
    /// closes the whole day, which a shop may want otherwise.
    pub part_days: BTreeSet<NaiveDate>,
    /// Events that could not be read, in the order of the file.
    pub left_out: Vec<LeftOut>,
}

/// An event of a calendar file that could not be read.
///
/// ```
/// # #[cfg(feature = "ical")] {
/// use deskcore::time::import::holidays_from_ical;
///
/// let feed = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Ferragosto\nEND:VEVENT\nEND:VCALENDAR\n";
/// let read = holidays_from_ical(feed, "feed", 2026..=2026)?;
/// assert_eq!(read.left_out[0].summary.as_deref(), Some("Ferragosto"));
/// assert!(read.left_out[0].reason.starts_with("no DTSTART"));
/// # }
/// # Ok::<(), deskcore::time::import::ImportError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeftOut {
    /// Line of the file on which the event begins, from 1.
    pub line: usize,
    /// What the event is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Why it was left out, and what was expected.
    pub reason: String,
}

/// Opening hours read from a text that knows neither its zone nor the dates
/// of public holidays.
///
/// ```
/// use chrono::{NaiveDate, Weekday};
/// use deskcore::time::Holiday;
/// use deskcore::time::import::{PublicHolidays, hours_from_schema_org};
///
/// // A bakery in Cluj, with short hours on public holidays.
/// let hours = hours_from_schema_org(r#"[
///     {"dayOfWeek": ["Monday", "Tuesday"], "opens": "07:00", "closes": "19:00"},
///     {"dayOfWeek": "PublicHolidays", "opens": "08:00", "closes": "12:00"}
/// ]"#)?;
/// assert!(matches!(hours.public_holidays, Some(PublicHolidays::Hours(_))));
///
/// let union_day = NaiveDate::from_ymd_opt(2026, 12, 1).ok_or("no date")?;
/// let schedule = hours.into_schedule(
///     "Europe/Bucharest".parse()?,
///     [Holiday::named(union_day, "Ziua Națională", "law")],
/// );
/// assert_eq!(schedule.overrides[&union_day].hours[0].to_string(), "08:00-12:00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ImportedHours {
    /// Hours of each weekday.
    pub weekly: Weekly,
    /// Dates with hours of their own, also when they are public holidays.
    pub overrides: BTreeMap<NaiveDate, SpecialDay>,
    /// What the text says about public holidays; `None` when it says nothing.
    pub public_holidays: Option<PublicHolidays>,
    /// Remarks of the text that no schedule holds, in their order.
    pub comments: Vec<String>,
}

/// What a text says about public holidays, whichever dates they are.
///
/// ```
/// # #[cfg(feature = "osm")] {
/// use deskcore::time::import::{PublicHolidays, weekly_from_osm};
///
/// // A chemist in Genoa.
/// let hours = weekly_from_osm("Mo-Sa 08:30-19:30; PH off")?;
/// assert_eq!(hours.public_holidays, Some(PublicHolidays::Closed));
/// assert_eq!(weekly_from_osm("Mo-Sa 08:30-19:30")?.public_holidays, None);
/// # }
/// # Ok::<(), deskcore::time::import::ImportError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PublicHolidays {
    /// Closed.
    Closed,
    /// Open at these hours.
    Hours(Vec<LocalSpan>),
}

impl PublicHolidays {
    fn of(hours: Vec<LocalSpan>) -> Self {
        if hours.is_empty() {
            Self::Closed
        } else {
            Self::Hours(hours)
        }
    }
}

impl ImportedHours {
    /// The schedule of these hours in a zone, with public holidays from
    /// elsewhere.
    ///
    /// The holidays are closed days, or have the hours that the text gives
    /// them. A date with hours of its own keeps those: whoever wrote them
    /// knew the date.
    pub fn into_schedule(self, tz: Zone, holidays: impl IntoIterator<Item = Holiday>) -> Schedule {
        let mut schedule = Schedule::new(tz, self.weekly);
        let holidays = holidays
            .into_iter()
            .filter(|holiday| !self.overrides.contains_key(&holiday.date));
        match self.public_holidays {
            Some(PublicHolidays::Hours(hours)) => {
                schedule.overrides = holidays
                    .map(|Holiday { date, name, source }| {
                        let hours = hours.clone();
                        (
                            date,
                            SpecialDay {
                                hours,
                                name,
                                source,
                            },
                        )
                    })
                    .collect();
            }
            Some(PublicHolidays::Closed) | None => schedule.holidays = holidays.collect(),
        }
        schedule.overrides.extend(self.overrides);
        schedule
    }
}

/// The dates of a period, both ends included; `None` when it ends before it
/// begins, leaves the years of a schedule or has too many dates for any import.
fn dates_between(from: NaiveDate, through: NaiveDate) -> Option<impl Iterator<Item = NaiveDate>> {
    let days = (through - from).num_days();
    let fits = YEARS.contains(&from.year())
        && YEARS.contains(&through.year())
        && (0..=366 * 250).contains(&days);
    fits.then(|| from.iter_days().take_while(move |date| *date <= through))
}

/// The beginning of a text, for messages.
fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    let text = text.trim();
    match text.char_indices().nth(MOST) {
        Some(_) => text.chars().take(MOST).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn dated_hours_outrank_holidays() {
        let special = SpecialDay::from(vec!["09:00-12:00".parse().unwrap()]);
        let mut hours = ImportedHours {
            weekly: Weekly::around_the_clock(),
            overrides: [(date("2026-12-24"), special.clone())].into(),
            public_holidays: Some(PublicHolidays::Closed),
            comments: Vec::new(),
        };
        let days = ["2026-12-24", "2026-12-25"].map(|day| Holiday::new(date(day)));
        let closed = hours.clone().into_schedule(Zone::UTC, days.clone());
        assert_eq!(closed.holidays, [Holiday::new(date("2026-12-25"))]);
        assert_eq!(closed.overrides.len(), 1);

        hours.public_holidays = Some(PublicHolidays::Hours(vec![LocalSpan::WHOLE_DAY]));
        let open = hours.into_schedule(Zone::UTC, days);
        assert!(open.holidays.is_empty());
        assert_eq!(open.overrides[&date("2026-12-24")], special);
        assert_eq!(
            open.overrides[&date("2026-12-25")].hours,
            [LocalSpan::WHOLE_DAY]
        );
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(shortened(" ăîș "), "ăîș");
        assert_eq!(shortened(&"ș".repeat(61)).chars().count(), 61);
        assert_eq!(shortened(&"ș".repeat(60)), "ș".repeat(60));
    }
}
