//! How many agents are needed, what an order of the queue does, and the wait
//! that a customer can be told.

use deskcore::border::under;
use deskcore::routing::simulation::{self, Job, SimulatedTicket};
use deskcore::routing::staffing::{self, ArrivalProfile, WeekPlan};
use deskcore::routing::wait::{self, WaitEstimate};
use napi::{Env, Result};
use napi_derive::napi;

use crate::convert::{call, count, given, js, milliseconds, zone};
use crate::router::rules;

/// What a number of agents reaches when nobody hangs up.
///
/// @throws {DeskcoreError} `invalid_input` when a figure is out of range.
#[napi(
    ts_args_type = "work: LiveWork | string, agents: number",
    ts_return_type = "ErlangC"
)]
pub fn erlang_c(env: Env, work: js::Value, agents: js::Value) -> Result<js::Value> {
    call(env, |host| {
        let (work, agents) = (host.records(work)?, count(agents, "/agents")?);
        host.data(&staffing::erlang_c(&work, agents)?)
    })
}

/// The same when customers hang up whose patience ends: `patience_s` is needed.
///
/// @throws {DeskcoreError} `invalid_input` when a figure is out of range.
#[napi(
    ts_args_type = "work: LiveWork | string, agents: number",
    ts_return_type = "ErlangA"
)]
pub fn erlang_a(env: Env, work: js::Value, agents: js::Value) -> Result<js::Value> {
    call(env, |host| {
        let (work, agents) = (host.records(work)?, count(agents, "/agents")?);
        host.data(&staffing::erlang_a(&work, agents)?)
    })
}

/// The fewest who reach a goal when nobody hangs up.
///
/// @throws {DeskcoreError} `invalid_input` when a figure is out of range, or
/// too many would be needed.
#[napi(
    ts_args_type = "work: LiveWork | string, goal: StaffingGoal | string",
    ts_return_type = "Staffing"
)]
pub fn erlang_c_required(env: Env, work: js::Value, goal: js::Value) -> Result<js::Value> {
    call(env, |host| {
        let (work, goal) = (host.records(work)?, host.records(goal)?);
        host.data(&staffing::erlang_c_required(&work, &goal)?)
    })
}

/// The same when customers hang up whose patience ends.
///
/// @throws {DeskcoreError} As `erlangCRequired`.
#[napi(
    ts_args_type = "work: LiveWork | string, goal: StaffingGoal | string",
    ts_return_type = "Staffing"
)]
pub fn erlang_a_required(env: Env, work: js::Value, goal: js::Value) -> Result<js::Value> {
    call(env, |host| {
        let (work, goal) = (host.records(work)?, host.records(goal)?);
        host.data(&staffing::erlang_a_required(&work, &goal)?)
    })
}

/// What arrives in the half hours of a local week, on average: of a history
/// from `fromMs` up to `toMs`, all in epoch milliseconds.
///
/// @throws {DeskcoreError} `invalid_input` for a zone that does not exist, and
/// a history without length.
#[napi(
    ts_args_type = "arrivalsMs: readonly number[] | string, zone: string, fromMs: Milliseconds, toMs: Milliseconds",
    ts_return_type = "ArrivalProfile"
)]
pub fn arrival_profile(
    env: Env,
    arrivals_ms: js::Value,
    zone: js::Value,
    from_ms: js::Value,
    to_ms: js::Value,
) -> Result<js::Value> {
    call(env, |host| {
        let arrivals = host.records::<Vec<i64>>(arrivals_ms);
        let arrivals = arrivals.map_err(|error| under("/arrivalsMs", error))?;
        let (from_ms, to_ms) = (
            milliseconds(from_ms, "/fromMs")?,
            milliseconds(to_ms, "/toMs")?,
        );
        let profile = ArrivalProfile::new(&arrivals, self::zone(zone)?, from_ms, to_ms)?;
        host.data(&profile)
    })
}

