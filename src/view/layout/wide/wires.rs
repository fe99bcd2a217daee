//! The wires of the wide stage.

use crate::{
    engine::Target,
    view::geometry::{Path, Point, Stretch, at},
};

use super::{
    super::{ends, pills},
    Graph, INLET, Layout, Link, Node, Shape,
};

pub(super) fn draw(layout: &mut Layout, graph: &Graph, lead: f64) {
    for (link, words) in &graph.links {
        let (from, to) = ends(*link);
        let (Some(from), Some(to)) = (layout.node(from).copied(), layout.node(to).copied()) else {
            continue;
        };
        let path = match link {
            Link::Publish(..) => {
                let tip = at(from.body.right() + 1.0, from.body.center().y);
                onward(tip, entry(&to), &from, &to)
            }
            Link::PublishOn(..) => publish_on(layout, &from, &to),
            Link::Route(_, Target::Exchange(_)) => around_left(&from, &to),
            Link::Route(..) if to.shape == Shape::Tray => fall(&from, &to),
            Link::Route(..) => branch(&from, &to, lead),
            Link::Deliver(..) => {
                let head = at(from.body.right() + 1.0, from.body.center().y);
                onward(head, at(to.body.x - 2.0, to.body.y + INLET), &from, &to)
            }
            Link::Settle(..) => settle(&from, &to),
            Link::Dead(..) => dead(&from, &to),
            Link::Call(..) => super::calls::wire(&from, &to),
            Link::Append(..) => {
                layout.wire_to_tapes(*link, &to, &append(&from, &to));
                continue;
            }
            Link::Read(..) => {
                let side = at(to.body.x - 2.0, to.body.y + INLET);
                let (high, low) = from.outlet();
                let start = side.y.clamp(high + 4.0, low - 14.0);
                onward(at(from.body.right() + 1.0, start), side, &from, &to)
            }
            Link::Commit(..) => {
                let start = at(from.body.x - 1.0, from.body.y + 62.0);
                let (high, low) = to.outlet();
                Path::level(start, at(to.body.right() + 3.0, start.y.clamp(high + 14.0, low - 4.0)))
            }
        };
        layout.wire(*link, path);
        let lead = at(to.body.x - lead / 2.0 - 4.0, to.body.center().y - 30.0);
        let middle = match link {
            Link::Route(_, Target::Exchange(_)) => {
                at(from.body.x - 22.0, (from.body.bottom() + to.body.y) / 2.0)
            }
            _ => lead,
        };
        let wire = layout.wires.last_mut().expect("just drawn");
        wire.pills = pills(words, middle);
    }
}

/// From a right side to a left one: level where that lies ahead, else out,
/// past both nodes, and back.
fn onward(start: Point, end: Point, from: &Node, to: &Node) -> Path {
    if start.x + 12.0 <= end.x {
        return Path::level(start, end);
    }
    let (upper, lower) = if from.body.y < to.body.y { (from, to) } else { (to, from) };
    let gap = lower.frame.y - upper.frame.bottom();
    let across = match gap > 0.0 {
        true => lower.frame.y - gap / 2.0,
        false => upper.frame.bottom().max(lower.frame.bottom()) + 5.0,
    };
    let (out, into) = (start.x + 14.0, end.x - 16.0);
    let corners =
        [start, at(out, start.y), at(out, across), at(into, across), at(into, end.y), end];
    Path::rounded(&corners, 8.0)
}

/// Where a publish enters an exchange or a tube.
fn entry(to: &Node) -> Point {
    at(to.body.x - 2.0, to.body.center().y)
}

/// The corners on the way to a topic: a producer's wire rises before it, a
/// consumer's beside its own desk.
fn append(from: &Node, to: &Node) -> [Point; 3] {
    let (start, turn) = match from.shape {
        Shape::Producer => (at(from.body.right() + 1.0, from.body.center().y), to.body.x - 22.0),
        _ => (at(from.body.x - 1.0, from.body.y + 78.0), from.body.x - 18.0),
    };
    [start, at(turn, start.y), at(turn, to.rail())]
}

/// From a consumer out on the right, back under its own row, and in again:
/// what it publishes on begins anew at a queue or an exchange.
fn publish_on(layout: &Layout, from: &Node, to: &Node) -> Path {
    let start = at(from.body.right() + 1.0, from.body.center().y + 12.0);
    let end = entry(to).shift(0.0, 8.0);
    let (out, into) = (start.x + 11.0, end.x - 14.0);
    let blocks = |low: f64| {
        let within = |node: &&Node| node.body.y - 4.0 < low && low < node.body.bottom() + 4.0;
        let beside = |node: &Node| into < node.body.right() && node.body.x < out;
        layout.nodes.iter().filter(within).any(beside)
    };
    let lows = layout.nodes.iter().map(|node| node.frame.bottom() - 2.0);
    let free = lows.filter(|low| from.body.bottom() < *low && !blocks(*low));
    let low = free.fold(f64::MAX, f64::min).min(layout.height - 4.0);
    let corners = [start, at(out, start.y), at(out, low), at(into, low), at(into, end.y), end];
    Path::rounded(&corners, 8.0)
}

