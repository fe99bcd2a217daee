//! A canvas, fitted to a stage on the page or to a picture to take along.

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::{
    brush::Brush,
    layout::Layout,
    paint::paint,
    palette::palette,
    picture::{Picture, Take},
    scene::Scene,
};

/// More pixels than two in one are not seen.
const MOST_PIXELS: f64 = 2.0;

/// A canvas and a brush for it.
pub struct Canvas {
    element: HtmlCanvasElement,
    brush: Brush,
    scale: f64,
}

impl Canvas {
    /// A canvas to paint on; none where a browser has no 2D context.
    pub fn new(element: HtmlCanvasElement, dark: bool) -> Option<Canvas> {
        let context = element.get_context("2d").ok()??;
        let context = context.dyn_into::<CanvasRenderingContext2d>().ok()?;
        Some(Canvas { element, brush: Brush::new(context, palette(dark)), scale: 1.0 })
    }

    /// Takes the colours of a theme.
    pub fn dress(&mut self, dark: bool) {
        self.brush.dip(palette(dark));
    }

    /// Takes the size of a layout on a screen of so many device pixels in one.
    pub fn fit(&mut self, layout: &Layout, pixels: f64) {
        self.resize((layout.width, layout.height), layout.scale * pixels.clamp(1.0, MOST_PIXELS));
    }

    /// Takes a size in stage units, each so many device pixels.
    pub fn resize(&mut self, (width, height): (f64, f64), scale: f64) {
        self.scale = scale;
        let (width, height) = ((width * scale).round() as u32, (height * scale).round() as u32);
        if (self.element.width(), self.element.height()) != (width, height) {
            self.element.set_width(width);
            self.element.set_height(height);
        }
    }

    /// The element that is painted on.
    pub fn element(&self) -> &HtmlCanvasElement {
        &self.element
    }

    /// Paints a moment of a picture to take along.
    pub fn paint_picture(&mut self, picture: &mut Picture, takes: &[Take<'_>], moment: &str) {
        let (width, height) = picture.size();
        self.brush.start(self.scale, width, height);
        picture.paint(&mut self.brush, takes, moment);
    }

    /// Paints a scene.
    pub fn paint(&mut self, scene: &Scene, layout: &Layout) {
        self.brush.start(self.scale, layout.width, layout.height);
        paint(&mut self.brush, scene, layout);
    }
}
