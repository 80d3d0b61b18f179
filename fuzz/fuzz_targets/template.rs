//! Any template over any data: parsed or refused, rendered or refused, within
//! its limits and in little time, the same twice, and escaped.
#![no_main]

use std::time::{Duration, Instant};

use deskcore::Error;
use deskcore::template::{
    Channel, Json, Limits, Missing, Partials, RenderOptions, Template, TemplateErrorClass,
};
use libfuzzer_sys::fuzz_target;

/// Far above what the fuel below takes, with all checks on.
const MOST_TIME: Duration = Duration::from_secs(2);

const LIMITS: Limits = Limits {
    fuel: 20_000,
    output_bytes: 1 << 16,
    memory_bytes: 1 << 20,
    depth: 32,
    source_bytes: 1 << 16,
};

const DATA: &str = r#"{"a": "x<&\"'>", "b": [1, 2.5, "z", null, {"a": 1}], "c": {"d": {"e": "f"}},
    "n": -7, "t": "2026-03-02T09:15:00Z", "customer": {"first_name": "Zoë"}, "order": {"total": "12.50 EUR"}}"#;

fn options(byte: u8) -> RenderOptions {
    RenderOptions {
        channel: match byte & 3 {
            0 => Channel::Plain,
            1 => Channel::Html,
            2 => Channel::Markdown,
            _ => Channel::Sms,
        },
        missing: if byte & 4 == 0 {
            Missing::Lenient
        } else {
            Missing::Strict
        },
        locale: match byte >> 3 & 3 {
            0 => "en",
            1 => "it",
            2 => "ro",
            _ => "de-CH",
        }
        .parse()
        .expect("a locale"),
        tz: (byte & 32 != 0).then(|| "Europe/Bucharest".parse().expect("a zone")),
        now: (byte & 64 != 0).then_some(chrono::DateTime::UNIX_EPOCH),
        currency: (byte & 128 != 0).then(|| "RON".to_owned()),
        limits: LIMITS,
    }
}

fn check(error: &Error) {
    let Error::Template(error) = error else {
        panic!("{error}");
    };
    assert!(error.line > 0 && error.column > 0);
    assert_eq!(
        error.class == TemplateErrorClass::Missing,
        !error.missing.is_empty()
    );
}

fuzz_target!(|bytes: &[u8]| {
    let Some((flags, text)) = bytes.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    // A template, then maybe its data and a partial, each after a zero byte.
    let mut parts = text.split('\0');
    let source = parts.next().unwrap_or_default();
    let data = parts.next().filter(|data| !data.is_empty()).unwrap_or(DATA);
    let partial = parts.next().unwrap_or(source);
    let Ok(data) = Json::parse(data) else {
        return;
    };
    let start = Instant::now();
    let partials = Partials::parse([("p", partial)], &LIMITS).unwrap_or_default();
    let template = match Template::parse_with(source, &partials, &LIMITS) {
        Ok(template) => template,
        Err(error) => return check(&error),
    };
    assert_eq!(template.source(), source);
    let options = options(*flags);
    let mut out = String::from("before");
    let rendered = template.render_to(&data, &options, &mut out);
    assert!(start.elapsed() < MOST_TIME, "took {:?}", start.elapsed());
    match &rendered {
        Ok(()) => {
            assert!(out.len() - "before".len() <= 1 << 16);
            let again = template.render(&data, &options);
            assert_eq!(again.as_deref(), Ok(&out["before".len()..]));
        }
        Err(error) => {
            assert_eq!(out, "before");
            check(error);
        }
    }
});
