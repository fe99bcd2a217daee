//! What a value of the tree holds: fields, items, or one choice of several.

use std::{fmt::Display, marker::PhantomData};

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor, value::StrDeserializer,
};
use serde_json::{Map, Value, map};

use super::{Misfit, Tree};

/// The fields of an object.
pub struct Fields<'a> {
    rest: map::Iter<'a>,
    current: Option<(&'a str, &'a Value)>,
}

impl<'a> Fields<'a> {
    pub fn new(fields: &'a Map<String, Value>) -> Self {
        Fields { rest: fields.iter(), current: None }
    }

    /// Goes to the next field; its name.
    fn next(&mut self) -> Option<&'a str> {
        self.current = self.rest.next().map(|(name, value)| (name.as_str(), value));
        self.current.map(|(name, _)| name)
    }
}

impl<'a> MapAccess<'a> for Fields<'a> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'a>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Misfit> {
        self.next().map(|name| named(seed, name)).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        let (name, value) = self.current.expect("a name is read before its value");
        below(seed, value, &name)
    }
}

/// The items of a list.
pub struct Items<'a> {
    all: &'a [Value],
    at: usize,
}

impl<'a> Items<'a> {
    pub fn new(all: &'a [Value]) -> Self {
        Items { all, at: 0 }
    }
}

impl<'a> SeqAccess<'a> for Items<'a> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'a>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Misfit> {
        let Some(item) = self.all.get(self.at) else {
            return Ok(None);
        };
        self.at += 1;
        below(seed, item, &(self.at - 1)).map(Some)
    }
}

/// One of the choices of an enum: `"name"`, or `{"name": content}`.
pub struct Variant<'a> {
    pub name: &'a str,
    pub content: Option<&'a Value>,
}

impl<'a> Variant<'a> {
    fn content(&self) -> Result<&'a Value, Misfit> {
        let missing = || Misfit::invalid_type(Unexpected::UnitVariant, &"one with a content");
        self.content.ok_or_else(missing)
    }
}

impl<'a> EnumAccess<'a> for Variant<'a> {
    type Error = Misfit;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'a>>(self, seed: V) -> Result<(V::Value, Self), Misfit> {
        let read = match self.content {
            Some(_) => named(seed, self.name)?,
            // The name is the whole value here, and stands below no other.
            None => seed.deserialize(text(self.name))?,
        };
        Ok((read, self))
    }
}

impl<'a> VariantAccess<'a> for Variant<'a> {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        self.content.map_or(Ok(()), |content| below(PhantomData, content, &self.name))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value, Misfit> {
        below(seed, self.content()?, &self.name)
    }

    fn tuple_variant<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.struct_variant(&[], visitor)
    }

    fn struct_variant<V: Visitor<'a>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let read = Tree(self.content()?).deserialize_map(visitor);
        read.map_err(|misfit| misfit.below(&self.name))
    }
}

/// Reads `value`, whose place ends in `part`.
fn below<'a, T: DeserializeSeed<'a>>(
    seed: T,
    value: &'a Value,
    part: &dyn Display,
) -> Result<T::Value, Misfit> {
    seed.deserialize(Tree(value)).map_err(|misfit| misfit.below(part))
}

/// Reads a name; one that is not known is itself the place of the misfit.
fn named<'a, T: DeserializeSeed<'a>>(seed: T, name: &'a str) -> Result<T::Value, Misfit> {
    seed.deserialize(text(name)).map_err(|misfit| misfit.below(&name))
}

fn text(text: &str) -> StrDeserializer<'_, Misfit> {
    text.into_deserializer()
}
