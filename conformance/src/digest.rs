//! One number for all bytes of a set of histories: `digest/README.md`.

use std::error::Error;
use std::path::Path;

use deskcore::ticket::{Event, Opening};
use deskcore::{Desk, Effect, border};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::Outcome;

#[derive(Deserialize)]
struct History {
    opening: Opening,
    events: Vec<Event>,
    #[serde(with = "deskcore::time::instant")]
    until: chrono::DateTime<chrono::Utc>,
}

struct Running(Sha256);

impl Running {
    fn line(&mut self, text: &str) {
        self.0.update(text);
        self.0.update("\n");
    }

    fn step(
        &mut self,
        ticket: &deskcore::Ticket,
        effects: &[Effect],
    ) -> Result<(), deskcore::Error> {
        self.line(&ticket.to_json()?);
        for effect in effects {
            self.line(&border::write(effect)?);
        }
        Ok(())
    }
}

/// Replays a file, beside which lie its desk and the digest that is expected.
pub(crate) fn run(path: &Path) -> Result<Vec<Outcome>, Box<dyn Error>> {
    let beside = |name: &str| std::fs::read_to_string(path.with_file_name(name));
    let desk = Desk::from_json(&beside("desk.json")?)?;
    let mut running = Running(Sha256::new());
    for line in std::fs::read_to_string(path)?.lines() {
        let history: History = serde_json::from_str(line)?;
        let (mut ticket, effects) = desk.open(&history.opening)?;
        running.step(&ticket, &effects)?;
        for event in &history.events {
            match desk.apply(&mut ticket, event) {
                Ok(effects) => running.step(&ticket, &effects)?,
                Err(error) => running.line(error.code()),
            }
        }
        let effects = desk.tick(&mut ticket, history.until);
        running.step(&ticket, &effects)?;
    }
    let digest = running.0.finalize();
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    println!("digest {digest}");
    let expected: Value = json!(beside("digest.txt")?.trim());
    Ok(vec![Outcome {
        what: "of all histories".to_owned(),
        expected,
        got: json!(digest),
    }])
}
