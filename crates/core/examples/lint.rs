//! Checks a desk.json: every mistake, or else what is legal and probably
//! wrong. `cargo run -p deskcore --example lint -- desk.json`

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: lint DESK.json");
        return ExitCode::from(2);
    };
    let desk = std::fs::read_to_string(&path)
        .map_err(|error| format!("{path}: {error}"))
        .and_then(|text| deskcore::Desk::from_json(&text).map_err(|error| error.to_string()));
    match desk {
        Ok(desk) => {
            let lint = desk.lint();
            for problem in &lint {
                println!("{problem}");
            }
            println!("{path}: sound, {} to look at", lint.len());
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
