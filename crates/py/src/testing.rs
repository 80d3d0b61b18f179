//! What tests and benchmarks need, and no wheel has.

use std::hint::black_box;
use std::time::Instant;

use numpy::PyReadonlyArray1;
use pyo3::prelude::*;

use crate::calendar::Calendar;
use crate::error::guarded;

/// Does nothing: what crossing the border costs.
#[pyfunction]
pub(crate) fn noop(number: i64) -> i64 {
    number
}

/// Panics.
#[pyfunction]
#[expect(clippy::panic, reason = "the panic is what is tested")]
pub(crate) fn panic_on_purpose() -> PyResult<()> {
    guarded(|| panic!("on purpose"))
}

/// Nanoseconds that the core's own loop takes over these columns.
#[pyfunction]
pub(crate) fn between_loop_ns(
    calendar: &Calendar,
    start: PyReadonlyArray1<'_, i64>,
    end: PyReadonlyArray1<'_, i64>,
) -> PyResult<u64> {
    let (start, end) = (start.as_slice()?, end.as_slice()?);
    let began = Instant::now();
    let open: Vec<i64> = start
        .iter()
        .zip(end)
        .map(|(start, end)| calendar.0.between_ms(*start, *end))
        .collect();
    black_box(open);
    Ok(u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX))
}
