//! `Desk`: one desk.json, and what it decides of a ticket.

use deskcore::satisfaction::{Survey, SurveyFacts};
use deskcore::ticket::{Event, Opening};
use deskcore::{Effect, Metric, border};
use napi::{Env, Result};
use napi_derive::napi;

use crate::calendar::Calendar;
use crate::convert::{call, given, instant, js, text, whole, with_text};
use crate::ticket::{Outcome, after, of, outcome};

/// What a shop has decided, compiled from its desk.json: nothing changes it.
///
/// A desk reads no clock and stores nothing. It takes a ticket and an event,
/// and answers with the ticket afterwards and the effects that the host is to
/// carry out.
///
/// A handle stays in its thread; to another one goes its document.
#[napi]
pub struct Desk(pub(crate) deskcore::Desk);

#[napi]
impl Desk {
    /// A desk from its document.
    ///
    /// @throws {DeskcoreError} `invalid_desk`, with every mistake in
    /// `problems`, each with its place, what was expected, and a suggestion
    /// where there is one.
    #[napi(constructor)]
    pub fn new(env: Env, config: js::DeskConfig) -> Result<Self> {
        call(env, |host| {
            host.json(config, |text| Ok(Self(deskcore::Desk::from_json(text)?)))
        })
    }

    /// A desk from the text of its document.
    ///
    /// @throws {DeskcoreError} As the constructor.
    #[napi(factory)]
    pub fn from_json(env: Env, json: js::string) -> Result<Self> {
        call(env, |_| {
            with_text(json, "", |text| Ok(Self(deskcore::Desk::from_json(text)?)))
        })
    }

    /// The JSON Schema of desk.json (draft 2020-12).
    #[napi(ts_return_type = "Record<string, unknown>")]
    pub fn schema(env: Env) -> Result<js::Value> {
        call(env, |host| host.data(&deskcore::Desk::schema()))
    }

    /// What is legal in the document and probably wrong: policies that no
    /// ticket reaches, tickets that reach none, promises that a calendar
    /// cannot keep.
    #[napi(ts_return_type = "Problem[]")]
    pub fn lint(&self, env: Env) -> Result<js::Value> {
        call(env, |host| host.data(&self.0.lint()))
    }

    /// The text of the document that the desk is made of.
    #[napi]
    pub fn to_json(&self, env: Env) -> Result<String> {
        call(env, |_| border::write(self.0.config()))
    }

    /// For `JSON.stringify`, which writes a desk as `toJson` does.
    #[napi(js_name = "toJSON")]
    pub fn for_stringify(&self, env: Env) -> Result<js::DeskConfig> {
        call(env, |host| host.data(self.0.config()))
    }

    /// A calendar by its id; null when there is none of that id.
    #[napi]
    pub fn calendar(&self, env: Env, id: js::string) -> Result<Option<Calendar>> {
        call(env, |_| {
            let calendar = self.0.calendar(&text(id, "/id")?);
            Ok(calendar.map(|calendar| Calendar::new_in(env, calendar.clone())))
        })
    }

    /// The calendar that a ticket's business time is counted by.
    #[napi]
    pub fn calendar_of(&self, env: Env, ticket: js::Ticket) -> Result<Calendar> {
        call(env, |_| {
            of(ticket, |ticket| {
                Ok(Calendar::new_in(env, self.0.calendar_of(ticket).clone()))
            })
        })
    }

    /// Begins a ticket.
    ///
    /// @throws {DeskcoreError} `invalid_input`.
    #[napi(ts_return_type = "[ticket: Ticket, effects: Effect[]]")]
    pub fn open(&self, env: Env, opening: js::Opening) -> Result<Outcome> {
        call(env, |host| {
            let (ticket, effects) = self.0.open(&host.read::<Opening>(opening)?)?;
            outcome(host, ticket.into(), &effects)
        })
    }

    /// Applies an event: the ticket afterwards, and the effects. The given
    /// ticket stays as it is. First time runs up to the event, so what was due
    /// before it is among the effects. An event whose id the ticket has seen
    /// changes nothing.
    ///
    /// @throws {DeskcoreError} `out_of_order`, `ticket_closed`,
    /// `status_not_allowed`, `invalid_input`.
    #[napi(ts_return_type = "[ticket: Ticket, effects: Effect[]]")]
    pub fn apply(&self, env: Env, ticket: js::Ticket, event: js::Event) -> Result<Outcome> {
        call(env, |host| {
            let event = host.read::<Event>(event)?;
            after(host, ticket, |ticket| self.0.apply(ticket, &event))
        })
    }

    /// Lets time run up to `now`. Everything is done in order and stamped
    /// with the instant at which it was due: called late, early or twice, the
    /// outcome is the same. `ticket.dueAt` says when to call it.
    #[napi(ts_return_type = "[ticket: Ticket, effects: Effect[]]")]
    pub fn tick(&self, env: Env, ticket: js::Ticket, now: js::InstantInput) -> Result<Outcome> {
        call(env, |host| {
            let now = instant(now, "/now")?;
            after(host, ticket, |ticket| Ok(self.0.tick(ticket, now)))
        })
    }

