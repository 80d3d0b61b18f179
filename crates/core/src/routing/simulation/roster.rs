//! A history worked off by the agents of a roster.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DEMOTION_S, Figures, PrioritySimulation, QueueOrder, VIP_BOOST_S, rank};
use crate::error::Error;
use crate::routing::{
    DemoteMissed, Roster, Router, Routing, RoutingChange, RoutingConfig, RoutingEvent,
    RoutingEventKind, WorkItem,
};
use crate::ticket::Priority;
use crate::wording::{join, quoted};

/// How long after the last arrival tickets are still begun: 400 days.
const PATIENCE_MS: i64 = 400 * 86_400_000;

/// Keys of one class lie so far from those of the next: thirty thousand years.
const CLASS_MS: i64 = 1_000_000_000_000_000;

/// A ticket of a simulation with a roster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulatedTicket {
    /// The ticket: who may take it, and when it is due.
    pub ticket: WorkItem,
    /// When it arrives, in epoch milliseconds.
    pub arrival_ms: i64,
    /// How long it takes whoever has it, in milliseconds, 0 or more.
    pub work_ms: i64,
}

/// What came of it. A wait goes from arrival to when somebody has the ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RosterSimulation {
    /// The order of the queue; the desk's own keys when nothing is said.
    pub order: Option<QueueOrder>,
    /// When each ticket was begun, as they were given, in epoch milliseconds;
    /// null for one that nobody could take.
    pub begun_ms: Vec<Option<i64>>,
    /// Tickets that nobody could take.
    pub not_begun: u64,
    /// Tickets begun after they were due, or not at all.
    pub breaches: u64,
    /// The sum of all waits, in seconds.
    pub wait_sum_s: i64,
    /// The longest wait, in seconds.
    pub wait_max_s: i64,
    /// The wait that at least 95 % of tickets did not exceed, in seconds.
    pub wait_p95_s: i64,
    /// The longest time from due to begun, in seconds; 0 when none was late.
    pub lateness_max_s: i64,
    /// The same of each priority that had tickets, urgent first. Tickets without
    /// a priority are normal.
    pub by_priority: Vec<PrioritySimulation>,
    /// What each agent did, in order of their ids.
    pub agents: Vec<AgentLoad>,
}

/// What an agent did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AgentLoad {
    /// Id of the agent.
    pub agent: String,
    /// How many tickets they had.
    pub tickets: u64,
    /// How long those took, in seconds; longer than they worked when they do
    /// several at a time.
    pub work_s: i64,
}

