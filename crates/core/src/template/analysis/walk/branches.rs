//! Branches: what is known in each, and after all of them.

use std::collections::BTreeSet;

use super::super::shape::{Kinds, Shape, one_of};
use super::{Known, Scope, Walk};
use crate::template::error::Fault;
use crate::template::program::{At, Comparison, Name, Op, Operand, Run, item, run};

impl<'t, 's> Walk<'t, 's> {
    /// What names stand for after one of several ways was taken: the present
    /// one, or one of the others.
    pub(super) fn join(&mut self, others: Vec<Scope<'s>>) {
        for other in others {
            let names = self.scope.keys().chain(other.keys()).copied();
            let names: BTreeSet<Name> = crate::order::set(names);
            for name in names {
                let joined = match (self.scope.remove(&name), other.get(&name).cloned()) {
                    (Some(a), Some(b)) if a == b => a,
                    (Some(a), Some(b)) => Known {
                        absent: a.absent || b.absent,
                        path: a.path.filter(|path| b.path.as_ref() == Some(path)),
                        key: None,
                        shape: one_of(vec![a.shape, b.shape]).unwrap_or(Shape::Made(Kinds::ALL)),
                    },
                    (Some(a), None) | (None, Some(a)) => Known {
                        absent: true,
                        key: None,
                        ..a
                    },
                    (None, None) => continue,
                };
                self.scope.insert(name, joined);
            }
        }
    }

    pub(super) fn branches(&mut self, mut at: At, end: At) -> Result<(), Fault> {
        let before = self.scope.clone();
        let mut ends = Vec::new();
        let mut falls_through = true;
        let outside = self.guards.len();
        while at < end {
            let Some(Op::Branch {
                condition,
                negated,
                end: after,
            }) = item(&self.program.ops, at)
            else {
                break;
            };
            // Also for the condition: what an earlier branch assigned is not
            // there where that branch was not taken.
            self.scope.clone_from(&before);
            self.at = at;
            let (held, failed, constant) = match condition {
                Some(condition) => self.condition(*condition)?,
                None => (Vec::new(), Vec::new(), Some(true)),
            };
            let (held, failed) = if *negated {
                (failed, held)
            } else {
                (held, failed)
            };
            let constant = constant.map(|holds| holds != *negated);
            let inside = self.guards.len();
            self.guards.extend(held);
            // A branch that can never be taken can do no harm.
            if constant != Some(false) {
                self.ops(at + 1, *after)?;
                ends.push(std::mem::take(&mut self.scope));
            }
            self.guards.truncate(inside);
            // What follows is reached where this was not taken.
            self.guards.extend(failed);
            at = *after;
            if constant == Some(true) {
                falls_through = false;
                break;
            }
        }
        self.guards.truncate(outside);
        if falls_through {
            ends.push(before);
        }
        self.scope = ends.pop().unwrap_or_default();
        self.join(ends);
        Ok(())
    }

    /// The guards of a condition where it holds and where it does not, and
    /// what it always is.
    #[expect(clippy::type_complexity, reason = "three answers of one question")]
    pub(super) fn condition(
        &mut self,
        condition: Run,
    ) -> Result<(Vec<String>, Vec<String>, Option<bool>), Fault> {
        let clauses = run(&self.program.clauses, condition);
        let mut held = Vec::new();
        let mut failed = Vec::new();
        let mut constant = None;
        let only_and = clauses.iter().all(|clause| clause.and != Some(false));
        let inside = self.guards.len();
        for clause in clauses {
            let left = self.operand(clause.left, true)?;
            let right = match clause.right {
                Some((comparison, right)) => Some((comparison, self.operand(right, true)?)),
                None => None,
            };
            if let Some((comparison, right)) = &right {
                self.check_comparison(*comparison, &left, right);
            }
            let absence =
                |operand| matches!(operand, Operand::Nil | Operand::Blank | Operand::Empty);
            match (clause.right, &left.key) {
                (None, Some(key)) => held.push(key.clone()),
                (Some((Comparison::NotEqual, Operand::Nil | Operand::Blank)), Some(key)) => {
                    held.push(key.clone());
                }
                // Equal to something that is there.
                (
                    Some((
                        Comparison::Equal,
                        Operand::Text(_) | Operand::Integer(_) | Operand::True,
                    )),
                    Some(key),
                ) => held.push(key.clone()),
                (Some((Comparison::Equal, right)), Some(key))
                    if absence(right) && right != Operand::Empty && clauses.len() == 1 =>
                {
                    failed.push(key.clone());
                }
                (
                    Some((
                        Comparison::Contains
                        | Comparison::Less
                        | Comparison::LessOrEqual
                        | Comparison::Greater
                        | Comparison::GreaterOrEqual,
                        _,
                    )),
                    Some(key),
                ) => {
                    held.push(key.clone());
                }
                _ => {}
            }
            if clauses.len() == 1 && clause.right.is_none() {
                constant = match clause.left {
                    Operand::True | Operand::Integer(_) | Operand::Float(_) | Operand::Text(_) => {
                        Some(true)
                    }
                    Operand::False | Operand::Nil => Some(false),
                    _ => None,
                };
            }
            if only_and {
                self.guards.extend(held.last().cloned());
            }
        }
        self.guards.truncate(inside);
        if !only_and {
            held.clear();
        }
        Ok((held, failed, constant))
    }

    pub(super) fn check_comparison(
        &mut self,
        comparison: Comparison,
        left: &Known<'s>,
        right: &Known<'s>,
    ) {
        if matches!(
            comparison,
            Comparison::Equal | Comparison::NotEqual | Comparison::Contains
        ) {
            return;
        }
        let (left_kinds, right_kinds) = (
            self.schemas.kinds(&left.shape),
            self.schemas.kinds(&right.shape),
        );
        let differ = |a: Kinds, b: Kinds| a.has(Kinds::TEXT) && b.has(Kinds::NUMBER);
        if differ(left_kinds, right_kinds) || differ(right_kinds, left_kinds) {
            let known = [left, right]
                .into_iter()
                .find_map(|known| known.path.clone());
            let name = known.unwrap_or_else(|| "the value".to_owned());
            let message = format!("{name:?} is compared with what may be of another kind");
            self.problem("not_comparable", message, None);
        }
    }

    pub(super) fn cases(&mut self, mut at: At, end: At) -> Result<(), Fault> {
        let before = self.scope.clone();
        let mut ends = vec![];
        let mut has_else = false;
        while at < end {
            let after = match item(&self.program.ops, at) {
                Some(Op::When { values, end: after }) => {
                    for operand in run(&self.program.operands, *values) {
                        self.operand(*operand, true)?;
                    }
                    *after
                }
                Some(Op::Else { end: after }) => {
                    has_else = true;
                    *after
                }
                _ => break,
            };
            // Several bodies can run, one after another.
            self.ops(at + 1, after)?;
            ends.push(self.scope.clone());
            at = after;
        }
        if !has_else {
            ends.push(before);
        }
        self.join(ends);
        Ok(())
    }
}
