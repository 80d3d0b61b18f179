//! Laws of scores, charts and surveys.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use deskcore::satisfaction::{
    AlertRule, AlertState, CusumSettings, Denominator, EwmaSettings, IntervalMethod, KeepRating,
    MeanPoint, NpsMethod, RatedGroup, RatingCounts, RatingRefusal, ReviewConfig, ReviewFacts,
    ReviewReason, Scale, SharePoint, Survey, SurveyAnswer, SurveyConfig, SurveyEvent, SurveyFacts,
    SurveyReason, SurveyState, TimedRating, cusum, ewma_means, ewma_shares, mean_t, nps, p_chart,
    proportion, review_due, rolling_alert, shrink, survey_log, two_proportions,
};
use deskcore::ticket::{ActorKind, Event, EventKind, Opening, Status};
use deskcore::{Desk, EffectKind, Ticket};
use proptest::collection::vec;
use proptest::prelude::*;

const METHODS: [IntervalMethod; 4] = [
    IntervalMethod::Wilson,
    IntervalMethod::AgrestiCoull,
    IntervalMethod::ClopperPearson,
    IntervalMethod::Jeffreys,
];

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn later(seconds: i64) -> DateTime<Utc> {
    at("2026-11-02T08:00:00Z") + TimeDelta::seconds(seconds)
}

/// P(X ≥ k) of n tries, term by term.
fn upper_tail(k: i64, n: i64, p: f64) -> f64 {
    let ln_choose = |k: i64| -> f64 {
        (1..=k)
            .map(|i| (((n - k + i) as f64) / i as f64).ln())
            .sum()
    };
    let term = |k: i64| (ln_choose(k) + k as f64 * p.ln() + (n - k) as f64 * (1.0 - p).ln()).exp();
    (k..=n).map(term).sum()
}

