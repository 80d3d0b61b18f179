//! How many agents live work (chat, phone) needs: Erlang C, where nobody
//! hangs up, and Erlang A, where patience ends.
//!
//! Both take work that arrives at random at a steady rate, is begun in order
//! of arrival by whoever is free, and takes exponential times. The offered
//! load is `arrivals · aht_s / interval_s`, in Erlang. For e-mail with
//! targets in hours the formulas say little: [simulate](super::simulation)
//! instead.
//!
//! ```
//! use deskcore::routing::staffing::{LiveWork, StaffingGoal, erlang_a_required, erlang_c_required};
//!
//! // 60 chats an hour, 6 minutes each; 80 % are to be answered within 30 s.
//! let mut chats = LiveWork::new(60.0, 3600.0, 360.0, 30.0);
//! let goal = StaffingGoal::new(8000);
//! assert_eq!(erlang_c_required(&chats, &goal)?.agents, 9);
//! // Customers wait three minutes on average: some give up, and fewer do.
//! chats.patience_s = Some(180.0);
//! let staffing = erlang_a_required(&chats, &goal)?;
//! assert_eq!(staffing.agents, 8);
//! assert!(staffing.p_abandon.unwrap() < 0.07);
//! # Ok::<(), deskcore::Error>(())
//! ```

mod erlang_a;
mod erlang_c;
mod integral;
mod plan;
mod work;

pub use erlang_a::{ErlangA, erlang_a, erlang_a_required};
pub use erlang_c::{ErlangC, erlang_c, erlang_c_required};
pub use plan::{
    ArrivalProfile, CoverageGap, HALF_HOURS, PlannedInterval, WeekPlan, WorkAssumptions,
    coverage_gaps, plan,
};
pub use work::{LiveWork, MOST_SLOTS, Staffing, StaffingGoal};

/// How likely it is that fewer than `agents` are busy, over how likely it is
/// that exactly so many are and nobody waits: Σ n!/(n−j)! / Aʲ, j from 1 to
/// n. From n outwards, so that nothing overflows that matters: it is infinite
/// where the ratio is above 1e308. 1 more is 1/B, of Erlang's loss
/// probability B.
fn fewer_busy(intensity: f64, agents: u32) -> f64 {
    let (mut sum, mut term, mut busy) = (0.0, 1.0, f64::from(agents));
    // Terms grow up to the likeliest number busy, then fall ever faster:
    // what follows a small one is small.
    while busy > 0.0 && sum < f64::INFINITY {
        term *= busy / intensity;
        sum += term;
        if busy < intensity && term < sum * 1e-18 {
            break;
        }
        busy -= 1.0;
    }
    sum
}
