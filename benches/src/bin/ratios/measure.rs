//! Measuring on a machine that others use too: short blocks in turn, and the
//! median of many.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// What the blocks of one side took, in nanoseconds an operation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    /// Half of the blocks took no longer.
    pub(crate) median: f64,
    /// The quickest block: what the machine can do when it is left alone.
    pub(crate) min: f64,
}

impl Sample {
    /// Of blocks, each with what it took.
    fn of(mut blocks: Vec<f64>) -> Self {
        blocks.sort_by(f64::total_cmp);
        let at = |place: usize| blocks.get(place).copied().unwrap_or(f64::NAN);
        Self {
            median: at(blocks.len() / 2),
            min: at(0),
        }
    }

    /// Something that is counted and not timed: it is the same every time.
    pub(crate) fn exact(value: f64) -> Self {
        Self {
            median: value,
            min: value,
        }
    }
}

/// Nanoseconds an operation, of a block that does it once for every input.
pub(crate) fn each<I, O>(inputs: &[I], operation: impl Fn(&I) -> O) -> f64 {
    let start = Instant::now();
    for input in inputs {
        black_box(operation(black_box(input)));
    }
    per_one(start.elapsed(), inputs.len())
}

/// As [`each`], of an operation that uses its input up. What it is done with
/// is dropped after the clock has stopped.
pub(crate) fn each_mut<I, O>(inputs: &mut [I], mut operation: impl FnMut(&mut I) -> O) -> f64 {
    let start = Instant::now();
    for input in &mut *inputs {
        black_box(operation(black_box(input)));
    }
    per_one(start.elapsed(), inputs.len())
}

fn per_one(time: Duration, operations: usize) -> f64 {
    time.as_nanos() as f64 / operations as f64
}

/// Blocks of one side alone.
pub(crate) fn alone(rounds: usize, mut block: impl FnMut() -> f64) -> Sample {
    block();
    Sample::of((0..rounds).map(|_| block()).collect())
}

/// Blocks of many operations in turn, so that a busy spell of the machine
/// falls on all of them and lasts for few blocks of each.
pub(crate) fn all_in_turn<F: FnMut() -> f64>(rounds: usize, blocks: &mut [F]) -> Vec<Sample> {
    let mut times = vec![Vec::with_capacity(rounds); blocks.len()];
    for round in 0..=rounds {
        for (times, block) in times.iter_mut().zip(&mut *blocks) {
            let time = block();
            if round > 0 {
                times.push(time);
            }
        }
    }
    times.into_iter().map(Sample::of).collect()
}

/// Blocks of two sides in turn, so that whatever else the machine does falls
/// on both. Each goes first in every other round; the first round is for
/// the caches and does not count.
pub(crate) fn in_turn(
    rounds: usize,
    mut ours: impl FnMut() -> f64,
    mut theirs: impl FnMut() -> f64,
) -> (Sample, Sample) {
    ours();
    theirs();
    let blocks = (0..rounds).map(|round| {
        if round % 2 == 0 {
            let ours = ours();
            (ours, theirs())
        } else {
            let theirs = theirs();
            (ours(), theirs)
        }
    });
    let (a, b) = blocks.unzip();
    (Sample::of(a), Sample::of(b))
}
