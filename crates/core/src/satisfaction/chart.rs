//! Control charts: whether a figure drifts, or only varies.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mean::check_finite;
use super::proportion::check_share;
use crate::Error;

/// A share of one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharePoint {
    /// How many were positive.
    pub k: i64,
    /// Of how many.
    pub n: i64,
}

/// A mean of one period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeanPoint {
    /// The mean; none when nobody answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// Of how many.
    pub n: i64,
}

/// How an EWMA chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EwmaSettings {
    /// Weight of the latest period, above 0 up to 1; 0.2 is usual.
    pub weight: f64,
    /// Distance of the limits from the middle, in standard deviations; 3 is
    /// usual.
    pub limit_sigmas: f64,
    /// The middle: the figure while nothing is out of the ordinary.
    pub center: f64,
}

/// A point of a chart and its limits. A period without answers has none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChartPoint {
    /// What is drawn.
    pub value: Option<f64>,
    /// Lower control limit.
    pub lcl: Option<f64>,
    /// Upper control limit.
    pub ucl: Option<f64>,
}

impl ChartPoint {
    const EMPTY: Self = Self {
        value: None,
        lcl: None,
        ucl: None,
    };

    fn signals(&self) -> bool {
        self.value < self.lcl || self.value > self.ucl
    }
}

/// A control chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ControlChart {
    /// The middle; none when there is nothing to take it from.
    pub center: Option<f64>,
    /// A point for each period.
    pub points: Vec<ChartPoint>,
    /// Places, from 0, of the points that lie outside their limits.
    pub signals: Vec<u32>,
}

impl ControlChart {
    fn of(center: Option<f64>, points: Vec<ChartPoint>) -> Self {
        let signals = (0_u32..).zip(&points);
        let signals = signals.filter(|(_, point)| point.signals());
        Self {
            center,
            signals: signals.map(|(place, _)| place).collect(),
            points,
        }
    }
}

/// A chart of cumulated sums.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cusum {
    /// How far values have been above `target + slack`, summed up; never
    /// below 0.
    pub up: Vec<f64>,
    /// How far they have been below `target − slack`.
    pub down: Vec<f64>,
    /// Places, from 0, where one of the sums is above `h`.
    pub signals: Vec<u32>,
}

/// How sums are cumulated.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CusumSettings {
    /// What values should be.
    pub target: f64,
    /// How far a value may be off without being counted.
    pub slack: f64,
    /// The sum above which there is a signal.
    pub h: f64,
}

fn check(path: &str, number: f64, fits: bool, expected: &str) -> Result<(), Error> {
    match fits && number.is_finite() {
        true => Ok(()),
        false => Err(Error::invalid(
            path,
            format!("{number} does not fit: expected {expected}"),
        )),
    }
}

fn check_width(limit_sigmas: f64) -> Result<(), Error> {
    let expected = "at least 0 standard deviations";
    check("/limit_sigmas", limit_sigmas, limit_sigmas >= 0.0, expected)
}

fn check_points(points: &[SharePoint]) -> Result<(), Error> {
    for (place, point) in points.iter().enumerate() {
        check_share(&format!("/points/{place}/k"), point.k, point.n)?;
    }
    Ok(())
}

fn check_center(center: f64) -> Result<(), Error> {
    check(
        "/center",
        center,
        (0.0..=1.0).contains(&center),
        "a share from 0 to 1",
    )
}

/// A chart of shares, each with the limits of its own size (Shewhart's p
/// chart): center ± limit·√(center(1 − center)/n), cut to 0 and 1. Without a
/// center it is the share of all points together.
///
/// # Errors
///
/// `invalid_input` unless 0 ≤ k ≤ n, the limit is at least 0 and the center a
/// share.
///
/// ```
/// use deskcore::satisfaction::{SharePoint, p_chart};
///
/// let weeks = [(46, 50), (45, 50), (47, 50), (30, 50)].map(|(k, n)| SharePoint { k, n });
/// assert_eq!(p_chart(&weeks, 3.0, Some(0.92))?.signals, [3]);
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn p_chart(
    points: &[SharePoint],
    limit_sigmas: f64,
    center: Option<f64>,
) -> Result<ControlChart, Error> {
    check_width(limit_sigmas)?;
    check_points(points)?;
    if let Some(center) = center {
        check_center(center)?;
    }
    let center = center.or_else(|| {
        let k: f64 = points.iter().map(|point| point.k as f64).sum();
        let n: f64 = points.iter().map(|point| point.n as f64).sum();
        (n > 0.0).then(|| k / n)
    });
    let drawn = points.iter().map(|point| match center {
        Some(center) if point.n > 0 => {
            let n = point.n as f64;
            let spread = limit_sigmas * libm::sqrt(center * (1.0 - center) / n);
            ChartPoint {
                value: Some(point.k as f64 / n),
                lcl: Some((center - spread).max(0.0)),
                ucl: Some((center + spread).min(1.0)),
            }
        }
        _ => ChartPoint::EMPTY,
    });
    Ok(ControlChart::of(center, drawn.collect()))
}

