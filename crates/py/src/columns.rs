//! Columns: numpy's arrays, and Arrow's by the PyCapsule interface.
#![expect(
    unsafe_code,
    reason = "Arrow's C data interface is structs behind pointers; nothing else here is"
)]

use std::ffi::CStr;
use std::ptr::NonNull;

use arrow_array::cast::AsArray;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi, to_ffi};
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::types::{
    ArrowPrimitiveType, DurationMicrosecondType, DurationMillisecondType, DurationNanosecondType,
    DurationSecondType, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef, Int64Array, make_array};
use arrow_schema::{DataType, TimeUnit};
use deskcore::time::{Calendar, NEVER_MS};
use deskcore::{Error, border};
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyBool, PyCapsule, PyInt, PyTuple};

use crate::convert::records;
use crate::error::{caught, invalid, raise};

#[derive(Clone, Copy)]
pub(crate) enum Operation {
    Between,
    Add,
}

enum Column<'py> {
    One([i64; 1]),
    Numpy(PyReadonlyArray1<'py, i64>),
    Arrow(Int64Array),
}

impl<'py> Column<'py> {
    fn of(name: &str, object: &Bound<'py, PyAny>) -> PyResult<Self> {
        let py = object.py();
        let path = || format!("/{name}");
        if object.is_instance_of::<PyInt>() && !object.is_instance_of::<PyBool>() {
            let one = object.extract();
            return one
                .map(|one| Self::One([one]))
                .map_err(|_| invalid(&path(), "a number beyond 64 bits"));
        }
        if let Some(array) = arrow(name, object)? {
            return Ok(Self::Arrow(array));
        }
        // Where numpy is not installed nothing is an array of its, and asking
        // its interface would be a panic.
        let numpy = py.import(intern!(py, "numpy")).is_ok();
        if numpy && let Ok(array) = object.extract::<PyReadonlyArray1<'py, i64>>() {
            return Self::contiguous(name, array);
        }
        let dtype = object
            .getattr(intern!(py, "dtype"))
            .and_then(|dtype| dtype.str()?.extract::<String>());
        if let (true, Ok(dtype)) = (numpy, &dtype)
            && let Some((kind @ ("datetime64" | "timedelta64"), _)) = dtype.split_once('[')
            && let Ok(view) = milliseconds(object, kind)
        {
            return Self::contiguous(name, view);
        }
        let found = dtype.map(|dtype| format!("an array of {dtype}"));
        let found = found.or_else(|_| object.get_type().name().map(|name| name.to_string()))?;
        let message = format!(
            "expected a column of int64, datetime64 or timedelta64 in one dimension, of numpy or Arrow, or one int, found {found}"
        );
        Err(invalid(&path(), message))
    }

    fn contiguous(name: &str, array: PyReadonlyArray1<'py, i64>) -> PyResult<Self> {
        match array.as_slice() {
            Ok(_) => Ok(Self::Numpy(array)),
            Err(_) => Err(invalid(
                &format!("/{name}"),
                "a view with strides: expected contiguous values, such as numpy.ascontiguousarray gives",
            )),
        }
    }

    fn values(&self) -> PyResult<&[i64]> {
        match self {
            Self::One(one) => Ok(one),
            Self::Numpy(array) => Ok(array.as_slice()?),
            Self::Arrow(array) => Ok(array.values()),
        }
    }

    fn is_numpy(&self) -> bool {
        matches!(self, Self::Numpy(_))
    }

    fn is_arrow(&self) -> bool {
        matches!(self, Self::Arrow(_))
    }

    fn nulls(&self) -> Option<&Int64Array> {
        match self {
            Self::Arrow(array) => Some(array),
            _ => None,
        }
    }
}

/// Numbers as an argument: an array of numpy's, a list, or its JSON text.
pub(crate) enum Numbers<'py> {
    Array(PyReadonlyArray1<'py, f64>),
    List(Vec<f64>),
}

impl<'py> Numbers<'py> {
    pub(crate) fn of(name: &str, object: &Bound<'py, PyAny>) -> PyResult<Self> {
        let py = object.py();
        let kind = object.getattr(intern!(py, "dtype"));
        let kind = kind.and_then(|dtype| dtype.getattr(intern!(py, "kind"))?.extract::<char>());
        if !matches!(kind, Ok('f' | 'i' | 'u')) {
            return records(Some(name), object).map(Self::List);
        }
        // The same memory where it is contiguous and of that type already.
        let numpy = py.import(intern!(py, "numpy"))?;
        let array = numpy.call_method1(intern!(py, "ascontiguousarray"), (object, "float64"))?;
        array.extract().map(Self::Array).map_err(|_| {
            let message = "an array of several dimensions: expected one";
            invalid(&format!("/{name}"), message)
        })
    }

