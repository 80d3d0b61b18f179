//! How many to schedule in each half hour of a week, by what arrived before.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::work::within;
use super::{LiveWork, StaffingGoal, erlang_a_required, erlang_c_required};
use crate::Error;
use crate::time::{Offsets, WEEKDAYS, Zone, instant, weekday_name};

/// Half hours of a week.
pub const HALF_HOURS: usize = 7 * A_DAY;

const A_DAY: usize = 48;
const HALF_HOUR_MS: i64 = 1_800_000;
const DAY_MS: i64 = 86_400_000;

/// Longest history of a profile: a hundred years.
const LONGEST_MS: i64 = 36_525 * DAY_MS;

/// How often it is asked who is on duty: every five minutes.
const STEP_MS: i64 = 300_000;

/// A stretch of instants, in epoch milliseconds, within one half hour of the
/// local week.
struct Stretch {
    /// From Monday 00:00.
    half_hour: usize,
    from: i64,
    to: i64,
}

/// The half hours of `[from, to)` in turn. One that clocks skip is missing,
/// one that they repeat comes twice.
fn stretches(offsets: &Offsets, from: i64, to: i64) -> impl Iterator<Item = Stretch> + '_ {
    let mut at = from;
    let mut changes = offsets.transitions().iter().peekable();
    std::iter::from_fn(move || {
        if at >= to {
            return None;
        }
        while changes.next_if(|change| change.at * 1000 <= at).is_some() {}
        let offset = offset_ms(offsets, at);
        let next = ((at + offset).div_euclid(HALF_HOUR_MS) + 1) * HALF_HOUR_MS - offset;
        let change = changes.peek().map_or(to, |change| change.at * 1000);
        let stretch = Stretch {
            half_hour: half_hour(at + offset),
            from: at,
            to: next.min(change).min(to),
        };
        at = stretch.to;
        Some(stretch)
    })
}

fn offset_ms(offsets: &Offsets, at: i64) -> i64 {
    i64::from(offsets.at(at.div_euclid(1000))) * 1000
}

/// The half hour of the week of a local millisecond. The epoch began on a
/// Thursday.
fn half_hour(local: i64) -> usize {
    let since_monday = local.div_euclid(HALF_HOUR_MS) + 3 * (A_DAY as i64);
    usize::try_from(since_monday.rem_euclid(HALF_HOURS as i64)).unwrap_or_default()
}

/// What arrives in the half hours of a week, on average.
///
/// ```
/// use deskcore::routing::staffing::ArrivalProfile;
///
/// let ms = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().map(|at| at.timestamp_millis());
/// // Two weeks; on both Mondays somebody called at 10 in Bucharest, on one twice.
/// let calls = [ms("2026-03-23T08:05:00Z")?, ms("2026-03-30T07:05:00Z")?, ms("2026-03-30T07:20:00Z")?];
/// let (from, to) = (ms("2026-03-22T22:00:00Z")?, ms("2026-04-05T21:00:00Z")?);
/// let profile = ArrivalProfile::new(&calls, "Europe/Bucharest".parse()?, from, to)?;
/// assert_eq!((profile.mean_arrivals[20], profile.occurrences[20]), (1.5, 2.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArrivalProfile {
    /// Mean arrivals of each of the 336 half hours of the local week, from
    /// Monday 00:00; 0 where the history has none of it.
    pub mean_arrivals: Vec<f64>,
    /// How often each occurred in the history, a part of one as a part. Few
    /// make a mean that says little.
    pub occurrences: Vec<f64>,
}

