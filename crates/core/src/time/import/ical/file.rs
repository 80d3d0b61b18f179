//! The events of a calendar file, each parsed alone: a broken event costs
//! itself alone, and has a line number.

use icalendar::Property;
use icalendar::parser::{self, Component, unfold};

use crate::time::Zone;
use crate::time::import::{ImportError, LeftOut};

/// Components of one event, such as alarms: the parser is recursive.
const MOST_COMPONENTS: usize = 64;

/// What a file holds of interest.
#[derive(Debug)]
pub(super) struct File {
    pub(super) zone: Option<Zone>,
    pub(super) events: Vec<Event>,
}

/// One `VEVENT`, as written.
#[derive(Debug)]
pub(super) struct Event {
    line: usize,
    properties: Vec<Property>,
    pub(super) broken: Option<&'static str>,
}

impl File {
    pub(super) fn read(text: &str) -> Result<Self, ImportError> {
        let mut file = Self {
            zone: None,
            events: Vec::new(),
        };
        let mut open: Option<(usize, String)> = None;
        let (mut calendars, mut inside, mut last) = (0, false, 1);
        let lines = text.trim_start_matches('\u{feff}').lines().zip(1..);
        for (line, number) in lines.filter(|(line, _)| !line.trim().is_empty()) {
            last = number;
            let is = |marker: &str| line.trim_end().eq_ignore_ascii_case(marker);
            if is("BEGIN:VCALENDAR") {
                calendars += 1;
                inside = true;
            }
            if !inside {
                return Err(ImportError::NotACalendar {
                    line: number,
                    problem: "text outside of a calendar",
                    expected: "BEGIN:VCALENDAR",
                });
            }
            if is("BEGIN:VEVENT") || is("END:VCALENDAR") {
                // The one before has no end, which is for the parser to see.
                file.events.extend(open.take().map(Event::read));
            }
            if is("BEGIN:VEVENT") {
                open = Some((number, String::new()));
            }
            inside = !is("END:VCALENDAR");
            match &mut open {
                Some((_, event)) => {
                    event.push_str(line);
                    event.push('\n');
                }
                None => file.zone = property(line, "X-WR-TIMEZONE").map_or(file.zone, zone_of),
            }
            if is("END:VEVENT") {
                file.events.extend(open.take().map(Event::read));
            }
        }
        if calendars == 0 || inside {
            return Err(ImportError::NotACalendar {
                line: last,
                problem: "the text ends too early",
                expected: "BEGIN:VCALENDAR … END:VCALENDAR",
            });
        }
        Ok(file)
    }
}

fn zone_of(property: Property) -> Option<Zone> {
    property.value().trim().parse().ok()
}

/// A line read as the property of a name.
fn property(line: &str, name: &str) -> Option<Property> {
    let (start, _) = line.split_at_checked(name.len())?;
    let is_named = start.eq_ignore_ascii_case(name);
    let parsed = is_named.then(|| parser::Property::try_from(line))?;
    parsed.ok().map(Property::from)
}

impl Event {
    fn read((line, text): (usize, String)) -> Self {
        let unfolded = unfold(&text);
        let lines: Vec<&str> = unfolded.lines().map(str::trim_end).collect();
        // The parser looks for this end of a line first, however far it is.
        let text = lines.join("\r\n") + "\r\n";
        let begins = |line: &&&str| {
            line.get(..6)
                .is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:"))
        };
        let parsed = if lines.iter().filter(begins).count() > MOST_COMPONENTS {
            Err("it has too many components: expected an event with a few alarms")
        } else {
            Component::try_from(text.as_str())
                .map_err(|_| "it is cut short or mixed up: expected NAME:value up to END:VEVENT")
        };
        match parsed {
            Ok(event) => Self {
                line,
                properties: event.properties.into_iter().map(Property::from).collect(),
                broken: None,
            },
            Err(reason) => Self {
                line,
                properties: lines
                    .iter()
                    .find_map(|line| property(line, "SUMMARY"))
                    .into_iter()
                    .collect(),
                broken: Some(reason),
            },
        }
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties
            .iter()
            .filter(move |property| property.key().eq_ignore_ascii_case(name))
    }

    pub(super) fn one<'a>(&'a self, name: &'a str) -> Result<Option<&'a Property>, String> {
        let mut properties = self.all(name);
        let first = properties.next();
        match properties.next() {
            None => Ok(first),
            Some(_) => Err(format!("several {name}: expected one")),
        }
    }

    /// A text, in one line.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let value = self.all(name).next()?.value();
        let text = value.replace(['\r', '\n'], " ").trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    pub(super) fn left_out(&self, reason: String) -> LeftOut {
        LeftOut {
            line: self.line,
            summary: self.text("SUMMARY"),
            reason,
        }
    }
}