    pub(crate) fn values(&self) -> PyResult<&[f64]> {
        match self {
            Self::Array(array) => Ok(array.as_slice()?),
            Self::List(list) => Ok(list),
        }
    }
}

/// The values of an array of datetime64 or timedelta64, in milliseconds: the
/// same memory when they are so already.
fn milliseconds<'py>(
    array: &Bound<'py, PyAny>,
    kind: &str,
) -> PyResult<PyReadonlyArray1<'py, i64>> {
    let py = array.py();
    let options = [("copy", false)].into_py_dict(py)?;
    let array = array.call_method("astype", (format!("{kind}[ms]"),), Some(&options))?;
    let view = array.call_method1(intern!(py, "view"), (intern!(py, "int64"),))?;
    view.extract()
}

/// Does an operation on each row of two columns.
pub(crate) fn column<'py>(
    calendar: &Calendar,
    operation: Operation,
    (left_name, left): (&str, &Bound<'py, PyAny>),
    (right_name, right): (&str, &Bound<'py, PyAny>),
) -> PyResult<Bound<'py, PyAny>> {
    // Readers of Arrow assert what a producer has to keep to.
    let columns = || Ok((Column::of(left_name, left)?, Column::of(right_name, right)?));
    let py = left.py();
    let (left, right) = caught(columns)?;
    let (a, b) = (left.values()?, right.values()?);
    let rows = match (a.len(), b.len()) {
        (1, rows) | (rows, 1) => rows,
        (rows, _) => rows,
    };
    let work = || -> Result<Vec<i64>, Error> {
        let mut out = vec![0; rows];
        match operation {
            Operation::Between => calendar.between_column(a, b, &mut out)?,
            Operation::Add => calendar.add_column(a, b, &mut out)?,
        }
        Ok(out)
    };
    let out = py
        .detach(|| border::guard(work))
        .map_err(|failure| raise(*failure))?;
    if left.is_numpy() && !right.is_arrow() || right.is_numpy() && !left.is_arrow() {
        return Ok(out.into_pyarray(py).into_any());
    }
    let is_null = |column: &Column<'_>, row: usize| {
        column
            .nulls()
            .is_some_and(|array| array.is_null(if array.len() == 1 { 0 } else { row }))
    };
    let rows = out.into_iter().enumerate().map(|(row, value)| {
        let known = value != NEVER_MS && !is_null(&left, row) && !is_null(&right, row);
        known.then_some(value)
    });
    let column = ArrowColumn(rows.collect());
    Ok(Bound::new(py, column)?.into_any())
}

/// A column of int64 for whoever reads Arrow: `pyarrow.array(column)`,
/// `polars.Series(column)`, `pandas` by either. Nulls are what is not known,
/// and what never comes.
#[pyclass(frozen, module = "deskcore")]
pub(crate) struct ArrowColumn(Int64Array);

#[pymethods]
impl ArrowColumn {
    /// Arrow's C data interface, as capsules.
    #[pyo3(signature = (requested_schema: "object | None" = None) -> "tuple[object, object]")]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        // A producer may ignore what is asked for.
        let _ = requested_schema;
        let (array, schema) =
            to_ffi(&self.0.to_data()).map_err(|error| PyValueError::new_err(error.to_string()))?;
        let schema = PyCapsule::new_with_value(py, schema, c"arrow_schema")?;
        let array = PyCapsule::new_with_value(py, array, c"arrow_array")?;
        PyTuple::new(py, [schema, array])
    }

    /// The values as a numpy array of int64; null is the smallest int64.
    #[pyo3(signature = () -> "Any")]
    fn to_numpy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyArray1<i64>>> {
        py.import(intern!(py, "numpy"))?;
        let values = self.0.iter().map(|value| value.unwrap_or(NEVER_MS));
        Ok(PyArray1::from_iter(py, values))
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __repr__(&self) -> String {
        format!("<ArrowColumn of {} rows>", self.0.len())
    }
}

