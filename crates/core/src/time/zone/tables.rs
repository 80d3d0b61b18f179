//! The zone database in tables without pointers, which build.rs writes.
//!
//! Zones with the same clock share one history. Where a history's last
//! changes repeat every [`CYCLE`], only the first of the repetitions is kept.

use std::ops::Range;

use super::Zone;

include!(concat!(env!("OUT_DIR"), "/zones.rs"));

/// Texts without anything between them.
pub(super) struct Texts<const N: usize> {
    text: &'static str,
    ends: [u16; N],
}

impl<const N: usize> Texts<N> {
    pub(super) fn len(&self) -> u16 {
        N as u16
    }

    pub(super) fn get(&self, index: u16) -> &'static str {
        let end = |index: usize| self.ends.get(index).copied().map(usize::from);
        let index = usize::from(index);
        let start = index.checked_sub(1).and_then(end).unwrap_or(0);
        let text = end(index).and_then(|end| self.text.get(start..end));
        text.unwrap_or_default()
    }

    /// Index of a text among texts in order.
    pub(super) fn find(&self, text: &str) -> Option<u16> {
        let Range { mut start, mut end } = 0..self.len();
        while start < end {
            let middle = start.midpoint(end);
            match self.get(middle).cmp(text) {
                std::cmp::Ordering::Less => start = middle + 1,
                std::cmp::Ordering::Greater => end = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

/// What a zone's clock shows from some instant on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::time) struct Kind {
    /// Seconds east of UTC.
    pub(in crate::time) east: i32,
    /// Seconds by which a change to it comes after its quarter of an hour.
    odd: u16,
    abbreviation: u16,
}

impl Kind {
    pub(super) fn abbreviation(self) -> &'static str {
        ABBREVIATIONS.get(self.abbreviation)
    }
}

/// What a zone's clock showed and will show. Its spells are numbered: the
/// first is before all changes, and each change begins another.
#[derive(Debug)]
pub(in crate::time) struct History {
    kinds: u16,
    changes: u16,
    kept: u16,
    all: u16,
}

static STANDING: History = History {
    kinds: 0,
    changes: 0,
    kept: 0,
    all: 0,
};

impl Zone {
    pub(in crate::time) fn history(self) -> &'static History {
        let number = HISTORIES_OF.get(usize::from(self.0)).copied();
        number
            .and_then(|number| HISTORIES.get(usize::from(number)))
            .unwrap_or(&STANDING)
    }
}

impl History {
    /// Number of the spell that an epoch second lies in.
    pub(in crate::time) fn spell_at(&self, second: i64) -> usize {
        let (kept, all) = (self.kept(), usize::from(self.all));
        let past = kept
            .last()
            .map_or(-1, |last| second.saturating_sub(self.begin(*last)));
        if past < 0 || all == kept.len() {
            return self.passed(second);
        }
        let cycles = past / CYCLE + 1;
        let passed = self.passed(second - cycles * CYCLE);
        let repeated = usize::try_from(cycles).map(|cycles| cycles.saturating_mul(CYCLE_CHANGES));
        repeated.map_or(all, |repeated| passed.saturating_add(repeated).min(all))
    }

    /// What is shown at an epoch second.
    pub(in crate::time) fn at(&self, second: i64) -> Kind {
        let spell = self.spell(self.spell_at(second));
        spell.map_or(Kind::default(), |(_, kind)| kind)
    }

    /// When a spell begins, and what is shown in it.
    pub(in crate::time) fn spell(&self, number: usize) -> Option<(i64, Kind)> {
        if number == 0 {
            return Some((i64::MIN, self.kind(0)?));
        }
        if number > usize::from(self.all) {
            return None;
        }
        let kept = self.kept();
        let cycles = number.saturating_sub(kept.len()).div_ceil(CYCLE_CHANGES);
        let change = *kept.get(number - 1 - cycles * CYCLE_CHANGES)?;
        Some((
            self.begin(change) + cycles as i64 * CYCLE,
            self.kind(change)?,
        ))
    }

    /// The changes that are kept: quarters of an hour since [`FROM`], above
    /// eight bits of the number of their kind.
    fn kept(&self) -> &'static [u32] {
        let start = usize::from(self.changes);
        let kept = start..start + usize::from(self.kept);
        CHANGES.get(kept).unwrap_or_default()
    }

    /// How many changes that are kept come no later than an epoch second.
    fn passed(&self, second: i64) -> usize {
        let kept = self.kept();
        let quarter = second.saturating_sub(FROM).div_euclid(QUARTER);
        let passed = kept.partition_point(|change| i64::from(change >> 8) <= quarter);
        let last = passed.checked_sub(1);
        match last.and_then(|last| kept.get(last)) {
            Some(change) if self.begin(*change) > second => passed - 1,
            _ => passed,
        }
    }

    fn begin(&self, change: u32) -> i64 {
        let odd = self.kind(change).map_or(0, |kind| i64::from(kind.odd));
        FROM + i64::from(change >> 8) * QUARTER + odd
    }

    fn kind(&self, change: u32) -> Option<Kind> {
        KINDS
            .get(usize::from(self.kinds) + (change & 0xff) as usize)
            .copied()
    }
}
