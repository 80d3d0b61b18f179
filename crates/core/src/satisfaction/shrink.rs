//! Small groups drawn towards what all have in common.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::distribution::{beta_lower, beta_upper};
use super::proportion::{check_confidence, check_share};
use crate::Error;

/// Strength of the prior where the groups tell nothing of it, in ratings.
const USUAL_STRENGTH: f64 = 10.0;

/// Strengths are cut to 1 and this; it is what groups that differ no more
/// than by chance have.
const MOST_STRENGTH: f64 = 10_000.0;

/// A group of ratings: an agent's, a team's, a reason's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RatedGroup {
    /// Its id.
    pub id: String,
    /// How many ratings are positive.
    pub k: i64,
    /// How many ratings there are.
    pub n: i64,
}

/// What is known of a group before it has any rating: a beta distribution.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BetaPrior {
    /// mean · strength.
    pub alpha: f64,
    /// (1 − mean) · strength.
    pub beta: f64,
    /// The share of the positive over all groups.
    pub mean: f64,
    /// As many ratings as it counts for.
    pub strength: f64,
}

/// A group, drawn towards the mean as far as it is small.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ShrunkGroup {
    /// Its id.
    pub id: String,
    /// k / n; none without ratings.
    pub raw: Option<f64>,
    /// (k + alpha) / (n + strength): what to compare groups by.
    pub shrunk: Option<f64>,
    /// Lower end of its interval.
    pub lo: Option<f64>,
    /// Upper end.
    pub hi: Option<f64>,
    /// Place among the groups with ratings, from 1: by `shrunk`, then by the
    /// number of ratings, greatest first, then by id.
    pub rank: Option<u32>,
}

/// Groups and what they were drawn towards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Shrinkage {
    /// None when there is no rating at all.
    pub prior: Option<BetaPrior>,
    /// The groups in the order in which they came.
    pub groups: Vec<ShrunkGroup>,
}

/// Shares of groups for a leaderboard that does not crown three lucky
/// tickets: beta-binomial empirical Bayes, by moments.
///
/// Over the G groups with ratings, with N = Σn, K = Σk and μ = K/N: the
/// spread S = Σ nᵢ(kᵢ/nᵢ − μ)² is what chance makes of it, (G − 1)·μ(1 − μ),
/// and ρ·D·μ(1 − μ) more, with D = Σ (nᵢ − 1)(1 − nᵢ/N), where ρ is how alike
/// ratings of one group are. The prior counts for M = 1/ρ − 1 ratings, cut to
/// 1 and 10,000; for 10 where that cannot be known: with one group, with
/// groups of one rating each, and when all ratings say the same (then μ =
/// (K + ½)/(N + 1)).
///
/// # Errors
///
/// `invalid_input` unless 0 ≤ k ≤ n in every group and 0 < `confidence` < 1.
///
/// ```
/// use deskcore::satisfaction::{RatedGroup, shrink};
///
/// let group = |id: &str, k, n| RatedGroup { id: id.to_owned(), k, n };
/// let shrinkage = shrink(&[group("ana", 3, 3), group("mihai", 95, 100), group("zoe", 40, 80)], 0.95)?;
/// let rank = |place: usize| shrinkage.groups[place].rank;
/// assert_eq!((rank(0), rank(1), rank(2)), (Some(2), Some(1), Some(3)));
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn shrink(groups: &[RatedGroup], confidence: f64) -> Result<Shrinkage, Error> {
    check_confidence(confidence)?;
    for (place, group) in groups.iter().enumerate() {
        check_share(&format!("/groups/{place}/k"), group.k, group.n)?;
    }
    let total = |of: fn(&RatedGroup) -> i64| groups.iter().map(|group| i128::from(of(group))).sum();
    let (positive, all): (i128, i128) = (total(|group| group.k), total(|group| group.n));
    let is_mixed = 0 < positive && positive < all;
    let prior = prior(groups, positive as f64, all as f64);
    let tail = (1.0 - confidence) / 2.0;
    let shrunk = groups.iter().map(|group| {
        let (k, n) = (group.k as f64, group.n as f64);
        let after = prior.map(|prior| {
            let (alpha, beta) = (k + prior.alpha, n - k + prior.beta);
            // Of groups that are as all together, none is ahead by rounding.
            let is_mean = is_mixed && i128::from(group.k) * all == i128::from(group.n) * positive;
            (
                if is_mean {
                    prior.mean
                } else {
                    alpha / (n + prior.strength)
                },
                beta_lower(tail, alpha, beta),
                beta_upper(tail, alpha, beta),
            )
        });
        ShrunkGroup {
            id: group.id.clone(),
            raw: (group.n > 0).then(|| k / n),
            shrunk: after.map(|(shrunk, ..)| shrunk),
            lo: after.map(|(_, lo, _)| lo),
            hi: after.map(|(.., hi)| hi),
            rank: None,
        }
    });
    let mut shrunk: Vec<ShrunkGroup> = shrunk.collect();
    rank(groups, &mut shrunk);
    Ok(Shrinkage {
        prior,
        groups: shrunk,
    })
}

fn prior(groups: &[RatedGroup], positive: f64, total: f64) -> Option<BetaPrior> {
    let rated = || {
        let rated = groups.iter().filter(|group| group.n > 0);
        rated.map(|group| (group.k as f64, group.n as f64))
    };
    if total == 0.0 {
        return None;
    }
    let (mean, strength) = if positive == 0.0 || positive == total {
        ((positive + 0.5) / (total + 1.0), USUAL_STRENGTH)
    } else {
        let mean = positive / total;
        let spread: f64 = rated()
            .map(|(k, n)| n * (k / n - mean) * (k / n - mean))
            .sum();
        let room: f64 = rated().map(|(_, n)| (n - 1.0) * (1.0 - n / total)).sum();
        let groups = rated().count() as f64;
        if groups < 2.0 || room == 0.0 {
            (mean, USUAL_STRENGTH)
        } else {
            let alike = (spread / (mean * (1.0 - mean)) - (groups - 1.0)) / room;
            match alike <= 0.0 {
                true => (mean, MOST_STRENGTH),
                false => (mean, (1.0 / alike - 1.0).clamp(1.0, MOST_STRENGTH)),
            }
        }
    };
    Some(BetaPrior {
        alpha: mean * strength,
        beta: (1.0 - mean) * strength,
        mean,
        strength,
    })
}

fn rank(groups: &[RatedGroup], shrunk: &mut [ShrunkGroup]) {
    let mut order: Vec<(&RatedGroup, &mut ShrunkGroup)> = groups
        .iter()
        .zip(shrunk)
        .filter(|(group, _)| group.n > 0)
        .collect();
    let share = |shrunk: &ShrunkGroup| shrunk.shrunk.unwrap_or_default();
    crate::order::sort_by(&mut order, |(a, shrunk_a), (b, shrunk_b)| {
        let by_share = share(shrunk_b).total_cmp(&share(shrunk_a));
        by_share.then(b.n.cmp(&a.n)).then_with(|| a.id.cmp(&b.id))
    });
    for (place, (_, shrunk)) in (1_u32..).zip(order) {
        shrunk.rank = Some(place);
    }
}
