//! Macros of a desk, and which of them a message needs.

use std::rc::Rc;

use deskcore::Failure;
use deskcore::border::{self, Place};
use deskcore::macros::{self, MacroRequest, RenderedMacro};
use deskcore::text::{sms, suggest};
use napi::{Env, Result, ValueType};
use napi_derive::napi;

use crate::convert::{Answer, Host, call, given, handle, instant, js, text, whole, with_text};
use crate::data::{Keys, each_row, with_data};
use crate::desk::Desk;
use crate::ticket::of;

/// Names that are kept for one call: a desk has many macros.
fn for_one_call(list: js::Value) -> Keys {
    Keys {
        list,
        places: Rc::default(),
    }
}

fn request(host: &Host, said: Option<js::Value>) -> Answer<MacroRequest> {
    let said = said.and_then(given);
    said.map_or_else(|| Ok(MacroRequest::default()), |said| host.read(said))
}

#[napi]
impl Desk {
    /// The macros that are offered for a ticket, in their order.
    #[napi(ts_return_type = "MacroConfig[]")]
    pub fn macros_for(&self, env: Env, ticket: js::Ticket) -> Result<js::Value> {
        call(env, |host| {
            of(ticket, |ticket| host.data(&self.0.macros_for(ticket)))
        })
    }

    /// The phrases that speak for each macro, for a `Suggester`.
    #[napi(ts_return_type = "Keywords[]")]
    pub fn macro_keywords(&self, env: Env) -> Result<js::Value> {
        call(env, |host| host.data(&self.0.macro_keywords()))
    }

    /// A macro's text and actions for some data.
    ///
    /// @throws {DeskcoreError} As `Template.render` for what is missing;
    /// `invalid_input` for an id that is no macro's, a language without a
    /// text and answers that do not fit.
    #[napi(
        ts_args_type = "macroId: string, data: TemplateData, request?: MacroRequest | undefined | null",
        ts_return_type = "RenderedMacro"
    )]
    pub fn render_macro(
        &self,
        env: Env,
        macro_id: js::string,
        data: js::Value,
        request: Option<js::Value>,
        keys: js::Value,
    ) -> Result<js::Value> {
        call(env, |host| {
            let (macro_id, request) = (text(macro_id, "/macroId")?, self::request(host, request)?);
            let rendered = with_data(host, data, for_one_call(keys), &Place::default(), |data| {
                self.0.render_macro(&macro_id, &data, &request)
            });
            host.data(&rendered?)
        })
    }

    /// One macro for many rows, in columns: a row that fails has an error and
    /// no text.
    ///
    /// @throws {DeskcoreError} As `renderMacro` where nothing depends on the
    /// row.
    #[napi(
        ts_args_type = "macroId: string, rows: readonly TemplateData[], request?: MacroRequest | undefined | null",
        ts_return_type = "MacroColumns"
    )]
    pub fn render_macro_batch(
        &self,
        env: Env,
        macro_id: js::string,
        rows: js::Value,
        request: Option<js::Value>,
        keys: js::Value,
    ) -> Result<js::Value> {
        call(env, |host| {
            let (macro_id, request) = (text(macro_id, "/macroId")?, self::request(host, request)?);
            // An id or an answer that is wrong is so for every row.
            self.0.macros().check_request(&macro_id, &request)?;
            let keys = for_one_call(keys);
            let mut columns = macros::MacroColumns::default();
            each_row(host, rows, |index, row| {
                let place = Place::default().index(index as usize);
                let rendered = row.and_then(|row| {
                    with_data(host, row, keys.clone(), &place, |data| {
                        self.0.render_macro(&macro_id, &data, &request)
                    })
                });
                columns.push(rendered.map_err(Failure::from));
                Ok(())
            })?;
            host.data(&columns)
        })
    }

    /// What the host is to do when an agent sends a macro: its actions.
    #[napi(
        ts_args_type = "ticket: Ticket, rendered: RenderedMacro, at: InstantInput",
        ts_return_type = "Effect[]"
    )]
    pub fn macro_effects(
        &self,
        env: Env,
        ticket: js::Ticket,
        rendered: js::Value,
        at: js::InstantInput,
    ) -> Result<js::Value> {
        call(env, |host| {
            let rendered = host.read::<RenderedMacro>(rendered)?;
            let at = instant(at, "/at")?;
            of(ticket, |ticket| {
                host.data(&self.0.macro_effects(ticket, &rendered, at))
            })
        })
    }
}

/// What agents chose for which messages: counts, and no text.
#[napi]
#[derive(Default)]
pub struct SuggestionModel(suggest::SuggestionModel);

/// A message, by its text alone or with what is known about it.
fn inquiry(host: &Host, said: js::Value) -> Answer<suggest::Inquiry> {
    match said.get_type() {
        Ok(ValueType::String) => Ok(suggest::Inquiry::new(text(said, "/inquiry")?)),
        _ => host.read(said),
    }
}

