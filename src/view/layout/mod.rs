//! Where each node stands, and along which path its wires run.
//!
//! A layout depends on the topology and on the room there is, never on the
//! messages: nothing jumps while a run goes on. It is measured in stage
//! units; [`Fit`] says how many pixels one of them is.

use crate::ordered_map::OrderedMap;

use crate::{
    engine::{Engine, ExchangeId, GroupId, NodeId, QueueId, Target},
    scenario::{
        Scenario,
        edit::{Position, Sheet},
    },
};

use super::geometry::{Path, Point, Rect, at};

mod graph;
mod node;
mod tape;
mod tall;
#[cfg(test)]
mod tests;
mod wide;

pub use graph::{Graph, Link};
pub use node::{BAR_PITCH, Node, PITCH, Shape, TOKEN_H, TOKEN_W};
pub use tape::{TAIL, readers};

/// Which way messages travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orientation {
    /// From left to right.
    Wide,
    /// Downwards, for a phone held upright.
    Tall,
}

/// Below this width, in pixels, the stage turns downwards.
pub const TALL_BELOW: f64 = 600.0;

/// The stage never gets smaller than this; then it scrolls.
const SMALLEST_SCALE: f64 = 0.8;

/// Nor larger: a projector is wide, but lines of text stay readable.
const LARGEST_SCALE: f64 = 2.4;

/// The least scale at which the whole stage is shown when that is asked for.
const LEAST_WHOLE: f64 = 0.25;

/// How far a stage may shrink.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zoom {
    /// As long as its words can be read; then it scrolls.
    #[default]
    Readable,
    /// Until all of it is seen.
    Whole,
}

/// Words on a wire.
#[derive(Clone, Debug, PartialEq)]
pub struct Pill {
    /// Where its middle is.
    pub middle: Point,
    /// What it says.
    pub text: String,
}

/// A wire between two nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Wire {
    /// What it connects.
    pub link: Link,
    /// Along which way.
    pub path: Path,
    /// Binding keys.
    pub pills: Vec<Pill>,
    /// Where it leads to several places of a node: the way to each.
    pub arms: Vec<Path>,
}

/// The room of a group's members.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circle {
    /// Whose.
    pub group: GroupId,
    /// Around all of them, with a line of words at the top.
    pub frame: Rect,
}

/// A stage set up: nodes and wires in their places.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Which way messages travel.
    pub orientation: Orientation,
    /// Its width in stage units.
    pub width: f64,
    /// Its height in stage units.
    pub height: f64,
    /// Pixels in a stage unit.
    pub scale: f64,
    /// The nodes, in the order of reading and of the arrow keys.
    pub nodes: Vec<Node>,
    /// The wires.
    pub wires: Vec<Wire>,
    /// Groups of consumers that stand together.
    pub circles: Vec<Circle>,
    /// How many nodes of each kind its engine has.
    cast: [usize; 8],
    index: OrderedMap<Link, usize>,
    journeys: OrderedMap<(ExchangeId, QueueId), Path>,
}

impl Layout {
    /// The stage of an engine's nodes in a room of so many pixels, each at its
    /// automatic place.
    pub fn new(engine: &Engine, room: (f64, f64)) -> Layout {
        Layout::set_up(engine, None, room, SMALLEST_SCALE)
    }

    /// The same with the places of a scenario, where it has any.
    pub fn of(engine: &Engine, scenario: &Scenario, room: (f64, f64), zoom: Zoom) -> Layout {
        let least = match zoom {
            Zoom::Readable => SMALLEST_SCALE,
            Zoom::Whole => LEAST_WHOLE,
        };
        let placed = Some(scenario).filter(|scenario| !scenario.positions.is_empty());
        Layout::set_up(engine, placed, room, least)
    }

