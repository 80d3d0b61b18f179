//! Text messages: cases of two other counters, and laws.
//!
//! A second counter stands here (`parts`): it cuts a text into its segments
//! one after another, by the rules as they are written, and knows nothing of
//! the library.
#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::io::Write;
use std::path::Path;

use deskcore::text::sms::{SmsEncoding, cut, measure};
use proptest::prelude::*;
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

const ESCAPED: &str = "^{}\\[~]|€\u{c}";

/// A file of cases that is not part of the repository.
fn shared(name: &str) -> Option<Value> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/sms-segments");
    let Ok(text) = fs::read_to_string(cases.join(name)) else {
        // Not println: the output of tests that pass is not shown.
        let _ = writeln!(std::io::stderr(), "skipped: no sms-segments/{name} at hand");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

fn number(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap()).unwrap()
}

/// Units of a text, and the segments that it is sent in.
fn parts(text: &str, encoding: SmsEncoding) -> (u32, Vec<String>) {
    let (single, room) = match encoding {
        SmsEncoding::Gsm7 => (160, 153),
        SmsEncoding::Ucs2 => (70, 67),
    };
    let units = |text: &str| match encoding {
        SmsEncoding::Gsm7 => text
            .chars()
            .map(|c| if ESCAPED.contains(c) { 2 } else { 1 })
            .sum::<u32>(),
        SmsEncoding::Ucs2 => u32::try_from(text.encode_utf16().count()).unwrap(),
    };
    let mut parts = vec![text.to_owned()];
    if units(text) > single {
        parts = vec![String::new()];
        for character in text.chars() {
            let mut longer = parts.last().unwrap().clone();
            longer.push(character);
            match units(&longer) > room {
                true => parts.push(character.to_string()),
                false => *parts.last_mut().unwrap() = longer,
            }
        }
    }
    (units(text), parts)
}

#[test]
fn the_cases_of_message_segment_calculator() {
    let Some(file) = shared("twilio/segments.json") else {
        return;
    };
    for escaped in file["GSM7EscapeChars"].as_array().unwrap() {
        let size = measure(escaped.as_str().unwrap());
        assert_eq!((size.encoding, size.units), (SmsEncoding::Gsm7, 2));
    }
    let cases = file["TestData"].as_array().unwrap();
    for case in cases {
        let body = case["body"].as_str().unwrap();
        let size = measure(body);
        let (encoding, bits) = match case["encoding"].as_str().unwrap() {
            "GSM-7" => (SmsEncoding::Gsm7, 7),
            _ => (SmsEncoding::Ucs2, 16),
        };
        assert_eq!(size.encoding, encoding, "{case}");
        assert_eq!(size.segments, number(&case["segments"]), "{case}");
        assert_eq!(size.units * bits, number(&case["messageSize"]), "{case}");
        assert_eq!(size.characters, number(&case["characters"]), "{case}");
        // A text of several segments has a header of 48 bits in each.
        let headers = if size.segments > 1 {
            48 * size.segments
        } else {
            0
        };
        let total = size.units * bits + headers;
        assert_eq!(total, number(&case["totalSize"]), "{case}");
    }
    assert_eq!(cases.len(), 10);
}

