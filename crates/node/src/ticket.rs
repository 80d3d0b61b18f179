//! `Ticket`: the one record that a host stores.

use chrono::{DateTime, Utc};
use napi::bindgen_prelude::Unknown;
use napi::{Env, Result};
use napi_derive::napi;

use crate::convert::{call, handle, text};

/// A ticket: the one record that the host stores, as one small JSON document
/// without any message in it, beside a column for `dueAt`. Nothing changes a
/// ticket: a desk answers with a new one.
///
/// A handle stays in its thread; to another one goes its text.
#[napi]
pub struct Ticket(pub(crate) deskcore::Ticket);

#[napi]
impl Ticket {
    /// Reads a stored ticket.
    ///
    /// @throws {DeskcoreError} `invalid_ticket` when the text is no ticket.
    #[napi(factory)]
    pub fn from_json(
        env: Env,
        #[napi(ts_arg_type = "string")] json: Unknown<'_>,
    ) -> Result<Self> {
        call(&env, |_| Ok(Self(deskcore::Ticket::from_json(&text(json, "")?)?)))
    }

    /// The document to store: the same bytes for the same ticket in every
    /// language.
    #[napi(ts_return_type = "string")]
    pub fn to_json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        call(env, |host| host.string(&self.0.to_json()?))
    }

    /// All of the record as a plain object.
    #[napi(ts_return_type = "TicketRecord")]
    pub fn to_object<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        call(env, |host| host.data(&self.0))
    }

    /// For `JSON.stringify`, which writes a ticket as `toJson` does.
    #[napi(js_name = "toJSON", ts_return_type = "TicketRecord")]
    pub fn for_stringify<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        self.to_object(env)
    }

    /// Whether both are the same in everything.
    #[napi]
    pub fn equals<'env>(
        &self,
        env: &'env Env,
        #[napi(ts_arg_type = "Ticket")] other: Unknown<'env>,
    ) -> Result<bool> {
        call(env, |_| {
            Ok(self.0 == handle::<Self>(other, "/other", "a Ticket")?.0)
        })
    }

    /// `Ticket A-17, version 3: open`.
    #[napi]
    pub fn to_string(&self) -> String {
        let Self(ticket) = self;
        format!("Ticket {}, version {}: {}", ticket.id, ticket.version, ticket.status)
    }

    /// The host's id.
    #[napi(getter)]
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// Grows by one with every change: the host's optimistic lock.
    #[napi(getter)]
    pub fn version(&self) -> f64 {
        self.0.version as f64
    }

    /// Where it stands.
    #[napi(getter, ts_return_type = "Status")]
    pub fn status(&self) -> &str {
        self.0.status.name()
    }

    /// The host's own name for the status.
    #[napi(getter)]
    pub fn status_label(&self) -> Option<&str> {
        self.0.status_label.as_deref()
    }

    /// How urgent it is.
    #[napi(getter, ts_return_type = "Priority | null")]
    pub fn priority(&self) -> Option<&str> {
        self.0.facts.priority.map(deskcore::ticket::Priority::name)
    }

    /// Where the conversation takes place.
    #[napi(getter)]
    pub fn channel(&self) -> &str {
        &self.0.facts.channel
    }

    /// Agent it is given to.
    #[napi(getter)]
    pub fn assignee(&self) -> Option<&str> {
        self.0.assignee.as_deref()
    }

    /// Team it is given to.
    #[napi(getter)]
    pub fn team(&self) -> Option<&str> {
        self.0.team.as_deref()
    }

    /// Labels, in order and each once.
    #[napi(getter)]
    pub fn tags(&self) -> Vec<&str> {
        self.0.facts.tags.iter().map(String::as_str).collect()
    }

    /// When it began.
    #[napi(getter)]
    pub fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// The last change, by an event or by time alone: an earlier event is out
    /// of order.
    #[napi(getter)]
    pub fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }

    /// When it was last solved.
    #[napi(getter)]
    pub fn solved_at(&self) -> Option<DateTime<Utc>> {
        self.0.solved_at
    }

    /// When to call `tick`: the first instant at which time alone changes
    /// something; null when it never does.
    #[napi(getter)]
    pub fn due_at(&self) -> Option<DateTime<Utc>> {
        self.0.due_at
    }

    /// 1, and one more with every reopening.
    #[napi(getter)]
    pub fn episode(&self) -> u32 {
        self.0.episode
    }

    /// The ticket that it was merged into.
    #[napi(getter)]
    pub fn merged_into(&self) -> Option<&str> {
        self.0.merged_into.as_deref()
    }

    /// The closed ticket that it goes on from.
    #[napi(getter)]
    pub fn follow_up_of(&self) -> Option<&str> {
        self.0.follow_up_of.as_deref()
    }
}
