//! Replays a support history through a desk and reports what a support lead
//! wants to know.

pub mod failure;
pub mod mapping;
pub mod report;
pub mod rows;

mod log;
mod plan;
mod stamp;
mod symbols;
