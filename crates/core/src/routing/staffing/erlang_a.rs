//! M/M/n+M: who waits longer than patience lasts hangs up.
//!
//! Figures come from the time that an arrival would have to wait, which is
//! none, or has the density f(t) ∝ exp(A(1 − e^(−θt))/θ − nt) in units of the
//! handling time (Zeltyn and Mandelbaum, "Call centers with impatient
//! customers", 2005). Sums over the queue's length say the same but have no
//! bound; the density has one peak, and is taken relative to it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fewer_busy;
use super::integral::integral;
use super::work::{Figures, LiveWork, Staffing, StaffingGoal, least, slots};
use crate::Error;

/// What a number of agents reaches when customers hang up whose patience
/// ends.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ErlangA {
    /// Offered load in Erlang.
    pub intensity: f64,
    /// Share of arrivals that have to wait, 0 to 1.
    pub p_wait: f64,
    /// Share of arrivals that hang up, 0 to 1.
    pub p_abandon: f64,
    /// Share of all arrivals that are answered in time, 0 to 1.
    pub service_level: f64,
    /// The same, of arrivals that do not hang up within that time, 0 to 1.
    pub service_level_excl_short_abandons: f64,
    /// Mean wait in seconds of those who are answered.
    pub asa_answered_s: f64,
    /// Mean wait in seconds of all arrivals, those who hang up included.
    pub mean_wait_all_s: f64,
    /// Share of their time that agents are busy, 0 to 1.
    pub occupancy: f64,
}

/// Erlang A of a number of agents (C. Palm, 1946): as Erlang C, but each
/// customer hangs up after a patience that is exponential with mean
/// `patience_s`. However few agents there are, the queue does not grow for
/// ever. Without work nobody waits.
///
/// # Errors
///
/// When a figure of the work is out of range, patience is missing, or there
/// is work and no agent.
///
/// ```
/// use deskcore::routing::staffing::{LiveWork, erlang_a};
///
/// let calls = LiveWork { patience_s: Some(90.5), ..LiveWork::new(95.0, 3600.0, 300.5, 20.0) };
/// let ten = erlang_a(&calls, 10)?;
/// assert!((ten.service_level - 0.8423).abs() < 1e-4);
/// assert!((ten.p_abandon - 0.0767).abs() < 1e-4);
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn erlang_a(work: &LiveWork, agents: u32) -> Result<ErlangA, Error> {
    work.check()?;
    let patience = work.patience()?;
    if work.arrivals == 0.0 {
        return Ok(ErlangA {
            intensity: work.intensity(),
            p_wait: 0.0,
            p_abandon: 0.0,
            service_level: 1.0,
            service_level_excl_short_abandons: 1.0,
            asa_answered_s: 0.0,
            mean_wait_all_s: 0.0,
            occupancy: 0.0,
        });
    }
    if agents == 0 {
        return Err(Error::invalid(
            "/agents",
            "0: expected 1 or more, since nobody would be answered",
        ));
    }
    let wait = Wait::new(work, patience, agents);
    let within = work.answer_within_s / work.aht_s;
    let reached = wait.reached(within);
    let hang_up_later = libm::exp(-wait.theta * within) * wait.exceeds(within);
    let waited = wait.share(wait.served(0.0, f64::INFINITY, |t| t));
    Ok(ErlangA {
        intensity: wait.load,
        p_wait: wait.exceeds(0.0),
        p_abandon: reached.p_abandon,
        service_level: reached.in_time,
        service_level_excl_short_abandons: match reached.in_time {
            0.0 => 0.0,
            in_time => in_time / (in_time + hang_up_later),
        },
        asa_answered_s: waited / reached.answered * work.aht_s,
        mean_wait_all_s: reached.p_abandon * patience,
        occupancy: wait.occupancy(&reached),
    })
}

