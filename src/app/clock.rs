//! Animation frames, and only while somebody wants them.
//!
//! One closure lives as long as the page. At most one frame is ever pending,
//! so asking twice is harmless; a page that asks for none gets none.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use wasm_bindgen::prelude::*;

type OnFrame = Closure<dyn FnMut(f64)>;

/// Asks the browser for frames.
#[derive(Clone)]
pub struct Clock(Rc<Inner>);

struct Inner {
    pending: Cell<Option<i32>>,
    /// When the frame before was, if frames follow each other.
    last_ms: Cell<Option<f64>>,
    on_frame: RefCell<Option<OnFrame>>,
}

impl Clock {
    /// A clock at rest that will call `on_frame` with the real milliseconds
    /// since the frame before; 0 for the first after a rest.
    pub fn new(on_frame: impl Fn(f64) + 'static) -> Self {
        let inner = Rc::new(Inner {
            pending: Cell::new(None),
            last_ms: Cell::new(None),
            on_frame: RefCell::new(None),
        });
        let clock = Rc::downgrade(&inner);
        let closure = Closure::new(move |at_ms: f64| {
            let Some(clock) = clock.upgrade() else {
                return;
            };
            clock.pending.set(None);
            let since_ms = clock.last_ms.get().map_or(0.0, |last| at_ms - last);
            clock.last_ms.set(Some(at_ms));
            on_frame(since_ms);
            if clock.pending.get().is_none() {
                clock.last_ms.set(None);
            }
        });
        *inner.on_frame.borrow_mut() = Some(closure);
        Clock(inner)
    }

    /// Asks for one frame.
    pub fn request(&self) {
        if self.0.pending.get().is_some() {
            return;
        }
        let Some(window) = web_sys::window() else {
            return;
        };
        if let Some(on_frame) = self.0.on_frame.borrow().as_ref() {
            let handle = window.request_animation_frame(on_frame.as_ref().unchecked_ref());
            self.0.pending.set(handle.ok());
        }
    }

    /// Calls off the pending frame. What comes next is a first frame again:
    /// time spent hidden is not caught up.
    pub fn rest(&self) {
        self.0.last_ms.set(None);
        if let (Some(handle), Some(window)) = (self.0.pending.take(), web_sys::window()) {
            let _ = window.cancel_animation_frame(handle);
        }
    }
}
