//! Holidays from calendar files: iCalendar, RFC 5545.

use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use icalendar::{CalendarDateTime, DatePerhapsTime, Property};

use super::{ImportError, ImportedHolidays, YEARS, shortened};
use crate::time::{Holiday, Zone};

mod file;
mod recurrence;
mod rule;

use file::{Event, File};
use recurrence::Work;

/// Days that one event may cover.
const MOST_DAYS: u64 = 366;

/// Some exporters end a day at one second past midnight.
const SLACK: TimeDelta = TimeDelta::minutes(1);

/// A date that is closed takes as much as a hundred that are looked at.
const CLOSED: usize = 100;

/// Reads the events of a calendar file as holidays, within some years.
///
/// Every `VEVENT` closes the local dates that it covers: from `DTSTART` to
/// before `DTEND` or for `DURATION`, repeated by `RRULE` and `RDATE`, without
/// `EXDATE`, with single occurrences moved by `RECURRENCE-ID`. Cancelled
/// events are none, alarms and `VTIMEZONE` are ignored. A time in a zone
/// belongs to the date that the event names; a UTC time to its date in the
/// event's zone or the file's `X-WR-TIMEZONE`.
///
/// An event that cannot be read is left out and reported, the others are
/// read. No rule can make this hang: dates are looked for within `years`
/// only, and there is a limit to the work of one file.
///
/// Three things that calendars in use get wrong are understood: an event of
/// dates that ends on the date on which it begins covers that day, the end of
/// an event of dates may be written as a time, and less than a minute of
/// another day does not close it. A `DTSTART` that its own rule does not hit
/// is no occurrence: RFC 5545 leaves that open, and calendars in use begin
/// rules on 1 January.
///
/// # Errors
///
/// [`ImportError::NotACalendar`] for a text that is no calendar, or only its
/// beginning; [`ImportError::OutOfRange`] for years that no schedule takes.
///
/// ```
/// use deskcore::time::import::holidays_from_ical;
///
/// let feed = "BEGIN:VCALENDAR\r\n\
///     BEGIN:VEVENT\r\nSUMMARY:Sfântul Andrei\r\nDTSTART;VALUE=DATE:20201130\r\n\
///     DTEND;VALUE=DATE:20201201\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\n\
///     BEGIN:VEVENT\r\nSUMMARY:Inventar\r\nDTSTART:soon\r\nEND:VEVENT\r\n\
///     END:VCALENDAR\r\n";
/// let read = holidays_from_ical(feed, "feed", 2026..=2027)?;
/// assert_eq!(read.holidays.len(), 2);
/// assert_eq!(read.holidays[0].date.to_string(), "2026-11-30");
/// assert_eq!(read.left_out[0].line, 8);
/// # Ok::<(), deskcore::time::import::ImportError>(())
/// ```
pub fn holidays_from_ical(
    text: &str,
    source: &str,
    years: RangeInclusive<i32>,
) -> Result<ImportedHolidays, ImportError> {
    let (first, last) = bounds(&years)?;
    let file = File::read(text)?;
    let mut work = Work::new();
    let mut read = ImportedHolidays::default();
    let mut series = Vec::new();
    let mut moved: HashMap<String, BTreeSet<NaiveDate>> = HashMap::new();
    for event in &file.events {
        match event.entry(file.zone) {
            Ok(entry) => {
                if let (Some(uid), Some(date)) = (event.text("UID"), entry.replaces) {
                    moved.entry(uid).or_default().insert(date);
                }
                if !entry.cancelled {
                    series.push((event, entry));
                }
            }
            Err(reason) => read.left_out.push(event.left_out(reason)),
        }
    }
    for (event, entry) in series {
        let moved = event
            .text("UID")
            .filter(|_| entry.replaces.is_none())
            .and_then(|uid| moved.get(&uid));
        match event.dates(&entry, file.zone, moved, (first, last), &mut work) {
            Ok((dates, part_days)) => {
                let name = event.text("SUMMARY");
                read.holidays.extend(dates.into_iter().map(|date| Holiday {
                    date,
                    name: name.clone(),
                    source: Some(source.to_owned()),
                }));
                read.part_days.extend(part_days);
            }
            Err(reason) => read.left_out.push(event.left_out(reason)),
        }
    }
    read.holidays.sort_unstable();
    read.holidays.dedup();
    read.left_out.sort_by_key(|event| event.line);
    Ok(read)
}

