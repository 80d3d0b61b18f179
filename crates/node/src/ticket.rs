//! `Ticket`, which in JavaScript is its stored text (index.js): the engine
//! sees its memory and frees it with the rest, also in a loop that never lets
//! it run the finalizers of an addon. Here that text becomes the record.

use std::cell::RefCell;
use std::collections::VecDeque;

use deskcore::{Effect, Ticket};
use napi::bindgen_prelude::Either;
use napi::{Env, Result, ValueType};
use napi_derive::napi;

use crate::convert::{Answer, Host, call, expected, js, with_text};

/// Tickets that are kept as records: the one of a call is most often that of
/// the call before.
const RECENT: usize = 8;

/// Bytes of a text that is worth keeping.
const MOST_KEPT: usize = 64 << 10;

thread_local! {
    static LATEST: RefCell<VecDeque<(String, Box<Ticket>)>> = const { RefCell::new(VecDeque::new()) };
}

fn keep(text: String, ticket: Box<Ticket>) {
    if text.len() <= MOST_KEPT {
        LATEST.with_borrow_mut(|latest| {
            latest.truncate(RECENT - 1);
            latest.push_front((text, ticket));
        });
    }
}

fn read(value: js::Value) -> Answer<(String, Box<Ticket>)> {
    if !matches!(value.get_type(), Ok(ValueType::String)) {
        return Err(expected(value, "/ticket", "a Ticket"));
    }
    with_text(value, "/ticket", |text| {
        let kept = LATEST.with_borrow_mut(|latest| {
            let place = latest.iter().position(|(kept, _)| kept == text)?;
            latest.remove(place)
        });
        kept.map_or_else(
            || Ok((text.to_owned(), Box::new(Ticket::from_json(text)?))),
            Ok,
        )
    })
}

/// Looks at a ticket.
pub(crate) fn of<T>(value: js::Value, look: impl FnOnce(&Ticket) -> Answer<T>) -> Answer<T> {
    let (text, ticket) = read(value)?;
    let found = look(&ticket)?;
    keep(text, ticket);
    Ok(found)
}

/// The text of a ticket and what came with it, or the text alone where nothing
/// did, as most often: index.js makes a `Ticket` of it.
pub(crate) type Outcome = Either<js::Value, (js::Value, js::Value)>;

/// What comes of a ticket: its text afterwards, and the effects.
pub(crate) fn after(
    host: &Host,
    value: js::Value,
    change: impl FnOnce(&mut Ticket) -> Answer<Vec<Effect>>,
) -> Answer<Outcome> {
    let (_, mut ticket) = read(value)?;
    let effects = change(&mut ticket)?;
    outcome(host, ticket, &effects)
}

/// A ticket, and what came with it.
pub(crate) fn outcome<T: serde::Serialize>(
    host: &Host,
    ticket: Box<Ticket>,
    with: &[T],
) -> Answer<Outcome> {
    let text = ticket.to_json()?;
    let written = host.string(&text)?;
    keep(text, ticket);
    Ok(match with {
        [] => Either::A(written),
        with => Either::B((written, host.data(&with)?)),
    })
}

/// Throws when a text is no ticket.
#[napi(skip_typescript)]
pub fn check_ticket(env: Env, json: js::Value) -> Result<()> {
    call(env, |_| match json.get_type() {
        Ok(ValueType::String) => of(json, |_| Ok(())),
        _ => Err(expected(json, "/json", "a string")),
    })
}

/// The text of a ticket as this library writes it.
#[napi(skip_typescript)]
pub fn canonical_ticket(env: Env, json: js::Value) -> Result<js::Value> {
    call(env, |host| {
        of(json, |ticket| host.string(&ticket.to_json()?))
    })
}

/// The text of a ticket that the host has as an object.
#[napi(skip_typescript)]
pub fn ticket_of_record(env: Env, record: js::Value) -> Result<js::Value> {
    call(env, |host| {
        let ticket = host.json(record, Ticket::from_json)?;
        host.string(&ticket.to_json()?)
    })
}
