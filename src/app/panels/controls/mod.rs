//! The left column: what this lab is, and everything that can be set in it.
//!
//! Every control asks a command, so that whatever was changed is in the log
//! and a replay changes it again at the same moment.

mod broker;
mod consumer;
pub mod crash;
mod producer;
mod queue;

use yew::prelude::*;

use crate::{
    app::{panels::guarantee::GuaranteeSettings, shared::PanelProps, state::Action},
    engine::{Command, ConsumerId, ProducerId, QueueId},
};

use broker::BrokerControls;
use consumer::ConsumerControls;
use producer::ProducerControls;
use queue::QueueControls;

/// Controls that are open from the start, of each kind.
const OPEN: u16 = 1;

/// Properties of the controls of one node.
#[derive(Clone, PartialEq, Properties)]
pub struct NodeProps<Id: PartialEq> {
    /// Which one.
    pub id: Id,
    /// The rest.
    pub panel: PanelProps,
}

/// The column.
#[component]
pub fn Controls(props: &PanelProps) -> Html {
    let state = props.state.read();
    let scenario = state.run.scenario();
    let engine = state.run.engine();
    let run = state.run_number;
    let key = |kind: &str, id: u16| format!("{kind} {id} {run}");
    let producers = (0..engine.producers().len() as u16).map(|id| {
        let node = html! { <ProducerControls id={ProducerId(id)} panel={props.clone()} /> };
        fold(
            key("producer", id),
            &engine.producers()[usize::from(id)].spec().name,
            "producer",
            id < OPEN,
            node,
        )
    });
    let queues = (0..engine.queues().len() as u16).map(|id| {
        let node = html! { <QueueControls id={QueueId(id)} panel={props.clone()} /> };
        fold(
            key("queue", id),
            &engine.queues()[usize::from(id)].spec().name,
            "queue",
            id < OPEN,
            node,
        )
    });
    let consumers = (0..engine.consumers().len() as u16).map(|id| {
        let node = html! { <ConsumerControls id={ConsumerId(id)} panel={props.clone()} /> };
        fold(
            key("consumer", id),
            &engine.consumers()[usize::from(id)].spec().name,
            "consumer",
            id < OPEN,
            node,
        )
    });
    let folds: Vec<Html> = producers.chain(consumers).chain(queues).collect();
    html! {
        <aside class="controls" aria-label="Lab and controls">
            <div class="about">
                <h1>{ scenario.title.clone() }</h1>
                <p class="prose">{ scenario.about.clone() }</p>
            </div>
            <GuaranteeSettings ..props.clone() />
            <div class="folds">{ for folds }</div>
            <BrokerControls ..props.clone() />
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

impl PanelProps {
    /// A callback that asks what `command` makes of its argument.
    pub fn ask<T: 'static>(&self, command: impl Fn(T) -> Command + 'static) -> Callback<T> {
        self.on_action.reform(move |value: T| Action::Ask(command(value)))
    }
}

/// A small button that asks for one command.
pub fn button(panel: &PanelProps, label: &'static str, title: String, command: Command) -> Html {
    let onclick = panel.ask(move |_: MouseEvent| command.clone());
    html! { <button type="button" class="btn sm" {title} {onclick}>{ label }</button> }
}
