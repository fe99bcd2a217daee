//! Over the stage while somebody builds: what can be added, and the way back.

use yew::prelude::*;

use crate::{
    app::{
        building::Build,
        icons::{Icon, icon},
        perform,
        shared::Panel,
        state::{Action, Selection},
    },
    engine::topology::ExchangeKind,
    scenario::edit::{Edit, Kind, NodeName, kind_word, kinds},
    view::layout::Zoom,
};

/// The id of what opens the list of things to add; the focus returns to it
/// when what had it is removed.
pub const ADD: &str = "build-add";

/// Begins to build; not while two runs are compared.
pub fn build_button(panel: Panel<'_>) -> Html {
    let paired = panel.state.bench.both().is_some();
    let title = match paired {
        true => "End the comparison to change the world",
        false => "Add, connect, rename and remove producers, queues and consumers",
    };
    html! {
        <button type="button" class="btn sm build" {title} disabled={paired}
            onclick={panel.click(Action::Build(Build::Open(true)))}>
            { icon(Icon::Build) }
            <span class="word">{ "Build" }</span>
        </button>
    }
}

/// The bar.
pub fn bar(panel: Panel<'_>) -> Html {
    let building = &panel.state.building;
    let (last, next) = (building.history.last(), building.history.next());
    let untidy = !panel.state.side().scenario().positions.is_empty();
    let whole = building.zoom == Zoom::Whole;
    let zoom = if whole { Zoom::Readable } else { Zoom::Whole };
    html! {
        <div class="bar build-bar" role="group" aria-label="Build">
            { add(panel) }
            { step(panel, Icon::Undo, "Undo", last, Build::Undo) }
            { step(panel, Icon::Redo, "Redo", next, Build::Redo) }
            <span class="sp"></span>
            <button type="button" class="btn sm quiet wide-only" disabled={!untidy}
                title="Every node at its automatic place"
                onclick={panel.click(Action::Build(Build::Edit(Edit::Tidy)))}>{ "Tidy up" }</button>
            <button type="button" class="btn sm quiet wide-only" aria-pressed={whole.to_string()}
                title="Show the whole stage, however small"
                onclick={panel.click(Action::Build(Build::Zoom(zoom)))}>{ "Zoom to fit" }</button>
            <button type="button" class="btn sm primary"
                onclick={panel.click(Action::Build(Build::Open(false)))}>{ "Done" }</button>
        </div>
    }
}

/// Undo or redo, with the name of the edit.
fn step(panel: Panel<'_>, drawn: Icon, what: &str, edit: Option<&str>, build: Build) -> Html {
    let says = edit.map_or_else(|| what.to_owned(), |edit| format!("{what}: {edit}"));
    html! {
        <button type="button" class="btn sm step" disabled={edit.is_none()} title={says.clone()}
            onclick={panel.click(Action::Build(build))}>
            { icon(drawn) }
            <span class="word">{ says }</span>
        </button>
    }
}

/// What there may be under this broker, to be added.
fn add(panel: Panel<'_>) -> Html {
    let item = |kind: Kind| {
        let onclick = added(panel, kind);
        let (name, does) = described(kind);
        html! {
            <li key={name}>
                <button type="button" class="item" {onclick}>
                    <b>{ name }</b><span class="muted">{ does }</span>
                </button>
            </li>
        }
    };
    let kinds = kinds(&panel.state.side().scenario().topology);
    html! {
        <details class="legend add">
            <summary id={ADD} class="btn sm">{ icon(Icon::Plus) }{ "Add" }</summary>
            <div class="sheet"><ul>{ for kinds.into_iter().map(item) }</ul></div>
        </details>
    }
}

/// A click that adds a node beside the one that is picked.
pub fn added(panel: Panel<'_>, kind: Kind) -> Callback<MouseEvent> {
    let (shared, on_action) = (panel.shared.clone(), panel.on_action.clone());
    Callback::from(move |_| {
        perform::close_sheets();
        let beside = {
            let state = shared.read();
            match state.selection() {
                Some(Selection::Node(id)) => Some(NodeName::of(state.engine(), id)),
                _ => None,
            }
        };
        on_action.emit(Action::Build(Build::Edit(Edit::Add { kind, beside })));
    })
}

/// What a kind is called, and what such a node does.
fn described(kind: Kind) -> (&'static str, &'static str) {
    let does = match kind {
        Kind::Producer => "sends once a second",
        Kind::Exchange(ExchangeKind::Direct) => "copies to queues bound with the very key",
        Kind::Exchange(ExchangeKind::Fanout) => "copies to every queue bound to it",
        Kind::Exchange(ExchangeKind::Topic) => "copies by patterns of words",
        Kind::Exchange(ExchangeKind::Headers) => "copies by headers",
        Kind::Queue => "keeps messages until they are acknowledged",
        Kind::Topic => "keeps records, read or not, in two partitions",
        Kind::Consumer => "works on one message after the other",
        Kind::Service => "answers calls",
        Kind::Caller => "calls and waits for the answer",
    };
    (kind_word(kind).text(), does)
}
