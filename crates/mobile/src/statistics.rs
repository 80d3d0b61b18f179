//! Shares and means with their intervals, charts, alerts, histories of
//! surveys.

use deskcore::satisfaction::{
    self, AlertRule, AlertTransition, ControlChart, Cusum, CusumSettings, EwmaSettings, FloorAlert,
    IntervalMethod, MeanEstimate, MeanPoint, Nonresponse, Proportion, ProportionDifference,
    RatedGroup, RatingCounts, SharePoint, Shrinkage, SurveyConfig, SurveyEvent, SurveyLog,
    TimedRating,
};

use crate::convert::Instant;
use crate::error::{DeskcoreError, guarded};

/// A share and its interval, in which the true share lies with the given
/// confidence.
///
/// Throws `InvalidInput`: `invalid_input` unless 0 ≤ successes ≤ n and 0 <
/// confidence < 1.
#[uniffi::export(default(confidence = 0.95, method = None))]
pub fn proportion(
    successes: i64,
    n: i64,
    confidence: f64,
    method: Option<IntervalMethod>,
) -> Result<Proportion, DeskcoreError> {
    let method = method.unwrap_or_default();
    guarded(|| satisfaction::proportion(successes, n, confidence, method))
}

/// Whether two shares differ beyond noise: the z test, and Newcombe's
/// interval of the difference.
///
/// Throws `InvalidInput`: `invalid_input` unless 0 ≤ k ≤ n for both and 0 <
/// confidence < 1.
#[uniffi::export(default(confidence = 0.95))]
pub fn two_proportions(
    k1: i64,
    n1: i64,
    k2: i64,
    n2: i64,
    confidence: f64,
) -> Result<ProportionDifference, DeskcoreError> {
    guarded(|| satisfaction::two_proportions(k1, n1, k2, n2, confidence))
}

/// What the share of the satisfied could be, whatever the silent think.
///
/// Throws `InvalidInput`: `invalid_input` unless 0 ≤ positive ≤ responded ≤
/// sent.
#[uniffi::export]
pub fn nonresponse(sent: i64, responded: i64, positive: i64) -> Result<Nonresponse, DeskcoreError> {
    guarded(|| satisfaction::nonresponse(sent, responded, positive))
}

/// The mean of values with its interval by Student's t.
///
/// Throws `InvalidInput`: `invalid_input` unless 0 < confidence < 1, and for
/// a value that is not finite.
#[uniffi::export(default(confidence = 0.95))]
pub fn mean_t(values: Vec<f64>, confidence: f64) -> Result<MeanEstimate, DeskcoreError> {
    guarded(|| satisfaction::mean_t(&values, confidence))
}

/// Shares of groups for a leaderboard that does not crown three lucky
/// tickets: small groups are drawn towards the mean of all (empirical Bayes).
///
/// Throws `InvalidInput`: `invalid_input` unless 0 ≤ k ≤ n in every group and
/// 0 < confidence < 1.
#[uniffi::export(default(confidence = 0.95))]
pub fn shrink(groups: Vec<RatedGroup>, confidence: f64) -> Result<Shrinkage, DeskcoreError> {
    guarded(|| satisfaction::shrink(&groups, confidence))
}

/// A control chart of shares, each with the limits of its own size. Without a
/// center it is the share of all points together.
///
/// Throws `InvalidInput`: `invalid_input` unless 0 ≤ k ≤ n, the limit is at
/// least 0 and the center a share.
#[uniffi::export(default(limit_sigmas = 3.0, center = None))]
pub fn p_chart(
    points: Vec<SharePoint>,
    limit_sigmas: f64,
    center: Option<f64>,
) -> Result<ControlChart, DeskcoreError> {
    guarded(|| satisfaction::p_chart(&points, limit_sigmas, center))
}

/// An exponentially weighted moving average of shares, which sees a slow
/// drift before a p chart does.
///
/// Throws `InvalidInput`: `invalid_input` unless 0 ≤ k ≤ n and the settings
/// fit.
#[uniffi::export]
pub fn ewma_shares(
    points: Vec<SharePoint>,
    settings: EwmaSettings,
) -> Result<ControlChart, DeskcoreError> {
    guarded(|| satisfaction::ewma_shares(&points, &settings))
}

/// The same of means, when one rating has the standard deviation `sigma`.
///
/// Throws `InvalidInput`: `invalid_input` for a negative size or sigma, a
/// size without a mean, and settings that do not fit.
#[uniffi::export]
pub fn ewma_means(
    points: Vec<MeanPoint>,
    sigma: f64,
    settings: EwmaSettings,
) -> Result<ControlChart, DeskcoreError> {
    guarded(|| satisfaction::ewma_means(&points, sigma, &settings))
}

/// Cumulated sums: small shifts that last add up. A signal does not set the
/// sums back.
///
/// Throws `InvalidInput`: `invalid_input` for what is not finite, and a
/// negative slack or `h`.
#[uniffi::export]
pub fn cusum(values: Vec<f64>, settings: CusumSettings) -> Result<Cusum, DeskcoreError> {
    guarded(|| satisfaction::cusum(&values, &settings))
}

/// When an alert began and was over, by ratings in any order. Between ratings
/// nothing changes.
///
/// Throws `InvalidInput`: `invalid_input` for a window that is not above 0,
/// and a recovery below the alert.
#[uniffi::export(default(rule = None))]
pub fn rolling_alert(
    ratings: Vec<TimedRating>,
    rule: Option<AlertRule>,
) -> Result<Vec<AlertTransition>, DeskcoreError> {
    let rule = rule.unwrap_or_default();
    guarded(|| satisfaction::rolling_alert(&ratings, &rule))
}

/// Whether a net promoter score is below a floor, when noise is allowed for:
/// the upper end of its interval decides.
///
/// Throws `InvalidInput`: as `nps`, and `invalid_input` for a floor outside
/// −100 to 100.
#[uniffi::export(default(confidence = 0.95))]
pub fn nps_floor(
    ratings: RatingCounts,
    floor: f64,
    confidence: f64,
) -> Result<FloorAlert, DeskcoreError> {
    guarded(|| satisfaction::nps_floor(&ratings, floor, confidence))
}

/// What became of all surveys of a history by `until`: one for each
/// resolution. Events may come in any order; those of one instant are taken
/// as they stand.
///
/// Throws `InvalidInput`: `invalid_input` for a policy that cannot be kept
/// to.
#[uniffi::export]
pub fn survey_log(
    config: SurveyConfig,
    events: Vec<SurveyEvent>,
    until: Instant,
) -> Result<SurveyLog, DeskcoreError> {
    guarded(|| satisfaction::survey_log(&config, &events, until))
}
