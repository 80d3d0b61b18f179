//! A history's arrivals, worked off by a roster under every order.

use std::collections::BTreeMap;
use std::fmt;

use deskcore::Desk;
use deskcore::routing::Agent;
use deskcore::routing::simulation::{
    QueueOrder, RosterSimulation, SimulatedTicket, simulate_roster,
};
use deskcore::ticket::{EventKind, Priority};
use serde::Deserialize;

use crate::failure::Failure;
use crate::history::each_opened;
use crate::replay::ReplayOptions;
use crate::rows::Rows;
use crate::text::length;

/// Seconds that a reply takes where the file does not say.
const REPLY_S: i64 = 480;

/// The agents, and how long work takes them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RosterFile {
    #[serde(rename = "$comment", default)]
    _comment: Option<String>,
    agents: Vec<Agent>,
    /// Seconds that a reply takes, by channel; `*` is every other channel.
    #[serde(default)]
    work_s: BTreeMap<String, i64>,
}

/// What every order of the queue does to the same tickets.
#[derive(Debug)]
pub struct Comparison {
    /// Name of the log.
    pub log: String,
    /// How many tickets came in.
    pub tickets: usize,
    /// How many agents worked on them.
    pub agents: usize,
    /// By how much work was multiplied.
    pub load: f64,
    /// What came of it, an order each; the last is the desk's own.
    pub orders: Vec<RosterSimulation>,
}

/// Name of an order, for people.
pub(crate) fn name(simulation: &RosterSimulation) -> &'static str {
    simulation.order.map_or("desk", QueueOrder::name)
}

/// Has a roster work off the arrivals of a log under every order of the
/// queue. A ticket takes as long as its agents' replies in the log, one at
/// least, times `load`.
///
/// # Errors
///
/// When the roster cannot be read, and for a bad row, unless bad rows are to
/// be skipped.
pub fn simulate(
    rows: &Rows,
    desk: &Desk,
    roster: &str,
    load: f64,
    options: &ReplayOptions,
    mut progress: impl FnMut(&str),
) -> Result<Comparison, Failure> {
    let wrong = |message: String| Failure::new("roster", message);
    let file: RosterFile =
        serde_json::from_str(roster).map_err(|error| wrong(format!("no roster: {error}")))?;
    let roster = desk
        .roster(file.agents)
        .map_err(|error| wrong(error.to_string()))?;
    progress("reading lives");
    let tickets = tickets(rows, desk, &file.work_s, load, options)?;
    let orders = QueueOrder::ALL.into_iter().map(Some).chain([None]);
    let orders = orders.map(|order| {
        progress(order.map_or("desk", QueueOrder::name));
        simulate_roster(desk.routing(), &roster, &tickets, order)
            .map_err(|error| Failure::new(error.code(), error.to_string()))
    });
    Ok(Comparison {
        log: options.log.clone(),
        tickets: tickets.len(),
        agents: roster.agents().len(),
        load,
        orders: orders.collect::<Result<_, _>>()?,
    })
}

fn tickets(
    rows: &Rows,
    desk: &Desk,
    work_s: &BTreeMap<String, i64>,
    load: f64,
    options: &ReplayOptions,
) -> Result<Vec<SimulatedTicket>, Failure> {
    let until = options.until.map(|until| until.timestamp_millis());
    let mut tickets = Vec::new();
    each_opened(rows, desk, options.skip_bad, until, |ticket, life| {
        let replies = life.events().iter();
        let replies = replies.filter(|event| event.kind == EventKind::AgentReply {});
        let channel = &ticket.facts.channel;
        let reply_s = work_s.get(channel).or_else(|| work_s.get("*"));
        let reply_ms = reply_s.copied().unwrap_or(REPLY_S) as f64 * 1000.0;
        let mut item = desk.work_item(&ticket);
        // Nobody had it yet.
        item.owner = None;
        tickets.push(SimulatedTicket {
            ticket: item,
            arrival_ms: ticket.created_at.timestamp_millis(),
            work_ms: (reply_ms * replies.count().max(1) as f64 * load) as i64,
        });
    })?;
    tickets.sort_by(|a, b| (a.arrival_ms, &a.ticket.id).cmp(&(b.arrival_ms, &b.ticket.id)));
    Ok(tickets)
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}: {} tickets, {} agents, work times {}",
            self.log, self.tickets, self.agents, self.load
        )?;
        writeln!(
            f,
            "\n{:<20} {:>8} {:>7} {:>7} {:>7} {:>7}  {:>9} {:>9} {:>9} {:>9}",
            "order",
            "breaches",
            "urgent",
            "high",
            "normal",
            "low",
            "p95 wait",
            "longest",
            "lateness",
            "not begun"
        )?;
        for simulation in &self.orders {
            let of = |class| {
                let mut classes = simulation.by_priority.iter();
                let found = classes.find(|figures| figures.priority == class);
                found.map_or_else(|| "-".to_owned(), |figures| figures.breaches.to_string())
            };
            let [urgent, high, normal, low] = [
                Priority::Urgent,
                Priority::High,
                Priority::Normal,
                Priority::Low,
            ]
            .map(of);
            writeln!(
                f,
                "{:<20} {:>8} {urgent:>7} {high:>7} {normal:>7} {low:>7}  {:>9} {:>9} {:>9} {:>9}",
                name(simulation),
                simulation.breaches,
                length(simulation.wait_p95_s as f64),
                length(simulation.wait_max_s as f64),
                length(simulation.lateness_max_s as f64),
                simulation.not_begun,
            )?;
        }
        Ok(())
    }
}
