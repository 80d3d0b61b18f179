//! Columns: calendar arithmetic over typed arrays of epoch milliseconds.

use std::ops::Range;
use std::ptr;
use std::sync::Arc;

use deskcore::time::{Calendar as Core, TimeError};
use deskcore::{Error, Failure, border};
use napi::bindgen_prelude::{
    AsyncTask, BigInt64Array, BigInt64ArraySlice, Either, Float64Array, Float64ArraySlice, Unknown,
};
use napi::{Env, Result, Task, sys};
use napi_derive::napi;

use crate::calendar::Calendar;
use crate::convert::{Host, call, expected, given, invalid};
use crate::error::thrown;

const EXPECTED: &str = "a Float64Array, or a BigInt64Array, of epoch milliseconds";

/// What is asked of each row.
#[derive(Clone, Copy)]
enum Question {
    Between,
    Add,
}

/// A column as it lies in the engine's memory, or a copy of one.
pub enum Column<F, I> {
    Floats(F),
    Integers(I),
}

type Borrowed<'env> = Column<Float64ArraySlice<'env>, BigInt64ArraySlice<'env>>;
type Owned = Column<Vec<f64>, Vec<i64>>;

impl<'env> Borrowed<'env> {
    fn of(value: Unknown<'env>, path: &str) -> std::result::Result<Self, Error> {
        // SAFETY: the conversions ask the value itself what it is.
        unsafe {
            value
                .cast()
                .map(Self::Floats)
                .or_else(|_| value.cast().map(Self::Integers))
        }
        .map_err(|_| expected(value, path, EXPECTED))
    }

    fn addresses(&self) -> Range<*const u8> {
        let Range { start, end } = match self {
            Self::Floats(column) => column.as_ptr_range(),
            Self::Integers(column) => {
                let Range { start, end } = column.as_ptr_range();
                start.cast()..end.cast()
            }
        };
        start.cast()..end.cast()
    }

    fn len(&self) -> usize {
        match self {
            Self::Floats(column) => column.len(),
            Self::Integers(column) => column.len(),
        }
    }

    fn copied(&self) -> Owned {
        match self {
            Self::Floats(column) => Column::Floats(column.to_vec()),
            Self::Integers(column) => Column::Integers(column.to_vec()),
        }
    }
}

/// One value a row, for as many rows as the longer column has.
fn rows(left: usize, right: usize) -> usize {
    if left == 1 { right } else { left }
}

impl Question {
    fn integers(
        self,
        calendar: &Core,
        left: &[i64],
        right: &[i64],
        out: &mut [i64],
    ) -> std::result::Result<(), Error> {
        Ok(match self {
            Self::Between => calendar.between_column(left, right, out),
            Self::Add => calendar.add_column(left, right, out),
        }?)
    }

    /// As the core does for integers. A row with NaN has NaN for its answer.
    fn floats(
        self,
        calendar: &Core,
        left: &[f64],
        right: &[f64],
        out: &mut [f64],
    ) -> std::result::Result<(), Error> {
        let rows = out.len();
        if let Some(len) = [left.len(), right.len()]
            .into_iter()
            .find(|len| *len != rows && *len != 1)
        {
            return Err(TimeError::ColumnLength { len, rows }.into());
        }
        let of = |column: &[f64], row: usize| match column {
            [value] => *value,
            column => column.get(row).copied().unwrap_or(f64::NAN),
        };
        for (row, out) in out.iter_mut().enumerate() {
            let (left, right) = (of(left, row), of(right, row));
            let (left_ms, right_ms) = (left as i64, right as i64);
            let answer = match self {
                _ if left.is_nan() || right.is_nan() => None,
                Self::Between => Some(calendar.between_ms(left_ms, right_ms)),
                Self::Add => calendar.add_ms(left_ms, right_ms),
            };
            *out = answer.map_or(f64::NAN, |ms| ms as f64);
        }
        Ok(())
    }

