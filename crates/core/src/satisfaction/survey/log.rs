//! A history of surveys: what was sent, and what came back.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asked, RatingRefusal, Survey, SurveyConfig, SurveyState};
use crate::Error;
use crate::satisfaction::period::later;
use crate::time::instant;

/// What happened, for a history of surveys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum SurveyEvent {
    /// A ticket was resolved.
    Resolved {
        /// When.
        #[serde(with = "instant")]
        #[schemars(with = "DateTime<Utc>")]
        at: DateTime<Utc>,
        /// Which.
        ticket: String,
        /// Whose it is; none when nobody is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        customer: Option<String>,
        /// Who had it; none when nobody did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<String>,
        /// Whose team had it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        team: Option<String>,
        /// Where the conversation took place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<String>,
        /// What the customer wanted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A ticket was reopened.
    Reopened {
        /// When.
        #[serde(with = "instant")]
        #[schemars(with = "DateTime<Utc>")]
        at: DateTime<Utc>,
        /// Which.
        ticket: String,
    },
    /// A customer answered.
    Rating {
        /// When.
        #[serde(with = "instant")]
        #[schemars(with = "DateTime<Utc>")]
        at: DateTime<Utc>,
        /// Which ticket it is of.
        ticket: String,
        /// The rating.
        score: i64,
    },
}

/// A rating that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RejectedRating {
    /// When it came.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    /// Which ticket it is of.
    pub ticket: String,
    /// Why it was not taken.
    pub reason: RatingRefusal,
}

/// What became of all surveys.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SurveyLog {
    /// A survey for each resolution, in order.
    pub surveys: Vec<Survey>,
    /// Answers that were not taken, in order.
    pub rejected: Vec<RejectedRating>,
}

impl SurveyEvent {
    fn at(&self) -> DateTime<Utc> {
        let (Self::Resolved { at, .. } | Self::Reopened { at, .. } | Self::Rating { at, .. }) =
            self;
        instant::truncate(*at)
    }
}

/// What falls due by time alone; at one instant in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Send,
    Expire,
}

struct Run<'a> {
    config: &'a SurveyConfig,
    log: SurveyLog,
    due: BTreeSet<(DateTime<Utc>, Step, String, usize)>,
    /// The last survey of each ticket, and the last that was sent.
    latest: BTreeMap<&'a str, usize>,
    sent: BTreeMap<String, usize>,
    episodes: BTreeMap<&'a str, u32>,
    /// When each customer was last asked.
    asked: BTreeMap<String, DateTime<Utc>>,
}

/// What became of all surveys of a history by `until`: one for each
/// resolution. Events may come in any order; those of one instant are taken
/// as they stand. Before each, everything that is due at or before its
/// instant happens: by instant, sending before expiring, then by ticket.
///
/// A survey that is due within the cooldown of its customer is skipped, and
/// does not lengthen it. A reopening cancels a survey that was not sent; one
/// that was sent stays open. An answer goes to the ticket's last survey that
/// was sent; see [`Survey::rate`] for why it may be refused.
///
/// # Errors
///
/// As [`SurveyConfig::check`].
///
/// ```
/// use deskcore::satisfaction::{SurveyConfig, SurveyEvent, SurveyState, survey_log};
///
/// let at = |text: &str| text.parse().unwrap();
/// let events: Vec<SurveyEvent> = serde_json::from_str(r#"[
///     {"type": "resolved", "at": "2026-11-23T10:00:00Z", "ticket": "A-17", "customer": "c-9", "agent": "ana"},
///     {"type": "rating", "at": "2026-11-24T18:00:00Z", "ticket": "A-17", "score": 5},
///     {"type": "rating", "at": "2026-11-24T18:00:05Z", "ticket": "A-99", "score": 1}
/// ]"#)?;
/// let log = survey_log(&SurveyConfig::default(), &events, at("2026-12-31T00:00:00Z"))?;
/// assert_eq!(log.surveys[0].state, SurveyState::Answered);
/// assert_eq!(log.surveys[0].agent.as_deref(), Some("ana"));
/// assert_eq!(log.rejected[0].ticket, "A-99");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn survey_log(
    config: &SurveyConfig,
    events: &[SurveyEvent],
    until: DateTime<Utc>,
) -> Result<SurveyLog, Error> {
    config.check()?;
    let mut ordered: Vec<&SurveyEvent> = events.iter().collect();
    crate::order::sort_by(&mut ordered, |a, b| a.at().cmp(&b.at()));
    let mut run = Run {
        config,
        log: SurveyLog::default(),
        due: BTreeSet::new(),
        latest: BTreeMap::new(),
        sent: BTreeMap::new(),
        episodes: BTreeMap::new(),
        asked: BTreeMap::new(),
    };
    for event in ordered {
        run.pass_time(event.at());
        run.take(event);
    }
    run.pass_time(until);
    Ok(run.log)
}

