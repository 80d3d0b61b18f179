//! Customer-support logic as a library.
pub mod ticket;
pub mod time;
