//! Figures of real logs against figures that were computed independently.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::io::Write;
use std::path::{Path, PathBuf};

use deskcore::Desk;
use replay::mapping::Mapping;
use replay::replay::{ReplayOptions, replay};
use replay::report::{Durations, Report};
use replay::rows::{ReadOptions, Rows, read_rows};
use replay::simulate::{Comparison, simulate};
use serde_json::{Value, json};

/// A log, and what it is read with.
struct Log {
    folder: PathBuf,
    mapping: Mapping,
    desk: Desk,
    rows: Rows,
}

impl Log {
    /// `None` where the log is not on this machine.
    fn read(name: &str, file: &str) -> Option<Self> {
        let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder: PathBuf = crate_folder.join("../../../shared/data").join(name);
        let log = folder.join(file);
        if !log.exists() {
            // Not println: the output of tests that pass is not shown.
            let _ = writeln!(std::io::stderr(), "skipped: the log {name} is not at hand");
            return None;
        }
        let text = |kind: &str| {
            std::fs::read_to_string(crate_folder.join(format!("{name}.{kind}.json"))).unwrap()
        };
        let mapping = Mapping::from_json(&text("mapping")).unwrap();
        let desk = Desk::from_json(&text("desk")).unwrap();
        let rows = read_rows(&log, &mapping, &ReadOptions::default()).unwrap();
        Some(Self {
            folder,
            mapping,
            desk,
            rows,
        })
    }

    fn expected(&self) -> Value {
        let expected = std::fs::read_to_string(self.folder.join("expected.json")).unwrap();
        serde_json::from_str(&expected).unwrap()
    }

    /// What so many agents, in office hours, make of it under every order of
    /// the queue, when a reply takes them an hour.
    fn worked_off(&self, agents: usize, load: f64) -> Comparison {
        let agent = |n| json!({"id": format!("agent-{n}"), "capacity": 1, "calendar": "office"});
        let agents: Vec<Value> = (0..agents).map(agent).collect();
        let roster = json!({"work_s": {"*": 3600}, "agents": agents}).to_string();
        let options = ReplayOptions::default();
        simulate(&self.rows, &self.desk, &roster, load, &options, |_| {}).unwrap()
    }
}

/// The report on a log and the expected figures; `None` where the log is not
/// on this machine.
fn replayed(name: &str, file: &str) -> Option<(Report, Value)> {
    let log = Log::read(name, file)?;
    let report = replay(
        &log.rows,
        &log.mapping,
        &log.desk,
        &ReplayOptions::default(),
    );
    Some((report.unwrap(), log.expected()))
}

fn count(value: &Value, path: &str) -> u64 {
    let found = value.pointer(path).and_then(Value::as_u64);
    found.unwrap_or_else(|| panic!("no count at {path}"))
}

/// Durations in seconds against expected ones in hours.
fn same_hours(what: &str, found: &Durations, expected: &Value) {
    assert_eq!(found.n, count(expected, "/n"), "{what}");
    for (name, seconds, key) in [
        ("mean", found.mean_s, "mean"),
        ("median", found.p50_s, "median"),
        ("p90", found.p90_s, "p90_linear"),
        ("max", found.max_s, "max"),
    ] {
        let hours = seconds.unwrap() / 3600.0;
        let expected = expected[key].as_f64().unwrap();
        assert!(
            (hours - expected).abs() < 1e-4,
            "{what}, {name}: {hours}, expected {expected}"
        );
    }
}

fn metric<'r>(report: &'r Report, name: &str) -> (&'r Durations, &'r Durations) {
    let metric = report.metrics.get(name).unwrap();
    (&metric.calendar, &metric.business)
}

fn same_backlog(report: &Report, expected: &Value) {
    assert_eq!(report.backlog.max, expected["max"].as_i64().unwrap());
    let at = expected["at_utc"].as_str().unwrap().replace(' ', "T");
    assert_eq!(
        report.backlog.at,
        Some(at.parse().unwrap()),
        "first instant of the maximum"
    );
    assert!(report.backlog.series.len() <= 1000);
}

/// Whatever the log, each ticket has one verdict on each metric.
fn adds_up(report: &Report) {
    for (metric, counts) in &report.sla {
        let sum = counts.met
            + counts.breached
            + counts.running
            + counts.paused
            + counts.cancelled
            + counts.no_target
            + counts.not_started;
        assert_eq!(sum, report.tickets, "{metric}");
    }
    assert_eq!(report.statuses.values().sum::<u64>(), report.tickets);
    let arrivals: u64 = report.arrivals.matrix.iter().flatten().sum();
    assert_eq!(arrivals, report.tickets);
}

