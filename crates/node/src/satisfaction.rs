//! Ratings, scores with their uncertainty, charts, surveys.

use deskcore::satisfaction::{
    self, AlertRule, CusumSettings, Denominator, EwmaSettings, FeedbackRule, IntervalMethod,
    MeanPoint, NpsMethod, RatedGroup, RatingCounts, ReviewConfig, ReviewFacts, Scale,
    SellerFeedback, SharePoint, SurveyConfig, SurveyEvent, TimedRating,
};
use napi::{Env, Result};
use napi_derive::napi;

use crate::convert::{call, float, given, instant, js, real, whole};

/// Ratings of one scale, counted.
///
/// @throws {DeskcoreError} `rating_out_of_scale` for the first that the scale
/// does not have.
#[napi(
    ts_args_type = "scale: Scale, ratings: readonly number[] | string",
    ts_return_type = "RatingCounts"
)]
pub fn count_ratings(env: Env, scale: js::Value, ratings: js::Value) -> Result<js::Value> {
    call(env, |host| {
        let scale: Scale = host.read_at(scale, "/scale")?;
        let ratings: Vec<i64> = host.records_at(ratings, "/ratings")?;
        host.data(&RatingCounts::of(scale, ratings)?)
    })
}

/// Counts of one scale added up, in whatever order they come.
///
/// @throws {DeskcoreError} `scale_mismatch`, `rating_out_of_scale`, and
/// `invalid_input` when there are none.
#[napi(
    ts_args_type = "parts: readonly RatingCounts[] | string",
    ts_return_type = "RatingCounts"
)]
pub fn merge_ratings(env: Env, parts: js::Value) -> Result<js::Value> {
    call(env, |host| {
        let parts: Vec<RatingCounts> = host.records_at(parts, "/parts")?;
        host.data(&RatingCounts::sum(&parts)?)
    })
}

/// What ratings amount to. What is made of none is null, never 0.
///
/// @throws {DeskcoreError} `rating_out_of_scale` for a count of what the
/// scale does not have.
#[napi(
    ts_args_type = "ratings: RatingCounts | string, denominator?: Denominator | null",
    ts_return_type = "Score"
)]
pub fn score(env: Env, ratings: js::Value, denominator: Option<js::Value>) -> Result<js::Value> {
    call(env, |host| {
        let ratings: RatingCounts = host.records(ratings)?;
        let denominator: Option<Denominator> = denominator
            .and_then(given)
            .map(|denominator| host.read_at(denominator, "/denominator"))
            .transpose()?;
        let denominator = denominator.unwrap_or_default();
        host.data(&ratings.score(denominator)?)
    })
}

/// A seller's standing by the rule of a marketplace.
#[napi(
    ts_args_type = "feedback: SellerFeedback | string, rule: FeedbackRule",
    ts_return_type = "SellerScore"
)]
pub fn seller_feedback(env: Env, feedback: js::Value, rule: js::Value) -> Result<js::Value> {
    call(env, |host| {
        let feedback: SellerFeedback = host.records_at(feedback, "/feedback")?;
        let rule: FeedbackRule = host.read_at(rule, "/rule")?;
        host.data(&satisfaction::seller_feedback(&feedback, rule))
    })
}

/// A share and its interval, in which the true share lies with the given
/// confidence.
///
/// @throws {DeskcoreError} `invalid_input` unless 0 ≤ successes ≤ n and 0 <
/// confidence < 1.
#[napi(
    ts_args_type = "successes: number, n: number, confidence?: number | null, method?: IntervalMethod | null",
    ts_return_type = "Proportion"
)]
pub fn proportion(
    env: Env,
    successes: js::Value,
    n: js::Value,
    confidence: Option<js::Value>,
    method: Option<js::Value>,
) -> Result<js::Value> {
    call(env, |host| {
        let successes = whole(successes, "/successes")?;
        let n = whole(n, "/n")?;
        let confidence =
            float(confidence, "/confidence")?.unwrap_or(satisfaction::USUAL_CONFIDENCE);
        let method: Option<IntervalMethod> = method
            .and_then(given)
            .map(|method| host.read_at(method, "/method"))
            .transpose()?;
        let method = method.unwrap_or_default();
        host.data(&satisfaction::proportion(successes, n, confidence, method)?)
    })
}

/// Whether two shares differ beyond noise: the z test, and Newcombe's
/// interval of the difference.
///
/// @throws {DeskcoreError} `invalid_input` unless 0 ≤ k ≤ n for both and 0 <
/// confidence < 1.
#[napi(
    ts_args_type = "k1: number, n1: number, k2: number, n2: number, confidence?: number | null",
    ts_return_type = "ProportionDifference"
)]
pub fn two_proportions(
    env: Env,
    k1: js::Value,
    n1: js::Value,
    k2: js::Value,
    n2: js::Value,
    confidence: Option<js::Value>,
) -> Result<js::Value> {
    call(env, |host| {
        let k1 = whole(k1, "/k1")?;
        let n1 = whole(n1, "/n1")?;
        let k2 = whole(k2, "/k2")?;
        let n2 = whole(n2, "/n2")?;
        let confidence =
            float(confidence, "/confidence")?.unwrap_or(satisfaction::USUAL_CONFIDENCE);
        host.data(&satisfaction::two_proportions(k1, n1, k2, n2, confidence)?)
    })
}

