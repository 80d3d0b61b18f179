//! What filters need, and what they give.

use std::rc::Rc;

use super::shape::{Kinds, Shape, one_of};
use super::walk::{Known, Walk};
use crate::template::filters::{Filter, Gives};
use crate::template::program::Operand;

/// What is written where it is expected.
const LISTS: Kinds = Kinds::LIST;

impl<'s> Walk<'_, 's> {
    /// What a filter makes of a value; a problem where it cannot.
    pub(super) fn filter(
        &mut self,
        filter: Filter,
        input: Known<'s>,
        arguments: &[(Operand, Known<'s>)],
        named: &[(&str, Known<'s>)],
    ) -> Known<'s> {
        let kinds = self.schemas.kinds(&input.shape);
        let name = filter.name();
        if filter != Filter::Default {
            // An argument that is nothing makes a hole, or an error.
            for (_, argument) in arguments {
                self.expect_present(argument);
            }
            for (_, argument) in named {
                self.expect_present(argument);
            }
        }
        let compound = |kinds: Kinds| {
            kinds != Kinds::ALL && (kinds.has(Kinds::LIST) || kinds.has(Kinds::OBJECT))
        };
        let takes_lists = matches!(filter, Filter::Join | Filter::Date | Filter::Money);
        let mut texts = arguments.iter().map(|(_, argument)| argument);
        let is_text = filter.gives() == Gives::Text;
        if is_text && !takes_lists && compound(kinds)
            || (is_text || filter == Filter::Split)
                && texts.any(|argument| compound(self.schemas.kinds(&argument.shape)))
        {
            self.unfit(name, "what may be a list or an object");
        }
        match filter {
            Filter::Default => return self.default(input, arguments),
            Filter::Money => self.check_money(&input, arguments),
            Filter::Number | Filter::Pluralize => {
                if !self.schemas.is_decimal(&input.shape) {
                    self.unfit(name, "what may be no number");
                }
                if filter == Filter::Pluralize
                    && arguments.len() < 2
                    && !named.iter().any(|(name, _)| *name == "other")
                {
                    self.unfit(name, "no word for \"other\"");
                }
            }
            Filter::DividedBy | Filter::Modulo => {
                let is_safe = matches!(
                    arguments.first(),
                    Some((Operand::Integer(number), _)) if *number != 0
                ) || matches!(
                    arguments.first(),
                    Some((Operand::Float(number), _)) if *number != 0.0
                );
                if !is_safe {
                    self.unfit(name, "what may be zero");
                }
            }
            Filter::Slice | Filter::Truncate | Filter::TruncateWords => {
                let numbers = if filter == Filter::Slice { 2 } else { 1 };
                for (operand, argument) in arguments.iter().take(numbers) {
                    let kinds = self.schemas.kinds(&argument.shape);
                    if matches!(operand, Operand::Float(_)) || kinds != Kinds::NUMBER {
                        self.unfit(name, "what may be no whole number");
                    }
                }
            }
            Filter::Concat => {
                let is_list = |(_, argument): &(Operand, Known<'s>)| {
                    self.schemas.kinds(&argument.shape) == LISTS
                };
                if !arguments.iter().all(is_list) {
                    self.unfit(name, "what may be no list");
                }
            }
            Filter::Map
            | Filter::Sum
            | Filter::Sort
            | Filter::SortNatural
            | Filter::Compact
            | Filter::Uniq
            | Filter::Where
            | Filter::Reject
            | Filter::Find
            | Filter::FindIndex
            | Filter::Has => return self.list(filter, &input, arguments),
            Filter::Base64Decode | Filter::Base64UrlSafeDecode | Filter::UrlDecode => {
                self.unfit(name, "what may not be encoded so");
            }
            Filter::Date => {
                let dates = Kinds::TEXT.or(Kinds::NUMBER).or(Kinds::NIL);
                if !kinds.is_within(dates) {
                    self.unfit(name, "what may be no date");
                }
            }
            Filter::First | Filter::Last => {
                return Known {
                    absent: true,
                    ..Known::of(self.schemas.item(&input.shape))
                };
            }
            _ => {}
        }
        if filter == Filter::Split {
            return Known::of(Shape::List(Rc::new(Shape::Made(Kinds::TEXT))));
        }
        let gives = match filter.gives() {
            Gives::Text => Kinds::TEXT,
            Gives::Number => Kinds::NUMBER,
            Gives::Truth => Kinds::TRUTH,
            Gives::List | Gives::Other => {
                let shape = match filter {
                    Filter::Slice if kinds == Kinds::TEXT => Shape::Made(Kinds::TEXT),
                    Filter::Reverse if kinds == LISTS => input.shape,
                    _ => Shape::List(Rc::new(Shape::Made(Kinds::ALL))),
                };
                return Known::of(shape);
            }
        };
        Known::made(gives)
    }

    fn unfit(&mut self, filter: &str, what: &str) {
        let message = format!("the filter {filter:?} is given {what}");
        self.problem("unfit_argument", message, None);
    }

    fn default(&mut self, input: Known<'s>, arguments: &[(Operand, Known<'s>)]) -> Known<'s> {
        let Some((_, other)) = arguments.first() else {
            return Known::made(Kinds::TEXT.or(Kinds::NIL));
        };
        let kept = self.schemas.kinds(&input.shape).without(Kinds::NIL);
        let shape = match input.shape {
            Shape::Schema(_) if kept == Kinds::OBJECT || kept == Kinds::LIST => input.shape,
            _ => Shape::Made(kept),
        };
        Known {
            absent: self.may_be_nothing(other),
            ..Known::of(one_of(vec![shape, other.shape.clone()]).unwrap_or(Shape::Made(Kinds::ALL)))
        }
    }

    fn check_money(&mut self, input: &Known<'s>, arguments: &[(Operand, Known<'s>)]) {
        let kinds = self.schemas.kinds(&input.shape).without(Kinds::NIL);
        if kinds == Kinds::OBJECT {
            let amount = self.schemas.field(&input.shape, "amount");
            let currency = self.schemas.field(&input.shape, "currency");
            let fits = amount
                .is_some_and(|field| field.always && self.schemas.is_decimal(&field.shape))
                && (!arguments.is_empty()
                    || currency.is_some_and(|field| {
                        field.always && self.schemas.is_currency(&field.shape)
                    }));
            if !fits {
                self.unfit("money", "what may be no amount");
            }
            return;
        }
        if !self.schemas.is_decimal(&input.shape) {
            self.unfit("money", "what may be no amount");
        }
        match arguments.first() {
            Some((Operand::Text(_), _)) => {}
            Some((_, currency)) if self.schemas.is_currency(&currency.shape) => {}
            Some(_) => self.unfit("money", "what may be no currency"),
            // Whether the options have one is not known here.
            None => self.unfit("money", "an amount without its currency"),
        }
    }

    fn list(
        &mut self,
        filter: Filter,
        input: &Known<'s>,
        arguments: &[(Operand, Known<'s>)],
    ) -> Known<'s> {
        let name = filter.name();
        let item = self.schemas.item(&input.shape);
        let kinds = self.schemas.kinds(&item);
        let is_list = self
            .schemas
            .kinds(&input.shape)
            .is_within(LISTS.or(Kinds::NIL));
        let keyed = !arguments.is_empty();
        if !is_list {
            self.unfit(name, "what may be no list");
        }
        if keyed && kinds != Kinds::OBJECT {
            self.unfit(name, "items that may have no properties");
        }
        let same = |kinds: Kinds| {
            let kinds = kinds.without(Kinds::NIL);
            kinds == Kinds::TEXT || kinds == Kinds::NUMBER || kinds == Kinds::NONE
        };
        if filter == Filter::Sort {
            let sorted = match arguments.first() {
                None => kinds,
                Some((Operand::Text(span), _)) => {
                    let property = self.text(*span);
                    let field = self.schemas.field(&item, property);
                    field.map_or(Kinds::ALL, |field| self.schemas.kinds(&field.shape))
                }
                Some(_) => Kinds::ALL,
            };
            if !same(sorted) {
                self.unfit(name, "items that may have no order");
            }
        }
        match filter {
            Filter::Sum => Known::made(Kinds::NUMBER),
            Filter::Has => Known::made(Kinds::TRUTH),
            Filter::FindIndex => Known::made(Kinds::NUMBER.or(Kinds::NIL)),
            Filter::Find => Known {
                absent: true,
                ..Known::of(item)
            },
            Filter::Map => Known::of(Shape::List(Rc::new(Shape::Made(Kinds::ALL)))),
            _ => Known::of(Shape::List(Rc::new(item))),
        }
    }
}
