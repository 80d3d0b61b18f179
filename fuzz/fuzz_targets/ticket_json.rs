//! Any text that is read as a ticket can be worked on and stored again.
#![no_main]

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use deskcore::ticket::{Event, EventKind, Status};
use deskcore::{Desk, Ticket};
use libfuzzer_sys::fuzz_target;

static DESK: LazyLock<Desk> = LazyLock::new(|| {
    let target =
        r#"{"target": "4h", "warn": ["50%", "-30m"], "escalate": [{"after": "1h", "to": "lead"}]}"#;
    Desk::from_json(&format!(
        r#"{{"calendars": {{"office": {{"tz": "Europe/Rome", "weekly": {{"mon": [["09:00", "13:00"]]}}}}}},
            "policies": [{{"id": "default", "calendar": "office", "targets": {{"*": {{
                "first_reply_time": {target}, "next_reply_time": {target}, "total_resolution_time": {target}}}}}}}]}}"#
    ))
    .expect("a valid desk")
});

fuzz_target!(|text: &str| {
    let Ok(mut ticket) = Ticket::from_json(text) else {
        return;
    };
    let at = ticket.updated_at;
    let kinds = [
        EventKind::CUSTOMER_MESSAGE,
        EventKind::AgentReply {},
        EventKind::PolicyReview {},
        EventKind::Status {
            to: Status::Solved,
            label: None,
        },
        EventKind::CUSTOMER_MESSAGE,
    ];
    for (number, kind) in kinds.into_iter().enumerate() {
        let stored = ticket.to_json().expect("can be stored");
        assert_eq!(Ticket::from_json(&stored).as_ref(), Ok(&ticket));
        let event = Event::new(format!("fuzz-{number}"), at, kind);
        if DESK.apply(&mut ticket, &event).is_err() {
            assert_eq!(
                ticket.to_json().as_ref(),
                Ok(&stored),
                "an error changes nothing"
            );
        }
    }
    DESK.verdicts(&ticket, DateTime::<Utc>::MIN_UTC);
    DESK.verdicts(&ticket, DateTime::<Utc>::MAX_UTC);
    DESK.tick(&mut ticket, DateTime::<Utc>::MAX_UTC);
    ticket.to_json().expect("can be stored");
});
