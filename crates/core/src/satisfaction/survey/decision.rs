//! Whether a customer is to be asked now, and if not, why.

use chrono::{DateTime, Days, NaiveDateTime, TimeDelta, TimeZone as _, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Survey, SurveyConfig};
use crate::Error;
use crate::satisfaction::period::later;
use crate::time::{Zone, instant};

/// What the host knows of the customer, for
/// [`Desk::survey_due`](crate::Desk::survey_due).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SurveyFacts {
    /// When a survey was last sent to the customer, about any ticket.
    #[serde(with = "instant::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub last_sent_at: Option<DateTime<Utc>>,
    /// The last resolution of this ticket that the customer was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_episode: Option<u32>,
    /// The customer's zone, an IANA name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
    /// The customer does not want to be asked.
    pub opted_out: bool,
    /// Messages to the customer come back.
    pub bounced: bool,
    /// The ticket turned out to be no customer's message.
    pub spam: bool,
}

/// Whether to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SurveyAnswer {
    /// Now: send the survey that comes with it, and store it.
    Yes,
    /// Not now: ask again at the instant that is named.
    Later,
    /// Not about this resolution.
    No,
}

/// Why a customer is asked, or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SurveyReason {
    /// It is time.
    Due,
    /// The desk has no surveys.
    NoSurveys,
    /// The ticket is not solved.
    NotSolved,
    /// The ticket went into another.
    Merged,
    /// The ticket is spam, by the host or by its tags.
    Spam,
    /// A bot, a rule or the app began the ticket.
    NotACustomers,
    /// Messages to the customer come back.
    Bounced,
    /// The customer does not want to be asked.
    OptedOut,
    /// The customer is not known.
    Anonymous,
    /// Nobody had the ticket.
    NoAgent,
    /// The customer was asked about this resolution already.
    AlreadyAsked,
    /// Time to answer would be over already.
    TooLate,
    /// It was solved too short a time ago.
    Delay,
    /// The customer was asked too short a time before.
    Cooldown,
    /// It is night, or early, where the customer is.
    NotDayTime,
}

/// Whether a customer is to be asked now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SurveyDecision {
    /// Whether.
    pub answer: SurveyAnswer,
    /// Why.
    pub reason: SurveyReason,
    /// When to ask again, for [`SurveyAnswer::Later`].
    #[serde(
        default,
        with = "instant::optional",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub at: Option<DateTime<Utc>>,
    /// What to send and to store, for [`SurveyAnswer::Yes`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<Survey>,
    /// All of it as one sentence for people.
    pub text: String,
}

impl SurveyDecision {
    fn new(reason: SurveyReason, at: Option<DateTime<Utc>>, survey: Option<Survey>) -> Self {
        let why = match reason {
            SurveyReason::Due => "it is time",
            SurveyReason::NoSurveys => "the desk has no surveys",
            SurveyReason::NotSolved => "the ticket is not solved",
            SurveyReason::Merged => "the ticket went into another",
            SurveyReason::Spam => "the ticket is spam",
            SurveyReason::NotACustomers => "no customer began the ticket",
            SurveyReason::Bounced => "messages to the customer come back",
            SurveyReason::OptedOut => "the customer does not want to be asked",
            SurveyReason::Anonymous => "the customer is not known",
            SurveyReason::NoAgent => "nobody had the ticket",
            SurveyReason::AlreadyAsked => "the customer was asked about this resolution already",
            SurveyReason::TooLate => "time to answer would be over already",
            SurveyReason::Delay => "it was solved too short a time ago",
            SurveyReason::Cooldown => "the customer was asked too short a time before",
            SurveyReason::NotDayTime => "it is no time to write to the customer",
        };
        let (answer, text) = match (&survey, at) {
            (Some(_), _) => (SurveyAnswer::Yes, format!("Ask now: {why}.")),
            (None, Some(at)) => {
                let at = instant::format(at);
                (SurveyAnswer::Later, format!("Ask at {at}: {why}."))
            }
            (None, None) => (SurveyAnswer::No, format!("Do not ask: {why}.")),
        };
        Self {
            answer,
            reason,
            at,
            survey,
            text,
        }
    }

