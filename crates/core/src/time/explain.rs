//! Why so much open time passed: a stretch in pieces, each with its reason.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::calendar::instant;
use super::hours::{DayRule, Hours};
use super::local::{LocalDay, Run, date_of};
use super::offsets::{DAY, offset_at};
use super::sentence::Sentence;
use super::{Calendar, LocalSpan, Zone};

/// Pieces of an explanation, unless asked for otherwise.
const MOST_PIECES: usize = 500;

/// A stretch of time cut into pieces that count as open time or do not.
///
/// The pieces lie in order, without holes and without overlap, and cover the
/// stretch from `start` to `end`; their open time sums up to `open_ms` to the
/// millisecond. Shown with `Display` it is its `text`.
///
/// ```
/// use deskcore::time::{Calendar, PieceKind, Reason, Schedule};
///
/// let shop = r#"{"tz": "Europe/London", "weekly": {"fri": [["09:00", "17:00"]], "mon": "fri"}}"#;
/// let calendar = Calendar::new(&serde_json::from_str::<Schedule>(shop)?)?;
/// let why = calendar.explain("2026-11-27T16:00:00Z".parse()?, "2026-11-30T09:30:00Z".parse()?);
/// let closed = why.pieces.iter().filter_map(|piece| match &piece.kind {
///     PieceKind::Skipped { reason: Reason::ClosedDay { date } } => Some(date.to_string()),
///     _ => None,
/// });
/// assert_eq!(closed.collect::<Vec<_>>(), ["2026-11-28", "2026-11-29"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Explanation {
    /// The zone whose wall clock the sentence is read on; of a union, that
    /// of its first calendar.
    pub tz: Zone,
    /// The earlier end.
    #[serde(with = "super::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub start: DateTime<Utc>,
    /// The later end.
    #[serde(with = "super::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub end: DateTime<Utc>,
    /// Whether the stretch was asked for backwards: then it is explained
    /// forwards all the same, and `open_ms` is negative.
    pub reversed: bool,
    /// Open time of the stretch, as [`Calendar::between`] counts it in the
    /// direction that was asked for.
    pub open_ms: i64,
    /// The pieces, the earliest first.
    pub pieces: Vec<Piece>,
    /// Whether there were too many pieces: then the last one is a remainder.
    pub truncated: bool,
    /// All of it as one English sentence, in the local time of the zone.
    pub text: String,
}

/// A piece of an [`Explanation`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Piece {
    /// Its first instant.
    #[serde(with = "super::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub start: DateTime<Utc>,
    /// The first instant after it.
    #[serde(with = "super::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub end: DateTime<Utc>,
    /// Real time that passes in it.
    pub elapsed_ms: i64,
    /// Open time that passes in it, never negative.
    pub open_ms: i64,
    /// How much further the wall clock of the zone moves than real time: 3600
    /// over a night in which clocks go forward an hour, -3600 over one in
    /// which they go back. Absent in JSON when zero.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub clock_change_seconds: i32,
    /// Whether it counts, and why not.
    #[serde(flatten)]
    pub kind: PieceKind,
}

/// Whether a [`Piece`] counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PieceKind {
    /// Open: all of it counts.
    Counted,
    /// Closed: nothing of it counts.
    Skipped {
        /// Why it is closed.
        reason: Reason,
    },
    /// All that is left of a stretch with too many pieces: `open_ms` of it
    /// counts.
    Remainder,
}

/// Why a piece of time is closed. Dates are local dates of the schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Reason {
    /// A holiday, with the night shift that it takes away from the morning
    /// after.
    Holiday(NamedDate),
    /// A date with hours of its own, at a time at which it has none: all day
    /// when it is closed, else between its weekday's first opening and last
    /// close.
    SpecialDay(NamedDate),
    /// A break of that date: the shop would be open otherwise.
    Break {
        /// The date that the break is written for.
        date: NaiveDate,
    },
    /// Between two openings of one local date, such as lunch.
    BreakInDay,
    /// From the last close of a date to the first opening of the next.
    Night,
    /// A weekday without hours.
    ClosedDay {
        /// The date.
        date: NaiveDate,
    },
    /// The calendar has no open time at all.
    NeverOpens,
}

