//! The one document that a desk is made of.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Value, json};

use super::Duration;
use crate::macros::MacroConfig;
use crate::routing::RoutingConfig;
use crate::satisfaction::SatisfactionConfig;
use crate::sla::{Hours, Metric, Target, Warning};
use crate::template::Locale;
use crate::ticket::{Condition, Priority, Status};
use crate::time::Schedule;
use crate::wording::quoted;

/// desk.json: everything that a shop decides about its support.
///
/// Any object may carry a `$comment`. Unknown keys are mistakes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeskConfig {
    /// Where the schema of this document is.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Name of the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Opening hours, by id.
    #[serde(default)]
    pub calendars: BTreeMap<String, CalendarConfig>,
    /// The host's own names for statuses, each on top of one of the six.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub statuses: BTreeMap<String, Status>,
    /// Whether the desk moves statuses by itself: a customer's message makes
    /// a pending ticket open, and so on. With `false` only `status` events
    /// and merges move them, for a host that has a workflow of its own.
    #[serde(default = "by_itself", skip_serializing_if = "is_by_itself")]
    pub automatic_status: bool,
    /// When a customer's message reopens a solved ticket.
    #[serde(default)]
    pub reopen: ReopenConfig,
    /// Policies in order: the first whose condition holds applies.
    #[serde(default)]
    pub policies: Vec<PolicyConfig>,
    /// Language of macros that do not say theirs, and of customers whose own
    /// has no text; English when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// Templates that macros render and include, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub partials: BTreeMap<String, String>,
    /// Macros, in the order in which agents see them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub macros: Vec<MacroConfig>,
    /// How work is ordered, and who may do it.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub routing: RoutingConfig,
    /// What customers are asked, and what becomes of the answers.
    #[serde(default, skip_serializing_if = "asks_nothing")]
    pub satisfaction: SatisfactionConfig,
    /// JSON Schema of what macros are rendered from, where the host's data
    /// are others than `Context`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Value>,
}

fn is_usual(routing: &RoutingConfig) -> bool {
    *routing == RoutingConfig::default()
}

fn asks_nothing(satisfaction: &SatisfactionConfig) -> bool {
    *satisfaction == SatisfactionConfig::default()
}

fn by_itself() -> bool {
    true
}

fn is_by_itself(automatic: &bool) -> bool {
    *automatic
}

/// A calendar: a schedule, or the union of others (support that follows the
/// sun).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum CalendarConfig {
    /// Opening hours of their own.
    Schedule(Box<Schedule>),
    /// Open whenever one of these calendars is.
    Union(UnionConfig),
}

/// Open whenever one of several calendars is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnionConfig {
    /// Ids of calendars that have hours of their own.
    #[schemars(length(min = 1, max = 32))]
    pub union: Vec<String>,
}

/// When a customer's message reopens a solved ticket.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenConfig {
    /// Up to how long after solving; later a follow-up is opened. Always
    /// when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Duration>,
}

/// What is promised to the tickets that a condition selects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyConfig {
    /// Id, unique in the document.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The shop's own name for this version of it. Verdicts tell the version
    /// together with a digest of the content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Which tickets it is for; all when absent.
    #[serde(default, skip_serializing_if = "Condition::is_empty")]
    pub when: Condition,
    /// Id of the calendar that business time is counted by; around the clock
    /// when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// Targets by priority and metric. Those of `*` are for every priority
    /// whose own entry does not say otherwise.
    #[serde(default)]
    #[schemars(transform = name_targets)]
    pub targets: BTreeMap<PriorityKey, BTreeMap<Metric, TargetConfig>>,
    /// Statuses in which a metric pauses, in place of its default ones.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(transform = name_metrics)]
    pub pause: BTreeMap<Metric, Vec<PauseStatus>>,
    /// A bot's reply counts as an agent's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bot_counts: bool,
    /// An internal note counts as an agent's reply.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub note_counts: bool,
}

/// The schema of a map tells nothing of its keys by itself.
fn name_metrics(schema: &mut Schema) {
    let names = Metric::ALL.map(Metric::name);
    schema.insert("propertyNames".to_owned(), json!({"enum": names}));
}

