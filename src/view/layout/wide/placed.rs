//! Nodes that were put somewhere by hand.
//!
//! They stand where they were put, whatever comes or goes beside them. A node
//! that was not put anywhere takes the free place nearest to its automatic
//! one.

use crate::ordered_map::OrderedMap;

use crate::{
    engine::{Engine, NodeId},
    scenario::{
        Scenario,
        edit::{NodeName, Position, Sheet},
    },
    view::geometry::{Point, Rect, at},
};

use super::{
    super::{Circle, Node, scale_to},
    Layout,
};

/// Between a node that looks for a place and the others.
const APART: f64 = 10.0;
/// So near to a column belongs to it.
const COLUMN: f64 = 120.0;
/// So near to level is meant to be level.
const LEVEL: f64 = 7.0;
/// Between everything and the edge of the stage.
const EDGE: f64 = 6.0;
/// From one place that is tried to the next.
const STEP: f64 = 12.0;
/// How many are tried in each direction.
const TRIES: u32 = 400;
/// Around the members of a group, with its name above.
const CIRCLE: (f64, f64) = (9.0, 24.0);

/// Moves all nodes of an automatic stage to the places of the scenario.
pub(super) fn place(
    layout: &mut Layout,
    engine: &Engine,
    scenario: &Scenario,
    room: (f64, f64),
    least: f64,
) {
    let sheet = scenario.sheet.unwrap_or(Sheet { w: layout.width, h: layout.height });
    let middle = at(sheet.w / 2.0, sheet.h / 2.0);
    let before = at(layout.width / 2.0, layout.height / 2.0);
    let put: OrderedMap<&NodeName, &Position> =
        scenario.positions.iter().map(|position| (&position.node, position)).collect();
    let mut loose = Vec::new();
    for (n, node) in layout.nodes.iter_mut().enumerate() {
        match put.get(&NodeName::of(engine, node.id)) {
            Some(position) => {
                let corner = middle.shift(position.x, position.y);
                *node = node.moved_to(corner, position.w.unwrap_or(node.body.w));
            }
            None => loose.push(n),
        }
    }
    let mut standing: Vec<Node> = Vec::new();
    for (n, node) in layout.nodes.iter().enumerate() {
        if !loose.contains(&n) {
            standing.push(*node);
        }
    }
    for n in loose {
        let node = layout.nodes[n];
        let wished = middle.shift(node.body.x - before.x, node.body.y - before.y);
        let wished = node.moved_to(at(column(wished.x, node.id, &standing), wished.y), node.body.w);
        let free = free_place(&wished, sheet, |node| {
            standing.iter().all(|other| !apart(node).overlaps(&other.frame))
        });
        standing.push(free);
        layout.nodes[n] = free;
    }
    around_groups(layout, engine);
    spread_sheet(layout, sheet, room, least);
}

/// The column of another node of its kind, if that is near.
fn column(x: f64, id: NodeId, standing: &[Node]) -> f64 {
    let kind = std::mem::discriminant(&id);
    let alike = standing.iter().filter(|node| std::mem::discriminant(&node.id) == kind);
    let mut columns = alike.map(|node| node.body.x);
    columns.find(|column| (column - x).abs() < COLUMN).unwrap_or(x)
}

/// A node's room, and a little more.
fn apart(node: &Node) -> Rect {
    let Rect { x, y, w, h } = node.frame;
    Rect { x: x - APART, y: y - APART, w: w + 2.0 * APART, h: h + 2.0 * APART }
}

/// The place nearest to where a node stands that is free: below or above, and
/// on the sheet if there is any.
fn free_place(node: &Node, sheet: Sheet, is_free: impl Fn(&Node) -> bool) -> Node {
    let at_height = |by: f64| node.moved_to(at(node.body.x, node.body.y + by), node.body.w);
    let on_sheet = |node: &Node| EDGE <= node.frame.y && node.frame.bottom() + EDGE <= sheet.h;
    let both = (0..TRIES).flat_map(|n| [1.0, -1.0].map(|way| at_height(STEP * f64::from(n) * way)));
    let near = both.filter(on_sheet).find(&is_free);
    let below = || (0..TRIES).map(|n| at_height(STEP * f64::from(n))).find(&is_free);
    near.or_else(below).unwrap_or(*node)
}

