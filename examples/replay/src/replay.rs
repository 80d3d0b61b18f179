//! Every ticket of a log, through the desk.

use std::num::NonZero;
use std::ops::Range;

use chrono::{DateTime, Utc};
use deskcore::sla::{ClockState, Metric, State, Verdict};
use deskcore::ticket::EventKind;
use deskcore::{Desk, Ticket};

use crate::failure::Failure;
use crate::history::{ByTicket, Historian, Life, instant};
use crate::mapping::Mapping;
use crate::measures::Measures;
use crate::report::Report;
use crate::rows::{Rows, add, count};
use crate::tally::Tally;

/// How a log is replayed.
#[derive(Debug, Clone, Default)]
pub struct ReplayOptions {
    /// Bad rows are counted and left out, instead of ending the replay.
    pub skip_bad: bool,
    /// The instant to tell at, instead of that of the last row. Later rows
    /// are left out.
    pub until: Option<DateTime<Utc>>,
    /// Name of the log, for the report.
    pub log: String,
}

/// Sends every ticket of a log through a desk and reports on them.
///
/// # Errors
///
/// A bad row, unless bad rows are to be skipped.
pub fn replay(
    rows: &Rows,
    mapping: &Mapping,
    desk: &Desk,
    options: &ReplayOptions,
) -> Result<Report, Failure> {
    let until = options.until.map(|until| until.timestamp_millis());
    let last = until.or_else(|| rows.rows.iter().map(|row| row.at).max());
    let by_ticket = ByTicket::of(rows);
    let part = |tickets: Range<usize>| {
        let mut tally = Tally::new(desk, mapping.backlog_until, last.unwrap_or_default());
        let mut historian = Historian::new(rows, &by_ticket, options.skip_bad, until);
        tell_all(tickets, desk, &mut historian, &mut tally).map(|()| tally)
    };
    let mut parts = in_parts(rows.tickets(), &part).into_iter();
    let mut tally = part(0..0)?;
    // Parts are in order, so the first failure is that of the first ticket.
    parts.try_for_each(|part| part.map(|part| tally.merge(part)))?;
    let mut report = tally.report();
    report.log.clone_from(&options.log);
    report.events = rows.events;
    report.first_event_at = rows.rows.iter().map(|row| row.at).min().map(instant);
    report.last_event_at = rows.rows.iter().map(|row| row.at).max().map(instant);
    report.until = last.map(instant);
    for (counts, more) in [
        (&mut report.left_out, &rows.left_out),
        (&mut report.flags, &rows.flags),
    ] {
        for (reason, n) in more {
            add(counts, reason, *n);
        }
    }
    Ok(report)
}

/// Sends some of the tickets through the desk.
fn tell_all(
    tickets: Range<usize>,
    desk: &Desk,
    historian: &mut Historian<'_>,
    tally: &mut Tally<'_>,
) -> Result<(), Failure> {
    let (mut life, mut measures) = (Life::default(), Measures::default());
    for ticket in tickets {
        if historian.tell(ticket, &mut life, &mut tally.notes)?
            && let Some(opening) = historian.opening(ticket, &mut life)
        {
            let begun = desk.open(&opening);
            let (mut ticket, effects) = match begun {
                Ok(begun) => begun,
                Err(error) => {
                    count(&mut tally.notes.left_out, error.code());
                    continue;
                }
            };
            tally.breaches(&effects);
            measures.begin(life.created);
            let mut watch = Watch::new(tally, &life);
            for event in life.events() {
                let at = event.at.timestamp_millis();
                measures.see(at, &event.kind);
                let before = watch.before(desk, &ticket, &event.kind, event.at);
                match desk.apply(&mut ticket, event) {
                    Ok(effects) => tally.breaches(&effects),
                    Err(error) => {
                        count(&mut tally.notes.left_out, error.code());
                        continue;
                    }
                }
                watch.after(desk, &ticket, before, at, tally);
            }
            let effects = desk.tick(&mut ticket, instant(tally.last));
            tally.breaches(&effects);
            tally.ticket(&ticket, &measures);
        }
    }
    Ok(())
}

/// Fewer tickets than this are not worth a thread.
const FEW_TICKETS: usize = 500;

/// Cuts so many tickets into parts, and does each on a core of its own:
/// tickets know nothing of each other, so the sums are the same.
fn in_parts<T: Send>(tickets: usize, part: &(impl Fn(Range<usize>) -> T + Sync)) -> Vec<T> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let size = tickets.div_ceil(cores).max(FEW_TICKETS);
    let ranges = (0..tickets)
        .step_by(size)
        .map(|from| from..tickets.min(from + size));
    std::thread::scope(|scope| {
        let threads: Vec<_> = ranges
            .clone()
            .map(|range| scope.spawn(move || part(range)))
            .collect();
        threads
            .into_iter()
            .zip(ranges)
            // A part that panicked is done again here, where it can be seen.
            .map(|(thread, range)| thread.join().unwrap_or_else(|_| part(range)))
            .collect()
    })
}

/// Watches the instances of one ticket's reply metrics end.
struct Watch {
    metrics: Vec<Metric>,
    first_reply_ended: bool,
    bots_may_answer: bool,
    notes_may_answer: bool,
}

impl Watch {
    fn new(tally: &Tally<'_>, life: &Life) -> Self {
        let answers_wanted = life.events().iter().any(|event| {
            matches!(
                event.kind,
                EventKind::CustomerMessage { .. } | EventKind::MergedFrom { .. }
            )
        });
        Self {
            metrics: tally
                .promised
                .iter()
                .copied()
                .filter(|metric| *metric != Metric::NextReplyTime || answers_wanted)
                .collect(),
            first_reply_ended: false,
            bots_may_answer: tally.bots_may_answer,
            notes_may_answer: tally.notes_may_answer,
        }
    }

    /// The clocks that an event may end, as they stand right before it.
    fn before(
        &self,
        desk: &Desk,
        ticket: &Ticket,
        kind: &EventKind,
        at: DateTime<Utc>,
    ) -> Vec<Verdict> {
        let may_end = match kind {
            EventKind::AgentReply {} | EventKind::NoReplyNeeded {} => true,
            EventKind::BotReply {} => self.bots_may_answer,
            EventKind::InternalNote {} => self.notes_may_answer,
            EventKind::Status { to, .. } => to.is_done(),
            _ => false,
        };
        if !may_end || at < ticket.updated_at {
            return Vec::new();
        }
        self.metrics
            .iter()
            .filter(|metric| **metric != Metric::FirstReplyTime || !self.first_reply_ended)
            .map(|metric| desk.verdict(ticket, *metric, at))
            .filter(|verdict| verdict.instance > 0 && verdict.clock != ClockState::Stopped)
            .collect()
    }

    /// Which of them it did end, and in time.
    fn after(
        &mut self,
        desk: &Desk,
        ticket: &Ticket,
        before: Vec<Verdict>,
        at: i64,
        tally: &mut Tally<'_>,
    ) {
        for was in before {
            let is = desk.verdict(ticket, was.metric, instant(at));
            let is_over = is.instance != was.instance || is.clock == ClockState::Stopped;
            if !is_over {
                continue;
            }
            self.first_reply_ended |= was.metric == Metric::FirstReplyTime;
            let is_cancelled = is.instance == was.instance && is.state == State::Cancelled;
            if !is_cancelled
                && matches!(was.state, State::Running | State::Paused)
                && let Some(kept) = tally.kept(at, was.metric)
            {
                kept.met += 1;
            }
        }
    }
}
