//! Who does the work.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether an agent is there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgentStatus {
    /// Takes work.
    #[default]
    Online,
    /// Back soon: keeps what they have, takes nothing new.
    Away,
    /// Not there.
    Offline,
}

impl AgentStatus {
    /// Name in JSON and in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Away => "away",
            Self::Offline => "offline",
        }
    }
}

/// An agent: what they can do, and when.
///
/// ```
/// use deskcore::routing::Agent;
///
/// let ioana: Agent = serde_json::from_str(r#"{
///     "id": "ioana", "capacity": 10, "teams": ["front", "returns"], "calendar": "office",
///     "languages": {"ro": 3, "it": 2}, "skills": {"refunds": 2}, "channels": {"chat": 3, "email": 10},
///     "limits": {"refund": {"amount": "100.00", "currency": "EUR"}}
/// }"#)?;
/// assert_eq!(ioana.languages["it"], 2);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// The host's id.
    #[schemars(length(min = 1))]
    pub id: String,
    /// How much they can do at a time, in the units that channels weigh;
    /// nothing when it is 0.
    pub capacity: u32,
    /// Whether they are there.
    #[serde(default)]
    pub status: AgentStatus,
    /// Teams that they work for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<String>,
    /// What they can do, and how well.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub skills: BTreeMap<String, u32>,
    /// Languages that they speak, by BCP 47 tag, and how well.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub languages: BTreeMap<String, u32>,
    /// How many tickets of each channel they take at a time. One that is not
    /// named is not served; all are, without limit, when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<BTreeMap<String, u32>>,
    /// When they work: first and last instant of each shift in epoch
    /// milliseconds, the last not being part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shifts_ms: Option<Vec<(i64, i64)>>,
    /// When they work: id of one of the desk's calendars. Always, when
    /// neither is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// Number of their last assignment among all: who has been without one
    /// longest comes first.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub last_assigned_seq: u64,
    /// What they may decide without asking, by action, such as `refund`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub limits: BTreeMap<String, Limit>,
}

fn is_zero(seq: &u64) -> bool {
    *seq == 0
}

/// Up to how much an agent may decide without asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The most, as a decimal such as `100.00`.
    pub amount: String,
    /// ISO 4217 code.
    pub currency: String,
}

impl Agent {
    /// An agent of whom nothing else is known.
    pub fn new(id: impl Into<String>, capacity: u32) -> Self {
        Self {
            id: id.into(),
            capacity,
            status: AgentStatus::Online,
            teams: Vec::new(),
            skills: BTreeMap::new(),
            languages: BTreeMap::new(),
            channels: None,
            shifts_ms: None,
            calendar: None,
            last_assigned_seq: 0,
            limits: BTreeMap::new(),
        }
    }

    /// Whether they take tickets of a channel at all.
    pub(super) fn serves(&self, channel: &str) -> bool {
        self.most_of(channel) > 0
    }

    /// How many tickets of a channel they take at a time.
    pub(super) fn most_of(&self, channel: &str) -> u32 {
        let Some(channels) = &self.channels else {
            return u32::MAX;
        };
        channels.get(channel).copied().unwrap_or(0)
    }

    /// How well they speak a language, or the one that it is a variety of.
    pub(super) fn speaks(&self, tag: &str) -> u32 {
        let mut tag = Some(tag);
        let levels = std::iter::from_fn(|| {
            let now = tag?;
            tag = now.rsplit_once('-').map(|(parent, _)| parent);
            Some(self.languages.get(now).copied().unwrap_or(0))
        });
        levels.max().unwrap_or(0)
    }
}
