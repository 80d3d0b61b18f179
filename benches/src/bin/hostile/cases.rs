//! Templates made to do harm.

use std::rc::Rc;

use deskcore::template::{Channel, Missing};

/// A template that costs much, with its data and its partials.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) source: String,
    /// Shared: a hundred cases of one text are more than a machine holds.
    pub(crate) data: Rc<str>,
    pub(crate) partials: Vec<(&'static str, String)>,
    pub(crate) channel: Channel,
    pub(crate) missing: Missing,
}

impl Case {
    fn new(name: impl Into<String>, source: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            source: source.into(),
            data: "{}".into(),
            partials: Vec::new(),
            channel: Channel::Plain,
            missing: Missing::Lenient,
        }
    }

    fn data(mut self, data: impl Into<Rc<str>>) -> Self {
        self.data = data.into();
        self
    }

    fn partial(mut self, name: &'static str, source: impl Into<String>) -> Self {
        self.partials.push((name, source.into()));
        self
    }
}

/// Bytes of source that fill the limit.
const FULL: usize = 262_144;

/// A text again and again, as often as fits in a source.
fn full(part: &str) -> String {
    part.repeat(FULL / part.len())
}

/// The same with something around it.
fn around(before: &str, part: &str, after: &str) -> String {
    let times = (FULL - before.len() - after.len()) / part.len();
    format!("{before}{}{after}", part.repeat(times))
}

/// Something before and after the same as often as fits.
fn nested(open: &str, inside: &str, close: &str, times: usize) -> String {
    format!("{}{inside}{}", open.repeat(times), close.repeat(times))
}

