//! How long it will be until a new ticket is begun, as an honest range.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;

/// Normal quantile of the ends of the range: 10 % lie above it.
const Z90: f64 = 1.281_551_565_544_600_4;

/// Samples that the assumption of exponential times counts for.
const PRIOR_SAMPLES: f64 = 4.0;

/// With so many samples the variance is taken to be twice what they say.
const UNSURE_SAMPLES: f64 = 12.0;

/// The greatest variance, over the squared mean: more would put most of a
/// gamma variable near 0, and make the range narrower at its upper end.
const MOST_VARIANCE: f64 = 2.0;

/// How long a new ticket will wait.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WaitEstimate {
    /// The wait; none when there is no agent, or no sample to go by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<ExpectedWait>,
    /// Tickets that are begun before it.
    pub ahead: u32,
    /// Agents who could take it.
    pub agents: u32,
    /// Service times that the estimate goes by.
    pub samples: u64,
}

/// A wait in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ExpectedWait {
    /// Mean of the wait.
    pub expected_s: f64,
    /// With a chance of 10 % it will be shorter.
    pub low_s: f64,
    /// With a chance of 10 % it will be longer.
    pub high_s: f64,
}

impl WaitEstimate {
    /// The expected wait in minutes, as roughly as it can be told: to a
    /// minute below ten, to five below an hour, else to a quarter of an hour;
    /// upwards, and 1 at least.
    ///
    /// ```
    /// use deskcore::routing::wait::estimate_wait;
    ///
    /// let estimate = estimate_wait(5, 2, &[300.0, 420.0, 500.0, 380.0])?;
    /// assert_eq!(estimate.rounded_minutes(), Some(20)); // "about 20 minutes"
    /// assert_eq!(estimate_wait(5, 0, &[300.0])?.rounded_minutes(), None);
    /// # Ok::<(), deskcore::Error>(())
    /// ```
    pub fn rounded_minutes(&self) -> Option<u32> {
        let minutes = self.wait?.expected_s / 60.0;
        let step = match minutes {
            m if m <= 10.0 => 1.0,
            m if m <= 60.0 => 5.0,
            _ => 15.0,
        };
        let rounded = libm::ceil(minutes / step) * step;
        // Whole and in range: 8,000 years of minutes.
        Some(rounded.clamp(1.0, f64::from(u32::MAX)) as u32)
    }
}

/// How long a new ticket will wait when `ahead` others are begun before it,
/// by `agents` people who could take it and are all busy, by the times in
/// seconds that recent ones took.
///
/// It is begun at completion k = ahead + 1. With the mean m and the squared
/// coefficient of variation c² of the samples, completions come every m/n.
/// One agent's follow each other as regularly as the times are; of many
/// agents, the next few come as at random. So the wait has the mean
/// (k + w(c² − 1)/2)·m/n and the variance k(1 + w(c² − 1))·(m/n)², with
/// w = k/(k + n − 1). It is taken to be gamma with these moments, whose
/// quantiles are those of Wilson and Hilferty (PNAS 17, 1931).
///
/// Few samples tell little. The mean of N of them is off by about
/// m·√(c²/N): that variance is added. And c² and E(time³)/m³ are drawn towards
/// those of exponential times, 1 and 6, as if four more samples had said so:
/// two samples that happen to be equal do not promise anything. What is left
/// too narrow by that (few samples seldom hold the long ones) the factor
/// 1 + 12/N on the variance makes up for. In simulations of exponential and
/// log-normal times (c² to 1.7) the range of 30 samples held the wait in 3 of
/// 4 cases at least.
///
/// # Errors
///
/// When a service time is negative, NaN or above 1e9 s.
///
/// ```
/// use deskcore::routing::wait::estimate_wait;
///
/// let estimate = estimate_wait(3, 2, &[240.0, 600.0, 360.0, 480.0, 300.0])?;
/// let wait = estimate.wait.expect("agents and samples");
/// assert!((wait.expected_s - 4.0 * 396.0 / 2.0).abs() < 120.0);
/// assert!(wait.low_s < wait.expected_s && wait.expected_s < wait.high_s);
/// assert_eq!(estimate_wait(3, 2, &[])?.wait, None);
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn estimate_wait(
    ahead: u32,
    agents: u32,
    service_times_s: &[f64],
) -> Result<WaitEstimate, Error> {
    let wrong = |time: &f64| !(0.0..=1e9).contains(time);
    if let Some(place) = service_times_s.iter().position(wrong) {
        let time = service_times_s.get(place).copied().unwrap_or_default();
        return Err(Error::invalid(
            format!("/service_times_s/{place}"),
            format!("{time} s is out of range: expected 0 to 1e9"),
        ));
    }
    let known = agents > 0 && !service_times_s.is_empty();
    Ok(WaitEstimate {
        wait: known.then(|| expected(ahead, agents, service_times_s)),
        ahead,
        agents,
        samples: service_times_s.len() as u64,
    })
}

