//! What a shop tells its customers, held against what its desk allows.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write;

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cause::shown;
use super::sweep::{NEVER, Sweep, WEEK_MIN, Worst, sweep};
use crate::desk::{Desk, Duration};
use crate::error::Error;
use crate::sla::{Hours, Metric};
use crate::ticket::Priority;
use crate::time::{Calendar, Schedule, WEEKDAYS, instant, weekday_name};
use crate::wording::closest;

/// Dates with the longest waits that are listed.
const MOST_DATES: usize = 10;

/// Years that may be asked about: those of schedules.
const YEARS: std::ops::RangeInclusive<i32> = 1850..=2099;

/// The year where no calendar names a date: a leap year.
const USUAL_YEAR: i32 = 2024;

/// What was promised, as a customer reads it: "answered within two hours".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseQuestion {
    /// Real time, day and night, within which it is promised; above zero.
    pub within: Duration,
    /// What is promised; the first reply when absent.
    #[serde(default = "first_reply")]
    pub metric: Metric,
    /// Id of the policy; every policy with a target for it when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The year, 1850 to 2099. When absent, the one for which the desk's
    /// calendars name most dates, 2024 where they name none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
}

fn first_reply() -> Metric {
    Metric::FirstReplyTime
}

impl PromiseQuestion {
    /// Asks whether a first reply can be promised within this time.
    pub fn new(within: Duration) -> Self {
        Self {
            within,
            metric: Metric::FirstReplyTime,
            policy: None,
            year: None,
        }
    }
}

/// Whether a promise can hold under one target of one policy: what the desk
/// allows a customer to wait, for every minute of a year in which he may
/// write. A minute is that of its first instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseCheck {
    /// Id of the policy.
    pub policy: String,
    /// The metric.
    pub metric: Metric,
    /// Priorities for which the target is this one.
    pub priorities: Vec<Priority>,
    /// The target, in seconds.
    pub target_s: i64,
    /// Which count the target is read in.
    pub hours: Hours,
    /// Id of the calendar; absent for day and night.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// IANA name of the zone that days and times are told in.
    pub zone: String,
    /// What is promised, in seconds of real time.
    pub promise_s: i64,
    /// The year.
    pub year: i32,
    /// Minutes of the year.
    pub arrivals: u64,
    /// Minutes of the year for which the promise cannot be relied on.
    pub late_arrivals: u64,
    /// The longest wait of the year until the target is due, in seconds;
    /// absent when it never is.
    pub worst_s: Option<i64>,
    /// The longest wait by the weekly hours alone, as if the year had no
    /// holidays and no special days.
    pub worst_ordinary_s: Option<i64>,
    /// When in an ordinary week, in any week of the year, the promise cannot
    /// be relied on.
    pub windows: Vec<PromiseWindow>,
    /// The dates with the longest waits, holidays and special days counted;
    /// longest first, ten at most, and those alone for which the promise
    /// cannot be relied on.
    pub dates: Vec<PromiseDate>,
    /// Whether it can be relied on in every minute of the year.
    pub holds: bool,
    /// All of it in English.
    pub text: String,
}

/// A stretch of the week in which a promise cannot be relied on. When it is
/// the whole week, both ends are Monday 00:00.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseWindow {
    /// Weekday on which it begins.
    #[serde(with = "weekday_name")]
    #[schemars(with = "String", extend("enum" = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))]
    pub start_day: Weekday,
    /// Its first minute, `HH:MM`.
    pub start: String,
    /// Weekday on which it ends.
    #[serde(with = "weekday_name")]
    #[schemars(with = "String", extend("enum" = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))]
    pub end_day: Weekday,
    /// The first minute that is not in it, `HH:MM`.
    pub end: String,
    /// The longest wait in it, in seconds; absent for never.
    pub worst_s: Option<i64>,
    /// The first arrival of the year with that wait.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub worst_at: DateTime<Utc>,
}

/// The longest wait of a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseDate {
    /// The local date.
    pub date: NaiveDate,
    /// Its first arrival with the longest wait.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    /// That wait, in seconds; absent for never.
    pub wait_s: Option<i64>,
}

