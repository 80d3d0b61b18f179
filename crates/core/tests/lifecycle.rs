//! Stories of single tickets, step by step.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper that fails is a test that fails"
)]

use chrono::{DateTime, Utc};
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
            format!("{} {} {}", text("at"), text("type"), text("metric"))
                .trim()
                .to_owned()
        })
        .collect()
}

#[test]
fn a_deadline_after_the_year_9999_is_stored_and_read() {
    let desk =
        promising(json!({"total_resolution_time": {"target": "3650d", "hours": "calendar"}}));
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
    let wrote = event(
        "ev-1",
        "2026-11-23T10:00:00.001Z",
        EventKind::CUSTOMER_MESSAGE,
    );
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
    let version = |desk: &Desk| {
        desk.open(&start)
            .unwrap()
            .0
            .policy()
            .unwrap()
            .version
            .clone()
    };
    assert_ne!(version(&nine), version(&ten));
    assert_eq!(version(&nine), version(&follow_the_sun("09:00")));
}

#[test]
fn events_of_one_millisecond_are_of_one_instant() {
    let desk = desk(&json!({}));
    let mut solved = event(
        "ev-2",
        "2026-11-23T10:00:00.000400Z",
        status(Status::Solved),
    );
    solved.seq = 2;
    let mut open = event("ev-1", "2026-11-23T10:00:00.000900Z", status(Status::Open));
    open.seq = 1;
    let stored = [&solved, &open]
        .map(|event| serde_json::from_str(&serde_json::to_string(event).unwrap()).unwrap());
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
        desk.apply(
            &mut ticket,
            &note(format!("import-{number}"), "2026-11-23T10:00:00Z"),
        )
        .unwrap();
    }
    // All of one instant: none could be told by its time.
    assert_eq!(ticket.recent_events.len(), 300);
    let seen = ticket.clone();
    desk.apply(
        &mut ticket,
        &note("import-0".to_owned(), "2026-11-23T10:00:00Z"),
    )
    .unwrap();
    assert_eq!(ticket, seen);
    desk.apply(
        &mut ticket,
        &note("ev-1".to_owned(), "2026-11-23T10:00:01Z"),
    )
    .unwrap();
    assert_eq!(ticket.recent_events.len(), 8);
}

