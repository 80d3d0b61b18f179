//! Replays a support history through a desk and reports what a support lead
//! wants to know.
//!
//! A [`Mapping`](mapping::Mapping) says what the columns of a log mean,
//! [`read_rows`](rows::read_rows) types its rows, [`replay`](replay::replay)
//! sends every ticket through a desk, and the [`Report`](report::Report) is
//! printed, written or drawn.

pub mod explain;
pub mod failure;
pub mod html;
pub mod insight;
pub mod mapping;
pub mod replay;
pub mod report;
pub mod rows;
pub mod text;
pub mod what_if;

mod backlog;
mod history;
mod known;
mod log;
mod measures;
mod plan;
pub mod preview;
pub mod queue;
pub mod simulate;
mod stamp;
mod statistics;
mod symbols;
mod tally;
