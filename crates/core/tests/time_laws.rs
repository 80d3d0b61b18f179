//! Laws of business time, on generated schedules in generated weeks.
//!
//! Every answer is held against an oracle that marks each second of a window
//! as open or closed (`oracle`), and against laws that need none: time adds
//! up, `add` undoes `between`, explanations cover what they explain. The
//! windows lie around changes of the clocks, around the ends of the compiled
//! tables (1990, 2060, 1840, 2101) and far away (the years -1000 and 5000).
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use deskcore::time::{Calendar, Explanation, PieceKind, Schedule, TimeError, Weekly};
use oracle::cases::{DAYS, ZONES, case, compiled, ms, utc};
use oracle::{DAY, offset, zone};
use proptest::prelude::*;

mod oracle;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(250))]

    /// `between` counts what the oracle counts, adds up, and changes its sign
    /// with its direction; the whole table counts as the near one does.
    #[test]
    fn open_time_adds_up(case in case(1..3)) {
        let (calendar, oracle) = (case.calendar(), case.oracle());
        for a in &case.at {
            for b in &case.at {
                let between = calendar.between_ms(*a, *b);
                prop_assert_eq!(between, oracle.passed(*b) - oracle.passed(*a));
                prop_assert_eq!(between, -calendar.between_ms(*b, *a));
                prop_assert_eq!(between, ms(utc(0) + calendar.between(utc(*a), utc(*b))));
                for far in ["-4000-01-01T00:00:00Z", "1850-01-01T00:00:00Z", "2080-05-05T00:00:00Z", "+5500-01-01T00:00:00Z"] {
                    let far = ms(far.parse().unwrap());
                    prop_assert_eq!(calendar.between_ms(*a, far) + calendar.between_ms(far, *b), between);
                }
            }
        }
    }

    /// An instant is open when the oracle says so, and the next opening and
    /// close are the next ones; without one in the window they lie beyond.
    #[test]
    fn openings_and_closings(case in case(1..3)) {
        let (calendar, oracle) = (case.calendar(), case.oracle());
        let (_, end) = oracle.window();
        for at in &case.at {
            prop_assert_eq!(calendar.is_open(utc(*at)), oracle.is_open(*at));
            let open = oracle.first(*at, true);
            let next_open = calendar.next_open(utc(*at)).map(ms);
            match open {
                Some(_) => prop_assert_eq!(next_open, open),
                None => prop_assert!(next_open.is_none_or(|open| open >= end)),
            }
            let next_close = calendar.next_close(utc(*at)).map(ms);
            match open.and_then(|open| oracle.first(open, false)) {
                Some(close) => prop_assert_eq!(next_close, Some(close)),
                None => prop_assert!(next_close.is_none_or(|close| close >= end)),
            }
            if let Some(close) = next_close {
                prop_assert!(calendar.is_open(utc(close - 1)) && !calendar.is_open(utc(close)));
            }
        }
    }

    /// `add` is the earliest instant, `subtract` the latest, at which the
    /// time has passed.
    #[test]
    fn adding_undoes_counting(case in case(1..3), far in 0..4_000_000_000_i64, times in 1..1000_i64) {
        let (calendar, oracle) = (case.calendar(), case.oracle());
        let weekly = case.schedules.iter().any(|one| one.weekly != Weekly::default());
        for a in &case.at {
            let whole_days = case.at.iter().map(|b| calendar.between_ms(*a, *b));
            for open in whole_days.filter(|open| *open > 0).chain([1, far / 4000, far, far * times + 1]) {
                let later = calendar.add(utc(*a), TimeDelta::milliseconds(open)).unwrap();
                if let Some(expected) = oracle.add(*a, open) {
                    prop_assert_eq!(later.map(ms), Some(expected));
                }
                if let Some(later) = later {
                    prop_assert_eq!(calendar.between_ms(*a, ms(later)), open);
                    prop_assert!(calendar.is_open(utc(ms(later) - 1)), "the earliest");
                }
                let earlier = calendar.subtract(utc(*a), TimeDelta::milliseconds(open)).unwrap();
                if let Some(expected) = oracle.subtract(*a, open) {
                    prop_assert_eq!(earlier.map(ms), Some(expected));
                }
                if let Some(earlier) = earlier {
                    prop_assert_eq!(calendar.between_ms(ms(earlier), *a), open);
                    prop_assert!(calendar.is_open(earlier), "the latest");
                }
                if weekly {
                    prop_assert!(later.is_some() && earlier.is_some(), "a weekly opening comes again");
                }
            }
            prop_assert_eq!(calendar.add(utc(*a), TimeDelta::zero()), Ok(Some(utc(*a))));
            prop_assert_eq!(calendar.subtract(utc(*a), TimeDelta::zero()), Ok(Some(utc(*a))));
        }
    }

    /// Intervals and gaps lie side by side and cover a period; intervals are
    /// open, gaps are closed.
    #[test]
    fn intervals_and_gaps_tile(case in case(1..3)) {
        let (calendar, oracle) = (case.calendar(), case.oracle());
        let (from, to) = (case.at[0], case.at[7]);
        let open = calendar.intervals(utc(from)).map(|one| (ms(one.start), ms(one.end), true));
        let open = open.take_while(|one| one.0 < to).map(|(from, end, open)| (from, end.min(to), open));
        let closed = calendar.gaps(utc(from), utc(to));
        let mut all: Vec<(i64, i64, bool)> = closed.iter().map(|one| (ms(one.start), ms(one.end), false)).collect();
        all.extend(open);
        all.sort_unstable();
        let mut at = from;
        for (index, (start, end, open)) in all.iter().enumerate() {
            prop_assert_eq!(*start, at);
            prop_assert!(start < end);
            prop_assert!(index == 0 || all[index - 1].2 != *open, "merged");
            let passed = oracle.passed(*end) - oracle.passed(*start);
            prop_assert_eq!(passed, if *open { end - start } else { 0 });
            at = *end;
        }
        prop_assert_eq!(at, to);
    }

    /// A union is open when one of its calendars is.
    #[test]
    fn unions_are_open_when_any_is(case in case(2..4)) {
        let union = case.calendar();
        let each: Vec<Calendar> = case.schedules.iter().map(compiled).collect();
        for at in &case.at {
            prop_assert_eq!(union.is_open(utc(*at)), each.iter().any(|one| one.is_open(utc(*at))));
            let soonest = each.iter().filter_map(|one| one.next_open(utc(*at))).min();
            prop_assert_eq!(union.next_open(utc(*at)), soonest);
        }
    }

    /// The pieces of an explanation lie side by side, cover the stretch, sum
    /// up to the open time, and are what they say.
    #[test]
    fn explanations_cover_and_sum(case in case(1..3), most in 1..40_usize) {
        let (calendar, oracle) = (case.calendar(), case.oracle());
        let (from, to) = (case.at[1], case.at[6]);
        for most in [most, 500] {
            let forwards = calendar.explain_at_most(utc(from), utc(to), most);
            tiles(&forwards, from, to)?;
            prop_assert!(forwards.pieces.len() <= most);
            prop_assert_eq!(forwards.open_ms, oracle.passed(to) - oracle.passed(from));
            for piece in &forwards.pieces {
                let open = oracle.passed(ms(piece.end)) - oracle.passed(ms(piece.start));
                prop_assert_eq!(piece.open_ms, open);
                match &piece.kind {
                    PieceKind::Counted => prop_assert_eq!(open, piece.elapsed_ms),
                    PieceKind::Skipped { .. } => prop_assert_eq!(open, 0),
                    PieceKind::Remainder => prop_assert!(forwards.truncated),
                }
            }
            prop_assert!(!forwards.to_string().is_empty());
            let json = serde_json::to_string(&forwards).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Explanation>(&json).unwrap(), &forwards);
            let backwards = calendar.explain_at_most(utc(to), utc(from), most);
            prop_assert_eq!(backwards.open_ms, -forwards.open_ms);
            prop_assert_eq!(backwards.reversed, from < to);
            prop_assert_eq!(backwards.pieces, forwards.pieces);
        }
        let cut = calendar.explain(utc((from + to) / 2), utc(to));
        let whole = calendar.explain(utc(from), utc(to));
        for piece in &cut.pieces {
            let same = whole.pieces.iter().find(|other| other.start <= piece.start && piece.start < other.end);
            prop_assert_eq!(&same.unwrap().kind, &piece.kind, "a reason does not depend on where one asks from");
        }
    }

    /// The rows of a week hold what is open on their dates, with the wall
    /// clock's times.
    #[test]
    fn weeks_hold_what_is_open(case in case(1..3), tz in proptest::sample::select(&ZONES[..])) {
        let (calendar, oracle) = (case.calendar(), case.oracle());
        let middle = case.start + DAYS / 2 * DAY;
        let of = utc(middle * 1000).date_naive();
        let week = calendar.week(of, zone(tz));
        prop_assert_eq!(week.len(), 7);
        prop_assert!(week.iter().any(|day| day.date == of));
        let local = |at: i64| {
            let naive = utc((at.div_euclid(1000) + offset(tz, at.div_euclid(1000))) * 1000).naive_utc();
            (naive.date(), naive.time().num_seconds_from_midnight())
        };
        let text = |second: u32| {
            let time = format!("{:02}:{:02}", second / 3600, second / 60 % 60);
            if second.is_multiple_of(60) { time } else { format!("{time}:{:02}", second % 60) }
        };
        let mut at = None;
        for (index, day) in week.iter().enumerate() {
            prop_assert_eq!(day.weekday.num_days_from_monday() as usize, index);
            prop_assert_eq!(day.date.weekday(), day.weekday);
            for (index, span) in day.spans.iter().enumerate() {
                let (from, to) = (ms(span.start), ms(span.end));
                prop_assert!(at.is_none_or(|at| at <= from) && from < to);
                prop_assert_eq!(oracle.passed(to) - oracle.passed(from), to - from);
                prop_assert_eq!(&span.open, &text(local(from).1));
                if span.close != "24:00" {
                    prop_assert_eq!(&span.close, &text(local(to).1));
                    prop_assert!(!oracle.is_open(to));
                }
                prop_assert_eq!(span.continues, oracle.is_open(to));
                prop_assert_eq!(span.continued, oracle.is_open(from - 1));
                prop_assert!(!span.continued || index == 0);
                prop_assert!(!span.continues || index + 1 == day.spans.len());
                at = Some(to);
            }
        }
        let spans: Vec<_> = week.iter().flat_map(|day| &day.spans).collect();
        if let [first, .., last] = spans[..] {
            let total: i64 = spans.iter().map(|span| ms(span.end) - ms(span.start)).sum();
            let expected = oracle.passed(ms(last.end)) - oracle.passed(ms(first.start));
            prop_assert_eq!(total, expected, "nothing is left out");
        }
        let json = serde_json::to_string(&week).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<deskcore::time::DayHours>>(&json).unwrap(), week);
    }
}

