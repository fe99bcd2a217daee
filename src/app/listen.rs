//! Listening to the browser, for as long as the listener is kept.

use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

/// A listener that stops when it is dropped.
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    closure: Closure<dyn FnMut(JsValue)>,
}

impl Listener {
    /// Calls `on_event` for every such event on `target`.
    pub fn new(
        target: &EventTarget,
        event: &'static str,
        on_event: impl FnMut(JsValue) + 'static,
    ) -> Self {
        let closure: Closure<dyn FnMut(JsValue)> = Closure::new(on_event);
        let listener = closure.as_ref().unchecked_ref();
        let _ = target.add_event_listener_with_callback(event, listener);
        Listener { target: target.clone(), event, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let listener = self.closure.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.event, listener);
    }
}
