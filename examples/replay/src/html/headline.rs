//! The top of the page: whose report it is, what it says in a sentence, and
//! the key figures.

use super::text::{self, Hours};
use super::{Zone, svg};
use crate::report::{MetricFacts, Report, SlaCounts};

/// Name, log, period, and the sentence to remember.
pub(super) fn header(report: &Report, zone: &Zone) -> String {
    let desk = if report.desk.is_empty() {
        "Support report".to_owned()
    } else {
        text::esc(&report.desk)
    };
    let log = if report.log.is_empty() {
        String::new()
    } else {
        format!("<span>Log {}</span>", text::name(&report.log))
    };
    let period = match (report.first_event_at, report.last_event_at) {
        (Some(first), Some(last)) => format!(
            "<span>{} – {}</span>",
            text::day(first, zone),
            text::day(last, zone)
        ),
        _ => "<span>no events</span>".to_owned(),
    };
    format!(
        "<header>\n<p class=\"eyebrow\">Support report</p>\n<h1><bdi>{desk}</bdi></h1>\n\
         <p class=\"about\">{log}{period}<span>{}</span></p>\n<p class=\"lead\">{}</p>\n</header>\n",
        text::esc(zone.name()),
        sentences(report)
    )
}

fn sentences(report: &Report) -> String {
    if report.tickets == 0 {
        return "The log holds no ticket that could be replayed.".to_owned();
    }
    let mut said = Vec::new();
    let days = match (report.first_event_at, report.last_event_at) {
        (Some(first), Some(last)) => u64::try_from((last - first).num_days()).unwrap_or(0),
        _ => 0,
    };
    let tickets = text::counted(report.tickets, "ticket", "tickets");
    said.push(match days {
        0 => format!("<b>{tickets}</b> in less than a day."),
        1..=20 => format!(
            "<b>{tickets}</b> in {}.",
            text::counted(days, "day", "days")
        ),
        _ => format!(
            "<b>{tickets}</b> in {}.",
            text::counted((days + 3) / 7, "week", "weeks")
        ),
    });
    if let Some(facts) = report.metrics.get("first_reply_time")
        && let (Some(p50), Some(p90)) = (facts.business.p50_s, facts.business.p90_s)
    {
        said.push(format!(
            "Half of the first replies came within <b>{}</b> of business hours, \
             nine in ten within <b>{}</b>.",
            text::duration(p50, Hours::Business),
            text::duration(p90, Hours::Business)
        ));
    }
    let (met, judged) = report.sla.values().fold((0, 0), |(met, judged), counts| {
        let kept = u64::saturating_add(met, counts.met);
        (kept, u64::saturating_add(judged, judged_of(counts)))
    });
    if let Some(share) = text::share(met, judged) {
        said.push(format!(
            "Of {} that came due, <b>{}</b> were kept ({share}).",
            text::counted(judged, "promise", "promises"),
            text::count(met)
        ));
    }
    said.join(" ")
}

/// Promises with a final verdict.
pub(super) fn judged_of(counts: &SlaCounts) -> u64 {
    counts.met.saturating_add(counts.breached)
}

/// The key figures.
pub(super) fn cards(report: &Report, zone: &Zone) -> String {
    let mut cards = vec![
        card(
            "Tickets",
            &text::count(report.tickets),
            &text::counted(report.events, "event", "events"),
        ),
        times("First reply", report.metrics.get("first_reply_time")),
        times(
            "Full resolution",
            report.metrics.get("full_resolution_time"),
        ),
    ];
    cards.push(promises(report));
    cards.push(backlog(report, zone));
    cards.push(card(
        "Reopened",
        &text::count(report.reopened),
        &of_tickets(report.reopened, report.tickets),
    ));
    cards.push(card(
        "Never replied to",
        &text::count(report.never_replied),
        &of_tickets(report.never_replied, report.tickets),
    ));
    cards.push(card(
        "Never solved",
        &text::count(report.never_solved),
        &format!(
            "{}; {} never closed",
            of_tickets(report.never_solved, report.tickets),
            text::count(report.never_closed)
        ),
    ));
    format!("<div class=\"cards\">\n{}</div>\n", cards.concat())
}

