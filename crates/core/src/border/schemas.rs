//! JSON Schemas of records: made when they are asked for, or kept as text.

#[cfg(any(not(feature = "schemas"), test))]
use std::{collections::BTreeMap, sync::OnceLock};

use schemars::JsonSchema;
#[cfg(any(not(feature = "schemas"), test))]
use serde_json::Map;
use serde_json::Value;

#[cfg(feature = "schemas")]
pub use made::{schema_to_read, schema_to_write, schemas_as_text};

/// What a record's mistakes are found by.
pub(crate) fn of<T: JsonSchema>() -> Value {
    #[cfg(feature = "schemas")]
    return schema_to_read::<T>();
    #[cfg(not(feature = "schemas"))]
    return kept(&T::schema_name());
}

/// What desk.json is read by.
pub(crate) fn of_desk() -> Value {
    #[cfg(feature = "schemas")]
    return schemars::schema_for!(crate::desk::DeskConfig).to_value();
    #[cfg(not(feature = "schemas"))]
    return kept("DeskConfig");
}

/// `make types` writes it: on each line a name, a space and a schema, each
/// once, whatever names it.
#[cfg(any(not(feature = "schemas"), test))]
fn kept(name: &str) -> Value {
    fn named(text: &str) -> impl Iterator<Item = &str> {
        let parts = text.split("\"#/$defs/").skip(1);
        parts.filter_map(|part| part.split('"').next())
    }
    static LINES: OnceLock<BTreeMap<&str, &str>> = OnceLock::new();
    let lines = LINES.get_or_init(|| {
        let lines = include_str!("schemas.txt").lines();
        crate::order::map(lines.filter_map(|line| line.split_once(' ')))
    });
    let read = |name: &str| {
        let text = *lines.get(name)?;
        Some((text, serde_json::from_str::<Value>(text).ok()?))
    };
    // Without a schema, a mistake is told as the reader tells it.
    let Some((text, Value::Object(mut schema))) = read(name) else {
        return Value::default();
    };
    let (mut all, mut needed) = (Map::new(), named(text).collect::<Vec<_>>());
    while let Some(name) = needed.pop() {
        if !all.contains_key(name)
            && let Some((text, schema)) = read(name)
        {
            needed.extend(named(text));
            all.insert(name.to_owned(), schema);
        }
    }
    schema.insert("$schema".to_owned(), DRAFT.into());
    schema.insert("title".to_owned(), name.into());
    if !all.is_empty() {
        schema.insert("$defs".to_owned(), all.into());
    }
    schema.into()
}

#[cfg(any(not(feature = "schemas"), test))]
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

#[cfg(feature = "schemas")]
mod made {
    use std::collections::BTreeMap;

    use chrono::NaiveDate;
    use schemars::JsonSchema;
    use schemars::generate::SchemaSettings;
    use serde_json::{Map, Value};

    use crate::desk::Effect;
    use crate::macros::{Context, MacroRequest, RenderedMacro};
    use crate::metrics::{
        DigestConfig, RatingRecord, ReportConfig, SessionRecord, SurveyRecord, TicketFigures,
    };
    use crate::routing::simulation::{Job, Pool, QueueOrder, SimulatedTicket};
    use crate::routing::staffing::{
        ArrivalProfile, LiveWork, StaffingGoal, WeekPlan, WorkAssumptions,
    };
    use crate::routing::wait::WaitEstimate;
    use crate::routing::{Agent, QueuedTicket, RouterState, RoutingConfig, RoutingEvent, WorkItem};
    use crate::satisfaction::{
        AlertRule, CusumSettings, Denominator, EwmaSettings, FeedbackRule, IntervalMethod,
        MeanPoint, NpsMethod, RatedGroup, RatingCounts, ReviewConfig, ReviewFacts, Scale,
        SellerFeedback, SharePoint, Survey, SurveyConfig, SurveyEvent, SurveyFacts, TimedRating,
    };
    use crate::sla::Metric;
    use crate::template::{RenderOptions, TemplateOptions};
    use crate::text::suggest::{Inquiry, Keywords, SuggestionModel};
    use crate::ticket::{Event, Opening, PublicMessage};
    use crate::time::{Schedule, Weekly};
    use crate::what_if::{Expectations, PromiseQuestion, TicketHistory};

