//! What a picture is painted with, whatever it is painted on: a canvas, or
//! the text of an SVG.
//!
//! Nothing here knows either. Painters say shapes and inks; a pen knows the
//! sheet.

use super::{
    geometry::{Path, Point},
    palette::Ink,
};

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
    /// Strokes and gaps in turn.
    pub fn pattern(self) -> &'static [f64] {
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

/// All of them, in their order.
pub const DASHES: [Dash; 6] =
    [Dash::Solid, Dash::Held, Dash::Copy, Dash::Back, Dash::Off, Dash::Place];

/// Where words stand to the origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// They begin there.
    Start,
    /// It is their middle.
    Middle,
    /// They end there.
    End,
}

/// Some words of a line, in one face and ink.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    /// What they say.
    pub text: &'a str,
    /// Their face, as a style sheet has it: weight if any, size, families.
    pub font: &'static str,
    /// Their colour.
    pub ink: Ink,
}

/// The gap between two words of a line, in stage units.
pub const WORD_GAP: f64 = 6.0;

/// Paints shapes. The origin is where the last move has put it.
pub trait Pen {
    /// Begins a sheet within the sheet, with its corner here: every place said
    /// from now on counts from there.
    fn sheet(&mut self, corner: Point);

    /// The origin at the upper left corner of the sheet.
    fn home(&mut self) {
        self.at(Point::default());
    }

    /// The origin at a place.
    fn at(&mut self, place: Point) {
        self.stretched(place, 1.0, 1.0);
    }

    /// The origin at a place, and everything so much wider and higher.
    fn stretched(&mut self, place: Point, wide: f64, high: f64);

    /// The origin at a place, turned so that what points right points `along`,
    /// which has the length 1.
    fn turned(&mut self, place: Point, along: Point);

    /// How much hides what is below: from 0, nothing, to 1.
    fn alpha(&mut self, alpha: f64);

    /// Fills one of the fixed shapes.
    fn fill(&mut self, shape: &'static str, ink: Ink);

    /// Draws the outline of one of the fixed shapes.
    fn stroke(&mut self, shape: &'static str, ink: Ink, width: f64, dash: Dash);

    /// Fills and outlines a shape made for this picture.
    fn shape(&mut self, shape: &str, fill: Option<Ink>, edge: Option<(Ink, f64, Dash)>);

    /// Draws a wire or a way. Dashes are counted from its end, so that wires
    /// that meet there share them on the way they have in common.
    fn wire(&mut self, path: &Path, ink: Ink, width: f64, dash: Dash);

    /// Draws a part of a circle around the origin, clockwise from the top.
    fn arc(&mut self, radius: f64, part: f64, ink: Ink, width: f64);

    /// Fills a disc around the origin.
    fn disc(&mut self, radius: f64, ink: Ink);

    /// A box with round corners around the origin, filled and outlined.
    fn plate(&mut self, size: (f64, f64, f64), fill: Ink, edge: Option<Ink>);

    /// A frame with round corners around the origin.
    fn frame(&mut self, size: (f64, f64, f64), ink: Ink, width: f64, dash: Dash);

    /// Squares of one colour, x and y of their middles in turn.
    fn squares(&mut self, places: &[f32], side: f64, ink: Ink);

    /// A line of words at the origin.
    fn line(&mut self, words: &[Word<'_>], align: Align);

    /// Words around the origin.
    fn text(&mut self, text: &str, font: &'static str, ink: Ink) {
        self.line(&[Word { text, font, ink }], Align::Middle);
    }
}
