//! JSON with its fields in the order in which they were written.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::error::Error;

/// Fields of an object that are looked through one by one; more are searched.
const FEW: usize = 12;

/// A JSON text to render from: fields keep their order, which
/// [`serde_json::Value`] does not, and texts are borrowed where they can be.
///
/// ```
/// use deskcore::template::{Json, RenderOptions, Template};
///
/// let data = Json::parse(r#"{"order": {"name": "1042", "total": "249.80"}}"#)?;
/// let template = Template::parse("{% for field in order %}{{ field[0] }} {% endfor %}")?;
/// assert_eq!(template.render(&data, &RenderOptions::default())?, "name total ");
/// # Ok::<(), deskcore::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Json<'t> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number of 64 bits.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(Cow<'t, str>),
    /// A list.
    List(Vec<Json<'t>>),
    /// An object.
    Object(Fields<'t>),
}

/// The fields of an object, in their order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fields<'t> {
    fields: Vec<(Cow<'t, str>, Json<'t>)>,
    /// Places in order of names; empty when there are few.
    sorted: Vec<u32>,
}

impl<'t> Fields<'t> {
    fn of(mut fields: Vec<(Cow<'t, str>, Json<'t>)>) -> Self {
        let name = |fields: &[(Cow<'t, str>, Json<'t>)], place: u32| {
            let field = usize::try_from(place).ok().and_then(|at| fields.get(at));
            field.map(|(name, _)| name.clone())
        };
        if fields.len() <= FEW {
            // The last of two fields of one name counts.
            let mut at = 0;
            while let Some((name, _)) = fields.get(at) {
                let later = fields
                    .iter()
                    .skip(at + 1)
                    .rposition(|(other, _)| other == name);
                match later {
                    Some(_) => drop(fields.remove(at)),
                    None => at += 1,
                }
            }
            return Self {
                fields,
                sorted: Vec::new(),
            };
        }
        let mut sorted: Vec<u32> = (0..).take(fields.len()).collect();
        crate::order::sort_by(&mut sorted, |a, b| {
            name(&fields, *a).cmp(&name(&fields, *b))
        });
        sorted.reverse();
        sorted.dedup_by(|a, b| name(&fields, *a) == name(&fields, *b));
        sorted.reverse();
        Self { fields, sorted }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The field of a name.
    pub fn get(&self, name: &str) -> Option<&Json<'t>> {
        if self.sorted.is_empty() {
            let mut fields = self.fields.iter();
            return fields
                .find(|(other, _)| other == name)
                .map(|(_, value)| value);
        }
        let at = |place: &u32| {
            let place = usize::try_from(*place).unwrap_or(usize::MAX);
            self.fields.get(place)
        };
        let found = self
            .sorted
            .binary_search_by(|place| at(place).map_or("", |(other, _)| other).cmp(name));
        let place = self.sorted.get(found.ok()?)?;
        at(place).map(|(_, value)| value)
    }

    /// Name and value of the field at a place.
    pub fn at(&self, index: usize) -> Option<(&str, &Json<'t>)> {
        let (name, value) = self.fields.get(index)?;
        Some((name, value))
    }
}

impl<'t> Json<'t> {
    /// Reads a text.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] with line and column when it is no JSON, or
    /// nested more than 128 deep.
    pub fn parse(text: &'t str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|error| Error::invalid("", format!("no JSON: {error}")))
    }

    /// The field of an object.
    pub fn get(&self, name: &str) -> Option<&Json<'t>> {
        match self {
            Self::Object(fields) => fields.get(name),
            _ => None,
        }
    }
}

impl<'de: 't, 't> Deserialize<'de> for Json<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyJson)
    }
}

struct AnyJson;

impl<'de> Visitor<'de> for AnyJson {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json<'de>, E> {
        Ok(Json::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json<'de>, E> {
        #[expect(clippy::cast_precision_loss, reason = "as any number beyond 64 bits")]
        let float = || Json::Float(number as f64);
        Ok(i64::try_from(number).map_or_else(|_| float(), Json::Integer))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json<'de>, E> {
        Ok(Json::Float(number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json<'de>, A::Error> {
        let mut fields = Vec::new();
        while let Some((Name(name), value)) = access.next_entry()? {
            fields.push((name, value));
        }
        Ok(Json::Object(Fields::of(fields)))
    }
}

/// A field's name, borrowed where it can be.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrowing;
        impl<'de> Visitor<'de> for Borrowing {
            type Value = Name<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Borrowing)
    }
}
