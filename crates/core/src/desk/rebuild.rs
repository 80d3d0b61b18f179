//! A ticket from its whole history.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Desk, Ticket};
use crate::error::{Error, Failure};
use crate::ticket::{Event, Opening};
use crate::time::instant;

/// A ticket made anew from its history.
#[derive(Debug, Clone, PartialEq)]
pub struct Rebuilt {
    /// The ticket.
    pub ticket: Ticket,
    /// Events that the ticket could not take, in order: the same that
    /// [`Desk::apply`] would have refused.
    pub refused: Vec<Refused>,
}

/// An event that a ticket could not take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Refused {
    /// Id of the event.
    pub event: String,
    /// Why.
    pub error: Failure,
}

/// What somebody who looks on sees of a history.
pub(super) enum Step<'a> {
    /// The ticket began.
    Opened,
    /// An event comes; it may be refused.
    Before(&'a Event),
    /// The event was taken.
    After(&'a Event),
}

impl Desk {
    /// Makes a ticket anew from its history, in whatever order the events
    /// come: they are taken by instant, then by `seq`, then by id, and each
    /// id once. With `until`, time runs on to that instant.
    ///
    /// There are no effects: what the history made happen has happened. So
    /// this imports old tickets, as often as one likes, and puts a late event
    /// in its place.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when the opening cannot be taken. An event
    /// that cannot be taken is left out and listed.
    ///
    /// ```
    /// use deskcore::Desk;
    /// use deskcore::ticket::{Event, EventKind, Opening, Status};
    ///
    /// let desk = Desk::from_json("{}")?;
    /// let opening = Opening::new("A-17", "2026-11-23T10:00:00Z".parse()?, "whatsapp");
    /// let history = [
    ///     Event::new("ev-3", "2026-11-23T12:00:00Z".parse()?, EventKind::Status { to: Status::Solved, label: None }),
    ///     Event::new("ev-2", "2026-11-23T11:00:00Z".parse()?, EventKind::AgentReply {}),
    /// ];
    /// let rebuilt = desk.rebuild(&opening, &history, None)?;
    /// assert_eq!(rebuilt.ticket.status, Status::Solved);
    /// assert!(rebuilt.refused.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn rebuild(
        &self,
        opening: &Opening,
        events: &[Event],
        until: Option<DateTime<Utc>>,
    ) -> Result<Rebuilt, Error> {
        self.retell(opening, events.iter().collect(), until, &mut |_, _| {})
    }

    /// [`rebuild`](Self::rebuild) by somebody who looks on.
    pub(super) fn retell(
        &self,
        opening: &Opening,
        mut ordered: Vec<&Event>,
        until: Option<DateTime<Utc>>,
        see: &mut dyn FnMut(Step<'_>, &Ticket),
    ) -> Result<Rebuilt, Error> {
        // Instants count to the millisecond, as they are stored.
        let key = |event: &&'_ Event| (instant::truncate(event.at), event.seq);
        crate::order::sort_by(&mut ordered, |left, right| {
            (key(left), &left.id).cmp(&(key(right), &right.id))
        });
        let (mut ticket, _) = self.open(opening)?;
        see(Step::Opened, &ticket);
        let mut refused = Vec::new();
        let mut seen = BTreeSet::new();
        for event in ordered {
            if !seen.insert(&event.id) {
                continue;
            }
            see(Step::Before(event), &ticket);
            match self.apply(&mut ticket, event) {
                Ok(_) => see(Step::After(event), &ticket),
                Err(error) => refused.push(Refused {
                    event: event.id.clone(),
                    error: error.into(),
                }),
            }
        }
        if let Some(until) = until {
            self.tick(&mut ticket, until);
        }
        Ok(Rebuilt { ticket, refused })
    }
}
