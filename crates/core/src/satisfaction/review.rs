//! Asking for public reviews: within the rules of where they are published.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::period::{check_length, later};
use super::scale::{RatingClass, Scale};
use crate::Error;
use crate::time::instant;
use crate::wording::join;

/// When a shop asks for public reviews: the `satisfaction.review` part of
/// desk.json. Times are whole seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReviewConfig {
    /// How long a customer is left alone after an invitation; ninety days
    /// when nothing is said.
    pub cooldown_s: i64,
    /// Whether only customers who agreed to be written to are asked.
    pub requires_consent: bool,
    /// Ask the satisfied alone. **Against the rules of most platforms**
    /// (Google, Trustpilot, Amazon and others forbid to choose by expected
    /// rating), and in some countries unlawful: off unless a shop turns it on.
    pub select_by_rating: bool,
    /// Where orders come from, and what may be asked there; a channel that is
    /// not named may be asked.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub channels: BTreeMap<String, ReviewRule>,
}

impl Default for ReviewConfig {
    fn default() -> Self {
        Self {
            cooldown_s: 7_776_000,
            requires_consent: true,
            select_by_rating: false,
            channels: BTreeMap::new(),
        }
    }
}

/// What a marketplace allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewRule {
    /// Whether its buyers may be asked at all.
    pub may_ask: bool,
    /// From how long after delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before_s: Option<i64>,
    /// Up to how long after delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_after_s: Option<i64>,
    /// Where the rule is from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What the host knows of a customer and an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewFacts {
    /// Where the order came from.
    pub channel: String,
    /// The customer agreed to be written to.
    #[serde(default)]
    pub consent: bool,
    /// When the customer was last invited.
    #[serde(
        default,
        with = "instant::optional",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub last_asked_at: Option<DateTime<Utc>>,
    /// When the order was delivered.
    #[serde(
        default,
        with = "instant::optional",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub delivered_at: Option<DateTime<Utc>>,
    /// The customer's rating in a survey; needed only by `select_by_rating`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<i64>,
    /// The scale of that rating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
}

/// Why a customer may be invited, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewReason {
    /// Nothing speaks against it.
    Due,
    /// Buyers of the marketplace may not be asked.
    NotAllowed,
    /// The customer did not agree.
    NoConsent,
    /// The order is not known to be delivered, and the rule counts from that.
    NotDelivered,
    /// Too soon after delivery.
    TooSoon,
    /// Too long after delivery.
    TooLate,
    /// The customer was asked too short a time before.
    Cooldown,
    /// The shop asks the satisfied alone, and this customer is not known to
    /// be one.
    NotSatisfied,
}

/// Whether a customer may be invited to write a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReviewDecision {
    /// Whether.
    pub invite: bool,
    /// Why.
    pub reason: ReviewReason,
    /// When it will be possible, where it is too soon.
    #[serde(
        default,
        with = "instant::optional",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub at: Option<DateTime<Utc>>,
    /// All of it as one sentence for people.
    pub text: String,
}

impl ReviewDecision {
    fn new(reason: ReviewReason, at: Option<DateTime<Utc>>) -> Self {
        let why = match reason {
            ReviewReason::Due => "nothing speaks against it",
            ReviewReason::NotAllowed => "buyers of this marketplace may not be asked",
            ReviewReason::NoConsent => "the customer did not agree to be written to",
            ReviewReason::NotDelivered => "the order is not known to be delivered",
            ReviewReason::TooSoon => "it is too soon after delivery",
            ReviewReason::TooLate => "delivery was too long ago",
            ReviewReason::Cooldown => "the customer was asked too short a time before",
            ReviewReason::NotSatisfied => "the customer is not known to be satisfied",
        };
        let text = match (reason, at) {
            (ReviewReason::Due, _) => format!("Invite: {why}."),
            (_, Some(at)) => format!("Do not invite before {}: {why}.", instant::format(at)),
            (_, None) => format!("Do not invite: {why}."),
        };
        Self {
            invite: reason == ReviewReason::Due,
            reason,
            at,
            text,
        }
    }
}

impl ReviewConfig {
    /// That it can be kept to.
    ///
    /// # Errors
    ///
    /// `invalid_input` with the place of a time that is negative or above a
    /// hundred years.
    pub fn check(&self) -> Result<(), Error> {
        check_length("/cooldown_s", self.cooldown_s)?;
        for (channel, rule) in &self.channels {
            let named = [
                ("not_before_s", rule.not_before_s),
                ("not_after_s", rule.not_after_s),
            ];
            for (name, time) in named {
                let path = join(&join("/channels", channel), name);
                check_length(&path, time.unwrap_or(0))?;
            }
        }
        Ok(())
    }
}

/// Whether a customer may be invited to write a public review now, and if
/// not, why.
///
/// # Errors
///
/// As [`ReviewConfig::check`].
///
/// ```
/// use deskcore::satisfaction::{ReviewConfig, ReviewFacts, ReviewReason, review_due};
///
/// let config: ReviewConfig = serde_json::from_str(r#"{"channels": {"amazon": {
///     "may_ask": true, "not_before_s": 432000, "not_after_s": 2592000,
///     "source": "Amazon: Request a Review, 5 to 30 days after delivery"
/// }}}"#)?;
/// let facts: ReviewFacts = serde_json::from_str(
///     r#"{"channel": "amazon", "consent": true, "delivered_at": "2026-11-20T10:00:00Z"}"#,
/// )?;
/// let decision = review_due(&config, &facts, "2026-11-23T10:00:00Z".parse()?)?;
/// assert_eq!(decision.reason, ReviewReason::TooSoon);
/// assert_eq!(decision.text, "Do not invite before 2026-11-25T10:00:00Z: it is too soon after delivery.");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn review_due(
    config: &ReviewConfig,
    facts: &ReviewFacts,
    now: DateTime<Utc>,
) -> Result<ReviewDecision, Error> {
    config.check()?;
    let decided = |reason| ReviewDecision::new(reason, None);
    let not_before = |reason, at| ReviewDecision::new(reason, Some(at));
    if config.requires_consent && !facts.consent {
        return Ok(decided(ReviewReason::NoConsent));
    }
    if let Some(rule) = config.channels.get(&facts.channel) {
        if !rule.may_ask {
            return Ok(decided(ReviewReason::NotAllowed));
        }
        if rule.not_before_s.is_some() || rule.not_after_s.is_some() {
            let Some(delivered_at) = facts.delivered_at else {
                return Ok(decided(ReviewReason::NotDelivered));
            };
            let last = rule.not_after_s.map(|seconds| later(delivered_at, seconds));
            if last.is_some_and(|last| now > last) {
                return Ok(decided(ReviewReason::TooLate));
            }
            let first = rule
                .not_before_s
                .map(|seconds| later(delivered_at, seconds));
            if let Some(first) = first.filter(|first| now < *first) {
                return Ok(not_before(ReviewReason::TooSoon, first));
            }
        }
    }
    let free = facts.last_asked_at.map(|at| later(at, config.cooldown_s));
    if let Some(free) = free.filter(|free| now < *free) {
        return Ok(not_before(ReviewReason::Cooldown, free));
    }
    if config.select_by_rating {
        let class = facts.scale.zip(facts.score);
        let class = class.and_then(|(scale, score)| scale.classify(score));
        if class != Some(RatingClass::Positive) {
            return Ok(decided(ReviewReason::NotSatisfied));
        }
    }
    Ok(decided(ReviewReason::Due))
}
