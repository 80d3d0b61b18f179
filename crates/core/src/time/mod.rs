//! Business time: opening hours as data, compiled into exact arithmetic.
//!
//! A [`Schedule`] is what people write: weekly hours, holidays, special days,
//! breaks, in one zone. A [`Calendar`] is a schedule compiled: it counts open
//! time between instants, adds it, and finds openings and closings.
mod calendar;
mod columns;
mod explain;
mod hours;
pub mod import;
pub mod instant;
mod local;
mod moment;
mod offsets;
mod schedule;
mod sentence;
mod span;
mod table;
mod week;
mod zone;

pub use calendar::{Calendar, Interval, Promise, TimeError};
pub use columns::NEVER_MS;
pub use explain::{Explanation, NamedDate, Piece, PieceKind, Reason};
pub(crate) use moment::Moment;
pub(crate) use offsets::Offsets;
pub use schedule::{Holiday, Schedule, SpecialDay, Weekly};
pub(crate) use schedule::{WEEKDAYS, date_named};
pub use span::{LocalSpan, SpanError};
pub(crate) use week::weekday_name;
pub use week::{DayHours, ShownSpan};
pub use zone::{UnknownZone, Zone, ZoneOffset};
