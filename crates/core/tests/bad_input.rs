//! Bad input: documents, events, openings and tickets with mistakes.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper that fails is a test that fails"
)]

use chrono::{DateTime, Utc};
use deskcore::desk::Ticket;
use deskcore::satisfaction::RatedGroup;
use deskcore::ticket::{Event, EventKind, Opening, Priority};
use deskcore::{Desk, Error, Metric, Problem, border};
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
                "when": {"tier": ["vip"], "none": [{"tags": ["spam"]}], "any": [{"language": ["ro"]}, {"priority": ["high"]}]},
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
    let target = "/policies/1/targets/*/total_resolution_time";
    for (key, item) in [
        ("warn", json!("1%")),
        ("escalate", json!({"after": 1, "to": "x"})),
    ] {
        let path = format!("{target}/{key}");
        let found = problems(&with(&path, Value::Array(vec![item; 70_000])));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, path);
        assert_eq!(found[0].message, "70000 items: expected at most 32");
    }
    let many = Value::Array((0..2000).map(|n| json!({"id": format!("p{n}")})).collect());
    assert_eq!(
        problems(&with("/policies", many))[0].code,
        "too_many_policies"
    );
    let many = (0..2000).map(|n| (n.to_string(), json!({"tz": "UTC", "weekly": "24x7"})));
    let many: serde_json::Map<String, Value> = many.collect();
    assert!(
        problems(&with("/calendars", many.into()))
            .iter()
            .any(|p| p.code == "too_many_calendars")
    );
    let many: serde_json::Map<String, Value> =
        (0..50_000).map(|n| (format!("k{n}"), json!(1))).collect();
    let found = problems(&many.into());
    assert_eq!(
        (found.len(), &*found[1000].message),
        (1001, "49000 more mistakes")
    );
}

#[test]
fn texts_without_end_are_refused_and_cut() {
    let long = "x".repeat(3 << 20);
    for pointer in [
        "/calendars/office/tz",
        "/calendars/office/weekly/mon/0/0",
        "/calendars/both/union/0",
        "/calendars/office/holidays/0",
        "/policies/0/calendar",
        "/policies/0/targets/urgent/first_reply_time",
        "/policies/1/targets/*/total_resolution_time/warn/0",
        "/policies/0/when/any/1/priority/0",
        "/policies/0/pause/agent_work_time/0",
        "/policies/0/bot_counts",
        "/statuses/awaiting_pickup",
    ] {
        let mut document = valid();
        *document.pointer_mut(pointer).unwrap() = json!(long);
        let found = problems(&document);
        assert!(!found.is_empty(), "{pointer}");
        assert!(
            found.iter().all(|problem| problem.message.len() < 500),
            "{pointer}"
        );
    }
    let found = problems_in(&"[".repeat(5 << 20));
    assert_eq!(found[0].code, "too_large");
}

#[test]
fn a_stored_ticket_may_hold_any_number() {
    let desk = Desk::from_json(&valid().to_string()).unwrap();
    let at = "2026-11-23T10:00:00Z";
    for (business, since) in [
        (i64::MAX, 1_795_428_000_000),
        (i64::MIN, 1_795_428_000_000),
        (0, DateTime::<Utc>::MAX_UTC.timestamp_millis()),
        (i64::MIN, DateTime::<Utc>::MIN_UTC.timestamp_millis()),
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
            for kind in [
                EventKind::CUSTOMER_MESSAGE,
                EventKind::AgentReply {},
                EventKind::PolicyReview {},
            ] {
                let event = Event::new(kind.name(), "2026-11-30T10:00:00Z".parse().unwrap(), kind);
                // Refused or not: it comes back, and can be stored.
                drop(desk.apply(&mut ticket, &event));
                ticket.to_json().unwrap();
            }
            desk.tick(&mut ticket, DateTime::<Utc>::MAX_UTC);
            desk.verdicts(&ticket, DateTime::<Utc>::MIN_UTC);
            ticket.to_json().unwrap();
        }
    }
}

