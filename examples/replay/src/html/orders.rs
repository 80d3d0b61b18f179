//! Orders of the queue beside each other.

use deskcore::routing::simulation::RosterSimulation;
use deskcore::ticket::Priority;

use super::scale::Counts;
use super::svg::{self, Plot};
use super::text::{self, Hours};
use crate::simulate::{Comparison, name};

const CLASSES: [(Priority, &str); 4] = [
    (Priority::Urgent, "shade5"),
    (Priority::High, "shade4"),
    (Priority::Normal, "shade3"),
    (Priority::Low, "shade2"),
];

const ROW: u32 = 34;

/// Breaches of each order, a bar each, by class.
pub(super) fn breaches(comparison: &Comparison) -> String {
    let most = comparison.orders.iter().map(|order| order.breaches).max();
    let scale = Counts::holding(most.unwrap_or(0), 6);
    let rows = u32::try_from(comparison.orders.len()).unwrap_or(0);
    let label = comparison
        .orders
        .iter()
        .map(|order| format!("{} {}", name(order), order.breaches));
    let label = format!(
        "Breaches by order: {}",
        label.collect::<Vec<_>>().join(", ")
    );
    let mut plot = Plot::new(rows * ROW, 12, &label);
    for (row, order) in (0u32..).zip(&comparison.orders) {
        let top = f64::from(row * ROW);
        let middle = svg::px(top + f64::from(ROW) / 2.0);
        plot.push(&format!(
            "<text class=\"tick start\" x=\"0\" y=\"{}\">{}</text>\n",
            svg::px(top + 10.0),
            text::esc(name(order))
        ));
        let mut from = 0;
        for (class, shade) in CLASSES {
            let figures = order
                .by_priority
                .iter()
                .find(|figures| figures.priority == class);
            let breaches = figures.map_or(0, |figures| figures.breaches);
            let span = (scale.at(from), scale.at(from + breaches));
            let bar = svg::rect(&format!("heat-cell {shade}"), span, top + 14.0, 14.0);
            let told = text::counted(breaches, "breach", "breaches");
            plot.push(&format!(
                "<g><title>{}: {told}</title>{bar}</g>\n",
                class.name()
            ));
            from += breaches;
        }
        plot.push(&format!(
            "<text class=\"tick start\" x=\"{}\" dx=\"6\" y=\"{middle}\" dy=\"0.6em\">{}</text>\n",
            svg::percent(scale.at(from)),
            text::count(from)
        ));
    }
    plot.x_axis(&scale.ticks());
    let keys = CLASSES.map(|(class, shade)| svg::key(shade, class.name()));
    let says = format!(
        "Tickets begun after they were due, or not at all; n = {} tickets for each order.",
        text::count(comparison.tickets as u64)
    );
    let picture = plot.finish() + &svg::legend(&keys);
    svg::figure(
        "Breaches by order of the queue",
        &says,
        &picture,
        &numbers(comparison),
    )
}

fn numbers(comparison: &Comparison) -> String {
    let row = |order: &RosterSimulation| {
        let time = |seconds: i64| text::duration(seconds as f64, Hours::Calendar);
        format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            text::esc(name(order)),
            text::count(order.breaches),
            time(order.wait_p95_s),
            time(order.wait_max_s),
            time(order.lateness_max_s),
            text::count(order.not_begun)
        )
    };
    let rows: String = comparison.orders.iter().map(row).collect();
    format!(
        "<table><thead><tr><th scope=\"col\">Order</th><th scope=\"col\">breaches</th>\
         <th scope=\"col\">95 in 100 wait at most</th><th scope=\"col\">longest wait</th>\
         <th scope=\"col\">worst lateness</th><th scope=\"col\">not begun</th></tr></thead>\
         <tbody>{rows}</tbody></table>"
    )
}
