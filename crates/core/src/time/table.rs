//! Open time as a table: how much has passed up to an instant, and back.
//!
//! Weeks of UTC seconds repeat: an ordinary week in winter is every ordinary
//! week in winter. So a calendar is a list with one word a week (open seconds
//! before it, and which kind of week it is) and a few dozen kinds, each a
//! handful of pieces. It stays in the nearest caches, and a look-up is two
//! steps of constant length. Before and after the table weeks are ordinary:
//! there the answer is a product.

use std::collections::HashMap;

use super::hours::{Hours, Seconds, merge};
use super::offsets::{DAY, Offsets};

const WEEK: i64 = 7 * DAY;
const WEEK_MS: i64 = WEEK * 1000;
const KIND_BITS: u32 = 20;

/// An open piece of a week, in seconds from the week's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Piece {
    start: u32,
    end: u32,
    /// Open seconds of the week before it.
    before: u32,
}

/// A pattern of open pieces that one or many weeks share.
#[derive(Debug, Clone, Copy)]
struct Kind {
    /// For each UTC day the first piece that ends after the day begins.
    first: [u32; 7],
    /// One past the last piece: a sentinel that never ends.
    sentinel: u32,
    /// Open seconds of the whole week.
    total: u32,
}

/// Open time from the table's first week on, in milliseconds: negative
/// before it.
#[derive(Debug, Clone)]
pub(super) struct Table {
    first_week: i64,
    /// Epoch millisecond at which it begins.
    first_ms: i64,
    /// Per week, open seconds before it, and its kind in the low bits.
    weeks: Box<[u64]>,
    kinds: Box<[Kind]>,
    pieces: Box<[Piece]>,
    /// Open seconds of all weeks.
    total: i64,
    earlier: u32,
    later: u32,
}

/// Open seconds before a week, and its kind.
#[inline]
fn unpack(word: u64) -> (i64, u32) {
    (
        (word >> KIND_BITS) as i64,
        (word & ((1 << KIND_BITS) - 1)) as u32,
    )
}

/// Where an instant lies in a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Open milliseconds before it.
    pub(super) open_before: i64,
    /// Epoch millisecond at which its week begins.
    week_start: i64,
    /// The piece that is open then, or the next one.
    piece: u32,
    /// Open milliseconds of its week before it, and after it.
    open_in_week: i64,
    left_in_week: i64,
}

/// Week number of an epoch millisecond.
pub(super) fn week_of(ms: i64) -> i64 {
    ms.div_euclid(WEEK_MS)
}

impl Table {
    /// The weeks `first_week..end_week` of the union of `hours`.
    pub(super) fn build(hours: &[Hours], first_week: i64, end_week: i64) -> Self {
        let margin = 3 * DAY;
        let (from, to) = (first_week * WEEK - margin, end_week * WEEK + margin);
        let offsets: Vec<Offsets> = hours.iter().map(|h| Offsets::of(h.tz, from, to)).collect();
        let mut unusual = unusual_weeks(hours, &offsets, first_week, end_week);

        let mut builder = Builder::default();
        // Weeks between two changes of offset share one kind: it is looked up
        // once per change, not once per week.
        let mut ordinary: HashMap<Vec<i32>, u32> = HashMap::new();
        let mut ordinary_kind = |builder: &mut Builder, week: i64| {
            let key: Vec<i32> = offsets.iter().map(|o| o.at(week * WEEK)).collect();
            *ordinary.entry(key).or_insert_with(|| {
                let mut open = Vec::new();
                for h in hours {
                    let fixed = Offsets::of(h.tz, week * WEEK, week * WEEK);
                    open.extend(week_intervals(&h.ordinary(), &fixed, week));
                }
                builder.kind(open, week)
            })
        };
        let earlier = ordinary_kind(&mut builder, first_week);
        let mut weeks = Vec::with_capacity((end_week - first_week).max(0) as usize);
        let mut total = 0_u64;
        unusual.push(end_week);
        let mut week = first_week;
        for stop in unusual {
            if week < stop {
                let kind = ordinary_kind(&mut builder, week);
                let week_total = builder.total(kind);
                while week < stop {
                    weeks.push(total << KIND_BITS | u64::from(kind));
                    total += week_total;
                    week += 1;
                }
            }
            if stop < end_week {
                let mut open = Vec::new();
                for (h, o) in hours.iter().zip(&offsets) {
                    open.extend(week_intervals(h, o, stop));
                }
                let kind = builder.kind(open, stop);
                weeks.push(total << KIND_BITS | u64::from(kind));
                total += builder.total(kind);
                week += 1;
            }
        }
        let later = ordinary_kind(&mut builder, end_week);
        Self {
            first_week,
            first_ms: first_week * WEEK_MS,
            weeks: weeks.into(),
            kinds: builder.kinds.into(),
            pieces: builder.pieces.into(),
            total: total as i64,
            earlier,
            later,
        }
    }

