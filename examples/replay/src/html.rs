//! The report as a page.

use crate::report::Report;

/// The report as one HTML document.
pub fn page(report: &Report) -> String {
    format!(
        "<!doctype html><title>{}</title><p>{} tickets</p>\n",
        report.tickets, report.tickets
    )
}
