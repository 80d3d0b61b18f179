//! The handle of a queue.

use std::fmt;
use std::sync::Mutex;

use deskcore::routing::{QueuePart, QueuedTicket};

use crate::convert::Count;
use crate::error::{DeskcoreError, guarded, locked};

/// Millions of tickets in the order of the queue: by key, creation and id
/// (as UTF-8 bytes), which is what `ORDER BY queue_key, created_at, id`
/// gives; whole, by team and by skill.
///
/// It changes in place. All threads may share it: one call at a time is
/// served.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct Queue(Mutex<deskcore::routing::Queue>);

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Queue")
    }
}

#[uniffi::export]
impl Queue {
    /// A queue without tickets.
    #[uniffi::constructor]
    pub fn new() -> Self {
        Self(Mutex::default())
    }

    /// A queue from its JSON.
    ///
    /// Throws `InvalidInput` for what is no list of tickets, or one twice.
    #[uniffi::constructor]
    pub fn from_json(json: &str) -> Result<Self, DeskcoreError> {
        guarded(|| deskcore::routing::Queue::from_json(json).map(|queue| Self(queue.into())))
    }

    /// The tickets as JSON, in order: the same bytes however they came in.
    pub fn to_json(&self) -> Result<String, DeskcoreError> {
        locked(&self.0, |queue| queue.to_json())
    }

    /// How many tickets are in it.
    pub fn count(&self) -> Result<Count, DeskcoreError> {
        locked(&self.0, |queue| Ok(queue.len()))
    }

    /// Adds a ticket.
    ///
    /// Throws `InvalidInput` for one whose id is in the queue already.
    pub fn insert(&self, ticket: QueuedTicket) -> Result<(), DeskcoreError> {
        locked(&self.0, |queue| queue.insert(ticket))
    }

    /// Changes a ticket: its key, team or skills.
    ///
    /// Throws `InvalidInput` for one that is not in the queue.
    pub fn update(&self, ticket: QueuedTicket) -> Result<(), DeskcoreError> {
        locked(&self.0, |queue| queue.update(ticket))
    }

    /// Puts a ticket where its new key belongs.
    ///
    /// Throws `InvalidInput` for one that is not in the queue.
    pub fn set_key(&self, id: &str, key: i64) -> Result<(), DeskcoreError> {
        locked(&self.0, |queue| queue.set_key(id, key))
    }

    /// Takes a ticket out; nothing when it is not there.
    pub fn remove(&self, id: &str) -> Result<Option<QueuedTicket>, DeskcoreError> {
        locked(&self.0, |queue| Ok(queue.remove(id)))
    }

    /// A ticket by its id.
    pub fn get(&self, id: &str) -> Result<Option<QueuedTicket>, DeskcoreError> {
        locked(&self.0, |queue| Ok(queue.get(id)))
    }

    /// The ticket that comes first.
    pub fn peek(&self) -> Result<Option<QueuedTicket>, DeskcoreError> {
        locked(&self.0, |queue| Ok(queue.peek()))
    }

    /// Takes out the ticket that comes first; of a `team`, or of those that
    /// ask for a `skill`, when one of them is given.
    #[uniffi::method(default(team = None, skill = None))]
    pub fn pop(
        &self,
        team: Option<String>,
        skill: Option<String>,
    ) -> Result<Option<QueuedTicket>, DeskcoreError> {
        locked(&self.0, |queue| {
            let part = QueuePart::named(team.as_deref(), skill.as_deref())?;
            Ok(queue.pop_of(part))
        })
    }

    /// Tickets in order: at most `limit`, from the one that `offset` come
    /// before; of a `team`, or of those that ask for a `skill`, when one of
    /// them is given.
    #[uniffi::method(default(team = None, skill = None))]
    pub fn page(
        &self,
        offset: Count,
        limit: Count,
        team: Option<String>,
        skill: Option<String>,
    ) -> Result<Vec<QueuedTicket>, DeskcoreError> {
        locked(&self.0, |queue| {
            let part = QueuePart::named(team.as_deref(), skill.as_deref())?;
            Ok(queue.page_of(part, offset, limit))
        })
    }

    /// How many tickets come before one, of its `team` when that is given;
    /// nothing for one that is not there.
    #[uniffi::method(default(team = None))]
    pub fn position(&self, id: &str, team: Option<String>) -> Result<Option<Count>, DeskcoreError> {
        locked(&self.0, |queue| {
            Ok(match team {
                Some(team) => queue.position_in_team(&team, id),
                None => queue.position(id),
            })
        })
    }
}
