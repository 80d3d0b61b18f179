//! Tickets and agents in memory: who takes what, and when.

mod choice;
mod estimate;
mod event;
mod explain;
mod happen;
mod state;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

pub use event::{AssignReason, RequeueReason, RoutingChange, RoutingEvent, RoutingEventKind};
pub use explain::{
    AgentVerdict, AssignmentExplanation, Obstacle, Passed, PassedWhy, Pull, TicketPlace,
};
pub use state::{AgentState, RoutedTicket, RouterState};

use super::set::AgentSet;
use super::{AgentStatus, Roster, Routing, WorkItem};
use crate::error::Error;

type Id = Arc<str>;

/// Tickets and agents in memory: gives each ticket to whoever is best for it,
/// as soon as somebody can take it.
///
/// A router does what is to be done at an instant in this order: what
/// happened, in the order in which it is told; work that was not accepted in
/// time goes back; work of agents who are not there goes back; and the queue
/// is gone through in order, each ticket given out if somebody can take it.
/// It reads no clock: tell it the time, at the latest at
/// [`next_wake_up`](Self::next_wake_up). Telling it more often changes nothing.
///
/// ```
/// use deskcore::routing::{Roster, Router, Routing, RoutingChange, RoutingEvent};
///
/// let roster = Roster::from_json(r#"[
///     {"id": "ioana", "capacity": 1, "languages": {"ro": 3}},
///     {"id": "marco", "capacity": 1, "languages": {"it": 3}}
/// ]"#)?;
/// let mut router = Router::new(&Routing::default(), &roster, 1_795_600_000_000);
/// let arrival: RoutingEvent = serde_json::from_str(
///     r#"{"at_ms": 1795600000000, "type": "ticket_new", "ticket": {"id": "A-17", "channel": "email", "language": "it-CH"}}"#,
/// )?;
/// let changes = router.apply(&[arrival])?;
/// assert!(matches!(&changes[0], RoutingChange::Assigned { agent, .. } if agent == "marco"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Router {
    routing: Routing,
    roster: Roster,
    now: i64,
    agents: Vec<AgentNow>,
    /// Those who have room for something.
    open: AgentSet,
    /// Those who are not online and have tickets.
    absent: BTreeSet<usize>,
    tickets: BTreeMap<Id, TicketNow>,
    /// By key, creation and id.
    queue: BTreeSet<(i64, i64, Id)>,
    timers: BTreeSet<(i64, Timer)>,
    last_seq: u64,
}

/// Whose time comes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Timer {
    Agent(usize),
    Ticket(Id),
}

#[derive(Debug, Clone)]
struct AgentNow {
    status: AgentStatus,
    since: i64,
    last_assigned_seq: u64,
    used: u64,
    /// What counts against their capacity.
    active: BTreeSet<Id>,
    /// Everything that they have.
    held: BTreeSet<Id>,
    /// Of what is active, how much of each channel.
    by_channel: BTreeMap<String, u32>,
    /// Of what is active, how much takes an agent whole.
    exclusive: u32,
    /// The end of the shift that goes on.
    shift_ends: Option<i64>,
    timer: Option<i64>,
}

#[derive(Debug, Clone)]
struct TicketNow {
    item: WorkItem,
    key: i64,
    weight: u64,
    queued_at: i64,
    held: Option<Held>,
    paused: bool,
    declined: BTreeSet<usize>,
    timer: Option<i64>,
}

impl TicketNow {
    fn created_at(&self) -> i64 {
        self.item.created_at_ms.unwrap_or_default()
    }

    fn is_queued(&self) -> bool {
        self.held.is_none() && !self.paused
    }
}

/// Who has a ticket.
#[derive(Debug, Clone)]
struct Held {
    agent: usize,
    assigned_at: i64,
    accepted: bool,
}

