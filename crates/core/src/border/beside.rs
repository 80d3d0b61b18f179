//! Records that are two side by side in one JSON object.

use serde::{Deserialize, Deserializer, de};
use serde_json::{Map, Value};

use crate::wording::{closest, quoted};

/// A JSON object that is two records side by side, so that each may refuse
/// what it does not know: serde's `flatten` cannot. Messages name the key.
pub(crate) struct Beside {
    object: Map<String, Value>,
    own: Vec<&'static str>,
}

impl Beside {
    pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self {
            object: Map::deserialize(deserializer)?,
            own: Vec::new(),
        })
    }

    /// Takes one key; absent is null.
    pub(crate) fn take<T: de::DeserializeOwned, E: de::Error>(
        &mut self,
        key: &'static str,
    ) -> Result<T, E> {
        self.own.push(key);
        let value = self.object.remove(key).unwrap_or_default();
        T::deserialize(&value).map_err(|error| E::custom(format_args!("/{key}: {error}")))
    }

    pub(crate) fn take_or_default<T, E>(&mut self, key: &'static str) -> Result<T, E>
    where
        T: de::DeserializeOwned + Default,
        E: de::Error,
    {
        match self.object.contains_key(key) {
            true => self.take(key),
            false => {
                self.own.push(key);
                Ok(T::default())
            }
        }
    }

    pub(crate) fn take_required<T: de::DeserializeOwned, E: de::Error>(
        &mut self,
        key: &'static str,
    ) -> Result<T, E> {
        match self.object.contains_key(key) {
            true => self.take(key),
            false => Err(E::missing_field(key)),
        }
    }

    /// Reads the other record from what is left.
    pub(crate) fn rest<T: de::DeserializeOwned, E: de::Error>(self) -> Result<T, E> {
        let Self { object, own } = self;
        T::deserialize(&Value::Object(object)).map_err(|error| {
            let text = error.to_string();
            E::custom(spelt(&text, &own).unwrap_or(text))
        })
    }
}

/// What serde says of an unknown name, with all that may stand there and a
/// suggestion: it does not know the keys of the other record.
fn spelt(message: &str, own: &[&str]) -> Option<String> {
    let is_key = message.starts_with("unknown field `");
    let rest = message
        .strip_prefix("unknown field `")
        .or_else(|| message.strip_prefix("unknown variant `"))?;
    let (name, expected) = rest.split_once("`, ")?;
    let own = own.iter().copied().filter(|_| is_key);
    let known: Vec<&str> = own.chain(expected.split('`').skip(1).step_by(2)).collect();
    let hint =
        closest(name, known.iter().copied()).map_or(String::new(), |hint| format!("; {hint}"));
    let what = if is_key { "the key " } else { "" };
    Some(format!(
        "{what}{} is unknown: expected {}{hint}",
        quoted(name),
        known.join(", ")
    ))
}
