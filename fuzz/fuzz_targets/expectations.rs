//! Any text as a file of expectations: refused with a place, or held against
//! a desk without a word out of turn.
#![no_main]

use deskcore::Desk;
use deskcore::what_if::{Expectations, check_expectations};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(expectations) = Expectations::from_json(text) {
        DESK.with(|desk| {
            let once = check_expectations(desk, &expectations);
            assert_eq!(once, check_expectations(desk, &expectations));
        });
    }
});

thread_local! {
    static DESK: Desk = Desk::from_json(include_str!("../../examples/replay/sample/desk.json"))
        .expect("the sample is right");
}
