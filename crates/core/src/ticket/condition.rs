//! Conditions over a ticket's facts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ActorKind, Facts, Priority};

/// A condition over a ticket's facts: every key that is present must hold,
/// and a key holds when any of its values does. An empty condition always
/// holds.
///
/// ```
/// use deskcore::ticket::{Condition, Facts};
///
/// let messengers: Condition = serde_json::from_str(
///     r#"{"channel": ["chat", "whatsapp"], "language": ["it"], "none": [{"tags": ["spam"]}]}"#,
/// )?;
/// let mut facts = Facts::new("whatsapp");
/// assert!(!messengers.holds(&facts));
/// facts.language = Some("it-CH".into()); // Swiss Italian is Italian
/// assert!(messengers.holds(&facts));
/// facts.tags.push("spam".into());
/// assert!(!messengers.holds(&facts));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Condition {
    /// One of these channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Vec<String>>,
    /// One of these priorities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Vec<Priority>>,
    /// At least one of these tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// One of these customer tiers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<Vec<String>>,
    /// One of these languages, or a variety of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Vec<String>>,
    /// One of these brands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand: Option<Vec<String>>,
    /// One of these contact reasons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Vec<String>>,
    /// Begun by one of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_by: Option<Vec<ActorKind>>,
    /// For each named field, one of these values.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Vec<Value>>,
    /// All of these conditions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub all: Vec<Condition>,
    /// At least one of these conditions, where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any: Vec<Condition>,
    /// None of these conditions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub none: Vec<Condition>,
}

impl Condition {
    /// Whether it holds for these facts.
    pub fn holds(&self, facts: &Facts) -> bool {
        one_of(&self.channel, Some(&facts.channel))
            && one_of(&self.priority, facts.priority.as_ref())
            && one_of(&self.tier, facts.tier.as_ref())
            && one_of(&self.brand, facts.brand.as_ref())
            && one_of(&self.reason, facts.reason.as_ref())
            && one_of(&self.started_by, Some(&facts.started_by))
            && self
                .tags
                .as_ref()
                .is_none_or(|tags| tags.iter().any(|tag| facts.tags.contains(tag)))
            && self.language.as_ref().is_none_or(|languages| {
                facts
                    .language
                    .as_deref()
                    .is_some_and(|language| languages.iter().any(|l| is_variety(language, l)))
            })
            && self.fields.iter().all(|(name, values)| {
                facts
                    .fields
                    .get(name)
                    .is_some_and(|value| values.contains(value))
            })
            && self.all.iter().all(|condition| condition.holds(facts))
            && (self.any.is_empty() || self.any.iter().any(|condition| condition.holds(facts)))
            && !self.none.iter().any(|condition| condition.holds(facts))
    }

    /// Whether it holds whatever the facts are.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn one_of<T: PartialEq>(wanted: &Option<Vec<T>>, actual: Option<&T>) -> bool {
    wanted
        .as_ref()
        .is_none_or(|wanted| actual.is_some_and(|actual| wanted.contains(actual)))
}

/// Whether a BCP 47 tag is a language or a variety of it: `it-CH` of `it`.
pub(crate) fn is_variety(tag: &str, of: &str) -> bool {
    let mut subtags = tag.split('-');
    of.split('-').all(|wanted| {
        subtags
            .next()
            .is_some_and(|subtag| subtag.eq_ignore_ascii_case(wanted))
    })
}
