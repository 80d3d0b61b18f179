//! Laws of what crosses into another language.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper that fails is a test that fails"
)]

#[expect(dead_code, reason = "other laws need more of it")]
mod common;

use chrono::{DateTime, TimeDelta, Utc};
use common::history;
use deskcore::border;
use deskcore::ticket::{Event, Opening};
use deskcore::time::{Calendar, NEVER_MS, Schedule};
use deskcore::{Desk, Effect, Metric, Ticket};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// What is written is read, by text and by value, and its schemas agree.
fn crosses<T>(record: &T) -> Result<(), TestCaseError>
where
    T: Serialize + DeserializeOwned + schemars::JsonSchema + PartialEq + std::fmt::Debug,
{
    let text = border::write(record).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    prop_assert_eq!(&border::read::<T>(&text).unwrap(), record);
    prop_assert_eq!(&border::read_value::<T>(&value).unwrap(), record);
    for schema in [
        border::schema_to_read::<T>(),
        border::schema_to_write::<T>(),
    ] {
        let validator = jsonschema::validator_for(&schema).unwrap();
        let problem = validator
            .iter_errors(&value)
            .next()
            .map(|error| error.to_string());
        prop_assert_eq!(problem, None, "{}", text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn records_cross(history in history()) {
        let desk = history.desk();
        crosses(&history.opening)?;
        let (mut ticket, mut effects) = desk.open(&history.opening).unwrap();
        for event in &history.events {
            crosses(event)?;
            effects.extend(desk.apply(&mut ticket, event).unwrap_or_default());
        }
        for effect in &effects {
            crosses::<Effect>(effect)?;
        }
        let now = ticket.updated_at;
        for verdict in desk.verdicts(&ticket, now) {
            crosses(&verdict)?;
        }
        for metric in Metric::ALL {
            if let Some(why) = desk.explain(&ticket, metric, now) {
                crosses(&why)?;
            }
        }
    }

    /// A record with one thing wrong in it is refused with the place of it.
    #[test]
    fn a_mistake_has_its_place(history in history(), wrong in prop_oneof![
        Just(json!(null)), Just(json!([])), Just(json!({})), Just(json!(-1.5)), Just(json!("\u{0}")),
    ]) {
        for event in &history.events {
            let value = serde_json::to_value(event).unwrap();
            for key in value.as_object().unwrap().keys() {
                let mut value = value.clone();
                value[key] = wrong.clone();
                if let Err(error) = border::read_value::<Event>(&value) {
                    let path = error.path().unwrap();
                    prop_assert!(
                        path.starts_with(&format!("/{key}")) || key == "type",
                        "{value}: {error} at {path:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_is_no_record_is_refused() {
    for text in ["", "{", "[]", "null", "3", "\"A-17\"", "{}"] {
        let error = border::read::<Opening>(text).unwrap_err();
        assert_eq!(error.code(), "invalid_input", "{text}");
        assert_eq!(error.path(), Some(""), "{text}");
    }
    let long = format!("{{\"id\": \"{}\"", "x".repeat(border::MOST_BYTES));
    let error = border::read::<Opening>(&long).unwrap_err();
    assert!(error.to_string().contains("expected 4194304 at most"));
    let misspelt = r#"{"id": "A-17", "at": "2026-11-23T10:00:00Z", "chanel": "email"}"#;
    let error = border::read::<Opening>(misspelt).unwrap_err();
    assert_eq!(error.hint(), Some("did you mean \"channel\"?"));
}

#[test]
fn columns_are_scalars_row_by_row() {
    let schedule = json!({
        "tz": "Europe/Bucharest",
        "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "sat": [["22:00", "03:00"]]}
    });
    let calendar = Calendar::new(&serde_json::from_value::<Schedule>(schedule).unwrap()).unwrap();
    let at: DateTime<Utc> = "2026-10-24T21:30:00Z".parse().unwrap();
    let starts: Vec<i64> = (0..2_000)
        .map(|row| (at + TimeDelta::seconds(row * 1_801)).timestamp_millis())
        .chain([i64::MIN, i64::MAX])
        .collect();
    let open: Vec<i64> = (0_i64..2_002).map(|row| row * 97_003 - 500_000).collect();
    let mut out = vec![0; starts.len()];
    calendar
        .between_column(&starts, &[starts[7]], &mut out)
        .unwrap();
    for (row, open) in out.iter().enumerate() {
        // What is not known stays so in a column.
        let known = starts[row] != NEVER_MS;
        let scalar = calendar.between_ms(starts[row], starts[7]);
        assert_eq!(*open, if known { scalar } else { NEVER_MS });
    }
    calendar.add_column(&starts, &open, &mut out).unwrap();
    for (row, due) in out.iter().enumerate() {
        let scalar = calendar.add_ms(starts[row], open[row]);
        let scalar = scalar.filter(|_| starts[row] != NEVER_MS);
        assert_eq!(*due, scalar.unwrap_or(NEVER_MS));
        if (0..i64::MAX).contains(&starts[row]) && open[row] >= 0 {
            let at = DateTime::from_timestamp_millis(starts[row]).unwrap();
            let same = calendar
                .add(at, TimeDelta::milliseconds(open[row]))
                .unwrap();
            assert_eq!(scalar, same.map(|due| due.timestamp_millis()));
        }
    }
    let before = out.clone();
    let error = calendar.add_column(&starts, &[1, 2], &mut out).unwrap_err();
    assert_eq!((error.code(), out), ("column_length", before));
}

/// What a host keeps in a ticket's own fields is read as it was written, to the
/// last bit.
#[test]
fn numbers_come_back_as_they_went() {
    for number in ["-1.1419569729823386e-215", "8.41e+21", "0.1", "5e-324"] {
        let opening = format!(
            r#"{{"id":"A-17","at":"2026-11-23T10:00:00Z","channel":"email","fields":{{"weight":{number}}}}}"#
        );
        let desk = Desk::from_json("{}").unwrap();
        let (ticket, _) = desk.open(&border::read(&opening).unwrap()).unwrap();
        let text = ticket.to_json().unwrap();
        assert!(text.contains(number), "{text}");
        assert_eq!(Ticket::from_json(&text).unwrap().to_json().unwrap(), text);
    }
}
