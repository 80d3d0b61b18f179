//! Business time: opening hours as data, compiled into exact arithmetic.
//!
//! A [`Schedule`] is what people write: weekly hours, holidays, special days,
//! breaks, in one zone. A [`Calendar`] is a schedule compiled: it counts open
//! time between instants, adds it, and finds openings and closings.
mod calendar;
mod hours;
pub mod import;
pub mod instant;
mod schedule;
mod span;
mod table;
mod zone;

pub use calendar::{Calendar, Interval, Promise, TimeError};
pub use schedule::{Holiday, Schedule, SpecialDay, Weekly};
pub use span::{LocalSpan, SpanError};
