//! JSON text out of typed values: what `tree` reads.
//!
//! A `Serialize` impl is compiled again for every target that it writes to, so
//! there is one target, a text, and whoever wants an indented text or a tree
//! makes it from that.

use std::fmt;

use serde::ser::{self, Serialize, Serializer};
use serde_json::{Number, Value};

/// The value as JSON, in one line.
pub fn text(value: &impl Serialize) -> String {
    let mut text = Text(String::new());
    value.serialize(&mut text).expect("plain data can be written");
    text.0
}

/// The value as a JSON tree.
pub fn tree(value: &impl Serialize) -> Value {
    serde_json::from_str(&text(value)).expect("what was written is JSON")
}

/// The value as JSON, a line for every item and field.
pub fn lines(value: &impl Serialize) -> String {
    indented(&text(value))
}

/// The same JSON, of which strings are left as they are.
fn indented(text: &str) -> String {
    let mut lines = String::with_capacity(2 * text.len());
    let (mut depth, mut in_string, mut escaped, mut before) = (0, false, false, ' ');
    for letter in text.chars() {
        let empty = matches!((before, letter), ('{', '}') | ('[', ']'));
        let ends = !in_string && matches!(letter, '}' | ']');
        depth -= usize::from(ends);
        if (ends || matches!(before, '{' | '[' | ',')) && !empty {
            lines.push('\n');
            lines.extend(std::iter::repeat_n("  ", depth));
        }
        lines.push(letter);
        match letter {
            '"' if !escaped => in_string = !in_string,
            '{' | '[' if !in_string => depth += 1,
            ':' if !in_string => lines.push(' '),
            _ => {}
        }
        escaped = in_string && letter == '\\' && !escaped;
        before = if in_string { ' ' } else { letter };
    }
    lines
}

/// The text written so far.
struct Text(String);

impl Text {
    fn push(&mut self, json: &dyn fmt::Display) -> fmt::Result {
        fmt::write(&mut self.0, format_args!("{json}"))
    }

    fn name(&mut self, name: &str) -> fmt::Result {
        self.serialize_str(name)?;
        self.0.push(':');
        Ok(())
    }

    /// A list or an object, which `end` closes.
    fn open(&mut self, start: &str, end: &'static str) -> Result<Inside<'_>, fmt::Error> {
        self.0.push_str(start);
        Ok(Inside { text: self, first: true, end })
    }

    /// The same, as the content of a variant.
    fn open_variant(
        &mut self,
        variant: &str,
        start: &str,
        end: &'static str,
    ) -> Result<Inside<'_>, fmt::Error> {
        self.0.push('{');
        self.name(variant)?;
        self.open(start, end)
    }
}

/// Methods that write a plain value as it is.
macro_rules! plain {
    ($($method:ident($kind:ty))*) => { $(
        fn $method(self, value: $kind) -> fmt::Result {
            self.push(&value)
        }
    )* };
}

impl<'a> Serializer for &'a mut Text {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Inside<'a>;
    type SerializeTuple = Inside<'a>;
    type SerializeTupleStruct = Inside<'a>;
    type SerializeTupleVariant = Inside<'a>;
    type SerializeMap = Inside<'a>;
    type SerializeStruct = Inside<'a>;
    type SerializeStructVariant = Inside<'a>;

