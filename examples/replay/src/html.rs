//! The report as one page: a single HTML file that needs no network and no
//! script, drawn for a screen, a phone, paper and a screen reader alike.
//!
//! Texts that come from the log or the desk pass `text::esc` on their way
//! out; everything else that is written is a number or our own words.

mod arrivals;
mod backlog;
mod digest;
mod distribution;
mod headline;
mod orders;
mod satisfaction;
pub(crate) mod scale;
mod svg;
mod tables;
mod text;
mod verdicts;
mod weeks;
mod what_if;

#[cfg(test)]
mod tests;

use deskcore::time::Zone;

use crate::report::Report;
use crate::simulate::Comparison;

const STYLE: &str = include_str!("html/style.css");

/// Textures and colours that all the pictures share: what is told by colour
/// is told by hatching too.
const PATTERNS: &str = concat!(
    "<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>",
    "<pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" ",
    "patternTransform=\"rotate(45)\"><rect class=\"bad-base\" width=\"6\" height=\"6\"/>",
    "<rect class=\"bad-line\" width=\"2\" height=\"6\"/></pattern>",
    "<pattern id=\"dots\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">",
    "<rect class=\"mid-base\" width=\"6\" height=\"6\"/>",
    "<circle class=\"mid-dot\" cx=\"3\" cy=\"3\" r=\"1.3\"/></pattern>",
    "</defs></svg>\n"
);

/// The page of a report: self-contained, and the same bytes for the same
/// report.
///
/// ```
/// let page = replay::html::page(&replay::report::Report::default());
/// assert!(page.starts_with("<!doctype html>"));
/// ```
#[must_use]
pub fn page(report: &Report) -> String {
    let zone = report.zone();
    let mut out = head(report);
    out.push_str("<body>\n");
    out.push_str(PATTERNS);
    out.push_str("<main>\n");
    out.push_str(&headline::header(report, &zone));
    out.push_str(&headline::cards(report, &zone));
    out.push_str(&section(
        "Workload",
        &[backlog::figure(report, &zone), arrivals::figure(report)],
    ));
    out.push_str(&section(
        "How long things took",
        &[distribution::figures(report), tables::facts(report)],
    ));
    out.push_str(&section(
        "Promises kept and missed",
        &[
            verdicts::overall(report),
            weeks::figures(report),
            verdicts::breakdowns(report),
        ],
    ));
    if let Some(insight) = &report.insight {
        if let Some(satisfaction) = &insight.satisfaction {
            out.push_str(&section("Satisfaction", &satisfaction::parts(satisfaction)));
        }
        if let Some(digest) = &insight.digest {
            out.push_str(&section("The last week", &[digest::part(digest)]));
        }
    }
    if let Some(what_if) = &report.what_if {
        out.push_str(&section("What if", &what_if::parts(what_if)));
    }
    out.push_str(&section("Behind the figures", &[tables::behind(report)]));
    out.push_str("</main>\n");
    out.push_str(&footer(report, &zone));
    out.push_str("</body>\n</html>\n");
    out
}

/// The page of a comparison of orders.
#[must_use]
pub fn orders_page(comparison: &Comparison) -> String {
    let mut out = head_of("Orders of the queue");
    let about = format!(
        "<header>\n<p class=\"eyebrow\">Simulation</p>\n<h1>Orders of the queue</h1>\n\
         <p class=\"about\"><span>{}</span><span>{}</span><span>{}</span></p>\n</header>\n",
        text::esc(&comparison.log),
        text::counted(comparison.agents as u64, "agent", "agents"),
        text::esc(&format!("work times {}", comparison.load)),
    );
    out.push_str("<body>\n");
    out.push_str(PATTERNS);
    out.push_str("<main>\n");
    out.push_str(&about);
    out.push_str(&section(
        "What each order does",
        &[orders::breaches(comparison)],
    ));
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn head(report: &Report) -> String {
    if report.desk.is_empty() {
        head_of("Support report")
    } else {
        head_of(&format!("{} – support report", text::esc(&report.desk)))
    }
}

fn head_of(title: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n"
    )
}

fn section(title: &str, parts: &[String]) -> String {
    let body = parts.concat();
    format!("<section>\n<h2>{title}</h2>\n{body}</section>\n")
}

fn footer(report: &Report, zone: &Zone) -> String {
    let told = report
        .until
        .map(|until| {
            format!(
                "Statuses and verdicts are as of {}. ",
                text::minute(until, zone)
            )
        })
        .unwrap_or_default();
    format!(
        "<footer>\n<p>{told}Dates and hours of the day are local time in {}. \
         Business hours count only the time in which the ticket’s calendar is open; \
         calendar time counts every hour. “Median” is the middle value; \
         “9 in 10” is the ninth decile.</p>\n</footer>\n",
        text::esc(zone.name())
    )
}
