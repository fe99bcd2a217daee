//! A chart as a picture that explains itself away from the page.

use plotters::prelude::*;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::CanvasRenderingContext2d;

use super::{
    Axis,
    draw::{CanvasProps, colour, dashes, draw, hue},
};
use crate::{
    app::{
        files,
        format::{clock, trimmed},
    },
    engine::Tick,
    view::{
        figure::{Figure, Line},
        palette::{Ink, palette},
    },
};

/// Width and height of the picture, in pixels.
const SIZE: (u32, u32) = (1600, 800);

/// Pixels of the picture to one of the page.
const RATIO: f64 = 2.0;

/// The margins around the lines: above, below, left and right.
const MARGINS: (u32, u32, u32, u32) = (144, 64, 112, 48);

/// Saves a chart as a picture.
pub fn save_png(name: &str, figure: &Figure, axis: &Axis, world: &str, dark: bool) {
    let Some(canvas) = files::canvas() else {
        return;
    };
    canvas.set_width(SIZE.0);
    canvas.set_height(SIZE.1);
    let props = CanvasProps {
        lines: figure.lines.clone(),
        times: figure.times.clone(),
        top: figure.top(),
        axis: axis.clone(),
        moment: None,
        dark,
        room: 0,
    };
    let Some(backend) = CanvasBackend::with_canvas_object(canvas.clone()) else {
        return;
    };
    let area = backend.into_drawing_area();
    let (above, below, left, right) = MARGINS;
    let drawn = area
        .fill(&colour(dark, Ink::Panel))
        .and_then(|()| draw(&area.margin(above, below, left, right), &props, RATIO));
    let context = canvas.get_context("2d").ok().flatten();
    let context = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
    if let (Ok(()), Some(context)) = (drawn, context) {
        Letterer { context, dark }.label(figure, axis, world);
        if let Ok(url) = canvas.to_data_url() {
            files::save(name, &url);
        }
    }
}

/// The words around the lines.
struct Letterer {
    context: CanvasRenderingContext2d,
    dark: bool,
}

impl Letterer {
    fn label(&self, figure: &Figure, axis: &Axis, world: &str) {
        let (above, below, left, right) = MARGINS;
        let (width, height) = (f64::from(SIZE.0), f64::from(SIZE.1));
        let (above, left) = (f64::from(above), f64::from(left));
        let (low, far) = (height - f64::from(below), width - f64::from(right));
        self.write(Ink::Full, "600 32px", "left", (left, 56.0), figure.title);
        self.write(Ink::Faint, "24px", "right", (far, 56.0), &format!("{world} · {}", figure.unit));
        self.keys(figure, left);
        let top = figure.top();
        for (value, y) in [(top, above), (top / 2.0, (above + low) / 2.0), (0.0, low)] {
            self.write(Ink::Faint, "22px", "right", (left - 12.0, y + 8.0), &trimmed(value, 2));
        }
        self.write(Ink::Faint, "22px", "left", (left, low + 36.0), "0 s");
        let end = clock(Tick((axis.end_s * 1e6) as u64));
        self.write(Ink::Faint, "22px", "right", (far, low + 36.0), &end);
    }

    /// The lines' names, each after a piece of its line.
    fn keys(&self, figure: &Figure, left: f64) {
        let mut x = left;
        for line in &figure.lines {
            self.rule(line, (x, 98.0));
            let wide = self.write(Ink::Soft, "24px", "left", (x + 52.0, 106.0), &line.name);
            x += 52.0 + wide + 36.0;
        }
    }

    fn rule(&self, line: &Line, (x, y): (f64, f64)) {
        let context = &self.context;
        context.set_stroke_style_str(palette(self.dark)[hue(line) as usize]);
        context.set_line_width(4.0);
        let dashes = dashes(line.dash).map_or_else(js_sys::Array::new, |(dash, gap)| {
            js_sys::Array::of2(&(dash * 4).into(), &(gap * 4).into())
        });
        let _ = context.set_line_dash(&dashes);
        context.begin_path();
        context.move_to(x, y);
        context.line_to(x + 40.0, y);
        context.stroke();
    }

    /// Writes a text and says how wide it is.
    fn write(&self, ink: Ink, font: &str, align: &str, (x, y): (f64, f64), text: &str) -> f64 {
        let context = &self.context;
        context.set_fill_style_str(palette(self.dark)[ink as usize]);
        context.set_font(&format!("{font} system-ui, sans-serif"));
        context.set_text_align(align);
        let _ = context.fill_text(text, x, y);
        context.measure_text(text).map_or(0.0, |measured| measured.width())
    }
}
