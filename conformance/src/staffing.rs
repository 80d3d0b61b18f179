//! Erlang's formulas: `staffing/README.md`.

use std::error::Error;

use deskcore::routing::staffing::{
    LiveWork, StaffingGoal, erlang_a, erlang_a_required, erlang_c, erlang_c_required,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{Outcome, near};

#[derive(Deserialize)]
struct Vector {
    #[serde(flatten)]
    question: Question,
    expect: Map<String, Value>,
    tol: f64,
}

#[derive(Deserialize)]
#[serde(tag = "op", content = "input", rename_all = "snake_case")]
enum Question {
    ErlangC(Agents),
    ErlangA(Agents),
    ErlangCRequired(Value),
    ErlangARequired(Value),
}

/// Work and the number of agents, side by side.
#[derive(Deserialize)]
struct Agents {
    arrivals: f64,
    interval_s: f64,
    aht_s: f64,
    answer_within_s: f64,
    patience_s: Option<f64>,
    agents: u32,
}

impl Agents {
    fn work(&self) -> LiveWork {
        LiveWork {
            arrivals: self.arrivals,
            interval_s: self.interval_s,
            aht_s: self.aht_s,
            answer_within_s: self.answer_within_s,
            patience_s: self.patience_s,
        }
    }
}

/// Fields of the work; the others are of the goal.
const WORK: [&str; 5] = [
    "arrivals",
    "interval_s",
    "aht_s",
    "answer_within_s",
    "patience_s",
];

fn split(input: Value) -> Result<(LiveWork, StaffingGoal), serde_json::Error> {
    let fields: Map<String, Value> = serde_json::from_value(input)?;
    let (work, goal): (Map<_, _>, Map<_, _>) = fields
        .into_iter()
        .partition(|(name, _)| WORK.contains(&name.as_str()));
    Ok((
        serde_json::from_value(work.into())?,
        serde_json::from_value(goal.into())?,
    ))
}

pub(crate) fn run(vector: Value) -> Result<Vec<Outcome>, Box<dyn Error>> {
    let Vector {
        question,
        expect,
        tol,
    } = serde_json::from_value(vector)?;
    let got = match question {
        Question::ErlangC(input) => json!(erlang_c(&input.work(), input.agents)?),
        Question::ErlangA(input) => json!(erlang_a(&input.work(), input.agents)?),
        Question::ErlangCRequired(input) => {
            let (work, goal) = split(input)?;
            json!(erlang_c_required(&work, &goal)?)
        }
        Question::ErlangARequired(input) => {
            let (work, goal) = split(input)?;
            json!(erlang_a_required(&work, &goal)?)
        }
    };
    let outcomes = expect.into_iter().map(|(what, expected)| {
        let got = got.get(&what).cloned().unwrap_or_default();
        Outcome {
            got: near(&expected, got, tol),
            what,
            expected,
        }
    });
    Ok(outcomes.collect())
}