proptest! {
    #[test]
    fn an_interval_holds_its_share_and_grows_with_confidence(n in 1..2000_i64, share in 0.0..=1.0, place in 0..4_usize) {
        let (k, method) = ((n as f64 * share) as i64, METHODS[place]);
        let narrow = proportion(k, n, 0.8, method).unwrap();
        let wide = proportion(k, n, 0.99, method).unwrap();
        let inside = |p: f64| narrow.lo.unwrap() <= p + 1e-12 && p <= narrow.hi.unwrap() + 1e-12;
        prop_assert!(inside(narrow.p.unwrap()));
        prop_assert!(wide.lo <= narrow.lo && narrow.hi <= wide.hi);
        prop_assert!(0.0 <= wide.lo.unwrap() && wide.hi.unwrap() <= 1.0);
        // What is true of the satisfied is true of the others.
        let others = proportion(n - k, n, 0.8, method).unwrap();
        prop_assert!((others.lo.unwrap() - (1.0 - narrow.hi.unwrap())).abs() < 1e-9);
    }

    #[test]
    fn an_exact_interval_leaves_out_what_it_says(n in 1..300_i64, share in 0.0..=1.0, confidence in 0.5..0.999) {
        let k = (n as f64 * share) as i64;
        let exact = proportion(k, n, confidence, IntervalMethod::ClopperPearson).unwrap();
        let tail = (1.0 - confidence) / 2.0;
        if k > 0 {
            prop_assert!((upper_tail(k, n, exact.lo.unwrap()) - tail).abs() < 1e-9);
        }
        if k < n {
            prop_assert!((1.0 - upper_tail(k + 1, n, exact.hi.unwrap()) - tail).abs() < 1e-9);
        }
    }

    #[test]
    fn scores_of_parts_are_those_of_the_whole(ratings in vec(0..=10_i64, 0..60), cuts in vec(0..60_usize, 0..6)) {
        let whole = RatingCounts::of(Scale::Nps11, ratings.iter().copied()).unwrap();
        let mut parts: Vec<RatingCounts> = Vec::new();
        let mut rest = ratings.as_slice();
        for cut in cuts {
            let (part, more) = rest.split_at(cut.min(rest.len()));
            parts.insert(parts.len() / 2, RatingCounts::of(Scale::Nps11, part.iter().copied()).unwrap());
            rest = more;
        }
        parts.push(RatingCounts::of(Scale::Nps11, rest.iter().copied()).unwrap());
        let sum = RatingCounts::sum(&parts).unwrap();
        prop_assert_eq!(&sum, &whole);
        prop_assert_eq!(serde_json::to_string(&sum).unwrap(), serde_json::to_string(&whole).unwrap());
        let score = whole.score(Denominator::All).unwrap();
        prop_assert_eq!(score.n, score.positive + score.neutral + score.negative);
        prop_assert_eq!(score.csat_pct.is_none(), ratings.is_empty());
        let points = nps(&whole, 0.95, NpsMethod::AdjustedWald).unwrap();
        prop_assert!(points.lo.is_none_or(|lo| (-100.0..=100.0).contains(&lo) && Some(lo) < points.hi));
    }

    #[test]
    fn a_rating_of_one_scale_is_none_of_another(rating in -3..15_i64) {
        for scale in Scale::NAMED {
            let counted = RatingCounts::of(scale, [rating]);
            prop_assert_eq!(counted.is_ok(), scale.classify(rating).is_some());
            if let Err(error) = counted {
                prop_assert_eq!(error.code(), "rating_out_of_scale");
            }
            let refused = nps(&RatingCounts::new(scale), 0.95, NpsMethod::Wald);
            prop_assert_eq!(refused.is_ok(), scale == Scale::Nps11);
        }
    }

    #[test]
    fn small_groups_are_drawn_between_their_share_and_the_mean(groups in vec((0..40_i64, 0..40_i64), 1..12)) {
        let groups: Vec<RatedGroup> = groups.iter().enumerate().map(|(place, (k, more))| RatedGroup {
            id: format!("g{}", place % 5),
            k: *k,
            n: k + more,
        }).collect();
        let shrunk = shrink(&groups, 0.9).unwrap();
        let rated = groups.iter().filter(|group| group.n > 0).count();
        let mut ranks: Vec<u32> = shrunk.groups.iter().filter_map(|group| group.rank).collect();
        ranks.sort();
        prop_assert_eq!(ranks, (1..=rated as u32).collect::<Vec<_>>());
        let Some(prior) = shrunk.prior else {
            prop_assert_eq!(rated, 0);
            return Ok(());
        };
        prop_assert!((1.0..=10_000.0).contains(&prior.strength));
        for group in &shrunk.groups {
            let (shrunk, raw) = (group.shrunk.unwrap(), group.raw.unwrap_or(prior.mean));
            let (low, high) = (raw.min(prior.mean), raw.max(prior.mean));
            prop_assert!(low - 1e-12 <= shrunk && shrunk <= high + 1e-12);
            prop_assert!(group.lo.unwrap() <= shrunk && shrunk <= group.hi.unwrap());
        }
    }

    #[test]
    fn the_difference_turns_round_with_its_sides(k1 in 0..50_i64, m1 in 0..50_i64, k2 in 0..50_i64, m2 in 0..50_i64) {
        let (n1, n2) = (k1 + m1, k2 + m2);
        let one = two_proportions(k1, n1, k2, n2, 0.95).unwrap();
        let other = two_proportions(k2, n2, k1, n1, 0.95).unwrap();
        prop_assert_eq!(one.diff, other.diff.map(|diff| 0.0 - diff));
        prop_assert_eq!(one.p_value, other.p_value);
        if let (Some(lo), Some(hi), Some(diff)) = (one.lo, one.hi, one.diff) {
            prop_assert!(lo <= diff + 1e-12 && diff <= hi + 1e-12);
            prop_assert!((lo + other.hi.unwrap()).abs() < 1e-12);
        }
    }

    #[test]
    fn a_point_signals_only_outside_its_limits(points in vec((0..30_i64, 0..30_i64), 0..20), weight in 0.01..=1.0, center in 0.0..=1.0) {
        let points: Vec<SharePoint> = points.iter().map(|(k, more)| SharePoint { k: *k, n: k + more }).collect();
        let settings = EwmaSettings { weight, limit_sigmas: 3.0, center };
        for chart in [ewma_shares(&points, &settings).unwrap(), p_chart(&points, 3.0, Some(center)).unwrap()] {
            prop_assert_eq!(chart.points.len(), points.len());
            for (place, (drawn, point)) in chart.points.iter().zip(&points).enumerate() {
                prop_assert_eq!(drawn.value.is_none(), point.n == 0);
                let outside = drawn.value < drawn.lcl || drawn.value > drawn.ucl;
                prop_assert_eq!(chart.signals.contains(&(place as u32)), outside);
            }
        }
        // Of weight 1, the average is the share itself.
        let alone = ewma_shares(&points, &EwmaSettings { weight: 1.0, ..settings }).unwrap();
        let shares = p_chart(&points, 3.0, Some(center)).unwrap();
        for (average, share) in alone.points.iter().zip(&shares.points) {
            prop_assert!(average.value.unwrap_or(2.0) - share.value.unwrap_or(2.0) < 1e-12);
        }
    }

    #[test]
    fn an_alert_does_not_depend_on_the_order_of_ratings(
        mut ratings in vec((0..40_i64, 1..=5_i64), 0..40).prop_shuffle(),
        window_h in 1..30_i64,
        min_n in 0..6_u32,
    ) {
        let rule = AlertRule { window_s: window_h * 3600, min_n, alert_below_milli: 3000, recover_at_milli: 3500 };
        let timed = |ratings: &[(i64, i64)]| -> Vec<TimedRating> {
            ratings.iter().map(|(hour, score)| TimedRating { at: later(hour * 3600), score: *score }).collect()
        };
        let got = rolling_alert(&timed(&ratings), &rule).unwrap();
        ratings.sort();
        prop_assert_eq!(&got, &rolling_alert(&timed(&ratings), &rule).unwrap());
        // The same by looking through all ratings at every instant.
        let mut state = AlertState::Ok;
        let mut expected = Vec::new();
        let mut hours: Vec<i64> = ratings.iter().map(|(hour, _)| *hour).collect();
        hours.dedup();
        for hour in hours {
            let window: Vec<i64> = ratings.iter()
                .filter(|(one, _)| hour - window_h < *one && *one <= hour)
                .map(|(_, score)| *score)
                .collect();
            let (sum, n) = (window.iter().sum::<i64>(), window.len() as i64);
            if n < i64::from(min_n.max(1)) {
                continue;
            }
            let next = match state {
                AlertState::Ok if sum * 1000 < 3000 * n => AlertState::Alert,
                AlertState::Alert if sum * 1000 >= 3500 * n => AlertState::Ok,
                _ => continue,
            };
            state = next;
            expected.push((later(hour * 3600), next));
        }
        let got: Vec<_> = got.iter().map(|transition| (transition.at, transition.state)).collect();
        prop_assert_eq!(got, expected);
    }
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Resolve(usize, bool, bool),
    Reopen,
    Rate(i64),
}

