//! A consumer driven by hand: every delivery waits for a person.

use yew::prelude::*;

use super::message_button;
use crate::{
    app::{shared::Panel, stage::answers},
    engine::{Command, ConsumerId, Delivery, Engine},
};

/// Most deliveries listed.
const LISTED: usize = 50;

/// Its deliveries, each with what can be done about it.
pub fn deliveries(panel: Panel<'_>, id: ConsumerId) -> Html {
    let engine = panel.engine();
    let consumer = &engine.consumers()[id.index()];
    let name = &consumer.spec().name;
    let none = consumer.buffer().len() == 0;
    html! {
        <section class="by-hand" aria-label="Deliveries">
            <h3 class="h3">{ "Deliveries" }</h3>
            <p class="muted" hidden={!none}>{ "None yet; press play." }</p>
            <ul>
                { for consumer.buffer().take(LISTED).map(|one| delivery(panel, engine, name, one)) }
            </ul>
        </section>
    }
}

fn delivery(panel: Panel<'_>, engine: &Engine, consumer: &str, delivery: &Delivery) -> Html {
    let tag = delivery.tag;
    let settle = |label: &'static str, how| {
        let command = Command::Settle { consumer: consumer.to_owned(), tag, how, multiple: false };
        act(panel, label, command)
    };
    let process = Command::Process { consumer: consumer.to_owned(), tag };
    let message = engine.message(delivery.message);
    html! {
        <li key={tag}>
            <p>
                { for message.map(|message| message_button(panel, message.id)) }
                <span class="muted">
                    { format!(" tag {tag}{}", if delivery.redelivered { ", redelivered" } else { "" }) }
                </span>
            </p>
            <div class="acts">
                { act(panel, if delivery.processed { "Done" } else { "Process" }, process) }
                { for answers(engine).iter().map(|(label, how)| settle(label, *how)) }
            </div>
        </li>
    }
}

fn act(panel: Panel<'_>, label: &'static str, command: Command) -> Html {
    let disabled = label == "Done";
    let onclick = panel.ask(move |_: MouseEvent| command.clone());
    html! { <button type="button" class="btn sm" {disabled} {onclick}>{ label }</button> }
}
