//! A place in a JSON document, which knows its path.

use serde_json::{Map, Value};

use crate::failure::{Failure, did_you_mean, listed};

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Node<'a> {
    pub(super) value: &'a Value,
    pub(super) path: String,
}

impl<'a> Node<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        Self {
            value,
            path: String::new(),
        }
    }

    /// A failure at this place.
    pub(super) fn wrong(&self, message: impl std::fmt::Display) -> Failure {
        let place = if self.path.is_empty() {
            "/"
        } else {
            &self.path
        };
        Failure::new("mapping", format!("mapping {place}: {message}"))
    }

    fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        }
    }

    fn map(&self) -> Result<&'a Map<String, Value>, Failure> {
        self.value
            .as_object()
            .ok_or_else(|| self.wrong(format!("expected an object, found {}", self.kind())))
    }

    /// An object whose keys are all known; `$comment` always is.
    pub(super) fn object(&self, known: &[&str]) -> Result<&Self, Failure> {
        for key in self.map()?.keys() {
            if key != "$comment" && !known.contains(&key.as_str()) {
                let hint = did_you_mean(key, known.iter().copied());
                let hint = if hint.is_empty() {
                    format!(": expected one of {}", listed(known.iter().copied()))
                } else {
                    hint
                };
                return Err(self.wrong(format!("unknown key {key:?}{hint}")));
            }
        }
        Ok(self)
    }

    /// The members of an object, comments left out.
    pub(super) fn members(&self) -> Result<impl Iterator<Item = (&'a str, Node<'a>)>, Failure> {
        let path = self.path.clone();
        Ok(self
            .map()?
            .iter()
            .filter(|(key, _)| *key != "$comment")
            .map(move |(key, value)| {
                let path = format!("{path}/{key}");
                (key.as_str(), Node { value, path })
            }))
    }

    pub(super) fn get(&self, key: &str) -> Option<Node<'a>> {
        Some(Node {
            value: self.value.get(key)?,
            path: format!("{}/{key}", self.path),
        })
    }

    pub(super) fn need(&self, key: &str) -> Result<Node<'a>, Failure> {
        self.get(key)
            .ok_or_else(|| self.wrong(format!("the key {key:?} is missing")))
    }

    pub(super) fn string(&self) -> Result<&'a str, Failure> {
        self.value
            .as_str()
            .ok_or_else(|| self.wrong(format!("expected a string, found {}", self.kind())))
    }

    pub(super) fn optional_string(&self) -> Result<Option<&'a str>, Failure> {
        if self.value.is_null() {
            return Ok(None);
        }
        self.string().map(Some)
    }

    pub(super) fn boolean(&self) -> Result<bool, Failure> {
        self.value
            .as_bool()
            .ok_or_else(|| self.wrong(format!("expected true or false, found {}", self.kind())))
    }

    pub(super) fn list(&self) -> Result<Vec<Node<'a>>, Failure> {
        let values = self
            .value
            .as_array()
            .ok_or_else(|| self.wrong(format!("expected a list, found {}", self.kind())))?;
        Ok(values
            .iter()
            .enumerate()
            .map(|(index, value)| Node {
                value,
                path: format!("{}/{index}", self.path),
            })
            .collect())
    }

    /// A list of strings; one string is a list of one.
    pub(super) fn strings(&self) -> Result<Vec<String>, Failure> {
        match self.value {
            Value::String(text) => Ok(vec![text.clone()]),
            _ => self
                .list()?
                .iter()
                .map(|node| node.string().map(str::to_owned))
                .collect(),
        }
    }
}
