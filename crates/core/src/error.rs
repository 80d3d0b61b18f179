//! Errors and problems.

use std::fmt;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::satisfaction::ScaleError;
use crate::template::{MissingValue, TemplateError};
use crate::ticket::Status;
use crate::time::import::ImportError;
use crate::time::{TimeError, UnknownZone, instant};

/// What could not be done. Whatever was given is as it was before the call.
///
/// Every error has a stable [`code`](Self::code), a message that says what
/// was wrong and what was expected, and where it is known the place.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A desk.json with mistakes: all of them.
    #[error("{}", Listed(problems))]
    InvalidDesk {
        /// The mistakes, in order of their place.
        problems: Vec<Problem>,
    },
    /// An event that is earlier than what the ticket has seen.
    #[error(
        "event {event:?} of {} is earlier than the ticket's last change at {}: expected events in order of time; rebuild the ticket with it in its place",
        instant::format(*at), instant::format(*last)
    )]
    OutOfOrder {
        /// Id of the event.
        event: String,
        /// Its instant.
        at: DateTime<Utc>,
        /// The ticket's last change.
        last: DateTime<Utc>,
    },
    /// An event on a closed ticket, which nothing changes any more.
    #[error("ticket {ticket:?} is closed: expected no {event} event; open a follow-up")]
    TicketClosed {
        /// Id of the ticket.
        ticket: String,
        /// Type of the event.
        event: &'static str,
    },
    /// A status that cannot follow.
    #[error("status {from} cannot become {to}: expected any other than new")]
    StatusNotAllowed {
        /// Status of the ticket.
        from: Status,
        /// The status asked for.
        to: Status,
    },
    /// A value that an opening, an event or a ticket cannot have.
    #[error("{}{}{message}", path, if path.is_empty() { "" } else { ": " })]
    InvalidInput {
        /// Where: a JSON pointer; empty for the whole input.
        path: String,
        /// What is wrong and what was expected.
        message: String,
        /// What was probably meant.
        hint: Option<String>,
    },
    /// A stored ticket that cannot be read.
    #[error("no ticket: {message}")]
    InvalidTicket {
        /// What is wrong, with line and column.
        message: String,
    },
    /// Arithmetic of time.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// Ratings that do not fit their scale, or a formula.
    #[error(transparent)]
    Scale(#[from] ScaleError),
    /// Opening hours or holidays that cannot be imported.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// A template that cannot be parsed or rendered.
    #[error(transparent)]
    Template(Box<TemplateError>),
}

impl From<Box<TemplateError>> for Error {
    fn from(error: Box<TemplateError>) -> Self {
        Self::Template(error)
    }
}

impl From<UnknownZone> for Error {
    fn from(error: UnknownZone) -> Self {
        Self::invalid("", error.to_string())
    }
}

impl Error {
    /// [`InvalidInput`](Self::InvalidInput) without a hint: `path` is a JSON
    /// pointer, `message` tells what is wrong and what was expected.
    pub fn invalid(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::InvalidInput {
            path: path.into(),
            message: message.into(),
            hint: None,
        }
    }

    /// What kind of error it is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::InvalidDesk { .. } => ErrorKind::InvalidDesk,
            Self::OutOfOrder { .. } => ErrorKind::OutOfOrder,
            Self::TicketClosed { .. } => ErrorKind::TicketClosed,
            Self::StatusNotAllowed { .. } => ErrorKind::StatusNotAllowed,
            Self::InvalidTicket { .. } => ErrorKind::InvalidTicket,
            Self::Template(_) => ErrorKind::TemplateError,
            Self::InvalidInput { .. } | Self::Time(_) | Self::Scale(_) | Self::Import(_) => {
                ErrorKind::InvalidInput
            }
        }
    }

    /// Stable code of the error, the same in every language: the name of its
    /// kind, or a finer one.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Time(error) => error.code(),
            Self::Scale(error) => error.code(),
            Self::Import(error) => error.code(),
            Self::Template(error) => error.class.code(),
            _ => self.kind().name(),
        }
    }

    /// Where the mistake is, as a JSON pointer, where it has a place.
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::InvalidDesk { problems } => problems.first().map(|problem| &*problem.path),
            Self::InvalidInput { path, .. } => Some(path),
            Self::OutOfOrder { .. } => Some("/at"),
            Self::StatusNotAllowed { .. } => Some("/to"),
            Self::Template(error) => error.path.as_deref(),
            _ => None,
        }
    }

    fn template(&self) -> Option<&TemplateError> {
        match self {
            Self::Template(error) => Some(error),
            _ => None,
        }
    }

    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::InvalidDesk { problems } => problems.first()?.hint.as_deref(),
            Self::InvalidInput { hint, .. } => hint.as_deref(),
            Self::Template(error) => error.hint.as_deref(),
            Self::OutOfOrder { .. } => Some("rebuild the ticket from its full history"),
            Self::TicketClosed { .. } => Some("open a follow-up ticket"),
            _ => None,
        }
    }
}

