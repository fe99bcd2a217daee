//! The stage from left to right: producers, exchanges, queues, consumers.
//!
//! Every queue has a band with its consumers; exchanges and producers stand
//! level with the middle of what they feed. Dead letters go down, into trays
//! that span the stage.

use crate::{
    engine::{ConsumerId, Engine, ExchangeId, NodeId, QueueId, Target, TopicId},
    scenario::Scenario,
    view::geometry::{Point, Rect, at},
};

use super::{
    Layout, Link, Orientation,
    graph::Graph,
    node::{self, Node, PITCH, Shape},
    node_of, pill_width, scale_in,
    tape::tape,
};

mod calls;
mod desks;
mod placed;
mod wires;

pub(super) use placed::{places, put};

const MARGIN: f64 = 24.0;
/// Above and below everything, together.
const AIR: f64 = 12.0;
const PRODUCER: (f64, f64) = (120.0, 92.0);
const DISC: f64 = 38.0;
const DEAD_DISC: f64 = 28.0;
const TUBE_H: f64 = 44.0;
/// A tube is never shorter.
const LEAST_TUBE: f64 = 180.0;
const DESK: (f64, f64) = (200.0, 88.0);
const HAND_W: f64 = 312.0;
const HAND_ROW: f64 = 34.0;
const TRAY_H: f64 = 84.0;
/// Above a body: its name. Below: its status.
const NAME: f64 = 28.0;
const STATUS: f64 = 28.0;
/// Above a disc: its name and its status, for wires leave it below.
const CAPTION: f64 = 48.0;
/// Where a wire enters a desk, below its upper edge: level with the slots.
const INLET: f64 = 27.0;
/// A tube with its name above, its counts and status below.
const BAND: f64 = NAME + TUBE_H + 52.0;

/// Where the columns stand.
struct Columns {
    producer: f64,
    disc: f64,
    lead: f64,
    tube: f64,
    tube_w: f64,
    desk: f64,
    width: f64,
}

pub(super) fn layout(
    engine: &Engine,
    graph: &Graph,
    placed: Option<&Scenario>,
    room: (f64, f64),
    smallest: f64,
) -> Layout {
    let measure = Measure::of(engine, graph);
    let height = tallest(engine, graph) + calls::height(engine, graph) + AIR;
    let least = measure.width(LEAST_TUBE).max(calls::width(graph));
    let comfortable = measure.width(measure.tube.1).max(least);
    let scale = scale_in(room, (least, height), (comfortable, height + 16.0), smallest);
    let columns = measure.columns((room.0 / scale).max(least));
    let mut layout = Layout { scale, width: columns.width, ..Layout::empty(Orientation::Wide) };
    place_bands(&mut layout, engine, graph, &columns);
    place_feeders(&mut layout, graph, &columns);
    place_dead(&mut layout, graph, &columns);
    calls::place(&mut layout, engine, graph);
    center(&mut layout, room.1 / scale);
    if let Some(scenario) = placed {
        placed::place(&mut layout, engine, scenario, room, smallest);
    }
    wires::draw(&mut layout, graph, columns.lead);
    layout
}

/// What the widths of the columns follow from.
struct Measure {
    gap: f64,
    discs: bool,
    lead: f64,
    desk_w: f64,
    /// How long a tube may get, and how long it is comfortable.
    tube: (f64, f64),
}

impl Measure {
    fn of(engine: &Engine, graph: &Graph) -> Self {
        let words = graph.links.iter().flat_map(|(link, words)| match link {
            Link::Route(from, Target::Queue(_)) if graph.exchanges.contains(from) => &words[..],
            _ => &[],
        });
        let by_hand = |id: &ConsumerId| engine.consumers()[id.index()].spec().by_hand;
        let hand = graph.consumers.iter().any(|(id, _)| by_hand(id));
        Measure {
            gap: if graph.consumers.len() > 1 { 64.0 } else { 56.0 },
            discs: !graph.exchanges.is_empty(),
            tube: if graph.topics.is_empty() { (420.0, 330.0) } else { (760.0, 480.0) },
            lead: words.map(|word| pill_width(word)).fold(36.0, f64::max) + 8.0,
            // A desk that is still to come has its place already.
            desk_w: if hand { HAND_W } else { DESK.0 },
        }
    }

