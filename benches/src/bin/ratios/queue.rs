//! The queue: keys, a million tickets in order, and who takes one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::hint::black_box;
use std::time::Instant;

use benches::Failure;
use deskcore::routing::{
    Agent, Queue, QueuedTicket, Roster, RoutedTicket, Router, RouterState, Routing, RoutingConfig,
    WorkItem,
};
use serde_json::json;

use crate::counter;
use crate::measure::{alone, each, in_turn};
use crate::row::{Row, Unit};

const MILLION: usize = 1_000_000;

const START: i64 = 1_760_000_000_000;

/// All rows of the queue.
pub(crate) fn rows() -> Result<Vec<Row>, Failure> {
    let mut rows = keys()?;
    rows.extend(million());
    rows.extend(assign()?);
    Ok(rows)
}

/// The same numbers on every run (Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// Twelve boosts, of which six hold.
fn keys() -> Result<Vec<Row>, Failure> {
    let config: RoutingConfig = serde_json::from_value(json!({"boosts": [
        {"name": "vip", "when": {"vip": true}, "seconds": 1800},
        {"name": "lifetime", "when": {"lifetime_value_at_least": 100_000}, "seconds": 900},
        {"name": "chat", "when": {"channel": ["chat", "whatsapp"]}, "seconds": 300},
        {"name": "missing", "when": {"reason": ["missing_item", "wrong_item", "broken_item"]}, "seconds": 3600},
        {"name": "order500", "group": "order", "when": {"order_value_at_least": 50_000}, "seconds": 1200},
        {"name": "order100", "group": "order", "when": {"order_value_at_least": 10_000}, "seconds": 400},
        {"name": "language", "when": {"language": ["ro", "it"]}, "seconds": 120},
        {"name": "angry", "when": {"tag": ["angry", "legal"]}, "seconds": 2400},
        {"name": "sentiment", "when": {"sentiment_at_most": -500}, "seconds": 600},
        {"name": "urgent", "group": "priority", "when": {"priority": ["urgent"]}, "seconds": 3600},
        {"name": "low", "group": "priority", "when": {"priority": ["low"]}, "seconds": -3600},
        {"name": "old", "when": {"age_at_least_s": 86_400}, "seconds": 600},
    ]}))?;
    let routing = Routing::new(config)?;
    let item: WorkItem = serde_json::from_value(json!({
        "id": "A-17", "channel": "email", "created_at_ms": START, "vip": true, "language": "it-CH",
        "reason": "broken_item", "order_value_minor": 12_990, "lifetime_value_minor": 99_000,
        "tags": ["refund", "angry"], "sentiment": -200, "priority": "low",
        "due_ms": {"first_reply_time": START + 7_200_000, "total_resolution_time": START + 86_400_000},
    }))?;
    let inputs = vec![item; 64];
    let sample = alone(1501, || each(&inputs, |item| routing.queue_key(item)));
    let (_, allocations) =
        counter::allocations(|| inputs.first().map(|item| routing.queue_key(item)));
    Ok(vec![
        Row::allowed(
            "queue key, 12 boosts / 150 ns allowed",
            Unit::Time,
            sample,
            150.0,
        ),
        Row::counted(
            "queue key, allocations",
            Unit::Allocations,
            allocations as f64,
        ),
    ])
}

/// A million tickets in and out, in the order of the heap; and one that gets
/// another key among them.
fn million() -> Vec<Row> {
    let mut numbers = Numbers(7);
    let keys: Vec<i64> = (0..MILLION)
        .map(|_| START + numbers.next(1 << 40) as i64)
        .collect();
    let ids: Vec<String> = (0..MILLION).map(|number| format!("T-{number}")).collect();
    let ours = || {
        let tickets: Vec<QueuedTicket> = ids
            .iter()
            .zip(&keys)
            .map(|(id, key)| QueuedTicket::new(&**id, *key, *key))
            .collect();
        let start = Instant::now();
        let mut queue = Queue::new();
        for ticket in tickets {
            let _ = queue.insert(ticket);
        }
        while let Some(ticket) = queue.pop() {
            black_box(ticket.key);
        }
        start.elapsed().as_nanos() as f64 / MILLION as f64
    };
    let heap = || {
        let start = Instant::now();
        let mut heap = BinaryHeap::new();
        for (number, key) in (0u32..).zip(&keys) {
            heap.push(Reverse((*key, number)));
        }
        while let Some(Reverse((key, _))) = heap.pop() {
            black_box(key);
        }
        start.elapsed().as_nanos() as f64 / MILLION as f64
    };
    let both = in_turn(7, ours, heap);
    let mut queue = Queue::new();
    for (id, key) in ids.iter().zip(&keys) {
        let _ = queue.insert(QueuedTicket::new(&**id, *key, *key));
    }
    let changed: Vec<(&str, i64)> = (0..20_000)
        .map(|_| {
            let place = numbers.next(MILLION as u64) as usize;
            let id = ids.get(place).map_or("", String::as_str);
            (id, START + numbers.next(1 << 40) as i64)
        })
        .collect();
    let update = alone(9, || {
        let start = Instant::now();
        for (id, key) in &changed {
            let _ = black_box(queue.set_key(id, *key));
        }
        start.elapsed().as_nanos() as f64 / changed.len() as f64
    });
    let position = alone(9, || each(&changed, |(id, _)| queue.position(id)));
    vec![
        Row::beside(
            "a million inserts and pops / BinaryHeap of (i64, u32)",
            both,
            Some(2.5),
        ),
        Row::allowed(
            "another key in a queue of a million / 1 µs allowed",
            Unit::Time,
            update,
            1000.0,
        ),
        Row::plain("position in a queue of a million", position),
    ]
}

