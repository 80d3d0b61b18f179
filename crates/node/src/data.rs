//! A host's own objects as a template reads them: what it names, when it does.

use std::cell::{OnceCell, RefCell};
use std::ptr;
use std::rc::Rc;

use deskcore::Error;
use deskcore::border::{Names, Place};
use deskcore::template::{Extent, Foreign, Json, Value};
use napi::bindgen_prelude::JsObjectValue;
use napi::{JsValue, ValueType, sys};

use crate::convert::{Answer, Host, expected, if_text, js, number, with_text};

/// Numbers of the engine that are whole ones, as everybody writes them.
const MOST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Names that a template looks up, as strings in a list that its handle keeps:
/// the engine has looked at them before.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) list: js::Value,
    pub(crate) places: Rc<RefCell<Places>>,
}

/// Where a name stands in the list.
#[derive(Default)]
pub(crate) struct Places {
    names: Names<u32>,
    count: u32,
}

/// Names that are kept in the list: a template that looks up more, by names of
/// its data, has them made anew.
const MOST_KEPT: u32 = 1024;

/// What one rendering has to do with the engine. Values live as long as the
/// call, and nothing here outlives it.
struct Reading {
    host: Host,
    keys: Keys,
    plain: Option<js::Value>,
    /// The first value that cannot be taken, or cannot be read: thrown when the
    /// rendering is done.
    failed: RefCell<Option<Error>>,
}

/// How an object is read, as `look` of index.js tells it.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    List,
    /// With nothing to inherit but methods.
    Plain,
    Object,
    Map,
}

struct Node {
    object: js::Value,
    kind: Kind,
    place: Place,
    reading: Rc<Reading>,
    /// Keys of an object that is gone through.
    keys: OnceCell<js::Value>,
}

/// Calls a function of the engine that answers by its last argument.
macro_rules! ask {
    ($function:ident, $host:expr, $answer:expr $(, $argument:expr)*) => {{
        let mut answer = $answer;
        // SAFETY: the environment and the values are those of this call.
        let status = unsafe { sys::$function($host.env.raw() $(, $argument)*, &mut answer) };
        (status == sys::Status::napi_ok).then_some(answer)
    }};
}

/// What a row of many has taken of the engine, given back when it is done.
struct Scope<'h> {
    host: &'h Host,
    scope: sys::napi_escapable_handle_scope,
}

impl<'h> Scope<'h> {
    fn open(host: &'h Host) -> Answer<Self> {
        let scope = ask!(napi_open_escapable_handle_scope, host, ptr::null_mut());
        let scope = scope.ok_or_else(|| Error::invalid("", "the engine has no memory left"))?;
        Ok(Self { host, scope })
    }
}

impl Drop for Scope<'_> {
    fn drop(&mut self) {
        // What the host's code threw is thrown after the row.
        if let Some(cause) = self.host.cause.take() {
            let cause = ask!(
                napi_escape_handle,
                self.host,
                ptr::null_mut(),
                self.scope,
                cause.raw()
            );
            self.host
                .cause
                .set(cause.map(|cause| self.host.known(cause)));
        }
        // SAFETY: it is the innermost that is open.
        unsafe { sys::napi_close_escapable_handle_scope(self.host.env.raw(), self.scope) };
    }
}

