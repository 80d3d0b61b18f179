//! From JSON to a mapping.

use std::collections::BTreeMap;

use deskcore::ticket::{EventKind, Priority};
use deskcore::time::Zone;
use serde_json::{Map, Value};

use super::node::Node;
use super::{
    BacklogUntil, Cell, FactColumns, Item, Mapping, Outcome, Rule, Source, Stamp, Template,
};
use crate::failure::{Failure, did_you_mean, listed};

pub(super) fn mapping(node: &Node<'_>) -> Result<Mapping, Failure> {
    let node = node.object(&[
        "ticket",
        "event_id",
        "at",
        "created_at",
        "missing",
        "facts",
        "agent",
        "rows",
        "backlog_until",
    ])?;
    let rows = node.need("rows")?;
    let rules = rows
        .list()?
        .iter()
        .map(rule)
        .collect::<Result<Vec<_>, _>>()?;
    if rules.is_empty() {
        return Err(rows.wrong("expected at least one rule"));
    }
    Ok(Mapping {
        ticket: column(&node.need("ticket")?)?,
        event_id: node.get("event_id").map(|node| column(&node)).transpose()?,
        at: stamp(&node.need("at")?)?,
        created_at: node
            .get("created_at")
            .map(|node| stamp(&node))
            .transpose()?,
        missing: match node.get("missing") {
            Some(node) => node.strings()?,
            None => Vec::new(),
        },
        facts: facts(&node.need("facts")?)?,
        agent: node.get("agent").map(|node| source(&node)).transpose()?,
        rows: rules,
        backlog_until: match node.get("backlog_until") {
            Some(node) => backlog_until(&node)?,
            None => BacklogUntil::default(),
        },
    })
}

/// A column by its name, or as an object with the name alone.
fn column(node: &Node<'_>) -> Result<String, Failure> {
    if node.value.is_object() {
        return column(&node.object(&["column"])?.need("column")?);
    }
    node.string().map(str::to_owned)
}

fn backlog_until(node: &Node<'_>) -> Result<BacklogUntil, Failure> {
    let text = node.string()?;
    [BacklogUntil::Solved, BacklogUntil::Closed]
        .into_iter()
        .find(|until| until.name() == text)
        .ok_or_else(|| node.wrong(format!("expected \"solved\" or \"closed\", found {text:?}")))
}

fn stamp(node: &Node<'_>) -> Result<Stamp, Failure> {
    if node.value.is_string() {
        return Ok(Stamp {
            column: column(node)?,
            format: None,
            zone: None,
        });
    }
    let node = node.object(&["column", "format", "zone"])?;
    let format = node.get("format");
    if let Some(format) = &format {
        let text = format.string()?;
        if chrono::format::StrftimeItems::new(text)
            .any(|item| matches!(item, chrono::format::Item::Error))
        {
            return Err(format.wrong(format!("{text:?} is no format of chrono's strftime")));
        }
    }
    let zone = match node.get("zone") {
        Some(node) => {
            let name = node.string()?;
            let zone: Zone = name.parse().map_err(|_| {
                let hint = did_you_mean(name, Zone::all().map(Zone::name));
                node.wrong(format!("{name:?} is no IANA zone{hint}"))
            })?;
            Some(zone)
        }
        None => None,
    };
    Ok(Stamp {
        column: column(&node.need("column")?)?,
        format: format
            .map(|node| node.string().map(str::to_owned))
            .transpose()?,
        zone,
    })
}

fn source(node: &Node<'_>) -> Result<Source, Failure> {
    if node.value.is_object() && node.get("constant").is_some() {
        let constant = node.object(&["constant"])?.need("constant")?;
        return Ok(Source::Constant(constant.string()?.to_owned()));
    }
    cell(node).map(Source::Cell)
}

const CELL_KEYS: &[&str] = &["column", "values", "otherwise"];

fn cell(node: &Node<'_>) -> Result<Cell, Failure> {
    if node.value.is_string() {
        return Ok(Cell {
            column: column(node)?,
            values: None,
            otherwise: None,
        });
    }
    let node = node.object(CELL_KEYS)?;
    let values = match node.get("values") {
        Some(node) => Some(
            node.members()?
                .map(|(word, node)| {
                    let meaning = node.optional_string()?.map(str::to_owned);
                    Ok((word.to_owned(), meaning))
                })
                .collect::<Result<BTreeMap<_, _>, Failure>>()?,
        ),
        None => None,
    };
    let otherwise = match node.get("otherwise") {
        Some(node) => Some(node.optional_string()?.map(str::to_owned)),
        None => None,
    };
    Ok(Cell {
        column: column(&node.need("column")?)?,
        values,
        otherwise,
    })
}

fn facts(node: &Node<'_>) -> Result<FactColumns, Failure> {
    let node = node.object(&[
        "channel", "customer", "language", "tier", "brand", "reason", "priority", "tags", "fields",
    ])?;
    let optional = |key| node.get(key).map(|node| source(&node)).transpose();
    let tags = match node.get("tags") {
        Some(node) if node.value.is_object() => {
            let node = node.object(&["column", "separator"])?;
            let cell = Cell {
                column: column(&node.need("column")?)?,
                values: None,
                otherwise: None,
            };
            let separator = match node.get("separator") {
                Some(node) => node.string()?.to_owned(),
                None => ",".to_owned(),
            };
            Some((Source::Cell(cell), separator))
        }
        Some(node) => Some((source(&node)?, ",".to_owned())),
        None => None,
    };
    let fields = match node.get("fields") {
        Some(node) => node
            .members()?
            .map(|(name, node)| Ok((name.to_owned(), source(&node)?)))
            .collect::<Result<BTreeMap<_, _>, Failure>>()?,
        None => BTreeMap::new(),
    };
    Ok(FactColumns {
        channel: source(&node.need("channel")?)?,
        customer: optional("customer")?,
        language: optional("language")?,
        tier: optional("tier")?,
        brand: optional("brand")?,
        reason: optional("reason")?,
        priority: node
            .get("priority")
            .map(|node| priority(&node))
            .transpose()?,
        tags,
        fields,
    })
}

