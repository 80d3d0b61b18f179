//! The macros of the sample shop: a starter set that shops copy. Each must
//! read well in every language and on every channel, whatever is known of the
//! order and the customer.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::collections::{BTreeMap, BTreeSet};

use deskcore::macros::{
    AgentContext, Context, CustomerContext, MacroConfig, MacroRequest, MacroSet, Macros, Money,
    OrderContext, OrderLine, ParameterKind, RenderedMacro, Shipment, ShopContext, SlaContext,
    TicketContext,
};
use deskcore::template::{Channel, Locale, Value};
use serde_json::{Value as Json, json};

const DESK: &str = include_str!("../../../examples/replay/sample/desk.json");

/// What is asked for, and what is found.
const LANGUAGES: [(&str, &str); 7] = [
    ("it", "it"),
    ("it-CH", "it"),
    ("ro", "ro"),
    ("ro-MD", "ro"),
    ("en", "en"),
    ("en-GB", "en"),
    // The desk's own language stands in.
    ("de", "it"),
];

const CHANNELS: [Channel; 4] = [
    Channel::Plain,
    Channel::Html,
    Channel::Markdown,
    Channel::Sms,
];

const USUAL_NAMES: [&str; 4] = ["Niccolò", "Ștefan", "Zoë", "Giulia"];
const HOSTILE_NAME: &str = r#"{{ "</script>" }}"#;

fn starter_set() -> (Locale, BTreeMap<String, String>, Vec<MacroConfig>) {
    let desk: Json = serde_json::from_str(DESK).unwrap();
    (
        serde_json::from_value(desk["locale"].clone()).unwrap(),
        serde_json::from_value(desk["partials"].clone()).unwrap(),
        serde_json::from_value(desk["macros"].clone()).unwrap(),
    )
}

fn compiled() -> Macros {
    let (locale, partials, macros) = starter_set();
    let set = MacroSet {
        locale,
        partials: Some(&partials),
        macros: &macros,
        context: None,
    };
    Macros::compile(&set).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// Which optional parts of a context are there.
#[derive(Debug, Clone, Copy)]
struct Present(u32);

const PARTS: u32 = 19;

impl Present {
    fn has<T>(self, part: u32, value: T) -> Option<T> {
        (self.0 & (1 << part) != 0).then_some(value)
    }

    /// Nothing, everything, each part alone, everything but one, and a
    /// mixture that is the same every time.
    fn all() -> impl Iterator<Item = Self> {
        let everything = (1 << PARTS) - 1;
        let alone = (0..PARTS).map(|part| 1 << part);
        let without = (0..PARTS).map(move |part| everything & !(1 << part));
        let mixed = (1..=160_u32).map(move |n| (n.wrapping_mul(0x9e37_79b1) >> 7) & everything);
        [0, everything]
            .into_iter()
            .chain(alone)
            .chain(without)
            .chain(mixed)
            .map(Self)
    }
}

fn at<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().unwrap()
}

fn euro(amount: &str) -> Money {
    Money {
        amount: amount.into(),
        currency: "EUR".into(),
    }
}

