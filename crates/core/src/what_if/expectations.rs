//! What people expect of a desk, as a file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDateTime, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

use super::TicketHistory;
use crate::border;
use crate::desk::{Duration, shape};
use crate::error::Error;
use crate::sla::{Metric, State};
use crate::ticket::{Condition, Event, Opening, Priority, Status};
use crate::time::{Zone, instant};
use crate::wording::{join, quoted};

/// What people expect of a desk: tests of a policy, written down beside it.
///
/// Any object may carry a `$comment` where it is read by
/// [`from_json`](Self::from_json). Unknown keys are mistakes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expectations {
    /// Where the schema of this document is.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Tickets that several expectations are about; a host adds those of its
    /// own history.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<TicketHistory>,
    /// What is expected, in order.
    pub expect: Vec<Expectation>,
}

/// One thing that is expected: of a ticket of its own, or of tickets of the
/// history. One of `ticket`, `tickets` and `matching` says of which.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// What it is called when it fails.
    pub name: String,
    /// A ticket of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Opening>,
    /// What happens to that ticket.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
    /// Ids of tickets of the history.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tickets: Vec<String>,
    /// Tickets of the history for which this holds at that instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching: Option<Condition>,
    /// The instant at which it is expected: later events are left out. When
    /// absent, that of the last event of the ticket, or of the history.
    #[serde(
        default,
        with = "instant::optional",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub at: Option<DateTime<Utc>>,
    /// What is expected.
    pub expect: Expected,
}

/// What is expected of each ticket; what is absent may be anything.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Expected {
    /// Id of the policy that applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Its priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// Its status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// How metrics stand.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub state: BTreeMap<Metric, State>,
    /// When metrics are due; null for never, or not while they pause.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub due: BTreeMap<Metric, Option<DueTime>>,
    /// Targets that are in force; null for none.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub target: BTreeMap<Metric, Option<Duration>>,
    /// Each comes before all other tickets of the history that wait for the
    /// shop (new or open) at that instant.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub first: bool,
    /// Each comes in the queue before these tickets of the history.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<String>,
    /// How many tickets are selected. Without it at least one must be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

impl Expectations {
    /// Reads a file of expectations.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] with the place of the mistake.
    ///
    /// ```
    /// use deskcore::what_if::Expectations;
    ///
    /// let misspelt = r#"{"expect": [{"name": "soon", "tickets": ["A-17"], "expect": {"prioriti": "urgent"}}]}"#;
    /// let error = Expectations::from_json(misspelt).unwrap_err();
    /// assert_eq!(error.path(), Some("/expect/0/expect/prioriti"));
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Error> {
        if text.len() > border::MOST_BYTES_OF_MANY {
            let most = border::MOST_BYTES_OF_MANY;
            let message = format!("{} bytes of JSON: expected {most} at most", text.len());
            return Err(Error::invalid("", message));
        }
        let mut document: Value = serde_json::from_str(text)
            .map_err(|error| Error::invalid("", format!("no JSON: {error}")))?;
        shape::strip_comments(&mut document);
        match border::read_value(&document) {
            Err(error) if error.path() == Some("") => Err(misread_due(&document).unwrap_or(error)),
            read => read,
        }
    }

    /// The JSON Schema of a file of expectations (draft 2020-12).
    #[cfg(feature = "schemas")]
    pub fn json_schema() -> Value {
        let mut schema = border::schema_to_read::<Self>();
        shape::allow_comments(&mut schema);
        schema
    }
}

/// The first due time that is none: the schema does not know their form.
fn misread_due(document: &Value) -> Option<Error> {
    let expect = document.get("expect")?.as_array()?;
    expect.iter().enumerate().find_map(|(number, one)| {
        let due = one.get("expect")?.get("due")?.as_object()?;
        due.iter().find_map(|(metric, time)| {
            let error = time.as_str()?.parse::<DueTime>().err()?;
            let path = join(&format!("/expect/{number}/expect/due"), metric);
            Some(Error::invalid(path, error))
        })
    })
}

/// When something is due: an instant, or a time on a wall clock. In JSON
/// `"2026-11-24T11:00:00Z"`, `"2026-11-24 12:00 Europe/Rome"`, or
/// `"2026-11-24 12:00"` on the clock of the ticket's calendar.
///
/// ```
/// use deskcore::what_if::DueTime;
///
/// let due: DueTime = "2026-11-24 12:00 Europe/Rome".parse()?;
/// assert!(due.is("2026-11-24T11:00:00Z".parse()?, deskcore::time::Zone::UTC));
/// assert!("Tuesday".parse::<DueTime>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueTime(Due);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Due {
    Instant(DateTime<Utc>),
    Local(NaiveDateTime, Option<Zone>),
}

impl DueTime {
    /// Whether an instant is it; `zone` is that of the ticket's calendar. A
    /// time that the clock shows twice is either of them.
    pub fn is(&self, at: DateTime<Utc>, zone: Zone) -> bool {
        match &self.0 {
            Due::Instant(due) => *due == at,
            Due::Local(due, own) => at.with_timezone(&own.unwrap_or(zone)).naive_local() == *due,
        }
    }

    /// An instant as this was written: on the same clock.
    pub(super) fn like(&self, at: DateTime<Utc>, zone: Zone) -> String {
        match &self.0 {
            Due::Instant(_) => instant::format(at),
            Due::Local(_, own) => {
                let zone = own.unwrap_or(zone);
                let local = at.with_timezone(&zone).naive_local();
                Self(Due::Local(local, Some(zone))).to_string()
            }
        }
    }
}

impl FromStr for DueTime {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(at) = instant::parse(text) {
            return Ok(Self(Due::Instant(at)));
        }
        let mut words = text.split_ascii_whitespace();
        let (day, time, zone) = (words.next(), words.next(), words.next());
        let local = day.zip(time).and_then(|(day, time)| {
            let text = format!("{day} {time}");
            let forms = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S%.f"];
            let mut read = (forms.iter()).map(|form| NaiveDateTime::parse_from_str(&text, form));
            read.find_map(Result::ok)
        });
        let zone = zone.map(str::parse::<Zone>).transpose();
        match (local, zone, words.next()) {
            (Some(local), Ok(zone), None) => Ok(Self(Due::Local(local, zone))),
            (Some(_), Err(unknown), None) => Err(unknown.to_string()),
            _ => Err(format!(
                "{} is no due time: expected \"2026-11-24T11:00:00Z\", \"2026-11-24 12:00\" or \
                 \"2026-11-24 12:00 Europe/Rome\"",
                quoted(text)
            )),
        }
    }
}

impl fmt::Display for DueTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Due::Instant(at) => f.write_str(&instant::format(*at)),
            Due::Local(local, zone) => {
                write!(f, "{}", local.format("%Y-%m-%d %H:%M"))?;
                if local.format("%S%.f").to_string() != "00" {
                    write!(f, "{}", local.format(":%S%.f"))?;
                }
                match zone {
                    Some(zone) => write!(f, " {zone}"),
                    None => Ok(()),
                }
            }
        }
    }
}

impl Serialize for DueTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DueTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for DueTime {
    fn schema_name() -> Cow<'static, str> {
        "DueTime".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "An instant (\"2026-11-24T11:00:00Z\"), or a time on the clock of a zone (\"2026-11-24 12:00 Europe/Rome\") or of the ticket's calendar (\"2026-11-24 12:00\").",
            "type": "string",
        })
    }
}
