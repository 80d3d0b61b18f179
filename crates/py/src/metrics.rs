//! The handles of a report and of a sketch, exact percentiles, and the weekly
//! digest. Records are dictionaries, or their JSON text.

use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use deskcore::border;
use deskcore::metrics::{self, DigestConfig, ReportConfig, TicketFigures};
use pyo3::prelude::*;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::columns::Numbers;
use crate::convert::{Text, give, records};
use crate::error::{guarded, invalid};

/// All figures of a shop, over any number of tickets, ratings, surveys and
/// visits to self-service; it holds no person. Each record is to be added
/// once: a report remembers none.
///
/// Merging is the same to the byte in whatever order, so that a report over a
/// billion tickets is a tree of merges. All methods may be called from any
/// thread, and let others run.
///
/// Raises InvalidInput for a setting out of its range, and for the dimension
/// `customer`.
///
/// >>> from datetime import datetime, timezone
/// >>> at = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)
/// >>> report = Report({"tz": "Europe/Rome", "dimensions": ["channel"]})
/// >>> report.add_tickets([{"id": "A-17", "created_at": at, "known_until": at,
/// ...     "dimensions": {"channel": "whatsapp"}, "first_reply": {"calendar_ms": 240_000}}])
/// >>> report.add_ratings([{"ticket": "A-17", "scale": "stars5", "score": 5, "at": at}])
/// >>> figures = {figure["name"]: figure for figure in report.figures()["overall"]["figures"]}
/// >>> figures["first_reply"]["value"], figures["csat_stars5"]["n"], figures["nps"]["value"]
/// (240000.0, 1, None)
/// >>> [group["value"] for group in report.figures_by("channel")]
/// ['whatsapp']
/// >>> Report.from_json(report.to_json()) == report
/// True
#[pyclass(frozen, module = "deskcore")]
pub(crate) struct Report(Mutex<metrics::Report>);

impl Report {
    /// What it holds. Nothing that is done with it waits for Python.
    fn held(&self) -> MutexGuard<'_, metrics::Report> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add<T: DeserializeOwned + JsonSchema + Sync>(
        &self,
        list: &Bound<'_, PyAny>,
        add: fn(&mut metrics::Report, &[T]) -> Result<(), deskcore::Error>,
    ) -> PyResult<()> {
        let (py, list) = (list.py(), records::<Vec<T>>(None, list)?);
        py.detach(|| guarded(|| add(&mut self.held(), &list)))
    }
}

#[pymethods]
impl Report {
    #[new]
    #[pyo3(signature = (config: "ReportConfig | str | None" = None))]
    fn new(config: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let config: Option<ReportConfig> =
            config.map(|config| records(None, config)).transpose()?;
        let report = guarded(|| metrics::Report::new(config.unwrap_or_default()))?;
        Ok(Self(Mutex::new(report)))
    }

    /// A report from its JSON.
    ///
    /// Raises InvalidInput for what is no report, or one of a newer form.
    #[staticmethod]
    #[pyo3(signature = (text: "str"))]
    fn from_json(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (py, text) = (text.py(), stored(text)?);
        let report = py.detach(|| guarded(|| metrics::Report::from_json(&text)))?;
        Ok(Self(Mutex::new(report)))
    }

