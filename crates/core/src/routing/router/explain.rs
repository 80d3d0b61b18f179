//! Why a ticket went where it went, and who was not chosen.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AssignReason, Id, Router, TicketNow};
use crate::error::Error;
use crate::routing::AgentStatus;
use crate::wording::quoted;

/// Tickets that were passed over and are told.
const MOST_PASSED: usize = 100;

/// Where a ticket is, who would take it now, and why nobody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AssignmentExplanation {
    /// Id of the ticket.
    pub ticket: String,
    /// Where it is.
    pub place: TicketPlace,
    /// How long it has waited since it last came into the queue.
    pub waited_ms: i64,
    /// Whom it waits for, because they had it before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserved_for: Option<String>,
    /// Who would take it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// Why they would.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<AssignReason>,
    /// Every agent, in order of their ids.
    pub agents: Vec<AgentVerdict>,
    /// All of it as one English sentence.
    pub text: String,
}

/// Where a ticket is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TicketPlace {
    /// It waits.
    Queued {
        /// How many wait before it.
        position: u64,
        /// Its key.
        key: i64,
    },
    /// An agent has it.
    Assigned {
        /// Id of the agent.
        agent: String,
    },
    /// It waits for something else.
    Paused {
        /// Id of the agent who has it, if one does.
        agent: Option<String>,
    },
}

/// What stands between an agent and a ticket; nothing when they could take it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AgentVerdict {
    /// Id of the agent.
    pub agent: String,
    /// How much of their capacity is used.
    pub used: u64,
    /// Their capacity.
    pub capacity: u32,
    /// Everything that stands between.
    pub obstacles: Vec<Obstacle>,
}

/// Something that stands between an agent and a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Obstacle {
    /// They are not online.
    NotOnline {
        /// What they are.
        status: AgentStatus,
    },
    /// No shift of theirs goes on.
    OutsideShift {},
    /// Their shift ends soon.
    WindDown {
        /// When, in epoch milliseconds.
        ends_ms: i64,
    },
    /// They declined this ticket, or let it go.
    Declined {},
    /// They do not serve its channel.
    ChannelNotServed {},
    /// They have as many tickets of its channel as they take.
    ChannelFull {
        /// How many they take.
        most: u32,
    },
    /// It does not fit beside what they have.
    Capacity {
        /// How much it takes.
        weight: u64,
    },
    /// What they have takes them whole, or this ticket would.
    Exclusive {},
    /// They are not good enough at something.
    Skill {
        /// What it is.
        skill: String,
        /// How good they are.
        has: u32,
        /// How good they would have to be.
        needs: u32,
    },
    /// They do not speak the customer's language well enough.
    Language {
        /// Which it is.
        language: String,
        /// How well they speak it.
        has: u32,
        /// How well they would have to.
        needs: u32,
    },
    /// They are in none of the teams that may take it by now.
    Team {},
}

/// What an agent takes next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Pull {
    /// Id of the ticket; nothing when there is none for them.
    pub ticket: Option<String>,
    /// Why they take it.
    pub reason: Option<AssignReason>,
    /// Tickets that come before it and are not for them, in order: the first
    /// hundred.
    pub passed: Vec<Passed>,
}

/// A ticket that an agent does not take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Passed {
    /// Id of the ticket.
    pub ticket: String,
    /// Why not.
    pub why: PassedWhy,
}

/// Why an agent does not take a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PassedWhy {
    /// It waits for the agent who had it.
    Reserved {
        /// Their id.
        owner: String,
    },
    /// They cannot.
    Obstacles {
        /// What stands between.
        obstacles: Vec<Obstacle>,
    },
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOnline { status } => write!(f, "is {}", status.name()),
            Self::OutsideShift {} => f.write_str("has no shift now"),
            Self::WindDown { .. } => f.write_str("has a shift that ends soon"),
            Self::Declined {} => f.write_str("declined it"),
            Self::ChannelNotServed {} => f.write_str("does not serve its channel"),
            Self::ChannelFull { most } => write!(f, "has {most} of its channel already"),
            Self::Capacity { weight } => write!(f, "has no {weight} of capacity left"),
            Self::Exclusive {} => f.write_str("would have to have nothing else"),
            Self::Skill { skill, has, needs } => {
                write!(f, "has {} at {has}, not {needs}", quoted(skill))
            }
            Self::Language {
                language,
                has,
                needs,
            } => write!(f, "speaks {language} at {has}, not {needs}"),
            Self::Team {} => f.write_str("is in none of its teams"),
        }
    }
}