pub(crate) fn sources() -> Vec<Case> {
    let mut cases = Vec::new();
    for part in [
        "{",
        "{{",
        "{%",
        "{{{",
        "}}",
        "%}",
        "{% ",
        "{{ ",
        "{%raw%}",
        "{%comment%}",
        "{%doc%}",
        "{% if a %}",
        "{% for a in b %}",
        "{% capture a %}",
        "{% case a %}",
        "{% case a %}{% when 1 %}",
        "{% liquid ",
        "{%-",
        "{{-",
        "{{a",
        "{{'",
        "{{ \"",
        "{{ a }}",
        "{{a|",
        "{{a|upcase}}",
        "{%endraw",
        "{% raw",
        "{% raw %}{% endraw %}",
        "{% comment %}{% raw %}",
        "{%comment%}{%endcomment%}",
        "{% endcomment",
        "{% comment %}{% endraw %}",
        "{% # a\n",
        "{% liquid\n#\n%}",
        "\n{{",
        " ",
        "à{{a}}",
        "{% enddoc",
        "{%if a%}{%endif%}",
        "{% if a %}{% else %}",
        "{% unless a %}{% elsif b %}{% endunless %}",
        "{% cycle a %}",
    ] {
        cases.push(Case::new(format!("full of {part:?}"), full(part)));
    }
    for (before, part, after) in [
        ("{{ a", "[a", "}}"),
        ("{{ a", ".a", "}}"),
        ("{{ a", "[0]", "}}"),
        ("{{ ", "(1..", "}}"),
        ("{{ a", "|upcase", "}}"),
        ("{{ a", "|append:'bb'", "}}"),
        ("{{ a", "|date:'%Y'", "}}"),
        ("{% if a", " and a", "%}{% endif %}"),
        ("{% if a", " or nil", "%}{% endif %}"),
        ("{% case a %}{% when 1", ",1", "%}x{% endcase %}"),
        ("{% cycle 1", ",1", "%}"),
        ("{% liquid", " liquid", " %}"),
        ("{% liquid\n", "if a\n", "%}"),
        ("{% liquid\n", "assign a=1\n", "%}"),
        ("{% liquid\n", "comment\n", "%}"),
        ("{% liquid\n", "echo a\n", "%}"),
        ("{{ ", "'", "}}"),
        ("{{ '", "a", "' }}"),
        ("{{ a", "a", " }}"),
        ("{{ 1", "1", " }}"),
        ("{{ 1.", "1", " }}"),
        ("{% if a %}", "{% elsif b %}", "{% endif %}"),
        ("{% case a %}", "{% when b %}", "{% endcase %}"),
        ("{% for i in (1..10) %}", " ", "{% endfor %}"),
        ("{% ", "a", " %}"),
        ("{{ a | ", "a", " }}"),
        ("{% comment %}", "{% if %}", "{% endcomment %}"),
        ("{% comment %}", "{%", "{% endcomment %}"),
        ("{% raw %}", "{%", "{% endraw %}"),
        ("{% raw %}", "{% end", "{% endraw %}"),
        ("{% raw %}", "{% endraw", "{% endraw %}"),
        ("{% doc %}", "{% enddo", "{% enddoc %}"),
        ("{{ a | default: b", ", allow_false: c", " }}"),
        ("{{ 'a", "%}", "' }}"),
        ("{% render 'a'", ", a: b", " %}"),
        ("{% assign a = b", "\n", " %}"),
        ("{% #", "\n#", "%}"),
    ] {
        cases.push(Case::new(
            format!("{before}{part}…{after}"),
            around(before, part, after),
        ));
    }
    // A name of its own in every output.
    let names: String = (0..24_000)
        .map(|number| format!("{{{{a{number}}}}}"))
        .collect();
    cases.push(Case::new("24000 names, strict", names.clone()));
    if let Some(last) = cases.last_mut() {
        last.missing = Missing::Strict;
    }
    let assigned: String = (0..12_000)
        .map(|number| format!("{{%assign a{number}=1%}}"))
        .collect();
    cases.push(
        Case::new(
            "12000 assigned names, rendered in a loop",
            "{% for i in (1..100000) %}{% render 'p' %}{% endfor %}",
        )
        .partial("p", assigned.clone()),
    );
    cases.push(
        Case::new(
            "12000 names given, partial empty",
            format!(
                "{}{{% for i in (1..100000) %}}{{% render 'p' %}}{{% endfor %}}",
                assigned
                    .get(..200_000)
                    .and_then(|part| part.rsplit_once("{%"))
                    .map_or("", |(part, _)| part)
            ),
        )
        .partial("p", ""),
    );
    let labels: String = (0..12_000)
        .map(|number| format!("{{%cycle {number}:1%}}"))
        .collect();
    cases.push(Case::new("12000 labels of cycles", labels));
    for (open, close) in [
        ("{% if true %}", "{% endif %}"),
        ("{% for i in (1..1) %}", "{% endfor %}"),
        ("{% capture a %}", "{% endcapture %}"),
        ("{% case 1 %}{% when 1 %}", "{% endcase %}"),
        ("{% tablerow i in (1..1) %}", "{% endtablerow %}"),
        ("{% ifchanged %}", "{% endifchanged %}"),
        ("{% comment %}", "{% endcomment %}"),
        ("{% for i in (1..9) %}", "{% endfor %}"),
        (
            "{% capture a %}{% for i in (1..9) %}",
            "{% endfor %}{% endcapture %}",
        ),
    ] {
        for times in [30, 64, 4000] {
            cases.push(Case::new(
                format!("{times} x {open}{close}"),
                nested(open, "{{ a }}x", close, times),
            ));
        }
    }
    cases
}

