//! Laws of templates, over templates and data that are made up.
#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use deskcore::Error;
use deskcore::template::{
    Channel, Json, Limits, Missing, MissingValue, Partials, RenderOptions, Template,
    TemplateErrorClass,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const CHANNELS: [Channel; 4] = [
    Channel::Plain,
    Channel::Html,
    Channel::Markdown,
    Channel::Sms,
];

/// Parts that templates are made of, whole and broken.
const PARTS: [&str; 64] = [
    "{{ a }}",
    "{{ b.c }}",
    "{{- d -}}",
    "{{ l[0] }}",
    "{{ l | join: ', ' }}",
    "{{ a | upcase }}",
    "{{ a | append: b.c | escape }}",
    "{{ n | plus: 1.5 }}",
    "{{ n | divided_by: n }}",
    "{{ t | date: '%d %B %Y %H:%M %Z' }}",
    "{{ a | default: 'x' }}",
    "{{ l | sort | first }}",
    "{{ n | money: 'EUR' }}",
    "{{ a | split: '' | uniq | size }}",
    "{{ (1..n) }}",
    "{{ l | map: 'k' }}",
    "{{ a | truncate: 5 }}",
    "{{ a | strip_html | escape_once }}",
    "{{ zz.top }}",
    "{{ a | replace: 'a', a }}",
    "{% if a %}",
    "{% elsif n > 3 %}",
    "{% else %}",
    "{% endif %}",
    "{% unless b.c == 'x' %}",
    "{% endunless %}",
    "{% for i in l %}",
    "{% for i in (1..3) reversed %}",
    "{{ i }}{{ forloop.index }}",
    "{% break %}",
    "{% continue %}",
    "{% endfor %}",
    "{% case n %}",
    "{% when 1, 2 %}",
    "{% endcase %}",
    "{% assign a = l %}",
    "{% assign q = a | size %}",
    "{% capture a %}",
    "{% endcapture %}",
    "{% increment n %}",
    "{% decrement q %}",
    "{% cycle 'x', a %}",
    "{% render 'p', a: n %}",
    "{% include 'p' %}",
    "{% tablerow i in l cols: 2 %}",
    "{% endtablerow %}",
    "{% ifchanged %}",
    "{% endifchanged %}",
    "{% raw %}",
    "{% endraw %}",
    "{% comment %}",
    "{% endcomment %}",
    "{% liquid\necho a\nassign n = 2\n%}",
    "{% echo q %}",
    "{% # x %}",
    "{{",
    "}}",
    "{%",
    "%}",
    " \n",
    "text è 🙂",
    "<b>",
    "'",
    "{{ a.size }}",
];

/// Blocks that are closed.
const BLOCKS: [(&str, &str); 12] = [
    ("{% if a %}", "{% endif %}"),
    (
        "{% if n > 3 and l contains a or b.c %}",
        "{% else %}{{ b }}{% endif %}",
    ),
    ("{% unless b.c == 'x' %}", "{% endunless %}"),
    (
        "{% for i in l %}{{ i }}{{ forloop.index }}",
        "{% else %}none{% endfor %}",
    ),
    (
        "{% for i in (1..n) reversed limit: 4 %}{{ i }}",
        "{% endfor %}",
    ),
    (
        "{% for i in a offset: continue %}{{ i[0] }}",
        "{% endfor %}",
    ),
    (
        "{% case n %}{% when 1, 2 %}",
        "{% else %}{{ n }}{% endcase %}",
    ),
    ("{% capture a %}", "{% endcapture %}{{ a }}"),
    ("{% tablerow i in l cols: 2 %}{{ i }}", "{% endtablerow %}"),
    ("{% ifchanged %}", "{% endifchanged %}"),
    ("{% raw %}", "{% endraw %}"),
    ("{% comment %}", "{% endcomment %}"),
];

/// What stands by itself, of the parts above.
const WHOLE: usize = 20;

/// Templates that mostly parse, and some that hardly do.
fn template() -> impl Strategy<Value = String> {
    let alone = prop_oneof![
        4 => prop::sample::select(PARTS[..WHOLE].to_vec()).prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            "{% assign a = l %}", "{% assign q = a | size %}", "{% increment n %}", "{% cycle 'x', a %}",
            "{% render 'p', a: n %}", "{% include 'p' %}", "{% liquid\necho a\nassign n = 2\n%}", "{{ q }}",
        ]).prop_map(str::to_owned),
        1 => "[^{]{0,6}",
    ];
    let tree = alone.prop_recursive(4, 24, 5, |inner| {
        (
            prop::sample::select(BLOCKS.to_vec()),
            prop::collection::vec(inner, 0..5),
        )
            .prop_map(|((open, close), parts)| format!("{open}{}{close}", parts.concat()))
    });
    let whole = prop::collection::vec(tree, 0..5).prop_map(|parts| parts.concat());
    let part = prop_oneof![
        8 => prop::sample::select(PARTS.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,8}",
    ];
    let broken = prop::collection::vec(part, 0..14).prop_map(|parts| parts.concat());
    prop_oneof![3 => whole, 1 => broken]
}

