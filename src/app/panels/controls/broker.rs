//! The broker as a whole.

use yew::prelude::*;

use super::button;
use crate::{
    app::{fields::Number, shared::Panel},
    engine::{Command, Engine},
    words::{broker_controls as words, field_units::MSG, settings::NONE},
};

/// The controls.
pub fn broker(panel: Panel<'_>) -> Html {
    let engine = panel.engine();
    let on_limit = panel.ask(|most: Option<f64>| Command::SetMemoryLimit {
        messages: most.map(|most| most as u64),
    });
    html! {
        <div class="rows broker">
            <Number
                label={words::MEMORY_LIMIT}
                unit={MSG}
                value={engine.memory_limit().map(|most| most as f64)}
                from={1.0}
                to={1e9}
                empty={NONE}
                on_enter={on_limit}
            />
            <p class="muted">{ memory(engine) }</p>
            <div class="acts">
                { button(panel, words::RESTART, words::RESTART_TITLE.into(), Command::RestartBroker {}) }
            </div>
        </div>
    }
}

fn memory(engine: &Engine) -> Html {
    let stored = engine.stored();
    match (engine.memory_limit(), engine.is_in_alarm()) {
        (_, true) => html! {
            <><b>{ words::ALARM }</b>{ ": " }{ words::held_in_alarm(&stored) }</>
        },
        (Some(most), false) => html! { words::held(&stored, &most) },
        (None, false) => html! { words::NO_LIMIT },
    }
}
