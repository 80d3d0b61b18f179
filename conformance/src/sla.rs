//! SLA clocks: `sla/README.md`, through a desk whose host moves the statuses.

use std::error::Error;

use chrono::{DateTime, Utc};
use deskcore::ticket::{Event, Opening};
use deskcore::time::{Calendar, Schedule, instant};
use deskcore::{Desk, Metric, Ticket};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::Outcome;

#[derive(Deserialize)]
struct Vector {
    calendar: Value,
    policy: Value,
    events: Vec<EventData>,
    checks: Vec<Check>,
}

#[derive(Deserialize)]
struct EventData {
    #[serde(with = "instant")]
    at: DateTime<Utc>,
    #[serde(rename = "type")]
    kind: String,
    #[serde(flatten)]
    fields: Map<String, Value>,
}

#[derive(Deserialize)]
struct Check {
    #[serde(with = "instant")]
    at: DateTime<Utc>,
    metric: Metric,
    expect: Value,
}

/// One ticket, and the desk.json that holds for it at the moment.
struct Case {
    calendar: Value,
    policy: Value,
    desk: Desk,
    ticket: Option<Ticket>,
    events: u32,
}

/// A desk refuses a calendar that never opens. One that opened once, long
/// ago, is the same to every case.
fn ever_open(calendar: &Value) -> Result<Value, Box<dyn Error>> {
    let mut calendar = calendar.clone();
    if Calendar::new(&serde_json::from_value::<Schedule>(calendar.clone())?)?.never_opens() {
        calendar["overrides"]["1900-01-01"] = json!([["09:00", "10:00"]]);
    }
    Ok(calendar)
}

fn desk(calendar: &Value, policy: &Value) -> Result<Desk, Box<dyn Error>> {
    let mut only = json!({"id": "p", "calendar": "office"});
    if let Some(policy) = policy.as_object() {
        for key in ["pause", "bot_counts", "note_counts"] {
            if let Some(value) = policy.get(key) {
                only[key] = value.clone();
            }
        }
        only["targets"] = policy["targets"].clone();
        let targets = only["targets"].as_object_mut().into_iter().flatten();
        for target in targets.flat_map(|(_, metrics)| metrics.as_object_mut().into_iter().flatten())
        {
            let (_, target) = target;
            *target = json!({"target": target["seconds"], "hours": target["hours"]});
        }
    }
    let document = json!({
        "automatic_status": false,
        "calendars": {"office": ever_open(calendar)?},
        "policies": [only],
    });
    Ok(Desk::from_json(&document.to_string())?)
}

impl Case {
    fn new(calendar: Value, policy: Value) -> Result<Self, Box<dyn Error>> {
        Ok(Self {
            desk: desk(&calendar, &policy)?,
            calendar,
            policy,
            ticket: None,
            events: 0,
        })
    }

    fn happen(&mut self, event: EventData) -> Result<(), Box<dyn Error>> {
        let EventData {
            at,
            kind,
            mut fields,
        } = event;
        let other = || json!(format!("m{}", at.timestamp()));
        match &*kind {
            "created" => return self.open(at, fields),
            "policy" | "calendar" => {
                self.apply(at, "policy_review", Map::new())?;
                match fields.remove(&kind) {
                    Some(policy) if kind == "policy" => self.policy = policy,
                    calendar => self.calendar = calendar.unwrap_or_default(),
                }
                self.desk = desk(&self.calendar, &self.policy)?;
                return self.apply(at, "policy_review", Map::new());
            }
            "assigned" => {
                let agent = fields.remove("to").unwrap_or_default();
                fields.insert("agent".to_owned(), agent);
            }
            "merged_from" | "merged_into" => {
                fields.insert("ticket".to_owned(), other());
            }
            _ => {}
        }
        self.apply(at, &kind, fields)
    }

    fn open(
        &mut self,
        at: DateTime<Utc>,
        mut fields: Map<String, Value>,
    ) -> Result<(), Box<dyn Error>> {
        let by = fields.remove("by").unwrap_or_default();
        let by = if by == "system" { json!("host") } else { by };
        fields.retain(|_, value| !value.is_null());
        if let Some(public) = fields.remove("public") {
            fields.insert("public_message".to_owned(), public);
        }
        fields.insert("started_by".to_owned(), by);
        fields.insert("id".to_owned(), json!("t"));
        fields.insert("at".to_owned(), json!(instant::format(at)));
        fields.insert("channel".to_owned(), json!("email"));
        let opening: Opening = serde_json::from_value(Value::Object(fields))?;
        self.store(self.desk.open(&opening)?.0)
    }

    fn apply(
        &mut self,
        at: DateTime<Utc>,
        kind: &str,
        mut fields: Map<String, Value>,
    ) -> Result<(), Box<dyn Error>> {
        self.events += 1;
        fields.insert("id".to_owned(), json!(format!("e{}", self.events)));
        fields.insert("at".to_owned(), json!(instant::format(at)));
        fields.insert("type".to_owned(), json!(kind));
        let event: Event = serde_json::from_value(Value::Object(fields))?;
        let mut ticket = self.ticket.take().ok_or("no ticket has been created")?;
        match self.desk.apply(&mut ticket, &event) {
            Ok(_) | Err(deskcore::Error::TicketClosed { .. }) => self.store(ticket),
            Err(error) => Err(error.into()),
        }
    }

    /// Stored and loaded between any two events, a ticket is the same.
    fn store(&mut self, ticket: Ticket) -> Result<(), Box<dyn Error>> {
        let loaded = Ticket::from_json(&ticket.to_json()?)?;
        if loaded != ticket {
            return Err("the ticket differs after a round trip through JSON".into());
        }
        self.ticket = Some(loaded);
        Ok(())
    }

    fn check(&self, at: DateTime<Utc>, metric: Metric) -> Value {
        let Some(ticket) = &self.ticket else {
            return json!("no ticket has been created");
        };
        let verdict = self.desk.verdict(ticket, metric, at);
        let mut ticked = ticket.clone();
        self.desk.tick(&mut ticked, at);
        if self.desk.verdict(&ticked, metric, at) != verdict {
            return json!("letting time run up to the instant changes the verdict");
        }
        json!({
            "state": verdict.state,
            "clock": verdict.clock,
            "instance": verdict.instance,
            "elapsed_s": verdict.elapsed_s,
            "target_s": verdict.target_s,
            "due_at": verdict.due_at.map(instant::format),
            "breaches": verdict.breaches,
            "last_breach_at": verdict.last_breach_at.map(instant::format),
        })
    }
}

pub(crate) fn run(vector: Value) -> Result<Vec<Outcome>, Box<dyn Error>> {
    let vector: Vector = serde_json::from_value(vector)?;
    let mut case = Case::new(vector.calendar, vector.policy)?;
    let mut checks: Vec<(usize, Check)> = vector.checks.into_iter().enumerate().collect();
    checks.sort_by_key(|(_, check)| check.at);
    let mut events = vector.events.into_iter().peekable();
    checks
        .into_iter()
        .map(|(number, Check { at, metric, expect })| {
            while let Some(event) = events.next_if(|event| event.at <= at) {
                case.happen(event)?;
            }
            Ok(Outcome {
                what: format!("check {number}: {metric} at {}", instant::format(at)),
                expected: expect,
                got: case.check(at, metric),
            })
        })
        .collect()
}
