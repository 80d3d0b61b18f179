//! Macros as data.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::template::{Channel, Locale};
use crate::ticket::{Condition, Priority, Status};

/// A prepared answer: its text in several languages and for several channels,
/// what it asks the agent, and what it does beside.
///
/// ```
/// use deskcore::macros::MacroConfig;
///
/// let config: MacroConfig = serde_json::from_str(r#"{
///     "id": "thanks",
///     "name": "Thank you",
///     "variants": [
///         {"locale": "it", "body": "Grazie, {{ customer.first_name }}!"},
///         {"locale": "ro", "body": "Mulțumim, {{ customer.first_name }}!"}
///     ],
///     "actions": [{"type": "set_status", "status": "solved"}]
/// }"#)?;
/// assert_eq!(config.variants.len(), 2);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MacroConfig {
    /// Id, unique in the document.
    #[schemars(length(min = 1, max = 256))]
    pub id: String,
    /// What agents see.
    pub name: String,
    /// Where agents find it: names from the outside to the inside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub folder: Vec<String>,
    /// The shop's own name for this version of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Which tickets it is offered for; all when absent.
    #[serde(default, skip_serializing_if = "Condition::is_empty")]
    pub when: Condition,
    /// What the agent is asked before it is used: `parameters.<name>` in the
    /// text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
    /// The texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// What it does beside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<MacroAction>,
    /// Segments that a text message of it may have; what is longer is cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 255))]
    pub sms_segments: Option<u32>,
    /// Phrases of customers that speak for it; `retur*` takes any ending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
}

/// The text of a macro in one language, for one channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Its language; the desk's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// What kind of text it is; plain when absent.
    #[serde(default)]
    pub channel: Channel,
    /// Template of the subject. What it renders to is one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Template of the text.
    pub body: String,
}

/// Something that an agent is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Its name in the text.
    #[schemars(length(min = 1, max = 64))]
    pub name: String,
    /// What agents see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What kind of answer it has.
    #[serde(default)]
    pub kind: ParameterKind,
    /// The answers that there are; any when absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Value>,
    /// The answer when there is none. Without it an answer is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<Value>,
}

/// The kinds of answer.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ParameterKind {
    /// Text that is not empty.
    #[default]
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Truth,
    /// A day, YYYY-MM-DD.
    Date,
}

impl ParameterKind {
    /// Whether a value is an answer of this kind.
    pub(super) fn takes(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Text, Value::String(text)) => !text.is_empty(),
            (Self::Number, Value::Number(_)) | (Self::Truth, Value::Bool(_)) => true,
            (Self::Date, Value::String(text)) => {
                text.parse::<chrono::NaiveDate>().is_ok() && text.len() == 10
            }
            _ => false,
        }
    }

    pub(super) const fn wanted(self) -> &'static str {
        match self {
            Self::Text => "text that is not empty",
            Self::Number => "a number",
            Self::Truth => "true or false",
            Self::Date => "a day, YYYY-MM-DD",
        }
    }
}

/// What a macro does beside its text. Texts in it are templates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum MacroAction {
    /// Set the status.
    SetStatus {
        /// The status.
        status: Status,
    },
    /// Set the priority.
    SetPriority {
        /// The priority.
        priority: Priority,
    },
    /// Add tags.
    AddTags {
        /// The tags.
        tags: Vec<String>,
    },
    /// Remove tags.
    RemoveTags {
        /// The tags.
        tags: Vec<String>,
    },
    /// Give it to an agent.
    Assign {
        /// The agent's id.
        agent: String,
    },
    /// Give it to a team.
    AssignTeam {
        /// The team's id.
        team: String,
    },
    /// Set a field of the host's own.
    SetField {
        /// Its name.
        name: String,
        /// What it is set to.
        value: Value,
    },
    /// Add a note that the customer does not see.
    AddInternalNote {
        /// The note.
        body: String,
    },
    /// Give the customer a voucher.
    IssueVoucher {
        /// Amount as a decimal, such as `5.00`.
        amount: String,
        /// ISO 4217 code.
        currency: String,
    },
    /// Give money back.
    StartRefund {
        /// Amount as a decimal; all of the order when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount: Option<String>,
        /// ISO 4217 code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        currency: Option<String>,
    },
    /// Come back to the ticket later.
    ScheduleFollowUp {
        /// After so many seconds.
        after_s: i64,
        /// What for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Translate the text before it is sent.
    Translate {
        /// The language to translate to.
        locale: Locale,
    },
}

impl MacroAction {
    /// The texts in it, which are templates.
    pub(super) fn texts_mut(&mut self) -> Vec<&mut String> {
        match self {
            Self::AddTags { tags } | Self::RemoveTags { tags } => tags.iter_mut().collect(),
            Self::Assign { agent } => vec![agent],
            Self::AssignTeam { team } => vec![team],
            Self::AddInternalNote { body } => vec![body],
            Self::IssueVoucher { amount, currency } => vec![amount, currency],
            Self::StartRefund { amount, currency } => {
                amount.iter_mut().chain(currency.iter_mut()).collect()
            }
            Self::ScheduleFollowUp { note, .. } => note.iter_mut().collect(),
            Self::SetField {
                value: Value::String(text),
                ..
            } => vec![text],
            Self::SetField { .. }
            | Self::SetStatus { .. }
            | Self::SetPriority { .. }
            | Self::Translate { .. } => Vec::new(),
        }
    }
}

/// The macros of a desk: what desk.json has of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MacroSet<'c> {
    /// The desk's language.
    pub locale: Locale,
    /// Partials that texts render and include, by name.
    pub partials: Option<&'c BTreeMap<String, String>>,
    /// The macros.
    pub macros: &'c [MacroConfig],
    /// JSON Schema of the data, when it is not [`Context`](super::Context).
    pub context: Option<&'c Value>,
}
