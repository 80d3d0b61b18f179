//! Millions of tickets in order.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use hashbrown::HashTable;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sorted::{Entry, Sorted};
use crate::border;
use crate::error::Error;
use crate::wording::quoted;

/// A ticket in a [`Queue`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QueuedTicket {
    /// The host's id.
    pub id: String,
    /// Its virtual due instant: [`Ticket::queue_key`](crate::Ticket::queue_key).
    pub key: i64,
    /// When it began, in epoch milliseconds.
    pub created_at_ms: i64,
    /// Its team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The skills that it asks for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
}

impl QueuedTicket {
    /// A ticket without a team that asks for nothing.
    pub fn new(id: impl Into<String>, key: i64, created_at_ms: i64) -> Self {
        Self {
            id: id.into(),
            key,
            created_at_ms,
            team: None,
            skills: Vec::new(),
        }
    }
}

/// Which tickets of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part<'a> {
    Team(&'a str),
    Skill(&'a str),
}

/// Tickets in the order of the queue: by key, creation and id (as UTF-8
/// bytes), which is what `ORDER BY queue_key, created_at, id` gives; whole, by
/// team and by skill.
///
/// Inserting, removing and changing take time that hardly grows with the
/// queue, the first is taken at once, and a position is counted in a small
/// fraction of it.
///
/// ```
/// use deskcore::routing::{Queue, QueuedTicket};
///
/// let mut queue = Queue::new();
/// queue.insert(QueuedTicket::new("A-17", 1_795_600_000_000, 1_795_590_000_000))?;
/// let mut returned = QueuedTicket::new("A-18", 1_795_595_000_000, 1_795_591_000_000);
/// returned.team = Some("returns".into());
/// queue.insert(returned)?;
/// assert_eq!(queue.position("A-17"), Some(1));
/// assert_eq!(queue.peek().unwrap().id, "A-18");
/// queue.set_key("A-17", 0)?;
/// assert_eq!(queue.pop().unwrap().id, "A-17");
/// assert_eq!(queue.page_of_team("returns", 0, 10).len(), 1);
/// # Ok::<(), deskcore::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Queue {
    slots: Vec<Option<QueuedTicket>>,
    free: Vec<u32>,
    /// Slots by the hash of the id.
    by_id: HashTable<u32>,
    all: Sorted,
    teams: BTreeMap<String, Sorted>,
    skills: BTreeMap<String, Sorted>,
}

/// The same on every run: the order of nothing depends on it.
fn hash_of(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

fn ticket(slots: &[Option<QueuedTicket>], slot: u32) -> Option<&QueuedTicket> {
    slots.get(slot as usize)?.as_ref()
}

fn tie(slots: &[Option<QueuedTicket>]) -> impl Fn(u32, u32) -> Ordering + '_ {
    |a, b| {
        let id = |slot| ticket(slots, slot).map(|ticket| &ticket.id);
        id(a).cmp(&id(b))
    }
}

impl Queue {
    /// A queue without tickets.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many tickets are in it.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a ticket.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for one whose id is in the queue already.
    pub fn insert(&mut self, new: QueuedTicket) -> Result<(), Error> {
        let hash = hash_of(&new.id);
        if self.slot_of(hash, &new.id).is_some() {
            let message = format!("ticket {} is in the queue already", quoted(&new.id));
            return Err(Error::invalid("/id", message));
        }
        let slot = match self.free.pop() {
            Some(slot) => slot,
            None => {
                let slot = u32::try_from(self.slots.len()).map_err(|_| {
                    Error::invalid("", "the queue is full: expected fewer than 2^32 tickets")
                })?;
                self.slots.push(None);
                slot
            }
        };
        if let Some(place) = self.slots.get_mut(slot as usize) {
            *place = Some(new);
        }
        let slots = &self.slots;
        let rehash = |slot: &u32| ticket(slots, *slot).map_or(0, |ticket| hash_of(&ticket.id));
        self.by_id.insert_unique(hash, slot, rehash);
        self.enter(slot);
        Ok(())
    }