    /// Whether an instant lies within the weeks of the table.
    pub(super) fn holds(&self, ms: i64) -> bool {
        let week = week_of(ms) - self.first_week;
        week >= 0 && (week as u64) < self.weeks.len() as u64
    }

    /// Heap and own size in bytes.
    pub(super) fn size(&self) -> usize {
        size_of::<Self>()
            + size_of_val(&*self.weeks)
            + size_of_val(&*self.kinds)
            + size_of_val(&*self.pieces)
    }

    /// Whether the ordinary weeks before and after the table open at all.
    pub(super) fn opens_before(&self) -> bool {
        self.kind(self.earlier).total > 0
    }

    /// See [`Self::opens_before`].
    pub(super) fn opens_after(&self) -> bool {
        self.kind(self.later).total > 0
    }

    /// Whether no week opens, in the table or outside.
    pub(super) fn never_opens(&self) -> bool {
        self.total == 0 && !self.opens_before() && !self.opens_after()
    }

    fn kind(&self, kind: u32) -> Kind {
        const EMPTY: Kind = Kind {
            first: [0; 7],
            sentinel: 0,
            total: 0,
        };
        self.kinds.get(kind as usize).copied().unwrap_or(EMPTY)
    }

    /// Open seconds before a week counted from the table's first, and its
    /// kind.
    #[inline]
    fn week(&self, week: i64) -> (i64, u32) {
        match self.weeks.get(week as usize) {
            Some(word) => unpack(*word),
            None => self.week_outside(week),
        }
    }

    #[cold]
    fn week_outside(&self, week: i64) -> (i64, u32) {
        if week < 0 {
            (
                week * i64::from(self.kind(self.earlier).total),
                self.earlier,
            )
        } else {
            let beyond = week - self.weeks.len() as i64;
            let before = self.total + beyond * i64::from(self.kind(self.later).total);
            (before, self.later)
        }
    }

    /// The piece of a week that is open at a millisecond of it, or the next
    /// one, or the week's sentinel.
    #[inline]
    fn piece_at(&self, kind: u32, in_week: u32) -> Piece {
        const NONE: Piece = Piece {
            start: WEEK as u32,
            end: u32::MAX,
            before: 0,
        };
        let second = in_week / 1000;
        let Some(kind) = self.kinds.get(kind as usize) else {
            return NONE;
        };
        let day = (in_week / (DAY as u32 * 1000)) as usize;
        let from = kind.first.get(day).map_or(0, |first| *first as usize);
        let pieces = self.pieces.get(from..).unwrap_or_default();
        for piece in pieces {
            if piece.end > second {
                return *piece;
            }
        }
        NONE
    }

    /// Open milliseconds up to an instant, when it lies within the weeks of
    /// the table. This is what most questions come down to: unsigned numbers
    /// of 32 bits where they will do, and nothing worked out twice.
    #[inline]
    pub(super) fn open_within(&self, ms: i64) -> Option<i64> {
        let into = u64::try_from(ms.checked_sub(self.first_ms)?).ok()?;
        let week = into / WEEK_MS as u64;
        let (before, kind) = unpack(*self.weeks.get(week as usize)?);
        Some(self.open_in_week(before, kind, (into - week * WEEK_MS as u64) as u32))
    }

    /// Open milliseconds up to an instant.
    #[inline]
    pub(super) fn open_before(&self, ms: i64) -> i64 {
        self.open_within(ms).unwrap_or_else(|| {
            let week = week_of(ms);
            let (before, kind) = self.week_outside(week - self.first_week);
            self.open_in_week(before, kind, (ms - week * WEEK_MS) as u32)
        })
    }

    #[inline]
    fn open_in_week(&self, before: i64, kind: u32, in_week: u32) -> i64 {
        let piece = self.piece_at(kind, in_week);
        let into = i64::from(in_week) - i64::from(piece.start) * 1000;
        (before + i64::from(piece.before)) * 1000 + into.max(0)
    }

    /// Whether an instant is open.
    #[inline]
    pub(super) fn is_open(&self, ms: i64) -> bool {
        let week = week_of(ms);
        let in_week = ms - week * WEEK_MS;
        let (_, kind) = self.week(week - self.first_week);
        in_week >= i64::from(self.piece_at(kind, in_week as u32).start) * 1000
    }

