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
    words::{Word, building as words},
};

/// The id of what opens the list of things to add; the focus returns to it
/// when what had it is removed.
pub const ADD: &str = "build-add";

/// Begins to build; not while two runs are compared.
pub fn build_button(panel: Panel<'_>) -> Html {
    let paired = panel.state.bench.both().is_some();
    let title = match paired {
        true => words::END_COMPARISON,
        false => words::BUILD_TITLE,
    };
    html! {
        <button type="button" class="btn sm build" {title} disabled={paired}
            onclick={panel.click(Action::Build(Build::Open(true)))}>
            { icon(Icon::Build) }
            <span class="word">{ words::BUILD }</span>
        </button>
    }
}

/// The bar.
pub fn bar(panel: Panel<'_>) -> Html {
    let building = &panel.state.building;
    let undo = building.history.last().map(|edit| words::undo_edit(&edit));
    let redo = building.history.next().map(|edit| words::redo_edit(&edit));
    let untidy = !panel.state.side().scenario().positions.is_empty();
    let whole = building.zoom == Zoom::Whole;
    let zoom = if whole { Zoom::Readable } else { Zoom::Whole };
    html! {
        <div class="bar build-bar" role="group" aria-label={words::BUILD}>
            { add(panel) }
            { step(panel, Icon::Undo, words::UNDO, undo, Build::Undo) }
            { step(panel, Icon::Redo, words::REDO, redo, Build::Redo) }
            <span class="sp"></span>
            <button type="button" class="btn sm quiet wide-only" disabled={!untidy}
                title={words::TIDY_TITLE}
                onclick={panel.click(Action::Build(Build::Edit(Edit::Tidy)))}>{ words::TIDY }</button>
            <button type="button" class="btn sm quiet wide-only" aria-pressed={whole.to_string()}
                title={words::FIT_TITLE}
                onclick={panel.click(Action::Build(Build::Zoom(zoom)))}>{ words::FIT }</button>
            <button type="button" class="btn sm primary"
                onclick={panel.click(Action::Build(Build::Open(false)))}>{ words::DONE }</button>
        </div>
    }
}

/// Undo or redo, with the name of the edit.
fn step(panel: Panel<'_>, drawn: Icon, what: Word, edit: Option<String>, build: Build) -> Html {
    let disabled = edit.is_none();
    let says = edit.unwrap_or_else(|| what.into());
    html! {
        <button type="button" class="btn sm step" {disabled} title={says.clone()}
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
        let name = kind_word(kind);
        html! {
            <li key={name.to_string()}>
                <button type="button" class="item" {onclick}>
                    <b>{ name }</b><span class="muted">{ does(kind) }</span>
                </button>
            </li>
        }
    };
    let kinds = kinds(&panel.state.side().scenario().topology);
    html! {
        <details class="legend add">
            <summary id={ADD} class="btn sm">{ icon(Icon::Plus) }{ words::ADD }</summary>
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

/// What a node of this kind does.
fn does(kind: Kind) -> Word {
    match kind {
        Kind::Producer => words::PRODUCER_DOES,
        Kind::Exchange(ExchangeKind::Direct) => words::DIRECT_DOES,
        Kind::Exchange(ExchangeKind::Fanout) => words::FANOUT_DOES,
        Kind::Exchange(ExchangeKind::Topic) => words::TOPIC_EXCHANGE_DOES,
        Kind::Exchange(ExchangeKind::Headers) => words::HEADERS_DOES,
        Kind::Queue => words::QUEUE_DOES,
        Kind::Topic => words::TOPIC_DOES,
        Kind::Consumer => words::CONSUMER_DOES,
        Kind::Service => words::SERVICE_DOES,
        Kind::Caller => words::CALLER_DOES,
    }
}
