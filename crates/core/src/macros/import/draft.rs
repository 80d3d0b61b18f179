//! A macro as it is read, and what remains of all of them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::ImportedMacros;
use super::text::{Asked, Names, convert};
use crate::error::Problem;
use crate::macros::{MacroAction, MacroConfig, MacroSet, Macros, Variant};
use crate::template::{Channel, Locale, html_to_text};
use crate::wording::quoted;

/// Bytes of an id.
const MOST_ID: usize = 200;

/// A macro that is being read.
pub(super) struct Draft<'p> {
    names: Names,
    problems: &'p mut Vec<Problem>,
    asked: Asked,
    variants: Vec<(Variant, String)>,
    actions: Vec<(MacroAction, String)>,
    subject: Option<(String, String)>,
    pub(super) name: String,
    pub(super) folder: Vec<String>,
    pub(super) locale: Option<Locale>,
}

/// A macro that was read, with the places of its parts in the input.
struct Read {
    config: MacroConfig,
    path: String,
    variants: Vec<String>,
    actions: Vec<String>,
}

pub(super) struct Importer {
    source: &'static str,
    names: Names,
    read: Vec<Read>,
    ids: BTreeSet<String>,
    problems: Vec<Problem>,
}

/// An id as text: a number, or a text that is one.
pub(super) fn id_of(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) if !text.is_empty() && text.len() <= MOST_ID => Some(text.clone()),
        _ => None,
    }
}

/// The parts of a list that is written as one text.
pub(super) fn listed(text: &str, is_gap: impl Fn(char) -> bool) -> Vec<String> {
    let parts = text.split(is_gap).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

impl Draft<'_> {
    pub(super) fn problem(&mut self, code: &str, path: &str, message: impl Into<String>) {
        self.problems.push(Problem::new(code, path, message));
    }

    /// A text with this library's names.
    pub(super) fn text(&mut self, source: &str, path: &str) -> Option<String> {
        let mut told = Vec::new();
        let text = convert(source, self.names, &mut self.asked, &mut told);
        for told in told {
            self.problem(told.code, path, told.message);
        }
        text
    }

    /// A text for the customer.
    pub(super) fn variant(&mut self, channel: Channel, source: &str, path: &str) {
        if source.trim().is_empty() {
            return;
        }
        if self
            .variants
            .iter()
            .any(|(known, _)| known.channel == channel)
        {
            let message = "a second text of one kind: expected one for plain text and one for HTML";
            self.problem("duplicate_variant", path, message);
            return;
        }
        if let Some(body) = self.text(source, path) {
            let variant = Variant {
                locale: self.locale.clone(),
                channel,
                subject: None,
                body,
            };
            self.variants.push((variant, path.to_owned()));
        }
    }

    /// A note that customers do not see, of plain text or HTML.
    pub(super) fn note(&mut self, channel: Channel, source: &str, path: &str) {
        let source = match channel {
            Channel::Html => html_to_text(source),
            _ => source.to_owned(),
        };
        if source.trim().is_empty() {
            return;
        }
        if let Some(body) = self.text(&source, path) {
            self.act(MacroAction::AddInternalNote { body }, path);
        }
    }

    pub(super) fn subject(&mut self, source: &str, path: &str) {
        if let Some(subject) = self.text(source, path) {
            self.subject = Some((subject, path.to_owned()));
        }
    }

    pub(super) fn field(&mut self, name: &str, value: &Value, path: &str) {
        let value = match value {
            Value::String(text) => match self.text(text, path) {
                Some(text) => Value::String(text),
                None => return,
            },
            other => other.clone(),
        };
        let name = name.to_owned();
        self.act(MacroAction::SetField { name, value }, path);
    }

    /// Tags, added or removed.
    pub(super) fn tags(&mut self, tags: Vec<String>, removed: bool, path: &str) {
        let mut converted = Vec::new();
        for tag in &tags {
            converted.extend(self.text(tag, path));
        }
        let tags = converted;
        if tags.is_empty() {
            return;
        }
        let action = match removed {
            true => MacroAction::RemoveTags { tags },
            false => MacroAction::AddTags { tags },
        };
        self.act(action, path);
    }

    pub(super) fn act(&mut self, action: MacroAction, path: &str) {
        self.actions.push((action, path.to_owned()));
    }

    pub(super) fn unsupported(&mut self, name: &str, path: &str) {
        let message = format!("the action {} has no counterpart here", quoted(name));
        self.problem("unsupported_action", path, message);
    }

    pub(super) fn no_value(&mut self, value: Option<&Value>, wanted: &str, path: &str) {
        let found = value.map_or_else(|| "nothing".to_owned(), |value| quoted(&value.to_string()));
        self.problem("invalid_value", path, format!("{found}: expected {wanted}"));
    }
}

impl Importer {
    pub(super) fn new(source: &'static str, names: Names) -> Self {
        Self {
            source,
            names,
            read: Vec::new(),
            ids: BTreeSet::new(),
            problems: Vec::new(),
        }
    }

    pub(super) fn incomplete(&mut self) {
        let message = "there are more pages: expected the macros of all of them, one import a page";
        self.problems.push(Problem::new("incomplete", "", message));
    }

