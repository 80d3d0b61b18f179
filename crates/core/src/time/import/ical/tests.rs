use super::*;
use proptest::prelude::*;

fn read(body: &str) -> ImportedHolidays {
    let text = format!("BEGIN:VCALENDAR\n{body}\nEND:VCALENDAR\n");
    holidays_from_ical(&text, "test", 2026..=2028).unwrap()
}

fn dates(event: &str) -> Vec<String> {
    let read = read(&format!("BEGIN:VEVENT\n{event}\nEND:VEVENT"));
    assert_eq!(read.left_out, [], "{event}");
    read.holidays
        .iter()
        .map(|day| day.date.to_string())
        .collect()
}

fn reason(event: &str) -> String {
    let mut read = read(&format!("BEGIN:VEVENT\n{event}\nEND:VEVENT"));
    assert_eq!(read.holidays, [], "{event}");
    read.left_out.remove(0).reason
}

#[test]
fn days_that_an_event_covers() {
    let day = ["2026-12-24"];
    let two = ["2026-12-24", "2026-12-25"];
    for (event, expected) in [
        ("DTSTART;VALUE=DATE:20261224", &day[..]),
        ("DTSTART:20261224\nDTEND:20261225", &day),
        ("DTSTART:20261224\nDTEND:20261224", &day),
        ("DTSTART;VALUE=DATE:20261224\nDTEND:20261224T050001Z", &day),
        ("DTSTART;VALUE=DATE:20261224\nDTEND:20261225T050001Z", &day),
        ("DTSTART:20261224\nDTEND:20261226", &two),
        ("DTSTART:20261224\nDURATION:P2D", &two),
        ("DTSTART:20261224T000000\nDTEND:20261225T000000", &day),
        ("DTSTART:20261224T000000\nDTEND:20261225T000001", &day),
        (
            "DTSTART;TZID=\"Europe/Rome\":20261224T180000\nDURATION:PT12H",
            &two,
        ),
        ("DTSTART:20261224T180000", &day),
        ("DTSTART:20261224\nRDATE:20261225", &two),
        (
            "DTSTART:20261223\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20261223",
            &two,
        ),
        ("DTSTART:20261224\nRRULE:FREQ=DAILY;UNTIL=20261225", &two),
        (
            "DTSTART;TZID=Europe/Rome:20261224T000000\nRRULE:FREQ=DAILY;UNTIL=20261224T230000Z",
            &two,
        ),
        (
            "DTSTART:20260101\nRRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24;COUNT=1",
            &day,
        ),
        ("DTSTART:20261224\nSTATUS:CANCELLED", &[]),
        ("DTSTART:20251224", &[]),
    ] {
        assert_eq!(dates(event), expected, "{event}");
    }
}

#[test]
fn zones_and_parts_of_days() {
    let body = "X-WR-TIMEZONE:Europe/Bucharest\nBEGIN:VEVENT\nSUMMARY:Inventar\n\
        DTSTART:20261231T230000Z\nDTEND:20270101T100000Z\nEND:VEVENT";
    let read = read(body);
    assert_eq!(read.holidays[0].date.to_string(), "2027-01-01");
    assert_eq!(read.part_days.len(), 1);
    let whole = "DTSTART:20270101T000000\nDTEND:20270102T000000";
    assert_eq!(dates(whole), ["2027-01-01"]);
    assert!(reason("DTSTART:20261231T230000Z").contains("X-WR-TIMEZONE"));
}

#[test]
fn occurrences_that_move() {
    let body = "BEGIN:VEVENT\nUID:a\nSUMMARY:Holiday\nDTSTART:20260704\nRRULE:FREQ=YEARLY;COUNT=3\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:a\nSUMMARY:Holiday (observed)\nRECURRENCE-ID:20260704\nDTSTART:20260703\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20270704\nDTSTART:20270704\nSTATUS:CANCELLED\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:b\nSUMMARY:Another\nDTSTART:20260704\nEND:VEVENT";
    let read = read(body);
    let named: Vec<_> = read
        .holidays
        .iter()
        .map(|day| (day.date.to_string(), day.name.clone().unwrap_or_default()))
        .collect();
    let expected = [
        ("2026-07-03", "Holiday (observed)"),
        ("2026-07-04", "Another"),
        ("2028-07-04", "Holiday"),
    ];
    assert_eq!(
        named,
        expected.map(|(date, name)| (date.into(), name.into()))
    );
}

