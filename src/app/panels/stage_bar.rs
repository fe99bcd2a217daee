//! Over the stage: the guarantee in force, and two ways to make trouble.

use yew::prelude::*;

use crate::{
    app::{
        icons::{Icon, icon},
        keys,
        panels::guarantee::GuaranteeChoice,
        shared::PanelProps,
        state::{Action, State},
    },
    engine::Command,
};

/// The bar.
#[component]
pub fn StageBar(props: &PanelProps) -> Html {
    let state = props.state.read();
    let has_crash = keys::crash(&state).is_some();
    let crash = wish(props, keys::crash);
    let poison = wish(props, poison_next);
    html! {
        <div class="bar">
            <GuaranteeChoice name="guarantee" panel={props.clone()} />
            <span class="sp"></span>
            <button
                type="button"
                class="btn sm"
                disabled={!has_crash}
                title="Crash a consumer between its effect and its ack (C)"
                onclick={crash}
            >
                { icon(Icon::Bolt) }
                { "Crash" }
                <span class="rest">{ " a consumer" }</span>
            </button>
            <button type="button" class="btn sm" title="Make the next message a poison one" onclick={poison}>
                { icon(Icon::Plus) }
                { "Poison" }
            </button>
        </div>
    }
}

/// What a button asks for depends on the state at the time of the click.
fn wish(props: &PanelProps, action: fn(&State) -> Option<Action>) -> Callback<MouseEvent> {
    let props = props.clone();
    Callback::from(move |_| {
        let action = action(&props.state.read());
        if let Some(action) = action {
            props.on_action.emit(action);
        }
    })
}

fn poison_next(state: &State) -> Option<Action> {
    let producer = state.run.engine().producers().first()?;
    Some(Action::Ask(Command::PoisonNext { producer: producer.spec().name.clone() }))
}
