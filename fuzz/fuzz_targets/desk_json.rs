//! Any text is a desk that works, or a list of mistakes.
#![no_main]

use deskcore::ticket::{Opening, Priority};
use deskcore::{Desk, Error, Ticket};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Desk::from_json(text) {
        Ok(desk) => {
            let mut opening = Opening::new("A-17", chrono::DateTime::UNIX_EPOCH, "email");
            opening.facts.priority = Some(Priority::Normal);
            let (mut ticket, _) = desk.open(&opening).expect("a plain opening");
            desk.tick(&mut ticket, chrono::DateTime::<chrono::Utc>::MAX_UTC);
            let stored = ticket.to_json().expect("can be stored");
            assert_eq!(Ticket::from_json(&stored).as_ref(), Ok(&ticket));
            let written = serde_json::to_string(desk.config()).expect("can be written");
            let again = Desk::from_json(&written).expect("can be read again");
            assert_eq!(again.config(), desk.config());
        }
        Err(Error::InvalidDesk { problems }) => {
            assert!(!problems.is_empty());
            assert!(
                problems
                    .iter()
                    .all(|problem| !problem.message.contains("untagged"))
            );
        }
        Err(other) => panic!("{other}"),
    }
});
