//! One event, or the passing of time, on one ticket.

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::{ClockRef, CompiledPolicy, Desk, Effect, EffectKind, Ticket};
use crate::error::Error;
use crate::sla::{Alert, AlertKind, Clocks, Start, Terms};
use crate::ticket::{Event, EventKind, Facts, Opening, PublicMessage, Status, Transition};
use crate::time::{Calendar, instant};

/// Bytes of an id.
const MOST_ID: usize = 256;

/// Tags, fields and merged tickets that a ticket may have.
const MOST_ENTRIES: usize = 256;

fn invalid(path: &str, message: impl Into<String>) -> Error {
    Error::InvalidInput {
        path: path.into(),
        message: message.into(),
    }
}

fn check_id(path: &str, id: &str) -> Result<(), Error> {
    match id.len() {
        1..=MOST_ID => Ok(()),
        len => Err(invalid(
            path,
            format!("the id has {len} bytes: expected 1 to {MOST_ID}"),
        )),
    }
}

fn check_instant(path: &str, at: DateTime<Utc>) -> Result<DateTime<Utc>, Error> {
    if (1..=9999).contains(&at.year()) {
        Ok(instant::truncate(at))
    } else {
        Err(invalid(
            path,
            format!("the year is {}: expected 1 to 9999", at.year()),
        ))
    }
}

fn check_facts(facts: &Facts) -> Result<(), Error> {
    for (path, entries) in [("/tags", facts.tags.len()), ("/fields", facts.fields.len())] {
        if entries > MOST_ENTRIES {
            let message = format!("{entries} entries: expected {MOST_ENTRIES} at most");
            return Err(invalid(path, message));
        }
    }
    Ok(())
}

/// What an event does, found before anything is changed.
enum Plan {
    /// The ticket takes it, and stands so afterwards.
    Take(Status),
    /// The ticket stays as it is; the message goes elsewhere.
    PassOn,
}

impl Desk {
    pub(super) fn begin(&self, opening: &Opening) -> Result<(Ticket, Vec<Effect>), Error> {
        check_id("/id", &opening.id)?;
        check_facts(&opening.facts)?;
        let at = check_instant("/at", opening.at)?;
        let mut ticket = Ticket::begin(opening, at);
        let chosen = self.choose(&ticket.facts);
        ticket.set_policy(chosen.map(|policy| &policy.reference));
        if ticket.status.is_done() {
            ticket.solved_at = Some(at);
        }
        let start = Start {
            customer_waits: opening.customer_waits(),
            begins_with_reply: opening.begins_with_reply(),
        };
        // Nothing has been counted yet, so no target can be missed already.
        ticket.clocks = Clocks::open(at, start, &self.terms(&ticket, chosen), |_| {});
        let mut effects = Vec::new();
        self.run_time(&mut ticket, at, chosen, &mut effects);
        ticket.due_at = ticket.clocks.next_at();
        Ok((ticket, effects))
    }

    pub(super) fn take(&self, ticket: &mut Ticket, event: &Event) -> Result<Vec<Effect>, Error> {
        if ticket.has_seen(&event.id) {
            return Ok(Vec::new());
        }
        let at = check_instant("/at", event.at)?;
        let plan = self.plan(ticket, event, at)?;

        let mut collected = Vec::new();
        let before = self.policy_of(ticket);
        self.run_time(ticket, at, before, &mut collected);
        ticket.version += 1;
        ticket.updated_at = at;
        ticket.remember(&event.id, at);
        match plan {
            Plan::PassOn => collected.extend(pass_on(ticket, event, at)),
            Plan::Take(status) => {
                let mut effects = Effects::of(ticket);
                effects.collected = collected;
                let chosen = self.change(ticket, event, at, before, status, &mut effects);
                collected = effects.collected;
                self.run_time(ticket, at, chosen, &mut collected);
            }
        }
        ticket.due_at = ticket.clocks.next_at();
        Ok(collected)
    }

