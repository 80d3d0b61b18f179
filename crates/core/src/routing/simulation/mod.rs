//! What an order of the queue does: a history, or a day made up, worked off
//! by a number of agents.
//!
//! One pool of agents who can all do everything, one ticket at a time each;
//! what is begun is finished. All are free at second 0. Whenever somebody is
//! free and something waits (what arrives in that second included), the first
//! ticket of the order is begun by who has been free longest; of tickets with
//! the same key, the one that comes first in the list.
//!
//! ```
//! use deskcore::routing::simulation::{Job, Pool, QueueOrder, simulate};
//! use deskcore::ticket::Priority;
//!
//! let job = |arrival_s, priority, due_s| Job { arrival_s, priority, due_s, work_s: 600, vip: false };
//! let jobs = [
//!     job(0, Priority::Normal, 14_400),
//!     job(10, Priority::Low, 86_400),
//!     job(20, Priority::Urgent, 900),
//! ];
//! let fifo = simulate(&jobs, &Pool::new(1, QueueOrder::Fifo))?;
//! assert_eq!((fifo.started, fifo.breaches), (vec![0, 600, 1200], 1));
//! let due = simulate(&jobs, &Pool::new(1, QueueOrder::VirtualDue))?;
//! assert_eq!((due.started, due.breaches), (vec![0, 1200, 600], 0));
//! # Ok::<(), deskcore::Error>(())
//! ```

mod roster;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

pub use roster::{AgentLoad, RosterSimulation, SimulatedTicket, simulate_roster};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::ticket::Priority;

/// Seconds that a VIP's ticket counts as due earlier, in
/// [`QueueOrder::VirtualDueVip`].
pub const VIP_BOOST_S: i64 = 1_800;

/// Seconds that a late ticket counts as due later, in
/// [`QueueOrder::VirtualDueDemoted`].
pub const DEMOTION_S: i64 = 86_400;

/// One ticket of a simulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Job {
    /// Second in which it arrives, on any scale whose 0 is when all agents
    /// are free.
    pub arrival_s: i64,
    /// How urgent it is.
    pub priority: Priority,
    /// Second by which it is to be begun; later is a breach.
    pub due_s: i64,
    /// Seconds of work that it takes, 0 or more.
    pub work_s: i64,
    /// Whether the customer is a VIP.
    #[serde(default)]
    pub vip: bool,
}

/// Which of the waiting tickets comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QueueOrder {
    /// By arrival.
    Fifo,
    /// By priority, the most urgent first; within one by arrival.
    StrictPriority,
    /// By when it is due.
    VirtualDue,
    /// By when it is due, [`VIP_BOOST_S`] earlier for a VIP.
    VirtualDueVip,
    /// By when it is due, and [`DEMOTION_S`] after that from when it is late:
    /// what is lost anyway does not make others late.
    VirtualDueDemoted,
}

impl QueueOrder {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Fifo,
        Self::StrictPriority,
        Self::VirtualDue,
        Self::VirtualDueVip,
        Self::VirtualDueDemoted,
    ];

    /// Name in JSON and in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fifo => "fifo",
            Self::StrictPriority => "strict_priority",
            Self::VirtualDue => "virtual_due",
            Self::VirtualDueVip => "virtual_due_vip",
            Self::VirtualDueDemoted => "virtual_due_demoted",
        }
    }

    /// What a ticket that is not late is sorted by, lower first; of equal
    /// ones the first in the list, which is by arrival.
    fn key(self, job: &Job) -> i64 {
        match self {
            Self::Fifo => job.arrival_s,
            Self::StrictPriority => rank(job.priority),
            Self::VirtualDueVip if job.vip => job.due_s.saturating_sub(VIP_BOOST_S),
            Self::VirtualDue | Self::VirtualDueVip | Self::VirtualDueDemoted => job.due_s,
        }
    }
}

/// From the most urgent on.
const fn rank(priority: Priority) -> i64 {
    match priority {
        Priority::Urgent => 0,
        Priority::High => 1,
        Priority::Normal => 2,
        Priority::Low => 3,
    }
}

