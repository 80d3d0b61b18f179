//! Bounds of what a host can send: each is told by its own place.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Utc};
use serde_json::Value;

use super::Ticket;
use super::shape::join;
use crate::error::Error;
use crate::ticket::Opening;
use crate::time::instant;

/// Bytes of an id.
const MOST_ID: usize = 256;

/// Tags, fields and merged tickets that a ticket may have.
pub(super) const MOST_ENTRIES: usize = 256;

/// Bytes of a text among the facts.
const MOST_TEXT: usize = 1024;

/// Bytes of text in a field of the host's own.
const MOST_FIELD: usize = 4096;

/// Levels of lists and objects in a field of the host's own.
const MOST_DEPTH: usize = 16;

pub(super) fn check_id(path: &str, id: &str) -> Result<(), Error> {
    match id.len() {
        1..=MOST_ID => Ok(()),
        len => Err(Error::invalid(
            path,
            format!("the id has {len} bytes: expected 1 to {MOST_ID}"),
        )),
    }
}

pub(super) fn check_instant(path: &str, at: DateTime<Utc>) -> Result<DateTime<Utc>, Error> {
    if (1..=9999).contains(&at.year()) {
        Ok(instant::truncate(at))
    } else {
        Err(Error::invalid(
            path,
            format!("the year is {}: expected 1 to 9999", at.year()),
        ))
    }
}

pub(super) fn check_entries(path: &str, entries: usize) -> Result<(), Error> {
    if entries <= MOST_ENTRIES {
        return Ok(());
    }
    let message = format!("{entries} entries: expected {MOST_ENTRIES} at most");
    Err(Error::invalid(path, message))
}

fn check_text(path: &str, text: &str) -> Result<(), Error> {
    if text.len() <= MOST_TEXT {
        return Ok(());
    }
    let message = format!("{} bytes: expected {MOST_TEXT} at most", text.len());
    Err(Error::invalid(path, message))
}

pub(super) fn check_texts<'a>(
    texts: impl IntoIterator<Item = (&'a str, &'a Option<String>)>,
) -> Result<(), Error> {
    texts
        .into_iter()
        .filter_map(|(path, text)| Some((path, text.as_deref()?)))
        .try_for_each(|(path, text)| check_text(path, text))
}

pub(super) fn check_tags(path: &str, tags: &[String]) -> Result<(), Error> {
    tags.iter().try_for_each(|tag| check_text(path, tag))
}

pub(super) fn check_fields(fields: &BTreeMap<String, Value>) -> Result<(), Error> {
    for (name, value) in fields {
        check_text("/fields", name)?;
        let path = || join("/fields", name);
        match size(value, MOST_DEPTH) {
            None => {
                let message = format!("nested more than {MOST_DEPTH} deep");
                return Err(Error::invalid(path(), message));
            }
            Some(size) if size > MOST_FIELD => {
                let message = format!("{size} bytes: expected {MOST_FIELD} at most");
                return Err(Error::invalid(path(), message));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// About the bytes of a value as JSON; `None` when it is nested deeper than
/// `levels`.
fn size(value: &Value, levels: usize) -> Option<usize> {
    match value {
        Value::String(text) => Some(text.len() + 2),
        Value::Array(items) => {
            let levels = levels.checked_sub(1)?;
            items
                .iter()
                .try_fold(2, |sum, item| Some(sum + 1 + size(item, levels)?))
        }
        Value::Object(object) => {
            let levels = levels.checked_sub(1)?;
            object.iter().try_fold(2, |sum, (key, item)| {
                Some(sum + 4 + key.len() + size(item, levels)?)
            })
        }
        _ => Some(8),
    }
}

pub(super) fn check_opening(opening: &Opening) -> Result<(), Error> {
    let facts = &opening.facts;
    check_text("/channel", &facts.channel)?;
    check_texts([
        ("/assignee", &opening.assignee),
        ("/team", &opening.team),
        ("/follow_up_of", &opening.follow_up_of),
        ("/customer", &facts.customer),
        ("/language", &facts.language),
        ("/tier", &facts.tier),
        ("/brand", &facts.brand),
        ("/reason", &facts.reason),
    ])?;
    check_entries("/tags", facts.tags.len())?;
    check_entries("/fields", facts.fields.len())?;
    check_tags("/tags", &facts.tags)?;
    check_fields(&facts.fields)
}

pub(super) fn check_merge(ticket: &Ticket, other: &str) -> Result<(), Error> {
    check_id("/ticket", other)?;
    if other == ticket.id {
        return Err(Error::invalid(
            "/ticket",
            "a ticket cannot be merged with itself",
        ));
    }
    Ok(())
}
