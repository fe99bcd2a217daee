//! Reading: what `#[derive(Read)]` is made of.
//!
//! Whatever does not depend on the type that is read is a plain function here,
//! so that a field costs the program one call.

use serde::{
    Deserialize,
    de::{Error, Unexpected},
};
use serde_json::{Map, Value};

use super::{Misfit, leaf::Leaf};
use crate::{ordered_map::OrderedMap, words::misfits as words};

/// A type that can be read out of a JSON tree.
pub trait Read: Sized {
    /// The value that stands there.
    ///
    /// # Errors
    /// What does not fit, and where.
    fn read(value: &Value) -> Result<Self, Misfit>;
}

/// Plain values are read as serde reads them.
macro_rules! plain {
    ($($kind:ty)*) => { $(
        impl Read for $kind {
            fn read(value: &Value) -> Result<Self, Misfit> {
                Self::deserialize(Leaf(value))
            }
        }
    )* };
}
plain! { bool u8 u16 u32 u64 i32 i64 f64 String }

impl<T: Read> Read for Option<T> {
    fn read(value: &Value) -> Result<Self, Misfit> {
        if value.is_null() { Ok(None) } else { T::read(value).map(Some) }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &Value) -> Result<Self, Misfit> {
        let items = value.as_array().ok_or_else(|| Misfit::new(value, &words::A_LIST.text()))?;
        let mut read = Vec::new();
        for (at, item) in items.iter().enumerate() {
            read.push(T::read(item).map_err(|misfit| misfit.below(&at))?);
        }
        Ok(read)
    }
}

impl<T: Read> Read for OrderedMap<String, T> {
    fn read(value: &Value) -> Result<Self, Misfit> {
        let mut read = OrderedMap::new();
        for (name, value) in
            value.as_object().ok_or_else(|| Misfit::new(value, &words::AN_OBJECT.text()))?
        {
            read.insert(name.clone(), T::read(value).map_err(|misfit| misfit.below(name))?);
        }
        Ok(read)
    }
}

/// The fields of an object; they are asked for in the order of their names.
///
/// What does not fit is told at the end, so that a field is one call and no way
/// out; after the first misfit nothing more is read.
pub struct Fields<'a> {
    all: &'a Map<String, Value>,
    /// The first name that is not known, and those that are.
    unknown: Option<(&'a str, &'static [&'static str])>,
    misfit: Option<Misfit>,
}

impl<'a> Fields<'a> {
    /// The fields of `value`, which is to be `expected`; other names than the
    /// `known` ones are misfits, if any are listed.
    pub fn open(
        value: &'a Value,
        expected: &&str,
        known: Option<&'static [&'static str]>,
    ) -> Result<Fields<'a>, Misfit> {
        let all = value.as_object().ok_or_else(|| Misfit::new(value, expected))?;
        let unknown = known.and_then(|known| {
            let name = all.keys().find(|name| !known.contains(&name.as_str()))?;
            Some((name.as_str(), known))
        });
        Ok(Fields { all, unknown, misfit: None })
    }

    /// The value of a name, unless a name before it is not known.
    fn get(&self, name: &str) -> Option<&'a Value> {
        let ends = self.misfit.is_some() || self.unknown.is_some_and(|(first, _)| first < name);
        if ends { None } else { self.all.get(name) }
    }

    fn misfits(&mut self, name: &str, misfit: Misfit) {
        self.misfit = Some(misfit.below(&name));
    }

    /// A field that has to be there, see [`present`].
    pub fn read<T: Read>(&mut self, name: &str) -> Option<T> {
        match T::read(self.get(name)?) {
            Ok(read) => Some(read),
            Err(misfit) => {
                self.misfits(name, misfit);
                None
            }
        }
    }

    /// A field, or its value when it is missing.
    pub fn read_or<T: Read>(&mut self, name: &str, otherwise: fn() -> T) -> T {
        self.read(name).unwrap_or_else(otherwise)
    }

    /// Sets what a field says; else it stays as it is.
    pub fn set<T: Read>(&mut self, name: &str, field: &mut T) {
        if let Some(read) = self.read(name) {
            *field = read;
        }
    }

    /// All known fields have been read: they have to fit, and no other may be
    /// there.
    pub fn end(self) -> Result<(), Misfit> {
        match (self.misfit, self.unknown) {
            (Some(misfit), _) => Err(misfit),
            (None, Some((name, known))) => Err(Misfit::unknown_field(name, known).below(&name)),
            (None, None) => Ok(()),
        }
    }
}

/// What has been read, which has to be there.
pub fn present<T>(read: Option<T>, name: &'static str) -> Result<T, Misfit> {
    read.ok_or_else(|| Misfit::missing_field(name))
}

/// One of the choices of an enum: `"name"`, or `{"name": content}`.
pub struct Variant<'a> {
    /// Which one.
    pub nth: usize,
    name: &'a str,
    content: Option<&'a Value>,
}

impl<'a> Variant<'a> {
    /// The choice among those with these names.
    pub fn of(value: &'a Value, names: &'static [&'static str]) -> Result<Variant<'a>, Misfit> {
        let (name, content) = match value {
            Value::String(name) => (name, None),
            Value::Object(fields) if fields.len() == 1 => {
                let (name, content) = fields.iter().next().expect("one field");
                (name, Some(content))
            }
            other => return Err(Misfit::new(other, &words::A_NAME.text())),
        };
        match names.iter().position(|known| known == name) {
            Some(nth) => Ok(Variant { nth, name, content }),
            None => {
                let misfit = Misfit::unknown_variant(name, names);
                // A name alone is the whole value, and stands below no other.
                Err(if content.is_some() { misfit.below(name) } else { misfit })
            }
        }
    }

    /// A choice without content, or with `null`.
    pub fn unit(&self) -> Result<(), Misfit> {
        match self.content {
            None | Some(Value::Null) => Ok(()),
            Some(other) => Err(Misfit::new(other, &words::UNIT.text()).below(&self.name)),
        }
    }

    /// A choice that is a value of another type.
    pub fn content<T: Read>(&self) -> Result<T, Misfit> {
        self.fields(T::read)
    }

    /// A choice with a content that is read so.
    pub fn fields<T>(&self, read: impl Fn(&'a Value) -> Result<T, Misfit>) -> Result<T, Misfit> {
        let missing = || Misfit::invalid_type(Unexpected::UnitVariant, &words::WITH_CONTENT.text());
        let content = self.content.ok_or_else(missing)?;
        read(content).map_err(|misfit| misfit.below(&self.name))
    }
}
