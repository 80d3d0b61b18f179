//! What crosses into another language.
//!
//! A binding has three needs that no language changes: to read a record that
//! a host wrote, and say where it is wrong; to write one in the same bytes
//! everywhere; and never to let a panic through. So they are here, and a
//! binding is left with turning values of its host into JSON values and back.

mod beside;
mod data;
mod host;
mod keyed;
pub(crate) mod schemas;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub(crate) use beside::Beside;
pub use data::{Data, take_apart};
pub use host::{Names, Place, in_row, under};
pub(crate) use keyed::keyed;
use schemars::JsonSchema;
#[cfg(feature = "schemas")]
pub use schemas::{schema_to_read, schema_to_write, schemas_as_text};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::desk::shape;
use crate::error::{Error, ErrorKind, Failure};
use crate::time::{Calendar, Schedule};

/// Bytes of JSON that one record may have.
pub const MOST_BYTES: usize = 4 << 20;

/// Bytes of JSON that many records may have in one call.
pub const MOST_BYTES_OF_MANY: usize = 64 << 20;

/// Levels of lists and objects that a value of a host may have.
pub const MOST_DEPTH: usize = 64;

/// Reads a record: an event, an opening, a schedule, an effect that was
/// stored.
///
/// # Errors
///
/// [`Error::InvalidInput`] with the place, what was expected and a
/// suggestion where there is one.
///
/// ```
/// use deskcore::border;
/// use deskcore::ticket::Event;
///
/// let misspelt = r#"{"type": "agent_reply", "id": "ev-2", "at": "2026-11-23T10:05:00Z", "actor": {"kind": "agnet"}}"#;
/// let error = border::read::<Event>(misspelt).unwrap_err();
/// assert_eq!(error.path(), Some("/actor/kind"));
/// assert_eq!(error.hint(), Some("did you mean \"agent\"?"));
/// ```
pub fn read<T: DeserializeOwned + JsonSchema>(json: &str) -> Result<T, Error> {
    read_within(MOST_BYTES, json)
}

/// [`read`] for a list of records, or one that holds all tickets of a shop:
/// it may have [`MOST_BYTES_OF_MANY`].
///
/// # Errors
///
/// As [`read`].
pub fn read_many<T: DeserializeOwned + JsonSchema>(json: &str) -> Result<T, Error> {
    read_within(MOST_BYTES_OF_MANY, json)
}

// One copy of each record's reader is enough.
#[inline(never)]
fn read_within<T: DeserializeOwned + JsonSchema>(most: usize, json: &str) -> Result<T, Error> {
    if json.len() > most {
        let message = format!("{} bytes of JSON: expected {most} at most", json.len());
        return Err(Error::invalid("", message));
    }
    let brackets = json.bytes().filter(|byte| !byte.is_ascii_whitespace());
    told_by_name::<T>(brackets.take_while(|byte| *byte == b'[').take(2).count())?;
    serde_json::from_str(json).map_err(|error| match serde_json::from_str::<Value>(json) {
        Ok(value) => mistake(&value, &schemas::of::<T>(), &error),
        Err(error) => Error::invalid("", format!("no JSON: {error}")),
    })
}

/// [`read`] for what a host has taken apart already.
///
/// # Errors
///
/// As [`read`].
pub fn read_value<T: DeserializeOwned + JsonSchema>(value: &Value) -> Result<T, Error> {
    told_by_name::<T>(match value {
        Value::Array(items) => 1 + usize::from(items.first().is_some_and(Value::is_array)),
        _ => 0,
    })?;
    T::deserialize(value).map_err(|error| mistake(value, &schemas::of::<T>(), &error))
}

/// That what begins with so many lists is no record: serde takes the items of
/// a list for the fields of a record, in their order, which nobody means.
fn told_by_name<T: JsonSchema>(lists: usize) -> Result<(), Error> {
    const OTHER_LISTS: [&str; 3] = ["Tuple_of_", "Array_size_", "AnyValue"];
    if lists == 0 {
        return Ok(());
    }
    let name = T::schema_name();
    let mut of = &*name;
    for place in ["", "/0"].into_iter().take(lists) {
        match of.strip_prefix("Array_of_") {
            Some(items) => of = items,
            None if OTHER_LISTS.iter().any(|other| of.starts_with(other)) => break,
            None => return Err(Error::invalid(place, "expected an object, found a list")),
        }
    }
    Ok(())
}

