//! Two desks on one history, expectations as tests, and promises held against
//! a year.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper that fails is a test that fails"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc, Weekday};
use common::{History, history, shuffled};
use deskcore::ticket::EventKind;
use deskcore::time::Zone;
use deskcore::what_if::{
    ChangeCause, Comparer, Comparison, DueTime, Expectations, PromiseQuestion, TicketHistory,
    check_expectations, compare, promise_check,
};
use deskcore::{Desk, EffectKind, Metric, State};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

fn told(history: &History) -> TicketHistory {
    TicketHistory {
        opening: history.opening.clone(),
        events: history.events.clone(),
    }
}

/// The breaches that a desk tells of, each instance once.
fn breaches(desk: &Desk, history: &History) -> BTreeMap<Metric, u64> {
    let (mut ticket, mut effects) = desk.open(&history.opening).unwrap();
    for event in &history.events {
        effects.extend(desk.apply(&mut ticket, event).unwrap_or_default());
    }
    effects.extend(desk.tick(&mut ticket, history.end()));
    let breached = effects.iter().filter_map(|effect| match &effect.kind {
        EffectKind::SlaBreach { clock } => Some((clock.metric, clock.instance)),
        _ => None,
    });
    let mut counts = BTreeMap::new();
    for (metric, _) in breached.collect::<BTreeSet<_>>() {
        *counts.entry(metric).or_default() += 1;
    }
    counts
}