fn step() -> impl Strategy<Value = (i64, usize, Step)> {
    let step = prop_oneof![
        3 => (0..3_usize, any::<bool>(), any::<bool>()).prop_map(|(who, known, had)| Step::Resolve(who, known, had)),
        1 => Just(Step::Reopen),
        4 => (0..8_i64).prop_map(Step::Rate),
    ];
    (0..200_i64, 0..4_usize, step)
}

fn events(steps: &[(i64, usize, Step)]) -> Vec<SurveyEvent> {
    let event = |(hour, ticket, step): &(i64, usize, Step)| {
        let (at, ticket) = (later(hour * 3600), format!("t{ticket}"));
        match *step {
            Step::Resolve(who, known, had) => SurveyEvent::Resolved {
                at,
                ticket,
                customer: known.then(|| format!("c{who}")),
                agent: had.then(|| "ana".to_owned()),
                team: None,
                channel: None,
                reason: None,
            },
            Step::Reopen => SurveyEvent::Reopened { at, ticket },
            Step::Rate(score) => SurveyEvent::Rating { at, ticket, score },
        }
    };
    steps.iter().map(event).collect()
}

proptest! {
    #[test]
    fn surveys_keep_their_policy(
        steps in vec(step(), 0..60),
        delay_h in 0..20_i64,
        cooldown_h in 0..60_i64,
        expiry_h in 0..80_i64,
        keep in prop_oneof![Just(KeepRating::First), Just(KeepRating::Last), Just(KeepRating::All)],
    ) {
        let config = SurveyConfig {
            delay_s: delay_h * 3600,
            cooldown_s: cooldown_h * 3600,
            expiry_s: expiry_h * 3600,
            keep,
            ..SurveyConfig::default()
        };
        let log = survey_log(&config, &events(&steps), later(10_000 * 3600)).unwrap();
        let resolutions = steps.iter().filter(|(.., step)| matches!(step, Step::Resolve(..))).count();
        prop_assert_eq!(log.surveys.len(), resolutions);
        let rated = steps.iter().filter(|(.., step)| matches!(step, Step::Rate(_))).count();
        let taken: usize = log.surveys.iter().map(|survey| survey.score.map_or(0, |_| 1 + survey.edits as usize)).sum();
        prop_assert_eq!(taken + log.rejected.len(), rated); // no answer is lost
        let mut asked: BTreeMap<&str, Vec<DateTime<Utc>>> = BTreeMap::new();
        for survey in &log.surveys {
            prop_assert_ne!(survey.state, SurveyState::Scheduled);
            prop_assert_eq!(survey.rated_at.is_some(), survey.state == SurveyState::Answered);
            prop_assert!(survey.scores().all(|score| (1..=5).contains(&score)));
            prop_assert_eq!(survey.scores().count() as u32, match (survey.score, keep) {
                (None, _) => 0,
                (Some(_), KeepRating::All) => 1 + survey.edits,
                (Some(_), _) => 1,
            });
            if let (Some(sent), Some(rated)) = (survey.sent_at, survey.rated_at) {
                prop_assert!(sent <= rated && Some(rated) < survey.expires_at);
            }
            if let (Some(sent), Some(customer)) = (survey.sent_at, &survey.customer) {
                asked.entry(customer).or_default().push(sent);
            }
        }
        for instants in asked.values_mut() {
            instants.sort();
            let gaps = instants.windows(2).map(|pair| pair[1] - pair[0]);
            prop_assert!(gaps.into_iter().all(|gap| gap >= TimeDelta::hours(cooldown_h)));
        }
    }

    #[test]
    fn what_comes_later_changes_nothing_before(steps in vec(step(), 1..50), cut in 0..200_i64) {
        let config = SurveyConfig { delay_s: 7200, cooldown_s: 86_400, ..SurveyConfig::default() };
        let mut steps = steps;
        steps.sort_by_key(|(hour, ..)| *hour);
        let known = steps.iter().take_while(|(hour, ..)| *hour <= cut).count();
        let early = survey_log(&config, &events(&steps[..known]), later(cut * 3600)).unwrap();
        let all = survey_log(&config, &events(&steps), later(cut * 3600)).unwrap();
        for (before, after) in early.surveys.iter().zip(&all.surveys) {
            prop_assert_eq!((&before.ticket, &before.agent, before.due_at), (&after.ticket, &after.agent, after.due_at));
            prop_assert!(before.sent_at.is_none() || before.sent_at == after.sent_at);
        }
        prop_assert!(all.rejected.starts_with(&early.rejected));
    }
}

