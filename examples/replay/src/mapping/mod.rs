//! The mapping: which column and which word of a log mean what.

mod node;
mod parse;
mod rule;

use std::collections::BTreeMap;

use deskcore::time::Zone;
use serde_json::Value;

use crate::failure::Failure;
use node::Node;

pub use rule::{Item, Outcome, Rule, Template};

/// How the rows of a log become tickets and events.
///
/// ```
/// use replay::mapping::Mapping;
///
/// let text = r#"{
///     "ticket": "case",
///     "at": {"column": "time"},
///     "facts": {"channel": {"constant": "email"}},
///     "rows": [{"when": {"what": ["answered"]}, "then": ["agent_reply"]}]
/// }"#;
/// assert_eq!(Mapping::from_json(text)?.rows.len(), 1);
///
/// let wrong = Mapping::from_json(&text.replace("\"then\"", "\"thne\"")).unwrap_err();
/// assert_eq!(
///     wrong.to_string(),
///     r#"mapping /rows/0: unknown key "thne" (did you mean "then"?)"#
/// );
/// # Ok::<(), replay::failure::Failure>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// Column of the ticket's id.
    pub ticket: String,
    /// Column of the event's id; without one the number of the row is it.
    pub event_id: Option<String>,
    /// When a row happened.
    pub at: Stamp,
    /// When a ticket was created, where that is not the instant of its first
    /// row.
    pub created_at: Option<Stamp>,
    /// Cells that say that something is unknown, besides empty ones.
    pub missing: Vec<String>,
    /// What policies select on.
    pub facts: FactColumns,
    /// Who did it.
    pub agent: Option<Source>,
    /// What rows mean: the first rule that fits is used.
    pub rows: Vec<Rule>,
    /// What takes a ticket out of the backlog.
    pub backlog_until: BacklogUntil,
}

/// A column of instants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The column.
    pub column: String,
    /// How it is written, as chrono's format strings; RFC 3339 without.
    pub format: Option<String>,
    /// Whose clock it was read on, where the stamps do not say.
    pub zone: Option<Zone>,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The same everywhere.
    Constant(String),
    /// A cell.
    Cell(Cell),
}

/// A column, and what its words mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The column.
    pub column: String,
    /// What each word means, `None` for unknown; without this list words
    /// stand for themselves.
    pub values: Option<BTreeMap<String, Option<String>>>,
    /// What every word means that is not in the list.
    pub otherwise: Option<Option<String>>,
}

/// The columns of a ticket's facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactColumns {
    /// Where the conversation takes place.
    pub channel: Source,
    /// The customer.
    pub customer: Option<Source>,
    /// The customer's language.
    pub language: Option<Source>,
    /// The customer's tier.
    pub tier: Option<Source>,
    /// The shop.
    pub brand: Option<Source>,
    /// What the customer wants.
    pub reason: Option<Source>,
    /// How urgent it is.
    pub priority: Option<Source>,
    /// Labels, and what stands between them.
    pub tags: Option<(Source, String)>,
    /// The host's own fields.
    pub fields: BTreeMap<String, Source>,
}

/// What takes a ticket out of the backlog.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BacklogUntil {
    /// The last event that solves it.
    #[default]
    Solved,
    /// The last event that closes it.
    Closed,
}

impl BacklogUntil {
    /// Name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Solved => "solved",
            Self::Closed => "closed",
        }
    }
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with it, with its path.
    pub fn from_json(text: &str) -> Result<Self, Failure> {
        let value: Value = serde_json::from_str(text)
            .map_err(|error| Failure::new("mapping", format!("mapping: {error}")))?;
        parse::mapping(&Node::root(&value))
    }

    /// Every column that it names, each once.
    pub fn columns(&self) -> Vec<&str> {
        let facts = &self.facts;
        let sources = [
            Some(&facts.channel),
            facts.customer.as_ref(),
            facts.language.as_ref(),
            facts.tier.as_ref(),
            facts.brand.as_ref(),
            facts.reason.as_ref(),
            facts.priority.as_ref(),
            facts.tags.as_ref().map(|(source, _)| source),
            self.agent.as_ref(),
        ];
        let cells = sources
            .into_iter()
            .flatten()
            .chain(facts.fields.values())
            .filter_map(|source| match source {
                Source::Cell(cell) => Some(cell.column.as_str()),
                Source::Constant(_) => None,
            });
        let mut columns: Vec<&str> = [Some(&self.ticket), self.event_id.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .chain([self.at.column.as_str()])
            .chain(self.created_at.as_ref().map(|stamp| stamp.column.as_str()))
            .chain(cells)
            .chain(self.rows.iter().flat_map(Rule::columns))
            .collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    }
}
