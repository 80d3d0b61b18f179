//! Priority as a virtual due instant.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::boost::Boost;
use super::view::View;
use super::{Routing, WorkItem};
use crate::error::Error;

/// A ticket's place in the queue, and what it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QueueKey {
    /// The virtual due instant in epoch milliseconds: what to sort by.
    pub key: i64,
    /// Everything that counts. They add up to the key, which stops at the
    /// ends of 64 bits.
    pub contributions: Vec<Contribution>,
    /// All of it as one English sentence.
    pub text: String,
}

/// One thing that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Contribution {
    /// `due:<clock>` or `default_target:<channel>`, with the instant; then
    /// `boost:<name>`, `clamp` where boosts come to more than the desk allows,
    /// and `demoted`.
    pub name: String,
    /// Milliseconds: less is sooner.
    pub ms: i64,
}

impl fmt::Display for QueueKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The sentence of a key, from everything else in it.
struct Sentence<'a>(&'a QueueKey);

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(why) = self;
        for (index, Contribution { name, ms }) in why.contributions.iter().enumerate() {
            match index {
                0 => write!(f, "{name} at {ms}")?,
                _ if *ms <= 0 => write!(f, ", {name} {} s sooner", ms.unsigned_abs() / 1000)?,
                _ => write!(f, ", {name} {} s later", ms / 1000)?,
            }
        }
        write!(f, ": {}", why.key)
    }
}

/// A contribution before it has a name.
enum Part<'a> {
    Due(&'a str),
    DefaultTarget(&'a str),
    Boost(&'a Boost),
    Clamp,
    Demoted,
}

impl fmt::Display for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Due(clock) => write!(f, "due:{clock}"),
            Self::DefaultTarget(channel) => write!(f, "default_target:{channel}"),
            Self::Boost(boost) => write!(f, "boost:{}", boost.name),
            Self::Clamp => f.write_str("clamp"),
            Self::Demoted => f.write_str("demoted"),
        }
    }
}

/// 64 bits hold it, or it stops at their end.
fn saturated(ms: i128) -> i64 {
    i64::try_from(ms).unwrap_or(if ms < 0 { i64::MIN } else { i64::MAX })
}

impl Routing {
    /// A ticket's virtual due instant: when it is due, less what makes it
    /// come sooner. It depends on the ticket and the desk only, never on the
    /// time: store it, index it and sort by (key, creation, id).
    ///
    /// Nothing starves: a ticket that does not change can be overtaken only
    /// by those that are due at most `max_boost_s` + `max_demote_s` after it,
    /// and one day more once it is demoted.
    ///
    /// ```
    /// use deskcore::routing::{Routing, RoutingConfig, WorkItem};
    ///
    /// let config: RoutingConfig = serde_json::from_str(
    ///     r#"{"boosts": [{"name": "vip", "when": {"vip": true}, "seconds": 1800}]}"#,
    /// )?;
    /// let routing = Routing::new(config)?;
    /// let mut item = WorkItem::new("A-17", "email");
    /// item.due_ms.insert("first_reply_time".into(), Some(1_795_600_000_000));
    /// item.vip = true;
    /// assert_eq!(routing.queue_key(&item), 1_795_598_200_000);
    /// let why = routing.explain_queue_key(&item);
    /// assert_eq!(why.contributions[1].name, "boost:vip");
    /// assert_eq!(why.text, "due:first_reply_time at 1795600000000, boost:vip 1800 s sooner: 1795598200000");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn queue_key(&self, item: &WorkItem) -> i64 {
        self.key_of(&View::from(item))
    }

    /// What a key is made of.
    pub fn explain_queue_key(&self, item: &WorkItem) -> QueueKey {
        self.explain_key_of(&View::from(item))
    }

    pub(crate) fn key_of(&self, ticket: &View<'_>) -> i64 {
        self.contributions(ticket, |_, _| {})
    }

    pub(crate) fn explain_key_of(&self, ticket: &View<'_>) -> QueueKey {
        let mut contributions = Vec::new();
        let key = self.contributions(ticket, |part, ms| {
            let name = part.to_string();
            contributions.push(Contribution { name, ms });
        });
        let mut why = QueueKey {
            key,
            contributions,
            text: String::new(),
        };
        why.text = Sentence(&why).to_string();
        why
    }

    fn contributions<'a>(&'a self, ticket: &View<'a>, mut tell: impl FnMut(Part<'a>, i64)) -> i64 {
        let base = match ticket.due {
            Some((clock, at)) => {
                tell(Part::Due(clock), at);
                at
            }
            None => {
                let (channel, target_s) = self.default_target(ticket.channel);
                let at = i128::from(ticket.created_at_ms) + i128::from(target_s) * 1000;
                let at = saturated(at);
                tell(Part::DefaultTarget(channel), at);
                at
            }
        };
        let config = self.config();
        let (mut counted, mut sum_s) = (0u128, 0i128);
        for (boost, group) in config.boosts.iter().zip(self.groups()) {
            if counted & group == 0 && boost.when.holds(ticket, base) {
                counted |= group;
                sum_s += i128::from(boost.seconds);
                let ms = saturated(-i128::from(boost.seconds) * 1000);
                tell(Part::Boost(boost), ms);
            }
        }
        let least = -i128::from(config.max_demote_s);
        let cut_s = sum_s.min(config.max_boost_s.into()).max(least);
        if cut_s != sum_s {
            tell(Part::Clamp, saturated((sum_s - cut_s) * 1000));
        }
        let mut key = i128::from(base) - cut_s * 1000;
        if ticket.demoted {
            let ms = i128::from(config.demote_missed.seconds) * 1000;
            tell(Part::Demoted, saturated(ms));
            key += ms;
        }
        saturated(key)
    }

    /// Tickets in the order of the queue: by key, creation and id.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for an id that comes twice.
    pub fn order(&self, items: &[WorkItem]) -> Result<Vec<String>, Error> {
        let mut keyed: Vec<_> = items
            .iter()
            .map(|item| {
                (
                    self.queue_key(item),
                    item.created_at_ms.unwrap_or_default(),
                    &item.id,
                )
            })
            .collect();
        crate::order::sort(&mut keyed);
        let ids = crate::order::set(items.iter().map(|item| &item.id));
        if ids.len() != items.len() {
            return Err(Error::invalid(
                "",
                "a ticket comes twice: expected each once",
            ));
        }
        Ok(keyed.into_iter().map(|(.., id)| id.clone()).collect())
    }
}
