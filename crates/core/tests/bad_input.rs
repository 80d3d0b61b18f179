//! Bad input: documents, events, openings and tickets with mistakes.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper that fails is a test that fails"
)]

use deskcore::desk::Ticket;
use deskcore::ticket::{Event, EventKind, Opening};
use deskcore::{Desk, Error, Problem};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

/// A document with some of everything, and no mistake.
fn valid() -> Value {
    json!({
        "$schema": "https://example.com/desk.schema.json",
        "name": "Bottega Aurora",
        "calendars": {
            "office": {
                "tz": "Europe/Rome",
                "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "tue": "mon", "fri": [["09:00", "13:00"]]},
                "holidays": ["2026-12-25", {"date": "2026-12-08", "name": "Immacolata", "source": "shop"}],
                "overrides": {"2026-12-24": [["09:00", "12:00"]], "2026-12-31": {"hours": [], "name": "San Silvestro"}},
                "breaks": {"2026-11-24": [["11:00", "11:30"]]},
            },
            "cluj": {"tz": "Europe/Bucharest", "weekly": "24x7"},
            "both": {"union": ["office", "cluj"]},
        },
        "statuses": {"awaiting_pickup": "on_hold"},
        "reopen": {"window": "14d"},
        "policies": [
            {
                "id": "vip", "version": "2026-11",
                "when": {"tier": ["vip"], "not": {"tags": ["spam"]}, "any": [{"language": ["ro"]}, {"priority": ["high"]}]},
                "calendar": "both",
                "targets": {"urgent": {"first_reply_time": 3600}, "*": {"first_reply_time": "2h"}},
                "pause": {"agent_work_time": ["pending"]},
                "bot_counts": true, "note_counts": false,
            },
            {
                "id": "default", "calendar": "office",
                "targets": {"*": {"total_resolution_time": {
                    "target": "24h", "hours": "business", "warn": ["80%", "-30m"], "source": "site",
                    "escalate": [{"after": "1h", "to": "lead"}],
                }}},
            },
        ],
    })
}

fn problems_in(text: &str) -> Vec<Problem> {
    match Desk::from_json(text) {
        Ok(_) => Vec::new(),
        Err(Error::InvalidDesk { problems }) => problems,
        Err(error) => panic!("{error}"),
    }
}

fn problems(document: &Value) -> Vec<Problem> {
    problems_in(&document.to_string())
}

/// The valid document with a value set at a pointer whose parent exists.
fn with(pointer: &str, value: Value) -> Value {
    let mut document = valid();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).expect("a parent") {
        Value::Object(object) => drop(object.insert(key.to_owned(), value)),
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        other => panic!("{other} has no members"),
    }
    document
}

#[test]
fn lists_without_end_are_refused() {
    let started = std::time::Instant::now();
    let target = "/policies/1/targets/*/total_resolution_time";
    for (key, item) in [("warn", json!("1%")), ("escalate", json!({"after": 1, "to": "x"}))] {
        let path = format!("{target}/{key}");
        let found = problems(&with(&path, Value::Array(vec![item; 70_000])));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, path);
        assert_eq!(found[0].message, "70000 items: expected at most 32");
    }
    let many = Value::Array((0..2000).map(|n| json!({"id": format!("p{n}")})).collect());
    assert_eq!(problems(&with("/policies", many))[0].code, "too_many_policies");
    let many = (0..2000).map(|n| (n.to_string(), json!({"tz": "UTC", "weekly": "24x7"})));
    let many: serde_json::Map<String, Value> = many.collect();
    assert!(problems(&with("/calendars", many.into())).iter().any(|p| p.code == "too_many_calendars"));
    let many: serde_json::Map<String, Value> =
        (0..50_000).map(|n| (format!("k{n}"), json!(1))).collect();
    let found = problems(&many.into());
    assert_eq!((found.len(), &*found[1000].message), (1001, "49000 more mistakes"));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn texts_without_end_are_refused_and_cut() {
    let started = std::time::Instant::now();
    let long = "x".repeat(3 << 20);
    for pointer in [
        "/calendars/office/tz",
        "/calendars/office/weekly/mon/0/0",
        "/calendars/both/union/0",
        "/calendars/office/holidays/0",
        "/policies/0/calendar",
        "/policies/0/targets/urgent/first_reply_time",
        "/policies/1/targets/*/total_resolution_time/warn/0",
        "/policies/0/when/priority",
        "/policies/0/pause/agent_work_time/0",
        "/policies/0/bot_counts",
        "/statuses/awaiting_pickup",
    ] {
        let mut document = valid();
        *document.pointer_mut(pointer).or_else(|| None).unwrap_or(&mut Value::Null) = json!(long);
        if document == valid() {
            document = with(pointer, json!(long));
        }
        let found = problems(&document);
        assert!(!found.is_empty(), "{pointer}");
        assert!(found.iter().all(|problem| problem.message.len() < 500), "{pointer}");
    }
    let found = problems_in(&"[".repeat(5 << 20));
    assert_eq!(found[0].code, "too_large");
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
