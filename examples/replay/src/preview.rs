//! A macro as it would be put before the agent of a ticket.

use std::fmt::Write;

use deskcore::macros::MacroRequest;
use deskcore::sla::{Metric, State};
use deskcore::template::{Channel, Json, Locale, Value};
use deskcore::time::instant;
use deskcore::{Desk, Ticket};
use serde_json::{Map, Value as Data, json};

use crate::explain::begin;
use crate::failure::Failure;
use crate::replay::ReplayOptions;
use crate::rows::Rows;

/// What is previewed, and for whom.
#[derive(Debug, Clone, Default)]
pub struct PreviewOptions {
    /// Id of the macro.
    pub macro_id: String,
    /// The customer's language; the ticket's, or the desk's, when absent.
    pub locale: Option<Locale>,
    /// Where the text is going.
    pub channel: Channel,
    /// What a log does not know: customer, agent, order, shop, and the
    /// answers to what the macro asks, as JSON.
    pub context: Option<String>,
}

fn failed(error: deskcore::Error) -> Failure {
    // A template's mistake is shown with its line.
    Failure::new(error.code(), error.to_string().replace('\n', " "))
}

/// Renders a macro for a ticket of a log, as it stands at the end or at the
/// instant that was asked for.
///
/// # Errors
///
/// When there is no such ticket or macro, and for what the macro needs and
/// nobody said.
pub fn preview(
    rows: &Rows,
    desk: &Desk,
    name: &str,
    options: &ReplayOptions,
    preview: &PreviewOptions,
) -> Result<String, Failure> {
    let beginning = begin(rows, desk, name, options)?;
    let (mut ticket, now) = (beginning.ticket, beginning.last);
    for event in beginning.life.events() {
        // What the desk refuses does not change the ticket.
        let _ = desk.apply(&mut ticket, event);
    }
    desk.tick(&mut ticket, now);

    let mut context: Map<String, Data> = match &preview.context {
        Some(text) => serde_json::from_str(text)
            .map_err(|error| Failure::new("context", format!("no JSON object: {error}")))?,
        None => Map::new(),
    };
    context.remove("$comment");
    let parameters = context.remove("parameters").unwrap_or_else(|| json!({}));
    complete(&mut context, desk, &ticket, now);
    let language = ticket.facts.language.as_deref();
    let locale = preview
        .locale
        .clone()
        .or_else(|| language.and_then(|tag| tag.parse().ok()));
    let request = MacroRequest {
        locale,
        channel: preview.channel,
        tz: Some(desk.calendar_of(&ticket).tz()),
        now: Some(now),
        parameters: serde_json::from_value(parameters)
            .map_err(|error| Failure::new("context", format!("parameters: {error}")))?,
    };
    let data = Data::Object(context).to_string();
    let data = Json::parse(&data).map_err(failed)?;
    let rendered = desk
        .render_macro(&preview.macro_id, &Value::from(&data), &request)
        .map_err(failed)?;

    let tried: Vec<String> = rendered
        .locales_tried
        .iter()
        .map(Locale::to_string)
        .collect();
    let mut text = String::new();
    let _ = write!(
        text,
        "{} for {} in {}",
        rendered.macro_id, ticket.id, rendered.locale
    );
    if tried.len() > 1 {
        let _ = write!(text, " (looked for {})", tried.join(", "));
    }
    text.push('\n');
    if rendered.variant_channel != rendered.channel {
        let _ = writeln!(text, "made of the {:?} text", rendered.variant_channel);
    }
    if let Some(subject) = &rendered.subject {
        let _ = writeln!(text, "subject: {subject}");
    }
    let _ = writeln!(text, "\n{}", rendered.body.trim_end());
    if let Some(size) = &rendered.sms {
        let _ = writeln!(
            text,
            "\n{} of {} characters, {} left in the last",
            if size.segments == 1 {
                "one message".to_owned()
            } else {
                format!("{} messages", size.segments)
            },
            size.characters,
            size.units_left
        );
    }
    for effect in desk.macro_effects(&ticket, &rendered, now) {
        let effect = serde_json::to_string(&effect).unwrap_or_default();
        let _ = writeln!(text, "effect: {effect}");
    }
    Ok(text)
}

/// Adds what the ticket and the desk know to what was given.
fn complete(
    context: &mut Map<String, Data>,
    desk: &Desk,
    ticket: &Ticket,
    now: chrono::DateTime<chrono::Utc>,
) {
    let facts = &ticket.facts;
    let own = json!({
        "id": ticket.id,
        "status": ticket.status,
        "channel": facts.channel,
        "created_at": instant::format(ticket.created_at),
    });
    put(context, "ticket", own);
    if let Some(priority) = facts.priority {
        put(context, "ticket", json!({"priority": priority}));
    }
    if let Some(reason) = &facts.reason {
        put(context, "ticket", json!({"reason": reason}));
    }
    if let Some(name) = &desk.config().name {
        put(context, "shop", json!({"name": name}));
    }
    let hours = desk.calendar_of(ticket);
    if let Some(opens) = hours.next_open(now).filter(|_| !hours.is_open(now)) {
        put(context, "shop", json!({"opens_at": instant::format(opens)}));
    }
    let promise = desk.verdict(ticket, Metric::FirstReplyTime, now);
    if let (State::Running, Some(due)) = (promise.state, promise.due_at) {
        put(context, "sla", json!({"promise_at": instant::format(due)}));
    }
}

/// Adds fields that were not given.
fn put(context: &mut Map<String, Data>, name: &str, fields: Data) {
    let known = context.entry(name).or_insert_with(|| json!({}));
    if let (Some(known), Data::Object(fields)) = (known.as_object_mut(), fields) {
        for (name, value) in fields {
            known.entry(name).or_insert(value);
        }
    }
}
