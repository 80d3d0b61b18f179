//! Suggestions: laws of the model, and how often it is right on two sets of
//! messages that people have labelled.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::fs::File;
use std::io::Write;
use std::path::Path;

use deskcore::text::suggest::{Inquiry, Keywords, Suggester, Suggestion, SuggestionModel};
use flate2::read::GzDecoder;
use proptest::prelude::*;

/// Messages and their labels, from a file that is not part of the repository.
fn shared(name: &str, message: &str, label: &str) -> Option<Vec<(Inquiry, String)>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let Ok(file) = File::open(data.join(name)) else {
        // Not println: the output of tests that pass is not shown.
        let _ = writeln!(std::io::stderr(), "skipped: no {name} at hand");
        return None;
    };
    let mut rows = csv::Reader::from_reader(GzDecoder::new(file));
    let headers = rows.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (message, label) = (column(message), column(label));
    let rows = rows.records().map(|row| {
        let row = row.unwrap();
        (Inquiry::new(&row[message]), row[label].to_owned())
    });
    Some(rows.collect())
}

/// Whether a message is kept back: every fifth, by a hash of its text.
fn kept_back(message: &str) -> bool {
    let hash = message.bytes().fold(5381_u32, |hash, byte| {
        hash.wrapping_mul(33) ^ u32::from(byte)
    });
    (hash ^ (hash >> 16)) % 5 == 0
}

/// Shares of messages with the right label first, and among the first three;
/// the mean score of the first.
fn accuracy(name: &str, rows: &[(Inquiry, String)]) -> (f64, f64, f64) {
    let mut model = SuggestionModel::default();
    for (inquiry, label) in rows
        .iter()
        .filter(|(inquiry, _)| !kept_back(&inquiry.message))
    {
        model.learn(inquiry, label);
    }
    let suggester = Suggester::new(&model, &[]);
    let (mut first, mut three, mut score, mut all) = (0.0, 0.0, 0.0, 0.0);
    for (inquiry, label) in rows
        .iter()
        .filter(|(inquiry, _)| kept_back(&inquiry.message))
    {
        let best = suggester.suggest(inquiry, None, 3);
        all += 1.0;
        first += f64::from(best[0].label == *label);
        three += f64::from(best.iter().any(|suggestion| suggestion.label == *label));
        score += best[0].score;
    }
    let (first, three, score) = (first / all, three / all, score / all);
    let stored = serde_json::to_string(&model).unwrap().len();
    println!(
        "{name}: {} labels, {all} messages kept back: first {first:.4}, first three {three:.4}, mean score {score:.4}; {stored} bytes stored",
        model.labels.len()
    );
    (first, three, score)
}

#[test]
fn questions_to_a_bank() {
    let name = "intents-banking77/train.csv.gz";
    let Some(rows) = shared(name, "text", "category") else {
        return;
    };
    let (first, three, score) = accuracy(name, &rows);
    assert!(first > 0.85 && three > 0.95);
    assert!((score - first).abs() < 0.05);
}

#[test]
fn questions_to_a_shop() {
    let name = "intents-bitext/utterances.csv.gz";
    let Some(rows) = shared(name, "utterance", "intent") else {
        return;
    };
    let (first, three, score) = accuracy(name, &rows);
    assert!(first > 0.98 && three > 0.99);
    assert!((score - first).abs() < 0.05);
}

/// A label with a tenth of the history of others is still found, and found
/// among the first where it is asked about.
#[test]
fn short_histories_count() {
    let name = "intents-banking77/train.csv.gz";
    let Some(mut rows) = shared(name, "text", "category") else {
        return;
    };
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    rows.retain(|(inquiry, label)| {
        let seen = seen.entry(label.clone()).or_default();
        *seen += usize::from(!kept_back(&inquiry.message));
        label.len() % 2 == 0 || *seen <= 10 || kept_back(&inquiry.message)
    });
    let (first, three, _) = accuracy("with half of the labels cut to ten messages", &rows);
    assert!(first > 0.65 && three > 0.77);
}

fn learnt(examples: &[(String, String)]) -> SuggestionModel {
    let mut model = SuggestionModel::default();
    for (message, label) in examples {
        model.learn(&Inquiry::new(&**message), label);
    }
    model
}

#[test]
fn spelling_makes_no_difference() {
    let model = learnt(&[
        (
            "Unde este coletul meu, vă rog? Aștept de luni".into(),
            "tracking".into(),
        ),
        ("Vreau banii înapoi".into(), "refund".into()),
    ]);
    let suggester = Suggester::new(&model, &[]);
    let scores = |message: &str| -> Vec<f64> {
        let all = suggester.suggest(&Inquiry::new(message), None, 9);
        all.iter().map(|suggestion| suggestion.score).collect()
    };
    assert_eq!(
        scores("Aștept coletul înapoi"),
        scores("AŞTEPT COLETUL INAPOI")
    );
}

#[test]
fn language_and_reason_speak() {
    let inquiry = |message: &str, language: &str, reason: &str| Inquiry {
        message: message.into(),
        language: Some(language.into()),
        reason: Some(reason.into()),
    };
    let mut model = SuggestionModel::default();
    for number in 0..5 {
        let message = format!("info {number}");
        model.learn(&inquiry(&message, "it-IT", "order"), "ordine");
        model.learn(&inquiry(&message, "ro", "order"), "comanda");
        model.learn(&inquiry(&message, "ro", "return"), "retur");
    }
    let suggester = Suggester::new(&model, &[]);
    let best = suggester.suggest(&inquiry("info", "it", "order"), None, 1);
    assert_eq!(
        (&*best[0].label, &*best[0].because[0]),
        ("ordine", "language it")
    );
    let best = suggester.suggest(&inquiry("info", "RO_md", "return"), None, 1);
    assert_eq!(
        (&*best[0].label, &*best[0].because[0]),
        ("retur", "reason return")
    );
}

