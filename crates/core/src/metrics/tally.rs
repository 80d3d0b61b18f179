//! What one group adds up to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::bins::{Bins, StoredBins};
use super::mapping::Mapping;
use crate::satisfaction::{RatingCounts, Scale};
use crate::sla::Metric;

/// Things that are counted, by their names in a stored report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    Tickets,
    Ended,
    Solved,
    Reopened,
    SolvedWithReply,
    OneTouch,
    FirstContact,
    FirstContactKnown,
    SessionsSolved,
    SessionsLeft,
    SessionsHandedOver,
    Durable,
    DurableKnown,
    Offered,
    Responded,
}

/// Their names; after them, for each metric, met and missed.
const COUNTS: [&str; 15] = [
    "tickets",
    "ended",
    "solved",
    "reopened",
    "solved_with_reply",
    "one_touch",
    "first_contact",
    "first_contact_known",
    "sessions_solved",
    "sessions_left",
    "sessions_handed_over",
    "durable",
    "durable_known",
    "offered",
    "responded",
];

const ALL: usize = COUNTS.len() + 2 * Metric::COUNT;

fn name(place: usize) -> String {
    match COUNTS.get(place) {
        Some(name) => (*name).to_owned(),
        None => {
            let place = place - COUNTS.len();
            let metric = Metric::ALL
                .get(place / 2)
                .map_or("", |metric| metric.name());
            let what = if place.is_multiple_of(2) {
                "met"
            } else {
                "missed"
            };
            format!("{metric}_{what}")
        }
    }
}

/// The durations of a report.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// From creation to the first agent reply.
    FirstReply,
    /// From each later unanswered message to its answer.
    NextReply,
    /// From creation to the last solve.
    Resolution,
    /// Of that, what the customer waited.
    RequesterWait,
    /// Of that, what the shop worked.
    AgentWork,
}

impl Measure {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [
        Self::FirstReply,
        Self::NextReply,
        Self::Resolution,
        Self::RequesterWait,
        Self::AgentWork,
    ];

    /// Name in JSON and in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FirstReply => "first_reply",
            Self::NextReply => "next_reply",
            Self::Resolution => "resolution",
            Self::RequesterWait => "requester_wait",
            Self::AgentWork => "agent_work",
        }
    }
}

/// Why something is in no figure.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutWhy {
    /// A duration below zero.
    NegativeDuration,
    /// A duration whose business time is not known.
    BusinessTimeUnknown,
    /// It has not happened.
    NotYet,
    /// Too little time has passed to tell.
    TooRecent,
    /// A rating of a ticket that the host does not know.
    UnknownTicket,
    /// A rating that the scale does not have.
    OutOfScale,
    /// An answer that came before its survey was offered.
    BeforeOffer,
    /// A ticket that no agent replied to.
    NoAgentReply,
}

/// What something was left out of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Topic {
    FirstReply,
    NextReply,
    Resolution,
    RequesterWait,
    AgentWork,
    FirstContact,
    Durable,
    Binary,
    Stars3,
    Stars5,
    Ces7,
    Nps11,
    Custom,
}

impl From<Measure> for Topic {
    fn from(measure: Measure) -> Self {
        match measure {
            Measure::FirstReply => Self::FirstReply,
            Measure::NextReply => Self::NextReply,
            Measure::Resolution => Self::Resolution,
            Measure::RequesterWait => Self::RequesterWait,
            Measure::AgentWork => Self::AgentWork,
        }
    }
}

impl From<Scale> for Topic {
    fn from(scale: Scale) -> Self {
        match scale {
            Scale::Binary => Self::Binary,
            Scale::Stars3 => Self::Stars3,
            Scale::Stars5 => Self::Stars5,
            Scale::Ces7 => Self::Ces7,
            Scale::Nps11 => Self::Nps11,
            Scale::Custom(_) => Self::Custom,
        }
    }
}

/// Durations of one measure. Sums below 2⁶⁴ are exact, and end there.
#[derive(Debug, Clone, Default)]
pub(super) struct Durations {
    pub(super) bins: Bins,
    pub(super) sum_ms: u64,
}

/// Ratings of one scale, from its lowest on.
#[derive(Debug, Clone)]
struct Ratings {
    scale: Scale,
    counts: Vec<u64>,
}

