//! Errors and problems.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ticket::Status;
use crate::time::{TimeError, instant};

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
    #[error("{path}: {message}")]
    InvalidInput {
        /// Where: a JSON pointer.
        path: String,
        /// What is wrong and what was expected.
        message: String,
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
}

impl Error {
    /// Stable code of the error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidDesk { .. } => "invalid_desk",
            Self::OutOfOrder { .. } => "out_of_order",
            Self::TicketClosed { .. } => "ticket_closed",
            Self::StatusNotAllowed { .. } => "status_not_allowed",
            Self::InvalidInput { .. } => "invalid_input",
            Self::InvalidTicket { .. } => "invalid_ticket",
            Self::Time(error) => error.code(),
        }
    }

    /// Where the mistake is, as a JSON pointer, where it has a place.
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::InvalidDesk { problems } => problems.first().map(|problem| &*problem.path),
            Self::InvalidInput { path, .. } => Some(path),
            Self::OutOfOrder { .. } => Some("/at"),
            Self::StatusNotAllowed { .. } => Some("/to"),
            _ => None,
        }
    }

    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::InvalidDesk { problems } => problems.first()?.hint.as_deref(),
            Self::OutOfOrder { .. } => Some("rebuild the ticket from its full history"),
            Self::TicketClosed { .. } => Some("open a follow-up ticket"),
            _ => None,
        }
    }
}

/// One mistake, or one thing that is legal and probably wrong, as data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
