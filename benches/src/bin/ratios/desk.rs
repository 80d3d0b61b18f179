//! The desk: what one event costs, and what a stored ticket does.

use benches::{Failure, tickets};
use deskcore::ticket::{Event, EventKind, Priority, Status};
use deskcore::{Desk, Metric, Ticket};

use crate::counter;
use crate::measure::{Sample, all_in_turn, alone, each, each_mut};
use crate::row::{Row, Unit};

const ROUNDS: usize = 1001;

/// Tickets in one block: few, since a ticket that was just read is in the
/// nearest caches.
const TICKETS: usize = 16;

/// All rows of the desk.
pub(crate) fn rows() -> Result<Vec<Row>, Failure> {
    let desk = tickets::desk(6)?;
    let mut rows = apply(&desk)?;
    rows.extend(snapshot(&desk)?);
    rows.extend(kin(&tickets::desk(10)?)?);
    Ok(rows)
}

/// One event on a ticket with four running clocks that have targets, as it
/// comes out of the store, by a desk of six policies of which the last fits.
/// Tickets are read before the stopwatch starts. The row with the goal is
/// the slowest of the events that agents cause all day.
fn apply(desk: &Desk) -> Result<Vec<Row>, Failure> {
    let waiting = tickets::waiting(desk)?;
    let mut paused = waiting.clone();
    let pending = tickets::status(Status::Pending);
    desk.apply(&mut paused, &tickets::next(&waiting, pending.clone()))?;
    let mut back = tickets::next(&paused, tickets::status(Status::Open));
    back.id = "ev-back0".into();
    let lively = tickets::lively(desk)?;
    let next = |ticket: &Ticket, kind| (ticket.clone(), tickets::next(ticket, kind));

    let ordinary = [
        (
            "apply: internal_note",
            next(&waiting, EventKind::InternalNote {}),
        ),
        (
            "apply: agent_reply",
            next(&waiting, EventKind::AgentReply {}),
        ),
        ("apply: status to pending", next(&waiting, pending)),
        // Two clocks run, and the two that were paused begin to again.
        ("apply: status back to open", (paused, back)),
    ];
    let heavier = [
        ("apply: customer_message", next(&waiting, tickets::MESSAGE)),
        (
            "apply: agent_reply, 9 events and 7 clocks before",
            next(&lively, EventKind::AgentReply {}),
        ),
        (
            "apply: priority to high",
            next(
                &waiting,
                EventKind::Priority {
                    to: Some(Priority::High),
                },
            ),
        ),
    ];

    let events: Vec<_> = ordinary.iter().chain(&heavier).collect();
    let stored = events
        .iter()
        .map(|(_, (ticket, _))| ticket.to_json())
        .collect::<Result<Vec<_>, _>>()?;
    let mut blocks: Vec<_> = events
        .iter()
        .zip(&stored)
        .map(|((_, (_, event)), stored)| move || time_of(desk, stored, event))
        .collect();
    let samples = all_in_turn(1501, &mut blocks);
    let worst = samples
        .iter()
        .take(ordinary.len())
        .copied()
        .max_by(|a, b| a.median.total_cmp(&b.median));
    let mut rows: Vec<_> = events
        .iter()
        .zip(samples)
        .map(|((name, _), sample)| Row::plain(*name, sample))
        .collect();
    let mut most = 0;
    for (_, (ticket, event)) in events {
        most = most.max(allocations(desk, ticket, event)?);
    }
    if let Some(worst) = worst {
        let name = "apply: the slowest of note, reply and status / 400 ns allowed";
        rows.push(Row::allowed(name, Unit::Time, worst, 400.0));
    }
    rows.push(Row::allowed(
        "apply: most allocations of any above / 2 allowed",
        Unit::Allocations,
        Sample::exact(most as f64),
        2.0,
    ));
    Ok(rows)
}

/// One block: tickets are read, then the event is applied to each.
fn time_of(desk: &Desk, stored: &str, event: &Event) -> f64 {
    let mut tickets = vec![None; TICKETS];
    tickets.fill_with(|| Ticket::from_json(stored).ok());
    each_mut(&mut tickets, |ticket| {
        ticket.as_mut().map(|ticket| desk.apply(ticket, event))
    })
}

/// Allocations and growths of one event that has no effects.
fn allocations(desk: &Desk, ticket: &Ticket, event: &Event) -> Result<u64, Failure> {
    let mut copy = Ticket::from_json(&ticket.to_json()?)?;
    let (effects, allocations) = counter::allocations(|| desk.apply(&mut copy, event));
    if effects?.is_empty() {
        Ok(allocations)
    } else {
        Err(format!(
            "{:?} has effects: their allocations would count too",
            event.kind
        )
        .into())
    }
}

/// What a host does with a stored ticket: read it, apply an event, write it.
fn snapshot(desk: &Desk) -> Result<Vec<Row>, Failure> {
    let ticket = tickets::typical(desk)?;
    let event = tickets::next(&ticket, EventKind::AgentReply {});
    let stored = ticket.to_json()?;
    let round = |stored: &String| {
        let mut ticket = Ticket::from_json(stored)?;
        desk.apply(&mut ticket, &event)?;
        ticket.to_json()
    };
    round(&stored)?;
    let inputs = vec![stored.clone(); TICKETS];
    let times = alone(ROUNDS, || each(&inputs, round));
    let read = alone(ROUNDS, || each(&inputs, |stored| Ticket::from_json(stored)));
    let write = alone(ROUNDS, || {
        each(&[&ticket; TICKETS], |ticket| ticket.to_json())
    });
    Ok(vec![
        Row::allowed(
            "snapshot, bytes of JSON / 1500 allowed",
            Unit::Bytes,
            Sample::exact(stored.len() as f64),
            1500.0,
        ),
        Row::allowed(
            "snapshot: from_json, apply, to_json / 10 µs allowed",
            Unit::Time,
            times,
            10e3,
        ),
        Row::counted(
            "snapshot, bytes with all 7 clocks and 9 events",
            Unit::Bytes,
            tickets::lively(desk)?.to_json()?.len() as f64,
        ),
        Row::plain("snapshot: from_json", read),
        Row::plain("snapshot: to_json", write),
    ])
}

/// The other things that happen often.
fn kin(desk: &Desk) -> Result<Vec<Row>, Failure> {
    let ticket = tickets::lively(desk)?;
    let inputs = [&ticket; TICKETS];
    let choose = alone(ROUNDS, || {
        each(&inputs, |ticket| {
            desk.target(&ticket.facts, Metric::FirstReplyTime).is_some()
        })
    });
    let soon = ticket.updated_at;
    let mut copies = vec![ticket.clone(); TICKETS];
    let tick = alone(ROUNDS, || {
        each_mut(&mut copies, |copy| desk.tick(copy, soon))
    });
    let verdicts = alone(ROUNDS, || {
        each(&inputs, |ticket| desk.verdicts(ticket, soon))
    });
    Ok(vec![
        Row::plain("choose the last of 10 policies", choose),
        Row::plain("tick that does nothing", tick),
        Row::plain("verdicts of 7 clocks", verdicts),
    ])
}
