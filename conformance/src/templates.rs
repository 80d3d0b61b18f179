//! Liquid templates: `templates/README.md`.

use std::collections::BTreeMap;
use std::error::Error as StdError;

use deskcore::template::{
    Channel, Json, Limits, Missing, Partials, RenderOptions, Template, TemplateError,
};
use deskcore::{Error, border};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::Outcome;

#[derive(Deserialize)]
struct Vector<'v> {
    template: Option<String>,
    template_parts: Option<Vec<(String, usize)>>,
    #[serde(borrow, default = "nothing")]
    data: Json<'v>,
    #[serde(default)]
    templates: BTreeMap<String, String>,
    #[serde(default)]
    channel: Channel,
    #[serde(default = "lenient")]
    missing: Missing,
    #[serde(default)]
    limits: Limits,
    result: Option<String>,
    results: Option<Vec<String>>,
    #[serde(default)]
    invalid: bool,
    error: Option<Value>,
    accept: Option<Vec<Value>>,
}

fn nothing<'v>() -> Json<'v> {
    Json::Object(Default::default())
}

fn lenient() -> Missing {
    Missing::Lenient
}

fn render(vector: &Vector<'_>) -> Result<String, Error> {
    let source = match (&vector.template, &vector.template_parts) {
        (Some(source), _) => source.clone(),
        (None, parts) => {
            let parts = parts.iter().flatten();
            parts.map(|(text, times)| text.repeat(*times)).collect()
        }
    };
    let partials = vector.templates.iter();
    let partials = partials.map(|(name, source)| (name.as_str(), source.as_str()));
    let partials = Partials::parse(partials, &vector.limits)?;
    let template = Template::parse_with(&source, &partials, &vector.limits)?;
    let options = RenderOptions {
        channel: vector.channel,
        missing: vector.missing,
        limits: vector.limits,
        ..RenderOptions::default()
    };
    template.render(&vector.data, &options)
}

/// Whether an outcome is what a vector accepts: a result, or an error whose
/// class is one of those, and whose other fields are as they are given.
fn accepts(expected: &Value, got: &Result<String, TemplateError>) -> bool {
    match got {
        Ok(text) => expected["result"] == json!(text),
        Err(error) => {
            let told = serde_json::to_value(error).unwrap_or_default();
            let fields = expected["error"].as_object();
            fields.is_some_and(|fields| {
                fields.iter().all(|(name, value)| match value {
                    Value::Array(any) => any.contains(&told[name]),
                    value => told[name] == *value,
                })
            })
        }
    }
}

pub(crate) fn run(line: &str) -> Result<Vec<Outcome>, Box<dyn StdError>> {
    let vector: Vector<'_> = serde_json::from_str(line)?;
    let got = match render(&vector) {
        Ok(text) => Ok(text),
        Err(Error::Template(error)) => Err(*error),
        Err(error) => return Err(error.into()),
    };
    let one = |key: &str, value: Value| Value::Object(Map::from_iter([(key.to_owned(), value)]));
    let accepted: Vec<Value> = match &vector {
        Vector {
            accept: Some(any), ..
        } => any.clone(),
        Vector {
            results: Some(any), ..
        } => any.iter().map(|text| one("result", json!(text))).collect(),
        Vector {
            result: Some(text), ..
        } => vec![one("result", json!(text))],
        Vector {
            error: Some(error), ..
        } => vec![one("error", error.clone())],
        Vector { invalid: true, .. } => vec![one("error", json!({}))],
        _ => return Err("a vector without an outcome".into()),
    };
    let told = match &got {
        Ok(text) => one("result", json!(text)),
        Err(error) => one("error", serde_json::from_str(&border::write(error)?)?),
    };
    // What is accepted is shown as expected, so that a failure tells both.
    let matched = accepted.iter().any(|expected| accepts(expected, &got));
    Ok(vec![Outcome {
        what: "renders".to_owned(),
        expected: if matched {
            told.clone()
        } else {
            json!(accepted)
        },
        got: told,
    }])
}