    /// Answers in an array of the engine's: the given one, or a new one.
    fn answer<'env>(
        self,
        host: &Host<'env>,
        calendar: &Core,
        names: [&str; 2],
        [left, right]: [Unknown<'env>; 2],
        into: Option<Unknown<'env>>,
    ) -> std::result::Result<Unknown<'env>, Error> {
        let [left_path, right_path] = names;
        let (left, right) = (
            Borrowed::of(left, left_path)?,
            Borrowed::of(right, right_path)?,
        );
        let out = match into.and_then(given) {
            Some(out) => out,
            None => fresh(host.env, &left, rows(left.len(), right.len()))?,
        };
        let mut column = Borrowed::of(out, "/into")?;
        let place = column.addresses();
        for input in [&left, &right] {
            let input = input.addresses();
            if place.start < input.end && input.start < place.end {
                return Err(invalid("/into", "it shares its memory with an input"));
            }
        }
        match (&left, &right, &mut column) {
            (Column::Floats(left), Column::Floats(right), Column::Floats(out)) => {
                // SAFETY: no input lies in that memory, and the engine runs
                // nothing until this is done.
                let out = unsafe { out.as_mut() };
                self.floats(calendar, left, right, out)?;
            }
            (Column::Integers(left), Column::Integers(right), Column::Integers(out)) => {
                // SAFETY: no input lies in that memory, and the engine runs
                // nothing until this is done.
                let out = unsafe { out.as_mut() };
                self.integers(calendar, left, right, out)?;
            }
            _ => return Err(mixed()),
        }
        Ok(out)
    }
}

fn mixed() -> Error {
    invalid(
        "",
        "columns of two kinds: expected all Float64Array, or all BigInt64Array",
    )
}

/// A new array of a column's kind. It lies in the engine's own heap, so this
/// works too where addons may not lend it theirs.
fn fresh<'env>(
    env: &'env Env,
    like: &Borrowed<'_>,
    rows: usize,
) -> std::result::Result<Unknown<'env>, Error> {
    let kind = match like {
        Column::Floats(_) => sys::TypedarrayType::float64_array,
        Column::Integers(_) => sys::TypedarrayType::bigint64_array,
    };
    let (mut buffer, mut data, mut array) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    let env = env.raw();
    // SAFETY: the environment is the one of this call, and both kinds have
    // eight bytes a row.
    let array = unsafe {
        let bytes = rows.saturating_mul(8);
        let made = sys::napi_create_arraybuffer(env, bytes, &mut data, &mut buffer);
        let made = (made == sys::Status::napi_ok)
            .then(|| sys::napi_create_typedarray(env, kind, rows, buffer, 0, &mut array));
        (made == Some(sys::Status::napi_ok)).then(|| Unknown::from_raw_unchecked(env, array))
    };
    array.ok_or_else(|| invalid("", format!("no memory for {rows} rows")))
}

/// The same away from the event loop.
pub struct Columns {
    calendar: Arc<Core>,
    question: Question,
    left: Owned,
    right: Owned,
}

impl Columns {
    fn new<'env>(
        env: &'env Env,
        calendar: &Calendar,
        question: Question,
        names: [&str; 2],
        [left, right]: [Unknown<'env>; 2],
    ) -> Result<AsyncTask<Self>> {
        let [left_path, right_path] = names;
        call(env, |_| {
            Ok(AsyncTask::new(Self {
                calendar: Arc::clone(&calendar.calendar),
                question,
                left: Borrowed::of(left, left_path)?.copied(),
                right: Borrowed::of(right, right_path)?.copied(),
            }))
        })
    }
}

impl Task for Columns {
    type Output = std::result::Result<Owned, Box<Failure>>;
    type JsValue = Either<Float64Array, BigInt64Array>;

    fn compute(&mut self) -> Result<Self::Output> {
        let Self {
            calendar,
            question,
            left,
            right,
        } = self;
        Ok(border::guard(|| match (left, right) {
            (Column::Floats(left), Column::Floats(right)) => {
                let mut out = vec![0.0; rows(left.len(), right.len())];
                question.floats(calendar, left, right, &mut out)?;
                Ok(Column::Floats(out))
            }
            (Column::Integers(left), Column::Integers(right)) => {
                let mut out = vec![0; rows(left.len(), right.len())];
                question.integers(calendar, left, right, &mut out)?;
                Ok(Column::Integers(out))
            }
            _ => Err(mixed()),
        }))
    }

