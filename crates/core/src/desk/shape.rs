//! Holds a JSON document against its schema and reports every mistake.
//!
//! serde stops at the first mistake; an author wants all of them, with places
//! and suggestions. The schema is the one that is published, so what it says
//! is what is checked; only the keywords that our schemas use are known here.

use serde_json::{Map, Value};

use super::config::WarnAt;
use super::duration::Duration;
use crate::error::Problem;
use crate::satisfaction::Scale;
use crate::template::Locale;
use crate::time::{LocalSpan, Zone, date_named, instant};
use crate::wording::{closest, quoted};

/// Depth at which a document is not followed any more.
const MOST_DEPTH: usize = 64;

/// A key that any object may have, and that is not among those expected.
const COMMENT: &str = "$comment";

/// The key that tells the variants of a union apart.
const TAG: &str = "type";

/// Removes `$comment` from every object.
pub(crate) fn strip_comments(document: &mut Value) {
    match document {
        Value::Object(object) => {
            object.remove("$comment");
            object.values_mut().for_each(strip_comments);
        }
        Value::Array(items) => items.iter_mut().for_each(strip_comments),
        _ => {}
    }
}

/// Lets every object of a schema have a `$comment`, for editors that hold a
/// document against it with the comments still in place.
pub(crate) fn allow_comments(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.values_mut().for_each(allow_comments);
            if object.get("type").is_some_and(|one| one == "object") {
                let properties = object
                    .entry("properties")
                    .or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(properties) = properties {
                    let comment = serde_json::json!({"type": "string"});
                    properties.insert("$comment".to_owned(), comment);
                }
                let names = object.get_mut("propertyNames");
                if let Some(Value::Array(names)) = names.and_then(|names| names.get_mut("enum")) {
                    names.push(COMMENT.into());
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(allow_comments),
        _ => {}
    }
}

/// Every place where a document is not what its schema says.
pub(crate) fn check(document: &Value, schema: &Value) -> Vec<Problem> {
    let mut checker = Checker {
        root: schema,
        problems: Vec::new(),
    };
    checker.value(document, schema, "", 0);
    checker.problems
}

/// A JSON pointer one step deeper.
pub(super) use crate::wording::join;

struct Checker<'a> {
    root: &'a Value,
    problems: Vec<Problem>,
}

impl<'a> Checker<'a> {
    fn report(&mut self, code: &str, path: &str, message: String, hint: Option<String>) {
        self.problems
            .push(Problem::new(code, path, message).with_hint(hint));
    }

    fn resolve(&self, schema: &'a Value) -> &'a Value {
        schema
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| reference.strip_prefix('#'))
            .and_then(|pointer| self.root.pointer(pointer))
            .unwrap_or(schema)
    }

    fn value(&mut self, value: &Value, schema: &'a Value, path: &str, depth: usize) {
        let schema = self.resolve(schema);
        if depth > MOST_DEPTH {
            let message = format!("nested more than {MOST_DEPTH} deep");
            return self.report("too_deep", path, message, None);
        }
        let branches = ["anyOf", "oneOf"]
            .iter()
            .find_map(|key| schema.get(key)?.as_array());
        if let Some(branches) = branches {
            return self.any_of(value, branches, path, depth);
        }
        if let Some(types) = schema.get("type")
            && !has_type(value, types)
        {
            let expected = type_names(schema, types);
            let message = format!("expected {expected}, found {}", shown(value));
            return self.report("wrong_type", path, message, None);
        }
        let allowed = schema
            .get("enum")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .or_else(|| schema.get("const").map(std::slice::from_ref));
        if let Some(allowed) = allowed {
            self.one_of(value, allowed, path);
        }
        match value {
            Value::Object(object) => self.object(object, schema, path, depth),
            Value::Array(items) => self.array(items, schema, path, depth),
            Value::String(text) => self.text(text, schema, path),
            Value::Number(number) => self.number(number, schema, path),
            _ => {}
        }
    }

