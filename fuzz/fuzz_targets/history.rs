//! A history rebuilt in any order is the history step by step.
#![no_main]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use deskcore::Desk;
use deskcore::ticket::{Event, Opening};
use libfuzzer_sys::fuzz_target;
use serde::Deserialize;

#[derive(Deserialize)]
struct History {
    opening: Opening,
    events: Vec<Event>,
}

static DESK: LazyLock<Desk> = LazyLock::new(|| {
    Desk::from_json(
        r#"{"calendars": {"office": {"tz": "Europe/Rome", "weekly": {"mon": [["09:00", "13:00"]]}}},
            "statuses": {"awaiting_pickup": "on_hold"}, "reopen": {"window": "14d"},
            "policies": [
                {"id": "vip", "when": {"tier": ["vip"]}, "bot_counts": true,
                 "targets": {"*": {"first_reply_time": {"target": "1h", "hours": "calendar", "warn": ["50%"]}}}},
                {"id": "default", "calendar": "office",
                 "targets": {"*": {"first_reply_time": "4h", "total_resolution_time": {"target": "3d", "warn": ["-30m"]}}}}]}"#,
    )
    .expect("a valid desk")
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(History {
        opening,
        mut events,
    }) = serde_json::from_slice(bytes)
    else {
        return;
    };
    let mut ids = BTreeSet::new();
    events.retain(|event| ids.insert(event.id.clone()));
    let Ok((mut ticket, _)) = DESK.open(&opening) else {
        return;
    };
    events.reverse();
    let rebuilt = DESK
        .rebuild(&opening, &events, None)
        .expect("it could be opened");
    events.sort_by(|a, b| (a.at, a.seq, &a.id).cmp(&(b.at, b.seq, &b.id)));
    for event in &events {
        drop(DESK.apply(&mut ticket, event));
    }
    assert_eq!(rebuilt.ticket.to_json(), ticket.to_json());
    assert!(rebuilt.refused.len() <= events.len());
});