/// Holds a promise against every policy that has a target for it: when in the
/// week it cannot be relied on, and how long the wait may be at worst.
///
/// Each minute of the year is tried by the policy's own calendar: 525,600
/// sums, some tens of milliseconds.
///
/// # Errors
///
/// [`Error::InvalidInput`] for a year out of range, a promise of no time, and
/// a policy that the desk does not have.
///
/// ```
/// use deskcore::Desk;
/// use deskcore::what_if::{PromiseQuestion, promise_check};
///
/// let desk = Desk::from_json(r#"{
///     "calendars": {"office": {"tz": "Europe/Rome", "weekly": {
///         "mon": [["09:00", "18:00"]], "tue": "mon", "wed": "mon", "thu": "mon", "fri": "mon"
///     }}},
///     "policies": [{"id": "email", "calendar": "office", "targets": {"*": {"first_reply_time": "2h"}}}]
/// }"#)?;
/// let checks = promise_check(&desk, &PromiseQuestion::new("2h".parse().unwrap()))?;
/// assert!(checks[0].text.starts_with(
///     "first_reply_time of email within 2h cannot hold for those who write Mon–Thu after 16:00 \
///      until 09:00 the next day (up to 17h) or Fri after 16:00 until Mon 09:00"
/// ));
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn promise_check(desk: &Desk, question: &PromiseQuestion) -> Result<Vec<PromiseCheck>, Error> {
    let promise_s = question.within.seconds() as i64;
    if promise_s == 0 {
        return Err(Error::invalid("/within", "no time: expected some"));
    }
    let policies = &desk.config().policies;
    if let Some(id) = &question.policy
        && !policies.iter().any(|policy| policy.id == *id)
    {
        return Err(Error::InvalidInput {
            path: "/policy".to_owned(),
            message: format!("no policy {id:?}: expected the id of one of the desk's"),
            hint: closest(id, policies.iter().map(|policy| &*policy.id)),
        });
    }
    let year = question.year.unwrap_or_else(|| usual_year(desk));
    if !YEARS.contains(&year) {
        let message = format!("the year is {year}: expected 1850 to 2099");
        return Err(Error::invalid("/year", message));
    }
    let mut swept: BTreeMap<(Option<&str>, i64, Hours), (Sweep, Sweep)> = BTreeMap::new();
    let mut checks = Vec::new();
    for (policy, calendar, promises) in desk.promises(question.metric) {
        if question.policy.as_ref().is_some_and(|id| *id != policy.id) {
            continue;
        }
        for ((target_s, hours), priorities) in promises {
            let key = (policy.calendar.as_deref(), target_s, hours);
            let (whole, usual) = match swept.entry(key) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let target = (target_s.saturating_mul(1000), hours);
                    let promise = promise_s.saturating_mul(1000);
                    let of = |calendar: &Calendar| sweep(calendar, target, promise, year);
                    new.insert((of(calendar), of(&ordinary(calendar)?)))
                }
            };
            let (whole, usual) = (&*whole, &*usual);
            let mut check = PromiseCheck {
                policy: policy.id.clone(),
                metric: question.metric,
                priorities,
                target_s,
                hours,
                calendar: policy.calendar.clone(),
                zone: calendar.tz().name().to_owned(),
                promise_s,
                year,
                arrivals: whole.arrivals,
                late_arrivals: whole.late,
                worst_s: longest(whole),
                worst_ordinary_s: longest(usual),
                windows: windows(usual, promise_s),
                dates: dates(whole, promise_s),
                holds: whole.late == 0,
                text: String::new(),
            };
            check.text = told(&check, calendar);
            checks.push(check);
        }
    }
    Ok(checks)
}

/// The year that most dates of the desk's calendars are of, the later of two.
fn usual_year(desk: &Desk) -> i32 {
    let mut dates: BTreeMap<i32, usize> = BTreeMap::new();
    let calendars = desk.config().calendars.keys();
    let calendars = calendars.filter_map(|id| desk.calendar(id));
    for schedule in calendars.flat_map(Calendar::schedules) {
        let holidays = schedule.holidays.iter().map(|holiday| holiday.date);
        let special = schedule.overrides.keys().copied();
        for date in holidays.chain(special) {
            *dates.entry(date.year()).or_default() += 1;
        }
    }
    let most = dates
        .into_iter()
        .max_by_key(|(year, dates)| (*dates, *year));
    most.map_or(USUAL_YEAR, |(year, _)| year)
}

