//! The desk: one JSON document compiled, and what it decides of a ticket.

mod apply;
mod config;
mod duration;
mod effect;
mod explain;
mod figures;
mod limits;
mod lint;
mod load;
mod queue;
mod rebuild;
mod selection;
pub(crate) mod shape;
mod survey;
mod ticket;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value;

pub use config::{
    CalendarConfig, DeskConfig, EscalationConfig, FullTarget, PauseStatus, PolicyConfig,
    PriorityKey, ReopenConfig, TargetConfig, UnionConfig, WarnAt,
};
pub use duration::{Duration, DurationError};
pub use effect::{ClockRef, Effect, EffectKind};
pub use explain::DeadlineExplanation;
pub use rebuild::{Rebuilt, Refused};
pub use survey::RatedSurvey;
pub use ticket::{RecentEvent, Ticket};

use crate::error::{Error, Problem};
use crate::macros::{MacroConfig, MacroRequest, Macros, RenderedMacro};
use crate::routing::Routing;
use crate::sla::{ClockState, Metric, NextDue, Policy, PolicyRef, State, Target, Terms, Verdict};
use crate::template::Value as Data;
use crate::text::suggest::{Keywords, Suggester};
use crate::ticket::{Condition, Event, Facts, Opening};
use crate::time::Calendar;

/// A policy ready for use.
#[derive(Debug, Clone)]
struct CompiledPolicy {
    reference: PolicyRef,
    when: Condition,
    policy: Policy,
    calendar: Arc<Calendar>,
}

/// What a shop has decided, compiled: immutable, shared by all threads.
///
/// A desk reads no clock and stores nothing. It takes a ticket and an event,
/// and answers with the ticket afterwards and the effects that the host is to
/// carry out.
///
/// ```
/// use chrono::{DateTime, Utc};
/// use deskcore::ticket::{Event, EventKind, Opening, Priority};
/// use deskcore::{Desk, EffectKind, Metric, State};
///
/// let desk = Desk::from_json(r#"{
///     "name": "Bottega Aurora",
///     "calendars": {"office": {
///         "tz": "Europe/Rome",
///         "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "tue": "mon", "wed": "mon", "thu": "mon", "fri": "mon"}
///     }},
///     "policies": [
///         {"id": "default", "calendar": "office", "targets": {"*": {"first_reply_time": {"target": "2h", "warn": ["-30m"]}}}}
///     ]
/// }"#)?;
///
/// // Monday, 12:30 in Rome: half an hour before lunch.
/// let at: DateTime<Utc> = "2026-11-23T11:30:00Z".parse()?;
/// let mut opening = Opening::new("A-17", at, "email");
/// opening.facts.priority = Some(Priority::Normal);
/// let (mut ticket, effects) = desk.open(&opening)?;
/// assert!(effects.is_empty());
/// assert_eq!(ticket.due_at, Some("2026-11-23T14:00:00Z".parse()?)); // the warning, 15:00 in Rome
///
/// let effects = desk.tick(&mut ticket, "2026-11-23T14:10:00Z".parse()?);
/// assert!(matches!(effects[0].kind, EffectKind::SlaWarning { .. }));
/// assert_eq!(effects[0].at, "2026-11-23T14:00:00Z".parse::<DateTime<Utc>>()?);
///
/// let reply = Event::new("ev-2", "2026-11-23T14:30:00Z".parse()?, EventKind::AgentReply {});
/// desk.apply(&mut ticket, &reply)?;
/// let verdict = desk.verdict(&ticket, Metric::FirstReplyTime, reply.at);
/// assert_eq!(verdict.state, State::Met); // due at that very instant
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Desk {
    config: DeskConfig,
    calendars: BTreeMap<String, Arc<Calendar>>,
    policies: Vec<CompiledPolicy>,
    /// For tickets that no policy is for.
    always: Arc<Calendar>,
    macros: Macros,
    routing: Routing,
    /// What marks messages.
    keywords: Suggester,
}

impl Desk {
    /// A desk from its document.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidDesk`] with every mistake at once, each with its
    /// place, what was expected, and a suggestion where there is one.
    ///
    /// ```
    /// use deskcore::{Desk, Error};
    ///
    /// let mistakes = Desk::from_json(r#"{
    ///     "calendars": {"office": {"tz": "Europe/Roma", "weekly": "24x7"}},
    ///     "policies": [{"id": "default", "calender": "office"}]
    /// }"#);
    /// let Err(Error::InvalidDesk { problems }) = mistakes else { panic!() };
    /// assert_eq!(problems[0].hint.as_deref(), Some("did you mean \"Europe/Rome\"?"));
    /// assert_eq!(problems[1].path, "/policies/0/calender");
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Error> {
        load::from_json(text)
    }