impl<'a> Run<'a> {
    fn pass_time(&mut self, until: DateTime<Utc>) {
        while let Some((at, ..)) = self.due.first()
            && *at <= until
        {
            let Some((at, step, _, place)) = self.due.pop_first() else {
                break;
            };
            self.step(at, step, place);
        }
    }

    fn step(&mut self, at: DateTime<Utc>, step: Step, place: usize) {
        let Some(survey) = self.log.surveys.get_mut(place) else {
            return;
        };
        match (step, survey.state) {
            (Step::Send, SurveyState::Scheduled) => {
                let customer = survey.customer.clone().unwrap_or_default();
                let last = self.asked.get(&customer);
                if last.is_some_and(|last| at < later(*last, self.config.cooldown_s)) {
                    survey.state = SurveyState::SkippedCooldown;
                    return;
                }
                survey.send(at, self.config);
                let expires = survey.expires_at.unwrap_or(at);
                let ticket = survey.ticket.clone();
                self.asked.insert(customer, at);
                self.sent.insert(ticket.clone(), place);
                self.due.insert((expires, Step::Expire, ticket, place));
            }
            (Step::Expire, SurveyState::Sent) => survey.state = SurveyState::Expired,
            _ => {}
        }
    }

    /// A survey of a ticket that waits for its instant does not go out.
    fn withdraw(&mut self, ticket: &str, state: SurveyState) {
        let latest = self.latest.get(ticket);
        let survey = latest.and_then(|place| self.log.surveys.get_mut(*place));
        if let Some(survey) = survey.filter(|survey| survey.state == SurveyState::Scheduled) {
            survey.state = state;
        }
    }

    fn take(&mut self, event: &'a SurveyEvent) {
        let at = event.at();
        match event {
            SurveyEvent::Resolved {
                ticket,
                customer,
                agent,
                team,
                channel,
                reason,
                ..
            } => {
                self.withdraw(ticket, SurveyState::Replaced);
                let episode = self.episodes.entry(ticket).or_default();
                *episode = episode.saturating_add(1);
                let asked = Asked {
                    ticket,
                    episode: *episode,
                    solved_at: at,
                    customer: customer.as_deref(),
                    agent: agent.as_deref(),
                    team: team.as_deref(),
                    channel: channel.as_deref(),
                    reason: reason.as_deref(),
                    language: None,
                    tags: &[],
                };
                let mut survey = Survey::scheduled(&asked, self.config);
                survey.state = match (customer, agent) {
                    (None, _) => SurveyState::SkippedAnonymous,
                    (_, None) if self.config.require_agent => SurveyState::SkippedNoAgent,
                    _ => SurveyState::Scheduled,
                };
                let (due_at, state) = (survey.due_at, survey.state);
                let place = self.log.surveys.len();
                self.log.surveys.push(survey);
                self.latest.insert(ticket, place);
                if state == SurveyState::Scheduled {
                    self.due.insert((due_at, Step::Send, ticket.clone(), place));
                    self.pass_time(at);
                }
            }
            SurveyEvent::Reopened { ticket, .. } => {
                self.withdraw(ticket, SurveyState::CancelledReopened);
            }
            SurveyEvent::Rating { ticket, score, .. } => {
                let sent = self.sent.get(ticket);
                let survey = sent.and_then(|place| self.log.surveys.get_mut(*place));
                let taken = match survey {
                    Some(survey) => survey.rate(*score, at, self.config),
                    None => Err(RatingRefusal::NoSurvey),
                };
                if let Err(reason) = taken {
                    self.log.rejected.push(RejectedRating {
                        at,
                        ticket: ticket.clone(),
                        reason,
                    });
                }
            }
        }
    }
}
