//! What static analysis says of a template holds for every record of the
//! schema.
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use deskcore::template::{Limits, Partials, RenderOptions, Template};
use proptest::prelude::*;
use serde_json::{Value, json};

fn schema() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["a", "b", "n", "t", "list", "words", "nested", "pair"],
        "properties": {
            "a": {"type": "string"},
            "b": {"type": ["string", "null"]},
            "c": {"type": "string"},
            "n": {"type": "integer"},
            "f": {"type": ["number", "null"]},
            "t": {"type": "boolean"},
            "words": {"type": "array", "items": {"type": "string"}},
            "list": {"type": "array", "items": {"$ref": "#/$defs/item"}},
            "nested": {"$ref": "#/$defs/item"},
            "maybe": {"anyOf": [{"$ref": "#/$defs/item"}, {"type": "null"}]},
            "pair": {"$ref": "#/$defs/money"}
        },
        "$defs": {
            "item": {
                "type": "object", "additionalProperties": false, "required": ["x"],
                "properties": {"x": {"type": "string"}, "y": {"type": ["string", "null"]}, "m": {"$ref": "#/$defs/money"}}
            },
            "money": {
                "type": "object", "additionalProperties": false, "required": ["amount", "currency"],
                "properties": {
                    "amount": {"type": "string", "format": "decimal"},
                    "currency": {"type": "string", "format": "currency"}
                }
            }
        }
    })
}

fn text() -> impl Strategy<Value = Value> {
    "[a-zà-ü]{1,6}".prop_map(Value::from)
}

fn or_null(strategy: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop_oneof![strategy, Just(Value::Null)]
}

fn money() -> impl Strategy<Value = Value> {
    (0..100_000_u32, prop_oneof!["EUR", "RON", "GBP"]).prop_map(
        |(cents, currency)| json!({"amount": format!("{}.{:02}", cents / 100, cents % 100), "currency": currency}),
    )
}

fn item() -> impl Strategy<Value = Value> {
    (
        text(),
        prop::option::of(or_null(text())),
        prop::option::of(money()),
    )
        .prop_map(|(x, y, m)| {
            let mut item = json!({"x": x});
            for (name, value) in [("y", y), ("m", m)] {
                if let Some(value) = value {
                    item[name] = value;
                }
            }
            item
        })
}

fn record() -> impl Strategy<Value = Value> {
    let number = or_null((-50.0..50.0_f64).prop_map(Value::from));
    (
        (
            text(),
            or_null(text()),
            prop::option::of(text()),
            -9..9_i64,
            prop::option::of(number),
        ),
        any::<bool>(),
        prop::collection::vec(text(), 0..3),
        prop::collection::vec(item(), 0..3),
        item(),
        prop::option::of(or_null(item())),
        money(),
    )
        .prop_map(|((a, b, c, n, f), t, words, list, nested, maybe, pair)| {
            let mut record = json!({
                "a": a, "b": b, "n": n, "t": t, "words": words, "list": list,
                "nested": nested, "pair": pair,
            });
            for (name, value) in [("c", c), ("f", f), ("maybe", maybe)] {
                if let Some(value) = value {
                    record[name] = value;
                }
            }
            record
        })
}

const PATHS: [&str; 20] = [
    "a",
    "b",
    "c",
    "n",
    "f",
    "t",
    "words",
    "list",
    "nested",
    "nested.x",
    "nested.y",
    "nested.m",
    "maybe",
    "maybe.x",
    "maybe.y",
    "words[0]",
    "list[0].x",
    "words.size",
    "list.first.x",
    "pair",
];

fn path(scope: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    let mut paths: Vec<String> = PATHS.iter().map(ToString::to_string).collect();
    // Names of the template itself are tried as often as the data's.
    for name in scope {
        paths.extend(std::iter::repeat_n((*name).to_owned(), 4));
    }
    prop::sample::select(paths)
}

fn filters() -> impl Strategy<Value = String> {
    let filter = prop_oneof![
        Just(" | default: 'x'"),
        Just(" | default: a"),
        Just(" | default: b"),
        Just(" | upcase"),
        Just(" | append: a"),
        Just(" | append: b"),
        Just(" | plus: n"),
        Just(" | size"),
        Just(" | money"),
        Just(" | money: 'EUR'"),
        Just(" | join: ', '"),
        Just(" | first"),
        Just(" | map: 'x' | join"),
        Just(" | where: 'y' | map: 'y' | join"),
        Just(" | sort"),
        Just(" | divided_by: n"),
        Just(" | divided_by: 2"),
        Just(" | slice: 0, 2"),
        Just(" | truncate: n"),
        Just(" | date: '%Y'"),
        Just(" | sum"),
        Just(" | last"),
        Just(" | number"),
        Just(" | pluralize: 'one', 'more'"),
        Just(" | concat: words | join"),
    ];
    prop::collection::vec(filter, 0..3).prop_map(|filters| filters.concat())
}

