//! Durations as people write them.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::TimeDelta;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::wording::quoted;

/// The longest duration: ten years.
const MOST_SECONDS: u64 = 10 * 366 * 86_400;

/// A duration of whole seconds: in JSON a number of seconds, `"4h"`,
/// `"1d 12h"`, `"90m"`, or ISO 8601 such as `"PT4H"`; up to ten years. A day
/// is 24 hours, a week 7 days.
///
/// ```
/// use deskcore::desk::Duration;
///
/// assert_eq!("1h 30m".parse::<Duration>()?.seconds(), 5400);
/// assert_eq!("PT1H30M".parse::<Duration>()?.seconds(), 5400);
/// assert!("1.5h".parse::<Duration>().is_err());
/// # Ok::<(), deskcore::desk::DurationError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(u64);

/// Text or a number that is no duration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text} is no duration: expected seconds, \"4h\", \"1d 12h\" or \"PT4H\", up to ten years")]
pub struct DurationError {
    text: String,
}

impl Duration {
    /// Length in seconds.
    pub const fn seconds(self) -> u64 {
        self.0
    }

    /// The same for arithmetic.
    pub fn delta(self) -> TimeDelta {
        TimeDelta::seconds(self.0 as i64)
    }
}

impl TryFrom<u64> for Duration {
    type Error = DurationError;

    fn try_from(seconds: u64) -> Result<Self, DurationError> {
        if seconds <= MOST_SECONDS {
            Ok(Self(seconds))
        } else {
            Err(DurationError {
                text: seconds.to_string(),
            })
        }
    }
}

/// Reads `4h 30m` or, in upper case and without spaces, the parts of ISO 8601.
fn parse_units(text: &str, units: &[(char, u64)]) -> Option<u64> {
    let (mut total, mut number, mut left) = (0_u64, None::<u64>, units);
    for c in text.chars() {
        if let Some(digit) = c.to_digit(10) {
            let so_far = number.unwrap_or(0);
            number = Some(so_far.checked_mul(10)?.checked_add(u64::from(digit))?);
        } else if c == ' ' {
            if number.is_some() {
                return None;
            }
        } else {
            // Each unit once, from long to short.
            let place = left.iter().position(|(unit, _)| *unit == c)?;
            let (_, seconds) = left.get(place)?;
            total = total.checked_add(number.take()?.checked_mul(*seconds)?)?;
            left = left.get(place + 1..)?;
        }
    }
    (number.is_none() && left.len() < units.len()).then_some(total)
}

impl FromStr for Duration {
    type Err = DurationError;

    fn from_str(text: &str) -> Result<Self, DurationError> {
        const WORDS: [(char, u64); 5] = [
            ('w', 604_800),
            ('d', 86_400),
            ('h', 3600),
            ('m', 60),
            ('s', 1),
        ];
        const ISO_DATE: [(char, u64); 2] = [('W', 604_800), ('D', 86_400)];
        const ISO_TIME: [(char, u64); 3] = [('H', 3600), ('M', 60), ('S', 1)];
        let seconds = match text.strip_prefix('P') {
            None => parse_units(text, &WORDS),
            Some(iso) if iso.contains(' ') => None,
            Some(iso) => match iso.split_once('T') {
                None => parse_units(iso, &ISO_DATE),
                Some(("", time)) => parse_units(time, &ISO_TIME),
                Some((date, time)) => parse_units(date, &ISO_DATE)
                    .zip(parse_units(time, &ISO_TIME))
                    .and_then(|(date, time)| date.checked_add(time)),
            },
        };
        seconds
            .and_then(|seconds| Self::try_from(seconds).ok())
            .ok_or_else(|| DurationError { text: quoted(text) })
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0s");
        }
        let mut left = self.0;
        let mut space = "";
        for (unit, seconds) in [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)] {
            if left >= seconds {
                write!(f, "{space}{}{unit}", left / seconds)?;
                left %= seconds;
                space = " ";
            }
        }
        Ok(())
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DurationVisitor;

        impl de::Visitor<'_> for DurationVisitor {
            type Value = Duration;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("seconds, \"4h\", \"1d 12h\" or \"PT4H\"")
            }

            fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Duration, E> {
                Duration::try_from(seconds).map_err(E::custom)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Duration, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_any(DurationVisitor)
    }
}

impl JsonSchema for Duration {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Seconds, or text such as \"4h\", \"1d 12h\" or \"PT4H\"; a day is 24 hours.",
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": MOST_SECONDS},
                {"type": "string", "format": "duration"},
            ],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write() {
        for (text, seconds) in [
            ("2m", 120),
            ("4h", 14_400),
            ("1d 12h", 129_600),
            ("1d12h", 129_600),
            ("2w", 1_209_600),
            ("0s", 0),
            ("PT4H", 14_400),
            ("P1DT12H", 129_600),
            ("P2W", 1_209_600),
        ] {
            assert_eq!(
                text.parse::<Duration>().unwrap().seconds(),
                seconds,
                "{text}"
            );
        }
        for text in [
            "",
            "4",
            "h",
            "4 h",
            "-4h",
            "4h4h",
            "4m 1h",
            "1.5h",
            "P",
            "PT",
            "P1",
            "P1DT",
            "P 1D",
            "4000d",
            "99999999999999999999h",
            "4H",
            "vier Stunden",
        ] {
            assert!(text.parse::<Duration>().is_err(), "{text}");
        }
    }

    #[test]
    fn shown_as_written() {
        for text in ["2m", "1d 12h", "1h 30m 5s", "0s"] {
            assert_eq!(text.parse::<Duration>().unwrap().to_string(), text);
        }
    }
}
