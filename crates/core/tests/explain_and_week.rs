//! Explanations and weeks as people read them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use deskcore::time::{Calendar, DayHours, PieceKind, Reason, Schedule, Zone};
use serde_json::json;

fn calendar(json: &str) -> Calendar {
    Calendar::new(&serde_json::from_str::<Schedule>(json).unwrap()).unwrap()
}

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

fn why(calendar: &Calendar, from: &str, to: &str) -> String {
    let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
    calendar.explain(from, to).to_string()
}

fn ferramenta() -> Calendar {
    calendar(
        r#"{
            "tz": "Europe/Rome",
            "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "tue": "mon", "wed": "mon", "thu": "mon", "fri": "mon"},
            "holidays": [{"date": "2026-12-25", "name": "Natale", "source": "law"}, "2026-12-28"],
            "overrides": {
                "2026-12-24": {"hours": [["09:00", "11:00"]], "name": "Vigilia"},
                "2026-12-29": [["10:00", "12:00"]],
                "2026-12-31": []
            },
            "breaks": {"2026-12-30": [["10:00", "11:00"], ["16:00", "18:00"]]}
        }"#,
    )
}

#[test]
fn every_reason_has_its_words() {
    assert_eq!(
        why(
            &ferramenta(),
            "2026-12-23T11:00:00Z",
            "2026-12-29T10:00:00Z"
        ),
        "1 h on Wed 23 Dec 2026 12:00–13:00; closed Wed 23 Dec 13:00–14:00 (pause); \
         4 h on Wed 23 Dec 14:00–18:00; closed Wed 23 Dec 18:00 – Thu 24 Dec 09:00 (night); \
         2 h on Thu 24 Dec 09:00–11:00; closed Thu 24 Dec 11:00 – Tue 29 Dec 10:00 \
         (Thursday \"Vigilia\", night, Friday \"Natale\", Saturday, Sunday, holiday on Monday, \
         special hours on Tuesday); 1 h on Tue 29 Dec 10:00–11:00",
    );
    assert_eq!(
        why(
            &ferramenta(),
            "2026-12-30T09:30:00Z",
            "2027-01-01T08:00:30Z"
        ),
        "closed Wed 30 Dec 2026 10:30–11:00 (break); 2 h on Wed 30 Dec 11:00–13:00; \
         closed Wed 30 Dec 13:00–14:00 (pause); 2 h on Wed 30 Dec 14:00–16:00; \
         closed Wed 30 Dec 16:00 – Fri 1 Jan 2027 09:00 (break, night, special hours on Thursday); \
         30 s on Fri 1 Jan 09:00–09:00:30",
    );
}

