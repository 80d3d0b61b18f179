//! M/M/n: nobody hangs up.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fewer_busy;
use super::work::{Figures, LiveWork, Staffing, StaffingGoal, least, slots};
use crate::Error;

/// What a number of agents reaches when nobody hangs up.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ErlangC {
    /// Offered load in Erlang.
    pub intensity: f64,
    /// Share of arrivals that have to wait, 0 to 1.
    pub p_wait: f64,
    /// Share of arrivals that are answered in time, 0 to 1.
    pub service_level: f64,
    /// Average speed of answer: mean wait of all arrivals in seconds. None
    /// when the queue only grows.
    pub asa_s: Option<f64>,
    /// Share of their time that agents are busy, 0 to 1.
    pub occupancy: f64,
    /// Whether there are more agents than Erlang: with fewer the queue only
    /// grows.
    pub stable: bool,
}

/// Erlang C of a number of agents (A. K. Erlang, 1917): with the loss
/// probability B of n agents at the load A, C = B/(1 − (A/n)(1 − B)) have to
/// wait, and 1 − C·exp(−(n − A)·answer_within/aht) are answered in time.
///
/// With as many agents as Erlang, or fewer, all wait and none is answered in
/// time. Without work nobody waits.
///
/// # Errors
///
/// When a figure of the work is out of range.
///
/// ```
/// use deskcore::routing::staffing::{LiveWork, erlang_c};
///
/// // One call in half an hour, of a quarter of an hour.
/// let calls = LiveWork::new(1.0, 1800.0, 900.0, 600.0);
/// let two = erlang_c(&calls, 2)?;
/// assert!((two.p_wait - 0.1).abs() < 1e-12);
/// assert!((two.asa_s.unwrap() - 60.0).abs() < 1e-9);
/// assert!(!erlang_c(&calls, 0)?.stable);
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn erlang_c(work: &LiveWork, agents: u32) -> Result<ErlangC, Error> {
    work.check()?;
    Ok(of(work, agents))
}

fn of(work: &LiveWork, agents: u32) -> ErlangC {
    let intensity = work.intensity();
    let many = f64::from(agents);
    if work.arrivals == 0.0 {
        return ErlangC {
            intensity,
            p_wait: 0.0,
            service_level: 1.0,
            asa_s: Some(0.0),
            occupancy: 0.0,
            stable: true,
        };
    }
    if many <= intensity {
        return ErlangC {
            intensity,
            p_wait: 1.0,
            service_level: 0.0,
            asa_s: None,
            occupancy: 1.0,
            stable: false,
        };
    }
    let spare = many - intensity;
    // C by 1/B, in which nothing cancels.
    let p_wait = many / (spare * (1.0 + fewer_busy(intensity, agents)) + intensity);
    let still_waits = libm::exp(-spare * work.answer_within_s / work.aht_s);
    ErlangC {
        intensity,
        p_wait,
        service_level: 1.0 - p_wait * still_waits,
        asa_s: Some(p_wait * work.aht_s / spare),
        occupancy: intensity / many,
        stable: true,
    }
}

/// The fewest slots that reach a goal when nobody hangs up: more than
/// Erlang, in time for the target, busy no more than is allowed. Without work
/// none are needed.
///
/// # Errors
///
/// When a figure of the work or the goal is out of range, or more than
/// [`MOST_SLOTS`](super::MOST_SLOTS) would be needed.
///
/// ```
/// use deskcore::routing::staffing::{LiveWork, StaffingGoal, erlang_c_required};
///
/// let calls = LiveWork::new(454.0, 3600.0, 240.0, 120.0);
/// let goal = StaffingGoal { max_occupancy_bp: 8000, shrinkage_bp: 3000, ..StaffingGoal::new(9000) };
/// let staffing = erlang_c_required(&calls, &goal)?;
/// assert_eq!((staffing.agents, staffing.scheduled), (38, 55));
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn erlang_c_required(work: &LiveWork, goal: &StaffingGoal) -> Result<Staffing, Error> {
    work.check()?;
    goal.check()?;
    if work.arrivals == 0.0 {
        return Ok(Staffing::none(None));
    }
    goal.check_reachable()?;
    let from = slots(work.intensity())?.max(goal.slots_by_occupancy(work)?);
    let target = goal.target();
    let slots = least(from.max(1), |slots| {
        let reached = of(work, slots);
        Ok(reached.stable && reached.service_level >= target)
    })?;
    let reached = of(work, slots);
    goal.staffing(
        slots,
        Figures {
            service_level: reached.service_level,
            occupancy: reached.occupancy,
            p_abandon: None,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B by its recursion, as the textbooks have it.
    fn loss(intensity: f64, agents: u32) -> f64 {
        (1..=agents).map(f64::from).fold(1.0, |before, k| {
            intensity * before / (k + intensity * before)
        })
    }

    #[test]
    fn the_loss_is_that_of_the_recursion() {
        for intensity in [0.01, 0.5, 4.0, 112.75, 5000.0] {
            for agents in [0, 1, 2, 5, 113, 300, 4990, 5000, 5100] {
                let (ours, theirs) = (1.0 + fewer_busy(intensity, agents), loss(intensity, agents));
                if theirs > 1e-300 {
                    assert!(
                        (ours * theirs - 1.0).abs() < 1e-10,
                        "{intensity} {agents}: {ours} {theirs}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_load_of_no_agents_is_unstable() {
        let work = LiveWork::new(30.0, 900.0, 120.0, 20.0);
        for agents in [0, 4] {
            let reached = of(&work, agents);
            assert_eq!((reached.stable, reached.asa_s), (false, None));
        }
        assert!(of(&work, 5).stable);
    }

    #[test]
    fn a_round_occupancy_is_met_exactly() {
        // 4.1 Erlang at 82 %: five, though 4.1 / 5 may be above 0.82 by a bit.
        let work = LiveWork::new(41.0, 3600.0, 360.0, 600.0);
        let goal = StaffingGoal {
            max_occupancy_bp: 8200,
            ..StaffingGoal::new(0)
        };
        assert_eq!(goal.slots_by_occupancy(&work).unwrap(), 5);
    }
}
