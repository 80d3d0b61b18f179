//! Exact percentiles of values that are all at hand.

use crate::error::Error;

/// Percentiles of type 7, the usual ones of R, NumPy and spreadsheets
/// (Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American
/// Statistician 50, 1996): at h = q(n − 1) of the values in order, and
/// between two of them in proportion. There are none of no values.
///
/// # Errors
///
/// [`Error::InvalidInput`] when a `q` is not from 0 to 1, or a value is not
/// finite.
///
/// ```
/// use deskcore::metrics::percentiles;
///
/// let waits = [12.0, 3.0, 5.0];
/// assert_eq!(percentiles(&waits, &[0.5, 0.75])?, [Some(5.0), Some(8.5)]);
/// assert_eq!(percentiles(&[], &[0.5])?, [None]);
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn percentiles(values: &[f64], q: &[f64]) -> Result<Vec<Option<f64>>, Error> {
    for (place, q) in q.iter().enumerate() {
        check_q(&format!("/q/{place}"), *q)?;
    }
    if let Some(place) = values.iter().position(|value| !value.is_finite()) {
        let path = format!("/values/{place}");
        return Err(Error::invalid(path, "no finite number: expected one"));
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    Ok(q.iter().map(|q| type_7(&sorted, *q)).collect())
}

/// Of values in order.
pub(super) fn type_7(sorted: &[f64], q: f64) -> Option<f64> {
    let h = q * sorted.len().checked_sub(1)? as f64;
    let (below, part) = (h as usize, h - libm::floor(h));
    let low = *sorted.get(below)?;
    let high = sorted.get(below + 1).copied().unwrap_or(low);
    // Halves: the distance of the two may be more than there are numbers.
    Some(low + 2.0 * (part * (high / 2.0 - low / 2.0)))
}

pub(super) fn check_q(path: &str, q: f64) -> Result<(), Error> {
    if (0.0..=1.0).contains(&q) {
        return Ok(());
    }
    Err(Error::invalid(
        path,
        format!("{q} is no quantile: expected a number from 0 to 1"),
    ))
}
