//! What happens to a router, and what it does.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;

use super::super::{AgentStatus, WorkItem};
use crate::border::Beside;

/// Something that happened.
///
/// ```
/// use deskcore::routing::{RoutingEvent, RoutingEventKind};
///
/// let event: RoutingEvent = serde_json::from_str(
///     r#"{"at_ms": 1795600000000, "type": "ticket_new", "ticket": {"id": "A-17", "channel": "chat"}}"#,
/// )?;
/// assert!(matches!(event.kind, RoutingEventKind::TicketNew { .. }));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct RoutingEvent {
    /// When, in epoch milliseconds.
    pub at_ms: i64,
    /// What happened.
    #[serde(flatten)]
    pub kind: RoutingEventKind,
}

/// What happened. Events of tickets that the router does not have change
/// nothing.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[schemars(deny_unknown_fields)]
#[expect(
    clippy::large_enum_variant,
    reason = "most events are new tickets, and other languages know no boxes"
)]
pub enum RoutingEventKind {
    /// A ticket waits for somebody. One that the router has stays as it is.
    TicketNew {
        /// The ticket.
        ticket: WorkItem,
    },
    /// Something of a ticket is different.
    TicketUpdate {
        /// Its id.
        ticket: String,
        /// The fields that are, by the names in [`WorkItem`]; null removes.
        set: BTreeMap<String, Value>,
    },
    /// Nothing is to be done for a ticket any more.
    TicketDone {
        /// Its id.
        ticket: String,
    },
    /// A ticket waits for something else, such as its customer. That counts
    /// as accepting it.
    TicketPause {
        /// Its id.
        ticket: String,
    },
    /// A paused ticket goes on: with the agent that has it, even over their
    /// capacity, else in the queue.
    TicketResume {
        /// Its id.
        ticket: String,
    },
    /// An agent accepts what was assigned to them.
    Accept {
        /// Id of the ticket.
        ticket: String,
        /// Id of the agent; of any other than the one that has it, nothing
        /// happens.
        agent: String,
    },
    /// An agent declines what was assigned to them, for good.
    Decline {
        /// Id of the ticket.
        ticket: String,
        /// Id of the agent; of any other than the one that has it, nothing
        /// happens.
        agent: String,
    },
    /// Somebody gives a ticket to an agent by hand: no rule is asked.
    Assign {
        /// Id of the ticket.
        ticket: String,
        /// Id of the agent.
        agent: String,
    },
    /// An agent comes or goes.
    AgentStatus {
        /// Id of the agent.
        agent: String,
        /// What they are now.
        status: AgentStatus,
    },
}

// By hand: most kinds are alike, which serde's derive does not see, and its
// `flatten` refuses nothing that it does not know.

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    ticket: WorkItem,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Update {
    ticket: String,
    set: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfTicket {
    ticket: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfTicketAndAgent {
    ticket: String,
    agent: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfAgent {
    agent: String,
    status: AgentStatus,
}

const KINDS: [&str; 9] = [
    "ticket_new",
    "ticket_update",
    "ticket_done",
    "ticket_pause",
    "ticket_resume",
    "accept",
    "decline",
    "assign",
    "agent_status",
];

impl<'de> Deserialize<'de> for RoutingEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut beside = Beside::read(deserializer)?;
        Ok(Self {
            at_ms: beside.take_required("at_ms")?,
            kind: beside.rest()?,
        })
    }
}

impl<'de> Deserialize<'de> for RoutingEventKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut beside = Beside::read(deserializer)?;
        let kind: String = beside.take_required("type")?;
        Ok(match &*kind {
            "ticket_new" => {
                let New { ticket } = beside.rest()?;
                Self::TicketNew { ticket }
            }
            "ticket_update" => {
                let Update { ticket, set } = beside.rest()?;
                Self::TicketUpdate { ticket, set }
            }
            "agent_status" => {
                let OfAgent { agent, status } = beside.rest()?;
                Self::AgentStatus { agent, status }
            }
            "accept" | "decline" | "assign" => {
                let OfTicketAndAgent { ticket, agent } = beside.rest()?;
                match &*kind {
                    "accept" => Self::Accept { ticket, agent },
                    "decline" => Self::Decline { ticket, agent },
                    _ => Self::Assign { ticket, agent },
                }
            }
            "ticket_done" | "ticket_pause" | "ticket_resume" => {
                let OfTicket { ticket } = beside.rest()?;
                match &*kind {
                    "ticket_done" => Self::TicketDone { ticket },
                    "ticket_pause" => Self::TicketPause { ticket },
                    _ => Self::TicketResume { ticket },
                }
            }
            other => return Err(de::Error::unknown_variant(other, &KINDS)),
        })
    }
}

/// Something that the router did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum RoutingChange {
    /// An agent has a ticket.
    Assigned {
        /// When, in epoch milliseconds.
        at_ms: i64,
        /// Id of the ticket.
        ticket: String,
        /// Id of the agent.
        agent: String,
        /// Why.
        reason: AssignReason,
    },
    /// A ticket is in the queue again.
    Requeued {
        /// When, in epoch milliseconds.
        at_ms: i64,
        /// Id of the ticket.
        ticket: String,
        /// Id of the agent who had it.
        agent: String,
        /// Why.
        reason: RequeueReason,
    },
    /// A ticket was put back because its target was missed.
    Demoted {
        /// When, in epoch milliseconds.
        at_ms: i64,
        /// Id of the ticket.
        ticket: String,
        /// Its key now.
        key: i64,
    },
}

/// Why an agent has a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssignReason {
    /// They had it before.
    Sticky,
    /// They can do it, and came first.
    Match,
    /// Somebody gave it to them.
    Manual,
}

impl AssignReason {
    /// Name in JSON and in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sticky => "sticky",
            Self::Match => "match",
            Self::Manual => "manual",
        }
    }
}

/// Why a ticket is in the queue again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RequeueReason {
    /// Its agent went offline.
    AgentOffline,
    /// Its agent was away too long.
    AgentAway,
    /// Its agent did not accept it in time.
    NotAccepted,
    /// Its agent declined it.
    Declined,
    /// It was resumed while its agent was not there.
    ResumeAgentAbsent,
}

impl RequeueReason {
    /// Name in JSON and in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AgentOffline => "agent_offline",
            Self::AgentAway => "agent_away",
            Self::NotAccepted => "not_accepted",
            Self::Declined => "declined",
            Self::ResumeAgentAbsent => "resume_agent_absent",
        }
    }
}
