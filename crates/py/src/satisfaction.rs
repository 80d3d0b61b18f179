//! Ratings, scores with their uncertainty, charts, surveys. Records are
//! dictionaries, or their JSON text.

use deskcore::satisfaction::{
    self, AlertRule, CusumSettings, Denominator, EwmaSettings, FeedbackRule, IntervalMethod,
    MeanPoint, NpsMethod, RatedGroup, RatingCounts, ReviewConfig, ReviewFacts, Scale,
    SellerFeedback, SharePoint, SurveyConfig, SurveyEvent, TimedRating,
};
use pyo3::prelude::*;

use crate::convert::{At, Whole, give, records, take};
use crate::error::guarded;

/// Ratings of one scale, counted.
///
/// Raises InvalidInput: `rating_out_of_scale` for the first that the scale
/// does not have.
#[pyfunction]
#[pyo3(signature = (scale: "Scale", ratings: "list[int] | str") -> "RatingCounts")]
pub(crate) fn count_ratings<'py>(
    scale: &Bound<'py, PyAny>,
    ratings: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = scale.py();
    let scale: Scale = take(scale)?;
    let ratings: Vec<i64> = records(Some("ratings"), ratings)?;
    let answer = guarded(|| RatingCounts::of(scale, ratings))?;
    give(py, &answer)
}

/// Counts of one scale added up, in whatever order they come.
///
/// Raises InvalidInput: `scale_mismatch`, `rating_out_of_scale`, and
/// `invalid_input` when there are none.
#[pyfunction]
#[pyo3(signature = (parts: "list[RatingCounts] | str") -> "RatingCounts")]
pub(crate) fn merge_ratings<'py>(parts: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = parts.py();
    let parts: Vec<RatingCounts> = records(Some("parts"), parts)?;
    let answer = guarded(|| RatingCounts::sum(&parts))?;
    give(py, &answer)
}

/// What ratings amount to. What is made of none is None, never 0.
///
/// Raises InvalidInput: `rating_out_of_scale` for a count of what the scale
/// does not have.
#[pyfunction]
#[pyo3(signature = (ratings: "RatingCounts | str", denominator: "Denominator | None" = None) -> "Score")]
pub(crate) fn score<'py>(
    ratings: &Bound<'py, PyAny>,
    denominator: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = ratings.py();
    let ratings: RatingCounts = records(None, ratings)?;
    let denominator: Option<Denominator> = denominator.map(take).transpose()?;
    let denominator = denominator.unwrap_or_default();
    let answer = guarded(|| ratings.score(denominator))?;
    give(py, &answer)
}

/// A seller's standing by the rule of a marketplace.
#[pyfunction]
#[pyo3(signature = (feedback: "SellerFeedback | str", rule: "FeedbackRule") -> "SellerScore")]
pub(crate) fn seller_feedback<'py>(
    feedback: &Bound<'py, PyAny>,
    rule: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = feedback.py();
    let feedback: SellerFeedback = records(Some("feedback"), feedback)?;
    let rule: FeedbackRule = take(rule)?;
    let answer = guarded(|| Ok(satisfaction::seller_feedback(&feedback, rule)))?;
    give(py, &answer)
}

/// A share and its interval, in which the true share lies with the given
/// confidence.
///
/// Raises InvalidInput: `invalid_input` unless 0 ≤ successes ≤ n and 0 <
/// confidence < 1.
#[pyfunction]
#[pyo3(signature = (successes: "int", n: "int", confidence: "float" = 0.95, method: "IntervalMethod | None" = None) -> "Proportion")]
pub(crate) fn proportion<'py>(
    py: Python<'py>,
    successes: Whole,
    n: Whole,
    confidence: f64,
    method: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let Whole(successes) = successes;
    let Whole(n) = n;
    let method: Option<IntervalMethod> = method.map(take).transpose()?;
    let method = method.unwrap_or_default();
    let answer = guarded(|| satisfaction::proportion(successes, n, confidence, method))?;
    give(py, &answer)
}

/// Whether two shares differ beyond noise: the z test, and Newcombe's
/// interval of the difference.
///
/// Raises InvalidInput: `invalid_input` unless 0 ≤ k ≤ n for both and 0 <
/// confidence < 1.
#[pyfunction]
#[pyo3(signature = (k1: "int", n1: "int", k2: "int", n2: "int", confidence: "float" = 0.95) -> "ProportionDifference")]
pub(crate) fn two_proportions<'py>(
    py: Python<'py>,
    k1: Whole,
    n1: Whole,
    k2: Whole,
    n2: Whole,
    confidence: f64,
) -> PyResult<Bound<'py, PyAny>> {
    let Whole(k1) = k1;
    let Whole(n1) = n1;
    let Whole(k2) = k2;
    let Whole(n2) = n2;
    let answer = guarded(|| satisfaction::two_proportions(k1, n1, k2, n2, confidence))?;
    give(py, &answer)
}