fn desk() -> Desk {
    Desk::from_json(
        r#"{"satisfaction": {"survey": {
            "delay_s": 3600, "zone": "Europe/Bucharest", "never_tags": ["spam"],
            "reminder_s": 172800, "send_by": {"phone": "sms"},
            "low_rating": {"at_most": 2, "reopen": true, "notify": "team-lead", "macro_id": "apology"}
        }}}"#,
    )
    .unwrap()
}

fn opened(desk: &Desk, change: impl FnOnce(&mut Opening)) -> Ticket {
    let mut opening = Opening::new("A-17", at("2026-11-23T08:00:00Z"), "phone");
    opening.facts.customer = Some("c-9".to_owned());
    opening.assignee = Some("ioana".to_owned());
    opening.team = Some("front".to_owned());
    change(&mut opening);
    desk.open(&opening).unwrap().0
}

fn happen(desk: &Desk, ticket: &mut Ticket, when: &str, kind: EventKind) -> Vec<deskcore::Effect> {
    let id = format!("ev-{when}-{}", kind.name());
    desk.apply(ticket, &Event::new(id, at(when), kind)).unwrap()
}

const SOLVED: EventKind = EventKind::Status {
    to: Status::Solved,
    label: None,
};

#[test]
fn a_survey_is_due_by_time_alone_and_once() {
    let desk = desk();
    let mut ticket = opened(&desk, |_| {});
    happen(&desk, &mut ticket, "2026-11-23T09:00:00Z", SOLVED);
    assert_eq!(ticket.due_at, Some(at("2026-11-23T10:00:00Z")));
    let early = desk.tick(&mut ticket, at("2026-11-23T09:59:59Z"));
    assert!(early.is_empty());
    let late = desk.tick(&mut ticket, at("2026-11-25T09:59:59Z"));
    assert_eq!(late[0].at, at("2026-11-23T10:00:00Z"));
    assert_eq!(late[0].kind, EffectKind::SurveyDue { episode: 1 });
    assert_eq!(late[0].id, "A-17:3:0");
    assert!(
        desk.tick(&mut ticket, at("2027-11-25T09:59:59Z"))
            .is_empty()
    );
    assert_eq!(ticket.due_at, None);
}