impl Router {
    /// A router without tickets, at an instant in epoch milliseconds.
    pub fn new(routing: &Routing, roster: &Roster, start_ms: i64) -> Self {
        let agents = roster.agents();
        let last = agents.iter().map(|agent| agent.last_assigned_seq).max();
        let mut router = Self {
            agents: agents
                .iter()
                .map(|agent| AgentNow {
                    status: agent.status,
                    since: start_ms,
                    last_assigned_seq: agent.last_assigned_seq,
                    used: 0,
                    active: BTreeSet::new(),
                    held: BTreeSet::new(),
                    by_channel: BTreeMap::new(),
                    exclusive: 0,
                    shift_ends: None,
                    timer: None,
                })
                .collect(),
            open: AgentSet::none_of(agents.len()),
            absent: BTreeSet::new(),
            routing: routing.clone(),
            roster: roster.clone(),
            now: start_ms,
            tickets: BTreeMap::new(),
            queue: BTreeSet::new(),
            timers: BTreeSet::new(),
            last_seq: last.unwrap_or(0),
        };
        for place in 0..router.agents.len() {
            router.turn_shift(place);
        }
        router
    }

    /// The instant up to which everything is done, in epoch milliseconds.
    pub fn now_ms(&self) -> i64 {
        self.now
    }

    /// The first instant after now at which anything can change by time
    /// alone; never when there is none.
    pub fn next_wake_up(&self) -> Option<i64> {
        self.timers.first().map(|(at, _)| *at)
    }

    /// Takes what happened, and does all that comes of it up to the last of
    /// it. Everything that happened at one instant is told in one call, or
    /// what was told first is acted on first.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] with the place, nothing being done: events out
    /// of order or before now, agents that are not on the roster, fields that
    /// no ticket has.
    pub fn apply(&mut self, events: &[RoutingEvent]) -> Result<Vec<RoutingChange>, Error> {
        self.check(events)?;
        let mut changes = Vec::new();
        for together in events.chunk_by(|a, b| a.at_ms == b.at_ms) {
            let Some(at) = together.first().map(|event| event.at_ms) else {
                continue;
            };
            self.run_before(at, &mut changes);
            self.instant(at, together, &mut changes);
        }
        Ok(changes)
    }

    /// Lets time run up to an instant, in epoch milliseconds.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for one before now.
    pub fn advance(&mut self, to_ms: i64) -> Result<Vec<RoutingChange>, Error> {
        if to_ms < self.now {
            let message = format!("{to_ms} is before {}: expected time to go on", self.now);
            return Err(Error::invalid("", message));
        }
        let mut changes = Vec::new();
        self.run_before(to_ms, &mut changes);
        self.instant(to_ms, &[], &mut changes);
        Ok(changes)
    }

    /// The tickets that wait, in order, with their keys.
    pub fn queue(&self) -> impl Iterator<Item = (&str, i64)> {
        self.queue.iter().map(|(key, _, id)| (&**id, *key))
    }

    fn run_before(&mut self, at: i64, changes: &mut Vec<RoutingChange>) {
        while let Some(next) = self.next_wake_up().filter(|next| *next < at) {
            self.instant(next, &[], changes);
        }
    }

    /// Everything that is to be done at an instant.
    fn instant(&mut self, at: i64, events: &[RoutingEvent], changes: &mut Vec<RoutingChange>) {
        self.now = at;
        let mut due = BTreeSet::new();
        while self.next_wake_up().is_some_and(|next| next <= at) {
            match self.timers.pop_first() {
                Some((_, Timer::Agent(place))) => {
                    if let Some(agent) = self.agents.get_mut(place) {
                        agent.timer = None;
                    }
                    self.turn_shift(place);
                }
                Some((_, Timer::Ticket(id))) => {
                    if let Some(ticket) = self.tickets.get_mut(&id) {
                        ticket.timer = None;
                    }
                    due.insert(id);
                }
                None => break,
            }
        }
        for event in events {
            self.happen(&event.kind, changes);
            // On another channel its time may have come already.
            if let RoutingEventKind::TicketUpdate { ticket, .. } = &event.kind {
                due.insert(ticket.as_str().into());
            }
        }
        for id in &due {
            self.demote(id, changes);
            self.give_up_waiting(id, changes);
        }
        self.take_from_absent(changes);
        for id in &due {
            self.set_timer(id);
        }
        self.give_out(changes);
    }

