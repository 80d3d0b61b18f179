//! Quantiles of the distributions that intervals are made of.
//!
//! Each is found by halving an interval that holds it, so it ends after a
//! fixed number of steps whatever the figures are.

/// Steps after which an interval of doubles cannot be halved any more.
const MOST_STEPS: u32 = 1100;

/// Both parameters from which on a beta distribution is taken as nearly
/// normal: what that neglects is below 1e-11.
const NEARLY_NORMAL: f64 = 1e6;

/// Where a function that rises from below `goal` to above it passes it.
fn crossing(mut low: f64, mut high: f64, goal: f64, rising: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..MOST_STEPS {
        let middle = low.midpoint(high);
        if middle <= low || middle >= high {
            break;
        }
        if rising(middle) < goal {
            low = middle;
        } else {
            high = middle;
        }
    }
    low.midpoint(high)
}

/// z with Φ(z) − Φ(−z) = `confidence`.
pub(super) fn normal_quantile(confidence: f64) -> f64 {
    normal_beyond(1.0 - confidence)
}

/// z with P(|Z| > z) = `tails`: told as the tails, so that little of them is
/// lost.
fn normal_beyond(tails: f64) -> f64 {
    crossing(0.0, 40.0, -tails, |z| -normal_two_sided(z))
}

/// P(|Z| > |z|).
pub(super) fn normal_two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() * std::f64::consts::FRAC_1_SQRT_2)
}

/// x with P(X < x) = `tail` of a beta distribution, for a, b > 0.
pub(super) fn beta_lower(tail: f64, a: f64, b: f64) -> f64 {
    let beta = Beta::new(a, b);
    if a.min(b) >= NEARLY_NORMAL {
        return beta.nearly_normal(tail);
    }
    // On the side of the half where x is small, doubles are dense.
    if beta.shares(0.5).0 < tail {
        let turned = beta.turned();
        return 1.0 - crossing(0.0, 0.5, -tail, |y| -turned.shares(y).1);
    }
    crossing(0.0, 0.5, tail, |x| beta.shares(x).0)
}

/// x with P(X > x) = `tail`: told as the tail, so that little of it is lost.
pub(super) fn beta_upper(tail: f64, a: f64, b: f64) -> f64 {
    let beta = Beta::new(a, b);
    if a.min(b) >= NEARLY_NORMAL || beta.shares(0.5).1 > tail {
        return 1.0 - beta_lower(tail, b, a);
    }
    crossing(0.0, 0.5, -tail, |x| -beta.shares(x).1)
}

/// t with P(|T| ≤ t) = `confidence`, for Student's t.
pub(super) fn student_quantile(confidence: f64, degrees: f64) -> f64 {
    // T² / (ν + T²) is beta distributed with ½ and ν/2.
    let beta = Beta::new(0.5, degrees / 2.0);
    if beta.shares(0.5).0 < confidence {
        let turned = beta.turned();
        let rest = crossing(0.0, 0.5, 1.0 - confidence, |y| turned.shares(y).0);
        libm::sqrt(degrees * (1.0 - rest) / rest)
    } else {
        let share = crossing(0.0, 0.5, confidence, |x| beta.shares(x).0);
        libm::sqrt(degrees * share / (1.0 - share))
    }
}

/// A beta distribution.
#[derive(Debug, Clone, Copy)]
struct Beta {
    a: f64,
    b: f64,
    /// ln B(a, b).
    ln_beta: f64,
}

impl Beta {
    fn new(a: f64, b: f64) -> Self {
        Self {
            a,
            b,
            ln_beta: ln_beta(a.min(b), a.max(b)),
        }
    }

    /// That of 1 − X.
    fn turned(self) -> Self {
        let Self { a, b, ln_beta } = self;
        Self {
            a: b,
            b: a,
            ln_beta,
        }
    }

    /// P(X ≤ x) and P(X > x), for x up to a half.
    fn shares(self, x: f64) -> (f64, f64) {
        // Below it 1 − x is too near to 1 for the fraction to keep its digits.
        const SMALL: f64 = 0.01;
        let Self { a, b, ln_beta } = self;
        let beyond_mean = x > (a + 1.0) / (a + b + 2.0);
        let front = libm::exp(a * libm::log(x) + b * libm::log1p(-x) - ln_beta);
        if front == 0.0 {
            return if beyond_mean { (1.0, 0.0) } else { (0.0, 1.0) };
        }
        // The fraction is a short one below the mean.
        if beyond_mean && x > SMALL {
            let above = (front / b * self.turned().fraction(1.0 - x)).clamp(0.0, 1.0);
            return (1.0 - above, above);
        }
        let parts = match beyond_mean {
            true => self.series(x),
            false => self.fraction(x),
        };
        let below = (front / a * parts).clamp(0.0, 1.0);
        (below, 1.0 - below)
    }

    /// The series of I_x(a, b) (DLMF 8.17.8): all of its terms are positive,
    /// and once there are more of them than b·x, they vanish at once.
    fn series(self, x: f64) -> f64 {
        let (mut a, mut both) = (self.a, self.a + self.b);
        let (mut sum, mut term) = (1.0, 1.0);
        while term > f64::EPSILON * sum && sum < f64::MAX {
            a += 1.0;
            term *= both * x / a;
            both += 1.0;
            sum += term;
        }
        sum
    }