/// An exponentially weighted moving average of shares (Roberts 1959), which
/// sees a slow drift before a p chart does. Each point has the limits of the
/// sizes so far; a period without answers changes nothing.
///
/// # Errors
///
/// `invalid_input` unless 0 ≤ k ≤ n and the settings fit.
///
/// ```
/// use deskcore::satisfaction::{EwmaSettings, SharePoint, ewma_shares};
///
/// let settings = EwmaSettings { weight: 0.2, limit_sigmas: 3.0, center: 0.9 };
/// let weeks = [90, 84, 83, 82, 82, 81].map(|k| SharePoint { k, n: 100 });
/// assert_eq!(ewma_shares(&weeks, &settings)?.signals, [3, 4, 5]);
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn ewma_shares(points: &[SharePoint], settings: &EwmaSettings) -> Result<ControlChart, Error> {
    check_points(points)?;
    check_center(settings.center)?;
    let variance = settings.center * (1.0 - settings.center);
    let points = points.iter().map(|point| {
        let n = point.n as f64;
        (point.n > 0).then(|| (point.k as f64 / n, variance / n))
    });
    ewma(points, settings, |limit| limit.clamp(0.0, 1.0))
}

/// The same of means, when one rating has the standard deviation `sigma`.
///
/// # Errors
///
/// `invalid_input` for a negative size or `sigma`, a size without a mean, and
/// settings that do not fit.
pub fn ewma_means(
    points: &[MeanPoint],
    sigma: f64,
    settings: &EwmaSettings,
) -> Result<ControlChart, Error> {
    check("/sigma", sigma, sigma >= 0.0, "at least 0")?;
    check("/center", settings.center, true, "a finite number")?;
    for (place, point) in points.iter().enumerate() {
        let known = point.mean.is_some_and(f64::is_finite);
        if point.n < 0 || (point.n > 0 && !known) {
            return Err(Error::invalid(
                format!("/points/{place}"),
                "expected a mean of n values, or n = 0",
            ));
        }
    }
    let points = points.iter().map(|point| {
        let mean = point.mean.filter(|_| point.n > 0)?;
        Some((mean, sigma * sigma / point.n as f64))
    });
    ewma(points, settings, |limit| limit)
}

/// Of points that are a figure and its variance each.
fn ewma(
    points: impl Iterator<Item = Option<(f64, f64)>>,
    settings: &EwmaSettings,
    cut: fn(f64) -> f64,
) -> Result<ControlChart, Error> {
    let EwmaSettings {
        weight,
        limit_sigmas,
        center,
    } = *settings;
    let fits = weight > 0.0 && weight <= 1.0;
    check("/weight", weight, fits, "more than 0, up to 1")?;
    check_width(limit_sigmas)?;
    let (mut average, mut variance) = (center, 0.0);
    let drawn = points.map(|point| {
        let Some((figure, of_figure)) = point else {
            return ChartPoint::EMPTY;
        };
        let kept = 1.0 - weight;
        average = weight * figure + kept * average;
        variance = weight * weight * of_figure + kept * kept * variance;
        let spread = limit_sigmas * libm::sqrt(variance);
        ChartPoint {
            value: Some(average),
            lcl: Some(cut(center - spread)),
            ucl: Some(cut(center + spread)),
        }
    });
    Ok(ControlChart::of(Some(center), drawn.collect()))
}

/// Cumulated sums (Page 1954): small shifts that last add up. A signal does
/// not set the sums back.
///
/// # Errors
///
/// `invalid_input` for what is not finite, and a negative slack or `h`.
///
/// ```
/// use deskcore::satisfaction::{CusumSettings, cusum};
///
/// let settings = CusumSettings { target: 4.5, slack: 0.15, h: 0.5 };
/// assert_eq!(cusum(&[4.5, 4.1, 4.1, 4.1], &settings)?.signals, [3]);
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn cusum(values: &[f64], settings: &CusumSettings) -> Result<Cusum, Error> {
    let CusumSettings { target, slack, h } = *settings;
    check_finite("/values", values)?;
    check("/target", target, true, "a finite number")?;
    check("/slack", slack, slack >= 0.0, "at least 0")?;
    check("/h", h, h >= 0.0, "at least 0")?;
    let (mut up, mut down) = (Vec::new(), Vec::new());
    let mut signals = Vec::new();
    let (mut above, mut below) = (0.0_f64, 0.0_f64);
    for (place, value) in (0_u32..).zip(values) {
        above = (value - (target + slack) + above).clamp(0.0, f64::MAX);
        below = ((target - slack) - value + below).clamp(0.0, f64::MAX);
        up.push(above);
        down.push(below);
        if above > h || below > h {
            signals.push(place);
        }
    }
    Ok(Cusum { up, down, signals })
}
