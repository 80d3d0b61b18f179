//! Operands and paths.

use std::mem::ManuallyDrop;

use super::Renderer;
use crate::template::compare::text_of;
use crate::template::error::{Fault, MOST_MISSING, MissingValue, Place};
use crate::template::number::read_whole;
use crate::template::program::{Name, Operand, Path, Plain, Root, Step, item, run};
use crate::template::value::Extent;
use crate::template::{Source, Value};

impl<'a> Renderer<'a, '_> {
    pub(super) fn assign(&mut self, name: Name, value: Value<'a>) {
        if let Some(slot) = self.scope.slot_mut(self.template.names.slot(name)) {
            slot.assigned = Some(value);
        }
    }

    /// Puts a value in the innermost scope; what was there.
    pub(super) fn enter(&mut self, name: Name, value: Option<Value<'a>>) -> Option<Value<'a>> {
        let slot = self.scope.slot_mut(self.template.names.slot(name))?;
        std::mem::replace(&mut slot.scoped, value)
    }

    /// The value of an operand where nothing may stand for what is missing.
    #[inline]
    pub(super) fn value(&mut self, operand: Operand) -> Result<Value<'a>, Fault> {
        Ok(self.operand(operand)?.unwrap_or_default())
    }

    /// The value of an operand; none when it is a path that names nothing.
    pub(super) fn operand(&mut self, operand: Operand) -> Result<Option<Value<'a>>, Fault> {
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
        read_whole(&self.value(operand)?)
    }

    pub(super) fn path(&mut self, path: &Path) -> Result<Option<Value<'a>>, Fault> {
        let program = self.program;
        if let Some(plain) = path.plain {
            return Ok(self.plain(plain));
        }
        let Some(mut value) = self.root(path.root)? else {
            return Ok(None);
        };
        for step in run(&program.steps, path.steps) {
            let found = match step {
                Step::Name(span) => value.field(program.text(*span)),
                Step::Index(operand) => match self.operand(*operand)? {
                    Some(Value::Integer(index)) => value.at(index),
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

    /// The value of a path of nothing but names, which is most of what is
    /// looked up. A field of a source, which is most of these, is returned
    /// where it was written, since to move a value costs as much as to find
    /// it.
    #[inline]
    pub(super) fn plain(&mut self, plain: Plain) -> Option<Value<'a>> {
        let program = self.program;
        let fields = run(&program.texts, plain.fields);
        if let [field] = fields
            && !plain.derived
            && let Some(source) = self.source(plain.root)
        {
            return source.field(field);
        }
        self.fields(plain.root, fields)
    }

    /// The source and the name of the field, of an operand that is no more
    /// than a field of a source.
    #[inline]
    pub(super) fn only_field(&self, operand: Operand) -> Option<(&'a dyn Source, &'a str)> {
        let Operand::Path(at) = operand else {
            return None;
        };
        let path = item(&self.program.paths, at)?;
        let (root, field) = path.plain?.only_field()?;
        let field = item(&self.program.texts, field)?;
        Some((self.source(root)?, field))
    }

    /// Whether an operand alone is true.
    pub(super) fn is_true(&mut self, operand: Operand) -> Result<bool, Fault> {
        let Some((source, field)) = self.only_field(operand) else {
            let value = self.operand(operand)?;
            return Ok(value.is_some_and(|value| !value.is_false()));
        };
        // Most are a truth value, which has nothing to be dropped.
        let found = ManuallyDrop::new(source.field(field));
        match &*found {
            Some(Value::Bool(truth)) => Ok(*truth),
            None => Ok(false),
            Some(_) => {
                let value = ManuallyDrop::into_inner(found);
                Ok(value.is_some_and(|value| !value.is_false()))
            }
        }
    }

    /// What a name stands for, when it is a source.
    #[inline]
    pub(super) fn source(&self, name: Name) -> Option<&'a dyn Source> {
        match self.scope.given(self.template.names.slot(name)) {
            Some(Value::Source(source)) => Some(*source),
            Some(_) => None,
            None => self.data_source(name),
        }
    }

    #[inline(never)]
    fn data_source(&self, name: Name) -> Option<&'a dyn Source> {
        match self.scope.data {
            Value::Source(data) => source_of(data.field(self.template.names.text(name))),
            _ => None,
        }
    }

    /// As [`plain`](Self::plain), of any values.
    #[inline(never)]
    fn fields(&mut self, name: Name, fields: &'a [Box<str>]) -> Option<Value<'a>> {
        let Some((last, way)) = fields.split_last() else {
            return self.named(name);
        };
        if matches!(self.scope.data, Value::Foreign(_)) && self.given(name).is_none() {
            let text = self.template.names.text(name);
            return self.scope.known(name, text, way)?.field(last);
        }
        let mut value = None;
        for field in fields {
            value = match value {
                Some(value) => Value::field(&value, field),
                // What has fields is looked into where it lies.
                None => match self.given(name) {
                    Some(value) => value.field(field),
                    None => self.global(name)?.field(field),
                },
            };
            value.as_ref()?;
        }
        value
    }

    /// What a name alone stands for.
    fn named(&mut self, name: Name) -> Option<Value<'a>> {
        match self.given(name) {
            Some(value) => Some(value.clone()),
            None => self.global(name),
        }
    }

    #[inline]
    fn given(&self, name: Name) -> Option<&Value<'a>> {
        self.scope.given(self.template.names.slot(name))
    }

    fn global(&mut self, name: Name) -> Option<Value<'a>> {
        let text = self.template.names.text(name);
        match self.scope.data {
            Value::Foreign(_) => self.scope.known(name, text, &[]),
            _ => self.scope.data.own_field(text),
        }
    }

    fn root(&mut self, root: Root) -> Result<Option<Value<'a>>, Fault> {
        let name = match root {
            Root::Name(name) => name,
            Root::Operand(operand) => {
                let value = self.value(operand)?;
                let text = text_of(&value, &mut self.budget)?;
                match self.template.names.find(&text) {
                    Some(name) => name,
                    None => return Ok(self.scope.data.own_field(&text)),
                }
            }
        };
        Ok(self.named(name))
    }

    /// Notes what is missing where it is written.
    #[cold]
    pub(super) fn note_missing(&mut self, operand: Operand) {
        let Operand::Path(at) = operand else {
            return;
        };
        let Some(path) = item(&self.program.paths, at) else {
            return;
        };
        // To find out where it is takes a look at all that is before it.
        if self.missing.len() >= MOST_MISSING {
            return;
        }
        let name = self.program.text(path.span).to_owned();
        let place = Place::of(&self.program.source, self.place());
        if self.first_missing.is_none() {
            let hint = self.suggestion(path);
            let fault = Fault::missing(&name).with_hint(hint);
            self.first_missing = Some(self.error(fault));
        }
        self.missing.push(MissingValue {
            path: name,
            line: place.line,
            column: place.column,
        });
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

/// The source that a value is, without a look at how it would be dropped.
#[inline]
pub(super) fn source_of(value: Option<Value<'_>>) -> Option<&dyn Source> {
    let value = ManuallyDrop::new(value);
    if let Some(Value::Source(source)) = &*value {
        return Some(*source);
    }
    drop(ManuallyDrop::into_inner(value));
    None
}
