//! Macros of a desk, and which of them a message needs.

use std::sync::{Mutex, MutexGuard, PoisonError};

use deskcore::border::{self, Place};
use deskcore::macros::{MacroColumns, MacroRequest, RenderedMacro};
use deskcore::template::{Json, Value};
use deskcore::text::sms;
use deskcore::text::suggest::{self, Inquiry, Keywords};
use deskcore::{Desk, Error};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::convert::{Text, Whole, count, give, size, take};
use crate::data::{Keys, Reading};
use crate::error::{caught, guarded};
use crate::template::json;

/// How a macro is rendered, by the names in the record.
pub(crate) fn request(said: Option<&Bound<'_, PyDict>>) -> PyResult<MacroRequest> {
    said.map_or_else(|| Ok(MacroRequest::default()), |said| take(said))
}

/// A macro for one row of data.
pub(crate) fn render(
    desk: &Desk,
    macro_id: &str,
    data: &Bound<'_, PyAny>,
    request: &MacroRequest,
) -> PyResult<RenderedMacro> {
    caught(|| {
        if let Ok(text) = data.cast::<PyString>() {
            let text = json(text, &Place::default())?;
            let work = || desk.render_macro(macro_id, &Value::from(&Json::parse(text)?), request);
            return data.py().detach(|| guarded(work));
        }
        let reading = Reading::new(Keys::default());
        let root = reading.root(data, Place::default())?;
        let rendered = guarded(|| desk.render_macro(macro_id, &root, request));
        // What the data could not give comes before what was made without it.
        reading.done().0.map_or(rendered, Err)
    })
}

/// A macro for many rows of data.
pub(crate) fn render_batch(
    desk: &Desk,
    macro_id: &str,
    rows: &Bound<'_, PyAny>,
    request: &MacroRequest,
) -> PyResult<MacroColumns> {
    let rows = rows.try_iter()?.collect::<PyResult<Vec<_>>>()?;
    let place = |index| Place::default().index(index);
    let texts = rows.iter().enumerate().map(|(index, row)| {
        let text = row.cast::<PyString>().ok();
        text.map(|text| json(text, &place(index))).transpose()
    });
    let texts = texts.collect::<PyResult<Vec<Option<&str>>>>()?;
    let parsed = || {
        let texts = texts.iter().enumerate().map(|(index, text)| {
            let data = text.map(Json::parse).transpose();
            data.map_err(|error| border::in_row(index, error))
        });
        texts.collect::<Result<Vec<Option<Json<'_>>>, Error>>()
    };
    if let (true, Some(first)) = (texts.iter().all(Option::is_some), rows.first()) {
        return first.py().detach(|| {
            guarded(|| {
                let (parsed, macros) = (parsed()?, desk.macros());
                macros.render_batch(macro_id, parsed.iter().flatten().map(Value::from), request)
            })
        });
    }
    caught(|| {
        let parsed = guarded(parsed)?;
        let reading = Reading::new(Keys::default());
        let rows = rows.iter().zip(&parsed).enumerate();
        let rows = rows.map(|(index, (row, parsed))| match parsed {
            Some(data) => Ok(Value::from(data)),
            None => reading.root(row, place(index)),
        });
        let rows = rows.collect::<PyResult<Vec<_>>>()?;
        let columns = guarded(|| desk.macros().render_batch(macro_id, rows, request));
        reading.done().0.map_or(columns, Err)
    })
}

/// A message that wants an answer: text, or a record.
fn inquiry(given: &Bound<'_, PyAny>) -> PyResult<Inquiry> {
    match given.is_instance_of::<PyString>() {
        true => Ok(Inquiry::new(given.extract::<Text>()?.0)),
        false => take(given),
    }
}

/// What agents chose before, in counts: no text of any message is in it. It
/// learns in place, from any thread; its JSON is what to store.
///
/// >>> monday, tuesday = SuggestionModel(), SuggestionModel()
/// >>> monday.learn("Unde este coletul meu?", "tracking")
/// >>> tuesday.learn({"message": "Vorrei un rimborso", "language": "it"}, "refund")
/// >>> monday.merge(tuesday)
/// >>> [best["label"] for best in Suggester(monday).suggest("coletul nu a sosit", limit=1)]
/// ['tracking']
/// >>> SuggestionModel.from_json(monday.to_json()) == monday
/// True
#[pyclass(frozen, module = "deskcore")]
pub(crate) struct SuggestionModel(Mutex<suggest::SuggestionModel>);

impl SuggestionModel {
    /// What it has learnt. Nothing that is done with it waits for Python.
    fn learnt(&self) -> MutexGuard<'_, suggest::SuggestionModel> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl SuggestionModel {
    #[new]
    fn new() -> Self {
        Self(Mutex::default())
    }

