//! Filters that write a text in another alphabet, and back.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use super::{Filter, made};
use crate::template::Value;
use crate::template::channel::{entity, escape_html};
use crate::template::error::Fault;
use crate::template::limits::Budget;

pub(super) fn apply<'a>(
    filter: Filter,
    text: &str,
    budget: &mut Budget,
) -> Result<Value<'a>, Fault> {
    budget.can_make(text.len())?;
    let result = match filter {
        Filter::Base64Encode => STANDARD.encode(text),
        Filter::Base64UrlSafeEncode => URL_SAFE.encode(text),
        Filter::Base64Decode => utf8(STANDARD.decode(text).ok(), "base64")?,
        Filter::Base64UrlSafeDecode => utf8(URL_SAFE.decode(text).ok(), "base64")?,
        Filter::Escape => {
            let mut out = String::with_capacity(text.len());
            escape_html(text, &mut out);
            out
        }
        Filter::EscapeOnce => escape_once(text),
        Filter::UrlEncode => url_encode(text),
        _ => url_decode(text)?,
    };
    made(result, budget)
}

fn utf8(bytes: Option<Vec<u8>>, what: &str) -> Result<String, Fault> {
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| Fault::argument(format!("the text is no {what} of UTF-8")))
}

/// Whether a text begins, after its `&`, as an entity does.
fn is_entity(rest: &str) -> bool {
    let digits = rest.strip_prefix('#');
    let is_part = |c: char| match digits {
        Some(_) => c.is_ascii_digit(),
        None => c.is_ascii_alphabetic(),
    };
    let name = digits.unwrap_or(rest);
    let len = name.find(|c| !is_part(c)).unwrap_or(name.len());
    len > 0 && name.get(len..).is_some_and(|rest| rest.starts_with(';'))
}

fn escape_once(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let byte = u8::try_from(c).ok();
        match byte.and_then(entity) {
            Some(_) if c == '&' && is_entity(text.get(at + 1..).unwrap_or_default()) => out.push(c),
            Some(entity) => out.push_str(entity),
            None => out.push(c),
        }
    }
    out
}

fn url_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.' | b'-' | b'~' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn url_decode(text: &str) -> Result<String, Fault> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => {
                let two = bytes.as_slice_hex();
                match two {
                    Some(value) => {
                        bytes.nth(1);
                        value
                    }
                    None => byte,
                }
            }
            _ => byte,
        });
    }
    utf8(Some(out), "URL encoding")
}

/// The value of the two hexadecimal digits that come next.
trait NextHex {
    fn as_slice_hex(&self) -> Option<u8>;
}

impl NextHex for std::str::Bytes<'_> {
    fn as_slice_hex(&self) -> Option<u8> {
        let mut ahead = self.clone();
        let mut digit = || char::from(ahead.next()?).to_digit(16);
        let value = digit()? * 16 + digit()?;
        u8::try_from(value).ok()
    }
}
