//! Laws of sketches and reports: a tree of merges is one pass, to the byte,
//! in whatever order; quantiles are as near as they promise; what is made of
//! nothing is absent; and no customer is in any of it.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use common::{at, history, shuffled};
use deskcore::metrics::{
    Elapsed, HandledBy, LeftOutWhy, Measure, RatingRecord, Report, ReportConfig, SessionOutcome,
    SessionRecord, Sketch, SlaOutcome, SurveyRecord, TicketFigures, percentiles,
};
use deskcore::satisfaction::{Scale, mean_t};
use deskcore::sla::{Hours, Metric};
use deskcore::{Desk, Error};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

const ALPHAS: [f64; 4] = [0.001, 0.01, 0.05, 0.5];

fn sketch(alpha: f64, values: &[f64]) -> Sketch {
    let mut sketch = Sketch::new(alpha).unwrap();
    for value in values {
        sketch.add(*value).unwrap();
    }
    sketch
}

fn json_of(sketch: &Sketch) -> String {
    serde_json::to_string(sketch).unwrap()
}

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        1 => Just(0.0),
        1 => Just(-0.0),
        4 => (0_u32..5_000_000).prop_map(f64::from),
        4 => 0.0_f64..1000.0,
        1 => 0.0_f64..1e19,
        1 => 0.0_f64..1e-9,
    ]
}

/// Merges parts two by two, those that are drawn, until one is left.
fn tree<T>(mut parts: Vec<T>, order: &[Index], merge: impl Fn(&mut T, &T)) -> T {
    let mut order = order.iter().cycle();
    while parts.len() > 1 {
        let mut pick = || order.next().unwrap();
        let mut one = parts.swap_remove(pick().index(parts.len()));
        let other = parts.swap_remove(pick().index(parts.len()));
        merge(&mut one, &other);
        parts.push(one);
    }
    parts.pop().unwrap()
}

proptest! {
    #[test]
    fn a_tree_of_sketches_is_one_pass(
        parts in vec(vec(value(), 0..90), 1..6),
        alpha in select(ALPHAS.to_vec()),
        order in vec(any::<Index>(), 1..9),
    ) {
        let all: Vec<f64> = parts.concat();
        let whole = sketch(alpha, &shuffled(all, &order));
        let merged = tree(
            parts.iter().map(|part| sketch(alpha, part)).collect(),
            &order,
            |one, other| one.merge(other).unwrap(),
        );
        prop_assert_eq!(json_of(&merged), json_of(&whole));
        let again: Sketch = serde_json::from_str(&json_of(&whole)).unwrap();
        prop_assert_eq!(json_of(&again), json_of(&whole));
        prop_assert_eq!(&again, &whole);
        // What is merged goes on like what was never apart.
        let (mut again, mut whole) = (again, whole);
        again.merge(&merged).unwrap();
        whole.merge(&merged).unwrap();
        prop_assert_eq!(again, whole);
    }

    #[test]
    fn quantiles_are_as_near_as_promised(
        values in vec(value(), 1..300),
        alpha in select(ALPHAS.to_vec()),
        q in 0.0_f64..=1.0,
    ) {
        let sketch = sketch(alpha, &values);
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        for q in [q, 0.0, 0.5, 1.0] {
            let exact = sorted[(q * (sorted.len() - 1) as f64) as usize];
            let told = sketch.quantile(q).unwrap().unwrap();
            // Below 2^-64 there is one bin.
            let error = (told - exact).abs();
            prop_assert!(error <= exact * alpha * (1.0 + 1e-9) + 6e-20, "{told} for {exact}");
            if values.len() <= 64 {
                prop_assert_eq!(told, exact);
            }
        }
        prop_assert_eq!(sketch.min(), sorted.first().map(|value| value + 0.0));
        prop_assert_eq!(sketch.max(), sorted.last().map(|value| value + 0.0));
        prop_assert_eq!(sketch.n(), values.len() as u64);
    }

    /// The crate that was weighed has the same accuracy.
    #[test]
    fn quantiles_agree_with_another_implementation(
        values in vec(1.0_f64..1e9, 65..400),
        q in 0.0_f64..=1.0,
    ) {
        let ours = sketch(0.01, &values);
        let config = sketches_ddsketch::Config::new(0.01, 4096, 1e-9);
        let mut theirs = sketches_ddsketch::DDSketch::new(config);
        for value in &values {
            theirs.add(*value);
        }
        let ours = ours.quantile(q).unwrap().unwrap();
        let theirs = theirs.quantile(q).unwrap().unwrap();
        prop_assert!((ours / theirs - 1.0).abs() <= 0.0203, "{ours} and {theirs}");
    }

    #[test]
    fn what_is_no_sketch_is_refused(
        values in vec(value(), 60..80),
        key in select(vec!["n", "zeros", "min", "max", "values", "bins", "alpha"]),
        put in select(vec![json!(-1), json!(0), json!(7), json!(1e300), json!([]), json!([[5, 1]]), json!([[3, 1], [2, 1]]), json!([3.0, 1.0]), json!(null)]),
    ) {
        let honest = sketch(0.01, &values);
        let mut stored = serde_json::to_value(&honest).unwrap();
        stored[key] = put;
        // Either it is refused, or it is a sketch that says the same of itself.
        if let Ok(read) = serde_json::from_value::<Sketch>(stored.clone()) {
            let text = json_of(&read);
            prop_assert_eq!(json_of(&serde_json::from_str(&text).unwrap()), text);
            prop_assert!(read.quantile(0.5).is_ok());
        }
    }
}