    /// Takes a ticket out.
    pub fn remove(&mut self, id: &str) -> Option<QueuedTicket> {
        let slot = self.slot_of(hash_of(id), id)?;
        self.leave(slot, true);
        self.release(slot)
    }

    /// Puts a ticket where its new key belongs.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for one that is not in the queue.
    pub fn set_key(&mut self, id: &str, key: i64) -> Result<(), Error> {
        let slot = self.known(id)?;
        self.leave(slot, true);
        if let Some(ticket) = self.slots.get_mut(slot as usize).and_then(Option::as_mut) {
            ticket.key = key;
        }
        self.enter(slot);
        Ok(())
    }

    /// Changes a ticket: its key, team or skills.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for one that is not in the queue.
    pub fn update(&mut self, changed: QueuedTicket) -> Result<(), Error> {
        let slot = self.known(&changed.id)?;
        self.leave(slot, true);
        if let Some(place) = self.slots.get_mut(slot as usize) {
            *place = Some(changed);
        }
        self.enter(slot);
        Ok(())
    }

    /// The ticket that comes first.
    pub fn peek(&self) -> Option<&QueuedTicket> {
        ticket(&self.slots, self.all.first()?.slot)
    }

    /// Takes out the ticket that comes first.
    pub fn pop(&mut self) -> Option<QueuedTicket> {
        let slot = self.all.pop()?.slot;
        self.leave(slot, false);
        self.release(slot)
    }

    /// Takes out the first ticket of a team.
    pub fn pop_of_team(&mut self, team: &str) -> Option<QueuedTicket> {
        self.pop_of(Part::Team(team))
    }

    /// Takes out the first ticket that asks for a skill.
    pub fn pop_of_skill(&mut self, skill: &str) -> Option<QueuedTicket> {
        self.pop_of(Part::Skill(skill))
    }

    /// A ticket by its id.
    pub fn get(&self, id: &str) -> Option<&QueuedTicket> {
        ticket(&self.slots, self.slot_of(hash_of(id), id)?)
    }

