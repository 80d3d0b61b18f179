//! The bridge: Python's objects into JSON values and back, instants included.
//!
//! A serde bridge off the shelf knows no datetimes, follows a list that holds
//! itself until the stack ends, and tells no place. What a record is, the core
//! knows; here is only what Python is.

use std::fmt::Display;

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use deskcore::border::{self, Data, MOST_DEPTH};
use deskcore::time::{Zone, instant};
use pyo3::Borrowed;
use pyo3::exceptions::{PyException, PyOverflowError};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyDate, PyDateTime, PyDelta, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple,
};
use pyo3::{IntoPyObjectExt, intern};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value};

use crate::error::{guarded, invalid};

/// Reads a record from a dictionary.
pub(crate) fn take<T>(object: &Bound<'_, PyAny>) -> PyResult<T>
where
    T: DeserializeOwned + schemars::JsonSchema,
{
    let value = value(object)?;
    guarded(|| border::read_value(&value))
}

/// Reads records from dictionaries, or from their JSON text: as many as one
/// call may have. Where they are one argument of several that is told by its
/// name, their places begin with it.
pub(crate) fn records<T>(argument: Option<&str>, object: &Bound<'_, PyAny>) -> PyResult<T>
where
    T: DeserializeOwned + schemars::JsonSchema,
{
    let value = Walk::new(argument, border::MOST_BYTES_OF_MANY).value(object)?;
    guarded(|| {
        let read = match &value {
            Value::String(text) => border::read_many(text),
            value => border::read_value(value),
        };
        read.map_err(|error| match argument {
            Some(argument) => border::under(&format!("/{argument}"), error),
            None => error,
        })
    })
}

/// JSON text: of an object, or as it was given.
pub(crate) fn text_of(object: &Bound<'_, PyAny>) -> PyResult<String> {
    match Walk::new(None, border::MOST_BYTES_OF_MANY).value(object)? {
        Value::String(text) => Ok(text),
        value => Ok(value.to_string()),
    }
}

/// A JSON value from a Python object.
pub(crate) fn value(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    Walk::new(None, border::MOST_BYTES).value(object)
}

struct Walk {
    path: Vec<String>,
    /// Bytes that the whole may have, and still has.
    most: usize,
    left: usize,
}

impl Walk {
    fn new(argument: Option<&str>, most: usize) -> Self {
        Self {
            path: argument.map(str::to_owned).into_iter().collect(),
            most,
            left: most,
        }
    }

    fn wrong(&self, message: impl Display) -> PyErr {
        let path: String = self
            .path
            .iter()
            .map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1")))
            .collect();
        invalid(&path, message.to_string())
    }

    fn spend(&mut self, bytes: usize) -> PyResult<()> {
        match self.left.checked_sub(bytes) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(self.wrong(format_args!(
                "longer than {} bytes: expected less",
                self.most
            ))),
        }
    }

    fn text(&mut self, text: &Bound<'_, PyString>) -> PyResult<String> {
        match text.to_cow() {
            Ok(text) => {
                self.spend(text.len() + 2)?;
                Ok(text.into_owned())
            }
            Err(_) => Err(self.wrong("text with a lone surrogate: expected Unicode")),
        }
    }

    fn value(&mut self, object: &Bound<'_, PyAny>) -> PyResult<Value> {
        if let Ok(text) = object.cast::<PyString>() {
            return self.text(text).map(Value::String);
        }
        self.spend(1)?;
        if object.is_none() {
            Ok(Value::Null)
        } else if let Ok(truth) = object.cast::<PyBool>() {
            Ok(Value::Bool(truth.is_true()))
        } else if object.is_instance_of::<PyInt>() {
            if let Ok(number) = object.extract::<i64>() {
                Ok(Value::from(number))
            } else if let Ok(number) = object.extract::<u64>() {
                Ok(Value::from(number))
            } else {
                Err(self.wrong("a number beyond 64 bits: expected ids as text"))
            }
        } else if object.is_instance_of::<PyFloat>() {
            let number: f64 = object.extract()?;
            match Number::from_f64(number) {
                Some(number) => Ok(Value::Number(number)),
                None => Err(self.wrong(format_args!("{number}: expected a finite number"))),
            }
        } else if let Ok(dict) = object.cast::<PyDict>() {
            self.dict(dict)
        } else if let Ok(list) = object.cast::<PyList>() {
            self.list(list.iter())
        } else if let Ok(tuple) = object.cast::<PyTuple>() {
            self.list(tuple.iter())
        } else if object.is_instance_of::<PyDateTime>() {
            let at = moment(object, |message| self.wrong(message))?;
            Ok(Value::String(
                at.to_rfc3339_opts(SecondsFormat::Millis, true),
            ))
        } else if object.is_instance_of::<PyDate>() {
            let text: String = object
                .call_method0(intern!(object.py(), "isoformat"))?
                .extract()?;
            Ok(Value::String(text))
        } else if object.is_instance_of::<PyDelta>() {
            let duration: TimeDelta = object.extract()?;
            match duration.subsec_nanos() {
                0 => Ok(Value::from(duration.num_seconds())),
                _ => Err(self.wrong("a fraction of a second: expected whole seconds")),
            }
        } else {
            let found = object.get_type().name()?;
            Err(self.wrong(format_args!(
                "expected a dict, list, str, number, bool, datetime or None, found {found}"
            )))
        }
    }

    fn deeper<T>(
        &mut self,
        step: String,
        go: impl FnOnce(&mut Self) -> PyResult<T>,
    ) -> PyResult<T> {
        self.path.push(step);
        if self.path.len() > MOST_DEPTH {
            self.path.clear();
            return Err(self.wrong(format_args!("nested more than {MOST_DEPTH} deep")));
        }
        let result = go(self)?;
        self.path.pop();
        Ok(result)
    }

    fn dict(&mut self, dict: &Bound<'_, PyDict>) -> PyResult<Value> {
        let mut object = Map::with_capacity(dict.len());
        // A copy: what a key or value does when it is read cannot change it.
        for (key, item) in dict.copy()?.iter() {
            let Ok(key) = key.cast::<PyString>() else {
                let found = key.get_type().name()?;
                return Err(self.wrong(format_args!("a key of the type {found}: expected text")));
            };
            let key = self.text(key)?;
            let item = self.deeper(key.clone(), |walk| walk.value(&item))?;
            object.insert(key, item);
        }
        Ok(Value::Object(object))
    }

    fn list<'py>(&mut self, items: impl Iterator<Item = Bound<'py, PyAny>>) -> PyResult<Value> {
        let items = items
            .enumerate()
            .map(|(index, item)| self.deeper(index.to_string(), |walk| walk.value(&item)));
        items.collect::<PyResult<Vec<Value>>>().map(Value::Array)
    }
}

