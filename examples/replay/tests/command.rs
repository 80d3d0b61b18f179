//! The command: bad input, kinds of input, and what is written.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const DESK: &str = r#"{
    "name": "A shop",
    "calendars": {"office": {"tz": "Europe/Rome", "weekly": {
        "mon": [["09:00", "13:00"], ["14:00", "18:00"]], "tue": "mon", "wed": "mon", "thu": "mon", "fri": "mon"},
        "holidays": [{"date": "2026-12-08", "name": "Immacolata"}]}},
    "policies": [{"id": "default", "calendar": "office",
        "targets": {"*": {"first_reply_time": {"target": "2h", "warn": ["50%"]}, "total_resolution_time": "8h"}}}]
}"#;

const MAPPING: &str = r#"{
    "ticket": "ticket",
    "at": {"column": "at"},
    "facts": {"channel": {"constant": "email"}, "priority": {"column": "priority", "values": {"1": "urgent", "3": "normal"}}},
    "rows": [
        {"when": {"what": ["created"]}, "then": ["created"]},
        {"when": {"what": ["reply"]}, "then": ["agent_reply"]},
        {"when": {"what": ["wait"]}, "then": [{"type": "status", "to": "pending"}], "until_next_row": {"type": "status", "to": "open"}},
        {"when": {"what": ["set"]}, "then": [{"type": "status", "to": {"column": "to"}}]},
        {"when": {"what": ["test"]}, "leave_out": "test rows"}
    ]
}"#;

const LOG: &str = "ticket,at,what,priority,to
T-1,2026-12-07T16:30:00Z,created,3,
T-1,2026-12-09T08:30:00Z,reply,,
T-2,2026-12-07T10:00:00Z,created,1,
T-1,2026-12-09T09:00:00Z,wait,,
T-9,2026-12-09T09:00:00Z,test,,
T-2,2026-12-09T11:00:00Z,reply,,
T-1,2026-12-09T12:00:00Z,set,,solved
";

/// A folder of its own for a test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        let folder = Self(path);
        folder.put("desk.json", DESK);
        folder.put("mapping.json", MAPPING);
        folder
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn replay(&self, log: &str, more: &[&str]) -> Output {
        let mut arguments = vec![log, "--mapping", "mapping.json", "--desk", "desk.json"];
        arguments.extend(more);
        self.run(&arguments)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_replay"))
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .unwrap()
    }

    fn report(&self, log: &str, more: &[&str]) -> Value {
        let mut arguments = vec!["--json", "report.json"];
        arguments.extend(more);
        let output = self.replay(log, &arguments);
        assert!(output.status.success(), "{}", error(&output));
        serde_json::from_str(&fs::read_to_string(self.0.join("report.json")).unwrap()).unwrap()
    }

    /// The one line of a run that fails and writes nothing.
    fn failure(&self, log: &str, more: &[&str]) -> String {
        let mut arguments = vec!["--json", "no.json", "--html", "no.html"];
        arguments.extend(more);
        let output = self.replay(log, &arguments);
        let error = error(&output);
        assert_eq!(output.status.code(), Some(1), "{error}");
        assert_eq!(error.trim_end().lines().count(), 1, "{error}");
        assert!(output.stdout.is_empty());
        assert!(!self.0.join("no.json").exists() && !self.0.join("no.html").exists());
        error
    }
}

fn error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_small_log_by_hand() {
    let folder = Folder::new("by-hand");
    folder.put("log.csv", LOG);
    let report = folder.report("log.csv", &["--html", "page.html"]);
    assert!(folder.0.join("page.html").exists());
    assert_eq!(report["tickets"], 2);
    assert_eq!(report["events"], 7);
    assert_eq!(report["left_out"], serde_json::json!({"test rows": 1}));
    assert_eq!(report["statuses"]["solved"], 1);
    let first = &report["metrics"]["first_reply_time"];
    // T-1: half an hour on Monday, nothing on Immacolata, half an hour on
    // Wednesday. T-2: 2 + 4 hours on Monday, 3 on Wednesday.
    assert_eq!(first["business"]["p50_s"], 5.0 * 3600.0);
    assert_eq!(first["business"]["max_s"], 9.0 * 3600.0);
    assert_eq!(first["business"]["within"], 1);
    assert_eq!(first["business"]["beyond"], 1);
    assert_eq!(first["calendar"]["within"], Value::Null);
    assert_eq!(report["sla"]["first_reply_time"]["met"], 1);
    assert_eq!(report["sla"]["first_reply_time"]["breached"], 1);
    assert_eq!(
        report["sla_by_priority"]["urgent"]["first_reply_time"]["breached"],
        1
    );
    let week = &report["sla_by_week"]["2026-12-07"]["first_reply_time"];
    assert_eq!(week, &serde_json::json!({"met": 1, "breached": 1}));
    // Waiting from 10:00 to the next row does not count, nor do solved hours.
    assert_eq!(
        report["metrics"]["requester_wait_time"]["calendar"]["max_s"],
        (40.5) * 3600.0
    );
    assert_eq!(report["backlog"]["max"], 2);
    assert_eq!(report["never_solved"], 1);
    assert_eq!(
        report["arrivals"]["matrix"][0][17], 1,
        "Monday 17:30 in Rome"
    );
}

