//! What holds around the clocks of a ticket.

use chrono::{DateTime, Utc};

use super::{ClockState, Metric, Policy, Target};
use crate::ticket::{Priority, Status};
use crate::time::{Calendar, Moment};

/// What holds around a ticket's clocks: its status and priority, the policy
/// that was chosen for it, and that policy's business hours.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// Status of the ticket.
    pub status: Status,
    /// Priority of the ticket.
    pub priority: Option<Priority>,
    /// The policy; without one clocks run by the default rules and nothing
    /// is promised.
    pub policy: Option<&'a Policy>,
    /// A number by which whoever stores the clocks knows the policy again:
    /// a verdict tells it. Zero where there is one policy only.
    pub policy_number: u16,
    /// Business hours.
    pub calendar: &'a Calendar,
}

impl<'a> Terms<'a> {
    pub(super) fn target(&self, metric: Metric) -> Option<&'a Target> {
        self.policy?.target(self.priority, metric)
    }

    fn pauses(&self, metric: Metric) -> bool {
        match self.policy {
            Some(policy) => policy.pauses(metric, self.status),
            None => metric.default_pause().contains(&self.status),
        }
    }

    /// An instant, to be asked about by the clocks.
    pub(super) fn moment(&self, at: DateTime<Utc>) -> Moment<'a> {
        self.calendar.moment(at.timestamp_millis())
    }

    /// State of a clock that is open.
    pub(super) fn open_state(&self, metric: Metric) -> ClockState {
        if self.pauses(metric) {
            ClockState::Paused
        } else {
            ClockState::Running
        }
    }
}