#[test]
fn clock_changes_are_told() {
    let spring = why(
        &ferramenta(),
        "2026-03-27T16:00:00Z",
        "2026-03-30T08:00:00Z",
    );
    assert_eq!(
        spring,
        "1 h on Fri 27 Mar 2026 17:00–18:00; closed Fri 27 Mar 18:00 – Mon 30 Mar 09:00 \
         (night, Saturday, Sunday, clocks forward 1 h); 1 h on Mon 30 Mar 09:00–10:00",
    );
    let night = calendar(r#"{"tz": "Europe/Bucharest", "weekly": {"sat": [["22:00", "06:00"]]}}"#);
    assert_eq!(
        why(&night, "2026-10-24T19:00:00Z", "2026-10-25T04:00:00Z"),
        "9 h on Sat 24 Oct 2026 22:00 – Sun 25 Oct 06:00 (clocks back 1 h)",
    );
}

#[test]
fn backwards_and_long_stretches() {
    let shop = ferramenta();
    assert_eq!(
        why(&shop, "2026-11-24T08:30:00Z", "2026-11-23T16:00:00Z"),
        "backwards: 1 h on Mon 23 Nov 2026 17:00–18:00; \
         closed Mon 23 Nov 18:00 – Tue 24 Nov 09:00 (night); 30 min on Tue 24 Nov 09:00–09:30",
    );
    assert_eq!(
        why(&shop, "2026-11-24T08:30:00Z", "2026-11-24T08:30:00Z"),
        "no time passes"
    );
    let (from, to) = ("2026-01-01T00:00:00Z", "2036-01-01T00:00:00Z");
    let decade = shop.explain(from.parse().unwrap(), to.parse().unwrap());
    assert!(decade.truncated);
    assert_eq!(decade.pieces.len(), 500);
    let sum: i64 = decade.pieces.iter().map(|piece| piece.open_ms).sum();
    assert_eq!(sum, decade.open_ms);
    assert!(
        decade
            .to_string()
            .ends_with("h more until Tue 1 Jan 2036 01:00")
    );
}

/// The shift that a holiday takes away reaches into the morning after; a
/// pause between two night shifts is no night.
#[test]
fn night_shifts() {
    let bakery = calendar(
        r#"{"tz": "Europe/Bucharest",
            "weekly": {"thu": [["22:00", "06:00"]], "fri": "thu", "sat": "thu"},
            "holidays": [{"date": "2026-11-27", "name": "Zi liberă"}]}"#,
    );
    assert_eq!(
        why(&bakery, "2026-11-20T02:00:00Z", "2026-11-20T21:00:00Z"),
        "2 h on Fri 20 Nov 2026 04:00–06:00; closed Fri 20 Nov 06:00–22:00 (pause); 1 h on Fri 20 Nov 22:00–23:00",
    );
    let from = "2026-11-28T03:00:00Z".parse().unwrap();
    let morning_after = bakery.explain(from, "2026-11-28T03:30:00Z".parse().unwrap());
    let PieceKind::Skipped {
        reason: Reason::Holiday(day),
    } = &morning_after.pieces[0].kind
    else {
        panic!("{morning_after:?}");
    };
    assert_eq!(day.date, "2026-11-27".parse().unwrap());
}