/// A date that differs from the weekly pattern, as people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NamedDate {
    /// The local date of the schedule.
    pub date: NaiveDate,
    /// What people call the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the date comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

fn is_zero(number: &i32) -> bool {
    *number == 0
}

/// The holiday or special day that a date is.
pub(super) fn exception(hours: &Hours, day: i64) -> Option<Reason> {
    let named = |name: &Option<String>, source: &Option<String>| NamedDate {
        date: date_of(day),
        name: name.clone(),
        source: source.clone(),
    };
    match hours.rule(day) {
        DayRule::Holiday(day) => Some(Reason::Holiday(named(&day.name, &day.source))),
        DayRule::Special(day) => Some(Reason::SpecialDay(named(&day.name, &day.source))),
        DayRule::Weekday(_) => None,
    }
}

impl Calendar {
    /// Explains [`between`](Self::between): which parts of a stretch count,
    /// and why the others do not. At most 500 pieces; see
    /// [`explain_at_most`](Self::explain_at_most).
    ///
    /// A stretch asked for backwards is explained forwards and marked
    /// `reversed`. Instants are cut to the millisecond.
    ///
    /// In a union a piece is closed because nobody is there. Its reason is the
    /// most informative that one of the schedules gives, each by its own local
    /// date (a holiday before a special day, a break, a night, a closed day),
    /// and of two alike the first schedule's.
    ///
    /// ```
    /// use deskcore::time::{Calendar, Schedule};
    ///
    /// let schedule: Schedule = serde_json::from_str(r#"{
    ///     "tz": "Europe/Rome",
    ///     "weekly": {"mon": [["09:00", "13:00"]], "tue": "mon", "fri": "mon"},
    ///     "holidays": [{"date": "2026-04-06", "name": "Pasquetta"}]
    /// }"#)?;
    /// let calendar = Calendar::new(&schedule)?;
    /// let why = calendar.explain("2026-04-03T10:30:00Z".parse()?, "2026-04-07T08:30:00Z".parse()?);
    /// assert_eq!(
    ///     why.to_string(),
    ///     "30 min on Fri 3 Apr 2026 12:30–13:00; \
    ///      closed Fri 3 Apr 13:00 – Tue 7 Apr 09:00 (night, Saturday, Sunday, Monday \"Pasquetta\"); \
    ///      1 h 30 min on Tue 7 Apr 09:00–10:30",
    /// );
    /// assert_eq!(why.open_ms, 2 * 3_600_000);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Explanation {
        self.explain_at_most(from, to, MOST_PIECES)
    }

    /// [`explain`](Self::explain) in `most` pieces or fewer, one at least.
    /// Where there would be more, the last is a remainder that covers all
    /// that is left, and `truncated` says so; the sums stay exact.
    ///
    /// ```
    /// use deskcore::time::{Calendar, PieceKind, Schedule};
    ///
    /// let shop = r#"{"tz": "Europe/Bucharest", "weekly": {"sat": [["10:00", "14:00"]]}}"#;
    /// let calendar = Calendar::new(&serde_json::from_str::<Schedule>(shop)?)?;
    /// let (from, to) = ("2026-01-01T00:00:00Z".parse()?, "2026-12-31T00:00:00Z".parse()?);
    /// let year = calendar.explain_at_most(from, to, 10);
    /// assert!(year.truncated);
    /// assert_eq!(year.pieces.last().unwrap().kind, PieceKind::Remainder);
    /// assert_eq!(year.open_ms, calendar.between(from, to).num_milliseconds());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain_at_most(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        most: usize,
    ) -> Explanation {
        let most = most.max(1);
        let reversed = to < from;
        let (first, last) = if reversed { (to, from) } else { (from, to) };
        let (first, last) = (first.timestamp_millis(), last.timestamp_millis());
        let mut cuts = Cuts {
            most,
            ends: Vec::new(),
        };
        if self.never_opens() {
            cuts.push(last, first, &PieceKind::skipped(Reason::NeverOpens));
        } else {
            for run in self.runs(first, last) {
                if run.open {
                    cuts.push(run.to, run.from, &PieceKind::Counted);
                } else {
                    self.explain_closed(run, &mut cuts);
                }
                if cuts.full() {
                    break;
                }
            }
        }
        let truncated = cuts.full();
        if truncated {
            cuts.ends.truncate(most - 1);
            let from = cuts.ends.last().map_or(first, |cut| cut.0);
            cuts.push(last, from, &PieceKind::Remainder);
        }
        let mut at = first;
        let pieces = cuts
            .ends
            .into_iter()
            .filter_map(|(end, kind)| {
                let piece = self.piece(at, end, kind);
                at = end;
                piece
            })
            .collect();
        let mut why = Explanation {
            tz: self.tz(),
            start: instant(first).unwrap_or(from.min(to)),
            end: instant(last).unwrap_or(from.max(to)),
            reversed,
            open_ms: if reversed {
                self.between_ms(last, first)
            } else {
                self.between_ms(first, last)
            },
            pieces,
            truncated,
            text: String::new(),
        };
        why.text = Sentence(&why).to_string();
        why
    }

    fn piece(&self, from: i64, to: i64, kind: PieceKind) -> Option<Piece> {
        let offset = |ms: i64| offset_at(self.tz(), ms.div_euclid(1000));
        Some(Piece {
            start: instant(from)?,
            end: instant(to)?,
            elapsed_ms: to - from,
            open_ms: self.between_ms(from, to),
            clock_change_seconds: offset(to) - offset(from),
            kind,
        })
    }

    /// Cuts a closed run where its reason changes.
    fn explain_closed(&self, run: Run, cuts: &mut Cuts) {
        let mut at = run.from;
        while at < run.to && !cuts.full() {
            let second = at.div_euclid(1000);
            let days: Vec<Around<'_>> = self
                .hours
                .iter()
                .map(|hours| Around::of(hours, second))
                .collect();
            let end = days
                .iter()
                .map(|around| around.day.to * 1000)
                .fold(run.to, i64::min);
            let mut edges: Vec<i64> = days
                .iter()
                .flat_map(|around| around.spans.iter())
                .flat_map(|span| [span.from * 1000, span.to * 1000])
                .filter(|edge| (at + 1..end).contains(edge))
                .collect();
            edges.push(end);
            crate::order::sort(&mut edges);
            for edge in edges {
                let reason = reason_of(&days, at, edge);
                cuts.push(edge, at, &PieceKind::skipped(reason));
                at = at.max(edge);
            }
        }
    }
}