#[test]
fn names_are_unfolded_and_unescaped() {
    let body = "BEGIN:VEVENT\r\nSUMMARY;LANGUAGE=it;ALTREP=\"x:y;z\":Natale\\, San\r\n\t to Stefano\\; C:\\\\x\\nfine\r\n\
        DTSTART;VALUE=DATE:2026122\r\n 5\r\nBEGIN:VALARM\r\nSUMMARY:no\r\nDTSTART:19990101\r\nEND:VALARM\r\nEND:VEVENT";
    let name = read(body).holidays[0].name.clone();
    assert_eq!(name.as_deref(), Some("Natale, San to Stefano; C:\\x fine"));
}

#[test]
fn broken_events_are_reported() {
    for (event, expected) in [
        ("SUMMARY:Natale", "DTSTART"),
        ("DTSTART:20261324", "YYYYMMDD"),
        ("DTSTART:20261224\nDTSTART:20261225", "several"),
        ("DTSTART:20261224\nDTEND:20261223", "before it begins"),
        ("DTSTART:20261224\nDURATION:1D", "P1D"),
        ("DTSTART:20261224\nDURATION:P1D2H", "P1D"),
        ("DTSTART:20261224\nDURATION:P1000D", "366"),
        ("DTSTART:20261224\nRRULE:FREQ=SECONDLY", "FREQ=SECONDLY"),
        ("DTSTART:20261224\nEXRULE:FREQ=DAILY", "EXDATE"),
        ("DTSTART:20261224\nRDATE:soon", "soon"),
        ("DTSTART:20261224\n\"what\" is this", "NAME:value"),
        ("DTSTART:20261224\nEND:VTODO", "mixed up"),
    ] {
        let reason = reason(event);
        assert!(reason.contains(expected), "{event}: {reason}");
    }
    let two = read("BEGIN:VEVENT\nDTSTART:20261224\nBEGIN:VEVENT\nDTSTART:20261225\nEND:VEVENT");
    assert_eq!((two.holidays.len(), two.left_out.len()), (1, 1));
    assert_eq!(two.left_out[0].line, 2);
}

#[test]
fn texts_that_are_no_calendar() {
    let deep = "BEGIN:VCALENDAR\n".to_owned() + &"BEGIN:X\n".repeat(100_000);
    for text in [
        "",
        "<html>",
        "BEGIN:VEVENT\nEND:VEVENT",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224\nEND:VEVENT\n",
        "BEGIN:VCALENDAR\nEND:VCALENDAR\nDTSTART:20261224",
        &deep,
    ] {
        let error = holidays_from_ical(text, "test", 2026..=2027).unwrap_err();
        assert_eq!(error.code(), "not_a_calendar");
        assert!(error.to_string().contains("expected"), "{error}");
    }
    let empty = "BEGIN:VCALENDAR\nEND:VCALENDAR";
    for (from, to) in [
        (2027, 2026),
        (1800, 2026),
        (2026, 2100),
        (i32::MIN, i32::MAX),
    ] {
        let error = holidays_from_ical(empty, "test", from..=to).unwrap_err();
        assert_eq!(error.code(), "import_out_of_range");
    }
}

#[test]
fn a_hostile_file_ends() {
    let event = "BEGIN:VEVENT\nDTSTART:00010101\nDURATION:P366D\nRRULE:FREQ=DAILY;COUNT=999999999\nEND:VEVENT\n";
    let read = read(&event.repeat(1_000));
    assert!(read.left_out.len() > 900);

    let never =
        "BEGIN:VEVENT\nDTSTART:20260101\nRRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\n";
    assert_eq!(self::read(&never.repeat(10_000)).left_out.len(), 10_000);

    let nested = |depth| "BEGIN:X\n".repeat(depth);
    assert!(reason(&nested(100_000)).contains("components"));
    assert!(reason(&nested(63)).contains("cut short"));
    // Ends that the parser takes for a part of a parameter.
    let quoted = "BEGIN:X\nY;Z=\"\nEND:X\n\":\n".repeat(100_000);
    assert!(reason(&quoted).contains("components"));
}

proptest! {
    #[test]
    fn nothing_panics(text in "\\PC{0,80}", lines in prop::collection::vec("(BEGIN|END|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|UID)(;TZID=Europe/Rome)?:(VEVENT|VCALENDAR|[0-9TZP,/-]{0,18}|FREQ=(YEARLY|DAILY)(;[A-Z]{0,8}=[0-9A-Z,-]{0,6}){0,3}|\\PC{0,12})", 0..12)) {
        let _ = holidays_from_ical(&text, "", 1850..=2099);
        let body = lines.join("\n");
        let _ = holidays_from_ical(&format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n{body}\nEND:VEVENT\nEND:VCALENDAR"), "", 1850..=2099);
    }
}