    /// Gives out what somebody can take, in order.
    fn give_out(&mut self, changes: &mut Vec<RoutingChange>) {
        let mut last = None;
        while !self.open.is_empty() {
            let after = last.as_ref().map_or(Bound::Unbounded, Bound::Excluded);
            let Some(next) = self.queue.range((after, Bound::Unbounded)).next().cloned() else {
                break;
            };
            let ticket = self.tickets.get(&next.2);
            if let Some((agent, reason)) = ticket.and_then(|ticket| self.taker(ticket)) {
                self.assign(&next.2, agent, reason, changes);
            }
            last = Some(next);
        }
    }

    /// Puts a ticket back behind others once its target is missed.
    fn demote(&mut self, id: &Id, changes: &mut Vec<RoutingChange>) {
        let demotion = self.demotes_at(id);
        if demotion.is_none_or(|at| at > self.now) {
            return;
        }
        self.change_item(id, |item| item.demoted = true);
        let key = self.tickets.get(id).map_or(0, |ticket| ticket.key);
        changes.push(RoutingChange::Demoted {
            at_ms: self.now,
            ticket: id.to_string(),
            key,
        });
    }

    /// When a ticket's target is missed, where that puts it back.
    fn demotes_at(&self, id: &Id) -> Option<i64> {
        let item = &self.tickets.get(id)?.item;
        let rule = &self.routing.config().demote_missed;
        let applies = rule.seconds > 0 && !item.demoted && rule.channels.contains(&item.channel);
        let due = item.due_ms.values().flatten().min();
        applies.then(|| due.map(|due| due.saturating_add(1)))?
    }

    /// Changes what is known of a ticket, and everything that follows.
    fn change_item(&mut self, id: &Id, change: impl FnOnce(&mut WorkItem)) {
        let Some(mut ticket) = self.take_out(id) else {
            return;
        };
        change(&mut ticket.item);
        ticket.key = self.routing.queue_key(&ticket.item);
        ticket.weight = self.routing.weight(&ticket.item);
        self.put(id.clone(), ticket);
    }

    fn ticket(&self, mut item: WorkItem, queued_at: i64) -> TicketNow {
        item.created_at_ms.get_or_insert(queued_at);
        TicketNow {
            key: self.routing.queue_key(&item),
            weight: self.routing.weight(&item),
            item,
            queued_at,
            held: None,
            paused: false,
            declined: BTreeSet::new(),
            timer: None,
        }
    }

    /// Takes a ticket out of everything that counts it.
    fn take_out(&mut self, id: &Id) -> Option<TicketNow> {
        let mut ticket = self.tickets.remove(id)?;
        if let Some(at) = ticket.timer.take() {
            self.timers.remove(&(at, Timer::Ticket(id.clone())));
        }
        if ticket.is_queued() {
            self.queue
                .remove(&(ticket.key, ticket.created_at(), id.clone()));
        }
        if let Some(held) = &ticket.held {
            self.count(held.agent, id, &ticket, false);
        }
        Some(ticket)
    }

    /// Puts a ticket where it belongs.
    fn put(&mut self, id: Id, ticket: TicketNow) {
        if ticket.is_queued() {
            self.queue
                .insert((ticket.key, ticket.created_at(), id.clone()));
        }
        if let Some(held) = &ticket.held {
            self.count(held.agent, &id, &ticket, true);
        }
        self.tickets.insert(id.clone(), ticket);
        self.set_timer(&id);
    }

    /// Counts a ticket for or against its agent.
    fn count(&mut self, place: usize, id: &Id, ticket: &TicketNow, has: bool) {
        let config = self.routing.config();
        let exclusive = config.exclusive_channels.contains(&ticket.item.channel);
        let is_active = !ticket.paused || !config.pause_frees_capacity;
        let Some(agent) = self.agents.get_mut(place) else {
            return;
        };
        if has {
            agent.held.insert(id.clone());
        } else {
            agent.held.remove(id);
        }
        if is_active {
            let channel = &ticket.item.channel;
            let number = match agent.by_channel.get_mut(channel) {
                Some(number) => number,
                None => agent.by_channel.entry(channel.clone()).or_insert(0),
            };
            if has {
                agent.active.insert(id.clone());
                agent.used = agent.used.saturating_add(ticket.weight);
                *number = number.saturating_add(1);
                agent.exclusive = agent.exclusive.saturating_add(exclusive.into());
            } else {
                agent.active.remove(id);
                agent.used = agent.used.saturating_sub(ticket.weight);
                *number = number.saturating_sub(1);
                agent.exclusive = agent.exclusive.saturating_sub(exclusive.into());
            }
        }
        self.judge(place);
    }

