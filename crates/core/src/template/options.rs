//! How a template is rendered.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Channel, Limits, Locale};
use crate::time::{Zone, instant};

/// What a value that is not there does.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// A `{{ path }}` that names nothing is an error, unless its first filter
    /// is `default`. In a condition a path alone may be missing.
    #[default]
    Strict,
    /// It writes nothing, is false, and is gone through no time at all.
    Lenient,
}

/// Everything that a rendering depends on beside the template and its data:
/// there is no clock and no environment.
///
/// ```
/// use deskcore::template::{Json, Locale, RenderOptions, Template};
///
/// let options = RenderOptions {
///     locale: "it".parse()?,
///     tz: Some("Europe/Rome".parse()?),
///     ..RenderOptions::default()
/// };
/// let template = Template::parse("Arriva {{ day | date: '%A %-d %B alle %H:%M' }}: {{ total | money: 'EUR' }}")?;
/// let data = Json::parse(r#"{"day": "2026-11-23T08:30:00Z", "total": "1234.5"}"#)?;
/// assert_eq!(template.render(&data, &options)?, "Arriva lunedì 23 novembre alle 09:30: 1.234,50 €");
/// # Ok::<(), deskcore::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RenderOptions {
    /// Where the text is going.
    pub channel: Channel,
    /// What a value that is not there does.
    pub missing: Missing,
    /// Language of names, numbers, money and plurals.
    pub locale: Locale,
    /// Zone that instants are written in; without one, each by its own clock.
    /// A date without a time is a day everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tz: Option<Zone>,
    /// What `now` and `today` are; without it they cannot be asked for.
    #[serde(with = "instant::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub now: Option<DateTime<Utc>>,
    /// ISO 4217 code of amounts that do not say theirs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What a rendering may cost.
    pub limits: Limits,
}

/// What a template is parsed with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TemplateOptions {
    /// Templates that it may render and include, by name.
    pub partials: BTreeMap<String, String>,
    /// What it may cost.
    pub limits: Limits,
}
