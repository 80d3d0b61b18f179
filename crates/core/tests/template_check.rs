//! What the check of a template says of partials and of listed values.
#![expect(clippy::unwrap_used, reason = "tests")]

use deskcore::template::{Limits, Partials, Template};
use serde_json::{Value, json};

fn problems(source: &str, partials: &[(&str, &str)], schema: &Value) -> Vec<String> {
    let partials = Partials::parse(partials.iter().copied(), &Limits::default()).unwrap();
    let template = Template::parse_with(source, &partials, &Limits::default()).unwrap();
    let problems = template.check(schema).unwrap();
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn every_branch_of_a_partial_knows_its_arguments() {
    let schema = json!({
        "type": "object",
        "properties": {"agent": {"type": "string"}, "shop": {"type": "string"}},
        "additionalProperties": false,
    });
    let partial = "{% if agent %}{{ agent }}{% elsif shop %}{{ shop }}{% elsif none %}-{% endif %}";
    let found = problems(
        "{% render 'bye', agent: agent, shop: shop %}",
        &[("bye", partial)],
        &schema,
    );
    assert_eq!(
        found,
        ["bye:1:52: \"none\" is not in the data (unknown_variable)"]
    );
    // What a branch assigns is unknown to the condition of the next.
    let found = problems(
        "{% if agent %}{% assign x = 1 %}{% elsif x == 1 %}-{% endif %}",
        &[],
        &schema,
    );
    assert_eq!(found, ["1:33: \"x\" is not in the data (unknown_variable)"]);
}

#[test]
fn listed_values_are_decimals_and_currencies_when_all_of_them_are() {
    let schema = |amounts: Value, codes: Value| {
        json!({
            "type": "object",
            "required": ["amount", "currency"],
            "properties": {
                "amount": {"type": "string", "enum": amounts},
                "currency": {"type": "string", "enum": codes},
            },
        })
    };
    let check = |schema: &Value| problems("{{ amount | money: currency }}", &[], schema).len();
    assert_eq!(
        check(&schema(json!(["5.00", "10"]), json!(["EUR", "RON"]))),
        0
    );
    assert_eq!(check(&schema(json!(["5.00", "ten"]), json!(["EUR"]))), 1);
    assert_eq!(check(&schema(json!(["5.00"]), json!(["EUR", "lei"]))), 1);
}
