//! Text, outputs and tags, in their order.

use super::lexer::is_space;
use super::{Parser, add, as_u32};
use crate::template::error::Fault;
use crate::template::program::{At, Op, Span};

/// A tag as it is found: its name, what follows it, and where it ends.
struct Tag {
    name: Span,
    markup: Span,
    /// After its `%}`.
    end: usize,
    trims_after: bool,
}

fn span(start: usize, end: usize) -> Span {
    Span {
        start: as_u32(start),
        end: as_u32(end.max(start)),
    }
}

/// Where one byte is followed by another: a search that costs nothing to
/// begin, since most are at their end soon.
fn pair(text: &str, first: u8, second: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(first, bytes).find(|at| bytes.get(at + 1) == Some(&second))
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

impl<'s> Parser<'s> {
    fn from(&self, at: usize) -> &'s str {
        self.source.get(at..).unwrap_or_default()
    }

    /// Parses the whole source.
    pub(super) fn scan(&mut self) -> Result<(), Fault> {
        let mut at = 0;
        let mut trim = false;
        while at < self.source.len() {
            let rest = self.from(at);
            let found = memchr::memchr_iter(b'{', rest.as_bytes())
                .find(|found| matches!(rest.as_bytes().get(found + 1), Some(b'{' | b'%')));
            let Some(found) = found else {
                let text = self.literal(at, self.source.len(), trim, false);
                self.write(text);
                break;
            };
            let open = at + found;
            let is_tag = self.from(open).starts_with("{%");
            self.place = as_u32(open);
            let dashed = self.from(open + 2).starts_with('-');
            let text = self.literal(at, open, trim, dashed);
            (at, trim) = match is_tag {
                true => {
                    self.write(text);
                    self.scan_tag(open)?
                }
                false => self.scan_output(text, open)?,
            };
        }
        match self.open.pop() {
            None => Ok(()),
            Some(open) => {
                self.place = open.place;
                Err(Fault::syntax(format!(
                    "{:?} is opened and never closed: expected {:?}",
                    open.kind.tag(),
                    format!("end{}", open.kind.tag())
                )))
            }
        }
    }

    /// Text of the template, with the white space cut that its neighbours
    /// take away: where it is among the texts.
    fn literal(
        &mut self,
        start: usize,
        end: usize,
        trim_start: bool,
        trim_end: bool,
    ) -> Option<At> {
        let mut text = self.source.get(start..end).unwrap_or_default();
        if trim_start {
            text = text.trim_start_matches(is_space);
        }
        if trim_end {
            text = text.trim_end_matches(is_space);
        }
        if text.is_empty() {
            return None;
        }
        if !text.chars().all(is_space) {
            self.writes();
        }
        Some(add(&mut self.program.texts, text.into()))
    }

    fn write(&mut self, text: Option<At>) {
        if let Some(text) = text {
            self.push(Op::Text(text));
        }
    }

    fn scan_output(&mut self, text: Option<At>, open: usize) -> Result<(usize, bool), Fault> {
        let Some(len) = pair(self.from(open), b'}', b'}') else {
            return Err(Fault::syntax(
                "an output is opened and never closed: expected \"}}\"",
            ));
        };
        let mut start = open + 2;
        let mut end = open + len;
        let inside = self.source.get(start..end).unwrap_or_default();
        if inside.starts_with('-') {
            start += 1;
        }
        let trims = inside.len() > 1 && inside.ends_with('-') || inside == "-";
        if trims && end > start {
            end -= 1;
        }
        self.output(text, span(start, end))?;
        Ok((open + len + 2, trims))
    }

    /// The tag that begins at a byte.
    fn tag_at(&self, open: usize) -> Result<Tag, Fault> {
        let Some(len) = pair(self.from(open), b'%', b'}') else {
            return Err(Fault::syntax(
                "a tag is opened and never closed: expected \"%}\"",
            ));
        };
        let (mut start, mut end) = (open + 2, (open + len).max(open + 2));
        let inside = self.source.get(start..end).unwrap_or_default();
        let trims_after = inside.ends_with('-');
        start += usize::from(inside.starts_with('-'));
        end -= usize::from(trims_after && end > start);
        let inside = self.source.get(start..end).unwrap_or_default();
        let trimmed = inside.trim_start_matches(is_space);
        start += inside.len() - trimmed.len();
        let name = match trimmed.starts_with('#') {
            true => 1,
            false => trimmed.find(|c| !is_name(c)).unwrap_or(trimmed.len()),
        };
        Ok(Tag {
            name: span(start, start + name),
            markup: span(start + name, end),
            end: open + len + 2,
            trims_after,
        })
    }

    fn scan_tag(&mut self, open: usize) -> Result<(usize, bool), Fault> {
        let tag = self.tag_at(open)?;
        match self.slice(tag.name) {
            "raw" => self.raw(&tag),
            "comment" => self.comment(tag),
            "doc" => self.doc(&tag),
            name => {
                self.tag(name, tag.markup)?;
                Ok((tag.end, tag.trims_after))
            }
        }
    }

    /// The next tag of some names, after a byte.
    fn next_tag(&self, mut at: usize, names: &[&str]) -> Option<(usize, Tag)> {
        loop {
            let open = at + pair(self.from(at), b'{', b'%')?;
            let tag = self.tag_at(open).ok()?;
            if names.contains(&self.slice(tag.name)) {
                return Some((open, tag));
            }
            at = tag.end;
        }
    }

    /// The next tag of some names where everything else is text, whatever it
    /// looks like.
    fn verbatim(&self, mut at: usize, names: &[&str]) -> Option<(usize, Tag)> {
        loop {
            let open = at + pair(self.from(at), b'{', b'%')?;
            let inside = self.from(open + 2);
            let inside = inside.strip_prefix('-').unwrap_or(inside);
            let inside = inside.trim_start_matches(is_space);
            // Looked at first: to find the end of each would take squared time.
            if names.iter().any(|name| inside.starts_with(name))
                && let Ok(tag) = self.tag_at(open)
                && names.contains(&self.slice(tag.name))
            {
                return Some((open, tag));
            }
            at = open + 2;
        }
    }

    fn raw(&mut self, raw: &Tag) -> Result<(usize, bool), Fault> {
        self.no_markup("raw", raw.markup)?;
        if let Some((open, tag)) = self.verbatim(raw.end, &["endraw"]) {
            if open > raw.end {
                self.writes();
                let text = self.slice(span(raw.end, open));
                let text = add(&mut self.program.texts, text.into());
                self.push(Op::Text(text));
            }
            return Ok((tag.end, tag.trims_after));
        }
        Err(Fault::syntax(
            "\"raw\" is opened and never closed: expected \"endraw\"",
        ))
    }

    fn comment(&mut self, comment: Tag) -> Result<(usize, bool), Fault> {
        let mut depth = 1_usize;
        let mut at = comment.end;
        while let Some((_, tag)) = self.next_tag(at, &["comment", "endcomment", "raw"]) {
            at = tag.end;
            match self.slice(tag.name) {
                "comment" => depth += 1,
                "raw" => match self.next_tag(at, &["endraw"]) {
                    Some((_, end)) => at = end.end,
                    None => break,
                },
                _ => depth -= 1,
            }
            if depth == 0 {
                return Ok((at, tag.trims_after));
            }
        }
        Err(Fault::syntax(
            "\"comment\" is opened and never closed: expected \"endcomment\"",
        ))
    }

    fn doc(&mut self, doc: &Tag) -> Result<(usize, bool), Fault> {
        self.no_markup("doc", doc.markup)?;
        match self.verbatim(doc.end, &["doc", "enddoc"]) {
            Some((_, tag)) if self.slice(tag.name) == "enddoc" => Ok((tag.end, tag.trims_after)),
            Some(_) => Err(Fault::syntax("\"doc\" within \"doc\": expected \"enddoc\"")),
            None => Err(Fault::syntax(
                "\"doc\" is opened and never closed: expected \"enddoc\"",
            )),
        }
    }

    pub(super) fn no_markup(&self, name: &str, markup: Span) -> Result<(), Fault> {
        let markup = self.slice(markup).trim_matches(is_space);
        if markup.is_empty() {
            return Ok(());
        }
        let found = crate::wording::quoted(markup);
        Err(Fault::syntax(format!(
            "{found} after {name:?}: expected nothing"
        )))
    }

    /// The lines of a `liquid` tag, each a tag of its own.
    pub(super) fn lines(&mut self, markup: Span) -> Result<(), Fault> {
        let outside = self.open.len();
        let opened = self.place;
        let mut comments = 0_usize;
        let mut start = usize::try_from(markup.start).unwrap_or_default();
        for line in self.slice(markup).split('\n') {
            let end = start + line.len();
            let mut text = line.trim_start_matches(is_space);
            // `liquid` within `liquid` is as if it were not there.
            while let Some(rest) = text.strip_prefix("liquid")
                && !rest.starts_with(|c| is_name(c) || c == '-')
            {
                text = rest.trim_start_matches(is_space);
            }
            let at = end - text.len();
            start = end + 1;
            let name_len = match text.starts_with('#') {
                true => 1,
                false => text.find(|c| !is_name(c)).unwrap_or(text.len()),
            };
            let name = text.get(..name_len).unwrap_or_default();
            if comments > 0 || name == "comment" {
                match name {
                    "comment" => comments += 1,
                    "endcomment" => comments -= 1,
                    _ => {}
                }
                continue;
            }
            if text.is_empty() {
                continue;
            }
            self.place = as_u32(at);
            if matches!(name, "raw" | "doc") {
                return Err(Fault::syntax(format!(
                    "{name:?} cannot be in a \"liquid\" tag"
                )));
            }
            self.tag(name, span(at + name_len, end))?;
            if self.open.len() < outside {
                return Err(Fault::syntax(
                    "the block was opened outside of the \"liquid\" tag",
                ));
            }
        }
        self.place = opened;
        if comments > 0 {
            return Err(Fault::syntax(
                "\"comment\" is opened and never closed: expected \"endcomment\"",
            ));
        }
        match self.open.get(outside) {
            None => Ok(()),
            Some(open) => {
                self.place = open.place;
                Err(Fault::syntax(format!(
                    "{:?} is opened in a \"liquid\" tag and not closed in it",
                    open.kind.tag()
                )))
            }
        }
    }
}
