//! Nodes as cards, painted: what the elements on the page show, without the
//! controls that only a person at the page has a use for.
//!
//! What both show is said once, here: outlines, places and counts. The page
//! renders them as elements, a picture paints them. A picture is always laid
//! out from left to right.

use super::{
    geometry::{Point, Rect, at},
    layout::{Circle, Layout, Node, Shape},
    log_words,
    palette::Ink,
    pen::{Align, Dash, Pen, Word},
    shapes,
    states::{self, Mark, Status},
    tapes::hatch,
};
use crate::engine::{Engine, NodeId};

pub mod calls;
pub mod consumer;
pub mod exchange;
pub mod producer;
pub mod queue;

const NAME: &str = "600 13px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const PLAIN: &str = "13px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const SMALL: &str = "12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const SMALL_STRONG: &str = "600 12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/// About how wide a character of a status is.
const LETTER: f64 = 6.6;

/// Paints the nodes of a stage, and the rooms of its groups; the picked one
/// with a stronger edge.
pub fn paint(pen: &mut dyn Pen, engine: &Engine, layout: &Layout, picked: Option<NodeId>) {
    layout.circles.iter().for_each(|it| circle(pen, engine, it));
    for node in &layout.nodes {
        let mut card = Card { pen, engine, layout, node, picked: picked == Some(node.id) };
        match (node.shape, node.id) {
            (_, NodeId::Producer(id)) => producer::paint(&mut card, id),
            (_, NodeId::Exchange(id)) => exchange::paint(&mut card, id),
            (Shape::Tray, NodeId::Queue(id)) => queue::paint_tray(&mut card, id),
            (_, NodeId::Queue(id)) => queue::paint_tube(&mut card, id),
            (_, NodeId::Topic(id)) => {
                card.heading(&log_words::setting(engine, id), "", queue::indent(layout, node));
                card.status();
            }
            (Shape::ByHand { rows }, NodeId::Consumer(id)) => {
                consumer::paint_by_hand(&mut card, id, rows);
            }
            (_, NodeId::Consumer(id)) => consumer::paint(&mut card, id),
            (_, NodeId::Caller(id)) => calls::paint_caller(&mut card, id),
            (_, NodeId::Service(id)) => calls::paint_service(&mut card, id),
        }
    }
}

/// A node being painted. Places are counted from its body's corner.
struct Card<'a> {
    pen: &'a mut dyn Pen,
    engine: &'a Engine,
    layout: &'a Layout,
    node: &'a Node,
    picked: bool,
}

impl Card<'_> {
    fn name(&self) -> &str {
        self.engine.name_of(self.node.id)
    }

    fn size(&self) -> (f64, f64) {
        (self.node.body.w, self.node.body.h)
    }

    fn at(&mut self, x: f64, y: f64) {
        self.pen.at(at(self.node.body.x + x, self.node.body.y + y));
    }

    /// The edge of the body.
    fn edge(&self, dash: Dash) -> (Ink, f64, Dash) {
        if self.picked { (Ink::Full, 2.0, dash) } else { (Ink::Edge, 1.5, dash) }
    }

    /// The body, in its own outline.
    fn body(&mut self, outline: &str, fill: Option<Ink>, dash: Dash) {
        self.at(0.0, 0.0);
        self.pen.shape(outline, fill, Some(self.edge(dash)));
    }

    /// The body of what stands on a rectangle; hatched if it is down, but for
    /// a `plate` below so many units, where there are words.
    fn desk(&mut self, is_up: bool, plate: f64) {
        let (w, h) = self.size();
        let outline = format!(
            "M8 0H{}a8 8 0 0 1 8 8V{}a8 8 0 0 1-8 8H8a8 8 0 0 1-8-8V8a8 8 0 0 1 8-8z",
            w - 8.0,
            h - 8.0
        );
        if is_up {
            return self.body(&outline, Some(Ink::Panel), Dash::Solid);
        }
        self.body(&outline, Some(Ink::Panel), Dash::Off);
        let Rect { x, y, .. } = self.node.body;
        let (across, down) = ((x + 2.0, x + w - 2.0), (y + 2.0, y + h - 2.0));
        hatch(self.pen, across, down, (Ink::Hatch, 1.5));
        self.at(w / 2.0, (plate + h - 4.0) / 2.0);
        self.pen.plate((w - 16.0, h - 4.0 - plate, 4.0), Ink::Panel, None);
    }

    /// An empty place for a message, around its middle on the stage.
    fn slot(&mut self, middle: Point, is_up: bool) {
        self.pen.at(middle);
        match is_up {
            true => self.pen.frame((28.0, 24.0, 5.0), Ink::Line, 1.5, Dash::Solid),
            false => self.pen.frame((28.0, 24.0, 5.0), Ink::Edge, 1.5, Dash::Place),
        }
    }

    fn line(&mut self, (x, y): (f64, f64), words: &[Word<'_>], align: Align) {
        let said: Vec<Word<'_>> =
            words.iter().filter(|word| !word.text.is_empty()).copied().collect();
        self.at(x, y);
        self.pen.line(&said, align);
    }

    /// Name and setting above the body, and what stands at the right end.
    fn heading(&mut self, beside: &str, end: &str, indent: f64) {
        let w = self.node.body.w;
        let room = w - indent - width(end);
        let name = fitted(self.name(), (w * 0.7).max(60.0));
        let beside = fitted(beside, room - width(&name) - 8.0);
        let words = [word(&name, NAME, Ink::Full), word(&beside, SMALL, Ink::Faint)];
        self.line((indent, -9.5), &words, Align::Start);
        self.line((w, -9.5), &[word(end, SMALL, Ink::Faint)], Align::End);
    }

    /// What it does now, below the body.
    fn status(&mut self) {
        let h = self.node.body.h;
        self.status_at((0.0, h + 15.0), f64::INFINITY);
    }

    /// The same with its middle so far down; in lines no longer than `room`.
    fn status_at(&mut self, (x, y): (f64, f64), room: f64) {
        let status = states::state(self.engine, self.node.id);
        self.at(x + 7.0, y);
        mark(self.pen, status.mark);
        for (n, line) in wrapped(&status.text, room - 18.0).iter().enumerate() {
            self.line((x + 18.0, y + 4.5 + 20.0 * n as f64), &[said(&status, line)], Align::Start);
        }
    }
}

