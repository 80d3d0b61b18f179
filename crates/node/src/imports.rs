//! Opening hours and holidays from the formats in which they exist already.

use deskcore::Error;
use deskcore::time::import;
use napi::{Env, Result};
use napi_derive::napi;

use crate::convert::{call, js, text, whole};

/// Reads the events of a calendar file (RFC 5545) as holidays, from
/// `firstYear` to `lastYear`, both included. An event that cannot be read is
/// left out and reported.
///
/// @throws {DeskcoreError} `not_a_calendar`, `import_out_of_range`.
#[napi]
pub fn holidays_from_ical(
    env: Env,
    ical: js::string,
    source: js::string,
    first_year: js::number,
    last_year: js::number,
) -> Result<js::ImportedHolidays> {
    let year = |value, path| {
        let year = whole(value, path)?;
        i32::try_from(year).map_err(|_| Error::invalid(path, format!("{year} is no year")))
    };
    call(env, |host| {
        let years = year(first_year, "/firstYear")?..=year(last_year, "/lastYear")?;
        let (ical, source) = (text(ical, "/ical")?, text(source, "/source")?);
        host.data(&import::holidays_from_ical(&ical, &source, years)?)
    })
}

/// Reads a list of dates: on each line `YYYY-MM-DD`, and maybe a name after
/// a space, a comma, a semicolon or a tab. What follows a `#` is a comment.
///
/// @throws {DeskcoreError} `bad_date_line`, `import_out_of_range`.
#[napi(ts_return_type = "Holiday[]")]
pub fn holidays_from_dates(env: Env, dates: js::string, source: js::string) -> Result<js::Value> {
    call(env, |host| {
        let (dates, source) = (text(dates, "/dates")?, text(source, "/source")?);
        host.data(&import::holidays_from_dates(&dates, &source)?)
    })
}

/// Reads schema.org's `OpeningHoursSpecification` from JSON text.
///
/// @throws {DeskcoreError} `schema_org_invalid` and others that name the part.
#[napi]
pub fn hours_from_schema_org(env: Env, json: js::string) -> Result<js::ImportedHours> {
    call(env, |host| {
        host.data(&import::hours_from_schema_org(&text(json, "/json")?)?)
    })
}

/// Reads `opening_hours` of OpenStreetMap.
///
/// @throws {DeskcoreError} `osm_syntax`, and `osm_unsupported` for rules that
/// do not fit a weekly schedule.
#[napi]
pub fn weekly_from_osm(env: Env, hours: js::string) -> Result<js::ImportedHours> {
    call(env, |host| {
        host.data(&import::weekly_from_osm(&text(hours, "/hours")?)?)
    })
}

/// Version of this library.
#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
