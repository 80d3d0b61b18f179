//! The rows of a log, typed: whose, when, and the cells that matter.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use chrono::{DateTime, Utc};

use crate::failure::{BadRow, Failure};
use crate::log::{Log, Next};
use crate::mapping::{Mapping, Stamp};
use crate::plan::{BoundOutcome, Plan};
use crate::stamp::{Read, StampError, StampReader};
use crate::symbols::{Symbol, Symbols};

/// How a log is read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Bad rows are counted and left out, instead of ending the reading.
    pub skip_bad: bool,
    /// Counts the bytes that have been read of the file.
    pub bytes: Arc<AtomicU64>,
}

/// The rows of a log.
#[derive(Debug)]
pub struct Rows {
    pub(crate) rows: Vec<Row>,
    /// The cells of all rows, one row's behind the other's.
    cells: Vec<Symbol>,
    pub(crate) tickets: Vec<TicketHead>,
    pub(crate) plan: Plan,
    pub(crate) symbols: Symbols,
    /// Rows of the log, good and bad.
    pub(crate) events: u64,
    pub(crate) left_out: BTreeMap<String, u64>,
    pub(crate) flags: BTreeMap<String, u64>,
    /// Ids of tickets by their names.
    pub(crate) by_name: HashMap<Arc<str>, u32>,
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// Epoch milliseconds.
    pub(crate) at: i64,
    /// The same.
    pub(crate) instant: DateTime<Utc>,
    /// Place of the ticket in [`Rows::tickets`].
    pub(crate) ticket: u32,
    /// Number of the row in the log.
    pub(crate) number: u32,
    /// The first rule that fits it.
    pub(crate) rule: u32,
    /// The event's id, where the log has one.
    pub(crate) id: Symbol,
}

/// What is known of a ticket from its first row.
#[derive(Debug)]
pub(crate) struct TicketHead {
    pub(crate) name: Arc<str>,
    /// Its creation, where a column tells it.
    pub(crate) created: Option<i64>,
}

impl Rows {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many tickets there are.
    pub fn tickets(&self) -> usize {
        self.tickets.len()
    }

    /// The cells of a row.
    pub(crate) fn cells(&self, row: u32) -> &[Symbol] {
        let width = self.plan.slots.len();
        let from = row as usize * width;
        self.cells.get(from..from + width).unwrap_or_default()
    }
}

/// Reads a whole log into typed rows.
///
/// # Errors
///
/// When the file or a column is absent, stamps name no zone, or a row is bad
/// and bad rows are not to be skipped.
pub fn read_rows(path: &Path, mapping: &Mapping, options: &ReadOptions) -> Result<Rows, Failure> {
    let mut log = Log::open(path, &options.bytes)?;
    let names = mapping.columns();
    let places = log.bind(&names)?;
    let columns: HashMap<&str, usize> = names.into_iter().zip(places).collect();
    let mut symbols = Symbols::new();
    let plan = Plan::bind(mapping, &columns, &mut symbols);
    let column = |name: &str| columns.get(name).copied().unwrap_or(usize::MAX);
    let mut reader = Reader {
        mapping,
        ticket: column(&mapping.ticket),
        event_id: mapping.event_id.as_deref().map(column),
        at: StampColumn::new(&mapping.at, &column),
        created_at: mapping
            .created_at
            .as_ref()
            .map(|stamp| StampColumn::new(stamp, &column)),
        last_ticket: None,
        rows: Rows {
            rows: Vec::new(),
            cells: Vec::new(),
            tickets: Vec::new(),
            plan,
            symbols,
            events: 0,
            left_out: BTreeMap::new(),
            flags: BTreeMap::new(),
            by_name: HashMap::new(),
        },
    };
    loop {
        let outcome = match log.advance()? {
            Next::End => break,
            Next::Row => reader.row(&log),
            Next::Bad(row) => Err(row.into()),
        };
        reader.rows.events += 1;
        match outcome {
            Ok(()) => {}
            Err(Failure::BadRow(row)) if options.skip_bad => {
                count(&mut reader.rows.left_out, row.code);
            }
            Err(failure) => return Err(failure),
        }
    }
    log.check_columns()?;
    Ok(reader.rows)
}

pub(crate) fn count(counts: &mut BTreeMap<String, u64>, reason: &str) {
    add(counts, reason, 1);
}

pub(crate) fn add(counts: &mut BTreeMap<String, u64>, reason: &str, n: u64) {
    match counts.get_mut(reason) {
        Some(known) => *known += n,
        None => {
            counts.insert(reason.to_owned(), n);
        }
    }
}

struct StampColumn<'m> {
    stamp: &'m Stamp,
    column: usize,
    reader: StampReader,
}

impl<'m> StampColumn<'m> {
    fn new(stamp: &'m Stamp, column: &impl Fn(&str) -> usize) -> Self {
        Self {
            stamp,
            column: column(&stamp.column),
            reader: StampReader::new(stamp),
        }
    }

