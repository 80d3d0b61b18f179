//! The week: what was unusual in it.

use std::fmt::Write;

use deskcore::metrics::Digest;

use super::{svg, text};

/// Tickets that are named as evidence.
const NAMED: usize = 8;

pub(super) fn part(digest: &Digest) -> String {
    let mut items = String::new();
    for finding in &digest.findings {
        let named = finding.tickets.iter().take(NAMED);
        let named: Vec<String> = named.map(|ticket| text::esc(ticket)).collect();
        let more = finding.n.saturating_sub(named.len() as u64);
        let more = match more {
            0 => String::new(),
            more => format!(" and {} more", text::count(more)),
        };
        // Writing to a String does not fail.
        let _ = writeln!(
            items,
            "<li>{}<br><small>{}{more}</small></li>",
            text::esc(&finding.text),
            named.join(", ")
        );
    }
    let found = match items.is_empty() {
        true => text::empty("Nothing unusual beyond noise."),
        false => format!("<ul>\n{items}</ul>\n"),
    };
    let mut rules = String::new();
    for rule in &digest.rules {
        let _ = writeln!(
            rules,
            "<li>{} ({} compared)</li>",
            text::esc(&rule.rule),
            text::count(rule.n)
        );
    }
    let title = format!(
        "Week of {}: {}, {} in the {} before",
        text::date(digest.monday),
        text::counted(digest.n, "ticket", "tickets"),
        text::count(digest.n_earlier),
        text::counted(u64::from(digest.earlier_weeks), "week", "weeks"),
    );
    let rules = format!(
        "<details><summary>The rules</summary><ul class=\"says\">\n{rules}</ul></details>\n"
    );
    svg::panel(&title, &format!("{found}{rules}"))
}