fn tiles(explanation: &Explanation, from: i64, to: i64) -> Result<(), TestCaseError> {
    let mut at = from;
    let mut open = 0;
    let tz: Tz = explanation.tz.name().parse().unwrap();
    for piece in &explanation.pieces {
        prop_assert_eq!(ms(piece.start), at);
        prop_assert_eq!(ms(piece.end) - at, piece.elapsed_ms);
        prop_assert!(piece.elapsed_ms > 0);
        let east = |at: DateTime<Utc>| offset(tz, at.timestamp());
        prop_assert_eq!(
            i64::from(piece.clock_change_seconds),
            east(piece.end) - east(piece.start)
        );
        open += piece.open_ms;
        at = ms(piece.end);
    }
    prop_assert_eq!(at, to);
    let sign = if explanation.reversed { -1 } else { 1 };
    prop_assert_eq!(open * sign, explanation.open_ms);
    Ok(())
}

/// Instants at and near both ends of what a timestamp holds, and between.
fn extremes() -> Vec<DateTime<Utc>> {
    let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    vec![
        first,
        first + TimeDelta::days(3),
        utc(-4_000_000_000_000),
        utc(0),
        utc(1_800_000_000_000),
        last - TimeDelta::days(3),
        last,
    ]
}

fn sparse() -> Vec<Calendar> {
    let shop = |json: &str| compiled(&serde_json::from_str(json).unwrap());
    vec![
        compiled(&Schedule::around_the_clock()),
        shop(r#"{"tz": "Pacific/Apia", "weekly": "24x7", "holidays": ["2026-01-01"]}"#),
        shop(r#"{"tz": "Europe/Rome", "weekly": {}}"#),
        shop(
            r#"{"tz": "Europe/Rome", "weekly": {}, "overrides": {"2026-12-24": [["09:00", "12:00"]]}}"#,
        ),
        shop(
            r#"{"tz": "Europe/Rome", "weekly": {}, "overrides": {"1850-12-24": [["09:00", "12:00"]]}}"#,
        ),
        shop(r#"{"tz": "America/Santiago", "weekly": {"sat": [["22:00", "06:00"]]}}"#),
        shop(r#"{"tz": "Pacific/Kiritimati", "weekly": {"mon": [["00:00", "00:01"]]}}"#),
    ]
}

/// The ends of time neither panic nor hang, and the laws hold there.
#[test]
fn extreme_dates() {
    for calendar in sparse() {
        for a in extremes() {
            let _ = calendar.promise(a, TimeDelta::MAX);
            let open = calendar.next_open(a);
            assert!(open.is_none_or(|open| calendar.is_open(open)));
            assert!(
                calendar
                    .next_close(a)
                    .is_none_or(|close| !calendar.is_open(close))
            );
            assert!(calendar.intervals(a).take(3).all(|one| one.start < one.end));
            assert!(calendar.gaps(a, a).is_empty());
            for days in [0, 1, 10_000, 200_000_000] {
                let open = TimeDelta::days(days);
                for result in [calendar.add(a, open), calendar.subtract(a, open)] {
                    match result {
                        Ok(Some(b)) => assert_eq!(calendar.between(a, b).abs(), open),
                        Ok(None) | Err(TimeError::OutOfRange) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
            }
            for never in [TimeDelta::MAX, TimeDelta::MAX - TimeDelta::seconds(1)] {
                for result in [calendar.add(a, never), calendar.subtract(a, never)] {
                    assert!(matches!(result, Ok(None) | Err(TimeError::OutOfRange)));
                }
            }
            for negative in [TimeDelta::MIN, TimeDelta::milliseconds(-1)] {
                let result = calendar.add(a, negative);
                assert!(matches!(result, Err(TimeError::NegativeDuration { .. })));
            }
            for b in extremes() {
                let between = calendar.between(a, b);
                assert_eq!(between, -calendar.between(b, a));
                assert!(between.abs() <= (b - a).abs() + TimeDelta::milliseconds(1));
                let why = calendar.explain(a, b);
                tiles(&why, ms(a.min(b)), ms(a.max(b))).unwrap();
                assert_eq!(why.open_ms, between.num_milliseconds());
                assert!(!why.to_string().is_empty());
                let json = serde_json::to_string(&why).unwrap();
                assert_eq!(serde_json::from_str::<Explanation>(&json).unwrap(), why);
            }
            for tz in ZONES {
                // Shorter only where the dates end.
                assert!((1..=7).contains(&calendar.week(a.date_naive(), zone(tz)).len()));
            }
        }
        for (a, b) in [
            (i64::MIN, i64::MAX),
            (i64::MAX, i64::MIN),
            (i64::MIN, 0),
            (0, i64::MAX),
        ] {
            assert_eq!(calendar.between_ms(a, b), -calendar.between_ms(b, a));
        }
        for date in [NaiveDate::MIN, NaiveDate::MAX] {
            assert!(
                calendar
                    .week(date, zone(Tz::Europe__Rome))
                    .iter()
                    .any(|day| day.date == date)
            );
        }
    }
}

/// A calendar that never opens has no answer, everywhere and at once.
#[test]
fn never_open() {
    let mut closed = Schedule::around_the_clock();
    closed.weekly = Weekly::default();
    let calendar = compiled(&closed);
    assert!(calendar.never_opens());
    for at in extremes() {
        assert!(!calendar.is_open(at));
        assert_eq!(calendar.next_open(at), None);
        assert_eq!(calendar.next_close(at), None);
        for open in [TimeDelta::milliseconds(1), TimeDelta::MAX] {
            assert_eq!(calendar.add(at, open), Ok(None));
            assert_eq!(calendar.subtract(at, open), Ok(None));
        }
        assert_eq!(calendar.intervals(at).count(), 0);
        assert!(calendar.between(at, utc(0)).is_zero());
    }
    let why = calendar.explain(utc(0), utc(86_400_000));
    assert_eq!(
        why.to_string(),
        "closed Thu 1 Jan 1970 00:00–24:00 (never opens)"
    );
}

/// Around the clock never closes: time passes as it does everywhere.
#[test]
fn around_the_clock() {
    let calendar = compiled(&Schedule::around_the_clock());
    for at in extremes() {
        assert!(calendar.is_open(at));
        assert_eq!(calendar.next_close(at), None);
        assert_eq!(calendar.next_open(at).map(ms), Some(ms(at)));
        assert_eq!(calendar.between_ms(0, ms(at)), ms(at));
        assert_eq!(calendar.intervals(at).count(), 1);
        assert!(calendar.gaps(at, DateTime::<Utc>::MAX_UTC).is_empty());
    }
    let hour = TimeDelta::hours(1);
    assert_eq!(calendar.add(utc(7), hour), Ok(Some(utc(3_600_007))));
    assert_eq!(calendar.subtract(utc(7), hour), Ok(Some(utc(-3_599_993))));
}
