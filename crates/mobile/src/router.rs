//! The handle of a router.

use std::fmt;
use std::sync::Mutex;

use deskcore::routing::wait::WaitEstimate;
use deskcore::routing::{
    AssignReason, AssignmentExplanation, Pull, RouterState, RoutingChange, RoutingEvent, WorkItem,
};
use deskcore::{Error, border};

use crate::error::{DeskcoreError, guarded, locked};
use crate::routing::{Roster, Routing};

/// Tickets and agents in memory: gives each ticket to whoever is best for it,
/// as soon as somebody can take it.
///
/// It reads no clock: tell it the time, at the latest at `nextWakeUp`. It
/// changes in place. All threads may share it: one call at a time is served.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct Router(Mutex<deskcore::routing::Router>);

impl fmt::Debug for Router {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Router")
    }
}

/// A ticket that waits.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Waiting {
    /// Its id.
    pub ticket: String,
    /// Its place in the queue, lower first.
    pub key: i64,
}

/// Who would take a ticket.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Taker {
    /// Id of the agent.
    pub agent: String,
    /// Why they would.
    pub reason: AssignReason,
}

#[uniffi::export]
impl Router {
    /// A router without tickets, at an instant in epoch milliseconds.
    #[uniffi::constructor]
    pub fn new(routing: &Routing, roster: &Roster, start_ms: i64) -> Result<Self, DeskcoreError> {
        guarded(|| {
            let router = deskcore::routing::Router::new(&routing.0, &roster.0, start_ms);
            Ok(Self(router.into()))
        })
    }

    /// A router as it was, or of what a database holds. Nothing happens yet:
    /// `advance` to the same instant gives out what waits.
    ///
    /// Throws `InvalidInput` with the place: agents that are not on the
    /// roster, tickets without an id or twice.
    #[uniffi::constructor]
    pub fn restore(
        routing: &Routing,
        roster: &Roster,
        state: RouterState,
    ) -> Result<Self, DeskcoreError> {
        guarded(|| {
            let router = deskcore::routing::Router::restore(&routing.0, &roster.0, &state)?;
            Ok(Self(router.into()))
        })
    }

    /// Takes what happened, and does all that comes of it up to the last of
    /// it. Everything that happened at one instant is told in one call, or
    /// what was told first is acted on first.
    ///
    /// Throws `InvalidInput` with the place, nothing being done: events out of
    /// order or before now, agents that are not on the roster, fields that no
    /// ticket has.
    pub fn apply(&self, events: Vec<RoutingEvent>) -> Result<Vec<RoutingChange>, DeskcoreError> {
        locked(&self.0, |router| router.apply(&events))
    }

    /// Lets time run up to an instant, in epoch milliseconds.
    ///
    /// Throws `InvalidInput` for one before now.
    pub fn advance(&self, to_ms: i64) -> Result<Vec<RoutingChange>, DeskcoreError> {
        locked(&self.0, |router| router.advance(to_ms))
    }

    /// The first instant after now at which anything can change by time
    /// alone; never when there is none.
    pub fn next_wake_up(&self) -> Result<Option<i64>, DeskcoreError> {
        locked(&self.0, |router| Ok(router.next_wake_up()))
    }

    /// The instant up to which everything is done, in epoch milliseconds.
    pub fn now_ms(&self) -> Result<i64, DeskcoreError> {
        locked(&self.0, |router| Ok(router.now_ms()))
    }

    /// The tickets that wait, in order.
    pub fn queue(&self) -> Result<Vec<Waiting>, DeskcoreError> {
        let waiting = |(ticket, key): (&str, i64)| Waiting {
            ticket: ticket.to_owned(),
            key,
        };
        locked(&self.0, |router| Ok(router.queue().map(waiting).collect()))
    }

    /// Everything that it knows now: what `restore` takes.
    pub fn state(&self) -> Result<RouterState, DeskcoreError> {
        locked(&self.0, |router| Ok(router.state()))
    }

    /// Where a ticket is, who would take it now, and why nobody else.
    ///
    /// Throws `InvalidInput` for a ticket that the router does not have.
    pub fn explain(&self, ticket: &str) -> Result<AssignmentExplanation, DeskcoreError> {
        locked(&self.0, |router| router.explain(ticket))
    }

    /// Who would take a ticket that waits, and why: the answer of `explain`
    /// without the reasons, so that it is quick.
    ///
    /// Throws as `explain`.
    pub fn agent_for(&self, ticket: &str) -> Result<Option<Taker>, DeskcoreError> {
        locked(&self.0, |router| {
            let taker = router.agent_for(ticket)?;
            Ok(taker.map(|(agent, reason)| Taker { agent, reason }))
        })
    }

    /// How long a ticket would wait if it came now, by the times in seconds that
    /// recent ones took.
    ///
    /// Throws `InvalidInput` for a time that is out of range.
    pub fn estimate_wait(
        &self,
        item: WorkItem,
        service_times_s: Vec<f64>,
    ) -> Result<WaitEstimate, DeskcoreError> {
        locked(&self.0, |router| {
            router.estimate_wait(&item, &service_times_s)
        })
    }

    /// What an agent who asks for work takes next: the first ticket that goes
    /// back to them, or that waits for nobody else and that they can do.
    /// Nothing is changed: tell it with an `assign` event.
    ///
    /// Throws `InvalidInput` for an agent who is not on the roster.
    pub fn next_for_agent(&self, agent: &str) -> Result<Pull, DeskcoreError> {
        locked(&self.0, |router| router.next_for_agent(agent))
    }
}

/// Reads what a router knew, as `routerStateToJson` wrote it.
#[uniffi::export]
pub fn router_state_from_json(json: &str) -> Result<RouterState, DeskcoreError> {
    guarded(|| serde_json::from_str(json).map_err(|error| Error::invalid("", error.to_string())))
}

/// What a router knows as JSON: to store it.
#[uniffi::export]
pub fn router_state_to_json(state: RouterState) -> Result<String, DeskcoreError> {
    guarded(|| border::write(&state))
}
