//! Writes a date by a format of directives, as `strftime` does.

use chrono::{Datelike, NaiveDateTime, Timelike};

use super::moment::{Moment, Zone};
use crate::template::error::Fault;
use crate::template::limits::Budget;
use crate::template::locale::Conventions;

/// Characters that a directive may be padded to.
const MOST_WIDTH: usize = 64;

/// How a number is padded, or a name written.
#[derive(Debug, Clone, Copy, Default)]
struct Style {
    /// The character that fills, where the flags say one; none at all.
    pad: Option<Option<char>>,
    upper: bool,
    swap: bool,
    colons: usize,
    width: Option<usize>,
}

impl Style {
    fn number(self, number: i64, width: usize, pad: char, out: &mut String) {
        // What nearly all directives are.
        if let (2, '0', None, None, Ok(number @ 0..100)) =
            (width, pad, self.pad, self.width, u32::try_from(number))
        {
            return pair(number, out);
        }
        let pad = self.pad.unwrap_or(Some(pad));
        let width = self.width.unwrap_or(width);
        let mut digits = itoa::Buffer::new();
        let text = digits.format(number.unsigned_abs());
        let sign = if number < 0 { "-" } else { "" };
        let fill = width.saturating_sub(text.len() + sign.len());
        match pad {
            Some('0') => {
                out.push_str(sign);
                out.extend(std::iter::repeat_n('0', fill));
            }
            Some(pad) => {
                out.extend(std::iter::repeat_n(pad, fill));
                out.push_str(sign);
            }
            None => out.push_str(sign),
        }
        out.push_str(text);
    }

    fn name(self, name: &str, out: &mut String) {
        if let Some(width) = self.width {
            let fill = width.saturating_sub(name.chars().count());
            let pad = self.pad.flatten().unwrap_or(' ');
            out.extend(std::iter::repeat_n(pad, fill));
        }
        match (self.upper, self.swap) {
            (true, _) => out.push_str(&name.to_uppercase()),
            (false, true) if name.chars().all(|c| !c.is_lowercase()) => {
                out.push_str(&name.to_lowercase());
            }
            (false, true) => out.push_str(&name.to_uppercase()),
            _ => out.push_str(name),
        }
    }
}

pub(super) fn write(
    moment: &Moment,
    format: &str,
    names: &Conventions,
    out: &mut String,
    budget: &mut Budget,
) -> Result<(), Fault> {
    let start = out.len();
    if let Some(directives) = digits(moment, format, out) {
        budget.spend(directives)?;
        return budget.can_make(out.len() - start);
    }
    out.truncate(start);
    write_parts(moment, format, names, out, budget)
}