/// A calendar without holidays, special days and breaks.
fn ordinary(calendar: &Calendar) -> Result<Calendar, Error> {
    let weekly = calendar.schedules().iter();
    let weekly = weekly.map(|of| Calendar::new(&Schedule::new(of.tz, of.weekly.clone())));
    let weekly: Vec<Calendar> = weekly.collect::<Result<_, _>>()?;
    Ok(Calendar::union(&weekly)?)
}

/// Whole seconds; none for never.
fn seconds(wait: i64) -> Option<i64> {
    (wait != NEVER).then_some(wait.div_euclid(1000))
}

fn longest(sweep: &Sweep) -> Option<i64> {
    let waits = sweep.dates.iter().map(|(_, worst)| worst.wait);
    seconds(waits.max().unwrap_or(NEVER))
}

fn at(worst: &Worst) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(worst.at).unwrap_or_default()
}

fn dates(sweep: &Sweep, promise_s: i64) -> Vec<PromiseDate> {
    let late = sweep.dates.iter();
    let late = late.filter(|(_, worst)| worst.wait > promise_s * 1000);
    let mut late: Vec<&(NaiveDate, Worst)> = late.collect();
    crate::order::sort_by(&mut late, |(_, left), (_, right)| {
        (right.wait, left.at).cmp(&(left.wait, right.at))
    });
    let dates = late.into_iter().take(MOST_DATES);
    dates
        .map(|(date, worst)| PromiseDate {
            date: *date,
            at: at(worst),
            wait_s: seconds(worst.wait),
        })
        .collect()
}

fn weekday(minute: usize) -> Weekday {
    let day = WEEKDAYS.get(minute / 1440 % 7);
    day.map_or(Weekday::Mon, |(_, day)| *day)
}