impl fmt::Display for AssignmentExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The sentence of an explanation, from everything else in it.
struct Sentence<'a>(&'a AssignmentExplanation);

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(why) = self;
        write!(f, "{}: ", why.ticket)?;
        match &why.place {
            TicketPlace::Assigned { agent } => return write!(f, "{agent} has it"),
            TicketPlace::Paused { .. } => return f.write_str("it is paused"),
            TicketPlace::Queued { position, .. } => write!(f, "{position} wait before it; ")?,
        }
        match (&why.agent, &why.reserved_for) {
            (Some(agent), _) => write!(f, "{agent} takes it")?,
            (None, Some(owner)) => write!(f, "it waits for {owner}")?,
            (None, None) => f.write_str("nobody takes it")?,
        }
        for verdict in why.agents.iter().filter(|v| !v.obstacles.is_empty()) {
            write!(f, "; {}", verdict.agent)?;
            for (index, obstacle) in verdict.obstacles.iter().enumerate() {
                f.write_str(if index == 0 { " " } else { ", " })?;
                write!(f, "{obstacle}")?;
            }
        }
        Ok(())
    }
}

impl Router {
    /// Where a ticket is, who would take it now, and why nobody else.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for a ticket that the router does not have.
    ///
    /// ```
    /// use deskcore::routing::{Roster, Router, Routing, RoutingEvent};
    ///
    /// let roster = Roster::from_json(r#"[{"id": "ioana", "capacity": 5, "status": "away"}]"#)?;
    /// let mut router = Router::new(&Routing::default(), &roster, 0);
    /// let arrival: RoutingEvent = serde_json::from_str(
    ///     r#"{"at_ms": 0, "type": "ticket_new", "ticket": {"id": "A-17", "channel": "email", "skills": {"refunds": 2}}}"#,
    /// )?;
    /// router.apply(&[arrival])?;
    /// let why = router.explain("A-17")?;
    /// assert_eq!(why.text, "A-17: 0 wait before it; nobody takes it; ioana is away, has \"refunds\" at 0, not 2");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain(&self, ticket: &str) -> Result<AssignmentExplanation, Error> {
        let now = self.known(ticket)?;
        let name = |place| Some(self.roster.agent(place)?.id.clone());
        let held = now.held.as_ref().and_then(|held| name(held.agent));
        let place = match (held, now.paused) {
            (agent, true) => TicketPlace::Paused { agent },
            (Some(agent), false) => TicketPlace::Assigned { agent },
            (None, false) => {
                let entry = (now.key, now.created_at(), Id::from(ticket));
                let before = self.queue.range(..entry).count();
                TicketPlace::Queued {
                    position: u64::try_from(before).unwrap_or(u64::MAX),
                    key: now.key,
                }
            }
        };
        let taker = now.is_queued().then(|| self.taker(now)).flatten();
        let reserved = taker.is_none() && now.is_queued() && self.is_reserved(now);
        let agents = self.roster.agents().iter().enumerate();
        let agents = agents.map(|(place, agent)| AgentVerdict {
            agent: agent.id.clone(),
            used: self.agents.get(place).map_or(0, |now| now.used),
            capacity: agent.capacity,
            obstacles: self.obstacles(place, now, false),
        });
        let mut why = AssignmentExplanation {
            ticket: ticket.to_owned(),
            place,
            waited_ms: self.waited(now),
            reserved_for: reserved.then(|| now.item.owner.clone()).flatten(),
            agent: taker.and_then(|(place, _)| name(place)),
            reason: taker.map(|(_, reason)| reason),
            agents: agents.collect(),
            text: String::new(),
        };
        why.text = Sentence(&why).to_string();
        Ok(why)
    }

    /// Who would take a ticket that waits, and why: the answer of
    /// [`explain`](Self::explain) without the reasons, so that it is quick.
    ///
    /// # Errors
    ///
    /// As [`explain`](Self::explain).
    pub fn agent_for(&self, ticket: &str) -> Result<Option<(String, AssignReason)>, Error> {
        let now = self.known(ticket)?;
        let taker = now.is_queued().then(|| self.taker(now)).flatten();
        Ok(taker.and_then(|(place, reason)| {
            let agent = self.roster.agent(place)?;
            Some((agent.id.clone(), reason))
        }))
    }

    fn known(&self, ticket: &str) -> Result<&TicketNow, Error> {
        self.tickets.get(ticket).ok_or_else(|| {
            let message = format!("{} is no ticket that waits or is worked on", quoted(ticket));
            Error::invalid("/ticket", message)
        })
    }

    /// What an agent takes next, by their own asking: the first ticket that
    /// goes back to them, or that waits for nobody else and that they can do.
    /// Nothing is changed: tell it with an `assign` event.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for an agent who is not on the roster.
    pub fn next_for_agent(&self, agent: &str) -> Result<Pull, Error> {
        let place = self.roster.known(agent, "/agent")?;
        let mut passed = Vec::new();
        for (_, _, id) in &self.queue {
            let Some(ticket) = self.tickets.get(id) else {
                continue;
            };
            let owner = self.owner(ticket);
            let is_owner = owner == Some(place);
            let obstacles = self.obstacles(place, ticket, is_owner);
            let why = if !is_owner && self.is_reserved(ticket) {
                let owner = ticket.item.owner.clone().unwrap_or_default();
                Some(PassedWhy::Reserved { owner })
            } else {
                (!obstacles.is_empty()).then_some(PassedWhy::Obstacles { obstacles })
            };
            let Some(why) = why else {
                let reason = match is_owner {
                    true => AssignReason::Sticky,
                    false => AssignReason::Match,
                };
                return Ok(Pull {
                    ticket: Some(id.to_string()),
                    reason: Some(reason),
                    passed,
                });
            };
            if passed.len() < MOST_PASSED {
                let ticket = id.to_string();
                passed.push(Passed { ticket, why });
            }
        }
        Ok(Pull {
            ticket: None,
            reason: None,
            passed,
        })
    }

    /// Everything that stands between an agent and a ticket; of its owner
    /// only room is asked.
    fn obstacles(&self, place: usize, ticket: &TicketNow, owner: bool) -> Vec<Obstacle> {
        let (Some(agent), Some(now)) = (self.roster.agent(place), self.agents.get(place)) else {
            return Vec::new();
        };
        let config = self.routing.config();
        let channel = &ticket.item.channel;
        let mut found = Vec::new();
        if now.status != AgentStatus::Online {
            found.push(Obstacle::NotOnline { status: now.status });
        }
        let wind_down = config.wind_down_s.saturating_mul(1000);
        match now.shift_ends {
            None => found.push(Obstacle::OutsideShift {}),
            Some(i64::MAX) => {}
            Some(ends_ms) if self.now.saturating_add(wind_down) >= ends_ms => {
                found.push(Obstacle::WindDown { ends_ms });
            }
            Some(_) => {}
        }
        if ticket.declined.contains(&place) {
            found.push(Obstacle::Declined {});
        }
        let most = agent.most_of(channel);
        let of_channel = now.by_channel.get(channel).copied().unwrap_or(0);
        if most == 0 {
            found.push(Obstacle::ChannelNotServed {});
        } else if agent.channels.is_some() && of_channel >= most {
            found.push(Obstacle::ChannelFull { most });
        }
        if now.used.saturating_add(ticket.weight) > agent.capacity.into() {
            let weight = ticket.weight;
            found.push(Obstacle::Capacity { weight });
        }
        let exclusive = config.exclusive_channels.contains(channel);
        if now.exclusive > 0 || (exclusive && !now.active.is_empty()) {
            found.push(Obstacle::Exclusive {});
        }
        if owner {
            return found;
        }
        let asked = self.asked(ticket);
        for (skill, needs) in asked.skills {
            let has = agent.skills.get(skill).copied().unwrap_or(0);
            if has < needs {
                let skill = skill.to_owned();
                found.push(Obstacle::Skill { skill, has, needs });
            }
        }
        if let Some(language) = asked.language {
            let (has, needs) = (agent.speaks(language), self.language_level(ticket));
            if has < needs {
                let language = language.to_owned();
                found.push(Obstacle::Language {
                    language,
                    has,
                    needs,
                });
            }
        }
        if let Some(team) = &ticket.item.team {
            let mut teams = self.routing.teams_for(team, self.waited(ticket));
            if !teams.any(|team| agent.teams.iter().any(|own| own == team)) {
                found.push(Obstacle::Team {});
            }
        }
        found
    }
}
