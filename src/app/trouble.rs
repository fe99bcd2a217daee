//! A bug of ours, said in words.
//!
//! A panic ends the program for good, and a frozen page says nothing. The
//! hook writes over it, with nothing but calls that cannot fail again. Its
//! buttons belong to the document (`data-reload`, `data-copy`), for nothing
//! of the program may be called any more.

use std::{cell::RefCell, panic::PanicHookInfo};

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::perform;
use crate::{
    embed::bridge,
    scenario::share::{self, Length, Shared},
    words::{host_messages, trouble as words},
};

thread_local! {
    /// The run when the page was last rendered. The state itself may be in
    /// the middle of a change when the fault comes, and is not read then.
    static RUN: RefCell<Option<Shared>> = const { RefCell::new(None) };
}

/// Keeps `run` for the report of a fault.
pub fn remember(run: Shared) {
    RUN.replace(Some(run));
}

/// Shows every panic to the person, and tells the host page.
///
/// Said to Yew and not to the standard library: Yew would put a hook of its
/// own in the place of one that it does not know.
pub fn set_hook() {
    yew::set_custom_panic_hook(Box::new(show));
}

fn show(info: &PanicHookInfo<'_>) {
    let what = info.to_string();
    web_sys::console::error_1(&(&what).into());
    bridge::cry(host_messages::STOPPED.text());
    let Some(document) = perform::window().and_then(|window| window.document()) else {
        return;
    };
    let (Some(body), Ok(overlay)) = (document.body(), document.create_element("div")) else {
        return;
    };
    overlay.set_class_name("trouble");
    let _ = overlay.set_attribute("role", "alertdialog");
    let _ = overlay.set_attribute("aria-label", words::STOPPED.text());
    overlay.set_inner_html(&content());
    let place = overlay.query_selector("textarea").ok().flatten();
    let write = |text: &str| {
        if let Some(place) = &place {
            place.set_text_content(Some(text));
        }
    };
    let report = report(&what);
    write(&report);
    // What lies behind belongs to a program that has stopped.
    if let Some(behind) = document.get_element_by_id("app") {
        let _ = behind.set_attribute("inert", "");
    }
    let _ = body.append_child(&overlay);
    let button = overlay.query_selector("[data-reload]").ok().flatten();
    let button = button.filter(|_| document.has_focus().unwrap_or_default());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
    // Last, for to write the run takes code of ours, which may fail again.
    if let Some(link) = link() {
        write(&format!("{report}\nThe run until then: {link}"));
    }
}

/// What helps to mend it: the fault, the version, and where the page was.
fn report(what: &str) -> String {
    let address = perform::window().and_then(|window| window.location().href().ok());
    format!(
        "Queuescope {} stopped.\n{what}\nAddress: {}",
        env!("CARGO_PKG_VERSION"),
        address.unwrap_or_default()
    )
}

/// The hash that opens the run again, unless it is too long to be opened.
fn link() -> Option<String> {
    let run = RUN.try_with(|run| run.try_borrow_mut().ok()?.take()).ok()??;
    let link = share::link(&run);
    (share::length(&link) != Length::TooLong).then_some(link)
}

/// What the overlay holds. The words are our own, and no markup.
fn content() -> String {
    let [title, explains, label] = [words::STOPPED, words::EXPLAINS, words::REPORT];
    let [reload, copy, copied] = [words::RELOAD, words::COPY, words::COPIED];
    format!(
        r##"
<div>
  <h2>{title}</h2>
  <p>{explains}</p>
  <textarea id="trouble-report" readonly rows="6" aria-label="{label}"></textarea>
  <p class="acts">
    <button type="button" class="btn primary" data-reload>{reload}</button>
    <button type="button" class="btn" data-copy="trouble-report" data-copied="{copied}">{copy}</button>
  </p>
</div>"##
    )
}
