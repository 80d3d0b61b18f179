//! A walk through all that a program can do.

mod branches;
mod scopes;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::shape::{Kinds, Schemas, Shape};
use super::{Analysis, Variable};
use crate::error::Problem;
use crate::template::Template;
use crate::template::error::{Fault, Place, TemplateError};
use crate::template::limits::Limits;
use crate::template::program::{At, FORLOOP, Name, Op, Program, Span, TABLEROWLOOP, item, run};

/// What is known of a value at a place of the template.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Known<'s> {
    pub(super) shape: Shape<'s>,
    /// Whether there may be no such value.
    pub(super) absent: bool,
    /// Its name for people, where it comes from the data.
    pub(super) path: Option<String>,
    /// Its name for guards: that of one round of a loop is not another's.
    pub(super) key: Option<String>,
}

impl<'s> Known<'s> {
    pub(super) fn made(kinds: Kinds) -> Self {
        Self::of(Shape::Made(kinds))
    }

    pub(super) fn of(shape: Shape<'s>) -> Self {
        Self {
            shape,
            absent: false,
            path: None,
            key: None,
        }
    }
}

/// What the names stand for.
type Scope<'s> = BTreeMap<Name, Known<'s>>;

pub(super) struct Walk<'t, 's> {
    template: &'t Template,
    pub(super) schemas: Schemas<'s>,
    checks: bool,
    program: &'t Program,
    partial: Option<&'t str>,
    at: At,
    scope: Scope<'s>,
    /// Whether names that nothing stands for are looked up in the data.
    reads_data: bool,
    guards: Vec<String>,
    /// Partials that are being walked.
    calls: Vec<&'t str>,
    loops: usize,
    fuel: u64,
    variables: BTreeMap<String, Variable>,
    filters: BTreeSet<&'static str>,
    partials: BTreeSet<String>,
    problems: Vec<Problem>,
}

static NOTHING: Value = Value::Null;

impl<'t, 's> Walk<'t, 's> {
    pub(super) fn new(template: &'t Template, schema: Option<&'s Value>) -> Self {
        Self {
            template,
            schemas: Schemas(schema.unwrap_or(&NOTHING)),
            checks: schema.is_some(),
            program: &template.program,
            partial: None,
            at: 0,
            scope: Scope::new(),
            reads_data: true,
            guards: Vec::new(),
            calls: Vec::new(),
            loops: 0,
            fuel: Limits::default().fuel,
            variables: BTreeMap::new(),
            filters: BTreeSet::new(),
            partials: BTreeSet::new(),
            problems: Vec::new(),
        }
    }

    pub(super) fn run(&mut self) -> Result<(), Box<TemplateError>> {
        let end = u32::try_from(self.program.ops.len()).unwrap_or(u32::MAX);
        self.ops(0, end).map_err(|fault| {
            let place = item(&self.program.places, self.at).copied().unwrap_or(0);
            fault.at(&self.program.source, place, self.partial)
        })
    }

    pub(super) fn analysis(self) -> Analysis {
        Analysis {
            variables: self.variables.into_values().collect(),
            filters: self.filters.into_iter().map(str::to_owned).collect(),
            partials: self.partials.into_iter().collect(),
        }
    }

    pub(super) fn problems(self) -> Vec<Problem> {
        let mut seen = BTreeSet::new();
        let problems = self.problems.into_iter();
        problems
            .filter(|problem| seen.insert(problem.clone()))
            .collect()
    }

    fn place(&self) -> Place {
        let place = item(&self.program.places, self.at).copied().unwrap_or(0);
        Place::of(&self.program.source, place)
    }

    pub(super) fn problem(&mut self, code: &str, message: String, hint: Option<String>) {
        if !self.checks {
            return;
        }
        let Place { line, column, .. } = self.place();
        let place = match self.partial {
            Some(partial) => format!("{partial}:{line}:{column}"),
            None => format!("{line}:{column}"),
        };
        self.problems
            .push(Problem::new(code, place, message).with_hint(hint));
    }