    /// How many tickets come before one.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.position_in(&self.all, id)
    }

    /// How many tickets of its team come before one of that team.
    pub fn position_in_team(&self, team: &str, id: &str) -> Option<usize> {
        self.position_in(self.teams.get(team)?, id)
    }

    /// Tickets in order: at most `limit`, from the one that `offset` come
    /// before.
    pub fn page(&self, offset: usize, limit: usize) -> Vec<&QueuedTicket> {
        self.page_in(Some(&self.all), offset, limit)
    }

    /// The same of a team's tickets.
    pub fn page_of_team(&self, team: &str, offset: usize, limit: usize) -> Vec<&QueuedTicket> {
        self.page_in(self.teams.get(team), offset, limit)
    }

    /// The same of the tickets that ask for a skill.
    pub fn page_of_skill(&self, skill: &str, offset: usize, limit: usize) -> Vec<&QueuedTicket> {
        self.page_in(self.skills.get(skill), offset, limit)
    }

    /// The tickets as JSON, in order: the same bytes however they came in.
    ///
    /// # Errors
    ///
    /// None that a queue can have; as [`border::write`].
    pub fn to_json(&self) -> Result<String, Error> {
        border::write(&self.page(0, usize::MAX))
    }

    /// A queue from its JSON.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for what is no list of tickets, or one twice.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        let tickets: Vec<QueuedTicket> =
            serde_json::from_str(json).map_err(|error| Error::invalid("", error.to_string()))?;
        let mut queue = Self::new();
        for (index, ticket) in tickets.into_iter().enumerate() {
            let inserted = queue.insert(ticket);
            inserted.map_err(|error| border::in_row(index, error))?;
        }
        Ok(queue)
    }

    fn slot_of(&self, hash: u64, id: &str) -> Option<u32> {
        let same = |slot: &u32| ticket(&self.slots, *slot).is_some_and(|ticket| ticket.id == id);
        self.by_id.find(hash, same).copied()
    }

    fn known(&self, id: &str) -> Result<u32, Error> {
        self.slot_of(hash_of(id), id).ok_or_else(|| {
            let message = format!("ticket {} is not in the queue", quoted(id));
            Error::invalid("/id", message)
        })
    }

    fn entry(&self, slot: u32) -> Option<Entry> {
        let ticket = ticket(&self.slots, slot)?;
        Some(Entry {
            key: ticket.key,
            created_at_ms: ticket.created_at_ms,
            slot,
        })
    }

    /// Puts a ticket into the order, and into those of its team and skills.
    fn enter(&mut self, slot: u32) {
        let Some(entry) = self.entry(slot) else {
            return;
        };
        let tie = tie(&self.slots);
        self.all.insert(entry, &tie);
        let Some(ticket) = ticket(&self.slots, slot) else {
            return;
        };
        if let Some(team) = &ticket.team {
            let part = self.teams.entry(team.clone()).or_default();
            part.insert(entry, &tie);
        }
        for skill in distinct(&ticket.skills) {
            let part = self.skills.entry(skill.clone()).or_default();
            part.insert(entry, &tie);
        }
    }

    /// Takes a ticket out of all orders, or of all but the whole one.
    fn leave(&mut self, slot: u32, whole: bool) {
        let Some(entry) = self.entry(slot) else {
            return;
        };
        let tie = tie(&self.slots);
        if whole {
            self.all.remove(entry, &tie);
        }
        let Some(ticket) = ticket(&self.slots, slot) else {
            return;
        };
        if let Some(team) = &ticket.team {
            leave_part(&mut self.teams, team, entry, &tie);
        }
        for name in distinct(&ticket.skills) {
            leave_part(&mut self.skills, name, entry, &tie);
        }
    }

    /// Forgets a ticket that has left all orders.
    fn release(&mut self, slot: u32) -> Option<QueuedTicket> {
        let released = self.slots.get_mut(slot as usize)?.take()?;
        let place = self
            .by_id
            .find_entry(hash_of(&released.id), |other| *other == slot);
        if let Ok(place) = place {
            place.remove();
        }
        self.free.push(slot);
        Some(released)
    }

    fn pop_of(&mut self, part: Part<'_>) -> Option<QueuedTicket> {
        let part = match part {
            Part::Team(team) => self.teams.get(team),
            Part::Skill(skill) => self.skills.get(skill),
        };
        let slot = part?.first()?.slot;
        self.leave(slot, true);
        self.release(slot)
    }

    fn position_in(&self, part: &Sorted, id: &str) -> Option<usize> {
        let slot = self.slot_of(hash_of(id), id)?;
        part.position(self.entry(slot)?, &tie(&self.slots))
    }

    fn page_in(&self, part: Option<&Sorted>, offset: usize, limit: usize) -> Vec<&QueuedTicket> {
        let entries = part.into_iter().flat_map(|part| part.iter_from(offset));
        let tickets = entries.take(limit);
        tickets
            .filter_map(|entry| ticket(&self.slots, entry.slot))
            .collect()
    }
}

/// A skill that is named twice counts once.
fn distinct(skills: &[String]) -> impl Iterator<Item = &String> {
    let first =
        |(index, skill): &(usize, &String)| !skills.iter().take(*index).any(|s| s == *skill);
    skills
        .iter()
        .enumerate()
        .filter(first)
        .map(|(_, skill)| skill)
}

fn leave_part(
    parts: &mut BTreeMap<String, Sorted>,
    name: &str,
    entry: Entry,
    tie: &dyn Fn(u32, u32) -> Ordering,
) {
    if let Some(part) = parts.get_mut(name) {
        part.remove(entry, tie);
        if part.len() == 0 {
            parts.remove(name);
        }
    }
}
