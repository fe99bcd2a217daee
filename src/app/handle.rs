//! `window.queuescope`: the page for teachers' scripts and browser tests.
//!
//! Every verb answers with a promise. A verb given nonsense rejects with a
//! sentence that says what was wrong and what is allowed, and changes
//! nothing.

use js_sys::{Error, JSON, Object, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::{
    engine::LAST_TICK,
    scenario::{Scenario, catalog, read, share, text},
    words::handle as words,
};

use super::{
    driver::Driver,
    perform, report, sharing,
    state::{Action, Notice, State},
    travel::Travel,
    update::no_such_lab,
};

/// Longest text of a scenario, in bytes.
pub const SCENARIO_BYTES: usize = 1 << 20;

/// A command as it is written.
const COMMAND: &str = "{\"crash\": {\"consumer\": \"billing\", \"at\": \"between\"}}";

const RUN_MS: f64 = 86_400_000.0;
const STEPS: f64 = 100_000.0;
const LAST_INDEX: f64 = 9_007_199_254_740_991.0;

/// What a verb answers, or a sentence that says what was wrong.
pub type Answer = Result<JsValue, String>;
type Act = fn(&Driver, JsValue) -> Answer;
type Verb = Closure<dyn Fn(JsValue) -> Promise>;

/// All verbs. A host page asks for the same ones, as types of its messages.
pub const VERBS: [(&str, Act); 11] = [
    ("load", load),
    ("play", |driver, _| act(driver, Action::Play)),
    ("pause", |driver, _| act(driver, Action::Pause)),
    ("step", step),
    ("runFor", run_for),
    ("seek", seek),
    ("command", command),
    ("state", |driver, _| json(&report::with_run(&driver.state().read()))),
    ("setState", set_state),
    ("facts", facts),
    ("link", |driver, _| Ok(JsValue::from_str(&address(&driver.state().read())))),
];

/// Puts the verbs onto `window.queuescope`, which the page's own frame may
/// have made already so that scripts can wait for it.
pub fn install(driver: &Driver) -> Result<(), JsValue> {
    let Some(window) = perform::window() else {
        return Ok(());
    };
    let name = JsValue::from_str("queuescope");
    let known = Reflect::get(&window, &name)?;
    let handle = match known.is_object() {
        true => known,
        false => Object::new().into(),
    };
    for (name, act) in VERBS {
        verb(&handle, name, driver, act)?;
    }
    if Reflect::get(&handle, &"ready".into())?.is_undefined() {
        let ready = Promise::resolve(&JsValue::UNDEFINED);
        Reflect::set(&handle, &"ready".into(), &ready)?;
    }
    Reflect::set(&window, &name, &handle)?;
    window.dispatch_event(&web_sys::Event::new("queuescope-ready")?)?;
    Ok(())
}

/// The address at which the page opens with the run as it is shown now.
pub fn address(state: &State) -> String {
    let page = perform::page_address().unwrap_or_default();
    page + &share::link(&sharing::shared(state))
}

/// The closure is handed over to the page for as long as it lives.
fn verb(handle: &JsValue, name: &str, driver: &Driver, act: Act) -> Result<(), JsValue> {
    let driver = driver.clone();
    let verb: Verb = Closure::new(move |argument| match act(&driver, argument) {
        Ok(answer) => Promise::resolve(&answer),
        Err(sentence) => Promise::reject(&Error::new(&sentence)),
    });
    Reflect::set(handle, &name.into(), &verb.into_js_value()).map(drop)
}

fn act(driver: &Driver, action: Action) -> Answer {
    let told = driver.try_act(action);
    told.map(|()| JsValue::UNDEFINED).map_err(sentence)
}

fn sentence(notice: Notice) -> String {
    format!("{}: {}", notice.title, notice.lines.join(" "))
}

/// A built-in world by its id, or a scenario as an object; it waits at its
/// first moment.
fn load(driver: &Driver, what: JsValue) -> Answer {
    let action = match what.as_string() {
        Some(id) if catalog::find(&id).is_some() => Action::Open(id),
        Some(id) => return Err(no_such_lab(&id)),
        None => Action::Load(Box::new(scenario(&what)?)),
    };
    act(driver, action)?;
    act(driver, Action::Pause)
}

fn scenario(what: &JsValue) -> Result<Scenario, String> {
    let text = text_of(what).ok_or(words::LOAD_TAKES)?;
    if SCENARIO_BYTES < text.len() {
        return Err(words::too_long(&text.len(), &SCENARIO_BYTES));
    }
    let (scenario, problems) = read::scenario(&text);
    let lines: Vec<_> = problems.iter().map(|problem| problem.to_string()).collect();
    match (scenario, lines.is_empty()) {
        (Some(scenario), true) => Ok(scenario),
        _ => Err(words::not_loaded(&lines.join("; "))),
    }
}

fn text_of(object: &JsValue) -> Option<String> {
    JSON::stringify(object).ok().filter(|_| object.is_object())?.as_string()
}

fn step(driver: &Driver, moments: JsValue) -> Answer {
    let moments = match moments.is_undefined() {
        true => 1.0,
        false => whole(&moments, "step()", 1.0, STEPS)?,
    };
    act(driver, Action::Step(moments as u32))
}

#[derive(Serialize)]
struct Ran {
    now_ms: f64,
    ran_ms: f64,
    /// False when the run stopped early.
    complete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    says: Option<&'static str>,
}

fn run_for(driver: &Driver, ms: JsValue) -> Answer {
    let ms = number(&ms, "runFor()", 0.0, RUN_MS)?;
    let before = driver.state().read().now();
    act(driver, Action::RunFor(ms))?;
    let now = driver.state().read().now();
    let ran_us = now.since(before);
    let complete = (ms * 1_000.0) as u64 <= ran_us;
    json(&Ran {
        now_ms: now.as_ms(),
        ran_ms: ran_us as f64 / 1_000.0,
        complete,
        says: (!complete).then(|| words::STOPPED_EARLY.text()),
    })
}

#[derive(Serialize)]
struct Sought {
    now_ms: f64,
    /// The last moment that is known.
    known_ms: f64,
}

/// To a moment, past or to come.
fn seek(driver: &Driver, ms: JsValue) -> Answer {
    let ms = number(&ms, "seek()", 0.0, LAST_TICK.as_ms())?;
    act(driver, Action::Travel(Travel::To(ms)))?;
    arrive(driver)?;
    let state = driver.state().read();
    json(&Sought { now_ms: state.now().as_ms(), known_ms: state.bench.horizon().as_ms() })
}

/// Goes on until the way through time is at its end.
fn arrive(driver: &Driver) -> Answer {
    while driver.state().read().bench.is_travelling() {
        act(driver, Action::Frame { real_ms: 0.0 })?;
    }
    Ok(JsValue::UNDEFINED)
}

/// The run and the moment of an answer of `state()`, or of a link.
fn set_state(driver: &Driver, what: JsValue) -> Answer {
    let run = match what.is_object() {
        true => Reflect::get(&what, &"run".into()).unwrap_or_default(),
        false => what,
    };
    let link = run.as_string().ok_or(words::SET_STATE_TAKES)?;
    let shared = sharing::whole(&link).map_err(sentence)?;
    act(driver, Action::Restore(Box::new(shared)))?;
    arrive(driver)
}

fn command(driver: &Driver, what: JsValue) -> Answer {
    let text = text_of(&what).ok_or_else(|| words::command_takes(&COMMAND))?;
    let command = read::command(&text).map_err(|problem| words::command_not_read(&problem))?;
    act(driver, Action::Ask(command))
}

fn facts(driver: &Driver, since: JsValue) -> Answer {
    let since = match since.is_undefined() {
        true => 0.0,
        false => whole(&since, "facts()", 0.0, LAST_INDEX)?,
    };
    json(&report::facts(driver.state().read().engine(), since as u64))
}

fn number(value: &JsValue, verb: &str, from: f64, to: f64) -> Result<f64, String> {
    let number = value.as_f64().filter(|number| (from..=to).contains(number));
    number.ok_or_else(|| words::takes_number(&verb, &from, &to))
}

fn whole(value: &JsValue, verb: &str, from: f64, to: f64) -> Result<f64, String> {
    let number = number(value, verb, from, to);
    let whole = number.ok().filter(|number| number.fract() == 0.0);
    whole.ok_or_else(|| words::takes_whole(&verb, &from, &to))
}

fn json(value: &impl Serialize) -> Answer {
    JSON::parse(&text::text(value)).map_err(|_| words::NOT_WRITTEN.into())
}
