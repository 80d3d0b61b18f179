//! Gorgias' macros.

use serde_json::Value;

use super::draft::{Draft, id_of, listed};
use super::text::{Names, Target};
use crate::macros::MacroAction;
use crate::template::Channel;
use crate::ticket::{Priority, Status};

use Target::{Filtered, Name, Outputs};

macro_rules! of_last_order {
    ($($name:literal $target:expr),* $(,)?) => {
        &[
            ("ticket.id", Name("ticket.id")),
            ("ticket.subject", Name("ticket.subject")),
            ("ticket.channel", Name("ticket.channel")),
            ("ticket.status", Name("ticket.status")),
            ("ticket.priority", Name("ticket.priority")),
            ("ticket.created_datetime", Name("ticket.created_at")),
            ("ticket.customer.firstname", Name("customer.first_name")),
            ("ticket.customer.lastname", Name("customer.last_name")),
            ("ticket.customer.name", Outputs("customer.first_name }} {{ customer.last_name")),
            ("ticket.customer.email", Name("customer.email")),
            ("ticket.customer.language", Name("customer.language")),
            ("current_user.firstname", Name("agent.first_name")),
            ("current_user.name", Name("agent.name")),
            ("ticket.assignee_user.firstname", Name("agent.first_name")),
            ("ticket.assignee_user.name", Name("agent.name")),
            ("ticket.customer.integrations.shopify.customer.first_name", Name("customer.first_name")),
            ("ticket.customer.integrations.shopify.customer.last_name", Name("customer.last_name")),
            ("ticket.customer.integrations.shopify.customer.email", Name("customer.email")),
            ("ticket.customer.integrations.shopify.customer.orders_count", Name("customer.orders_count")),
            $((concat!("ticket.customer.integrations.shopify.orders[0].", $name), $target)),*
        ]
    };
}

pub(super) const NAMES: Names = of_last_order! {
    "name" Name("order.name"),
    "order_number" Filtered("order.name | remove: '#'"),
    "total_price" Name("order.total.amount"),
    "currency" Name("order.total.currency"),
    "created_at" Name("order.placed_at"),
    "fulfillments[#].tracking_number" Name("order.shipments[#].tracking_number"),
    "fulfillments[#].tracking_numbers[0]" Name("order.shipments[#].tracking_number"),
    "fulfillments[#].tracking_url" Name("order.shipments[#].tracking_url"),
    "fulfillments[#].tracking_urls[0]" Name("order.shipments[#].tracking_url"),
    "fulfillments[#].tracking_company" Name("order.shipments[#].carrier"),
    "fulfillments[#].created_at" Name("order.shipments[#].shipped_at"),
    "line_items[#].title" Name("order.lines[#].title"),
    "line_items[#].name" Name("order.lines[#].title"),
    "line_items[#].quantity" Name("order.lines[#].quantity"),
    "line_items[#].sku" Name("order.lines[#].sku"),
};

pub(super) fn read(draft: &mut Draft<'_>, entry: &Value, path: &str) {
    let name = entry.get("name").and_then(Value::as_str).unwrap_or("");
    draft.name = name.trim().to_owned();
    match entry.get("language") {
        None | Some(Value::Null) => {}
        Some(language) => match language.as_str().and_then(|tag| tag.parse().ok()) {
            Some(locale) => draft.locale = Some(locale),
            None => {
                let wanted = "a language such as it";
                draft.no_value(Some(language), wanted, &format!("{path}/language"));
            }
        },
    }
    let Some(actions) = entry.get("actions").and_then(Value::as_array) else {
        draft.no_value(
            entry.get("actions"),
            "a list of actions",
            &format!("{path}/actions"),
        );
        return;
    };
    for (index, action) in actions.iter().enumerate() {
        one(draft, action, &format!("{path}/actions/{index}"));
    }
}

