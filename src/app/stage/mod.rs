//! The stage: nodes as elements that can be focused and operated, and over
//! them a canvas with wires and messages.
//!
//! Elements are rendered about ten times a second; the canvas is painted
//! every frame, without any render.

use std::{cell::Cell, rc::Rc};

use wasm_bindgen::{JsCast, prelude::*};
use web_sys::{Element, HtmlElement, ResizeObserver};
use yew::prelude::*;

use super::{
    bench::At,
    building::Build,
    shared::Shared,
    side::Side,
    state::{Action, FIRST_ROOM, Selection, State},
};
use crate::{
    engine::NodeId,
    scenario::edit::NodeName,
    view::{
        geometry::{Point, at},
        layout::Layout,
        states,
    },
};

mod caller;
mod circle;
mod consumer;
mod desk;
mod exchange;
mod hand;
mod marks;
mod node;
mod painter;
mod producer;
mod queue;
mod service;
mod sheet;
mod topic;
mod walk;

pub use consumer::instant;
pub use desk::answers;
use hand::Drag;
use node::Scenery;
pub use painter::{Painter, PainterProp, PainterSlot};
use sheet::Sheet;

/// What the stage is given.
#[derive(Clone, PartialEq, Properties)]
pub struct StageProps {
    /// What there is to show.
    pub state: Shared,
    /// Which side of it.
    pub at: At,
    /// Grows with every change worth a render.
    pub version: u64,
    /// Where wishes go.
    pub on_action: Callback<Action>,
    /// The dark theme.
    pub dark: bool,
    /// Things stand still until they have arrived.
    pub reduced_motion: bool,
    /// Where the painter is put while the stage is on the page.
    pub painter: PainterProp,
}

impl StageProps {
    /// The side that is shown; the active one, in the moment before a stage
    /// whose side has gone is taken off the page.
    fn side<'a>(&self, state: &'a State) -> &'a Side {
        state.bench.side(self.at).unwrap_or(state.side())
    }
}

/// What happens to the stage itself.
pub enum Message {
    /// There is this much room now, in pixels.
    Room(f64, f64),
    /// A node has the focus.
    Focused(NodeId),
    /// The pointer is over a token, at this place, or no longer.
    Pointed(Option<Point>),
    /// The pointer takes hold of a node, or of its port, at this place.
    Grasped(NodeId, Point, bool),
    /// What it holds goes along.
    Dragged(Point),
    /// It lets go; at no place, nothing comes of it.
    Dropped(Option<Point>),
}

/// The stage.
pub struct Stage {
    view: NodeRef,
    room: (f64, f64),
    layout: Rc<Layout>,
    /// The one node that the tab key reaches.
    current: Option<NodeId>,
    /// Where the pointer found a token.
    pointed: Option<Point>,
    /// What the pointer holds while somebody builds.
    drag: Option<Drag>,
    /// The node that was added last, once it has been brought into view.
    shown: Option<NodeName>,
    /// The click that ends a drag means nothing.
    dragged: Rc<Cell<bool>>,
    _watch: Option<Watch>,
}

/// Tells of every change of an element's size.
struct Watch {
    observer: ResizeObserver,
    _closure: Closure<dyn Fn()>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

impl Component for Stage {
    type Message = Message;
    type Properties = StageProps;