    /// The JSON Schema of desk.json (draft 2020-12).
    pub fn schema() -> Value {
        let mut schema = load::schema();
        shape::allow_comments(&mut schema);
        schema
    }

    /// What is legal in the document and probably wrong: policies that no
    /// ticket reaches, tickets that reach none, targets without a calendar,
    /// promises that a calendar cannot keep.
    ///
    /// ```
    /// use deskcore::Desk;
    ///
    /// let desk = Desk::from_json(r#"{
    ///     "calendars": {"office": {"tz": "Europe/London", "weekly": {"mon": [["09:00", "17:00"]], "sat": [["09:00", "10:00"]]}}},
    ///     "policies": [{"id": "all", "calendar": "office", "targets": {"*": {"first_reply_time": "2h"}}}]
    /// }"#)?;
    /// let lint = desk.lint();
    /// assert_eq!(lint[0].code, "promise_longer_than_day");
    /// assert_eq!(lint[0].message, "2h cannot pass within every day that \"office\" opens: sat has 1h");
    /// # Ok::<(), deskcore::Error>(())
    /// ```
    pub fn lint(&self) -> Vec<Problem> {
        lint::lint(self)
    }

    /// The document that the desk is made of.
    pub fn config(&self) -> &DeskConfig {
        &self.config
    }

    /// A calendar by its id.
    pub fn calendar(&self, id: &str) -> Option<&Calendar> {
        self.calendars.get(id).map(|calendar| &**calendar)
    }

    /// The calendar that a ticket's business time is counted by.
    pub fn calendar_of(&self, ticket: &Ticket) -> &Calendar {
        self.calendar_under(ticket, self.policy_of(ticket))
    }

    /// The target of a metric for a ticket with these facts.
    pub fn target(&self, facts: &Facts, metric: Metric) -> Option<&Target> {
        self.choose(facts)?.policy.target(facts.priority, metric)
    }

    /// Begins a ticket.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`].
    pub fn open(&self, opening: &Opening) -> Result<(Ticket, Vec<Effect>), Error> {
        self.begin(opening)
    }

    /// Applies an event to a ticket. First time runs up to the event, so
    /// what was due before it is among the effects. An event whose id the
    /// ticket has seen changes nothing.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfOrder`], [`Error::TicketClosed`],
    /// [`Error::StatusNotAllowed`] and [`Error::InvalidInput`]; the ticket is
    /// then as it was.
    pub fn apply(&self, ticket: &mut Ticket, event: &Event) -> Result<Vec<Effect>, Error> {
        self.take(ticket, event)
    }

    /// Lets time run up to `now`. Everything is done in order and stamped
    /// with the instant at which it was due: called late, early or twice,
    /// the outcome is the same. [`Ticket::due_at`] says when to call it.
    pub fn tick(&self, ticket: &mut Ticket, now: DateTime<Utc>) -> Vec<Effect> {
        self.pass_time(ticket, now)
    }

    /// What comes next by time alone, and of which clock.
    pub fn next_due(&self, ticket: &Ticket) -> Option<NextDue> {
        ticket.clocks.next_due()
    }

    /// Where a metric of a ticket stands at an instant; one before the
    /// ticket's last change counts as that, since what was then is not known
    /// any more: [`rebuild`](Self::rebuild) the ticket up to it.
    pub fn verdict(&self, ticket: &Ticket, metric: Metric, now: DateTime<Utc>) -> Verdict {
        let terms = self.terms_of(ticket);
        Self::verdict_under(&terms, ticket, metric, now)
    }

    fn verdict_under(
        terms: &Terms<'_>,
        ticket: &Ticket,
        metric: Metric,
        now: DateTime<Utc>,
    ) -> Verdict {
        let now = now.max(ticket.updated_at);
        let mut verdict = ticket.clocks.verdict(metric, now, terms);
        verdict.policy = verdict
            .policy_number
            .take()
            .and_then(|number| ticket.policies.get(usize::from(number)).cloned());
        verdict
    }

