//! The same history under two desks.

use std::fmt::Write;

use deskcore::Desk;
use deskcore::what_if::{ClockChange, Comparer, Comparison, OutcomeCounts, TicketHistory};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::history::{each_life, instant};
use crate::replay::ReplayOptions;
use crate::rows::Rows;

/// Changes of each kind that a report lists.
const LISTED: usize = 10_000;

/// Changes that are printed.
const SHOWN: usize = 20;

/// What another desk would have made of a history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WhatIf {
    /// Name of the other desk.
    pub desk: String,
    /// The desk of the report, and the other one after it.
    pub comparison: Comparison,
}

/// Replays a log under two desks.
///
/// # Errors
///
/// A bad row, unless bad rows are to be skipped.
pub fn what_if(
    rows: &Rows,
    before: &Desk,
    after: &Desk,
    options: &ReplayOptions,
) -> Result<WhatIf, Failure> {
    let last = rows.rows.iter().map(|row| row.at).max();
    let until = options.until.unwrap_or(instant(last.unwrap_or_default()));
    let mut comparer = Comparer::new(before, after, until).listing(LISTED);
    let stop = options.until.map(|until| until.timestamp_millis());
    each_life(rows, options.skip_bad, stop, |opening, life| {
        let events = life.events().to_vec();
        let history = TicketHistory { opening, events };
        // What no desk can open is among the rows that the report left out.
        let _ = comparer.add(&history);
    })?;
    Ok(WhatIf {
        desk: after.config().name.clone().unwrap_or_default(),
        comparison: comparer.finish(),
    })
}

/// The tickets of a log as histories, in the order of the log.
///
/// # Errors
///
/// A bad row, unless bad rows are to be skipped.
pub fn histories(rows: &Rows, options: &ReplayOptions) -> Result<Vec<TicketHistory>, Failure> {
    let mut histories = Vec::with_capacity(rows.tickets());
    let stop = options.until.map(|until| until.timestamp_millis());
    each_life(rows, options.skip_bad, stop, |opening, life| {
        let events = life.events().to_vec();
        histories.push(TicketHistory { opening, events });
    })?;
    Ok(histories)
}

/// A comparison as text for a terminal.
pub(crate) fn text(what_if: &WhatIf) -> String {
    let made = &what_if.comparison;
    let mut text = String::new();
    let name = match &*what_if.desk {
        "" => "the other desk",
        name => name,
    };
    let _ = writeln!(text, "\nWhat if it had been {name}\n");
    let _ = writeln!(
        text,
        "  {} of {} tickets with another verdict: {} clocks; {} clocks with another deadline, \
         target or policy; {} tickets with another policy",
        made.tickets_changed,
        made.tickets,
        made.verdicts_changed,
        made.dues_changed,
        made.policies_changed
    );
    let _ = writeln!(
        text,
        "\n  {:<32}{:>9}{:>9}{:>11}{:>9}{:>9}",
        "", "met", "then", "breached", "then", "changed"
    );
    for totals in &made.by_metric {
        let mut row = |name: &str, before: &OutcomeCounts, after: &OutcomeCounts, changed| {
            let _ = writeln!(
                text,
                "  {name:<32}{:>9}{:>9}{:>11}{:>9}{changed:>9}",
                before.met, after.met, before.breached, after.breached
            );
        };
        let (metric, changed) = (totals.metric, totals.changed);
        row(metric.name(), &totals.before, &totals.after, changed);
        for part in made.by_channel.iter().filter(|part| part.metric == metric) {
            let name = part.channel.as_deref().unwrap_or_default();
            row(
                &format!("  {name}"),
                &part.before,
                &part.after,
                part.changed,
            );
        }
    }
    listed(
        &mut text,
        "Other verdicts",
        &made.verdict_changes,
        made.verdicts_changed,
    );
    listed(
        &mut text,
        "Other deadlines",
        &made.due_changes,
        made.dues_changed,
    );
    let _ = writeln!(text, "\n{}", made.limit);
    text
}

fn listed(text: &mut String, title: &str, changes: &[ClockChange], all: u64) {
    if changes.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{title}\n");
    for change in changes.iter().take(SHOWN) {
        let _ = writeln!(text, "  {}", change.text);
    }
    let more = all.saturating_sub(SHOWN as u64);
    if more > 0 {
        let _ = writeln!(text, "  and {more} more");
    }
}
