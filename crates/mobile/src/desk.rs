//! The handle of a desk.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use deskcore::desk::RatedSurvey;
use deskcore::desk::{DeadlineExplanation, Refused};
use deskcore::satisfaction::{Survey, SurveyDecision, SurveyFacts};
use deskcore::sla::NextDue;
use deskcore::ticket::{Event, Opening, Status};
use deskcore::{Effect, Metric, Problem, border};

use crate::calendar::Calendar;
use crate::convert::{Instant, Verdict};
use crate::error::{DeskcoreError, guarded};
use crate::ticket::Ticket;

/// What a shop has decided, compiled: immutable, shared by all threads.
///
/// A desk reads no clock and stores nothing. It takes a ticket and an event,
/// and answers with the ticket afterwards and the effects that the host is to
/// carry out. The ticket that was given stays as it was.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Eq, Hash, Display)]
pub struct Desk(pub(crate) deskcore::Desk);

impl PartialEq for Desk {
    fn eq(&self, other: &Self) -> bool {
        self.0.config() == other.0.config()
    }
}

impl Eq for Desk {}

impl Hash for Desk {
    fn hash<H: Hasher>(&self, state: &mut H) {
        border::write(self.0.config())
            .unwrap_or_default()
            .hash(state);
    }
}

impl fmt::Display for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let config = self.0.config();
        let name = config.name.as_deref().unwrap_or("without a name");
        write!(f, "Desk {name:?} with {} policies", config.policies.len())
    }
}

/// A ticket after a step, and what is to be done: all that a host stores, in
/// one crossing.
#[derive(Debug, uniffi::Record)]
pub struct Change {
    /// The ticket afterwards.
    pub ticket: Arc<Ticket>,
    /// The document to store in place of the one before.
    pub json: String,
    /// Grows by one with every change: the host's optimistic lock.
    pub version: u64,
    /// Where the ticket stands.
    pub status: Status,
    /// When to call `tick`: the column to poll. Never when absent.
    pub due_at: Option<Instant>,
    /// Its place in the queue, lower first: a column to sort by, before
    /// creation and id. It changes only when the ticket does.
    pub queue_key: i64,
    /// What is to be done, in order. An outbox that stores effects by their
    /// id does each exactly once.
    pub effects: Vec<Effect>,
}

impl Change {
    fn of(ticket: deskcore::Ticket, effects: Vec<Effect>) -> Result<Self, deskcore::Error> {
        Ok(Self {
            json: ticket.to_json()?,
            version: ticket.version,
            status: ticket.status,
            due_at: ticket.due_at,
            queue_key: ticket.queue_key,
            ticket: Arc::new(Ticket(ticket)),
            effects,
        })
    }
}

/// A ticket made anew from its history.
#[derive(Debug, uniffi::Record)]
pub struct Rebuilt {
    /// The ticket.
    pub ticket: Arc<Ticket>,
    /// Events that the ticket could not take, in order.
    pub refused: Vec<Refused>,
}

#[uniffi::export]
impl Desk {
    /// A desk from the text of its desk.json.
    ///
    /// Throws `InvalidDesk` with every mistake at once in `problems`.
    #[uniffi::constructor]
    pub fn from_json(json: &str) -> Result<Self, DeskcoreError> {
        guarded(|| deskcore::Desk::from_json(json)).map(Self)
    }

    /// The document that the desk is made of.
    pub fn to_json(&self) -> Result<String, DeskcoreError> {
        guarded(|| border::write(self.0.config()))
    }

    /// What is legal in the document and probably wrong: policies that no
    /// ticket reaches, tickets that reach none, promises that a calendar
    /// cannot keep.
    pub fn lint(&self) -> Result<Vec<Problem>, DeskcoreError> {
        guarded(|| Ok(self.0.lint()))
    }

    /// A calendar by its id; nothing when there is none.
    pub fn calendar(&self, id: &str) -> Result<Option<Arc<Calendar>>, DeskcoreError> {
        guarded(|| Ok(self.0.calendar(id).cloned().map(Calendar).map(Arc::new)))
    }

    /// The calendar that a ticket's business time is counted by.
    pub fn calendar_of(&self, ticket: &Ticket) -> Result<Arc<Calendar>, DeskcoreError> {
        guarded(|| Ok(Arc::new(Calendar(self.0.calendar_of(&ticket.0).clone()))))
    }

    /// Begins a ticket.
    ///
    /// Throws `InvalidInput`.
    pub fn open(&self, opening: Opening) -> Result<Change, DeskcoreError> {
        guarded(|| {
            let (ticket, effects) = self.0.open(&opening)?;
            Change::of(ticket, effects)
        })
    }

    /// Applies an event to a ticket. First time runs up to the event. An
    /// event whose id the ticket has seen changes nothing.
    ///
    /// Throws `OutOfOrder`, `TicketClosed`, `StatusNotAllowed` and
    /// `InvalidInput`.
    pub fn apply(&self, ticket: &Ticket, event: Event) -> Result<Change, DeskcoreError> {
        guarded(|| {
            let mut ticket = ticket.0.clone();
            let effects = self.0.apply(&mut ticket, &event)?;
            Change::of(ticket, effects)
        })
    }

