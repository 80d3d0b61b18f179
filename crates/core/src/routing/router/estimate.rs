//! How long a new ticket would wait.

use super::Router;
use crate::error::Error;
use crate::routing::WorkItem;
use crate::routing::set::AgentSet;
use crate::routing::wait::{ExpectedWait, WaitEstimate, estimate_wait};

impl Router {
    /// How long a ticket would wait if it came now, by the times in seconds
    /// that recent ones took: for a page that says "about 20 minutes".
    ///
    /// Those who are there and could take it count as many times as it fits
    /// into their capacity. Tickets that come before it count by the share of
    /// those who could take them that could take this one too.
    ///
    /// # Errors
    ///
    /// As [`estimate_wait`].
    ///
    /// ```
    /// use deskcore::routing::{Roster, RoutedTicket, Router, RouterState, Routing, WorkItem};
    ///
    /// let roster = Roster::from_json(r#"[{"id": "ioana", "capacity": 1}, {"id": "marco", "capacity": 1}]"#)?;
    /// let waiting = |id: &str| RoutedTicket::waiting(WorkItem::new(id, "chat"), 0);
    /// let tickets = ["a", "b", "c", "d"].map(waiting).into();
    /// let state = RouterState { at_ms: 0, agents: Vec::new(), tickets };
    /// let mut router = Router::restore(&Routing::default(), &roster, &state)?;
    /// router.advance(0)?; // two are begun, two wait
    /// let new = router.estimate_wait(&WorkItem::new("e", "chat"), &[300.0, 240.0, 360.0, 270.0])?;
    /// assert_eq!((new.ahead, new.agents), (2, 2));
    /// let wait = new.wait.expect("agents and samples");
    /// assert!(300.0 < wait.expected_s && wait.expected_s < 600.0);
    /// # Ok::<(), deskcore::Error>(())
    /// ```
    pub fn estimate_wait(
        &self,
        item: &WorkItem,
        service_times_s: &[f64],
    ) -> Result<WaitEstimate, Error> {
        let ticket = self.ticket(item.clone(), self.now);
        let there = self.there();
        let able = self.able(&ticket, &there);
        let slots: u64 = able
            .iter()
            .filter_map(|place| self.roster.agent(place))
            .map(|agent| {
                let fits = u64::from(agent.capacity) / ticket.weight.max(1);
                fits.min(agent.most_of(&item.channel).into())
            })
            .sum();
        let mut ahead = 0.0;
        let last = (ticket.key, ticket.created_at(), (&*item.id).into());
        for (_, _, id) in self.queue.range(..last) {
            let other = self.tickets.get(id).map(|other| self.able(other, &there));
            let other: Vec<usize> = other.iter().flat_map(AgentSet::iter).collect();
            let common = other.iter().filter(|place| able.has(**place)).count();
            ahead += common as f64 / other.len().max(1) as f64;
        }
        let ahead = libm::ceil(ahead - 1e-9).clamp(0.0, f64::from(u32::MAX)) as u32;
        let slots = u32::try_from(slots).unwrap_or(u32::MAX);
        let mut estimate = estimate_wait(ahead, slots, service_times_s)?;
        if ahead == 0 && self.taker(&ticket).is_some() {
            estimate.wait = Some(ExpectedWait {
                expected_s: 0.0,
                low_s: 0.0,
                high_s: 0.0,
            });
        }
        Ok(estimate)
    }

    /// Who is online and works now, busy or not.
    fn there(&self) -> AgentSet {
        let mut there = AgentSet::none_of(self.agents.len());
        for place in 0..self.agents.len() {
            there.put(place, self.is_there(place));
        }
        there
    }
}