/// The kinds of error that a host can act on. Other languages have an
/// exception, or a case, for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// A desk.json with mistakes: `problems` lists all of them.
    InvalidDesk,
    /// A stored ticket that cannot be read.
    InvalidTicket,
    /// A value that cannot be taken: `path` tells where, `message` what was
    /// expected.
    InvalidInput,
    /// An event that is earlier than what the ticket has seen: rebuild the
    /// ticket with it in its place.
    OutOfOrder,
    /// An event on a closed ticket, which nothing changes any more: open a
    /// follow-up.
    TicketClosed,
    /// A status that cannot follow the ticket's.
    StatusNotAllowed,
    /// A template that cannot be parsed or rendered: `line` and `column` tell
    /// where, `path` what is missing or which limit was reached.
    TemplateError,
    /// A mistake of this library. Nothing has changed; please report it.
    InternalError,
}

impl ErrorKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::InvalidDesk,
        Self::InvalidTicket,
        Self::InvalidInput,
        Self::OutOfOrder,
        Self::TicketClosed,
        Self::StatusNotAllowed,
        Self::TemplateError,
        Self::InternalError,
    ];

    /// Name in JSON and in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvalidDesk => "invalid_desk",
            Self::InvalidTicket => "invalid_ticket",
            Self::InvalidInput => "invalid_input",
            Self::OutOfOrder => "out_of_order",
            Self::TicketClosed => "ticket_closed",
            Self::StatusNotAllowed => "status_not_allowed",
            Self::TemplateError => "template_error",
            Self::InternalError => "internal_error",
        }
    }
}

/// An error as a record: what every language shows of one.
///
/// ```
/// use deskcore::{Desk, ErrorKind, Failure};
///
/// let error = Desk::from_json(r#"{"calender": {}}"#).unwrap_err();
/// let failure = Failure::from(error);
/// assert_eq!(failure.kind, ErrorKind::InvalidDesk);
/// assert_eq!(failure.path.as_deref(), Some("/calender"));
/// assert_eq!(failure.hint.as_deref(), Some("did you mean \"calendars\"?"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Failure {
    /// What kind of error it is.
    pub kind: ErrorKind,
    /// Stable code: the name of the kind, or a finer one.
    pub code: String,
    /// What was wrong and what was expected.
    pub message: String,
    /// Where, as a JSON pointer, where it has a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What to do about it, or what was probably meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Line of a template, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column of a template in characters, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Every mistake of a desk.json, every value that a template misses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            kind: error.kind(),
            code: error.code().to_owned(),
            message: error.to_string(),
            path: error.path().map(str::to_owned),
            hint: error.hint().map(str::to_owned),
            line: error.template().map(|error| error.line),
            column: error.template().map(|error| error.column),
            problems: match error {
                Error::InvalidDesk { problems } => problems,
                Error::Template(error) => error.missing.iter().map(Problem::from).collect(),
                _ => Vec::new(),
            },
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// One mistake, or one thing that is legal and probably wrong, as data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// Where: a JSON pointer, such as `/policies/2/targets/urgent`.
    pub path: String,
    /// Stable code.
    pub code: String,
    /// What is wrong and what was expected.
    pub message: String,
    /// What was probably meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Problem {
    pub(crate) fn new(code: &str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            code: code.into(),
            message: message.into(),
            hint: None,
        }
    }

    pub(crate) fn with_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }
}

impl From<&MissingValue> for Problem {
    fn from(missing: &MissingValue) -> Self {
        let MissingValue { path, line, column } = missing;
        Self::new(
            "template_missing",
            path,
            format!("{line}:{column}: not in the data"),
        )
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() {
            "/"
        } else {
            &self.path
        };
        write!(f, "{place}: {} ({})", self.message, self.code)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

struct Listed<'a>(&'a [Problem]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => f.write_str("a mistake in desk.json:")?,
            mistakes => write!(f, "{mistakes} mistakes in desk.json:")?,
        }
        for problem in self.0 {
            write!(f, "\n  {problem}")?;
        }
        Ok(())
    }
}
