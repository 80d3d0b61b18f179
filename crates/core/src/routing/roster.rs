//! The agents of a shop, ready for questions.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::agent::Agent;
use super::set::AgentSet;
use super::shift::Shifts;
use super::staffing::{CoverageGap, WeekPlan, coverage_gaps};
use super::{Routing, RoutingConfig};
use crate::border;
use crate::error::{Error, Problem};
use crate::time::{Calendar, Zone};
use crate::wording::{closest, join, quoted};

/// Agents of a roster.
const MOST_AGENTS: usize = 100_000;

/// The agents of a shop, compiled: immutable, shared by all threads. To clone
/// it copies nothing.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    compiled: Arc<Compiled>,
}

#[derive(Debug, Default)]
struct Compiled {
    /// In order of their ids.
    agents: Vec<Agent>,
    places: BTreeMap<String, usize>,
    shifts: Vec<Shifts>,
    skills: BTreeMap<String, Levels>,
    languages: BTreeMap<String, Levels>,
    teams: BTreeMap<String, AgentSet>,
}

/// By level, in order, those who have it or a higher one.
type Levels = Vec<(u32, AgentSet)>;

impl Roster {
    /// A roster of agents; a calendar that an agent names is one of these.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] with the place: an agent without an id or twice,
    /// a calendar that is not among them, both shifts and a calendar, a shift
    /// that ends before it begins, a limit that is no amount.
    pub fn new(
        agents: Vec<Agent>,
        calendars: &BTreeMap<String, Arc<Calendar>>,
    ) -> Result<Self, Error> {
        if agents.len() > MOST_AGENTS {
            let message = format!("{} agents: expected {MOST_AGENTS} at most", agents.len());
            return Err(Error::invalid("", message));
        }
        let mut known = BTreeMap::new();
        let mut with_shifts = Vec::with_capacity(agents.len());
        for (index, agent) in agents.into_iter().enumerate() {
            let place = join("", &index.to_string());
            if agent.id.is_empty() {
                return Err(Error::invalid(join(&place, "id"), "an id that is empty"));
            }
            if let Some(before) = known.insert(agent.id.clone(), index) {
                let message = format!("agent {} is number {before} already", quoted(&agent.id));
                return Err(Error::invalid(join(&place, "id"), message));
            }
            for (action, limit) in &agent.limits {
                limit.check(&join(&join(&join(&place, "limits"), action), "amount"))?;
            }
            let shifts = match (&agent.shifts_ms, &agent.calendar) {
                (None, None) => Shifts::Always,
                (Some(shifts), None) => {
                    if let Some(index) = shifts.iter().position(|(start, end)| start > end) {
                        let message = "a shift that ends before it begins";
                        let place = join(&join(&place, "shifts_ms"), &index.to_string());
                        return Err(Error::invalid(place, message));
                    }
                    Shifts::listed(shifts)
                }
                (None, Some(id)) => {
                    Shifts::Calendar(calendars.get(id).cloned().ok_or_else(|| {
                        Error::InvalidInput {
                            path: join(&place, "calendar"),
                            message: format!("{} is no calendar of the desk", quoted(id)),
                            hint: closest(id, calendars.keys().map(String::as_str)),
                        }
                    })?)
                }
                (Some(_), Some(_)) => {
                    let message = "both shifts and a calendar: expected one of them";
                    return Err(Error::invalid(join(&place, "calendar"), message));
                }
            };
            with_shifts.push((agent, shifts));
        }
        crate::order::sort_by(&mut with_shifts, |a, b| a.0.id.cmp(&b.0.id));
        let (agents, shifts) = with_shifts.into_iter().unzip();
        Ok(Self::compile(agents, shifts))
    }

