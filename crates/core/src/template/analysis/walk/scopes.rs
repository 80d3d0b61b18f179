//! Loops and partials: names that stand for something within them alone.

use std::collections::BTreeSet;

use super::super::shape::{Kinds, Shape, one_of};
use super::{Known, Walk};
use crate::template::error::Fault;
use crate::template::program::{
    At, Call, FORLOOP, LoopHead, Name, Offset, Op, Operand, Program, item, run,
};
use crate::template::syntax::base_name;

impl<'t, 's> Walk<'t, 's> {
    /// Names that steps give a value to, with those of partials that they
    /// include.
    pub(super) fn assigned(
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

    pub(super) fn looping(
        &mut self,
        head: &LoopHead,
        state: Name,
        body: At,
        end: At,
    ) -> Result<(), Fault> {
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

    pub(super) fn call(&mut self, call: &Call) -> Result<(), Fault> {
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
        // What is bound gives way to an argument where it is nothing.
        if let (true, Some(alias), Some(known)) = (call.isolated, alias, &mut bound)
            && self.may_be_nothing(known)
            && let Some((_, argument)) = arguments.iter().rev().find(|(name, _)| *name == alias)
        {
            self.loops += 1;
            known.absent |= self.may_be_nothing(argument);
            known.key = Some(format!("#{}", self.loops));
            let shapes = vec![known.shape.clone(), argument.shape.clone()];
            known.shape = one_of(shapes).unwrap_or(Shape::Made(Kinds::ALL));
        }
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
}
