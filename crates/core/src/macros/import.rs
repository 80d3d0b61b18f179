//! Macros from the help desks that shops come from.
//!
//! - [`from_zendesk`]: what `GET /api/v2/macros.json` answers.
//! - [`from_gorgias`]: what `GET /api/macros` answers.
//!
//! What has a counterpart here is converted; everything else is a
//! [`Problem`] with its place in the input, as a JSON pointer. What is
//! imported compiles. Nothing is made up: a text that is no Liquid is left
//! out and told, and so is a macro of which nothing remains.
//!
//! # Placeholders
//!
//! Texts stay the templates that they are; only the names in them change, by
//! the tables below. Text in `comment` and `raw` is left alone, and so are
//! names that the template gives a value to itself. A converted name is as
//! strict as any: where the value is missing, the macro is not rendered, while
//! the help desks that it comes from send a hole.
//!
//! A placeholder without a counterpart becomes a text that the agent is asked
//! for: a [`Parameter`] whose label is the placeholder, and a problem
//! `no_counterpart`. In a condition such an answer is always true. So does an
//! output that is no Liquid, such as `{{ x|datetime_format("L") }}`.
//!
//! Zendesk's:
//!
//! | placeholder | here |
//! |---|---|
//! | `ticket.id` | `ticket.id` |
//! | `ticket.title` | `ticket.subject` |
//! | `ticket.url`, `ticket.link`, `satisfaction.rating_url` | `ticket.url` |
//! | `ticket.status`, `ticket.priority` | the same |
//! | `ticket.via` | `ticket.channel` |
//! | `ticket.created_at`, `ticket.created_at_with_timestamp` | `ticket.created_at` |
//! | `ticket.requester.first_name`, `.last_name`, `.email`, `.language` | `customer.…` |
//! | `ticket.requester.name`, as an output alone | `customer.first_name` and `customer.last_name` |
//! | `current_user.first_name`, `ticket.assignee.first_name` | `agent.first_name` |
//! | `current_user.name`, `ticket.assignee.name` | `agent.name` |
//! | `ticket.account`, `ticket.brand.name` | `shop.name` |
//!
//! Gorgias':
//!
//! | placeholder | here |
//! |---|---|
//! | `ticket.id`, `ticket.subject`, `ticket.channel`, `ticket.status`, `ticket.priority` | the same |
//! | `ticket.created_datetime` | `ticket.created_at` |
//! | `ticket.customer.firstname`, `.lastname`, `.email`, `.language` | `customer.…` |
//! | `ticket.customer.name`, as an output alone | `customer.first_name` and `customer.last_name` |
//! | `current_user.firstname`, `ticket.assignee_user.firstname` | `agent.first_name` |
//! | `current_user.name`, `ticket.assignee_user.name` | `agent.name` |
//! | `ticket.customer.integrations.shopify.customer.first_name`, `.last_name`, `.email`, `.orders_count` | `customer.…` |
//! | `ticket.customer.integrations.shopify.orders[0]` … | the order that the ticket is about |
//! | … `.name` | `order.name` |
//! | … `.order_number`, where filters can follow | `order.name \| remove: '#'` |
//! | … `.total_price`, `.currency` | `order.total.amount`, `order.total.currency` |
//! | … `.created_at` | `order.placed_at` |
//! | … `.fulfillments[n].tracking_number`, `.tracking_numbers[0]` | `order.shipments[n].tracking_number` |
//! | … `.fulfillments[n].tracking_url`, `.tracking_urls[0]` | `order.shipments[n].tracking_url` |
//! | … `.fulfillments[n].tracking_company` | `order.shipments[n].carrier` |
//! | … `.fulfillments[n].created_at` | `order.shipments[n].shipped_at` |
//! | … `.line_items[n].title`, `.name`, `.quantity`, `.sku` | `order.lines[n].…` |
//!
//! Addresses, and the price of one piece, have no counterpart.

mod draft;
mod gorgias;
mod text;
mod zendesk;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::MacroConfig;
use crate::error::{Error, Problem};
use draft::Importer;

#[cfg(doc)]
use super::Parameter;

/// Bytes of a document, and macros in it, that are read.
const MOST_BYTES: usize = 16 << 20;
const MOST_MACROS: usize = 5_000;

/// What an import gives.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ImportedMacros {
    /// What could be converted, in the order of the input.
    pub macros: Vec<MacroConfig>,
    /// Everything that could not, by its place in the input.
    pub problems: Vec<Problem>,
}

