//! Running a program.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::compare::{compare, equal, text_of, write};
use super::error::{Fault, MOST_MISSING, MissingValue, Place, TemplateError, TemplateErrorClass};
use super::filters::{Arguments, Filter};
use super::limits::Budget;
use super::loops::Loop;
use super::number::whole;
use super::options::{Missing, RenderOptions};
use super::program::{
    At, Call, Expression, FORLOOP, LoopHead, Name, Offset, Op, Operand, Path, Program, Root, Run,
    Step, TABLEROWLOOP, item, run,
};
use super::syntax::base_name;
use super::value::Extent;
use super::{Channel, Template, Value};

/// What a name stands for: the innermost scope counts before what was
/// assigned, then what was counted, then the data.
#[derive(Debug, Clone, Default)]
struct Slot<'a> {
    scoped: Option<Value<'a>>,
    assigned: Option<Value<'a>>,
    counter: Option<i64>,
    /// The data's own, where it costs to ask twice.
    global: Option<Value<'a>>,
}

/// What a template, and all that it includes, sees.
#[derive(Debug, Default)]
struct Scope<'a> {
    slots: Vec<Slot<'a>>,
    data: Value<'a>,
    inner_loop: Option<Rc<Loop<'a>>>,
    cycles: Vec<(String, usize)>,
    /// Where the next loop of a label begins.
    offsets: BTreeMap<String, usize>,
    changed: Option<String>,
    /// Partials that are rendered see their arguments alone, and cannot
    /// include.
    isolated: bool,
}

fn slot<'s, 'a>(slots: &'s mut [Slot<'a>], name: Name) -> Option<&'s mut Slot<'a>> {
    slots.get_mut(usize::try_from(name).ok()?)
}

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
    /// Bytes of the text that were there before.
    before: usize,
    budget: Budget,
    partials: u32,
    nesting: u32,
    missing: Vec<MissingValue>,
    first_missing: Option<TemplateError>,
}

