//! deskcore for Node: what the core decides, as classes and plain objects.
//!
//! A file a concept, by the names that the other languages use; `convert` is
//! the one bridge that values cross.
#![cfg_attr(
    test,
    allow(
        dead_code,
        reason = "functions are registered for an engine, which tests have none of"
    )
)]

mod calendar;
mod columns;
mod convert;
mod data;
mod desk;
mod error;
mod imports;
mod macros;
mod metrics;
mod queue;
mod router;
mod routing;
mod satisfaction;
mod staffing;
mod template;
#[cfg(feature = "testing")]
mod testing;
mod ticket;
mod what_if;
