//! The hand of somebody who builds: it moves nodes, and draws wires from node
//! to node.
//!
//! While it drags, the stage shows where things would come to stand; the
//! world changes only when the hand lets go. Every drag has a twin in the
//! inspector.

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::{Message, Stage, node, place_of};
use crate::{
    app::{
        building::Build,
        state::{Action, Selection},
    },
    engine::{Engine, NodeId},
    scenario::{
        Scenario,
        edit::{Edit, NodeName, Position, Wire, legal_wires},
    },
    view::{
        geometry::{Point, at},
        layout::{Layout, Node, Orientation},
    },
};

/// A hand that moves less than this, in stage units, has only pressed.
const STILL: f64 = 4.0;

/// What is seen of the stage beyond a node that was scrolled to, in pixels.
const BELOW: i32 = 12;

/// What is being dragged.
pub enum Drag {
    /// A node, held where it was grasped.
    Node {
        /// Its number in the layout.
        n: usize,
        /// From the corner of its body to where it was grasped.
        grasp: Point,
        /// Where that was.
        from: Point,
        /// The world with the node where it would stand; none before it moves.
        moved: Option<(Box<Scenario>, Position)>,
    },
    /// The loose end of a wire.
    Wire {
        /// Where it begins.
        from: NodeId,
        /// Where the end is.
        tip: Point,
        /// Where it may lead.
        legal: Vec<(NodeId, Wire)>,
    },
}

impl Drag {
    /// Takes hold of a node.
    pub fn node(layout: &Layout, id: NodeId, place: Point) -> Option<Drag> {
        let n = layout.nodes.iter().position(|node| node.id == id)?;
        let body = layout.nodes[n].body;
        let grasp = at(place.x - body.x, place.y - body.y);
        Some(Drag::Node { n, grasp, from: place, moved: None })
    }

    /// Begins a wire.
    pub fn wire(engine: &Engine, scenario: &Scenario, from: NodeId, tip: Point) -> Drag {
        let name = NodeName::of(engine, from).listed(&scenario.topology);
        let offers = legal_wires(scenario, &name).into_iter();
        let ends = offers.filter_map(|(wire, _)| {
            let to = wire.ends().1;
            to.find(engine).map(|id| (id, wire))
        });
        Drag::Wire { from, tip, legal: ends.collect() }
    }

    /// The hand is elsewhere; whether there is anything else to show.
    pub fn to(
        &mut self,
        layout: &Layout,
        engine: &Engine,
        scenario: &Scenario,
        place: Point,
    ) -> bool {
        match self {
            Drag::Wire { tip, .. } => {
                *tip = place;
                true
            }
            Drag::Node { n, grasp, from, moved } => {
                if moved.is_none() && from.distance(place) < STILL {
                    return false;
                }
                let corner = at(place.x - grasp.x, place.y - grasp.y);
                let position = layout.put(engine, *n, corner);
                *moved = Some((Box::new(with(layout, engine, scenario, &position)), position));
                true
            }
        }
    }

    /// What a node is to this drag, as a class.
    pub fn class(&self, id: NodeId, scenario: &Scenario, engine: &Engine) -> Option<&'static str> {
        match self {
            Drag::Node { .. } => None,
            Drag::Wire { from, .. } if *from == id => Some("beginning"),
            Drag::Wire { .. } => Some(match self.end(id, scenario, engine) {
                Some(_) => "legal",
                None => "dimmed",
            }),
        }
    }

    /// The wire that would lead to a node. Every member of a pool stands for
    /// the pool.
    pub fn end(&self, id: NodeId, scenario: &Scenario, engine: &Engine) -> Option<&Wire> {
        let Drag::Wire { legal, .. } = self else {
            return None;
        };
        let name = NodeName::of(engine, id).listed(&scenario.topology);
        legal.iter().find(|(to, wire)| *to == id || wire.ends().1 == name).map(|(_, wire)| wire)
    }
}

/// The world with all nodes at their places, and one at another.
fn with(layout: &Layout, engine: &Engine, scenario: &Scenario, position: &Position) -> Scenario {
    let mut moved = scenario.clone();
    if let Some((positions, sheet)) = layout.places(engine) {
        (moved.positions, moved.sheet) = (positions, Some(sheet));
    }
    moved.positions.retain(|other| other.node != position.node);
    moved.positions.push(position.clone());
    moved
}

/// The node under a place.
pub fn under(layout: &Layout, place: Point) -> Option<NodeId> {
    let under = |node: &&Node| node.frame.contains(place) || node.body.contains(place);
    layout.nodes.iter().find(under).map(|node| node.id)
}

/// The loose end of a wire, over everything.
pub fn ghost(drag: Option<&Drag>, layout: &Layout) -> Html {
    let Some(Drag::Wire { from, tip, .. }) = drag else {
        return html! { <svg key="none" class="ghost" aria-hidden="true" /> };
    };
    let Some(node) = layout.node(*from) else {
        return html! { <svg key="none" class="ghost" aria-hidden="true" /> };
    };
    let (start, scale) = (port(node), layout.scale);
    let bend = ((tip.x - start.x) * 0.5).abs().max(24.0);
    let point = |x: f64, y: f64| format!("{:.1} {:.1}", x * scale, y * scale);
    let way = format!(
        "M{}C{} {} {}",
        point(start.x, start.y),
        point(start.x + bend, start.y),
        point(tip.x - bend, tip.y),
        point(tip.x, tip.y)
    );
    let (x, y) = (format!("{:.1}", tip.x * scale), format!("{:.1}", tip.y * scale));
    html! {
        <svg key="wire" class="ghost" aria-hidden="true">
            <path d={way} />
            <circle cx={x} cy={y} r="5" />
        </svg>
    }
}

