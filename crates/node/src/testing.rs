//! What tests and measurements need, and no release has.

use std::time::Instant;

use napi::bindgen_prelude::Unknown;
use napi::{Env, Result};
use napi_derive::napi;

use crate::calendar::Calendar;
use crate::convert::call;

/// Does nothing: what any call of this binding costs.
#[napi]
pub fn noop() {}

/// Panics, as no other function does.
#[napi]
pub fn panic(env: Env) -> Result<()> {
    #[expect(clippy::panic, reason = "what happens then is tested")]
    call(&env, |_| panic!("on purpose"))
}

/// Milliseconds that the core's own loop takes for a column, best of five.
#[napi]
pub fn rust_loop(calendar: &Calendar, start: Vec<f64>, end: Vec<f64>) -> f64 {
    let column = |values: Vec<f64>| values.into_iter().map(|ms| ms as i64).collect::<Vec<_>>();
    let (start, end) = (column(start), column(end));
    let mut out = vec![0; start.len()];
    let once = |out: &mut [i64]| {
        let began = Instant::now();
        let _ = std::hint::black_box(calendar.calendar.between_column(&start, &end, out));
        began.elapsed().as_secs_f64() * 1000.0
    };
    (0..5).map(|_| once(&mut out)).fold(f64::INFINITY, f64::min)
}

#[napi]
impl Calendar {
    /// A method of a handle that takes two values and gives one.
    #[napi]
    pub fn noop<'env>(&self, start: Unknown<'env>, _end: Unknown<'env>) -> Unknown<'env> {
        start
    }
}
