//! `Template`: a parsed Liquid template, and what it renders.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use deskcore::Error;
use deskcore::border::{self, Place};
use deskcore::template::{self, Json, Limits, Partials};
use napi::bindgen_prelude::JsObjectValue;
use napi::{Env, JsValue, Result, ValueType};
use napi_derive::napi;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::convert::{Answer, Host, call, expected, given, js, text, with_text};
use crate::data::{Keys, Places, Reading, Scope};

/// A Liquid template, parsed once: nothing changes it.
///
/// All tags and filters of Shopify's Liquid, and `money`, `number`, `pluralize`
/// and `squish`. There is no access to a clock, a file or the environment, and
/// what a template may cost is limited.
///
/// A handle stays in its thread; to another one goes its source.
#[napi]
pub struct Template {
    template: template::Template,
    keys: Rc<RefCell<Places>>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct TemplateOptions {
    partials: BTreeMap<String, String>,
    limits: Limits,
}

thread_local! {
    /// The options of the latest rendering, which are most often the same.
    static LATEST: RefCell<(String, template::RenderOptions)> = RefCell::default();
}

fn options(host: &Host, said: Option<js::Value>) -> Answer<template::RenderOptions> {
    let Some(said) = said.and_then(given) else {
        return Ok(template::RenderOptions::default());
    };
    host.json(said, |json| {
        LATEST.with_borrow_mut(|(known, options)| {
            if known != json {
                *options = border::read(json)?;
                known.replace_range(.., json);
            }
            Ok(options.clone())
        })
    })
}

impl Template {
    /// Renders one row of data: of many, the one at `index`.
    fn row(
        &self,
        host: &Host,
        data: js::Value,
        options: &template::RenderOptions,
        keys: js::Value,
        index: Option<usize>,
    ) -> Answer<js::Value> {
        let in_row = |error| match index {
            Some(index) => border::in_row(index, error),
            None => error,
        };
        if matches!(data.get_type(), Ok(ValueType::String)) {
            let rendered = with_text(data, "", |json| {
                self.template.render(&Json::parse(json)?, options)
            });
            return host.string(&rendered.map_err(in_row)?);
        }
        let place = index.map(|index| Place::default().index(index));
        let keys = Keys {
            list: keys,
            places: Rc::clone(&self.keys),
        };
        let reading = Reading::new(Host::new(host.env), keys);
        let root = reading.root(data, &place.unwrap_or_default());
        let mut out = String::with_capacity(self.template.source().len() * 3 / 2);
        let render = |root| {
            self.template
                .render_value(root, options, &mut out)
                .map_err(in_row)
        };
        let rendered = root.and_then(render);
        let (failed, cause) = reading.done();
        host.cause.set(cause);
        // What the data could not give comes before what was made without it.
        failed.map_or(rendered, Err)?;
        host.string(&out)
    }
}

#[napi]
impl Template {
    /// Parses a template.
    ///
    /// @throws {DeskcoreError} `template_syntax` for what is no Liquid,
    /// `template_limit` for what is longer or deeper than the limits, both with
    /// `line` and `column`.
    #[napi(constructor)]
    pub fn new(env: Env, source: js::string, options: Option<js::TemplateOptions>) -> Result<Self> {
        call(env, |host| {
            let options = options.and_then(given).map(|options| host.read(options));
            let TemplateOptions { partials, limits } = options.transpose()?.unwrap_or_default();
            let partials = partials.iter().map(|(name, source)| (&**name, &**source));
            let partials = Partials::parse(partials, &limits)?;
            let source = text(source, "/source")?;
            let template = template::Template::parse_with(&source, &partials, &limits)?;
            let keys = Rc::default();
            Ok(Self { template, keys })
        })
    }

    /// The text that it was parsed from.
    #[napi(getter)]
    pub fn source(&self, env: Env) -> Result<js::string> {
        call(env, |host| host.string(self.template.source()))
    }

    /// Renders data. Values are escaped for the `channel` (`plain` when not
    /// said), and one that is not there is an error (`missing: 'lenient'` makes
    /// it nothing).
    ///
    /// @throws {DeskcoreError} `template_missing` with all that is missing in
    /// `problems`, `template_argument`, `template_partial`, `template_limit`;
    /// `invalid_input` with the place of a value that is no data, or that
    /// throws when it is read, which is the `cause`.
    #[napi(ts_args_type = "data: TemplateData, options?: RenderOptions | undefined | null")]
    pub fn render(
        &self,
        env: Env,
        data: js::Value,
        options: Option<js::Value>,
        keys: js::Value,
    ) -> Result<js::string> {
        call(env, |host| {
            let options = self::options(host, options)?;
            self.row(host, data, &options, keys, None)
        })
    }

    /// What the template reads and uses, with all that it renders and
    /// includes.
    ///
    /// @throws {DeskcoreError} `template_limit` when partials render partials
    /// without end.
    #[napi(ts_return_type = "Analysis")]
    pub fn analyze(&self, env: Env) -> Result<js::Value> {
        call(env, |host| host.data(&self.template.analyze()?))
    }

    /// Every problem that rendering could meet for data of a JSON Schema:
    /// without problems, no data of it makes a hole.
    ///
    /// @throws {DeskcoreError} As `analyze`.
    #[napi(ts_args_type = "schema: object", ts_return_type = "Problem[]")]
    pub fn check(&self, env: Env, schema: js::Value) -> Result<js::Value> {
        call(env, |host| {
            host.data(&host.json(schema, |json| self.template.check_json(json))?)
        })
    }

    /// Renders each of many, such as the rows of a mailing.
    ///
    /// @throws {DeskcoreError} As `render`, for the first that cannot be
    /// rendered: `path` begins with its index, such as `/12` or
    /// `/12/customer.name`.
    #[napi(
        ts_args_type = "rows: readonly TemplateData[], options?: RenderOptions | undefined | null",
        ts_return_type = "string[]"
    )]
    pub fn render_batch(
        &self,
        env: Env,
        rows: js::Value,
        options: Option<js::Value>,
        keys: js::Value,
    ) -> Result<js::Value> {
        call(env, |host| {
            let options = self::options(host, options)?;
            let no_list = || expected(rows, "/rows", "a list of them");
            let Ok(true) = rows.is_array() else {
                return Err(no_list());
            };
            let rows = rows.coerce_to_object().map_err(|_| no_list())?;
            let count = rows.get_array_length().map_err(|_| no_list())?;
            let texts = host.env.create_array(count);
            let mut texts = texts.map_err(|error| Error::invalid("", error.reason.clone()))?;
            for index in 0..count {
                let _scope = Scope::open(host)?;
                let place = Place::default().index(index as usize);
                let row = rows.get_element(index).map_err(|_| {
                    host.cause.set(host.caught());
                    Error::invalid(place.to_string(), "reading it throws")
                })?;
                let text = self.row(host, row, &options, keys, Some(index as usize))?;
                let set = texts.set_element(index, text);
                set.map_err(|error| Error::invalid("", error.reason.clone()))?;
            }
            Ok(host.known(texts.raw()))
        })
    }
}
