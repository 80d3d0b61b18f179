//! `Template`: a parsed Liquid template, and what it renders.

use std::cell::RefCell;
use std::rc::Rc;

use deskcore::Error;
use deskcore::border::{self, Place};
use deskcore::template::{self, Partials, TemplateOptions};
use napi::bindgen_prelude::JsObjectValue;
use napi::{Env, JsValue, Result};
use napi_derive::napi;

use crate::convert::{Answer, Host, call, given, js, text};
use crate::data::{Keys, Places, each_row, with_data};

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
        let place = index.map(|index| Place::default().index(index));
        let keys = Keys {
            list: keys,
            places: Rc::clone(&self.keys),
        };
        let in_row = |error| match index {
            Some(index) => border::in_row(index, error),
            None => error,
        };
        let mut out = String::with_capacity(self.template.source().len() * 3 / 2);
        with_data(host, data, keys, &place.unwrap_or_default(), |root| {
            let rendered = self.template.render_value(root, options, &mut out);
            rendered.map_err(in_row)
        })?;
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
            let failed = |error: napi::Error| Error::invalid("", error.reason.clone());
            let mut texts = host.env.create_array(0).map_err(failed)?;
            each_row(host, rows, |index, row| {
                let text = self.row(host, row?, &options, keys, Some(index as usize))?;
                texts.set_element(index, text).map_err(failed)
            })?;
            Ok(host.known(texts.raw()))
        })
    }
}
