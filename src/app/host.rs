//! The page that holds this one: its requests carried out, and what it is
//! told of the run.
//!
//! A host page hears of a change at most four times a second, and always of
//! the last one.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo_timers::callback::Timeout;
use js_sys::JSON;
use serde::Serialize;

use crate::{
    embed::{bridge::Bridge, schema::Parameters},
    scenario::text,
    view::layout::{Layout, Zoom},
};

use super::{
    driver::Driver,
    handle, perform,
    report::{EffectsReport, GoalReport, state as report},
    side::Side,
    state::{Route, State},
};

/// How often a host page is told of the run, in milliseconds.
const NOTICES_MS: u32 = 250;

/// A frame's height: less shows no queue, more is nobody's idea of a frame.
const HEIGHTS: (f64, f64) = (240.0, 1_600.0);

/// Room above and below the nodes.
const AIR: f64 = 48.0;

/// The present moment, short enough to be told again and again.
#[derive(Serialize)]
struct StateNotice<'a> {
    now_ms: f64,
    playing: bool,
    title: &'a str,
    lab: Option<&'a str>,
    lesson: Option<&'a str>,
    effects: EffectsReport,
    goals: Vec<GoalReport>,
}

/// The way to the host page.
#[derive(Clone)]
pub struct Host(Rc<Inner>);

struct Inner {
    bridge: Bridge,
    driver: Driver,
    told: RefCell<String>,
    /// News of lessons told.
    news: Cell<usize>,
    /// Why the lesson that was asked for is not given, once that was told.
    missing: RefCell<Option<String>>,
    height: Cell<f64>,
    pending: RefCell<Option<Timeout>>,
}

impl Host {
    /// Talks to the page around this frame; none if this is no frame.
    ///
    /// `problems` is what was wrong with how it was opened, in words.
    pub fn open(driver: &Driver, parameters: &Parameters, problems: &[String]) -> Option<Host> {
        let acts = driver.clone();
        let verbs = handle::VERBS.map(|(name, _)| name);
        let origins = parameters.origins.clone();
        let bridge = Bridge::open(origins, &verbs, problems, move |asked, payload| {
            let mut verbs = handle::VERBS.iter();
            let (_, verb) = verbs.find(|(name, _)| *name == asked).expect("is one of them");
            verb(&acts, payload)
        })?;
        Some(Host(Rc::new(Inner {
            bridge,
            driver: driver.clone(),
            told: RefCell::default(),
            news: Cell::new(0),
            missing: RefCell::default(),
            height: Cell::new(0.0),
            pending: RefCell::default(),
        })))
    }

    /// Says soon what has become of the run. Asking again before that is
    /// free.
    pub fn tell_soon(&self) {
        let mut pending = self.0.pending.borrow_mut();
        if pending.is_none() {
            let host = self.clone();
            *pending = Some(Timeout::new(NOTICES_MS, move || {
                host.0.pending.take();
                host.tell();
            }));
        }
    }

    fn tell(&self) {
        let state = self.0.driver.state().read();
        let notice = text::text(&notice(&state));
        if *self.0.told.borrow() != notice {
            self.notify("state", &notice);
            self.0.told.replace(notice);
        }
        let news = &state.lessons.news;
        for one in &news[self.0.news.replace(news.len()).min(news.len())..] {
            self.notify(one.kind(), &text::text(one));
        }
        let missing = state.lessons.lesson.missing();
        if self.0.missing.borrow().as_deref() != missing {
            if let Some(says) = missing {
                self.notify("error", &format!("{{\"says\":{}}}", text::text(&says)));
            }
            self.0.missing.replace(missing.map(str::to_owned));
        }
        let height =
            perform::stage_rooms().map(|(widths, others)| wanted(&state, &widths) + others);
        let height = height.map(|height| height.clamp(HEIGHTS.0, HEIGHTS.1).round());
        if let Some(height) = height.filter(|height| *height != self.0.height.get()) {
            self.0.height.set(height);
            self.notify("resize", &format!("{{\"height\":{height}}}"));
            self.0.bridge.ask_height(height);
        }
    }

    fn notify(&self, kind: &str, payload: &str) {
        if let Ok(payload) = JSON::parse(payload) {
            self.0.bridge.notify(kind, &payload);
        }
    }
}

fn notice(state: &State) -> StateNotice<'_> {
    let report = report(state);
    StateNotice {
        now_ms: report.now_ms,
        playing: report.playing,
        title: state.about(),
        lab: match &state.route {
            Route::Lab(id) => Some(id),
            _ => None,
        },
        lesson: state.given().map(|open| open.lesson.id.as_str()),
        effects: report.books.effects,
        goals: report.goals,
    }
}

/// The height at which the stages, of these widths, show all their nodes.
fn wanted(state: &State, widths: &[f64]) -> f64 {
    let shown = state.bench.sides().zip(widths).filter(|(_, width)| **width > 0.0);
    shown.map(|(side, width)| wanted_by(side, *width)).sum()
}

fn wanted_by(side: &Side, width: f64) -> f64 {
    let room = (width, HEIGHTS.1);
    let layout = Layout::of(side.engine(), side.scenario(), room, Zoom::Readable);
    let top = layout.nodes.iter().map(|node| node.frame.y).fold(f64::MAX, f64::min);
    let bottom = layout.nodes.iter().map(|node| node.frame.bottom()).fold(top, f64::max);
    (bottom - top) * layout.scale + AIR
}
