//! Satisfaction of a real shop's orders, against an independent computation.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use chrono::NaiveDateTime;
use deskcore::metrics::{RatingRecord, Report, ReportConfig};
use deskcore::satisfaction::{
    Denominator, IntervalMethod, NpsMethod, RatingCounts, Scale, nps, proportion, two_proportions,
};
use serde_json::Value;

/// Where orders and expected figures are; `DESKCORE_OLIST` names another
/// folder with files of the same form.
fn folder() -> PathBuf {
    let shared = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/orders-reviews-olist"
    );
    std::env::var_os("DESKCORE_OLIST").map_or_else(|| PathBuf::from(shared), PathBuf::from)
}

struct Order {
    id: String,
    month: String,
    class: String,
    late: Option<bool>,
    score: i64,
    answered_at: String,
}

fn orders(text: &str) -> Vec<Order> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let place = |name: &str| header.iter().position(|column| column == name).unwrap();
    let [id, purchase, delivered, estimated, score, answered, class] = [
        "id",
        "order_purchase_timestamp",
        "order_delivered_customer_date",
        "order_estimated_delivery_date",
        "review_score",
        "review_answer_timestamp",
        "most_voted_class",
    ]
    .map(place);
    let stamp =
        |text: &str| NaiveDateTime::parse_from_str(text.get(..19)?, "%Y-%m-%d %H:%M:%S").ok();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        let both = stamp(&row[delivered]).zip(stamp(&row[estimated]));
        Order {
            id: row[id].to_owned(),
            month: row[purchase][..7].to_owned(),
            class: row[class].to_owned(),
            late: both.map(|(delivered, estimated)| delivered > estimated),
            score: row[score].trim_end_matches(".0").parse().unwrap(),
            answered_at: row[answered].replacen(' ', "T", 1),
        }
    });
    rows.collect()
}

fn near(got: Option<f64>, expected: f64) {
    let got = got.expect("a figure");
    assert!((got - expected).abs() < 1e-4, "{got}, expected {expected}");
}

fn same(counts: &RatingCounts, expected: &Value) {
    let score = counts.score(Denominator::All).unwrap();
    assert_eq!(score.n, expected["n"].as_u64().unwrap());
    let spread: BTreeMap<i64, u64> =
        serde_json::from_value::<BTreeMap<String, u64>>(expected["distribution"].clone())
            .unwrap()
            .into_iter()
            .map(|(rating, n)| (rating.parse().unwrap(), n))
            .collect();
    for (rating, n) in &counts.counts {
        assert_eq!(*n, spread.get(rating).copied().unwrap_or(0), "{rating}");
    }
    near(score.mean, expected["mean"].as_f64().unwrap());
    near(score.csat_pct, expected["csat_top2_pct"].as_f64().unwrap());
    let bottom = 100.0 * score.negative as f64 / score.n as f64;
    near(Some(bottom), expected["bottom2_pct"].as_f64().unwrap());
}

#[test]
fn figures_of_real_orders_are_those_of_an_independent_computation() {
    let folder = folder();
    let (Ok(file), Ok(expected)) = (
        std::fs::read(folder.join("orders_reviews.csv.gz")),
        std::fs::read_to_string(folder.join("expected.json")),
    ) else {
        eprintln!("skipped: no orders at {}", folder.display());
        return;
    };
    let mut text = String::new();
    flate2::read::GzDecoder::new(&*file)
        .read_to_string(&mut text)
        .unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let figures = &expected["figures"];
    let orders = orders(&text);
    assert_eq!(orders.len() as u64, figures["orders"].as_u64().unwrap());

    let count = |holds: &dyn Fn(&Order) -> bool| {
        let scores = orders.iter().filter(|order| holds(order));
        RatingCounts::of(Scale::Stars5, scores.map(|order| order.score)).unwrap()
    };
    let all = count(&|_| true);
    same(&all, &figures["scores"]);
    let late = count(&|order| order.late == Some(true));
    let in_time = count(&|order| order.late == Some(false));
    same(&late, &figures["scores_when_late"]);
    same(&in_time, &figures["scores_when_not_late"]);
    for (class, expected) in figures["scores_by_class"].as_object().unwrap() {
        same(&count(&|order| order.class == *class), expected);
    }

    // The survey is 1 to 5: whatever resembles an NPS is none.
    let refused = nps(&all, 0.95, NpsMethod::AdjustedWald).unwrap_err();
    assert_eq!(refused.code(), "scale_mismatch");

    // Late orders displease, and that is no noise.
    let shares = [&late, &in_time].map(|counts| {
        let score = counts.score(Denominator::All).unwrap();
        (score.positive as i64, score.n as i64)
    });
    let [(k1, n1), (k2, n2)] = shares;
    let difference = two_proportions(k1, n1, k2, n2, 0.99).unwrap();
    assert!(difference.hi.unwrap() < 0.0);
    let interval = |(k, n)| proportion(k, n, 0.99, IntervalMethod::Wilson).unwrap();
    assert!(interval(shares[0]).hi < interval(shares[1]).lo);

    // The same from the report object, by the month of the purchase.
    let mut report = Report::new(ReportConfig {
        dimensions: ["purchase_month".to_owned(), "class".to_owned()].into(),
        ..ReportConfig::default()
    })
    .unwrap();
    for order in &orders {
        let record = RatingRecord {
            ticket: Some(order.id.clone()),
            scale: Scale::Stars5,
            score: order.score,
            at: order.answered_at.parse().unwrap(),
            offered_at: None,
            dimensions: [("purchase_month", &order.month), ("class", &order.class)]
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| (name.to_owned(), value.clone()))
                .collect(),
        };
        report.add_rating(&record).unwrap();
    }
    let months = report.figures_by("purchase_month").unwrap();
    let expected = figures["csat_top2_by_purchase_month"].as_object().unwrap();
    assert_eq!(months.len(), expected.len());
    for group in &months {
        let [n, share] = [0, 1].map(|place| {
            expected[group.value.as_ref().unwrap()][place]
                .as_f64()
                .unwrap()
        });
        let figure = group.figure("csat_stars5").expect("a CSAT");
        assert_eq!(figure.n as f64, n);
        near(figure.value.map(|value| value * 100.0), share);
    }
}
