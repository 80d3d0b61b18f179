//! How many agents are needed, and how long a customer waits.

use deskcore::routing::staffing::{
    self, ArrivalProfile, ErlangA, ErlangC, LiveWork, Staffing, StaffingGoal, WeekPlan,
    WorkAssumptions,
};
use deskcore::routing::wait::{self, WaitEstimate};

use crate::convert::Zone;
use crate::error::{DeskcoreError, guarded};

/// Erlang C: what a number of agents reaches when nobody hangs up.
///
/// Throws `InvalidInput` when a figure of the work is out of range.
#[uniffi::export]
pub fn erlang_c(work: LiveWork, agents: u32) -> Result<ErlangC, DeskcoreError> {
    guarded(|| staffing::erlang_c(&work, agents))
}

/// Erlang A: what a number of agents reaches when customers hang up whose
/// patience ends.
///
/// Throws `InvalidInput` when a figure of the work is out of range, patience
/// is missing, or there is work and no agent.
#[uniffi::export]
pub fn erlang_a(work: LiveWork, agents: u32) -> Result<ErlangA, DeskcoreError> {
    guarded(|| staffing::erlang_a(&work, agents))
}

/// The fewest that reach a goal by Erlang C.
///
/// Throws `InvalidInput` when a figure is out of range, or no number of agents
/// reaches the goal.
#[uniffi::export]
pub fn erlang_c_required(work: LiveWork, goal: StaffingGoal) -> Result<Staffing, DeskcoreError> {
    guarded(|| staffing::erlang_c_required(&work, &goal))
}

/// The fewest that reach a goal by Erlang A.
///
/// Throws as `erlangCRequired`, and when patience is missing.
#[uniffi::export]
pub fn erlang_a_required(work: LiveWork, goal: StaffingGoal) -> Result<Staffing, DeskcoreError> {
    guarded(|| staffing::erlang_a_required(&work, &goal))
}

/// What arrives in the half hours of a week of a zone's wall clock, on
/// average: the mean of all arrivals of a history, `from_ms` to `to_ms`.
/// Instants are epoch milliseconds.
///
/// Throws `InvalidInput` when the history has no length, more than a hundred
/// years, or lies outside the dates of a timestamp.
#[uniffi::export]
pub fn arrival_profile(
    arrivals_ms: Vec<i64>,
    zone: Zone,
    from_ms: i64,
    to_ms: i64,
) -> Result<ArrivalProfile, DeskcoreError> {
    guarded(|| ArrivalProfile::new(&arrivals_ms, zone, from_ms, to_ms))
}

/// Plans a week: of each half hour the fewest that reach the goal. By Erlang
/// A when there is a patience, else by Erlang C.
///
/// Throws `InvalidInput` when a figure is out of range, or the goal needs too
/// many at once.
#[uniffi::export]
pub fn week_plan(
    profile: ArrivalProfile,
    assumptions: WorkAssumptions,
    goal: StaffingGoal,
) -> Result<WeekPlan, DeskcoreError> {
    guarded(|| staffing::plan(&profile, &assumptions, &goal))
}

/// Whom to schedule by a plan, in sentences for people.
#[uniffi::export]
pub fn plan_sentences(plan: WeekPlan) -> Result<Vec<String>, DeskcoreError> {
    guarded(|| Ok(plan.sentences()))
}

/// How long a new ticket will wait when `ahead` others are begun before it, by
/// `agents` people who could take it and are all busy, by the times in seconds
/// that recent ones took.
///
/// Throws `InvalidInput` when a time is negative, no number or too large.
#[uniffi::export]
pub fn estimate_wait(
    ahead: u32,
    agents: u32,
    service_times_s: Vec<f64>,
) -> Result<WaitEstimate, DeskcoreError> {
    guarded(|| wait::estimate_wait(ahead, agents, &service_times_s))
}