/// The fewest slots that reach a goal when customers hang up: answered in
/// time for the target, no more hung up and no busier than is allowed.
/// Without work none are needed.
///
/// # Errors
///
/// When a figure of the work or the goal is out of range, patience is
/// missing, or more than [`MOST_SLOTS`](super::MOST_SLOTS) would be needed.
///
/// ```
/// use deskcore::routing::staffing::{LiveWork, StaffingGoal, erlang_a_required};
///
/// let chats = LiveWork { patience_s: Some(600.0), ..LiveWork::new(97.0, 900.0, 300.5, 10.0) };
/// let goal = StaffingGoal { max_abandon_bp: 300, concurrency: 2, ..StaffingGoal::new(9000) };
/// let staffing = erlang_a_required(&chats, &goal)?;
/// assert_eq!((staffing.slots, staffing.agents), (40, 20));
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn erlang_a_required(work: &LiveWork, goal: &StaffingGoal) -> Result<Staffing, Error> {
    work.check()?;
    goal.check()?;
    let patience = work.patience()?;
    if work.arrivals == 0.0 {
        return Ok(Staffing::none(Some(0.0)));
    }
    goal.check_reachable()?;
    let within = work.answer_within_s / work.aht_s;
    let figures = |slots| {
        let wait = Wait::new(work, patience, slots);
        let reached = wait.reached(within);
        Figures {
            service_level: reached.in_time,
            occupancy: wait.occupancy(&reached),
            p_abandon: Some(reached.p_abandon),
        }
    };
    let (target, busy) = (goal.target(), f64::from(goal.max_occupancy_bp) / 1e4);
    // More cannot be answered than all agents can do.
    let answered = target.max(1.0 - goal.max_abandon());
    let from = slots(libm::floor(work.intensity() * answered))?;
    let slots = least(from.max(1), |slots| {
        let reached = figures(slots);
        Ok(reached.service_level >= target
            && reached.p_abandon <= Some(goal.max_abandon())
            && reached.occupancy <= busy)
    })?;
    goal.staffing(slots, figures(slots))
}

/// By how much the logarithm of a density has fallen where the rest of it no
/// longer counts.
const DROP: f64 = 50.0;

/// Mean patiences after which nobody is left who counts.
const FADED: f64 = 40.0;

/// The time that an arrival would have to wait if it did not hang up, in
/// units of the handling time.
struct Wait {
    agents: f64,
    load: f64,
    /// Hang-ups a handling time of one who waits.
    theta: f64,
    /// Where the density is greatest; it is taken to be 1 there.
    peak: f64,
    /// Probability that an agent is free, on the scale of the density.
    free: f64,
    /// Sum of all probabilities on that scale.
    total: f64,
}

/// Shares of all arrivals.
struct Reached {
    in_time: f64,
    answered: f64,
    p_abandon: f64,
}

impl Wait {
    /// Of some work for one agent or more.
    fn new(work: &LiveWork, patience: f64, agents: u32) -> Self {
        let load = work.intensity();
        let theta = work.aht_s / patience;
        let many = f64::from(agents);
        let excess = ((load - many) / many).max(0.0);
        let log_peak = many * (excess - libm::log1p(excess)) / theta;
        let fewer = fewer_busy(load, agents).min(f64::MAX);
        let mut wait = Self {
            agents: many,
            load,
            theta,
            peak: libm::log1p(excess) / theta,
            free: fewer * libm::exp(-log_peak),
            total: 0.0,
        };
        wait.total = wait.free + many * wait.over(0.0, 0.0, f64::INFINITY, |_| 1.0);
        wait
    }

    /// Logarithm of the density, relative to the peak.
    fn log_density(&self, t: f64) -> f64 {
        let since = t - self.peak;
        let came = match self.peak > 0.0 {
            true => self.agents,
            false => self.load,
        };
        -came * libm::expm1(-self.theta * since) / self.theta - self.agents * since
    }

    /// ∫ of the density times `factor` and the probability that `patience`
    /// (0 or 1) customers are still there, from one wait to another. The
    /// factor must be tame: it is cut where the rest is negligible.
    fn over(&self, patience: f64, from: f64, to: f64, factor: impl Fn(f64) -> f64) -> f64 {
        let theta = patience * self.theta;
        let log = |t: f64| self.log_density(t) - theta * t;
        let peak = (libm::log(self.load / (self.agents + theta)) / self.theta).max(0.0);
        let negligible = log(peak) - DROP;
        // From where the logarithm has fallen by less than 1.
        let step = 1.0 / (self.agents + self.load + self.theta);
        let mut left = step;
        while left < peak && log(peak - left) > negligible {
            left *= 2.0;
        }
        let mut right = step;
        while log(peak + right) > negligible {
            right *= 2.0;
        }
        let density = |t: f64| factor(t) * libm::exp(log(t));
        let (left, right) = ((peak - left).max(0.0), peak + right);
        // Patience may end in no time beside the rest.
        let ended = FADED / self.theta;
        let cuts = [
            left,
            ended.clamp(left, peak),
            peak,
            (peak + ended).min(right),
            right,
        ];
        let cuts = cuts.map(|cut| cut.clamp(from, to));
        let pieces = cuts.iter().zip(cuts.iter().skip(1));
        pieces.map(|(from, to)| integral(*from, *to, density)).sum()
    }

