//! The values of properties (RFC 5545, section 3.3).

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

use crate::time::import::shortened;

/// A date, or a time of a date.
#[derive(Debug, Clone, Copy)]
pub(super) struct When {
    pub(super) date: NaiveDate,
    pub(super) time: Option<NaiveTime>,
    pub(super) utc: bool,
}

impl When {
    pub(super) fn parse(text: &str, zone: Option<&str>) -> Result<Self, String> {
        let text = text.trim();
        let wrong = || {
            let text = shortened(text);
            format!("{text:?} is no date: expected YYYYMMDD, or YYYYMMDDTHHMMSS and maybe Z")
        };
        let (day, clock) = match text.split_once(['T', 't']) {
            Some((day, clock)) => (day, Some(clock)),
            None => (text, None),
        };
        let [year, month, day] = digits(day, [4, 2, 2]).ok_or_else(wrong)?;
        let date = i32::try_from(year)
            .ok()
            .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
            .ok_or_else(wrong)?;
        let Some(clock) = clock else {
            return Ok(Self {
                date,
                time: None,
                utc: false,
            });
        };
        let local = clock.strip_suffix(['Z', 'z']);
        let [hour, minute, second] = digits(local.unwrap_or(clock), [2, 2, 2]).ok_or_else(wrong)?;
        let time = NaiveTime::from_hms_opt(hour, minute, second).ok_or_else(wrong)?;
        let named_utc = matches!(zone, Some("UTC" | "Etc/UTC" | "GMT"));
        Ok(Self {
            date,
            time: Some(time),
            utc: local.is_some() || named_utc,
        })
    }

    /// The time on the wall clock; a date begins at midnight.
    pub(super) fn local(self, zone: Option<Tz>) -> Result<NaiveDateTime, String> {
        let written = self.date.and_time(self.time.unwrap_or_default());
        match (self.utc, zone) {
            (false, _) => Ok(written),
            (true, Some(zone)) => Ok(zone.from_utc_datetime(&written).naive_local()),
            (true, None) => Err(
                "a UTC time without a zone has no local date: expected a date, a TZID or X-WR-TIMEZONE"
                    .into(),
            ),
        }
    }
}

/// Numbers of a fixed number of digits each.
fn digits<const N: usize>(text: &str, lengths: [usize; N]) -> Option<[u32; N]> {
    let mut rest = text;
    let mut numbers = [0; N];
    for (number, length) in numbers.iter_mut().zip(lengths) {
        let (head, tail) = rest.split_at_checked(length)?;
        if !head.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = head.parse().ok()?;
        rest = tail;
    }
    rest.is_empty().then_some(numbers)
}

/// A duration (section 3.3.6) that is not negative.
pub(super) fn duration(text: &str) -> Option<TimeDelta> {
    let text = text.trim();
    let text = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
    let mut total = 0_i64;
    let mut number = String::new();
    let (mut in_time, mut units) = (false, 0);
    for c in text.chars() {
        let seconds = match (c, in_time) {
            ('0'..='9', _) => {
                number.push(c);
                continue;
            }
            ('T', false) if number.is_empty() => {
                in_time = true;
                continue;
            }
            ('W', false) => 7 * 86_400,
            ('D', false) => 86_400,
            ('H', true) => 3_600,
            ('M', true) => 60,
            ('S', true) => 1,
            _ => return None,
        };
        let count: i64 = number.parse().ok()?;
        total = total.checked_add(count.checked_mul(seconds)?)?;
        number.clear();
        units += 1;
    }
    if units == 0 || !number.is_empty() {
        return None;
    }
    TimeDelta::try_seconds(total)
}

/// The characters that `TEXT` writes with a backslash (section 3.3.11); a
/// line break becomes a space, as names are one line.
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, chars.clone().next()) {
            ('\\', Some('n' | 'N')) => plain.push(' '),
            ('\\', Some(escaped @ ('\\' | ';' | ',' | ':'))) => plain.push(escaped),
            _ => {
                plain.push(c);
                continue;
            }
        }
        chars.next();
    }
    plain
}