/// How many are needed in each half hour of a week. With a `patience_s` by
/// Erlang A, without by Erlang C.
///
/// @throws {DeskcoreError} `invalid_input` when a figure is out of range, or
/// too many would be needed.
#[napi(
    ts_args_type = "profile: ArrivalProfile | string, assumptions: WorkAssumptions | string, goal: StaffingGoal | string",
    ts_return_type = "WeekPlan"
)]
pub fn week_plan(
    env: Env,
    profile: js::Value,
    assumptions: js::Value,
    goal: js::Value,
) -> Result<js::Value> {
    call(env, |host| {
        let (work, goal) = (host.records(assumptions)?, host.records(goal)?);
        host.data(&staffing::plan(&host.records(profile)?, &work, &goal)?)
    })
}

/// Whom to schedule by a plan, in sentences for people.
#[napi(ts_args_type = "plan: WeekPlan | string")]
pub fn plan_sentences(env: Env, plan: js::Value) -> Result<Vec<String>> {
    call(env, |host| Ok(host.records::<WeekPlan>(plan)?.sentences()))
}

/// What an order of the queue does: jobs, in order of arrival, worked off by a
/// number of equal agents.
///
/// @throws {DeskcoreError} `invalid_input`, with the place.
#[napi(
    ts_args_type = "jobs: readonly Job[] | string, pool: Pool | string",
    ts_return_type = "Simulation"
)]
pub fn simulate(env: Env, jobs: js::Value, pool: js::Value) -> Result<js::Value> {
    call(env, |host| {
        let jobs = host.records::<Vec<Job>>(jobs);
        let jobs = jobs.map_err(|error| under("/jobs", error))?;
        host.data(&simulation::simulate(&jobs, &host.records(pool)?)?)
    })
}

/// Has the agents of a roster work tickets off, by an order of the queue or,
/// when none is named, by the rules' own keys.
///
/// @throws {DeskcoreError} `invalid_input`, with the place.
#[napi(
    ts_args_type = "routing: Routing, roster: Roster, tickets: readonly SimulatedTicket[] | string, order?: QueueOrder | null",
    ts_return_type = "RosterSimulation"
)]
pub fn simulate_roster(
    env: Env,
    routing: js::Value,
    roster: js::Value,
    tickets: js::Value,
    order: Option<js::Value>,
) -> Result<js::Value> {
    call(env, |host| {
        let (routing, roster) = rules(routing, roster)?;
        let tickets = host.records::<Vec<SimulatedTicket>>(tickets);
        let tickets = tickets.map_err(|error| under("/tickets", error))?;
        let order = order.and_then(given).map(|order| host.read(order));
        let order = order.transpose()?;
        host.data(&simulation::simulate_roster(
            &routing.0, &roster.0, &tickets, order,
        )?)
    })
}

/// How long a new ticket will wait when `ahead` others are begun before it,
/// by so many agents who could take it and are all busy, by the times in
/// seconds that recent ones took.
///
/// @throws {DeskcoreError} `invalid_input` for a time that is out of range.
#[napi(
    ts_args_type = "ahead: number, agents: number, serviceTimesS: readonly number[] | string",
    ts_return_type = "WaitEstimate"
)]
pub fn estimate_wait(
    env: Env,
    ahead: js::Value,
    agents: js::Value,
    service_times_s: js::Value,
) -> Result<js::Value> {
    call(env, |host| {
        let (ahead, agents) = (count(ahead, "/ahead")?, count(agents, "/agents")?);
        let times = host.records::<Vec<f64>>(service_times_s);
        let times = times.map_err(|error| under("/serviceTimesS", error))?;
        host.data(&wait::estimate_wait(ahead, agents, &times)?)
    })
}

/// The expected wait in minutes, as roughly as it can be told; null when it is
/// not known.
#[napi(ts_args_type = "estimate: WaitEstimate | string")]
pub fn rounded_minutes(env: Env, estimate: js::Value) -> Result<Option<u32>> {
    call(env, |host| {
        Ok(host.records::<WaitEstimate>(estimate)?.rounded_minutes())
    })
}