    /// The continued fraction of I_x(a, b) (DLMF 8.17.22) by Lentz's method,
    /// in steps that grow as the root of the smaller parameter does.
    fn fraction(self, x: f64) -> f64 {
        const STEPS: u32 = 100_000;
        const LEAST: f64 = 1e-300;
        let Self { a, b, .. } = self;
        let far = |value: f64| if value.abs() < LEAST { LEAST } else { value };
        let (mut c, mut d) = (1.0, 1.0 / far(1.0 - (a + b) * x / (a + 1.0)));
        let mut fraction = d;
        for step in 1..=STEPS {
            let m = f64::from(step);
            let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
            let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
            let mut change = 1.0;
            for term in [even, odd] {
                d = 1.0 / far(1.0 + term * d);
                c = far(1.0 + term / c);
                change = c * d;
                fraction *= change;
            }
            if (change - 1.0).abs() < f64::EPSILON {
                break;
            }
        }
        fraction
    }

    /// Quantile of a distribution that is nearly normal, by its skewness and
    /// kurtosis (Cornish and Fisher 1938).
    fn nearly_normal(self, p: f64) -> f64 {
        let Self { a, b, .. } = self;
        let z = match p < 0.5 {
            true => -normal_beyond(2.0 * p),
            false => normal_beyond(2.0 * (1.0 - p)),
        };
        let n = a + b;
        let sigma = libm::sqrt(a / n * (b / n) / (n + 1.0));
        let skewness = 2.0 * (b - a) / (n + 2.0) * libm::sqrt((n + 1.0) / a / b);
        let lean = (a - b) / n * ((a - b) / b);
        let kurtosis = 6.0 * (lean * (n + 1.0) / a - (n + 2.0) / n) * (n / (n + 2.0) / (n + 3.0));
        let (z2, z3) = (z * z, z * z * z);
        let moved = z + skewness * (z2 - 1.0) / 6.0 + kurtosis * (z3 - 3.0 * z) / 24.0
            - skewness * skewness * (2.0 * z3 - 5.0 * z) / 36.0;
        a / n + sigma * moved
    }
}

/// ln B(a, b), for a ≤ b.
fn ln_beta(a: f64, b: f64) -> f64 {
    /// From here on three terms of Stirling's series are all of it.
    const STIRLING: f64 = 100.0;
    if b < STIRLING {
        return libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    }
    // Of Stirling's formula for b and a + b, what is large is taken off
    // before it is worked out.
    let rest = |z: f64| (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / 1260.0 / (z * z)) / (z * z)) / z;
    libm::lgamma(a) - (b - 0.5) * libm::log1p(a / b) - a * libm::log(a + b) + a + rest(b)
        - rest(a + b)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use special::Beta as _;

    use super::{Beta, NEARLY_NORMAL, beta_lower, beta_upper, crossing, student_quantile};

    proptest! {
        /// Held against tables of another kind (AS 63).
        #[test]
        fn shares_are_those_of_other_tables(ln_a in -2.0..8.0_f64, ln_b in -2.0..8.0_f64, x in 0.0..0.5_f64) {
            let (a, b) = (ln_a.exp(), ln_b.exp());
            let expected = x.inc_beta(a, b, a.ln_beta(b));
            let (below, above) = Beta::new(a, b).shares(x);
            prop_assert!((below - expected).abs() < 1e-10, "{below} {expected}");
            prop_assert!((below + above - 1.0).abs() < 1e-15);
        }

        #[test]
        fn a_quantile_is_where_its_share_is(ln_a in -2.0..13.0_f64, ln_b in -2.0..13.0_f64, p in 1e-9..1.0_f64) {
            let (a, b) = (ln_a.exp(), ln_b.exp());
            let x = beta_lower(p, a, b);
            prop_assert!((0.0..=1.0).contains(&x));
            // Next to an end, one double is more than the tolerance.
            if (1e-12..0.5).contains(&x) {
                let (below, above) = Beta::new(a, b).shares(x);
                prop_assert!((below - p).abs() < 1e-6 && (above - (1.0 - p)).abs() < 1e-6, "{x} {below}");
            }
            let upper = beta_upper(1.0 - p, a, b);
            prop_assert!((x - upper).abs() < 1e-9, "{x} {upper}");
        }
    }

    /// The two ways to a quantile meet where one takes over from the other.
    #[test]
    fn what_is_nearly_normal_is_as_exact() {
        for (a, b) in [
            (NEARLY_NORMAL, NEARLY_NORMAL),
            (NEARLY_NORMAL, 3e7),
            (2e7, NEARLY_NORMAL),
        ] {
            for p in [1e-6, 0.005, 0.025, 0.5, 0.975] {
                let beta = Beta::new(a, b);
                let mean = a / (a + b);
                let by_share = crossing(mean * 0.99, mean * 1.01, p, |x| beta.shares(x).0);
                let quantile = beta_lower(p, a, b);
                assert!(
                    (quantile - by_share).abs() < 1e-11,
                    "{a} {b} {p}: {quantile} {by_share}"
                );
            }
        }
    }

    #[test]
    fn figures_of_any_size_come_to_an_end() {
        let most = 9_007_199_254_740_992.0_f64;
        for (a, b) in [
            (0.5, most),
            (1.5, most),
            (most, 0.5),
            (1e5, most),
            (9e5, 9e5),
            (most, most),
        ] {
            let (low, high) = (beta_lower(0.025, a, b), beta_upper(0.025, a, b));
            assert!(
                0.0 <= low && low <= high && high <= 1.0,
                "{a} {b}: {low} {high}"
            );
        }
        // One positive of very many: chi squared of 3 degrees, halved.
        let low = beta_lower(0.025, 1.5, most) * most;
        assert!((low - 0.107_897_6).abs() < 1e-6, "{low}");
        assert!((student_quantile(0.95, most) - 1.959_963_984_540_054).abs() < 1e-9);
        assert!((student_quantile(0.95, 1.0) - 12.706_204_736_174_7).abs() < 1e-9);
    }
}
