//! What an order of the queue does.

use deskcore::routing::simulation::{
    self, Job, Pool, QueueOrder, RosterSimulation, SimulatedTicket, Simulation,
};

use crate::error::{DeskcoreError, guarded};
use crate::routing::{Roster, Routing};

/// Works tickets off in an order of the queue: what it does to breaches and
/// waits.
///
/// Throws `InvalidInput` when there is no agent, a ticket arrives before the
/// one that is given before it, or its work is negative.
#[uniffi::export]
pub fn simulate(jobs: Vec<Job>, pool: Pool) -> Result<Simulation, DeskcoreError> {
    guarded(|| simulation::simulate(&jobs, &pool))
}

/// Has the agents of a roster work tickets off, by an order of the queue or,
/// when none is named, by the rules' own keys.
///
/// Throws `InvalidInput` with the place.
#[uniffi::export(default(order = None))]
pub fn simulate_roster(
    routing: &Routing,
    roster: &Roster,
    tickets: Vec<SimulatedTicket>,
    order: Option<QueueOrder>,
) -> Result<RosterSimulation, DeskcoreError> {
    guarded(|| simulation::simulate_roster(&routing.0, &roster.0, &tickets, order))
}
