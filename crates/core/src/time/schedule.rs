//! Opening hours as data: what a shop writes into `desk.json`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use chrono::{NaiveDate, Weekday};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::{LocalSpan, Zone};
use crate::border::keyed;

/// Opening hours of a team: a weekly pattern in one zone, and the dates that
/// differ from it.
///
/// On each local date the hours are, in this order of rank: none when the
/// date is a holiday; else those of `overrides` for that date; else those of
/// the weekday. `breaks` are then cut out of whatever is open at that time,
/// also out of a night shift that began the day before. Spans that touch or
/// overlap are one.
///
/// ```
/// use deskcore::time::{Calendar, Schedule};
///
/// let schedule: Schedule = serde_json::from_str(r#"{
///     "tz": "Europe/Rome",
///     "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "tue": "mon", "fri": [["09:00", "13:00"]]},
///     "holidays": ["2026-12-25", {"date": "2026-12-08", "name": "Immacolata", "source": "shop"}],
///     "overrides": {"2026-12-24": [["09:00", "12:00"]]}
/// }"#)?;
/// let calendar = Calendar::new(&schedule)?;
/// assert!(!calendar.never_opens());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// IANA name of the zone whose wall clock the hours are read on.
    pub tz: Zone,
    /// Hours of each weekday.
    pub weekly: Weekly,
    /// Dates that are closed the whole day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
    /// Dates with hours of their own; an empty list closes the day.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, SpecialDay>", extend("propertyNames" = {"format": "local-date"}))]
    #[serde(deserialize_with = "by_date")]
    pub overrides: BTreeMap<NaiveDate, SpecialDay>,
    /// Spans that are cut out of a date's hours.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, Vec<LocalSpan>>", extend("propertyNames" = {"format": "local-date"}))]
    #[serde(deserialize_with = "by_date")]
    pub breaks: BTreeMap<NaiveDate, Vec<LocalSpan>>,
}

/// The date of a text: YYYY-MM-DD, where `chrono` alone takes blanks, signs
/// and single digits, so that one day would have several names.
pub(crate) fn date_named(text: &str) -> Option<NaiveDate> {
    let date = text.parse().ok();
    date.filter(|date: &NaiveDate| text.len() == 10 && date.to_string() == text)
}

const DATE: &str = "a date (YYYY-MM-DD)";

/// A date as it is read.
struct Date(NaiveDate);

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let date = date_named(&text).map(Date);
        date.ok_or_else(|| de::Error::invalid_value(de::Unexpected::Str(&text), &DATE))
    }
}

fn by_date<'de, D: Deserializer<'de>, V: Deserialize<'de>>(
    deserializer: D,
) -> Result<BTreeMap<NaiveDate, V>, D::Error> {
    keyed(deserializer, DATE, date_named)
}

impl Schedule {
    /// A schedule of weekly hours without exceptions.
    pub fn new(tz: Zone, weekly: Weekly) -> Self {
        Self {
            tz,
            weekly,
            holidays: Vec::new(),
            overrides: BTreeMap::new(),
            breaks: BTreeMap::new(),
        }
    }

    /// Open around the clock, every day.
    pub fn around_the_clock() -> Self {
        Self::new(Zone::UTC, Weekly::around_the_clock())
    }
}

/// Hours of each weekday. In JSON an object of `mon` … `sun`, each a list of
/// spans or the name of another day whose hours it shares; a day that is
/// absent is closed. `"24x7"` is open around the clock.
///
/// ```
/// use chrono::Weekday;
/// use deskcore::time::Weekly;
///
/// let weekly: Weekly = serde_json::from_str(r#"{"mon": [["09:00", "17:00"]], "tue": "mon"}"#)?;
/// assert_eq!(weekly.on(Weekday::Tue), weekly.on(Weekday::Mon));
/// assert!(weekly.on(Weekday::Sun).is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Weekly {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mon: Vec<LocalSpan>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tue: Vec<LocalSpan>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    wed: Vec<LocalSpan>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    thu: Vec<LocalSpan>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fri: Vec<LocalSpan>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sat: Vec<LocalSpan>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sun: Vec<LocalSpan>,
}

/// The weekdays in their order, with the names that JSON uses.
pub(crate) const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

