//! The published schema is the one that desks are checked by.

use std::path::Path;

#[test]
fn the_published_schema_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/desk.schema.json");
    let published: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(
        published,
        deskcore::Desk::schema(),
        "docs/desk.schema.json is stale: make schema"
    );
}
