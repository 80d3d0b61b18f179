//! Failures, as typed errors.

use std::fmt;
use std::panic::resume_unwind;
use std::sync::Mutex;

use deskcore::{Error, Failure, border};

pub(crate) use crate::convert::DeskcoreError;

impl fmt::Display for DeskcoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Failure::from(self.clone()).fmt(f)
    }
}

impl std::error::Error for DeskcoreError {}

#[uniffi::export]
impl DeskcoreError {
    /// The error as a record, whichever kind it is of.
    pub fn failure(&self) -> Failure {
        self.clone().into()
    }
}

/// Does some work; neither an error nor a panic comes out but as a typed
/// error.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, DeskcoreError> {
    border::guard(work).map_err(|failure| (*failure).into())
}

/// Does some work with what changes in place, one call at a time. After a
/// panic nobody knows how far a change has come, so every later call fails.
pub(crate) fn locked<S, T>(
    state: &Mutex<S>,
    work: impl FnOnce(&mut S) -> Result<T, Error>,
) -> Result<T, DeskcoreError> {
    guarded(|| match state.lock() {
        Ok(mut state) => work(&mut state),
        Err(_) => resume_unwind(Box::new("an earlier call failed half-way")),
    })
}

/// An argument that cannot be taken.
pub(crate) fn invalid(path: &str, message: String) -> DeskcoreError {
    Failure::from(Error::invalid(path, message)).into()
}
