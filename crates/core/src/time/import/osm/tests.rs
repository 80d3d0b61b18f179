use super::*;
use crate::time::LocalSpan;
use chrono::NaiveDate;
use proptest::prelude::*;

fn spans(spans: &[LocalSpan]) -> String {
    let texts: Vec<String> = spans.iter().map(LocalSpan::to_string).collect();
    texts.join(" ")
}

/// Monday to Sunday, then what is said of public holidays.
fn week(text: &str) -> Vec<String> {
    let hours = weekly_from_osm(text).unwrap();
    let mut week: Vec<String> = WEEKDAYS
        .iter()
        .map(|(_, day)| spans(hours.weekly.on(*day)))
        .collect();
    week.push(match &hours.public_holidays {
        None => "-".into(),
        Some(PublicHolidays::Closed) => "off".into(),
        Some(PublicHolidays::Hours(hours)) => spans(hours),
    });
    week
}

#[test]
fn rules_replace_add_and_cut() {
    let w = "09:00-17:00";
    let n = "";
    for (text, expected) in [
        ("Mo-Fr 09:00-17:00", [w, w, w, w, w, n, n, "-"]),
        ("Sa-Tu 09:00-17:00; PH off;", [w, w, n, n, n, w, w, "off"]),
        ("09:00-17:00; Sa-Su off", [w, w, w, w, w, n, n, "-"]),
        (
            "Mo-Fr 9:00-17:00; Fr 09:00-12:00",
            [w, w, w, w, "09:00-12:00", n, n, "-"],
        ),
        (
            "Mo,We 09:00-17:00, We 18:00-20:00; We,PH off",
            [w, n, n, n, n, n, n, "off"],
        ),
        (
            "Mo 09:00-17:00, Mo 18:00-20:00",
            ["09:00-17:00 18:00-20:00", n, n, n, n, n, n, "-"],
        ),
        (
            "Sa,PH 10:00-14:00 open \"ring; twice || wait\"",
            [n, n, n, n, n, "10:00-14:00", n, "10:00-14:00"],
        ),
        (
            "Fr-Sa 18:00-26:00; Su 20:00-20:00",
            [n, n, n, n, "18:00-02:00", "18:00-02:00", "20:00-20:00", "-"],
        ),
        (
            "Mo-Tu 08:00-20:00; Tu 12:00-13:00,19:00-22:00 off",
            ["08:00-20:00", "08:00-12:00 13:00-19:00", n, n, n, n, n, "-"],
        ),
        (
            "24/7; PH closed",
            ["00:00-24:00"; 7]
                .iter()
                .chain(&["off"])
                .copied()
                .collect::<Vec<_>>()
                .try_into()
                .unwrap(),
        ),
        ("24/7 closed \"moved\"", [n, n, n, n, n, n, n, "-"]),
        (
            "open; We-Su off",
            ["00:00-24:00", "00:00-24:00", n, n, n, n, n, "-"],
        ),
    ] {
        assert_eq!(week(text), expected, "{text}");
    }
}

#[test]
fn dates_become_overrides() {
    let hours = weekly_from_osm(
        "Mo-Fr 09:00-17:00; PH off; 2026 Dec 28-Jan 3 off; 2026 Dec 28 10:00-12:00; 2027 Feb Mo 10:00-12:00; 2026 Dec 31 18:00-20:00, 2026 Dec 31 20:00-22:00 open \"party\"",
    )
    .unwrap();
    let on = |date: &str| {
        let date: NaiveDate = date.parse().unwrap();
        hours
            .overrides
            .get(&date)
            .map(|special| spans(&special.hours))
    };
    assert_eq!(on("2026-12-27"), None);
    assert_eq!(on("2026-12-28").as_deref(), Some("10:00-12:00"));
    assert_eq!(on("2027-01-03").as_deref(), Some(""));
    assert_eq!(on("2026-12-31").as_deref(), Some("18:00-20:00 20:00-22:00"));
    assert_eq!(on("2027-02-22").as_deref(), Some("10:00-12:00"));
    assert_eq!(on("2027-02-23"), None);
    assert_eq!(hours.comments, ["party"]);

    let replaced = weekly_from_osm("2026 Dec 24 off; We-Th 09:00-12:00").unwrap();
    let eve = replaced.overrides.values().next().unwrap();
    assert_eq!(spans(&eve.hours), "09:00-12:00");
    assert!(weekly_from_osm("2026 Dec 24 off; PH off").is_ok());
    assert!(weekly_from_osm("PH off; Mo-Fr 09:00-17:00; PH off").is_ok());
}

