//! The words of what is between `{{` and `}}`, or in a tag.

use super::as_u32;
use crate::template::error::Fault;
use crate::template::program::{Comparison, Span};

/// A word of the markup.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token {
    Word(Span),
    Integer(i64),
    Float(f64),
    Text(Span),
    Comparison(Comparison),
    /// One of `. [ ] ( ) , : | =`
    Sign(char),
    Dots,
    End,
}

/// Reads words one by one.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'s> {
    source: &'s str,
    /// Where the next word is looked for, and where the markup ends.
    at: usize,
    end: usize,
    next: Option<(Token, Span)>,
    /// Where the last word that was taken ends.
    pub(super) taken: u32,
}

/// White space as Liquid trims it.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c')
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

impl<'s> Lexer<'s> {
    pub(super) fn new(source: &'s str, span: Span) -> Self {
        Self {
            source,
            at: usize::try_from(span.start).unwrap_or_default(),
            end: usize::try_from(span.end).unwrap_or_default(),
            next: None,
            taken: span.start,
        }
    }

    fn rest(&self) -> &'s str {
        self.source.get(self.at..self.end).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(is_space).len();
    }

    /// The next word, which stays.
    pub(super) fn peek(&mut self) -> Result<Token, Fault> {
        if let Some((token, _)) = self.next {
            return Ok(token);
        }
        self.skip_space();
        let start = self.at;
        let token = self.read()?;
        let span = Span {
            start: as_u32(start),
            end: as_u32(self.at),
        };
        self.next = Some((token, span));
        Ok(token)
    }

    /// The next word, which is taken.
    pub(super) fn take(&mut self) -> Result<Token, Fault> {
        let token = self.peek()?;
        if let Some((_, span)) = self.next.take() {
            self.taken = span.end;
        }
        Ok(token)
    }

    /// Where the next word begins.
    pub(super) fn start(&mut self) -> Result<u32, Fault> {
        self.peek()?;
        Ok(self.next.map_or(self.taken, |(_, span)| span.start))
    }

    /// Takes a sign if it is the next word.
    pub(super) fn accept(&mut self, sign: char) -> Result<bool, Fault> {
        let found = self.peek()? == Token::Sign(sign);
        if found {
            self.take()?;
        }
        Ok(found)
    }

    /// Takes a name if it is the next word.
    pub(super) fn accept_word(&mut self, word: &str) -> Result<bool, Fault> {
        let found = matches!(self.peek()?, Token::Word(span) if self.text(span) == word);
        if found {
            self.take()?;
        }
        Ok(found)
    }

    pub(super) fn expect(&mut self, sign: char) -> Result<(), Fault> {
        match self.accept(sign)? {
            true => Ok(()),
            false => Err(self.unexpected(&format!("{sign:?}"))),
        }
    }

    pub(super) fn expect_word(&mut self, what: &str) -> Result<Span, Fault> {
        match self.peek()? {
            Token::Word(span) => {
                self.take()?;
                Ok(span)
            }
            _ => Err(self.unexpected(what)),
        }
    }

    pub(super) fn expect_end(&mut self) -> Result<(), Fault> {
        match self.peek()? {
            Token::End => Ok(()),
            _ => Err(self.unexpected("the end of the tag")),
        }
    }

    pub(super) fn text(&self, span: Span) -> &'s str {
        let start = usize::try_from(span.start).unwrap_or_default();
        let end = usize::try_from(span.end).unwrap_or_default();
        self.source.get(start..end).unwrap_or_default()
    }

    pub(super) fn unexpected(&self, what: &str) -> Fault {
        match self.next {
            Some((Token::End, _)) | None => {
                Fault::syntax(format!("the tag ends where {what} was expected"))
            }
            Some((_, span)) => {
                let found = crate::wording::quoted(self.text(span));
                Fault::syntax(format!("{found} where {what} was expected"))
            }
        }
    }

    fn read(&mut self) -> Result<Token, Fault> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return Ok(Token::End);
        };
        let second = rest.chars().nth(1);
        let comparison = |comparison, len| (Token::Comparison(comparison), len);
        let (token, len) = match (first, second) {
            ('=', Some('=')) => comparison(Comparison::Equal, 2),
            ('!', Some('=')) | ('<', Some('>')) => comparison(Comparison::NotEqual, 2),
            ('<', Some('=')) => comparison(Comparison::LessOrEqual, 2),
            ('>', Some('=')) => comparison(Comparison::GreaterOrEqual, 2),
            ('<', _) => comparison(Comparison::Less, 1),
            ('>', _) => comparison(Comparison::Greater, 1),
            ('.', Some('.')) => (Token::Dots, 2),
            ('.' | '[' | ']' | '(' | ')' | ',' | ':' | '|' | '=', _) => (Token::Sign(first), 1),
            ('"' | '\'', _) => return self.quoted(first),
            ('-', Some(digit)) if digit.is_ascii_digit() => return self.number(),
            ('0'..='9', _) => return self.number(),
            ('a'..='z' | 'A'..='Z' | '_', _) => return Ok(self.word()),
            _ => {
                return Err(Fault::syntax(format!("{first:?} has no meaning here")));
            }
        };
        self.at += len;
        Ok(token)
    }

    fn quoted(&mut self, quote: char) -> Result<Token, Fault> {
        let inside = self.rest().get(1..).unwrap_or_default();
        let Some(len) = inside.find(quote) else {
            return Err(Fault::syntax("a text that is opened and never closed"));
        };
        let span = Span {
            start: as_u32(self.at + 1),
            end: as_u32(self.at + 1 + len),
        };
        self.at += len + 2;
        Ok(Token::Text(span))
    }

    fn number(&mut self) -> Result<Token, Fault> {
        let rest = self.rest();
        let digits =
            |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let sign = usize::from(rest.starts_with('-'));
        let mut len = sign + digits(rest.get(sign..).unwrap_or_default());
        let fraction = rest.get(len..).and_then(|rest| rest.strip_prefix('.'));
        let fraction = fraction.map_or(0, digits);
        if fraction > 0 {
            len += 1 + fraction;
        }
        let text = rest.get(..len).unwrap_or_default();
        self.at += len;
        if fraction > 0 {
            return text
                .parse()
                .map(Token::Float)
                .map_err(|error| Fault::syntax(format!("{text}: {error}")));
        }
        text.parse().map(Token::Integer).map_err(|_| {
            let text = crate::wording::quoted(text);
            Fault::syntax(format!("{text} is beyond the whole numbers of 64 bits"))
        })
    }

    fn word(&mut self) -> Token {
        let rest = self.rest();
        let mut len = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        if rest.get(len..).is_some_and(|rest| rest.starts_with('?')) {
            len += 1;
        }
        let span = Span {
            start: as_u32(self.at),
            end: as_u32(self.at + len),
        };
        self.at += len;
        match self.text(span) {
            "contains" => Token::Comparison(Comparison::Contains),
            _ => Token::Word(span),
        }
    }
}
