//! The bridge: what a host hands over becomes the core's, and back.
//!
//! A record goes in as the text that the engine's own `JSON.stringify` makes
//! of it, and a result comes out through `JSON.parse`. So every record of the
//! core crosses without a line here; and of the ways that were measured it is
//! also the fastest.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;

use chrono::{DateTime, TimeDelta, Utc};
use deskcore::time::instant;
use deskcore::{Error, border};
use napi::bindgen_prelude::{
    ClassInstance, FromNapiValue, Function, JsObjectValue, Object, Unknown,
};
use napi::{Env, JsValue, KeyCollectionMode, KeyConversion, KeyFilter, ValueType, sys};
use napi_derive::napi;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::thrown;

/// The largest integer that a JavaScript number holds exactly, 2^53 - 1.
const MOST_SAFE: f64 = 9_007_199_254_740_991.0;

/// Values that are looked at to tell where one is that JSON cannot hold.
const MOST_LOOKED_AT: u32 = 100_000;

/// `JSON.stringify` and `JSON.parse` as they were when the module was loaded:
/// one pair an environment, so one a worker.
struct Json {
    stringify: sys::napi_ref,
    parse: sys::napi_ref,
}

/// What one call has to do with the engine.
pub(crate) struct Host<'env> {
    pub(crate) env: &'env Env,
    /// What the host's own code threw: a getter, `toJSON`, a proxy.
    pub(crate) cause: Cell<Option<Unknown<'env>>>,
}

/// Does the work of a call: an error of the core, and a panic, is thrown as
/// the error that a host knows.
pub(crate) fn call<'env, T>(
    env: &'env Env,
    work: impl FnOnce(&Host<'env>) -> Result<T, Error>,
) -> napi::Result<T> {
    let host = Host::new(env);
    border::guard(|| work(&host)).map_err(|failure| thrown(&host, &failure))
}

pub(crate) fn invalid(path: &str, message: impl Into<String>) -> Error {
    Error::InvalidInput {
        path: path.to_owned(),
        message: message.into(),
        hint: None,
    }
}