fn card(title: &str, figure: &str, more: &str) -> String {
    format!(
        "<div class=\"card\"><h3>{title}</h3><p class=\"figure\">{figure}</p><p>{more}</p></div>\n"
    )
}

fn of_tickets(part: u64, tickets: u64) -> String {
    match text::share(part, tickets) {
        Some(share) => format!("{share} of {}", text::counted(tickets, "ticket", "tickets")),
        None => "no tickets".to_owned(),
    }
}

/// Median and ninth decile in both counts.
fn times(title: &str, facts: Option<&MetricFacts>) -> String {
    let Some(facts) = facts.filter(|facts| facts.calendar.n > 0 || facts.business.n > 0) else {
        return card(title, "–", "no ticket got that far");
    };
    let row = |label: &str, business: Option<f64>, calendar: Option<f64>| {
        format!(
            "<tr><th scope=\"row\">{label}</th><td>{}</td><td>{}</td></tr>",
            text::some_duration(business, Hours::Business),
            text::some_duration(calendar, Hours::Calendar)
        )
    };
    let n = if facts.business.n == facts.calendar.n {
        text::counted(facts.calendar.n, "ticket", "tickets")
    } else {
        format!(
            "{} in business, {} in calendar time",
            text::count(facts.business.n),
            text::counted(facts.calendar.n, "ticket", "tickets")
        )
    };
    format!(
        "<div class=\"card broad\"><h3>{title}</h3><table class=\"times\"><thead><tr><td></td>\
         <th scope=\"col\">business</th><th scope=\"col\">calendar</th></tr></thead><tbody>{}{}\
         </tbody></table><p>n = {n}</p></div>\n",
        row("median", facts.business.p50_s, facts.calendar.p50_s),
        row("9 in 10", facts.business.p90_s, facts.calendar.p90_s)
    )
}

/// Promises kept and missed, by metric.
fn promises(report: &Report) -> String {
    let rows: String = text::in_order(&report.sla)
        .into_iter()
        .filter(|(_, _, counts)| judged_of(counts) > 0)
        .map(|(_, label, counts)| {
            let judged = judged_of(counts);
            format!(
                "<tr><th scope=\"row\">{label}</th><td>{}</td><td>{}</td><td><b>{}</b></td></tr>",
                text::count(counts.met),
                text::count(counts.breached),
                text::share(counts.met, judged).unwrap_or_default()
            )
        })
        .collect();
    if rows.is_empty() {
        return card("Promises kept", "–", "no target came due");
    }
    format!(
        "<div class=\"card broad\"><h3>Promises kept</h3><table class=\"times\"><thead><tr>\
         <td></td><th scope=\"col\">met</th><th scope=\"col\">breached</th>\
         <th scope=\"col\">share met</th></tr></thead>\
         <tbody>{rows}</tbody></table></div>\n"
    )
}

fn backlog(report: &Report, zone: &Zone) -> String {
    let when = report
        .backlog
        .at
        .map(|at| format!("open at once, first on {}", text::minute(at, zone)));
    match when {
        Some(when) => card(
            "Highest backlog",
            &text::count(report.backlog.max.max(0).unsigned_abs()),
            &when,
        ),
        None => card("Highest backlog", "–", "nothing was ever open"),
    }
}

/// A bar of what was met and what was breached, as shares of both.
pub(super) fn bar(met: u64, breached: u64) -> String {
    let judged = met.saturating_add(breached);
    if judged == 0 {
        return String::new();
    }
    let split = met as f64 / judged as f64;
    format!(
        "<svg class=\"bar\" height=\"12\" aria-hidden=\"true\">{}{}</svg>",
        svg::rect("good", (0.0, split), 0.0, 12.0),
        svg::rect("bad", (split, 1.0), 0.0, 12.0)
    )
}