fn bounds(years: &RangeInclusive<i32>) -> Result<(NaiveDate, NaiveDate), ImportError> {
    let (from, to) = (*years.start(), *years.end());
    let dates = (
        NaiveDate::from_ymd_opt(from, 1, 1),
        NaiveDate::from_ymd_opt(to, 12, 31),
    );
    match dates {
        (Some(first), Some(last))
            if first <= last && YEARS.contains(&from) && YEARS.contains(&to) =>
        {
            Ok((first, last))
        }
        _ => Err(ImportError::OutOfRange {
            place: "years".into(),
            found: format!("{from} to {to}"),
        }),
    }
}

/// What the properties of an event say.
#[derive(Debug)]
struct Entry {
    start: NaiveDateTime,
    whole_days: bool,
    end: NaiveDateTime,
    replaces: Option<NaiveDate>,
    cancelled: bool,
}

impl Event {
    /// The zone in which a UTC time of this event has its date.
    fn zone(&self, of_file: Option<Zone>) -> Option<Zone> {
        let named = self
            .all("DTSTART")
            .find_map(|start| start.params().get("TZID")?.value().parse::<Zone>().ok());
        named.filter(|zone| *zone != Zone::UTC).or(of_file)
    }

    fn entry(&self, of_file: Option<Zone>) -> Result<Entry, String> {
        if let Some(reason) = self.broken {
            return Err(reason.into());
        }
        let zone = self.zone(of_file);
        let replaces = match self.one("RECURRENCE-ID")? {
            Some(id) if id.params().contains_key("RANGE") => {
                return Err("RECURRENCE-ID has a RANGE: expected single occurrences".into());
            }
            Some(id) => Some(local(&when(id)?, zone)?.date()),
            None => None,
        };
        let cancelled = self
            .text("STATUS")
            .is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED"));
        let start = self
            .one("DTSTART")?
            .ok_or("no DTSTART: expected the date on which the event begins")?;
        let start = when(start)?;
        let whole_days = matches!(start, DatePerhapsTime::Date(_));
        let start = local(&start, zone)?;
        let end = self.end(start, whole_days, zone)?;
        Ok(Entry {
            start,
            whole_days,
            end,
            replaces,
            cancelled,
        })
    }

    /// The local time at which the event ends.
    fn end(
        &self,
        start: NaiveDateTime,
        whole_days: bool,
        zone: Option<Zone>,
    ) -> Result<NaiveDateTime, String> {
        let one_day = start.checked_add_days(Days::new(1)).ok_or("no such date")?;
        let shortest = if whole_days { one_day } else { start };
        let end = match (self.one("DTEND")?, self.one("DURATION")?) {
            (Some(_), Some(_)) => return Err("DTEND and DURATION: expected one of them".into()),
            (Some(end), None) => day_or_local(&when(end)?, whole_days, zone)?,
            (None, Some(length)) => duration(length.value())
                .and_then(|length| start.checked_add_signed(length))
                .ok_or_else(|| {
                    let text = shortened(length.value());
                    format!("{text:?} is no duration: expected one such as P1D or PT8H")
                })?,
            (None, None) => shortest,
        };
        if end < start {
            return Err(format!(
                "it ends ({end}) before it begins: expected a later DTEND"
            ));
        }
        Ok(end.max(shortest))
    }

    /// The dates that the event closes, and those that it covers in part.
    fn dates(
        &self,
        entry: &Entry,
        of_file: Option<Zone>,
        moved: Option<&BTreeSet<NaiveDate>>,
        (first, last): (NaiveDate, NaiveDate),
        work: &mut Work,
    ) -> Result<(BTreeSet<NaiveDate>, BTreeSet<NaiveDate>), String> {
        let zone = self.zone(of_file);
        let begins = entry.start.date();
        // Less than a minute of the last day does not count.
        let ends = (entry.end - SLACK).max(entry.start).date();
        let days = (ends - begins).num_days().unsigned_abs();
        if days >= MOST_DAYS {
            return Err(format!(
                "it covers {} days: expected {MOST_DAYS} at most",
                days + 1
            ));
        }
        let midnight = NaiveTime::MIN;
        let part_first = !entry.whole_days && entry.start - begins.and_time(midnight) > SLACK;
        let part_last =
            !entry.whole_days && ends.and_time(midnight) + TimeDelta::days(1) - entry.end > SLACK;

        let mut starts = self.starts(entry, zone, (first, last), work)?;
        if let Some(moved) = moved {
            starts.retain(|start| !moved.contains(start));
        }
        let (mut dates, mut part_days) = (BTreeSet::new(), BTreeSet::new());
        work.spend(starts.len() * (days as usize + 1) * CLOSED)?;
        for start in starts {
            for (day, date) in start.iter_days().take(days as usize + 1).enumerate() {
                if (first..=last).contains(&date) {
                    dates.insert(date);
                    if (part_first && day == 0) || (part_last && day as u64 == days) {
                        part_days.insert(date);
                    }
                }
            }
        }
        Ok((dates, part_days))
    }