fn weekday_named(name: &str) -> Option<Weekday> {
    WEEKDAYS
        .iter()
        .find_map(|(known, day)| (*known == name).then_some(*day))
}

impl Weekly {
    /// Every day from 00:00 to 24:00.
    pub fn around_the_clock() -> Self {
        let mut weekly = Self::default();
        for (_, day) in WEEKDAYS {
            weekly.set(day, vec![LocalSpan::WHOLE_DAY]);
        }
        weekly
    }

    /// Hours of a weekday, as they were given.
    pub fn on(&self, day: Weekday) -> &[LocalSpan] {
        match day {
            Weekday::Mon => &self.mon,
            Weekday::Tue => &self.tue,
            Weekday::Wed => &self.wed,
            Weekday::Thu => &self.thu,
            Weekday::Fri => &self.fri,
            Weekday::Sat => &self.sat,
            Weekday::Sun => &self.sun,
        }
    }

    /// Replaces the hours of a weekday.
    pub fn set(&mut self, day: Weekday, spans: Vec<LocalSpan>) {
        *self.on_mut(day) = spans;
    }

    /// The hours of a weekday, to change them.
    pub(crate) fn on_mut(&mut self, day: Weekday) -> &mut Vec<LocalSpan> {
        match day {
            Weekday::Mon => &mut self.mon,
            Weekday::Tue => &mut self.tue,
            Weekday::Wed => &mut self.wed,
            Weekday::Thu => &mut self.thu,
            Weekday::Fri => &mut self.fri,
            Weekday::Sat => &mut self.sat,
            Weekday::Sun => &mut self.sun,
        }
    }
}

enum DayHours {
    SameAs(String),
    Spans(Vec<LocalSpan>),
}

/// Not by serde's `untagged`, which would say of every mistake that it fits
/// no variant.
impl<'de> Deserialize<'de> for DayHours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DayHoursVisitor;

        impl<'de> Visitor<'de> for DayHoursVisitor {
            type Value = DayHours;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of spans, or the name of another day")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<DayHours, E> {
                Ok(DayHours::SameAs(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<DayHours, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(seq)).map(DayHours::Spans)
            }
        }
        deserializer.deserialize_any(DayHoursVisitor)
    }
}

impl<'de> Deserialize<'de> for Weekly {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WeeklyVisitor;

        impl<'de> Visitor<'de> for WeeklyVisitor {
            type Value = Weekly;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"24x7\" or an object of mon … sun")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Weekly, E> {
                if text == "24x7" {
                    Ok(Weekly::around_the_clock())
                } else {
                    Err(E::invalid_value(de::Unexpected::Str(text), &self))
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Weekly, A::Error> {
                let mut weekly = Weekly::default();
                let mut same = Vec::new();
                let mut told = Vec::new();
                while let Some(name) = map.next_key::<Cow<'de, str>>()? {
                    let day = weekday_named(&name)
                        .ok_or_else(|| de::Error::unknown_field(&name, &["mon … sun"]))?;
                    if told.contains(&day) {
                        return Err(de::Error::custom(format_args!(
                            "{name} comes twice: expected each day once"
                        )));
                    }
                    told.push(day);
                    match map.next_value()? {
                        DayHours::Spans(spans) => weekly.set(day, spans),
                        DayHours::SameAs(other) => same.push((day, other)),
                    }
                }
                for (day, other) in &same {
                    let source = weekday_named(other).ok_or_else(|| {
                        de::Error::custom(format_args!(
                            "{other:?} is no weekday: expected mon … sun"
                        ))
                    })?;
                    if same.iter().any(|(alias, _)| *alias == source) {
                        return Err(de::Error::custom(format_args!(
                            "{other:?} has no hours of its own: expected a day with a list of spans"
                        )));
                    }
                    weekly.set(*day, weekly.on(source).to_vec());
                }
                Ok(weekly)
            }
        }
        deserializer.deserialize_any(WeeklyVisitor)
    }
}

