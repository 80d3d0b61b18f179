//! How many agents are needed, what an order of the queue does, and the wait
//! that a customer can be told. Records are dictionaries, or their JSON text.

use deskcore::routing::simulation::{self, Job, QueueOrder, SimulatedTicket};
use deskcore::routing::staffing::{self, ArrivalProfile, LiveWork, StaffingGoal, WeekPlan};
use deskcore::routing::wait::{self, WaitEstimate};
use pyo3::prelude::*;

use crate::convert::{Text, Whole, count, give, records, take, zone};
use crate::error::guarded;
use crate::routing::{Roster, Routing};

/// What a number of agents reaches when nobody hangs up.
///
/// Raises InvalidInput when a figure is out of range.
///
/// >>> round(erlang_c({"arrivals": 1, "interval_s": 1800, "aht_s": 900, "answer_within_s": 600}, 2)["p_wait"], 12)
/// 0.1
#[pyfunction]
#[pyo3(signature = (work: "LiveWork | str", agents: "int") -> "ErlangC")]
pub(crate) fn erlang_c<'py>(
    work: &Bound<'py, PyAny>,
    agents: Whole,
) -> PyResult<Bound<'py, PyAny>> {
    let (py, work, agents) = (work.py(), records(None, work)?, count("/agents", &agents)?);
    let reached = guarded(|| staffing::erlang_c(&work, agents))?;
    give(py, &reached)
}

/// The same when customers hang up whose patience ends: `patience_s` is needed.
///
/// Raises InvalidInput when a figure is out of range.
#[pyfunction]
#[pyo3(signature = (work: "LiveWork | str", agents: "int") -> "ErlangA")]
pub(crate) fn erlang_a<'py>(
    work: &Bound<'py, PyAny>,
    agents: Whole,
) -> PyResult<Bound<'py, PyAny>> {
    let (py, work, agents) = (work.py(), records(None, work)?, count("/agents", &agents)?);
    let reached = guarded(|| staffing::erlang_a(&work, agents))?;
    give(py, &reached)
}

/// The fewest who reach a goal when nobody hangs up.
///
/// Raises InvalidInput when a figure is out of range, or too many would be
/// needed.
///
/// >>> calls = {"arrivals": 454, "interval_s": 3600, "aht_s": 240, "answer_within_s": 120}
/// >>> staffing = erlang_c_required(calls, {"target_bp": 9000, "max_occupancy_bp": 8000, "shrinkage_bp": 3000})
/// >>> staffing["agents"], staffing["scheduled"]
/// (38, 55)
#[pyfunction]
#[pyo3(signature = (work: "LiveWork | str", goal: "StaffingGoal | str") -> "Staffing")]
pub(crate) fn erlang_c_required<'py>(
    work: &Bound<'py, PyAny>,
    goal: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    required(work, goal, staffing::erlang_c_required)
}

/// The same when customers hang up whose patience ends.
///
/// Raises InvalidInput, as `erlang_c_required`.
#[pyfunction]
#[pyo3(signature = (work: "LiveWork | str", goal: "StaffingGoal | str") -> "Staffing")]
pub(crate) fn erlang_a_required<'py>(
    work: &Bound<'py, PyAny>,
    goal: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    required(work, goal, staffing::erlang_a_required)
}

fn required<'py>(
    work: &Bound<'py, PyAny>,
    goal: &Bound<'py, PyAny>,
    by: fn(&LiveWork, &StaffingGoal) -> Result<staffing::Staffing, deskcore::Error>,
) -> PyResult<Bound<'py, PyAny>> {
    let (py, work, goal) = (work.py(), records(None, work)?, records(None, goal)?);
    let needed = py.detach(|| guarded(|| by(&work, &goal)))?;
    give(py, &needed)
}

/// What arrives in the half hours of a local week, on average: of a history
/// from `from_ms` up to `to_ms`, all in epoch milliseconds.
///
/// Raises InvalidInput for a zone that does not exist, and a history without
/// length.
#[pyfunction]
#[pyo3(signature = (arrivals_ms: "list[int] | str", zone: "str", from_ms: "int", to_ms: "int") -> "ArrivalProfile")]
pub(crate) fn arrival_profile<'py>(
    arrivals_ms: &Bound<'py, PyAny>,
    zone: Text,
    from_ms: Whole,
    to_ms: Whole,
) -> PyResult<Bound<'py, PyAny>> {
    let arrivals: Vec<i64> = records(Some("arrivals_ms"), arrivals_ms)?;
    let zone = self::zone(&zone)?;
    let profile = guarded(|| ArrivalProfile::new(&arrivals, zone, from_ms.0, to_ms.0))?;
    give(arrivals_ms.py(), &profile)
}

