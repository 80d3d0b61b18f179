//! The work, the goal, and what is needed.

use std::ops::RangeInclusive;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;

/// Most pieces of work at a time that are looked at for a goal: ten million.
pub const MOST_SLOTS: u32 = 10_000_000;

/// One, in ten-thousandths.
const WHOLE_BP: u32 = 10_000;

/// Times from a millisecond to 31 years: no ratio of two is extreme.
const TIMES: RangeInclusive<f64> = 1e-3..=1e9;
/// Arrivals, and seconds that may be none.
const COUNTS: RangeInclusive<f64> = 0.0..=1e9;

/// Work that arrives in an interval and waits live.
///
/// ```
/// use deskcore::routing::staffing::LiveWork;
///
/// let calls: LiveWork = serde_json::from_str(
///     r#"{"arrivals": 90, "interval_s": 1800, "aht_s": 240, "answer_within_s": 20}"#,
/// )?;
/// assert_eq!(calls.patience_s, None);
/// assert_eq!(calls.intensity(), 12.0);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LiveWork {
    /// Pieces of work that arrive in the interval, on average: 0 to 1e9.
    pub arrivals: f64,
    /// Length of the interval in seconds, such as 1,800: 0.001 to 1e9.
    pub interval_s: f64,
    /// Average handling time in seconds: 0.001 to 1e9.
    pub aht_s: f64,
    /// Seconds of waiting within which an answer is in time: 0 to 1e9.
    pub answer_within_s: f64,
    /// Seconds that a customer is ready to wait, on average: 0.001 to 1e9.
    /// Needed for Erlang A; Erlang C does not look at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patience_s: Option<f64>,
}

impl LiveWork {
    /// Work of customers who never hang up.
    ///
    /// ```
    /// use deskcore::routing::staffing::LiveWork;
    ///
    /// let chats = LiveWork { patience_s: Some(120.0), ..LiveWork::new(30.0, 1800.0, 420.0, 60.0) };
    /// assert_eq!(chats.intensity(), 7.0);
    /// ```
    pub const fn new(arrivals: f64, interval_s: f64, aht_s: f64, answer_within_s: f64) -> Self {
        Self {
            arrivals,
            interval_s,
            aht_s,
            answer_within_s,
            patience_s: None,
        }
    }

    /// Offered load in Erlang: how many agents would be busy if all were
    /// served.
    ///
    /// ```
    /// use deskcore::routing::staffing::LiveWork;
    ///
    /// assert_eq!(LiveWork::new(30.0, 900.0, 120.0, 20.0).intensity(), 4.0);
    /// ```
    pub fn intensity(&self) -> f64 {
        self.arrivals * self.aht_s / self.interval_s
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        within("/arrivals", self.arrivals, &COUNTS)?;
        within("/interval_s", self.interval_s, &TIMES)?;
        within("/aht_s", self.aht_s, &TIMES)?;
        within("/answer_within_s", self.answer_within_s, &COUNTS)?;
        self.patience_s
            .map_or(Ok(()), |patience| within("/patience_s", patience, &TIMES))
    }

    pub(super) fn patience(&self) -> Result<f64, Error> {
        self.patience_s.ok_or_else(|| {
            Error::invalid(
                "/patience_s",
                "missing: expected the seconds that a customer is ready to wait on average",
            )
        })
    }
}

/// A number in a range, which NaN is not.
pub(super) fn within(path: &str, value: f64, range: &RangeInclusive<f64>) -> Result<(), Error> {
    if range.contains(&value) {
        return Ok(());
    }
    let (least, most) = (range.start(), range.end());
    Err(Error::invalid(
        path,
        format!("{value} is out of range: expected {least} to {most}"),
    ))
}

/// What staffing has to reach, in ten-thousandths (`*_bp`).
///
/// ```
/// use deskcore::routing::staffing::StaffingGoal;
///
/// let goal: StaffingGoal = serde_json::from_str(r#"{"target_bp": 8000, "shrinkage_bp": 3000}"#)?;
/// assert_eq!(goal, StaffingGoal { shrinkage_bp: 3000, ..StaffingGoal::new(8000) });
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffingGoal {
    /// Least share of arrivals that are answered in time: 8,000 for 80 %.
    /// Up to 9,999; 10,000 only for no work, since with any number of agents
    /// somebody may have to wait.
    pub target_bp: u32,
    /// Greatest share of their time that agents may be busy, 1 to 10,000.
    #[serde(default = "whole")]
    pub max_occupancy_bp: u32,
    /// Greatest share of arrivals that may hang up, 1 to 10,000. With Erlang
    /// C nobody does.
    #[serde(default = "whole")]
    pub max_abandon_bp: u32,
    /// Pieces of work that an agent does at a time, 1 or more: more than one
    /// for chat.
    #[serde(default = "one")]
    pub concurrency: u32,
    /// Share of paid time in which agents cannot take work (breaks,
    /// training, illness), 0 to 9,999.
    #[serde(default)]
    pub shrinkage_bp: u32,
}

const fn whole() -> u32 {
    WHOLE_BP
}

const fn one() -> u32 {
    1
}

