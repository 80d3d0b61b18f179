//! Shares with their uncertainty, and the difference of two.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::distribution::{beta_lower, beta_upper, normal_quantile, normal_two_sided};
use crate::Error;

/// The confidence of an interval when none is said.
pub const USUAL_CONFIDENCE: f64 = 0.95;

/// How the interval of a share is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IntervalMethod {
    /// Wilson (1927), without continuity correction: for every size.
    #[default]
    Wilson,
    /// Agresti and Coull (1998): simpler, wider.
    AgrestiCoull,
    /// Clopper and Pearson (1934): never holds less than it promises.
    ClopperPearson,
    /// Jeffreys' prior, with the ends that Brown, Cai and DasGupta (2001)
    /// give it.
    Jeffreys,
}

/// A share and its interval. Of nothing, all are absent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Proportion {
    /// successes / n, from 0 to 1.
    pub p: Option<f64>,
    /// Lower end.
    pub lo: Option<f64>,
    /// Upper end.
    pub hi: Option<f64>,
}

/// The difference of two shares. Of nothing, all are absent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProportionDifference {
    /// k₁/n₁ − k₂/n₂.
    pub diff: Option<f64>,
    /// The difference over its standard error with the pooled share; none
    /// when that is 0 or 1.
    pub z: Option<f64>,
    /// How likely so great a difference is when there is none, both sides.
    pub p_value: Option<f64>,
    /// Lower end of Newcombe's hybrid Wilson interval.
    pub lo: Option<f64>,
    /// Upper end.
    pub hi: Option<f64>,
}

/// That a confidence lies between 0 and 1.
pub(crate) fn check_confidence(confidence: f64) -> Result<(), Error> {
    match confidence > 0.0 && confidence < 1.0 {
        true => Ok(()),
        false => Err(Error::invalid(
            "/confidence",
            format!("{confidence} is no confidence: expected more than 0 and less than 1"),
        )),
    }
}

pub(super) fn check_share(path: &str, successes: i64, n: i64) -> Result<(), Error> {
    match 0 <= successes && successes <= n {
        true => Ok(()),
        false => Err(Error::invalid(
            path,
            format!("{successes} of {n} is no share: expected 0 to {n} of at least 0"),
        )),
    }
}

/// Wilson's interval of k of n > 0.
pub(super) fn wilson(k: f64, n: f64, z: f64) -> (f64, f64) {
    let (p, zz) = (k / n, z * z);
    let middle = p + zz / (2.0 * n);
    let spread = z * libm::sqrt(p * (1.0 - p) / n + zz / (4.0 * n * n));
    let scale = 1.0 + zz / n;
    (
        if k == 0.0 {
            0.0
        } else {
            (middle - spread) / scale
        },
        if k == n {
            1.0
        } else {
            (middle + spread) / scale
        },
    )
}

/// A share and its interval, in which the true share lies with the given
/// confidence (0.95 is usual).
///
/// # Errors
///
/// `invalid_input` unless 0 ≤ `successes` ≤ `n` and 0 < `confidence` < 1.
///
/// ```
/// use deskcore::satisfaction::{IntervalMethod, proportion};
///
/// let share = proportion(9, 10, 0.95, IntervalMethod::Wilson)?;
/// assert_eq!(share.p, Some(0.9));
/// assert!(share.lo < Some(0.6) && share.hi > Some(0.98)); // ten answers say little
/// assert_eq!(proportion(0, 0, 0.95, IntervalMethod::Wilson)?.p, None);
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn proportion(
    successes: i64,
    n: i64,
    confidence: f64,
    method: IntervalMethod,
) -> Result<Proportion, Error> {
    check_confidence(confidence)?;
    check_share("/successes", successes, n)?;
    if n == 0 {
        let (p, lo, hi) = (None, None, None);
        return Ok(Proportion { p, lo, hi });
    }
    let (k, n) = (successes as f64, n as f64);
    let tail = (1.0 - confidence) / 2.0;
    // The ends of an exact interval where nobody, or everybody, is counted.
    let exact = |low: &dyn Fn() -> f64, high: &dyn Fn() -> f64| {
        (
            if k == 0.0 { 0.0 } else { low() },
            if k == n { 1.0 } else { high() },
        )
    };
    let (lo, hi) = match method {
        IntervalMethod::Wilson => wilson(k, n, normal_quantile(confidence)),
        IntervalMethod::AgrestiCoull => {
            let z = normal_quantile(confidence);
            let size = n + z * z;
            let p = (k + z * z / 2.0) / size;
            let spread = z * libm::sqrt(p * (1.0 - p) / size);
            (p - spread, p + spread)
        }
        IntervalMethod::ClopperPearson => exact(&|| beta_lower(tail, k, n - k + 1.0), &|| {
            beta_upper(tail, k + 1.0, n - k)
        }),
        IntervalMethod::Jeffreys => exact(&|| beta_lower(tail, k + 0.5, n - k + 0.5), &|| {
            beta_upper(tail, k + 0.5, n - k + 0.5)
        }),
    };
    Ok(Proportion {
        p: Some(k / n),
        lo: Some(lo.clamp(0.0, 1.0)),
        hi: Some(hi.clamp(0.0, 1.0)),
    })
}