fn details(fields: Value) -> Result<(), Error> {
    let desk = Desk::from_json("{}").unwrap();
    let at: chrono::DateTime<chrono::Utc> = "2026-11-23T10:00:00Z".parse().unwrap();
    let mut opening = Opening::new("A-17", at, "email");
    opening.facts.tags = (0..255).map(|n| format!("tag-{n:03}")).collect();
    let (mut ticket, _) = desk.open(&opening).unwrap();
    let mut event = json!({"type": "details", "id": "ev-1", "at": "2026-11-23T10:00:00Z"});
    event
        .as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    let event: Event = serde_json::from_str(&event.to_string()).unwrap();
    desk.apply(&mut ticket, &event)?;
    assert_eq!(Ticket::from_json(&ticket.to_json().unwrap()), Ok(ticket));
    Ok(())
}

fn nested(levels: usize) -> Value {
    (0..levels).fold(json!(1), |value, _| json!([value]))
}

#[test]
fn what_a_ticket_takes_can_be_read_again_and_is_small() {
    for (fields, expected) in [
        (json!({"fields": {"x": nested(16)}}), None),
        (
            json!({"fields": {"a/b": nested(17)}}),
            Some("/fields/a~1b: nested more than 16 deep"),
        ),
        (
            json!({"fields": {"x": nested(120)}}),
            Some("/fields/x: nested more than 16 deep"),
        ),
        (
            json!({"fields": {"x": "y".repeat(5000)}}),
            Some("/fields/x: 5002 bytes: expected 4096 at most"),
        ),
        (
            json!({"tier": "y".repeat(5000)}),
            Some("/tier: 5000 bytes: expected 1024 at most"),
        ),
        (
            json!({"add_tags": ["y".repeat(5000)]}),
            Some("/add_tags: 5000 bytes: expected 1024 at most"),
        ),
        (
            json!({"add_tags": ["a", "b"]}),
            Some("/add_tags: 257 entries: expected 256 at most"),
        ),
        (
            json!({"add_tags": ["a", "b"], "remove_tags": ["tag-000"]}),
            None,
        ),
        (json!({"add_tags": ["a", "a", "tag-001"]}), None),
    ] {
        let message = details(fields).map_err(|error| error.to_string()).err();
        assert_eq!(message.as_deref(), expected);
    }
}

#[test]
fn an_opening_is_held_to_the_same_limits() {
    let desk = Desk::from_json("{}").unwrap();
    let at: chrono::DateTime<chrono::Utc> = "2026-11-23T10:00:00Z".parse().unwrap();
    let mut long = Opening::new("A-17", at, "x".repeat(2000));
    let error = desk.open(&long).unwrap_err();
    assert_eq!(
        (error.code(), error.path()),
        ("invalid_input", Some("/channel"))
    );
    long.facts.channel = "email".to_owned();
    long.facts.fields.insert("x".to_owned(), nested(40));
    assert_eq!(desk.open(&long).unwrap_err().path(), Some("/fields/x"));
    long.facts.fields = [("x".to_owned(), Value::Null)].into();
    long.facts.tags = ["b", "a", "b"].map(str::to_owned).to_vec();
    let (ticket, _) = desk.open(&long).unwrap();
    assert_eq!(
        (ticket.facts.tags, ticket.facts.fields.len()),
        (vec!["a".to_owned(), "b".to_owned()], 0)
    );
}