#[test]
fn keywords() {
    let rule = |label: &str, phrases: &[&str]| Keywords {
        label: label.into(),
        phrases: phrases.iter().map(|phrase| (*phrase).to_owned()).collect(),
    };
    let rules = [
        rule("b", &["money back", "refund*"]),
        rule("c", &["*", "", "!"]),
    ];
    let found = |message: &str| {
        !Suggester::new(&SuggestionModel::default(), &rules)
            .suggest(&Inquiry::new(message), None, 9)
            .is_empty()
    };
    for yes in ["My MONEY, back!", "refund", "no Refunds?"] {
        assert!(found(yes), "{yes}");
    }
    for no in ["money", "back money", "a refun", "money is back", ""] {
        assert!(!found(no), "{no}");
    }
    // Of two that are alike a keyword makes one ten times as likely.
    let model = learnt(&[("hello".into(), "a".into()), ("hello".into(), "b".into())]);
    let best = Suggester::new(&model, &rules).suggest(&Inquiry::new("refund"), None, 9);
    assert_eq!(best[0].label, "b");
    assert!((best[0].score - 10.0 / 11.0).abs() < 1e-12);
    let equal = Suggester::new(&model, &[]).suggest(&Inquiry::new("refund"), None, 9);
    assert_eq!((&*equal[0].label, equal[0].score), ("a", 0.5));
}

#[test]
fn what_a_model_can_be() {
    let empty = Suggester::new(&SuggestionModel::default(), &[]);
    assert_eq!(empty.suggest(&Inquiry::new("hello"), None, 9), []);
    // Counts that nobody can have learnt.
    let model: SuggestionModel = serde_json::from_str(
        r#"{"labels": {"a": {"messages": 0, "words": {"4294967295": 4294967295, "1": 0}}, "b": {"messages": 4294967295, "words": {}}}}"#,
    )
    .unwrap();
    let best = Suggester::new(&model, &[]).suggest(&Inquiry::new("hello"), None, 9);
    assert_eq!((best.len(), best[0].score), (1, 1.0));
    // A long message is quick.
    let mut model = SuggestionModel::default();
    model.learn(&Inquiry::new("word ".repeat(1_000_000)), "a");
    assert!(model.labels["a"].words.len() < 10);
}

fn examples() -> impl Strategy<Value = Vec<(String, String)>> {
    let message = prop_oneof![4 => "([a-dșț]{1,6} ){0,6}", 1 => "\\PC{0,20}"];
    prop::collection::vec((message, "[a-d]"), 0..20)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the order of learning, and however it is shared out, a model
    /// is the same to the byte; and it can be stored.
    #[test]
    fn order_makes_no_difference((examples, shuffled) in examples().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())), at in 0_usize..20) {
        let json = |model: &SuggestionModel| serde_json::to_string(model).unwrap();
        let model = learnt(&examples);
        prop_assert_eq!(json(&model), json(&learnt(&shuffled)));
        let (one, two) = shuffled.split_at(at.min(shuffled.len()));
        let (mut one, mut two) = (learnt(one), learnt(two));
        let before = one.clone();
        one.merge(&two);
        two.merge(&before);
        prop_assert_eq!(json(&model), json(&one));
        prop_assert_eq!(&model, &two);
        prop_assert_eq!(serde_json::from_str::<SuggestionModel>(&json(&model)).unwrap(), model);
    }

    /// Scores are probabilities that add up to one, in order; fewer are the
    /// first of more; the reasons stand in the message.
    #[test]
    fn suggestions((examples, message) in (examples(), "([a-d]{1,6} ){0,6}"), limit in 0_usize..5) {
        let suggester = Suggester::new(&learnt(&examples), &[]);
        let inquiry = Inquiry::new(&*message);
        let all = suggester.suggest(&inquiry, None, usize::MAX);
        let sum: f64 = all.iter().map(|suggestion| suggestion.score).sum();
        prop_assert!(all.is_empty() == examples.is_empty() && (all.is_empty() || (sum - 1.0).abs() < 1e-9));
        let sorted = |(left, right): (&Suggestion, &Suggestion)| left.score > right.score || (left.score == right.score && left.label < right.label);
        prop_assert!(all.iter().zip(all.iter().skip(1)).all(sorted));
        for suggestion in &all {
            prop_assert!((0.0..=1.0).contains(&suggestion.score) && suggestion.because.len() <= 3);
            prop_assert!(suggestion.because.iter().all(|reason| message.contains(&**reason)));
        }
        let few = suggester.suggest(&inquiry, None, limit);
        prop_assert_eq!(&few[..], &all[..limit.min(all.len())]);
    }

    /// With candidates the others are as if they could not be chosen: the
    /// odds between those that can stay.
    #[test]
    fn candidates(examples in examples(), message in "([a-d]{1,6} ){0,6}") {
        let suggester = Suggester::new(&learnt(&examples), &[]);
        let inquiry = Inquiry::new(message);
        let all = suggester.suggest(&inquiry, None, 9);
        let few = suggester.suggest(&inquiry, Some(&["b", "d", "unknown"]), 9);
        let open: Vec<&Suggestion> = all.iter().filter(|suggestion| ["b", "d"].contains(&&*suggestion.label)).collect();
        let sum: f64 = open.iter().map(|suggestion| suggestion.score).sum();
        prop_assert_eq!(few.len(), open.len());
        for (few, open) in few.iter().zip(open) {
            prop_assert_eq!(&few.label, &open.label);
            prop_assert!((few.score - open.score / sum).abs() < 1e-9);
        }
    }
}
