//! The names that a template looks up, with their places: for those who
//! translate templates of other data.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Template;
use super::program::{FIRST_NAMES, Name, Op, Operand, Path, Root, Step, item, run};

/// Where a name stands, by what could stand there instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    /// Alone between `{{` and `}}`: other outputs could.
    Output,
    /// At the beginning of an expression: one with filters could.
    Expression,
    /// In a condition, a loop, an argument: only another name could.
    Name,
}

/// A name that a template looks up.
#[derive(Debug, Clone)]
pub(crate) struct Placeholder {
    /// Bytes of the source.
    pub(crate) span: Range<usize>,
    /// The name without white space and quotes: `a.b[0].c`, with `[*]` for
    /// what is looked up by another value.
    pub(crate) name: String,
    pub(crate) position: Position,
}

impl Template {
    /// The names that the template looks up in the data, in order of their
    /// places; those that it gives a value to itself are left out. What is
    /// in comments and `raw` is text.
    pub(crate) fn placeholders(&self) -> Vec<Placeholder> {
        let program = &self.program;
        let mut own: BTreeSet<Name> = BTreeSet::new();
        own.extend(FIRST_NAMES.iter().filter_map(|name| self.names.find(name)));
        let mut positions = vec![Position::Name; program.paths.len()];
        for (op, place) in program.ops.iter().zip(&program.places) {
            let expression = match op {
                Op::Assign(name, expression) => {
                    own.insert(*name);
                    *expression
                }
                Op::Print { expression, .. } => *expression,
                Op::Capture { name, .. } | Op::Increment(name, _) => {
                    own.insert(*name);
                    continue;
                }
                Op::For { head, .. } | Op::TableRow { head, .. } => {
                    own.extend(item(&program.loops, *head).map(|head| head.variable));
                    continue;
                }
                _ => continue,
            };
            let Some(expression) = item(&program.expressions, expression) else {
                continue;
            };
            let Operand::Path(path) = expression.operand else {
                continue;
            };
            let place = usize::try_from(*place).unwrap_or_default();
            let tag = program.source.get(place..).unwrap_or_default();
            let alone = matches!(op, Op::Print { .. })
                && expression.filters.len == 0
                && tag.starts_with("{{");
            let position = usize::try_from(path)
                .ok()
                .and_then(|path| positions.get_mut(path));
            if let Some(position) = position {
                *position = match alone {
                    true => Position::Output,
                    false => Position::Expression,
                };
            }
        }
        let mut found: Vec<Placeholder> = program
            .paths
            .iter()
            .zip(positions)
            .filter(|(path, _)| !matches!(path.root, Root::Name(name) if own.contains(&name)))
            .filter_map(|(path, position)| {
                let start = usize::try_from(path.span.start).ok()?;
                let end = usize::try_from(path.span.end).ok()?;
                Some(Placeholder {
                    span: start..end,
                    name: self.name_of(path),
                    position,
                })
            })
            .collect();
        found.sort_by_key(|found| (found.span.start, std::cmp::Reverse(found.span.end)));
        found
    }

    fn name_of(&self, path: &Path) -> String {
        let mut name = match path.root {
            Root::Name(name) => self.names.text(name).to_owned(),
            Root::Operand(_) => "[*]".to_owned(),
        };
        for step in run(&self.program.steps, path.steps) {
            match step {
                Step::Name(span) => {
                    name.push('.');
                    name.push_str(self.program.text(*span));
                }
                Step::Index(Operand::Integer(index)) => {
                    name.push_str(&format!("[{index}]"));
                }
                Step::Index(_) => name.push_str("[*]"),
            }
        }
        name
    }
}
