//! Time zones by their IANA names.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::wording::quoted;

mod clock;
mod tables;

pub use clock::ZoneOffset;

/// A time zone of the IANA database, by its name.
///
/// It is a [`chrono::TimeZone`] as well. The database is that of the
/// `chrono-tz` with which the library was built, with all names that are
/// links; a `chrono_tz::Tz` becomes a `Zone` by its name.
///
/// ```
/// use chrono::{DateTime, Utc};
/// use deskcore::time::Zone;
///
/// let rome: Zone = "Europe/Rome".parse()?;
/// let noon: DateTime<Utc> = "2026-11-23T11:00:00Z".parse()?;
/// assert_eq!(noon.with_timezone(&rome).to_string(), "2026-11-23 12:00:00 CET");
/// assert_eq!(rome.name(), "Europe/Rome");
/// assert!("Europe/Roma".parse::<Zone>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
// Its place among the names in their order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zone(u16);

/// A name that no time zone has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is no time zone: expected an IANA name such as Europe/Rome", quoted(.name))]
pub struct UnknownZone {
    /// The name.
    pub name: String,
}

impl UnknownZone {
    /// Stable code of the error, the same in every language.
    pub fn code(&self) -> &'static str {
        "unknown_zone"
    }
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(tables::UTC);

    /// The IANA name, such as `Europe/Rome`.
    pub fn name(self) -> &'static str {
        tables::NAMES.get(self.0)
    }

    /// All zones, links included, in the order of their names.
    ///
    /// ```
    /// use deskcore::time::Zone;
    ///
    /// assert!(Zone::all().any(|zone| zone == Zone::UTC));
    /// assert!(Zone::all().is_sorted_by_key(|zone| zone.name()));
    /// ```
    pub fn all() -> impl Iterator<Item = Self> {
        (0..tables::NAMES.len()).map(Self)
    }
}

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        tables::NAMES
            .find(name)
            .map(Self)
            .ok_or_else(|| UnknownZone {
                name: name.to_owned(),
            })
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;

        impl de::Visitor<'_> for Name {
            type Value = Zone;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an IANA name of a time zone")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Zone, E> {
                name.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Name)
    }
}

impl JsonSchema for Zone {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Zone".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "iana-zone" })
    }
}

#[cfg(test)]
mod tests;
