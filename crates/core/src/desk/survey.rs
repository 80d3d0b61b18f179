//! Surveys of a desk's tickets.

use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Desk, Effect, EffectKind, Ticket};
use crate::error::Error;
use crate::satisfaction::{
    Asked, RatingRefusal, SatisfactionConfig, Survey, SurveyConfig, SurveyDecision, SurveyFacts,
    SurveyReason, decide,
};
use crate::ticket::ActorKind;
use crate::time::instant;

/// A survey after an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RatedSurvey {
    /// The survey to store; as it was when the answer was refused.
    pub survey: Survey,
    /// Why the answer was refused, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<RatingRefusal>,
    /// What a low rating makes happen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<Effect>,
}

/// Surveys.
impl Desk {
    /// What the shop asks its customers.
    pub fn satisfaction(&self) -> &SatisfactionConfig {
        &self.config.satisfaction
    }

    fn survey_config(&self) -> Option<&SurveyConfig> {
        self.config.satisfaction.survey.as_ref()
    }

    /// Whether to ask a ticket's customer now, and if not, why, and when to
    /// ask again. An effect `survey_due` says when to call it first. With a
    /// yes comes the survey to send and to store, in which agent, team,
    /// channel and resolution are frozen.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for hours of the day that are none.
    ///
    /// ```
    /// use deskcore::Desk;
    /// use deskcore::satisfaction::{SurveyAnswer, SurveyFacts, SurveyReason};
    /// use deskcore::ticket::{Event, EventKind, Opening, Status};
    ///
    /// let desk = Desk::from_json(r#"{"satisfaction": {"survey": {"delay_s": 3600, "zone": "Europe/Rome"}}}"#)?;
    /// let mut opening = Opening::new("A-17", "2026-11-23T10:00:00Z".parse()?, "email");
    /// opening.facts.customer = Some("c-9".to_owned());
    /// opening.assignee = Some("ana".to_owned());
    /// let (mut ticket, _) = desk.open(&opening)?;
    /// let solved = EventKind::Status { to: Status::Solved, label: None };
    /// desk.apply(&mut ticket, &Event::new("ev-2", "2026-11-23T20:00:00Z".parse()?, solved))?;
    /// assert_eq!(ticket.due_at, Some("2026-11-23T21:00:00Z".parse()?));
    ///
    /// // An hour later it is night in Rome.
    /// let facts = SurveyFacts::default();
    /// let decision = desk.survey_due(&ticket, &facts, "2026-11-23T21:00:00Z".parse()?)?;
    /// assert_eq!(decision.reason, SurveyReason::NotDayTime);
    /// let morning = decision.at.expect("a later instant");
    /// let decision = desk.survey_due(&ticket, &facts, morning)?;
    /// assert_eq!(decision.answer, SurveyAnswer::Yes);
    ///
    /// let survey = decision.survey.expect("a survey");
    /// let rated = desk.rate_survey(&survey, 5, "2026-11-24T12:00:00Z".parse()?);
    /// assert_eq!((rated.survey.score, rated.survey.agent.as_deref()), (Some(5), Some("ana")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn survey_due(
        &self,
        ticket: &Ticket,
        facts: &SurveyFacts,
        now: DateTime<Utc>,
    ) -> Result<SurveyDecision, Error> {
        let Some(config) = self.survey_config() else {
            return Ok(SurveyDecision::no(SurveyReason::NoSurveys));
        };
        if ticket.merged_into.is_some() {
            return Ok(SurveyDecision::no(SurveyReason::Merged));
        }
        let Some(solved_at) = ticket.solved_at.filter(|_| ticket.status.is_done()) else {
            return Ok(SurveyDecision::no(SurveyReason::NotSolved));
        };
        let nobodys = [ActorKind::Bot, ActorKind::Automation, ActorKind::Host];
        if nobodys.contains(&ticket.facts.started_by) {
            return Ok(SurveyDecision::no(SurveyReason::NotACustomers));
        }
        let asked = Asked {
            ticket: &ticket.id,
            episode: ticket.episode,
            solved_at,
            customer: ticket.facts.customer.as_deref(),
            agent: ticket.assignee.as_deref(),
            team: ticket.team.as_deref(),
            channel: Some(&ticket.facts.channel),
            reason: ticket.facts.reason.as_deref(),
            language: ticket.facts.language.as_deref(),
            tags: &ticket.facts.tags,
        };
        decide(config, &asked, facts, instant::truncate(now))
    }

    /// Gives an answer to a survey: see [`Survey::rate`]. A low rating has
    /// the effect that the desk says; effects of one answer have one id, so
    /// that an answer that comes twice acts once.
    pub fn rate_survey(&self, survey: &Survey, score: i64, at: DateTime<Utc>) -> RatedSurvey {
        let usual = SurveyConfig::default();
        let config = self.survey_config().unwrap_or(&usual);
        let (at, mut survey) = (instant::truncate(at), survey.clone());
        if let Err(reason) = survey.rate(score, at, config) {
            return RatedSurvey {
                survey,
                refused: Some(reason),
                effects: Vec::new(),
            };
        }
        let low = config.low_rating.as_ref();
        let low = low.filter(|low| score <= low.at_most && survey.scale == config.scale);
        let effects = low.map(|low| Effect {
            id: format!(
                "{}:survey:{}:{}",
                survey.ticket, survey.episode, survey.edits
            ),
            ticket: survey.ticket.clone(),
            at,
            kind: EffectKind::LowRating {
                episode: survey.episode,
                score,
                scale: survey.scale,
                agent: survey.agent.clone(),
                reopen: low.reopen,
                to: low.notify.clone(),
                macro_id: low.macro_id.clone(),
            },
        });
        RatedSurvey {
            survey,
            refused: None,
            effects: effects.into_iter().collect(),
        }
    }

    /// When the time for a survey of a ticket comes that is solved at an
    /// instant.
    pub(super) fn survey_at(&self, solved_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let delay = self.survey_config()?.delay_s;
        solved_at.checked_add_signed(TimeDelta::try_seconds(delay)?)
    }
}
