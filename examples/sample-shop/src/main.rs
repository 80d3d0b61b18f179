//! Writes the support history that `examples/replay` ships with.
//!
//! **The data are made up.** Bottega Aurora does not exist, and neither do its
//! customers, orders, agents and tickets: this program draws them from a
//! random generator with a fixed seed, so that the example has a history to
//! replay that belongs to nobody and shows what real ones look like: opening
//! hours with a lunch break, evenings and midnights full of messages, a change
//! of clocks, holidays, a Black Friday, merges, reopened tickets, repeated and
//! late rows. The ids of the events say so too: `made-up-00001`.
//!
//! ```text
//! cargo run --release -p sample-shop [-- OUT]
//! ```
//!
//! writes `OUT`, by default `examples/replay/sample/history.csv.gz`: the same
//! text on every machine, every time.

mod arrivals;
mod chance;
mod customers;
mod hours;
mod log;
mod merge;
mod pace;
mod rating;
mod story;
mod ticket;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::{DateTime, TimeDelta, Utc};
use flate2::{Compression, GzBuilder};

use crate::chance::Chance;
use crate::customers::Customers;
use crate::log::Line;
use crate::ticket::Story;

/// Seconds that each live conversation before keeps the agents busy when the
/// shop opens.
const QUEUE_STEP: i64 = 3;

fn main() -> ExitCode {
    let path = std::env::args_os()
        .nth(1)
        .map_or_else(shipped, PathBuf::from);
    let (stories, lines) = history();
    match write(&path, &log::csv(&stories, &lines)) {
        Ok(()) => {
            println!(
                "{}: {} made-up tickets, {} rows",
                path.display(),
                stories.len(),
                lines.len()
            );
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}

/// The file in the repository.
fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../replay/sample/history.csv.gz")
}

/// The tickets, and the rows of the file about them.
fn history() -> (Vec<Story>, Vec<Line>) {
    let mut chance = Chance::stream(0);
    let arrivals = arrivals::arrivals(&mut chance);
    let mut customers = Customers::default();
    let mut queues: BTreeMap<DateTime<Utc>, i64> = BTreeMap::new();
    let mut stories = Vec::with_capacity(arrivals.len());
    for (number, arrival) in (1..).zip(&arrivals) {
        let facts = customers.facts(&mut chance, arrival);
        let mut queue = TimeDelta::zero();
        if arrival.channel.is_live() {
            // Those who wrote while nobody worked wait in line.
            let opens = pace::shift(arrival.channel).after(arrival.at, 0);
            if opens > arrival.at {
                let waiting = queues.entry(opens).or_default();
                queue = TimeDelta::seconds(*waiting * QUEUE_STEP);
                *waiting += 1;
            }
        }
        stories.push(story::tell(&mut Chance::stream(number), facts, queue));
    }
    for place in 0..stories.len() {
        let absorbed = stories.len();
        let second = stories
            .get_mut(place)
            .and_then(|story| merge::second_contact(&mut chance, story, place, absorbed));
        stories.extend(second);
    }
    let mut lines = log::lines(&mut chance, &stories);
    rating::add(&stories, &mut lines);
    (stories, lines)
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let file = BufWriter::new(File::create(path)?);
    // No time stamp: the same bytes each time.
    let mut gzip = GzBuilder::new()
        .mtime(0)
        .filename("made-up-history.csv")
        .comment("made-up data of a shop that does not exist")
        .write(file, Compression::best());
    gzip.write_all(text.as_bytes())?;
    gzip.finish()?.flush()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::io::Read;

    use super::*;
    use crate::ticket::Event;

    #[test]
    fn the_shipped_file_is_what_this_program_makes() -> io::Result<()> {
        let mut shipped_text = String::new();
        flate2::read::GzDecoder::new(File::open(shipped())?).read_to_string(&mut shipped_text)?;
        let (stories, lines) = history();
        assert!(
            shipped_text == log::csv(&stories, &lines),
            "write it again: cargo run --release -p sample-shop"
        );
        Ok(())
    }

    #[test]
    fn every_ticket_begins_once_and_nothing_follows_its_end() {
        let (stories, _) = history();
        for story in &stories {
            let begins = story.rows.iter().map(|row| row.event == Event::Created);
            assert!(
                begins
                    .enumerate()
                    .all(|(place, begins)| begins == (place == 0))
            );
            assert!(story.rows.is_sorted_by_key(|row| row.at));
            let ends = story.rows.iter().position(|row| row.event.is_final());
            assert!(ends.is_none_or(|end| end + 1 == story.rows.len()));
        }
    }

    #[test]
    fn both_sides_of_a_merge_name_each_other_at_one_instant() {
        let (stories, lines) = history();
        let merges: Vec<&Line> = lines
            .iter()
            .filter(|line| matches!(line.row.event, Event::MergedInto(_)))
            .collect();
        assert!(merges.len() > 20);
        for line in merges {
            let Event::MergedInto(survivor) = line.row.event else {
                continue;
            };
            let named = stories.get(survivor).is_some_and(|story| {
                story.rows.iter().any(|row| {
                    row.at == line.row.at
                        && matches!(row.event, Event::MergedFrom { absorbed, .. } if absorbed == line.story)
                })
            });
            assert!(named);
        }
    }

    #[test]
    fn the_log_has_repeated_and_late_rows() {
        let (_, lines) = history();
        let ids: BTreeSet<usize> = lines.iter().map(|line| line.event).collect();
        assert_eq!(lines.len() - ids.len(), 14);
        let mut newest: BTreeMap<usize, DateTime<Utc>> = BTreeMap::new();
        let mut late = BTreeSet::new();
        for line in &lines {
            let last = newest.entry(line.story).or_insert(line.row.at);
            if line.row.at < *last {
                late.insert(line.event);
            }
            *last = line.row.at.max(*last);
        }
        assert!(late.len() >= 12, "{}", late.len());
    }
}
