//! What the state asks for, done in the browser; and what it is opened with.
//!
//! Storage and history may throw in a sandboxed frame. Every such call is
//! guarded: what cannot be remembered is remembered until the page is left.

use web_sys::{Document, Element, Storage, Window};

use super::state::{Route, Setting, Theme};

const THEME_KEY: &str = "queuescope.theme";

const DARK: &str = "(prefers-color-scheme: dark)";
const REDUCED_MOTION: &str = "(prefers-reduced-motion: reduce)";

/// The window, if this runs in one.
pub fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

fn root() -> Option<Element> {
    document()?.document_element()
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

fn prefers(query: &str) -> bool {
    let asked = window().and_then(|window| window.match_media(query).ok().flatten());
    asked.is_some_and(|answer| answer.matches())
}

/// Whether the system prefers dark colours.
pub fn system_is_dark() -> bool {
    prefers(DARK)
}

/// What tells of a change of [`system_is_dark`].
pub fn system_theme_watch() -> Option<web_sys::MediaQueryList> {
    window()?.match_media(DARK).ok()?
}

/// How the page was opened.
pub fn setting() -> Setting {
    let query = window().and_then(|window| window.location().search().ok());
    let query = query.unwrap_or_default();
    let mut pairs = query.trim_start_matches('?').split('&');
    Setting {
        reduced_motion: prefers(REDUCED_MOTION),
        embed: pairs.any(|pair| pair == "embed=1"),
        system_dark: system_is_dark(),
        theme: stored_theme(),
    }
}

fn stored_theme() -> Theme {
    let stored = storage().and_then(|storage| storage.get_item(THEME_KEY).ok().flatten());
    match stored.as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

/// Remembers the colours chosen by hand, where that is allowed.
pub fn store_theme(theme: Theme) {
    let Some(storage) = storage() else {
        return;
    };
    let _ = match theme {
        Theme::System => storage.remove_item(THEME_KEY),
        Theme::Light => storage.set_item(THEME_KEY, "light"),
        Theme::Dark => storage.set_item(THEME_KEY, "dark"),
    };
}

/// Shows light or dark colours.
pub fn apply_theme(dark: bool) {
    if let Some(root) = root() {
        let theme = if dark { "dark" } else { "light" };
        let _ = root.set_attribute("data-theme", theme);
    }
}

/// The route in the address.
pub fn route() -> Route {
    let hash = window().and_then(|window| window.location().hash().ok());
    Route::of_hash(&hash.unwrap_or_default())
}

/// Puts the route into the address and its title over the window. Setting
/// the hash is what history allows even in a sandboxed frame.
pub fn show_route(shown: &Route, title: &str) {
    let Some(window) = window() else {
        return;
    };
    if route() != *shown {
        let _ = window.location().set_hash(&shown.hash());
    }
    if let Some(document) = window.document() {
        document.set_title(title);
    }
}

/// Whether nobody can see the page.
pub fn is_hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}

/// A number nobody has chosen: the one thing here that is not repeatable,
/// which is why it becomes the seed that is shown.
pub fn fresh_seed() -> u64 {
    (js_sys::Math::random() * 1e6) as u64
}