/// Where a wire is drawn from: the right edge of a node's body.
fn port(node: &Node) -> Point {
    at(node.body.right(), node.body.center().y)
}

/// What a pointer does while somebody builds.
impl Stage {
    pub(super) fn grasps(&self, context: &Context<Self>, building: bool) -> Callback<PointerEvent> {
        let (layout, link) = (self.layout.clone(), context.link().clone());
        Callback::from(move |event: PointerEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let Some(target) = target.filter(|_| building && event.button() == 0) else {
                return;
            };
            let operated = target.closest("button, input, label").ok().flatten().is_some();
            let node = node::of_element(&layout, &target).filter(|_| !operated);
            if let Some((node, place)) = node.zip(place_of(&event, &layout)) {
                link.send_message(Message::Grasped(node, place, target.has_attribute("data-port")));
            }
        })
    }

    pub(super) fn drags(&self, context: &Context<Self>) -> Callback<PointerEvent> {
        let (layout, link) = (self.layout.clone(), context.link().clone());
        let holds = self.drag.is_some();
        Callback::from(move |event: PointerEvent| {
            if let Some(place) = place_of(&event, &layout).filter(|_| holds) {
                link.send_message(Message::Dragged(place));
            }
        })
    }

    pub(super) fn drops(&self, context: &Context<Self>) -> Callback<PointerEvent> {
        let (layout, link) = (self.layout.clone(), context.link().clone());
        let holds = self.drag.is_some();
        Callback::from(move |event: PointerEvent| {
            if holds {
                link.send_message(Message::Dropped(place_of(&event, &layout)));
            }
        })
    }

    pub(super) fn grasp(
        &mut self,
        context: &Context<Self>,
        id: NodeId,
        place: Point,
        port: bool,
    ) -> bool {
        let props = context.props();
        let state = props.state.read();
        let side = props.side(&state);
        self.dragged.set(false);
        self.drag = match port {
            true => Some(Drag::wire(side.engine(), side.scenario(), id, place)),
            false if self.layout.orientation == Orientation::Wide => {
                Drag::node(&self.layout, id, place)
            }
            false => None,
        };
        true
    }

    pub(super) fn drag(&mut self, context: &Context<Self>, place: Point) -> bool {
        let changed = {
            let props = context.props();
            let state = props.state.read();
            let side = props.side(&state);
            let (engine, scenario) = (side.engine(), side.scenario());
            let layout = self.layout.clone();
            self.drag.as_mut().is_some_and(|drag| drag.to(&layout, engine, scenario, place))
        };
        if changed {
            self.arrange(context);
        }
        changed
    }

    /// Scrolls to a node that was just added, if there was no room for it.
    pub(super) fn show_added(&mut self, context: &Context<Self>) {
        let props = context.props();
        let state = props.state.read();
        if self.shown == state.building.fresh {
            return;
        }
        self.shown.clone_from(&state.building.fresh);
        let added = self.shown.as_ref().and_then(|name| name.find(props.side(&state).engine()));
        let node = added.and_then(|id| self.layout.node(id));
        if let Some((node, view)) = node.zip(self.view.cast::<Element>()) {
            let low = (node.frame.bottom() * self.layout.scale) as i32 - view.client_height();
            let right = (node.frame.right() * self.layout.scale) as i32 - view.client_width();
            view.set_scroll_top(view.scroll_top().max(low + BELOW));
            view.set_scroll_left(view.scroll_left().max(right + BELOW));
        }
    }

    /// Lets go: what was dragged becomes an edit.
    pub(super) fn drop(&mut self, context: &Context<Self>, place: Option<Point>) -> bool {
        let Some(drag) = self.drag.take() else {
            return false;
        };
        let props = context.props();
        let edit = {
            let state = props.state.read();
            let side = props.side(&state);
            match (&drag, place) {
                (Drag::Node { moved: Some((_, position)), .. }, Some(_)) => {
                    Some(Edit::Move(position.clone()))
                }
                (Drag::Wire { .. }, Some(place)) => {
                    let end = under(&self.layout, place);
                    let wire = end.and_then(|id| drag.end(id, side.scenario(), side.engine()));
                    wire.map(|wire| Edit::Connect(wire.clone()))
                }
                _ => None,
            }
        };
        let pressed = matches!(drag, Drag::Node { moved: None, .. });
        self.dragged.set(!pressed);
        if let Some(edit) = edit {
            if let Drag::Wire { from, .. } = drag {
                props.on_action.emit(Action::Select(Some(Selection::Node(from))));
            }
            props.on_action.emit(Action::Build(Build::Edit(edit)));
        }
        self.arrange(context);
        true
    }
}
