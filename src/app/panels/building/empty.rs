//! An empty stage, and what to put there first.

use yew::prelude::*;

use super::bar::added;
use crate::{
    app::{building::Build, shared::Panel, state::Action},
    scenario::edit::Kind,
    words::building as words,
};

/// Over the stage while there is nothing on it.
pub fn empty_stage(panel: Panel<'_>) -> Html {
    let engine = panel.engine();
    let clients = engine.producers().len() + engine.consumers().len() + engine.callers().len();
    // The default exchange is always there.
    let broker = engine.exchanges().len() - 1 + engine.queues().len() + engine.topics().len();
    let empty = clients + broker + engine.services().len() == 0;
    html! {
        <div class="empty-stage" hidden={!empty}>
            <svg width="132" height="44" viewBox="0 0 132 44" aria-hidden="true">
                <path d="M2 8h20l8 14-8 14H2zM47 8h40a5 14 0 0 1 0 28H47a5 14 0 0 1 0-28zM106 8h24v28h-24z" />
                <path class="wire" d="M31 22h9M93 22h12" />
            </svg>
            <h2>{ words::NOTHING_HERE }</h2>
            <p>{ words::BEGIN_WITH }</p>
            <div class="acts">
                <button type="button" class="btn primary" onclick={panel.click(Action::Build(Build::Begin))}>
                    { words::BEGIN }
                </button>
                <button type="button" class="btn" onclick={added(panel, Kind::Producer)}>{ words::ADD_PRODUCER }</button>
            </div>
        </div>
    }
}