#[test]
fn sketches_refuse_what_they_cannot_hold() {
    let mut sketch = sketch(0.01, &[1.0]);
    let before = json_of(&sketch);
    for value in [-1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 2e19] {
        assert!(
            matches!(sketch.add(value), Err(Error::InvalidInput { .. })),
            "{value}"
        );
    }
    let other = Sketch::new(0.02).unwrap();
    let error = sketch.merge(&other).unwrap_err();
    assert_eq!(error.path(), Some("/alpha"));
    assert_eq!(json_of(&sketch), before);
    for alpha in [0.0, -0.01, 1.0, f64::NAN] {
        assert!(Sketch::new(alpha).is_err());
    }
    for q in [-0.1, 1.01, f64::NAN] {
        assert!(sketch.quantile(q).is_err());
    }
    assert_eq!(other.quantile(0.5).unwrap(), None);
    assert_eq!((other.min(), other.max()), (None, None));
    assert!(percentiles(&[1.0, f64::NAN], &[0.5]).is_err());
    assert!(percentiles(&[], &[1.01]).is_err());
}

/// A sketch of the same values is these bytes, today and on every platform.
#[test]
fn the_stored_form_stays() {
    let few = sketch(0.01, &[3.0, 0.0, 1.5]);
    assert_eq!(
        json_of(&few),
        r#"{"alpha":0.01,"n":3,"min":0.0,"max":3.0,"values":[0.0,1.5,3.0]}"#
    );
    let mut many = sketch(0.5, &[0.0]);
    for _ in 0..64 {
        many.add(1000.0).unwrap();
    }
    assert_eq!(
        json_of(&many),
        r#"{"alpha":0.5,"n":65,"min":0.0,"max":1000.0,"zeros":1,"bins":[[6,64]]}"#
    );
}

/// The language-neutral cases of the two operations.
#[test]
fn vectors() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/conformance/satisfaction/vectors.jsonl");
    let Ok(text) = std::fs::read_to_string(&file) else {
        eprintln!("skipped: no {}", file.display());
        return;
    };
    let mut seen = 0;
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let (input, expect) = (&case["input"], &case["expect"]);
        let tol = case["tol"].as_f64().unwrap();
        let numbers = |value: &Value| -> Vec<f64> {
            value
                .as_array()
                .unwrap()
                .iter()
                .map(|n| n.as_f64().unwrap())
                .collect()
        };
        match case["op"].as_str().unwrap() {
            "percentile" => {
                seen += 1;
                match percentiles(&numbers(&input["values"]), &numbers(&input["q"])) {
                    Err(error) => assert_eq!(expect["error"], error.code(), "{line}"),
                    Ok(told) => {
                        let wanted = expect["quantiles"].as_array().expect(line);
                        assert_eq!(wanted.len(), told.len());
                        for (told, wanted) in told.iter().zip(wanted) {
                            assert_eq!(told.is_none(), wanted.is_null(), "{line}");
                            if let (Some(told), Some(wanted)) = (told, wanted.as_f64()) {
                                assert!(
                                    (told - wanted).abs() <= tol * wanted.abs().max(1.0),
                                    "{line}"
                                );
                            }
                        }
                    }
                }
            }
            "sketch" => {
                seen += 1;
                let alpha = input["alpha"].as_f64().unwrap();
                let mut whole = Sketch::new(alpha).unwrap();
                for part in input["parts"].as_array().unwrap().iter().rev() {
                    whole.merge(&sketch(alpha, &generated(part))).unwrap();
                }
                assert_eq!(expect["n"].as_u64(), Some(whole.n()), "{line}");
                assert_eq!(expect["min"].as_f64(), whole.min(), "{line}");
                assert_eq!(expect["max"].as_f64(), whole.max(), "{line}");
                for (q, bounds) in numbers(&input["q"])
                    .iter()
                    .zip(expect["bounds"].as_array().unwrap())
                {
                    let told = whole.quantile(*q).unwrap();
                    assert_eq!(told.is_none(), bounds.is_null());
                    if let Some(told) = told {
                        let bounds = numbers(bounds);
                        assert!(
                            told >= bounds[0] - tol * bounds[0].max(1.0),
                            "{told} {line}"
                        );
                        assert!(
                            told <= bounds[1] + tol * bounds[1].max(1.0),
                            "{told} {line}"
                        );
                        assert!(bounds[1] > 0.0 || told == 0.0, "zeros stay exact");
                    }
                }
            }
            _ => {}
        }
    }
    assert!(seen > 15, "{seen} cases");
}

