//! What a value can be, by the JSON Schema of the data.

use std::rc::Rc;

use serde_json::Value;

use crate::template::number::decimal;

/// References that lead to references, and unions within unions.
const MOST_HOPS: u32 = 32;

/// Kinds of values, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kinds(u8);

impl Kinds {
    pub(super) const NONE: Self = Self(0);
    pub(super) const NIL: Self = Self(1);
    pub(super) const TRUTH: Self = Self(2);
    pub(super) const NUMBER: Self = Self(4);
    pub(super) const TEXT: Self = Self(8);
    pub(super) const LIST: Self = Self(16);
    pub(super) const OBJECT: Self = Self(32);
    pub(super) const ALL: Self = Self(63);

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    fn of_name(name: &str) -> Self {
        match name {
            "null" => Self::NIL,
            "boolean" => Self::TRUTH,
            "integer" | "number" => Self::NUMBER,
            "string" => Self::TEXT,
            "array" => Self::LIST,
            "object" => Self::OBJECT,
            _ => Self::ALL,
        }
    }

    fn of_value(value: &Value) -> Self {
        match value {
            Value::Null => Self::NIL,
            Value::Bool(_) => Self::TRUTH,
            Value::Number(_) => Self::NUMBER,
            Value::String(_) => Self::TEXT,
            Value::Array(_) => Self::LIST,
            Value::Object(_) => Self::OBJECT,
        }
    }
}

