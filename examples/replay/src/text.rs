//! The report as text for a terminal.

use std::fmt::{self, Write};

use chrono::{DateTime, Utc};
use deskcore::time::instant;

use crate::insight::{Insight, Part};
use crate::report::{Durations, Report};

/// The report as text for a terminal; what another desk would have made of
/// the history alone, where that was asked for.
pub fn text(report: &Report) -> String {
    if let Some(what_if) = &report.what_if {
        return crate::what_if::text(what_if);
    }
    let mut text = String::new();
    // Writing to a String does not fail.
    let _ = write!(text, "{}", Text(report));
    text
}

struct Text<'a>(&'a Report);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = self.0;
        overview(f, report)?;
        metrics(f, report)?;
        sla(f, report)?;
        load(f, report)?;
        if let Some(insight) = &report.insight {
            voices(f, insight)?;
        }
        counts(f, "Left out", &report.left_out)?;
        counts(f, "Flags", &report.flags)
    }
}

fn overview(f: &mut fmt::Formatter<'_>, report: &Report) -> fmt::Result {
    let desk = if report.desk.is_empty() {
        "a desk"
    } else {
        &report.desk
    };
    writeln!(f, "{} through {desk}\n", report.log)?;
    writeln!(
        f,
        "  {} tickets, {} events, {} to {}",
        report.tickets,
        report.events,
        stamp(report.first_event_at),
        stamp(report.last_event_at)
    )?;
    writeln!(f, "  told at {}", stamp(report.until))?;
    let statuses: Vec<String> = ["new", "open", "pending", "on_hold", "solved", "closed"]
        .iter()
        .filter_map(|status| {
            let n = report.statuses.get(*status).copied().unwrap_or(0);
            (n > 0).then(|| format!("{n} {status}"))
        })
        .collect();
    writeln!(f, "  status: {}", statuses.join(", "))?;
    writeln!(
        f,
        "  {} reopened, {} never replied to, {} never solved, {} never closed",
        report.reopened, report.never_replied, report.never_solved, report.never_closed
    )
}

/// What customers gave, and the week.
fn voices(f: &mut fmt::Formatter<'_>, insight: &Insight) -> fmt::Result {
    if let Some(satisfaction) = &insight.satisfaction {
        writeln!(f, "\nSatisfaction\n")?;
        let row = |f: &mut fmt::Formatter<'_>, name: &str, part: &Part| {
            let (Some(share), Some(mean)) = (part.score.csat_pct, part.score.mean) else {
                return writeln!(f, "  {name:<32}{:>8}", "-");
            };
            let ends = [part.lo, part.hi].map(|end| end.unwrap_or_default() * 100.0);
            let [lo, hi] = ends;
            writeln!(
                f,
                "  {name:<32}{share:>7.1} %  {lo:>5.1} to {hi:>5.1}  mean {mean:.2}  n {}",
                part.score.n
            )
        };
        row(f, "all", &satisfaction.overall)?;
        for (name, part) in &satisfaction.by_month {
            row(f, name, part)?;
        }
        for values in satisfaction.by.values() {
            for (value, part) in values {
                row(f, value, part)?;
            }
        }
        for alert in &satisfaction.alerts {
            writeln!(f, "  {}", alert.text)?;
        }
        if let Some(why) = &satisfaction.nps_refused {
            writeln!(f, "  no NPS: {why}")?;
        }
    }
    if insight.refused > 0 {
        writeln!(
            f,
            "\n  {} tickets and ratings are in no figure: a value of theirs is too long to group by",
            insight.refused
        )?;
    }
    if let Some(digest) = &insight.digest {
        writeln!(f, "\nWeek of {}\n", digest.monday)?;
        if digest.findings.is_empty() {
            writeln!(f, "  nothing unusual beyond noise")?;
        }
        for finding in &digest.findings {
            writeln!(f, "  {}", finding.text)?;
        }
    }
    Ok(())
}

fn stamp(at: Option<DateTime<Utc>>) -> String {
    at.map_or_else(|| "never".to_owned(), instant::format)
}

/// A duration in two units at most.
pub(crate) fn length(seconds: f64) -> String {
    let sign = if seconds < 0.0 { "-" } else { "" };
    let whole = seconds.abs().round() as u64;
    let (minutes, hours) = (whole / 60, whole / 3600);
    if hours >= 100 {
        format!("{sign}{hours} h")
    } else if hours > 0 {
        format!("{sign}{hours} h {:02} m", minutes % 60)
    } else if minutes > 0 {
        format!("{sign}{minutes} m {:02} s", whole % 60)
    } else {
        format!("{sign}{whole} s")
    }
}

fn metrics(f: &mut fmt::Formatter<'_>, report: &Report) -> fmt::Result {
    writeln!(f, "\nHow long things took\n")?;
    writeln!(
        f,
        "  {:<21}{:<9}{:>7}{:>13}{:>13}{:>13}{:>13}{:>9}{:>8}",
        "", "hours", "n", "mean", "median", "p90", "max", "within", "beyond"
    )?;
    for name in [
        "first_reply_time",
        "next_reply_time",
        "requester_wait_time",
        "agent_work_time",
        "full_resolution_time",
    ] {
        let Some(metric) = report.metrics.get(name) else {
            continue;
        };
        durations(f, name, "business", &metric.business)?;
        durations(f, "", "calendar", &metric.calendar)?;
    }
    Ok(())
}

