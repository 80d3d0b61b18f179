//! Filters of lists.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::{Arguments, Filter, Maker};
use crate::template::Value;
use crate::template::compare::{equal, identity_of, order, text_of};
use crate::template::error::Fault;
use crate::template::limits::Budget;
use crate::template::number::Number;
use crate::template::value::Extent;

/// Levels of lists within lists that are made one.
const MOST_LEVELS: u32 = 64;

/// The items that a filter goes through: of a list, with the lists in it made
/// one; of anything else, itself.
fn items<'a>(input: Value<'a>, budget: &mut Budget) -> Result<Vec<Value<'a>>, Fault> {
    let mut out = Vec::new();
    match input.extent() {
        Some(Extent::List(_)) => flatten(&input, &mut out, budget, MOST_LEVELS)?,
        _ if matches!(input, Value::Nil | Value::Empty | Value::Blank) => {}
        _ => out.push(input),
    }
    Ok(out)
}

fn flatten<'a>(
    list: &Value<'a>,
    out: &mut Vec<Value<'a>>,
    budget: &mut Budget,
    levels: u32,
) -> Result<(), Fault> {
    let Some(levels) = levels.checked_sub(1) else {
        return Err(Fault::argument("the lists are nested too deep"));
    };
    let Some(Extent::List(len)) = list.extent() else {
        return Ok(());
    };
    // Asked first: a range is as long as it says.
    budget.make_list(len)?;
    for index in 0..len {
        let item = list.part(index).unwrap_or_default();
        match item.extent() {
            Some(Extent::List(_)) => flatten(&item, out, budget, levels)?,
            _ => out.push(item),
        }
    }
    Ok(())
}

fn list(items: Vec<Value<'_>>) -> Value<'_> {
    Value::List(items.into())
}

/// What an item has under a name, or why it has nothing.
enum Property<'a> {
    Value(Value<'a>),
    /// The item can have no properties, so the whole filter gives nothing.
    Nothing,
}

fn property<'a>(
    item: &Value<'a>,
    name: &Value<'a>,
    budget: &mut Budget,
) -> Result<Property<'a>, Fault> {
    budget.spend(1)?;
    Ok(match item {
        Value::Source(_) | Value::Foreign(_) => {
            let found = item.own_field(name.text().unwrap_or_default());
            Property::Value(found.unwrap_or_default())
        }
        // A text has those texts that are parts of it.
        _ if item.text().is_some() && name.text().is_some() => {
            let (text, part) = (
                item.text().unwrap_or_default(),
                name.text().unwrap_or_default(),
            );
            budget.spend(text.len() / 256)?;
            Property::Value(match text.contains(part) {
                true => name.clone(),
                false => Value::Nil,
            })
        }
        // Whole numbers have bits, as in Ruby.
        Value::Integer(bits) if matches!(name, Value::Integer(_)) => match name {
            Value::Integer(at @ 0..64) => Property::Value(Value::Integer(bits >> at & 1)),
            _ => Property::Value(Value::Integer(0)),
        },
        Value::Nil | Value::Bool(_) | Value::Float(_) => Property::Nothing,
        _ if item.text().is_some() => Property::Nothing,
        _ => {
            let name = text_of(name, budget)?;
            let name = crate::wording::quoted(&name);
            return Err(Fault::argument(format!("an item has no property {name}")));
        }
    })
}

pub(super) fn apply<'a>(
    filter: Filter,
    input: Value<'a>,
    arguments: &Arguments<'_, 'a>,
    budget: &mut Budget,
) -> Result<Value<'a>, Fault> {
    match filter {
        Filter::First => return Ok(input.item(0).unwrap_or_default()),
        Filter::Last => {
            let last = match input.extent() {
                Some(Extent::List(len)) => len.checked_sub(1).and_then(|at| input.item(at)),
                _ => None,
            };
            return Ok(last.unwrap_or_default());
        }
        Filter::Join => return join(&input, arguments, budget),
        Filter::Where | Filter::Reject | Filter::Find | Filter::FindIndex | Filter::Has => {
            return select(filter, input, arguments, budget);
        }
        _ => {}
    }
    let key = arguments
        .values
        .first()
        .filter(|key| !matches!(key, Value::Nil));
    let mut all = items(input, budget)?;
    match filter {
        Filter::Reverse => all.reverse(),
        Filter::Concat => {
            let other = arguments.first();
            let Some(Extent::List(_)) = other.extent() else {
                return Err(Fault::argument("what is added by \"concat\" is no list"));
            };
            all.extend(items(other, budget)?);
        }
        Filter::Map => {
            let name = arguments.first();
            for item in &mut all {
                *item = match property(item, &name, budget)? {
                    Property::Value(value) => value,
                    Property::Nothing => {
                        return Err(Fault::argument("an item has no properties"));
                    }
                };
            }
        }
        Filter::Sum => return sum(&all, key, budget),
        Filter::Compact => {
            let mut kept = Vec::new();
            for item in all {
                let value = match key {
                    Some(key) => keyed(&item, key, budget)?,
                    None => item.clone(),
                };
                if !matches!(value, Value::Nil) {
                    kept.push(item);
                }
            }
            all = kept;
        }
        Filter::Uniq => {
            let mut seen = BTreeSet::new();
            let mut kept = Vec::new();
            for item in all {
                let value = match key {
                    Some(key) => keyed(&item, key, budget)?,
                    None => item.clone(),
                };
                if seen.insert(identity_of(&value, budget)?) {
                    kept.push(item);
                }
            }
            all = kept;
        }
        _ => all = sort(filter, all, key, budget)?,
    }
    Ok(list(all))
}

