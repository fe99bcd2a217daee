//! The language of the page: chosen before anything is rendered, and changed
//! while it runs.
//!
//! English is compiled in and waits for nothing. The words of another language
//! are fetched, once in a visit.

use std::{cell::Cell, rc::Rc};

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;

use super::{perform, state::Notice};
use crate::{
    embed::schema::Parameters,
    words::{self, ENGLISH, Language, Tongue, languages as says},
};

/// The language that a page is opened for: what its address asks for, else
/// what its reader has chosen, else that of the browser.
fn wanted(parameters: &Parameters) -> Tongue {
    let kept = perform::stored_preferences().language;
    let wishes = [parameters.lang, kept, perform::browser_tongue()];
    Tongue::choose(perform::tongues(), wishes)
}

/// How long the page waits for words before it begins in English, in milliseconds.
const PATIENCE_MS: u32 = 4_000;

/// Speaks the language that the page is opened for, and then begins; without
/// its words if they do not come in time. The document says which language
/// that has become.
pub fn begin(mount: impl FnOnce() + 'static) {
    let start = || {
        perform::apply_language(words::tongue());
        mount();
    };
    let tongue = wanted(&perform::parameters().0);
    if tongue == ENGLISH {
        return start();
    }
    // Whichever comes first begins; the page says itself what it could not have.
    let start = Rc::new(Cell::new(Some(start)));
    let late = start.clone();
    let patience = Timeout::new(PATIENCE_MS, move || {
        if let Some(start) = late.take() {
            start();
        }
    });
    spawn_local(async move {
        let words = words_of(tongue).await;
        drop(patience);
        let Some(start) = start.take() else {
            return;
        };
        if let Ok(language) = words {
            language.speak();
        }
        start();
    });
}

/// Says everything in this language from now on.
pub fn speak(language: Language) {
    language.speak();
    perform::apply_language(language.tongue());
}

/// The words of a language.
///
/// # Errors
/// A sentence: they could not be had.
pub async fn words_of(tongue: Tongue) -> Result<Language, String> {
    if let Some(language) = Language::known(tongue) {
        return Ok(language);
    }
    let file = perform::text(&format!("words/{}.json", tongue.code)).await;
    let language = file.and_then(|file| Language::read(tongue, &file));
    language.ok_or_else(|| says::not_loaded(&tongue.name, &words::tongue().name))
}

/// What a reader has to know of the language that the page was opened for, and
/// is not in.
pub fn missing(parameters: &Parameters) -> Option<Notice> {
    let (wanted, spoken) = (wanted(parameters), words::tongue());
    let refused = parameters.lang.filter(|asked| !perform::tongues().contains(asked));
    let line = match refused {
        Some(asked) => says::not_here(&asked.name, &spoken.name),
        None if wanted != spoken => says::not_loaded(&wanted.name, &spoken.name),
        None => return None,
    };
    Some(Notice { title: says::ANOTHER.into(), lines: vec![line] })
}
