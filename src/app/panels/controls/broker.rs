//! The broker as a whole.

use yew::prelude::*;

use super::button;
use crate::{
    app::{fields::Number, shared::Panel},
    engine::{Command, Engine},
};

/// The controls.
pub fn broker(panel: Panel<'_>) -> Html {
    let title =
        "Stop and start the broker: connections end, durable queues keep persistent messages";
    let engine = panel.engine();
    let on_limit = panel.ask(|most: Option<f64>| Command::SetMemoryLimit {
        messages: most.map(|most| most as u64),
    });
    html! {
        <div class="rows broker">
            <Number
                label="Memory limit"
                unit="msg"
                value={engine.memory_limit().map(|most| most as f64)}
                from={1.0}
                to={1e9}
                empty="none"
                on_enter={on_limit}
            />
            <p class="muted">{ memory(engine) }</p>
            <div class="acts">
                { button(panel, "Restart broker", title.to_owned(), Command::RestartBroker {}) }
            </div>
        </div>
    }
}

fn memory(engine: &Engine) -> Html {
    let stored = engine.stored();
    match (engine.memory_limit(), engine.is_in_alarm()) {
        (_, true) => html! {
            <><b>{ "Memory alarm" }</b>{ format!(": {stored} held, publishes are not read.") }</>
        },
        (Some(most), false) => html! { format!("{stored} of {most} held, no alarm.") },
        (None, false) => html! { "Without a limit there is no memory alarm." },
    }
}
