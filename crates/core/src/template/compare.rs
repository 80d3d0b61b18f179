//! Equality, order and text of values.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::Value;
use super::error::Fault;
use super::limits::Budget;
use super::number::{Number, write_float};
use super::program::Comparison;
use super::value::Extent;

/// Levels of a value that are compared or written: host objects may be cyclic.
const MOST_LEVELS: u32 = 64;

fn is_empty(value: &Value<'_>) -> bool {
    match value {
        Value::Empty => true,
        Value::Range(..) => false,
        _ => match value.extent() {
            Some(Extent::List(len) | Extent::Object(len)) => len == 0,
            None => value.text().is_some_and(str::is_empty),
        },
    }
}

fn is_blank(value: &Value<'_>) -> bool {
    match value {
        Value::Nil | Value::Bool(false) | Value::Blank => true,
        Value::Empty => false,
        _ => is_empty(value) || value.text().is_some_and(|text| text.trim().is_empty()),
    }
}

/// Nothing, `false`, an empty text, list or object: what `default` replaces.
pub(super) fn is_void(value: &Value<'_>) -> bool {
    value.is_false() || is_empty(value) || matches!(value, Value::Blank)
}

pub(super) fn equal(a: &Value<'_>, b: &Value<'_>, budget: &mut Budget) -> Result<bool, Fault> {
    equal_within(a, b, budget, MOST_LEVELS)
}

fn equal_within(
    a: &Value<'_>,
    b: &Value<'_>,
    budget: &mut Budget,
    levels: u32,
) -> Result<bool, Fault> {
    Ok(match (a, b) {
        (Value::Nil, Value::Nil) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Integer(a), Value::Integer(b)) => a == b,
        (Value::Integer(_) | Value::Float(_), Value::Integer(_) | Value::Float(_)) => {
            Number::of(a).compare(Number::of(b)) == Some(Ordering::Equal)
        }
        (Value::Empty, Value::Blank) | (Value::Blank, Value::Empty) => false,
        (Value::Empty, other) | (other, Value::Empty) => is_empty(other),
        (Value::Blank, other) | (other, Value::Blank) => is_blank(other),
        (Value::Range(a, b), Value::Range(c, d)) => (a, b) == (c, d),
        (Value::Range(..), _) | (_, Value::Range(..)) => false,
        _ => match (a.text(), b.text()) {
            (Some(a), Some(b)) => {
                budget.spend(a.len().min(b.len()) / 256)?;
                a == b
            }
            (None, None) => match (a.extent(), b.extent()) {
                (Some(a_extent), Some(b_extent)) => {
                    a_extent == b_extent && equal_parts(a, b, a_extent, budget, levels)?
                }
                _ => false,
            },
            _ => false,
        },
    })
}

fn equal_parts(
    a: &Value<'_>,
    b: &Value<'_>,
    extent: Extent,
    budget: &mut Budget,
    levels: u32,
) -> Result<bool, Fault> {
    let Some(levels) = levels.checked_sub(1) else {
        return Err(Fault::argument("the values are nested too deep to compare"));
    };
    match extent {
        Extent::List(len) => {
            for index in 0..len {
                budget.spend(1)?;
                let left = a.part(index).unwrap_or_default();
                let right = b.part(index).unwrap_or_default();
                if !equal_within(&left, &right, budget, levels)? {
                    return Ok(false);
                }
            }
        }
        Extent::Object(len) => {
            budget.make_list(len)?;
            // Fields are searched for, which takes longer the more there are.
            let steps = len.max(1).ilog2() / 2;
            for (name, left) in a.fields() {
                budget.spend(usize::try_from(steps).unwrap_or_default())?;
                let Some(right) = b.own_field(&name) else {
                    return Ok(false);
                };
                if !equal_within(&left, &right, budget, levels)? {
                    return Ok(false);
                }
            }
        }
    }
    Ok(true)
}

/// The order of two values, when they have one.
pub(super) fn order(a: &Value<'_>, b: &Value<'_>) -> Option<Ordering> {
    match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => Some(a.cmp(b)),
        (Value::Integer(_) | Value::Float(_), Value::Integer(_) | Value::Float(_)) => {
            Number::of(a).compare(Number::of(b))
        }
        _ => Some(a.text()?.cmp(b.text()?)),
    }
}