fn context(present: Present, first_name: &str, lines: u32, shipments: u32) -> Context {
    let order = OrderContext {
        name: "#1042".into(),
        total: present.has(5, euro("1234.5")),
        placed_at: present.has(6, at("2026-11-12T22:30:00Z")),
        promised_on: present.has(7, at("2026-11-27")),
        lines: (1..=lines)
            .map(|number| OrderLine {
                title: format!("Tazza \"Onda\" & piattino {number}"),
                quantity: number,
                price: present.has(8, euro("12.90")),
                sku: present.has(9, format!("TZ-{number:03}")),
            })
            .collect(),
        shipments: (0..shipments)
            .map(|number| Shipment {
                carrier: ["BRT", "FAN Courier"][number as usize % 2].into(),
                tracking_number: present.has(10, "1Z999AA10123456784".into()),
                tracking_url: present.has(11, "https://track.example/p?n=1Z999AA1&l=1".into()),
                shipped_at: present.has(12, at("2026-11-24T08:00:00Z")),
                expected_on: present.has(13, at("2026-12-08")),
            })
            .collect(),
    };
    Context {
        ticket: present.has(
            0,
            TicketContext {
                id: "BA-00017".into(),
                subject: Some("Dov'è?".into()),
                status: None,
                priority: None,
                channel: None,
                reason: None,
                url: present.has(14, "https://bottega.example/t/BA-00017".into()),
                created_at: None,
            },
        ),
        customer: present.has(
            1,
            CustomerContext {
                first_name: first_name.into(),
                last_name: Some("D'Amico".into()),
                email: None,
                language: None,
                tier: None,
                orders_count: None,
            },
        ),
        agent: present.has(
            2,
            AgentContext {
                first_name: "Chiara".into(),
                name: None,
            },
        ),
        order: present.has(3, order),
        shop: present.has(
            4,
            ShopContext {
                name: "Bottega Aurora".into(),
                url: None,
                email: present.has(15, "aiuto@bottega.example".into()),
                phone: None,
                opens_at: present.has(16, at("2026-11-24T08:00:00Z")),
            },
        ),
        sla: present.has(
            17,
            SlaContext {
                promise_at: present.has(18, at("2026-11-24T09:15:00Z")),
            },
        ),
    }
}

/// Answers to what a macro asks: another choice each round, and now and then
/// none where there is a fallback.
fn answers(config: &MacroConfig, round: usize) -> BTreeMap<String, Json> {
    let mut answers = BTreeMap::new();
    for parameter in &config.parameters {
        if parameter.fallback.is_some() && round % 4 == 3 {
            continue;
        }
        let answer = match parameter.kind {
            _ if !parameter.choices.is_empty() => {
                parameter.choices[round % parameter.choices.len()].clone()
            }
            ParameterKind::Text => json!("manca la ricevuta"),
            ParameterKind::Number => [json!(5), json!(12.5), json!(1200)][round % 3].clone(),
            ParameterKind::Truth => json!(round.is_multiple_of(2)),
            ParameterKind::Date => json!("2026-12-01"),
        };
        answers.insert(parameter.name.clone(), answer);
    }
    answers
}

/// What no text should have: the marks that a value leaves that was not there.
fn holes(text: &str) -> Vec<&'static str> {
    let marks = [
        "  ", "\n\n\n", " \n", "\n ", " ,", " .", " :", " !", "()", "..", ",,", ": .", "nil",
    ];
    let mut found: Vec<&str> = marks
        .into_iter()
        .filter(|mark| text.contains(mark))
        .collect();
    if text.trim() != text || text.is_empty() {
        found.push("blank at an end");
    }
    found
}

fn check(rendered: &RenderedMacro, first_name: &str) -> Result<(), String> {
    let body = &rendered.body;
    let hostile = first_name == HOSTILE_NAME;
    let mut texts = vec![body.clone()];
    texts.extend(rendered.subject.clone());
    let actions = serde_json::to_value(&rendered.actions).unwrap();
    for text in texts.iter().chain([&actions.to_string()]) {
        if !hostile && ["{{", "{%", "}}}"].iter().any(|mark| text.contains(mark)) {
            return Err(format!("template in the text: {text}"));
        }
    }
    for text in &texts {
        let found = holes(text);
        if !found.is_empty() {
            return Err(format!("{found:?} in {text:?}"));
        }
    }
    if rendered
        .subject
        .as_ref()
        .is_some_and(|subject| subject.contains('\n'))
    {
        return Err("a subject of several lines".into());
    }
    if rendered.variant_channel == Channel::Sms && rendered.channel == Channel::Sms {
        let size = rendered.sms.as_ref().unwrap();
        if size.segments != 1 || rendered.shortened {
            return Err(format!("{} segments: {body}", size.segments));
        }
    }
    if rendered.channel == Channel::Html {
        // What values have of markup is written as entities.
        let known = [
            "<p>",
            "</p>",
            "<br>",
            "<a href=\"https://",
            "</a>",
            "<table>",
            "</table>",
            "<thead>",
            "</thead>",
            "<tbody>",
            "</tbody>",
            "<tfoot>",
            "</tfoot>",
            "<tr>",
            "</tr>",
            "<th ",
            "</th>",
            "<td>",
            "<td ",
            "</td>",
            "<strong>",
            "</strong>",
        ];
        for (place, _) in body.match_indices('<') {
            if !known
                .iter()
                .any(|tag| body.split_at(place).1.starts_with(tag))
            {
                return Err(format!("unknown markup at {place}: {body}"));
            }
        }
        for (place, _) in body.match_indices('&') {
            let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
            if !entities
                .iter()
                .any(|entity| body.split_at(place).1.starts_with(entity))
            {
                return Err(format!("unescaped & at {place}: {body}"));
            }
        }
    }
    Ok(())
}

