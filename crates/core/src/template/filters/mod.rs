//! Filters.

mod date;
mod encode;
mod list;
mod local;
mod math;
mod text;

pub(super) use date::date_to;
pub(crate) use text::html_to_text;

use super::Value;
use super::compare::{is_void, text_of};
use super::error::Fault;
use super::limits::Budget;
use super::number::whole;
use super::options::RenderOptions;

macro_rules! filters {
    ($($name:literal $filter:ident $min:literal $max:literal [$($named:literal)*]),* $(,)?) => {
        /// A filter that templates can use.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(in crate::template) enum Filter {
            $(#[doc = $name] $filter,)*
        }

        /// Name, filter, fewest and most arguments, and the named ones.
        static FILTERS: &[(&str, Filter, usize, usize, &[&str])] =
            &[$(($name, Filter::$filter, $min, $max, &[$($named),*])),*];
    };
}

filters! {
    "abs" Abs 0 0 [],
    "append" Append 1 1 [],
    "at_least" AtLeast 1 1 [],
    "at_most" AtMost 1 1 [],
    "base64_decode" Base64Decode 0 0 [],
    "base64_encode" Base64Encode 0 0 [],
    "base64_url_safe_decode" Base64UrlSafeDecode 0 0 [],
    "base64_url_safe_encode" Base64UrlSafeEncode 0 0 [],
    "capitalize" Capitalize 0 0 [],
    "ceil" Ceil 0 0 [],
    "compact" Compact 0 1 [],
    "concat" Concat 1 1 [],
    "date" Date 1 1 [],
    "default" Default 0 1 ["allow_false"],
    "divided_by" DividedBy 1 1 [],
    "downcase" Downcase 0 0 [],
    "escape" Escape 0 0 [],
    "escape_once" EscapeOnce 0 0 [],
    "find" Find 1 2 [],
    "find_index" FindIndex 1 2 [],
    "first" First 0 0 [],
    "floor" Floor 0 0 [],
    "has" Has 1 2 [],
    "join" Join 0 1 [],
    "last" Last 0 0 [],
    "lstrip" Lstrip 0 0 [],
    "map" Map 1 1 [],
    "minus" Minus 1 1 [],
    "modulo" Modulo 1 1 [],
    "money" Money 0 1 [],
    "newline_to_br" NewlineToBr 0 0 [],
    "number" Number 0 1 [],
    "pluralize" Pluralize 0 2 ["zero" "one" "two" "few" "many" "other"],
    "plus" Plus 1 1 [],
    "prepend" Prepend 1 1 [],
    "reject" Reject 1 2 [],
    "remove" Remove 1 1 [],
    "remove_first" RemoveFirst 1 1 [],
    "remove_last" RemoveLast 1 1 [],
    "replace" Replace 1 2 [],
    "replace_first" ReplaceFirst 1 2 [],
    "replace_last" ReplaceLast 2 2 [],
    "reverse" Reverse 0 0 [],
    "round" Round 0 1 [],
    "rstrip" Rstrip 0 0 [],
    "size" Size 0 0 [],
    "slice" Slice 1 2 [],
    "sort" Sort 0 1 [],
    "sort_natural" SortNatural 0 1 [],
    "split" Split 1 1 [],
    "squish" Squish 0 0 [],
    "strip" Strip 0 0 [],
    "strip_html" StripHtml 0 0 [],
    "strip_newlines" StripNewlines 0 0 [],
    "sum" Sum 0 1 [],
    "times" Times 1 1 [],
    "truncate" Truncate 0 2 [],
    "truncatewords" TruncateWords 0 2 [],
    "uniq" Uniq 0 1 [],
    "upcase" Upcase 0 0 [],
    "url_decode" UrlDecode 0 0 [],
    "url_encode" UrlEncode 0 0 [],
    "where" Where 1 2 [],
}

/// What a filter gives for any input, as far as that is always the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::template) enum Gives {
    Text,
    Number,
    Truth,
    List,
    /// What it was given, or a part of it.
    Other,
}

