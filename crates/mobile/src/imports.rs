//! Opening hours and holidays from the formats in which they exist already.

use deskcore::border;
use deskcore::time::Holiday;
#[cfg(feature = "imports")]
use deskcore::time::import::ImportedHolidays;
use deskcore::time::import::{self, ImportedHours};

use crate::convert::Zone;
use crate::error::{DeskcoreError, guarded};

/// Holidays from the text of an iCalendar file (RFC 5545), of the years
/// `first_year` to `last_year`; `source` is noted with each.
#[cfg(feature = "imports")]
#[uniffi::export]
pub fn holidays_from_ical(
    text: &str,
    source: &str,
    first_year: i32,
    last_year: i32,
) -> Result<ImportedHolidays, DeskcoreError> {
    guarded(|| {
        Ok(import::holidays_from_ical(
            text,
            source,
            first_year..=last_year,
        )?)
    })
}

/// Holidays from a list of dates: a date (YYYY-MM-DD) and maybe a name on
/// each line.
#[uniffi::export]
pub fn holidays_from_dates(text: &str, source: &str) -> Result<Vec<Holiday>, DeskcoreError> {
    guarded(|| Ok(import::holidays_from_dates(text, source)?))
}

/// Opening hours from `OpeningHoursSpecification` of schema.org, as JSON text.
#[uniffi::export]
pub fn hours_from_schema_org(text: &str) -> Result<ImportedHours, DeskcoreError> {
    guarded(|| Ok(import::hours_from_schema_org(text)?))
}

/// Opening hours from an `opening_hours` text of OpenStreetMap.
#[cfg(feature = "imports")]
#[uniffi::export]
pub fn weekly_from_osm(text: &str) -> Result<ImportedHours, DeskcoreError> {
    guarded(|| Ok(import::weekly_from_osm(text)?))
}

/// The JSON of macros in the export of another help desk (`GET
/// /api/v2/macros.json` of Zendesk), and of what could not be converted.
#[cfg(feature = "imports")]
#[uniffi::export]
pub fn macros_from_zendesk(json: &str) -> Result<String, DeskcoreError> {
    guarded(|| border::write(&deskcore::macros::import::from_zendesk(json)?))
}

/// The same for Gorgias (`GET /api/macros`).
#[cfg(feature = "imports")]
#[uniffi::export]
pub fn macros_from_gorgias(json: &str) -> Result<String, DeskcoreError> {
    guarded(|| border::write(&deskcore::macros::import::from_gorgias(json)?))
}

/// The JSON of the schedule of imported hours in a zone, with holidays from
/// elsewhere: what `Calendar.fromJson` and desk.json take.
#[uniffi::export]
pub fn schedule_of_hours(
    hours: ImportedHours,
    tz: Zone,
    holidays: Vec<Holiday>,
) -> Result<String, DeskcoreError> {
    guarded(|| border::write(&hours.into_schedule(tz, holidays)))
}
