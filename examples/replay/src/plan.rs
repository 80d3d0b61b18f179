//! A mapping bound to the columns of one log: what is done for each row.

use std::collections::HashMap;

use deskcore::ticket::{EventKind, Priority};
use serde_json::Value;

use crate::failure::{BadRow, listed};
use crate::log::Log;
use crate::mapping::{Cell, Item, Mapping, Outcome, Source, Template};
use crate::symbols::{Symbol, Symbols};

/// What is done for each row of a log.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The cells that are read of every row: those of the conditions first.
    pub(crate) slots: Vec<Slot>,
    /// How many of them the conditions need.
    pub(crate) when_slots: usize,
    pub(crate) rules: Vec<BoundRule>,
    pub(crate) facts: BoundFacts,
    pub(crate) agent: Option<Origin>,
}

/// A column and what its words mean.
#[derive(Debug)]
pub(crate) struct Slot {
    cell: Cell,
    column: usize,
    words: Option<Words>,
    /// The last row's text and its symbol: most cells repeat it.
    last: (String, Symbol),
}

#[derive(Debug)]
struct Words {
    meanings: HashMap<String, Symbol>,
    otherwise: Option<Symbol>,
}

/// A value of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Constant(Symbol),
    Slot(usize),
}

impl Origin {
    pub(crate) fn of(self, cells: &[Symbol]) -> Symbol {
        match self {
            Self::Constant(symbol) => symbol,
            Self::Slot(slot) => cells.get(slot).copied().unwrap_or(Symbol::MISSING),
        }
    }
}

#[derive(Debug)]
pub(crate) struct BoundRule {
    when: Vec<(usize, Vec<Symbol>)>,
    pub(crate) changed: bool,
    pub(crate) outcome: BoundOutcome,
}

#[derive(Debug)]
pub(crate) enum BoundOutcome {
    Events {
        then: Vec<BoundItem>,
        until_next_row: Option<BoundItem>,
    },
    LeaveOut(String),
}

#[derive(Debug)]
pub(crate) enum BoundItem {
    Created,
    Constant(EventKind),
    Filled {
        slots: Vec<usize>,
        parts: BoundParts,
    },
    /// A rating, and the slot of its score.
    Rating(usize),
}

/// JSON with places for cells.
#[derive(Debug)]
pub(crate) enum BoundParts {
    Constant(Value),
    Cell(usize),
    Object(Vec<(String, BoundParts)>),
    List(Vec<BoundParts>),
}

/// Where the facts are; `None` for those that nobody tells.
#[derive(Debug)]
pub(crate) struct BoundFacts {
    pub(crate) channel: Origin,
    pub(crate) customer: Option<Origin>,
    pub(crate) language: Option<Origin>,
    pub(crate) tier: Option<Origin>,
    pub(crate) brand: Option<Origin>,
    pub(crate) reason: Option<Origin>,
    pub(crate) priority: Option<Origin>,
    pub(crate) tags: Option<(Origin, String)>,
    pub(crate) fields: Vec<(String, Origin)>,
}

/// What is wrong with a cell.
#[derive(Debug)]
pub(crate) struct BadCell {
    pub(crate) column: String,
    pub(crate) expected: String,
}

/// Binds cells to slots, each once.
struct Binder<'a> {
    columns: &'a HashMap<&'a str, usize>,
    symbols: &'a mut Symbols,
    slots: Vec<Slot>,
}