    /// Whether something that was promised is overdue at an instant: a target
    /// was missed, and what it is of has not ended.
    ///
    /// ```
    /// use deskcore::Desk;
    /// use deskcore::ticket::{Event, EventKind, Opening, Priority};
    ///
    /// let desk = Desk::from_json(r#"{"policies": [{"id": "all", "targets": {"*": {"first_reply_time": "2h"}}}]}"#)?;
    /// let mut opening = Opening::new("A-17", "2026-11-23T10:00:00Z".parse()?, "email");
    /// opening.facts.priority = Some(Priority::Normal);
    /// let (mut ticket, _) = desk.open(&opening)?;
    /// assert!(!desk.is_late(&ticket, "2026-11-23T12:00:00Z".parse()?));
    /// assert!(desk.is_late(&ticket, "2026-11-23T12:00:01Z".parse()?));
    /// desk.apply(&mut ticket, &Event::new("ev-2", "2026-11-23T13:00:00Z".parse()?, EventKind::AgentReply {}))?;
    /// assert!(!desk.is_late(&ticket, "2026-11-23T13:00:00Z".parse()?)); // late, but answered
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_late(&self, ticket: &Ticket, now: DateTime<Utc>) -> bool {
        let verdicts = self.verdicts(ticket, now);
        verdicts
            .iter()
            .any(|verdict| verdict.state == State::Breached && verdict.clock != ClockState::Stopped)
    }

    /// Every metric that has started: see [`verdict`](Self::verdict).
    pub fn verdicts(&self, ticket: &Ticket, now: DateTime<Utc>) -> Vec<Verdict> {
        let terms = self.terms_of(ticket);
        Metric::ALL
            .into_iter()
            .map(|metric| Self::verdict_under(&terms, ticket, metric, now))
            .filter(|verdict| verdict.instance > 0)
            .collect()
    }
}

/// Macros.
impl Desk {
    /// The desk's macros.
    pub fn macros(&self) -> &Macros {
        &self.macros
    }

    /// The macros that are offered for a ticket, in their order.
    pub fn macros_for(&self, ticket: &Ticket) -> Vec<&MacroConfig> {
        self.macros.available(&ticket.facts).collect()
    }

    /// The phrases that speak for each macro, for a
    /// [`Suggester`].
    pub fn macro_keywords(&self) -> Vec<Keywords> {
        let with_phrases = self
            .macros
            .iter()
            .filter(|config| !config.keywords.is_empty());
        with_phrases
            .map(|config| Keywords {
                label: config.id.clone(),
                phrases: config.keywords.clone(),
            })
            .collect()
    }

    /// A macro's text and actions for one record: see [`Macros::render`].
    ///
    /// # Errors
    ///
    /// As [`Macros::render`].
    pub fn render_macro(
        &self,
        macro_id: &str,
        data: &Data<'_>,
        request: &MacroRequest,
    ) -> Result<RenderedMacro, Error> {
        self.macros.render(macro_id, data, request)
    }

    /// What the host is to do when an agent sends a macro: its actions as
    /// effects. Their ids are `<ticket>:<version>:<macro>:<n>`, so that a
    /// macro that is sent twice at one version of a ticket acts once.
    ///
    /// ```
    /// use deskcore::macros::MacroRequest;
    /// use deskcore::template::Value;
    /// use deskcore::ticket::Opening;
    /// use deskcore::Desk;
    ///
    /// let desk = Desk::from_json(r#"{"macros": [{
    ///     "id": "thanks", "name": "Thanks",
    ///     "variants": [{"body": "Thanks, {{ customer.first_name }}!"}],
    ///     "actions": [{"type": "set_status", "status": "solved"}]
    /// }]}"#)?;
    /// let at = "2026-11-23T10:00:00Z".parse()?;
    /// let (ticket, _) = desk.open(&Opening::new("A-17", at, "email"))?;
    /// let data = serde_json::json!({"customer": {"first_name": "Zoë"}});
    /// let rendered = desk.render_macro("thanks", &Value::Source(&data), &MacroRequest::default())?;
    /// let effects = desk.macro_effects(&ticket, &rendered, at);
    /// assert_eq!(effects[0].id, "A-17:1:thanks:0");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn macro_effects(
        &self,
        ticket: &Ticket,
        rendered: &RenderedMacro,
        at: DateTime<Utc>,
    ) -> Vec<Effect> {
        let macro_id = &rendered.macro_id;
        let actions = rendered.actions.iter().enumerate();
        actions
            .map(|(number, action)| Effect {
                id: format!("{}:{}:{macro_id}:{number}", ticket.id, ticket.version),
                ticket: ticket.id.clone(),
                at,
                kind: EffectKind::MacroAction {
                    macro_id: macro_id.clone(),
                    action: action.clone(),
                },
            })
            .collect()
    }
}

const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<Desk>();
};
