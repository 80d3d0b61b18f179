//! Where a metric stands.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ClockState, Hours, Metric, PolicyRef};
use crate::time::instant;

/// How a metric stands to its target: the first of these that applies.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It has never begun.
    NotStarted,
    /// It ran beyond its target.
    Breached,
    /// It was ended without an outcome.
    Cancelled,
    /// Nothing is promised.
    NoTarget,
    /// It ended in time.
    Met,
    /// It runs, in time so far.
    Running,
    /// It is paused, in time so far.
    Paused,
}

impl State {
    /// All of them, in order.
    pub const ALL: [Self; 7] = [
        Self::NotStarted,
        Self::Breached,
        Self::Cancelled,
        Self::NoTarget,
        Self::Met,
        Self::Running,
        Self::Paused,
    ];

    /// Name in JSON and in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::Breached => "breached",
            Self::Cancelled => "cancelled",
            Self::NoTarget => "no_target",
            Self::Met => "met",
            Self::Running => "running",
            Self::Paused => "paused",
        }
    }
}

impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// Where the latest instance of a metric stands at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Verdict {
    /// The metric.
    pub metric: Metric,
    /// How it stands to its target.
    pub state: State,
    /// What its clock does; independent of a breach.
    pub clock: ClockState,
    /// Which instance it is, from 1; 0 when it has not started.
    pub instance: u32,
    /// Whole seconds counted, in `hours` (business when there is no target).
    pub elapsed_s: i64,
    /// Target in force, or at the end of an ended clock, in seconds.
    pub target_s: Option<i64>,
    /// Which count the target is read in.
    pub hours: Option<Hours>,
    /// The policy whose target it is; a [`Desk`](crate::Desk) tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyRef>,
    /// [`Terms::policy_number`](super::Terms::policy_number) of it.
    #[serde(skip)]
    pub policy_number: Option<u16>,
    /// The deadline: the one that was missed, once it was; absent while
    /// paused, without a target, or when it never comes.
    #[serde(with = "instant::optional")]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub due_at: Option<DateTime<Utc>>,
    /// Breaches of the metric over all instances.
    pub breaches: u32,
    /// The latest of them.
    #[serde(with = "instant::optional")]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub last_breach_at: Option<DateTime<Utc>>,
}

impl Verdict {
    pub(super) fn not_started(metric: Metric) -> Self {
        Self {
            metric,
            state: State::NotStarted,
            clock: ClockState::Stopped,
            instance: 0,
            elapsed_s: 0,
            target_s: None,
            hours: None,
            policy: None,
            policy_number: None,
            due_at: None,
            breaches: 0,
            last_breach_at: None,
        }
    }
}
