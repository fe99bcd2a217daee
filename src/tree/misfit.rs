//! What does not fit in a JSON tree, and where.

use std::fmt;

use serde::de::{Error, Expected, Unexpected};
use serde_json::Value;

use crate::words::misfits as words;

/// A value that is not what is expected in its place.
///
/// In a box, because each of the many results that may be one is as large.
#[derive(Debug)]
pub struct Misfit(Box<Parts>);

#[derive(Debug)]
struct Parts {
    place: String,
    says: String,
}

impl Misfit {
    /// `found`, where something else is `expected`.
    #[cold]
    pub fn new(found: &Value, expected: &dyn Expected) -> Misfit {
        let found = match found {
            Value::Null => Unexpected::Other("null"),
            Value::Bool(value) => Unexpected::Bool(*value),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(value), _) => Unexpected::Unsigned(value),
                (None, Some(value)) => Unexpected::Signed(value),
                (None, None) => Unexpected::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => Unexpected::Str(text),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        };
        Misfit::invalid_type(found, expected)
    }

    /// The same, seen from one level further out.
    #[cold]
    pub fn below(mut self, part: &dyn fmt::Display) -> Misfit {
        let part = part.to_string().replace('~', "~0").replace('/', "~1");
        self.0.place = format!("/{part}{}", self.0.place);
        self
    }

    /// Its JSON pointer, and what is wrong there.
    pub fn into_place_and_words(self) -> (String, String) {
        (self.0.place, self.0.says)
    }
}

impl Error for Misfit {
    fn custom<T: fmt::Display>(says: T) -> Misfit {
        Misfit(Box::new(Parts { place: String::new(), says: says.to_string() }))
    }

    #[cold]
    fn invalid_type(found: Unexpected, expected: &dyn Expected) -> Misfit {
        Misfit::custom(words::invalid_type(&described(found), &wanted(expected)))
    }

    #[cold]
    fn invalid_value(found: Unexpected, expected: &dyn Expected) -> Misfit {
        Misfit::custom(words::invalid_value(&described(found), &wanted(expected)))
    }

    #[cold]
    fn missing_field(name: &'static str) -> Misfit {
        Misfit::custom(words::missing_field(&name))
    }

    #[cold]
    fn unknown_field(name: &str, known: &'static [&'static str]) -> Misfit {
        Misfit::custom(words::unknown_field(&name, &one_of(known)))
    }

    #[cold]
    fn unknown_variant(name: &str, known: &'static [&'static str]) -> Misfit {
        Misfit::custom(words::unknown_variant(&name, &one_of(known)))
    }
}

/// What stands there, as serde calls it.
fn described(found: Unexpected) -> String {
    match found {
        Unexpected::Bool(value) => words::boolean(&value),
        Unexpected::Unsigned(value) => words::integer(&value),
        Unexpected::Signed(value) => words::integer(&value),
        Unexpected::Float(value) => words::number(&format!("{value:?}")),
        Unexpected::Str(text) => words::string(&format!("{text:?}")),
        Unexpected::Seq => words::LIST.into(),
        Unexpected::Map => words::OBJECT.into(),
        Unexpected::UnitVariant => words::BARE.into(),
        other => other.to_string(),
    }
}

/// What belongs there: a range instead of the name of a number type.
fn wanted(expected: &dyn Expected) -> String {
    let name = expected.to_string();
    let known = [
        ("a boolean", words::A_BOOLEAN),
        ("a string", words::A_STRING),
        ("u8", words::U8),
        ("u16", words::U16),
        ("u32", words::U32),
        ("u64", words::U64),
        ("i32", words::I32),
        ("f64", words::F64),
    ];
    match (known.iter().find(|(known, _)| *known == name), name.strip_prefix("struct ")) {
        (Some((_, word)), _) => (*word).into(),
        (None, Some(name)) => words::structure(&name),
        (None, None) => name,
    }
}

/// The names that would do.
fn one_of(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [one] => one.clone(),
        [one, other] => words::either(one, other),
        several => words::one_of(&several.join(", ")),
    }
}

impl std::error::Error for Misfit {}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.says)
    }
}
