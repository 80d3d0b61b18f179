//! Filters of numbers.

use std::cmp::Ordering;

use super::{Arguments, Filter};
use crate::template::Value;
use crate::template::error::Fault;
use crate::template::limits::Budget;
use crate::template::number::{Number, read_whole};

pub(super) fn apply<'a>(
    filter: Filter,
    input: &Value<'a>,
    arguments: &Arguments<'_, 'a>,
    budget: &mut Budget,
) -> Result<Value<'a>, Fault> {
    // Floats are counted in decimals, which takes a while.
    let mut all = std::iter::once(input).chain(arguments.values);
    if all.any(|value| !matches!(value, Value::Integer(_))) {
        budget.spend(16)?;
    }
    let left = Number::of(input);
    let right = || Number::of(&arguments.first());
    let number = match filter {
        Filter::Abs => left.abs(),
        Filter::Ceil => left.ceil(),
        Filter::Floor => left.floor(),
        Filter::Round => match arguments.values.first() {
            None => left.round(0),
            Some(digits) => left.round(read_whole(digits)?),
        },
        Filter::Plus => left.plus(right()),
        Filter::Minus => left.minus(right()),
        Filter::Times => left.times(right()),
        Filter::DividedBy => left.divided_by(right()),
        Filter::Modulo => left.modulo(right()),
        _ => {
            let right = right();
            let beyond = match filter {
                Filter::AtLeast => Ordering::Less,
                _ => Ordering::Greater,
            };
            match left.compare(right) {
                Some(order) if order == beyond => Ok(right),
                Some(_) => Ok(left),
                // One of them is no number, and neither is this.
                None => left.plus(right),
            }
        }
    };
    number?.value()
}
