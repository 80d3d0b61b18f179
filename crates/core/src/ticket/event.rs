//! What happens to a ticket.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{Actor, ActorKind, Facts, Priority, Status, Stimulus};
use crate::border::Beside;
use crate::time::instant;

/// One thing that happened to a ticket, at its own instant.
///
/// ```
/// use deskcore::ticket::{Event, EventKind};
///
/// let event: Event = serde_json::from_str(
///     r#"{"type": "agent_reply", "id": "ev-2", "at": "2026-11-23T10:05:00Z", "actor": {"kind": "agent", "id": "ana"}}"#,
/// )?;
/// assert_eq!(event.kind, EventKind::AgentReply {});
/// let misspelt = r#"{"type": "agent_reply", "id": "ev-2", "at": "2026-11-23T10:05:00Z", "actr": {}}"#;
/// assert!(serde_json::from_str::<Event>(misspelt).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Event {
    /// The host's id: an event seen before changes nothing.
    pub id: String,
    /// When it happened.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    /// When the host learnt of it, where that is later.
    #[serde(with = "instant::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub recorded_at: Option<DateTime<Utc>>,
    /// Its place among events of one instant: [`Desk::rebuild`] takes them
    /// by `seq`, then by id.
    ///
    /// [`Desk::rebuild`]: crate::Desk::rebuild
    #[serde(default, skip_serializing_if = "is_zero")]
    pub seq: u64,
    /// Who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// What made it happen, where it was not a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// What happened.
    #[serde(flatten)]
    pub kind: EventKind,
}

fn is_zero(seq: &u64) -> bool {
    *seq == 0
}

/// What made an event happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Cause {
    /// Another event.
    Event {
        /// Its id.
        id: String,
    },
    /// A rule of the desk.
    Rule {
        /// Its id.
        id: String,
    },
    /// A macro that an agent used.
    Macro {
        /// Its id.
        id: String,
        /// The shop's own name for its version.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        version: Option<String>,
        /// Whether the agent changed the text after it was inserted.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        edited: bool,
    },
    /// An import of an older history.
    Import {},
}

/// Whether a customer may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Part of the conversation with the customer.
    Public,
    /// For the shop alone.
    Internal,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum EventKind {
    /// The customer wrote.
    CustomerMessage {
        /// It wants no answer: "thanks!".
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        no_reply_needed: bool,
        /// A machine wrote it: a vacation notice, a bounce. It moves neither
        /// status nor clocks.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        automatic: bool,
    },
    /// A person of the shop answered the customer.
    AgentReply {},
    /// A bot answered the customer.
    BotReply {},
    /// A note that the customer does not see.
    InternalNote {},
    /// The waiting message needs no answer (Amazon's "no response needed"):
    /// it ends the reply clocks as an answer would.
    NoReplyNeeded {},
    /// Given to an agent, a team, or nobody.
    Assigned {
        /// The agent's id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<String>,
        /// The team's id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        team: Option<String>,
    },
    /// The status was set.
    Status {
        /// The status.
        to: Status,
        /// The host's own name for it, such as `awaiting_pickup`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label: Option<String>,
    },
    /// The priority was set, or taken away.
    Priority {
        /// The priority; null takes it away.
        #[serde(deserialize_with = "Option::deserialize")]
        to: Option<Priority>,
    },
    /// Facts became known or changed. What is absent stays as it was.
    Details {
        /// Moved to another channel.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<String>,
        /// The customer's language.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
        /// The customer's tier.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tier: Option<String>,
        /// What the customer wants.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Tags to add.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        add_tags: Vec<String>,
        /// Tags to remove.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        remove_tags: Vec<String>,
        /// Fields to set; null removes one.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        fields: BTreeMap<String, Value>,
    },
    /// Another ticket was merged into this one.
    MergedFrom {
        /// The ticket that went.
        ticket: String,
        /// Since when its customer had been unanswered, if at all.
        #[serde(
            default,
            with = "instant::optional",
            skip_serializing_if = "Option::is_none"
        )]
        #[schemars(with = "Option<DateTime<Utc>>")]
        waiting_since: Option<DateTime<Utc>>,
    },
    /// This ticket was merged into another: it is closed, and its id leads
    /// there.
    MergedInto {
        /// The ticket that remains.
        ticket: String,
    },
    /// The desk's policies changed: choose again. To go from one desk.json to
    /// another, give each open ticket one such event by the old desk, which
    /// counts its time by the old hours, and then one by the new desk, both
    /// at the instant of the change.
    PolicyReview {},
}

impl EventKind {
    /// A customer's message that wants an answer.
    pub const CUSTOMER_MESSAGE: Self = Self::CustomerMessage {
        no_reply_needed: false,
        automatic: false,
    };