fn one(draft: &mut Draft<'_>, action: &Value, path: &str) {
    let Some(name) = action.get("name").and_then(Value::as_str) else {
        draft.no_value(action.get("name"), "the name of an action", path);
        return;
    };
    let argument = |name: &str| action.get("arguments").and_then(|all| all.get(name));
    let text = |name: &str| argument(name).and_then(Value::as_str);
    let place = |name: &str| format!("{path}/arguments/{name}");
    match name {
        "setResponseText" => {
            let (plain, html) = (text("body_text"), text("body_html"));
            if plain.is_none() && html.is_none() {
                draft.no_value(argument("body_text"), "a text", &place("body_text"));
            }
            draft.variant(Channel::Plain, plain.unwrap_or(""), &place("body_text"));
            draft.variant(Channel::Html, html.unwrap_or(""), &place("body_html"));
        }
        "addInternalNote" => match (text("body_text"), text("body_html")) {
            (Some(plain), _) if !plain.trim().is_empty() => {
                draft.note(Channel::Plain, plain, &place("body_text"));
            }
            (_, Some(html)) => draft.note(Channel::Html, html, &place("body_html")),
            _ => draft.no_value(argument("body_text"), "a text", &place("body_text")),
        },
        "setSubject" => match text("subject") {
            Some(subject) if !subject.trim().is_empty() => {
                draft.subject(subject, &place("subject"));
            }
            _ => draft.no_value(argument("subject"), "a subject", &place("subject")),
        },
        "addTags" | "removeTags" => {
            let tags = listed(text("tags").unwrap_or_default(), |c| c == ',');
            if tags.is_empty() {
                let wanted = "tags, with commas between them";
                draft.no_value(argument("tags"), wanted, &place("tags"));
            }
            draft.tags(tags, name == "removeTags", &place("tags"));
        }
        "setStatus" => {
            let status = match text("status") {
                Some("open") => Status::Open,
                Some("closed") => Status::Solved,
                _ => {
                    draft.no_value(argument("status"), "open or closed", &place("status"));
                    return;
                }
            };
            draft.act(MacroAction::SetStatus { status }, path);
        }
        "setPriority" => {
            let priority = match text("priority") {
                Some("low") => Priority::Low,
                Some("normal") => Priority::Normal,
                Some("high") => Priority::High,
                Some("critical" | "urgent") => Priority::Urgent,
                _ => {
                    let wanted = "low, normal, high or critical";
                    draft.no_value(argument("priority"), wanted, &place("priority"));
                    return;
                }
            };
            draft.act(MacroAction::SetPriority { priority }, path);
        }
        "setAssignee" => {
            let place = place("assignee_user");
            let user = argument("assignee_user");
            let id = user.and_then(|user| id_of(user.get("id")));
            match id.and_then(|id| draft.text(&id, &place)) {
                Some(agent) => draft.act(MacroAction::Assign { agent }, path),
                None => draft.no_value(user, "an agent with an id", &place),
            }
        }
        "setTeamAssignee" => {
            let place = place("assignee_team");
            let team = argument("assignee_team");
            let id = team.and_then(|team| id_of(team.get("id")));
            match id.and_then(|id| draft.text(&id, &place)) {
                Some(team) => draft.act(MacroAction::AssignTeam { team }, path),
                None => draft.no_value(team, "a team with an id", &place),
            }
        }
        "snoozeTicket" => match text("snooze_timedelta").and_then(seconds) {
            Some(after_s) => {
                let action = MacroAction::ScheduleFollowUp {
                    after_s,
                    note: None,
                };
                draft.act(action, path);
            }
            None => {
                let wanted = "a time such as 2d";
                let found = argument("snooze_timedelta");
                draft.no_value(found, wanted, &place("snooze_timedelta"));
            }
        },
        "setCustomFieldValue" => {
            let value = argument("value").filter(|value| !value.is_null());
            match (id_of(argument("custom_field_id")), value) {
                (Some(id), Some(value)) => {
                    draft.field(&format!("custom_field_{id}"), value, &place("value"));
                }
                _ => draft.no_value(argument("value"), "a field's id and a value", path),
            }
        }
        other => draft.unsupported(other, path),
    }
}

/// Seconds of a time such as `2d`; none where there are none.
fn seconds(text: &str) -> Option<i64> {
    let (number, unit) = text
        .trim()
        .split_at_checked(text.trim().len().checked_sub(1)?)?;
    let unit = match unit {
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return None,
    };
    let seconds = number
        .parse::<u32>()
        .ok()
        .map(i64::from)?
        .checked_mul(unit)?;
    (seconds > 0).then_some(seconds)
}