fn keyed<'a>(item: &Value<'a>, key: &Value<'a>, budget: &mut Budget) -> Result<Value<'a>, Fault> {
    match property(item, key, budget)? {
        Property::Value(value) => Ok(value),
        Property::Nothing => Ok(Value::Nil),
    }
}

fn join<'a>(
    input: &Value<'a>,
    arguments: &Arguments<'_, 'a>,
    budget: &mut Budget,
) -> Result<Value<'a>, Fault> {
    let Some(Extent::List(_)) = input.extent() else {
        return match input.text() {
            Some(_) => Ok(input.clone()),
            None => Ok(text_of(input, budget)?.into_owned().into()),
        };
    };
    let glue = match arguments.values.first() {
        Some(glue) => text_of(glue, budget)?.into_owned(),
        None => " ".to_owned(),
    };
    // A range says how long its text is before it is made.
    if let Some(Extent::List(len)) = input.extent() {
        budget.can_make(glue.len().saturating_mul(len.saturating_sub(1)))?;
    }
    let all = items(input.clone(), budget)?;
    let mut maker = Maker::new(budget);
    for (index, item) in all.iter().enumerate() {
        if index > 0 {
            maker.push(&glue)?;
        }
        let text = text_of(item, maker.budget)?;
        maker.push(&text)?;
    }
    maker.finish()
}

/// `where`, `reject`, `find`, `find_index` and `has`: the items whose property
/// is a value, or is true where no value is given.
fn select<'a>(
    filter: Filter,
    input: Value<'a>,
    arguments: &Arguments<'_, 'a>,
    budget: &mut Budget,
) -> Result<Value<'a>, Fault> {
    let name = arguments.first();
    let target = arguments
        .second()
        .filter(|target| !matches!(target, Value::Nil));
    let mut kept = Vec::new();
    for (index, item) in items(input, budget)?.into_iter().enumerate() {
        let value = match property(&item, &name, budget)? {
            Property::Value(value) => value,
            Property::Nothing => return Ok(Value::Nil),
        };
        let holds = match target {
            Some(target) => equal(&value, target, budget)?,
            None => !value.is_false(),
        };
        match filter {
            Filter::Find if holds => return Ok(item),
            Filter::Has if holds => return Ok(Value::Bool(true)),
            Filter::FindIndex if holds => {
                return Ok(Value::Integer(i64::try_from(index).unwrap_or(i64::MAX)));
            }
            Filter::Where if holds => kept.push(item),
            Filter::Reject if !holds => kept.push(item),
            _ => {}
        }
    }
    Ok(match filter {
        Filter::Find | Filter::FindIndex => Value::Nil,
        Filter::Has => Value::Bool(false),
        _ => list(kept),
    })
}

fn sum<'a>(
    all: &[Value<'a>],
    key: Option<&Value<'a>>,
    budget: &mut Budget,
) -> Result<Value<'a>, Fault> {
    let mut total = Number::Integer(0);
    for item in all {
        let value = match key {
            Some(key) => keyed(item, key, budget)?,
            None => item.clone(),
        };
        budget.spend(match value {
            Value::Integer(_) => 1,
            _ => 8,
        })?;
        total = total.plus(Number::of(&value))?;
    }
    total.value()
}

/// Sorted, equal items in their order, nothing at the end.
fn sort<'a>(
    filter: Filter,
    all: Vec<Value<'a>>,
    key: Option<&Value<'a>>,
    budget: &mut Budget,
) -> Result<Vec<Value<'a>>, Fault> {
    let mut keyed_items = Vec::new();
    let mut bytes = 0_usize;
    for item in all {
        let value = match key {
            Some(key) => keyed(&item, key, budget)?,
            None => item.clone(),
        };
        let value = match filter {
            Filter::SortNatural if !matches!(value, Value::Nil) => {
                Value::from(text_of(&value, budget)?.to_ascii_lowercase())
            }
            _ => value,
        };
        bytes = bytes.saturating_add(value.text().map_or(0, str::len));
        keyed_items.push((value, item));
    }
    // Sorting compares each item some log n times.
    let rounds = usize::try_from(keyed_items.len().max(1).ilog2()).unwrap_or_default() + 1;
    budget.spend((keyed_items.len() + bytes / 256).saturating_mul(rounds))?;
    // Asked before: sorting itself needs a total order.
    let mut kinds = keyed_items
        .iter()
        .filter(|(value, _)| !matches!(value, Value::Nil))
        .map(|(value, _)| kind(value));
    if let Some(first) = kinds.next()
        && keyed_items.len() > 1
        && (first == Kind::Other || kinds.any(|kind| kind != first))
    {
        return Err(Fault::argument(
            "values of different kinds cannot be sorted",
        ));
    }
    crate::order::sort_by(&mut keyed_items, |(a, _), (b, _)| match (a, b) {
        (Value::Nil, Value::Nil) => Ordering::Equal,
        (Value::Nil, _) => Ordering::Greater,
        (_, Value::Nil) => Ordering::Less,
        _ => order(a, b).unwrap_or(Ordering::Equal),
    });
    Ok(keyed_items.into_iter().map(|(_, item)| item).collect())
}

/// What is sorted together.
#[derive(PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Other,
}

fn kind(value: &Value<'_>) -> Kind {
    match value {
        Value::Float(number) if number.is_nan() => Kind::Other,
        Value::Integer(_) | Value::Float(_) => Kind::Number,
        _ if value.text().is_some() => Kind::Text,
        _ => Kind::Other,
    }
}
