//! What a report is made of: plain records that hold no person.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::satisfaction::Scale;
use crate::sla::Metric;
use crate::time::instant;

/// What a ticket, a rating or a session is grouped by: names and values, such
/// as `channel` and `whatsapp`. Unknown is absent.
///
/// A desk fills in `channel`, `reason`, `language`, `tier`, `brand`,
/// `priority`, `agent` and `team`, and `product` where the ticket has a field
/// of that name; a host adds its own. A report adds `handled_by`,
/// `complexity`, `day`, `week`, `month` and `hour_of_week`. A customer is no
/// dimension.
pub type Dimensions = BTreeMap<String, String>;

/// A duration in both counts, in milliseconds. A negative one is left out of
/// every figure, and counted as left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Elapsed {
    /// Real time.
    pub calendar_ms: i64,
    /// Open time of the ticket's calendar, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_ms: Option<i64>,
}

/// Who answered the customer.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum HandledBy {
    /// Nobody so far.
    #[default]
    Nobody,
    /// A person of the shop, whoever else did.
    Human,
    /// A bot alone.
    Bot,
    /// Nobody had to: help pages, a portal.
    SelfService,
}

impl HandledBy {
    /// Name in JSON and in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Human => "human",
            Self::Bot => "bot",
            Self::SelfService => "self_service",
        }
    }
}

/// How often a metric's target was met and missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SlaOutcome {
    /// The metric.
    pub metric: Metric,
    /// Instances that ended in time.
    #[serde(default)]
    pub met: u32,
    /// Instances that ran beyond their target.
    #[serde(default)]
    pub missed: u32,
}

/// What a report takes of a ticket: [`Desk::figures`](crate::Desk::figures)
/// makes it of the ticket's history. It names no customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketFigures {
    /// The ticket: evidence of findings.
    pub id: String,
    /// When it began.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub created_at: DateTime<Utc>,
    /// Up to when its history was told: whether a customer comes back within
    /// a week is not known after a day.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub known_until: DateTime<Utc>,
    /// When it left the backlog: solved for the last time, or closed or
    /// merged away without; absent while it is open.
    #[serde(
        default,
        with = "instant::optional",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub ended_at: Option<DateTime<Utc>>,
    /// It stands solved: it was solved, and not reopened since.
    #[serde(default)]
    pub solved: bool,
    /// What it is grouped by.
    #[serde(default)]
    pub dimensions: BTreeMap<String, String>,
    /// Who answered it.
    #[serde(default)]
    pub handled_by: HandledBy,
    /// From the first unanswered message, mostly its creation, to the first
    /// agent reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_reply: Option<Elapsed>,
    /// From each later unanswered message to its answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next_replies: Vec<Elapsed>,
    /// From its creation to its last solve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Elapsed>,
    /// Of that, what the customer waited: new, open and on hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester_wait: Option<Elapsed>,
    /// Of that, what the shop worked: new and open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_work: Option<Elapsed>,
    /// Targets met and missed, each metric once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<SlaOutcome>,
    /// Public replies by people of the shop.
    #[serde(default)]
    pub agent_replies: u32,
    /// How often it was reopened.
    #[serde(default)]
    pub reopens: u32,
    /// When its customer next opened another ticket, as the host knows.
    #[serde(
        default,
        with = "instant::optional",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub contacted_again_at: Option<DateTime<Utc>>,
    /// Its order was late, as the host knows.
    #[serde(default)]
    pub late_order: bool,
}

impl TicketFigures {
    /// A ticket of which nothing but its beginning is known.
    pub fn new(id: impl Into<String>, created_at: DateTime<Utc>) -> Self {
        Self {
            id: id.into(),
            created_at,
            known_until: created_at,
            ended_at: None,
            solved: false,
            dimensions: Dimensions::new(),
            handled_by: HandledBy::Nobody,
            first_reply: None,
            next_replies: Vec::new(),
            resolution: None,
            requester_wait: None,
            agent_work: None,
            outcomes: Vec::new(),
            agent_replies: 0,
            reopens: 0,
            contacted_again_at: None,
            late_order: false,
        }
    }
}

/// A customer's rating.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RatingRecord {
    /// The ticket it is about; absent when the host knows no such ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// The scale that was asked on.
    pub scale: Scale,
    /// The rating; one that the scale does not have is left out, and counted
    /// as left out.
    pub score: i64,
    /// When the customer answered.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    /// When the survey was offered; an answer before that is left out.
    #[serde(
        default,
        with = "instant::optional",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub offered_at: Option<DateTime<Utc>>,
    /// What it is grouped by, as it was when the survey was offered.
    #[serde(default)]
    pub dimensions: BTreeMap<String, String>,
}

/// Whether a customer was asked for a rating.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SurveyRecord {
    /// When the customer was asked, or would have been.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    /// Why the customer was not asked, such as `cooldown`; absent when they
    /// were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_asked: Option<String>,
    /// Whether an answer came.
    #[serde(default)]
    pub responded: bool,
    /// What it is grouped by.
    #[serde(default)]
    pub dimensions: BTreeMap<String, String>,
}

/// How a customer's visit to self-service ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionOutcome {
    /// The customer said that it helped.
    SolvedSaid,
    /// The customer left without a word, which is not a success.
    Left,
    /// A person took over.
    HandedOver,
}

/// A customer's visit to self-service: a bot, help pages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionRecord {
    /// When it ended.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    /// How.
    pub outcome: SessionOutcome,
    /// When the same customer next opened a ticket, as the host knows.
    #[serde(
        default,
        with = "instant::optional",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub ticket_at: Option<DateTime<Utc>>,
    /// Up to when that is known.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub known_until: DateTime<Utc>,
    /// What it is grouped by.
    #[serde(default)]
    pub dimensions: BTreeMap<String, String>,
}
