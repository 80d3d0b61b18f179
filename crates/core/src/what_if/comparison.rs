//! What two desks make of the same history.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ChangeCause;
use crate::sla::{Hours, Metric, PolicyRef, State};
use crate::time::instant;

/// What two desks make of the same history: of `before`, the desk that is
/// compared with, and of `after`, the other one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// The instant at which clocks that still ran were judged; later events
    /// are left out.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub until: DateTime<Utc>,
    /// Tickets that were compared: those opened by then.
    pub tickets: u64,
    /// Tickets of which at least one clock ends otherwise.
    pub tickets_changed: u64,
    /// Clocks that end otherwise, listed or not.
    pub verdicts_changed: u64,
    /// Clocks that end alike with another deadline, target or policy, listed
    /// or not.
    pub dues_changed: u64,
    /// Tickets to which another policy applies at the end, listed or not.
    pub policies_changed: u64,
    /// Events that the desk before refused, such as those of closed tickets.
    pub refused_before: u64,
    /// Events that the desk after refused.
    pub refused_after: u64,
    /// Clocks that end otherwise: in order of tickets as they were added,
    /// then of metric and instance.
    pub verdict_changes: Vec<ClockChange>,
    /// Clocks that end alike, and whose deadline, target or policy is
    /// another.
    pub due_changes: Vec<ClockChange>,
    /// Tickets to which another policy applies at the end.
    pub policy_changes: Vec<PolicyChange>,
    /// Outcomes of every metric that was promised under either desk.
    pub by_metric: Vec<OutcomeTotals>,
    /// The same for each channel, in order of channel, then of metric.
    pub by_channel: Vec<OutcomeTotals>,
    /// What this cannot tell: [`LIMIT`](Self::LIMIT).
    pub limit: String,
}

impl Comparison {
    /// What a comparison cannot tell, to be shown beside it.
    pub const LIMIT: &str = "Answers stay when they were, and statuses and events as they are in \
        the log: under another policy people would have worked in another order, and this does \
        not tell what they would have done.";

    /// Changes of each list that are kept unless the comparer is told
    /// otherwise.
    pub const MOST_LISTED: usize = 100_000;

    /// Whether nothing is another under the desk after.
    pub fn is_empty(&self) -> bool {
        self.verdicts_changed == 0
            && self.dues_changed == 0
            && self.policies_changed == 0
            && self.refused_before == self.refused_after
    }
}

/// A clock that ends otherwise, or is due otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockChange {
    /// Id of the ticket.
    pub ticket: String,
    /// Its channel at the end, under the desk before.
    pub channel: String,
    /// The metric.
    pub metric: Metric,
    /// Which instance of it, from 1: each wait for an answer is one.
    pub instance: u32,
    /// How it ends under the desk before.
    pub before: ClockOutcome,
    /// How it ends under the desk after.
    pub after: ClockOutcome,
    /// What in the two desks makes the difference; more than one where more
    /// differs.
    pub causes: Vec<ChangeCause>,
    /// All of it as one English sentence.
    pub text: String,
}

/// How one instance of a metric ended, or stands at the end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockOutcome {
    /// How it stands to its target; `not_started` when there is no such
    /// instance under this desk.
    pub state: State,
    /// Whole seconds counted, in `hours` (business when there is no target).
    pub elapsed_s: i64,
    /// The target, in seconds.
    pub target_s: Option<i64>,
    /// Which count the target is read in.
    pub hours: Option<Hours>,
    /// The policy whose target it is; without a target, the one that applies
    /// to the ticket.
    pub policy: Option<PolicyRef>,
    /// The deadline: the one that was missed, once it was; absent while
    /// paused, without a target, or when it never comes.
    #[serde(with = "instant::optional")]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub due_at: Option<DateTime<Utc>>,
}

/// A ticket to which another policy applies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyChange {
    /// Id of the ticket.
    pub ticket: String,
    /// The policy under the desk before, if one applies.
    pub before: Option<PolicyRef>,
    /// The policy under the desk after, if one applies.
    pub after: Option<PolicyRef>,
}

/// How the instances of a metric ended under both desks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeTotals {
    /// The channel; absent for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The metric.
    pub metric: Metric,
    /// Outcomes under the desk before.
    pub before: OutcomeCounts,
    /// Outcomes under the desk after.
    pub after: OutcomeCounts,
    /// Instances that end otherwise.
    pub changed: u64,
}

/// How many instances of a metric ended in which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeCounts {
    /// Ended in time.
    pub met: u64,
    /// Ran beyond their target.
    pub breached: u64,
    /// Run, in time so far.
    pub running: u64,
    /// Are paused, in time so far.
    pub paused: u64,
    /// Ended without an outcome.
    pub cancelled: u64,
    /// Had no target.
    pub no_target: u64,
}

impl OutcomeCounts {
    /// Those with a target that have an outcome, or still may.
    pub fn promised(&self) -> u64 {
        self.met
            .saturating_add(self.breached)
            .saturating_add(self.running)
            .saturating_add(self.paused)
    }

    pub(super) fn count(&mut self, state: State) {
        let slot = match state {
            State::Met => &mut self.met,
            State::Breached => &mut self.breached,
            State::Running => &mut self.running,
            State::Paused => &mut self.paused,
            State::Cancelled => &mut self.cancelled,
            State::NoTarget => &mut self.no_target,
            State::NotStarted => return,
        };
        *slot = slot.saturating_add(1);
    }
}