    /// Everything beside the tubes.
    fn around(&self) -> f64 {
        let discs = if self.discs { 2.0 * DISC + 52.0 + self.lead } else { 0.0 };
        2.0 * MARGIN + PRODUCER.0 + 58.0 + discs + self.gap + self.desk_w
    }

    fn width(&self, tube_w: f64) -> f64 {
        self.around() + tube_w
    }

    /// Spreads the columns over a width: tubes grow first, then the gaps.
    fn columns(&self, width: f64) -> Columns {
        let width = width.max(self.width(LEAST_TUBE));
        let tube_w = (width - self.around()).min(self.tube.0);
        let slack = (width - self.width(tube_w)).max(0.0);
        let stretch = (slack / 3.0).min(120.0);
        let left = (slack - stretch * 2.0).max(0.0) / 2.0;
        let producer = MARGIN + left;
        let after = producer + PRODUCER.0 + 58.0 + stretch;
        let disc = after + DISC;
        let tube = if self.discs { after + 2.0 * DISC + 52.0 + self.lead } else { after };
        Columns {
            producer,
            disc,
            lead: self.lead,
            tube,
            tube_w,
            desk: tube + tube_w + self.gap + stretch,
            width,
        }
    }
}

fn band_height(engine: &Engine, store: Option<NodeId>, consumers: &[ConsumerId]) -> f64 {
    let desks = desks::height(engine, consumers);
    let own = match store {
        Some(NodeId::Topic(id)) => NAME + tape(engine, id).1 + STATUS + 8.0,
        _ => BAND,
    };
    desks.max(own)
}

/// The least height of the whole stage.
fn tallest(engine: &Engine, graph: &Graph) -> f64 {
    let stores = graph.stores().map(Some).chain([None]);
    let bands = stores
        .map(|store| (store, graph.consumers_of(store)))
        .filter(|(store, consumers)| store.is_some() || !consumers.is_empty())
        .map(|(store, consumers)| band_height(engine, store, &consumers))
        .sum::<f64>();
    let producers = graph.producers.len() as f64 * (PRODUCER.1 + NAME + STATUS);
    let discs = graph.exchanges.len() as f64 * (2.0 * DISC + CAPTION + 24.0);
    let dead = match (graph.trays.is_empty(), graph.dead_exchanges.is_empty()) {
        (true, true) => 0.0,
        (_, true) => TRAY_H + STATUS + 24.0,
        _ => TRAY_H + STATUS + 88.0,
    };
    bands.max(producers).max(discs) + dead
}

/// Queues, topics and consumers, band by band, from 0 downwards.
fn place_bands(layout: &mut Layout, engine: &Engine, graph: &Graph, columns: &Columns) {
    let mut top = 0.0;
    for store in graph.stores() {
        let consumers = graph.consumers_of(Some(store));
        let height = band_height(engine, Some(store), &consumers);
        let inlets = desks::place(layout, engine, &consumers, columns, (top, height));
        let level = match inlets.is_empty() {
            true => top + NAME + TUBE_H / 2.0,
            false => inlets.iter().sum::<f64>() / inlets.len() as f64,
        };
        match store {
            NodeId::Queue(queue) => layout.nodes.push(tube(engine, queue, columns, level)),
            NodeId::Topic(id) => layout.nodes.push(topic(engine, id, columns, (top, height))),
            _ => {}
        }
        top += height;
    }
    let strays = graph.consumers_of(None);
    let height = band_height(engine, None, &strays);
    desks::place(layout, engine, &strays, columns, (top, height));
}

