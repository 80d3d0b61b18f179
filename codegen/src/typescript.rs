//! TypeScript declarations.

use std::fmt::Write;

use crate::model::{Body, Definition, Field, Type};

const HEADER: &str = r"// Made from the records of the core by `make types`. Do not edit.
// Data is the JSON of every language: names in snake_case, instants as RFC 3339 text in UTC.

/** An instant as the library writes it: RFC 3339 with `Z`, to the millisecond. */
export type Instant = string

/** An instant as hosts write it: a `Date`, or RFC 3339 text with an offset. Parts finer than a millisecond are cut. */
export type InstantInput = Date | string

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** What every function throws. Nothing has changed when one does. */
export interface DeskcoreError extends Error, Failure {}
";

pub(crate) fn module(definitions: &[Definition]) -> String {
    let mut out = HEADER.to_owned();
    for definition in definitions {
        out.push('\n');
        write_definition(&mut out, definition);
    }
    out
}

fn write_definition(out: &mut String, definition: &Definition) {
    let name = &definition.name;
    match &definition.body {
        Body::Record(fields) => {
            docs(out, "", &definition.docs);
            let _ = writeln!(out, "export interface {name} {{");
            for Field {
                name,
                docs: text,
                required,
                of,
            } in fields
            {
                docs(out, "  ", text);
                let optional = if *required { "" } else { "?" };
                let of = shown(of, definition.input);
                let of = match *required || !definition.input {
                    true => of,
                    false => format!("{of} | undefined"),
                };
                let _ = writeln!(out, "  {}{optional}: {of}", key(name));
            }
            out.push_str("}\n");
        }
        Body::Words(words) => {
            let mut text = definition.docs.clone();
            text.push('\n');
            for (word, means) in words {
                let _ = write!(text, "\n- `{word}`: {}", means.replace('\n', " "));
            }
            docs(out, "", &text);
            let words: Vec<String> = words.iter().map(|(word, _)| format!("'{word}'")).collect();
            let _ = writeln!(out, "export type {name} = {}", words.join(" | "));
        }
        Body::Alias(of) => {
            docs(out, "", &definition.docs);
            let _ = writeln!(out, "export type {name} = {}", shown(of, definition.input));
        }
    }
}

fn docs(out: &mut String, indent: &str, text: &str) {
    let text = text.replace("*/", "* /");
    match text.lines().count() {
        0 => {}
        1 => {
            let _ = writeln!(out, "{indent}/** {text} */");
        }
        _ => {
            let _ = writeln!(out, "{indent}/**");
            for line in text.lines() {
                let _ = writeln!(out, "{}", format!("{indent} * {line}").trim_end());
            }
            let _ = writeln!(out, "{indent} */");
        }
    }
}

fn key(name: &str) -> String {
    if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        name.to_owned()
    } else {
        format!("'{name}'")
    }
}

fn shown(of: &Type, input: bool) -> String {
    match of {
        Type::Text => "string".to_owned(),
        Type::Instant if input => "InstantInput".to_owned(),
        Type::Instant => "Instant".to_owned(),
        Type::Integer | Type::Number => "number".to_owned(),
        Type::Bool => "boolean".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Any => "Json".to_owned(),
        Type::Named(name) => name.clone(),
        Type::Words(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
            words.join(" | ")
        }
        Type::List(item) => {
            let list = if input { "readonly " } else { "" };
            match &**item {
                Type::Union(_) | Type::Words(_) => format!("{list}({})[]", shown(item, input)),
                // `readonly` binds to the outer list only.
                Type::Tuple(_) | Type::List(_) if input => {
                    format!("{list}({})[]", shown(item, input))
                }
                _ => format!("{list}{}[]", shown(item, input)),
            }
        }
        Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| shown(item, input)).collect();
            format!(
                "{}[{}]",
                if input { "readonly " } else { "" },
                items.join(", ")
            )
        }
        Type::Map(key, value) => match **key {
            Type::Text => format!("Record<string, {}>", shown(value, input)),
            _ => format!(
                "Partial<Record<{}, {}>>",
                shown(key, input),
                shown(value, input)
            ),
        },
        Type::Union(types) => {
            let types: Vec<String> = types.iter().map(|one| shown(one, input)).collect();
            types.join(" | ")
        }
    }
}
