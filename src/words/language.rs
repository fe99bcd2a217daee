//! The words of one language, read from its file.

use serde_json::Value;

use super::{ENGLISH, READ, SPOKEN, Tongue, table};

/// All texts of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    tongue: Tongue,
    pub(super) texts: &'static [&'static str],
}

impl Language {
    /// The language that is compiled in.
    pub const ENGLISH: Language = Language { tongue: ENGLISH, texts: &table::ENGLISH };

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
        let text = |key: &str, english| {
            let place = key.split('.').try_fold(&words, |value, part| value.get(part));
            place.and_then(Value::as_str).filter(|text| fits(key, text, english))
        };
        let texts = table::KEYS.iter().zip(table::ENGLISH);
        let texts: Vec<_> = texts.map(|(key, english)| (text(key, english), english)).collect();
        texts.iter().find_map(|(text, _)| *text)?;
        let kept = |text: &str| &*String::leak(text.to_owned());
        let texts = texts.into_iter().map(|(text, english)| text.map_or(english, kept));
        let language = Language { tongue, texts: Vec::leak(texts.collect()) };
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

/// Whether a text has places for the same values as another; a count may be
/// left out of the form for one.
fn fits(key: &str, text: &str, english: &str) -> bool {
    let free = |name: &str| name == "n" && key.ends_with(".one");
    let all_in = |some: &str, others: &str| {
        places(some).all(|name| free(name) || places(others).any(|other| other == name))
    };
    all_in(text, english) && all_in(english, text)
}

/// What stands in braces.
fn places(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).map(|part| part.split_once('}').map_or(part, |(name, _)| name))
}
