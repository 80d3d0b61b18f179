//! What is wrong with a template, or could not be rendered, and where.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Missing values that one error lists.
pub(super) const MOST_MISSING: usize = 64;

/// Characters of a line that an error shows on either side of its place.
const MOST_EXCERPT: usize = 60;

/// The kinds of mistake in a template.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum TemplateErrorClass {
    /// It does not parse: an unclosed block, an unknown tag or filter, a
    /// filter with too few or too many arguments.
    Syntax,
    /// A filter or a tag cannot use what it was given.
    Argument,
    /// A value that is not there, where missing values are errors.
    Missing,
    /// A partial that was not supplied.
    Partial,
    /// A limit was reached; `path` is its name.
    Limit,
}

impl TemplateErrorClass {
    /// Stable code of the error.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Syntax => "template_syntax",
            Self::Argument => "template_argument",
            Self::Missing => "template_missing",
            Self::Partial => "template_partial",
            Self::Limit => "template_limit",
        }
    }
}

/// A value that a template names and the data do not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MissingValue {
    /// The name as the template writes it, such as `customer.nickname`.
    pub path: String,
    /// Line of the `{{` that names it, from 1.
    pub line: u32,
    /// Column of it in characters, from 1.
    pub column: u32,
}

/// Why a template cannot be parsed or rendered. Nothing has been written.
///
/// ```
/// use deskcore::Error;
/// use deskcore::template::Template;
///
/// let error = Template::parse("Ciao {{ name | upcas }}").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "1:6: unknown filter \"upcas\"; did you mean \"upcase\"?\n  | Ciao {{ name | upcas }}\n  |      ^",
/// );
/// # assert!(matches!(error, Error::Template(_)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TemplateError {
    /// What kind of mistake it is.
    pub class: TemplateErrorClass,
    /// What is wrong and what was expected.
    pub message: String,
    /// Line of the `{{` or `{%` at fault, from 1; of an unclosed block, its
    /// opening tag.
    pub line: u32,
    /// Column of it in characters, from 1.
    pub column: u32,
    /// The line itself, cut where it is long.
    pub excerpt: String,
    /// Characters of the excerpt before the place.
    pub indent: u32,
    /// What is missing, the partial, or the limit, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What was probably meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Name of the partial that the mistake is in; of the template itself,
    /// none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial: Option<String>,
    /// All that is missing, in order of appearance; 64 at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<MissingValue>,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(partial) = &self.partial {
            write!(f, "partial {partial:?} ")?;
        }
        write!(f, "{}:{}: {}", self.line, self.column, self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "; {hint}")?;
        }
        let indent = usize::try_from(self.indent).unwrap_or_default();
        write!(f, "\n  | {}\n  | {:indent$}^", self.excerpt, "")
    }
}

impl std::error::Error for TemplateError {}

/// A mistake whose place is not told yet: small, because every step of a
/// rendering could return one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fault(Box<Mistake>);

#[derive(Debug, Clone, PartialEq)]
struct Mistake {
    class: TemplateErrorClass,
    message: String,
    path: Option<String>,
    hint: Option<String>,
}

impl Fault {
    #[cold]
    fn new(class: TemplateErrorClass, message: impl Into<String>, path: Option<&str>) -> Self {
        Self(Box::new(Mistake {
            class,
            message: message.into(),
            path: path.map(str::to_owned),
            hint: None,
        }))
    }

    pub(super) fn syntax(message: impl Into<String>) -> Self {
        Self::new(TemplateErrorClass::Syntax, message, None)
    }

    pub(super) fn argument(message: impl Into<String>) -> Self {
        Self::new(TemplateErrorClass::Argument, message, None)
    }

    pub(super) fn missing(path: &str) -> Self {
        Self::new(
            TemplateErrorClass::Missing,
            format!("{path:?} is not in the data: expected it, or the filter \"default\""),
            Some(path),
        )
    }

    pub(super) fn partial(name: &str) -> Self {
        let message = format!("there is no partial {name:?}");
        Self::new(TemplateErrorClass::Partial, message, Some(name))
    }

    #[cold]
    pub(super) fn limit(name: &str, most: u64) -> Self {
        let message = format!("the limit {name} of {most} is reached");
        Self::new(TemplateErrorClass::Limit, message, Some(name))
    }

    pub(super) fn with_hint(mut self, hint: Option<String>) -> Self {
        self.0.hint = hint;
        self
    }

    /// The error of this mistake at a byte of a source.
    pub(super) fn at(self, source: &str, offset: u32, partial: Option<&str>) -> Box<TemplateError> {
        let place = Place::of(source, offset);
        let (excerpt, indent) = place.excerpt(source);
        let Mistake {
            class,
            message,
            path,
            hint,
        } = *self.0;
        Box::new(TemplateError {
            class,
            message,
            line: place.line,
            column: place.column,
            excerpt,
            indent,
            path,
            hint,
            partial: partial.map(str::to_owned),
            missing: Vec::new(),
        })
    }
}

/// Line and column of a byte.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) line: u32,
    pub(super) column: u32,
    /// The byte at which its line begins.
    start: usize,
    offset: usize,
}

impl Place {
    pub(super) fn of(source: &str, offset: u32) -> Self {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        let before = source.get(..offset).unwrap_or(source);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let count = |number: usize| u32::try_from(number + 1).unwrap_or(u32::MAX);
        Self {
            line: count(before.bytes().filter(|byte| *byte == b'\n').count()),
            column: count(before.get(start..).unwrap_or_default().chars().count()),
            start,
            offset: before.len(),
        }
    }

    fn excerpt(self, source: &str) -> (String, u32) {
        let before = source.get(self.start..self.offset).unwrap_or_default();
        let after = source.get(self.offset..).unwrap_or_default();
        let after = after.split(['\n', '\r']).next().unwrap_or_default();
        let chars = before.chars().count();
        let shown = chars.min(MOST_EXCERPT);
        let text = before.chars().skip(chars - shown);
        let text = text.chain(after.chars().take(MOST_EXCERPT));
        // One column a character, whatever it is.
        let text = text.map(|c| if c.is_control() { ' ' } else { c });
        (text.collect(), u32::try_from(shown).unwrap_or_default())
    }
}
