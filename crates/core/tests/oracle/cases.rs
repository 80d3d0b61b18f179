//! Generated schedules in generated windows.

use std::sync::LazyLock;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use deskcore::time::{Calendar, Holiday, LocalSpan, Schedule, SpecialDay, Weekly};
use proptest::collection::vec;
use proptest::prelude::*;

use super::{DAY, Oracle, offset, zone};

/// Days of a window.
pub(crate) const DAYS: i64 = 16;
pub(crate) const SECONDS: usize = (DAYS * DAY) as usize;

pub(crate) const ZONES: [Tz; 14] = [
    Tz::UTC,
    Tz::Europe__Rome,
    Tz::Europe__Bucharest,
    Tz::Europe__London,
    Tz::America__New_York,
    Tz::America__St_Johns,
    Tz::America__Santiago,
    Tz::America__Sao_Paulo,
    Tz::Australia__Lord_Howe,
    Tz::Asia__Kathmandu,
    Tz::Pacific__Apia,
    Tz::Pacific__Auckland,
    Tz::Africa__Casablanca,
    Tz::Asia__Tehran,
];

#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) schedules: Vec<Schedule>,
    /// First second of the window.
    pub(crate) start: i64,
    /// Instants within it, epoch milliseconds, in order.
    pub(crate) at: Vec<i64>,
}

impl Case {
    pub(crate) fn calendar(&self) -> Calendar {
        let each: Vec<Calendar> = self.schedules.iter().map(compiled).collect();
        Calendar::union(&each).unwrap()
    }

    pub(crate) fn oracle(&self) -> Oracle {
        Oracle::of(&self.schedules, self.start, SECONDS)
    }
}

pub(crate) fn compiled(schedule: &Schedule) -> Calendar {
    Calendar::new(schedule).unwrap()
}

pub(crate) fn utc(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap()
}

pub(crate) fn ms(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis()
}

pub(crate) fn day_of(text: &str) -> i64 {
    i64::from(text.parse::<NaiveDate>().unwrap().num_days_from_ce()) - 719_163
}

pub(crate) fn span() -> impl Strategy<Value = LocalSpan> {
    let quarter = |count: u32| (0..count).prop_map(|quarter| quarter * 900);
    prop_oneof![
        6 => (quarter(96), quarter(97)),
        2 => (quarter(20), quarter(20)),
        1 => (0..86_400_u32, 0..86_401_u32),
        1 => Just((0, 86_400)),
    ]
    .prop_map(|(open, close)| LocalSpan::from_seconds(open, close).unwrap())
}

pub(crate) fn schedule(start: i64) -> impl Strategy<Value = Schedule> {
    let day = start.div_euclid(DAY);
    let date = move || {
        (0..DAYS + 4).prop_map(move |back| {
            NaiveDate::from_num_days_from_ce_opt((day - 2 + back + 719_163) as i32).unwrap()
        })
    };
    let weekly = proptest::array::uniform7(prop_oneof![
        1 => vec(span(), 0..1),
        3 => vec(span(), 1..4),
    ]);
    let tz = proptest::sample::select(&ZONES[..]);
    (
        tz,
        weekly,
        vec(date(), 0..4),
        vec((date(), vec(span(), 0..3)), 0..4),
        vec((date(), vec(span(), 1..3)), 0..4),
    )
        .prop_map(|(tz, days, holidays, overrides, breaks)| {
            let mut weekly = Weekly::default();
            for (index, spans) in days.into_iter().enumerate() {
                weekly.set(chrono::Weekday::try_from(index as u8).unwrap(), spans);
            }
            let mut schedule = Schedule::new(zone(tz), weekly);
            let known = |date: &NaiveDate| (1850..=2099).contains(&date.year());
            schedule.holidays = holidays
                .into_iter()
                .filter(known)
                .map(Holiday::new)
                .collect();
            schedule.overrides = overrides
                .into_iter()
                .filter(|(date, _)| known(date))
                .map(|(date, spans)| (date, SpecialDay::from(spans)))
                .collect();
            schedule.breaks = breaks.into_iter().filter(|(date, _)| known(date)).collect();
            schedule
        })
}

/// Days on which one of the zones changes its clocks; apart, those around
/// midnight between Wednesday and Thursday (UTC), where weeks since 1970 begin.
static CHANGES: LazyLock<[Vec<i64>; 2]> = LazyLock::new(|| {
    let days = day_of("1840-01-01")..day_of("2101-01-01");
    let mut found = [Vec::new(), Vec::new()];
    for (zone, day) in ZONES
        .iter()
        .flat_map(|zone| days.clone().map(move |day| (*zone, day)))
    {
        if offset(zone, day * DAY) != offset(zone, (day + 1) * DAY) {
            let at_border = matches!(day.rem_euclid(7), 0 | 6);
            found[usize::from(at_border)].push(day);
        }
    }
    found
});

/// Where a window begins.
fn start() -> impl Strategy<Value = i64> {
    let edges = [
        "1989-12-28",
        "2060-01-01",
        "1839-12-26",
        "2101-01-06",
        "2011-12-30",
        "1911-03-10",
    ];
    let near_edge = (
        proptest::sample::select(edges.map(day_of).to_vec()),
        -9..9_i64,
    );
    let any_day = |from: &str, to: &str| day_of(from)..day_of(to);
    prop_oneof![
        3 => proptest::sample::select(&*CHANGES[0]),
        3 => proptest::sample::select(&*CHANGES[1]),
        3 => near_edge.prop_map(|(edge, days)| edge + days),
        2 => any_day("1990-01-01", "2060-01-01"),
        1 => any_day("1835-01-01", "1990-01-01"),
        1 => any_day("5000-01-01", "5004-01-01"),
        1 => any_day("-1000-01-01", "-0990-01-01"),
    ]
    .prop_map(|day| (day - DAYS / 2) * DAY)
}

pub(crate) fn case(schedules: std::ops::Range<usize>) -> impl Strategy<Value = Case> {
    start().prop_flat_map(move |start| {
        let at = prop_oneof![
            2 => (0..DAYS * 96).prop_map(|quarter| quarter * 900_000),
            1 => 0..DAYS * DAY * 1000,
        ];
        (vec(schedule(start), schedules.clone()), vec(at, 8)).prop_map(
            move |(schedules, mut at)| {
                at.sort_unstable();
                let at = at.into_iter().map(|into| start * 1000 + into).collect();
                Case {
                    schedules,
                    start,
                    at,
                }
            },
        )
    })
}
