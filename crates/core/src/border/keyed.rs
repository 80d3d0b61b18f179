//! Objects of which the keys are something else than text.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

/// Reads such an object. That a key has one spelling is for `key` to see to;
/// then each comes once.
pub(crate) fn keyed<'de, D: Deserializer<'de>, K: Ord, V: Deserialize<'de>>(
    deserializer: D,
    expected: &str,
    key: fn(&str) -> Option<K>,
) -> Result<BTreeMap<K, V>, D::Error> {
    struct Keyed<'e, K, V> {
        expected: &'e str,
        key: fn(&str) -> Option<K>,
        values: PhantomData<V>,
    }

    impl<'de, K: Ord, V: Deserialize<'de>> Visitor<'de> for Keyed<'_, K, V> {
        type Value = BTreeMap<K, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "an object by {}", self.expected)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut entries = BTreeMap::new();
            // Keys of JSON objects are text, also where serde has read them ahead.
            while let Some((name, value)) = map.next_entry::<String, V>()? {
                let expected = self.expected;
                let key = (self.key)(&name).ok_or_else(|| {
                    de::Error::custom(format_args!("{name:?}: expected {expected}"))
                })?;
                if entries.insert(key, value).is_some() {
                    return Err(de::Error::custom(format_args!(
                        "{name:?} comes twice: expected each once"
                    )));
                }
            }
            Ok(entries)
        }
    }
    deserializer.deserialize_map(Keyed {
        expected,
        key,
        values: PhantomData,
    })
}
