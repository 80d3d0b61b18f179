//! Measures each hot operation beside its physical limit or a peer, both in
//! one process and in turn, and prints the ratios with the goals.
//!
//! `--json` prints one object a line; families are named to run them alone. A missed goal is printed and never an
//! error: what a busy machine takes is no fault of the code.

mod counter;
mod desk;
mod measure;
mod metrics;
mod queue;
mod replay;
mod routing;
mod row;
mod template;
mod time;

use std::io::Write;
use std::process::ExitCode;

use benches::Failure;
use row::Row;

#[global_allocator]
static ALLOCATOR: counter::Counter = counter::Counter;

/// Measures one family.
type Family = fn() -> Result<Vec<Row>, Failure>;

/// What is measured, by name.
const FAMILIES: [(&str, Family); 7] = [
    ("time", time::rows),
    ("desk", desk::rows),
    ("replay", replay::rows),
    ("template", template::rows),
    ("queue", queue::rows),
    ("routing", routing::rows),
    ("metrics", metrics::rows),
];

/// The rows of the families that are named, or of all.
fn rows(named: &[String]) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    for (name, family) in FAMILIES {
        if named.is_empty() || named.iter().any(|other| other == name) {
            rows.extend(family()?);
        }
    }
    Ok(rows)
}

/// Prints lines for as long as somebody reads them.
fn print(lines: impl Iterator<Item = String>) {
    let mut out = std::io::stdout().lock();
    for line in lines {
        if writeln!(out, "{line}").is_err() {
            return;
        }
    }
}

fn main() -> ExitCode {
    let (options, families): (Vec<String>, _) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    let json = options.iter().any(|option| option == "--json");
    match rows(&families) {
        Ok(rows) if json => print(rows.iter().map(|row| row.json().to_string())),
        Ok(rows) => print(std::iter::once(Row::heading()).chain(rows.iter().map(Row::line))),
        Err(error) => {
            eprintln!("ratios: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
