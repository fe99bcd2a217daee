//! The left column: what this lab is, and everything that can be set in it.
//!
//! Every control asks a command, so that whatever was changed is in the log
//! and a replay changes it again at the same moment.

mod arrivals;
mod broker;
mod caller;
mod consumer;
pub mod crash;
mod group;
mod pressure;
mod producer;
mod queue;
mod service;
mod settings;
mod topic;

use yew::prelude::*;

use crate::{
    app::{
        panels::{
            building::build_button, guarantee::guarantee_settings, lanes::compare_choice,
            switch::broker_choice,
        },
        shared::Panel,
    },
    engine::Command,
    scenario::switch::Kind,
    view::vocabulary::kind,
    words::{Word, controls as words},
};

use broker::broker;
use caller::caller;
use consumer::consumer;
use group::group;
use producer::producer;
use queue::queue;
use service::service;
use topic::{cluster, topic};

/// Controls that are open from the start, of each kind.
const OPEN: usize = 1;

/// The column.
pub fn controls(panel: Panel<'_>) -> Html {
    let state = panel.state;
    let scenario = state.side().scenario();
    let engine = state.engine();
    let run = state.side().number();
    let mut folds = Vec::new();
    let mut add = |kind: Word, at: usize, name: &str, open, content| {
        folds.push(fold(format!("{kind} {at} {run}"), name, kind, open, content));
    };
    // The last of a chain is the one to be slowed down.
    let last = engine.services().len().saturating_sub(OPEN);
    for (at, it) in engine.services().iter().enumerate().rev() {
        add(words::SERVICE, at, &it.spec().name, last <= at, service(panel, at, it));
    }
    for (at, it) in engine.callers().iter().enumerate() {
        add(words::CALLER, at, &it.spec().name, at < OPEN, caller(panel, at, it));
    }
    for (at, it) in engine.consumers().iter().enumerate() {
        add(words::CONSUMER, at, &it.spec().name, at < OPEN, consumer(panel, at, it));
    }
    for (at, it) in engine.groups().iter().enumerate() {
        add(words::GROUP, at, &it.spec().name, at < OPEN, group(panel, it));
    }
    for (at, it) in engine.producers().iter().enumerate().filter(|(_, it)| it.owner().is_none()) {
        add(words::PRODUCER, at, &it.spec().name, at < OPEN, producer(panel, at, it));
    }
    for (at, it) in engine.queues().iter().enumerate() {
        add(words::QUEUE, at, &it.spec().name, at < OPEN, queue(panel, it));
    }
    for (at, it) in engine.topics().iter().enumerate() {
        add(words::TOPIC, at, &it.spec().name, false, topic(panel, it));
    }
    html! {
        <section class="controls" aria-label={words::REGION}>
            <div class="about">
                <h2 class="title">{ scenario.title.clone() }</h2>
                <p class="prose">{ scenario.about.clone() }</p>
                { build_button(panel) }
            </div>
            { broker_choice(panel) }
            { compare_choice(panel) }
            { guarantee_settings(panel) }
            <div class="folds">{ for folds }</div>
            { cluster(panel) }
            if !kind(engine).is_leased() && kind(engine) != Kind::Log {
                { broker(panel) }
            }
        </section>
    }
}

/// Controls of one node behind its name.
fn fold(key: String, name: &str, kind: Word, open: bool, inside: Html) -> Html {
    html! {
        <details class="fold" {key} {open}>
            <summary><b>{ name.to_owned() }</b><span class="muted">{ kind }</span></summary>
            <div class="inside">{ inside }</div>
        </details>
    }
}

/// A small button that asks for one command; greyed, with the reason, where
/// both sides are to get it and the other one cannot.
pub fn button(panel: Panel<'_>, label: Word, title: String, command: Command) -> Html {
    let cannot = panel.state.bench.other_cannot(&command);
    let disabled = cannot.is_some();
    let title = cannot.unwrap_or(title);
    let onclick = panel.ask(move |_: MouseEvent| command.clone());
    html! { <button type="button" class="btn sm" {title} {disabled} {onclick}>{ label }</button> }
}
