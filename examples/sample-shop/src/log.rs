//! The history as a file: every row of every story in order of time, with the
//! two faults that real logs have, and its text.

use std::fmt::Write;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::chance::Chance;
use crate::hours::EXPORT;
use crate::ticket::{Event, Facts, Row, Story};

const HEADER: &str = "event_id,ticket,at,event,actor,agent,channel,customer,language,tier,priority,reason,order,to,note";
/// Rows that stand in the file twice.
const REPEATS: usize = 14;
/// Rows that stand behind a later one of the same ticket.
const LATE: usize = 12;

/// A row in the file.
#[derive(Clone, Copy)]
pub(crate) struct Line {
    /// Place of the ticket in the list of stories.
    pub(crate) story: usize,
    /// Number of the event, which a repetition shares.
    pub(crate) event: usize,
    pub(crate) row: Row,
}

/// All rows up to the export, as they stand in the file.
pub(crate) fn lines(chance: &mut Chance, stories: &[Story]) -> Vec<Line> {
    let mut lines: Vec<Line> = (0..)
        .zip(stories)
        .flat_map(|(story, told)| {
            let rows = told.rows.iter();
            rows.map(move |row| Line {
                story,
                event: 0,
                row: *row,
            })
        })
        .filter(|line| line.row.at < EXPORT.and_utc())
        .collect();
    // Stable: rows of one ticket at one instant stay in their order.
    lines.sort_by_key(|line| (line.row.at, line.story));
    for (number, line) in (1..).zip(&mut lines) {
        line.event = number;
    }
    delay(chance, &mut lines);
    repeat(chance, &mut lines);
    lines
}

/// Puts some rows behind the next one of their ticket, as when a queue
/// delivers out of order.
fn delay(chance: &mut Chance, lines: &mut Vec<Line>) {
    let mut done = 0;
    for _ in 0..LATE * 200 {
        let place = draw(chance, lines.len());
        let Some(line) = lines.get(place).copied() else {
            continue;
        };
        let late = matches!(
            line.row.event,
            Event::CustomerMessage | Event::InternalNote | Event::AgentReply
        );
        let next = (place + 1..place + 60).find(|after| {
            lines
                .get(*after)
                .is_some_and(|after| after.story == line.story)
        });
        let Some(next) = next.filter(|_| late) else {
            continue;
        };
        let fits = lines
            .get(next)
            .is_some_and(|after| after.row.at > line.row.at && !after.row.event.is_final());
        if fits {
            // Those between move up by one.
            let line = lines.remove(place);
            lines.insert(next, line);
            done += 1;
        }
        if done == LATE {
            return;
        }
    }
}

/// Writes some rows a second time a little later, as when a webhook is sent
/// again because nobody confirmed the first.
fn repeat(chance: &mut Chance, lines: &mut Vec<Line>) {
    for _ in 0..REPEATS {
        let place = draw(chance, lines.len());
        if let Some(line) = lines.get(place).copied() {
            let again = place + 1 + draw(chance, 6);
            lines.insert(again.min(lines.len()), line);
        }
    }
}

fn draw(chance: &mut Chance, below: usize) -> usize {
    let below = i64::try_from(below).unwrap_or(i64::MAX);
    usize::try_from(chance.between(0, below - 1)).unwrap_or_default()
}

/// The lines as CSV; tickets are numbered in order of their creation.
pub(crate) fn csv(stories: &[Story], lines: &[Line]) -> String {
    let mut order: Vec<(DateTime<Utc>, usize)> = (0..)
        .zip(stories)
        .map(|(place, story)| (story.facts.at, place))
        .collect();
    order.sort_unstable();
    let mut ids = vec![String::new(); stories.len()];
    for (number, (_, place)) in (1001..).zip(order) {
        if let Some(id) = ids.get_mut(place) {
            *id = format!("BA-{number}");
        }
    }
    let id = |place: usize| ids.get(place).map_or("", String::as_str);

    let mut text = format!("{HEADER}\n");
    for line in lines {
        let Line { event, row, .. } = line;
        let facts = stories
            .get(line.story)
            .filter(|_| row.event == Event::Created)
            .map_or_else(|| ",".repeat(6), |story| facts(&story.facts));
        let (to, note) = match row.event {
            Event::Status(to) => (to.word(), String::new()),
            Event::Priority(to) => (to.word(), String::new()),
            Event::Rated(score) => ("", score.to_string()),
            Event::MergedInto(survivor) => (id(survivor), String::new()),
            Event::MergedFrom {
                absorbed,
                waiting_since,
            } => (id(absorbed), waiting_since.map(stamp).unwrap_or_default()),
            _ => ("", String::new()),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "made-up-{event:05},{},{},{},{},{},{facts},{to},{note}",
            id(line.story),
            stamp(row.at),
            row.event.word(),
            row.actor.word(),
            row.agent,
        );
    }
    text
}

/// The columns from channel to order.
fn facts(facts: &Facts) -> String {
    format!(
        "{},c-{},{},{},{},{},{}",
        facts.channel.word(),
        facts.customer,
        facts.language.word(),
        facts.tier.word(),
        facts.priority.word(),
        facts.reason.word(),
        facts.order.as_deref().unwrap_or_default(),
    )
}

fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
