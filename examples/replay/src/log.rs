//! A log, row by row: CSV, the same with gzip, or JSON Lines.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use serde_json::{Map, Value};

use crate::failure::{BadRow, Failure, did_you_mean, listed};

const BUFFER: usize = 1 << 16;

/// A log that is being read.
pub(crate) struct Log {
    rows: Rows,
    number: u64,
    name: String,
}

enum Rows {
    Csv {
        reader: csv::Reader<Box<dyn Read>>,
        record: csv::StringRecord,
    },
    JsonLines {
        reader: BufReader<Box<dyn Read>>,
        line: String,
        columns: Vec<String>,
        /// Columns that some row has had.
        seen: Vec<bool>,
        cells: Vec<String>,
    },
}

/// What is next in a log.
pub(crate) enum Next {
    Row,
    Bad(BadRow),
    End,
}

/// A reader that tells how far it has come.
struct Counted<R> {
    inner: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl Log {
    /// Opens a log by the extension of its name. `bytes` counts what has
    /// been read of the file.
    pub(crate) fn open(path: &Path, bytes: &Arc<AtomicU64>) -> Result<Self, Failure> {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let lower = name.to_lowercase();
        let (kind, is_gz) = match lower.strip_suffix(".gz") {
            Some(kind) => (kind, true),
            None => (lower.as_str(), false),
        };
        let is_csv = kind.ends_with(".csv");
        if !is_csv && ![".jsonl", ".ndjson"].iter().any(|end| kind.ends_with(end)) {
            return Err(Failure::new(
                "log_kind",
                format!(
                    "{}: expected a name that ends with .csv, .csv.gz, .jsonl, .ndjson or .jsonl.gz",
                    path.display()
                ),
            ));
        }
        let file = File::open(path).map_err(|error| Failure::file(path, &error))?;
        if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
            return Err(Failure::file(path, &"is a folder"));
        }
        let counted = Counted {
            inner: file,
            bytes: Arc::clone(bytes),
        };
        let reader: Box<dyn Read> = if is_gz {
            Box::new(MultiGzDecoder::new(BufReader::with_capacity(
                BUFFER, counted,
            )))
        } else {
            Box::new(counted)
        };
        let rows = if is_csv {
            Rows::Csv {
                reader: csv::ReaderBuilder::new()
                    .buffer_capacity(BUFFER)
                    .from_reader(reader),
                record: csv::StringRecord::new(),
            }
        } else {
            Rows::JsonLines {
                reader: BufReader::with_capacity(BUFFER, reader),
                line: String::new(),
                columns: Vec::new(),
                seen: Vec::new(),
                cells: Vec::new(),
            }
        };
        Ok(Self {
            rows,
            number: 0,
            name,
        })
    }

    /// The places of these columns in every row.
    pub(crate) fn bind(&mut self, names: &[&str]) -> Result<Vec<usize>, Failure> {
        match &mut self.rows {
            Rows::Csv { reader, .. } => {
                let header = reader.headers().map_err(|error| {
                    Failure::new("file", format!("{}: no header: {error}", self.name))
                })?;
                names
                    .iter()
                    .map(|name| {
                        header
                            .iter()
                            .position(|known| known == *name)
                            .ok_or_else(|| unknown_column(&self.name, name, header.iter()))
                    })
                    .collect()
            }
            Rows::JsonLines {
                columns,
                seen,
                cells,
                ..
            } => {
                *columns = names.iter().map(|name| (*name).to_owned()).collect();
                *seen = vec![false; names.len()];
                *cells = vec![String::new(); names.len()];
                Ok((0..names.len()).collect())
            }
        }
    }

    /// Goes on to the next row.
    pub(crate) fn advance(&mut self) -> Result<Next, Failure> {
        match &mut self.rows {
            Rows::Csv { reader, record } => match reader.read_record(record) {
                Ok(true) => {
                    self.number += 1;
                    Ok(Next::Row)
                }
                Ok(false) => Ok(Next::End),
                Err(error) if error.is_io_error() => Err(Failure::new(
                    "file",
                    format!("{}: row {}: {error}", self.name, self.number + 1),
                )),
                Err(error) => {
                    self.number += 1;
                    Ok(Next::Bad(malformed(
                        self.number,
                        &format!("a row of the header's columns in UTF-8 ({error})"),
                    )))
                }
            },
            Rows::JsonLines {
                reader,
                line,
                columns,
                seen,
                cells,
            } => loop {
                line.clear();
                self.number += 1;
                match reader.read_line(line) {
                    Ok(0) => return Ok(Next::End),
                    Ok(_) if line.trim().is_empty() => {}
                    Ok(_) => {
                        return Ok(match fill(line, columns, seen, cells) {
                            Ok(()) => Next::Row,
                            Err(error) => Next::Bad(malformed(self.number, &error)),
                        });
                    }
                    Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                        return Ok(Next::Bad(malformed(self.number, "UTF-8")));
                    }
                    Err(error) => {
                        return Err(Failure::new(
                            "file",
                            format!("{}: row {}: {error}", self.name, self.number),
                        ));
                    }
                }
            },
        }
    }

    /// The number of the row: the first is 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// A cell of the row.
    pub(crate) fn cell(&self, column: usize) -> &str {
        match &self.rows {
            Rows::Csv { record, .. } => record.get(column).unwrap_or_default(),
            Rows::JsonLines { cells, .. } => cells.get(column).map_or("", String::as_str),
        }
    }

    /// At the end: no column that is read may have been absent everywhere.
    pub(crate) fn check_columns(&self) -> Result<(), Failure> {
        if let Rows::JsonLines { columns, seen, .. } = &self.rows
            && seen.contains(&true)
            && let Some((absent, _)) = columns.iter().zip(seen).find(|(_, seen)| !**seen)
        {
            let found = columns
                .iter()
                .zip(seen)
                .filter(|(_, seen)| **seen)
                .map(|(name, _)| name.as_str());
            return Err(unknown_column(&self.name, absent, found));
        }
        Ok(())
    }
}

fn unknown_column<'a>(
    log: &str,
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Failure {
    let hint = did_you_mean(name, known.clone());
    Failure::new(
        "unknown_column",
        format!(
            "{log} has no column {name:?}{hint}, which the mapping reads: it has {}",
            listed(known)
        ),
    )
}

fn malformed(row: u64, expected: &str) -> BadRow {
    BadRow {
        code: "malformed_row",
        row,
        column: String::new(),
        value: String::new(),
        expected: expected.to_owned(),
    }
}

/// The wanted members of a line's object, as text.
fn fill(
    line: &str,
    columns: &[String],
    seen: &mut [bool],
    cells: &mut [String],
) -> Result<(), String> {
    let object: Map<String, Value> =
        serde_json::from_str(line).map_err(|error| format!("a JSON object ({error})"))?;
    for ((column, seen), cell) in columns.iter().zip(seen).zip(cells) {
        cell.clear();
        let Some(value) = object.get(column) else {
            continue;
        };
        *seen = true;
        match value {
            Value::Null => {}
            Value::String(text) => cell.push_str(text),
            Value::Bool(_) | Value::Number(_) => cell.push_str(&value.to_string()),
            Value::Array(_) | Value::Object(_) => {
                return Err(format!("text, a number, true, false or null in {column:?}"));
            }
        }
    }
    Ok(())
}
