//! What the Criterion suites and `ratios` share: inputs that are the same in
//! every run, and the yardsticks that the library is held against.

pub mod hours;
pub mod peer;
pub mod prefix_sums;
pub mod replies;
pub mod tickets;

/// Whatever may go wrong while inputs are made.
pub type Failure = Box<dyn std::error::Error>;
