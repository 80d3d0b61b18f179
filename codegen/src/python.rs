//! Python's typed dictionaries and exceptions.

use std::fmt::Write;

use crate::model::{Body, Definition, Field, Type, pascal};

const TYPES: &str = r#""""Records as dictionaries: the JSON of every language, with instants as datetimes.

Instants that the library gives are aware and in UTC, to the millisecond. Those
that it takes are aware datetimes of any zone, or RFC 3339 text with an offset;
parts finer than a millisecond are cut. Made from the records of the core by
`make types`; do not edit.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, TypedDict, Union

from typing import NotRequired

Instant = datetime
"""An instant as the library gives it: aware, in UTC, to the millisecond."""

InstantInput = Union[datetime, str]
"""An instant as hosts give it: an aware datetime, or RFC 3339 text."""
"#;

const ERRORS: &str = r#""""Exceptions. Made from the errors of the core by `make types`; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from ._types import ErrorKind, Problem


class DeskcoreError(Exception):
    """What could not be done. Whatever was given is as it was before the call."""

    kind: ClassVar[ErrorKind]
    """What kind of error it is; every kind has a class of its own."""

    message: str
    """What was wrong and what was expected."""

    code: str
    """Stable code, the same in every language: the kind, or a finer one."""

    path: str | None
    """Where, as a JSON pointer, where it has a place."""

    hint: str | None
    """What to do about it, or what was probably meant."""

    problems: list[Problem]
    """Every mistake of a desk.json, every value that a template misses."""

    line: int | None
    """Line of a template, from 1."""

    column: int | None
    """Column of a template in characters, from 1."""

    def __init__(
        self,
        message: str,
        code: str | None = None,
        path: str | None = None,
        hint: str | None = None,
        problems: list[Problem] | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message, code, path, hint, problems, line, column)
        self.message = message
        self.code = code if code is not None else self.kind
        self.path = path
        self.hint = hint
        self.problems = problems if problems is not None else []
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return self.message
"#;

pub(crate) fn types(definitions: &[Definition]) -> String {
    let mut out = TYPES.to_owned();
    // Aliases are values: what they name has to come before them.
    let (records, aliases): (Vec<_>, Vec<_>) = definitions
        .iter()
        .partition(|definition| matches!(definition.body, Body::Record(_)));
    for definition in aliases.iter().chain(&records) {
        out.push('\n');
        write_definition(&mut out, definition);
    }
    let names: Vec<&str> = definitions.iter().map(|one| one.name.as_str()).collect();
    let _ = writeln!(out, "\n\n__all__ = [");
    for name in ["Instant", "InstantInput"].iter().chain(&names) {
        let _ = writeln!(out, "    \"{name}\",");
    }
    out.push_str("]\n");
    out
}

pub(crate) fn errors(definitions: &[Definition]) -> String {
    let mut out = ERRORS.to_owned();
    let mut names = vec!["DeskcoreError".to_owned()];
    let kinds = definitions.iter().find(|one| one.name == "ErrorKind");
    if let Some(Body::Words(kinds)) = kinds.map(|kinds| &kinds.body) {
        for (kind, means) in kinds {
            let name = pascal(kind);
            let _ = write!(out, "\n\nclass {name}(DeskcoreError):\n");
            docs(&mut out, "    ", means);
            let _ = writeln!(out, "\n    kind = \"{kind}\"");
            names.push(name);
        }
    }
    let _ = writeln!(out, "\n\n__all__ = [");
    for name in names {
        let _ = writeln!(out, "    \"{name}\",");
    }
    out.push_str("]\n");
    out
}

fn write_definition(out: &mut String, definition: &Definition) {
    let Definition {
        name,
        docs: text,
        input,
        ..
    } = definition;
    match &definition.body {
        Body::Record(fields) => {
            let (plain, odd): (Vec<_>, Vec<_>) = fields.iter().partition(is_name);
            let base = if odd.is_empty() {
                "TypedDict".to_owned()
            } else {
                let keys: Vec<String> = odd
                    .iter()
                    .map(|field| format!("\"{}\": \"{}\"", field.name, annotation(field, *input)))
                    .collect();
                let base = format!("_{name}Keys");
                let _ = write!(
                    out,
                    "\n{base} = TypedDict(\"{base}\", {{{}}})\n\n",
                    keys.join(", ")
                );
                base
            };
            let _ = write!(out, "\nclass {name}({base}):\n");
            docs(out, "    ", text);
            for field in plain {
                let _ = write!(out, "\n    {}: {}\n", field.name, annotation(field, *input));
                docs(out, "    ", &field.docs);
            }
            if text.is_empty() && fields.is_empty() {
                out.push_str("    pass\n");
            }
        }
        Body::Words(words) => {
            let listed: Vec<String> = words
                .iter()
                .map(|(word, _)| format!("\"{word}\""))
                .collect();
            let _ = writeln!(out, "{name} = Literal[{}]", listed.join(", "));
            let mut text = format!("{text}\n");
            for (word, means) in words {
                let _ = write!(text, "\n- `{word}`: {}", means.replace('\n', " "));
            }
            docs(out, "", &text);
        }
        Body::Alias(of) => {
            let _ = writeln!(out, "{name} = {}", alias(of, *input));
            docs(out, "", text);
        }
    }
}

fn is_name(field: &&Field) -> bool {
    field
        .name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn annotation(field: &Field, input: bool) -> String {
    let of = shown(&field.of, input, &|name| name.to_owned());
    if field.required {
        of
    } else {
        format!("NotRequired[{of}]")
    }
}

/// An alias is evaluated: names that come later are text.
fn alias(of: &Type, input: bool) -> String {
    shown(of, input, &|name| format!("\"{name}\""))
}

fn docs(out: &mut String, indent: &str, text: &str) {
    let text = text.replace('\\', "\\\\").replace("\"\"\"", "'''");
    // A quote at the end would run into those that close the text.
    let end = if text.ends_with('"') { " " } else { "" };
    let mut lines = text.lines();
    let Some(first) = lines.next() else { return };
    let _ = write!(out, "{indent}\"\"\"{first}");
    let more: Vec<&str> = lines.collect();
    for line in &more {
        let _ = write!(out, "\n{}", format!("{indent}{line}").trim_end());
    }
    if more.is_empty() {
        let _ = writeln!(out, "{end}\"\"\"");
    } else {
        let _ = writeln!(out, "\n{indent}\"\"\"");
    }
}

fn shown(of: &Type, input: bool, name: &dyn Fn(&str) -> String) -> String {
    let inner = |of: &Type| shown(of, input, name);
    match of {
        Type::Text => "str".to_owned(),
        Type::Instant if input => "InstantInput".to_owned(),
        Type::Instant => "Instant".to_owned(),
        Type::Integer => "int".to_owned(),
        Type::Number => "float".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Null => "None".to_owned(),
        Type::Any => "Any".to_owned(),
        Type::Named(named) => name(named),
        Type::Words(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            format!("Literal[{}]", words.join(", "))
        }
        Type::List(item) => format!("list[{}]", inner(item)),
        Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(inner).collect();
            // JSON knows lists alone; people write either.
            let mut each = items.clone();
            each.dedup();
            match input {
                true => format!(
                    "Union[tuple[{}], list[{}]]",
                    items.join(", "),
                    each.join(" | ")
                ),
                false => format!("list[{}]", each.join(" | ")),
            }
        }
        Type::Map(key, value) => format!("dict[{}, {}]", inner(key), inner(value)),
        Type::Union(types) => {
            let types: Vec<String> = types.iter().map(inner).collect();
            format!("Union[{}]", types.join(", "))
        }
    }
}
