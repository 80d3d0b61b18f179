//! What the host is to do.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::macros::MacroAction;
use crate::satisfaction::Scale;
use crate::sla::{Metric, PolicyRef, Warning};
use crate::ticket::PublicMessage;
use crate::time::instant;

/// One thing for the host to do. An outbox that stores effects by their id
/// does each exactly once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Effect {
    /// `<ticket>:<version>:<n>`: the version of the ticket that it came
    /// with, and its place among that version's effects. An action of a macro
    /// has the macro's id before its place, the answer to a survey has
    /// `survey`, the resolution and how often it was given again.
    pub id: String,
    /// Id of the ticket.
    pub ticket: String,
    /// The instant at which it was due, however late the desk was asked.
    #[serde(with = "instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    /// What to do.
    #[serde(flatten)]
    pub kind: EffectKind,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EffectKind {
    /// Warn the shop: a target will be missed soon.
    SlaWarning {
        /// Which clock, and what was promised.
        #[serde(flatten)]
        clock: ClockRef,
        /// Which warning of the target.
        warning: Warning,
        /// When the target will be missed; absent when it never will.
        #[serde(
            default,
            with = "instant::optional",
            skip_serializing_if = "Option::is_none"
        )]
        #[schemars(with = "Option<DateTime<Utc>>")]
        due_at: Option<DateTime<Utc>>,
    },
    /// Tell the shop: a target was missed.
    SlaBreach {
        /// Which clock, and what was promised.
        #[serde(flatten)]
        clock: ClockRef,
    },
    /// Tell somebody else: a target was missed some time ago.
    Escalate {
        /// Which clock, and what was promised.
        #[serde(flatten)]
        clock: ClockRef,
        /// Which step, from 0.
        step: u16,
        /// Whom to tell.
        to: String,
    },
    /// Open a new ticket that goes on from this one: the customer wrote when
    /// it could not be reopened any more.
    OpenFollowUp {
        /// The message that the new ticket begins with.
        message: PublicMessage,
    },
    /// Do what a macro does beside its text.
    MacroAction {
        /// Id of the macro.
        macro_id: String,
        /// What it does.
        action: MacroAction,
    },
    /// Ask whether the customer is to be surveyed:
    /// [`Desk::survey_due`](crate::Desk::survey_due).
    SurveyDue {
        /// Which resolution of the ticket, from 1.
        episode: u32,
    },
    /// A customer gave a low rating.
    LowRating {
        /// Which resolution it is of.
        episode: u32,
        /// The rating.
        score: i64,
        /// Its scale.
        scale: Scale,
        /// Who was rated.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<String>,
        /// Reopen the ticket.
        reopen: bool,
        /// Whom to tell.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
        /// Id of the macro to answer with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        macro_id: Option<String>,
    },
    /// Give the customer's message to the ticket that this one was merged
    /// into.
    Forward {
        /// Id of that ticket.
        to: String,
        /// The message.
        message: PublicMessage,
    },
}

/// A clock, and the promise that it is held against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClockRef {
    /// The metric.
    pub metric: Metric,
    /// Which instance of it, from 1.
    pub instance: u32,
    /// The target in force, in seconds.
    pub target_s: Option<i64>,
    /// The policy whose target it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyRef>,
}