impl Filter {
    pub(in crate::template) fn find(name: &str) -> Result<Self, Fault> {
        let name = if name == "h" { "escape" } else { name };
        let at = FILTERS.binary_search_by(|(known, ..)| (*known).cmp(name));
        match at.ok().and_then(|at| FILTERS.get(at)) {
            Some((_, filter, ..)) => Ok(*filter),
            None => {
                let known = FILTERS.iter().map(|(name, ..)| *name);
                Err(Fault::syntax(format!("unknown filter {name:?}"))
                    .with_hint(crate::wording::closest(name, known)))
            }
        }
    }

    fn row(self) -> Option<&'static (&'static str, Self, usize, usize, &'static [&'static str])> {
        FILTERS.get(self as usize)
    }

    /// Its name.
    pub(in crate::template) fn name(self) -> &'static str {
        self.row().map_or("", |(name, ..)| name)
    }

    pub(in crate::template) fn check_arguments(self, given: usize) -> Result<(), Fault> {
        let Some((name, _, min, max, _)) = self.row() else {
            return Ok(());
        };
        if (*min..=*max).contains(&given) {
            return Ok(());
        }
        let expected = match (min, max) {
            (0, 0) => "none".to_owned(),
            (min, max) if min == max => min.to_string(),
            (min, max) => format!("{min} to {max}"),
        };
        Err(Fault::syntax(format!(
            "{given} arguments for the filter {name:?}: expected {expected}"
        )))
    }

    pub(in crate::template) fn check_named(self, argument: &str) -> Result<(), Fault> {
        let Some((name, .., named)) = self.row() else {
            return Ok(());
        };
        if named.contains(&argument) {
            return Ok(());
        }
        Err(
            Fault::syntax(format!("the filter {name:?} has no argument {argument:?}"))
                .with_hint(crate::wording::closest(argument, named.iter().copied())),
        )
    }

    /// Whether it is a number's, and makes a number of it.
    const fn is_arithmetic(self) -> bool {
        matches!(
            self,
            Self::Abs
                | Self::AtLeast
                | Self::AtMost
                | Self::Ceil
                | Self::DividedBy
                | Self::Floor
                | Self::Minus
                | Self::Modulo
                | Self::Plus
                | Self::Round
                | Self::Times
        )
    }

    pub(in crate::template) const fn gives(self) -> Gives {
        match self {
            Self::Size | Self::Sum | Self::FindIndex => Gives::Number,
            arithmetic if arithmetic.is_arithmetic() => Gives::Number,
            Self::Has => Gives::Truth,
            Self::Compact
            | Self::Concat
            | Self::Map
            | Self::Reject
            | Self::Reverse
            | Self::Sort
            | Self::SortNatural
            | Self::Split
            | Self::Uniq
            | Self::Where => Gives::List,
            Self::Default | Self::Find | Self::First | Self::Last | Self::Slice => Gives::Other,
            _ => Gives::Text,
        }
    }
}

/// What a filter is called with.
#[derive(Debug)]
pub(super) struct Arguments<'c, 'a> {
    pub(super) values: &'c [Value<'a>],
    pub(super) named: &'c [(&'c str, Value<'a>)],
    pub(super) options: &'c RenderOptions,
}

impl<'a> Arguments<'_, 'a> {
    fn first(&self) -> Value<'a> {
        self.values.first().cloned().unwrap_or_default()
    }

    fn second(&self) -> Option<&Value<'a>> {
        self.values.get(1)
    }

    fn named(&self, name: &str) -> Option<&Value<'a>> {
        let mut named = self.named.iter().rev();
        named
            .find(|(other, _)| *other == name)
            .map(|(_, value)| value)
    }
}

/// A text that is made of parts, within what memory is left.
struct Maker<'b> {
    text: String,
    budget: &'b mut Budget,
}

