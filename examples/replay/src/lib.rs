//! Replays a support history through a desk and reports what a support lead
//! wants to know.

pub mod failure;
pub mod mapping;
pub mod report;
pub mod rows;

mod backlog;
mod history;
mod known;
mod log;
mod measures;
mod plan;
mod stamp;
mod statistics;
mod symbols;
