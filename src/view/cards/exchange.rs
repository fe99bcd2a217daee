//! An exchange: a rotary disc with a detent for each way of matching.

use super::{Align, Card, Dash, Ink, NAME, mark, said, width, word};
use crate::{
    engine::{ExchangeId, topology::ExchangeKind},
    view::{layout::Node, states},
};

const TINY: &str = "600 11px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/// The radius of a disc whose places are those of [`DETENTS`].
const RADIUS: f64 = 38.0;

/// Each way of matching, and where its detent is, from the middle.
pub const DETENTS: [(ExchangeKind, f64, f64); 4] = [
    (ExchangeKind::Direct, -29.9, -17.2),
    (ExchangeKind::Fanout, -11.8, -32.4),
    (ExchangeKind::Topic, 11.8, -32.4),
    (ExchangeKind::Headers, 29.9, -17.2),
];

/// A way of matching in a word.
pub fn kind(kind: ExchangeKind) -> &'static str {
    match kind {
        ExchangeKind::Direct => "direct",
        ExchangeKind::Fanout => "fanout",
        ExchangeKind::Topic => "topic",
        ExchangeKind::Headers => "headers",
    }
}

/// Whether its name stands beside it, because a wire comes from above.
pub fn is_labelled_beside(node: &Node) -> bool {
    node.frame.y == node.body.y
}

pub(super) fn paint(card: &mut Card<'_>, id: ExchangeId) {
    let exchange = &card.engine.exchanges()[id.index()];
    let (middle, radius) = (card.node.body.center(), card.node.body.w / 2.0);
    let size = radius / RADIUS;
    card.pen.at(middle);
    card.pen.disc(radius, Ink::Panel);
    let (ink, width, _) = card.edge(Dash::Solid);
    card.pen.arc(radius, 1.0, ink, width);
    card.pen.disc(31.0 * size, Ink::Paper);
    card.pen.arc(31.0 * size, 1.0, Ink::Line, 1.0);
    for (way, x, y) in DETENTS {
        card.pen.at(middle.shift(x * size, y * size));
        match way == exchange.kind {
            true => card.pen.disc(3.5 * size, Ink::Full),
            false => card.pen.disc(2.0 * size, Ink::Edge),
        }
    }
    let beside = is_labelled_beside(card.node);
    card.pen.at(middle.shift(0.0, 4.5));
    card.pen.text(kind(exchange.kind), if beside { TINY } else { NAME }, Ink::Full);
    if beside { label_beside(card) } else { label_above(card) }
}

fn label_beside(card: &mut Card<'_>) {
    let (w, h) = card.size();
    let name = card.name().to_owned();
    card.line((w + 10.0, h / 2.0 - 5.5), &[word(&name, NAME, Ink::Full)], Align::Start);
    card.status_at((w + 10.0, h / 2.0 + 10.0), f64::INFINITY);
}

fn label_above(card: &mut Card<'_>) {
    let middle = card.node.body.w / 2.0;
    let name = card.name().to_owned();
    card.line((middle, -29.5), &[word(&name, NAME, Ink::Full)], Align::Middle);
    let status = states::state(card.engine, card.node.id);
    card.line((middle + 9.0, -9.5), &[said(&status, &status.text)], Align::Middle);
    card.at(middle - 4.0 - width(&status.text) / 2.0, -14.0);
    mark(card.pen, status.mark);
}