fn tube(engine: &Engine, queue: QueueId, columns: &Columns, level: f64) -> Node {
    let body = Rect { x: columns.tube, y: level - TUBE_H / 2.0, w: columns.tube_w, h: TUBE_H };
    let copies = node::copies(engine, queue) as f64;
    let beyond = if copies > 0.0 { 14.0 + PITCH * copies } else { 4.0 };
    Node {
        id: NodeId::Queue(queue),
        shape: Shape::Tube { gate: body.right() - beyond },
        body,
        frame: Rect { y: body.y - NAME, h: BAND, ..body },
    }
}

/// A topic in the middle of its band.
fn topic(engine: &Engine, id: TopicId, columns: &Columns, (top, height): (f64, f64)) -> Node {
    let (shape, h) = tape(engine, id);
    let y = top + NAME + (height - NAME - STATUS - h) / 2.0;
    let body = Rect { x: columns.tube, y, w: columns.tube_w, h };
    let frame = Rect { y: y - NAME, h: h + NAME + STATUS, ..body };
    Node { id: NodeId::Topic(id), shape, body, frame }
}

/// Exchanges and producers, each level with the middle of its targets.
fn place_feeders(layout: &mut Layout, graph: &Graph, columns: &Columns) {
    let pitch = 2.0 * DISC + CAPTION + 24.0;
    let wanted = graph.exchanges.iter().map(|id| {
        let level = feeding_level(layout, graph, *id);
        (NodeId::Exchange(*id), level)
    });
    for (id, level) in spread(wanted.collect(), pitch) {
        let middle = at(columns.disc, level);
        layout.nodes.push(disc(id, middle, DISC));
    }
    let wanted = graph.producers.iter().map(|id| {
        let targets = graph.links.keys().filter_map(|link| match *link {
            Link::Publish(from, target) if from == *id => Some(node_of(target)),
            Link::Append(NodeId::Producer(from), topic) if from == *id => {
                Some(NodeId::Topic(topic))
            }
            _ => None,
        });
        (NodeId::Producer(*id), mean_level(layout, targets))
    });
    for (id, level) in spread(wanted.collect(), PRODUCER.1 + NAME + STATUS) {
        let (w, h) = PRODUCER;
        let body = Rect { x: columns.producer, y: level - h / 2.0, w, h };
        layout.nodes.push(Node {
            id,
            shape: Shape::Producer,
            body,
            frame: Rect { y: body.y - NAME, h: h + NAME + STATUS, ..body },
        });
    }
}

fn disc(id: NodeId, middle: Point, radius: f64) -> Node {
    let body =
        Rect { x: middle.x - radius, y: middle.y - radius, w: 2.0 * radius, h: 2.0 * radius };
    // A wire runs through a dead-letter exchange from above: its name is
    // written beside it.
    let frame = match radius < DISC {
        true => body,
        false => Rect { y: body.y - CAPTION, h: body.h + CAPTION, ..body },
    };
    Node { id, shape: Shape::Exchange, body, frame }
}

/// The middle of the queues an exchange feeds itself.
fn feeding_level(layout: &Layout, graph: &Graph, exchange: ExchangeId) -> f64 {
    let queues = graph.targets_of(exchange).filter(|target| matches!(target, Target::Queue(_)));
    mean_level(layout, queues.map(node_of))
}

fn mean_level(layout: &Layout, targets: impl Iterator<Item = NodeId>) -> f64 {
    let nodes = targets.filter_map(|target| layout.node(target));
    let levels: Vec<f64> = nodes.map(|node| node.body.center().y).collect();
    match levels.is_empty() {
        true => layout.nodes.first().map_or(60.0, |node| node.body.center().y),
        false => levels.iter().sum::<f64>() / levels.len() as f64,
    }
}

