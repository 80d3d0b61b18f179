//! Instants as logs write them.

use chrono::format::{Fixed, Item, Numeric, Parsed, StrftimeItems, parse};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use deskcore::time::{Zone, ZoneOffset, instant};

use crate::mapping::Stamp;

/// Reads the stamps of one column.
#[derive(Debug)]
pub(crate) struct StampReader {
    format: Format,
    zone: Option<Zone>,
}

#[derive(Debug)]
enum Format {
    Rfc3339,
    /// Numbers and literals alone, the usual case, read without detours.
    Plain(Vec<Part>),
    Chrono(Vec<Item<'static>>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Literal(u8),
}

/// A stamp that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Read {
    /// The instant, to the millisecond.
    pub(crate) at: DateTime<Utc>,
    /// What is odd about its local time, as a flag of the report.
    pub(crate) odd: Option<&'static str>,
}

/// A stamp that could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StampError {
    /// It is well formed, but nobody says on whose clock.
    NoZone,
    /// It is not as the format says.
    Invalid,
}

/// Flag of a local time that the clock shows twice: the earlier is taken.
const TWICE: &str = "local_time_twice";
/// Flag of a local time that the clock skips: read as if it had not.
const SKIPPED: &str = "local_time_skipped";

impl StampReader {
    pub(crate) fn new(stamp: &Stamp) -> Self {
        let format = match stamp.format.as_deref() {
            None => Format::Rfc3339,
            Some(format) => match plain(format) {
                Some(parts) => Format::Plain(parts),
                None => Format::Chrono(StrftimeItems::new(format).map(Item::to_owned).collect()),
            },
        };
        Self {
            format,
            zone: stamp.zone,
        }
    }

    /// What a stamp should look like, in words.
    pub(crate) fn expected(stamp: &Stamp) -> String {
        match &stamp.format {
            Some(format) => format!("an instant as {format:?}"),
            None => "an instant as RFC 3339, such as 2026-03-29T08:00:00Z".to_owned(),
        }
    }

    pub(crate) fn read(&self, text: &str) -> Result<Read, StampError> {
        match &self.format {
            Format::Rfc3339 => match instant::parse(text) {
                Ok(at) => Ok(exact(at)),
                Err(instant::InstantError::NoOffset { .. }) => self.local(
                    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"]
                        .iter()
                        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
                        .ok_or(StampError::Invalid)?,
                ),
                Err(_) => Err(StampError::Invalid),
            },
            Format::Plain(parts) => {
                self.local(read_plain(parts, text.as_bytes()).ok_or(StampError::Invalid)?)
            }
            Format::Chrono(items) => {
                let mut parsed = Parsed::new();
                parse(&mut parsed, text, items.iter()).map_err(|_| StampError::Invalid)?;
                if parsed.offset().is_some() {
                    return parsed
                        .to_datetime()
                        .map(|at| exact(instant::truncate(at.to_utc())))
                        .map_err(|_| StampError::Invalid);
                }
                let has_timestamp = items
                    .iter()
                    .any(|item| matches!(item, Item::Numeric(Numeric::Timestamp, _)));
                let is_utc = has_timestamp
                    || items
                        .iter()
                        .any(|item| matches!(item, Item::Fixed(Fixed::RFC3339)));
                let naive = parsed.to_naive_datetime_with_offset(0).or_else(|_| {
                    parsed
                        .to_naive_date()
                        .map(|date| date.and_time(NaiveTime::MIN))
                });
                let naive = naive.map_err(|_| StampError::Invalid)?;
                if is_utc {
                    return Ok(exact(instant::truncate(naive.and_utc())));
                }
                self.local(naive)
            }
        }
    }

    /// A reading of the zone's clock.
    fn local(&self, naive: NaiveDateTime) -> Result<Read, StampError> {
        let zone = self.zone.ok_or(StampError::NoZone)?;
        let utc = instant::truncate(naive.and_utc());
        if zone == Zone::UTC {
            return Ok(exact(utc));
        }
        let read = |offset: ZoneOffset, odd| Read {
            at: utc - TimeDelta::seconds(i64::from(offset.fix().local_minus_utc())),
            odd,
        };
        match zone.offset_from_local_datetime(&naive) {
            chrono::MappedLocalTime::Single(offset) => Ok(read(offset, None)),
            chrono::MappedLocalTime::Ambiguous(earlier, _) => Ok(read(earlier, Some(TWICE))),
            chrono::MappedLocalTime::None => {
                let before = naive - chrono::TimeDelta::days(1);
                let offset = zone
                    .offset_from_local_datetime(&before)
                    .earliest()
                    .ok_or(StampError::Invalid)?;
                Ok(read(offset, Some(SKIPPED)))
            }
        }
    }
}

