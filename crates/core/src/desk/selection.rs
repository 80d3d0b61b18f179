//! Which policy applies to a ticket, and what holds around its clocks.

use super::{CompiledPolicy, Desk, Ticket};
use crate::sla::Terms;
use crate::ticket::Facts;
use crate::time::Calendar;

impl Desk {
    /// The first policy whose condition holds.
    pub(super) fn choose(&self, facts: &Facts) -> Option<&CompiledPolicy> {
        self.policies.iter().find(|policy| policy.when.holds(facts))
    }

    /// The policy that applies to a ticket, as this desk knows it: none when
    /// the ticket's is of another version.
    pub(super) fn policy_of(&self, ticket: &Ticket) -> Option<&CompiledPolicy> {
        let reference = ticket.policy()?;
        self.policies
            .iter()
            .find(|policy| policy.reference == *reference)
    }

    pub(super) fn terms<'a>(
        &'a self,
        ticket: &Ticket,
        chosen: Option<&'a CompiledPolicy>,
    ) -> Terms<'a> {
        Terms {
            status: ticket.status,
            priority: ticket.facts.priority,
            policy: chosen.map(|chosen| &chosen.policy),
            policy_number: ticket.policy.unwrap_or(0),
            calendar: self.calendar_under(ticket, chosen),
        }
    }

    /// The calendar of the policy that applies. When that is of a version
    /// that this desk does not know, the next best: of the same policy, or of
    /// the one that would be chosen now.
    pub(super) fn calendar_under<'a>(
        &'a self,
        ticket: &Ticket,
        chosen: Option<&'a CompiledPolicy>,
    ) -> &'a Calendar {
        let stand_in = || {
            let id = &ticket.policy()?.id;
            let same_id = self
                .policies
                .iter()
                .find(|policy| policy.reference.id == *id);
            same_id.or_else(|| self.choose(&ticket.facts))
        };
        chosen
            .or_else(stand_in)
            .map_or(&self.always, |policy| &policy.calendar)
    }
}