    /// Takes out what only people read: nobody is shown these.
    fn undescribed(schema: &mut Value) {
        match schema {
            Value::Array(items) => items.iter_mut().for_each(undescribed),
            Value::Object(object) => {
                if object.get("description").is_some_and(Value::is_string) {
                    object.remove("description");
                }
                object.values_mut().for_each(undescribed);
            }
            _ => {}
        }
    }

    /// The schemas that every binding reads by, as the core keeps them for builds
    /// without the feature `schemas`.
    pub fn schemas_as_text() -> String {
        let mut named = BTreeMap::new();
        for (name, mut schema) in schemas() {
            undescribed(&mut schema);
            let Value::Object(mut schema) = schema else {
                continue;
            };
            schema.remove("$schema");
            schema.remove("title");
            if let Some(Value::Object(defs)) = schema.remove("$defs") {
                named.extend(defs);
            }
            named.insert(name, schema.into());
        }
        let lines = named.into_iter();
        lines
            .map(|(name, schema)| format!("{name} {schema}\n"))
            .collect()
    }

    /// Of everything that a binding reads, by name.
    fn schemas() -> Vec<(String, Value)> {
        fn read<T: JsonSchema>() -> (String, Value) {
            (T::schema_name().into_owned(), schema_to_read::<T>())
        }
        vec![
            ("DeskConfig".to_owned(), super::of_desk()),
            read::<Event>(),
            read::<Opening>(),
            read::<Effect>(),
            read::<Schedule>(),
            read::<Vec<Schedule>>(),
            read::<Weekly>(),
            read::<PublicMessage>(),
            read::<Context>(),
            read::<MacroRequest>(),
            read::<RenderOptions>(),
            read::<SuggestionModel>(),
            read::<Metric>(),
            read::<NaiveDate>(),
            read::<RenderedMacro>(),
            read::<Inquiry>(),
            read::<Vec<Keywords>>(),
            read::<Vec<Event>>(),
            read::<Vec<String>>(),
            read::<BTreeMap<String, BTreeMap<String, String>>>(),
            read::<QueueOrder>(),
            read::<TemplateOptions>(),
            read::<RoutingConfig>(),
            read::<WorkItem>(),
            read::<Vec<WorkItem>>(),
            read::<QueuedTicket>(),
            read::<Vec<Agent>>(),
            read::<Vec<RoutingEvent>>(),
            read::<RouterState>(),
            read::<LiveWork>(),
            read::<StaffingGoal>(),
            read::<ArrivalProfile>(),
            read::<WorkAssumptions>(),
            read::<WeekPlan>(),
            read::<Vec<Job>>(),
            read::<Vec<SimulatedTicket>>(),
            read::<Pool>(),
            read::<WaitEstimate>(),
            read::<RatingCounts>(),
            read::<Vec<RatingCounts>>(),
            read::<Scale>(),
            read::<Denominator>(),
            read::<FeedbackRule>(),
            read::<IntervalMethod>(),
            read::<NpsMethod>(),
            read::<SellerFeedback>(),
            read::<Vec<RatedGroup>>(),
            read::<Vec<SharePoint>>(),
            read::<Vec<MeanPoint>>(),
            read::<EwmaSettings>(),
            read::<CusumSettings>(),
            read::<Vec<TimedRating>>(),
            read::<AlertRule>(),
            read::<SurveyConfig>(),
            read::<Vec<SurveyEvent>>(),
            read::<Survey>(),
            read::<SurveyFacts>(),
            read::<ReviewConfig>(),
            read::<ReviewFacts>(),
            read::<ReportConfig>(),
            read::<Vec<TicketFigures>>(),
            read::<Vec<RatingRecord>>(),
            read::<Vec<SurveyRecord>>(),
            read::<Vec<SessionRecord>>(),
            read::<DigestConfig>(),
            read::<Vec<TicketHistory>>(),
            read::<Expectations>(),
            read::<PromiseQuestion>(),
            read::<Vec<f64>>(),
            read::<Vec<i64>>(),
        ]
    }

