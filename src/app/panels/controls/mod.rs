//! The left column: what this lab is, and everything that can be set in it.
//!
//! Every control asks a command, so that whatever was changed is in the log
//! and a replay changes it again at the same moment.

mod broker;
mod consumer;
pub mod crash;
mod pressure;
mod producer;
mod queue;

use yew::prelude::*;

use crate::{
    app::{panels::guarantee::guarantee_settings, shared::Panel},
    engine::Command,
};

use broker::broker;
use consumer::consumer;
use producer::producer;
use queue::queue;

/// Controls that are open from the start, of each kind.
const OPEN: usize = 1;

/// The column.
pub fn controls(panel: Panel<'_>) -> Html {
    let state = panel.state;
    let scenario = state.run.scenario();
    let engine = state.run.engine();
    let run = state.run_number;
    let key = |kind: &str, at: usize| format!("{kind} {at} {run}");
    let consumers = engine.consumers().iter().enumerate().map(|(at, it)| {
        fold(key("consumer", at), &it.spec().name, "consumer", at < OPEN, consumer(panel, at, it))
    });
    let producers = engine.producers().iter().enumerate().map(|(at, it)| {
        fold(key("producer", at), &it.spec().name, "producer", at < OPEN, producer(panel, at, it))
    });
    let queues = engine.queues().iter().enumerate().map(|(at, it)| {
        fold(key("queue", at), &it.spec().name, "queue", at < OPEN, queue(panel, it))
    });
    let folds: Vec<Html> = consumers.chain(producers).chain(queues).collect();
    html! {
        <aside class="controls" aria-label="Lab and controls">
            <div class="about">
                <h2 class="title">{ scenario.title.clone() }</h2>
                <p class="prose">{ scenario.about.clone() }</p>
            </div>
            { guarantee_settings(panel) }
            <div class="folds">{ for folds }</div>
            { broker(panel) }
        </aside>
    }
}

/// Controls of one node behind its name.
fn fold(key: String, name: &str, kind: &'static str, open: bool, inside: Html) -> Html {
    html! {
        <details class="fold" {key} {open}>
            <summary><b>{ name.to_owned() }</b><span class="muted">{ kind }</span></summary>
            <div class="inside">{ inside }</div>
        </details>
    }
}

/// A small button that asks for one command.
pub fn button(panel: Panel<'_>, label: &'static str, title: String, command: Command) -> Html {
    let onclick = panel.ask(move |_: MouseEvent| command.clone());
    html! { <button type="button" class="btn sm" {title} {onclick}>{ label }</button> }
}
