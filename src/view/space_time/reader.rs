//! Follows copies and pauses through the facts.

use crate::ordered_map::OrderedMap;

use crate::engine::{
    Cargo, ConsumerId, CopyId, DEFAULT_EXCHANGE, Engine, ExchangeId, Fact, MessageId, NodeId,
    ProducerId, Tick,
};

use super::{Gap, HOPS, Hop, Kind, Pause};

/// The facts since a moment, oldest first.
fn recent(engine: &Engine, from: Tick) -> Vec<(u64, Tick, Fact)> {
    let latest = engine.facts().since(0).rev();
    let within = latest.take_while(|(_, at, _)| from <= *at);
    let mut facts: Vec<_> = within.map(|(index, at, fact)| (index, at, *fact)).collect();
    facts.reverse();
    facts
}

/// Follows copies through the facts.
pub(super) struct Reader<'a> {
    engine: &'a Engine,
    pub hops: Vec<Hop>,
    /// The latest hop of each copy.
    open: OrderedMap<CopyId, usize>,
    pub gaps: Vec<Gap>,
}

impl<'a> Reader<'a> {
    /// Hops and pauses since a moment.
    pub fn read(engine: &'a Engine, from: Tick) -> Self {
        let mut reader = Reader { engine, hops: Vec::new(), open: OrderedMap::new(), gaps: vec![] };
        for (index, at, fact) in recent(engine, from) {
            reader.take(index, at, &fact);
        }
        reader.resolve();
        reader
    }

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
        let before = self.open.get(&copy).map(|at| (*at, self.hops[*at]));
        match before {
            Some((at, before)) if exchange == DEFAULT_EXCHANGE && before.to == next.from => {
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
    fn publisher(&self, producer: ProducerId) -> NodeId {
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
        let latest: OrderedMap<usize, CopyId> =
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
