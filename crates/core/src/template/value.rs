//! Values, and where they come from.

use std::borrow::Cow;
use std::fmt;
use std::rc::Rc;

use super::Json;
use super::loops::Loop;

/// What a list or an object is, and how much is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// A list of so many items.
    List(usize),
    /// An object of so many fields.
    Object(usize),
}

/// A list or an object that a template reads: fields are looked up when the
/// template names them, and nothing is converted before.
///
/// [`serde_json::Value`] and [`Json`](super::Json) are sources, and a Rust
/// type becomes one in a few lines.
///
/// ```
/// use std::borrow::Cow;
///
/// use deskcore::template::{Extent, RenderOptions, Source, Template, Value};
///
/// struct Customer {
///     first_name: String,
/// }
///
/// impl Source for Customer {
///     fn extent(&self) -> Extent {
///         Extent::Object(1)
///     }
///     fn field(&self, name: &str) -> Option<Value<'_>> {
///         (name == "first_name").then(|| Value::Text(&self.first_name))
///     }
///     fn item(&self, index: usize) -> Option<Value<'_>> {
///         (index == 0).then(|| Value::Text(&self.first_name))
///     }
///     fn name(&self, index: usize) -> Option<Cow<'_, str>> {
///         (index == 0).then_some(Cow::Borrowed("first_name"))
///     }
/// }
///
/// let template = Template::parse("Bună, {{ first_name }}!")?;
/// let ioana = Customer { first_name: "Ioana".to_owned() };
/// assert_eq!(template.render(&ioana, &RenderOptions::default())?, "Bună, Ioana!");
/// # Ok::<(), deskcore::Error>(())
/// ```
pub trait Source {
    /// What it is.
    fn extent(&self) -> Extent;
    /// The field of an object; nothing when it has none of that name.
    fn field(&self, name: &str) -> Option<Value<'_>>;
    /// The item of a list, or the value of an object's field, by its place.
    fn item(&self, index: usize) -> Option<Value<'_>>;
    /// The name of an object's field, by its place.
    fn name(&self, index: usize) -> Option<Cow<'_, str>>;
    /// All fields of an object in their order: for objects that do not find a
    /// field by its place in a few steps.
    fn fields(&self) -> Vec<(Cow<'_, str>, Value<'_>)> {
        let len = match self.extent() {
            Extent::Object(len) => len,
            Extent::List(_) => 0,
        };
        (0..len)
            .filter_map(|index| Some((self.name(index)?, self.item(index)?)))
            .collect()
    }
}

/// A list or an object of a host's own language, whose parts come into being
/// when they are asked for, so that nothing can be borrowed from it.
pub trait Foreign {
    /// What it is.
    fn extent(&self) -> Extent;
    /// The field of an object; nothing when it has none of that name.
    fn field(&self, name: &str) -> Option<Value<'static>>;
    /// The item of a list, or the value of an object's field, by its place.
    fn item(&self, index: usize) -> Option<Value<'static>>;
    /// The name of an object's field, by its place.
    fn name(&self, index: usize) -> Option<String>;
}

