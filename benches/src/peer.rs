//! The yardstick for convenience: opening hours as the `opening-hours` crate
//! evaluates them, range by range.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use opening_hours::localization::TzLocation;
use opening_hours::{Context, OpeningHours, RuleKind};

use crate::Failure;

/// OpenStreetMap opening hours in a zone.
#[derive(Debug, Clone)]
pub struct OsmHours {
    hours: OpeningHours<TzLocation<Tz>>,
    tz: Tz,
}

impl OsmHours {
    /// Reads the syntax of OpenStreetMap.
    ///
    /// # Errors
    ///
    /// When the text is no opening hours.
    pub fn new(text: &str, tz: Tz) -> Result<Self, Failure> {
        let context = Context::default().with_locale(TzLocation::new(tz));
        let hours = text.parse::<OpeningHours>()?.with_context(context);
        Ok(Self { hours, tz })
    }

    /// Open time from one instant to another: the sum of the open ranges
    /// that lie between them.
    pub fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        self.hours
            .iter_range(from.with_timezone(&self.tz), to.with_timezone(&self.tz))
            .filter(|part| part.kind == RuleKind::Open)
            .map(|part| part.range.end - part.range.start)
            .sum()
    }
}
