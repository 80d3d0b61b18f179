//! Ratings counted, and the scores made of the counts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::distribution::student_quantile;
use super::scale::{RatingClass, Scale, ScaleError};
use crate::Error;
use crate::border::keyed;

/// How many there are of each rating of a scale: all that scores are made of.
/// Counts are merged by adding them, so the order of merges cannot matter.
///
/// ```
/// use deskcore::satisfaction::{Denominator, RatingCounts, Scale};
///
/// let mut october = RatingCounts::of(Scale::Stars5, [5, 4, 1])?;
/// let november = RatingCounts::of(Scale::Stars5, [5])?;
/// october.merge(&november)?;
/// let score = october.score(Denominator::All)?;
/// assert_eq!((score.n, score.sum), (4, 15));
/// assert_eq!(score.csat_pct, Some(75.0));
///
/// let error = october.add(6).unwrap_err();
/// assert_eq!(error.code(), "rating_out_of_scale");
/// # Ok::<(), deskcore::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RatingCounts {
    /// The scale.
    pub scale: Scale,
    /// How many there are, by rating; what is absent is none.
    #[serde(deserialize_with = "by_rating")]
    #[schemars(with = "BTreeMap<String, u64>")]
    pub counts: BTreeMap<i64, u64>,
}

fn by_rating<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<i64, u64>, D::Error> {
    // "05" and "+5" would be other names of 5.
    let rating = |name: &str| {
        let rating = name.parse().ok();
        rating.filter(|rating: &i64| rating.to_string() == name)
    };
    keyed(deserializer, "a rating (a whole number)", rating)
}

/// Ratings that one count can hold: the squares of so many can still be summed.
const MOST_RATINGS: u64 = 1 << 49;

/// What the share of the positive ratings is taken of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Denominator {
    /// Of all ratings.
    #[default]
    All,
    /// Of those that are positive or negative.
    NonNeutral,
}

/// What ratings amount to. What is made of none is absent, never 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Score {
    /// The scale.
    pub scale: Scale,
    /// How many ratings.
    pub n: u64,
    /// How many are positive.
    pub positive: u64,
    /// How many are neutral.
    pub neutral: u64,
    /// How many are negative.
    pub negative: u64,
    /// Sum of the ratings.
    pub sum: i64,
    /// Sum of their squares.
    pub sum_sq: i64,
    /// Mean rating.
    pub mean: Option<f64>,
    /// Variance of the ratings, over n − 1; none of fewer than two.
    pub variance: Option<f64>,
    /// 100 · positive / denominator, in percent.
    pub csat_pct: Option<f64>,
}

impl RatingCounts {
    /// No ratings.
    pub fn new(scale: Scale) -> Self {
        Self {
            scale,
            counts: crate::order::map(scale.ratings().map(|rating| (rating, 0))),
        }
    }

    /// Ratings counted.
    ///
    /// # Errors
    ///
    /// `rating_out_of_scale` for the first that the scale does not have: then
    /// nothing is counted.
    pub fn of(scale: Scale, ratings: impl IntoIterator<Item = i64>) -> Result<Self, Error> {
        let mut counted = Self::new(scale);
        for rating in ratings {
            counted.add(rating)?;
        }
        Ok(counted)
    }

    /// Counts one more.
    ///
    /// # Errors
    ///
    /// `rating_out_of_scale`.
    pub fn add(&mut self, rating: i64) -> Result<(), Error> {
        if !self.scale.ratings().contains(&rating) {
            let scale = self.scale;
            return Err(ScaleError::RatingOutOfScale { rating, scale }.into());
        }
        let count = self.counts.entry(rating).or_default();
        *count = count.saturating_add(1);
        Ok(())
    }