fn name_targets(schema: &mut Schema) {
    let names = PriorityKey::ALL.map(PriorityKey::name);
    schema.insert("propertyNames".to_owned(), json!({"enum": names}));
    let targets = schema.get_mut("additionalProperties");
    if let Some(targets) = targets.and_then(|targets| targets.try_into().ok()) {
        name_metrics(targets);
    }
}

/// A priority, or all of them.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PriorityKey {
    /// Low.
    Low,
    /// Normal.
    Normal,
    /// High.
    High,
    /// Urgent.
    Urgent,
    /// Every priority whose own entry does not say otherwise.
    #[serde(rename = "*")]
    Any,
}

impl PriorityKey {
    const ALL: [Self; 5] = [Self::Low, Self::Normal, Self::High, Self::Urgent, Self::Any];

    pub(super) fn of(priority: Priority) -> Self {
        match priority {
            Priority::Low => Self::Low,
            Priority::Normal => Self::Normal,
            Priority::High => Self::High,
            Priority::Urgent => Self::Urgent,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
            Self::Urgent => "urgent",
            Self::Any => "*",
        }
    }
}

/// A status that a clock can pause in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PauseStatus {
    /// New.
    New,
    /// Open.
    Open,
    /// Pending.
    Pending,
    /// On hold.
    OnHold,
}

impl From<PauseStatus> for Status {
    fn from(status: PauseStatus) -> Self {
        match status {
            PauseStatus::New => Self::New,
            PauseStatus::Open => Self::Open,
            PauseStatus::Pending => Self::Pending,
            PauseStatus::OnHold => Self::OnHold,
        }
    }
}

/// A target: a duration in business time, or more of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum TargetConfig {
    /// Business time within which it is promised.
    Short(Duration),
    /// With all that can be said of it.
    Full(FullTarget),
}

/// A target with all that can be said of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FullTarget {
    /// The time within which it is promised.
    pub target: Duration,
    /// Which count it is read in.
    #[serde(default)]
    pub hours: Hours,
    /// When to warn: `"80%"` of the target used up, or `"-30m"`, thirty
    /// minutes of the target's own time before it is due.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 32))]
    pub warn: Vec<WarnAt>,
    /// Whom to tell once it is missed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 32))]
    pub escalate: Vec<EscalationConfig>,
    /// Where the number comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A step of escalation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EscalationConfig {
    /// How long after the deadline, in the target's own time.
    pub after: Duration,
    /// Whom to tell: a name that the host knows.
    pub to: String,
}

impl TargetConfig {
    pub(super) fn full(&self) -> FullTarget {
        match self {
            Self::Full(full) => full.clone(),
            Self::Short(target) => FullTarget {
                target: *target,
                hours: Hours::Business,
                warn: Vec::new(),
                escalate: Vec::new(),
                source: None,
            },
        }
    }

    pub(super) fn compile(&self) -> Target {
        let full = self.full();
        let mut target = Target::new(full.target.delta(), full.hours);
        target.source = full.source;
        for WarnAt(warning) in full.warn {
            target = target.with_warning(warning);
        }
        for step in full.escalate {
            target = target.with_escalation(step.after.delta(), step.to);
        }
        target
    }
}

/// When to warn: `"80%"` or `"-30m"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WarnAt(
    /// The warning.
    pub Warning,
);

impl FromStr for WarnAt {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let warning = if let Some(percent) = text.strip_suffix('%') {
            percent
                .parse()
                .ok()
                .filter(|percent| (1..=100).contains(percent))
                .map(|percent| Warning::AfterShare { percent })
        } else {
            text.strip_prefix('-')
                .and_then(|before| before.parse::<Duration>().ok())
                .and_then(|before| u32::try_from(before.seconds()).ok())
                .filter(|seconds| *seconds > 0)
                .map(|seconds| Warning::Before { seconds })
        };
        warning.map(Self).ok_or_else(|| {
            format!(
                "{} is no warning: expected \"1%\" to \"100%\", or \"-30m\"",
                quoted(text)
            )
        })
    }
}

impl Serialize for WarnAt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for WarnAt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

impl JsonSchema for WarnAt {
    fn schema_name() -> Cow<'static, str> {
        "WarnAt".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "\"80%\" of the target used up, or \"-30m\" of the target's own time before it is due.",
            "type": "string",
            "format": "warning",
        })
    }
}