/// Does some work with a host's data: an object, or JSON text.
pub(crate) fn with_data<T>(
    host: &Host,
    data: js::Value,
    keys: Keys,
    place: &Place,
    work: impl FnOnce(Value<'_>) -> Answer<T>,
) -> Answer<T> {
    if matches!(data.get_type(), Ok(ValueType::String)) {
        let path = place.to_string();
        return with_text(data, &path, |json| {
            let data =
                Json::parse(json).map_err(|error| Error::invalid(&path, error.to_string()))?;
            work((&data).into())
        });
    }
    let reading = Reading::new(Host::new(host.env), keys);
    let made = reading.root(data, place).and_then(work);
    let (failed, cause) = reading.done();
    host.cause.set(cause);
    // What the data could not give comes before what was made without it.
    failed.map_or(made, Err)
}

/// Does some work with each row of a list: what one takes of the engine is
/// given back before the next.
pub(crate) fn each_row(
    host: &Host,
    rows: js::Value,
    mut work: impl FnMut(u32, Answer<js::Value>) -> Answer<()>,
) -> Answer<()> {
    let no_list = || expected(rows, "/rows", "a list of them");
    let Ok(true) = rows.is_array() else {
        return Err(no_list());
    };
    let list = rows.coerce_to_object().map_err(|_| no_list())?;
    for index in 0..list.get_array_length().map_err(|_| no_list())? {
        let _scope = Scope::open(host)?;
        let row = list.get_element(index).map_err(|_| {
            host.cause.set(host.caught());
            Error::invalid(format!("/{index}"), "reading it throws")
        });
        work(index, row)?;
    }
    Ok(())
}

impl Reading {
    fn new(host: Host, keys: Keys) -> Rc<Self> {
        Rc::new(Self {
            plain: host.plain(),
            host,
            keys,
            failed: RefCell::new(None),
        })
    }

    /// The data of a rendering.
    fn root(self: &Rc<Self>, data: js::Value, place: &Place) -> Answer<Value<'static>> {
        const EXPECTED: &str = "an object, or JSON text";
        let refused = || expected(data, &place.to_string(), EXPECTED);
        if !matches!(data.get_type(), Ok(ValueType::Object))
            || !matches!(data.is_array(), Ok(false))
        {
            return Err(refused());
        }
        let found = self.value(data, || place.clone())?;
        let found = found.filter(|found| matches!(found, Value::Foreign(_)));
        found.ok_or_else(refused)
    }

    /// Whether an object is one of the engine's own, which has fields alone.
    fn is_plain(&self, object: js::Value) -> bool {
        let above = ask!(napi_get_prototype, self.host, ptr::null_mut(), object.raw());
        let same = above.zip(self.plain).and_then(|(above, plain)| {
            ask!(napi_strict_equals, self.host, false, above, plain.raw())
        });
        same == Some(true)
    }

    /// The first thing that went wrong, and what the host's own code threw.
    fn done(&self) -> (Option<Error>, Option<js::Value>) {
        (self.failed.take(), self.host.cause.take())
    }

    /// A name as a string of the engine.
    fn key(&self, name: &str) -> Answer<js::Value> {
        let Keys { list, places } = &self.keys;
        let (host, mut fresh) = (&self.host, None);
        let mut places = places.borrow_mut();
        let Places { names, count } = &mut *places;
        let make = || {
            fresh = host.string(name).ok();
            let Some(key) = fresh.filter(|_| *count < MOST_KEPT) else {
                return u32::MAX;
            };
            // SAFETY: the environment and the values are those of this call.
            unsafe { sys::napi_set_element(host.env.raw(), list.raw(), *count, key.raw()) };
            *count += 1;
            *count - 1
        };
        let at = names.with(name, make, |at| *at);
        match fresh {
            Some(key) => Ok(key),
            None if at == u32::MAX => host.string(name),
            None => ask!(napi_get_element, host, ptr::null_mut(), list.raw(), at)
                .map(|key| host.known(key))
                .ok_or_else(|| self.thrown(&Place::default())),
        }
    }

    /// The error of a call that did not answer.
    fn thrown(&self, place: &Place) -> Error {
        self.threw(self.host.caught(), place)
    }

    fn threw(&self, cause: Option<js::Value>, place: &Place) -> Error {
        self.host.cause.set(cause);
        let message = "reading it throws: the error's cause tells what";
        Error::invalid(place.to_string(), message)
    }

    /// A value; none for what JSON leaves out.
    fn value(
        self: &Rc<Self>,
        value: js::Value,
        place: impl Fn() -> Place,
    ) -> Answer<Option<Value<'static>>> {
        let path = || place().to_string();
        // Most are text, and asking for it tells as much as asking for the type.
        if let Some(text) = if_text(value, "", |text| Ok(Value::Made(text.into()))) {
            return text
                .map(Some)
                .map_err(|_| Error::invalid(path(), "the string holds half of a surrogate pair"));
        }
        Ok(Some(match value.get_type() {
            Ok(ValueType::Number) => {
                let number = number(value).unwrap_or(f64::NAN);
                if number.fract() == 0.0 && number.abs() <= MOST_WHOLE {
                    Value::Integer(number as i64)
                } else if number.is_finite() {
                    Value::Float(number)
                } else {
                    let message = format!("{number}: expected a number that JSON can hold");
                    return Err(Error::invalid(path(), message));
                }
            }
            Ok(ValueType::Boolean) => {
                let truth = ask!(napi_get_value_bool, self.host, false, value.raw());
                Value::Bool(truth.unwrap_or_default())
            }
            Ok(ValueType::Null) => Value::Nil,
            Ok(ValueType::BigInt) => {
                let digits = value.coerce_to_string().map(|text| text.to_unknown());
                let digits = digits.map_err(|_| self.thrown(&place()))?;
                with_text(self.host.known(digits.raw()), &path(), |text| {
                    Ok(text
                        .parse()
                        .map_or_else(|_| Value::Made(text.into()), Value::Integer))
                })?
            }
            Ok(ValueType::Object) => {
                if self.is_plain(value) {
                    return self.node(value, Kind::Plain, place()).map(Some);
                }
                let look = self.host.ask(|json| json.look, &[value]);
                let look = look.map_err(|cause| self.threw(cause, &place()))?;
                match number(look) {
                    Some(1.0) => self.node(value, Kind::List, place())?,
                    Some(2.0) => self.node(value, Kind::Object, place())?,
                    Some(3.0) => self.node(value, Kind::Map, place())?,
                    Some(_) => {
                        let message = "expected an object, a Map, a list, text, a number or a Date";
                        return Err(Error::invalid(path(), message));
                    }
                    None => return self.stand_in(look, place),
                }
            }
            Ok(ValueType::Undefined | ValueType::Function | ValueType::Symbol) => return Ok(None),
            _ => return Err(expected(value, &path(), "data")),
        }))
    }

    /// What `toJSON` gave for an object: of an object its fields, whatever it
    /// says of itself.
    fn stand_in(
        self: &Rc<Self>,
        of_one: js::Value,
        place: impl Fn() -> Place,
    ) -> Answer<Option<Value<'static>>> {
        let value = ask!(
            napi_get_element,
            self.host,
            ptr::null_mut(),
            of_one.raw(),
            0
        );
        let value = self.host.known(value.ok_or_else(|| self.thrown(&place()))?);
        if !matches!(value.get_type(), Ok(ValueType::Object)) {
            return self.value(value, place);
        }
        let is = |kind| kind == Some(true);
        if is(ask!(napi_is_date, self.host, false, value.raw())) {
            return Err(Error::invalid(place().to_string(), "the Date is invalid"));
        }
        let kind = match is(ask!(napi_is_array, self.host, false, value.raw())) {
            true => Kind::List,
            false => Kind::Object,
        };
        self.node(value, kind, place()).map(Some)
    }

    fn node(
        self: &Rc<Self>,
        object: js::Value,
        kind: Kind,
        place: Place,
    ) -> Answer<Value<'static>> {
        place.check_depth()?;
        Ok(Value::Foreign(Rc::new(Node {
            object,
            kind,
            place,
            reading: Rc::clone(self),
            keys: OnceCell::new(),
        })))
    }
}