pub(crate) fn values() -> Vec<Case> {
    let mut cases = Vec::new();
    let big = |text: &str, bytes: usize| {
        let text = text.repeat(bytes / text.len());
        serde_json::json!({ "s": text }).to_string()
    };
    let inputs = [
        "a",
        "<",
        "<a",
        "<script",
        "<!--",
        "<style>",
        "<script><",
        "</script>",
        "&",
        "&a",
        "&#",
        "&amp;",
        "\n",
        " ",
        "a b ",
        "%",
        "%41",
        "%C3",
        "à",
        "ß",
        "İ",
        ",",
        "\r\n",
        "\u{0}",
        "\"",
        "a,b,",
        "0",
        "1.5",
        "-",
        "2026-03-02T09:15:00Z ",
    ];
    let filters = [
        "",
        "escape",
        "escape_once",
        "strip_html",
        "newline_to_br",
        "url_encode",
        "url_decode",
        "upcase",
        "downcase",
        "capitalize",
        "strip",
        "lstrip",
        "rstrip",
        "squish",
        "strip_newlines",
        "truncate: 10",
        "truncate: 100000000",
        "truncatewords: 3",
        "truncatewords: 100000000",
        "split: ''",
        "split: ' ' | join",
        "split: ',' | sort | join: ','",
        "split: '' | uniq | size",
        "split: ',' | sort_natural | size",
        "split: '' | reverse | join: ''",
        "replace: 'a', 'bb'",
        "replace: '', 'x'",
        "replace_first: 'b', 'c'",
        "replace_last: 'a', ''",
        "remove: 'a'",
        "remove_last: 'a'",
        "remove_first: 'zz'",
        "append: s",
        "append: s | append: s | append: s",
        "base64_encode",
        "base64_decode",
        "size",
        "slice: 100, 1000",
        "slice: -5, 3",
        "date: '%Y'",
        "money: 'EUR'",
        "number",
        "pluralize: 'a', 'b'",
        "plus: 1",
        "first",
        "default: 1",
        "times: s",
        "split: ' ' | where: 'a' | size",
        "split: ' ' | map: 'a' | size",
    ];
    for bytes in [200_000, 10_000_000] {
        for input in inputs {
            let data: Rc<str> = big(input, bytes).into();
            for filter in filters {
                let bar = if filter.is_empty() { "" } else { " | " };
                cases.push(
                    Case::new(
                        format!("{bytes} bytes of {input:?}{bar}{filter}"),
                        format!("{{{{ s{bar}{filter} }}}}"),
                    )
                    .data(Rc::clone(&data)),
                );
            }
        }
    }
    for channel in [Channel::Html, Channel::Markdown, Channel::Sms] {
        for input in ["<", "a", " ", "*", "\n\n"] {
            let mut case = Case::new(
                format!("400000 bytes of {input:?} as {channel:?}"),
                "{{ s }}",
            )
            .data(big(input, 400_000));
            case.channel = channel;
            cases.push(case);
        }
    }
    let again = |what: &str, body: &str| {
        Case::new(
            what,
            format!("{{% assign a = 'x' %}}{{% for i in (1..1000000) %}}{body}{{% endfor %}}"),
        )
    };
    for body in [
        "{% assign a = a | append: a %}",
        "{% assign a = a | append: 'xxxxxxxx' %}",
        "{% assign a = a | replace: 'x', 'xx' %}",
        "{% assign b = a | split: '' %}",
        "{% capture a %}{{ a }}{{ a }}{% endcapture %}",
        "{% capture a %}x{{ a }}{% endcapture %}",
        "{% cycle i: 'a', 'b' %}",
        "{% cycle 'a', 'b' %}",
        "{% increment a %}",
        "{% assign b = b | concat: b %}",
        "{% ifchanged %}{{ i }}{% endifchanged %}",
        "{{ i }}",
        "{{ forloop.name }}",
        "{{ forloop.parentloop.index }}",
        "{% for j in (1..1000000) %}{% endfor %}",
        "{% tablerow j in (1..3) %}{% endtablerow %}",
        "{% assign c = (1..1000000) | first %}",
        "{{ 'now' | date: '%Y' }}",
        "{% if a contains 'y' %}{% endif %}",
        "{% assign q = '2026-03-02T09:15:00Z' | date: '%64Y%64Y%64Y%64Y' %}",
        "{% assign q = 1 | money: 'EUR' %}",
        "{% assign q = i | pluralize: 'a', 'b' %}",
        "{% assign q = 'March 02, 2026 10:10' | date: '%c' %}",
        "{% assign q = 'not a date at all' | date: '%c' %}",
        "{% assign q = 1.5 | times: 3.25 %}",
        "{% assign q = '<b>' | escape %}",
        "{% unless a %}{% else %}{% endunless %}",
        "{% case i %}{% when 1 %}{% endcase %}",
        "{% liquid assign z = i %}",
        "{% break %}",
        "{% continue %}",
    ] {
        cases.push(again(&format!("a million times {body}"), body));
    }
    for range in [
        "(1..1000000000000000000)",
        "(-9223372036854775808..9223372036854775807)",
    ] {
        for filter in [
            "",
            "| join: ''",
            "| size",
            "| first",
            "| last",
            "| reverse",
            "| sort",
            "| uniq",
            "| map: 'a'",
            "| sum",
            "| concat: a",
            "| slice: 1, 1000000000",
            "| where: 'a'",
            "| split: ''",
            "| compact",
            "| default: 1",
        ] {
            cases.push(Case::new(
                format!("{range} {filter}"),
                format!("{{{{ {range} {filter} }}}}"),
            ));
        }
        cases.push(Case::new(
            format!("{range} reversed"),
            format!("{{% for i in {range} reversed limit: 3 %}}{{{{ i }}}}{{% endfor %}}"),
        ));
        cases.push(Case::new(
            format!("{range} offset"),
            format!(
                "{{% for i in {range} offset: 1000000000000 limit: 3 %}}{{{{ i }}}}{{% endfor %}}"
            ),
        ));
        cases.push(Case::new(
            format!("tablerow {range}"),
            format!(
                "{{% tablerow i in {range} cols: 1000000000000000 %}}{{{{ i }}}}{{% endtablerow %}}"
            ),
        ));
        cases.push(Case::new(format!("{range} == itself"), format!("{{% if {range} == {range} %}}{{% endif %}}{{% if {range} contains 5 %}}{{% endif %}}{{% if {range} contains 'x' %}}{{% endif %}}")));
    }
    let fields: Vec<String> = (0..100_000)
        .map(|number| format!("\"k{number}\": {number}"))
        .collect();
    let object = format!("{{\"o\": {{{}}}}}", fields.join(", "));
    for source in [
        "{% for p in o %}{{ p[0] }}{% endfor %}",
        "{{ o }}",
        "{% if o == o %}{% endif %}",
        "{{ o | sort | size }}",
        "{{ o.k99999 }}",
        "{{ o | first }}",
        "{{ o | map: 'k1' }}",
        "{{ o | uniq | size }}",
    ] {
        cases.push(Case::new(format!("100000 fields: {source}"), source).data(object.clone()));
    }
    let deep = format!("{{\"o\": {}1{}}}", "[".repeat(100), "]".repeat(100));
    for source in [
        "{{ o }}",
        "{{ o | join }}",
        "{% if o == o %}{% endif %}",
        "{{ o | uniq }}",
        "{{ o | sort }}",
        "{{ o | first | first }}",
    ] {
        cases.push(Case::new(format!("100 lists in lists: {source}"), source).data(deep.clone()));
    }
    let long: Vec<String> = (0..200_000)
        .map(|number| format!("\"{}\"", 999_999 - number))
        .collect();
    let list = format!("{{\"l\": [{}]}}", long.join(","));
    for source in [
        "{{ l | sort | first }}",
        "{{ l | sort_natural | first }}",
        "{{ l | uniq | size }}",
        "{{ l | join: ', ' | size }}",
        "{{ l | map: 'a' | size }}",
        "{{ l | reverse | first }}",
        "{% if l contains 'zz' %}{% endif %}",
        "{% for i in l %}{% if l contains i %}{% endif %}{% endfor %}",
        "{{ l | concat: l | concat: l | size }}",
        "{{ l | sum }}",
        "{{ l | where: '9' | size }}",
        "{% for i in l %}{{ l | size }}{% endfor %}",
        "{% for i in l %}{{ l[99999] }}{% endfor %}",
        "{% for i in l offset: continue %}{{ i }}{% endfor %}",
        "{{ l }}",
    ] {
        cases.push(Case::new(format!("200000 items: {source}"), source).data(list.clone()));
    }
    cases
}

