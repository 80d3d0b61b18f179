//! The same history under two desks, against counts that are made by hand.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, NaiveDate, TimeZone, Utc, Weekday};
use deskcore::Desk;
use deskcore::sla::{Metric, State};
use deskcore::time::Zone;
use deskcore::what_if::{ClockChange, ClockOutcome, Comparison};
use replay::mapping::Mapping;
use replay::replay::{ReplayOptions, replay};
use replay::report::Report;
use replay::rows::{ReadOptions, Rows, read_rows};
use replay::what_if::{WhatIf, what_if};
use serde_json::Value;

fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn mapping(path: &Path) -> Mapping {
    Mapping::from_json(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn rows(log: &Path, mapping: &Mapping) -> Rows {
    read_rows(log, mapping, &ReadOptions::default()).unwrap()
}

fn desk(document: &Value) -> Desk {
    Desk::from_json(&document.to_string()).unwrap()
}

fn compared(rows: &Rows, before: &Value, after: &Value) -> Comparison {
    let options = ReplayOptions::default();
    what_if(rows, &desk(before), &desk(after), &options)
        .unwrap()
        .comparison
}

/// The rows of a log as they stand in the file.
fn cells(log: &Path) -> Vec<BTreeMap<String, String>> {
    let file = flate2::read::MultiGzDecoder::new(std::fs::File::open(log).unwrap());
    let mut reader = csv::Reader::from_reader(file);
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

/// How a wait of so many seconds stands to a target.
fn judged(wait: i64, target: i64, otherwise: State) -> State {
    if wait > target {
        State::Breached
    } else {
        otherwise
    }
}

type Changes = Vec<(String, State, State)>;

fn listed<'c>(changes: impl IntoIterator<Item = &'c ClockChange>, metric: Metric) -> Changes {
    let of_metric = changes.into_iter().filter(|change| change.metric == metric);
    let states = |before: &ClockOutcome, after: &ClockOutcome| (before.state, after.state);
    let changes = of_metric.map(|change| {
        let (before, after) = states(&change.before, &change.after);
        (change.ticket.clone(), before, after)
    });
    let mut changes: Changes = changes.collect();
    changes.sort();
    changes
}

fn sample() -> (Value, Rows, PathBuf) {
    let log = here("sample/history.csv.gz");
    let rows = rows(&log, &mapping(&here("sample/mapping.json")));
    (json(&here("sample/desk.json")), rows, log)
}

#[test]
fn the_sample_desk_against_itself() {
    let (desk, rows, _) = sample();
    let made = compared(&rows, &desk, &desk);
    assert!(made.is_empty());
    assert!(made.verdict_changes.is_empty() && made.due_changes.is_empty());
    assert!(made.tickets > 2000);
    for totals in made.by_metric.iter().chain(&made.by_channel) {
        assert_eq!(totals.before, totals.after);
    }
}

/// Amazon's answers within six hours instead of 24: real time, so that a
/// subtraction tells each ticket's wait.
#[test]
fn a_changed_target_changes_exactly_these_tickets() {
    let (before, rows, log) = sample();
    let mut after = before.clone();
    let policy = &mut after["policies"][0];
    assert_eq!(policy["id"], "amazon");
    policy["targets"]["*"]["first_reply_time"]["target"] = "6h".into();
    let made = compared(&rows, &before, &after);

    #[derive(Default)]
    struct Wait {
        created: i64,
        /// The first end, and whether a merge was it.
        end: Option<(i64, bool)>,
        is_amazon: bool,
    }
    let (mut waits, mut last) = (BTreeMap::<String, Wait>::new(), i64::MIN);
    for row in cells(&log) {
        let at: DateTime<Utc> = row["at"].parse().unwrap();
        let at = at.timestamp();
        last = last.max(at);
        let wait = waits.entry(row["ticket"].clone()).or_default();
        let is_done = matches!(&*row["to"], "solved" | "closed");
        match &*row["event"] {
            "created" => (wait.created, wait.is_amazon) = (at, row["channel"] == "amazon"),
            "agent_reply" | "no_reply_needed" => wait.end = wait.end.or(Some((at, false))),
            "status" if is_done => wait.end = wait.end.or(Some((at, false))),
            "merged_into" => wait.end = wait.end.or(Some((at, true))),
            _ => {}
        }
    }
    let mut expected = Changes::new();
    let mut met = (0, 0);
    for (ticket, wait) in waits.iter().filter(|(_, wait)| wait.is_amazon) {
        let (end, otherwise) = match wait.end {
            Some((end, true)) => (end, State::Cancelled),
            Some((end, false)) => (end, State::Met),
            None => (last, State::Running),
        };
        let state = |hours: i64| judged(end - wait.created, hours * 3600, otherwise);
        let (old, new) = (state(24), state(6));
        met.0 += u64::from(old == State::Met);
        met.1 += u64::from(new == State::Met);
        if old != new {
            expected.push((ticket.clone(), old, new));
        }
    }
    assert!(expected.len() > 20, "{} tickets", expected.len());
    assert_eq!(
        listed(&made.verdict_changes, Metric::FirstReplyTime),
        expected
    );
    assert_eq!(made.verdicts_changed, expected.len() as u64);
    assert_eq!(made.tickets_changed, expected.len() as u64);
    let amazon = made.by_channel.iter().find(|totals| {
        totals.channel.as_deref() == Some("amazon") && totals.metric == Metric::FirstReplyTime
    });
    let amazon = amazon.unwrap();
    assert_eq!((amazon.before.met, amazon.after.met), met);
    assert_eq!(amazon.changed, expected.len() as u64);
    // All other Amazon tickets are due at another instant.
    let others = waits.values().filter(|wait| wait.is_amazon).count() - expected.len();
    assert_eq!(made.dues_changed, others as u64);
}

/// Every instance of the reply metrics counts, and the latest of them are
/// those that the report has.
#[test]
fn the_report_has_the_same_verdicts() {
    let (before, rows, _) = sample();
    let mut after = before.clone();
    for policy in after["policies"].as_array_mut().unwrap() {
        for targets in policy["targets"].as_object_mut().unwrap().values_mut() {
            targets["total_resolution_time"] = "5h".into();
        }
    }
    let made = compared(&rows, &before, &after);
    let mapping = mapping(&here("sample/mapping.json"));
    for (document, is_after) in [(&before, false), (&after, true)] {
        let report = replay(&rows, &mapping, &desk(document), &ReplayOptions::default()).unwrap();
        same_verdicts(&made, &report, is_after);
    }
    let next = made
        .by_metric
        .iter()
        .find(|totals| totals.metric == Metric::NextReplyTime);
    let next = next.unwrap().before;
    let report = replay(&rows, &mapping, &desk(&before), &ReplayOptions::default()).unwrap();
    let weeks = report
        .sla_by_week
        .values()
        .filter_map(|week| week.get("next_reply_time"));
    let (kept, missed) = weeks.fold((0, 0), |(kept, missed), week| {
        (kept + week.met, missed + week.breached)
    });
    assert_eq!((next.met, next.breached), (kept, missed));
}

/// Metrics with one instance a ticket stand in the comparison as in the
/// report.
fn same_verdicts(made: &Comparison, report: &Report, is_after: bool) {
    for totals in &made.by_metric {
        let counts = if is_after {
            totals.after
        } else {
            totals.before
        };
        let known = report.sla[totals.metric.name()];
        if matches!(
            totals.metric,
            Metric::FirstReplyTime | Metric::TotalResolutionTime
        ) {
            assert_eq!(
                (
                    counts.met,
                    counts.breached,
                    counts.running,
                    counts.cancelled
                ),
                (known.met, known.breached, known.running, known.cancelled),
                "{}",
                totals.metric
            );
        }
    }
}

/// Seconds from 8:00 to 18:00 in Rome on working days, day by day.
fn business(from: DateTime<Utc>, to: DateTime<Utc>, holidays: &[NaiveDate]) -> i64 {
    let rome: Zone = "Europe/Rome".parse().unwrap();
    let mut day = from.with_timezone(&rome).date_naive();
    let mut seconds = 0;
    while day <= to.with_timezone(&rome).date_naive() {
        let is_closed = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        if !is_closed && !holidays.contains(&day) {
            let at = |hour| {
                let local = day.and_hms_opt(hour, 0, 0).unwrap();
                rome.from_local_datetime(&local).unwrap().to_utc()
            };
            seconds += (to.min(at(18)) - from.max(at(8))).num_seconds().max(0);
        }
        day = day.succ_opt().unwrap();
    }
    seconds
}

/// A real log: first answers within 4 hours of business time, or within 24 of
/// real time.
#[test]
fn helpdesk_it() {
    let folder = here("../../../shared/data/helpdesk-it");
    let log = folder.join("events.csv.gz");
    if !log.exists() {
        // Not println: the output of tests that pass is not shown.
        let _ = writeln!(
            std::io::stderr(),
            "skipped: the log helpdesk-it is not at hand"
        );
        return;
    }
    let mapping = mapping(&here("helpdesk-it.mapping.json"));
    let rows = rows(&log, &mapping);
    let before = json(&here("helpdesk-it.desk.json"));
    let mut after = before.clone();
    after["policies"][0]["targets"]["*"] = serde_json::json!({
        "first_reply_time": {"target": "24h", "hours": "calendar"},
        "total_resolution_time": {"target": "168h", "hours": "calendar"}
    });
    let made = compared(&rows, &before, &after);
    for (document, is_after) in [(&before, false), (&after, true)] {
        let report = replay(&rows, &mapping, &desk(document), &ReplayOptions::default()).unwrap();
        same_verdicts(&made, &report, is_after);
    }

    let expected = json(&folder.join("expected.json"));
    let dates = expected["holidays_used"].as_array().unwrap();
    let holidays: Vec<NaiveDate> = dates
        .iter()
        .map(|date| date.as_str().unwrap().parse().unwrap())
        .collect();
    #[derive(Default)]
    struct Wait {
        created: Option<DateTime<Utc>>,
        taken: Option<DateTime<Utc>>,
        end: Option<DateTime<Utc>>,
    }
    let mut waits = BTreeMap::<String, Wait>::new();
    for row in cells(&log) {
        let at: DateTime<Utc> = format!("{}Z", row["timestamp"]).parse().unwrap();
        let wait = waits.entry(row["case_id"].clone()).or_default();
        let first = |known: Option<DateTime<Utc>>| Some(known.map_or(at, |known| known.min(at)));
        wait.created = first(wait.created);
        match &*row["activity"] {
            "Take in charge ticket" => {
                (wait.taken, wait.end) = (first(wait.taken), first(wait.end))
            }
            "Resolve ticket" | "Closed" => wait.end = first(wait.end),
            _ => {}
        }
    }
    let mut changes = Changes::new();
    let (mut met, mut figures) = ((0, 0), (0, 0));
    for (ticket, wait) in &waits {
        let created = wait.created.unwrap();
        let states = |end: DateTime<Utc>| {
            let real = (end - created).num_seconds();
            (
                judged(business(created, end, &holidays), 4 * 3600, State::Met),
                judged(real, 24 * 3600, State::Met),
            )
        };
        let is_met = |state| u64::from(state == State::Met);
        if let Some((old, new)) = wait.taken.map(states) {
            figures = (figures.0 + is_met(old), figures.1 + is_met(new));
        }
        let (old, new) = states(wait.end.unwrap());
        met = (met.0 + is_met(old), met.1 + is_met(new));
        if old != new {
            changes.push((ticket.clone(), old, new));
        }
    }
    // The count by hand has the figures that were computed elsewhere.
    let figure = |of: &str| expected["figures"][of]["fr_met"].as_u64().unwrap();
    assert_eq!(
        figures,
        (
            figure("sla_business_4h_40h"),
            figure("sla_calendar_24h_168h")
        )
    );
    assert_eq!(
        listed(&made.verdict_changes, Metric::FirstReplyTime),
        changes
    );
    let first = &made.by_metric[0];
    assert_eq!(first.metric, Metric::FirstReplyTime);
    assert_eq!((first.before.met, first.after.met), met);
    assert_eq!(first.changed, changes.len() as u64);
    assert!(changes.len() > 100, "{} tickets", changes.len());
}

/// The command prints the comparison, and writes it into report and page.
#[test]
fn the_command() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("what-if");
    std::fs::create_dir_all(&folder).unwrap();
    let (mut other, ..) = sample();
    other["name"] = "Aurora <b>later</b>".into();
    other["policies"][0]["targets"]["*"]["first_reply_time"]["target"] = "6h".into();
    std::fs::write(folder.join("other.json"), other.to_string()).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_replay"));
    let output = command
        .args([
            "--what-if",
            "other.json",
            "--json",
            "report.json",
            "--html",
            "page.html",
        ])
        .current_dir(&folder)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        text.contains("What if it had been Aurora <b>later</b>"),
        "{text}"
    );
    assert!(text.contains("the target is 6h instead of 1d"), "{text}");
    assert!(text.contains(Comparison::LIMIT));
    let report: Report =
        serde_json::from_str(&std::fs::read_to_string(folder.join("report.json")).unwrap())
            .unwrap();
    let WhatIf { desk, comparison } = report.what_if.unwrap();
    assert_eq!(desk, "Aurora <b>later</b>");
    assert!(comparison.verdicts_changed > 0);
    let page = std::fs::read_to_string(folder.join("page.html")).unwrap();
    assert!(page.contains("<h2>What if</h2>") && page.contains("Kept and missed by channel"));
    assert!(page.contains("Aurora &lt;b&gt;later&lt;/b&gt;") && !page.contains("<b>later"));
    let first = &comparison.verdict_changes[0].ticket;
    assert!(page.contains(&format!("<bdi>{first}</bdi>")));
}
