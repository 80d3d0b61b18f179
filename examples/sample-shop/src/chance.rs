//! Chance that falls the same way on every platform: one named generator and
//! whole numbers only, since `exp` and `ln` differ from machine to machine.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Fixes the whole sample.
const SEED: u64 = 20_261_127;

/// A stream of draws. Each ticket has its own, so that a change to the story
/// of one leaves the others as they were.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of that number.
    pub(crate) fn stream(number: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(SEED);
        generator.set_stream(number);
        Self(generator)
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high.max(low))
    }

    /// True that many times in a thousand.
    pub(crate) fn permille(&mut self, share: i64) -> bool {
        self.between(0, 999) < share
    }

    /// One of `choices`, each as likely as its weight; `otherwise` when there
    /// is none of any weight.
    pub(crate) fn weighted<T: Copy>(&mut self, otherwise: T, choices: &[(T, i64)]) -> T {
        let total: i64 = choices.iter().map(|(_, weight)| weight).sum();
        let mut left = self.between(0, total - 1);
        for (choice, weight) in choices {
            if left < *weight {
                return *choice;
            }
            left -= weight;
        }
        otherwise
    }

    /// A whole number that is about log-normal: half of the draws lie below
    /// `median`, and `spread` is the standard deviation of the logarithm in
    /// thousandths.
    pub(crate) fn log_normal(&mut self, median: i64, spread: i64) -> i64 {
        // Twelve uniform draws sum to a deviation of 1, in thousandths.
        let deviation = (0..12).map(|_| self.between(0, 1000)).sum::<i64>() - 6000;
        // Of the logarithm to base 2, in thousandths: 1.443 = 1 / ln 2.
        let exponent = deviation * spread * 1443 / 1_000_000;
        let (doublings, rest) = (exponent.div_euclid(1000), exponent.rem_euclid(1000));
        // Between two powers of two a straight line is close enough.
        let scaled = median * (1000 + rest);
        let scaled = if doublings < 0 {
            scaled >> (-doublings).min(40)
        } else {
            scaled << doublings.min(12)
        };
        (scaled / 1000).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_normal_draws_have_the_median_and_the_spread_asked_for() {
        let mut chance = Chance::stream(0);
        let mut draws: Vec<i64> = (0..4000).map(|_| chance.log_normal(1000, 1000)).collect();
        draws.sort_unstable();
        let below = |limit| draws.partition_point(|draw| *draw < limit);
        assert!((1850..2150).contains(&below(1000)), "{}", below(1000));
        // A standard deviation above the median lies e times as high: 84 %.
        assert!((3250..3480).contains(&below(2718)), "{}", below(2718));
    }
}
