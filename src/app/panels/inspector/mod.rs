//! The right column: a closer look at what is selected.

mod by_hand;
mod dead_letters;
mod message;
mod node;

use yew::prelude::*;

use crate::{
    app::{
        icons::{Icon, icon},
        shared::PanelProps,
        state::{Action, Selection},
    },
    engine::MessageId,
    view::words,
};

use dead_letters::DeadLetters;
use message::MessageView;
use node::NodeView;

/// The column.
#[component]
pub fn Inspector(props: &PanelProps) -> Html {
    let selection = props.state.read().selection;
    let open = selection.map(|_| "open");
    let (key, inside) = match selection {
        None => ("none", html! { <Nothing /> }),
        Some(Selection::Node(node)) => {
            ("node", html! { <NodeView {node} panel={props.clone()} /> })
        }
        Some(Selection::Message(message)) => {
            ("message", html! { <MessageView {message} panel={props.clone()} /> })
        }
    };
    html! {
        <aside class={classes!("insp", open)} aria-label="Inspector">
            <div {key} class="looked-at">{ inside }</div>
            <DeadLetters ..props.clone() />
        </aside>
    }
}

#[component]
fn Nothing() -> Html {
    html! {
        <div class="nothing">
            <h2>{ "Inspector" }</h2>
            <p class="muted">{ "Select a node or a message to see its settings, its counts or its life story." }</p>
        </div>
    }
}

/// The head of a closer look: a name, a line below it, and a way out.
pub fn head(panel: &PanelProps, drawn: Html, name: String, status: String) -> Html {
    let close = panel.on_action.reform(|_: MouseEvent| Action::Select(None));
    html! {
        <header>
            { drawn }
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
pub fn message_button(panel: &PanelProps, message: MessageId) -> Html {
    let onclick = panel
        .on_action
        .reform(move |_: MouseEvent| Action::Select(Some(Selection::Message(message))));
    html! {
        <button type="button" class="msg" {onclick}>{ words::label(message) }</button>
    }
}
