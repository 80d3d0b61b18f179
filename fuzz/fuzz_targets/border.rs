//! Any text as a record that crosses into another language: read and written
//! the same, or refused with a place.
#![no_main]

use deskcore::ticket::{Event, Opening};
use deskcore::time::Schedule;
use deskcore::{Effect, Error, border};
use libfuzzer_sys::fuzz_target;

fn crosses<T>(text: &str)
where
    T: serde::de::DeserializeOwned + serde::Serialize + schemars::JsonSchema,
{
    match border::read::<T>(text) {
        Ok(record) => {
            let once = border::write(&record).expect("what was read can be written");
            let again = border::read::<T>(&once).expect("what was written can be read");
            assert_eq!(border::write(&again).as_deref(), Ok(&*once));
        }
        Err(error) => assert!(matches!(error, Error::InvalidInput { .. })),
    }
}

fuzz_target!(|text: &str| {
    crosses::<Event>(text);
    crosses::<Opening>(text);
    crosses::<Effect>(text);
    crosses::<Schedule>(text);
});
