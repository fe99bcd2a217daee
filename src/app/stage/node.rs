//! What all nodes have in common: a box in its place that can be focused and
//! selected, a name above, and a sentence below.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::{caller, consumer, desk, exchange, hand::Drag, marks, producer, queue, service, topic};
use crate::{
    app::state::{Action, Selection},
    engine::{Command, Engine, NodeId},
    scenario::Scenario,
    view::{
        call_words,
        layout::{Layout, Node, Orientation, Shape},
        states,
    },
    words::stage as words,
};

/// Everything a node is drawn from.
pub struct Scenery<'a> {
    /// What it does.
    pub engine: &'a Engine,
    /// How it began.
    pub scenario: &'a Scenario,
    /// Where it stands.
    pub layout: &'a Layout,
    /// Whether somebody builds.
    pub building: bool,
    /// What that hand holds.
    pub drag: Option<&'a Drag>,
    /// What is picked.
    pub selection: Option<Selection>,
    /// The node that the tab key reaches.
    pub current: Option<NodeId>,
    /// Where wishes go.
    pub on_action: &'a Callback<Action>,
}

impl Scenery<'_> {
    /// The place of a node's controls in the tab order: only those of the
    /// current node are in it.
    pub fn tab(&self, node: &Node) -> &'static str {
        if self.current == Some(node.id) { "0" } else { "-1" }
    }

    /// Whether this is a touch layout.
    pub fn is_tall(&self) -> bool {
        self.layout.orientation == Orientation::Tall
    }

    /// A click that asks the engine for something.
    pub fn ask<E: 'static>(&self, command: Command) -> Callback<E> {
        let on_action = self.on_action.clone();
        Callback::from(move |_| on_action.emit(Action::Ask(command.clone())))
    }

    /// A small button of a node.
    pub fn button(&self, node: &Node, text: &str, label: String, command: Command) -> Html {
        let onclick = self.ask(command);
        html! {
            <button type="button" class="nbtn" tabindex={self.tab(node)} aria-label={label}
                {onclick}>{ text.to_owned() }</button>
        }
    }
}

/// The element of the n-th node.
pub fn node(scenery: &Scenery<'_>, n: usize) -> Html {
    let node = &scenery.layout.nodes[n];
    // Its class in the style sheet, what it is called, and what is in it.
    let (kind, what, inside) = match (node.shape, node.id) {
        (Shape::Producer, NodeId::Producer(id)) => {
            ("producer", words::PRODUCER, producer::body(scenery, node, id))
        }
        (Shape::Exchange, NodeId::Exchange(id)) => {
            ("exchange", words::EXCHANGE, exchange::body(scenery, node, id))
        }
        (Shape::Tray, NodeId::Queue(id)) => ("tray", words::TRAY, queue::tray(scenery, node, id)),
        (_, NodeId::Topic(id)) => ("topic", words::TOPIC, topic::body(scenery, node, id)),
        (_, NodeId::Queue(id)) => ("tube", words::QUEUE, queue::tube(scenery, node, id)),
        (Shape::ByHand { .. }, NodeId::Consumer(id)) => {
            ("desk", words::DESK, desk::body(scenery, node, id))
        }
        (_, NodeId::Consumer(id)) => {
            ("consumer", words::CONSUMER, consumer::body(scenery, node, id))
        }
        (_, NodeId::Caller(id)) => ("caller", words::CALLER, caller::body(scenery, node, id)),
        (_, NodeId::Service(id)) => ("service", words::SERVICE, service::body(scenery, node, id)),
        _ => return html! {},
    };
    let body = node.body;
    let style = format!(
        "left:{:.2}px;top:{:.2}px;width:{:.2}px;height:{:.2}px",
        body.x, body.y, body.w, body.h
    );
    let selected = scenery.selection == Some(Selection::Node(node.id));
    let name = scenery.engine.name_of(node.id);
    let mut label = format!("{what} {name}, {}", states::status(scenery.engine, node.id));
    if let NodeId::Queue(id) = node.id
        && scenery.engine.queues()[id.index()].ready_len() > 0
    {
        label = format!("{label}; {}", states::in_line(scenery.engine, id));
    }
    if let Some(line) = call_words::in_line(scenery.engine, node.id) {
        label = format!("{label}; {line}");
    }
    let drag = scenery.drag;
    let dragged = drag.and_then(|it| it.class(node.id, scenery.scenario, scenery.engine));
    html! {
        <div key={n} id={format!("stage-node-{n}")} data-node={n.to_string()} ~style={style}
            class={classes!("node", format!("is-{kind}"), selected.then_some("selected"), dragged)}
            role="group" tabindex={scenery.tab(node)} aria-label={label}>
            { inside }
            if scenery.building {
                <span class="port" data-port="" title={words::CONNECT} aria-hidden="true"></span>
            }
        </div>
    }
}

/// Name, kind or setting, and what stands at the right end of the row.
pub fn heading(scenery: &Scenery<'_>, node: &Node, beside: &str, end: Html) -> Html {
    html! {
        <div class="head">
            <span class="nm">{ scenery.engine.name_of(node.id) }</span>
            <span class="sm">{ beside.to_owned() }</span>
            <span class="end">{ end }</span>
        </div>
    }
}

/// The sentence below a node.
pub fn status(scenery: &Scenery<'_>, node: &Node) -> Html {
    marks::status(&states::state(scenery.engine, node.id))
}

/// The node an element belongs to.
pub fn of_element(layout: &Layout, element: &Element) -> Option<NodeId> {
    let owner = element.closest("[data-node]").ok().flatten()?;
    let n: usize = owner.get_attribute("data-node")?.parse().ok()?;
    layout.nodes.get(n).map(|node| node.id)
}

/// Moves the focus to a node.
pub fn focus(layout: &Layout, id: NodeId) {
    let n = layout.nodes.iter().position(|node| node.id == id);
    let document = web_sys::window().and_then(|window| window.document());
    let element = n.zip(document).and_then(|(n, document)| {
        document.get_element_by_id(&format!("stage-node-{n}"))?.dyn_into::<HtmlElement>().ok()
    });
    if let Some(element) = element {
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus();
    }
}
