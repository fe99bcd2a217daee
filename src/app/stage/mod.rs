//! The stage: nodes as elements that can be focused and operated, and over
//! them a canvas with wires and messages.
//!
//! Elements are rendered about ten times a second; the canvas is painted
//! every frame, without any render.

use std::rc::Rc;

use wasm_bindgen::{JsCast, prelude::*};
use web_sys::{Element, HtmlElement, ResizeObserver};
use yew::prelude::*;

use super::{
    shared::Shared,
    state::{Action, Selection},
};
use crate::{
    engine::NodeId,
    view::{geometry::at, layout::Layout},
};

mod consumer;
mod desk;
mod exchange;
mod marks;
mod node;
mod painter;
mod producer;
mod queue;
mod sheet;
mod walk;

pub use consumer::instant;
use node::Scenery;
pub use painter::{Painter, PainterProp, PainterSlot};
use sheet::Sheet;

/// What the stage is given.
#[derive(Clone, PartialEq, Properties)]
pub struct StageProps {
    /// What there is to show.
    pub state: Shared,
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

/// What happens to the stage itself.
pub enum Message {
    /// There is this much room now, in pixels.
    Room(f64, f64),
    /// A node has the focus.
    Focused(NodeId),
}

/// The stage.
pub struct Stage {
    view: NodeRef,
    room: (f64, f64),
    layout: Rc<Layout>,
    /// The one node that the tab key reaches.
    current: Option<NodeId>,
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

/// Before the page has said how much room there is.
const FIRST_ROOM: (f64, f64) = (848.0, 480.0);

impl Component for Stage {
    type Message = Message;
    type Properties = StageProps;

    fn create(context: &Context<Self>) -> Self {
        let state = context.props().state.read();
        Stage {
            view: NodeRef::default(),
            room: FIRST_ROOM,
            layout: Rc::new(Layout::new(state.run.engine(), FIRST_ROOM)),
            current: None,
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
                }
                changed
            }
            Message::Focused(node) => self.current.replace(node) != Some(node),
        }
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let props = context.props();
        let state = props.state.read();
        let engine = state.run.engine();
        let layout = self.layout.clone();
        let first = layout.nodes.first().map(|node| node.id);
        let scenery = Scenery {
            engine,
            scenario: state.run.scenario(),
            layout: &layout,
            selection: state.selection,
            current: self.current.filter(|id| layout.node(*id).is_some()).or(first),
            on_action: &props.on_action,
        };
        let (width, height, scale) = (layout.width, layout.height, layout.scale);
        let sheet = format!("width:{:.2}px;height:{:.2}px", width * scale, height * scale);
        let nodes = format!("width:{width}px;height:{height}px;--fit:{scale}");
        let orientation = match layout.orientation {
            crate::view::layout::Orientation::Wide => "wide",
            crate::view::layout::Orientation::Tall => "tall",
        };
        html! {
            <div ref={&self.view} class={classes!("stage-view", orientation)}
                onclick={self.clicks(context)} onkeydown={self.keys(context)}
                onfocusin={self.focus(context)}>
                <div class="stage-sheet" style={sheet} role="group" aria-label={summary(&scenery)}>
                    { marks::patterns() }
                    <div class="stage-nodes" style={nodes}>
                        { for (0..layout.nodes.len()).map(|n| node::node(&scenery, n)) }
                    </div>
                    <Sheet layout={layout.clone()} dark={props.dark} still={props.reduced_motion}
                        painter={props.painter.clone()} state={props.state.clone()} />
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
    }
}

impl Stage {
    /// Sets the stage up anew if the topology or the room has changed.
    fn arrange(&mut self, context: &Context<Self>) {
        let state = context.props().state.read();
        let layout = Layout::new(state.run.engine(), self.room);
        if layout != *self.layout {
            self.layout = Rc::new(layout);
        }
    }

    /// A click selects the message under it, or else the node.
    fn clicks(&self, context: &Context<Self>) -> Callback<MouseEvent> {
        let props = context.props();
        let (on_action, painter) = (props.on_action.clone(), props.painter.clone());
        let layout = self.layout.clone();
        Callback::from(move |event: MouseEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let Some(target) = target else {
                return;
            };
            let operated = target.closest("button, input, label").ok().flatten().is_some();
            let sheet = target.closest(".stage-sheet").ok().flatten();
            let (false, Some(sheet)) = (operated, sheet) else {
                return;
            };
            let corner = sheet.get_bounding_client_rect();
            let place = at(
                (f64::from(event.client_x()) - corner.left()) / layout.scale,
                (f64::from(event.client_y()) - corner.top()) / layout.scale,
            );
            let message = painter.message_at(place).map(Selection::Message);
            let node = || node::of_element(&layout, &target).map(Selection::Node);
            on_action.emit(Action::Select(message.or_else(node)));
        })
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

fn watch(view: &Element, link: yew::html::Scope<Stage>) -> Option<Watch> {
    let measured = view.clone().unchecked_into::<HtmlElement>();
    let closure = Closure::<dyn Fn()>::new(move || {
        let (width, height) = (measured.client_width(), measured.client_height());
        link.send_message(Message::Room(f64::from(width), f64::from(height)));
    });
    let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    observer.observe(view);
    Some(Watch { observer, _closure: closure })
}

/// The whole stage in one sentence, for those who do not see it.
fn summary(scenery: &Scenery<'_>) -> String {
    let engine = scenery.engine;
    let told = scenery.layout.nodes.iter().map(|node| {
        let status = crate::view::words::status(engine, node.id);
        format!("{}: {status}", engine.name_of(node.id))
    });
    format!("Stage. {}.", told.collect::<Vec<_>>().join("; "))
}
