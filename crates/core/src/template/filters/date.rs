//! The `date` filter.

mod moment;
mod read;
mod write;

use chrono::{DateTime, NaiveTime, Timelike, Utc};

use self::moment::{Moment, Zone};
use self::read::{Said, epoch, read};
use self::write::write;
use super::made;
use crate::template::Value;
use crate::template::compare::text_of;
use crate::template::error::Fault;
use crate::template::limits::Budget;
use crate::template::options::RenderOptions;

pub(super) fn date<'a>(
    input: Value<'a>,
    format: &Value<'a>,
    options: &RenderOptions,
    budget: &mut Budget,
) -> Result<Value<'a>, Fault> {
    let mut out = String::new();
    let format = text_of(format, budget)?;
    match date_to(input, &format, options, &mut out, budget)? {
        Some(unchanged) => Ok(unchanged),
        None => made(out, budget),
    }
}

/// Writes a date to the end of a text, or gives back what is none.
pub(in crate::template) fn date_to<'a>(
    input: Value<'a>,
    format: &str,
    options: &RenderOptions,
    out: &mut String,
    budget: &mut Budget,
) -> Result<Option<Value<'a>>, Fault> {
    if format.is_empty() {
        return Ok(Some(input));
    }
    let said = match &input {
        Value::Nil => None,
        Value::Integer(seconds) => epoch(*seconds),
        _ => match input.text() {
            Some(text) => read(text, options, budget)?,
            None => None,
        },
    };
    let moment = match (said, options.tz) {
        (None, _) => return Ok(Some(input)),
        (Some(Said::Day(day)), _) => Moment::utc(day.and_time(NaiveTime::MIN)),
        (Some(Said::Instant(moment)), None) => moment,
        (Some(Said::Instant(moment)), Some(tz)) => {
            let utc = DateTime::<Utc>::from_timestamp(moment.seconds(), moment.local.nanosecond());
            match utc {
                Some(utc) => {
                    let at = utc.with_timezone(&tz);
                    Moment::of(&at, Zone::Named(*at.offset()))
                }
                None => moment,
            }
        }
    };
    write(&moment, format, options.locale.conventions(), out, budget)?;
    Ok(None)
}