fn condition(scope: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    let clause = (
        path(scope),
        prop_oneof![
            Just(""),
            Just(" == nil"),
            Just(" != nil"),
            Just(" != blank"),
            Just(" == 'x'"),
            Just(" == blank"),
            Just(" > 2"),
            Just(" contains 'a'"),
            Just(" == empty"),
            Just(" == b"),
        ],
    )
        .prop_map(|(path, test)| path + test);
    let clauses = (
        clause,
        prop::option::of((prop_oneof![Just("and"), Just("or")], path(scope))),
    );
    clauses.prop_map(|(first, rest)| match rest {
        Some((word, other)) => format!("{first} {word} {other}"),
        None => first,
    })
}

fn template(depth: u32, scope: Vec<&'static str>) -> BoxedStrategy<String> {
    let output = (path(&scope), filters()).prop_map(|(path, filters)| {
        // A list may be empty, and so is the text of it.
        match filters.contains("join") || filters.contains("slice") {
            true => format!("({{{{ {path}{filters} }}}})"),
            false => format!("[{{{{ {path}{filters} }}}}]"),
        }
    });
    if depth == 0 {
        return output.boxed();
    }
    let mut looped = scope.clone();
    looped.extend(["i", "i.x", "i.y", "i[1]"]);
    let mut assigned = scope.clone();
    assigned.push("v");
    let inside = || template(depth - 1, scope.clone());
    prop_oneof![
        3 => output,
        2 => (condition(&scope), inside(), inside()).prop_map(|(condition, then, other)| {
            format!("{{% if {condition} %}}{then}{{% else %}}{other}{{% endif %}}")
        }),
        1 => (condition(&scope), inside()).prop_map(|(condition, then)| {
            format!("{{% unless {condition} %}}{then}{{% endunless %}}")
        }),
        1 => (path(&scope), template(depth - 1, looped)).prop_map(|(path, body)| {
            format!("{{% for i in {path} %}}{body}{{% endfor %}}")
        }),
        1 => (path(&scope), filters(), template(depth - 1, assigned.clone())).prop_map(|(path, filters, rest)| {
            // As above: the text of an empty list is no hole.
            let filters = if filters.contains("join") || filters.contains("slice") { "" } else { &filters };
            format!("{{% assign v = {path}{filters} %}}{rest}")
        }),
        1 => (condition(&scope), path(&scope), template(depth - 1, assigned)).prop_map(|(condition, path, rest)| {
            format!("{{% if {condition} %}}{{% assign v = {path} %}}{{% endif %}}{rest}")
        }),
        1 => (path(&scope), inside(), inside()).prop_map(|(path, one, other)| {
            format!("{{% case {path} %}}{{% when 'x' %}}{one}{{% else %}}{other}{{% endcase %}}")
        }),
        1 => (inside(), inside()).prop_map(|(one, other)| one + &other),
        1 => path(&scope).prop_map(|path| format!("{{% render 'p', v: {path} %}}")),
    ]
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn a_template_without_problems_has_no_hole(
        source in template(3, vec![]),
        partial in template(1, vec!["v", "v.x"]),
        records in prop::collection::vec(record(), 8),
    ) {
        let partials = Partials::parse([("p", &*partial)], &Limits::default()).unwrap();
        let template = Template::parse_with(&source, &partials, &Limits::default()).unwrap();
        let problems = template.check(&schema()).unwrap();
        if problems.is_empty() {
            for record in &records {
                match template.render(record, &RenderOptions::default()) {
                    Ok(text) => prop_assert!(!text.contains("[]"), "{source}\n{partial}\n{record}\n{text}"),
                    Err(error) => prop_assert!(false, "{source}\n{partial}\n{record}\n{error}"),
                }
            }
        }
    }

    #[test]
    fn every_value_that_is_missing_was_told(
        source in template(3, vec![]),
        record in record(),
    ) {
        let partials = Partials::parse([("p", "{{ v }}")], &Limits::default()).unwrap();
        let template = Template::parse_with(&source, &partials, &Limits::default()).unwrap();
        let read = template.analyze().unwrap();
        if let Err(deskcore::Error::Template(error)) = template.render(&record, &RenderOptions::default()) {
            for missing in error.missing.iter().filter(|missing| !missing.path.starts_with(['i', 'v'])) {
                let told = read.variables.iter().find(|variable| variable.path == missing.path);
                // `first` is the item of a list.
                let found = told.is_some_and(|variable| !variable.guarded);
                prop_assert!(found, "{source}\n{} of {read:?}", missing.path);
            }
        }
    }
}