fn breached(comparison: &Comparison, after: bool) -> BTreeMap<Metric, u64> {
    let totals = comparison.by_metric.iter().map(|totals| {
        let counts = if after { totals.after } else { totals.before };
        (totals.metric, counts.breached)
    });
    totals.filter(|(_, breached)| *breached > 0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    /// A desk against itself makes no difference, whenever it is asked and in
    /// whatever order the events come.
    #[test]
    fn a_desk_is_as_it_is(
        mut history in history(),
        number in any::<Index>(),
        part in any::<u32>(),
        order in vec(any::<Index>(), 8),
    ) {
        for (seq, event) in (0..).zip(&mut history.events) {
            event.seq = seq;
        }
        let until = history.between(number.index(history.events.len() + 1), part);
        let desk = history.desk();
        let comparison = compare(&[told(&history)], &desk, &history.desk(), Some(until)).unwrap();
        prop_assert!(comparison.is_empty(), "{comparison:#?}");
        prop_assert_eq!(comparison.tickets, 1);
        for totals in comparison.by_metric.iter().chain(&comparison.by_channel) {
            prop_assert_eq!(totals.before, totals.after);
            prop_assert_eq!(totals.changed, 0);
        }
        history.events = shuffled(history.events, &order);
        let again = compare(&[told(&history)], &desk, &desk, Some(until)).unwrap();
        prop_assert_eq!(again, comparison);
    }

    /// Where nothing that policies select on changes, the breaches that a
    /// desk tells of are those that are counted: every instance of every
    /// metric.
    #[test]
    fn every_instance_counts(mut history in history(), other in history()) {
        history.events.retain(|event| !matches!(
            event.kind,
            EventKind::Priority { .. } | EventKind::Details { .. } | EventKind::PolicyReview {}
        ));
        let (before, after) = (history.desk(), other.desk());
        let comparison = compare(&[told(&history)], &before, &after, Some(history.end())).unwrap();
        prop_assert_eq!(breached(&comparison, false), breaches(&before, &history));
        prop_assert_eq!(breached(&comparison, true), breaches(&after, &history));
    }

    /// The other way round, the same changes are told the other way round;
    /// the latest instances end as the desk says of the ticket; each change
    /// has a cause.
    #[test]
    fn the_other_way_round(history in history(), other in history()) {
        let (before, after) = (history.desk(), other.desk());
        let (one, end) = ([told(&history)], Some(history.end()));
        let there = compare(&one, &before, &after, end).unwrap();
        let back = compare(&one, &after, &before, end).unwrap();
        prop_assert_eq!(there.verdicts_changed, back.verdicts_changed);
        prop_assert_eq!(there.dues_changed, back.dues_changed);
        prop_assert_eq!(there.policies_changed, back.policies_changed);
        for (there, back) in there.verdict_changes.iter().zip(&back.verdict_changes) {
            prop_assert_eq!((&there.before, &there.after), (&back.after, &back.before));
            prop_assert_ne!(there.before.state, there.after.state);
            prop_assert!(!there.causes.is_empty());
            prop_assert!(!there.text.is_empty());
        }
        let rebuilt = before.rebuild(&history.opening, &history.events, end).unwrap();
        for change in there.verdict_changes.iter().chain(&there.due_changes) {
            let verdict = before.verdict(&rebuilt.ticket, change.metric, history.end());
            if verdict.instance == change.instance {
                prop_assert_eq!(verdict.state, change.before.state);
                prop_assert_eq!(verdict.due_at, change.before.due_at);
                prop_assert_eq!(verdict.elapsed_s, change.before.elapsed_s);
            }
        }
        let read: Comparison = serde_json::from_str(&serde_json::to_string(&there).unwrap()).unwrap();
        prop_assert_eq!(read, there);
    }
}

fn shop(policies: &Value) -> Desk {
    let desk = json!({
        "calendars": {
            "office": {"tz": "Europe/Rome", "weekly": {"mon": [["09:00", "18:00"]], "tue": "mon", "wed": "mon", "thu": "mon", "fri": "mon"}},
            "early": {"tz": "Europe/Rome", "weekly": {"mon": [["07:00", "18:00"]], "tue": "mon", "wed": "mon", "thu": "mon", "fri": "mon"}}
        },
        "policies": policies
    });
    Desk::from_json(&desk.to_string()).unwrap()
}

/// Opened on Monday at 10:00 in Rome, answered at 13:00, written again at
/// 14:00, answered on Tuesday at 8:00.
fn conversation() -> TicketHistory {
    serde_json::from_value(json!({
        "opening": {"id": "A-17", "at": "2026-11-23T09:00:00Z", "channel": "email", "priority": "normal", "tier": "vip"},
        "events": [
            {"type": "agent_reply", "id": "e2", "at": "2026-11-23T12:00:00Z"},
            {"type": "customer_message", "id": "e3", "at": "2026-11-23T13:00:00Z"},
            {"type": "agent_reply", "id": "e4", "at": "2026-11-24T07:00:00Z"},
        ]
    }))
    .unwrap()
}

fn policy(calendar: &str, first: &str, next: &str) -> Value {
    json!({"id": "all", "calendar": calendar, "targets": {"*": {"first_reply_time": first, "next_reply_time": next}}})
}

fn changes(before: &Value, after: &Value) -> Comparison {
    compare(&[conversation()], &shop(before), &shop(after), None).unwrap()
}

#[test]
fn causes_by_name() {
    let base = json!([policy("office", "4h", "4h")]);
    // 3 h of 2 h.
    let made = changes(&base, &json!([policy("office", "2h", "4h")]));
    assert_eq!((made.verdicts_changed, made.dues_changed), (1, 0));
    let change = &made.verdict_changes[0];
    assert_eq!(
        (change.metric, change.instance),
        (Metric::FirstReplyTime, 1)
    );
    assert_eq!(
        (change.before.state, change.after.state),
        (State::Met, State::Breached)
    );
    assert_eq!(
        change.causes,
        [ChangeCause::TargetChanged {
            before_s: 14_400,
            after_s: 7200
        }]
    );
    assert_eq!(
        change.after.due_at,
        Some("2026-11-23T11:00:00Z".parse().unwrap())
    );

    // From 14:00 to 18:00 and from 7:00 to 8:00: 5 h of 4 h.
    let made = changes(&base, &json!([policy("early", "4h", "4h")]));
    assert_eq!(
        (made.verdicts_changed, made.dues_changed),
        (0, 0),
        "{made:#?}"
    );
    let made = changes(
        &json!([policy("office", "4h", "270m")]),
        &json!([policy("early", "4h", "270m")]),
    );
    assert_eq!((made.verdicts_changed, made.dues_changed), (1, 0));
    assert_eq!(
        made.verdict_changes[0].causes,
        [ChangeCause::CalendarChanged {
            before: Some("office".into()),
            after: Some("early".into())
        }]
    );
    assert!(
        made.verdict_changes[0]
            .text
            .ends_with("it counts by \"early\" instead of \"office\"")
    );

    let vip = json!([
        {"id": "vip", "when": {"tier": ["vip"]}, "calendar": "office", "targets": {"*": {"first_reply_time": "4h"}}},
        policy("office", "4h", "4h")
    ]);
    let made = changes(&base, &vip);
    assert_eq!(
        (
            made.verdicts_changed,
            made.dues_changed,
            made.policies_changed
        ),
        (1, 1, 1)
    );
    let other = ChangeCause::OtherPolicy {
        before: Some("all".into()),
        after: Some("vip".into()),
    };
    assert_eq!(made.due_changes[0].causes, std::slice::from_ref(&other));
    assert_eq!(
        made.verdict_changes[0].causes,
        [other, ChangeCause::TargetRemoved { before_s: 14_400 }]
    );
    assert_eq!(made.verdict_changes[0].after.state, State::NoTarget);
    assert_eq!(made.policy_changes[0].after.as_ref().unwrap().id, "vip");

    let mut waits = policy("office", "4h", "4h");
    waits["targets"]["*"]["total_resolution_time"] = json!("8h");
    let mut paused = waits.clone();
    paused["pause"] = json!({"total_resolution_time": ["open"]});
    let made = changes(&json!([waits]), &json!([paused]));
    assert_eq!(
        made.verdict_changes[0].causes,
        [ChangeCause::PausesChanged {
            before: vec![],
            after: vec![deskcore::ticket::Status::Open]
        }]
    );
}

#[test]
fn causes_that_are_rules() {
    let told = |events: Value| -> TicketHistory {
        let opening = json!({"id": "A-17", "at": "2026-11-23T06:00:00Z", "channel": "email", "priority": "urgent"});
        serde_json::from_value(json!({"opening": opening, "events": events})).unwrap()
    };
    let first_cause = |history: TicketHistory, before: Desk, after: Desk| {
        let made = compare(&[history], &before, &after, None).unwrap();
        assert!(made.verdicts_changed > 0, "{made:#?}");
        made.verdict_changes[0].causes.clone()
    };

    // A bot answers in the first hour, an agent in the third.
    let answers = told(json!([
        {"type": "bot_reply", "id": "e2", "at": "2026-11-23T08:30:00Z"},
        {"type": "agent_reply", "id": "e3", "at": "2026-11-23T10:30:00Z"},
    ]));
    let people = policy("office", "1h", "4h");
    let mut bots = people.clone();
    bots["bot_counts"] = json!(true);
    let [people, bots] = [people, bots].map(|policy| shop(&json!([policy])));
    assert_eq!(
        first_cause(answers, people, bots),
        [ChangeCause::AnswersChanged {}]
    );

    // What waits for the customer is open again with a message, if statuses
    // move by themselves.
    let waits = |automatic: bool| {
        let desk = json!({
            "automatic_status": automatic,
            "policies": [{"id": "all", "targets": {"*": {"requester_wait_time": "4h"}}}],
        });
        Desk::from_json(&desk.to_string()).unwrap()
    };
    let conversation = told(json!([
        {"type": "status", "id": "e2", "at": "2026-11-23T08:00:00Z", "to": "pending"},
        {"type": "customer_message", "id": "e3", "at": "2026-11-23T09:00:00Z"},
        {"type": "status", "id": "e4", "at": "2026-11-23T16:00:00Z", "to": "solved"},
    ]));
    assert_eq!(
        first_cause(conversation, waits(false), waits(true)),
        [ChangeCause::StatusRulesChanged {}]
    );

    // Two hours that did not count, while it was urgent.
    let calmed = told(json!([
        {"type": "priority", "id": "e2", "at": "2026-11-23T08:00:00Z", "to": "normal"},
        {"type": "status", "id": "e3", "at": "2026-11-23T11:00:00Z", "to": "solved"},
    ]));
    let all = json!({"id": "all", "targets": {"*": {"total_resolution_time": "4h"}}});
    let mut urgent = all.clone();
    urgent["id"] = json!("urgent");
    urgent["when"] = json!({"priority": ["urgent"]});
    urgent["pause"] = json!({"total_resolution_time": ["new"]});
    let [before, after] = [json!([urgent, all]), json!([all])].map(|policies| shop(&policies));
    assert_eq!(
        first_cause(calmed, before, after),
        [ChangeCause::Earlier {}]
    );
}

/// A reply ends one update clock and begins the next: both are outcomes.
#[test]
fn an_answer_that_ends_one_clock_and_begins_another() {
    let desk = Desk::from_json(
        r#"{"policies": [{"id": "all", "targets": {"*": {"periodic_update_time": "4h"}}}]}"#,
    );
    let reply = |id: &str, at: &str| json!({"type": "agent_reply", "id": id, "at": at});
    let history = json!({
        "opening": {"id": "A-17", "at": "2026-11-23T09:00:00Z", "channel": "email", "priority": "normal"},
        "events": [
            reply("e2", "2026-11-23T10:00:00Z"),
            reply("e3", "2026-11-23T11:00:00Z"),
            reply("e4", "2026-11-23T16:00:00Z"),
        ]
    });
    let history = [serde_json::from_value(history).unwrap()];
    let desk = desk.unwrap();
    let made = compare(&history, &desk, &desk, None).unwrap();
    let counts = made.by_metric[0].before;
    assert_eq!(made.by_metric[0].metric, Metric::PeriodicUpdateTime);
    assert_eq!((counts.met, counts.breached, counts.running), (1, 1, 1));
}

#[test]
fn tickets_after_the_end_are_passed_over() {
    let desk = shop(&json!([policy("office", "4h", "4h")]));
    let mut comparer = Comparer::new(&desk, &desk, "2026-11-23T08:00:00Z".parse().unwrap());
    comparer.add(&conversation()).unwrap();
    assert_eq!(comparer.finish().tickets, 0);
    let mut wrong = conversation();
    wrong.opening.id.clear();
    let error = compare(&[conversation(), wrong], &desk, &desk, None).unwrap_err();
    assert_eq!(error.path(), Some("/1/opening/id"));
}

#[test]
fn what_is_listed_is_bounded_and_what_is_counted_is_not() {
    let (before, after) = (
        shop(&json!([policy("office", "4h", "4h")])),
        shop(&json!([policy("office", "2h", "4h")])),
    );
    let mut comparer = Comparer::new(&before, &after, conversation().ends_at()).listing(2);
    for _ in 0..5 {
        comparer.add(&conversation()).unwrap();
    }
    let made = comparer.finish();
    assert_eq!((made.verdict_changes.len(), made.verdicts_changed), (2, 5));
    assert_eq!(made.by_channel[0].channel.as_deref(), Some("email"));
    assert_eq!(
        (
            made.by_channel[0].before.met,
            made.by_channel[0].after.breached
        ),
        (5, 5)
    );
}

#[test]
fn expectations_that_hold_and_that_fail() {
    let desk = shop(&json!([
        {"id": "vip", "when": {"tier": ["vip"]}, "calendar": "office", "targets": {"*": {"first_reply_time": "1h"}}},
        policy("office", "4h", "4h")
    ]));
    let ticket = |id: &str, at: &str, tier: &str| json!({"opening": {"id": id, "at": at, "channel": "email", "priority": "normal", "tier": tier}});
    let expect = json!({
        "history": [
            ticket("A-1", "2026-11-23T09:00:00Z", "usual"),
            ticket("A-2", "2026-11-23T10:00:00Z", "vip"),
            ticket("A-3", "2026-11-23T11:00:00Z", "usual"),
        ],
        "expect": [
            {"name": "the VIP comes first", "tickets": ["A-2"], "expect": {"first": true, "before": ["A-1", "A-3"], "policy": "vip"}},
            {"name": "the oldest does not", "tickets": ["A-1"], "expect": {"first": true}},
            {"name": "nor before", "tickets": ["A-3"], "expect": {"before": ["A-2", "A-9"]}},
            {"name": "all usual ones", "matching": {"tier": ["usual"]}, "expect": {"count": 2, "policy": "all", "target": {"first_reply_time": "4h", "total_resolution_time": null}}},
            {"name": "none is urgent", "matching": {"priority": ["urgent"]}, "expect": {"policy": "all"}},
            {"name": "none at all", "matching": {"priority": ["urgent"]}, "expect": {"count": 0}},
            {"name": "before they came", "at": "2026-11-23T09:30:00Z", "matching": {}, "expect": {"count": 1}},
            {"name": "not there", "tickets": ["A-4"], "expect": {}},
            {"name": "selects nothing", "expect": {}},
            {
                "name": "all that can be wrong", "at": "2026-11-24T10:00:00Z",
                "ticket": {"id": "B-1", "at": "2026-11-23T09:00:00Z", "channel": "email"},
                "events": [
                    {"type": "priority", "id": "e1", "at": "2026-11-23T09:00:00Z", "to": "normal"},
                    {"type": "status", "id": "e2", "at": "2026-11-23T10:00:00Z", "to": "new"},
                    {"type": "agent_reply", "id": "e3", "at": "2026-11-23T11:00:00Z"},
                    {"type": "status", "id": "e4", "at": "2026-11-23T12:00:00Z", "to": "new"},
                ],
                "expect": {
                    "policy": "vip", "priority": "urgent", "status": "solved",
                    "state": {"first_reply_time": "breached"},
                    "due": {"first_reply_time": "2026-11-23T12:00:00Z", "next_reply_time": "2026-11-23 12:00"},
                    "target": {"first_reply_time": "1h"}
                }
            },
        ]
    });
    let expectations = Expectations::from_json(&expect.to_string()).unwrap();
    let outcomes = check_expectations(&desk, &expectations);
    let passed: Vec<bool> = outcomes.iter().map(|outcome| outcome.passed).collect();
    assert_eq!(
        passed,
        [
            true, false, false, true, false, true, true, false, false, false
        ],
        "{outcomes:#?}"
    );
    let failures: Vec<String> = outcomes
        .iter()
        .flat_map(|outcome| &outcome.failures)
        .map(|failure| {
            format!(
                "{}/{}/{}/{}",
                failure.ticket.as_deref().unwrap_or("-"),
                failure.about,
                failure.expected,
                failure.found
            )
        })
        .collect();
    assert_eq!(
        failures,
        [
            "A-1/queue/before A-2/behind it",
            "A-3/queue/before A-2/behind it",
            "A-9/ticket/a ticket/no such ticket in the history",
            "-/tickets/at least one/none",
            "A-4/ticket/a ticket/no such ticket in the history",
            "-/selection/one of ticket (with its events), tickets and matching/none, or more",
            "B-1/event \"e4\"/to be taken/status open cannot become new: expected any other than new",
            "B-1/policy/vip/all",
            "B-1/priority/urgent/normal",
            "B-1/status/solved/open",
            "B-1/state first_reply_time/breached/met",
            "B-1/due first_reply_time/2026-11-23T12:00:00Z/2026-11-23T13:00:00Z",
            "B-1/due next_reply_time/2026-11-23 12:00/never",
            "B-1/target first_reply_time/1h/4h",
        ]
    );
    let why = |outcome: usize, failure: usize| outcomes[outcome].failures[failure].why.clone();
    assert_eq!(why(9, 1).unwrap(), "the condition of \"vip\" does not hold");
    assert!(
        why(9, 4)
            .unwrap()
            .starts_with("first_reply_time is met, due Mon 23 Nov 2026 14:00")
    );
    assert!(why(1, 0).unwrap().contains("due:first_reply_time"));
}

#[test]
fn due_times_are_read_and_written_alike() {
    for text in [
        "2026-11-24T11:00:00Z",
        "2026-11-24 12:00",
        "2026-11-24 12:00:30 Europe/Bucharest",
    ] {
        assert_eq!(text.parse::<DueTime>().unwrap().to_string(), text);
    }
    for text in [
        "",
        "2026-11-24",
        "12:00",
        "2026-11-24 12:00 Europe/Roma",
        "2026-11-24 12:00 UTC x",
    ] {
        text.parse::<DueTime>().unwrap_err();
    }
    // Half past two comes twice on the night the clocks go back.
    let twice: DueTime = "2026-10-25 02:30".parse().unwrap();
    let rome: Zone = "Europe/Rome".parse().unwrap();
    for (at, is) in [
        ("2026-10-25T00:30:00Z", true),
        ("2026-10-25T01:30:00Z", true),
        ("2026-10-25T02:30:00Z", false),
    ] {
        assert_eq!(twice.is(at.parse().unwrap(), rome), is);
    }
}

/// Waits of every minute of 2026 in Rome, walked minute by minute.
struct Walked {
    /// Local date and minute of the week of an arrival, and its wait in
    /// minutes.
    arrivals: Vec<(NaiveDate, usize, i64)>,
}

impl Walked {
    fn new(open: impl Fn(NaiveDate, u32) -> bool, target: i64) -> Self {
        let rome = chrono_tz::Europe::Rome;
        let start: DateTime<Utc> = "2025-12-31T23:00:00Z".parse().unwrap();
        let minutes = 365 * 1440;
        let local = |minute: i64| (start + TimeDelta::minutes(minute)).with_timezone(&rome);
        let mut before = vec![0_i64];
        for minute in 0..minutes + 30 * 1440 {
            let at = local(minute);
            let is_open = open(at.date_naive(), at.hour() * 60 + at.minute());
            before.push(before[minute as usize] + i64::from(is_open));
        }
        let arrivals = (0..minutes).map(|minute| {
            let due = before.partition_point(|passed| *passed < before[minute as usize] + target);
            let at = local(minute);
            let week = at.weekday().num_days_from_monday() * 1440 + at.hour() * 60 + at.minute();
            (at.date_naive(), week as usize, due as i64 - minute)
        });
        Self {
            arrivals: arrivals.collect(),
        }
    }

    fn longest(&self) -> i64 {
        self.arrivals
            .iter()
            .map(|(_, _, wait)| wait * 60)
            .max()
            .unwrap()
    }

    fn late(&self, promise: i64) -> u64 {
        self.arrivals
            .iter()
            .filter(|(_, _, wait)| *wait > promise)
            .count() as u64
    }

    fn by_minute(&self) -> Vec<i64> {
        let mut worst = vec![0; 7 * 1440];
        for (_, minute, wait) in &self.arrivals {
            worst[*minute] = *wait.max(&worst[*minute]);
        }
        worst
    }

    fn by_date(&self) -> BTreeMap<NaiveDate, i64> {
        let mut worst = BTreeMap::new();
        for (date, _, wait) in &self.arrivals {
            let known: &mut i64 = worst.entry(*date).or_default();
            *known = *wait.max(known);
        }
        worst
    }
}

fn weekly(date: NaiveDate, minute: u32, nights: bool) -> bool {
    match (date.weekday(), nights) {
        (Weekday::Sat | Weekday::Sun, false) => false,
        (Weekday::Fri, false) => (540..780).contains(&minute),
        (_, false) => (540..780).contains(&minute) || (840..1080).contains(&minute),
        // Open from 22:00 to 6:00, but not in the night to Monday.
        (Weekday::Sun, true) => minute < 360,
        (Weekday::Mon, true) => minute >= 1320,
        (_, true) => !(360..1320).contains(&minute),
    }
}

/// An office and a night shift, over both nights in which the clocks change,
/// with holidays and a short day, against a walk minute by minute.
#[test]
fn promises_against_a_walk_through_the_year() {
    let office = json!({"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "tue": "mon", "wed": "mon", "thu": "mon", "fri": [["09:00", "13:00"]]});
    let nights = json!({"mon": [["22:00", "06:00"]], "tue": "mon", "wed": "mon", "thu": "mon", "fri": "mon", "sat": "mon"});
    let holidays = ["2026-12-08", "2026-12-25"];
    for (weekly_hours, is_night, target, promise) in
        [(office, false, 120, 120), (nights, true, 90, 100)]
    {
        let desk = json!({
            "calendars": {"hours": {"tz": "Europe/Rome", "weekly": weekly_hours, "holidays": holidays, "overrides": {"2026-12-24": [["09:00", "10:00"]]}}},
            "policies": [{"id": "all", "calendar": "hours", "targets": {
                "*": {"first_reply_time": target * 60}, "urgent": {"first_reply_time": {"target": "1h", "hours": "calendar"}}
            }}]
        });
        let desk = Desk::from_json(&desk.to_string()).unwrap();
        let within = format!("{promise}m").parse().unwrap();
        let checks = promise_check(&desk, &PromiseQuestion::new(within)).unwrap();
        assert_eq!(checks.len(), 2);
        let (check, urgent) = (&checks[0], &checks[1]);
        assert_eq!((check.year, check.arrivals), (2026, 525_600));
        assert!(urgent.holds && urgent.windows.is_empty() && urgent.dates.is_empty());
        assert_eq!(urgent.worst_s, Some(3600));

        let ordinary = Walked::new(|date, minute| weekly(date, minute, is_night), target);
        let whole = Walked::new(
            |date, minute| {
                // A night shift belongs to the day on which it begins.
                let day = if is_night && minute < 360 {
                    date.pred_opt().unwrap()
                } else {
                    date
                };
                match day.to_string().as_str() {
                    "2026-12-08" | "2026-12-25" => false,
                    "2026-12-24" => (540..600).contains(&minute) && day == date,
                    _ => {
                        weekly(date, minute, is_night)
                            || (is_night
                                && (540..600).contains(&minute)
                                && date.to_string() == "2026-12-24")
                    }
                }
            },
            target,
        );
        assert_eq!(check.worst_ordinary_s, Some(ordinary.longest()));
        assert_eq!(check.worst_s, Some(whole.longest()));
        assert_eq!(check.late_arrivals, whole.late(promise));
        assert!(!check.holds);

        let by_date = whole.by_date();
        let mut worst: Vec<_> = by_date
            .iter()
            .filter(|(_, wait)| **wait > promise)
            .collect();
        worst.sort_by_key(|(date, wait)| (-**wait, **date));
        let found: Vec<_> = check
            .dates
            .iter()
            .map(|date| (date.date, date.wait_s.unwrap() / 60))
            .collect();
        let expected: Vec<_> = worst
            .into_iter()
            .take(10)
            .map(|(date, wait)| (*date, *wait))
            .collect();
        assert_eq!(found, expected);

        let minute_of = |day: Weekday, time: &str| {
            let (hours, minutes) = time.split_once(':').unwrap();
            let time = hours.parse::<usize>().unwrap() * 60 + minutes.parse::<usize>().unwrap();
            day.num_days_from_monday() as usize * 1440 + time
        };
        let mut late = vec![false; 7 * 1440];
        for window in &check.windows {
            let (start, end) = (
                minute_of(window.start_day, &window.start),
                minute_of(window.end_day, &window.end),
            );
            let mut minute = start;
            while minute != end {
                late[minute] = true;
                minute = (minute + 1) % (7 * 1440);
            }
        }
        let expected: Vec<bool> = ordinary
            .by_minute()
            .iter()
            .map(|wait| *wait > promise)
            .collect();
        assert_eq!(late, expected, "{:#?}", check.windows);
    }
}

#[test]
fn promises_that_hold_never_or_cannot_be_asked() {
    let desk = shop(&json!([policy("office", "2h", "4h")]));
    let ask = |within: &str, change: fn(&mut PromiseQuestion)| {
        let mut question = PromiseQuestion::new(within.parse().unwrap());
        change(&mut question);
        promise_check(&desk, &question)
    };
    let checks = ask("2h", |question| question.year = Some(2026)).unwrap();
    assert_eq!(checks[0].windows.len(), 5);
    let friday = &checks[0].windows[4];
    assert_eq!(
        (
            friday.start_day,
            &*friday.start,
            friday.end_day,
            &*friday.end
        ),
        (Weekday::Fri, "16:01", Weekday::Mon, "09:00")
    );
    let checks = ask("1h", |_| {}).unwrap();
    assert_eq!(checks[0].windows.len(), 1);
    assert!(checks[0].text.contains("at any time"), "{}", checks[0].text);
    assert_eq!(checks[0].year, 2024);
    assert!(ask("100h", |_| {}).unwrap()[0].holds);
    assert!(
        ask("1h", |question| question.metric = Metric::AgentWorkTime)
            .unwrap()
            .is_empty()
    );
    for (path, made) in [
        ("/within", ask("0s", |_| {})),
        ("/year", ask("1h", |question| question.year = Some(2100))),
        (
            "/policy",
            ask("1h", |question| question.policy = Some("al".into())),
        ),
    ] {
        assert_eq!(made.unwrap_err().path(), Some(path));
    }
    let closed = r#"{"calendars": {"never": {"tz": "UTC", "weekly": {}, "overrides": {"2020-01-01": [["09:00", "10:00"]]}}},
        "policies": [{"id": "all", "calendar": "never", "targets": {"*": {"first_reply_time": "2h"}}}]}"#;
    let closed = Desk::from_json(closed).unwrap();
    let mut question = PromiseQuestion::new("2h".parse().unwrap());
    question.year = Some(2026);
    let checks = promise_check(&closed, &question).unwrap();
    assert_eq!(
        (checks[0].worst_s, checks[0].windows[0].worst_s),
        (None, None)
    );
    assert!(checks[0].text.contains("for ever"), "{}", checks[0].text);
}
