//! Measures each hot operation beside its physical limit or a peer, both in
//! one process and in turn, and prints the ratios with the goals.
//!
//! `--json` prints one object a line. A missed goal is printed and never an
//! error: what a busy machine takes is no fault of the code.

mod counter;
mod desk;
mod measure;
mod replay;
mod row;
mod time;

use std::io::Write;
use std::process::ExitCode;

use benches::Failure;
use row::Row;

#[global_allocator]
static ALLOCATOR: counter::Counter = counter::Counter;

fn rows() -> Result<Vec<Row>, Failure> {
    let mut rows = time::rows()?;
    rows.extend(desk::rows()?);
    rows.extend(replay::rows()?);
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
    let json = std::env::args()
        .skip(1)
        .any(|argument| argument == "--json");
    match rows() {
        Ok(rows) if json => print(rows.iter().map(|row| row.json().to_string())),
        Ok(rows) => print(std::iter::once(Row::heading()).chain(rows.iter().map(Row::line))),
        Err(error) => {
            eprintln!("ratios: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
