//! Customer-support logic as a library.
pub mod sla;
pub mod ticket;
pub mod time;
