//! Instants in JSON: RFC 3339 with `Z`, to the millisecond.
//!
//! The modules are for `#[serde(with = "deskcore::time::instant")]`. A stamp
//! may be read with any offset; one without is refused, because whose clock
//! it was read on cannot be guessed.

use std::fmt;

use chrono::{DateTime, Datelike, Timelike, Utc};
use serde::{Deserializer, Serializer, de};

/// The name of the newtype that instants are serialised as. JSON shows
/// nothing of it; a serializer into a host's own objects knows by it which
/// texts are instants.
pub const NAME: &str = "deskcore::time::instant";

/// Text that is no instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InstantError {
    /// A date and time without an offset.
    #[error("{text:?} names no offset: expected RFC 3339 such as 2026-03-29T08:00:00Z")]
    NoOffset {
        /// The text.
        text: String,
    },
    /// Anything else.
    #[error("{text:?} is no instant: expected RFC 3339 such as 2026-03-29T08:00:00Z")]
    Invalid {
        /// The text.
        text: String,
    },
}

impl InstantError {
    /// Stable code of the error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoOffset { .. } => "no_offset",
            Self::Invalid { .. } => "invalid_instant",
        }
    }
}

/// Reads an instant; parts finer than a millisecond are cut.
///
/// # Errors
///
/// When the text is not RFC 3339, or names no offset.
///
/// ```
/// use deskcore::time::instant;
///
/// let at = instant::parse("2026-10-25T02:30:00.123456+02:00")?;
/// assert_eq!(instant::format(at), "2026-10-25T00:30:00.123Z");
/// assert_eq!(instant::parse("2026-10-25T02:30:00").unwrap_err().code(), "no_offset");
/// # Ok::<(), instant::InstantError>(())
/// ```
pub fn parse(text: &str) -> Result<DateTime<Utc>, InstantError> {
    if let Some(at) = parse_utc(text.as_bytes()) {
        return Ok(at);
    }
    if text.starts_with(['+', '-'])
        && let Ok(at) = chrono::NaiveDateTime::parse_from_str(text, WIDE)
    {
        return Ok(truncate(at.and_utc()));
    }
    match DateTime::parse_from_rfc3339(text) {
        Ok(at) => Ok(truncate(at.to_utc())),
        Err(_) => {
            let text = text.to_owned();
            let naive =
                text.len() >= 16 && DateTime::parse_from_rfc3339(&format!("{text}Z")).is_ok();
            Err(if naive {
                InstantError::NoOffset { text }
            } else {
                InstantError::Invalid { text }
            })
        }
    }
}

/// The form that this library writes, without the detours of a general
/// parser: `YYYY-MM-DDTHH:MM:SS[.mmm]Z`.
fn parse_utc(text: &[u8]) -> Option<DateTime<Utc>> {
    let (stamp, ms) = match text {
        [stamp @ .., b'Z'] if stamp.len() == 19 => (stamp, 0),
        [stamp @ .., b'.', a, b, c, b'Z'] if stamp.len() == 19 => (stamp, digits(&[*a, *b, *c])?),
        _ => return None,
    };
    let [
        y0,
        y1,
        y2,
        y3,
        b'-',
        o0,
        o1,
        b'-',
        d0,
        d1,
        b'T',
        h0,
        h1,
        b':',
        m0,
        m1,
        b':',
        s0,
        s1,
    ] = stamp
    else {
        return None;
    };
    let date = chrono::NaiveDate::from_ymd_opt(
        digits(&[*y0, *y1, *y2, *y3])?.try_into().ok()?,
        digits(&[*o0, *o1])?,
        digits(&[*d0, *d1])?,
    )?;
    let time = chrono::NaiveTime::from_hms_milli_opt(
        digits(&[*h0, *h1])?,
        digits(&[*m0, *m1])?,
        digits(&[*s0, *s1])?,
        ms,
    )?;
    Some(date.and_time(time).and_utc())
}

fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0, |number, digit| {
        digit
            .is_ascii_digit()
            .then(|| number * 10 + u32::from(digit - b'0'))
    })
}

/// The instant without parts finer than a millisecond.
pub fn truncate(at: DateTime<Utc>) -> DateTime<Utc> {
    let nanos = at.timestamp_subsec_nanos();
    if nanos < 1_000_000_000 && nanos.is_multiple_of(1_000_000) {
        return at;
    }
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}