fn has_order(value: &Value<'_>) -> bool {
    matches!(value, Value::Integer(_) | Value::Float(_)) || value.text().is_some()
}

fn kind(value: &Value<'_>) -> &'static str {
    match value {
        Value::Integer(_) | Value::Float(_) => "a number",
        _ => "a text",
    }
}

pub(super) fn compare(
    comparison: Comparison,
    left: &Value<'_>,
    right: &Value<'_>,
    budget: &mut Budget,
) -> Result<bool, Fault> {
    let ordered = |holds: fn(Ordering) -> bool| match order(left, right) {
        Some(ordering) => Ok(holds(ordering)),
        None if has_order(left) && has_order(right) && kind(left) != kind(right) => {
            Err(Fault::argument(format!(
                "{} cannot be compared with {}",
                kind(left),
                kind(right)
            )))
        }
        None => Ok(false),
    };
    match comparison {
        Comparison::Equal => equal(left, right, budget),
        Comparison::NotEqual => Ok(!equal(left, right, budget)?),
        Comparison::Less => ordered(Ordering::is_lt),
        Comparison::LessOrEqual => ordered(Ordering::is_le),
        Comparison::Greater => ordered(Ordering::is_gt),
        Comparison::GreaterOrEqual => ordered(Ordering::is_ge),
        Comparison::Contains => contains(left, right, budget),
    }
}

fn contains(left: &Value<'_>, right: &Value<'_>, budget: &mut Budget) -> Result<bool, Fault> {
    if left.is_false() || right.is_false() {
        return Ok(false);
    }
    if let Some(text) = left.text() {
        let part = text_of(right, budget)?;
        budget.spend(text.len() / 256)?;
        return Ok(memchr::memmem::find(text.as_bytes(), part.as_bytes()).is_some());
    }
    if let Value::Range(first, last) = left {
        let not_before = |a, b| order(a, b).is_some_and(Ordering::is_le);
        let (first, last) = (Value::Integer(*first), Value::Integer(*last));
        return Ok(not_before(&first, right) && not_before(right, &last));
    }
    let len = match left.extent() {
        Some(Extent::List(len)) => len,
        Some(Extent::Object(_)) => {
            let name = right.text();
            return Ok(name.is_some_and(|name| left.own_field(name).is_some()));
        }
        None => return Ok(false),
    };
    for index in 0..len {
        budget.spend(1)?;
        if equal(&left.part(index).unwrap_or_default(), right, budget)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The text of a value, which is made where there is none to borrow. A list
/// is shown with its brackets, unlike where it is written itself.
pub(super) fn text_of<'v>(
    value: &'v Value<'_>,
    budget: &mut Budget,
) -> Result<Cow<'v, str>, Fault> {
    if let Some(text) = value.text() {
        return Ok(Cow::Borrowed(text));
    }
    let mut out = String::new();
    match value {
        Value::List(_) | Value::Source(_) | Value::Foreign(_) => {
            show(value, &mut out, budget, MOST_LEVELS)?;
        }
        _ => write(value, &mut out, budget)?,
    }
    budget.make(out.len())?;
    Ok(Cow::Owned(out))
}

/// Writes the text of a value.
pub(super) fn write(value: &Value<'_>, out: &mut String, budget: &mut Budget) -> Result<(), Fault> {
    write_within(value, out, budget, MOST_LEVELS)
}

fn write_within(
    value: &Value<'_>,
    out: &mut String,
    budget: &mut Budget,
    levels: u32,
) -> Result<(), Fault> {
    match value {
        Value::Nil | Value::Empty | Value::Blank => {}
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Integer(number) => out.push_str(itoa::Buffer::new().format(*number)),
        Value::Float(number) => write_float(*number, out),
        Value::Text(text) => out.push_str(text),
        Value::Made(text) | Value::Escaped(text) => out.push_str(text),
        Value::Range(first, last) => {
            write_within(&Value::Integer(*first), out, budget, levels)?;
            out.push_str("..");
            write_within(&Value::Integer(*last), out, budget, levels)?;
        }
        Value::Loop(state) => out.push_str(match state.columns {
            None => "forloop",
            Some(_) => "tablerowloop",
        }),
        Value::List(_) | Value::Source(_) | Value::Foreign(_) => match value.extent() {
            Some(Extent::List(len)) => {
                let levels = inner(levels)?;
                for index in 0..len {
                    budget.spend(1)?;
                    write_within(&value.part(index).unwrap_or_default(), out, budget, levels)?;
                }
            }
            _ => show(value, out, budget, levels)?,
        },
    }
    budget.can_make(out.len())
}

fn inner(levels: u32) -> Result<u32, Fault> {
    let too_deep = || Fault::argument("the value is nested too deep to be written");
    levels.checked_sub(1).ok_or_else(too_deep)
}

/// Writes a value as Ruby shows it, so that a text and a list can be told
/// from what is in them.
fn show(
    value: &Value<'_>,
    out: &mut String,
    budget: &mut Budget,
    levels: u32,
) -> Result<(), Fault> {
    let levels = inner(levels)?;
    if let Some(text) = value.text() {
        quote(text, out);
        return budget.can_make(out.len());
    }
    match (value, value.extent()) {
        (Value::Nil, _) => out.push_str("nil"),
        (Value::Range(..), _) | (_, None) => write_within(value, out, budget, levels)?,
        (_, Some(Extent::List(len))) => {
            out.push('[');
            for index in 0..len {
                budget.spend(1)?;
                if index > 0 {
                    out.push_str(", ");
                }
                show(&value.part(index).unwrap_or_default(), out, budget, levels)?;
            }
            out.push(']');
        }
        (_, Some(Extent::Object(len))) => {
            out.push('{');
            budget.make_list(len)?;
            for (index, (name, part)) in value.fields().into_iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                quote(&name, out);
                out.push_str("=>");
                show(&part, out, budget, levels)?;
            }
            out.push('}');
        }
    }
    budget.can_make(out.len())
}

