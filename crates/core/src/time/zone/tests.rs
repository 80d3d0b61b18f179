//! The tables beside what they are made of.

use chrono::{DateTime, MappedLocalTime, NaiveDateTime, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::*;

const FROM: i64 = -4_102_444_800; // 1840-01-01
const TO: i64 = 4_133_980_800; // 2101-01-01

fn zone(tz: Tz) -> Zone {
    tz.name().parse().unwrap()
}

fn naive(second: i64) -> NaiveDateTime {
    DateTime::from_timestamp(second, 0).unwrap().naive_utc()
}

fn shown(offset: impl Offset + fmt::Display) -> (i32, String) {
    (offset.fix().local_minus_utc(), offset.to_string())
}

fn local<O: Offset + fmt::Display + Copy>(found: MappedLocalTime<O>) -> [Option<(i32, String)>; 2] {
    let ends = [found.earliest(), found.latest()];
    ends.map(|end| end.map(shown))
}

#[test]
fn names_are_all_there_are() {
    let mut names = TZ_VARIANTS.map(Tz::name);
    names.sort_unstable();
    assert!(Zone::all().map(Zone::name).eq(names));
    for (name, zone) in names.into_iter().zip(Zone::all()) {
        assert_eq!(name.parse(), Ok(zone));
    }
    for unknown in ["", "europe/rome", "Europe/Rome ", "Zulu2", "Europe"] {
        let error = unknown.parse::<Zone>().unwrap_err();
        assert_eq!(
            (error.name.as_str(), error.code()),
            (unknown, "unknown_zone")
        );
    }
    assert_eq!(Zone::UTC.name(), "UTC");
}

#[test]
fn every_zone_shows_what_the_database_says() {
    for tz in TZ_VARIANTS {
        let zone = zone(tz);
        // Abbreviations are compared where they can change: texts are slow.
        let mut before = None;
        for second in (FROM..TO).step_by(86_400 / 2) {
            let at = naive(second);
            let (ours, theirs) = (
                zone.offset_from_utc_datetime(&at),
                tz.offset_from_utc_datetime(&at),
            );
            let both = Some((ours, theirs));
            if both != before {
                assert_eq!(shown(ours), shown(theirs), "{tz} {at}");
                before = both;
            }
        }
        for at in [
            NaiveDateTime::MIN,
            NaiveDateTime::MAX,
            naive(FROM),
            naive(TO),
        ] {
            let ours = zone.offset_from_utc_datetime(&at);
            assert_eq!(shown(ours), shown(tz.offset_from_utc_datetime(&at)), "{tz}");
        }
    }
}

#[test]
fn changes_come_at_their_second_and_local_times_follow() {
    for tz in TZ_VARIANTS {
        let zone = zone(tz);
        let history = zone.history();
        let changes = (1..).map_while(|number| history.spell(number));
        let mut last = i64::MIN / 2;
        for (at, _) in changes {
            assert!(at - last > 3 * 86_400, "{tz} {at}");
            last = at;
            for second in [at - 1, at] {
                let utc = naive(second);
                let ours = zone.offset_from_utc_datetime(&utc);
                assert_eq!(
                    shown(ours),
                    shown(tz.offset_from_utc_datetime(&utc)),
                    "{tz} {utc}"
                );
            }
            let before = i64::from(
                tz.offset_from_utc_datetime(&naive(at - 1))
                    .fix()
                    .local_minus_utc(),
            );
            let after = i64::from(
                tz.offset_from_utc_datetime(&naive(at))
                    .fix()
                    .local_minus_utc(),
            );
            for wall in [at + before, at + after, at + (before + after) / 2] {
                for wall in [wall - 1, wall, wall + 1].map(naive) {
                    assert_eq!(
                        local(zone.offset_from_local_datetime(&wall)),
                        local(tz.offset_from_local_datetime(&wall)),
                        "{tz} {wall}"
                    );
                    let days = (
                        local(zone.offset_from_local_date(&wall.date())),
                        local(tz.offset_from_local_date(&wall.date())),
                    );
                    assert_eq!(days.0, days.1, "{tz} {wall}");
                }
            }
        }
    }
}

#[test]
fn records_name_zones() {
    let rome: Zone = serde_json::from_str(r#""Europe/Rome""#).unwrap();
    assert_eq!(serde_json::to_string(&rome).unwrap(), r#""Europe/Rome""#);
    assert_eq!(format!("{rome} {rome:?}"), "Europe/Rome Europe/Rome");
    let error = serde_json::from_str::<Zone>(r#""Europe/Roma""#).unwrap_err();
    let told = r#""Europe/Roma" is no time zone: expected an IANA name such as Europe/Rome"#;
    assert!(error.to_string().starts_with(told), "{error}");
}
