//! The life of one ticket: every event, clock and deadline, and why.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::{DateTime, Utc};
use deskcore::desk::EffectKind;
use deskcore::sla::{ClockState, Metric, Verdict};
use deskcore::ticket::{Event, EventKind};
use deskcore::time::Zone;
use deskcore::{Desk, Effect, Ticket};

use crate::failure::{Failure, did_you_mean};
use crate::history::{ByTicket, Historian, Life, Notes, instant};
use crate::replay::ReplayOptions;
use crate::rows::Rows;
use crate::text::length;

/// Tells the life of one ticket.
///
/// # Errors
///
/// When the log has no such ticket, one of its rows is bad, or the desk
/// cannot open it.
pub fn explain(
    rows: &Rows,
    desk: &Desk,
    name: &str,
    options: &ReplayOptions,
) -> Result<String, Failure> {
    let Beginning {
        life,
        notes,
        mut ticket,
        effects,
        last,
    } = begin(rows, desk, name, options)?;
    let mut story = Story::new(desk, &ticket);
    story.title(&ticket);
    story.line(ticket.created_at, "created");
    story.effects(&effects);
    story.clocks(&ticket, ticket.created_at);
    for event in life.events() {
        let tried = desk.apply(&mut ticket, event);
        let effects = tried.as_deref().unwrap_or_default();
        let (due_before, at_once): (Vec<&Effect>, Vec<&Effect>) =
            effects.iter().partition(|effect| effect.at < event.at);
        story.effects(due_before);
        story.line(event.at, &described(event));
        match &tried {
            Ok(_) => {
                story.effects(at_once);
                story.clocks(&ticket, event.at);
            }
            Err(error) => story.note(&format!("refused by the desk: {error} [{}]", error.code())),
        }
    }
    let effects = desk.tick(&mut ticket, last);
    story.effects(&effects);
    story.line(last, &format!("end of the log: {}", ticket.status));
    story.clocks(&ticket, last);
    for (kind, counts) in [("left out", &notes.left_out), ("flag", &notes.flags)] {
        for (reason, n) in counts {
            let _ = writeln!(story.text, "{kind}: {n} {reason}");
        }
    }
    Ok(story.text)
}
/// A ticket as it begins, and all that happens to it.
pub(crate) struct Beginning {
    pub(crate) life: Life,
    notes: Notes,
    pub(crate) ticket: Ticket,
    effects: Vec<Effect>,
    /// The end of the log, or the instant that was asked for.
    pub(crate) last: DateTime<Utc>,
}

/// Finds a ticket in a log and opens it.
pub(crate) fn begin(
    rows: &Rows,
    desk: &Desk,
    name: &str,
    options: &ReplayOptions,
) -> Result<Beginning, Failure> {
    let Some(index) = rows.by_name.get(name) else {
        let known = rows.tickets.iter().map(|ticket| &*ticket.name);
        return Err(Failure::new(
            "unknown_ticket",
            format!(
                "the log has no ticket {name:?}{}",
                did_you_mean(name, known)
            ),
        ));
    };
    let index = *index as usize;
    let until = options.until.map(|until| until.timestamp_millis());
    let by_ticket = ByTicket::of(rows);
    let mut historian = Historian::new(rows, &by_ticket, options.skip_bad, until);
    let (mut life, mut notes) = (Life::default(), Notes::default());
    let told = historian.tell(index, &mut life, &mut notes)?;
    let Some(opening) = historian.opening(index, &mut life).filter(|_| told) else {
        return Err(Failure::new(
            "no_rows",
            format!("ticket {name:?} has no row that counts by then"),
        ));
    };
    let (ticket, effects) = desk
        .open(&opening)
        .map_err(|error| Failure::new(error.code(), error.to_string()))?;
    let last = until.or_else(|| rows.rows.iter().map(|row| row.at).max());
    let last = instant(last.unwrap_or(life.last));
    Ok(Beginning {
        life,
        notes,
        ticket,
        effects,
        last,
    })
}

/// What happened, in words.
fn described(event: &Event) -> String {
    let mut text = event.kind.name().to_owned();
    match &event.kind {
        EventKind::Status { to, .. } => {
            let _ = write!(text, " to {to}");
        }
        EventKind::Priority { to } => {
            let _ = write!(text, " to {}", to.map_or("none", |to| to.name()));
        }
        EventKind::MergedFrom { ticket, .. } | EventKind::MergedInto { ticket } => {
            let _ = write!(text, " {ticket}");
        }
        EventKind::Assigned {
            agent: Some(agent), ..
        } => {
            let _ = write!(text, " to {agent}");
        }
        _ => {}
    }
    if let Some(id) = event.actor.as_ref().and_then(|actor| actor.id.as_ref())
        && !matches!(event.kind, EventKind::Assigned { .. })
    {
        let _ = write!(text, " by {id}");
    }
    let _ = write!(text, "  [{}]", event.id);
    text
}

