//! Calendar arithmetic over columns: `LongArray` in Kotlin and `[Int64]` in
//! Swift, which cross as the bytes of little-endian numbers. A list would be
//! taken apart number by number, ten times as slowly.

use deskcore::Error;
use deskcore::time::TimeError;

use crate::calendar::Calendar;
use crate::error::{DeskcoreError, guarded};

pub(crate) fn numbers(path: &str, bytes: &[u8]) -> Result<Vec<i64>, Error> {
    let (rows, rest) = bytes.as_chunks();
    if !rest.is_empty() {
        let message = format!("{} bytes: expected 8 for each number", bytes.len());
        return Err(Error::invalid(path, message));
    }
    Ok(rows.iter().map(|row| i64::from_le_bytes(*row)).collect())
}

type Operation = fn(&deskcore::time::Calendar, &[i64], &[i64], &mut [i64]) -> Result<(), TimeError>;

fn column(
    calendar: &Calendar,
    (left_name, left): (&str, &[u8]),
    (right_name, right): (&str, &[u8]),
    work: Operation,
) -> Result<Vec<u8>, DeskcoreError> {
    guarded(|| {
        let (left, right) = (numbers(left_name, left)?, numbers(right_name, right)?);
        let rows = if left.len() == 1 {
            right.len()
        } else {
            left.len()
        };
        let mut out = vec![0; rows];
        work(&calendar.0, &left, &right, &mut out)?;
        Ok(out.iter().flat_map(|number| number.to_le_bytes()).collect())
    })
}

#[uniffi::export]
impl Calendar {
    /// `between_ms` for each row of two columns; a column of one number
    /// stands for every row. The columns are bytes: see `betweenColumn` for
    /// arrays.
    pub fn between_column_bytes(&self, start: &[u8], end: &[u8]) -> Result<Vec<u8>, DeskcoreError> {
        column(
            self,
            ("/start", start),
            ("/end", end),
            deskcore::time::Calendar::between_column,
        )
    }

    /// `add_ms` for each row of two columns, the smallest number where it
    /// never comes: see `between_column_bytes`, and `addColumn` for arrays.
    pub fn add_column_bytes(&self, at: &[u8], open_ms: &[u8]) -> Result<Vec<u8>, DeskcoreError> {
        column(
            self,
            ("/at", at),
            ("/open_ms", open_ms),
            deskcore::time::Calendar::add_column,
        )
    }
}
