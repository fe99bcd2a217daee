//! Dead-letter queues: what was set aside, in the order it died, and why.

use yew::prelude::*;

use super::message_button;
use crate::{
    app::{format::counted, shared::Panel},
    engine::{Copy, Engine, Queue, QueueId, Target},
};

/// Most messages listed; the newest.
const LISTED: usize = 30;

/// The queues that others dead-letter to.
pub fn dead_letter_queues(engine: &Engine) -> Vec<QueueId> {
    let mut found = Vec::new();
    for id in engine.queues().iter().flat_map(|queue| targets(engine, queue)) {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

/// Where a queue's dead letters end up, one exchange further.
fn targets(engine: &Engine, queue: &Queue) -> Vec<QueueId> {
    let Some(to) = &queue.spec().dead_letter else {
        return Vec::new();
    };
    if to.exchange.is_empty() {
        let key = to.routing_key.as_deref().unwrap_or_default();
        return engine.find_queue(key).into_iter().collect();
    }
    let exchange = engine.exchanges().iter().find(|it| it.name == to.exchange);
    let bindings = exchange.map_or(&[][..], |exchange| &exchange.bindings);
    let queues = bindings.iter().filter_map(|binding| match binding.target {
        Target::Queue(id) => Some(id),
        Target::Exchange(_) => None,
    });
    queues.collect()
}

/// Every dead-letter queue of the lab.
pub fn dead_letters(panel: Panel<'_>) -> Html {
    let engine = panel.engine();
    html! {
        <div class="dead-letters">
            { for dead_letter_queues(engine).into_iter().map(|id| tray(panel, engine, id)) }
        </div>
    }
}

fn tray(panel: Panel<'_>, engine: &Engine, id: QueueId) -> Html {
    let queue = &engine.queues()[id.index()];
    let waiting = queue.ready_len();
    let letters: Vec<_> = engine.ready(id).skip(waiting.saturating_sub(LISTED)).collect();
    html! {
        <section key={id.0} class="tray" aria-label={queue.spec().name.clone()}>
            <header>
                <h3 class="h3">{ queue.spec().name.clone() }</h3>
                <span class="muted">{ "dead-letter queue" }</span>
                <b>{ counted(waiting as u64, "message", "messages") }</b>
            </header>
            <p class="muted" hidden={waiting > 0}>{ "Empty: nothing has died." }</p>
            <ol>{ for letters.into_iter().map(|copy| letter(panel, engine, copy)) }</ol>
        </section>
    }
}

fn letter(panel: Panel<'_>, engine: &Engine, copy: &Copy) -> Html {
    let Some(message) = engine.message(copy.message) else {
        return html! { <li key={copy.id.0}></li> };
    };
    let latest = copy.deaths.as_ref().and_then(|deaths| deaths.entries.first());
    let reason = latest.map_or("published here", |death| death.reason.name());
    html! {
        <li key={copy.id.0}>
            { message_button(panel, message.id) }
            <span class="stamp">{ reason }</span>
        </li>
    }
}