impl PieceKind {
    fn skipped(reason: Reason) -> Self {
        Self::Skipped { reason }
    }
}

/// The pieces so far, each by its end.
struct Cuts {
    most: usize,
    ends: Vec<(i64, PieceKind)>,
}

impl Cuts {
    fn full(&self) -> bool {
        self.ends.len() > self.most
    }

    fn push(&mut self, to: i64, from: i64, kind: &PieceKind) {
        match self.ends.last_mut() {
            _ if from >= to => {}
            Some((end, last)) if last == kind => *end = to,
            _ => self.ends.push((to, kind.clone())),
        }
    }
}

/// What a span of a date stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SpanOf {
    /// The hours that the date has.
    Rule,
    /// Those that its weekday has, where the date differs.
    Weekday,
    Break,
}

#[derive(Debug)]
struct DatedSpan {
    of: SpanOf,
    day: i64,
    from: i64,
    to: i64,
}

/// A local date of one schedule and all spans that may reach into it.
#[derive(Debug)]
struct Around<'a> {
    hours: &'a Hours,
    day: LocalDay,
    spans: Vec<DatedSpan>,
}

impl<'a> Around<'a> {
    fn of(hours: &'a Hours, second: i64) -> Self {
        let day = LocalDay::holding(hours.tz, second);
        let mut spans = Vec::new();
        let mut add = |of: SpanOf, date: i64, list: &[LocalSpan]| {
            let utc = |local: u32| day.offsets.to_utc(date * DAY + i64::from(local));
            spans.extend(list.iter().map(|span| DatedSpan {
                of,
                day: date,
                from: utc(span.open()),
                to: utc(span.close()),
            }));
        };
        // Two dates back: after a date that a zone skipped, a night shift of
        // the date before that one ends today.
        for date in day.number - 2..=day.number {
            let rule = hours.rule(date);
            add(SpanOf::Rule, date, rule.spans());
            add(SpanOf::Break, date, hours.breaks(date));
            if !matches!(rule, DayRule::Weekday(_)) {
                add(SpanOf::Weekday, date, hours.usual(date));
            }
        }
        Self { hours, day, spans }
    }

