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

fn main() -> ExitCode {
    let json = std::env::args()
        .skip(1)
        .any(|argument| argument == "--json");
    match rows() {
        Ok(rows) if json => rows.iter().for_each(|row| println!("{}", row.json())),
        Ok(rows) => {
            println!("{}", Row::heading());
            rows.iter().for_each(|row| println!("{}", row.line()));
        }
        Err(error) => {
            eprintln!("ratios: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
