//! The vocabulary of support: what a ticket is and what can happen to it.
//!
//! [`Opening`] begins a ticket, [`Event`]s change it, [`Status`] is its state
//! machine, [`Facts`] are what policies select on by [`Condition`]s.

mod actor;
mod condition;
mod event;
mod facts;
mod status;

pub use actor::{Actor, ActorKind};
pub use condition::Condition;
pub(crate) use condition::is_variety;
pub use event::{Cause, Event, EventKind, Opening, PublicMessage, Visibility};
pub use facts::{Facts, Priority};
pub use status::{Status, Stimulus, Transition};