    /// Reads one macro.
    pub(super) fn one(
        &mut self,
        entry: &Value,
        path: &str,
        read: impl FnOnce(&mut Draft<'_>, &Value, &str),
    ) {
        if !entry.is_object() {
            let found = quoted(&entry.to_string());
            let message = format!("{found}: expected a macro");
            self.problems
                .push(Problem::new("invalid_value", path, message));
            return;
        }
        let own = id_of(entry.get("id"));
        let number = path.rsplit('/').next().unwrap_or_default();
        let base = match &own {
            Some(id) => format!("{}-{id}", self.source),
            None => format!("{}-at-{number}", self.source),
        };
        let mut id = base.clone();
        let mut again = 2_usize;
        while !self.ids.insert(id.clone()) {
            id = format!("{base}-{again}");
            again += 1;
        }
        if own.is_none() || id != base {
            let message = format!("no id of its own: it is {} here", quoted(&id));
            self.problems
                .push(Problem::new("no_id", format!("{path}/id"), message));
        }
        let mut draft = Draft {
            names: self.names,
            problems: &mut self.problems,
            asked: Asked::default(),
            variants: Vec::new(),
            actions: Vec::new(),
            subject: None,
            name: String::new(),
            folder: Vec::new(),
            locale: None,
        };
        read(&mut draft, entry, path);
        if let Some((subject, place)) = draft.subject.take() {
            match draft.variants.is_empty() {
                true => {
                    let action = MacroAction::SetField {
                        name: "subject".to_owned(),
                        value: Value::String(subject),
                    };
                    draft.act(action, &place);
                }
                false => {
                    for (variant, _) in &mut draft.variants {
                        variant.subject = Some(subject.clone());
                    }
                }
            }
        }
        if draft.name.is_empty() {
            draft.name.clone_from(&id);
        }
        let (variants, variant_paths) = draft.variants.into_iter().unzip();
        let (actions, action_paths) = draft.actions.into_iter().unzip();
        self.read.push(Read {
            config: MacroConfig {
                id,
                name: draft.name,
                folder: draft.folder,
                version: None,
                when: crate::ticket::Condition::default(),
                parameters: draft.asked.parameters,
                variants,
                actions,
                sms_segments: None,
                keywords: Vec::new(),
            },
            path: path.to_owned(),
            variants: variant_paths,
            actions: action_paths,
        });
    }

    /// What compiles of what was read.
    pub(super) fn finish(mut self) -> ImportedMacros {
        self.drop_empty();
        let refused = self.mistakes();
        if !refused.is_empty() {
            self.drop_parts(refused);
            self.drop_empty();
        }
        // Not before: each mistake is told by the place of its macro.
        let left: BTreeSet<usize> = self.mistakes().iter().filter_map(macro_of).collect();
        let mut number = 0;
        self.read.retain(|_| {
            number += 1;
            !left.contains(&(number - 1))
        });
        let mut macros = Vec::new();
        for Read { mut config, .. } in self.read {
            drop_unasked(&mut config);
            macros.push(config);
        }
        let mut problems = self.problems;
        problems.dedup();
        ImportedMacros { macros, problems }
    }

    fn mistakes(&self) -> Vec<Problem> {
        let macros: Vec<MacroConfig> = self.read.iter().map(|read| read.config.clone()).collect();
        let set = MacroSet {
            macros: &macros,
            ..MacroSet::default()
        };
        Macros::compile(&set).err().unwrap_or_default()
    }

    /// Leaves out the texts and actions of which something is wrong, such as
    /// a partial that is not there.
    fn drop_parts(&mut self, mistakes: Vec<Problem>) {
        let mut texts = BTreeSet::new();
        let mut actions = BTreeSet::new();
        for mistake in mistakes {
            let mut steps = mistake.path.split('/').skip(3);
            let part = steps.next().unwrap_or_default().to_owned();
            let index = steps.next().and_then(|index| index.parse::<usize>().ok());
            let (Some(at), Some(index)) = (macro_of(&mistake), index) else {
                continue;
            };
            let Some(read) = self.read.get(at) else {
                continue;
            };
            let (dropped, paths) = match &*part {
                "variants" => (&mut texts, &read.variants),
                "actions" => (&mut actions, &read.actions),
                _ => continue,
            };
            dropped.insert((at, index));
            if let Some(path) = paths.get(index) {
                let message = format!("left out: {}", mistake.message);
                let problem = Problem::new(&mistake.code, path, message);
                self.problems.push(problem.with_hint(mistake.hint));
            }
        }
        for (at, read) in self.read.iter_mut().enumerate() {
            keep(&mut read.config.variants, |index| {
                !texts.contains(&(at, index))
            });
            keep(&mut read.variants, |index| !texts.contains(&(at, index)));
            keep(&mut read.config.actions, |index| {
                !actions.contains(&(at, index))
            });
            keep(&mut read.actions, |index| !actions.contains(&(at, index)));
        }
    }

    /// Leaves out the macros of which nothing remains.
    fn drop_empty(&mut self) {
        let problems = &mut self.problems;
        self.read.retain(|read| {
            let remains = !read.config.variants.is_empty() || !read.config.actions.is_empty();
            if !remains {
                let message = "nothing of the macro could be converted";
                problems.push(Problem::new("nothing_left", &*read.path, message));
            }
            remains
        });
    }
}

fn keep<T>(items: &mut Vec<T>, keeps: impl Fn(usize) -> bool) {
    let mut number = 0;
    items.retain(|_| {
        number += 1;
        keeps(number - 1)
    });
}

/// The number of the macro that a mistake is in.
fn macro_of(mistake: &Problem) -> Option<usize> {
    mistake.path.split('/').nth(2)?.parse().ok()
}

/// Leaves out what agents need not be asked, since the text that would have
/// needed it is not there.
fn drop_unasked(config: &mut MacroConfig) {
    let mut texts = String::new();
    for variant in &config.variants {
        texts.push_str(&variant.body);
        texts.push_str(variant.subject.as_deref().unwrap_or_default());
    }
    for action in &mut config.actions {
        for text in action.texts_mut() {
            texts.push_str(text);
        }
    }
    config
        .parameters
        .retain(|parameter| texts.contains(&format!("parameters.{}", parameter.name)));
}
