//! A lab: stage in the middle, controls left, inspector right, time below.

use web_sys::DragEvent;
use yew::prelude::*;

use super::PageProps;
use crate::app::{
    icons::{Icon, brand, icon},
    panels::{
        books::BooksPanel,
        caption::CaptionLine,
        charts::Charts,
        controls::{Controls, crash::CrashChoice},
        guarantee::GuaranteeChoice,
        inspector::Inspector,
        ledger::LedgerPanel,
        stage_bar::StageBar,
        tabs::Tabs,
        top::open_file,
        transport::Transport,
    },
    stage::{PainterProp, Stage},
    state::{State, Tab},
};

/// The page.
#[component]
pub fn Lab(props: &PageProps) -> Html {
    let state = props.panel.state.read();
    let panel = &props.panel;
    let tab = match state.tab {
        Tab::Stage => "on-stage",
        Tab::Controls => "on-controls",
        Tab::Inspector => "on-inspector",
        Tab::Charts => "on-charts",
    };
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
        <div class={classes!("lab", tab)} {ondrop} {ondragover}>
            <EmbedTop ..props.clone() />
            <Controls ..panel.clone() />
            <main class="stage">
                <StageBar ..panel.clone() />
                <div class="picture">{ stage(props, &state) }</div>
                <LedgerPanel ..panel.clone() />
                <CaptionLine ..panel.clone() />
            </main>
            <Inspector ..panel.clone() />
            <Transport ..panel.clone() />
            <div class="charts">
                <Charts ..panel.clone() />
                <BooksPanel ..panel.clone() />
            </div>
            <EmbedKnobs ..panel.clone() />
            <Tabs ..panel.clone() />
        </div>
    }
}

/// The stage on this page.
pub fn stage(props: &PageProps, state: &State) -> Html {
    html! {
        <Stage
            state={props.panel.state.clone()}
            version={props.panel.version}
            on_action={props.panel.on_action.clone()}
            dark={state.is_dark()}
            reduced_motion={state.setting.reduced_motion}
            painter={PainterProp(props.painter.0.clone())}
        />
    }
}

/// In a frame: what this is, what is going on, and the way out.
#[component]
fn EmbedTop(props: &PageProps) -> Html {
    let state = props.panel.state.read();
    let out = format!("./{}", state.route.hash());
    let told = state.caption.told();
    html! {
        <header class="embed-top">
            { brand() }
            <h1>{ state.run.scenario().title.clone() }</h1>
            <p>{ told.map(|told| told.text.clone()) }</p>
            <a class="btn sm" href={out} target="_blank" rel="noopener">
                { "Open in Queuescope" }
                { icon(Icon::Out) }
            </a>
        </header>
    }
}

/// In a frame: the two knobs there are.
#[component]
fn EmbedKnobs(props: &crate::app::shared::PanelProps) -> Html {
    html! {
        <div class="embed-knobs">
            <GuaranteeChoice name="guarantee-embed" panel={props.clone()} />
            <CrashChoice ..props.clone() />
        </div>
    }
}
