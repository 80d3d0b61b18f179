//! A desk held against what people expect of it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cause::shown;
use super::{Expectation, Expectations, TicketHistory};
use crate::desk::{Desk, Ticket};
use crate::error::Error;
use crate::sla::Metric;
use crate::ticket::{Event, Opening, Status};

/// Failures of one expectation that are listed.
const MOST_FAILURES: usize = 100;

/// What came of one expectation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectationOutcome {
    /// Its name.
    pub name: String,
    /// Whether all is as expected.
    pub passed: bool,
    /// Tickets that it was held against.
    pub tickets: u64,
    /// What is otherwise, the first 100.
    pub failures: Vec<ExpectationFailure>,
}

/// One thing that is not as expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectationFailure {
    /// Id of the ticket; absent when it is about none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// What it is about, such as `policy` or `due first_reply_time`.
    pub about: String,
    /// What was expected.
    pub expected: String,
    /// What came.
    pub found: String,
    /// Why it came, as an English sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl std::fmt::Display for ExpectationFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(ticket) = &self.ticket {
            write!(f, "{ticket}: ")?;
        }
        let Self {
            about,
            expected,
            found,
            ..
        } = self;
        write!(f, "{about}: expected {expected}, found {found}")?;
        match &self.why {
            Some(why) => write!(f, " ({why})"),
            None => Ok(()),
        }
    }
}

/// Holds a desk against what is expected of it: an outcome for each
/// expectation, in order. What cannot be checked (a ticket that is not there,
/// an opening that cannot be taken) is a failure like any other.
///
/// ```
/// use deskcore::Desk;
/// use deskcore::what_if::{Expectations, check_expectations};
///
/// let desk = Desk::from_json(r#"{
///     "calendars": {"office": {"tz": "Europe/Rome", "weekly": {"tue": [["09:00", "13:00"]]}}},
///     "policies": [{"id": "default", "calendar": "office", "targets": {"*": {"first_reply_time": "3h"}}}]
/// }"#)?;
/// let expectations = Expectations::from_json(r#"{"expect": [{
///     "name": "a mail of Monday night is due on Tuesday at 12:00",
///     "ticket": {"id": "A-17", "at": "2026-11-23T20:00:00Z", "channel": "email", "priority": "normal"},
///     "expect": {"policy": "default", "due": {"first_reply_time": "2026-11-24 12:00"}}
/// }, {
///     "name": "and not an hour later",
///     "ticket": {"id": "A-18", "at": "2026-11-23T20:00:00Z", "channel": "email", "priority": "normal"},
///     "expect": {"due": {"first_reply_time": "2026-11-24 13:00"}}
/// }]}"#)?;
/// let outcomes = check_expectations(&desk, &expectations);
/// assert!(outcomes[0].passed);
/// let failure = outcomes[1].failures[0].to_string();
/// assert!(failure.starts_with(
///     "A-18: due first_reply_time: expected 2026-11-24 13:00, found 2026-11-24 12:00 Europe/Rome"
/// ));
/// # Ok::<(), deskcore::Error>(())
/// ```
pub fn check_expectations(desk: &Desk, expectations: &Expectations) -> Vec<ExpectationOutcome> {
    let mut checker = Checker {
        desk,
        by_id: BTreeMap::new(),
        history: &expectations.history,
        ends_at: None,
        standing: None,
    };
    for history in &expectations.history {
        checker.by_id.insert(&history.opening.id, history);
        checker.ends_at = checker.ends_at.max(Some(history.ends_at()));
    }
    let expect = expectations.expect.iter();
    expect.map(|one| checker.check(one)).collect()
}

/// A ticket as it stands at an instant, or why it does not.
type Standing = Result<Option<Ticket>, Error>;

struct Checker<'a> {
    desk: &'a Desk,
    by_id: BTreeMap<&'a str, &'a TicketHistory>,
    history: &'a [TicketHistory],
    ends_at: Option<DateTime<Utc>>,
    /// All tickets of the history as they stand at the instant that was asked
    /// for last: expectations of one instant often stand together.
    standing: Option<(DateTime<Utc>, Vec<Ticket>)>,
}

/// What is found out about one expectation.
struct Findings<'e> {
    about: &'e Expectation,
    at: DateTime<Utc>,
    tickets: u64,
    failed: bool,
    failures: Vec<ExpectationFailure>,
}

impl Findings<'_> {
    fn fail(
        &mut self,
        ticket: Option<&str>,
        about: impl Into<String>,
        (expected, found): (impl Into<String>, impl Into<String>),
        why: impl FnOnce() -> Option<String>,
    ) {
        self.failed = true;
        if self.failures.len() < MOST_FAILURES {
            self.failures.push(ExpectationFailure {
                ticket: ticket.map(str::to_owned),
                about: about.into(),
                expected: expected.into(),
                found: found.into(),
                why: why(),
            });
        }
    }

    fn outcome(self) -> ExpectationOutcome {
        ExpectationOutcome {
            name: self.about.name.clone(),
            passed: !self.failed,
            tickets: self.tickets,
            failures: self.failures,
        }
    }
}

