//! Filters of text.

use std::borrow::Cow;

use super::{Arguments, Filter, Maker, made};
use crate::template::Value;
use crate::template::compare::text_of;
use crate::template::error::Fault;
use crate::template::limits::Budget;
use crate::template::number::whole;

/// White space and the zero character, as Ruby strips them.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\0')
}

pub(super) fn apply<'a>(
    filter: Filter,
    input: Value<'a>,
    arguments: &Arguments<'_, 'a>,
    budget: &mut Budget,
) -> Result<Value<'a>, Fault> {
    // A part of a borrowed text is borrowed too.
    if let Value::Text(text) = input {
        match filter {
            Filter::Strip => return Ok(Value::Text(text.trim_matches(is_space))),
            Filter::Lstrip => return Ok(Value::Text(text.trim_start_matches(is_space))),
            Filter::Rstrip => return Ok(Value::Text(text.trim_end_matches(is_space))),
            _ => {}
        }
    }
    if matches!(input, Value::Nil) && matches!(filter, Filter::Truncate | Filter::TruncateWords) {
        return Ok(Value::Nil);
    }
    let text = &*text_of(&input, budget)?;
    budget.can_make(text.len())?;
    match filter {
        Filter::Append => join(&[text, &text_of(&arguments.first(), budget)?], budget),
        Filter::Prepend => join(&[&text_of(&arguments.first(), budget)?, text], budget),
        Filter::Upcase => made(text.to_uppercase(), budget),
        Filter::Downcase => made(text.to_lowercase(), budget),
        Filter::Capitalize => {
            let mut chars = text.chars();
            let mut first = chars.next().into_iter().flat_map(char::to_uppercase);
            let mut out = String::with_capacity(text.len());
            let letter = first.next();
            out.extend(letter);
            // Of two letters that are written as one, the first alone is large.
            match letter.is_some_and(char::is_uppercase) {
                true => out.extend(first.flat_map(char::to_lowercase)),
                false => out.extend(first),
            }
            out.push_str(&chars.as_str().to_lowercase());
            made(out, budget)
        }
        Filter::Strip => made(text.trim_matches(is_space).to_owned(), budget),
        Filter::Lstrip => made(text.trim_start_matches(is_space).to_owned(), budget),
        Filter::Rstrip => made(text.trim_end_matches(is_space).to_owned(), budget),
        Filter::Squish => {
            let words: Vec<&str> = text
                .split(is_space)
                .filter(|word| !word.is_empty())
                .collect();
            made(words.join(" "), budget)
        }
        Filter::StripNewlines => made(text.replace("\r\n", "").replace('\n', ""), budget),
        Filter::NewlineToBr => {
            let text = text.replace("\r\n", "\n");
            replace(&text, "\n", "<br />\n", usize::MAX, budget)
        }
        Filter::StripHtml => made(strip_html(text), budget),
        Filter::Truncate => truncate(text, arguments, budget),
        Filter::TruncateWords => truncate_words(text, arguments, budget),
        Filter::Split => split(&input, &arguments.first(), budget),
        Filter::Replace | Filter::Remove => {
            let (from, to) = pair(filter, arguments, budget)?;
            replace(text, &from, &to, usize::MAX, budget)
        }
        Filter::ReplaceFirst | Filter::RemoveFirst => {
            let (from, to) = pair(filter, arguments, budget)?;
            replace(text, &from, &to, 1, budget)
        }
        _ => {
            let (from, to) = pair(filter, arguments, budget)?;
            match text.rfind(&*from) {
                Some(at) => {
                    let before = text.get(..at).unwrap_or_default();
                    let after = text.get(at + from.len()..).unwrap_or_default();
                    join(&[before, &to, after], budget)
                }
                None => made(text.to_owned(), budget),
            }
        }
    }
}

