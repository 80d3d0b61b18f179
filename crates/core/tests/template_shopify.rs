//! Rows of template, data and text: what Shopify's Liquid gives, where that is
//! easily missed. `!` and a class is an error of that class.

use deskcore::Error;
use deskcore::template::{Json, Limits, Missing, Partials, RenderOptions, Template};

/// Partials that the rows may render.
const PARTIALS: [(&str, &str); 2] = [("p", "[{{ x }}]"), ("loop", "[{{ x }}{{ forloop.last }}]")];

fn render(source: &str, data: &str) -> Result<String, Error> {
    let limits = Limits::default();
    let options = RenderOptions {
        missing: Missing::Lenient,
        ..RenderOptions::default()
    };
    let partials = Partials::parse(PARTIALS, &limits)?;
    let data = Json::parse(if data.is_empty() { "{}" } else { data })?;
    Template::parse_with(source, &partials, &limits)?.render(&data, &options)
}

fn told(source: &str, data: &str) -> String {
    match render(source, data) {
        Ok(text) => text,
        Err(Error::Template(error)) => {
            format!("!{}", error.class.code().trim_start_matches("template_"))
        }
        Err(error) => error.to_string(),
    }
}

fn check(rows: &[(&str, &str, &str)]) {
    for (source, data, expected) in rows {
        assert_eq!(told(source, data), *expected, "{source}\n{data}");
    }
}