    pub(super) fn pass_time(&self, ticket: &mut Ticket, now: DateTime<Utc>) -> Vec<Effect> {
        let mut effects = Vec::new();
        if ticket.clocks.is_due(now) {
            self.run_time(ticket, now, self.policy_of(ticket), &mut effects);
        }
        ticket.due_at = ticket.clocks.next_at();
        effects
    }

    /// Everything that could refuse the event.
    fn plan(&self, ticket: &Ticket, event: &Event, at: DateTime<Utc>) -> Result<Plan, Error> {
        check_id("/id", &event.id)?;
        if at < ticket.updated_at {
            return Err(Error::OutOfOrder {
                event: event.id.clone(),
                at,
                last: ticket.updated_at,
            });
        }
        let plan = match ticket.status.after(event.kind.stimulus()) {
            Transition::To(status) => Plan::Take(status),
            Transition::Reopen if self.may_reopen(ticket, at) => Plan::Take(Status::Open),
            Transition::Reopen | Transition::FollowUp => Plan::PassOn,
            Transition::Refused => {
                return Err(match &event.kind {
                    EventKind::Status { to, .. } if ticket.status != Status::Closed => {
                        Error::StatusNotAllowed {
                            from: ticket.status,
                            to: *to,
                        }
                    }
                    kind => Error::TicketClosed {
                        ticket: ticket.id.clone(),
                        event: kind.name(),
                    },
                });
            }
        };
        match &event.kind {
            EventKind::Status {
                to,
                label: Some(label),
            } => self.check_label(label, *to)?,
            EventKind::Details {
                add_tags, fields, ..
            } => {
                let tags = ticket.facts.tags.len() + add_tags.len();
                let fields = ticket.facts.fields.len() + fields.len();
                if tags.max(fields) > MOST_ENTRIES {
                    let message = format!("expected {MOST_ENTRIES} tags and fields at most");
                    return Err(invalid("/fields", message));
                }
            }
            EventKind::MergedFrom { ticket: other, .. }
            | EventKind::MergedInto { ticket: other } => {
                check_id("/ticket", other)?;
                if *other == ticket.id {
                    return Err(invalid("/ticket", "a ticket cannot be merged with itself"));
                }
                if ticket.merged_from.len() >= MOST_ENTRIES {
                    let message = format!("expected {MOST_ENTRIES} merged tickets at most");
                    return Err(invalid("/ticket", message));
                }
            }
            _ => {}
        }
        Ok(plan)
    }

    fn check_label(&self, label: &str, to: Status) -> Result<(), Error> {
        match self.config.statuses.get(label) {
            Some(status) if *status == to => Ok(()),
            Some(status) => {
                let message =
                    format!("{label:?} stands for {status}: expected to be {status}, not {to}");
                Err(invalid("/label", message))
            }
            None => {
                let known: Vec<&str> = self.config.statuses.keys().map(String::as_str).collect();
                let message = format!(
                    "{label:?} is unknown: expected one of [{}]",
                    known.join(", ")
                );
                Err(invalid("/label", message))
            }
        }
    }

    fn may_reopen(&self, ticket: &Ticket, at: DateTime<Utc>) -> bool {
        let window = self.config.reopen.window;
        window.is_none_or(|window| {
            let since: TimeDelta = ticket
                .solved_at
                .map_or(TimeDelta::zero(), |solved| at - solved);
            since <= window.delta()
        })
    }

