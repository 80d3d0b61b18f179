//! What a replay finds: the tree that is printed, written as JSON and drawn
//! as a page.
//!
//! Counts are exact. Durations are seconds: the mean and the quantiles are
//! floats, made from whole milliseconds at the very end. Every map is
//! ordered, so that the same log gives the same bytes.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use deskcore::time::{Zone, instant};
use serde::{Deserialize, Serialize};

use crate::insight::Insight;
use crate::what_if::WhatIf;

/// Everything that a replay finds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Name of the desk.
    pub desk: String,
    /// Name of the log: its file name, without the folder.
    pub log: String,
    /// Tickets that were replayed.
    pub tickets: u64,
    /// Rows of the log that belong to them.
    pub events: u64,
    /// Instant of the first row.
    #[serde(with = "instant::optional")]
    pub first_event_at: Option<DateTime<Utc>>,
    /// Instant of the last row.
    #[serde(with = "instant::optional")]
    pub last_event_at: Option<DateTime<Utc>>,
    /// The instant that `statuses` and all the `sla` figures are told at.
    #[serde(with = "instant::optional")]
    pub until: Option<DateTime<Utc>>,
    /// What was not applied, by reason: rows that the mapping leaves out, bad
    /// rows that were skipped, events that the desk refused.
    pub left_out: BTreeMap<String, u64>,
    /// What looks odd but was counted as it is, by reason.
    pub flags: BTreeMap<String, u64>,
    /// Tickets by status at the end: all six.
    pub statuses: BTreeMap<String, u64>,
    /// Facts of the log by metric: `first_reply_time`, `next_reply_time`,
    /// `requester_wait_time`, `agent_work_time`, `full_resolution_time`.
    pub metrics: BTreeMap<String, MetricFacts>,
    /// The clocks' verdicts by metric: all seven.
    pub sla: BTreeMap<String, SlaCounts>,
    /// The same by priority at the end (`none` where a ticket has none), then
    /// by metric.
    pub sla_by_priority: BTreeMap<String, BTreeMap<String, SlaCounts>>,
    /// The same by channel at the end, then by metric.
    pub sla_by_channel: BTreeMap<String, BTreeMap<String, SlaCounts>>,
    /// Promises kept and missed, by the Monday (local date) of the week in
    /// which the clock ended in time or was breached, then by metric.
    pub sla_by_week: BTreeMap<NaiveDate, BTreeMap<String, Kept>>,
    /// Tickets that left `solved` at least once.
    pub reopened: u64,
    /// Tickets without any agent's reply.
    pub never_replied: u64,
    /// Tickets without any row that solves.
    pub never_solved: u64,
    /// Tickets without any row that closes.
    pub never_closed: u64,
    /// Open tickets over time.
    pub backlog: Backlog,
    /// When tickets come in.
    pub arrivals: Arrivals,
    /// How long things took, as histograms: `first_reply_time` and
    /// `full_resolution_time`.
    pub distributions: BTreeMap<String, Distribution>,
    /// What it says beyond its promises, where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insight: Option<Insight>,
    /// What another desk would have made of it, where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_if: Option<WhatIf>,
}

impl Report {
    /// The zone that instants are told in: the one of the desk's main
    /// calendar, and UTC where the report names none that is known.
    pub fn zone(&self) -> Zone {
        self.arrivals.zone.parse().unwrap_or(Zone::UTC)
    }
}

/// One metric in both counts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MetricFacts {
    /// Real time.
    pub calendar: Durations,
    /// Open time of each ticket's business calendar.
    pub business: Durations,
}

/// Durations in brief. Quantiles interpolate linearly between order
/// statistics (type 7). All are absent where `n` is 0.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Durations {
    /// How many.
    pub n: u64,
    /// Arithmetic mean.
    pub mean_s: Option<f64>,
    /// Median.
    pub p50_s: Option<f64>,
    /// Ninth decile.
    pub p90_s: Option<f64>,
    /// The longest.
    pub max_s: Option<f64>,
    /// Those not longer than the desk's target; absent where no target is
    /// read in this count.
    pub within: Option<u64>,
    /// Those longer than the desk's target; absent as `within`.
    pub beyond: Option<u64>,
}

/// Tickets by the verdict on one metric's latest instance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlaCounts {
    /// Ended in time.
    pub met: u64,
    /// Ran beyond its deadline.
    pub breached: u64,
    /// Runs, and is in time.
    pub running: u64,
    /// Paused, and is in time.
    pub paused: u64,
    /// Ended by cancellation.
    pub cancelled: u64,
    /// Has no target.
    pub no_target: u64,
    /// Never began.
    pub not_started: u64,
}

/// Promises kept and missed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Ended in time.
    pub met: u64,
    /// Ran beyond the deadline.
    pub breached: u64,
}

/// Tickets created and not yet ended, over time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backlog {
    /// What ends a ticket here: `solved` or `closed`.
    pub until: String,
    /// The most at any instant.
    pub max: i64,
    /// The first instant with that many.
    #[serde(with = "instant::optional")]
    pub at: Option<DateTime<Utc>>,
    /// How many there are from each instant on: at most 1,000 points, evenly
    /// spaced over the log, and the maximum among them.
    pub series: Vec<BacklogPoint>,
}

/// An instant and the backlog from then on; `[instant, count]` in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BacklogPoint(
    /// The instant.
    #[serde(with = "instant")]
    pub DateTime<Utc>,
    /// The backlog.
    pub i64,
);

/// Tickets by weekday and hour of their creation, in local time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrivals {
    /// IANA name of the zone of the desk's main calendar.
    pub zone: String,
    /// Seven rows from Monday to Sunday, 24 columns from 0 h to 23 h.
    pub matrix: [[u64; 24]; 7],
}

/// Durations as a histogram whose buckets double in width.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distribution {
    /// The count that the durations are in: `business` or `calendar`, as the
    /// targets are read; `mixed` where the tickets' targets differ in that;
    /// `business` where there is no target.
    pub hours: String,
    /// From short to long, without gaps: the first also holds zero and
    /// negative durations, the last is not empty.
    pub buckets: Vec<Bucket>,
    /// The targets that the durations are compared with, shortest first.
    pub targets: Vec<TargetMark>,
}

/// How many durations lie in `from_s ≤ duration < to_s`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// Lower edge, in seconds.
    pub from_s: u64,
    /// Upper edge, in seconds.
    pub to_s: u64,
    /// How many.
    pub n: u64,
}

/// A target and the durations compared with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetMark {
    /// The target, in seconds.
    pub seconds: u64,
    /// Durations compared with it.
    pub n: u64,
    /// Those not longer than it.
    pub within: u64,
}