    fn is_guarded(&self, key: &str) -> bool {
        self.guards.iter().any(|guard| {
            let deeper = guard.strip_prefix(key);
            deeper.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
    }

    fn read(&mut self, path: &str, guarded: bool) {
        let Place { line, column, .. } = self.place();
        let partial = self.partial.map(str::to_owned);
        let known = self.variables.entry(path.to_owned());
        let variable = known.or_insert_with(|| Variable {
            path: path.to_owned(),
            guarded: true,
            line,
            column,
            partial,
        });
        variable.guarded &= guarded;
    }

    fn ops(&mut self, start: At, end: At) -> Result<(), Fault> {
        let program = self.program;
        let mut at = start;
        while at < end {
            let Some(op) = item(&program.ops, at) else {
                break;
            };
            self.at = at;
            self.fuel = self
                .fuel
                .checked_sub(1)
                .ok_or_else(|| Fault::limit("fuel", Limits::default().fuel))?;
            at = self.op(*op, at)?;
        }
        Ok(())
    }

    /// Walks one step with all that is in it: the step after.
    fn op(&mut self, op: Op, at: At) -> Result<At, Fault> {
        let program = self.program;
        match op {
            Op::Print { expression, .. } => {
                if let Some(expression) = item(&program.expressions, expression) {
                    let known = self.expression(expression, true)?;
                    let kinds = self.schemas.kinds(&known.shape);
                    let name = known.path.unwrap_or_else(|| "the value".to_owned());
                    let wanted = match () {
                        () if kinds == Kinds::ALL => None,
                        () if kinds.has(Kinds::OBJECT) => {
                            Some("may be an object: expected one of its fields")
                        }
                        () if kinds.has(Kinds::LIST) => {
                            Some("may be a list: expected the filter \"join\"")
                        }
                        () => None,
                    };
                    if let Some(wanted) = wanted {
                        self.problem("not_text", format!("{name:?} {wanted}"), None);
                    }
                }
            }
            Op::Assign(name, expression) => {
                if let Some(expression) = item(&program.expressions, expression) {
                    let known = self.expression(expression, false)?;
                    self.scope.insert(name, known);
                }
            }
            Op::Increment(name, _) => {
                self.scope
                    .entry(name)
                    .or_insert_with(|| Known::made(Kinds::NUMBER));
            }
            Op::Cycle { label, values, .. } => {
                if let Some(label) = label.and_then(|label| item(&program.operands, label)) {
                    self.operand(*label, true)?;
                }
                for operand in run(&program.operands, values) {
                    let known = self.operand(*operand, false)?;
                    self.expect_present(&known);
                }
            }
            Op::Capture { name, end } => {
                self.ops(at + 1, end)?;
                self.scope.insert(name, Known::made(Kinds::TEXT));
                return Ok(end);
            }
            Op::IfChanged { end } => {
                self.ops(at + 1, end)?;
                return Ok(end);
            }
            Op::If { end } => {
                self.branches(at + 1, end)?;
                return Ok(end);
            }
            Op::Case { operand, end } => {
                if let Some(operand) = item(&program.operands, operand) {
                    self.operand(*operand, true)?;
                }
                self.cases(at + 1, end)?;
                return Ok(end);
            }
            Op::For { head, body, end } => {
                if let Some(head) = item(&program.loops, head) {
                    self.looping(head, FORLOOP, at + 1, body)?;
                    if body < end {
                        let before = self.scope.clone();
                        self.ops(body + 1, end)?;
                        self.join(vec![before]);
                    }
                }
                return Ok(end);
            }
            Op::TableRow { head, end } => {
                if let Some(head) = item(&program.loops, head) {
                    self.looping(head, TABLEROWLOOP, at + 1, end)?;
                }
                return Ok(end);
            }
            Op::Call(call) => {
                if let Some(call) = item(&program.calls, call) {
                    self.call(call)?;
                }
            }
            Op::Branch { end, .. } | Op::When { end, .. } | Op::Else { end } => return Ok(end),
            Op::Text(_) | Op::Nothing | Op::Break | Op::Continue => {}
        }
        Ok(at + 1)
    }

    /// A part of the source.
    pub(super) fn text(&self, span: Span) -> &'t str {
        self.program.text(span)
    }
}
