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
use deskcore::time::{Zone, instant};
use deskcore::{Error, border};
use napi::bindgen_prelude::{ClassInstance, FromNapiValue};
use napi::{Env, JsValue, ValueType, sys};
use napi_derive::napi;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::thrown;

/// What the core answers, or its error.
pub(crate) type Answer<T> = Result<T, Error>;

/// Values of the engine by what the declarations are to call them: those have
/// the names of types as they stand. They live for one call, and nothing here
/// outlives it, so their lifetime is not spelt out.
#[expect(non_camel_case_types, reason = "the engine's own types")]
pub(crate) mod js {
    macro_rules! named {
        ($($name:ident)*) => { $(pub(crate) type $name = Value;)* };
    }

    pub(crate) type Value = napi::bindgen_prelude::Unknown<'static>;
    named! { C DeskConfig Effect Event Explanation ImportedHolidays ImportedHours InstantInput }
    named! { Metric Milliseconds OpenPromise Opening Schedule TemplateOptions Ticket Verdict }
    named! { number string unknown }
}

/// The largest integer that a JavaScript number holds exactly, 2^53 - 1.
const MOST_SAFE: f64 = 9_007_199_254_740_991.0;

/// Functions of the engine and of index.js, kept for each environment, so for
/// each worker.
pub(crate) struct Json {
    stringify: sys::napi_ref,
    parse: sys::napi_ref,
    unfit: sys::napi_ref,
    /// How a template reads an object.
    pub(crate) look: sys::napi_ref,
    /// The entry of a `Map`, or with no key all of its keys.
    pub(crate) entry: sys::napi_ref,
    /// What the engine's own objects inherit from.
    plain: sys::napi_ref,
}

/// What one call has to do with the engine.
pub(crate) struct Host {
    pub(crate) env: Env,
    /// What the host's own code threw: a getter, `toJSON`, a proxy.
    pub(crate) cause: Cell<Option<js::Value>>,
}

/// Does the work of a call: an error of the core, and a panic, is thrown as
/// the error that a host knows.
pub(crate) fn call<T>(env: Env, work: impl FnOnce(&Host) -> Answer<T>) -> napi::Result<T> {
    let host = Host::new(env);
    border::guard(|| work(&host)).map_err(|failure| thrown(&host, &failure))
}

/// An argument that may be left out: null is as good as nothing.
pub(crate) fn given(value: js::Value) -> Option<js::Value> {
    let kind = value.get_type().unwrap_or(ValueType::Unknown);
    (!matches!(kind, ValueType::Undefined | ValueType::Null)).then_some(value)
}

/// Text. Half of a surrogate pair is no character, and nothing that could be
/// stored.
pub(crate) fn text(value: js::Value, path: &str) -> Answer<String> {
    with_text(value, path, |text| Ok(text.to_owned()))
}

/// Text that is only looked at.
pub(crate) fn with_text<T>(
    value: js::Value,
    path: &str,
    work: impl FnOnce(&str) -> Answer<T>,
) -> Answer<T> {
    if_text(value, path, work).ok_or_else(|| expected(value, path, "a string"))?
}

/// The same, of what need not be text.
pub(crate) fn if_text<T>(
    value: js::Value,
    path: &str,
    work: impl FnOnce(&str) -> Answer<T>,
) -> Option<Answer<T>> {
    let checked = |text: &str| {
        if !text.is_ascii() && text.contains('\u{fffd}') && !is_well_formed(value) {
            return Err(Error::invalid(
                path,
                "the string holds half of a surrogate pair",
            ));
        }
        work(text)
    };
    utf8(value, checked)
}

/// An instant: a `Date`, or RFC 3339 text.
pub(crate) fn instant(value: js::Value, path: &str) -> Answer<DateTime<Utc>> {
    const EXPECTED: &str = "a Date, or RFC 3339 text such as \"2026-03-29T08:00:00Z\"";
    match value.get_type() {
        Ok(ValueType::String) => instant::parse(&text(value, path)?)
            .map_err(|error| Error::invalid(path, error.to_string())),
        _ => {
            let ms = date(value).ok_or_else(|| expected(value, path, EXPECTED))?;
            DateTime::from_timestamp_millis(ms as i64)
                .filter(|_| ms.is_finite())
                .ok_or_else(|| Error::invalid(path, "the Date is invalid"))
        }
    }
}

/// A whole number that a JavaScript number holds exactly.
pub(crate) fn whole(value: js::Value, path: &str) -> Answer<i64> {
    let number = number(value).ok_or_else(|| expected(value, path, "a whole number"))?;
    if number.fract() == 0.0 && number.abs() <= MOST_SAFE {
        return Ok(number as i64);
    }
    let message = format!("{number} is no whole number up to 2^53 - 1");
    Err(Error::invalid(path, message))
}