fn exact(at: DateTime<Utc>) -> Read {
    Read { at, odd: None }
}

fn plain(format: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut bytes = format.bytes();
    while let Some(byte) = bytes.next() {
        parts.push(if byte == b'%' {
            match bytes.next()? {
                b'Y' => Part::Year,
                b'm' => Part::Month,
                b'd' => Part::Day,
                b'H' => Part::Hour,
                b'M' => Part::Minute,
                b'S' => Part::Second,
                _ => return None,
            }
        } else if byte.is_ascii_digit() || !byte.is_ascii_graphic() && byte != b' ' {
            return None;
        } else {
            Part::Literal(byte)
        });
    }
    let is_date = [Part::Year, Part::Month, Part::Day]
        .iter()
        .all(|part| parts.contains(part));
    // Adjacent numbers would need widths.
    let is_spaced = parts
        .windows(2)
        .all(|pair| pair.iter().any(|part| matches!(part, Part::Literal(_))));
    (is_date && is_spaced).then_some(parts)
}

fn read_plain(parts: &[Part], mut text: &[u8]) -> Option<NaiveDateTime> {
    let (mut year, mut month, mut day, mut hour, mut minute, mut second) = (0, 0, 0, 0, 0, 0);
    for part in parts {
        let (slot, width) = match part {
            Part::Literal(byte) => {
                text = text.strip_prefix(&[*byte])?;
                continue;
            }
            Part::Year => (&mut year, 4),
            Part::Month => (&mut month, 2),
            Part::Day => (&mut day, 2),
            Part::Hour => (&mut hour, 2),
            Part::Minute => (&mut minute, 2),
            Part::Second => (&mut second, 2),
        };
        let digits = text
            .iter()
            .take(width)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if digits == 0 || width == 4 && digits != 4 {
            return None;
        }
        let (number, rest) = text.split_at_checked(digits)?;
        *slot = number
            .iter()
            .fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
        text = rest;
    }
    if !text.is_empty() {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?
        .and_hms_opt(hour, minute, second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(format: Option<&str>, zone: Option<&str>) -> StampReader {
        StampReader::new(&Stamp {
            column: "at".into(),
            format: format.map(Into::into),
            zone: zone.map(|zone| zone.parse().unwrap()),
        })
    }

    fn read(format: Option<&str>, zone: Option<&str>, text: &str) -> String {
        match reader(format, zone).read(text) {
            Ok(Read { at, odd }) => format!(
                "{}{}",
                instant::format(at),
                odd.map(|odd| format!(" {odd}")).unwrap_or_default()
            ),
            Err(error) => format!("{error:?}"),
        }
    }

    #[test]
    fn stamps_of_every_kind() {
        let day_first = Some("%d/%m/%Y %H:%M");
        let rome = Some("Europe/Rome");
        for (format, zone, text, expected) in [
            (None, None, "2026-03-29T08:00:00Z", "2026-03-29T08:00:00Z"),
            (
                None,
                None,
                "2012-05-02T22:54:50.5+02:00",
                "2012-05-02T20:54:50.500Z",
            ),
            (None, None, "2012-05-02T22:54:50", "NoZone"),
            (None, rome, "2012-05-02T22:54:50", "2012-05-02T20:54:50Z"),
            (
                None,
                rome,
                "2012-05-02 22:54:50.25",
                "2012-05-02T20:54:50.250Z",
            ),
            (None, rome, "yesterday", "Invalid"),
            (
                day_first,
                Some("UTC"),
                "29/2/2016 01:16",
                "2016-02-29T01:16:00Z",
            ),
            (day_first, Some("UTC"), "29/2/2016 01:16:00", "Invalid"),
            (day_first, Some("UTC"), "30/2/2016 01:16", "Invalid"),
            (day_first, None, "29/2/2016 01:16", "NoZone"),
            (
                day_first,
                rome,
                "25/10/2026 02:30",
                "2026-10-25T00:30:00Z local_time_twice",
            ),
            (
                day_first,
                rome,
                "29/03/2026 02:30",
                "2026-03-29T01:30:00Z local_time_skipped",
            ),
            (
                Some("%d %b %Y, %I:%M %p"),
                rome,
                "2 May 2012, 10:54 PM",
                "2012-05-02T20:54:00Z",
            ),
            (
                Some("%d.%m.%Y %H:%M %z"),
                None,
                "02.05.2012 22:54 +0200",
                "2012-05-02T20:54:00Z",
            ),
            (Some("%s"), None, "1335992040", "2012-05-02T20:54:00Z"),
            (Some("%Y-%m-%d"), rome, "2012-05-02", "2012-05-01T22:00:00Z"),
        ] {
            assert_eq!(read(format, zone, text), expected, "{text} as {format:?}");
        }
    }
}
