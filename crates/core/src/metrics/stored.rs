//! A report as it is stored.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::config::{ReportConfig, check_text};
use super::report::{Day, Report};
use super::tally::{StoredTally, Tally};
use crate::error::Error;
use crate::wording::quoted;

/// Version of the form that reports are stored in.
const SCHEMA_VERSION: u32 = 1;

impl Report {
    /// The document to store: the same bytes for the same records, in
    /// whatever order they were added and merged.
    ///
    /// # Errors
    ///
    /// None that is known: everything in a report is finite.
    pub fn to_json(&self) -> Result<String, Error> {
        crate::border::write(&self.store())
    }

    /// Reads a stored report.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when the text is no report, or one of a newer
    /// form.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let version: Version = serde_json::from_str(text)
            .map_err(|error| Error::invalid("", format!("no report: {error}")))?;
        if version.schema_version != SCHEMA_VERSION {
            let version = version.schema_version;
            return Err(Error::invalid(
                "/schema_version",
                format!(
                    "a report of form {version}: expected {SCHEMA_VERSION}, which this release reads"
                ),
            ));
        }
        let stored: StoredReport = serde_json::from_str(text)
            .map_err(|error| Error::invalid("", format!("no report: {error}")))?;
        Self::restore(stored)
    }

    fn store(&self) -> StoredReport {
        let mut groups = Vec::new();
        for name in &self.config.dimensions {
            for group in self.groups_of(name).unwrap_or_default() {
                groups.push((name.clone(), group.value.to_string(), group.tally.store()));
            }
        }
        let hours = self.hours.iter().enumerate();
        StoredReport {
            schema_version: SCHEMA_VERSION,
            config: self.config.clone(),
            overall: self.groups.first().map(|whole| whole.tally.store()),
            groups,
            hours: hours
                .filter_map(|(hour, n)| (*n > 0).then_some((hour, *n)))
                .collect(),
            days: self.days.clone(),
        }
    }

    fn restore(stored: StoredReport) -> Result<Self, Error> {
        let no_report =
            |path: String, message: String| Error::invalid(path, format!("no report: {message}"));
        let mut report = Self::new(stored.config)?;
        if let Some(overall) = &stored.overall {
            let tally = Tally::restore(&report.mapping, overall);
            let tally = tally.map_err(|message| no_report("/overall".to_owned(), message))?;
            if let Some(whole) = report.groups.first_mut() {
                whole.tally = tally;
            }
        }
        report.reasons_with(std::iter::empty())?;
        report.room_for(stored.groups.len())?;
        for (number, (name, value, tally)) in stored.groups.iter().enumerate() {
            let path = format!("/groups/{number}");
            check_text(|| path.clone(), value)?;
            let dimension = report
                .config
                .dimensions
                .iter()
                .position(|known| known == name);
            let dimension = dimension.and_then(|dimension| u32::try_from(dimension).ok());
            let Some(dimension) =
                dimension.filter(|dimension| report.find(*dimension, value).is_none())
            else {
                let message = format!(
                    "{} of {}: expected a dimension of its config, each value once",
                    quoted(value),
                    quoted(name)
                );
                return Err(no_report(path, message));
            };
            let tally = Tally::restore(&report.mapping, tally)
                .map_err(|message| no_report(path, message))?;
            let place = report.place(dimension, value);
            if let Some(group) = report.groups.get_mut(place as usize) {
                group.tally = tally;
            }
        }
        for (hour, n) in &stored.hours {
            match report.hours.get_mut(*hour) {
                Some(count) => *count = *n,
                None => {
                    return Err(no_report(
                        "/hours".to_owned(),
                        format!("hour {hour}: expected 0 to 167"),
                    ));
                }
            }
        }
        report.days = stored.days;
        Ok(report)
    }
}

/// Of the same config, and holding the same.
impl PartialEq for Report {
    fn eq(&self, other: &Self) -> bool {
        self.store() == other.store()
    }
}

#[derive(Deserialize)]
struct Version {
    schema_version: u32,
}

/// As stored: groups in the order of dimensions and values.
#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredReport {
    schema_version: u32,
    config: ReportConfig,
    overall: Option<StoredTally>,
    groups: Vec<(String, String, StoredTally)>,
    hours: Vec<(usize, u64)>,
    days: BTreeMap<NaiveDate, Day>,
}