/// Writes text and directives one by one.
fn write_parts(
    moment: &Moment,
    format: &str,
    names: &Conventions,
    out: &mut String,
    budget: &mut Budget,
) -> Result<(), Fault> {
    let start = out.len();
    let mut rest = format;
    // Formats are too short for a faster search to be faster.
    while let Some(at) = rest.bytes().position(|byte| byte == b'%') {
        let (text, directives) = rest.split_at_checked(at).unwrap_or_default();
        out.push_str(text);
        rest = directives;
        budget.spend(1)?;
        budget.can_make(out.len() - start)?;
        match directive(moment, rest, names, out) {
            Some(len) => rest = rest.get(len..).unwrap_or_default(),
            // What is no directive is text.
            None => {
                out.push('%');
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    Ok(())
}

/// Writes what most dates are: nothing but pairs of digits, and ASCII between
/// them. How many directives there are; when it is something else, what has
/// been written is to be cut.
fn digits(moment: &Moment, format: &str, out: &mut String) -> Option<usize> {
    const MOST: usize = 24;
    if format.len() > MOST {
        return None;
    }
    let mut directives = 0;
    let mut bytes = format.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(char::from(Some(byte).filter(u8::is_ascii)?));
            continue;
        }
        let number = number(&moment.local, bytes.next()?)?;
        if number.is_year {
            pair(number.value / 100, out);
        }
        pair(number.value % 100, out);
        directives += 1;
    }
    Some(directives)
}

/// A part of a date that always has two digits, or, of a year, four.
struct Number {
    value: u32,
    is_year: bool,
}

/// The number of a directive: asked for on its own, since to work all of them
/// out ahead, as an optimiser would in a loop, takes longer.
#[inline(never)]
fn number(local: &NaiveDateTime, letter: u8) -> Option<Number> {
    let value = match letter {
        b'd' => local.day(),
        b'm' => local.month(),
        b'H' => local.hour(),
        b'M' => local.minute(),
        b'S' => local.second(),
        b'Y' => u32::try_from(local.year())
            .ok()
            .filter(|year| *year < 10_000)?,
        _ => return None,
    };
    Some(Number {
        value,
        is_year: letter == b'Y',
    })
}

/// Writes a number below 100.
fn pair(number: u32, out: &mut String) {
    let number = u8::try_from(number).unwrap_or_default();
    out.push(char::from(b'0' + number / 10 % 10));
    out.push(char::from(b'0' + number % 10));
}

/// Writes the directive that a text begins with; how long that is.
fn directive(moment: &Moment, text: &str, names: &Conventions, out: &mut String) -> Option<usize> {
    if let Some(letter @ (b'A'..=b'Z' | b'a'..=b'z')) = text.as_bytes().get(1)
        && !matches!(letter, b'E' | b'O')
    {
        let style = Style::default();
        return field(moment, char::from(*letter), style, names, out).then_some(2);
    }
    let mut style = Style::default();
    let mut width = None;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '-' => style.pad = Some(None),
            '0' if width.is_none() => style.pad = Some(Some('0')),
            '_' => style.pad = Some(Some(' ')),
            '^' => style.upper = true,
            '#' => style.swap = true,
            ':' => style.colons += 1,
            '0'..='9' => {
                let digit = usize::try_from(c.to_digit(10)?).ok()?;
                width = Some(
                    width
                        .unwrap_or(0_usize)
                        .checked_mul(10)?
                        .checked_add(digit)?,
                );
                if width > Some(MOST_WIDTH) {
                    return None;
                }
            }
            'E' | 'O' => {
                // Another calendar or other digits, of which there are none.
                let known = if c == 'E' {
                    "cCxXyY"
                } else {
                    "deHkIlmMSuUVwWy"
                };
                let next = char::from(*text.as_bytes().get(at + 1)?);
                style.width = width;
                let written = known.contains(next)
                    && style.colons == 0
                    && field(moment, next, style, names, out);
                return written.then_some(at + 2);
            }
            _ if style.colons > 0 && c != 'z' => return None,
            _ => {
                style.width = width;
                return field(moment, c, style, names, out).then_some(at + c.len_utf8());
            }
        }
    }
    None
}

fn named(names: &'static [&'static str], index: u32) -> &'static str {
    let index = usize::try_from(index).ok();
    index
        .and_then(|index| names.get(index))
        .copied()
        .unwrap_or_default()
}

/// Four digits, and the sign.
fn year_width(year: i32) -> usize {
    if year < 0 { 5 } else { 4 }
}