/// An argument that may be left out: null is as good as nothing.
pub(crate) fn given(value: Unknown<'_>) -> Option<Unknown<'_>> {
    let kind = value.get_type().unwrap_or(ValueType::Unknown);
    (!matches!(kind, ValueType::Undefined | ValueType::Null)).then_some(value)
}

/// Text. Half of a surrogate pair is no character, and nothing that could be
/// stored.
pub(crate) fn text(value: Unknown<'_>, path: &str) -> Result<String, Error> {
    with_text(value, path, |text| Ok(text.to_owned()))
}

/// Text that is only looked at.
pub(crate) fn with_text<T>(
    value: Unknown<'_>,
    path: &str,
    work: impl FnOnce(&str) -> Result<T, Error>,
) -> Result<T, Error> {
    let checked = |text: &str| {
        if text.contains('\u{fffd}') && !is_well_formed(value) {
            return Err(invalid(path, "the string holds half of a surrogate pair"));
        }
        work(text)
    };
    utf8(value, checked).ok_or_else(|| expected(value, path, "a string"))?
}

/// An instant: a `Date`, or RFC 3339 text.
pub(crate) fn instant(value: Unknown<'_>, path: &str) -> Result<DateTime<Utc>, Error> {
    const EXPECTED: &str = "a Date, or RFC 3339 text such as \"2026-03-29T08:00:00Z\"";
    match value.get_type() {
        Ok(ValueType::String) => {
            instant::parse(&text(value, path)?).map_err(|error| invalid(path, error.to_string()))
        }
        _ => {
            let ms = date(value).ok_or_else(|| expected(value, path, EXPECTED))?;
            DateTime::from_timestamp_millis(ms as i64)
                .filter(|_| ms.is_finite())
                .ok_or_else(|| invalid(path, "the Date is invalid"))
        }
    }
}

/// A whole number that a JavaScript number holds exactly.
pub(crate) fn whole(value: Unknown<'_>, path: &str) -> Result<i64, Error> {
    let number = number(value).ok_or_else(|| expected(value, path, "a whole number"))?;
    if number.fract() == 0.0 && number.abs() <= MOST_SAFE {
        return Ok(number as i64);
    }
    Err(invalid(
        path,
        format!("{number} is no whole number up to 2^53 - 1"),
    ))
}

/// A duration in whole seconds.
pub(crate) fn seconds(value: Unknown<'_>, path: &str) -> Result<TimeDelta, Error> {
    let seconds = whole(value, path)?;
    TimeDelta::try_seconds(seconds).ok_or_else(|| {
        invalid(
            path,
            format!("{seconds} s are more than a duration can hold"),
        )
    })
}

/// A class of this library, and no other object.
pub(crate) fn handle<'env, T: 'env>(
    value: Unknown<'env>,
    path: &str,
    name: &str,
) -> Result<ClassInstance<'env, T>, Error>
where
    ClassInstance<'env, T>: FromNapiValue,
{
    // SAFETY: the conversion asks the value itself whether it is one.
    unsafe { value.cast() }.map_err(|_| expected(value, path, name))
}

pub(crate) fn expected(value: Unknown<'_>, path: &str, what: &str) -> Error {
    let found = match value.get_type() {
        Ok(ValueType::Undefined) => "nothing".to_owned(),
        Ok(kind) => format!("a value of type {}", kind.to_string().to_lowercase()),
        Err(_) => "a value of unknown type".to_owned(),
    };
    invalid(path, format!("{found}: expected {what}"))
}

impl<'env> Host<'env> {
    pub(crate) fn new(env: &'env Env) -> Self {
        Self {
            env,
            cause: Cell::new(None),
        }
    }

    /// A record that the host wrote.
    pub(crate) fn read<T: DeserializeOwned + JsonSchema>(
        &self,
        value: Unknown<'env>,
    ) -> Result<T, Error> {
        self.json(value, border::read)
    }

    /// A record that is one argument among others: its place begins with the
    /// argument's.
    pub(crate) fn read_at<T: DeserializeOwned + JsonSchema>(
        &self,
        value: Unknown<'env>,
        place: &str,
    ) -> Result<T, Error> {
        self.read(value).map_err(|error| match error {
            Error::InvalidInput {
                path,
                message,
                hint,
            } => Error::InvalidInput {
                path: format!("{place}{path}"),
                message,
                hint,
            },
            error => error,
        })
    }

    /// The JSON text of a value, as the engine writes it. What it writes as
    /// null, or leaves out of a list, without a word is an error here.
    pub(crate) fn json<T>(
        &self,
        value: Unknown<'env>,
        work: impl FnOnce(&str) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let written = self.ask(|json| json.stringify, value).map_err(|cause| {
            let message = "JSON.stringify cannot write it: the error's cause tells why";
            let found = self.look_at(value).err();
            self.cause.set(cause.filter(|_| found.is_none()));
            found.unwrap_or_else(|| invalid("", message))
        })?;
        let checked = |text: &str| {
            if text.contains("null") {
                self.look_at(value)?;
            }
            work(text)
        };
        utf8(written, checked).ok_or_else(|| expected(value, "", "an object"))?
    }

    /// A record of the core as a plain object.
    pub(crate) fn data<T: Serialize>(&self, record: &T) -> Result<Unknown<'env>, Error> {
        self.parse(&border::write(record)?)
    }

    /// JSON text as a value.
    pub(crate) fn parse(&self, text: &str) -> Result<Unknown<'env>, Error> {
        let text = self.string(text)?;
        self.ask(|json| json.parse, text).map_err(|cause| {
            self.cause.set(cause);
            invalid("", "JSON.parse cannot read the result")
        })
    }

    /// Text as a string of the engine.
    pub(crate) fn string(&self, text: &str) -> Result<Unknown<'env>, Error> {
        let env = self.env.raw();
        let (start, len) = (text.as_ptr().cast(), text.len().cast_signed());
        let mut value = ptr::null_mut();
        // SAFETY: the environment is the one of this call, the text is alive,
        // and ASCII is Latin-1, which the engine only copies.
        let value = unsafe {
            let status = match text.is_ascii() {
                true => sys::napi_create_string_latin1(env, start, len, &mut value),
                false => sys::napi_create_string_utf8(env, start, len, &mut value),
            };
            (status == sys::Status::napi_ok).then(|| Unknown::from_raw_unchecked(env, value))
        };
        value.ok_or_else(|| invalid("", "the text is longer than a string can be"))
    }

    /// Calls `JSON.stringify` or `JSON.parse`; what it throws is the error.
    fn ask(
        &self,
        which: impl Fn(&Json) -> sys::napi_ref,
        argument: Unknown<'env>,
    ) -> Result<Unknown<'env>, Option<Unknown<'env>>> {
        let env = self.env.raw();
        let (mut json, mut function, mut answer) =
            (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
        // SAFETY: the environment is the one of this call; its data was set by
        // `remember_json` when the module was loaded, and lives as long as it.
        unsafe {
            sys::napi_get_instance_data(env, &mut json);
            let json = json.cast::<Json>().as_ref().ok_or(None)?;
            sys::napi_get_reference_value(env, which(json), &mut function);
            let argument = [argument.raw()];
            let status =
                sys::napi_call_function(env, function, function, 1, argument.as_ptr(), &mut answer);
            match status == sys::Status::napi_ok {
                true => Ok(Unknown::from_raw_unchecked(env, answer)),
                false => Err(self.caught()),
            }
        }
    }

    /// Takes what has been thrown.
    fn caught(&self) -> Option<Unknown<'env>> {
        let env = self.env.raw();
        let (mut pending, mut thrown) = (false, ptr::null_mut());
        // SAFETY: the environment is the one of this call.
        unsafe {
            sys::napi_is_exception_pending(env, &mut pending);
            let taken = pending
                && sys::napi_get_and_clear_last_exception(env, &mut thrown) == sys::Status::napi_ok;
            taken.then(|| Unknown::from_raw_unchecked(env, thrown))
        }
    }

    /// Tells where a value is that JSON cannot hold. Only when the text gives
    /// reason to: it costs more than all the rest.
    fn look_at(&self, value: Unknown<'env>) -> Result<(), Error> {
        let found = unfit(value, &mut String::new(), &mut MOST_LOOKED_AT.clone());
        // A proxy or getter may have thrown, now as before.
        self.caught();
        found.map_or(Ok(()), Err)
    }
}

