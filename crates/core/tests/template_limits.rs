//! Templates made to do harm: within a small stack, and within the limits.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::io::Write;
use std::path::Path;

use deskcore::Error;
use deskcore::template::{Json, Limits, Missing, Partials, RenderOptions, Template};
use serde_json::{Map, Value, json};

fn lenient() -> RenderOptions {
    RenderOptions {
        missing: Missing::Lenient,
        ..RenderOptions::default()
    }
}

fn run(source: &str, partials: &[(&str, &str)], data: &Json<'_>) -> Result<String, Error> {
    let limits = Limits::default();
    let partials = Partials::parse(partials.iter().copied(), &limits)?;
    Template::parse_with(source, &partials, &limits)?.render(data, &lenient())
}

fn around(open: &str, inside: &str, close: &str, times: usize) -> String {
    format!("{}{inside}{}", open.repeat(times), close.repeat(times))
}

#[test]
fn all_that_is_nested_fits_in_a_stack_of_512_kib() {
    let small = std::thread::Builder::new().stack_size(512 << 10);
    let all = || {
        let data = format!("{{\"l\": {}1{}}}", "[".repeat(100), "]".repeat(100));
        let data = Json::parse(&data).unwrap();
        let blocks = [
            ("{% if true %}", "{% endif %}"),
            ("{% unless false %}", "{% endunless %}"),
            ("{% for i in (1..1) %}", "{% endfor %}"),
            ("{% case 1 %}{% when 1 %}", "{% endcase %}"),
            ("{% capture a %}", "{% endcapture %}"),
            ("{% tablerow i in (1..1) %}", "{% endtablerow %}"),
            ("{% ifchanged %}", "{% endifchanged %}"),
        ];
        for (open, close) in blocks {
            for times in [63, 64, 65, 5000] {
                let source = around(open, "x", close, times);
                assert_eq!(run(&source, &[], &data).is_ok(), times <= 64);
            }
            for call in ["{% render 'p' %}", "{% include 'p' %}"] {
                // Every partial has as many blocks as it may, and calls itself
                // in the innermost.
                let partial = around(open, call, close, 64);
                let error = run(call, &[("p", &partial)], &data).unwrap_err();
                assert!(matches!(error, Error::Template(_)), "{error}");
            }
        }
        for source in [
            around("{{ a[", "", "", 1) + &around("a[", "0", "]", 5000) + "] }}",
            "{{ ".to_owned() + &around("a[", "0", "]", 60) + " }}",
            "{{ ".to_owned() + &around("(1..", "2", ")", 60) + " }}",
            "{{ l }}{{ l | join }}".to_owned(),
            "{{ l | uniq }}{{ l | sort }}".to_owned(),
            "{% if l == l %}x{% endif %}{{ l | flatten }}".to_owned(),
            "{".repeat(200_000),
            "{% liquid ".repeat(20_000),
            "{% comment %}".repeat(20_000),
        ] {
            let _ = run(&source, &[], &data);
        }
    };
    small.spawn(all).unwrap().join().unwrap();
}

#[test]
fn each_limit_is_reached_by_its_name() {
    let limits = Limits {
        fuel: 1000,
        output_bytes: 100,
        memory_bytes: 10_000,
        depth: 4,
        source_bytes: 1000,
    };
    let reached = |source: &str| {
        let options = RenderOptions {
            limits,
            ..lenient()
        };
        let partials = Partials::parse([("p", "{% render 'p' %}")], &limits).unwrap();
        let rendered = Template::parse_with(source, &partials, &limits)
            .and_then(|template| template.render(&json!({}), &options));
        match rendered {
            Err(Error::Template(error)) => error.path.unwrap(),
            other => format!("{other:?}"),
        }
    };
    assert_eq!(reached("{% for i in (1..9999) %}{% endfor %}"), "fuel");
    assert_eq!(
        reached("{% for i in (1..99) %}xxxx{% endfor %}"),
        "output_bytes"
    );
    assert_eq!(
        reached(
            "{% assign a = 'xx' %}{% for i in (1..99) %}{% assign a = a | append: a %}{% endfor %}"
        ),
        "memory_bytes"
    );
    assert_eq!(
        reached(&around("{% if a %}", "", "{% endif %}", 5)),
        "depth"
    );
    assert_eq!(reached("{% render 'p' %}"), "depth");
    assert_eq!(reached(&" ".repeat(1001)), "source_bytes");
}

