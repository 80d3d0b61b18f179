//! Opening hours from schema.org's `OpeningHoursSpecification`, in JSON.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use serde_json::{Map, Value};

use super::{ImportError, ImportedHours, MOST_DATES, PublicHolidays, dates_between, shortened};
use crate::time::schedule::WEEKDAYS;
use crate::time::{LocalSpan, SpecialDay};

const SPECIFICATION: &str = "openingHoursSpecification";
const SPECIAL: &str = "specialOpeningHoursSpecification";
const TEXT: &str = "openingHours";

/// Reads [`OpeningHoursSpecification`] in JSON: one, a list, or what has them
/// as `openingHoursSpecification` and `specialOpeningHoursSpecification`, or
/// the short `openingHours` (`"Mo-Fr 09:00-17:00"`, see `weekly_from_osm`).
///
/// Several specifications of a day add up. `closes` at or before `opens` lies
/// on the next day. Without `opens` and `closes` a day is closed. Two
/// conventions are those that Google [documents]: both at `00:00` is closed,
/// and `00:00` to `23:59` is the whole day.
///
/// With `validFrom` and `validThrough` a specification is about the dates of
/// that period, both included: all of them, or those of its `dayOfWeek`. They
/// become overrides, and those under `specialOpeningHoursSpecification`
/// outrank the others. `PublicHolidays` is given apart, as the text does not
/// know when they are. The format has no zone: give it to
/// [`ImportedHours::into_schedule`].
///
/// # Errors
///
/// [`ImportError::BadJson`]; [`ImportError::SchemaOrg`] for values that
/// schema.org does not define or that leave a question open, such as a
/// period without an end; [`ImportError::Contradiction`] for different
/// periods that share a date; [`ImportError::OutOfRange`] and
/// [`ImportError::TooManyDates`] for periods that are too long; the errors of
/// `weekly_from_osm` for `openingHours`.
///
/// ```
/// use chrono::Weekday;
/// use deskcore::time::import::hours_from_schema_org;
///
/// // A bookshop in Leeds.
/// let hours = hours_from_schema_org(r#"{
///     "@type": "BookStore",
///     "openingHoursSpecification": [
///         {"dayOfWeek": ["Monday", "https://schema.org/Tuesday"], "opens": "09:30", "closes": "17:30"},
///         {"dayOfWeek": "Saturday", "opens": "10:00:00", "closes": "16:00:00"}
///     ],
///     "specialOpeningHoursSpecification":
///         {"validFrom": "2026-12-24", "validThrough": "2026-12-26", "opens": "00:00", "closes": "00:00"}
/// }"#)?;
/// assert_eq!(hours.weekly.on(Weekday::Tue)[0].to_string(), "09:30-17:30");
/// assert_eq!(hours.overrides.len(), 3);
///
/// let error = hours_from_schema_org(r#"{"dayOfWeek": "Mo", "opens": "09:00", "closes": "17:00"}"#).unwrap_err();
/// assert_eq!(error.code(), "schema_org_invalid");
/// assert!(error.to_string().starts_with("dayOfWeek: \"Mo\""));
/// # Ok::<(), deskcore::time::import::ImportError>(())
/// ```
///
/// [`OpeningHoursSpecification`]: https://schema.org/OpeningHoursSpecification
/// [documents]: https://developers.google.com/search/docs/appearance/structured-data/local-business
pub fn hours_from_schema_org(json: &str) -> Result<ImportedHours, ImportError> {
    let value: Value = serde_json::from_str(json).map_err(|error| ImportError::BadJson {
        line: error.line(),
        column: error.column(),
        message: error.to_string(),
    })?;
    let Value::Object(object) = &value else {
        return specifications([("", &value)]);
    };
    let keyed = [SPECIFICATION, SPECIAL].map(|key| (key, object.get(key)));
    let given = keyed
        .into_iter()
        .filter_map(|(key, value)| Some((key, value?)));
    let specified = if given.clone().next().is_some() {
        Some(specifications(given)?)
    } else {
        None
    };
    match (object.get(TEXT), specified) {
        (None, Some(hours)) => Ok(hours),
        (None, None) => specifications([("", &value)]),
        (Some(text), None) => short_text(text),
        (Some(text), Some(mut hours)) => {
            let short = short_text(text)?;
            let has_weekly = keyed
                .iter()
                .any(|(key, v)| *key == SPECIFICATION && v.is_some());
            if !has_weekly {
                hours.weekly = short.weekly;
                hours.public_holidays = short.public_holidays;
                hours.comments = short.comments;
                for (date, special) in short.overrides {
                    hours.overrides.entry(date).or_insert(special);
                }
            } else if short.weekly != hours.weekly {
                return Err(ImportError::Contradiction {
                    path: TEXT.into(),
                    found: shortened(&text.to_string()),
                });
            }
            Ok(hours)
        }
    }
}

