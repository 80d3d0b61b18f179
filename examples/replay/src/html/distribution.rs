//! How long first replies and resolutions took: bars on a logarithmic axis,
//! in the colours of the side of the target that they lie on.

use super::scale::{Counts, Durations};
use super::svg::{self, Plot};
use super::text::{self, Hours};
use crate::report::{Bucket, Distribution, Report, TargetMark};

const HEIGHT: u32 = 200;
/// Buckets that end here or before are drawn as one.
const SHORT_S: u64 = 60;
/// Targets that get a line each; of more, the shortest and the longest do.
const LINES: usize = 4;
/// Room for one target's label.
const LABEL: u32 = 18;
/// Room between the labels and the plot, for the unit of its axis.
const ABOVE_UNIT: u32 = 14;

/// A figure for each distribution, side by side.
pub(super) fn figures(report: &Report) -> String {
    let wanted = ["first_reply_time", "full_resolution_time"].map(str::to_owned);
    let mut figures = Vec::new();
    for id in &wanted {
        let (_, label) = text::metric(id);
        figures.push(figure(&label, report.distributions.get(id)));
    }
    for (id, label, distribution) in text::in_order(&report.distributions) {
        if !wanted.iter().any(|wanted| wanted == id) {
            figures.push(figure(&label, Some(distribution)));
        }
    }
    format!("<div class=\"pair\">\n{}</div>\n", figures.concat())
}

fn figure(label: &str, distribution: Option<&Distribution>) -> String {
    let title = format!("Time to {}", lower_first(label));
    let none = || {
        let says = "No ticket has one, so there is nothing to draw.";
        svg::figure(&title, "n = 0", &text::empty(says), "")
    };
    let Some(distribution) = distribution else {
        return none();
    };
    let buckets = merged(&distribution.buckets);
    let n = sum(&buckets);
    if n == 0 {
        return none();
    }
    let hours = Hours::of(&distribution.hours);
    let counted = match distribution.hours.as_str() {
        "business" => "business hours",
        "calendar" => "calendar time",
        _ => "the hours that each ticket’s own target is read in",
    };
    let says = format!(
        "Tickets by duration in {counted}. n = {}.{}",
        text::count(n),
        said_of_targets(distribution, n)
    );
    let picture = draw(&title, distribution, &buckets, hours);
    let picture = format!("{picture}{}", legend(&distribution.targets));
    svg::figure(
        &title,
        &says,
        &picture,
        &numbers(distribution, &buckets, hours),
    )
}

fn lower_first(label: &str) -> String {
    let mut chars = label.chars();
    chars
        .next()
        .map(|first| first.to_lowercase().chain(chars).collect())
        .unwrap_or_default()
}

fn sum(buckets: &[Bucket]) -> u64 {
    buckets.iter().fold(0, |a, b| a.saturating_add(b.n))
}

fn said_of_targets(distribution: &Distribution, n: u64) -> String {
    let compared = distribution
        .targets
        .iter()
        .fold(0u64, |a, target| a.saturating_add(target.n));
    match (distribution.targets.len(), n.saturating_sub(compared)) {
        (0, _) => " No ticket has a target for it.".to_owned(),
        (_, 0) => String::new(),
        (_, without) => format!(" {} of them have no target.", text::count(without)),
    }
}

/// The buckets, those of less than a minute as one.
fn merged(buckets: &[Bucket]) -> Vec<Bucket> {
    let short = buckets
        .iter()
        .take_while(|bucket| bucket.to_s <= SHORT_S)
        .count();
    let Some((head, tail)) = buckets.split_at_checked(short).filter(|_| short > 1) else {
        return buckets.to_vec();
    };
    let first = Bucket {
        from_s: head.first().map_or(0, |bucket| bucket.from_s),
        to_s: head.last().map_or(0, |bucket| bucket.to_s),
        n: sum(head),
    };
    std::iter::once(first).chain(tail.iter().copied()).collect()
}

fn draw(title: &str, distribution: &Distribution, buckets: &[Bucket], hours: Hours) -> String {
    let targets = lines(&distribution.targets);
    let x = Durations::of(buckets);
    let y = Counts::holding(buckets.iter().map(|b| b.n).max().unwrap_or(0), 5);
    let marks: Vec<String> = distribution
        .targets
        .iter()
        .map(|target| described(target, hours))
        .collect();
    let label = if marks.is_empty() {
        format!("{title}, {} tickets", sum(buckets))
    } else {
        format!("{title}, {} tickets; {}", sum(buckets), marks.join("; "))
    };
    let above = 36 + LABEL * u32::try_from(targets.len()).unwrap_or(0);
    let mut plot = Plot::new(HEIGHT, above, &label);
    plot.y_axis(&y.ticks(), "tickets");
    plot.x_axis(&x.ticks(hours, 0.12));

    let zones = zones(&distribution.targets, &x);
    let width = 1.0 / buckets.len().max(1) as f64;
    for (i, bucket) in buckets.iter().enumerate() {
        let (from, to) = (i as f64 * width, (i + 1) as f64 * width);
        let top = plot.y(y.at(bucket.n));
        let rects: String = zones
            .iter()
            .map(|(class, start, end)| (class, from.max(*start), to.min(*end)))
            .filter(|(_, start, end)| end - start > 1e-9)
            .map(|(class, start, end)| svg::rect(class, (start, end), top, f64::from(HEIGHT) - top))
            .collect();
        plot.push(&format!(
            "<g class=\"column\"><title>{}: {}</title>{rects}</g>\n",
            range(bucket, hours),
            text::counted(bucket.n, "ticket", "tickets"),
        ));
    }
    draw_targets(&mut plot, &x, &targets, hours);
    plot.finish()
}

