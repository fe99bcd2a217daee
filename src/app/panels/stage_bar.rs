//! Over the stage: the guarantee in force, and two ways to make trouble.

use yew::prelude::*;

use crate::{
    app::{
        icons::{Icon, icon},
        keys,
        panels::guarantee::guarantee_choice,
        shared::Panel,
        state::{Action, State},
    },
    engine::Command,
};

/// The bar.
pub fn stage_bar(panel: Panel<'_>) -> Html {
    let has_crash = keys::crash(panel.state).is_some();
    html! {
        <div class="bar">
            { guarantee_choice(panel, "guarantee") }
            <span class="sp"></span>
            <button
                type="button"
                class="btn sm"
                disabled={!has_crash}
                title="Crash a consumer between its effect and its ack (C)"
                onclick={panel.click_then(keys::crash)}
            >
                { icon(Icon::Bolt) }
                <span class="word">{ "Crash" }<span class="rest">{ " a consumer" }</span></span>
            </button>
            <button type="button" class="btn sm" title="Make the next message a poison one" onclick={panel.click_then(poison_next)}>
                { icon(Icon::Plus) }
                <span class="word">{ "Poison" }</span>
            </button>
        </div>
    }
}

fn poison_next(state: &State) -> Option<Action> {
    let producer = state.engine().producers().first()?;
    Some(Action::Ask(Command::PoisonNext { producer: producer.spec().name.clone() }))
}
