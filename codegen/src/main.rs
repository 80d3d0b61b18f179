//! Types of other languages, made from the core's records.
//!
//! `cargo run -p codegen` writes them, `cargo run -p codegen -- --check` says
//! which of those that are committed are stale and fails when any is. A record
//! is defined once, in the core: a new field needs this and nothing else.
//! (Kotlin and Swift make theirs when they are built.)

mod model;
#[cfg(test)]
mod names;
mod python;
#[cfg(test)]
mod readme;
mod typescript;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let check = std::env::args().any(|argument| argument == "--check");
    let definitions = model::definitions();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut failed = false;
    for (path, text) in [
        (
            "crates/py/python/deskcore/_types.py",
            python::types(&definitions),
        ),
        (
            "crates/py/python/deskcore/_errors.py",
            python::errors(&definitions),
        ),
        ("crates/node/types.d.ts", typescript::module(&definitions)),
        (
            "crates/core/src/border/schemas.txt",
            deskcore::border::schemas_as_text(),
        ),
    ] {
        let file = root.join(path);
        if check {
            let committed = std::fs::read_to_string(&file).unwrap_or_default();
            if committed != text {
                eprintln!("{path} is stale: run `make types`");
                failed = true;
            }
        } else if let Err(error) = write(&file, &text) {
            eprintln!("{path}: {error}");
            failed = true;
        }
    }
    ExitCode::from(u8::from(failed))
}

fn write(file: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, text)
}
