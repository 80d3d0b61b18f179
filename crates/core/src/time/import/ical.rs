//! Holidays from calendar files: iCalendar, RFC 5545.

use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use chrono_tz::Tz;

use super::recurrence::{Rule, Work};
use super::{ImportError, ImportedHolidays, LeftOut, YEARS, shortened};
use crate::time::Holiday;

mod file;
mod values;

use file::{Event, File, Line};
use values::{When, duration, unescaped};

/// Days that one event may cover.
const MOST_DAYS: u64 = 366;

/// Some exporters end a day at one second past midnight.
const SLACK: TimeDelta = TimeDelta::minutes(1);

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
                let name = event.summary();
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
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Line> {
        self.properties.iter().filter(move |line| line.name == name)
    }

    fn one<'a>(&'a self, name: &'a str) -> Result<Option<&'a Line>, String> {
        let mut lines = self.all(name);
        let first = lines.next();
        match lines.next() {
            None => Ok(first),
            Some(_) => Err(format!("several {name}: expected one")),
        }
    }

    fn text(&self, name: &str) -> Option<String> {
        let line = self.all(name).next()?;
        let text = unescaped(&line.value).trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    fn summary(&self) -> Option<String> {
        self.text("SUMMARY")
    }

    fn left_out(&self, reason: String) -> LeftOut {
        LeftOut {
            line: self.line,
            summary: self.summary(),
            reason,
        }
    }

    /// The zone in which a UTC time of this event has its date.
    fn zone(&self, of_file: Option<Tz>) -> Option<Tz> {
        let named = self
            .all("DTSTART")
            .find_map(|line| line.param("TZID")?.parse::<Tz>().ok());
        named.filter(|zone| *zone != Tz::UTC).or(of_file)
    }

    fn entry(&self, of_file: Option<Tz>) -> Result<Entry, String> {
        if let Some(reason) = &self.broken {
            return Err(reason.clone());
        }
        let zone = self.zone(of_file);
        let replaces = match self.one("RECURRENCE-ID")? {
            Some(line) if line.param("RANGE").is_some() => {
                return Err("RECURRENCE-ID has a RANGE: expected single occurrences".into());
            }
            Some(line) => {
                let when = When::parse(&line.value, line.param("TZID"))?;
                Some(when.local(zone)?.date())
            }
            None => None,
        };
        let cancelled = self
            .text("STATUS")
            .is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED"));
        let line = self
            .one("DTSTART")?
            .ok_or("no DTSTART: expected the date on which the event begins")?;
        let start = When::parse(&line.value, line.param("TZID"))?;
        let (whole_days, start) = (start.time.is_none(), start.local(zone)?);
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
        zone: Option<Tz>,
    ) -> Result<NaiveDateTime, String> {
        let one_day = start.checked_add_days(Days::new(1)).ok_or("no such date")?;
        let shortest = if whole_days { one_day } else { start };
        let end = match (self.one("DTEND")?, self.one("DURATION")?) {
            (Some(_), Some(_)) => return Err("DTEND and DURATION: expected one of them".into()),
            (Some(line), None) => {
                let when = When::parse(&line.value, line.param("TZID"))?;
                if whole_days {
                    when.date.and_time(NaiveTime::MIN)
                } else {
                    when.local(zone)?
                }
            }
            (None, Some(line)) => duration(&line.value)
                .and_then(|length| start.checked_add_signed(length))
                .ok_or_else(|| {
                    let text = shortened(&line.value);
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
        of_file: Option<Tz>,
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
        work.spend(starts.len() * (days as usize + 1))?;
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
        zone: Option<Tz>,
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
                let when = When::parse(text, None)?;
                if entry.whole_days || when.time.is_none() {
                    Ok(when.date.and_time(NaiveTime::MIN) + TimeDelta::days(1) - SLACK)
                } else {
                    when.local(zone)
                }
            };
            starts.extend(Rule::parse(&line.value, until)?.dates(
                entry.start,
                first,
                last,
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
        zone: Option<Tz>,
    ) -> Result<Vec<NaiveDate>, String> {
        let mut dates = Vec::new();
        for line in self.all(name) {
            for value in line.value.split(',') {
                // A period begins with its start.
                let begins = value.split('/').next().unwrap_or(value);
                let when = When::parse(begins, line.param("TZID"))?;
                dates.push(if whole_days {
                    when.date
                } else {
                    when.local(zone)?.date()
                });
            }
        }
        Ok(dates)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(body: &str) -> ImportedHolidays {
        let text = format!("BEGIN:VCALENDAR\n{body}\nEND:VCALENDAR\n");
        holidays_from_ical(&text, "test", 2026..=2028).unwrap()
    }

    fn dates(event: &str) -> Vec<String> {
        let read = read(&format!("BEGIN:VEVENT\n{event}\nEND:VEVENT"));
        assert_eq!(read.left_out, [], "{event}");
        read.holidays
            .iter()
            .map(|day| day.date.to_string())
            .collect()
    }

    fn reason(event: &str) -> String {
        let mut read = read(&format!("BEGIN:VEVENT\n{event}\nEND:VEVENT"));
        assert_eq!(read.holidays, [], "{event}");
        read.left_out.remove(0).reason
    }

    #[test]
    fn days_that_an_event_covers() {
        let day = ["2026-12-24"];
        let two = ["2026-12-24", "2026-12-25"];
        for (event, expected) in [
            ("DTSTART;VALUE=DATE:20261224", &day[..]),
            ("DTSTART:20261224\nDTEND:20261225", &day),
            ("DTSTART:20261224\nDTEND:20261224", &day),
            ("DTSTART;VALUE=DATE:20261224\nDTEND:20261224T050001Z", &day),
            ("DTSTART;VALUE=DATE:20261224\nDTEND:20261225T050001Z", &day),
            ("DTSTART:20261224\nDTEND:20261226", &two),
            ("DTSTART:20261224\nDURATION:P2D", &two),
            ("DTSTART:20261224T000000\nDTEND:20261225T000000", &day),
            ("DTSTART:20261224T000000\nDTEND:20261225T000001", &day),
            (
                "DTSTART;TZID=\"Europe/Rome\":20261224T180000\nDURATION:PT12H",
                &two,
            ),
            ("DTSTART:20261224T180000", &day),
            ("DTSTART:20261224\nRDATE:20261225", &two),
            (
                "DTSTART:20261223\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20261223",
                &two,
            ),
            ("DTSTART:20261224\nRRULE:FREQ=DAILY;UNTIL=20261225", &two),
            (
                "DTSTART;TZID=Europe/Rome:20261224T000000\nRRULE:FREQ=DAILY;UNTIL=20261224T230000Z",
                &two,
            ),
            (
                "DTSTART:20260101\nRRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24;COUNT=1",
                &day,
            ),
            ("DTSTART:20261224\nSTATUS:CANCELLED", &[]),
            ("DTSTART:20251224", &[]),
        ] {
            assert_eq!(dates(event), expected, "{event}");
        }
    }

    #[test]
    fn zones_and_parts_of_days() {
        let body = "X-WR-TIMEZONE:Europe/Bucharest\nBEGIN:VEVENT\nSUMMARY:Inventar\n\
            DTSTART:20261231T230000Z\nDTEND:20270101T100000Z\nEND:VEVENT";
        let read = read(body);
        assert_eq!(read.holidays[0].date.to_string(), "2027-01-01");
        assert_eq!(read.part_days.len(), 1);
        let whole = "DTSTART:20270101T000000\nDTEND:20270102T000000";
        assert_eq!(dates(whole), ["2027-01-01"]);
        assert!(reason("DTSTART:20261231T230000Z").contains("X-WR-TIMEZONE"));
    }

    #[test]
    fn occurrences_that_move() {
        let body = "BEGIN:VEVENT\nUID:a\nSUMMARY:Holiday\nDTSTART:20260704\nRRULE:FREQ=YEARLY;COUNT=3\nEND:VEVENT\n\
            BEGIN:VEVENT\nUID:a\nSUMMARY:Holiday (observed)\nRECURRENCE-ID:20260704\nDTSTART:20260703\nEND:VEVENT\n\
            BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20270704\nDTSTART:20270704\nSTATUS:CANCELLED\nEND:VEVENT\n\
            BEGIN:VEVENT\nUID:b\nSUMMARY:Another\nDTSTART:20260704\nEND:VEVENT";
        let read = read(body);
        let named: Vec<_> = read
            .holidays
            .iter()
            .map(|day| (day.date.to_string(), day.name.clone().unwrap_or_default()))
            .collect();
        let expected = [
            ("2026-07-03", "Holiday (observed)"),
            ("2026-07-04", "Another"),
            ("2028-07-04", "Holiday"),
        ];
        assert_eq!(
            named,
            expected.map(|(date, name)| (date.into(), name.into()))
        );
    }

    #[test]
    fn names_are_unfolded_and_unescaped() {
        let body = "BEGIN:VEVENT\r\nSUMMARY;LANGUAGE=it;ALTREP=\"x:y;z\":Natale\\, San\r\n\t to Stefano\\; C:\\\\x\\nfine\r\n\
            DTSTART;VALUE=DATE:2026122\r\n 5\r\nBEGIN:VALARM\r\nSUMMARY:no\r\nDTSTART:19990101\r\nEND:VALARM\r\nEND:VEVENT";
        let name = read(body).holidays[0].name.clone();
        assert_eq!(name.as_deref(), Some("Natale, San to Stefano; C:\\x fine"));
    }

    #[test]
    fn broken_events_are_reported() {
        for (event, expected) in [
            ("SUMMARY:Natale", "DTSTART"),
            ("DTSTART:20261324", "YYYYMMDD"),
            ("DTSTART:20261224\nDTSTART:20261225", "several"),
            ("DTSTART:20261224\nDTEND:20261223", "before it begins"),
            ("DTSTART:20261224\nDURATION:1D", "P1D"),
            ("DTSTART:20261224\nDURATION:P1000D", "366"),
            ("DTSTART:20261224\nRRULE:FREQ=SECONDLY", "FREQ=SECONDLY"),
            ("DTSTART:20261224\nEXRULE:FREQ=DAILY", "EXDATE"),
            ("DTSTART:20261224\nRDATE:soon", "soon"),
            ("DTSTART:20261224\nwhat is this", "no colon"),
            ("DTSTART:20261224\nEND:VTODO", "VTODO"),
        ] {
            let reason = reason(event);
            assert!(reason.contains(expected), "{event}: {reason}");
        }
        let two =
            read("BEGIN:VEVENT\nDTSTART:20261224\nBEGIN:VEVENT\nDTSTART:20261225\nEND:VEVENT");
        assert_eq!((two.holidays.len(), two.left_out.len()), (1, 1));
        assert_eq!(two.left_out[0].line, 2);
    }

    #[test]
    fn texts_that_are_no_calendar() {
        let deep = "BEGIN:VCALENDAR\n".to_owned() + &"BEGIN:X\n".repeat(100_000);
        for text in [
            "",
            "<html>",
            "BEGIN:VEVENT\nEND:VEVENT",
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224\nEND:VEVENT\n",
            "BEGIN:VCALENDAR\nEND:VTODO\nEND:VCALENDAR",
            "BEGIN:VCALENDAR\nEND:VCALENDAR\nDTSTART:20261224",
            &deep,
        ] {
            let error = holidays_from_ical(text, "test", 2026..=2027).unwrap_err();
            assert_eq!(error.code(), "not_a_calendar");
            assert!(error.to_string().contains("expected"), "{error}");
        }
        let empty = "BEGIN:VCALENDAR\nEND:VCALENDAR";
        for (from, to) in [
            (2027, 2026),
            (1800, 2026),
            (2026, 2100),
            (i32::MIN, i32::MAX),
        ] {
            let error = holidays_from_ical(empty, "test", from..=to).unwrap_err();
            assert_eq!(error.code(), "import_out_of_range");
        }
    }

    #[test]
    fn a_hostile_file_ends() {
        let event = "BEGIN:VEVENT\nDTSTART:00010101\nDURATION:P366D\nRRULE:FREQ=DAILY;COUNT=999999999\nEND:VEVENT\n";
        let read = read(&event.repeat(1_000));
        assert!(read.left_out.len() > 900);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "\\PC{0,80}", lines in prop::collection::vec("(BEGIN|END|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|UID)(;TZID=Europe/Rome)?:(VEVENT|VCALENDAR|[0-9TZP,/-]{0,18}|FREQ=(YEARLY|DAILY)(;[A-Z]{0,8}=[0-9A-Z,-]{0,6}){0,3}|\\PC{0,12})", 0..12)) {
            let _ = holidays_from_ical(&text, "", 1850..=2099);
            let body = lines.join("\n");
            let _ = holidays_from_ical(&format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n{body}\nEND:VEVENT\nEND:VCALENDAR"), "", 1850..=2099);
        }
    }
}
