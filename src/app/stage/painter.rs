//! The hand that paints: a canvas, the layout it is fitted to, and a scene
//! whose memory is used again for every frame.

use std::{cell::RefCell, rc::Rc};

use web_sys::HtmlCanvasElement;

use crate::{
    app::{side::Side, state::Selection},
    view::{
        canvas::Canvas,
        cast::{self, Lens},
        geometry::Point,
        layout::Layout,
        scene::{Scene, Token},
    },
};

/// Where the frame loop finds the painter while a stage is on the page.
pub type PainterSlot = Rc<RefCell<Option<Painter>>>;

/// The slot as a property: it always equals itself.
#[derive(Clone)]
pub struct PainterProp(pub PainterSlot);

impl PartialEq for PainterProp {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl From<PainterSlot> for PainterProp {
    fn from(slot: PainterSlot) -> Self {
        PainterProp(slot)
    }
}

impl PainterProp {
    /// The token at a place of the stage.
    pub(super) fn token_at(&self, place: Point) -> Option<Token> {
        let painter = self.0.borrow();
        painter.as_ref().and_then(|painter| painter.scene.token_at(place).copied())
    }
}

/// Paints the stage.
pub struct Painter {
    canvas: Canvas,
    layout: Rc<Layout>,
    scene: Scene,
    still: bool,
}

impl Painter {
    /// A painter for a canvas; none where a browser has no 2D context.
    pub(super) fn new(element: HtmlCanvasElement, layout: Rc<Layout>) -> Option<Painter> {
        let canvas = Canvas::new(element, false)?;
        Some(Painter { canvas, layout, scene: Scene::default(), still: false })
    }

    /// Takes another layout, theme or manner.
    pub(super) fn fit(&mut self, layout: Rc<Layout>, dark: bool, still: bool) {
        let pixels = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
        self.canvas.fit(&layout, pixels);
        self.canvas.dress(dark);
        self.still = still;
        self.layout = layout;
    }

    /// Paints the side's present moment. A layout that is not its
    /// engine's, because another world has just been loaded, is passed over:
    /// its successor comes with the next render.
    pub fn paint(&mut self, side: &Side, speed: f64) {
        let engine = side.engine();
        if !self.layout.is_of(engine) {
            return;
        }
        let picked = match side.selection {
            Some(Selection::Message(message)) => Some(message),
            _ => None,
        };
        let lens = Lens { speed, picked, still: self.still };
        cast::draw(&mut self.scene, engine, &self.layout, lens);
        self.canvas.paint(&self.scene, &self.layout);
    }
}
