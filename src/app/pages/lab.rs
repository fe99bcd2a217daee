//! A lab: stage in the middle, controls left, inspector right, time below.

use web_sys::{DragEvent, Element};
use yew::prelude::*;

use crate::{
    app::{
        bench::At,
        icons::{Icon, brand, icon},
        leaving::way_out,
        panels::{
            below::below,
            caption::caption_line,
            controls::{controls, crash::crash_choice},
            differences::differences,
            guarantee::guarantee_choice,
            inspector::inspector,
            lanes::lanes,
            ledger::ledger,
            lesson::{lesson_panel, sides, strip},
            stage_bar::stage_bar,
            tabs::tabs,
            top::open_file,
            transport::transport,
        },
        perform,
        shared::Panel,
        state::Tab,
    },
    words::lab as words,
};

/// The page around a stage, or around two.
pub fn lab(panel: Panel<'_>, stage: impl Fn(At) -> Html) -> Html {
    let tab = match panel.state.tab {
        // A frame has no tabs to turn.
        _ if panel.state.setting.embed => "on-stage",
        Tab::Stage => "on-stage",
        Tab::Controls => "on-controls",
        Tab::Inspector => "on-inspector",
        Tab::Charts => "on-charts",
    };
    let height = panel.state.below.height.class();
    let pair = panel.state.bench.both().map(|_| "pair");
    let building = panel.state.building.open.then_some("building");
    let lesson = panel.state.given();
    let given = lesson.map(|open| if open.unfolded { "given unfolded" } else { "given" });
    let on_action = panel.on_action.clone();
    let ondrop = move |event: DragEvent| {
        event.prevent_default();
        let files = event.data_transfer().and_then(|carried| carried.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            open_file(file, on_action.clone());
        }
    };
    let ondragover = |event: DragEvent| event.prevent_default();
    html! {
        <main key="lab" class={classes!("lab", tab, pair, given, height, building)} {ondrop} {ondragover}>
            { embed_top(panel) }
            { left(panel) }
            <section class="stage" aria-label={words::STAGE}>
                { strip(panel) }
                { stage_bar(panel) }
                { lanes(panel, stage) }
                { ledger(panel) }
                { caption_line(panel) }
            </section>
            { inspector(panel) }
            { differences(panel) }
            { transport(panel) }
            { below(panel) }
            { embed_knobs(panel) }
            { tabs(panel) }
        </main>
    }
}

/// The left column: what can be set, or the lesson that is given.
fn left(panel: Panel<'_>) -> Html {
    let Some(open) = panel.state.given() else {
        return controls(panel);
    };
    html! {
        <div key="left" class="left">
            { sides(panel, open) }
            if open.controls {
                { controls(panel) }
            } else {
                { lesson_panel(panel, open) }
            }
        </div>
    }
}

/// In a frame: what this is, what is going on, and the way out.
fn embed_top(panel: Panel<'_>) -> Html {
    let told = panel.state.side().caption().told().map(|told| told.text.clone());
    html! {
        <header class="embed-top" hidden={!panel.state.setting.embed}>
            { brand() }
            <h1>{ panel.state.about() }</h1>
            <p>{ told.unwrap_or_default() }</p>
            { out(panel) }
        </header>
    }
}

/// A link to this very moment, found out when somebody is about to follow it:
/// while time goes on, it is another one in every frame.
fn out(panel: Panel<'_>) -> Html {
    let Some(page) = perform::page_address() else {
        return html! {};
    };
    let href = format!("{page}{}", panel.state.route.hash());
    let state = panel.shared.clone();
    let update = Callback::from(move |pressed: Option<Element>| {
        let link = pressed.and_then(|pressed| pressed.closest("a").ok().flatten());
        if let Some(link) = link {
            let out = way_out(&state.read(), &page, &perform::parameters().0);
            let _ = link.set_attribute("href", &out);
        }
    });
    let onclick = update.reform(|event: MouseEvent| event.target_dyn_into());
    let oncontextmenu = update.reform(|event: MouseEvent| event.target_dyn_into());
    let onpointerdown = update.reform(|event: PointerEvent| event.target_dyn_into());
    html! {
        <a class="btn sm" {href} target="_blank" rel="noopener" {onclick} {oncontextmenu} {onpointerdown}>
            { words::OPEN }
            { icon(Icon::Out) }
        </a>
    }
}

/// In a frame: the two knobs there are.
fn embed_knobs(panel: Panel<'_>) -> Html {
    html! {
        <section class="embed-knobs" aria-label={words::SETTINGS}>
            if panel.state.setting.embed {
                { guarantee_choice(panel, "guarantee-embed") }
                { crash_choice(panel) }
            }
        </section>
    }
}
