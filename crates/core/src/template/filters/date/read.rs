//! Reads what a value says of time.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};

use super::moment::{Moment, Zone};
use crate::template::error::Fault;
use crate::template::limits::Budget;
use crate::template::options::RenderOptions;

/// Characters of a text that may be a date.
const MOST_DATE: usize = 64;

/// What a value says: an instant, or a day that is the same in every zone.
pub(super) enum Said {
    Instant(Moment),
    Day(NaiveDate),
}

pub(super) fn epoch(seconds: i64) -> Option<Said> {
    let at = DateTime::<Utc>::from_timestamp(seconds, 0)?;
    Some(Said::Instant(Moment::of(&at, Zone::Utc)))
}

pub(super) fn read(
    text: &str,
    options: &RenderOptions,
    budget: &mut Budget,
) -> Result<Option<Said>, Fault> {
    if let Some(moment) = rfc3339(text.as_bytes()) {
        return Ok(Some(Said::Instant(moment)));
    }
    let text = text.trim();
    if text.is_empty() || text.len() > MOST_DATE {
        return Ok(None);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(text.parse().ok().and_then(epoch));
    }
    if text.eq_ignore_ascii_case("now") || text.eq_ignore_ascii_case("today") {
        return match options.now {
            Some(now) => Ok(Some(Said::Instant(Moment::of(&now, Zone::Utc)))),
            None => Err(Fault::argument(format!(
                "{text:?} is not known here: expected an instant of the data, or the option \"now\""
            ))),
        };
    }
    // Each of many forms is tried.
    budget.spend(32)?;
    let mut text = text.to_ascii_uppercase();
    // ISO 8601 has a comma before a fraction too.
    if let Some((time, digits)) = text.split_once(',')
        && time.contains(':')
    {
        text = format!("{time}.{digits}");
    }
    Ok(instant(&text).or_else(|| local(&text)))
}

/// What nearly every date of the data is: `2026-03-02T09:15:00Z`, with a
/// fraction or an offset such as `+02:00`.
fn rfc3339(text: &[u8]) -> Option<Moment> {
    let two = |tens: u8, ones: u8| {
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        (tens < 10 && ones < 10).then(|| u32::from(tens) * 10 + u32::from(ones))
    };
    let (point, zone) = text.split_first_chunk::<19>()?;
    let &[
        y1,
        y2,
        y3,
        y4,
        b'-',
        m1,
        m2,
        b'-',
        d1,
        d2,
        b'T' | b' ',
        h1,
        h2,
        b':',
        n1,
        n2,
        b':',
        s1,
        s2,
    ] = point
    else {
        return None;
    };
    let year = i32::try_from(two(y1, y2)? * 100 + two(y3, y4)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, two(m1, m2)?, two(d1, d2)?)?;
    let (nanos, zone) = match zone {
        [b'.', digits @ ..] => fraction(digits)?,
        _ => (0, zone),
    };
    let local = date.and_hms_nano_opt(two(h1, h2)?, two(n1, n2)?, two(s1, s2)?, nanos)?;
    let east = match *zone {
        [] | [b'Z'] => 0,
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let seconds = i32::try_from(two(h1, h2)? * 3600 + two(m1, m2)? * 60).ok()?;
            if sign == b'-' { -seconds } else { seconds }
        }
        _ => return None,
    };
    Some(Moment::east(local, FixedOffset::east_opt(east)?))
}

/// Nanoseconds of the digits after a point, and what follows them.
fn fraction(text: &[u8]) -> Option<(u32, &[u8])> {
    let len = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(len)?;
    let missing = 9_u32.checked_sub(u32::try_from(len).ok()?)?;
    let number = digits
        .iter()
        .fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    (len > 0).then(|| (number * 10_u32.pow(missing), rest))
}

/// A date and time with an offset.
fn instant(text: &str) -> Option<Said> {
    let offset_at = text.rfind(['+', '-']);
    let is_utc = text.ends_with('Z') || text.ends_with(" UTC") || text.ends_with(" GMT");
    if is_utc {
        let local = text
            .trim_end_matches('Z')
            .trim_end_matches(" UTC")
            .trim_end_matches(" GMT")
            .trim_end();
        return date_time(local).map(|local| Said::Instant(Moment::utc(local)));
    }
    let (local, offset) = text.split_at_checked(offset_at?)?;
    let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let number = |at: std::ops::Range<usize>| digits.get(at)?.parse::<i32>().ok();
    let (hours, minutes) = match digits.len() {
        2 => (number(0..2)?, 0),
        4 => (number(0..2)?, number(2..4)?),
        _ => return None,
    };
    let seconds = hours * 3600 + minutes * 60;
    let east = if offset.starts_with('-') {
        -seconds
    } else {
        seconds
    };
    let offset = FixedOffset::east_opt(east)?;
    let local = date_time(local.trim_end())?;
    Some(Said::Instant(Moment::east(local, offset)))
}

/// A date and time, or a date alone, of no zone: UTC.
fn local(text: &str) -> Option<Said> {
    if let Some(local) = date_time(text) {
        return Some(Said::Instant(Moment::utc(local)));
    }
    const DAYS: [&str; 8] = [
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%B %d, %Y",
        "%B %d %Y",
        "%d %B %Y",
        "%a, %d %b %Y",
        "%A, %B %d, %Y",
        "%Y%m%d",
    ];
    DAYS.iter()
        .find_map(|format| NaiveDate::parse_from_str(text, format).ok())
        .map(Said::Day)
}

fn date_time(text: &str) -> Option<NaiveDateTime> {
    const TIMES: [&str; 10] = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M",
        "%B %d, %Y %H:%M:%S",
        "%B %d, %Y %H:%M",
        "%a, %d %b %Y %H:%M:%S",
        "%d %B %Y %H:%M",
        "%Y%m%dT%H%M%S",
        "%Y%m%dT%H%M",
    ];
    let parse = |text: &str| {
        let mut formats = TIMES.iter();
        formats.find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
    };
    let Some(found) = parse(text) else {
        // The end of a day is the beginning of the next.
        let (day, rest) = text.split_once("24:00")?;
        let is_end = rest.trim_matches([':', '0', '.']).is_empty();
        let begun = parse(&format!("{day}00:00{rest}")).filter(|_| is_end)?;
        return begun.checked_add_signed(TimeDelta::days(1));
    };
    // A leap second is the next minute, as clocks that know of none have it.
    match found.nanosecond().checked_sub(1_000_000_000) {
        Some(nanos) => {
            let minute = found.with_nanosecond(nanos)?;
            minute.checked_add_signed(TimeDelta::seconds(1))
        }
        None => Some(found),
    }
}