impl Binder<'_> {
    fn slot(&mut self, cell: &Cell) -> usize {
        if let Some(known) = self.slots.iter().position(|slot| slot.cell == *cell) {
            return known;
        }
        let words = cell.values.as_ref().map(|values| Words {
            meanings: values
                .iter()
                .map(|(word, meaning)| {
                    (
                        word.clone(),
                        self.symbols.of(meaning.as_deref().unwrap_or("")),
                    )
                })
                .collect(),
            otherwise: cell
                .otherwise
                .as_ref()
                .map(|meaning| self.symbols.of(meaning.as_deref().unwrap_or(""))),
        });
        self.slots.push(Slot {
            cell: cell.clone(),
            column: self
                .columns
                .get(cell.column.as_str())
                .copied()
                .unwrap_or(usize::MAX),
            words,
            last: (String::new(), Symbol::MISSING),
        });
        self.slots.len() - 1
    }

    fn raw(&mut self, column: &str) -> usize {
        self.slot(&Cell {
            column: column.to_owned(),
            values: None,
            otherwise: None,
        })
    }

    fn source(&mut self, source: &Source) -> Origin {
        match source {
            Source::Constant(text) => Origin::Constant(self.symbols.of(text)),
            Source::Cell(cell) => Origin::Slot(self.slot(cell)),
        }
    }

    fn optional(&mut self, source: &Option<Source>) -> Option<Origin> {
        source.as_ref().map(|source| self.source(source))
    }

    /// A cell of priorities: without a list, the four names.
    fn priority(&mut self, source: &Source) -> Origin {
        match source {
            Source::Cell(cell) if cell.values.is_none() => {
                let mut cell = cell.clone();
                cell.values = Some(
                    Priority::ALL
                        .map(|priority| {
                            (priority.name().to_owned(), Some(priority.name().to_owned()))
                        })
                        .into(),
                );
                self.source(&Source::Cell(cell))
            }
            _ => self.source(source),
        }
    }

    fn item(&mut self, item: &Item) -> BoundItem {
        match item {
            Item::Created => BoundItem::Created,
            Item::Constant(kind) => BoundItem::Constant(kind.clone()),
            Item::Rating(cell) => BoundItem::Rating(self.slot(cell)),
            Item::Filled(template) => {
                let slots = template
                    .cells()
                    .into_iter()
                    .map(|cell| self.slot(cell))
                    .collect();
                BoundItem::Filled {
                    slots,
                    parts: self.parts(template),
                }
            }
        }
    }

    fn parts(&mut self, template: &Template) -> BoundParts {
        match template {
            Template::Constant(value) => BoundParts::Constant(value.clone()),
            Template::Cell(cell) => BoundParts::Cell(self.slot(cell)),
            Template::Object(members) => BoundParts::Object(
                members
                    .iter()
                    .map(|(key, part)| (key.clone(), self.parts(part)))
                    .collect(),
            ),
            Template::List(parts) => {
                BoundParts::List(parts.iter().map(|part| self.parts(part)).collect())
            }
        }
    }
}

impl Plan {
    pub(crate) fn bind(
        mapping: &Mapping,
        columns: &HashMap<&str, usize>,
        symbols: &mut Symbols,
    ) -> Self {
        let mut binder = Binder {
            columns,
            symbols,
            slots: Vec::new(),
        };
        let whens: Vec<Vec<(usize, Vec<Symbol>)>> = mapping
            .rows
            .iter()
            .map(|rule| {
                rule.when
                    .iter()
                    .map(|(column, words)| {
                        let slot = binder.raw(column);
                        let words = words
                            .iter()
                            .map(|word| {
                                if mapping.missing.contains(word) {
                                    Symbol::MISSING
                                } else {
                                    binder.symbols.of(word)
                                }
                            })
                            .collect();
                        (slot, words)
                    })
                    .collect()
            })
            .collect();
        let when_slots = binder.slots.len();
        let rules = mapping
            .rows
            .iter()
            .zip(whens)
            .map(|(rule, when)| BoundRule {
                when,
                changed: rule.changed,
                outcome: match &rule.outcome {
                    Outcome::LeaveOut(reason) => BoundOutcome::LeaveOut(reason.clone()),
                    Outcome::Events {
                        then,
                        until_next_row,
                    } => BoundOutcome::Events {
                        then: then.iter().map(|item| binder.item(item)).collect(),
                        until_next_row: until_next_row.as_ref().map(|item| binder.item(item)),
                    },
                },
            })
            .collect();
        let facts = &mapping.facts;
        let facts = BoundFacts {
            channel: binder.source(&facts.channel),
            customer: binder.optional(&facts.customer),
            language: binder.optional(&facts.language),
            tier: binder.optional(&facts.tier),
            brand: binder.optional(&facts.brand),
            reason: binder.optional(&facts.reason),
            priority: facts
                .priority
                .as_ref()
                .map(|source| binder.priority(source)),
            tags: facts
                .tags
                .as_ref()
                .map(|(source, separator)| (binder.source(source), separator.clone())),
            fields: facts
                .fields
                .iter()
                .map(|(name, source)| (name.clone(), binder.source(source)))
                .collect(),
        };
        let agent = binder.optional(&mapping.agent);
        Self {
            slots: binder.slots,
            when_slots,
            rules,
            facts,
            agent,
        }
    }

