//! Columns: calendar arithmetic over typed arrays of epoch milliseconds.
//!
//! A cell of either kind of array has eight bytes, so columns are words here,
//! and their kind says how to read one.

use std::ops::Range;
use std::ptr;
use std::sync::Arc;

use deskcore::time::{Calendar as Core, NEVER_MS, TimeError};
use deskcore::{Error, Failure, border};
use napi::bindgen_prelude::AsyncTask;
use napi::{Env, JsValue, Result, Task, sys};
use napi_derive::napi;

use crate::calendar::Calendar;
use crate::convert::{Answer, Host, call, expected, given, js};
use crate::error::thrown;

/// What the cells of a column are.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// `Float64Array`: nothing is NaN.
    Floats,
    /// `BigInt64Array`: nothing is the smallest of all.
    Integers,
}

impl Kind {
    fn ms(self, cell: u64) -> Option<i64> {
        match self {
            Self::Integers => Some(cell.cast_signed()),
            Self::Floats => {
                let ms = f64::from_bits(cell);
                if ms.abs() < 1e18 {
                    // SAFETY: it is a number in the range of an i64. Asking
                    // once is faster than the checks of a cast.
                    return Some(unsafe { ms.to_int_unchecked() });
                }
                (!ms.is_nan()).then_some(ms as i64)
            }
        }
    }

    fn cell(self, answer: Option<i64>) -> u64 {
        match self {
            Self::Integers => answer.unwrap_or(NEVER_MS).cast_unsigned(),
            Self::Floats => answer.map_or(f64::NAN, |ms| ms as f64).to_bits(),
        }
    }

    /// A new array. It lies in the engine's own heap, so this works too where
    /// addons may not lend it theirs.
    fn array(self, env: Env, rows: usize) -> Answer<js::Value> {
        let kind = match self {
            Self::Floats => sys::TypedarrayType::float64_array,
            Self::Integers => sys::TypedarrayType::bigint64_array,
        };
        let (env, bytes) = (env.raw(), rows.saturating_mul(8));
        let (mut buffer, mut data, mut array) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
        // SAFETY: the environment is the one of this call.
        let array = unsafe {
            let made = sys::napi_create_arraybuffer(env, bytes, &mut data, &mut buffer);
            let made = (made == sys::Status::napi_ok)
                .then(|| sys::napi_create_typedarray(env, kind, rows, buffer, 0, &mut array));
            (made == Some(sys::Status::napi_ok)).then(|| js::Value::from_raw_unchecked(env, array))
        };
        array.ok_or_else(|| Error::invalid("", format!("no memory for {rows} rows")))
    }
}

/// A column where the engine has it.
struct Column {
    kind: Kind,
    start: *mut u64,
    rows: usize,
}

impl Column {
    fn of((value, path): (js::Value, &str)) -> Answer<Self> {
        const EXPECTED: &str = "a Float64Array, or a BigInt64Array, of epoch milliseconds";
        let (env, value_of) = (value.value().env, value.raw());
        let (mut kind, mut rows, mut start) = (-1, 0, ptr::null_mut());
        let (mut buffer, mut offset) = (ptr::null_mut(), 0);
        // SAFETY: the value is of its own environment.
        let _ = unsafe {
            sys::napi_get_typedarray_info(
                env,
                value_of,
                &mut kind,
                &mut rows,
                &mut start,
                &mut buffer,
                &mut offset,
            )
        };
        let kind = match kind {
            sys::TypedarrayType::float64_array => Kind::Floats,
            sys::TypedarrayType::bigint64_array => Kind::Integers,
            _ => return Err(expected(value, path, EXPECTED)),
        };
        let start = match rows {
            0 => ptr::NonNull::dangling().as_ptr(),
            _ => start.cast(),
        };
        Ok(Self { kind, start, rows })
    }

    fn cells(&self) -> &[u64] {
        // SAFETY: so the engine says, which aligns cells to their size, and
        // runs nothing before this call is done.
        unsafe { std::slice::from_raw_parts(self.start, self.rows) }
    }
}

