//! Who works on what next: places in the queue, assignment, capacity.
//!
//! Priority is a *virtual due instant*: when a ticket is due, less what makes
//! it come sooner ([`Routing::queue_key`]). It changes only when the ticket
//! does, so a database index on it stays valid and
//! `ORDER BY queue_key, created_at, id` is the queue.
//!
//! | | |
//! |---|---|
//! | [`Routing`] | a shop's rules, compiled: keys, and what they are made of |
//! | [`Roster`] | agents: skills, languages, teams, capacity, shifts, what they may decide |
//! | [`Router`] | tickets and agents in memory: who takes what, when, and why |
//! | [`Queue`] | millions of tickets in order |
//! | [`staffing`] | how many agents are needed: Erlang C and A, a plan of the week |
//! | [`simulation`] | what an order of the queue does to breaches and waits |
//! | [`wait`] | the wait that a customer can be told |
//!
//! Instants here are epoch milliseconds, as in columns: a key is one.

mod agent;
mod authority;
mod boost;
mod config;
mod item;
mod key;
mod queue;
mod roster;
mod router;
mod set;
mod shift;
pub mod simulation;
mod skills;
mod sorted;
pub mod staffing;
mod view;
pub mod wait;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use agent::{Agent, AgentStatus, Limit};
pub use authority::Permission;
pub use boost::{Boost, BoostCondition};
pub use config::{AgentOrder, DemoteMissed, Overflow, ReassignConfig, RoutingConfig, TeamConfig};
pub use item::WorkItem;
pub use key::{Contribution, QueueKey};
pub use queue::{Queue, QueuePart, QueuedTicket};
pub use roster::Roster;
pub use router::{
    AgentState, AgentVerdict, AssignReason, AssignmentExplanation, Obstacle, Passed, PassedWhy,
    Pull, RequeueReason, RoutedTicket, Router, RouterState, RoutingChange, RoutingEvent,
    RoutingEventKind, TicketPlace,
};
pub use skills::{DropSkills, Every, Needed, RelaxStep};
pub(crate) use view::{View, soonest};

use crate::error::{Error, Problem};

/// A shop's rules for its queue, compiled: immutable, shared by all threads. To
/// clone them copies nothing.
#[derive(Debug, Clone, Default)]
pub struct Routing {
    config: Arc<RoutingConfig>,
    /// For each boost the bit of its group; none for one without.
    groups: Arc<[u128]>,
}

impl Routing {
    /// Rules ready for use.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] with the first mistake;
    /// [`RoutingConfig::check`] tells all of them.
    pub fn new(config: RoutingConfig) -> Result<Self, Error> {
        match config.check().into_iter().next() {
            Some(Problem {
                path,
                message,
                hint,
                ..
            }) => Err(Error::InvalidInput {
                path,
                message,
                hint,
            }),
            None => Ok(Self::compile(config)),
        }
    }

    /// Of rules without mistakes.
    pub(crate) fn compile(config: RoutingConfig) -> Self {
        let mut bits: BTreeMap<&str, u128> = BTreeMap::new();
        let groups = config.boosts.iter().map(|boost| {
            let Some(group) = &boost.group else {
                return 0;
            };
            let next = 1u128.checked_shl(u32::try_from(bits.len()).unwrap_or(u32::MAX));
            *bits.entry(group).or_insert(next.unwrap_or(0))
        });
        let groups = groups.collect();
        Self {
            config: Arc::new(config),
            groups,
        }
    }

    /// The rules.
    pub fn config(&self) -> &RoutingConfig {
        &self.config
    }

    fn groups(&self) -> &[u128] {
        &self.groups
    }

    /// The channel's own target or that of all others, and which it was.
    fn default_target<'a>(&'a self, channel: &'a str) -> (&'a str, i64) {
        let targets = &self.config.default_target_s;
        match (targets.get(channel), targets.get("*")) {
            (Some(own), _) => (channel, *own),
            (None, Some(every)) => ("*", *every),
            (None, None) => ("*", 86_400),
        }
    }

    /// How much of an agent's capacity a ticket takes.
    fn weight(&self, item: &WorkItem) -> u64 {
        let of_channel = || self.config.channel_weight.get(&item.channel).copied();
        item.weight.or_else(of_channel).unwrap_or(1).into()
    }
}
