//! Words and numbers as people read them, and the one place where text from
//! outside becomes markup.

use chrono::{DateTime, NaiveDate, Utc};

use super::Zone;

/// Thin and unbreakable: between thousands and before the percent sign.
const THIN: char = '\u{202f}';
/// Unbreakable: between a number and its unit.
const TIE: char = '\u{a0}';
/// Names longer than this are cut, and told in full by their title.
const NAME_CHARS: usize = 32;

/// The count that a duration is in. Only calendar time has days: a "day" of
/// business hours would be read as a working day, which it is not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hours {
    Business,
    Calendar,
}

impl Hours {
    /// Reads a report's word; days are for `calendar` alone.
    pub(super) fn of(word: &str) -> Self {
        if word == "calendar" {
            Self::Calendar
        } else {
            Self::Business
        }
    }
}

/// Text from outside as HTML text or as a quoted attribute. Characters that
/// HTML does not allow become the replacement character.
pub(super) fn esc(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && !c.is_whitespace() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// A name from outside, as markup: set apart from the direction of its
/// surroundings, and cut where it is long.
pub(super) fn name(name: &str) -> String {
    if name.trim().is_empty() {
        return "<i>(empty)</i>".to_owned();
    }
    if name.chars().count() <= NAME_CHARS {
        return format!("<bdi>{}</bdi>", esc(name));
    }
    let short: String = name.chars().take(NAME_CHARS - 1).collect();
    format!(
        "<bdi title=\"{}\">{}…</bdi>",
        esc(name),
        esc(short.trim_end())
    )
}

/// A name as it stands in a picture, where there is no markup.
pub(super) fn plain(markup: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in markup.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

/// `1 234 567`, with thin spaces.
pub(super) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(THIN);
        }
        out.push(digit);
    }
    out
}

/// `1 ticket`, `1 234 tickets`.
pub(super) fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{}{TIE}{}", count(n), if n == 1 { one } else { many })
}

/// A share with one decimal; absent where there is nothing to share. Only
/// none is 0 % and only all is 100 %.
pub(super) fn share(part: u64, whole: u64) -> Option<String> {
    if whole == 0 {
        return None;
    }
    let (p, w) = (u128::from(part), u128::from(whole));
    let mut permille = (p * 1000 + w / 2) / w;
    if part > 0 && permille == 0 {
        permille = 1;
    }
    if part < whole && permille >= 1000 {
        permille = 999;
    }
    Some(format!("{}.{}{THIN}%", permille / 10, permille % 10))
}

/// `45 s`, `4 min 30 s`, `2 h 15 min`, `3 d 4 h`.
pub(super) fn duration(seconds: f64, hours: Hours) -> String {
    if !seconds.is_finite() {
        return "–".to_owned();
    }
    // Saturates, and nobody waits for 292 thousand million years.
    let millis = (seconds * 1000.0).round() as i64;
    let sign = if millis < 0 { "−" } else { "" };
    let millis = millis.unsigned_abs();
    let secs = rounded(millis, 1000);
    if millis > 0 && secs == 0 {
        return format!("under 1{TIE}s");
    }
    let minutes = rounded(millis, 60_000);
    let whole_hours = rounded(millis, 3_600_000);
    let text = if secs < 60 {
        format!("{secs}{TIE}s")
    } else if secs < 600 {
        pair((secs / 60, "min"), (secs % 60, "s"))
    } else if minutes < 60 {
        format!("{minutes}{TIE}min")
    } else if minutes < 48 * 60 || (hours == Hours::Business && minutes < 100 * 60) {
        pair((minutes / 60, "h"), (minutes % 60, "min"))
    } else if hours == Hours::Business {
        format!("{}{TIE}h", count(whole_hours))
    } else if whole_hours < 60 * 24 {
        pair((whole_hours / 24, "d"), (whole_hours % 24, "h"))
    } else {
        format!("{}{TIE}d", count(rounded(millis, 86_400_000)))
    };
    format!("{sign}{text}")
}

fn rounded(millis: u64, unit: u64) -> u64 {
    millis.saturating_add(unit / 2) / unit
}

fn pair(big: (u64, &str), small: (u64, &str)) -> String {
    let head = format!("{}{TIE}{}", count(big.0), big.1);
    if small.0 == 0 {
        head
    } else {
        format!("{head} {}{TIE}{}", small.0, small.1)
    }
}

/// A duration that may be absent.
pub(super) fn some_duration(seconds: Option<f64>, hours: Hours) -> String {
    seconds.map_or_else(|| "–".to_owned(), |seconds| duration(seconds, hours))
}

/// A whole duration in the fewest words, for axes and targets: `15 min`,
/// `1 wk`.
pub(super) fn mark(seconds: u64, hours: Hours) -> String {
    const WEEK: u64 = 7 * 86_400;
    if hours == Hours::Calendar && seconds > 0 && seconds.is_multiple_of(WEEK) {
        return format!("{}{TIE}wk", seconds / WEEK);
    }
    if hours == Hours::Calendar && seconds > 0 && seconds.is_multiple_of(86_400) {
        return format!("{}{TIE}d", seconds / 86_400);
    }
    duration(seconds as f64, hours)
}

/// `Tue 3 Mar 2026`.
pub(super) fn day(at: DateTime<Utc>, zone: &Zone) -> String {
    date(at.with_timezone(zone).date_naive())
}

/// `Tue 3 Mar 2026`.
pub(super) fn date(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// `Tue 3 Mar 2026, 14:05`.
pub(super) fn minute(at: DateTime<Utc>, zone: &Zone) -> String {
    at.with_timezone(zone)
        .format("%a %-d %b %Y, %H:%M")
        .to_string()
}

/// A metric's name, and where it stands among the others.
pub(super) fn metric(id: &str) -> (usize, String) {
    let known = [
        ("first_reply_time", "First reply"),
        ("next_reply_time", "Next reply"),
        ("periodic_update_time", "Periodic update"),
        ("pausable_update_time", "Pausable update"),
        ("requester_wait_time", "Requester’s wait"),
        ("agent_work_time", "Agent’s work"),
        ("total_resolution_time", "Resolution"),
        ("full_resolution_time", "Full resolution"),
    ];
    known
        .iter()
        .position(|(known, _)| *known == id)
        .and_then(|i| known.get(i).map(|(_, label)| (i, (*label).to_owned())))
        .unwrap_or_else(|| (known.len(), esc(&id.replace('_', " "))))
}

/// The metrics of a map in the order of [`metric`], with their labels.
pub(super) fn in_order<'a, T>(
    map: impl IntoIterator<Item = (&'a String, T)>,
) -> Vec<(&'a str, String, T)> {
    let mut all: Vec<_> = map
        .into_iter()
        .map(|(id, value)| {
            let (rank, label) = metric(id);
            (rank, id.as_str(), label, value)
        })
        .collect();
    all.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    all.into_iter()
        .map(|(_, id, label, value)| (id, label, value))
        .collect()
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// What stands where a picture or a table would be empty.
pub(super) fn empty(sentence: &str) -> String {
    format!("<p class=\"empty\">{sentence}</p>\n")
}
