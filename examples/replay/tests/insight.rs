//! What customers gave, the figures of the report object and the week,
//! against counts that are made by hand.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use deskcore::Desk;
use deskcore::time::Zone;
use replay::html;
use replay::insight::{Insight, Satisfaction, insight};
use replay::mapping::Mapping;
use replay::replay::{ReplayOptions, replay};
use replay::report::Report;
use replay::rows::{ReadOptions, read_rows};
use serde_json::Value;

fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn told(log: &Path, mapping: &str, desk: &str, zone: Zone) -> (Report, Insight) {
    let text = |name: &str| std::fs::read_to_string(here(name)).unwrap();
    let mapping = Mapping::from_json(&text(mapping)).unwrap();
    let desk = Desk::from_json(&text(desk)).unwrap();
    let rows = read_rows(log, &mapping, &ReadOptions::default()).unwrap();
    let options = ReplayOptions::default();
    let mut report = replay(&rows, &mapping, &desk, &options).unwrap();
    let insight = insight(&rows, &desk, zone, &options).unwrap();
    report.insight = Some(insight.clone());
    (report, insight)
}

fn sample() -> (Report, Insight) {
    let rome: Zone = "Europe/Rome".parse().unwrap();
    told(
        &here("sample/history.csv.gz"),
        "sample/mapping.json",
        "sample/desk.json",
        rome,
    )
}

/// What customers gave in the sample, each rating once, by its line.
fn ratings() -> BTreeMap<String, i64> {
    let file = std::fs::File::open(here("sample/history.csv.gz")).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut text)
        .unwrap();
    let rated = text.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[3] == "rated").then(|| (cells[0].to_owned(), cells[14].parse().unwrap()))
    });
    rated.collect()
}

#[test]
fn the_sample_has_what_its_lines_say() {
    let (report, insight) = sample();
    let given = ratings();
    let satisfaction = insight.satisfaction.unwrap();
    let score = &satisfaction.overall.score;
    assert_eq!(score.n, given.len() as u64);
    assert_eq!(score.sum, given.values().sum::<i64>());
    let positive = given.values().filter(|score| **score >= 4).count();
    assert_eq!(score.positive, positive as u64);
    for parts in [
        &satisfaction.by_month,
        &satisfaction.by["channel"],
        &satisfaction.by["reason"],
    ] {
        let n: u64 = parts.values().map(|part| part.score.n).sum();
        assert_eq!(n, score.n);
    }
    let weeks: u64 = satisfaction
        .weeks
        .iter()
        .map(|week| week.part.score.n)
        .sum();
    assert_eq!(weeks, score.n);
    assert_eq!(satisfaction.weeks.len(), satisfaction.chart.points.len());
    assert!(satisfaction.nps.is_none() && satisfaction.nps_refused.is_some());

    // The report object counts the same tickets as the report.
    let figure = |name: &str| insight.figures.overall.figure(name).unwrap().clone();
    assert_eq!(figure("volume").value, Some(report.tickets as f64));
    assert_eq!(figure("csat_stars5").n, score.n);
    let digest = insight.digest.unwrap();
    assert!(digest.n > 0 && !digest.rules.is_empty());
}

#[test]
fn a_value_too_long_to_group_by_stops_nothing() {
    let log = std::env::temp_dir().join(format!("insight-{}.csv", std::process::id()));
    let long = "x".repeat(300);
    let row = format!(
        "id,order_purchase_timestamp,most_voted_class,order_status,review_score\n1,2017-08-30 11:41:01.0,{long},delivered,5\n"
    );
    std::fs::write(&log, row).unwrap();
    let name = |kind: &str| format!("orders-reviews-olist.{kind}.json");
    let (report, insight) = told(&log, &name("mapping"), &name("desk"), Zone::UTC);
    std::fs::remove_file(&log).unwrap();
    assert_eq!((report.tickets, insight.refused), (1, 2));
    assert_eq!(insight.satisfaction.unwrap().overall.score.n, 1);
}

#[test]
fn the_page_shows_satisfaction_and_the_week() {
    let (report, _) = sample();
    let page = html::page(&report);
    for part in [
        "<h2>Satisfaction</h2>",
        "Satisfied, week by week",
        "By channel",
        "<h2>The last week</h2>",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let without = Report {
        insight: None,
        ..report
    };
    assert!(!html::page(&without).contains("<h2>Satisfaction</h2>"));
}

#[test]
fn orders_of_a_real_shop_have_the_expected_shares() {
    let folder = here("../../../shared/data/orders-reviews-olist");
    let log = folder.join("orders_reviews.csv.gz");
    if !log.exists() {
        let _ = writeln!(
            std::io::stderr(),
            "skipped: the log orders-reviews-olist is not at hand"
        );
        return;
    }
    let name = |kind: &str| format!("orders-reviews-olist.{kind}.json");
    let (report, insight) = told(&log, &name("mapping"), &name("desk"), Zone::UTC);
    let expected = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let figures = &expected["figures"];
    assert_eq!(report.tickets, figures["orders"].as_u64().unwrap());
    let satisfaction: Satisfaction = insight.satisfaction.unwrap();
    let share = |found: Option<f64>, expected: &Value| {
        let expected = expected.as_f64().unwrap();
        assert!(
            (found.unwrap() - expected).abs() < 1e-4,
            "{found:?}, expected {expected}"
        );
    };
    share(
        satisfaction.overall.score.csat_pct,
        &figures["scores"]["csat_top2_pct"],
    );
    share(satisfaction.overall.score.mean, &figures["scores"]["mean"]);
    let months = figures["csat_top2_by_purchase_month"].as_object().unwrap();
    assert_eq!(satisfaction.by_month.len(), months.len());
    for (month, part) in &satisfaction.by_month {
        assert_eq!(part.score.n, months[month][0].as_u64().unwrap());
        share(part.score.csat_pct, &months[month][1]);
    }
    for (class, part) in &satisfaction.by["reason"] {
        let expected = &figures["scores_by_class"][class];
        assert_eq!(part.score.n, expected["n"].as_u64().unwrap());
        share(part.score.csat_pct, &expected["csat_top2_pct"]);
    }
    // The survey is 1 to 5.
    assert!(satisfaction.nps_refused.unwrap().contains("stars5"));
}
