//! When tickets come in: a field for each hour of the week.

use super::svg::{self, Plot};
use super::text;
use crate::report::Report;

const TITLE: &str = "Arrivals by hour of the week";
const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const ROW: u32 = 28;
/// Shades besides the one of "none".
const SHADES: u64 = 5;

pub(super) fn figure(report: &Report) -> String {
    let matrix = &report.arrivals.matrix;
    let total: u64 = matrix.iter().flatten().fold(0, |a, n| a.saturating_add(*n));
    let zone = if report.arrivals.zone.is_empty() {
        "UTC".to_owned()
    } else {
        text::esc(&report.arrivals.zone)
    };
    let says = format!(
        "Tickets by weekday and hour of their creation; local time in {zone}. n = {}.",
        text::count(total)
    );
    if total == 0 {
        return svg::figure(TITLE, &says, &text::empty("No ticket came in."), "");
    }
    let max = matrix.iter().flatten().copied().max().unwrap_or(0);
    let shades = Shades::holding(max);
    let mut label = format!("Arrivals by weekday and hour, {total} tickets");
    if let Some((day, hour)) = busiest(matrix, max) {
        label = format!(
            "{label}; most, {max}, on {day}s from {hour}:00 to {}:00",
            hour + 1
        );
    }
    let mut plot = Plot::new(7 * ROW, 12, &label);
    for (row, (day, hours)) in (0u32..).zip(DAYS.iter().zip(matrix)) {
        draw_day(&mut plot, row, day, hours, &shades);
    }
    for hour in (0..=24u32).step_by(3) {
        let class = if hour.is_multiple_of(6) { "" } else { " wide" };
        plot.push(&format!(
            "<text class=\"tick middle{class}\" x=\"{}\" y=\"{}\">{hour}</text>\n",
            svg::percent(f64::from(hour) / 24.0),
            7 * ROW + 18
        ));
    }
    let picture = format!(
        "<div class=\"heat\">\n{}</div>\n{}",
        plot.finish(),
        shades.legend()
    );
    svg::figure(TITLE, &says, &picture, &numbers(matrix))
}

fn draw_day(plot: &mut Plot, row: u32, day: &str, hours: &[u64; 24], shades: &Shades) {
    let top = f64::from(row * ROW);
    let middle = svg::px(top + f64::from(ROW) / 2.0);
    let short: String = day.chars().take(3).collect();
    let sum: u64 = hours.iter().fold(0, |a, n| a.saturating_add(*n));
    plot.push(&format!(
        "<text class=\"tick end\" x=\"-8\" y=\"{middle}\" dy=\"0.35em\">{short}</text>\
         <text class=\"tick sum\" x=\"100%\" dx=\"8\" y=\"{middle}\" dy=\"0.35em\">{}</text>\n",
        text::count(sum)
    ));
    for (hour, n) in (0u32..).zip(hours) {
        let shade = shades.of(*n);
        let (from, to) = (f64::from(hour) / 24.0, f64::from(hour + 1) / 24.0);
        let number = if *n == 0 {
            String::new()
        } else {
            format!(
                "<text class=\"cell on{shade} wide\" x=\"{}\" y=\"{middle}\" dy=\"0.35em\">{}</text>",
                svg::percent((from + to) / 2.0),
                brief(*n)
            )
        };
        plot.push(&format!(
            "<g><title>{day} {hour}:00–{}:00: {}</title>{}{number}</g>\n",
            hour + 1,
            text::counted(*n, "ticket", "tickets"),
            svg::rect(
                &format!("heat-cell shade{shade}"),
                (from, to),
                top,
                f64::from(ROW)
            )
        ));
    }
}

/// A count that fits a field: from ten thousand on in thousands.
fn brief(n: u64) -> String {
    match n {
        0..10_000 => n.to_string(),
        10_000..10_000_000 => format!("{}k", n / 1000),
        _ => format!("{}M", n / 1_000_000),
    }
}

fn busiest(matrix: &[[u64; 24]; 7], max: u64) -> Option<(&'static str, usize)> {
    DAYS.iter().zip(matrix).find_map(|(day, hours)| {
        let hour = hours.iter().position(|n| *n == max)?;
        Some((*day, hour))
    })
}

/// Counts in five shades of equal and round width.
struct Shades {
    width: u64,
    max: u64,
}

impl Shades {
    fn holding(max: u64) -> Self {
        let least = max.div_ceil(SHADES).max(1);
        // Two digits are round enough, and use all the shades.
        let mut unit: u64 = 1;
        for factor in [5, 2].into_iter().cycle() {
            if least / unit < 20 {
                break;
            }
            unit = unit.saturating_mul(factor);
        }
        let width = least.div_ceil(unit).saturating_mul(unit);
        Self { width, max }
    }

    /// From 0, which is none, to 5.
    fn of(&self, n: u64) -> u64 {
        n.div_ceil(self.width).min(SHADES)
    }

    fn legend(&self) -> String {
        let mut keys = vec![svg::key("shade0", "none")];
        for shade in 1..=self.of(self.max) {
            let to = self.width.saturating_mul(shade);
            let from = to - self.width + 1;
            let label = if from == to {
                text::count(to)
            } else {
                format!("{}–{}", text::count(from), text::count(to))
            };
            keys.push(svg::key(&format!("shade{shade}"), &label));
        }
        keys.push("<span>tickets in that hour of the week, whole log</span>".to_owned());
        svg::legend(&keys)
    }
}

fn numbers(matrix: &[[u64; 24]; 7]) -> String {
    let head: String = (0..24)
        .map(|hour| format!("<th scope=\"col\">{hour}</th>"))
        .collect();
    let body: String = DAYS
        .iter()
        .zip(matrix)
        .map(|(day, hours)| {
            let cells: String = hours
                .iter()
                .map(|n| format!("<td>{}</td>", text::count(*n)))
                .collect();
            format!("<tr><th scope=\"row\">{day}</th>{cells}</tr>")
        })
        .collect();
    format!(
        "<table class=\"dense\"><thead><tr><th scope=\"col\">Hour</th>{head}</tr></thead>\
         <tbody>{body}</tbody></table>"
    )
}
