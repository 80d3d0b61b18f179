//! Why a clock ends otherwise under another desk.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::history::{Ended, Life};
use crate::desk::{Desk, Duration, PolicyConfig};
use crate::sla::{Hours, Metric, State};
use crate::ticket::Status;
use crate::time::Schedule;

/// What differs between two desks, as far as one clock goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum ChangeCause {
    /// Another policy applies.
    OtherPolicy {
        /// Id of the policy under the desk before; absent for none.
        before: Option<String>,
        /// Id of the policy under the desk after; absent for none.
        after: Option<String>,
    },
    /// The target is longer or shorter.
    TargetChanged {
        /// Seconds under the desk before.
        before_s: i64,
        /// Seconds under the desk after.
        after_s: i64,
    },
    /// Nothing was promised, and now something is.
    TargetAdded {
        /// Seconds under the desk after.
        after_s: i64,
    },
    /// Nothing is promised any more.
    TargetRemoved {
        /// Seconds under the desk before.
        before_s: i64,
    },
    /// The target is read in another count.
    CountChanged {
        /// The count under the desk before.
        before: Hours,
        /// The count under the desk after.
        after: Hours,
    },
    /// Business time is counted by other hours.
    CalendarChanged {
        /// Id of the calendar under the desk before; absent for day and night.
        before: Option<String>,
        /// Id of the calendar under the desk after; absent for day and night.
        after: Option<String>,
    },
    /// The metric pauses in other statuses.
    PausesChanged {
        /// The statuses under the desk before.
        before: Vec<Status>,
        /// The statuses under the desk after.
        after: Vec<Status>,
    },
    /// What counts as an answer differs: a bot's reply, or a note.
    AnswersChanged {},
    /// When a message reopens a ticket, or whether statuses move by
    /// themselves, differs.
    StatusRulesChanged {},
    /// Something that went before: a policy that applied to the ticket
    /// earlier.
    Earlier {},
}

/// One desk, and what it made of the ticket and the clock.
pub(super) struct Side<'a> {
    pub(super) desk: &'a Desk,
    pub(super) life: &'a Life,
    pub(super) ended: Option<&'a Ended>,
}

impl<'a> Side<'a> {
    fn policy_id(&self) -> Option<&'a str> {
        let policy = self.life.policy_of(self.ended);
        policy.map(|policy| policy.id.as_str())
    }

    fn policy(&self, id: Option<&str>) -> Option<&'a PolicyConfig> {
        let id = id?;
        let mut policies = self.desk.config().policies.iter();
        policies.find(|policy| policy.id == id)
    }

    pub(super) fn state(&self) -> State {
        self.ended
            .map_or(State::NotStarted, |ended| ended.verdict.state)
    }

    fn target(&self) -> Option<(i64, Hours)> {
        let verdict = &self.ended?.verdict;
        verdict.target_s.zip(verdict.hours)
    }

    /// The hours of a policy's calendar; none for day and night.
    fn schedules(&self, policy: &PolicyConfig) -> Option<&'a [Schedule]> {
        let calendar = self.desk.calendar(policy.calendar.as_deref()?)?;
        Some(calendar.schedules())
    }
}

fn pauses(policy: &PolicyConfig, metric: Metric) -> Vec<Status> {
    let mut statuses = match policy.pause.get(&metric) {
        Some(statuses) => statuses.iter().map(|status| (*status).into()).collect(),
        None => metric.default_pause().to_vec(),
    };
    crate::order::sort(&mut statuses);
    statuses.dedup();
    statuses
}

