//! Filters that write as a country does: money, numbers, plurals.

use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};

use super::{Arguments, Filter, made};
use crate::template::Value;
use crate::template::compare::text_of;
use crate::template::error::Fault;
use crate::template::limits::Budget;
use crate::template::locale::Conventions;
use crate::template::number::{decimal, whole};

/// Digits after the point that can be asked for.
const MOST_DIGITS: u32 = 18;

pub(super) fn apply<'a>(
    filter: Filter,
    input: &Value<'a>,
    arguments: &Arguments<'_, 'a>,
    budget: &mut Budget,
) -> Result<Value<'a>, Fault> {
    if matches!(input, Value::Nil) {
        return Ok(Value::Nil);
    }
    match filter {
        Filter::Money => money(input, arguments, budget),
        Filter::Number => {
            let (digits, scale) = exact(input, budget)?;
            let wanted = match arguments.values.first() {
                None => scale,
                Some(wanted) => u32::try_from(whole(wanted)?)
                    .ok()
                    .filter(|wanted| *wanted <= MOST_DIGITS)
                    .ok_or_else(|| {
                        Fault::argument(format!("expected 0 to {MOST_DIGITS} digits"))
                    })?,
            };
            let names = arguments.options.locale.conventions();
            made(
                written(rounded(digits, scale, wanted), wanted, names),
                budget,
            )
        }
        _ => pluralize(input, arguments, budget),
    }
}

/// A number, or the text of one, digit for digit.
fn exact(input: &Value<'_>, budget: &mut Budget) -> Result<(i128, u32), Fault> {
    let text = text_of(input, budget)?;
    let number = decimal(text.trim()).map(|(digits, scale)| match input {
        // A float that is whole is written without its ".0".
        Value::Float(_) if digits % 10 == 0 && scale == 1 => (digits / 10, 0),
        _ => (digits, scale),
    });
    number.ok_or_else(|| {
        let text = crate::wording::quoted(&text);
        Fault::argument(format!("{text} is no number: expected one such as 1234.50"))
    })
}

/// Rounded half away from zero, or filled with zeros, to so many digits after
/// the point.
fn rounded(digits: i128, scale: u32, wanted: u32) -> i128 {
    if wanted >= scale {
        return digits.saturating_mul(10_i128.pow(wanted - scale));
    }
    let unit = 10_i128.pow(scale - wanted);
    let half = if digits < 0 { -unit / 2 } else { unit / 2 };
    (digits + half) / unit
}

/// Digits as a country writes them, in groups and with its point.
fn written(digits: i128, scale: u32, names: &Conventions) -> String {
    let scale = usize::try_from(scale).unwrap_or_default();
    let all = format!("{:0>width$}", digits.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = all
        .split_at_checked(all.len() - scale)
        .unwrap_or((&all, ""));
    let mut ends = Vec::new();
    let mut left = whole.len();
    let mut sizes = names.grouping.iter();
    let mut size = 0;
    loop {
        if let Some(next) = sizes.next() {
            size = usize::try_from(*next).unwrap_or_default();
        }
        if size == 0 || left <= size {
            break;
        }
        left -= size;
        ends.push(left);
    }
    let mut out = String::new();
    if digits < 0 {
        out.push('-');
    }
    for (at, digit) in whole.char_indices() {
        if ends.contains(&at) {
            // A narrow space is none of the characters of a text message.
            out.push_str(match names.separator {
                "\u{202f}" | "\u{a0}" => " ",
                separator => separator,
            });
        }
        out.push(digit);
    }
    if scale > 0 {
        out.push_str(names.point);
        out.push_str(fraction);
    }
    out
}

/// Digits after the point of a currency (ISO 4217).
fn minor_digits(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX"
        | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// What a currency is called: where it is at home, elsewhere by its sign
/// where that is known everywhere, or by its code.
fn symbol<'c>(currency: &'c str, names: &Conventions) -> &'c str {
    if let Some((_, name)) = names.names.iter().find(|(code, _)| *code == currency) {
        return name;
    }
    match currency {
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "US$",
        "JPY" => "¥",
        _ => currency,
    }
}

/// An amount: a number or its text with the currency beside it, a record of
/// `amount` and `currency`, or a text such as `12.50 EUR`.
fn money<'a>(
    input: &Value<'a>,
    arguments: &Arguments<'_, 'a>,
    budget: &mut Budget,
) -> Result<Value<'a>, Fault> {
    let amount = input.field("amount").unwrap_or_else(|| input.clone());
    let mut currency = match arguments.values.first() {
        Some(currency) => text_of(currency, budget)?.into_owned(),
        None => match input.field("currency") {
            Some(currency) => text_of(&currency, budget)?.into_owned(),
            None => String::new(),
        },
    };
    let text = text_of(&amount, budget)?.into_owned();
    let (amount, code) = match text.trim().rsplit_once(' ') {
        Some((amount, code)) => (Value::from(amount.trim().to_owned()), Some(code)),
        None => (amount, None),
    };
    if currency.is_empty() {
        currency = code
            .or(arguments.options.currency.as_deref())
            .unwrap_or_default()
            .to_owned();
    }
    let is_code = currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_code {
        let found = crate::wording::quoted(&currency);
        return Err(Fault::argument(format!(
            "the amount has no currency but {found}: expected an ISO 4217 code such as EUR"
        )));
    }
    let (digits, scale) = exact(&amount, budget)?;
    let names = arguments.options.locale.conventions();
    let wanted = minor_digits(&currency);
    let number = written(rounded(digits, scale, wanted).abs(), wanted, names);
    let symbol = symbol(&currency, names);
    let sign = if digits < 0 { "-" } else { "" };
    // A code stands apart from its number, a sign before it does not.
    let is_word = symbol.chars().all(|c| c.is_ascii_alphabetic());
    let gap = if is_word { " " } else { "" };
    let text = match names.symbol_first {
        true => format!("{sign}{symbol}{gap}{number}"),
        false => format!("{sign}{number} {symbol}"),
    };
    made(text, budget)
}

/// The word that goes with a number, by the rules of the language (Unicode
/// CLDR).
fn pluralize<'a>(
    input: &Value<'a>,
    arguments: &Arguments<'_, 'a>,
    budget: &mut Budget,
) -> Result<Value<'a>, Fault> {
    let number = text_of(input, budget)?;
    decimal(number.trim()).ok_or_else(|| {
        let number = crate::wording::quoted(&number);
        Fault::argument(format!("{number} is no number: expected one to count by"))
    })?;
    // The rules are looked for anew.
    budget.spend(16)?;
    let language = arguments.options.locale.language_alone();
    let rules = PluralRules::create(language, PluralRuleType::CARDINAL).ok();
    let category = rules.and_then(|rules| rules.select(number.trim()).ok());
    let name = match category {
        Some(PluralCategory::ZERO) => "zero",
        Some(PluralCategory::ONE) => "one",
        Some(PluralCategory::TWO) => "two",
        Some(PluralCategory::FEW) => "few",
        Some(PluralCategory::MANY) => "many",
        Some(PluralCategory::OTHER) | None => "other",
    };
    let by_place = || match name {
        "one" => arguments.values.first(),
        _ => arguments.values.get(1),
    };
    arguments
        .named(name)
        .or_else(by_place)
        .or_else(|| arguments.named("other"))
        .cloned()
        .ok_or_else(|| Fault::argument(format!("no word for {name:?}: expected one, or \"other\"")))
}
