//! This very moment for somebody else: a link, words to paste, a code for a
//! classroom, a file, or a picture.

use qrcodegen::{QrCode, QrCodeEcc};
use yew::prelude::*;

use crate::{
    app::{
        files,
        format::grouped,
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
};

/// A button that opens the sheet, in a lab.
pub fn share_sheet(panel: Panel<'_>) -> Html {
    if !panel.state.shows_lab() {
        return html! {};
    }
    html! {
        <details class="legend share">
            <summary class="btn quiet" title="Share this moment">
                { icon(Icon::Share) }
                <span class="rest">{ "Share" }</span>
            </summary>
            <div class="sheet rows">
                <h2>{ "Share this moment" }</h2>
                { link(panel) }
                <h2>{ "Or as a file" }</h2>
                <div class="acts">
                    { save(panel, "Save the run", "run.json", |state| share::file(&shared(state))) }
                    { save(panel, "Save the scenario", "scenario.json", |state| {
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
        return html! { <p key="playing" class="muted">{ "Pause first: a link holds one moment." }</p> };
    }
    let link = address(panel.state);
    let says = match share::length(&link) {
        Length::Fine => format!("{} characters", grouped(link.len() as u64)),
        Length::Long => format!(
            "{} characters: some programs cut links off after 2,000",
            grouped(link.len() as u64)
        ),
        Length::TooLong => {
            return html! { <p key="long" class="muted">{ "This run is too long for a link; save it as a file." }</p> };
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
            <textarea id="share-link" readonly=true rows="3" aria-label="Link" value={link.clone()} />
            <p class="muted">{ says }</p>
            <div class="acts">
                <button type="button" class="btn sm" data-copy="share-link">{ "Copy link" }</button>
                { copy(panel, "Copy Markdown", "The link in Markdown", markdown) }
                { copy(panel, "Copy frame", "The frame", frame) }
            </div>
            { code(&link) }
        </div>
    }
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

fn copy(panel: Panel<'_>, says: &'static str, what: &'static str, text: String) -> Html {
    let on_action = panel.on_action.clone();
    let onclick = move |_: MouseEvent| files::copy(text.clone(), what, on_action.clone());
    html! { <button type="button" class="btn sm" {onclick}>{ says }</button> }
}

fn save(
    panel: Panel<'_>,
    says: &'static str,
    name: &'static str,
    text: fn(&State) -> String,
) -> Html {
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
        return html! { <p key="none" class="muted">{ "Too long for a code to point a phone at." }</p> };
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
        <svg key="code" class="qr" viewBox={around} role="img" aria-label="The link as a QR code">
            <path d={dark} />
        </svg>
    }
}