    pub(crate) fn no(reason: SurveyReason) -> Self {
        Self::new(reason, None, None)
    }

    fn later(reason: SurveyReason, at: DateTime<Utc>) -> Self {
        Self::new(reason, Some(at), None)
    }
}

/// What a decision goes by on the ticket's side.
pub(crate) struct Asked<'a> {
    pub(crate) ticket: &'a str,
    pub(crate) episode: u32,
    pub(crate) solved_at: DateTime<Utc>,
    pub(crate) customer: Option<&'a str>,
    pub(crate) agent: Option<&'a str>,
    pub(crate) team: Option<&'a str>,
    pub(crate) channel: Option<&'a str>,
    pub(crate) reason: Option<&'a str>,
    pub(crate) language: Option<&'a str>,
    pub(crate) tags: &'a [String],
}

/// Whether to ask about a ticket that is solved.
pub(crate) fn decide(
    config: &SurveyConfig,
    asked: &Asked<'_>,
    facts: &SurveyFacts,
    now: DateTime<Utc>,
) -> Result<SurveyDecision, Error> {
    let zone = facts.zone.unwrap_or(config.zone);
    let due_at = later(asked.solved_at, config.delay_s);
    let episode = facts.asked_episode;
    let never = [
        (
            facts.spam || asked.tags.iter().any(|tag| config.never_tags.contains(tag)),
            SurveyReason::Spam,
        ),
        (facts.bounced, SurveyReason::Bounced),
        (facts.opted_out, SurveyReason::OptedOut),
        (asked.customer.is_none(), SurveyReason::Anonymous),
        (
            config.require_agent && asked.agent.is_none(),
            SurveyReason::NoAgent,
        ),
        (
            episode.is_some_and(|episode| episode >= asked.episode),
            SurveyReason::AlreadyAsked,
        ),
        (now >= later(due_at, config.expiry_s), SurveyReason::TooLate),
    ];
    if let Some((_, reason)) = never.into_iter().find(|(holds, _)| *holds) {
        return Ok(SurveyDecision::no(reason));
    }
    if now < due_at {
        let at = at_day_time(config, zone, due_at)?;
        return Ok(SurveyDecision::later(SurveyReason::Delay, at));
    }
    // Of the same resolution a skipped survey does not come back later.
    let last = facts.last_sent_at;
    if last.is_some_and(|last| now < later(last, config.cooldown_s)) {
        return Ok(SurveyDecision::no(SurveyReason::Cooldown));
    }
    let at = at_day_time(config, zone, now)?;
    if at > now {
        return Ok(SurveyDecision::later(SurveyReason::NotDayTime, at));
    }
    let mut survey = Survey::scheduled(asked, config);
    let channel = asked.channel;
    let other = channel.and_then(|channel| config.send_by.get(channel));
    survey.send_by = other.map(String::as_str).or(channel).map(str::to_owned);
    survey.send(now, config);
    Ok(SurveyDecision::new(SurveyReason::Due, None, Some(survey)))
}

/// The first instant from `at` on that lies in the customer's day time.
fn at_day_time(
    config: &SurveyConfig,
    zone: Zone,
    at: DateTime<Utc>,
) -> Result<DateTime<Utc>, Error> {
    let (opens, closes) = config.day_time.ends()?;
    let local = at.with_timezone(&zone).naive_local();
    if local.time() < closes && local.time() >= opens {
        return Ok(at);
    }
    let date = match local.time() < opens {
        true => Some(local.date()),
        false => local.date().checked_add_days(Days::new(1)),
    };
    let reached = |time: NaiveDateTime| zone.from_local_datetime(&time).earliest();
    let opening = date.and_then(|date| {
        let opening = date.and_time(opens);
        // Where clocks jump over it, an hour later.
        reached(opening).or_else(|| reached(opening.checked_add_signed(TimeDelta::hours(1))?))
    });
    Ok(opening.map_or(at, |opening| opening.to_utc().max(at)))
}
