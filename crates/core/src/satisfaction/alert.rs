//! Alerts that say why they began and why they are over.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mean::{NpsMethod, nps};
use super::period::LONGEST_S;
use super::ratings::RatingCounts;
use crate::Error;
use crate::time::instant;

/// A rating and its instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimedRating {
    /// When it was given.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    /// The rating.
    pub score: i64,
}

/// When the mean of recent ratings is an alert, and when it is over. Scores
/// are compared in integers, as thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AlertRule {
    /// How far back ratings count, in seconds: those after `at − window_s`.
    pub window_s: i64,
    /// With fewer ratings in the window nothing begins or ends.
    pub min_n: u32,
    /// An alert begins when the mean is below it, in thousandths.
    pub alert_below_milli: i64,
    /// An alert is over when the mean reaches it, in thousandths.
    pub recover_at_milli: i64,
}

impl Default for AlertRule {
    /// Below 4.0 of 5 with ten ratings of four weeks, over at 4.2.
    fn default() -> Self {
        Self {
            window_s: 2_419_200,
            min_n: 10,
            alert_below_milli: 4000,
            recover_at_milli: 4200,
        }
    }
}

/// Where an alert stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertState {
    /// Nothing is wrong.
    Ok,
    /// The figure is too low.
    Alert,
}

/// An alert began, or is over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AlertTransition {
    /// When: the instant of a rating.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    /// How it stands from then on.
    pub state: AlertState,
    /// Mean of the ratings in the window.
    pub mean: f64,
    /// How many they are.
    pub n: u32,
    /// The mean that was passed, in thousandths.
    pub limit_milli: i64,
    /// All of it as one sentence for people.
    pub text: String,
}

impl AlertTransition {
    fn new(at: DateTime<Utc>, state: AlertState, mean: f64, n: u32, limit_milli: i64) -> Self {
        let (since, limit) = (instant::format(at), limit_milli as f64 / 1000.0);
        let (what, than) = match state {
            AlertState::Alert => ("Alert", "below"),
            AlertState::Ok => ("Over", "at least"),
        };
        let text = format!(
            "{what} since {since}: the mean of the last {n} ratings is {mean:.2}, {than} {limit}."
        );
        Self {
            at,
            state,
            mean,
            n,
            limit_milli,
            text,
        }
    }
}

/// When an alert began and was over, by ratings in any order. Every instant
/// that has ratings is looked at once, with all of its ratings. Between
/// ratings nothing changes: a window that empties does not end an alert.
///
/// # Errors
///
/// `invalid_input` for a window that is not above 0, or longer than a hundred
/// years, and a recovery below the alert.
///
/// ```
/// use deskcore::satisfaction::{AlertRule, AlertState, TimedRating, rolling_alert};
///
/// let rated = |hour: u32, score| TimedRating {
///     at: format!("2026-11-23T{hour:02}:00:00Z").parse().unwrap(),
///     score,
/// };
/// let ratings: Vec<_> = (0..10).map(|hour| rated(hour, 3)).collect();
/// let transitions = rolling_alert(&ratings, &AlertRule::default())?;
/// assert_eq!(transitions[0].state, AlertState::Alert);
/// assert!(transitions[0].text.ends_with("the mean of the last 10 ratings is 3.00, below 4."));
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn rolling_alert(
    ratings: &[TimedRating],
    rule: &AlertRule,
) -> Result<Vec<AlertTransition>, Error> {
    rule.check()?;
    let mut ratings: Vec<(i64, i64)> = ratings
        .iter()
        .map(|rating| (rating.at.timestamp_millis(), rating.score))
        .collect();
    crate::order::sort(&mut ratings);
    let mut window: VecDeque<(i64, i64)> = VecDeque::new();
    let (mut sum, mut state) = (0_i128, AlertState::Ok);
    let mut transitions = Vec::new();
    for together in ratings.chunk_by(|(a, _), (b, _)| a == b) {
        let Some((at_ms, _)) = together.first().copied() else {
            continue;
        };
        sum += together
            .iter()
            .map(|(_, score)| i128::from(*score))
            .sum::<i128>();
        window.extend(together);
        let oldest = at_ms.saturating_sub(rule.window_s.saturating_mul(1000));
        while let Some(&(_, score)) = window.front().filter(|(at, _)| *at <= oldest) {
            sum -= i128::from(score);
            window.pop_front();
        }
        let n = window.len() as i128;
        if n < i128::from(rule.min_n.max(1)) {
            continue;
        }
        let reaches = |limit: i64| sum * 1000 >= i128::from(limit) * n;
        let (next, limit_milli) = match state {
            AlertState::Ok if !reaches(rule.alert_below_milli) => {
                (AlertState::Alert, rule.alert_below_milli)
            }
            AlertState::Alert if reaches(rule.recover_at_milli) => {
                (AlertState::Ok, rule.recover_at_milli)
            }
            _ => continue,
        };
        state = next;
        if let Some(at) = DateTime::from_timestamp_millis(at_ms) {
            let (mean, n) = (sum as f64 / n as f64, u32::try_from(n).unwrap_or(u32::MAX));
            transitions.push(AlertTransition::new(at, state, mean, n, limit_milli));
        }
    }
    Ok(transitions)
}