    fn read(&self, log: &Log) -> Result<Read, Failure> {
        let text = log.cell(self.column);
        self.reader.read(text).map_err(|error| match error {
            StampError::Invalid => BadRow {
                code: "invalid_instant",
                row: log.number(),
                column: self.stamp.column.clone(),
                value: text.to_owned(),
                expected: StampReader::expected(self.stamp),
            }
            .into(),
            StampError::NoZone => Failure::new(
                "no_zone",
                format!(
                    "row {}, column {:?}: {text:?} names no offset, and the mapping names no zone: \
                     expected \"zone\" beside the column, such as {{\"column\": {:?}, \"zone\": \"Europe/Rome\"}}",
                    log.number(),
                    self.stamp.column,
                    self.stamp.column
                ),
            ),
        })
    }
}

struct Reader<'m> {
    mapping: &'m Mapping,
    ticket: usize,
    event_id: Option<usize>,
    at: StampColumn<'m>,
    created_at: Option<StampColumn<'m>>,
    /// The last row's ticket: the next row is often of the same.
    last_ticket: Option<u32>,
    rows: Rows,
}

impl Reader<'_> {
    fn row(&mut self, log: &Log) -> Result<(), Failure> {
        let start = self.rows.cells.len();
        let read = self.typed(log);
        match read {
            Ok(Some(row)) => self.rows.rows.push(row),
            Ok(None) | Err(_) => self.rows.cells.truncate(start),
        }
        read.map(|_| ())
    }

    /// A row whose cells have been put behind the others'; `None` when it is
    /// left out.
    fn typed(&mut self, log: &Log) -> Result<Option<Row>, Failure> {
        let start = self.rows.cells.len();
        self.cells(log, 0..self.rows.plan.when_slots)?;
        let cells = self.rows.cells.get(start..).unwrap_or_default();
        let Some(rule) = self.rows.plan.rule_for(cells, 0) else {
            return Err(self.rows.plan.unmatched(log).into());
        };
        if let Some(bound) = self.rows.plan.rules.get(rule)
            && let (BoundOutcome::LeaveOut(reason), false) = (&bound.outcome, bound.changed)
        {
            count(&mut self.rows.left_out, reason);
            return Ok(None);
        }
        self.cells(log, self.rows.plan.when_slots..self.rows.plan.slots.len())?;
        let Read { at, odd } = self.at.read(log)?;
        let id = match self.event_id {
            Some(column) => {
                let id = log.cell(column);
                self.rows.symbols.of(id)
            }
            None => Symbol::MISSING,
        };
        let ticket = self.ticket(log)?;
        if let Some(flag) = odd {
            count(&mut self.rows.flags, flag);
        }
        Ok(Some(Row {
            at: at.timestamp_millis(),
            instant: at,
            ticket,
            number: u32::try_from(log.number()).unwrap_or(u32::MAX),
            rule: u32::try_from(rule).unwrap_or(u32::MAX),
            id,
        }))
    }

    fn cells(&mut self, log: &Log, slots: std::ops::Range<usize>) -> Result<(), Failure> {
        let rows = &mut self.rows;
        for slot in rows.plan.slots.get_mut(slots).unwrap_or_default() {
            let symbol = slot
                .read(log, &self.mapping.missing, &mut rows.symbols)
                .map_err(|bad| BadRow {
                    code: "unknown_value",
                    row: log.number(),
                    value: slot.text(log).to_owned(),
                    column: bad.column,
                    expected: bad.expected,
                })?;
            rows.cells.push(symbol);
        }
        Ok(())
    }

    /// The ticket of a row, made if it is new.
    fn ticket(&mut self, log: &Log) -> Result<u32, Failure> {
        let name = log.cell(self.ticket);
        if let Some(last) = self.last_ticket
            && let Some(head) = self.rows.tickets.get(last as usize)
            && *head.name == *name
        {
            return Ok(last);
        }
        let ticket = match self.rows.by_name.get(name) {
            Some(ticket) => *ticket,
            None => self.new_ticket(log, name)?,
        };
        self.last_ticket = Some(ticket);
        Ok(ticket)
    }

    fn new_ticket(&mut self, log: &Log, name: &str) -> Result<u32, Failure> {
        if name.is_empty() || self.mapping.missing.iter().any(|word| word == name) {
            return Err(BadRow {
                code: "missing_ticket",
                row: log.number(),
                column: self.mapping.ticket.clone(),
                value: name.to_owned(),
                expected: "the id of a ticket".to_owned(),
            }
            .into());
        }
        let created = match &self.created_at {
            Some(stamp) => {
                let Read { at, odd } = stamp.read(log)?;
                if let Some(flag) = odd {
                    count(&mut self.rows.flags, flag);
                }
                Some(at.timestamp_millis())
            }
            None => None,
        };
        let ticket = u32::try_from(self.rows.tickets.len()).unwrap_or(u32::MAX);
        let name: Arc<str> = Arc::from(name);
        self.rows.tickets.push(TicketHead {
            name: Arc::clone(&name),
            created,
        });
        self.rows.by_name.insert(name, ticket);
        Ok(ticket)
    }
}