    /// Its JSON: the same bytes for the same records, in whatever order they
    /// were added and merged.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        py.detach(|| guarded(|| self.held().to_json()))
    }

    /// Adds tickets, such as `Desk.figures` makes.
    ///
    /// Raises InvalidInput with the place of the ticket; then none is added.
    #[pyo3(signature = (tickets: "list[TicketFigures] | str") -> "None")]
    fn add_tickets(&self, tickets: &Bound<'_, PyAny>) -> PyResult<()> {
        self.add(tickets, metrics::Report::add_tickets)
    }

    /// Adds ratings. One of an unknown ticket, one before it was asked for,
    /// and one that its scale does not have are left out, and counted as such.
    ///
    /// Raises InvalidInput with the place of the rating; then none is added.
    #[pyo3(signature = (ratings: "list[RatingRecord] | str") -> "None")]
    fn add_ratings(&self, ratings: &Bound<'_, PyAny>) -> PyResult<()> {
        self.add(ratings, metrics::Report::add_ratings)
    }

    /// Adds surveys, offered or not.
    ///
    /// Raises InvalidInput with the place of the survey; then none is added.
    #[pyo3(signature = (surveys: "list[SurveyRecord] | str") -> "None")]
    fn add_surveys(&self, surveys: &Bound<'_, PyAny>) -> PyResult<()> {
        self.add(surveys, metrics::Report::add_surveys)
    }

    /// Adds visits to self-service.
    ///
    /// Raises InvalidInput with the place of the visit; then none is added.
    #[pyo3(signature = (sessions: "list[SessionRecord] | str") -> "None")]
    fn add_sessions(&self, sessions: &Bound<'_, PyAny>) -> PyResult<()> {
        self.add(sessions, metrics::Report::add_sessions)
    }

    /// Takes over all that another report holds.
    ///
    /// Raises InvalidInput when the other counts in another way, and when
    /// there would be too many groups; then nothing is taken.
    #[pyo3(signature = (other: "Report") -> "None")]
    fn merge(&self, py: Python<'_>, other: &Self) -> PyResult<()> {
        py.detach(|| {
            // A copy, so that nobody waits for two of them.
            let other = other.held().clone();
            guarded(|| self.held().merge(&other))
        })
    }

    /// All figures of the whole.
    #[pyo3(signature = () -> "ReportFigures")]
    fn figures<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let figures = py.detach(|| guarded(|| self.held().figures()))?;
        give(py, &figures)
    }

    /// The figures of each group of a dimension, in the order of its values.
    ///
    /// Raises InvalidInput for a dimension that the report does not have.
    #[pyo3(signature = (dimension: "str") -> "list[GroupFigures]")]
    fn figures_by<'py>(&self, py: Python<'py>, dimension: Text) -> PyResult<Bound<'py, PyAny>> {
        let figures = py.detach(|| guarded(|| self.held().figures_by(&dimension.0)))?;
        give(py, &figures)
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        match other.cast::<Self>() {
            Ok(theirs) => Ok(self.to_json(other.py())? == theirs.get().to_json(other.py())?),
            Err(_) => Ok(false),
        }
    }

    fn __repr__(&self) -> String {
        let report = self.held();
        let dimensions: Vec<&str> = report
            .config()
            .dimensions
            .iter()
            .map(|name| &**name)
            .collect();
        format!("<Report by {}>", dimensions.join(", "))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let from_json = py.get_type::<Self>().getattr("from_json")?;
        Ok((from_json, (self.to_json(py)?,)))
    }
}

/// A distribution that can be merged: quantiles within `alpha` of the value,
/// in a few kilobytes, of any number of values from 0 on. `n`, `min`, `max`,
/// and quantiles of up to 64 values, are exact.
///
/// Merging is the same to the byte in whatever order. All methods may be
/// called from any thread.
///
/// Raises InvalidInput for an accuracy outside 0.001 to 0.5.
///
/// >>> monday, tuesday = Sketch(), Sketch()
/// >>> monday.add(list(range(1, 501)))
/// >>> tuesday.add(list(range(501, 1001)))
/// >>> monday.merge(tuesday)
/// >>> monday.n, monday.max, abs(monday.quantile(0.5) - 500) <= 5
/// (1000, 1000.0, True)
#[pyclass(frozen, module = "deskcore")]
pub(crate) struct Sketch(Mutex<metrics::Sketch>);

impl Sketch {
    fn held(&self) -> MutexGuard<'_, metrics::Sketch> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Sketch {
    #[new]
    #[pyo3(signature = (alpha: "float" = 0.01))]
    fn new(alpha: f64) -> PyResult<Self> {
        let sketch = guarded(|| metrics::Sketch::new(alpha))?;
        Ok(Self(Mutex::new(sketch)))
    }

    /// A sketch from its JSON.
    ///
    /// Raises InvalidInput for what is no sketch.
    #[staticmethod]
    #[pyo3(signature = (text: "str"))]
    fn from_json(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = stored(text)?;
        let sketch = guarded(|| metrics::Sketch::from_json(&text))?;
        Ok(Self(Mutex::new(sketch)))
    }

    /// Its JSON: the same bytes for the same values, in whatever order they
    /// were added and merged.
    fn to_json(&self) -> PyResult<String> {
        guarded(|| self.held().to_json())
    }

    /// The relative accuracy.
    #[getter]
    fn alpha(&self) -> f64 {
        self.held().alpha()
    }