#[test]
fn what_does_not_fit_is_named() {
    for (text, code, part) in [
        ("", "osm_syntax", "rule 1, character 1"),
        (
            "Mo-Fr 09:00-17:00; Xy 09:00",
            "osm_syntax",
            "rule 2, character 1: \"Xy 09:00\"",
        ),
        ("Mo-Fr 09:00-17:00; ; Sa off", "osm_syntax", "rule 2"),
        ("Mo 09:00", "osm_syntax", "character 9: \"(end)\""),
        ("Apr: 22:00-23:00", "osm_unsupported", "\"Apr\""),
        ("Dec 25 off", "osm_unsupported", "\"Dec 25\""),
        (
            "week 2-52/2 We 00:00-24:00",
            "osm_unsupported",
            "\"week 02-52/2\"",
        ),
        ("2026-2027 10:00-12:00", "osm_unsupported", "years"),
        ("2026-2027 Feb off", "osm_unsupported", "years"),
        ("2026 Dec-Feb off", "osm_unsupported", "two years"),
        ("sunrise-sunset", "osm_unsupported", "\"sunrise-sunset\""),
        ("Mo 18:00+", "osm_unsupported", "\"18:00+\""),
        ("Mo 10:00-16:00/30", "osm_unsupported", "repeat"),
        ("Mo 10:00-16:00 || \"call\"", "osm_unsupported", "\"||"),
        ("Mo 10:00-16:00 unknown", "osm_unsupported", "\"unknown\""),
        ("Mo 10:00-16:00 \"call\"", "osm_unsupported", "remark"),
        ("\"by appointment\"", "osm_unsupported", "by appointment"),
        ("Su[-1] 10:00-12:00", "osm_unsupported", "\"Su[-1]\""),
        ("SH off", "osm_unsupported", "\"SH\""),
        ("PH +1 day off", "osm_unsupported", "PH 1 days"),
        (
            "Mo-Sa 09:00-17:00; PH Su off",
            "osm_unsupported",
            "\"PH Su\"",
        ),
        (
            "Mo-Sa 09:00-17:00; Sa-Su PH off",
            "osm_unsupported",
            "\"Sa-Su PH\"",
        ),
        (
            "PH off; Mo-Fr 09:00-17:00; 2026 Dec 24 off",
            "osm_unsupported",
            "rule 2 (\"Mo-Fr",
        ),
        (
            "2026 Dec 24 09:00-12:00; PH off",
            "osm_unsupported",
            "2026-12-24",
        ),
        ("2026 easter off", "osm_unsupported", "2026 easter"),
        ("2026 Dec 24 +1 day off", "osm_unsupported", "counted"),
        ("Mo 10:00-40:00", "osm_unsupported", "longer"),
        (
            "Fr 18:00-02:00; Fr 20:00-21:00 off",
            "osm_unsupported",
            "pass midnight",
        ),
        ("2026 Dec 24 PH off", "osm_unsupported", "some dates"),
        ("2026 Feb 30 off", "import_out_of_range", "rule 1"),
        ("2026 Apr 10+ off", "import_out_of_range", "rule 1"),
        (
            "2027 Apr 10-2026 Apr 3 off",
            "import_out_of_range",
            "rule 1",
        ),
        (
            "2026 Jan 1-2029 Dec 31 off",
            "import_too_many_dates",
            "2026 Jan 1",
        ),
    ] {
        let error = weekly_from_osm(text).unwrap_err();
        assert_eq!(error.code(), code, "{text}: {error}");
        assert!(error.to_string().contains(part), "{text}: {error}");
        assert!(error.to_string().contains("expected"), "{error}");
    }
    let long = "Mo off;".repeat(1_000);
    assert_eq!(
        weekly_from_osm(&long).unwrap_err().code(),
        "import_too_long"
    );
}

proptest! {
    #[test]
    fn nothing_panics(text in "\\PC{0,60}", like in "((Mo|Su|PH|SH|2026|Dec|week|easter|24/7|off|open|[0-9]{1,2}:[0-9]{2}|sunset|day|[0-9]{1,4})([-,;+: /\"\\[\\]]| \\|\\| |; )){0,14}") {
        let _ = weekly_from_osm(&text);
        let _ = weekly_from_osm(&like);
    }
}