#[test]
fn the_same_log_in_every_form() {
    let folder = Folder::new("forms");
    folder.put("log.csv", LOG);
    let csv = folder.report("log.csv", &[]);

    let file = fs::File::create(folder.0.join("log.csv.gz")).unwrap();
    let mut gz = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    gz.write_all(LOG.as_bytes()).unwrap();
    gz.finish().unwrap();

    let mut lines = LOG.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let json_lines: String = lines
        .map(|line| {
            let cells = names.iter().zip(line.split(',')).map(|(name, cell)| {
                let cell = match cell.parse::<u64>() {
                    Ok(number) => Value::from(number),
                    Err(_) if cell.is_empty() => Value::Null,
                    Err(_) => Value::from(cell),
                };
                ((*name).to_owned(), cell)
            });
            Value::Object(cells.collect()).to_string() + "\n\n"
        })
        .collect();
    folder.put("log.jsonl", &json_lines);

    for name in ["log.csv.gz", "log.jsonl"] {
        let mut other = folder.report(name, &[]);
        other["log"] = csv["log"].clone();
        assert_eq!(other, csv, "{name}");
    }
}

#[test]
fn a_bad_row_stops_or_is_counted() {
    let folder = Folder::new("bad-rows");
    for (row, message, reason) in [
        (
            "T-1,2026-12-09T10:00:00Z,reply,7,",
            "column \"priority\": \"7\": expected one of \"1\", \"3\"",
            "unknown_value",
        ),
        (
            "T-1,2026-12-09T10:00:00Z,dance,,",
            "column \"what\": \"dance\": expected",
            "unknown_value",
        ),
        (
            "T-1,yesterday,reply,,",
            "column \"at\": \"yesterday\": expected an instant",
            "invalid_instant",
        ),
        (
            ",2026-12-09T10:00:00Z,reply,,",
            "column \"ticket\": \"\": expected the id",
            "missing_ticket",
        ),
        (
            "T-1,2026-12-09T10:00:00Z,set,,opne",
            "column \"to\": \"opne\": expected what an event can hold",
            "invalid_event",
        ),
        (
            "T-1,2026-12-09T10:00:00Z",
            "expected a row of the header's columns",
            "malformed_row",
        ),
    ] {
        folder.put("log.csv", &format!("{LOG}{row}\n"));
        let failure = folder.failure("log.csv", &[]);
        assert!(failure.contains(message), "{failure}");
        assert!(
            failure.starts_with(&format!("error[{reason}]: row 8")),
            "{failure}"
        );
        let report = folder.report("log.csv", &["--skip-bad"]);
        assert_eq!(report["left_out"][reason], 1, "{row}");
        assert_eq!(report["tickets"], 2);
        assert_eq!(report["events"], 8);
    }
}

#[test]
fn stamps_without_a_zone_are_refused() {
    let folder = Folder::new("no-zone");
    folder.put("log.csv", &LOG.replace('Z', ""));
    for more in [&[][..], &["--skip-bad"]] {
        let failure = folder.failure("log.csv", more);
        assert!(
            failure.starts_with("error[no_zone]: row 1, column \"at\""),
            "{failure}"
        );
    }
    let zoned = MAPPING.replace(
        r#"{"column": "at"}"#,
        r#"{"column": "at", "zone": "Europe/Rome"}"#,
    );
    folder.put("mapping.json", &zoned);
    let report = folder.report("log.csv", &[]);
    assert_eq!(report["first_event_at"], "2026-12-07T09:00:00Z");
}

#[test]
fn mistakes_in_a_mapping_have_a_path() {
    let folder = Folder::new("mappings");
    folder.put("log.csv", LOG);
    for (from, to, message) in [
        (
            "\"ticket\"",
            "\"tikcet\"",
            "mapping /: unknown key \"tikcet\" (did you mean \"ticket\"?)",
        ),
        (
            "\"pending\"",
            "\"pendng\"",
            "mapping /rows/2/then/0: unknown variant `pendng`",
        ),
        (
            "\"agent_reply\"",
            "\"agent_relpy\"",
            "mapping /rows/1/then/0: \"agent_relpy\" is no type of event (did you mean \"agent_reply\"?)",
        ),
        (
            "\"urgent\"",
            "\"urgnt\"",
            "mapping /facts/priority: \"urgnt\" is no priority (did you mean \"urgent\"?)",
        ),
        (
            "\"at\": {\"column\": \"at\"}",
            "\"at\": {\"column\": \"at\", \"zone\": \"Europe/Roma\"}",
            "mapping /at/zone: \"Europe/Roma\" is no IANA zone (did you mean \"Europe/Rome\"?)",
        ),
        (
            "{\"column\": \"at\"}",
            "{\"column\": \"att\"}",
            "log.csv has no column \"att\" (did you mean \"at\"?)",
        ),
    ] {
        folder.put("mapping.json", &MAPPING.replacen(from, to, 1));
        let failure = folder.failure("log.csv", &[]);
        assert!(failure.contains(message), "{failure}");
    }
}

