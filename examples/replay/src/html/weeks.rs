//! Promises kept and missed, week by week: a small picture for each metric.

use chrono::{Days, NaiveDate};
use deskcore::time::Zone;

use super::scale::{Counts, Times, midnight};
use super::svg::{self, Plot};
use super::text;
use crate::report::{Kept, Report};

const HEIGHT: u32 = 130;
/// Up to so many weeks, each has its number written above it.
const NUMBERED: i64 = 20;
/// The axis is at least this long, so that two weeks are not two walls.
const FEWEST: i64 = 8;

pub(super) fn figures(report: &Report) -> String {
    let mut metrics: Vec<String> = report
        .sla_by_week
        .values()
        .flat_map(|metrics| metrics.iter())
        .filter(|(_, kept)| judged(kept) > 0)
        .map(|(id, _)| id.clone())
        .collect();
    metrics.sort();
    metrics.dedup();
    let span = report
        .sla_by_week
        .keys()
        .next()
        .zip(report.sla_by_week.keys().next_back());
    let Some((first, last)) = span.filter(|_| !metrics.is_empty()) else {
        return svg::figure(
            "Week by week",
            "Promises by the week in which they were kept or broken.",
            &text::empty("No promise was kept or broken: there is no week to draw."),
            "",
        );
    };
    let weeks = ((*last - *first).num_days() / 7 + 1).max(FEWEST);
    let mut out = String::new();
    for (id, label, ()) in text::in_order(metrics.iter().map(|id| (id, ()))) {
        out.push_str(&figure(report, id, &label, *first, weeks));
    }
    format!("<div class=\"pair\">\n{out}</div>\n")
}

fn judged(kept: &Kept) -> u64 {
    kept.met.saturating_add(kept.breached)
}

fn figure(report: &Report, id: &str, label: &str, first: NaiveDate, weeks: i64) -> String {
    let rows: Vec<(NaiveDate, Kept)> = report
        .sla_by_week
        .iter()
        .filter_map(|(monday, metrics)| metrics.get(id).map(|kept| (*monday, *kept)))
        .filter(|(_, kept)| judged(kept) > 0)
        .collect();
    let all = rows.iter().fold(Kept::default(), |all, (_, kept)| Kept {
        met: all.met.saturating_add(kept.met),
        breached: all.breached.saturating_add(kept.breached),
    });
    let title = format!("{label}: promises by week");
    let says = format!(
        "n = {}: {} met, {} breached. Each promise counts, in the week in which it was kept \
         or broken, also where a ticket has had several.",
        text::count(judged(&all)),
        text::count(all.met),
        text::count(all.breached)
    );
    let picture = draw(&title, &rows, first, weeks);
    let legend = svg::legend(&[svg::key("good", "met"), svg::key("bad", "breached")]);
    svg::figure(
        &title,
        &says,
        &picture.map_or_else(String::new, |picture| format!("{picture}{legend}")),
        &numbers(&rows),
    )
}

fn draw(title: &str, rows: &[(NaiveDate, Kept)], first: NaiveDate, weeks: i64) -> Option<String> {
    let start = midnight(first);
    let days = u64::try_from(weeks * 7).ok()?;
    let times = Times::between(
        start,
        midnight(first.checked_add_days(Days::new(days))?),
        Zone::UTC,
    )?;
    let axis = Counts::holding(rows.iter().map(|(_, kept)| judged(kept)).max()?, 4);
    let mut plot = Plot::new(HEIGHT, 40, title);
    plot.y_axis(&axis.ticks(), "promises");
    plot.x_axis(&times.ticks(6));
    let gaps = if weeks <= 60 {
        "column"
    } else {
        "column tight"
    };
    for (monday, kept) in rows {
        let from = times.at(midnight(*monday));
        let to = from + 1.0 / weeks as f64;
        // What was missed stands on the ground, where weeks compare best.
        let missed = plot.y(axis.at(kept.breached));
        let top = plot.y(axis.at(judged(kept)));
        let number = if weeks <= NUMBERED {
            format!(
                "<text class=\"tick middle wide\" x=\"{}\" y=\"{}\">{}</text>",
                svg::percent((from + to) / 2.0),
                svg::px(top - 4.0),
                text::count(judged(kept))
            )
        } else {
            String::new()
        };
        plot.push(&format!(
            "<g class=\"{gaps}\"><title>Week of {}: {} met, {} breached, n = {}</title>{}{}{number}</g>\n",
            text::date(*monday),
            text::count(kept.met),
            text::count(kept.breached),
            text::count(judged(kept)),
            svg::rect("bad", (from, to), missed, f64::from(HEIGHT) - missed),
            svg::rect("good", (from, to), top, missed - top),
        ));
    }
    Some(plot.finish())
}

fn numbers(rows: &[(NaiveDate, Kept)]) -> String {
    let body: String = rows
        .iter()
        .map(|(monday, kept)| {
            format!(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
                text::date(*monday),
                text::count(kept.met),
                text::count(kept.breached),
                text::count(judged(kept))
            )
        })
        .collect();
    format!(
        "<table><thead><tr><th scope=\"col\">Week of</th><th scope=\"col\">met</th>\
         <th scope=\"col\">breached</th><th scope=\"col\">n</th></tr></thead>\
         <tbody>{body}</tbody></table>"
    )
}
