//! Loops.

use std::borrow::Cow;
use std::mem::ManuallyDrop;
use std::rc::Rc;

use super::{Flow, Renderer};
use crate::template::Value;
use crate::template::error::Fault;
use crate::template::loops::{Loop, label};
use crate::template::number::{read_whole, whole};
use crate::template::program::{At, FORLOOP, LoopHead, Offset, Op, Operand, TABLEROWLOOP, item};
use crate::template::value::Extent;

impl<'a> Renderer<'a, '_> {
    /// The items that a loop goes through: their collection, the first of
    /// them and how many.
    fn items(
        &mut self,
        head: &LoopHead,
        is_table: bool,
    ) -> Result<(Value<'a>, usize, usize), Fault> {
        let collection = self.value(head.collection)?;
        let program = self.program;
        let label = || {
            let (variable, collection) = head.label;
            label(program.text(variable), program.text(collection))
        };
        let first = match head.offset {
            None => 0,
            Some(Offset::Continue) => {
                let label = label();
                self.scope.rare().offsets.get(&label).copied().unwrap_or(0)
            }
            Some(Offset::At(operand)) => self.count(operand, is_table)?.unwrap_or(0),
        };
        let limit = match head.limit {
            Some(operand) => self.count(operand, is_table)?.unwrap_or(usize::MAX),
            None => usize::MAX,
        };
        let taken = match collection.extent() {
            Some(Extent::List(len) | Extent::Object(len)) => len.saturating_sub(first).min(limit),
            // A text is gone through once, whatever the limits.
            None => usize::from(collection.text().is_some_and(|text| !text.is_empty())),
        };
        if self.template.names.continues {
            let label = label();
            self.budget.make(label.len())?;
            self.scope
                .rare()
                .offsets
                .insert(label, first.saturating_add(taken));
        }
        Ok((collection, first, taken))
    }

    /// How many a loop is told to take or leave out. A table takes what digits
    /// a text has, and nothing for 0.
    fn count(&mut self, operand: Operand, is_table: bool) -> Result<Option<usize>, Fault> {
        let number = match self.value(operand)? {
            Value::Nil if !is_table => return Ok(None),
            value if is_table && (value.text().is_some() || matches!(value, Value::Nil)) => {
                read_whole(&value)?
            }
            value => whole(&value)?,
        };
        Ok(Some(usize::try_from(number).unwrap_or(0)))
    }

    pub(super) fn each(
        &mut self,
        head: &LoopHead,
        body: At,
        body_end: At,
        end: At,
    ) -> Result<Flow, Fault> {
        let (collection, first, len) = self.items(head, false)?;
        if len == 0 {
            return match item(&self.program.ops, body_end) {
                Some(Op::Else { .. }) if body_end < end => self.run(body_end + 1, end),
                _ => Ok(Flow::Next),
            };
        }
        // Nothing to keep where nothing asks what round it is.
        let state = self.template.names.reads_loops.then(|| {
            let state = self.loop_state(head, len, None);
            let outer = self.enter(FORLOOP, Some(Value::Loop(Rc::clone(&state))));
            let outer_loop = self.scope.inner_loop.replace(Rc::clone(&state));
            (state, outer, outer_loop)
        });
        let shadowed = self.enter(head.variable, None);
        let variable = self.template.names.slot(head.variable);
        let extent = collection.extent();
        let fields = self.many_fields(&collection, extent)?;
        for round in 0..len {
            self.budget.spend(1)?;
            if let Some((state, ..)) = &state {
                state.index.set(round);
            }
            let place = if head.reversed {
                len - 1 - round
            } else {
                round
            };
            match fields.get(first + place) {
                Some((name, value)) => {
                    let pair = [name.clone().into(), value.clone()];
                    self.enter(head.variable, Some(Value::List(Rc::new(pair))));
                }
                None => self.enter_item(variable, &collection, extent, first + place),
            }
            if self.run(body, body_end)? == Flow::Break {
                break;
            }
        }
        self.enter(head.variable, shadowed);
        if let Some((_, outer, outer_loop)) = state {
            self.enter(FORLOOP, outer);
            self.scope.inner_loop = outer_loop;
        }
        Ok(Flow::Next)
    }

    /// The fields of an object that has many, which may be slow to find one by
    /// one.
    fn many_fields(
        &mut self,
        collection: &Value<'a>,
        extent: Option<Extent>,
    ) -> Result<Vec<(Cow<'a, str>, Value<'a>)>, Fault> {
        const MANY: usize = 64;
        match extent {
            Some(Extent::Object(len)) if len > MANY => {
                self.budget.make_list(len)?;
                Ok(collection.fields())
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Gives a loop's variable its item.
    #[inline]
    fn enter_item(
        &mut self,
        variable: usize,
        collection: &Value<'a>,
        extent: Option<Extent>,
        index: usize,
    ) {
        let Some(slot) = self.scope.slot_mut(variable) else {
            return;
        };
        // The common case is written where it belongs, not moved there.
        let item = ManuallyDrop::new(item_of(collection, extent, index));
        slot.scoped = Some(match &*item {
            Value::Source(source) => Value::Source(*source),
            _ => ManuallyDrop::into_inner(item),
        });
    }

    fn loop_state(&self, head: &LoopHead, len: usize, columns: Option<usize>) -> Rc<Loop<'a>> {
        let (variable, collection) = head.label;
        Rc::new(Loop {
            label: (self.program.text(variable), self.program.text(collection)),
            len,
            index: 0.into(),
            columns,
            parent: self.scope.inner_loop.clone(),
        })
    }

    pub(super) fn rows(&mut self, head: &LoopHead, body: At, end: At) -> Result<Flow, Fault> {
        let (collection, first, len) = self.items(head, true)?;
        if matches!(collection, Value::Nil | Value::Bool(false)) {
            return Ok(Flow::Next);
        }
        let columns = match head.columns {
            Some(operand) => self.count(operand, true)?.unwrap_or(len),
            None => len,
        };
        let state = self.loop_state(head, len, Some(columns));
        let outer = self.enter(TABLEROWLOOP, Some(Value::Loop(Rc::clone(&state))));
        let shadowed = self.enter(head.variable, None);
        let extent = collection.extent();
        let fields = self.many_fields(&collection, extent)?;
        self.push("<tr class=\"row1\">\n")?;
        for round in 0..len {
            self.budget.spend(1)?;
            state.index.set(round);
            let value = match fields.get(first + round) {
                Some((name, value)) => Value::List(Rc::new([name.clone().into(), value.clone()])),
                None => item_of(&collection, extent, first + round),
            };
            self.enter(head.variable, Some(value));
            self.push("<td class=\"col")?;
            self.push(itoa::Buffer::new().format(state.column() + 1))?;
            self.push("\">")?;
            let flow = self.run(body, end)?;
            self.push("</td>")?;
            if flow == Flow::Break {
                break;
            }
            if state.is_last_column() && !state.is_last() {
                self.push("</tr>\n<tr class=\"row")?;
                self.push(itoa::Buffer::new().format(state.row() + 2))?;
                self.push("\">")?;
            }
        }
        self.push("</tr>\n")?;
        self.enter(head.variable, shadowed);
        self.enter(TABLEROWLOOP, outer);
        Ok(Flow::Next)
    }
}

/// An item of what a loop goes through; a text is its own only one.
fn item_of<'a>(collection: &Value<'a>, extent: Option<Extent>, index: usize) -> Value<'a> {
    match extent {
        Some(Extent::List(_)) => collection.part(index).unwrap_or_default(),
        Some(Extent::Object(_)) => collection.item(index).unwrap_or_default(),
        None => collection.clone(),
    }
}
