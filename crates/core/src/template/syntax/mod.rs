//! From source to program.

mod blocks;
mod expression;
mod lexer;
mod scan;
mod tags;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::error::{Fault, TemplateError};
use super::limits::Limits;
use super::program::{At, FIRST_NAMES, Name, Program, Run, Span, item};
use blocks::Open;
pub(super) use tags::base_name;

/// The names that values are looked up by, each with its place in a table.
#[derive(Debug, Clone)]
pub(super) struct Names {
    by_name: BTreeMap<Arc<str>, Name>,
    list: Vec<Arc<str>>,
    /// Whether any loop begins where another ended, by `offset: continue`.
    pub(super) continues: bool,
}

impl Default for Names {
    fn default() -> Self {
        let mut names = Self {
            by_name: BTreeMap::new(),
            list: Vec::new(),
            continues: false,
        };
        for name in FIRST_NAMES {
            names.intern(name);
        }
        names
    }
}

impl Names {
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn find(&self, name: &str) -> Option<Name> {
        self.by_name.get(name).copied()
    }

    pub(super) fn intern(&mut self, name: &str) -> Name {
        if let Some(found) = self.find(name) {
            return found;
        }
        let next = as_u32(self.list.len());
        let name: Arc<str> = name.into();
        self.by_name.insert(Arc::clone(&name), next);
        self.list.push(name);
        next
    }

    pub(super) fn text(&self, name: Name) -> &str {
        item(&self.list, name).map_or("", |name| name)
    }
}

/// Sources are shorter than 2^32 bytes, and so is every list made of one.
pub(super) fn as_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Parses a source. Names are added to those that are known.
pub(super) fn parse(
    source: &str,
    names: &mut Names,
    limits: &Limits,
    partial: Option<&str>,
) -> Result<Program, TemplateError> {
    let bytes = u64::try_from(source.len()).unwrap_or(u64::MAX);
    if bytes > limits.source_bytes.min(u64::from(u32::MAX / 2)) {
        return Err(Fault::limit("source_bytes", limits.source_bytes).at(source, 0, partial));
    }
    let mut parser = Parser {
        source,
        names,
        depth: limits.depth,
        program: Program {
            source: source.into(),
            ..Program::default()
        },
        open: Vec::new(),
        place: 0,
    };
    match parser.scan() {
        Ok(()) => Ok(parser.program),
        Err(fault) => Err(fault.at(source, parser.place, partial)),
    }
}

/// What is being parsed.
struct Parser<'s> {
    source: &'s str,
    names: &'s mut Names,
    depth: u32,
    program: Program,
    open: Vec<Open>,
    /// The byte at which the present tag or output begins.
    place: u32,
}

impl<'s> Parser<'s> {
    fn slice(&self, span: Span) -> &'s str {
        let bounds = || {
            let start = usize::try_from(span.start).ok()?;
            self.source.get(start..usize::try_from(span.end).ok()?)
        };
        bounds().unwrap_or_default()
    }

    fn push(&mut self, op: super::program::Op) -> At {
        self.program.ops.push(op);
        self.program.places.push(self.place);
        as_u32(self.program.ops.len() - 1)
    }

    fn here(&self) -> At {
        as_u32(self.program.ops.len())
    }
}

/// Puts items at the end of a list and tells where they are.
fn extend<T>(list: &mut Vec<T>, items: impl IntoIterator<Item = T>) -> Run {
    let start = list.len();
    list.extend(items);
    Run {
        start: as_u32(start),
        len: as_u32(list.len() - start),
    }
}

/// Puts an item at the end of a list and tells where it is.
fn add<T>(list: &mut Vec<T>, item: T) -> At {
    list.push(item);
    as_u32(list.len() - 1)
}