/// The numbers of a `Float64Array`; none of what is no such array.
pub(crate) fn floats(value: js::Value) -> Option<Vec<f64>> {
    let column = Column::of((value, "")).ok()?;
    let cells = column.cells().iter();
    (column.kind == Kind::Floats).then(|| cells.map(|cell| f64::from_bits(*cell)).collect())
}

/// What is asked of each row.
#[derive(Clone, Copy)]
enum Question {
    Between,
    Add,
}

/// What is asked, whose, and of what kind of cells.
#[derive(Clone)]
struct Ask {
    calendar: Arc<Core>,
    question: Question,
    kind: Kind,
}

/// The same of two columns.
struct Asked<Cells>(Ask, Cells, Cells);

impl Asked<Column> {
    fn of(calendar: &Calendar, question: Question, inputs: [(js::Value, &str); 2]) -> Answer<Self> {
        let [left, right] = inputs;
        let (left, right) = (Column::of(left)?, Column::of(right)?);
        let (calendar, kind) = (Arc::clone(&calendar.calendar), left.kind);
        one_kind(kind, &right)?;
        let ask = Ask {
            calendar,
            question,
            kind,
        };
        Ok(Self(ask, left, right))
    }

    /// Answers in the given array, or a new one.
    fn answer(self, env: Env, into: Option<js::Value>) -> Answer<js::Value> {
        let Self(ask, left, right) = &self;
        let asked = Asked(ask.clone(), left.cells(), right.cells());
        let out = match into.and_then(given) {
            Some(out) => out,
            None => ask.kind.array(env, asked.rows())?,
        };
        let column = Column::of((out, "/into"))?;
        one_kind(ask.kind, &column)?;
        let Range { start, end } = column.cells().as_ptr_range();
        for input in [left.cells().as_ptr_range(), right.cells().as_ptr_range()] {
            if start < input.end && input.start < end {
                return Err(Error::invalid(
                    "/into",
                    "it shares its memory with an input",
                ));
            }
        }
        // SAFETY: as for `cells`, and no input lies in that memory.
        let cells = unsafe { std::slice::from_raw_parts_mut(column.start, column.rows) };
        asked.fill(cells)?;
        Ok(out)
    }
}

fn one_kind(kind: Kind, column: &Column) -> Answer<()> {
    let message = "columns of two kinds: expected all Float64Array, or all BigInt64Array";
    if column.kind == kind {
        Ok(())
    } else {
        Err(Error::invalid("", message))
    }
}

impl<Cells: AsRef<[u64]>> Asked<Cells> {
    /// One answer a row, for as many rows as the longer column has.
    fn rows(&self) -> usize {
        match self.1.as_ref() {
            [_] => self.2.as_ref().len(),
            left => left.len(),
        }
    }

    /// As the core does for its columns of integers.
    fn fill(&self, out: &mut [u64]) -> Answer<()> {
        let rows = out.len();
        let lengths = [self.1.as_ref().len(), self.2.as_ref().len()];
        if let Some(len) = lengths.into_iter().find(|len| *len != rows && *len != 1) {
            return Err(TimeError::ColumnLength { len, rows }.into());
        }
        let calendar = &*self.0.calendar;
        match self.0.question {
            Question::Between => self.each(out, |a, b| Some(calendar.between_ms(a, b))),
            Question::Add => self.each(out, |at, open| calendar.add_ms(at, open)),
        }
        Ok(())
    }

    fn each(&self, out: &mut [u64], answer: impl Fn(i64, i64) -> Option<i64>) {
        // One loop a kind, so that none asks for it at every row.
        match self.0.kind {
            Kind::Floats => self.each_of(Kind::Floats, out, answer),
            Kind::Integers => self.each_of(Kind::Integers, out, answer),
        }
    }

