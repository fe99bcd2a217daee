//! One chart on a canvas, by plotters.
//!
//! The canvas lives alone in its component, so that no list beside it can
//! make Yew replace it. It is drawn after a render and only when it can be
//! seen.

use plotters::{
    coord::{Shift, types::RangedCoordf64},
    element::{DashedPathElement, Polygon},
    prelude::*,
};
use plotters_canvas::CanvasBackend;
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use super::Axis;
use crate::view::{
    figure::{Dash, Hue, Line},
    palette::{Ink, palette},
};

/// How much of a line's colour is left where it shows a recorded future.
const FUTURE: f64 = 0.4;

/// Properties of [`Canvas`].
#[derive(Clone, PartialEq, Properties)]
pub struct CanvasProps {
    /// What is drawn, the first one lowest.
    pub lines: Vec<Line>,
    /// The moments of their values, in seconds.
    pub times: Vec<f64>,
    /// The value at the upper edge.
    pub top: f64,
    /// The axis of time.
    pub axis: Axis,
    /// The moment that is read off.
    pub moment: Option<f64>,
    /// Dark colours.
    pub dark: bool,
    /// Another number: there may be another room to draw in.
    pub room: u64,
}

/// The canvas.
#[component]
pub fn Canvas(props: &CanvasProps) -> Html {
    let canvas = use_node_ref();
    let drawn = canvas.clone();
    use_effect_with(props.clone(), move |props| {
        if let Some(canvas) = drawn.cast::<HtmlCanvasElement>() {
            fit_and_draw(canvas, props);
        }
    });
    html! { <canvas ref={canvas}></canvas> }
}

/// Gives the canvas as many pixels as the screen has for it, then draws.
fn fit_and_draw(canvas: HtmlCanvasElement, props: &CanvasProps) {
    let (width, height) = (canvas.client_width(), canvas.client_height());
    if width <= 0 || height <= 0 {
        return;
    }
    let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
    let ratio = ratio.clamp(1.0, 2.0);
    let pixels = |side: i32| (f64::from(side) * ratio).round() as u32;
    if canvas.width() != pixels(width) || canvas.height() != pixels(height) {
        canvas.set_width(pixels(width));
        canvas.set_height(pixels(height));
    }
    if let Some(backend) = CanvasBackend::with_canvas_object(canvas) {
        let area = backend.into_drawing_area();
        // A canvas that refuses to be drawn on leaves the table to read.
        let _ = area.fill(&colour(props.dark, Ink::Panel)).and_then(|()| draw(&area, props, ratio));
    }
}

/// A part of a canvas, in its pixels.
pub type Area = DrawingArea<CanvasBackend, Shift>;
type Plane = DrawingArea<CanvasBackend, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
type Failure = DrawingAreaErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>;

/// Draws into an area, `ratio` of its pixels to one on the page.
///
/// # Errors
/// What the canvas had to say.
pub fn draw(area: &Area, props: &CanvasProps, ratio: f64) -> Result<(), Failure> {
    let stroke = (1.5 * ratio).round() as u32;
    let columns = area.dim_in_pixel().0 as usize;
    let plane = plane(&area.margin(stroke, stroke, stroke, stroke), props);
    for height in [0.0, 0.5, 1.0] {
        let y = height * props.top;
        let rule = colour(props.dark, Ink::Line).stroke_width(ratio as u32);
        plane.draw(&PathElement::new(vec![(0.0, y), (props.axis.end_s, y)], rule))?;
    }
    let past = props.times.partition_point(|time| *time <= props.axis.now_s);
    for line in &props.lines {
        let points: Vec<_> = props.times.iter().copied().zip(line.values.iter().copied()).collect();
        let pale = past.saturating_sub(1).min(points.len());
        for (part, strength) in
            [(&points[pale..], FUTURE), (&points[..past.min(points.len())], 1.0)]
        {
            for run in part.split(|(_, value)| !value.is_finite()).filter(|run| !run.is_empty()) {
                let points = thinned(run, columns);
                stroke_line(&plane, line, points, Pen { dark: props.dark, strength, stroke })?;
            }
        }
    }
    uprights(&plane, props, ratio as u32)
}

