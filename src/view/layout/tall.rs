//! The stage downwards, for a phone held upright: producers, discs, and then
//! every tube across the width with its consumers below it.
//!
//! Wires that pass a node run in lanes along the edges: routes and dead
//! letters on the left, deliveries and answers on the right.

use crate::{
    engine::{CallerId, Engine, ExchangeId, NodeId, ProducerId, QueueId, Target, TopicId},
    order::sort_by_number,
    view::geometry::{Path, Point, Rect, at},
};

use super::{
    Circle, Layout, Link, Orientation, ends,
    graph::Graph,
    node::{self, Node, PITCH, Shape},
    pill_width, pills,
    tape::{group_of, tape},
};

const LEFT: f64 = 34.0;
/// Where wires run down beside the nodes; a token on one is 28 wide.
const LANE: f64 = 17.0;
/// Two lanes and a margin.
const RIGHT: f64 = 52.0;
const PRODUCER: (f64, f64) = (200.0, 56.0);
const NOZZLE: f64 = 10.0;
const DISC: f64 = 30.0;
const TUBE_H: f64 = 44.0;
const DESK_H: f64 = 104.0;
const HAND_ROW: f64 = 48.0;
const TRAY_H: f64 = 84.0;
const SERVICE_H: f64 = 66.0;
const NAME: f64 = 32.0;
const STATUS: f64 = 30.0;
/// Above the first member of a group: its name.
const CIRCLE: f64 = 26.0;
/// The middle of nozzles and discs.
const SPINE: f64 = 62.0;
/// A touch layout is drawn at its size: what can be pressed stays large.
const WIDEST: f64 = 640.0;

/// Builds downwards and knows how far it has come.
struct Pile {
    layout: Layout,
    y: f64,
}

pub(super) fn layout(engine: &Engine, graph: &Graph, room: (f64, f64)) -> Layout {
    let width = room.0.clamp(320.0, WIDEST);
    let mut pile = Pile {
        layout: Layout {
            width,
            scale: (room.0 / width).max(super::SMALLEST_SCALE),
            ..Layout::empty(Orientation::Tall)
        },
        y: 4.0,
    };
    graph.callers.iter().for_each(|id| pile.caller(engine, *id));
    pile.services(engine, graph);
    graph.producers.iter().for_each(|id| pile.producer(*id));
    graph.exchanges.iter().for_each(|id| pile.disc(*id));
    for store in graph.stores() {
        match store {
            NodeId::Queue(queue) => pile.tube(engine, queue),
            NodeId::Topic(topic) => pile.tape(engine, topic),
            _ => {}
        }
        pile.desks(engine, graph, Some(store));
    }
    pile.desks(engine, graph, None);
    graph.dead_exchanges.iter().for_each(|id| pile.disc(*id));
    graph.trays.iter().for_each(|id| pile.tray(*id));
    let Pile { mut layout, y } = pile;
    layout.height = y.max(room.1 / layout.scale);
    draw_wires(&mut layout, graph);
    layout
}

impl Pile {
    fn add(&mut self, id: NodeId, shape: Shape, body: Rect, below: f64) {
        let frame = Rect { y: self.y, h: body.bottom() + below - self.y, ..body };
        self.y = frame.bottom();
        self.layout.nodes.push(Node { id, shape, body, frame });
    }

    /// The width between the lanes.
    fn inside(&self) -> f64 {
        self.layout.width - LEFT - RIGHT
    }

    fn producer(&mut self, id: ProducerId) {
        let (w, h) = PRODUCER;
        let body = Rect { x: LEFT, y: self.y + 26.0, w, h };
        self.add(NodeId::Producer(id), Shape::Producer, body, NOZZLE + 34.0);
    }

    fn disc(&mut self, id: ExchangeId) {
        let body = Rect { x: SPINE - DISC, y: self.y + 4.0, w: 2.0 * DISC, h: 2.0 * DISC };
        self.add(NodeId::Exchange(id), Shape::Exchange, body, 30.0);
    }

    fn tube(&mut self, engine: &Engine, id: QueueId) {
        let body = Rect { x: LEFT, y: self.y + NAME, w: self.inside(), h: TUBE_H };
        let copies = node::copies(engine, id) as f64;
        let beyond = if copies > 0.0 { 14.0 + PITCH * copies } else { 4.0 };
        let gate = body.right() - beyond;
        self.add(NodeId::Queue(id), Shape::Tube { gate }, body, 52.0);
    }

