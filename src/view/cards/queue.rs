//! A queue as a tube with its head to the right, or as a tray for dead
//! letters that nobody reads.

use super::{Align, Card, Dash, Ink, NAME, SMALL, SMALL_STRONG, said, word};
use crate::{
    engine::{Engine, QueueId},
    view::{
        layout::{Layout, Link, Node, PITCH, Shape, ends},
        states,
        vocabulary::vocabulary,
    },
    words::{Word, cards as words},
};

/// The outline of a tube.
pub fn outline(node: &Node) -> String {
    let (w, h) = (node.body.w, node.body.h);
    format!("M8 0H{}a8 22 0 0 1 0 {h}H8a8 22 0 0 1 0-{h}z", w - 8.0)
}

/// The outline of a tray.
pub fn tray_outline(node: &Node) -> String {
    let (w, h) = (node.body.w, node.body.h);
    format!("M-10 0H0V{}a8 8 0 0 0 8 8H{}a8 8 0 0 0 8-8V0h10", h - 8.0, w - 8.0)
}

/// Whether a wire for dead letters runs down where the words would begin.
pub fn leaves_at_tail(layout: &Layout, node: &Node, id: QueueId) -> bool {
    layout.wires.iter().any(|wire| {
        let from_here = matches!(wire.link, Link::Dead(from, _) if from == id);
        from_here && wire.path.start().x < node.body.x + 40.0
    })
}

/// Whether a wire comes down where the name would stand.
pub fn from_above(layout: &Layout, node: &Node) -> bool {
    layout.wires.iter().any(|wire| {
        let (start, end) = (wire.path.start(), wire.path.end());
        let down = match wire.link {
            Link::Publish(..) => end.y < node.body.y,
            Link::Append(..) => {
                let over = node.body.x..node.body.center().x;
                over.contains(&start.x) && start.y < node.body.y
            }
            _ => false,
        };
        down && ends(wire.link).1 == node.id
    })
}

/// How far right its name begins.
pub(super) fn indent(layout: &Layout, node: &Node) -> f64 {
    if from_above(layout, node) { 58.0 } else { 0.0 }
}

/// Where the line stands between what waits and what is out, from its left
/// edge.
pub fn gate(node: &Node) -> Option<f64> {
    match node.shape {
        Shape::Tube { gate } if node.copy_room() > 0 => Some(gate - node.body.x),
        _ => None,
    }
}

/// Where the most messages it holds end, if its tube is long enough to show
/// that, from its left edge.
pub fn capacity(node: &Node, most: Option<u64>) -> Option<f64> {
    let most = most.map(|most| most as usize).filter(|most| (1..=node.room()).contains(most))?;
    Some(node.slot(most - 1).x - PITCH / 2.0 - 2.0 - node.body.x)
}

/// What counts are called: of what waits, and of what is out.
pub fn count_words(engine: &Engine) -> (Word, Word) {
    let speech = vocabulary(engine);
    (speech.ready, speech.outstanding)
}

/// What a tray is.
pub const TRAY: Word = words::DEAD_LETTER_QUEUE;

pub(super) fn paint_tube(card: &mut Card<'_>, id: QueueId) {
    let queue = &card.engine.queues()[id.index()];
    let h = card.node.body.h;
    card.body(&outline(card.node), Some(Ink::Panel), Dash::Solid);
    let edge = card.edge(Dash::Solid);
    card.pen.shape(
        &format!("M8 0a8 22 0 0 1 0 {h}a8 22 0 0 1 0-{h}z"),
        Some(Ink::Well),
        Some(edge),
    );
    let uprights = [(gate(card.node), 1.5), (capacity(card.node, queue.spec().max_length), 2.5)];
    for (x, width) in uprights.into_iter().filter_map(|(x, width)| Some((x?, width))) {
        card.at(x, 0.0);
        card.pen.shape(&format!("M0 -6V{}", h + 6.0), None, Some((Ink::Full, width, Dash::Solid)));
    }
    let limits = states::setting(card.engine, card.node.id);
    let indent = indent(card.layout, card.node);
    card.heading(queue.profile().profile().kind.text(), &limits, indent);
    let x = if leaves_at_tail(card.layout, card.node, id) { 36.0 } else { 0.0 };
    counts(card, (x, h + 19.0), [queue.ready_len() as u64, queue.unacked_len()]);
    card.status_at((x, h + 35.0), f64::INFINITY);
}

fn counts(card: &mut Card<'_>, place: (f64, f64), [waiting, out]: [u64; 2]) {
    let (waits, is_out) = count_words(card.engine);
    let (waiting, out) = (waiting.to_string(), out.to_string());
    let words = [
        word(&waiting, NAME, Ink::Full),
        word(waits.text(), SMALL, Ink::Faint),
        word("·", SMALL, Ink::Faint),
        word(&out, NAME, Ink::Full),
        word(is_out.text(), SMALL, Ink::Faint),
    ];
    card.line(place, &words, Align::Start);
}

pub(super) fn paint_tray(card: &mut Card<'_>, id: QueueId) {
    let name = &card.engine.queues()[id.index()].spec().name;
    let (_, _, dash) = card.edge(Dash::Solid);
    let ink = if card.picked { Ink::Full } else { Ink::Edge };
    card.at(0.0, 0.0);
    card.pen.shape(&tray_outline(card.node), Some(Ink::Panel), Some((ink, 2.0, dash)));
    let status = states::state(card.engine, card.node.id);
    let words = [
        word(name, NAME, Ink::Full),
        word(TRAY.text(), SMALL, Ink::Faint),
        word("·", SMALL_STRONG, Ink::Faint),
        said(&status, &status.text),
    ];
    let h = card.node.body.h;
    card.line((0.0, h + 22.5), &words, Align::Start);
}