/// Epoch milliseconds: a number, or a bigint for what no number holds exactly.
pub(crate) fn milliseconds(value: js::Value, path: &str) -> Answer<i64> {
    let (mut ms, mut lossless) = (0, false);
    // SAFETY: the value is of its own environment.
    let status = unsafe {
        let env = value.value().env;
        sys::napi_get_value_bigint_int64(env, value.raw(), &mut ms, &mut lossless)
    };
    match status == sys::Status::napi_ok {
        false => whole(value, path),
        true if lossless => Ok(ms),
        true => Err(Error::invalid(path, "a BigInt beyond 64 bits")),
    }
}

/// A number that is not negative; one beyond 32 bits is as good as the last.
pub(crate) fn count(value: js::Value, path: &str) -> Answer<u32> {
    match whole(value, path)? {
        number @ ..0 => Err(Error::invalid(
            path,
            format!("{number}: expected 0 or more"),
        )),
        number => Ok(u32::try_from(number).unwrap_or(u32::MAX)),
    }
}

/// A number of items.
pub(crate) fn size(value: Option<js::Value>, path: &str, default: usize) -> Answer<usize> {
    let size = value.and_then(given).map(|size| count(size, path));
    Ok(size
        .transpose()?
        .map_or(default, |size| usize::try_from(size).unwrap_or(usize::MAX)))
}

/// A name that may be left out.
pub(crate) fn name(value: Option<js::Value>, path: &str) -> Answer<Option<String>> {
    let name = value.and_then(given).map(|name| text(name, path));
    name.transpose()
}

/// A number.
pub(crate) fn real(value: js::Value, path: &str) -> Answer<f64> {
    number(value).ok_or_else(|| expected(value, path, "a number"))
}

/// A number that may be left out.
pub(crate) fn float(value: Option<js::Value>, path: &str) -> Answer<Option<f64>> {
    let read = |value| real(value, path);
    value.and_then(given).map(read).transpose()
}

/// A zone by its IANA name.
pub(crate) fn zone(value: js::Value) -> Answer<Zone> {
    let name = text(value, "/zone")?;
    let unknown = || format!("{name:?} is no zone: expected one such as Europe/Rome");
    name.parse().map_err(|_| Error::invalid("/zone", unknown()))
}

/// A duration in whole seconds.
pub(crate) fn seconds(value: js::Value, path: &str) -> Answer<TimeDelta> {
    let seconds = whole(value, path)?;
    let message = || format!("{seconds} s are more than a duration can hold");
    TimeDelta::try_seconds(seconds).ok_or_else(|| Error::invalid(path, message()))
}

/// A class of this library, and no other object.
pub(crate) fn handle<T: 'static>(
    value: js::Value,
    path: &str,
    name: &str,
) -> Answer<ClassInstance<'static, T>>
where
    ClassInstance<'static, T>: FromNapiValue,
{
    // SAFETY: the conversion asks the value itself whether it is one.
    unsafe { value.cast() }.map_err(|_| expected(value, path, name))
}

pub(crate) fn expected(value: js::Value, path: &str, what: &str) -> Error {
    let found = match value.get_type() {
        Ok(ValueType::Undefined) => "nothing".to_owned(),
        Ok(kind) => format!("a value of type {}", kind.to_string().to_lowercase()),
        Err(_) => "a value of unknown type".to_owned(),
    };
    Error::invalid(path, format!("{found}: expected {what}"))
}

impl Host {
    pub(crate) fn new(env: Env) -> Self {
        Self {
            env,
            cause: Cell::new(None),
        }
    }

    /// A record that the host wrote.
    // One copy of each record's reader and writer is enough, here as in
    // `border`: the package has a limit.
    #[inline(never)]
    pub(crate) fn read<T: DeserializeOwned + JsonSchema>(&self, value: js::Value) -> Answer<T> {
        self.json(value, border::read)
    }

    /// A record that is one argument among others: its place begins with the
    /// argument's.
    pub(crate) fn read_at<T: DeserializeOwned + JsonSchema>(
        &self,
        value: js::Value,
        place: &str,
    ) -> Answer<T> {
        self.read(value)
            .map_err(|error| border::under(place, error))
    }

    /// Records that the host wrote, as many as one call may have; or the JSON
    /// text of them, which holds integers that no number of the engine does.
    #[inline(never)]
    pub(crate) fn records<T: DeserializeOwned + JsonSchema>(&self, value: js::Value) -> Answer<T> {
        match value.get_type() {
            Ok(ValueType::String) => with_text(value, "", border::read_many),
            _ => self.json(value, border::read_many),
        }
    }

