//! Scales of ratings: which ratings there are, and which of them are good.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The highest rating of a custom scale.
const HIGHEST: u8 = 100;

/// A scale of ratings. Scales are never converted into each other: a score of
/// one has no meaning in the formula of another.
///
/// | in JSON | ratings | positive | neutral | negative |
/// |---|---|---|---|---|
/// | `"binary"` | 0, 1 | 1 | – | 0 |
/// | `"stars3"` | 1–3 | 3 | 2 | 1 |
/// | `"stars5"` | 1–5 | 4, 5 | 3 | 1, 2 |
/// | `"ces7"` | 1–7 | 5, 6, 7 | 4 | 1, 2, 3 |
/// | `"nps11"` | 0–10 | 9, 10 | 7, 8 | 0–6 |
/// | `"custom:1-10:8:5"` | 1–10 | from 8 | 6, 7 | up to 5 |
///
/// ```
/// use deskcore::satisfaction::{RatingClass, Scale};
///
/// let scale: Scale = "custom:1-10:8:5".parse()?;
/// assert_eq!(scale.classify(8), Some(RatingClass::Positive));
/// assert_eq!(scale.classify(7), Some(RatingClass::Neutral));
/// assert_eq!(scale.classify(11), None);
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scale {
    /// Good or bad, as Zendesk asks.
    Binary,
    /// Positive, neutral, negative, as marketplaces ask.
    Stars3,
    /// Customer satisfaction (CSAT) or stars of a seller, 1 to 5.
    Stars5,
    /// Customer effort score, 1 to 7 (CES 2.0: "the company made it easy").
    Ces7,
    /// "How likely are you to recommend us?", 0 to 10.
    Nps11,
    /// A scale of the shop's own.
    Custom(CustomScale),
}

/// A scale of the shop's own. It is made by parsing: `custom:1-10:8:5` is 1 to
/// 10, positive from 8, negative up to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomScale {
    lowest: u8,
    highest: u8,
    positive_from: u8,
    negative_to: u8,
}

/// What a rating says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RatingClass {
    /// Satisfied; a promoter.
    Positive,
    /// Neither; a passive.
    Neutral,
    /// Dissatisfied; a detractor.
    Negative,
}

impl Scale {
    /// Those with a name.
    pub const NAMED: [Self; 5] = [
        Self::Binary,
        Self::Stars3,
        Self::Stars5,
        Self::Ces7,
        Self::Nps11,
    ];

    const fn shape(self) -> CustomScale {
        let (lowest, highest, positive_from, negative_to) = match self {
            Self::Binary => (0, 1, 1, 0),
            Self::Stars3 => (1, 3, 3, 1),
            Self::Stars5 => (1, 5, 4, 2),
            Self::Ces7 => (1, 7, 5, 3),
            Self::Nps11 => (0, 10, 9, 6),
            Self::Custom(custom) => return custom,
        };
        CustomScale {
            lowest,
            highest,
            positive_from,
            negative_to,
        }
    }

    /// Its ratings.
    pub fn ratings(self) -> RangeInclusive<i64> {
        let shape = self.shape();
        i64::from(shape.lowest)..=i64::from(shape.highest)
    }

    /// What a rating says; none when it is not of this scale.
    pub fn classify(self, rating: i64) -> Option<RatingClass> {
        let shape = self.shape();
        if !self.ratings().contains(&rating) {
            return None;
        }
        Some(if rating >= i64::from(shape.positive_from) {
            RatingClass::Positive
        } else if rating <= i64::from(shape.negative_to) {
            RatingClass::Negative
        } else {
            RatingClass::Neutral
        })
    }

    const fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Binary => "binary",
            Self::Stars3 => "stars3",
            Self::Stars5 => "stars5",
            Self::Ces7 => "ces7",
            Self::Nps11 => "nps11",
            Self::Custom(_) => return None,
        })
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = self.name() {
            return f.write_str(name);
        }
        let CustomScale {
            lowest,
            highest,
            positive_from,
            negative_to,
        } = self.shape();
        write!(f, "custom:{lowest}-{highest}:{positive_from}:{negative_to}")
    }
}

impl FromStr for Scale {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let named = Self::NAMED.into_iter();
        let mut named = named.filter(|scale| scale.name() == Some(text));
        let wrong = || {
            format!(
                "{text:?} is no scale: expected binary, stars3, stars5, ces7, nps11, or a custom \
                 one such as custom:1-10:8:5 (1 to 10, positive from 8, negative up to 5)"
            )
        };
        match named.next() {
            Some(scale) => Ok(scale),
            None => CustomScale::parse(text).map(Self::Custom).ok_or_else(wrong),
        }
    }
}

impl CustomScale {
    fn parse(text: &str) -> Option<Self> {
        let (range, classes) = text.strip_prefix("custom:")?.split_once(':')?;
        let (lowest, highest) = range.split_once('-')?;
        let (positive_from, negative_to) = classes.split_once(':')?;
        // One way to write a number, so that equal scales have equal names.
        let number = |digits: &str| {
            let number: u8 = digits.parse().ok()?;
            (number <= HIGHEST && number.to_string() == digits).then_some(number)
        };
        let scale = Self {
            lowest: number(lowest)?,
            highest: number(highest)?,
            positive_from: number(positive_from)?,
            negative_to: number(negative_to)?,
        };
        let in_order = scale.lowest <= scale.negative_to
            && scale.negative_to < scale.positive_from
            && scale.positive_from <= scale.highest;
        in_order.then_some(scale)
    }
}

impl Serialize for Scale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scale {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Scale {
    fn schema_name() -> Cow<'static, str> {
        "Scale".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "`binary` (0, 1), `stars3` (1 to 3), `stars5` (1 to 5), `ces7` (1 to 7), `nps11` (0 to 10), or one of the shop's own: `custom:1-10:8:5` is 1 to 10, positive from 8, negative up to 5.",
            "type": "string",
            "format": "scale",
        })
    }
}

/// Ratings that do not fit the scale, or a formula that is not for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScaleError {
    /// A rating that the scale does not have.
    #[error(
        "{rating} is no rating of {scale}: expected {} to {}",
        scale.ratings().start(),
        scale.ratings().end()
    )]
    RatingOutOfScale {
        /// The rating.
        rating: i64,
        /// The scale.
        scale: Scale,
    },
    /// A formula for another scale.
    #[error(
        "{formula} is not defined for {scale}: expected ratings of {expected}, since scales are never converted"
    )]
    ScaleMismatch {
        /// What was asked for.
        formula: &'static str,
        /// The scale of the ratings.
        scale: Scale,
        /// The scale that it takes.
        expected: Scale,
    },
}

impl ScaleError {
    /// Stable code of the error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::RatingOutOfScale { .. } => "rating_out_of_scale",
            Self::ScaleMismatch { .. } => "scale_mismatch",
        }
    }
}
