//! Choosing a text and rendering it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::compile::{CompiledMacro, CompiledVariant, Macros};
use super::config::{MacroAction, MacroConfig};
use crate::error::{Error, Failure};
use crate::template::{self, Channel, Extent, Limits, Locale, Missing, RenderOptions, Source};
use crate::text::sms::{self, SmsSize};
use crate::time::{Zone, instant};
use crate::wording::closest;

/// How a macro is rendered.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MacroRequest {
    /// The customer's language; the desk's when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// Where the text is going.
    pub channel: Channel,
    /// Zone that instants are written in: the customer's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tz: Option<Zone>,
    /// What `now` and `today` are.
    #[serde(with = "instant::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub now: Option<DateTime<Utc>>,
    /// The agent's answers to what the macro asks.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, Value>,
}

/// A macro as it is put before the agent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RenderedMacro {
    /// Id of the macro.
    pub macro_id: String,
    /// The shop's own name for its version, if it gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Language of the text.
    pub locale: Locale,
    /// The languages that were looked for, in order; the last is the one that
    /// was found.
    pub locales_tried: Vec<Locale>,
    /// Where the text is going.
    pub channel: Channel,
    /// What kind of text it was made of.
    pub variant_channel: Channel,
    /// Its subject: one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Its text; empty for a macro that has actions alone.
    pub body: String,
    /// The size of a text message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms: Option<SmsSize>,
    /// Whether a text message was cut to the segments that the macro may
    /// have.
    #[serde(default)]
    pub shortened: bool,
    /// What it does beside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<MacroAction>,
}

/// A macro for many records, in columns: what failed has an error and no
/// text.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct MacroColumns {
    /// The subjects.
    pub subject: Vec<Option<String>>,
    /// The texts.
    pub body: Vec<Option<String>>,
    /// The errors.
    pub error: Vec<Option<Failure>>,
}

impl MacroColumns {
    /// Adds a row.
    pub fn push(&mut self, row: Result<RenderedMacro, Failure>) {
        let (subject, body, error) = match row {
            Ok(rendered) => (rendered.subject, Some(rendered.body), None),
            Err(failure) => (None, None, Some(failure)),
        };
        self.subject.push(subject);
        self.body.push(body);
        self.error.push(error);
    }
}

/// The data with the agent's answers beside.
struct WithParameters<'a> {
    data: template::Value<'a>,
    parameters: &'a Parameters<'a>,
}

struct Parameters<'a>(BTreeMap<&'a str, &'a Value>);

/// The field of the data that has the agent's answers.
pub(super) const PARAMETERS: &str = "parameters";

impl Source for WithParameters<'_> {
    fn extent(&self) -> Extent {
        match self.data.extent() {
            Some(Extent::Object(len)) => Extent::Object(len + 1),
            _ => Extent::Object(1),
        }
    }

    fn field(&self, name: &str) -> Option<template::Value<'_>> {
        match name {
            PARAMETERS => Some(template::Value::Source(self.parameters)),
            _ => self.data.own_field(name),
        }
    }

    fn item(&self, index: usize) -> Option<template::Value<'_>> {
        match index.checked_sub(1) {
            None => Some(template::Value::Source(self.parameters)),
            Some(index) => self.data.part(index),
        }
    }

    fn name(&self, index: usize) -> Option<Cow<'_, str>> {
        match index.checked_sub(1) {
            None => Some(Cow::Borrowed(PARAMETERS)),
            Some(index) => self.data.name(index),
        }
    }
}

impl Source for Parameters<'_> {
    fn extent(&self) -> Extent {
        Extent::Object(self.0.len())
    }

    fn field(&self, name: &str) -> Option<template::Value<'_>> {
        self.0.get(name).map(|value| template::Value::from(*value))
    }

    fn item(&self, index: usize) -> Option<template::Value<'_>> {
        self.0
            .values()
            .nth(index)
            .map(|value| template::Value::from(*value))
    }

    fn name(&self, index: usize) -> Option<Cow<'_, str>> {
        self.0.keys().nth(index).map(|name| Cow::Borrowed(*name))
    }
}