/// What differs around one clock.
pub(super) fn causes(metric: Metric, before: &Side<'_>, after: &Side<'_>) -> Vec<ChangeCause> {
    let mut causes = Vec::new();
    let (old_id, new_id) = (before.policy_id(), after.policy_id());
    if old_id != new_id {
        causes.push(ChangeCause::OtherPolicy {
            before: old_id.map(str::to_owned),
            after: new_id.map(str::to_owned),
        });
    }
    match (before.target(), after.target()) {
        (Some((before_s, old)), Some((after_s, new))) => {
            if before_s != after_s {
                causes.push(ChangeCause::TargetChanged { before_s, after_s });
            }
            if old != new {
                causes.push(ChangeCause::CountChanged {
                    before: old,
                    after: new,
                });
            }
        }
        (Some((before_s, _)), None) if after.ended.is_some() => {
            causes.push(ChangeCause::TargetRemoved { before_s });
        }
        (None, Some((after_s, _))) if before.ended.is_some() => {
            causes.push(ChangeCause::TargetAdded { after_s });
        }
        _ => {}
    }
    around(metric, (before, old_id), (after, new_id), &mut causes);
    let rules = |side: &Side<'_>| {
        let config = side.desk.config();
        (config.reopen.window, config.automatic_status)
    };
    let lives_differ = before.life.ticket.status != after.life.ticket.status
        || before.life.refused != after.life.refused
        || before.ended.is_some() != after.ended.is_some();
    if rules(before) != rules(after) && (lives_differ || causes.is_empty()) {
        causes.push(ChangeCause::StatusRulesChanged {});
    }
    if causes.is_empty() {
        // Policies that applied before, and go by the same id in both.
        for policy in &before.life.ticket.policies {
            let id = Some(policy.id.as_str());
            if id != old_id {
                around(metric, (before, id), (after, id), &mut causes);
            }
        }
        causes.dedup();
    }
    if causes.is_empty() {
        causes.push(ChangeCause::Earlier {});
    }
    causes
}

/// What differs in how two policies count.
fn around(
    metric: Metric,
    (before, old_id): (&Side<'_>, Option<&str>),
    (after, new_id): (&Side<'_>, Option<&str>),
    causes: &mut Vec<ChangeCause>,
) {
    let (Some(old), Some(new)) = (before.policy(old_id), after.policy(new_id)) else {
        return;
    };
    let in_business = |side: &Side<'_>| {
        let target = side.target();
        target.is_none_or(|(_, hours)| hours == Hours::Business)
    };
    if (in_business(before) || in_business(after)) && before.schedules(old) != after.schedules(new)
    {
        causes.push(ChangeCause::CalendarChanged {
            before: old.calendar.clone(),
            after: new.calendar.clone(),
        });
    }
    let (old_pauses, new_pauses) = (pauses(old, metric), pauses(new, metric));
    if old_pauses != new_pauses {
        causes.push(ChangeCause::PausesChanged {
            before: old_pauses,
            after: new_pauses,
        });
    }
    if (old.bot_counts, old.note_counts) != (new.bot_counts, new.note_counts) {
        causes.push(ChangeCause::AnswersChanged {});
    }
}

/// Whole seconds as people read them.
pub(super) fn shown(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    match Duration::try_from(seconds.unsigned_abs()) {
        Ok(duration) => format!("{sign}{duration}"),
        Err(_) => format!("{seconds}s"),
    }
}

fn named(id: &Option<String>, otherwise: &str) -> String {
    id.as_ref()
        .map_or_else(|| otherwise.to_owned(), |id| format!("{id:?}"))
}

fn listed(statuses: &[Status]) -> String {
    if statuses.is_empty() {
        return "none".to_owned();
    }
    let names: Vec<&str> = statuses.iter().map(|status| status.name()).collect();
    names.join(", ")
}

fn count(hours: Hours) -> &'static str {
    match hours {
        Hours::Business => "business time",
        Hours::Calendar => "real time",
    }
}

impl fmt::Display for ChangeCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherPolicy { before, after } => write!(
                f,
                "policy {} applies instead of {}",
                named(after, "none"),
                named(before, "none")
            ),
            Self::TargetChanged { before_s, after_s } => write!(
                f,
                "the target is {} instead of {}",
                shown(*after_s),
                shown(*before_s)
            ),
            Self::TargetAdded { after_s } => {
                write!(f, "there is a target of {} where none was", shown(*after_s))
            }
            Self::TargetRemoved { before_s } => {
                write!(f, "the target of {} is gone", shown(*before_s))
            }
            Self::CountChanged { before, after } => write!(
                f,
                "it counts {} instead of {}",
                count(*after),
                count(*before)
            ),
            Self::CalendarChanged { before, after } => {
                let night = "day and night";
                if before == after {
                    write!(f, "the hours of {} are others", named(after, night))
                } else {
                    let (before, after) = (named(before, night), named(after, night));
                    write!(f, "it counts by {after} instead of {before}")
                }
            }
            Self::PausesChanged { before, after } => write!(
                f,
                "it pauses in {} instead of {}",
                listed(after),
                listed(before)
            ),
            Self::AnswersChanged {} => f.write_str("other replies count as an answer"),
            Self::StatusRulesChanged {} => f.write_str("statuses move by other rules"),
            Self::Earlier {} => f.write_str("a policy that applied before counts otherwise"),
        }
    }
}
