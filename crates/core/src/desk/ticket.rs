//! The record of a ticket that the host stores.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

use crate::error::Error;
use crate::sla::{Clocks, PolicyRef};
use crate::ticket::{Facts, Opening, Status};
use crate::time::instant;

/// Version of the form that tickets are stored in.
pub(super) const SCHEMA_VERSION: u32 = 1;

/// Event ids that are remembered besides those of the last instant. An older
/// event that comes again is out of order, and `rebuild` drops it.
pub(super) const RECENT_EVENTS: usize = 8;

/// A ticket: the one record that the host stores, as one small JSON document
/// without any message in it, beside columns for [`due_at`](Self::due_at) and
/// [`queue_key`](Self::queue_key).
///
/// Read it freely; only a [`Desk`](crate::Desk) changes it. Fields that a
/// newer release wrote are kept. `clocks` and `recent_events` are the desk's
/// own notes, and terse: their instants are epoch milliseconds, and what is
/// usual is left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "TicketRecord")]
#[non_exhaustive]
pub struct Ticket {
    /// Version of the form it is stored in.
    pub schema_version: u32,
    /// The host's id.
    pub id: String,
    /// Grows by one with every change: the host's optimistic lock.
    pub version: u64,
    /// Where it stands.
    pub status: Status,
    /// The host's own name for the status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_label: Option<String>,
    /// What policies select on.
    pub facts: Facts,
    /// Agent it is given to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// Team it is given to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// When it began.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub created_at: DateTime<Utc>,
    /// The last change, by an event or by time alone: an earlier event is
    /// out of order.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub updated_at: DateTime<Utc>,
    /// When it was last solved.
    #[serde(
        default,
        with = "instant::optional",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub solved_at: Option<DateTime<Utc>>,
    /// 1, and one more with every reopening.
    #[serde(default = "first_episode", skip_serializing_if = "is_first_episode")]
    pub episode: u32,
    /// The closed ticket that it goes on from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up_of: Option<String>,
    /// The ticket that it was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<String>,
    /// The tickets that were merged into it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged_from: Vec<String>,
    /// Policies that have applied to it; verdicts name them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<PolicyRef>,
    /// Which of them applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<u16>,
    /// Its clocks.
    #[schemars(with = "Value")]
    pub clocks: Clocks,
    /// When to call `tick`: the first instant at which time alone changes
    /// something; never when absent. A target is missed only after its due
    /// instant, so for a breach this is one millisecond later.
    #[serde(
        default,
        with = "instant::optional",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub due_at: Option<DateTime<Utc>>,
    /// When to ask whether the customer is to be surveyed about the last
    /// resolution; absent when that has been said, or never will be.
    #[serde(
        default,
        with = "instant::optional",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub survey_at: Option<DateTime<Utc>>,
    /// Its virtual due instant in epoch milliseconds: sort tickets by it, then
    /// by creation and id, and the first is the next to be worked on. Only
    /// events and missed targets change it. A ticket that was stored before
    /// there was one has 0, and comes first until its next event.
    #[serde(default)]
    pub queue_key: i64,
    /// Ids of the latest events, with their instants: one that comes again
    /// changes nothing.
    #[serde(default)]
    #[schemars(with = "Vec<(String, i64)>")]
    pub recent_events: Vec<RecentEvent>,
    /// What a newer release wrote.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Map<String, Value>,
}

/// An event that the ticket has seen. In JSON a pair of its id and epoch
/// milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentEvent {
    /// Its id.
    pub id: String,
    /// Its instant.
    pub at: DateTime<Utc>,
}

impl Serialize for RecentEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.id, self.at.timestamp_millis()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for RecentEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (id, ms) = <(String, i64)>::deserialize(deserializer)?;
        match DateTime::from_timestamp_millis(ms) {
            Some(at) => Ok(Self { id, at }),
            None => Err(de::Error::custom(format_args!(
                "event {id:?}: {ms} lies outside the dates of a timestamp"
            ))),
        }
    }
}

fn first_episode() -> u32 {
    1
}

fn is_first_episode(episode: &u32) -> bool {
    *episode == 1
}

impl Ticket {
    /// Reads a stored ticket.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidTicket`] when the text is no ticket.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|error| Error::InvalidTicket {
            message: error.to_string(),
        })
    }

    /// The document to store: the same bytes for the same ticket.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidTicket`] when a field holds what JSON cannot, such as
    /// an instant after the year 262142.
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string(self).map_err(|error| Error::InvalidTicket {
            message: error.to_string(),
        })
    }

    /// The policy that applies, if one does.
    pub fn policy(&self) -> Option<&PolicyRef> {
        self.policies.get(usize::from(self.policy?))
    }

    /// How often it was reopened.
    pub fn reopened(&self) -> u32 {
        self.episode.saturating_sub(1)
    }

    pub(super) fn begin(opening: &Opening, at: DateTime<Utc>) -> Self {
        let mut facts = opening.facts.clone();
        crate::order::sort(&mut facts.tags);
        facts.tags.dedup();
        facts.fields.retain(|_, value| !value.is_null());
        Self {
            schema_version: SCHEMA_VERSION,
            id: opening.id.clone(),
            version: 1,
            status: opening.status.unwrap_or(Status::New),
            status_label: None,
            facts,
            assignee: opening.assignee.clone(),
            team: opening.team.clone(),
            created_at: at,
            updated_at: at,
            solved_at: None,
            episode: 1,
            follow_up_of: opening.follow_up_of.clone(),
            merged_into: None,
            merged_from: Vec::new(),
            policies: Vec::new(),
            policy: None,
            clocks: Clocks::default(),
            due_at: None,
            survey_at: None,
            queue_key: 0,
            recent_events: Vec::new(),
            unknown: Map::new(),
        }
    }

    pub(super) fn has_seen(&self, event: &str) -> bool {
        self.recent_events.iter().any(|seen| seen.id == event)
    }

    /// Remembers an event: the latest, and all of the last instant, since a
    /// repetition of those cannot be told by its time.
    pub(super) fn remember(&mut self, event: &str, at: DateTime<Utc>) {
        let more = (self.recent_events.len() + 1).saturating_sub(RECENT_EVENTS);
        let old = self.recent_events.iter().take(more);
        let old = old.take_while(|seen| seen.at < at).count();
        let dropped = self.recent_events.drain(..old).next_back();
        let mut slot = dropped.unwrap_or_else(|| RecentEvent {
            id: String::new(),
            at,
        });
        slot.id.clear();
        slot.id.push_str(event);
        slot.at = at;
        self.recent_events.push(slot);
    }

    /// Makes a policy the one that applies, and returns the number it is
    /// known by.
    pub(super) fn set_policy(&mut self, reference: Option<&PolicyRef>) {
        self.policy = reference.map(|reference| {
            let known = self.policies.iter().position(|policy| policy == reference);
            let index = known.unwrap_or_else(|| {
                self.policies.push(reference.clone());
                self.policies.len() - 1
            });
            u16::try_from(index).unwrap_or(u16::MAX)
        });
    }
}
