//! A picture to take along: one stage or two, one over the other, with their
//! nodes, under the title and the moment.
//!
//! It is set up once and painted for as many moments as are wanted, with
//! whatever pen there is. It is laid out for itself, so that it is the same
//! from a phone and from a projector.

use super::{
    cards,
    cast::{self, Lens},
    geometry::at,
    layout::{Layout, Zoom},
    paint::paint,
    palette::{Ink, palette},
    pen::{Align, Pen, Word},
    scene::Scene,
    states,
    svg::{About, Svg},
};
use crate::{
    engine::{Engine, NodeId},
    scenario::Scenario,
};

const TITLE: &str = "600 17px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const MOMENT: &str = "600 15px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const LANE: &str = "600 13px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/// The room a stage is laid out in. None is so low: the stage takes the
/// height that it needs, at its smallest scale, and the width of a slide.
const ROOM: (f64, f64) = (896.0, 1.0);

/// Around everything.
const MARGIN: f64 = 24.0;
/// The line with the title.
const HEAD: f64 = 52.0;
/// The line over a stage that is not alone.
const LANE_HEAD: f64 = 36.0;

/// One run in a picture.
#[derive(Clone, Copy)]
pub struct Take<'a> {
    /// At the moment to be shown.
    pub engine: &'a Engine,
    /// Its world, with the places that nodes were put at.
    pub scenario: &'a Scenario,
    /// How its messages are shown.
    pub lens: Lens,
    /// The node that is picked.
    pub node: Option<NodeId>,
}

impl Take<'_> {
    fn layout(&self) -> Layout {
        Layout::of(self.engine, self.scenario, ROOM, Zoom::Readable)
    }
}

/// A stage set up, with the corner it has in the picture.
struct Stage {
    layout: Layout,
    scene: Scene,
    /// What is said over it, where there are two.
    head: String,
    top: f64,
}

/// A picture set up.
pub struct Picture {
    title: String,
    stages: Vec<Stage>,
    width: f64,
    height: f64,
}

impl Picture {
    /// A picture of one run or two, each with what is said over its stage.
    pub fn new(title: String, runs: &[(Take<'_>, String)]) -> Picture {
        let mut picture = Picture { title, stages: Vec::new(), width: 0.0, height: HEAD };
        for (take, head) in runs {
            picture.height += if runs.len() > 1 { LANE_HEAD } else { 0.0 };
            let layout = take.layout();
            let (width, height, top) = (layout.width, layout.height, picture.height);
            let head = if runs.len() > 1 { head.clone() } else { String::new() };
            picture.stages.push(Stage { layout, scene: Scene::default(), head, top });
            picture.width = picture.width.max(width);
            picture.height += height + MARGIN / 2.0;
        }
        picture.height = picture.height.ceil();
        picture.width = picture.width.ceil();
        picture
    }

    /// Its width and height in stage units.
    pub fn size(&self) -> (f64, f64) {
        (self.width, self.height)
    }

    /// Paints a moment; `takes` are the runs in the order of the stages.
    pub fn paint(&mut self, pen: &mut dyn Pen, takes: &[Take<'_>], moment: &str) {
        let (w, h) = self.size();
        pen.sheet(at(0.0, 0.0));
        pen.at(at(w / 2.0, h / 2.0));
        pen.plate((w, h, 0.0), Ink::Paper, None);
        head(pen, &self.title, (MARGIN, 32.0), Align::Start, (TITLE, Ink::Full));
        head(pen, moment, (self.width - MARGIN, 32.0), Align::End, (MOMENT, Ink::Soft));
        for (stage, take) in self.stages.iter_mut().zip(takes) {
            // Nodes may have come and gone since the picture was set up.
            if !stage.layout.is_of(take.engine) {
                stage.layout = take.layout();
            }
            pen.sheet(at(0.0, stage.top));
            let line = (MARGIN, 14.0 - LANE_HEAD / 2.0);
            head(pen, &stage.head, line, Align::Start, (LANE, Ink::Soft));
            cast::draw(&mut stage.scene, take.engine, &stage.layout, take.lens);
            cards::paint(pen, take.engine, &stage.layout, take.node);
            paint(pen, &stage.scene, &stage.layout);
        }
    }

    /// The picture of a moment as an SVG document.
    pub fn svg(&mut self, takes: &[Take<'_>], moment: &str, dark: bool) -> String {
        let mut svg = Svg::new(palette(dark));
        self.paint(&mut svg, takes, moment);
        let title = format!("{}, {moment}", self.title);
        let description = self.describe(takes);
        svg.finish(self.size(), About { title: &title, description: &description })
    }

    fn describe(&self, takes: &[Take<'_>]) -> String {
        let told = self.stages.iter().zip(takes).map(|(stage, take)| {
            let summary = states::summary(take.engine, &stage.layout);
            if stage.head.is_empty() { summary } else { format!("{}. {summary}", stage.head) }
        });
        told.collect::<Vec<_>>().join(" ")
    }
}

fn head(
    pen: &mut dyn Pen,
    text: &str,
    (x, y): (f64, f64),
    align: Align,
    (font, ink): (&'static str, Ink),
) {
    if !text.is_empty() {
        pen.at(at(x, y));
        pen.line(&[Word { text, font, ink }], align);
    }
}