    /// The dates on which the event begins.
    fn starts(
        &self,
        entry: &Entry,
        zone: Option<Zone>,
        (first, last): (NaiveDate, NaiveDate),
        work: &mut Work,
    ) -> Result<BTreeSet<NaiveDate>, String> {
        let first = first
            .checked_sub_days(Days::new(MOST_DAYS))
            .unwrap_or(first);
        let mut starts = BTreeSet::new();
        if self.all("RRULE").next().is_none() {
            starts.insert(entry.start.date());
        }
        if self.all("EXRULE").next().is_some() {
            return Err("EXRULE is no longer part of the format: expected EXDATE".into());
        }
        for line in self.all("RRULE") {
            let until = |text: &str| {
                let end = when(&Property::new("UNTIL", text))?;
                match end {
                    DatePerhapsTime::DateTime(_) if !entry.whole_days => local(&end, zone),
                    // A day is included.
                    _ => Ok(end.date_naive().and_time(NaiveTime::MIN) + TimeDelta::days(1) - SLACK),
                }
            };
            let rule = line.value();
            starts.extend(recurrence::dates(
                rule,
                entry.start,
                until,
                (first, last),
                work,
            )?);
        }
        let listed = |name| self.listed(name, entry.whole_days, zone);
        starts.extend(listed("RDATE")?);
        for date in listed("EXDATE")? {
            starts.remove(&date);
        }
        Ok(starts)
    }

    fn listed(
        &self,
        name: &str,
        whole_days: bool,
        zone: Option<Zone>,
    ) -> Result<Vec<NaiveDate>, String> {
        let mut dates = Vec::new();
        for list in self.all(name) {
            for value in list.value().split(',') {
                // A period begins with its start.
                let begins = value.split('/').next().unwrap_or(value);
                let mut one = Property::new(name, begins);
                if let Some(zone) = list.params().get("TZID") {
                    one.add_parameter("TZID", zone.value());
                }
                dates.push(day_or_local(&when(&one)?, whole_days, zone)?.date());
            }
        }
        Ok(dates)
    }
}

/// A date, or a time of a date.
fn when(property: &Property) -> Result<DatePerhapsTime, String> {
    DatePerhapsTime::from_property(property)
        .filter(|when| (1..=9999).contains(&when.date_naive().year()))
        .ok_or_else(|| {
            let text = shortened(property.value());
            format!("{text:?} is no date: expected YYYYMMDD, or YYYYMMDDTHHMMSS and maybe Z")
        })
}

/// The time on the wall clock; a date begins at midnight.
fn local(when: &DatePerhapsTime, zone: Option<Zone>) -> Result<NaiveDateTime, String> {
    let utc = match when {
        DatePerhapsTime::Date(date) => return Ok(date.and_time(NaiveTime::MIN)),
        DatePerhapsTime::DateTime(CalendarDateTime::Utc(utc)) => *utc,
        DatePerhapsTime::DateTime(CalendarDateTime::WithTimezone { date_time, tzid })
            if ["UTC", "Etc/UTC", "GMT"].contains(&tzid.as_str()) =>
        {
            date_time.and_utc()
        }
        DatePerhapsTime::DateTime(
            CalendarDateTime::Floating(local)
            | CalendarDateTime::WithTimezone {
                date_time: local, ..
            },
        ) => return Ok(*local),
    };
    zone.map(|zone| utc.with_timezone(&zone).naive_local())
        .ok_or_else(|| {
            "a UTC time without a zone has no local date: expected a date, a TZID or X-WR-TIMEZONE"
                .into()
        })
}

/// The local time, or for an event of dates the date as it is written.
fn day_or_local(
    when: &DatePerhapsTime,
    whole_days: bool,
    zone: Option<Zone>,
) -> Result<NaiveDateTime, String> {
    if whole_days {
        Ok(when.date_naive().and_time(NaiveTime::MIN))
    } else {
        local(when, zone)
    }
}

/// A duration that is not negative.
fn duration(text: &str) -> Option<TimeDelta> {
    let text = text.trim();
    let text = text.strip_prefix('+').unwrap_or(text);
    let (rest, duration) = iso8601::parsers::parse_duration(text.as_bytes()).ok()?;
    let duration = rest.is_empty().then(|| duration.into())?;
    TimeDelta::from_std(duration).ok()
}

#[cfg(test)]
mod tests;
