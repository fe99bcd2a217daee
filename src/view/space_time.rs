//! Space and time: one row for each node, time to the right, one line for
//! each hop of a message.
//!
//! Read off the recent facts, so it is in step with the stage. A publish
//! through the default exchange is one hop to its queue, as on the stage; a
//! confirm has none, because only its arrival is a fact.

use std::collections::BTreeMap;

use crate::engine::{
    Cargo, ConsumerId, CopyId, DEFAULT_EXCHANGE, Engine, ExchangeId, Fact, MessageId, NodeId, Tick,
};

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
        let mut reader = Reader { engine, hops: Vec::new(), open: BTreeMap::new(), gaps: vec![] };
        for (index, at, fact) in recent(engine, from) {
            reader.take(index, at, &fact);
        }
        reader.resolve();
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

/// The facts since a moment, oldest first.
fn recent(engine: &Engine, from: Tick) -> Vec<(u64, Tick, Fact)> {
    let latest = engine.facts().since(0).rev();
    let within = latest.take_while(|(_, at, _)| from <= *at);
    let mut facts: Vec<_> = within.map(|(index, at, fact)| (index, at, *fact)).collect();
    facts.reverse();
    facts
}

/// Every node that a message may come to, in the order of its way.
fn rows(engine: &Engine) -> Vec<NodeId> {
    use crate::engine::{ExchangeId, ProducerId, QueueId, TopicId};
    let outputs: Vec<ProducerId> =
        engine.consumers().iter().filter_map(|consumer| consumer.output()).collect();
    let producers = (0..engine.producers().len()).map(|n| ProducerId(n as u16));
    let producers = producers.filter(|id| !outputs.contains(id)).map(NodeId::Producer);
    let exchanges = (1..engine.exchanges().len()).map(|n| NodeId::Exchange(ExchangeId(n as u16)));
    let queues = (0..engine.queues().len()).map(|n| NodeId::Queue(QueueId(n as u16)));
    let topics = (0..engine.topics().len()).map(|n| NodeId::Topic(TopicId(n as u16)));
    let consumers = (0..engine.consumers().len()).map(|n| NodeId::Consumer(ConsumerId(n as u16)));
    producers.chain(exchanges).chain(queues).chain(topics).chain(consumers).take(ROWS).collect()
}

/// Follows copies through the facts.
struct Reader<'a> {
    engine: &'a Engine,
    hops: Vec<Hop>,
    /// The latest hop of each copy.
    open: BTreeMap<CopyId, usize>,
    gaps: Vec<Gap>,
}