fn generated(part: &Value) -> Vec<f64> {
    let mut state = part["seed"].as_u64().unwrap();
    let scale = part["scale"].as_f64().unwrap();
    let kind = part["kind"].as_str().unwrap();
    (0..part["n"].as_u64().unwrap())
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let u = (state >> 11) as f64 / (1_u64 << 53) as f64;
            match kind {
                "exp" => -(1.0 - u).ln() * scale,
                "pareto" => scale / (1.0 - u).sqrt(),
                "zeros" if u < 0.3 => 0.0,
                _ => scale * u,
            }
        })
        .collect()
}

// Reports.

#[derive(Debug, Clone)]
enum Record {
    Ticket(Box<TicketFigures>),
    Rating(RatingRecord),
    Survey(SurveyRecord),
    Session(SessionRecord),
}

fn add(report: &mut Report, record: &Record) {
    match record {
        Record::Ticket(ticket) => report.add_ticket(ticket),
        Record::Rating(rating) => report.add_rating(rating),
        Record::Survey(survey) => report.add_survey(survey),
        Record::Session(session) => report.add_session(session),
    }
    .unwrap();
}

fn config() -> ReportConfig {
    let dimensions = [
        "reason",
        "channel",
        "handled_by",
        "complexity",
        "day",
        "week",
        "month",
        "hour_of_week",
    ];
    ReportConfig {
        tz: "Europe/Rome".parse().unwrap(),
        dimensions: dimensions.map(str::to_owned).into(),
        simple_reasons: ["delivery".to_owned()].into(),
        complex_reasons: ["return".to_owned()].into(),
        ..ReportConfig::default()
    }
}

fn report(records: &[Record]) -> Report {
    let mut report = Report::new(config()).unwrap();
    for record in records {
        add(&mut report, record);
    }
    report
}

fn dimensions() -> impl Strategy<Value = BTreeMap<String, String>> {
    let names = select(vec!["reason", "channel", "unheard_of"]).prop_map(str::to_owned);
    let values = select(vec!["delivery", "return", "email", "chat"]).prop_map(str::to_owned);
    btree_map(names, values, 0..3)
}

fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (0_i64..40 * 86_400_000).prop_map(|ms| at("2026-10-20T00:00:00Z") + TimeDelta::milliseconds(ms))
}

fn elapsed() -> impl Strategy<Value = Elapsed> {
    let ms = || prop_oneof![6 => 0_i64..10_000_000, 1 => -5_i64..5, 1 => any::<i64>()];
    (ms(), option::of(ms())).prop_map(|(calendar_ms, business_ms)| Elapsed {
        calendar_ms,
        business_ms,
    })
}

