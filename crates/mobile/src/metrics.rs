//! The handles of a report and of a sketch, percentiles, the weekly digest.

use std::fmt;
use std::sync::Mutex;

use deskcore::metrics::{
    self, Digest, DigestConfig, GroupFigures, RatingRecord, ReportConfig, ReportFigures,
    SessionRecord, SurveyRecord, TicketFigures,
};
use deskcore::ticket::{Event, Opening};
use deskcore::{Error, border};

use crate::convert::Instant;
use crate::desk::Desk;
use crate::error::{DeskcoreError, guarded, locked};

/// All figures of a shop, over any number of tickets, ratings and sessions.
/// It holds no person: erasing a customer changes nothing in it. Threads are
/// served one call at a time.
///
/// Each record is to be added once: a report remembers none.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct Report(Mutex<metrics::Report>);

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Report")
    }
}

impl Report {
    /// Adds all records, or none when one cannot be added.
    fn add<T>(
        &self,
        records: &[T],
        add: fn(&mut metrics::Report, &T) -> Result<(), Error>,
    ) -> Result<(), DeskcoreError> {
        locked(&self.0, |report| {
            let mut part = metrics::Report::new(report.config().clone())?;
            for (place, record) in records.iter().enumerate() {
                add(&mut part, record)
                    .map_err(|error| border::under(&format!("/{place}"), error))?;
            }
            report.merge(&part)
        })
    }
}

#[uniffi::export]
impl Report {
    /// A report of nothing; `usualReportConfig` says how it counts when
    /// nothing else is given.
    ///
    /// Throws `InvalidInput` for a setting out of its range.
    #[uniffi::constructor(default(config = None))]
    pub fn new(config: Option<ReportConfig>) -> Result<Self, DeskcoreError> {
        guarded(|| metrics::Report::new(config.unwrap_or_default()))
            .map(|report| Self(report.into()))
    }

    /// A report that was stored.
    ///
    /// Throws `InvalidInput` for what is no report, and one of a newer form.
    #[uniffi::constructor]
    pub fn from_json(json: &str) -> Result<Self, DeskcoreError> {
        guarded(|| metrics::Report::from_json(json)).map(|report| Self(report.into()))
    }

    /// The document to store: the same bytes for the same records, in whatever
    /// order they were added and merged.
    pub fn to_json(&self) -> Result<String, DeskcoreError> {
        locked(&self.0, |report| report.to_json())
    }

    /// How it counts.
    pub fn config(&self) -> Result<ReportConfig, DeskcoreError> {
        locked(&self.0, |report| Ok(report.config().clone()))
    }

    /// Adds tickets: `Desk.figures` makes them of their histories.
    ///
    /// Throws `InvalidInput` with the place, such as `/2/outcomes`.
    pub fn add_tickets(&self, tickets: Vec<TicketFigures>) -> Result<(), DeskcoreError> {
        self.add(&tickets, metrics::Report::add_ticket)
    }

    /// Adds ratings. One of a ticket that the host does not know, one that
    /// came before it was asked for, and one that its scale does not have are
    /// left out, and counted as left out.
    ///
    /// Throws `InvalidInput` with the place.
    pub fn add_ratings(&self, ratings: Vec<RatingRecord>) -> Result<(), DeskcoreError> {
        self.add(&ratings, metrics::Report::add_rating)
    }

    /// Adds surveys, offered or not.
    ///
    /// Throws `InvalidInput` with the place.
    pub fn add_surveys(&self, surveys: Vec<SurveyRecord>) -> Result<(), DeskcoreError> {
        self.add(&surveys, metrics::Report::add_survey)
    }

    /// Adds visits to self-service.
    ///
    /// Throws `InvalidInput` with the place.
    pub fn add_sessions(&self, sessions: Vec<SessionRecord>) -> Result<(), DeskcoreError> {
        self.add(&sessions, metrics::Report::add_session)
    }

    /// Takes over all that another report holds.
    ///
    /// Throws `InvalidInput` when the other counts in another way.
    pub fn merge(&self, other: &Report) -> Result<(), DeskcoreError> {
        // A copy: the other may be this one.
        let other = locked(&other.0, |report| Ok(report.clone()))?;
        locked(&self.0, |report| report.merge(&other))
    }

    /// All figures of the whole. What is made of nothing has no value, never 0.
    pub fn figures(&self) -> Result<ReportFigures, DeskcoreError> {
        locked(&self.0, |report| report.figures())
    }

