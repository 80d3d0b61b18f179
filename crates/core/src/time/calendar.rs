//! The arithmetic of open time.

use std::sync::OnceLock;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

use super::hours::Hours;
use super::table::Table;
use super::{Schedule, Zone};

/// First and last year for holidays, overrides and breaks.
const YEARS: std::ops::RangeInclusive<i32> = 1850..=2099;

/// The weeks that are compiled at once: 1990 to 2060.
const NEAR: (i64, i64) = (1_043, 4_696);

/// All weeks in which a zone of the database changes its offset (the first
/// change is of 1844, the last of 2099): compiled on first need.
const WHOLE: (i64, i64) = (-6_784, 6_836);

/// The dates of a timestamp, in epoch milliseconds: sums within them cannot
/// overflow.
pub(super) const FIRST_MS: i64 = DateTime::<Utc>::MIN_UTC.timestamp_millis();
pub(super) const LAST_MS: i64 = DateTime::<Utc>::MAX_UTC.timestamp_millis();

/// Spans a day that a schedule may have.
const MOST_SPANS: usize = 96;

/// Opening hours compiled for arithmetic: [`between`](Self::between),
/// [`add`](Self::add) and their kin take some tens of nanoseconds, whatever
/// the distance.
///
/// Instants are taken to the millisecond (finer parts are cut); an interval
/// is open at its first instant and closed at its last. Elapsed time is real
/// time: an open night in which clocks go forward is an hour shorter. The
/// hours depend on the schedule and its zone alone, never on the zone or
/// locale of the process.
///
/// ```
/// use chrono::{DateTime, TimeDelta, Utc};
/// use deskcore::time::{Calendar, Schedule};
///
/// let schedule: Schedule = serde_json::from_str(
///     r#"{"tz": "Europe/Rome", "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "tue": "mon"}}"#,
/// )?;
/// let calendar = Calendar::new(&schedule)?;
/// let monday_noon: DateTime<Utc> = "2026-11-23T11:00:00Z".parse()?; // 12:00 in Rome
/// let due = calendar.add(monday_noon, TimeDelta::hours(2))?;
/// assert_eq!(due, Some("2026-11-23T14:00:00Z".parse()?)); // 1 h, lunch, 1 h
/// assert_eq!(calendar.between(monday_noon, due.unwrap()), TimeDelta::hours(2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Calendar {
    schedules: Vec<Schedule>,
    pub(super) hours: Vec<Hours>,
    pub(super) near: Table,
    whole: OnceLock<Table>,
}

/// What calendar arithmetic cannot do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// A duration below zero was added or subtracted.
    #[error("the duration is {seconds} s: expected zero or more")]
    NegativeDuration {
        /// The duration in whole seconds.
        seconds: i64,
    },
    /// The result lies outside the dates that a timestamp can hold.
    #[error("the result lies outside the dates that a timestamp can hold")]
    OutOfRange,
    /// A holiday, override or break too far away to be meant.
    #[error("{date} is outside the dates of a schedule: expected a year from 1850 to 2099")]
    DateOutOfRange {
        /// The local date.
        date: NaiveDate,
    },
    /// A day with more spans than any shop has.
    #[error("{spans} spans in one day: expected {MOST_SPANS} at most")]
    TooManySpans {
        /// How many there are.
        spans: usize,
    },
    /// A union of no calendars.
    #[error("no calendars: expected at least one")]
    NoCalendars,
    /// A column that does not fit beside the others.
    #[error("a column of {len} values for {rows} rows: expected {rows}, or one for all")]
    ColumnLength {
        /// Values that it has.
        len: usize,
        /// Rows that were asked for.
        rows: usize,
    },
}

impl TimeError {
    /// Stable code of the error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NegativeDuration { .. } => "negative_duration",
            Self::OutOfRange => "out_of_range",
            Self::DateOutOfRange { .. } => "date_out_of_range",
            Self::TooManySpans { .. } => "too_many_spans",
            Self::NoCalendars => "no_calendars",
            Self::ColumnLength { .. } => "column_length",
        }
    }
}