/// An instant from an aware datetime of any zone, which may be the host's own
/// code.
fn moment(object: &Bound<'_, PyAny>, wrong: impl Fn(&str) -> PyErr) -> PyResult<DateTime<Utc>> {
    let py = object.py();
    if let Ok(at) = object.extract::<DateTime<Utc>>() {
        return Ok(at);
    }
    let failed = |error: PyErr| {
        if error.is_instance_of::<PyOverflowError>(py) {
            wrong("a datetime beyond the years 1 to 9999 in UTC")
        } else if error.is_instance_of::<PyException>(py) {
            let refused = wrong(&format!("a datetime that does not tell its zone: {error}"));
            refused.set_cause(py, Some(error));
            refused
        } else {
            error // Somebody pressed Ctrl-C.
        }
    };
    // A zone that knows no offset makes no datetime aware, and `astimezone`
    // would take the zone of this machine.
    let offset = object.call_method0(intern!(py, "utcoffset"));
    if offset.map_err(failed)?.is_none() {
        return Err(wrong(
            "a naive datetime: expected one with a zone, such as datetime.now(timezone.utc)",
        ));
    }
    let utc = Utc.into_bound_py_any(py)?;
    let in_utc = object.call_method1(intern!(py, "astimezone"), (utc,));
    in_utc.and_then(|at| at.extract()).map_err(failed)
}

/// A whole number as an argument.
pub(crate) struct Whole(pub(crate) i64);

impl<'py> FromPyObject<'_, 'py> for Whole {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = <i64 as FromPyObject>::INPUT_TYPE;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.extract() {
            Ok(number) => Ok(Self(number)),
            Err(_) => Err(invalid("", "expected a whole number of 64 bits")),
        }
    }
}

/// A number that is not negative; one beyond 32 bits is as good as the last.
pub(crate) fn count(path: &str, number: &Whole) -> PyResult<u32> {
    match number.0 {
        ..0 => Err(invalid(path, format!("{}: expected 0 or more", number.0))),
        number => Ok(u32::try_from(number).unwrap_or(u32::MAX)),
    }
}

/// A number of items.
pub(crate) fn size(path: &str, number: &Whole) -> PyResult<usize> {
    Ok(usize::try_from(count(path, number)?).unwrap_or(usize::MAX))
}

/// A zone as an argument: its IANA name.
pub(crate) fn zone(Text(name): &Text) -> PyResult<Zone> {
    name.parse()
        .map_err(|_| invalid("/zone", "expected an IANA name such as Europe/Rome"))
}

