//! What the state asks for, done in the browser; and what it is opened with.
//!
//! Storage and history may throw in a sandboxed frame. Every such call is
//! guarded: what cannot be remembered is remembered until the page is left.

use gloo_timers::callback::Timeout;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlElement, Storage, Window};

use super::{
    preferences::{Preferences, Theme},
    state::{Route, Setting},
};
use crate::{
    embed::schema::{self, Parameters},
    words::{ENGLISH, TONGUES, Tongue, lessons as says},
};

const PREFERENCES_KEY: &str = "queuescope.preferences";
const PROGRESS_KEY: &str = "queuescope.progress";

/// The id of the legend.
pub const LEGEND: &str = "legend";

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

/// What is kept from one visit to the next, where that is allowed.
pub fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// What this tab alone keeps, as long as it is open.
pub fn session_storage() -> Option<Storage> {
    window()?.session_storage().ok()?
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

/// What the address asks for, and what was wrong with it in words. A document
/// without an address of its own (`srcdoc`) is always in a frame.
pub fn parameters() -> (Parameters, Vec<String>) {
    let Some(location) = window().map(|window| window.location()) else {
        return Default::default();
    };
    match location.protocol().as_deref() {
        Ok("about:") => schema::read("embed=1"),
        _ => schema::read(&location.search().unwrap_or_default()),
    }
}

/// The address of the page, without query and hash; none of a document that has
/// no address (`srcdoc`).
pub fn page_address() -> Option<String> {
    let address = window()?.location().href().ok()?;
    let page = address.split(['?', '#']).next().unwrap_or_default();
    (!page.starts_with("about:")).then(|| page.to_owned())
}

/// How the page was opened.
pub fn setting(parameters: &Parameters) -> Setting {
    Setting {
        reduced_motion: parameters.reduced_motion || prefers(REDUCED_MOTION),
        embed: parameters.embed,
        system_dark: system_is_dark(),
        controls: parameters.controls,
        preferences: asked_for(parameters.theme, stored_preferences()),
        tongues: tongues(),
    }
}

/// Colours that the address asks for win over those chosen by hand.
fn asked_for(theme: Theme, kept: Preferences) -> Preferences {
    let theme = if theme == Theme::System { kept.theme } else { theme };
    Preferences { theme, ..kept }
}

fn stored(key: &str) -> String {
    let stored = storage().and_then(|storage| storage.get_item(key).ok().flatten());
    stored.unwrap_or_default()
}

fn store(key: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, text);
    }
}

/// What is preferred, as it was kept.
pub fn stored_preferences() -> Preferences {
    Preferences::read(&stored(PREFERENCES_KEY))
}

/// What is remembered of lessons, as text that anybody may have changed.
pub fn stored_progress() -> String {
    stored(PROGRESS_KEY)
}

/// Remembers what was done in lessons, where that is allowed.
pub fn store_progress(progress: &str) {
    store(PROGRESS_KEY, progress);
}

/// A text that lies beside the page or in it: the document itself knows where.
pub async fn text(name: &str) -> Option<String> {
    let window = window()?;
    let handle = Reflect::get(&window, &"queuescope".into()).ok()?;
    let read: Function = Reflect::get(&handle, &"read".into()).ok()?.dyn_into().ok()?;
    let asked = read.call1(&handle, &JsValue::from_str(name)).ok()?;
    JsFuture::from(asked.dyn_into::<Promise>().ok()?).await.ok()?.as_string()
}

/// The same, of a name that may begin with a language; in English where that
/// language has none.
async fn text_in(folder: &str, name: &str) -> Option<String> {
    let found = text(&format!("{folder}/{name}")).await;
    match name.split_once('/') {
        Some((code, of_all)) if found.is_none() && code != ENGLISH.code => {
            text(&format!("{folder}/{}/{of_all}", ENGLISH.code)).await
        }
        _ => found,
    }
}

/// A part of the lessons.
///
/// # Errors
/// A sentence: it could not be had.
pub async fn lesson_part(name: &str) -> Result<String, String> {
    text_in("lessons", name).await.ok_or_else(|| says::not_loaded(&name))
}

