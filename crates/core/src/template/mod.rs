//! Liquid templates: Shopify's language, with limits, positions and escaping.
//!
//! A [`Template`] is parsed once, to a flat program that never changes, and
//! rendered from any [`Source`]: nothing is converted before it is asked for.
//! There is no access to a clock, a file or the environment; `now` is an
//! option, and partials are those of a [`Partials`] set, by name.
//!
//! What is stricter than elsewhere, and can be told otherwise by
//! [`RenderOptions`]: a missing value is an error that lists all of them, and
//! values are escaped for the [`Channel`] that the text is going to, so that a
//! customer's name is never markup, a header or a template. What a template
//! may cost has [`Limits`], each reported by name.
//!
//! Language: all tags and filters of Liquid 5 as Shopify documents it
//! (<https://shopify.github.io/liquid/>), and `money`, `number`, `pluralize`
//! and `squish`. Dates are written in the [`Locale`] of the options.
//!
//! ```
//! use deskcore::template::{Channel, Json, RenderOptions, Template};
//!
//! let template = Template::parse(
//!     "Ciao {{ customer.first_name }}, il tuo ordine {{ order.name }} {% if order.shipped %}è partito{% else %}parte presto{% endif %}.",
//! )?;
//! let data = Json::parse(
//!     r#"{"customer": {"first_name": "Niccolò {{ order.total }}"}, "order": {"name": "1042", "shipped": true}}"#,
//! )?;
//! let text = template.render(&data, &RenderOptions::default())?;
//! assert_eq!(text, "Ciao Niccolò {{ order.total }}, il tuo ordine 1042 è partito.");
//! # Ok::<(), deskcore::Error>(())
//! ```

mod analysis;
mod channel;
mod compare;
mod error;
mod filters;
mod json;
mod limits;
mod locale;
mod loops;
mod names;
mod number;
mod options;
mod partials;
mod placeholders;
mod program;
mod render;
mod syntax;
mod value;

use std::fmt;
use std::sync::Arc;

pub use analysis::{Analysis, Variable};
pub use channel::Channel;
pub(crate) use channel::escaped_html;
pub use error::{MissingValue, TemplateError, TemplateErrorClass};
pub(crate) use filters::html_to_text;
pub use json::{Fields, Json};
pub use limits::Limits;
pub use locale::Locale;
use names::Names;
pub use options::{Missing, RenderOptions, TemplateOptions};
pub use partials::Partials;
pub(crate) use placeholders::{Placeholder, Position};
use program::Program;
pub use value::{Extent, Foreign, Source, Value};

use crate::error::Error;

/// A parsed template, shared by all threads.
#[derive(Clone)]
pub struct Template {
    program: Arc<Program>,
    names: Arc<Names>,
    partials: Partials,
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Template({:?})", self.source())
    }
}

impl PartialEq for Template {
    fn eq(&self, other: &Self) -> bool {
        self.source() == other.source() && self.partials == other.partials
    }
}

impl Eq for Template {}

impl Template {
    /// Parses a template that needs no partials, within the default limits.
    ///
    /// # Errors
    ///
    /// [`Error::Template`] with line and column: what is no Liquid, and a
    /// limit that is reached.
    pub fn parse(source: &str) -> Result<Self, Error> {
        Self::parse_with(source, &Partials::default(), &Limits::default())
    }

    /// Parses a template that may `render` and `include` the partials of a
    /// set.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse). A partial that is not there is an error
    /// when it is rendered.
    pub fn parse_with(source: &str, partials: &Partials, limits: &Limits) -> Result<Self, Error> {
        let mut names = partials.names().clone();
        let program = syntax::parse(source, &mut names, limits, None)?;
        Ok(Self {
            program: Arc::new(program),
            names: Arc::new(names),
            partials: partials.clone(),
        })
    }

    /// The text that it was parsed from.
    pub fn source(&self) -> &str {
        &self.program.source
    }

    /// Renders to a text of its own.
    ///
    /// # Errors
    ///
    /// [`Error::Template`] with line and column: a missing value, a filter
    /// that cannot use what it is given, a partial that is not there, a limit.
    pub fn render(&self, data: &dyn Source, options: &RenderOptions) -> Result<String, Error> {
        let mut out = String::with_capacity(self.source().len());
        self.render_to(data, options, &mut out)?;
        Ok(out)
    }

    /// Renders to the end of a text.
    ///
    /// # Errors
    ///
    /// As [`render`](Self::render); the text is then as it was.
    pub fn render_to(
        &self,
        data: &dyn Source,
        options: &RenderOptions,
        out: &mut String,
    ) -> Result<(), Error> {
        self.render_value(Value::Source(data), options, out)
    }

    /// [`render_to`](Self::render_to) from a host's own object.
    ///
    /// # Errors
    ///
    /// As [`render`](Self::render).
    pub fn render_value(
        &self,
        data: Value<'_>,
        options: &RenderOptions,
        out: &mut String,
    ) -> Result<(), Error> {
        Ok(render::render(self, data, options, out)?)
    }
}
