//! The `check` command: a desk.json held against the linter, against what
//! people expect of it, and against what they promise.

use std::fmt::{Display, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use deskcore::Desk;
use deskcore::desk::Duration;
use deskcore::sla::Metric;
use deskcore::what_if::{
    ExpectationOutcome, Expectations, PromiseQuestion, check_expectations, promise_check,
};
use replay::mapping::Mapping;
use replay::replay::ReplayOptions;
use replay::rows::{ReadOptions, read_rows};
use replay::what_if::histories;

/// Holds a desk against the linter and a file of expectations: exits with 1
/// when one fails. Without files, the sample shop's.
#[derive(Debug, Parser)]
#[command(name = "check", version)]
struct Arguments {
    /// The desk: desk.json.
    desk: Option<PathBuf>,
    /// What is expected of it: expect.json.
    expect: Option<PathBuf>,
    /// A history whose tickets are added to those of the file: .csv, .csv.gz,
    /// .jsonl or .jsonl.gz.
    #[arg(long, value_name = "FILE", requires = "mapping")]
    log: Option<PathBuf>,
    /// What the columns of the history mean.
    #[arg(long, value_name = "FILE", requires = "log")]
    mapping: Option<PathBuf>,
    /// Findings of the linter are failures too.
    #[arg(long)]
    strict: bool,
    /// Tell when this promise, in real time, cannot hold: "2h".
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    promise: Option<Duration>,
    /// What is promised.
    #[arg(long, value_name = "METRIC", requires = "promise", default_value = "first_reply_time", value_parser = metric)]
    metric: Metric,
    /// The year whose every minute is tried; that of the desk's holidays when
    /// absent.
    #[arg(long, value_name = "YEAR", requires = "promise")]
    year: Option<i32>,
    /// Of this policy alone.
    #[arg(long, value_name = "ID", requires = "promise")]
    policy: Option<String>,
    /// Write the JSON Schema of expectations instead.
    #[arg(long)]
    schema: bool,
}

fn duration(text: &str) -> Result<Duration, String> {
    text.parse().map_err(|error| format!("{error}"))
}

fn metric(name: &str) -> Result<Metric, String> {
    serde_json::from_value(name.into()).map_err(|error| error.to_string())
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok((text, passed)) => {
            use std::io::Write;
            // A reader that has seen enough, such as `head`, is no failure.
            let _ = std::io::stdout().write_all(text.as_bytes());
            if passed {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

fn in_file(path: &Path, why: impl Display) -> String {
    format!("{}: {why}", path.display())
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| in_file(path, error))
}

/// What is printed, and whether all passed.
fn run(arguments: &Arguments) -> Result<(String, bool), String> {
    if arguments.schema {
        let schema = serde_json::to_string_pretty(&Expectations::json_schema());
        return Ok((schema.map_err(|error| error.to_string())? + "\n", true));
    }
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../replay/sample");
    let (path, expect) = match (&arguments.desk, &arguments.expect) {
        (Some(desk), expect) => (desk.clone(), expect.clone()),
        (None, _) => (sample.join("desk.json"), Some(sample.join("expect.json"))),
    };
    let desk = Desk::from_json(&read(&path)?).map_err(|error| in_file(&path, error))?;
    let mut text = String::new();
    let mut passed = true;
    for problem in desk.lint() {
        passed &= !arguments.strict;
        let _ = writeln!(text, "lint  {problem}");
    }
    if let Some(path) = expect {
        let mut expectations =
            Expectations::from_json(&read(&path)?).map_err(|error| in_file(&path, error))?;
        let own = sample.join("history.csv.gz");
        let log = match (&arguments.log, &arguments.mapping) {
            (Some(log), Some(mapping)) => Some((log.clone(), mapping.clone())),
            _ if arguments.desk.is_none() => Some((own, sample.join("mapping.json"))),
            _ => None,
        };
        if let Some((log, mapping)) = log {
            let mapping = Mapping::from_json(&read(&mapping)?)
                .map_err(|failure| in_file(&mapping, failure))?;
            let rows = read_rows(&log, &mapping, &ReadOptions::default())
                .map_err(|failure| in_file(&log, failure))?;
            let more = histories(&rows, &ReplayOptions::default());
            let more = more.map_err(|failure| in_file(&log, failure))?;
            expectations.history.extend(more);
        }
        let outcomes = check_expectations(&desk, &expectations);
        passed &= outcomes.iter().all(|outcome| outcome.passed);
        told(&mut text, &outcomes);
    }
    if let Some(within) = arguments.promise {
        let question = PromiseQuestion {
            within,
            metric: arguments.metric,
            policy: arguments.policy.clone(),
            year: arguments.year,
        };
        let checks = promise_check(&desk, &question).map_err(|error| error.to_string())?;
        for check in checks {
            let word = if check.holds { "holds" } else { "fails" };
            let _ = writeln!(text, "{word} {}", check.text);
        }
    }
    Ok((text, passed))
}

fn told(text: &mut String, outcomes: &[ExpectationOutcome]) {
    for outcome in outcomes {
        let word = if outcome.passed { "ok   " } else { "FAIL " };
        let tickets = match outcome.tickets {
            1 => String::new(),
            tickets => format!(" ({tickets} tickets)"),
        };
        let _ = writeln!(text, "{word} {}{tickets}", outcome.name);
        for failure in &outcome.failures {
            let _ = writeln!(text, "        {failure}");
        }
    }
    let failed = outcomes.iter().filter(|outcome| !outcome.passed).count();
    let _ = writeln!(text, "{} expectations, {failed} failed", outcomes.len());
}
