//! The page inside a browser: it mounts, it plays, and its engine gives the
//! facts that it gives outside.

#![cfg(target_arch = "wasm32")]

use js_sys::{Function, JSON, Object, Promise, Reflect};
use queuescope::app::App;
use wasm_bindgen::{JsCast, prelude::*};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement};

#[path = "common/asks.rs"]
mod asks;
#[path = "common/logs.rs"]
mod logs;
#[path = "common/moments.rs"]
mod moments;
#[path = "common/worlds.rs"]
mod worlds;

wasm_bindgen_test_configure!(run_in_browser);

fn document() -> web_sys::Document {
    web_sys::window().and_then(|window| window.document()).expect("in a browser")
}

/// Waits a moment, as long as a person hardly notices.
async fn moment() {
    wait(200).await;
}

async fn wait(ms: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let window = web_sys::window().expect("in a browser");
        let waits = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        waits.expect("a timer starts");
    });
    JsFuture::from(promise).await.expect("a timer ends");
}

/// A page of its own on `hash`; the one before it is taken away.
struct Page {
    app: Option<yew::AppHandle<App>>,
    place: Element,
}

impl Page {
    async fn open(hash: &str) -> Page {
        let window = web_sys::window().expect("in a browser");
        window.location().set_hash(hash).expect("the hash may change");
        let place = document().create_element("div").expect("is made");
        document().body().expect("there is a body").append_child(&place).expect("is added");
        let app = yew::Renderer::<App>::with_root(place.clone()).render();
        moment().await;
        Page { app: Some(app), place }
    }

    fn find(&self, selector: &str) -> Option<HtmlElement> {
        let found = self.place.query_selector(selector).expect("a selector");
        found.map(JsCast::unchecked_into)
    }

    fn click(&self, selector: &str) {
        self.find(selector).unwrap_or_else(|| panic!("there is {selector}")).click();
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.place.remove();
    }
}

/// Calls a verb of `window.queuescope`.
async fn ask(verb: &str, argument: &JsValue) -> Result<JsValue, String> {
    let window = web_sys::window().expect("in a browser");
    let handle = Reflect::get(&window, &"queuescope".into()).expect("is there");
    let verb: Function = Reflect::get(&handle, &verb.into()).expect("is there").unchecked_into();
    let answer: Promise = verb.call1(&handle, argument).expect("never throws").unchecked_into();
    JsFuture::from(answer).await.map_err(|error| {
        let error: js_sys::Error = error.unchecked_into();
        String::from(error.message())
    })
}

async fn state(field: &str) -> JsValue {
    let state = ask("state", &JsValue::UNDEFINED).await.expect("always answers");
    Reflect::get(&state, &field.into()).expect("is an object")
}

fn object(pairs: &[(&str, &str)]) -> JsValue {
    let object = Object::new();
    for (name, value) in pairs {
        Reflect::set(&object, &(*name).into(), &(*value).into()).expect("is set");
    }
    object.into()
}

#[wasm_bindgen_test]
async fn every_way_to_a_moment_leads_where_it_does_outside() {
    for moments::Case { name, digest } in moments::cases() {
        let come_to = digest().unwrap_or_else(|differs| panic!("{name}: {differs}"));
        assert_eq!(Some(come_to), moments::known(&name), "{name}");
        // Whoever drives the browser gives up one that does not answer.
        wait(0).await;
    }
}

#[wasm_bindgen_test]
async fn the_page_mounts_with_a_stage_and_its_panels() {
    let page = Page::open("#/lab/guarantees").await;
    for part in
        ["canvas", ".controls .title", ".ledger", ".below .charts canvas", ".time .play", ".insp"]
    {
        assert!(page.find(part).is_some(), "there is {part}");
    }
}

#[wasm_bindgen_test]
async fn the_play_button_plays_and_pauses() {
    let page = Page::open("#/lab/work-queue").await;
    assert_eq!(state("playing").await, false);
    page.click(".time .play");
    assert_eq!(state("playing").await, true);
    moment().await;
    let label = page.find(".time .play").and_then(|button| button.get_attribute("aria-label"));
    assert_eq!(label.as_deref(), Some("Pause"));
    page.click(".time .play");
    assert_eq!(state("playing").await, false);
    assert!(state("now_ms").await.as_f64() > Some(0.0));
}

#[wasm_bindgen_test]
async fn a_choice_of_guarantee_reaches_the_engine() {
    let page = Page::open("#/lab/guarantees").await;
    page.click(".bar .seg label:first-child");
    assert_eq!(state("guarantee").await, "At most once");
}

#[wasm_bindgen_test]
async fn every_page_can_be_shown_in_turn() {
    let _page = Page::open("#/").await;
    let window = web_sys::window().expect("in a browser");
    for hash in ["#/lab/fan-out", "#/fidelity", "#/lab/by-hand", "#/lab/topic", "#/"] {
        window.location().set_hash(hash).expect("the hash may change");
        moment().await;
        assert_eq!(window.location().hash().expect("can be read"), hash);
    }
}

#[wasm_bindgen_test]
async fn nonsense_rejects_with_a_sentence_and_changes_nothing() {
    let _page = Page::open("#/lab/work-queue").await;
    let before = state("digest").await;
    let nowhere = JSON::parse(r#"{"crash": {"consumer": "nobody"}}"#).expect("is JSON");
    let explode = object(&[("explode", "now")]);
    for (verb, argument, says) in [
        ("load", JsValue::from("no-such-lab"), "work-queue"),
        ("load", JsValue::from(7), "scenario"),
        ("load", object(&[("colour", "red")]), "colour"),
        ("step", JsValue::from(0.5), "whole number"),
        ("runFor", JsValue::from(-1), "from 0"),
        ("runFor", JsValue::from(f64::NAN), "number"),
        ("command", nowhere, "billing-1"),
        ("command", explode, "explode"),
        ("command", JsValue::NULL, "command()"),
        ("facts", JsValue::from("first"), "from 0"),
    ] {
        let error = ask(verb, &argument).await.expect_err(verb);
        assert!(error.contains(says), "{verb} said: {error}");
    }
    assert_eq!(state("digest").await, before);
}
