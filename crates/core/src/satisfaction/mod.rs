//! Satisfaction: numbers that say how sure they are.
//!
//! | | |
//! |---|---|
//! | [`Scale`], [`RatingCounts`], [`Score`] | ratings of one scale, counted; never converted into another's |
//! | [`proportion`], [`nps`], [`mean_t`], [`nonresponse`] | figures with their intervals |
//! | [`two_proportions`] | whether two shares differ beyond noise |
//! | [`shrink`] | groups compared, small ones drawn towards the mean |
//! | [`p_chart`], [`ewma_shares`], [`ewma_means`], [`cusum`] | drift, not noise |
//! | [`rolling_alert`], [`nps_floor`] | alerts that say why |
//! | [`Survey`], [`survey_log`], [`Desk::survey_due`](crate::Desk::survey_due) | who is asked when, and what becomes of the answers |
//! | [`review_due`] | whether to ask for a public review |
//!
//! Percentages are 0 to 100, proportions 0 to 1. Nothing is ever NaN or
//! infinite; what is made of nothing is absent.

mod alert;
mod chart;
mod config;
mod distribution;
mod mean;
mod period;
mod proportion;
mod ratings;
mod review;
mod scale;
mod shrink;
mod survey;

pub use alert::{
    AlertRule, AlertState, AlertTransition, FloorAlert, TimedRating, nps_floor, rolling_alert,
};
pub use chart::{
    ChartPoint, ControlChart, Cusum, CusumSettings, EwmaSettings, MeanPoint, SharePoint, cusum,
    ewma_means, ewma_shares, p_chart,
};
pub use config::SatisfactionConfig;
pub use mean::{MeanEstimate, Nps, NpsMethod, mean_t, nps};
pub(crate) use proportion::check_confidence;
pub use proportion::{
    IntervalMethod, Nonresponse, Proportion, ProportionDifference, USUAL_CONFIDENCE, nonresponse,
    proportion, two_proportions,
};
pub use ratings::{
    Denominator, FeedbackRule, RatingCounts, Score, SellerFeedback, SellerScore, seller_feedback,
};
pub use review::{ReviewConfig, ReviewDecision, ReviewFacts, ReviewReason, ReviewRule, review_due};
pub use scale::{CustomScale, RatingClass, Scale, ScaleError};
pub use shrink::{BetaPrior, RatedGroup, Shrinkage, ShrunkGroup, shrink};
pub(crate) use survey::{Asked, decide};
pub use survey::{
    DayTime, KeepRating, LowRatingConfig, RatingRefusal, RejectedRating, Survey, SurveyAnswer,
    SurveyConfig, SurveyDecision, SurveyEvent, SurveyFacts, SurveyLog, SurveyReason, SurveyState,
    survey_log,
};