    /// The figures of each group of a dimension, in the order of its values.
    ///
    /// Throws `InvalidInput` for a dimension that the report does not have.
    pub fn figures_by(&self, dimension: &str) -> Result<Vec<GroupFigures>, DeskcoreError> {
        locked(&self.0, |report| report.figures_by(dimension))
    }
}

/// How a report counts when nothing else is said: UTC, real time, 1 %
/// accuracy, 95 % confidence; by agent, channel, complexity, handled_by,
/// language, product, reason and team.
#[uniffi::export]
pub fn usual_report_config() -> Result<ReportConfig, DeskcoreError> {
    guarded(|| Ok(ReportConfig::default()))
}

/// A distribution that can be merged: quantiles within a relative accuracy,
/// in memory that does not grow with the number of values. Up to 64 values
/// are exact. Threads are served one call at a time.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct Sketch(Mutex<metrics::Sketch>);

impl fmt::Debug for Sketch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sketch")
    }
}

#[uniffi::export]
impl Sketch {
    /// An empty sketch of a relative accuracy, from 0.001 to 0.5.
    ///
    /// Throws `InvalidInput` for any other.
    #[uniffi::constructor(default(alpha = 0.01))]
    pub fn new(alpha: f64) -> Result<Self, DeskcoreError> {
        guarded(|| metrics::Sketch::new(alpha)).map(|sketch| Self(sketch.into()))
    }

    /// Adds values.
    ///
    /// Throws `InvalidInput` with the place of NaN, of a value below 0 and of
    /// one from 2⁶⁴ on.
    pub fn add(&self, values: Vec<f64>) -> Result<(), DeskcoreError> {
        locked(&self.0, |sketch| {
            let mut part = metrics::Sketch::new(sketch.alpha())?;
            for (place, value) in values.iter().enumerate() {
                part.add(*value)
                    .map_err(|error| border::under(&format!("/{place}"), error))?;
            }
            sketch.merge(&part)
        })
    }

    /// Takes over all values of another sketch.
    ///
    /// Throws `InvalidInput` when the other is of another accuracy.
    pub fn merge(&self, other: &Sketch) -> Result<(), DeskcoreError> {
        // A copy: the other may be this one.
        let other = locked(&other.0, |sketch| Ok(sketch.clone()))?;
        locked(&self.0, |sketch| sketch.merge(&other))
    }

    /// How many values there are.
    pub fn n(&self) -> Result<u64, DeskcoreError> {
        locked(&self.0, |sketch| Ok(sketch.n()))
    }

    /// The least value, exact.
    pub fn min(&self) -> Result<Option<f64>, DeskcoreError> {
        locked(&self.0, |sketch| Ok(sketch.min()))
    }

    /// The greatest value, exact.
    pub fn max(&self) -> Result<Option<f64>, DeskcoreError> {
        locked(&self.0, |sketch| Ok(sketch.max()))
    }

    /// The value at rank ⌊q(n − 1)⌋, within the accuracy; nothing when there
    /// are no values.
    ///
    /// Throws `InvalidInput` when `q` is not from 0 to 1.
    pub fn quantile(&self, q: f64) -> Result<Option<f64>, DeskcoreError> {
        locked(&self.0, |sketch| sketch.quantile(q))
    }
}

/// Exact percentiles of type 7, the usual ones of spreadsheets; nothing of no
/// values.
///
/// Throws `InvalidInput` with the place, such as `/q/0`.
#[uniffi::export]
pub fn percentiles(values: Vec<f64>, q: Vec<f64>) -> Result<Vec<Option<f64>>, DeskcoreError> {
    guarded(|| metrics::percentiles(&values, &q))
}

/// What was unusual in a week, of the tickets of it and of earlier weeks, and
/// a year before where those are at hand; in any order.
///
/// Throws `InvalidInput` for a setting out of its range.
#[uniffi::export]
pub fn weekly_digest(
    tickets: Vec<TicketFigures>,
    config: DigestConfig,
) -> Result<Digest, DeskcoreError> {
    guarded(|| metrics::weekly_digest(&tickets, &config))
}

#[uniffi::export]
impl Desk {
    /// What a report takes of a ticket, from its history up to an instant;
    /// events come in any order. Nothing of the customer is in it but language
    /// and tier.
    ///
    /// Throws as `rebuild`.
    pub fn figures(
        &self,
        opening: Opening,
        events: Vec<Event>,
        until: Instant,
    ) -> Result<TicketFigures, DeskcoreError> {
        guarded(|| self.0.figures(&opening, &events, until))
    }
}