/// A value that a template reads.
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum Value<'a> {
    /// Nothing; also what a missing value is where that is allowed.
    #[default]
    Nil,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// Text of the data or of the template.
    Text(&'a str),
    /// Text that was made.
    Made(Rc<str>),
    /// Text in which what had to be escaped is: what `capture` kept.
    #[doc(hidden)]
    Escaped(Rc<str>),
    /// A list or an object.
    Source(&'a dyn Source),
    /// A list or an object of a host's own language.
    Foreign(Rc<dyn Foreign>),
    /// A list that was made.
    List(Rc<[Value<'a>]>),
    /// Whole numbers from the first to the last.
    Range(i64, i64),
    /// The word `empty`.
    #[doc(hidden)]
    Empty,
    /// The word `blank`.
    #[doc(hidden)]
    Blank,
    /// `forloop` or `tablerowloop`.
    #[doc(hidden)]
    Loop(Rc<Loop<'a>>),
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({text:?})"),
            Self::Made(text) | Self::Escaped(text) => write!(f, "Made({text:?})"),
            Self::Source(source) => write!(f, "Source({:?})", source.extent()),
            Self::Foreign(source) => write!(f, "Foreign({:?})", source.extent()),
            Self::List(items) => write!(f, "List({items:?})"),
            Self::Bool(truth) => write!(f, "Bool({truth})"),
            Self::Integer(number) => write!(f, "Integer({number})"),
            Self::Float(number) => write!(f, "Float({number})"),
            Self::Range(first, last) => write!(f, "Range({first}, {last})"),
            Self::Nil => f.write_str("Nil"),
            Self::Empty => f.write_str("Empty"),
            Self::Blank => f.write_str("Blank"),
            Self::Loop(_) => f.write_str("Loop"),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Made(text.into())
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Float(number)
    }
}

/// What of a range is counted as its length.
pub(super) fn range_len(first: i64, last: i64) -> usize {
    if last < first {
        return 0;
    }
    usize::try_from(last.abs_diff(first).saturating_add(1)).unwrap_or(usize::MAX)
}

impl<'a> Value<'a> {
    /// Nothing and `false` are; everything else is true.
    pub(super) fn is_false(&self) -> bool {
        matches!(self, Self::Nil | Self::Bool(false))
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Made(text) | Self::Escaped(text) => Some(text),
            _ => None,
        }
    }

    /// What there is to go through, when it is a list, an object or a range.
    pub(crate) fn extent(&self) -> Option<Extent> {
        match self {
            Self::Source(source) => Some(source.extent()),
            Self::Foreign(source) => Some(source.extent()),
            Self::List(items) => Some(Extent::List(items.len())),
            Self::Range(first, last) => Some(Extent::List(range_len(*first, *last))),
            _ => None,
        }
    }

    /// An item of a list, or a pair of an object.
    pub(super) fn item(&self, index: usize) -> Option<Value<'a>> {
        match self.extent()? {
            Extent::List(_) => self.part(index),
            Extent::Object(_) => {
                let pair = [self.name(index)?.into(), self.part(index)?];
                Some(Self::List(Rc::new(pair)))
            }
        }
    }

    /// An item of a list, or the value of an object's field.
    pub(crate) fn part(&self, index: usize) -> Option<Value<'a>> {
        match self {
            Self::Source(source) => source.item(index),
            Self::Foreign(source) => source.item(index),
            Self::List(items) => items.get(index).cloned(),
            Self::Range(first, last) => {
                let number = first.checked_add(i64::try_from(index).ok()?)?;
                (number <= *last).then_some(Self::Integer(number))
            }
            _ => None,
        }
    }

    pub(crate) fn name(&self, index: usize) -> Option<Cow<'a, str>> {
        match self {
            Self::Source(source) => source.name(index),
            Self::Foreign(source) => source.name(index).map(Cow::Owned),
            _ => None,
        }
    }

    /// All fields of an object in their order.
    pub(super) fn fields(&self) -> Vec<(Cow<'a, str>, Value<'a>)> {
        match (self, self.extent()) {
            (Self::Source(source), _) => source.fields(),
            (Self::Foreign(_), Some(Extent::Object(len))) => (0..len)
                .filter_map(|index| Some((self.name(index)?, self.part(index)?)))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// A field of an object, or what lists and texts answer to: `size`,
    /// `first` and `last`.
    pub(super) fn field(&self, name: &str) -> Option<Value<'a>> {
        if let Self::Loop(state) = self {
            return state.field(name);
        }
        let found = self.own_field(name);
        if found.is_some() {
            return found;
        }
        match name {
            "size" => self.size(),
            "first" => self.item(0),
            "last" => match self.extent()? {
                Extent::List(len) => self.item(len.checked_sub(1)?),
                Extent::Object(_) => None,
            },
            _ => None,
        }
    }

    /// A field that a host's object has itself.
    pub(crate) fn own_field(&self, name: &str) -> Option<Value<'a>> {
        match self {
            Self::Source(source) => source.field(name),
            Self::Foreign(source) => source.field(name),
            _ => None,
        }
    }

    /// What stands at a whole number, from the end when that is below zero.
    pub(super) fn at(&self, index: i64) -> Option<Value<'a>> {
        let Extent::List(len) = self.extent()? else {
            return None;
        };
        let from_end = || len.checked_sub(usize::try_from(index.unsigned_abs()).ok()?);
        self.part(usize::try_from(index).ok().or_else(from_end)?)
    }

    pub(super) fn size(&self) -> Option<Value<'a>> {
        let size = match self.extent() {
            Some(Extent::List(len) | Extent::Object(len)) => len,
            None => self.text()?.chars().count(),
        };
        Some(Self::Integer(i64::try_from(size).unwrap_or(i64::MAX)))
    }
}

