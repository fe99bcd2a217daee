//! Every word that a person reads, in the language of the page.
//!
//! The words stand in `static/words/`, a file for each language. English is
//! compiled in; its texts are constants and functions here, by section and key:
//! `words::transport::PAUSE`, `words::facts::waits_in(&message, &queue)`. Another
//! language is a file that is fetched, read with [`Language::read`] and spoken from then on.

mod key;
mod language;
mod tongue;
#[cfg(test)]
pub(crate) mod tests;

use std::{
    cell::{Cell, RefCell},
    fmt::{self, Display, Write},
};

pub use language::Language;
pub use tongue::{ENGLISH, TONGUES, Tongue};

mod table {
    use super::{Display, Word};
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

pub use table::*;

thread_local! {
    /// The language that is spoken.
    static SPOKEN: Cell<Language> = Cell::new(Language::english());
    /// Every language that has been read, and English.
    static READ: RefCell<Vec<Language>> = RefCell::new(vec![Language::english()]);
}

/// The language that is spoken.
pub fn tongue() -> Tongue {
    SPOKEN.get().tongue()
}

/// A text without places for values: shown in the language that is spoken then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word(u16);

impl Word {
    /// The text.
    pub fn text(self) -> &'static str {
        SPOKEN.get().texts[usize::from(self.0)]
    }

    /// The text with `{name}` replaced by the value of that name.
    fn fill(self, values: &[(&str, &dyn Display)]) -> String {
        let mut filled = String::new();
        let mut rest = self.text();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            filled.push_str(before);
            if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
                // Writing into a string cannot fail.
                let _ = write!(filled, "{value}");
            }
            rest = after;
        }
        filled + rest
    }

    /// The form for that many, the next text unless it is one, with `{n}` replaced by the count.
    fn count(self, n: u64, values: &[(&str, &dyn Display)]) -> String {
        let form = Word(self.0 + u16::from(n != 1));
        let n = grouped(n);
        let mut all: Vec<(&str, &dyn Display)> = vec![("n", &n)];
        all.extend_from_slice(values);
        form.fill(&all)
    }
}

impl Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl From<Word> for String {
    fn from(word: Word) -> String {
        word.text().to_owned()
    }
}

/// The first answer to a question that is asked in the language that is spoken,
/// and then in every other one that has been read.
pub fn in_any_language<T>(ask: impl Fn() -> Option<T>) -> Option<T> {
    let spoken = SPOKEN.get();
    let ask_in = |language: Language| {
        language.speak();
        ask()
    };
    let others = || {
        let mut read = READ.with_borrow(Vec::clone);
        read.retain(|language| language.tongue() != spoken.tongue());
        read
    };
    let answer = ask().or_else(|| others().into_iter().find_map(ask_in));
    spoken.speak();
    answer
}

/// Longest part of a foreign text that is repeated in a sentence, in characters.
const QUOTED: usize = 60;

/// A foreign text as a sentence may repeat it: its beginning.
pub fn quoted(text: &str) -> String {
    text.chars().take(QUOTED).collect()
}

/// A count with thin gaps between thousands from five digits on.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    grouped
}

/// With that many decimals, after the sign that the language has for it.
pub fn decimal(value: f64, places: usize) -> String {
    format!("{value:.places$}").replace('.', number::DECIMAL.text())
}
