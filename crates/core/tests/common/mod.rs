//! Arbitrary desks and histories.

use chrono::{DateTime, TimeDelta, Utc};
use deskcore::Desk;
use deskcore::ticket::{ActorKind, Event, EventKind, Facts, Opening, Priority, Status};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

const CHANNELS: [&str; 4] = ["email", "chat", "whatsapp", "amazon"];
const TIERS: [&str; 2] = ["vip", "wholesale"];
const TAGS: [&str; 3] = ["angry", "refund", "spam"];
const LANGUAGES: [&str; 4] = ["it", "it-CH", "ro", "en"];
const METRICS: [&str; 7] = [
    "first_reply_time",
    "next_reply_time",
    "periodic_update_time",
    "pausable_update_time",
    "requester_wait_time",
    "agent_work_time",
    "total_resolution_time",
];

/// Labels of the host, the same in every desk.
const LABELS: [(&str, Status); 2] = [
    ("awaiting_pickup", Status::OnHold),
    ("waiting_for_photo", Status::Pending),
];

/// A shop, and all that happened to one of its tickets.
#[derive(Debug, Clone)]
pub(crate) struct History {
    pub(crate) document: Value,
    pub(crate) opening: Opening,
    /// In the order in which a rebuild takes them.
    pub(crate) events: Vec<Event>,
}

impl History {
    pub(crate) fn desk(&self) -> Desk {
        desk(&self.document)
    }

    /// Long after the last event.
    pub(crate) fn end(&self) -> DateTime<Utc> {
        let last = self.events.last().map_or(self.opening.at, |event| event.at);
        last.max(self.opening.at) + TimeDelta::days(4000)
    }

    /// An instant between one event (none is the opening) and the next.
    pub(crate) fn between(&self, number: usize, part: u32) -> DateTime<Utc> {
        let from = match number.checked_sub(1) {
            Some(last) => self.events[last].at,
            None => self.opening.at,
        };
        let to = self.events.get(number).map_or(self.end(), |next| next.at);
        let span = (to - from).num_milliseconds();
        from + TimeDelta::milliseconds(((i128::from(span) * i128::from(part)) >> 32) as i64)
    }
}

pub(crate) fn desk(document: &Value) -> Desk {
    Desk::from_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}\n{document}"))
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn spans() -> impl Strategy<Value = Value> {
    let span = (0_u32..48, 1_u32..=48).prop_map(|(open, close)| {
        let time = |half: u32| format!("{:02}:{:02}", half / 2, half % 2 * 30);
        json!([time(open), time(close)])
    });
    vec(span, 0..=2).prop_map(Value::from)
}

fn calendar() -> impl Strategy<Value = Value> {
    let zones = [
        "Europe/Rome",
        "Europe/Bucharest",
        "America/New_York",
        "Australia/Lord_Howe",
        "UTC",
    ];
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let weekly = vec(spans(), 7).prop_map(move |hours| {
        let mut weekly: serde_json::Map<String, Value> = days
            .iter()
            .map(|day| (*day).to_owned())
            .zip(hours)
            .collect();
        weekly.insert("wed".to_owned(), json!([["09:00", "13:00"]]));
        Value::Object(weekly)
    });
    let dates = || select(vec!["2026-03-29", "2026-10-25", "2026-11-24", "2026-12-25"]);
    (
        select(zones.to_vec()),
        prop_oneof![4 => weekly, 1 => Just(json!("24x7"))],
        btree_set(dates(), 0..2),
        btree_map(dates(), spans(), 0..2),
        btree_map(dates(), spans(), 0..2),
    )
        .prop_map(|(tz, weekly, holidays, overrides, breaks)| {
            json!({"tz": tz, "weekly": weekly, "holidays": holidays,
                   "overrides": overrides, "breaks": breaks})
        })
}

fn seconds() -> impl Strategy<Value = u64> {
    prop_oneof![
        1 => 1_u64..10,
        3 => 30_u64..7200,
        3 => 3600_u64..172_800,
        1 => Just(40 * 86_400),
    ]
}