/// How many are needed in each half hour of a week. With a `patience_s` by
/// Erlang A, without by Erlang C.
///
/// Raises InvalidInput when a figure is out of range, or too many would be
/// needed.
///
/// >>> profile = {"mean_arrivals": [0.0] * 336, "occurrences": [8.0] * 336}
/// >>> profile["mean_arrivals"][4 * 48 + 20:4 * 48 + 24] = [40.0] * 4
/// >>> plan_sentences(week_plan(profile, {"aht_s": 300, "answer_within_s": 30}, {"target_bp": 8000}))
/// ['Fri: 10 agents from 10:00 to 12:00']
#[pyfunction]
#[pyo3(signature = (profile: "ArrivalProfile | str", assumptions: "WorkAssumptions | str", goal: "StaffingGoal | str") -> "WeekPlan")]
pub(crate) fn week_plan<'py>(
    profile: &Bound<'py, PyAny>,
    assumptions: &Bound<'py, PyAny>,
    goal: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let (py, profile) = (profile.py(), records(None, profile)?);
    let (work, goal) = (records(None, assumptions)?, records(None, goal)?);
    let plan = py.detach(|| guarded(|| staffing::plan(&profile, &work, &goal)))?;
    give(py, &plan)
}

/// Whom to schedule by a plan, in sentences for people.
#[pyfunction]
#[pyo3(signature = (plan: "WeekPlan | str") -> "list[str]")]
pub(crate) fn plan_sentences(plan: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    let plan: WeekPlan = records(None, plan)?;
    guarded(|| Ok(plan.sentences()))
}

/// What an order of the queue does: jobs, in order of arrival, worked off by a
/// number of equal agents.
///
/// Raises InvalidInput with the place.
///
/// >>> jobs = [{"arrival_s": 60, "priority": "high", "due_s": 3660, "work_s": 300}] * 3
/// >>> simulate(jobs, {"agents": 2, "order": "virtual_due"})["started"]
/// [60, 60, 360]
#[pyfunction]
#[pyo3(signature = (jobs: "list[Job] | str", pool: "Pool | str") -> "Simulation")]
pub(crate) fn simulate<'py>(
    jobs: &Bound<'py, PyAny>,
    pool: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = jobs.py();
    let jobs: Vec<Job> = records(Some("jobs"), jobs)?;
    let pool = records(None, pool)?;
    let simulation = py.detach(|| guarded(|| simulation::simulate(&jobs, &pool)))?;
    give(py, &simulation)
}

/// Has the agents of a roster work tickets off, by an order of the queue or,
/// when none is named, by the rules' own keys.
///
/// Raises InvalidInput with the place.
///
/// >>> from deskcore import Roster, Routing
/// >>> tickets = [{"ticket": {"id": id, "channel": "email"}, "arrival_ms": 0, "work_ms": 60_000} for id in "ab"]
/// >>> simulate_roster(Routing({}), Roster([{"id": "ioana", "capacity": 1}]), tickets, "fifo")["begun_ms"]
/// [0, 60000]
#[pyfunction]
#[pyo3(signature = (routing: "Routing", roster: "Roster", tickets: "list[SimulatedTicket] | str", order: "QueueOrder | None" = None) -> "RosterSimulation")]
pub(crate) fn simulate_roster<'py>(
    routing: &Routing,
    roster: &Roster,
    tickets: &Bound<'py, PyAny>,
    order: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = tickets.py();
    let tickets: Vec<SimulatedTicket> = records(Some("tickets"), tickets)?;
    let order: Option<QueueOrder> = order.map(take).transpose()?;
    let work = || simulation::simulate_roster(&routing.0, &roster.0, &tickets, order);
    let simulation = py.detach(|| guarded(work))?;
    give(py, &simulation)
}

/// How long a new ticket will wait when `ahead` others are begun before it,
/// by so many agents who could take it and are all busy, by the times in
/// seconds that recent ones took.
///
/// Raises InvalidInput for a time that is out of range.
///
/// >>> estimate = estimate_wait(5, 2, [300.0, 420.0, 500.0, 380.0])
/// >>> rounded_minutes(estimate)  # "about 20 minutes"
/// 20
#[pyfunction]
#[pyo3(signature = (ahead: "int", agents: "int", service_times_s: "list[float] | str") -> "WaitEstimate")]
pub(crate) fn estimate_wait<'py>(
    ahead: Whole,
    agents: Whole,
    service_times_s: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let (ahead, agents) = (count("/ahead", &ahead)?, count("/agents", &agents)?);
    let times: Vec<f64> = records(Some("service_times_s"), service_times_s)?;
    let estimate = guarded(|| wait::estimate_wait(ahead, agents, &times))?;
    give(service_times_s.py(), &estimate)
}

/// The expected wait in minutes, as roughly as it can be told; None when it is
/// not known.
#[pyfunction]
#[pyo3(signature = (estimate: "WaitEstimate | str") -> "int | None")]
pub(crate) fn rounded_minutes(estimate: &Bound<'_, PyAny>) -> PyResult<Option<u32>> {
    let estimate: WaitEstimate = records(None, estimate)?;
    guarded(|| Ok(estimate.rounded_minutes()))
}
