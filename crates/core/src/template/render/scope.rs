//! What a template sees: values by name.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::template::Value;
use crate::template::loops::Loop;

/// Slots that need no memory of their own.
const FEW: usize = 4;

/// What a name stands for: the innermost scope counts before what was
/// assigned, then what was counted.
#[derive(Debug, Clone)]
pub(super) struct Slot<'a> {
    pub(super) scoped: Option<Value<'a>>,
    pub(super) assigned: Option<Value<'a>>,
    pub(super) counter: Option<Value<'a>>,
}

impl Slot<'_> {
    const EMPTY: Self = Self {
        scoped: None,
        assigned: None,
        counter: None,
    };
}

/// The slots of all names that a tag can give a value to.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "on the stack, so that most templates need no allocation"
)]
enum Slots<'a> {
    Few([Slot<'a>; FEW]),
    Many(Vec<Slot<'a>>),
}

/// What few templates need.
#[derive(Debug, Default)]
pub(super) struct Rare<'a> {
    /// The data's own values, where it costs to ask twice.
    globals: Vec<Option<Value<'a>>>,
    /// The next round of each cycle.
    pub(super) cycles: BTreeMap<String, usize>,
    /// Where the next loop of a label begins.
    pub(super) offsets: BTreeMap<String, usize>,
    pub(super) changed: Option<String>,
}

/// What a template, and all that it includes, sees.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    slots: Slots<'a>,
    pub(super) data: Value<'a>,
    pub(super) inner_loop: Option<Rc<Loop<'a>>>,
    rare: Option<Box<Rare<'a>>>,
    /// Partials that are rendered see their arguments alone, and cannot
    /// include.
    pub(super) isolated: bool,
}

impl<'a> Scope<'a> {
    /// A scope with so many slots.
    #[inline]
    pub(super) fn new(slots: usize, data: Value<'a>) -> Self {
        Self {
            slots: match slots {
                // An empty list is cheaper still than a few slots.
                1..=FEW => Slots::Few([const { Slot::EMPTY }; FEW]),
                0 => Slots::Many(Vec::new()),
                _ => Slots::Many(vec![Slot::EMPTY; slots]),
            },
            data,
            inner_loop: None,
            rare: None,
            isolated: false,
        }
    }

    /// A scope of nothing but what is put in it.
    pub(super) fn isolated(slots: usize) -> Self {
        let mut scope = Self::new(slots, Value::Nil);
        scope.isolated = true;
        scope
    }

    pub(super) fn rare(&mut self) -> &mut Rare<'a> {
        self.rare.get_or_insert_default()
    }

    pub(super) fn slot_mut(&mut self, slot: usize) -> Option<&mut Slot<'a>> {
        match &mut self.slots {
            Slots::Few(slots) => slots.get_mut(slot),
            Slots::Many(slots) => slots.get_mut(slot),
        }
    }

    /// What was given to a name.
    #[inline]
    pub(super) fn given(&self, slot: usize) -> Option<&Value<'a>> {
        let slot = match &self.slots {
            Slots::Few(slots) => slots.get(slot),
            Slots::Many(slots) => slots.get(slot),
        }?;
        let given = slot.scoped.as_ref().or(slot.assigned.as_ref());
        given.or(slot.counter.as_ref())
    }

    /// A field of the data, which is at a place in the table of names.
    pub(super) fn global(&mut self, at: u32, name: &str) -> Option<Value<'a>> {
        let Value::Foreign(_) = &self.data else {
            return self.data.own_field(name);
        };
        let at = usize::try_from(at).ok()?;
        let globals = &mut self.rare.get_or_insert_default().globals;
        if let Some(Some(known)) = globals.get(at) {
            return Some(known.clone());
        }
        let found = self.data.own_field(name)?;
        if globals.len() <= at {
            globals.resize(at + 1, None);
        }
        if let Some(global) = globals.get_mut(at) {
            *global = Some(found.clone());
        }
        Some(found)
    }
}
