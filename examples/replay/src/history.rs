//! From a ticket's rows to its events.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use deskcore::ticket::{ActorKind, Event, EventKind, Opening};
use deskcore::{Desk, Ticket};

use crate::failure::{BadRow, Failure};
use crate::known::Known;
use crate::plan::{BoundItem, BoundOutcome};
use crate::rows::{Row, Rows, add, count};
use crate::symbols::Symbol;

/// What is told of rows besides their events.
#[derive(Debug, Clone, Default)]
pub(crate) struct Notes {
    pub(crate) left_out: BTreeMap<String, u64>,
    pub(crate) flags: BTreeMap<String, u64>,
}

/// Which of a row's events it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Then(usize),
    Priority,
    Details,
    Next,
}

/// The life of one ticket. It is used again for the next one.
#[derive(Debug, Default)]
pub(crate) struct Life {
    pub(crate) created: i64,
    /// Its events, and behind them those of longer lives before, whose
    /// memory is used again.
    events: Vec<Event>,
    used: usize,
    /// Instant of the last row.
    pub(crate) last: i64,
    rows: Vec<u32>,
    /// The rule that the last row fitted.
    rule: Option<usize>,
    known: Known,
    opening_facts: Option<deskcore::ticket::Facts>,
    /// What its customer gave, in the order of the rows.
    ratings: Vec<Rating>,
}

/// A customer's rating.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rating {
    pub(crate) at: DateTime<Utc>,
    pub(crate) score: i64,
}

/// Makes lives of rows.
pub(crate) struct Historian<'r> {
    rows: &'r Rows,
    skip_bad: bool,
    until: Option<i64>,
    by_ticket: &'r ByTicket,
    /// Events that were made of cells, by rule, place in it, and cells.
    filled: HashMap<(usize, usize), HashMap<Vec<Symbol>, EventKind>>,
    key: Vec<Symbol>,
}

/// Rows by ticket, in the order of the log.
pub(crate) struct ByTicket {
    order: Vec<u32>,
    /// Where each ticket's rows begin in `order`.
    starts: Vec<u32>,
}

