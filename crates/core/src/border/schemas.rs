//! JSON Schemas of records: made when they are asked for, or kept as text.

use schemars::JsonSchema;
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

/// `make types` writes it: on each line a name, a space and a schema.
#[cfg(not(feature = "schemas"))]
fn kept(name: &str) -> Value {
    let mut lines = include_str!("schemas.txt").lines();
    let text = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    // Without a schema, a mistake is told as the reader tells it.
    text.and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default()
}

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
        fn line<T: JsonSchema>(mut schema: Value) -> String {
            undescribed(&mut schema);
            format!("{} {schema}\n", T::schema_name())
        }
        fn read<T: JsonSchema>() -> String {
            line::<T>(schema_to_read::<T>())
        }
        [
            line::<crate::desk::DeskConfig>(super::of_desk()),
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
        .concat()
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
}