impl JsonSchema for Weekly {
    fn schema_name() -> Cow<'static, str> {
        "Weekly".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let spans = generator.subschema_for::<Vec<LocalSpan>>();
        let day = json_schema!({"anyOf": [spans, {"type": "string", "enum": WEEKDAYS.map(|(name, _)| name)}]});
        let days: serde_json::Map<String, serde_json::Value> = WEEKDAYS
            .iter()
            .map(|(name, _)| ((*name).to_owned(), day.clone().to_value()))
            .collect();
        json_schema!({
            "description": "Hours of each weekday: a list of spans, or the name of a day with the same hours; \"24x7\" is open around the clock.",
            "anyOf": [
                {"type": "string", "enum": ["24x7"]},
                {"type": "object", "properties": days, "additionalProperties": false},
            ],
        })
    }
}

/// A date that is closed the whole day, with the name and the source that an
/// explanation shows. In JSON a date, or an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Holiday {
    /// Local date.
    pub date: NaiveDate,
    /// What people call the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the date comes from: a law, a feed, the shop itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Holiday {
    /// A holiday without a name.
    pub fn new(date: NaiveDate) -> Self {
        Self {
            date,
            name: None,
            source: None,
        }
    }

    /// A holiday with a name and a source.
    pub fn named(date: NaiveDate, name: impl Into<String>, source: impl Into<String>) -> Self {
        Self {
            date,
            name: Some(name.into()),
            source: Some(source.into()),
        }
    }
}

impl<'de> Deserialize<'de> for Holiday {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Named {
            date: Date,
            name: Option<String>,
            source: Option<String>,
        }
        struct HolidayVisitor;

        impl<'de> Visitor<'de> for HolidayVisitor {
            type Value = Holiday;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date (YYYY-MM-DD), or an object with date, name and source")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Holiday, E> {
                let date = date_named(text).map(Holiday::new);
                date.ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Holiday, A::Error> {
                let Named {
                    date: Date(date),
                    name,
                    source,
                } = Named::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(Holiday { date, name, source })
            }
        }
        deserializer.deserialize_any(HolidayVisitor)
    }
}

impl JsonSchema for Holiday {
    fn schema_name() -> Cow<'static, str> {
        "Holiday".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A date that is closed the whole day.",
            "anyOf": [
                {"type": "string", "format": "local-date"},
                {
                    "type": "object",
                    "properties": {
                        "date": {"type": "string", "format": "local-date"},
                        "name": {"type": ["string", "null"], "description": "What people call the day."},
                        "source": {"type": ["string", "null"], "description": "Where the date comes from."},
                    },
                    "required": ["date"],
                    "additionalProperties": false,
                },
            ],
        })
    }
}

/// Hours of one date that replace those of its weekday. In JSON a list of
/// spans, or an object with `hours`, `name` and `source`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SpecialDay {
    /// The hours; none closes the day.
    pub hours: Vec<LocalSpan>,
    /// What people call the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl From<Vec<LocalSpan>> for SpecialDay {
    fn from(hours: Vec<LocalSpan>) -> Self {
        Self {
            hours,
            ..Self::default()
        }
    }
}

impl<'de> Deserialize<'de> for SpecialDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Named {
            hours: Vec<LocalSpan>,
            name: Option<String>,
            source: Option<String>,
        }
        struct SpecialDayVisitor;

        impl<'de> Visitor<'de> for SpecialDayVisitor {
            type Value = SpecialDay;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of spans, or an object with hours, name and source")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<SpecialDay, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(seq)).map(SpecialDay::from)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<SpecialDay, A::Error> {
                let Named {
                    hours,
                    name,
                    source,
                } = Named::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(SpecialDay {
                    hours,
                    name,
                    source,
                })
            }
        }
        deserializer.deserialize_any(SpecialDayVisitor)
    }
}

impl JsonSchema for SpecialDay {
    fn schema_name() -> Cow<'static, str> {
        "SpecialDay".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let spans = generator.subschema_for::<Vec<LocalSpan>>();
        json_schema!({
            "description": "Hours of one date; an empty list closes the day.",
            "anyOf": [
                spans,
                {
                    "type": "object",
                    "properties": {
                        "hours": spans,
                        "name": {"type": ["string", "null"], "description": "What people call the day."},
                        "source": {"type": ["string", "null"], "description": "Where it comes from."},
                    },
                    "required": ["hours"],
                    "additionalProperties": false,
                },
            ],
        })
    }
}
