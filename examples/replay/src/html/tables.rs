//! The plain tables: durations by metric, and what is behind the figures.

use std::collections::BTreeMap;

use super::svg;
use super::text::{self, Hours};
use crate::report::{Durations, Report};

/// Durations by metric, in both counts.
pub(super) fn facts(report: &Report) -> String {
    let mut rows = String::new();
    for (_, label, facts) in text::in_order(&report.metrics) {
        if facts.business.n == 0 && facts.calendar.n == 0 {
            continue;
        }
        rows.push_str(&format!(
            "<tbody>\n{}{}</tbody>\n",
            fact(
                &format!("<th scope=\"rowgroup\" rowspan=\"2\">{label}</th>"),
                "business",
                &facts.business,
                Hours::Business
            ),
            fact("", "calendar", &facts.calendar, Hours::Calendar)
        ));
    }
    if rows.is_empty() {
        rows = text::empty("No ticket has a reply or an end: there is nothing to time.");
    } else {
        rows = format!(
            "<div class=\"scroll\"><table class=\"facts\"><thead><tr><th scope=\"col\">Metric</th>\
             <th scope=\"col\">hours</th><th scope=\"col\">n</th><th scope=\"col\">median</th>\
             <th scope=\"col\">9 in 10</th><th scope=\"col\">mean</th><th scope=\"col\">longest</th>\
             <th scope=\"col\">within target</th><th scope=\"col\">beyond</th></tr></thead>\n\
             {rows}</table></div>\n"
        );
    }
    svg::panel("Durations by metric", &rows)
}

fn fact(group: &str, label: &str, facts: &Durations, hours: Hours) -> String {
    let optional = |n: Option<u64>| n.map_or_else(|| "–".to_owned(), text::count);
    format!(
        "<tr>{group}<th scope=\"row\">{label}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td>\
         <td>{}</td><td>{}</td><td>{}</td></tr>\n",
        text::count(facts.n),
        text::some_duration(facts.p50_s, hours),
        text::some_duration(facts.p90_s, hours),
        text::some_duration(facts.mean_s, hours),
        text::some_duration(facts.max_s, hours),
        optional(facts.within),
        optional(facts.beyond)
    )
}

/// Statuses at the end, what was left out, what looks odd.
pub(super) fn behind(report: &Report) -> String {
    let order = ["new", "open", "pending", "hold", "solved", "closed"];
    let mut statuses: Vec<_> = report.statuses.iter().collect();
    statuses.sort_by_key(|(name, _)| {
        let rank = order.iter().position(|known| known == name);
        (rank.unwrap_or(order.len()), *name)
    });
    format!(
        "<div class=\"three\">\n{}{}{}</div>\n",
        tally(
            "Status at the end",
            "Status",
            "tickets",
            &statuses,
            "There is no ticket."
        ),
        tally(
            "Left out, and why",
            "Reason",
            "rows",
            &by_size(&report.left_out),
            "Nothing was left out."
        ),
        tally(
            "Looks odd, but counts",
            "Reason",
            "times",
            &by_size(&report.flags),
            "Nothing looks odd."
        )
    )
}

fn by_size(map: &BTreeMap<String, u64>) -> Vec<(&String, &u64)> {
    let mut rows: Vec<_> = map.iter().filter(|(_, n)| **n > 0).collect();
    rows.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    rows
}

fn tally(title: &str, of: &str, n: &str, rows: &[(&String, &u64)], none: &str) -> String {
    let body = if rows.is_empty() {
        text::empty(none)
    } else {
        let sum = rows.iter().fold(0u64, |a, row| a.saturating_add(*row.1));
        let body: String = rows
            .iter()
            .map(|(name, n)| {
                format!(
                    "<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n",
                    reason(name),
                    text::count(**n)
                )
            })
            .collect();
        format!(
            "<table class=\"tally\"><thead><tr><th scope=\"col\">{of}</th>\
             <th scope=\"col\">{n}</th></tr></thead>\n<tbody>{body}</tbody>\n\
             <tfoot><tr><th scope=\"row\">all</th><td>{}</td></tr></tfoot></table>\n",
            text::count(sum)
        )
    };
    svg::panel(title, &body)
}

/// A reason is read, not looked up: whole, with its words apart and with what
/// it means.
fn reason(name: &str) -> String {
    let meaning = match crate::text::meaning(name).strip_prefix(": ") {
        Some(meaning) => format!("<br><small>{}</small>", text::esc(meaning)),
        None => String::new(),
    };
    format!("<bdi>{}</bdi>{meaning}", text::esc(&name.replace('_', " ")))
}
