//! What tests and measurements need, and no release has.

use std::time::Instant;

use napi::{Env, Result};
use napi_derive::napi;

use crate::calendar::Calendar;
use crate::convert::{call, js};

/// Does nothing: what any call of this binding costs.
#[napi]
pub fn noop() {}

/// Panics, as no other function does.
#[napi]
pub fn panic(env: Env) -> Result<()> {
    #[expect(clippy::panic, reason = "what happens then is tested")]
    call(env, |_| panic!("on purpose"))
}

/// Milliseconds that the core's own loop takes for a column.
#[napi]
pub fn rust_loop(calendar: &Calendar, start: &[i64], end: &[i64]) -> f64 {
    // Not zeros, which would come with pages that the loop touches first.
    let mut out = vec![1; start.len()];
    let began = Instant::now();
    let _ = std::hint::black_box(calendar.calendar.between_column(start, end, &mut out));
    began.elapsed().as_secs_f64() * 1000.0
}

#[napi]
impl Calendar {
    /// A method of a handle that takes two values and gives one.
    #[napi]
    pub fn noop(&self, start: js::number, _end: js::number) -> js::number {
        start
    }
}