#[test]
fn merges_have_limits_too() {
    let desk = Desk::from_json("{}").unwrap();
    let at: chrono::DateTime<chrono::Utc> = "2026-11-23T10:00:00Z".parse().unwrap();
    let (mut ticket, _) = desk.open(&Opening::new("A-17", at, "email")).unwrap();
    let mut apply = |id: &str, kind| desk.apply(&mut ticket, &Event::new(id, at, kind));
    let from = |ticket: String| EventKind::MergedFrom {
        ticket,
        waiting_since: None,
    };
    for number in 0..256 {
        apply(&format!("ev-{number}"), from(format!("B-{number}"))).unwrap();
    }
    assert_eq!(
        apply("more", from("C-1".to_owned())).unwrap_err().path(),
        Some("/ticket")
    );
    apply("again", from("B-7".to_owned())).unwrap();
    let ancient = EventKind::MergedFrom {
        ticket: "B-7".to_owned(),
        waiting_since: Some(DateTime::<Utc>::MIN_UTC),
    };
    assert_eq!(
        apply("ancient", ancient).unwrap_err().path(),
        Some("/waiting_since")
    );
    let own = EventKind::MergedInto {
        ticket: "A-17".to_owned(),
    };
    assert_eq!(apply("own", own).unwrap_err().path(), Some("/ticket"));
    // A ticket that took in many can still be merged itself.
    apply(
        "away",
        EventKind::MergedInto {
            ticket: "D-1".to_owned(),
        },
    )
    .unwrap();
}

/// Code, place and hint of every mistake.
fn listed(found: &[Problem]) -> Vec<(&str, &str, &str)> {
    let hint = |problem: &'_ Problem| -> &'static str {
        problem
            .hint
            .clone()
            .map_or("", |hint| Box::leak(hint.into_boxed_str()))
    };
    found
        .iter()
        .map(|problem| (&*problem.code, &*problem.path, hint(problem)))
        .collect()
}

