//! Failures of the core as exceptions.

use deskcore::{Error, ErrorKind, Failure, border};
use pyo3::PyErr;
use pyo3::prelude::*;

mod classes {
    use pyo3::import_exception;

    import_exception!(deskcore._errors, InvalidDesk);
    import_exception!(deskcore._errors, InvalidTicket);
    import_exception!(deskcore._errors, InvalidInput);
    import_exception!(deskcore._errors, OutOfOrder);
    import_exception!(deskcore._errors, TicketClosed);
    import_exception!(deskcore._errors, StatusNotAllowed);
    import_exception!(deskcore._errors, TemplateError);
    import_exception!(deskcore._errors, InternalError);
}

/// Does the work of a call: its error, or a panic, becomes an exception.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> PyResult<T> {
    border::guard(work).map_err(|failure| raise(*failure))
}

/// Does work in which Python takes part, so that its errors come out as they
/// are, and a panic of what lies between becomes an exception too.
pub(crate) fn caught<T>(work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    guarded(|| Ok(work()))?
}

/// An input that was refused before the core saw it.
pub(crate) fn invalid(path: &str, message: impl Into<String>) -> PyErr {
    raise(Error::invalid(path, message).into())
}

/// The exception of a failure.
pub(crate) fn raise(failure: Failure) -> PyErr {
    let Failure {
        kind,
        code,
        message,
        path,
        hint,
        line,
        column,
        problems,
    } = failure;
    let made = Python::attach(|py| {
        let problems = crate::convert::give(py, &problems)?.unbind();
        Ok::<_, PyErr>((message, code, path, hint, problems, line, column))
    });
    let arguments = match made {
        Ok(arguments) => arguments,
        Err(error) => return error,
    };
    match kind {
        ErrorKind::InvalidDesk => classes::InvalidDesk::new_err(arguments),
        ErrorKind::InvalidTicket => classes::InvalidTicket::new_err(arguments),
        ErrorKind::InvalidInput => classes::InvalidInput::new_err(arguments),
        ErrorKind::OutOfOrder => classes::OutOfOrder::new_err(arguments),
        ErrorKind::TicketClosed => classes::TicketClosed::new_err(arguments),
        ErrorKind::StatusNotAllowed => classes::StatusNotAllowed::new_err(arguments),
        ErrorKind::TemplateError => classes::TemplateError::new_err(arguments),
        ErrorKind::InternalError => classes::InternalError::new_err(arguments),
    }
}
