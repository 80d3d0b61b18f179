//! Queue keys, assignment, scenarios: `routing/README.md`.

use std::error::Error;

use deskcore::routing::{
    Agent, Roster, RoutedTicket, Router, RouterState, Routing, RoutingChange, RoutingConfig,
    RoutingEvent, WorkItem,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::Outcome;

#[derive(Deserialize)]
struct Vector {
    op: String,
    input: Value,
    expect: Value,
}

/// The names that instants have here.
fn renamed(value: &mut Value) {
    if let Value::Object(fields) = value {
        for (name, new) in [
            ("t", "at_ms"),
            ("created_at", "created_at_ms"),
            ("due", "due_ms"),
            ("shifts", "shifts_ms"),
        ] {
            if let Some(value) = fields.remove(name) {
                fields.insert(new.to_owned(), value);
            }
        }
        for name in ["ticket", "set"] {
            fields.get_mut(name).into_iter().for_each(renamed);
        }
    }
}

fn list<T: for<'de> Deserialize<'de>>(value: &Value) -> serde_json::Result<Vec<T>> {
    let items = value.as_array().cloned().unwrap_or_default().into_iter();
    items
        .map(|mut item| {
            renamed(&mut item);
            serde_json::from_value(item)
        })
        .collect()
}

/// A ticket that waits or is worked on: what the router knows is beside what
/// the ticket is.
fn routed(value: &Value) -> Result<RoutedTicket, Box<dyn Error>> {
    let mut ticket = value.as_object().cloned().ok_or("no record")?;
    let mut routed = Map::new();
    for name in ["agent", "paused", "declined"] {
        routed.extend(ticket.remove(name).map(|value| (name.to_owned(), value)));
    }
    let queued_at = ticket.remove("queued_at").unwrap_or_default();
    routed.insert("queued_at_ms".to_owned(), queued_at);
    let mut ticket = Value::Object(ticket);
    renamed(&mut ticket);
    routed.insert("ticket".to_owned(), ticket);
    Ok(serde_json::from_value(Value::Object(routed))?)
}

fn scenario(routing: &Routing, input: &Value) -> Result<Value, Box<dyn Error>> {
    let roster = Roster::new(list::<Agent>(&input["agents"])?, &Default::default())?;
    let events: Vec<RoutingEvent> = list(&input["events"])?;
    let start = input["start"].as_i64().ok_or("no start")?;
    let until = input["until"].as_i64().ok_or("no end")?;
    let mut router = Router::new(routing, &roster, start);
    let mut events = events.into_iter().peekable();
    let mut changes = Vec::new();
    let mut snapshots = Vec::new();
    let stops: Vec<i64> = serde_json::from_value(input["snapshots"].clone())?;
    for stop in stops.into_iter().map(Some).chain([None]) {
        let to = stop.unwrap_or(until);
        let before = std::iter::from_fn(|| events.next_if(|event| event.at_ms <= to));
        changes.extend(router.apply(&before.collect::<Vec<_>>())?);
        changes.extend(router.advance(to)?);
        if let Some(t) = stop {
            let queue: Vec<(&str, i64)> = router.queue().collect();
            snapshots.push(json!({"t": t, "queue": queue}));
        }
    }
    let (mut assignments, mut requeues) = (Vec::new(), Vec::new());
    for change in changes {
        match change {
            RoutingChange::Assigned {
                at_ms,
                ticket,
                agent,
                reason,
            } => assignments.push(json!([at_ms, ticket, agent, reason])),
            RoutingChange::Requeued {
                at_ms,
                ticket,
                agent,
                reason,
            } => requeues.push(json!([at_ms, ticket, agent, reason])),
            RoutingChange::Demoted { .. } => return Err("no ticket is to be demoted".into()),
        }
    }
    let held = router.state().agents.into_iter();
    let held: Map<String, Value> = held
        .map(|agent| (agent.agent, json!(agent.tickets)))
        .collect();
    let queue: Vec<&str> = router.queue().map(|(id, _)| id).collect();
    Ok(json!({
        "assignments": assignments,
        "requeues": requeues,
        "snapshots": snapshots,
        "final": {"queue": queue, "held": held},
    }))
}

fn answer(vector: &Vector) -> Result<Value, Box<dyn Error>> {
    let Vector { op, input, .. } = vector;
    let mut config: RoutingConfig = serde_json::from_value(input["config"].clone())?;
    // The vectors know nothing of it.
    config.demote_missed.channels.clear();
    let routing = Routing::new(config)?;
    match &**op {
        "key" => {
            let mut ticket = input["ticket"].clone();
            renamed(&mut ticket);
            let ticket: WorkItem = serde_json::from_value(ticket)?;
            let why = routing.explain_queue_key(&ticket);
            if why.key != routing.queue_key(&ticket) {
                return Err("the key is not the one that is explained".into());
            }
            let parts = why.contributions.into_iter();
            let parts: Vec<(String, i64)> = parts.map(|part| (part.name, part.ms)).collect();
            Ok(json!({"key": why.key, "contributions": parts}))
        }
        "order" => {
            let tickets: Vec<WorkItem> = list(&input["tickets"])?;
            let order = routing.order(&tickets)?;
            let key = |id: &String| tickets.iter().find(|ticket| ticket.id == *id);
            let keys = order.iter().filter_map(key);
            let keys: Vec<i64> = keys.map(|ticket| routing.queue_key(ticket)).collect();
            Ok(json!({"order": order, "keys": keys}))
        }
        "next_for_agent" => {
            let roster = Roster::new(list::<Agent>(&input["agents"])?, &Default::default())?;
            let tickets = input["tickets"].as_array().into_iter().flatten();
            let state = RouterState {
                at_ms: input["t"].as_i64().ok_or("no instant")?,
                agents: Vec::new(),
                tickets: tickets.map(routed).collect::<Result<_, _>>()?,
            };
            let router = Router::restore(&routing, &roster, &state)?;
            let next = router.next_for_agent(input["agent"].as_str().ok_or("no agent")?)?;
            Ok(json!({"ticket": next.ticket, "reason": next.reason}))
        }
        "scenario" => scenario(&routing, input),
        _ => Err(format!("an operation that is unknown: {op}").into()),
    }
}

pub(crate) fn run(vector: Value) -> Result<Vec<Outcome>, Box<dyn Error>> {
    let vector: Vector = serde_json::from_value(vector)?;
    Ok(vec![Outcome {
        what: vector.op.clone(),
        got: answer(&vector)?,
        expected: vector.expect,
    }])
}
