//! deskcore for Node: what the core decides, as classes and plain objects.
//!
//! A file a concept, by the names that the other languages use; `convert` is
//! the one bridge that values cross.

mod calendar;
mod columns;
mod convert;
mod desk;
mod error;
mod imports;
#[cfg(feature = "testing")]
mod testing;
mod ticket;