impl Node {
    /// Reads with the engine: nothing when that fails, and then to the end of
    /// the rendering.
    fn read<T>(&self, look: impl FnOnce(&Rc<Reading>) -> Answer<Option<T>>) -> Option<T> {
        if self.reading.failed.borrow().is_some() {
            return None;
        }
        look(&self.reading).unwrap_or_else(|error| {
            self.reading.failed.replace(Some(error));
            None
        })
    }

    fn at_key(
        &self,
        reading: &Rc<Reading>,
        key: js::Value,
        name: &str,
    ) -> Answer<Option<Value<'static>>> {
        let (host, object) = (&reading.host, self.object.raw());
        let place = || self.place.name(name);
        let found = match self.kind {
            Kind::Map => host
                .ask(|json| json.entry, &[self.object, key])
                .map_err(|cause| reading.threw(cause, &place()))?,
            _ => {
                if self.kind != Kind::Plain || name == "__proto__" {
                    let own = ask!(napi_has_own_property, host, false, object, key.raw());
                    if !own.ok_or_else(|| reading.thrown(&place()))? {
                        return Ok(None);
                    }
                }
                let found = ask!(napi_get_property, host, ptr::null_mut(), object, key.raw());
                reading
                    .host
                    .known(found.ok_or_else(|| reading.thrown(&place()))?)
            }
        };
        reading.value(found, place)
    }

    fn element(
        &self,
        reading: &Rc<Reading>,
        list: js::Value,
        index: usize,
    ) -> Answer<Option<js::Value>> {
        let Ok(index) = u32::try_from(index) else {
            return Ok(None);
        };
        let found = ask!(
            napi_get_element,
            reading.host,
            ptr::null_mut(),
            list.raw(),
            index
        );
        let place = || self.place.index(usize::try_from(index).unwrap_or_default());
        found
            .map(|found| Some(reading.host.known(found)))
            .ok_or_else(|| reading.thrown(&place()))
    }

    /// The keys of an object, in their order.
    fn keys(&self, reading: &Rc<Reading>) -> Answer<js::Value> {
        if let Some(keys) = self.keys.get() {
            return Ok(*keys);
        }
        let keys = match self.kind {
            Kind::Map => reading.host.ask(|json| json.entry, &[self.object]).ok(),
            _ => {
                let keys = ask!(
                    napi_get_all_property_names,
                    reading.host,
                    ptr::null_mut(),
                    self.object.raw(),
                    sys::KeyCollectionMode::own_only,
                    sys::KeyFilter::enumerable | sys::KeyFilter::skip_symbols,
                    sys::KeyConversion::numbers_to_strings
                );
                keys.map(|keys| reading.host.known(keys))
            }
        };
        let keys = keys.ok_or_else(|| reading.thrown(&self.place))?;
        Ok(*self.keys.get_or_init(|| keys))
    }

    fn key(&self, reading: &Rc<Reading>, index: usize) -> Answer<Option<(js::Value, String)>> {
        let keys = self.keys(reading)?;
        let Some(key) = self.element(reading, keys, index)? else {
            return Ok(None);
        };
        if matches!(key.get_type(), Ok(ValueType::Undefined)) {
            return Ok(None);
        }
        let name = with_text(key, &self.place.to_string(), |name| Ok(name.to_owned()));
        name.map(|name| Some((key, name)))
    }
}