pub(crate) fn partials() -> Vec<Case> {
    let inside = |depth: usize, call: &str| {
        nested(
            "{% if true %}{% for i in (1..1) %}",
            call,
            "{% endfor %}{% endif %}",
            depth,
        )
    };
    vec![
        Case::new("render itself", "{% render 'p' %}").partial("p", "{% render 'p' %}"),
        Case::new("include itself", "{% include 'p' %}").partial("p", "{% include 'p' %}"),
        Case::new("render itself in 31 blocks", "{% render 'p' %}")
            .partial("p", inside(31, "{% render 'p' %}")),
        Case::new("include itself in 31 blocks", "{% include 'p' %}")
            .partial("p", inside(31, "{% include 'p' %}")),
        Case::new("render itself twice", "{% render 'p' %}")
            .partial("p", "{% render 'p' %}{% render 'p' %}"),
        Case::new(
            "render for a range",
            "{% render 'p' for (1..1000000000) as i %}",
        )
        .partial("p", "{{ i }}"),
        Case::new(
            "include for a range",
            "{% include 'p' for (1..1000000000) as i %}",
        )
        .partial("p", "{{ i }}"),
        Case::new(
            "render for, with a text of 1 MB",
            "{% render 'p' for (1..1000000) as i %}{{ s }}",
        )
        .partial("p", "{% assign a = i | append: 'x' %}"),
        Case::new("a path as a name", "{% render '../../etc/passwd' %}"),
        Case::new("a name of 1 MB", "{% include s %}")
            .data(format!("{{\"s\": \"{}\"}}", "a".repeat(1_000_000))),
    ]
}
