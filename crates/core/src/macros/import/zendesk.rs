//! Zendesk's macros.

use serde_json::Value;

use super::draft::{Draft, id_of, listed};
use super::text::{Names, Target};
use crate::macros::MacroAction;
use crate::template::Channel;
use crate::ticket::{Priority, Status};

use Target::{Name, Outputs};

pub(super) const NAMES: Names = &[
    ("ticket.id", Name("ticket.id")),
    ("ticket.title", Name("ticket.subject")),
    ("ticket.url", Name("ticket.url")),
    ("ticket.link", Name("ticket.url")),
    ("satisfaction.rating_url", Name("ticket.url")),
    ("ticket.status", Name("ticket.status")),
    ("ticket.priority", Name("ticket.priority")),
    ("ticket.via", Name("ticket.channel")),
    ("ticket.created_at", Name("ticket.created_at")),
    (
        "ticket.created_at_with_timestamp",
        Name("ticket.created_at"),
    ),
    ("ticket.requester.first_name", Name("customer.first_name")),
    ("ticket.requester.last_name", Name("customer.last_name")),
    (
        "ticket.requester.name",
        Outputs("customer.first_name }} {{ customer.last_name"),
    ),
    ("ticket.requester.email", Name("customer.email")),
    ("ticket.requester.language", Name("customer.language")),
    ("current_user.first_name", Name("agent.first_name")),
    ("current_user.name", Name("agent.name")),
    ("ticket.assignee.first_name", Name("agent.first_name")),
    ("ticket.assignee.name", Name("agent.name")),
    ("ticket.account", Name("shop.name")),
    ("ticket.brand.name", Name("shop.name")),
];

pub(super) fn read(draft: &mut Draft<'_>, entry: &Value, path: &str) {
    let title = entry.get("title").and_then(Value::as_str).unwrap_or("");
    draft.folder = title
        .split("::")
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    draft.name = draft.folder.pop().unwrap_or_default();
    if entry.get("active") == Some(&Value::Bool(false)) {
        let message = "the macro is not active: it is left out";
        draft.problem("inactive", &format!("{path}/active"), message);
        return;
    }
    if entry
        .get("restriction")
        .is_some_and(|value| !value.is_null())
    {
        let message = "a macro of some agents: here it is offered to all";
        draft.problem("no_counterpart", &format!("{path}/restriction"), message);
    }
    let described = entry.get("description").and_then(Value::as_str);
    if described.is_some_and(|text| !text.trim().is_empty()) {
        let message = "descriptions are not kept";
        draft.problem("no_counterpart", &format!("{path}/description"), message);
    }
    let Some(actions) = entry.get("actions").and_then(Value::as_array) else {
        draft.no_value(
            entry.get("actions"),
            "a list of actions",
            &format!("{path}/actions"),
        );
        return;
    };
    let is_private = actions.iter().any(|action| {
        action.get("field").and_then(Value::as_str) == Some("comment_mode_is_public")
            && action.get("value").is_some_and(is_false)
    });
    for (index, action) in actions.iter().enumerate() {
        let path = format!("{path}/actions/{index}");
        one(draft, action, is_private, &path);
    }
}

fn is_false(value: &Value) -> bool {
    value == &Value::Bool(false) || value.as_str() == Some("false")
}

fn one(draft: &mut Draft<'_>, action: &Value, is_private: bool, path: &str) {
    let Some(field) = action.get("field").and_then(Value::as_str) else {
        draft.no_value(action.get("field"), "the field that is set", path);
        return;
    };
    let value = action.get("value");
    let text = value.and_then(Value::as_str);
    let place = format!("{path}/value");
    match field {
        "comment_value" => comment(draft, value, Channel::Plain, is_private, &place),
        "comment_value_html" => comment(draft, value, Channel::Html, is_private, &place),
        // Read before the texts.
        "comment_mode_is_public" => {}
        "subject" => match text {
            Some(text) if !text.trim().is_empty() => draft.subject(text, &place),
            _ => draft.no_value(value, "a subject", &place),
        },
        "status" => {
            let status = match text {
                Some("hold") => Some(Status::OnHold),
                Some(text) => Status::ALL.into_iter().find(|known| known.name() == text),
                None => None,
            };
            match status {
                Some(status) => draft.act(MacroAction::SetStatus { status }, path),
                None => draft.no_value(value, "a status", &place),
            }
        }
        "priority" => {
            let known = |text: &str| Priority::ALL.into_iter().find(|known| known.name() == text);
            match text.and_then(known) {
                Some(priority) => draft.act(MacroAction::SetPriority { priority }, path),
                None => draft.no_value(value, "low, normal, high or urgent", &place),
            }
        }
        "group_id" => match id_of(value).and_then(|id| draft.text(&id, &place)) {
            Some(team) => draft.act(MacroAction::AssignTeam { team }, path),
            None => draft.no_value(value, "the id of a group", &place),
        },
        "assignee_id" if text == Some("current_user") => {
            let message = "who uses the macro is assigned by the host, if at all";
            draft.problem("no_counterpart", &place, message);
        }
        "assignee_id" => match id_of(value).and_then(|id| draft.text(&id, &place)) {
            Some(agent) => draft.act(MacroAction::Assign { agent }, path),
            None => draft.no_value(value, "the id of an agent", &place),
        },
        "set_tags" | "current_tags" | "remove_tags" => {
            let gap = |c: char| c.is_whitespace() || c == ',';
            let tags = match value {
                Some(Value::Array(tags)) => {
                    let tags = tags.iter().filter_map(Value::as_str);
                    tags.flat_map(|tag| listed(tag, gap)).collect()
                }
                _ => listed(text.unwrap_or_default(), gap),
            };
            if tags.is_empty() {
                draft.no_value(value, "tags, with blanks between them", &place);
            } else if field == "set_tags" {
                let message = "the tags are added; those that the ticket has are not taken away";
                draft.problem("no_counterpart", path, message);
            }
            draft.tags(tags, field == "remove_tags", &place);
        }
        field if field == "type" || field.starts_with("custom_fields_") => match value {
            None | Some(Value::Null) => draft.no_value(value, "a value", &place),
            Some(value) => draft.field(field, value, &place),
        },
        other => draft.unsupported(other, path),
    }
}

/// A text, or a channel and a text.
fn comment(
    draft: &mut Draft<'_>,
    value: Option<&Value>,
    channel: Channel,
    is_private: bool,
    place: &str,
) {
    let text = match value {
        Some(Value::String(text)) => Some(text.as_str()),
        Some(Value::Array(parts)) => {
            let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
            match parts.as_slice() {
                [text] => Some(*text),
                [only, text] => {
                    if *only != "channel:all" {
                        let message = format!(
                            "a text for {} alone: here it is for all channels",
                            crate::wording::quoted(only)
                        );
                        draft.problem("no_counterpart", place, message);
                    }
                    Some(*text)
                }
                _ => None,
            }
        }
        _ => None,
    };
    match text {
        Some(text) if is_private => draft.note(channel, text, place),
        Some(text) => draft.variant(channel, text, place),
        None => draft.no_value(value, "a text, or a channel and a text", place),
    }
}
