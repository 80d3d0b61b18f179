//! What is read as a duration is written so that it is read again.
#![no_main]

use deskcore::desk::Duration;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(duration) = text.parse::<Duration>() {
        assert_eq!(duration.to_string().parse(), Ok(duration));
        assert_eq!(Duration::try_from(duration.seconds()), Ok(duration));
    }
});
