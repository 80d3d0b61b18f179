//! Errors as JavaScript's own `Error`, with what a host acts on beside the
//! message.

use deskcore::{ErrorKind, Failure};
use napi::bindgen_prelude::{JsObjectValue, Object};
use napi::{Env, Error, JsValue, Result, Status};
use napi_derive::napi;

use crate::convert::{Host, js};

/// The error to throw for a failure. What the host's own code threw on the
/// way, if anything, is its `cause`.
pub(crate) fn thrown(host: &Host, failure: &Failure) -> Error {
    error_of(host, failure).map_or_else(|error| error, |error| Error::from(error.to_unknown()))
}

fn error_of<'host>(host: &'host Host, failure: &Failure) -> Result<Object<'host>> {
    let plain = Error::new(Status::GenericFailure, failure.message.clone());
    let mut error = host.env.create_error(plain)?;
    error.set("code", &failure.code)?;
    error.set("kind", failure.kind.name())?;
    if let Some(path) = &failure.path {
        error.set("path", path)?;
    }
    if let Some(hint) = &failure.hint {
        error.set("hint", hint)?;
    }
    if let (Some(line), Some(column)) = (failure.line, failure.column) {
        error.set("line", line)?;
        error.set("column", column)?;
    }
    let problems = host.data(&failure.problems);
    error.set(
        "problems",
        problems.map_err(|error| Error::from_reason(error.to_string()))?,
    )?;
    if let Some(cause) = host.cause.take() {
        error.set("cause", cause)?;
    }
    Ok(error)
}

/// Whether a caught value is an error of this library: it then has `code`,
/// `kind`, `path`, `hint` and `problems`.
#[napi(ts_return_type = "error is DeskcoreError")]
pub fn is_deskcore_error(env: Env, error: js::unknown) -> bool {
    let kind = || {
        error
            .coerce_to_object()?
            .get_named_property::<String>("kind")
    };
    let known = |kind: String| ErrorKind::ALL.iter().any(|known| known.name() == kind);
    let found = error.is_error().unwrap_or(false) && kind().is_ok_and(known);
    // An error of somebody else's may have a getter of that name.
    Host::new(env).caught();
    found
}
