//! A record taken apart, instants still instants.

use std::fmt::Display;

use chrono::{DateTime, Utc};
use serde::ser::{self, Serialize};

use crate::time::instant;

/// A value of a record, for a language that has instants of its own: what
/// JSON writes as text is here told from text.
///
/// ```
/// use deskcore::border::{Data, take_apart};
/// use deskcore::time::Interval;
///
/// let (start, end) = ("2026-11-23T08:00:00Z".parse()?, "2026-11-23T12:00:00Z".parse()?);
/// let Data::Map(entries) = take_apart(&Interval { start, end })? else { panic!() };
/// assert_eq!(entries[0], ("start".into(), Data::Instant(start)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Nothing known.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A whole number beyond those.
    Unsigned(u64),
    /// A number.
    Number(f64),
    /// Text.
    Text(String),
    /// An instant.
    Instant(DateTime<Utc>),
    /// Values in order.
    List(Vec<Data>),
    /// Values by name, in the order of the record.
    Map(Vec<(String, Data)>),
}

/// Takes a record apart.
///
/// # Errors
///
/// [`Error::InvalidInput`](crate::Error::InvalidInput) when a field holds
/// what no data can.
pub fn take_apart<T: Serialize + ?Sized>(record: &T) -> Result<Data, crate::Error> {
    let apart = record.serialize(Apart);
    apart.map_err(|Fault(message)| crate::Error::invalid("", message))
}

/// Serialises into data.
#[derive(Clone, Copy)]
struct Apart;

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Fault(String);

impl ser::Error for Fault {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

type Made = Result<Data, Fault>;

/// The form of a variant that has something in it: `{"name": …}`.
fn tagged(tag: &'static str, inner: Data) -> Made {
    Ok(Data::Map(vec![(tag.to_owned(), inner)]))
}

macro_rules! plain {
    ($($method:ident($of:ty) as $data:expr;)*) => {
        $(fn $method(self, value: $of) -> Made { Ok($data(value.into())) })*
    };
}

impl ser::Serializer for Apart {
    type Ok = Data;
    type Error = Fault;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = Entries;
    type SerializeStruct = Entries;
    type SerializeStructVariant = Entries;

    plain! {
        serialize_bool(bool) as Data::Bool;
        serialize_i8(i8) as Data::Integer;
        serialize_i16(i16) as Data::Integer;
        serialize_i32(i32) as Data::Integer;
        serialize_i64(i64) as Data::Integer;
        serialize_u8(u8) as Data::Integer;
        serialize_u16(u16) as Data::Integer;
        serialize_u32(u32) as Data::Integer;
        serialize_f32(f32) as Data::Number;
        serialize_f64(f64) as Data::Number;
        serialize_char(char) as Data::Text;
        serialize_str(&str) as Data::Text;
    }

    fn serialize_u64(self, value: u64) -> Made {
        Ok(i64::try_from(value).map_or(Data::Unsigned(value), Data::Integer))
    }

    fn serialize_bytes(self, value: &[u8]) -> Made {
        value.serialize(self)
    }

    fn serialize_none(self) -> Made {
        Ok(Data::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Made {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Made {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Made {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Made {
        Ok(Data::Text(name.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Made {
        match value.serialize(self)? {
            Data::Text(text) if name == instant::NAME => match instant::parse(&text) {
                Ok(at) => Ok(Data::Instant(at)),
                Err(error) => Err(ser::Error::custom(error)),
            },
            data => Ok(data),
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Made {
        tagged(name, value.serialize(self)?)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Fault> {
        Ok(Items::default())
    }

    fn serialize_tuple(self, _: usize) -> Result<Items, Fault> {
        Ok(Items::default())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items, Fault> {
        Ok(Items::default())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Items, Fault> {
        Ok(Items {
            tag: Some(name),
            ..Items::default()
        })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries, Fault> {
        Ok(Entries::default())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Entries, Fault> {
        Ok(Entries::default())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Entries, Fault> {
        Ok(Entries {
            tag: Some(name),
            ..Entries::default()
        })
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Made {
        Ok(Data::Text(value.to_string()))
    }
}

#[derive(Default)]
struct Items {
    tag: Option<&'static str>,
    items: Vec<Data>,
}

impl Items {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.items.push(value.serialize(Apart)?);
        Ok(())
    }

    fn finish(self) -> Made {
        let list = Data::List(self.items);
        match self.tag {
            Some(tag) => tagged(tag, list),
            None => Ok(list),
        }
    }
}

#[derive(Default)]
struct Entries {
    tag: Option<&'static str>,
    entries: Vec<(String, Data)>,
    key: Option<String>,
}

impl Entries {
    fn field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Fault> {
        self.entries.push((key.to_owned(), value.serialize(Apart)?));
        Ok(())
    }

    fn finish(self) -> Made {
        let map = Data::Map(self.entries);
        match self.tag {
            Some(tag) => tagged(tag, map),
            None => Ok(map),
        }
    }
}

macro_rules! compound {
    ($($of:ident for $maker:ident, $method:ident($($key:ident: $key_type:ty)?) by $step:ident;)*) => {
        $(impl ser::$of for $maker {
            type Ok = Data;
            type Error = Fault;

            fn $method<T: Serialize + ?Sized>(
                &mut self,
                $($key: $key_type,)?
                value: &T,
            ) -> Result<(), Fault> {
                self.$step($($key,)? value)
            }

            fn end(self) -> Made {
                self.finish()
            }
        })*
    };
}

compound! {
    SerializeSeq for Items, serialize_element() by push;
    SerializeTuple for Items, serialize_element() by push;
    SerializeTupleStruct for Items, serialize_field() by push;
    SerializeTupleVariant for Items, serialize_field() by push;
    SerializeStruct for Entries, serialize_field(key: &'static str) by field;
    SerializeStructVariant for Entries, serialize_field(key: &'static str) by field;
}

impl ser::SerializeMap for Entries {
    type Ok = Data;
    type Error = Fault;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Fault> {
        self.key = Some(match key.serialize(Apart)? {
            Data::Text(text) => text,
            Data::Integer(number) => number.to_string(),
            _ => return Err(ser::Error::custom("a key that is no text")),
        });
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        let key = self.key.take().unwrap_or_default();
        self.entries.push((key, value.serialize(Apart)?));
        Ok(())
    }

    fn end(self) -> Made {
        self.finish()
    }
}
