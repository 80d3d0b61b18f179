//! Any text as another help desk's export, and any text as the reply of one
//! macro in it: refused, or macros that load, and what is missing is told.
#![no_main]

use deskcore::Error;
use deskcore::macros::import::{ImportedMacros, from_gorgias, from_zendesk};
use deskcore::macros::{MacroSet, Macros};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

type Import = fn(&str) -> Result<ImportedMacros, Error>;

/// What comes out can be used, stored, and is the same twice.
fn check(import: Import, document: &str) -> Option<ImportedMacros> {
    let imported = match import(document) {
        Ok(imported) => imported,
        Err(Error::InvalidInput { .. }) => return None,
        Err(other) => panic!("{other}"),
    };
    assert_eq!(import(document).as_ref(), Ok(&imported));
    let set = MacroSet {
        macros: &imported.macros,
        ..MacroSet::default()
    };
    if let Err(problems) = Macros::compile(&set) {
        panic!("{problems:?}");
    }
    let stored = serde_json::to_string(&imported).expect("can be stored");
    let again = serde_json::from_str(&stored).expect("can be read again");
    assert_eq!(imported, again);
    Some(imported)
}

/// Nothing is left out without a word.
fn check_one(import: Import, document: &Value) {
    let imported = check(import, &document.to_string()).expect("a list of one macro");
    assert!(imported.macros.len() <= 1);
    assert!(!imported.macros.is_empty() || !imported.problems.is_empty());
    let reply = imported.macros.first().and_then(|one| one.variants.first());
    assert!(reply.is_some() || !imported.problems.is_empty());
}

fuzz_target!(|text: &str| {
    for import in [from_zendesk as Import, from_gorgias] {
        check(import, text);
    }
    for field in ["comment_value", "comment_value_html", "subject"] {
        let actions = json!([{"field": field, "value": text}]);
        let one = json!({"id": 7, "title": "A", "active": true, "actions": actions});
        check_one(from_zendesk, &json!({"macros": [one]}));
    }
    for part in ["body_text", "body_html"] {
        let actions = json!([{"name": "setResponseText", "arguments": {part: text}}]);
        let one = json!({"id": 7, "name": "A", "actions": actions});
        check_one(from_gorgias, &json!({"data": [one]}));
    }
    // Actions alone, which few mutations of a whole document would reach.
    let Ok(actions @ Value::Array(_)) = serde_json::from_str::<Value>(text) else {
        return;
    };
    let one = json!({"id": 7, "title": "A", "name": "A", "active": true, "actions": actions});
    check(from_zendesk, &json!({"macros": [one]}).to_string());
    check(from_gorgias, &json!({"data": [one]}).to_string());
});
