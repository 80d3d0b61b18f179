//! SLA clocks: what is promised, what has been counted, what is due when.
//!
//! A [`Policy`] holds [`Target`]s by priority and [`Metric`]. [`Clocks`] are
//! the state of one ticket: events move them, time alone makes [`Alert`]s of
//! them, and a [`Verdict`] says where one stands. Clocks run whether or not
//! anything is promised; a target only adds a deadline.
//!
//! Two counts run with every clock, business time (open time of the calendar
//! that was in force) and calendar time (real time); the target says which
//! one is read. A clock is breached strictly after its due instant: what
//! happens at that instant happens in time.

mod alert;
mod clock;
mod clocks;
mod metric;
mod policy;
mod stored;
mod terms;
mod verdict;

pub use alert::{Alert, AlertKind, NextDue, NextDueKind};
pub use clock::{Clock, ClockState};
pub use clocks::{Clocks, Start};
pub use metric::Metric;
pub use policy::{Hours, Policy, PolicyRef, Target, Warning};
pub use terms::Terms;
pub use verdict::{State, Verdict};
