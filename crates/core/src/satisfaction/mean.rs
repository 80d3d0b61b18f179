//! Means with their uncertainty, and the net promoter score.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::distribution::{normal_quantile, student_quantile};
use super::proportion::check_confidence;
use super::ratings::{Denominator, RatingCounts};
use super::scale::{Scale, ScaleError};
use crate::Error;

/// How the interval of a net promoter score is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NpsMethod {
    /// From the shares as they are. Of one answer, or of equal ones, it has
    /// no width: it says nothing then.
    Wald,
    /// With ¾ of a promoter, ¾ of a detractor and 1½ passives more (Rocks
    /// 2016, after Agresti): for every size.
    #[default]
    AdjustedWald,
}

/// A net promoter score: promoters less detractors over all answers, in
/// points from −100 to 100. Of no answers, what is made of them is absent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Nps {
    /// How many answers.
    pub n: u64,
    /// Ratings of 9 and 10.
    pub promoters: u64,
    /// Ratings of 7 and 8.
    pub passives: u64,
    /// Ratings of 6 and less.
    pub detractors: u64,
    /// 100 (promoters − detractors) / n.
    pub nps: Option<f64>,
    /// Its standard error by the method.
    pub se: Option<f64>,
    /// Lower end.
    pub lo: Option<f64>,
    /// Upper end. With the adjusted method the score need not be the middle.
    pub hi: Option<f64>,
}

/// The net promoter score of ratings from 0 to 10, and of no others.
///
/// # Errors
///
/// `scale_mismatch` for every other scale, `rating_out_of_scale`, and
/// `invalid_input` unless 0 < `confidence` < 1.
///
/// ```
/// use deskcore::satisfaction::{NpsMethod, RatingCounts, Scale, nps};
///
/// let answers = RatingCounts::of(Scale::Nps11, [10, 9, 9, 8, 3])?;
/// assert_eq!(nps(&answers, 0.95, NpsMethod::AdjustedWald)?.nps, Some(40.0));
///
/// let stars = RatingCounts::of(Scale::Stars5, [5, 5, 4])?;
/// let refused = nps(&stars, 0.95, NpsMethod::AdjustedWald).unwrap_err();
/// assert_eq!(refused.code(), "scale_mismatch");
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn nps(ratings: &RatingCounts, confidence: f64, method: NpsMethod) -> Result<Nps, Error> {
    if ratings.scale != Scale::Nps11 {
        return Err(ScaleError::ScaleMismatch {
            formula: "a net promoter score",
            scale: ratings.scale,
            expected: Scale::Nps11,
        }
        .into());
    }
    check_confidence(confidence)?;
    let score = ratings.score(Denominator::All)?;
    let (n, promoters, detractors) = (score.n, score.positive, score.negative);
    let figures = (n > 0).then(|| {
        let [size, up, down] = [n, promoters, detractors].map(|number| number as f64);
        let (size_by, up_by, down_by) = match method {
            NpsMethod::Wald => (size, up, down),
            NpsMethod::AdjustedWald => (size + 3.0, up + 0.75, down + 0.75),
        };
        let (p, d) = (up_by / size_by, down_by / size_by);
        // Rounding may leave less than nothing.
        let variance = (p + d - (p - d) * (p - d)).max(0.0);
        let se = 100.0 * libm::sqrt(variance / size_by);
        let (middle, spread) = (100.0 * (p - d), normal_quantile(confidence) * se);
        (
            100.0 * (up - down) / size,
            se,
            (middle - spread).clamp(-100.0, 100.0),
            (middle + spread).clamp(-100.0, 100.0),
        )
    });
    Ok(Nps {
        n,
        promoters,
        passives: score.neutral,
        detractors,
        nps: figures.map(|(nps, ..)| nps),
        se: figures.map(|(_, se, ..)| se),
        lo: figures.map(|(.., lo, _)| lo),
        hi: figures.map(|(.., hi)| hi),
    })
}

/// A mean with Student's interval. Of one value there is only the mean, of
/// none nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MeanEstimate {
    /// How many values.
    pub n: u64,
    /// Their mean.
    pub mean: Option<f64>,
    /// Standard deviation, over n − 1.
    pub sd: Option<f64>,
    /// Standard error of the mean, sd / √n.
    pub se: Option<f64>,
    /// Lower end, with n − 1 degrees of freedom.
    pub lo: Option<f64>,
    /// Upper end.
    pub hi: Option<f64>,
}

/// The mean of values with its interval by Student's t.
///
/// # Errors
///
/// `invalid_input` unless 0 < `confidence` < 1, and for a value that is not
/// finite.
///
/// ```
/// use deskcore::satisfaction::mean_t;
///
/// let effort = mean_t(&[4.0, 1.0, 2.0, 3.0, 4.0], 0.95)?;
/// assert_eq!(effort.mean, Some(2.8));
/// assert!(effort.lo < Some(1.2) && effort.hi > Some(4.4));
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn mean_t(values: &[f64], confidence: f64) -> Result<MeanEstimate, Error> {
    check_confidence(confidence)?;
    check_finite("/values", values)?;
    let n = values.len() as f64;
    // Differences from the first value: equal values have no spread at all.
    let first = values.first().copied();
    let mean = first.map(|first| first + values.iter().map(|value| value - first).sum::<f64>() / n);
    let mean = mean.filter(|mean| mean.is_finite());
    let sd = mean.filter(|_| values.len() > 1).map(|mean| {
        let squares = values.iter().map(|value| (value - mean) * (value - mean));
        libm::sqrt(squares.sum::<f64>() / (n - 1.0))
    });
    let sd = sd.filter(|sd| sd.is_finite());
    let se = sd.map(|sd| sd / libm::sqrt(n));
    let spread = se.map(|se| student_quantile(confidence, n - 1.0) * se);
    let ends = mean.zip(spread);
    Ok(MeanEstimate {
        n: values.len() as u64,
        mean,
        sd,
        se,
        lo: ends.map(|(mean, spread)| mean - spread),
        hi: ends.map(|(mean, spread)| mean + spread),
    })
}

/// That all values are numbers.
pub(super) fn check_finite(path: &str, values: &[f64]) -> Result<(), Error> {
    match values.iter().position(|value| !value.is_finite()) {
        Some(place) => Err(Error::invalid(
            format!("{path}/{place}"),
            "expected a finite number",
        )),
        None => Ok(()),
    }
}