/// From a disc's right side to a tube: an S, then a straight lead under the
/// binding key.
fn branch(from: &Node, to: &Node, lead: f64) -> Path {
    let (middle, end) = (from.body.center(), entry(to));
    let slant = ((end.y - middle.y) / 12.0).clamp(-16.0, 16.0);
    let radius = from.body.w / 2.0;
    let start = at(middle.x + (radius * radius - slant * slant).sqrt() + 1.0, middle.y + slant);
    let knee = at(end.x - lead.min(end.x - start.x - 8.0), end.y);
    if knee.x > end.x {
        let side = at(from.body.right() + 1.0, middle.y);
        return onward(side, end, from, to);
    }
    if (start.y - end.y).abs() < 1.0 {
        return Path::straight(start, end);
    }
    let bend = (knee.x - start.x) * 0.6;
    let curve = Stretch::Curve(start.shift(bend, 0.0), knee.shift(-bend, 0.0), knee);
    Path::new(start, &[curve, Stretch::Line(end)])
}

/// From a disc to another in the same column, past whatever stands between.
fn around_left(from: &Node, to: &Node) -> Path {
    let (start, end) = (from.body.center(), to.body.center());
    let side =
        |middle: Point, radius: f64, down: f64| middle.shift(-radius * 0.8, down * radius * 0.6);
    let down = if start.y < end.y { 1.0 } else { -1.0 };
    let (start, end) =
        (side(start, from.body.w / 2.0 + 1.0, down), side(end, to.body.w / 2.0 + 2.0, -down));
    let curve =
        Stretch::Curve(start.shift(-26.0, down * 30.0), end.shift(-26.0, -down * 30.0), end);
    Path::new(start, &[curve])
}

/// From a disc straight down into a tray, or across and down.
fn fall(from: &Node, to: &Node) -> Path {
    let start = at(from.body.center().x, from.body.bottom() + 1.0);
    let x = start.x.clamp(to.body.x + 32.0, to.body.right() - 32.0);
    let bend = to.body.y - 16.0;
    Path::rounded(&[start, at(start.x, bend), at(x, bend), at(x, to.body.y + 4.0)], 10.0)
}

/// The way of an answer: from a desk back to the copies beyond the gate.
fn settle(from: &Node, to: &Node) -> Path {
    let gate = match to.shape {
        Shape::Tube { gate } => gate,
        _ => to.body.center().x,
    };
    let x = gate.midpoint(to.body.right() - 8.0);
    let above = from.body.y + INLET < to.body.center().y - 20.0;
    let (start, end, far) = match above {
        true => (at(from.body.x - 1.0, from.body.y + 10.0), at(x, to.body.y - 8.0), -52.0),
        false => {
            let y = from.body.y + (from.body.h - 18.0).min(66.0);
            (at(from.body.x - 1.0, y), at(x, to.body.bottom() + 8.0), 52.0)
        }
    };
    let reach = (start.x - x) * 0.6;
    let curve = Stretch::Curve(start.shift(-reach, 0.0), end.shift(0.0, far), end);
    Path::new(start, &[curve])
}

/// The way of what a queue gives up on: down, and across if need be.
fn dead(from: &Node, to: &Node) -> Path {
    let start = exit(from).shift(0.0, 1.0);
    if to.body.y < from.body.y {
        let lane = to.body.x - 16.0;
        let low = from.frame.bottom() + 4.0;
        let end = entry(to).shift(0.0, 12.0);
        return Path::rounded(
            &[start, at(start.x, low), at(lane, low), at(lane, end.y), end],
            10.0,
        );
    }
    let end = match to.shape {
        Shape::Exchange => at(to.body.center().x, to.body.y - 2.0),
        Shape::Tray => {
            let x = start.x.clamp(to.body.x + 32.0, to.body.right() - 32.0);
            at(x, to.body.y + 4.0)
        }
        _ => entry(to),
    };
    if (start.x - end.x).abs() < 1.0 && end.y < from.frame.bottom() + 120.0 {
        return Path::straight(start, end);
    }
    let lane = from.body.x - 14.0;
    let start = at(from.body.x + 12.0, from.body.bottom() + 1.0);
    let (high, low) = (start.y + 5.0, end.y - 16.0);
    Path::rounded(
        &[start, at(start.x, high), at(lane, high), at(lane, low), at(end.x, low), end],
        8.0,
    )
}

/// A tube this long has room for words and, beside them, a wire at its head.
const LONG: f64 = 230.0;

/// Where dead letters leave a tube: near the head if the words below leave
/// room for it, else at the tail, and the words move aside.
pub(super) fn exit(node: &Node) -> Point {
    let x = match node.shape {
        Shape::Tube { gate } if node.body.x + LONG < gate - 28.0 => gate - 28.0,
        _ => node.body.x + 20.0,
    };
    at(x, node.body.bottom())
}
