//! The `replay` command.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use clap::Parser;
use deskcore::Desk;
use deskcore::template::{Channel, Locale};
use deskcore::time::instant;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use replay::explain::explain;
use replay::failure::Failure;
use replay::insight::insight;
use replay::mapping::Mapping;
use replay::preview::{PreviewOptions, preview};
use replay::queue::queue_at;
use replay::replay::{ReplayOptions, replay};
use replay::rows::{ReadOptions, Rows, read_rows};
use replay::simulate::simulate;
use replay::what_if::what_if;
use replay::{html, text};

/// Replays a support history through a desk and reports what a support lead
/// wants to know: replies and resolutions in calendar and business hours,
/// promises kept and missed, backlog and load.
#[derive(Debug, Parser)]
#[command(name = "replay", version)]
struct Arguments {
    /// The history: .csv, .csv.gz, .jsonl or .jsonl.gz. The made-up shop of
    /// the examples when absent.
    log: Option<PathBuf>,
    /// What the columns of the history mean.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Hours and promises: desk.json.
    #[arg(long, value_name = "FILE")]
    desk: Option<PathBuf>,
    /// Write the report as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write the report as a page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Tell what this other desk.json would have made of the same history:
    /// which verdicts and deadlines change, and why.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["explain", "queue_at", "simulate", "render"])]
    what_if: Option<PathBuf>,
    /// Tell how things stood at this instant (RFC 3339); later rows are left
    /// out. The instant of the last row when absent.
    #[arg(long, value_name = "INSTANT", value_parser = instant::parse)]
    until: Option<DateTime<Utc>>,
    /// Count bad rows and go on, instead of stopping at the first.
    #[arg(long)]
    skip_bad: bool,
    /// Tell the life of one ticket instead: every event, clock and deadline.
    #[arg(long, value_name = "TICKET", conflicts_with_all = ["json", "html"])]
    explain: Option<String>,
    /// Tell which tickets waited for the shop at this instant (RFC 3339), in
    /// the order in which they should have been worked on, instead.
    #[arg(long, value_name = "INSTANT", value_parser = instant::parse, conflicts_with_all = ["json", "html", "explain", "until"])]
    queue_at: Option<DateTime<Utc>>,
    /// Have the agents of this file work off what came in, under every order
    /// of the queue, instead.
    #[arg(long, value_name = "ROSTER", conflicts_with_all = ["json", "explain", "queue_at"])]
    simulate: Option<PathBuf>,
    /// How much more work tickets are in the simulation: 1.5 is a sale.
    #[arg(long, value_name = "TIMES", requires = "simulate", value_parser = load)]
    load: Option<f64>,
    /// Render a macro of the desk for one ticket instead.
    #[arg(long, value_name = "MACRO", requires = "ticket", conflicts_with_all = ["json", "html", "explain"])]
    render: Option<String>,
    /// The ticket that a macro is rendered for.
    #[arg(long, value_name = "TICKET", requires = "render")]
    ticket: Option<String>,
    /// What the log does not know of customer, agent, order and shop: JSON.
    /// A made-up order when the history is the made-up one.
    #[arg(long, value_name = "FILE", requires = "render")]
    context: Option<PathBuf>,
    /// Language of the customer, a BCP 47 tag.
    #[arg(long, value_name = "TAG", requires = "render")]
    locale: Option<Locale>,
    /// Where the text is going: plain, html, markdown or sms.
    #[arg(long, value_name = "CHANNEL", requires = "render", value_parser = channel)]
    channel: Option<Channel>,
}

fn channel(name: &str) -> Result<Channel, String> {
    let name = serde_json::Value::from(name);
    serde_json::from_value(name).map_err(|error| error.to_string())
}

fn load(times: &str) -> Result<f64, String> {
    let times: f64 = times.parse().map_err(|error| format!("{error}"))?;
    match times > 0.0 && times <= 1000.0 {
        true => Ok(times),
        false => Err("expected a number above 0, up to 1000".to_owned()),
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(text) => {
            use std::io::Write;
            // A reader that has seen enough, such as `head`, is no failure.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("error[{}]: {failure}", failure.code());
            ExitCode::FAILURE
        }
    }
}

/// The logs that mapping and desk files are shipped for.
const SHIPPED: [&str; 4] = [
    "helpdesk-it",
    "incidents-servicenow",
    "incidents-volvo",
    "orders-reviews-olist",
];

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample")
}

struct Files {
    log: PathBuf,
    mapping: PathBuf,
    desk: PathBuf,
}