#[test]
fn a_reopening_or_a_merge_takes_the_survey_back() {
    let desk = desk();
    let mut ticket = opened(&desk, |_| {});
    happen(&desk, &mut ticket, "2026-11-23T09:00:00Z", SOLVED);
    let reopened = happen(
        &desk,
        &mut ticket,
        "2026-11-23T09:30:00Z",
        EventKind::CUSTOMER_MESSAGE,
    );
    assert!(reopened.is_empty());
    assert_eq!((ticket.status, ticket.survey_at), (Status::Open, None));
    happen(&desk, &mut ticket, "2026-11-23T11:00:00Z", SOLVED);
    let effects = desk.tick(&mut ticket, at("2026-11-23T12:00:00Z"));
    assert_eq!(effects[0].kind, EffectKind::SurveyDue { episode: 2 });

    let mut merged = opened(&desk, |_| {});
    let into = EventKind::MergedInto {
        ticket: "A-18".to_owned(),
    };
    happen(&desk, &mut merged, "2026-11-23T09:00:00Z", into);
    assert_eq!(merged.survey_at, None);
    let facts = SurveyFacts::default();
    let decision = desk
        .survey_due(&merged, &facts, at("2026-11-24T09:00:00Z"))
        .unwrap();
    assert_eq!(decision.reason, SurveyReason::Merged);
}

#[test]
fn every_no_has_its_reason() {
    let desk = desk();
    let noon = at("2026-11-24T10:00:00Z");
    let usual = SurveyFacts::default();
    let solved = |change: fn(&mut Opening)| {
        let mut ticket = opened(&desk, change);
        happen(&desk, &mut ticket, "2026-11-23T09:00:00Z", SOLVED);
        ticket
    };
    let why = |ticket: &Ticket, facts: &SurveyFacts, now| {
        let decision = desk.survey_due(ticket, facts, now).unwrap();
        assert_eq!(
            decision.survey.is_some(),
            decision.answer == SurveyAnswer::Yes
        );
        assert_eq!(
            decision.at.is_some(),
            decision.answer == SurveyAnswer::Later
        );
        decision.reason
    };
    let ticket = solved(|_| {});
    assert_eq!(why(&ticket, &usual, noon), SurveyReason::Due);
    assert_eq!(
        why(&opened(&desk, |_| {}), &usual, noon),
        SurveyReason::NotSolved
    );
    assert_eq!(
        why(&ticket, &usual, at("2026-11-23T09:30:00Z")),
        SurveyReason::Delay
    );
    assert_eq!(
        why(&ticket, &usual, at("2026-11-23T18:30:00Z")),
        SurveyReason::NotDayTime
    );
    assert_eq!(
        why(&ticket, &usual, at("2027-11-23T10:30:00Z")),
        SurveyReason::TooLate
    );
    let of_bot = |opening: &mut Opening| opening.facts.started_by = ActorKind::Bot;
    assert_eq!(
        why(&solved(of_bot), &usual, noon),
        SurveyReason::NotACustomers
    );
    let spam = |opening: &mut Opening| opening.facts.tags.push("spam".to_owned());
    assert_eq!(why(&solved(spam), &usual, noon), SurveyReason::Spam);
    assert_eq!(
        why(
            &solved(|opening| opening.facts.customer = None),
            &usual,
            noon
        ),
        SurveyReason::Anonymous
    );
    assert_eq!(
        why(&solved(|opening| opening.assignee = None), &usual, noon),
        SurveyReason::NoAgent
    );
    let facts = |change: fn(&mut SurveyFacts)| {
        let mut facts = SurveyFacts::default();
        change(&mut facts);
        facts
    };
    for (facts, reason) in [
        (facts(|facts| facts.bounced = true), SurveyReason::Bounced),
        (
            facts(|facts| facts.opted_out = true),
            SurveyReason::OptedOut,
        ),
        (facts(|facts| facts.spam = true), SurveyReason::Spam),
        (
            facts(|facts| facts.asked_episode = Some(1)),
            SurveyReason::AlreadyAsked,
        ),
        (
            facts(|facts| facts.last_sent_at = Some(at("2026-11-20T10:00:00Z"))),
            SurveyReason::Cooldown,
        ),
        // In the Azores it is eight in the morning.
        (
            facts(|facts| facts.zone = Some("Atlantic/Azores".parse().unwrap())),
            SurveyReason::NotDayTime,
        ),
    ] {
        assert_eq!(why(&ticket, &facts, at("2026-11-24T09:00:00Z")), reason);
    }
    let plain = Desk::from_json("{}").unwrap();
    assert_eq!(
        plain.survey_due(&ticket, &usual, noon).unwrap().reason,
        SurveyReason::NoSurveys
    );
}