fn data() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-9_i64..9).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        "[<>&\"'{}%*_ \t\n\r\u{0}-\u{8}a-c]{0,16}".prop_map(Value::from),
        Just(json!("2026-03-02T09:15:00Z")),
    ];
    let value = leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-dk]", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    });
    prop::collection::btree_map("[abdlnt]", value, 0..6)
        .prop_map(|fields| Value::Object(fields.into_iter().collect()))
}

fn options() -> impl Strategy<Value = RenderOptions> {
    (
        prop::sample::select(CHANNELS.to_vec()),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(channel, strict, small)| RenderOptions {
            channel,
            missing: if strict {
                Missing::Strict
            } else {
                Missing::Lenient
            },
            limits: Limits {
                output_bytes: if small { 20 } else { 4096 },
                fuel: if small { 50 } else { 20_000 },
                ..Limits::default()
            },
            ..RenderOptions::default()
        })
}

fn on(channel: Channel) -> RenderOptions {
    RenderOptions {
        channel,
        missing: Missing::Lenient,
        ..RenderOptions::default()
    }
}

fn parse(source: &str) -> Result<Template, Error> {
    let limits = Limits::default();
    let partial = "{{ a }}{% for j in l %}{{ j }}{% endfor %}";
    let partials = Partials::parse([("p", partial)], &limits).unwrap();
    Template::parse_with(source, &partials, &limits)
}

/// The template error, which is all that there can be.
fn told(error: Error) -> deskcore::template::TemplateError {
    match error {
        Error::Template(error) => *error,
        other => panic!("{other}"),
    }
}