fn join<'a>(parts: &[&str], budget: &mut Budget) -> Result<Value<'a>, Fault> {
    let mut maker = Maker::new(budget);
    parts.iter().try_for_each(|part| maker.push(part))?;
    maker.finish()
}

/// What is replaced, and by what: by nothing where it is removed.
fn pair(
    filter: Filter,
    arguments: &Arguments<'_, '_>,
    budget: &mut Budget,
) -> Result<(String, String), Fault> {
    let from = text_of(&arguments.first(), budget)?.into_owned();
    let to = match (filter, arguments.second()) {
        (Filter::Replace | Filter::ReplaceFirst | Filter::ReplaceLast, Some(to)) => {
            text_of(to, budget)?.into_owned()
        }
        _ => String::new(),
    };
    Ok((from, to))
}

fn replace<'a>(
    text: &str,
    from: &str,
    to: &str,
    most: usize,
    budget: &mut Budget,
) -> Result<Value<'a>, Fault> {
    let mut maker = Maker::new(budget);
    let mut done = 0;
    for (at, found) in text.match_indices(from).take(most) {
        maker.push(text.get(done..at).unwrap_or_default())?;
        maker.push(to)?;
        done = at + found.len();
    }
    maker.push(text.get(done..).unwrap_or_default())?;
    maker.finish()
}

/// The text of HTML: its tags are taken away, the ends of lines and
/// paragraphs kept, and what was escaped is itself again.
pub(crate) fn html_to_text(html: &str) -> String {
    let mut lines = String::with_capacity(html.len());
    // White space of the source is one space, as in a browser.
    let words: Vec<&str> = html.split_ascii_whitespace().collect();
    let html = words.join(" ");
    let mut rest = html.as_str();
    while let Some(at) = rest.find('<') {
        lines.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let name = rest.get(1..).unwrap_or_default().trim_start_matches('/');
        let end = name
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name.len());
        let is_end = rest.starts_with("</");
        match (
            name.get(..end)
                .unwrap_or_default()
                .to_ascii_lowercase()
                .as_str(),
            is_end,
        ) {
            ("br", _) | ("li" | "tr" | "div", true) => lines.push('\n'),
            ("p" | "h1" | "h2" | "h3" | "ul" | "ol" | "table", true) => lines.push_str("\n\n"),
            _ => {}
        }
        // The tag itself goes with the others.
        lines.push('<');
        rest = rest.get(1..).unwrap_or_default();
    }
    lines.push_str(rest);
    let text = strip_html(&lines);
    let mut out = text;
    for (entity, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        // Last: what it makes is no entity.
        ("&amp;", "&"),
    ] {
        out = out.replace(entity, character);
    }
    let lines: Vec<&str> = out.lines().map(str::trim).collect();
    let mut text = lines.join("\n");
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    text.trim().to_owned()
}

