//! A whole history through a desk, beside the mere reading of its file.

use std::hint::black_box;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Instant;

use benches::Failure;
use deskcore::Desk;
use flate2::read::MultiGzDecoder;
use replay::mapping::Mapping;
use replay::replay::{ReplayOptions, replay};
use replay::rows::{ReadOptions, Rows, read_rows};

use crate::measure::in_turn;
use crate::row::Row;

const ROUNDS: usize = 9;

/// A log and what is needed to replay it.
struct History {
    log: PathBuf,
    mapping: Mapping,
    desk: Desk,
}

impl History {
    fn load(log: PathBuf, mapping: &Path, desk: &Path) -> Result<Self, Failure> {
        Ok(Self {
            log,
            mapping: Mapping::from_json(&std::fs::read_to_string(mapping)?)?,
            desk: Desk::from_json(&std::fs::read_to_string(desk)?)?,
        })
    }

    /// The real log where it is there, else the made-up one.
    fn find() -> Result<Self, Failure> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let files = workspace.join("examples/replay");
        let real = workspace.join("../shared/data/incidents-servicenow/events.csv.gz");
        if real.exists() {
            return Self::load(
                real,
                &files.join("incidents-servicenow.mapping.json"),
                &files.join("incidents-servicenow.desk.json"),
            );
        }
        let sample = files.join("sample");
        eprintln!(
            "skipped: {} not there; the sample history instead",
            real.display()
        );
        Self::load(
            sample.join("history.csv.gz"),
            &sample.join("mapping.json"),
            &sample.join("desk.json"),
        )
    }

    /// The file into typed rows, with the csv crate beneath.
    fn read(&self) -> Result<Rows, Failure> {
        let options = ReadOptions {
            skip_bad: true,
            ..ReadOptions::default()
        };
        Ok(read_rows(&self.log, &self.mapping, &options)?)
    }

    /// The file, every ticket through the desk, and the report.
    fn replay(&self) -> Result<(), Failure> {
        let options = ReplayOptions {
            skip_bad: true,
            ..ReplayOptions::default()
        };
        black_box(replay(&self.read()?, &self.mapping, &self.desk, &options)?);
        Ok(())
    }

    /// The file into records of text, and nothing made of them.
    fn scan(&self) -> Result<(), Failure> {
        let file = BufReader::new(std::fs::File::open(&self.log)?);
        let mut reader = csv::Reader::from_reader(MultiGzDecoder::new(file));
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record)? {
            black_box(&record);
        }
        Ok(())
    }
}

/// The replay against reading the same file into the same typed rows; and
/// that reading against unpacking and splitting the file.
pub(crate) fn rows() -> Result<Vec<Row>, Failure> {
    let history = History::find()?;
    history.replay()?;
    history.scan()?;
    let replay = || timed(|| history.replay());
    let read = || timed(|| history.read());
    let scan = || timed(|| history.scan());
    Ok(vec![
        Row::beside(
            "replay a history / read it into typed rows",
            in_turn(ROUNDS, replay, read),
            Some(2.0),
        ),
        Row::beside(
            "read it into typed rows / unpack and split it",
            in_turn(ROUNDS, read, scan),
            None,
        ),
    ])
}

/// Nanoseconds that one run takes.
fn timed<T>(run: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    drop(black_box(run()));
    start.elapsed().as_nanos() as f64
}