/// The text, as it grows.
struct Story<'d> {
    desk: &'d Desk,
    zone: Zone,
    text: String,
    /// Each clock as it was last told.
    told: BTreeMap<Metric, Verdict>,
    /// Since when it rests.
    paused: BTreeMap<Metric, DateTime<Utc>>,
}

impl<'d> Story<'d> {
    fn new(desk: &'d Desk, ticket: &Ticket) -> Self {
        Self {
            desk,
            zone: desk.calendar_of(ticket).tz(),
            text: String::new(),
            told: BTreeMap::new(),
            paused: BTreeMap::new(),
        }
    }

    fn local(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.zone)
            .format("%a %-d %b %Y %H:%M:%S")
            .to_string()
    }

    fn title(&mut self, ticket: &Ticket) {
        let facts = &ticket.facts;
        let priority = facts.priority.map_or("none", |priority| priority.name());
        let policy = ticket
            .policy()
            .map_or_else(|| "none".to_owned(), ToString::to_string);
        let _ = writeln!(
            self.text,
            "Ticket {}: channel {}, priority {priority}, policy {policy}; times of {}",
            ticket.id, facts.channel, self.zone
        );
    }

    fn line(&mut self, at: DateTime<Utc>, what: &str) {
        let _ = writeln!(self.text, "\n{}  {what}", self.local(at));
    }

    fn note(&mut self, what: &str) {
        let _ = writeln!(self.text, "    {what}");
    }

    /// Warnings, breaches and whom they were told.
    fn effects<'e>(&mut self, effects: impl IntoIterator<Item = &'e Effect>) {
        for effect in effects {
            let what = match &effect.kind {
                EffectKind::SlaWarning { clock, due_at, .. } => format!(
                    "warning: {} will be missed at {}",
                    clock.metric,
                    due_at.map_or_else(|| "no time".to_owned(), |due| self.local(due))
                ),
                EffectKind::SlaBreach { clock } => format!(
                    "BREACH: {} missed its target of {}",
                    clock.metric,
                    length(clock.target_s.unwrap_or(0) as f64)
                ),
                EffectKind::Escalate { clock, to, .. } => {
                    format!("escalation to {to}: {} was missed", clock.metric)
                }
                EffectKind::OpenFollowUp { message } => format!(
                    "too late to reopen: message {} begins a follow-up",
                    message.event()
                ),
                EffectKind::MacroAction { macro_id, .. } => format!("macro {macro_id}"),
                EffectKind::SurveyDue { episode } => {
                    format!("time to ask about solution {episode}")
                }
                EffectKind::LowRating { score, scale, .. } => {
                    format!("a low rating: {score} of {scale}")
                }
                EffectKind::Forward { to, message } => {
                    format!("message {} goes on to ticket {to}", message.event())
                }
            };
            self.line(effect.at, &format!("! {what}"));
        }
    }

    /// Every clock: those that changed with the reason for their deadline,
    /// the others in one line.
    fn clocks(&mut self, ticket: &Ticket, at: DateTime<Utc>) {
        let mut same = Vec::new();
        for metric in Metric::ALL {
            let verdict = self.desk.verdict(ticket, metric, at);
            if verdict.instance == 0 {
                continue;
            }
            let is_same = self.told.get(&metric).is_some_and(|told| {
                (
                    told.instance,
                    told.state,
                    told.clock,
                    told.due_at,
                    told.target_s,
                ) == (
                    verdict.instance,
                    verdict.state,
                    verdict.clock,
                    verdict.due_at,
                    verdict.target_s,
                )
            });
            let elapsed = length(verdict.elapsed_s as f64);
            if is_same {
                if verdict.clock != ClockState::Stopped {
                    same.push(format!("{metric} {} at {elapsed}", verdict.clock.name()));
                }
                continue;
            }
            self.changed(ticket, &verdict, at, &elapsed);
            self.told.insert(metric, verdict);
        }
        if !same.is_empty() {
            self.note(&format!("as before: {}", same.join(", ")));
        }
    }

    fn changed(&mut self, ticket: &Ticket, verdict: &Verdict, at: DateTime<Utc>, elapsed: &str) {
        let metric = verdict.metric;
        let mut text = match (verdict.clock, verdict.target_s) {
            (ClockState::Stopped, Some(target)) => format!(
                "{metric} has ended, {}: {elapsed} of {}",
                verdict.state.name(),
                length(target as f64)
            ),
            (_, Some(_)) => self
                .desk
                .explain(ticket, metric, at)
                .map_or_else(String::new, |why| why.to_string()),
            (clock, None) => format!(
                "{metric} is {} at {elapsed}, without a target",
                clock.name()
            ),
        };
        if verdict.clock == ClockState::Paused {
            self.paused.entry(metric).or_insert(at);
            let _ = write!(text, "; rests at {elapsed}");
        } else if let Some(since) = self.paused.remove(&metric) {
            let rest = (at - since).num_seconds();
            let _ = write!(
                text,
                "; rested for {} since {}",
                length(rest as f64),
                self.local(since)
            );
        }
        self.note(&text);
    }
}
