//! Surveys: who is asked when, and what becomes of the answers.

mod config;
mod decision;
mod log;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use config::{DayTime, KeepRating, LowRatingConfig, SurveyConfig};
pub(crate) use decision::{Asked, decide};
pub use decision::{SurveyAnswer, SurveyDecision, SurveyFacts, SurveyReason};
pub use log::{RejectedRating, SurveyEvent, SurveyLog, survey_log};

use super::period::later;
use super::scale::Scale;
use crate::time::instant;

/// One survey: of one resolution of a ticket. Who is rated is frozen when it
/// is made, so a rating stays with the agent who earned it.
///
/// The host stores it beside the ticket, calls the customer at `remind_at`
/// when no answer has come, and gives it to
/// [`rate`](Self::rate) with every answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Survey {
    /// Id of the ticket.
    pub ticket: String,
    /// Which resolution of it, from 1.
    pub episode: u32,
    /// Who is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// Who is rated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// Whose team is rated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The channel that the conversation took place on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// What the customer wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The channel that the survey goes out on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_by: Option<String>,
    /// Language to ask in, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What the answers are on.
    pub scale: Scale,
    /// When it is to be sent.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub due_at: DateTime<Utc>,
    /// What became of it.
    pub state: SurveyState,
    /// When it was sent.
    #[serde(
        default,
        with = "instant::optional",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub sent_at: Option<DateTime<Utc>>,
    /// When to remind the customer, once, if no answer has come.
    #[serde(
        default,
        with = "instant::optional",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub remind_at: Option<DateTime<Utc>>,
    /// From when on it cannot be answered any more.
    #[serde(
        default,
        with = "instant::optional",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub expires_at: Option<DateTime<Utc>>,
    /// The rating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<i64>,
    /// When the first rating was given.
    #[serde(
        default,
        with = "instant::optional",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub rated_at: Option<DateTime<Utc>>,
    /// How often the rating was given again.
    #[serde(default)]
    pub edits: u32,
    /// Ratings given before `score`, when all are kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_scores: Vec<i64>,
}

/// What became of a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SurveyState {
    /// Waits for its instant.
    Scheduled,
    /// Sent, and not answered yet.
    Sent,
    /// Answered.
    Answered,
    /// Not answered in time.
    Expired,
    /// The ticket was resolved again before it was sent.
    Replaced,
    /// The ticket was reopened before it was sent.
    CancelledReopened,
    /// The customer was asked too short a time before.
    SkippedCooldown,
    /// Nobody to ask is known.
    SkippedAnonymous,
    /// Nobody to rate is known.
    SkippedNoAgent,
}

/// Why a rating is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RatingRefusal {
    /// No survey of the ticket was sent.
    NoSurvey,
    /// The scale does not have it.
    OutOfScale,
    /// It came too late.
    Expired,
    /// There is one already, and the first is kept.
    AlreadyRated,
    /// There is one already, and it cannot be changed any more.
    EditWindowClosed,
    /// It is dated before the survey was sent: a clock is wrong.
    BeforeSurvey,
}

impl Survey {
    /// One of a resolution, that waits for its instant.
    fn scheduled(asked: &Asked<'_>, config: &SurveyConfig) -> Self {
        Self {
            ticket: asked.ticket.to_owned(),
            episode: asked.episode,
            customer: asked.customer.map(str::to_owned),
            agent: asked.agent.map(str::to_owned),
            team: asked.team.map(str::to_owned),
            channel: asked.channel.map(str::to_owned),
            reason: asked.reason.map(str::to_owned),
            send_by: None,
            language: asked.language.map(str::to_owned),
            scale: config.scale,
            due_at: later(asked.solved_at, config.delay_s),
            state: SurveyState::Scheduled,
            sent_at: None,
            remind_at: None,
            expires_at: None,
            score: None,
            rated_at: None,
            edits: 0,
            earlier_scores: Vec::new(),
        }
    }

    /// Takes an answer, or says why not and leaves everything as it was. The
    /// reasons are looked for in this order: not sent, dated before it was
    /// sent, out of scale, expired; and when it was answered before: the
    /// first is kept, the time to change it is over.
    ///
    /// # Errors
    ///
    /// The reason.
    pub fn rate(
        &mut self,
        score: i64,
        at: DateTime<Utc>,
        config: &SurveyConfig,
    ) -> Result<(), RatingRefusal> {
        let Some(sent_at) = self.sent_at else {
            return Err(RatingRefusal::NoSurvey);
        };
        if at < sent_at {
            return Err(RatingRefusal::BeforeSurvey);
        }
        if !self.scale.ratings().contains(&score) {
            return Err(RatingRefusal::OutOfScale);
        }
        let Some(rated_at) = self.rated_at else {
            let late = self.expires_at.is_some_and(|expires| at >= expires);
            if late || self.state == SurveyState::Expired {
                return Err(RatingRefusal::Expired);
            }
            self.state = SurveyState::Answered;
            self.score = Some(score);
            self.rated_at = Some(at);
            return Ok(());
        };
        if config.keep == KeepRating::First {
            return Err(RatingRefusal::AlreadyRated);
        }
        if at > later(rated_at, config.edit_window_s) {
            return Err(RatingRefusal::EditWindowClosed);
        }
        let before = self.score.replace(score);
        if config.keep == KeepRating::All {
            self.earlier_scores.extend(before);
        }
        self.edits = self.edits.saturating_add(1);
        Ok(())
    }

    /// The ratings to count: the last, or all that are kept.
    pub fn scores(&self) -> impl Iterator<Item = i64> {
        self.earlier_scores.iter().copied().chain(self.score)
    }

    /// It went out.
    pub(crate) fn send(&mut self, at: DateTime<Utc>, config: &SurveyConfig) {
        self.state = SurveyState::Sent;
        self.sent_at = Some(at);
        self.expires_at = Some(later(at, config.expiry_s));
        let remind = config.reminder_s.filter(|after| *after < config.expiry_s);
        self.remind_at = remind.map(|after| later(at, after));
    }
}