/// Keeps a column's nodes apart: in the order of the levels they want, none
/// higher than wanted. What hangs over is taken back by moving all up.
fn spread(wanted: Vec<(NodeId, f64)>, pitch: f64) -> Vec<(NodeId, f64)> {
    let mut column: Vec<(NodeId, f64)> = Vec::new();
    for (id, level) in wanted {
        let place = column.partition_point(|(_, other)| *other <= level);
        column.insert(place, (id, level));
    }
    let ideal: f64 = column.iter().map(|(_, level)| level).sum();
    for n in 1..column.len() {
        column[n].1 = column[n].1.max(column[n - 1].1 + pitch);
    }
    let pushed: f64 = column.iter().map(|(_, level)| level).sum::<f64>() - ideal;
    let back = pushed / column.len().max(1) as f64;
    column.iter_mut().for_each(|(_, level)| *level -= back);
    column
}

/// Dead-letter exchanges under the queue that uses them, trays below all.
fn place_dead(layout: &mut Layout, graph: &Graph, columns: &Columns) {
    let main = layout.nodes.iter().map(|node| node.frame.bottom()).fold(0.0, f64::max);
    let mut top = main + 20.0;
    for (n, id) in graph.dead_exchanges.iter().enumerate() {
        let users = graph.links.keys().filter_map(|link| match link {
            Link::Dead(queue, Target::Exchange(to)) if to == id => {
                layout.node(NodeId::Queue(*queue))
            }
            _ => None,
        });
        let lowest = users.map(|node| (wires::exit(node).x, node.body.bottom()));
        let (x, below) =
            lowest.fold((columns.tube + 100.0, 0.0), |a, b| if a.1 < b.1 { b } else { a });
        let is_last = below + BAND > main;
        let y = if is_last { below + 54.0 + DEAD_DISC } else { main + DEAD_DISC };
        let middle = at(x + 2.0 * (DEAD_DISC + 40.0) * n as f64, y);
        layout.nodes.push(disc(NodeId::Exchange(*id), middle, DEAD_DISC));
        top = top.max(y + DEAD_DISC + 38.0);
    }
    let count = graph.trays.len().max(1) as f64;
    let w = (columns.width - 2.0 * MARGIN - 16.0 - 40.0 * (count - 1.0)) / count;
    for (n, id) in graph.trays.iter().enumerate() {
        let body = Rect { x: MARGIN + 8.0 + (w + 40.0) * n as f64, y: top, w, h: TRAY_H };
        layout.nodes.push(Node {
            id: NodeId::Queue(*id),
            shape: Shape::Tray,
            body,
            frame: Rect { h: TRAY_H + STATUS, ..body },
        });
    }
}

/// Moves everything into the middle of the height there is.
fn center(layout: &mut Layout, room: f64) {
    let circles = layout.circles.iter().map(|circle| circle.frame);
    let frames = || layout.nodes.iter().map(|node| node.frame).chain(circles.clone());
    let top = frames().map(|frame| frame.y).fold(f64::MAX, f64::min);
    let bottom = frames().map(|frame| frame.bottom()).fold(0.0, f64::max);
    let needed = bottom - top + AIR;
    layout.height = needed.max(room);
    let shift = (layout.height - (bottom - top)) / 2.0 - top;
    for mut node in std::mem::take(&mut layout.nodes) {
        node.body.y += shift;
        node.frame.y += shift;
        let order = reading_order(node.id);
        let place = layout.nodes.partition_point(|other| reading_order(other.id) < order);
        layout.nodes.insert(place, node);
    }
    layout.circles.iter_mut().for_each(|circle| circle.frame.y += shift);
}

fn reading_order(id: NodeId) -> (u8, u16) {
    match id {
        NodeId::Caller(id) => (0, id.0),
        NodeId::Service(id) => (1, id.0),
        NodeId::Producer(id) => (2, id.0),
        NodeId::Exchange(id) => (3, id.0),
        NodeId::Queue(id) => (4, id.0),
        NodeId::Topic(id) => (5, id.0),
        NodeId::Consumer(id) => (6, id.0),
    }
}
