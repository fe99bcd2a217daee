//! The words of one language, read from its file.

use std::sync::LazyLock;

use serde_json::Value;

use super::{ENGLISH, READ, SPOKEN, Tongue, key::key, table};

/// All texts of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    tongue: Tongue,
    pub(super) texts: &'static [&'static str],
}

/// The texts that are compiled in.
static COMPILED: LazyLock<Vec<&str>> =
    LazyLock::new(|| table::ENGLISH.split(table::BETWEEN).collect());

impl Language {
    /// The language that is compiled in.
    pub fn english() -> Language {
        Language { tongue: ENGLISH, texts: &COMPILED }
    }

    /// A language from its file, as `static/words/en.json` is written. A text
    /// that is not there, or has places for other values, is shown in English,
    /// and what nobody asks for is left out. None of a file without one text.
    ///
    /// The texts are kept for good; a language that is known is not read again.
    pub fn read(tongue: Tongue, file: &str) -> Option<Language> {
        if let Some(language) = Language::known(tongue) {
            return Some(language);
        }
        let words: Value = serde_json::from_str(file).ok()?;
        let mut texts = COMPILED.clone();
        let mut says = false;
        each_text("", &words, &mut |place, text| {
            let key = key(place);
            let index = table::KEYS.iter().position(|known| *known == key);
            if let Some(index) = index.filter(|index| fits(place, text, COMPILED[*index])) {
                texts[index] = String::leak(text.to_owned());
                says = true;
            }
        });
        let language = says.then(|| Language { tongue, texts: Vec::leak(texts) })?;
        READ.with_borrow_mut(|read| read.push(language));
        Some(language)
    }

    /// The language of that name, if it has been read.
    pub fn known(tongue: Tongue) -> Option<Language> {
        READ.with_borrow(|read| read.iter().find(|one| one.tongue == tongue).copied())
    }

    /// Which language it is.
    pub fn tongue(self) -> Tongue {
        self.tongue
    }

    /// From now on, everything is said in this language.
    pub fn speak(self) {
        SPOKEN.set(self);
    }
}

/// Every text of a file, with its place.
fn each_text(place: &str, value: &Value, found: &mut dyn FnMut(&str, &str)) {
    match value {
        Value::String(text) => found(place, text),
        Value::Object(parts) => {
            for (name, part) in parts {
                let dot = if place.is_empty() { "" } else { "." };
                each_text(&format!("{place}{dot}{name}"), part, found);
            }
        }
        _ => {}
    }
}

/// Whether a text has places for the same values as another; a count may be
/// left out of the form for one.
fn fits(place: &str, text: &str, english: &str) -> bool {
    let free = |name: &str| name == "n" && place.ends_with(".one");
    let all_in = |some: &str, others: &str| {
        places(some).all(|name| free(name) || places(others).any(|other| other == name))
    };
    all_in(text, english) && all_in(english, text)
}

/// What stands in braces.
fn places(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).map(|part| part.split_once('}').map_or(part, |(name, _)| name))
}
