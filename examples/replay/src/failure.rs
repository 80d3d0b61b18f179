//! What can go wrong, each with a stable code.

use std::fmt;

/// Why a replay was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// A row that could not be read or understood.
    #[error("{0}")]
    BadRow(BadRow),
    /// Anything else.
    #[error("{message}")]
    Other {
        /// Stable code.
        code: &'static str,
        /// What was wrong and what was expected, in one line.
        message: String,
    },
}

impl Failure {
    /// A failure that is no bad row.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self::Other {
            code,
            message: one_line(message.into()),
        }
    }

    /// A file that could not be used.
    pub fn file(path: &std::path::Path, why: &dyn fmt::Display) -> Self {
        Self::new("file", format!("{}: {why}", path.display()))
    }

    /// Stable code of the failure.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadRow(row) => row.code,
            Self::Other { code, .. } => code,
        }
    }
}

/// A row that could not be read or understood. Boxed, so that the good rows
/// do not pay for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// Stable code, which is also the reason that a report counts it under.
    pub code: &'static str,
    /// Row of the log: the first behind the header is 1; in JSON Lines the
    /// number of the line.
    pub row: u64,
    /// Name of the column; empty when the row as a whole is meant.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What was expected.
    pub expected: String,
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}", self.row)?;
        if !self.column.is_empty() {
            write!(f, ", column {:?}", self.column)?;
        }
        if !self.value.is_empty() || !self.column.is_empty() {
            write!(f, ": {:?}", self.value)?;
        }
        write!(f, ": expected {}", one_line(self.expected.clone()))
    }
}

impl From<BadRow> for Failure {
    fn from(row: BadRow) -> Self {
        Self::BadRow(row)
    }
}

fn one_line(text: String) -> String {
    if text.contains(['\n', '\r']) {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text
    }
}

/// ` (did you mean "…"?)` for the known name that is nearest to a wrong one;
/// empty when none is near.
pub(crate) fn did_you_mean<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(wrong, name), name))
        .filter(|(distance, name)| *distance <= 1 + name.chars().count() / 4)
        .min()
        .map(|(_, name)| format!(" (did you mean {name:?}?)"))
        .unwrap_or_default()
}

/// Names as a list for people: `"a", "b"`.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("{name:?}")).collect();
    names.join(", ")
}
