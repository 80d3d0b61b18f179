//! One event, or the passing of time, on one ticket.

use chrono::{DateTime, TimeDelta, Utc};

use super::limits::{
    MOST_ENTRIES, check_entries, check_fields, check_id, check_instant, check_merge, check_opening,
    check_tags, check_texts,
};
use super::{ClockRef, CompiledPolicy, Desk, Effect, EffectKind, Ticket};
use crate::error::Error;
use crate::sla::{Alert, AlertKind, Clocks, Start};
use crate::ticket::{Event, EventKind, Facts, Opening, PublicMessage, Status, Transition};

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
        check_opening(opening)?;
        let at = check_instant("/at", opening.at)?;
        let mut ticket = Ticket::begin(opening, at);
        let chosen = self.choose(&ticket.facts);
        ticket.set_policy(chosen.map(|policy| &policy.reference));
        if ticket.status.is_done() {
            ticket.solved_at = Some(at);
            ticket.survey_at = self.survey_at(at);
        }
        let start = Start {
            customer_waits: opening.customer_waits(),
            begins_with_reply: opening.begins_with_reply(),
        };
        // Nothing has been counted yet, so no target can be missed already.
        ticket.clocks = Clocks::open(at, start, &self.terms(&ticket, chosen), |_| {});
        let mut effects = Vec::new();
        self.run_time(&mut ticket, at, chosen, &mut effects);
        self.set_columns(&mut ticket);
        Ok((ticket, effects))
    }

    pub(super) fn take(&self, ticket: &mut Ticket, event: &Event) -> Result<Vec<Effect>, Error> {
        if ticket.has_seen(&event.id) {
            return Ok(Vec::new());
        }
        let at = check_instant("/at", event.at)?;
        let plan = self.plan(ticket, event, at)?;

        let mut collected = Vec::new();
        let chosen = self.choose(&ticket.facts);
        let before = match (chosen, ticket.policy()) {
            (Some(chosen), Some(now)) if chosen.reference == *now => Some(chosen),
            _ => self.policy_of(ticket),
        };
        self.run_time(ticket, at, before, &mut collected);
        ticket.version = ticket.version.saturating_add(1);
        ticket.updated_at = at;
        ticket.remember(&event.id, at);
        match plan {
            Plan::PassOn => collected.extend(pass_on(ticket, event, at)),
            Plan::Take(status) => {
                let (after, alerts) = self.change(ticket, event, at, before, chosen, status);
                let mut effects = Effects::of(ticket);
                for alert in alerts {
                    effects.alert(ticket, after, alert);
                }
                collected.append(&mut effects.collected);
                self.run_time(ticket, at, after, &mut collected);
            }
        }
        self.set_columns(ticket);
        Ok(collected)
    }

    pub(super) fn pass_time(&self, ticket: &mut Ticket, now: DateTime<Utc>) -> Vec<Effect> {
        let mut effects = Vec::new();
        if is_due(ticket, now) {
            self.run_time(ticket, now, self.policy_of(ticket), &mut effects);
        }
        self.set_columns(ticket);
        effects
    }

    /// What hosts keep beside the ticket, to find it by.
    fn set_columns(&self, ticket: &mut Ticket) {
        let times = [ticket.clocks.next_at(), ticket.survey_at];
        ticket.due_at = times.into_iter().flatten().min();
        ticket.queue_key = self.queue_key(ticket);
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
        let stimulus = event.kind.stimulus();
        let transition = match self.config.automatic_status {
            true => ticket.status.after(stimulus),
            false => ticket.status.after_told(stimulus),
        };
        let plan = match transition {
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
            EventKind::Assigned { agent, team } => {
                check_texts([("/agent", agent), ("/team", team)])?;
            }
            EventKind::Details {
                channel,
                language,
                tier,
                reason,
                add_tags,
                remove_tags: _,
                fields,
            } => {
                check_texts([
                    ("/channel", channel),
                    ("/language", language),
                    ("/tier", tier),
                    ("/reason", reason),
                ])?;
                check_tags("/add_tags", add_tags)?;
                check_fields(fields)?;
                let most = ticket.facts.tags.len() + add_tags.len();
                if most.max(ticket.facts.fields.len() + fields.len()) > MOST_ENTRIES {
                    // Seldom: only now it is worth to count exactly.
                    let mut after = ticket.facts.clone();
                    change_details(&mut after, &event.kind);
                    check_entries("/add_tags", after.tags.len())?;
                    check_entries("/fields", after.fields.len())?;
                }
            }
            EventKind::MergedFrom {
                ticket: other,
                waiting_since,
            } => {
                check_merge(ticket, other)?;
                if let Some(since) = waiting_since {
                    check_instant("/waiting_since", *since)?;
                }
                if ticket.merged_from.len() >= MOST_ENTRIES && !ticket.merged_from.contains(other) {
                    let message = format!("expected {MOST_ENTRIES} merged tickets at most");
                    return Err(Error::invalid("/ticket", message));
                }
            }
            EventKind::MergedInto { ticket: other } => check_merge(ticket, other)?,
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
                Err(Error::invalid("/label", message))
            }
            None => {
                let known: Vec<&str> = self.config.statuses.keys().map(String::as_str).collect();
                let message = format!(
                    "{label:?} is unknown: expected one of [{}]",
                    known.join(", ")
                );
                Err(Error::invalid("/label", message))
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

    /// The change itself: nothing here can fail. `before` is the policy that
    /// applied so far, `chosen` the one that the facts so far call for.
    /// Returns the one that applies afterwards, and what fell due by it.
    fn change<'a>(
        &'a self,
        ticket: &mut Ticket,
        event: &Event,
        at: DateTime<Utc>,
        before: Option<&CompiledPolicy>,
        chosen: Option<&'a CompiledPolicy>,
        status: Status,
    ) -> (Option<&'a CompiledPolicy>, Vec<Alert>) {
        let before = self.terms(ticket, before);
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
            EventKind::PolicyReview {} => clocks.bank(at, &before),
            _ => {}
        }

        change_facts(ticket, &event.kind);
        if status != ticket.status {
            if ticket.status == Status::Solved && !status.is_done() {
                ticket.episode = ticket.episode.saturating_add(1);
            }
            match (ticket.status.is_done(), status.is_done()) {
                (false, true) => {
                    ticket.solved_at = Some(at);
                    let merged = ticket.merged_into.is_some();
                    ticket.survey_at = self.survey_at(at).filter(|_| !merged);
                }
                (true, false) => ticket.survey_at = None,
                _ => {}
            }
            ticket.status = status;
            ticket.status_label = None;
        }
        if let EventKind::Status { label, .. } = &event.kind {
            ticket.status_label.clone_from(label);
        }
        let now_chosen = match event.kind {
            EventKind::Priority { .. } | EventKind::Details { .. } => self.choose(&ticket.facts),
            _ => chosen,
        };
        let reference = now_chosen.map(|policy| &policy.reference);
        if reference != ticket.policy() {
            ticket.set_policy(reference);
        }
        let after = self.terms(ticket, now_chosen);
        ticket
            .clocks
            .change(at, &before, &after, |alert| alerts.push(alert));
        (now_chosen, alerts)
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
        while is_due(ticket, now) {
            if let Some(at) = survey_comes_first(ticket, now) {
                ticket.survey_at = None;
                ticket.version = ticket.version.saturating_add(1);
                ticket.updated_at = ticket.updated_at.max(at);
                let episode = ticket.episode;
                collected.push(Effect {
                    id: format!("{}:{}:0", ticket.id, ticket.version),
                    ticket: ticket.id.clone(),
                    at,
                    kind: EffectKind::SurveyDue { episode },
                });
                continue;
            }
            let stamp = ticket.clocks.next_at();
            let terms = self.terms(ticket, chosen);
            let Some(alert) = ticket.clocks.advance_once(now, &terms) else {
                break;
            };
            ticket.version = ticket.version.saturating_add(1);
            ticket.updated_at = ticket.updated_at.max(stamp.unwrap_or(alert.at));
            let mut effects = Effects::of(ticket);
            effects.alert(ticket, chosen, alert);
            collected.append(&mut effects.collected);
        }
    }
}