/// The first value that JSON cannot hold, and would not say so.
fn unfit(value: Unknown<'_>, path: &mut String, left: &mut u32) -> Option<Error> {
    *left = left.checked_sub(1)?;
    if path.matches('/').count() > border::MOST_DEPTH {
        let message = format!(
            "nested more than {} levels deep, or within itself",
            border::MOST_DEPTH
        );
        return Some(invalid("", message));
    }
    match value.get_type().ok()? {
        ValueType::Number => {
            let number = number(value)?;
            let message = || format!("{number} is no number that JSON can hold");
            (!number.is_finite()).then(|| invalid(path, message()))
        }
        ValueType::BigInt => {
            let message = "a BigInt: expected a number, or text";
            Some(invalid(path, message))
        }
        ValueType::Object => {
            if let Some(ms) = date(value) {
                return ms.is_nan().then(|| invalid(path, "the Date is invalid"));
            }
            let object = value.coerce_to_object().ok()?;
            if object.is_array().ok()? {
                let length = object.get_array_length().ok()?;
                return (0..length).find_map(|index| {
                    let item = object.get_element::<Unknown<'_>>(index).ok()?;
                    within(path, &index.to_string(), |path| {
                        match item.get_type().ok()? {
                            ValueType::Undefined | ValueType::Function | ValueType::Symbol => {
                                Some(expected(item, path, "a value that JSON can hold"))
                            }
                            _ => unfit(item, path, left),
                        }
                    })
                });
            }
            if object.has_named_property("toJSON").ok()? {
                return None;
            }
            let keys = object
                .get_all_property_names(
                    KeyCollectionMode::OwnOnly,
                    KeyFilter::Enumerable,
                    KeyConversion::NumbersToStrings,
                )
                .ok()?;
            (0..keys.get_array_length().ok()?).find_map(|index| {
                let key = utf8(keys.get_element(index).ok()?, str::to_owned)?;
                let item = object.get_named_property::<Unknown<'_>>(&key).ok()?;
                within(path, &key, |path| unfit(item, path, left))
            })
        }
        _ => None,
    }
}