/// Who works the tickets off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pool {
    /// How many agents, 1 or more.
    pub agents: u32,
    /// Which of the waiting tickets comes first.
    pub order: QueueOrder,
    /// Of tickets that arrive in one second after a lull, the first is begun
    /// when it arrives. With this, the others count as begun when their agent
    /// became free, which may be before they came: some published figures are
    /// counted so.
    #[serde(default)]
    pub agent_clock: bool,
}

impl Pool {
    /// So many agents, and an order.
    pub const fn new(agents: u32, order: QueueOrder) -> Self {
        Self {
            agents,
            order,
            agent_clock: false,
        }
    }
}

/// What came of it. A wait goes from arrival to when a ticket is begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Simulation {
    /// The order of the queue.
    pub order: QueueOrder,
    /// Second in which each ticket was begun, as they were given.
    pub started: Vec<i64>,
    /// Tickets begun after they were due.
    pub breaches: u64,
    /// Sum of all waits in seconds, at most what an `i64` holds.
    pub wait_sum_s: i64,
    /// The longest wait in seconds.
    pub wait_max_s: i64,
    /// The longest time in seconds from due to begun; 0 when none was late.
    pub lateness_max_s: i64,
    /// Wait in seconds that at least 95 % of tickets did not exceed: the
    /// least that does (nearest rank).
    pub wait_p95_s: i64,
    /// The same of each priority that had tickets, urgent first.
    pub by_priority: Vec<PrioritySimulation>,
}

/// What came of the tickets of one priority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PrioritySimulation {
    /// The priority.
    pub priority: Priority,
    /// Its tickets.
    pub jobs: u64,
    /// Those begun after they were due.
    pub breaches: u64,
    /// Wait in seconds that at least 95 % did not exceed.
    pub wait_p95_s: i64,
    /// The longest wait in seconds.
    pub wait_max_s: i64,
    /// The longest time in seconds from due to begun; 0 when none was late.
    pub lateness_max_s: i64,
}

/// Works tickets off in an order. Takes time in proportion to them, times the
/// logarithm of how many wait, and memory for each, whatever the number of
/// agents. Seconds beyond what an `i64` holds stay at its end.
///
/// # Errors
///
/// When there is no agent, a ticket arrives before the one that is given
/// before it, or its work is negative.
///
/// ```
/// use deskcore::routing::simulation::{Job, Pool, QueueOrder, simulate};
/// use deskcore::ticket::Priority;
///
/// let job = Job { arrival_s: 60, priority: Priority::High, due_s: 3660, work_s: 300, vip: true };
/// let simulation = simulate(&[job; 3], &Pool::new(2, QueueOrder::VirtualDueVip))?;
/// assert_eq!(simulation.started, [60, 60, 360]);
/// assert_eq!((simulation.wait_sum_s, simulation.wait_p95_s), (300, 300));
/// assert_eq!(simulate(&[job], &Pool::new(0, QueueOrder::Fifo)).unwrap_err().path(), Some("/agents"));
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn simulate(jobs: &[Job], pool: &Pool) -> Result<Simulation, Error> {
    check(jobs, pool.agents)?;
    let started = run(jobs, pool);
    let mut all = Figures::default();
    let mut by_priority: [(Priority, Figures); 4] = [
        Priority::Urgent,
        Priority::High,
        Priority::Normal,
        Priority::Low,
    ]
    .map(|priority| (priority, Figures::default()));
    for (job, start) in jobs.iter().zip(&started) {
        all.add(job, *start);
        let of_priority = by_priority
            .iter_mut()
            .find(|(priority, _)| *priority == job.priority);
        if let Some((_, figures)) = of_priority {
            figures.add(job, *start);
        }
    }
    let by_priority = by_priority.into_iter();
    let by_priority = by_priority.filter(|(_, figures)| !figures.waits.is_empty());
    let by_priority = by_priority.map(|(priority, figures)| {
        let jobs = figures.waits.len() as u64;
        figures.of_priority(priority, jobs)
    });
    let by_priority = by_priority.collect();
    Ok(Simulation {
        order: pool.order,
        started,
        breaches: all.breaches,
        wait_sum_s: all.sum(),
        wait_max_s: all.longest(),
        lateness_max_s: all.lateness,
        wait_p95_s: all.p95(),
        by_priority,
    })
}