#[napi]
impl SuggestionModel {
    /// A model that has learnt nothing yet.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// A model from its text.
    ///
    /// @throws {DeskcoreError} `invalid_input`.
    #[napi(factory)]
    pub fn from_json(env: Env, json: js::string) -> Result<Self> {
        call(env, |_| {
            with_text(json, "", |json| border::read(json).map(Self))
        })
    }

    /// The text of the model: the same in whatever order it has learnt.
    #[napi]
    pub fn to_json(&self, env: Env) -> Result<String> {
        call(env, |_| border::write(&self.0))
    }

    /// Learns which label an agent chose for a message.
    #[napi(ts_args_type = "inquiry: Inquiry | string, label: string")]
    pub fn learn(&mut self, env: Env, inquiry: js::Value, label: js::string) -> Result<()> {
        call(env, |host| {
            let inquiry = self::inquiry(host, inquiry)?;
            self.0.learn(&inquiry, &text(label, "/label")?);
            Ok(())
        })
    }

    /// Adds what another model has learnt.
    #[napi(ts_args_type = "other: SuggestionModel")]
    pub fn merge(&mut self, env: Env, other: js::Value) -> Result<()> {
        call(env, |_| {
            let other = handle::<Self>(other, "/other", "a SuggestionModel")?;
            let other = other.0.clone();
            self.0.merge(&other);
            Ok(())
        })
    }
}

/// A model that has learnt, compiled, with keywords beside.
#[napi]
pub struct Suggester(suggest::Suggester);

#[napi]
impl Suggester {
    /// Compiles a model.
    #[napi(
        constructor,
        ts_args_type = "model: SuggestionModel, keywords?: readonly Keywords[] | undefined | null"
    )]
    pub fn new(env: Env, model: js::Value, keywords: Option<js::Value>) -> Result<Self> {
        call(env, |host| {
            let keywords = keywords.and_then(given).map(|keywords| host.read(keywords));
            let keywords: Vec<suggest::Keywords> = keywords.transpose()?.unwrap_or_default();
            let model = handle::<SuggestionModel>(model, "/model", "a SuggestionModel")?;
            Ok(Self(suggest::Suggester::new(&model.0, &keywords)))
        })
    }

    /// The labels that are most likely right for a message, the best first,
    /// `limit` at most (5 when not said); of some `candidates` alone when they
    /// are given.
    #[napi(
        ts_args_type = "inquiry: Inquiry | string, candidates?: readonly string[] | undefined | null, limit?: number",
        ts_return_type = "Suggestion[]"
    )]
    pub fn suggest(
        &self,
        env: Env,
        inquiry: js::Value,
        candidates: Option<js::Value>,
        limit: Option<js::Value>,
    ) -> Result<js::Value> {
        call(env, |host| {
            let inquiry = self::inquiry(host, inquiry)?;
            let candidates = candidates.and_then(given).map(|some| host.read(some));
            let candidates: Option<Vec<String>> = candidates.transpose()?;
            let candidates: Option<Vec<&str>> = candidates
                .as_ref()
                .map(|labels| labels.iter().map(String::as_str).collect());
            let limit = limit.and_then(given).map(|limit| whole(limit, "/limit"));
            let limit = usize::try_from(limit.transpose()?.unwrap_or(5)).unwrap_or(0);
            host.data(&self.0.suggest(&inquiry, candidates.as_deref(), limit))
        })
    }
}

/// What a text takes as a text message.
#[napi(ts_return_type = "SmsSize")]
pub fn measure_sms(env: Env, text: js::string) -> Result<js::Value> {
    call(env, |host| host.data(&sms::measure(&self::text(text, "")?)))
}

/// The longest beginning of a text that takes at most so many segments.
#[napi(ts_return_type = "SmsCut")]
pub fn cut_sms(env: Env, text: js::string, most_segments: js::number) -> Result<js::Value> {
    call(env, |host| {
        let most = u32::try_from(whole(most_segments, "/mostSegments")?).unwrap_or(0);
        host.data(&sms::cut(&self::text(text, "")?, most))
    })
}

/// Macros of Zendesk's export (`GET /api/v2/macros.json`), and what could not
/// be converted.
///
/// @throws {DeskcoreError} `invalid_input` for what is no such export.
#[napi(ts_return_type = "ImportedMacros")]
pub fn macros_from_zendesk(env: Env, json: js::string) -> Result<js::Value> {
    call(env, |host| {
        host.data(&macros::import::from_zendesk(&text(json, "")?)?)
    })
}

/// The same for Gorgias (`GET /api/macros`).
///
/// @throws {DeskcoreError} `invalid_input` for what is no such export.
#[napi(ts_return_type = "ImportedMacros")]
pub fn macros_from_gorgias(env: Env, json: js::string) -> Result<js::Value> {
    call(env, |host| {
        host.data(&macros::import::from_gorgias(&text(json, "")?)?)
    })
}
