//! A router as records.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::{AgentStatus, Roster, Routing, WorkItem};
use super::{Held, Id, Router};
use crate::error::Error;
use crate::wording::{join, quoted};

/// Everything that a router knows: to store it, or to ask about tickets that
/// a database holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RouterState {
    /// The instant at which it is so, in epoch milliseconds.
    pub at_ms: i64,
    /// Agents, in order of their ids; one that is not named is as the roster
    /// says.
    #[serde(default)]
    pub agents: Vec<AgentState>,
    /// Tickets, in order of their ids.
    #[serde(default)]
    pub tickets: Vec<RoutedTicket>,
}

/// An agent as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentState {
    /// Id of the agent.
    pub agent: String,
    /// Whether they are there.
    pub status: AgentStatus,
    /// Since when, in epoch milliseconds.
    pub since_ms: i64,
    /// Number of their last assignment.
    pub last_assigned_seq: u64,
    /// How much of their capacity is used.
    #[serde(default)]
    pub used: u64,
    /// Ids of the tickets that they have, in order, paused ones too.
    #[serde(default)]
    pub tickets: Vec<String>,
}

/// A ticket as it is now: in the queue when no agent has it and it is not
/// paused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoutedTicket {
    /// The ticket.
    pub ticket: WorkItem,
    /// When it last came into the queue, in epoch milliseconds.
    pub queued_at_ms: i64,
    /// Id of the agent who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// Since when they have it, in epoch milliseconds; the instant of the
    /// state when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_at_ms: Option<i64>,
    /// Whether they still have to accept it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unaccepted: bool,
    /// Whether it waits for something else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
    /// Ids of agents who declined it or let it go; those that have left the
    /// roster since say nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declined: Vec<String>,
}

impl RoutedTicket {
    /// One that waits since an instant, in epoch milliseconds.
    pub fn waiting(ticket: WorkItem, queued_at_ms: i64) -> Self {
        Self {
            ticket,
            queued_at_ms,
            agent: None,
            assigned_at_ms: None,
            unaccepted: false,
            paused: false,
            declined: Vec::new(),
        }
    }
}

impl Router {
    /// Everything that it knows now.
    pub fn state(&self) -> RouterState {
        let names = |places: &mut dyn Iterator<Item = usize>| -> Vec<String> {
            let agents = places.filter_map(|place| self.roster.agent(place));
            agents.map(|agent| agent.id.clone()).collect()
        };
        let agents = self.roster.agents().iter().zip(&self.agents);
        let agents = agents.map(|(agent, now)| AgentState {
            agent: agent.id.clone(),
            status: now.status,
            since_ms: now.since,
            last_assigned_seq: now.last_assigned_seq,
            used: now.used,
            tickets: now.held.iter().map(|id| id.to_string()).collect(),
        });
        let tickets = self.tickets.values().map(|ticket| RoutedTicket {
            ticket: ticket.item.clone(),
            queued_at_ms: ticket.queued_at,
            agent: names(&mut ticket.held.iter().map(|held| held.agent)).pop(),
            assigned_at_ms: ticket.held.as_ref().map(|held| held.assigned_at),
            unaccepted: ticket.held.as_ref().is_some_and(|held| !held.accepted),
            paused: ticket.paused,
            declined: names(&mut ticket.declined.iter().copied()),
        });
        RouterState {
            at_ms: self.now,
            agents: agents.collect(),
            tickets: tickets.collect(),
        }
    }

    /// A router as it was, or of what a database holds. Nothing happens yet:
    /// [`advance`](Self::advance) to the same instant gives out what waits.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] with the place: agents that are not on the
    /// roster, tickets without an id or twice. Of agents `used` and `tickets`
    /// are not read: tickets say who has them.
    pub fn restore(routing: &Routing, roster: &Roster, state: &RouterState) -> Result<Self, Error> {
        let mut router = Self::new(routing, roster, state.at_ms);
        for (index, agent) in state.agents.iter().enumerate() {
            let path = join(&join("/agents", &index.to_string()), "agent");
            let place = roster.known(&agent.agent, &path)?;
            router.last_seq = router.last_seq.max(agent.last_assigned_seq);
            if let Some(now) = router.agents.get_mut(place) {
                now.status = agent.status;
                now.since = agent.since_ms;
                now.last_assigned_seq = agent.last_assigned_seq;
            }
            router.judge(place);
        }
        for (index, ticket) in state.tickets.iter().enumerate() {
            let path = join("/tickets", &index.to_string());
            let known = |agent: &String, field: &str| roster.known(agent, &join(&path, field));
            let agent = ticket.agent.as_ref().map(|agent| known(agent, "agent"));
            let declined = ticket.declined.iter();
            let declined = declined.filter_map(|agent| roster.place(agent)).collect();
            let held = agent.transpose()?.map(|agent| Held {
                agent,
                assigned_at: ticket.assigned_at_ms.unwrap_or(state.at_ms),
                accepted: !ticket.unaccepted,
            });
            let id: Id = (&*ticket.ticket.id).into();
            if id.is_empty() || router.tickets.contains_key(&id) {
                let message = format!("{}: expected an id of its own", quoted(&id));
                return Err(Error::invalid(join(&path, "ticket/id"), message));
            }
            let mut entry = router.ticket(ticket.ticket.clone(), ticket.queued_at_ms);
            entry.paused = ticket.paused;
            entry.declined = declined;
            entry.held = held;
            router.put(id, entry);
        }
        Ok(router)
    }
}