    /// Makes a ticket anew from its history, in whatever order the events
    /// come: they are taken by instant, then by `seq`, then by id, and each
    /// id once. With `until`, time runs on to that instant. An event that
    /// cannot be taken is left out, and listed with its error.
    ///
    /// There are no effects: what the history made happen has happened.
    ///
    /// @throws {DeskcoreError} `invalid_input` when the opening cannot be
    /// taken, or an event is none.
    #[napi(ts_return_type = "[ticket: Ticket, refused: Refused[]]")]
    pub fn rebuild(
        &self,
        env: Env,
        opening: js::Opening,
        #[napi(ts_arg_type = "readonly Event[]")] events: js::Value,
        until: Option<js::InstantInput>,
    ) -> Result<Outcome> {
        call(env, |host| {
            let opening = host.read_at::<Opening>(opening, "/opening")?;
            let events = host.read_at::<Vec<Event>>(events, "/events")?;
            let until = until.and_then(given).map(|until| instant(until, "/until"));
            let rebuilt = self.0.rebuild(&opening, &events, until.transpose()?)?;
            outcome(host, rebuilt.ticket.into(), &rebuilt.refused)
        })
    }

    /// What a `Report` takes of a ticket, from its history up to an instant;
    /// events come in any order, and those after the instant do not count.
    ///
    /// @throws {DeskcoreError} As `rebuild`.
    #[napi(ts_return_type = "TicketFigures")]
    pub fn figures(
        &self,
        env: Env,
        opening: js::Opening,
        #[napi(ts_arg_type = "readonly Event[]")] events: js::Value,
        until: js::InstantInput,
    ) -> Result<js::Value> {
        call(env, |host| {
            let opening = host.read_at::<Opening>(opening, "/opening")?;
            let events = host.read_at::<Vec<Event>>(events, "/events")?;
            let until = instant(until, "/until")?;
            host.data(&self.0.figures(&opening, &events, until)?)
        })
    }

    /// What comes next by time alone, and of which clock; null when nothing
    /// does.
    #[napi(ts_return_type = "NextDue | null")]
    pub fn next_due(&self, env: Env, ticket: js::Ticket) -> Result<js::Value> {
        call(env, |host| {
            of(ticket, |ticket| host.data(&self.0.next_due(ticket)))
        })
    }

    /// Where a metric of a ticket stands at an instant that is not before its
    /// last change.
    #[napi]
    pub fn verdict(
        &self,
        env: Env,
        ticket: js::Ticket,
        metric: js::Metric,
        now: js::InstantInput,
    ) -> Result<js::Verdict> {
        call(env, |host| {
            let metric = host.read_at::<Metric>(metric, "/metric")?;
            let now = instant(now, "/now")?;
            of(ticket, |ticket| {
                host.data(&self.0.verdict(ticket, metric, now))
            })
        })
    }

    /// Whether something that was promised is overdue at an instant.
    #[napi]
    pub fn is_late(&self, env: Env, ticket: js::Ticket, now: js::InstantInput) -> Result<bool> {
        call(env, |_| {
            let now = instant(now, "/now")?;
            of(ticket, |ticket| Ok(self.0.is_late(ticket, now)))
        })
    }

    /// Every metric that has started: see `verdict`.
    #[napi(ts_return_type = "Verdict[]")]
    pub fn verdicts(
        &self,
        env: Env,
        ticket: js::Ticket,
        now: js::InstantInput,
    ) -> Result<js::Value> {
        call(env, |host| {
            let now = instant(now, "/now")?;
            of(ticket, |ticket| host.data(&self.0.verdicts(ticket, now)))
        })
    }

    /// Whether to ask a ticket's customer now, and if not, why, and when to ask
    /// again. With a yes comes the survey to send and to store.
    ///
    /// @throws {DeskcoreError} `invalid_input` for facts that are none.
    #[napi(
        ts_args_type = "ticket: Ticket, facts: SurveyFacts, now: InstantInput",
        ts_return_type = "SurveyDecision"
    )]
    pub fn survey_due(
        &self,
        env: Env,
        ticket: js::Ticket,
        facts: js::Value,
        now: js::InstantInput,
    ) -> Result<js::Value> {
        call(env, |host| {
            let facts = host.read_at::<SurveyFacts>(facts, "/facts")?;
            let now = instant(now, "/now")?;
            of(ticket, |ticket| {
                host.data(&self.0.survey_due(ticket, &facts, now)?)
            })
        })
    }

    /// Gives an answer to a survey: the survey to store, why the answer was
    /// refused, if it was, and what a low rating makes happen.
    ///
    /// @throws {DeskcoreError} `invalid_input` for a survey that is none.
    #[napi(
        ts_args_type = "survey: Survey, score: number, at: InstantInput",
        ts_return_type = "RatedSurvey"
    )]
    pub fn rate_survey(
        &self,
        env: Env,
        survey: js::Value,
        score: js::Value,
        at: js::InstantInput,
    ) -> Result<js::Value> {
        call(env, |host| {
            let survey = host.read_at::<Survey>(survey, "/survey")?;
            let (score, at) = (whole(score, "/score")?, instant(at, "/at")?);
            host.data(&self.0.rate_survey(&survey, score, at))
        })
    }

    /// Why a metric is due when it is: what counts and what does not (nights,
    /// lunch, holidays by name) since the deadline was set, with one sentence
    /// for people in `text`. Null when the metric has not started.
    #[napi(ts_return_type = "DeadlineExplanation | null")]
    pub fn explain(
        &self,
        env: Env,
        ticket: js::Ticket,
        metric: js::Metric,
        now: js::InstantInput,
    ) -> Result<js::Value> {
        call(env, |host| {
            let metric = host.read_at::<Metric>(metric, "/metric")?;
            let now = instant(now, "/now")?;
            of(ticket, |ticket| {
                host.data(&self.0.explain(ticket, metric, now))
            })
        })
    }
}

/// The canonical JSON text of an effect, for an outbox: the same bytes for
/// the same effect in every language.
///
/// @throws {DeskcoreError} `invalid_input` when it is no effect.
#[napi]
pub fn effect_to_json(env: Env, effect: js::Effect) -> Result<String> {
    call(env, |host| border::write(&host.read::<Effect>(effect)?))
}
