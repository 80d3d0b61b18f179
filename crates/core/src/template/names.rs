//! The names that values are looked up by.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::program::{FIRST_NAMES, FORLOOP, Name, item};
use super::syntax::as_u32;

/// Names that are looked through one by one; more are searched.
const FEW: usize = 16;

/// The place of a name that a template only reads: what it stands for is in
/// the data alone.
const NO_SLOT: u32 = u32::MAX;

/// The names of a template and its partials, each with its place in a table.
/// Those that a tag can give a value to have a slot for it.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// Without the first, which are in every table.
    list: Vec<Arc<str>>,
    /// Of all names, when there are many.
    by_name: BTreeMap<Arc<str>, Name>,
    /// The slot of each name as far as the last that has one.
    slots: Vec<u32>,
    slot_count: u32,
    /// Whether a partial's name is known only when it is included, so that
    /// any name may get a value.
    any_is_given: bool,
    /// Whether any loop begins where another ended, by `offset: continue`.
    pub(super) continues: bool,
    /// Whether anything asks what round a loop is in.
    pub(super) reads_loops: bool,
}

/// The place of one of the first names.
fn first(name: &str) -> Option<Name> {
    let at = FIRST_NAMES.iter().position(|first| *first == name)?;
    Some(as_u32(at))
}

impl Names {
    fn next(&self) -> Name {
        as_u32(FIRST_NAMES.len() + self.list.len())
    }

    pub(super) fn find(&self, name: &str) -> Option<Name> {
        if let Some(found) = first(name) {
            return Some(found);
        }
        if !self.by_name.is_empty() {
            return self.by_name.get(name).copied();
        }
        let at = self.list.iter().position(|known| **known == *name)?;
        Some(as_u32(FIRST_NAMES.len() + at))
    }

    /// The place of a name, which is added where it is new.
    pub(super) fn intern(&mut self, name: &str) -> Name {
        if let Some(found) = self.find(name) {
            return found;
        }
        let next = self.next();
        let name: Arc<str> = name.into();
        if self.list.len() == FEW {
            let known = (as_u32(FIRST_NAMES.len())..).zip(&self.list);
            self.by_name
                .extend(known.map(|(place, name)| (Arc::clone(name), place)));
        }
        if self.list.len() >= FEW {
            self.by_name.insert(Arc::clone(&name), next);
        }
        self.list.push(name);
        if self.any_is_given {
            self.give_slot(next);
        }
        next
    }

    /// As [`intern`](Self::intern), of a name that something reads.
    pub(super) fn read(&mut self, name: &str) -> Name {
        let name = self.intern(name);
        self.reads_loops |= self.is_first(name);
        name
    }

    /// As [`intern`](Self::intern), of a name that is given a value.
    pub(super) fn give(&mut self, name: &str) -> Name {
        let name = self.intern(name);
        self.give_slot(name);
        name
    }

    fn is_first(&self, name: Name) -> bool {
        usize::try_from(name).is_ok_and(|name| name < FIRST_NAMES.len())
    }

    pub(super) fn give_slot(&mut self, name: Name) {
        let Ok(at) = usize::try_from(name) else {
            return;
        };
        if self.slots.len() <= at {
            self.slots.resize(at + 1, NO_SLOT);
        }
        if let Some(slot) = self.slots.get_mut(at)
            && *slot == NO_SLOT
        {
            *slot = self.slot_count;
            self.slot_count += 1;
        }
    }

    /// Notes that any name may get a value.
    pub(super) fn give_any(&mut self) {
        self.any_is_given = true;
        for name in FORLOOP..self.next() {
            self.give_slot(name);
        }
    }

    /// Where the value of a name is kept; beyond all slots when it can only be
    /// in the data.
    #[inline]
    pub(super) fn slot(&self, name: Name) -> usize {
        let slot = item(&self.slots, name).copied().unwrap_or(NO_SLOT);
        usize::try_from(slot).unwrap_or(usize::MAX)
    }

    /// How many names have a slot.
    pub(super) fn slot_count(&self) -> usize {
        usize::try_from(self.slot_count).unwrap_or_default()
    }

    pub(super) fn text(&self, name: Name) -> &str {
        let at = usize::try_from(name).unwrap_or(usize::MAX);
        match at.checked_sub(FIRST_NAMES.len()) {
            Some(at) => self.list.get(at).map_or("", |name| name),
            None => FIRST_NAMES.get(at).copied().unwrap_or_default(),
        }
    }
}