impl Reader<'_> {
    fn take(&mut self, index: u64, at: Tick, fact: &Fact) {
        use Fact::*;
        use NodeId::{Consumer, Exchange, Queue, Topic};
        let hop = |message, kind, from, to, due| Hop {
            index,
            message,
            kind,
            from,
            to,
            sent: at,
            due,
            lost: false,
        };
        match *fact {
            Published { message, copy, producer, exchange, due, .. } => {
                let from = self.publisher(producer);
                self.push(copy, hop(message, Kind::Message, from, Exchange(exchange), due));
            }
            Routed { message, copy, exchange, queue, due } => {
                let next = hop(message, Kind::Message, Exchange(exchange), Queue(queue), due);
                self.routed(copy, exchange, next);
            }
            DeadLettered { message, copy, queue, exchange, due, .. } => {
                self.push(copy, hop(message, Kind::Dead, Queue(queue), Exchange(exchange), due));
            }
            Redriven { message, copy, from, to, due } => {
                self.push(copy, hop(message, Kind::Dead, Queue(from), Queue(to), due));
            }
            Delivered { message, copy, queue, consumer, redelivered, due, .. } => {
                let kind = if redelivered { Kind::Again } else { Kind::Message };
                self.push(copy, hop(message, kind, Queue(queue), Consumer(consumer), due));
            }
            Produced { message, copy, producer, partition, due, .. } => {
                let (from, to) =
                    (self.publisher(producer), self.engine.partitions()[partition.index()].topic());
                self.push(copy, hop(message, Kind::Message, from, Topic(to), due));
            }
            Fetched { message, copy, partition, consumer, due, .. } => {
                let from = Topic(self.engine.partitions()[partition.index()].topic());
                self.push(copy, hop(message, Kind::Message, from, Consumer(consumer), due));
            }
            Settling { message, consumer, due, .. } => {
                if let Some(queue) = self.delivered_by(message, consumer) {
                    self.hops.push(hop(message, Kind::Answer, Consumer(consumer), queue, due));
                }
            }
            Removed { copy, .. } => self.cut(at, |hop, of| of == Some(copy) && at < hop.due),
            BrokerRestarted => self.cut(at, |hop, _| at < hop.due),
            FrameLost { client, .. } => {
                self.cut(at, |hop, _| at <= hop.due && (hop.from == client || hop.to == client));
            }
            _ => self.pause(at, fact),
        }
    }

    /// Pauses, and what they do to what is on its way.
    fn pause(&mut self, at: Tick, fact: &Fact) {
        use NodeId::{Consumer, Service};
        match *fact {
            Fact::Crashed { consumer, .. } => {
                self.begin(at, Consumer(consumer), Pause::Down);
                self.cut(at, |hop, _| at < hop.due && hop.to == Consumer(consumer));
            }
            Fact::Revived { consumer } => self.end(at, Consumer(consumer), Pause::Down),
            Fact::Hung { consumer } => self.begin(at, Consumer(consumer), Pause::Hangs),
            Fact::WentOn { consumer } => self.end(at, Consumer(consumer), Pause::Hangs),
            Fact::LinkHeld { client } => self.begin(at, client, Pause::CutOff),
            Fact::LinkRepaired { client } => self.end(at, client, Pause::CutOff),
            Fact::ServiceDown { service } => self.begin(at, Service(service), Pause::Down),
            Fact::ServiceUp { service } => self.end(at, Service(service), Pause::Down),
            _ => {}
        }
    }

    fn push(&mut self, copy: CopyId, hop: Hop) {
        self.open.insert(copy, self.hops.len());
        self.hops.push(hop);
    }

    /// Through the default exchange the hop before goes on to the queue.
    fn routed(&mut self, copy: CopyId, exchange: ExchangeId, next: Hop) {
        let before = self.open.get(&copy).map(|at| self.hops[*at]);
        match before {
            Some(before) if exchange == DEFAULT_EXCHANGE && before.to == next.from => {
                let at = self.open[&copy];
                self.hops[at] = Hop { to: next.to, due: next.due, ..before };
            }
            _ => self.push(copy, next),
        }
    }

    /// What is on its way to the default exchange is drawn to the queue that
    /// its key names, as on the stage.
    fn resolve(&mut self) {
        for flight in self.engine.flights().take(HOPS) {
            let (Cargo::Publish { copy, .. } | Cargo::DeadLetter { copy }) = flight.cargo else {
                continue;
            };
            let Some(copy) = self.engine.copy(copy) else {
                continue;
            };
            let queue = self.engine.find_queue(self.engine.key_text(copy.key));
            if let (Some(at), Some(queue)) = (self.open.get(&copy.id), queue)
                && self.hops[*at].to == NodeId::Exchange(DEFAULT_EXCHANGE)
            {
                self.hops[*at].to = NodeId::Queue(queue);
            }
        }
    }

    /// A consumer that publishes on does so as itself.
    fn publisher(&self, producer: crate::engine::ProducerId) -> NodeId {
        let consumers = self.engine.consumers().iter();
        let mine = consumers.map(|consumer| consumer.output()).position(|it| it == Some(producer));
        mine.map_or(NodeId::Producer(producer), |at| NodeId::Consumer(ConsumerId(at as u16)))
    }

    /// Where the delivery came from that a consumer answers.
    fn delivered_by(&self, message: MessageId, consumer: ConsumerId) -> Option<NodeId> {
        let to = NodeId::Consumer(consumer);
        let found = self.hops.iter().rev().find(|hop| hop.message == message && hop.to == to);
        found.map(|hop| hop.from)
    }

    /// Ends hops at a moment: they were lost. Each is told with its copy, if
    /// it is that copy's latest.
    fn cut(&mut self, at: Tick, is: impl Fn(&Hop, Option<CopyId>) -> bool) {
        let latest: BTreeMap<usize, CopyId> =
            self.open.iter().map(|(copy, hop)| (*hop, *copy)).collect();
        for (n, hop) in self.hops.iter_mut().enumerate().rev().take(LOOKED_BACK) {
            if !hop.lost && is(hop, latest.get(&n).copied()) {
                hop.due = at.max(Tick(hop.sent.0 + 1));
                hop.lost = true;
            }
        }
    }

    fn begin(&mut self, from: Tick, node: NodeId, pause: Pause) {
        self.gaps.push(Gap { node, pause, from, to: None });
    }

    fn end(&mut self, at: Tick, node: NodeId, pause: Pause) {
        let open = |gap: &&mut Gap| gap.node == node && gap.pause == pause && gap.to.is_none();
        if let Some(gap) = self.gaps.iter_mut().rev().find(open) {
            gap.to = Some(at);
        }
    }
}

/// Hops looked at for those on their way: older ones have arrived.
const LOOKED_BACK: usize = 256;