fn field(moment: &Moment, c: char, style: Style, names: &Conventions, out: &mut String) -> bool {
    let local = &moment.local;
    let date = local.date();
    let hour12 = |hour: u32| (hour + 11) % 12 + 1;
    let mut number = |number: i64, width, pad| style.number(number, width, pad, out);
    let chrono = |format: &str| local.format(format).to_string();
    let again = |out: &mut String, format: &str| {
        let mut text = String::new();
        let mut rest = format;
        while let Some(at) = rest.find('%') {
            text.push_str(rest.get(..at).unwrap_or_default());
            rest = rest.get(at..).unwrap_or_default();
            let len = directive(moment, rest, names, &mut text).unwrap_or(rest.len());
            rest = rest.get(len..).unwrap_or_default();
        }
        text.push_str(rest);
        style.name(&text, out);
    };
    let weekday = date.weekday();
    match c {
        'Y' => number(i64::from(date.year()), year_width(date.year()), '0'),
        'C' => number(i64::from(date.year().div_euclid(100)), 2, '0'),
        'y' => number(i64::from(date.year().rem_euclid(100)), 2, '0'),
        'm' => number(i64::from(date.month()), 2, '0'),
        'd' => number(i64::from(date.day()), 2, '0'),
        'e' => number(i64::from(date.day()), 2, ' '),
        'j' => number(i64::from(date.ordinal()), 3, '0'),
        'H' => number(i64::from(local.hour()), 2, '0'),
        'k' => number(i64::from(local.hour()), 2, ' '),
        'I' => number(i64::from(hour12(local.hour())), 2, '0'),
        'l' => number(i64::from(hour12(local.hour())), 2, ' '),
        'M' => number(i64::from(local.minute()), 2, '0'),
        'S' => number(i64::from(local.second()), 2, '0'),
        's' => number(moment.seconds(), 0, '0'),
        'u' => number(i64::from(weekday.number_from_monday()), 0, '0'),
        'w' => number(i64::from(weekday.num_days_from_sunday()), 0, '0'),
        'G' | 'g' | 'V' | 'U' | 'W' => {
            let value = chrono(&format!("%{c}")).parse().unwrap_or_default();
            let width = if c == 'G' { year_width(date.year()) } else { 2 };
            number(value, width, '0');
        }
        'L' | 'N' => {
            let digits = format!("{:09}", local.nanosecond() % 1_000_000_000);
            let width = style.width.unwrap_or(if c == 'L' { 3 } else { 9 });
            let zeros = std::iter::repeat('0');
            out.extend(digits.chars().chain(zeros).take(width));
        }
        'B' => style.name(named(names.months, date.month0()), out),
        'b' | 'h' => style.name(named(names.short_months, date.month0()), out),
        'A' => style.name(named(names.days, weekday.num_days_from_sunday()), out),
        'a' => style.name(named(names.short_days, weekday.num_days_from_sunday()), out),
        'p' => style.name(if local.hour() < 12 { "AM" } else { "PM" }, out),
        'P' => style.name(if local.hour() < 12 { "am" } else { "pm" }, out),
        'Z' => match &moment.zone {
            Zone::Utc => style.name("UTC", out),
            Zone::Unnamed => style.name(&moment.offset.to_string(), out),
            // Where nobody has a name for it, its offset.
            Zone::Named(offset) => style.name(&offset.to_string(), out),
        },
        'z' => {
            let east = moment.offset.local_minus_utc();
            let (sign, size) = if east < 0 { ('-', -east) } else { ('+', east) };
            let colon = if style.colons > 0 { ":" } else { "" };
            let (hours, minutes) = (size / 3600, size / 60 % 60);
            style.name(&format!("{sign}{hours:02}{colon}{minutes:02}"), out);
        }
        'n' => style.name("\n", out),
        't' => style.name("\t", out),
        '%' => style.name("%", out),
        'D' | 'x' => again(out, "%m/%d/%y"),
        'F' => again(out, "%Y-%m-%d"),
        'T' | 'X' => again(out, "%H:%M:%S"),
        'R' => again(out, "%H:%M"),
        'r' => again(out, "%I:%M:%S %p"),
        'c' => again(out, "%a %b %e %H:%M:%S %Y"),
        'v' => again(out, "%e-%^b-%Y"),
        '+' => again(out, "%a %b %e %H:%M:%S %Z %Y"),
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::{Budget, Conventions, Fault, Moment, write, write_parts};
    use crate::template::Locale;
    use crate::template::limits::Limits;

    type Write = fn(&Moment, &str, &Conventions, &mut String, &mut Budget) -> Result<(), Fault>;

    const PIECES: [&str; 16] = [
        "%d", "%m", "%Y", "%H", "%M", "%S", "%y", "%B", "%-d", "%_m", "%", "%%", "/", " ", "è",
        "alle",
    ];

    proptest! {
        #[test]
        fn digits_are_what_the_parts_are(
            seconds in -400_000_000_000_i64..400_000_000_000,
            pieces in prop::collection::vec(select(&PIECES), 0..9),
        ) {
            let at = DateTime::from_timestamp(seconds, 0).unwrap();
            let moment = Moment::utc(at.naive_utc());
            let format = pieces.concat();
            let locale = Locale::default();
            let written = |how: Write| {
                let mut out = "before".to_owned();
                let mut budget = Budget::new(Limits::default());
                how(&moment, &format, locale.conventions(), &mut out, &mut budget).unwrap();
                (out, format!("{budget:?}"))
            };
            prop_assert_eq!(written(write), written(write_parts));
        }
    }
}