impl Calendar {
    /// Compiles a schedule.
    ///
    /// A schedule without any open time compiles, and
    /// [`never_opens`](Self::never_opens) says so: time does not pass in it.
    ///
    /// # Errors
    ///
    /// [`TimeError::DateOutOfRange`] and [`TimeError::TooManySpans`].
    pub fn new(schedule: &Schedule) -> Result<Self, TimeError> {
        check(schedule)?;
        Ok(Self::compile(vec![schedule.clone()]))
    }

    /// Open whenever one of the calendars is: support that follows the sun.
    ///
    /// # Errors
    ///
    /// [`TimeError::NoCalendars`] for an empty list.
    ///
    /// ```
    /// use deskcore::time::{Calendar, Schedule};
    ///
    /// let day = |tz: &str| -> Result<Calendar, Box<dyn std::error::Error>> {
    ///     let json = format!(r#"{{"tz": "{tz}", "weekly": {{"mon": [["08:00", "20:00"]]}}}}"#);
    ///     Ok(Calendar::new(&serde_json::from_str::<Schedule>(&json)?)?)
    /// };
    /// let (milan, auckland) = (day("Europe/Rome")?, day("Pacific/Auckland")?);
    /// let both = Calendar::union([&milan, &auckland])?;
    /// // Monday evening in Milan is already Tuesday in Auckland: nobody there.
    /// assert!(both.is_open("2026-11-22T20:00:00Z".parse()?)); // Monday 09:00 in Auckland
    /// assert!(!both.is_open("2026-11-23T19:30:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn union<'a>(calendars: impl IntoIterator<Item = &'a Self>) -> Result<Self, TimeError> {
        let schedules: Vec<Schedule> = calendars
            .into_iter()
            .flat_map(|calendar| calendar.schedules.iter().cloned())
            .collect();
        if schedules.is_empty() {
            return Err(TimeError::NoCalendars);
        }
        Ok(Self::compile(schedules))
    }

    fn compile(schedules: Vec<Schedule>) -> Self {
        let hours: Vec<Hours> = schedules.iter().map(Hours::of).collect();
        let near = Table::build(&hours, NEAR.0, NEAR.1);
        Self {
            schedules,
            hours,
            near,
            whole: OnceLock::new(),
        }
    }

    pub(super) fn whole(&self) -> &Table {
        self.whole
            .get_or_init(|| Table::build(&self.hours, WHOLE.0, WHOLE.1))
    }

    #[inline]
    fn table_of(&self, ms: i64) -> &Table {
        if self.near.holds(ms) {
            &self.near
        } else {
            self.whole()
        }
    }

    /// What it is made of: one schedule, or those of a union.
    pub fn schedules(&self) -> &[Schedule] {
        &self.schedules
    }

    /// The zone of the schedule; of a union, of its first.
    pub fn tz(&self) -> Zone {
        self.hours.first().map_or(Zone::UTC, |hours| hours.tz)
    }

    /// Whether no second is ever open.
    pub fn never_opens(&self) -> bool {
        self.near.never_opens() && self.whole().never_opens()
    }

    /// Memory that the compiled tables take, in bytes.
    pub fn table_bytes(&self) -> usize {
        self.near.size() + self.whole.get().map_or(0, Table::size)
    }

    /// Whether an instant is open.
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        self.is_open_ms(at.timestamp_millis())
    }

    #[inline]
    pub(crate) fn is_open_ms(&self, at: i64) -> bool {
        self.table_of(at).is_open(at)
    }

    /// The instant itself when it is open, else the next opening; `None`
    /// when there is none any more.
    pub fn next_open(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.next_open_ms(at.timestamp_millis()).and_then(instant)
    }

    pub(crate) fn next_open_ms(&self, at: i64) -> Option<i64> {
        let table = self.table_of(at);
        if table.is_open(at) {
            return Some(at);
        }
        self.inverse(at, |table, before| table.latest(before, at))
    }

    /// The end of the open interval that holds an instant, else of the next
    /// one; `None` when it never closes, or nothing opens any more.
    pub fn next_close(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.next_close_ms(self.next_open_ms(at.timestamp_millis())?)
            .and_then(instant)
    }

    /// The close of the interval that holds an open instant.
    pub(crate) fn next_close_ms(&self, open: i64) -> Option<i64> {
        let near = self.near.holds(open).then(|| self.near.close_after(open));
        match near.flatten() {
            Some(close) if self.near.holds(close) => Some(close),
            _ => self.whole().close_after(open),
        }
    }

    /// Open time from one instant to another; negative when the second is
    /// the earlier.
    #[inline]
    pub fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        TimeDelta::milliseconds(self.count(from.timestamp_millis(), to.timestamp_millis()))
    }

    /// [`between`](Self::between) for epoch milliseconds; those beyond the
    /// dates of a timestamp are taken as the last of them.
    #[inline]
    pub fn between_ms(&self, from: i64, to: i64) -> i64 {
        self.count(from.clamp(FIRST_MS, LAST_MS), to.clamp(FIRST_MS, LAST_MS))
    }

    #[inline]
    fn count(&self, from: i64, to: i64) -> i64 {
        match (self.near.open_within(from), self.near.open_within(to)) {
            (Some(from), Some(to)) => to - from,
            _ => self.whole().open_before(to) - self.whole().open_before(from),
        }
    }

    /// The earliest instant at which `open` has passed since `at`; `None`
    /// when it never will. No time at all has passed at `at` itself, and what
    /// is left of a day has passed at that day's close, not at the next
    /// opening.
    ///
    /// # Errors
    ///
    /// [`TimeError::NegativeDuration`]; [`TimeError::OutOfRange`] when the
    /// instant lies beyond the dates of a timestamp.
    pub fn add(
        &self,
        at: DateTime<Utc>,
        open: TimeDelta,
    ) -> Result<Option<DateTime<Utc>>, TimeError> {
        self.shift(at, open, |at, ms| self.add_ms(at, ms), Table::opens_after)
    }

    /// The latest instant from which `open` has passed until `at`; `None`
    /// when it never has.
    ///
    /// # Errors
    ///
    /// As [`add`](Self::add).
    pub fn subtract(
        &self,
        at: DateTime<Utc>,
        open: TimeDelta,
    ) -> Result<Option<DateTime<Utc>>, TimeError> {
        let back =
            |at: i64, ms: i64| self.inverse(at, |t, before| t.latest(before.checked_sub(ms)?, at));
        self.shift(at, open, back, Table::opens_before)
    }

    /// [`add`](Self::add) for epoch milliseconds; `None` for never, for what
    /// lies beyond any timestamp, and for a duration below zero. An instant
    /// beyond the dates of a timestamp is taken as the last of them.
    #[inline]
    pub fn add_ms(&self, at: i64, open: i64) -> Option<i64> {
        if open < 0 {
            return None;
        }
        let due = self.moment(at).after(open);
        due.filter(|due| *due <= LAST_MS)
    }

    fn shift(
        &self,
        at: DateTime<Utc>,
        open: TimeDelta,
        step: impl Fn(i64, i64) -> Option<i64>,
        goes_on: impl Fn(&Table) -> bool,
    ) -> Result<Option<DateTime<Utc>>, TimeError> {
        let ms = open.num_milliseconds();
        if ms < 0 {
            return Err(TimeError::NegativeDuration {
                seconds: open.num_seconds(),
            });
        }
        if ms == 0 {
            return Ok(Some(at));
        }
        match step(at.timestamp_millis(), ms) {
            Some(result) => instant(result).map(Some).ok_or(TimeError::OutOfRange),
            None if goes_on(self.whole()) => Err(TimeError::OutOfRange),
            None => Ok(None),
        }
    }

    /// Looks for an instant by the open time before it, in the near table
    /// when that holds both ends.
    #[inline]
    fn inverse(&self, at: i64, find: impl Fn(&Table, i64) -> Option<i64>) -> Option<i64> {
        if let Some(before) = self.near.open_within(at)
            && let Some(found) = find(&self.near, before)
            && self.near.holds(found)
        {
            return Some(found);
        }
        find(self.whole(), self.whole().open_before(at))
    }

    /// The open intervals after an instant, in order, each merged with what
    /// touches it: the first begins at `from` when that is open.
    ///
    /// ```
    /// # use deskcore::time::{Calendar, Schedule};
    /// let schedule = r#"{"tz": "Europe/Bucharest", "weekly": {"sat": [["10:00", "14:00"]]}}"#;
    /// let calendar = Calendar::new(&serde_json::from_str::<Schedule>(schedule)?)?;
    /// let saturdays: Vec<_> = calendar.intervals("2026-11-23T00:00:00Z".parse()?).take(2).collect();
    /// assert_eq!(saturdays[0].start.to_rfc3339(), "2026-11-28T08:00:00+00:00");
    /// assert_eq!((saturdays[1].end - saturdays[1].start).num_hours(), 4);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn intervals(&self, from: DateTime<Utc>) -> impl Iterator<Item = Interval> + '_ {
        let mut at = Some(from.timestamp_millis());
        std::iter::from_fn(move || {
            let open = self.next_open_ms(at.take()?)?;
            let close = self.next_close_ms(open);
            at = close;
            Some(Interval {
                start: instant(open)?,
                end: close.and_then(instant).unwrap_or(DateTime::<Utc>::MAX_UTC),
            })
        })
    }

    /// The closed intervals of a period: where nobody answers. In a union
    /// they are the holes that the teams leave together.
    pub fn gaps(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Interval> {
        let mut gaps = Vec::new();
        let mut closed_from = from;
        for open in self.intervals(from).take_while(|open| open.start < to) {
            if closed_from < open.start {
                gaps.push(Interval {
                    start: closed_from,
                    end: open.start,
                });
            }
            closed_from = open.end;
        }
        if closed_from < to {
            gaps.push(Interval {
                start: closed_from,
                end: to,
            });
        }
        gaps
    }

    /// What may be promised to a customer who writes at `at`: whether
    /// somebody is there, when somebody will be, and by when `within` of open
    /// time has passed.
    ///
    /// # Errors
    ///
    /// As [`add`](Self::add).
    pub fn promise(&self, at: DateTime<Utc>, within: TimeDelta) -> Result<Promise, TimeError> {
        Ok(Promise {
            open: self.is_open(at),
            opens_at: self.next_open(at),
            due_at: self.add(at, within)?,
        })
    }
}

