//! The core's records, as their JSON Schemas tell them.

use std::collections::BTreeMap;

use deskcore::border::{schema_to_read, schema_to_write};
use deskcore::desk::{DeskConfig, RatedSurvey, Refused};
use deskcore::macros::import::ImportedMacros;
use deskcore::macros::{Context, MacroColumns, MacroRequest, RenderedMacro};
use deskcore::metrics::{
    Digest, DigestConfig, GroupFigures, RatingRecord, ReportConfig, ReportFigures, SessionRecord,
    SurveyRecord, TicketFigures,
};
use deskcore::routing::simulation::{Job, Pool, RosterSimulation, SimulatedTicket, Simulation};
use deskcore::routing::staffing::{
    ArrivalProfile, CoverageGap, ErlangA, ErlangC, LiveWork, Staffing, StaffingGoal, WeekPlan,
    WorkAssumptions,
};
use deskcore::routing::wait::WaitEstimate;
use deskcore::routing::{
    Agent, AssignmentExplanation, Permission, Pull, QueueKey, QueuedTicket, RouterState,
    RoutingChange, RoutingEvent, WorkItem,
};
use deskcore::satisfaction::{
    AlertRule, AlertTransition, ControlChart, Cusum, CusumSettings, Denominator, EwmaSettings,
    FeedbackRule, FloorAlert, IntervalMethod, MeanEstimate, MeanPoint, Nonresponse, Nps, NpsMethod,
    Proportion, ProportionDifference, RatedGroup, RatingCounts, ReviewConfig, ReviewDecision,
    ReviewFacts, Score, SellerFeedback, SellerScore, SharePoint, Shrinkage, Survey, SurveyConfig,
    SurveyDecision, SurveyEvent, SurveyFacts, SurveyLog, TimedRating,
};
use deskcore::sla::NextDue;
use deskcore::template::{Analysis, RenderOptions, TemplateErrorClass};
use deskcore::text::sms::{SmsCut, SmsSize};
use deskcore::text::suggest::{Inquiry, Keywords, Suggestion, SuggestionModel};
use deskcore::ticket::{Event, Opening};
use deskcore::time::import::{ImportedHolidays, ImportedHours};
use deskcore::time::{DayHours, Explanation, Interval, Promise, Schedule};
use deskcore::what_if::{
    Comparison, ExpectationOutcome, Expectations, PromiseCheck, PromiseQuestion, TicketHistory,
};
use deskcore::{Effect, Failure, Problem, Ticket, Verdict};
use serde_json::Value;