/// What the share of the satisfied could be, whatever the silent think.
///
/// Raises InvalidInput: `invalid_input` unless 0 ≤ positive ≤ responded ≤
/// sent.
#[pyfunction]
#[pyo3(signature = (sent: "int", responded: "int", positive: "int") -> "Nonresponse")]
pub(crate) fn nonresponse<'py>(
    py: Python<'py>,
    sent: Whole,
    responded: Whole,
    positive: Whole,
) -> PyResult<Bound<'py, PyAny>> {
    let Whole(sent) = sent;
    let Whole(responded) = responded;
    let Whole(positive) = positive;
    let answer = guarded(|| satisfaction::nonresponse(sent, responded, positive))?;
    give(py, &answer)
}

/// The net promoter score of ratings from 0 to 10, and of no others.
///
/// Raises InvalidInput: `scale_mismatch` for every other scale,
/// `rating_out_of_scale`, `invalid_input` unless 0 < confidence < 1.
#[pyfunction]
#[pyo3(signature = (ratings: "RatingCounts | str", confidence: "float" = 0.95, method: "NpsMethod | None" = None) -> "Nps")]
pub(crate) fn nps<'py>(
    ratings: &Bound<'py, PyAny>,
    confidence: f64,
    method: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = ratings.py();
    let ratings: RatingCounts = records(None, ratings)?;
    let method: Option<NpsMethod> = method.map(take).transpose()?;
    let method = method.unwrap_or_default();
    let answer = guarded(|| satisfaction::nps(&ratings, confidence, method))?;
    give(py, &answer)
}

/// The mean of values with its interval by Student's t.
///
/// Raises InvalidInput: `invalid_input` unless 0 < confidence < 1, and for a
/// value that is not finite.
#[pyfunction]
#[pyo3(signature = (values: "list[float] | str", confidence: "float" = 0.95) -> "MeanEstimate")]
pub(crate) fn mean_t<'py>(
    values: &Bound<'py, PyAny>,
    confidence: f64,
) -> PyResult<Bound<'py, PyAny>> {
    let py = values.py();
    let values: Vec<f64> = records(Some("values"), values)?;
    let answer = guarded(|| satisfaction::mean_t(&values, confidence))?;
    give(py, &answer)
}

/// Shares of groups for a leaderboard that does not crown three lucky
/// tickets: small groups are drawn towards the mean of all (empirical Bayes).
///
/// Raises InvalidInput: `invalid_input` unless 0 ≤ k ≤ n in every group and 0
/// < confidence < 1.
#[pyfunction]
#[pyo3(signature = (groups: "list[RatedGroup] | str", confidence: "float" = 0.95) -> "Shrinkage")]
pub(crate) fn shrink<'py>(
    groups: &Bound<'py, PyAny>,
    confidence: f64,
) -> PyResult<Bound<'py, PyAny>> {
    let py = groups.py();
    let groups: Vec<RatedGroup> = records(Some("groups"), groups)?;
    let answer = guarded(|| satisfaction::shrink(&groups, confidence))?;
    give(py, &answer)
}

/// A control chart of shares, each with the limits of its own size. Without a
/// center it is the share of all points together.
///
/// Raises InvalidInput: `invalid_input` unless 0 ≤ k ≤ n, the limit is at
/// least 0 and the center a share.
#[pyfunction]
#[pyo3(signature = (points: "list[SharePoint] | str", limit_sigmas: "float" = 3.0, center: "float | None" = None) -> "ControlChart")]
pub(crate) fn p_chart<'py>(
    points: &Bound<'py, PyAny>,
    limit_sigmas: f64,
    center: Option<f64>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = points.py();
    let points: Vec<SharePoint> = records(Some("points"), points)?;
    let answer = guarded(|| satisfaction::p_chart(&points, limit_sigmas, center))?;
    give(py, &answer)
}

/// An exponentially weighted moving average of shares, which sees a slow
/// drift before a p chart does.
///
/// Raises InvalidInput: `invalid_input` unless 0 ≤ k ≤ n and the settings
/// fit.
#[pyfunction]
#[pyo3(signature = (points: "list[SharePoint] | str", settings: "EwmaSettings | str") -> "ControlChart")]
pub(crate) fn ewma_shares<'py>(
    points: &Bound<'py, PyAny>,
    settings: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = points.py();
    let points: Vec<SharePoint> = records(Some("points"), points)?;
    let settings: EwmaSettings = records(Some("settings"), settings)?;
    let answer = guarded(|| satisfaction::ewma_shares(&points, &settings))?;
    give(py, &answer)
}

