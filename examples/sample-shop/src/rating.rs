//! What customers gave after their tickets were solved.

use chrono::{DateTime, TimeDelta, Utc};

use crate::chance::Chance;
use crate::hours::EXPORT;
use crate::log::Line;
use crate::ticket::{Actor, Event, Reason, Row, Status, Story};

/// Streams of tickets are numbered from 1; those of ratings from here.
const STREAMS: u64 = 1_000_000;

/// Who answers, of a thousand that are asked.
const ANSWERS: i64 = 340;

/// Puts the ratings among the rows, in order of time, with numbers of their
/// own behind all others.
pub(crate) fn add(stories: &[Story], lines: &mut Vec<Line>) {
    let mut number = lines.iter().map(|line| line.event).max().unwrap_or(0);
    let mut ratings: Vec<Line> = (0..)
        .zip(stories)
        .filter_map(|(place, story)| {
            let row = rating(&mut Chance::stream(STREAMS + place as u64), story)?;
            Some(Line {
                story: place,
                event: 0,
                row,
            })
        })
        .collect();
    ratings.sort_by_key(|line| (line.row.at, line.story));
    for mut line in ratings {
        number += 1;
        line.event = number;
        // Behind the last row that is not later: late rows stay where they are.
        let before = lines.iter().rposition(|other| other.row.at <= line.row.at);
        lines.insert(before.map_or(0, |place| place + 1), line);
    }
}

fn rating(chance: &mut Chance, story: &Story) -> Option<Row> {
    let is_solved = |row: &&Row| row.event == Event::Status(Status::Solved);
    let solved = story.rows.iter().rfind(is_solved)?.at;
    let merged = story
        .rows
        .iter()
        .any(|row| matches!(row.event, Event::MergedInto(_)));
    let at = solved + TimeDelta::hours(24) + TimeDelta::seconds(chance.log_normal(9_000, 1200));
    if merged || !chance.permille(ANSWERS) || at >= EXPORT.and_utc() {
        return None;
    }
    Some(Row {
        at,
        event: Event::Rated(score(chance, story, solved)),
        actor: Actor::Customer,
        agent: "",
    })
}

/// Those who waited long, or got something broken, are less pleased.
fn score(chance: &mut Chance, story: &Story, solved: DateTime<Utc>) -> u8 {
    let replied = story.rows.iter().find(|row| row.event == Event::AgentReply);
    let waited = replied.map_or(solved, |row| row.at) - story.facts.at;
    let mut displeased = 0;
    displeased += match waited.num_hours() {
        ..1 => 0,
        1..6 => 1,
        6..30 => 2,
        _ => 4,
    };
    displeased += match story.facts.reason {
        Reason::Damaged | Reason::WrongItem => 3,
        Reason::WhereIsMyOrder | Reason::Refund | Reason::Return => 1,
        _ => 0,
    };
    displeased += i64::from(solved - story.facts.at > TimeDelta::days(3));
    chance.weighted(
        5,
        &[
            (5, 60 - 5 * displeased),
            (4, 24),
            (3, 6 + displeased),
            (2, 2 + displeased),
            (1, 3 + 3 * displeased),
        ],
    )
}
