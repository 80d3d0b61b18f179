//! A host's own objects as a template reads them: what it names, when it does.

use std::cell::{OnceCell, RefCell};
use std::fmt::Display;
use std::rc::Rc;

use chrono::{DateTime, SecondsFormat, Utc};
use deskcore::border::{Names, Place};
use deskcore::template::{Extent, Foreign, Value};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyBool, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple,
    PyType,
};

use crate::error::{invalid, raise};

pub(crate) type Keys = Names<Py<PyString>>;

/// What one rendering has to do with Python.
pub(crate) struct Reading {
    keys: RefCell<Keys>,
    /// What the host's own code raised, or what cannot be taken: the first of
    /// it, raised when the rendering is done.
    failed: RefCell<Option<PyErr>>,
}

/// How an object is read: the first three are read directly, the others have
/// methods that may be the host's.
#[derive(Clone, Copy)]
enum Kind {
    Dict,
    List,
    Tuple,
    Mapping,
    Sequence,
}

struct Node {
    object: Py<PyAny>,
    kind: Kind,
    place: Place,
    reading: Rc<Reading>,
    /// Keys of an object that is gone through.
    names: OnceCell<Py<PyList>>,
}

impl Reading {
    pub(crate) fn new(keys: Keys) -> Rc<Self> {
        Rc::new(Self {
            keys: RefCell::new(keys),
            failed: RefCell::new(None),
        })
    }

    /// The data of a rendering.
    pub(crate) fn root(
        self: &Rc<Self>,
        data: &Bound<'_, PyAny>,
        place: Place,
    ) -> PyResult<Value<'static>> {
        match kind_of(data) {
            Some(kind @ (Kind::Dict | Kind::Mapping)) => self.node(data.clone(), kind, place),
            None if is_mapping(data) => self.node(data.clone(), Kind::Mapping, place),
            _ => Err(wrong(
                &place,
                format_args!("expected a dict, or JSON text, found {}", name_of(data)?),
            )),
        }
    }

    /// What is to be raised, and the keys for the next rendering.
    pub(crate) fn done(&self) -> (Option<PyErr>, Keys) {
        (self.failed.take(), self.keys.take())
    }

    fn node(
        self: &Rc<Self>,
        object: Bound<'_, PyAny>,
        kind: Kind,
        place: Place,
    ) -> PyResult<Value<'static>> {
        place.check_depth().map_err(|error| raise(error.into()))?;
        Ok(Value::Foreign(Rc::new(Node {
            object: object.unbind(),
            kind,
            place,
            reading: Rc::clone(self),
            names: OnceCell::new(),
        })))
    }

    /// A value, or nothing and the reason why.
    fn value(
        self: &Rc<Self>,
        object: Bound<'_, PyAny>,
        place: impl Fn() -> Place,
    ) -> PyResult<Value<'static>> {
        let refused = |message: &dyn Display| Err(wrong(&place(), message));
        if let Ok(text) = object.cast::<PyString>() {
            return match text.to_str() {
                Ok(text) => Ok(Value::Made(text.into())),
                Err(_) => refused(&"text with a lone surrogate: expected Unicode"),
            };
        }
        if object.is_none() {
            return Ok(Value::Nil);
        }
        if let Ok(truth) = object.cast::<PyBool>() {
            return Ok(Value::Bool(truth.is_true()));
        }
        if object.is_instance_of::<PyInt>() {
            return match object.extract::<i64>() {
                Ok(number) => Ok(Value::Integer(number)),
                // Digits are what a template makes of a number in any case.
                Err(_) => text_of(object.call_method0(intern!(object.py(), "__str__"))?),
            };
        }
        if object.is_instance_of::<PyFloat>() {
            let number: f64 = object.extract()?;
            return match number.is_finite() {
                true => Ok(Value::Float(number)),
                false => refused(&format_args!("{number}: expected a finite number")),
            };
        }
        if let Some(kind) = kind_of(&object) {
            return self.node(object, kind, place());
        }
        let py = object.py();
        if object.is_instance_of::<PyDate>() {
            // Most often of UTC, of which Python's own text takes long to make.
            if let Ok(at) = object.extract::<DateTime<Utc>>() {
                let parts = match at.timestamp_subsec_micros() {
                    0 => SecondsFormat::Secs,
                    _ => SecondsFormat::Micros,
                };
                return Ok(at.to_rfc3339_opts(parts, false).into());
            }
            let is_instant = object.is_instance_of::<PyDateTime>();
            if is_instant && object.call_method0(intern!(py, "utcoffset"))?.is_none() {
                return refused(
                    &"a naive datetime: expected one with a zone, such as datetime.now(timezone.utc)",
                );
            }
            return text_of(object.call_method0(intern!(py, "isoformat"))?);
        }
        static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        if object.is_instance(DECIMAL.import(py, "decimal", "Decimal")?)? {
            return match object.call_method0(intern!(py, "is_finite"))?.is_truthy()? {
                true => text_of(object.call_method1(intern!(py, "__format__"), ("f",))?),
                false => refused(&"a Decimal that is no number: expected a finite one"),
            };
        }
        if is_mapping(&object) {
            return self.node(object, Kind::Mapping, place());
        }
        let found = name_of(&object)?;
        refused(&format_args!(
            "expected a dict, list, str, number, bool, datetime, date or None, found {found}"
        ))
    }
}

