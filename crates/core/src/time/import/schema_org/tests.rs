use super::*;
use proptest::prelude::*;

fn spans(spans: &[LocalSpan]) -> String {
    let texts: Vec<String> = spans.iter().map(LocalSpan::to_string).collect();
    texts.join(" ")
}

fn monday(opens: &str, closes: &str) -> String {
    let json = format!(r#"{{"dayOfWeek": "Monday", "opens": "{opens}", "closes": "{closes}"}}"#);
    spans(
        hours_from_schema_org(&json)
            .unwrap()
            .weekly
            .on(Weekday::Mon),
    )
}

#[test]
fn times_of_a_day() {
    assert_eq!(monday("09:00", "17:00:00"), "09:00-17:00");
    assert_eq!(monday("18:00", "03:00"), "18:00-03:00");
    assert_eq!(monday("00:00", "00:00"), "");
    assert_eq!(monday("00:00:00", "23:59:59"), "00:00-24:00");
    assert_eq!(monday("00:00", "23:59"), "00:00-24:00");
    assert_eq!(monday("00:00", "24:00"), "00:00-24:00");
    assert_eq!(monday("18:00", "23:59"), "18:00-23:59");
    assert_eq!(monday("09:00", "09:00"), "09:00-09:00");
}

#[test]
fn days_and_shifts_add_up() {
    let hours = hours_from_schema_org(
        r#"[
            {"dayOfWeek": ["http://schema.org/Monday", "Tuesday"], "opens": "15:00", "closes": "19:00"},
            {"dayOfWeek": "Monday", "opens": "09:00", "closes": "12:30"},
            {"dayOfWeek": ["Sunday", "https://schema.org/PublicHolidays"]}
        ]"#,
    )
    .unwrap();
    assert_eq!(
        spans(hours.weekly.on(Weekday::Mon)),
        "09:00-12:30 15:00-19:00"
    );
    assert_eq!(spans(hours.weekly.on(Weekday::Sun)), "");
    assert_eq!(hours.public_holidays, Some(PublicHolidays::Closed));
}

#[test]
fn periods_become_overrides() {
    let hours = hours_from_schema_org(
        r#"{
            "openingHoursSpecification": [
                {"dayOfWeek": "Monday", "opens": "09:00", "closes": "17:00"},
                {"dayOfWeek": "Saturday", "opens": "10:00", "closes": "12:00", "validFrom": "2026-12-01", "validThrough": "2026-12-31"}
            ],
            "specialOpeningHoursSpecification": [
                {"validFrom": "2026-12-26", "validThrough": "2026-12-26", "name": "Santo Stefano"},
                {"validFrom": "2026-12-31", "validThrough": "2026-12-31", "opens": "09:00", "closes": "12:00"}
            ]
        }"#,
    )
    .unwrap();
    let days: Vec<_> = hours
        .overrides
        .iter()
        .map(|(date, special)| (date.to_string(), spans(&special.hours)))
        .collect();
    let expected = [
        ("2026-12-05", "10:00-12:00"),
        ("2026-12-12", "10:00-12:00"),
        ("2026-12-19", "10:00-12:00"),
        ("2026-12-26", ""),
        ("2026-12-31", "09:00-12:00"),
    ];
    assert_eq!(
        days,
        expected.map(|(date, hours)| (date.into(), hours.into()))
    );
    let named = hours.overrides.values().filter(|day| day.name.is_some());
    assert_eq!(named.count(), 1);
}

