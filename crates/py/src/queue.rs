//! The handle of a queue.

use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use deskcore::routing::{self, QueuePart};
use pyo3::prelude::*;

use crate::convert::{Text, Whole, give, records, size};
use crate::error::{guarded, invalid};

/// Millions of tickets in order: by key, creation and id, which is what
/// `ORDER BY queue_key, created_at, id` gives; whole, by team and by skill. It
/// changes in place, from any thread.
///
/// >>> queue = Queue()
/// >>> queue.insert({"id": "A-17", "key": 1_795_600_000_000, "created_at_ms": 1_795_590_000_000})
/// >>> queue.insert({"id": "A-18", "key": 1_795_595_000_000, "created_at_ms": 1_795_591_000_000, "team": "returns"})
/// >>> queue.position("A-17"), queue.peek()["id"]
/// (1, 'A-18')
/// >>> queue.set_key("A-17", 0)
/// >>> queue.pop()["id"], [ticket["id"] for ticket in queue.page(team="returns")]
/// ('A-17', ['A-18'])
/// >>> len(Queue.from_json(queue.to_json()))
/// 1
#[pyclass(frozen, module = "deskcore")]
pub(crate) struct Queue(Mutex<routing::Queue>);

impl Queue {
    /// The tickets. Nothing that is done with them waits for Python.
    fn tickets(&self) -> MutexGuard<'_, routing::Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A part of a queue as arguments.
struct Part(Option<Text>, Option<Text>);

impl Part {
    fn named(&self) -> Result<QueuePart<'_>, deskcore::Error> {
        fn name(text: &Text) -> &str {
            &text.0
        }
        QueuePart::named(self.0.as_ref().map(name), self.1.as_ref().map(name))
    }
}

#[pymethods]
impl Queue {
    #[new]
    fn new() -> Self {
        Self(Mutex::default())
    }

    /// A queue from its JSON.
    ///
    /// Raises InvalidInput for what is no list of tickets, or one twice.
    #[staticmethod]
    #[pyo3(signature = (text: "str"))]
    fn from_json(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        // Which may be longer than a record.
        let text = text.extract::<Cow<'_, str>>();
        let text = text.map_err(|_| invalid("", "expected text"))?;
        let queue = guarded(|| routing::Queue::from_json(&text))?;
        Ok(Self(Mutex::new(queue)))
    }

    /// Its tickets as JSON, in order: the same bytes however they came in.
    fn to_json(&self) -> PyResult<String> {
        guarded(|| self.tickets().to_json())
    }

    /// Adds a ticket: a dictionary, or its JSON text.
    ///
    /// Raises InvalidInput for one whose id is in the queue already.
    #[pyo3(signature = (ticket: "QueuedTicket | str") -> "None")]
    fn insert(&self, ticket: &Bound<'_, PyAny>) -> PyResult<()> {
        let ticket = records(None, ticket)?;
        guarded(|| self.tickets().insert(ticket))
    }

    /// Changes a ticket: its key, team or skills.
    ///
    /// Raises InvalidInput for one that is not in the queue.
    #[pyo3(signature = (ticket: "QueuedTicket | str") -> "None")]
    fn update(&self, ticket: &Bound<'_, PyAny>) -> PyResult<()> {
        let ticket = records(None, ticket)?;
        guarded(|| self.tickets().update(ticket))
    }

    /// Puts a ticket where its new key belongs.
    ///
    /// Raises InvalidInput for one that is not in the queue.
    #[pyo3(signature = (id: "str", key: "int") -> "None")]
    fn set_key(&self, id: Text, key: Whole) -> PyResult<()> {
        guarded(|| self.tickets().set_key(&id.0, key.0))
    }

    /// Takes a ticket out; None when it is not in the queue.
    #[pyo3(signature = (id: "str") -> "QueuedTicket | None")]
    fn remove<'py>(&self, py: Python<'py>, id: Text) -> PyResult<Bound<'py, PyAny>> {
        let ticket = guarded(|| Ok(self.tickets().remove(&id.0)))?;
        give(py, &ticket)
    }

    /// A ticket by its id; None when it is not in the queue.
    #[pyo3(signature = (id: "str") -> "QueuedTicket | None")]
    fn get<'py>(&self, py: Python<'py>, id: Text) -> PyResult<Bound<'py, PyAny>> {
        let ticket = guarded(|| Ok(self.tickets().get(&id.0)))?;
        give(py, &ticket)
    }

    /// The ticket that comes first; None when there is none.
    #[pyo3(signature = () -> "QueuedTicket | None")]
    fn peek<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let ticket = guarded(|| Ok(self.tickets().peek()))?;
        give(py, &ticket)
    }

    /// Takes out the ticket that comes first, of all, of a team, or of those
    /// that ask for a skill; None when there is none.
    ///
    /// Raises InvalidInput for both a team and a skill.
    #[pyo3(signature = (team: "str | None" = None, skill: "str | None" = None) -> "QueuedTicket | None")]
    fn pop<'py>(
        &self,
        py: Python<'py>,
        team: Option<Text>,
        skill: Option<Text>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let part = Part(team, skill);
        let ticket = guarded(|| Ok(self.tickets().pop_of(part.named()?)))?;
        give(py, &ticket)
    }

    /// Tickets in order, from the one that `offset` come before: of all, of a
    /// team, or of those that ask for a skill.
    ///
    /// Raises InvalidInput for both a team and a skill.
    #[pyo3(signature = (offset: "int" = Whole(0), limit: "int" = Whole(100), team: "str | None" = None, skill: "str | None" = None) -> "list[QueuedTicket]")]
    fn page<'py>(
        &self,
        py: Python<'py>,
        offset: Whole,
        limit: Whole,
        team: Option<Text>,
        skill: Option<Text>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (offset, limit) = (size("/offset", &offset)?, size("/limit", &limit)?);
        let part = Part(team, skill);
        let page = guarded(|| Ok(self.tickets().page_of(part.named()?, offset, limit)))?;
        give(py, &page)
    }

    /// How many tickets come before one, of all, of its team, or of those that
    /// ask for a skill; None when it is not among them.
    ///
    /// Raises InvalidInput for both a team and a skill.
    #[pyo3(signature = (id: "str", team: "str | None" = None, skill: "str | None" = None) -> "int | None")]
    fn position(
        &self,
        id: Text,
        team: Option<Text>,
        skill: Option<Text>,
    ) -> PyResult<Option<usize>> {
        let part = Part(team, skill);
        guarded(|| Ok(self.tickets().position_in(part.named()?, &id.0)))
    }

    fn __len__(&self) -> usize {
        self.tickets().len()
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        match other.cast::<Self>() {
            Ok(other) => Ok(self.to_json()? == other.get().to_json()?),
            Err(_) => Ok(false),
        }
    }

    fn __repr__(&self) -> String {
        format!("<Queue of {} tickets>", self.tickets().len())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let from_json = py.get_type::<Self>().getattr("from_json")?;
        Ok((from_json, (self.to_json()?,)))
    }
}
