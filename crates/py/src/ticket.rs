//! The handle of a stored ticket.

use std::hash::{DefaultHasher, Hash, Hasher};

use deskcore::Error;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::convert::{Moment, Text, give, value};
use crate::error::guarded;

/// A ticket: what the host stores, as one small JSON document.
///
/// Only a `Desk` makes one or changes it, and a change gives a new ticket.
/// Read it freely; the text of `to_json` is what to store, beside a column
/// for `due_at` and the number `version` as an optimistic lock.
///
/// >>> from deskcore import Desk, Ticket
/// >>> desk = Desk({})
/// >>> ticket, effects = desk.open({"id": "A-17", "at": "2026-11-23T10:00:00Z", "channel": "email"})
/// >>> Ticket.from_json(ticket.to_json()) == ticket
/// True
#[pyclass(frozen, eq, module = "deskcore")]
#[derive(Clone, PartialEq)]
pub(crate) struct Ticket(pub(crate) deskcore::Ticket);

#[pymethods]
impl Ticket {
    /// Reads a stored ticket.
    ///
    /// Raises InvalidTicket when the text is no ticket.
    #[staticmethod]
    fn from_json(text: Text) -> PyResult<Self> {
        let Text(text) = text;
        guarded(|| deskcore::Ticket::from_json(&text)).map(Self)
    }

    /// Reads a ticket from a dictionary, such as a JSON column gives.
    ///
    /// Raises InvalidTicket when it is no ticket.
    #[staticmethod]
    fn from_dict(record: &Bound<'_, PyDict>) -> PyResult<Self> {
        let text = value(record.as_any())?.to_string();
        Self::from_json(Text(text))
    }

    /// The document to store: the same bytes for the same ticket in every
    /// language.
    fn to_json(&self) -> PyResult<String> {
        guarded(|| self.0.to_json())
    }

    /// Everything in it as a dictionary; `clocks` and `recent_events` are the
    /// desk's own notes.
    #[pyo3(signature = () -> "TicketRecord")]
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        give(py, &self.0)
    }

    /// The host's id.
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// Grows by one with every change: the host's optimistic lock.
    #[getter]
    fn version(&self) -> u64 {
        self.0.version
    }

    /// Where it stands: new, open, pending, on_hold, solved or closed.
    #[getter]
    fn status(&self) -> &'static str {
        self.0.status.name()
    }

    /// The host's own name for the status, where it has one.
    #[getter]
    fn status_label(&self) -> Option<&str> {
        self.0.status_label.as_deref()
    }

    /// How urgent it is: low, normal, high or urgent; None when not known.
    #[getter]
    fn priority(&self) -> Option<&'static str> {
        self.0.facts.priority.map(deskcore::ticket::Priority::name)
    }

    /// Where the conversation takes place.
    #[getter]
    fn channel(&self) -> &str {
        &self.0.facts.channel
    }

    /// Labels, in order and each once.
    #[getter]
    fn tags(&self) -> Vec<&str> {
        self.0.facts.tags.iter().map(String::as_str).collect()
    }

    /// Agent it is given to.
    #[getter]
    fn assignee(&self) -> Option<&str> {
        self.0.assignee.as_deref()
    }

    /// Team it is given to.
    #[getter]
    fn team(&self) -> Option<&str> {
        self.0.team.as_deref()
    }

    /// When it began.
    #[getter]
    fn created_at(&self) -> Moment {
        Moment(self.0.created_at)
    }

    /// The last change, by an event or by time alone.
    #[getter]
    fn updated_at(&self) -> Moment {
        Moment(self.0.updated_at)
    }

    /// When it was last solved.
    #[getter]
    fn solved_at(&self) -> Option<Moment> {
        self.0.solved_at.map(Moment)
    }

    /// When to call `Desk.tick`: the first instant at which time alone
    /// changes something; None for never.
    #[getter]
    fn due_at(&self) -> Option<Moment> {
        self.0.due_at.map(Moment)
    }

    /// Its place in the queue: a virtual due instant in epoch milliseconds,
    /// the lower the sooner. Store it as a column, with an index: `ORDER BY
    /// queue_key, created_at, id` is the queue. `Desk.explain_queue_key` says
    /// what it is made of.
    #[getter]
    fn queue_key(&self) -> i64 {
        self.0.queue_key
    }

    /// 1, and one more with every reopening.
    #[getter]
    fn episode(&self) -> u32 {
        self.0.episode
    }

    /// The ticket that it was merged into.
    #[getter]
    fn merged_into(&self) -> Option<&str> {
        self.0.merged_into.as_deref()
    }

    /// The closed ticket that it goes on from.
    #[getter]
    fn follow_up_of(&self) -> Option<&str> {
        self.0.follow_up_of.as_deref()
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (&self.0.id, self.0.version).hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self) -> String {
        format!(
            "<Ticket {:?} version {} {}>",
            self.0.id, self.0.version, self.0.status
        )
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let from_json = py.get_type::<Self>().getattr("from_json")?;
        Ok((from_json, (self.to_json()?,)))
    }
}

/// A ticket afterwards and its effects, as a call gives them.
pub(crate) fn changed<'py>(
    py: Python<'py>,
    work: impl FnOnce() -> Result<(deskcore::Ticket, Vec<deskcore::Effect>), Error>,
) -> PyResult<(Ticket, Bound<'py, PyAny>)> {
    let (ticket, effects) = guarded(work)?;
    Ok((Ticket(ticket), give(py, &effects)?))
}