/// Its place in the queue.
fn place(ticket: &Ticket) -> (i64, DateTime<Utc>, &str) {
    (ticket.queue_key, ticket.created_at, &ticket.id)
}

fn waits(ticket: &Ticket) -> bool {
    matches!(ticket.status, Status::New | Status::Open)
}

fn name_or<T: std::fmt::Display>(value: Option<T>, none: &str) -> String {
    value.map_or_else(|| none.to_owned(), |value| value.to_string())
}

impl Checker<'_> {
    fn check(&mut self, one: &Expectation) -> ExpectationOutcome {
        let own = one.ticket.as_ref().map(|opening| TicketHistory {
            opening: opening.clone(),
            events: one.events.clone(),
        });
        let end = own
            .as_ref()
            .map(TicketHistory::ends_at)
            .or(self.ends_at)
            .unwrap_or_default();
        let mut findings = Findings {
            about: one,
            at: one.at.unwrap_or(end),
            tickets: 0,
            failed: false,
            failures: Vec::new(),
        };
        let chosen = self.select(one, own.as_ref(), &mut findings);
        findings.tickets = chosen.len() as u64;
        match one.expect.count {
            Some(count) if count != findings.tickets => {
                let found = findings.tickets.to_string();
                findings.fail(None, "count", (count.to_string(), found), || None);
            }
            None if chosen.is_empty() && !findings.failed => {
                let found = "none";
                findings.fail(None, "tickets", ("at least one", found), || None);
            }
            _ => {}
        }
        for ticket in &chosen {
            self.ticket(ticket, &mut findings);
        }
        self.order(&chosen, &mut findings);
        findings.outcome()
    }

    /// The tickets that an expectation is about, as they stand.
    fn select(
        &mut self,
        one: &Expectation,
        own: Option<&TicketHistory>,
        findings: &mut Findings<'_>,
    ) -> Vec<Ticket> {
        let at = findings.at;
        match (own, &*one.tickets, &one.matching) {
            (Some(own), [], None) => {
                let told = |event: &Event, error: &Error| (event.id.clone(), error.to_string());
                let mut refused = Vec::new();
                let stands = self.stand(own, at, |event, error| refused.push(told(event, error)));
                for (event, error) in refused {
                    let about = format!("event {event:?}");
                    let id = Some(own.opening.id.as_str());
                    findings.fail(id, about, ("to be taken", error), || None);
                }
                let ticket = self.stands(&own.opening, stands, findings);
                ticket.into_iter().collect()
            }
            (None, [_, ..], None) if one.events.is_empty() => {
                let mut chosen = Vec::new();
                for id in &one.tickets {
                    match self.by_id.get(id.as_str()) {
                        Some(history) => {
                            let stands = self.stand(history, at, |_, _| {});
                            chosen.extend(self.stands(&history.opening, stands, findings));
                        }
                        None => {
                            let found = "no such ticket in the history";
                            findings.fail(Some(id), "ticket", ("a ticket", found), || None);
                        }
                    }
                }
                chosen
            }
            (None, [], Some(matching)) if one.events.is_empty() => {
                let all = self.standing_at(at).iter();
                all.filter(|ticket| matching.holds(&ticket.facts))
                    .cloned()
                    .collect()
            }
            _ => {
                let expected = "one of ticket (with its events), tickets and matching";
                findings.fail(None, "selection", (expected, "none, or more"), || None);
                Vec::new()
            }
        }
    }

    /// A ticket that stands, or the failure that it does not.
    fn stands(
        &self,
        opening: &Opening,
        stands: Standing,
        findings: &mut Findings<'_>,
    ) -> Option<Ticket> {
        let found = match stands {
            Ok(Some(ticket)) => return Some(ticket),
            Ok(None) => {
                let at = crate::time::instant::format(findings.at);
                format!("it begins after {at}")
            }
            Err(error) => error.to_string(),
        };
        findings.fail(Some(&opening.id), "ticket", ("a ticket", found), || None);
        None
    }

    /// A ticket as it stands at an instant; none when it begins later.
    fn stand(
        &self,
        history: &TicketHistory,
        at: DateTime<Utc>,
        mut refused: impl FnMut(&Event, &Error),
    ) -> Standing {
        if history.opening.at > at {
            return Ok(None);
        }
        let (mut ticket, _) = self.desk.open(&history.opening)?;
        for event in history.in_order(at) {
            if let Err(error) = self.desk.apply(&mut ticket, event) {
                refused(event, &error);
            }
        }
        self.desk.tick(&mut ticket, at);
        Ok(Some(ticket))
    }

    /// All tickets of the history that have begun by an instant.
    fn standing_at(&mut self, at: DateTime<Utc>) -> &[Ticket] {
        if self.standing.as_ref().is_none_or(|(known, _)| *known != at) {
            let all = self.history.iter();
            let all = all.filter_map(|history| self.stand(history, at, |_, _| {}).ok().flatten());
            self.standing = Some((at, all.collect()));
        }
        self.standing.as_ref().map_or(&[], |(_, tickets)| tickets)
    }

    /// What is expected of a ticket by itself.
    fn ticket(&self, ticket: &Ticket, findings: &mut Findings<'_>) {
        let (at, expect) = (findings.at, &findings.about.expect);
        let id = Some(ticket.id.as_str());
        if let Some(policy) = &expect.policy {
            let found = ticket.policy().map(|policy| &policy.id);
            if found != Some(policy) {
                let found = name_or(found, "none");
                let why = || Some(self.why_not(policy, ticket));
                findings.fail(id, "policy", (policy, found), why);
            }
        }
        if let Some(priority) = expect.priority
            && ticket.facts.priority != Some(priority)
        {
            let found = name_or(ticket.facts.priority, "none");
            findings.fail(id, "priority", (priority.name(), found), || None);
        }
        if let Some(status) = expect.status
            && ticket.status != status
        {
            findings.fail(id, "status", (status.name(), ticket.status.name()), || None);
        }
        let why = |metric: Metric| {
            let why = self.desk.explain(ticket, metric, at)?;
            Some(why.text)
        };
        for (metric, state) in &expect.state {
            let verdict = self.desk.verdict(ticket, *metric, at);
            if verdict.state != *state {
                let about = format!("state {metric}");
                let texts = (state.name(), verdict.state.name());
                findings.fail(id, about, texts, || why(*metric));
            }
        }
        let zone = self.desk.calendar_of(ticket).tz();
        for (metric, due) in &expect.due {
            let verdict = self.desk.verdict(ticket, *metric, at);
            let is_so = match (due, verdict.due_at) {
                (Some(due), Some(at)) => due.is(at, zone),
                (None, None) => true,
                _ => false,
            };
            if !is_so {
                let found = verdict.due_at.map(|at| match due {
                    Some(due) => due.like(at, zone),
                    None => crate::time::instant::format(at),
                });
                let texts = (name_or(due.as_ref(), "never"), name_or(found, "never"));
                findings.fail(id, format!("due {metric}"), texts, || why(*metric));
            }
        }
        for (metric, target) in &expect.target {
            let found = self.desk.verdict(ticket, *metric, at).target_s;
            let expected = target.map(|target| target.seconds() as i64);
            if found != expected {
                let text = |target: Option<i64>| name_or(target.map(shown), "none");
                let texts = (text(expected), text(found));
                findings.fail(id, format!("target {metric}"), texts, || why(*metric));
            }
        }
    }

    /// Why a policy does not apply to a ticket.
    fn why_not(&self, id: &str, ticket: &Ticket) -> String {
        let mut policies = self.desk.config().policies.iter();
        match policies.find(|policy| policy.id == id) {
            None => format!("the desk has no policy {id:?}"),
            Some(policy) if !policy.when.holds(&ticket.facts) => {
                format!("the condition of {id:?} does not hold")
            }
            Some(_) => {
                let taken = name_or(ticket.policy().map(|policy| &policy.id), "another");
                format!("{id:?} holds too, but {taken:?} comes before it")
            }
        }
    }

    /// What is expected of the tickets' places in the queue.
    fn order(&mut self, chosen: &[Ticket], findings: &mut Findings<'_>) {
        let (at, expect) = (findings.at, &findings.about.expect);
        let Some(last) = chosen.iter().max_by(|a, b| place(a).cmp(&place(b))) else {
            return;
        };
        let desk = self.desk;
        let ahead = |other: &Ticket, findings: &mut Findings<'_>| {
            let why = || {
                let key = |ticket: &Ticket| {
                    let key = desk.explain_queue_key(ticket);
                    let parts = key.contributions.iter().map(|part| &*part.name);
                    let parts: Vec<&str> = parts.collect();
                    format!("{} has {} of {}", ticket.id, key.key, parts.join(", "))
                };
                Some(format!("{}; {}", key(last), key(other)))
            };
            let texts = (format!("before {}", other.id), "behind it");
            findings.fail(Some(&last.id), "queue", texts, why);
        };
        for id in &expect.before {
            let Some(history) = self.by_id.get(id.as_str()) else {
                let found = "no such ticket in the history";
                findings.fail(Some(id), "ticket", ("a ticket", found), || None);
                continue;
            };
            let stands = self.stand(history, at, |_, _| {});
            if let Some(other) = self.stands(&history.opening, stands, findings)
                && place(&other) < place(last)
            {
                ahead(&other, findings);
            }
        }
        if expect.first {
            for ticket in chosen.iter().filter(|ticket| !waits(ticket)) {
                let found = ticket.status.name();
                findings.fail(Some(&ticket.id), "queue", ("new or open", found), || None);
            }
            let own = crate::order::set(chosen.iter().map(|ticket| &*ticket.id));
            let others = self.standing_at(at).iter();
            let sooner = others
                .filter(|other| waits(other) && !own.contains(&*other.id))
                .min_by(|a, b| place(a).cmp(&place(b)))
                .filter(|other| place(other) < place(last));
            if let Some(other) = sooner {
                ahead(other, findings);
            }
        }
    }
}
