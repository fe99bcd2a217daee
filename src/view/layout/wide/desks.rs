//! The desks of a band, one below the other; the members of a group stand
//! together under its name.

use crate::{
    engine::{ConsumerId, Engine, GroupId, NodeId},
    view::geometry::Rect,
};

use super::{
    super::{
        Circle,
        node::{rows, slots},
        tape::group_of,
    },
    Columns, DESK, HAND_ROW, HAND_W, INLET, Layout, NAME, Node, STATUS, Shape,
};

/// Above the first member of a group: its name.
const HEAD: f64 = 24.0;
/// Between the last one and what stands below.
const FOOT: f64 = 14.0;
/// Beside the members of a group.
const SIDE: f64 = 9.0;

fn shape(engine: &Engine, id: ConsumerId) -> (Shape, f64, f64) {
    let spec = engine.consumers()[id.index()].spec();
    if spec.by_hand {
        let rows = rows(spec.prefetch);
        let h = 12.0 + HAND_ROW * (rows as f64 + 1.0);
        return (Shape::ByHand { rows }, HAND_W, h);
    }
    (Shape::Consumer { slots: slots(spec.prefetch) }, DESK.0, DESK.1)
}

/// Consumers with their group, as they stand: those of one group in a row.
fn circles(engine: &Engine, consumers: &[ConsumerId]) -> Vec<(Option<GroupId>, Vec<ConsumerId>)> {
    let mut circles: Vec<(Option<GroupId>, Vec<ConsumerId>)> = Vec::new();
    for id in consumers {
        let group = group_of(engine, *id);
        match circles.last_mut().filter(|(last, _)| *last == group) {
            Some((_, members)) => members.push(*id),
            None => circles.push((group, vec![*id])),
        }
    }
    circles
}

/// How much room a band's consumers need.
pub(super) fn height(engine: &Engine, consumers: &[ConsumerId]) -> f64 {
    let circles = circles(engine, consumers);
    let heads = circles.iter().filter(|(group, _)| group.is_some()).count() as f64;
    let desks = consumers.iter().map(|id| shape(engine, *id).2 + NAME + STATUS);
    desks.sum::<f64>() + heads * (HEAD + FOOT)
}

/// Places a band's consumers in its middle; returns the heights of their
/// inlets.
pub(super) fn place(
    layout: &mut Layout,
    engine: &Engine,
    consumers: &[ConsumerId],
    columns: &Columns,
    (top, room): (f64, f64),
) -> Vec<f64> {
    let mut y = top + (room - height(engine, consumers)) / 2.0;
    let mut inlets = Vec::new();
    for (group, members) in circles(engine, consumers) {
        let start = y;
        y += if group.is_some() { HEAD } else { 0.0 };
        for id in members {
            let (shape, w, h) = shape(engine, id);
            let body = Rect { x: columns.desk, y: y + NAME, w, h };
            let frame = Rect { x: body.x, y, w, h: h + NAME + STATUS };
            layout.nodes.push(Node { id: NodeId::Consumer(id), shape, body, frame });
            inlets.push(body.y + INLET);
            y += frame.h;
        }
        if let Some(group) = group {
            let (x, w) = (columns.desk - SIDE, DESK.0 + 2.0 * SIDE);
            layout
                .circles
                .push(Circle { group, frame: Rect { x, y: start, w, h: y + 4.0 - start } });
            y += FOOT;
        }
    }
    inlets
}