    /// The first rule from `from` on that fits a row, if all that ask for a
    /// change see one.
    pub(crate) fn rule_for(&self, cells: &[Symbol], from: usize) -> Option<usize> {
        self.rules
            .iter()
            .enumerate()
            .skip(from)
            .find(|(_, rule)| rule.fits(cells))
            .map(|(index, _)| index)
    }

    /// The words of a row that no rule knows, for an error.
    pub(crate) fn unmatched(&self, log: &Log) -> BadRow {
        let columns: Vec<&Slot> = self.slots.iter().take(self.when_slots).collect();
        let join = |texts: Vec<&str>| texts.join(", ");
        BadRow {
            code: "unknown_value",
            row: log.number(),
            column: join(
                columns
                    .iter()
                    .map(|slot| slot.cell.column.as_str())
                    .collect(),
            ),
            value: join(columns.iter().map(|slot| log.cell(slot.column)).collect()),
            expected: "words that a rule of the mapping's \"rows\" fits".to_owned(),
        }
    }

    /// The column that a slot reads.
    pub(crate) fn column(&self, slot: usize) -> &str {
        self.slots
            .get(slot)
            .map_or("", |slot| slot.cell.column.as_str())
    }
}

impl Slot {
    /// The text of the slot's cell.
    pub(crate) fn text<'l>(&self, log: &'l Log) -> &'l str {
        log.cell(self.column)
    }

    /// Reads the slot's cell of a row.
    pub(crate) fn read(
        &mut self,
        log: &Log,
        missing: &[String],
        symbols: &mut Symbols,
    ) -> Result<Symbol, BadCell> {
        let text = self.text(log);
        if text == self.last.0 {
            return Ok(self.last.1);
        }
        let symbol = if missing.iter().any(|word| word == text) || text.is_empty() {
            Symbol::MISSING
        } else if let Some(words) = &self.words {
            match words.meanings.get(text).copied().or(words.otherwise) {
                Some(symbol) => symbol,
                None => {
                    return Err(BadCell {
                        column: self.cell.column.clone(),
                        expected: format!(
                            "one of {}",
                            listed(
                                self.cell
                                    .values
                                    .iter()
                                    .flatten()
                                    .map(|(word, _)| word.as_str())
                            )
                        ),
                    });
                }
            }
        } else {
            symbols.of(text)
        };
        self.last.0.clear();
        self.last.0.push_str(text);
        self.last.1 = symbol;
        Ok(symbol)
    }
}

impl BoundRule {
    fn fits(&self, cells: &[Symbol]) -> bool {
        self.when.iter().all(|(slot, words)| {
            cells
                .get(*slot)
                .is_some_and(|symbol| words.contains(symbol))
        })
    }

    /// Whether the columns of its condition differ between two rows.
    pub(crate) fn differs(&self, before: &[Symbol], now: &[Symbol]) -> bool {
        self.when
            .iter()
            .any(|(slot, _)| before.get(*slot) != now.get(*slot))
    }
}

impl BoundParts {
    /// The JSON for a row; `None` where it is an empty cell.
    pub(crate) fn fill(&self, cells: &[Symbol], symbols: &Symbols) -> Option<Value> {
        match self {
            Self::Constant(value) => Some(value.clone()),
            Self::Cell(slot) => {
                let symbol = *cells.get(*slot)?;
                symbols.known(symbol).map(Value::from)
            }
            Self::Object(members) => Some(Value::Object(
                members
                    .iter()
                    .filter_map(|(key, part)| Some((key.clone(), part.fill(cells, symbols)?)))
                    .collect(),
            )),
            Self::List(parts) => Some(Value::Array(
                parts
                    .iter()
                    .filter_map(|part| part.fill(cells, symbols))
                    .collect(),
            )),
        }
    }
}
