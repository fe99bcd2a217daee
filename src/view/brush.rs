//! A canvas context with a memory: paths are parsed once, and a colour is
//! set only when it changes.

use crate::ordered_map::OrderedMap;

use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, Path2d};

use super::{
    geometry::{Path, Point, Stretch},
    palette::{INKS, Ink, Palette},
    pen::{Align, DASHES, Dash, Pen, WORD_GAP, Word},
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

/// The context and what it is set to.
pub struct Brush {
    context: CanvasRenderingContext2d,
    colours: Vec<JsValue>,
    dashes: Vec<js_sys::Array>,
    shapes: OrderedMap<&'static str, Path2d>,
    fill: Option<Ink>,
    stroke: Option<Ink>,
    dash: Option<Dash>,
    font: &'static str,
    align: Align,
    scale: f64,
    corner: Point,
}

impl Brush {
    /// A brush for a context.
    pub fn new(context: CanvasRenderingContext2d, palette: &Palette) -> Brush {
        let pattern = |dash: Dash| dash.pattern().iter().map(|n| JsValue::from_f64(*n)).collect();
        let mut brush = Brush {
            context,
            colours: Vec::with_capacity(INKS),
            dashes: DASHES.into_iter().map(pattern).collect(),
            shapes: OrderedMap::new(),
            fill: None,
            stroke: None,
            dash: None,
            font: "",
            align: Align::Middle,
            scale: 1.0,
            corner: Point::default(),
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
        (self.align, self.corner) = (Align::Middle, Point::default());
        self.home();
        self.context.clear_rect(0.0, 0.0, width, height);
        self.context.set_line_cap("round");
        self.context.set_line_join("round");
        self.context.set_text_align("center");
        self.context.set_text_baseline("alphabetic");
        self.context.set_global_alpha(1.0);
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

    fn face(&mut self, font: &'static str) {
        if !std::ptr::eq(self.font, font) {
            self.font = font;
            self.context.set_font(font);
        }
    }

    fn aligned(&mut self, align: Align) {
        if self.align != align {
            self.align = align;
            self.context.set_text_align(match align {
                Align::Start => "left",
                Align::Middle => "center",
                Align::End => "right",
            });
        }
    }

    fn word(&mut self, word: &Word<'_>, x: f64) {
        self.face(word.font);
        self.fill_ink(word.ink);
        let _ = self.context.fill_text(word.text, x, 0.0);
    }

    /// Where a place is on the canvas.
    fn pixels(&self, place: Point) -> (f64, f64) {
        ((self.corner.x + place.x) * self.scale, (self.corner.y + place.y) * self.scale)
    }
}

impl Pen for Brush {
    fn sheet(&mut self, corner: Point) {
        self.corner = corner;
        self.home();
    }

    fn stretched(&mut self, place: Point, wide: f64, high: f64) {
        let (x, y) = self.pixels(place);
        // The six numbers are finite; a context refuses nothing else.
        let _ = self.context.set_transform(self.scale * wide, 0.0, 0.0, self.scale * high, x, y);
    }

    fn turned(&mut self, place: Point, along: Point) {
        let (x, y) = self.pixels(place);
        let (right, down) = (along.x * self.scale, along.y * self.scale);
        let _ = self.context.set_transform(right, down, -down, right, x, y);
    }

    fn alpha(&mut self, alpha: f64) {
        self.context.set_global_alpha(alpha.clamp(0.0, 1.0));
    }

    fn fill(&mut self, shape: &'static str, ink: Ink) {
        self.fill_ink(ink);
        if let Some(path) = parsed(&mut self.shapes, shape) {
            self.context.fill_with_path_2d(path);
        }
    }

    fn stroke(&mut self, shape: &'static str, ink: Ink, width: f64, dash: Dash) {
        self.stroke_ink(ink, width, dash);
        if let Some(path) = parsed(&mut self.shapes, shape) {
            self.context.stroke_with_path(path);
        }
    }

    fn shape(&mut self, shape: &str, fill: Option<Ink>, edge: Option<(Ink, f64, Dash)>) {
        let Ok(path) = Path2d::new_with_path_string(shape) else {
            return;
        };
        if let Some(ink) = fill {
            self.fill_ink(ink);
            self.context.fill_with_path_2d(&path);
        }
        if let Some((ink, width, dash)) = edge {
            self.stroke_ink(ink, width, dash);
            self.context.stroke_with_path(&path);
        }
    }

    fn wire(&mut self, path: &Path, ink: Ink, width: f64, dash: Dash) {
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

    fn arc(&mut self, radius: f64, part: f64, ink: Ink, width: f64) {
        self.stroke_ink(ink, width, Dash::Solid);
        let top = -std::f64::consts::FRAC_PI_2;
        self.context.begin_path();
        let _ = self.context.arc(0.0, 0.0, radius, top, top + part * std::f64::consts::TAU);
        self.context.stroke();
    }

    fn disc(&mut self, radius: f64, ink: Ink) {
        self.fill_ink(ink);
        self.context.begin_path();
        let _ = self.context.arc(0.0, 0.0, radius, 0.0, std::f64::consts::TAU);
        self.context.fill();
    }

    fn plate(&mut self, (w, h, radius): (f64, f64, f64), fill: Ink, edge: Option<Ink>) {
        self.fill_ink(fill);
        self.context.begin_path();
        let _ = self.context.round_rect_with_f64(-w / 2.0, -h / 2.0, w, h, radius);
        self.context.fill();
        if let Some(edge) = edge {
            self.stroke_ink(edge, 1.0, Dash::Solid);
            self.context.stroke();
        }
    }

    fn frame(&mut self, (w, h, radius): (f64, f64, f64), ink: Ink, width: f64, dash: Dash) {
        self.stroke_ink(ink, width, dash);
        self.context.begin_path();
        let _ = self.context.round_rect_with_f64(-w / 2.0, -h / 2.0, w, h, radius);
        self.context.stroke();
    }

    fn squares(&mut self, places: &[f32], side: f64, ink: Ink) {
        self.fill_ink(ink);
        let half = side / 2.0;
        for place in places.chunks_exact(2) {
            let (x, y) = (f64::from(place[0]), f64::from(place[1]));
            self.context.fill_rect(x - half, y - half, side, side);
        }
    }

    fn line(&mut self, words: &[Word<'_>], align: Align) {
        if let [word] = words {
            self.aligned(align);
            return self.word(word, 0.0);
        }
        self.aligned(Align::Start);
        let wide = |brush: &mut Brush, word: &Word<'_>| {
            brush.face(word.font);
            brush.context.measure_text(word.text).map_or(0.0, |measured| measured.width())
        };
        let widths: Vec<f64> = words.iter().map(|word| wide(self, word)).collect();
        let all = widths.iter().sum::<f64>() + WORD_GAP * (words.len().max(1) - 1) as f64;
        let mut x = match align {
            Align::Start => 0.0,
            Align::Middle => -all / 2.0,
            Align::End => -all,
        };
        for (word, wide) in words.iter().zip(widths) {
            self.word(word, x);
            x += wide + WORD_GAP;
        }
    }
}

fn parsed<'a>(
    shapes: &'a mut OrderedMap<&'static str, Path2d>,
    shape: &'static str,
) -> Option<&'a Path2d> {
    if !shapes.contains_key(shape) {
        shapes.insert(shape, Path2d::new_with_path_string(shape).ok()?);
    }
    shapes.get(shape)
}
