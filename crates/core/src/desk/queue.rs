//! Where a ticket stands in the queue, and who may do it.

use super::{Desk, Ticket};
use crate::error::Error;
use crate::routing::{Agent, QueueKey, Roster, Routing, View, WorkItem, soonest};
use crate::text::suggest::Inquiry;
use crate::ticket::Facts;

/// Tier of customers who are VIPs.
const VIP: &str = "vip";

/// A number among the host's fields.
fn number(facts: &Facts, name: &str) -> Option<i64> {
    facts.fields.get(name)?.as_i64()
}

/// Who works on what next.
impl Desk {
    /// The desk's rules for its queue.
    pub fn routing(&self) -> &Routing {
        &self.routing
    }

    /// What a ticket's [`queue_key`](Ticket::queue_key) is made of.
    ///
    /// ```
    /// use deskcore::Desk;
    /// use deskcore::ticket::{Opening, Priority};
    ///
    /// let desk = Desk::from_json(r#"{
    ///     "policies": [{"id": "all", "targets": {"*": {"first_reply_time": "2h"}}}],
    ///     "routing": {"boosts": [{"name": "vip", "when": {"tier": ["vip"]}, "seconds": 1800}]}
    /// }"#)?;
    /// let mut opening = Opening::new("A-17", "2026-11-23T10:00:00Z".parse()?, "email");
    /// opening.facts.priority = Some(Priority::Normal);
    /// opening.facts.tier = Some("vip".into());
    /// let (ticket, _) = desk.open(&opening)?;
    /// let why = desk.explain_queue_key(&ticket);
    /// assert_eq!(why.key, ticket.queue_key);
    /// let names: Vec<&str> = why.contributions.iter().map(|part| &*part.name).collect();
    /// assert_eq!(names, ["due:first_reply_time", "boost:vip"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain_queue_key(&self, ticket: &Ticket) -> QueueKey {
        self.routing.explain_key_of(&self.view(ticket))
    }

    /// A ticket as far as its place in the queue and who may do it go.
    ///
    /// Its clocks are those that run; a customer of the tier `vip` is a VIP;
    /// `order_value_minor`, `lifetime_value_minor` and `sentiment` are the
    /// host's fields of those names; skills, and the team of a ticket that has
    /// none, are those that the desk's `needed` says; its owner is whoever it
    /// is assigned to.
    pub fn work_item(&self, ticket: &Ticket) -> WorkItem {
        let facts = &ticket.facts;
        let view = self.view(ticket);
        let mut item = WorkItem::new(&ticket.id, &facts.channel);
        item.created_at_ms = Some(view.created_at_ms);
        let clocks = ticket.clocks.running();
        item.due_ms =
            crate::order::map(clocks.map(|(metric, due, _)| (metric.name().to_owned(), Some(due))));
        item.demoted = view.demoted;
        item.team = view.team.map(str::to_owned);
        item.vip = view.vip;
        item.order_value_minor = view.order_value_minor;
        item.lifetime_value_minor = view.lifetime_value_minor;
        item.sentiment = view.sentiment;
        for needed in &self.routing.config().needed {
            if needed.when.holds(facts) {
                for (skill, level) in &needed.skills {
                    let known = item.skills.entry(skill.clone()).or_insert(0);
                    *known = (*known).max(*level);
                }
            }
        }
        item.owner.clone_from(&ticket.assignee);
        item.language.clone_from(&facts.language);
        item.priority = facts.priority;
        item.tier.clone_from(&facts.tier);
        item.brand.clone_from(&facts.brand);
        item.reason.clone_from(&facts.reason);
        item.tags.clone_from(&facts.tags);
        item.fields.clone_from(&facts.fields);
        item
    }

    /// A roster whose agents may name the desk's calendars.
    ///
    /// # Errors
    ///
    /// As [`Roster::new`].
    pub fn roster(&self, agents: Vec<Agent>) -> Result<Roster, Error> {
        Roster::new(agents, &self.calendars)
    }

    /// The tags that a customer's message asks for by the desk's keywords,
    /// such as `angry`: add those that are right with a `details` event.
    ///
    /// ```
    /// use deskcore::Desk;
    ///
    /// let desk = Desk::from_json(r#"{"routing": {"keywords": [
    ///     {"label": "angry", "phrases": ["vergogna", "e o rusine", "disgust*"]}
    /// ]}}"#)?;
    /// assert_eq!(desk.keyword_tags("Este o RUȘINE! E o rușine!"), ["angry"]);
    /// assert!(desk.keyword_tags("Grazie mille").is_empty());
    /// # Ok::<(), deskcore::Error>(())
    /// ```
    pub fn keyword_tags(&self, message: &str) -> Vec<String> {
        let found = self
            .keywords
            .suggest(&Inquiry::new(message), None, usize::MAX);
        let mut tags: Vec<String> = found.into_iter().map(|best| best.label).collect();
        crate::order::sort(&mut tags);
        tags
    }

    /// A ticket's place in the queue.
    pub(super) fn queue_key(&self, ticket: &Ticket) -> i64 {
        self.routing.key_of(&self.view(ticket))
    }

    fn view<'a>(&'a self, ticket: &'a Ticket) -> View<'a> {
        let facts = &ticket.facts;
        let running = || ticket.clocks.running();
        let due = soonest(running().map(|(metric, due, _)| (metric.name(), due)));
        let is_missed = || {
            let mut clocks = running();
            clocks.any(|(metric, _, breached)| breached && Some(metric.name()) == due.map(|d| d.0))
        };
        let config = self.routing.config();
        let needed = || {
            let mut needed = config.needed.iter();
            needed.find_map(|needed| {
                let team = needed.team.as_deref()?;
                needed.when.holds(facts).then_some(team)
            })
        };
        View {
            due,
            demoted: config.demote_missed.channels.contains(&facts.channel) && is_missed(),
            channel: &facts.channel,
            created_at_ms: ticket.created_at.timestamp_millis(),
            team: ticket.team.as_deref().or_else(needed),
            language: facts.language.as_deref(),
            priority: facts.priority,
            tier: facts.tier.as_deref(),
            brand: facts.brand.as_deref(),
            reason: facts.reason.as_deref(),
            vip: facts.tier.as_deref() == Some(VIP),
            tags: &facts.tags,
            order_value_minor: number(facts, "order_value_minor"),
            lifetime_value_minor: number(facts, "lifetime_value_minor"),
            sentiment: number(facts, "sentiment"),
            fields: Some(&facts.fields),
        }
    }
}
