//! Any text as another help desk's export, and any text as the reply of one
//! macro in it: refused, or macros that load, and what is missing is told.
#![no_main]

use deskcore::Error;
use deskcore::macros::import::{ImportedMacros, from_gorgias, from_zendesk};
use deskcore::macros::{MacroConfig, MacroSet, Macros};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

type Import = fn(&str) -> Result<ImportedMacros, Error>;

/// What comes out can be stored, and is the same twice.
fn imported(import: Import, document: &str) -> Option<ImportedMacros> {
    let imported = match import(document) {
        Ok(imported) => imported,
        Err(Error::InvalidInput { .. }) => return None,
        Err(other) => panic!("{other}"),
    };
    assert_eq!(import(document).as_ref(), Ok(&imported));
    let stored = serde_json::to_string(&imported).expect("can be stored");
    let again = serde_json::from_str(&stored).expect("can be read again");
    assert_eq!(imported, again);
    Some(imported)
}

fn load(macros: &[MacroConfig]) {
    let set = MacroSet {
        macros,
        ..MacroSet::default()
    };
    if let Err(problems) = Macros::compile(&set) {
        panic!("{problems:?}");
    }
}

/// A macro that a document of one becomes: nothing is left out without a word.
fn one(import: Import, document: &Value) -> Vec<MacroConfig> {
    let imported = imported(import, &document.to_string()).expect("a list of one macro");
    assert!(imported.macros.len() <= 1);
    // A subject without a text is an action.
    let does = |one: &MacroConfig| !one.variants.is_empty() || !one.actions.is_empty();
    assert!(imported.macros.iter().any(does) || !imported.problems.is_empty());
    imported.macros
}

fuzz_target!(|text: &str| {
    for import in [from_zendesk as Import, from_gorgias] {
        if let Some(imported) = imported(import, text) {
            load(&imported.macros);
        }
    }
    // Loaded together, since that takes longer than all the rest.
    let mut macros = Vec::new();
    for (id, field) in ["comment_value", "comment_value_html", "subject"]
        .into_iter()
        .enumerate()
    {
        let actions = json!([{"field": field, "value": text}]);
        let document =
            json!({"macros": [{"id": id, "title": "A", "active": true, "actions": actions}]});
        macros.extend(one(from_zendesk, &document));
    }
    for (id, part) in ["body_text", "body_html"].into_iter().enumerate() {
        let actions = json!([{"name": "setResponseText", "arguments": {part: text}}]);
        let document = json!({"data": [{"id": id, "name": "A", "actions": actions}]});
        macros.extend(one(from_gorgias, &document));
    }
    // Actions alone, which few mutations of a whole document would reach.
    if let Ok(actions @ Value::Array(_)) = serde_json::from_str::<Value>(text) {
        let entry = json!({"id": 7, "title": "A", "name": "A", "active": true, "actions": actions});
        let documents = [
            (from_zendesk as Import, json!({"macros": [entry]})),
            (from_gorgias, json!({"data": [entry]})),
        ];
        for (import, document) in documents {
            let imported = imported(import, &document.to_string()).expect("a list of one macro");
            macros.extend(imported.macros);
        }
    }
    load(&macros);
});