/// The agent's answers, and what stands in for those that are not given.
fn answers<'a>(
    config: &'a MacroConfig,
    given: &'a BTreeMap<String, Value>,
) -> Result<Parameters<'a>, Error> {
    for name in given.keys() {
        if !config.parameters.iter().any(|known| known.name == *name) {
            let known = config.parameters.iter().map(|known| known.name.as_str());
            return Err(Error::InvalidInput {
                path: crate::wording::join("/parameters", name),
                message: format!("the macro {:?} does not ask for it", config.id),
                hint: closest(name, known),
            });
        }
    }
    let mut answers = BTreeMap::new();
    for parameter in &config.parameters {
        let path = || crate::wording::join("/parameters", &parameter.name);
        let answer = given
            .get(&parameter.name)
            .filter(|answer| !answer.is_null())
            .or(parameter.fallback.as_ref());
        let wanted = parameter.kind.wanted();
        let Some(answer) = answer else {
            return Err(Error::invalid(
                path(),
                format!("no answer: expected {wanted}"),
            ));
        };
        if !parameter.kind.takes(answer) {
            return Err(Error::invalid(
                path(),
                format!("{answer}: expected {wanted}"),
            ));
        }
        if !parameter.choices.is_empty() && !parameter.choices.contains(answer) {
            let choices: Vec<String> = parameter.choices.iter().map(Value::to_string).collect();
            let message = format!("{answer}: expected one of {}", choices.join(", "));
            return Err(Error::invalid(path(), message));
        }
        answers.insert(parameter.name.as_str(), answer);
    }
    Ok(Parameters(answers))
}

/// What a channel's text is made of when it has none of its own.
const fn derived(channel: Channel) -> [Channel; 4] {
    match channel {
        Channel::Html => [
            Channel::Html,
            Channel::Plain,
            Channel::Markdown,
            Channel::Sms,
        ],
        Channel::Markdown => [
            Channel::Markdown,
            Channel::Plain,
            Channel::Sms,
            Channel::Html,
        ],
        Channel::Plain => [
            Channel::Plain,
            Channel::Markdown,
            Channel::Sms,
            Channel::Html,
        ],
        Channel::Sms => [
            Channel::Sms,
            Channel::Plain,
            Channel::Markdown,
            Channel::Html,
        ],
    }
}

impl CompiledMacro {
    /// The text for a language and channel, and the languages that were
    /// looked for.
    fn choose(
        &self,
        wanted: &Locale,
        desk: &Locale,
        channel: Channel,
    ) -> Option<(&CompiledVariant, Vec<Locale>)> {
        let mut tried = Vec::new();
        for locale in wanted.fallbacks().chain(desk.fallbacks()) {
            if tried.contains(&locale) {
                continue;
            }
            tried.push(locale.clone());
            let of_locale = |channel: &Channel| {
                let mut variants = self.variants.iter();
                variants.find(|variant| variant.locale == locale && variant.channel == *channel)
            };
            if let Some(variant) = derived(channel).iter().find_map(of_locale) {
                return Some((variant, tried));
            }
        }
        None
    }

    fn no_variant(&self, wanted: &Locale) -> Error {
        let mut known: Vec<String> = Vec::new();
        for variant in &self.variants {
            let locale = variant.locale.to_string();
            if !known.contains(&locale) {
                known.push(locale);
            }
        }
        let id = &self.config.id;
        let known = known.join(", ");
        let message = format!(
            "the macro {id:?} has no text for {wanted}, nor for the desk's language: expected one of {known}"
        );
        Error::invalid("/locale", message)
    }
}

/// A text of one kind as the channel needs it.
fn convert(text: String, made_for: Channel, channel: Channel) -> String {
    match (made_for, channel) {
        (Channel::Html, Channel::Html) => text,
        (Channel::Html, _) => crate::template::html_to_text(&text),
        (_, Channel::Html) => {
            let escaped = crate::template::escaped_html(&text);
            escaped.replace("\r\n", "\n").replace('\n', "<br>\n")
        }
        _ => text,
    }
}

impl Macros {
    /// Renders a macro's text and actions for one record.
    ///
    /// ```
    /// use deskcore::macros::{MacroConfig, MacroRequest, Macros, MacroSet};
    /// use deskcore::template::{Channel, Value};
    ///
    /// let shipped: MacroConfig = serde_json::from_str(r#"{
    ///     "id": "shipped", "name": "On its way",
    ///     "parameters": [{"name": "days", "kind": "number"}],
    ///     "variants": [
    ///         {"locale": "it", "subject": "Ordine {{ order.name }}", "body": "Ciao {{ customer.first_name }}, arriva in {{ parameters.days }} giorni."},
    ///         {"locale": "en", "body": "Hi {{ customer.first_name }}, {{ parameters.days }} days to go."}
    ///     ],
    ///     "actions": [{"type": "add_tags", "tags": ["order-{{ order.name }}"]}]
    /// }"#)?;
    /// let macros = Macros::compile(&MacroSet { macros: &[shipped], ..MacroSet::default() })
    ///     .map_err(|problems| format!("{problems:?}"))?;
    /// let data = serde_json::json!({"customer": {"first_name": "Giulia"}, "order": {"name": "1042"}});
    /// let request: MacroRequest = serde_json::from_str(r#"{"locale": "it-CH", "parameters": {"days": 2}}"#)?;
    /// let rendered = macros.render("shipped", &Value::Source(&data), &request)?;
    /// assert_eq!(rendered.body, "Ciao Giulia, arriva in 2 giorni.");
    /// assert_eq!(rendered.subject.as_deref(), Some("Ordine 1042"));
    /// assert_eq!(rendered.locale.to_string(), "it");
    /// assert_eq!(serde_json::to_string(&rendered.actions)?, r#"[{"type":"add_tags","tags":["order-1042"]}]"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for an id that is no macro's, a language
    /// without a text and answers that do not fit; [`Error::Template`] with
    /// line and column for what is missing.
    pub fn render(
        &self,
        macro_id: &str,
        data: &template::Value<'_>,
        request: &MacroRequest,
    ) -> Result<RenderedMacro, Error> {
        let compiled = self.compiled(macro_id)?;
        let parameters = answers(&compiled.config, &request.parameters)?;
        self.render_one(compiled, data.clone(), &parameters, request)
    }

