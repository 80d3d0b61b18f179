//! The handle of a calendar.

use chrono::TimeDelta;
use deskcore::border;
use deskcore::time::Schedule;
use pyo3::prelude::*;
use pyo3::types::PyString;
use serde_json::Value;

use crate::columns::{Operation, column};
use crate::convert::{At, Moment, Text, Whole, date, duration, give, value, zone};
use crate::error::{guarded, invalid};

/// Intervals that one call may list.
const MOST_INTERVALS: usize = 100_000;

/// Opening hours compiled for arithmetic.
///
/// Instants are aware datetimes of any zone, or RFC 3339 text; what comes
/// back is in UTC. Elapsed time is real time: an open night in which clocks
/// go forward is an hour shorter. `schedule` is a dictionary, or its text.
///
/// Raises InvalidInput when the schedule cannot be taken.
///
/// >>> from datetime import timedelta
/// >>> office = Calendar({"tz": "Europe/Rome", "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]]}})
/// >>> due = office.add("2026-11-23T12:00:00+01:00", timedelta(hours=2))  # an hour, lunch, an hour
/// >>> due.isoformat()
/// '2026-11-23T14:00:00+00:00'
/// >>> office.between("2026-11-23T12:00:00+01:00", due)
/// datetime.timedelta(seconds=7200)
#[pyclass(frozen, module = "deskcore")]
pub(crate) struct Calendar(pub(crate) deskcore::time::Calendar);

impl Calendar {
    fn of(schedule: &Schedule) -> PyResult<Self> {
        guarded(|| Ok(deskcore::time::Calendar::new(schedule)?)).map(Self)
    }
}

#[pymethods]
impl Calendar {
    #[new]
    #[pyo3(signature = (schedule: "Schedule | str"))]
    fn new(schedule: &Bound<'_, PyAny>) -> PyResult<Self> {
        match value(schedule)? {
            Value::String(text) => Self::from_json(Text(text)),
            schedule => Self::of(&guarded(|| border::read_value(&schedule))?),
        }
    }

    /// A calendar from the text of its schedule, or of a list of schedules:
    /// what `to_json` gives.
    ///
    /// Raises InvalidInput.
    #[staticmethod]
    fn from_json(text: Text) -> PyResult<Self> {
        guarded(|| border::read_calendar(&text.0)).map(Self)
    }

    /// Open whenever one of the calendars is: support that follows the sun.
    ///
    /// Raises InvalidInput for an empty list.
    #[staticmethod]
    #[pyo3(signature = (calendars: "Iterable[Calendar]"))]
    fn union(calendars: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut all = Vec::new();
        for (number, calendar) in calendars.try_iter()?.enumerate() {
            let calendar = calendar?;
            match calendar.cast::<Self>() {
                Ok(calendar) => all.push(calendar.get().0.clone()),
                Err(_) => {
                    return Err(invalid(
                        &format!("/calendars/{number}"),
                        "expected a Calendar",
                    ));
                }
            }
        }
        guarded(|| Ok(deskcore::time::Calendar::union(&all)?)).map(Self)
    }

    /// The schedule that it is made of, or the list of them, as text.
    fn to_json(&self) -> PyResult<String> {
        guarded(|| border::write_calendar(&self.0))
    }

