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

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// The hue of fresh messages.
    Solid,
    /// The hue of settled ones, long dashes.
    Dashed,
    /// Fresh, the area below tinted.
    Filled,
    /// Fresh, short dashes.
    Dotted,
}

impl Stroke {
    /// The class of its key.
    pub fn class(self) -> &'static str {
        match self {
            Stroke::Solid => "solid",
            Stroke::Dashed => "dashed",
            Stroke::Filled => "filled",
            Stroke::Dotted => "dotted",
        }
    }
}

/// Points in seconds and values.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// How it looks.
    pub stroke: Stroke,
    /// In the order of time.
    pub points: Vec<(f64, f64)>,
}

/// Properties of [`Chart`].
#[derive(Clone, PartialEq, Properties)]
pub struct ChartProps {
    /// What is drawn, the first one lowest.
    pub lines: Vec<Line>,
    /// The value at the upper edge.
    pub top: f64,
    /// The time at the right edge.
    pub now_s: f64,
    /// Dark colours.
    pub dark: bool,
    /// Another number: there may be another room to draw in.
    pub room: u64,
}

/// The canvas.
#[component]
pub fn Chart(props: &ChartProps) -> Html {
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
fn fit_and_draw(canvas: HtmlCanvasElement, props: &ChartProps) {
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
        // A canvas that refuses to be drawn on leaves the table to read.
        let _ = draw(&backend.into_drawing_area(), props, ratio);
    }
}

type Area = DrawingArea<CanvasBackend, Shift>;
type Plane = Cartesian2d<RangedCoordf64, RangedCoordf64>;
type Failure = DrawingAreaErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>;

fn draw(area: &Area, props: &ChartProps, ratio: f64) -> Result<(), Failure> {
    let hues = Hues::of(props.dark);
    area.fill(&hues.panel)?;
    let stroke = (1.5 * ratio).round() as u32;
    let chart = plane(&area.margin(stroke, stroke, stroke, stroke), props);
    for height in [0.0, 0.5, 1.0] {
        let y = height * props.top;
        let ends = vec![(0.0, y), (props.now_s.max(1.0), y)];
        chart.draw(&PathElement::new(ends, hues.line.stroke_width(ratio as u32)))?;
    }
    for line in &props.lines {
        let points = thinned(&line.points, area.dim_in_pixel().0 as usize);
        let hue = if line.stroke == Stroke::Dashed { hues.acked } else { hues.live };
        let style = hue.stroke_width(stroke);
        match line.stroke {
            Stroke::Solid => chart.draw(&PathElement::new(points, style))?,
            Stroke::Filled => {
                chart.draw(&Polygon::new(closed(&points), hues.tint.filled()))?;
                chart.draw(&PathElement::new(points, style))?;
            }
            Stroke::Dashed => {
                chart.draw(&DashedPathElement::new(points, 5 * stroke, 2 * stroke, style))?;
            }
            Stroke::Dotted => {
                chart.draw(&DashedPathElement::new(points, 2 * stroke, 2 * stroke, style))?;
            }
        }
    }
    Ok(())
}

/// The area as a plane of seconds and values. No chart is built around it:
/// axes and labels are HTML.
fn plane(area: &Area, props: &ChartProps) -> DrawingArea<CanvasBackend, Plane> {
    let (x, y) = area.get_pixel_range();
    let pixels = (x.start..x.end - 1, y.end - 1..y.start);
    area.apply_coord_spec(Plane::new(0.0..props.now_s.max(1.0), 0.0..props.top, pixels))
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

/// The few colours of a chart; the same as in the style sheet.
struct Hues {
    panel: RGBColor,
    line: RGBColor,
    live: RGBColor,
    tint: RGBColor,
    acked: RGBColor,
}

impl Hues {
    fn of(dark: bool) -> Hues {
        let hue = |hex: u32| RGBColor((hex >> 16) as u8, (hex >> 8) as u8, hex as u8);
        match dark {
            false => Hues {
                panel: hue(0xF5F5F3),
                line: hue(0xDBDBD7),
                live: hue(0x0072B2),
                tint: hue(0xCFE6F5),
                acked: hue(0x007D5A),
            },
            true => Hues {
                panel: hue(0x1A1D20),
                line: hue(0x31363B),
                live: hue(0x56B4E9),
                tint: hue(0x123247),
                acked: hue(0x35BD92),
            },
        }
    }
}
