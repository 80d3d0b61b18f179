//! One clock: a few integers, whatever happened before.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Hours, Target};
use crate::time::instant::millis;
use crate::time::{Calendar, Moment};

/// What a clock does at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// It counts.
    Running,
    /// It waits for a status to pass.
    Paused,
    /// It has not started, or has ended.
    Stopped,
}

impl ClockState {
    /// Name in JSON and in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Stopped => "stopped",
        }
    }
}

/// The target in force: what a verdict is about, kept when the policy is
/// long gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredTarget", into = "StoredTarget")]
pub(super) struct InForce {
    pub(super) seconds: i64,
    pub(super) hours: Hours,
    /// See [`Terms::policy_number`](super::Terms::policy_number).
    pub(super) policy: u16,
}

/// The target in force in JSON: seconds of business time that the first
/// policy promised, which nearly all are, or an object.
#[derive(Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum StoredTarget {
    Seconds(i64),
    Full {
        seconds: i64,
        #[serde(default, skip_serializing_if = "is_business")]
        hours: Hours,
        #[serde(default, skip_serializing_if = "is_none_given")]
        policy: u16,
    },
}

impl From<StoredTarget> for InForce {
    fn from(stored: StoredTarget) -> Self {
        let (seconds, hours, policy) = match stored {
            StoredTarget::Seconds(seconds) => (seconds, Hours::Business, 0),
            StoredTarget::Full {
                seconds,
                hours,
                policy,
            } => (seconds, hours, policy),
        };
        Self {
            seconds,
            hours,
            policy,
        }
    }
}

impl From<InForce> for StoredTarget {
    fn from(target: InForce) -> Self {
        let InForce {
            seconds,
            hours,
            policy,
        } = target;
        if hours == Hours::Business && policy == 0 {
            Self::Seconds(seconds)
        } else {
            Self::Full {
                seconds,
                hours,
                policy,
            }
        }
    }
}

fn is_business(hours: &Hours) -> bool {
    *hours == Hours::Business
}

impl InForce {
    fn is(self, target: &Target) -> bool {
        self.seconds == target.seconds() && self.hours == target.hours
    }

    fn ms(self) -> i64 {
        self.seconds.saturating_mul(1000)
    }
}

/// What time alone does to a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    /// The next warning.
    Warning,
    /// The breach.
    Breach,
    /// The next step of escalation.
    Escalation,
}

/// The clock of a metric. Both counts are banked up to `since`; a running
/// clock has counted on from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub(super) instance: u32,
    #[serde(default = "running", skip_serializing_if = "is_running")]
    pub(super) state: ClockState,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) cancelled: bool,
    #[serde(with = "millis")]
    pub(super) since: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) business_ms: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) calendar_ms: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<InForce>,
    #[serde(
        default,
        with = "millis::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) due_at: Option<i64>,
    /// When the next warning is due, or the next step of escalation once
    /// the target is missed.
    #[serde(
        default,
        with = "millis::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) step_at: Option<i64>,
    /// Warnings given for the target in force.
    #[serde(default, skip_serializing_if = "is_none_given")]
    pub(super) warned: u16,
    /// Steps of escalation taken since the breach.
    #[serde(default, skip_serializing_if = "is_none_given")]
    pub(super) escalated: u16,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) breached: bool,
    /// Breaches over all instances.
    #[serde(default, skip_serializing_if = "is_none_given_32")]
    pub(super) breaches: u32,
    #[serde(
        default,
        with = "millis::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) last_breach_at: Option<i64>,
}

fn running() -> ClockState {
    ClockState::Running
}

fn is_running(state: &ClockState) -> bool {
    *state == ClockState::Running
}

fn one() -> u32 {
    1
}

fn is_one(instance: &u32) -> bool {
    *instance == 1
}

fn is_zero(ms: &i64) -> bool {
    *ms == 0
}

fn is_none_given(count: &u16) -> bool {
    *count == 0
}

fn is_none_given_32(count: &u32) -> bool {
    *count == 0
}

