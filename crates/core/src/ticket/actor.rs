//! Who did something.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kinds of actor that figures tell apart: a bot's answer is no agent's.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// The customer.
    #[default]
    Customer,
    /// A person of the shop.
    Agent,
    /// A program that talks to customers.
    Bot,
    /// A rule of the desk.
    Automation,
    /// The app around the desk: an import, a webhook, a nightly job.
    Host,
}

impl ActorKind {
    /// Name in JSON and in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Agent => "agent",
            Self::Bot => "bot",
            Self::Automation => "automation",
            Self::Host => "host",
        }
    }

    pub(super) fn is_customer(&self) -> bool {
        *self == Self::Customer
    }
}

/// Who did something, with the name they had then.
///
/// ```
/// use deskcore::ticket::{Actor, ActorKind};
///
/// let ana: Actor = serde_json::from_str(r#"{"kind": "agent", "id": "ana"}"#)?;
/// assert_eq!(ana, Actor::new(ActorKind::Agent, "ana"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// What kind of actor.
    pub kind: ActorKind,
    /// The host's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The name at the time, kept when the account goes. Personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Actor {
    /// An actor with an id.
    pub fn new(kind: ActorKind, id: impl Into<String>) -> Self {
        Self {
            kind,
            id: Some(id.into()),
            name: None,
        }
    }
}

impl From<ActorKind> for Actor {
    fn from(kind: ActorKind) -> Self {
        Self {
            kind,
            id: None,
            name: None,
        }
    }
}