#[test]
fn a_survey_waits_for_the_customers_morning_on_every_night_of_the_year() {
    let desk = desk();
    for zone in [
        "Europe/Rome",
        "America/New_York",
        "Pacific/Auckland",
        "Asia/Kolkata",
    ] {
        let zone: deskcore::time::Zone = zone.parse().unwrap();
        for day in 0..366 {
            let mut ticket = opened(&desk, |opening| opening.at = at("2026-01-01T00:00:00Z"));
            let solved =
                at("2026-01-01T00:30:00Z") + TimeDelta::days(day) + TimeDelta::hours(day % 24);
            desk.apply(&mut ticket, &Event::new("ev-2", solved, SOLVED))
                .unwrap();
            let facts = SurveyFacts {
                zone: Some(zone),
                ..SurveyFacts::default()
            };
            let mut now = solved;
            let mut asked = 0;
            let decision = loop {
                let decision = desk.survey_due(&ticket, &facts, now).unwrap();
                asked += 1;
                match decision.at {
                    Some(at) => now = at,
                    None => break decision,
                }
            };
            assert!(
                asked <= 3 && decision.answer == SurveyAnswer::Yes,
                "{decision:?}"
            );
            let local = now.with_timezone(&zone).time().to_string();
            assert!(
                ("09:00:00".."20:00:00").contains(&&*local),
                "{zone} {now}: {local}"
            );
            assert!(now - solved <= TimeDelta::hours(15));
        }
    }
}

#[test]
fn a_rating_stays_with_whom_it_was_about_and_a_low_one_acts_once() {
    let desk = desk();
    let mut ticket = opened(&desk, |_| {});
    happen(&desk, &mut ticket, "2026-11-23T09:00:00Z", SOLVED);
    let decision = desk.survey_due(&ticket, &SurveyFacts::default(), at("2026-11-23T10:00:00Z"));
    let survey = decision.unwrap().survey.unwrap();
    assert_eq!(survey.remind_at, Some(at("2026-11-25T10:00:00Z")));
    assert_eq!(
        (survey.channel.as_deref(), survey.send_by.as_deref()),
        (Some("phone"), Some("sms"))
    );
    let passed_on = EventKind::Assigned {
        agent: Some("zoe".to_owned()),
        team: None,
    };
    happen(&desk, &mut ticket, "2026-11-23T11:00:00Z", passed_on);
    let rated = desk.rate_survey(&survey, 2, at("2026-11-23T12:00:00Z"));
    assert_eq!(rated.survey.agent.as_deref(), Some("ioana"));
    let EffectKind::LowRating {
        agent,
        reopen,
        to,
        macro_id,
        ..
    } = &rated.effects[0].kind
    else {
        panic!("{rated:?}")
    };
    assert_eq!(agent.as_deref(), Some("ioana"));
    assert_eq!(
        (*reopen, to.as_deref(), macro_id.as_deref()),
        (true, Some("team-lead"), Some("apology"))
    );
    assert_eq!(rated.effects[0].id, "A-17:survey:1:0");
    // The same answer once more has the same id; a better one has no effect.
    assert_eq!(
        desk.rate_survey(&survey, 2, at("2026-11-23T12:00:00Z")),
        rated
    );
    let better = desk.rate_survey(&rated.survey, 5, at("2026-11-23T13:00:00Z"));
    assert_eq!(
        (
            better.survey.score,
            better.survey.edits,
            better.effects.len()
        ),
        (Some(5), 1, 0)
    );
}