impl ByTicket {
    pub(crate) fn of(rows: &Rows) -> Self {
        let mut starts = vec![0_u32; rows.tickets.len() + 1];
        for row in &rows.rows {
            if let Some(n) = starts.get_mut(row.ticket as usize + 1) {
                *n += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut places = starts.clone();
        let mut order = vec![0_u32; rows.rows.len()];
        for (index, row) in rows.rows.iter().enumerate() {
            if let Some(place) = places.get_mut(row.ticket as usize)
                && let Some(slot) = order.get_mut(*place as usize)
                && let Ok(index) = u32::try_from(index)
            {
                *slot = index;
                *place += 1;
            }
        }
        Self { order, starts }
    }

    fn rows(&self, ticket: usize) -> &[u32] {
        let from = self.starts.get(ticket).copied().unwrap_or(0) as usize;
        let to = self.starts.get(ticket + 1).copied().unwrap_or(0) as usize;
        self.order.get(from..to).unwrap_or_default()
    }
}

impl<'r> Historian<'r> {
    pub(crate) fn new(
        rows: &'r Rows,
        by_ticket: &'r ByTicket,
        skip_bad: bool,
        until: Option<i64>,
    ) -> Self {
        Self {
            rows,
            skip_bad,
            until,
            by_ticket,
            filled: HashMap::new(),
            key: Vec::new(),
        }
    }

    fn row(&self, index: u32) -> Option<&'r Row> {
        self.rows.rows.get(index as usize)
    }

    /// Makes the life of a ticket; `false` when no row of it counts.
    pub(crate) fn tell(
        &mut self,
        ticket: usize,
        life: &mut Life,
        notes: &mut Notes,
    ) -> Result<bool, Failure> {
        life.used = 0;
        life.rule = None;
        life.ratings.clear();
        self.choose(ticket, life, notes);
        let Some(first) = life.rows.first().and_then(|row| self.row(*row)) else {
            return Ok(false);
        };
        let told = self.rows.tickets.get(ticket).and_then(|head| head.created);
        life.created = told.unwrap_or(first.at);
        life.last = life
            .rows
            .last()
            .and_then(|row| self.row(*row))
            .map_or(first.at, |row| row.at);
        if self.until.is_some_and(|until| life.created > until) {
            add(&mut notes.left_out, "after_until", life.rows.len() as u64);
            return Ok(false);
        }
        if !self.open(life, notes)? {
            return Ok(false);
        }
        let mut before: Option<u32> = None;
        for place in 0..life.rows.len() {
            let Some(index) = life.rows.get(place).copied() else {
                break;
            };
            match self.step(index, before, life, notes) {
                Ok(()) => {}
                Err(Failure::BadRow(row)) if self.skip_bad => {
                    count(&mut notes.left_out, row.code);
                }
                Err(failure) => return Err(failure),
            }
            before = Some(index);
        }
        Ok(true)
    }

    /// The rows that count, in order of time.
    fn choose(&self, ticket: usize, life: &mut Life, notes: &mut Notes) {
        life.rows.clear();
        let mut ids: HashSet<Symbol> = HashSet::new();
        let (mut latest, mut late) = (i64::MIN, 0);
        for index in self.by_ticket.rows(ticket) {
            let Some(row) = self.row(*index) else {
                continue;
            };
            if self.until.is_some_and(|until| row.at > until) {
                count(&mut notes.left_out, "after_until");
            } else if !row.id.is_missing() && !ids.insert(row.id) {
                count(&mut notes.left_out, "duplicate");
            } else {
                if row.at < latest {
                    late += 1;
                }
                latest = latest.max(row.at);
                life.rows.push(*index);
            }
        }
        if late > 0 {
            add(&mut notes.flags, "out_of_time_order", late);
            life.rows
                .sort_by_key(|index| self.row(*index).map_or(0, |row| row.at));
        }
    }

    /// Reads what is known of a ticket when it is opened.
    fn open(&self, life: &mut Life, notes: &mut Notes) -> Result<bool, Failure> {
        let plan = &self.rows.plan;
        let Some(first) = life.rows.first().copied() else {
            return Ok(false);
        };
        life.known.begin(&plan.facts, self.rows.cells(first));
        for index in &life.rows {
            if life.known.has_channel() {
                break;
            }
            life.known
                .take_channel(&plan.facts, self.rows.cells(*index));
        }
        if !life.known.has_channel() {
            if self.skip_bad {
                add(
                    &mut notes.left_out,
                    "missing_channel",
                    life.rows.len() as u64,
                );
                return Ok(false);
            }
            let column = match plan.facts.channel {
                crate::plan::Origin::Slot(slot) => plan.column(slot),
                crate::plan::Origin::Constant(_) => "",
            };
            return Err(BadRow {
                code: "missing_channel",
                row: self.row(first).map_or(0, |row| u64::from(row.number)),
                column: column.to_owned(),
                value: String::new(),
                expected: "a channel in some row of the ticket".to_owned(),
            }
            .into());
        }
        life.opening_facts = Some(life.known.facts(&plan.facts, &self.rows.symbols));
        Ok(true)
    }

    /// The events of one row.
    fn step(
        &mut self,
        index: u32,
        before: Option<u32>,
        life: &mut Life,
        notes: &mut Notes,
    ) -> Result<(), Failure> {
        let rows = self.rows;
        let Some(row) = self.row(index) else {
            return Ok(());
        };
        let cells = rows.cells(index);
        if row.at < life.created {
            count(&mut notes.flags, "before_creation");
        }
        if let Some(before) = before {
            if let Some(rule) = life.rule
                && let Some(BoundOutcome::Events {
                    until_next_row: Some(item),
                    ..
                }) = rows.plan.rules.get(rule).map(|rule| &rule.outcome)
            {
                let from = rows.cells(before);
                if let Some(kind) = self.kind(rule, usize::MAX, item, from, row)? {
                    self.push(life, row.instant, before, Part::Next, kind);
                }
            }
            let facts = |cells: &'r [Symbol]| cells.get(rows.plan.when_slots..);
            if facts(cells) != facts(rows.cells(before))
                && let Some(changes) = life.known.change(&rows.plan.facts, cells, &rows.symbols)
            {
                for flag in changes.flags {
                    count(&mut notes.flags, flag);
                }
                if let Some(kind) = changes.priority {
                    self.push(life, row.instant, index, Part::Priority, kind);
                }
                if let Some(kind) = changes.details {
                    self.push(life, row.instant, index, Part::Details, kind);
                }
            }
        }
        life.rule = None;
        let Some(rule) = self.rule(row, cells, before) else {
            count(&mut notes.left_out, "unchanged");
            return Ok(());
        };
        match rows.plan.rules.get(rule).map(|rule| &rule.outcome) {
            Some(BoundOutcome::Events { then, .. }) => {
                life.rule = Some(rule);
                for (place, item) in then.iter().enumerate() {
                    if let BoundItem::Rating(slot) = item {
                        life.ratings.extend(self.rating(*slot, cells, row)?);
                    } else if let Some(kind) = self.kind(rule, place, item, cells, row)? {
                        self.push(life, row.instant, index, Part::Then(place), kind);
                    } else if before.is_some() {
                        count(&mut notes.flags, "created_again");
                    }
                }
            }
            Some(BoundOutcome::LeaveOut(reason)) => count(&mut notes.left_out, reason),
            None => {}
        }
        Ok(())
    }

    /// The rule that fits a row behind another one of its ticket.
    fn rule(&self, row: &Row, cells: &[Symbol], before: Option<u32>) -> Option<usize> {
        let plan = &self.rows.plan;
        let mut index = row.rule as usize;
        loop {
            let rule = plan.rules.get(index)?;
            let holds = match before {
                Some(before) if rule.changed => rule.differs(self.rows.cells(before), cells),
                _ => true,
            };
            if holds {
                return Some(index);
            }
            index = plan.rule_for(cells, index + 1)?;
        }
    }

    /// The event of an item; `None` for the row that creates.
    fn kind(
        &mut self,
        rule: usize,
        place: usize,
        item: &BoundItem,
        cells: &[Symbol],
        row: &Row,
    ) -> Result<Option<EventKind>, Failure> {
        let (slots, parts) = match item {
            BoundItem::Created | BoundItem::Rating(_) => return Ok(None),
            BoundItem::Constant(kind) => return Ok(Some(kind.clone())),
            BoundItem::Filled { slots, parts } => (slots, parts),
        };
        self.key.clear();
        self.key.extend(
            slots
                .iter()
                .map(|slot| cells.get(*slot).copied().unwrap_or(Symbol::MISSING)),
        );
        let known = self.filled.entry((rule, place)).or_default();
        if let Some(kind) = known.get(self.key.as_slice()) {
            return Ok(Some(kind.clone()));
        }
        let symbols = &self.rows.symbols;
        let value = parts.fill(cells, symbols).unwrap_or_default();
        let kind: EventKind = serde_json::from_value(value).map_err(|error| {
            let texts: Vec<&str> = self
                .key
                .iter()
                .map(|symbol| symbols.text(*symbol))
                .collect();
            let columns: Vec<&str> = slots
                .iter()
                .map(|slot| self.rows.plan.column(*slot))
                .collect();
            BadRow {
                code: "invalid_event",
                row: u64::from(row.number),
                column: columns.join(", "),
                value: texts.join(", "),
                expected: format!("what an event can hold ({error})"),
            }
        })?;
        known.insert(self.key.clone(), kind.clone());
        Ok(Some(kind))
    }

    /// The rating of a row; none where its cell is empty.
    fn rating(&self, slot: usize, cells: &[Symbol], row: &Row) -> Result<Option<Rating>, Failure> {
        let symbol = cells.get(slot).copied().unwrap_or(Symbol::MISSING);
        let Some(text) = self.rows.symbols.known(symbol) else {
            return Ok(None);
        };
        // A spreadsheet writes 5 as 5.0.
        let score = text.strip_suffix(".0").unwrap_or(text).parse();
        let score = score.map_err(|_| BadRow {
            code: "invalid_rating",
            row: u64::from(row.number),
            column: self.rows.plan.column(slot).to_owned(),
            value: text.to_owned(),
            expected: "a whole number".to_owned(),
        })?;
        Ok(Some(Rating {
            at: row.instant,
            score,
        }))
    }

    /// How the ticket begins.
    pub(crate) fn opening(&self, ticket: usize, life: &mut Life) -> Option<Opening> {
        let name = &self.rows.tickets.get(ticket)?.name;
        let mut opening = Opening::new(&**name, instant(life.created), "");
        opening.facts = life.opening_facts.take()?;
        Some(opening)
    }

    /// Puts an event behind the others of a life.
    fn push(&self, life: &mut Life, at: DateTime<Utc>, index: u32, part: Part, kind: EventKind) {
        let symbols = &self.rows.symbols;
        let agent = self
            .rows
            .plan
            .agent
            .and_then(|agent| symbols.known(agent.of(self.rows.cells(index))));
        if life.used == life.events.len() {
            life.events.push(Event::new(String::new(), at, kind));
        } else if let Some(event) = life.events.get_mut(life.used) {
            event.at = at;
            event.kind = kind;
        }
        let Some(event) = life.events.get_mut(life.used) else {
            return;
        };
        // At one instant, what stands first in the log happened first.
        event.seq = life.used as u64;
        life.used += 1;
        event.id.clear();
        match self.row(index) {
            Some(row) if row.id.is_missing() => push_number(&mut event.id, row.number as usize),
            Some(row) => event.id.push_str(symbols.text(row.id)),
            None => {}
        }
        match part {
            Part::Then(0) => {}
            Part::Then(place) => {
                event.id.push('.');
                push_number(&mut event.id, place);
            }
            Part::Priority => event.id.push_str(".priority"),
            Part::Details => event.id.push_str(".details"),
            Part::Next => event.id.push_str(".next"),
        }
        let (kind, agent) = match event.kind {
            EventKind::CustomerMessage { .. } => (ActorKind::Customer, None),
            EventKind::BotReply {} => (ActorKind::Bot, None),
            _ if agent.is_none() => {
                event.actor = None;
                return;
            }
            _ => (ActorKind::Agent, agent),
        };
        let actor = event.actor.get_or_insert_with(|| kind.into());
        actor.kind = kind;
        match (agent, &mut actor.id) {
            (Some(agent), Some(id)) => {
                id.clear();
                id.push_str(agent);
            }
            (agent, id) => *id = agent.map(str::to_owned),
        }
    }
}

impl Life {
    /// The events, in order of time.
    pub(crate) fn events(&self) -> &[Event] {
        self.events.get(..self.used).unwrap_or_default()
    }