/// Writes a text in quotes, as Ruby shows it.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escape = match c {
            '"' | '\\' => c,
            '#' if matches!(chars.peek(), Some('{' | '$' | '@')) => c,
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\x07' => 'a',
            '\x08' => 'b',
            '\x0b' => 'v',
            '\x0c' => 'f',
            '\x1b' => 'e',
            _ if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
                continue;
            }
            _ => {
                out.push(c);
                continue;
            }
        };
        out.extend(['\\', escape]);
    }
    out.push('"');
}

/// A text that is the same for equal values and for no others.
pub(super) fn identity(
    value: &Value<'_>,
    out: &mut String,
    budget: &mut Budget,
    levels: u32,
) -> Result<(), Fault> {
    let Some(levels) = levels.checked_sub(1) else {
        return Err(Fault::argument("the values are nested too deep to compare"));
    };
    if let Some(text) = value.text() {
        out.push_str(&format!("t{}:", text.len()));
        out.push_str(text);
        return budget.can_make(out.len());
    }
    match value.extent() {
        None => {
            out.push(match value {
                Value::Nil => 'n',
                Value::Bool(_) => 'b',
                _ => 'i',
            });
            write(value, out, budget)?;
            out.push(';');
        }
        Some(Extent::List(len)) => {
            out.push('[');
            for index in 0..len {
                budget.spend(1)?;
                identity(&value.part(index).unwrap_or_default(), out, budget, levels)?;
            }
            out.push(']');
        }
        Some(Extent::Object(len)) => {
            budget.make_list(len)?;
            let mut fields = value.fields();
            fields.sort_by(|(a, _), (b, _)| a.cmp(b));
            out.push('{');
            for (name, value) in fields {
                out.push_str(&format!("{}:{name}", name.len()));
                identity(&value, out, budget, levels)?;
            }
            out.push('}');
        }
    }
    budget.can_make(out.len())
}

/// The text that [`identity`] gives.
pub(super) fn identity_of(value: &Value<'_>, budget: &mut Budget) -> Result<String, Fault> {
    let mut out = String::new();
    identity(value, &mut out, budget, MOST_LEVELS)?;
    budget.make(out.len())?;
    Ok(out)
}