impl ArrivalProfile {
    /// The mean of a history: all arrivals of `[from, to)`, in epoch
    /// milliseconds and in any order; others are not counted. The week is
    /// that of a zone's wall clock: a half hour that clocks skipped did not
    /// occur that week, one that they repeated occurred twice.
    ///
    /// # Errors
    ///
    /// When the history has no length, more than a hundred years, or lies
    /// outside the dates of a timestamp.
    pub fn new(arrivals_ms: &[i64], zone: Zone, from_ms: i64, to_ms: i64) -> Result<Self, Error> {
        for (path, ms) in [("/from_ms", from_ms), ("/to_ms", to_ms)] {
            if DateTime::from_timestamp_millis(ms).is_none() {
                return Err(Error::invalid(
                    path,
                    format!("{ms} is outside the dates of a timestamp"),
                ));
            }
        }
        let length = to_ms - from_ms;
        if !(1..=LONGEST_MS).contains(&length) {
            return Err(Error::invalid(
                "/to_ms",
                format!("the history has {length} ms: expected 1 to a hundred years"),
            ));
        }
        let (first, last) = (from_ms.div_euclid(1000), to_ms.div_euclid(1000));
        let offsets = Offsets::of(zone, first, last + 1);
        let mut occurrences = vec![0.0; HALF_HOURS];
        for stretch in stretches(&offsets, from_ms, to_ms) {
            if let Some(occurred) = occurrences.get_mut(stretch.half_hour) {
                *occurred += (stretch.to - stretch.from) as f64 / HALF_HOUR_MS as f64;
            }
        }
        let mut counts = vec![0_u32; HALF_HOURS];
        for at in arrivals_ms {
            if (from_ms..to_ms).contains(at)
                && let Some(count) = counts.get_mut(half_hour(at + offset_ms(&offsets, *at)))
            {
                *count = count.saturating_add(1);
            }
        }
        let means = counts.into_iter().zip(&occurrences);
        let mean_arrivals = means.map(|(count, occurred)| match count {
            0 => 0.0,
            count => f64::from(count) / occurred,
        });
        Ok(Self {
            mean_arrivals: mean_arrivals.collect(),
            occurrences,
        })
    }
}

/// What the work of a week is taken to be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkAssumptions {
    /// Average handling time in seconds: 0.001 to 1e9.
    pub aht_s: f64,
    /// Seconds of waiting within which an answer is in time: 0 to 1e9.
    pub answer_within_s: f64,
    /// Seconds that a customer is ready to wait, on average: 0.001 to 1e9.
    /// With it the plan is by Erlang A, without by Erlang C.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patience_s: Option<f64>,
    /// What to multiply all arrivals by: 1.3 for a month with 30 % more; 0
    /// to 1e6.
    #[serde(default = "as_before")]
    pub load: f64,
}

const fn as_before() -> f64 {
    1.0
}

impl WorkAssumptions {
    /// Work of customers who never hang up, as much as before.
    pub const fn new(aht_s: f64, answer_within_s: f64) -> Self {
        Self {
            aht_s,
            answer_within_s,
            patience_s: None,
            load: 1.0,
        }
    }
}

/// How many are needed in a week, half hour by half hour.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WeekPlan {
    /// All 336, from Monday 00:00.
    pub intervals: Vec<PlannedInterval>,
}

/// How many are needed in one half hour of the local week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedInterval {
    /// Its weekday; `mon` … `sun` in JSON.
    #[serde(with = "weekday_name")]
    #[schemars(with = "String", extend("enum" = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))]
    pub weekday: Weekday,
    /// Its beginning on the wall clock, such as `10:00`.
    pub start: String,
    /// Arrivals that it is planned for.
    pub arrivals: f64,
    /// Pieces of work that must be possible at a time.
    pub slots: u32,
    /// Agents who must be there.
    pub agents: u32,
    /// Agents to schedule, so that so many are there after shrinkage.
    pub scheduled: u32,
    /// Share of arrivals that are answered in time, 0 to 1.
    pub service_level: f64,
    /// Share of their time that slots are busy, 0 to 1.
    pub occupancy: f64,
}