    fn resolve(&mut self, env: Env, output: Self::Output) -> Result<Self::JsValue> {
        match output {
            Ok(Column::Floats(column)) => Ok(Either::A(column.into())),
            Ok(Column::Integers(column)) => Ok(Either::B(column.into())),
            Err(failure) => Err(thrown(&Host::new(&env), &failure)),
        }
    }
}

#[napi]
impl Calendar {
    /// `betweenMs` for each row, both columns in epoch milliseconds. A column
    /// of one value stands for every row. With `into`, an array of as many
    /// rows that shares no memory with them, nothing is allocated. Parts of a
    /// millisecond are cut; a row with NaN has NaN for its answer.
    ///
    /// @throws {DeskcoreError} `column_length`, `invalid_input`.
    #[napi(ts_generic_types = "C extends Column", ts_return_type = "C")]
    pub fn between_column<'env>(
        &self,
        env: &'env Env,
        #[napi(ts_arg_type = "C")] start: Unknown<'env>,
        #[napi(ts_arg_type = "C")] end: Unknown<'env>,
        #[napi(ts_arg_type = "C | null | undefined")] into: Option<Unknown<'env>>,
    ) -> Result<Unknown<'env>> {
        call(env, |host| {
            Question::Between.answer(host, &self.calendar, ["/start", "/end"], [start, end], into)
        })
    }

    /// `addMs` for each row: the epoch millisecond at which `durationMs` open
    /// milliseconds have passed since `at`. Where they never will: NaN in a
    /// `Float64Array`, -2n ** 63n in a `BigInt64Array`. Else as
    /// `betweenColumn`.
    ///
    /// @throws {DeskcoreError} `column_length`, `invalid_input`.
    #[napi(ts_generic_types = "C extends Column", ts_return_type = "C")]
    pub fn add_column<'env>(
        &self,
        env: &'env Env,
        #[napi(ts_arg_type = "C")] at: Unknown<'env>,
        #[napi(ts_arg_type = "C")] duration_ms: Unknown<'env>,
        #[napi(ts_arg_type = "C | null | undefined")] into: Option<Unknown<'env>>,
    ) -> Result<Unknown<'env>> {
        call(env, |host| {
            Question::Add.answer(
                host,
                &self.calendar,
                ["/at", "/durationMs"],
                [at, duration_ms],
                into,
            )
        })
    }

    /// `betweenColumn` in a thread of Node's pool, while the event loop turns.
    /// The columns are copied first: they may be changed or transferred as
    /// soon as this returns.
    #[napi(ts_generic_types = "C extends Column", ts_return_type = "Promise<C>")]
    pub fn between_column_async<'env>(
        &self,
        env: &'env Env,
        #[napi(ts_arg_type = "C")] start: Unknown<'env>,
        #[napi(ts_arg_type = "C")] end: Unknown<'env>,
    ) -> Result<AsyncTask<Columns>> {
        Columns::new(
            env,
            self,
            Question::Between,
            ["/start", "/end"],
            [start, end],
        )
    }

    /// `addColumn` in a thread of Node's pool, while the event loop turns. The
    /// columns are copied first: they may be changed or transferred as soon as
    /// this returns.
    #[napi(ts_generic_types = "C extends Column", ts_return_type = "Promise<C>")]
    pub fn add_column_async<'env>(
        &self,
        env: &'env Env,
        #[napi(ts_arg_type = "C")] at: Unknown<'env>,
        #[napi(ts_arg_type = "C")] duration_ms: Unknown<'env>,
    ) -> Result<AsyncTask<Columns>> {
        Columns::new(
            env,
            self,
            Question::Add,
            ["/at", "/durationMs"],
            [at, duration_ms],
        )
    }
}