/// A text without those parts that begin with `<` and have a length.
fn without(text: &str, mut len: impl FnMut(&str) -> Option<usize>) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(open) = memchr::memchr(b'<', text.as_bytes().get(at..).unwrap_or_default()) {
        at += open;
        match len(text.get(at..).unwrap_or_default()) {
            Some(len) => {
                if kept == 0 {
                    out.reserve(text.len());
                }
                out.push_str(text.get(kept..at).unwrap_or_default());
                at += len;
                kept = at;
            }
            None => at += 1,
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

/// What is left when comments, scripts and styles are taken away, then tags.
fn strip_html(text: &str) -> String {
    const WHOLE: [(&str, &str); 3] = [
        ("<script", "</script>"),
        ("<!--", "-->"),
        ("<style", "</style>"),
    ];
    // An end that is not found once is not looked for again.
    let mut unclosed = [false; 3];
    let text = without(text, |rest| {
        // Most are tags.
        if !matches!(rest.as_bytes().get(1), Some(b's' | b'!')) {
            return None;
        }
        let mut kinds = WHOLE.iter().zip(&mut unclosed);
        kinds.find_map(|((open, close), unclosed)| {
            let inside = rest.strip_prefix(open).filter(|_| !*unclosed)?;
            let end = inside.find(close);
            *unclosed = end.is_none();
            Some(open.len() + end? + close.len())
        })
    });
    let mut unclosed = false;
    let text = without(&text, |rest| {
        let end = if unclosed { None } else { rest.find('>') };
        unclosed = end.is_none();
        Some(end? + 1)
    });
    text.into_owned()
}

fn truncate<'a>(
    text: &str,
    arguments: &Arguments<'_, 'a>,
    budget: &mut Budget,
) -> Result<Value<'a>, Fault> {
    let most = match arguments.values.first() {
        Some(most) => whole(most)?,
        None => 50,
    };
    let ellipsis = match arguments.second() {
        Some(ellipsis) => text_of(ellipsis, budget)?.into_owned(),
        None => "...".to_owned(),
    };
    if i64::try_from(text.chars().count()).is_ok_and(|len| len <= most) {
        return made(text.to_owned(), budget);
    }
    let most = usize::try_from(most).unwrap_or_default();
    let kept = most.saturating_sub(ellipsis.chars().count());
    let end = text
        .char_indices()
        .nth(kept)
        .map_or(text.len(), |(at, _)| at);
    join(&[text.get(..end).unwrap_or_default(), &ellipsis], budget)
}

fn truncate_words<'a>(
    text: &str,
    arguments: &Arguments<'_, 'a>,
    budget: &mut Budget,
) -> Result<Value<'a>, Fault> {
    let most = match arguments.values.first() {
        Some(most) => usize::try_from(whole(most)?).unwrap_or_default().max(1),
        None => 15,
    };
    let ellipsis = match arguments.second() {
        Some(ellipsis) => text_of(ellipsis, budget)?.into_owned(),
        None => "...".to_owned(),
    };
    let mut rest = text.trim_start_matches(is_space);
    let mut kept = Maker::new(budget);
    for number in 0..most {
        let end = rest.bytes().position(|byte| is_space(char::from(byte)));
        let (word, after) = rest
            .split_at_checked(end.unwrap_or(rest.len()))
            .unwrap_or_default();
        // White space after the last word is one more, as in Liquid.
        if after.is_empty() {
            return made(text.to_owned(), budget);
        }
        if number > 0 {
            kept.push(" ")?;
        }
        kept.push(word)?;
        rest = after.trim_start_matches(is_space);
    }
    kept.push(&ellipsis)?;
    kept.finish()
}

fn split<'a>(
    input: &Value<'a>,
    separator: &Value<'a>,
    budget: &mut Budget,
) -> Result<Value<'a>, Fault> {
    let separator = text_of(separator, budget)?.into_owned();
    // Parts of a borrowed text are borrowed.
    if let Value::Text(text) = input {
        let parts = parts(text, &separator, budget)?;
        return Ok(Value::List(parts.into_iter().map(Value::Text).collect()));
    }
    let text = text_of(input, budget)?;
    let parts = parts(&text, &separator, budget)?;
    let made = parts.into_iter().map(|part| made(part.to_owned(), budget));
    Ok(Value::List(made.collect::<Result<_, _>>()?))
}

fn parts<'t>(text: &'t str, separator: &str, budget: &mut Budget) -> Result<Vec<&'t str>, Fault> {
    let all: Box<dyn Iterator<Item = &'t str>> = match separator {
        " " => Box::new(text.split(is_space).filter(|word| !word.is_empty())),
        "" => Box::new(
            text.char_indices()
                .map(|(at, c)| text.get(at..at + c.len_utf8()).unwrap_or_default()),
        ),
        _ => Box::new(text.split(separator)),
    };
    let mut parts = Vec::new();
    for part in all {
        budget.make_list(1)?;
        parts.push(part);
    }
    // As Ruby does, empty parts at the end are left out.
    while parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    Ok(parts)
}
