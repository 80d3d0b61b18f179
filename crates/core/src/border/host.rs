//! What a binding needs to read a host's own objects while a template runs.

use std::fmt;
use std::rc::Rc;

use super::MOST_DEPTH;
use crate::error::Error;
use crate::wording::join;

/// Where a value is within the data of a host: a JSON pointer that is written
/// only when something is wrong there.
///
/// ```
/// use deskcore::border::Place;
///
/// let row = Place::default().name("lines").index(3);
/// assert_eq!(row.name("unit/price").to_string(), "/lines/3/unit~1price");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Place(Option<Rc<Step>>);

#[derive(Debug)]
struct Step {
    above: Place,
    depth: usize,
    key: Key,
}

#[derive(Debug)]
enum Key {
    Name(Box<str>),
    Index(usize),
}

impl Place {
    /// The place of a field.
    pub fn name(&self, name: &str) -> Self {
        self.below(Key::Name(name.into()))
    }

    /// The place of an item.
    pub fn index(&self, index: usize) -> Self {
        self.below(Key::Index(index))
    }

    fn below(&self, key: Key) -> Self {
        let depth = self.0.as_ref().map_or(0, |step| step.depth) + 1;
        let above = self.clone();
        Self(Some(Rc::new(Step { above, depth, key })))
    }

    /// Whether a list or an object may be here.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for what is nested more than [`MOST_DEPTH`]
    /// deep, as everything is that is within itself.
    pub fn check_depth(&self) -> Result<(), Error> {
        match &self.0 {
            Some(step) if step.depth > MOST_DEPTH => {
                let message = format!("nested more than {MOST_DEPTH} deep");
                Err(Error::invalid("", message))
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(step) = &self.0 else {
            return Ok(());
        };
        step.above.fmt(f)?;
        match &step.key {
            Key::Name(name) => f.write_str(&join("", name)),
            Key::Index(index) => write!(f, "/{index}"),
        }
    }
}

/// Names of fields as strings of the host, kept from one look-up to the next:
/// making one costs more than looking it up.
///
/// ```
/// use deskcore::border::Names;
///
/// let mut names = Names::default();
/// let (mut made, source) = (0, "order");
/// for _ in 0..3 {
///     let string = names.with(source, || { made += 1; made }, |string| *string);
///     assert_eq!(string, 1);
/// }
/// ```
#[derive(Debug)]
pub struct Names<T>(Vec<Option<(Box<str>, T)>>);

/// Names that are kept: most templates have fewer, and one that has more makes
/// some of them anew.
const MOST_NAMES: usize = 128;

/// Bytes of a name that is kept: longer ones are data, and not the template's.
const MOST_NAME: usize = 64;

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Names<T> {
    /// Looks at the string of a name, which is made when it is not known.
    pub fn with<R>(
        &mut self,
        name: &str,
        make: impl FnOnce() -> T,
        look: impl FnOnce(&T) -> R,
    ) -> R {
        if self.0.is_empty() {
            self.0.resize_with(MOST_NAMES, || None);
        }
        // A name is of the source of the template, most often, and so comes
        // from the same address each time.
        let address = name.as_ptr().addr();
        match self.0.get_mut((address ^ (address >> 7)) % MOST_NAMES) {
            Some(Some((known, string))) if **known == *name => look(string),
            Some(slot) if name.len() <= MOST_NAME => look(&slot.insert((name.into(), make())).1),
            _ => look(&make()),
        }
    }
}

/// The error of one row of many: its place begins with the row's index.
///
/// ```
/// use deskcore::template::{Json, RenderOptions, Template};
/// use deskcore::{Error, border};
///
/// let missing = Template::parse("Ciao {{ name }}")?
///     .render(&Json::parse("{}")?, &RenderOptions::default())
///     .map_err(|error| border::in_row(12, error))
///     .unwrap_err();
/// assert_eq!(missing.path(), Some("/12/name"));
/// assert_eq!(border::in_row(3, Error::invalid("", "no JSON")).path(), Some("/3"));
/// # Ok::<(), Error>(())
/// ```
pub fn in_row(index: usize, error: Error) -> Error {
    under(&format!("/{index}"), error)
}

/// The error of one argument of several: its place begins with the
/// argument's.
///
/// ```
/// use deskcore::{Error, border};
///
/// let error = border::under("/jobs", Error::invalid("/3/work_s", "-1 s"));
/// assert_eq!(error.path(), Some("/jobs/3/work_s"));
/// ```
pub fn under(place: &str, error: Error) -> Error {
    let within = |path: &str| match path.strip_prefix('/').unwrap_or(path) {
        "" => place.to_owned(),
        path => format!("{place}/{path}"),
    };
    match error {
        Error::InvalidInput {
            path,
            message,
            hint,
        } => Error::InvalidInput {
            path: within(&path),
            message,
            hint,
        },
        Error::Template(mut error) => {
            error.path = Some(within(error.path.as_deref().unwrap_or_default()));
            Error::Template(error)
        }
        error => error,
    }
}