#[test]
fn nothing_to_warn_of() {
    let macros = compiled();
    let warnings: Vec<String> = macros.warnings().iter().map(ToString::to_string).collect();
    assert!(warnings.is_empty(), "{}", warnings.join("\n"));
}

#[test]
fn every_macro_reads_well_whatever_is_known() {
    let macros = compiled();
    let mut renderings = 0;
    for (language, found) in LANGUAGES {
        for channel in CHANNELS {
            for (round, present) in Present::all().enumerate() {
                let name = match round % 6 {
                    4 => HOSTILE_NAME,
                    5 => "",
                    usual => USUAL_NAMES[usual],
                };
                let (lines, shipments) = ([0, 1, 20][round % 3], [0, 1, 2][round / 3 % 3]);
                let data = context(present, name, lines, shipments);
                let data = serde_json::to_value(&data).unwrap();
                for config in macros.iter() {
                    let request = MacroRequest {
                        locale: Some(at(language)),
                        channel,
                        tz: Some("Europe/Bucharest".parse().unwrap()),
                        now: None,
                        parameters: answers(config, round),
                    };
                    let told = || format!("{} {language} {channel:?} {data}", config.id);
                    let rendered = macros
                        .render(&config.id, &Value::Source(&data), &request)
                        .unwrap_or_else(|error| panic!("{}: {error}", told()));
                    assert_eq!(rendered.locale, at(found), "{}", told());
                    if let Err(problem) = check(&rendered, name) {
                        panic!("{}: {problem}", told());
                    }
                    renderings += 1;
                }
            }
        }
    }
    assert!(renderings > 17 * 7 * 4 * 190);
}

#[test]
fn a_name_is_a_name() {
    let macros = compiled();
    let everything = Present((1 << PARTS) - 1);
    for (name, html) in [
        ("Niccolò", "Niccolò"),
        ("Zoë O'Neil", "Zoë O&#39;Neil"),
        ("Ștefan Țîrlea", "Ștefan Țîrlea"),
        (HOSTILE_NAME, "{{ &quot;&lt;/script&gt;&quot; }}"),
    ] {
        let data = serde_json::to_value(context(everything, name, 1, 1)).unwrap();
        for config in macros.iter() {
            for (channel, expected) in [(Channel::Plain, name), (Channel::Html, html)] {
                let request = MacroRequest {
                    channel,
                    parameters: answers(config, 0),
                    ..MacroRequest::default()
                };
                let rendered = macros
                    .render(&config.id, &Value::Source(&data), &request)
                    .unwrap();
                assert!(rendered.body.contains(expected), "{}", rendered.body);
            }
        }
    }
}

