//! Orders of the queue: `simulation/README.md`.

use std::collections::BTreeMap;
use std::error::Error;

use deskcore::routing::simulation::{Job, Pool, QueueOrder, simulate};
use deskcore::ticket::Priority;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::Outcome;

#[derive(Deserialize)]
struct Vector {
    agents: u32,
    jobs: Vec<(i64, Priority, i64, i64, u8)>,
    #[serde(default = "yes")]
    agent_clock: bool,
    expect: BTreeMap<String, Map<String, Value>>,
}

fn yes() -> bool {
    true
}

const MODULUS: i128 = 1_000_000_007;

pub(crate) fn run(vector: Value) -> Result<Vec<Outcome>, Box<dyn Error>> {
    let vector: Vector = serde_json::from_value(vector)?;
    let jobs: Vec<Job> = vector
        .jobs
        .into_iter()
        .map(|(arrival_s, priority, due_s, work_s, vip)| Job {
            arrival_s,
            priority,
            due_s,
            work_s,
            vip: vip == 1,
        })
        .collect();
    let mut outcomes = Vec::new();
    for (order, expect) in vector.expect {
        let order: QueueOrder = serde_json::from_value(json!(order))?;
        let pool = Pool {
            agents: vector.agents,
            order,
            agent_clock: vector.agent_clock,
        };
        let simulation = simulate(&jobs, &pool)?;
        let numbered = (1_i128..).zip(&simulation.started);
        let starts = numbered.fold(0, |sum, (number, start)| {
            (sum + number * i128::from(*start)).rem_euclid(MODULUS)
        });
        let mut got = json!(simulation);
        got["starts_sum_mod"] = json!(i64::try_from(starts)?);
        for (figure, expected) in expect {
            outcomes.push(Outcome {
                got: got[&figure].take(),
                what: format!("{} {figure}", order.name()),
                expected,
            });
        }
    }
    Ok(outcomes)
}
