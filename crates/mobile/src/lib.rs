//! deskcore for Kotlin and Swift: handles and records over the core, which
//! decides. Records and errors are written from the core's own definitions by
//! `build.rs`; every function that does work returns a typed error and lets no
//! panic through.

mod calendar;
mod columns;
mod convert;
mod desk;
mod error;
mod imports;
mod template;
#[cfg(feature = "testing")]
mod testing;
mod ticket;

uniffi::setup_scaffolding!("deskcore");