/// A half-open stretch of time, `[start, end)`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
pub struct Interval {
    /// Its first instant.
    #[serde(with = "super::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub start: DateTime<Utc>,
    /// The first instant after it.
    #[serde(with = "super::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub end: DateTime<Utc>,
}

/// What a calendar lets a shop promise.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
pub struct Promise {
    /// Whether somebody is there at the moment.
    pub open: bool,
    /// The moment itself when open, else the next opening; absent when the
    /// calendar opens no more.
    #[serde(with = "super::instant::optional")]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub opens_at: Option<DateTime<Utc>>,
    /// When the promised time has passed; absent when it never will.
    #[serde(with = "super::instant::optional")]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub due_at: Option<DateTime<Utc>>,
}

pub(super) fn instant(ms: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(ms)
}

fn check(schedule: &Schedule) -> Result<(), TimeError> {
    let dates = schedule
        .holidays
        .iter()
        .map(|holiday| holiday.date)
        .chain(schedule.overrides.keys().copied())
        .chain(schedule.breaks.keys().copied());
    for date in dates {
        if !YEARS.contains(&date.year()) {
            return Err(TimeError::DateOutOfRange { date });
        }
    }
    let weekly = super::schedule::WEEKDAYS
        .iter()
        .map(|(_, day)| schedule.weekly.on(*day).len());
    let special = schedule
        .overrides
        .values()
        .map(|special| special.hours.len());
    let breaks = schedule.breaks.values().map(Vec::len);
    match weekly.chain(special).chain(breaks).max() {
        Some(spans) if spans > MOST_SPANS => Err(TimeError::TooManySpans { spans }),
        _ => Ok(()),
    }
}

const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<Calendar>();
};