/// Reads Zendesk's macros: the JSON of `GET /api/v2/macros.json`.
///
/// | action | here |
/// |---|---|
/// | `comment_value`, `comment_value_html` | a text, plain or HTML; not public by `comment_mode_is_public`: an internal note |
/// | `subject` | the subject of the texts; without one, the field `subject` |
/// | `status`, `priority` | the same; `hold` is `on_hold` |
/// | `group_id`, `assignee_id` | the team, the agent, by id |
/// | `current_tags`, `remove_tags` | tags added and removed |
/// | `set_tags` | tags added, and a problem: those that are there stay |
/// | `type`, `custom_fields_<id>` | a field of this name |
///
/// All others are problems, such as side conversations and notifications, and
/// so are restrictions to some agents. Inactive macros are left out. In a
/// title, `::` parts folders.
///
/// ```
/// use deskcore::macros::import;
///
/// let imported = import::from_zendesk(r#"{"macros": [{
///     "id": 360111, "title": "Shipping::Late", "active": true,
///     "actions": [
///         {"field": "comment_value", "value": ["channel:all", "Hi {{ticket.requester.first_name}}, {{ticket.organization.name}} comes first."]},
///         {"field": "status", "value": "hold"},
///         {"field": "follower", "value": "current_user"}
///     ]
/// }]}"#)?;
/// let late = &imported.macros[0];
/// assert_eq!((&*late.id, &*late.name, &*late.folder[0]), ("zendesk-360111", "Late", "Shipping"));
/// assert_eq!(
///     late.variants[0].body,
///     "Hi {{customer.first_name}}, {{parameters.ticket_organization_name}} comes first.",
/// );
/// assert_eq!(late.parameters[0].label.as_deref(), Some("{{ticket.organization.name}}"));
/// let told: Vec<_> = imported.problems.iter().map(|problem| (&*problem.path, &*problem.code)).collect();
/// assert_eq!(told, [
///     ("/macros/0/actions/0/value", "no_counterpart"),
///     ("/macros/0/actions/2", "unsupported_action"),
/// ]);
/// # Ok::<(), deskcore::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::InvalidInput`] for what is no JSON, has no list of `macros`, is
/// longer than 16 MiB or has more than 5,000 of them.
pub fn from_zendesk(json: &str) -> Result<ImportedMacros, Error> {
    let (document, entries) = entries(json, "macros")?;
    let mut importer = Importer::new("zendesk", zendesk::NAMES);
    let more = document.get("next_page").is_some_and(Value::is_string)
        || document.pointer("/meta/has_more") == Some(&Value::Bool(true));
    if more {
        importer.incomplete();
    }
    for (index, entry) in entries.iter().enumerate() {
        importer.one(entry, &format!("/macros/{index}"), zendesk::read);
    }
    Ok(importer.finish())
}

/// Reads Gorgias' macros: the JSON of `GET /api/macros`.
///
/// | action | here |
/// |---|---|
/// | `setResponseText` | a text of the macro's language: plain, HTML, or both |
/// | `setSubject` | the subject of the texts; without one, the field `subject` |
/// | `addInternalNote` | an internal note |
/// | `setStatus` | `open` is `open`; `closed`, which customers reopen by writing, is `solved` |
/// | `setPriority` | the same; `critical` is `urgent` |
/// | `addTags`, `removeTags` | tags added and removed |
/// | `setAssignee`, `setTeamAssignee` | the agent, the team, by id |
/// | `snoozeTicket` | a follow-up after that time |
/// | `setCustomFieldValue` | the field `custom_field_<id>` |
///
/// All others are problems, such as calls of other systems and attachments.
///
/// ```
/// use deskcore::macros::import;
///
/// let imported = import::from_gorgias(r#"{"data": [{
///     "id": 23453, "name": "Order status", "language": "it",
///     "actions": [
///         {"name": "setResponseText", "arguments": {"body_text":
///             "Ciao {{ticket.customer.firstname}}, ecco: {{ticket.customer.integrations.shopify.orders[0].fulfillments[0].tracking_url}}"}},
///         {"name": "addTags", "arguments": {"tags": "question, order-status"}}
///     ]
/// }]}"#)?;
/// let status = &imported.macros[0];
/// assert_eq!(
///     status.variants[0].body,
///     "Ciao {{customer.first_name}}, ecco: {{order.shipments[0].tracking_url}}",
/// );
/// assert_eq!(serde_json::to_string(&status.actions)?, r#"[{"type":"add_tags","tags":["question","order-status"]}]"#);
/// assert!(imported.problems.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Error::InvalidInput`] for what is no JSON, has no list of `data`, is
/// longer than 16 MiB or has more than 5,000 entries.
pub fn from_gorgias(json: &str) -> Result<ImportedMacros, Error> {
    let (document, entries) = entries(json, "data")?;
    let mut importer = Importer::new("gorgias", gorgias::NAMES);
    let cursor = document.pointer("/meta/next_cursor");
    if cursor.is_some_and(Value::is_string) {
        importer.incomplete();
    }
    for (index, entry) in entries.iter().enumerate() {
        importer.one(entry, &format!("/data/{index}"), gorgias::read);
    }
    Ok(importer.finish())
}

/// The document, and the list in it.
fn entries(json: &str, key: &str) -> Result<(Value, Vec<Value>), Error> {
    if json.len() > MOST_BYTES {
        let message = format!("{} bytes: expected {MOST_BYTES} at most", json.len());
        return Err(Error::invalid("", message));
    }
    let mut document: Value = serde_json::from_str(json)
        .map_err(|error| Error::invalid("", format!("no JSON: {error}")))?;
    let path = format!("/{key}");
    let entries = match document.get_mut(key).map(Value::take) {
        Some(Value::Array(entries)) => entries,
        _ => {
            let message = format!("no list: expected the macros, as \"{key}\"");
            return Err(Error::invalid(path, message));
        }
    };
    if entries.len() > MOST_MACROS {
        let message = format!("{} macros: expected {MOST_MACROS} at most", entries.len());
        return Err(Error::invalid(path, message));
    }
    Ok((document, entries))
}
