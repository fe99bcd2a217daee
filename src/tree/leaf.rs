//! A plain value for serde: what it says about one that does not fit is what
//! is said about all others.

use serde::{
    de::{Deserializer, Visitor},
    forward_to_deserialize_any,
};
use serde_json::Value;

use super::Misfit;

/// A value of the tree that is neither a list nor an object.
pub struct Leaf<'a>(pub &'a Value);

impl<'de> Deserializer<'de> for Leaf<'de> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(value), _) => visitor.visit_u64(value),
                (None, Some(value)) => visitor.visit_i64(value),
                (None, None) => visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => visitor.visit_str(text),
            other => Err(Misfit::new(other, &visitor)),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit unit_struct newtype_struct seq tuple tuple_struct map struct enum
        identifier ignored_any
    }
}
