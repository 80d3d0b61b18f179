//! The handle of a parsed template.

use std::collections::BTreeMap;
use std::mem;
use std::sync::Mutex;

use deskcore::border::{self, Place};
use deskcore::template::{self, Json, Limits, Partials, RenderOptions};
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict, PyMapping, PyString};

use crate::convert::{Text, give, take, value};
use crate::data::{Keys, Reading};
use crate::error::{caught, guarded, invalid};

/// A Liquid template, parsed once: immutable, shared by all threads.
///
/// All tags and filters of Shopify's Liquid, and `money`, `number`, `pluralize`
/// and `squish`. There is no access to a clock, a file or the environment, and
/// what a template may cost is limited. `partials` are the templates, by name,
/// that it may `render` and `include`; `limits` are those of parsing.
///
/// Raises TemplateError with `line` and `column`: `template_syntax` for what is
/// no Liquid, `template_limit` for what is longer or deeper than the limits.
///
/// >>> template = Template("Ciao {{ customer.name }}, {% render 'order', order: order %}", partials={
/// ...     "order": "il tuo ordine {{ order.id }} arriva {{ order.eta | date: '%A %-d %B' }}: {{ order.total | money }}"})
/// >>> niccolo = {"customer": {"name": "Niccolò"}, "order": {"id": "#1042", "eta": "2026-11-26", "total": "1249.80"}}
/// >>> template.render(niccolo, locale="it", currency="EUR")
/// 'Ciao Niccolò, il tuo ordine #1042 arriva giovedì 26 novembre: 1.249,80 €'
/// >>> Template("Bună, {{ name }}!").render_batch([{"name": "Ioana"}, '{"name": "Ștefan"}'])
/// ['Bună, Ioana!', 'Bună, Ștefan!']
/// >>> from deskcore import TemplateError
/// >>> try:
/// ...     Template("Hi {{ first_name }},\nyour {{ ordr }} …").render({"first_name": "Zoë", "order": "#1042"})
/// ... except TemplateError as error:
/// ...     error.code, error.path, error.line, error.column, error.hint
/// ('template_missing', 'ordr', 2, 6, 'did you mean "order"?')
#[pyclass(frozen, module = "deskcore")]
pub(crate) struct Template {
    template: template::Template,
    partials: BTreeMap<String, String>,
    limits: Limits,
    /// The names that it looks up, as Python's strings.
    keys: Mutex<Keys>,
}

/// Options by their names in the record; those that are not said have its
/// defaults.
fn options(said: Option<&Bound<'_, PyDict>>) -> PyResult<RenderOptions> {
    said.map_or_else(|| Ok(RenderOptions::default()), |said| take(said))
}

/// Text that is to be JSON.
pub(crate) fn json<'t>(text: &'t Bound<'_, PyString>, place: &Place) -> PyResult<&'t str> {
    let path = || place.to_string();
    text.to_str()
        .map_err(|_| invalid(&path(), "text with a lone surrogate: expected JSON"))
}

impl Template {
    /// Renders one row of data: of many, the one at `index`.
    fn row(
        &self,
        data: &Bound<'_, PyAny>,
        options: &RenderOptions,
        index: Option<usize>,
    ) -> PyResult<String> {
        let in_row = |error| match index {
            Some(index) => border::in_row(index, error),
            None => error,
        };
        let place = index.map(|index| Place::default().index(index));
        let place = place.unwrap_or_default();
        if let Ok(text) = data.cast::<PyString>() {
            let text = json(text, &place)?;
            let work = || self.template.render(&Json::parse(text)?, options);
            return data.py().detach(|| guarded(|| work().map_err(in_row)));
        }
        let keys = self.keys.try_lock().map(|mut keys| mem::take(&mut *keys));
        let reading = Reading::new(keys.unwrap_or_default());
        let root = reading.root(data, place)?;
        let mut out = String::with_capacity(self.source().len() * 3 / 2);
        let work = || self.template.render_value(root, options, &mut out);
        let rendered = guarded(|| work().map_err(in_row));
        let (failed, keys) = reading.done();
        if let Ok(mut kept) = self.keys.try_lock() {
            *kept = keys;
        }
        // What the data could not give comes before what was made without it.
        match failed {
            Some(error) => Err(error),
            None => rendered.map(|()| out),
        }
    }
}

#[pymethods]
impl Template {
    #[new]
    #[pyo3(signature = (source: "str", *, partials: "Mapping[str, str] | None" = None, limits: "Limits | None" = None))]
    fn new(
        py: Python<'_>,
        source: Text,
        partials: Option<&Bound<'_, PyAny>>,
        limits: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let limits = limits.map(|limits| [("limits", limits)].into_py_dict(py));
        let limits = options(limits.transpose()?.as_ref())?.limits;
        let sources = PyDict::new(py);
        if let Some(partials) = partials {
            let Ok(partials) = partials.cast::<PyMapping>() else {
                return Err(invalid("/partials", "expected a dict of templates by name"));
            };
            sources.update(partials)?;
        }
        let mut named: BTreeMap<String, BTreeMap<String, String>> =
            take([("partials", sources)].into_py_dict(py)?.as_any())?;
        let partials = named.remove("partials").unwrap_or_default();
        let template = guarded(|| {
            let named = partials.iter().map(|(name, source)| (&**name, &**source));
            let named = Partials::parse(named, &limits)?;
            template::Template::parse_with(&source.0, &named, &limits)
        })?;
        Ok(Self {
            template,
            partials,
            limits,
            keys: Mutex::default(),
        })
    }