/// Has a roster work tickets off. Agents accept everything at once and finish
/// what they have begun, after the end of their shift if need be. With an
/// order, the desk's boosts do not count: a ticket is due when its soonest
/// clock is, or by the desk's default target.
///
/// # Errors
///
/// [`Error::InvalidInput`] with the place: tickets out of order of arrival,
/// an id twice, negative work.
///
/// ```
/// use deskcore::routing::simulation::{QueueOrder, SimulatedTicket, simulate_roster};
/// use deskcore::routing::{Roster, Routing, WorkItem};
///
/// let roster = Roster::from_json(r#"[{"id": "ioana", "capacity": 1}]"#)?;
/// let ticket = |id: &str, arrival_ms, due_ms| {
///     let mut ticket = WorkItem::new(id, "email");
///     ticket.due_ms.insert("first_reply_time".into(), Some(due_ms));
///     SimulatedTicket { ticket, arrival_ms, work_ms: 600_000 }
/// };
/// let tickets = [ticket("a", 0, 14_400_000), ticket("b", 10_000, 86_400_000), ticket("c", 20_000, 900_000)];
/// let fifo = simulate_roster(&Routing::default(), &roster, &tickets, Some(QueueOrder::Fifo))?;
/// assert_eq!((fifo.begun_ms, fifo.breaches), (vec![Some(0), Some(600_000), Some(1_200_000)], 1));
/// let own = simulate_roster(&Routing::default(), &roster, &tickets, None)?;
/// assert_eq!((own.begun_ms, own.breaches), (vec![Some(0), Some(1_200_000), Some(600_000)], 0));
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn simulate_roster(
    routing: &Routing,
    roster: &Roster,
    tickets: &[SimulatedTicket],
    order: Option<QueueOrder>,
) -> Result<RosterSimulation, Error> {
    let places = check(tickets)?;
    let dues: Vec<i64> = tickets.iter().map(|ticket| due(routing, ticket)).collect();
    let rules = rules(routing.config(), tickets, order);
    let start = tickets.first().map_or(0, |ticket| ticket.arrival_ms);
    let last = tickets.last().map_or(0, |ticket| ticket.arrival_ms);
    let mut router = Router::new(&Routing::compile(rules), roster, start);
    let mut arriving = tickets.iter().zip(&dues).peekable();
    let mut done: BinaryHeap<Reverse<(i64, usize)>> = BinaryHeap::new();
    let mut begun_ms: Vec<Option<i64>> = vec![None; tickets.len()];
    let mut loads: BTreeMap<String, (u64, i64)> = BTreeMap::new();
    loop {
        let arrival = arriving.peek().map(|(ticket, _)| ticket.arrival_ms);
        let finished = done.peek().map(|Reverse((at, _))| *at);
        let woken = router
            .next_wake_up()
            .filter(|_| router.queue().next().is_some());
        let Some(at) = [arrival, finished, woken].into_iter().flatten().min() else {
            break;
        };
        if at > last.saturating_add(PATIENCE_MS) {
            break;
        }
        let mut events = Vec::new();
        while let Some(Reverse((_, place))) = done.peek().filter(|Reverse((when, _))| *when == at) {
            if let Some(ticket) = tickets.get(*place) {
                let ticket = ticket.ticket.id.clone();
                let kind = RoutingEventKind::TicketDone { ticket };
                events.push(RoutingEvent { at_ms: at, kind });
            }
            done.pop();
        }
        while let Some((ticket, due)) = arriving.next_if(|(ticket, _)| ticket.arrival_ms == at) {
            let ticket = arrived(ticket, *due, order);
            let kind = RoutingEventKind::TicketNew { ticket };
            events.push(RoutingEvent { at_ms: at, kind });
        }
        let changes = match events.is_empty() {
            true => router.advance(at)?,
            false => router.apply(&events)?,
        };
        for change in changes {
            let RoutingChange::Assigned { ticket, agent, .. } = change else {
                continue;
            };
            let Some(place) = places.get(&*ticket).copied() else {
                continue;
            };
            let work = tickets.get(place).map_or(0, |ticket| ticket.work_ms);
            if let Some(begun) = begun_ms.get_mut(place) {
                *begun = Some(at);
            }
            done.push(Reverse((at.saturating_add(work), place)));
            let load = loads.entry(agent).or_default();
            *load = (load.0 + 1, load.1.saturating_add(work));
        }
    }
    let seconds = |ms: i64| ms.div_euclid(1000);
    let mut all = Figures::default();
    let classes = [
        Priority::Urgent,
        Priority::High,
        Priority::Normal,
        Priority::Low,
    ];
    let mut by_priority = classes.map(|class| (class, Figures::default(), 0));
    for ((ticket, due), begun) in tickets.iter().zip(&dues).zip(&begun_ms) {
        let class = ticket.ticket.priority.unwrap_or(Priority::Normal);
        let Some((_, of_class, jobs)) = by_priority.iter_mut().find(|(known, ..)| *known == class)
        else {
            continue;
        };
        *jobs += 1;
        for figures in [&mut all, of_class] {
            match begun {
                Some(begun) => figures.add_wait(
                    seconds(begun.saturating_sub(ticket.arrival_ms)),
                    seconds(begun.saturating_sub(*due).saturating_add(999)),
                ),
                None => figures.breaches += 1,
            }
        }
    }
    let by_priority = by_priority.into_iter().filter(|(.., jobs)| *jobs > 0);
    let by_priority =
        by_priority.map(|(priority, figures, jobs)| figures.of_priority(priority, jobs));
    let not_begun = begun_ms.iter().filter(|begun| begun.is_none()).count();
    Ok(RosterSimulation {
        order,
        not_begun: u64::try_from(not_begun).unwrap_or(u64::MAX),
        begun_ms,
        by_priority: by_priority.collect(),
        breaches: all.breaches,
        wait_sum_s: all.sum(),
        wait_max_s: all.longest(),
        lateness_max_s: all.lateness,
        wait_p95_s: all.p95(),
        agents: roster
            .agents()
            .iter()
            .map(|agent| {
                let (tickets, work_ms) = loads.get(&agent.id).copied().unwrap_or_default();
                AgentLoad {
                    agent: agent.id.clone(),
                    tickets,
                    work_s: seconds(work_ms),
                }
            })
            .collect(),
    })
}

