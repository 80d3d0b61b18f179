//! A parsed template: flat lists that are written once and read by index.

use super::filters::Filter;

/// A part of the template's source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Neighbours in one of the program's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Run {
    pub(super) start: u32,
    pub(super) len: u32,
}

/// The place of something in one of the program's lists.
pub(super) type At = u32;

/// A name that values are looked up by, in the table that a template shares
/// with its partials.
pub(super) type Name = u32;

/// `forloop` and `tablerowloop` have the same place in every table.
pub(super) const FORLOOP: Name = 0;
pub(super) const TABLEROWLOOP: Name = 1;
pub(super) const FIRST_NAMES: [&str; 2] = ["forloop", "tablerowloop"];

/// What is written where a value is: a literal, a path or a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Operand {
    Nil,
    True,
    False,
    Empty,
    Blank,
    Integer(i64),
    Float(f64),
    Text(Span),
    Path(At),
    Range(At),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Root {
    Name(Name),
    /// `[expression]` at the beginning of a path.
    Operand(Operand),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    /// `.name`
    Name(Span),
    /// `[…]`
    Index(Operand),
}

/// A path of nothing but names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Plain {
    pub(super) root: Name,
    /// Among the texts.
    pub(super) fields: Run,
    /// Whether the last is what values have without naming it: `size`,
    /// `first` or `last`.
    pub(super) derived: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Path {
    pub(super) root: Root,
    pub(super) steps: Run,
    /// The same when all of it is names.
    pub(super) plain: Option<Plain>,
    /// As the template writes it.
    pub(super) span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct FilterCall {
    pub(super) filter: Filter,
    pub(super) arguments: Run,
    pub(super) named: Run,
}

/// A named argument.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Named {
    pub(super) name: Span,
    pub(super) operand: Operand,
}

/// An operand and the filters that it goes through.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Expression {
    pub(super) operand: Operand,
    pub(super) filters: Run,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
}

/// One comparison of a condition, and what joins it to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Clause {
    pub(super) left: Operand,
    pub(super) right: Option<(Comparison, Operand)>,
    /// `and` is true, `or` false; of the last clause, none.
    pub(super) and: Option<bool>,
}

/// What a loop goes through.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LoopHead {
    pub(super) variable: Name,
    pub(super) collection: Operand,
    /// `variable-collection` as the template writes them.
    pub(super) label: (Span, Span),
    pub(super) limit: Option<Operand>,
    pub(super) offset: Option<Offset>,
    pub(super) columns: Option<Operand>,
    pub(super) reversed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Offset {
    At(Operand),
    Continue,
}

/// A `render` or `include`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Call {
    pub(super) name: Operand,
    /// The value of `with` or `for`, and whether it is gone through.
    pub(super) bound: Option<(Operand, bool)>,
    /// The name that it gets.
    pub(super) alias: Option<Name>,
    pub(super) arguments: Run,
    pub(super) isolated: bool,
}

/// An argument of a call: the name that it gets, and its value.
pub(super) type Argument = (Name, Operand);

/// A step of the program. Blocks are followed by their body; `end` is the
/// place after it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Op {
    Text(At),
    /// Text of a block that writes nothing.
    Nothing,
    /// An output, and the text right before it. Most are a field of what a
    /// name stands for, without filters: the name, and where the field's is
    /// among the texts.
    Print {
        text: Option<At>,
        expression: At,
        field: Option<(Name, At)>,
    },
    Assign(Name, At),
    Capture {
        name: Name,
        end: At,
    },
    /// The first branch whose condition holds; branches follow each other
    /// until `end`.
    If {
        end: At,
    },
    Branch {
        condition: Option<Run>,
        negated: bool,
        end: At,
    },
    Case {
        operand: At,
        end: At,
    },
    /// A body that is run for each of the values that is equal.
    When {
        values: Run,
        end: At,
    },
    Else {
        end: At,
    },
    /// `end` is the place of the `else`, or of the end.
    For {
        head: At,
        body: At,
        end: At,
    },
    TableRow {
        head: At,
        end: At,
    },
    IfChanged {
        end: At,
    },
    Cycle {
        label: Option<At>,
        values: Run,
    },
    Increment(Name, i64),
    Call(At),
    Break,
    Continue,
}

/// What was parsed.
#[derive(Debug, Default)]
pub(super) struct Program {
    pub(super) source: Box<str>,
    pub(super) ops: Vec<Op>,
    /// What is read at every rendering, so that nothing is cut out of the
    /// source then: its own text, and the names of fields.
    pub(super) texts: Vec<Box<str>>,
    /// The byte at which the tag or output of each step begins.
    pub(super) places: Vec<u32>,
    pub(super) expressions: Vec<Expression>,
    pub(super) paths: Vec<Path>,
    pub(super) steps: Vec<Step>,
    pub(super) ranges: Vec<(Operand, Operand)>,
    pub(super) operands: Vec<Operand>,
    pub(super) filters: Vec<FilterCall>,
    pub(super) named: Vec<Named>,
    pub(super) clauses: Vec<Clause>,
    pub(super) loops: Vec<LoopHead>,
    pub(super) calls: Vec<Call>,
    pub(super) arguments: Vec<Argument>,
}

impl Plain {
    /// The name and the field of a path of these two.
    pub(super) fn only_field(self) -> Option<(Name, At)> {
        let is_field = self.fields.len == 1 && !self.derived;
        is_field.then_some((self.root, self.fields.start))
    }
}

/// An item of a list. Places come from the parser and are within.
pub(super) fn item<T>(items: &[T], at: At) -> Option<&T> {
    items.get(usize::try_from(at).ok()?)
}

/// Neighbours of a list.
pub(super) fn run<T>(items: &[T], run: Run) -> &[T] {
    let bounds = || {
        let start = usize::try_from(run.start).ok()?;
        let len = usize::try_from(run.len).ok()?;
        items.get(start..start.checked_add(len)?)
    };
    bounds().unwrap_or_default()
}

/// What of a template is between its white space, but for that within quotes.
pub(super) fn compact(text: &str) -> String {
    let mut quote = None;
    let is_kept = |c: &char| {
        match quote {
            None if matches!(c, '"' | '\'') => quote = Some(*c),
            Some(open) if open == *c => quote = None,
            _ => {}
        }
        quote.is_some() || !c.is_whitespace()
    };
    text.chars().filter(is_kept).collect()
}

impl Program {
    pub(super) fn text(&self, span: Span) -> &str {
        let bounds = || {
            let start = usize::try_from(span.start).ok()?;
            self.source.get(start..usize::try_from(span.end).ok()?)
        };
        bounds().unwrap_or_default()
    }

    /// Writes what tells an operand from others.
    pub(super) fn name(&self, operand: Operand, out: &mut String) {
        match operand {
            Operand::Text(span) => {
                let text = self.text(span);
                out.push_str(itoa::Buffer::new().format(text.len()));
                out.push(':');
                out.push_str(text);
            }
            Operand::Path(at) => {
                let span = item(&self.paths, at).map(|path| path.span);
                out.push_str(&span.map_or_else(String::new, |span| compact(self.text(span))));
            }
            Operand::Range(at) => {
                let ends = item(&self.ranges, at).copied();
                let (first, last) = ends.unwrap_or((Operand::Nil, Operand::Nil));
                self.name(first, out);
                out.push('-');
                self.name(last, out);
            }
            literal => out.push_str(&format!("={literal:?}")),
        }
        out.push(',');
    }
}
