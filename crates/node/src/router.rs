//! `Router`: tickets and agents in memory.

use deskcore::border::under;
use deskcore::routing::{self, RouterState, RoutingEvent};
use napi::bindgen_prelude::ClassInstance;
use napi::{Env, Result};
use napi_derive::napi;

use crate::convert::{Answer, call, handle, js, milliseconds, text};
use crate::routing::{Roster, Routing};

/// Tickets and agents in memory: gives each ticket to whoever is best for it,
/// as soon as somebody can take it. It reads no clock: tell it the time, at
/// the latest at `nextWakeUp`. Instants are epoch milliseconds.
#[napi]
pub struct Router(routing::Router);

type Rules = (
    ClassInstance<'static, Routing>,
    ClassInstance<'static, Roster>,
);

pub(crate) fn rules(routing: js::Value, roster: js::Value) -> Answer<Rules> {
    let routing = handle::<Routing>(routing, "/routing", "a Routing")?;
    Ok((routing, handle::<Roster>(roster, "/roster", "a Roster")?))
}

#[napi]
impl Router {
    /// A router without tickets, at an instant.
    #[napi(
        constructor,
        ts_args_type = "routing: Routing, roster: Roster, startMs: Milliseconds"
    )]
    pub fn new(
        env: Env,
        routing: js::Value,
        roster: js::Value,
        start_ms: js::Value,
    ) -> Result<Self> {
        call(env, |_| {
            let (routing, roster) = rules(routing, roster)?;
            let start_ms = milliseconds(start_ms, "/startMs")?;
            Ok(Self(routing::Router::new(&routing.0, &roster.0, start_ms)))
        })
    }

    /// A router as it was, or of what a database holds. Nothing happens yet:
    /// `advance` to the same instant gives out what waits.
    ///
    /// @throws {DeskcoreError} `invalid_input`, with the place.
    #[napi(
        factory,
        ts_args_type = "routing: Routing, roster: Roster, state: RouterState | string"
    )]
    pub fn restore(
        env: Env,
        routing: js::Value,
        roster: js::Value,
        state: js::Value,
    ) -> Result<Self> {
        call(env, |host| {
            let (routing, roster) = rules(routing, roster)?;
            let state: RouterState = host.records(state)?;
            let router = routing::Router::restore(&routing.0, &roster.0, &state)?;
            Ok(Self(router))
        })
    }

    /// Takes what happened, and does all that comes of it up to the last of
    /// it. Everything that happened at one instant is told in one call.
    ///
    /// @throws {DeskcoreError} `invalid_input` with the place, nothing being
    /// done.
    #[napi(
        ts_args_type = "events: readonly RoutingEvent[] | string",
        ts_return_type = "RoutingChange[]"
    )]
    pub fn apply(&mut self, env: Env, events: js::Value) -> Result<js::Value> {
        call(env, |host| {
            let events: Vec<RoutingEvent> = host.records(events)?;
            host.data(&self.0.apply(&events)?)
        })
    }

    /// Lets time run up to an instant.
    ///
    /// @throws {DeskcoreError} `invalid_input` for one before now.
    #[napi(ts_return_type = "RoutingChange[]")]
    pub fn advance(&mut self, env: Env, to_ms: js::Milliseconds) -> Result<js::Value> {
        call(env, |host| {
            host.data(&self.0.advance(milliseconds(to_ms, "/toMs")?)?)
        })
    }

    /// The instant up to which everything is done.
    #[napi(getter)]
    pub fn now_ms(&self) -> i64 {
        self.0.now_ms()
    }

    /// The first instant after now at which anything can change by time
    /// alone; null for never.
    #[napi]
    pub fn next_wake_up(&self) -> Option<i64> {
        self.0.next_wake_up()
    }

    /// The tickets that wait, in order, with their keys.
    #[napi(ts_return_type = "[ticket: string, key: number][]")]
    pub fn queue(&self, env: Env) -> Result<js::Value> {
        call(env, |host| host.data(&self.0.queue().collect::<Vec<_>>()))
    }

    /// Everything that it knows now, to store it.
    #[napi(ts_return_type = "RouterState")]
    pub fn state(&self, env: Env) -> Result<js::Value> {
        call(env, |host| host.data(&self.0.state()))
    }

    /// Where a ticket is, who would take it now, and why nobody else.
    ///
    /// @throws {DeskcoreError} `invalid_input` for a ticket that the router
    /// does not have.
    #[napi(ts_return_type = "AssignmentExplanation")]
    pub fn explain(&self, env: Env, ticket: js::string) -> Result<js::Value> {
        call(env, |host| {
            host.data(&self.0.explain(&text(ticket, "/ticket")?)?)
        })
    }

    /// Who would take a ticket that waits, and why; null when nobody would.
    ///
    /// @throws {DeskcoreError} `invalid_input` for a ticket that the router
    /// does not have.
    #[napi(ts_return_type = "[agent: string, reason: AssignReason] | null")]
    pub fn agent_for(&self, env: Env, ticket: js::string) -> Result<js::Value> {
        call(env, |host| {
            host.data(&self.0.agent_for(&text(ticket, "/ticket")?)?)
        })
    }

    /// How long a ticket would wait if it came now, by the times in seconds that
    /// recent ones took.
    ///
    /// @throws {DeskcoreError} `invalid_input` for what is no ticket, and a time
    /// out of range.
    #[napi(
        ts_args_type = "item: WorkItem | string, serviceTimesS: readonly number[] | string",
        ts_return_type = "WaitEstimate"
    )]
    pub fn estimate_wait(
        &self,
        env: Env,
        item: js::Value,
        service_times_s: js::Value,
    ) -> Result<js::Value> {
        call(env, |host| {
            let item = host.records(item)?;
            let times = host.records::<Vec<f64>>(service_times_s);
            let times = times.map_err(|error| under("/serviceTimesS", error))?;
            host.data(&self.0.estimate_wait(&item, &times)?)
        })
    }

    /// What an agent takes next, by their own asking. Nothing is changed: tell
    /// it with an `assign` event.
    ///
    /// @throws {DeskcoreError} `invalid_input` for an agent who is not on the
    /// roster.
    #[napi(ts_return_type = "Pull")]
    pub fn next_for_agent(&self, env: Env, agent: js::string) -> Result<js::Value> {
        call(env, |host| {
            host.data(&self.0.next_for_agent(&text(agent, "/agent")?)?)
        })
    }
}