fn check(jobs: &[Job], agents: u32) -> Result<(), Error> {
    if agents == 0 {
        return Err(Error::invalid("/agents", "0: expected 1 or more"));
    }
    let mut before = i64::MIN;
    for (place, job) in jobs.iter().enumerate() {
        if job.arrival_s < before {
            return Err(Error::invalid(
                format!("/jobs/{place}/arrival_s"),
                format!(
                    "{} comes after {before}: expected jobs in order of arrival",
                    job.arrival_s
                ),
            ));
        }
        if job.work_s < 0 {
            return Err(Error::invalid(
                format!("/jobs/{place}/work_s"),
                format!("{} s: expected 0 or more", job.work_s),
            ));
        }
        before = job.arrival_s;
    }
    Ok(())
}

/// When each of them is begun.
fn run(jobs: &[Job], pool: &Pool) -> Vec<i64> {
    let Pool {
        agents,
        order,
        agent_clock,
    } = *pool;
    let mut started = vec![0; jobs.len()];
    // More agents than tickets have nothing to do.
    let agents = usize::try_from(agents).unwrap_or(usize::MAX);
    let mut free: BinaryHeap<Reverse<i64>> = vec![Reverse(0); agents.min(jobs.len())].into();
    // Keys and places.
    let mut waiting: BinaryHeap<Reverse<(i64, usize)>> = BinaryHeap::new();
    let mut arriving = jobs.iter().enumerate().peekable();
    let mut now = 0;
    while let Some(mut agent) = free.peek_mut() {
        now = if agent_clock {
            agent.0
        } else {
            agent.0.max(now)
        };
        if waiting.is_empty() {
            match arriving.peek() {
                Some((_, job)) => now = job.arrival_s.max(now),
                None => break,
            }
        }
        while let Some((place, job)) = arriving.next_if(|(_, job)| job.arrival_s <= now) {
            waiting.push(Reverse((order.key(job), place)));
        }
        let Some((place, job)) = next(&mut waiting, jobs, order, now) else {
            break;
        };
        if let Some(start) = started.get_mut(place) {
            *start = now;
        }
        agent.0 = now.saturating_add(job.work_s);
    }
    started
}

/// The ticket that comes first. One that has become late is found out when it
/// comes to the top: its old key is below those of all that are not late, and
/// so it does come.
fn next<'a>(
    waiting: &mut BinaryHeap<Reverse<(i64, usize)>>,
    jobs: &'a [Job],
    order: QueueOrder,
    now: i64,
) -> Option<(usize, &'a Job)> {
    loop {
        let mut top = waiting.peek_mut()?;
        let Reverse((key, place)) = *top;
        let job = jobs.get(place)?;
        let late = order == QueueOrder::VirtualDueDemoted && now > job.due_s;
        let demoted = job.due_s.saturating_add(DEMOTION_S);
        if late && key != demoted {
            top.0.0 = demoted;
            continue;
        }
        std::collections::binary_heap::PeekMut::pop(top);
        return Some((place, job));
    }
}

#[derive(Default)]
struct Figures {
    waits: Vec<i64>,
    breaches: u64,
    lateness: i64,
}

impl Figures {
    fn add(&mut self, job: &Job, start: i64) {
        let wait = start.saturating_sub(job.arrival_s);
        self.add_wait(wait, start.saturating_sub(job.due_s));
    }

    fn add_wait(&mut self, wait: i64, late: i64) {
        self.waits.push(wait);
        if late > 0 {
            self.breaches += 1;
            self.lateness = self.lateness.max(late);
        }
    }

    fn of_priority(mut self, priority: Priority, jobs: u64) -> PrioritySimulation {
        PrioritySimulation {
            priority,
            jobs,
            breaches: self.breaches,
            wait_p95_s: self.p95(),
            wait_max_s: self.longest(),
            lateness_max_s: self.lateness,
        }
    }

    fn sum(&self) -> i64 {
        let sum: i128 = self.waits.iter().copied().map(i128::from).sum();
        i64::try_from(sum).unwrap_or(i64::MAX)
    }

    fn longest(&self) -> i64 {
        self.waits.iter().copied().max().unwrap_or_default()
    }

