//! From macros as data to macros that can be rendered, or to every mistake.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::config::{MacroAction, MacroConfig, MacroSet};
use super::context::Context;
use super::render::PARAMETERS;
use crate::border;
use crate::error::{Error, Problem};
use crate::template::{Channel, Limits, Locale, Partials, Template};
use crate::ticket::Facts;
use crate::wording::closest;

/// Macros, partials, and variants of one macro that a desk may have.
const MOST_MACROS: usize = 5_000;
const MOST_VARIANTS: usize = 200;

/// A text of a macro, parsed.
#[derive(Debug, Clone)]
pub(super) struct CompiledVariant {
    pub(super) locale: Locale,
    pub(super) channel: Channel,
    pub(super) subject: Option<Template>,
    pub(super) body: Template,
}

#[derive(Debug, Clone)]
pub(super) struct CompiledMacro {
    pub(super) config: MacroConfig,
    pub(super) variants: Vec<CompiledVariant>,
    /// The templates in its actions, in their order.
    pub(super) texts: Vec<Template>,
}

/// The macros of a desk: checked, compiled, shared by all threads.
#[derive(Debug, Clone, Default)]
pub struct Macros {
    pub(super) locale: Locale,
    pub(super) macros: Vec<CompiledMacro>,
    by_id: BTreeMap<String, usize>,
    warnings: Vec<Problem>,
}

impl Macros {
    /// Compiles the macros of a desk.
    ///
    /// ```
    /// use deskcore::macros::{MacroConfig, Macros, MacroSet};
    ///
    /// let greeting: MacroConfig = serde_json::from_str(
    ///     r#"{"id": "hi", "name": "Greeting", "variants": [{"body": "Hi {{ customer.fist_name }}"}]}"#,
    /// )?;
    /// let problems = Macros::compile(&MacroSet { macros: &[greeting], ..MacroSet::default() }).unwrap_err();
    /// assert_eq!(problems[0].path, "/macros/0/variants/0/body");
    /// assert_eq!(problems[0].code, "unknown_variable");
    /// assert_eq!(problems[0].hint.as_deref(), Some("did you mean \"first_name\"?"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Every mistake at once: two macros of one id, a macro without any text
    /// or action, two texts for one language and channel, what is no Liquid,
    /// names that are not in the data, partials that are not there.
    pub fn compile(set: &MacroSet<'_>) -> Result<Self, Vec<Problem>> {
        let places: Vec<usize> = (0..set.macros.len()).collect();
        Self::compile_placed(set, &places)
    }

    /// [`compile`](Self::compile), with the place of each macro in what a
    /// shop wrote.
    pub(crate) fn compile_placed(
        set: &MacroSet<'_>,
        places: &[usize],
    ) -> Result<Self, Vec<Problem>> {
        let mut compiler = Compiler::new(set);
        let partials = compiler.partials(set.partials);
        if set.macros.len() > MOST_MACROS {
            let message = format!(
                "{} macros: expected {MOST_MACROS} at most",
                set.macros.len()
            );
            compiler.mistake("/macros", "too_many_macros", message);
        }
        let mut macros = Self {
            locale: set.locale.clone(),
            ..Self::default()
        };
        for (config, index) in set.macros.iter().zip(places).take(MOST_MACROS) {
            let path = format!("/macros/{index}");
            if macros.by_id.contains_key(&config.id) {
                let message = format!("{:?} is the id of another macro too", config.id);
                compiler.mistake(&format!("{path}/id"), "duplicate_id", message);
            }
            let compiled = compiler.one(config, &path, &partials, &set.locale);
            macros.by_id.insert(config.id.clone(), macros.macros.len());
            macros.macros.push(compiled);
        }
        let Compiler {
            mistakes, warnings, ..
        } = compiler;
        match mistakes.is_empty() {
            true => Ok(Self { warnings, ..macros }),
            false => Err(mistakes),
        }
    }

