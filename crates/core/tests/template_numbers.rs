//! Numbers, money and dates of templates, against other ways to find them.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use chrono::{DateTime, Datelike, TimeZone, Utc};
use deskcore::Error;
use deskcore::template::{Missing, RenderOptions, Template, TemplateErrorClass};
use proptest::prelude::*;
use serde_json::{Value, json};

fn try_render(source: &str, data: &Value, options: &RenderOptions) -> Result<String, Error> {
    Template::parse(source).unwrap().render(data, options)
}

/// What a filter of two numbers gives; none when it is refused.
fn apply(filter: &str, a: &Value, b: &Value) -> Option<String> {
    let source = format!("{{{{ a | {filter}: b }}}}");
    match try_render(
        &source,
        &json!({ "a": a, "b": b }),
        &RenderOptions::default(),
    ) {
        Ok(text) => Some(text),
        Err(Error::Template(error)) if error.class == TemplateErrorClass::Argument => None,
        Err(error) => panic!("{error}"),
    }
}

fn within(number: i128) -> Option<String> {
    i64::try_from(number).ok().map(|number| number.to_string())
}

fn whole() -> impl Strategy<Value = i64> {
    prop_oneof![any::<i64>(), -20_i64..20, Just(i64::MIN), Just(i64::MAX)]
}

/// Cents as a text with a point, as it is in data.
fn cents(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!(
        "{sign}{}.{:02}",
        number.unsigned_abs() / 100,
        number.unsigned_abs() % 100
    )
}

/// Cents as Liquid writes them: one digit at least.
fn written(number: i64) -> String {
    let text = cents(number);
    text.strip_suffix('0').map_or(text.clone(), str::to_owned)
}

/// Digits in threes.
fn grouped(digits: &str, separator: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    out
}

fn locale(tag: &str) -> RenderOptions {
    RenderOptions {
        locale: tag.parse().unwrap(),
        missing: Missing::Lenient,
        ..RenderOptions::default()
    }
}

/// Names of months and days, the week from Sunday, as calendars have them.
struct Names {
    tag: &'static str,
    months: &'static str,
    short_months: &'static str,
    days: &'static str,
    short_days: &'static str,
}

const NAMES: [Names; 3] = [
    Names {
        tag: "en",
        months: "January February March April May June July August September October November December",
        short_months: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        days: "Sunday Monday Tuesday Wednesday Thursday Friday Saturday",
        short_days: "Sun Mon Tue Wed Thu Fri Sat",
    },
    Names {
        tag: "it",
        months: "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        short_months: "gen feb mar apr mag giu lug ago set ott nov dic",
        days: "domenica lunedì martedì mercoledì giovedì venerdì sabato",
        short_days: "dom lun mar mer gio ven sab",
    },
    Names {
        tag: "ro",
        months: "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
        short_months: "ian feb mar apr mai iun iul aug sep oct nov dec",
        days: "duminică luni marți miercuri joi vineri sâmbătă",
        short_days: "Du Lu Ma Mi Jo Vi Sb",
    },
];

/// A directive as chrono writes it, and names from the tables above.
fn of_chrono<Z: TimeZone<Offset: std::fmt::Display>>(
    at: &DateTime<Z>,
    directive: &str,
    names: &Names,
) -> String {
    let named = |names: &str, at: u32| {
        let name = names.split(' ').nth(usize::try_from(at).unwrap());
        name.unwrap().to_owned()
    };
    let day = at.weekday().num_days_from_sunday();
    match directive {
        "%B" => named(names.months, at.month0()),
        "%b" | "%h" => named(names.short_months, at.month0()),
        "%A" => named(names.days, day),
        "%a" => named(names.short_days, day),
        _ => at.format(directive).to_string(),
    }
}

fn expect<Z: TimeZone<Offset: std::fmt::Display>>(
    parts: &[(&str, String)],
    at: &DateTime<Z>,
    names: &Names,
) -> String {
    let parts = parts.iter();
    parts
        .map(|(directive, text)| of_chrono(at, directive, names) + text)
        .collect()
}