    fn set_up(engine: &Engine, placed: Option<&Scenario>, room: (f64, f64), least: f64) -> Layout {
        let graph = Graph::of(engine);
        let mut layout = match room.0 < TALL_BELOW {
            true => tall::layout(engine, &graph, room),
            false => wide::layout(engine, &graph, placed, room, least),
        };
        for (n, wire) in layout.wires.iter().enumerate() {
            layout.index.insert(wire.link, n);
        }
        layout.journeys = layout.find_journeys(&graph);
        layout.cast = cast_of(engine);
        layout
    }

    /// Where all nodes stand, to be kept in a scenario, and how much of the
    /// stage is seen; nothing of a stage that is turned downwards.
    pub fn places(&self, engine: &Engine) -> Option<(Vec<Position>, Sheet)> {
        (self.orientation == Orientation::Wide).then(|| wide::places(self, engine))
    }

    /// The place of the n-th node when its body is put at a corner.
    pub fn put(&self, engine: &Engine, n: usize, corner: Point) -> Position {
        wide::put(self, engine, n, corner)
    }

    /// Whether an engine's nodes are those of this layout, so that its ids
    /// mean something there.
    pub fn is_of(&self, engine: &Engine) -> bool {
        self.cast == cast_of(engine)
    }

    fn empty(orientation: Orientation) -> Layout {
        Layout {
            orientation,
            width: 0.0,
            height: 0.0,
            scale: 1.0,
            nodes: Vec::new(),
            wires: Vec::new(),
            circles: Vec::new(),
            cast: [0; 8],
            index: OrderedMap::new(),
            journeys: OrderedMap::new(),
        }
    }

    /// A node's place, if it is on the stage: the default exchange and what
    /// was deleted are not.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id == id)
    }

    /// The number of the wire for a link.
    pub fn wire_index(&self, link: Link) -> Option<usize> {
        self.index.get(&link).copied()
    }

    /// The path of the wire for a link.
    pub fn path(&self, link: Link) -> Option<&Path> {
        self.wire_index(link).map(|n| &self.wires[n].path)
    }

    /// The way to one of the tapes at the end of a link; what is not drawn
    /// shares the last one.
    pub fn arm(&self, link: Link, lane: usize) -> Option<&Path> {
        let arms = &self.wires[self.wire_index(link)?].arms;
        arms.get(lane.min(arms.len().saturating_sub(1)))
    }

    /// The way of a copy from an exchange to a queue, through others if the
    /// bindings lead that way.
    pub fn journey(&self, exchange: ExchangeId, queue: QueueId) -> Option<&Path> {
        self.journeys.get(&(exchange, queue))
    }

    /// The node one comes to from `id` along a wire, forwards or backwards.
    pub fn neighbour(&self, id: NodeId, forward: bool) -> Option<NodeId> {
        self.wires.iter().find_map(|wire| {
            let (from, to) = ends(wire.link);
            match (forward, matches!(wire.link, Link::Settle(..) | Link::Commit(..))) {
                (_, true) => None,
                (true, false) => (from == id).then_some(to),
                (false, false) => (to == id).then_some(from),
            }
        })
    }

    /// For every exchange the shortest chain of wires to every queue.
    fn find_journeys(&self, graph: &Graph) -> OrderedMap<(ExchangeId, QueueId), Path> {
        let mut journeys = OrderedMap::new();
        let exchanges = graph.exchanges.iter().chain(&graph.dead_exchanges);
        for start in exchanges {
            let mut seen = vec![*start];
            let mut waiting: Vec<(ExchangeId, Option<Path>)> = vec![(*start, None)];
            while !waiting.is_empty() {
                for (from, so_far) in std::mem::take(&mut waiting) {
                    for target in graph.targets_of(from) {
                        let Some(wire) = self.path(Link::Route(from, target)) else {
                            continue;
                        };
                        let path = so_far.as_ref().map_or(wire.clone(), |path| path.then(wire));
                        match target {
                            Target::Queue(queue) => {
                                journeys.or_insert((*start, queue), path);
                            }
                            Target::Exchange(next) if !seen.contains(&next) => {
                                seen.push(next);
                                waiting.push((next, Some(path)));
                            }
                            Target::Exchange(_) => {}
                        }
                    }
                }
            }
        }
        journeys
    }

    fn wire(&mut self, link: Link, path: Path) {
        self.wires.push(Wire { link, path, pills: Vec::new(), arms: Vec::new() });
    }

    /// A wire that leads to each tape of a topic; its path is that to the
    /// last.
    fn wire_to_tapes(&mut self, link: Link, topic: &Node, corners: &[Point]) {
        let arms = topic.inlets(corners);
        let path = arms[arms.len() - 1].clone();
        self.wires.push(Wire { link, path, pills: Vec::new(), arms });
    }
}

