//! Numbers as Liquid counts: whole ones stay whole, and what has a fraction
//! is counted in decimals, so that 10.1 less 2.2 is 7.9.

use super::Value;
use super::error::Fault;

/// A number of a filter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    Integer(i64),
    /// Digits, and how many of them follow the point.
    Decimal(i128, u32),
    /// What has no exact decimal of a sensible length.
    Float(f64),
}

/// Digits after the point up to which numbers are exact.
const MOST_SCALE: u32 = 18;

/// Digits after the point that a float is rounded to at most: it has no more.
const MOST_PLACES: usize = 400;

/// Bytes of a text that may be an exact number.
const MOST_TEXT: usize = 64;

fn out_of_range() -> Fault {
    Fault::argument("the number is out of range")
}

/// Digits and scale of a text such as `-12.50`.
pub(super) fn decimal(text: &str) -> Option<(i128, u32)> {
    if text.len() > MOST_TEXT {
        return None;
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let scale = u32::try_from(part.len()).ok()?;
    let all = whole.bytes().chain(part.bytes());
    if whole.is_empty() || scale > MOST_SCALE || !all.clone().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = all.into_iter().try_fold(0_i128, |number, digit| {
        number
            .checked_mul(10)?
            .checked_add(i128::from(digit - b'0'))
    })?;
    Some((sign * number, scale))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl Number {
    /// As Liquid reads a value: what is no number is its digits, or zero.
    pub(super) fn of(value: &Value<'_>) -> Self {
        match value {
            Value::Integer(number) => Self::Integer(*number),
            Value::Float(number) => Self::of_float(*number),
            _ => value.text().map_or(Self::Integer(0), Self::of_text),
        }
    }

    fn of_float(number: f64) -> Self {
        if number == 0.0 && number.is_sign_negative() {
            return Self::Float(number);
        }
        // Rust writes the shortest digits that are this number.
        match decimal(&number.to_string()) {
            Some((digits, 0)) => digits
                .checked_mul(10)
                .map_or(Self::Float(number), |digits| Self::Decimal(digits, 1)),
            Some((digits, scale)) => Self::Decimal(digits, scale),
            None => Self::Float(number),
        }
    }

    fn of_text(text: &str) -> Self {
        let text = text.trim_matches(|c: char| c.is_ascii_whitespace());
        if text.contains('.') {
            let unsigned = text.strip_prefix('-').unwrap_or(text);
            match decimal(text) {
                Some((0, 1..)) if unsigned != text => return Self::Float(-0.0),
                Some((digits, scale @ 1..)) => return Self::Decimal(digits, scale),
                _ => {}
            }
            if let Some((whole, part)) = unsigned.split_once('.')
                && is_digits(whole)
                && is_digits(part)
            {
                return Self::Float(text.parse().unwrap_or(f64::NAN));
            }
        }
        let sign = usize::from(text.starts_with(['-', '+']));
        let digits = text.get(sign..).unwrap_or_default();
        let end = digits
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(digits.len());
        let number = text.get(..sign + end).unwrap_or_default();
        match number.parse() {
            Ok(number) => Self::Integer(number),
            Err(_) if end == 0 => Self::Integer(0),
            // Refused by whatever makes a value of it.
            Err(_) => Self::Float(f64::NAN),
        }
    }

    fn float(self) -> f64 {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "a float is asked for")]
            Self::Integer(number) => number as f64,
            Self::Decimal(digits, scale) => {
                format!("{digits}e-{scale}").parse().unwrap_or(f64::NAN)
            }
            Self::Float(number) => number,
        }
    }

    pub(super) fn value<'a>(self) -> Result<Value<'a>, Fault> {
        match self {
            Self::Integer(number) => Ok(Value::Integer(number)),
            other => match other.float() {
                number if number.is_finite() => Ok(Value::Float(number)),
                _ => Err(out_of_range()),
            },
        }
    }

    /// Both numbers in units of the finer one, with its scale.
    fn aligned(self, other: Self) -> Option<(i128, i128, u32)> {
        let parts = |number| match number {
            Self::Integer(number) => Some((i128::from(number), 0)),
            Self::Decimal(digits, scale) => Some((digits, scale)),
            Self::Float(_) => None,
        };
        let ((a, a_scale), (b, b_scale)) = (parts(self)?, parts(other)?);
        let scale = a_scale.max(b_scale);
        let a = a.checked_mul(10_i128.checked_pow(scale - a_scale)?)?;
        let b = b.checked_mul(10_i128.checked_pow(scale - b_scale)?)?;
        Some((a, b, scale))
    }

    /// Whole numbers exactly, decimals exactly while they fit, else floats.
    fn combine(
        self,
        other: Self,
        whole: impl Fn(i64, i64) -> Option<i64>,
        exact: impl Fn(i128, i128, u32) -> Option<Self>,
        float: impl Fn(f64, f64) -> f64,
    ) -> Result<Self, Fault> {
        if let (Self::Integer(a), Self::Integer(b)) = (self, other) {
            return whole(a, b).map(Self::Integer).ok_or_else(out_of_range);
        }
        let exact = self
            .aligned(other)
            .and_then(|(a, b, scale)| exact(a, b, scale));
        Ok(exact.unwrap_or_else(|| Self::Float(float(self.float(), other.float()))))
    }

    pub(super) fn plus(self, other: Self) -> Result<Self, Fault> {
        let exact = |a: i128, b, scale| Some(Self::Decimal(a.checked_add(b)?, scale));
        self.combine(other, i64::checked_add, exact, |a, b| a + b)
    }

    pub(super) fn minus(self, other: Self) -> Result<Self, Fault> {
        let exact = |a: i128, b, scale| Some(Self::Decimal(a.checked_sub(b)?, scale));
        self.combine(other, i64::checked_sub, exact, |a, b| a - b)
    }

    pub(super) fn times(self, other: Self) -> Result<Self, Fault> {
        let exact = |a: i128, b, scale: u32| {
            let scale = scale
                .checked_mul(2)
                .filter(|scale| *scale <= 2 * MOST_SCALE)?;
            Some(Self::signed(a.checked_mul(b)?, scale, (a < 0) != (b < 0)))
        };
        self.combine(other, i64::checked_mul, exact, |a, b| a * b)
    }

    pub(super) fn divided_by(self, other: Self) -> Result<Self, Fault> {
        if other.is_zero() {
            return Err(Fault::argument("division by zero"));
        }
        let whole = |a: i64, b: i64| {
            let quotient = a.checked_div(b)?;
            let inexact = a.checked_rem(b)? != 0;
            Some(quotient - i64::from(inexact && (a < 0) != (b < 0)))
        };
        let exact = |a: i128, b: i128, _| {
            let is_exact = |number: i128| number.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS;
            if is_exact(a) && is_exact(b) {
                #[expect(clippy::cast_precision_loss, reason = "within what is exact")]
                return Some(Self::Float(a as f64 / b as f64));
            }
            // As many digits as there is room for, of which a float takes 17.
            let room = i128::MAX / a.checked_abs()?.max(1);
            let scale = room.checked_ilog10()?;
            let a = a * 10_i128.pow(scale);
            let (quotient, rest) = (a.checked_div(b)?, a.checked_rem(b)?);
            let fits = rest == 0 || quotient.unsigned_abs() >= 10_u128.pow(18);
            fits.then(|| Self::signed(quotient, scale, (a < 0) != (b < 0)))
        };
        self.combine(other, whole, exact, |a, b| a / b)
    }

    pub(super) fn modulo(self, other: Self) -> Result<Self, Fault> {
        if other.is_zero() {
            return Err(Fault::argument("division by zero"));
        }
        let whole = |a: i64, b: i64| {
            let rest = a.wrapping_rem(b);
            Some(if rest != 0 && (rest < 0) != (b < 0) {
                rest + b
            } else {
                rest
            })
        };
        let exact = |a: i128, b: i128, scale| {
            let rest = a.checked_rem(b)?;
            let rest = if rest != 0 && (rest < 0) != (b < 0) {
                rest + b
            } else {
                rest
            };
            Some(Self::Decimal(rest, scale))
        };
        self.combine(other, whole, exact, |a, b| a - b * (a / b).floor())
    }

    pub(super) fn is_zero(self) -> bool {
        match self {
            Self::Integer(number) => number == 0,
            Self::Decimal(digits, _) => digits == 0,
            Self::Float(number) => number == 0.0,
        }
    }

    pub(super) fn compare(self, other: Self) -> Option<std::cmp::Ordering> {
        match self.aligned(other) {
            Some((a, b, _)) => Some(a.cmp(&b)),
            None => self.float().partial_cmp(&other.float()),
        }
    }

    pub(super) fn abs(self) -> Result<Self, Fault> {
        Ok(match self {
            Self::Integer(number) => Self::Integer(number.checked_abs().ok_or_else(out_of_range)?),
            Self::Decimal(digits, scale) => Self::Decimal(digits.abs(), scale),
            Self::Float(number) => Self::Float(number.abs()),
        })
    }

    /// Rounded half away from zero; to a whole number when no digit is left.
    pub(super) fn round(self, digits: i64) -> Result<Self, Fault> {
        let left = u32::try_from(digits.max(0)).unwrap_or(u32::MAX);
        if digits < 0
            && let Some((number, _, scale)) = self.aligned(Self::Integer(0))
        {
            // To tens, hundreds …
            let places = u32::try_from(digits.unsigned_abs()).unwrap_or(u32::MAX);
            let Some(unit) = scale
                .checked_add(places)
                .and_then(|all| 10_i128.checked_pow(all))
            else {
                return Ok(Self::Integer(0));
            };
            let half = if number < 0 { -unit / 2 } else { unit / 2 };
            let rounded = (number + half) / unit;
            return Self::whole(rounded.saturating_mul(10_i128.saturating_pow(places)));
        }
        match self {
            Self::Integer(_) => Ok(self),
            Self::Decimal(_, scale) if scale <= left => Ok(self),
            Self::Decimal(number, scale) => {
                let unit = 10_i128.pow(scale - left);
                let half = if number < 0 { -unit / 2 } else { unit / 2 };
                let rounded = (number + half) / unit;
                match left {
                    0 => Self::whole(rounded),
                    left => Ok(Self::signed(rounded, left, number < 0)),
                }
            }
            Self::Float(number) if left > 0 => {
                let places = usize::try_from(left).unwrap_or_default().min(MOST_PLACES);
                let text = format!("{number:.places$}");
                Ok(Self::Float(text.parse().unwrap_or(number)))
            }
            Self::Float(number) => Self::whole_float(number.round()),
        }
    }

    /// A decimal whose sign is kept where it is zero, as that of a float is.
    fn signed(digits: i128, scale: u32, negative: bool) -> Self {
        match digits == 0 && negative {
            true => Self::Float(-0.0),
            false => Self::Decimal(digits, scale),
        }
    }

    pub(super) fn floor(self) -> Result<Self, Fault> {
        match self {
            Self::Integer(_) => Ok(self),
            Self::Decimal(digits, scale) => Self::whole(digits.div_euclid(10_i128.pow(scale))),
            Self::Float(number) => Self::whole_float(number.floor()),
        }
    }

    pub(super) fn ceil(self) -> Result<Self, Fault> {
        match self {
            Self::Integer(_) => Ok(self),
            Self::Decimal(digits, scale) => Self::whole(-(-digits).div_euclid(10_i128.pow(scale))),
            Self::Float(number) => Self::whole_float(number.ceil()),
        }
    }

    fn whole(number: i128) -> Result<Self, Fault> {
        let number = i64::try_from(number).map_err(|_| out_of_range())?;
        Ok(Self::Integer(number))
    }

    fn whole_float(number: f64) -> Result<Self, Fault> {
        #[expect(clippy::cast_possible_truncation, reason = "within the bounds")]
        match number.abs() < 9e18 {
            true => Ok(Self::Integer(number as i64)),
            false => Err(out_of_range()),
        }
    }
}