#[cfg(feature = "osm")]
#[test]
fn the_short_text_is_read_too() {
    let read = |json| hours_from_schema_org(json);
    let list = read(r#"{"openingHours": ["Mo-Tu 09:00-12:00", "Mo 14:00-18:00"]}"#).unwrap();
    assert_eq!(
        spans(list.weekly.on(Weekday::Mon)),
        "09:00-12:00 14:00-18:00"
    );
    let special = read(
        r#"{"openingHours": "Mo 09:00-12:00", "specialOpeningHoursSpecification": [{"validFrom": "2026-12-07", "validThrough": "2026-12-07"}]}"#,
    )
    .unwrap();
    assert_eq!(
        (
            special.overrides.len(),
            special.weekly.on(Weekday::Mon).len()
        ),
        (1, 1)
    );
    let both = r#"{"openingHours": "Mo 09:00-12:00", "openingHoursSpecification": {"dayOfWeek": "Tuesday"}}"#;
    assert_eq!(read(both).unwrap_err().code(), "import_contradiction");
    assert_eq!(
        read(r#"{"openingHours": 9}"#).unwrap_err().code(),
        "schema_org_invalid"
    );
    assert_eq!(
        read(r#"{"openingHours": "9 to 5"}"#).unwrap_err().code(),
        "osm_syntax"
    );
}

#[test]
fn what_is_wrong_is_named() {
    for (json, code, part) in [
        ("", "bad_json", "line 1, column 0"),
        ("9", "schema_org_invalid", "the text: 9"),
        ("{}", "schema_org_invalid", "no opening hours"),
        (
            r#"[{"dayOfWeek": "Monday"}, {"opens": "09:00", "closes": "17:00"}]"#,
            "schema_org_invalid",
            "[1].dayOfWeek: missing",
        ),
        (
            r#"{"dayOfWeek": [], "opens": "09:00", "closes": "17:00"}"#,
            "schema_org_invalid",
            "dayOfWeek",
        ),
        (
            r#"{"dayOfWeek": "Monday", "opens": "9 am", "closes": "17:00"}"#,
            "schema_org_invalid",
            "opens: \"9 am\"",
        ),
        (
            r#"{"dayOfWeek": "Monday", "opens": "09:00", "closes": "25:00"}"#,
            "schema_org_invalid",
            "closes: \"25:00\"",
        ),
        (
            r#"{"dayOfWeek": "Monday", "opens": "09:00"}"#,
            "schema_org_invalid",
            "closes: missing",
        ),
        (
            r#"{"dayOfWeek": "Monday", "opens": 9, "closes": 17}"#,
            "schema_org_invalid",
            "opens: 9",
        ),
        (
            r#"{"validFrom": "2026-12-24"}"#,
            "schema_org_invalid",
            "validThrough: missing",
        ),
        (
            r#"{"validFrom": "2026-12-24T00:00", "validThrough": "2026-12-24"}"#,
            "schema_org_invalid",
            "validFrom",
        ),
        (
            r#"{"dayOfWeek": "PublicHolidays", "validFrom": "2026-12-24", "validThrough": "2026-12-24"}"#,
            "schema_org_invalid",
            "PublicHolidays",
        ),
        (
            r#"{"specialOpeningHoursSpecification": [{"dayOfWeek": "Monday"}]}"#,
            "schema_org_invalid",
            "specialOpeningHoursSpecification[0].validFrom",
        ),
        (
            r#"{"validFrom": "2026-12-24", "validThrough": "2026-12-23"}"#,
            "import_out_of_range",
            "validThrough",
        ),
        (
            r#"{"validFrom": "2026-01-01", "validThrough": "2036-01-01"}"#,
            "import_too_many_dates",
            "1100",
        ),
        (
            r#"[{"validFrom": "2026-12-01", "validThrough": "2026-12-31"}, {"validFrom": "2026-12-25", "validThrough": "2026-12-25"}]"#,
            "import_contradiction",
            "2026-12-25",
        ),
    ] {
        let error = hours_from_schema_org(json).unwrap_err();
        assert_eq!(error.code(), code, "{json}: {error}");
        assert!(error.to_string().contains(part), "{json}: {error}");
        assert!(error.to_string().contains("expected"), "{error}");
    }
}

proptest! {
    #[test]
    fn nothing_panics(
        text in "\\PC{0,60}",
        names in prop::collection::vec(prop::sample::select(vec!["dayOfWeek", "opens", "closes", "validFrom", "validThrough", TEXT, SPECIFICATION, SPECIAL]), 0..6),
        values in prop::collection::vec("\"(Monday|PublicHolidays|[0-9:-]{0,10}|\\PC{0,8})\"|null|9|\\[\\]|\\{\\}|\\[null\\]", 6),
    ) {
        let _ = hours_from_schema_org(&text);
        let members: Vec<String> = names.iter().zip(&values).map(|(name, value)| format!("\"{name}\": {value}")).collect();
        let _ = hours_from_schema_org(&format!("{{{}}}", members.join(", ")));
    }
}