/// A date as an argument: one of Python's, or `YYYY-MM-DD`.
pub(crate) fn date(path: &str, object: &Bound<'_, PyAny>) -> PyResult<NaiveDate> {
    match object.cast::<PyString>() {
        Ok(text) => text.to_cow().ok().and_then(|text| text.parse().ok()),
        Err(_) => object.extract().ok(),
    }
    .ok_or_else(|| invalid(path, "expected a date, or YYYY-MM-DD"))
}

/// Text as an argument.
pub(crate) struct Text(pub(crate) String);

impl<'py> FromPyObject<'_, 'py> for Text {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = <&str as FromPyObject>::INPUT_TYPE;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match value(&object)? {
            Value::String(text) => Ok(Self(text)),
            _ => Err(invalid("", "expected text")),
        }
    }
}

/// An instant as an argument: an aware datetime of any zone, or RFC 3339 text.
pub(crate) struct At(pub(crate) DateTime<Utc>);

impl At {
    pub(crate) fn of(name: &str, object: &Bound<'_, PyAny>) -> PyResult<Self> {
        let path = || format!("/{name}");
        if object.is_instance_of::<PyDateTime>() {
            let at = moment(object, |message| invalid(&path(), message))?;
            return Ok(Self(at));
        }
        let Ok(text) = object.cast::<PyString>() else {
            let found = object.get_type().name()?;
            let message = format!("expected an aware datetime, or RFC 3339 text, found {found}");
            return Err(invalid(&path(), message));
        };
        let text = text
            .to_cow()
            .map_err(|_| invalid(&path(), "text with a lone surrogate"))?;
        let at = instant::parse(&text).map_err(|error| invalid(&path(), error.to_string()))?;
        Ok(Self(at))
    }
}

/// A duration as an argument: a timedelta, or seconds.
pub(crate) fn duration(name: &str, object: &Bound<'_, PyAny>) -> PyResult<TimeDelta> {
    let path = || format!("/{name}");
    if object.is_instance_of::<PyDelta>() {
        return object
            .extract()
            .map_err(|_| invalid(&path(), "a timedelta beyond the dates of a timestamp"));
    }
    let seconds = object.is_instance_of::<PyInt>() && !object.is_instance_of::<PyBool>();
    let seconds = if seconds {
        object.extract::<i64>().ok()
    } else {
        None
    };
    seconds.and_then(TimeDelta::try_seconds).ok_or_else(|| {
        invalid(
            &path(),
            "expected a timedelta, or a whole number of seconds",
        )
    })
}

/// A Python object of a record.
pub(crate) fn give<'py, T: Serialize + ?Sized>(
    py: Python<'py>,
    record: &T,
) -> PyResult<Bound<'py, PyAny>> {
    object(py, guarded(|| border::take_apart(record))?)
}

fn object(py: Python<'_>, data: Data) -> PyResult<Bound<'_, PyAny>> {
    match data {
        Data::Null => Ok(py.None().into_bound(py)),
        Data::Bool(truth) => truth.into_bound_py_any(py),
        Data::Integer(number) => number.into_bound_py_any(py),
        Data::Unsigned(number) => number.into_bound_py_any(py),
        Data::Number(number) => number.into_bound_py_any(py),
        Data::Text(text) => text.into_bound_py_any(py),
        Data::Instant(at) => within_years(at).into_bound_py_any(py),
        Data::List(items) => {
            let items = items.into_iter().map(|item| object(py, item));
            Ok(PyList::new(py, items.collect::<PyResult<Vec<_>>>()?)?.into_any())
        }
        Data::Map(entries) => {
            let dict = PyDict::new(py);
            for (key, value) in entries {
                dict.set_item(PyString::intern(py, &key), object(py, value)?)?;
            }
            Ok(dict.into_any())
        }
    }
}

/// An instant in a record. What lies beyond the years of a datetime, such as
/// the end of hours that never end, is the last of them.
fn within_years(at: DateTime<Utc>) -> Moment {
    // 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999Z.
    const YEARS: (i64, i64) = (-62_135_596_800_000, 253_402_300_799_999);
    let ms = at.timestamp_millis().clamp(YEARS.0, YEARS.1);
    Moment(DateTime::from_timestamp_millis(ms).unwrap_or(at))
}

/// An instant as a result: a datetime in UTC, where Python has one for it.
pub(crate) struct Moment(pub(crate) DateTime<Utc>);

impl<'py> IntoPyObject<'py> for Moment {
    type Target = PyDateTime;
    type Output = Bound<'py, PyDateTime>;
    type Error = PyErr;

    const OUTPUT_TYPE: PyStaticExpr = <DateTime<Utc> as IntoPyObject>::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        self.0.into_pyobject(py).map_err(|_| {
            let at = instant::format(self.0);
            invalid("", format!("{at} is beyond the years of a datetime"))
        })
    }
}
