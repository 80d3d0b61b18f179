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

#[test]
fn a_stored_ticket_may_hold_any_number() {
    let desk = Desk::from_json(&valid().to_string()).unwrap();
    let at = "2026-11-23T10:00:00Z";
    for (business, since) in [
        (i64::MAX, at),
        (i64::MIN, at),
        (0, "+262142-12-31T23:59:59.999Z"),
        (i64::MIN, "-262143-01-01T00:00:00Z"),
    ] {
        for state in ["running", "paused", "stopped"] {
            let clock = json!({
                "state": state, "since": since, "business_ms": business, "calendar_ms": business,
                "target": {"seconds": i64::MAX, "hours": "calendar", "policy": 65535}, "instance": u32::MAX,
                "due_at": since, "step_at": since, "warned": u16::MAX, "escalated": u16::MAX,
                "breaches": u32::MAX, "last_breach_at": since,
            });
            let stored = json!({
                "schema_version": 1, "id": "A-17", "version": u64::MAX, "status": "solved",
                "facts": {"channel": "email", "priority": "high", "tier": "vip", "language": "ro"},
                "created_at": at, "updated_at": at, "episode": u32::MAX, "policy": 7,
                "clocks": {"first_reply_time": clock, "next_reply_time": clock, "total_resolution_time": clock},
            });
            let mut ticket = Ticket::from_json(&stored.to_string()).unwrap();
            for kind in [EventKind::CUSTOMER_MESSAGE, EventKind::AgentReply {}, EventKind::PolicyReview {}] {
                let event = Event::new(kind.name(), "2026-11-30T10:00:00Z".parse().unwrap(), kind);
                // Refused or not: it comes back, and can be stored.
                drop(desk.apply(&mut ticket, &event));
                ticket.to_json().unwrap();
            }
            desk.tick(&mut ticket, chrono::DateTime::<chrono::Utc>::MAX_UTC);
            desk.verdicts(&ticket, chrono::DateTime::<chrono::Utc>::MIN_UTC);
            ticket.to_json().unwrap();
        }
    }
}