/// A place in a source, counted anew.
fn place(source: &str, at: usize) -> (u32, u32) {
    let before: Vec<char> = source[..at].chars().collect();
    let line = before.iter().filter(|c| **c == '\n').count() + 1;
    let column = before.iter().rev().take_while(|c| **c != '\n').count() + 1;
    (u32::try_from(line).unwrap(), u32::try_from(column).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text_is_parsed_or_refused_at_a_place_in_it(
        source in prop_oneof![template(), "\\PC{0,80}", "[{}%a '\"|:.\\[\\]()-]{0,60}"],
    ) {
        match parse(&source) {
            Ok(template) => prop_assert_eq!(template.source(), &source),
            Err(error) => {
                let error = told(error);
                prop_assert!(matches!(error.class, TemplateErrorClass::Syntax | TemplateErrorClass::Limit));
                let lines: Vec<&str> = source.split('\n').collect();
                let line = lines.get(usize::try_from(error.line).unwrap() - 1);
                let columns = line.map_or(0, |line| line.chars().count() + 1);
                prop_assert!(usize::try_from(error.column).unwrap() <= columns, "{error}");
            }
        }
    }

    #[test]
    fn rendering_ends_in_text_or_an_error_and_leaves_nothing_behind(
        source in template(),
        data in data(),
        options in options(),
    ) {
        let Ok(template) = parse(&source) else { return Ok(()) };
        let mut out = "before".to_owned();
        match template.render_to(&data, &options, &mut out) {
            Ok(()) => {
                let text = out.strip_prefix("before").unwrap();
                prop_assert!(u64::try_from(text.len()).unwrap() <= options.limits.output_bytes);
                // The same again, and from the same data in another form.
                prop_assert_eq!(&template.render(&data, &options).unwrap(), text);
                let json = data.to_string();
                let json = Json::parse(&json).unwrap();
                prop_assert_eq!(template.render(&json, &options).unwrap(), text);
                // Nothing was missing: to be strict or not is the same.
                let lenient = RenderOptions { missing: Missing::Lenient, ..options };
                prop_assert_eq!(template.render(&data, &lenient).unwrap(), text);
            }
            Err(error) => {
                prop_assert_eq!(out, "before");
                let first = told(error);
                prop_assert_eq!(first.missing.is_empty(), first.class != TemplateErrorClass::Missing);
                prop_assert_eq!(told(template.render(&data, &options).unwrap_err()), first);
            }
        }
    }

    #[test]
    fn values_are_never_markup_control_characters_or_templates(value in "\\PC{0,30}|[<>&\"'{}%\u{0}-\u{20}\u{7f}ab;#0-9]{0,40}") {
        let data = json!({ "v": value, "l": [value, {"k": value}], "o": {"k": value} });
        let everything = "{{ v }}{{ l }}{{ o }}{{ v | upcase }}{{ v | append: v }}{{ l | join: v }}{% assign x = v %}{{ x }}{% for i in l %}{{ i }}{% endfor %}{% cycle v, v %}{% echo v %}{{ v | split: '' }}{{ v | default: v }}{% capture c %}{{ v }}{% endcapture %}{{ c }}{{ c | append: 'x' }}";
        let template = Template::parse(everything).unwrap();
        let html = template.render(&data, &on(Channel::Html)).unwrap();
        prop_assert!(!html.contains(['<', '>', '"', '\'']), "{html}");
        for (at, _) in html.match_indices('&') {
            let entity = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
            prop_assert!(entity.iter().any(|entity| html[at..].starts_with(entity)), "{html}");
        }
        let sms = template.render(&data, &on(Channel::Sms)).unwrap();
        prop_assert!(!sms.chars().any(|c| c.is_ascii_control()), "{sms:?}");
        // Unescaped it is the value itself.
        let plain = Template::parse("[{{ v }}]").unwrap();
        prop_assert_eq!(plain.render(&data, &on(Channel::Plain)).unwrap(), format!("[{value}]"));
        let unescape = |text: &str| {
            let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
            text.replace("&#39;", "'").replace("&amp;", "&")
        };
        prop_assert_eq!(unescape(&plain.render(&data, &on(Channel::Html)).unwrap()), format!("[{value}]"));
        let markdown = plain.render(&data, &on(Channel::Markdown)).unwrap();
        let mut read = String::new();
        let mut rest = markdown.chars();
        while let Some(c) = rest.next() {
            match c {
                '\\' => read.push(rest.next().unwrap()),
                c => {
                    prop_assert!(!"`*_<>#|~&".contains(c), "{markdown}");
                    read.push(c);
                }
            }
        }
        prop_assert_eq!(read, format!("[{value}]"));
    }

    #[test]
    fn a_value_full_of_liquid_comes_out_as_text(source in template(), around in "[a-z ]{0,5}") {
        let template = Template::parse("{{ v }}{% assign w = v %}{% capture c %}{{ w }}{% endcapture %}{{ c }}{{ v | append: '' }}{% render 'p', v: v %}");
        prop_assert!(template.is_ok());
        let limits = Limits::default();
        let partials = Partials::parse([("p", "{{ v }}")], &limits).unwrap();
        let template = Template::parse_with("{{ v }}|{% assign w = v %}{{ w }}|{% render 'p', v: v %}", &partials, &limits).unwrap();
        let value = format!("{around}{source}");
        let text = template.render(&json!({ "v": value }), &on(Channel::Plain)).unwrap();
        prop_assert_eq!(text, format!("{value}|{value}|{value}"));
    }

    #[test]
    fn strict_lists_every_path_that_is_missing_in_its_place(
        parts in prop::collection::vec((prop::sample::select(vec!["a", "b.c", "zz", "b.nope", "b.c.d", "l[7]", "l.first", "l[0]"]), "[ à🙂\n]{0,4}", prop::sample::select(vec!["", " | upcase", " | default: 1", " | upcase | default: 1"])), 0..90),
    ) {
        let data = json!({ "a": null, "b": {"c": "x"}, "l": [1] });
        let there = ["a", "b.c", "l.first", "l[0]"];
        let mut source = String::new();
        let mut expected = Vec::new();
        for (path, text, filters) in &parts {
            source.push_str(text);
            if !there.contains(path) && !filters.starts_with(" | default") {
                let (line, column) = place(&source, source.len());
                expected.push(MissingValue { path: (*path).to_owned(), line, column });
            }
            source.push_str(&format!("{{{{ {path}{filters} }}}}"));
        }
        expected.truncate(64);
        let rendered = Template::parse(&source).unwrap().render(&data, &RenderOptions::default());
        match rendered {
            Ok(_) => prop_assert!(expected.is_empty()),
            Err(error) => {
                let error = told(error);
                prop_assert_eq!(error.missing, expected.clone());
                let first = expected.first().unwrap();
                prop_assert_eq!((error.line, error.column), (first.line, first.column));
                prop_assert_eq!(error.path.as_deref(), Some(&*first.path));
            }
        }
    }

    #[test]
    fn errors_tell_the_place_in_characters(text in "[ à🙂\na-z]{0,30}", wrong in prop::sample::select(vec!["{{ a | nope }}", "{% nope %}", "{% if a %}", "{{ 1 | divided_by: 0 }}", "{% render 'q' %}", "{{ a", "{% endif %}"])) {
        let source = format!("{text}{wrong}");
        let error = match parse(&source) {
            Ok(template) => template.render(&json!({}), &on(Channel::Plain)).unwrap_err(),
            Err(error) => error,
        };
        let error = told(error);
        prop_assert_eq!((error.line, error.column), place(&source, text.len()));
    }

    #[test]
    fn dashes_take_white_space_away_and_nothing_else(
        before in "[a-z \t\r\n]{0,8}", after in "[a-z \t\r\n]{0,8}", left in any::<bool>(), right in any::<bool>(), is_tag in any::<bool>(),
    ) {
        let dash = |is: bool| if is { "-" } else { "" };
        let (open, inside, close) = if is_tag { ("{%", " echo 'X' ", "%}") } else { ("{{", " 'X' ", "}}") };
        let source = format!("{before}{open}{}{inside}{}{close}{after}", dash(left), dash(right));
        let text = Template::parse(&source).unwrap().render(&json!({}), &on(Channel::Plain)).unwrap();
        let before = if left { before.trim_end() } else { &before };
        let after = if right { after.trim_start() } else { &after };
        prop_assert_eq!(text, format!("{before}X{after}"));
    }

    #[test]
    fn text_without_braces_is_itself(text in "[^{]{0,60}") {
        prop_assert_eq!(Template::parse(&text).unwrap().render(&json!({}), &on(Channel::Html)).unwrap(), text);
    }

    #[test]
    fn loops_and_slices_are_those_of_lists(items in prop::collection::vec(-99_i64..99, 0..12), offset in 0_usize..14, limit in 0_usize..14) {
        let data = json!({ "l": items, "offset": offset, "limit": limit });
        let render = |source: &str| Template::parse(source).unwrap().render(&data, &on(Channel::Plain)).unwrap();
        let joined = |items: &[i64]| items.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        let taken: Vec<i64> = items.iter().copied().skip(offset).take(limit).collect();
        let mut reversed = taken.clone();
        reversed.reverse();
        let each = "{{ i }}{% unless forloop.last %},{% endunless %}{% endfor %}";
        prop_assert_eq!(render(&format!("{{% for i in l offset: offset limit: limit %}}{each}")), joined(&taken));
        prop_assert_eq!(render(&format!("{{% for i in l reversed offset: offset limit: limit %}}{each}")), joined(&reversed));
        let mut sorted = items.clone();
        sorted.sort_unstable();
        prop_assert_eq!(render("{{ l | sort | join: ',' }}"), joined(&sorted));
        let mut unique: Vec<i64> = Vec::new();
        for item in &items {
            if !unique.contains(item) {
                unique.push(*item);
            }
        }
        prop_assert_eq!(render("{{ l | uniq | join: ',' }}"), joined(&unique));
        prop_assert_eq!(render("{{ l | sum }}"), items.iter().sum::<i64>().to_string());
        prop_assert_eq!(render("{{ l | size }}"), items.len().to_string());
        let mut backwards = items.clone();
        backwards.reverse();
        prop_assert_eq!(render("{{ l | reverse | join: ',' }}"), joined(&backwards));
    }

    #[test]
    fn text_filters_are_those_of_characters(text in "\\PC{0,24}", most in 0_usize..30, start in -30_i64..30) {
        let data = json!({ "v": text, "most": most, "start": start });
        let render = |source: &str| Template::parse(source).unwrap().render(&data, &on(Channel::Plain)).unwrap();
        let chars: Vec<char> = text.chars().collect();
        prop_assert_eq!(render("{{ v | size }}"), chars.len().to_string());
        let truncated = match chars.len() <= most {
            true => text.clone(),
            false => chars.iter().take(most.saturating_sub(3)).collect::<String>() + "...",
        };
        prop_assert_eq!(render("{{ v | truncate: most }}"), truncated);
        let len = i64::try_from(chars.len()).unwrap();
        let from = if start < 0 { start + len } else { start };
        let sliced: String = match usize::try_from(from) {
            Ok(from) => chars.iter().skip(from).take(most).collect(),
            Err(_) => String::new(),
        };
        prop_assert_eq!(render("{{ v | slice: start, most }}"), sliced);
        prop_assert_eq!(render("{{ v | split: '' | reverse | join: '' }}"), chars.iter().rev().collect::<String>());
        prop_assert_eq!(render("{{ v | url_encode | url_decode }}"), text.clone());
        prop_assert_eq!(render("{{ v | base64_encode | base64_decode }}"), text.clone());
        prop_assert_eq!(render("{{ v | escape | escape_once }}"), render("{{ v | escape }}"));
    }
}