/// What is modelled, in a language.
///
/// # Errors
/// A sentence: it could not be had.
pub async fn modelled(tongue: Tongue) -> Result<String, String> {
    let name = format!("{}/fidelity.md", tongue.code);
    text_in("modelled", &name).await.ok_or_else(|| says::not_loaded(&name))
}

/// The language that the browser is in, if it is one of ours.
pub fn browser_tongue() -> Option<Tongue> {
    Tongue::of_browser(&window()?.navigator().language()?)
}

/// The language of a page that has everything in it, and so only one.
fn packed() -> Option<String> {
    root()?.get_attribute("data-packed")
}

/// Whether everything is packed into this page, and nothing lies beside it.
pub fn is_packed() -> bool {
    packed().is_some()
}

/// The languages that this page can speak: all, unless everything is packed
/// into it, and that is one.
pub fn tongues() -> &'static [Tongue] {
    let only = packed().and_then(|code| TONGUES.iter().position(|tongue| tongue.code == code));
    only.map_or(&TONGUES, |only| &TONGUES[only..=only])
}

/// Says to everybody which language the page is in.
pub fn apply_language(tongue: Tongue) {
    if let Some(root) = root() {
        let _ = root.set_attribute("lang", tongue.code);
    }
}

/// Remembers what is preferred, where that is allowed.
pub fn store_preferences(preferences: Preferences) {
    store(PREFERENCES_KEY, &preferences.write());
}

/// Unfolds the legend, and puts the focus on it.
pub fn show_legend() {
    let legend = document().and_then(|document| document.get_element_by_id(LEGEND));
    let summary = legend.and_then(|legend| {
        let _ = legend.set_attribute("open", "");
        legend.query_selector("summary").ok().flatten()
    });
    if let Some(summary) = summary {
        let _ = summary.unchecked_into::<HtmlElement>().focus();
    }
}

/// Puts the focus on the first element that `selector` finds after the next
/// rendering: what had it is not there any more.
pub fn focus_soon(selector: &'static str) {
    Timeout::new(0, move || {
        let found = document().and_then(|document| document.query_selector(selector).ok()?);
        if let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    })
    .forget();
}

/// Closes every sheet that has been unfolded; the focus goes to what opened
/// the one it was in. False if there was none.
pub fn close_sheets() -> bool {
    let open = document()
        .and_then(|document| document.query_selector_all("details[open]:has(> .sheet)").ok());
    let Some(open) = open.filter(|open| open.length() > 0) else {
        return false;
    };
    for at in 0..open.length() {
        let Some(details) = open.get(at).and_then(|node| node.dyn_into::<Element>().ok()) else {
            continue;
        };
        let inside = details.query_selector(":focus").ok().flatten();
        let summary = details.query_selector("summary").ok().flatten();
        let _ = details.remove_attribute("open");
        if let (Some(_), Some(summary)) = (inside, summary) {
            let _ = summary.unchecked_into::<HtmlElement>().focus();
        }
    }
    true
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
///
/// A frame keeps no history of its own: it would fill that of its host page,
/// whose reader wants Back to lead out of the page.
pub fn show_route(shown: &Route, title: &str, embed: bool) {
    let Some(window) = window() else {
        return;
    };
    if embed {
        replace_route(shown);
    } else if route() != *shown {
        let _ = window.location().set_hash(&shown.hash());
    }
    if let Some(document) = window.document() {
        document.set_title(title);
    }
}

/// Puts the route into the address in the place of the present one.
pub fn replace_route(shown: &Route) {
    let Some(location) = window().map(|window| window.location()) else {
        return;
    };
    if route() != *shown {
        let address = location.href().unwrap_or_default();
        let page = address.split('#').next().unwrap_or_default();
        let _ = location.replace(&format!("{page}{}", shown.hash()));
    }
}

/// The width of each stage, none of one that is not shown, and the height of
/// everything around them.
pub fn stage_rooms() -> Option<(Vec<f64>, f64)> {
    let views = document()?.query_selector_all(".stage-view").ok()?;
    let views = (0..views.length()).filter_map(|at| views.item(at)?.dyn_into::<Element>().ok());
    let mut others = f64::from(root()?.client_height());
    let width = |view: Element| {
        others -= f64::from(view.client_height());
        f64::from(view.client_width())
    };
    let widths: Vec<f64> = views.map(width).collect();
    (!widths.is_empty()).then_some((widths, others))
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