#[test]
fn files_and_tickets_that_are_not_there() {
    let folder = Folder::new("absent");
    folder.put("log.csv", LOG);
    folder.put("log.xls", "");
    assert!(
        folder
            .failure("no.csv", &[])
            .starts_with("error[file]: no.csv: ")
    );
    assert!(
        folder
            .failure("log.xls", &[])
            .starts_with("error[log_kind]: ")
    );
    let unknown = folder.replay("log.csv", &["--explain", "T1"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(error(&unknown).contains("no ticket \"T1\" (did you mean \"T-1\"?)"));
    let bare = folder.run(&["log.csv"]);
    assert_eq!(bare.status.code(), Some(1));
    assert!(error(&bare).starts_with("error[no_files]: "));
    assert_eq!(folder.run(&["--nonsense"]).status.code(), Some(2));
    assert_eq!(
        folder.replay("log.csv", &["--until", "noon"]).status.code(),
        Some(2)
    );
}

#[test]
fn the_life_of_a_ticket() {
    let folder = Folder::new("explain");
    folder.put("log.csv", LOG);
    let output = folder.replay("log.csv", &["--explain", "T-1"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    for part in [
        "Mon 7 Dec 2026 17:30:00  created",
        "Tuesday \"Immacolata\"",
        "night",
        "first_reply_time has ended, met: 1 h 00 m of 2 h 00 m",
        "warning: first_reply_time will be missed",
        "status to pending",
        "status to solved",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn who_would_have_been_next() {
    let folder = Folder::new("queue_at");
    folder.put("log.csv", LOG);
    let output = folder.replay("log.csv", &["--queue-at", "2026-12-07T16:45:00Z"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    assert_eq!(
        lines,
        [
            "2 tickets waited for the shop at 2026-12-07T16:45:00Z",
            // Its two hours were over at lunch: it is put back by a day once.
            "1  T-2  email, urgent; first_reply_time at 2026-12-07T12:00:00Z, demoted +86400 s",
            "2  T-1  email, normal; first_reply_time at 2026-12-09T09:30:00Z",
        ]
    );
}

#[test]
fn a_roster_works_off_what_came_in() {
    let folder = Folder::new("simulate");
    folder.put("log.csv", LOG);
    folder.put(
        "roster.json",
        r#"{"work_s": {"*": 3600}, "agents": [{"id": "ioana", "capacity": 1, "calendar": "office"}]}"#,
    );
    let output = folder.replay(
        "log.csv",
        &[
            "--simulate",
            "roster.json",
            "--load",
            "2",
            "--html",
            "orders.html",
        ],
    );
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", error(&output));
    // T-2 comes at 11:00 in Rome, T-1 at 17:30; an hour of work is two.
    for (order, breaches) in [("fifo", 0), ("strict_priority", 0), ("desk", 0)] {
        let line = text.lines().find(|line| line.starts_with(order)).unwrap();
        let figures: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(figures.get(1), Some(&&*breaches.to_string()), "{text}");
    }
    let page = fs::read_to_string(folder.0.join("orders.html")).unwrap();
    assert!(
        page.contains("Breaches by order of the queue") && page.contains("virtual_due_demoted")
    );
    folder.put(
        "roster.json",
        r#"{"agents": [{"id": "ioana", "capacity": 1, "calendar": "offce"}]}"#,
    );
    let output = folder.replay("log.csv", &["--simulate", "roster.json"]);
    assert!(
        error(&output).contains("is no calendar of the desk"),
        "{}",
        error(&output)
    );
}

#[test]
fn until_tells_how_things_stood() {
    let folder = Folder::new("until");
    folder.put("log.csv", LOG);
    let report = folder.report("log.csv", &["--until", "2026-12-08T12:00:00Z"]);
    assert_eq!(report["until"], "2026-12-08T12:00:00Z");
    assert_eq!(report["left_out"]["after_until"], 4);
    assert_eq!(report["sla"]["first_reply_time"]["running"], 1);
    assert_eq!(report["sla"]["first_reply_time"]["breached"], 1);
}

#[test]
fn the_sample_shop_needs_no_argument() {
    let folder = Folder::new("sample");
    let output = folder.run(&["--json", "report.json"]);
    assert!(output.status.success(), "{}", error(&output));
    let report: Value =
        serde_json::from_str(&fs::read_to_string(folder.0.join("report.json")).unwrap()).unwrap();
    assert_eq!(report["left_out"]["duplicate"], 14);
    assert_eq!(report["flags"]["out_of_time_order"], 12);
}
