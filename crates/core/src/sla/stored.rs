//! Clocks in JSON: an object by metric.

use std::fmt;

use serde::de::{self, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Clocks, Metric};

const HELD: &str = "held";
const OVER: &str = "over";

impl Serialize for Clocks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for metric in Metric::ALL {
            if let Some(clock) = self.clock(metric) {
                map.serialize_entry(metric.name(), clock)?;
            }
        }
        for (name, set) in [(HELD, self.held), (OVER, self.over)] {
            if set {
                map.serialize_entry(name, &true)?;
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Clocks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ClocksVisitor;

        impl<'de> Visitor<'de> for ClocksVisitor {
            type Value = Clocks;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the clocks of a ticket, by metric")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Clocks, A::Error> {
                let mut clocks = Clocks::default();
                while let Some(name) = map.next_key::<std::borrow::Cow<'de, str>>()? {
                    match &*name {
                        HELD => clocks.held = map.next_value()?,
                        OVER => clocks.over = map.next_value()?,
                        name => {
                            let metric = Metric::ALL
                                .into_iter()
                                .find(|metric| metric.name() == name)
                                .ok_or_else(|| de::Error::unknown_field(name, &["a metric"]))?;
                            if let Some(slot) = clocks.slot(metric) {
                                *slot = Some(map.next_value()?);
                            }
                        }
                    }
                }
                clocks.plan();
                Ok(clocks)
            }
        }
        deserializer.deserialize_map(ClocksVisitor)
    }
}
