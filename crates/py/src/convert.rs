//! The bridge: Python's objects into JSON values and back, instants included.
//!
//! A serde bridge off the shelf knows no datetimes, follows a list that holds
//! itself until the stack ends, and tells no place. What a record is, the core
//! knows; here is only what Python is.

use std::fmt::Display;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use deskcore::border::{self, MOST_DEPTH};
use deskcore::time::instant;
use pyo3::exceptions::PyValueError;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyDate, PyDateTime, PyDelta, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple,
};
use pyo3::{IntoPyObjectExt, intern};
use serde::de::DeserializeOwned;
use serde::ser::{self, Serialize};
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

/// A JSON value from a Python object.
pub(crate) fn value(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    let mut walk = Walk {
        path: Vec::new(),
        left: border::MOST_BYTES,
    };
    walk.value(object)
}

struct Walk {
    path: Vec<String>,
    /// Bytes that the whole may still have.
    left: usize,
}

impl Walk {
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
                border::MOST_BYTES
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
            let at = moment(object).map_err(|message| self.wrong(message))?;
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

/// An instant from an aware datetime of any zone.
fn moment(object: &Bound<'_, PyAny>) -> Result<DateTime<Utc>, &'static str> {
    let py = object.py();
    if let Ok(at) = object.extract::<DateTime<Utc>>() {
        return Ok(at);
    }
    let beyond = "a datetime beyond the years 1 to 9999 in UTC";
    let zone = object.getattr(intern!(py, "tzinfo")).map_err(|_| beyond)?;
    if zone.is_none() {
        return Err(
            "a naive datetime: expected one with a zone, such as datetime.now(timezone.utc)",
        );
    }
    let in_utc = Utc
        .into_bound_py_any(py)
        .and_then(|utc| object.call_method1(intern!(py, "astimezone"), (utc,)));
    in_utc
        .and_then(|at| at.extract::<DateTime<Utc>>())
        .map_err(|_| beyond)
}

/// An instant as an argument: an aware datetime of any zone, or RFC 3339 text.
pub(crate) struct At(pub(crate) DateTime<Utc>);

impl At {
    pub(crate) fn of(name: &str, object: &Bound<'_, PyAny>) -> PyResult<Self> {
        let path = || format!("/{name}");
        if object.is_instance_of::<PyDateTime>() {
            let at = moment(object).map_err(|message| invalid(&path(), message))?;
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
pub(crate) fn give<'py, T: Serialize>(py: Python<'py>, record: &T) -> PyResult<Bound<'py, PyAny>> {
    record.serialize(ToPython(py)).map_err(|Fault(error)| error)
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

/// Serialises into Python's own objects.
#[derive(Clone, Copy)]
struct ToPython<'py>(Python<'py>);

#[derive(Debug)]
struct Fault(PyErr);

impl Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Fault {}

impl ser::Error for Fault {
    fn custom<T: Display>(message: T) -> Self {
        Self(PyValueError::new_err(message.to_string()))
    }
}

impl From<PyErr> for Fault {
    fn from(error: PyErr) -> Self {
        Self(error)
    }
}

type Made<'py> = Result<Bound<'py, PyAny>, Fault>;

impl<'py> ToPython<'py> {
    fn made(self, object: impl IntoPyObjectExt<'py>) -> Made<'py> {
        Ok(object.into_bound_py_any(self.0)?)
    }

    fn items(self) -> Items<'py> {
        Items {
            to: self,
            tag: None,
            items: Vec::new(),
        }
    }

    fn entries(self) -> Result<Entries<'py>, Fault> {
        Ok(Entries {
            to: self,
            tag: None,
            dict: PyDict::new(self.0),
            key: None,
        })
    }

    /// The form of a variant that has something in it: `{"name": …}`.
    fn tagged(self, tag: &'static str, inner: Bound<'py, PyAny>) -> Made<'py> {
        let dict = PyDict::new(self.0);
        dict.set_item(PyString::intern(self.0, tag), inner)?;
        Ok(dict.into_any())
    }
}

macro_rules! plain {
    ($($method:ident: $of:ty),* $(,)?) => {
        $(fn $method(self, value: $of) -> Made<'py> { self.made(value) })*
    };
}

impl<'py> ser::Serializer for ToPython<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Fault;
    type SerializeSeq = Items<'py>;
    type SerializeTuple = Items<'py>;
    type SerializeTupleStruct = Items<'py>;
    type SerializeTupleVariant = Items<'py>;
    type SerializeMap = Entries<'py>;
    type SerializeStruct = Entries<'py>;
    type SerializeStructVariant = Entries<'py>;

    plain! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32,
        serialize_i64: i64, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32,
        serialize_u64: u64, serialize_f32: f32, serialize_f64: f64, serialize_char: char,
        serialize_str: &str, serialize_bytes: &[u8],
    }

