//! Links: everything on its way between two nodes.
//!
//! A client has one connection. It keeps order, as TCP does, so jitter never
//! lets a frame overtake.

use slotmap::{SlotMap, new_key_type};

use crate::engine::{
    Engine,
    agenda::Tick,
    chance::Chance,
    command::Frame,
    event::Event,
    ids::{ConsumerId, DEFAULT_EXCHANGE, NodeId, ProducerId, QueueId},
};

mod cargo;
mod partition;
mod receiving;

pub use cargo::{Cargo, Fetched};
use partition::Held;

new_key_type! {
    /// Names something on a link.
    pub struct FlightKey;
}

/// Something on its way.
#[derive(Clone, Debug)]
pub struct Flight {
    /// What.
    pub cargo: Cargo,
    /// Where it started.
    pub from: NodeId,
    /// Where it is going.
    pub to: NodeId,
    /// When it started.
    pub sent: Tick,
    /// When it arrives.
    pub due: Tick,
    /// It will be lost on the way, with its connection.
    pub doomed: bool,
}

/// A client's connection, seen from its own end.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Link {
    latency_us: u64,
    jitter_us: u64,
    chance: Chance,
    /// Latest arrival in each direction: out, in. Nothing overtakes it.
    latest: [Tick; 2],
    /// Frames asked to be lost, each once.
    lose: Vec<Frame>,
    /// Nothing gets through.
    held: Option<Held>,
}

/// Which way along a link.
#[derive(Clone, Copy)]
pub(in crate::engine) enum Way {
    ToBroker,
    ToClient,
}

impl Link {
    pub fn new(latency_ms: f64, jitter_ms: f64, chance: Chance) -> Self {
        Link {
            latency_us: micros(latency_ms),
            jitter_us: (jitter_ms.max(0.0) * 1_000.0) as u64,
            chance,
            latest: [Tick(0); 2],
            lose: Vec::new(),
            held: None,
        }
    }

    /// When something sent now arrives, and whether it will be lost on the
    /// way.
    fn take(&mut self, now: Tick, way: Way, cargo: &Cargo) -> (Tick, bool) {
        let doomed = !self.lose.is_empty() && self.loses(cargo);
        let jitter = match self.jitter_us {
            0 => 0,
            most => self.chance.below(most + 1),
        };
        let latest = &mut self.latest[way as usize];
        *latest = now.after(self.latency_us + jitter).max(*latest);
        (*latest, doomed)
    }

    /// How long a new connection takes: three ways across for TCP and AMQP.
    pub fn handshake_us(&self) -> u64 {
        3 * self.latency_us
    }

    /// The next such frame will be lost.
    pub fn lose_next(&mut self, frame: Frame) {
        if !self.lose.contains(&frame) {
            self.lose.push(frame);
        }
    }

    fn loses(&mut self, cargo: &Cargo) -> bool {
        let asked = self.lose.iter().position(|frame| Some(*frame) == frame_of(cargo));
        asked.map(|at| self.lose.remove(at)).is_some()
    }
}

/// Milliseconds as whole microseconds, at least one: a consequence takes time.
pub(in crate::engine) fn micros(ms: f64) -> u64 {
    ((ms * 1_000.0) as u64).max(1)
}

/// The kind of frame a cargo travels as, if it can be lost by request.
pub(in crate::engine) fn frame_of(cargo: &Cargo) -> Option<Frame> {
    match cargo {
        Cargo::Publish { .. } => Some(Frame::Publish),
        Cargo::Batch(_) => Some(Frame::Publish),
        Cargo::Answer { .. } | Cargo::BatchAnswer { .. } => Some(Frame::Confirm),
        Cargo::Delivery(_) | Cargo::ShareRecords { .. } | Cargo::Records(_) => {
            Some(Frame::Delivery)
        }
        Cargo::Settlement { .. } | Cargo::ShareAnswers { .. } | Cargo::Commit { .. } => {
            Some(Frame::Ack)
        }
        Cargo::ShareFetch { answers, .. } if !answers.is_empty() => Some(Frame::Ack),
        _ => None,
    }
}

/// Everything on its way.
#[derive(Clone, Default)]
pub(in crate::engine) struct Links {
    pub flights: SlotMap<FlightKey, Flight>,
    /// Links that are held.
    held: u32,
}

impl Engine {
    /// Everything that is on a link now, in no order that means anything.
    /// What a broker in alarm does not read is on its link, though overdue.
    pub fn flights(&self) -> impl Iterator<Item = &Flight> {
        let unread = self.producers.iter().flat_map(|producer| &producer.inlet.unread);
        self.links.flights.values().chain(unread)
    }

    /// Sends `cargo` between a producer and the broker's node `other`.
    pub(in crate::engine) fn send_producer(
        &mut self,
        id: ProducerId,
        way: Way,
        other: NodeId,
        cargo: Cargo,
    ) -> Tick {
        let (due, doomed) = self.producers[id.index()].link.take(self.now, way, &cargo);
        self.launch(NodeId::Producer(id), way, other, due, doomed, cargo)
    }

    /// Sends `cargo` between a consumer and a queue.
    pub(in crate::engine) fn send_consumer(
        &mut self,
        id: ConsumerId,
        way: Way,
        queue: QueueId,
        cargo: Cargo,
    ) -> Tick {
        self.send_member(id, way, NodeId::Queue(queue), cargo)
    }

    /// Sends `cargo` between a consumer and a node of the broker.
    pub(in crate::engine) fn send_member(
        &mut self,
        id: ConsumerId,
        way: Way,
        node: NodeId,
        cargo: Cargo,
    ) -> Tick {
        let (due, doomed) = self.consumers[id.index()].link.take(self.now, way, &cargo);
        self.launch(NodeId::Consumer(id), way, node, due, doomed, cargo)
    }

    /// Sends a copy from one node inside the broker to another.
    ///
    /// The default exchange is not a place one can watch: reaching a queue
    /// through it takes one tick.
    pub(in crate::engine) fn send_inside(
        &mut self,
        from: NodeId,
        to: NodeId,
        cargo: Cargo,
    ) -> Tick {
        let hop = match from {
            NodeId::Exchange(DEFAULT_EXCHANGE) => 1,
            _ => self.hop_us,
        };
        let flight =
            Flight { cargo, from, to, sent: self.now, due: self.now.after(hop), doomed: false };
        self.book_flight(flight)
    }

    fn launch(
        &mut self,
        client: NodeId,
        way: Way,
        other: NodeId,
        due: Tick,
        doomed: bool,
        cargo: Cargo,
    ) -> Tick {
        let (from, to) = match way {
            Way::ToBroker => (client, other),
            Way::ToClient => (other, client),
        };
        let sent = self.now;
        self.book_flight(Flight { cargo, from, to, sent, due, doomed })
    }

    pub(in crate::engine) fn book_flight(&mut self, flight: Flight) -> Tick {
        let due = flight.due;
        let flight = self.links.flights.insert(flight);
        self.agenda.book(self.now, due, Event::Arrive { flight });
        due
    }
}
