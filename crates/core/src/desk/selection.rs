//! Which policy applies to a ticket, and what holds around its clocks.

use super::{CompiledPolicy, Desk, PolicyConfig, Ticket};
use crate::sla::{Hours, Metric, Terms};
use crate::ticket::{Facts, Priority};
use crate::time::Calendar;

/// A target's seconds and their count, and the priorities that it is for.
pub(crate) type TargetOf = ((i64, Hours), Vec<Priority>);

impl Desk {
    /// What holds around a ticket's clocks now.
    pub(crate) fn terms_of(&self, ticket: &Ticket) -> Terms<'_> {
        self.terms(ticket, self.policy_of(ticket))
    }

    /// The targets of a metric, policy by policy, each with the calendar that
    /// it is counted by.
    pub(crate) fn promises(
        &self,
        metric: Metric,
    ) -> impl Iterator<Item = (&PolicyConfig, &Calendar, Vec<TargetOf>)> {
        let policies = self.config.policies.iter().zip(&self.policies);
        policies.map(move |(config, compiled)| {
            let mut targets: Vec<TargetOf> = Vec::new();
            for priority in Priority::ALL {
                let Some(target) = compiled.policy.target(Some(priority), metric) else {
                    continue;
                };
                let target = (target.seconds(), target.hours);
                match targets.iter_mut().find(|(known, _)| *known == target) {
                    Some((_, priorities)) => priorities.push(priority),
                    None => targets.push((target, vec![priority])),
                }
            }
            (config, &*compiled.calendar, targets)
        })
    }

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