    fn create(context: &Context<Self>) -> Self {
        let props = context.props();
        let state = props.state.read();
        Stage {
            view: NodeRef::default(),
            room: FIRST_ROOM,
            layout: Rc::new(layout_of(props.side(&state), &state, FIRST_ROOM)),
            current: None,
            pointed: None,
            drag: None,
            shown: None,
            dragged: Rc::default(),
            _watch: None,
        }
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Room(width, height) => {
                let changed = self.room != (width, height) && width > 0.0 && height > 0.0;
                if changed {
                    self.room = (width, height);
                    self.arrange(context);
                    let props = context.props();
                    if props.at == At::Main {
                        props.on_action.emit(Action::Build(Build::Room(width, height)));
                    }
                }
                changed
            }
            Message::Focused(node) => self.current.replace(node) != Some(node),
            Message::Pointed(place) => {
                let changed = place.is_some() || self.pointed.is_some();
                self.pointed = place;
                changed
            }
            Message::Grasped(node, place, port) => self.grasp(context, node, place, port),
            Message::Dragged(place) => self.drag(context, place),
            Message::Dropped(place) => self.drop(context, place),
        }
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let props = context.props();
        let state = props.state.read();
        let side = props.side(&state);
        let engine = side.engine();
        let layout = self.layout.clone();
        let first = layout.nodes.first().map(|node| node.id);
        let scenery = Scenery {
            engine,
            scenario: side.scenario(),
            layout: &layout,
            selection: side.selection,
            building: state.building.open,
            drag: self.drag.as_ref(),
            current: self.current.filter(|id| layout.node(*id).is_some()).or(first),
            on_action: &props.on_action,
        };
        let fits = (layout.width * layout.scale <= self.room.0 + 1.0).then_some("fits");
        let (width, height, scale) = (layout.width, layout.height, layout.scale);
        let sheet = format!("width:{:.2}px;height:{:.2}px", width * scale, height * scale);
        let nodes = format!("width:{width}px;height:{height}px;--fit:{scale}");
        let orientation = match layout.orientation {
            crate::view::layout::Orientation::Wide => "wide",
            crate::view::layout::Orientation::Tall => "tall",
        };
        html! {
            <div ref={&self.view} class={classes!("stage-view", orientation, fits)} tabindex="-1"
                onclick={self.clicks(context)} onkeydown={self.keys(context)}
                onfocusin={self.focus(context)} onmousemove={self.points(context)}
                onpointerdown={self.grasps(context, scenery.building)}
                onpointermove={self.drags(context)} onpointerup={self.drops(context)}
                onpointercancel={context.link().callback(|_| Message::Dropped(None))}
                onmouseleave={context.link().callback(|_| Message::Pointed(None))}>
                <div class="stage-sheet" ~style={sheet} role="group" aria-label={states::summary(engine, &layout)}>
                    { marks::patterns() }
                    <div class="stage-nodes" ~style={nodes}>
                        <div key="circles">
                            { for layout.circles.iter().map(|it| circle::circle(engine, it)) }
                        </div>
                        { for (0..layout.nodes.len()).map(|n| node::node(&scenery, n)) }
                    </div>
                    <Sheet layout={layout.clone()} dark={props.dark} still={props.reduced_motion}
                        painter={props.painter.clone()} state={props.state.clone()} at={props.at} />
                    { hand::ghost(self.drag.as_ref(), &layout) }
                    <div class="stage-tips" aria-hidden="true">{ self.tip(props) }</div>
                </div>
            </div>
        }
    }

    fn changed(&mut self, context: &Context<Self>, _: &StageProps) -> bool {
        self.arrange(context);
        true
    }

    fn rendered(&mut self, context: &Context<Self>, first: bool) {
        if let (true, Some(view)) = (first, self.view.cast::<Element>()) {
            self._watch = watch(&view, context.link().clone());
        }
        self.show_added(context);
    }
}

impl Stage {
    /// Sets the stage up anew if the topology or the room has changed.
    fn arrange(&mut self, context: &Context<Self>) {
        let props = context.props();
        let state = props.state.read();
        let side = props.side(&state);
        let layout = match &self.drag {
            Some(Drag::Node { moved: Some((scenario, _)), .. }) => {
                Layout::of(side.engine(), scenario, self.room, state.building.zoom)
            }
            _ => layout_of(side, &state, self.room),
        };
        if layout != *self.layout {
            self.layout = Rc::new(layout);
        }
    }

