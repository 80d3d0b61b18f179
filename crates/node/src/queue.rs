//! `Queue`: millions of tickets in order.

use deskcore::routing::{self, QueuePart};
use napi::{Env, Result};
use napi_derive::napi;

use crate::convert::{call, js, milliseconds, name, size, text, with_text};

/// Millions of tickets in order: by key, creation and id, which is what
/// `ORDER BY queue_key, created_at, id` gives; whole, by team and by skill.
#[napi]
#[derive(Default)]
pub struct Queue(routing::Queue);

#[napi]
impl Queue {
    /// A queue without tickets.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// A queue from its text.
    ///
    /// @throws {DeskcoreError} `invalid_input` for what is no list of tickets,
    /// or one twice.
    #[napi(factory)]
    pub fn from_json(env: Env, json: js::string) -> Result<Self> {
        call(env, |_| {
            with_text(json, "", |json| routing::Queue::from_json(json).map(Self))
        })
    }

    /// The text of its tickets, in order: the same however they came in.
    #[napi]
    pub fn to_json(&self, env: Env) -> Result<js::string> {
        call(env, |host| host.string(&self.0.to_json()?))
    }

    /// How many tickets are in it.
    #[napi(getter)]
    pub fn length(&self) -> i64 {
        self.0.len() as i64
    }

    /// Adds a ticket.
    ///
    /// @throws {DeskcoreError} `invalid_input` for one whose id is in the queue
    /// already.
    #[napi(ts_args_type = "ticket: QueuedTicket | string")]
    pub fn insert(&mut self, env: Env, ticket: js::Value) -> Result<()> {
        call(env, |host| self.0.insert(host.records(ticket)?))
    }

    /// Changes a ticket: its key, team or skills.
    ///
    /// @throws {DeskcoreError} `invalid_input` for one that is not in the queue.
    #[napi(ts_args_type = "ticket: QueuedTicket | string")]
    pub fn update(&mut self, env: Env, ticket: js::Value) -> Result<()> {
        call(env, |host| self.0.update(host.records(ticket)?))
    }

    /// Puts a ticket where its new key belongs.
    ///
    /// @throws {DeskcoreError} `invalid_input` for one that is not in the queue.
    #[napi]
    pub fn set_key(&mut self, env: Env, id: js::string, key: js::Milliseconds) -> Result<()> {
        call(env, |_| {
            let key = milliseconds(key, "/key")?;
            self.0.set_key(&text(id, "/id")?, key)
        })
    }

    /// Takes a ticket out; null when it is not in the queue.
    #[napi(ts_return_type = "QueuedTicket | null")]
    pub fn remove(&mut self, env: Env, id: js::string) -> Result<js::Value> {
        call(env, |host| host.data(&self.0.remove(&text(id, "/id")?)))
    }

    /// A ticket by its id; null when it is not in the queue.
    #[napi(ts_return_type = "QueuedTicket | null")]
    pub fn get(&self, env: Env, id: js::string) -> Result<js::Value> {
        call(env, |host| host.data(&self.0.get(&text(id, "/id")?)))
    }

    /// The ticket that comes first; null when there is none.
    #[napi(ts_return_type = "QueuedTicket | null")]
    pub fn peek(&self, env: Env) -> Result<js::Value> {
        call(env, |host| host.data(&self.0.peek()))
    }

    /// Takes out the ticket that comes first, of all, of a team, or of those
    /// that ask for a skill; null when there is none.
    ///
    /// @throws {DeskcoreError} `invalid_input` for both a team and a skill.
    #[napi(ts_return_type = "QueuedTicket | null")]
    pub fn pop(
        &mut self,
        env: Env,
        team: Option<js::string>,
        skill: Option<js::string>,
    ) -> Result<js::Value> {
        call(env, |host| {
            let (team, skill) = (name(team, "/team")?, name(skill, "/skill")?);
            let part = QueuePart::named(team.as_deref(), skill.as_deref())?;
            host.data(&self.0.pop_of(part))
        })
    }

    /// Tickets in order, from the one that `offset` (0) come before, `limit`
    /// (100) at most: of all, of a team, or of those that ask for a skill.
    ///
    /// @throws {DeskcoreError} `invalid_input` for both a team and a skill.
    #[napi(ts_return_type = "QueuedTicket[]")]
    pub fn page(
        &self,
        env: Env,
        offset: Option<js::number>,
        limit: Option<js::number>,
        team: Option<js::string>,
        skill: Option<js::string>,
    ) -> Result<js::Value> {
        call(env, |host| {
            let (offset, limit) = (size(offset, "/offset", 0)?, size(limit, "/limit", 100)?);
            let (team, skill) = (name(team, "/team")?, name(skill, "/skill")?);
            let part = QueuePart::named(team.as_deref(), skill.as_deref())?;
            host.data(&self.0.page_of(part, offset, limit))
        })
    }

    /// How many tickets come before one, of all, of its team, or of those that
    /// ask for a skill; null when it is not among them.
    ///
    /// @throws {DeskcoreError} `invalid_input` for both a team and a skill.
    #[napi]
    pub fn position(
        &self,
        env: Env,
        id: js::string,
        team: Option<js::string>,
        skill: Option<js::string>,
    ) -> Result<Option<i64>> {
        call(env, |_| {
            let (team, skill) = (name(team, "/team")?, name(skill, "/skill")?);
            let part = QueuePart::named(team.as_deref(), skill.as_deref())?;
            let position = self.0.position_in(part, &text(id, "/id")?);
            Ok(position.map(|position| position as i64))
        })
    }
}