fn invalid(path: &str, found: impl ToString, expected: &'static str) -> ImportError {
    ImportError::SchemaOrg {
        path: if path.is_empty() { "the text" } else { path }.to_owned(),
        found: shortened(&found.to_string()),
        expected,
    }
}

#[cfg(feature = "osm")]
fn short_text(value: &Value) -> Result<ImportedHours, ImportError> {
    let wrong = || {
        invalid(
            TEXT,
            value,
            "a text such as \"Mo-Fr 09:00-17:00\", or a list of them",
        )
    };
    let text = match value {
        Value::String(text) => text.clone(),
        // Each text of a list adds to the others.
        Value::Array(list) => list
            .iter()
            .map(Value::as_str)
            .collect::<Option<Vec<_>>>()
            .ok_or_else(wrong)?
            .join(", "),
        _ => return Err(wrong()),
    };
    super::weekly_from_osm(&text)
}

#[cfg(not(feature = "osm"))]
fn short_text(value: &Value) -> Result<ImportedHours, ImportError> {
    Err(invalid(
        TEXT,
        value,
        "openingHoursSpecification, or the feature `osm` to read this",
    ))
}

/// A period, both ends included.
type Period = (NaiveDate, NaiveDate);

/// What is said of a date, and by which period.
#[derive(Debug)]
struct Dated {
    key: &'static str,
    period: Period,
    special: SpecialDay,
}

#[derive(Debug, Default)]
struct Collected {
    hours: ImportedHours,
    holidays: Option<Vec<LocalSpan>>,
    dated: BTreeMap<NaiveDate, Dated>,
}

fn specifications<'a>(
    parts: impl IntoIterator<Item = (&'static str, &'a Value)>,
) -> Result<ImportedHours, ImportError> {
    let mut collected = Collected::default();
    for (key, value) in parts {
        match value {
            Value::Array(list) => {
                for (index, value) in list.iter().enumerate() {
                    collected.take(key, &format!("{key}[{index}]"), value)?;
                }
            }
            single => collected.take(key, key, single)?,
        }
    }
    let mut hours = collected.hours;
    hours.public_holidays = collected.holidays.map(PublicHolidays::of);
    let dated = collected.dated.into_iter();
    hours.overrides = crate::order::map(dated.map(|(date, dated)| (date, dated.special)));
    Ok(hours)
}

impl Collected {
    fn take(&mut self, key: &'static str, path: &str, value: &Value) -> Result<(), ImportError> {
        let one = "an OpeningHoursSpecification with dayOfWeek, opens and closes";
        let object = value.as_object().ok_or_else(|| invalid(path, value, one))?;
        let known = ["dayOfWeek", "opens", "closes", "validFrom", "validThrough"];
        if !known.iter().any(|name| object.contains_key(*name)) {
            return Err(invalid(path, "no opening hours in it", one));
        }
        let specification = Specification { path, object };
        let hours = specification.hours()?;
        let days = specification.days()?;
        let period = specification.period()?;
        match (period, days) {
            (None, _) if key == SPECIAL => Err(invalid(
                &specification.at("validFrom"),
                "missing",
                "the dates, as validFrom and validThrough",
            )),
            (None, None) => Err(invalid(
                &specification.at("dayOfWeek"),
                "missing",
                "days, or dates as validFrom and validThrough",
            )),
            (None, Some(days)) => {
                for weekday in days.weekdays {
                    add(self.hours.weekly.on_mut(weekday), &hours);
                }
                if days.public_holidays {
                    add(self.holidays.get_or_insert_default(), &hours);
                }
                Ok(())
            }
            (Some(_), Some(days)) if days.public_holidays => Err(invalid(
                &specification.at("dayOfWeek"),
                "PublicHolidays of some dates",
                "PublicHolidays without dates",
            )),
            (Some(period), days) => {
                let weekdays = days.map(|days| days.weekdays);
                self.take_dates(key, &specification, period, weekdays, &hours)
            }
        }
    }

    fn take_dates(
        &mut self,
        key: &'static str,
        specification: &Specification<'_>,
        period: Period,
        weekdays: Option<Vec<Weekday>>,
        hours: &[LocalSpan],
    ) -> Result<(), ImportError> {
        let dates = dates_between(period.0, period.1).ok_or_else(|| ImportError::OutOfRange {
            place: specification.at("validThrough"),
            found: format!("{} to {}", period.0, period.1),
        })?;
        let name = specification.object.get("name").and_then(Value::as_str);
        for date in dates {
            if weekdays
                .as_ref()
                .is_some_and(|days| !days.contains(&date.weekday()))
            {
                continue;
            }
            let dated = self.dated.entry(date).or_insert_with(|| Dated {
                key,
                period,
                special: SpecialDay::default(),
            });
            if dated.key != key {
                // The special ones come last, and outrank.
                *dated = Dated {
                    key,
                    period,
                    special: SpecialDay::default(),
                };
            } else if dated.period != period {
                return Err(ImportError::Contradiction {
                    path: specification.at("validFrom"),
                    found: date.to_string(),
                });
            }
            add(&mut dated.special.hours, hours);
            if let Some(name) = name {
                dated.special.name.get_or_insert_with(|| name.to_owned());
            }
            if self.dated.len() > MOST_DATES {
                return Err(ImportError::TooManyDates {
                    part: specification.at("validThrough"),
                    most: MOST_DATES,
                });
            }
        }
        Ok(())
    }
}

