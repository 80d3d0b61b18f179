//! The handle of a calendar.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use chrono::TimeDelta;
use deskcore::time::{DayHours, Explanation, Interval, NEVER_MS, Promise};
use deskcore::{Error, border};

use crate::convert::{Instant, LocalDate, Zone};
use crate::error::{DeskcoreError, guarded};

/// Opening hours compiled for arithmetic: immutable, shared by all threads.
///
/// Instants count to the millisecond, durations are whole seconds of real
/// time: an open night in which clocks go forward is an hour shorter.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Eq, Hash, Display)]
pub struct Calendar(pub(crate) deskcore::time::Calendar);

impl PartialEq for Calendar {
    fn eq(&self, other: &Self) -> bool {
        self.0.schedules() == other.0.schedules()
    }
}

impl Eq for Calendar {}

impl Hash for Calendar {
    fn hash<H: Hasher>(&self, state: &mut H) {
        border::write(&self.0.schedules())
            .unwrap_or_default()
            .hash(state);
    }
}

impl fmt::Display for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Calendar in {}", self.0.tz())
    }
}

fn seconds(path: &str, seconds: i64) -> Result<TimeDelta, deskcore::Error> {
    TimeDelta::try_seconds(seconds)
        .ok_or_else(|| Error::invalid(path, format!("{seconds} s is no duration: expected fewer")))
}

#[uniffi::export]
impl Calendar {
    /// A calendar from the JSON of its schedule, or of a list of schedules:
    /// what `to_json` gives.
    #[uniffi::constructor]
    pub fn from_json(json: &str) -> Result<Self, DeskcoreError> {
        guarded(|| Ok(Self(border::read_calendar(json)?)))
    }

    /// Open whenever one of the calendars is: support that follows the sun.
    #[uniffi::constructor]
    pub fn union(calendars: Vec<Arc<Self>>) -> Result<Self, DeskcoreError> {
        guarded(|| {
            Ok(Self(deskcore::time::Calendar::union(
                calendars.iter().map(|calendar| &calendar.0),
            )?))
        })
    }

    /// The JSON of the schedule that it is made of, or of the list of them.
    pub fn to_json(&self) -> Result<String, DeskcoreError> {
        guarded(|| border::write_calendar(&self.0))
    }

    /// The zone of the schedule; of a union, of its first.
    pub fn tz(&self) -> Result<Zone, DeskcoreError> {
        guarded(|| Ok(self.0.tz()))
    }

    /// Whether no second is ever open.
    pub fn never_opens(&self) -> Result<bool, DeskcoreError> {
        guarded(|| Ok(self.0.never_opens()))
    }

    /// Whether an instant is open.
    pub fn is_open(&self, at: Instant) -> Result<bool, DeskcoreError> {
        guarded(|| Ok(self.0.is_open(at)))
    }

    /// The instant itself when it is open, else the next opening; nothing
    /// when there is none any more.
    pub fn next_open(&self, at: Instant) -> Result<Option<Instant>, DeskcoreError> {
        guarded(|| Ok(self.0.next_open(at)))
    }

    /// The end of the open interval that holds an instant, else of the next
    /// one; nothing when it never closes, or nothing opens any more.
    pub fn next_close(&self, at: Instant) -> Result<Option<Instant>, DeskcoreError> {
        guarded(|| Ok(self.0.next_close(at)))
    }

    /// Whole seconds of open time from one instant to another; negative when
    /// the second is the earlier.
    pub fn between(&self, start: Instant, end: Instant) -> Result<i64, DeskcoreError> {
        guarded(|| Ok(self.0.between(start, end).num_seconds()))
    }

    /// The earliest instant at which so many `seconds` of open time have
    /// passed since `at`; nothing when they never will. What is left of a day
    /// has passed at that day's close, not at the next opening.
    pub fn add(&self, at: Instant, seconds: i64) -> Result<Option<Instant>, DeskcoreError> {
        guarded(|| Ok(self.0.add(at, self::seconds("/seconds", seconds)?)?))
    }

    /// The latest instant from which so many `seconds` of open time have
    /// passed until `at`; nothing when they never have.
    pub fn subtract(&self, at: Instant, seconds: i64) -> Result<Option<Instant>, DeskcoreError> {
        guarded(|| Ok(self.0.subtract(at, self::seconds("/seconds", seconds)?)?))
    }

    /// `between` for epoch milliseconds, in milliseconds.
    pub fn between_ms(&self, start: i64, end: i64) -> Result<i64, DeskcoreError> {
        guarded(|| Ok(self.0.between_ms(start, end)))
    }

    /// `add` for epoch milliseconds and milliseconds; as in `add_column`, the
    /// smallest number for never, for what lies beyond any timestamp, and for
    /// a duration below zero.
    pub fn add_ms(&self, at: i64, open_ms: i64) -> Result<i64, DeskcoreError> {
        guarded(|| Ok(self.0.add_ms(at, open_ms).unwrap_or(NEVER_MS)))
    }

    /// The open intervals after an instant, in order, `limit` at most.
    pub fn intervals(&self, start: Instant, limit: u32) -> Result<Vec<Interval>, DeskcoreError> {
        guarded(|| Ok(self.0.intervals(start).take(limit as usize).collect()))
    }

    /// The closed intervals of a period: where nobody answers. In a union
    /// they are the holes that the teams leave together.
    pub fn gaps(&self, start: Instant, end: Instant) -> Result<Vec<Interval>, DeskcoreError> {
        guarded(|| Ok(self.0.gaps(start, end)))
    }

    /// What may be promised to a customer who writes at `at`: whether
    /// somebody is there, when somebody will be, and by when `within` seconds
    /// of open time have passed.
    pub fn promise(&self, at: Instant, within: i64) -> Result<Promise, DeskcoreError> {
        guarded(|| Ok(self.0.promise(at, seconds("/within", within)?)?))
    }

    /// Why so much open time lies between two instants: the pieces that count
    /// and those that do not, with their reasons, and the sentence `text`.
    pub fn explain(&self, start: Instant, end: Instant) -> Result<Explanation, DeskcoreError> {
        guarded(|| Ok(self.0.explain(start, end)))
    }

    /// The hours of the week that holds `day`, on the wall clock of `zone`
    /// (the calendar's own when absent): seven rows for "we are open 9–18,
    /// that is 10–19 for you".
    #[uniffi::method(default(zone = None))]
    pub fn week(&self, day: LocalDate, zone: Option<Zone>) -> Result<Vec<DayHours>, DeskcoreError> {
        guarded(|| Ok(self.0.week(day, zone.unwrap_or(self.0.tz()))))
    }
}