    /// Where an instant lies, when that is within the weeks of the table.
    #[inline]
    pub(super) fn place(&self, ms: i64) -> Option<Place> {
        let into = u64::try_from(ms.checked_sub(self.first_ms)?).ok()?;
        let week = into / WEEK_MS as u64;
        let (before, kind) = unpack(*self.weeks.get(week as usize)?);
        let in_week = (into - week * WEEK_MS as u64) as u32;
        let kind = self.kinds.get(kind as usize)?;
        let mut index = *kind.first.get((in_week / (DAY as u32 * 1000)) as usize)?;
        let mut piece = *self.pieces.get(index as usize)?;
        while piece.end <= in_week / 1000 {
            index += 1;
            piece = *self.pieces.get(index as usize)?;
        }
        let into_piece = (i64::from(in_week) - i64::from(piece.start) * 1000).max(0);
        let open_in_week = i64::from(piece.before) * 1000 + into_piece;
        Some(Place {
            open_before: before * 1000 + open_in_week,
            week_start: ms - i64::from(in_week),
            piece: index,
            open_in_week,
            left_in_week: i64::from(kind.total) * 1000 - open_in_week,
        })
    }

    /// The earliest instant at which `open` more milliseconds have passed
    /// than at a place; see [`Self::earliest`].
    #[inline]
    pub(super) fn earliest_from(&self, place: &Place, open: i64) -> Option<i64> {
        if open > place.left_in_week {
            return self.earliest(place.open_before.checked_add(open)?, place.week_start);
        }
        // Most deadlines lie in the same week, and need no search.
        let rest = place.open_in_week + open;
        let pieces = self.pieces.get(place.piece as usize..)?;
        let piece = pieces
            .iter()
            .find(|piece| i64::from(piece.before + (piece.end - piece.start)) * 1000 >= rest)?;
        let into = rest - i64::from(piece.before) * 1000;
        Some(place.week_start + i64::from(piece.start) * 1000 + into)
    }

    /// The earliest instant up to which `open` milliseconds have passed.
    /// `None` when they never pass; `near` is where to begin to look.
    pub(super) fn earliest(&self, open: i64, near: i64) -> Option<i64> {
        // The last week that begins with less than `open` behind it.
        let week = self.search(near, |before| before * 1000 < open)?;
        let (before, kind) = self.week(week);
        let rest = open - before * 1000;
        let piece = self.piece_where(kind, |piece_end| piece_end * 1000 >= rest)?;
        let into = rest - i64::from(piece.before) * 1000;
        Some((self.first_week + week) * WEEK_MS + i64::from(piece.start) * 1000 + into)
    }

    /// The latest instant up to which `open` milliseconds have passed: the
    /// next opening when that is at a close. `None` when nothing opens after.
    pub(super) fn latest(&self, open: i64, near: i64) -> Option<i64> {
        let week = self.search(near, |before| before * 1000 <= open)?;
        let (before, kind) = self.week(week);
        let rest = open - before * 1000;
        let piece = self.piece_where(kind, |piece_end| piece_end * 1000 > rest)?;
        let into = rest - i64::from(piece.before) * 1000;
        Some((self.first_week + week) * WEEK_MS + i64::from(piece.start) * 1000 + into)
    }

    /// The first piece of a kind of which the open seconds up to its end
    /// satisfy a condition that stays true from there on.
    fn piece_where(&self, kind: u32, reached: impl Fn(i64) -> bool) -> Option<Piece> {
        let kind = self.kinds.get(kind as usize)?;
        let [first, ..] = kind.first;
        self.pieces
            .get(first as usize..kind.sentinel as usize)?
            .iter()
            .find(|piece| reached(i64::from(piece.before + (piece.end - piece.start))))
            .copied()
    }

