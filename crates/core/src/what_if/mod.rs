//! What would have happened under another desk.json, and whether a desk does
//! what its people expect of it.
//!
//! - [`compare`] replays a history under two desks and lists which clocks end
//!   otherwise, which deadlines move, which tickets change policy, and why.
//!   The same lists are the review of a change of policy.
//! - [`check_expectations`] holds a desk against what people wrote down:
//!   "this ticket is due on Tuesday at 12:00", "these come first".
//! - [`promise_check`] holds what a shop tells its customers ("answered
//!   within two hours") against what calendars and policies allow, for every
//!   minute of a year.

mod cause;
mod check;
mod comparer;
mod comparison;
mod expectations;
mod history;
mod promise;
mod sweep;

pub use cause::ChangeCause;
pub use check::{ExpectationFailure, ExpectationOutcome, check_expectations};
pub use comparer::{Comparer, compare};
pub use comparison::{
    ClockChange, ClockOutcome, Comparison, OutcomeCounts, OutcomeTotals, PolicyChange,
};
pub use expectations::{DueTime, Expectation, Expectations, Expected};
pub use history::TicketHistory;
pub use promise::{PromiseCheck, PromiseDate, PromiseQuestion, PromiseWindow, promise_check};
