//! A node under the hand: its name, its wires, and its place.
//!
//! The page renders ten times a second while a run plays; a world does not
//! change that often. The editor therefore is a component that renders only
//! for another world, node, refusal or language.

use yew::prelude::*;

use super::{
    AFRESH,
    bar::ADD,
    connect::{CONNECT, Connect},
};
use crate::{
    app::{
        building::Build,
        fields::Line,
        icons::{Icon, icon},
        panels::switch::focus,
        shared::{Panel, Shared},
        state::Action,
    },
    engine::{
        NodeId,
        topology::{ExchangeKind, Topology},
    },
    scenario::edit::{
        Edit, NodeName, Wire, binding_of, headers_text, read_headers, wires_for, wires_of,
    },
    words::{Word, building as words, tongue},
};

/// Most wires that are offered in a list.
const OFFERS: usize = 200;

/// One step of the buttons that move a node, in stage units.
const STEP: f64 = 16.0;

/// The editor of a node that is picked, while somebody builds.
pub fn editor(panel: Panel<'_>, node: NodeId) -> Html {
    let building = &panel.state.building;
    html! {
        <div>
            if building.open {
                <Editor key={format!("{node:?}")} {node}
                    state={panel.shared.clone()} on_action={panel.on_action.clone()}
                    language={tongue().code} run={panel.state.side().number()}
                    refused={building.refused.clone()} />
            }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct EditorProps {
    node: NodeId,
    state: Shared,
    on_action: Callback<Action>,
    language: &'static str,
    /// Another run is another world.
    run: u64,
    refused: Option<String>,
}

#[component]
fn Editor(props: &EditorProps) -> Html {
    let state = props.state.read();
    let scenario = state.side().scenario();
    let node = NodeName::of(state.engine(), props.node).listed(&scenario.topology);
    // A name is typed right after its node was added; a finger would be met
    // by a keyboard over the stage.
    let fresh = state.building.fresh.as_ref() == Some(&node) && state.is_roomy();
    let wires = wires_of(&scenario.topology, &node);
    let renamed = node.clone();
    let on_name = props
        .on_action
        .reform(move |to| Action::Build(Build::Edit(Edit::Rename { node: renamed.clone(), to })));
    html! {
        <section class="editor" aria-label={words::edit(&node.name())}>
            <Line label={words::NAME} value={node.name().to_owned()} {fresh} on_enter={on_name} />
            <p class="refused" role="alert">{ props.refused.clone().unwrap_or_default() }</p>
            <h3 class="h3">{ words::WIRES }</h3>
            <ul class="wires">
                { for wires.iter().map(|wire| props.wire(&scenario.topology, &node, wire)) }
            </ul>
            { props.connect(wires_for(scenario, &node)) }
            if state.is_roomy() {
                { props.places(NodeName::of(state.engine(), props.node)) }
            }
            <div class="acts">
                { props.button(words::DUPLICATE, Edit::Duplicate(node.clone())) }
                { props.button(words::REMOVE, Edit::Remove(node)) }
            </div>
            <p class="muted afresh">{ AFRESH }</p>
        </section>
    }
}

impl EditorProps {
    /// A click that changes the world.
    fn click(&self, edit: Edit) -> Callback<MouseEvent> {
        self.on_action.reform(move |_| Action::Build(Build::Edit(edit.clone())))
    }

    fn button(&self, says: Word, edit: Edit) -> Html {
        let goes = matches!(edit, Edit::Remove(_));
        let act = self.click(edit);
        let onclick = move |event: MouseEvent| {
            act.emit(event);
            // What had the focus goes with its node.
            if goes {
                focus(ADD);
            }
        };
        html! { <button type="button" class="btn sm" {onclick}>{ says }</button> }
    }

    /// A wire in words, its key to be typed, and a way to take it away.
    fn wire(&self, topology: &Topology, node: &NodeName, wire: &Wire) -> Html {
        let says = wire.says(node);
        let remove = self.click(Edit::Disconnect(wire.clone()));
        let onclick = move |event: MouseEvent| {
            remove.emit(event);
            focus(CONNECT);
        };
        html! {
            <li key={format!("{wire:?}")}>
                <span>{ says.clone() }</span>
                <button type="button" class="btn quiet icon" aria-label={words::remove_wire(&says)} {onclick}>
                    { icon(Icon::Close) }
                </button>
                { self.key(topology, wire) }
            </li>
        }
    }

    /// What a binding matches: a key, or headers.
    fn key(&self, topology: &Topology, wire: &Wire) -> Html {
        let (Wire::Bind { exchange, .. }, Some(spec)) = (wire, binding_of(topology, wire)) else {
            return html! {};
        };
        let kind = topology.exchanges.iter().find(|it| it.name == *exchange).map(|it| it.kind);
        let bound = wire.clone();
        match kind {
            Some(ExchangeKind::Fanout) => html! {},
            Some(ExchangeKind::Headers) => {
                let on_enter = self.on_action.reform(move |line: String| {
                    Action::Build(match read_headers(&line) {
                        Ok(headers) => {
                            Build::Edit(Edit::SetHeaders { wire: bound.clone(), headers })
                        }
                        Err(sentence) => Build::Refuse(Some(sentence)),
                    })
                });
                let value = headers_text(&spec.arguments);
                html! { <Line label={words::HEADERS} {value} empty="x-match=any, format=pdf" {on_enter} /> }
            }
            _ => {
                let on_enter = self.on_action.reform(move |key| {
                    Action::Build(Build::Edit(Edit::SetKey { wire: bound.clone(), key }))
                });
                html! { <Line label={words::BINDING_KEY} value={spec.key.clone()} {on_enter} /> }
            }
        }
    }

    fn connect(&self, mut offers: Vec<(Wire, String)>) -> Html {
        offers.truncate(OFFERS);
        let (wires, offers): (Vec<Wire>, Vec<String>) = offers.into_iter().unzip();
        let on_connect = self.on_action.reform(move |n: usize| {
            Action::Build(Build::Edit(Edit::Connect(wires[n.min(wires.len() - 1)].clone())))
        });
        html! { <Connect {offers} {on_connect} /> }
    }

    /// Steps to the four sides, for those who do not drag.
    fn places(&self, node: NodeName) -> Html {
        let step = |(drawn, label, x, y): (&'static str, Word, f64, f64)| {
            let node = node.clone();
            let onclick = self
                .on_action
                .reform(move |_: MouseEvent| Action::Build(Build::Nudge(node.clone(), x, y)));
            html! {
                <button key={drawn} type="button" class="btn sm icon" aria-label={label} {onclick}>
                    { drawn }
                </button>
            }
        };
        let steps = [
            ("←", words::MOVE_LEFT, -STEP, 0.0),
            ("→", words::MOVE_RIGHT, STEP, 0.0),
            ("↑", words::MOVE_UP, 0.0, -STEP),
            ("↓", words::MOVE_DOWN, 0.0, STEP),
        ];
        html! {
            <div class="row places" role="group" aria-label={words::PLACE_ON_STAGE}>
                <span class="lbl">{ words::PLACE }</span>
                <span class="acts">{ for steps.into_iter().map(step) }</span>
            </div>
        }
    }
}
