//! What a sketch holds.

use serde::{Deserialize, Serialize};

use super::mapping::{Mapping, ZERO};

/// Up to here values are kept as they are.
pub(super) const EXACT: usize = 64;

/// Bins are made this many at once, at places that are the same for all.
const BLOCK: i32 = 64;

/// Values of one measure. How they are held depends on how many there are,
/// never on how they came.
#[derive(Debug, Clone)]
pub(super) struct Bins {
    n: u64,
    min: f64,
    max: f64,
    held: Held,
}

#[derive(Debug, Clone)]
enum Held {
    /// At most [`EXACT`] values, in any order.
    Values(Vec<f64>),
    Counts(Counts),
}

#[derive(Debug, Clone, Default)]
struct Counts {
    zeros: u64,
    /// Bin of the first count, a multiple of [`BLOCK`].
    first: i32,
    counts: Vec<u64>,
}

/// As stored: exactly one of the two, in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredBins {
    n: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    min: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max: Option<f64>,
    /// All of them, when they are few.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    values: Vec<f64>,
    #[serde(default, skip_serializing_if = "is_zero")]
    zeros: u64,
    /// Bins and counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    bins: Vec<(i32, u64)>,
}

fn is_zero(n: &u64) -> bool {
    *n == 0
}

impl Default for Bins {
    fn default() -> Self {
        Self {
            n: 0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            held: Held::Values(Vec::new()),
        }
    }
}

impl Counts {
    fn add(&mut self, index: i32, n: u64) {
        if index == ZERO {
            self.zeros = self.zeros.saturating_add(n);
            return;
        }
        let place = index.wrapping_sub(self.first) as usize;
        if let Some(count) = self.counts.get_mut(place) {
            *count = count.saturating_add(n);
            return;
        }
        self.cover(index, index);
        if let Some(count) = self.counts.get_mut(index.wrapping_sub(self.first) as usize) {
            *count = count.saturating_add(n);
        }
    }

    /// Makes room for all bins from one to another.
    fn cover(&mut self, from: i32, to: i32) {
        let block = |index: i32| index.div_euclid(BLOCK) * BLOCK;
        let (from, end) = (block(from), block(to) + BLOCK);
        if self.counts.is_empty() {
            self.first = from;
        }
        let before = usize::try_from(self.first - from).unwrap_or(0);
        if before > 0 {
            self.counts.splice(0..0, std::iter::repeat_n(0, before));
            self.first = from;
        }
        let length = usize::try_from(end - self.first).unwrap_or(0);
        if length > self.counts.len() {
            self.counts.resize(length, 0);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.zeros = self.zeros.saturating_add(other.zeros);
        let Ok(length @ 1..) = i32::try_from(other.counts.len()) else {
            return;
        };
        self.cover(other.first, other.first + length - 1);
        let skip = usize::try_from(other.first - self.first).unwrap_or(0);
        for (count, more) in self.counts.iter_mut().skip(skip).zip(&other.counts) {
            *count = count.saturating_add(*more);
        }
    }

    /// Bins that hold something, in order.
    fn filled(&self) -> impl Iterator<Item = (i32, u64)> {
        let bins = (self.first..).zip(&self.counts);
        bins.filter_map(|(index, n)| (*n > 0).then_some((index, *n)))
    }
}

impl Bins {
    /// Takes a checked value, whose bin is known.
    pub(super) fn add(&mut self, mapping: &Mapping, value: f64, index: i32) {
        self.n = self.n.saturating_add(1);
        // NaN is not checked, so a comparison is enough.
        if value < self.min {
            self.min = value;
        }
        if value > self.max {
            self.max = value;
        }
        match &mut self.held {
            Held::Counts(counts) => counts.add(index, 1),
            Held::Values(values) if values.len() < EXACT => values.push(value),
            Held::Values(_) => self.counts(mapping).add(index, 1),
        }
    }

    pub(super) fn merge(&mut self, mapping: &Mapping, other: &Self) {
        let n = self.n.saturating_add(other.n);
        match &other.held {
            Held::Counts(more) => self.counts(mapping).merge(more),
            Held::Values(more) => match &mut self.held {
                Held::Values(values) if n <= EXACT as u64 => values.extend_from_slice(more),
                _ => {
                    let counts = self.counts(mapping);
                    for value in more {
                        counts.add(mapping.index(*value), 1);
                    }
                }
            },
        }
        self.n = n;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
    }