/// The array that an object exports, if it exports one.
fn arrow(name: &str, object: &Bound<'_, PyAny>) -> PyResult<Option<Int64Array>> {
    let py = object.py();
    let fail = |message: String| invalid(&format!("/{name}"), message);
    let chunks: Vec<ArrayRef> = if object.hasattr(intern!(py, "__arrow_c_array__"))? {
        let pair = object.call_method0(intern!(py, "__arrow_c_array__"))?;
        let pair = pair.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>();
        let (schema, array) = pair.map_err(|error| fail(error.to_string()))?;
        let schema = pointer::<FFI_ArrowSchema>(&schema, c"arrow_schema").map_err(fail)?;
        let array = pointer::<FFI_ArrowArray>(&array, c"arrow_array").map_err(fail)?;
        // SAFETY: the capsules hold these structs by the PyCapsule interface of
        // Arrow; `from_raw` moves the array out and leaves a released one.
        let (array, schema) =
            unsafe { (FFI_ArrowArray::from_raw(array.as_ptr()), schema.as_ref()) };
        if array.is_released() {
            return Err(fail("an array of Arrow that was read before".to_owned()));
        }
        // SAFETY: an array that is not released is what its schema says.
        let data = unsafe { from_ffi(array, schema) };
        vec![make_array(data.map_err(|error| fail(error.to_string()))?)]
    } else if object.hasattr(intern!(py, "__arrow_c_stream__"))? {
        let capsule = object.call_method0(intern!(py, "__arrow_c_stream__"))?;
        let stream = pointer::<FFI_ArrowArrayStream>(&capsule, c"arrow_array_stream");
        let stream = stream.map_err(fail)?;
        // SAFETY: as above, for a stream.
        let reader = unsafe { ArrayStreamReader::from_raw(stream.as_ptr()) };
        let chunks = reader.and_then(Iterator::collect);
        chunks.map_err(|error| fail(error.to_string()))?
    } else {
        return Ok(None);
    };
    join(&chunks).map(Some).map_err(fail)
}

fn join(chunks: &[ArrayRef]) -> Result<Int64Array, String> {
    let numbers: Vec<Int64Array> = chunks.iter().map(numbers).collect::<Result<_, _>>()?;
    match numbers.as_slice() {
        [one] => Ok(one.clone()),
        more => Ok(more.iter().flatten().collect()),
    }
}

/// A chunk as integers, instants and durations as milliseconds: without a
/// copy where it is that already. Parts finer than a millisecond are cut.
fn numbers(chunk: &ArrayRef) -> Result<Int64Array, String> {
    fn of<T: ArrowPrimitiveType<Native = i64>>(chunk: &ArrayRef) -> Int64Array {
        chunk.as_primitive::<T>().reinterpret_cast()
    }
    let cut = |by: i64| move |number: i64| number.div_euclid(by);
    let longer = |seconds: i64| seconds.saturating_mul(1_000);
    use TimeUnit::{Microsecond, Millisecond, Nanosecond, Second};
    Ok(match chunk.data_type() {
        DataType::Int64 => of::<Int64Type>(chunk),
        DataType::Timestamp(_, None) => {
            return Err(
                "timestamps without a zone: expected some with one, such as UTC".to_owned(),
            );
        }
        DataType::Timestamp(Millisecond, _) => of::<TimestampMillisecondType>(chunk),
        DataType::Timestamp(Second, _) => of::<TimestampSecondType>(chunk).unary(longer),
        DataType::Timestamp(Microsecond, _) => {
            of::<TimestampMicrosecondType>(chunk).unary(cut(1_000))
        }
        DataType::Timestamp(Nanosecond, _) => {
            of::<TimestampNanosecondType>(chunk).unary(cut(1_000_000))
        }
        DataType::Duration(Millisecond) => of::<DurationMillisecondType>(chunk),
        DataType::Duration(Second) => of::<DurationSecondType>(chunk).unary(longer),
        DataType::Duration(Microsecond) => of::<DurationMicrosecondType>(chunk).unary(cut(1_000)),
        DataType::Duration(Nanosecond) => of::<DurationNanosecondType>(chunk).unary(cut(1_000_000)),
        other => {
            return Err(format!(
                "a column of {other}: expected int64, timestamp or duration"
            ));
        }
    })
}

fn pointer<T>(capsule: &Bound<'_, PyAny>, name: &CStr) -> Result<NonNull<T>, String> {
    let pointer = capsule.cast::<PyCapsule>().map_err(PyErr::from);
    let pointer = pointer.and_then(|capsule| capsule.pointer_checked(Some(name)));
    pointer
        .map(NonNull::cast)
        .map_err(|error| error.to_string())
}