    /// How many values there are.
    #[getter]
    fn n(&self) -> u64 {
        self.held().n()
    }

    /// The least value; None when there is none.
    #[getter]
    fn min(&self) -> Option<f64> {
        self.held().min()
    }

    /// The greatest value; None when there is none.
    #[getter]
    fn max(&self) -> Option<f64> {
        self.held().max()
    }

    /// Whether every value is kept as it is, so that quantiles are exact.
    #[getter]
    fn is_exact(&self) -> bool {
        self.held().is_exact()
    }

    /// Takes values: a list, a column of numpy, or JSON text.
    ///
    /// Raises InvalidInput for NaN, one below 0, or one from 2^64 on, with its
    /// place; then none is taken.
    #[pyo3(signature = (values: "list[float] | list[int] | NDArray[Any] | str") -> "None")]
    fn add(&self, values: &Bound<'_, PyAny>) -> PyResult<()> {
        let (py, numbers) = (values.py(), Numbers::of("values", values)?);
        let values = numbers.values()?;
        let add = || self.held().add_all(values);
        py.detach(|| guarded(|| add().map_err(|error| border::under("/values", error))))
    }

    /// Takes over all values of another sketch.
    ///
    /// Raises InvalidInput when the other is of another accuracy.
    #[pyo3(signature = (other: "Sketch") -> "None")]
    fn merge(&self, other: &Self) -> PyResult<()> {
        let other = other.held().clone();
        guarded(|| self.held().merge(&other))
    }

    /// The value at a rank, from 0 for the least to 1 for the greatest; None
    /// when there are no values.
    ///
    /// Raises InvalidInput when `q` is not from 0 to 1.
    #[pyo3(signature = (q: "float") -> "float | None")]
    fn quantile(&self, q: f64) -> PyResult<Option<f64>> {
        guarded(|| self.held().quantile(q))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        match other.cast::<Self>() {
            Ok(other) => Ok(self.to_json()? == other.get().to_json()?),
            Err(_) => Ok(false),
        }
    }

    fn __repr__(&self) -> String {
        let sketch = self.held();
        format!(
            "<Sketch of {} values, accuracy {}>",
            sketch.n(),
            sketch.alpha()
        )
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let from_json = py.get_type::<Self>().getattr("from_json")?;
        Ok((from_json, (self.to_json()?,)))
    }
}

/// Exact percentiles of values that are all at hand, of type 7 (as numpy's
/// own): a list, a column of numpy, or JSON text. None of no values.
///
/// Raises InvalidInput when a `q` is not from 0 to 1, or a value is not
/// finite.
///
/// >>> percentiles([12, 3, 5], [0.5, 0.75])
/// [5.0, 8.5]
#[pyfunction]
#[pyo3(signature = (values: "list[float] | list[int] | NDArray[Any] | str", q: "list[float]") -> "list[float | None]")]
pub(crate) fn percentiles(
    values: &Bound<'_, PyAny>,
    q: &Bound<'_, PyAny>,
) -> PyResult<Vec<Option<f64>>> {
    let (numbers, q) = (Numbers::of("values", values)?, Numbers::of("q", q)?);
    let (numbers, q) = (numbers.values()?, q.values()?);
    (values.py()).detach(|| guarded(|| metrics::percentiles(numbers, q)))
}

/// Stored text, which may be longer than a record.
fn stored<'a>(text: &'a Bound<'_, PyAny>) -> PyResult<Cow<'a, str>> {
    let text = text.extract::<Cow<'a, str>>();
    text.map_err(|_| invalid("", "expected text"))
}

/// What was unusual in a week, of the tickets that began or ended in it and in
/// earlier weeks, and a year before where those are at hand; in any order.
/// Other threads run meanwhile.
///
/// Raises InvalidInput for a setting out of its range.
#[pyfunction]
#[pyo3(signature = (tickets: "list[TicketFigures] | str", config: "DigestConfig | str") -> "Digest")]
pub(crate) fn weekly_digest<'py>(
    tickets: &Bound<'py, PyAny>,
    config: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = tickets.py();
    let tickets: Vec<TicketFigures> = records(Some("tickets"), tickets)?;
    let config: DigestConfig = records(None, config)?;
    let digest = py.detach(|| guarded(|| metrics::weekly_digest(&tickets, &config)))?;
    give(py, &digest)
}
