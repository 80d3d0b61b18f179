//! The handle of a desk.

use deskcore::ticket::Event;
use deskcore::{Metric, border};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use serde_json::Value;

use crate::calendar::Calendar;
use crate::convert::{At, Text, Whole, give, records, take, value};
use crate::error::guarded;
use crate::macros;
use crate::routing::{Roster, Routing};
use crate::ticket::{Ticket, changed};

/// What a shop has decided, compiled: immutable, shared by all threads.
///
/// A desk reads no clock and stores nothing. It takes a ticket and an event,
/// and answers with the ticket afterwards and the effects that the host is to
/// carry out. The ticket that was given stays as it was.
///
/// `config` is the desk.json, as a dictionary or as its text.
///
/// Raises InvalidDesk with every mistake at once in `problems`.
///
/// >>> from datetime import datetime, timezone
/// >>> desk = Desk({"policies": [{"id": "all", "targets": {"*": {"first_reply_time": "2h"}}}]})
/// >>> at = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)
/// >>> ticket, effects = desk.open({"id": "A-17", "at": at, "channel": "email", "priority": "normal"})
/// >>> ticket.status, effects
/// ('new', [])
/// >>> desk.verdict(ticket, "first_reply_time", at)["due_at"]
/// datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.timezone.utc)
/// >>> ticket, effects = desk.tick(ticket, datetime(2026, 11, 23, 13, tzinfo=timezone.utc))
/// >>> [(effect["type"], effect["at"].hour) for effect in effects]
/// [('sla_breach', 12)]
#[pyclass(frozen, module = "deskcore")]
pub(crate) struct Desk(pub(crate) deskcore::Desk);

fn metric(name: &Bound<'_, PyAny>) -> PyResult<Metric> {
    take(name)
}

fn history(events: &Bound<'_, PyAny>) -> PyResult<Vec<Event>> {
    events.try_iter()?.map(|event| take(&event?)).collect()
}

#[pymethods]
impl Desk {
    #[new]
    #[pyo3(signature = (config: "DeskConfig | str"))]
    fn new(config: &Bound<'_, PyAny>) -> PyResult<Self> {
        match value(config)? {
            Value::String(text) => Self::from_json(Text(text)),
            config => Self::from_json(Text(config.to_string())),
        }
    }

    /// A desk from the text of its desk.json.
    ///
    /// Raises InvalidDesk with every mistake at once in `problems`.
    #[staticmethod]
    fn from_json(text: Text) -> PyResult<Self> {
        let Text(text) = text;
        guarded(|| deskcore::Desk::from_json(&text)).map(Self)
    }

    /// The JSON Schema of desk.json (draft 2020-12).
    #[staticmethod]
    #[pyo3(signature = () -> "dict[str, Any]")]
    fn schema(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        give(py, &deskcore::Desk::schema())
    }

    /// The document that the desk is made of, as text.
    fn to_json(&self) -> PyResult<String> {
        guarded(|| border::write(self.0.config()))
    }

