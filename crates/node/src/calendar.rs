//! `Calendar`: the arithmetic of open time.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use deskcore::time::{self, Schedule};
use deskcore::{Error, border};
use napi::bindgen_prelude::{JsObjectValue, ObjectFinalize};
use napi::{Env, JsValue, Result};
use napi_derive::napi;

use crate::convert::{
    Answer, call, expected, given, handle, instant, js, seconds, text, whole, zone,
};

/// Opening hours compiled for arithmetic.
///
/// Instants are taken to the millisecond; an interval is open at its first
/// instant and closed at its last. Elapsed time is real time: an open night
/// in which clocks go forward is an hour shorter. Durations are whole
/// seconds; `betweenMs` and `addMs` are exact. The hours depend on the
/// schedule and its zone alone, never on the zone or locale of the process.
///
/// A handle stays in its thread; to another one goes its schedule.
#[napi(custom_finalize)]
pub struct Calendar {
    pub(crate) calendar: Arc<time::Calendar>,
    bytes: i64,
}

impl Calendar {
    /// Tells the engine of the memory behind a handle, which it cannot see.
    pub(crate) fn new_in(env: Env, calendar: time::Calendar) -> Self {
        let bytes = calendar.table_bytes() as i64;
        let _ = env.adjust_external_memory(bytes);
        Self {
            calendar: Arc::new(calendar),
            bytes,
        }
    }
}

impl ObjectFinalize for Calendar {
    fn finalize(self, env: Env) -> Result<()> {
        env.adjust_external_memory(-self.bytes).map(drop)
    }
}

#[napi]
impl Calendar {
    /// Compiles a schedule. One without any open time compiles, and
    /// `neverOpens` says so: time does not pass in it.
    ///
    /// @throws {DeskcoreError} `invalid_input`, with finer codes
    /// `date_out_of_range` and `too_many_spans`.
    #[napi(constructor)]
    pub fn new(env: Env, schedule: js::Schedule) -> Result<Self> {
        call(env, |host| {
            let schedule = host.read::<Schedule>(schedule)?;
            Ok(Self::new_in(env, time::Calendar::new(&schedule)?))
        })
    }

    /// A calendar from the JSON text of a schedule, or of the list of them that
    /// a union is made of.
    ///
    /// @throws {DeskcoreError} As the constructor.
    #[napi(factory)]
    pub fn from_json(env: Env, json: js::string) -> Result<Self> {
        call(env, |_| {
            Ok(Self::new_in(env, border::read_calendar(&text(json, "")?)?))
        })
    }

    /// Open whenever one of the calendars is: support that follows the sun.
    ///
    /// @throws {DeskcoreError} `no_calendars` for an empty list.
    #[napi(factory)]
    pub fn union(
        env: Env,
        #[napi(ts_arg_type = "readonly Calendar[]")] calendars: js::Value,
    ) -> Result<Self> {
        call(env, |_| {
            let list = match calendars.is_array() {
                Ok(true) => calendars.coerce_to_object().ok(),
                _ => None,
            };
            let list = list.ok_or_else(|| expected(calendars, "/calendars", "a list of them"))?;
            let calendars = (0..list.get_array_length().unwrap_or(0)).map(|index| {
                let path = format!("/calendars/{index}");
                let calendar = list.get_element(index);
                let calendar =
                    calendar.map_err(|error| Error::invalid(&path, error.reason.clone()))?;
                handle::<Self>(calendar, &path, "a Calendar").map(|handle| handle.calendar.clone())
            });
            let calendars = calendars.collect::<Answer<Vec<_>>>()?;
            let union = time::Calendar::union(calendars.iter().map(|calendar| &**calendar))?;
            Ok(Self::new_in(env, union))
        })
    }

    /// The text of the schedule that it is made of, or of the list of them.
    #[napi]
    pub fn to_json(&self, env: Env) -> Result<String> {
        call(env, |_| border::write_calendar(&self.calendar))
    }

    /// For `JSON.stringify`, which writes a calendar as `toJson` does.
    #[napi(js_name = "toJSON", ts_return_type = "Schedule | Schedule[]")]
    pub fn for_stringify(&self, env: Env) -> Result<js::Value> {
        let text = self.to_json(env)?;
        call(env, |host| host.parse(&text))
    }

    /// The zone of the schedule; of a union, of its first.
    #[napi(getter)]
    pub fn tz(&self) -> &str {
        self.calendar.tz().name()
    }

    /// Whether no second is ever open.
    #[napi(getter)]
    pub fn never_opens(&self) -> bool {
        self.calendar.never_opens()
    }

    /// Whether an instant is open.
    #[napi]
    pub fn is_open(&self, env: Env, at: js::InstantInput) -> Result<bool> {
        call(env, |_| Ok(self.calendar.is_open(instant(at, "/at")?)))
    }

    /// The instant itself when it is open, else the next opening; null when
    /// there is none any more.
    #[napi]
    pub fn next_open(&self, env: Env, at: js::InstantInput) -> Result<Option<DateTime<Utc>>> {
        call(env, |_| Ok(self.calendar.next_open(instant(at, "/at")?)))
    }

    /// The end of the open interval that holds an instant, else of the next
    /// one; null when it never closes, or nothing opens any more.
    #[napi]
    pub fn next_close(&self, env: Env, at: js::InstantInput) -> Result<Option<DateTime<Utc>>> {
        call(env, |_| Ok(self.calendar.next_close(instant(at, "/at")?)))
    }

