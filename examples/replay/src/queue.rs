//! The queue at an instant: who would have been next.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use deskcore::ticket::Status;
use deskcore::time::instant as stamp;
use deskcore::{Desk, Ticket};

use crate::failure::Failure;
use crate::history::{each_opened, instant};
use crate::replay::ReplayOptions;
use crate::rows::Rows;

/// Tickets that are listed.
const SHOWN: usize = 25;

/// The tickets that waited for the shop at an instant, in the order in which
/// they should have been worked on, each with what its place is made of.
///
/// # Errors
///
/// A bad row, unless bad rows are to be skipped.
pub fn queue_at(
    rows: &Rows,
    desk: &Desk,
    at: DateTime<Utc>,
    options: &ReplayOptions,
) -> Result<String, Failure> {
    let mut waiting = Vec::new();
    let until = Some(at.timestamp_millis());
    each_opened(rows, desk, options.skip_bad, until, |mut ticket, life| {
        for event in life.events() {
            // What the desk refuses does not change the ticket.
            let _ = desk.apply(&mut ticket, event);
        }
        desk.tick(&mut ticket, at);
        if matches!(ticket.status, Status::New | Status::Open) {
            waiting.push(ticket);
        }
    })?;
    waiting.sort_by(|a, b| place(a).cmp(&place(b)));
    let mut text = format!(
        "{} tickets waited for the shop at {}\n",
        waiting.len(),
        stamp::format(at)
    );
    for (number, ticket) in waiting.iter().take(SHOWN).enumerate() {
        let facts = &ticket.facts;
        let priority = facts
            .priority
            .map_or("no priority", |priority| priority.name());
        let _ = write!(
            text,
            "{:>4}  {}  {}, {priority}",
            number + 1,
            ticket.id,
            facts.channel
        );
        if let Some(agent) = &ticket.assignee {
            let _ = write!(text, ", {agent} has it");
        }
        let why = desk.explain_queue_key(ticket);
        for part in why.contributions {
            let _ = match part.name.split_once(':') {
                Some(("due" | "default_target", what)) => {
                    write!(text, "; {what} at {}", stamp::format(instant(part.ms)))
                }
                Some((_, name)) => write!(text, ", {name} {:+} s", part.ms / 1000),
                None => write!(text, ", {} {:+} s", part.name, part.ms / 1000),
            };
        }
        text.push('\n');
    }
    if waiting.len() > SHOWN {
        let _ = writeln!(text, "      and {} more", waiting.len() - SHOWN);
    }
    Ok(text)
}

/// What `ORDER BY queue_key, created_at, id` sorts by.
fn place(ticket: &Ticket) -> (i64, DateTime<Utc>, &str) {
    (ticket.queue_key, ticket.created_at, &ticket.id)
}
