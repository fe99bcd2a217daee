//! A canvas context with a memory: paths are parsed once, and a colour is
//! set only when it changes.

use std::collections::BTreeMap;

use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, Path2d};

use super::{
    geometry::{Path, Point, Stretch},
    palette::{INKS, Ink, Palette},
};

#[wasm_bindgen]
extern "C" {
    /// The part of a context that takes colours as values kept on this side
    /// of the boundary, instead of a text that crosses it every time.
    type Colours;

    #[wasm_bindgen(method, setter, js_name = fillStyle)]
    fn fill_with(this: &Colours, colour: &JsValue);

    #[wasm_bindgen(method, setter, js_name = strokeStyle)]
    fn stroke_with(this: &Colours, colour: &JsValue);
}

/// Dashes of a line, in stage units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dash {
    /// None.
    Solid,
    /// Held by a consumer.
    Held,
    /// The broker's copy.
    Copy,
    /// An ack or a return.
    Back,
    /// No delivery.
    Off,
    /// A place that is waited for.
    Place,
}

impl Dash {
    fn pattern(self) -> &'static [f64] {
        match self {
            Dash::Solid => &[],
            Dash::Held => &[3.5, 2.5],
            Dash::Copy => &[1.5, 3.0],
            Dash::Back => &[1.0, 5.0],
            Dash::Off => &[4.0, 4.0],
            Dash::Place => &[2.0, 3.0],
        }
    }
}

const DASHES: [Dash; 6] = [Dash::Solid, Dash::Held, Dash::Copy, Dash::Back, Dash::Off, Dash::Place];

/// The context and what it is set to.
pub struct Brush {
    context: CanvasRenderingContext2d,
    colours: Vec<JsValue>,
    dashes: Vec<js_sys::Array>,
    shapes: BTreeMap<&'static str, Path2d>,
    fill: Option<Ink>,
    stroke: Option<Ink>,
    dash: Option<Dash>,
    font: &'static str,
    scale: f64,
}

impl Brush {
    /// A brush for a context.
    pub fn new(context: CanvasRenderingContext2d, palette: &Palette) -> Brush {
        let pattern = |dash: Dash| dash.pattern().iter().map(|n| JsValue::from_f64(*n)).collect();
        let mut brush = Brush {
            context,
            colours: Vec::with_capacity(INKS),
            dashes: DASHES.into_iter().map(pattern).collect(),
            shapes: BTreeMap::new(),
            fill: None,
            stroke: None,
            dash: None,
            font: "",
            scale: 1.0,
        };
        brush.dip(palette);
        brush
    }

    /// Takes the colours of another theme.
    pub fn dip(&mut self, palette: &Palette) {
        self.colours = palette.iter().map(|colour| JsValue::from_str(colour)).collect();
        (self.fill, self.stroke) = (None, None);
    }

    /// Starts a picture on a sheet of so many stage units, each `scale`
    /// device pixels. Resizing a canvas resets it, so nothing is taken as set.
    pub fn start(&mut self, scale: f64, width: f64, height: f64) {
        self.scale = scale;
        (self.fill, self.stroke, self.dash, self.font) = (None, None, None, "");
        self.home();
        self.context.clear_rect(0.0, 0.0, width, height);
        self.context.set_line_cap("round");
        self.context.set_line_join("round");
        self.context.set_text_align("center");
        self.context.set_text_baseline("alphabetic");
        self.context.set_global_alpha(1.0);
    }

    /// The origin at the upper left corner of the sheet.
    pub fn home(&self) {
        self.at(Point::default());
    }

    /// The origin at a place.
    pub fn at(&self, place: Point) {
        self.stretched(place, 1.0, 1.0);
    }

    /// The origin at a place, and everything so much wider and higher.
    pub fn stretched(&self, place: Point, wide: f64, high: f64) {
        let (x, y) = (place.x * self.scale, place.y * self.scale);
        // The six numbers are finite; a context refuses nothing else.
        let _ = self.context.set_transform(self.scale * wide, 0.0, 0.0, self.scale * high, x, y);
    }

    /// The origin at a place, turned so that what points right points `along`,
    /// which has the length 1.
    pub fn turned(&self, place: Point, along: Point) {
        let (x, y) = (place.x * self.scale, place.y * self.scale);
        let (right, down) = (along.x * self.scale, along.y * self.scale);
        let _ = self.context.set_transform(right, down, -down, right, x, y);
    }

    /// How much shows through: 1 hides what is below.
    pub fn alpha(&self, alpha: f64) {
        self.context.set_global_alpha(alpha.clamp(0.0, 1.0));
    }

    fn fill_ink(&mut self, ink: Ink) {
        if self.fill != Some(ink) {
            self.fill = Some(ink);
            let colours: &Colours = self.context.unchecked_ref();
            colours.fill_with(&self.colours[ink as usize]);
        }
    }

