//! What was unusual in a week.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::TicketFigures;
use crate::error::Error;
use crate::sla::Hours;
use crate::time::Zone;

mod findings;

use findings::Search;

/// What a digest is about, and how sure it wants to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DigestConfig {
    /// The week's Monday.
    pub monday: NaiveDate,
    /// The zone of its days.
    #[serde(default = "utc")]
    pub tz: Zone,
    /// Earlier weeks that it is compared with, 1 to 52. Weeks before the
    /// first ticket do not count.
    #[serde(default = "eight")]
    pub earlier_weeks: u32,
    /// The share of false ones that is accepted among reasons whose share
    /// changed, more than 0 and less than 1 (Benjamini and Hochberg 1995).
    #[serde(default = "one_in_twenty")]
    pub false_discoveries: f64,
    /// Tickets below which nothing is found.
    #[serde(default = "five")]
    pub least_tickets: u32,
    /// How many times the median of all makes a resolution long; more than 1.
    #[serde(default = "half_more")]
    pub slow_factor: f64,
    /// Which count of durations is taken.
    #[serde(default = "calendar")]
    pub hours: Hours,
    /// Ticket ids that a finding shows.
    #[serde(default = "twenty")]
    pub most_evidence: u32,
    /// Reasons that have an article; absent when nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasons_with_article: Option<BTreeSet<String>>,
}

fn utc() -> Zone {
    Zone::UTC
}

fn eight() -> u32 {
    8
}

fn one_in_twenty() -> f64 {
    0.05
}

fn five() -> u32 {
    5
}

fn half_more() -> f64 {
    1.5
}

fn calendar() -> Hours {
    Hours::Calendar
}

fn twenty() -> u32 {
    20
}

impl DigestConfig {
    /// The week of a Monday in UTC, compared with eight weeks before; at
    /// least five tickets, 5 % false discoveries, 1.5 times the median, real
    /// time, twenty ids.
    pub fn new(monday: NaiveDate) -> Self {
        Self {
            monday,
            tz: utc(),
            earlier_weeks: eight(),
            false_discoveries: one_in_twenty(),
            least_tickets: five(),
            slow_factor: half_more(),
            hours: calendar(),
            most_evidence: twenty(),
            reasons_with_article: None,
        }
    }

    fn check(&self) -> Result<(), Error> {
        let refuse = |path: &str, message: String| Err(Error::invalid(path, message));
        if self.monday.weekday() != Weekday::Mon {
            let (date, day) = (self.monday, self.monday.weekday());
            return refuse("/monday", format!("{date} is a {day}: expected a Monday"));
        }
        if self.monday.checked_sub_days(Days::new(7 * 105)).is_none() {
            return refuse(
                "/monday",
                "too early: expected two years of dates before it".to_owned(),
            );
        }
        if !(1..=52).contains(&self.earlier_weeks) {
            let n = self.earlier_weeks;
            return refuse("/earlier_weeks", format!("{n} weeks: expected 1 to 52"));
        }
        let q = self.false_discoveries;
        if !(q > 0.0 && q < 1.0) {
            return refuse(
                "/false_discoveries",
                format!("{q}: expected more than 0 and less than 1"),
            );
        }
        let factor = self.slow_factor;
        if !(factor > 1.0 && factor.is_finite()) {
            return refuse(
                "/slow_factor",
                format!("{factor}: expected a number greater than 1"),
            );
        }
        if self.least_tickets == 0 {
            return refuse(
                "/least_tickets",
                "0 tickets: expected at least 1".to_owned(),
            );
        }
        Ok(())
    }
}

/// What was unusual in a week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Digest {
    /// The week's Monday.
    pub monday: NaiveDate,
    /// Tickets that began in it.
    pub n: u64,
    /// Tickets that began in the earlier weeks.
    pub n_earlier: u64,
    /// How many earlier weeks there are: from that of the first ticket on.
    pub earlier_weeks: u32,
    /// What was asked, how often, and by which rule.
    pub rules: Vec<DigestRule>,
    /// What was found: the volume, changed shares by p-value, spikes by day,
    /// late orders, missing articles, long resolutions.
    pub findings: Vec<Finding>,
}

/// DigestRule of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DigestRule {
    /// The type of the findings.
    pub finding: String,
    /// How many things were compared.
    pub n: u64,
    /// By which rule.
    pub rule: String,
}

/// Something unusual.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// What it is.
    pub what: FindingKind,
    /// Tickets that it is about.
    pub n: u64,
    /// Their ids, in order, as many as the config allows.
    pub tickets: Vec<String>,
    /// The same for people, in English.
    pub text: String,
}

