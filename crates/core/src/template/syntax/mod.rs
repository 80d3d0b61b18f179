//! From source to program.

mod blocks;
mod expression;
mod lexer;
mod scan;
mod tags;

use super::error::{Fault, TemplateError};
use super::limits::Limits;
use super::names::Names;
use super::program::{At, Program, Run, Span, Step};
use blocks::Open;
pub(super) use tags::base_name;

/// Sources are shorter than 2^32 bytes, and so is every list made of one.
pub(super) fn as_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Outputs and tags that there is room for before they are found.
const MOST_EXPECTED: usize = 64;

/// Parses a source. Names are added to those that are known.
pub(super) fn parse(
    source: &str,
    names: &mut Names,
    limits: &Limits,
    partial: Option<&str>,
) -> Result<Program, Box<TemplateError>> {
    let bytes = u64::try_from(source.len()).unwrap_or(u64::MAX);
    if bytes > limits.source_bytes.min(u64::from(u32::MAX / 2)) {
        return Err(Fault::limit("source_bytes", limits.source_bytes).at(source, 0, partial));
    }
    // Most templates are text, an output, text …
    let outputs = memchr::memchr_iter(b'{', source.as_bytes()).count() / 2;
    let outputs = outputs.min(MOST_EXPECTED);
    let mut parser = Parser {
        source,
        names,
        depth: limits.depth,
        program: Program {
            source: source.into(),
            ops: Vec::with_capacity(2 * outputs + 1),
            texts: Vec::with_capacity(2 * outputs + 1),
            places: Vec::with_capacity(2 * outputs + 1),
            expressions: Vec::with_capacity(outputs),
            paths: Vec::with_capacity(outputs),
            steps: Vec::with_capacity(outputs),
            ..Program::default()
        },
        open: Vec::new(),
        place: 0,
        pending: Vec::new(),
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
    /// Steps of the paths that are not at their end: one can hold another.
    pending: Vec<Step>,
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

/// What was put at the end of a list since it had so many items.
fn since<T>(list: &[T], start: usize) -> Run {
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
