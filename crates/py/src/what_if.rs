//! What would have happened under another desk.json, and whether a desk does
//! what its people expect of it. Records are dictionaries, or their JSON text.

use deskcore::what_if::{self, Expectations, PromiseQuestion, TicketHistory};
use pyo3::prelude::*;

use crate::convert::{At, give, records, text_of};
use crate::desk::Desk;
use crate::error::guarded;

/// Compares two desks on the same histories: which clocks end otherwise, which
/// deadlines move, which tickets change policy, and why. Without `until`,
/// clocks are judged at the instant of the last event of all. Answers stay
/// when they were: see `limit`. Other threads run meanwhile.
///
/// Raises InvalidInput for an opening that a desk does not take, with its
/// place.
///
/// >>> def desk(target):
/// ...     return Desk({"policies": [{"id": "all", "targets": {"*": {"first_reply_time": target}}}]})
/// >>> history = {"opening": {"id": "A-17", "at": "2026-11-23T10:00:00Z", "channel": "email", "priority": "normal"},
/// ...     "events": [{"type": "agent_reply", "id": "ev-2", "at": "2026-11-23T12:00:00Z"}]}
/// >>> comparison = compare([history], desk("4h"), desk("1h"))
/// >>> comparison["verdict_changes"][0]["text"]
/// 'A-17: first_reply_time is breached instead of met (2h of 1h): the target is 1h instead of 4h'
#[pyfunction]
#[pyo3(signature = (histories: "list[TicketHistory] | str", before: "Desk", after: "Desk", until: "InstantInput | None" = None) -> "Comparison")]
pub(crate) fn compare<'py>(
    histories: &Bound<'py, PyAny>,
    before: &Desk,
    after: &Desk,
    until: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = histories.py();
    let histories: Vec<TicketHistory> = records(Some("histories"), histories)?;
    let until = until.map(|until| At::of("until", until)).transpose()?;
    let until = until.map(|At(until)| until);
    let work = || what_if::compare(&histories, &before.0, &after.0, until);
    let comparison = py.detach(|| guarded(work))?;
    give(py, &comparison)
}

/// Holds a desk against what people wrote down: "this ticket is due on Tuesday
/// at 12:00", "these come first". An outcome for each, in their order. Other
/// threads run meanwhile.
///
/// Raises InvalidInput with the place of a mistake in the document.
///
/// >>> desk = Desk({"policies": [{"id": "all", "targets": {"*": {"first_reply_time": "2h"}}}]})
/// >>> ticket = {"id": "A-17", "at": "2026-11-23T10:00:00Z", "channel": "email", "priority": "normal"}
/// >>> outcomes = check_expectations(desk, {"expect": [
/// ...     {"name": "two hours", "ticket": ticket, "expect": {"due": {"first_reply_time": "2026-11-23 12:00"}}},
/// ...     {"name": "urgent", "ticket": ticket, "expect": {"priority": "urgent"}}]})
/// >>> [(outcome["name"], outcome["passed"]) for outcome in outcomes]
/// [('two hours', True), ('urgent', False)]
#[pyfunction]
#[pyo3(signature = (desk: "Desk", expectations: "Expectations | str") -> "list[ExpectationOutcome]")]
pub(crate) fn check_expectations<'py>(
    desk: &Desk,
    expectations: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let (py, text) = (expectations.py(), text_of(expectations)?);
    let work = || {
        let expectations = Expectations::from_json(&text)?;
        Ok(what_if::check_expectations(&desk.0, &expectations))
    };
    let outcomes = py.detach(|| guarded(work))?;
    give(py, &outcomes)
}

/// Holds what a shop tells its customers ("answered within two hours") against
/// what calendars and policies allow, for every minute of a year. Other
/// threads run meanwhile.
///
/// Raises InvalidInput for a year out of range, a promise of no time, and a
/// policy that the desk does not have.
///
/// >>> desk = Desk({"policies": [{"id": "all", "targets": {"*": {"first_reply_time": "2h"}}}]})
/// >>> [check["holds"] for check in promise_check(desk, {"within": "2h", "year": 2026})]
/// [True]
#[pyfunction]
#[pyo3(signature = (desk: "Desk", question: "PromiseQuestion | str") -> "list[PromiseCheck]")]
pub(crate) fn promise_check<'py>(
    desk: &Desk,
    question: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let (py, question) = (question.py(), records::<PromiseQuestion>(None, question)?);
    let checks = py.detach(|| guarded(|| what_if::promise_check(&desk.0, &question)))?;
    give(py, &checks)
}
