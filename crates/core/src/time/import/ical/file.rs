//! The lines and components of a calendar file (RFC 5545, sections 3.1 and
//! 3.6): line by line, so that a broken event costs that event alone and has
//! a line number.

use chrono_tz::Tz;

use crate::time::import::ImportError;

/// Components within components: a calendar, an event, an alarm.
const MOST_NESTED: usize = 16;

/// A content line (section 3.1), unfolded.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) name: String,
    pub(super) params: Vec<(String, String)>,
    pub(super) value: String,
}

impl Line {
    fn parse(text: &str) -> Option<Self> {
        let mut quoted = false;
        let mut outside = |c: char| {
            quoted ^= c == '"';
            !quoted
        };
        let colon = text.char_indices().find(|(_, c)| outside(*c) && *c == ':');
        let (head, value) = text.split_at_checked(colon?.0)?;
        let mut quoted = false;
        let mut parts = head.split(|c| {
            quoted ^= c == '"';
            c == ';' && !quoted
        });
        let name = parts.next()?.trim();
        let params = parts.map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (name.trim().to_ascii_uppercase(), value.replace('"', ""))
        });
        (!name.is_empty()).then(|| Self {
            name: name.to_ascii_uppercase(),
            params: params.collect(),
            value: value.strip_prefix(':').unwrap_or(value).to_owned(),
        })
    }

    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The lines of a text with their numbers, folded ones joined.
fn unfold(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (index, line) in text.trim_start_matches('\u{feff}').split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, folded))) => folded.push_str(rest),
            _ => lines.push((index + 1, line.to_owned())),
        }
    }
    lines.retain(|(_, line)| !line.trim().is_empty());
    lines
}

/// One `VEVENT`, as written.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) line: usize,
    pub(super) properties: Vec<Line>,
    pub(super) broken: Option<String>,
}

/// What a file holds of interest.
#[derive(Debug)]
pub(super) struct File {
    pub(super) zone: Option<Tz>,
    pub(super) events: Vec<Event>,
}

#[derive(Debug, Default)]
struct Reader {
    open: Vec<String>,
    event: Option<Event>,
    events: Vec<Event>,
    zone: Option<Tz>,
}

impl File {
    pub(super) fn read(text: &str) -> Result<Self, ImportError> {
        let mut reader = Reader::default();
        let mut last = 1;
        let mut calendars = 0;
        for (number, text) in unfold(text) {
            last = number;
            let line = Line::parse(&text);
            let begins = line.as_ref().is_some_and(|line| {
                line.name == "BEGIN" && line.value.trim().eq_ignore_ascii_case("VCALENDAR")
            });
            if reader.open.is_empty() && !begins {
                return Err(ImportError::NotACalendar {
                    line: number,
                    problem: "text outside of a calendar",
                    expected: "BEGIN:VCALENDAR",
                });
            }
            calendars += usize::from(begins);
            match line {
                Some(line) => reader.take(number, line)?,
                None => reader.spoil(format!("line {number} has no colon: expected NAME:value")),
            }
        }
        if calendars == 0 || !reader.open.is_empty() {
            return Err(ImportError::NotACalendar {
                line: last,
                problem: "the text ends too early",
                expected: "BEGIN:VCALENDAR … END:VCALENDAR",
            });
        }
        Ok(Self {
            zone: reader.zone,
            events: reader.events,
        })
    }
}

impl Reader {
    fn take(&mut self, number: usize, line: Line) -> Result<(), ImportError> {
        let value = line.value.trim();
        match line.name.as_str() {
            "BEGIN" => self.begin(number, value.to_ascii_uppercase())?,
            "END" => self.end(number, &value.to_ascii_uppercase())?,
            "X-WR-TIMEZONE" if self.open.len() == 1 => self.zone = value.parse().ok(),
            _ => match (&mut self.event, self.open.last()) {
                (Some(event), Some(inner)) if inner == "VEVENT" => event.properties.push(line),
                _ => {}
            },
        }
        Ok(())
    }

    fn begin(&mut self, number: usize, kind: String) -> Result<(), ImportError> {
        if kind == "VEVENT" {
            if self.event.is_some() {
                self.spoil(format!(
                    "line {number} begins another event: expected END:VEVENT"
                ));
                self.close("VEVENT");
            }
            self.event = Some(Event {
                line: number,
                properties: Vec::new(),
                broken: None,
            });
        }
        if self.open.len() >= MOST_NESTED {
            return Err(ImportError::NotACalendar {
                line: number,
                problem: "components nested too deeply",
                expected: "an END for every BEGIN",
            });
        }
        self.open.push(kind);
        Ok(())
    }

    fn end(&mut self, number: usize, kind: &str) -> Result<(), ImportError> {
        if self.open.last().is_some_and(|open| open != kind) {
            self.spoil(format!(
                "line {number} ends {kind}, which is not what is open here"
            ));
        }
        if !self.close(kind) && self.event.is_none() {
            return Err(ImportError::NotACalendar {
                line: number,
                problem: "END of something that has no BEGIN",
                expected: "an END for every BEGIN",
            });
        }
        Ok(())
    }

    /// Closes the innermost open component of a kind, and what is in it.
    fn close(&mut self, kind: &str) -> bool {
        let Some(at) = self.open.iter().rposition(|open| open == kind) else {
            return false;
        };
        self.open.truncate(at);
        if !self.open.iter().any(|open| open == "VEVENT") {
            self.events.extend(self.event.take());
        }
        true
    }

    fn spoil(&mut self, reason: String) {
        if let Some(event) = &mut self.event {
            event.broken.get_or_insert(reason);
        }
    }
}
