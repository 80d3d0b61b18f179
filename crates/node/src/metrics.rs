//! `Report` and `Sketch`, exact percentiles, and the weekly digest.

use std::cell::RefCell;

use deskcore::border::under;
use deskcore::metrics::{self, DigestConfig, ReportConfig, TicketFigures};
use napi::{Env, Result};
use napi_derive::napi;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::columns::floats;
use crate::convert::{Answer, Host, call, float, given, handle, js, real, text, with_text};

/// All figures of a shop, over any number of tickets, ratings, surveys and
/// visits to self-service; it holds no person. Each record is to be added
/// once: a report remembers none.
///
/// Merging is the same to the byte in whatever order, so that a report over a
/// billion tickets is a tree of merges. A report stays in its thread; to
/// another one goes its text.
#[napi]
pub struct Report(RefCell<metrics::Report>);

impl Report {
    /// Reads before it takes hold: what is read may be the host's own code.
    fn add<T: DeserializeOwned + JsonSchema>(
        &self,
        env: Env,
        list: js::Value,
        add: fn(&mut metrics::Report, &[T]) -> Answer<()>,
    ) -> Result<()> {
        call(env, |host| {
            let list: Vec<T> = host.records(list)?;
            add(&mut self.0.borrow_mut(), &list)
        })
    }
}

#[napi]
impl Report {
    /// An empty report.
    ///
    /// @throws {DeskcoreError} `invalid_input` for a setting out of its range,
    /// and for the dimension `customer`.
    #[napi(constructor, ts_args_type = "config?: ReportConfig | string | null")]
    pub fn new(env: Env, config: Option<js::Value>) -> Result<Self> {
        call(env, |host| {
            let config = config.and_then(given).map(|config| host.records(config));
            let config: ReportConfig = config.transpose()?.unwrap_or_default();
            metrics::Report::new(config).map(|report| Self(RefCell::new(report)))
        })
    }

    /// A report from its text.
    ///
    /// @throws {DeskcoreError} `invalid_input` for what is no report, or one
    /// of a newer form.
    #[napi(factory)]
    pub fn from_json(env: Env, json: js::string) -> Result<Self> {
        call(env, |_| {
            let report = with_text(json, "", metrics::Report::from_json)?;
            Ok(Self(RefCell::new(report)))
        })
    }

    /// Its text: the same for the same records, in whatever order they were
    /// added and merged.
    #[napi]
    pub fn to_json(&self, env: Env) -> Result<js::string> {
        call(env, |host| host.string(&self.0.borrow().to_json()?))
    }

    /// Adds tickets, such as `desk.figures` makes.
    ///
    /// @throws {DeskcoreError} `invalid_input` with the place of the ticket;
    /// then none is added.
    #[napi(ts_args_type = "tickets: readonly TicketFigures[] | string")]
    pub fn add_tickets(&self, env: Env, tickets: js::Value) -> Result<()> {
        self.add(env, tickets, metrics::Report::add_tickets)
    }

    /// Adds ratings. One of an unknown ticket, one before it was asked for,
    /// and one that its scale does not have are left out, and counted as such.
    ///
    /// @throws {DeskcoreError} `invalid_input` with the place of the rating;
    /// then none is added.
    #[napi(ts_args_type = "ratings: readonly RatingRecord[] | string")]
    pub fn add_ratings(&self, env: Env, ratings: js::Value) -> Result<()> {
        self.add(env, ratings, metrics::Report::add_ratings)
    }

    /// Adds surveys, offered or not.
    ///
    /// @throws {DeskcoreError} `invalid_input` with the place of the survey;
    /// then none is added.
    #[napi(ts_args_type = "surveys: readonly SurveyRecord[] | string")]
    pub fn add_surveys(&self, env: Env, surveys: js::Value) -> Result<()> {
        self.add(env, surveys, metrics::Report::add_surveys)
    }

    /// Adds visits to self-service.
    ///
    /// @throws {DeskcoreError} `invalid_input` with the place of the visit;
    /// then none is added.
    #[napi(ts_args_type = "sessions: readonly SessionRecord[] | string")]
    pub fn add_sessions(&self, env: Env, sessions: js::Value) -> Result<()> {
        self.add(env, sessions, metrics::Report::add_sessions)
    }

    /// Takes over all that another report holds.
    ///
    /// @throws {DeskcoreError} `invalid_input` when the other counts in
    /// another way, and when there would be too many groups; then nothing is
    /// taken.
    #[napi(ts_args_type = "other: Report")]
    pub fn merge(&self, env: Env, other: js::Value) -> Result<()> {
        call(env, |_| {
            // A copy: it may be this one.
            let other = handle::<Self>(other, "/other", "a Report")?
                .0
                .borrow()
                .clone();
            self.0.borrow_mut().merge(&other)
        })
    }

    /// All figures of the whole.
    #[napi(ts_return_type = "ReportFigures")]
    pub fn figures(&self, env: Env) -> Result<js::Value> {
        call(env, |host| host.data(&self.0.borrow().figures()?))
    }

    /// The figures of each group of a dimension, in the order of its values.
    ///
    /// @throws {DeskcoreError} `invalid_input` for a dimension that the report
    /// does not have.
    #[napi(ts_return_type = "GroupFigures[]")]
    pub fn figures_by(&self, env: Env, dimension: js::string) -> Result<js::Value> {
        call(env, |host| {
            let dimension = text(dimension, "/dimension")?;
            host.data(&self.0.borrow().figures_by(&dimension)?)
        })
    }
}