    /// Open seconds from one instant to another, cut to whole ones; negative
    /// when the second is the earlier.
    #[napi]
    pub fn between(&self, env: Env, start: js::InstantInput, end: js::InstantInput) -> Result<f64> {
        call(env, |_| {
            let open = self
                .calendar
                .between(instant(start, "/start")?, instant(end, "/end")?);
            Ok(open.num_seconds() as f64)
        })
    }

    /// Open milliseconds between two instants in epoch milliseconds; negative
    /// when the second is the earlier.
    #[napi]
    pub fn between_ms(&self, env: Env, start: js::number, end: js::number) -> Result<f64> {
        call(env, |_| {
            Ok(self
                .calendar
                .between_ms(whole(start, "/start")?, whole(end, "/end")?) as f64)
        })
    }

    /// The earliest instant at which `duration` open seconds have passed
    /// since `at`; null when they never will. What is left of a day has
    /// passed at that day's close, not at the next opening.
    ///
    /// @throws {DeskcoreError} `negative_duration`, `out_of_range`.
    #[napi]
    pub fn add(
        &self,
        env: Env,
        at: js::InstantInput,
        duration: js::number,
    ) -> Result<Option<DateTime<Utc>>> {
        call(env, |_| {
            let (at, open) = (instant(at, "/at")?, seconds(duration, "/duration")?);
            Ok(self.calendar.add(at, open)?)
        })
    }

    /// `add` for epoch milliseconds and open milliseconds; null for never,
    /// for what lies beyond any timestamp, and for a duration below zero.
    #[napi]
    pub fn add_ms(&self, env: Env, at: js::number, duration_ms: js::number) -> Result<Option<f64>> {
        call(env, |_| {
            let due = self
                .calendar
                .add_ms(whole(at, "/at")?, whole(duration_ms, "/durationMs")?);
            Ok(due.map(|due| due as f64))
        })
    }

    /// The latest instant from which `duration` open seconds have passed
    /// until `at`; null when they never have.
    ///
    /// @throws {DeskcoreError} As `add`.
    #[napi]
    pub fn subtract(
        &self,
        env: Env,
        at: js::InstantInput,
        duration: js::number,
    ) -> Result<Option<DateTime<Utc>>> {
        call(env, |_| {
            let (at, open) = (instant(at, "/at")?, seconds(duration, "/duration")?);
            Ok(self.calendar.subtract(at, open)?)
        })
    }

    /// The next open intervals after an instant, 100 or `limit` of them, in
    /// order, each merged with what touches it: the first begins at `start` when
    /// that is open.
    #[napi(ts_return_type = "Interval[]")]
    pub fn intervals(
        &self,
        env: Env,
        start: js::InstantInput,
        limit: Option<js::number>,
    ) -> Result<js::Value> {
        call(env, |host| {
            let start = instant(start, "/start")?;
            let most = limit
                .and_then(given)
                .map_or(Ok(100), |limit| whole(limit, "/limit"))?;
            let most = usize::try_from(most)
                .map_err(|_| Error::invalid("/limit", format!("{most}: expected zero or more")))?;
            host.data(
                &self
                    .calendar
                    .intervals(start)
                    .take(most)
                    .collect::<Vec<_>>(),
            )
        })
    }

    /// The closed intervals of a period: where nobody answers. In a union
    /// they are the holes that the teams leave together.
    #[napi(ts_return_type = "Interval[]")]
    pub fn gaps(
        &self,
        env: Env,
        start: js::InstantInput,
        end: js::InstantInput,
    ) -> Result<js::Value> {
        call(env, |host| {
            host.data(
                &self
                    .calendar
                    .gaps(instant(start, "/start")?, instant(end, "/end")?),
            )
        })
    }

    /// What may be promised to a customer who writes at `at`: whether
    /// somebody is there, when somebody will be, and by when `within` open
    /// seconds have passed.
    ///
    /// @throws {DeskcoreError} As `add`.
    #[napi]
    pub fn promise(
        &self,
        env: Env,
        at: js::InstantInput,
        within: js::number,
    ) -> Result<js::OpenPromise> {
        call(env, |host| {
            let (at, within) = (instant(at, "/at")?, seconds(within, "/within")?);
            host.data(&self.calendar.promise(at, within)?)
        })
    }

    /// Explains `between`: which parts of a stretch count, and why the others
    /// do not, with one sentence for people in `text`.
    #[napi]
    pub fn explain(
        &self,
        env: Env,
        start: js::InstantInput,
        end: js::InstantInput,
    ) -> Result<js::Explanation> {
        call(env, |host| {
            host.data(
                &self
                    .calendar
                    .explain(instant(start, "/start")?, instant(end, "/end")?),
            )
        })
    }

    /// The hours of the week that holds a date (`YYYY-MM-DD`), Monday first, on
    /// the wall clock of a zone, the calendar's own when none is given. What
    /// is open past midnight is split there, and says so by `continues` and
    /// `continued`.
    #[napi(ts_return_type = "DayHours[]")]
    pub fn week(&self, env: Env, day: js::string, zone: Option<js::string>) -> Result<js::Value> {
        call(env, |host| {
            let day = host.read_at::<NaiveDate>(day, "/day")?;
            let zone = match zone.and_then(given) {
                None => self.calendar.tz(),
                Some(name) => self::zone(name)?,
            };
            host.data(&self.calendar.week(day, zone))
        })
    }
}