#[test]
fn every_language_has_the_same_texts_and_keywords() {
    let (_, partials, macros) = starter_set();
    for config in &macros {
        let of = |language: &str| -> BTreeSet<(String, bool)> {
            let variants = config.variants.iter();
            variants
                .filter(|variant| variant.locale.as_ref().unwrap().to_string() == language)
                .map(|variant| (format!("{:?}", variant.channel), variant.subject.is_some()))
                .collect()
        };
        assert_eq!(of("it"), of("ro"), "{}", config.id);
        assert_eq!(of("it"), of("en"), "{}", config.id);
        assert!(of("it").iter().any(|(channel, _)| channel == "Plain"));
        assert!(!config.folder.is_empty() && config.version.is_some());
    }
    for variant in macros.iter().flat_map(|config| &config.variants) {
        let language = variant.locale.as_ref().unwrap().language();
        for other in ["it", "ro", "en"] {
            if other != language {
                assert!(
                    !variant.body.contains(&format!("_{other}'")),
                    "{}",
                    variant.body
                );
            }
        }
    }
    let romanian = macros.iter().flat_map(|config| &config.variants);
    let romanian = romanian.filter(|v| v.locale.as_ref().unwrap().language() == "ro");
    let romanian = romanian.map(|variant| variant.body.as_str());
    let romanian: String = romanian
        .chain(partials.values().map(String::as_str))
        .collect();
    // The letters with a comma below; those with a cedilla are Turkish.
    assert!(!romanian.contains(['ş', 'ţ', 'Ş', 'Ţ']));
}

#[test]
fn text_messages_are_of_the_short_alphabet() {
    let macros = compiled();
    let everything = Present((1 << PARTS) - 1);
    let data = serde_json::to_value(context(everything, "Ștefan", 1, 1)).unwrap();
    let mut count = 0;
    for config in macros.iter() {
        for language in ["it", "ro", "en"] {
            let request = MacroRequest {
                locale: Some(at(language)),
                channel: Channel::Sms,
                parameters: answers(config, 0),
                ..MacroRequest::default()
            };
            let rendered = macros
                .render(&config.id, &Value::Source(&data), &request)
                .unwrap();
            if rendered.variant_channel == Channel::Sms {
                let size = rendered.sms.unwrap();
                assert!(size.unicode_characters.is_empty(), "{}", rendered.body);
                count += 1;
            }
        }
    }
    assert_eq!(count, 6 * 3);
}

#[test]
fn an_order_of_twenty_lines_is_a_table() {
    let macros = compiled();
    let everything = Present((1 << PARTS) - 1);
    let data = serde_json::to_value(context(everything, "Ștefan", 20, 1)).unwrap();
    let render = |language: &str, channel| {
        let request = MacroRequest {
            locale: Some(at(language)),
            channel,
            ..MacroRequest::default()
        };
        let rendered = macros.render("order_summary", &Value::Source(&data), &request);
        rendered.unwrap().body
    };
    let html = render("it", Channel::Html);
    assert_eq!(html.matches("<tr><td>").count(), 20);
    assert!(html.contains("<strong>1.234,50 €</strong>"), "{html}");
    let plain = render("ro", Channel::Plain);
    assert_eq!(plain.matches("\n- ").count(), 20);
    // From twenty on, Romanian counts with "de".
    assert!(
        plain.contains("(210 produse)") || plain.contains("(210 de produse)"),
        "{plain}"
    );
    assert!(plain.contains("Total: 1.234,50 €"), "{plain}");
    assert!(plain.contains("joi, 12 noiembrie 2026"), "{plain}");
}

#[test]
fn the_apology_comes_before_the_money() {
    let macros = compiled();
    let data = json!({"customer": {"first_name": "Giulia"}, "order": {"name": "#1042"}});
    for (language, apology) in [("it", "ci dispiace"), ("ro", "Ne pare"), ("en", "sorry")] {
        let request = MacroRequest {
            locale: Some(at(language)),
            parameters: BTreeMap::from([
                ("new_date".into(), json!("2026-12-01")),
                ("amount".into(), json!(7.5)),
            ]),
            ..MacroRequest::default()
        };
        let rendered = macros.render("delayed_order_voucher", &Value::Source(&data), &request);
        let rendered = rendered.unwrap();
        let money = rendered.body.find("7").unwrap();
        assert!(
            rendered.body.find(apology).unwrap() < money,
            "{}",
            rendered.body
        );
        let actions = serde_json::to_value(&rendered.actions).unwrap();
        let voucher = json!({"type": "issue_voucher", "amount": "7.5", "currency": "EUR"});
        assert_eq!(actions[0], voucher);
    }
}