impl Clock {
    /// A clock that has counted from `from` to now.
    pub(super) fn started(previous: Option<&Self>, from: i64, now: &Moment<'_>) -> Self {
        let at = now.at;
        let from = from.min(at);
        Self {
            instance: previous.map_or(1, |clock| clock.instance.saturating_add(1)),
            state: ClockState::Running,
            cancelled: false,
            since: at,
            business_ms: if from == at { 0 } else { now.since(from) },
            calendar_ms: at - from,
            target: None,
            due_at: None,
            step_at: None,
            warned: 0,
            escalated: 0,
            breached: false,
            breaches: previous.map_or(0, |clock| clock.breaches),
            last_breach_at: previous.and_then(|clock| clock.last_breach_at),
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.state != ClockState::Stopped
    }

    /// What its numbers are banked to.
    pub(super) fn banked_to<'a>(&self, calendar: &'a Calendar) -> Moment<'a> {
        calendar.moment(self.since)
    }

    pub(super) fn has_target(&self) -> bool {
        self.target.is_some()
    }

    /// Counts up to now.
    pub(super) fn bank(&mut self, now: &Moment<'_>) {
        let at = now.at;
        if self.state == ClockState::Running && at != self.since {
            // A stored ticket may hold any number.
            let business = now.since(self.since);
            self.business_ms = self.business_ms.saturating_add(business);
            self.calendar_ms = self.calendar_ms.saturating_add(at - self.since);
        }
        self.since = at;
    }

    /// What had been counted by `since`.
    pub(super) fn banked(&self, hours: Hours) -> i64 {
        match hours {
            Hours::Business => self.business_ms,
            Hours::Calendar => self.calendar_ms,
        }
    }

    /// What has been counted by an instant.
    pub(super) fn elapsed_at(&self, at: i64, calendar: &Calendar) -> i64 {
        let hours = self.target.map_or(Hours::Business, |target| target.hours);
        let running = match (self.state, hours) {
            (ClockState::Running, Hours::Business) => calendar.between_ms(self.since, at),
            (ClockState::Running, Hours::Calendar) => at - self.since,
            _ => 0,
        };
        self.banked(hours).saturating_add(running)
    }

    /// A target comes into force, or none does. The clock is banked to now.
    /// Returns whether it is breached by that, at this instant.
    pub(super) fn judge(&mut self, target: Option<&Target>, policy: u16, now: &Moment<'_>) -> bool {
        let Some(target) = target else {
            self.target = None;
            self.breached = false;
            self.due_at = None;
            self.step_at = None;
            self.warned = 0;
            self.escalated = 0;
            return false;
        };
        let same = self.target.is_some_and(|in_force| in_force.is(target));
        let in_force = InForce {
            seconds: target.seconds(),
            hours: target.hours,
            policy,
        };
        self.target = Some(in_force);
        let left = in_force.ms().saturating_sub(self.banked(target.hours));
        let mut breaches_now = false;
        if self.breached && left <= 0 {
            // The same breach goes on, with the deadline that was missed.
        } else if left < 0 {
            self.due_at = Some(self.since);
            breaches_now = true;
            self.breach(self.since);
        } else {
            if !same || self.breached {
                self.warned = 0;
                self.escalated = 0;
            }
            self.breached = false;
            self.set_deadline(now);
        }
        self.schedule(Some(target), now);
        breaches_now
    }

    /// The fact of a breach.
    pub(super) fn breach(&mut self, at: i64) {
        self.breached = true;
        self.breaches = self.breaches.saturating_add(1);
        self.last_breach_at = Some(at);
    }

    /// The instant at which this much of the target's time is counted; the
    /// clock runs, and is banked to `now`.
    fn reach(&self, counted: i64, now: &Moment<'_>) -> Option<i64> {
        let hours = self.target.map_or(Hours::Business, |target| target.hours);
        let left = counted.saturating_sub(self.banked(hours)).max(0);
        let reached = match hours {
            Hours::Business => now.after(left),
            Hours::Calendar => now.at.checked_add(left),
        };
        // Ten years of a shop that opens a second a week are for never.
        const LAST: i64 = DateTime::<Utc>::MAX_UTC.timestamp_millis();
        reached.filter(|at| *at < LAST)
    }

    /// Sets the deadline of an unbreached clock that is banked to now.
    pub(super) fn set_deadline(&mut self, now: &Moment<'_>) {
        self.due_at = match (self.state, self.target) {
            (ClockState::Running, Some(target)) => self.reach(target.ms(), now),
            _ => None,
        };
    }

    /// Sets when the next warning or step of escalation is due; the clock is
    /// banked to `now`.
    pub(super) fn schedule(&mut self, target: Option<&Target>, now: &Moment<'_>) {
        let counted = target
            .filter(|target| {
                self.state == ClockState::Running
                    && self.target.is_some_and(|in_force| in_force.is(target))
            })
            .and_then(|target| {
                let after = if self.breached {
                    let (after, _) = target.escalations().get(usize::from(self.escalated))?;
                    target.ms().saturating_add(after.num_milliseconds())
                } else {
                    let (used, _) = target.warnings().get(usize::from(self.warned))?;
                    used.num_milliseconds()
                };
                Some(after)
            });
        self.step_at = counted.and_then(|counted| self.reach(counted, now));
    }

    /// What time alone does next, and the first instant at which it is done.
    ///
    /// A target is missed only after its due instant, so a breach and what
    /// follows it are done one millisecond later, and stamped with the due
    /// instant all the same.
    pub(super) fn next_due(&self) -> Option<(i64, Due)> {
        if self.state != ClockState::Running {
            return None;
        }
        if self.breached {
            return self
                .step_at
                .map(|at| (at.saturating_add(1), Due::Escalation));
        }
        let warning = self.step_at.map(|at| (at, Due::Warning));
        let breach = self.due_at.map(|at| (at.saturating_add(1), Due::Breach));
        match (warning, breach) {
            (Some(warning), Some(breach)) => Some(warning.min(breach)),
            (warning, breach) => warning.or(breach),
        }
    }

    pub(super) fn stop(&mut self, now: &Moment<'_>) {
        self.bank(now);
        self.state = ClockState::Stopped;
        self.step_at = None;
    }
}
