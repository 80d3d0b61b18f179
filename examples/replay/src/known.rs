//! What the columns tell of a ticket: its opening, and what changes later.

use std::collections::BTreeMap;

use deskcore::ticket::{EventKind, Facts, Priority};
use serde_json::Value;

use crate::plan::{BoundFacts, Origin};
use crate::symbols::{Symbol, Symbols};

/// The facts of a ticket as its rows have told them so far. A cell that is
/// missing tells nothing.
#[derive(Debug, Default)]
pub(crate) struct Known {
    now: Vec<Symbol>,
}

const CHANNEL: usize = 0;
const CUSTOMER: usize = 1;
const LANGUAGE: usize = 2;
const TIER: usize = 3;
const BRAND: usize = 4;
const REASON: usize = 5;
const PRIORITY: usize = 6;
const TAGS: usize = 7;
/// The fields follow, in the order of the mapping.
const FIELDS: usize = 8;

/// What a row changed.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Events that say so.
    pub(crate) priority: Option<EventKind>,
    pub(crate) details: Option<EventKind>,
    /// A fact that no event can change became another, as flags of the
    /// report.
    pub(crate) flags: Vec<&'static str>,
}

fn origins(facts: &BoundFacts) -> impl Iterator<Item = Option<Origin>> {
    [
        Some(facts.channel),
        facts.customer,
        facts.language,
        facts.tier,
        facts.brand,
        facts.reason,
        facts.priority,
        facts.tags.as_ref().map(|(origin, _)| *origin),
    ]
    .into_iter()
    .chain(facts.fields.iter().map(|(_, origin)| Some(*origin)))
}

fn at(facts: &[Symbol], place: usize) -> Symbol {
    facts.get(place).copied().unwrap_or(Symbol::MISSING)
}

fn tags<'a>(text: &'a str, separator: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(separator)
        .map(str::trim)
        .filter(|tag| !tag.is_empty())
}

fn priority(symbols: &Symbols, symbol: Symbol) -> Option<Priority> {
    let name = symbols.known(symbol)?;
    Priority::ALL
        .into_iter()
        .find(|priority| priority.name() == name)
}

impl Known {
    /// Forgets all and reads a ticket's first row.
    pub(crate) fn begin(&mut self, facts: &BoundFacts, cells: &[Symbol]) {
        self.now.clear();
        self.now.extend(
            origins(facts).map(|origin| origin.map_or(Symbol::MISSING, |origin| origin.of(cells))),
        );
    }

    pub(crate) fn has_channel(&self) -> bool {
        !at(&self.now, CHANNEL).is_missing()
    }

    /// Takes the channel from a later row.
    pub(crate) fn take_channel(&mut self, facts: &BoundFacts, cells: &[Symbol]) {
        if let Some(channel) = self.now.get_mut(CHANNEL) {
            *channel = facts.channel.of(cells);
        }
    }

    /// The facts as they are now.
    pub(crate) fn facts(&self, bound: &BoundFacts, symbols: &Symbols) -> Facts {
        let text = |place| symbols.known(at(&self.now, place)).map(str::to_owned);
        let mut facts = Facts::new(symbols.text(at(&self.now, CHANNEL)));
        facts.customer = text(CUSTOMER);
        facts.language = text(LANGUAGE);
        facts.tier = text(TIER);
        facts.brand = text(BRAND);
        facts.reason = text(REASON);
        facts.priority = priority(symbols, at(&self.now, PRIORITY));
        if let Some((_, separator)) = &bound.tags
            && let Some(text) = symbols.known(at(&self.now, TAGS))
        {
            for tag in tags(text, separator) {
                if !facts.tags.iter().any(|known| known == tag) {
                    facts.tags.push(tag.to_owned());
                }
            }
        }
        for (place, (name, _)) in bound.fields.iter().enumerate() {
            if let Some(value) = text(FIELDS + place) {
                facts.fields.insert(name.clone(), Value::String(value));
            }
        }
        facts
    }

    /// Reads a later row; `None` when it tells nothing new.
    pub(crate) fn change(
        &mut self,
        bound: &BoundFacts,
        cells: &[Symbol],
        symbols: &Symbols,
    ) -> Option<Changes> {
        let mut changes: Option<Changes> = None;
        let mut details = Details::default();
        for ((place, origin), known) in origins(bound).enumerate().zip(&mut self.now) {
            let Some(Origin::Slot(slot)) = origin else {
                continue;
            };
            let symbol = at(cells, slot);
            if symbol.is_missing() || symbol == *known {
                continue;
            }
            let before = std::mem::replace(known, symbol);
            let changes = changes.get_or_insert_default();
            let text = || Some(symbols.text(symbol).to_owned());
            match place {
                CUSTOMER if !before.is_missing() => changes.flags.push("customer_changed"),
                BRAND if !before.is_missing() => changes.flags.push("brand_changed"),
                CUSTOMER | BRAND => {}
                PRIORITY => {
                    changes.priority = Some(EventKind::Priority {
                        to: priority(symbols, symbol),
                    });
                }
                CHANNEL => details.channel = text(),
                LANGUAGE => details.language = text(),
                TIER => details.tier = text(),
                REASON => details.reason = text(),
                TAGS => {
                    let separator = bound.tags.as_ref().map_or(",", |(_, separator)| separator);
                    let lists = [before, symbol].map(|symbol| -> Vec<&str> {
                        tags(symbols.text(symbol), separator).collect()
                    });
                    let [before, now] = lists;
                    let missing_in = |one: &[&str], other: &[&str]| -> Vec<String> {
                        one.iter()
                            .filter(|tag| !other.contains(*tag))
                            .map(|tag| (*tag).to_owned())
                            .collect()
                    };
                    details.add_tags = missing_in(&now, &before);
                    details.remove_tags = missing_in(&before, &now);
                }
                place => {
                    if let Some((name, _)) = bound.fields.get(place - FIELDS)
                        && let Some(text) = text()
                    {
                        details.fields.insert(name.clone(), Value::String(text));
                    }
                }
            }
        }
        let mut changes = changes?;
        changes.details = details.event();
        Some(changes)
    }
}

/// A `details` event in the making.
#[derive(Default, PartialEq)]
struct Details {
    channel: Option<String>,
    language: Option<String>,
    tier: Option<String>,
    reason: Option<String>,
    add_tags: Vec<String>,
    remove_tags: Vec<String>,
    fields: BTreeMap<String, Value>,
}

impl Details {
    /// The event; `None` when there is nothing to say.
    fn event(self) -> Option<EventKind> {
        (self != Self::default()).then_some(EventKind::Details {
            channel: self.channel,
            language: self.language,
            tier: self.tier,
            reason: self.reason,
            add_tags: self.add_tags,
            remove_tags: self.remove_tags,
            fields: self.fields,
        })
    }
}
