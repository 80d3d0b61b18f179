//! The importers on files in use, where those are at hand.
#![cfg(all(feature = "ical", feature = "osm"))]
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};

/// A directory of files that are not part of the repository.
fn shared(name: &str) -> Option<PathBuf> {
    let calendars = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/calendars");
    let path = calendars.join(name);
    if !path.exists() {
        // Not println: the output of tests that pass is not shown.
        let _ = writeln!(std::io::stderr(), "skipped: no calendars/{name} at hand");
        return None;
    }
    Some(path)
}

mod ical {
    use super::*;
    use deskcore::time::import::{ImportedHolidays, holidays_from_ical};

    fn read(directory: &Path, name: &str) -> ImportedHolidays {
        let text = fs::read_to_string(directory.join(name)).unwrap();
        holidays_from_ical(&text, name, 2000..=2040).unwrap()
    }

    fn dates(read: &ImportedHolidays, year: i32) -> BTreeSet<NaiveDate> {
        let dates = read.holidays.iter().map(|holiday| holiday.date);
        dates.filter(|date| date.year() == year).collect()
    }

    #[test]
    fn every_file_loads_whole() {
        let Some(directory) = shared("ics") else {
            return;
        };
        let mut files: Vec<_> = fs::read_dir(&directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".ics"))
            .collect();
        files.sort();
        for name in &files {
            let read = read(&directory, name);
            let mut years: BTreeMap<i32, usize> = BTreeMap::new();
            for holiday in &read.holidays {
                *years.entry(holiday.date.year()).or_default() += 1;
            }
            println!(
                "{name}: {} holidays, {} dates covered in part, {years:?}",
                read.holidays.len(),
                read.part_days.len(),
            );
            assert_eq!(read.left_out, [], "{name}");
            assert!(!read.holidays.is_empty());
            assert!(read.holidays.iter().all(|holiday| holiday.name.is_some()));
        }
        assert_eq!(files.len(), 13);
    }

    #[test]
    fn files_agree_with_the_law() {
        let (Some(directory), Some(law)) = (shared("ics"), shared("python-holidays.csv")) else {
            return;
        };
        let law = fs::read_to_string(law).unwrap();
        let of = |country: &str, subdivision: &str, year: i32| -> BTreeMap<NaiveDate, String> {
            law.lines()
                .skip(1)
                .map(|line| line.splitn(4, ',').collect::<Vec<_>>())
                .filter(|row| row[0] == country && row[1] == subdivision)
                .map(|row| (row[2].parse::<NaiveDate>().unwrap(), row[3].to_owned()))
                .filter(|(date, _)| date.year() == year)
                .collect()
        };
        // The years that each file holds whole, and the days that it does
        // not have: the list moves days to a weekday, or knows later laws.
        for (file, country, subdivision, years, not_there) in [
            (
                "ItalianHolidays.ics",
                "IT",
                "",
                2009..=2025,
                "National Unity Day",
            ),
            ("GermanHolidays.ics", "DE", "", 2010..=2025, ""),
            ("RomaniaHolidays.ics", "RO", "", 2016..=2016, ""),
            ("FrenchHolidays.ics", "FR", "", 2010..=2025, ""),
            ("UKHolidays-EnglandWales.ics", "GB", "ENG", 2024..=2025, ""),
            ("SwedishHolidays.ics", "SE", "", 2020..=2025, ""),
            ("USHolidays.ics", "US", "", 2021..=2030, "(observed)"),
            ("BrazilHolidays.ics", "BR", "", 2009..=2020, ""),
        ] {
            let read = read(&directory, file);
            for year in years {
                let law = of(country, subdivision, year);
                assert!(law.len() > 7, "{file} {year}");
                let there = dates(&read, year);
                for (date, name) in law.iter().filter(|(date, _)| !there.contains(date)) {
                    let known = !not_there.is_empty() && name.contains(not_there);
                    assert!(known, "{file} has no {date} {name}");
                }
            }
        }
    }

    #[test]
    fn occurrences_move_to_other_dates() {
        let Some(directory) = shared("ics") else {
            return;
        };
        let read = read(&directory, "UKHolidays-EnglandWales.ics");
        let christmas: Vec<String> = dates(&read, 2021)
            .iter()
            .filter(|date| date.month() == 12)
            .map(ToString::to_string)
            .collect();
        assert_eq!(christmas, ["2021-12-27", "2021-12-28"]);
    }

    #[test]
    fn rules_that_begin_elsewhere() {
        let Some(directory) = shared("ics") else {
            return;
        };
        let midsummer: Vec<String> = read(&directory, "SwedishHolidays.ics")
            .holidays
            .iter()
            .filter(|holiday| holiday.name.as_deref() == Some("Midsommardagen"))
            .map(|holiday| holiday.date.to_string())
            .take(2)
            .collect();
        assert_eq!(midsummer, ["2020-06-20", "2021-06-26"]);
    }
}

#[test]
fn opening_hours_in_use() {
    use deskcore::time::Calendar;
    use deskcore::time::import::{ImportError, weekly_from_osm};

    let Some(directory) = shared("opening-hours") else {
        return;
    };
    let text = fs::read_to_string(directory.join("osm_sample.txt")).unwrap();
    let is_sample = |line: &&str| !line.trim().is_empty() && !line.starts_with("# ");
    let (mut loaded, mut all) = (0, 0);
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for sample in text.lines().filter(is_sample) {
        all += 1;
        match weekly_from_osm(sample) {
            Ok(hours) => {
                loaded += 1;
                let schedule = hours.into_schedule(deskcore::time::Zone::UTC, []);
                Calendar::new(&schedule).unwrap();
            }
            Err(error) => {
                println!("{error}");
                let reason = match &error {
                    ImportError::OsmUnsupported { problem, .. } => problem,
                    other => other.code(),
                };
                *reasons.entry(reason.to_owned()).or_default() += 1;
            }
        }
    }
    println!("{loaded} of {all} opening_hours texts load; others: {reasons:#?}");
    assert!(loaded >= 171, "{loaded} load");
}