impl StaffingGoal {
    /// A service level and nothing else: any occupancy and abandonment, one
    /// piece of work at a time, no shrinkage.
    ///
    /// ```
    /// use deskcore::routing::staffing::StaffingGoal;
    ///
    /// assert_eq!(StaffingGoal::new(9000).max_occupancy_bp, 10_000);
    /// ```
    pub const fn new(target_bp: u32) -> Self {
        Self {
            target_bp,
            max_occupancy_bp: WHOLE_BP,
            max_abandon_bp: WHOLE_BP,
            concurrency: 1,
            shrinkage_bp: 0,
        }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let most = |path: &str, value: u32, most: u32| match value <= most {
            true => Ok(()),
            false => Err(Error::invalid(
                path,
                format!("{value} ten-thousandths: expected {most} at most"),
            )),
        };
        most("/target_bp", self.target_bp, WHOLE_BP)?;
        most("/max_occupancy_bp", self.max_occupancy_bp, WHOLE_BP)?;
        most("/max_abandon_bp", self.max_abandon_bp, WHOLE_BP)?;
        most("/shrinkage_bp", self.shrinkage_bp, WHOLE_BP - 1)?;
        if self.concurrency == 0 {
            return Err(Error::invalid("/concurrency", "0: expected 1 or more"));
        }
        Ok(())
    }

    /// Goals that only no work reaches.
    pub(super) fn check_reachable(&self) -> Result<(), Error> {
        let unreachable = [
            ("/target_bp", self.target_bp == WHOLE_BP, "9999 at most"),
            ("/max_occupancy_bp", self.max_occupancy_bp == 0, "1 or more"),
            ("/max_abandon_bp", self.max_abandon_bp == 0, "1 or more"),
        ];
        match unreachable.iter().find(|(_, never, _)| *never) {
            Some((path, _, expected)) => Err(Error::invalid(
                *path,
                format!("no number of agents reaches it: expected {expected}"),
            )),
            None => Ok(()),
        }
    }

    pub(super) fn target(&self) -> f64 {
        share(self.target_bp)
    }

    pub(super) fn max_abandon(&self) -> f64 {
        share(self.max_abandon_bp)
    }

    /// Fewest slots that a load keeps busy no more than is allowed. By
    /// products and not quotients, so that a round number is met exactly.
    pub(super) fn slots_by_occupancy(&self, work: &LiveWork) -> Result<u32, Error> {
        let busy = work.arrivals * work.aht_s * f64::from(WHOLE_BP);
        let one = f64::from(self.max_occupancy_bp) * work.interval_s;
        let slots = slots(busy / one)?;
        // The quotient may be off by its last bit, to either side.
        let enough = |slots: &u32| busy <= one * f64::from(*slots);
        let candidates = [slots.saturating_sub(1), slots];
        let fewest = candidates.into_iter().find(enough);
        Ok(fewest.unwrap_or(slots.saturating_add(1)))
    }

    pub(super) fn staffing(&self, slots: u32, figures: Figures) -> Result<Staffing, Error> {
        let agents = slots.div_ceil(self.concurrency);
        let present = u64::from(WHOLE_BP.saturating_sub(self.shrinkage_bp));
        let scheduled = (u64::from(agents) * u64::from(WHOLE_BP)).div_ceil(present);
        let scheduled = u32::try_from(scheduled).map_err(|_| {
            Error::invalid(
                "/shrinkage_bp",
                format!("{scheduled} people for {agents} present: expected less shrinkage"),
            )
        })?;
        Ok(Staffing {
            slots,
            agents,
            scheduled,
            service_level: figures.service_level,
            occupancy: figures.occupancy,
            p_abandon: figures.p_abandon,
        })
    }
}

fn share(bp: u32) -> f64 {
    f64::from(bp) / f64::from(WHOLE_BP)
}

/// A number of slots, rounded up.
pub(super) fn slots(exact: f64) -> Result<u32, Error> {
    let slots = libm::ceil(exact);
    if !(0.0..=f64::from(MOST_SLOTS)).contains(&slots) {
        return Err(too_many());
    }
    // In range, and whole.
    Ok(slots as u32)
}

fn too_many() -> Error {
    Error::invalid(
        "",
        format!(
            "the goal needs more than {MOST_SLOTS} pieces of work at a time: expected less work, or a lower goal"
        ),
    )
}

/// The least number of slots, from `from` on, that meets a goal which more
/// slots never miss: steps that double, then halves.
pub(super) fn least(from: u32, meets: impl Fn(u32) -> Result<bool, Error>) -> Result<u32, Error> {
    let (mut enough, mut step) = (from, 1_u32);
    let mut too_few = None;
    while !meets(enough)? {
        if enough >= MOST_SLOTS {
            return Err(too_many());
        }
        too_few = Some(enough);
        enough = enough.saturating_add(step).min(MOST_SLOTS);
        step = step.saturating_mul(2);
    }
    let Some(mut too_few) = too_few else {
        return Ok(enough);
    };
    while enough - too_few > 1 {
        let middle = too_few.midpoint(enough);
        if meets(middle)? {
            enough = middle;
        } else {
            too_few = middle;
        }
    }
    Ok(enough)
}

/// What a number of slots reaches.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figures {
    pub(super) service_level: f64,
    pub(super) occupancy: f64,
    pub(super) p_abandon: Option<f64>,
}

/// How many are needed for a goal, and what they reach.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Staffing {
    /// Pieces of work that must be possible at a time.
    pub slots: u32,
    /// Agents who must be there: slots over concurrency, rounded up.
    pub agents: u32,
    /// Agents to schedule, so that so many are there after shrinkage.
    pub scheduled: u32,
    /// Share of arrivals that are answered in time with so many slots, 0 to
    /// 1.
    pub service_level: f64,
    /// Share of their time that slots are busy, 0 to 1.
    pub occupancy: f64,
    /// Share of arrivals that hang up, 0 to 1; none of Erlang C.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p_abandon: Option<f64>,
}

impl Staffing {
    /// For no work.
    pub(super) const fn none(p_abandon: Option<f64>) -> Self {
        Self {
            slots: 0,
            agents: 0,
            scheduled: 0,
            service_level: 1.0,
            occupancy: 0.0,
            p_abandon,
        }
    }
}