    /// The document that the desk is made of, as a dictionary.
    #[pyo3(signature = () -> "DeskConfig")]
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        give(py, self.0.config())
    }

    /// What is legal in the document and probably wrong: policies that no
    /// ticket reaches, tickets that reach none, promises that a calendar
    /// cannot keep.
    #[pyo3(signature = () -> "list[Problem]")]
    fn lint<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let problems = guarded(|| Ok(self.0.lint()))?;
        give(py, &problems)
    }

    /// A calendar by its id; None when there is none.
    fn calendar(&self, id: &str) -> Option<Calendar> {
        self.0.calendar(id).cloned().map(Calendar)
    }

    /// The calendar that a ticket's business time is counted by.
    fn calendar_of(&self, ticket: &Ticket) -> Calendar {
        Calendar(self.0.calendar_of(&ticket.0).clone())
    }

    /// Begins a ticket: the ticket, and what is to be done.
    ///
    /// Raises InvalidInput.
    #[pyo3(signature = (opening: "Opening") -> "tuple[Ticket, list[Effect]]")]
    fn open<'py>(
        &self,
        py: Python<'py>,
        opening: &Bound<'py, PyAny>,
    ) -> PyResult<(Ticket, Bound<'py, PyAny>)> {
        let opening = take(opening)?;
        changed(py, || self.0.open(&opening))
    }

    /// Applies an event to a ticket: the ticket afterwards, and what is to be
    /// done. First time runs up to the event. An event whose id the ticket
    /// has seen changes nothing.
    ///
    /// Raises OutOfOrder, TicketClosed, StatusNotAllowed and InvalidInput.
    #[pyo3(signature = (ticket: "Ticket", event: "Event") -> "tuple[Ticket, list[Effect]]")]
    fn apply<'py>(
        &self,
        py: Python<'py>,
        ticket: &Ticket,
        event: &Bound<'py, PyAny>,
    ) -> PyResult<(Ticket, Bound<'py, PyAny>)> {
        let event = take(event)?;
        changed(py, || {
            let mut ticket = ticket.0.clone();
            let effects = self.0.apply(&mut ticket, &event)?;
            Ok((ticket, effects))
        })
    }

    /// Lets time run up to `now`. Everything is stamped with the instant at
    /// which it was due: called late, early or twice, the outcome is the
    /// same. `Ticket.due_at` says when to call it.
    #[pyo3(signature = (ticket: "Ticket", now: "InstantInput") -> "tuple[Ticket, list[Effect]]")]
    fn tick<'py>(
        &self,
        py: Python<'py>,
        ticket: &Ticket,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<(Ticket, Bound<'py, PyAny>)> {
        let At(now) = At::of("now", now)?;
        changed(py, || {
            let mut ticket = ticket.0.clone();
            let effects = self.0.tick(&mut ticket, now);
            Ok((ticket, effects))
        })
    }

    /// Makes a ticket anew from its history, in whatever order the events
    /// come; with `until`, time runs on to that instant. The second value
    /// lists the events that the ticket could not take. There are no effects:
    /// what the history made happen has happened.
    ///
    /// Raises InvalidInput when the opening cannot be taken.
    #[pyo3(signature = (opening: "Opening", events: "Iterable[Event]", until: "InstantInput | None" = None) -> "tuple[Ticket, list[Refused]]")]
    fn rebuild<'py>(
        &self,
        py: Python<'py>,
        opening: &Bound<'py, PyAny>,
        events: &Bound<'py, PyAny>,
        until: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<(Ticket, Bound<'py, PyAny>)> {
        let (opening, events) = (take(opening)?, history(events)?);
        let until = until.map(|until| At::of("until", until)).transpose()?;
        let rebuilt = guarded(|| self.0.rebuild(&opening, &events, until.map(|At(at)| at)))?;
        Ok((Ticket(rebuilt.ticket), give(py, &rebuilt.refused)?))
    }

    /// What comes next by time alone, and of which clock.
    #[pyo3(signature = (ticket: "Ticket") -> "NextDue | None")]
    fn next_due<'py>(&self, py: Python<'py>, ticket: &Ticket) -> PyResult<Bound<'py, PyAny>> {
        let next = guarded(|| Ok(self.0.next_due(&ticket.0)))?;
        give(py, &next)
    }

    /// Where a metric of a ticket stands at an instant that is not before its
    /// last change.
    #[pyo3(signature = (ticket: "Ticket", metric: "Metric", now: "InstantInput") -> "Verdict")]
    fn verdict<'py>(
        &self,
        py: Python<'py>,
        ticket: &Ticket,
        metric: &Bound<'py, PyAny>,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (metric, At(now)) = (self::metric(metric)?, At::of("now", now)?);
        let verdict = guarded(|| Ok(self.0.verdict(&ticket.0, metric, now)))?;
        give(py, &verdict)
    }

    /// Whether something that was promised is overdue at an instant.
    #[pyo3(signature = (ticket: "Ticket", now: "InstantInput"))]
    fn is_late(&self, ticket: &Ticket, now: &Bound<'_, PyAny>) -> PyResult<bool> {
        let At(now) = At::of("now", now)?;
        guarded(|| Ok(self.0.is_late(&ticket.0, now)))
    }

    /// Every metric that has started: see `verdict`.
    #[pyo3(signature = (ticket: "Ticket", now: "InstantInput") -> "list[Verdict]")]
    fn verdicts<'py>(
        &self,
        py: Python<'py>,
        ticket: &Ticket,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let At(now) = At::of("now", now)?;
        let verdicts = guarded(|| Ok(self.0.verdicts(&ticket.0, now)))?;
        give(py, &verdicts)
    }

    /// Why a metric is due when it is: the spans that count and those that do
    /// not, and the sentence `text`. None when the metric has not started.
    #[pyo3(signature = (ticket: "Ticket", metric: "Metric", now: "InstantInput") -> "DeadlineExplanation | None")]
    fn explain<'py>(
        &self,
        py: Python<'py>,
        ticket: &Ticket,
        metric: &Bound<'py, PyAny>,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (metric, At(now)) = (self::metric(metric)?, At::of("now", now)?);
        let why = guarded(|| Ok(self.0.explain(&ticket.0, metric, now)))?;
        give(py, &why)
    }

    /// Whether to ask a ticket's customer now, and if not, why, and when to ask
    /// again. With a yes comes the survey to send and to store.
    ///
    /// Raises InvalidInput for facts that are none.
    #[pyo3(signature = (ticket: "Ticket", facts: "SurveyFacts", now: "InstantInput") -> "SurveyDecision")]
    fn survey_due<'py>(
        &self,
        ticket: &Ticket,
        facts: &Bound<'py, PyAny>,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, facts, At(now)) = (facts.py(), take(facts)?, At::of("now", now)?);
        let decision = guarded(|| self.0.survey_due(&ticket.0, &facts, now))?;
        give(py, &decision)
    }

    /// Gives an answer to a survey: the survey to store, why the answer was
    /// refused, if it was, and what a low rating makes happen.
    ///
    /// Raises InvalidInput for a survey that is none.
    #[pyo3(signature = (survey: "Survey", score: "int", at: "InstantInput") -> "RatedSurvey")]
    fn rate_survey<'py>(
        &self,
        survey: &Bound<'py, PyAny>,
        score: Whole,
        at: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, survey, At(at)) = (survey.py(), take(survey)?, At::of("at", at)?);
        let rated = guarded(|| Ok(self.0.rate_survey(&survey, score.0, at)))?;
        give(py, &rated)
    }

    /// What a `Report` takes of a ticket, from its history up to an instant;
    /// events come in any order, and those after the instant do not count.
    /// Other threads run meanwhile.
    ///
    /// Raises InvalidInput as `rebuild`.
    #[pyo3(signature = (opening: "Opening", events: "Iterable[Event]", until: "InstantInput") -> "TicketFigures")]
    fn figures<'py>(
        &self,
        opening: &Bound<'py, PyAny>,
        events: &Bound<'py, PyAny>,
        until: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, opening, events) = (opening.py(), take(opening)?, history(events)?);
        let At(until) = At::of("until", until)?;
        let figures = py.detach(|| guarded(|| self.0.figures(&opening, &events, until)))?;
        give(py, &figures)
    }

    /// The desk's rules for its queue.
    #[getter]
    fn routing(&self) -> Routing {
        Routing(self.0.routing().clone())
    }

    /// What the `queue_key` of a ticket is made of.
    #[pyo3(signature = (ticket: "Ticket") -> "QueueKey")]
    fn explain_queue_key<'py>(
        &self,
        py: Python<'py>,
        ticket: &Ticket,
    ) -> PyResult<Bound<'py, PyAny>> {
        let why = guarded(|| Ok(self.0.explain_queue_key(&ticket.0)))?;
        give(py, &why)
    }

    /// A ticket as far as its place in the queue and who may do it go: what a
    /// `Router` takes.
    #[pyo3(signature = (ticket: "Ticket") -> "WorkItem")]
    fn work_item<'py>(&self, py: Python<'py>, ticket: &Ticket) -> PyResult<Bound<'py, PyAny>> {
        let item = guarded(|| Ok(self.0.work_item(&ticket.0)))?;
        give(py, &item)
    }

    /// A roster whose agents may name the desk's calendars; `agents` is a list
    /// of records, or its text.
    ///
    /// Raises InvalidInput, as `Roster`.
    #[pyo3(signature = (agents: "list[Agent] | str"))]
    fn roster(&self, agents: &Bound<'_, PyAny>) -> PyResult<Roster> {
        let agents = records(None, agents)?;
        guarded(|| self.0.roster(agents)).map(Roster)
    }

    /// The tags that a customer's message asks for by the desk's keywords.
    #[pyo3(signature = (message: "str") -> "list[str]")]
    fn keyword_tags(&self, message: Text) -> PyResult<Vec<String>> {
        guarded(|| Ok(self.0.keyword_tags(&message.0)))
    }

    /// The macros that are offered for a ticket, in their order.
    #[pyo3(signature = (ticket: "Ticket") -> "list[MacroConfig]")]
    fn macros_for<'py>(&self, py: Python<'py>, ticket: &Ticket) -> PyResult<Bound<'py, PyAny>> {
        let offered = guarded(|| Ok(self.0.macros_for(&ticket.0)))?;
        give(py, &offered)
    }

    /// The phrases that speak for each macro, for a `Suggester`.
    #[pyo3(signature = () -> "list[Keywords]")]
    fn macro_keywords<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let keywords = guarded(|| Ok(self.0.macro_keywords()))?;
        give(py, &keywords)
    }

    /// A macro's text and actions for some data, which is read as
    /// `Template.render` reads it: a dictionary, or JSON text.
    ///
    /// `locale` is the customer's language, the desk's when not said; `channel`
    /// ("plain") where the text is going; `tz` the IANA zone that instants are
    /// written in; `now` what `now` and `today` are; `parameters` the agent's
    /// answers to what the macro asks.
    ///
    /// Raises TemplateError with line and column for what is missing, InvalidInput
    /// for an id that is no macro's, a language without a text and answers that
    /// do not fit, and what the host's own code raises when it is read.
    ///
    /// >>> desk = Desk({"macros": [{"id": "eta", "name": "When it arrives",
    /// ...     "parameters": [{"name": "days", "kind": "number"}],
    /// ...     "variants": [
    /// ...         {"locale": "it", "body": "Ciao {{ customer.first_name }}, mancano {{ parameters.days }} giorni."},
    /// ...         {"locale": "ro", "body": "Bună, {{ customer.first_name }}! Încă {{ parameters.days }} zile."}],
    /// ...     "actions": [{"type": "add_tags", "tags": ["eta-{{ parameters.days }}"]}]}]})
    /// >>> rendered = desk.render_macro("eta", {"customer": {"first_name": "Ștefan"}}, locale="ro-MD", parameters={"days": 2})
    /// >>> rendered["locale"], rendered["body"], rendered["actions"]
    /// ('ro', 'Bună, Ștefan! Încă 2 zile.', [{'type': 'add_tags', 'tags': ['eta-2']}])
    #[pyo3(signature = (macro_id: "str", data: "Mapping[str, Any] | str", **request: "Unpack[MacroRequest]") -> "RenderedMacro")]
    fn render_macro<'py>(
        &self,
        macro_id: Text,
        data: &Bound<'py, PyAny>,
        request: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let request = macros::request(request)?;
        let rendered = macros::render(&self.0, &macro_id.0, data, &request)?;
        give(data.py(), &rendered)
    }

    /// One macro for many rows, in columns: a row that fails has an error and
    /// no text. Where all are JSON text, other threads run meanwhile.
    ///
    /// Raises as `render_macro` where nothing depends on the row; InvalidInput
    /// with the row's place for what is no data; and what the host's own code
    /// raises when it is read.
    #[pyo3(signature = (macro_id: "str", rows: "Iterable[Mapping[str, Any] | str]", **request: "Unpack[MacroRequest]") -> "MacroColumns")]
    fn render_macro_batch<'py>(
        &self,
        macro_id: Text,
        rows: &Bound<'py, PyAny>,
        request: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let request = macros::request(request)?;
        let columns = macros::render_batch(&self.0, &macro_id.0, rows, &request)?;
        give(rows.py(), &columns)
    }

    /// What the host is to do when an agent sends a macro: its actions. Sent
    /// twice at one version of a ticket, their ids are the same.
    #[pyo3(signature = (ticket: "Ticket", rendered: "RenderedMacro", at: "InstantInput") -> "list[Effect]")]
    fn macro_effects<'py>(
        &self,
        ticket: &Ticket,
        rendered: &Bound<'py, PyAny>,
        at: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, At(at)) = (at.py(), At::of("at", at)?);
        let rendered = take(rendered)?;
        let effects = guarded(|| Ok(self.0.macro_effects(&ticket.0, &rendered, at)))?;
        give(py, &effects)
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
        let config = self.0.config();
        let name = config.name.as_deref().unwrap_or("without a name");
        format!("<Desk {name:?} with {} policies>", config.policies.len())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let from_json = py.get_type::<Self>().getattr("from_json")?;
        Ok((from_json, (self.to_json()?,)))
    }
}

/// An effect as JSON: the same bytes in every language, for an outbox.
///
/// Raises InvalidInput when it is no effect.
#[pyfunction]
#[pyo3(signature = (effect: "Effect") -> "str")]
pub(crate) fn effect_to_json(effect: &Bound<'_, PyAny>) -> PyResult<String> {
    let effect: deskcore::Effect = take(effect)?;
    guarded(|| border::write(&effect))
}

/// Version of the library.
#[pyfunction]
pub(crate) fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
