//! Running a program.

mod lookup;
mod output;
mod partials;
mod repeat;
mod scope;

use super::compare::{compare, equal, identity_of};
use super::error::{Fault, MissingValue, TemplateError};
use super::limits::Budget;
use super::options::RenderOptions;
use super::program::{At, Name, Op, Operand, Program, Run, item, run};
use super::{Channel, Template, Value};
use scope::Scope;

/// How a run of steps ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    Next,
    Break,
    Continue,
}

struct Renderer<'a, 'o> {
    template: &'a Template,
    options: &'o RenderOptions,
    program: &'a Program,
    partial: Option<&'a str>,
    /// The step that runs.
    at: At,
    scope: Scope<'a>,
    out: &'o mut String,
    /// Bytes that the text may have, with those that were there before.
    most: usize,
    budget: Budget,
    partials: u32,
    nesting: u32,
    missing: Vec<MissingValue>,
    first_missing: Option<Box<TemplateError>>,
}

/// Renders a template to the end of a text, which stays as it was when that
/// fails.
pub(super) fn render<'a>(
    template: &'a Template,
    data: Value<'a>,
    options: &RenderOptions,
    out: &mut String,
) -> Result<(), Box<TemplateError>> {
    let before = out.len();
    let mut renderer = Renderer {
        template,
        options,
        program: &template.program,
        partial: None,
        at: 0,
        scope: Scope::new(template.names.slot_count(), data),
        out,
        most: before
            .saturating_add(usize::try_from(options.limits.output_bytes).unwrap_or(usize::MAX)),
        budget: Budget::new(options.limits),
        partials: 0,
        nesting: 0,
        missing: Vec::new(),
        first_missing: None,
    };
    let end = u32::try_from(template.program.ops.len()).unwrap_or(u32::MAX);
    let error = match renderer.run(0, end) {
        Ok(_) => match renderer.first_missing.take() {
            None => return Ok(()),
            Some(mut error) => {
                error.missing = renderer.missing;
                error
            }
        },
        Err(fault) => renderer.error(fault),
    };
    out.truncate(before);
    Err(error)
}

