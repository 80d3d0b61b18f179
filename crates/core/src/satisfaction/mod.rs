//! Satisfaction: numbers that say how sure they are.
//!
//! | | |
//! |---|---|
//! | [`Scale`], [`RatingCounts`], [`Score`] | ratings of one scale, counted; never converted into another's |
//! | [`proportion`], [`nps`], [`mean_t`], [`nonresponse`] | figures with their intervals |
//! | [`two_proportions`] | whether two shares differ beyond noise |
//! | [`shrink`] | groups compared, small ones drawn towards the mean |
//! | [`p_chart`], [`ewma_shares`], [`ewma_means`], [`cusum`] | drift, not noise |
//!
//! Percentages are 0 to 100, proportions 0 to 1. Nothing is ever NaN or
//! infinite; what is made of nothing is absent.

mod chart;
mod distribution;
mod mean;
mod proportion;
mod ratings;
mod scale;
mod shrink;

pub use chart::{
    ChartPoint, ControlChart, Cusum, CusumSettings, EwmaSettings, MeanPoint, SharePoint, cusum,
    ewma_means, ewma_shares, p_chart,
};
pub use mean::{MeanEstimate, Nps, NpsMethod, mean_t, nps};
pub use proportion::{
    IntervalMethod, Nonresponse, Proportion, ProportionDifference, nonresponse, proportion,
    two_proportions,
};
pub use ratings::{
    Denominator, FeedbackRule, RatingCounts, Score, SellerFeedback, SellerScore, seller_feedback,
};
pub use scale::{CustomScale, RatingClass, Scale, ScaleError};
pub use shrink::{BetaPrior, RatedGroup, Shrinkage, ShrunkGroup, shrink};