/// Whether time alone changes something by an instant.
fn is_due(ticket: &Ticket, now: DateTime<Utc>) -> bool {
    ticket.clocks.is_due(now) || ticket.survey_at.is_some_and(|at| at <= now)
}

/// When a survey is due by an instant, before every clock.
fn survey_comes_first(ticket: &Ticket, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let at = ticket.survey_at.filter(|at| *at <= now)?;
    let clock = ticket.clocks.next_at();
    clock.is_none_or(|clock| at < clock).then_some(at)
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

/// What is known afterwards. Only `priority` and `details` change what
/// policies select on.
fn change_facts(ticket: &mut Ticket, kind: &EventKind) {
    match kind {
        EventKind::Assigned { agent, team } => {
            ticket.assignee.clone_from(agent);
            ticket.team.clone_from(team);
        }
        EventKind::Priority { to } => ticket.facts.priority = *to,
        EventKind::MergedInto { ticket: other } => {
            ticket.merged_into = Some(other.clone());
            ticket.survey_at = None;
        }
        EventKind::MergedFrom { ticket: other, .. } if !ticket.merged_from.contains(other) => {
            ticket.merged_from.push(other.clone());
        }
        EventKind::Details { .. } => change_details(&mut ticket.facts, kind),
        _ => {}
    }
}

fn change_details(facts: &mut Facts, kind: &EventKind) {
    let EventKind::Details {
        channel,
        language,
        tier,
        reason,
        add_tags,
        remove_tags,
        fields,
    } = kind
    else {
        return;
    };
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
    crate::order::sort(&mut facts.tags);
    facts.tags.dedup();
    for (name, value) in fields {
        if value.is_null() {
            facts.fields.remove(name);
        } else {
            facts.fields.insert(name.clone(), value.clone());
        }
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