    /// Takes the branch that fits best, so that a mistake is told where it
    /// is and not as "no branch fits".
    fn any_of(&mut self, value: &Value, branches: &'a [Value], path: &str, depth: usize) {
        let words: Option<Vec<Value>> = branches
            .iter()
            .map(|branch| words(self.resolve(branch)))
            .collect::<Option<Vec<Vec<Value>>>>()
            .map(|words| words.concat());
        if let (Some(words), Value::String(_)) = (&words, value) {
            return self.one_of(value, words, path);
        }
        if let Value::Object(object) = value
            && let Some(tags) = branches.iter().map(|branch| self.tag(branch)).collect()
        {
            return self.tagged(object, branches, tags, path, depth);
        }
        let fitting: Vec<&Value> = branches
            .iter()
            .filter(|branch| self.fits(value, branch))
            .collect();
        if fitting.is_empty() {
            let mut expected: Vec<String> = branches
                .iter()
                .map(|branch| self.expected(branch))
                .collect();
            expected.dedup();
            let message = format!("expected {}, found {}", expected.join(" or "), shown(value));
            return self.report("wrong_type", path, message, None);
        }
        let before = self.problems.len();
        // The branch that knows the most keys of an object, however many
        // mistakes are below them.
        let mut best: Option<(usize, Vec<Problem>)> = None;
        for branch in fitting {
            self.value(value, branch, path, depth + 1);
            let found = self.problems.split_off(before);
            let unknown = self.unknown_keys(value, branch);
            if (best.as_ref()).is_none_or(|(b, best)| (unknown, found.len()) < (*b, best.len())) {
                best = Some((unknown, found));
            }
        }
        self.problems
            .extend(best.into_iter().flat_map(|(_, best)| best));
    }

