//! Quantiles of any number of values in a few kilobytes.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::bins::{Bins, StoredBins};
use super::mapping::Mapping;
use super::percentile::check_q;
use crate::border::{self, under};
use crate::error::Error;

/// A distribution that can be merged: quantiles with a bounded relative
/// error, in memory that does not grow with the number of values (DDSketch:
/// Masson, Rim and Lee, PVLDB 12, 2019).
///
/// - A quantile is within `alpha` times the value at rank ⌊q(n − 1)⌋ of all
///   values in order; `n`, `min`, `max` and zeros are exact.
/// - Up to 64 values are kept as they are, and quantiles are exact.
/// - [`merge`](Self::merge) is associative and commutative to the byte: a
///   sketch is the same, and so is its JSON, however its values came
///   together.
/// - Values are 0 or more and below 2⁶⁴; positive ones below 2⁻⁶⁴ count as
///   that. So there are never more than 90/`alpha` bins of 8 bytes; delays
///   from a second to a month take 750 at 0.01. Bins are never collapsed.
///
/// ```
/// use deskcore::metrics::Sketch;
///
/// let mut monday = Sketch::new(0.01)?;
/// let mut tuesday = Sketch::new(0.01)?;
/// for minutes in 1..=500 {
///     monday.add(f64::from(minutes))?;
///     tuesday.add(f64::from(minutes + 500))?;
/// }
/// monday.merge(&tuesday)?;
/// assert_eq!((monday.n(), monday.max()), (1000, Some(1000.0)));
/// let median = monday.quantile(0.5)?.expect("there are values");
/// assert!((median - 500.0).abs() <= 5.0);
/// # Ok::<(), deskcore::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Sketch {
    mapping: Mapping,
    bins: Bins,
}

impl Sketch {
    /// An empty sketch of a relative accuracy, from 0.001 to 0.5; usual is
    /// 0.01.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for any other accuracy.
    pub fn new(alpha: f64) -> Result<Self, Error> {
        Ok(Self {
            mapping: Mapping::new("/alpha", alpha)?,
            bins: Bins::default(),
        })
    }

    /// The relative accuracy.
    pub fn alpha(&self) -> f64 {
        self.mapping.alpha()
    }

    /// Takes a value.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for NaN, a value below 0, or one from 2⁶⁴ on.
    pub fn add(&mut self, value: f64) -> Result<(), Error> {
        let value = Mapping::checked(value)?;
        self.bins
            .add(&self.mapping, value, self.mapping.index(value));
        Ok(())
    }

    /// Takes values.
    ///
    /// # Errors
    ///
    /// As [`add`](Self::add), with the place of the value; then none is
    /// taken.
    ///
    /// ```
    /// use deskcore::metrics::Sketch;
    ///
    /// let mut minutes = Sketch::new(0.01)?;
    /// let error = minutes.add_all(&[3.0, f64::NAN]).unwrap_err();
    /// assert_eq!((error.path(), minutes.n()), (Some("/1"), 0));
    /// # Ok::<(), deskcore::Error>(())
    /// ```
    pub fn add_all(&mut self, values: &[f64]) -> Result<(), Error> {
        for (place, value) in values.iter().enumerate() {
            Mapping::checked(*value).map_err(|error| under(&format!("/{place}"), error))?;
        }
        values.iter().try_for_each(|value| self.add(*value))
    }

    /// Takes over all values of another sketch.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when the other is of another accuracy: their
    /// bins are not the same.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.mapping != other.mapping {
            let (ours, theirs) = (self.alpha(), other.alpha());
            return Err(Error::invalid(
                "/alpha",
                format!(
                    "sketches of accuracy {ours} and {theirs} cannot be merged: expected equal ones"
                ),
            ));
        }
        self.bins.merge(&self.mapping, &other.bins);
        Ok(())
    }

    /// How many values there are.
    pub fn n(&self) -> u64 {
        self.bins.n()
    }

    /// The least value.
    pub fn min(&self) -> Option<f64> {
        self.bins.min()
    }

    /// The greatest value.
    pub fn max(&self) -> Option<f64> {
        self.bins.max()
    }

    /// Whether every value is kept as it is, so that quantiles are exact.
    pub fn is_exact(&self) -> bool {
        self.bins.is_exact()
    }

    /// The value at rank ⌊q(n − 1)⌋, within the accuracy; none when there
    /// are no values.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when `q` is not from 0 to 1.
    pub fn quantile(&self, q: f64) -> Result<Option<f64>, Error> {
        check_q("/q", q)?;
        Ok(self.bins.quantile(&self.mapping, q))
    }

    /// The document to store: the same bytes for the same values.
    ///
    /// # Errors
    ///
    /// None that is known: everything in a sketch is finite.
    pub fn to_json(&self) -> Result<String, Error> {
        border::write(self)
    }

    /// Reads a stored sketch.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when the text is no sketch.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text)
            .map_err(|error| Error::invalid("", format!("no sketch: {error}")))
    }
}

/// Of the same accuracy, and holding the same.
impl PartialEq for Sketch {
    fn eq(&self, other: &Self) -> bool {
        self.mapping == other.mapping && self.bins.store() == other.bins.store()
    }
}

#[derive(Serialize, Deserialize)]
struct StoredSketch {
    alpha: f64,
    #[serde(flatten)]
    bins: StoredBins,
}

impl Serialize for Sketch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stored = StoredSketch {
            alpha: self.alpha(),
            bins: self.bins.store(),
        };
        stored.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Sketch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = StoredSketch::deserialize(deserializer)?;
        let mapping = Mapping::new("/alpha", stored.alpha).map_err(de::Error::custom)?;
        let bins = Bins::restore(&mapping, &stored.bins).map_err(de::Error::custom)?;
        Ok(Self { mapping, bins })
    }
}
