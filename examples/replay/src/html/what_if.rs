//! The same history under two desks, beside each other.

use std::fmt::Write;

use deskcore::what_if::{ClockChange, Comparison, OutcomeCounts, OutcomeTotals};

use super::svg::{self, Plot};
use super::text::{self, Hours};
use crate::what_if::WhatIf;

/// Changes that are listed.
const LISTED: usize = 50;

/// Channels of a picture; the numbers below it are of all.
const CHANNELS: usize = 12;

/// Height of a pair of bars with its name, and of one bar.
const ROW: u32 = 54;
const BAR: f64 = 13.0;

/// The pictures and the list of a comparison.
pub(super) fn parts(what_if: &WhatIf) -> Vec<String> {
    let made = &what_if.comparison;
    let mut parts = vec![intro(what_if)];
    if made.by_metric.is_empty() {
        let none = "Neither desk promises anything that this history put to the test.";
        parts.push(svg::panel("Before and after", &text::empty(none)));
        return parts;
    }
    parts.push(metrics(made));
    parts.push(channels(made));
    parts.push(changes(
        "Other verdicts",
        &made.verdict_changes,
        made.verdicts_changed,
    ));
    if made.dues_changed > 0 {
        parts.push(changes(
            "The same verdict, another promise",
            &made.due_changes,
            made.dues_changed,
        ));
    }
    parts
}

fn intro(what_if: &WhatIf) -> String {
    let made = &what_if.comparison;
    let name = match &*what_if.desk {
        "" => "another desk".to_owned(),
        name => text::name(name),
    };
    let says = if made.is_empty() {
        "nothing would have been otherwise".to_owned()
    } else {
        format!(
            "{} of {} would have another verdict, by {}; {} would have the same verdict and \
             another deadline, target or policy",
            text::count(made.tickets_changed),
            text::counted(made.tickets, "ticket", "tickets"),
            text::counted(made.verdicts_changed, "clock", "clocks"),
            text::counted(made.dues_changed, "clock", "clocks"),
        )
    };
    svg::panel(
        &format!("Under {name}, {says}."),
        &format!("<p class=\"says\">{}</p>\n", text::esc(&made.limit)),
    )
}

fn label(totals: &OutcomeTotals) -> String {
    text::metric(totals.metric.name()).1
}

fn metrics(made: &Comparison) -> String {
    let rows: Vec<(String, &OutcomeTotals)> = (made.by_metric.iter())
        .map(|totals| (label(totals), totals))
        .collect();
    svg::figure(
        "Kept and missed by metric",
        "Every instance counts: each wait for an answer is one. The upper bar is the desk of this report, the lower one the other desk.",
        &(pairs("metric", &rows) + &legend()),
        &numbers("Metric", &rows),
    )
}

fn channels(made: &Comparison) -> String {
    let name = |totals: &OutcomeTotals| {
        let channel = totals.channel.as_deref().unwrap_or_default();
        format!("{}, {}", text::name(channel), label(totals).to_lowercase())
    };
    let changed = made.by_channel.iter().filter(|totals| totals.changed > 0);
    let mut shown: Vec<(String, &OutcomeTotals)> =
        changed.map(|totals| (name(totals), totals)).collect();
    let title = "Kept and missed by channel";
    if shown.is_empty() {
        return svg::panel(title, &text::empty("No channel changes."));
    }
    shown.sort_by(|a, b| (b.1.changed, &a.0).cmp(&(a.1.changed, &b.0)));
    shown.truncate(CHANNELS);
    let all: Vec<(String, &OutcomeTotals)> = (made.by_channel.iter())
        .map(|totals| (name(totals), totals))
        .collect();
    svg::figure(
        title,
        "Where verdicts change, most of them first.",
        &(pairs("channel", &shown) + &legend()),
        &numbers("Channel", &all),
    )
}

fn legend() -> String {
    svg::legend(&[svg::key("good", "met"), svg::key("bad", "breached")])
}

/// For each name two bars of shares, one under the other.
fn pairs(by: &str, rows: &[(String, &OutcomeTotals)]) -> String {
    let height = u32::try_from(rows.len()).unwrap_or(0).saturating_mul(ROW);
    let told = rows.iter().map(|(_, totals)| {
        let share = |counts: &OutcomeCounts| {
            text::share(counts.met, judged(counts)).unwrap_or_else(|| "none".to_owned())
        };
        let channel = totals.channel.as_deref().unwrap_or_default();
        let (metric, before) = (totals.metric, share(&totals.before));
        format!("{channel} {metric} {before}, then {}", share(&totals.after))
    });
    let told = format!("Share met by {by}: {}", told.collect::<Vec<_>>().join("; "));
    let mut plot = Plot::new(height, 4, &told);
    for (row, (name, totals)) in (0u32..).zip(rows) {
        let top = f64::from(row * ROW);
        plot.push(&format!(
            "<text class=\"tick start\" x=\"0\" y=\"{}\">{}</text>\n",
            svg::px(top + 12.0),
            text::plain(name)
        ));
        let sides = [("before", &totals.before), ("after", &totals.after)];
        for (line, (side, counts)) in (0u32..).zip(sides) {
            let y = top + 18.0 + f64::from(line) * (BAR + 2.0);
            bar(&mut plot, side, counts, y);
        }
    }
    plot.finish()
}

