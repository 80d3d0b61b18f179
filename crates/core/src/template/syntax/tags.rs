//! Tags.

use super::blocks::Kind;
use super::lexer::{Lexer, Token, is_space};
use super::{Parser, add, extend};
use crate::template::error::Fault;
use crate::template::program::{
    Argument, At, Call, FORLOOP, LoopHead, Name, Offset, Op, Operand, Span, TABLEROWLOOP, item,
};

/// The names of all tags, for suggestions.
const TAGS: [&str; 20] = [
    "assign",
    "break",
    "capture",
    "case",
    "comment",
    "continue",
    "cycle",
    "decrement",
    "doc",
    "echo",
    "for",
    "if",
    "ifchanged",
    "include",
    "increment",
    "liquid",
    "raw",
    "render",
    "tablerow",
    "unless",
];

impl<'s> Parser<'s> {
    fn lexer(&self, markup: Span) -> Lexer<'s> {
        Lexer::new(self.source, markup)
    }

    /// What is between `{{` and `}}`, or after `echo`, and the text right
    /// before it.
    pub(super) fn output(&mut self, text: Option<At>, markup: Span) -> Result<(), Fault> {
        let expression = self.expression(&mut self.lexer(markup))?;
        self.writes();
        let field = self.only_field(expression);
        self.push(Op::Print {
            text,
            expression,
            field,
        });
        Ok(())
    }

    fn only_field(&self, expression: At) -> Option<(Name, At)> {
        let expression = item(&self.program.expressions, expression)?;
        match (expression.operand, expression.filters.len) {
            (Operand::Path(path), 0) => item(&self.program.paths, path)?.plain?.only_field(),
            _ => None,
        }
    }

    pub(super) fn tag(&mut self, name: &str, markup: Span) -> Result<(), Fault> {
        match name {
            "#" => self.comment_line(markup),
            "echo" => self.output(None, markup),
            "liquid" => self.lines(markup),
            "assign" => self.assign(markup),
            "capture" => self.capture(markup),
            "increment" | "decrement" => self.counter(name, markup),
            "cycle" => self.cycle(markup),
            "if" => self.branching(Kind::If, markup, false),
            "unless" => self.branching(Kind::Unless, markup, true),
            "elsif" => self.alternative(markup),
            "else" => self.otherwise(markup),
            "case" => self.case(markup),
            "when" => self.when(markup),
            "for" => self.looping(markup, false),
            "tablerow" => self.looping(markup, true),
            "ifchanged" => {
                self.no_markup(name, markup)?;
                self.open(Kind::IfChanged, Op::IfChanged { end: 0 })
            }
            "break" | "continue" => {
                self.no_markup(name, markup)?;
                self.writes();
                self.push(if name == "break" {
                    Op::Break
                } else {
                    Op::Continue
                });
                Ok(())
            }
            "render" => self.call(markup, true),
            "include" => self.call(markup, false),
            end if end.starts_with("end") => self.close(end),
            "" => Err(Fault::syntax("a tag without a name")),
            unknown => Err(Fault::syntax(format!("unknown tag {:?}", unknown))
                .with_hint(crate::wording::closest(unknown, TAGS))),
        }
    }

    fn comment_line(&mut self, markup: Span) -> Result<(), Fault> {
        // Each of its lines is a comment; the first is what text comes first.
        let comment = self.slice(markup).trim_start_matches(is_space);
        let mut lines = comment.split('\n').skip(1);
        match lines.all(|line| {
            let line = line.trim_start_matches(is_space);
            line.is_empty() || line.starts_with('#')
        }) {
            true => Ok(()),
            false => Err(Fault::syntax(
                "a line of a comment that does not begin with \"#\"",
            )),
        }
    }

    fn assign(&mut self, markup: Span) -> Result<(), Fault> {
        let mut lexer = self.lexer(markup);
        let name = self.target(&mut lexer)?;
        lexer.expect('=')?;
        if lexer.peek()? == Token::End {
            return Err(lexer.unexpected("a value"));
        }
        let expression = self.expression(&mut lexer)?;
        self.push(Op::Assign(name, expression));
        Ok(())
    }

    /// A name that a template gives. Digits are one, as in Liquid, though
    /// nothing can ever read it.
    fn target(&mut self, lexer: &mut Lexer<'_>) -> Result<Name, Fault> {
        let start = lexer.start()?;
        let name = match lexer.peek()? {
            Token::Integer(_) => {
                lexer.take()?;
                Span {
                    start,
                    end: lexer.taken,
                }
            }
            _ => lexer.expect_word("a name")?,
        };
        let name = lexer.text(name);
        match name.ends_with('?') {
            true => Err(Fault::syntax(format!("{name:?} is no name to assign to"))),
            false => Ok(self.names.give(name)),
        }
    }

    fn capture(&mut self, markup: Span) -> Result<(), Fault> {
        let mut lexer = self.lexer(markup);
        let name = match lexer.peek()? {
            Token::Text(span) => {
                lexer.take()?;
                let name = lexer.text(span);
                if name.trim_matches(is_space).is_empty() {
                    return Err(Fault::syntax("a text to capture has an empty name"));
                }
                self.names.give(name)
            }
            _ => self.target(&mut lexer)?,
        };
        lexer.expect_end()?;
        self.open(Kind::Capture, Op::Capture { name, end: 0 })
    }

    fn counter(&mut self, tag: &str, markup: Span) -> Result<(), Fault> {
        let mut lexer = self.lexer(markup);
        let name = self.target(&mut lexer)?;
        lexer.expect_end()?;
        self.writes();
        let by = if tag == "increment" { 1 } else { -1 };
        self.push(Op::Increment(name, by));
        Ok(())
    }

    fn cycle(&mut self, markup: Span) -> Result<(), Fault> {
        let mut lexer = self.lexer(markup);
        let mut first = self.operand(&mut lexer)?;
        let mut label = None;
        if lexer.accept(':')? {
            label = Some(first);
            first = self.operand(&mut lexer)?;
        }
        let mut values = vec![first];
        while lexer.accept(',')? {
            if lexer.peek()? == Token::End {
                break;
            }
            values.push(self.operand(&mut lexer)?);
        }
        lexer.expect_end()?;
        self.writes();
        let label = label.map(|label| add(&mut self.program.operands, label));
        let values = extend(&mut self.program.operands, values);
        self.push(Op::Cycle { label, values });
        Ok(())
    }

    fn branching(&mut self, kind: Kind, markup: Span, negated: bool) -> Result<(), Fault> {
        let condition = self.condition(&mut self.lexer(markup))?;
        self.open(kind, Op::If { end: 0 })?;
        self.next_branch(Op::Branch {
            condition: Some(condition),
            negated,
            end: 0,
        });
        Ok(())
    }

    fn alternative(&mut self, markup: Span) -> Result<(), Fault> {
        self.within("elsif", &["if", "unless"])?;
        let condition = self.condition(&mut self.lexer(markup))?;
        self.next_branch(Op::Branch {
            condition: Some(condition),
            negated: false,
            end: 0,
        });
        Ok(())
    }

    fn otherwise(&mut self, markup: Span) -> Result<(), Fault> {
        let open = self.within("else", &["if", "unless", "case", "for"])?;
        match open.kind {
            Kind::Case(_) => {
                self.no_markup("else", markup)?;
                self.next_branch(Op::Else { end: 0 });
            }
            Kind::For if open.branch.is_some() => {
                return Err(Fault::syntax("a second \"else\" in \"for\""));
            }
            Kind::For => self.next_branch(Op::Else { end: 0 }),
            _ => self.next_branch(Op::Branch {
                condition: None,
                negated: false,
                end: 0,
            }),
        }
        Ok(())
    }

    fn case(&mut self, markup: Span) -> Result<(), Fault> {
        let mut lexer = self.lexer(markup);
        let operand = self.operand(&mut lexer)?;
        lexer.expect_end()?;
        let operand = add(&mut self.program.operands, operand);
        self.open(Kind::Case(false), Op::Case { operand, end: 0 })
    }

    fn when(&mut self, markup: Span) -> Result<(), Fault> {
        self.within("when", &["case"])?;
        let mut lexer = self.lexer(markup);
        let mut values = vec![self.operand(&mut lexer)?];
        // What is neither a comma nor `or` ends the list, as in Liquid.
        while lexer.accept(',')? || lexer.accept_word("or")? {
            if matches!(lexer.peek()?, Token::End | Token::Sign(',')) {
                break;
            }
            values.push(self.operand(&mut lexer)?);
        }
        let values = extend(&mut self.program.operands, values);
        self.next_branch(Op::When { values, end: 0 });
        Ok(())
    }

    fn looping(&mut self, markup: Span, is_table: bool) -> Result<(), Fault> {
        let mut lexer = self.lexer(markup);
        let variable = lexer.expect_word("a name")?;
        let name = self.names.give(lexer.text(variable));
        self.names
            .give_slot(if is_table { TABLEROWLOOP } else { FORLOOP });
        if !lexer.accept_word("in")? {
            return Err(lexer.unexpected("\"in\""));
        }
        let start = lexer.start()?;
        let collection = self.operand(&mut lexer)?;
        let collection_span = Span {
            start,
            end: lexer.taken,
        };
        let mut head = LoopHead {
            variable: name,
            collection,
            label: (variable, collection_span),
            limit: None,
            offset: None,
            columns: None,
            reversed: false,
        };
        loop {
            if lexer.accept(',')? {
                continue;
            }
            if lexer.peek()? == Token::End {
                break;
            }
            let word = lexer.expect_word("\"reversed\", \"limit\" or \"offset\"")?;
            let word = lexer.text(word);
            if word == "reversed" && !is_table {
                head.reversed = true;
                continue;
            }
            lexer.expect(':')?;
            match word {
                "limit" => head.limit = Some(self.operand(&mut lexer)?),
                "offset" if lexer.accept_word("continue")? => {
                    self.names.continues = true;
                    head.offset = Some(Offset::Continue);
                }
                "offset" => head.offset = Some(Offset::At(self.operand(&mut lexer)?)),
                "cols" if is_table => head.columns = Some(self.operand(&mut lexer)?),
                _ => {
                    let known = [
                        "limit",
                        "offset",
                        if is_table { "cols" } else { "reversed" },
                    ];
                    return Err(Fault::syntax(format!("unknown argument {word:?}"))
                        .with_hint(crate::wording::closest(word, known)));
                }
            }
        }
        let head = add(&mut self.program.loops, head);
        if is_table {
            self.open(Kind::TableRow, Op::TableRow { head, end: 0 })?;
            self.writes();
            return Ok(());
        }
        self.open(
            Kind::For,
            Op::For {
                head,
                body: 0,
                end: 0,
            },
        )
    }

    fn call(&mut self, markup: Span, isolated: bool) -> Result<(), Fault> {
        let mut lexer = self.lexer(markup);
        let name = self.operand(&mut lexer)?;
        if isolated && !matches!(name, Operand::Text(_)) {
            return Err(Fault::syntax(
                "the name of a partial to render is a quoted text",
            ));
        }
        let mut bound = None;
        let mut alias = None;
        for (word, each) in [("with", false), ("for", true)] {
            if bound.is_none() && lexer.accept_word(word)? {
                bound = Some((self.operand(&mut lexer)?, each));
                self.names.give_slot(FORLOOP);
            }
        }
        if lexer.accept_word("as")? {
            alias = Some(self.target(&mut lexer)?);
        } else if let (Some(_), Operand::Text(span)) = (bound, name) {
            alias = Some(self.names.give(base_name(lexer.text(span))));
        } else if bound.is_some() {
            self.names.give_any();
        }
        let mut arguments: Vec<Argument> = Vec::new();
        loop {
            if lexer.accept(',')? {
                continue;
            }
            if lexer.peek()? == Token::End {
                break;
            }
            let name = lexer.expect_word("the name of an argument")?;
            let name = self.names.give(lexer.text(name));
            lexer.expect(':')?;
            arguments.push((name, self.operand(&mut lexer)?));
        }
        self.writes();
        let call = Call {
            name,
            bound,
            alias,
            arguments: extend(&mut self.program.arguments, arguments),
            isolated,
        };
        let call = add(&mut self.program.calls, call);
        self.push(Op::Call(call));
        Ok(())
    }
}

/// The last part of a partial's name: what the value that is bound gets.
pub(in crate::template) fn base_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
