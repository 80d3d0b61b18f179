//! Partials: templates that others render by name.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::limits::Limits;
use super::names::Names;
use super::program::Program;
use super::syntax::parse;
use crate::error::Error;

/// A set of partials. Names are keys, never paths: what is not in the set
/// does not exist.
///
/// ```
/// use deskcore::template::{Json, Limits, Partials, RenderOptions, Template};
///
/// let partials = Partials::parse([("signature", "{{ agent }}, {{ shop }}")], &Limits::default())?;
/// let template = Template::parse_with(
///     "A presto,\n{% render 'signature', agent: agent.name, shop: shop %}",
///     &partials,
///     &Limits::default(),
/// )?;
/// let data = Json::parse(r#"{"agent": {"name": "Chiara"}, "shop": "Bottega Aurora"}"#)?;
/// assert_eq!(template.render(&data, &RenderOptions::default())?, "A presto,\nChiara, Bottega Aurora");
/// # Ok::<(), deskcore::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Partials(Arc<Set>);

#[derive(Default)]
struct Set {
    names: Names,
    programs: BTreeMap<Box<str>, Program>,
}

impl fmt::Debug for Partials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.programs.keys()).finish()
    }
}

impl PartialEq for Partials {
    fn eq(&self, other: &Self) -> bool {
        let sources = |partials: &Self| -> Vec<(Box<str>, Box<str>)> {
            let programs = partials.0.programs.iter();
            programs
                .map(|(name, program)| (name.clone(), program.source.clone()))
                .collect()
        };
        Arc::ptr_eq(&self.0, &other.0) || sources(self) == sources(other)
    }
}

impl Partials {
    /// Parses partials, each a name and a source.
    ///
    /// # Errors
    ///
    /// [`Error::Template`] of the first that does not parse, with its name.
    pub fn parse<'s>(
        sources: impl IntoIterator<Item = (&'s str, &'s str)>,
        limits: &Limits,
    ) -> Result<Self, Error> {
        let mut set = Set::default();
        for (name, source) in sources {
            let program = parse(source, &mut set.names, limits, Some(name))?;
            set.programs.insert(name.into(), program);
        }
        Ok(Self(Arc::new(set)))
    }

    pub(super) fn names(&self) -> &Names {
        &self.0.names
    }

    pub(super) fn get(&self, name: &str) -> Option<(&str, &Program)> {
        let (name, program) = self.0.programs.get_key_value(name)?;
        Some((name, program))
    }
}
