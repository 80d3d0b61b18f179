//! Stories of single tickets, step by step.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

use chrono::{DateTime, TimeDelta, Utc};
use deskcore::ticket::{Event, EventKind, Opening, Priority, Status};
use deskcore::{Desk, Effect, EffectKind, Error, Metric, State, Ticket, Verdict};
use serde_json::{Value, json};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn desk(document: &Value) -> Desk {
    Desk::from_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}"))
}

/// A desk without calendars and with one policy.
fn promising(targets: Value) -> Desk {
    desk(&json!({"policies": [{"id": "default", "targets": {"*": targets}}]}))
}

fn opening(text: &str) -> Opening {
    let mut opening = Opening::new("A-17", at(text), "email");
    opening.facts.priority = Some(Priority::Normal);
    opening
}

fn event(id: &str, text: &str, kind: EventKind) -> Event {
    Event::new(id, at(text), kind)
}

/// What the host reads in effects: type, instant, metric.
fn told(effects: &[Effect]) -> Vec<String> {
    effects
        .iter()
        .map(|effect| {
            let effect = serde_json::to_value(effect).unwrap();
            let text = |key: &str| effect[key].as_str().unwrap_or_default().to_owned();
            format!("{} {} {}", text("at"), text("type"), text("metric")).trim().to_owned()
        })
        .collect()
}

#[test]
fn a_deadline_after_the_year_9999_is_stored_and_read() {
    let desk = promising(json!({"total_resolution_time": {"target": "3650d", "hours": "calendar"}}));
    let (ticket, _) = desk.open(&opening("9999-12-31T12:00:00.250Z")).unwrap();
    let stored = ticket.to_json().unwrap();
    assert!(stored.contains("+10009-12-28T12:00:00.251Z"), "{stored}");
    assert_eq!(Ticket::from_json(&stored), Ok(ticket));
}

#[test]
fn a_deadline_that_no_date_can_hold_is_never() {
    let desk = desk(&json!({
        "calendars": {"rare": {"tz": "UTC", "weekly": {"mon": [["09:00:00", "09:00:01"]]}}},
        "policies": [{"id": "default", "calendar": "rare",
                      "targets": {"*": {"first_reply_time": {"target": "3650d", "warn": ["99%"]}}}}],
    }));
    let (ticket, _) = desk.open(&opening("2026-11-23T08:00:00Z")).unwrap();
    assert_eq!(ticket.due_at, None);
    assert_eq!(Ticket::from_json(&ticket.to_json().unwrap()), Ok(ticket));
}

#[test]
fn what_falls_due_within_a_millisecond_is_told_in_order() {
    let desk = promising(json!({
        "first_reply_time": {"target": "2h", "warn": ["50%"]},
        "total_resolution_time": "1h",
    }));
    let mut agents = opening("2026-11-23T10:00:00Z");
    agents.facts.started_by = deskcore::ticket::ActorKind::Agent;
    let (mut ticket, _) = desk.open(&agents).unwrap();
    // The warning is due a millisecond after the resolution: when that is missed.
    let wrote = event("ev-1", "2026-11-23T10:00:00.001Z", EventKind::CUSTOMER_MESSAGE);
    desk.apply(&mut ticket, &wrote).unwrap();
    assert_eq!(
        told(&desk.tick(&mut ticket, at("2026-11-23T11:30:00Z"))),
        [
            "2026-11-23T11:00:00Z sla_breach total_resolution_time",
            "2026-11-23T11:00:00.001Z sla_warning first_reply_time",
        ]
    );
}

#[test]
fn a_policy_that_is_gone_from_the_desk_promises_nothing() {
    let before = promising(json!({"first_reply_time": "2h"}));
    let after = desk(&json!({}));
    let (mut ticket, _) = before.open(&opening("2026-11-23T10:00:00Z")).unwrap();
    let review = event("ev-1", "2026-11-23T10:30:00Z", EventKind::PolicyReview {});
    after.apply(&mut ticket, &review).unwrap();
    let verdict = after.verdict(&ticket, Metric::FirstReplyTime, at("2026-11-24T10:00:00Z"));
    assert_eq!((verdict.state, verdict.target_s), (State::NoTarget, None));
    assert_eq!((ticket.due_at, ticket.policy()), (None, None));
}

#[test]
fn other_hours_of_a_team_are_another_version_of_the_policy() {
    let follow_the_sun = |milan_opens: &str| {
        desk(&json!({
            "calendars": {
                "milan": {"tz": "Europe/Rome", "weekly": {"mon": [[milan_opens, "18:00"]]}},
                "auckland": {"tz": "Pacific/Auckland", "weekly": {"mon": [["09:00", "18:00"]]}},
                "both": {"union": ["milan", "auckland"]},
            },
            "policies": [{"id": "default", "calendar": "both", "targets": {"*": {"first_reply_time": "2h"}}}],
        }))
    };
    let (nine, ten) = (follow_the_sun("09:00"), follow_the_sun("10:00"));
    let start = opening("2026-11-22T23:00:00Z");
    let version = |desk: &Desk| desk.open(&start).unwrap().0.policy().unwrap().version.clone();
    assert_ne!(version(&nine), version(&ten));
    assert_eq!(version(&nine), version(&follow_the_sun("09:00")));
}

#[test]
fn events_of_one_millisecond_are_of_one_instant() {
    let desk = desk(&json!({}));
    let mut solved = event("ev-2", "2026-11-23T10:00:00.000400Z", status(Status::Solved));
    solved.seq = 2;
    let mut open = event("ev-1", "2026-11-23T10:00:00.000900Z", status(Status::Open));
    open.seq = 1;
    let stored = [&solved, &open].map(|event| {
        serde_json::from_str(&serde_json::to_string(event).unwrap()).unwrap()
    });
    let start = opening("2026-11-23T09:00:00Z");
    let fresh = desk.rebuild(&start, &[solved, open], None).unwrap();
    assert_eq!(fresh.ticket.status, Status::Solved);
    assert_eq!(desk.rebuild(&start, &stored, None), Ok(fresh));
}

fn status(to: Status) -> EventKind {
    EventKind::Status { to, label: None }
}

#[test]
fn a_burst_of_events_is_forgotten_again() {
    let desk = desk(&json!({}));
    let (mut ticket, _) = desk.open(&opening("2026-11-23T09:00:00Z")).unwrap();
    let note = |id: String, text| event(&id, text, EventKind::InternalNote {});
    for number in 0..300 {
        desk.apply(&mut ticket, &note(format!("import-{number}"), "2026-11-23T10:00:00Z")).unwrap();
    }
    // All of one instant: none could be told by its time.
    assert_eq!(ticket.recent_events.len(), 300);
    let seen = ticket.clone();
    desk.apply(&mut ticket, &note("import-0".to_owned(), "2026-11-23T10:00:00Z")).unwrap();
    assert_eq!(ticket, seen);
    desk.apply(&mut ticket, &note("ev-1".to_owned(), "2026-11-23T10:00:01Z")).unwrap();
    assert_eq!(ticket.recent_events.len(), 8);
}