#[test]
fn every_mistake_of_a_document_at_once() {
    let document = json!({
        "nmae": "Bottega Aurora",
        "calendars": {
            "office": {"tz": "Europe/Roma", "weekly": {"mon": [["09:00", "13:00"]], "tuesday": "mon"}},
            "shop": {
                "tz": "Europe/Bucharest",
                "weekly": {"mon": [["9:00", "13:00"]], "tue": "mno", "wed": [["24:00", "24:00"]], "thu": [["09:00"]]},
                "holidays": ["2026-02-30", {"day": "2026-12-25"}],
                "overrides": {"Christmas": []},
            },
            "never": {"tz": "UTC", "weekly": {}},
            "far": {"tz": "UTC", "weekly": "24x7", "holidays": ["2126-12-25"]},
            "both": {"union": ["office", "ofice", "shop"]},
            "all": {"union": []},
            "nested": {"union": ["both"]},
        },
        "statuses": {"awaiting_pickup": "onhold"},
        "reopen": {"window": "2 weeks"},
        "policies": [
            {"id": "chat", "when": {"chanel": ["chat"]}, "calendar": "ofice"},
            {
                "id": "chat",
                "when": {"priority": ["hihg"], "none": [{"started_by": ["customers"]}]},
                "targets": {
                    "urgnet": {},
                    "*": {
                        "frist_reply_time": "2h",
                        "first_reply_time": "0s",
                        "next_reply_time": -5,
                        "requester_wait_time": "1000y",
                        "agent_work_time": {"target": "8h", "hours": "busines", "warn": ["80 %", "-0m", "101%"],
                                            "escalate": [{"after": "1h"}]},
                        "total_resolution_time": {"warn": []},
                    },
                },
                "pause": {"agent_work_time": ["solved"]},
                "bot_counts": "yes",
            },
            {"version": 3},
        ],
    });
    let found = problems(&document);
    assert_eq!(
        listed(&found),
        [
            ("invalid_value", "/calendars/all/union", ""),
            (
                "unknown_calendar",
                "/calendars/both/union/1",
                "did you mean \"office\"?"
            ),
            ("date_out_of_range", "/calendars/far", ""),
            ("unknown_calendar", "/calendars/nested/union/0", ""),
            ("calendar_never_opens", "/calendars/never", ""),
            (
                "unknown_zone",
                "/calendars/office/tz",
                "did you mean \"Europe/Rome\"?"
            ),
            ("unknown_key", "/calendars/office/weekly/tuesday", ""),
            ("invalid_date", "/calendars/shop/holidays/0", ""),
            ("missing_key", "/calendars/shop/holidays/1", ""),
            (
                "unknown_key",
                "/calendars/shop/holidays/1/day",
                "did you mean \"date\"?"
            ),
            ("invalid_date", "/calendars/shop/overrides/Christmas", ""),
            ("invalid_time", "/calendars/shop/weekly/mon/0/0", ""),
            ("invalid_value", "/calendars/shop/weekly/thu/0", ""),
            (
                "unknown_value",
                "/calendars/shop/weekly/tue",
                "did you mean \"mon\"?"
            ),
            ("invalid_time", "/calendars/shop/weekly/wed/0/0", ""),
            ("unknown_key", "/nmae", "did you mean \"name\"?"),
            (
                "unknown_calendar",
                "/policies/0/calendar",
                "did you mean \"office\"?"
            ),
            (
                "unknown_key",
                "/policies/0/when/chanel",
                "did you mean \"channel\"?"
            ),
            ("wrong_type", "/policies/1/bot_counts", ""),
            ("duplicate_id", "/policies/1/id", ""),
            ("unknown_value", "/policies/1/pause/agent_work_time/0", ""),
            (
                "missing_key",
                "/policies/1/targets/*/agent_work_time/escalate/0",
                ""
            ),
            (
                "unknown_value",
                "/policies/1/targets/*/agent_work_time/hours",
                "did you mean \"business\"?"
            ),
            (
                "invalid_warning",
                "/policies/1/targets/*/agent_work_time/warn/0",
                ""
            ),
            (
                "invalid_warning",
                "/policies/1/targets/*/agent_work_time/warn/1",
                ""
            ),
            (
                "invalid_warning",
                "/policies/1/targets/*/agent_work_time/warn/2",
                ""
            ),
            ("zero_target", "/policies/1/targets/*/first_reply_time", ""),
            (
                "unknown_value",
                "/policies/1/targets/*/frist_reply_time",
                "did you mean \"first_reply_time\"?"
            ),
            ("invalid_value", "/policies/1/targets/*/next_reply_time", ""),
            (
                "invalid_duration",
                "/policies/1/targets/*/requester_wait_time",
                ""
            ),
            (
                "missing_key",
                "/policies/1/targets/*/total_resolution_time",
                ""
            ),
            (
                "unknown_value",
                "/policies/1/targets/urgnet",
                "did you mean \"urgent\"?"
            ),
            (
                "unknown_value",
                "/policies/1/when/none/0/started_by/0",
                "did you mean \"customer\"?"
            ),
            (
                "unknown_value",
                "/policies/1/when/priority/0",
                "did you mean \"high\"?"
            ),
            ("missing_key", "/policies/2", ""),
            ("wrong_type", "/policies/2/version", ""),
            ("invalid_duration", "/reopen/window", ""),
            (
                "unknown_value",
                "/statuses/awaiting_pickup",
                "did you mean \"on_hold\"?"
            ),
        ]
    );
}