/// A distribution that can be merged: quantiles within `alpha` of the value,
/// in a few kilobytes, of any number of values from 0 on. `n`, `min`, `max`,
/// and quantiles of up to 64 values, are exact.
///
/// Merging is the same to the byte in whatever order.
#[napi]
pub struct Sketch(RefCell<metrics::Sketch>);

#[napi]
impl Sketch {
    /// An empty sketch of a relative accuracy, 0.01 when it is left out.
    ///
    /// @throws {DeskcoreError} `invalid_input` for one outside 0.001 to 0.5.
    #[napi(constructor, ts_args_type = "alpha?: number | null")]
    pub fn new(env: Env, alpha: Option<js::Value>) -> Result<Self> {
        call(env, |_| {
            let alpha = float(alpha, "/alpha")?.unwrap_or(0.01);
            Ok(Self(RefCell::new(metrics::Sketch::new(alpha)?)))
        })
    }

    /// A sketch from its text.
    ///
    /// @throws {DeskcoreError} `invalid_input` for what is no sketch.
    #[napi(factory)]
    pub fn from_json(env: Env, json: js::string) -> Result<Self> {
        call(env, |_| {
            let sketch = with_text(json, "", metrics::Sketch::from_json)?;
            Ok(Self(RefCell::new(sketch)))
        })
    }

    /// Its text: the same for the same values, in whatever order they were
    /// added and merged.
    #[napi]
    pub fn to_json(&self, env: Env) -> Result<js::string> {
        call(env, |host| host.string(&self.0.borrow().to_json()?))
    }

    /// The relative accuracy.
    #[napi(getter)]
    pub fn alpha(&self) -> f64 {
        self.0.borrow().alpha()
    }

    /// How many values there are.
    #[napi(getter)]
    pub fn n(&self) -> f64 {
        self.0.borrow().n() as f64
    }

    /// The least value; null when there is none.
    #[napi(getter)]
    pub fn min(&self) -> Option<f64> {
        self.0.borrow().min()
    }

    /// The greatest value; null when there is none.
    #[napi(getter)]
    pub fn max(&self) -> Option<f64> {
        self.0.borrow().max()
    }

    /// Whether every value is kept as it is, so that quantiles are exact.
    #[napi(getter)]
    pub fn is_exact(&self) -> bool {
        self.0.borrow().is_exact()
    }

    /// Takes values.
    ///
    /// @throws {DeskcoreError} `invalid_input` for NaN, one below 0, or one
    /// from 2^64 on, with its place; then none is taken.
    #[napi(ts_args_type = "values: readonly number[] | Float64Array | string")]
    pub fn add(&self, env: Env, values: js::Value) -> Result<()> {
        call(env, |host| {
            let values = numbers(host, values, "/values")?;
            let added = self.0.borrow_mut().add_all(&values);
            added.map_err(|error| under("/values", error))
        })
    }

    /// Takes over all values of another sketch.
    ///
    /// @throws {DeskcoreError} `invalid_input` when the other is of another
    /// accuracy.
    #[napi(ts_args_type = "other: Sketch")]
    pub fn merge(&self, env: Env, other: js::Value) -> Result<()> {
        call(env, |_| {
            let other = handle::<Self>(other, "/other", "a Sketch")?
                .0
                .borrow()
                .clone();
            self.0.borrow_mut().merge(&other)
        })
    }

    /// The value at a rank, from 0 for the least to 1 for the greatest; null
    /// when there are no values.
    ///
    /// @throws {DeskcoreError} `invalid_input` when `q` is not from 0 to 1.
    #[napi]
    pub fn quantile(&self, env: Env, q: js::number) -> Result<Option<f64>> {
        call(env, |_| self.0.borrow().quantile(real(q, "/q")?))
    }
}

/// Numbers as an argument.
fn numbers(host: &Host, values: js::Value, place: &str) -> Answer<Vec<f64>> {
    match floats(values) {
        Some(numbers) => Ok(numbers),
        None => host.records_at(values, place),
    }
}

/// Exact percentiles of values that are all at hand, of type 7, the usual one
/// of spreadsheets. Null of no values.
///
/// @throws {DeskcoreError} `invalid_input` when a `q` is not from 0 to 1, or a
/// value is not finite.
#[napi(
    ts_args_type = "values: readonly number[] | Float64Array | string, q: readonly number[]",
    ts_return_type = "(number | null)[]"
)]
pub fn percentiles(env: Env, values: js::Value, q: js::Value) -> Result<js::Value> {
    call(env, |host| {
        let (values, q) = (numbers(host, values, "/values")?, numbers(host, q, "/q")?);
        host.data(&metrics::percentiles(&values, &q)?)
    })
}

/// What was unusual in a week, of the tickets that began or ended in it and in
/// earlier weeks, and a year before where those are at hand; in any order.
///
/// @throws {DeskcoreError} `invalid_input` for a setting out of its range.
#[napi(
    ts_args_type = "tickets: readonly TicketFigures[] | string, config: DigestConfig | string",
    ts_return_type = "Digest"
)]
pub fn weekly_digest(env: Env, tickets: js::Value, config: js::Value) -> Result<js::Value> {
    call(env, |host| {
        let tickets: Vec<TicketFigures> = host.records_at(tickets, "/tickets")?;
        let config: DigestConfig = host.records(config)?;
        host.data(&metrics::weekly_digest(&tickets, &config)?)
    })
}
