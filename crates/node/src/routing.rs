//! `Routing` and `Roster`: the rules of a queue, and the agents.

use chrono::NaiveDate;
use deskcore::border;
use deskcore::routing::{self, Agent, WorkItem};
use napi::{Env, Result};
use napi_derive::napi;

use crate::convert::{call, handle, js, text, zone};
use crate::desk::Desk;
use crate::ticket::of;

#[napi]
impl Desk {
    /// The desk's rules for its queue.
    #[napi(getter)]
    pub fn routing(&self) -> Routing {
        Routing(self.0.routing().clone())
    }

    /// What the `queueKey` of a ticket is made of.
    #[napi(ts_return_type = "QueueKey")]
    pub fn explain_queue_key(&self, env: Env, ticket: js::Ticket) -> Result<js::Value> {
        call(env, |host| {
            of(ticket, |ticket| {
                host.data(&self.0.explain_queue_key(ticket))
            })
        })
    }

    /// A ticket as far as its place in the queue and who may do it go: what a
    /// `Router` takes.
    #[napi(ts_return_type = "WorkItem")]
    pub fn work_item(&self, env: Env, ticket: js::Ticket) -> Result<js::Value> {
        call(env, |host| {
            of(ticket, |ticket| host.data(&self.0.work_item(ticket)))
        })
    }

    /// A roster whose agents may name the desk's calendars.
    ///
    /// @throws {DeskcoreError} As `Roster`.
    #[napi(ts_args_type = "agents: readonly Agent[] | string")]
    pub fn roster(&self, env: Env, agents: js::Value) -> Result<Roster> {
        call(env, |host| {
            Ok(Roster(self.0.roster(host.records(agents)?)?))
        })
    }

    /// The tags that a customer's message asks for by the desk's keywords.
    #[napi]
    pub fn keyword_tags(&self, env: Env, message: js::string) -> Result<Vec<String>> {
        call(env, |_| {
            Ok(self.0.keyword_tags(&text(message, "/message")?))
        })
    }
}

/// How work is ordered and who may do it, compiled from the `routing` part of
/// a desk.json: nothing changes it. `desk.routing` is that of a desk.
///
/// Records of the queue, here and below, are objects or their JSON text, which
/// holds integers beyond 2^53 too.
#[napi]
pub struct Routing(pub(crate) routing::Routing);

#[napi]
impl Routing {
    /// Rules from their document.
    ///
    /// @throws {DeskcoreError} `invalid_input`, with the first mistake.
    #[napi(constructor, ts_args_type = "config: RoutingConfig | string")]
    pub fn new(env: Env, config: js::Value) -> Result<Self> {
        call(env, |host| {
            Ok(Self(routing::Routing::new(host.records(config)?)?))
        })
    }

    /// The text of the document that they are made of.
    #[napi]
    pub fn to_json(&self, env: Env) -> Result<String> {
        call(env, |_| border::write(self.0.config()))
    }

    /// For `JSON.stringify`, which writes them as `toJson` does.
    #[napi(js_name = "toJSON", ts_return_type = "RoutingConfig")]
    pub fn for_stringify(&self, env: Env) -> Result<js::Value> {
        call(env, |host| host.data(self.0.config()))
    }

    /// A ticket's place in the queue: a virtual due instant in epoch
    /// milliseconds, the lower the sooner.
    ///
    /// @throws {DeskcoreError} `invalid_input` when it is no item.
    #[napi(ts_args_type = "item: WorkItem | string")]
    pub fn queue_key(&self, env: Env, item: js::Value) -> Result<i64> {
        call(env, |host| Ok(self.0.queue_key(&host.records(item)?)))
    }

    /// What a key is made of.
    ///
    /// @throws {DeskcoreError} `invalid_input` when it is no item.
    #[napi(ts_args_type = "item: WorkItem | string", ts_return_type = "QueueKey")]
    pub fn explain_queue_key(&self, env: Env, item: js::Value) -> Result<js::Value> {
        call(env, |host| {
            let item = host.records(item)?;
            host.data(&self.0.explain_queue_key(&item))
        })
    }

    /// The ids of tickets in the order of the queue: by key, creation and id.
    ///
    /// @throws {DeskcoreError} `invalid_input` for what is no item, and an id
    /// that comes twice.
    #[napi(ts_args_type = "items: readonly WorkItem[] | string")]
    pub fn order(&self, env: Env, items: js::Value) -> Result<Vec<String>> {
        call(env, |host| {
            let items: Vec<WorkItem> = host.records(items)?;
            self.0.order(&items)
        })
    }
}

/// The agents of a shop, compiled: nothing changes it. Agents that name a
/// calendar of a desk are for `desk.roster`.
#[napi]
pub struct Roster(pub(crate) routing::Roster);

#[napi]
impl Roster {
    /// A roster of agents.
    ///
    /// @throws {DeskcoreError} `invalid_input`, with the place.
    #[napi(constructor, ts_args_type = "agents: readonly Agent[] | string")]
    pub fn new(env: Env, agents: js::Value) -> Result<Self> {
        call(env, |host| {
            let agents: Vec<Agent> = host.records(agents)?;
            Ok(Self(routing::Roster::new(agents, &Default::default())?))
        })
    }

    /// The agents, in order of their ids.
    #[napi(getter, ts_return_type = "Agent[]")]
    pub fn agents(&self, env: Env) -> Result<js::Value> {
        call(env, |host| host.data(&self.0.agents()))
    }

    /// Whether an agent may do something on their own, such as refund an
    /// amount; `amount` is a decimal as text.
    ///
    /// @throws {DeskcoreError} `invalid_input` for an agent who is not on the
    /// roster and an amount that is no decimal.
    #[napi(ts_return_type = "Permission")]
    pub fn allowed(
        &self,
        env: Env,
        action: js::string,
        agent: js::string,
        amount: js::string,
        currency: js::string,
    ) -> Result<js::Value> {
        call(env, |host| {
            let (action, agent) = (text(action, "/action")?, text(agent, "/agent")?);
            let (amount, currency) = (text(amount, "/amount")?, text(currency, "/currency")?);
            host.data(&self.0.allowed(&action, &agent, &amount, &currency)?)
        })
    }

    /// What is legal in the roster and probably wrong for these rules: skills
    /// and teams that they ask for and nobody has, shifts that never come.
    #[napi(ts_args_type = "routing: Routing", ts_return_type = "Problem[]")]
    pub fn lint(&self, env: Env, routing: js::Value) -> Result<js::Value> {
        call(env, |host| {
            let routing = handle::<Routing>(routing, "/routing", "a Routing")?;
            host.data(&self.0.lint(routing.0.config()))
        })
    }

    /// When fewer are on duty than a plan says, in the local week that holds
    /// a date (`YYYY-MM-DD`), on a zone's wall clock.
    ///
    /// @throws {DeskcoreError} `invalid_input` for a plan of another length,
    /// and a zone that does not exist.
    #[napi(
        ts_args_type = "plan: WeekPlan | string, zone: string, weekOf: string",
        ts_return_type = "CoverageGap[]"
    )]
    pub fn coverage_gaps(
        &self,
        env: Env,
        plan: js::Value,
        zone: js::Value,
        week_of: js::Value,
    ) -> Result<js::Value> {
        call(env, |host| {
            let (plan, zone) = (host.records(plan)?, self::zone(zone)?);
            let week_of = host.read_at::<NaiveDate>(week_of, "/weekOf")?;
            host.data(&self.0.coverage_gaps(&plan, zone, week_of)?)
        })
    }
}
