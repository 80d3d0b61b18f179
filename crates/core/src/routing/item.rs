//! The record of a ticket as far as its place in the queue goes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::ticket::Priority;

/// A ticket as far as its place in the queue and who may do it go.
///
/// [`Desk::work_item`](crate::Desk::work_item) makes it of a ticket; a host
/// with tickets of its own fills it in. Instants are epoch milliseconds. What
/// is null is as if it were not there.
///
/// ```
/// use deskcore::routing::WorkItem;
///
/// let item: WorkItem = serde_json::from_str(
///     r#"{"id": "A-17", "channel": "chat", "language": "ro", "skills": {"refunds": 2}, "due_ms": {"first_reply_time": 1795600000000}}"#,
/// )?;
/// assert_eq!(item.skills["refunds"], 2);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkItem {
    /// The host's id.
    #[schemars(length(min = 1))]
    pub id: String,
    /// Where the conversation takes place.
    pub channel: String,
    /// When it began; the instant at which it came when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at_ms: Option<i64>,
    /// By clock, when it is due; null for a clock that does not run.
    #[serde(
        default,
        deserialize_with = "nothing_or",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub due_ms: BTreeMap<String, Option<i64>>,
    /// Whether it was put back because its target was missed.
    #[serde(
        default,
        deserialize_with = "nothing_or",
        skip_serializing_if = "std::ops::Not::not"
    )]
    pub demoted: bool,
    /// The team it belongs to; every agent may take it when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The agent it goes back to: the one that had it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What it asks of an agent, and how well.
    #[serde(
        default,
        deserialize_with = "nothing_or",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub skills: BTreeMap<String, u32>,
    /// The customer's language, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How well an agent must speak it; the desk's `language_min_level` when
    /// nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language_level: Option<u32>,
    /// How much of an agent's capacity it takes, 1 or more; its channel's
    /// weight when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<u32>,
    /// How urgent it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// Whether the customer is a VIP.
    #[serde(
        default,
        deserialize_with = "nothing_or",
        skip_serializing_if = "std::ops::Not::not"
    )]
    pub vip: bool,
    /// The customer's tier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// The shop, where the host runs several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// What the customer wants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Value of the order it is about, in minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_value_minor: Option<i64>,
    /// For how much the customer has bought so far, in minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifetime_value_minor: Option<i64>,
    /// How the customer feels, in thousandths: -1000, furious, to 1000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentiment: Option<i64>,
    /// Labels.
    #[serde(
        default,
        deserialize_with = "nothing_or",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub tags: Vec<String>,
    /// The host's own fields.
    #[serde(
        default,
        deserialize_with = "nothing_or",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub fields: BTreeMap<String, Value>,
}

/// Null says as much as nothing at all: hosts send what their database has.
fn nothing_or<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<T, D::Error>
where
    T: Default + Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

impl WorkItem {
    /// A ticket of which nothing else is known.
    pub fn new(id: impl Into<String>, channel: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            channel: channel.into(),
            created_at_ms: None,
            due_ms: BTreeMap::new(),
            demoted: false,
            team: None,
            owner: None,
            skills: BTreeMap::new(),
            language: None,
            language_level: None,
            weight: None,
            priority: None,
            vip: false,
            tier: None,
            brand: None,
            reason: None,
            order_value_minor: None,
            lifetime_value_minor: None,
            sentiment: None,
            tags: Vec::new(),
            fields: BTreeMap::new(),
        }
    }
}
