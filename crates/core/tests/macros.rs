//! Macros: loaded with every mistake at once, chosen by language and channel,
//! rendered without a hole.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use deskcore::macros::{MacroAction, MacroRequest};
use deskcore::template::{Channel, Json, Value};
use deskcore::ticket::{Cause, Event, EventKind, Opening};
use deskcore::{Desk, EffectKind, Error};

fn desk(macros: &str) -> Desk {
    Desk::from_json(&format!(r#"{{"locale": "ro", "macros": {macros}}}"#)).unwrap()
}

fn request(json: &str) -> MacroRequest {
    serde_json::from_str(json).unwrap()
}

const DATA: &str =
    r#"{"customer": {"first_name": "Ștefan <b>", "last_name": "Țîrlea\r\nBcc: all@example.com"}}"#;

fn render(desk: &Desk, id: &str, options: &str) -> Result<deskcore::macros::RenderedMacro, Error> {
    let data = Json::parse(DATA).unwrap();
    desk.render_macro(id, &Value::from(&data), &request(options))
}

#[test]
fn every_mistake_is_told_at_once() {
    let error = Desk::from_json(
        r#"{
        "locale": "it_IT",
        "partials": {"sign": "{% if %}", "ok": "{{ customer.first_name }}"},
        "macros": [
            {"id": "a", "name": "A"},
            {"id": "b", "name": "B", "variants": [{"body": "{{ customer.frist_name }}{% render 'nowhere' %}"}, {"body": "x"}]},
            {"id": "b", "name": "B again", "variants": [{"locale": "italiano!", "body": "x"}]},
            {"id": "c", "name": "C", "variants": [{"body": "{{ 'x' | upcas }}"}], "parameters": [
                {"name": "p", "kind": "number", "fallback": "two"}, {"name": "p"}
            ]},
            {"id": "d", "name": "D", "actions": [{"type": "schedule_follow_up", "after_s": 0}, {"type": "set_statu"}]}
        ]
    }"#,
    )
    .unwrap_err();
    let Error::InvalidDesk { problems } = error else {
        panic!("{error}")
    };
    let told: Vec<(&str, &str)> = problems
        .iter()
        .map(|problem| (&*problem.path, &*problem.code))
        .collect();
    for expected in [
        ("/macros/0/variants", "no_variant"),
        ("/macros/1/variants/0/body", "unknown_variable"),
        ("/macros/1/variants/0/body", "unknown_partial"),
        ("/macros/1/variants/1", "duplicate_variant"),
        ("/macros/3/parameters/0", "invalid_value"),
        ("/macros/3/parameters/1/name", "duplicate_id"),
        ("/macros/3/variants/0/body", "template_syntax"),
        ("/partials/sign", "template_syntax"),
    ] {
        assert!(told.contains(&expected), "{expected:?} of {told:#?}");
    }
    for place in [
        "/locale",
        "/macros/2/variants/0/locale",
        "/macros/4/actions/1",
    ] {
        assert!(
            told.iter().any(|(path, _)| path.starts_with(place)),
            "{place} of {told:#?}"
        );
    }
}

#[test]
fn two_macros_of_one_id_are_a_mistake() {
    let text = r#"{"macros": [
        {"id": "a", "name": "A", "variants": [{"body": "x"}]},
        {"id": "a", "name": "B", "variants": [{"body": "y"}]}
    ]}"#;
    let error = Desk::from_json(text).unwrap_err();
    assert_eq!(error.path(), Some("/macros/1/id"));
}

