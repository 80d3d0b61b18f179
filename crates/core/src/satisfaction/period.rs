//! Stretches of whole seconds.

use chrono::{DateTime, TimeDelta, Utc};

use crate::Error;

/// The longest: a hundred years in seconds.
pub(super) const LONGEST_S: i64 = 3_155_760_000;

/// That a length is from 0 to a hundred years.
pub(super) fn check_length(path: &str, seconds: i64) -> Result<(), Error> {
    match (0..=LONGEST_S).contains(&seconds) {
        true => Ok(()),
        false => Err(Error::invalid(
            path,
            format!("{seconds} s is out of range: expected 0 to {LONGEST_S}"),
        )),
    }
}

/// So many seconds later, or as late as an instant can be.
pub(super) fn later(at: DateTime<Utc>, seconds: i64) -> DateTime<Utc> {
    let by = TimeDelta::try_seconds(seconds).unwrap_or(TimeDelta::MAX);
    at.checked_add_signed(by)
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}
