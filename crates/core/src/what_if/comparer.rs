//! One history under two desks, ticket by ticket.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::cause::{Side, causes, shown};
use super::comparison::{
    ClockChange, ClockOutcome, Comparison, OutcomeCounts, OutcomeTotals, PolicyChange,
};
use super::history::{Ended, Life, TicketHistory, live};
use crate::desk::Desk;
use crate::error::Error;
use crate::sla::{Metric, State};

/// Counts of one metric under both desks.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    before: OutcomeCounts,
    after: OutcomeCounts,
    changed: u64,
}

type ByMetric = [Counts; Metric::ALL.len()];

/// Compares two desks on a history, one ticket after the other: what is kept
/// are the changes and the totals, so a history of millions streams through.
///
/// ```
/// use deskcore::{Desk, State};
/// use deskcore::what_if::{Comparer, TicketHistory};
///
/// let desk = |target: &str| Desk::from_json(&format!(
///     r#"{{"policies": [{{"id": "all", "targets": {{"*": {{"first_reply_time": "{target}"}}}}}}]}}"#
/// ));
/// let (now, then) = (desk("4h")?, desk("1h")?);
/// let mut comparer = Comparer::new(&now, &then, "2026-11-24T00:00:00Z".parse()?);
/// let history: TicketHistory = serde_json::from_str(r#"{
///     "opening": {"id": "A-17", "at": "2026-11-23T10:00:00Z", "channel": "email", "priority": "normal"},
///     "events": [{"type": "agent_reply", "id": "ev-2", "at": "2026-11-23T12:00:00Z"}]
/// }"#)?;
/// comparer.add(&history)?;
/// let comparison = comparer.finish();
/// let change = &comparison.verdict_changes[0];
/// assert_eq!((change.before.state, change.after.state), (State::Met, State::Breached));
/// assert_eq!(
///     change.text,
///     "A-17: first_reply_time is breached instead of met (2h of 1h): the target is 1h instead of 4h"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Comparer<'a> {
    before: &'a Desk,
    after: &'a Desk,
    most_listed: usize,
    made: Comparison,
    all: ByMetric,
    by_channel: BTreeMap<String, ByMetric>,
}

/// Compares two desks on histories that are all at hand: see [`Comparer`].
/// Without `until`, clocks are judged at the instant of the last event of all.
///
/// # Errors
///
/// As [`Comparer::add`].
///
/// ```
/// use deskcore::Desk;
/// use deskcore::ticket::Opening;
/// use deskcore::what_if::{TicketHistory, compare};
///
/// let desk = Desk::from_json("{}")?;
/// let opening = Opening::new("A-17", "2026-11-23T10:00:00Z".parse()?, "email");
/// let histories = [TicketHistory { opening, events: Vec::new() }];
/// assert!(compare(&histories, &desk, &desk, None)?.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn compare(
    histories: &[TicketHistory],
    before: &Desk,
    after: &Desk,
    until: Option<DateTime<Utc>>,
) -> Result<Comparison, Error> {
    let last = || histories.iter().map(TicketHistory::ends_at).max();
    let until = until.or_else(last).unwrap_or_default();
    let mut comparer = Comparer::new(before, after, until);
    for (number, history) in histories.iter().enumerate() {
        comparer
            .add(history)
            .map_err(|error| crate::border::under(&format!("/{number}/opening"), error))?;
    }
    Ok(comparer.finish())
}

impl<'a> Comparer<'a> {
    /// A comparison of two desks, with clocks that still run judged at
    /// `until`.
    pub fn new(before: &'a Desk, after: &'a Desk, until: DateTime<Utc>) -> Self {
        let made = Comparison {
            until,
            tickets: 0,
            tickets_changed: 0,
            verdicts_changed: 0,
            dues_changed: 0,
            policies_changed: 0,
            refused_before: 0,
            refused_after: 0,
            verdict_changes: Vec::new(),
            due_changes: Vec::new(),
            policy_changes: Vec::new(),
            by_metric: Vec::new(),
            by_channel: Vec::new(),
            limit: Comparison::LIMIT.to_owned(),
        };
        Self {
            before,
            after,
            most_listed: Comparison::MOST_LISTED,
            made,
            all: ByMetric::default(),
            by_channel: BTreeMap::new(),
        }
    }

    /// Lists this many changes of each kind at most; all are counted.
    #[must_use]
    pub fn listing(mut self, most: usize) -> Self {
        self.most_listed = most;
        self
    }

    /// Replays one more ticket under both desks; one that was opened after
    /// `until` is passed over.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when the opening cannot be taken; nothing is
    /// counted of it then.
    pub fn add(&mut self, history: &TicketHistory) -> Result<(), Error> {
        let until = self.made.until;
        let opening = &history.opening;
        if opening.at > until {
            return Ok(());
        }
        let events = history.in_order(until);
        let before = live(self.before, opening, &events, until)?;
        let after = live(self.after, opening, &events, until)?;
        self.made.tickets += 1;
        self.made.refused_before += before.refused;
        self.made.refused_after += after.refused;
        let channel = &before.ticket.facts.channel;
        if !self.by_channel.contains_key(channel) {
            self.by_channel.insert(channel.clone(), ByMetric::default());
        }
        let changed = self.made.verdicts_changed;
        for (old, new) in paired(&before, &after) {
            self.clock(
                &Side {
                    desk: self.before,
                    life: &before,
                    ended: old,
                },
                &Side {
                    desk: self.after,
                    life: &after,
                    ended: new,
                },
            );
        }
        self.made.tickets_changed += u64::from(self.made.verdicts_changed > changed);
        let id = |life: &Life| life.ticket.policy().map(|policy| policy.id.clone());
        if id(&before) != id(&after) {
            self.made.policies_changed += 1;
            if self.made.policy_changes.len() < self.most_listed {
                self.made.policy_changes.push(PolicyChange {
                    ticket: before.ticket.id.clone(),
                    before: before.ticket.policy().cloned(),
                    after: after.ticket.policy().cloned(),
                });
            }
        }
        Ok(())
    }