/// With what a line is drawn.
#[derive(Clone, Copy)]
struct Pen {
    dark: bool,
    strength: f64,
    stroke: u32,
}

fn stroke_line(
    plane: &Plane,
    line: &Line,
    points: Vec<(f64, f64)>,
    pen: Pen,
) -> Result<(), Failure> {
    let style = colour(pen.dark, hue(line)).mix(pen.strength).stroke_width(pen.stroke);
    if line.filled {
        let tint = colour(pen.dark, Ink::LiveTint).mix(pen.strength).filled();
        plane.draw(&Polygon::new(closed(&points), tint))?;
    }
    match dashes(line.dash) {
        None => plane.draw(&PathElement::new(points, style)),
        Some((dash, gap)) => {
            let (dash, gap) = (dash * pen.stroke, gap * pen.stroke);
            plane.draw(&DashedPathElement::new(points, dash, gap, style))
        }
    }
}

/// The ink of a line.
pub fn hue(line: &Line) -> Ink {
    match line.hue {
        Hue::Live => Ink::Live,
        Hue::Acked => Ink::Acked,
        Hue::Ink => Ink::Soft,
    }
}

/// The dash and the gap after it, in widths of the line.
pub fn dashes(dash: Dash) -> Option<(u32, u32)> {
    match dash {
        Dash::Solid => None,
        Dash::Long => Some((5, 2)),
        Dash::Short => Some((2, 2)),
        Dash::Fine => Some((1, 2)),
    }
}

/// Crashes and faults with their bolt, the present, and the moment read off.
fn uprights(plane: &Plane, props: &CanvasProps, ratio: u32) -> Result<(), Failure> {
    let (full, faint) = (colour(props.dark, Ink::Full), colour(props.dark, Ink::Faint));
    let upright = |seconds: f64, style: ShapeStyle| {
        plane.draw(&PathElement::new(vec![(seconds, 0.0), (seconds, props.top)], style))
    };
    for (mark, _) in &props.axis.marks {
        let seconds = mark.at.0 as f64 / 1e6;
        upright(seconds, faint.mix(0.5).stroke_width(ratio))?;
        let bolt =
            EmptyElement::at((seconds, props.top)) + Polygon::new(bolt(ratio), full.filled());
        plane.draw(&bolt)?;
    }
    if props.axis.now_s < props.axis.end_s {
        upright(props.axis.now_s, full.stroke_width(ratio))?;
    }
    match props.moment {
        Some(at) => upright(at, full.mix(0.6).stroke_width(ratio)),
        None => Ok(()),
    }
}

/// A bolt below a place of the canvas, in its pixels.
fn bolt(ratio: u32) -> Vec<(i32, i32)> {
    let corners = [(2, 0), (-3, 6), (0, 6), (-2, 11), (3, 5), (0, 5)];
    corners.map(|(x, y)| (x * ratio as i32, y * ratio as i32)).to_vec()
}

/// The area as a plane of seconds and values. No chart is built around it:
/// axes and labels are HTML.
fn plane(area: &Area, props: &CanvasProps) -> Plane {
    let (x, y) = area.get_pixel_range();
    let pixels = (x.start..x.end - 1, y.end - 1..y.start);
    area.apply_coord_spec(Cartesian2d::new(0.0..props.axis.end_s, 0.0..props.top, pixels))
}

/// The area between a line and the axis.
fn closed(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut closed = points.to_vec();
    if let (Some(first), Some(last)) = (points.first(), points.last()) {
        closed.extend([(last.0, 0.0), (first.0, 0.0)]);
    }
    closed
}

/// No more points than pixels: of each column the highest stays.
fn thinned(points: &[(f64, f64)], columns: usize) -> Vec<(f64, f64)> {
    let each = points.len().div_ceil(columns.max(1)).max(1);
    let highest = |chunk: &[(f64, f64)]| {
        let highest = chunk.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1));
        highest.expect("chunks are not empty")
    };
    points.chunks(each).map(highest).collect()
}

/// A colour of the stage, for plotters.
pub fn colour(dark: bool, ink: Ink) -> RGBColor {
    let digits = &palette(dark)[ink as usize][1..];
    let hex = u32::from_str_radix(digits, 16).expect("six hexadecimal digits");
    RGBColor((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}