#[test]
fn mistakes_in_events_and_openings_are_named() {
    let event = |more: Value| {
        let mut event = json!({"type": "agent_reply", "id": "ev-1", "at": "2026-11-23T10:00:00Z"});
        event
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        event
            .as_object_mut()
            .unwrap()
            .retain(|_, value| *value != json!("absent"));
        serde_json::from_str::<Event>(&event.to_string())
            .unwrap_err()
            .to_string()
    };
    let opening = |more: Value| {
        let mut opening = json!({"id": "A-17", "at": "2026-11-23T10:00:00Z", "channel": "email"});
        opening
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        opening
            .as_object_mut()
            .unwrap()
            .retain(|_, value| *value != json!("absent"));
        serde_json::from_str::<Opening>(&opening.to_string())
            .unwrap_err()
            .to_string()
    };
    for (found, expected) in [
        (
            event(json!({"actr": {}})),
            "the key \"actr\" is unknown: expected id, at, recorded_at, seq, actor, cause; did you mean \"actor\"?",
        ),
        (
            event(json!({"type": "status", "too": "open"})),
            "did you mean \"to\"?",
        ),
        (
            event(json!({"type": "agent_repl"})),
            "\"agent_repl\" is unknown: expected customer_message, ",
        ),
        (
            event(json!({"type": "agent_repl"})),
            "did you mean \"agent_reply\"?",
        ),
        (
            event(json!({"type": "status", "to": "opne"})),
            "did you mean \"open\"?",
        ),
        (event(json!({"type": "priority"})), "missing field `to`"),
        (event(json!({"type": "absent"})), "missing field `type`"),
        (event(json!({"id": "absent"})), "missing field `id`"),
        (
            event(json!({"id": 17})),
            "/id: invalid type: integer `17`, expected a string",
        ),
        (
            event(json!({"at": "2026-11-23T10:00:00"})),
            "/at: \"2026-11-23T10:00:00\" names no offset",
        ),
        (
            event(json!({"at": 1_795_000_000})),
            "/at: invalid type: integer",
        ),
        (
            event(json!({"recorded_at": "yesterday"})),
            "/recorded_at: \"yesterday\" is no instant",
        ),
        (event(json!({"seq": -1})), "/seq: "),
        (event(json!({"seq": null})), "/seq: "),
        (
            event(json!({"actor": {"kind": "robot"}})),
            "/actor: unknown variant `robot`",
        ),
        (
            event(json!({"cause": {"type": "rule", "id": "r", "x": 1}})),
            "/cause: unknown field `x`",
        ),
        (
            opening(json!({"prioritty": "high"})),
            "did you mean \"priority\"?",
        ),
        (
            opening(json!({"priority": "hihg"})),
            "did you mean \"high\"?",
        ),
        (
            opening(json!({"channel": "absent"})),
            "missing field `channel`",
        ),
        (
            opening(json!({"at": "2026-02-30T00:00:00Z"})),
            "/at: \"2026-02-30T00:00:00Z\" is no instant",
        ),
        (
            opening(json!({"status": "done"})),
            "/status: unknown variant `done`",
        ),
    ] {
        assert!(found.contains(expected), "{found}\n  lacks {expected}");
    }
}

#[test]
fn comments_may_be_anywhere() {
    fn comment(value: &mut Value) {
        match value {
            Value::Object(object) => {
                object.values_mut().for_each(comment);
                object.insert("$comment".to_owned(), json!("because"));
            }
            Value::Array(items) => items.iter_mut().for_each(comment),
            _ => {}
        }
    }
    let mut commented = valid();
    comment(&mut commented);
    let (plain, commented) = (valid().to_string(), commented.to_string());
    assert!(commented.matches("because").count() > 15);
    let (plain, commented) = (
        Desk::from_json(&plain).unwrap(),
        Desk::from_json(&commented).unwrap(),
    );
    assert_eq!(plain.config(), commented.config());
}