#[test]
fn values_are_texts() {
    check(&[
        // A list is its items where it is written itself, and shown elsewhere.
        ("{{ a }}", r#"{"a": [1, ["x", null], 2]}"#, "1x2"),
        ("{{ a | append: 'x' }}", r#"{"a": [1, 2]}"#, "[1, 2]x"),
        (
            "{{ a | upcase }}",
            r#"{"a": [1, "b", null, true, 1.5, {"k": [1]}]}"#,
            r#"[1, "B", NIL, TRUE, 1.5, {"K"=>[1]}]"#,
        ),
        ("{{ a | escape }}", r#"{"a": ["<"]}"#, "[&quot;&lt;&quot;]"),
        ("{{ a | split: ',' | first }}", r#"{"a": [1, 2]}"#, "[1"),
        ("{{ a | strip | size }}", r#"{"a": [1, 2]}"#, "6"),
        ("{{ 'x' | append: a }}", r#"{"a": [1, [2]]}"#, "x[1, [2]]"),
        ("{{ a | join: b }}", r#"{"a": [1, [2]], "b": [1]}"#, "1[1]2"),
        (
            "{{ a | join }}",
            r#"{"a": [[1, ["x"]], {"k": null}]}"#,
            r#"1 x {"k"=>nil}"#,
        ),
        ("{{ '2026-01-01' | date: b }}", r#"{"b": [1]}"#, "[1]"),
        ("{{ a | date: '%Y' }}", r#"{"a": [1, 2]}"#, "12"),
        ("{{ nosuch | compact | strip }}", "", "[]"),
        ("{{ (1..3) | append: 'x' }}", "", "1..3x"),
        (
            "{% if 'abc' contains e %}T{% else %}F{% endif %}",
            r#"{"e": []}"#,
            "F",
        ),
        (
            "{% if '[1, nil]' contains l %}T{% endif %}",
            r#"{"l": [1, null]}"#,
            "T",
        ),
        // Within an object.
        (
            "{{ h }}",
            r#"{"h": {"x": [1, "a", null, {"y": [2]}], "e": []}}"#,
            r#"{"x"=>[1, "a", nil, {"y"=>[2]}], "e"=>[]}"#,
        ),
        (
            "{{ h }}",
            r##"{"h": {"s\n": "q\"'\\\n\t#{x} #$a #@b #c #é😀\u0001\u001b\u0007"}}"##,
            r##"{"s\n"=>"q\"'\\\n\t\#{x} \#$a \#@b #c #é😀\u0001\e\a"}"##,
        ),
        ("{{ h | slice: 0 }}", r#"{"h": {"a": 1}}"#, "{"),
        ("{{ h | slice: 0, 3 }}", r#"{"h": {"a": 1}}"#, "{\"a"),
        // What is no list is a text when it is joined.
        ("{{ 12 | join: '#' | size }}", "", "2"),
        ("{{ h | join | size }}", r#"{"h": {"a": 1}}"#, "8"),
        ("{{ nil | join | size }}", "", "0"),
        (
            "{% assign x = 5 | join %}{% if x == '5' %}T{% endif %}",
            "",
            "T",
        ),
        (
            "{{ 'ßa' | capitalize }} {{ 'ﬁX' | capitalize }} {{ 'ŉA' | capitalize }}",
            "",
            "Ssa Fix ʼNa",
        ),
        (
            "{{ nums[n] }}{{ nums[m] }}",
            r#"{"nums": [1, 2, 3], "n": 2.5, "m": 2.0}"#,
            "",
        ),
        (
            "{% if (1..3) contains 1.0 %}T{% endif %}{% if (1..3) contains 1.5 %}T{% endif %}\
             {% if (1..3) contains 3.5 %}F{% endif %}{% if (1..3) contains '1' %}F{% endif %}",
            "",
            "TT",
        ),
    ]);
}

#[test]
fn texts_are_cut() {
    check(&[
        (
            "{{ s | strip_html }}",
            r#"{"s": "prezzo < 10 <script>x()</script> ok"}"#,
            "prezzo < 10  ok",
        ),
        (
            "{{ s | strip_html }}",
            r#"{"s": "a < b <!-- x > y --> c"}"#,
            "a < b  c",
        ),
        (
            "{{ s | strip_html }}",
            r#"{"s": "<p <style>a>b{}</style> c"}"#,
            "<p  c",
        ),
        (
            "{{ s | strip_html }}",
            r#"{"s": "<scr<script></script>ipt>x"}"#,
            "x",
        ),
        (
            "{{ s | strip_html }}",
            r#"{"s": "<SCRIPT>x</SCRIPT>y<script src='a'>z</script >w</script>"}"#,
            "xy",
        ),
        (
            "{{ s | strip_html }}",
            r#"{"s": "<!-->a<script>b</p>c"}"#,
            "abc",
        ),
        ("{{ 'one two ' | truncatewords: 2 }}", "", "one two..."),
        ("{{ 'one two' | truncatewords: 2 }}", "", "one two"),
        ("{{ ' one two' | truncatewords: 2 }}", "", " one two"),
        ("{{ 'one ' | truncatewords: 2 }}", "", "one "),
        ("{{ ' ' | truncatewords: 1 }}|", "", " |"),
        (
            "{{ nil | truncate: true }}{{ nil | truncatewords: true }}",
            "",
            "",
        ),
        ("{{ '' | truncate: -3 }}", "", "..."),
        ("{{ '' | truncate: 0 }}", "", ""),
    ]);
}

#[test]
fn numbers_are_counted() {
    check(&[
        ("{{ 327.2 | divided_by: 0.2 }}", "", "1636.0"),
        ("{{ 207.95 | divided_by: 0.2 }}", "", "1039.75"),
        (
            "{{ 125.53 | plus: 107.52 | minus: 1 | divided_by: 3 }}",
            "",
            "77.35",
        ),
        ("{{ 1 | divided_by: 3.0 }}", "", "0.3333333333333333"),
        (
            "{{ 1.9802237445571045 | divided_by: '-304.6' }}",
            "",
            "-0.006501062851467842",
        ),
        (
            "{{ -156.6333 | times: -3.5677294790554175 }}",
            "",
            "558.825241811731",
        ),
        (
            "{{ 0.30000000000000004 | divided_by: 7 }}",
            "",
            "0.042857142857142864",
        ),
        ("{{ 1 | at_least: '9223372036854775808' }}", "", "!argument"),
        ("{{ '9223372036854775808' | at_most: 1 }}", "", "!argument"),
        ("{{ '9223372036854775808' | round }}", "", "!argument"),
        (
            "{{ x | divided_by: 1.5 }}",
            r#"{"x": 1e300}"#,
            "6.666666666666667e+299",
        ),
        ("{{ '9223372036854775808' | plus: 1 }}", "", "!argument"),
        ("{{ 1 | minus: '-9223372036854775809x' }}", "", "!argument"),
        (
            "{{ '9223372036854775807' | plus: 0 }}",
            "",
            "9223372036854775807",
        ),
        (
            "{{ '0.1234567890123456789012345678901234567890' | plus: 1 }}",
            "",
            "1.1234567890123457",
        ),
        (
            "{{ '1111111111111111111111111111111111111111111111111111111111111111111111.5' | plus: 1 }}",
            "",
            "1.1111111111111112e+69",
        ),
        (
            "{{ -2.5 | times: 0 }} {{ 0 | times: -1.5 }}",
            "",
            "-0.0 -0.0",
        ),
        ("{{ -0.04 | round: 1 }} {{ -0.04 | round }}", "", "-0.0 0"),
        (
            "{{ 0 | divided_by: -2.0 }} {{ -0.0 | times: 1 }}",
            "",
            "-0.0 -0.0",
        ),
        ("{{ -0.0 | plus: 0 }} {{ -0.0 | abs }}", "", "0.0 0.0"),
        (
            "{{ '-0.0' | times: 1 }} {{ -0.0 | round: 1 }}",
            "",
            "-0.0 -0.0",
        ),
        ("{{ x | round: 2 }}", r#"{"x": 1e-20}"#, "0.0"),
        ("{{ x | round: 2 }}", r#"{"x": 1e22}"#, "1.0e+22"),
    ]);
}

#[test]
fn tags_are_read() {
    check(&[
        (
            r#"{% cycle 'a','b' %}{% cycle "a","b" %}{% cycle 'a', 'b' %}"#,
            "",
            "aba",
        ),
        ("{% cycle nil: 1, 2 %}{% cycle '': 1, 2 %}", "", "11"),
        (
            "{% cycle 1: 1, 2 %}{% cycle '1': 1, 2 %}{% cycle 1: 1, 2 %}",
            "",
            "112",
        ),
        ("{% cycle 1.0, 2 %} {% cycle 1.00, 2 %}", "", "1.0 2"),
        (
            "{% cycle (1..2), 3 %} {% cycle (1 .. 2), 3 %}",
            "",
            "1..2 3",
        ),
        ("{% cycle 'a b', 1 %} {% cycle 'ab', 1 %}", "", "a b ab"),
        (
            "{% for i in (1..6) limit: 2 %}{{i}}{% endfor %}\
             {% for i in (1 .. 6) offset: continue %}{{i}}{% endfor %}",
            "",
            "123456",
        ),
        (
            "{% for i in (1 .. 1) %}{{ forloop.name }}{% endfor %}",
            "",
            "i-(1..1)",
        ),
        (
            "{% for i in o . b %}{{ forloop.name }}{% endfor %} \
             {% for i in o[ 'x y' ] %}{{ forloop.name }}{% endfor %}",
            r#"{"o": {"b": [1], "x y": [1]}}"#,
            "i-o.b i-o['x y']",
        ),
        (
            "{% tablerow i in (1..3) cols: 0 %}{{ i }}{% endtablerow %}",
            "",
            "<tr class=\"row1\">\n<td class=\"col1\">1</td><td class=\"col2\">2</td>\
             <td class=\"col3\">3</td></tr>\n",
        ),
        (
            "{% tablerow i in (1..2) cols: -1 %}{{ i }}{% endtablerow %}",
            "",
            "<tr class=\"row1\">\n<td class=\"col1\">1</td><td class=\"col2\">2</td></tr>\n",
        ),
        (
            "{% tablerow i in (1..2) cols: 'x' offset: 'x' %}{{ tablerowloop.col_last }}{% endtablerow %}",
            "",
            "<tr class=\"row1\">\n<td class=\"col1\">false</td><td class=\"col2\">false</td></tr>\n",
        ),
        ("{% case 1 %}{% when 1, %}T{% endcase %}", "", "T"),
        ("{% case 1 %}{% when 1 or %}T{% endcase %}", "", "T"),
        (
            "{% case 1 %}{% when 1 %}a{% else foo %}b{% endcase %}",
            "",
            "!syntax",
        ),
        ("{% capture '' %}{% endcapture %}", "", "!syntax"),
        ("{% capture ' ' %}{% endcapture %}", "", "!syntax"),
        (
            "{% for i in 'abc' limit: 0 %}{{ i }}{% endfor %}",
            "",
            "abc",
        ),
        (
            "{% for i in 'abc' offset: 1 limit: 1 %}{{ i }}{% endfor %}",
            "",
            "abc",
        ),
        (
            "{% tablerow i in 'abc' offset: 1 %}{{ i }}{% endtablerow %}",
            "",
            "<tr class=\"row1\">\n<td class=\"col1\">abc</td></tr>\n",
        ),
        ("{% # \ncomment %}x", "", "x"),
        ("{%#\n\n  comment\n # more %}x", "", "x"),
        ("{% # a\n b %}x", "", "!syntax"),
        ("{% render 'p' with a as x, x: 1 %}", r#"{"a": 5}"#, "[5]"),
        (
            "{% render 'p' with a as x, x: 1 %}",
            r#"{"a": null}"#,
            "[1]",
        ),
        (
            "{% render 'loop' for a as x, x: 1 %}",
            r#"{"a": [1, null, 3]}"#,
            "[1false][1false][3true]",
        ),
    ]);
}

#[test]
fn dates_are_read_and_written() {
    let long = "{{ d | date: '%Y-%m-%d %H:%M:%S.%L %z' }}";
    check(&[
        (
            long,
            r#"{"d": "2026-03-02t09:15:00z"}"#,
            "2026-03-02 09:15:00.000 +0000",
        ),
        (
            long,
            r#"{"d": "20260302T091500Z"}"#,
            "2026-03-02 09:15:00.000 +0000",
        ),
        (
            long,
            r#"{"d": "20260302t0915+0200"}"#,
            "2026-03-02 09:15:00.000 +0200",
        ),
        (
            long,
            r#"{"d": "2026-03-02T09:15:00,5Z"}"#,
            "2026-03-02 09:15:00.500 +0000",
        ),
        (
            long,
            r#"{"d": "2026-03-02T09:15:00,25+02:00"}"#,
            "2026-03-02 09:15:00.250 +0200",
        ),
        (
            long,
            r#"{"d": "2026-03-02T24:00:00Z"}"#,
            "2026-03-03 00:00:00.000 +0000",
        ),
        (
            long,
            r#"{"d": "2026-03-02 24:00"}"#,
            "2026-03-03 00:00:00.000 +0000",
        ),
        (
            long,
            r#"{"d": "2026-03-02T24:00:01Z"}"#,
            "2026-03-02T24:00:01Z",
        ),
        (
            long,
            r#"{"d": "2026-03-02T09:15:60Z"}"#,
            "2026-03-02 09:16:00.000 +0000",
        ),
        (
            long,
            r#"{"d": "2026-12-31 23:59:60 utc"}"#,
            "2027-01-01 00:00:00.000 +0000",
        ),
        (
            long,
            r#"{"d": "mon, 02 mar 2026 09:15:00 gmt"}"#,
            "2026-03-02 09:15:00.000 +0000",
        ),
        (
            "{{ -62200000000 | date: '%Y|%-Y|%_Y|%G' }}",
            "",
            "-0002|-2|   -2|-0002",
        ),
        (
            "{{ '2026-03-02' | date: '%:d|%:Y|%:z' }}",
            "",
            "%:d|%:Y|+00:00",
        ),
        (
            "{{ '2026-03-02' | date: '%Ey|%EY|%OH|%-Od|%5Ey' }}",
            "",
            "26|2026|00|2|00026",
        ),
        (
            "{{ '2026-03-02' | date: '%Oq|%Ed|%E|%O|%^EB' }}",
            "",
            "%Oq|%Ed|%E|%O|%^EB",
        ),
        (
            "{{ '2026-03-02' | date: '%3n|%3t|%3%|%n' }}",
            "",
            "  \n|  \t|  %|\n",
        ),
    ]);
}

#[test]
fn a_text_of_html_takes_time_by_its_length() {
    for part in ["<script", "<!--", "<style", "<", "<script><!--<style>"] {
        let data = format!("{{\"s\": \"{}\"}}", part.repeat(60_000));
        let text = render("{{ s | strip_html | size }}", &data).unwrap();
        assert!(text.parse::<usize>().is_ok(), "{text}");
    }
}
