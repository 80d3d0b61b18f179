//! deskcore for Kotlin and Swift: handles and records over the core, which
//! decides. Records and errors are written from the core's own definitions by
//! `build.rs`; every function that does work returns a typed error and lets no
//! panic through.
#![expect(
    clippy::result_large_err,
    reason = "an error crosses as it is, with all its fields; uniffi boxes none"
)]

mod calendar;
mod columns;
mod convert;
mod desk;
mod error;
mod imports;
mod macros;
#[cfg(feature = "reports")]
mod metrics;
mod queue;
mod router;
mod routing;
mod satisfaction;
#[cfg(feature = "reports")]
mod simulation;
mod staffing;
#[cfg(feature = "reports")]
mod statistics;
mod template;
#[cfg(feature = "testing")]
mod testing;
mod ticket;
#[cfg(feature = "reports")]
mod what_if;

uniffi::setup_scaffolding!("deskcore");
