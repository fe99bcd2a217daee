//! A consumer driven by hand: every delivery waits for a person.

use yew::prelude::*;

use super::message_button;
use crate::{
    app::{shared::Panel, stage::answers},
    engine::{Command, ConsumerId, Delivery, Engine},
    words::by_hand as words,
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
        <section class="by-hand" aria-label={words::DELIVERIES}>
            <h3 class="h3">{ words::DELIVERIES }</h3>
            <p class="muted" hidden={!none}>{ words::NONE_YET }</p>
            <ul>
                { for consumer.buffer().take(LISTED).map(|one| delivery(panel, engine, name, one)) }
            </ul>
        </section>
    }
}

fn delivery(panel: Panel<'_>, engine: &Engine, consumer: &str, delivery: &Delivery) -> Html {
    let tag = delivery.tag;
    let settle = |label: AttrValue, how| {
        let command = Command::Settle { consumer: consumer.to_owned(), tag, how, multiple: false };
        act(panel, label, false, command)
    };
    let process = Command::Process { consumer: consumer.to_owned(), tag };
    let done = delivery.processed;
    let says = if delivery.redelivered { words::tag_again } else { words::tag };
    let message = engine.message(delivery.message);
    html! {
        <li key={tag}>
            <p>
                { for message.map(|message| message_button(panel, message.id)) }
                <span class="muted">
                    { " " }{ says(&tag) }
                </span>
            </p>
            <div class="acts">
                { act(panel, if done { words::DONE } else { words::PROCESS }.into(), done, process) }
                { for answers(engine).iter().map(|(label, how)| settle((*label).into(), *how)) }
            </div>
        </li>
    }
}

fn act(panel: Panel<'_>, label: AttrValue, disabled: bool, command: Command) -> Html {
    let onclick = panel.ask(move |_: MouseEvent| command.clone());
    html! { <button type="button" class="btn sm" {disabled} {onclick}>{ label }</button> }
}
