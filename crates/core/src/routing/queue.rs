//! Millions of tickets in order.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};

use hashbrown::HashTable;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sorted::{Entry, Id, Sorted};
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum QueuePart<'a> {
    /// All of them.
    #[default]
    All,
    /// Those of a team.
    Team(&'a str),
    /// Those that ask for a skill.
    Skill(&'a str),
}

impl<'a> QueuePart<'a> {
    /// All tickets, or those of a team or a skill that is named.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when both are.
    pub fn named(team: Option<&'a str>, skill: Option<&'a str>) -> Result<Self, Error> {
        match (team, skill) {
            (None, None) => Ok(Self::All),
            (Some(team), None) => Ok(Self::Team(team)),
            (None, Some(skill)) => Ok(Self::Skill(skill)),
            (Some(_), Some(_)) => {
                let message = "both a team and a skill: expected one of them";
                Err(Error::invalid("/skill", message))
            }
        }
    }
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
    all: Sorted<Parts>,
    /// Where each ticket is in the order, by the hash of its id; and where
    /// those were that were taken from the front, until they are cleared away.
    places: HashTable<Place>,
    gone: usize,
    teams: BTreeMap<String, Sorted<()>>,
    skills: BTreeMap<String, Sorted<()>>,
}

/// What a ticket is part of; most queues have no use for it.
type Parts = Option<Box<(Option<String>, Vec<String>)>>;

/// Where a ticket is in the order. Ids whose hashes are equal are told apart
/// there.
#[derive(Debug, Clone, Copy)]
struct Place {
    hash: u64,
    key: i64,
    created_at_ms: i64,
}

impl Place {
    fn of<T>(hash: u64, entry: &Entry<T>) -> Self {
        Self {
            hash,
            key: entry.key,
            created_at_ms: entry.created_at_ms,
        }
    }
}

/// The same on every run: the order of nothing depends on it.
fn hash_of(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(id.as_bytes());
    hasher.finish()
}

impl From<QueuedTicket> for Entry<Parts> {
    fn from(ticket: QueuedTicket) -> Self {
        let QueuedTicket {
            id,
            key,
            created_at_ms,
            team,
            skills,
        } = ticket;
        let alone = team.is_none() && skills.is_empty();
        Self {
            key,
            created_at_ms,
            id: Id::of(&id),
            rest: (!alone).then(|| Box::new((team, skills))),
        }
    }
}

impl From<Entry<Parts>> for QueuedTicket {
    fn from(entry: Entry<Parts>) -> Self {
        let (team, skills) = entry.rest.map(|parts| *parts).unwrap_or_default();
        Self {
            id: entry.id.text().to_owned(),
            key: entry.key,
            created_at_ms: entry.created_at_ms,
            team,
            skills,
        }
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
    pub fn insert(&mut self, ticket: QueuedTicket) -> Result<(), Error> {
        let hash = hash_of(&ticket.id);
        let is_there = |entry: Entry<()>| self.all.get(&entry).is_some();
        if candidates(&self.places, hash, &ticket.id).any(is_there) {
            let message = format!("ticket {} is in the queue already", quoted(&ticket.id));
            return Err(Error::invalid("/id", message));
        }
        self.enter(hash, ticket.into());
        Ok(())
    }

    /// Takes a ticket out.
    pub fn remove(&mut self, id: &str) -> Option<QueuedTicket> {
        self.take(hash_of(id), id).map(QueuedTicket::from)
    }

    /// Puts a ticket where its new key belongs.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for one that is not in the queue.
    pub fn set_key(&mut self, id: &str, key: i64) -> Result<(), Error> {
        let hash = hash_of(id);
        let before = self.take(hash, id).ok_or_else(|| unknown(id))?;
        self.enter(hash, Entry { key, ..before });
        Ok(())
    }

    /// Changes a ticket: its key, team or skills.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for one that is not in the queue.
    pub fn update(&mut self, changed: QueuedTicket) -> Result<(), Error> {
        let hash = hash_of(&changed.id);
        self.take(hash, &changed.id)
            .ok_or_else(|| unknown(&changed.id))?;
        self.enter(hash, changed.into());
        Ok(())
    }

    /// The ticket that comes first.
    pub fn peek(&self) -> Option<QueuedTicket> {
        self.all.first().cloned().map(QueuedTicket::from)
    }

    /// Takes out the ticket that comes first.
    pub fn pop(&mut self) -> Option<QueuedTicket> {
        let entry = self.all.pop()?;
        self.leave_parts(&entry);
        self.gone += 1;
        Some(entry.into())
    }

    /// Takes out the first ticket of a team.
    pub fn pop_of_team(&mut self, team: &str) -> Option<QueuedTicket> {
        self.pop_of(QueuePart::Team(team))
    }

    /// Takes out the first ticket that asks for a skill.
    pub fn pop_of_skill(&mut self, skill: &str) -> Option<QueuedTicket> {
        self.pop_of(QueuePart::Skill(skill))
    }

    /// Takes out the first ticket of a part.
    pub fn pop_of(&mut self, part: QueuePart<'_>) -> Option<QueuedTicket> {
        let first = match self.part(part) {
            None => return self.pop(),
            Some(part) => part?.first()?.id.clone(),
        };
        let taken = self.take(hash_of(first.text()), first.text());
        taken.map(QueuedTicket::from)
    }

    /// A ticket by its id.
    pub fn get(&self, id: &str) -> Option<QueuedTicket> {
        let mut places = candidates(&self.places, hash_of(id), id);
        let entry = places.find_map(|entry| self.all.get(&entry))?;
        Some(entry.clone().into())
    }

    /// How many tickets come before one.
    pub fn position(&self, id: &str) -> Option<usize> {
        let mut places = candidates(&self.places, hash_of(id), id);
        places.find_map(|entry| self.all.position(&entry))
    }

    /// How many tickets of its team come before one of that team.
    pub fn position_in_team(&self, team: &str, id: &str) -> Option<usize> {
        self.position_in(QueuePart::Team(team), id)
    }

    /// How many tickets of a part come before one that is in it.
    pub fn position_in(&self, part: QueuePart<'_>, id: &str) -> Option<usize> {
        match self.part(part) {
            None => self.position(id),
            Some(part) => {
                let part = part?;
                let mut places = candidates(&self.places, hash_of(id), id);
                places.find_map(|entry| part.position(&entry))
            }
        }
    }

    /// Tickets in order: at most `limit`, from the one that `offset` come
    /// before.
    pub fn page(&self, offset: usize, limit: usize) -> Vec<QueuedTicket> {
        let entries = self.all.iter_from(offset).take(limit);
        entries.cloned().map(QueuedTicket::from).collect()
    }

    /// The same of a team's tickets.
    pub fn page_of_team(&self, team: &str, offset: usize, limit: usize) -> Vec<QueuedTicket> {
        self.page_of(QueuePart::Team(team), offset, limit)
    }

    /// The same of the tickets that ask for a skill.
    pub fn page_of_skill(&self, skill: &str, offset: usize, limit: usize) -> Vec<QueuedTicket> {
        self.page_of(QueuePart::Skill(skill), offset, limit)
    }

    /// The same of a part.
    pub fn page_of(&self, part: QueuePart<'_>, offset: usize, limit: usize) -> Vec<QueuedTicket> {
        let Some(part) = self.part(part) else {
            return self.page(offset, limit);
        };
        let entries = part.into_iter();
        let entries = entries.flat_map(|part| part.iter_from(offset)).take(limit);
        let tickets = entries.filter_map(|entry| self.all.get(entry).cloned());
        tickets.map(QueuedTicket::from).collect()
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

    /// Clears away where tickets were, before they are more than those that
    /// are there.
    fn clear_away(&mut self) {
        if self.gone <= self.all.len() + 1024 {
            return;
        }
        self.places.clear();
        self.gone = 0;
        for entry in self.all.iter_from(0) {
            let place = Place::of(hash_of(entry.id.text()), entry);
            self.places
                .insert_unique(place.hash, place, |place| place.hash);
        }
    }

    fn enter(&mut self, hash: u64, entry: Entry<Parts>) {
        self.clear_away();
        let place = Place::of(hash, &entry);
        self.places.insert_unique(hash, place, |place| place.hash);
        if let Some(parts) = &entry.rest {
            let (team, skills) = &**parts;
            if let Some(team) = team {
                let part = self.teams.entry(team.clone()).or_default();
                part.insert(entry.bound());
            }
            for skill in distinct(skills) {
                let part = self.skills.entry(skill.clone()).or_default();
                part.insert(entry.bound());
            }
        }
        self.all.insert(entry);
    }

    /// Takes a ticket out of everything.
    fn take(&mut self, hash: u64, id: &str) -> Option<Entry<Parts>> {
        let remove = |entry: Entry<()>| self.all.remove(&entry);
        let entry = candidates(&self.places, hash, id).find_map(remove)?;
        self.leave_parts(&entry);
        self.forget(hash, &entry);
        Some(entry)
    }

    fn leave_parts(&mut self, entry: &Entry<Parts>) {
        let Some(parts) = &entry.rest else {
            return;
        };
        let (team, skills) = &**parts;
        if let Some(team) = team {
            leave_part(&mut self.teams, team, entry);
        }
        for skill in distinct(skills) {
            leave_part(&mut self.skills, skill, entry);
        }
    }

    fn forget(&mut self, hash: u64, entry: &Entry<Parts>) {
        let time = (entry.key, entry.created_at_ms);
        // Of two ids with one hash and time either place will do.
        let is_it = |place: &Place| place.hash == hash && (place.key, place.created_at_ms) == time;
        if let Ok(place) = self.places.find_entry(hash, is_it) {
            place.remove();
        }
    }

    /// Nothing for all tickets; of a part nothing when it is empty.
    fn part(&self, part: QueuePart<'_>) -> Option<Option<&Sorted<()>>> {
        match part {
            QueuePart::All => None,
            QueuePart::Team(team) => Some(self.teams.get(team)),
            QueuePart::Skill(skill) => Some(self.skills.get(skill)),
        }
    }
}

/// Where a ticket of this id may be: one of these is it, if it is there.
fn candidates(places: &HashTable<Place>, hash: u64, id: &str) -> impl Iterator<Item = Entry<()>> {
    let places = places
        .iter_hash(hash)
        .filter(move |place| place.hash == hash);
    places.map(move |place| Entry {
        key: place.key,
        created_at_ms: place.created_at_ms,
        id: Id::of(id),
        rest: (),
    })
}

fn unknown(id: &str) -> Error {
    Error::invalid("/id", format!("ticket {} is not in the queue", quoted(id)))
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

fn leave_part(parts: &mut BTreeMap<String, Sorted<()>>, name: &str, entry: &Entry<Parts>) {
    if let Some(part) = parts.get_mut(name) {
        part.remove(entry);
        if part.len() == 0 {
            parts.remove(name);
        }
    }
}
