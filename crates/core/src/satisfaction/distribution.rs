//! Quantiles of the distributions that intervals are made of.
//!
//! Each is found by halving an interval that holds it, so it ends after a
//! fixed number of steps whatever the figures are.

use special::Beta as _;

/// Steps after which an interval of doubles cannot be halved any more.
const MOST_STEPS: u32 = 1100;

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
    // The tail of both sides is told as such, so that little of it is lost.
    let tail = 1.0 - confidence;
    crossing(0.0, 40.0, -tail, |z| {
        -libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2)
    })
}

/// P(|Z| > |z|).
pub(super) fn normal_two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() * std::f64::consts::FRAC_1_SQRT_2)
}

/// x with I_x(a, b) = `p`, for a, b > 0.
pub(super) fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    let ln_beta = a.ln_beta(b);
    // On the side of the half where x is small, doubles are dense.
    if 0.5_f64.inc_beta(a, b, ln_beta) < p {
        return 1.0 - lower_quantile(1.0 - p, b, a, ln_beta);
    }
    lower_quantile(p, a, b, ln_beta)
}

fn lower_quantile(p: f64, a: f64, b: f64, ln_beta: f64) -> f64 {
    crossing(0.0, 0.5, p, |x| x.inc_beta(a, b, ln_beta))
}

/// t with P(|T| ≤ t) = `confidence`, for Student's t.
pub(super) fn student_quantile(confidence: f64, degrees: f64) -> f64 {
    // T² / (ν + T²) is beta distributed with ½ and ν/2.
    let ln_beta = 0.5_f64.ln_beta(degrees / 2.0);
    if 0.5_f64.inc_beta(0.5, degrees / 2.0, ln_beta) < confidence {
        let rest = lower_quantile(1.0 - confidence, degrees / 2.0, 0.5, ln_beta);
        libm::sqrt(degrees * (1.0 - rest) / rest)
    } else {
        let share = lower_quantile(confidence, 0.5, degrees / 2.0, ln_beta);
        libm::sqrt(degrees * share / (1.0 - share))
    }
}