fn add(hours: &mut Vec<LocalSpan>, more: &[LocalSpan]) {
    hours.extend(more);
    crate::order::sort(hours);
    hours.dedup();
}

#[derive(Debug, Default)]
struct DaysOfWeek {
    weekdays: Vec<Weekday>,
    public_holidays: bool,
}

/// One specification, and where it is.
#[derive(Debug)]
struct Specification<'a> {
    path: &'a str,
    object: &'a Map<String, Value>,
}

impl Specification<'_> {
    fn at(&self, name: &str) -> String {
        if self.path.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.path)
        }
    }

    /// A property; JSON's `null` is none.
    fn get(&self, name: &str) -> Option<&Value> {
        self.object.get(name).filter(|value| !value.is_null())
    }

    fn hours(&self) -> Result<Vec<LocalSpan>, ImportError> {
        let clock = "a time such as \"09:00\" or \"09:00:00\"";
        let text = |name| match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str())),
            Some(other) => Err(invalid(&self.at(name), other, clock)),
        };
        let (opens, closes) = match (text("opens")?, text("closes")?) {
            (None, None) => return Ok(Vec::new()),
            (Some(opens), Some(closes)) => (opens, closes),
            (None, Some(_)) => return Err(invalid(&self.at("opens"), "missing", clock)),
            (Some(_), None) => return Err(invalid(&self.at("closes"), "missing", clock)),
        };
        // Each is tried with a time that is right, to blame the wrong one.
        let wrong = |name, text| invalid(&self.at(name), format_args!("{text:?}"), clock);
        LocalSpan::new(opens, "00:00").map_err(|_| wrong("opens", opens))?;
        let span = LocalSpan::new(opens, closes).map_err(|_| wrong("closes", closes))?;
        let last_minute = 23 * 3_600 + 59 * 60;
        let midnights = span.open() == 0 && span == LocalSpan::WHOLE_DAY;
        Ok(if midnights && !closes.starts_with("24") {
            Vec::new()
        } else if span.open() == 0 && (last_minute..86_400).contains(&span.close()) {
            vec![LocalSpan::WHOLE_DAY]
        } else {
            vec![span]
        })
    }

    fn days(&self) -> Result<Option<DaysOfWeek>, ImportError> {
        let Some(value) = self.get("dayOfWeek") else {
            return Ok(None);
        };
        let single = std::slice::from_ref(value);
        let list = value.as_array().map_or(single, Vec::as_slice);
        let mut days = DaysOfWeek::default();
        for value in list {
            let name = value.as_str().unwrap_or_default();
            let name = ["https://schema.org/", "http://schema.org/"]
                .iter()
                .find_map(|prefix| name.strip_prefix(prefix))
                .unwrap_or(name);
            match day_named(name) {
                Some(weekday) => days.weekdays.push(weekday),
                None if name == "PublicHolidays" => days.public_holidays = true,
                None => {
                    return Err(invalid(
                        &self.at("dayOfWeek"),
                        value,
                        "Monday … Sunday or PublicHolidays, maybe after https://schema.org/",
                    ));
                }
            }
        }
        if list.is_empty() {
            return Err(invalid(
                &self.at("dayOfWeek"),
                "an empty list",
                "at least one day",
            ));
        }
        Ok(Some(days))
    }

    fn period(&self) -> Result<Option<Period>, ImportError> {
        let expected = "a date such as \"2026-12-24\"";
        let date = |name| match self.get(name) {
            None => Ok(None),
            Some(value) => value
                .as_str()
                .filter(|text| text.len() == 10)
                .and_then(|text| text.parse::<NaiveDate>().ok())
                .map(Some)
                .ok_or_else(|| invalid(&self.at(name), value, expected)),
        };
        match (date("validFrom")?, date("validThrough")?) {
            (None, None) => Ok(None),
            (Some(from), Some(through)) => Ok(Some((from, through))),
            (None, Some(_)) => Err(invalid(&self.at("validFrom"), "missing", expected)),
            (Some(_), None) => Err(invalid(&self.at("validThrough"), "missing", expected)),
        }
    }
}

fn day_named(name: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    NAMES
        .iter()
        .zip(WEEKDAYS)
        .find_map(|(known, (_, day))| (*known == name).then_some(day))
}

#[cfg(test)]
mod tests;