/// Writes an instant as RFC 3339 with `Z`, with milliseconds only where
/// there are some.
pub fn format(at: DateTime<Utc>) -> String {
    Stamp(at).to_string()
}

struct Stamp(DateTime<Utc>);

impl serde::Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Years beyond four digits, with their sign.
const WIDE: &str = "%Y-%m-%dT%H:%M:%S%.fZ";

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.0;
        let year = at.year();
        if !(0..=9999).contains(&year) {
            // RFC 3339 ends here; ISO 8601 goes on with a sign.
            return write!(f, "{}", truncate(at).format(WIDE));
        }
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let mut put = |from: usize, width: usize, mut number: u32| {
            for digit in text.iter_mut().skip(from).take(width).rev() {
                *digit = b'0' + (number % 10) as u8;
                number /= 10;
            }
        };
        put(0, 4, year.unsigned_abs());
        put(5, 2, at.month());
        put(8, 2, at.day());
        put(11, 2, at.hour());
        put(14, 2, at.minute());
        put(17, 2, at.second());
        let ms = at.nanosecond() / 1_000_000;
        put(20, 3, ms);
        let text = std::str::from_utf8(&text).map_err(|_| fmt::Error)?;
        if ms == 0 {
            f.write_str(text.get(..19).unwrap_or(text))?;
            f.write_str("Z")
        } else {
            f.write_str(text)
        }
    }
}

/// Writes an instant.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_newtype_struct(NAME, &Stamp(*at))
}

/// Reads an instant.
///
/// # Errors
///
/// Those of the deserializer, and those of [`parse`].
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    struct InstantVisitor;

    impl de::Visitor<'_> for InstantVisitor {
        type Value = DateTime<Utc>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an RFC 3339 instant")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<DateTime<Utc>, E> {
            parse(text).map_err(E::custom)
        }
    }
    deserializer.deserialize_str(InstantVisitor)
}

/// The same for instants that may be absent.
pub mod optional {
    use chrono::{DateTime, Utc};
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes an instant, or null.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(
        at: &Option<DateTime<Utc>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match at {
            Some(at) => super::serialize(at, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// Reads an instant, or null.
    ///
    /// # Errors
    ///
    /// Those of the deserializer, and those of [`super::parse`].
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<DateTime<Utc>>, D::Error> {
        #[derive(Deserialize)]
        struct Wrapped(#[serde(with = "super")] DateTime<Utc>);

        Ok(Option::<Wrapped>::deserialize(deserializer)?.map(|Wrapped(at)| at))
    }
}

/// Epoch milliseconds as a number, for what the library keeps for itself:
/// half as long as text, and read and written much faster.
pub(crate) mod millis {
    use serde::{Deserialize, Deserializer, Serializer, de, ser};

    use crate::time::calendar::{FIRST_MS, LAST_MS};

    const OUTSIDE: &str = "the instant lies outside the dates of a timestamp";

    pub(crate) fn serialize<S: Serializer>(ms: &i64, serializer: S) -> Result<S::Ok, S::Error> {
        if (FIRST_MS..=LAST_MS).contains(ms) {
            serializer.serialize_i64(*ms)
        } else {
            Err(ser::Error::custom(OUTSIDE))
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
        let ms = i64::deserialize(deserializer)?;
        if (FIRST_MS..=LAST_MS).contains(&ms) {
            Ok(ms)
        } else {
            Err(de::Error::custom(OUTSIDE))
        }
    }

    pub(crate) mod optional {
        use serde::{Deserialize, Deserializer, Serializer};

        pub(crate) fn serialize<S: Serializer>(
            ms: &Option<i64>,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            match ms {
                Some(ms) => super::serialize(ms, serializer),
                None => serializer.serialize_none(),
            }
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Option<i64>, D::Error> {
            #[derive(Deserialize)]
            struct Wrapped(#[serde(with = "super")] i64);

            Ok(Option::<Wrapped>::deserialize(deserializer)?.map(|Wrapped(ms)| ms))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_more_than_four_digits_are_read_as_written() {
        for at in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            assert_eq!(parse(&format(at)), Ok(truncate(at)));
        }
        let far = parse("+12026-10-25T00:30:00Z").unwrap();
        assert_eq!(format(far), "+12026-10-25T00:30:00Z");
        assert_eq!(
            format(parse("-0044-03-15T11:00:00.250Z").unwrap()),
            "-0044-03-15T11:00:00.250Z"
        );
    }
}
