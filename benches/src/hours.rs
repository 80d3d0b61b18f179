//! An office in Rome over fifteen years, and instants and lengths to ask it
//! about.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use deskcore::time::{Holiday, LocalSpan, Schedule, Weekly};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::Failure;

/// Zone of the office.
pub const ZONE: Tz = Tz::Europe__Rome;

/// Years whose holidays are known.
pub const YEARS: std::ops::RangeInclusive<i32> = 2015..=2029;

/// Hours of a working day on the wall clock: before and after lunch.
pub const SHIFTS: [(u32, u32); 2] = [(9, 13), (14, 18)];

/// The weekly hours in the syntax of OpenStreetMap.
pub const OSM: &str = "Mo-Fr 09:00-13:00,14:00-18:00";

/// Month and day of the dates on which the office is closed every year.
const CLOSED: [(u32, u32); 12] = [
    (1, 1),
    (1, 6),
    (4, 25),
    (5, 1),
    (6, 2),
    (8, 14),
    (8, 15),
    (11, 1),
    (12, 8),
    (12, 24),
    (12, 25),
    (12, 26),
];

/// Whether the office opens on a local date.
pub fn is_working_day(date: NaiveDate) -> bool {
    let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let holiday = YEARS.contains(&date.year()) && CLOSED.contains(&(date.month(), date.day()));
    !weekend && !holiday
}

/// The weekly hours alone.
///
/// # Errors
///
/// Never, as long as the hours above are hours.
pub fn weekly() -> Result<Schedule, Failure> {
    let spans: Vec<LocalSpan> = serde_json::from_value(
        SHIFTS
            .map(|(from, to)| [format!("{from:02}:00"), format!("{to:02}:00")])
            .into_iter()
            .collect(),
    )?;
    let mut weekly = Weekly::default();
    for day in [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
    ] {
        weekly.set(day, spans.clone());
    }
    Ok(Schedule::new(ZONE.name().parse()?, weekly))
}

/// The weekly hours and the holidays of fifteen years.
///
/// # Errors
///
/// As [`weekly`].
pub fn schedule() -> Result<Schedule, Failure> {
    let mut schedule = weekly()?;
    schedule.holidays = YEARS
        .flat_map(|year| {
            CLOSED
                .iter()
                .filter_map(move |(month, day)| NaiveDate::from_ymd_opt(year, *month, *day))
        })
        .map(Holiday::new)
        .collect();
    Ok(schedule)
}

/// The same numbers in every run.
pub fn dice() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(17)
}

fn new_year(year: i32) -> i64 {
    NaiveDate::from_ymd_opt(year, 1, 1)
        .and_then(|date| date.and_hms_opt(0, 0, 0))
        .map_or(0, |midnight| midnight.and_utc().timestamp_millis())
}

/// Spans of any length up to `longest`, within the fifteen years, as epoch
/// milliseconds.
pub fn spans(n: usize, longest: TimeDelta) -> Vec<(i64, i64)> {
    let mut dice = dice();
    let (first, last) = (new_year(*YEARS.start()), new_year(*YEARS.end() + 1));
    (0..n)
        .map(|_| {
            let length = dice.random_range(0..=longest.num_milliseconds());
            let from = dice.random_range(first..last - length);
            (from, from + length)
        })
        .collect()
}

/// Instants within the first ten years, each with open time that has passed
/// before the end of the fifteen: from a second to `longest`.
pub fn additions(n: usize, longest: TimeDelta) -> Vec<(i64, i64)> {
    let mut dice = dice();
    let (first, last) = (new_year(*YEARS.start()), new_year(*YEARS.end() - 5));
    (0..n)
        .map(|_| {
            let at = dice.random_range(first..last);
            (at, dice.random_range(1_000..=longest.num_milliseconds()))
        })
        .collect()
}

/// An instant of epoch milliseconds.
pub fn instant(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}
