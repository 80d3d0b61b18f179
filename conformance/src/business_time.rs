//! Calendar arithmetic: `business_time/README.md`.

use std::error::Error;

use chrono::{DateTime, TimeDelta, Utc};
use deskcore::time::{Calendar, Schedule, instant};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Outcome;

#[derive(Deserialize)]
struct Vector {
    calendar: Schedule,
    ops: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
enum Operation {
    IsOpen {
        #[serde(with = "instant")]
        at: DateTime<Utc>,
    },
    NextOpen {
        #[serde(with = "instant")]
        at: DateTime<Utc>,
    },
    NextClose {
        #[serde(with = "instant")]
        at: DateTime<Utc>,
    },
    Between {
        #[serde(with = "instant")]
        from: DateTime<Utc>,
        #[serde(with = "instant")]
        to: DateTime<Utc>,
    },
    Add {
        #[serde(with = "instant")]
        at: DateTime<Utc>,
        seconds: i64,
    },
    Subtract {
        #[serde(with = "instant")]
        at: DateTime<Utc>,
        seconds: i64,
    },
}

pub(crate) fn run(vector: Value) -> Result<Vec<Outcome>, Box<dyn Error>> {
    let Vector { calendar, ops } = serde_json::from_value(vector)?;
    let calendar = Calendar::new(&calendar)?;
    ops.into_iter()
        .map(|mut op| {
            let expected = op["expect"].take();
            let what = op.to_string();
            let got = answer(&calendar, serde_json::from_value(op)?)?;
            Ok(Outcome {
                what,
                expected,
                got,
            })
        })
        .collect()
}

fn answer(calendar: &Calendar, operation: Operation) -> Result<Value, Box<dyn Error>> {
    let stamp = |at: Option<DateTime<Utc>>| json!(at.map(instant::format));
    Ok(match operation {
        Operation::IsOpen { at } => json!(calendar.is_open(at)),
        Operation::NextOpen { at } => stamp(calendar.next_open(at)),
        Operation::NextClose { at } => stamp(calendar.next_close(at)),
        Operation::Between { from, to } => json!(calendar.between(from, to).num_seconds()),
        Operation::Add { at, seconds } => stamp(calendar.add(at, TimeDelta::seconds(seconds))?),
        Operation::Subtract { at, seconds } => {
            stamp(calendar.subtract(at, TimeDelta::seconds(seconds))?)
        }
    })
}
