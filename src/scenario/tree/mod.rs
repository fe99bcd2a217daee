//! Typed values out of a JSON tree, with the place of what does not fit.
//!
//! A `Deserialize` impl is compiled again for every source that it reads, and
//! for every form that a source may have. So there is one source, the tree, and
//! in it a struct is an object and nothing else: that halves the code, which was
//! a seventh of the program. Names and numbers that lead to an error are gathered
//! on its way out.

mod inside;
mod misfit;

use serde::{
    de::{Deserializer, Visitor},
    forward_to_deserialize_any,
};
use serde_json::Value;

use inside::{Fields, Items, Variant};
pub use misfit::Misfit;

/// A value of the tree, to be read.
#[derive(Clone, Copy)]
pub struct Tree<'a>(pub &'a Value);

/// Every kind of number is read as the one that stands there; the visitor
/// knows which of them it takes.
macro_rules! numbers {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            match self.0 {
                Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                    (Some(value), _) => visitor.visit_u64(value),
                    (None, Some(value)) => visitor.visit_i64(value),
                    (None, None) => visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN)),
                },
                other => Err(Misfit::new(other, &visitor)),
            }
        }
    )* };
}

impl<'de> Deserializer<'de> for Tree<'de> {
    type Error = Misfit;

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_f32 deserialize_f64
    }

    forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct ignored_any
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(_) => self.deserialize_f64(visitor),
            Value::String(text) => visitor.visit_str(text),
            Value::Array(items) => visitor.visit_seq(Items::new(items)),
            Value::Object(fields) => visitor.visit_map(Fields::new(fields)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(*value),
            other => Err(Misfit::new(other, &visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::String(text) => visitor.visit_str(text),
            other => Err(Misfit::new(other, &visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(Items::new(items)),
            other => Err(Misfit::new(other, &visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Object(fields) => visitor.visit_map(Fields::new(fields)),
            other => Err(Misfit::new(other, &visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::String(name) => visitor.visit_enum(Variant { name, content: None }),
            Value::Object(fields) if fields.len() == 1 => {
                let (name, content) = fields.iter().next().expect("one field");
                visitor.visit_enum(Variant { name, content: Some(content) })
            }
            other => Err(Misfit::new(other, &"a name, or an object with one name")),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;
    use crate::scenario::Entry;

    /// Reads an entry of a log, and expects this place and these words.
    #[track_caller]
    fn check(command: Value, place: &str, words: &str) {
        let entry = json!({ "at_us": 1, "command": command });
        let misfit = Entry::deserialize(Tree(&entry)).expect_err("does not fit");
        let (found, says) = misfit.into_place_and_words();
        assert_eq!(found, place);
        assert!(says.starts_with(words), "{says}");
    }

    #[test]
    fn the_place_is_what_does_not_fit() {
        check(json!(null), "/command", "invalid type: null, expected a name");
        check(json!("explode"), "/command", "unknown variant `explode`");
        check(json!({ "a/b": {} }), "/command/a~1b", "unknown variant `a/b`");
        check(json!({ "purge": {} }), "/command/purge", "missing field `queue`");
        check(
            json!({ "purge": { "queue": -1 } }),
            "/command/purge/queue",
            "invalid type: integer `-1`",
        );
        check(json!("purge"), "/command", "invalid type: unit variant");
    }
}
