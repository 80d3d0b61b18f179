//! Partials.

use std::rc::Rc;

use super::scope::Scope;
use super::{Flow, Renderer};
use crate::template::Value;
use crate::template::compare::text_of;
use crate::template::error::Fault;
use crate::template::loops::Loop;
use crate::template::program::{Call, FORLOOP, Name, Program, run};
use crate::template::syntax::base_name;
use crate::template::value::Extent;

impl<'a> Renderer<'a, '_> {
    pub(super) fn call(&mut self, call: &Call) -> Result<Flow, Fault> {
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
        let slots = self.template.names.slot_count();
        for round in 0..rounds {
            // All slots are made anew.
            self.budget.spend(1 + slots / 4)?;
            let inner = Scope::isolated(slots);
            let outer = std::mem::replace(&mut self.scope, inner);
            let mut bound = alias.zip(bound.as_ref()).map(|(alias, (value, _))| {
                let value = match state {
                    Some(_) => value.item(round).unwrap_or_default(),
                    None => value.clone(),
                };
                (alias, value)
            });
            // Nothing gives way to an argument of the same name.
            if let Some((alias, Value::Nil)) = bound {
                self.assign(alias, Value::Nil);
                bound = None;
            }
            let arguments = arguments.iter().cloned();
            for (name, value) in arguments.chain(bound) {
                self.assign(name, value);
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
}
