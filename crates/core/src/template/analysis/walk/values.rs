//! Expressions and paths: what a value is, and whether it is there.

use std::rc::Rc;

use super::super::shape::{Kinds, Shape};
use super::{Known, Walk};
use crate::template::error::Fault;
use crate::template::filters::Filter;
use crate::template::program::{Expression, Operand, Path, Root, Step, item, run};

impl<'t, 's> Walk<'t, 's> {
    /// An expression: what comes out. Where it is written it must be there.
    pub(super) fn expression(
        &mut self,
        expression: &Expression,
        written: bool,
    ) -> Result<Known<'s>, Fault> {
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

    pub(in super::super) fn may_be_nothing(&self, known: &Known<'s>) -> bool {
        let guarded = known.key.as_deref().is_some_and(|key| self.is_guarded(key));
        !guarded && (known.absent || self.schemas.kinds(&known.shape).has(Kinds::NIL))
    }

    pub(in super::super) fn expect_present(&mut self, known: &Known<'s>) {
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
    pub(super) fn operand(&mut self, operand: Operand, asked: bool) -> Result<Known<'s>, Fault> {
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

    pub(super) fn root(&mut self, root: Root) -> Result<Known<'s>, Fault> {
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

    pub(super) fn path(&mut self, path: &Path, asked: bool) -> Result<Known<'s>, Fault> {
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

    pub(super) fn field(&mut self, known: Known<'s>, name: &str) -> Known<'s> {
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