fn cast_of(engine: &Engine) -> [usize; 8] {
    [
        engine.producers().len(),
        engine.exchanges().len(),
        engine.queues().len(),
        engine.consumers().len(),
        engine.callers().len(),
        engine.services().len(),
        engine.partitions().len(),
        engine.groups().len(),
    ]
}

/// The nodes at the two ends of a link.
pub fn ends(link: Link) -> (NodeId, NodeId) {
    match link {
        Link::Publish(producer, target) => (NodeId::Producer(producer), node_of(target)),
        Link::PublishOn(consumer, target) => (NodeId::Consumer(consumer), node_of(target)),
        Link::Route(exchange, target) => (NodeId::Exchange(exchange), node_of(target)),
        Link::Deliver(queue, consumer) => (NodeId::Queue(queue), NodeId::Consumer(consumer)),
        Link::Settle(consumer, queue) => (NodeId::Consumer(consumer), NodeId::Queue(queue)),
        Link::Dead(queue, target) => (NodeId::Queue(queue), node_of(target)),
        Link::Call(from, service) => (from, NodeId::Service(service)),
        Link::Append(from, topic) => (from, NodeId::Topic(topic)),
        Link::Read(topic, consumer) => (NodeId::Topic(topic), NodeId::Consumer(consumer)),
        Link::Commit(consumer, topic) => (NodeId::Consumer(consumer), NodeId::Topic(topic)),
    }
}

/// The node a route leads to.
pub fn node_of(target: Target) -> NodeId {
    match target {
        Target::Queue(queue) => NodeId::Queue(queue),
        Target::Exchange(exchange) => NodeId::Exchange(exchange),
    }
}

/// How large a stage of this least and this comfortable size is drawn in a
/// room: shrunk a little, enlarged a little, and otherwise scrolled.
fn scale_in(room: (f64, f64), least: (f64, f64), comfortable: (f64, f64), smallest: f64) -> f64 {
    let tight = (room.0 / least.0).min(room.1 / least.1);
    let loose = (room.0 / comfortable.0).min(room.1 / comfortable.1);
    match tight < 1.0 {
        true => tight.max(smallest),
        false => loose.clamp(1.0, LARGEST_SCALE),
    }
}

/// How large a stage of this very size is drawn in a room.
fn scale_to(room: (f64, f64), size: (f64, f64), smallest: f64) -> f64 {
    (room.0 / size.0).min(room.1 / size.1).clamp(smallest, LARGEST_SCALE)
}

/// About how wide a text is in the pill's face.
fn pill_width(text: &str) -> f64 {
    text.chars().count() as f64 * 7.3 + 18.0
}

/// The box of a pill.
pub fn pill_box(pill: &Pill) -> Rect {
    let w = pill_width(&pill.text);
    Rect { x: pill.middle.x - w / 2.0, y: pill.middle.y - 11.0, w, h: 22.0 }
}

/// Pills one above the other, the lowest at `middle`.
fn pills(words: &[String], middle: Point) -> Vec<Pill> {
    let stacked = words.iter().rev().enumerate();
    stacked
        .map(|(n, text)| Pill {
            middle: at(middle.x, middle.y - 24.0 * n as f64),
            text: text.clone(),
        })
        .collect()
}