    /// The one `type` that an object of a branch has.
    fn tag(&self, branch: &'a Value) -> Option<&'a Value> {
        let properties = self.resolve(branch).get("properties")?;
        properties.get(TAG)?.get("const")
    }

    /// Takes the branch that an object's `type` names.
    fn tagged(
        &mut self,
        object: &Map<String, Value>,
        branches: &'a [Value],
        tags: Vec<&'a Value>,
        path: &str,
        depth: usize,
    ) {
        let Some(tag) = object.get(TAG) else {
            let message = format!("the key {TAG:?} is missing");
            return self.report("missing_key", path, message, None);
        };
        let place = tags.iter().position(|known| *known == tag);
        match place.and_then(|place| branches.get(place)) {
            Some(branch) => {
                self.object(object, self.resolve(branch), path, depth);
            }
            None => {
                let tags: Vec<Value> = tags.into_iter().cloned().collect();
                self.one_of(tag, &tags, &join(path, TAG));
            }
        }
    }

    /// Keys of an object that a branch does not know.
    fn unknown_keys(&self, value: &Value, branch: &'a Value) -> usize {
        let properties = self.resolve(branch).get("properties");
        let keys = value.as_object().into_iter().flat_map(Map::keys);
        keys.filter(|key| properties.is_none_or(|known| known.get(key).is_none()))
            .count()
    }

    /// Whether a value is of the type of a branch, at least of one of its
    /// branches.
    fn fits(&self, value: &Value, branch: &'a Value) -> bool {
        let branch = self.resolve(branch);
        match ["anyOf", "oneOf"]
            .iter()
            .find_map(|key| branch.get(key)?.as_array())
        {
            Some(branches) => branches.iter().any(|branch| self.fits(value, branch)),
            None => match branch.get("type") {
                Some(types) => has_type(value, types),
                None => branch.get("const").is_none_or(|_| value.is_string()),
            },
        }
    }

    fn expected(&self, branch: &'a Value) -> String {
        let branch = self.resolve(branch);
        match ["anyOf", "oneOf"]
            .iter()
            .find_map(|key| branch.get(key)?.as_array())
        {
            Some(branches) => {
                let mut names: Vec<String> = branches.iter().map(|b| self.expected(b)).collect();
                names.dedup();
                names.join(" or ")
            }
            None => branch
                .get("type")
                .map_or_else(|| "text".to_owned(), |types| type_names(branch, types)),
        }
    }

    fn one_of(&mut self, value: &Value, allowed: &[Value], path: &str) {
        if allowed.contains(value) {
            return;
        }
        let words = allowed.iter().filter_map(Value::as_str);
        let words: Vec<&str> = words.filter(|word| *word != COMMENT).collect();
        let hint = value
            .as_str()
            .and_then(|text| closest(text, words.iter().copied()));
        let message = format!("{} is unknown: expected {}", shown(value), words.join(", "));
        self.report("unknown_value", path, message, hint);
    }

    fn object(&mut self, object: &Map<String, Value>, schema: &'a Value, path: &str, depth: usize) {
        let properties = schema.get("properties").and_then(Value::as_object);
        let known = || {
            properties
                .into_iter()
                .flat_map(Map::keys)
                .map(String::as_str)
                .filter(|key| *key != COMMENT)
        };
        let required = schema.get("required").and_then(Value::as_array);
        for key in required.into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(key) {
                let message = format!("the key {key:?} is missing");
                self.report("missing_key", path, message, None);
            }
        }
        let others = schema.get("additionalProperties");
        for (key, value) in object {
            let place = join(path, key);
            if let Some(names) = schema.get("propertyNames") {
                self.value(&Value::String(key.clone()), names, &place, depth + 1);
            }
            if let Some(property) = properties.and_then(|properties| properties.get(key)) {
                self.value(value, property, &place, depth + 1);
            } else if others == Some(&Value::Bool(false)) {
                let expected: Vec<&str> = known().collect();
                let message = format!(
                    "the key {} is unknown: expected {}",
                    quoted(key),
                    expected.join(", ")
                );
                self.report("unknown_key", &place, message, closest(key, known()));
            } else if let Some(other @ Value::Object(_)) = others {
                self.value(value, other, &place, depth + 1);
            }
        }
    }

    fn array(&mut self, items: &[Value], schema: &'a Value, path: &str, depth: usize) {
        let bound = |key: &str| schema.get(key).and_then(Value::as_u64);
        let len = items.len() as u64;
        if let Some(least) = bound("minItems").filter(|least| len < *least) {
            let message = format!("{len} items: expected at least {least}");
            self.report("invalid_value", path, message, None);
        }
        if let Some(most) = bound("maxItems").filter(|most| len > *most) {
            let message = format!("{len} items: expected at most {most}");
            self.report("invalid_value", path, message, None);
        }
        let first = schema.get("prefixItems").and_then(Value::as_array);
        let others = schema.get("items");
        for (index, item) in items.iter().enumerate() {
            let schema = first.and_then(|first| first.get(index)).or(others);
            if let Some(schema) = schema {
                self.value(item, schema, &join(path, &index.to_string()), depth + 1);
            }
        }
    }

    fn text(&mut self, text: &str, schema: &'a Value, path: &str) {
        let least = schema.get("minLength").and_then(Value::as_u64).unwrap_or(0);
        if (text.chars().count() as u64) < least {
            let message = "the text is empty".to_owned();
            self.report("invalid_value", path, message, None);
        }
        let Some(format) = schema.get("format").and_then(Value::as_str) else {
            return;
        };
        if let Some((code, message, hint)) = wrong_format(text, format) {
            self.report(code, path, message, hint);
        }
    }