impl Files {
    fn of(arguments: &Arguments) -> Result<Self, Failure> {
        let sample = sample();
        let Some(log) = &arguments.log else {
            let or_sample = |given: &Option<PathBuf>, name| match given {
                Some(given) => given.clone(),
                None => sample.join(name),
            };
            return Ok(Self {
                log: sample.join("history.csv.gz"),
                mapping: or_sample(&arguments.mapping, "mapping.json"),
                desk: or_sample(&arguments.desk, "desk.json"),
            });
        };
        let needed = |given: &Option<PathBuf>, kind: &str| {
            given.clone().ok_or_else(|| {
                let path = log.to_string_lossy();
                let shipped = SHIPPED.iter().find(|name| path.contains(**name));
                let name = shipped.copied().unwrap_or("FILE");
                let hint = match shipped {
                    Some(_) => format!("--{kind} examples/replay/{name}.{kind}.json"),
                    None => format!("--{kind} FILE.json (examples: examples/replay/*.{kind}.json)"),
                };
                Failure::new(
                    "no_files",
                    format!("{}: no --{kind} was given: pass {hint}", log.display()),
                )
            })
        };
        Ok(Self {
            log: log.clone(),
            mapping: needed(&arguments.mapping, "mapping")?,
            desk: needed(&arguments.desk, "desk")?,
        })
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|error| Failure::file(path, &error))
}

fn in_file(path: &Path, code: &'static str, why: &dyn std::fmt::Display) -> Failure {
    Failure::new(code, format!("{}: {why}", path.display()))
}

fn read_desk(path: &Path) -> Result<Desk, Failure> {
    Desk::from_json(&read(path)?).map_err(|error| in_file(path, error.code(), &error))
}

fn run(arguments: &Arguments) -> Result<String, Failure> {
    let files = Files::of(arguments)?;
    let mapping = Mapping::from_json(&read(&files.mapping)?)
        .map_err(|failure| in_file(&files.mapping, failure.code(), &failure))?;
    let desk = read_desk(&files.desk)?;
    let rows = read_with_progress(&files.log, &mapping, arguments.skip_bad)?;
    let name = files
        .log
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let options = ReplayOptions {
        skip_bad: arguments.skip_bad,
        until: arguments.until,
        log: name.unwrap_or_default(),
    };
    if let Some(ticket) = &arguments.explain {
        return explain(&rows, &desk, ticket, &options);
    }
    if let Some(at) = arguments.queue_at {
        return queue_at(&rows, &desk, at, &options);
    }
    if let Some(roster) = &arguments.simulate {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        bar.enable_steady_tick(Duration::from_millis(100));
        let told = |what: &str| bar.set_message(what.to_owned());
        let load = arguments.load.unwrap_or(1.0);
        let comparison = simulate(&rows, &desk, &read(roster)?, load, &options, told)
            .map_err(|failure| in_file(roster, failure.code(), &failure))?;
        bar.finish_and_clear();
        if let Some(path) = &arguments.html {
            write(path, &html::orders_page(&comparison))?;
        }
        return Ok(comparison.to_string());
    }
    if let (Some(macro_id), Some(ticket)) = (&arguments.render, &arguments.ticket) {
        let context = match (&arguments.context, &arguments.log) {
            (Some(path), _) => Some(read(path)?),
            (None, None) => Some(read(&sample().join("context.json"))?),
            (None, Some(_)) => None,
        };
        let what = PreviewOptions {
            macro_id: macro_id.clone(),
            locale: arguments.locale.clone(),
            channel: arguments.channel.unwrap_or_default(),
            context,
        };
        return preview(&rows, &desk, ticket, &options, &what);
    }
    let mut report = replay(&rows, &mapping, &desk, &options)?;
    report.insight = Some(insight(&rows, &desk, report.zone(), &options)?);
    if let Some(path) = &arguments.what_if {
        let other = read_desk(path)?;
        report.what_if = Some(what_if(&rows, &desk, &other, &options)?);
    }
    // All is made before anything is written.
    let json = match arguments.json {
        Some(_) => {
            let json = serde_json::to_string_pretty(&report);
            Some(json.map_err(|error| Failure::new("json", error.to_string()))? + "\n")
        }
        None => None,
    };
    let page = arguments.html.as_ref().map(|_| html::page(&report));
    for (path, text) in [(&arguments.json, &json), (&arguments.html, &page)] {
        if let (Some(path), Some(text)) = (path, text) {
            write(path, text)?;
        }
    }
    Ok(text::text(&report))
}

/// Reads the log, with a bar where somebody looks.
fn read_with_progress(log: &Path, mapping: &Mapping, skip_bad: bool) -> Result<Rows, Failure> {
    let options = ReadOptions {
        skip_bad,
        ..ReadOptions::default()
    };
    let bar = ProgressBar::with_draw_target(
        std::fs::metadata(log).ok().map(|metadata| metadata.len()),
        ProgressDrawTarget::stderr(),
    );
    if bar.is_hidden() {
        return read_rows(log, mapping, &options);
    }
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes} {eta}") {
        bar.set_style(style);
    }
    let done = Arc::new(AtomicBool::new(false));
    let watcher = std::thread::spawn({
        let (bar, bytes, done) = (bar.clone(), Arc::clone(&options.bytes), Arc::clone(&done));
        move || {
            while !done.load(Ordering::Relaxed) {
                bar.set_position(bytes.load(Ordering::Relaxed));
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    });
    let rows = read_rows(log, mapping, &options);
    done.store(true, Ordering::Relaxed);
    // It has nothing to tell, and cannot have failed.
    let _ = watcher.join();
    bar.finish_and_clear();
    rows
}
