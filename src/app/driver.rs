//! Between the pure state and the browser.
//!
//! Everything that changes the state goes through here: clicks, keys, scripts
//! and frames. A frame advances time and paints the stage; the panels are
//! told of it ten times a second, never once a frame.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo_timers::callback::Interval;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{
    bench::At,
    clock::Clock,
    keeper::Keeper,
    keeping::{Change, Keeping},
    languages,
    lessons::Doing,
    perform,
    shared::Shared,
    stage::PainterSlot,
    state::{Action, Effect, Notice, State},
    update::update,
};
use crate::words::{Tongue, languages as says};

/// How often panels are rendered while time goes on, in milliseconds.
const PANELS_MS: u32 = 100;

/// Takes actions, performs their effects and asks for renders.
#[derive(Clone)]
pub struct Driver(Rc<Inner>);

struct Inner {
    state: Shared,
    painters: [PainterSlot; At::ALL.len()],
    clock: RefCell<Option<Clock>>,
    panels: RefCell<Option<Interval>>,
    on_change: Callback<()>,
    keeper: Keeper,
    /// Not scrolled out of the page around this frame.
    seen: Cell<bool>,
}

impl Driver {
    /// A driver of `state` that calls `on_change` whenever there is
    /// something new to render.
    pub fn new(state: State, on_change: Callback<()>) -> Self {
        let inner = Rc::new(Inner {
            state: Shared::new(state),
            painters: Default::default(),
            clock: RefCell::new(None),
            panels: RefCell::new(None),
            on_change,
            keeper: Keeper::awake(),
            seen: Cell::new(true),
        });
        let driver = Rc::downgrade(&inner);
        let clock = Clock::new(move |real_ms| {
            if let Some(inner) = driver.upgrade() {
                inner.frame(real_ms);
            }
        });
        *inner.clock.borrow_mut() = Some(clock);
        Driver(inner)
    }

    /// The state, to look at.
    pub fn state(&self) -> &Shared {
        &self.0.state
    }

    /// Where the stage of a side puts its painter.
    pub fn painter(&self, at: At) -> &PainterSlot {
        &self.0.painters[at as usize]
    }

    /// Carries out one action.
    pub fn act(&self, action: Action) {
        let effects = self.0.state.with(|state| update(state, action));
        self.0.perform(effects);
        self.0.keep_panels_fresh();
        self.0.on_change.emit(());
        let inner = Rc::downgrade(&self.0);
        self.0.keeper.soon(move || {
            if let Some(inner) = inner.upgrade() {
                inner.keep();
            }
        });
    }

    /// Carries out one action for a script: what would be told to the person
    /// is told to the script instead.
    ///
    /// # Errors
    /// The notice that the action gave rise to.
    pub fn try_act(&self, action: Action) -> Result<(), Notice> {
        let shown = self.0.state.with(|state| state.notice.take());
        self.act(action);
        let given = self.0.state.with(|state| {
            let given = state.notice.take();
            state.notice = shown;
            given
        });
        given.map_or(Ok(()), Err)
    }

    /// The page has left the screen, or comes back to it.
    pub fn set_seen(&self, seen: bool) {
        if self.0.seen.replace(seen) != seen {
            self.visibility_changed();
        }
    }

    /// Offers the labs from earlier visits. A frame keeps nothing: its reader
    /// is on another page.
    pub fn find_kept(&self) {
        if self.0.state.read().setting.embed {
            return;
        }
        self.0.decide(match self.0.keeper.found() {
            Some(found) => Change::Found(found),
            None => Change::Went(Keeping::Refused),
        });
    }

    /// Another tab may have changed what is offered here.
    pub fn see_kept(&self) {
        if self.0.state.read().kept.is_empty() {
            return;
        }
        self.0.decide(Change::Seen(self.0.keeper.found().unwrap_or_default()));
    }

    /// The page may be gone in a moment: what is worth it is kept at once.
    pub fn keep_now(&self) {
        self.0.keep();
    }

    /// The page was hidden, or is seen again. Hidden means paused.
    pub fn visibility_changed(&self) {
        match perform::is_hidden() {
            true => self.keep_now(),
            false => self.see_kept(),
        }
        match self.0.is_seen() {
            true => self.0.with_clock(Clock::request),
            false => self.0.with_clock(Clock::rest),
        }
        self.0.keep_panels_fresh();
    }
}

