//! Writes the zone database as tables that need no relocation.
//!
//! `chrono-tz` has one table of 32 bytes a change, with a pointer in each,
//! for every zone and up to 2100: a third of a phone's library. It publishes
//! no changes either, so they are found here by asking it, and a test asks it
//! again.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a build that cannot go on stops, and says why"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use chrono::{DateTime, Offset, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz, TzOffset};

const FROM: i64 = -4_102_444_800; // 1840-01-01
const TO: i64 = 4_133_980_800; // 2101-01-01

/// What a change is counted in from `FROM`; the seconds over are its kind's.
const QUARTER: i64 = 900;

/// Weekdays fall on the same dates every 28 years, in the Gregorian calendar
/// from 1901 to 2099, so rules of the kind "last Sunday of March" repeat.
const CYCLE: i64 = 10_227 * 86_400;

/// Two changes a year.
const CYCLE_CHANGES: usize = 2 * 28;

/// Between two changes that cancel each other the zone database keeps at
/// least 167 hours (Boa Vista, October 2000), so asking every six days misses
/// none.
const SAMPLING: i64 = 6 * 86_400;

/// What a clock shows: seconds east of UTC, and the abbreviation.
type Shown = (i32, String);

/// What a zone's clock shows at first, and what from each change on.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct History {
    first: Shown,
    changes: Vec<(i64, Shown)>,
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let folder = env::var("OUT_DIR").expect("Cargo names a folder");
    fs::write(Path::new(&folder).join("zones.rs"), Tables::new().source())
        .expect("the folder can be written to");
}

fn asked(tz: Tz, at: DateTime<Utc>) -> TzOffset {
    tz.offset_from_utc_datetime(&at.naive_utc())
}

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).expect("a second near our time")
}

fn shown(offset: TzOffset) -> Shown {
    (offset.fix().local_minus_utc(), offset.to_string())
}

impl History {
    fn of(tz: Tz) -> Self {
        let asked_at = |second| asked(tz, at(second));
        let (mut second, mut offset) = (FROM, asked_at(FROM));
        let mut history = Self {
            first: shown(offset),
            changes: Vec::new(),
        };
        while second < TO {
            let next = (second + SAMPLING).min(TO);
            if asked_at(next) == offset {
                second = next;
                continue;
            }
            let (mut low, mut high) = (second, next);
            while high - low > 1 {
                let middle = low.midpoint(high);
                if asked_at(middle) == offset {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            // Two changes within one sample: go on from the first.
            (second, offset) = (high, asked_at(high));
            if *history.last() != shown(offset) {
                history.changes.push((second, shown(offset)));
            }
        }
        let ends = [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC].map(|at| asked(tz, at));
        assert!(
            ends.map(shown) == [history.first.clone(), history.last().clone()],
            "{tz} changes before 1840 or after 2100"
        );
        history
    }

    fn last(&self) -> &Shown {
        self.changes.last().map_or(&self.first, |(_, shown)| shown)
    }

    /// How many changes are to be kept: those after them repeat the last
    /// [`CYCLE_CHANGES`] of them.
    fn kept(&self) -> usize {
        let repeats = |later: usize| {
            later.checked_sub(CYCLE_CHANGES).is_some_and(|earlier| {
                let ((a, shown_then), (b, shown)) = (&self.changes[earlier], &self.changes[later]);
                a + CYCLE == *b && shown_then == shown
            })
        };
        let all = self.changes.len();
        let repeating = (0..all).rev().take_while(|change| repeats(*change)).count();
        // The last one kept is a repetition too: a cycle begins after it.
        (all - repeating + 1).min(all)
    }
}

/// Texts without anything between them, and where each ends.
#[derive(Default)]
struct Texts {
    text: String,
    ends: Vec<u16>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(small(self.text.len()));
    }

    fn source(&self, name: &str) -> String {
        format!(
            "pub(super) static {name}: Texts<{}> = Texts {{ text: {:?}, ends: {:?} }};\n",
            self.ends.len(),
            self.text,
            self.ends
        )
    }
}

/// A number of the tables.
fn small(number: usize) -> u16 {
    u16::try_from(number).expect("the zone database has grown: wider numbers are needed")
}

#[derive(Default)]
struct Tables {
    names: Texts,
    /// Number of each zone's history.
    histories_of: Vec<u16>,
    histories: String,
    histories_len: usize,
    utc: usize,
    kinds: Vec<(Shown, i64)>,
    changes: Vec<u32>,
    abbreviations: BTreeMap<String, usize>,
}

impl Tables {
    fn new() -> Self {
        let mut tables = Self::default();
        let mut zones = TZ_VARIANTS;
        zones.sort_unstable_by_key(|tz| tz.name());
        let mut known = BTreeMap::new();
        for (index, tz) in zones.into_iter().enumerate() {
            tables.names.push(tz.name());
            if tz == Tz::UTC {
                tables.utc = index;
            }
            let history = History::of(tz);
            let number = match known.get(&history) {
                Some(number) => *number,
                None => {
                    let number = small(known.len());
                    tables.add(&history);
                    known.insert(history, number);
                    number
                }
            };
            tables.histories_of.push(number);
        }
        tables
    }

