//! Holidays from a plain list of dates.

use chrono::{Datelike, NaiveDate};

use super::{ImportError, YEARS, shortened};
use crate::time::Holiday;

/// Reads a list of dates: on each line `YYYY-MM-DD`, and maybe a name after
/// a space, a comma, a semicolon or a tab. Empty lines and what follows a `#`
/// (at the start of a line or after a space) are comments.
///
/// # Errors
///
/// [`ImportError::BadDateLine`] for the first line that begins with no date,
/// [`ImportError::OutOfRange`] for a date that no schedule takes.
///
/// ```
/// use deskcore::time::import::holidays_from_dates;
///
/// let holidays = holidays_from_dates(
///     "# Closing days of a shop in Bologna\n2026-10-04 San Petronio\n2026-12-24\n",
///     "shop",
/// )?;
/// assert_eq!(holidays[0].name.as_deref(), Some("San Petronio"));
/// assert_eq!(holidays[1].name, None);
///
/// let wrong = holidays_from_dates("2026-12-24\n24/12/2027\n", "shop").unwrap_err();
/// assert_eq!(wrong.code(), "bad_date_line");
/// assert!(wrong.to_string().starts_with("line 2:"));
/// # Ok::<(), deskcore::time::import::ImportError>(())
/// ```
pub fn holidays_from_dates(text: &str, source: &str) -> Result<Vec<Holiday>, ImportError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut holidays = Vec::new();
    for (index, whole) in text.lines().enumerate() {
        let line = index + 1;
        let row = without_comment(whole).trim();
        if row.is_empty() {
            continue;
        }
        let (date, name) = dated(row).ok_or_else(|| ImportError::BadDateLine {
            line,
            text: shortened(row),
        })?;
        if !YEARS.contains(&date.year()) {
            return Err(ImportError::OutOfRange {
                place: format!("line {line}"),
                found: date.to_string(),
            });
        }
        holidays.push(Holiday {
            date,
            name: (!name.is_empty()).then(|| name.to_owned()),
            source: Some(source.to_owned()),
        });
    }
    Ok(holidays)
}

fn without_comment(line: &str) -> &str {
    let mut after_space = true;
    for (at, c) in line.char_indices() {
        if c == '#' && after_space {
            return line.split_at(at).0;
        }
        after_space = c.is_whitespace();
    }
    line
}

fn dated(row: &str) -> Option<(NaiveDate, &str)> {
    let (digits, rest) = row.split_at_checked(10)?;
    let shape = digits.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let date = shape.then(|| digits.parse().ok()).flatten()?;
    let name = rest.trim_start();
    let separated = name.len() < rest.len();
    match name.strip_prefix([',', ';']) {
        Some(name) => Some((date, name.trim_start())),
        None => (separated || rest.is_empty()).then_some((date, name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_read() {
        let text = "\u{feff}2026-01-01\r\n\r\n  2026-01-06\tBefana # a comment\r\n2026-06-02, Repubblica\n2026-08-15;C#\n# end";
        let read = holidays_from_dates(text, "list").unwrap();
        let names: Vec<_> = read.iter().map(|day| day.name.as_deref()).collect();
        assert_eq!(
            names,
            [None, Some("Befana"), Some("Repubblica"), Some("C#")]
        );
        assert!(read.iter().all(|day| day.source.as_deref() == Some("list")));
    }

    #[test]
    fn lines_that_are_refused() {
        for (text, code) in [
            ("2026-02-30", "bad_date_line"),
            ("2026-2-3", "bad_date_line"),
            ("2026-02-030", "bad_date_line"),
            ("2026-02-03Natale", "bad_date_line"),
            ("+026-02-03", "bad_date_line"),
            ("é2026-02-03", "bad_date_line"),
            ("1492-10-12", "import_out_of_range"),
        ] {
            let error = holidays_from_dates(text, "list").unwrap_err();
            assert_eq!(error.code(), code, "{text}");
            assert!(error.to_string().contains("line 1"), "{error}");
        }
    }
}
