//! What is measured.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ticket::Status;

/// The times that are promised and measured, by the names that help desks
/// use (Zendesk's).
///
/// | metric | starts | pauses in | ends | starts again |
/// |---|---|---|---|---|
/// | first_reply_time | the first time a customer waits | – | agent reply, or done | never |
/// | next_reply_time | a customer waits, and the first reply is over | – | agent reply, or done | each time |
/// | periodic_update_time | agent reply | – | next agent reply; done cancels it | at each agent reply |
/// | pausable_update_time | agent reply | pending | as periodic_update_time | at each agent reply |
/// | requester_wait_time | created | pending | done | a reopen takes it up |
/// | agent_work_time | created | pending, on_hold | done | a reopen takes it up |
/// | total_resolution_time | created | – | done | a reopen takes it up |
///
/// Done is solved or closed; a policy may name other statuses to pause in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// From the first unanswered message to the first public agent reply.
    FirstReplyTime,
    /// From a later unanswered message to the next public agent reply.
    NextReplyTime,
    /// Between public agent replies.
    PeriodicUpdateTime,
    /// Between public agent replies, while the customer is not waited for.
    PausableUpdateTime,
    /// What the customer waited: new, open and on hold.
    RequesterWaitTime,
    /// What the shop worked: new and open.
    AgentWorkTime,
    /// From creation to solved, whatever the status.
    TotalResolutionTime,
}

impl Metric {
    /// How many there are.
    pub(crate) const COUNT: usize = 7;

    /// All of them, in order.
    pub const ALL: [Self; Self::COUNT] = [
        Self::FirstReplyTime,
        Self::NextReplyTime,
        Self::PeriodicUpdateTime,
        Self::PausableUpdateTime,
        Self::RequesterWaitTime,
        Self::AgentWorkTime,
        Self::TotalResolutionTime,
    ];

    /// Metrics of work: they go on after a reopen.
    pub(super) const WORK: [Self; 3] = [
        Self::RequesterWaitTime,
        Self::AgentWorkTime,
        Self::TotalResolutionTime,
    ];

    /// Metrics between replies.
    pub(super) const UPDATES: [Self; 2] = [Self::PeriodicUpdateTime, Self::PausableUpdateTime];

    /// Metrics that a reply ends.
    pub(super) const REPLIES: [Self; 2] = [Self::FirstReplyTime, Self::NextReplyTime];

    /// Name in JSON and in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FirstReplyTime => "first_reply_time",
            Self::NextReplyTime => "next_reply_time",
            Self::PeriodicUpdateTime => "periodic_update_time",
            Self::PausableUpdateTime => "pausable_update_time",
            Self::RequesterWaitTime => "requester_wait_time",
            Self::AgentWorkTime => "agent_work_time",
            Self::TotalResolutionTime => "total_resolution_time",
        }
    }

    /// Statuses in which it pauses unless a policy says otherwise.
    pub const fn default_pause(self) -> &'static [Status] {
        match self {
            Self::PausableUpdateTime | Self::RequesterWaitTime => &[Status::Pending],
            Self::AgentWorkTime => &[Status::Pending, Status::OnHold],
            _ => &[],
        }
    }
}

impl std::fmt::Display for Metric {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
