//! The handle of a router.

use std::sync::{Mutex, MutexGuard, PoisonError};

use deskcore::Error;
use deskcore::routing::{self, AssignReason, RouterState, RoutingChange, RoutingEvent};
use pyo3::prelude::*;

use crate::convert::{Text, Whole, give, records};
use crate::error::guarded;
use crate::routing::{Roster, Routing};

/// Tickets and agents in memory: gives each ticket to whoever is best for it,
/// as soon as somebody can take it. It reads no clock: tell it the time, at
/// the latest at `next_wake_up`. It changes in place, from any thread.
///
/// Instants are epoch milliseconds. Events and a state are dictionaries, or
/// their JSON text.
///
/// >>> roster = Roster([{"id": "ioana", "capacity": 1, "languages": {"ro": 3}}, {"id": "marco", "capacity": 1, "languages": {"it": 3}}])
/// >>> router = Router(Routing({}), roster, 1_795_600_000_000)
/// >>> item = {"id": "A-17", "channel": "email", "language": "it-CH"}
/// >>> [assigned] = router.apply([{"at_ms": 1_795_600_000_000, "type": "ticket_new", "ticket": item}])
/// >>> assigned["agent"], assigned["reason"]
/// ('marco', 'match')
/// >>> Router.restore(Routing({}), roster, router.state()).state() == router.state()
/// True
#[pyclass(frozen, module = "deskcore")]
pub(crate) struct Router(Mutex<routing::Router>);

impl Router {
    /// What it knows. Nothing that is done with it waits for Python.
    fn now(&self) -> MutexGuard<'_, routing::Router> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What it does meanwhile; other threads run.
    fn change<'py>(
        &self,
        py: Python<'py>,
        work: impl FnOnce(&mut routing::Router) -> Result<Vec<RoutingChange>, Error> + Send,
    ) -> PyResult<Bound<'py, PyAny>> {
        let changes = py.detach(|| guarded(|| work(&mut self.now())))?;
        give(py, &changes)
    }
}

#[pymethods]
impl Router {
    #[new]
    #[pyo3(signature = (routing: "Routing", roster: "Roster", start_ms: "int"))]
    fn new(routing: &Routing, roster: &Roster, start_ms: Whole) -> PyResult<Self> {
        let router = guarded(|| Ok(routing::Router::new(&routing.0, &roster.0, start_ms.0)))?;
        Ok(Self(Mutex::new(router)))
    }

    /// A router as it was, or of what a database holds. Nothing happens yet:
    /// `advance` to the same instant gives out what waits.
    ///
    /// Raises InvalidInput with the place.
    #[staticmethod]
    #[pyo3(signature = (routing: "Routing", roster: "Roster", state: "RouterState | str") -> "Router")]
    fn restore(routing: &Routing, roster: &Roster, state: &Bound<'_, PyAny>) -> PyResult<Self> {
        let state: RouterState = records(None, state)?;
        let router = guarded(|| routing::Router::restore(&routing.0, &roster.0, &state))?;
        Ok(Self(Mutex::new(router)))
    }

    /// Takes what happened, and does all that comes of it up to the last of
    /// it. Everything that happened at one instant is told in one call.
    ///
    /// Raises InvalidInput with the place, nothing being done.
    #[pyo3(signature = (events: "list[RoutingEvent] | str") -> "list[RoutingChange]")]
    fn apply<'py>(
        &self,
        py: Python<'py>,
        events: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let events: Vec<RoutingEvent> = records(None, events)?;
        self.change(py, |router| router.apply(&events))
    }

    /// Lets time run up to an instant.
    ///
    /// Raises InvalidInput for one before now.
    #[pyo3(signature = (to_ms: "int") -> "list[RoutingChange]")]
    fn advance<'py>(&self, py: Python<'py>, to_ms: Whole) -> PyResult<Bound<'py, PyAny>> {
        self.change(py, |router| router.advance(to_ms.0))
    }

    /// The instant up to which everything is done.
    #[getter]
    fn now_ms(&self) -> i64 {
        self.now().now_ms()
    }

    /// The first instant after now at which anything can change by time
    /// alone; None for never.
    fn next_wake_up(&self) -> PyResult<Option<i64>> {
        guarded(|| Ok(self.now().next_wake_up()))
    }

    /// The tickets that wait, in order, with their keys.
    fn queue(&self) -> PyResult<Vec<(String, i64)>> {
        guarded(|| {
            let router = self.now();
            let queue = router.queue().map(|(id, key)| (id.to_owned(), key));
            Ok(queue.collect())
        })
    }

    /// Everything that it knows now, to store it.
    #[pyo3(signature = () -> "RouterState")]
    fn state<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let state = guarded(|| Ok(self.now().state()))?;
        give(py, &state)
    }

    /// Where a ticket is, who would take it now, and why nobody else.
    ///
    /// Raises InvalidInput for a ticket that the router does not have.
    #[pyo3(signature = (ticket: "str") -> "AssignmentExplanation")]
    fn explain<'py>(&self, py: Python<'py>, ticket: Text) -> PyResult<Bound<'py, PyAny>> {
        let why = guarded(|| self.now().explain(&ticket.0))?;
        give(py, &why)
    }

    /// Who would take a ticket that waits, and why; None when nobody would.
    ///
    /// Raises InvalidInput for a ticket that the router does not have.
    #[pyo3(signature = (ticket: "str") -> "tuple[str, AssignReason] | None")]
    fn agent_for(&self, ticket: Text) -> PyResult<Option<(String, &'static str)>> {
        let taker = guarded(|| self.now().agent_for(&ticket.0))?;
        Ok(taker.map(|(agent, reason)| (agent, AssignReason::name(reason))))
    }

    /// How long a ticket would wait if it came now, by the times in seconds that
    /// recent ones took.
    ///
    /// Raises InvalidInput for what is no ticket, and a time out of range.
    #[pyo3(signature = (item: "WorkItem | str", service_times_s: "list[float] | str") -> "WaitEstimate")]
    fn estimate_wait<'py>(
        &self,
        item: &Bound<'py, PyAny>,
        service_times_s: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let item = records(None, item)?;
        let times: Vec<f64> = records(Some("service_times_s"), service_times_s)?;
        let estimate = guarded(|| self.now().estimate_wait(&item, &times))?;
        give(service_times_s.py(), &estimate)
    }

    /// What an agent takes next, by their own asking. Nothing is changed: tell
    /// it with an `assign` event.
    ///
    /// Raises InvalidInput for an agent who is not on the roster.
    #[pyo3(signature = (agent: "str") -> "Pull")]
    fn next_for_agent<'py>(&self, py: Python<'py>, agent: Text) -> PyResult<Bound<'py, PyAny>> {
        let next = guarded(|| self.now().next_for_agent(&agent.0))?;
        give(py, &next)
    }

    fn __repr__(&self) -> String {
        let router = self.now();
        format!(
            "<Router at {}, {} wait>",
            router.now_ms(),
            router.queue().count()
        )
    }
}