impl Foreign for Node {
    fn extent(&self) -> Extent {
        let len = self.read(|reading| {
            let list = match self.kind {
                Kind::List => self.object,
                _ => self.keys(reading)?,
            };
            let len = ask!(napi_get_array_length, reading.host, 0, list.raw());
            // A proxy of a list is none to the engine.
            let len = len.map(f64::from).or_else(|| {
                let len = ask!(
                    napi_get_named_property,
                    reading.host,
                    ptr::null_mut(),
                    list.raw(),
                    c"length".as_ptr()
                );
                number(reading.host.known(len?))
            });
            len.map(|len| Some(len as usize))
                .ok_or_else(|| reading.thrown(&self.place))
        });
        match self.kind {
            Kind::List => Extent::List(len.unwrap_or(0)),
            _ => Extent::Object(len.unwrap_or(0)),
        }
    }

    fn field(&self, name: &str) -> Option<Value<'static>> {
        if self.kind == Kind::List {
            return None;
        }
        self.read(|reading| {
            let key = reading.key(name)?;
            self.at_key(reading, key, name)
        })
    }

    fn item(&self, index: usize) -> Option<Value<'static>> {
        self.read(|reading| {
            if self.kind != Kind::List {
                return match self.key(reading, index)? {
                    Some((key, name)) => self.at_key(reading, key, &name),
                    None => Ok(None),
                };
            }
            let place = || self.place.index(index);
            let Some(found) = self.element(reading, self.object, index)? else {
                return Ok(None);
            };
            let value = reading.value(found, place)?;
            // A hole, but for what lies beyond the end.
            if value.is_none() && matches!(self.extent(), Extent::List(len) if index < len) {
                let what = "what JSON can hold";
                return Err(expected(found, &place().to_string(), what));
            }
            Ok(value)
        })
    }

    fn name(&self, index: usize) -> Option<String> {
        self.read(|reading| Ok(self.key(reading, index)?.map(|(_, name)| name)))
    }
}
