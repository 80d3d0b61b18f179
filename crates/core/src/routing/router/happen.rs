//! What events and absences do to tickets.

use serde_json::{Map, Value};

use super::{AssignReason, Held, Id, RequeueReason, Router, RoutingChange, RoutingEvent};
use super::{RoutingEventKind as Kind, TicketNow};
use crate::border;
use crate::error::Error;
use crate::routing::{AgentStatus, WorkItem};
use crate::wording::join;

/// A ticket with some fields set; null removes one.
fn changed(item: &WorkItem, set: &Map<String, Value>) -> Result<WorkItem, Error> {
    let fields = serde_json::to_value(item).unwrap_or_default();
    let Value::Object(mut fields) = fields else {
        return Err(Error::invalid("", "no record"));
    };
    for (name, value) in set {
        match value {
            Value::Null => fields.remove(name),
            value => fields.insert(name.clone(), value.clone()),
        };
    }
    border::read_value(&Value::Object(fields))
}

impl Router {
    /// Everything that could refuse events.
    pub(super) fn check(&self, events: &[RoutingEvent]) -> Result<(), Error> {
        let mut now = self.now;
        for (index, event) in events.iter().enumerate() {
            let place = join("", &index.to_string());
            if event.at_ms < now {
                let message = format!("{} is before {now}: expected order of time", event.at_ms);
                return Err(Error::invalid(join(&place, "at_ms"), message));
            }
            now = event.at_ms;
            match &event.kind {
                Kind::Assign { agent, .. } | Kind::AgentStatus { agent, .. } => {
                    self.roster.known(agent, &join(&place, "agent"))?;
                }
                Kind::TicketNew { ticket } => {
                    check_item(ticket).map_err(|error| in_place(&join(&place, "ticket"), error))?;
                }
                Kind::TicketUpdate { set, .. } => {
                    let place = join(&place, "set");
                    if let Some(name) = ["id", "channel"].into_iter().find(|name| {
                        set.get(*name)
                            .is_some_and(|value| *name == "id" || value.is_null())
                    }) {
                        let message = "a ticket keeps its id, and has a channel";
                        return Err(Error::invalid(join(&place, name), message));
                    }
                    let set = set.clone().into_iter().collect();
                    changed(&WorkItem::new("-", "-"), &set)
                        .and_then(|item| check_item(&item))
                        .map_err(|error| in_place(&place, error))?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    pub(super) fn happen(&mut self, kind: &Kind, changes: &mut Vec<RoutingChange>) {
        match kind {
            Kind::TicketNew { ticket } => {
                let id: Id = (&*ticket.id).into();
                if !self.tickets.contains_key(&id) {
                    let ticket = self.ticket(ticket.clone(), self.now);
                    self.put(id.clone(), ticket);
                    self.demote(&id, changes);
                }
            }
            Kind::TicketUpdate { ticket, set } => {
                let id: Id = (&**ticket).into();
                let set = set.clone().into_iter().collect();
                let item = self
                    .tickets
                    .get(&id)
                    .map(|ticket| changed(&ticket.item, &set));
                if let Some(Ok(mut item)) = item {
                    self.change_item(&id, |before| {
                        item.created_at_ms = item.created_at_ms.or(before.created_at_ms);
                        *before = item;
                    });
                    self.demote(&id, changes);
                }
            }
            Kind::TicketDone { ticket } => {
                self.take_out(&(&**ticket).into());
            }
            Kind::TicketPause { ticket } => self.change_place(ticket, |ticket| {
                ticket.paused = true;
                if let Some(held) = &mut ticket.held {
                    held.accepted = true;
                }
            }),
            Kind::TicketResume { ticket } => self.resume(ticket, changes),
            Kind::Accept { ticket, agent } => {
                let agent = self.roster.place(agent);
                self.change_place(ticket, |ticket| {
                    if let Some(held) = ticket.held.as_mut().filter(|h| Some(h.agent) == agent) {
                        held.accepted = true;
                    }
                });
            }
            Kind::Decline { ticket, agent } => {
                let id: Id = (&**ticket).into();
                let agent = self.roster.place(agent);
                let has = |ticket: &TicketNow| ticket.held.as_ref().map(|held| held.agent);
                let ticket = self.tickets.get(&id).filter(|ticket| !ticket.paused);
                if ticket.and_then(has).is_some_and(|has| Some(has) == agent) {
                    self.put_back(&id, RequeueReason::Declined, changes);
                }
            }
            Kind::Assign { ticket, agent } => {
                let id: Id = (&**ticket).into();
                if let Some(agent) = self.roster.place(agent) {
                    self.change_place(ticket, |ticket| ticket.paused = false);
                    self.assign(&id, agent, AssignReason::Manual, changes);
                }
            }
            Kind::AgentStatus { agent, status } => {
                if let Some(place) = self.roster.place(agent) {
                    self.set_status(place, *status);
                }
            }
        }
    }

    fn set_status(&mut self, place: usize, status: AgentStatus) {
        let now = self.now;
        let Some(agent) = self
            .agents
            .get_mut(place)
            .filter(|agent| agent.status != status)
        else {
            return;
        };
        agent.status = status;
        agent.since = now;
        let held: Vec<Id> = agent.held.iter().cloned().collect();
        self.judge(place);
        for id in held {
            self.set_timer(&id);
        }
    }

    /// Changes where a ticket is: takes it out, and puts it where it belongs.
    fn change_place(&mut self, id: &str, change: impl FnOnce(&mut TicketNow)) {
        let id: Id = id.into();
        if let Some(mut ticket) = self.take_out(&id) {
            change(&mut ticket);
            self.put(id, ticket);
        }
    }

    fn resume(&mut self, id: &str, changes: &mut Vec<RoutingChange>) {
        let id: Id = id.into();
        let Some(ticket) = self.tickets.get(&id).filter(|ticket| ticket.paused) else {
            return;
        };
        let (now, requeue) = (self.now, self.routing.config().requeue_on_resume);
        let agent = ticket.held.as_ref().map(|held| held.agent);
        let agent = agent.and_then(|agent| self.agents.get(agent));
        let absent = agent
            .is_some_and(|agent| agent.status != AgentStatus::Online || agent.shift_ends.is_none());
        let waits = agent.is_none();
        self.change_place(&id, |ticket| {
            ticket.paused = false;
            if waits {
                ticket.queued_at = now;
            }
        });
        if absent && requeue {
            self.put_back(&id, RequeueReason::ResumeAgentAbsent, changes);
        }
    }

    pub(super) fn assign(
        &mut self,
        id: &Id,
        agent: usize,
        reason: AssignReason,
        changes: &mut Vec<RoutingChange>,
    ) {
        let Some(mut ticket) = self.take_out(id) else {
            return;
        };
        self.last_seq = self.last_seq.saturating_add(1);
        if let Some(agent) = self.agents.get_mut(agent) {
            agent.last_assigned_seq = self.last_seq;
        }
        let timeouts = &self.routing.config().accept_timeout_s;
        let waits = reason != AssignReason::Manual && timeouts.contains_key(&ticket.item.channel);
        ticket.held = Some(Held {
            agent,
            assigned_at: self.now,
            accepted: !waits,
        });
        self.put(id.clone(), ticket);
        changes.push(RoutingChange::Assigned {
            at_ms: self.now,
            ticket: id.to_string(),
            agent: self.name(agent),
            reason,
        });
    }

    fn name(&self, agent: usize) -> String {
        let agent = self.roster.agent(agent);
        agent.map(|agent| agent.id.clone()).unwrap_or_default()
    }

    /// Puts a ticket into the queue again.
    fn put_back(&mut self, id: &Id, reason: RequeueReason, changes: &mut Vec<RoutingChange>) {
        let Some(mut ticket) = self.take_out(id) else {
            return;
        };
        let Some(held) = ticket.held.take() else {
            return self.put(id.clone(), ticket);
        };
        let agent = self.name(held.agent);
        match reason {
            RequeueReason::NotAccepted | RequeueReason::Declined => {
                ticket.declined.insert(held.agent);
            }
            _ => ticket.item.owner = Some(agent.clone()),
        }
        ticket.queued_at = self.now;
        self.put(id.clone(), ticket);
        changes.push(RoutingChange::Requeued {
            at_ms: self.now,
            ticket: id.to_string(),
            agent,
            reason,
        });
    }

    /// When a ticket that was not accepted goes back.
    pub(super) fn gives_up_at(&self, ticket: &TicketNow) -> Option<i64> {
        let held = ticket.held.as_ref().filter(|held| !held.accepted)?;
        let timeouts = &self.routing.config().accept_timeout_s;
        let timeout = timeouts.get(&ticket.item.channel)?.saturating_mul(1000);
        Some(held.assigned_at.saturating_add(timeout))
    }

    pub(super) fn give_up_waiting(&mut self, id: &Id, changes: &mut Vec<RoutingChange>) {
        let ticket = self.tickets.get(id);
        let at = ticket.and_then(|ticket| self.gives_up_at(ticket));
        if at.is_some_and(|at| at <= self.now) {
            self.put_back(id, RequeueReason::NotAccepted, changes);
        }
    }

    /// When a ticket is taken from an agent who is not there.
    pub(super) fn taken_at(&self, ticket: &TicketNow) -> Option<(i64, RequeueReason)> {
        let held = ticket.held.as_ref().filter(|_| !ticket.paused)?;
        let agent = self.agents.get(held.agent)?;
        let rule = &self.routing.config().reassign;
        let (after_s, reason) = match agent.status {
            AgentStatus::Online => return None,
            AgentStatus::Away => (rule.away_after_s, RequeueReason::AgentAway),
            AgentStatus::Offline => (rule.offline_after_s, RequeueReason::AgentOffline),
        };
        let at_once = agent.status == AgentStatus::Offline
            && held.assigned_at <= agent.since
            && rule.immediate_channels.contains(&ticket.item.channel);
        if at_once {
            return Some((agent.since, reason));
        }
        let since = agent.since.max(held.assigned_at);
        let at = since.saturating_add(after_s?.saturating_mul(1000));
        Some((at, reason))
    }

    pub(super) fn take_from_absent(&mut self, changes: &mut Vec<RoutingChange>) {
        let absent: Vec<usize> = self.absent.iter().copied().collect();
        for place in absent {
            let held = self.agents.get(place).map(|agent| agent.held.clone());
            for id in held.into_iter().flatten() {
                let ticket = self.tickets.get(&id);
                let taken = ticket.and_then(|ticket| self.taken_at(ticket));
                if let Some((_, reason)) = taken.filter(|(at, _)| *at <= self.now) {
                    self.put_back(&id, reason, changes);
                }
            }
        }
    }
}

fn check_item(item: &WorkItem) -> Result<(), Error> {
    if item.id.is_empty() {
        return Err(Error::invalid("/id", "an id that is empty"));
    }
    match item.weight {
        Some(0) => Err(Error::invalid("/weight", "0: expected 1 or more")),
        _ => Ok(()),
    }
}

/// An error of a part, by its place in the whole.
fn in_place(place: &str, error: Error) -> Error {
    match error {
        Error::InvalidInput {
            path,
            message,
            hint,
        } => Error::InvalidInput {
            path: format!("{place}{path}"),
            message,
            hint,
        },
        other => other,
    }
}
