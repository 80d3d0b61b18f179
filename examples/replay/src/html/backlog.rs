//! Open tickets over time, as steps.

use std::fmt::Write as _;

use chrono::Datelike;

use super::scale::{Counts, Times};
use super::svg::{self, Plot};
use super::{Zone, text};
use crate::report::{Backlog, BacklogPoint, Report};

const TITLE: &str = "Backlog";
const HEIGHT: u32 = 240;
/// Units across of the box that the steps are drawn in.
const WIDTH: f64 = 1000.0;

pub(super) fn figure(report: &Report, zone: &Zone) -> String {
    let backlog = &report.backlog;
    let picture = match backlog.series.as_slice() {
        [first, .., last] => {
            Times::between(first.0, last.0, *zone).map(|times| draw(backlog, &times, zone))
        }
        _ => None,
    };
    let until = if backlog.until.is_empty() {
        "ended".to_owned()
    } else {
        text::esc(&backlog.until)
    };
    let says = format!("Tickets created and not yet {until}, over time.");
    match picture {
        Some(picture) => svg::figure(TITLE, &says, &picture, &months(backlog, zone)),
        None => svg::figure(
            TITLE,
            &says,
            &text::empty("No time passes in this log: there is no backlog to draw."),
            "",
        ),
    }
}

fn open(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

fn draw(backlog: &Backlog, times: &Times, zone: &Zone) -> String {
    let highest = backlog.series.iter().map(|point| open(point.1)).max();
    let axis = Counts::holding(highest.unwrap_or(0).max(open(backlog.max)), 5);
    let label = match backlog.at {
        Some(at) => format!(
            "Open tickets over time; at most {}, on {}",
            text::count(open(backlog.max)),
            text::minute(at, zone)
        ),
        None => "Open tickets over time".to_owned(),
    };
    let mut plot = Plot::new(HEIGHT, 40, &label);
    plot.y_axis(&axis.ticks(), "open tickets");
    plot.x_axis(&times.ticks(11));

    let mut line = String::new();
    for BacklogPoint(at, count) in &backlog.series {
        let (x, y) = (times.at(*at) * WIDTH, plot.y(axis.at(open(*count))));
        // Writing to a string does not fail.
        let _ = if line.is_empty() {
            write!(line, "M{x:.1} {y:.1}")
        } else {
            write!(line, "H{x:.1}V{y:.1}")
        };
    }
    plot.push(&format!(
        "<svg width=\"100%\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         preserveAspectRatio=\"none\"><path class=\"area\" d=\"{line}V{HEIGHT}H0Z\"/>\
         <path class=\"line\" d=\"{line}\"/></svg>\n"
    ));

    if let Some(at) = backlog.at {
        let (x, y) = (times.at(at), plot.y(axis.at(open(backlog.max))));
        let anchor = if x < 0.3 {
            "start"
        } else if x > 0.7 {
            "end"
        } else {
            "middle"
        };
        plot.push(&format!(
            "<circle class=\"peak\" cx=\"{x}\" cy=\"{}\" r=\"4\"/>\
             <text class=\"note {anchor}\" x=\"{x}\" y=\"{}\">{} on {}</text>\n",
            svg::px(y),
            svg::px(y - 10.0),
            text::count(open(backlog.max)),
            text::day(at, zone),
            x = svg::percent(x),
        ));
    }
    plot.finish()
}

/// The highest and the last count of each month.
fn months(backlog: &Backlog, zone: &Zone) -> String {
    let mut rows: Vec<(i32, u32, String, u64, u64)> = Vec::new();
    for BacklogPoint(at, count) in &backlog.series {
        let local = at.with_timezone(zone);
        let count = open(*count);
        match rows.last_mut() {
            Some((year, month, _, highest, last))
                if (*year, *month) == (local.year(), local.month()) =>
            {
                *highest = count.max(*highest);
                *last = count;
            }
            before => {
                // What was open when the month began counts as well.
                let carried = before.map_or(0, |row| row.4);
                rows.push((
                    local.year(),
                    local.month(),
                    local.format("%B %Y").to_string(),
                    count.max(carried),
                    count,
                ));
            }
        }
    }
    let body: String = rows
        .iter()
        .map(|(_, _, label, highest, last)| {
            format!(
                "<tr><th scope=\"row\">{label}</th><td>{}</td><td>{}</td></tr>",
                text::count(*highest),
                text::count(*last)
            )
        })
        .collect();
    format!(
        "<table><thead><tr><th scope=\"col\">Month</th><th scope=\"col\">highest drawn</th>\
         <th scope=\"col\">at the end</th></tr></thead><tbody>{body}</tbody></table>"
    )
}