    fn tape(&mut self, engine: &Engine, id: TopicId) {
        let (shape, h) = tape(engine, id);
        let body = Rect { x: LEFT, y: self.y + NAME, w: self.inside(), h };
        self.add(NodeId::Topic(id), shape, body, STATUS + 6.0);
    }

    fn desks(&mut self, engine: &Engine, graph: &Graph, store: Option<NodeId>) {
        let mut before = None;
        for id in graph.consumers_of(store) {
            let group = group_of(engine, id);
            if let Some(group) = group.filter(|_| group != before) {
                let frame = Rect { x: LEFT - 4.0, y: self.y + 6.0, w: self.inside() + 8.0, h: 0.0 };
                self.layout.circles.push(Circle { group, frame });
                self.y += CIRCLE;
            }
            before = group;
            let spec = engine.consumers()[id.index()].spec();
            let rows = node::rows(spec.prefetch);
            let (shape, h) = match spec.by_hand {
                true => (Shape::ByHand { rows }, 12.0 + HAND_ROW * (rows as f64 + 1.0)),
                false => (Shape::Consumer { slots: node::slots(spec.prefetch) }, DESK_H),
            };
            let body = Rect { x: LEFT, y: self.y + NAME + 10.0, w: self.inside(), h };
            self.add(NodeId::Consumer(id), shape, body, STATUS + 8.0);
            if let Some(circle) = self.layout.circles.last_mut().filter(|_| group.is_some()) {
                circle.frame.h = self.y - circle.frame.y;
            }
        }
    }

    fn caller(&mut self, engine: &Engine, id: CallerId) {
        let (shape, h) = node::caller(engine, id);
        let body = Rect { x: LEFT, y: self.y + NAME + 10.0, w: self.inside(), h };
        self.add(NodeId::Caller(id), shape, body, STATUS + 8.0);
    }

    /// Those that are called first stand first.
    fn services(&mut self, engine: &Engine, graph: &Graph) {
        let mut services = graph.services.clone();
        sort_by_number(&mut services, |(_, depth)| *depth as u64);
        for (id, _) in services {
            let body = Rect { x: LEFT, y: self.y + NAME + 10.0, w: self.inside(), h: SERVICE_H };
            self.add(NodeId::Service(id), node::service(engine, id), body, STATUS + 8.0);
        }
    }

    fn tray(&mut self, id: QueueId) {
        let w = self.layout.width - 2.0 * LEFT;
        let body = Rect { x: LEFT, y: self.y + 24.0, w, h: TRAY_H };
        self.add(NodeId::Queue(id), Shape::Tray, body, 52.0);
    }
}

fn draw_wires(layout: &mut Layout, graph: &Graph) {
    for (link, words) in &graph.links {
        let (from, to) = ends(*link);
        let (Some(from), Some(to)) = (layout.node(from).copied(), layout.node(to).copied()) else {
            continue;
        };
        let last = layout.nodes.iter().rfind(|node| matches!(node.shape, Shape::Producer));
        let path = match link {
            Link::Publish(..) => publish(&from, &to, last.is_some_and(|node| node.id == from.id)),
            Link::Route(_, Target::Exchange(_)) => down(&from, &to),
            Link::Route(..) if to.shape == Shape::Tray => down(&from, &to),
            Link::Route(..) | Link::PublishOn(..) => lane(&from, &to),
            Link::Deliver(..) => deliver(&from, &to, layout.width - 18.0),
            Link::Settle(..) => settle(&from, &to, layout.width - 36.0),
            Link::Dead(..) => dead(&from, &to),
            Link::Call(..) => call(&from, &to, layout.width - 18.0),
            Link::Append(..) => {
                let is_near = last.is_some_and(|node| node.id == from.id);
                layout.wire_to_tapes(*link, &to, &append(&from, &to, is_near));
                continue;
            }
            Link::Read(..) => deliver(&from, &to, layout.width - 18.0),
            Link::Commit(..) => commit(&from, &to, layout.width - 36.0),
        };
        layout.wire(*link, path);
        let widest = words.iter().map(|word| pill_width(word)).fold(0.0, f64::max);
        let middle = match link {
            Link::Route(_, Target::Exchange(_)) => {
                at(SPINE + 14.0 + widest / 2.0, (from.body.bottom() + to.body.y) / 2.0)
            }
            _ => at(to.body.right() - widest / 2.0, to.body.y - 17.0),
        };
        let wire = layout.wires.last_mut().expect("just drawn");
        wire.pills = pills(words, middle);
    }
}