/// The same of means, when one rating has the standard deviation `sigma`.
///
/// Raises InvalidInput: `invalid_input` for a negative size or sigma, a size
/// without a mean, and settings that do not fit.
#[pyfunction]
#[pyo3(signature = (points: "list[MeanPoint] | str", sigma: "float", settings: "EwmaSettings | str") -> "ControlChart")]
pub(crate) fn ewma_means<'py>(
    points: &Bound<'py, PyAny>,
    sigma: f64,
    settings: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = points.py();
    let points: Vec<MeanPoint> = records(Some("points"), points)?;
    let settings: EwmaSettings = records(Some("settings"), settings)?;
    let answer = guarded(|| satisfaction::ewma_means(&points, sigma, &settings))?;
    give(py, &answer)
}

/// Cumulated sums: small shifts that last add up. A signal does not set the
/// sums back.
///
/// Raises InvalidInput: `invalid_input` for what is not finite, and a
/// negative slack or `h`.
#[pyfunction]
#[pyo3(signature = (values: "list[float] | str", settings: "CusumSettings | str") -> "Cusum")]
pub(crate) fn cusum<'py>(
    values: &Bound<'py, PyAny>,
    settings: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = values.py();
    let values: Vec<f64> = records(Some("values"), values)?;
    let settings: CusumSettings = records(None, settings)?;
    let answer = guarded(|| satisfaction::cusum(&values, &settings))?;
    give(py, &answer)
}

/// When an alert began and was over, by ratings in any order. Between ratings
/// nothing changes.
///
/// Raises InvalidInput: `invalid_input` for a window that is not above 0, and
/// a recovery below the alert.
#[pyfunction]
#[pyo3(signature = (ratings: "list[TimedRating] | str", rule: "AlertRule | str | None" = None) -> "list[AlertTransition]")]
pub(crate) fn rolling_alert<'py>(
    ratings: &Bound<'py, PyAny>,
    rule: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = ratings.py();
    let ratings: Vec<TimedRating> = records(Some("ratings"), ratings)?;
    let rule: Option<AlertRule> = rule.map(|rule| records(Some("rule"), rule)).transpose()?;
    let rule = rule.unwrap_or_default();
    let answer = guarded(|| satisfaction::rolling_alert(&ratings, &rule))?;
    give(py, &answer)
}

/// Whether a net promoter score is below a floor, when noise is allowed for:
/// the upper end of its interval decides.
///
/// Raises InvalidInput: as `nps`, and `invalid_input` for a floor outside
/// −100 to 100.
#[pyfunction]
#[pyo3(signature = (ratings: "RatingCounts | str", floor: "float", confidence: "float" = 0.95) -> "FloorAlert")]
pub(crate) fn nps_floor<'py>(
    ratings: &Bound<'py, PyAny>,
    floor: f64,
    confidence: f64,
) -> PyResult<Bound<'py, PyAny>> {
    let py = ratings.py();
    let ratings: RatingCounts = records(None, ratings)?;
    let answer = guarded(|| satisfaction::nps_floor(&ratings, floor, confidence))?;
    give(py, &answer)
}

/// What became of all surveys of a history by `until`: one for each
/// resolution. Events may come in any order; those of one instant are taken
/// as they stand.
///
/// Raises InvalidInput: `invalid_input` for a policy that cannot be kept to.
#[pyfunction]
#[pyo3(signature = (config: "SurveyConfig | str", events: "list[SurveyEvent] | str", until: "InstantInput") -> "SurveyLog")]
pub(crate) fn survey_log<'py>(
    config: &Bound<'py, PyAny>,
    events: &Bound<'py, PyAny>,
    until: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = config.py();
    let config: SurveyConfig = records(Some("config"), config)?;
    let events: Vec<SurveyEvent> = records(Some("events"), events)?;
    let At(until) = At::of("until", until)?;
    let answer = guarded(|| satisfaction::survey_log(&config, &events, until))?;
    give(py, &answer)
}

/// Whether a customer may be invited to write a public review now, and if
/// not, why.
///
/// Raises InvalidInput: `invalid_input` for rules that cannot be kept to.
#[pyfunction]
#[pyo3(signature = (config: "ReviewConfig | str", facts: "ReviewFacts | str", now: "InstantInput") -> "ReviewDecision")]
pub(crate) fn review_due<'py>(
    config: &Bound<'py, PyAny>,
    facts: &Bound<'py, PyAny>,
    now: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = config.py();
    let config: ReviewConfig = records(Some("config"), config)?;
    let facts: ReviewFacts = records(Some("facts"), facts)?;
    let At(now) = At::of("now", now)?;
    let answer = guarded(|| satisfaction::review_due(&config, &facts, now))?;
    give(py, &answer)
}