/// Goes one step down a JSON pointer, and up again.
fn within<T>(path: &mut String, key: &str, look: impl FnOnce(&mut String) -> T) -> T {
    let length = path.len();
    path.push('/');
    path.push_str(&key.replace('~', "~0").replace('/', "~1"));
    let found = look(path);
    path.truncate(length);
    found
}

fn number(value: Unknown<'_>) -> Option<f64> {
    let mut number = 0.0;
    // SAFETY: the value is of its own environment.
    let status = unsafe { sys::napi_get_value_double(value.value().env, value.raw(), &mut number) };
    (status == sys::Status::napi_ok).then_some(number)
}

/// Epoch milliseconds of a `Date`; NaN when it is invalid.
fn date(value: Unknown<'_>) -> Option<f64> {
    let mut ms = 0.0;
    // SAFETY: the value is of its own environment.
    let status = unsafe { sys::napi_get_date_value(value.value().env, value.raw(), &mut ms) };
    (status == sys::Status::napi_ok).then_some(ms)
}

thread_local! {
    /// Where strings are read: most are looked at and done with.
    static READ: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Bytes that it keeps for the next string.
const MOST_KEPT: usize = 64 << 10;

/// Text of a string; half a surrogate pair becomes U+FFFD.
fn utf8<T>(value: Unknown<'_>, work: impl FnOnce(&str) -> T) -> Option<T> {
    let (env, value) = (value.value().env, value.raw());
    let mut bytes = READ.take();
    bytes.clear();
    bytes.reserve(4096);
    // SAFETY: the value is of its own environment, and the engine writes no
    // more than the capacity, whole characters and a zero.
    unsafe {
        let read = |bytes: &mut Vec<u8>| {
            let (start, mut length) = (bytes.as_mut_ptr().cast(), 0);
            let room = bytes.capacity();
            let status = sys::napi_get_value_string_utf8(env, value, start, room, &mut length);
            (status == sys::Status::napi_ok).then(|| bytes.set_len(length))
        };
        read(&mut bytes)?;
        // Where it may have been cut: a character takes four bytes at most.
        if bytes.len() + 4 >= bytes.capacity() {
            let mut length = 0;
            sys::napi_get_value_string_utf8(env, value, ptr::null_mut(), 0, &mut length);
            bytes.clear();
            bytes.reserve(length + 1);
            read(&mut bytes)?;
        }
    }
    let done = str::from_utf8(&bytes).ok().map(work);
    if bytes.capacity() <= MOST_KEPT {
        READ.set(bytes);
    }
    done
}

fn is_well_formed(value: Unknown<'_>) -> bool {
    value
        .coerce_to_string()
        .and_then(|text| text.into_utf16()?.as_str())
        .is_ok()
}

/// Remembers the engine's JSON when the module is loaded, in a worker as in
/// the main thread: what a host's code does to the globals later is nothing
/// to this library.
#[napi(module_exports)]
pub fn remember_json(_exports: Object<'_>, env: Env) -> napi::Result<()> {
    let json: Object<'_> = env.get_global()?.get_named_property("JSON")?;
    let reference = |name: &str| -> napi::Result<sys::napi_ref> {
        let function: Function<'_, Unknown<'_>, Unknown<'_>> = json.get_named_property(name)?;
        let mut reference = ptr::null_mut();
        // SAFETY: the function is alive in this environment.
        let status =
            unsafe { sys::napi_create_reference(env.raw(), function.raw(), 1, &mut reference) };
        napi::check_status!(status, "JSON.{name} cannot be kept")?;
        Ok(reference)
    };
    let json = Box::new(Json {
        stringify: reference("stringify")?,
        parse: reference("parse")?,
    });
    // SAFETY: the data is of the type that `forget_json` frees, once, when the
    // environment goes, which takes the references with it.
    let status = unsafe {
        sys::napi_set_instance_data(
            env.raw(),
            Box::into_raw(json).cast(),
            Some(forget_json),
            ptr::null_mut(),
        )
    };
    napi::check_status!(status, "JSON cannot be kept")
}

extern "C" fn forget_json(_: sys::napi_env, json: *mut c_void, _: *mut c_void) {
    // SAFETY: it was made by `remember_json`.
    drop(unsafe { Box::from_raw(json.cast::<Json>()) });
}