    /// Name in JSON and in every language.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::CustomerMessage { .. } => "customer_message",
            Self::AgentReply {} => "agent_reply",
            Self::BotReply {} => "bot_reply",
            Self::InternalNote {} => "internal_note",
            Self::NoReplyNeeded {} => "no_reply_needed",
            Self::Assigned { .. } => "assigned",
            Self::Status { .. } => "status",
            Self::Priority { .. } => "priority",
            Self::Details { .. } => "details",
            Self::MergedFrom { .. } => "merged_from",
            Self::MergedInto { .. } => "merged_into",
            Self::PolicyReview {} => "policy_review",
        }
    }

    /// Whether a customer may see it. Only messages and replies are public.
    pub const fn visibility(&self) -> Visibility {
        match self {
            Self::CustomerMessage { .. } | Self::AgentReply {} | Self::BotReply {} => {
                Visibility::Public
            }
            _ => Visibility::Internal,
        }
    }

    /// Its row in the table of [`Status`].
    pub const fn stimulus(&self) -> Stimulus {
        match self {
            Self::CustomerMessage {
                no_reply_needed: false,
                automatic: false,
            } => Stimulus::CustomerWrote,
            Self::CustomerMessage { .. } => Stimulus::CustomerAside,
            Self::AgentReply {} => Stimulus::AgentReplied,
            Self::Status { to, .. } => Stimulus::SetTo(*to),
            Self::MergedInto { .. } => Stimulus::MergedAway,
            _ => Stimulus::Other,
        }
    }
}

impl Event {
    /// An event with an id, an instant and nothing else known.
    pub fn new(id: impl Into<String>, at: DateTime<Utc>, kind: EventKind) -> Self {
        Self {
            id: id.into(),
            at,
            recorded_at: None,
            seq: 0,
            actor: None,
            cause: None,
            kind,
        }
    }
}

/// A message that the customer can see. It is made from a public event
/// alone, so what is built from it cannot carry anything internal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublicMessage {
    event: String,
}

impl PublicMessage {
    /// The message of an event; `None` when the event is internal.
    ///
    /// ```
    /// use deskcore::ticket::{Event, EventKind, PublicMessage};
    ///
    /// let at = "2026-11-23T10:05:00Z".parse()?;
    /// let note = Event::new("ev-3", at, EventKind::InternalNote {});
    /// assert!(PublicMessage::of(&note).is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(event: &Event) -> Option<Self> {
        (event.kind.visibility() == Visibility::Public).then(|| Self {
            event: event.id.clone(),
        })
    }

    /// Id of the event that holds the message.
    pub fn event(&self) -> &str {
        &self.event
    }
}

/// How a ticket begins: what `open` takes.
///
/// ```
/// use deskcore::ticket::Opening;
///
/// let opening: Opening = serde_json::from_str(
///     r#"{"id": "A-17", "at": "2026-11-23T10:00:00Z", "channel": "email", "customer": "c-9", "priority": "normal"}"#,
/// )?;
/// assert_eq!(opening.facts.channel, "email");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Opening {
    /// The host's id of the ticket.
    pub id: String,
    /// When it began.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    /// The status it begins in; `new` when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Somebody of the shop entered what a customer asked: the customer
    /// waits for an answer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_behalf: bool,
    /// An agent's opening message went to the customer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub public_message: bool,
    /// Agent it begins with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// Team it begins with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The closed ticket that it goes on from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_up_of: Option<String>,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: Facts,
}

impl Opening {
    /// A customer's message on a channel, and nothing else known.
    pub fn new(id: impl Into<String>, at: DateTime<Utc>, channel: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            at,
            status: None,
            on_behalf: false,
            public_message: false,
            assignee: None,
            team: None,
            follow_up_of: None,
            facts: Facts::new(channel),
        }
    }

    /// Whether a customer waits for a first reply from the start.
    pub fn customer_waits(&self) -> bool {
        self.on_behalf || self.facts.started_by == ActorKind::Customer
    }

    /// Whether it begins with a public message of the shop.
    pub fn begins_with_reply(&self) -> bool {
        self.public_message && !self.on_behalf && self.facts.started_by == ActorKind::Agent
    }
}

/// An instant as it is read.
#[derive(Deserialize)]
struct At(#[serde(with = "instant")] DateTime<Utc>);

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut beside = Beside::read(deserializer)?;
        Ok(Self {
            id: beside.take_required("id")?,
            at: beside.take_required("at").map(|At(at)| at)?,
            recorded_at: beside
                .take::<Option<At>, _>("recorded_at")?
                .map(|At(at)| at),
            seq: beside.take_or_default("seq")?,
            actor: beside.take("actor")?,
            cause: beside.take("cause")?,
            kind: beside.rest()?,
        })
    }
}

impl<'de> Deserialize<'de> for Opening {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut beside = Beside::read(deserializer)?;
        Ok(Self {
            id: beside.take_required("id")?,
            at: beside.take_required("at").map(|At(at)| at)?,
            status: beside.take("status")?,
            on_behalf: beside.take_or_default("on_behalf")?,
            public_message: beside.take_or_default("public_message")?,
            assignee: beside.take("assignee")?,
            team: beside.take("team")?,
            follow_up_of: beside.take("follow_up_of")?,
            facts: beside.rest()?,
        })
    }
}