    /// What its customer gave.
    pub(crate) fn ratings(&self) -> &[Rating] {
        &self.ratings
    }
}

/// Writes a number, without the detours of a general formatter.
fn push_number(text: &mut String, number: usize) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// Each ticket of a log: how it was opened, and its life.
pub(crate) fn each_life(
    rows: &Rows,
    skip_bad: bool,
    until: Option<i64>,
    mut told: impl FnMut(Opening, &Life),
) -> Result<(), Failure> {
    let by_ticket = ByTicket::of(rows);
    let mut historian = Historian::new(rows, &by_ticket, skip_bad, until);
    let (mut life, mut notes) = (Life::default(), Notes::default());
    for index in 0..rows.tickets() {
        if historian.tell(index, &mut life, &mut notes)?
            && let Some(opening) = historian.opening(index, &mut life)
        {
            told(opening, &life);
        }
    }
    Ok(())
}

/// The same with the ticket as a desk opened it; those that the desk refuses
/// are passed over.
pub(crate) fn each_opened(
    rows: &Rows,
    desk: &Desk,
    skip_bad: bool,
    until: Option<i64>,
    mut told: impl FnMut(Ticket, &Life),
) -> Result<(), Failure> {
    each_life(rows, skip_bad, until, |opening, life| {
        if let Ok((ticket, _)) = desk.open(&opening) {
            told(ticket, life);
        }
    })
}

/// An instant of epoch milliseconds.
pub(crate) fn instant(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}
