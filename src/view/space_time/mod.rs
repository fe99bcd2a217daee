//! Space and time: one row for each node, time to the right, one line for
//! each hop of a message.
//!
//! Read off the recent facts, so it is in step with the stage. A publish
//! through the default exchange is one hop to its queue, as on the stage; a
//! confirm has none, because only its arrival is a fact.

mod reader;
#[cfg(test)]
mod tests;

use crate::engine::{
    ConsumerId, DEFAULT_EXCHANGE, Engine, ExchangeId, MessageId, NodeId, ProducerId, QueueId, Tick,
    TopicId,
};

use reader::Reader;

/// How far back the picture goes, in microseconds.
pub const SPAN_US: u64 = 20_000_000;
/// Most hops in it; the latest.
pub const HOPS: usize = 2_000;
/// Most rows in it.
pub const ROWS: usize = 40;

/// What a hop is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A message goes on.
    Message,
    /// A message is delivered once more.
    Again,
    /// A message is set aside, or moved by hand.
    Dead,
    /// A consumer answers.
    Answer,
}

/// One way of a message from a node to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hop {
    /// The number of the fact it began with: hops are in this order.
    pub index: u64,
    /// Which message.
    pub message: MessageId,
    /// What it is.
    pub kind: Kind,
    /// From where.
    pub from: NodeId,
    /// To where.
    pub to: NodeId,
    /// When it began.
    pub sent: Tick,
    /// When it arrives, or was lost.
    pub due: Tick,
    /// It was lost on the way.
    pub lost: bool,
}

/// Why a node does nothing for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pause {
    /// Its process is down.
    Down,
    /// It hangs.
    Hangs,
    /// Nothing gets through its link.
    CutOff,
}

/// A while in which a node does nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// Which node.
    pub node: NodeId,
    /// Why.
    pub pause: Pause,
    /// Since when.
    pub from: Tick,
    /// Until when; none if it goes on.
    pub to: Option<Tick>,
}

/// The picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpaceTime {
    /// Its left edge.
    pub from: Tick,
    /// Its right edge: now.
    pub to: Tick,
    /// The nodes, from those who send to those who receive.
    pub rows: Vec<NodeId>,
    /// In the order in which they began.
    pub hops: Vec<Hop>,
    /// Crashes and other pauses.
    pub gaps: Vec<Gap>,
}

impl SpaceTime {
    /// The last stretch of a run.
    pub fn read(engine: &Engine) -> SpaceTime {
        let to = engine.now();
        let from = Tick(to.0.saturating_sub(SPAN_US));
        let mut reader = Reader::read(engine, from);
        let skip = reader.hops.len().saturating_sub(HOPS);
        let mut hops = reader.hops.split_off(skip);
        hops.retain(|hop| hop.to != NodeId::Exchange(DEFAULT_EXCHANGE));
        let rows = rows(engine);
        hops.retain(|hop| rows.contains(&hop.from) && rows.contains(&hop.to));
        let gaps = reader.gaps.into_iter().filter(|gap| rows.contains(&gap.node)).collect();
        SpaceTime { from, to, rows, hops, gaps }
    }

    /// The place of a node among the rows.
    pub fn row(&self, node: NodeId) -> Option<usize> {
        self.rows.iter().position(|row| *row == node)
    }

    /// Where a moment lies between the edges, 0 to 1.
    pub fn x(&self, at: Tick) -> f64 {
        at.since(self.from) as f64 / self.to.since(self.from).max(1) as f64
    }

    /// Where a hop begins and ends: shares of the width, and rows. What is
    /// still on its way ends where it is now.
    pub fn line(&self, hop: &Hop) -> Option<[(f64, f64); 2]> {
        let (from, to) = (self.row(hop.from)? as f64, self.row(hop.to)? as f64);
        let whole = hop.due.since(hop.sent).max(1) as f64;
        let gone = self.to.min(hop.due).since(hop.sent) as f64 / whole;
        // What is lost stops short of its end.
        let gone = if hop.lost { gone * 0.6 } else { gone };
        let start = self.x(hop.sent);
        let end = start + (self.x(self.to.min(hop.due)) - start) * if hop.lost { 0.6 } else { 1.0 };
        Some([(start, from), (end, from + (to - from) * gone)])
    }

    /// The hop nearest to a place, of those within `reach` of it. Places are
    /// in pixels of a picture of this width and height of rows.
    pub fn hop_at(&self, (x, y): (f64, f64), width: f64, row: f64, reach: f64) -> Option<&Hop> {
        let distance = |hop: &Hop| {
            let [from, to] = self.line(hop)?;
            let pixel = |(at, place): (f64, f64)| (at * width, (place + 0.5) * row);
            Some(distance((x, y), pixel(from), pixel(to)))
        };
        let near = self.hops.iter().filter_map(|hop| Some((distance(hop)?, hop)));
        let near = near.filter(|(distance, _)| *distance <= reach);
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, hop)| hop)
    }
}

/// From a point to a stretch of a line.
fn distance(point: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = (dx * dx + dy * dy).max(f64::MIN_POSITIVE);
    let along = ((point.0 - from.0) * dx + (point.1 - from.1) * dy) / length;
    let along = along.clamp(0.0, 1.0);
    let (x, y) = (from.0 + along * dx, from.1 + along * dy);
    libm::hypot(point.0 - x, point.1 - y)
}

/// Every node that a message may come to, in the order of its way.
fn rows(engine: &Engine) -> Vec<NodeId> {
    let outputs: Vec<ProducerId> =
        engine.consumers().iter().filter_map(|consumer| consumer.output()).collect();
    let producers = (0..engine.producers().len()).map(|n| ProducerId(n as u16));
    let producers = producers.filter(|id| !outputs.contains(id)).map(NodeId::Producer);
    let exchanges = (1..engine.exchanges().len()).map(|n| NodeId::Exchange(ExchangeId(n as u16)));
    let queues = (0..engine.queues().len()).map(|n| NodeId::Queue(QueueId(n as u16)));
    let topics = (0..engine.topics().len()).map(|n| NodeId::Topic(TopicId(n as u16)));
    let consumers = (0..engine.consumers().len()).map(|n| NodeId::Consumer(ConsumerId(n as u16)));
    let mut rows: Vec<NodeId> = producers.collect();
    rows.extend(exchanges);
    rows.extend(queues);
    rows.extend(topics);
    rows.extend(consumers);
    rows.truncate(ROWS);
    rows
}
