//! The command: what passes, what fails, and how it is told.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn check(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_check"));
    command.args(arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn sample(name: &str) -> String {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../replay/sample");
    sample.join(name).to_string_lossy().into_owned()
}

fn put(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn the_sample_shop_does_what_it_should() {
    let output = check(&[]);
    let text = text(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(
        text.contains("ok    nobody works on Immacolata\n"),
        "{text}"
    );
    assert!(text.ends_with("10 expectations, 0 failed\n"), "{text}");
}

#[test]
fn the_sample_desk_with_a_longer_target_does_not() {
    let desk = fs::read_to_string(sample("desk.json")).unwrap();
    let mut desk: serde_json::Value = serde_json::from_str(&desk).unwrap();
    let policies = desk["policies"].as_array_mut().unwrap();
    let vip = policies
        .iter_mut()
        .find(|policy| policy["id"] == "vip-email");
    vip.unwrap()["targets"]["*"]["first_reply_time"]["target"] = "3h".into();
    let desk = put("longer.json", &desk.to_string());
    let output = check(&[
        desk.to_str().unwrap(),
        &sample("expect.json"),
        "--log",
        &sample("history.csv.gz"),
        "--mapping",
        &sample("mapping.json"),
    ]);
    let text = text(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(
        text.contains(
            "FAIL  a VIP's mail on Friday evening is due on Monday morning\n        vip: due \
             first_reply_time: expected 2026-11-30 09:45, found 2026-11-30 11:45 Europe/Rome \
             (first_reply_time is running, due Mon 30 Nov 2026 11:45: 3h of business time"
        ),
        "{text}"
    );
    assert!(
        text.contains("BA-3091: queue: expected before BA-3087, found behind it"),
        "{text}"
    );
    assert!(text.contains("FAIL  urgent mails have an hour"), "{text}");
}

#[test]
fn findings_of_the_linter_and_promises() {
    let desk = put(
        "short.json",
        r#"{"calendars": {"office": {"tz": "Europe/London", "weekly": {"mon": [["09:00", "17:00"]], "sat": [["09:00", "10:00"]]}}},
            "policies": [{"id": "all", "calendar": "office", "targets": {"*": {"first_reply_time": "2h"}}}]}"#,
    );
    let desk = desk.to_str().unwrap();
    let output = check(&[desk, "--promise", "2h", "--year", "2026"]);
    let told = text(&output);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(
        told.starts_with("lint  /policies/0/targets/*/first_reply_time: 2h cannot pass"),
        "{told}"
    );
    assert!(
        told.contains("fails first_reply_time of all within 2h cannot hold for those who write Mon after 15:00 until Mon 09:00"),
        "{told}"
    );
    assert_eq!(check(&[desk, "--strict"]).status.code(), Some(1));
}

#[test]
fn what_cannot_be_read_is_told_by_its_place() {
    let wrong = put(
        "wrong.json",
        r#"{"expect": [{"name": "a", "tickets": ["x"], "expect": {"due": {"first_reply_time": "Tuesday"}}}]}"#,
    );
    let output = check(&[&sample("desk.json"), wrong.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        error.contains("/expect/0/expect/due/first_reply_time: \"Tuesday\" is no due time"),
        "{error}"
    );
    let schema = text(&check(&["--schema"]));
    assert!(schema.contains("\"expect\"") && schema.contains("$comment"));
}