/// Plans a week: of each half hour the fewest that reach the goal, as if its
/// arrivals came at that rate for long. By Erlang A when there is a patience,
/// else by Erlang C.
///
/// # Errors
///
/// When a figure is out of range, or the goal needs more than
/// [`MOST_SLOTS`](super::MOST_SLOTS) at once.
///
/// ```
/// use deskcore::routing::staffing::{ArrivalProfile, HALF_HOURS, StaffingGoal, WorkAssumptions, plan};
///
/// let mut profile = ArrivalProfile { mean_arrivals: vec![0.0; HALF_HOURS], occurrences: vec![8.0; HALF_HOURS] };
/// // Friday, 10:00 to 12:00.
/// profile.mean_arrivals[4 * 48 + 20..4 * 48 + 24].fill(40.0);
/// let week = plan(&profile, &WorkAssumptions::new(300.0, 30.0), &StaffingGoal::new(8000))?;
/// assert_eq!(week.sentences(), ["Fri: 10 agents from 10:00 to 12:00"]);
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn plan(
    profile: &ArrivalProfile,
    work: &WorkAssumptions,
    goal: &StaffingGoal,
) -> Result<WeekPlan, Error> {
    whole_week("/mean_arrivals", profile.mean_arrivals.len())?;
    within("/load", work.load, &(0.0..=1e6))?;
    let of_half_hour = |(place, mean): (usize, &f64)| {
        let arrivals = mean * work.load;
        let live = LiveWork {
            patience_s: work.patience_s,
            ..LiveWork::new(arrivals, 1800.0, work.aht_s, work.answer_within_s)
        };
        let staffing = match work.patience_s {
            Some(_) => erlang_a_required(&live, goal),
            None => erlang_c_required(&live, goal),
        }?;
        let weekday = WEEKDAYS.get(place / A_DAY);
        Ok(PlannedInterval {
            weekday: weekday.map_or(Weekday::Sun, |(_, weekday)| *weekday),
            start: wall_clock(place % A_DAY),
            arrivals,
            slots: staffing.slots,
            agents: staffing.agents,
            scheduled: staffing.scheduled,
            service_level: staffing.service_level,
            occupancy: staffing.occupancy,
        })
    };
    let half_hours = profile.mean_arrivals.iter().enumerate();
    Ok(WeekPlan {
        intervals: half_hours.map(of_half_hour).collect::<Result<_, Error>>()?,
    })
}

fn whole_week(path: &str, len: usize) -> Result<(), Error> {
    if len == HALF_HOURS {
        return Ok(());
    }
    Err(Error::invalid(
        path,
        format!("{len} half hours: expected the {HALF_HOURS} of a week"),
    ))
}

/// The beginning of a half hour of the day.
fn wall_clock(half_hour: usize) -> String {
    format!("{:02}:{:02}", half_hour / 2, half_hour % 2 * 30)
}

impl WeekPlan {
    /// Whom to schedule, in sentences: neighbouring half hours of a day in
    /// one, as long as they need as many; those without need are left out.
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        let day = |interval: &PlannedInterval| (interval.weekday, interval.scheduled);
        let mut at = 0;
        for run in self.intervals.chunk_by(|a, b| day(a) == day(b)) {
            let from = at % A_DAY;
            at += run.len();
            let Some(first) = run.first().filter(|first| first.scheduled > 0) else {
                continue;
            };
            let plural = if first.scheduled == 1 { "" } else { "s" };
            sentences.push(format!(
                "{}: {} agent{plural} from {} to {}",
                first.weekday,
                first.scheduled,
                first.start,
                wall_clock(from + run.len()),
            ));
        }
        sentences
    }
}

/// A time with too few on duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CoverageGap {
    /// From when.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub start: DateTime<Utc>,
    /// Until when.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub end: DateTime<Utc>,
    /// Agents that the plan has for this time.
    pub scheduled: u32,
    /// Agents who are on duty.
    pub on_duty: u32,
    /// How many are missing.
    pub missing: u32,
}

