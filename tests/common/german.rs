//! The words of the page in German, as they are fetched.

use queuescope::words::{Language, Tongue};

/// German, to be spoken.
pub fn german() -> Language {
    let tongue = Tongue::of("de").expect("there is German");
    let file = include_str!("../../static/words/de.json");
    Language::read(tongue, file).expect("is written as English is")
}