fn target() -> impl Strategy<Value = Value> {
    let warning = prop_oneof![
        (1_u8..=100).prop_map(|percent| format!("{percent}%")),
        seconds().prop_map(|before| format!("-{before}s")),
    ];
    let step = (
        prop_oneof![Just(0), seconds()],
        select(vec!["lead", "owner"]),
    )
        .prop_map(|(after, to)| json!({"after": after, "to": to}));
    let full = (
        seconds(),
        select(vec!["business", "calendar"]),
        vec(warning, 0..3),
        vec(step, 0..3),
    )
        .prop_map(|(target, hours, warn, escalate)| {
            json!({"target": target, "hours": hours, "warn": warn, "escalate": escalate})
        });
    prop_oneof![1 => seconds().prop_map(Value::from), 4 => full]
}

fn condition() -> impl Strategy<Value = Value> {
    let simple = || {
        prop_oneof![
            select(CHANNELS.to_vec()).prop_map(|channel| json!({"channel": [channel]})),
            select(TIERS.to_vec()).prop_map(|tier| json!({"tier": [tier]})),
            select(TAGS.to_vec()).prop_map(|tag| json!({"tags": [tag]})),
            select(LANGUAGES.to_vec()).prop_map(|language| json!({"language": [language]})),
            select(Priority::ALL.to_vec()).prop_map(|priority| json!({"priority": [priority]})),
        ]
    };
    prop_oneof![
        3 => simple(),
        1 => simple().prop_map(|none| json!({"none": [none]})),
        1 => vec(simple(), 1..3).prop_map(|any| json!({"any": any})),
        1 => Just(json!({})),
    ]
}

pub(crate) fn policy() -> impl Strategy<Value = Value> {
    let priorities = select(vec!["*", "low", "normal", "high", "urgent"]);
    let targets = btree_map(
        priorities,
        btree_map(select(METRICS.to_vec()), target(), 1..6),
        1..4,
    );
    let statuses = btree_set(select(vec!["new", "open", "pending", "on_hold"]), 0..4);
    (
        condition(),
        option::weighted(0.8, select(vec!["a", "b", "both"])),
        targets,
        btree_map(select(METRICS.to_vec()), statuses, 0..3),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(
            |(when, calendar, targets, pause, bot_counts, note_counts)| {
                let mut policy = json!({"when": when, "targets": targets, "pause": pause,
                                    "bot_counts": bot_counts, "note_counts": note_counts});
                if let Some(calendar) = calendar {
                    policy["calendar"] = json!(calendar);
                }
                policy
            },
        )
}

pub(crate) fn document() -> impl Strategy<Value = Value> {
    (
        calendar(),
        calendar(),
        vec(policy(), 0..4),
        option::of(seconds()),
    )
        .prop_map(|(a, b, mut policies, window)| {
            for (number, policy) in policies.iter_mut().enumerate() {
                policy["id"] = json!(format!("p{number}"));
            }
            let mut document = json!({
                "calendars": {"a": a, "b": b, "both": {"union": ["a", "b"]}},
                "statuses": LABELS.iter().map(|(label, to)| ((*label).to_owned(), json!(to)))
                    .collect::<serde_json::Map<_, _>>(),
                "policies": policies,
            });
            if let Some(window) = window {
                document["reopen"] = json!({"window": window});
            }
            document
        })
}

/// Ordinary days, and those around a change of clocks or the turn of a year.
pub(crate) fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    let days = [
        "2026-11-23T08:00:00Z",
        "2026-03-28T23:00:00Z", // Rome goes forward
        "2026-10-24T22:00:00Z", // and back
        "2026-10-03T14:00:00Z", // Lord Howe, by half an hour
        "2026-12-31T22:00:00Z",
    ];
    (select(days.to_vec()), 0..14_400_000_i64)
        .prop_map(|(day, ms)| at(day) + TimeDelta::milliseconds(ms))
}

fn gap() -> impl Strategy<Value = TimeDelta> {
    prop_oneof![
        3 => Just(TimeDelta::zero()),
        1 => (1_i64..3).prop_map(TimeDelta::milliseconds),
        3 => (1_i64..7200).prop_map(TimeDelta::seconds),
        3 => (1_i64..72 * 3600).prop_map(TimeDelta::seconds),
        1 => (1_i64..100).prop_map(TimeDelta::days),
    ]
}