    /// The change itself, and the policy that applies afterwards: nothing
    /// here can fail.
    fn change(
        &self,
        ticket: &mut Ticket,
        event: &Event,
        at: DateTime<Utc>,
        chosen: Option<&CompiledPolicy>,
        status: Status,
        effects: &mut Effects,
    ) -> Option<&CompiledPolicy> {
        let before = self.terms(ticket, chosen);
        let quiet = |_: Alert| {}; // time has run up to `at` already
        let counts = |counts: fn(&crate::sla::Policy) -> bool| before.policy.is_some_and(counts);
        let mut alerts = Vec::new();
        let clocks = &mut ticket.clocks;
        match &event.kind {
            EventKind::CustomerMessage {
                no_reply_needed: false,
                automatic: false,
            } => clocks.customer_waits(at, None, &before, |alert| alerts.push(alert)),
            EventKind::AgentReply {} => clocks.replied(at, &before, |alert| alerts.push(alert)),
            EventKind::BotReply {} if counts(|policy| policy.bot_counts) => {
                clocks.replied(at, &before, |alert| alerts.push(alert));
            }
            EventKind::InternalNote {} if counts(|policy| policy.note_counts) => {
                clocks.replied(at, &before, |alert| alerts.push(alert));
            }
            EventKind::NoReplyNeeded {} => clocks.no_reply_needed(at, &before, quiet),
            EventKind::MergedFrom { waiting_since, .. } if waiting_since.is_some() => {
                clocks.customer_waits(at, *waiting_since, &before, |alert| alerts.push(alert));
            }
            EventKind::MergedInto { .. } => clocks.merge_away(at, &before, quiet),
            _ => {}
        }

        change_facts(ticket, &event.kind);
        if status != ticket.status {
            if ticket.status == Status::Solved && !status.is_done() {
                ticket.episode = ticket.episode.saturating_add(1);
            }
            if status.is_done() && !ticket.status.is_done() {
                ticket.solved_at = Some(at);
            }
            ticket.status = status;
            ticket.status_label = None;
        }
        if let EventKind::Status { label, .. } = &event.kind {
            ticket.status_label.clone_from(label);
        }
        let now_chosen = self.choose(&ticket.facts);
        let reference = now_chosen.map(|policy| &policy.reference);
        if reference != ticket.policy() {
            ticket.set_policy(reference);
        }
        let after = self.terms(ticket, now_chosen);
        ticket
            .clocks
            .change(at, &before, &after, |alert| alerts.push(alert));
        for alert in alerts {
            effects.alert(ticket, now_chosen, alert);
        }
        now_chosen
    }

    /// Lets time run up to an instant. Each thing that falls due is a change
    /// of its own, so versions and ids do not depend on how often the desk
    /// is asked.
    fn run_time(
        &self,
        ticket: &mut Ticket,
        now: DateTime<Utc>,
        chosen: Option<&CompiledPolicy>,
        collected: &mut Vec<Effect>,
    ) {
        while ticket.clocks.is_due(now) {
            let stamp = ticket.clocks.next_at();
            let terms = self.terms(ticket, chosen);
            let Some(alert) = ticket.clocks.advance_once(now, &terms) else {
                break;
            };
            ticket.version += 1;
            ticket.updated_at = ticket.updated_at.max(stamp.unwrap_or(alert.at));
            let mut effects = Effects::of(ticket);
            effects.alert(ticket, chosen, alert);
            collected.append(&mut effects.collected);
        }
    }

    /// The first policy whose condition holds.
    pub(super) fn choose(&self, facts: &Facts) -> Option<&CompiledPolicy> {
        self.policies.iter().find(|policy| policy.when.holds(facts))
    }

    /// The policy that applies to a ticket, as this desk knows it: none when
    /// the ticket's is of another version.
    pub(super) fn policy_of(&self, ticket: &Ticket) -> Option<&CompiledPolicy> {
        let reference = ticket.policy()?;
        self.policies
            .iter()
            .find(|policy| policy.reference == *reference)
    }

    pub(super) fn terms<'a>(
        &'a self,
        ticket: &Ticket,
        chosen: Option<&'a CompiledPolicy>,
    ) -> Terms<'a> {
        Terms {
            status: ticket.status,
            priority: ticket.facts.priority,
            policy: chosen.map(|chosen| &chosen.policy),
            policy_number: ticket.policy.unwrap_or(0),
            calendar: self.calendar_under(ticket, chosen),
        }
    }

    /// The calendar of the policy that applies. When that is of a version
    /// that this desk does not know, the next best: of the same policy, or of
    /// the one that would be chosen now.
    pub(super) fn calendar_under<'a>(
        &'a self,
        ticket: &Ticket,
        chosen: Option<&'a CompiledPolicy>,
    ) -> &'a Calendar {
        let stand_in = || {
            let id = &ticket.policy()?.id;
            let same_id = self
                .policies
                .iter()
                .find(|policy| policy.reference.id == *id);
            same_id.or_else(|| self.choose(&ticket.facts))
        };
        chosen
            .or_else(stand_in)
            .map_or(&self.always, |policy| &policy.calendar)
    }
}