/// Renders a template to the end of a text, which stays as it was when that
/// fails.
pub(super) fn render<'a>(
    template: &'a Template,
    data: Value<'a>,
    options: &RenderOptions,
    out: &mut String,
) -> Result<(), TemplateError> {
    let before = out.len();
    let mut renderer = Renderer {
        template,
        options,
        program: &template.program,
        partial: None,
        at: 0,
        scope: Scope {
            slots: vec![Slot::default(); template.names.len()],
            data,
            ..Scope::default()
        },
        out,
        before,
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
            Some(error) => TemplateError {
                missing: renderer.missing,
                ..error
            },
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

    fn error(&self, fault: Fault) -> TemplateError {
        fault.at(&self.program.source, self.place(), self.partial)
    }

    fn run(&mut self, start: At, end: At) -> Result<Flow, Fault> {
        let program = self.program;
        let mut at = start;
        while at < end {
            let Some(op) = item(&program.ops, at) else {
                break;
            };
            self.at = at;
            self.budget.spend(1)?;
            let mut next = at + 1;
            match *op {
                Op::Text(span) => {
                    self.out.push_str(program.text(span));
                    self.check_output(0)?;
                }
                Op::Nothing => {}
                Op::Print(expression) => {
                    if let Some(expression) = item(&program.expressions, expression) {
                        self.print(expression)?;
                    }
                }
                Op::Assign(name, expression) => {
                    if let Some(expression) = item(&program.expressions, expression) {
                        let value = self.evaluate(expression, false)?;
                        self.assign(name, value);
                    }
                }
                Op::Break => return Ok(Flow::Break),
                Op::Continue => return Ok(Flow::Continue),
                Op::Increment(name, by) => self.increment(name, by)?,
                Op::Cycle {
                    label,
                    values,
                    text,
                } => self.cycle(label, values, program.text(text))?,
                Op::Capture { .. }
                | Op::If { .. }
                | Op::Case { .. }
                | Op::For { .. }
                | Op::TableRow { .. }
                | Op::IfChanged { .. }
                | Op::Call(_) => {
                    let (flow, after) = self.block(*op, at)?;
                    if flow != Flow::Next {
                        return Ok(flow);
                    }
                    next = after;
                }
                // Branches are entered by the block that they belong to.
                Op::Branch { end, .. } | Op::When { end, .. } | Op::Else { end } => next = end,
            }
            at = next;
        }
        Ok(Flow::Next)
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
                if self.scope.changed.as_ref() != Some(&text) {
                    self.out.push_str(&text);
                    self.scope.changed = Some(text);
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

    fn check_output(&self, more: usize) -> Result<(), Fault> {
        self.budget
            .check_output((self.out.len() - self.before).saturating_add(more))
    }

    fn assign(&mut self, name: Name, value: Value<'a>) {
        if let Some(slot) = slot(&mut self.scope.slots, name) {
            slot.assigned = Some(value);
        }
    }

    /// Puts a value in the innermost scope; what was there.
    fn enter(&mut self, name: Name, value: Option<Value<'a>>) -> Option<Value<'a>> {
        let slot = slot(&mut self.scope.slots, name)?;
        std::mem::replace(&mut slot.scoped, value)
    }

    fn increment(&mut self, name: Name, by: i64) -> Result<(), Fault> {
        let Some(slot) = slot(&mut self.scope.slots, name) else {
            return Ok(());
        };
        let count = slot.counter.unwrap_or(0);
        let next = count.saturating_add(by);
        slot.counter = Some(next);
        // `increment` tells the number before, `decrement` the one after.
        let told = if by > 0 { count } else { next };
        self.out.push_str(itoa::Buffer::new().format(told));
        self.check_output(0)
    }

    fn cycle(&mut self, label: Option<Operand>, values: Run, text: &str) -> Result<(), Fault> {
        let key = match label {
            Some(label) => {
                let label = self.operand(label)?.unwrap_or_default();
                format!("label {}", text_of(&label, &mut self.budget)?)
            }
            None => text.split_whitespace().collect(),
        };
        self.budget.make(key.len())?;
        let known = self
            .scope
            .cycles
            .iter()
            .position(|(known, _)| *known == key);
        let place = known.unwrap_or_else(|| {
            self.scope.cycles.push((key, 0));
            self.scope.cycles.len() - 1
        });
        self.budget.spend(self.scope.cycles.len() / 16)?;
        let operands = run(&self.program.operands, values);
        let Some((_, round)) = self.scope.cycles.get_mut(place) else {
            return Ok(());
        };
        let operand = operands.get(*round).copied();
        *round = if *round + 1 >= operands.len() {
            0
        } else {
            *round + 1
        };
        match operand {
            Some(operand) => {
                let value = self.operand(operand)?.unwrap_or_default();
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
            let left = self.operand(clause.left)?.unwrap_or_default();
            let holds = match clause.right {
                None => !left.is_false(),
                Some((comparison, right)) => {
                    let right = self.operand(right)?.unwrap_or_default();
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

    fn cases(&mut self, operand: Operand, mut at: At, end: At) -> Result<Flow, Fault> {
        let value = self.operand(operand)?.unwrap_or_default();
        let mut matched = false;
        while at < end {
            let (flow, after) = match item(&self.program.ops, at) {
                Some(Op::When { values, end: after }) => {
                    let mut flow = Flow::Next;
                    // As in Liquid, once for each value that is equal.
                    for operand in run(&self.program.operands, *values) {
                        let other = self.operand(*operand)?.unwrap_or_default();
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

    /// The items that a loop goes through: their collection, the first of
    /// them and how many.
    fn items(&mut self, head: &LoopHead) -> Result<(Value<'a>, usize, usize), Fault> {
        let collection = self.operand(head.collection)?.unwrap_or_default();
        let len = match collection.extent() {
            Some(Extent::List(len) | Extent::Object(len)) => len,
            None => usize::from(collection.text().is_some_and(|text| !text.is_empty())),
        };
        let label = |renderer: &Self| {
            let (variable, collection) = head.label;
            let program = renderer.program;
            format!("{}-{}", program.text(variable), program.text(collection))
        };
        let first = match head.offset {
            None => 0,
            Some(Offset::Continue) => {
                let label = label(self);
                self.scope.offsets.get(&label).copied().unwrap_or(0)
            }
            Some(Offset::At(operand)) => self.count(operand)?.unwrap_or(0),
        };
        let mut taken = len.saturating_sub(first);
        if let Some(operand) = head.limit {
            taken = taken.min(self.count(operand)?.unwrap_or(usize::MAX));
        }
        if self.template.names.continues {
            let label = label(self);
            self.budget.make(label.len())?;
            self.scope
                .offsets
                .insert(label, first.saturating_add(taken));
        }
        Ok((collection, first, taken))
    }

    /// How many a loop is told to take or leave out.
    fn count(&mut self, operand: Operand) -> Result<Option<usize>, Fault> {
        match self.operand(operand)?.unwrap_or_default() {
            Value::Nil => Ok(None),
            value => Ok(Some(usize::try_from(whole(&value)?).unwrap_or(0))),
        }
    }

    fn each(&mut self, head: &LoopHead, body: At, body_end: At, end: At) -> Result<Flow, Fault> {
        let (collection, first, len) = self.items(head)?;
        if len == 0 {
            return match item(&self.program.ops, body_end) {
                Some(Op::Else { .. }) if body_end < end => self.run(body_end + 1, end),
                _ => Ok(Flow::Next),
            };
        }
        let state = self.loop_state(head, len, None);
        let outer = self.enter(FORLOOP, Some(Value::Loop(Rc::clone(&state))));
        let outer_loop = self.scope.inner_loop.replace(Rc::clone(&state));
        let shadowed = self.enter(head.variable, None);
        for round in 0..len {
            self.budget.spend(1)?;
            state.index.set(round);
            let place = if head.reversed {
                len - 1 - round
            } else {
                round
            };
            let value = item_of(&collection, first + place);
            self.enter(head.variable, Some(value));
            if self.run(body, body_end)? == Flow::Break {
                break;
            }
        }
        self.enter(head.variable, shadowed);
        self.enter(FORLOOP, outer);
        self.scope.inner_loop = outer_loop;
        Ok(Flow::Next)
    }

    fn loop_state(&self, head: &LoopHead, len: usize, columns: Option<usize>) -> Rc<Loop<'a>> {
        let (variable, collection) = head.label;
        Rc::new(Loop {
            label: (self.program.text(variable), self.program.text(collection)),
            len,
            index: 0.into(),
            columns,
            parent: self.scope.inner_loop.clone(),
        })
    }

    fn rows(&mut self, head: &LoopHead, body: At, end: At) -> Result<Flow, Fault> {
        let (collection, first, len) = self.items(head)?;
        if matches!(collection, Value::Nil | Value::Bool(false)) {
            return Ok(Flow::Next);
        }
        let columns = match head.columns {
            Some(operand) => self.count(operand)?.unwrap_or(len),
            None => len,
        };
        let state = self.loop_state(head, len, Some(columns));
        let outer = self.enter(TABLEROWLOOP, Some(Value::Loop(Rc::clone(&state))));
        let shadowed = self.enter(head.variable, None);
        self.out.push_str("<tr class=\"row1\">\n");
        for round in 0..len {
            self.budget.spend(1)?;
            state.index.set(round);
            let value = item_of(&collection, first + round);
            self.enter(head.variable, Some(value));
            self.out.push_str("<td class=\"col");
            self.out
                .push_str(itoa::Buffer::new().format(state.column() + 1));
            self.out.push_str("\">");
            let flow = self.run(body, end)?;
            self.out.push_str("</td>");
            self.check_output(0)?;
            if flow == Flow::Break {
                break;
            }
            if state.is_last_column() && !state.is_last() {
                self.out.push_str("</tr>\n<tr class=\"row");
                self.out
                    .push_str(itoa::Buffer::new().format(state.row() + 2));
                self.out.push_str("\">");
            }
        }
        self.out.push_str("</tr>\n");
        self.enter(head.variable, shadowed);
        self.enter(TABLEROWLOOP, outer);
        Ok(Flow::Next)
    }

    fn call(&mut self, call: &Call) -> Result<Flow, Fault> {
        if !call.isolated && self.scope.isolated {
            return Err(Fault::syntax(
                "a partial that is rendered cannot include another: expected \"render\"",
            ));
        }
        let name = self.operand(call.name)?.unwrap_or_default();
        let name = text_of(&name, &mut self.budget)?;
        let Some((known, program)) = self.template.partials.get(&name) else {
            return Err(Fault::partial(&name));
        };
        if self.partials >= self.budget.limits.depth {
            return Err(Fault::limit("depth", u64::from(self.budget.limits.depth)));
        }
        let alias = match call.alias {
            Some(alias) => Some(alias),
            None if call.bound.is_some() => self.template.names.find(base_name(&name)),
            None => None,
        };
        let mut arguments = Vec::new();
        for (name, operand) in run(&self.program.arguments, call.arguments) {
            arguments.push((*name, self.operand(*operand)?.unwrap_or_default()));
        }
        let bound = match call.bound {
            Some((operand, each)) => Some((self.operand(operand)?.unwrap_or_default(), each)),
            None => None,
        };
        let outer = (self.program, self.partial, self.at);
        self.partials += 1;
        let flow = match call.isolated {
            true => self.render_partial(known, program, alias, bound, &arguments)?,
            false => self.include(known, program, alias, bound, arguments)?,
        };
        self.partials -= 1;
        (self.program, self.partial, self.at) = outer;
        Ok(flow)
    }

    /// Runs all of a partial.
    fn whole(&mut self, name: &'a str, program: &'a Program) -> Result<Flow, Fault> {
        self.program = program;
        self.partial = Some(name);
        self.run(0, u32::try_from(program.ops.len()).unwrap_or(u32::MAX))
    }

    fn include(
        &mut self,
        name: &'a str,
        program: &'a Program,
        alias: Option<Name>,
        bound: Option<(Value<'a>, bool)>,
        arguments: Vec<(Name, Value<'a>)>,
    ) -> Result<Flow, Fault> {
        let mut shadowed = Vec::new();
        for (name, value) in arguments {
            shadowed.push((name, self.enter(name, Some(value))));
        }
        let mut flow = Flow::Next;
        match (bound, alias) {
            (Some((value, _)), Some(alias)) => {
                let items = match value.extent() {
                    Some(Extent::List(len)) => len,
                    _ => 1,
                };
                let is_list = matches!(value.extent(), Some(Extent::List(_)));
                shadowed.push((alias, self.enter(alias, None)));
                for index in 0..items {
                    self.budget.spend(1)?;
                    let item = match is_list {
                        true => value.part(index).unwrap_or_default(),
                        false => value.clone(),
                    };
                    self.enter(alias, Some(item));
                    flow = self.whole(name, program)?;
                    if flow != Flow::Next {
                        break;
                    }
                }
            }
            _ => flow = self.whole(name, program)?,
        }
        for (name, value) in shadowed.into_iter().rev() {
            self.enter(name, value);
        }
        Ok(flow)
    }

    fn render_partial(
        &mut self,
        name: &'a str,
        program: &'a Program,
        alias: Option<Name>,
        bound: Option<(Value<'a>, bool)>,
        arguments: &[(Name, Value<'a>)],
    ) -> Result<Flow, Fault> {
        let each = match &bound {
            Some((value, true)) => value.extent(),
            _ => None,
        };
        let (rounds, state) = match each {
            Some(Extent::List(len) | Extent::Object(len)) => {
                let state = Rc::new(Loop {
                    label: (name, ""),
                    len,
                    index: 0.into(),
                    columns: None,
                    parent: None,
                });
                (len, Some(state))
            }
            None => (1, None),
        };
        for round in 0..rounds {
            self.budget.spend(1)?;
            let inner = Scope {
                slots: vec![Slot::default(); self.template.names.len()],
                isolated: true,
                ..Scope::default()
            };
            let outer = std::mem::replace(&mut self.scope, inner);
            if let (Some(alias), Some((value, _))) = (alias, &bound) {
                let value = match state {
                    Some(_) => value.item(round).unwrap_or_default(),
                    None => value.clone(),
                };
                self.assign(alias, value);
            }
            for (name, value) in arguments {
                self.assign(*name, value.clone());
            }
            if let Some(state) = &state {
                state.index.set(round);
                self.assign(FORLOOP, Value::Loop(Rc::clone(state)));
            }
            self.whole(name, program)?;
            self.scope = outer;
        }
        Ok(Flow::Next)
    }

    fn print(&mut self, expression: &Expression) -> Result<(), Fault> {
        let value = self.evaluate(expression, true)?;
        let filters = run(&self.program.filters, expression.filters);
        let raw = match (&value, filters.last()) {
            (Value::Escaped(_), None) => true,
            (_, Some(last)) => {
                matches!(last.filter, Filter::Escape | Filter::EscapeOnce)
                    && self.options.channel == Channel::Html
            }
            _ => false,
        };
        self.write(&value, raw)
    }

    fn write(&mut self, value: &Value<'a>, raw: bool) -> Result<(), Fault> {
        match value {
            Value::Nil => return Ok(()),
            Value::Integer(number) => self.out.push_str(itoa::Buffer::new().format(*number)),
            _ => match value.text() {
                Some(text) => {
                    self.check_output(text.len())?;
                    self.write_text(text, raw);
                }
                None => {
                    let mut text = String::new();
                    write(value, &mut text, &mut self.budget)?;
                    self.write_text(&text, raw);
                }
            },
        }
        self.check_output(0)
    }

    fn write_text(&mut self, text: &str, raw: bool) {
        match raw {
            true => self.out.push_str(text),
            false => self.options.channel.write(text, self.out),
        }
    }

    /// The value of an expression; what is missing where it is `printed` is
    /// noted.
    fn evaluate(&mut self, expression: &Expression, printed: bool) -> Result<Value<'a>, Fault> {
        let found = self.operand(expression.operand)?;
        let filters = run(&self.program.filters, expression.filters);
        let mut value = match found {
            Some(value) => value,
            None => {
                let has_default = filters.first().map(|call| call.filter) == Some(Filter::Default);
                if printed && !has_default && self.options.missing == Missing::Strict {
                    self.note_missing(expression.operand);
                }
                Value::Nil
            }
        };
        for call in filters {
            self.budget.spend(1)?;
            let mut values = [Value::Nil, Value::Nil];
            let operands = run(&self.program.operands, call.arguments);
            for (value, operand) in values.iter_mut().zip(operands) {
                *value = self.operand(*operand)?.unwrap_or_default();
            }
            let mut named = Vec::new();
            for argument in run(&self.program.named, call.named) {
                let value = self.operand(argument.operand)?.unwrap_or_default();
                named.push((self.program.text(argument.name), value));
            }
            let arguments = Arguments {
                values: values.get(..operands.len()).unwrap_or_default(),
                named: &named,
                options: self.options,
            };
            value = call.filter.apply(value, &arguments, &mut self.budget)?;
        }
        Ok(value)
    }

    /// The value of an operand; none when it is a path that names nothing.
    fn operand(&mut self, operand: Operand) -> Result<Option<Value<'a>>, Fault> {
        Ok(Some(match operand {
            Operand::Path(at) => {
                return match item(&self.program.paths, at) {
                    Some(path) => self.path(path),
                    None => Ok(None),
                };
            }
            Operand::Text(span) => Value::Text(self.program.text(span)),
            Operand::Integer(number) => Value::Integer(number),
            Operand::Float(number) => Value::Float(number),
            Operand::Nil => Value::Nil,
            Operand::True => Value::Bool(true),
            Operand::False => Value::Bool(false),
            Operand::Empty => Value::Empty,
            Operand::Blank => Value::Blank,
            Operand::Range(at) => {
                let Some((first, last)) = item(&self.program.ranges, at).copied() else {
                    return Ok(None);
                };
                Value::Range(self.bound(first)?, self.bound(last)?)
            }
        }))
    }

    /// An end of a range: what is no number is 0.
    fn bound(&mut self, operand: Operand) -> Result<i64, Fault> {
        let value = self.operand(operand)?.unwrap_or_default();
        match super::number::Number::of(&value).floor()? {
            super::number::Number::Integer(number) => Ok(number),
            _ => Ok(0),
        }
    }

    fn path(&mut self, path: &Path) -> Result<Option<Value<'a>>, Fault> {
        let Some(mut value) = self.root(path.root)? else {
            return Ok(None);
        };
        let program = self.program;
        for step in run(&program.steps, path.steps) {
            let found = match step {
                Step::Name(span) => value.field(program.text(*span)),
                Step::Index(operand) => match self.operand(*operand)? {
                    Some(Value::Integer(index)) => value.at(index),
                    Some(Value::Float(number)) => {
                        let index = whole(&Value::Float(number))?;
                        value.at(index)
                    }
                    Some(key) => key.text().and_then(|name| value.field(name)),
                    None => None,
                },
            };
            match found {
                Some(found) => value = found,
                None => return Ok(None),
            }
        }
        Ok(Some(value))
    }

    fn root(&mut self, root: Root) -> Result<Option<Value<'a>>, Fault> {
        let name = match root {
            Root::Name(name) => name,
            Root::Operand(operand) => {
                let value = self.operand(operand)?.unwrap_or_default();
                let text = text_of(&value, &mut self.budget)?;
                match self.template.names.find(&text) {
                    Some(name) => name,
                    None => return Ok(self.scope.data.field_of_data(&text)),
                }
            }
        };
        let Some(slot) = slot(&mut self.scope.slots, name) else {
            return Ok(None);
        };
        if let Some(value) = slot.scoped.as_ref().or(slot.assigned.as_ref()) {
            return Ok(Some(value.clone()));
        }
        if let Some(count) = slot.counter {
            return Ok(Some(Value::Integer(count)));
        }
        if let Some(value) = &slot.global {
            return Ok(Some(value.clone()));
        }
        let found = self
            .scope
            .data
            .field_of_data(self.template.names.text(name));
        if let (Value::Foreign(_), Some(value)) = (&self.scope.data, &found) {
            slot.global = Some(value.clone());
        }
        Ok(found)
    }

    fn note_missing(&mut self, operand: Operand) {
        let Operand::Path(at) = operand else {
            return;
        };
        let Some(path) = item(&self.program.paths, at) else {
            return;
        };
        let name = self.program.text(path.span).to_owned();
        let place = Place::of(&self.program.source, self.place());
        if self.first_missing.is_none() {
            let hint = self.suggestion(path);
            let fault = Fault::missing(&name).with_hint(hint);
            self.first_missing = Some(self.error(fault));
        }
        if self.missing.len() < MOST_MISSING {
            self.missing.push(MissingValue {
                path: name,
                line: place.line,
                column: place.column,
            });
        }
        debug_assert_eq!(
            self.first_missing.as_ref().map(|error| error.class),
            Some(TemplateErrorClass::Missing)
        );
    }

    /// The name that was probably meant by the step that finds nothing.
    fn suggestion(&mut self, path: &Path) -> Option<String> {
        const MOST_NAMES: usize = 256;
        let program = self.program;
        let mut value = self.scope.data.clone();
        let mut name = match path.root {
            Root::Name(name) => self.template.names.text(name).to_owned(),
            Root::Operand(_) => return None,
        };
        if let Some(root) = self.root(path.root).ok()? {
            value = root;
            for step in run(&program.steps, path.steps) {
                let Step::Name(span) = step else {
                    return None;
                };
                name = program.text(*span).to_owned();
                match value.field(&name) {
                    Some(found) => value = found,
                    None => break,
                }
            }
        }
        let Some(Extent::Object(len)) = value.extent() else {
            return None;
        };
        let names: Vec<_> = (0..len.min(MOST_NAMES))
            .filter_map(|index| value.name(index))
            .collect();
        crate::wording::closest(&name, names.iter().map(|name| &**name))
    }
}

/// An item of what a loop goes through; a text is its own only one.
fn item_of<'a>(collection: &Value<'a>, index: usize) -> Value<'a> {
    match collection.extent() {
        Some(_) => collection.item(index).unwrap_or_default(),
        None => collection.clone(),
    }
}