    /// The text that it was parsed from.
    #[getter]
    fn source(&self) -> &str {
        self.template.source()
    }

    /// Renders data: a dictionary, or JSON text, which other threads do not wait
    /// for. Of a dictionary nothing is read but what the template names: text,
    /// numbers (Decimal and ints beyond 64 bits as their digits), aware datetimes
    /// and dates, lists, tuples, and mappings of any class by their own
    /// `__getitem__`.
    ///
    /// `channel` ("plain" when not said) is how values are escaped; `missing`
    /// ("strict") whether one that is not there is an error; `locale` ("en") a
    /// BCP 47 tag for dates, numbers and money; `tz` the IANA zone that instants
    /// are written in, each by its own clock when not said; `now` what `now` and
    /// `today` are; `currency` an ISO 4217 code; `limits` what it may cost.
    ///
    /// Raises TemplateError: `template_missing` with all that is missing in
    /// `problems`, `template_argument`, `template_partial`, `template_limit`;
    /// InvalidInput with the place of a value that is no data; and what the
    /// host's own code raises when it is read.
    #[pyo3(signature = (data: "Mapping[str, Any] | str", **options: "Unpack[RenderOptions]") -> "str")]
    fn render(
        &self,
        data: &Bound<'_, PyAny>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<String> {
        let options = self::options(options)?;
        caught(|| self.row(data, &options, None))
    }

    /// Renders each of many, such as the rows of a mailing; where all are JSON
    /// text, other threads run meanwhile. See `render`.
    ///
    /// Raises as `render` does for the first row that cannot be rendered; `path`
    /// begins with its index, such as `/12` or `/12/customer.name`.
    #[pyo3(signature = (rows: "Iterable[Mapping[str, Any] | str]", **options: "Unpack[RenderOptions]") -> "list[str]")]
    fn render_batch(
        &self,
        rows: &Bound<'_, PyAny>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Vec<String>> {
        let py = rows.py();
        let options = self::options(options)?;
        let rows = rows.try_iter()?.collect::<PyResult<Vec<_>>>()?;
        let texts = rows.iter().map(|row| row.cast::<PyString>().ok());
        let Some(texts) = texts.collect::<Option<Vec<_>>>() else {
            let rows = rows.iter().enumerate();
            let rows = rows.map(|(index, row)| caught(|| self.row(row, &options, Some(index))));
            return rows.collect();
        };
        let text_of = |(index, text)| json(text, &Place::default().index(index));
        let texts = texts.into_iter().enumerate().map(text_of);
        let texts = texts.collect::<PyResult<Vec<_>>>()?;
        py.detach(|| {
            let render = |(index, text): (usize, &str)| {
                let work = || self.template.render(&Json::parse(text)?, &options);
                guarded(|| work().map_err(|error| border::in_row(index, error)))
            };
            texts.into_iter().enumerate().map(render).collect()
        })
    }

    /// What it reads and uses, with all that it renders and includes.
    ///
    /// >>> reads = Template("Ciao {{ customer.name | upcase }}").analyze()
    /// >>> [value["path"] for value in reads["variables"]], reads["filters"]
    /// (['customer.name'], ['upcase'])
    #[pyo3(signature = () -> "Analysis")]
    fn analyze<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let analysis = guarded(|| self.template.analyze())?;
        give(py, &analysis)
    }

    /// Every problem that rendering could meet for data of a JSON Schema, a
    /// dictionary or its text: without problems, no data of it makes a hole.
    ///
    /// >>> schema = {"type": "object", "properties": {"name": {"type": "string"}}, "additionalProperties": False}
    /// >>> [(problem["code"], problem["path"]) for problem in Template("Hi {{ nam }}").check(schema)]
    /// [('unknown_variable', '1:4')]
    #[pyo3(signature = (schema: "dict[str, Any] | str") -> "list[Problem]")]
    fn check<'py>(
        &self,
        py: Python<'py>,
        schema: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let schema = match schema.cast::<PyString>() {
            Ok(text) => {
                let text = json(text, &Place::default())?;
                guarded(|| border::read(text))?
            }
            Err(_) => value(schema)?,
        };
        let problems = guarded(|| self.template.check(&schema))?;
        give(py, &problems)
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other
            .cast::<Self>()
            .is_ok_and(|other| self.template == other.get().template)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        PyString::new(py, self.source()).hash()
    }

    fn __repr__(&self) -> String {
        let start: String = self.source().chars().take(40).collect();
        let rest = if start.len() < self.source().len() {
            "…"
        } else {
            ""
        };
        format!("<Template {start:?}{rest}>")
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<((&str,), Bound<'py, PyDict>)> {
        let keywords = PyDict::new(py);
        keywords.set_item("partials", give(py, &self.partials)?)?;
        keywords.set_item("limits", give(py, &self.limits)?)?;
        Ok(((self.source(),), keywords))
    }
}