/// A type, as far as JSON knows types.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Type {
    Text,
    Instant,
    Integer,
    Number,
    Bool,
    Null,
    Any,
    Words(Vec<String>),
    Named(String),
    List(Box<Type>),
    Tuple(Vec<Type>),
    Map(Box<Type>, Box<Type>),
    Union(Vec<Type>),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) docs: String,
    pub(crate) required: bool,
    pub(crate) of: Type,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Body {
    Record(Vec<Field>),
    /// Words with what each means.
    Words(Vec<(String, String)>),
    Alias(Type),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Definition {
    pub(crate) name: String,
    pub(crate) docs: String,
    pub(crate) body: Body,
    /// Hosts write it; the library writes the others.
    pub(crate) input: bool,
    /// Part of desk.json, which is a document in every language.
    pub(crate) document: bool,
}

impl Definition {
    /// A name stands for one record.
    fn check(&self, schema: &Value) {
        let properties = schema.get("properties").and_then(Value::as_object);
        if let (Body::Record(fields), Some(properties)) = (&self.body, properties) {
            let known = fields.iter().map(|field| &field.name);
            let name = &self.name;
            assert!(known.eq(properties.keys()), "two records named {name}");
        }
    }
}

/// Every definition, by name; what a definition uses need not come before it.
pub(crate) fn definitions() -> Vec<Definition> {
    let mut reader = Reader::default();
    reader.root(schema_to_read::<Opening>(), true, false);
    reader.root(schema_to_read::<Event>(), true, false);
    reader.root(schema_to_read::<RenderOptions>(), true, false);
    reader.root(schema_to_read::<MacroRequest>(), true, false);
    reader.root(schema_to_read::<Context>(), true, false);
    reader.root(schema_to_read::<Inquiry>(), true, false);
    reader.root(schema_to_read::<Keywords>(), true, false);
    reader.root(schema_to_read::<WorkItem>(), true, false);
    reader.root(schema_to_read::<QueuedTicket>(), true, false);
    reader.root(schema_to_read::<Agent>(), true, false);
    reader.root(schema_to_read::<SimulatedTicket>(), true, false);
    reader.root(schema_to_read::<RoutingEvent>(), true, false);
    reader.root(schema_to_read::<RouterState>(), true, false);
    reader.root(schema_to_read::<LiveWork>(), true, false);
    reader.root(schema_to_read::<StaffingGoal>(), true, false);
    reader.root(schema_to_read::<WorkAssumptions>(), true, false);
    reader.root(schema_to_read::<Job>(), true, false);
    reader.root(schema_to_read::<Pool>(), true, false);
    reader.root(schema_to_read::<RatingCounts>(), true, false);
    reader.root(schema_to_read::<Denominator>(), true, false);
    reader.root(schema_to_read::<FeedbackRule>(), true, false);
    reader.root(schema_to_read::<IntervalMethod>(), true, false);
    reader.root(schema_to_read::<NpsMethod>(), true, false);
    reader.root(schema_to_read::<SellerFeedback>(), true, false);
    reader.root(schema_to_read::<RatedGroup>(), true, false);
    reader.root(schema_to_read::<SharePoint>(), true, false);
    reader.root(schema_to_read::<MeanPoint>(), true, false);
    reader.root(schema_to_read::<EwmaSettings>(), true, false);
    reader.root(schema_to_read::<CusumSettings>(), true, false);
    reader.root(schema_to_read::<TimedRating>(), true, false);
    reader.root(schema_to_read::<AlertRule>(), true, false);
    reader.root(schema_to_read::<SurveyConfig>(), true, false);
    reader.root(schema_to_read::<SurveyEvent>(), true, false);
    reader.root(schema_to_read::<Survey>(), true, false);
    reader.root(schema_to_read::<SurveyFacts>(), true, false);
    reader.root(schema_to_read::<ReviewConfig>(), true, false);
    reader.root(schema_to_read::<ReviewFacts>(), true, false);
    reader.root(schema_to_read::<ReportConfig>(), true, false);
    reader.root(schema_to_read::<TicketFigures>(), true, false);
    reader.root(schema_to_read::<RatingRecord>(), true, false);
    reader.root(schema_to_read::<SurveyRecord>(), true, false);
    reader.root(schema_to_read::<SessionRecord>(), true, false);
    reader.root(schema_to_read::<DigestConfig>(), true, false);
    reader.root(schema_to_read::<TicketHistory>(), true, false);
    reader.root(schema_to_read::<Expectations>(), true, false);
    reader.root(schema_to_read::<PromiseQuestion>(), true, false);
    reader.root(schema_to_read::<DeskConfig>(), true, true);
    reader.root(schema_to_read::<Schedule>(), true, true);
    for schema in [
        schema_to_write::<Effect>(),
        schema_to_write::<Verdict>(),
        schema_to_write::<NextDue>(),
        schema_to_write::<deskcore::desk::DeadlineExplanation>(),
        schema_to_write::<Explanation>(),
        schema_to_write::<Interval>(),
        schema_to_write::<Promise>(),
        schema_to_write::<DayHours>(),
        schema_to_write::<Problem>(),
        schema_to_write::<Failure>(),
        schema_to_write::<Refused>(),
        schema_to_write::<ImportedHolidays>(),
        schema_to_write::<ImportedHours>(),
        schema_to_write::<Ticket>(),
        schema_to_write::<TemplateErrorClass>(),
        schema_to_write::<Analysis>(),
        schema_to_write::<RenderedMacro>(),
        schema_to_write::<MacroColumns>(),
        schema_to_write::<ImportedMacros>(),
        schema_to_write::<Suggestion>(),
        schema_to_write::<SuggestionModel>(),
        schema_to_write::<SmsSize>(),
        schema_to_write::<SmsCut>(),
        schema_to_write::<QueueKey>(),
        schema_to_write::<RoutingChange>(),
        schema_to_write::<AssignmentExplanation>(),
        schema_to_write::<Pull>(),
        schema_to_write::<Permission>(),
        schema_to_write::<ErlangC>(),
        schema_to_write::<ErlangA>(),
        schema_to_write::<Staffing>(),
        schema_to_write::<ArrivalProfile>(),
        schema_to_write::<WeekPlan>(),
        schema_to_write::<CoverageGap>(),
        schema_to_write::<Simulation>(),
        schema_to_write::<RosterSimulation>(),
        schema_to_write::<WaitEstimate>(),
        schema_to_write::<Score>(),
        schema_to_write::<SellerScore>(),
        schema_to_write::<Proportion>(),
        schema_to_write::<ProportionDifference>(),
        schema_to_write::<Nonresponse>(),
        schema_to_write::<Nps>(),
        schema_to_write::<MeanEstimate>(),
        schema_to_write::<Shrinkage>(),
        schema_to_write::<ControlChart>(),
        schema_to_write::<Cusum>(),
        schema_to_write::<AlertTransition>(),
        schema_to_write::<FloorAlert>(),
        schema_to_write::<SurveyLog>(),
        schema_to_write::<SurveyDecision>(),
        schema_to_write::<ReviewDecision>(),
        schema_to_write::<RatedSurvey>(),
        schema_to_write::<ReportFigures>(),
        schema_to_write::<GroupFigures>(),
        schema_to_write::<Digest>(),
        schema_to_write::<Comparison>(),
        schema_to_write::<ExpectationOutcome>(),
        schema_to_write::<PromiseCheck>(),
    ] {
        reader.root(schema, false, false);
    }
    reader.found.into_values().collect()
}

#[derive(Default)]
struct Reader {
    found: BTreeMap<String, Definition>,
    input: bool,
    document: bool,
}

impl Reader {
    fn root(&mut self, schema: Value, input: bool, document: bool) {
        (self.input, self.document) = (input, document);
        let title = text(&schema, "title");
        if let Some(named) = schema.get("$defs").and_then(Value::as_object) {
            for (name, schema) in named {
                self.define(name, schema);
            }
        }
        self.define(&title, &schema);
    }

    fn define(&mut self, name: &str, schema: &Value) {
        if let Some(known) = self.found.get(name) {
            known.check(schema);
            return;
        }
        let body = self.body(name, schema);
        self.insert(name, docs(schema), body);
    }

    fn insert(&mut self, name: &str, docs: String, body: Body) {
        let definition = Definition {
            name: name.to_owned(),
            docs,
            body,
            input: self.input,
            document: self.document,
        };
        self.found.insert(name.to_owned(), definition);
    }

    fn body(&mut self, name: &str, schema: &Value) -> Body {
        if schema.get("properties").is_some() {
            return Body::Record(self.fields(name, schema));
        }
        let Some(branches) = branches(schema) else {
            return Body::Alias(self.of(name, schema));
        };
        let words: Option<Vec<(String, String)>> = branches
            .iter()
            .map(|branch| {
                let word = branch.get("const")?.as_str()?;
                Some((word.to_owned(), docs(branch)))
            })
            .collect();
        words.map_or_else(|| Body::Alias(self.of(name, schema)), Body::Words)
    }

    fn fields(&mut self, name: &str, schema: &Value) -> Vec<Field> {
        let required = schema.get("required").and_then(Value::as_array);
        let properties = schema.get("properties").and_then(Value::as_object);
        properties
            .into_iter()
            .flatten()
            .map(|(key, schema)| Field {
                name: key.clone(),
                docs: docs(schema),
                required: required.is_some_and(|keys| keys.iter().any(|one| one == key)),
                of: self.of(&format!("{name}{}", pascal(key)), schema),
            })
            .collect()
    }

    /// The type of a schema; a record without a name of its own gets `name`.
    fn of(&mut self, name: &str, schema: &Value) -> Type {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let named = reference.rsplit('/').next().unwrap_or_default();
            return Type::Named(named.to_owned());
        }
        if let Some(word) = schema.get("const").and_then(Value::as_str) {
            return Type::Words(vec![word.to_owned()]);
        }
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            let words = words.iter().filter_map(Value::as_str);
            return Type::Words(words.map(str::to_owned).collect());
        }
        if let Some(branches) = branches(schema) {
            let types = branches.iter().map(|branch| self.branch(name, branch));
            return Type::Union(types.collect());
        }
        match schema.get("type") {
            Some(Value::Array(types)) => Type::Union(
                types
                    .iter()
                    .map(|one| {
                        let mut alone = schema.as_object().cloned().unwrap_or_default();
                        alone.insert("type".to_owned(), one.clone());
                        self.of(name, &Value::Object(alone))
                    })
                    .collect(),
            ),
            Some(Value::String(one)) => match one.as_str() {
                "string" if text(schema, "format") == "date-time" => Type::Instant,
                "string" => Type::Text,
                "integer" => Type::Integer,
                "number" => Type::Number,
                "boolean" => Type::Bool,
                "null" => Type::Null,
                "array" => self.list(name, schema),
                _ => self.object(name, schema),
            },
            _ => Type::Any,
        }
    }

    /// A branch of a union: a record of it is named after its `type`.
    fn branch(&mut self, name: &str, branch: &Value) -> Type {
        if branch.get("properties").is_none() {
            return self.of(name, branch);
        }
        let tag = branch.pointer("/properties/type/const");
        let named = match tag.and_then(Value::as_str) {
            Some(tag) => format!("{}{name}", pascal(tag)),
            None => format!("{name}Object"),
        };
        let fields = self.fields(&named, branch);
        let docs = match docs(branch) {
            docs if docs.is_empty() => format!("`{name}` with all that can be said of it."),
            docs => docs,
        };
        self.insert(&named, docs, Body::Record(fields));
        Type::Named(named)
    }

    fn list(&mut self, name: &str, schema: &Value) -> Type {
        if let Some(items) = schema.get("prefixItems").and_then(Value::as_array) {
            return Type::Tuple(items.iter().map(|item| self.of(name, item)).collect());
        }
        let item = schema.get("items").unwrap_or(&Value::Bool(true)).clone();
        Type::List(Box::new(self.of(name, &item)))
    }

    fn object(&mut self, name: &str, schema: &Value) -> Type {
        if schema.get("properties").is_some() {
            let fields = self.fields(name, schema);
            self.insert(name, docs(schema), Body::Record(fields));
            return Type::Named(name.to_owned());
        }
        let key = match schema.get("propertyNames") {
            Some(names) if names.get("enum").is_some() => self.of(name, names),
            _ => Type::Text,
        };
        let value = schema.get("additionalProperties");
        let value = value.map_or(Type::Any, |value| self.of(name, value));
        Type::Map(Box::new(key), Box::new(value))
    }
}