fn time(minute: usize) -> String {
    let minute = minute % 1440;
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The stretches of the week in which some wait is longer than promised. One
/// that goes on over Sunday's midnight is one.
fn windows(sweep: &Sweep, promise_s: i64) -> Vec<PromiseWindow> {
    let late = |minute: usize| {
        let worst = sweep.week.get(minute % WEEK_MIN).copied().flatten();
        worst.filter(|worst| worst.wait > promise_s * 1000)
    };
    // From a minute that is in time on, no stretch is cut in two.
    let Some(begin) = (0..WEEK_MIN).find(|minute| late(*minute).is_none()) else {
        let worst = (0..WEEK_MIN).filter_map(late);
        let worst = worst.max_by_key(|worst| (worst.wait, -worst.at));
        return worst
            .map(|worst| window(0, WEEK_MIN, worst))
            .into_iter()
            .collect();
    };
    let mut windows = Vec::new();
    let mut open: Option<(usize, Worst)> = None;
    for minute in begin..=begin + WEEK_MIN {
        open = match (open, late(minute)) {
            (None, None) => None,
            (None, Some(worst)) => Some((minute, worst)),
            (Some((start, known)), Some(worst)) => {
                let longer = worst.wait > known.wait;
                Some((start, if longer { worst } else { known }))
            }
            (Some((start, worst)), None) => {
                windows.push((start % WEEK_MIN, window(start, minute, worst)));
                None
            }
        };
    }
    crate::order::sort_by(&mut windows, |left, right| left.0.cmp(&right.0));
    windows.into_iter().map(|(_, window)| window).collect()
}

fn window(start: usize, end: usize, worst: Worst) -> PromiseWindow {
    PromiseWindow {
        start_day: weekday(start),
        start: time(start),
        end_day: weekday(end),
        end: time(end),
        worst_s: seconds(worst.wait),
        worst_at: at(&worst),
    }
}

fn wait(wait_s: Option<i64>) -> String {
    wait_s.map_or_else(|| "for ever".to_owned(), shown)
}

fn up_to(wait_s: Option<i64>) -> String {
    let bound = if wait_s.is_some() { "up to " } else { "" };
    format!("{bound}{}", wait(wait_s))
}

/// `Mon`, `Mon–Thu`, `Mon, Wed`.
fn days(days: &[Weekday]) -> String {
    let place = |day: &Weekday| day.num_days_from_monday();
    let runs = days.chunk_by(|left, right| place(left) + 1 == place(right));
    let runs = runs.flat_map(|run| match run {
        [first, _, .., last] => vec![format!("{first}–{last}")],
        run => run.iter().map(Weekday::to_string).collect(),
    });
    runs.collect::<Vec<_>>().join(", ")
}

/// The windows of a week, those of the same times as one.
fn clauses(windows: &[PromiseWindow]) -> Vec<String> {
    // Start, end, and how many days lie between them.
    type Times<'w> = (&'w str, &'w str, u32, Option<i64>);
    let mut groups: Vec<(Times<'_>, Vec<Weekday>)> = Vec::new();
    for window in windows {
        let (first, last) = (window.start_day, window.end_day);
        let mut over = last.days_since(first);
        if over == 0 && window.end <= window.start {
            over = 7;
        }
        let times = (&*window.start, &*window.end, over, window.worst_s);
        match groups.iter_mut().find(|(known, _)| *known == times) {
            Some((_, days)) => days.push(first),
            None => groups.push((times, vec![first])),
        }
    }
    let clause = |(times, on): &(Times<'_>, Vec<Weekday>)| {
        let (start, end, over, worst_s) = *times;
        if over == 7 && start == end {
            return format!("at any time ({})", up_to(worst_s));
        }
        let since = match start {
            "00:00" => "from 00:00".to_owned(),
            // The minute before is the last that is in time.
            start => format!("after {}", minute_before(start)),
        };
        let until = match (over, on.as_slice()) {
            (0, _) => end.to_owned(),
            (_, [day]) => format!("{} {end}", day_after(*day, over)),
            (1, _) => format!("{end} the next day"),
            (over, _) => format!("{end} {over} days later"),
        };
        format!("{} {since} until {until} ({})", days(on), up_to(worst_s))
    };
    groups.iter().map(clause).collect()
}

fn day_after(day: Weekday, over: u32) -> Weekday {
    weekday((day.num_days_from_monday() + over) as usize * 1440)
}

/// The minute before a time of day that is not midnight.
fn minute_before(text: &str) -> String {
    let number = |text: &str| text.parse::<usize>().unwrap_or(0);
    let (hours, minutes) = text.split_once(':').unwrap_or((text, "0"));
    time((number(hours) * 60 + number(minutes)).saturating_sub(1))
}

fn told(check: &PromiseCheck, calendar: &Calendar) -> String {
    let mut text = format!("{} of {}", check.metric, check.policy);
    if check.priorities.len() < Priority::ALL.len() {
        let names: Vec<&str> = check.priorities.iter().map(|one| one.name()).collect();
        let _ = write!(text, " ({})", names.join(", "));
    }
    let _ = write!(text, " within {}", shown(check.promise_s));
    let clauses = clauses(&check.windows);
    match clauses.as_slice() {
        [] if check.holds => text.push_str(" holds in every minute"),
        [] => text.push_str(" holds in an ordinary week"),
        clauses => {
            let _ = write!(
                text,
                " cannot hold for those who write {}",
                clauses.join(" or ")
            );
        }
    }
    let count = match check.hours {
        Hours::Business => "business time",
        Hours::Calendar => "real time",
    };
    let _ = write!(text, ": the target is {} of {count}", shown(check.target_s));
    if let (Hours::Business, Some(id)) = (check.hours, &check.calendar) {
        let _ = write!(text, " by {id}");
    }
    let share = check.late_arrivals as f64 * 100.0 / check.arrivals.max(1) as f64;
    let _ = write!(
        text,
        ". In {} it fails for {} of {} minutes ({share:.1} %)",
        check.year, check.late_arrivals, check.arrivals
    );
    if let Some(worst) = check.dates.first() {
        let local = worst.at.with_timezone(&calendar.tz());
        let _ = write!(
            text,
            ", at worst {} for those who write on {}",
            wait(worst.wait_s),
            local.format("%a %-d %b %H:%M")
        );
        if check.worst_s != check.worst_ordinary_s {
            let ordinary = up_to(check.worst_ordinary_s);
            let _ = write!(text, ", and {ordinary} in ordinary weeks");
        }
    }
    text
}