#[test]
fn helpdesk_it() {
    let Some((report, expected)) = replayed("helpdesk-it", "events.csv.gz") else {
        return;
    };
    let figures = &expected["figures"];
    assert_eq!(report.tickets, count(figures, "/tickets"));
    assert_eq!(report.events, count(figures, "/events"));
    let (calendar, business) = metric(&report, "first_reply_time");
    same_hours(
        "first reply",
        calendar,
        &figures["first_response_calendar_h"],
    );
    same_hours(
        "first reply",
        business,
        &figures["first_response_business_h"],
    );
    let targets = &figures["sla_business_4h_40h"];
    assert_eq!(business.within, targets["fr_met"].as_u64());
    assert_eq!(business.beyond, targets["fr_breached"].as_u64());
    assert_eq!(calendar.within, None, "the target is in business hours");
    let (calendar, business) = metric(&report, "full_resolution_time");
    same_hours("resolution", calendar, &figures["resolution_calendar_h"]);
    same_hours("resolution", business, &figures["resolution_business_h"]);
    assert_eq!(business.within, targets["res_met"].as_u64());
    assert_eq!(business.beyond, targets["res_breached"].as_u64());
    assert_eq!(report.never_replied, count(figures, "/never_taken"));
    assert_eq!(report.never_solved, count(figures, "/never_resolved"));
    assert_eq!(report.never_closed, count(figures, "/never_closed"));
    assert_eq!(
        report.reopened,
        count(figures, "/tickets_resolved_more_than_once")
    );
    same_backlog(&report, &figures["max_open_backlog_created_to_closed"]);
    assert_eq!(report.left_out.get("ticket_closed"), Some(&15));
    adds_up(&report);
}

#[test]
fn incidents_volvo() {
    let Some((report, expected)) = replayed("incidents-volvo", "incidents.csv.gz") else {
        return;
    };
    let figures = &expected["figures"];
    assert_eq!(report.tickets, count(figures, "/tickets"));
    assert_eq!(report.events, count(figures, "/events"));
    let (calendar, business) = metric(&report, "first_reply_time");
    same_hours("first reply", calendar, &figures["first_accept_calendar_h"]);
    same_hours("first reply", business, &figures["first_accept_business_h"]);
    let targets = &figures["sla_business_2h_45h"];
    assert_eq!(business.within, targets["fr_met"].as_u64());
    assert_eq!(business.beyond, targets["fr_breached"].as_u64());
    let (calendar, _) = metric(&report, "full_resolution_time");
    same_hours(
        "resolution",
        calendar,
        &figures["last_completed_calendar_h"],
    );
    assert_eq!(report.never_replied, count(figures, "/never_accepted"));
    assert_eq!(report.never_solved, count(figures, "/never_completed"));
    same_backlog(
        &report,
        &figures["max_open_backlog_created_to_last_completed"],
    );
    assert!(report.left_out.is_empty());
    adds_up(&report);
}

#[test]
fn incidents_servicenow() {
    let Some((report, expected)) = replayed("incidents-servicenow", "events.csv.gz") else {
        return;
    };
    let figures = &expected["figures"];
    assert_eq!(report.tickets, count(figures, "/tickets"));
    assert_eq!(report.events, count(figures, "/event_rows"));
    let (calendar, business) = metric(&report, "first_reply_time");
    same_hours(
        "first reply",
        calendar,
        &figures["first_leaves_New_calendar_h"],
    );
    let targets = &figures["sla_business_4h_40h"];
    assert_eq!(business.within, targets["fr_met"].as_u64());
    assert_eq!(business.beyond, targets["fr_breached"].as_u64());
    // The expected business mean clamps two negative durations; they stay
    // below zero here.
    let expected_mean = figures["first_leaves_New_business_h"]["mean"]
        .as_f64()
        .unwrap();
    assert!((business.mean_s.unwrap() / 3600.0 - expected_mean).abs() < 2e-4);
    assert_eq!(
        report.flags.get("negative_first_reply_time"),
        figures["first_leaves_New_calendar_h"]["negative"]
            .as_u64()
            .as_ref()
    );
    assert_eq!(report.reopened, count(figures, "/reopened_tickets"));
    for (priority, code) in [
        ("urgent", "1"),
        ("high", "2"),
        ("normal", "3"),
        ("low", "4"),
    ] {
        let counts = report.sla_by_priority[priority]["first_reply_time"];
        assert_eq!(
            counts.met + counts.breached,
            count(figures, &format!("/final_priority/{code}")),
            "{priority}"
        );
    }
    adds_up(&report);
}

#[test]
fn helpdesk_it_under_every_order() {
    let Some(log) = Log::read("helpdesk-it", "events.csv.gz") else {
        return;
    };
    let breaches = |comparison: &Comparison| -> Vec<u64> {
        let orders = comparison.orders.iter();
        orders.map(|simulation| simulation.breaches).collect()
    };
    let (enough, short) = (log.worked_off(4, 1.5), log.worked_off(2, 1.5));
    assert_eq!(breaches(&enough), [0; 6], "four are enough");
    let expected = log.expected();
    assert_eq!(
        short.tickets as u64,
        count(&expected["figures"], "/tickets")
    );
    let [fifo, priority, due, vip, demoted, desk] = &*short.orders else {
        panic!("{} orders", short.orders.len());
    };
    assert!(fifo.breaches > 0, "two are not");
    // One class, one channel, one target and no VIPs: nothing overtakes, but
    // what is missed steps back, which is how the desk treats its e-mail.
    for order in [priority, due, vip] {
        assert_eq!(order.begun_ms, fifo.begun_ms);
    }
    assert_eq!(demoted.begun_ms, desk.begun_ms);
    assert!(demoted.breaches < fifo.breaches);
    assert!(demoted.lateness_max_s > fifo.lateness_max_s);
    assert!(short.orders.iter().all(|order| order.not_begun == 0));
}
