//! Records of the core, and the types that uniffi lacks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use deskcore::border;
use deskcore::ticket::PublicMessage;
use deskcore::time::{LocalSpan, SpecialDay, UnknownZone, Weekly};
use serde_json::{Value, json};

pub(crate) use chrono::Weekday;
pub(crate) use deskcore::satisfaction::Scale;
pub(crate) use deskcore::time::Zone;

use crate::error::invalid;

include!(concat!(env!("OUT_DIR"), "/records.rs"));

pub(crate) type Instant = DateTime<Utc>;
pub(crate) type LocalDate = NaiveDate;
pub(crate) type LocalDates = BTreeSet<NaiveDate>;
pub(crate) type SpecialDays = BTreeMap<NaiveDate, SpecialDay>;
pub(crate) type JsonValue = Value;
pub(crate) type CustomFields = BTreeMap<String, Value>;
pub(crate) type Count = usize;
pub(crate) type LocaleTag = deskcore::template::Locale;
pub(crate) type ShiftMs = (i64, i64);
pub(crate) type Words = BTreeSet<String>;
pub(crate) type CountByRating = BTreeMap<i64, u64>;

uniffi::custom_type!(
    /// An instant, to the millisecond.
    Instant, i64, {
    remote,
    lower: |at| at.timestamp_millis(),
    try_lift: |ms| DateTime::from_timestamp_millis(ms)
        .ok_or_else(|| invalid("", "an instant outside the dates of a timestamp".to_owned()).into()),
});

uniffi::custom_type!(
    /// A local date: `YYYY-MM-DD` where it is text.
    LocalDate, String, {
    remote,
    lower: |date| date.to_string(),
    try_lift: |text| text.parse()
        .map_err(|_| invalid("", format!("{text:?} is no date: expected YYYY-MM-DD")).into()),
});

uniffi::custom_type!(
    /// IANA name of a time zone, such as `Europe/Bucharest`.
    Zone, String, {
    remote,
    lower: |zone| zone.name().to_owned(),
    try_lift: |name| name.parse().map_err(|error: UnknownZone| invalid("", error.to_string()).into()),
});

uniffi::custom_type!(
    /// A scale of ratings: `binary`, `stars3`, `stars5`, `ces7`, `nps11`, or
    /// one of the shop's own such as `custom:1-10:8:5` (1 to 10, positive from
    /// 8, negative up to 5).
    Scale, String, {
    remote,
    lower: |scale| scale.to_string(),
    try_lift: |name| name.parse().map_err(|error: String| invalid("/scale", error).into()),
});

uniffi::custom_type!(
    /// Words, each once.
    Words, Vec<String>, {
    remote,
    lower: |words| words.into_iter().collect(),
    try_lift: |words| {
        let mut set = BTreeSet::new();
        set.extend(words);
        Ok(set)
    },
});

uniffi::custom_type!(
    /// How many there are, by rating.
    CountByRating, HashMap<i64, u64>, {
    remote,
    lower: |counts| counts.into_iter().collect(),
    try_lift: |counts| {
        let mut map = BTreeMap::new();
        map.extend(counts);
        Ok(map)
    },
});

uniffi::custom_type!(
    /// A BCP 47 tag, such as `it` or `it-CH`.
    LocaleTag, String, {
    remote,
    lower: |locale| locale.to_string(),
    try_lift: |tag| tag.parse().map_err(failed),
});

uniffi::custom_type!(
    /// A span of a local day: `09:00-13:00`.
    LocalSpan, String, {
    remote,
    lower: |span| span.to_string(),
    try_lift: |text| text.parse().map_err(|error: deskcore::time::SpanError| invalid("", error.to_string()).into()),
});

uniffi::custom_type!(
    /// A message that the customer can see: the id of its event.
    PublicMessage, String, {
    remote,
    lower: |message| message.event().to_owned(),
    try_lift: |event| border::read_value(&json!({ "event": event })).map_err(failed),
});