fn expected(ahead: u32, agents: u32, times: &[f64]) -> ExpectedWait {
    let samples = times.len() as f64;
    let mean = times.iter().sum::<f64>() / samples;
    if mean == 0.0 {
        return ExpectedWait {
            expected_s: 0.0,
            low_s: 0.0,
            high_s: 0.0,
        };
    }
    let relative = || times.iter().map(|time| time / mean);
    let squares: f64 = relative().map(|time| (time - 1.0) * (time - 1.0)).sum();
    let variation = (squares + PRIOR_SAMPLES) / (samples - 1.0 + PRIOR_SAMPLES);
    let cubes: f64 = relative().map(|time| time * time * time).sum();
    let third = (cubes + 6.0 * PRIOR_SAMPLES) / (samples + PRIOR_SAMPLES);
    let half_way = (1.0 + variation) / 2.0;
    // Third moments of few samples are mostly too low.
    let rest = (third / 3.0 - half_way * half_way).max(variation);

    let completions = f64::from(ahead) + 1.0;
    let agents = f64::from(agents);
    let weight = completions / (completions + agents - 1.0);
    let over = weight * (variation - 1.0);
    let intervals = completions + over / 2.0;
    let variance = completions * (1.0 + over) + (rest - variation) / agents;
    let relative = variance / (intervals * intervals) + variation / samples;
    let relative = (relative * (1.0 + UNSURE_SAMPLES / samples)).min(MOST_VARIANCE);

    let expected_s = intervals * mean / agents;
    ExpectedWait {
        expected_s,
        low_s: expected_s * gamma_quantile(relative, -Z90),
        high_s: expected_s * gamma_quantile(relative, Z90),
    }
}

/// Quantile of a gamma variable of mean 1, by its variance and the normal
/// quantile.
fn gamma_quantile(variance: f64, z: f64) -> f64 {
    let ninth = variance / 9.0;
    let root = (1.0 - ninth + z * libm::sqrt(ninth)).max(0.0);
    root * root * root
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small generator of numbers in (0, 1), the same everywhere (Knuth's
    /// MMIX multiplier).
    struct Lcg(u64);

    impl Lcg {
        fn next(&mut self) -> f64 {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            ((self.0 >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
        }

        fn normal(&mut self) -> f64 {
            let (radius, angle) = (self.next(), self.next() * std::f64::consts::TAU);
            libm::sqrt(-2.0 * libm::log(radius)) * libm::cos(angle)
        }
    }

    fn exponential(random: &mut Lcg) -> f64 {
        -300.0 * libm::log(random.next())
    }

    /// Of a coefficient of variation of about 0.53, 1.31 with the wider one.
    fn log_normal(sigma: f64) -> impl Fn(&mut Lcg) -> f64 {
        move |random| 300.0 * libm::exp(sigma * random.normal())
    }

    /// The true wait: agents have been at work for long, each from an offset
    /// of its own.
    fn true_wait(
        random: &mut Lcg,
        draw: &impl Fn(&mut Lcg) -> f64,
        ahead: u32,
        agents: u32,
    ) -> f64 {
        let since = 20_000.0;
        let mut ends: Vec<f64> = (0..agents)
            .map(|_| {
                let mut end = random.next() * 300.0;
                while end < since {
                    end += draw(random);
                }
                end
            })
            .collect();
        let mut begun = since;
        for _ in 0..=ahead {
            ends.sort_by(|a, b| b.total_cmp(a));
            begun = ends.pop().unwrap();
            ends.push(begun + draw(random));
        }
        begun - since
    }

    fn held(name: &str, draw: impl Fn(&mut Lcg) -> f64) {
        let mut random = Lcg(7);
        for samples in [30, 200] {
            for agents in [1, 3, 12] {
                for ahead in [0, 2, 10, 40] {
                    let rounds = 500;
                    let held = (0..rounds).filter(|_| {
                        let times: Vec<f64> = (0..samples).map(|_| draw(&mut random)).collect();
                        let estimate = estimate_wait(ahead, agents, &times).unwrap();
                        let wait = estimate.wait.unwrap();
                        let truth = true_wait(&mut random, &draw, ahead, agents);
                        (wait.low_s..=wait.high_s).contains(&truth)
                    });
                    let share = held.count() as f64 / f64::from(rounds);
                    assert!(share >= 0.75, "{name} {samples} {agents} {ahead}: {share}");
                }
            }
        }
    }

    #[test]
    fn the_range_holds_exponential_waits() {
        held("exponential", exponential);
    }

    #[test]
    fn the_range_holds_log_normal_waits() {
        held("log-normal 0.5", log_normal(0.5));
        held("log-normal 1.0", log_normal(1.0));
    }

    #[test]
    fn fewer_samples_make_the_range_wider() {
        let width = |samples: usize| {
            let wait = estimate_wait(4, 2, &[300.0, 500.0].repeat(samples)).unwrap();
            wait.wait.map(|wait| wait.high_s - wait.low_s).unwrap()
        };
        assert!(width(1) > width(5) && width(5) > width(50));
        // One sample, or equal ones, are no certainty.
        let one = estimate_wait(0, 1, &[300.0]).unwrap().wait.unwrap();
        assert!(one.low_s < 100.0 && one.high_s > 600.0, "{one:?}");
    }

    #[test]
    fn without_agents_or_samples_nothing_is_promised() {
        assert_eq!(estimate_wait(1, 0, &[1.0]).unwrap().wait, None);
        assert_eq!(estimate_wait(1, 1, &[]).unwrap().wait, None);
        let at_once = estimate_wait(1, 1, &[0.0]).unwrap();
        assert_eq!(at_once.rounded_minutes(), Some(1));
    }

    #[test]
    fn times_that_cannot_be_are_refused() {
        for wrong in [-1.0, f64::NAN, f64::INFINITY] {
            let error = estimate_wait(1, 1, &[1.0, wrong]).unwrap_err();
            assert_eq!(error.path(), Some("/service_times_s/1"));
        }
    }

    #[test]
    fn extremes_stay_finite() {
        let wait = estimate_wait(u32::MAX, 1, &[1e9, 0.0])
            .unwrap()
            .wait
            .unwrap();
        assert!(wait.high_s.is_finite());
        let wait = estimate_wait(0, u32::MAX, &[1e-300, 1e9])
            .unwrap()
            .wait
            .unwrap();
        assert!(wait.low_s >= 0.0 && wait.high_s.is_finite());
    }
}
