//! Who can take a ticket, and who of them does.

use std::cmp::Ordering;

use super::{AgentNow, AssignReason, Router, TicketNow};
use crate::routing::set::AgentSet;
use crate::routing::skills::InForce;
use crate::routing::{Agent, AgentOrder, AgentStatus};

impl Router {
    /// Who takes a ticket now, and why.
    pub(super) fn taker(&self, ticket: &TicketNow) -> Option<(usize, AssignReason)> {
        if let Some(owner) = self.owner(ticket) {
            if self.open.has(owner) && self.has_room(owner, ticket) {
                return Some((owner, AssignReason::Sticky));
            }
            if self.is_reserved(ticket) {
                return None;
            }
        }
        let best = self.best(ticket)?;
        Some((best, AssignReason::Match))
    }

    /// The agent that a ticket goes back to.
    pub(super) fn owner(&self, ticket: &TicketNow) -> Option<usize> {
        let owner = ticket.item.owner.as_ref()?;
        let sticky = self.routing.config().sticky;
        sticky.then(|| self.roster.place(owner))?
    }

    /// Whether a ticket waits for its owner.
    pub(super) fn is_reserved(&self, ticket: &TicketNow) -> bool {
        let Some(owner) = self.owner(ticket) else {
            return false;
        };
        let (Some(agent), Some(now)) = (self.roster.agent(owner), self.agents.get(owner)) else {
            return false;
        };
        let wait = self.routing.config().sticky_wait_s.saturating_mul(1000);
        now.status != AgentStatus::Offline
            && now.shift_ends.is_some()
            && !ticket.declined.contains(&owner)
            && agent.serves(&ticket.item.channel)
            && self.waited(ticket) < wait
    }

    pub(super) fn waited(&self, ticket: &TicketNow) -> i64 {
        self.now.saturating_sub(ticket.queued_at)
    }

    /// What a ticket asks for by now.
    pub(super) fn asked<'a>(&self, ticket: &'a TicketNow) -> InForce<'a> {
        let language = ticket.item.language.as_deref();
        let steps = &self.routing.config().relax;
        InForce::of(&ticket.item.skills, language, steps, self.waited(ticket))
    }

    pub(super) fn language_level(&self, ticket: &TicketNow) -> u32 {
        let least = self.routing.config().language_min_level;
        ticket.item.language_level.unwrap_or(least)
    }

    /// Of an agent who is there: whether this ticket fits beside what they
    /// have.
    pub(super) fn has_room(&self, place: usize, ticket: &TicketNow) -> bool {
        let (Some(agent), Some(now)) = (self.roster.agent(place), self.agents.get(place)) else {
            return false;
        };
        let channel = &ticket.item.channel;
        let of_channel = || now.by_channel.get(channel).copied().unwrap_or(0);
        let exclusive = &self.routing.config().exclusive_channels;
        now.used.saturating_add(ticket.weight) <= agent.capacity.into()
            && !ticket.declined.contains(&place)
            && agent
                .channels
                .is_none()
                .max(of_channel() < agent.most_of(channel))
            && match exclusive.contains(channel) {
                true => now.active.is_empty(),
                false => now.exclusive == 0,
            }
    }

    fn best(&self, ticket: &TicketNow) -> Option<usize> {
        let able = self.skilled(ticket, &self.open);
        let best_of = |able: &AgentSet| {
            let able = able.iter().filter(|place| self.has_room(*place, ticket));
            able.min_by(|a, b| self.compare(*a, *b, ticket))
        };
        let Some(team) = &ticket.item.team else {
            return best_of(&able);
        };
        let mut of_team = able.clone();
        let mut teams = self.routing.teams_for(team, self.waited(ticket));
        teams.find_map(|team| {
            of_team.copy_from(&able);
            of_team.keep(self.roster.team(team)?);
            best_of(&of_team)
        })
    }

    /// Who of some agents is good enough for a ticket.
    fn skilled(&self, ticket: &TicketNow, of: &AgentSet) -> AgentSet {
        let asked = self.asked(ticket);
        let mut able = of.clone();
        for (skill, level) in &asked.skills {
            self.roster.keep_skilled(&mut able, skill, *level);
        }
        if let Some(language) = asked.language {
            let level = self.language_level(ticket);
            self.roster.keep_speakers(&mut able, language, level);
        }
        able
    }

    /// Who of some agents could take a ticket if they had nothing else.
    pub(super) fn able(&self, ticket: &TicketNow, of: &AgentSet) -> AgentSet {
        let mut able = self.skilled(ticket, of);
        let teams = ticket.item.team.as_ref().map(|team| {
            let teams = self.routing.teams_for(team, self.waited(ticket));
            teams
                .filter_map(|team| self.roster.team(team))
                .collect::<Vec<_>>()
        });
        let serves = |place| {
            let agent = self.roster.agent(place);
            agent.is_some_and(|agent| agent.serves(&ticket.item.channel))
        };
        let in_team = |place| {
            teams
                .as_ref()
                .is_none_or(|teams| teams.iter().any(|t| t.has(place)))
        };
        let unable = |place: &usize| !serves(*place) || !in_team(*place);
        let unable: Vec<usize> = able.iter().filter(unable).collect();
        unable.into_iter().for_each(|place| able.put(place, false));
        able
    }

    /// Which of two agents of one team comes first for a ticket.
    fn compare(&self, a: usize, b: usize, ticket: &TicketNow) -> Ordering {
        let both = |place| Some((self.roster.agent(place)?, self.agents.get(place)?));
        let (Some(one), Some(other)) = (both(a), both(b)) else {
            return a.cmp(&b);
        };
        let skill = |agent: &Agent| -> u64 {
            let skills = ticket.item.skills.keys();
            let levels = skills.map(|skill| agent.skills.get(skill).copied().unwrap_or(0));
            levels.map(u64::from).sum()
        };
        let order = self.routing.config().agent_order;
        let by_skill = || skill(other.0).cmp(&skill(one.0));
        let first = match order {
            AgentOrder::RoundRobin => Ordering::Equal,
            AgentOrder::LoadFirst => load(one, other),
            AgentOrder::SkillFirst => by_skill().then_with(|| load(one, other)),
        };
        let turn = |(_, now): (&Agent, &AgentNow)| now.last_assigned_seq;
        first
            .then_with(|| turn(one).cmp(&turn(other)))
            .then_with(|| a.cmp(&b))
    }
}

/// Used of capacity, as exact fractions.
fn load(one: (&Agent, &AgentNow), other: (&Agent, &AgentNow)) -> Ordering {
    let across = |used: u64, capacity: u32| u128::from(used) * u128::from(capacity);
    let a = across(one.1.used, other.0.capacity);
    a.cmp(&across(other.1.used, one.0.capacity))
}
