//! Replays a support history through a desk and reports what a support lead
//! wants to know.

pub mod html;
pub mod report;