    fn stroke_ink(&mut self, ink: Ink, width: f64, dash: Dash) {
        if self.stroke != Some(ink) {
            self.stroke = Some(ink);
            let colours: &Colours = self.context.unchecked_ref();
            colours.stroke_with(&self.colours[ink as usize]);
        }
        if self.dash != Some(dash) {
            self.dash = Some(dash);
            let _ = self.context.set_line_dash(&self.dashes[dash as usize]);
            self.context.set_line_dash_offset(0.0);
        }
        self.context.set_line_width(width);
    }

    /// Fills a shape.
    pub fn fill(&mut self, shape: &'static str, ink: Ink) {
        self.fill_ink(ink);
        if let Some(path) = parsed(&mut self.shapes, shape) {
            self.context.fill_with_path_2d(path);
        }
    }

    /// Draws the outline of a shape.
    pub fn stroke(&mut self, shape: &'static str, ink: Ink, width: f64, dash: Dash) {
        self.stroke_ink(ink, width, dash);
        if let Some(path) = parsed(&mut self.shapes, shape) {
            self.context.stroke_with_path(path);
        }
    }

    /// Draws a wire or a way. Dashes are counted from its end, so that wires
    /// that meet there share them on the way they have in common.
    pub fn wire(&mut self, path: &Path, ink: Ink, width: f64, dash: Dash) {
        self.stroke_ink(ink, width, dash);
        self.context.set_line_dash_offset(-path.length());
        let start = path.start();
        self.context.begin_path();
        self.context.move_to(start.x, start.y);
        for stretch in path.stretches() {
            match *stretch {
                Stretch::Line(to) => self.context.line_to(to.x, to.y),
                Stretch::Curve(a, b, to) => {
                    self.context.bezier_curve_to(a.x, a.y, b.x, b.y, to.x, to.y)
                }
            }
        }
        self.context.stroke();
        self.context.set_line_dash_offset(0.0);
    }

    /// Draws a part of a circle around the origin, clockwise from the top.
    pub fn arc(&mut self, radius: f64, part: f64, ink: Ink, width: f64) {
        self.stroke_ink(ink, width, Dash::Solid);
        let top = -std::f64::consts::FRAC_PI_2;
        self.context.begin_path();
        let _ = self.context.arc(0.0, 0.0, radius, top, top + part * std::f64::consts::TAU);
        self.context.stroke();
    }

    /// Fills a disc around the origin.
    pub fn disc(&mut self, radius: f64, ink: Ink) {
        self.fill_ink(ink);
        self.context.begin_path();
        let _ = self.context.arc(0.0, 0.0, radius, 0.0, std::f64::consts::TAU);
        self.context.fill();
    }

    /// A box with round corners around the origin, filled and outlined.
    pub fn plate(&mut self, (w, h, radius): (f64, f64, f64), fill: Ink, edge: Option<Ink>) {
        self.fill_ink(fill);
        self.context.begin_path();
        let _ = self.context.round_rect_with_f64(-w / 2.0, -h / 2.0, w, h, radius);
        self.context.fill();
        if let Some(edge) = edge {
            self.stroke_ink(edge, 1.0, Dash::Solid);
            self.context.stroke();
        }
    }

    /// A frame with round corners around the origin.
    pub fn frame(&mut self, (w, h, radius): (f64, f64, f64), ink: Ink, width: f64) {
        self.stroke_ink(ink, width, Dash::Solid);
        self.context.begin_path();
        let _ = self.context.round_rect_with_f64(-w / 2.0, -h / 2.0, w, h, radius);
        self.context.stroke();
    }

    /// Squares of one colour, x and y of their middles in turn.
    pub fn squares(&mut self, places: &[f32], side: f64, ink: Ink) {
        self.fill_ink(ink);
        let half = side / 2.0;
        for place in places.chunks_exact(2) {
            let (x, y) = (f64::from(place[0]), f64::from(place[1]));
            self.context.fill_rect(x - half, y - half, side, side);
        }
    }

    /// Text around the origin.
    pub fn text(&mut self, text: &str, font: &'static str, ink: Ink) {
        if !std::ptr::eq(self.font, font) {
            self.font = font;
            self.context.set_font(font);
        }
        self.fill_ink(ink);
        let _ = self.context.fill_text(text, 0.0, 0.0);
    }
}

fn parsed<'a>(
    shapes: &'a mut BTreeMap<&'static str, Path2d>,
    shape: &'static str,
) -> Option<&'a Path2d> {
    if !shapes.contains_key(shape) {
        shapes.insert(shape, Path2d::new_with_path_string(shape).ok()?);
    }
    shapes.get(shape)
}
