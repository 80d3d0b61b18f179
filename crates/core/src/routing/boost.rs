//! What makes a ticket come sooner or later.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::view::View;
use crate::ticket::{Priority, is_variety};

/// A number of seconds by which tickets of a kind come sooner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Boost {
    /// Name, unique in the list: explanations tell it.
    #[schemars(length(min = 1))]
    pub name: String,
    /// Of the boosts of one group only the first that holds counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Which tickets; all when it is empty.
    #[serde(default)]
    pub when: BoostCondition,
    /// How much sooner; later when it is negative.
    pub seconds: i64,
}

/// Which tickets a boost is for: every key that is present must hold. What is
/// not known of a ticket satisfies none of them but `vip`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BoostCondition {
    /// One of these priorities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Vec<Priority>>,
    /// One of these channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Vec<String>>,
    /// One of these languages, or a variety of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Vec<String>>,
    /// One of these teams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<Vec<String>>,
    /// One of these customer tiers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<Vec<String>>,
    /// One of these brands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand: Option<Vec<String>>,
    /// One of these contact reasons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Vec<String>>,
    /// At least one of these tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<Vec<String>>,
    /// Whether the customer is a VIP; one of whom nothing is said is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vip: Option<bool>,
    /// An order of this value or more, in minor units (cents, bani, pence).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_value_at_least: Option<i64>,
    /// A customer who has bought for this much or more, in minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifetime_value_at_least: Option<i64>,
    /// A sentiment of this or less: thousandths, from -1000, furious, to 1000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentiment_at_most: Option<i64>,
    /// A ticket that is this old, in seconds, by the time it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_at_least_s: Option<i64>,
    /// For each of the host's fields, one of these values.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Vec<Value>>,
}

impl BoostCondition {
    /// Whether it holds for a ticket that is due at `base`.
    pub(super) fn holds(&self, ticket: &View<'_>, base: i64) -> bool {
        let age = || base.saturating_sub(ticket.created_at_ms);
        one_of(&self.priority, ticket.priority.as_ref())
            && named(&self.channel, Some(ticket.channel))
            && named(&self.team, ticket.team)
            && named(&self.tier, ticket.tier)
            && named(&self.brand, ticket.brand)
            && named(&self.reason, ticket.reason)
            && self.vip.is_none_or(|vip| vip == ticket.vip)
            && at_least(self.order_value_at_least, ticket.order_value_minor)
            && at_least(self.lifetime_value_at_least, ticket.lifetime_value_minor)
            && self
                .sentiment_at_most
                .is_none_or(|most| ticket.sentiment.is_some_and(|value| value <= most))
            && self
                .age_at_least_s
                .is_none_or(|least| age() >= least.saturating_mul(1000))
            && self.language.as_ref().is_none_or(|wanted| {
                let speaks = |tag| wanted.iter().any(|language| is_variety(tag, language));
                ticket.language.is_some_and(speaks)
            })
            && self
                .tag
                .as_ref()
                .is_none_or(|wanted| wanted.iter().any(|tag| ticket.tags.contains(tag)))
            && self.fields.iter().all(|(name, values)| {
                let value = ticket.fields.and_then(|fields| fields.get(name));
                value.is_some_and(|value| values.contains(value))
            })
    }
}

fn one_of<T: PartialEq>(wanted: &Option<Vec<T>>, actual: Option<&T>) -> bool {
    wanted
        .as_ref()
        .is_none_or(|wanted| actual.is_some_and(|actual| wanted.contains(actual)))
}

fn named(wanted: &Option<Vec<String>>, actual: Option<&str>) -> bool {
    wanted.as_ref().is_none_or(|wanted| {
        actual.is_some_and(|actual| wanted.iter().any(|wanted| wanted == actual))
    })
}

fn at_least(least: Option<i64>, actual: Option<i64>) -> bool {
    least.is_none_or(|least| actual.is_some_and(|actual| actual >= least))
}