    fn add(&mut self, history: &History) {
        let (first_kind, first_change) = (self.kinds.len(), self.changes.len());
        let kept = history.kept();
        let begin = [(FROM, history.first.clone())];
        for (index, (at, shown)) in begin.iter().chain(&history.changes[..kept]).enumerate() {
            let known = self.abbreviations.len();
            self.abbreviations.entry(shown.1.clone()).or_insert(known);
            let kind = (shown.clone(), (at - FROM) % QUARTER);
            let own = &self.kinds[first_kind..];
            let number = own.iter().position(|known| *known == kind);
            let number = number.unwrap_or_else(|| {
                self.kinds.push(kind);
                self.kinds.len() - 1 - first_kind
            });
            if index > 0 {
                let quarter = u32::try_from((at - FROM) / QUARTER).expect("after 1840");
                let kind = u8::try_from(number).expect("a zone has few kinds");
                assert!(quarter < 1 << 24, "before 2318");
                self.changes.push(quarter << 8 | u32::from(kind));
            }
        }
        self.histories_len += 1;
        writeln!(
            self.histories,
            "History {{ kinds: {}, changes: {}, kept: {kept}, all: {} }},",
            small(first_kind),
            small(first_change),
            history.changes.len(),
        )
        .expect("a text takes all");
    }

    fn source(&self) -> String {
        let mut abbreviations: Vec<_> = self.abbreviations.iter().collect();
        abbreviations.sort_unstable_by_key(|(_, number)| **number);
        let mut short = Texts::default();
        for (text, _) in abbreviations {
            short.push(text);
        }
        let mut kinds = String::new();
        for ((east, abbreviation), odd) in &self.kinds {
            let abbreviation = self.abbreviations[abbreviation];
            writeln!(
                kinds,
                "Kind {{ east: {east}, odd: {odd}, abbreviation: {abbreviation} }},"
            )
            .expect("a text takes all");
        }
        [
            format!("pub(super) const UTC: u16 = {};\n", self.utc),
            format!("const FROM: i64 = {FROM};\nconst QUARTER: i64 = {QUARTER};\n"),
            format!("const CYCLE: i64 = {CYCLE};\nconst CYCLE_CHANGES: usize = {CYCLE_CHANGES};\n"),
            self.names.source("NAMES"),
            short.source("ABBREVIATIONS"),
            format!(
                "static HISTORIES_OF: [u16; {}] = {:?};\n",
                self.histories_of.len(),
                self.histories_of
            ),
            format!(
                "static HISTORIES: [History; {}] = [{}];\n",
                self.histories_len, self.histories
            ),
            format!("static KINDS: [Kind; {}] = [{kinds}];\n", self.kinds.len()),
            format!(
                "static CHANGES: [u32; {}] = {:?};\n",
                self.changes.len(),
                self.changes
            ),
        ]
        .concat()
    }
}
