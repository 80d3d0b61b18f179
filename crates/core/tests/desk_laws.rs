//! Laws of the desk, held against arbitrary desks and histories.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper that fails is a test that fails"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use common::{History, at, desk, history, policy, shuffled};
use deskcore::sla::NextDueKind;
use deskcore::ticket::{Event, EventKind, Opening, Status};
use deskcore::{Desk, Effect, EffectKind, Metric, State, Ticket};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

const MS: TimeDelta = TimeDelta::milliseconds(1);

fn bytes(ticket: &Ticket) -> String {
    ticket.to_json().unwrap()
}

/// Opens a ticket and applies the events, asking `between` in turn what else
/// happens after the opening and after each event.
fn play(
    desk: &Desk,
    history: &History,
    mut between: impl FnMut(usize, &mut Ticket, &mut Vec<Effect>),
) -> (Ticket, Vec<Effect>) {
    let (mut ticket, mut effects) = desk.open(&history.opening).unwrap();
    between(0, &mut ticket, &mut effects);
    for (number, event) in history.events.iter().enumerate() {
        effects.extend(desk.apply(&mut ticket, event).unwrap_or_default());
        between(number + 1, &mut ticket, &mut effects);
    }
    (ticket, effects)
}

fn is_breach(effect: &Effect, of: Metric) -> bool {
    matches!(&effect.kind, EffectKind::SlaBreach { clock } if clock.metric == of)
}