const DIRECTIVES: [&str; 30] = [
    "%Y", "%C", "%y", "%m", "%d", "%e", "%j", "%H", "%k", "%I", "%l", "%M", "%S", "%s", "%u", "%w",
    "%G", "%g", "%V", "%U", "%W", "%B", "%b", "%h", "%A", "%a", "%F", "%T", "%R", "%D",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn whole_numbers_are_exact_or_refused(a in whole(), b in whole()) {
        let (x, y) = (i128::from(a), i128::from(b));
        let (va, vb) = (json!(a), json!(b));
        prop_assert_eq!(apply("plus", &va, &vb), within(x + y));
        prop_assert_eq!(apply("minus", &va, &vb), within(x - y));
        prop_assert_eq!(apply("times", &va, &vb), within(x * y));
        prop_assert_eq!(apply("at_least", &va, &vb), within(x.max(y)));
        prop_assert_eq!(apply("at_most", &va, &vb), within(x.min(y)));
        let floor = |x: i128, y: i128| x / y - i128::from(x % y != 0 && (x < 0) != (y < 0));
        let quotient = (y != 0).then(|| floor(x, y));
        prop_assert_eq!(apply("divided_by", &va, &vb), quotient.and_then(within));
        prop_assert_eq!(apply("modulo", &va, &vb), quotient.and_then(|quotient| within(x - quotient * y)));
        // The same as texts.
        prop_assert_eq!(apply("plus", &json!(a.to_string()), &json!(b.to_string())), within(x + y));
    }

    #[test]
    fn decimals_are_counted_in_decimals(a in -99_999_999_i64..99_999_999, b in -99_999_999_i64..99_999_999) {
        let forms = |number: i64| {
            let float: f64 = cents(number).parse().unwrap();
            [json!(float), json!(cents(number))]
        };
        for (va, vb) in forms(a).into_iter().zip(forms(b)) {
            prop_assert_eq!(apply("plus", &va, &vb), Some(written(a + b)));
            prop_assert_eq!(apply("minus", &va, &vb), Some(written(a - b)));
            if b != 0 {
                prop_assert_eq!(apply("modulo", &va, &vb), Some(written(a - b * (a.div_euclid(b) - i64::from(b < 0 && a.rem_euclid(b) != 0)))));
            }
            // Half away from zero.
            let sign = if a < 0 { -1 } else { 1 };
            let round = sign * ((a.abs() + 50) / 100);
            let source = |filter: &str| try_render(&format!("{{{{ a | {filter} }}}}"), &json!({ "a": va }), &RenderOptions::default()).unwrap();
            prop_assert_eq!(source("round"), round.to_string());
            prop_assert_eq!(source("floor"), a.div_euclid(100).to_string());
            prop_assert_eq!(source("ceil"), (-(-a).div_euclid(100)).to_string());
            prop_assert_eq!(source("abs"), written(a.abs()));
            prop_assert_eq!(source("round: 1"), written(sign * ((a.abs() + 5) / 10) * 10));
        }
    }

    #[test]
    fn money_is_the_cents_in_groups(amount in any::<i64>(), as_float in any::<bool>()) {
        let amount = if as_float { amount % 1_000_000_000_000 } else { amount };
        let data = match as_float {
            true => json!({ "a": cents(amount).parse::<f64>().unwrap() }),
            false => json!({ "a": cents(amount) }),
        };
        let sign = if amount < 0 { "-" } else { "" };
        let (whole, part) = ((amount.unsigned_abs() / 100).to_string(), format!("{:02}", amount.unsigned_abs() % 100));
        let dots = format!("{sign}{},{part}", grouped(&whole, "."));
        let commas = format!("{}.{part}", grouped(&whole, ","));
        prop_assert_eq!(try_render("{{ a | money: 'EUR' }}", &data, &locale("it")).unwrap(), format!("{dots} €"));
        prop_assert_eq!(try_render("{{ a | money: 'RON' }}", &data, &locale("ro")).unwrap(), format!("{dots} lei"));
        prop_assert_eq!(try_render("{{ a | money: 'EUR' }}", &data, &locale("en")).unwrap(), format!("{sign}€{commas}"));
        prop_assert_eq!(try_render("{{ a | number: 2 }}", &data, &locale("it")).unwrap(), dots);
        prop_assert_eq!(try_render("{{ a | number: 2 }}", &data, &locale("en")).unwrap(), format!("{sign}{commas}"));
        // Yen have no cents: halves away from zero.
        let yen = (amount.unsigned_abs() + 50) / 100;
        let expected = match amount < 0 {
            true => format!("-¥{}", grouped(&yen.to_string(), ",")),
            false => format!("¥{}", grouped(&yen.to_string(), ",")),
        };
        prop_assert_eq!(try_render("{{ a | money: 'JPY' }}", &data, &locale("en")).unwrap(), expected);
    }

    #[test]
    fn dates_are_those_of_chrono(
        seconds in -2_000_000_000_i64..4_000_000_000,
        millis in 0_u32..1000,
        zone in prop::sample::select(chrono_tz::TZ_VARIANTS.to_vec()),
        offset in -14_i32 * 4..=14 * 4,
        parts in prop::collection::vec((prop::sample::select(DIRECTIVES.to_vec()), "[ a-zè:/]{0,3}"), 1..6),
        language in 0_usize..3,
    ) {
        let at: DateTime<Utc> = DateTime::from_timestamp(seconds, millis * 1_000_000).unwrap();
        let format: String = parts.iter().map(|(directive, text)| format!("{directive}{text}")).collect();
        let names = &NAMES[language];
        let east = chrono::FixedOffset::east_opt(offset * 900).unwrap();
        let own = at.with_timezone(&east);
        let source = format!("{{{{ at | date: '{format}' }}}}");
        // By its own clock.
        let data = json!({ "at": own.to_rfc3339() });
        let expected = expect(&parts, &own, names);
        prop_assert_eq!(try_render(&source, &data, &locale(names.tag)).unwrap(), expected);
        // In a zone.
        let options = RenderOptions { tz: Some(zone.name().parse().unwrap()), ..locale(names.tag) };
        let there = at.with_timezone(&zone);
        prop_assert_eq!(try_render(&source, &data, &options).unwrap(), expect(&parts, &there, names));
        // Old offsets have seconds, which are left out here as in Ruby, and
        // rounded by chrono.
        if chrono::Offset::fix(there.offset()).local_minus_utc() % 60 == 0 {
            let zoned = "{{ at | date: '%z %:z %L %Z' }}";
            let expected = there.format("%z %:z %3f %Z").to_string();
            prop_assert_eq!(try_render(zoned, &data, &options).unwrap(), expected);
        }
        // Seconds since 1970 say the same.
        let epoch = json!({ "at": seconds });
        let expected = DateTime::<Utc>::from_timestamp(seconds, 0).unwrap().with_timezone(&zone);
        prop_assert_eq!(try_render(&source, &epoch, &options).unwrap(), expect(&parts, &expected, names));
        // A day is the same everywhere.
        let day = at.date_naive();
        let data = json!({ "at": day.to_string() });
        if (1000..=9999).contains(&day.year()) {
            prop_assert_eq!(try_render("{{ at | date: '%d/%m/%Y' }}", &data, &options).unwrap(), day.format("%d/%m/%Y").to_string());
        }
    }

    #[test]
    fn any_text_and_format_is_a_date_or_comes_back(text in "\\PC{0,30}|[0-9TZ:+ .-]{0,30}", format in "\\PC{0,20}|[%a-zA-Z0-9^#_:-]{0,20}", zone in prop::sample::select(chrono_tz::TZ_VARIANTS.to_vec())) {
        let options = RenderOptions { tz: Some(zone.name().parse().unwrap()), ..locale("it") };
        let rendered = try_render("{{ at | date: format }}", &json!({ "at": text, "format": format }), &options);
        match rendered {
            Ok(_) => {}
            Err(Error::Template(error)) => prop_assert!(matches!(&*text.trim().to_lowercase(), "now" | "today"), "{error}"),
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn the_zone_of_an_instant_is_the_one_of_that_day() {
    let options = RenderOptions {
        tz: Some("Europe/Rome".parse().unwrap()),
        ..locale("it")
    };
    let render = |at: &str| {
        let source = format!("{{{{ '{at}' | date: '%-d %B %H:%M %Z' }}}}");
        try_render(&source, &json!({}), &options).unwrap()
    };
    assert_eq!(render("2026-10-25T00:30:00Z"), "25 ottobre 02:30 CEST");
    assert_eq!(render("2026-10-25T01:30:00Z"), "25 ottobre 02:30 CET");
    assert_eq!(render("2026-10-25 01:30"), "25 ottobre 02:30 CET");
}

/// What is kept for later may be nothing, as the checker allows: only what is
/// written must be there.
#[test]
fn nothing_is_no_number_and_no_error() {
    for filter in ["money", "number", "pluralize: 'lei', 'leu'"] {
        let source = format!("{{% assign v = gone | {filter} %}}{{{{ v | default: '-' }}}}");
        assert_eq!(try_render(&source, &json!({}), &locale("ro")).unwrap(), "-");
    }
}
