//! Facts of a ticket's history: what happened when, whatever the desk makes
//! of it.

use deskcore::ticket::{EventKind, Status};
use deskcore::time::Calendar;

/// What happened to one ticket, in epoch milliseconds. It is used again for
/// the next one.
#[derive(Debug, Default)]
pub(crate) struct Measures {
    pub(crate) created: i64,
    status: Option<Status>,
    since: i64,
    pub(crate) first_reply: Option<i64>,
    /// The oldest customer's message behind the first reply that nobody has
    /// answered.
    waiting: Option<i64>,
    /// Such messages and their answers.
    pub(crate) waits: Vec<(i64, i64)>,
    /// Stretches in which the shop, or a third party, had the ball.
    stretches: Vec<Stretch>,
    /// How many of them lie before the last solve.
    before_solve: usize,
    pub(crate) solved: Option<i64>,
    pub(crate) closed: Option<i64>,
    pub(crate) reopened: bool,
}

#[derive(Debug, Clone, Copy)]
struct Stretch {
    from: i64,
    to: i64,
    /// The shop's own, not a third party's.
    work: bool,
}

/// A duration in both counts, in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Duration {
    pub(crate) calendar: i64,
    pub(crate) business: i64,
}

impl Duration {
    pub(crate) fn between(calendar: &Calendar, from: i64, to: i64) -> Self {
        Self {
            calendar: to - from,
            business: calendar.between_ms(from, to),
        }
    }
}

impl Measures {
    /// A ticket begins.
    pub(crate) fn begin(&mut self, created: i64) {
        let (mut waits, mut stretches) = (
            std::mem::take(&mut self.waits),
            std::mem::take(&mut self.stretches),
        );
        waits.clear();
        stretches.clear();
        *self = Self {
            created,
            since: created,
            waits,
            stretches,
            ..Self::default()
        };
    }

    fn status(&self) -> Status {
        self.status.unwrap_or(Status::New)
    }

    /// Something happened.
    pub(crate) fn see(&mut self, at: i64, kind: &EventKind) {
        match kind {
            EventKind::AgentReply {} => {
                if self.first_reply.is_none() {
                    self.first_reply = Some(at);
                } else if let Some(since) = self.waiting {
                    self.waits.push((since, at));
                }
                self.waiting = None;
                if self.status() == Status::New {
                    self.turn(at, Status::Open);
                }
            }
            EventKind::CustomerMessage {
                no_reply_needed: false,
                automatic: false,
            } => {
                self.wait(at);
                if matches!(
                    self.status(),
                    Status::Pending | Status::OnHold | Status::Solved
                ) {
                    self.turn(at, Status::Open);
                }
            }
            EventKind::NoReplyNeeded {} => self.waiting = None,
            EventKind::MergedFrom {
                waiting_since: Some(since),
                ..
            } => self.wait(since.timestamp_millis().min(at)),
            EventKind::MergedInto { .. } => {
                self.turn(at, Status::Closed);
            }
            EventKind::Status { to, .. } => self.turn(at, *to),
            _ => {}
        }
    }

    fn wait(&mut self, since: i64) {
        if self.first_reply.is_some() && self.waiting.is_none() {
            self.waiting = Some(since);
        }
    }

    fn turn(&mut self, at: i64, to: Status) {
        let from = self.status();
        if from != to {
            let counts = !from.is_done() && from != Status::Pending;
            if counts {
                self.stretches.push(Stretch {
                    from: self.since,
                    to: at,
                    work: from != Status::OnHold,
                });
            }
            self.since = at;
            self.status = Some(to);
            self.reopened |= from.is_done() && !to.is_done();
        }
        match to {
            Status::Solved => {
                self.solved = Some(at);
                self.before_solve = self.stretches.len();
            }
            Status::Closed => self.closed = Some(at),
            _ => {}
        }
    }

    /// From creation to the last solve, without the time that the customer
    /// had the ball; with `work_alone` also without that of third parties.
    pub(crate) fn busy(&self, calendar: &Calendar, work_alone: bool) -> Duration {
        let mut sum = Duration::default();
        for stretch in self.stretches.iter().take(self.before_solve) {
            if stretch.work || !work_alone {
                let duration = Duration::between(calendar, stretch.from, stretch.to);
                sum.calendar += duration.calendar;
                sum.business += duration.business;
            }
        }
        sum
    }

    /// When it left the backlog. A ticket that was merged away, or closed
    /// without ever having been solved, is no more open than one that was
    /// solved.
    pub(crate) fn ended(&self, until_solved: bool) -> Option<i64> {
        if until_solved {
            self.solved.or(self.closed)
        } else {
            self.closed
        }
    }
}

#[cfg(test)]
mod tests {
    use deskcore::time::Schedule;

    use super::*;

    fn status(to: Status) -> EventKind {
        EventKind::Status { to, label: None }
    }

    #[test]
    fn facts_count_whatever_the_status_was() {
        let always = Calendar::new(&Schedule::around_the_clock()).unwrap();
        let mut ticket = Measures::default();
        ticket.begin(0);
        ticket.see(1, &status(Status::Pending));
        ticket.see(3, &status(Status::OnHold));
        ticket.see(6, &status(Status::Solved));
        ticket.see(10, &EventKind::AgentReply {});
        assert_eq!(
            ticket.first_reply,
            Some(10),
            "solved before the first reply"
        );
        ticket.see(15, &EventKind::CUSTOMER_MESSAGE);
        ticket.see(16, &EventKind::CUSTOMER_MESSAGE);
        ticket.see(21, &EventKind::AgentReply {});
        assert_eq!(ticket.waits, [(15, 21)], "from the oldest message");
        ticket.see(28, &status(Status::Closed));
        ticket.see(36, &status(Status::Solved));
        assert_eq!(ticket.solved, Some(36), "after a close");
        assert!(ticket.reopened);
        assert_eq!(ticket.busy(&always, false).calendar, 1 + 3 + 13);
        assert_eq!(ticket.busy(&always, true).calendar, 1 + 13);
        assert_eq!(ticket.busy(&always, true).business, 1 + 13);
    }

    #[test]
    fn a_row_before_creation_counts_below_zero() {
        let always = Calendar::new(&Schedule::around_the_clock()).unwrap();
        let mut ticket = Measures::default();
        ticket.begin(100);
        ticket.see(40, &EventKind::AgentReply {});
        ticket.see(90, &status(Status::Solved));
        assert_eq!(ticket.first_reply, Some(40));
        assert_eq!(ticket.busy(&always, false).calendar, -10);
    }
}