impl Inner {
    fn is_seen(&self) -> bool {
        self.seen.get() && !perform::is_hidden()
    }

    fn with_clock(&self, act: impl Fn(&Clock)) {
        if let Some(clock) = self.clock.borrow().as_ref() {
            act(clock);
        }
    }

    fn frame(self: &Rc<Self>, real_ms: f64) {
        let effects = self.state.with(|state| update(state, Action::Frame { real_ms }));
        self.perform(effects);
        let state = self.state.read();
        for (at, slot) in At::ALL.into_iter().zip(&self.painters) {
            if let (Some(painter), Some(side)) = (slot.borrow_mut().as_mut(), state.bench.side(at))
            {
                painter.paint(side, state.speed);
            }
        }
    }

    /// What comes of it is an action like any other.
    fn fetch(self: &Rc<Self>, name: String) {
        let driver = Driver(self.clone());
        spawn_local(async move {
            let text = perform::lesson_part(&name).await;
            driver.act(Action::Lesson(Doing::Arrived { name, text }));
        });
    }

    fn fetch_modelled(self: &Rc<Self>, tongue: Tongue) {
        let driver = Driver(self.clone());
        spawn_local(async move {
            let text = perform::modelled(tongue).await;
            driver.act(Action::Modelled { tongue, text });
        });
    }

    /// Says everything in another language, unless yet another one has been
    /// chosen before its words are there.
    fn speak(self: &Rc<Self>, tongue: Tongue) {
        let driver = Driver(self.clone());
        spawn_local(async move {
            let words = languages::words_of(tongue).await;
            if driver.state().read().setting.preferences.language != Some(tongue) {
                return;
            }
            match words {
                Ok(language) => {
                    languages::speak(language);
                    driver.act(Action::Spoken);
                    driver.see_kept();
                }
                Err(line) => {
                    let title = says::ANOTHER.into();
                    driver.act(Action::Tell(Notice { title, lines: vec![line] }));
                }
            }
        });
    }

    fn keep(self: &Rc<Self>) {
        let went = self.state.try_read().and_then(|state| {
            let went = self.keeper.keep(&state);
            went.filter(|went| *went != state.keeping)
        });
        if let Some(went) = went {
            self.decide(Change::Went(went));
        }
    }

    /// Has the state decide about what the storage has said.
    fn decide(self: &Rc<Self>, change: Change) {
        let effects = self.state.with(|state| update(state, Action::Keep(change)));
        self.perform(effects);
        self.on_change.emit(());
    }

    fn perform(self: &Rc<Self>, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                // Whoever comes back to the page gets a frame in any case.
                Effect::RequestFrame | Effect::Repaint if !self.is_seen() => {}
                Effect::RequestFrame | Effect::Repaint => self.with_clock(Clock::request),
                Effect::ShowRoute { route, title } => {
                    let embed = self.state.read().setting.embed;
                    perform::show_route(&route, &title, embed);
                }
                Effect::ReplaceRoute(route) => perform::replace_route(&route),
                Effect::ApplyTheme { dark } => perform::apply_theme(dark),
                Effect::ShowLegend => perform::show_legend(),
                Effect::Focus(selector) => perform::focus_soon(selector),
                Effect::StorePreferences(kept) => perform::store_preferences(kept),
                Effect::StoreProgress(kept) => perform::store_progress(&kept),
                Effect::Fetch(name) => self.fetch(name),
                Effect::FetchModelled(tongue) => self.fetch_modelled(tongue),
                Effect::Speak(tongue) => self.speak(tongue),
                Effect::TakeKept(id) => {
                    self.keep();
                    self.decide(Change::Taken(self.keeper.take(&id)));
                }
                Effect::ForgetKept(id) => self.keeper.forget(&id),
            }
        }
    }

    /// Renders follow each other exactly while time goes on before somebody's
    /// eyes.
    fn keep_panels_fresh(&self) {
        let playing = self.is_seen() && self.state.read().playing;
        let mut panels = self.panels.borrow_mut();
        match (playing, panels.is_some()) {
            (true, false) => {
                let on_change = self.on_change.clone();
                *panels = Some(Interval::new(PANELS_MS, move || on_change.emit(())));
            }
            (false, true) => *panels = None,
            _ => {}
        }
    }
}