#[test]
fn the_cases_of_split_sms() {
    let mut seen = 0;
    for (name, forced, bytes) in [
        ("gsm", SmsEncoding::Gsm7, 1),
        ("unicode", SmsEncoding::Ucs2, 2),
    ] {
        let Some(file) = shared(&format!("split-sms/test/testdata/{name}.test.json")) else {
            return;
        };
        for case in file.as_array().unwrap() {
            let expected = case["parts"].as_array().unwrap();
            // What it sends: two cases have a character that it replaces by
            // a blank, being told to write GSM.
            let sent: String = expected
                .iter()
                .map(|part| part["content"].as_str().unwrap())
                .collect();
            let size = measure(&sent);
            assert_eq!(
                size.segments,
                u32::try_from(expected.len()).unwrap(),
                "{case}"
            );
            assert_eq!(size.units * bytes, number(&case["totalBytes"]), "{case}");
            if !sent.is_empty() {
                assert_eq!(size.encoding, forced, "{case}");
            }
            let room = match (forced, expected.len()) {
                (SmsEncoding::Gsm7, 1) => 160,
                (SmsEncoding::Gsm7, _) => 153,
                (SmsEncoding::Ucs2, 1) => 70,
                (SmsEncoding::Ucs2, _) => 67,
            };
            let last = expected.last().unwrap();
            if !sent.is_empty() {
                assert_eq!(
                    size.units_left,
                    room - number(&last["bytes"]) / bytes,
                    "{case}"
                );
            }
            let first = expected.first().unwrap()["content"].as_str().unwrap();
            if expected.len() == 2 {
                let (_, parts) = parts(&sent, forced);
                assert_eq!(parts.first().unwrap(), first, "{case}");
            }
            seen += 1;
        }
    }
    assert_eq!(seen, 21);
}

#[test]
fn every_character_of_the_alphabet() {
    // TS 23.038, 6.2.1, read by rows of the table.
    let rows = [
        "@Δ 0¡P¿p",
        "£_!1AQaq",
        "$Φ\"2BRbr",
        "¥Γ#3CScs",
        "èΛ¤4DTdt",
        "éΩ%5EUeu",
        "ùΠ&6FVfv",
        "ìΨ'7GWgw",
        "òΣ(8HXhx",
        "ÇΘ)9IYiy",
        "\nΞ*:JZjz",
        "Ø+;KÄkä",
        "øÆ,<LÖlö",
        "\ræ-=MÑmñ",
        "Åß.>NÜnü",
        "åÉ/?O§oà",
    ];
    let table: String = rows.concat();
    assert_eq!(table.chars().count(), 127); // and the escape
    for character in '\0'..=char::MAX {
        let size = measure(&character.to_string());
        let (encoding, units) = match (table.contains(character), ESCAPED.contains(character)) {
            (true, _) => (SmsEncoding::Gsm7, 1),
            (_, true) => (SmsEncoding::Gsm7, 2),
            _ if character > '\u{ffff}' => (SmsEncoding::Ucs2, 2),
            _ => (SmsEncoding::Ucs2, 1),
        };
        assert_eq!(
            (size.encoding, size.units),
            (encoding, units),
            "{character:?}"
        );
    }
}

#[test]
fn an_empty_text_is_one_message() {
    let size = measure("");
    assert_eq!((size.segments, size.units, size.units_left), (1, 0, 160));
    assert!(cut("", 0).text.is_empty() && !cut("", 0).shortened);
    assert!(cut("a", 0).text.is_empty() && cut("a", 0).shortened);
}

#[test]
fn the_second_segment_is_near() {
    for (letter, first, last) in [("a", 145, 160), ("ț", 64, 70)] {
        for count in 0..last * 3 {
            let near = measure(&letter.repeat(count)).near_limit;
            assert_eq!(
                near,
                (first..=last).contains(&count),
                "{count} times {letter}"
            );
        }
    }
}

#[test]
fn links_stay_whole() {
    let before = "a".repeat(150);
    for (text, kept) in [
        (format!("{before} https://a.example/b c"), 151),
        (format!("{before} HTTP://a.example/b c"), 151),
        (format!("{before} (www.a.example/b) c"), 152),
        (format!("{before} xwww.a.example/b c"), 160),
        (format!("{before} www.a.ro bcd"), 160),
        (format!("{before} www.a.ro"), 159),
        (format!("www.{before} www.a.ro"), 155),
        (format!("www.{before}{before} a"), 0),
    ] {
        assert_eq!(cut(&text, 1).text.len(), kept, "{text}");
    }
    // A million links are still quick.
    let many = "www.a.ro ".repeat(100_000);
    assert!(!cut(&many, u32::MAX).shortened);
}