#[test]
fn an_object_of_many_fields_is_gone_through_once() {
    // By place a map of serde_json finds a field only step by step: squared,
    // this takes minutes.
    let fields = (0..20_000).map(|number| (format!("k{number:05}"), json!(number)));
    let data = json!({ "o": fields.collect::<Map<_, _>>() });
    let source = "{% for f in o %}{{ f[0] }}{{ f[1] }}{% endfor %}{{ o | size }}{% if o == o %}=\
                  {% endif %}{% tablerow f in o %}{% endtablerow %}{{ o }}";
    let template = Template::parse(source).unwrap();
    let text = template.render(&data, &lenient()).unwrap();
    assert!(text.starts_with("k000000k000011k000022"));
}

/// Vectors that are not part of the repository, and those that are.
#[test]
fn vectors_are_rendered_as_they_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut ran = 0;
    for folder in [
        "../../conformance/templates",
        "../../../shared/conformance/templates",
    ] {
        let Ok(entries) = fs::read_dir(root.join(folder)) else {
            // Not println: the output of tests that pass is not shown.
            let _ = writeln!(std::io::stderr(), "skipped: no {folder} at hand");
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path
                .extension()
                .is_some_and(|extension| extension == "jsonl")
            {
                for line in fs::read_to_string(path).unwrap().lines() {
                    vector(line);
                    ran += 1;
                }
            }
        }
    }
    assert!(ran > 300);
}

fn vector(line: &str) {
    let vector: Map<String, Value> = serde_json::from_str(line).unwrap();
    // Once more as it stands, since the order of fields matters.
    #[derive(serde::Deserialize)]
    struct Data<'d> {
        #[serde(borrow)]
        data: Option<Json<'d>>,
    }
    let data = serde_json::from_str::<Data<'_>>(line).unwrap().data;
    let data = data.unwrap_or(Json::Object(Default::default()));
    let read = |name: &str, otherwise: Value| vector.get(name).cloned().unwrap_or(otherwise);
    let source = match vector.get("template") {
        Some(source) => source.as_str().unwrap().to_owned(),
        None => {
            let parts = vector["template_parts"].as_array().unwrap().iter();
            let times = |part: &Value| usize::try_from(part[1].as_u64().unwrap()).unwrap();
            parts
                .map(|part| part[0].as_str().unwrap().repeat(times(part)))
                .collect()
        }
    };
    let limits: Limits = serde_json::from_value(read("limits", json!({}))).unwrap();
    let options = RenderOptions {
        channel: serde_json::from_value(read("channel", json!("plain"))).unwrap(),
        missing: serde_json::from_value(read("missing", json!("lenient"))).unwrap(),
        limits,
        ..RenderOptions::default()
    };
    let partials = read("templates", json!({}));
    let partials = partials.as_object().unwrap().iter();
    let partials = partials.map(|(name, source)| (name.as_str(), source.as_str().unwrap()));
    let rendered = Partials::parse(partials, &limits)
        .and_then(|partials| Template::parse_with(&source, &partials, &limits))
        .and_then(|template| template.render(&data, &options));
    let accepts = |outcome: &Value| match (&rendered, outcome.get("result"), outcome.get("error")) {
        (Ok(text), Some(result), _) => result == text,
        (Err(Error::Template(error)), _, Some(fields)) => {
            let error = serde_json::to_value(error).unwrap();
            fields
                .as_object()
                .unwrap()
                .iter()
                .all(|(name, value)| match value {
                    Value::Array(any) => any.contains(&error[name]),
                    value => error[name] == *value,
                })
        }
        _ => false,
    };
    let accepted = match (vector.get("accept"), vector.get("results")) {
        (Some(any), _) => any.as_array().unwrap().iter().any(accepts),
        (_, Some(any)) => any
            .as_array()
            .unwrap()
            .iter()
            .any(|text| accepts(&json!({ "result": text }))),
        _ if vector.get("invalid") == Some(&json!(true)) => rendered.is_err(),
        _ => accepts(&Value::Object(vector.clone())),
    };
    assert!(accepted, "{line}\n{rendered:?}");
}