fn kind() -> impl Strategy<Value = EventKind> {
    let text = |of: &[&'static str]| option::of(select(of.to_vec()).prop_map(str::to_owned));
    let details = (
        (text(&CHANNELS), text(&LANGUAGES), text(&TIERS)),
        vec(select(TAGS.to_vec()).prop_map(str::to_owned), 0..2),
        vec(select(TAGS.to_vec()).prop_map(str::to_owned), 0..2),
        btree_map(
            select(vec!["order".to_owned(), "size".to_owned()]),
            select(vec![json!(null), json!(4), json!({"b": [1.5], "a": "x"})]),
            0..2,
        ),
    )
        .prop_map(
            |((channel, language, tier), add_tags, remove_tags, fields)| EventKind::Details {
                channel,
                language,
                tier,
                reason: None,
                add_tags,
                remove_tags,
                fields,
            },
        );
    let status = prop_oneof![
        4 => select(Status::ALL.to_vec()).prop_map(|to| (to, None)),
        1 => select(LABELS.to_vec()).prop_map(|(label, to)| (to, Some(label.to_owned()))),
        1 => Just((Status::Open, Some("unheard_of".to_owned()))),
    ];
    prop_oneof![
        6 => Just(EventKind::CUSTOMER_MESSAGE),
        1 => (any::<bool>(), any::<bool>()).prop_map(|(no_reply_needed, automatic)| {
            EventKind::CustomerMessage { no_reply_needed, automatic }
        }),
        5 => Just(EventKind::AgentReply {}),
        1 => Just(EventKind::BotReply {}),
        2 => Just(EventKind::InternalNote {}),
        1 => Just(EventKind::NoReplyNeeded {}),
        1 => (text(&["ana", "bo"]), text(&["returns"]))
            .prop_map(|(agent, team)| EventKind::Assigned { agent, team }),
        7 => status.prop_map(|(to, label)| EventKind::Status { to, label }),
        3 => option::of(select(Priority::ALL.to_vec())).prop_map(|to| EventKind::Priority { to }),
        3 => details,
        1 => option::of(instant()).prop_map(|waiting_since| EventKind::MergedFrom {
            ticket: "other".to_owned(),
            waiting_since,
        }),
        1 => Just(EventKind::MergedInto { ticket: "other".to_owned() }),
        1 => Just(EventKind::PolicyReview {}),
    ]
}

fn opening() -> impl Strategy<Value = Opening> {
    let starters = [ActorKind::Customer, ActorKind::Agent, ActorKind::Host];
    (
        instant(),
        option::weighted(0.3, select(Status::ALL.to_vec())),
        select(starters.to_vec()),
        (any::<bool>(), any::<bool>()),
        select(CHANNELS.to_vec()),
        option::weighted(0.9, select(Priority::ALL.to_vec())),
        option::weighted(0.3, select(TIERS.to_vec())),
        vec(select(TAGS.to_vec()).prop_map(str::to_owned), 0..3),
    )
        .prop_map(
            |(at, status, started_by, (on_behalf, public), channel, priority, tier, tags)| {
                let mut facts = Facts::new(channel);
                facts.started_by = started_by;
                facts.priority = priority;
                facts.tier = tier.map(str::to_owned);
                facts.tags = tags;
                Opening {
                    status,
                    on_behalf,
                    public_message: public,
                    facts,
                    ..Opening::new("A-17", at, channel)
                }
            },
        )
}

/// Events at these distances from each other; some, by their `seq` or id,
/// come in another order than they were drawn in.
fn events(from: DateTime<Utc>, drawn: Vec<(TimeDelta, u64, EventKind)>) -> Vec<Event> {
    let mut at = from;
    let mut events: Vec<Event> = drawn
        .into_iter()
        .enumerate()
        .map(|(number, (gap, seq, kind))| {
            at += gap;
            let mut event = Event::new(format!("ev-{:02}", number * 7 % 50), at, kind);
            event.seq = seq;
            event
        })
        .collect();
    events.sort_by(|a, b| (a.at, a.seq, &a.id).cmp(&(b.at, b.seq, &b.id)));
    events
}

pub(crate) fn history() -> impl Strategy<Value = History> {
    let drawn = vec((gap(), 0_u64..3, kind()), 0..24);
    (document(), opening(), drawn).prop_map(|(document, opening, drawn)| History {
        events: events(opening.at, drawn),
        document,
        opening,
    })
}

/// The same things in another order.
pub(crate) fn shuffled<T>(mut items: Vec<T>, order: &[Index]) -> Vec<T> {
    let mut shuffled = Vec::with_capacity(items.len());
    for index in order.iter().cycle() {
        if items.is_empty() {
            break;
        }
        shuffled.push(items.swap_remove(index.index(items.len())));
    }
    shuffled
}
