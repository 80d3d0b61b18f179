//! What `forloop` and `tablerowloop` tell.

use std::cell::Cell;
use std::rc::Rc;

use super::Value;
use super::program::compact;

/// The state of a loop that runs.
#[derive(Debug)]
pub struct Loop<'a> {
    /// Variable and collection, as the template writes them.
    pub(super) label: (&'a str, &'a str),
    pub(super) len: usize,
    pub(super) index: Cell<usize>,
    /// Columns of a row, of which 0 never fill one; of a loop, none.
    pub(super) columns: Option<usize>,
    pub(super) parent: Option<Rc<Loop<'a>>>,
}

/// The name of a loop, however much white space its tag has.
pub(super) fn label(variable: &str, collection: &str) -> String {
    let collection = compact(collection);
    format!("{variable}-{collection}")
}

fn number<'a>(number: usize) -> Option<Value<'a>> {
    i64::try_from(number).ok().map(Value::Integer)
}

impl<'a> Loop<'a> {
    pub(super) fn column(&self) -> usize {
        let index = self.index.get();
        index
            .checked_rem(self.columns.unwrap_or(0))
            .unwrap_or(index)
    }

    pub(super) fn row(&self) -> usize {
        self.index
            .get()
            .checked_div(self.columns.unwrap_or(0))
            .unwrap_or(0)
    }

    pub(super) fn is_last_column(&self) -> bool {
        Some(self.column() + 1) == self.columns
    }

    pub(super) fn is_last(&self) -> bool {
        self.index.get() + 1 == self.len
    }

    pub(super) fn field(&self, name: &str) -> Option<Value<'a>> {
        let index = self.index.get();
        match name {
            "length" => number(self.len),
            "index" => number(index + 1),
            "index0" => number(index),
            "rindex" => number(self.len.saturating_sub(index)),
            "rindex0" => number(self.len.saturating_sub(index + 1)),
            "first" => Some(Value::Bool(index == 0)),
            "last" => Some(Value::Bool(self.is_last())),
            "name" if self.columns.is_none() => {
                let (variable, collection) = self.label;
                Some(label(variable, collection).into())
            }
            "parentloop" if self.columns.is_none() => {
                Some(self.parent.clone().map_or(Value::Nil, Value::Loop))
            }
            _ if self.columns.is_some() => self.cell(name),
            _ => None,
        }
    }

    fn cell(&self, name: &str) -> Option<Value<'a>> {
        match name {
            "col" => number(self.column() + 1),
            "col0" => number(self.column()),
            "row" => number(self.row() + 1),
            "col_first" => Some(Value::Bool(self.column() == 0)),
            "col_last" => Some(Value::Bool(self.is_last_column())),
            _ => None,
        }
    }
}
