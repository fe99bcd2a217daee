//! The right column: a closer look at what is selected.

mod by_hand;
mod calls;
mod dead_letters;
mod groups;
mod laws;
mod message;
mod node;
mod topics;

use yew::prelude::*;

use crate::{
    app::{
        icons::{Icon, icon},
        panels::building::AFRESH,
        shared::Panel,
        state::{Action, Selection},
    },
    engine::MessageId,
    view::states,
};

use dead_letters::dead_letters;
use message::message_view;
use node::node_view;

/// The column.
pub fn inspector(panel: Panel<'_>) -> Html {
    let selection = panel.state.selection();
    let open = selection.map(|_| "open");
    let (key, inside) = match selection {
        None => ("none", nothing(panel)),
        Some(Selection::Node(node)) => ("node", node_view(panel, node)),
        Some(Selection::Message(message)) => ("message", message_view(panel, message)),
    };
    html! {
        <section class={classes!("insp", open)} aria-label="Inspector">
            <div {key} class="looked-at">{ inside }</div>
            { dead_letters(panel) }
        </section>
    }
}

fn nothing(panel: Panel<'_>) -> Html {
    let says = match panel.state.building.open {
        true => AFRESH.text(),
        false => "Select a node or a message to see its settings, its counts or its life story.",
    };
    html! {
        <div class="nothing">
            <h2>{ "Inspector" }</h2>
            <p class="muted" hidden={!panel.state.building.open}>
                { "Select a node to rename, connect, move, duplicate or remove it." }
            </p>
            <p class="muted">{ says }</p>
        </div>
    }
}

/// The head of a closer look: a name, a line below it, and a way out.
pub fn head(panel: Panel<'_>, drawn: Html, name: String, status: String) -> Html {
    let close = panel.click(Action::Select(None));
    html! {
        <header>
            <span class="drawn">{ drawn }</span>
            <div><h2>{ name }</h2><p class="muted">{ status }</p></div>
            <button type="button" class="btn quiet icon" aria-label="Close" onclick={close}>
                { icon(Icon::Close) }
            </button>
        </header>
    }
}

/// A list of names and values.
pub fn pairs(rows: Vec<(&'static str, String)>) -> Html {
    html! {
        <dl class="kv">
            { for rows.into_iter().map(|(what, value)| html! {
                <div key={what}><dt>{ what }</dt><dd title={value.clone()}>{ value }</dd></div>
            }) }
        </dl>
    }
}

/// A button named after a message, which selects it.
pub fn message_button(panel: Panel<'_>, message: MessageId) -> Html {
    let onclick = panel.click(Action::Select(Some(Selection::Message(message))));
    html! {
        <button type="button" class="msg" {onclick}>{ states::label(message) }</button>
    }
}
