//! Macros of a desk, and which of them a message needs.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use deskcore::macros::{MacroColumns, MacroRequest, RenderedMacro};
use deskcore::template::{Json, Value};
use deskcore::text::sms::{self, SmsCut, SmsSize};
use deskcore::text::suggest::{Inquiry, Keywords, Suggestion, SuggestionModel};
use deskcore::{Effect, border};

use crate::convert::Instant;
use crate::desk::Desk;
use crate::error::{DeskcoreError, guarded};
use crate::ticket::Ticket;

#[uniffi::export]
impl Desk {
    /// The ids of the macros that are offered for a ticket, in their order.
    pub fn macros_for(&self, ticket: &Ticket) -> Result<Vec<String>, DeskcoreError> {
        let ids = |desk: &deskcore::Desk| {
            let offered = desk.macros_for(&ticket.0).into_iter();
            offered.map(|config| config.id.clone()).collect()
        };
        guarded(|| Ok(ids(&self.0)))
    }

    /// A macro's text and actions for some data: the text of a JSON object.
    ///
    /// Throws `TemplateError` with line and column for what is missing, and
    /// `InvalidInput` for an id that is no macro's, a language without a text
    /// and answers that do not fit.
    #[uniffi::method(default(request))]
    pub fn render_macro(
        &self,
        macro_id: &str,
        data: &str,
        request: MacroRequest,
    ) -> Result<RenderedMacro, DeskcoreError> {
        guarded(|| {
            let data = Json::parse(data)?;
            self.0.render_macro(macro_id, &Value::from(&data), &request)
        })
    }

    /// One macro for many rows, in columns: a row that fails has an error and
    /// no text.
    ///
    /// Throws as `renderMacro` where nothing depends on the row, and
    /// `InvalidInput` with the row's place for what is no JSON.
    #[uniffi::method(default(request))]
    pub fn render_macro_batch(
        &self,
        macro_id: &str,
        rows: Vec<String>,
        request: MacroRequest,
    ) -> Result<MacroColumns, DeskcoreError> {
        guarded(|| {
            let rows = rows.iter().enumerate().map(|(place, data)| {
                Json::parse(data).map_err(|error| border::in_row(place, error))
            });
            let rows = rows.collect::<Result<Vec<_>, _>>()?;
            let macros = self.0.macros();
            macros.render_batch(macro_id, rows.iter().map(Value::from), &request)
        })
    }

    /// What the host is to do when an agent sends a macro: its actions.
    pub fn macro_effects(
        &self,
        ticket: &Ticket,
        rendered: RenderedMacro,
        at: Instant,
    ) -> Result<Vec<Effect>, DeskcoreError> {
        guarded(|| Ok(self.0.macro_effects(&ticket.0, &rendered, at)))
    }

    /// What tells which macros a message needs, by a model that has learnt
    /// (its JSON; `{"labels": {}}` knows nothing) and the desk's keywords.
    pub fn macro_suggester(&self, model: &str) -> Result<Arc<Suggester>, DeskcoreError> {
        guarded(|| {
            let model = border::read::<SuggestionModel>(model)?;
            Ok(Arc::new(Suggester::of(&model, &self.0.macro_keywords())))
        })
    }
}

/// A model that has learnt, compiled: immutable, shared by all threads.
#[derive(uniffi::Object)]
pub struct Suggester(deskcore::text::suggest::Suggester);

impl fmt::Debug for Suggester {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Suggester")
    }
}

impl Suggester {
    fn of(model: &SuggestionModel, keywords: &[Keywords]) -> Self {
        Self(deskcore::text::suggest::Suggester::new(model, keywords))
    }
}

#[uniffi::export]
impl Suggester {
    /// By a model's JSON, and phrases that speak for a label.
    #[uniffi::constructor(default(keywords))]
    pub fn new(model: &str, keywords: HashMap<String, Vec<String>>) -> Result<Self, DeskcoreError> {
        guarded(|| {
            let model = border::read::<SuggestionModel>(model)?;
            let keywords = keywords.into_iter();
            let keywords: Vec<_> = keywords
                .map(|(label, phrases)| Keywords { label, phrases })
                .collect();
            Ok(Self::of(&model, &keywords))
        })
    }

    /// The labels that are most likely right for a message, the best first,
    /// `limit` at most; of some `candidates` alone when they are given.
    #[uniffi::method(default(candidates = None, limit = 5))]
    pub fn suggest(
        &self,
        inquiry: Inquiry,
        candidates: Option<Vec<String>>,
        limit: u32,
    ) -> Result<Vec<Suggestion>, DeskcoreError> {
        guarded(|| {
            let candidates: Option<Vec<&str>> = candidates
                .as_ref()
                .map(|labels| labels.iter().map(String::as_str).collect());
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            Ok(self.0.suggest(&inquiry, candidates.as_deref(), limit))
        })
    }
}

/// The JSON of a model that has also learnt which label an agent chose for a
/// message.
#[uniffi::export]
pub fn learn_suggestion(
    model: &str,
    inquiry: Inquiry,
    label: &str,
) -> Result<String, DeskcoreError> {
    guarded(|| {
        let mut model = border::read::<SuggestionModel>(model)?;
        model.learn(&inquiry, label);
        border::write(&model)
    })
}

/// The JSON of what two models have learnt.
#[uniffi::export]
pub fn merge_suggestions(model: &str, other: &str) -> Result<String, DeskcoreError> {
    guarded(|| {
        let mut model = border::read::<SuggestionModel>(model)?;
        model.merge(&border::read(other)?);
        border::write(&model)
    })
}

/// What a text takes as a text message.
#[uniffi::export]
pub fn measure_sms(text: &str) -> Result<SmsSize, DeskcoreError> {
    guarded(|| Ok(sms::measure(text)))
}

/// The longest beginning of a text that takes at most so many segments.
#[uniffi::export]
pub fn cut_sms(text: &str, most_segments: u32) -> Result<SmsCut, DeskcoreError> {
    guarded(|| Ok(sms::cut(text, most_segments)))
}