/// A source whose every meaning is a priority.
fn priority(node: &Node<'_>) -> Result<Source, Failure> {
    let source = source(node)?;
    let meanings: Vec<&String> = match &source {
        Source::Constant(meaning) => vec![meaning],
        Source::Cell(cell) => cell
            .values
            .iter()
            .flat_map(BTreeMap::values)
            .chain(&cell.otherwise)
            .flatten()
            .collect(),
    };
    let known = Priority::ALL.map(Priority::name);
    for meaning in meanings {
        if !known.contains(&meaning.as_str()) {
            return Err(node.wrong(format!(
                "{meaning:?} is no priority{}: expected one of {}",
                did_you_mean(meaning, known),
                listed(known)
            )));
        }
    }
    Ok(source)
}

fn rule(node: &Node<'_>) -> Result<Rule, Failure> {
    let node = node.object(&["when", "changed", "then", "until_next_row", "leave_out"])?;
    let when = match node.get("when") {
        Some(node) => node
            .members()?
            .map(|(column, node)| Ok((column.to_owned(), node.strings()?)))
            .collect::<Result<Vec<_>, Failure>>()?,
        None => Vec::new(),
    };
    let changed = match node.get("changed") {
        Some(node) => node.boolean()?,
        None => false,
    };
    if changed && when.is_empty() {
        return Err(node.wrong("\"changed\" needs the columns of a \"when\""));
    }
    let outcome = match (node.get("then"), node.get("leave_out")) {
        (Some(_), Some(_)) => {
            return Err(node.wrong("\"then\" and \"leave_out\" exclude each other"));
        }
        (None, Some(reason)) => Outcome::LeaveOut(reason.string()?.to_owned()),
        (Some(then), None) => Outcome::Events {
            then: then.list()?.iter().map(item).collect::<Result<_, _>>()?,
            until_next_row: node
                .get("until_next_row")
                .map(|node| item(&node))
                .transpose()?,
        },
        (None, None) => return Err(node.wrong("expected \"then\" or \"leave_out\"")),
    };
    Ok(Rule {
        when,
        changed,
        outcome,
    })
}

const EVENT_TYPES: [&str; 14] = [
    "created",
    "customer_message",
    "agent_reply",
    "bot_reply",
    "internal_note",
    "no_reply_needed",
    "assigned",
    "status",
    "priority",
    "details",
    "merged_from",
    "merged_into",
    "policy_review",
    "rating",
];

fn item(node: &Node<'_>) -> Result<Item, Failure> {
    let name = match node.value {
        Value::Object(_) => node.need("type")?,
        _ => node.clone(),
    };
    let name = name.string()?;
    if !EVENT_TYPES.contains(&name) {
        return Err(node.wrong(format!(
            "{name:?} is no type of event{}: expected one of {}",
            did_you_mean(name, EVENT_TYPES),
            listed(EVENT_TYPES)
        )));
    }
    if name == "created" {
        if node.value.is_object() {
            node.object(&["type"])?;
        }
        return Ok(Item::Created);
    }
    if name == "rating" {
        let score = node.object(&["type", "score"])?.need("score")?;
        return cell(&score).map(Item::Rating);
    }
    if node.value.is_string() {
        let object = Map::from_iter([("type".to_owned(), node.value.clone())]);
        return constant(node, Value::Object(object));
    }
    match template(node)? {
        Template::Constant(value) => constant(node, value),
        filled => Ok(Item::Filled(filled)),
    }
}

fn constant(node: &Node<'_>, value: Value) -> Result<Item, Failure> {
    serde_json::from_value::<EventKind>(value)
        .map(Item::Constant)
        .map_err(|error| node.wrong(error))
}

/// JSON in which objects with a `column` are cells.
fn template(node: &Node<'_>) -> Result<Template, Failure> {
    match node.value {
        Value::Object(object) if object.get("column").is_some() => cell(node).map(Template::Cell),
        Value::Object(_) => {
            let members = node
                .members()?
                .map(|(key, node)| Ok((key.to_owned(), template(&node)?)))
                .collect::<Result<Vec<_>, Failure>>()?;
            let constants: Option<Map<String, Value>> = members
                .iter()
                .map(|(key, part)| match part {
                    Template::Constant(value) => Some((key.clone(), value.clone())),
                    _ => None,
                })
                .collect();
            Ok(match constants {
                Some(object) => Template::Constant(Value::Object(object)),
                None => Template::Object(members),
            })
        }
        Value::Array(_) => {
            let parts = node
                .list()?
                .iter()
                .map(template)
                .collect::<Result<Vec<_>, _>>()?;
            let constants: Option<Vec<Value>> = parts
                .iter()
                .map(|part| match part {
                    Template::Constant(value) => Some(value.clone()),
                    _ => None,
                })
                .collect();
            Ok(match constants {
                Some(list) => Template::Constant(Value::Array(list)),
                None => Template::List(parts),
            })
        }
        value => Ok(Template::Constant(value.clone())),
    }
}