/// What the share of the satisfied could be, whatever the silent think.
///
/// @throws {DeskcoreError} `invalid_input` unless 0 ≤ positive ≤ responded ≤
/// sent.
#[napi(
    ts_args_type = "sent: number, responded: number, positive: number",
    ts_return_type = "Nonresponse"
)]
pub fn nonresponse(
    env: Env,
    sent: js::Value,
    responded: js::Value,
    positive: js::Value,
) -> Result<js::Value> {
    call(env, |host| {
        let sent = whole(sent, "/sent")?;
        let responded = whole(responded, "/responded")?;
        let positive = whole(positive, "/positive")?;
        host.data(&satisfaction::nonresponse(sent, responded, positive)?)
    })
}

/// The net promoter score of ratings from 0 to 10, and of no others.
///
/// @throws {DeskcoreError} `scale_mismatch` for every other scale,
/// `rating_out_of_scale`, `invalid_input` unless 0 < confidence < 1.
#[napi(
    ts_args_type = "ratings: RatingCounts | string, confidence?: number | null, method?: NpsMethod | null",
    ts_return_type = "Nps"
)]
pub fn nps(
    env: Env,
    ratings: js::Value,
    confidence: Option<js::Value>,
    method: Option<js::Value>,
) -> Result<js::Value> {
    call(env, |host| {
        let ratings: RatingCounts = host.records(ratings)?;
        let confidence =
            float(confidence, "/confidence")?.unwrap_or(satisfaction::USUAL_CONFIDENCE);
        let method: Option<NpsMethod> = method
            .and_then(given)
            .map(|method| host.read_at(method, "/method"))
            .transpose()?;
        let method = method.unwrap_or_default();
        host.data(&satisfaction::nps(&ratings, confidence, method)?)
    })
}

/// The mean of values with its interval by Student's t.
///
/// @throws {DeskcoreError} `invalid_input` unless 0 < confidence < 1, and for
/// a value that is not finite.
#[napi(
    ts_args_type = "values: readonly number[] | string, confidence?: number | null",
    ts_return_type = "MeanEstimate"
)]
pub fn mean_t(env: Env, values: js::Value, confidence: Option<js::Value>) -> Result<js::Value> {
    call(env, |host| {
        let values: Vec<f64> = host.records_at(values, "/values")?;
        let confidence =
            float(confidence, "/confidence")?.unwrap_or(satisfaction::USUAL_CONFIDENCE);
        host.data(&satisfaction::mean_t(&values, confidence)?)
    })
}

/// Shares of groups for a leaderboard that does not crown three lucky
/// tickets: small groups are drawn towards the mean of all (empirical Bayes).
///
/// @throws {DeskcoreError} `invalid_input` unless 0 ≤ k ≤ n in every group
/// and 0 < confidence < 1.
#[napi(
    ts_args_type = "groups: readonly RatedGroup[] | string, confidence?: number | null",
    ts_return_type = "Shrinkage"
)]
pub fn shrink(env: Env, groups: js::Value, confidence: Option<js::Value>) -> Result<js::Value> {
    call(env, |host| {
        let groups: Vec<RatedGroup> = host.records_at(groups, "/groups")?;
        let confidence =
            float(confidence, "/confidence")?.unwrap_or(satisfaction::USUAL_CONFIDENCE);
        host.data(&satisfaction::shrink(&groups, confidence)?)
    })
}

/// A control chart of shares, each with the limits of its own size. Without a
/// center it is the share of all points together.
///
/// @throws {DeskcoreError} `invalid_input` unless 0 ≤ k ≤ n, the limit is at
/// least 0 and the center a share.
#[napi(
    ts_args_type = "points: readonly SharePoint[] | string, limitSigmas?: number | null, center?: number | null",
    ts_return_type = "ControlChart"
)]
pub fn p_chart(
    env: Env,
    points: js::Value,
    limit_sigmas: Option<js::Value>,
    center: Option<js::Value>,
) -> Result<js::Value> {
    call(env, |host| {
        let points: Vec<SharePoint> = host.records_at(points, "/points")?;
        let limit_sigmas = float(limit_sigmas, "/limitSigmas")?.unwrap_or(3.0);
        let center = float(center, "/center")?;
        host.data(&satisfaction::p_chart(&points, limit_sigmas, center)?)
    })
}

/// An exponentially weighted moving average of shares, which sees a slow
/// drift before a p chart does.
///
/// @throws {DeskcoreError} `invalid_input` unless 0 ≤ k ≤ n and the settings
/// fit.
#[napi(
    ts_args_type = "points: readonly SharePoint[] | string, settings: EwmaSettings | string",
    ts_return_type = "ControlChart"
)]
pub fn ewma_shares(env: Env, points: js::Value, settings: js::Value) -> Result<js::Value> {
    call(env, |host| {
        let points: Vec<SharePoint> = host.records_at(points, "/points")?;
        let settings: EwmaSettings = host.records_at(settings, "/settings")?;
        host.data(&satisfaction::ewma_shares(&points, &settings)?)
    })
}

