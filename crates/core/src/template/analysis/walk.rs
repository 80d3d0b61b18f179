//! A walk through all that a program can do.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use super::shape::{Kinds, Schemas, Shape, one_of};
use super::{Analysis, Variable};
use crate::error::Problem;
use crate::template::Template;
use crate::template::error::{Fault, Place, TemplateError};
use crate::template::filters::Filter;
use crate::template::limits::Limits;
use crate::template::program::{
    At, Call, Comparison, Expression, FORLOOP, LoopHead, Name, Offset, Op, Operand, Path, Program,
    Root, Run, Span, Step, TABLEROWLOOP, item, run,
};
use crate::template::syntax::base_name;

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
            Op::Print(expression) => {
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
                if let Some(label) = label {
                    self.operand(label, true)?;
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
                self.operand(operand, true)?;
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

    /// What names stand for after one of several ways was taken: the present
    /// one, or one of the others.
    fn join(&mut self, others: Vec<Scope<'s>>) {
        for other in others {
            let names = self.scope.keys().chain(other.keys()).copied();
            let names: BTreeSet<Name> = crate::order::set(names);
            for name in names {
                let joined = match (self.scope.remove(&name), other.get(&name).cloned()) {
                    (Some(a), Some(b)) if a == b => a,
                    (Some(a), Some(b)) => Known {
                        absent: a.absent || b.absent,
                        path: a.path.filter(|path| b.path.as_ref() == Some(path)),
                        key: None,
                        shape: one_of(vec![a.shape, b.shape]).unwrap_or(Shape::Made(Kinds::ALL)),
                    },
                    (Some(a), None) | (None, Some(a)) => Known {
                        absent: true,
                        key: None,
                        ..a
                    },
                    (None, None) => continue,
                };
                self.scope.insert(name, joined);
            }
        }
    }

    fn branches(&mut self, mut at: At, end: At) -> Result<(), Fault> {
        let before = self.scope.clone();
        let mut ends = Vec::new();
        let mut falls_through = true;
        let outside = self.guards.len();
        while at < end {
            let Some(Op::Branch {
                condition,
                negated,
                end: after,
            }) = item(&self.program.ops, at)
            else {
                break;
            };
            // Also for the condition: what an earlier branch assigned is not
            // there where that branch was not taken.
            self.scope.clone_from(&before);
            self.at = at;
            let (held, failed, constant) = match condition {
                Some(condition) => self.condition(*condition)?,
                None => (Vec::new(), Vec::new(), Some(true)),
            };
            let (held, failed) = if *negated {
                (failed, held)
            } else {
                (held, failed)
            };
            let constant = constant.map(|holds| holds != *negated);
            let inside = self.guards.len();
            self.guards.extend(held);
            // A branch that can never be taken can do no harm.
            if constant != Some(false) {
                self.ops(at + 1, *after)?;
                ends.push(std::mem::take(&mut self.scope));
            }
            self.guards.truncate(inside);
            // What follows is reached where this was not taken.
            self.guards.extend(failed);
            at = *after;
            if constant == Some(true) {
                falls_through = false;
                break;
            }
        }
        self.guards.truncate(outside);
        if falls_through {
            ends.push(before);
        }
        self.scope = ends.pop().unwrap_or_default();
        self.join(ends);
        Ok(())
    }

    /// The guards of a condition where it holds and where it does not, and
    /// what it always is.
    #[expect(clippy::type_complexity, reason = "three answers of one question")]
    fn condition(
        &mut self,
        condition: Run,
    ) -> Result<(Vec<String>, Vec<String>, Option<bool>), Fault> {
        let clauses = run(&self.program.clauses, condition);
        let mut held = Vec::new();
        let mut failed = Vec::new();
        let mut constant = None;
        let only_and = clauses.iter().all(|clause| clause.and != Some(false));
        let inside = self.guards.len();
        for clause in clauses {
            let left = self.operand(clause.left, true)?;
            let right = match clause.right {
                Some((comparison, right)) => Some((comparison, self.operand(right, true)?)),
                None => None,
            };
            if let Some((comparison, right)) = &right {
                self.check_comparison(*comparison, &left, right);
            }
            let absence =
                |operand| matches!(operand, Operand::Nil | Operand::Blank | Operand::Empty);
            match (clause.right, &left.key) {
                (None, Some(key)) => held.push(key.clone()),
                (Some((Comparison::NotEqual, Operand::Nil | Operand::Blank)), Some(key)) => {
                    held.push(key.clone());
                }
                // Equal to something that is there.
                (
                    Some((
                        Comparison::Equal,
                        Operand::Text(_) | Operand::Integer(_) | Operand::True,
                    )),
                    Some(key),
                ) => held.push(key.clone()),
                (Some((Comparison::Equal, right)), Some(key))
                    if absence(right) && right != Operand::Empty && clauses.len() == 1 =>
                {
                    failed.push(key.clone());
                }
                (
                    Some((
                        Comparison::Contains
                        | Comparison::Less
                        | Comparison::LessOrEqual
                        | Comparison::Greater
                        | Comparison::GreaterOrEqual,
                        _,
                    )),
                    Some(key),
                ) => {
                    held.push(key.clone());
                }
                _ => {}
            }
            if clauses.len() == 1 && clause.right.is_none() {
                constant = match clause.left {
                    Operand::True | Operand::Integer(_) | Operand::Float(_) | Operand::Text(_) => {
                        Some(true)
                    }
                    Operand::False | Operand::Nil => Some(false),
                    _ => None,
                };
            }
            if only_and {
                self.guards.extend(held.last().cloned());
            }
        }
        self.guards.truncate(inside);
        if !only_and {
            held.clear();
        }
        Ok((held, failed, constant))
    }

    fn check_comparison(&mut self, comparison: Comparison, left: &Known<'s>, right: &Known<'s>) {
        if matches!(
            comparison,
            Comparison::Equal | Comparison::NotEqual | Comparison::Contains
        ) {
            return;
        }
        let (left_kinds, right_kinds) = (
            self.schemas.kinds(&left.shape),
            self.schemas.kinds(&right.shape),
        );
        let differ = |a: Kinds, b: Kinds| a.has(Kinds::TEXT) && b.has(Kinds::NUMBER);
        if differ(left_kinds, right_kinds) || differ(right_kinds, left_kinds) {
            let known = [left, right]
                .into_iter()
                .find_map(|known| known.path.clone());
            let name = known.unwrap_or_else(|| "the value".to_owned());
            let message = format!("{name:?} is compared with what may be of another kind");
            self.problem("not_comparable", message, None);
        }
    }

    fn cases(&mut self, mut at: At, end: At) -> Result<(), Fault> {
        let before = self.scope.clone();
        let mut ends = vec![];
        let mut has_else = false;
        while at < end {
            let after = match item(&self.program.ops, at) {
                Some(Op::When { values, end: after }) => {
                    for operand in run(&self.program.operands, *values) {
                        self.operand(*operand, true)?;
                    }
                    *after
                }
                Some(Op::Else { end: after }) => {
                    has_else = true;
                    *after
                }
                _ => break,
            };
            // Several bodies can run, one after another.
            self.ops(at + 1, after)?;
            ends.push(self.scope.clone());
            at = after;
        }
        if !has_else {
            ends.push(before);
        }
        self.join(ends);
        Ok(())
    }

    /// Names that steps give a value to, with those of partials that they
    /// include.
    fn assigned(
        &self,
        program: &'t Program,
        start: At,
        end: At,
        depth: u32,
        out: &mut BTreeSet<Name>,
    ) {
        for at in start..end {
            match item(&program.ops, at) {
                Some(Op::Assign(name, _) | Op::Capture { name, .. } | Op::Increment(name, _)) => {
                    out.insert(*name);
                }
                Some(Op::Call(call)) => {
                    let Some(call) = item(&program.calls, *call).filter(|call| !call.isolated)
                    else {
                        continue;
                    };
                    if let (Operand::Text(span), Some(depth)) = (call.name, depth.checked_sub(1))
                        && let Some((_, partial)) = self.template.partials.get(program.text(span))
                    {
                        let end = u32::try_from(partial.ops.len()).unwrap_or(u32::MAX);
                        self.assigned(partial, 0, end, depth, out);
                    }
                }
                _ => {}
            }
        }
    }

    fn looping(&mut self, head: &LoopHead, state: Name, body: At, end: At) -> Result<(), Fault> {
        let collection = self.operand(head.collection, true)?;
        let offset = match head.offset {
            Some(Offset::At(operand)) => Some(operand),
            _ => None,
        };
        for operand in [head.limit, offset, head.columns].into_iter().flatten() {
            let known = self.operand(operand, true)?;
            let number = Kinds::NUMBER.or(Kinds::NIL);
            if !self.schemas.kinds(&known.shape).is_within(number) {
                let message = "a loop is limited by what may be no number".to_owned();
                self.problem("not_a_number", message, None);
            }
        }
        let before = self.scope.clone();
        // What one round assigns, the next one sees.
        let mut names = BTreeSet::new();
        self.assigned(self.program, body, end, 4, &mut names);
        for name in names {
            let known = self.scope.remove(&name);
            let shape = match known {
                Some(known) => one_of(vec![known.shape, Shape::Made(Kinds::ALL)]),
                None => None,
            };
            self.scope.insert(
                name,
                Known {
                    absent: true,
                    ..Known::of(shape.unwrap_or(Shape::Made(Kinds::ALL)))
                },
            );
        }
        self.loops += 1;
        let round = self.loops;
        let inside = self.guards.len();
        self.guards.extend(collection.key.clone());
        let variable = Known {
            shape: self.schemas.item(&collection.shape),
            absent: false,
            path: collection.path.map(|path| format!("{path}[]")),
            key: Some(format!("#{round}")),
        };
        let shadowed = self.scope.insert(head.variable, variable);
        let outer = self.scope.insert(state, Known::of(Shape::Loop));
        self.ops(body, end)?;
        for (name, known) in [(head.variable, shadowed), (state, outer)] {
            match known {
                Some(known) => self.scope.insert(name, known),
                None => self.scope.remove(&name),
            };
        }
        self.guards.truncate(inside);
        self.join(vec![before]);
        Ok(())
    }

    fn call(&mut self, call: &Call) -> Result<(), Fault> {
        let name = match call.name {
            Operand::Text(span) => self.program.text(span),
            operand => {
                self.operand(operand, true)?;
                let message = "the name of a partial is known only when it is included".to_owned();
                self.problem("unknown_partial", message, None);
                return Ok(());
            }
        };
        self.partials.insert(name.to_owned());
        let mut arguments = Vec::new();
        for (name, operand) in run(&self.program.arguments, call.arguments) {
            arguments.push((*name, self.operand(*operand, true)?));
        }
        let mut bound = None;
        if let Some((operand, each)) = call.bound {
            let known = self.operand(operand, true)?;
            bound = Some(match each || !call.isolated {
                true if self.schemas.kinds(&known.shape).has(Kinds::LIST) => {
                    self.loops += 1;
                    Known {
                        shape: self.schemas.item(&known.shape),
                        absent: false,
                        path: known.path.map(|path| format!("{path}[]")),
                        key: Some(format!("#{}", self.loops)),
                    }
                }
                _ => known,
            });
        }
        let Some((known, program)) = self.template.partials.get(name) else {
            let message = format!("there is no partial {name:?}");
            self.problem("unknown_partial", message, None);
            return Ok(());
        };
        if self.calls.contains(&known) {
            let message =
                format!("the partial {name:?} renders itself: whether it ends is not known");
            self.problem("recursive_partial", message, None);
            return Ok(());
        }
        let alias = call
            .alias
            .or_else(|| self.template.names.find(base_name(name)));
        let given = arguments.into_iter().chain(alias.zip(bound));
        let outer_scope = match call.isolated {
            true => Some(std::mem::take(&mut self.scope)),
            false => None,
        };
        let reads_data = self.reads_data;
        self.reads_data &= !call.isolated;
        let mut shadowed = Vec::new();
        for (name, known) in given {
            shadowed.push((name, self.scope.insert(name, known)));
        }
        if call.isolated && matches!(call.bound, Some((_, true))) {
            self.scope.insert(FORLOOP, Known::of(Shape::Loop));
        }
        let outer = (self.program, self.partial, self.at);
        self.calls.push(known);
        (self.program, self.partial) = (program, Some(known));
        self.ops(0, u32::try_from(program.ops.len()).unwrap_or(u32::MAX))?;
        (self.program, self.partial, self.at) = outer;
        self.calls.pop();
        self.reads_data = reads_data;
        match outer_scope {
            Some(scope) => self.scope = scope,
            None => {
                for (name, known) in shadowed.into_iter().rev() {
                    match known {
                        Some(known) => self.scope.insert(name, known),
                        None => self.scope.remove(&name),
                    };
                }
            }
        }
        Ok(())
    }

    /// An expression: what comes out. Where it is written it must be there.
    fn expression(&mut self, expression: &Expression, written: bool) -> Result<Known<'s>, Fault> {
        let calls = run(&self.program.filters, expression.filters);
        let has_default = calls.first().map(|call| call.filter) == Some(Filter::Default);
        let mut known = self.operand(expression.operand, has_default)?;
        if written && !has_default {
            self.expect_present(&known);
        }
        for call in calls {
            self.filters.insert(call.filter.name());
            let mut arguments = Vec::new();
            for operand in run(&self.program.operands, call.arguments) {
                let argument = self.operand(*operand, false)?;
                arguments.push((*operand, argument));
            }
            let mut named = Vec::new();
            for argument in run(&self.program.named, call.named) {
                let value = self.operand(argument.operand, false)?;
                named.push((self.program.text(argument.name), value));
            }
            // What is made of nothing is a hole too.
            let nothing = self.may_be_nothing(&known) && call.filter != Filter::Default;
            if written && nothing {
                self.expect_present(&known);
            }
            known = self.filter(call.filter, known, &arguments, &named);
            known.absent |= nothing && !written;
        }
        if written && !calls.is_empty() {
            self.expect_present(&known);
        }
        Ok(known)
    }

    /// A part of the source.
    pub(super) fn text(&self, span: Span) -> &'t str {
        self.program.text(span)
    }

    pub(super) fn may_be_nothing(&self, known: &Known<'s>) -> bool {
        let guarded = known.key.as_deref().is_some_and(|key| self.is_guarded(key));
        !guarded && (known.absent || self.schemas.kinds(&known.shape).has(Kinds::NIL))
    }

    pub(super) fn expect_present(&mut self, known: &Known<'s>) {
        if !self.may_be_nothing(known) {
            return;
        }
        let name = known.path.clone().unwrap_or_else(|| "the value".to_owned());
        let message = format!(
            "{name:?} may be missing: expected the filter \"default\", or a condition that asks for it"
        );
        self.problem("may_be_missing", message, None);
    }

    /// What an operand is. Where it is `asked` for, it may be missing.
    fn operand(&mut self, operand: Operand, asked: bool) -> Result<Known<'s>, Fault> {
        Ok(match operand {
            Operand::Nil => Known::made(Kinds::NIL),
            Operand::True | Operand::False => Known::made(Kinds::TRUTH),
            Operand::Integer(_) | Operand::Float(_) => Known::made(Kinds::NUMBER),
            Operand::Text(_) | Operand::Empty | Operand::Blank => Known::made(Kinds::TEXT),
            Operand::Range(at) => {
                if let Some((first, last)) = item(&self.program.ranges, at).copied() {
                    self.operand(first, asked)?;
                    self.operand(last, asked)?;
                }
                Known::of(Shape::List(Rc::new(Shape::Made(Kinds::NUMBER))))
            }
            Operand::Path(at) => match item(&self.program.paths, at) {
                Some(path) => self.path(path, asked)?,
                None => Known::made(Kinds::ALL),
            },
        })
    }

    fn root(&mut self, root: Root) -> Result<Known<'s>, Fault> {
        let name = match root {
            Root::Name(name) => name,
            Root::Operand(operand) => {
                self.operand(operand, false)?;
                return Ok(Known {
                    absent: true,
                    path: Some("[*]".to_owned()),
                    ..Known::made(Kinds::ALL)
                });
            }
        };
        if let Some(known) = self.scope.get(&name) {
            return Ok(known.clone());
        }
        let text = self.template.names.text(name);
        let data = Shape::Schema(self.schemas.0);
        let field = match self.checks && self.reads_data {
            true => self.schemas.field(&data, text),
            false => None,
        };
        let unknown = self.checks && field.is_none();
        if unknown {
            let names = match self.reads_data {
                true => self.schemas.names(&data),
                false => Vec::new(),
            };
            let hint = crate::wording::closest(text, names);
            self.problem(
                "unknown_variable",
                format!("{text:?} is not in the data"),
                hint,
            );
        }
        let path = self.reads_data.then(|| text.to_owned());
        Ok(match field {
            Some(field) => Known {
                shape: field.shape,
                absent: !field.always,
                key: path.clone(),
                path,
            },
            None => Known {
                // Said once: what is unknown is not missing too.
                absent: !unknown,
                key: path.clone(),
                path,
                shape: Shape::Made(if unknown { Kinds::TEXT } else { Kinds::ALL }),
            },
        })
    }

    fn path(&mut self, path: &Path, asked: bool) -> Result<Known<'s>, Fault> {
        let mut known = self.root(path.root)?;
        for step in run(&self.program.steps, path.steps) {
            known = match step {
                Step::Name(span) => self.field(known, self.program.text(*span)),
                Step::Index(operand) => {
                    let index = match operand {
                        Operand::Integer(index) => index.to_string(),
                        operand => {
                            self.operand(*operand, false)?;
                            "*".to_owned()
                        }
                    };
                    let item = match &known.shape {
                        Shape::Pair(_) if index == "0" => Some(Shape::Made(Kinds::TEXT)),
                        Shape::Pair(value) if index == "1" => Some((**value).clone()),
                        _ => None,
                    };
                    let (shape, absent) = match item {
                        Some(item) => (item, false),
                        None => {
                            let kinds = self.schemas.kinds(&known.shape);
                            match kinds.has(Kinds::OBJECT) {
                                true => (Shape::Made(Kinds::ALL), true),
                                false => (self.schemas.item(&known.shape), true),
                            }
                        }
                    };
                    Known {
                        shape,
                        absent,
                        path: known.path.map(|path| format!("{path}[{index}]")),
                        // Another value of the index is another item.
                        key: known
                            .key
                            .filter(|_| index != "*")
                            .map(|key| format!("{key}[{index}]")),
                    }
                }
            };
        }
        if let Some(name) = known.path.clone() {
            let guarded = known.key.as_deref().is_some_and(|key| self.is_guarded(key));
            self.read(&name, asked || guarded);
        }
        Ok(known)
    }

    fn field(&mut self, known: Known<'s>, name: &str) -> Known<'s> {
        let path = known.path.as_ref().map(|path| format!("{path}.{name}"));
        let key = known.key.as_ref().map(|key| format!("{key}.{name}"));
        let mut kinds = self.schemas.kinds(&known.shape);
        if !self.may_be_nothing(&known) {
            kinds = kinds.without(Kinds::NIL);
        }
        let found = match &known.shape {
            Shape::Loop => Some((Shape::Made(loop_field(name)), false)),
            shape => self
                .schemas
                .field(shape, name)
                .map(|field| (field.shape, !field.always)),
        };
        let (shape, absent) = match found {
            // A value that may be no object may have no field.
            Some((shape, absent)) => (shape, absent || !kinds.is_within(Kinds::OBJECT)),
            None => match name {
                "size" if kinds.is_within(Kinds::LIST.or(Kinds::TEXT).or(Kinds::OBJECT)) => {
                    (Shape::Made(Kinds::NUMBER), false)
                }
                "first" | "last" if kinds.has(Kinds::LIST) => {
                    (self.schemas.item(&known.shape), true)
                }
                _ if !self.checks => (Shape::Made(Kinds::ALL), true),
                _ => {
                    let whole = path.clone().unwrap_or_else(|| name.to_owned());
                    let hint = crate::wording::closest(name, self.schemas.names(&known.shape));
                    self.problem(
                        "unknown_variable",
                        format!("{whole:?} is not in the data"),
                        hint,
                    );
                    (Shape::Made(Kinds::TEXT), false)
                }
            },
        };
        // Of what may not be there, the fields may not be either.
        let absent = absent || self.may_be_nothing(&known);
        Known {
            shape,
            absent,
            path,
            key,
        }
    }
}

/// What a loop tells of itself.
fn loop_field(name: &str) -> Kinds {
    match name {
        "first" | "last" | "col_first" | "col_last" => Kinds::TRUTH,
        "name" => Kinds::TEXT,
        "parentloop" => Kinds::OBJECT.or(Kinds::NIL),
        _ => Kinds::NUMBER,
    }
}
