//! Any text as a stored report or sketch: refused, or one that is stored the
//! same, has figures, and doubles with itself.
#![no_main]

use deskcore::metrics::{Report, Sketch};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(mut report) = Report::from_json(text) {
        let stored = report.to_json().expect("what was read can be stored");
        assert_eq!(Report::from_json(&stored).as_ref(), Ok(&report));
        report.figures().expect("what was read has figures");
        let other = report.clone();
        report.merge(&other).expect("a report fits itself");
        report.figures().expect("what was merged has figures");
    }
    if let Ok(mut sketch) = Sketch::from_json(text) {
        let stored = sketch.to_json().expect("what was read can be stored");
        assert_eq!(Sketch::from_json(&stored).as_ref(), Ok(&sketch));
        let other = sketch.clone();
        sketch.merge(&other).expect("a sketch fits itself");
    }
});
