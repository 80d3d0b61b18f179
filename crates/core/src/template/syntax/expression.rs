//! Operands, filters and conditions.

use super::lexer::{Lexer, Token};
use super::{Parser, add, extend, since};
use crate::template::error::Fault;
use crate::template::filters::Filter;
use crate::template::program::{
    At, Clause, Expression, FilterCall, Named, Operand, Path, Plain, Root, Run, Span, Step,
};

impl Parser<'_> {
    /// A literal, a path or a range.
    pub(super) fn operand(&mut self, lexer: &mut Lexer<'_>) -> Result<Operand, Fault> {
        self.nested_operand(lexer, 0)
    }

    fn nested_operand(&mut self, lexer: &mut Lexer<'_>, depth: u32) -> Result<Operand, Fault> {
        if depth > self.depth {
            return Err(Fault::limit("depth", u64::from(self.depth)));
        }
        match lexer.peek()? {
            Token::Integer(number) => {
                lexer.take()?;
                Ok(Operand::Integer(number))
            }
            Token::Float(number) => {
                lexer.take()?;
                Ok(Operand::Float(number))
            }
            Token::Text(span) => {
                lexer.take()?;
                Ok(Operand::Text(span))
            }
            Token::Sign('(') => {
                lexer.take()?;
                let first = self.nested_operand(lexer, depth + 1)?;
                match lexer.take()? {
                    Token::Dots => {}
                    _ => return Err(Fault::syntax("a range is written (first..last)")),
                }
                let last = self.nested_operand(lexer, depth + 1)?;
                lexer.expect(')')?;
                Ok(Operand::Range(add(&mut self.program.ranges, (first, last))))
            }
            Token::Word(span) => {
                let start = lexer.start()?;
                lexer.take()?;
                let word = lexer.text(span);
                if !matches!(lexer.peek()?, Token::Sign('.' | '[')) {
                    match word {
                        "nil" | "null" => return Ok(Operand::Nil),
                        "true" => return Ok(Operand::True),
                        "false" => return Ok(Operand::False),
                        "empty" => return Ok(Operand::Empty),
                        "blank" => return Ok(Operand::Blank),
                        _ => {}
                    }
                }
                let root = Root::Name(self.names.read(word));
                self.path(lexer, root, start, depth)
            }
            Token::Sign('[') => {
                let start = lexer.start()?;
                lexer.take()?;
                let root = match self.nested_operand(lexer, depth + 1)? {
                    Operand::Text(span) => Root::Name(self.names.read(lexer.text(span))),
                    operand => {
                        self.names.reads_loops = true;
                        Root::Operand(operand)
                    }
                };
                lexer.expect(']')?;
                self.path(lexer, root, start, depth)
            }
            _ => Err(lexer.unexpected("a value")),
        }
    }

    fn path(
        &mut self,
        lexer: &mut Lexer<'_>,
        root: Root,
        start: u32,
        depth: u32,
    ) -> Result<Operand, Fault> {
        let outer = self.pending.len();
        loop {
            if lexer.accept('.')? {
                let name = lexer.expect_word("a name")?;
                self.pending.push(Step::Name(name));
            } else if lexer.accept('[')? {
                let step = match self.nested_operand(lexer, depth + 1)? {
                    Operand::Text(span) => Step::Name(span),
                    operand => Step::Index(operand),
                };
                self.pending.push(step);
                lexer.expect(']')?;
            } else {
                break;
            }
        }
        let steps = self.pending.get(outer..).unwrap_or_default();
        let all_names = steps.iter().all(|step| matches!(step, Step::Name(_)));
        let fields = steps.iter().filter_map(|step| match step {
            Step::Name(span) => Some(lexer.text(*span).into()),
            Step::Index(_) => None,
        });
        let last = steps.last().map(|step| match step {
            Step::Name(span) => lexer.text(*span),
            Step::Index(_) => "",
        });
        let path = Path {
            root,
            plain: match root {
                Root::Name(root) if all_names => Some(Plain {
                    root,
                    derived: matches!(last, Some("size" | "first" | "last")),
                    fields: extend(&mut self.program.texts, fields),
                }),
                _ => None,
            },
            steps: extend(&mut self.program.steps, self.pending.drain(outer..)),
            span: Span {
                start,
                end: lexer.taken,
            },
        };
        Ok(Operand::Path(add(&mut self.program.paths, path)))
    }

    /// An operand with its filters, up to the end of the tag.
    pub(super) fn expression(&mut self, lexer: &mut Lexer<'_>) -> Result<At, Fault> {
        let operand = match lexer.peek()? {
            // `{{ }}` writes nothing.
            Token::End => Operand::Nil,
            _ => self.operand(lexer)?,
        };
        let first = self.program.filters.len();
        while lexer.accept('|')? {
            let call = self.filter(lexer)?;
            self.program.filters.push(call);
        }
        lexer.expect_end()?;
        let filters = since(&self.program.filters, first);
        let expression = Expression { operand, filters };
        Ok(add(&mut self.program.expressions, expression))
    }

    fn filter(&mut self, lexer: &mut Lexer<'_>) -> Result<FilterCall, Fault> {
        let name = lexer.expect_word("the name of a filter")?;
        let filter = Filter::find(lexer.text(name))?;
        let first = self.program.operands.len();
        let first_named = self.program.named.len();
        if lexer.accept(':')? {
            loop {
                let before = lexer.clone();
                if let Token::Word(name) = lexer.peek()? {
                    lexer.take()?;
                    if lexer.accept(':')? {
                        let operand = self.operand(lexer)?;
                        filter.check_named(lexer.text(name))?;
                        self.program.named.push(Named { name, operand });
                        if !lexer.accept(',')? {
                            break;
                        }
                        continue;
                    }
                    *lexer = before;
                }
                let operand = self.operand(lexer)?;
                self.program.operands.push(operand);
                if !lexer.accept(',')? {
                    break;
                }
                if matches!(lexer.peek()?, Token::End | Token::Sign('|')) {
                    break;
                }
            }
        }
        filter.check_arguments(self.program.operands.len() - first)?;
        Ok(FilterCall {
            filter,
            arguments: since(&self.program.operands, first),
            named: since(&self.program.named, first_named),
        })
    }

    /// Comparisons joined by `and` and `or`, which bind to the right.
    pub(super) fn condition(&mut self, lexer: &mut Lexer<'_>) -> Result<Run, Fault> {
        let first = self.program.clauses.len();
        loop {
            let left = self.operand(lexer)?;
            let right = match lexer.peek()? {
                Token::Comparison(comparison) => {
                    lexer.take()?;
                    Some((comparison, self.operand(lexer)?))
                }
                _ => None,
            };
            let and = if lexer.accept_word("and")? {
                Some(true)
            } else if lexer.accept_word("or")? {
                Some(false)
            } else {
                None
            };
            self.program.clauses.push(Clause { left, right, and });
            if and.is_none() {
                break;
            }
        }
        if lexer.expect_end().is_err() {
            return Err(lexer.unexpected("a comparison, \"and\", \"or\" or the end of the tag"));
        }
        Ok(since(&self.program.clauses, first))
    }
}
