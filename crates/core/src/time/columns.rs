//! Calendar arithmetic over columns of epoch milliseconds.
//!
//! The same functions as for one instant, a row at a time: a host's arrays
//! come in and go out without becoming instants on the way.

use super::{Calendar, TimeError};

/// What a column holds for "never" and for "not known": the value that numpy
/// reads as not a time. A row that has it in one of its columns has it in the
/// result.
pub const NEVER_MS: i64 = i64::MIN;

/// The rows of a column, or its one value for every row.
fn rows(values: &[i64], rows: usize) -> Result<impl Iterator<Item = i64>, TimeError> {
    match values.len() {
        len if len == rows || len == 1 => Ok(values.iter().copied().cycle()),
        len => Err(TimeError::ColumnLength { len, rows }),
    }
}

impl Calendar {
    /// [`between_ms`](Self::between_ms) for each row: open milliseconds from
    /// `start` to `end`, both epoch milliseconds. A column of one value
    /// stands for every row.
    ///
    /// # Errors
    ///
    /// [`TimeError::ColumnLength`] when a column is neither as long as `out`
    /// nor of one value; `out` is then as it was.
    ///
    /// ```
    /// use deskcore::time::{Calendar, NEVER_MS, Schedule};
    ///
    /// let always = Calendar::new(&Schedule::around_the_clock())?;
    /// let mut open = [0; 3];
    /// always.between_column(&[0], &[1_000, 60_000, NEVER_MS], &mut open)?;
    /// assert_eq!(open, [1_000, 60_000, NEVER_MS]);
    /// # Ok::<(), deskcore::time::TimeError>(())
    /// ```
    pub fn between_column(
        &self,
        start: &[i64],
        end: &[i64],
        out: &mut [i64],
    ) -> Result<(), TimeError> {
        self.each(start, end, out, Self::between_ms)
    }

    /// [`add_ms`](Self::add_ms) for each row: the epoch millisecond at which
    /// `open` milliseconds have passed since `at`; [`NEVER_MS`] where they
    /// never will, and where `open` is below zero. A column of one value
    /// stands for every row.
    ///
    /// # Errors
    ///
    /// As [`between_column`](Self::between_column).
    ///
    /// ```
    /// use deskcore::time::{Calendar, NEVER_MS, Schedule};
    ///
    /// let always = Calendar::new(&Schedule::around_the_clock())?;
    /// let mut due = [0; 2];
    /// always.add_column(&[0, 60_000], &[7_200_000], &mut due)?;
    /// assert_eq!(due, [7_200_000, 7_260_000]);
    /// always.add_column(&[0, 0], &[1, -1], &mut due)?;
    /// assert_eq!(due, [1, NEVER_MS]);
    /// # Ok::<(), deskcore::time::TimeError>(())
    /// ```
    pub fn add_column(&self, at: &[i64], open: &[i64], out: &mut [i64]) -> Result<(), TimeError> {
        self.each(at, open, out, |calendar, at, open| {
            calendar.add_ms(at, open).unwrap_or(NEVER_MS)
        })
    }

    fn each(
        &self,
        left: &[i64],
        right: &[i64],
        out: &mut [i64],
        of: impl Fn(&Self, i64, i64) -> i64,
    ) -> Result<(), TimeError> {
        let left = rows(left, out.len())?;
        let right = rows(right, out.len())?;
        for ((out, left), right) in out.iter_mut().zip(left).zip(right) {
            *out = match left == NEVER_MS || right == NEVER_MS {
                true => NEVER_MS,
                false => of(self, left, right),
            };
        }
        Ok(())
    }
}
