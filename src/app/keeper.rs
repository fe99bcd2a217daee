//! The storage that labs are kept in.
//!
//! Every page that is loaded keeps its lab under a name of its own, so that no
//! two tabs ever write over each other, not even a tab and its duplicate.
//! Storage may be refused, full, or changed by anybody at any time: nothing
//! here fails, what cannot be kept is not kept.

use std::cell::{Cell, RefCell};

use gloo_timers::callback::Timeout;
use js_sys::{Date, Math};
use web_sys::Storage;

use super::{
    keeping::{self, Found, Keeping},
    perform::{session_storage, storage},
    state::State,
};

/// What the names of all labs begin with; and what a tab calls its last one.
const PREFIX: &str = "queuescope.lab.";
const OWN: &str = "queuescope.lab";

/// How long a change waits to be kept, in milliseconds, so that a slider that
/// is dragged is kept once.
const WAIT_MS: u32 = 2_000;

/// Most labs looked at; no page leaves so many.
const LOOKED_AT: usize = 20;

/// Keeps the current lab of one page.
pub struct Keeper {
    id: RefCell<String>,
    /// The run as it was kept last.
    last: RefCell<String>,
    waiting: Cell<bool>,
    timer: RefCell<Option<Timeout>>,
}

impl Keeper {
    /// A keeper that has kept nothing yet.
    pub fn awake() -> Self {
        Keeper {
            id: RefCell::new(fresh_id()),
            last: RefCell::default(),
            waiting: Cell::new(false),
            timer: RefCell::default(),
        }
    }

    /// Calls `keep` in a little while, once however often this is asked.
    pub fn soon(&self, keep: impl FnOnce() + 'static) {
        if !self.waiting.replace(true) {
            *self.timer.borrow_mut() = Some(Timeout::new(WAIT_MS, keep));
        }
    }

    /// Keeps the lab if it is worth it and has changed; how that went.
    pub fn keep(&self, state: &State) -> Option<Keeping> {
        self.waiting.set(false);
        if !keeping::is_worth_keeping(state) {
            return None;
        }
        let Some(run) = keeping::run_text(state) else {
            return Some(Keeping::TooLarge);
        };
        if *self.last.borrow() == run {
            return None;
        }
        let text = keeping::written(state, &run, Date::now());
        let went = match self.write(&text) {
            Some(()) => Keeping::Works,
            None => Keeping::Refused,
        };
        self.last.replace(run);
        Some(went)
    }

    fn write(&self, text: &str) -> Option<()> {
        let storage = storage()?;
        let id = self.id.borrow();
        storage.set_item(&name(&id), text).ok()?;
        if let Some(session) = session_storage() {
            let _ = session.set_item(OWN, &id);
        }
        let ids = ids(&storage);
        if keeping::LABS < ids.len() {
            let saved = |id: String| {
                let saved_ms = keeping::saved_ms(&text_of(&storage, &id).unwrap_or_default());
                (id, saved_ms)
            };
            for id in keeping::surplus(ids.into_iter().map(saved).collect(), &id) {
                let _ = storage.remove_item(&name(&id));
            }
        }
        Some(())
    }

    /// The labs that other pages have kept; none where storage is refused.
    pub fn found(&self) -> Option<Found> {
        let storage = storage()?;
        let own = session_storage().and_then(|session| session.get_item(OWN).ok().flatten());
        let mut ids = ids(&storage);
        ids.retain(|id| *id != *self.id.borrow());
        let texts = ids.into_iter().filter_map(|id| text_of(&storage, &id).map(|text| (id, text)));
        Some(Found { labs: texts.take(LOOKED_AT).collect(), own, now_ms: Date::now() })
    }

    /// Takes a lab over from the page that kept it, if it is still there: it
    /// is this page's from now on, beside what this page has kept before.
    pub fn take(&self, id: &str) -> Option<String> {
        let storage = storage()?;
        let text = text_of(&storage, id)?;
        self.id.replace(fresh_id());
        let _ = storage.remove_item(&name(id));
        // Without room for it under its new name it stays where it was.
        if self.write(&text).is_none() {
            let _ = storage.set_item(&name(id), &text);
        }
        Some(text)
    }

    /// Removes a lab.
    pub fn forget(&self, id: &str) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&name(id));
        }
    }
}

fn name(id: &str) -> String {
    format!("{PREFIX}{id}")
}

fn ids(storage: &Storage) -> Vec<String> {
    let names = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok().flatten());
    names.filter_map(|name| name.strip_prefix(PREFIX).map(str::to_owned)).collect()
}

fn text_of(storage: &Storage, id: &str) -> Option<String> {
    storage.get_item(&name(id)).ok().flatten()
}

/// A name that no other page has.
fn fresh_id() -> String {
    format!("{:x}", (Math::random() * 9e15) as u64)
}
