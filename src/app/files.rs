//! What leaves the page as a file or on the clipboard, when a person asks.
//!
//! A sandboxed frame may forbid both. Nothing breaks then: nothing leaves.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, HtmlCanvasElement, HtmlElement, Url};
use yew::Callback;

use super::{
    perform::window,
    state::{Action, Notice},
};
use crate::words::clipboard as words;

/// Saves a text.
pub fn save_text(name: &str, kind: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&JsValue::from_str(text));
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) else {
        return;
    };
    save_blob(name, &blob);
}

/// Saves what a browser has made.
pub fn save_blob(name: &str, blob: &Blob) {
    if let Ok(url) = Url::create_object_url_with_blob(blob) {
        save(name, &url);
        let _ = Url::revoke_object_url(&url);
    }
}

/// A canvas that is not on the page.
pub fn canvas() -> Option<HtmlCanvasElement> {
    let document = window()?.document()?;
    document.create_element("canvas").ok()?.dyn_into().ok()
}

/// Saves what is behind an address, under a name.
pub fn save(name: &str, url: &str) {
    let document = window().and_then(|window| window.document());
    let Some(link) = document.and_then(|document| document.create_element("a").ok()) else {
        return;
    };
    let named = link.set_attribute("href", url).and_then(|()| link.set_attribute("download", name));
    if let (Ok(()), Ok(link)) = (named, link.dyn_into::<HtmlElement>()) {
        link.click();
    }
}

/// Puts a text on the clipboard, and says whether that went well.
pub fn copy(text: String, what: &'static str, on_action: Callback<Action>) {
    let Some(window) = window() else {
        return;
    };
    // Without a secure context there is no clipboard to ask.
    let navigator = window.navigator();
    let offered = js_sys::Reflect::get(&navigator, &"clipboard".into());
    let there = offered.is_ok_and(|clipboard| clipboard.is_object());
    spawn_local(async move {
        let copied = match there {
            true => JsFuture::from(navigator.clipboard().write_text(&text)).await.is_ok(),
            false => false,
        };
        let (title, line) = match copied {
            true => (words::COPIED, words::is_there(&what)),
            false => (words::NOT_COPIED, words::NOT_ALLOWED.into()),
        };
        on_action.emit(Action::Tell(Notice { title: title.into(), lines: vec![line] }));
    });
}

/// A title as part of a file's name: small letters, digits and dashes.
pub fn slug(title: &str) -> String {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_plain() {
        assert_eq!(slug("M/M/1: “80 %” load"), "m-m-1-80-load");
    }
}
