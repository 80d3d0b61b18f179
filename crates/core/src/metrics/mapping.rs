//! From a value to its bin, and back.

use crate::error::Error;

/// Values from 2⁻⁶⁴ up have bins of their own.
const LEAST: f64 = 1.0 / MOST;

/// Values are below 2⁶⁴: half a billion years in milliseconds.
const MOST: f64 = 18_446_744_073_709_551_616.0;

/// Of zero, which has no logarithm.
pub(super) const ZERO: i32 = i32::MIN;

const MANTISSA: u64 = (1 << 52) - 1;

/// Bins whose bounds are at most (1 + α)/(1 − α) apart, so that their middle
/// is within α of each value in them.
///
/// The logarithm is the cubic polynomial of Masson, Rim and Lee, "DDSketch"
/// (PVLDB 12, 2019, section 2.2, and their implementation) between powers of
/// two, which needs one hundredth more bins than the true one. It is made of
/// the number's bits by sums and products alone: it takes a few nanoseconds,
/// and is the same on every platform.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mapping {
    alpha: f64,
    /// Bins from one power of two to the next.
    scale: f64,
}

impl Mapping {
    pub(super) fn new(path: &str, alpha: f64) -> Result<Self, Error> {
        if !(0.001..=0.5).contains(&alpha) {
            return Err(Error::invalid(
                path,
                format!("{alpha} is no accuracy: expected a number from 0.001 to 0.5"),
            ));
        }
        // The polynomial is flattest at powers of two: 10/7 of a logarithm.
        let gamma = (1.0 + alpha) / (1.0 - alpha);
        let scale = 0.7 / libm::log(gamma) * (1.0 + 1e-12);
        Ok(Self { alpha, scale })
    }

    pub(super) fn alpha(&self) -> f64 {
        self.alpha
    }

    /// A value that a sketch can hold: zero has no sign.
    pub(super) fn checked(value: f64) -> Result<f64, Error> {
        if (0.0..MOST).contains(&value) {
            Ok(value + 0.0)
        } else {
            Err(Error::invalid(
                "",
                format!("{value} cannot be counted: expected 0 or more, and less than 2^64"),
            ))
        }
    }

    /// The bin of a checked value.
    pub(super) fn index(&self, value: f64) -> i32 {
        if value == 0.0 {
            return ZERO;
        }
        let bits = value.max(LEAST).to_bits();
        let exponent = (bits >> 52) as i32 - 1023;
        let s = f64::from_bits(bits & MANTISSA | 1.0_f64.to_bits()) - 1.0;
        let logarithm = f64::from(exponent) + ((6.0 / 35.0 * s - 0.6) * s + 10.0 / 7.0) * s;
        let bin = self.scale * logarithm;
        let cut = bin as i32;
        cut - i32::from(bin < f64::from(cut))
    }

    /// Whether a value can have this bin.
    pub(super) fn knows(&self, index: i32) -> bool {
        let most = (self.scale * 64.0) as i32 + 1;
        (-most..=most).contains(&index)
    }

    /// The value that is as near as can be to all of a bin.
    pub(super) fn middle(&self, index: i32) -> f64 {
        if index == ZERO {
            return 0.0;
        }
        let (low, high) = (self.lower(index), self.lower(index.saturating_add(1)));
        2.0 * low * (high / (low + high))
    }

    /// The least value of a bin, by halving the numbers in question: the
    /// inverse of the polynomial would be inexact once more.
    fn lower(&self, index: i32) -> f64 {
        let (mut low, mut high) = (LEAST.to_bits(), MOST.to_bits());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.index(f64::from_bits(middle)) < index {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        f64::from_bits(low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_as_narrow_as_promised() {
        for alpha in [0.001, 0.005, 0.01, 0.02, 0.1, 0.5] {
            let mapping = Mapping::new("", alpha).unwrap();
            let mut value: f64 = 1e-9;
            while value < 1e18 {
                let middle = mapping.middle(mapping.index(value));
                assert!(
                    (middle / value - 1.0).abs() <= alpha + 1e-12,
                    "{value} of {alpha}"
                );
                value *= 1.000_37;
            }
        }
    }

    #[test]
    fn bins_are_in_the_order_of_values() {
        let mapping = Mapping::new("", 0.01).unwrap();
        let mut last = mapping.index(LEAST);
        for step in 0..400_000_u64 {
            let index = mapping.index(f64::from_bits(LEAST.to_bits() + step * 1_441_151_880_758));
            assert!(index >= last);
            last = index;
        }
        assert!(mapping.knows(mapping.index(f64::from_bits(MOST.to_bits() - 1))));
        assert!(mapping.knows(mapping.index(0.0_f64.next_up())));
    }
}
