//! A shop's desk, its tickets, and what happens to them next.

use chrono::{DateTime, TimeDelta, Utc};
use deskcore::ticket::{Actor, ActorKind, Event, EventKind, Opening, Priority, Status};
use deskcore::{Desk, Ticket};
use serde_json::json;

use crate::{Failure, hours};

/// A desk with ten policies: one each for nine languages of one channel, and
/// one for all other tickets, with six targets that each warn once.
///
/// # Errors
///
/// Never, as long as the document is a desk.
pub fn desk() -> Result<Desk, Failure> {
    let languages = ["it", "de", "fr", "es", "pt", "nl", "pl", "ro", "el"];
    let targets = json!({
        "first_reply_time": {"target": "4h", "warn": ["80%"]},
        "next_reply_time": {"target": "8h", "warn": ["80%"]},
        "periodic_update_time": {"target": "24h", "warn": ["-1h"]},
        "requester_wait_time": {"target": "32h", "warn": ["80%"]},
        "agent_work_time": {"target": "24h", "warn": ["80%"]},
        "total_resolution_time": {"target": "40h", "warn": ["80%"], "escalate": [{"after": "1h", "to": "lead"}]},
    });
    let mut policies: Vec<_> = languages
        .iter()
        .map(|language| {
            json!({
                "id": format!("chat-{language}"),
                "when": {"channel": ["chat", "whatsapp"], "language": [language]},
                "calendar": "office",
                "targets": {"*": {"first_reply_time": "10m"}},
            })
        })
        .collect();
    policies.push(json!({
        "id": "default",
        "calendar": "office",
        "targets": {
            "urgent": {"first_reply_time": "1h", "total_resolution_time": "8h"},
            "*": targets,
        },
    }));
    let desk = json!({
        "name": "Bottega Aurora",
        "calendars": {"office": hours::schedule()?},
        "policies": policies,
    });
    Ok(Desk::from_json(&desk.to_string())?)
}

/// Monday, 9:30 in Rome.
fn morning() -> DateTime<Utc> {
    hours::instant(1_795_422_600_000)
}

fn opening() -> Opening {
    let mut opening = Opening::new("A-1017", morning(), "email");
    let facts = &mut opening.facts;
    facts.customer = Some("c-7031199".into());
    facts.priority = Some(Priority::Normal);
    facts.language = Some("it-CH".into());
    facts.tier = Some("vip".into());
    facts.reason = Some("where_is_my_order".into());
    facts.tags = vec!["gift".into(), "late_parcel".into()];
    facts.fields = [
        ("order".to_owned(), json!("6021993431")),
        ("order_value".to_owned(), json!("129.90")),
        ("parcels".to_owned(), json!(2)),
    ]
    .into();
    opening
}

fn history(desk: &Desk, kinds: impl IntoIterator<Item = EventKind>) -> Result<Ticket, Failure> {
    let (mut ticket, _) = desk.open(&opening())?;
    for (n, kind) in kinds.into_iter().enumerate() {
        let at = ticket.updated_at + TimeDelta::minutes(7);
        desk.apply(&mut ticket, &event(&format!("ev-{n:05}"), at, kind))?;
    }
    Ok(ticket)
}

fn event(id: &str, at: DateTime<Utc>, kind: EventKind) -> Event {
    let mut event = Event::new(id, at, kind);
    event.actor = Some(Actor::new(ActorKind::Agent, "ana"));
    event
}

/// The customer wrote.
pub const MESSAGE: EventKind = EventKind::CustomerMessage {
    no_reply_needed: false,
    automatic: false,
};

/// The status was set.
pub const fn status(to: Status) -> EventKind {
    EventKind::Status { to, label: None }
}

fn assigned() -> EventKind {
    EventKind::Assigned {
        agent: Some("ana".into()),
        team: Some("milan".into()),
    }
}

/// A ticket that waits for its first reply: four clocks run, each with a
/// target. Three events have happened.
///
/// # Errors
///
/// Never, as long as the desk takes the events.
pub fn waiting(desk: &Desk) -> Result<Ticket, Failure> {
    let kinds = [assigned(), EventKind::InternalNote {}, MESSAGE];
    history(desk, kinds)
}

/// A ticket in the middle of its life: nine events and all seven clocks, of
/// which six run, five of them with a target.
///
/// # Errors
///
/// As [`waiting`].
pub fn lively(desk: &Desk) -> Result<Ticket, Failure> {
    let kinds = [
        assigned(),
        EventKind::InternalNote {},
        EventKind::AgentReply {},
        status(Status::Pending),
        MESSAGE,
        EventKind::InternalNote {},
        EventKind::AgentReply {},
        EventKind::InternalNote {},
        MESSAGE,
    ];
    history(desk, kinds)
}

/// An ordinary ticket on its way: eight events and six clocks, of which five
/// have a target.
///
/// # Errors
///
/// As [`waiting`].
pub fn typical(desk: &Desk) -> Result<Ticket, Failure> {
    let kinds = [
        assigned(),
        EventKind::InternalNote {},
        MESSAGE,
        EventKind::AgentReply {},
        status(Status::Pending),
        EventKind::InternalNote {},
        status(Status::Open),
        EventKind::InternalNote {},
    ];
    history(desk, kinds)
}

/// The next event of a ticket, ten minutes after its last one: nothing else
/// falls due until then.
pub fn next(ticket: &Ticket, kind: EventKind) -> Event {
    event("ev-next0", ticket.updated_at + TimeDelta::minutes(10), kind)
}