/// Each target's line, and its label in a row of its own above the plot.
fn draw_targets(plot: &mut Plot, x: &Durations, targets: &[TargetMark], hours: Hours) {
    let places: Vec<Option<f64>> = targets.iter().map(|t| x.at(t.seconds)).collect();
    let to_left = |place: &Option<f64>| place.unwrap_or(1.0) > 0.42;
    let count = u32::try_from(targets.len()).unwrap_or(0);
    let at_right = places.iter().filter(|place| !to_left(place)).count();
    let at_right = u32::try_from(at_right).unwrap_or(0);
    let (mut lines, mut labels) = (String::new(), String::new());
    for (row, (target, place)) in (0u32..).zip(targets.iter().zip(&places)) {
        let at = place.unwrap_or(1.0);
        // Labels at the left of their lines rise, those at the right descend:
        // so few lines cross a label as can be.
        let (anchor, dx, up) = if to_left(place) {
            ("end", -5, row + 1 - at_right.min(row))
        } else {
            ("start", 5, count - row)
        };
        let (up, across) = (f64::from(LABEL * up + ABOVE_UNIT), svg::percent(at));
        lines.push_str(&format!(
            "<line class=\"target\" x1=\"{across}\" x2=\"{across}\" y1=\"{}\" y2=\"{HEIGHT}\"/>\n",
            svg::px(-up - 2.0),
        ));
        labels.push_str(&format!(
            "<text class=\"note {anchor}\" x=\"{across}\" dx=\"{dx}\" y=\"{}\">{}{}</text>\n",
            svg::px(9.0 - up),
            described(target, hours),
            if place.is_some() { "" } else { " →" },
        ));
    }
    plot.push(&lines);
    plot.push(&labels);
}

fn described(target: &TargetMark, hours: Hours) -> String {
    format!(
        "target {}: {} of {} within",
        text::mark(target.seconds, hours),
        text::count(target.within),
        text::count(target.n)
    )
}

/// The targets that get a line.
fn lines(targets: &[TargetMark]) -> Vec<TargetMark> {
    match targets {
        [first, .., last] if targets.len() > LINES => vec![*first, *last],
        _ => targets.to_vec(),
    }
}

/// Where the axis is within every target, between targets and beyond all.
fn zones(targets: &[TargetMark], x: &Durations) -> Vec<(&'static str, f64, f64)> {
    let at = |target: &TargetMark| x.at(target.seconds).unwrap_or(1.0);
    match (targets.first().map(at), targets.last().map(at)) {
        (Some(first), Some(last)) => vec![
            ("good", 0.0, first),
            ("mid", first, last),
            ("bad", last, 1.0),
        ],
        _ => vec![("plain", 0.0, 1.0)],
    }
}

fn legend(targets: &[TargetMark]) -> String {
    match targets {
        [] => String::new(),
        [_] => svg::legend(&[
            svg::key("good", "within the target"),
            svg::key("bad", "beyond the target"),
        ]),
        _ => svg::legend(&[
            svg::key("good", "within every target"),
            svg::key("mid", "between targets: depends on the ticket"),
            svg::key("bad", "beyond every target"),
        ]),
    }
}

fn range(bucket: &Bucket, hours: Hours) -> String {
    if bucket.from_s == 0 {
        format!("under {}", text::mark(bucket.to_s, hours))
    } else {
        format!(
            "{} to {}",
            text::mark(bucket.from_s, hours),
            text::mark(bucket.to_s, hours)
        )
    }
}

fn numbers(distribution: &Distribution, buckets: &[Bucket], hours: Hours) -> String {
    let rows: String = buckets
        .iter()
        .map(|bucket| {
            format!(
                "<tr><th scope=\"row\">{}</th><td>{}</td></tr>",
                range(bucket, hours),
                text::count(bucket.n)
            )
        })
        .collect();
    let targets: String = distribution
        .targets
        .iter()
        .map(|target| {
            format!(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
                text::mark(target.seconds, hours),
                text::count(target.n),
                text::count(target.within),
                text::count(target.n.saturating_sub(target.within))
            )
        })
        .collect();
    let targets = if targets.is_empty() {
        targets
    } else {
        format!(
            "<table><thead><tr><th scope=\"col\">Target</th><th scope=\"col\">tickets</th>\
             <th scope=\"col\">within</th><th scope=\"col\">beyond</th></tr></thead>\
             <tbody>{targets}</tbody></table>"
        )
    };
    format!(
        "<table><thead><tr><th scope=\"col\">Duration</th><th scope=\"col\">tickets</th></tr>\
         </thead><tbody>{rows}</tbody></table>{targets}"
    )
}