fn check_effects(ticket: &Ticket, effects: &[Effect], now: DateTime<Utc>) {
    for pair in effects.windows(2) {
        assert!(pair[0].at <= pair[1].at, "{pair:#?}");
    }
    for effect in effects {
        assert!(effect.at <= now, "{effect:?} after {now}");
        assert_eq!(effect.ticket, ticket.id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    /// A rebuild takes a history in any order, with events that come twice,
    /// and makes the ticket that was made step by step.
    #[test]
    fn rebuilt_is_step_by_step(
        history in history(),
        order in vec(any::<Index>(), 8),
        twice in vec(any::<Index>(), 0..4),
    ) {
        let desk = history.desk();
        let (mut ticket, _) = play(&desk, &history, |_, _, _| {});
        desk.tick(&mut ticket, history.end());
        let mut events = history.events.clone();
        for index in &twice {
            if !history.events.is_empty() {
                events.push(index.get(&history.events).clone());
            }
        }
        let events = shuffled(events, &order);
        let rebuilt = desk.rebuild(&history.opening, &events, Some(history.end())).unwrap();
        prop_assert_eq!(bytes(&rebuilt.ticket), bytes(&ticket));
    }

    /// Asked often, once, or late: the same ticket, and the same effects with
    /// the same ids in the same order.
    #[test]
    fn ticks_do_not_matter(
        history in history(),
        ticks in vec((0_usize..25, any::<u32>()), 0..60),
    ) {
        let desk = history.desk();
        let (mut late, mut late_effects) = play(&desk, &history, |_, _, _| {});
        late_effects.extend(desk.tick(&mut late, history.end()));
        let (mut often, mut effects) = play(&desk, &history, |number, ticket, effects| {
            let mut instants: Vec<_> = ticks
                .iter()
                .filter(|(after, _)| *after == number)
                .map(|(_, part)| history.between(number, *part))
                .collect();
            instants.sort();
            for now in instants {
                effects.extend(desk.tick(ticket, now));
                let again = bytes(ticket);
                assert_eq!(desk.tick(ticket, now), []);
                assert_eq!(bytes(ticket), again, "ticked twice at {now}");
            }
        });
        effects.extend(desk.tick(&mut often, history.end()));
        prop_assert_eq!(bytes(&often), bytes(&late));
        prop_assert_eq!(&effects, &late_effects);
        let ids: BTreeSet<&str> = effects.iter().map(|effect| &*effect.id).collect();
        prop_assert_eq!(ids.len(), effects.len(), "each id once");
    }

    /// Effects are in order, not of the future, and named after the version
    /// that they came with; a version is one change.
    #[test]
    fn effects_are_ordered_and_named(history in history()) {
        let desk = history.desk();
        let (mut ticket, effects) = desk.open(&history.opening).unwrap();
        check_effects(&ticket, &effects, history.opening.at);
        let end = history.end();
        for event in history.events.iter().map(Some).chain([None]) {
            let before = ticket.clone();
            let now = event.map_or(end, |event| event.at);
            let effects = match event {
                Some(event) => desk.apply(&mut ticket, event).unwrap_or_default(),
                None => desk.tick(&mut ticket, now),
            };
            check_effects(&ticket, &effects, now);
            let mut ids = BTreeMap::<u64, Vec<u64>>::new();
            for effect in &effects {
                let rest = effect.id.strip_prefix("A-17:").expect("id of the ticket");
                let (version, number) = rest.split_once(':').expect("a version and a number");
                let version = version.parse().unwrap();
                prop_assert!((before.version + 1..=ticket.version).contains(&version));
                ids.entry(version).or_default().push(number.parse().unwrap());
            }
            for numbers in ids.values() {
                prop_assert_eq!(numbers, &(0..numbers.len() as u64).collect::<Vec<_>>());
            }
            // Time makes one effect a version, an event one version.
            let changes = ids.len() as u64 + u64::from(event.is_some());
            let grown = ticket.version - before.version;
            prop_assert!(grown <= changes && grown >= ids.len() as u64, "{} {:?}", grown, ids);
            prop_assert_eq!(grown == 0, ticket == before);
        }
    }

    /// A breach is told exactly as often as verdicts count it, and while one
    /// policy and priority hold, every warning and step of escalation once.
    #[test]
    fn told_once(history in history()) {
        let desk = history.desk();
        let (mut ticket, mut effects) = play(&desk, &history, |_, _, _| {});
        effects.extend(desk.tick(&mut ticket, history.end()));
        for verdict in desk.verdicts(&ticket, history.end()) {
            let told: Vec<&Effect> =
                effects.iter().filter(|effect| is_breach(effect, verdict.metric)).collect();
            prop_assert_eq!(told.len(), verdict.breaches as usize, "{:?}", verdict);
            prop_assert_eq!(told.last().map(|effect| effect.at), verdict.last_breach_at);
            if verdict.state == State::Breached {
                prop_assert!(!told.is_empty());
            }
        }
        let retargets = |event: &&Event| {
            matches!(event.kind, EventKind::Priority { .. } | EventKind::Details { .. })
        };
        if history.events.iter().any(|event| retargets(&event)) {
            return Ok(());
        }
        let mut told = BTreeSet::new();
        for effect in &effects {
            let what = match &effect.kind {
                EffectKind::SlaWarning { .. } | EffectKind::Escalate { .. } => {
                    let mut what = serde_json::to_value(&effect.kind).unwrap();
                    what.as_object_mut().unwrap().remove("due_at");
                    format!("{what}")
                }
                _ => continue,
            };
            prop_assert!(told.insert(what), "twice: {:?}", effect);
        }
    }

    /// An event that is refused, or has been seen, leaves no trace.
    #[test]
    fn refused_and_repeated_events_change_nothing(history in history()) {
        let desk = history.desk();
        let (mut ticket, _) = desk.open(&history.opening).unwrap();
        for event in &history.events {
            let before = bytes(&ticket);
            match desk.apply(&mut ticket, event) {
                Err(error) => {
                    prop_assert_eq!(bytes(&ticket), before, "{}", error);
                    prop_assert!(!error.to_string().is_empty() && !error.code().is_empty());
                }
                Ok(_) => {
                    prop_assert_ne!(bytes(&ticket), before);
                    let after = bytes(&ticket);
                    prop_assert_eq!(desk.apply(&mut ticket, event), Ok(vec![]));
                    prop_assert_eq!(bytes(&ticket), after);
                }
            }
            let early = Event::new("early", ticket.updated_at - MS, EventKind::AgentReply {});
            let before = bytes(&ticket);
            let refused = desk.apply(&mut ticket, &early).unwrap_err();
            prop_assert_eq!(refused.code(), "out_of_order");
            prop_assert_eq!(bytes(&ticket), before);
        }
    }

    /// Stored and loaded between any two steps, everything is the same.
    #[test]
    fn storing_changes_nothing(history in history()) {
        let desk = history.desk();
        let stored = History {
            opening: reread(&history.opening),
            events: history.events.iter().map(reread).collect(),
            ..history.clone()
        };
        prop_assert_eq!(&stored.opening, &history.opening);
        prop_assert_eq!(&stored.events, &history.events);
        let plain = play(&desk, &history, |_, _, _| {});
        let through_json = play(&desk, &stored, |_, ticket, _| {
            let loaded = Ticket::from_json(&bytes(ticket)).unwrap();
            assert_eq!(&loaded, ticket);
            assert_eq!(bytes(&loaded), bytes(ticket));
            *ticket = loaded;
        });
        prop_assert_eq!(plain, through_json);
    }

    /// `due_at` is the first instant at which time alone changes something.
    #[test]
    fn due_at_is_the_first_change(history in history(), parts in vec(any::<u32>(), 4)) {
        let desk = history.desk();
        play(&desk, &history, |_, ticket, _| {
            let mut ticket = ticket.clone();
            for _ in 0..6 {
                let next = desk.next_due(&ticket);
                assert_eq!(next.map(|_| ()), ticket.due_at.map(|_| ()));
                let last = ticket.due_at.map_or(DateTime::<Utc>::MAX_UTC, |due| due - MS);
                let before = (bytes(&ticket), counts(&desk, &ticket, ticket.updated_at));
                let span = (last - ticket.updated_at).num_milliseconds().max(0);
                let samples = parts.iter().map(|part| {
                    let into = (i128::from(span) * i128::from(*part)) >> 32;
                    ticket.updated_at + TimeDelta::milliseconds(into as i64)
                });
                for early in samples.chain([last]) {
                    let mut waiting = ticket.clone();
                    assert_eq!(desk.tick(&mut waiting, early), []);
                    assert_eq!(bytes(&waiting), before.0);
                    if early >= ticket.updated_at {
                        assert_eq!(counts(&desk, &ticket, early), before.1, "at {early}");
                    }
                }
                let Some((due, next)) = ticket.due_at.zip(next) else { break };
                // A target is missed only after the instant it is due.
                let missed = next.kind != NextDueKind::Warning;
                assert_eq!(due, next.at + if missed { MS } else { TimeDelta::zero() });
                let told = counts(&desk, &ticket, due);
                let effects = desk.tick(&mut ticket, due);
                assert_eq!(counts(&desk, &ticket, due), told, "at {due}");
                assert_eq!(effects.first().map(|effect| effect.at), Some(next.at));
                assert_ne!(bytes(&ticket), before.0);
            }
        });
    }

    /// What is known at an instant does not depend on what comes later, nor
    /// on whether time has been let run.
    #[test]
    fn the_future_does_not_change_the_past(history in history(), part in any::<u32>()) {
        let desk = history.desk();
        let (mut whole, mut all) = play(&desk, &history, |_, _, _| {});
        all.extend(desk.tick(&mut whole, history.end()));
        for number in 0..=history.events.len() {
            let now = history.between(number, part);
            let known = &history.events[..number];
            let ticket = desk.rebuild(&history.opening, known, None).unwrap().ticket;
            let ticked = desk.rebuild(&history.opening, known, Some(now)).unwrap().ticket;
            prop_assert_eq!(desk.verdicts(&ticket, now), desk.verdicts(&ticked, now));
            prop_assert_eq!(desk.calendar_of(&ticket).tz(), desk.calendar_of(&ticked).tz());
            for verdict in desk.verdicts(&ticked, now) {
                prop_assert!(verdict.elapsed_s >= 0);
                let told = all.iter().filter(|effect| is_breach(effect, verdict.metric));
                let breaches: Vec<DateTime<Utc>> = told.map(|effect| effect.at).collect();
                let known = breaches.get(..verdict.breaches as usize);
                prop_assert!(known.is_some(), "later events took breaches away");
                prop_assert!(known.unwrap().iter().all(|breach| *breach <= now));
                // At `now` itself one may still come, by a later event.
                let later = breaches[verdict.breaches as usize..].iter().all(|breach| *breach >= now);
                prop_assert!(later, "{:?} at {}: {:?}", verdict, now, breaches);
            }
        }
    }

    /// Nothing moves the clocks of a closed ticket.
    #[test]
    fn closed_clocks_stand_still(history in history()) {
        let desk = history.desk();
        let mut closed: Option<(Value, Vec<String>)> = None;
        let (mut ticket, _) = play(&desk, &history, |_, ticket, _| {
            if ticket.status == Status::Closed {
                let clocks = serde_json::to_value(&ticket.clocks).unwrap();
                let verdicts = desk.verdicts(ticket, history.end());
                let now = (clocks, verdicts.iter().map(|v| format!("{v:?}")).collect());
                match &closed {
                    Some(closed) => assert_eq!(closed, &now),
                    None => closed = Some(now),
                }
                assert_eq!(ticket.due_at, None);
            } else {
                assert_eq!(closed, None, "closed is final");
            }
        });
        if ticket.status == Status::Closed {
            prop_assert_eq!(desk.tick(&mut ticket, DateTime::<Utc>::MAX_UTC), []);
        }
    }

    /// Only what the customer wrote leaves a ticket for another.
    #[test]
    fn notes_stay_inside(history in history()) {
        let desk = history.desk();
        let (_, effects) = play(&desk, &history, |_, _, _| {});
        for effect in effects {
            if let EffectKind::OpenFollowUp { message } | EffectKind::Forward { message, .. } =
                effect.kind
            {
                let event = history.events.iter().find(|event| event.id == message.event());
                prop_assert_eq!(&event.unwrap().kind, &EventKind::CUSTOMER_MESSAGE);
            }
        }
    }

    /// What another policy would have been changes promises, not what
    /// happened.
    #[test]
    fn policies_do_not_change_the_story(history in history(), other in policy()) {
        let mut what_if = history.clone();
        let mut other = other;
        other["id"] = json!("other");
        what_if.document["policies"] = json!([other]);
        let story = |history: &History| {
            let mut story = Vec::new();
            let (ticket, effects) = play(&history.desk(), history, |_, ticket, _| {
                story.push((ticket.status, ticket.episode, ticket.solved_at, ticket.facts.clone()));
            });
            let passed_on = effects.into_iter().filter(|effect| {
                matches!(effect.kind, EffectKind::OpenFollowUp { .. } | EffectKind::Forward { .. })
            });
            (story, passed_on.map(|effect| effect.kind).collect::<Vec<_>>(), ticket.merged_from)
        };
        prop_assert_eq!(story(&history), story(&what_if));
    }

    /// No instant, no text and no order of events brings a desk down, and
    /// what it takes it can store.
    #[test]
    fn nothing_panics(
        history in history(),
        instants in vec(extreme(), 26),
        text in "\\PC{0,300}",
    ) {
        let desk = history.desk();
        let opening = Opening { at: instants[0], ..history.opening.clone() };
        let Ok((mut ticket, _)) = desk.open(&opening) else { return Ok(()) };
        for (number, event) in history.events.iter().enumerate() {
            let mut event = event.clone();
            event.at = instants[number + 1];
            if let EventKind::MergedFrom { ticket, waiting_since } = &mut event.kind {
                ticket.clone_from(&text);
                *waiting_since = Some(instants[number]);
            }
            let before = bytes(&ticket);
            if desk.apply(&mut ticket, &event).is_err() {
                prop_assert_eq!(bytes(&ticket), before);
            }
            desk.tick(&mut ticket, instants[number]);
            desk.verdicts(&ticket, instants[number]);
            desk.verdicts(&ticket, instants[number + 1]);
            let loaded = Ticket::from_json(&bytes(&ticket));
            prop_assert_eq!(loaded.as_ref(), Ok(&ticket));
        }
        let rebuilt = desk.rebuild(&opening, &history.events, Some(instants[25])).unwrap();
        prop_assert_eq!(Ticket::from_json(&bytes(&rebuilt.ticket)), Ok(rebuilt.ticket));
    }

    /// A place in the queue is made of what the ticket is, adds up, and is
    /// the same for a host that keeps tickets of its own.
    #[test]
    fn a_place_in_the_queue_is_explained(history in history()) {
        let mut document = history.document.clone();
        document["routing"] = json!({
            "boosts": [
                {"name": "vip", "when": {"vip": true}, "seconds": 1800},
                {"name": "angry", "when": {"tag": ["angry"]}, "seconds": 3600},
                {"name": "italian", "when": {"language": ["it"]}, "seconds": 60},
                {"name": "returns", "when": {"team": ["returns"]}, "seconds": -90},
            ],
            "needed": [{"when": {"tags": ["refund"]}, "skills": {"refunds": 2}, "team": "returns"}],
            "demote_missed": {"channels": ["email", "amazon"]},
        });
        let desk = common::desk(&document);
        let check = |ticket: &Ticket| {
            let why = desk.explain_queue_key(ticket);
            assert_eq!(why.key, ticket.queue_key);
            assert_eq!(why.contributions.iter().map(|part| part.ms).sum::<i64>(), why.key);
            assert_eq!(desk.routing().explain_queue_key(&desk.work_item(ticket)), why);
        };
        play(&desk, &history, |number, ticket, _| {
            check(ticket);
            let mut later = ticket.clone();
            desk.tick(&mut later, history.between(number, u32::MAX / 2));
            check(&later);
        });
    }

    /// What a newer release stored is still there afterwards.
    #[test]
    fn unknown_fields_survive(history in history()) {
        let desk = history.desk();
        let newer = json!({"next_survey_at": "2027-01-01T00:00:00Z", "draft": {"by": ["ana"], "n": 1.5}, "gone": null});
        let (ticket, _) = play(&desk, &history, |number, ticket, _| {
            if number == 0 {
                let mut stored: Value = serde_json::from_str(&bytes(ticket)).unwrap();
                stored.as_object_mut().unwrap().extend(newer.as_object().unwrap().clone());
                *ticket = Ticket::from_json(&stored.to_string()).unwrap();
            }
        });
        let stored: Value = serde_json::from_str(&bytes(&ticket)).unwrap();
        for (key, value) in newer.as_object().unwrap() {
            prop_assert_eq!(stored.get(key), Some(value));
        }
    }
}

fn reread<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

fn counts(desk: &Desk, ticket: &Ticket, now: DateTime<Utc>) -> Vec<(Metric, u32)> {
    desk.verdicts(ticket, now)
        .iter()
        .map(|verdict| (verdict.metric, verdict.breaches))
        .collect()
}

/// Instants at the ends of everything.
fn extreme() -> impl Strategy<Value = DateTime<Utc>> {
    prop_oneof![
        Just(DateTime::<Utc>::MIN_UTC),
        Just(DateTime::<Utc>::MAX_UTC),
        Just(at("0000-12-31T23:59:59.999Z")),
        Just(at("0001-01-01T00:00:00Z")),
        Just(at("1582-10-15T00:00:00Z")),
        Just(at("1969-12-31T23:59:59.999Z")),
        Just(at("9999-12-31T23:59:59.999Z")),
        Just(at("9999-12-31T23:59:59.999Z") + MS),
        (-62_135_596_800_000_i64..253_402_300_799_999)
            .prop_map(|ms| DateTime::from_timestamp_millis(ms).unwrap()),
        common::instant(),
    ]
}

#[test]
fn what_is_drawn_reaches_every_kind_of_effect() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeMap::new();
    for _ in 0..200 {
        let history = history().new_tree(&mut runner).unwrap().current();
        let desk = desk(&history.document);
        let (mut ticket, mut effects) = play(&desk, &history, |_, _, _| {});
        effects.extend(desk.tick(&mut ticket, history.end()));
        for effect in effects {
            let kind = serde_json::to_value(&effect.kind).unwrap()["type"].to_string();
            *seen.entry(kind).or_insert(0) += 1;
        }
    }
    assert_eq!(seen.len(), 5, "{seen:?}");
    assert!(seen.values().all(|times| *times > 20), "{seen:?}");
}
