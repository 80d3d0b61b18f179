//! What customers gave: week by week with control limits, and by part.

use chrono::Days;
use deskcore::satisfaction::ChartPoint;
use deskcore::time::Zone;

use super::scale::{Tick, Times, midnight};
use super::svg::{self, Plot};
use super::text;
use crate::insight::{Part, Satisfaction};

const HEIGHT: u32 = 170;
/// Height of a part's line, and of its bar.
const ROW: u32 = 26;
const BAR: f64 = 10.0;
/// Parts of a picture; the numbers below it are of all.
const PARTS: usize = 12;
/// The axis is at least this long.
const FEWEST: usize = 8;

pub(super) fn parts(satisfaction: &Satisfaction) -> Vec<String> {
    let mut parts = vec![
        intro(satisfaction),
        weeks(satisfaction),
        average(satisfaction),
    ];
    let by = satisfaction
        .by
        .iter()
        .filter(|(_, values)| values.len() > 1);
    let pictures = by.map(|(name, values)| {
        let values: Vec<(&str, &Part)> = values
            .iter()
            .map(|(value, part)| (&**value, part))
            .collect();
        by_part(name, values)
    });
    let pictures: String = pictures.collect();
    parts.push(format!("<div class=\"pair\">\n{pictures}</div>\n"));
    parts
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// `87 % (81 to 92 %)`; a dash of nothing.
fn with_interval(part: &Part) -> String {
    match (part.score.csat_pct, part.lo, part.hi) {
        (Some(share), Some(lo), Some(hi)) => format!(
            "{} ({:.0} to {})",
            percent(share / 100.0),
            lo * 100.0,
            percent(hi)
        ),
        _ => "–".to_owned(),
    }
}

fn intro(satisfaction: &Satisfaction) -> String {
    let part = &satisfaction.overall;
    let mean = part
        .score
        .mean
        .map_or("–".to_owned(), |mean| format!("{mean:.2}"));
    let mut says = format!(
        "{} on the scale {}; mean {mean}. The range in brackets holds the true share in 19 of 20 cases.",
        text::counted(part.score.n, "rating", "ratings"),
        text::esc(&part.score.scale.to_string()),
    );
    if let Some(why) = &satisfaction.nps_refused {
        says.push_str(&format!(" No NPS: {}.", text::esc(why)));
    }
    if let Some(nps) = satisfaction.nps {
        says.push_str(&format!(" NPS {nps:.0}."));
    }
    let alerts: String = satisfaction
        .alerts
        .iter()
        .map(|alert| format!("<li>{}</li>", text::esc(&alert.text)))
        .collect();
    let alerts = match alerts.is_empty() {
        true => String::new(),
        false => format!("<ul class=\"says\">{alerts}</ul>\n"),
    };
    svg::panel(
        &format!("{} satisfied", with_interval(part)),
        &format!("<p class=\"says\">{says}</p>\n{alerts}"),
    )
}

/// Shares from 0 to 100 %.
fn axis() -> Vec<Tick> {
    let ticks = [0.0, 0.25, 0.5, 0.75, 1.0];
    let ticks = ticks.map(|at| Tick {
        at,
        label: percent(at),
    });
    ticks.into()
}

/// A frame of weeks, and how broad one is.
fn frame(satisfaction: &Satisfaction, title: &str) -> Option<(Plot, Times, f64)> {
    let first = satisfaction.weeks.first()?.monday;
    let weeks = satisfaction.weeks.len().max(FEWEST);
    let days = Days::new(7 * u64::try_from(weeks).ok()?);
    let end = midnight(first.checked_add_days(days)?);
    let times = Times::between(midnight(first), end, Zone::UTC)?;
    let mut plot = Plot::new(HEIGHT, 40, title);
    plot.y_axis(&axis(), "satisfied");
    plot.x_axis(&times.ticks(6));
    Some((plot, times, 1.0 / weeks as f64))
}

/// The limits of a point, as a band behind it.
fn band(plot: &Plot, point: &ChartPoint, from: f64, to: f64) -> String {
    let (Some(lcl), Some(ucl)) = (point.lcl, point.ucl) else {
        return String::new();
    };
    let top = plot.y(ucl);
    svg::rect("area", (from, to), top, plot.y(lcl) - top)
}

fn weeks(satisfaction: &Satisfaction) -> String {
    let title = "Satisfied, week by week";
    let says = "Each week’s share with its interval. The band is where chance alone puts a week of \
                that size (three standard deviations); a hatched point lies outside.";
    let picture = draw_weeks(satisfaction, title);
    svg::figure(
        title,
        says,
        &picture.unwrap_or_default(),
        &week_numbers(satisfaction),
    )
}

fn draw_weeks(satisfaction: &Satisfaction, title: &str) -> Option<String> {
    let (mut plot, times, width) = frame(satisfaction, title)?;
    for (place, (week, point)) in
        (0_u32..).zip(satisfaction.weeks.iter().zip(&satisfaction.chart.points))
    {
        let Some(share) = point.value else {
            continue;
        };
        let from = times.at(midnight(week.monday));
        let (middle, to) = (from + width / 2.0, from + width);
        let x = svg::percent(middle);
        let (lo, hi) = (week.part.lo.unwrap_or(share), week.part.hi.unwrap_or(share));
        let outside = satisfaction.chart.signals.contains(&place);
        let class = if outside { "bad" } else { "good" };
        plot.push(&format!(
            "<g><title>Week of {}: {}, n = {}</title>{}\
             <line class=\"whisker\" x1=\"{x}\" x2=\"{x}\" y1=\"{}\" y2=\"{}\"/>\
             <circle class=\"{class}\" cx=\"{x}\" cy=\"{}\" r=\"5\"/></g>\n",
            text::date(week.monday),
            with_interval(&week.part),
            text::count(week.part.score.n),
            band(&plot, point, from, to),
            svg::px(plot.y(hi)),
            svg::px(plot.y(lo)),
            svg::px(plot.y(share)),
        ));
    }
    let legend = svg::legend(&[
        svg::key("good", "within its limits"),
        svg::key("bad", "outside: look for a cause"),
    ]);
    Some(plot.finish() + &legend)
}

fn average(satisfaction: &Satisfaction) -> String {
    let title = "Slow drift: the moving average";
    let signals = satisfaction.average.signals.len();
    let says = match signals {
        0 => "The weighted average of the weeks stays within its limits: no drift beyond noise."
            .to_owned(),
        n => format!(
            "The weighted average of the weeks left its limits in {}.",
            text::counted(n as u64, "week", "weeks")
        ),
    };
    svg::figure(
        title,
        &says,
        &draw_average(satisfaction, title).unwrap_or_default(),
        "",
    )
}

fn draw_average(satisfaction: &Satisfaction, title: &str) -> Option<String> {
    let (mut plot, times, width) = frame(satisfaction, title)?;
    for (place, (week, point)) in
        (0_u32..).zip(satisfaction.weeks.iter().zip(&satisfaction.average.points))
    {
        let Some(average) = point.value else {
            continue;
        };
        let from = times.at(midnight(week.monday));
        let outside = satisfaction.average.signals.contains(&place);
        let y = plot.y(average);
        plot.push(&format!(
            "<g><title>Week of {}: average {}</title>{}{}</g>\n",
            text::date(week.monday),
            percent(average),
            band(&plot, point, from, from + width),
            svg::rect(
                if outside { "bad" } else { "good" },
                (from, from + width),
                y - 1.5,
                3.0
            ),
        ));
    }
    Some(plot.finish())
}

fn week_numbers(satisfaction: &Satisfaction) -> String {
    let rows = satisfaction.weeks.iter();
    let rows = rows.map(|week| row(&text::date(week.monday), &week.part));
    table("Week of", rows.collect())
}

fn row(name: &str, part: &Part) -> String {
    let mean = part
        .score
        .mean
        .map_or("–".to_owned(), |mean| format!("{mean:.2}"));
    format!(
        "<tr><th scope=\"row\">{name}</th><td>{}</td><td>{mean}</td><td>{}</td></tr>",
        with_interval(part),
        text::count(part.score.n)
    )
}

fn table(what: &str, rows: String) -> String {
    format!(
        "<table><thead><tr><th scope=\"col\">{what}</th><th scope=\"col\">satisfied</th>\
         <th scope=\"col\">mean</th><th scope=\"col\">n</th></tr></thead><tbody>{rows}</tbody></table>"
    )
}

/// A line for each value: its share, and the interval around it.
fn by_part(dimension: &str, mut values: Vec<(&str, &Part)>) -> String {
    values.sort_by_key(|(value, part)| (std::cmp::Reverse(part.score.n), *value));
    let rows: String = values
        .iter()
        .map(|(value, part)| row(&text::name(value), part))
        .collect();
    let shown = values.get(..PARTS).unwrap_or(&values);
    let height = u32::try_from(shown.len()).unwrap_or(0).saturating_mul(ROW);
    let title = format!("By {dimension}");
    let told = shown
        .iter()
        .map(|(value, part)| format!("{value} {}", with_interval(part)));
    let told = format!(
        "Satisfied by {dimension}: {}",
        told.collect::<Vec<_>>().join("; ")
    );
    let mut plot = Plot::new(height, 4, &told);
    for (place, (value, part)) in (0_u32..).zip(shown) {
        let (Some(share), Some(lo), Some(hi)) = (part.score.csat_pct, part.lo, part.hi) else {
            continue;
        };
        // The left third is for names.
        let at = |share: f64| 0.34 + 0.62 * share;
        let name = text::plain(&text::name(value));
        let y = f64::from(place * ROW) + 8.0;
        let middle = svg::px(y + BAR / 2.0);
        plot.push(&format!(
            "<g><title>{}: {}, n = {}</title>\
             <text class=\"tick start\" x=\"0\" y=\"{}\">{} <tspan class=\"soft\">n = {}</tspan></text>{}\
             <line class=\"whisker\" x1=\"{}\" x2=\"{}\" y1=\"{middle}\" y2=\"{middle}\"/></g>\n",
            name,
            with_interval(part),
            text::count(part.score.n),
            svg::px(y + BAR),
            name,
            text::count(part.score.n),
            svg::rect("good", (at(0.0), at(share / 100.0)), y, BAR),
            svg::percent(at(lo)),
            svg::percent(at(hi)),
        ));
    }
    let says = "The bar is the share of the satisfied, the line across its end the interval: where lines \
                overlap, a difference may be chance.";
    svg::figure(&title, says, &plot.finish(), &table("", rows))
}