    /// The counts: from now on it holds no values.
    fn counts(&mut self, mapping: &Mapping) -> &mut Counts {
        if let Held::Values(values) = &self.held {
            let mut counts = Counts::default();
            for value in values {
                counts.add(mapping.index(*value), 1);
            }
            self.held = Held::Counts(counts);
        }
        match &mut self.held {
            Held::Counts(counts) => counts,
            #[expect(
                clippy::unreachable,
                reason = "what held values holds counts since the lines above"
            )]
            Held::Values(_) => unreachable!(),
        }
    }

    pub(super) fn n(&self) -> u64 {
        self.n
    }

    pub(super) fn min(&self) -> Option<f64> {
        (self.n > 0).then_some(self.min)
    }

    pub(super) fn max(&self) -> Option<f64> {
        (self.n > 0).then_some(self.max)
    }

    /// Whether it holds all values as they are.
    pub(super) fn is_exact(&self) -> bool {
        matches!(self.held, Held::Values(_))
    }

    /// The values, in order, where they are held.
    pub(super) fn values(&self) -> Option<Vec<f64>> {
        match &self.held {
            Held::Values(values) => {
                let mut values = values.clone();
                values.sort_unstable_by(f64::total_cmp);
                Some(values)
            }
            Held::Counts(_) => None,
        }
    }

    /// The value of a rank from 0; `q` is from 0 to 1.
    pub(super) fn quantile(&self, mapping: &Mapping, q: f64) -> Option<f64> {
        let rank = (q * self.n.checked_sub(1)? as f64) as u64;
        let counts = match &self.held {
            Held::Counts(counts) => counts,
            Held::Values(_) => return self.values()?.get(rank as usize).copied(),
        };
        let mut seen = counts.zeros;
        if rank < seen {
            return Some(0.0);
        }
        let found = counts.filled().find(|(_, n)| {
            seen = seen.saturating_add(*n);
            rank < seen
        });
        let value = found.map_or(self.max, |(index, _)| mapping.middle(index));
        Some(value.clamp(self.min, self.max))
    }

    pub(super) fn store(&self) -> StoredBins {
        let (zeros, bins) = match &self.held {
            Held::Counts(counts) => (counts.zeros, counts.filled().collect()),
            Held::Values(_) => (0, Vec::new()),
        };
        StoredBins {
            n: self.n,
            min: self.min(),
            max: self.max(),
            values: self.values().unwrap_or_default(),
            zeros,
            bins,
        }
    }

    /// What was stored, if it could have been.
    pub(super) fn restore(mapping: &Mapping, stored: &StoredBins) -> Result<Self, &'static str> {
        let mut bins = Self {
            n: stored.n,
            ..Self::default()
        };
        let values = &stored.values;
        let checked = |value: &f64| Mapping::checked(*value).is_ok();
        if !values.iter().all(checked) || !values.is_sorted() {
            return Err("expected values that can be counted, in order");
        }
        let mut before = ZERO;
        let ordered = stored.bins.iter().all(|(index, n)| {
            let after = *index > before && mapping.knows(*index) && *n > 0;
            before = *index;
            after
        });
        if !ordered {
            return Err("expected bins of its accuracy in order, none of them empty");
        }
        let mut counts = Counts {
            zeros: stored.zeros,
            ..Counts::default()
        };
        let (first, last) = (stored.bins.first(), stored.bins.last());
        if let (Some((first, _)), Some((last, _))) = (first, last) {
            counts.cover(*first, *last);
        }
        let mut counted = stored.zeros;
        for (index, n) in &stored.bins {
            counts.add(*index, *n);
            counted = counted.saturating_add(*n);
        }
        let (least, most) = if stored.n <= EXACT as u64 {
            if counted > 0 || values.len() as u64 != stored.n {
                return Err("expected as many values as n tells, up to 64 of them");
            }
            bins.held = Held::Values(values.iter().map(|value| value + 0.0).collect());
            (values.first().copied(), values.last().copied())
        } else {
            if counted != stored.n || !values.is_empty() {
                return Err("expected counts that add up to n, beyond 64 values");
            }
            bins.held = Held::Counts(counts);
            let in_bin = |value: Option<f64>, index: i32| {
                value.filter(|value| checked(value) && mapping.index(*value) == index)
            };
            let first = first.filter(|_| stored.zeros == 0);
            let least = in_bin(stored.min, first.map_or(ZERO, |(index, _)| *index));
            let most = in_bin(stored.max, last.map_or(ZERO, |(index, _)| *index));
            if least.is_none() || most.is_none() {
                return Err("expected min and max in the first and the last bin");
            }
            (least, most)
        };
        if stored.min != least || stored.max != most || least > most {
            return Err("expected min and max of what it holds");
        }
        bins.min = least.map_or(bins.min, |least| least + 0.0);
        bins.max = most.map_or(bins.max, |most| most + 0.0);
        Ok(bins)
    }
}
