//! The story of one ticket, from the first message to the batch that closes
//! it: who says what, and where that leaves the ticket.

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use crate::chance::Chance;
use crate::hours::{SHOP_ZONE, day, instant, local_date};
use crate::pace;
use crate::ticket::{Actor, Channel, Event, Facts, Language, Priority, Reason, Row, Status, Story};

/// Answers after which any ticket is solved.
const LAST_TURN: i64 = 5;

/// Tells the story of a ticket. `queue` is how long those who were first
/// keep the agents busy.
pub(crate) fn tell(chance: &mut Chance, facts: Facts, queue: TimeDelta) -> Story {
    let agent = pick_agent(chance, &facts);
    let mut teller = Teller {
        chance,
        facts,
        agent,
        rows: Vec::new(),
    };
    teller.whole(queue);
    let Teller {
        facts, mut rows, ..
    } = teller;
    rows.sort_by_key(|row| row.at);
    Story { facts, rows }
}

/// Agents by language; ids are first names.
fn pick_agent(chance: &mut Chance, facts: &Facts) -> &'static str {
    let (ana, giulia, marco, sara, mihai, elena) = match (facts.language, facts.channel.is_live()) {
        (Language::Italian, true) => (10, 15, 35, 30, 0, 10),
        (Language::Italian, false) => (30, 35, 10, 15, 0, 10),
        (Language::Romanian, _) => (5, 0, 0, 0, 55, 40),
        (Language::English, _) => (0, 35, 5, 40, 20, 0),
    };
    chance.weighted(
        "ana",
        &[
            ("ana", ana),
            ("giulia", giulia),
            ("marco", marco),
            ("sara", sara),
            ("mihai", mihai),
            ("elena", elena),
        ],
    )
}

/// What an agent's answer leads to.
#[derive(Clone, Copy)]
enum Step {
    Solve,
    /// The customer is asked for something.
    Ask,
    /// A carrier or the warehouse is asked.
    Hold,
    /// "We are looking into it."
    Promise,
}

struct Teller<'a> {
    chance: &'a mut Chance,
    facts: Facts,
    agent: &'static str,
    rows: Vec<Row>,
}

