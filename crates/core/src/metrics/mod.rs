//! Figures that can be trusted, of any number of tickets.
//!
//! | | |
//! |---|---|
//! | [`Report`] | all figures of a shop; mergeable to the byte, without any person in it |
//! | [`TicketFigures`], [`RatingRecord`], [`SessionRecord`], [`SurveyRecord`] | what a report is made of |
//! | [`Figure`] | a figure with its formula, its n, its interval and what was left out |
//! | [`weekly_digest`] | what was unusual in a week, with the tickets |
//! | [`Sketch`] | a distribution that can be merged, with quantiles of a stated accuracy |
//! | [`percentiles`] | exact ones, of values that are all at hand |

mod batch;
mod bins;
mod config;
mod digest;
mod figure;
mod mapping;
mod percentile;
mod record;
mod report;
mod sketch;
mod stored;
mod tally;

pub use config::{MOST_DIMENSIONS, MOST_VALUE_BYTES, ReportConfig};
pub use digest::{
    Digest, DigestConfig, DigestRule, Finding, FindingKind, VolumeVerdict, weekly_digest,
};
pub use figure::{
    BacklogDay, Distribution, Figure, FigureLeftOut, FigureUnit, GroupFigures, ReasonCount,
    ReportFigures,
};
pub use percentile::percentiles;
pub use record::{
    Dimensions, Elapsed, HandledBy, RatingRecord, SessionOutcome, SessionRecord, SlaOutcome,
    SurveyRecord, TicketFigures,
};
pub use report::{GroupSet, Report};
pub use sketch::Sketch;
pub use tally::{LeftOutWhy, Measure};