#[test]
fn the_language_counts_before_the_channel_and_is_told() {
    let desk = desk(
        r#"[{"id": "hi", "name": "Hi", "variants": [
            {"locale": "it", "channel": "html", "body": "<p>Ciao {{ customer.first_name }}</p>"},
            {"locale": "en", "body": "Hi {{ customer.first_name }}"},
            {"body": "Bună {{ customer.first_name }}"}
        ]}]"#,
    );
    let swiss = render(&desk, "hi", r#"{"locale": "it-CH"}"#).unwrap();
    assert_eq!(swiss.body, "Ciao Ștefan <b>");
    assert_eq!(swiss.locale.to_string(), "it");
    let tried: Vec<String> = swiss
        .locales_tried
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(tried, ["it-CH", "it"]);
    assert_eq!(
        (swiss.channel, swiss.variant_channel),
        (Channel::Plain, Channel::Html)
    );

    let german = render(&desk, "hi", r#"{"locale": "de-AT"}"#).unwrap();
    assert_eq!(german.body, "Bună Ștefan <b>");
    let tried: Vec<String> = german
        .locales_tried
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(tried, ["de-AT", "de", "ro"]);

    let html = render(&desk, "hi", r#"{"locale": "en", "channel": "html"}"#).unwrap();
    assert_eq!(html.body, "Hi Ștefan &lt;b&gt;");
    let own = render(&desk, "hi", r#"{"locale": "it", "channel": "html"}"#).unwrap();
    assert_eq!(own.body, "<p>Ciao Ștefan &lt;b&gt;</p>");
}

#[test]
fn a_language_without_a_text_is_an_error_that_names_those_that_have_one() {
    let desk =
        desk(r#"[{"id": "hi", "name": "Hi", "variants": [{"locale": "it", "body": "Ciao"}]}]"#);
    let error = render(&desk, "hi", r#"{"locale": "en"}"#).unwrap_err();
    assert_eq!(error.path(), Some("/locale"));
    assert!(error.to_string().contains("expected one of it"), "{error}");
    let error = render(&desk, "hii", "{}").unwrap_err();
    assert_eq!(error.hint(), Some("did you mean \"hi\"?"));
}

#[test]
fn a_subject_is_one_line_whatever_a_name_holds() {
    let desk = desk(
        r#"[{"id": "hi", "name": "Hi", "variants": [
            {"subject": "Pentru {{ customer.first_name }} {{ customer.last_name }}\nX: y", "body": "x"}
        ]}]"#,
    );
    let rendered = render(&desk, "hi", "{}").unwrap();
    assert_eq!(
        rendered.subject.as_deref(),
        Some("Pentru Ștefan <b> Țîrlea Bcc: all@example.com X: y")
    );
}

#[test]
fn answers_are_checked() {
    let desk = desk(
        r#"[{"id": "wait", "name": "Wait", "variants": [{"body": "{{ parameters.days }} {{ parameters.why }}"}], "parameters": [
            {"name": "days", "kind": "number"},
            {"name": "why", "choices": ["vamă", "curier"], "fallback": "curier"}
        ]}]"#,
    );
    let body = |options: &str| render(&desk, "wait", options).map(|rendered| rendered.body);
    assert_eq!(body(r#"{"parameters": {"days": 2}}"#).unwrap(), "2 curier");
    assert_eq!(
        body(r#"{"parameters": {"days": 2.5, "why": "vamă"}}"#).unwrap(),
        "2.5 vamă"
    );
    for (options, path) in [
        ("{}", "/parameters/days"),
        (r#"{"parameters": {"days": "2"}}"#, "/parameters/days"),
        (
            r#"{"parameters": {"days": 2, "why": "ploaie"}}"#,
            "/parameters/why",
        ),
        (r#"{"parameters": {"day": 2}}"#, "/parameters/day"),
    ] {
        assert_eq!(body(options).unwrap_err().path(), Some(path), "{options}");
    }
}

#[test]
fn a_text_message_is_measured_and_cut() {
    let desk = desk(
        r#"[{"id": "sms", "name": "SMS", "sms_segments": 1, "variants": [
            {"channel": "sms", "body": "{% for i in (1..40) %}abcde {% endfor %}https://example.com/a"}
        ]}]"#,
    );
    let rendered = render(&desk, "sms", r#"{"channel": "sms"}"#).unwrap();
    let size = rendered.sms.unwrap();
    assert!(rendered.shortened);
    assert_eq!(size.segments, 1);
    assert!(rendered.body.len() <= 160 && !rendered.body.contains("http"));
}

#[test]
fn what_is_missing_is_an_error_and_the_other_rows_are_rendered() {
    let desk = desk(
        r#"[{"id": "hi", "name": "Hi", "variants": [{"subject": "{{ customer.first_name }}", "body": "Bună {{ customer.first_name }}"}]}]"#,
    );
    let rows = [
        r#"{"customer": {"first_name": "Ioana"}}"#,
        "{}",
        r#"{"customer": {"first_name": "Zoë"}}"#,
    ];
    let rows: Vec<Json<'_>> = rows.iter().map(|row| Json::parse(row).unwrap()).collect();
    let columns = desk
        .macros()
        .render_batch("hi", rows.iter().map(Value::from), &MacroRequest::default())
        .unwrap();
    assert_eq!(
        columns.body,
        [
            Some("Bună Ioana".to_owned()),
            None,
            Some("Bună Zoë".to_owned())
        ]
    );
    let error = columns.error[1].as_ref().unwrap();
    assert_eq!(
        (error.code.as_str(), error.path.as_deref()),
        ("template_missing", Some("customer.first_name"))
    );
    assert_eq!((error.line, error.column), (Some(1), Some(6)));
}

#[test]
fn actions_are_effects_and_a_use_is_a_cause() {
    let desk = desk(
        r#"[{"id": "voucher", "name": "Voucher", "version": "3", "when": {"reason": ["delayed_order"]}, "actions": [
            {"type": "issue_voucher", "amount": "5.00", "currency": "RON"},
            {"type": "add_internal_note", "body": "pentru {{ customer.first_name }}"}
        ]}]"#,
    );
    let at = "2026-11-23T10:00:00Z".parse().unwrap();
    let mut opening = Opening::new("A-17", at, "email");
    let (ticket, _) = desk.open(&opening).unwrap();
    assert!(desk.macros_for(&ticket).is_empty());
    opening.facts.reason = Some("delayed_order".to_owned());
    let (mut ticket, _) = desk.open(&opening).unwrap();
    assert_eq!(desk.macros_for(&ticket).len(), 1);

    let rendered = render(&desk, "voucher", "{}").unwrap();
    assert_eq!(rendered.body, "");
    let effects = desk.macro_effects(&ticket, &rendered, at);
    let ids: Vec<&str> = effects.iter().map(|effect| &*effect.id).collect();
    assert_eq!(ids, ["A-17:1:voucher:0", "A-17:1:voucher:1"]);
    let EffectKind::MacroAction {
        action: MacroAction::AddInternalNote { body },
        ..
    } = &effects[1].kind
    else {
        panic!("{effects:?}")
    };
    assert_eq!(body, "pentru Ștefan <b>");

    let mut reply = Event::new("ev-2", at, EventKind::AgentReply {});
    reply.cause = Some(Cause::Macro {
        id: "voucher".to_owned(),
        version: rendered.version,
        edited: true,
    });
    desk.apply(&mut ticket, &reply).unwrap();
    let stored = serde_json::to_value(&reply).unwrap();
    assert_eq!(
        stored["cause"],
        serde_json::json!({"type": "macro", "id": "voucher", "version": "3", "edited": true})
    );
}

#[test]
fn a_host_with_other_data_says_so() {
    let text = r#"{"context": {"type": "object", "properties": {"pet": {"type": "string"}}, "required": ["pet"], "additionalProperties": false},
        "macros": [{"id": "hi", "name": "Hi", "variants": [{"body": "{{ pet }}{{ customer.first_name }}"}]}]}"#;
    let error = Desk::from_json(text).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("\"customer\" is not in the data"),
        "{error}"
    );
    assert!(!error.to_string().contains("\"pet\""), "{error}");
}
