//! The page: knows everything, and is known by nothing.
//!
//! `state` and `update` decide, `driver` and `perform` act, components show.

pub mod preferences;
pub mod state;
mod titles;
pub mod travel;
pub mod sharing;
pub mod keeping;
pub mod below;
pub mod watch;
pub mod side;
pub mod bench;
pub mod switching;
pub mod building;
pub mod lessons;
pub mod update;
pub mod furniture;
pub mod route;
pub mod caption;
pub mod call_report;
pub mod log_report;
pub mod report;
pub mod format;
pub mod keys;
pub mod spoken;
pub mod shared;
pub mod clock;
pub mod listen;
pub mod perform;
pub mod languages;
pub mod files;
pub mod pictures;
pub mod keeper;
pub mod driver;
pub mod handle;
pub mod seen;
pub mod opening;
pub mod leaving;
pub mod host;
pub mod trouble;
pub mod icons;
pub mod marks;
pub mod pointed;
pub mod fields;
pub mod stage;
pub mod panels;
pub mod pages;

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::embed::schema::{Controls, Parameters};
use bench::At;
use driver::Driver;
use host::Host;
use lessons::Doing;
use listen::Listener;
use pages::{coming, course, fidelity, glossary, home, lab, teacher};
use panels::{
    faults::faults_box, kept::kept_labs, notice::notice_box, switch::switch_box, top::top,
};
use shared::Panel;
use stage::{PainterProp, Stage};
use state::{Action, Route, State};

/// The whole page.
pub struct App {
    driver: Driver,
    version: u64,
    on_action: Callback<Action>,
    /// What the address asked for, and what was wrong with it.
    asked: (Parameters, Vec<String>),
    /// Scripts and the host page may ask.
    answers: bool,
    /// It is time to answer, whatever is still on its way.
    late: bool,
    host: Option<Host>,
    _listeners: Vec<Listener>,
    _patience: Timeout,
}

/// How long scripts and the host page wait for a lesson that does not come, in
/// milliseconds.
const PATIENCE_MS: u32 = 10_000;

/// What makes the page render.
pub enum News {
    /// There is something new to show.
    Changed,
    /// [`PATIENCE_MS`] are over.
    Late,
}

impl Component for App {
    type Message = News;
    type Properties = ();

    fn create(context: &Context<Self>) -> Self {
        let on_change = context.link().callback(|()| News::Changed);
        let mut asked = perform::parameters();
        asked.1.extend(opening::leads_nowhere(&perform::route()));
        let driver = Driver::new(State::new(perform::setting(&asked.0)), on_change);
        let on_action = {
            let driver = driver.clone();
            Callback::from(move |action| driver.act(action))
        };
        let on = driver.clone();
        seen::watch(move |seen| on.set_seen(seen));
        let late = context.link().callback(|()| News::Late);
        App {
            version: 0,
            on_action,
            asked,
            answers: false,
            late: false,
            host: None,
            _listeners: listeners(&driver),
            _patience: Timeout::new(PATIENCE_MS, move || late.emit(())),
            driver,
        }
    }

    fn update(&mut self, _: &Context<Self>, news: News) -> bool {
        self.late |= matches!(news, News::Late);
        self.version += 1;
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        let shared = self.driver.state();
        let state = &*shared.read();
        let panel = Panel { state, shared, on_action: &self.on_action };
        let shown = match &state.route {
            Route::Fidelity => fidelity(panel),
            Route::Course => course(panel),
            Route::Glossary => glossary(panel),
            Route::Teacher(_) => teacher(panel),
            _ if state.shows_lab() => lab(panel, |at| self.stage(panel, at)),
            Route::Lesson(_) => coming(panel),
            _ => home(panel, self.stage(panel, At::Main)),
        };
        let fills_frame = state.shows_lab() || matches!(state.route, Route::Lesson(_));
        let embed = (state.setting.embed && fills_frame).then(|| frame(state));
        let presenting = state.setting.preferences.presenting && state.shows_lab();
        html! {
            <div class={classes!("page", embed, presenting.then_some("presenting"))}>
                { top(panel) }
                { kept_labs(panel) }
                { notice_box(panel) }
                { switch_box(panel) }
                { faults_box(panel) }
                <div class="shown">{ shown }</div>
            </div>
        }
    }

    fn rendered(&mut self, _: &Context<Self>, first: bool) {
        if first {
            self.open();
        }
        if !self.answers && (self.late || !self.driver.state().read().awaits_lesson()) {
            self.answer();
        }
        if let Some(host) = &self.host {
            host.tell_soon();
        }
        trouble::remember(sharing::shared(&self.driver.state().read()));
    }
}