/// The same of means, when one rating has the standard deviation `sigma`.
///
/// @throws {DeskcoreError} `invalid_input` for a negative size or sigma, a
/// size without a mean, and settings that do not fit.
#[napi(
    ts_args_type = "points: readonly MeanPoint[] | string, sigma: number, settings: EwmaSettings | string",
    ts_return_type = "ControlChart"
)]
pub fn ewma_means(
    env: Env,
    points: js::Value,
    sigma: js::Value,
    settings: js::Value,
) -> Result<js::Value> {
    call(env, |host| {
        let points: Vec<MeanPoint> = host.records_at(points, "/points")?;
        let sigma = real(sigma, "/sigma")?;
        let settings: EwmaSettings = host.records_at(settings, "/settings")?;
        host.data(&satisfaction::ewma_means(&points, sigma, &settings)?)
    })
}

/// Cumulated sums: small shifts that last add up. A signal does not set the
/// sums back.
///
/// @throws {DeskcoreError} `invalid_input` for what is not finite, and a
/// negative slack or `h`.
#[napi(
    ts_args_type = "values: readonly number[] | string, settings: CusumSettings | string",
    ts_return_type = "Cusum"
)]
pub fn cusum(env: Env, values: js::Value, settings: js::Value) -> Result<js::Value> {
    call(env, |host| {
        let values: Vec<f64> = host.records_at(values, "/values")?;
        let settings: CusumSettings = host.records(settings)?;
        host.data(&satisfaction::cusum(&values, &settings)?)
    })
}

/// When an alert began and was over, by ratings in any order. Between ratings
/// nothing changes.
///
/// @throws {DeskcoreError} `invalid_input` for a window that is not above 0,
/// and a recovery below the alert.
#[napi(
    ts_args_type = "ratings: readonly TimedRating[] | string, rule?: AlertRule | string | null",
    ts_return_type = "AlertTransition[]"
)]
pub fn rolling_alert(env: Env, ratings: js::Value, rule: Option<js::Value>) -> Result<js::Value> {
    call(env, |host| {
        let ratings: Vec<TimedRating> = host.records_at(ratings, "/ratings")?;
        let rule: Option<AlertRule> = rule
            .and_then(given)
            .map(|rule| host.records_at(rule, "/rule"))
            .transpose()?;
        let rule = rule.unwrap_or_default();
        host.data(&satisfaction::rolling_alert(&ratings, &rule)?)
    })
}

/// Whether a net promoter score is below a floor, when noise is allowed for:
/// the upper end of its interval decides.
///
/// @throws {DeskcoreError} as `nps`, and `invalid_input` for a floor outside
/// −100 to 100.
#[napi(
    ts_args_type = "ratings: RatingCounts | string, floor: number, confidence?: number | null",
    ts_return_type = "FloorAlert"
)]
pub fn nps_floor(
    env: Env,
    ratings: js::Value,
    floor: js::Value,
    confidence: Option<js::Value>,
) -> Result<js::Value> {
    call(env, |host| {
        let ratings: RatingCounts = host.records(ratings)?;
        let floor = real(floor, "/floor")?;
        let confidence =
            float(confidence, "/confidence")?.unwrap_or(satisfaction::USUAL_CONFIDENCE);
        host.data(&satisfaction::nps_floor(&ratings, floor, confidence)?)
    })
}

/// What became of all surveys of a history by `until`: one for each
/// resolution. Events may come in any order; those of one instant are taken
/// as they stand.
///
/// @throws {DeskcoreError} `invalid_input` for a policy that cannot be kept
/// to.
#[napi(
    ts_args_type = "config: SurveyConfig | string, events: readonly SurveyEvent[] | string, until: InstantInput",
    ts_return_type = "SurveyLog"
)]
pub fn survey_log(
    env: Env,
    config: js::Value,
    events: js::Value,
    until: js::InstantInput,
) -> Result<js::Value> {
    call(env, |host| {
        let config: SurveyConfig = host.records_at(config, "/config")?;
        let events: Vec<SurveyEvent> = host.records_at(events, "/events")?;
        let until = instant(until, "/until")?;
        host.data(&satisfaction::survey_log(&config, &events, until)?)
    })
}

/// Whether a customer may be invited to write a public review now, and if
/// not, why.
///
/// @throws {DeskcoreError} `invalid_input` for rules that cannot be kept to.
#[napi(
    ts_args_type = "config: ReviewConfig | string, facts: ReviewFacts | string, now: InstantInput",
    ts_return_type = "ReviewDecision"
)]
pub fn review_due(
    env: Env,
    config: js::Value,
    facts: js::Value,
    now: js::InstantInput,
) -> Result<js::Value> {
    call(env, |host| {
        let config: ReviewConfig = host.records_at(config, "/config")?;
        let facts: ReviewFacts = host.records_at(facts, "/facts")?;
        let now = instant(now, "/now")?;
        host.data(&satisfaction::review_due(&config, &facts, now)?)
    })
}