fn branches(schema: &Value) -> Option<&Vec<Value>> {
    ["oneOf", "anyOf"]
        .iter()
        .find_map(|key| schema.get(key)?.as_array())
}

fn text(schema: &Value, key: &str) -> String {
    schema
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// The documentation without what only Rust's readers need: examples, links.
fn docs(schema: &Value) -> String {
    let mut kept: Vec<String> = Vec::new();
    let mut in_example = false;
    for line in text(schema, "description").lines() {
        if line.trim_start().starts_with("```") {
            in_example = !in_example;
            continue;
        }
        let is_link = line.starts_with('[') && line.contains("]: ");
        if !in_example && !is_link {
            kept.push(without_links(line));
        }
    }
    kept.join("\n").trim().to_owned()
}

/// `` [`Name`](path) `` and `` [`Name`] `` are `` `Name` ``.
fn without_links(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("[`") {
        let Some((name, after)) = after.split_once("`]") else {
            break;
        };
        plain.push_str(before);
        plain.push_str(&format!("`{name}`"));
        rest = match after
            .strip_prefix('(')
            .and_then(|link| link.split_once(')'))
        {
            Some((_, after)) => after,
            None => after,
        };
    }
    plain + rest
}

/// `sla_breach` as `SlaBreach`.
pub(crate) fn pascal(name: &str) -> String {
    name.split(|c: char| !c.is_alphanumeric())
        .flat_map(|part| {
            let mut letters = part.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            first.into_iter().chain(letters)
        })
        .collect()
}
