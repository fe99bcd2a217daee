//! Callers and the services of their chains: a strip above the broker, read
//! from left to right.

use crate::{
    engine::{Engine, NodeId},
    view::geometry::{Path, Rect, at},
};

use super::{
    super::{graph::Graph, node},
    Layout, MARGIN, NAME, Node, STATUS, Shape,
};

const CALLER_W: f64 = 184.0;
const SERVICE: (f64, f64) = (148.0, 66.0);
/// Between two columns there is room for a call and its answer.
const GAP: f64 = 56.0;
/// The widest such gap.
const WIDEST_GAP: f64 = 150.0;
/// From one node of a column to the next.
const APART: f64 = 12.0;
/// Between the strip and the broker.
const BELOW: f64 = 28.0;

/// Columns of services.
fn depth(graph: &Graph) -> usize {
    graph.services.iter().map(|(_, depth)| depth + 1).max().unwrap_or(0)
}

/// The least width of the strip.
pub(super) fn width(graph: &Graph) -> f64 {
    match graph.callers.is_empty() && graph.services.is_empty() {
        true => 0.0,
        false => 2.0 * MARGIN + CALLER_W + (GAP + SERVICE.0) * depth(graph) as f64,
    }
}

/// The height of the strip with the space below it.
pub(super) fn height(engine: &Engine, graph: &Graph) -> f64 {
    let columns = columns(engine, graph);
    let highest = columns.iter().map(|column| column_height(column)).fold(0.0, f64::max);
    if highest > 0.0 { highest + BELOW + EDGES } else { 0.0 }
}

/// Above and below everything.
const EDGES: f64 = 14.0;

/// A node of the strip before it has a place.
type Member = (NodeId, Shape, f64);

/// Callers, and then services by their place in a chain.
fn columns(engine: &Engine, graph: &Graph) -> Vec<Vec<Member>> {
    let mut columns: Vec<Vec<Member>> = vec![Vec::new(); depth(graph) + 1];
    for id in &graph.callers {
        let (shape, h) = node::caller(engine, *id);
        columns[0].push((NodeId::Caller(*id), shape, h));
    }
    for (id, depth) in &graph.services {
        let member = (NodeId::Service(*id), node::service(engine, *id), SERVICE.1);
        columns[depth + 1].push(member);
    }
    columns
}

fn column_height(column: &[Member]) -> f64 {
    let gaps = APART * column.len().saturating_sub(1) as f64;
    column.iter().map(|(_, _, h)| h + NAME + STATUS).sum::<f64>() + gaps
}

/// Puts the strip above everything that has its place already.
pub(super) fn place(layout: &mut Layout, engine: &Engine, graph: &Graph) {
    let columns = columns(engine, graph);
    let highest = columns.iter().map(|column| column_height(column)).fold(0.0, f64::max);
    let top = layout.nodes.iter().map(|node| node.frame.y).fold(0.0, f64::min);
    let middle = top - BELOW - highest / 2.0;
    let slack = (layout.width - width(graph)).max(0.0);
    let gap = (GAP + slack / depth(graph).max(1) as f64).min(WIDEST_GAP);
    let used = CALLER_W + (gap + SERVICE.0) * depth(graph) as f64;
    let left = ((layout.width - used) / 2.0).max(MARGIN);
    for (n, column) in columns.iter().enumerate() {
        let (x, w) = match n {
            0 => (left, CALLER_W),
            n => (left + CALLER_W + gap + (gap + SERVICE.0) * (n as f64 - 1.0), SERVICE.0),
        };
        let mut y = middle - column_height(column) / 2.0;
        for (id, shape, h) in column.iter().copied() {
            let body = Rect { x, y: y + NAME, w, h };
            let frame = Rect { x, y, w, h: h + NAME + STATUS };
            layout.nodes.push(Node { id, shape, body, frame });
            y += frame.h + APART;
        }
    }
}

/// To the next column; to another one under what stands between.
pub(super) fn wire(from: &Node, to: &Node) -> Path {
    let start = at(from.body.right() + 1.0, from.body.center().y);
    let end = at(to.body.x - 2.0, to.body.center().y);
    let is_next = start.x < end.x && end.x - start.x < WIDEST_GAP + 1.0;
    if is_next {
        return Path::level(start, end);
    }
    let low = from.frame.bottom().max(to.frame.bottom()) + 5.0;
    let (out, into) = (start.x + 12.0, end.x - 14.0);
    let corners = [start, at(out, start.y), at(out, low), at(into, low), at(into, end.y), end];
    Path::rounded(&corners, 8.0)
}
