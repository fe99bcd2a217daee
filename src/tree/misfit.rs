//! What does not fit in a JSON tree, and where.

use std::fmt;

use serde::de::{Error, Expected, Unexpected};
use serde_json::Value;

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
}

impl std::error::Error for Misfit {}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.says)
    }
}