/// What one group adds up to.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    counts: [u64; ALL],
    durations: [Durations; Measure::ALL.len()],
    ratings: Vec<Ratings>,
    left_out: BTreeMap<(Topic, LeftOutWhy), u64>,
    not_asked: BTreeMap<String, u64>,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            counts: [0; ALL],
            durations: Default::default(),
            ratings: Vec::new(),
            left_out: BTreeMap::new(),
            not_asked: BTreeMap::new(),
        }
    }
}

fn add(count: &mut u64, n: u64) {
    *count = count.saturating_add(n);
}

impl Tally {
    pub(super) fn count(&mut self, what: Count) {
        if let Some(count) = self.counts.get_mut(what as usize) {
            add(count, 1);
        }
    }

    pub(super) fn outcome(&mut self, metric: Metric, met: u32, missed: u32) {
        let place = COUNTS.len() + 2 * metric as usize;
        for (place, n) in [(place, met), (place + 1, missed)] {
            if let Some(count) = self.counts.get_mut(place) {
                add(count, n.into());
            }
        }
    }

    /// A duration whose bin is known.
    pub(super) fn duration(&mut self, mapping: &Mapping, measure: Measure, ms: u64, index: i32) {
        if let Some(durations) = self.durations.get_mut(measure as usize) {
            durations.bins.add(mapping, ms as f64, index);
            add(&mut durations.sum_ms, ms);
        }
    }

    /// A rating, by its place on the scale.
    pub(super) fn rating(&mut self, scale: Scale, place: usize) {
        if let Some(count) = self.ratings_of(scale).get_mut(place) {
            add(count, 1);
        }
    }

    fn ratings_of(&mut self, scale: Scale) -> &mut [u64] {
        let known = self
            .ratings
            .iter()
            .position(|ratings| ratings.scale == scale);
        let place = known.unwrap_or_else(|| {
            let counts = scale.ratings().map(|_| 0).collect();
            self.ratings.push(Ratings { scale, counts });
            self.ratings.len() - 1
        });
        let ratings = self.ratings.get_mut(place);
        ratings.map_or(&mut [], |ratings| &mut ratings.counts)
    }

    pub(super) fn leave_out(&mut self, topic: Topic, why: LeftOutWhy) {
        add(self.left_out.entry((topic, why)).or_default(), 1);
    }

    pub(super) fn not_asked(&mut self, why: &str) {
        match self.not_asked.get_mut(why) {
            Some(count) => add(count, 1),
            None => {
                self.not_asked.insert(why.to_owned(), 1);
            }
        }
    }