/// When fewer are on duty than a plan says, in the local week (Monday to
/// Sunday) that holds a date, on a zone's wall clock. `on_duty` tells how many
/// are at an instant in epoch milliseconds; it is asked at every fifth minute
/// of a half hour, and the answer holds for five.
///
/// # Errors
///
/// When the plan has not all half hours of a week, or the date lies too near
/// the end of all dates.
///
/// ```
/// use chrono::NaiveDate;
/// use deskcore::routing::staffing::{ArrivalProfile, HALF_HOURS, StaffingGoal, WorkAssumptions, coverage_gaps, plan};
///
/// let mut profile = ArrivalProfile { mean_arrivals: vec![0.0; HALF_HOURS], occurrences: vec![8.0; HALF_HOURS] };
/// profile.mean_arrivals[20..24].fill(40.0); // Monday, 10:00 to 12:00
/// let week = plan(&profile, &WorkAssumptions::new(300.0, 30.0), &StaffingGoal::new(8000))?;
/// let monday = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date");
/// // Two leave at 11:00, which is 10:00 in UTC.
/// let on_duty = |at| if at < 1_795_428_000_000 { 10 } else { 8 };
/// let gaps = coverage_gaps(&week, "Europe/Rome".parse()?, monday, on_duty)?;
/// assert_eq!((gaps.len(), gaps[0].missing), (1, 2));
/// assert_eq!(gaps[0].start.to_rfc3339(), "2026-11-23T10:00:00+00:00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn coverage_gaps(
    plan: &WeekPlan,
    zone: Zone,
    week_of: NaiveDate,
    on_duty: impl Fn(i64) -> u32,
) -> Result<Vec<CoverageGap>, Error> {
    whole_week("/intervals", plan.intervals.len())?;
    let week = week_of.week(Weekday::Mon);
    let around = week_of
        .checked_sub_signed(TimeDelta::days(20))
        .zip(week_of.checked_add_signed(TimeDelta::days(20)))
        .zip(week.checked_first_day());
    let Some(((before, after), monday)) = around else {
        return Err(Error::invalid(
            "/week_of",
            format!("{week_of} is too near the end of all dates"),
        ));
    };
    let midnight = |date: NaiveDate| {
        let since = date.num_days_from_ce() - 719_163;
        i64::from(since) * (DAY_MS / 1000)
    };
    let offsets = Offsets::of(zone, midnight(before), midnight(after));
    let from = offsets.to_utc(midnight(monday));
    let to = offsets.to_utc(midnight(monday) + 7 * DAY_MS / 1000);
    // One zone's changes before the week would be passed over one by one.
    let offsets = Offsets::of(zone, from, to);

    let mut gaps: Vec<CoverageGap> = Vec::new();
    for stretch in stretches(&offsets, from * 1000, to * 1000) {
        let interval = plan.intervals.get(stretch.half_hour);
        let scheduled = interval.map_or(0, |interval| interval.scheduled);
        let mut at = stretch.from;
        while at < stretch.to {
            let end = (at + STEP_MS).min(stretch.to);
            let on_duty = on_duty(at);
            let missing = scheduled.saturating_sub(on_duty);
            let begin_end =
                DateTime::from_timestamp_millis(at).zip(DateTime::from_timestamp_millis(end));
            if let Some((from, to)) = begin_end
                && missing > 0
            {
                match gaps.last_mut() {
                    Some(last)
                        if last.end == from
                            && (last.scheduled, last.on_duty) == (scheduled, on_duty) =>
                    {
                        last.end = to;
                    }
                    _ => gaps.push(CoverageGap {
                        start: from,
                        end: to,
                        scheduled,
                        on_duty,
                        missing,
                    }),
                }
            }
            at = end;
        }
    }
    Ok(gaps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rome() -> Zone {
        "Europe/Rome".parse().unwrap()
    }

    fn ms(text: &str) -> i64 {
        instant::parse(text).unwrap().timestamp_millis()
    }

    fn flat(scheduled: impl Fn(usize) -> u32) -> WeekPlan {
        let interval = |place: usize| PlannedInterval {
            weekday: WEEKDAYS[place / A_DAY].1,
            start: wall_clock(place % A_DAY),
            arrivals: 1.0,
            slots: 1,
            agents: 1,
            scheduled: scheduled(place),
            service_level: 1.0,
            occupancy: 0.5,
        };
        WeekPlan {
            intervals: (0..HALF_HOURS).map(interval).collect(),
        }
    }

    #[test]
    fn a_half_hour_occurs_as_often_as_on_the_wall_clock() {
        // Two weeks of rome(), the second with the Sunday that clocks go back.
        let (from, to) = (ms("2026-10-11T22:00:00Z"), ms("2026-10-25T23:00:00Z"));
        let twice = ["2026-10-25T00:10:00Z", "2026-10-25T01:10:00Z"].map(ms);
        let profile = ArrivalProfile::new(&twice, rome(), from, to).unwrap();
        let sunday_at_two = 6 * A_DAY + 4;
        assert_eq!(profile.occurrences[sunday_at_two], 3.0);
        assert_eq!(profile.mean_arrivals[sunday_at_two], 2.0 / 3.0);
        let others = profile.occurrences.iter().enumerate();
        for (place, occurred) in others.filter(|(place, _)| place / 2 != sunday_at_two / 2) {
            assert_eq!(*occurred, 2.0, "{place}");
        }
        // And the Sunday that they go forward: 02:00 does not occur.
        let (from, to) = (ms("2026-03-22T23:00:00Z"), ms("2026-03-29T22:00:00Z"));
        let profile = ArrivalProfile::new(&[from - 1, to, from], rome(), from, to).unwrap();
        assert_eq!(profile.occurrences[sunday_at_two], 0.0);
        assert_eq!(profile.occurrences[sunday_at_two + 2], 1.0);
        assert_eq!(profile.mean_arrivals.iter().sum::<f64>(), 1.0);
        assert_eq!(profile.mean_arrivals[0], 1.0);
    }

    #[test]
    fn a_part_of_a_half_hour_counts_as_one() {
        let from = ms("2026-03-02T09:15:00Z");
        let profile = ArrivalProfile::new(&[from], Zone::UTC, from, from + 900_000).unwrap();
        assert_eq!(profile.occurrences[18], 0.5);
        assert_eq!(profile.mean_arrivals[18], 2.0);
    }

    #[test]
    fn a_history_that_cannot_be_is_refused() {
        for (from, to) in [
            (0, 0),
            (1, 0),
            (i64::MIN, 0),
            (0, i64::MAX),
            (0, LONGEST_MS + 1),
        ] {
            assert!(
                ArrivalProfile::new(&[], rome(), from, to).is_err(),
                "{from} {to}"
            );
        }
    }

    #[test]
    fn sentences_end_with_the_day() {
        let week = flat(|place| match place {
            0 => 1,
            46..=49 => 3,
            _ => 0,
        });
        assert_eq!(
            week.sentences(),
            [
                "Mon: 1 agent from 00:00 to 00:30",
                "Mon: 3 agents from 23:00 to 24:00",
                "Tue: 3 agents from 00:00 to 01:00",
            ]
        );
    }

    #[test]
    fn gaps_follow_the_wall_clock_through_a_change() {
        // Clocks go back at 01:00 UTC: 02:00 to 03:00 in Rome lasts two hours.
        let week = flat(|place| u32::from(place / 2 == 6 * A_DAY / 2 + 2) * 2);
        let date = NaiveDate::from_ymd_opt(2026, 10, 22).unwrap();
        let gaps = coverage_gaps(&week, rome(), date, |_| 1).unwrap();
        let [gap] = &gaps[..] else {
            panic!("{gaps:?}");
        };
        assert_eq!((gap.scheduled, gap.on_duty, gap.missing), (2, 1, 1));
        assert_eq!(gap.start, instant::parse("2026-10-25T00:00:00Z").unwrap());
        assert_eq!(gap.end, instant::parse("2026-10-25T02:00:00Z").unwrap());
    }

    #[test]
    fn a_plan_of_another_length_is_refused() {
        let mut week = flat(|_| 1);
        week.intervals.pop();
        let date = NaiveDate::from_ymd_opt(2026, 10, 22).unwrap();
        let error = coverage_gaps(&week, rome(), date, |_| 1).unwrap_err();
        assert_eq!(error.path(), Some("/intervals"));
        let all = flat(|_| 1);
        assert!(coverage_gaps(&all, rome(), NaiveDate::MAX, |_| 1).is_err());
        assert_eq!(coverage_gaps(&all, rome(), date, |_| 1).unwrap(), []);
    }

    #[test]
    fn patience_plans_by_erlang_a() {
        let profile = ArrivalProfile {
            mean_arrivals: vec![30.0; HALF_HOURS],
            occurrences: vec![1.0; HALF_HOURS],
        };
        let goal = StaffingGoal::new(8000);
        let calm = WorkAssumptions::new(300.0, 20.0);
        let short = WorkAssumptions {
            patience_s: Some(60.0),
            ..calm
        };
        let more = WorkAssumptions { load: 2.0, ..calm };
        let agents = |work| plan(&profile, &work, &goal).unwrap().intervals[0].agents;
        assert!(agents(short) < agents(calm));
        assert!(agents(more) > agents(calm));
        let wrong = WorkAssumptions { aht_s: 0.0, ..calm };
        let error = plan(&profile, &wrong, &goal).unwrap_err();
        assert_eq!(error.path(), Some("/aht_s"));
    }
}