/// What a value can be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape<'s> {
    /// What a schema says.
    Schema(&'s Value),
    /// What a template made.
    Made(Kinds),
    /// A list of such items.
    List(Rc<Shape<'s>>),
    /// A pair of an object's name and value.
    Pair(Rc<Shape<'s>>),
    /// One of several.
    Any(Rc<[Shape<'s>]>),
    /// `forloop` and `tablerowloop`.
    Loop,
}

/// A field of an object.
#[derive(Debug, Clone)]
pub(super) struct FieldShape<'s> {
    pub(super) shape: Shape<'s>,
    /// Whether every object has it.
    pub(super) always: bool,
}

/// Schemas, and where the references in them lead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schemas<'s>(pub(super) &'s Value);

impl<'s> Schemas<'s> {
    /// The schema itself, where it is a reference to another.
    fn resolve(self, mut node: &'s Value) -> &'s Value {
        for _ in 0..MOST_HOPS {
            let Some(reference) = node.get("$ref").and_then(Value::as_str) else {
                break;
            };
            match reference
                .strip_prefix('#')
                .and_then(|at| self.0.pointer(at))
            {
                Some(found) => node = found,
                None => break,
            }
        }
        node
    }

    /// The alternatives of a schema, those within alternatives too.
    fn alternatives(self, node: &'s Value) -> Vec<&'s Value> {
        let mut out = Vec::new();
        self.collect(node, &mut out, MOST_HOPS);
        out
    }

    fn collect(self, node: &'s Value, out: &mut Vec<&'s Value>, hops: u32) {
        let node = self.resolve(node);
        let nested = ["anyOf", "oneOf", "allOf"]
            .iter()
            .find_map(|key| node.get(key).and_then(Value::as_array));
        match (nested, hops.checked_sub(1)) {
            (Some(nested), Some(hops)) => {
                nested.iter().for_each(|node| self.collect(node, out, hops));
                if node.get("properties").is_some() {
                    out.push(node);
                }
            }
            _ => out.push(node),
        }
    }

    fn kinds_of(self, node: &'s Value) -> Kinds {
        let alternatives = self.alternatives(node);
        let kinds = alternatives.into_iter().map(|node| match node.get("type") {
            Some(Value::String(name)) => Kinds::of_name(name),
            Some(Value::Array(names)) => names
                .iter()
                .filter_map(Value::as_str)
                .fold(Kinds::NONE, |kinds, name| kinds.or(Kinds::of_name(name))),
            _ => match (
                node.get("const"),
                node.get("enum").and_then(Value::as_array),
            ) {
                (Some(value), _) => Kinds::of_value(value),
                (_, Some(values)) => values
                    .iter()
                    .fold(Kinds::NONE, |kinds, value| kinds.or(Kinds::of_value(value))),
                _ if node.get("properties").is_some() => Kinds::OBJECT,
                _ if node.get("items").is_some() => Kinds::LIST,
                _ => Kinds::ALL,
            },
        });
        kinds.fold(Kinds::NONE, Kinds::or)
    }

    pub(super) fn kinds(self, shape: &Shape<'s>) -> Kinds {
        match shape {
            Shape::Schema(node) => self.kinds_of(node),
            Shape::Made(kinds) => *kinds,
            Shape::List(_) | Shape::Pair(_) => Kinds::LIST,
            Shape::Any(shapes) => shapes
                .iter()
                .fold(Kinds::NONE, |kinds, shape| kinds.or(self.kinds(shape))),
            Shape::Loop => Kinds::OBJECT,
        }
    }

    /// The field of a name; none where no object can have it.
    pub(super) fn field(self, shape: &Shape<'s>, name: &str) -> Option<FieldShape<'s>> {
        let mut found: Vec<FieldShape<'s>> = Vec::new();
        let mut everywhere = true;
        match shape {
            Shape::Schema(node) => {
                for node in self.alternatives(node) {
                    if !self.kinds_of(node).has(Kinds::OBJECT) {
                        continue;
                    }
                    match self.own_field(node, name) {
                        Some(field) => found.push(field),
                        None => everywhere = false,
                    }
                }
            }
            Shape::Any(shapes) => {
                for shape in shapes.iter() {
                    if !self.kinds(shape).has(Kinds::OBJECT) {
                        continue;
                    }
                    match self.field(shape, name) {
                        Some(field) => found.push(field),
                        None => everywhere = false,
                    }
                }
            }
            Shape::Made(kinds) if kinds.has(Kinds::OBJECT) => found.push(FieldShape {
                shape: Shape::Made(Kinds::ALL),
                always: false,
            }),
            _ => {}
        }
        let always = everywhere && found.iter().all(|field| field.always);
        let shapes: Vec<_> = found.into_iter().map(|field| field.shape).collect();
        Some(FieldShape {
            shape: one_of(shapes)?,
            always,
        })
    }

    fn own_field(self, node: &'s Value, name: &str) -> Option<FieldShape<'s>> {
        if let Some(shape) = node.get("properties").and_then(|fields| fields.get(name)) {
            let required = node.get("required").and_then(Value::as_array);
            return Some(FieldShape {
                shape: Shape::Schema(shape),
                always: required.is_some_and(|all| all.iter().any(|one| one == name)),
            });
        }
        match node.get("additionalProperties") {
            Some(Value::Bool(true)) => Some(FieldShape {
                shape: Shape::Made(Kinds::ALL),
                always: false,
            }),
            Some(other @ Value::Object(_)) => Some(FieldShape {
                shape: Shape::Schema(other),
                always: false,
            }),
            // A schema that says nothing of its fields allows any.
            None if node.get("properties").is_none() => Some(FieldShape {
                shape: Shape::Made(Kinds::ALL),
                always: false,
            }),
            _ => None,
        }
    }

    /// The names that an object is known to have, for suggestions.
    pub(super) fn names(self, shape: &Shape<'s>) -> Vec<&'s str> {
        let Shape::Schema(node) = shape else {
            return Vec::new();
        };
        let alternatives = self.alternatives(node).into_iter();
        alternatives
            .filter_map(|node| node.get("properties")?.as_object())
            .flat_map(|fields| fields.keys().map(String::as_str))
            .collect()
    }

    /// What the items of a list are, or the pairs of an object.
    pub(super) fn item(self, shape: &Shape<'s>) -> Shape<'s> {
        let any = || Shape::Made(Kinds::ALL);
        match shape {
            Shape::List(item) => (**item).clone(),
            Shape::Pair(value) => {
                one_of(vec![Shape::Made(Kinds::TEXT), (**value).clone()]).unwrap_or_else(any)
            }
            Shape::Schema(node) => {
                let alternatives = self.alternatives(node).into_iter();
                let items = alternatives.map(|node| {
                    let kinds = self.kinds_of(node);
                    match node.get("items") {
                        Some(items) if kinds.has(Kinds::LIST) => Shape::Schema(items),
                        _ if kinds.has(Kinds::OBJECT) && !kinds.has(Kinds::LIST) => {
                            Shape::Pair(Rc::new(any()))
                        }
                        _ if kinds == Kinds::TEXT => Shape::Made(Kinds::TEXT),
                        _ if kinds.is_within(Kinds::NIL.or(Kinds::TRUTH).or(Kinds::NUMBER)) => {
                            Shape::Made(Kinds::NONE)
                        }
                        _ => any(),
                    }
                });
                one_of(items.collect()).unwrap_or_else(any)
            }
            Shape::Any(shapes) => {
                let items = shapes.iter().map(|shape| self.item(shape));
                one_of(items.collect()).unwrap_or_else(any)
            }
            Shape::Made(kinds) if *kinds == Kinds::TEXT => shape.clone(),
            Shape::Made(_) | Shape::Loop => any(),
        }
    }

    /// Whether a text of this shape is a decimal number.
    pub(super) fn is_decimal(self, shape: &Shape<'s>) -> bool {
        match shape {
            Shape::Schema(node) => self.alternatives(node).into_iter().all(|node| {
                let kinds = self.kinds_of(node).without(Kinds::NIL);
                kinds == Kinds::NUMBER
                    || self.says(node, "decimal")
                    || is_one_of(node, |text| decimal(text).is_some())
                    || kinds == Kinds::NONE
            }),
            Shape::Made(kinds) => *kinds == Kinds::NUMBER,
            Shape::Any(shapes) => shapes.iter().all(|shape| self.is_decimal(shape)),
            _ => false,
        }
    }

    /// Whether a text of this shape is an ISO 4217 code.
    pub(super) fn is_currency(self, shape: &Shape<'s>) -> bool {
        match shape {
            Shape::Schema(node) => {
                let alternatives = self.alternatives(node);
                alternatives
                    .into_iter()
                    .all(|node| self.says(node, "currency") || is_one_of(node, is_code))
            }
            Shape::Any(shapes) => shapes.iter().all(|shape| self.is_currency(shape)),
            _ => false,
        }
    }

    fn says(self, node: &Value, format: &str) -> bool {
        node.get("format").and_then(Value::as_str) == Some(format)
    }
}

/// Whether a schema lists its values, all of them texts of a kind.
fn is_one_of(node: &Value, kind: impl Fn(&str) -> bool) -> bool {
    let values = node.get("enum").and_then(Value::as_array);
    let is_text = |value: &Value| value.as_str().is_some_and(&kind);
    values.is_some_and(|values| values.iter().all(is_text))
}

fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// One of several shapes; none where there are none.
pub(super) fn one_of(mut shapes: Vec<Shape<'_>>) -> Option<Shape<'_>> {
    match shapes.len() {
        0 => None,
        1 => shapes.pop(),
        _ => Some(Shape::Any(shapes.into())),
    }
}
