//! The home page: what this is, running; and all the labs.

use yew::prelude::*;

use super::{PageProps, lab::stage, thumbs::thumb};
use crate::{
    app::{
        icons::{Icon, icon},
        panels::{caption::CaptionLine, transport::PlayButton},
        shared::PanelProps,
    },
    scenario::catalog::{CATALOG, Exhibit},
};

/// The page.
#[component]
pub fn Home(props: &PageProps) -> Html {
    html! {
        <main class="home">
            <section class="hero">
                <h1>{ "See what a broker does when things break" }</h1>
                <div>
                    <p>{ "A real broker engine runs in this page. Choose a delivery guarantee, crash a consumer at the worst instant, and see what became of every message." }</p>
                    <div class="cta">
                        <a class="btn primary" href="#/lab/guarantees">{ "Open the first lab" }</a>
                        <a class="btn" href="#/fidelity">{ "What is modelled" }</a>
                    </div>
                </div>
            </section>
            <Live ..props.clone() />
            <Labs />
        </main>
    }
}

/// A running stage with a play button.
#[component]
fn Live(props: &PageProps) -> Html {
    let state = props.panel.state.read();
    let panel = &props.panel;
    html! {
        <figure class="live">
            <div class="picture">{ stage(props, &state) }</div>
            <figcaption>
                <PlayButton playing={state.playing} on_action={panel.on_action.clone()} />
                <CaptionLine ..panel.clone() />
                <Crash ..panel.clone() />
            </figcaption>
        </figure>
    }
}

#[component]
fn Crash(props: &PanelProps) -> Html {
    let panel = props.clone();
    let onclick = move |_: MouseEvent| {
        let action = crate::app::keys::crash(&panel.state.read());
        if let Some(action) = action {
            panel.on_action.emit(action);
        }
    };
    html! {
        <button type="button" class="btn" {onclick}>
            { icon(Icon::Bolt) }
            { "Crash billing" }
            <kbd>{ "C" }</kbd>
        </button>
    }
}

/// The groups of labs, in the order of the catalogue.
fn groups() -> Vec<(&'static str, Vec<&'static Exhibit>)> {
    let mut groups: Vec<(&str, Vec<&Exhibit>)> = Vec::new();
    for exhibit in &CATALOG {
        let Some(name) = exhibit.group else {
            continue;
        };
        match groups.iter_mut().find(|(group, _)| *group == name) {
            Some((_, exhibits)) => exhibits.push(exhibit),
            None => groups.push((name, vec![exhibit])),
        }
    }
    groups
}

/// A card for every lab.
#[component]
fn Labs() -> Html {
    let card = |exhibit: &&'static Exhibit| {
        let scenario = (exhibit.scenario)();
        html! {
            <a key={exhibit.id} class="card" href={format!("#/lab/{}", exhibit.id)}>
                <span class="th">{ thumb(exhibit.id) }</span>
                <h3>{ scenario.title }</h3>
                <p>{ scenario.about }</p>
            </a>
        }
    };
    html! {
        <div class="cat">
            { for groups().iter().map(|(name, exhibits)| html! {
                <section key={*name}>
                    <h2>{ *name }</h2>
                    <div class="cards">{ for exhibits.iter().map(card) }</div>
                </section>
            }) }
        </div>
    }
}
