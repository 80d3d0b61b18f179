//! Ratings and their scores; invitations to review.

use deskcore::satisfaction::{
    self, Denominator, FeedbackRule, Nps, NpsMethod, RatingCounts, ReviewConfig, ReviewDecision,
    ReviewFacts, Scale, Score, SellerFeedback, SellerScore,
};

use crate::convert::Instant;
use crate::error::{DeskcoreError, guarded};

/// Ratings of one scale, counted.
///
/// Throws `InvalidInput`: `rating_out_of_scale` for the first that the scale
/// does not have.
#[uniffi::export]
pub fn count_ratings(scale: Scale, ratings: Vec<i64>) -> Result<RatingCounts, DeskcoreError> {
    guarded(|| RatingCounts::of(scale, ratings))
}

/// Counts of one scale added up, in whatever order they come.
///
/// Throws `InvalidInput`: `scale_mismatch`, `rating_out_of_scale`, and
/// `invalid_input` when there are none.
#[uniffi::export]
pub fn merge_ratings(parts: Vec<RatingCounts>) -> Result<RatingCounts, DeskcoreError> {
    guarded(|| RatingCounts::sum(&parts))
}

/// What ratings amount to. What is made of none is absent, never 0.
///
/// Throws `InvalidInput`: `rating_out_of_scale` for a count of what the scale
/// does not have.
#[uniffi::export(default(denominator = None))]
pub fn score(
    ratings: RatingCounts,
    denominator: Option<Denominator>,
) -> Result<Score, DeskcoreError> {
    let denominator = denominator.unwrap_or_default();
    guarded(|| ratings.score(denominator))
}

/// A seller's standing by the rule of a marketplace.
#[uniffi::export]
pub fn seller_feedback(
    feedback: SellerFeedback,
    rule: FeedbackRule,
) -> Result<SellerScore, DeskcoreError> {
    guarded(|| Ok(satisfaction::seller_feedback(&feedback, rule)))
}

/// The net promoter score of ratings from 0 to 10, and of no others.
///
/// Throws `InvalidInput`: `scale_mismatch` for every other scale,
/// `rating_out_of_scale`, `invalid_input` unless 0 < confidence < 1.
#[uniffi::export(default(confidence = 0.95, method = None))]
pub fn nps(
    ratings: RatingCounts,
    confidence: f64,
    method: Option<NpsMethod>,
) -> Result<Nps, DeskcoreError> {
    let method = method.unwrap_or_default();
    guarded(|| satisfaction::nps(&ratings, confidence, method))
}

/// Whether a customer may be invited to write a public review now, and if
/// not, why.
///
/// Throws `InvalidInput`: `invalid_input` for rules that cannot be kept to.
#[uniffi::export]
pub fn review_due(
    config: ReviewConfig,
    facts: ReviewFacts,
    now: Instant,
) -> Result<ReviewDecision, DeskcoreError> {
    guarded(|| satisfaction::review_due(&config, &facts, now))
}