    /// The JSON Schema of a record as hosts write it (draft 2020-12), with the
    /// variants of a union each told in full.
    pub fn schema_to_read<T: JsonSchema + ?Sized>() -> Value {
        schema::<T>(SchemaSettings::draft2020_12().for_deserialize())
    }

    /// The JSON Schema of a record as this library writes it.
    pub fn schema_to_write<T: JsonSchema + ?Sized>() -> Value {
        schema::<T>(SchemaSettings::draft2020_12().for_serialize())
    }

    fn schema<T: JsonSchema + ?Sized>(settings: SchemaSettings) -> Value {
        let generator = settings.into_generator();
        let mut schema = generator.into_root_schema_for::<T>().to_value();
        let named = schema.get("$defs").cloned().unwrap_or_default();
        tell_in_full(&mut schema, &named);
        schema
    }

    /// A record with a union in it is a union of records: what is beside `oneOf`
    /// is told in each of its branches, and a branch that names a record holds
    /// what that holds.
    fn tell_in_full(schema: &mut Value, named: &Value) {
        match schema {
            Value::Array(items) => items.iter_mut().for_each(|item| tell_in_full(item, named)),
            Value::Object(object) => {
                let (values, closed) = (object.values_mut(), "unevaluatedProperties");
                values.for_each(|value| tell_in_full(value, named));
                let closed = object.remove(closed) == Some(Value::Bool(false));
                if !object.contains_key("properties") {
                    return;
                }
                if let Some(reference) = object.remove("$ref") {
                    let name = reference.as_str().and_then(|name| name.rsplit('/').next());
                    if let Some(record) = name.and_then(|name| named.get(name)) {
                        let mut record = record.clone();
                        tell_in_full(&mut record, named);
                        share(object, &record, closed);
                    }
                }
                if let Some(Value::Array(mut branches)) = object.remove("oneOf") {
                    let beside = Value::Object(std::mem::take(object));
                    for branch in branches.iter_mut().filter_map(Value::as_object_mut) {
                        share(branch, &beside, closed);
                    }
                    for key in ["$schema", "$defs", "title", "description"] {
                        if let Some(value) = beside.get(key) {
                            object.insert(key.to_owned(), value.clone());
                        }
                    }
                    object.insert("oneOf".to_owned(), Value::Array(branches));
                }
            }
            _ => {}
        }
    }

    /// Puts the keys of a record before those of a variant.
    fn share(variant: &mut Map<String, Value>, record: &Value, closed: bool) {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for part in [record.as_object(), Some(&*variant)].into_iter().flatten() {
            let known = part.get("properties").and_then(Value::as_object);
            properties.extend(known.cloned().unwrap_or_default());
            let needed = part.get("required").and_then(Value::as_array);
            required.extend(needed.cloned().unwrap_or_default());
        }
        variant.insert("properties".to_owned(), Value::Object(properties));
        variant.insert("required".to_owned(), Value::Array(required));
        if closed {
            variant.insert("additionalProperties".to_owned(), Value::Bool(false));
        }
    }

    #[cfg(test)]
    mod tests {
        /// What is kept reads as what is made: two records of one name would
        /// not.
        #[test]
        fn what_is_kept_is_what_is_made() {
            for (name, mut schema) in super::schemas() {
                super::undescribed(&mut schema);
                assert_eq!(super::super::kept(&name), schema, "{name}");
            }
        }
    }
}
