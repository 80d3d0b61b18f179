//! What an agent may decide without asking.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Roster;
use super::agent::Limit;
use crate::error::Error;

/// Whether an agent may do something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Permission {
    /// They may.
    Yes,
    /// Somebody else may: ask one of them.
    Ask {
        /// Ids of agents who may, those of a common team first, then those
        /// with the lowest limit.
        agents: Vec<String>,
    },
    /// Nobody may.
    No,
}

/// A decimal without sign, so that it compares as text: the digits before
/// the point without leading zeros, and those after without trailing ones.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Amount<'a> {
    length: usize,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Amount<'a> {
    fn of(text: &'a str, place: &str) -> Result<Self, Error> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) {
            let message = format!("{text:?} is no amount: expected a decimal such as \"100.00\"");
            return Err(Error::invalid(place, message));
        }
        let whole = whole.trim_start_matches('0');
        Ok(Self {
            length: whole.len(),
            whole,
            fraction: fraction.trim_end_matches('0'),
        })
    }
}

impl Limit {
    pub(super) fn check(&self, place: &str) -> Result<(), Error> {
        Amount::of(&self.amount, place).map(|_| ())
    }
}

impl Roster {
    /// Whether an agent may do something on their own: refund an amount,
    /// issue a voucher of one.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for an agent who is not on the roster and an
    /// amount that is no decimal.
    ///
    /// ```
    /// use deskcore::routing::{Permission, Roster};
    ///
    /// let roster = Roster::from_json(r#"[
    ///     {"id": "ioana", "capacity": 5, "limits": {"refund": {"amount": "50.00", "currency": "EUR"}}},
    ///     {"id": "marco", "capacity": 5, "limits": {"refund": {"amount": "500.00", "currency": "EUR"}}}
    /// ]"#)?;
    /// assert_eq!(roster.allowed("refund", "ioana", "49.90", "EUR")?, Permission::Yes);
    /// let ask = Permission::Ask { agents: vec!["marco".into()] };
    /// assert_eq!(roster.allowed("refund", "ioana", "120", "EUR")?, ask);
    /// assert_eq!(roster.allowed("refund", "ioana", "900", "EUR")?, Permission::No);
    /// # Ok::<(), deskcore::Error>(())
    /// ```
    pub fn allowed(
        &self,
        action: &str,
        agent: &str,
        amount: &str,
        currency: &str,
    ) -> Result<Permission, Error> {
        let amount = Amount::of(amount, "/amount")?;
        let asking = self.known(agent, "/agent")?;
        let asking = self.agent(asking);
        let mut able = Vec::new();
        for agent in self.agents() {
            let limit = agent.limits.get(action);
            let Some(limit) = limit.filter(|limit| limit.currency == currency) else {
                continue;
            };
            let most = Amount::of(&limit.amount, "/limits")?;
            if amount > most {
                continue;
            }
            if asking.is_some_and(|asking| asking.id == agent.id) {
                return Ok(Permission::Yes);
            }
            let mates = asking.is_some_and(|asking| {
                let mut teams = asking.teams.iter();
                teams.any(|team| agent.teams.contains(team))
            });
            able.push((!mates, most, &agent.id));
        }
        crate::order::sort(&mut able);
        let agents: Vec<String> = able.into_iter().map(|(.., id)| id.clone()).collect();
        Ok(match agents.is_empty() {
            true => Permission::No,
            false => Permission::Ask { agents },
        })
    }
}