    /// The last week, counted from the table's first, whose open seconds
    /// before it satisfy `below`, which holds up to some week and never
    /// after. `None` when it holds for ever, or never.
    fn search(&self, near: i64, below: impl Fn(i64) -> bool) -> Option<i64> {
        let at = |week: i64| below(self.week(week).0);
        let len = self.weeks.len() as i64;
        let start = week_of(near) - self.first_week;
        let (mut low, mut high);
        // Gallop away from the start, then halve.
        let mut step = 1;
        if at(start) {
            low = start;
            high = start + step;
            while at(high) {
                if high > len && self.kind(self.later).total == 0 {
                    return None;
                }
                step *= 2;
                low = high;
                high = start.checked_add(step)?;
                if step > MOST_WEEKS {
                    return None;
                }
            }
        } else {
            high = start;
            low = start - step;
            while !at(low) {
                if low < 0 && self.kind(self.earlier).total == 0 {
                    return None;
                }
                step *= 2;
                high = low;
                low = start.checked_sub(step)?;
                if step > MOST_WEEKS {
                    return None;
                }
            }
        }
        while high - low > 1 {
            let middle = low.midpoint(high);
            if at(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(low)
    }

    /// End of the open run that holds an open instant, across weeks; `None`
    /// when it never ends.
    pub(super) fn close_after(&self, ms: i64) -> Option<i64> {
        let mut week = week_of(ms) - self.first_week;
        let mut in_week = ms - (week + self.first_week) * WEEK_MS;
        loop {
            let (_, kind) = self.week(week);
            let piece = self.piece_at(kind, in_week as u32);
            if i64::from(piece.start) * 1000 > in_week {
                // Closed from the first second of this week on.
                return Some((self.first_week + week) * WEEK_MS);
            }
            if i64::from(piece.end) < WEEK {
                return Some((self.first_week + week) * WEEK_MS + i64::from(piece.end) * 1000);
            }
            let always = i64::from(self.kind(kind).total) == WEEK;
            if week >= self.weeks.len() as i64 && always {
                return None;
            }
            if week < -1 && always {
                week = -1;
            } else {
                week += 1;
            }
            in_week = 0;
        }
    }
}

/// More weeks than any two of chrono's dates are apart.
const MOST_WEEKS: i64 = 1 << 26;

/// Weeks in which a zone changes its offset or a date is exceptional, or
/// that lie so close to one that a night shift or an offset may carry it
/// over: in order, each once.
fn unusual_weeks(hours: &[Hours], offsets: &[Offsets], first_week: i64, end_week: i64) -> Vec<i64> {
    let changes = offsets
        .iter()
        .flat_map(Offsets::transitions)
        .map(|t| (t.at - 2 * DAY, t.at + 2 * DAY));
    let days = hours
        .iter()
        .flat_map(Hours::exceptional_days)
        .map(|day| ((day - 1) * DAY, (day + 3) * DAY));
    let mut weeks: Vec<i64> = changes
        .chain(days)
        .flat_map(|(from, to)| from.div_euclid(WEEK)..=to.div_euclid(WEEK))
        .filter(|week| (first_week..end_week).contains(week))
        .collect();
    crate::order::sort(&mut weeks);
    weeks.dedup();
    weeks
}

/// Open intervals of one schedule that touch a week.
fn week_intervals(hours: &Hours, offsets: &Offsets, week: i64) -> Vec<Seconds> {
    let first_day = week * 7;
    let near = offsets.part((first_day - 4) * DAY, (first_day + 12) * DAY);
    hours.open_intervals(&near, first_day - 2, first_day + 8)
}

#[derive(Default)]
struct Builder {
    kinds: Vec<Kind>,
    pieces: Vec<Piece>,
    known: HashMap<Vec<Piece>, u32>,
}

impl Builder {
    fn total(&self, kind: u32) -> u64 {
        self.kinds
            .get(kind as usize)
            .map_or(0, |k| u64::from(k.total))
    }

    /// The kind of a week with these open intervals, new or known.
    fn kind(&mut self, mut open: Vec<Seconds>, week: i64) -> u32 {
        merge(&mut open);
        let (from, to) = (week * WEEK, (week + 1) * WEEK);
        let mut total = 0;
        let pieces: Vec<Piece> = open
            .into_iter()
            .map(|(open, close)| (open.max(from), close.min(to)))
            .filter(|(open, close)| open < close)
            .map(|(open, close)| {
                let piece = Piece {
                    start: (open - from) as u32,
                    end: (close - from) as u32,
                    before: total,
                };
                total += piece.end - piece.start;
                piece
            })
            .collect();
        if let Some(known) = self.known.get(&pieces) {
            return *known;
        }
        let base = self.pieces.len();
        let first = std::array::from_fn(|day| {
            let day_start = day as u32 * DAY as u32;
            (base + pieces.partition_point(|piece| piece.end <= day_start)) as u32
        });
        let number = self.kinds.len() as u32;
        self.kinds.push(Kind {
            first,
            sentinel: (base + pieces.len()) as u32,
            total,
        });
        self.pieces.extend(&pieces);
        self.pieces.push(Piece {
            start: WEEK as u32,
            end: u32::MAX,
            before: total,
        });
        self.known.insert(pieces, number);
        number
    }
}