    /// Adds the ratings of another count of the same scale.
    ///
    /// # Errors
    ///
    /// `scale_mismatch`, and `rating_out_of_scale` when the other holds what
    /// its scale does not have.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if other.scale != self.scale {
            return Err(ScaleError::ScaleMismatch {
                formula: "a sum of ratings",
                scale: other.scale,
                expected: self.scale,
            }
            .into());
        }
        other.check()?;
        for (rating, more) in &other.counts {
            let count = self.counts.entry(*rating).or_default();
            *count = count.saturating_add(*more);
        }
        Ok(())
    }

    /// Counts of one scale added up, in whatever order they come.
    ///
    /// # Errors
    ///
    /// As [`merge`](Self::merge), and `invalid_input` when there are none:
    /// then no scale is known.
    pub fn sum(parts: &[Self]) -> Result<Self, Error> {
        let Some(first) = parts.first() else {
            return Err(Error::invalid(
                "/parts",
                "expected one count of ratings at least",
            ));
        };
        let mut sum = Self::new(first.scale);
        for part in parts {
            sum.merge(part)?;
        }
        Ok(sum)
    }

    /// What the ratings amount to.
    ///
    /// # Errors
    ///
    /// `rating_out_of_scale` for a count of what the scale does not have, and
    /// `invalid_input` for more than 2⁴⁹ ratings.
    pub fn score(&self, denominator: Denominator) -> Result<Score, Error> {
        self.check()?;
        let (mut n, mut sum, mut sum_sq) = (0_u64, 0_i64, 0_i64);
        let [mut positive, mut neutral, mut negative] = [0_u64; 3];
        for (&rating, &count) in &self.counts {
            n = n.saturating_add(count);
            let times = i64::try_from(count).unwrap_or(i64::MAX);
            sum = sum.saturating_add(rating.saturating_mul(times));
            sum_sq = sum_sq.saturating_add((rating * rating).saturating_mul(times));
            let class = match self.scale.classify(rating) {
                Some(RatingClass::Positive) => &mut positive,
                Some(RatingClass::Negative) => &mut negative,
                Some(RatingClass::Neutral) | None => &mut neutral,
            };
            *class = class.saturating_add(count);
        }
        let of = match denominator {
            Denominator::All => n,
            Denominator::NonNeutral => positive.saturating_add(negative),
        };
        let size = n as f64;
        Ok(Score {
            scale: self.scale,
            n,
            positive,
            neutral,
            negative,
            sum,
            sum_sq,
            mean: (n > 0).then(|| sum as f64 / size),
            variance: (n > 1).then(|| {
                // In integers: no difference of two nearly equal fractions.
                let (n, sum, sum_sq) = (i128::from(n), i128::from(sum), i128::from(sum_sq));
                (n * sum_sq - sum * sum) as f64 / (size * (size - 1.0))
            }),
            csat_pct: (of > 0).then(|| 100.0 * positive as f64 / of as f64),
        })
    }

    /// How many ratings.
    pub fn n(&self) -> u64 {
        let counts = self.counts.values();
        counts.fold(0, |n, count| n.saturating_add(*count))
    }

    /// That all ratings are of the scale, and not too many to be summed up.
    fn check(&self) -> Result<(), Error> {
        if self.n() > MOST_RATINGS {
            let message = format!("{} ratings: expected {MOST_RATINGS} at most", self.n());
            return Err(Error::invalid("/counts", message));
        }
        let scale = self.scale;
        let mut ratings = self.counts.keys();
        match ratings.find(|rating| !scale.ratings().contains(rating)) {
            Some(&rating) => Err(ScaleError::RatingOutOfScale { rating, scale }.into()),
            None => Ok(()),
        }
    }
}

impl Score {
    /// Student's interval of the mean, as far as the scale goes. Of fewer
    /// than two ratings, and of equal ones, there is none: they tell nothing
    /// of how far ratings lie apart.
    pub(crate) fn mean_interval(&self, confidence: f64) -> Option<(f64, f64)> {
        let (mean, variance) = (self.mean?, self.variance.filter(|v| *v > 0.0)?);
        let n = self.n as f64;
        let spread = student_quantile(confidence, n - 1.0) * libm::sqrt(variance / n);
        let ratings = self.scale.ratings();
        let (least, most) = (*ratings.start() as f64, *ratings.end() as f64);
        Some(((mean - spread).max(least), (mean + spread).min(most)))
    }
}

/// Feedback of a marketplace's buyers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SellerFeedback {
    /// Positive feedback.
    pub positive: u64,
    /// Neutral feedback.
    pub neutral: u64,
    /// Negative feedback.
    pub negative: u64,
}

/// How a marketplace counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackRule {
    /// Of all feedback.
    Amazon,
    /// Of the positive and the negative; neutral feedback is left out.
    Ebay,
}

/// A seller's standing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SellerScore {
    /// Share of the positive, in percent and not rounded; none without
    /// feedback.
    pub positive_pct: Option<f64>,
    /// Positive less negative.
    pub score: i64,
}

/// A seller's standing by the rule of a marketplace.
///
/// ```
/// use deskcore::satisfaction::{FeedbackRule, SellerFeedback, seller_feedback};
///
/// let feedback = SellerFeedback { positive: 8, neutral: 1, negative: 1 };
/// assert_eq!(seller_feedback(&feedback, FeedbackRule::Amazon).positive_pct, Some(80.0));
/// assert_eq!(seller_feedback(&feedback, FeedbackRule::Ebay).score, 7);
/// ```
pub fn seller_feedback(feedback: &SellerFeedback, rule: FeedbackRule) -> SellerScore {
    let SellerFeedback {
        positive,
        neutral,
        negative,
    } = *feedback;
    let of = u128::from(positive)
        + u128::from(negative)
        + match rule {
            FeedbackRule::Amazon => u128::from(neutral),
            FeedbackRule::Ebay => 0,
        };
    let score = i128::from(positive) - i128::from(negative);
    SellerScore {
        positive_pct: (of > 0).then(|| 100.0 * positive as f64 / of as f64),
        score: i64::try_from(score).unwrap_or(if score > 0 { i64::MAX } else { i64::MIN }),
    }
}