    /// The same of those who wait for it.
    fn served(&self, from: f64, to: f64, factor: impl Fn(f64) -> f64) -> f64 {
        self.over(1.0, from, to, factor)
    }

    /// What an integral of the density is as a share of all arrivals.
    fn share(&self, integral: f64) -> f64 {
        self.agents * integral / self.total
    }

    /// Share of arrivals that would wait longer.
    fn exceeds(&self, wait: f64) -> f64 {
        self.share(self.over(0.0, wait, f64::INFINITY, |_| 1.0))
    }

    fn reached(&self, within: f64) -> Reached {
        let free = self.free / self.total;
        let soon = self.share(self.served(0.0, within, |_| 1.0));
        let late = self.share(self.served(within, f64::INFINITY, |_| 1.0));
        let gone = |t: f64| -libm::expm1(-self.theta * t);
        Reached {
            in_time: (free + soon).min(1.0),
            answered: (free + soon + late).min(1.0),
            p_abandon: self
                .share(self.over(0.0, 0.0, f64::INFINITY, gone))
                .min(1.0),
        }
    }

    fn occupancy(&self, reached: &Reached) -> f64 {
        (self.load * reached.answered / self.agents).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The plain sums of the birth-death chain: p_wait and p_abandon.
    fn chain(work: &LiveWork, agents: u32) -> (f64, f64) {
        let (load, many) = (work.intensity(), f64::from(agents));
        let theta = work.aht_s / work.patience_s.unwrap();
        let below = fewer_busy(load, agents);
        let (mut term, mut queued, mut waiting, mut queue) = (1.0, 0.0, 1.0, 0.0);
        while term > 1e-20 * waiting {
            queued += 1.0;
            term *= load / (many + queued * theta);
            waiting += term;
            queue += queued * term;
        }
        let total = below + waiting;
        (waiting / total, theta * queue / total / load)
    }

    #[test]
    fn the_density_says_what_the_chain_does() {
        for arrivals in [0.5, 12.0, 90.0, 400.0] {
            for agents in [1, 5, 31, 60, 200] {
                for patience in [1.0, 60.0, 3600.0] {
                    let work = LiveWork {
                        patience_s: Some(patience),
                        ..LiveWork::new(arrivals, 900.0, 300.0, 20.0)
                    };
                    let (p_wait, p_abandon) = chain(&work, agents);
                    if !p_wait.is_finite() {
                        continue;
                    }
                    let reached = erlang_a(&work, agents).unwrap();
                    let what = format!("{work:?} {agents}: {reached:?} {p_wait} {p_abandon}");
                    assert!((reached.p_wait - p_wait).abs() < 1e-11, "{what}");
                    assert!((reached.p_abandon - p_abandon).abs() < 1e-11, "{what}");
                }
            }
        }
    }

    #[test]
    fn shares_add_up_at_every_scale() {
        for arrivals in [1e-9, 1.0, 1e5, 1e9] {
            for agents in [1, 1000, 1_000_000] {
                for patience in [1e-3, 30.0, 1e9] {
                    for within in [0.0, 20.0, 1e9] {
                        let work = LiveWork {
                            patience_s: Some(patience),
                            ..LiveWork::new(arrivals, 1800.0, 300.0, within)
                        };
                        let wait = Wait::new(&work, patience, agents);
                        let reached = wait.reached(within / 300.0);
                        let sum = reached.answered + reached.p_abandon;
                        let what = format!("{work:?} {agents}: {sum}");
                        assert!((sum - 1.0).abs() < 1e-8, "{what}");
                        let all = erlang_a(&work, agents).unwrap();
                        for figure in [all.asa_answered_s, all.service_level_excl_short_abandons] {
                            assert!(figure.is_finite() && figure >= 0.0, "{what} {all:?}");
                        }
                    }
                }
            }
        }
    }
}