#[test]
fn answers_that_cannot_be_are_refused_and_change_nothing() {
    let desk = desk();
    let mut ticket = opened(&desk, |_| {});
    happen(&desk, &mut ticket, "2026-11-23T09:00:00Z", SOLVED);
    let decision = desk.survey_due(&ticket, &SurveyFacts::default(), at("2026-11-23T10:00:00Z"));
    let sent = decision.unwrap().survey.unwrap();
    let answered = desk
        .rate_survey(&sent, 4, at("2026-11-23T12:00:00Z"))
        .survey;
    let unsent = Survey {
        sent_at: None,
        ..sent.clone()
    };
    for (survey, score, when, reason) in [
        (&unsent, 4, "2026-11-23T12:00:00Z", RatingRefusal::NoSurvey),
        (
            &sent,
            4,
            "2026-11-23T09:59:59Z",
            RatingRefusal::BeforeSurvey,
        ),
        (&sent, 0, "2026-11-23T12:00:00Z", RatingRefusal::OutOfScale),
        (&sent, 6, "2026-11-23T12:00:00Z", RatingRefusal::OutOfScale),
        (&sent, 4, "2026-12-07T10:00:00Z", RatingRefusal::Expired),
        (
            &answered,
            4,
            "2026-11-24T12:00:01Z",
            RatingRefusal::EditWindowClosed,
        ),
    ] {
        let rated = desk.rate_survey(survey, score, at(when));
        assert_eq!(rated.refused, Some(reason));
        assert_eq!(&rated.survey, survey);
        assert!(rated.effects.is_empty());
    }
}

#[test]
fn figures_that_cannot_be_are_refused() {
    let code = |error: deskcore::Error| error.code();
    for (k, n, confidence) in [
        (2, 1, 0.9),
        (-1, 5, 0.9),
        (1, -2, 0.9),
        (1, 2, 0.0),
        (1, 2, 1.0),
        (1, 2, f64::NAN),
    ] {
        let error = proportion(k, n, confidence, IntervalMethod::Wilson).unwrap_err();
        assert_eq!(code(error), "invalid_input");
    }
    assert!(mean_t(&[1.0, f64::NAN], 0.9).is_err());
    assert!(mean_t(&[f64::INFINITY], 0.9).is_err());
    let wild = mean_t(&[f64::MAX, -f64::MAX, f64::MAX], 0.9).unwrap();
    assert!(
        [wild.mean, wild.sd, wild.lo, wild.hi]
            .into_iter()
            .flatten()
            .all(f64::is_finite)
    );
    assert!(p_chart(&[SharePoint { k: 3, n: 2 }], 3.0, None).is_err());
    assert!(p_chart(&[], f64::NAN, None).is_err());
    assert_eq!(p_chart(&[], 3.0, None).unwrap().center, None);
    let settings = EwmaSettings {
        weight: 0.0,
        limit_sigmas: 3.0,
        center: 0.5,
    };
    assert!(ewma_shares(&[], &settings).is_err());
    let means = [MeanPoint { mean: None, n: 3 }];
    assert!(
        ewma_means(
            &means,
            1.0,
            &EwmaSettings {
                weight: 0.2,
                ..settings
            }
        )
        .is_err()
    );
    assert!(
        cusum(
            &[f64::NAN],
            &CusumSettings {
                target: 1.0,
                slack: 0.0,
                h: 1.0
            }
        )
        .is_err()
    );
    assert!(RatingCounts::sum(&[]).is_err());
    let mixed = [
        RatingCounts::new(Scale::Stars5),
        RatingCounts::new(Scale::Nps11),
    ];
    assert_eq!(
        code(RatingCounts::sum(&mixed).unwrap_err()),
        "scale_mismatch"
    );
    for scale in [
        "stars4",
        "custom:1-10:5:5",
        "custom:1-200:5:4",
        "custom:01-10:8:5",
        "",
    ] {
        assert!(scale.parse::<Scale>().is_err(), "{scale}");
    }
}