/// A line of a status in its face.
fn said<'a>(status: &Status, text: &'a str) -> Word<'a> {
    match status.strong {
        true => word(text, NAME, Ink::Full),
        false => word(text, PLAIN, Ink::Soft),
    }
}

fn word<'a>(text: &'a str, font: &'static str, ink: Ink) -> Word<'a> {
    Word { text, font, ink }
}

/// The small sign of a status, around the origin.
fn mark(pen: &mut dyn Pen, mark: Mark) {
    match mark {
        Mark::Arrow => pen.stroke("M-4.5 0H3.5M.5-3.5L4 0 .5 3.5", Ink::Full, 2.0, Dash::Solid),
        Mark::Clock => {
            pen.arc(4.5, 1.0, Ink::Full, 1.5);
            pen.stroke("M0-2.5V0L2 1.2", Ink::Full, 1.5, Dash::Solid);
        }
        Mark::Turning => {
            pen.arc(4.5, 1.0, Ink::Edge, 1.5);
            pen.arc(4.5, 0.375, Ink::Full, 2.0);
        }
        Mark::Bolt => pen.fill(shapes::SMALL_BOLT, Ink::Full),
        Mark::Bars => pen.stroke("M-2.5-4.5V4.5M2.5-4.5V4.5", Ink::Full, 2.5, Dash::Solid),
        Mark::Ring => pen.arc(4.0, 1.0, Ink::Edge, 1.5),
    }
}

/// The room of a group; dashed if everything in it happens once.
fn circle(pen: &mut dyn Pen, engine: &Engine, circle: &Circle) {
    let (frame, spec) = (circle.frame, engine.groups()[circle.group.index()].spec());
    pen.at(frame.center());
    match spec.transactional {
        true => pen.frame((frame.w, frame.h, 10.0), Ink::Full, 1.5, Dash::Off),
        false => pen.frame((frame.w, frame.h, 10.0), Ink::Line, 1.0, Dash::Solid),
    }
    let name = fitted(&spec.name, frame.w - 16.0);
    let about = log_words::group_about(engine, circle.group);
    let about = fitted(&about, frame.w - 24.0 - width(&name));
    let words = [word(&name, NAME, Ink::Full), word(&about, SMALL, Ink::Faint)];
    pen.at(at(frame.x + 9.0, frame.y + 18.0));
    pen.line(&words[..if about.is_empty() { 1 } else { 2 }], Align::Start);
}

/// About how wide a text is.
fn width(text: &str) -> f64 {
    text.chars().count() as f64 * LETTER
}

/// As much of a text as fits, with dots for the rest.
fn fitted(text: &str, room: f64) -> String {
    let most = (room / LETTER).max(0.0) as usize;
    match text.chars().count() <= most {
        true => text.to_owned(),
        false if most < 2 => String::new(),
        false => text.chars().take(most - 1).chain(['…']).collect(),
    }
}

/// A text in lines that fit, broken between words.
fn wrapped(text: &str, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for next in text.split(' ') {
        let line = lines.last_mut().expect("never none");
        if !line.is_empty() && room < width(line) + width(next) {
            lines.push(next.to_owned());
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(next);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_ends_in_dots() {
        assert_eq!(fitted("orders", 100.0), "orders");
        assert_eq!(fitted("a very long name indeed", 60.0), "a very l…");
        assert_eq!(fitted("orders", 5.0), "");
        assert_eq!(fitted("", 0.0), "");
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrapped("waits for a confirm", 80.0), ["waits for a", "confirm"]);
        assert_eq!(wrapped("idle", f64::INFINITY), ["idle"]);
    }
}
