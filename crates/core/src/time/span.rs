//! A span of a day on the wall clock, such as 09:00–13:00.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const DAY: u32 = 86_400;

/// Opening hours within one day, in local time: `["09:00", "13:00"]`.
///
/// `"24:00"` is allowed as a close. A close at or before the open means that
/// the span runs into the next day (`["22:00", "06:00"]`, and
/// `["00:00", "00:00"]` is a whole day); it belongs to the day on which it
/// opens.
///
/// ```
/// use deskcore::time::LocalSpan;
///
/// let night: LocalSpan = "22:00-06:00".parse()?;
/// assert_eq!(night.seconds(), 8 * 3600);
/// assert!(night.passes_midnight());
/// assert!("25:00-26:00".parse::<LocalSpan>().is_err());
/// # Ok::<(), deskcore::time::SpanError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalSpan {
    open: u32,
    close: u32,
}

/// Text that is no span of a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no time of day: expected \"HH:MM\" from 00:00 to 24:00, 24:00 only to close")]
pub struct SpanError {
    text: String,
}

impl LocalSpan {
    /// The whole day, 00:00 to 24:00.
    pub const WHOLE_DAY: Self = Self {
        open: 0,
        close: DAY,
    };

    /// A span from two texts, `HH:MM` or `HH:MM:SS`.
    ///
    /// # Errors
    ///
    /// When one is no time of day, or the first is `24:00`.
    pub fn new(open: &str, close: &str) -> Result<Self, SpanError> {
        let opens = parse_time(open)?;
        if opens == DAY {
            return Err(SpanError { text: open.into() });
        }
        Self::from_seconds(opens, parse_time(close)?).ok_or_else(|| SpanError { text: open.into() })
    }

    /// A span from seconds after midnight: `open` 0 to 86,399, `close` 0 to
    /// 86,400; a close at or before the open lies on the next day.
    pub fn from_seconds(open: u32, close: u32) -> Option<Self> {
        (open < DAY && close <= DAY).then(|| Self {
            open,
            close: if close <= open { close + DAY } else { close },
        })
    }

    /// Opening, in seconds after midnight of the day it belongs to.
    pub fn open(&self) -> u32 {
        self.open
    }

    /// Closing, in seconds after midnight of the day it belongs to: more
    /// than 86,400 when the span passes midnight.
    pub fn close(&self) -> u32 {
        self.close
    }

    /// Length on the wall clock, in seconds.
    pub fn seconds(&self) -> u32 {
        self.close - self.open
    }

    /// Whether it closes on the day after it opens.
    pub fn passes_midnight(&self) -> bool {
        self.close > DAY
    }
}

fn parse_time(text: &str) -> Result<u32, SpanError> {
    let wrong = || SpanError { text: text.into() };
    let mut parts = text.split(':').map(|part| {
        let digits = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        if digits {
            part.parse::<u32>().ok()
        } else {
            None
        }
    });
    let mut next = || parts.next().flatten();
    let (hours, minutes) = (next().ok_or_else(wrong)?, next().ok_or_else(wrong)?);
    let seconds = match text.len() {
        5 => 0,
        8 => next().ok_or_else(wrong)?,
        _ => return Err(wrong()),
    };
    let total = hours * 3600 + minutes * 60 + seconds;
    if minutes < 60 && seconds < 60 && total <= DAY {
        Ok(total)
    } else {
        Err(wrong())
    }
}

/// `HH:MM`, with seconds only where there are some.
pub(crate) struct TimeOfDay(pub(crate) u32);

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(time) = self;
        write!(f, "{:02}:{:02}", time / 3600, time / 60 % 60)?;
        if time % 60 > 0 {
            write!(f, ":{:02}", time % 60)?;
        }
        Ok(())
    }
}

impl LocalSpan {
    fn closing_time(&self) -> TimeOfDay {
        TimeOfDay(if self.passes_midnight() {
            self.close - DAY
        } else {
            self.close
        })
    }
}

impl fmt::Display for LocalSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", TimeOfDay(self.open), self.closing_time())
    }
}

impl FromStr for LocalSpan {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        let (open, close) = text.split_once('-').ok_or_else(|| SpanError {
            text: text.to_owned(),
        })?;
        Self::new(open, close)
    }
}

impl Serialize for LocalSpan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [TimeOfDay(self.open), self.closing_time()]
            .map(|time| time.to_string())
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for LocalSpan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let [open, close] = <[Cow<'de, str>; 2]>::deserialize(deserializer)?;
        Self::new(&open, &close).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for LocalSpan {
    fn schema_name() -> Cow<'static, str> {
        "LocalSpan".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Opening and closing time on the wall clock, e.g. [\"09:00\", \"13:00\"]; a close at or before the open lies on the next day.",
            "type": "array",
            "prefixItems": [
                {"type": "string", "format": "opening-time"},
                {"type": "string", "format": "time-of-day"},
            ],
            "minItems": 2,
            "maxItems": 2,
        })
    }
}