#[test]
fn safe_templates_have_no_problems() {
    let partials =
        Partials::parse([("p", "{% if v %}{{ v }}{% endif %}")], &Limits::default()).unwrap();
    for source in [
        "{{ a }} {{ n }} {{ t }} {{ nested.x }}",
        "{{ b | default: 'x' }}{{ c | default: a }}",
        "{% if b %}{{ b }}{% endif %}{% if c != blank %}{{ c }}{% endif %}",
        "{% if b == nil %}-{% else %}{{ b }}{% endif %}",
        "{% unless c %}-{% else %}{{ c }}{% endunless %}",
        "{% if maybe.y %}{{ maybe.x }} {{ maybe.y }}{% endif %}",
        "{% if maybe and maybe.y %}{{ maybe.y }}{% endif %}",
        "{% if b and c %}{{ b }}{{ c }}{% endif %}",
        "{% for i in list %}{{ i.x }}{% if i.y %}{{ i.y }}{% endif %}{{ forloop.index }}{% endfor %}",
        "{% for w in words %}{{ w | upcase }}{% endfor %}",
        "{% if t %}{% assign v = a %}{% else %}{% assign v = 'x' %}{% endif %}{{ v }}",
        "{{ pair | money }} {{ list.size }} {{ words | join: ', ' }} {{ words | sort | join }}",
        "{% if nested.m %}{{ nested.m | money }}{% endif %}",
        "{% render 'p', v: c %}{% capture k %}{{ a }}{% endcapture %}{{ k }}",
        "{{ list | map: 'x' | join: ', ' }}",
    ] {
        let template = Template::parse_with(source, &partials, &Limits::default()).unwrap();
        assert_eq!(template.check(&schema()).unwrap(), [], "{source}");
    }
}

#[test]
fn problems_tell_their_place() {
    for (source, expected) in [
        (
            "a\n {{ b }}",
            "2:2: \"b\" may be missing: expected the filter \"default\", or a condition that asks for it (may_be_missing)",
        ),
        (
            "{{ list[0].x }}",
            "1:1: \"list[0].x\" may be missing: expected the filter \"default\", or a condition that asks for it (may_be_missing)",
        ),
        (
            "{{ nested.z }}",
            "1:1: \"nested.z\" is not in the data (unknown_variable); did you mean \"m\"?",
        ),
        (
            "{{ n | divided_by: n }}",
            "1:1: the filter \"divided_by\" is given what may be zero (unfit_argument)",
        ),
        (
            "{{ nested }}",
            "1:1: \"nested\" may be an object: expected one of its fields (not_text)",
        ),
        (
            "{% if a > 2 %}{% endif %}",
            "1:1: \"a\" is compared with what may be of another kind (not_comparable)",
        ),
        (
            "{% render 'q' %}",
            "1:1: there is no partial \"q\" (unknown_partial)",
        ),
        (
            "{% if t %}{% assign v = a %}{% endif %}{{ v }}",
            "1:40: \"a\" may be missing: expected the filter \"default\", or a condition that asks for it (may_be_missing)",
        ),
    ] {
        let template = Template::parse(source).unwrap();
        let told: Vec<String> = template
            .check(&schema())
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(told, [expected], "{source}");
    }
}

#[test]
fn partials_that_call_each_other_come_to_an_end() {
    let calls = |name: &str| format!("{{% render '{name}' %}}{{% render '{name}' %}}{{{{ x }}}}");
    let sources: Vec<(String, String)> = (0..40)
        .map(|n| (format!("p{n}"), calls(&format!("p{}", n + 1))))
        .collect();
    let sources = sources
        .iter()
        .map(|(name, source)| (name.as_str(), source.as_str()));
    let partials = Partials::parse(sources, &Limits::default()).unwrap();
    let template =
        Template::parse_with("{% render 'p0' %}", &partials, &Limits::default()).unwrap();
    let error = template.analyze().unwrap_err();
    assert_eq!(error.path(), Some("fuel"));
}
