//! What a report takes of a ticket's history.

use chrono::{DateTime, Utc};

use super::rebuild::Step;
use super::{Desk, Ticket};
use crate::error::Error;
use crate::metrics::{Elapsed, HandledBy, SlaOutcome, TicketFigures};
use crate::sla::{ClockState, Metric, State, Verdict};
use crate::ticket::{Event, EventKind, Facts, Opening, Status};
use crate::time::{Calendar, instant};

impl Desk {
    /// What a [`Report`](crate::metrics::Report) takes of a ticket, from its
    /// history up to an instant; events come in any order, as for
    /// [`rebuild`](Self::rebuild), and those after the instant do not count.
    ///
    /// Durations are facts of the history, whatever was promised: from a
    /// customer's first message that waits to the first agent reply, from
    /// each later one to its answer, and of a ticket that stands solved the
    /// time from its creation to its last solve. Outcomes are the clocks':
    /// each instance that ended with a target, and each that ran beyond one.
    /// Nothing of the customer is in it but language and tier.
    ///
    /// # Errors
    ///
    /// As [`rebuild`](Self::rebuild).
    ///
    /// ```
    /// use deskcore::Desk;
    /// use deskcore::ticket::{Event, EventKind, Opening};
    ///
    /// let desk = Desk::from_json("{}")?;
    /// let opening = Opening::new("A-17", "2026-11-23T10:00:00Z".parse()?, "whatsapp");
    /// let history = [Event::new("ev-2", "2026-11-23T10:04:00Z".parse()?, EventKind::AgentReply {})];
    /// let figures = desk.figures(&opening, &history, "2026-11-24T00:00:00Z".parse()?)?;
    /// assert_eq!(figures.first_reply.map(|first_reply| first_reply.calendar_ms), Some(240_000));
    /// assert_eq!(figures.dimensions["channel"], "whatsapp");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn figures(
        &self,
        opening: &Opening,
        events: &[Event],
        until: DateTime<Utc>,
    ) -> Result<TicketFigures, Error> {
        let until = instant::truncate(until);
        let mut told = Told::default();
        let mut before = Vec::new();
        let known = events.iter().filter(|event| event.at <= until);
        let mut status = Status::New;
        let rebuilt = self.retell(
            opening,
            known.collect(),
            Some(until),
            &mut |step, ticket| match step {
                Step::Opened => {
                    told.open(opening, ticket);
                    for metric in ENDING {
                        told.ended(&self.verdict(ticket, metric, ticket.created_at));
                    }
                }
                Step::Before(event) => {
                    status = ticket.status;
                    before = ENDING
                        .map(|metric| self.verdict(ticket, metric, event.at))
                        .into();
                }
                Step::After(event) => {
                    told.see(event, status, ticket.status);
                    for before in &before {
                        let after = self.verdict(ticket, before.metric, event.at);
                        if before.clock == ClockState::Stopped {
                            continue;
                        }
                        if after.instance != before.instance {
                            told.instance(before);
                        } else {
                            told.ended(&after);
                        }
                    }
                }
            },
        )?;
        let ticket = rebuilt.ticket;
        for metric in Metric::ALL {
            let verdict = self.verdict(&ticket, metric, until.max(ticket.updated_at));
            let runs = verdict.clock != ClockState::Stopped;
            if !ENDING.contains(&metric) || (runs && verdict.state == State::Breached) {
                told.last_instance(&verdict);
            }
        }
        Ok(told.figures(&ticket, self.calendar_of(&ticket), until))
    }
}

/// Metrics of which one ticket can have many instances, which end at replies.
const ENDING: [Metric; 4] = [
    Metric::FirstReplyTime,
    Metric::NextReplyTime,
    Metric::PeriodicUpdateTime,
    Metric::PausableUpdateTime,
];

/// What has been told of one ticket; instants are epoch milliseconds.
#[derive(Default)]
struct Told {
    created: i64,
    /// Since when the status is what it is.
    since: i64,
    /// The oldest customer's message that nobody has answered.
    waiting: Option<i64>,
    /// The first one has been answered, or needed no answer.
    first_is_over: bool,
    first_reply: Option<(i64, i64)>,
    next_replies: Vec<(i64, i64)>,
    /// Stretches in which the shop or a third party had the ball, and
    /// whether it was the shop.
    stretches: Vec<(i64, i64, bool)>,
    ended: Option<i64>,
    solved: bool,
    agent_replies: u32,
    bot_replied: bool,
    outcomes: [(u32, u32); Metric::COUNT],
}

impl Told {
    fn open(&mut self, opening: &Opening, ticket: &Ticket) {
        self.created = ticket.created_at.timestamp_millis();
        self.since = self.created;
        self.waiting = opening.customer_waits().then_some(self.created);
        if ticket.status.is_done() {
            self.ended = Some(self.created);
            self.solved = ticket.status == Status::Solved;
        }
    }

