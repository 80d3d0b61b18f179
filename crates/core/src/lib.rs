//! Customer-support logic as a library.
pub mod time;
