//! What a ticket asks of whoever takes it, and what waiting changes of that.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ticket::Condition;

/// What tickets of a kind ask for. All that hold count; of one skill the
/// highest level, of teams the first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Needed {
    /// Which tickets.
    #[serde(default)]
    pub when: Condition,
    /// Skills, and how well.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub skills: BTreeMap<String, u32>,
    /// The team, where the ticket has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
}

/// What is asked for no longer once a ticket has waited: first skills are
/// dropped, then levels lowered, then the language is dropped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RelaxStep {
    /// How long it has waited by then.
    pub after_s: i64,
    /// Skills that are not asked for any more.
    #[serde(default)]
    pub drop_skills: DropSkills,
    /// By how much every level is lowered, never below 1.
    #[serde(default)]
    pub lower_levels_by: u32,
    /// Whether the language is not asked for any more.
    #[serde(default)]
    pub drop_language: bool,
}

/// Skills that are not asked for any more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum DropSkills {
    /// All of them: `"*"`.
    Every(Every),
    /// Those that are named.
    Named(BTreeSet<String>),
}

/// All of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Every {
    /// All of them.
    #[serde(rename = "*")]
    Skill,
}

impl Default for DropSkills {
    fn default() -> Self {
        Self::Named(BTreeSet::new())
    }
}

impl DropSkills {
    fn drops(&self, skill: &str) -> bool {
        match self {
            Self::Every(_) => true,
            Self::Named(names) => names.contains(skill),
        }
    }
}

/// What is asked at some instant of a ticket's wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InForce<'a> {
    pub(super) skills: Vec<(&'a str, u32)>,
    pub(super) language: Option<&'a str>,
}

impl<'a> InForce<'a> {
    /// What is left after the steps whose time has come.
    pub(super) fn of(
        skills: &'a BTreeMap<String, u32>,
        language: Option<&'a str>,
        steps: &[RelaxStep],
        waited_ms: i64,
    ) -> Self {
        let mut skills: Vec<(&str, u32)> = skills
            .iter()
            .map(|(name, level)| (&**name, *level))
            .collect();
        let mut language = language;
        for step in steps {
            if waited_ms < step.after_s.saturating_mul(1000) {
                continue;
            }
            skills.retain(|(name, _)| !step.drop_skills.drops(name));
            if step.lower_levels_by > 0 {
                for (_, level) in &mut skills {
                    *level = level.saturating_sub(step.lower_levels_by).max(1);
                }
            }
            if step.drop_language {
                language = None;
            }
        }
        Self { skills, language }
    }
}
