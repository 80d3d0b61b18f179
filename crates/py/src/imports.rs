//! Opening hours and holidays from the formats in which they exist already.

use deskcore::time::import;
use pyo3::prelude::*;

use crate::convert::{Text, Whole, give};
use crate::error::guarded;

/// A year beyond 32 bits is as far out as the last of those.
fn year(number: &Whole) -> i32 {
    i32::try_from(number.0).unwrap_or(if number.0 < 0 { i32::MIN } else { i32::MAX })
}

/// Holidays from the text of an iCalendar file (RFC 5545), of the years
/// `first_year` to `last_year`; `source` is noted with each.
///
/// Raises InvalidInput for a text that is no calendar, or only its beginning.
#[pyfunction]
#[pyo3(signature = (text: "str", source: "str", first_year: "int", last_year: "int") -> "ImportedHolidays")]
pub(crate) fn holidays_from_ical<'py>(
    py: Python<'py>,
    text: Text,
    source: Text,
    first_year: Whole,
    last_year: Whole,
) -> PyResult<Bound<'py, PyAny>> {
    let read = guarded(|| {
        Ok(import::holidays_from_ical(
            &text.0,
            &source.0,
            year(&first_year)..=year(&last_year),
        )?)
    })?;
    give(py, &read)
}

/// Holidays from a list of dates: a date (YYYY-MM-DD) and maybe a name on
/// each line.
///
/// Raises InvalidInput with the line that is wrong.
#[pyfunction]
#[pyo3(signature = (text: "str", source: "str") -> "list[Holiday]")]
pub(crate) fn holidays_from_dates<'py>(
    py: Python<'py>,
    text: Text,
    source: Text,
) -> PyResult<Bound<'py, PyAny>> {
    let read = guarded(|| Ok(import::holidays_from_dates(&text.0, &source.0)?))?;
    give(py, &read)
}

/// Opening hours from `OpeningHoursSpecification` of schema.org, as JSON text.
///
/// Raises InvalidInput with the part that is wrong or does not fit.
#[pyfunction]
#[pyo3(signature = (text: "str") -> "ImportedHours")]
pub(crate) fn hours_from_schema_org<'py>(
    py: Python<'py>,
    text: Text,
) -> PyResult<Bound<'py, PyAny>> {
    let read = guarded(|| Ok(import::hours_from_schema_org(&text.0)?))?;
    give(py, &read)
}

/// Opening hours from an `opening_hours` text of OpenStreetMap.
///
/// Raises InvalidInput with the part that does not fit a weekly schedule.
#[pyfunction]
#[pyo3(signature = (text: "str") -> "ImportedHours")]
pub(crate) fn weekly_from_osm<'py>(py: Python<'py>, text: Text) -> PyResult<Bound<'py, PyAny>> {
    let read = guarded(|| Ok(import::weekly_from_osm(&text.0)?))?;
    give(py, &read)
}

/// Macros from the export of another help desk (`GET /api/v2/macros.json` of
/// Zendesk), and what could not be converted.
///
/// Raises InvalidInput for what is no such export.
#[pyfunction]
#[pyo3(signature = (json: "str") -> "ImportedMacros")]
pub(crate) fn macros_from_zendesk(py: Python<'_>, json: Text) -> PyResult<Bound<'_, PyAny>> {
    let read = guarded(|| deskcore::macros::import::from_zendesk(&json.0))?;
    give(py, &read)
}

/// The same for Gorgias (`GET /api/macros`).
///
/// Raises InvalidInput for what is no such export.
#[pyfunction]
#[pyo3(signature = (json: "str") -> "ImportedMacros")]
pub(crate) fn macros_from_gorgias(py: Python<'_>, json: Text) -> PyResult<Bound<'_, PyAny>> {
    let read = guarded(|| deskcore::macros::import::from_gorgias(&json.0))?;
    give(py, &read)
}
