//! SLA clocks: `sla/README.md`.

use std::collections::BTreeMap;
use std::error::Error;

use chrono::{DateTime, TimeDelta, Utc};
use deskcore::sla::{Alert, Clocks, Hours, Metric, Policy, Start, Target, Terms};
use deskcore::ticket::{Priority, Status};
use deskcore::time::{Calendar, Schedule, instant};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Outcome;

#[derive(Deserialize)]
struct Vector {
    calendar: Schedule,
    policy: Option<PolicyData>,
    events: Vec<EventData>,
    checks: Vec<Check>,
}

#[derive(Deserialize)]
struct PolicyData {
    targets: BTreeMap<Priority, BTreeMap<Metric, TargetData>>,
    pause: BTreeMap<Metric, Vec<Status>>,
    #[serde(default)]
    bot_counts: bool,
    #[serde(default)]
    note_counts: bool,
}

#[derive(Deserialize)]
struct TargetData {
    seconds: i64,
    hours: Hours,
}

impl PolicyData {
    fn compile(self) -> Policy {
        let mut policy = Policy::default();
        policy.bot_counts = self.bot_counts;
        policy.note_counts = self.note_counts;
        for (priority, targets) in self.targets {
            for (metric, TargetData { seconds, hours }) in targets {
                let target = Target::new(TimeDelta::seconds(seconds), hours);
                policy.set_target(priority, metric, target);
            }
        }
        for (metric, statuses) in self.pause {
            policy.set_pause(metric, &statuses);
        }
        policy
    }
}

#[derive(Deserialize)]
struct EventData {
    #[serde(with = "instant")]
    at: DateTime<Utc>,
    #[serde(flatten)]
    kind: Kind,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Kind {
    Created {
        by: By,
        priority: Option<Priority>,
        status: Option<Status>,
        #[serde(default)]
        on_behalf: bool,
        #[serde(default)]
        public: bool,
    },
    CustomerMessage,
    AgentReply,
    InternalNote,
    BotReply,
    Assigned,
    Status {
        to: Status,
    },
    Priority {
        to: Option<Priority>,
    },
    Policy {
        policy: Option<PolicyData>,
    },
    Calendar {
        calendar: Schedule,
    },
    MergedFrom {
        #[serde(default, with = "instant::optional")]
        waiting_since: Option<DateTime<Utc>>,
    },
    MergedInto,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum By {
    Customer,
    Agent,
    System,
}

#[derive(Deserialize)]
struct Check {
    #[serde(with = "instant")]
    at: DateTime<Utc>,
    metric: Metric,
    expect: Value,
}

/// A ticket as the vectors know it: clocks, and the terms around them.
struct Ticket {
    clocks: Clocks,
    status: Status,
    priority: Option<Priority>,
    policy: Option<Policy>,
    calendar: Calendar,
}

impl Ticket {
    fn terms(&self) -> Terms<'_> {
        Terms {
            status: self.status,
            priority: self.priority,
            policy: self.policy.as_ref(),
            policy_number: 0,
            calendar: &self.calendar,
        }
    }

    fn apply(&mut self, EventData { at, kind }: EventData) -> Result<(), Box<dyn Error>> {
        let quiet = |_: Alert| {};
        let mut clocks = std::mem::take(&mut self.clocks);
        let terms = self.terms();
        match kind {
            Kind::Created {
                by,
                priority,
                status,
                on_behalf,
                public,
            } => {
                self.status = status.unwrap_or(Status::New);
                self.priority = priority;
                let start = Start {
                    customer_waits: by == By::Customer || on_behalf,
                    begins_with_reply: by == By::Agent && public && !on_behalf,
                };
                clocks = Clocks::open(at, start, &self.terms(), quiet);
            }
            Kind::CustomerMessage => clocks.customer_waits(at, None, &terms, quiet),
            Kind::AgentReply => clocks.replied(at, &terms, quiet),
            Kind::BotReply if terms.policy.is_some_and(|p| p.bot_counts) => {
                clocks.replied(at, &terms, quiet);
            }
            Kind::InternalNote if terms.policy.is_some_and(|p| p.note_counts) => {
                clocks.replied(at, &terms, quiet);
            }
            Kind::BotReply | Kind::InternalNote | Kind::Assigned => {}
            Kind::Status { to } => {
                let after = Terms {
                    status: to,
                    ..terms
                };
                clocks.change(at, &terms, &after, quiet);
                self.status = to;
            }
            Kind::Priority { to } => {
                let after = Terms {
                    priority: to,
                    ..terms
                };
                clocks.change(at, &terms, &after, quiet);
                self.priority = to;
            }
            Kind::Policy { policy } => {
                let policy = policy.map(PolicyData::compile);
                let after = Terms {
                    policy: policy.as_ref(),
                    ..terms
                };
                clocks.change(at, &terms, &after, quiet);
                self.policy = policy;
            }
            Kind::Calendar { calendar } => {
                let calendar = Calendar::new(&calendar)?;
                let after = Terms {
                    calendar: &calendar,
                    ..terms
                };
                clocks.change(at, &terms, &after, quiet);
                self.calendar = calendar;
            }
            Kind::MergedFrom { waiting_since } => {
                if waiting_since.is_some() {
                    clocks.customer_waits(at, waiting_since, &terms, quiet);
                }
            }
            Kind::MergedInto => clocks.merge_away(at, &terms, quiet),
        }
        // Stored and loaded between any two events, a ticket is the same.
        self.clocks = serde_json::from_str(&serde_json::to_string(&clocks)?)?;
        if self.clocks != clocks {
            return Err("the clocks differ after a round trip through JSON".into());
        }
        Ok(())
    }

    fn check(&self, at: DateTime<Utc>, metric: Metric) -> Value {
        let verdict = self.clocks.verdict(metric, at, &self.terms());
        let mut advanced = self.clocks.clone();
        advanced.advance(at, &self.terms(), |_| {});
        if advanced.verdict(metric, at, &self.terms()) != verdict {
            return json!("advancing to the instant changes the verdict");
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
    let mut ticket = Ticket {
        clocks: Clocks::default(),
        status: Status::New,
        priority: None,
        policy: vector.policy.map(PolicyData::compile),
        calendar: Calendar::new(&vector.calendar)?,
    };
    let mut checks: Vec<(usize, Check)> = vector.checks.into_iter().enumerate().collect();
    checks.sort_by_key(|(_, check)| check.at);
    let mut events = vector.events.into_iter().peekable();
    checks
        .into_iter()
        .map(|(number, Check { at, metric, expect })| {
            while let Some(event) = events.next_if(|event| event.at <= at) {
                ticket.apply(event)?;
            }
            Ok(Outcome {
                what: format!("check {number}: {metric} at {}", instant::format(at)),
                expected: expect,
                got: ticket.check(at, metric),
            })
        })
        .collect()
}
