//! What tests and measurements need, and no release has.

use napi::{Env, Result};
use napi_derive::napi;

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
