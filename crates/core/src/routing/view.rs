//! What a place in the queue depends on, wherever it is kept.

use std::collections::BTreeMap;

use serde_json::Value;

use super::WorkItem;
use crate::ticket::Priority;

/// A ticket, borrowed: computing a key copies nothing.
#[derive(Debug, Clone)]
pub(crate) struct View<'a> {
    /// The first of its clocks to be due: its name, and the instant.
    pub(crate) due: Option<(&'a str, i64)>,
    pub(crate) demoted: bool,
    pub(crate) channel: &'a str,
    pub(crate) created_at_ms: i64,
    pub(crate) team: Option<&'a str>,
    pub(crate) language: Option<&'a str>,
    pub(crate) priority: Option<Priority>,
    pub(crate) tier: Option<&'a str>,
    pub(crate) brand: Option<&'a str>,
    pub(crate) reason: Option<&'a str>,
    pub(crate) vip: bool,
    pub(crate) tags: &'a [String],
    pub(crate) order_value_minor: Option<i64>,
    pub(crate) lifetime_value_minor: Option<i64>,
    pub(crate) sentiment: Option<i64>,
    pub(crate) fields: Option<&'a BTreeMap<String, Value>>,
}

/// The soonest of some clocks; of equal ones the first by name.
pub(crate) fn soonest<'a>(clocks: impl Iterator<Item = (&'a str, i64)>) -> Option<(&'a str, i64)> {
    clocks.min_by_key(|(name, at)| (*at, *name))
}

impl<'a> From<&'a WorkItem> for View<'a> {
    fn from(item: &'a WorkItem) -> Self {
        let clocks = item.due_ms.iter();
        Self {
            due: soonest(clocks.filter_map(|(name, at)| Some((&**name, (*at)?)))),
            demoted: item.demoted,
            channel: &item.channel,
            created_at_ms: item.created_at_ms.unwrap_or_default(),
            team: item.team.as_deref(),
            language: item.language.as_deref(),
            priority: item.priority,
            tier: item.tier.as_deref(),
            brand: item.brand.as_deref(),
            reason: item.reason.as_deref(),
            vip: item.vip,
            tags: &item.tags,
            order_value_minor: item.order_value_minor,
            lifetime_value_minor: item.lifetime_value_minor,
            sentiment: item.sentiment,
            fields: Some(&item.fields),
        }
    }
}
