//! How a report counts.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mapping::Mapping;
use crate::error::Error;
use crate::satisfaction::check_confidence;
use crate::sla::Hours;
use crate::time::Zone;
use crate::wording::quoted;

/// Dimensions that a report can have.
pub const MOST_DIMENSIONS: usize = 64;

/// Bytes of a dimension's name or value.
pub const MOST_VALUE_BYTES: usize = 256;

/// Groups that a report may be told to allow.
const MOST_GROUPS: u32 = 10_000_000;

/// How a report counts. Reports that count differently cannot be merged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReportConfig {
    /// The zone of days, weeks and hours.
    pub tz: Zone,
    /// What figures are grouped by: at most 64
    /// of the [`Dimensions`](super::Dimensions) that records have.
    pub dimensions: BTreeSet<String>,
    /// Which count of durations is taken.
    pub hours: Hours,
    /// Relative accuracy of quantiles beyond 64 values.
    pub alpha: f64,
    /// Confidence of intervals.
    pub confidence: f64,
    /// Reasons whose tickets are simple: the group `simple` of the dimension
    /// `complexity`.
    pub simple_reasons: BTreeSet<String>,
    /// Reasons whose tickets are complex: the group `complex`.
    pub complex_reasons: BTreeSet<String>,
    /// Days after a solve within which the customer must not come back for a
    /// first-contact resolution.
    pub first_contact_days: u32,
    /// Days after self-service within which no ticket may follow for it to
    /// count as durable.
    pub durable_days: u32,
    /// Groups that the report may have, up to 10,000,000.
    pub most_groups: u32,
}

impl Default for ReportConfig {
    /// UTC, real time, 1 % accuracy, 95 % confidence, 7 days for both; by
    /// agent, channel, complexity, handled_by, language, product, reason and
    /// team; at most 100,000 groups.
    fn default() -> Self {
        let dimensions = [
            "agent",
            "channel",
            "complexity",
            "handled_by",
            "language",
            "product",
            "reason",
            "team",
        ];
        Self {
            tz: Zone::UTC,
            dimensions: crate::order::set(dimensions.map(str::to_owned)),
            hours: Hours::Calendar,
            alpha: 0.01,
            confidence: 0.95,
            simple_reasons: BTreeSet::new(),
            complex_reasons: BTreeSet::new(),
            first_contact_days: 7,
            durable_days: 7,
            most_groups: 100_000,
        }
    }
}

impl ReportConfig {
    /// The first mistake; the mapping when there is none.
    pub(super) fn check(&self) -> Result<Mapping, Error> {
        if self.dimensions.len() > MOST_DIMENSIONS {
            let n = self.dimensions.len();
            return Err(Error::invalid(
                "/dimensions",
                format!("{n} dimensions: expected at most {MOST_DIMENSIONS}"),
            ));
        }
        for (place, dimension) in self.dimensions.iter().enumerate() {
            let path = format!("/dimensions/{place}");
            check_text(|| path.clone(), dimension)?;
            if dimension == "customer" {
                let message = "a report holds no person: expected another dimension than customer";
                return Err(Error::invalid(path, message));
            }
        }
        if let Some(both) = (self.simple_reasons.iter()).find(|r| self.complex_reasons.contains(*r))
        {
            return Err(Error::invalid(
                "/complex_reasons",
                format!(
                    "{} is among the simple ones too: expected one of them",
                    quoted(both)
                ),
            ));
        }
        check_confidence(self.confidence)?;
        if self.most_groups > MOST_GROUPS {
            let n = self.most_groups;
            return Err(Error::invalid(
                "/most_groups",
                format!("{n} groups: expected at most {MOST_GROUPS}"),
            ));
        }
        Mapping::new("/alpha", self.alpha)
    }
}

pub(super) fn check_text(path: impl Fn() -> String, text: &str) -> Result<(), Error> {
    if (1..=MOST_VALUE_BYTES).contains(&text.len()) {
        return Ok(());
    }
    let n = text.len();
    Err(Error::invalid(
        path(),
        format!("{n} bytes: expected 1 to {MOST_VALUE_BYTES}, unknown is absent"),
    ))
}
