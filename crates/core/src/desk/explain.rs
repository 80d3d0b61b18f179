//! Why a clock is due when it is.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Desk, Duration, Ticket};
use crate::sla::{ClockState, Hours, Metric, PolicyRef, State};
use crate::time::{Explanation, instant};

/// Why a metric of a ticket is due when it is, or is not due at all.
///
/// ```
/// use deskcore::ticket::{Opening, Priority};
/// use deskcore::{Desk, Metric};
///
/// let desk = Desk::from_json(r#"{
///     "calendars": {"office": {"tz": "Europe/Rome", "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]]}}},
///     "policies": [{"id": "default", "calendar": "office", "targets": {"*": {"first_reply_time": "2h"}}}]
/// }"#)?;
/// let mut opening = Opening::new("A-17", "2026-11-23T11:30:00Z".parse()?, "email");
/// opening.facts.priority = Some(Priority::Normal);
/// let (ticket, _) = desk.open(&opening)?;
/// let why = desk.explain(&ticket, Metric::FirstReplyTime, opening.at).unwrap();
/// assert!(why.to_string().starts_with("first_reply_time is running, due Mon 23 Nov 2026 15:30: 2h of business time"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeadlineExplanation {
    /// The metric.
    pub metric: Metric,
    /// How it stands.
    pub state: State,
    /// What its clock does.
    pub clock: ClockState,
    /// The policy whose target it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyRef>,
    /// The target in force, in seconds.
    pub target_s: Option<i64>,
    /// Which count it is read in.
    pub hours: Option<Hours>,
    /// Where the number comes from, where the desk says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Milliseconds that had been counted when the deadline was set: before
    /// the last pause, for one.
    pub counted_before_ms: i64,
    /// When the deadline was set, or the clock ended.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub since: DateTime<Utc>,
    /// The deadline.
    #[serde(with = "instant::optional")]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub due_at: Option<DateTime<Utc>>,
    /// From `since` to the deadline, what counts and what does not; absent
    /// when it counts real time, when there is no deadline, or when the
    /// deadline was missed before `since`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spans: Option<Explanation>,
    /// The deadline on the wall clock of the calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_local: Option<String>,
    /// All of it as one English sentence.
    pub text: String,
}

impl Desk {
    /// Why a metric is due when it is: the spans that count and those that
    /// do not (nights, lunch, holidays by name) since the deadline was set.
    /// `None` when the metric has not started.
    pub fn explain(
        &self,
        ticket: &Ticket,
        metric: Metric,
        now: DateTime<Utc>,
    ) -> Option<DeadlineExplanation> {
        let verdict = self.verdict(ticket, metric, now);
        let (since, counted_before_ms) = ticket.clocks.deadline_set(metric)?;
        let calendar = self.calendar_of(ticket);
        let business = verdict.hours != Some(Hours::Calendar);
        let source = self
            .policy_of(ticket)
            .and_then(|policy| policy.policy.target(ticket.facts.priority, metric))
            .and_then(|target| target.source.clone());
        let spans = verdict
            .due_at
            .filter(|due| business && *due >= since)
            .map(|due| calendar.explain(since, due));
        let due_local = verdict.due_at.map(|due| {
            let local = due.with_timezone(&calendar.tz());
            local.format("%a %-d %b %Y %H:%M").to_string()
        });
        let mut why = DeadlineExplanation {
            metric,
            state: verdict.state,
            clock: verdict.clock,
            policy: verdict.policy,
            target_s: verdict.target_s,
            hours: verdict.hours,
            source,
            counted_before_ms,
            since,
            due_at: verdict.due_at,
            spans,
            due_local,
            text: String::new(),
        };
        why.text = Sentence(&why).to_string();
        Some(why)
    }
}

/// Whole seconds as people read them.
fn shown(seconds: i64) -> String {
    Duration::try_from(seconds.unsigned_abs())
        .map_or_else(|_| format!("{seconds}s"), |duration| duration.to_string())
}

impl fmt::Display for DeadlineExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The sentence of an explanation, from everything else in it.
struct Sentence<'a>(&'a DeadlineExplanation);

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(why) = self;
        write!(f, "{} is {}", why.metric, why.state)?;
        match (why.target_s, &why.due_local) {
            (None, _) => return f.write_str(": nothing is promised"),
            (Some(_), Some(due)) => write!(f, ", due {due}")?,
            (Some(_), None) if why.clock == ClockState::Paused => {
                f.write_str(", due when it goes on")?
            }
            (Some(_), None) => f.write_str(", never due")?,
        }
        let hours = match why.hours {
            Some(Hours::Calendar) => "real time",
            _ => "business time",
        };
        write!(f, ": {} of {hours}", shown(why.target_s.unwrap_or(0)))?;
        if let Some(policy) = &why.policy {
            write!(f, " by policy {policy}")?;
        }
        if let Some(source) = &why.source {
            write!(f, " ({source})")?;
        }
        let counted = TimeDelta::milliseconds(why.counted_before_ms);
        if counted > TimeDelta::zero() {
            write!(f, "; {} counted before", shown(counted.num_seconds()))?;
        }
        match &why.spans {
            Some(spans) => write!(f, "; {spans}"),
            None => Ok(()),
        }
    }
}
