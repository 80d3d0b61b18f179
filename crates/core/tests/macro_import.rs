//! Macros of other help desks: what is converted, what is told, and that
//! whatever comes in, what goes out compiles.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::collections::BTreeMap;

use deskcore::macros::import::{ImportedMacros, from_gorgias, from_zendesk};
use deskcore::macros::{MacroRequest, MacroSet, Macros};
use deskcore::template::{Channel, Value};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value as Json, json};

fn compiled(imported: &ImportedMacros) -> Macros {
    let set = MacroSet {
        macros: &imported.macros,
        ..MacroSet::default()
    };
    Macros::compile(&set).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn told(imported: &ImportedMacros) -> Vec<(&str, &str)> {
    let problems = imported.problems.iter();
    problems
        .map(|problem| (&*problem.path, &*problem.code))
        .collect()
}

/// One Zendesk macro of these actions.
fn zendesk(actions: Json) -> ImportedMacros {
    let document = json!({"macros": [{"id": 7, "title": "A", "active": true, "actions": actions}]});
    let imported = from_zendesk(&document.to_string()).unwrap();
    compiled(&imported);
    imported
}

fn gorgias(actions: Json) -> ImportedMacros {
    let document = json!({"data": [{"id": 7, "name": "A", "actions": actions}]});
    let imported = from_gorgias(&document.to_string()).unwrap();
    compiled(&imported);
    imported
}

/// The body that a Zendesk text becomes, and the codes of what is told.
fn body(text: &str) -> (String, Vec<String>) {
    let imported = zendesk(json!([
        {"field": "comment_value", "value": text},
        {"field": "status", "value": "open"},
    ]));
    let variants = &imported.macros[0].variants;
    let body = variants.first().map_or("", |variant| &variant.body);
    let codes = imported.problems.iter().map(|problem| problem.code.clone());
    (body.to_owned(), codes.collect())
}

#[test]
fn a_macro_of_zendesk() {
    let document = json!({
        "macros": [
            {
                "id": 360_001, "title": "Returns::Label::Sent", "active": true, "position": 3,
                "description": null, "restriction": null,
                "actions": [
                    {"field": "subject", "value": "Return {{ticket.id}}"},
                    {"field": "comment_value", "value": ["channel:all", "Hi {{ticket.requester.name}},\n{{current_user.name}}"]},
                    {"field": "comment_value_html", "value": "<p>Hi {{ticket.requester.first_name | capitalize}}</p>"},
                    {"field": "comment_mode_is_public", "value": "true"},
                    {"field": "status", "value": "pending"},
                    {"field": "priority", "value": "high"},
                    {"field": "group_id", "value": "296220096"},
                    {"field": "assignee_id", "value": 1234},
                    {"field": "current_tags", "value": "return label_sent"},
                    {"field": "remove_tags", "value": "waiting"},
                    {"field": "custom_fields_360042", "value": "carrier_brt"},
                    {"field": "type", "value": "task"},
                ],
            },
            {
                "id": 360_002, "title": "Note to the team", "active": true,
                "restriction": {"type": "Group", "id": 4, "ids": [4]}, "description": "For all",
                "actions": [
                    {"field": "comment_mode_is_public", "value": false},
                    {"field": "comment_value_html", "value": "<p>See {{ticket.url}}</p><p>{{ticket.title}}</p>"},
                    {"field": "set_tags", "value": "a b"},
                    {"field": "assignee_id", "value": "current_user"},
                    {"field": "notification_user", "value": ["requester_id", "Hi", "There"]},
                    {"field": "side_conversation_ticket", "value": ["x"]},
                ],
            },
            {"id": 360_003, "title": "Old", "active": false, "actions": [{"field": "status", "value": "open"}]},
        ],
        "next_page": "https://shop.example/api/v2/macros.json?page=2",
    });
    let imported = from_zendesk(&document.to_string()).unwrap();
    let macros = compiled(&imported);
    assert_eq!(
        serde_json::to_value(&imported.macros).unwrap(),
        json!([
            {
                "id": "zendesk-360001", "name": "Sent", "folder": ["Returns", "Label"],
                "variants": [
                    {"channel": "plain", "subject": "Return {{ticket.id}}", "body": "Hi {{customer.first_name }} {{ customer.last_name}},\n{{agent.name}}"},
                    {"channel": "html", "subject": "Return {{ticket.id}}", "body": "<p>Hi {{customer.first_name | capitalize}}</p>"},
                ],
                "actions": [
                    {"type": "set_status", "status": "pending"},
                    {"type": "set_priority", "priority": "high"},
                    {"type": "assign_team", "team": "296220096"},
                    {"type": "assign", "agent": "1234"},
                    {"type": "add_tags", "tags": ["return", "label_sent"]},
                    {"type": "remove_tags", "tags": ["waiting"]},
                    {"type": "set_field", "name": "custom_fields_360042", "value": "carrier_brt"},
                    {"type": "set_field", "name": "type", "value": "task"},
                ],
            },
            {
                "id": "zendesk-360002", "name": "Note to the team",
                "actions": [
                    {"type": "add_internal_note", "body": "See {{ticket.url}}\n\n{{ticket.subject}}"},
                    {"type": "add_tags", "tags": ["a", "b"]},
                ],
            },
        ])
    );
    assert_eq!(
        told(&imported),
        [
            ("", "incomplete"),
            ("/macros/1/restriction", "no_counterpart"),
            ("/macros/1/description", "no_counterpart"),
            ("/macros/1/actions/2", "no_counterpart"),
            ("/macros/1/actions/3/value", "no_counterpart"),
            ("/macros/1/actions/4", "unsupported_action"),
            ("/macros/1/actions/5", "unsupported_action"),
            ("/macros/2/active", "inactive"),
            ("/macros/2", "nothing_left"),
        ]
    );
    // As strict as any: no hole where Zendesk would send one.
    let request = MacroRequest::default();
    let whole = json!({"ticket": {"id": "9"}, "customer": {"first_name": "Zoë", "last_name": "O'Neil"}, "agent": {"first_name": "Ann", "name": "Ann Lee"}});
    let rendered = macros
        .render("zendesk-360001", &Value::Source(&whole), &request)
        .unwrap();
    assert_eq!(rendered.body, "Hi Zoë O'Neil,\nAnn Lee");
    let part = json!({"ticket": {"id": "9"}, "customer": {"first_name": "Zoë"}, "agent": {"first_name": "Ann", "name": "Ann Lee"}});
    let error = macros.render("zendesk-360001", &Value::Source(&part), &request);
    assert_eq!(error.unwrap_err().code(), "template_missing");
}

#[test]
fn a_macro_of_gorgias() {
    let order = "ticket.customer.integrations.shopify.orders[0]";
    let imported = gorgias(json!([
        {"name": "setResponseText", "arguments": {
            "body_text": format!("Hi {{{{ticket.customer.name}}}}, {{{{{order}.name}}}} by {{{{{order}.fulfillments[1].tracking_company}}}}: {{{{{order}.fulfillments[1].tracking_urls[0]}}}}, number {{{{{order}.order_number}}}}, to {{{{{order}.shipping_address.city}}}}, {{{{{order}.created_at|datetime_format(\"L\")}}}}"),
            "body_html": "<p>{{ticket.customer.firstname}}</p>",
        }},
        {"name": "setSubject", "arguments": {"subject": "Re: {{ticket.subject}}"}},
        {"name": "addTags", "arguments": {"tags": "a, b c,"}},
        {"name": "removeTags", "arguments": {"tags": "d"}},
        {"name": "setStatus", "arguments": {"status": "closed"}},
        {"name": "setPriority", "arguments": {"priority": "critical"}},
        {"name": "setAssignee", "arguments": {"assignee_user": {"id": 1, "name": "Ann"}}},
        {"name": "setTeamAssignee", "arguments": {"assignee_team": {"id": 2}}},
        {"name": "addInternalNote", "arguments": {"body_html": "<b>Look</b>"}},
        {"name": "snoozeTicket", "arguments": {"snooze_timedelta": "2d"}},
        {"name": "setCustomFieldValue", "arguments": {"custom_field_id": 5, "value": true}},
        {"name": "http", "arguments": {"url": "https://shop.example"}},
        {"name": "setAssignee", "arguments": {"assignee_user": null}},
    ]));
    assert_eq!(
        serde_json::to_value(&imported.macros).unwrap(),
        json!([{
            "id": "gorgias-7", "name": "A",
            "parameters": [
                {
                    "name": "shopify_orders_0_created_at_datetime_format_l", "kind": "text",
                    "label": format!("{{{{{order}.created_at|datetime_format(\"L\")}}}}"),
                },
                {
                    "name": "integrations_shopify_orders_0_shipping_address_city", "kind": "text",
                    "label": format!("{{{{{order}.shipping_address.city}}}}"),
                },
            ],
            "variants": [
                {
                    "channel": "plain", "subject": "Re: {{ticket.subject}}",
                    "body": "Hi {{customer.first_name }} {{ customer.last_name}}, {{order.name}} by {{order.shipments[1].carrier}}: {{order.shipments[1].tracking_url}}, number {{order.name | remove: '#'}}, to {{parameters.integrations_shopify_orders_0_shipping_address_city}}, {{parameters.shopify_orders_0_created_at_datetime_format_l}}",
                },
                {"channel": "html", "subject": "Re: {{ticket.subject}}", "body": "<p>{{customer.first_name}}</p>"},
            ],
            "actions": [
                {"type": "add_tags", "tags": ["a", "b c"]},
                {"type": "remove_tags", "tags": ["d"]},
                {"type": "set_status", "status": "solved"},
                {"type": "set_priority", "priority": "urgent"},
                {"type": "assign", "agent": "1"},
                {"type": "assign_team", "team": "2"},
                {"type": "add_internal_note", "body": "Look"},
                {"type": "schedule_follow_up", "after_s": 172_800},
                {"type": "set_field", "name": "custom_field_5", "value": true},
            ],
        }])
    );
    assert_eq!(
        told(&imported),
        [
            ("/data/0/actions/0/arguments/body_text", "no_counterpart"),
            ("/data/0/actions/0/arguments/body_text", "no_counterpart"),
            ("/data/0/actions/11", "unsupported_action"),
            (
                "/data/0/actions/12/arguments/assignee_user",
                "invalid_value"
            ),
        ]
    );
}

#[test]
fn only_names_change() {
    let same = |text: &str| assert_eq!(body(text), (text.to_owned(), vec![]));
    same("No placeholder, {only} text } and % signs %}");
    same("{% comment %}{{ticket.requester.name}}{% endcomment %}x");
    same("{% raw %}{{ticket.requester.name}}{% endraw %}");
    same("{% assign current_user = 'Ann' %}{{ current_user }}");
    same("{{ 'ticket.title' | upcase }}");
    let becomes = |text: &str, expected: &str| assert_eq!(body(text).0, expected);
    becomes(
        "{% if ticket.title contains 'ticket.title' %}{{- ticket [\"title\"] | upcase -}}{% endif %}",
        "{% if ticket.subject contains 'ticket.title' %}{{- ticket.subject | upcase -}}{% endif %}",
    );
    becomes(
        "{% case ticket.via %}{% when 'email' %}{% echo ticket.account %}{% endcase %}",
        "{% case ticket.channel %}{% when 'email' %}{% echo shop.name %}{% endcase %}",
    );
    becomes(
        "{{ticket.ticket_field_123}}",
        "{{parameters.ticket_ticket_field_123}}",
    );
    becomes(
        "{{dc.welcome}} {{ dc.welcome }} {{ticket.requester.name | upcase}}",
        "{{parameters.dc_welcome}} {{ parameters.dc_welcome }} {{parameters.ticket_requester_name | upcase}}",
    );
    // Two placeholders are two questions, whatever their names become.
    becomes(
        "{{a.b}}{{a_b}}{{é!}}{{è!}}",
        "{{parameters.a_b}}{{parameters.a_b_2}}{{parameters.value}}{{parameters.value_2}}",
    );
}

#[test]
fn what_is_no_template_is_left_out() {
    for text in [
        "{% if ticket.id %}never closed",
        "{{ ticket.id",
        "{% render 'signature' %}",
        "{% unknown %}",
        "{% assign person = ticket.requester %}{{ person.first_name }}",
    ] {
        let (body, codes) = body(text);
        assert_eq!(body, "", "{text}");
        assert!(!codes.is_empty(), "{text}");
    }
    let imported = zendesk(json!([
        {"field": "comment_value", "value": "{{x.y}}{% render 'signature' %}"},
        {"field": "comment_value_html", "value": "<p>Hi</p>"},
    ]));
    let config = &imported.macros[0];
    assert_eq!(config.variants.len(), 1);
    assert_eq!(config.variants[0].channel, Channel::Html);
    // Nobody is asked for what is not there.
    assert!(config.parameters.is_empty());
    assert_eq!(
        told(&imported),
        [
            ("/macros/0/actions/0/value", "no_counterpart"),
            ("/macros/0/actions/0/value", "unknown_partial"),
        ]
    );
}

#[test]
fn too_much_is_refused() {
    let long = "x".repeat(100_000);
    let imported = zendesk(json!([
        {"field": "comment_value", "value": long},
        {"field": "subject", "value": "Hi"},
    ]));
    assert_eq!(told(&imported), [("/macros/0/actions/0/value", "too_long")]);
    let many: String = (0..101).map(|n| format!("{{{{x{n}}}}}")).collect();
    let imported = zendesk(json!([{"field": "comment_value", "value": many}]));
    assert!(imported.macros.is_empty());
    let codes: Vec<&str> = told(&imported).iter().map(|(_, code)| *code).collect();
    assert_eq!(codes[100..], ["too_many_placeholders", "nothing_left"]);
    for bad in ["", "[]", "{}", r#"{"macros": {}}"#, "{\"macros\": ["] {
        assert_eq!(from_zendesk(bad).unwrap_err().code(), "invalid_input");
        assert_eq!(from_gorgias(bad).unwrap_err().code(), "invalid_input");
    }
    let many = json!({"macros": vec![json!({}); 5_001]}).to_string();
    assert!(from_zendesk(&many).is_err());
    assert!(from_gorgias(&" ".repeat((16 << 20) + 1)).is_err());
}

#[test]
fn ids_are_unique() {
    let document = json!({"macros": [
        {"id": 1, "title": "A", "actions": [{"field": "status", "value": "open"}]},
        {"id": 1, "title": "B", "actions": [{"field": "status", "value": "open"}]},
        {"title": "::", "actions": [{"field": "status", "value": "open"}]},
    ]});
    let imported = from_zendesk(&document.to_string()).unwrap();
    compiled(&imported);
    let ids: Vec<_> = imported
        .macros
        .iter()
        .map(|config| (&*config.id, &*config.name))
        .collect();
    assert_eq!(
        ids,
        [
            ("zendesk-1", "A"),
            ("zendesk-1-2", "B"),
            ("zendesk-at-2", "zendesk-at-2")
        ]
    );
    assert_eq!(
        told(&imported),
        [("/macros/1/id", "no_id"), ("/macros/2/id", "no_id")]
    );
}

/// Text that is half a template.
fn text() -> impl Strategy<Value = String> {
    let part = select(vec![
        "{{",
        "}}",
        "{%",
        "%}",
        "{{ticket.id}}",
        "{{ticket.requester.name}}",
        "{{ x.y[ticket.id] }}",
        "{% if ticket.via %}",
        "{% endif %}",
        "{% raw %}",
        "{% endraw %}",
        "{% assign ticket = 1 %}",
        "{% for a in ticket.tags %}",
        "{% endfor %}",
        "{{a.b}}",
        "{{ a | datetime_format(\"L\") }}",
        "ticket.customer.integrations.shopify.orders[0].line_items[",
        "{{parameters.a_b}}",
        "0]",
        "{% include x %}",
        "{{ticket.customer.name}}",
        "é",
        "<p>",
        "'",
        "|",
        " ",
        "a",
        "channel:all",
        "2d",
        "{{ x.y | plus: ticket.customer.lastname }}",
        "{% liquid\necho a.b\n%}",
        "[",
        "]",
    ]);
    prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        text().prop_map(Json::from),
        ".{0,12}".prop_map(Json::from),
    ];
    let key = select(vec![
        "macros",
        "data",
        "id",
        "title",
        "name",
        "active",
        "actions",
        "field",
        "value",
        "arguments",
        "body_text",
        "body_html",
        "tags",
        "status",
        "subject",
        "language",
        "meta",
        "restriction",
    ]);
    leaf.prop_recursive(5, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
            prop::collection::btree_map(key.clone().prop_map(str::to_owned), inner, 0..6)
                .prop_map(|map| Json::Object(map.into_iter().collect())),
        ]
    })
}

