//! What is promised: targets, their warnings and what follows a breach.

use std::sync::Arc;

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Metric;
use crate::ticket::{Priority, Status};

/// Which count a target is read in.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Hours {
    /// Open time of the policy's calendar.
    #[default]
    Business,
    /// Real time, day and night.
    Calendar,
}

/// The time within which something is promised.
///
/// ```
/// use chrono::TimeDelta;
/// use deskcore::sla::{Hours, Target, Warning};
///
/// let target = Target::new(TimeDelta::hours(2), Hours::Business)
///     .with_warning(Warning::AfterShare { percent: 80 })
///     .with_escalation(TimeDelta::hours(1), "team-lead");
/// assert_eq!(target.seconds(), 7200);
/// assert_eq!(target.warnings()[0].0, TimeDelta::minutes(96));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    ms: i64,
    /// Which count it is read in.
    pub hours: Hours,
    /// Where the number comes from.
    pub source: Option<String>,
    warnings: Vec<(TimeDelta, Warning)>,
    escalations: Vec<(TimeDelta, String)>,
}

/// When to warn before a target is missed, in the clock's own time: thirty
/// business minutes before are not half an hour before on Monday at nine.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Warning {
    /// When a share of the target is used up: 1 to 100 percent.
    AfterShare {
        /// Percent of the target.
        percent: u8,
    },
    /// When this much is left.
    Before {
        /// Seconds left, in the count of the target.
        seconds: u32,
    },
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AfterShare { percent } => write!(f, "{percent}%"),
            Self::Before { seconds } if seconds % 60 == 0 => write!(f, "-{}m", seconds / 60),
            Self::Before { seconds } => write!(f, "-{seconds}s"),
        }
    }
}

impl Target {
    /// A target of a length above zero; shorter than a second counts as one.
    pub fn new(length: TimeDelta, hours: Hours) -> Self {
        Self {
            ms: length.num_seconds().max(1).saturating_mul(1000),
            hours,
            source: None,
            warnings: Vec::new(),
            escalations: Vec::new(),
        }
    }

    /// Adds a warning, each once; one that would lie before the start is at
    /// the start.
    #[must_use]
    pub fn with_warning(mut self, warning: Warning) -> Self {
        let used = match warning {
            // In this order no target of any length overflows.
            Warning::AfterShare { percent } => self.ms / 100 * i64::from(percent.min(100)),
            Warning::Before { seconds } => self.ms - i64::from(seconds) * 1000,
        };
        let warning = (TimeDelta::milliseconds(used.max(0)), warning);
        if let Err(place) = self.warnings.binary_search(&warning) {
            self.warnings.insert(place, warning);
        }
        self
    }

    /// Adds a step of escalation, each once: whom to tell when the target has been
    /// missed by this much more of the clock's time.
    #[must_use]
    pub fn with_escalation(mut self, after: TimeDelta, to: impl Into<String>) -> Self {
        let step = (after.max(TimeDelta::zero()), to.into());
        if let Err(place) = self.escalations.binary_search(&step) {
            self.escalations.insert(place, step);
        }
        self
    }

    /// Length in seconds, in the count of `hours`.
    pub fn seconds(&self) -> i64 {
        self.ms / 1000
    }

    /// The warnings, each with the time used up when it is due, in order.
    pub fn warnings(&self) -> &[(TimeDelta, Warning)] {
        &self.warnings
    }

    /// The steps of escalation, each with the time after the target, in
    /// order.
    pub fn escalations(&self) -> &[(TimeDelta, String)] {
        &self.escalations
    }

    pub(super) fn ms(&self) -> i64 {
        self.ms
    }
}

/// A set of targets, and what else changes how clocks run.
///
/// ```
/// use chrono::TimeDelta;
/// use deskcore::sla::{Hours, Metric, Policy, Target};
/// use deskcore::ticket::Priority;
///
/// let mut policy = Policy::default();
/// policy.set_target(
///     Priority::Urgent,
///     Metric::FirstReplyTime,
///     Target::new(TimeDelta::hours(1), Hours::Business),
/// );
/// assert!(policy.target(Some(Priority::Urgent), Metric::FirstReplyTime).is_some());
/// assert!(policy.target(None, Metric::FirstReplyTime).is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    targets: [[Option<Arc<Target>>; Metric::COUNT]; Priority::ALL.len()],
    pauses: [Statuses; Metric::COUNT],
    /// A bot's reply counts as an agent's.
    pub bot_counts: bool,
    /// An internal note counts as an agent's reply.
    pub note_counts: bool,
}

/// A set of statuses, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Statuses(u8);

impl Statuses {
    fn of(statuses: &[Status]) -> Self {
        Self(statuses.iter().fold(0, |set, s| set | 1 << *s as u8))
    }

    fn holds(self, status: Status) -> bool {
        self.0 >> status as u8 & 1 == 1
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            targets: Default::default(),
            pauses: Metric::ALL.map(|metric| Statuses::of(metric.default_pause())),
            bot_counts: false,
            note_counts: false,
        }
    }
}

impl Policy {
    /// Sets the target of a metric for tickets of a priority.
    pub fn set_target(&mut self, priority: Priority, metric: Metric, target: Target) {
        let slot = self
            .targets
            .get_mut(priority as usize)
            .and_then(|targets| targets.get_mut(metric as usize));
        if let Some(slot) = slot {
            *slot = Some(Arc::new(target));
        }
    }

    /// Replaces the statuses in which a metric pauses; none means never.
    pub fn set_pause(&mut self, metric: Metric, statuses: &[Status]) {
        if let Some(slot) = self.pauses.get_mut(metric as usize) {
            *slot = Statuses::of(statuses);
        }
    }

    /// The target of a metric for tickets of a priority.
    #[inline]
    pub fn target(&self, priority: Option<Priority>, metric: Metric) -> Option<&Target> {
        self.targets
            .get(priority? as usize)?
            .get(metric as usize)?
            .as_deref()
    }

    /// Whether a metric pauses in a status.
    #[inline]
    pub fn pauses(&self, metric: Metric, status: Status) -> bool {
        self.pauses
            .get(metric as usize)
            .is_some_and(|statuses| statuses.holds(status))
    }
}

/// Which policy, in which version.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct PolicyRef {
    /// Id of the policy.
    pub id: String,
    /// The shop's name for the version, if it gave one, and a digest of the
    /// policy and its calendar: `2026-11+9f86d081`.
    pub version: String,
}

impl std::fmt::Display for PolicyRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}", self.id, self.version)
    }
}
