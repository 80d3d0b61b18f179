//! The handle of a template.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::{Hash, Hasher};

use deskcore::template::{Analysis, Json, Limits, Partials, RenderOptions, TemplateErrorClass};
use deskcore::{ErrorKind, Failure, Problem, border};
use serde_json::Value;

use crate::error::{DeskcoreError, guarded};

/// A Liquid template that is parsed: immutable, shared by all threads.
///
/// It reads no clock, file or environment. What a customer wrote is escaped
/// for the channel that the text is going to, and is never a template; a
/// value that is missing is an error, unless the options say otherwise.
#[derive(Debug, PartialEq, Eq, uniffi::Object)]
#[uniffi::export(Eq, Hash, Display)]
pub struct Template(deskcore::template::Template);

impl Hash for Template {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.source().hash(state);
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = self.0.source();
        match source.char_indices().nth(60) {
            Some((end, _)) => write!(f, "Template {:?}…", source.get(..end).unwrap_or_default()),
            None => write!(f, "Template {source:?}"),
        }
    }
}

#[uniffi::export]
impl Template {
    /// Parses a template, with the partials that it may `render` and
    /// `include` by their names. Without `limits` the defaults hold.
    ///
    /// Throws `TemplateError` with line and column: what is no Liquid, and a
    /// limit that is reached.
    #[uniffi::constructor(default(limits = None, partials))]
    pub fn new(
        source: &str,
        partials: HashMap<String, String>,
        limits: Option<Limits>,
    ) -> Result<Self, DeskcoreError> {
        guarded(|| {
            let limits = limits.unwrap_or_default();
            // In order of names, so that of two mistakes the same is told.
            let mut sorted = BTreeMap::new();
            sorted.extend(partials);
            let partials = sorted.iter().map(|(name, source)| (&**name, &**source));
            let partials = Partials::parse(partials, &limits)?;
            deskcore::template::Template::parse_with(source, &partials, &limits).map(Self)
        })
    }

    /// The text that it was parsed from.
    pub fn source(&self) -> Result<String, DeskcoreError> {
        guarded(|| Ok(self.0.source().to_owned()))
    }

    /// The text for some data: the text of a JSON object, whose fields keep
    /// their order.
    ///
    /// Throws `TemplateError` with line and column: missing values, all of
    /// them in `problems`; a filter that cannot use what it is given; a
    /// partial that is not there; a limit. Throws `InvalidInput` for what is
    /// no JSON.
    #[uniffi::method(default(options))]
    pub fn render(&self, data: &str, options: RenderOptions) -> Result<String, DeskcoreError> {
        guarded(|| self.0.render(&Json::parse(data)?, &options))
    }

    /// What the template reads and uses, with all that it renders and
    /// includes.
    pub fn analyze(&self) -> Result<Analysis, DeskcoreError> {
        guarded(|| self.0.analyze())
    }

    /// Every problem that rendering could meet for data of a JSON Schema,
    /// given as its text: without problems, no data of it makes a hole.
    pub fn check(&self, schema: &str) -> Result<Vec<Problem>, DeskcoreError> {
        guarded(|| self.0.check_json(schema))
    }

    /// `render` for each of many rows, in one call.
    ///
    /// Throws what the first row throws that cannot be rendered; of one that
    /// is no JSON, `path` is its place, such as `/3`.
    #[uniffi::method(default(options))]
    pub fn render_batch(
        &self,
        rows: Vec<String>,
        options: RenderOptions,
    ) -> Result<Vec<String>, DeskcoreError> {
        guarded(|| {
            let rows = rows.iter().enumerate();
            let texts = rows.map(|(place, data)| {
                let data = Json::parse(data).map_err(|error| border::in_row(place, error))?;
                self.0.render(&data, &options)
            });
            texts.collect()
        })
    }
}

#[uniffi::export]
impl DeskcoreError {
    /// What kind of mistake in a template it is; nothing for other errors.
    pub fn template_error_class(&self) -> Option<TemplateErrorClass> {
        let failure = Failure::from(self.clone());
        let name = match failure.kind {
            ErrorKind::TemplateError => failure.code.strip_prefix("template_")?,
            _ => return None,
        };
        serde_json::from_value(Value::from(name)).ok()
    }
}

#[cfg(test)]
mod tests {
    use deskcore::template::Locale;

    /// What `build.rs` tells other languages.
    #[test]
    fn the_language_is_english_when_left_out() {
        assert_eq!(Locale::default().to_string(), "en");
    }
}
