//! No public name is a keyword in any of the languages.

use crate::model::{Body, definitions};

const PYTHON: &str = "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield";
const JAVASCRIPT: &str = "await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield";
const KOTLIN: &str = "as break class continue do else false for fun if in interface is null object package return super this throw true try typealias typeof val var when while";
const SWIFT: &str = "associatedtype class deinit enum extension fileprivate func import init inout internal let operator private precedencegroup protocol public rethrows static struct subscript typealias var break case catch continue default defer do else fallthrough for guard if in repeat return throw switch where while Any as await false is nil self Self super throws true try";

/// Fields and types. (The words of an enumeration are texts where they could
/// clash: `new` is the text `"new"` in JavaScript.)
#[test]
fn no_name_is_a_keyword() {
    let definitions = definitions();
    assert!(definitions.len() > 50);
    for definition in &definitions {
        // desk.json is a document in Kotlin and Swift, and no types.
        let languages = match definition.document {
            true => vec![PYTHON, JAVASCRIPT],
            false => vec![PYTHON, JAVASCRIPT, KOTLIN, SWIFT],
        };
        let mut names = vec![definition.name.as_str()];
        if let Body::Record(fields) = &definition.body {
            names.extend(fields.iter().map(|field| field.name.as_str()));
        }
        for name in names {
            for keywords in &languages {
                assert!(
                    !keywords.split(' ').any(|keyword| keyword == name),
                    "{name:?} of {} is a keyword",
                    definition.name
                );
            }
        }
    }
}

/// What hosts write and what the library writes are different where there
/// are instants in it: a host may give any offset.
#[test]
fn a_record_with_instants_has_one_direction() {
    let definitions = definitions();
    for name in ["Facts", "Actor", "Metric", "PolicyRef", "Warning"] {
        let definition = definitions.iter().find(|one| one.name == name);
        let text = format!("{definition:?}");
        assert!(!text.contains("Instant"), "{text}");
    }
}