impl App {
    /// Opens what the address asks for.
    fn open(&mut self) {
        let setting = self.driver.state().read().setting;
        if !setting.embed {
            self.driver.act(Action::Lesson(Doing::Recall(perform::stored_progress())));
        }
        self.driver.find_kept();
        for action in opening::actions(&self.asked.0, perform::route(), setting) {
            self.driver.act(action);
        }
        let dark = self.driver.state().read().is_dark();
        perform::apply_theme(dark);
        self.driver.act(Action::SystemTheme { dark: perform::system_is_dark() });
    }

    /// What the address asks for is there: scripts and the host page may ask
    /// for more.
    fn answer(&mut self) {
        self.answers = true;
        let in_language = languages::missing(&self.asked.0).map(Action::TellToo);
        for told in opening::tell(self.asked.1.clone()).into_iter().chain(in_language) {
            self.driver.act(told);
        }
        // Without its handle the page still works for everybody else.
        let _ = handle::install(&self.driver);
        // What its reader was told, the host page hears as well.
        let told = self.driver.state().read().notice.clone();
        let problems = told.map_or(Vec::new(), |notice| notice.lines);
        self.host = Host::open(&self.driver, &self.asked.0, &problems);
    }

    /// The stage of a side. What is done on it is done on that side.
    fn stage(&self, panel: Panel<'_>, at: At) -> Html {
        let on_action = match panel.state.bench.both() {
            Some(_) => panel.on_action.reform(move |action| Action::On(at, Box::new(action))),
            None => panel.on_action.clone(),
        };
        html! {
            <Stage
                state={panel.shared.clone()}
                {at}
                version={self.version}
                {on_action}
                dark={panel.state.is_dark()}
                reduced_motion={panel.state.setting.is_still()}
                painter={PainterProp(self.driver.painter(at).clone())}
            />
        }
    }
}

/// The classes of a page in a frame.
fn frame(state: &State) -> &'static str {
    match state.setting.controls {
        Controls::All => "embed",
        Controls::Time => "embed only-time",
        Controls::None => "embed only-stage",
    }
}

/// What the page listens to as a whole.
fn listeners(driver: &Driver) -> Vec<Listener> {
    let mut listeners = Vec::new();
    let Some(window) = perform::window() else {
        return listeners;
    };
    let on = driver.clone();
    listeners.push(Listener::new(&window, "hashchange", move |_| {
        on.act(Action::Go(perform::route()));
    }));
    let on = driver.clone();
    listeners.push(Listener::new(&window, "pagehide", move |_| on.keep_now()));
    let on = driver.clone();
    listeners.push(Listener::new(&window, "storage", move |_| on.see_kept()));
    let on = driver.clone();
    listeners.push(Listener::new(&window, "resize", move |_| on.act(Action::Resized)));
    let on = driver.clone();
    listeners.push(Listener::new(&window, "keydown", move |event| {
        pressed(&on, event.unchecked_ref());
    }));
    if let Some(document) = window.document() {
        let on = driver.clone();
        listeners.push(Listener::new(&document, "visibilitychange", move |_| {
            on.visibility_changed();
        }));
    }
    if let Some(watch) = perform::system_theme_watch() {
        let on = driver.clone();
        listeners.push(Listener::new(&watch, "change", move |_| {
            on.act(Action::SystemTheme { dark: perform::system_is_dark() });
        }));
    }
    listeners
}

/// A key was pressed somewhere in the page.
fn pressed(driver: &Driver, event: &KeyboardEvent) {
    if event.key() == "Escape" && !event.default_prevented() && perform::close_sheets() {
        return event.prevent_default();
    }
    if event.key() == "Escape" && driver.state().read().covers_stage() {
        return driver.act(Action::Lesson(Doing::Unfold(false)));
    }
    let chord = event.ctrl_key() || event.alt_key() || event.meta_key();
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let taken = target.as_ref().is_some_and(|target| takes_key(target, &event.key()));
    if taken || event.default_prevented() || !driver.state().read().shows_lab() && chord {
        return;
    }
    if chord {
        let asked = if event.alt_key() {
            None
        } else {
            keys::chord(&event.key(), event.shift_key(), driver.state().read().building.open)
        };
        if let Some(action) = asked {
            event.prevent_default();
            driver.act(action);
        }
        return;
    }
    let on_stage =
        target.is_some_and(|target| target.closest(".stage-view").is_ok_and(|view| view.is_some()));
    let action = keys::action(&event.key(), on_stage, &driver.state().read());
    if let Some(action) = action {
        event.prevent_default();
        driver.act(action);
    }
}

/// Elements that use this key themselves.
fn takes_key(target: &Element, key: &str) -> bool {
    let typed = "input:not([type=radio],[type=checkbox],[type=range]), select, textarea";
    let pressed = "button, a, summary, input, [role=button], [role=radio]";
    let takes = |selector| target.matches(selector).unwrap_or(false);
    takes(typed) || (key == " " && takes(pressed))
}