fn wrong(place: &Place, message: impl Display) -> PyErr {
    invalid(&place.to_string(), message.to_string())
}

fn name_of(object: &Bound<'_, PyAny>) -> PyResult<String> {
    Ok(object.get_type().name()?.to_string())
}

fn text_of(text: Bound<'_, PyAny>) -> PyResult<Value<'static>> {
    Ok(text.extract::<String>()?.into())
}

fn kind_of(object: &Bound<'_, PyAny>) -> Option<Kind> {
    if object.is_exact_instance_of::<PyDict>() {
        Some(Kind::Dict)
    } else if object.is_exact_instance_of::<PyList>() {
        Some(Kind::List)
    } else if object.is_exact_instance_of::<PyTuple>() {
        Some(Kind::Tuple)
    } else if object.is_instance_of::<PyDict>() {
        Some(Kind::Mapping)
    } else if object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>() {
        Some(Kind::Sequence)
    } else {
        None
    }
}

/// Whether a class says that it is a mapping, which takes long to find out.
fn is_mapping(object: &Bound<'_, PyAny>) -> bool {
    object.cast::<PyMapping>().is_ok()
}

impl Node {
    /// Reads with what Python there is: nothing when that fails, and then to
    /// the end of the rendering.
    fn read<T>(&self, look: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<Option<T>>) -> Option<T> {
        if self.reading.failed.borrow().is_some() {
            return None;
        }
        Python::attach(|py| match look(self.object.bind(py)) {
            Ok(found) => found,
            Err(error) => {
                self.reading.failed.replace(Some(error));
                None
            }
        })
    }

    fn at_key(
        &self,
        object: &Bound<'_, PyAny>,
        key: &Bound<'_, PyString>,
    ) -> PyResult<Option<Value<'static>>> {
        let found = match object.cast_exact::<PyDict>() {
            Ok(dict) => dict.get_item(key)?,
            // Asked first, so that one that makes what it lacks stays as it is.
            Err(_) if object.contains(key)? => Some(object.get_item(key)?),
            Err(_) => None,
        };
        let Some(found) = found else {
            return Ok(None);
        };
        let place = || self.place.name(&key.to_string_lossy());
        self.reading.value(found, place).map(Some)
    }

    /// The key of an object at a place.
    fn key<'py>(
        &self,
        object: &Bound<'py, PyAny>,
        index: usize,
    ) -> PyResult<Option<Bound<'py, PyString>>> {
        let py = object.py();
        let names = match self.names.get() {
            Some(names) => names.bind(py),
            None => {
                let names = match object.cast_exact::<PyDict>() {
                    Ok(dict) => dict.keys(),
                    Err(_) => object.cast::<PyMapping>()?.keys()?,
                };
                self.names.get_or_init(|| names.unbind()).bind(py)
            }
        };
        let Ok(key) = names.get_item(index) else {
            return Ok(None);
        };
        match key.cast_into::<PyString>() {
            Ok(key) => Ok(Some(key)),
            Err(error) => {
                let found = name_of(&error.into_inner())?;
                let message = format_args!("a key of the type {found}: expected text");
                Err(wrong(&self.place, message))
            }
        }
    }
}

impl Foreign for Node {
    fn extent(&self) -> Extent {
        let len = self.read(|object| object.len().map(Some)).unwrap_or(0);
        match self.kind {
            Kind::Dict | Kind::Mapping => Extent::Object(len),
            _ => Extent::List(len),
        }
    }

    fn field(&self, name: &str) -> Option<Value<'static>> {
        if !matches!(self.kind, Kind::Dict | Kind::Mapping) {
            return None;
        }
        self.read(|object| {
            let py = object.py();
            // Of this reading alone: host code that is run meanwhile has others.
            self.reading.keys.borrow_mut().with(
                name,
                || PyString::intern(py, name).unbind(),
                |key| self.at_key(object, key.bind(py)),
            )
        })
    }

    fn item(&self, index: usize) -> Option<Value<'static>> {
        self.read(|object| {
            let found = match self.kind {
                Kind::Dict | Kind::Mapping => {
                    return match self.key(object, index)? {
                        Some(key) => self.at_key(object, &key),
                        None => Ok(None),
                    };
                }
                // One that has become shorter meanwhile has nothing there.
                Kind::List => object.cast::<PyList>()?.get_item(index).ok(),
                Kind::Tuple => object.cast::<PyTuple>()?.get_item(index).ok(),
                Kind::Sequence => Some(object.get_item(index)?),
            };
            match found {
                Some(found) => self
                    .reading
                    .value(found, || self.place.index(index))
                    .map(Some),
                None => Ok(None),
            }
        })
    }

    fn name(&self, index: usize) -> Option<String> {
        self.read(|object| match self.key(object, index)? {
            Some(key) => match key.to_str() {
                Ok(key) => Ok(Some(key.to_owned())),
                Err(_) => Err(wrong(
                    &self.place,
                    "a key with a lone surrogate: expected Unicode",
                )),
            },
            None => Ok(None),
        })
    }
}
