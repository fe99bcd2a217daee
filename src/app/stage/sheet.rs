//! The canvas, alone in its own component: a list that grows beside it must
//! not take it along.

use std::rc::Rc;

use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use super::painter::{Painter, PainterProp};
use crate::{
    app::{bench::At, shared::Shared},
    view::layout::Layout,
};

/// What the canvas is given.
#[derive(Clone, PartialEq, Properties)]
pub struct SheetProps {
    /// Where everything stands.
    pub layout: Rc<Layout>,
    /// The dark theme.
    pub dark: bool,
    /// Without motion.
    pub still: bool,
    /// Where the painter is put.
    pub painter: PainterProp,
    /// What to paint when the canvas is new or has changed.
    pub state: Shared,
    /// Of which side.
    pub at: At,
}

/// The canvas over the nodes.
#[component]
pub fn Sheet(props: &SheetProps) -> Html {
    let element = use_node_ref();
    {
        let slot = props.painter.0.clone();
        use_effect_with((), move |()| move || drop(slot.take()));
    }
    {
        let (element, props) = (element.clone(), props.clone());
        use_effect_with(props, move |props| fit(&element, props));
    }
    html! { <canvas ref={element} class="stage-canvas" aria-hidden="true" /> }
}

/// Fits the painter to the layout, and paints once: time may stand still.
fn fit(element: &NodeRef, props: &SheetProps) {
    let mut slot = props.painter.0.borrow_mut();
    if slot.is_none() {
        let canvas = element.cast::<HtmlCanvasElement>();
        *slot = canvas.and_then(|canvas| Painter::new(canvas, props.layout.clone()));
    }
    if let Some(painter) = slot.as_mut() {
        painter.fit(props.layout.clone(), props.dark, props.still);
        let state = props.state.read();
        if let Some(side) = state.bench.side(props.at) {
            painter.paint(side, state.speed);
        }
    }
}