    /// One instance of a metric under both desks.
    fn clock(&mut self, before: &Side<'_>, after: &Side<'_>) {
        let Some(metric) = before.ended.or(after.ended).map(|ended| ended.key().0) else {
            return;
        };
        let (old, new) = (before.state(), after.state());
        let channel = &before.life.ticket.facts.channel;
        let of_channel = self.by_channel.get_mut(channel);
        for counts in [Some(&mut self.all), of_channel].into_iter().flatten() {
            if let Some(counts) = counts.get_mut(metric as usize) {
                counts.before.count(old);
                counts.after.count(new);
                counts.changed += u64::from(old != new);
            }
        }
        if old != new {
            self.made.verdicts_changed += 1;
            if self.made.verdict_changes.len() < self.most_listed {
                self.made
                    .verdict_changes
                    .push(change(metric, before, after));
            }
        } else if promise(before) != promise(after) {
            self.made.dues_changed += 1;
            if self.made.due_changes.len() < self.most_listed {
                self.made.due_changes.push(change(metric, before, after));
            }
        }
    }

    /// The comparison of all tickets that were added.
    pub fn finish(self) -> Comparison {
        let Self {
            mut made,
            all,
            by_channel,
            ..
        } = self;
        made.by_metric = totals(None, &all);
        let channels = by_channel.iter();
        made.by_channel = channels
            .flat_map(|(channel, counts)| totals(Some(channel), counts))
            .collect();
        made
    }
}

/// The instances of both lives in order, each beside its like.
fn paired<'l>(
    before: &'l Life,
    after: &'l Life,
) -> impl Iterator<Item = (Option<&'l Ended>, Option<&'l Ended>)> {
    let (mut old, mut new) = (
        before.ended.iter().peekable(),
        after.ended.iter().peekable(),
    );
    std::iter::from_fn(move || {
        let order = match (old.peek(), new.peek()) {
            (Some(old), Some(new)) => old.key().cmp(&new.key()),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => return None,
        };
        let old = order.is_le().then(|| old.next()).flatten();
        let new = order.is_ge().then(|| new.next()).flatten();
        Some((old, new))
    })
}

/// What is promised of a clock, if anything is.
fn promise<'s>(side: &'s Side<'_>) -> Option<impl PartialEq + use<'s>> {
    let ended = side.ended?;
    let verdict = &ended.verdict;
    verdict.target_s?;
    let policy = side.life.policy_of(Some(ended)).map(|policy| &policy.id);
    Some((verdict.target_s, verdict.hours, verdict.due_at, policy))
}

fn outcome(side: &Side<'_>) -> ClockOutcome {
    let verdict = side.ended.map(|ended| &ended.verdict);
    ClockOutcome {
        state: side.state(),
        elapsed_s: verdict.map_or(0, |verdict| verdict.elapsed_s),
        target_s: verdict.and_then(|verdict| verdict.target_s),
        hours: verdict.and_then(|verdict| verdict.hours),
        policy: side.life.policy_of(side.ended).cloned(),
        due_at: verdict.and_then(|verdict| verdict.due_at),
    }
}

fn change(metric: Metric, before: &Side<'_>, after: &Side<'_>) -> ClockChange {
    let ticket = &before.life.ticket;
    let instance = before
        .ended
        .or(after.ended)
        .map_or(0, |ended| ended.key().1);
    let causes = causes(metric, before, after);
    let (before, after) = (outcome(before), outcome(after));
    let mut text = format!("{}: {metric}", ticket.id);
    if instance > 1 {
        text.push_str(&format!(" ({instance})"));
    }
    if before.state == after.state {
        text.push_str(&format!(" is {} all the same", after.state));
    } else {
        text.push_str(&format!(" is {} instead of {}", after.state, before.state));
    }
    if let Some(target) = after.target_s.filter(|_| after.state != State::NotStarted) {
        text.push_str(&format!(
            " ({} of {})",
            shown(after.elapsed_s),
            shown(target)
        ));
    }
    for (number, cause) in causes.iter().enumerate() {
        text.push_str(if number == 0 { ": " } else { ", " });
        text.push_str(&cause.to_string());
    }
    ClockChange {
        ticket: ticket.id.clone(),
        channel: ticket.facts.channel.clone(),
        metric,
        instance,
        before,
        after,
        causes,
        text,
    }
}

/// The metrics that were promised under either desk.
fn totals(channel: Option<&String>, counts: &ByMetric) -> Vec<OutcomeTotals> {
    let all = Metric::ALL.into_iter().zip(counts);
    all.filter(|(_, counts)| counts.before.promised() + counts.after.promised() > 0)
        .map(|(metric, counts)| OutcomeTotals {
            channel: channel.cloned(),
            metric,
            before: counts.before,
            after: counts.after,
            changed: counts.changed,
        })
        .collect()
}
