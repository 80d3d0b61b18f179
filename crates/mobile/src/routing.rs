//! The handles of a shop's rules for its queue and of its agents.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use deskcore::routing::staffing::{CoverageGap, WeekPlan};
use deskcore::routing::{Agent, Permission, QueueKey, RoutingEvent, WorkItem};
use deskcore::{Problem, border};

use crate::convert::{LocalDate, Zone};
use crate::desk::Desk;
use crate::error::{DeskcoreError, guarded};
use crate::ticket::Ticket;

/// A shop's rules for its queue, compiled: immutable, shared by all threads.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Eq, Hash, Display)]
pub struct Routing(pub(crate) deskcore::routing::Routing);

impl PartialEq for Routing {
    fn eq(&self, other: &Self) -> bool {
        self.0.config() == other.0.config()
    }
}

impl Eq for Routing {}

impl Hash for Routing {
    fn hash<H: Hasher>(&self, state: &mut H) {
        border::write(self.0.config())
            .unwrap_or_default()
            .hash(state);
    }
}

impl fmt::Display for Routing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Routing with {} boosts", self.0.config().boosts.len())
    }
}

#[uniffi::export]
impl Routing {
    /// Rules from their JSON: the `routing` part of a desk.json.
    ///
    /// Throws `InvalidInput` with the place of the first mistake.
    #[uniffi::constructor]
    pub fn from_json(json: &str) -> Result<Self, DeskcoreError> {
        guarded(|| deskcore::routing::Routing::new(border::read(json)?)).map(Self)
    }

    /// The rules as JSON, with what they leave out.
    pub fn to_json(&self) -> Result<String, DeskcoreError> {
        guarded(|| border::write(self.0.config()))
    }

    /// A ticket's place in the queue, lower first: when it is due, in epoch
    /// milliseconds, less what makes it come sooner. It depends on the ticket
    /// and the rules alone, never on the time.
    pub fn queue_key(&self, item: WorkItem) -> Result<i64, DeskcoreError> {
        guarded(|| Ok(self.0.queue_key(&item)))
    }

    /// What a key is made of.
    pub fn explain_queue_key(&self, item: WorkItem) -> Result<QueueKey, DeskcoreError> {
        guarded(|| Ok(self.0.explain_queue_key(&item)))
    }

    /// The ids of tickets in the order of the queue: by key, creation and id.
    ///
    /// Throws `InvalidInput` for an id that comes twice.
    pub fn order(&self, items: Vec<WorkItem>) -> Result<Vec<String>, DeskcoreError> {
        guarded(|| self.0.order(&items))
    }
}

/// The agents of a shop, compiled: immutable, shared by all threads.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Display)]
pub struct Roster(pub(crate) deskcore::routing::Roster);

impl fmt::Display for Roster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Roster of {} agents", self.0.agents().len())
    }
}

#[uniffi::export]
impl Roster {
    /// A roster of agents without calendars: see `Desk.roster` for those.
    ///
    /// Throws `InvalidInput` with the place, such as `/2/id`: an agent without
    /// an id or twice, a calendar, a limit that is no amount.
    #[uniffi::constructor]
    pub fn new(agents: Vec<Agent>) -> Result<Self, DeskcoreError> {
        guarded(|| deskcore::routing::Roster::new(agents, &BTreeMap::new())).map(Self)
    }

    /// The agents, in order of their ids.
    pub fn agents(&self) -> Result<Vec<Agent>, DeskcoreError> {
        guarded(|| Ok(self.0.agents().to_vec()))
    }

    /// Whether an agent may do something on their own: refund an amount, such
    /// as `49.90`, or issue a voucher of one.
    ///
    /// Throws `InvalidInput` for an agent who is not on the roster, and an
    /// amount that is no decimal.
    pub fn allowed(
        &self,
        action: &str,
        agent: &str,
        amount: &str,
        currency: &str,
    ) -> Result<Permission, DeskcoreError> {
        guarded(|| self.0.allowed(action, agent, amount, currency))
    }

    /// What is allowed in a roster and probably wrong for some rules: skills
    /// and teams that they ask for and nobody has, shifts that never come,
    /// nobody at all.
    pub fn lint(&self, routing: &Routing) -> Result<Vec<Problem>, DeskcoreError> {
        guarded(|| Ok(self.0.lint(routing.0.config())))
    }

    /// When fewer are on duty than a plan says, in the local week that holds
    /// a date, on a zone's wall clock.
    ///
    /// Throws `InvalidInput` for a plan of another length, and a date too near
    /// the end of all dates.
    pub fn coverage_gaps(
        &self,
        plan: WeekPlan,
        zone: Zone,
        week_of: LocalDate,
    ) -> Result<Vec<CoverageGap>, DeskcoreError> {
        guarded(|| self.0.coverage_gaps(&plan, zone, week_of))
    }
}

#[uniffi::export]
impl Desk {
    /// The desk's rules for its queue.
    pub fn routing(&self) -> Result<Arc<Routing>, DeskcoreError> {
        guarded(|| Ok(Arc::new(Routing(self.0.routing().clone()))))
    }

    /// What a ticket's `queueKey` is made of.
    pub fn explain_queue_key(&self, ticket: &Ticket) -> Result<QueueKey, DeskcoreError> {
        guarded(|| Ok(self.0.explain_queue_key(&ticket.0)))
    }

    /// A ticket as far as its place in the queue and who may do it go: its
    /// clocks are those that run, its skills, and its team when it has none,
    /// those that the desk's `needed` says, its owner whoever it is assigned
    /// to.
    pub fn work_item(&self, ticket: &Ticket) -> Result<WorkItem, DeskcoreError> {
        guarded(|| Ok(self.0.work_item(&ticket.0)))
    }

    /// A roster whose agents may name the desk's calendars.
    ///
    /// Throws as `Roster`, and for a calendar that the desk does not have.
    pub fn roster(&self, agents: Vec<Agent>) -> Result<Arc<Roster>, DeskcoreError> {
        guarded(|| Ok(Arc::new(Roster(self.0.roster(agents)?))))
    }

    /// The tags that a customer's message asks for by the desk's keywords,
    /// such as `angry`: add those that are right with a `details` event.
    pub fn keyword_tags(&self, message: &str) -> Result<Vec<String>, DeskcoreError> {
        guarded(|| Ok(self.0.keyword_tags(message)))
    }
}

/// Reads a list of agents that was stored, or that another system sent.
#[uniffi::export]
pub fn agents_from_json(json: &str) -> Result<Vec<Agent>, DeskcoreError> {
    guarded(|| border::read(json))
}

/// Reads a ticket of another system, as far as its place in the queue goes.
#[uniffi::export]
pub fn work_item_from_json(json: &str) -> Result<WorkItem, DeskcoreError> {
    guarded(|| border::read(json))
}

/// Reads a list of what happened to a router.
#[uniffi::export]
pub fn routing_events_from_json(json: &str) -> Result<Vec<RoutingEvent>, DeskcoreError> {
    guarded(|| border::read(json))
}