/// An Italian shop with a Romanian team, as in the stories below.
fn bottega() -> Desk {
    let week = json!({"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "tue": "mon", "wed": "mon", "thu": "mon", "fri": "mon"});
    desk(&json!({
        "calendars": {
            "office": {"tz": "Europe/Rome", "weekly": week},
            "night": {"tz": "Europe/Bucharest", "weekly": {"sat": [["22:00", "06:00"]], "sun": "sat"}},
        },
        "reopen": {"window": "14d"},
        "policies": [
            {"id": "amazon", "when": {"channel": ["amazon"]},
             "targets": {"*": {"first_reply_time": {"target": "24h", "hours": "calendar"}, "next_reply_time": {"target": "24h", "hours": "calendar"}}}},
            {"id": "vip", "when": {"tier": ["vip"]}, "calendar": "office",
             "targets": {"*": {"first_reply_time": {"target": "1h", "warn": ["50%"], "escalate": [{"after": "30m", "to": "owner"}]}}}},
            {"id": "night", "when": {"channel": ["phone"]}, "calendar": "night",
             "targets": {"*": {"first_reply_time": "4h"}}},
            {"id": "default", "calendar": "office",
             "targets": {"urgent": {"first_reply_time": "1h"}, "*": {"first_reply_time": {"target": "4h", "warn": ["-30m"]}, "next_reply_time": "4h"}}},
        ],
    }))
}

fn opened(desk: &Desk, opening: &Opening) -> Ticket {
    let (ticket, effects) = desk.open(opening).unwrap();
    assert_eq!(effects, []);
    ticket
}

fn state(desk: &Desk, ticket: &Ticket, metric: Metric, text: &str) -> (State, Option<String>) {
    let Verdict { state, due_at, .. } = desk.verdict(ticket, metric, at(text));
    (state, due_at.map(deskcore::time::instant::format))
}

#[test]
fn giulia_writes_again_within_two_weeks_and_after() {
    let desk = bottega();
    let mut ticket = opened(&desk, &opening("2026-11-23T09:00:00Z"));
    for (id, text, kind) in [
        ("ev-1", "2026-11-23T10:00:00Z", EventKind::AgentReply {}),
        ("ev-2", "2026-11-23T10:00:00Z", status(Status::Solved)),
    ] {
        assert_eq!(desk.apply(&mut ticket, &event(id, text, kind)), Ok(vec![]));
    }
    // Thirteen days later: the same ticket, and she waits again.
    let mut again = ticket.clone();
    let wrote = event("ev-3", "2026-12-07T10:00:00Z", EventKind::CUSTOMER_MESSAGE);
    assert_eq!(desk.apply(&mut again, &wrote), Ok(vec![]));
    assert_eq!(
        (again.status, again.episode, again.reopened()),
        (Status::Open, 2, 1)
    );
    let due = Some("2026-12-07T15:00:00Z".to_owned());
    assert_eq!(
        state(&desk, &again, Metric::NextReplyTime, "2026-12-07T10:00:00Z"),
        (State::Running, due)
    );

    // A millisecond after two weeks: a ticket of its own.
    let wrote = event(
        "ev-3",
        "2026-12-07T10:00:00.001Z",
        EventKind::CUSTOMER_MESSAGE,
    );
    let effects = desk.apply(&mut ticket, &wrote).unwrap();
    let [
        Effect {
            id,
            kind: EffectKind::OpenFollowUp { message },
            ..
        },
    ] = &*effects
    else {
        panic!("{effects:?}")
    };
    assert_eq!((&**id, message.event()), ("A-17:4:0", "ev-3"));
    assert_eq!((ticket.status, ticket.episode), (Status::Solved, 1));
    let mut follow_up = opening("2026-12-07T10:00:00.001Z");
    follow_up.id = "A-18".to_owned();
    follow_up.follow_up_of = Some(ticket.id.clone());
    assert_eq!(
        opened(&desk, &follow_up).follow_up_of.as_deref(),
        Some("A-17")
    );
}

#[test]
fn andrei_writes_to_a_ticket_that_was_merged_away() {
    let desk = bottega();
    let mut away = opened(&desk, &opening("2026-11-23T09:00:00Z"));
    let merged = EventKind::MergedInto {
        ticket: "A-9".to_owned(),
    };
    desk.apply(&mut away, &event("ev-1", "2026-11-23T10:00:00Z", merged))
        .unwrap();
    assert_eq!((away.status, away.due_at), (Status::Closed, None));
    assert_eq!(
        state(&desk, &away, Metric::FirstReplyTime, "2026-11-25T09:00:00Z").0,
        State::Cancelled
    );
    let effects = desk
        .apply(
            &mut away,
            &event("ev-2", "2026-11-23T10:05:00Z", EventKind::CUSTOMER_MESSAGE),
        )
        .unwrap();
    let [
        Effect {
            kind: EffectKind::Forward { to, message },
            ..
        },
    ] = &*effects
    else {
        panic!("{effects:?}")
    };
    assert_eq!((&**to, message.event()), ("A-9", "ev-2"));
    let note = event("ev-3", "2026-11-23T10:06:00Z", EventKind::InternalNote {});
    let refused = desk.apply(&mut away, &note);
    assert!(
        matches!(refused, Err(Error::TicketClosed { .. })),
        "{refused:?}"
    );

    // The one that remains has counted since Andrei wrote: 1 h of 4 h.
    let mut remains = opening("2026-11-23T08:00:00Z");
    remains.id = "A-9".to_owned();
    remains.facts.started_by = deskcore::ticket::ActorKind::Agent;
    let mut remains = opened(&desk, &remains);
    let merged = EventKind::MergedFrom {
        ticket: "A-17".to_owned(),
        waiting_since: Some(at("2026-11-23T09:00:00Z")),
    };
    desk.apply(&mut remains, &event("ev-1", "2026-11-23T10:00:00Z", merged))
        .unwrap();
    let due = Some("2026-11-23T14:00:00Z".to_owned());
    assert_eq!(
        state(
            &desk,
            &remains,
            Metric::FirstReplyTime,
            "2026-11-23T10:00:00Z"
        ),
        (State::Running, due)
    );
}

#[test]
fn amazon_wants_an_answer_in_a_day_even_on_sunday_unless_none_is_needed() {
    let desk = bottega();
    let mut saturday = opening("2026-11-28T20:00:00Z");
    saturday.facts.channel = "amazon".to_owned();
    let mut ticket = opened(&desk, &saturday);
    assert_eq!(ticket.due_at, Some(at("2026-11-29T20:00:00.001Z")));
    let mut answered = ticket.clone();
    let marked = event("ev-1", "2026-11-29T20:00:00Z", EventKind::NoReplyNeeded {});
    assert_eq!(desk.apply(&mut answered, &marked), Ok(vec![]));
    assert_eq!(answered.due_at, None);
    assert_eq!(
        state(
            &desk,
            &answered,
            Metric::FirstReplyTime,
            "2026-12-24T00:00:00Z"
        )
        .0,
        State::Met
    );
    assert_eq!(answered.status, Status::New, "nobody has answered");
    let breached = told(&desk.tick(&mut ticket, at("2026-11-30T08:00:00Z")));
    assert_eq!(
        breached,
        ["2026-11-29T20:00:00Z sla_breach first_reply_time"]
    );
}

#[test]
fn a_bots_acknowledgement_is_no_first_reply_unless_the_shop_says_so() {
    for (bot_counts, expected) in [(false, State::Breached), (true, State::Met)] {
        let desk = desk(
            &json!({"policies": [{"id": "chat", "bot_counts": bot_counts,
            "targets": {"*": {"first_reply_time": "2m"}}}]}),
        );
        let mut ticket = opened(&desk, &opening("2026-11-23T09:00:00Z"));
        let bot = event("ev-1", "2026-11-23T09:00:01Z", EventKind::BotReply {});
        desk.apply(&mut ticket, &bot).unwrap();
        assert_eq!(
            state(
                &desk,
                &ticket,
                Metric::FirstReplyTime,
                "2026-11-23T09:02:01Z"
            )
            .0,
            expected
        );
        assert_eq!(ticket.status, Status::New);
    }
}

#[test]
fn mrs_smith_turns_out_to_be_a_vip() {
    let desk = bottega();
    let mut ticket = opened(&desk, &opening("2026-11-23T08:00:00Z")); // 09:00 in Rome
    assert_eq!(
        state(
            &desk,
            &ticket,
            Metric::FirstReplyTime,
            "2026-11-23T08:00:00Z"
        )
        .1
        .as_deref(),
        Some("2026-11-23T12:00:00Z")
    );
    let details: EventKind =
        serde_json::from_value(json!({"type": "details", "tier": "vip"})).unwrap();
    let effects = desk
        .apply(&mut ticket, &event("ev-1", "2026-11-23T08:40:00Z", details))
        .unwrap();
    // Forty of sixty minutes: the warning of the new promise is due at once.
    assert_eq!(
        told(&effects),
        ["2026-11-23T08:40:00Z sla_warning first_reply_time"]
    );
    assert_eq!(ticket.policy().map(|policy| &*policy.id), Some("vip"));
    let effects = desk.tick(&mut ticket, at("2026-11-23T20:00:00Z"));
    assert_eq!(
        told(&effects),
        [
            "2026-11-23T09:00:00Z sla_breach first_reply_time",
            "2026-11-23T09:30:00Z escalate first_reply_time",
        ]
    );
    assert!(matches!(&effects[1].kind, EffectKind::Escalate { to, step: 0, .. } if to == "owner"));
}

#[test]
fn a_raised_priority_may_be_missed_at_once() {
    let desk = bottega();
    let mut ticket = opened(&desk, &opening("2026-11-23T08:00:00Z"));
    let raised = EventKind::Priority {
        to: Some(Priority::Urgent),
    };
    let effects = desk
        .apply(&mut ticket, &event("ev-1", "2026-11-23T09:30:00Z", raised))
        .unwrap();
    assert_eq!(
        told(&effects),
        ["2026-11-23T09:30:00Z sla_breach first_reply_time"]
    );
    let verdict = desk.verdict(&ticket, Metric::FirstReplyTime, at("2026-11-23T09:30:00Z"));
    assert_eq!(
        (verdict.state, verdict.target_s, verdict.breaches),
        (State::Breached, Some(3600), 1)
    );
    // Lowered again, the promise is the old one; the breach has happened.
    let lowered = EventKind::Priority {
        to: Some(Priority::Low),
    };
    assert_eq!(
        desk.apply(&mut ticket, &event("ev-2", "2026-11-23T09:31:00Z", lowered)),
        Ok(vec![])
    );
    let verdict = desk.verdict(&ticket, Metric::FirstReplyTime, at("2026-11-23T09:31:00Z"));
    assert_eq!((verdict.state, verdict.breaches), (State::Running, 1));
}

#[test]
fn half_an_hour_before_means_an_open_half_hour() {
    let desk = bottega();
    // Monday 14:15 in Rome; four hours end on Tuesday at 9:15.
    let mut ticket = opened(&desk, &opening("2026-11-23T13:15:00Z"));
    let effects = desk.tick(&mut ticket, at("2026-11-24T08:15:00Z"));
    // A quarter of an hour before closing, and not at a quarter to nine.
    assert_eq!(
        told(&effects),
        ["2026-11-23T16:45:00Z sla_warning first_reply_time"]
    );
    let EffectKind::SlaWarning { due_at, .. } = &effects[0].kind else {
        panic!("{effects:?}")
    };
    assert_eq!(*due_at, Some(at("2026-11-24T08:15:00Z")));
}

#[test]
fn the_night_in_which_clocks_change() {
    let desk = bottega();
    // In Bucharest 22:00 to 06:00 is nine hours long when clocks go back, and
    // seven when they go forward; four hours are four hours.
    for (start, due) in [
        ("2026-10-24T22:30:00Z", "2026-10-25T02:30:00Z"), // 01:30 to 04:30
        ("2026-03-28T22:30:00Z", "2026-03-29T02:30:00Z"), // 00:30 to 05:30
    ] {
        let mut call = opening(start);
        call.facts.channel = "phone".to_owned();
        let ticket = opened(&desk, &call);
        assert_eq!(
            state(&desk, &ticket, Metric::FirstReplyTime, start)
                .1
                .as_deref(),
            Some(due)
        );
    }
    let calendar = desk.calendar("night").unwrap();
    let hours = |from: &str, to: &str| calendar.between(at(from), at(to)).num_hours();
    assert_eq!(hours("2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"), 9);
    assert_eq!(hours("2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"), 7);
}

#[test]
fn a_verdict_keeps_the_version_of_the_policy_that_it_was_given_by() {
    let november = desk(&json!({"policies": [{"id": "default", "version": "2026-11",
        "targets": {"*": {"first_reply_time": "2h", "next_reply_time": "2h"}}}]}));
    let december = desk(&json!({"policies": [{"id": "default", "version": "2026-12",
        "targets": {"*": {"first_reply_time": "1h", "next_reply_time": "1h"}}}]}));
    let mut ticket = opened(&november, &opening("2026-11-30T20:00:00Z"));
    november
        .apply(
            &mut ticket,
            &event("ev-1", "2026-11-30T21:30:00Z", EventKind::AgentReply {}),
        )
        .unwrap();
    let wrote = event("ev-2", "2026-12-01T08:00:00Z", EventKind::CUSTOMER_MESSAGE);
    december.apply(&mut ticket, &wrote).unwrap();
    let first = december.verdict(&ticket, Metric::FirstReplyTime, wrote.at);
    assert_eq!(
        (first.state, first.target_s),
        (State::Met, Some(7200)),
        "as it was promised"
    );
    let shown = |verdict: &Verdict| verdict.policy.as_ref().unwrap().to_string();
    assert!(
        shown(&first).starts_with("default@2026-11+"),
        "{}",
        shown(&first)
    );
    let next = december.verdict(&ticket, Metric::NextReplyTime, wrote.at);
    assert_eq!(next.target_s, Some(3600));
    assert!(
        shown(&next).starts_with("default@2026-12+"),
        "{}",
        shown(&next)
    );
    assert_eq!(ticket.policies.len(), 2);
}

#[test]
fn a_warning_that_is_written_twice_warns_once() {
    let lead = json!({"after": "1h", "to": "lead"});
    let desk = promising(json!({"first_reply_time": {
        "target": "2h", "warn": ["50%", "-1h", "50%"], "escalate": [lead, lead],
    }}));
    let mut ticket = opened(&desk, &opening("2026-11-23T10:00:00Z"));
    assert_eq!(
        told(&desk.tick(&mut ticket, at("2026-11-24T10:00:00Z"))),
        [
            "2026-11-23T11:00:00Z sla_warning first_reply_time",
            "2026-11-23T11:00:00Z sla_warning first_reply_time", // "-1h" is another
            "2026-11-23T12:00:00Z sla_breach first_reply_time",
            "2026-11-23T13:00:00Z escalate first_reply_time",
        ]
    );
}

#[test]
fn a_host_with_a_workflow_of_its_own_moves_every_status() {
    let desk = desk(&json!({
        "automatic_status": false,
        "policies": [{"id": "default", "targets": {"*": {"next_reply_time": "1h"}}}]
    }));
    let (mut ticket, _) = desk.open(&opening("2026-11-23T10:00:00Z")).unwrap();
    let to = |to| EventKind::Status { to, label: None };
    let story = [
        (EventKind::AgentReply {}, Status::New),
        (to(Status::Pending), Status::Pending),
        (EventKind::CUSTOMER_MESSAGE, Status::Pending),
        (to(Status::New), Status::New),
        (to(Status::Solved), Status::Solved),
        (EventKind::CUSTOMER_MESSAGE, Status::Solved), // held, not lost
        (to(Status::Open), Status::Open),
    ];
    for (number, (kind, status)) in story.into_iter().enumerate() {
        let event = event(
            &format!("ev-{number}"),
            &format!("2026-11-23T10:0{number}:00Z"),
            kind,
        );
        assert!(desk.apply(&mut ticket, &event).unwrap().is_empty());
        assert_eq!(ticket.status, status, "after {event:?}");
    }
    let waiting = desk.verdict(&ticket, Metric::NextReplyTime, at("2026-11-23T10:06:00Z"));
    assert_eq!(
        (waiting.state, waiting.instance, waiting.due_at),
        (State::Running, 2, Some(at("2026-11-23T11:06:00Z")))
    );
    assert_eq!(ticket.reopened(), 1);
}

#[test]
fn a_new_desk_counts_the_past_by_the_old_hours() {
    let with = |opens: &str| {
        desk(&json!({
            "calendars": {"office": {"tz": "UTC", "weekly": {"mon": [[opens, "18:00"]]}}},
            "policies": [{"id": "default", "calendar": "office", "targets": {"*": {"first_reply_time": "4h"}}}]
        }))
    };
    let (old, new) = (with("09:00"), with("13:00"));
    let (mut ticket, _) = old.open(&opening("2026-11-23T09:00:00Z")).unwrap();
    let noon = "2026-11-23T12:00:00Z";
    for (id, desk) in [("ev-1", &old), ("ev-2", &new)] {
        let review = event(id, noon, EventKind::PolicyReview {});
        assert!(desk.apply(&mut ticket, &review).unwrap().is_empty());
    }
    let verdict = new.verdict(&ticket, Metric::FirstReplyTime, at(noon));
    assert_eq!(verdict.elapsed_s, 3 * 3600);
    // The hour that is left is counted by the new hours.
    assert_eq!(verdict.due_at, Some(at("2026-11-23T14:00:00Z")));
}