    fn number(&mut self, number: &serde_json::Number, schema: &'a Value, path: &str) {
        let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
        let value = number.as_f64().unwrap_or(f64::NAN);
        let format = schema.get("format").and_then(Value::as_str);
        let widest = match format {
            Some("uint8") => Some(f64::from(u8::MAX)),
            Some("uint16") => Some(f64::from(u16::MAX)),
            Some("int32") => Some(f64::from(i32::MAX)),
            Some("uint32") => Some(f64::from(u32::MAX)),
            _ => None,
        };
        let (least, most) = (bound("minimum"), bound("maximum").or(widest));
        if least.is_some_and(|least| value < least) || most.is_some_and(|most| value > most) {
            let shown =
                |bound: Option<f64>| bound.map_or("…".to_owned(), |bound| bound.to_string());
            let message = format!(
                "{number} is out of range: expected {} to {}",
                shown(least),
                shown(most)
            );
            self.report("invalid_value", path, message, None);
        }
    }
}

/// The words that a schema allows, when words are all that it allows.
fn words(schema: &Value) -> Option<Vec<Value>> {
    match (schema.get("enum"), schema.get("const")) {
        (Some(Value::Array(words)), _) => Some(words.clone()),
        (None, Some(word)) => Some(vec![word.clone()]),
        _ => None,
    }
}

fn has_type(value: &Value, types: &Value) -> bool {
    match types {
        Value::Array(types) => types.iter().any(|one| has_type(value, one)),
        Value::String(name) => match name.as_str() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_u64() || value.is_i64(),
            "number" => value.is_number(),
            "null" => value.is_null(),
            _ => true,
        },
        _ => true,
    }
}

fn type_names(schema: &Value, types: &Value) -> String {
    let name = |name: &str| match name {
        "object" => "an object".to_owned(),
        "array" => "a list".to_owned(),
        "string" => match schema.get("format").and_then(Value::as_str) {
            Some(format) => format!("text ({})", format.replace('-', " ")),
            None => "text".to_owned(),
        },
        "boolean" => "true or false".to_owned(),
        "integer" => "a whole number".to_owned(),
        "null" => "null".to_owned(),
        other => format!("a {other}"),
    };
    match types {
        Value::Array(types) => types
            .iter()
            .filter_map(Value::as_str)
            .map(name)
            .collect::<Vec<_>>()
            .join(" or "),
        _ => types.as_str().map(name).unwrap_or_default(),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

/// Code, message and hint for text that is not of a format.
fn wrong_format(text: &str, format: &str) -> Option<(&'static str, String, Option<String>)> {
    match format {
        "iana-zone" => text.parse::<Zone>().err().map(|error| {
            let hint = closest(text, Zone::all().map(Zone::name));
            (error.code(), error.to_string(), hint)
        }),
        "opening-time" => LocalSpan::new(text, "24:00").is_err().then(|| {
            let message = format!(
                "{} is no opening time: expected HH:MM, 00:00 to 23:59",
                quoted(text)
            );
            ("invalid_time", message, None)
        }),
        "time-of-day" => {
            let wrong = LocalSpan::new("00:00", text).is_err();
            wrong.then(|| {
                let message = format!(
                    "{} is no time of day: expected HH:MM, 00:00 to 24:00",
                    quoted(text)
                );
                ("invalid_time", message, None)
            })
        }
        "date-time" => instant::parse(text)
            .err()
            .map(|error| (error.code(), error.to_string(), None)),
        "local-date" | "date" => date_named(text).is_none().then(|| {
            let message = format!("{} is no date: expected YYYY-MM-DD", quoted(text));
            ("invalid_date", message, None)
        }),
        "duration" => text
            .parse::<Duration>()
            .err()
            .map(|error| ("invalid_duration", error.to_string(), None)),
        "language-tag" => text
            .parse::<Locale>()
            .err()
            .map(|error| ("invalid_locale", error.to_string(), None)),
        "scale" => text
            .parse::<Scale>()
            .err()
            .map(|error| ("invalid_scale", error, None)),
        "warning" => text
            .parse::<WarnAt>()
            .err()
            .map(|error| ("invalid_warning", error, None)),
        _ => None,
    }
}
