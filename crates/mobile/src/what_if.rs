//! What would have happened under another desk, and whether a desk does what
//! is expected of it.

use deskcore::Metric;
use deskcore::desk::Duration;
use deskcore::what_if::{
    self, Comparison, ExpectationOutcome, Expectations, PromiseCheck, PromiseQuestion,
    TicketHistory,
};

use crate::convert::Instant;
use crate::desk::Desk;
use crate::error::{DeskcoreError, guarded, invalid};

/// Replays histories under two desks: which clocks end otherwise, which
/// deadlines move, which tickets change policy, and why. Answers stay when
/// they were. Without `until`, clocks that still run are judged at the instant
/// of the last event of all.
///
/// Throws `InvalidInput` with the place of an opening that a desk cannot take,
/// and of a ticket that comes twice.
#[uniffi::export(default(until = None))]
pub fn compare(
    histories: Vec<TicketHistory>,
    before: &Desk,
    after: &Desk,
    until: Option<Instant>,
) -> Result<Comparison, DeskcoreError> {
    guarded(|| what_if::compare(&histories, &before.0, &after.0, until))
}

/// Holds a desk against a file of expectations, such as
/// `{"expect": [{"name": "…", "ticket": {…}, "expect": {"policy": "vip"}}]}`:
/// an outcome for each, in order.
///
/// Throws `InvalidInput` with the place of a mistake in the file.
#[uniffi::export]
pub fn check_expectations(
    desk: &Desk,
    expectations: &str,
) -> Result<Vec<ExpectationOutcome>, DeskcoreError> {
    guarded(|| {
        let expectations = Expectations::from_json(expectations)?;
        Ok(what_if::check_expectations(&desk.0, &expectations))
    })
}

/// Holds a promise, `within` so many seconds of real time, against every
/// policy that has a target for it, for each minute of a year: when in the
/// week it cannot be relied on, and how long the wait may be at worst. It is
/// about the first reply unless a `metric` is given, about all policies unless
/// one is, and about the year for which the desk's calendars name most dates.
///
/// Throws `InvalidInput` for a promise of no time, a policy that the desk does
/// not have, and a year out of range.
#[uniffi::export(default(metric = None, policy = None, year = None))]
pub fn promise_check(
    desk: &Desk,
    within_s: u64,
    metric: Option<Metric>,
    policy: Option<String>,
    year: Option<i32>,
) -> Result<Vec<PromiseCheck>, DeskcoreError> {
    let within =
        Duration::try_from(within_s).map_err(|error| invalid("/within", error.to_string()))?;
    guarded(|| {
        let mut question = PromiseQuestion::new(within);
        question.metric = metric.unwrap_or(question.metric);
        (question.policy, question.year) = (policy, year);
        what_if::promise_check(&desk.0, &question)
    })
}