    /// A model from its JSON.
    ///
    /// Raises InvalidInput.
    #[staticmethod]
    #[pyo3(signature = (text: "str"))]
    fn from_json(text: Text) -> PyResult<Self> {
        let model = guarded(|| border::read(&text.0))?;
        Ok(Self(Mutex::new(model)))
    }

    /// Its JSON: the same bytes in whatever order it has learnt.
    fn to_json(&self) -> PyResult<String> {
        guarded(|| border::write(&*self.learnt()))
    }

    /// Learns that a message, its text or a record, was given a label: the id
    /// of the macro that an agent chose.
    #[pyo3(signature = (inquiry: "Inquiry | str", label: "str") -> "None")]
    fn learn(&self, inquiry: &Bound<'_, PyAny>, label: Text) -> PyResult<()> {
        let inquiry = self::inquiry(inquiry)?;
        guarded(|| {
            self.learnt().learn(&inquiry, &label.0);
            Ok(())
        })
    }

    /// Adds what another model has learnt.
    #[pyo3(signature = (other: "SuggestionModel") -> "None")]
    fn merge(&self, other: &Self) -> PyResult<()> {
        guarded(|| {
            // A copy: the other may be this one.
            let other = other.learnt().clone();
            self.learnt().merge(&other);
            Ok(())
        })
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| {
            let other = other.get().learnt().clone();
            *self.learnt() == other
        })
    }

    fn __repr__(&self) -> String {
        format!("<SuggestionModel of {} labels>", self.learnt().labels.len())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let from_json = py.get_type::<Self>().getattr("from_json")?;
        Ok((from_json, (self.to_json()?,)))
    }
}

/// A model as it is now, compiled, with phrases that speak for a label even
/// before there is any history: immutable, shared by all threads.
///
/// >>> suggester = Suggester(SuggestionModel(), keywords=[
/// ...     {"label": "return", "phrases": ["retur*", "trimit înapoi", "restituire"]}])
/// >>> suggester.suggest("Vreau sa TRIMIT INAPOI pantofii")
/// [{'label': 'return', 'score': 1.0, 'because': ['trimit înapoi']}]
#[pyclass(frozen, module = "deskcore")]
pub(crate) struct Suggester(suggest::Suggester);

#[pymethods]
impl Suggester {
    #[new]
    #[pyo3(signature = (model: "SuggestionModel", keywords: "list[Keywords] | None" = None))]
    fn new(model: &SuggestionModel, keywords: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let keywords: Vec<Keywords> = keywords.map(take).transpose()?.unwrap_or_default();
        guarded(|| Ok(Self(suggest::Suggester::new(&model.learnt(), &keywords))))
    }

    /// The labels that are most likely right for a message, its text or a
    /// record, the best first, `limit` at most; of some `candidates` alone when
    /// they are given, such as the ids of `Desk.macros_for`.
    #[pyo3(signature = (inquiry: "Inquiry | str", candidates: "list[str] | None" = None, limit: "int" = Whole(5)) -> "list[Suggestion]")]
    fn suggest<'py>(
        &self,
        inquiry: &Bound<'py, PyAny>,
        candidates: Option<&Bound<'py, PyAny>>,
        limit: Whole,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = inquiry.py();
        let inquiry = self::inquiry(inquiry)?;
        let candidates: Option<Vec<String>> = candidates.map(take).transpose()?;
        let candidates = candidates.as_ref();
        let candidates =
            candidates.map(|labels| labels.iter().map(String::as_str).collect::<Vec<_>>());
        let limit = size("/limit", &limit)?;
        let best = guarded(|| Ok(self.0.suggest(&inquiry, candidates.as_deref(), limit)))?;
        give(py, &best)
    }
}

/// What a text takes as a text message.
///
/// >>> size = measure_sms("Comanda ta a fost expediată.")
/// >>> size["encoding"], size["segments"], size["unicode_characters"]
/// ('ucs2', 1, ['ă'])
#[pyfunction]
#[pyo3(signature = (text: "str") -> "SmsSize")]
pub(crate) fn measure_sms(py: Python<'_>, text: Text) -> PyResult<Bound<'_, PyAny>> {
    let size = guarded(|| Ok(sms::measure(&text.0)))?;
    give(py, &size)
}

/// The longest beginning of a text that takes at most so many segments. No
/// character is cut, and no link.
///
/// >>> cut_sms("Thank you, Zoë!", 1)
/// {'text': 'Thank you, Zoë!', 'shortened': False}
#[pyfunction]
#[pyo3(signature = (text: "str", most_segments: "int") -> "SmsCut")]
pub(crate) fn cut_sms(
    py: Python<'_>,
    text: Text,
    most_segments: Whole,
) -> PyResult<Bound<'_, PyAny>> {
    let most = count("/most_segments", &most_segments)?;
    let cut = guarded(|| Ok(sms::cut(&text.0, most)))?;
    give(py, &cut)
}