/// One ticket among a thousand agents and fifty skills, beside a scan of all
/// agents that asks each the same.
fn assign() -> Result<Vec<Row>, Failure> {
    let mut numbers = Numbers(11);
    let language = |number: u64| match number {
        0 => "it",
        1 => "ro",
        2 => "en",
        _ => "de",
    };
    let agents: Vec<Agent> = (0..1000)
        .map(|number| {
            let mut agent = Agent::new(format!("agent-{number:04}"), 6);
            agent.teams = vec![format!("team-{}", numbers.next(8))];
            for _ in 0..6 {
                let level = 1 + numbers.next(4) as u32;
                agent
                    .skills
                    .insert(format!("skill-{:02}", numbers.next(50)), level);
            }
            for _ in 0..2 {
                let language = language(numbers.next(4));
                agent.languages.insert(language.to_owned(), 2);
            }
            agent.channels = Some(BTreeMap::from([
                ("email".to_owned(), 5),
                ("chat".to_owned(), 3),
            ]));
            agent.last_assigned_seq = numbers.next(5000);
            agent
        })
        .collect();
    let roster = Roster::new(agents, &BTreeMap::new())?;
    let tickets = (0..256)
        .map(|number| {
            let mut ticket = WorkItem::new(format!("T-{number}"), "email");
            ticket.team = Some(format!("team-{}", numbers.next(8)));
            ticket.skills = BTreeMap::from([(format!("skill-{:02}", numbers.next(50)), 2)]);
            ticket.language = Some(language(numbers.next(4)).to_owned());
            RoutedTicket::waiting(ticket, START)
        })
        .collect();
    let state = RouterState {
        at_ms: START,
        agents: Vec::new(),
        tickets,
    };
    let routing = Routing::default();
    let router = Router::restore(&routing, &roster, &state)?;
    let items: Vec<&WorkItem> = state.tickets.iter().map(|ticket| &ticket.ticket).collect();
    for item in &items {
        let best = router.agent_for(&item.id)?.map(|(agent, _)| agent);
        if best.as_deref() != scan(&roster, item).map(|agent| &*agent.id) {
            return Err(Failure::from("the scan chooses another agent"));
        }
    }
    let both = in_turn(
        101,
        || each(&items, |item| router.agent_for(&item.id).ok()),
        || each(&items, |item| scan(&roster, item)),
    );
    let name = "best of 1,000 agents, 50 skills / a scan that asks the same";
    Ok(vec![Row::beside(name, both, Some(0.2))])
}

/// Nobody has anything yet, so loads are equal.
fn scan<'a>(roster: &'a Roster, item: &WorkItem) -> Option<&'a Agent> {
    let able = roster.agents().iter().filter(|agent| {
        let most = agent
            .channels
            .as_ref()
            .and_then(|channels| channels.get(&item.channel));
        let level = |has: Option<&u32>, needs: u32| has.is_some_and(|has| *has >= needs);
        agent.capacity >= 1
            && most.is_some_and(|most| *most > 0)
            && item
                .skills
                .iter()
                .all(|(skill, needs)| level(agent.skills.get(skill), *needs))
            && item
                .language
                .as_ref()
                .is_none_or(|tag| level(agent.languages.get(tag), 1))
            && item
                .team
                .as_ref()
                .is_none_or(|team| agent.teams.contains(team))
    });
    able.min_by_key(|agent| (agent.last_assigned_seq, &agent.id))
}
