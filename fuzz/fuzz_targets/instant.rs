//! What is read as an instant is written so that it is read again.
#![no_main]

use deskcore::time::instant;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(at) = instant::parse(text) {
        assert_eq!(instant::parse(&instant::format(at)), Ok(at));
        assert_eq!(instant::truncate(at), at);
    }
});