#[test]
fn a_rating_has_one_name_and_counts_have_an_end() {
    let read = |counts: &str| {
        let text = format!(r#"{{"scale": "stars5", "counts": {{{counts}}}}}"#);
        deskcore::border::read::<RatingCounts>(&text)
    };
    let counts = read(r#""5": 2, "1": 1"#).unwrap();
    assert_eq!(counts.score(Denominator::All).unwrap().sum, 11);
    for twice in [
        r#""05": 1, "5": 1"#,
        r#""+5": 1"#,
        r#""-0": 1"#,
        r#""5": 1, "5": 2"#,
    ] {
        assert!(read(twice).is_err(), "{twice}");
    }
    let most = 1_u64 << 49;
    let many = read(&format!(r#""5": {most}"#)).unwrap();
    let score = many.score(Denominator::All).unwrap();
    assert_eq!((score.mean, score.variance), (Some(5.0), Some(0.0)));
    let more = read(&format!(r#""5": {most}, "4": 1"#)).unwrap();
    let error = more.score(Denominator::All).unwrap_err();
    assert_eq!(error.path(), Some("/counts"));
}

/// Groups that are as all together are ranked by their size, not by how a
/// quotient is rounded.
#[test]
fn groups_of_the_mean_are_not_ranked_by_rounding() {
    let group = |id: &str, k, n| RatedGroup {
        id: id.to_owned(),
        k,
        n,
    };
    let groups = [
        group("g1", 6, 9),
        group("g0", 26, 39),
        group("q", 2, 6),
        group("p", 6, 6),
    ];
    let shrunk = shrink(&groups, 0.95).unwrap().groups;
    let ranks: Vec<_> = shrunk.iter().map(|group| group.rank.unwrap()).collect();
    assert_eq!(ranks, [3, 2, 4, 1]);
    assert_eq!(shrunk[0].shrunk, shrunk[1].shrunk);
}

#[test]
fn desk_json_tells_the_place_of_a_mistake() {
    let refused = Desk::from_json(
        r#"{"satisfaction": {
            "survey": {"delay_s": -1, "scale": "stars6"},
            "alert": {"window_s": 0},
            "review": {"channels": {"amazon": {"may_ask": true, "not_before_s": -5}}},
            "nps_floor": 120
        }}"#,
    );
    let Err(deskcore::Error::InvalidDesk { problems }) = refused else {
        panic!("{refused:?}")
    };
    let places: Vec<&str> = problems.iter().map(|problem| &*problem.path).collect();
    assert!(
        places.contains(&"/satisfaction/survey/scale"),
        "{problems:?}"
    );
    let refused = Desk::from_json(
        r#"{"satisfaction": {
            "survey": {"delay_s": -1},
            "alert": {"window_s": 0},
            "review": {"channels": {"amazon": {"may_ask": true, "not_before_s": -5}}},
            "nps_floor": 120
        }}"#,
    );
    let Err(deskcore::Error::InvalidDesk { problems }) = refused else {
        panic!("{refused:?}")
    };
    let places: Vec<&str> = problems.iter().map(|problem| &*problem.path).collect();
    assert_eq!(
        places,
        [
            "/satisfaction/alert/window_s",
            "/satisfaction/nps_floor",
            "/satisfaction/review/channels/amazon/not_before_s",
            "/satisfaction/survey/delay_s",
        ]
    );
}

#[test]
fn reviews_are_asked_for_within_the_rules() {
    let config = ReviewConfig::default();
    let now = at("2026-11-23T10:00:00Z");
    let facts: ReviewFacts =
        serde_json::from_str(r#"{"channel": "web", "consent": true}"#).unwrap();
    let why =
        |config: &ReviewConfig, facts: &ReviewFacts| review_due(config, facts, now).unwrap().reason;
    assert_eq!(why(&config, &facts), ReviewReason::Due);
    assert!(!config.select_by_rating); // against the rules of most platforms
    let unasked = ReviewFacts {
        consent: false,
        ..facts.clone()
    };
    assert_eq!(why(&config, &unasked), ReviewReason::NoConsent);
    let asked = ReviewFacts {
        last_asked_at: Some(at("2026-10-01T10:00:00Z")),
        ..facts.clone()
    };
    assert_eq!(why(&config, &asked), ReviewReason::Cooldown);
    // An unhappy customer is asked like every other, unless the shop chooses.
    let unhappy = ReviewFacts {
        score: Some(1),
        scale: Some(Scale::Stars5),
        ..facts.clone()
    };
    assert_eq!(why(&config, &unhappy), ReviewReason::Due);
    let choosing = ReviewConfig {
        select_by_rating: true,
        ..config
    };
    assert_eq!(why(&choosing, &unhappy), ReviewReason::NotSatisfied);
    assert_eq!(why(&choosing, &facts), ReviewReason::NotSatisfied);
}