fn action() -> impl Strategy<Value = Json> {
    let field = select(vec![
        "comment_value",
        "comment_value_html",
        "comment_mode_is_public",
        "status",
        "priority",
        "group_id",
        "assignee_id",
        "set_tags",
        "current_tags",
        "remove_tags",
        "subject",
        "type",
        "custom_fields_1",
        "setResponseText",
        "addTags",
        "removeTags",
        "setStatus",
        "setPriority",
        "setAssignee",
        "setTeamAssignee",
        "setSubject",
        "addInternalNote",
        "snoozeTicket",
        "setCustomFieldValue",
        "http",
    ]);
    let value = || prop_oneof![3 => text().prop_map(Json::from), 1 => any_json()];
    (field, value(), value()).prop_map(|(field, value, other)| {
        json!({
            "field": field, "name": field, "value": value,
            "arguments": {
                "body_text": value, "body_html": other, "tags": value, "status": other,
                "subject": value, "snooze_timedelta": value, "custom_field_id": 1, "value": other,
                "assignee_user": {"id": value}, "assignee_team": {"id": other},
            },
        })
    })
}

/// What holds of any import.
fn holds(input: &Json, imported: &ImportedMacros) {
    let macros = compiled(imported);
    assert_eq!(macros.iter().count(), imported.macros.len());
    for problem in &imported.problems {
        // A place in the input, or what is missing of one.
        let (parent, _) = problem.path.rsplit_once('/').unwrap_or_default();
        let found = input
            .pointer(&problem.path)
            .or_else(|| input.pointer(parent));
        let grandparent = parent.rsplit_once('/').unwrap_or_default().0;
        assert!(
            found.or_else(|| input.pointer(grandparent)).is_some(),
            "{problem}"
        );
    }
    for config in &imported.macros {
        let parameters: BTreeMap<String, Json> = config
            .parameters
            .iter()
            .map(|parameter| (parameter.name.clone(), json!("answer")))
            .collect();
        let request = MacroRequest {
            parameters,
            ..MacroRequest::default()
        };
        let data = json!({});
        // It may miss something, and never panics.
        let _ = macros.render(&config.id, &Value::Source(&data), &request);
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(input in ".{0,64}") {
        let _ = from_zendesk(&input);
        let _ = from_gorgias(&input);
    }

    #[test]
    fn any_json_is_read_or_refused(entries in prop::collection::vec(any_json(), 0..6)) {
        let input = json!({"macros": entries, "data": entries});
        holds(&input, &from_zendesk(&input.to_string()).unwrap());
        holds(&input, &from_gorgias(&input.to_string()).unwrap());
    }

    #[test]
    fn any_actions_are_read(
        macros in prop::collection::vec((0..4_i64, prop::collection::vec(action(), 0..6)), 0..5),
    ) {
        let entries: Vec<Json> = macros
            .into_iter()
            .map(|(id, actions)| json!({"id": id, "title": "A::B", "name": "A", "actions": actions}))
            .collect();
        let input = json!({"macros": entries, "data": entries});
        holds(&input, &from_zendesk(&input.to_string()).unwrap());
        holds(&input, &from_gorgias(&input.to_string()).unwrap());
    }
}
