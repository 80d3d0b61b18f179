//! An explanation as one English sentence.

use std::fmt::{self, Display, Formatter, Write as _};

use chrono::Datelike;

use super::Zone;
use super::explain::{Explanation, NamedDate, Piece, PieceKind, Reason};
use super::local::{date_of, wall_clock};
use super::span::TimeOfDay;

/// Clauses that people still read; what follows is summed up.
const MOST_CLAUSES: usize = 12;

/// Reasons that one closed stretch names.
const MOST_REASONS: usize = 8;

impl Display for Explanation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The sentence of an explanation, from everything else in it.
pub(super) struct Sentence<'a>(pub(super) &'a Explanation);

impl Display for Sentence<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(why) = self;
        if why.pieces.is_empty() {
            return f.write_str("no time passes");
        }
        if why.reversed {
            f.write_str("backwards: ")?;
        }
        let clauses: Vec<&[Piece]> = why
            .pieces
            .chunk_by(|a, b| is_skipped(a) && is_skipped(b))
            .collect();
        let shown = if clauses.len() > MOST_CLAUSES {
            MOST_CLAUSES - 1
        } else {
            clauses.len()
        };
        let mut days = Days {
            tz: why.tz,
            year: None,
        };
        for (number, clause) in clauses.iter().take(shown).enumerate() {
            if number > 0 {
                f.write_str("; ")?;
            }
            clause_of(f, &mut days, clause)?;
        }
        let rest: Vec<&Piece> = clauses.iter().skip(shown).copied().flatten().collect();
        if let Some(last) = rest.last() {
            let open = Spoken(rest.iter().map(|piece| piece.open_ms).sum());
            let until = days.label(last.end.timestamp_millis(), None);
            write!(f, "; {open} more until {until}")?;
        }
        Ok(())
    }
}

fn is_skipped(piece: &Piece) -> bool {
    matches!(piece.kind, PieceKind::Skipped { .. })
}

fn clause_of(f: &mut Formatter<'_>, days: &mut Days, clause: &[Piece]) -> fmt::Result {
    let [first, ..] = clause else { return Ok(()) };
    let last = clause.last().unwrap_or(first);
    let (from, to) = (first.start.timestamp_millis(), last.end.timestamp_millis());
    let mut notes: Vec<String> = Vec::new();
    match &first.kind {
        PieceKind::Counted => {
            let when = days.stretch(from, to);
            write!(f, "{} on {when}", Spoken(first.open_ms))?;
        }
        PieceKind::Skipped { .. } => {
            write!(f, "closed {}", days.stretch(from, to))?;
            for piece in clause {
                if let PieceKind::Skipped { reason } = &piece.kind {
                    let text = Told(reason).to_string();
                    if !notes.contains(&text) {
                        notes.push(text);
                    }
                }
            }
            if notes.len() > MOST_REASONS {
                notes.truncate(MOST_REASONS - 1);
                notes.push("…".to_owned());
            }
        }
        PieceKind::Remainder => {
            let until = days.label(to, None);
            write!(f, "{} more until {until}", Spoken(first.open_ms))?;
        }
    }
    let change: i64 = clause
        .iter()
        .map(|piece| i64::from(piece.clock_change_seconds))
        .sum();
    if change != 0 {
        let way = if change > 0 { "forward" } else { "back" };
        notes.push(format!("clocks {way} {}", Spoken(change.abs() * 1000)));
    }
    if !notes.is_empty() {
        write!(f, " ({})", notes.join(", "))?;
    }
    Ok(())
}

struct Told<'a>(&'a Reason);

impl Display for Told<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let named = |f: &mut Formatter<'_>, day: &NamedDate, what: &str| {
            let weekday = day.date.format("%A");
            match &day.name {
                Some(name) => write!(f, "{weekday} \"{name}\""),
                None => write!(f, "{what} on {weekday}"),
            }
        };
        match self.0 {
            Reason::Holiday(day) => named(f, day, "holiday"),
            Reason::SpecialDay(day) => named(f, day, "special hours"),
            Reason::Break { .. } => f.write_str("break"),
            Reason::BreakInDay => f.write_str("pause"),
            Reason::Night => f.write_str("night"),
            Reason::ClosedDay { date } => write!(f, "{}", date.format("%A")),
            Reason::NeverOpens => f.write_str("never opens"),
        }
    }
}

/// Labels of instants; a year is written where it is not that of the label
/// before.
struct Days {
    tz: Zone,
    year: Option<i32>,
}

impl Days {
    /// `Fri 27 Mar 12:30–13:00`, or both dates.
    fn stretch(&mut self, from: i64, to: i64) -> String {
        let start = self.label(from, None);
        let end = self.label(to, Some(wall_clock(self.tz, from).0));
        if end.contains(' ') {
            format!("{start} – {end}")
        } else {
            format!("{start}–{end}")
        }
    }

    /// Date and time of an instant, or its time alone on the date of `since`;
    /// the midnight that ends that date is its 24:00.
    fn label(&mut self, ms: i64, since: Option<i64>) -> String {
        let (mut day, mut second) = wall_clock(self.tz, ms);
        if second == 0 && since.is_some_and(|since| since < day) {
            (day, second) = (day - 1, super::offsets::DAY as u32);
        }
        let time = TimeOfDay(second);
        if since == Some(day) {
            return time.to_string();
        }
        let date = date_of(day);
        let mut text = date.format("%a %-d %b ").to_string();
        if self.year != Some(date.year()) {
            self.year = Some(date.year());
            let _ = write!(text, "{} ", date.year());
        }
        text + &time.to_string()
    }
}

/// A duration in words: `1 h 30 min`, `45 s`.
struct Spoken(i64);

impl Display for Spoken {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(ms) = self;
        let (hours, minutes, rest) = (ms / 3_600_000, ms / 60_000 % 60, ms % 60_000);
        let mut gap = "";
        if hours > 0 {
            write!(f, "{hours} h")?;
            gap = " ";
        }
        if minutes > 0 {
            write!(f, "{gap}{minutes} min")?;
            gap = " ";
        }
        if rest % 1000 > 0 {
            write!(f, "{gap}{}.{:03} s", rest / 1000, rest % 1000)
        } else if rest > 0 {
            write!(f, "{gap}{} s", rest / 1000)
        } else if gap.is_empty() {
            f.write_str("0 min")
        } else {
            Ok(())
        }
    }
}
