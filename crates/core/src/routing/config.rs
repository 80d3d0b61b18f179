//! What a shop decides about its queue: the `routing` part of desk.json.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::boost::Boost;
use super::skills::{Needed, RelaxStep};
use crate::error::Problem;
use crate::text::suggest::Keywords;
use crate::wording::{join, quoted};

/// Boosts of a shop.
const MOST_BOOSTS: usize = 1000;

/// Groups of boosts: one bit each.
const MOST_GROUPS: usize = 128;

/// Seconds of a boost, a limit or a wait: a thousand years.
const MOST_SECONDS: i64 = 31_557_600_000;

/// Seconds that nothing is said about: a day.
const DAY_S: i64 = 86_400;

/// How work is ordered and who may do it: the `routing` part of desk.json.
///
/// Every field may be left out. Times are whole seconds.
///
/// ```
/// use deskcore::routing::RoutingConfig;
///
/// let config: RoutingConfig = serde_json::from_str(r#"{
///     "boosts": [
///         {"name": "vip", "when": {"vip": true}, "seconds": 1800},
///         {"name": "broken", "when": {"reason": ["broken_item", "missing_item"]}, "seconds": 3600}
///     ],
///     "channel_weight": {"phone": 10, "chat": 3, "email": 1},
///     "exclusive_channels": ["phone"],
///     "teams": {"returns": {"overflow": [{"after_s": 900, "team": "front"}]}}
/// }"#)?;
/// assert_eq!(config.max_boost_s, 86_400);
/// assert!(config.check().is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RoutingConfig {
    /// What makes a ticket come sooner or later, in this order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub boosts: Vec<Boost>,
    /// By channel, when a ticket without a running clock is due, counted from
    /// its creation; `*` is every other channel. A day when nothing is said.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub default_target_s: BTreeMap<String, i64>,
    /// The most that boosts together bring a ticket forward.
    pub max_boost_s: i64,
    /// The most that boosts together put a ticket back.
    pub max_demote_s: i64,
    /// What becomes of a ticket whose target is missed already.
    pub demote_missed: DemoteMissed,
    /// Words that mark a message, such as an angry one: each `label` is the
    /// tag that the host adds when a phrase is in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<Keywords>,
    /// What tickets ask of whoever takes them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needed: Vec<Needed>,
    /// How much of an agent's capacity a ticket takes, by channel; 1 for
    /// those that are not named.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub channel_weight: BTreeMap<String, u32>,
    /// Channels that take an agent whole, such as `phone`.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub exclusive_channels: BTreeSet<String>,
    /// How long before the end of a shift no work is begun.
    pub wind_down_s: i64,
    /// Teams, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub teams: BTreeMap<String, TeamConfig>,
    /// What is asked of agents less and less while a ticket waits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relax: Vec<RelaxStep>,
    /// Which of several agents takes a ticket.
    pub agent_order: AgentOrder,
    /// Whether a ticket goes back to the agent that had it.
    pub sticky: bool,
    /// How long a ticket waits for that agent.
    pub sticky_wait_s: i64,
    /// How well an agent must speak a ticket's language when the ticket does
    /// not say.
    pub language_min_level: u32,
    /// When work is taken from agents who are not there.
    pub reassign: ReassignConfig,
    /// By channel, how long an agent may take to accept what was assigned;
    /// elsewhere work counts as accepted.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub accept_timeout_s: BTreeMap<String, i64>,
    /// Whether a paused ticket takes no capacity.
    pub pause_frees_capacity: bool,
    /// Whether a resumed ticket goes back to the queue when its agent is not
    /// there.
    pub requeue_on_resume: bool,
}

impl Default for RoutingConfig {
    fn default() -> Self {
        Self {
            boosts: Vec::new(),
            default_target_s: BTreeMap::new(),
            max_boost_s: DAY_S,
            max_demote_s: DAY_S,
            demote_missed: DemoteMissed::default(),
            keywords: Vec::new(),
            needed: Vec::new(),
            channel_weight: BTreeMap::new(),
            exclusive_channels: BTreeSet::new(),
            wind_down_s: 0,
            teams: BTreeMap::new(),
            relax: Vec::new(),
            agent_order: AgentOrder::LoadFirst,
            sticky: true,
            sticky_wait_s: 0,
            language_min_level: 1,
            reassign: ReassignConfig::default(),
            accept_timeout_s: BTreeMap::new(),
            pause_frees_capacity: true,
            requeue_on_resume: true,
        }
    }
}

/// What becomes of a ticket whose target is missed already.
///
/// While more comes in than agents can do, an order by due instants serves
/// those first that are late anyway, and so the others become late too.
/// Putting a missed ticket back once keeps promises that can still be kept:
/// in a simulated sale at one and a half times the capacity it cut breaches
/// to a quarter. A customer who waits live would only wait longer, so `chat`
/// and `phone` are not among the channels unless they are named.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DemoteMissed {
    /// How far it is put back.
    pub seconds: i64,
    /// Channels of which tickets are put back.
    pub channels: BTreeSet<String>,
}