fn durations(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    hours: &str,
    durations: &Durations,
) -> fmt::Result {
    let told = |seconds: Option<f64>| seconds.map_or_else(|| "–".to_owned(), length);
    let number = |n: Option<u64>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
    writeln!(
        f,
        "  {name:<21}{hours:<9}{:>7}{:>13}{:>13}{:>13}{:>13}{:>9}{:>8}",
        durations.n,
        told(durations.mean_s),
        told(durations.p50_s),
        told(durations.p90_s),
        told(durations.max_s),
        number(durations.within),
        number(durations.beyond),
    )
}

fn sla(f: &mut fmt::Formatter<'_>, report: &Report) -> fmt::Result {
    writeln!(f, "\nPromises, by the desk's clocks\n")?;
    writeln!(
        f,
        "  {:<32}{:>7}{:>9}{:>8}{:>9}{:>8}{:>10}{:>10}{:>9}",
        "", "met", "breached", "met %", "running", "paused", "cancelled", "no target", "not beg."
    )?;
    let groups = [
        ("priority", &report.sla_by_priority),
        ("channel", &report.sla_by_channel),
    ];
    for (metric, counts) in &report.sla {
        promise(f, metric, counts)?;
        if counts.met + counts.breached == 0 {
            continue;
        }
        for (kind, group) in groups {
            if group.len() < 2 {
                continue;
            }
            for (name, counts) in group {
                if let Some(counts) = counts.get(metric)
                    && counts.met + counts.breached > 0
                {
                    promise(f, &format!("  {kind} {name}"), counts)?;
                }
            }
        }
    }
    Ok(())
}

fn promise(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    counts: &crate::report::SlaCounts,
) -> fmt::Result {
    let judged = counts.met + counts.breached;
    let share = if judged == 0 {
        "–".to_owned()
    } else {
        format!("{:.1}", counts.met as f64 * 100.0 / judged as f64)
    };
    writeln!(
        f,
        "  {name:<32}{:>7}{:>9}{share:>8}{:>9}{:>8}{:>10}{:>10}{:>9}",
        counts.met,
        counts.breached,
        counts.running,
        counts.paused,
        counts.cancelled,
        counts.no_target,
        counts.not_started
    )
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

fn load(f: &mut fmt::Formatter<'_>, report: &Report) -> fmt::Result {
    let backlog = &report.backlog;
    writeln!(
        f,
        "\nBacklog (until {}): at most {}, at {}\n",
        backlog.until,
        backlog.max,
        stamp(backlog.at)
    )?;
    writeln!(
        f,
        "New tickets by weekday and hour, {}\n",
        report.arrivals.zone
    )?;
    write!(f, "     ")?;
    for hour in 0..24 {
        write!(f, "{hour:>5}")?;
    }
    writeln!(f)?;
    for (day, hours) in DAYS.iter().zip(&report.arrivals.matrix) {
        write!(f, "  {day}")?;
        for n in hours {
            if *n == 0 {
                write!(f, "{:>5}", "·")?;
            } else {
                write!(f, "{n:>5}")?;
            }
        }
        writeln!(f)?;
    }
    Ok(())
}

fn counts(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    counts: &std::collections::BTreeMap<String, u64>,
) -> fmt::Result {
    if counts.is_empty() {
        return writeln!(f, "\n{title}: nothing");
    }
    writeln!(f, "\n{title}\n")?;
    for (reason, n) in counts {
        writeln!(f, "  {n:>7}  {reason}{}", meaning(reason))?;
    }
    Ok(())
}

/// What a reason of the report means, where its name alone does not say.
pub(crate) fn meaning(reason: &str) -> &'static str {
    match reason {
        "after_until" => ": rows after the instant that the report is told at",
        "before_creation" => ": rows earlier than their ticket's creation",
        "created_again" => ": rows that create a ticket that there is already",
        "duplicate" => ": rows whose event id their ticket has had before",
        "invalid_event" => ": rows whose cells make no event",
        "invalid_instant" => ": rows whose instant cannot be read",
        "local_time_skipped" => ": stamps in the hour that the clock skipped",
        "local_time_twice" => ": stamps in the hour that the clock showed twice, read as the first",
        "malformed_row" => ": rows that cannot be read",
        "out_of_order" => ": events earlier than their ticket's last, refused by the desk",
        "out_of_time_order" => ": rows behind a later one of their ticket, put in their place",
        "status_not_allowed" => {
            ": events that set a status that cannot follow, refused by the desk"
        }
        "ticket_closed" => ": events of closed tickets, refused by the desk",
        "unchanged" => ": rows that change nothing that the mapping asks for",
        "unknown_value" => ": rows with a word that the mapping does not know",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_for_people() {
        for (seconds, expected) in [
            (0.0, "0 s"),
            (59.4, "59 s"),
            (59.6, "1 m 00 s"),
            (3_599.0, "59 m 59 s"),
            (14_238.0, "3 h 57 m"),
            (360_000.0, "100 h"),
            (-8_820.0, "-2 h 27 m"),
        ] {
            assert_eq!(length(seconds), expected);
        }
    }

    #[test]
    fn an_empty_report_reads_well() {
        let text = text(&Report::default());
        assert!(text.contains("0 tickets, 0 events, never to never"));
        assert!(text.contains("Left out: nothing"));
    }
}
