//! Runs language-neutral vectors against the Rust core.
//!
//! `cargo run --release -q -p conformance -- PATH…`, where a path is a
//! `.jsonl` file or a folder of them. The folder that a file lies in names
//! its family, and so the rules it is run by; a family without rules is
//! skipped with a line that says so. Each failure is printed with what was
//! expected and what came; the last line is `N passed, N failed`, and the exit
//! code is 1 when anything failed, or nothing was run.

mod business_time;
mod digest;
mod routing;
mod satisfaction;
mod simulation;
mod sla;
mod staffing;
mod templates;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value;

/// One check of one vector.
struct Outcome {
    /// What was checked, for people.
    what: String,
    expected: Value,
    got: Value,
}

/// What came, with every fraction that is near enough put as it was expected.
fn near(expected: &Value, got: Value, tol: f64) -> Value {
    match (expected, got) {
        (Value::Array(expected), Value::Array(got)) if expected.len() == got.len() => {
            let pairs = expected.iter().zip(got);
            pairs
                .map(|(wanted, came)| near(wanted, came, tol))
                .collect()
        }
        (Value::Object(expected), Value::Object(got)) => {
            let wanted = |name: &String| expected.get(name).cloned().unwrap_or_default();
            let fields = got.into_iter().map(|(name, came)| {
                let wanted = wanted(&name);
                (name, near(&wanted, came, tol))
            });
            Value::Object(fields.collect())
        }
        (expected, got) => match (expected.as_f64(), got.as_f64()) {
            (Some(wanted), Some(came))
                if got.is_f64() && (came - wanted).abs() <= tol * wanted.abs().max(1.0) =>
            {
                expected.clone()
            }
            _ => got,
        },
    }
}

/// Runs one vector: every check that it holds.
type Family = fn(&str) -> Result<Vec<Outcome>, Box<dyn Error>>;

fn family(name: &str) -> Option<Family> {
    match name {
        "business_time" => Some(|line| business_time::run(serde_json::from_str(line)?)),
        "routing" => Some(|line| routing::run(serde_json::from_str(line)?)),
        "satisfaction" => Some(|line| satisfaction::run(serde_json::from_str(line)?)),
        "simulation" => Some(|line| simulation::run(serde_json::from_str(line)?)),
        "sla" => Some(|line| sla::run(serde_json::from_str(line)?)),
        "staffing" => Some(|line| staffing::run(serde_json::from_str(line)?)),
        "templates" => Some(templates::run),
        _ => None,
    }
}

/// What every vector has.
#[derive(serde::Deserialize)]
struct Named {
    #[serde(alias = "name")]
    id: String,
}

#[derive(Default)]
struct Tally {
    passed: u64,
    failed: u64,
}

impl Tally {
    fn fail(&mut self, message: &str) {
        self.failed += 1;
        println!("FAILED {message}");
    }

    fn count(&mut self, id: &str, outcomes: Vec<Outcome>) {
        for Outcome {
            what,
            expected,
            got,
        } in outcomes
        {
            if expected == got {
                self.passed += 1;
            } else {
                self.fail(&format!(
                    "{id} {what}\n  expected {expected}\n  got      {got}"
                ));
            }
        }
    }

    fn run_file(&mut self, path: &Path) {
        let shown = path.display();
        let folder = path.canonicalize().ok().and_then(|path| {
            let folder = path.parent()?.file_name()?;
            Some(folder.to_string_lossy().into_owned())
        });
        let folder = folder.unwrap_or_default();
        if folder == "digest" {
            match digest::run(path) {
                Ok(outcomes) => self.count("digest", outcomes),
                Err(error) => self.fail(&format!("digest: {error}")),
            }
            return;
        }
        let Some(run) = family(&folder) else {
            println!(
                "skipped: {shown}: no rules for the family {folder:?}: known are business_time, routing, satisfaction, simulation, sla, staffing, templates and digest"
            );
            return;
        };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => return self.fail(&format!("{shown}: {error}")),
        };
        for (number, line) in text
            .lines()
            .enumerate()
            .filter(|(_, l)| !l.trim().is_empty())
        {
            let id = match serde_json::from_str::<Named>(line) {
                Ok(Named { id }) => id,
                Err(error) => {
                    self.fail(&format!("{shown}:{}: {error}", number + 1));
                    continue;
                }
            };
            match run(line) {
                Ok(outcomes) => self.count(&id, outcomes),
                Err(error) => self.fail(&format!("{id}: {error}")),
            }
        }
    }
}

fn files(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut entries: Vec<PathBuf> = std::fs::read_dir(path)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    let mut found = Vec::new();
    for entry in entries {
        if entry.is_dir() {
            found.extend(files(&entry)?);
        } else if entry
            .extension()
            .is_some_and(|extension| extension == "jsonl")
        {
            found.push(entry);
        }
    }
    Ok(found)
}

fn main() -> ExitCode {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    if paths.is_empty() {
        eprintln!("usage: conformance PATH…  (.jsonl files, or folders of them)");
        return ExitCode::from(2);
    }
    let mut tally = Tally::default();
    for path in &paths {
        match files(Path::new(path)) {
            Ok(files) if files.is_empty() => tally.fail(&format!("{path}: no .jsonl file in it")),
            Ok(files) => files.iter().for_each(|file| tally.run_file(file)),
            Err(error) => tally.fail(&format!("{path}: {error}")),
        }
    }
    if tally.passed + tally.failed == 0 {
        tally.fail("nothing was run: expected vectors of a known family");
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    ExitCode::from(u8::from(tally.failed > 0))
}