    plain! {
        serialize_bool(bool)
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64)
    }

    fn serialize_f32(self, value: f32) -> fmt::Result {
        self.serialize_f64(f64::from(value))
    }

    fn serialize_f64(self, value: f64) -> fmt::Result {
        match Number::from_f64(value) {
            Some(number) => self.push(&number),
            None => self.serialize_unit(),
        }
    }

    fn serialize_char(self, value: char) -> fmt::Result {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> fmt::Result {
        self.push(&Value::from(value))
    }

    fn serialize_bytes(self, value: &[u8]) -> fmt::Result {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> fmt::Result {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> fmt::Result {
        value.serialize(self)
    }

    fn serialize_unit(self) -> fmt::Result {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> fmt::Result {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &str, _: u32, variant: &'static str) -> fmt::Result {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &str, value: &T) -> fmt::Result {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> fmt::Result {
        let inside = self.open_variant(variant, "", "}")?;
        value.serialize(&mut *inside.text)?;
        inside.close()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'a>, fmt::Error> {
        self.open("[", "]")
    }

    fn serialize_tuple(self, _: usize) -> Result<Inside<'a>, fmt::Error> {
        self.open("[", "]")
    }

    fn serialize_tuple_struct(self, _: &str, _: usize) -> Result<Inside<'a>, fmt::Error> {
        self.open("[", "]")
    }

    fn serialize_tuple_variant(
        self,
        _: &str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'a>, fmt::Error> {
        self.open_variant(variant, "[", "]}")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'a>, fmt::Error> {
        self.open("{", "}")
    }

    fn serialize_struct(self, _: &str, _: usize) -> Result<Inside<'a>, fmt::Error> {
        self.open("{", "}")
    }

    fn serialize_struct_variant(
        self,
        _: &str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'a>, fmt::Error> {
        self.open_variant(variant, "{", "}}")
    }
}

/// A list or an object that is being written.
struct Inside<'a> {
    text: &'a mut Text,
    first: bool,
    end: &'static str,
}

impl Inside<'_> {
    fn comma(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.text.0.push(',');
        }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
        self.comma();
        value.serialize(&mut *self.text)
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> fmt::Result {
        self.comma();
        self.text.name(name)?;
        value.serialize(&mut *self.text)
    }

    fn close(self) -> fmt::Result {
        self.text.0.push_str(self.end);
        Ok(())
    }
}

/// The four traits of lists, and the two of objects with known names.
macro_rules! inside {
    ($($part:ident: $method:ident($($name:ident)?) = $write:ident,)*) => { $(
        impl ser::$part for Inside<'_> {
            type Ok = ();
            type Error = fmt::Error;

            fn $method<T: Serialize + ?Sized>(
                &mut self,
                $($name: &'static str,)?
                value: &T,
            ) -> fmt::Result {
                self.$write($($name,)? value)
            }

            fn end(self) -> fmt::Result {
                self.close()
            }
        }
    )* };
}

inside! {
    SerializeSeq: serialize_element() = item,
    SerializeTuple: serialize_element() = item,
    SerializeTupleStruct: serialize_field() = item,
    SerializeTupleVariant: serialize_field() = item,
    SerializeStruct: serialize_field(name) = field,
    SerializeStructVariant: serialize_field(name) = field,
}

/// An object whose names are values: texts, since JSON knows no others.
impl ser::SerializeMap for Inside<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> fmt::Result {
        self.item(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
        self.text.0.push(':');
        value.serialize(&mut *self.text)
    }

    fn end(self) -> fmt::Result {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::catalog::CATALOG;

    #[test]
    fn every_world_is_written_as_serde_json_writes_it() {
        for exhibit in CATALOG {
            let scenario = (exhibit.scenario)();
            assert_eq!(text(&scenario), serde_json::to_string(&scenario).unwrap());
            assert_eq!(lines(&scenario), serde_json::to_string_pretty(&scenario).unwrap());
            assert_eq!(tree(&scenario), serde_json::to_value(&scenario).unwrap());
        }
    }

    #[test]
    fn awkward_values_are_written_as_serde_json_writes_them() {
        let awkward = serde_json::json!({
            "quotes": "\"[\\\\\"{,:\\", "lines": "a\n\u{1}\u{7f}é", "": {}, "none": [],
            "numbers": [0, -1, u64::MAX, 1e21, 1.0, -0.0, 1e-7], "deep": [[{ "a": [null, true] }]],
        });
        assert_eq!(text(&awkward), serde_json::to_string(&awkward).unwrap());
        assert_eq!(lines(&awkward), serde_json::to_string_pretty(&awkward).unwrap());
        assert_eq!(text(&[f64::NAN, f64::INFINITY]), "[null,null]");
    }
}