    /// An event that the ticket took.
    fn see(&mut self, event: &Event, before: Status, after: Status) {
        let at = instant::truncate(event.at).timestamp_millis();
        match &event.kind {
            EventKind::AgentReply {} => {
                self.agent_replies = self.agent_replies.saturating_add(1);
                if let Some(since) = self.waiting.take() {
                    if self.first_is_over {
                        self.next_replies.push((since, at));
                    } else {
                        self.first_reply = Some((since, at));
                        self.first_is_over = true;
                    }
                }
            }
            EventKind::BotReply {} => self.bot_replied = true,
            EventKind::CustomerMessage {
                no_reply_needed: false,
                automatic: false,
            } => {
                self.waiting.get_or_insert(at);
            }
            EventKind::NoReplyNeeded {} => {
                self.first_is_over |= self.waiting.take().is_some();
            }
            EventKind::MergedFrom {
                waiting_since: Some(since),
                ..
            } => {
                self.waiting.get_or_insert(since.timestamp_millis().min(at));
            }
            _ => {}
        }
        if before == after {
            return;
        }
        if !before.is_done() && before != Status::Pending {
            self.stretches
                .push((self.since, at, before != Status::OnHold));
        }
        self.since = at;
        match (before.is_done(), after.is_done()) {
            (false, true) => {
                self.ended = Some(at);
                self.solved = after == Status::Solved;
            }
            (true, false) => {
                self.ended = None;
                self.solved = false;
            }
            _ => {}
        }
    }

    /// An instance that is over if its clock has stopped.
    fn ended(&mut self, verdict: &Verdict) {
        if verdict.clock == ClockState::Stopped {
            self.last_instance(verdict);
        }
    }

    /// An instance that the next one took the place of: in time until then is
    /// in time.
    fn instance(&mut self, verdict: &Verdict) {
        let in_time = matches!(verdict.state, State::Running | State::Paused);
        self.outcome(verdict.metric, in_time, verdict.state == State::Breached);
    }

    fn last_instance(&mut self, verdict: &Verdict) {
        let (met, missed) = (State::Met, State::Breached);
        self.outcome(
            verdict.metric,
            verdict.state == met,
            verdict.state == missed,
        );
    }

    fn outcome(&mut self, metric: Metric, met: bool, missed: bool) {
        if let Some((all_met, all_missed)) = self.outcomes.get_mut(metric as usize) {
            *all_met = all_met.saturating_add(met.into());
            *all_missed = all_missed.saturating_add(missed.into());
        }
    }

    fn figures(self, ticket: &Ticket, calendar: &Calendar, until: DateTime<Utc>) -> TicketFigures {
        let elapsed = |(from, to): (i64, i64)| Elapsed {
            calendar_ms: to - from,
            business_ms: Some(calendar.between_ms(from, to)),
        };
        let solved = self.ended.filter(|_| self.solved);
        let busy = |work_alone: bool| {
            let mut sum = (0, 0);
            for (from, to, work) in &self.stretches {
                if *work || !work_alone {
                    sum.0 += to - from;
                    sum.1 += calendar.between_ms(*from, *to);
                }
            }
            let (calendar_ms, business_ms) = sum;
            let business_ms = Some(business_ms);
            solved.map(|_| Elapsed {
                calendar_ms,
                business_ms,
            })
        };
        let outcomes = Metric::ALL.into_iter().zip(self.outcomes);
        let outcomes = outcomes.filter(|(_, outcome)| *outcome != (0, 0));
        let mut figures = TicketFigures::new(&*ticket.id, ticket.created_at);
        figures.known_until = until.max(ticket.created_at);
        figures.ended_at = self.ended.and_then(DateTime::from_timestamp_millis);
        figures.solved = self.solved;
        figures.handled_by = match (self.agent_replies > 0, self.bot_replied) {
            (true, _) => HandledBy::Human,
            (false, true) => HandledBy::Bot,
            (false, false) => HandledBy::Nobody,
        };
        figures.first_reply = self.first_reply.map(elapsed);
        figures.next_replies = self.next_replies.iter().copied().map(elapsed).collect();
        figures.resolution = solved.map(|at| elapsed((self.created, at)));
        figures.requester_wait = busy(false);
        figures.agent_work = busy(true);
        figures.outcomes = outcomes
            .map(|(metric, (met, missed))| SlaOutcome {
                metric,
                met,
                missed,
            })
            .collect();
        figures.agent_replies = self.agent_replies;
        figures.reopens = ticket.reopened();
        set_dimensions(&mut figures, ticket);
        figures
    }
}

fn set_dimensions(figures: &mut TicketFigures, ticket: &Ticket) {
    let Facts {
        channel,
        priority,
        language,
        tier,
        brand,
        reason,
        fields,
        ..
    } = &ticket.facts;
    let product = fields.get("product").and_then(|product| product.as_str());
    for (name, value) in [
        ("agent", ticket.assignee.as_deref()),
        ("brand", brand.as_deref()),
        ("channel", Some(&**channel)),
        ("language", language.as_deref()),
        ("priority", priority.map(|priority| priority.name())),
        ("product", product),
        ("reason", reason.as_deref()),
        ("team", ticket.team.as_deref()),
        ("tier", tier.as_deref()),
    ] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            figures.dimensions.insert(name.to_owned(), value.to_owned());
        }
    }
}
