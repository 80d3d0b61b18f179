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

/// What a path of names leads to in the data.
#[derive(Debug)]
struct Known<'a> {
    name: u32,
    fields: &'a [Box<str>],
    value: Value<'a>,
}

/// Objects that are kept: they are gone through for each look-up.
const MOST_KNOWN: usize = 32;

/// What few templates need.
#[derive(Debug, Default)]
pub(super) struct Rare<'a> {
    /// Objects of the data, where it costs to ask twice.
    known: Vec<Known<'a>>,
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

    /// What a path of names leads to in the data of a host, from a name that
    /// is at a place in the table of names; all on the way is asked for once.
    pub(super) fn known(
        &mut self,
        name: u32,
        text: &str,
        fields: &'a [Box<str>],
    ) -> Option<Value<'a>> {
        let known = &mut self.rare.get_or_insert_default().known;
        let find = |known: &[Known<'a>], fields: &[Box<str>]| {
            let mut known = known.iter();
            let found = known.find(|known| known.name == name && known.fields == fields);
            found.map(|known| known.value.clone())
        };
        if let Some(found) = find(known, fields) {
            return Some(found);
        }
        let mut value = None;
        for depth in 0..=fields.len() {
            let way = fields.get(..depth)?;
            let found = match find(known, way) {
                Some(found) => found,
                None => {
                    let asked = match (&value, way.last()) {
                        (Some(value), Some(field)) => Value::field(value, field),
                        _ => self.data.own_field(text),
                    };
                    let value = asked?;
                    if known.len() < MOST_KNOWN {
                        known.push(Known {
                            name,
                            fields: way,
                            value: value.clone(),
                        });
                    }
                    value
                }
            };
            value = Some(found);
        }
        value
    }
}