fn bar(plot: &mut Plot, side: &str, counts: &OutcomeCounts, y: f64) {
    /// The rest is for the figures.
    const WIDTH: f64 = 0.78;
    let all = judged(counts);
    let says = match text::share(counts.met, all) {
        Some(share) => format!(
            "{side}: {share} of {}",
            text::counted(all, "promise", "promises")
        ),
        None => format!("{side}: no promise came due"),
    };
    let split = counts.met as f64 / all.max(1) as f64 * WIDTH;
    let mut bars = String::new();
    if all > 0 {
        bars.push_str(&svg::rect("good", (0.0, split), y, BAR));
        bars.push_str(&svg::rect("bad", (split, WIDTH), y, BAR));
    }
    plot.push(&format!(
        "<g><title>{says}</title>{bars}<text class=\"tick start\" x=\"{}\" dx=\"6\" y=\"{}\" \
         dy=\"0.35em\">{}</text></g>\n",
        svg::percent(if all > 0 { WIDTH } else { 0.0 }),
        svg::px(y + BAR / 2.0),
        text::share(counts.met, all).unwrap_or_else(|| "no promise".to_owned())
    ));
}

fn judged(counts: &OutcomeCounts) -> u64 {
    counts.met.saturating_add(counts.breached)
}

fn numbers(by: &str, rows: &[(String, &OutcomeTotals)]) -> String {
    let mut body = String::new();
    for (name, totals) in rows {
        let (old, new) = (&totals.before, &totals.after);
        let share = |counts: &OutcomeCounts| {
            text::share(counts.met, judged(counts)).unwrap_or_else(|| "–".to_owned())
        };
        let _ = write!(body, "<tr><th scope=\"row\">{name}</th>");
        let cells = [
            share(old),
            share(new),
            text::count(old.met),
            text::count(new.met),
            text::count(old.breached),
            text::count(new.breached),
            text::count(totals.changed),
        ];
        for cell in cells {
            let _ = write!(body, "<td>{cell}</td>");
        }
        body.push_str("</tr>\n");
    }
    format!(
        "<table><thead><tr><th scope=\"col\">{by}</th><th scope=\"col\">share met</th>\
         <th scope=\"col\">then</th><th scope=\"col\">met</th><th scope=\"col\">then</th>\
         <th scope=\"col\">breached</th><th scope=\"col\">then</th>\
         <th scope=\"col\">changed</th></tr></thead>\n<tbody>{body}</tbody></table>"
    )
}

fn changes(title: &str, changes: &[ClockChange], all: u64) -> String {
    if changes.is_empty() {
        return svg::panel(title, &text::empty("No verdict changes."));
    }
    let row = |change: &ClockChange| {
        let instance = match change.instance {
            0 | 1 => String::new(),
            number => format!(" ({number})"),
        };
        let side = |outcome: &deskcore::what_if::ClockOutcome| {
            let hours = match outcome.hours {
                Some(deskcore::sla::Hours::Calendar) => Hours::Calendar,
                _ => Hours::Business,
            };
            let target = outcome.target_s.map_or_else(String::new, |target| {
                let time = |seconds: i64| text::duration(seconds as f64, hours);
                format!(
                    "<br><small>{} of {}</small>",
                    time(outcome.elapsed_s),
                    time(target)
                )
            });
            format!(
                "<td>{}{target}</td>",
                outcome.state.name().replace('_', " ")
            )
        };
        let causes: Vec<String> = (change.causes.iter())
            .map(|cause| text::esc(&cause.to_string()))
            .collect();
        format!(
            "<tr><th scope=\"row\">{}<br><small>{}</small></th><td class=\"words\">{}{instance}</td>{}{}\
             <td class=\"words\">{}</td></tr>\n",
            text::name(&change.ticket),
            text::name(&change.channel),
            text::metric(change.metric.name()).1,
            side(&change.before),
            side(&change.after),
            causes.join("; ")
        )
    };
    let rows: String = changes.iter().take(LISTED).map(row).collect();
    let more = all.saturating_sub(changes.len().min(LISTED) as u64);
    let more = match more {
        0 => String::new(),
        more => format!("<p class=\"says\">And {} more.</p>\n", text::count(more)),
    };
    let table = format!(
        "<div class=\"scroll\"><table class=\"changes\"><thead><tr><th scope=\"col\">Ticket</th>\
         <th scope=\"col\" class=\"words\">metric</th><th scope=\"col\">before</th><th scope=\"col\">after</th>\
         <th scope=\"col\" class=\"words\">why</th></tr></thead>\n<tbody>{rows}</tbody></table></div>\n{more}"
    );
    svg::panel(title, &table)
}