    #[inline(always)]
    fn each_of(&self, kind: Kind, out: &mut [u64], answer: impl Fn(i64, i64) -> Option<i64>) {
        let (left, right) = (self.1.as_ref(), self.2.as_ref());
        let ms = |column: &[u64], row| match column {
            [only] => kind.ms(*only),
            column => column.get(row).and_then(|cell| kind.ms(*cell)),
        };
        for (row, out) in out.iter_mut().enumerate() {
            let pair = ms(left, row).zip(ms(right, row));
            *out = kind.cell(pair.and_then(|(left, right)| answer(left, right)));
        }
    }
}

/// The same away from the event loop, over copies of the columns.
pub struct Columns(Asked<Vec<u64>>);

impl Columns {
    fn task(env: Env, asked: impl FnOnce() -> Answer<Asked<Column>>) -> Result<AsyncTask<Self>> {
        call(env, |_| {
            let Asked(ask, left, right) = asked()?;
            let copies = Asked(ask, left.cells().to_vec(), right.cells().to_vec());
            Ok(AsyncTask::new(Self(copies)))
        })
    }
}

impl Task for Columns {
    type Output = std::result::Result<Vec<u64>, Box<Failure>>;
    type JsValue = js::Value;

    fn compute(&mut self) -> Result<Self::Output> {
        Ok(border::guard(|| {
            let mut out = vec![0; self.0.rows()];
            self.0.fill(&mut out)?;
            Ok(out)
        }))
    }

    fn resolve(&mut self, env: Env, output: Self::Output) -> Result<js::Value> {
        let cells = output.map_err(|failure| thrown(&Host::new(env), &failure))?;
        call(env, |_| {
            let array = self.0.0.kind.array(env, cells.len())?;
            let column = Column::of((array, ""))?;
            // SAFETY: the array is new and has as many cells.
            unsafe { ptr::copy_nonoverlapping(cells.as_ptr(), column.start, cells.len()) };
            Ok(array)
        })
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
    #[napi(ts_generic_types = "C extends Column")]
    pub fn between_column(
        &self,
        env: Env,
        start: js::C,
        end: js::C,
        into: Option<js::C>,
    ) -> Result<js::C> {
        let inputs = [(start, "/start"), (end, "/end")];
        call(env, |_| {
            Asked::of(self, Question::Between, inputs)?.answer(env, into)
        })
    }

    /// `addMs` for each row: the epoch millisecond at which `durationMs` open
    /// milliseconds have passed since `at`. Where they never will: NaN in a
    /// `Float64Array`, -(2n ** 63n) in a `BigInt64Array`. Else as
    /// `betweenColumn`.
    ///
    /// @throws {DeskcoreError} `column_length`, `invalid_input`.
    #[napi(ts_generic_types = "C extends Column")]
    pub fn add_column(
        &self,
        env: Env,
        at: js::C,
        duration_ms: js::C,
        into: Option<js::C>,
    ) -> Result<js::C> {
        let inputs = [(at, "/at"), (duration_ms, "/durationMs")];
        call(env, |_| {
            Asked::of(self, Question::Add, inputs)?.answer(env, into)
        })
    }

    /// `betweenColumn` in a thread of Node's pool, while the event loop turns.
    /// The columns are copied first: they may be changed or transferred as
    /// soon as this returns.
    #[napi(ts_generic_types = "C extends Column", ts_return_type = "Promise<C>")]
    pub fn between_column_async(
        &self,
        env: Env,
        start: js::C,
        end: js::C,
    ) -> Result<AsyncTask<Columns>> {
        let inputs = [(start, "/start"), (end, "/end")];
        Columns::task(env, || Asked::of(self, Question::Between, inputs))
    }

    /// `addColumn` in the same way.
    #[napi(ts_generic_types = "C extends Column", ts_return_type = "Promise<C>")]
    pub fn add_column_async(
        &self,
        env: Env,
        at: js::C,
        duration_ms: js::C,
    ) -> Result<AsyncTask<Columns>> {
        let inputs = [(at, "/at"), (duration_ms, "/durationMs")];
        Columns::task(env, || Asked::of(self, Question::Add, inputs))
    }
}
