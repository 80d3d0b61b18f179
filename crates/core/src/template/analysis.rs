//! What can be said of a template without rendering it.

mod filters;
mod shape;
mod walk;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Template, TemplateError};
use crate::error::{Error, Problem};
use walk::Walk;

/// A value that a template reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Variable {
    /// Its name from the root of the data, such as `order.lines[].title`:
    /// what a loop goes through has `[]`, what is looked up by another value
    /// `[*]`.
    pub path: String,
    /// Whether a missing value would do no harm wherever it is read: each time
    /// it is a condition itself, in a branch that asks for it, or has the
    /// filter `default`.
    pub guarded: bool,
    /// Line of the tag that reads it first, from 1.
    pub line: u32,
    /// Column of it in characters, from 1.
    pub column: u32,
    /// Name of the partial that reads it first; of the template itself, none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial: Option<String>,
}

/// What a template reads and uses.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Analysis {
    /// The values, in order of their paths.
    pub variables: Vec<Variable>,
    /// The filters, by name.
    pub filters: Vec<String>,
    /// The partials, by name.
    pub partials: Vec<String>,
}

impl Template {
    /// What the template reads and uses, with all that it renders and
    /// includes.
    ///
    /// ```
    /// use deskcore::template::Template;
    ///
    /// let template = Template::parse(
    ///     "{{ customer.first_name }}{% if order.note %}: {{ order.note | upcase }}{% endif %}",
    /// )?;
    /// let analysis = template.analyze()?;
    /// let read: Vec<_> = analysis.variables.iter().map(|v| (&*v.path, v.guarded)).collect();
    /// assert_eq!(read, [("customer.first_name", false), ("order.note", true)]);
    /// assert_eq!(analysis.filters, ["upcase"]);
    /// # Ok::<(), deskcore::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Template`] when partials render partials more often than the
    /// default [`fuel`](super::Limits::fuel) allows.
    pub fn analyze(&self) -> Result<Analysis, Error> {
        let mut walk = Walk::new(self, None);
        walk.run().map_err(error)?;
        Ok(walk.analysis())
    }

    /// Every problem that rendering could meet for data of a JSON Schema
    /// (draft 2020-12): names that do not exist, values that may be missing
    /// or null where they are written, filters that cannot use what they are
    /// given, partials that are not there.
    ///
    /// Without problems, no data of the schema makes a hole in the text or an
    /// error, but for a limit that very long data reach and numbers beyond 64
    /// bits. A text is a number to a filter where the schema says
    /// `"format": "decimal"`, and a currency where it says `"currency"`.
    /// A problem's `path` is `line:column`, in a partial `name:line:column`.
    ///
    /// ```
    /// use deskcore::template::Template;
    /// use serde_json::json;
    ///
    /// let schema = json!({
    ///     "type": "object",
    ///     "properties": {"first_name": {"type": "string"}, "nickname": {"type": ["string", "null"]}},
    ///     "required": ["first_name"],
    ///     "additionalProperties": false,
    /// });
    /// let template = Template::parse("Ciao {{ first_nam }}, detto {{ nickname }}!")?;
    /// let problems = template.check(&schema)?;
    /// let told: Vec<String> = problems.iter().map(|problem| problem.to_string()).collect();
    /// assert_eq!(told, [
    ///     "1:6: \"first_nam\" is not in the data (unknown_variable); did you mean \"first_name\"?",
    ///     "1:29: \"nickname\" may be missing: expected the filter \"default\", or a condition that asks for it (may_be_missing)",
    /// ]);
    /// # Ok::<(), deskcore::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`analyze`](Self::analyze).
    pub fn check(&self, schema: &serde_json::Value) -> Result<Vec<Problem>, Error> {
        let mut walk = Walk::new(self, Some(schema));
        walk.run().map_err(error)?;
        Ok(walk.problems())
    }

    /// [`check`](Self::check) against the text of a schema.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check), and [`Error::InvalidInput`] for what is no
    /// JSON.
    pub fn check_json(&self, schema: &str) -> Result<Vec<Problem>, Error> {
        let no_json = |error| Error::invalid("", format!("no JSON: {error}"));
        self.check(&serde_json::from_str(schema).map_err(no_json)?)
    }
}

fn error(error: Box<TemplateError>) -> Error {
    Error::Template(error)
}
