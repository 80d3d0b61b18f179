//! Escaping by where a text is going.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a rendered text is going, which decides how values are escaped.
///
/// What a `{{ … }}` writes is escaped once, last, wherever it comes from; the
/// template's own text is never changed. In text that `capture` keeps, values
/// are escaped already, and are not again when it is written as it is.
///
/// ```
/// use deskcore::template::{Channel, Json, RenderOptions, Template};
///
/// let template = Template::parse("Hi {{ name }}")?;
/// let name = Json::parse(r#"{"name": "<b>*Zoë*</b>"}"#)?;
/// let on = |channel| RenderOptions { channel, ..RenderOptions::default() };
/// assert_eq!(template.render(&name, &on(Channel::Html))?, "Hi &lt;b&gt;*Zoë*&lt;/b&gt;");
/// assert_eq!(template.render(&name, &on(Channel::Markdown))?, r"Hi \<b\>\*Zoë\*\</b\>");
/// assert_eq!(template.render(&name, &on(Channel::Plain))?, "Hi <b>*Zoë*</b>");
/// # Ok::<(), deskcore::Error>(())
/// ```
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Plain text: nothing is escaped.
    #[default]
    Plain,
    /// HTML: `&`, `<`, `>`, `"` and `'` become entities.
    Html,
    /// Markdown (WhatsApp, Telegram): a backslash before what could be markup.
    Markdown,
    /// A text message, and the subject or any other header of an e-mail: one
    /// line, without control characters.
    Sms,
}

/// The entity of a character that HTML reads as markup.
pub(super) fn entity(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        _ => None,
    }
}

const fn table(marked: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
    while at < marked.len() {
        table[marked[at] as usize] = true;
        at += 1;
    }
    table
}

static HTML: [bool; 256] = table(b"&<>\"'");
static MARKDOWN: [bool; 256] = table(b"\\`*_[]<>#|~&");

fn is_marked(table: &[bool; 256], byte: u8) -> bool {
    table.get(usize::from(byte)).copied().unwrap_or_default()
}

/// Writes a text and, in place of each marked byte, what `mark` writes.
fn replace(
    text: &str,
    out: &mut String,
    table: &[bool; 256],
    mut mark: impl FnMut(&mut String, u8),
) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| is_marked(table, byte)) {
        // Marked bytes are ASCII, so both sides of one are text.
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        mark(out, after.bytes().next().unwrap_or_default());
        rest = after.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// A text as HTML.
pub(crate) fn escaped_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_html(text, &mut out);
    out
}

pub(super) fn escape_html(text: &str, out: &mut String) {
    replace(text, out, &HTML, |out, byte| {
        out.push_str(entity(byte).unwrap_or_default());
    });
}

fn is_gap(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' ')
}

fn one_line(text: &str, out: &mut String) {
    let mut gap = false;
    for c in text.chars() {
        if is_gap(c) {
            if !gap {
                out.push(' ');
            }
            gap = true;
        } else {
            gap = false;
            if !c.is_ascii_control() {
                out.push(c);
            }
        }
    }
}

impl Channel {
    /// Whether a text is the same when it is written.
    pub(super) fn leaves(self, text: &str) -> bool {
        let has = |table| text.bytes().any(|byte| is_marked(table, byte));
        match self {
            Self::Plain => true,
            Self::Html => !has(&HTML),
            Self::Markdown => !has(&MARKDOWN),
            Self::Sms => false,
        }
    }

    /// Writes a value's text as this channel needs it.
    pub(super) fn write(self, text: &str, out: &mut String) {
        match self {
            Self::Plain => out.push_str(text),
            Self::Html => escape_html(text, out),
            Self::Markdown => replace(text, out, &MARKDOWN, |out, byte| {
                out.push('\\');
                out.push(char::from(byte));
            }),
            Self::Sms => one_line(text, out),
        }
    }
}