fn ticket() -> impl Strategy<Value = TicketFigures> {
    let by = [
        HandledBy::Nobody,
        HandledBy::Human,
        HandledBy::Bot,
        HandledBy::SelfService,
    ];
    let outcome =
        (select(Metric::ALL.to_vec()), 0_u32..3, 0_u32..3).prop_map(|(metric, met, missed)| {
            SlaOutcome {
                metric,
                met,
                missed,
            }
        });
    (
        (
            instant(),
            instant(),
            option::of(instant()),
            option::of(instant()),
            any::<bool>(),
        ),
        (dimensions(), select(by.to_vec()), vec(outcome, 0..3)),
        (
            option::of(elapsed()),
            vec(elapsed(), 0..3),
            option::of(elapsed()),
        ),
        (0_u32..3, 0_u32..2),
    )
        .prop_map(
            |(times, (dimensions, handled_by, outcomes), durations, (agent_replies, reopens))| {
                let (created_at, known_until, ended_at, contacted_again_at, solved) = times;
                TicketFigures {
                    known_until,
                    ended_at,
                    solved: solved && ended_at.is_some(),
                    dimensions,
                    handled_by,
                    first_reply: durations.0,
                    next_replies: durations.1,
                    resolution: durations.2,
                    outcomes,
                    agent_replies,
                    reopens,
                    contacted_again_at,
                    ..TicketFigures::new("A-17", created_at)
                }
            },
        )
}