/// Whether two shares differ beyond noise: the z test with the pooled
/// standard error, and the interval of the difference after Newcombe (1998,
/// method 10).
///
/// # Errors
///
/// `invalid_input` unless 0 ≤ k ≤ n for both, and 0 < `confidence` < 1.
///
/// ```
/// use deskcore::satisfaction::two_proportions;
///
/// let late = two_proportions(56, 210, 1422, 2103, 0.95)?;
/// assert!(late.hi < Some(-0.3)); // the late are less satisfied, by 30 points at least
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn two_proportions(
    k1: i64,
    n1: i64,
    k2: i64,
    n2: i64,
    confidence: f64,
) -> Result<ProportionDifference, Error> {
    check_confidence(confidence)?;
    check_share("/k1", k1, n1)?;
    check_share("/k2", k2, n2)?;
    if n1 == 0 || n2 == 0 {
        return Ok(ProportionDifference {
            diff: None,
            z: None,
            p_value: None,
            lo: None,
            hi: None,
        });
    }
    let [k1, n1, k2, n2] = [k1, n1, k2, n2].map(|number| number as f64);
    let (p1, p2) = (k1 / n1, k2 / n2);
    let diff = p1 - p2;
    let pooled = (k1 + k2) / (n1 + n2);
    let known = pooled > 0.0 && pooled < 1.0;
    let z = known.then(|| diff / libm::sqrt(pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2)));
    let quantile = normal_quantile(confidence);
    let ((low1, high1), (low2, high2)) = (wilson(k1, n1, quantile), wilson(k2, n2, quantile));
    let together = |a: f64, b: f64| libm::sqrt(a * a + b * b);
    Ok(ProportionDifference {
        diff: Some(diff),
        z,
        p_value: z.map(normal_two_sided),
        lo: Some(diff - together(p1 - low1, high2 - p2)),
        hi: Some(diff + together(high1 - p1, p2 - low2)),
    })
}

/// What those who did not answer could change.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Nonresponse {
    /// responded / sent; none when nothing was sent.
    pub response_rate: Option<f64>,
    /// positive / responded; none when nobody answered.
    pub csat: Option<f64>,
    /// The share of the satisfied if nobody silent were.
    pub worst: Option<f64>,
    /// The share of the satisfied if everybody silent were.
    pub best: Option<f64>,
}

/// What the share of the satisfied could be, whatever the silent think.
///
/// # Errors
///
/// `invalid_input` unless 0 ≤ `positive` ≤ `responded` ≤ `sent`.
///
/// ```
/// use deskcore::satisfaction::nonresponse;
///
/// let silence = nonresponse(40, 10, 9)?;
/// assert_eq!(silence.csat, Some(0.9));
/// assert_eq!((silence.worst, silence.best), (Some(0.225), Some(0.975)));
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn nonresponse(sent: i64, responded: i64, positive: i64) -> Result<Nonresponse, Error> {
    check_share("/responded", responded, sent)?;
    check_share("/positive", positive, responded)?;
    let of_sent = |number: i64| (sent > 0).then(|| number as f64 / sent as f64);
    Ok(Nonresponse {
        response_rate: of_sent(responded),
        csat: (responded > 0).then(|| positive as f64 / responded as f64),
        worst: of_sent(positive),
        best: of_sent(positive.saturating_add(sent - responded)),
    })
}