#[test]
fn a_day_has_one_name_and_comes_once() {
    let read = |days: &str| {
        let text = format!(r#"{{"tz": "UTC", "weekly": {{"mon": [["09:00", "10:00"]]}}, {days}}}"#);
        border::read_calendar(&text)
    };
    assert!(read(r#""overrides": {"2026-01-01": [], "2026-01-02": []}"#).is_ok());
    for wrong in [
        r#""overrides": {"2026-1-1": []}"#,
        r#""overrides": {" 2026-01-01": []}"#,
        r#""breaks": {"+2026-01-01": []}"#,
        r#""holidays": ["2026- 1- 1"]"#,
        r#""holidays": [{"date": "2026-1-01"}]"#,
        r#""overrides": {"2026-01-01": [], "2026-01-01": [["09:00", "10:00"]]}"#,
    ] {
        let error = read(wrong).unwrap_err();
        assert!(
            matches!(error, Error::InvalidInput { .. }),
            "{wrong}: {error}"
        );
    }
    let twice = r#"{"tz": "UTC", "weekly": {"mon": [["09:00", "10:00"]], "mon": []}}"#;
    assert!(border::read_calendar(twice).is_err());
}

#[test]
fn a_list_is_no_record() {
    let place = |error: Error| error.path().map(str::to_owned);
    let of = |text: &str| border::read::<Vec<RatedGroup>>(text).map_err(place);
    assert_eq!(of(" [ ] ").unwrap(), []);
    assert_eq!(of(r#"[{"id": "ana", "k": 1, "n": 2}]"#).unwrap().len(), 1);
    assert_eq!(of(r#" [ ["ana", 1, 2]]"#).unwrap_err().unwrap(), "/0");
    let one = border::read::<RatedGroup>(r#"["ana", 1, 2]"#);
    assert_eq!(one.map_err(place).unwrap_err().unwrap(), "");
    assert!(border::read_value::<RatedGroup>(&json!(["ana", 1, 2])).is_err());
    assert!(border::read_value::<Vec<RatedGroup>>(&json!([["ana", 1, 2]])).is_err());
    assert!(border::read::<Value>("[[1]]").is_ok());
    assert!(border::read::<Vec<(i64, i64)>>("[[1, 2]]").is_ok());
    assert!(border::read_calendar(r#"["UTC", {"mon": [["09:00", "10:00"]]}]"#).is_err());
}

#[test]
fn a_verdict_of_the_past_is_that_of_the_last_change() {
    let desk = Desk::from_json(
        r#"{"policies": [{"id": "all", "targets": {"*": {"first_reply_time": "2h"}}}]}"#,
    )
    .unwrap();
    let at = |text: &str| -> DateTime<Utc> { text.parse().unwrap() };
    let mut opening = Opening::new("A-17", at("2026-11-23T10:00:00Z"), "email");
    opening.facts.priority = Some(Priority::Normal);
    let (ticket, _) = desk.open(&opening).unwrap();
    let verdict = |now| desk.verdict(&ticket, Metric::FirstReplyTime, at(now));
    assert_eq!(
        verdict("2020-01-01T00:00:00Z"),
        verdict("2026-11-23T10:00:00Z")
    );
}

#[test]
fn single_mistakes_have_a_code_and_a_place() {
    let span = json!([["24:00", "24:00"]]);
    for (pointer, value, code, place, hint) in [
        (
            "/calendars/office/tz",
            json!("europe/rome"),
            "unknown_zone",
            "",
            "did you mean \"Europe/Rome\"?",
        ),
        ("/calendars/office/tz", json!(null), "wrong_type", "", ""),
        (
            "/calendars/office/weekly/sat",
            span,
            "invalid_time",
            "/0/0",
            "",
        ),
        (
            "/calendars/office/weekly/mon",
            json!("tue"),
            "invalid_value",
            "^^",
            "",
        ),
        (
            "/calendars/office/weekly",
            json!("24/7"),
            "unknown_value",
            "",
            "did you mean \"24x7\"?",
        ),
        (
            "/calendars/office/holidays/0",
            json!("1066-10-14"),
            "date_out_of_range",
            "^^",
            "",
        ),
        (
            "/calendars/office/holidays/0",
            json!("2026-1-1"),
            "invalid_date",
            "",
            "",
        ),
        (
            "/calendars/office",
            json!({"tz": "UTC", "weekly": {}}),
            "calendar_never_opens",
            "",
            "",
        ),
        (
            "/calendars/both/union/0",
            json!("both"),
            "unknown_calendar",
            "",
            "",
        ),
        (
            "/policies/0/targets/urgent/first_reply_time",
            json!(0),
            "zero_target",
            "",
            "",
        ),
        (
            "/policies/0/targets/urgent/first_reply_time",
            json!("1.5h"),
            "invalid_duration",
            "",
            "",
        ),
        (
            "/policies/0/targets/urgent/first_reply_time",
            json!(1.5),
            "wrong_type",
            "",
            "",
        ),
        (
            "/policies/0/targets/urgent/first_reply_time",
            json!(31_622_400_000_u64),
            "invalid_value",
            "",
            "",
        ),
        ("/policies/1/id", json!("vip"), "duplicate_id", "", ""),
        ("/policies/1/id", json!(""), "invalid_value", "", ""),
        ("/policies", json!({}), "wrong_type", "", ""),
        (
            "/statuses/awaiting_pickup",
            json!("hold"),
            "unknown_value",
            "",
            "",
        ),
    ] {
        let found = problems(&with(pointer, value.clone()));
        let place = match place {
            "^^" => pointer.rsplitn(3, '/').last().unwrap().to_owned(),
            below => format!("{pointer}{below}"),
        };
        assert_eq!(
            listed(&found),
            [(code, &*place, hint)],
            "{value} at {pointer}"
        );
        assert!(
            !found[0].message.contains("variant"),
            "{}",
            found[0].message
        );
    }
    for (text, code) in [
        ("", "invalid_json"),
        ("null", "wrong_type"),
        ("[]", "wrong_type"),
        ("{\"a\"", "invalid_json"),
    ] {
        assert_eq!(problems_in(text)[0].code, code, "{text}");
    }
    let deep = "{\"policies\": [{\"id\": \"x\", \"when\": ".to_owned()
        + &"{\"none\": [".repeat(60)
        + "{}"
        + &"]}".repeat(60)
        + "}]}";
    assert_eq!(problems_in(&deep)[0].code, "too_deep");
    let deeper = "[".repeat(100_000);
    assert_eq!(problems_in(&deeper)[0].code, "invalid_json");
}

/// Every place of a document, as JSON pointers.
fn places(value: &Value, path: &str, into: &mut Vec<String>) {
    into.push(path.to_owned());
    let step = |key: &str| format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Object(object) => object
            .iter()
            .for_each(|(key, value)| places(value, &step(key), into)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(n, value)| places(value, &step(&n.to_string()), into)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    /// However a document is spoilt: a working desk, or problems at places
    /// that the document has, in words that say what was expected.
    #[test]
    fn a_spoilt_document_is_told_where(
        spoils in proptest::collection::vec((any::<Index>(), any::<Index>(), 0_u8..3, select(vec![
            json!(null), json!(true), json!(0), json!(-1), json!(1.5), json!(1e300), json!(""), json!("office"),
            json!("24:00"), json!([]), json!({}), json!([[]]), json!({"union": ["office"]}), json!(["80%"]),
        ])), 1..4),
    ) {
        let mut document = valid();
        for (at, other, how, value) in &spoils {
            let mut all = Vec::new();
            places(&document, "", &mut all);
            let moved = document.pointer(other.get(&all).as_str()).cloned();
            let place: String = at.get(&all).clone();
            let Some((parent, key)) = place.rsplit_once('/') else { continue };
            match (how, document.pointer_mut(parent)) {
                (0, Some(Value::Object(object))) => drop(object.remove(&key.replace("~1", "/"))),
                (1, _) => *document.pointer_mut(&place).unwrap() = moved.unwrap(),
                _ => *document.pointer_mut(&place).unwrap() = value.clone(),
            }
        }
        match Desk::from_json(&document.to_string()) {
            Ok(desk) => {
                let at = "2026-11-23T10:00:00Z".parse().unwrap();
                let (mut ticket, _) = desk.open(&Opening::new("A-17", at, "email")).unwrap();
                desk.tick(&mut ticket, DateTime::<Utc>::MAX_UTC);
                prop_assert_eq!(Ticket::from_json(&ticket.to_json().unwrap()), Ok(ticket));
            }
            Err(Error::InvalidDesk { problems }) => {
                prop_assert!(!problems.is_empty());
                for problem in problems {
                    prop_assert!(document.pointer(&problem.path).is_some(), "{} of {}", problem, document);
                    prop_assert!(!problem.message.contains("untagged"), "{}", problem);
                    prop_assert!(!problem.message.contains("variant"), "{}", problem);
                }
            }
            Err(other) => prop_assert!(false, "{}", other),
        }
    }
}