/// From a nozzle down to what is next, if nothing stands between; else by
/// the lane.
fn publish(from: &Node, to: &Node, is_last: bool) -> Path {
    let tip = at(SPINE, from.body.bottom() + NOZZLE + 1.0);
    let is_near = to.frame.y < from.frame.bottom() + 1.0;
    if !is_last || !is_near {
        return lane(from, to);
    }
    Path::straight(tip, at(SPINE, to.body.y - 2.0))
}

/// Down the spine.
fn down(from: &Node, to: &Node) -> Path {
    let end = match to.shape {
        Shape::Tray => to.body.y + 4.0,
        _ => to.body.y - 2.0,
    };
    Path::straight(at(SPINE, from.body.bottom() + 1.0), at(SPINE, end))
}

/// Out on the left, along a lane, and in again.
fn lane(from: &Node, to: &Node) -> Path {
    let x = LANE;
    let (start, end) = (from.body.center().y, to.body.center().y);
    let corners =
        [at(from.body.x - 1.0, start), at(x, start), at(x, end), at(to.body.x - 2.0, end)];
    Path::rounded(&corners, 8.0)
}

fn deliver(from: &Node, to: &Node, x: f64) -> Path {
    let (start, end) = (from.body.center().y, to.body.y + 27.0);
    let corners = [
        at(from.body.right() + 1.0, start),
        at(x, start),
        at(x, end),
        at(to.body.right() + 2.0, end),
    ];
    Path::rounded(&corners, 8.0)
}

fn settle(from: &Node, to: &Node, x: f64) -> Path {
    let start = from.body.y + 64.0_f64.min(from.body.h - 18.0);
    let gate = match to.shape {
        Shape::Tube { gate } => gate,
        _ => to.body.center().x,
    };
    let end = at(gate.midpoint(to.body.right() - 8.0), to.body.bottom() + 8.0);
    let corners = [
        at(from.body.right() + 1.0, start),
        at(x, start),
        at(x, end.y + 14.0),
        at(end.x, end.y + 14.0),
        end,
    ];
    Path::rounded(&corners, 8.0)
}

/// The corners on the way to a topic: straight down from the last producer
/// to the first one, else by a lane.
fn append(from: &Node, to: &Node, is_last: bool) -> Vec<Point> {
    let rail = to.rail();
    match from.shape {
        Shape::Producer if is_last && to.frame.y < from.frame.bottom() + 1.0 => {
            vec![at(SPINE, from.body.bottom() + NOZZLE + 1.0), at(SPINE, rail)]
        }
        Shape::Producer => {
            let start = at(from.body.x - 1.0, from.body.center().y);
            vec![start, at(LANE, start.y), at(LANE, rail)]
        }
        _ => {
            let start = at(from.body.right() + 1.0, from.body.bottom() - 14.0);
            let x = from.body.right() + 9.0;
            vec![start, at(x, start.y), at(x, rail)]
        }
    }
}

/// Out on the right, up a lane, and in at the edge of a topic.
fn commit(from: &Node, to: &Node, x: f64) -> Path {
    let start = at(from.body.right() + 1.0, from.body.y + 64.0_f64.min(from.body.h - 18.0));
    let end = at(to.body.right() + 2.0, to.body.center().y + 12.0);
    Path::rounded(&[start, at(x, start.y), at(x, end.y), end], 8.0)
}

/// Out on the right, down a lane, and in again above where calls leave.
fn call(from: &Node, to: &Node, x: f64) -> Path {
    let start = at(from.body.right() + 1.0, from.body.center().y + 14.0);
    let end = at(to.body.right() + 2.0, to.body.center().y - 14.0);
    Path::rounded(&[start, at(x, start.y), at(x, end.y), end], 8.0)
}

/// Out at the tail of a tube, and down the lane to what lies below.
fn dead(from: &Node, to: &Node) -> Path {
    let start = at(from.body.x + 14.0, from.body.bottom() + 1.0);
    let x = LANE;
    if to.shape != Shape::Tray {
        let end = at(to.body.x - 2.0, to.body.center().y);
        let corners = [start, at(start.x, start.y + 5.0), at(x, start.y + 5.0), at(x, end.y), end];
        return Path::rounded(&corners, 5.0);
    }
    let above = to.body.y - 14.0;
    let corners = [
        start,
        at(start.x, start.y + 5.0),
        at(x, start.y + 5.0),
        at(x, above),
        at(SPINE, above),
        at(SPINE, to.body.y + 4.0),
    ];
    Path::rounded(&corners, 5.0)
}