fn record() -> impl Strategy<Value = Record> {
    let mut scales = Scale::NAMED.to_vec();
    scales.push("custom:1-10:8:5".parse().unwrap());
    let outcomes = [
        SessionOutcome::SolvedSaid,
        SessionOutcome::Left,
        SessionOutcome::HandedOver,
    ];
    prop_oneof![
        4 => ticket().prop_map(|ticket| Record::Ticket(Box::new(ticket))),
        3 => (any::<bool>(), select(scales), -1_i64..12, instant(), option::of(instant()), dimensions()).prop_map(
            |(known, scale, score, at, offered_at, dimensions)| Record::Rating(RatingRecord {
                ticket: known.then(|| "A-17".to_owned()), scale, score, at, offered_at, dimensions,
            })),
        1 => (instant(), option::of(select(vec!["cooldown", "spam"])), any::<bool>(), dimensions()).prop_map(
            |(at, why, responded, dimensions)| Record::Survey(SurveyRecord {
                at, responded: responded && why.is_none(), not_asked: why.map(str::to_owned), dimensions,
            })),
        1 => (instant(), select(outcomes.to_vec()), option::of(instant()), instant(), dimensions()).prop_map(
            |(at, outcome, ticket_at, known_until, dimensions)| Record::Session(SessionRecord {
                at, outcome, ticket_at, known_until, dimensions,
            })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_tree_of_reports_is_one_pass(
        parts in vec(vec(record(), 0..40), 1..6),
        order in vec(any::<Index>(), 1..9),
    ) {
        let whole = report(&shuffled(parts.concat(), &order));
        let merged = tree(
            parts.iter().map(|part| report(part)).collect(),
            &order,
            |one, other| one.merge(other).unwrap(),
        );
        let json = whole.to_json().unwrap();
        prop_assert_eq!(&merged.to_json().unwrap(), &json);
        prop_assert_eq!(merged.figures().unwrap(), whole.figures().unwrap());
        let again = Report::from_json(&json).unwrap();
        prop_assert_eq!(again.to_json().unwrap(), json);
        // Nothing is lost on the way through a file.
        let (mut again, mut whole) = (again, whole);
        again.merge(&merged).unwrap();
        whole.merge(&merged).unwrap();
        prop_assert_eq!(again, whole);
    }

    /// Counted again in the plainest way.
    #[test]
    fn groups_and_the_whole_add_up(records in vec(record(), 0..120)) {
        let report = report(&records);
        let figures = report.figures().unwrap();
        let tickets: Vec<&TicketFigures> = records.iter().filter_map(|record| match record {
            Record::Ticket(ticket) => Some(&**ticket),
            _ => None,
        }).collect();
        let n = |name: &str| figures.overall.figure(name).unwrap().n;
        prop_assert_eq!(n("volume"), tickets.len() as u64);
        let open = tickets.iter().filter(|ticket| ticket.ended_at.is_none()).count();
        prop_assert_eq!(n("backlog"), open as u64);
        let last = figures.backlog.last().map_or(0, |day| day.backlog);
        prop_assert_eq!(last, open as i64);
        prop_assert_eq!(figures.load_per_hour.iter().sum::<u64>(), tickets.len() as u64);
        // Every measure says of all tickets where they are.
        for (measure, of) in [
            (Measure::FirstReply, tickets.iter().map(|ticket| ticket.first_reply).collect::<Vec<_>>()),
            (Measure::Resolution, tickets.iter().map(|ticket| ticket.resolution).collect()),
        ] {
            let figure = figures.overall.figure(measure.name()).unwrap();
            let left_out: u64 = figure.left_out.iter().map(|left_out| left_out.n).sum();
            prop_assert_eq!(figure.n + left_out, tickets.len() as u64);
            let mut exact: Vec<f64> = of.iter().flatten().map(|elapsed| elapsed.calendar_ms)
                .filter(|ms| *ms >= 0).map(|ms| ms as f64).collect();
            prop_assert_eq!(figure.n, exact.len() as u64);
            exact.sort_by(f64::total_cmp);
            match figure.distribution {
                Some(told) if told.exact => prop_assert_eq!(
                    Some(told.p50), percentiles(&exact, &[0.5]).unwrap()[0]),
                Some(told) => {
                    let rank = exact[(exact.len() - 1) / 2];
                    prop_assert!((told.p50 - rank).abs() <= rank * 0.01 + 1e-9);
                }
                None => prop_assert!(exact.is_empty() && figure.value.is_none()),
            }
        }
        // Each ticket is in one group of a dimension that all have.
        for dimension in ["day", "week", "month", "hour_of_week", "handled_by"] {
            let groups = report.figures_by(dimension).unwrap();
            let of = groups.iter().map(|group| group.figure("volume").unwrap().n);
            prop_assert_eq!(of.sum::<u64>(), tickets.len() as u64);
        }
        for group in report.figures_by("reason").unwrap() {
            let reason = group.value.as_ref();
            let own = tickets.iter().filter(|ticket| ticket.dimensions.get("reason") == reason);
            prop_assert_eq!(group.figure("volume").unwrap().n, own.count() as u64);
        }
        // Nothing is 0 that is made of nothing.
        for figure in &figures.overall.figures {
            prop_assert!(figure.unit == deskcore::metrics::FigureUnit::Count || (figure.n == 0) == figure.value.is_none());
            prop_assert!(figure.value.is_none_or(f64::is_finite));
        }
    }

    /// An erased customer leaves every report as it was.
    #[test]
    fn erasure_changes_no_report(history in history(), part in any::<u32>()) {
        let mut plain = history.document.clone();
        // What policies read of a customer's fields is no person's.
        plain["name"] = json!("Bottega Aurora");
        let desk = Desk::from_json(&plain.to_string()).unwrap();
        let until = history.between(history.events.len() / 2, part);
        let mut known = history.opening.clone();
        known.facts.customer = Some("c-9".to_owned());
        let mut events = history.events.clone();
        for event in &mut events {
            event.actor = Some(deskcore::ticket::Actor {
                kind: deskcore::ticket::ActorKind::Customer,
                id: Some("c-9".to_owned()),
                name: Some("Ilaria Bianchi".to_owned()),
            });
        }
        let before = desk.figures(&known, &events, until).unwrap();
        let text = serde_json::to_string(&before).unwrap();
        prop_assert!(!text.contains("c-9") && !text.contains("Ilaria"));
        known.facts.customer = None;
        for event in &mut events {
            event.actor = None;
        }
        let after = desk.figures(&known, &events, until).unwrap();
        prop_assert_eq!(&after, &before);
        let json = |ticket| report(&[Record::Ticket(Box::new(ticket))]).to_json().unwrap();
        prop_assert_eq!(json(after), json(before));
    }

    /// The figures of a history against its clocks at the end.
    #[test]
    fn figures_of_a_history_are_those_of_its_ticket(history in history()) {
        let desk = history.desk();
        let until = history.end();
        let figures = desk.figures(&history.opening, &history.events, until).unwrap();
        let ticket = desk.rebuild(&history.opening, &history.events, Some(until)).unwrap().ticket;
        prop_assert_eq!(figures.reopens, ticket.reopened());
        prop_assert_eq!(figures.ended_at.is_some(), ticket.status.is_done());
        for verdict in desk.verdicts(&ticket, until) {
            let found = figures.outcomes.iter().find(|outcome| outcome.metric == verdict.metric);
            let (met, missed) = found.map_or((0, 0), |outcome| (outcome.met, outcome.missed));
            prop_assert!(met + missed <= verdict.instance, "{verdict:?}");
            match verdict.state {
                deskcore::State::Met => prop_assert!(met > 0, "{verdict:?}"),
                deskcore::State::Breached => prop_assert!(missed > 0, "{verdict:?}"),
                _ => {}
            }
            let many = [Metric::FirstReplyTime, Metric::NextReplyTime].contains(&verdict.metric);
            prop_assert!(!many || missed <= verdict.breaches, "{verdict:?}");
        }
        for elapsed in figures.next_replies.iter().chain(&figures.first_reply).chain(&figures.resolution) {
            prop_assert!(elapsed.calendar_ms >= 0);
            prop_assert!(elapsed.business_ms.unwrap() <= elapsed.calendar_ms);
        }
        if let (Some(work), Some(wait), Some(all)) = (figures.agent_work, figures.requester_wait, figures.resolution) {
            prop_assert!(work.calendar_ms <= wait.calendar_ms && wait.calendar_ms <= all.calendar_ms);
        }
    }
}

#[test]
fn an_empty_report_has_every_figure_and_no_value() {
    let figures = Report::new(ReportConfig::default())
        .unwrap()
        .figures()
        .unwrap();
    let names: Vec<&str> = figures
        .overall
        .figures
        .iter()
        .map(|figure| &*figure.name)
        .collect();
    for name in [
        "volume",
        "backlog",
        "first_reply",
        "next_reply",
        "resolution",
        "requester_wait",
        "agent_work",
        "sla_first_reply_time",
        "one_touch",
        "reopened",
        "first_contact_resolution",
        "deflection",
        "durable_deflection",
        "response_rate",
        "csat_stars5",
        "nps",
        "ces",
    ] {
        assert!(names.contains(&name), "{name} of {names:?}");
    }
    for figure in &figures.overall.figures {
        assert_eq!(figure.n, 0);
        let counts = ["volume", "backlog"].contains(&&*figure.name);
        assert_eq!(figure.value, counts.then_some(0.0), "{}", figure.name);
        assert!(!figure.formula.is_empty());
    }
}

fn rating(scale: Scale, score: i64) -> RatingRecord {
    RatingRecord {
        ticket: Some("A-17".to_owned()),
        scale,
        score,
        at: at("2026-11-23T10:00:00Z"),
        offered_at: Some(at("2026-11-22T10:00:00Z")),
        dimensions: BTreeMap::new(),
    }
}

proptest! {
    #[test]
    fn a_mean_rating_has_the_interval_of_its_ratings(stars in vec(1_i64..6, 0..40)) {
        let mut report = Report::new(ReportConfig::default()).unwrap();
        for star in &stars {
            report.add_rating(&rating(Scale::Stars5, *star)).unwrap();
        }
        let figures = report.figures().unwrap();
        let figure = figures.overall.figure("rating_stars5").unwrap();
        let values: Vec<f64> = stars.iter().map(|star| *star as f64).collect();
        let mean = mean_t(&values, 0.95).unwrap();
        prop_assert_eq!(figure.n, mean.n);
        if mean.sd.is_none_or(|sd| sd == 0.0) {
            prop_assert_eq!((figure.lo, figure.hi), (None, None));
        } else {
            let near = |one: Option<f64>, other: f64| one.is_some_and(|one| (one - other).abs() < 1e-9);
            prop_assert!(near(figure.lo, mean.lo.unwrap().max(1.0)), "{figure:?} {mean:?}");
            prop_assert!(near(figure.hi, mean.hi.unwrap().min(5.0)), "{figure:?} {mean:?}");
        }
    }
}

#[test]
fn bad_input_is_left_out_and_counted() {
    let mut report = Report::new(ReportConfig {
        hours: Hours::Business,
        ..config()
    })
    .unwrap();
    let mut ticket = TicketFigures::new("A-17", at("2026-11-23T10:00:00Z"));
    ticket.first_reply = Some(Elapsed {
        calendar_ms: -1,
        business_ms: Some(0),
    });
    ticket.next_replies = vec![Elapsed {
        calendar_ms: 5,
        business_ms: None,
    }];
    report.add_ticket(&ticket).unwrap();
    report
        .add_rating(&RatingRecord {
            ticket: None,
            ..rating(Scale::Stars5, 5)
        })
        .unwrap();
    report.add_rating(&rating(Scale::Stars5, 6)).unwrap();
    report.add_rating(&rating(Scale::Stars5, i64::MIN)).unwrap();
    let early = RatingRecord {
        at: at("2026-11-22T09:59:59Z"),
        ..rating(Scale::Stars5, 5)
    };
    report.add_rating(&early).unwrap();
    report.add_rating(&rating(Scale::Stars5, 4)).unwrap();
    let figures = report.figures().unwrap();
    let left_out = |name: &str| -> Vec<(LeftOutWhy, u64)> {
        let figure = figures.overall.figure(name).unwrap();
        figure
            .left_out
            .iter()
            .map(|left_out| (left_out.reason, left_out.n))
            .collect()
    };
    assert_eq!(left_out("first_reply"), [(LeftOutWhy::NegativeDuration, 1)]);
    assert_eq!(
        left_out("next_reply"),
        [(LeftOutWhy::BusinessTimeUnknown, 1)]
    );
    assert_eq!(left_out("resolution"), [(LeftOutWhy::NotYet, 1)]);
    let ratings = [
        (LeftOutWhy::UnknownTicket, 1),
        (LeftOutWhy::OutOfScale, 2),
        (LeftOutWhy::BeforeOffer, 1),
    ];
    assert_eq!(left_out("csat_stars5"), ratings);
    let csat = figures.overall.figure("csat_stars5").unwrap();
    assert_eq!((csat.n, csat.value), (1, Some(1.0)));
    assert!(csat.lo.unwrap() < 0.3, "one answer says little");
}

#[test]
fn reports_refuse_and_stay() {
    let small = ReportConfig {
        most_groups: 2,
        dimensions: ["channel".to_owned()].into(),
        ..ReportConfig::default()
    };
    let ticket = |channel: &str| {
        let mut ticket = TicketFigures::new("A-17", at("2026-11-23T10:00:00Z"));
        ticket
            .dimensions
            .insert("channel".to_owned(), channel.to_owned());
        ticket
    };
    let mut report = Report::new(small.clone()).unwrap();
    report.add_ticket(&ticket("email")).unwrap();
    report.add_ticket(&ticket("chat")).unwrap();
    let before = report.to_json().unwrap();
    let error = report.add_ticket(&ticket("phone")).unwrap_err();
    assert!(error.to_string().contains("most_groups"), "{error}");
    assert!(report.add_ticket(&ticket("")).is_err());
    assert!(report.add_ticket(&ticket(&"x".repeat(257))).is_err());
    let mut other = Report::new(small.clone()).unwrap();
    other.add_ticket(&ticket("phone")).unwrap();
    assert!(report.merge(&other).is_err(), "three groups");
    let coarse = Report::new(ReportConfig {
        alpha: 0.02,
        ..small
    })
    .unwrap();
    assert_eq!(report.merge(&coarse).unwrap_err().path(), Some("/config"));
    assert!(report.figures_by("reason").is_err());
    assert_eq!(report.to_json().unwrap(), before);

    for wrong in [
        json!({"dimensions": ["customer"]}),
        json!({"alpha": 0.9}),
        json!({"confidence": 1.0}),
        json!({"simple_reasons": ["a"], "complex_reasons": ["a"]}),
        json!({"most_groups": 4_000_000_000_u32}),
    ] {
        let config: ReportConfig = serde_json::from_value(wrong).unwrap();
        assert!(matches!(
            Report::new(config),
            Err(Error::InvalidInput { .. })
        ));
    }
    let mut stored: Value = serde_json::from_str(&before).unwrap();
    stored["schema_version"] = json!(2);
    let error = Report::from_json(&stored.to_string()).unwrap_err();
    assert_eq!(error.path(), Some("/schema_version"));
    stored["schema_version"] = json!(1);
    let mut twice = stored.clone();
    let group = twice["groups"][0].clone();
    twice["groups"].as_array_mut().unwrap().push(group);
    assert!(Report::from_json(&twice.to_string()).is_err());
    stored["overall"]["counts"]["tickets"] = json!(0);
    assert!(Report::from_json(&stored.to_string()).is_err());
}

#[test]
fn first_contact_waits_for_its_window() {
    let solved = |replies: u32, known_days: i64, again_days: Option<i64>| {
        let ended_at = at("2026-11-02T10:00:00Z");
        TicketFigures {
            ended_at: Some(ended_at),
            known_until: ended_at + TimeDelta::days(known_days),
            solved: true,
            agent_replies: replies,
            contacted_again_at: again_days.map(|days| ended_at + TimeDelta::days(days)),
            ..TicketFigures::new("A-17", at("2026-11-01T10:00:00Z"))
        }
    };
    let mut report = Report::new(ReportConfig::default()).unwrap();
    report.add_ticket(&solved(1, 8, None)).unwrap(); // resolved
    report.add_ticket(&solved(1, 8, Some(8))).unwrap(); // resolved, and another matter
    report.add_ticket(&solved(1, 8, Some(7))).unwrap(); // came back
    report.add_ticket(&solved(2, 0, None)).unwrap(); // took two replies
    report.add_ticket(&solved(1, 7, None)).unwrap(); // may come back yet
    let figures = report.figures().unwrap();
    let figure = figures.overall.figure("first_contact_resolution").unwrap();
    assert_eq!((figure.n, figure.value), (4, Some(0.5)));
    assert_eq!(figure.left_out[0].reason, LeftOutWhy::TooRecent);
    let one_touch = figures.overall.figure("one_touch").unwrap();
    assert_eq!((one_touch.n, one_touch.value), (5, Some(0.8)));
}

#[test]
fn who_left_without_a_word_was_not_helped() {
    let mut report = Report::new(ReportConfig::default()).unwrap();
    let mut session = SessionRecord {
        at: at("2026-11-02T10:00:00Z"),
        outcome: SessionOutcome::SolvedSaid,
        ticket_at: None,
        known_until: at("2026-11-30T10:00:00Z"),
        dimensions: BTreeMap::new(),
    };
    report.add_session(&session).unwrap();
    session.ticket_at = Some(at("2026-11-04T10:00:00Z"));
    report.add_session(&session).unwrap();
    session.outcome = SessionOutcome::Left;
    report.add_session(&session).unwrap();
    session.outcome = SessionOutcome::HandedOver;
    report.add_session(&session).unwrap();
    let figures = report.figures().unwrap();
    let told = |name: &str| {
        figures
            .overall
            .figure(name)
            .map(|figure| (figure.n, figure.value))
            .unwrap()
    };
    assert_eq!(told("deflection"), (4, Some(0.5)));
    assert_eq!(told("durable_deflection"), (4, Some(0.25)));
}

#[test]
fn figures_of_a_history() {
    use deskcore::ticket::{Event, EventKind, Opening, Priority, Status};
    let desk = Desk::from_json(
        r#"{"policies": [{"id": "all", "targets": {"*": {"first_reply_time": "1h", "next_reply_time": "1h", "total_resolution_time": "8h"}}}]}"#,
    )
    .unwrap();
    let mut opening = Opening::new("A-17", at("2026-11-23T10:00:00Z"), "email");
    opening.facts.priority = Some(Priority::Normal);
    opening.facts.reason = Some("return".to_owned());
    let status = |to| EventKind::Status { to, label: None };
    let events: Vec<Event> = [
        ("10:30", EventKind::AgentReply {}),
        ("11:00", EventKind::CUSTOMER_MESSAGE),
        ("12:30", EventKind::AgentReply {}), // an hour and a half
        ("12:30", status(Status::Pending)),
        ("13:00", EventKind::CUSTOMER_MESSAGE),
        ("13:20", EventKind::AgentReply {}),
        ("13:40", status(Status::Solved)),
        ("14:00", EventKind::CUSTOMER_MESSAGE), // open again
        ("14:10", EventKind::AgentReply {}),
        ("14:10", status(Status::Solved)),
    ]
    .into_iter()
    .enumerate()
    .map(|(number, (time, kind))| {
        Event::new(
            format!("ev-{number:02}"),
            at(&format!("2026-11-23T{time}:00Z")),
            kind,
        )
    })
    .collect();
    let figures = desk
        .figures(&opening, &events, at("2026-11-24T00:00:00Z"))
        .unwrap();
    let minutes = |elapsed: &Elapsed| elapsed.calendar_ms / 60_000;
    assert_eq!(figures.first_reply.as_ref().map(minutes), Some(30));
    assert_eq!(
        figures.next_replies.iter().map(minutes).collect::<Vec<_>>(),
        [90, 20, 10]
    );
    assert_eq!(figures.resolution.as_ref().map(minutes), Some(250));
    assert_eq!(
        figures.agent_work.as_ref().map(minutes),
        Some(250 - 30 - 20)
    );
    assert_eq!(
        (figures.agent_replies, figures.reopens, figures.handled_by),
        (4, 1, HandledBy::Human)
    );
    let outcome = |metric, met, missed| SlaOutcome {
        metric,
        met,
        missed,
    };
    assert_eq!(
        figures.outcomes,
        [
            outcome(Metric::FirstReplyTime, 1, 0),
            outcome(Metric::NextReplyTime, 2, 1),
            outcome(Metric::TotalResolutionTime, 1, 0),
        ]
    );
    // Up to one o'clock it has been answered twice, and is not solved.
    let earlier = desk
        .figures(&opening, &events, at("2026-11-23T12:59:00Z"))
        .unwrap();
    assert_eq!(
        (earlier.agent_replies, earlier.solved, earlier.resolution),
        (2, false, None)
    );
}