/// In a union a holiday of one team says more than the night of the other.
#[test]
fn unions_name_the_most_informative_reason() {
    let rome = calendar(
        r#"{"tz": "Europe/Rome", "weekly": {"mon": [["09:00", "18:00"]]}, "holidays": ["2026-11-23"]}"#,
    );
    let york = calendar(r#"{"tz": "America/New_York", "weekly": {"mon": [["09:00", "18:00"]]}}"#);
    let both = Calendar::union([&york, &rome]).unwrap();
    let reason = |from: &str, to: &str| {
        let why = both.explain(from.parse().unwrap(), to.parse().unwrap());
        serde_json::to_value(&why.pieces[0]).unwrap()["reason"].clone()
    };
    let holiday = json!({"type": "holiday", "date": "2026-11-23"});
    assert_eq!(
        reason("2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z"),
        holiday
    );
    assert_eq!(
        reason("2026-11-23T23:30:00Z", "2026-11-24T00:00:00Z"),
        json!({"type": "night"})
    );
    // A day on which one of them is there at other hours is no closed day.
    let closed = json!({"type": "closed_day", "date": "2026-11-24"});
    assert_eq!(
        reason("2026-11-24T12:00:00Z", "2026-11-24T13:00:00Z"),
        closed
    );
}

#[test]
fn records_are_flat_and_tagged() {
    let (from, to) = ("2026-12-24T16:00:00Z", "2026-12-24T16:30:00Z");
    let why = ferramenta().explain(from.parse().unwrap(), to.parse().unwrap());
    assert_eq!(
        serde_json::to_value(&why).unwrap(),
        json!({
            "tz": "Europe/Rome", "start": from, "end": to, "reversed": false, "open_ms": 0, "truncated": false,
            "text": "closed Thu 24 Dec 2026 17:00–17:30 (Thursday \"Vigilia\")",
            "pieces": [{
                "start": from, "end": to, "elapsed_ms": 1_800_000, "open_ms": 0, "type": "skipped",
                "reason": {"type": "special_day", "date": "2026-12-24", "name": "Vigilia"},
            }],
        }),
    );
}

fn shown(week: &[DayHours]) -> Vec<String> {
    let day = |day: &DayHours| {
        let spans = day.spans.iter().map(|span| {
            let (before, after) = (
                if span.continued { "…" } else { "" },
                if span.continues { "…" } else { "" },
            );
            format!("{before}{}-{}{after}", span.open, span.close)
        });
        spans.collect::<Vec<_>>().join(" ")
    };
    week.iter().map(day).collect()
}

/// Rome changes its clocks on 25 October, New York on 1 November: between
/// them the distance is an hour less.
#[test]
fn weeks_in_which_clocks_change() {
    let shop = calendar(
        r#"{"tz": "Europe/Rome", "weekly": {"fri": [["09:00", "18:00"]], "sat": "fri", "sun": "fri"}}"#,
    );
    let week = |of: &str| shown(&shop.week(of.parse().unwrap(), zone("America/New_York")));
    assert_eq!(
        week("2026-10-21")[4..],
        ["03:00-12:00", "03:00-12:00", "04:00-13:00"]
    );
    assert_eq!(
        week("2026-10-28")[4..],
        ["04:00-13:00", "04:00-13:00", "03:00-12:00"]
    );
    assert_eq!(
        week("2026-11-08")[4..],
        ["03:00-12:00", "03:00-12:00", "03:00-12:00"]
    );
}

#[test]
fn nights_are_split_at_the_viewers_midnight() {
    let bar = calendar(
        r#"{"tz": "Europe/London", "weekly": {"fri": [["18:00", "02:00"]], "sat": [["18:00", "24:00"]]}}"#,
    );
    let week = shown(&bar.week("2026-11-23".parse().unwrap(), zone("Europe/London")));
    assert_eq!(week[4..], ["18:00-24:00…", "…00:00-02:00 18:00-24:00", ""]);
    let week = shown(&bar.week("2026-11-29".parse().unwrap(), zone("Asia/Kathmandu")));
    assert_eq!(
        week[4..],
        ["23:45-24:00…", "…00:00-07:45 23:45-24:00…", "…00:00-05:45"]
    );
    let always = Calendar::new(&Schedule::around_the_clock()).unwrap();
    let week = shown(&always.week("2026-11-29".parse().unwrap(), zone("Asia/Kathmandu")));
    assert!(week.iter().all(|day| day == "…00:00-24:00…"));
}

/// Apia had no 30 December 2011; in Santiago the first hour of a Sunday in
/// September does not occur.
#[test]
fn skipped_dates_and_midnights() {
    let always = Calendar::new(&Schedule::around_the_clock()).unwrap();
    let week = shown(&always.week("2011-12-30".parse().unwrap(), zone("Pacific/Apia")));
    assert_eq!(week[3..6], ["…00:00-24:00…", "", "…00:00-24:00…"]);
    let week = shown(&always.week("2026-09-06".parse().unwrap(), zone("America/Santiago")));
    assert_eq!(week[5..], ["…00:00-24:00…", "…01:00-24:00…"]);
}

#[test]
fn holidays_and_special_days_are_named() {
    let week = ferramenta().week("2026-12-24".parse().unwrap(), zone("Europe/Bucharest"));
    assert_eq!(week[3].special_days[0].name.as_deref(), Some("Vigilia"));
    assert_eq!(week[4].holidays[0].source.as_deref(), Some("law"));
    assert!(week[5].holidays.is_empty());
    assert_eq!(
        serde_json::to_value(&week[4]).unwrap(),
        json!({
            "date": "2026-12-25", "weekday": "fri", "spans": [],
            "holidays": [{"date": "2026-12-25", "name": "Natale", "source": "law"}],
        }),
    );
}