fn check(tickets: &[SimulatedTicket]) -> Result<BTreeMap<&str, usize>, Error> {
    let mut places = BTreeMap::new();
    let mut before = i64::MIN;
    for (index, ticket) in tickets.iter().enumerate() {
        let place = join("/tickets", &index.to_string());
        let wrong =
            |field: &str, message: String| Err(Error::invalid(join(&place, field), message));
        if ticket.arrival_ms < before {
            let message = format!("{} comes after {before}", ticket.arrival_ms);
            return wrong(
                "arrival_ms",
                message + ": expected tickets in order of arrival",
            );
        }
        before = ticket.arrival_ms;
        if ticket.work_ms < 0 {
            let message = format!("{}: expected 0 or more", ticket.work_ms);
            return wrong("work_ms", message);
        }
        if places.insert(&*ticket.ticket.id, index).is_some() {
            let id = quoted(&ticket.ticket.id);
            return wrong("ticket", format!("{id} comes twice: expected each once"));
        }
    }
    Ok(places)
}

/// When a ticket is due, whatever makes it come sooner.
fn due(routing: &Routing, ticket: &SimulatedTicket) -> i64 {
    let mut item = ticket.ticket.clone();
    item.created_at_ms.get_or_insert(ticket.arrival_ms);
    let why = routing.explain_queue_key(&item);
    why.contributions.first().map_or(i64::MAX, |base| base.ms)
}

/// The desk's rules with another order of the queue.
fn rules(
    config: &RoutingConfig,
    tickets: &[SimulatedTicket],
    order: Option<QueueOrder>,
) -> RoutingConfig {
    let mut rules = config.clone();
    rules.accept_timeout_s.clear();
    if let Some(order) = order {
        rules.boosts.clear();
        let channels = tickets.iter().map(|ticket| ticket.ticket.channel.clone());
        let demotes = order == QueueOrder::VirtualDueDemoted;
        rules.demote_missed = DemoteMissed {
            seconds: DEMOTION_S,
            channels: match demotes {
                true => crate::order::set(channels),
                false => Default::default(),
            },
        };
    }
    rules
}

/// The ticket as it comes in, with the key that an order gives it.
fn arrived(ticket: &SimulatedTicket, due: i64, order: Option<QueueOrder>) -> WorkItem {
    let mut item = ticket.ticket.clone();
    item.created_at_ms = Some(ticket.arrival_ms);
    let Some(order) = order else {
        return item;
    };
    let class = item.priority.unwrap_or(Priority::Normal);
    let key = match order {
        QueueOrder::Fifo => ticket.arrival_ms,
        QueueOrder::StrictPriority => (rank(class) * CLASS_MS).saturating_add(ticket.arrival_ms),
        QueueOrder::VirtualDueVip if item.vip => due.saturating_sub(VIP_BOOST_S * 1000),
        QueueOrder::VirtualDue | QueueOrder::VirtualDueVip | QueueOrder::VirtualDueDemoted => due,
    };
    item.demoted = false;
    item.due_ms = BTreeMap::from([(order.name().to_owned(), Some(key))]);
    item
}