impl<'a> From<Cow<'a, str>> for Value<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        match text {
            Cow::Borrowed(text) => Self::Text(text),
            Cow::Owned(text) => text.into(),
        }
    }
}

impl Source for serde_json::Value {
    fn extent(&self) -> Extent {
        match self {
            Self::Array(items) => Extent::List(items.len()),
            Self::Object(fields) => Extent::Object(fields.len()),
            _ => Extent::Object(0),
        }
    }

    fn field(&self, name: &str) -> Option<Value<'_>> {
        self.as_object()?.get(name).map(Value::from)
    }

    fn item(&self, index: usize) -> Option<Value<'_>> {
        match self {
            Self::Array(items) => items.get(index).map(Value::from),
            Self::Object(fields) => fields.values().nth(index).map(Value::from),
            _ => None,
        }
    }

    fn name(&self, index: usize) -> Option<Cow<'_, str>> {
        let name = self.as_object()?.keys().nth(index)?;
        Some(Cow::Borrowed(name))
    }

    fn fields(&self) -> Vec<(Cow<'_, str>, Value<'_>)> {
        let fields = self.as_object().into_iter().flatten();
        fields
            .map(|(name, value)| (Cow::Borrowed(&**name), value.into()))
            .collect()
    }
}

impl<'a> From<&'a serde_json::Value> for Value<'a> {
    fn from(json: &'a serde_json::Value) -> Self {
        use serde_json::Value as Json;

        match json {
            Json::Null => Self::Nil,
            Json::Bool(truth) => Self::Bool(*truth),
            Json::Number(number) => number.as_i64().map_or_else(
                || Self::Float(number.as_f64().unwrap_or(f64::NAN)),
                Self::Integer,
            ),
            Json::String(text) => Self::Text(text),
            compound => Self::Source(compound),
        }
    }
}

impl Source for Json<'_> {
    fn extent(&self) -> Extent {
        match self {
            Self::List(items) => Extent::List(items.len()),
            Self::Object(fields) => Extent::Object(fields.len()),
            _ => Extent::Object(0),
        }
    }

    fn field(&self, name: &str) -> Option<Value<'_>> {
        self.get(name).map(Value::from)
    }

    fn item(&self, index: usize) -> Option<Value<'_>> {
        match self {
            Self::List(items) => items.get(index).map(Value::from),
            Self::Object(fields) => fields.at(index).map(|(_, value)| value.into()),
            _ => None,
        }
    }

    fn name(&self, index: usize) -> Option<Cow<'_, str>> {
        match self {
            Self::Object(fields) => Some(Cow::Borrowed(fields.at(index)?.0)),
            _ => None,
        }
    }
}

impl<'a> From<&'a Json<'_>> for Value<'a> {
    fn from(json: &'a Json<'_>) -> Self {
        match json {
            Json::Null => Self::Nil,
            Json::Bool(truth) => Self::Bool(*truth),
            Json::Integer(number) => Self::Integer(*number),
            Json::Float(number) => Self::Float(*number),
            Json::Text(text) => Self::Text(text),
            Json::List(_) | Json::Object(_) => Self::Source(json),
        }
    }
}