uniffi::custom_type!(
    /// Hours of each weekday, as the JSON of a schedule's `weekly`.
    Weekly, String, {
    remote,
    lower: |weekly| border::write(&weekly).unwrap_or_default(),
    try_lift: |json| border::read(&json).map_err(failed),
});

uniffi::custom_type!(
    /// Dates with hours of their own, as the JSON of a schedule's `overrides`.
    SpecialDays, String, {
    remote,
    lower: |days| border::write(&days).unwrap_or_default(),
    try_lift: |json| serde_json::from_str(&json).map_err(|error| invalid("", error.to_string()).into()),
});

uniffi::custom_type!(
    /// Local dates, in order.
    LocalDates, Vec<LocalDate>, {
    remote,
    lower: |dates| dates.into_iter().collect(),
    try_lift: |dates| {
        let mut set = BTreeSet::new();
        set.extend(dates);
        Ok(set)
    },
});

uniffi::custom_type!(
    /// A count, from 0.
    Count, u64, {
    remote,
    lower: |count| count as u64,
    try_lift: |count| Ok(usize::try_from(count)?),
});

uniffi::custom_type!(
    /// Value of one of the host's own fields.
    JsonValue, FieldValue, {
    remote,
    lower: |value| value.into(),
    try_lift: |value| Ok(value.read()?),
});

uniffi::custom_type!(
    /// The host's own fields by their names.
    CustomFields, HashMap<String, FieldValue>, {
    remote,
    lower: |fields| fields.into_iter().map(|(name, value)| (name, value.into())).collect(),
    try_lift: |fields| {
        let mut read = BTreeMap::new();
        for (name, value) in fields {
            read.insert(name, value.read()?);
        }
        Ok(read)
    },
});

uniffi::custom_type!(
    /// A time at work.
    ShiftMs, Shift, {
    remote,
    lower: |shift| Shift { start_ms: shift.0, end_ms: shift.1 },
    try_lift: |shift| Ok((shift.start_ms, shift.end_ms)),
});

/// A time at work, in epoch milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct Shift {
    /// Its first instant.
    pub start_ms: i64,
    /// The first instant after it.
    pub end_ms: i64,
}

/// A day of the week.
#[uniffi::remote(Enum)]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// Value of one of the host's own fields. What lies deeper is JSON text, so
/// nothing that a host builds is too deep to read.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum FieldValue {
    /// Nothing; in an event of new details it removes the field.
    Null,
    /// True or false.
    Flag {
        /// Which.
        value: bool,
    },
    /// A whole number.
    Whole {
        /// The number.
        value: i64,
    },
    /// Any other number; it is finite.
    Number {
        /// The number.
        value: f64,
    },
    /// A text.
    Text {
        /// The text.
        value: String,
    },
    /// A list, an object, or a number beyond 64 bits, as JSON.
    Json {
        /// The JSON.
        json: String,
    },
}

impl From<Value> for FieldValue {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Flag { value },
            Value::String(value) => Self::Text { value },
            Value::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(value), _) => Self::Whole { value },
                (None, Some(value)) if number.is_f64() => Self::Number { value },
                _ => Self::Json {
                    json: number.to_string(),
                },
            },
            value => Self::Json {
                json: value.to_string(),
            },
        }
    }
}

impl FieldValue {
    fn read(self) -> Result<Value, DeskcoreError> {
        Ok(match self {
            Self::Null => Value::Null,
            Self::Flag { value } => value.into(),
            Self::Whole { value } => value.into(),
            Self::Text { value } => value.into(),
            Self::Number { value } if !value.is_finite() => {
                return Err(invalid(
                    "/fields",
                    format!("{value}: expected a finite number"),
                ));
            }
            Self::Number { value } => value.into(),
            Self::Json { json } => serde_json::from_str(&json)
                .map_err(|error| invalid("/fields", format!("no JSON: {error}")))?,
        })
    }
}

fn failed(error: deskcore::Error) -> uniffi::deps::anyhow::Error {
    DeskcoreError::from(Failure::from(error)).into()
}
