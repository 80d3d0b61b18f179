//! What would have happened under another desk.json, and whether a desk does
//! what its people expect of it.

use deskcore::what_if::{self, Expectations, PromiseQuestion, TicketHistory};
use napi::{Env, Result, ValueType};
use napi_derive::napi;

use crate::convert::{call, given, handle, instant, js, with_text};
use crate::desk::Desk;

/// Compares two desks on the same histories: which clocks end otherwise, which
/// deadlines move, which tickets change policy, and why. Without `until`,
/// clocks are judged at the instant of the last event of all. Answers stay
/// when they were: see `limit`.
///
/// @throws {DeskcoreError} `invalid_input` for an opening that a desk does not
/// take, with its place.
#[napi(
    ts_args_type = "histories: readonly TicketHistory[] | string, before: Desk, after: Desk, until?: InstantInput | null",
    ts_return_type = "Comparison"
)]
pub fn compare(
    env: Env,
    histories: js::Value,
    before: js::Value,
    after: js::Value,
    until: Option<js::Value>,
) -> Result<js::Value> {
    call(env, |host| {
        let histories: Vec<TicketHistory> = host.records_at(histories, "/histories")?;
        let before = handle::<Desk>(before, "/before", "a Desk")?;
        let after = handle::<Desk>(after, "/after", "a Desk")?;
        let until = until.and_then(given).map(|until| instant(until, "/until"));
        let comparison = what_if::compare(&histories, &before.0, &after.0, until.transpose()?)?;
        host.data(&comparison)
    })
}

/// Holds a desk against what people wrote down: "this ticket is due on Tuesday
/// at 12:00", "these come first". An outcome for each, in their order.
///
/// @throws {DeskcoreError} `invalid_input` with the place of a mistake in the
/// document.
#[napi(
    ts_args_type = "desk: Desk, expectations: Expectations | string",
    ts_return_type = "ExpectationOutcome[]"
)]
pub fn check_expectations(env: Env, desk: js::Value, expectations: js::Value) -> Result<js::Value> {
    call(env, |host| {
        let desk = handle::<Desk>(desk, "/desk", "a Desk")?;
        let expectations = match expectations.get_type() {
            Ok(ValueType::String) => with_text(expectations, "", Expectations::from_json),
            _ => host.json(expectations, Expectations::from_json),
        };
        host.data(&what_if::check_expectations(&desk.0, &expectations?))
    })
}

/// Holds what a shop tells its customers ("answered within two hours") against
/// what calendars and policies allow, for every minute of a year.
///
/// @throws {DeskcoreError} `invalid_input` for a year out of range, a promise
/// of no time, and a policy that the desk does not have.
#[napi(
    ts_args_type = "desk: Desk, question: PromiseQuestion | string",
    ts_return_type = "PromiseCheck[]"
)]
pub fn promise_check(env: Env, desk: js::Value, question: js::Value) -> Result<js::Value> {
    call(env, |host| {
        let desk = handle::<Desk>(desk, "/desk", "a Desk")?;
        let question: PromiseQuestion = host.records(question)?;
        host.data(&what_if::promise_check(&desk.0, &question)?)
    })
}