    /// A roster from its JSON: a list of agents without calendars.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and for what is no list of agents.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        Self::new(border::read(json)?, &BTreeMap::new())
    }

    fn compile(agents: Vec<Agent>, shifts: Vec<Shifts>) -> Self {
        let mut roster = Compiled {
            shifts,
            ..Compiled::default()
        };
        let number = agents.len();
        for (place, agent) in agents.iter().enumerate() {
            roster.places.insert(agent.id.clone(), place);
            for team in &agent.teams {
                let team = roster.teams.entry(team.clone());
                team.or_insert_with(|| AgentSet::none_of(number))
                    .put(place, true);
            }
        }
        roster.skills = levels(&agents, |agent| &agent.skills);
        roster.languages = levels(&agents, |agent| &agent.languages);
        roster.agents = agents;
        Self {
            compiled: Arc::new(roster),
        }
    }

    /// The agents, in order of their ids.
    pub fn agents(&self) -> &[Agent] {
        &self.compiled.agents
    }

    /// What is allowed in a roster and probably wrong for a desk: skills and
    /// teams that it asks for and nobody has, shifts that never come, nobody
    /// at all.
    pub fn lint(&self, config: &RoutingConfig) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.compiled.agents.is_empty() {
            problems.push(Problem::new("no_agents", "", "nobody is on the roster"));
        }
        for (agent, shifts) in self.compiled.agents.iter().zip(&self.compiled.shifts) {
            let place = join("", &agent.id);
            if shifts.never() {
                problems.push(Problem::new("never_works", &place, "no shift ever comes"));
            }
            if agent.capacity == 0 {
                let message = "a capacity of 0: no work is ever given";
                problems.push(Problem::new("no_capacity", &place, message));
            }
        }
        let mut lacks = |code, known: &mut dyn Iterator<Item = &str>, name: &str, path: String| {
            let message = format!("nobody has {}", quoted(name));
            problems.push(Problem::new(code, path, message).with_hint(closest(name, known)));
        };
        let overflow = config.teams.values().flat_map(|team| &team.overflow);
        let needed = config
            .needed
            .iter()
            .filter_map(|needed| needed.team.as_ref());
        let teams = config
            .teams
            .keys()
            .chain(overflow.map(|o| &o.team))
            .chain(needed);
        for team in crate::order::set(teams) {
            if !self.compiled.teams.contains_key(team) {
                let known = &mut self.compiled.teams.keys().map(String::as_str);
                lacks("team_without_agents", known, team, join("/teams", team));
            }
        }
        let skills = config.needed.iter().flat_map(|needed| needed.skills.keys());
        for skill in crate::order::set(skills) {
            if !self.compiled.skills.contains_key(skill) {
                let known = &mut self.compiled.skills.keys().map(String::as_str);
                lacks("skill_without_agents", known, skill, join("/skills", skill));
            }
        }
        crate::order::sort(&mut problems);
        problems
    }

    /// When fewer are on duty than a plan says, in the local week that holds
    /// a date: agents with a capacity, in a shift of theirs.
    ///
    /// # Errors
    ///
    /// As [`coverage_gaps`].
    ///
    /// ```
    /// use deskcore::routing::Roster;
    /// use deskcore::routing::staffing::{ArrivalProfile, HALF_HOURS, StaffingGoal, WorkAssumptions, plan};
    ///
    /// // One shift, on Monday from 10:00 to 11:00 in Rome.
    /// let roster = Roster::from_json(r#"[{"id": "ioana", "capacity": 5, "shifts_ms": [[1795424400000, 1795428000000]]}]"#)?;
    /// let mut profile = ArrivalProfile { mean_arrivals: vec![0.0; HALF_HOURS], occurrences: vec![8.0; HALF_HOURS] };
    /// profile.mean_arrivals[20..24].fill(1.0); // Monday, 10:00 to 12:00
    /// let week = plan(&profile, &WorkAssumptions::new(60.0, 600.0), &StaffingGoal::new(8000))?;
    /// let monday = "2026-11-23".parse().expect("a date");
    /// let gaps = roster.coverage_gaps(&week, "Europe/Rome".parse()?, monday)?;
    /// assert_eq!((gaps.len(), gaps[0].missing), (1, 1));
    /// assert_eq!(gaps[0].start.to_rfc3339(), "2026-11-23T10:00:00+00:00");
    /// # Ok::<(), deskcore::Error>(())
    /// ```
    pub fn coverage_gaps(
        &self,
        plan: &WeekPlan,
        zone: Zone,
        week_of: NaiveDate,
    ) -> Result<Vec<CoverageGap>, Error> {
        coverage_gaps(plan, zone, week_of, |at| {
            let able = self.compiled.agents.iter().zip(&self.compiled.shifts);
            let able = able.filter(|(agent, shifts)| agent.capacity > 0 && shifts.go_on(at));
            u32::try_from(able.count()).unwrap_or(u32::MAX)
        })
    }

    pub(super) fn place(&self, agent: &str) -> Option<usize> {
        self.compiled.places.get(agent).copied()
    }

    /// The place of an agent who is asked for by id.
    pub(super) fn known(&self, agent: &str, path: &str) -> Result<usize, Error> {
        self.place(agent).ok_or_else(|| Error::InvalidInput {
            path: path.to_owned(),
            message: format!("{} is not on the roster", quoted(agent)),
            hint: closest(agent, self.compiled.agents.iter().map(|agent| &*agent.id)),
        })
    }

    pub(super) fn agent(&self, place: usize) -> Option<&Agent> {
        self.compiled.agents.get(place)
    }

    pub(super) fn shifts(&self, place: usize) -> &Shifts {
        self.compiled.shifts.get(place).unwrap_or(&Shifts::Always)
    }

    pub(super) fn team(&self, name: &str) -> Option<&AgentSet> {
        self.compiled.teams.get(name)
    }

    /// Keeps of a set who has a skill at a level.
    pub(super) fn keep_skilled(&self, set: &mut AgentSet, skill: &str, level: u32) {
        keep_level(set, self.compiled.skills.get(skill), level);
    }

    /// Keeps of a set who speaks a language, or the one that it is a variety
    /// of, at a level.
    pub(super) fn keep_speakers(&self, set: &mut AgentSet, tag: &str, level: u32) {
        let Some((parent, _)) = tag.rsplit_once('-') else {
            return keep_level(set, self.compiled.languages.get(tag), level);
        };
        let (mut own, mut wider) = (set.clone(), set.clone());
        keep_level(&mut own, self.compiled.languages.get(tag), level);
        self.keep_speakers(&mut wider, parent, level);
        let either: Vec<usize> = own.iter().chain(wider.iter()).collect();
        set.clear();
        for agent in either {
            set.put(agent, true);
        }
    }
}

