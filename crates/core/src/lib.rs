//! Customer-support logic as a library.

pub mod desk;
mod error;
pub mod sla;
pub mod ticket;
pub mod time;

pub use desk::{Desk, Effect, EffectKind, Ticket};
pub use error::{Error, Problem};
pub use sla::{Metric, State, Verdict};
