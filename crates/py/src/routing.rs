//! The handles of a shop's rules for its queue, and of its agents.

use deskcore::border;
use deskcore::routing;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::convert::{Text, date, give, records, zone};
use crate::error::guarded;

/// How work is ordered and who may do it, compiled: immutable, shared by all
/// threads. `config` is the `routing` part of a desk.json, as a dictionary or
/// as its text; `Desk.routing` is that of a desk.
///
/// Items, here and below, are dictionaries, or their JSON text.
///
/// Raises InvalidInput with the first mistake.
///
/// >>> routing = Routing({"boosts": [{"name": "vip", "when": {"vip": True}, "seconds": 1800}]})
/// >>> item = {"id": "A-17", "channel": "email", "due_ms": {"first_reply_time": 1_795_600_000_000}, "vip": True}
/// >>> routing.queue_key(item)
/// 1795598200000
/// >>> [part["name"] for part in routing.explain_queue_key(item)["contributions"]]
/// ['due:first_reply_time', 'boost:vip']
/// >>> routing.order([{"id": "A-18", "channel": "email", "created_at_ms": 1_795_600_000_000}, item])
/// ['A-17', 'A-18']
#[pyclass(frozen, module = "deskcore")]
pub(crate) struct Routing(pub(crate) routing::Routing);

#[pymethods]
impl Routing {
    #[new]
    #[pyo3(signature = (config: "RoutingConfig | str"))]
    fn new(config: &Bound<'_, PyAny>) -> PyResult<Self> {
        let config = records(None, config)?;
        guarded(|| routing::Routing::new(config)).map(Self)
    }

    /// What they are made of, as text.
    fn to_json(&self) -> PyResult<String> {
        guarded(|| border::write(self.0.config()))
    }

    /// A ticket's place in the queue: a virtual due instant in epoch
    /// milliseconds, the lower the sooner.
    ///
    /// Raises InvalidInput when it is no item.
    #[pyo3(signature = (item: "WorkItem | str") -> "int")]
    fn queue_key(&self, item: &Bound<'_, PyAny>) -> PyResult<i64> {
        let item = records(None, item)?;
        guarded(|| Ok(self.0.queue_key(&item)))
    }

    /// What a key is made of.
    ///
    /// Raises InvalidInput when it is no item.
    #[pyo3(signature = (item: "WorkItem | str") -> "QueueKey")]
    fn explain_queue_key<'py>(&self, item: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let (py, item) = (item.py(), records(None, item)?);
        let why = guarded(|| Ok(self.0.explain_queue_key(&item)))?;
        give(py, &why)
    }

    /// The ids of tickets in the order of the queue: by key, creation and id.
    ///
    /// Raises InvalidInput for what is no item, and an id that comes twice.
    #[pyo3(signature = (items: "list[WorkItem] | str") -> "list[str]")]
    fn order(&self, items: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
        let items: Vec<routing::WorkItem> = records(None, items)?;
        guarded(|| self.0.order(&items))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other
            .cast::<Self>()
            .is_ok_and(|other| self.0.config() == other.get().0.config())
    }

    fn __hash__(&self) -> PyResult<isize> {
        let text = self.to_json()?;
        Python::attach(|py| PyString::new(py, &text).hash())
    }

    fn __repr__(&self) -> String {
        format!("<Routing with {} boosts>", self.0.config().boosts.len())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let made = py.get_type::<Self>().into_any();
        Ok((made, (self.to_json()?,)))
    }
}

/// The agents of a shop, compiled: immutable, shared by all threads. `agents`
/// is a list of records, or its text. Agents that name a calendar of a desk
/// are for `Desk.roster`.
///
/// Raises InvalidInput with the place.
///
/// >>> roster = Roster([
/// ...     {"id": "ioana", "capacity": 5, "limits": {"refund": {"amount": "50.00", "currency": "EUR"}}},
/// ...     {"id": "marco", "capacity": 5, "limits": {"refund": {"amount": "500.00", "currency": "EUR"}}}])
/// >>> roster.allowed("refund", "ioana", "49.90", "EUR")
/// {'type': 'yes'}
/// >>> roster.allowed("refund", "ioana", "120", "EUR")
/// {'type': 'ask', 'agents': ['marco']}
#[pyclass(frozen, module = "deskcore")]
pub(crate) struct Roster(pub(crate) routing::Roster);

#[pymethods]
impl Roster {
    #[new]
    #[pyo3(signature = (agents: "list[Agent] | str"))]
    fn new(agents: &Bound<'_, PyAny>) -> PyResult<Self> {
        let agents = records(None, agents)?;
        guarded(|| routing::Roster::new(agents, &Default::default())).map(Self)
    }

    /// The agents, in order of their ids.
    #[getter]
    fn agents<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        give(py, self.0.agents())
    }

    /// Whether an agent may do something on their own, such as refund an
    /// amount; `amount` is a decimal as text.
    ///
    /// Raises InvalidInput for an agent who is not on the roster and an amount
    /// that is no decimal.
    #[pyo3(signature = (action: "str", agent: "str", amount: "str", currency: "str") -> "Permission")]
    fn allowed<'py>(
        &self,
        py: Python<'py>,
        action: Text,
        agent: Text,
        amount: Text,
        currency: Text,
    ) -> PyResult<Bound<'py, PyAny>> {
        let may = guarded(|| self.0.allowed(&action.0, &agent.0, &amount.0, &currency.0))?;
        give(py, &may)
    }

    /// What is legal in the roster and probably wrong for these rules: skills
    /// and teams that they ask for and nobody has, shifts that never come.
    #[pyo3(signature = (routing: "Routing") -> "list[Problem]")]
    fn lint<'py>(&self, py: Python<'py>, routing: &Routing) -> PyResult<Bound<'py, PyAny>> {
        let problems = guarded(|| Ok(self.0.lint(routing.0.config())))?;
        give(py, &problems)
    }

    /// When fewer are on duty than a plan says, in the local week that holds
    /// a date, on a zone's wall clock.
    ///
    /// Raises InvalidInput for a plan of another length, and a zone that does
    /// not exist.
    #[pyo3(signature = (plan: "WeekPlan | str", zone: "str", week_of: "date | str") -> "list[CoverageGap]")]
    fn coverage_gaps<'py>(
        &self,
        py: Python<'py>,
        plan: &Bound<'py, PyAny>,
        zone: Text,
        week_of: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (plan, zone) = (records(None, plan)?, self::zone(&zone)?);
        let week_of = date("/week_of", week_of)?;
        let gaps = py.detach(|| guarded(|| self.0.coverage_gaps(&plan, zone, week_of)))?;
        give(py, &gaps)
    }

    fn __repr__(&self) -> String {
        format!("<Roster of {} agents>", self.0.agents().len())
    }
}