fn levels(
    agents: &[Agent],
    of: impl Fn(&Agent) -> &BTreeMap<String, u32>,
) -> BTreeMap<String, Levels> {
    let mut found: BTreeMap<String, BTreeMap<u32, Vec<usize>>> = BTreeMap::new();
    for (place, agent) in agents.iter().enumerate() {
        for (name, level) in of(agent) {
            let levels = found.entry(name.clone()).or_default();
            levels.entry(*level).or_default().push(place);
        }
    }
    let compiled = found.into_iter().map(|(name, by_level)| {
        let mut so_far = AgentSet::none_of(agents.len());
        let mut levels: Levels = Vec::with_capacity(by_level.len());
        for (level, places) in by_level.into_iter().rev() {
            places.into_iter().for_each(|place| so_far.put(place, true));
            levels.push((level, so_far.clone()));
        }
        levels.reverse();
        (name, levels)
    });
    compiled.collect()
}

/// Level 0 asks for nothing.
fn keep_level(set: &mut AgentSet, levels: Option<&Levels>, level: u32) {
    if level == 0 {
        return;
    }
    let able = levels.and_then(|levels| levels.iter().find(|(has, _)| *has >= level));
    match able {
        Some((_, able)) => set.keep(able),
        None => set.clear(),
    }
}

impl Routing {
    /// The teams that may take a ticket of a team after a wait, the nearest
    /// first.
    pub(super) fn teams_for<'a>(
        &'a self,
        team: &'a str,
        waited_ms: i64,
    ) -> impl Iterator<Item = &'a str> {
        let overflow = self.config().teams.get(team);
        let overflow = overflow.into_iter().flat_map(|team| &team.overflow);
        let come = overflow.filter(move |step| waited_ms >= step.after_s.saturating_mul(1000));
        std::iter::once(team).chain(come.map(|step| &*step.team))
    }
}