impl Teller<'_> {
    fn whole(&mut self, queue: TimeDelta) {
        let from = self.facts.at;
        self.push(from, Event::Created, Actor::Customer);
        let away = !pace::shift(self.facts.channel).is_open(from);
        if self.facts.channel.is_live() && away && self.chance.permille(950) {
            let at = self.later(from, 2, 7);
            self.push(at, Event::BotReply, Actor::Bot);
        }
        if self.chance.permille(16) {
            return self.forgotten();
        }
        let answer = pace::answer(self.chance, &self.facts, from) + queue;
        if self.unanswered(answer) {
            return;
        }
        self.taken(from, answer);
        let solved = self.converse(answer);
        self.thanks(solved);
        if self.chance.permille(72) {
            self.reopened();
        }
        if self.chance.permille(860) {
            let closed = batch(self.last());
            self.push(closed, Event::Status(Status::Closed), Actor::Automation);
        }
    }

    /// Nobody ever answers; some customers write again.
    fn forgotten(&mut self) {
        let mut at = self.facts.at;
        for _ in 0..self.chance.between(0, 2) {
            at += TimeDelta::seconds(self.chance.log_normal(40 * 3600, 500));
            self.push(at, Event::CustomerMessage, Actor::Customer);
        }
    }

    /// Over without an answer: the message asks for none, or the shop's own
    /// systems settle it. Tells whether that is so.
    fn unanswered(&mut self, answer: DateTime<Utc>) -> bool {
        let amazon = self.facts.channel == Channel::Amazon;
        let solver = if amazon && self.chance.permille(90) {
            self.push(answer, Event::NoReplyNeeded, Actor::Agent);
            Actor::Agent
        } else if self.facts.reason == Reason::WhereIsMyOrder && self.chance.permille(22) {
            // The parcel arrived meanwhile.
            Actor::Host
        } else {
            return false;
        };
        let solved = self.later(answer, 2, 20);
        self.push(solved, Event::Status(Status::Solved), solver);
        self.push(
            batch(solved),
            Event::Status(Status::Closed),
            Actor::Automation,
        );
        true
    }

    /// What happens until an agent answers for the first time.
    fn taken(&mut self, from: DateTime<Utc>, answer: DateTime<Utc>) {
        let wait = (answer - from).num_seconds();
        let lead = if self.facts.channel.is_live() {
            self.chance.between(5, 25)
        } else {
            self.chance.between(90, 1500)
        };
        let taken = answer - TimeDelta::seconds(lead.min(wait / 2));
        self.push(taken, Event::Assigned, Actor::Automation);
        self.push(taken, Event::Status(Status::Open), Actor::Automation);
        let patience = if self.facts.channel.is_live() {
            90
        } else {
            3 * 3600
        };
        if wait > patience && self.chance.permille(180) {
            let at = self.later(from, patience * 2 / 3, wait - 1);
            self.push(at, Event::CustomerMessage, Actor::Customer);
            if self.chance.permille(300) {
                self.press(at, true);
            }
        } else if self.chance.permille(55) {
            let up = self.chance.permille(750);
            self.press(taken, up);
        }
        if self.chance.permille(90) {
            self.push(taken, Event::InternalNote, Actor::Agent);
        }
    }

    /// Changes the priority by one, where there is one more.
    fn press(&mut self, at: DateTime<Utc>, up: bool) {
        let to = match (self.facts.priority, up) {
            (Priority::Low, true) | (Priority::High, false) => Priority::Normal,
            (Priority::Normal, true) | (Priority::Urgent, false) => Priority::High,
            (Priority::High | Priority::Urgent, true) => Priority::Urgent,
            (Priority::Normal | Priority::Low, false) => Priority::Low,
        };
        if to != self.facts.priority {
            self.push(at, Event::Priority(to), Actor::Automation);
        }
    }

    /// Answers and reactions, until the ticket is solved: the instant of that.
    fn converse(&mut self, mut answer: DateTime<Utc>) -> DateTime<Utc> {
        let mut turn = 0;
        loop {
            self.push(answer, Event::AgentReply, Actor::Agent);
            self.away_message(answer);
            let left = match self.step(turn) {
                Step::Solve => Err(self.solve(answer)),
                Step::Ask => self.ask(answer),
                Step::Hold => Ok(self.hold(answer)),
                Step::Promise => Ok(self.promise(answer)),
            };
            match left {
                Ok(next) => answer = next,
                Err(solved) => return solved,
            }
            turn += 1;
        }
    }

    fn step(&mut self, turn: i64) -> Step {
        let complex = self.facts.reason.is_complex();
        let (solve, ask, hold, promise) = match (self.facts.channel.is_live(), complex) {
            _ if turn >= LAST_TURN => return Step::Solve,
            (true, false) => (40, 57, 2, 1),
            (true, true) => (18, 62, 14, 6),
            (false, false) => (62, 25, 7, 6),
            (false, true) => (26, 36, 26, 12),
        };
        self.chance.weighted(
            Step::Solve,
            &[
                (Step::Solve, solve + 15 * turn),
                (Step::Ask, ask),
                (Step::Hold, hold),
                (Step::Promise, promise),
            ],
        )
    }

    fn solve(&mut self, answer: DateTime<Utc>) -> DateTime<Utc> {
        let at = self.later(answer, 2, 40);
        self.push(at, Event::Status(Status::Solved), Actor::Agent);
        at
    }

    /// The next answer, or the instant at which a silent customer's ticket is
    /// taken as solved.
    fn ask(&mut self, answer: DateTime<Utc>) -> Result<DateTime<Utc>, DateTime<Utc>> {
        let chat = self.facts.channel == Channel::Chat;
        if !chat {
            let at = self.later(answer, 1, 15);
            self.push(at, Event::Status(Status::Pending), Actor::Agent);
        }
        let reaction = pace::reaction(self.chance, self.facts.channel, answer);
        let idle = if chat {
            TimeDelta::minutes(30)
        } else {
            TimeDelta::hours(72)
        };
        if reaction - answer < idle && self.chance.permille(860) {
            return Ok(self.customer_writes(reaction, !chat));
        }
        let solved = answer + idle;
        self.push(solved, Event::Status(Status::Solved), Actor::Automation);
        Err(solved)
    }

    /// The ticket rests until somebody else has done their part, or the
    /// customer asks how it goes.
    fn hold(&mut self, answer: DateTime<Utc>) -> DateTime<Utc> {
        let note = self.later(answer, 20, 240);
        self.push(note, Event::InternalNote, Actor::Agent);
        let held = self.later(note, 1, 10);
        self.push(held, Event::Status(Status::OnHold), Actor::Agent);
        let work = self.chance.log_normal(9 * 3600, 600);
        let back = pace::shift(self.facts.channel).after(held, work);
        if self.chance.permille(280) {
            let asked = self.later(held, 600, (back - held).num_seconds());
            return self.customer_writes(asked, true);
        }
        if self.chance.permille(400) {
            self.push(back, Event::InternalNote, Actor::Host);
        }
        self.push(back, Event::Status(Status::Open), Actor::Automation);
        pace::answer(self.chance, &self.facts, back)
    }

    /// The agent comes back by themselves, mostly the same or the next day.
    fn promise(&mut self, answer: DateTime<Utc>) -> DateTime<Utc> {
        let work = self.chance.log_normal(3 * 3600, 700);
        let back = pace::shift(self.facts.channel).after(answer, work);
        if self.chance.permille(150) {
            let asked = self.later(answer, 60, (back - answer).num_seconds());
            self.push(asked, Event::CustomerMessage, Actor::Customer);
        }
        back
    }

    /// A message that wants an answer, and when it gets it. Help desks open
    /// the ticket again by themselves.
    fn customer_writes(&mut self, at: DateTime<Utc>, opens: bool) -> DateTime<Utc> {
        self.push(at, Event::CustomerMessage, Actor::Customer);
        if opens {
            self.push(at, Event::Status(Status::Open), Actor::Automation);
        }
        if self.chance.permille(60) {
            let more = self.later(at, 5, 60);
            self.push(more, Event::CustomerMessage, Actor::Customer);
            return pace::answer(self.chance, &self.facts, more);
        }
        pace::answer(self.chance, &self.facts, at)
    }

    /// A mailbox that says its owner is away, most of all around the Romanian
    /// holidays.
    fn away_message(&mut self, answer: DateTime<Utc>) {
        let date = local_date(answer);
        let holidays = day(2026, 11, 30) <= date && date <= day(2026, 12, 1);
        let share = match (self.facts.channel, self.facts.language) {
            (Channel::Email, Language::Romanian) if holidays => 220,
            (Channel::Email, _) => 16,
            _ => 0,
        };
        if self.chance.permille(share) {
            let at = self.later(answer, 4, 30);
            self.push(at, Event::AutoMessage, Actor::Customer);
        }
    }

    fn thanks(&mut self, solved: DateTime<Utc>) {
        if self.chance.permille(170) {
            let at = pace::reaction(self.chance, self.facts.channel, solved);
            // Before any batch can have closed it.
            let at = at.min(solved + TimeDelta::hours(48));
            let amazon = self.facts.channel == Channel::Amazon;
            if amazon && self.chance.permille(600) {
                // Amazon's messages carry no such mark: an agent sets it.
                self.push(at, Event::CustomerMessage, Actor::Customer);
                let marked = pace::answer(self.chance, &self.facts, at);
                self.push(marked, Event::NoReplyNeeded, Actor::Agent);
            } else {
                self.push(at, Event::CustomerThanks, Actor::Customer);
            }
        }
    }

    /// It was not solved after all.
    fn reopened(&mut self) {
        let silence = self.chance.log_normal(20 * 3600, 600).min(90 * 3600);
        // After the thanks, and what came of them.
        let at = self.last() + TimeDelta::seconds(silence);
        let answer = self.customer_writes(at, true);
        self.push(answer, Event::AgentReply, Actor::Agent);
        self.solve(answer);
    }

    /// The latest that is known so far.
    fn last(&self) -> DateTime<Utc> {
        let rows = self.rows.iter().map(|row| row.at);
        rows.fold(self.facts.at, DateTime::max)
    }

    fn later(&mut self, from: DateTime<Utc>, low: i64, high: i64) -> DateTime<Utc> {
        from + TimeDelta::seconds(self.chance.between(low, high))
    }

    fn push(&mut self, at: DateTime<Utc>, event: Event, actor: Actor) {
        let named = actor == Actor::Agent || event == Event::Assigned;
        self.rows.push(Row {
            at,
            event,
            actor,
            agent: if named { self.agent } else { "" },
        });
    }
}

/// The batch that closes what has been solved and quiet for four days and
/// more: it runs on Tuesdays and Saturdays at a quarter past three.
fn batch(quiet_since: DateTime<Utc>) -> DateTime<Utc> {
    let earliest = quiet_since + TimeDelta::days(4);
    local_date(earliest)
        .iter_days()
        .take(8)
        .filter(|date| matches!(date.weekday().num_days_from_monday(), 1 | 5))
        .map(|date| instant(SHOP_ZONE, date, 3 * 60 + 15, 0))
        .find(|at| *at >= earliest)
        .unwrap_or(earliest)
}