    /// Whether an agent is online, in a shift that does not end soon.
    fn is_there(&self, place: usize) -> bool {
        let wind_down = self.routing.config().wind_down_s.saturating_mul(1000);
        let lasts = |end: i64| end == i64::MAX || self.now.saturating_add(wind_down) < end;
        self.agents.get(place).is_some_and(|agent| {
            agent.status == AgentStatus::Online && agent.shift_ends.is_some_and(lasts)
        })
    }

    /// Whether an agent has room for anything now, and is absent with work.
    fn judge(&mut self, place: usize) {
        let (Some(now), Some(agent)) = (self.agents.get(place), self.roster.agent(place)) else {
            return;
        };
        let room = now.used < agent.capacity.into() && now.exclusive == 0;
        self.open.put(place, room && self.is_there(place));
        if now.status == AgentStatus::Online || now.held.is_empty() {
            self.absent.remove(&place);
        } else {
            self.absent.insert(place);
        }
    }

    /// What an agent's shifts say now, and when they say something else.
    fn turn_shift(&mut self, place: usize) {
        let at = self.now;
        let wind_down = self.routing.config().wind_down_s.saturating_mul(1000);
        let shifts = self.roster.shifts(place);
        let ends = shifts.end_at(at);
        let next = ends.filter(|end| *end < i64::MAX).into_iter();
        let next = next.flat_map(|end| [end.saturating_sub(wind_down), end]);
        let next = next
            .chain(shifts.next_start(at))
            .filter(|next| *next > at)
            .min();
        if let Some(agent) = self.agents.get_mut(place) {
            agent.shift_ends = ends;
            let before = std::mem::replace(&mut agent.timer, next);
            if let Some(before) = before {
                self.timers.remove(&(before, Timer::Agent(place)));
            }
            self.timers
                .extend(next.map(|next| (next, Timer::Agent(place))));
        }
        self.judge(place);
    }

    /// When time alone next does something to a ticket.
    fn set_timer(&mut self, id: &Id) {
        let next = self.next_of(id);
        let Some(ticket) = self.tickets.get_mut(id) else {
            return;
        };
        let before = std::mem::replace(&mut ticket.timer, next);
        if before == next {
            return;
        }
        if let Some(before) = before {
            self.timers.remove(&(before, Timer::Ticket(id.clone())));
        }
        self.timers
            .extend(next.map(|next| (next, Timer::Ticket(id.clone()))));
    }

    fn next_of(&self, id: &Id) -> Option<i64> {
        let ticket = self.tickets.get(id)?;
        let config = self.routing.config();
        let demoted = self.demotes_at(id);
        let later = self.now.saturating_add(1);
        let given_up = || self.gives_up_at(ticket).map(|at| at.max(later));
        let taken = || self.taken_at(ticket).map(|(at, _)| at.max(later));
        let waits = ticket.is_queued().then(|| {
            let relaxed = config.relax.iter().map(|step| step.after_s);
            let team = ticket
                .item
                .team
                .as_ref()
                .and_then(|team| config.teams.get(team));
            let overflow = team.into_iter().flat_map(|team| &team.overflow);
            let waits = relaxed
                .chain(overflow.map(|step| step.after_s))
                .chain([config.sticky_wait_s]);
            waits
                .map(|after| ticket.queued_at.saturating_add(after.saturating_mul(1000)))
                .filter(|at| *at > self.now)
                .min()
        });
        [
            demoted.map(|at| at.max(later)),
            given_up(),
            taken(),
            waits.flatten(),
        ]
        .into_iter()
        .flatten()
        .min()
    }
}