    pub(super) fn merge(&mut self, mapping: &Mapping, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            add(count, *more);
        }
        for (durations, more) in self.durations.iter_mut().zip(&other.durations) {
            if more.bins.n() > 0 {
                durations.bins.merge(mapping, &more.bins);
                add(&mut durations.sum_ms, more.sum_ms);
            }
        }
        for ratings in &other.ratings {
            let counts = self.ratings_of(ratings.scale);
            for (count, more) in counts.iter_mut().zip(&ratings.counts) {
                add(count, *more);
            }
        }
        for (key, more) in &other.left_out {
            add(self.left_out.entry(*key).or_default(), *more);
        }
        for (why, more) in &other.not_asked {
            add(self.not_asked.entry(why.clone()).or_default(), *more);
        }
    }

    pub(super) fn n(&self, what: Count) -> u64 {
        self.counts.get(what as usize).copied().unwrap_or(0)
    }

    /// Met and missed.
    pub(super) fn outcomes(&self, metric: Metric) -> (u64, u64) {
        let place = COUNTS.len() + 2 * metric as usize;
        let at = |place: usize| self.counts.get(place).copied().unwrap_or(0);
        (at(place), at(place + 1))
    }

    pub(super) fn durations(&self, measure: Measure) -> Option<&Durations> {
        self.durations.get(measure as usize)
    }

    /// Ratings by scale, in order.
    pub(super) fn ratings(&self) -> BTreeMap<Scale, RatingCounts> {
        let mut by_scale = BTreeMap::new();
        for Ratings { scale, counts } in &self.ratings {
            let counts = scale.ratings().zip(counts.iter().copied());
            let counts: BTreeMap<i64, u64> = counts.filter(|(_, n)| *n > 0).collect();
            if !counts.is_empty() {
                let scale = *scale;
                by_scale.insert(scale, RatingCounts { scale, counts });
            }
        }
        by_scale
    }

    /// What was left out of a topic.
    pub(super) fn left_out(&self, topic: Topic) -> impl Iterator<Item = (LeftOutWhy, u64)> {
        let left_out = self.left_out.iter();
        left_out.filter_map(move |((of, why), n)| (*of == topic).then_some((*why, *n)))
    }

    pub(super) fn who_was_not_asked(&self) -> &BTreeMap<String, u64> {
        &self.not_asked
    }

    pub(super) fn store(&self) -> StoredTally {
        let counts = self.counts.iter().enumerate();
        let counts = counts
            .filter(|(_, n)| **n > 0)
            .map(|(place, n)| (name(place), *n));
        let durations = Measure::ALL.into_iter().zip(&self.durations);
        let durations = durations.filter(|(_, durations)| durations.bins.n() > 0);
        let left_out = self.left_out.iter();
        StoredTally {
            counts: crate::order::map(counts),
            durations: crate::order::map(durations.map(|(measure, durations)| {
                let stored = StoredDurations {
                    sum_ms: durations.sum_ms,
                    bins: durations.bins.store(),
                };
                (measure, stored)
            })),
            ratings: self.ratings().into_values().collect(),
            left_out: left_out
                .map(|((topic, why), n)| (*topic, *why, *n))
                .collect(),
            not_asked: self.not_asked.clone(),
        }
    }

    /// What was stored, if it could have been.
    pub(super) fn restore(mapping: &Mapping, stored: &StoredTally) -> Result<Self, String> {
        let mut tally = Self::default();
        let mut known = 0;
        for (place, count) in tally.counts.iter_mut().enumerate() {
            if let Some(n) = stored.counts.get(&name(place)) {
                *count = *n;
                known += 1;
            }
        }
        if known != stored.counts.len() || stored.counts.values().any(|n| *n == 0) {
            return Err("counts: expected those that a report has, and none of 0".to_owned());
        }
        for (measure, durations) in Measure::ALL.into_iter().zip(&mut tally.durations) {
            if let Some(stored) = stored.durations.get(&measure) {
                durations.bins = Bins::restore(mapping, &stored.bins)
                    .map_err(|expected| format!("{}: {expected}", measure.name()))?;
                durations.sum_ms = stored.sum_ms;
            }
        }
        let scales = stored.ratings.iter().map(|ratings| ratings.scale);
        if !scales.is_sorted_by(|a, b| a < b) {
            return Err("ratings: expected each scale once, in order".to_owned());
        }
        for ratings in &stored.ratings {
            let lowest = *ratings.scale.ratings().start();
            let counts = tally.ratings_of(ratings.scale);
            for (rating, n) in &ratings.counts {
                let place = usize::try_from(rating.saturating_sub(lowest)).ok();
                match place.and_then(|place| counts.get_mut(place)) {
                    Some(count) if *n > 0 && *count == 0 => *count = *n,
                    _ => {
                        return Err(format!(
                            "{rating} of {}: expected each rating of the scale once",
                            ratings.scale
                        ));
                    }
                }
            }
        }
        for (topic, why, n) in &stored.left_out {
            if *n == 0 || tally.left_out.insert((*topic, *why), *n).is_some() {
                return Err("left_out: expected each once, and none of 0".to_owned());
            }
        }
        tally.not_asked = stored.not_asked.clone();
        Ok(tally)
    }

    /// Whether nothing has been added.
    pub(super) fn is_empty(&self) -> bool {
        self.counts.iter().all(|n| *n == 0)
            && self
                .durations
                .iter()
                .all(|durations| durations.bins.n() == 0)
            && self.ratings.is_empty()
            && self.left_out.is_empty()
            && self.not_asked.is_empty()
    }
}

/// As stored: what is not there is 0.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredTally {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    counts: BTreeMap<String, u64>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    durations: BTreeMap<Measure, StoredDurations>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ratings: Vec<RatingCounts>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<(Topic, LeftOutWhy, u64)>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    not_asked: BTreeMap<String, u64>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct StoredDurations {
    sum_ms: u64,
    #[serde(flatten)]
    bins: StoredBins,
}
