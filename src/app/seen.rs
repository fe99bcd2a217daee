//! Whether the page is on anybody's screen.
//!
//! A frame that is scrolled out of its page is as good as hidden: it should
//! cost its reader nothing.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

use super::perform;

/// Calls `on_change` whenever the page comes into view or leaves it, for as
/// long as the page lives. A browser that cannot tell calls it never.
pub fn watch(on_change: impl Fn(bool) + 'static) {
    let root = perform::window().and_then(|window| window.document()?.document_element());
    let Some(root) = root else {
        return;
    };
    let changed = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
        let last = entries.pop().dyn_into::<IntersectionObserverEntry>();
        if let Ok(entry) = last {
            on_change(entry.is_intersecting());
        }
    });
    if let Ok(observer) = IntersectionObserver::new(changed.into_js_value().unchecked_ref()) {
        observer.observe(&root);
    }
}
