//! A ticket's history, and how each of its clocks ends under a desk.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::desk::{Desk, Ticket};
use crate::error::Error;
use crate::sla::{Clocks, Metric, PolicyRef, State, Verdict};
use crate::ticket::{Event, Opening};
use crate::time::instant;

/// All that happened to one ticket.
///
/// ```
/// use deskcore::border;
/// use deskcore::what_if::TicketHistory;
///
/// let history: TicketHistory = border::read(r#"{
///     "opening": {"id": "A-17", "at": "2026-11-23T10:00:00Z", "channel": "email", "priority": "normal"},
///     "events": [{"type": "agent_reply", "id": "ev-2", "at": "2026-11-23T11:00:00Z"}]
/// }"#)?;
/// assert_eq!(history.events.len(), 1);
/// # Ok::<(), deskcore::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketHistory {
    /// How it began.
    pub opening: Opening,
    /// What happened then, in any order: events are taken by instant, then by
    /// `seq`, and those that are equal in both as they stand here; each id
    /// once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
}

impl TicketHistory {
    /// The instant of the last thing that happened.
    pub fn ends_at(&self) -> DateTime<Utc> {
        let events = self.events.iter().map(|event| event.at);
        events.fold(self.opening.at, DateTime::max)
    }

    /// The events up to an instant, in the order in which they are taken.
    pub(super) fn in_order(&self, until: DateTime<Utc>) -> Vec<&Event> {
        let mut seen = BTreeSet::new();
        let key = |event: &Event| (instant::truncate(event.at), event.seq);
        let mut events: Vec<&Event> = (self.events.iter())
            .filter(|event| event.at <= until)
            .collect();
        if !events.is_sorted_by_key(|event| key(event)) {
            crate::order::sort_by(&mut events, |left, right| key(left).cmp(&key(right)));
        }
        events.retain(|event| seen.insert(&event.id));
        events
    }
}

/// Where one instance of a metric ended, or stands at the end. Its policy is
/// told by number.
pub(super) struct Ended {
    pub(super) verdict: Verdict,
}

/// A ticket at the end of its history, with every instance of its clocks.
pub(super) struct Life {
    pub(super) ticket: Ticket,
    /// In order of metric, then of instance.
    pub(super) ended: Vec<Ended>,
    /// Events that the desk refused.
    pub(super) refused: u64,
}

/// Replays a history under a desk up to an instant.
pub(super) fn live(
    desk: &Desk,
    opening: &Opening,
    events: &[&Event],
    until: DateTime<Utc>,
) -> Result<Life, Error> {
    let (mut ticket, _) = desk.open(opening)?;
    let (mut ended, mut refused) = (Vec::new(), 0);
    for event in events {
        let before = ticket.clocks.clone();
        if desk.apply(&mut ticket, event).is_err() {
            refused += 1;
            continue;
        }
        for metric in Metric::ALL {
            let instance = |clocks: &Clocks| clocks.instance(metric);
            if instance(&before) > 0 && instance(&before) != instance(&ticket.clocks) {
                // Only an answer ends an instance and begins the next at
                // once, and that changes neither policy nor hours.
                let mut verdict = before.verdict(metric, event.at, &desk.terms_of(&ticket));
                if matches!(verdict.state, State::Running | State::Paused) {
                    verdict.state = State::Met;
                }
                ended.push(Ended { verdict });
            }
        }
    }
    desk.tick(&mut ticket, until);
    let terms = desk.terms_of(&ticket);
    for metric in Metric::ALL {
        if ticket.clocks.instance(metric) > 0 {
            let verdict = ticket.clocks.verdict(metric, until, &terms);
            ended.push(Ended { verdict });
        }
    }
    crate::order::sort_by(&mut ended, |left, right| left.key().cmp(&right.key()));
    Ok(Life {
        ticket,
        ended,
        refused,
    })
}

impl Ended {
    pub(super) fn key(&self) -> (Metric, u32) {
        (self.verdict.metric, self.verdict.instance)
    }
}

impl Life {
    /// The policy whose target an outcome is about; without a target, the one
    /// that applies to the ticket.
    pub(super) fn policy_of(&self, ended: Option<&Ended>) -> Option<&PolicyRef> {
        let number = ended.and_then(|ended| ended.verdict.policy_number);
        match number {
            Some(number) => self.ticket.policies.get(usize::from(number)),
            None => self.ticket.policy(),
        }
    }
}
