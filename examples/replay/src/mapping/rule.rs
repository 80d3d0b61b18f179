//! What a row means.

use deskcore::ticket::EventKind;
use serde_json::Value;

use super::Cell;

/// What the rows mean that fit a condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Columns, and the words of which one must stand in each; a rule
    /// without fits every row.
    pub when: Vec<(String, Vec<String>)>,
    /// Only where one of these columns differs from the ticket's previous
    /// row, or there is none.
    pub changed: bool,
    /// What they mean.
    pub outcome: Outcome,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Events, in this order.
    Events {
        /// At the instant of the row.
        then: Vec<Item>,
        /// Right before the ticket's next row, at that row's instant.
        until_next_row: Option<Item>,
    },
    /// Nothing, and why.
    LeaveOut(String),
}

/// An event of a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// The row that creates the ticket.
    Created,
    /// The same for every row.
    Constant(EventKind),
    /// One with cells in it.
    Filled(Template),
    /// A customer's rating, which is no event of the ticket's.
    Rating(Cell),
}

/// JSON with places for cells.
#[derive(Debug, Clone, PartialEq)]
pub enum Template {
    /// As it stands.
    Constant(Value),
    /// A cell; where it is empty, what holds it is absent.
    Cell(Cell),
    /// An object.
    Object(Vec<(String, Template)>),
    /// A list.
    List(Vec<Template>),
}

impl Template {
    /// The cells in it.
    pub fn cells(&self) -> Vec<&Cell> {
        match self {
            Self::Constant(_) => Vec::new(),
            Self::Cell(cell) => vec![cell],
            Self::Object(members) => members.iter().flat_map(|(_, part)| part.cells()).collect(),
            Self::List(parts) => parts.iter().flat_map(Self::cells).collect(),
        }
    }
}

impl Item {
    fn cells(&self) -> Vec<&Cell> {
        match self {
            Self::Filled(template) => template.cells(),
            Self::Rating(cell) => vec![cell],
            Self::Created | Self::Constant(_) => Vec::new(),
        }
    }
}

impl Rule {
    /// The columns that it names.
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        let items: Vec<&Item> = match &self.outcome {
            Outcome::Events {
                then,
                until_next_row,
            } => then.iter().chain(until_next_row).collect(),
            Outcome::LeaveOut(_) => Vec::new(),
        };
        self.when
            .iter()
            .map(|(column, _)| column.as_str())
            .chain(items.into_iter().flat_map(|item| {
                item.cells()
                    .into_iter()
                    .map(|cell| cell.column.as_str())
                    .collect::<Vec<_>>()
            }))
    }
}