/// A group's room is around its members, wherever they stand.
fn around_groups(layout: &mut Layout, engine: &Engine) {
    let (side, head) = CIRCLE;
    let mut circles = Vec::new();
    for Circle { group, frame } in &layout.circles {
        let of_group = |node: &&Node| match node.id {
            NodeId::Consumer(id) => super::super::tape::group_of(engine, id) == Some(*group),
            _ => false,
        };
        let frames = layout.nodes.iter().filter(of_group).map(|node| node.frame);
        let around = frames.reduce(|all, one| all.around(&one)).unwrap_or(*frame);
        let (x, y) = (around.x - side, around.y - head);
        let frame = Rect { x, y, w: around.w + 2.0 * side, h: around.h + head + 4.0 };
        circles.push(Circle { group: *group, frame });
    }
    layout.circles = circles;
}

/// Makes the stage as large as what stands on it, and shrinks it to the room.
fn spread_sheet(layout: &mut Layout, sheet: Sheet, room: (f64, f64), least: f64) {
    let circles = layout.circles.iter().map(|circle| circle.frame);
    let all = layout.nodes.iter().map(|node| node.frame).chain(circles).reduce(|a, b| a.around(&b));
    let all = all.unwrap_or(Rect { x: 0.0, y: 0.0, w: sheet.w, h: sheet.h });
    let shift = at((EDGE - all.x).max(0.0), (EDGE - all.y).max(0.0));
    layout.width = sheet.w.max(all.right() + EDGE) + shift.x;
    layout.height = sheet.h.max(all.bottom() + EDGE) + shift.y;
    layout.scale = scale_to(room, (layout.width, layout.height), least);
    // A larger room is used up, with everything in its middle.
    let (w, h) = (room.0 / layout.scale, room.1 / layout.scale);
    let more = at((w - layout.width).max(0.0), (h - layout.height).max(0.0));
    (layout.width, layout.height) = (layout.width + more.x, layout.height + more.y);
    let shift = shift.shift(more.x / 2.0, more.y / 2.0);
    for node in &mut layout.nodes {
        *node = node.moved_to(at(node.body.x + shift.x, node.body.y + shift.y), node.body.w);
    }
    for circle in &mut layout.circles {
        circle.frame.x += shift.x;
        circle.frame.y += shift.y;
    }
}

/// Where all nodes of a stage stand, to be kept; and on how large a part of
/// it. A stage that is turned downwards has nothing to keep.
pub(in super::super) fn places(layout: &Layout, engine: &Engine) -> (Vec<Position>, Sheet) {
    let middle = at(layout.width / 2.0, layout.height / 2.0);
    let keep = |node: &Node| position(NodeName::of(engine, node.id), node, middle);
    let sheet = Sheet { w: layout.width, h: layout.height };
    (layout.nodes.iter().map(keep).collect(), sheet)
}

/// The place of a node of this layout whose body is put at a corner: on the
/// stage, on no other node, and level with a neighbour that is almost so.
pub(in super::super) fn put(layout: &Layout, engine: &Engine, n: usize, corner: Point) -> Position {
    let node = layout.nodes[n];
    let wished = node.moved_to(corner, node.body.w);
    let middle = wished.body.center().y;
    let others = layout.nodes.iter().enumerate().filter(|(m, _)| *m != n);
    let level = others
        .map(|(_, other)| other.body.center().y - middle)
        .find(|by| by.abs() < LEVEL)
        .unwrap_or(0.0);
    let frame = wished.frame;
    let (right, low) = (layout.width - EDGE - frame.w, layout.height - EDGE - frame.h);
    let (x, y) = (frame.x.min(right).max(EDGE), (frame.y + level).min(low).max(EDGE));
    let corner = at(corner.x + x - frame.x, corner.y + y - frame.y);
    let sheet = Sheet { w: layout.width, h: layout.height };
    let put = free_place(&node.moved_to(corner, node.body.w), sheet, |node| {
        let mut others = layout.nodes.iter().enumerate().filter(|(m, _)| *m != n);
        let clash =
            |other: &Node| node.body.overlaps(&other.frame) || node.frame.overlaps(&other.body);
        others.all(|(_, other)| !clash(other))
    });
    let middle = at(layout.width / 2.0, layout.height / 2.0);
    position(NodeName::of(engine, node.id), &put, middle)
}

/// A node's place as it is kept: whole units are fine enough.
fn position(name: NodeName, node: &Node, middle: Point) -> Position {
    let sized = matches!(node.id, NodeId::Queue(_) | NodeId::Topic(_));
    Position {
        node: name,
        x: (node.body.x - middle.x).round(),
        y: (node.body.y - middle.y).round(),
        w: sized.then(|| node.body.w.round()),
    }
}