/// A float as Liquid writes it: with a fraction, and from 10^16 with an
/// exponent.
pub(super) fn write_float(number: f64, out: &mut String) {
    use std::fmt::Write as _;

    let size = number.abs();
    let _ = if number.is_nan() {
        out.write_str("NaN")
    } else if number.is_infinite() {
        out.write_str(if number < 0.0 {
            "-Infinity"
        } else {
            "Infinity"
        })
    } else if size != 0.0 && !(1e-4..1e16).contains(&size) {
        let text = format!("{number:e}");
        let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
        let point = if digits.contains('.') { "" } else { ".0" };
        let power: i32 = power.parse().unwrap_or_default();
        write!(out, "{digits}{point}e{power:+03}")
    } else {
        let start = out.len();
        write!(out, "{number}").map(|()| {
            if !out.get(start..).unwrap_or_default().contains('.') {
                out.push_str(".0");
            }
        })
    };
}

/// A whole number as Liquid reads any value: what is no number is its digits,
/// or zero.
pub(super) fn read_whole(value: &Value<'_>) -> Result<i64, Fault> {
    match Number::of(value).floor()? {
        Number::Integer(number) => Ok(number),
        _ => Ok(0),
    }
}

/// A whole number where a filter or tag needs one: digits are.
pub(super) fn whole(value: &Value<'_>) -> Result<i64, Fault> {
    let wanted = || Fault::argument("expected a whole number");
    match value {
        Value::Integer(number) => Ok(*number),
        #[expect(clippy::cast_possible_truncation, reason = "within the bounds")]
        Value::Float(number) if number.abs() < 9e18 => Ok(*number as i64),
        _ => {
            let text = value.text().ok_or_else(wanted)?.trim();
            let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(wanted());
            }
            text.parse().map_err(|_| out_of_range())
        }
    }
}
