//! What tests and benchmarks need, and no release has.

use std::hint::black_box;
use std::time::Instant;

use crate::calendar::Calendar;
use crate::columns::numbers;
use crate::error::{DeskcoreError, guarded};

/// Panics.
#[uniffi::export]
#[expect(clippy::panic, reason = "the panic is what is tested")]
pub fn panic_on_purpose() -> Result<(), DeskcoreError> {
    guarded(|| panic!("on purpose"))
}

#[uniffi::export]
impl Calendar {
    /// Does nothing: what crossing the border costs.
    pub fn noop_ms(&self, start: i64, end: i64) -> Result<i64, DeskcoreError> {
        Ok(start ^ end)
    }

    /// Nanoseconds that the core's own loop takes over these columns.
    pub fn between_loop_ns(&self, start: &[u8], end: &[u8]) -> Result<u64, DeskcoreError> {
        guarded(|| {
            let (start, end) = (numbers("/start", start)?, numbers("/end", end)?);
            let began = Instant::now();
            let pairs = start.iter().zip(&end);
            black_box(
                pairs
                    .map(|(start, end)| self.0.between_ms(*start, *end))
                    .collect::<Vec<_>>(),
            );
            Ok(u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX))
        })
    }
}
