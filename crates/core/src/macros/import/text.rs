//! Names in templates, from another help desk's to this library's.

use std::collections::{BTreeMap, BTreeSet};

use crate::macros::{Parameter, ParameterKind};
use crate::template::{Placeholder, Position, Template};
use crate::wording::quoted;

/// Bytes of one text that is read.
const MOST_TEXT: usize = 64 << 10;

/// What agents are asked for one macro.
const MOST_ASKED: usize = 100;

/// Characters of a parameter's name and of its label.
const MOST_NAME: usize = 56;
const MOST_LABEL: usize = 200;

/// What a name becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// Another name.
    Name(&'static str),
    /// A name with filters.
    Filtered(&'static str),
    /// The end of one output and the beginning of another.
    Outputs(&'static str),
}

/// Names of a help desk and what they become; `[#]` is any index.
pub(super) type Names = &'static [(&'static str, Target)];

/// A placeholder, or a whole text, that is not what it was.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) code: &'static str,
    pub(super) message: String,
}

/// What agents are asked in place of what is not known here.
#[derive(Debug, Default)]
pub(super) struct Asked {
    by_placeholder: BTreeMap<String, usize>,
    names: BTreeSet<String>,
    pub(super) parameters: Vec<Parameter>,
}

impl Asked {
    /// The parameter of a placeholder, and whether it is new; none where
    /// agents are asked too much already.
    fn parameter(&mut self, placeholder: &str) -> Option<(String, bool)> {
        let known = self.by_placeholder.get(placeholder);
        if let Some(known) = known.and_then(|at| self.parameters.get(*at)) {
            return Some((known.name.clone(), false));
        }
        if self.parameters.len() >= MOST_ASKED {
            return None;
        }
        let base = name_for(placeholder);
        let mut name = base.clone();
        let mut number = 2_usize;
        while !self.names.insert(name.clone()) {
            name = format!("{base}_{number}");
            number += 1;
        }
        let label: String = placeholder.chars().take(MOST_LABEL).collect();
        self.by_placeholder
            .insert(placeholder.to_owned(), self.parameters.len());
        self.parameters.push(Parameter {
            name: name.clone(),
            label: Some(format!("{{{{{label}}}}}")),
            kind: ParameterKind::Text,
            choices: Vec::new(),
            fallback: None,
        });
        Some((name, true))
    }
}

/// A name that templates can read: the end of the placeholder, which tells
/// more than its beginning.
fn name_for(placeholder: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in placeholder.split(|c: char| !c.is_ascii_alphanumeric()) {
        if !word.is_empty() {
            words.push(word.to_ascii_lowercase());
        }
    }
    let mut name = String::new();
    for word in words.iter().rev() {
        if name.len() + word.len() >= MOST_NAME {
            break;
        }
        name = match name.is_empty() {
            true => word.clone(),
            false => format!("{word}_{name}"),
        };
    }
    match name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => name,
        false => format!("value_{name}").trim_end_matches('_').to_owned(),
    }
}

/// The target of a name, with its last index where the table has any.
fn target(names: Names, name: &str) -> Option<(Target, Option<String>)> {
    let find = |wanted: &str| {
        let mut names = names.iter();
        names
            .find(|(known, _)| *known == wanted)
            .map(|(_, target)| *target)
    };
    if let Some(target) = find(name) {
        return Some((target, None));
    }
    let (before, rest) = name.rsplit_once('[')?;
    let (index, after) = rest.split_once(']')?;
    index.parse::<u32>().ok()?;
    let target = find(&format!("{before}[#]{after}"));
    if let Some(target) = target {
        return Some((target, Some(index.to_owned())));
    }
    // `fulfillments[1].tracking_urls[0]`: the first of a list stands for it.
    let (before, rest) = before.rsplit_once('[')?;
    let (outer, middle) = rest.split_once(']')?;
    outer.parse::<u32>().ok()?;
    let target = find(&format!("{before}[#]{middle}[{index}]{after}"))?;
    Some((target, Some(outer.to_owned())))
}

/// What stands in the template instead of a name.
fn replacement(names: Names, found: &Placeholder) -> Option<String> {
    let (target, index) = target(names, &found.name)?;
    let text = match (target, found.position) {
        (Target::Name(text), _)
        | (Target::Filtered(text), Position::Output | Position::Expression)
        | (Target::Outputs(text), Position::Output) => text,
        _ => return None,
    };
    Some(match index {
        Some(index) => text.replace("[#]", &format!("[{index}]")),
        None => text.to_owned(),
    })
}

/// A text with this library's names; none where it is no template.
pub(super) fn convert(
    source: &str,
    names: Names,
    asked: &mut Asked,
    told: &mut Vec<Told>,
) -> Option<String> {
    if source.len() > MOST_TEXT {
        told.push(Told {
            code: "too_long",
            message: format!(
                "a text of {} bytes: expected {MOST_TEXT} at most",
                source.len()
            ),
        });
        return None;
    }
    let (source, own) = match Template::parse(source) {
        Ok(_) => (source.to_owned(), BTreeSet::new()),
        Err(_) => without_foreign_outputs(source, asked, told)?,
    };
    let template = match Template::parse(&source) {
        Ok(template) => template,
        Err(error) => {
            told.push(Told {
                code: "not_liquid",
                message: format!("the text is left out: {error}"),
            });
            return None;
        }
    };
    let mut out = String::with_capacity(source.len());
    let mut end = 0;
    for found in template.placeholders() {
        // An index within what is replaced as a whole.
        if found.span.start < end || own.contains(&found.name) {
            continue;
        }
        out.push_str(source.get(end..found.span.start).unwrap_or_default());
        end = found.span.end;
        match replacement(names, &found) {
            Some(text) => out.push_str(&text),
            None => {
                let placeholder = source.get(found.span).unwrap_or_default();
                out.push_str(&ask(&found.name, placeholder, asked, told)?);
            }
        }
    }
    out.push_str(source.get(end..).unwrap_or_default());
    Some(out)
}

/// The parameter of a placeholder; none, and told, where there are too many.
fn ask(key: &str, placeholder: &str, asked: &mut Asked, told: &mut Vec<Told>) -> Option<String> {
    let Some((name, new)) = asked.parameter(key) else {
        told.push(Told {
            code: "too_many_placeholders",
            message: format!(
                "the text is left out: more than {MOST_ASKED} placeholders of the macro are not known here"
            ),
        });
        return None;
    };
    if new {
        let placeholder = quoted(placeholder);
        told.push(Told {
            code: "no_counterpart",
            message: format!(
                "the placeholder {placeholder} is not known here: the agent is asked for it, as \"parameters.{name}\""
            ),
        });
    }
    Some(format!("parameters.{name}"))
}

/// A text in which outputs that are no Liquid are those of parameters, and the
/// names of these.
fn without_foreign_outputs(
    source: &str,
    asked: &mut Asked,
    told: &mut Vec<Told>,
) -> Option<(String, BTreeSet<String>)> {
    let mut out = String::with_capacity(source.len());
    let mut own = BTreeSet::new();
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((inside, after)) = after.split_once("}}") else {
            break;
        };
        out.push_str(before);
        let output = format!("{{{{{inside}}}}}");
        match Template::parse(&output) {
            Ok(_) => out.push_str(&output),
            Err(_) => {
                let name = ask(inside.trim(), inside.trim(), asked, told)?;
                out.push_str(&format!("{{{{{name}}}}}"));
                own.insert(name);
            }
        }
        rest = after;
    }
    out.push_str(rest);
    Some((out, own))
}