    /// Lets time run up to `now`. Everything is stamped with the instant at
    /// which it was due: called late, early or twice, the outcome is the
    /// same. `dueAt` says when to call it.
    pub fn tick(&self, ticket: &Ticket, now: Instant) -> Result<Change, DeskcoreError> {
        guarded(|| {
            let mut ticket = ticket.0.clone();
            let effects = self.0.tick(&mut ticket, now);
            Change::of(ticket, effects)
        })
    }

    /// Makes a ticket anew from its history, in whatever order the events
    /// come; with `until`, time runs on to that instant. There are no effects:
    /// what the history made happen has happened.
    ///
    /// Throws `InvalidInput` when the opening cannot be taken.
    #[uniffi::method(default(until = None))]
    pub fn rebuild(
        &self,
        opening: Opening,
        events: Vec<Event>,
        until: Option<Instant>,
    ) -> Result<Rebuilt, DeskcoreError> {
        guarded(|| {
            let rebuilt = self.0.rebuild(&opening, &events, until)?;
            Ok(Rebuilt {
                ticket: Arc::new(Ticket(rebuilt.ticket)),
                refused: rebuilt.refused,
            })
        })
    }

    /// What comes next by time alone, and of which clock.
    pub fn next_due(&self, ticket: &Ticket) -> Result<Option<NextDue>, DeskcoreError> {
        guarded(|| Ok(self.0.next_due(&ticket.0)))
    }

    /// Where a metric of a ticket stands at an instant that is not before its
    /// last change.
    pub fn verdict(
        &self,
        ticket: &Ticket,
        metric: Metric,
        now: Instant,
    ) -> Result<Verdict, DeskcoreError> {
        guarded(|| Ok(self.0.verdict(&ticket.0, metric, now).into()))
    }

    /// Whether something that was promised is overdue at an instant.
    pub fn is_late(&self, ticket: &Ticket, now: Instant) -> Result<bool, DeskcoreError> {
        guarded(|| Ok(self.0.is_late(&ticket.0, now)))
    }

    /// Every metric that has started: see `verdict`.
    pub fn verdicts(&self, ticket: &Ticket, now: Instant) -> Result<Vec<Verdict>, DeskcoreError> {
        guarded(|| {
            Ok(self
                .0
                .verdicts(&ticket.0, now)
                .into_iter()
                .map(Verdict::from)
                .collect())
        })
    }

    /// Whether to ask a ticket's customer now, and if not, why, and when to ask
    /// again. With a yes comes the survey to send and to store.
    ///
    /// Throws `InvalidInput`.
    pub fn survey_due(
        &self,
        ticket: &Ticket,
        facts: SurveyFacts,
        now: Instant,
    ) -> Result<SurveyDecision, DeskcoreError> {
        guarded(|| self.0.survey_due(&ticket.0, &facts, now))
    }

    /// Gives an answer to a survey: the survey to store, why the answer was
    /// refused, if it was, and what a low rating makes happen.
    pub fn rate_survey(
        &self,
        survey: Survey,
        score: i64,
        at: Instant,
    ) -> Result<RatedSurvey, DeskcoreError> {
        guarded(|| Ok(self.0.rate_survey(&survey, score, at)))
    }

    /// Why a metric is due when it is: the spans that count and those that do
    /// not, and the sentence `text`. Nothing when the metric has not started.
    pub fn explain(
        &self,
        ticket: &Ticket,
        metric: Metric,
        now: Instant,
    ) -> Result<Option<DeadlineExplanation>, DeskcoreError> {
        guarded(|| Ok(self.0.explain(&ticket.0, metric, now)))
    }
}

/// The JSON Schema of desk.json (draft 2020-12), without descriptions.
#[uniffi::export]
pub fn desk_schema() -> Result<String, DeskcoreError> {
    guarded(|| border::write(&deskcore::Desk::schema()))
}

/// Reads an event that was stored, or that another system sent.
#[uniffi::export]
pub fn event_from_json(json: &str) -> Result<Event, DeskcoreError> {
    guarded(|| border::read(json))
}

/// An event as JSON: the same bytes in every language.
#[uniffi::export]
pub fn event_to_json(event: Event) -> Result<String, DeskcoreError> {
    guarded(|| border::write(&event))
}

/// Reads an opening that was stored, or that another system sent.
#[uniffi::export]
pub fn opening_from_json(json: &str) -> Result<Opening, DeskcoreError> {
    guarded(|| border::read(json))
}

/// Reads an effect that was stored.
#[uniffi::export]
pub fn effect_from_json(json: &str) -> Result<Effect, DeskcoreError> {
    guarded(|| border::read(json))
}

/// An effect as JSON: the same bytes in every language, for an outbox.
#[uniffi::export]
pub fn effect_to_json(effect: Effect) -> Result<String, DeskcoreError> {
    guarded(|| border::write(&effect))
}

/// Version of the library.
#[uniffi::export]
pub fn version() -> Result<String, DeskcoreError> {
    guarded(|| Ok(env!("CARGO_PKG_VERSION").to_owned()))
}