    fn render_one(
        &self,
        compiled: &CompiledMacro,
        data: template::Value<'_>,
        parameters: &Parameters<'_>,
        request: &MacroRequest,
    ) -> Result<RenderedMacro, Error> {
        let data = &WithParameters { data, parameters };
        let wanted = request.locale.as_ref().unwrap_or(&self.locale);
        let config = &compiled.config;
        let chosen = compiled.choose(wanted, &self.locale, request.channel);
        let mut rendered = RenderedMacro {
            macro_id: config.id.clone(),
            version: config.version.clone(),
            locale: wanted.clone(),
            locales_tried: Vec::new(),
            channel: request.channel,
            variant_channel: request.channel,
            subject: None,
            body: String::new(),
            sms: None,
            shortened: false,
            actions: Vec::new(),
        };
        match chosen {
            Some((variant, tried)) => {
                rendered.locale = variant.locale.clone();
                rendered.locales_tried = tried;
                rendered.variant_channel = variant.channel;
                self.text(&mut rendered, config, variant, data, request)?;
            }
            None if compiled.variants.is_empty() => {}
            None => return Err(compiled.no_variant(wanted)),
        }
        let options = options(request, &rendered.locale, Channel::Plain);
        let mut texts = compiled.texts.iter();
        for action in &config.actions {
            let mut action = action.clone();
            for text in action.texts_mut() {
                if let Some(template) = texts.next() {
                    *text = template.render(data, &options)?;
                }
            }
            rendered.actions.push(action);
        }
        Ok(rendered)
    }

    fn text(
        &self,
        rendered: &mut RenderedMacro,
        config: &MacroConfig,
        variant: &CompiledVariant,
        data: &WithParameters<'_>,
        request: &MacroRequest,
    ) -> Result<(), Error> {
        let channel = request.channel;
        // Values are escaped for what the text is, unless the text as a whole
        // is escaped afterwards.
        let made_for = match (variant.channel, channel) {
            (Channel::Html, _) => Channel::Html,
            (_, Channel::Html) => Channel::Plain,
            _ => channel,
        };
        let locale = &variant.locale;
        let body = variant
            .body
            .render(data, &options(request, locale, made_for))?;
        rendered.body = convert(body, made_for, channel);
        if let Some(subject) = &variant.subject {
            let subject = subject.render(data, &options(request, locale, Channel::Sms))?;
            rendered.subject = Some(one_line(&subject));
        }
        if channel == Channel::Sms {
            if let Some(most) = config.sms_segments {
                let cut = sms::cut(&rendered.body, most);
                rendered.shortened = cut.shortened;
                rendered.body = cut.text;
            }
            rendered.sms = Some(sms::measure(&rendered.body));
        }
        Ok(())
    }

    /// Renders one macro for many records. One that fails says why; the
    /// others are rendered all the same.
    ///
    /// # Errors
    ///
    /// As [`render`](Self::render) where nothing depends on the record: an id
    /// that is no macro's, answers that do not fit.
    pub fn render_batch<'d>(
        &self,
        macro_id: &str,
        rows: impl IntoIterator<Item = template::Value<'d>>,
        request: &MacroRequest,
    ) -> Result<MacroColumns, Error> {
        let compiled = self.compiled(macro_id)?;
        let parameters = answers(&compiled.config, &request.parameters)?;
        let mut columns = MacroColumns::default();
        for data in rows {
            let rendered = self.render_one(compiled, data, &parameters, request);
            columns.push(rendered.map_err(Failure::from));
        }
        Ok(columns)
    }

    /// Whether there is such a macro, and the answers fit what it asks.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`].
    pub fn check_request(&self, macro_id: &str, request: &MacroRequest) -> Result<(), Error> {
        let compiled = self.compiled(macro_id)?;
        answers(&compiled.config, &request.parameters).map(drop)
    }
}

fn options(request: &MacroRequest, locale: &Locale, channel: Channel) -> RenderOptions {
    RenderOptions {
        channel,
        missing: Missing::Strict,
        locale: locale.clone(),
        tz: request.tz,
        now: request.now,
        currency: None,
        limits: Limits::default(),
    }
}

/// Text of one line: what a header may hold.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}
