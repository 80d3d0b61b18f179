//! Failures, as typed errors.

use std::fmt;

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

/// An argument that cannot be taken.
pub(crate) fn invalid(path: &str, message: String) -> DeskcoreError {
    Failure::from(Error::invalid(path, message)).into()
}