    /// Records that are one argument among others.
    pub(crate) fn records_at<T: DeserializeOwned + JsonSchema>(
        &self,
        value: js::Value,
        place: &str,
    ) -> Answer<T> {
        self.records(value)
            .map_err(|error| border::under(place, error))
    }

    /// The JSON text of a value, as the engine writes it. What it writes as
    /// null, or leaves out of a list, without a word is an error here.
    pub(crate) fn json<T>(
        &self,
        value: js::Value,
        work: impl FnOnce(&str) -> Answer<T>,
    ) -> Answer<T> {
        let written = self.ask(|json| json.stringify, &[value]).map_err(|cause| {
            let message = "JSON.stringify cannot write it: the error's cause tells why";
            let found = self.look_at(value).err();
            self.cause.set(cause.filter(|_| found.is_none()));
            found.unwrap_or_else(|| Error::invalid("", message))
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
    #[inline(never)]
    pub(crate) fn data<T: Serialize>(&self, record: &T) -> Answer<js::Value> {
        self.parse(&border::write(record)?)
    }

    /// JSON text as a value.
    pub(crate) fn parse(&self, text: &str) -> Answer<js::Value> {
        let text = self.string(text)?;
        self.ask(|json| json.parse, &[text]).map_err(|cause| {
            self.cause.set(cause);
            Error::invalid("", "JSON.parse cannot read the result")
        })
    }

    /// Text as a string of the engine.
    pub(crate) fn string(&self, text: &str) -> Answer<js::Value> {
        let env = self.env.raw();
        let mut value = ptr::null_mut();
        let status = if text.is_ascii() {
            let (start, len) = (text.as_ptr().cast(), text.len().cast_signed());
            // SAFETY: the environment is the one of this call, the text is
            // alive, and ASCII is Latin-1, which the engine only copies.
            unsafe { sys::napi_create_string_latin1(env, start, len, &mut value) }
        } else {
            let wide = wide(text);
            let (start, len) = (wide.as_ptr(), wide.len().cast_signed());
            // SAFETY: as above. The engine takes long to read UTF-8.
            unsafe { sys::napi_create_string_utf16(env, start, len, &mut value) }
        };
        match status == sys::Status::napi_ok {
            true => Ok(self.known(value)),
            false => Err(Error::invalid(
                "",
                "the text is longer than a string can be",
            )),
        }
    }

    /// A value that the engine has given in this call.
    pub(crate) fn known(&self, value: sys::napi_value) -> js::Value {
        // SAFETY: it is of the environment of this call.
        unsafe { js::Value::from_raw_unchecked(self.env.raw(), value) }
    }

    /// What objects inherit from that are the engine's own and have fields
    /// alone.
    pub(crate) fn plain(&self) -> Option<js::Value> {
        self.kept(|json| json.plain).map(|plain| self.known(plain))
    }

    /// One of the values that are kept.
    fn kept(&self, which: impl Fn(&Json) -> sys::napi_ref) -> Option<sys::napi_value> {
        let env = self.env.raw();
        let (mut json, mut value) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: the environment is the one of this call; its data was set by
        // `remember` when the module was loaded, and lives as long as it.
        unsafe {
            sys::napi_get_instance_data(env, &mut json);
            let json = json.cast::<Json>().as_ref()?;
            sys::napi_get_reference_value(env, which(json), &mut value);
        }
        Some(value)
    }

    /// Calls one of the kept functions; what it throws is the error.
    pub(crate) fn ask(
        &self,
        which: impl Fn(&Json) -> sys::napi_ref,
        arguments: &[js::Value],
    ) -> Result<js::Value, Option<js::Value>> {
        let (env, mut answer) = (self.env.raw(), ptr::null_mut());
        let function = self.kept(which).ok_or(None)?;
        // SAFETY: the environment and the values are those of this call.
        unsafe {
            let mut raw = [ptr::null_mut(); 2];
            for (raw, argument) in raw.iter_mut().zip(arguments) {
                *raw = argument.raw();
            }
            let count = arguments.len().min(raw.len());
            let status =
                sys::napi_call_function(env, function, function, count, raw.as_ptr(), &mut answer);
            match status == sys::Status::napi_ok {
                true => Ok(js::Value::from_raw_unchecked(env, answer)),
                false => Err(self.caught()),
            }
        }
    }

    /// Takes what has been thrown.
    pub(crate) fn caught(&self) -> Option<js::Value> {
        let env = self.env.raw();
        let (mut pending, mut thrown) = (false, ptr::null_mut());
        // SAFETY: the environment is the one of this call.
        unsafe {
            sys::napi_is_exception_pending(env, &mut pending);
            let taken = pending
                && sys::napi_get_and_clear_last_exception(env, &mut thrown) == sys::Status::napi_ok;
            taken.then(|| js::Value::from_raw_unchecked(env, thrown))
        }
    }

    /// Tells where a value is that JSON cannot hold. Only when the text gives
    /// reason to: it costs more than all the rest.
    fn look_at(&self, value: js::Value) -> Answer<()> {
        let found = self.ask(|json| json.unfit, &[value]).ok();
        let found = found.and_then(|found| utf8(found, str::to_owned));
        match found.as_deref().and_then(|found| found.split_once('\n')) {
            Some((path, message)) => Err(Error::invalid(path, message)),
            None => Ok(()),
        }
    }
}

/// UTF-16 of a text, most of which is ASCII.
fn wide(text: &str) -> Vec<u16> {
    let mut wide = Vec::with_capacity(text.len());
    for run in text.split_inclusive(|c: char| !c.is_ascii()) {
        let last = run.chars().next_back().filter(|last| !last.is_ascii());
        let ascii = run.len() - last.map_or(0, char::len_utf8);
        wide.extend(run.bytes().take(ascii).map(u16::from));
        if let Some(last) = last {
            wide.extend_from_slice(last.encode_utf16(&mut [0; 2]));
        }
    }
    wide
}

pub(crate) fn number(value: js::Value) -> Option<f64> {
    let mut number = 0.0;
    // SAFETY: the value is of its own environment.
    let status = unsafe { sys::napi_get_value_double(value.value().env, value.raw(), &mut number) };
    (status == sys::Status::napi_ok).then_some(number)
}

/// Epoch milliseconds of a `Date`; NaN when it is invalid.
fn date(value: js::Value) -> Option<f64> {
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
fn utf8<T>(value: js::Value, work: impl FnOnce(&str) -> T) -> Option<T> {
    let (env, value) = (value.value().env, value.raw());
    let mut bytes = READ.take();
    bytes.clear();
    bytes.reserve(4096);
    // SAFETY: the value is of its own environment, and the engine writes no
    // more than the capacity, whole characters and a zero.
    let read = |bytes: &mut Vec<u8>| unsafe {
        let (start, mut length) = (bytes.as_mut_ptr().cast(), 0);
        let room = bytes.capacity();
        let status = sys::napi_get_value_string_utf8(env, value, start, room, &mut length);
        (status == sys::Status::napi_ok).then(|| bytes.set_len(length))
    };
    let mut filled = read(&mut bytes);
    // Where it may have been cut: a character takes four bytes at most.
    if filled.is_some() && bytes.len() + 4 >= bytes.capacity() {
        let mut length = 0;
        // SAFETY: as above; only the length is asked for.
        unsafe { sys::napi_get_value_string_utf8(env, value, ptr::null_mut(), 0, &mut length) };
        bytes.clear();
        bytes.reserve(length + 1);
        filled = read(&mut bytes);
    }
    // Also of what is no string the buffer is kept: many values are asked.
    let done = filled.and_then(|()| str::from_utf8(&bytes).ok().map(work));
    if bytes.capacity() <= MOST_KEPT {
        READ.set(bytes);
    }
    done
}

fn is_well_formed(value: js::Value) -> bool {
    value
        .coerce_to_string()
        .and_then(|text| text.into_utf16()?.as_str())
        .is_ok()
}

/// Remembers the engine's JSON as it is when the module is loaded, in a worker
/// as in the main thread: what a host's code does to the globals later is
/// nothing to this library.
#[napi(skip_typescript)]
pub fn remember(
    env: Env,
    stringify: js::Value,
    parse: js::Value,
    unfit: js::Value,
    look: js::Value,
    entry: js::Value,
    plain: js::Value,
) -> napi::Result<()> {
    let kept = |function: js::Value| {
        let mut reference = ptr::null_mut();
        // SAFETY: the function is alive in this environment.
        let status =
            unsafe { sys::napi_create_reference(env.raw(), function.raw(), 1, &mut reference) };
        napi::check_status!(status, "a function cannot be kept").map(|()| reference)
    };
    let json = Box::into_raw(Box::new(Json {
        stringify: kept(stringify)?,
        parse: kept(parse)?,
        unfit: kept(unfit)?,
        look: kept(look)?,
        entry: kept(entry)?,
        plain: kept(plain)?,
    }));
    // SAFETY: the data is of the type that `forget` frees, once, when the
    // environment goes, which takes the references with it.
    let status = unsafe {
        sys::napi_set_instance_data(env.raw(), json.cast(), Some(forget), ptr::null_mut())
    };
    napi::check_status!(status, "JSON cannot be kept")
}

extern "C" fn forget(_: sys::napi_env, json: *mut c_void, _: *mut c_void) {
    // SAFETY: it was made by `remember`.
    drop(unsafe { Box::from_raw(json.cast::<Json>()) });
}
