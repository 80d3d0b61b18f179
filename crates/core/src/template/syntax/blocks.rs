//! Blocks: what is open, and how it is closed.

use super::Parser;
use crate::template::error::Fault;
use crate::template::program::{At, Op, item};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    If,
    Unless,
    /// Whether a `when` or `else` has begun.
    Case(bool),
    For,
    TableRow,
    Capture,
    IfChanged,
}

impl Kind {
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::If => "if",
            Self::Unless => "unless",
            Self::Case(_) => "case",
            Self::For => "for",
            Self::TableRow => "tablerow",
            Self::Capture => "capture",
            Self::IfChanged => "ifchanged",
        }
    }
}

/// A block that is open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    pub(super) kind: Kind,
    /// Where its tag begins.
    pub(super) place: u32,
    /// Its step, and the step of the branch that is open in it.
    pub(super) head: At,
    pub(super) branch: Option<At>,
    /// Whether all that it holds writes nothing of its own.
    blank: bool,
}

impl Parser<'_> {
    /// Notes that the open block writes something.
    pub(super) fn writes(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.blank = false;
        }
    }

    pub(super) fn open(&mut self, kind: Kind, op: Op) -> Result<(), Fault> {
        if self.open.len() >= usize::try_from(self.depth).unwrap_or(usize::MAX) {
            return Err(Fault::limit("depth", u64::from(self.depth)));
        }
        let head = self.push(op);
        self.open.push(Open {
            kind,
            place: self.place,
            head,
            branch: None,
            blank: true,
        });
        Ok(())
    }

    /// The open block, when it is of a kind that has this tag within.
    pub(super) fn within(&self, tag: &str, kinds: &[&str]) -> Result<Open, Fault> {
        let open = self.open.last().copied();
        open.filter(|open| kinds.contains(&open.kind.tag()))
            .ok_or_else(|| {
                let kinds = kinds.join(" or ");
                Fault::syntax(format!("{tag:?} is not directly in a block of {kinds}"))
            })
    }

    fn op_mut(&mut self, at: At) -> Option<&mut Op> {
        self.program.ops.get_mut(usize::try_from(at).ok()?)
    }

    /// Closes the branch that is open, at this place.
    fn close_branch(&mut self, at: At, here: At) {
        if let Some(Op::Branch { end, .. } | Op::When { end, .. } | Op::Else { end }) =
            self.op_mut(at)
        {
            *end = here;
        }
    }

    /// Closes what branch there is and opens another.
    pub(super) fn next_branch(&mut self, op: Op) {
        let here = self.here();
        let Some(open) = self.open.last().copied() else {
            return;
        };
        match open.branch {
            Some(branch) => self.close_branch(branch, here),
            None => {
                // What stands between `case` and its first `when` is nothing.
                if open.kind == Kind::Case(false) {
                    let kept = usize::try_from(open.head).unwrap_or_default() + 1;
                    self.program.ops.truncate(kept);
                    self.program.places.truncate(kept);
                }
            }
        }
        let branch = self.push(op);
        if let Some(open) = self.open.last_mut() {
            if open.branch.is_none() && matches!(open.kind, Kind::Case(_)) {
                open.blank = true;
                open.kind = Kind::Case(true);
            }
            open.branch = Some(branch);
        }
    }

    /// Closes a block by its end tag.
    pub(super) fn close(&mut self, tag: &str) -> Result<(), Fault> {
        let Some(open) = self.open.last().copied() else {
            return Err(Fault::syntax(format!("{tag:?} closes no block")));
        };
        let expected = format!("end{}", open.kind.tag());
        if tag != expected {
            return Err(Fault::syntax(format!(
                "{tag:?} where {expected:?} was expected"
            )));
        }
        if open.kind == Kind::Case(false) {
            self.next_branch(Op::Else { end: 0 });
        }
        let open = self.open.pop().unwrap_or(open);
        let here = self.here();
        if let Some(branch) = open.branch {
            self.close_branch(branch, here);
        }
        let branch = open.branch;
        match self.op_mut(open.head) {
            Some(Op::For { body, end, .. }) => {
                *body = branch.unwrap_or(here);
                *end = here;
            }
            Some(
                Op::If { end }
                | Op::Case { end, .. }
                | Op::TableRow { end, .. }
                | Op::Capture { end, .. }
                | Op::IfChanged { end },
            ) => *end = here,
            _ => {}
        }
        if !open.blank {
            // What `capture` keeps is not written here.
            if open.kind != Kind::Capture {
                self.writes();
            }
            return Ok(());
        }
        if open.kind == Kind::Capture {
            return Ok(());
        }
        for at in open.head..here {
            if let Some(Op::Text(_)) = item(&self.program.ops, at)
                && let Some(op) = self.op_mut(at)
            {
                *op = Op::Nothing;
            }
        }
        Ok(())
    }
}
