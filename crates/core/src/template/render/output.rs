//! What is written, and the filters that it goes through before.

use std::mem::ManuallyDrop;

use super::Renderer;
use crate::template::compare::{text_of, write};
use crate::template::error::Fault;
use crate::template::filters::{Arguments, Filter, date_to};
use crate::template::options::Missing;
use crate::template::program::{At, Expression, FilterCall, Name, Operand, item, run};
use crate::template::{Channel, Value};

impl<'a> Renderer<'a, '_> {
    #[inline]
    pub(super) fn check_output(&self, more: usize) -> Result<(), Fault> {
        match self.out.len() + more <= self.most {
            true => Ok(()),
            false => Err(self.budget.out_of_output()),
        }
    }

    /// Writes text.
    #[inline]
    pub(super) fn push(&mut self, text: &str) -> Result<(), Fault> {
        self.check_output(text.len())?;
        self.out.push_str(text);
        Ok(())
    }

    /// Writes text of the template.
    #[inline]
    pub(super) fn push_text(&mut self, text: At) -> Result<(), Fault> {
        match item(&self.program.texts, text) {
            Some(text) => self.push(text),
            None => Ok(()),
        }
    }

    /// Writes a field of what a name stands for, where nothing has to be made
    /// for it; whether it did.
    #[inline]
    pub(super) fn print_field(&mut self, root: Name, field: At) -> Result<bool, Fault> {
        let Some(source) = self.source(root) else {
            return Ok(false);
        };
        let Some(field) = item(&self.program.texts, field) else {
            return Ok(false);
        };
        // Text and numbers have nothing to be dropped.
        let found = ManuallyDrop::new(source.field(field));
        let mut digits = itoa::Buffer::new();
        let text = match &*found {
            Some(Value::Text(text)) if self.options.channel == Channel::Plain => text,
            Some(Value::Integer(number)) => digits.format(*number),
            _ => return self.print_found(ManuallyDrop::into_inner(found)),
        };
        self.push(text)?;
        Ok(true)
    }

    #[inline(never)]
    fn print_found(&mut self, found: Option<Value<'a>>) -> Result<bool, Fault> {
        match found {
            Some(value) => self.write(&value, matches!(value, Value::Escaped(_)))?,
            None => return Ok(false),
        }
        Ok(true)
    }

    #[inline(never)]
    pub(super) fn print(&mut self, expression: At) -> Result<(), Fault> {
        let program = self.program;
        let Some(expression) = item(&program.expressions, expression) else {
            return Ok(());
        };
        let filters = run(&program.filters, expression.filters);
        let mut value = self.first(expression.operand, filters, true)?;
        let Some((last, others)) = filters.split_last() else {
            return self.write(&value, matches!(value, Value::Escaped(_)));
        };
        for call in others {
            value = self.filter(call, value)?;
        }
        if last.filter == Filter::Date {
            return self.print_date(last, value);
        }
        let value = self.filter(last, value)?;
        let is_html = matches!(last.filter, Filter::Escape | Filter::EscapeOnce);
        self.write(&value, is_html && self.options.channel == Channel::Html)
    }

    /// A date is made where it is written.
    fn print_date(&mut self, call: &FilterCall, value: Value<'a>) -> Result<(), Fault> {
        self.budget.spend(1)?;
        let start = self.out.len();
        let unchanged = match run(&self.program.operands, call.arguments) {
            [Operand::Text(format)] => {
                let format = self.program.text(*format);
                date_to(value, format, self.options, self.out, &mut self.budget)?
            }
            other => {
                let format = match other.first() {
                    Some(format) => self.value(*format)?,
                    None => Value::Nil,
                };
                let format = text_of(&format, &mut self.budget)?;
                date_to(value, &format, self.options, self.out, &mut self.budget)?
            }
        };
        if let Some(value) = unchanged {
            return self.write(&value, false);
        }
        let made = self.out.get(start..).unwrap_or_default();
        if !self.options.channel.leaves(made) {
            let made = self.out.split_off(start);
            self.options.channel.write(&made, self.out);
        }
        self.check_output(0)
    }

    /// Writes a value, escaped unless it is `raw`.
    pub(super) fn write(&mut self, value: &Value<'a>, raw: bool) -> Result<(), Fault> {
        match value {
            Value::Nil => return Ok(()),
            Value::Integer(number) => {
                // Digits and a sign are the same everywhere.
                return self.push(itoa::Buffer::new().format(*number));
            }
            _ => match value.text() {
                Some(text) if raw || self.options.channel == Channel::Plain => {
                    return self.push(text);
                }
                Some(text) => {
                    self.check_output(text.len())?;
                    self.options.channel.write(text, self.out);
                }
                None => {
                    let mut text = String::new();
                    write(value, &mut text, &mut self.budget)?;
                    self.check_output(text.len())?;
                    self.options.channel.write(&text, self.out);
                }
            },
        }
        self.check_output(0)
    }

    /// The value of an expression.
    pub(super) fn evaluate(&mut self, expression: &Expression) -> Result<Value<'a>, Fault> {
        let program = self.program;
        let filters = run(&program.filters, expression.filters);
        let mut value = self.first(expression.operand, filters, false)?;
        for call in filters {
            value = self.filter(call, value)?;
        }
        Ok(value)
    }

    /// The value before all filters; what is missing where it is `printed` is
    /// noted.
    #[inline]
    fn first(
        &mut self,
        operand: Operand,
        filters: &[FilterCall],
        printed: bool,
    ) -> Result<Value<'a>, Fault> {
        let found = match self.only_field(operand) {
            Some((source, field)) => source.field(field),
            None => self.operand(operand)?,
        };
        if let Some(value) = found {
            return Ok(value);
        }
        let has_default = filters.first().map(|call| call.filter) == Some(Filter::Default);
        if printed && !has_default && self.options.missing == Missing::Strict {
            self.note_missing(operand);
        }
        Ok(Value::Nil)
    }

    /// What a filter makes of a value.
    fn filter(&mut self, call: &FilterCall, value: Value<'a>) -> Result<Value<'a>, Fault> {
        self.budget.spend(1)?;
        let program = self.program;
        let mut values = [Value::Nil, Value::Nil];
        let operands = run(&program.operands, call.arguments);
        for (value, operand) in values.iter_mut().zip(operands) {
            *value = self.value(*operand)?;
        }
        let mut named = Vec::new();
        for argument in run(&program.named, call.named) {
            named.push((program.text(argument.name), self.value(argument.operand)?));
        }
        let arguments = Arguments {
            values: values.get(..operands.len()).unwrap_or_default(),
            named: &named,
            options: self.options,
        };
        call.filter.apply(value, &arguments, &mut self.budget)
    }
}