    fn serialize_none(self) -> Made<'py> {
        Ok(self.0.None().into_bound(self.0))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Made<'py> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Made<'py> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Made<'py> {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Made<'py> {
        Ok(PyString::intern(self.0, name).into_any())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Made<'py> {
        let object = value.serialize(self)?;
        if name != instant::NAME {
            return Ok(object);
        }
        let text = object.extract::<String>()?;
        let at = instant::parse(&text).map_err(<Fault as ser::Error>::custom)?;
        Ok(Moment(at).into_bound_py_any(self.0)?)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Made<'py> {
        let inner = value.serialize(self)?;
        self.tagged(name, inner)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'py>, Fault> {
        Ok(self.items())
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'py>, Fault> {
        Ok(self.items())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'py>, Fault> {
        Ok(self.items())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Items<'py>, Fault> {
        let mut items = self.items();
        items.tag = Some(name);
        Ok(items)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries<'py>, Fault> {
        self.entries()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Entries<'py>, Fault> {
        self.entries()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Entries<'py>, Fault> {
        let mut entries = self.entries()?;
        entries.tag = Some(name);
        Ok(entries)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Made<'py> {
        self.made(value.to_string())
    }
}

struct Items<'py> {
    to: ToPython<'py>,
    tag: Option<&'static str>,
    items: Vec<Bound<'py, PyAny>>,
}

impl<'py> Items<'py> {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.items.push(value.serialize(self.to)?);
        Ok(())
    }

    fn finish(self) -> Made<'py> {
        let list = PyList::new(self.to.0, self.items)?.into_any();
        match self.tag {
            Some(tag) => self.to.tagged(tag, list),
            None => Ok(list),
        }
    }
}

struct Entries<'py> {
    to: ToPython<'py>,
    tag: Option<&'static str>,
    dict: Bound<'py, PyDict>,
    key: Option<Bound<'py, PyAny>>,
}

impl<'py> Entries<'py> {
    fn field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Fault> {
        let value = value.serialize(self.to)?;
        Ok(self
            .dict
            .set_item(PyString::intern(self.to.0, key), value)?)
    }

    fn finish(self) -> Made<'py> {
        match self.tag {
            Some(tag) => self.to.tagged(tag, self.dict.into_any()),
            None => Ok(self.dict.into_any()),
        }
    }
}

macro_rules! compound {
    ($($of:ident for $maker:ident, $method:ident($($key:ident: $key_type:ty)?) by $step:ident;)*) => {
        $(impl<'py> ser::$of for $maker<'py> {
            type Ok = Bound<'py, PyAny>;
            type Error = Fault;

            fn $method<T: Serialize + ?Sized>(
                &mut self,
                $($key: $key_type,)?
                value: &T,
            ) -> Result<(), Fault> {
                self.$step($($key,)? value)
            }

            fn end(self) -> Made<'py> {
                self.finish()
            }
        })*
    };
}

compound! {
    SerializeSeq for Items, serialize_element() by push;
    SerializeTuple for Items, serialize_element() by push;
    SerializeTupleStruct for Items, serialize_field() by push;
    SerializeTupleVariant for Items, serialize_field() by push;
    SerializeStruct for Entries, serialize_field(key: &'static str) by field;
    SerializeStructVariant for Entries, serialize_field(key: &'static str) by field;
}

impl<'py> ser::SerializeMap for Entries<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Fault;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Fault> {
        self.key = Some(key.serialize(self.to)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        let key = self
            .key
            .take()
            .ok_or_else(|| <Fault as ser::Error>::custom("a value without a key"))?;
        Ok(self.dict.set_item(key, value.serialize(self.to)?)?)
    }

    fn end(self) -> Made<'py> {
        self.finish()
    }
}