impl<'a> Renderer<'a, '_> {
    fn place(&self) -> u32 {
        item(&self.program.places, self.at)
            .copied()
            .unwrap_or_default()
    }

    fn error(&self, fault: Fault) -> Box<TemplateError> {
        fault.at(&self.program.source, self.place(), self.partial)
    }

    /// Runs steps. Text and fields are most of them and are written here;
    /// all else would only crowd the registers.
    fn run(&mut self, start: At, end: At) -> Result<Flow, Fault> {
        let program = self.program;
        let mut at = start;
        while at < end {
            let Some(op) = item(&program.ops, at) else {
                break;
            };
            self.at = at;
            self.budget.spend(1)?;
            at += 1;
            match op {
                Op::Text(text) => self.push_text(*text)?,
                Op::Print {
                    text,
                    expression,
                    field,
                } => {
                    if let Some(text) = text {
                        self.push_text(*text)?;
                    }
                    let written = match field {
                        Some((root, field)) => self.print_field(*root, *field)?,
                        None => false,
                    };
                    if !written {
                        self.print(*expression)?;
                    }
                }
                _ => match self.step(*op, at)? {
                    (Flow::Next, after) => at = after,
                    (flow, _) => return Ok(flow),
                },
            }
        }
        Ok(Flow::Next)
    }

    /// Runs a step of any other kind, which another follows: how it ended,
    /// and the step after it.
    #[inline(never)]
    fn step(&mut self, op: Op, next: At) -> Result<(Flow, At), Fault> {
        let program = self.program;
        match op {
            Op::Text(_) | Op::Print { .. } | Op::Nothing => {}
            Op::Assign(name, expression) => {
                if let Some(expression) = item(&program.expressions, expression) {
                    let value = self.evaluate(expression)?;
                    self.assign(name, value);
                }
            }
            Op::Break => return Ok((Flow::Break, next)),
            Op::Continue => return Ok((Flow::Continue, next)),
            Op::Increment(name, by) => self.increment(name, by)?,
            Op::Cycle { label, values } => self.cycle(label, values)?,
            Op::Capture { .. }
            | Op::If { .. }
            | Op::Case { .. }
            | Op::For { .. }
            | Op::TableRow { .. }
            | Op::IfChanged { .. }
            | Op::Call(_) => return self.block(op, self.at),
            // Branches are entered by the block that they belong to.
            Op::Branch { end, .. } | Op::When { end, .. } | Op::Else { end } => {
                return Ok((Flow::Next, end));
            }
        }
        Ok((Flow::Next, next))
    }

    /// Runs a block: how it ended, and the step after it.
    #[inline(never)]
    fn block(&mut self, op: Op, at: At) -> Result<(Flow, At), Fault> {
        let most = self.budget.limits.depth.saturating_mul(4);
        if self.nesting >= most {
            return Err(Fault::limit("depth", u64::from(self.budget.limits.depth)));
        }
        self.nesting += 1;
        let program = self.program;
        let (flow, end) = match op {
            Op::If { end } => (self.branches(at + 1, end)?, end),
            Op::Case { operand, end } => (self.cases(operand, at + 1, end)?, end),
            Op::For { head, body, end } => match item(&program.loops, head) {
                Some(head) => (self.each(head, at + 1, body, end)?, end),
                None => (Flow::Next, end),
            },
            Op::TableRow { head, end } => match item(&program.loops, head) {
                Some(head) => (self.rows(head, at + 1, end)?, end),
                None => (Flow::Next, end),
            },
            Op::Capture { name, end } => {
                let start = self.out.len();
                let flow = self.run(at + 1, end)?;
                let text = self.out.split_off(start);
                self.budget.make(text.len())?;
                let value = match self.options.channel {
                    Channel::Plain => Value::Made(text.into()),
                    _ => Value::Escaped(text.into()),
                };
                self.assign(name, value);
                (flow, end)
            }
            Op::IfChanged { end } => {
                let start = self.out.len();
                let flow = self.run(at + 1, end)?;
                let text = self.out.split_off(start);
                if self.scope.rare().changed.as_ref() != Some(&text) {
                    self.out.push_str(&text);
                    self.scope.rare().changed = Some(text);
                }
                (flow, end)
            }
            Op::Call(call) => match item(&program.calls, call) {
                Some(call) => (self.call(call)?, at + 1),
                None => (Flow::Next, at + 1),
            },
            _ => (Flow::Next, at + 1),
        };
        self.nesting -= 1;
        Ok((flow, end))
    }

    fn increment(&mut self, name: Name, by: i64) -> Result<(), Fault> {
        let slot = self.template.names.slot(name);
        let Some(slot) = self.scope.slot_mut(slot) else {
            return Ok(());
        };
        let count = match slot.counter {
            Some(Value::Integer(count)) => count,
            _ => 0,
        };
        let next = count.saturating_add(by);
        slot.counter = Some(Value::Integer(next));
        // `increment` tells the number before, `decrement` the one after.
        let told = if by > 0 { count } else { next };
        self.push(itoa::Buffer::new().format(told))
    }

    fn cycle(&mut self, label: Option<At>, values: Run) -> Result<(), Fault> {
        let operands = run(&self.program.operands, values);
        let label = label.and_then(|label| item(&self.program.operands, label));
        let mut key = String::new();
        match label {
            Some(label) => {
                let label = self.value(*label)?;
                key.push_str("label ");
                key.push_str(&identity_of(&label, &mut self.budget)?);
            }
            None => operands
                .iter()
                .for_each(|operand| self.program.name(*operand, &mut key)),
        }
        self.budget.make(key.len())?;
        let round = self.scope.rare().cycles.entry(key).or_insert(0);
        let operand = operands.get(*round).copied();
        *round = if *round + 1 >= operands.len() {
            0
        } else {
            *round + 1
        };
        match operand {
            Some(operand) => {
                let value = self.value(operand)?;
                self.write(&value, false)
            }
            None => Ok(()),
        }
    }

    fn branches(&mut self, mut at: At, end: At) -> Result<Flow, Fault> {
        while at < end {
            let Some(Op::Branch {
                condition,
                negated,
                end: after,
            }) = item(&self.program.ops, at)
            else {
                break;
            };
            let holds = match condition {
                None => true,
                Some(condition) => self.condition(*condition)? != *negated,
            };
            if holds {
                return self.run(at + 1, *after);
            }
            at = *after;
        }
        Ok(Flow::Next)
    }

    fn condition(&mut self, condition: Run) -> Result<bool, Fault> {
        for clause in run(&self.program.clauses, condition) {
            let holds = match clause.right {
                None => self.is_true(clause.left)?,
                Some((comparison, right)) => {
                    let left = self.value(clause.left)?;
                    let right = self.value(right)?;
                    compare(comparison, &left, &right, &mut self.budget)?
                }
            };
            // To the right everything is bound tighter.
            match clause.and {
                Some(true) if holds => {}
                Some(false) if !holds => {}
                _ => return Ok(holds),
            }
        }
        Ok(false)
    }

    fn cases(&mut self, operand: At, mut at: At, end: At) -> Result<Flow, Fault> {
        let operand = item(&self.program.operands, operand).copied();
        let value = self.value(operand.unwrap_or(Operand::Nil))?;
        let mut matched = false;
        while at < end {
            let (flow, after) = match item(&self.program.ops, at) {
                Some(Op::When { values, end: after }) => {
                    let mut flow = Flow::Next;
                    // As in Liquid, once for each value that is equal.
                    for operand in run(&self.program.operands, *values) {
                        let other = self.value(*operand)?;
                        if flow == Flow::Next && equal(&value, &other, &mut self.budget)? {
                            matched = true;
                            flow = self.run(at + 1, *after)?;
                        }
                    }
                    (flow, *after)
                }
                Some(Op::Else { end: after }) if matched => (Flow::Next, *after),
                Some(Op::Else { end: after }) => (self.run(at + 1, *after)?, *after),
                _ => break,
            };
            if flow != Flow::Next {
                return Ok(flow);
            }
            at = after;
        }
        Ok(Flow::Next)
    }
}