    /// Puts the waits out of order.
    fn p95(&mut self) -> i64 {
        let jobs = self.waits.len();
        // ⌈0.95 n⌉ − 1, without overflow.
        let place = jobs - jobs / 20;
        match place.checked_sub(1) {
            Some(place) => *self.waits.select_nth_unstable(place).1,
            None => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(arrival_s: i64, due_s: i64, work_s: i64) -> Job {
        Job {
            arrival_s,
            priority: Priority::Normal,
            due_s,
            work_s,
            vip: false,
        }
    }

    fn started(jobs: &[Job], agents: u32, order: QueueOrder) -> Vec<i64> {
        simulate(jobs, &Pool::new(agents, order)).unwrap().started
    }

    #[test]
    fn names_are_those_of_json() {
        for order in QueueOrder::ALL {
            assert_eq!(
                serde_json::to_string(&order).unwrap(),
                format!("{:?}", order.name())
            );
        }
    }

    #[test]
    fn a_late_ticket_gives_way_to_one_that_can_be_in_time() {
        // At 100 the first waiting is late, the second is due then.
        let jobs = [job(0, 1000, 100), job(1, 50, 10), job(2, 100, 10)];
        assert_eq!(started(&jobs, 1, QueueOrder::VirtualDue), [0, 100, 110]);
        assert_eq!(
            started(&jobs, 1, QueueOrder::VirtualDueDemoted),
            [0, 110, 100]
        );
    }

    #[test]
    fn of_two_late_ones_the_one_due_first_stays_first() {
        let jobs = [job(0, 1000, 100), job(1, 60, 10), job(2, 50, 10)];
        assert_eq!(
            started(&jobs, 1, QueueOrder::VirtualDueDemoted),
            [0, 110, 100]
        );
    }

    #[test]
    fn arrivals_of_the_second_are_looked_at() {
        let mut urgent = job(10, 20, 5);
        urgent.priority = Priority::Urgent;
        let jobs = [job(0, 100, 10), job(10, 100, 5), urgent];
        assert_eq!(started(&jobs, 1, QueueOrder::StrictPriority), [0, 15, 10]);
    }

    #[test]
    fn a_second_agent_does_not_go_back_in_time() {
        let jobs = [job(10, 20, 5), job(10, 20, 5), job(12, 20, 0)];
        assert_eq!(started(&jobs, 2, QueueOrder::Fifo), [10, 10, 15]);
        assert_eq!(started(&jobs, u32::MAX, QueueOrder::Fifo), [10, 10, 12]);
    }

    #[test]
    fn extreme_seconds_stay_at_their_end() {
        let jobs = [
            job(i64::MIN, i64::MIN, i64::MAX),
            job(i64::MIN, i64::MIN, i64::MAX),
            job(i64::MAX, i64::MAX, i64::MAX),
        ];
        for order in QueueOrder::ALL {
            let simulation = simulate(&jobs, &Pool::new(1, order)).unwrap();
            assert_eq!(simulation.wait_sum_s, i64::MAX);
            assert_eq!(simulation.started.len(), 3);
        }
        let none = simulate(&[], &Pool::new(1, QueueOrder::Fifo)).unwrap();
        assert_eq!((none.wait_p95_s, none.by_priority.len()), (0, 0));
    }

    #[test]
    fn the_percentile_is_the_nearest_rank() {
        for (waits, expected) in [(1, 1), (19, 19), (20, 19), (21, 20), (100, 95)] {
            let mut figures = Figures {
                waits: (1..=waits).rev().collect(),
                ..Figures::default()
            };
            assert_eq!(figures.p95(), expected, "{waits}");
        }
    }

    #[test]
    fn what_cannot_be_is_told_with_its_place() {
        let path = |jobs: &[Job], agents| {
            let error = simulate(jobs, &Pool::new(agents, QueueOrder::Fifo)).unwrap_err();
            error.path().unwrap().to_owned()
        };
        assert_eq!(path(&[], 0), "/agents");
        assert_eq!(path(&[job(5, 9, 1), job(4, 9, 1)], 1), "/jobs/1/arrival_s");
        assert_eq!(path(&[job(5, 9, -1)], 1), "/jobs/0/work_s");
    }
}