    /// IANA name of the zone of the schedule; of a union, of its first.
    #[getter]
    fn tz(&self) -> &'static str {
        self.0.tz().name()
    }

    /// Whether no second is ever open.
    #[getter]
    fn never_opens(&self) -> PyResult<bool> {
        guarded(|| Ok(self.0.never_opens()))
    }

    /// Whether an instant is open.
    #[pyo3(signature = (at: "InstantInput"))]
    fn is_open(&self, at: &Bound<'_, PyAny>) -> PyResult<bool> {
        let At(at) = At::of("at", at)?;
        guarded(|| Ok(self.0.is_open(at)))
    }

    /// The instant itself when it is open, else the next opening; None when
    /// there is none any more.
    #[pyo3(signature = (at: "InstantInput") -> "datetime | None")]
    fn next_open(&self, at: &Bound<'_, PyAny>) -> PyResult<Option<Moment>> {
        let At(at) = At::of("at", at)?;
        Ok(guarded(|| Ok(self.0.next_open(at)))?.map(Moment))
    }

    /// The end of the open interval that holds an instant, else of the next
    /// one; None when it never closes, or nothing opens any more.
    #[pyo3(signature = (at: "InstantInput") -> "datetime | None")]
    fn next_close(&self, at: &Bound<'_, PyAny>) -> PyResult<Option<Moment>> {
        let At(at) = At::of("at", at)?;
        Ok(guarded(|| Ok(self.0.next_close(at)))?.map(Moment))
    }

    /// Open time from one instant to another; negative when the second is the
    /// earlier.
    #[pyo3(signature = (start: "InstantInput", end: "InstantInput") -> "timedelta")]
    fn between(&self, start: &Bound<'_, PyAny>, end: &Bound<'_, PyAny>) -> PyResult<TimeDelta> {
        let (At(start), At(end)) = (At::of("start", start)?, At::of("end", end)?);
        guarded(|| Ok(self.0.between(start, end)))
    }

    /// The earliest instant at which `duration` of open time has passed since
    /// `at`; None when it never will. What is left of a day has passed at
    /// that day's close, not at the next opening. `duration` is a timedelta,
    /// or whole seconds.
    ///
    /// Raises InvalidInput for a duration below zero, and when the instant
    /// lies beyond the dates of a datetime.
    #[pyo3(signature = (at: "InstantInput", duration: "timedelta | int") -> "datetime | None")]
    fn add(&self, at: &Bound<'_, PyAny>, duration: &Bound<'_, PyAny>) -> PyResult<Option<Moment>> {
        let (At(at), duration) = (At::of("at", at)?, self::duration("duration", duration)?);
        Ok(guarded(|| Ok(self.0.add(at, duration)?))?.map(Moment))
    }

    /// The latest instant from which `duration` of open time has passed until
    /// `at`; None when it never has.
    ///
    /// Raises InvalidInput as `add` does.
    #[pyo3(signature = (at: "InstantInput", duration: "timedelta | int") -> "datetime | None")]
    fn subtract(
        &self,
        at: &Bound<'_, PyAny>,
        duration: &Bound<'_, PyAny>,
    ) -> PyResult<Option<Moment>> {
        let (At(at), duration) = (At::of("at", at)?, self::duration("duration", duration)?);
        Ok(guarded(|| Ok(self.0.subtract(at, duration)?))?.map(Moment))
    }

    /// `between` for epoch milliseconds, in milliseconds.
    fn between_ms(&self, start_ms: Whole, end_ms: Whole) -> PyResult<i64> {
        guarded(|| Ok(self.0.between_ms(start_ms.0, end_ms.0)))
    }

    /// `add` for epoch milliseconds and a duration in milliseconds; None for
    /// never, for what lies beyond any timestamp, and for a duration below
    /// zero.
    fn add_ms(&self, at_ms: Whole, duration_ms: Whole) -> PyResult<Option<i64>> {
        guarded(|| Ok(self.0.add_ms(at_ms.0, duration_ms.0)))
    }

    /// `between_ms` for columns: numpy arrays of int64 or datetime64 (which is
    /// taken as UTC), int64 or timestamps with a zone of Arrow (pyarrow,
    /// polars, pandas), or one int for every row. Milliseconds are not copied,
    /// other units are; other threads run meanwhile. The result is in
    /// milliseconds: a numpy array of int64 where one of the columns is of
    /// numpy and none of Arrow, else an `ArrowColumn`. A row with NaT or null
    /// in it has that (in int64 the smallest) as its result.
    ///
    /// Raises InvalidInput for other types, for timestamps without a zone, and
    /// for lengths that differ.
    #[pyo3(signature = (start: "Column", end: "Column") -> "Any")]
    fn between_column<'py>(
        &self,
        start: &Bound<'py, PyAny>,
        end: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        column(&self.0, Operation::Between, ("start", start), ("end", end))
    }

    /// `add_ms` for columns: see `between_column`; durations may be
    /// timedelta64 or Arrow's durations too. What never comes is the smallest
    /// int64, which numpy shows as NaT in a datetime64[ms], and null in Arrow.
    ///
    /// Raises InvalidInput as `between_column` does.
    #[pyo3(signature = (at: "Column", duration_ms: "Column") -> "Any")]
    fn add_column<'py>(
        &self,
        at: &Bound<'py, PyAny>,
        duration_ms: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        column(
            &self.0,
            Operation::Add,
            ("at", at),
            ("duration_ms", duration_ms),
        )
    }

    /// The open intervals after an instant, in order, `limit` at most (100 when
    /// not said). Hours that never end do so with the last millisecond of the
    /// year 9999.
    ///
    /// Raises InvalidInput for a limit below 0 or above 100,000.
    #[pyo3(signature = (start: "InstantInput", limit: "int" = Whole(100)) -> "list[Interval]")]
    fn intervals<'py>(
        &self,
        py: Python<'py>,
        start: &Bound<'py, PyAny>,
        limit: Whole,
    ) -> PyResult<Bound<'py, PyAny>> {
        let At(start) = At::of("start", start)?;
        let limit = usize::try_from(limit.0)
            .ok()
            .filter(|limit| *limit <= MOST_INTERVALS)
            .ok_or_else(|| invalid("/limit", format!("expected 0 to {MOST_INTERVALS}")))?;
        let intervals = guarded(|| Ok(self.0.intervals(start).take(limit).collect::<Vec<_>>()))?;
        give(py, &intervals)
    }

    /// The closed intervals of a period: where nobody answers. In a union
    /// they are the holes that the teams leave together.
    #[pyo3(signature = (start: "InstantInput", end: "InstantInput") -> "list[Interval]")]
    fn gaps<'py>(
        &self,
        py: Python<'py>,
        start: &Bound<'py, PyAny>,
        end: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (At(start), At(end)) = (At::of("start", start)?, At::of("end", end)?);
        let gaps = guarded(|| Ok(self.0.gaps(start, end)))?;
        give(py, &gaps)
    }

    /// What may be promised to a customer who writes at `at`: whether
    /// somebody is there, when somebody will be, and by when `within` of open
    /// time has passed.
    ///
    /// Raises InvalidInput as `add` does.
    #[pyo3(signature = (at: "InstantInput", within: "timedelta | int") -> "Promise")]
    fn promise<'py>(
        &self,
        py: Python<'py>,
        at: &Bound<'py, PyAny>,
        within: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (At(at), within) = (At::of("at", at)?, duration("within", within)?);
        let promise = guarded(|| Ok(self.0.promise(at, within)?))?;
        give(py, &promise)
    }

    /// Why so much open time lies between two instants: the pieces that count
    /// and those that do not, with their reasons, and the sentence `text`.
    #[pyo3(signature = (start: "InstantInput", end: "InstantInput") -> "Explanation")]
    fn explain<'py>(
        &self,
        py: Python<'py>,
        start: &Bound<'py, PyAny>,
        end: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (At(start), At(end)) = (At::of("start", start)?, At::of("end", end)?);
        let why = guarded(|| Ok(self.0.explain(start, end)))?;
        give(py, &why)
    }

    /// The hours of the week that holds `day`, on the wall clock of `zone`:
    /// seven rows for "we are open 9–18, that is 10–19 for you".
    ///
    /// Raises InvalidInput for a zone that does not exist.
    #[pyo3(signature = (day: "date | str", zone: "str | None" = None) -> "list[DayHours]")]
    fn week<'py>(
        &self,
        py: Python<'py>,
        day: &Bound<'py, PyAny>,
        zone: Option<Text>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let day = date("/day", day)?;
        let zone = match zone {
            None => self.0.tz(),
            Some(name) => self::zone(&name)?,
        };
        let week = guarded(|| Ok(self.0.week(day, zone)))?;
        give(py, &week)
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other
            .cast::<Self>()
            .is_ok_and(|other| self.0.schedules() == other.get().0.schedules())
    }

    fn __hash__(&self) -> PyResult<isize> {
        let text = self.to_json()?;
        Python::attach(|py| PyString::new(py, &text).hash())
    }

    fn __repr__(&self) -> String {
        format!("<Calendar in {}>", self.0.tz())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let from_json = py.get_type::<Self>().getattr("from_json")?;
        Ok((from_json, (self.to_json()?,)))
    }
}