impl<'b> Maker<'b> {
    fn new(budget: &'b mut Budget) -> Self {
        Self {
            text: String::new(),
            budget,
        }
    }

    fn push(&mut self, part: &str) -> Result<(), Fault> {
        self.budget
            .can_make(self.text.len().saturating_add(part.len()))?;
        self.text.push_str(part);
        Ok(())
    }

    fn finish<'a>(self) -> Result<Value<'a>, Fault> {
        self.budget.make(self.text.len())?;
        Ok(Value::from(self.text))
    }
}

fn made<'a>(text: String, budget: &mut Budget) -> Result<Value<'a>, Fault> {
    budget.make(text.len())?;
    Ok(text.into())
}

impl Filter {
    /// What the filter makes of a value.
    pub(in crate::template) fn apply<'a>(
        self,
        input: Value<'a>,
        arguments: &Arguments<'_, 'a>,
        budget: &mut Budget,
    ) -> Result<Value<'a>, Fault> {
        match self {
            arithmetic if arithmetic.is_arithmetic() => {
                math::apply(self, &input, arguments, budget)
            }
            Self::Compact
            | Self::Concat
            | Self::Find
            | Self::FindIndex
            | Self::First
            | Self::Has
            | Self::Join
            | Self::Last
            | Self::Map
            | Self::Reject
            | Self::Reverse
            | Self::Sort
            | Self::SortNatural
            | Self::Sum
            | Self::Uniq
            | Self::Where => list::apply(self, input, arguments, budget),
            Self::Base64Decode
            | Self::Base64Encode
            | Self::Base64UrlSafeDecode
            | Self::Base64UrlSafeEncode
            | Self::Escape
            | Self::EscapeOnce
            | Self::UrlDecode
            | Self::UrlEncode => {
                let text = text_of(&input, budget)?;
                encode::apply(self, &text, budget)
            }
            Self::Default => {
                let allow = arguments.named("allow_false");
                let allows_false = allow.is_some_and(|allow| !allow.is_false());
                let keeps = allows_false && matches!(input, Value::Bool(false));
                Ok(match keeps || !is_void(&input) {
                    true => input,
                    false => arguments.first(),
                })
            }
            Self::Size => Ok(input.size().unwrap_or(Value::Integer(0))),
            Self::Slice => slice(input, arguments, budget),
            Self::Date => date::date(input, &arguments.first(), arguments.options, budget),
            Self::Money | Self::Number | Self::Pluralize => {
                local::apply(self, &input, arguments, budget)
            }
            _ => text::apply(self, input, arguments, budget),
        }
    }
}

/// The part of a text or list that begins at a place.
fn slice<'a>(
    input: Value<'a>,
    arguments: &Arguments<'_, 'a>,
    budget: &mut Budget,
) -> Result<Value<'a>, Fault> {
    let exactly = |value: &Value<'_>| match value {
        Value::Float(_) => Err(Fault::argument("expected a whole number")),
        _ => whole(value),
    };
    let start = exactly(&arguments.first())?;
    let len = match arguments.second() {
        None | Some(Value::Nil) => 1,
        Some(len) => exactly(len)?,
    };
    let (text, size) = match input.extent() {
        Some(super::Extent::List(size)) => (None, size),
        _ => {
            let text = text_of(&input, budget)?;
            let size = text.chars().count();
            (Some(text), size)
        }
    };
    let from_end = || size.checked_sub(usize::try_from(start.unsigned_abs()).ok()?);
    let start = usize::try_from(start).ok().or_else(from_end);
    let len = usize::try_from(len).unwrap_or_default();
    let (start, len) = match start {
        Some(start) if start < size => (start, len.min(size - start)),
        _ => (0, 0),
    };
    if let Some(text) = text {
        let part: String = text.chars().skip(start).take(len).collect();
        return made(part, budget);
    }
    budget.make_list(len)?;
    let items = (start..start + len).map(|at| input.part(at).unwrap_or_default());
    Ok(Value::List(items.collect()))
}