/// What is unusual. Shares are from 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FindingKind {
    /// How many tickets there were, and what explains it; always there when
    /// there are earlier weeks.
    Volume {
        /// Mean of the earlier weeks; those far from all others are left out,
        /// as the rule says, and named in the text.
        earlier_mean: f64,
        /// Tickets of the same week last year, 52 weeks ago.
        last_year: Option<u64>,
        /// Mean of the weeks before that one.
        last_year_earlier_mean: Option<f64>,
        /// What last year's change makes of the earlier mean: the season.
        expected: Option<f64>,
        /// The earlier mean over last year's: growth of the year.
        growth: Option<f64>,
        /// What explains the change.
        verdict: VolumeVerdict,
    },
    /// The share of a reason changed beyond noise.
    ShareChanged {
        /// The reason.
        reason: String,
        /// Its share of the week's tickets.
        share: f64,
        /// Its share in the earlier weeks.
        earlier_share: f64,
        /// How likely so great a difference is when there is none.
        p_value: f64,
    },
    /// More tickets on a day than its weekday in earlier weeks explains.
    Spike {
        /// The day.
        date: NaiveDate,
        /// The reason, where it is of one.
        reason: Option<String>,
        /// The product, where it is of one.
        product: Option<String>,
        /// Mean of the weekday in earlier weeks, less those left out.
        earlier_mean: f64,
        /// More than this is a spike.
        threshold: f64,
    },
    /// Tickets about late orders.
    LateOrders {
        /// Their share of the week's tickets.
        share: f64,
        /// Their share in the earlier weeks.
        earlier_share: Option<f64>,
        /// How likely so great a difference is when there is none.
        p_value: Option<f64>,
    },
    /// A frequent reason that has no article.
    ArticleMissing {
        /// The reason.
        reason: String,
        /// Its share of the week's tickets.
        share: f64,
    },
    /// A reason, or an agent, whose tickets took long.
    SlowResolution {
        /// The reason, where it is one.
        reason: Option<String>,
        /// The agent, where it is one.
        agent: Option<String>,
        /// Median time to the last solve, in milliseconds.
        median_ms: f64,
        /// The median of all tickets solved in the week.
        median_of_all_ms: f64,
        /// Share of its tickets that took longer than that.
        above: f64,
    },
}

/// What explains a week's volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VolumeVerdict {
    /// As in the earlier weeks.
    Usual,
    /// Other than in the earlier weeks, and so it was last year.
    Season,
    /// Other than in the earlier weeks, and the season does not explain it.
    NotSeason,
    /// Other than in the earlier weeks; last year is not known.
    Unexplained,
}

/// What was unusual in a week, of the tickets that began or ended in it and
/// in earlier weeks, and a year before where those are at hand; in any order.
/// The rules are told in the result.
///
/// # Errors
///
/// [`Error::InvalidInput`] for a setting out of its range.
///
/// ```
/// use deskcore::metrics::{DigestConfig, FindingKind, TicketFigures, weekly_digest};
///
/// let monday = "2026-11-23".parse()?;
/// let ticket = |day: u64, number: u64, reason: &str| {
///     let at = format!("2026-11-{day:02}T10:00:00Z").parse().unwrap();
///     let mut ticket = TicketFigures::new(format!("A-{day}-{number}"), at);
///     ticket.dimensions.insert("reason".into(), reason.into());
///     ticket
/// };
/// let mut tickets = Vec::new();
/// for day in 2..=29 {
///     tickets.extend((0..10).map(|number| ticket(day, number, "where_is_my_order")));
/// }
/// tickets.extend((10..30).map(|number| ticket(25, number, "voucher_refused")));
/// let digest = weekly_digest(&tickets, &DigestConfig::new(monday))?;
/// let changed = digest.findings.iter().any(|finding| matches!(&finding.what,
///     FindingKind::ShareChanged { reason, .. } if reason == "voucher_refused"));
/// assert!(changed);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn weekly_digest(tickets: &[TicketFigures], config: &DigestConfig) -> Result<Digest, Error> {
    config.check()?;
    let search = Search::new(tickets, config);
    let mut digest = Digest {
        monday: config.monday,
        n: search.week.len() as u64,
        n_earlier: search.earlier.len() as u64,
        earlier_weeks: search.weeks,
        rules: Vec::new(),
        findings: Vec::new(),
    };
    search.volume(&mut digest);
    search.shares(&mut digest)?;
    search.spikes(&mut digest);
    search.late_orders(&mut digest)?;
    search.articles(&mut digest);
    search.slow(&mut digest)?;
    Ok(digest)
}

/// A ticket and its place in time.
#[derive(Clone, Copy)]
struct Placed<'a> {
    ticket: &'a TicketFigures,
    /// Weeks after the digest's: 0 is that week itself.
    week: i64,
    /// Days after Monday.
    day: i64,
}

/// The week of an instant after that of a Monday, and the day in it.
fn place(config: &DigestConfig, at: DateTime<Utc>) -> (i64, i64) {
    let date = at.with_timezone(&config.tz).date_naive();
    let days = i64::from(date.num_days_from_ce()) - i64::from(config.monday.num_days_from_ce());
    (days.div_euclid(7), days.rem_euclid(7))
}

/// Tickets by the value of a dimension, in its order.
fn by<'a>(tickets: &[Placed<'a>], dimension: &str) -> BTreeMap<&'a str, Vec<Placed<'a>>> {
    let mut groups: BTreeMap<&str, Vec<Placed<'_>>> = BTreeMap::new();
    for placed in tickets {
        if let Some(value) = placed.ticket.dimensions.get(dimension) {
            groups.entry(value).or_default().push(*placed);
        }
    }
    groups
}
