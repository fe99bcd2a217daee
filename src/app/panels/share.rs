//! This very moment for somebody else: a link, words to paste, a code for a
//! classroom, a file, or a picture.

use qrcodegen::{QrCode, QrCodeEcc};
use yew::prelude::*;

use crate::{
    app::{
        files,
        handle::address,
        icons::{Icon, icon},
        keeping,
        panels::pictures::picture_choices,
        shared::Panel,
        sharing::shared,
        state::State,
    },
    scenario::{
        share::{self, Length},
        text,
    },
    words::{Word, share as words},
};

/// A button that opens the sheet, in a lab.
pub fn share_sheet(panel: Panel<'_>) -> Html {
    if !panel.state.shows_lab() {
        return html! {};
    }
    html! {
        <details class="legend share">
            <summary class="btn quiet" title={words::THIS_MOMENT}>
                { icon(Icon::Share) }
                <span class="rest">{ words::SHARE }</span>
            </summary>
            <div class="sheet rows">
                <h2>{ words::THIS_MOMENT }</h2>
                { link(panel) }
                <h2>{ words::AS_FILE }</h2>
                <div class="acts">
                    { save(panel, words::SAVE_RUN, "run.json", |state| share::file(&shared(state))) }
                    { save(panel, words::SAVE_SCENARIO, "scenario.json", |state| {
                        text::lines(state.side().scenario())
                    }) }
                </div>
                <p class="muted">{ keeping::words(panel.state.keeping) }</p>
                { picture_choices(panel) }
            </div>
        </details>
    }
}

fn link(panel: Panel<'_>) -> Html {
    // While time goes on the link would change under the hand.
    if panel.state.playing {
        return html! { <p key="playing" class="muted">{ words::PAUSE_FIRST }</p> };
    }
    let link = address(panel.state);
    let says = match share::length(&link) {
        Length::Fine => words::characters(link.len() as u64),
        Length::Long => words::cut_off(link.len() as u64),
        Length::TooLong => {
            return html! { <p key="long" class="muted">{ words::TOO_LONG }</p> };
        }
    };
    let title = panel.state.side().scenario().title.clone();
    let markdown = format!("[{title}]({link})");
    let frame = format!(
        "<iframe src=\"{}\" title=\"Queuescope: {}\" width=\"720\" height=\"480\" loading=\"lazy\"></iframe>",
        attribute(&link.replacen("#/", "?embed=1#/", 1)),
        attribute(&title)
    );
    html! {
        <div key="link" class="rows">
            <textarea id="share-link" readonly=true rows="3" aria-label={words::LINK} value={link.clone()} />
            <p class="muted">{ says }</p>
            <div class="acts">
                <button type="button" class="btn sm" data-copy="share-link" data-copied={words::COPIED}>{ words::COPY_LINK }</button>
                { copy(panel, words::COPY_MARKDOWN, words::THE_MARKDOWN, markdown) }
                { copy(panel, words::COPY_FRAME, words::THE_FRAME, frame) }
            </div>
            { code(&link) }
        </div>
    }
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

fn copy(panel: Panel<'_>, says: Word, what: Word, text: String) -> Html {
    let on_action = panel.on_action.clone();
    let onclick = move |_: MouseEvent| files::copy(text.clone(), what.text(), on_action.clone());
    html! { <button type="button" class="btn sm" {onclick}>{ says }</button> }
}

fn save(panel: Panel<'_>, says: Word, name: &'static str, text: fn(&State) -> String) -> Html {
    let state = panel.shared.clone();
    let onclick = move |_: MouseEvent| {
        let text = text(&state.read());
        files::save_text(&format!("queuescope-{name}"), "application/json", &text);
    };
    html! { <button type="button" class="btn sm" {onclick}>{ says }</button> }
}

/// The link as a code to point a phone at, if it is short enough for one.
fn code(link: &str) -> Html {
    let Ok(code) = QrCode::encode_text(link, QrCodeEcc::Low) else {
        return html! { <p key="none" class="muted">{ words::NO_CODE }</p> };
    };
    let size = code.size();
    let mut dark = String::new();
    for y in 0..size {
        for x in (0..size).filter(|x| code.get_module(*x, y)) {
            dark += &format!("M{x} {y}h1v1h-1z");
        }
    }
    let around = format!("-3 -3 {0} {0}", size + 6);
    html! {
        <svg key="code" class="qr" viewBox={around} role="img" aria-label={words::QR_CODE}>
            <path d={dark} />
        </svg>
    }
}