    fn covering(&self, of: SpanOf, second: i64) -> Option<&DatedSpan> {
        self.spans
            .iter()
            .rev()
            .find(|span| span.of == of && span.from <= second && second < span.to)
    }

    /// The date whose exception takes a second away: its weekday would have
    /// opened before, and closed after.
    fn missing_day(&self, second: i64) -> Option<i64> {
        (self.day.number - 2..=self.day.number).rev().find(|date| {
            let usual = || {
                self.spans
                    .iter()
                    .filter(|span| span.of == SpanOf::Weekday && span.day == *date)
            };
            usual().any(|span| span.from <= second) && usual().any(|span| second < span.to)
        })
    }

    /// The reason that this schedule gives, with its rank.
    fn reason(&self, second: i64) -> (u8, Option<Reason>) {
        if self.covering(SpanOf::Rule, second).is_some() {
            let date = self
                .covering(SpanOf::Break, second)
                .map_or(self.day.number, |span| span.day);
            return (
                2,
                Some(Reason::Break {
                    date: date_of(date),
                }),
            );
        }
        let missing = self
            .missing_day(second)
            .and_then(|day| exception(self.hours, day));
        let closed = || match self.hours.rule(self.day.number) {
            DayRule::Special(special) if !special.hours.is_empty() => None,
            _ => exception(self.hours, self.day.number),
        };
        match missing.or_else(closed) {
            Some(holiday @ Reason::Holiday(_)) => (0, Some(holiday)),
            Some(special) => (1, Some(special)),
            None if self.hours.rule(self.day.number).spans().is_empty() => (
                4,
                Some(Reason::ClosedDay {
                    date: date_of(self.day.number),
                }),
            ),
            None => (3, None),
        }
    }
}

/// Why `[from, to)` is closed, in which no schedule's day or span begins or
/// ends.
fn reason_of(days: &[Around<'_>], from: i64, to: i64) -> Reason {
    let second = from.div_euclid(1000);
    let best = days
        .iter()
        .map(|around| (around.reason(second), &around.day))
        .min_by_key(|((rank, _), _)| *rank);
    let Some(((_, reason), day)) = best else {
        return Reason::NeverOpens;
    };
    let spans = || {
        days.iter().flat_map(|around| {
            let today = around.day.number;
            around.spans.iter().filter(move |span| match span.of {
                SpanOf::Rule => true,
                SpanOf::Weekday => span.day == today,
                SpanOf::Break => false,
            })
        })
    };
    reason.unwrap_or_else(|| {
        let opened = spans().any(|span| span.to > day.from && span.to * 1000 <= from);
        let opens = spans().any(|span| span.from < day.to && span.from * 1000 >= to);
        if opened && opens {
            Reason::BreakInDay
        } else {
            Reason::Night
        }
    })
}