    /// What is legal and could still fail for some data: values that may be
    /// missing where they are written, filters that may be given what they
    /// cannot use.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// The macros, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &MacroConfig> {
        self.macros.iter().map(|compiled| &compiled.config)
    }

    /// Those that are offered for a ticket, in their order.
    pub fn available<'m, 'f>(
        &'m self,
        facts: &'f Facts,
    ) -> impl Iterator<Item = &'m MacroConfig> + use<'m, 'f> {
        self.iter().filter(|config| config.when.holds(facts))
    }

    /// The macro of an id.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] with a suggestion.
    pub fn get(&self, id: &str) -> Result<&MacroConfig, Error> {
        self.compiled(id).map(|compiled| &compiled.config)
    }

    pub(super) fn compiled(&self, id: &str) -> Result<&CompiledMacro, Error> {
        let found = self.by_id.get(id).and_then(|at| self.macros.get(*at));
        found.ok_or_else(|| Error::InvalidInput {
            path: "/macro_id".to_owned(),
            message: format!("the desk has no macro {}", crate::wording::quoted(id)),
            hint: closest(id, self.by_id.keys().map(String::as_str)),
        })
    }
}

struct Compiler {
    /// Of the data, with the parameters of the macro that is compiled.
    schema: Value,
    mistakes: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl Compiler {
    fn new(set: &MacroSet<'_>) -> Self {
        let mut schema = match (set.macros, set.context) {
            // To make one takes longer than all else in a desk without macros.
            ([], _) => Value::Null,
            (_, Some(schema)) => schema.clone(),
            (_, None) => border::schemas::of::<Context>(),
        };
        if let Some(object) = schema.as_object_mut() {
            let required = object.entry("required").or_insert_with(|| json!([]));
            if let Some(required) = required.as_array_mut() {
                required.push(json!(PARAMETERS));
            }
        }
        Self {
            schema,
            mistakes: Vec::new(),
            warnings: Vec::new(),
        }
    }

    fn mistake(&mut self, path: &str, code: &str, message: impl Into<String>) {
        self.mistakes.push(Problem::new(code, path, message));
    }

    fn failed(&mut self, path: &str, error: &Error) {
        let problem = Problem::new(error.code(), path, error.to_string());
        let hint = error.hint().map(str::to_owned);
        self.mistakes.push(problem.with_hint(hint));
    }

    fn partials(&mut self, sources: Option<&BTreeMap<String, String>>) -> Partials {
        let limits = Limits::default();
        let sources = sources.into_iter().flatten();
        let sources = sources.map(|(name, source)| (name.as_str(), source.as_str()));
        if let Ok(all) = Partials::parse(sources.clone(), &limits) {
            return all;
        }
        // Each by itself, so that all mistakes are told.
        let mut good = Vec::new();
        for (name, source) in sources {
            match Partials::parse([(name, source)], &limits) {
                Ok(_) => good.push((name, source)),
                Err(error) => self.failed(&crate::wording::join("/partials", name), &error),
            }
        }
        Partials::parse(good, &limits).unwrap_or_default()
    }

    fn one(
        &mut self,
        config: &MacroConfig,
        path: &str,
        partials: &Partials,
        desk: &Locale,
    ) -> CompiledMacro {
        if config.variants.is_empty() && config.actions.is_empty() {
            let message = "a macro without any text or action: expected a variant";
            self.mistake(&format!("{path}/variants"), "no_variant", message);
        }
        if config.variants.len() > MOST_VARIANTS {
            let message = format!(
                "{} variants: expected {MOST_VARIANTS} at most",
                config.variants.len()
            );
            self.mistake(&format!("{path}/variants"), "too_many_variants", message);
        }
        self.declare(config, path);
        let mut compiled = CompiledMacro {
            config: config.clone(),
            variants: Vec::new(),
            texts: Vec::new(),
        };
        let mut seen = BTreeSet::new();
        for (index, variant) in config.variants.iter().take(MOST_VARIANTS).enumerate() {
            let path = format!("{path}/variants/{index}");
            let locale = variant.locale.clone().unwrap_or_else(|| desk.clone());
            if !seen.insert((locale.clone(), variant.channel)) {
                let message = format!("a second text for {locale} and this channel");
                self.mistake(&path, "duplicate_variant", message);
            }
            let subject = variant
                .subject
                .as_ref()
                .and_then(|source| self.template(source, &format!("{path}/subject"), partials));
            let body = self.template(&variant.body, &format!("{path}/body"), partials);
            if let Some(body) = body {
                compiled.variants.push(CompiledVariant {
                    locale,
                    channel: variant.channel,
                    subject,
                    body,
                });
            }
        }
        for (index, action) in config.actions.iter().enumerate() {
            let path = format!("{path}/actions/{index}");
            self.action(action, &path, partials, &mut compiled.texts);
        }
        compiled
    }

    fn action(
        &mut self,
        action: &MacroAction,
        path: &str,
        partials: &Partials,
        texts: &mut Vec<Template>,
    ) {
        if let MacroAction::ScheduleFollowUp { after_s, .. } = action
            && *after_s <= 0
        {
            let message = format!("{after_s} s: expected more than none");
            self.mistake(&format!("{path}/after_s"), "invalid_value", message);
        }
        for text in action.clone().texts_mut() {
            // Where one fails, all of them do: places stay right.
            texts.extend(self.template(text, path, partials));
        }
    }

    fn template(&mut self, source: &str, path: &str, partials: &Partials) -> Option<Template> {
        let template = match Template::parse_with(source, partials, &Limits::default()) {
            Ok(template) => template,
            Err(error) => {
                self.failed(path, &error);
                return None;
            }
        };
        match template.check(&self.schema) {
            Ok(problems) => {
                for problem in problems {
                    let is_mistake =
                        matches!(&*problem.code, "unknown_variable" | "unknown_partial");
                    let told = Problem {
                        message: format!("{}: {}", problem.path, problem.message),
                        path: path.to_owned(),
                        ..problem
                    };
                    match is_mistake {
                        true => self.mistakes.push(told),
                        false => self.warnings.push(told),
                    }
                }
            }
            Err(error) => self.failed(path, &error),
        }
        Some(template)
    }

    /// Puts a macro's parameters in the schema of the data, in place of those
    /// of the macro before.
    fn declare(&mut self, config: &MacroConfig, path: &str) {
        use super::config::ParameterKind;

        let mut fields = Map::new();
        for (index, parameter) in config.parameters.iter().enumerate() {
            let path = format!("{path}/parameters/{index}");
            let kind = match parameter.kind {
                ParameterKind::Text | ParameterKind::Date => "string",
                ParameterKind::Number => "number",
                ParameterKind::Truth => "boolean",
            };
            let schema = match parameter.choices.is_empty() {
                true => json!({"type": kind}),
                false => json!({"type": kind, "enum": parameter.choices}),
            };
            if fields.insert(parameter.name.clone(), schema).is_some() {
                let message = format!("{:?} is the name of another parameter too", parameter.name);
                self.mistake(&format!("{path}/name"), "duplicate_id", message);
            }
            let given = parameter.choices.iter().chain(&parameter.fallback);
            for value in given {
                if !parameter.kind.takes(value) {
                    let wanted = parameter.kind.wanted();
                    let message = format!("{value}: expected {wanted}");
                    self.mistake(&path, "invalid_value", message);
                }
            }
        }
        let required: Vec<&String> = fields.keys().collect();
        let parameters = json!({
            "type": "object",
            "required": required,
            "properties": fields,
            "additionalProperties": false,
        });
        let object = self.schema.as_object_mut();
        let properties =
            object.map(|object| object.entry("properties").or_insert_with(|| json!({})));
        if let Some(properties) = properties.and_then(Value::as_object_mut) {
            properties.insert(PARAMETERS.to_owned(), parameters);
        }
    }
}
