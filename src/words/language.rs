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
    /// that is not there is shown in English, and what nobody asks for is left out.
    ///
    /// The texts are kept for good: read every file once.
    ///
    /// # Errors
    /// A sentence, when the file is no JSON.
    pub fn read(tongue: Tongue, file: &str) -> Result<Language, String> {
        let words: Value = serde_json::from_str(file).map_err(|error| error.to_string())?;
        let texts = table::KEYS.iter().zip(table::ENGLISH).map(|(key, english)| {
            let place = key.split('.').try_fold(&words, |value, part| value.get(part));
            match place.and_then(Value::as_str) {
                Some(text) => &*String::leak(text.to_owned()),
                None => english,
            }
        });
        let language = Language { tongue, texts: Vec::leak(texts.collect()) };
        READ.with_borrow_mut(|read| read.push(language));
        Ok(language)
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