/// A customer's message that this ticket takes no more.
fn pass_on(ticket: &Ticket, event: &Event, at: DateTime<Utc>) -> Option<Effect> {
    let message = PublicMessage::of(event)?;
    let kind = match &ticket.merged_into {
        Some(to) => EffectKind::Forward {
            to: to.clone(),
            message,
        },
        None => EffectKind::OpenFollowUp { message },
    };
    Some(Effect {
        id: format!("{}:{}:0", ticket.id, ticket.version),
        ticket: ticket.id.clone(),
        at,
        kind,
    })
}

fn change_facts(ticket: &mut Ticket, kind: &EventKind) {
    match kind {
        EventKind::Assigned { agent, team } => {
            ticket.assignee.clone_from(agent);
            ticket.team.clone_from(team);
        }
        EventKind::Priority { to } => ticket.facts.priority = *to,
        EventKind::MergedInto { ticket: other } => ticket.merged_into = Some(other.clone()),
        EventKind::MergedFrom { ticket: other, .. } if !ticket.merged_from.contains(other) => {
            ticket.merged_from.push(other.clone());
        }
        EventKind::Details {
            channel,
            language,
            tier,
            reason,
            add_tags,
            remove_tags,
            fields,
        } => {
            let facts = &mut ticket.facts;
            if let Some(channel) = channel {
                facts.channel.clone_from(channel);
            }
            for (slot, value) in [
                (&mut facts.language, language),
                (&mut facts.tier, tier),
                (&mut facts.reason, reason),
            ] {
                if value.is_some() {
                    slot.clone_from(value);
                }
            }
            facts.tags.retain(|tag| !remove_tags.contains(tag));
            facts.tags.extend(add_tags.iter().cloned());
            facts.tags.sort();
            facts.tags.dedup();
            for (name, value) in fields {
                if value.is_null() {
                    facts.fields.remove(name);
                } else {
                    facts.fields.insert(name.clone(), value.clone());
                }
            }
        }
        _ => {}
    }
}

/// The effects of one version of a ticket.
struct Effects {
    version: u64,
    next: usize,
    collected: Vec<Effect>,
}

impl Effects {
    fn of(ticket: &Ticket) -> Self {
        Self {
            version: ticket.version,
            next: 0,
            collected: Vec::new(),
        }
    }

    fn alert(&mut self, ticket: &Ticket, chosen: Option<&CompiledPolicy>, alert: Alert) {
        let Alert {
            metric,
            instance,
            at,
            kind,
        } = alert;
        let target = chosen.and_then(|chosen| chosen.policy.target(ticket.facts.priority, metric));
        let clock = ClockRef {
            metric,
            instance,
            target_s: ticket.clocks.target_s(metric),
            policy: ticket.policy().cloned(),
        };
        let kind = match kind {
            AlertKind::Breach => Some(EffectKind::SlaBreach { clock }),
            AlertKind::Warning(index) => target
                .and_then(|target| target.warnings().get(usize::from(index)))
                .map(|(_, warning)| EffectKind::SlaWarning {
                    clock,
                    warning: *warning,
                    due_at: ticket.clocks.due_at(metric),
                }),
            AlertKind::Escalation(step) => target
                .and_then(|target| target.escalations().get(usize::from(step)))
                .map(|(_, to)| EffectKind::Escalate {
                    clock,
                    step,
                    to: to.clone(),
                }),
        };
        if let Some(kind) = kind {
            self.collected.push(Effect {
                id: format!("{}:{}:{}", ticket.id, self.version, self.next),
                ticket: ticket.id.clone(),
                at,
                kind,
            });
            self.next += 1;
        }
    }
}