impl AlertRule {
    pub(crate) fn check(&self) -> Result<(), Error> {
        if !(1..=LONGEST_S).contains(&self.window_s) {
            let message = format!(
                "{} s is no window: expected 1 to {LONGEST_S}",
                self.window_s
            );
            return Err(Error::invalid("/window_s", message));
        }
        if self.recover_at_milli < self.alert_below_milli {
            let message = format!(
                "an alert below {} cannot be over at {}: expected at least as much",
                self.alert_below_milli, self.recover_at_milli
            );
            return Err(Error::invalid("/recover_at_milli", message));
        }
        Ok(())
    }
}

/// Whether a net promoter score is below a floor beyond noise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FloorAlert {
    /// How it stands: an alert only when the whole interval is below the
    /// floor.
    pub state: AlertState,
    /// The floor, in points.
    pub floor: f64,
    /// The score; none of no answers.
    pub nps: Option<f64>,
    /// Upper end of its interval.
    pub hi: Option<f64>,
    /// How many answers.
    pub n: u64,
    /// All of it as one sentence for people.
    pub text: String,
}

/// Whether the net promoter score of answers is below a floor, when noise is
/// allowed for: the upper end of the adjusted interval decides.
///
/// # Errors
///
/// As [`nps`], and `invalid_input` for a floor outside −100 to 100.
///
/// ```
/// use deskcore::satisfaction::{AlertState, RatingCounts, Scale, nps_floor};
///
/// let few = RatingCounts::of(Scale::Nps11, [10, 6, 6])?;
/// assert_eq!(nps_floor(&few, 50.0, 0.95)?.state, AlertState::Ok); // three answers prove nothing
/// let many = RatingCounts::of(Scale::Nps11, [10, 6, 6].repeat(30))?;
/// assert_eq!(nps_floor(&many, 50.0, 0.95)?.state, AlertState::Alert);
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn nps_floor(ratings: &RatingCounts, floor: f64, confidence: f64) -> Result<FloorAlert, Error> {
    if !(-100.0..=100.0).contains(&floor) {
        let message = format!("{floor} is no score: expected −100 to 100");
        return Err(Error::invalid("/floor", message));
    }
    let score = nps(ratings, confidence, NpsMethod::AdjustedWald)?;
    let n = score.n;
    let (state, text) = match score.nps.zip(score.hi) {
        None => (AlertState::Ok, "No answers yet.".to_owned()),
        Some((nps, hi)) if hi < floor => (
            AlertState::Alert,
            format!("Alert: NPS {nps:.0} of {n} answers, at most {hi:.0}, is below {floor:.0}."),
        ),
        Some((nps, hi)) if nps < floor => (
            AlertState::Ok,
            format!(
                "No alert: NPS {nps:.0} of {n} answers is below {floor:.0}, but could be {hi:.0}."
            ),
        ),
        Some((nps, _)) => (
            AlertState::Ok,
            format!("No alert: NPS {nps:.0} of {n} answers."),
        ),
    };
    Ok(FloorAlert {
        state,
        floor,
        nps: score.nps,
        hi: score.hi,
        n,
        text,
    })
}
