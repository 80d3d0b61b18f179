//! The handle of a ticket.

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::convert::TicketRecord;
use crate::error::{DeskcoreError, guarded};

/// A ticket: immutable, shared by all threads; a desk makes the next one.
/// The host stores its JSON, beside a column for `dueAt`.
#[derive(Debug, PartialEq, uniffi::Object)]
#[uniffi::export(Eq, Hash, Display)]
pub struct Ticket(pub(crate) deskcore::Ticket);

// JSON has no NaN, so a ticket equals itself.
impl Eq for Ticket {}

impl Hash for Ticket {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.0.id, self.0.version).hash(state);
    }
}

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let deskcore::Ticket {
            id,
            version,
            status,
            ..
        } = &self.0;
        write!(f, "Ticket {id:?}, version {version}, {status}")
    }
}

#[uniffi::export]
impl Ticket {
    /// Reads a stored ticket.
    #[uniffi::constructor]
    pub fn from_json(json: &str) -> Result<Self, DeskcoreError> {
        guarded(|| deskcore::Ticket::from_json(json)).map(Self)
    }

    /// The document to store: the same bytes for the same ticket.
    pub fn to_json(&self) -> Result<String, DeskcoreError> {
        guarded(|| self.0.to_json())
    }

    /// All that can be read of it, in one call.
    pub fn record(&self) -> Result<TicketRecord, DeskcoreError> {
        guarded(|| Ok(self.0.clone().into()))
    }
}
