//! The clocks' verdicts as tables: all tickets, by channel, by priority.

use std::collections::BTreeMap;

use super::headline::{bar, judged_of};
use super::{svg, text};
use crate::report::{Report, SlaCounts};

/// Names shown of a metric; the others are added up in one row.
const ROWS: usize = 24;
const PRIORITIES: [&str; 5] = ["urgent", "high", "normal", "low", "none"];

type ByMetric = BTreeMap<String, SlaCounts>;

fn add(a: &SlaCounts, b: &SlaCounts) -> SlaCounts {
    SlaCounts {
        met: a.met.saturating_add(b.met),
        breached: a.breached.saturating_add(b.breached),
        running: a.running.saturating_add(b.running),
        paused: a.paused.saturating_add(b.paused),
        cancelled: a.cancelled.saturating_add(b.cancelled),
        no_target: a.no_target.saturating_add(b.no_target),
        not_started: a.not_started.saturating_add(b.not_started),
    }
}

/// Clocks with a verdict, and those that still may have one.
fn promised(counts: &SlaCounts) -> u64 {
    judged_of(counts)
        .saturating_add(counts.running)
        .saturating_add(counts.paused)
}

/// Every verdict of every metric with a target, and which have none.
pub(super) fn overall(report: &Report) -> String {
    let (with, without): (Vec<_>, Vec<_>) = text::in_order(&report.sla)
        .into_iter()
        .partition(|(_, _, counts)| promised(counts) > 0);
    let (cancelled, without): (Vec<_>, Vec<_>) = without
        .into_iter()
        .partition(|(_, _, counts)| counts.cancelled > 0);
    let names = |metrics: Vec<(&str, String, &SlaCounts)>| {
        let names: Vec<String> = metrics
            .into_iter()
            .map(|(_, label, _)| label.to_lowercase())
            .collect();
        text::listed(&names)
    };
    let mut without = match names(without) {
        names if names.is_empty() => names,
        names => text::empty(&format!("No ticket has a target for {names}.")),
    };
    if !cancelled.is_empty() {
        without.push_str(&text::empty(&format!(
            "Without a verdict, as the tickets’ latest clocks were all cancelled: {}.",
            names(cancelled)
        )));
    }
    if with.is_empty() {
        let none = "No ticket has a target that its history put to the test.";
        return svg::panel("All tickets", &format!("{}{without}", text::empty(none)));
    }
    let rows: String = with
        .iter()
        .map(|(_, label, counts)| row(label, counts))
        .collect();
    svg::panel(
        "All tickets",
        &format!(
            "<p class=\"says\">A ticket counts once for each metric, by its latest clock.</p>{}{without}",
            table("Metric", &[(String::new(), rows)])
        ),
    )
}

/// By channel and by priority.
pub(super) fn breakdowns(report: &Report) -> String {
    let by_size = |map: &BTreeMap<String, ByMetric>, id: &str| {
        let mut rows = pick(map, id);
        rows.sort_by(|a, b| (promised(&b.1), &a.0).cmp(&(promised(&a.1), &b.0)));
        rows
    };
    let by_urgency = |map: &BTreeMap<String, ByMetric>, id: &str| {
        let mut rows = pick(map, id);
        let rank = |name: &str| PRIORITIES.iter().position(|known| *known == name);
        rows.sort_by_key(|(name, _)| (rank(name).unwrap_or(PRIORITIES.len()), name.clone()));
        rows
    };
    format!(
        "<div class=\"pair\">\n{}{}</div>\n",
        breakdown("Channel", &report.sla_by_channel, by_size),
        breakdown("Priority", &report.sla_by_priority, by_urgency)
    )
}

/// What a metric says of each name, where it has a target there.
fn pick(map: &BTreeMap<String, ByMetric>, id: &str) -> Vec<(String, SlaCounts)> {
    map.iter()
        .filter_map(|(name, metrics)| metrics.get(id).map(|counts| (name.clone(), *counts)))
        .filter(|(_, counts)| promised(counts) > 0)
        .collect()
}

fn breakdown(
    by: &str,
    map: &BTreeMap<String, ByMetric>,
    rows: impl Fn(&BTreeMap<String, ByMetric>, &str) -> Vec<(String, SlaCounts)>,
) -> String {
    let mut all = ByMetric::new();
    for (id, counts) in map.values().flatten() {
        let sum = all.entry(id.clone()).or_default();
        *sum = add(sum, counts);
    }
    let groups: Vec<(String, String)> = text::in_order(&all)
        .into_iter()
        .filter(|(_, _, counts)| promised(counts) > 0)
        .map(|(id, label, _)| (label, shown(&rows(map, id))))
        .collect();
    let title = format!("By {}", by.to_lowercase());
    if groups.is_empty() {
        let none = format!("No {} has a ticket with a target.", by.to_lowercase());
        return svg::panel(&title, &text::empty(&none));
    }
    svg::panel(&title, &table(by, &groups))
}

fn shown(rows: &[(String, SlaCounts)]) -> String {
    // One name too many is shown rather than called "1 other".
    let shown = if rows.len() <= ROWS + 1 {
        rows.len()
    } else {
        ROWS
    };
    let mut out: String = rows
        .iter()
        .take(shown)
        .map(|(name, counts)| row(&text::name(name), counts))
        .collect();
    let others = rows.len() - shown;
    if others > 0 {
        let sum = rows
            .iter()
            .skip(shown)
            .fold(SlaCounts::default(), |sum, (_, counts)| add(&sum, counts));
        out.push_str(&row(&format!("<i>{others} others</i>"), &sum));
    }
    out
}

fn row(label: &str, counts: &SlaCounts) -> String {
    let judged = judged_of(counts);
    let going = counts.running.saturating_add(counts.paused);
    format!(
        "<tr><th scope=\"row\">{label}</th><td class=\"bars\">{}</td><td>{}</td><td>{}</td>\
         <td>{}</td><td>{}</td><td class=\"extra\">{}</td></tr>\n",
        bar(counts.met, counts.breached),
        text::share(counts.met, judged).unwrap_or_else(|| "–".to_owned()),
        text::count(counts.met),
        text::count(counts.breached),
        text::count(going),
        text::count(counts.cancelled)
    )
}

/// A table with a group of rows for each title.
fn table(by: &str, groups: &[(String, String)]) -> String {
    let bodies: String = groups
        .iter()
        .map(|(title, rows)| {
            let head = if title.is_empty() {
                String::new()
            } else {
                format!(
                    "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"7\">{title}</th></tr>\n"
                )
            };
            format!("<tbody>{head}{rows}</tbody>\n")
        })
        .collect();
    format!(
        "<div class=\"scroll\"><table class=\"verdicts\"><thead><tr><th scope=\"col\">{by}</th>\
         <td class=\"bars\"></td><th scope=\"col\">share met</th><th scope=\"col\">met</th>\
         <th scope=\"col\">breached</th>\
         <th scope=\"col\"><abbr title=\"runs or is paused, and is in time\">pending</abbr></th>\
         <th scope=\"col\" class=\"extra\"><abbr title=\"ended without a verdict\">cancelled</abbr></th>\
         </tr></thead>\n{bodies}</table></div>\n"
    )
}