/// Writes a record: the same bytes for the same record in every language.
///
/// # Errors
///
/// [`Error::InvalidInput`] when a field holds what JSON cannot.
///
/// ```
/// use deskcore::{Effect, border};
///
/// let stored = r#"{"id":"A-17:2:0","ticket":"A-17","at":"2026-11-23T14:00:00Z","type":"open_follow_up","message":{"event":"ev-9"}}"#;
/// let effect: Effect = border::read(stored)?;
/// assert_eq!(border::write(&effect)?, stored);
/// # Ok::<(), deskcore::Error>(())
/// ```
#[inline(never)]
pub fn write<T: Serialize>(record: &T) -> Result<String, Error> {
    serde_json::to_string(record).map_err(|error| Error::invalid("", error.to_string()))
}

/// Reads a calendar: the JSON of its schedule, or of the list of schedules
/// that a union is made of.
///
/// # Errors
///
/// As [`read`], and what [`Calendar::new`] and [`Calendar::union`] refuse.
///
/// ```
/// use deskcore::border;
///
/// let stored = r#"[{"tz":"Europe/Rome","weekly":{"mon":[["09:00","18:00"]]}},{"tz":"Europe/London","weekly":{"mon":[["09:00","18:00"]]}}]"#;
/// let calendar = border::read_calendar(stored)?;
/// assert_eq!(calendar.tz().name(), "Europe/Rome");
/// assert_eq!(border::write_calendar(&calendar)?, stored);
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn read_calendar(json: &str) -> Result<Calendar, Error> {
    if !json.trim_start().starts_with('[') {
        return Ok(Calendar::new(&read(json)?)?);
    }
    let schedules: Vec<Schedule> = read(json)?;
    let calendars: Result<Vec<_>, _> = schedules.iter().map(Calendar::new).collect();
    Ok(Calendar::union(&calendars?)?)
}

/// Writes a calendar as [`read_calendar`] reads it.
///
/// # Errors
///
/// As [`write()`].
pub fn write_calendar(calendar: &Calendar) -> Result<String, Error> {
    match calendar.schedules() {
        [schedule] => write(schedule),
        schedules => write(&schedules),
    }
}

/// Does some work so that nothing but its result comes out: a panic, which
/// would be a mistake of this library, is a failure of the kind `internal_error`.
///
/// # Errors
///
/// Those of the work.
///
/// ```
/// use deskcore::{ErrorKind, border};
///
/// let failure = border::guard(|| -> Result<(), _> { panic!("a bug") }).unwrap_err();
/// assert_eq!(failure.kind, ErrorKind::InternalError);
/// assert!(failure.message.ends_with("a bug"));
/// ```
pub fn guard<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Box<Failure>> {
    // Desks, calendars and tickets of a host are never changed in place, so
    // no half-made change can be seen afterwards; of queues and routers, one
    // could be.
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|error| Box::new(error.into())),
        Err(panic) => Err(Box::new(internal(&*panic))),
    }
}

fn internal(panic: &(dyn Any + Send)) -> Failure {
    let said = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    Failure {
        kind: ErrorKind::InternalError,
        code: ErrorKind::InternalError.name().to_owned(),
        message: format!("a mistake of this library, please report it: {said}"),
        path: None,
        hint: None,
        line: None,
        column: None,
        problems: Vec::new(),
    }
}

/// Where a value is no record, by the record's schema; by what the reader
/// said when the schema finds nothing.
fn mistake(value: &Value, schema: &Value, error: &serde_json::Error) -> Error {
    let problems = shape::check(value, schema);
    // A misspelt key tells more than the missing one that it makes.
    let told = problems.iter().position(|problem| problem.hint.is_some());
    match problems.into_iter().nth(told.unwrap_or_default()) {
        Some(problem) => Error::InvalidInput {
            path: problem.path,
            message: problem.message,
            hint: problem.hint,
        },
        None => Error::invalid("", error.to_string()),
    }
}