impl Default for DemoteMissed {
    fn default() -> Self {
        Self {
            seconds: DAY_S,
            channels: ["email", "marketplace"].map(str::to_owned).into(),
        }
    }
}

/// A team.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TeamConfig {
    /// Where its tickets go when it does not get to them. Overflow is not
    /// followed further, so two teams may help each other.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overflow: Vec<Overflow>,
}

/// A team that helps another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Overflow {
    /// How long a ticket has waited by then.
    pub after_s: i64,
    /// The team that helps.
    pub team: String,
}

/// Which of several agents takes a ticket. What is equal is decided by who
/// has been without an assignment longest, and by id.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgentOrder {
    /// The least loaded, as a share of the capacity.
    #[default]
    LoadFirst,
    /// The one who is best at what the ticket asks for, then the least loaded.
    SkillFirst,
    /// Whoever has been without an assignment longest.
    RoundRobin,
}

/// When work is taken from agents who are not there; never where nothing is
/// said.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReassignConfig {
    /// How long after an agent went offline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offline_after_s: Option<i64>,
    /// How long after an agent went away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub away_after_s: Option<i64>,
    /// Channels whose tickets are taken at once from an agent who goes
    /// offline.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub immediate_channels: BTreeSet<String>,
}

impl RoutingConfig {
    /// Every mistake, by its place within the record.
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.check_seconds(&mut problems);
        self.check_boosts(&mut problems);
        self.check_teams(&mut problems);
        for (index, step) in self.relax.iter().enumerate() {
            let place = format!("/relax/{index}/after_s");
            within(step.after_s, 0, MOST_SECONDS, &place, &mut problems);
        }
        for (channel, weight) in &self.channel_weight {
            let place = join("/channel_weight", channel);
            within((*weight).into(), 1, u32::MAX.into(), &place, &mut problems);
        }
        problems
    }

    fn check_seconds(&self, problems: &mut Vec<Problem>) {
        let reassign = &self.reassign;
        let offline = reassign.offline_after_s.unwrap_or(0);
        let away = reassign.away_after_s.unwrap_or(0);
        for (place, seconds) in [
            ("/max_boost_s", self.max_boost_s),
            ("/max_demote_s", self.max_demote_s),
            ("/demote_missed/seconds", self.demote_missed.seconds),
            ("/wind_down_s", self.wind_down_s),
            ("/sticky_wait_s", self.sticky_wait_s),
            ("/reassign/offline_after_s", offline),
            ("/reassign/away_after_s", away),
        ] {
            within(seconds, 0, MOST_SECONDS, place, problems);
        }
        for (map, entries) in [
            ("/default_target_s", &self.default_target_s),
            ("/accept_timeout_s", &self.accept_timeout_s),
        ] {
            for (channel, seconds) in entries {
                within(*seconds, 0, MOST_SECONDS, &join(map, channel), problems);
            }
        }
    }

    fn check_boosts(&self, problems: &mut Vec<Problem>) {
        if self.boosts.len() > MOST_BOOSTS {
            let message = format!(
                "{} boosts: expected {MOST_BOOSTS} at most",
                self.boosts.len()
            );
            problems.push(Problem::new("too_many_boosts", "/boosts", message));
        }
        let (mut names, mut groups) = (BTreeSet::new(), BTreeSet::new());
        for (index, boost) in self.boosts.iter().enumerate() {
            let place = format!("/boosts/{index}");
            if !names.insert(&boost.name) {
                let message = format!("a boost {} comes before", quoted(&boost.name));
                problems.push(Problem::new("boost_twice", join(&place, "name"), message));
            }
            groups.extend(&boost.group);
            let place = join(&place, "seconds");
            within(boost.seconds, -MOST_SECONDS, MOST_SECONDS, &place, problems);
        }
        if groups.len() > MOST_GROUPS {
            let message = format!("{} groups: expected {MOST_GROUPS} at most", groups.len());
            problems.push(Problem::new("too_many_groups", "/boosts", message));
        }
    }

    fn check_teams(&self, problems: &mut Vec<Problem>) {
        for (name, team) in &self.teams {
            let place = join(&join("/teams", name), "overflow");
            let mut before = BTreeSet::from([name]);
            for (index, overflow) in team.overflow.iter().enumerate() {
                let place = join(&place, &index.to_string());
                let after = join(&place, "after_s");
                within(overflow.after_s, 0, MOST_SECONDS, &after, problems);
                let place = join(&place, "team");
                if !before.insert(&overflow.team) {
                    let message = format!(
                        "{} is asked already: expected another team",
                        quoted(&overflow.team)
                    );
                    problems.push(Problem::new("overflow_cycle", place, message));
                }
            }
        }
    }
}

fn within(number: i64, least: i64, most: i64, place: &str, problems: &mut Vec<Problem>) {
    if !(least..=most).contains(&number) {
        let message = format!("{number}: expected {least} to {most}");
        problems.push(Problem::new("out_of_range", place, message));
    }
}