    /// A click selects the message under it, or else the node.
    fn clicks(&self, context: &Context<Self>) -> Callback<MouseEvent> {
        let props = context.props();
        let (on_action, painter) = (props.on_action.clone(), props.painter.clone());
        let (layout, dragged) = (self.layout.clone(), self.dragged.clone());
        Callback::from(move |event: MouseEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let target = target.filter(|_| !dragged.take());
            let Some(target) = target else {
                return;
            };
            let operated = target.closest("button, input, label").ok().flatten().is_some();
            let (false, Some(place)) = (operated, place_of(&event, &layout)) else {
                return;
            };
            let token = painter.token_at(place);
            let message = token.map(|token| Selection::Message(token.message));
            let node = || node::of_element(&layout, &target).map(Selection::Node);
            on_action.emit(Action::Select(message.or_else(node)));
        })
    }

    /// A pointer that rests on a token asks what it is.
    fn points(&self, context: &Context<Self>) -> Callback<MouseEvent> {
        let (layout, painter) = (self.layout.clone(), context.props().painter.clone());
        let (link, before) = (context.link().clone(), self.pointed.is_some());
        Callback::from(move |event: MouseEvent| {
            let place = place_of(&event, &layout);
            let found = place.filter(|place| painter.token_at(*place).is_some());
            if before || found.is_some() {
                link.send_message(Message::Pointed(found));
            }
        })
    }

    /// What is under the pointer now: it may have moved on meanwhile.
    fn tip(&self, props: &StageProps) -> Html {
        let token = self.pointed.and_then(|place| props.painter.token_at(place));
        let Some((token, place)) = token.zip(self.pointed) else {
            return html! { <span key="none" /> };
        };
        let scale = self.layout.scale;
        let style = format!("left:{:.0}px;top:{:.0}px", place.x * scale, place.y * scale);
        html! {
            <div key="tip" class="stage-tip" ~style={style}>
                <b>{ states::label(token.message) }</b>{ format!(" {}", states::token(&token)) }
            </div>
        }
    }

    /// Arrow keys walk along the wires; Enter selects.
    fn keys(&self, context: &Context<Self>) -> Callback<KeyboardEvent> {
        let on_action = context.props().on_action.clone();
        let layout = self.layout.clone();
        Callback::from(move |event: KeyboardEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let own = target.as_ref().filter(|target| target.has_attribute("data-node"));
            let Some(from) = own.and_then(|target| node::of_element(&layout, target)) else {
                return;
            };
            if event.key() == "Enter" {
                event.prevent_default();
                return on_action.emit(Action::Select(Some(Selection::Node(from))));
            }
            if let Some(to) = walk::step(&layout, from, &event.key()) {
                event.prevent_default();
                node::focus(&layout, to);
            }
        })
    }

    fn focus(&self, context: &Context<Self>) -> Callback<FocusEvent> {
        let layout = self.layout.clone();
        let link = context.link().clone();
        Callback::from(move |event: FocusEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if let Some(id) = target.and_then(|target| node::of_element(&layout, &target)) {
                link.send_message(Message::Focused(id));
            }
        })
    }
}

/// A side's nodes as they stand in a room.
fn layout_of(side: &Side, state: &State, room: (f64, f64)) -> Layout {
    Layout::of(side.engine(), side.scenario(), room, state.building.zoom)
}

/// Where on the stage a pointer is.
fn place_of(event: &MouseEvent, layout: &Layout) -> Option<Point> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let corner = target.closest(".stage-sheet").ok()??.get_bounding_client_rect();
    Some(at(
        (f64::from(event.client_x()) - corner.left()) / layout.scale,
        (f64::from(event.client_y()) - corner.top()) / layout.scale,
    ))
}

fn watch(view: &Element, link: yew::html::Scope<Stage>) -> Option<Watch> {
    let measured = view.clone().unchecked_into::<HtmlElement>();
    let closure = Closure::<dyn Fn()>::new(move || {
        // The gutter of the scroll bar is always there, so that nothing runs
        // below it and the width does not depend on what is shown.
        let (width, height) = (measured.client_width(), measured.offset_height());
        link.send_message(Message::Room(f64::from(width), f64::from(height)));
    });
    let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    observer.observe(view);
    Some(Watch { observer, _closure: closure })
}
