//! Routing: tickets through a simulated queue.

use benches::Failure;
use deskcore::routing::simulation::{Job, Pool, QueueOrder, simulate};
use deskcore::ticket::Priority;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::counter;
use crate::measure::{Sample, alone, each};
use crate::row::{Row, Unit};

const ROUNDS: usize = 31;
const JOBS: u32 = 20_000;
const AGENTS: u32 = 10;

/// Two million events a second.
const ALLOWED_NS: f64 = 500.0;

/// All rows of routing.
pub(crate) fn rows() -> Result<Vec<Row>, Failure> {
    simulation()
}

/// A queue that is a little too much for ten agents, so that it grows, in the
/// order that takes most work: late tickets are sorted in twice. An event is
/// an arrival or a start, so there are two a ticket.
fn simulation() -> Result<Vec<Row>, Failure> {
    let jobs = jobs();
    let run = || simulate(&jobs, &Pool::new(AGENTS, QueueOrder::VirtualDueDemoted));
    let (simulation, allocations) = counter::allocations(run);
    simulation?;
    let an_event = |ns: f64| ns / f64::from(2 * JOBS);
    let sample = alone(ROUNDS, || an_event(each(&[()], |()| run())));
    let events = 1e9 / sample.median;
    Ok(vec![
        Row::allowed(
            "a simulated event / 500 ns allowed",
            Unit::Time,
            sample,
            ALLOWED_NS,
        ),
        Row::allowed(
            "2 million / simulated events a second",
            Unit::Ratio,
            Sample::exact(2e6 / events),
            1.0,
        ),
        Row::counted(
            "allocations of 40,000 simulated events",
            Unit::Allocations,
            allocations as f64,
        ),
    ])
}

fn jobs() -> Vec<Job> {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let mut arrival_s = 0;
    let next = |_| {
        arrival_s += random.random_range(0..110);
        let (priority, within) = match random.random_range(0..20) {
            0 => (Priority::Urgent, 900),
            1..=4 => (Priority::High, 3_600),
            5..=15 => (Priority::Normal, 14_400),
            _ => (Priority::Low, 86_400),
        };
        Job {
            arrival_s,
            priority,
            due_s: arrival_s + within,
            work_s: random.random_range(60..1_200),
            vip: random.random_range(0..8) == 0,
        }
    };
    (0..JOBS).map(next).collect()
}
