//! Any text as opening hours or holidays of elsewhere, and any text as the
//! rule of an event that recurs: refused, or dates within what was asked for.
#![no_main]

use chrono::{Datelike, NaiveDate};
use deskcore::time::import::{
    holidays_from_dates, holidays_from_ical, hours_from_schema_org, weekly_from_osm,
};
use deskcore::time::{Calendar, Zone};
use libfuzzer_sys::fuzz_target;

fn events(text: &str) {
    let Ok(read) = holidays_from_ical(text, "feed", 2026..=2027) else {
        return;
    };
    let dates: Vec<NaiveDate> = read.holidays.iter().map(|holiday| holiday.date).collect();
    assert!(dates.is_sorted());
    assert!(
        dates
            .iter()
            .all(|date| (2026..=2027).contains(&date.year()))
    );
    assert!(read.part_days.iter().all(|date| dates.contains(date)));
}

fuzz_target!(|text: &str| {
    events(text);
    for start in ["20260105", "19720229", "16000131"] {
        events(&format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:{start}\nRRULE:{text}\nEND:VEVENT\nEND:VCALENDAR\n"
        ));
    }
    let _ = holidays_from_dates(text, "list");
    for hours in [weekly_from_osm(text), hours_from_schema_org(text)]
        .into_iter()
        .flatten()
    {
        let schedule = hours.into_schedule(Zone::UTC, []);
        Calendar::new(&schedule).expect("what is imported can be compiled");
    }
});
