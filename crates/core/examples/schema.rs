//! Prints the JSON Schema of desk.json.

fn main() -> Result<(), serde_json::Error> {
    println!(
        "{}",
        serde_json::to_string_pretty(&deskcore::Desk::schema())?
    );
    Ok(())
}