/// Texts of what counts: letters, escapes, pairs, clusters, links, ends.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[a-zA-Z0-9 .,èà]{1,30}",
        2 => "[\\^{}€~|]{1,5}",
        1 => "[țș’☃]{1,3}",
        1 => "(😜|🇮🇹|🏳️‍🌈|e\u{301}|\r\n){1,3}",
        2 => "( |\\()(https?://|www\\.)[a-z/]{1,40}[ \\n]",
        1 => "\\PC{1,5}",
    ];
    let mixed = prop::collection::vec(piece, 0..25).prop_map(|pieces| pieces.concat());
    prop_oneof![mixed, "[a-z{}€]{0,400}"]
}

/// Texts of one encoding.
fn alike() -> impl Strategy<Value = (String, String)> {
    let gsm = || "[a-z€]{0,200}";
    let ucs = || "[ță😜]{1,100}";
    prop_oneof![(gsm(), gsm()), (ucs(), ucs())]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// A text is counted as its segments are, laid out one by one.
    #[test]
    fn counted_as_laid_out(text in text()) {
        let size = measure(&text);
        let (units, segments) = parts(&text, size.encoding);
        prop_assert_eq!(size.units, units);
        prop_assert_eq!(size.segments as usize, segments.len());
        let (single, room) = match size.encoding {
            SmsEncoding::Gsm7 => (160, 153),
            SmsEncoding::Ucs2 => (70, 67),
        };
        let (last, _) = parts(segments.last().unwrap(), size.encoding);
        prop_assert_eq!(size.units_left, if segments.len() == 1 { single - last } else { room - last });
        prop_assert_eq!(size.segments == 1, size.units <= single);
        prop_assert_eq!(size.characters as usize, text.graphemes(true).count());
    }

    /// The characters that are named are those that turn the encoding: a
    /// text without them is GSM, and each alone is not.
    #[test]
    fn unicode_characters_are_to_blame(text in text()) {
        let size = measure(&text);
        prop_assert_eq!(size.unicode_characters.is_empty(), size.encoding == SmsEncoding::Gsm7);
        for blamed in &size.unicode_characters {
            prop_assert_eq!(measure(blamed).encoding, SmsEncoding::Ucs2);
        }
        let others: Vec<&str> = text.graphemes(true).filter(|cluster| !size.unicode_characters.iter().any(|c| c == cluster)).collect();
        for other in others {
            prop_assert_eq!(measure(other).encoding, SmsEncoding::Gsm7);
        }
    }

    /// More text of one encoding never takes fewer units or segments.
    #[test]
    fn more_takes_no_less((text, more) in alike()) {
        let (less, more) = (measure(&text), measure(&format!("{text}{more}")));
        prop_assert!(less.units <= more.units && less.segments <= more.segments);
    }

    /// A cut text is a beginning, fits, ends between characters and outside
    /// of links, cannot be cut again, and no longer one would do.
    #[test]
    fn cuts(text in text(), most in 1_u32..8) {
        let short = cut(&text, most);
        prop_assert!(text.starts_with(&short.text));
        prop_assert!(measure(&short.text).segments <= most);
        prop_assert_eq!(short.shortened, short.text != text);
        prop_assert_eq!(cut(&short.text, most).text, short.text.clone());
        let whole: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
        let inside_link = |place: usize| {
            let begin = text[..place].rfind(char::is_whitespace).map_or(0, |at| at + text[at..].chars().next().unwrap().len_utf8());
            let end = text[place..].find(char::is_whitespace).map_or(text.len(), |at| place + at);
            let word = text[begin..end].to_ascii_lowercase();
            let link = ["http://", "https://", "www."].iter().filter_map(|scheme| {
                word.match_indices(scheme).map(|(at, _)| at).find(|at| !word[..*at].chars().next_back().is_some_and(char::is_alphanumeric))
            }).min();
            link.is_some_and(|at| begin + at < place && place < end)
        };
        let longest = whole.iter().copied().filter(|place| !inside_link(*place) && measure(&text[..*place]).segments <= most).max();
        prop_assert_eq!(Some(short.text.len()), longest);
    }
}
