//! What is known of a ticket besides its status: what policies select on.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ActorKind;

/// How urgent a ticket is. A ticket may have none: then no target applies.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Can wait.
    Low,
    /// The ordinary case.
    Normal,
    /// Before the ordinary ones.
    High,
    /// At once.
    Urgent,
}

impl Priority {
    /// All four, from low to urgent.
    pub const ALL: [Self; 4] = [Self::Low, Self::Normal, Self::High, Self::Urgent];

    /// Name in JSON and in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }
}

impl std::fmt::Display for Priority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// What policies and rules select on. Unknown is absent, never `""` or `0`.
///
/// ```
/// use deskcore::ticket::{Facts, Priority};
///
/// let facts: Facts = serde_json::from_str(
///     r#"{"channel": "whatsapp", "customer": "c-9", "priority": "high", "language": "ro"}"#,
/// )?;
/// assert_eq!(facts.priority, Some(Priority::High));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Where the conversation takes place: `email`, `chat`, `whatsapp`,
    /// `instagram`, `amazon`, `phone`, or a name of the host's own.
    pub channel: String,
    /// The host's id of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// Who began it.
    #[serde(default, skip_serializing_if = "ActorKind::is_customer")]
    pub started_by: ActorKind,
    /// How urgent it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// The customer's language, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The customer's tier, such as `vip`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// The shop, where the host runs several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// What the customer wants, such as `where_is_my_order`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Labels, in order and each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The host's own fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Value>,
}

impl Facts {
    /// Facts of a channel, and nothing else known.
    pub fn new(channel: impl Into<String>) -> Self {
        Self {
            channel: channel.into(),
            customer: None,
            started_by: ActorKind::Customer,
            priority: None,
            language: None,
            tier: None,
            brand: None,
            reason: None,
            tags: Vec::new(),
            fields: BTreeMap::new(),
        }
    }
}
