//! What time does to a clock: what it did, and what it does next.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Metric;

/// Something that time alone, or a new target, did to a clock: each is told
/// once, stamped with the instant at which it was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alert {
    /// The clock.
    pub metric: Metric,
    /// Which instance of it.
    pub instance: u32,
    /// When it was due.
    pub at: DateTime<Utc>,
    /// What it is.
    pub kind: AlertKind,
}

/// The kinds of alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertKind {
    /// The warning of the target with this index.
    Warning(u16),
    /// The target was missed.
    Breach,
    /// The step of escalation with this index.
    Escalation(u16),
}

/// What comes next by time alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NextDue {
    /// The clock.
    pub metric: Metric,
    /// The instant that it will be stamped with.
    #[serde(with = "crate::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    /// What it is.
    pub kind: NextDueKind,
}

/// The kinds of what comes by time alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NextDueKind {
    /// A warning.
    Warning,
    /// The target will be missed.
    Breach,
    /// A step of escalation.
    Escalation,
}
