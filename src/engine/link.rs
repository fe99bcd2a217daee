//! Links: everything on its way between two nodes.
//!
//! A client has one connection. It keeps order, as TCP does, so jitter never
//! lets a frame overtake.

use slotmap::{SlotMap, new_key_type};

use super::{
    Engine,
    agenda::Tick,
    call::{CallKey, Failure},
    chance::Chance,
    command::{Frame, Outcome, Settle},
    consumer::Delivery,
    delivery::ChannelKey,
    event::Event,
    fact::Fact,
    ids::{ConsumerId, DEFAULT_EXCHANGE, ExchangeId, MessageId, NodeId, ProducerId, QueueId},
    store::CopyKey,
};

new_key_type! {
    /// Names something on a link.
    pub struct FlightKey;
}

/// What is on a link.
#[derive(Clone, Debug)]
pub enum Cargo {
    /// A publish on its way to an exchange.
    Publish {
        /// The copy.
        copy: CopyKey,
        /// The publish it answers to.
        publish: u32,
    },
    /// A copy between an exchange and a queue.
    Routed {
        /// The copy.
        copy: CopyKey,
    },
    /// A copy between a queue and its dead-letter exchange.
    DeadLetter {
        /// The copy.
        copy: CopyKey,
    },
    /// The broker's answer to a publish.
    Answer {
        /// The producer's number for it.
        publish: u32,
        /// The message.
        message: MessageId,
        /// What it says.
        outcome: Outcome,
    },
    /// A delivery to a consumer.
    Delivery(Delivery),
    /// A request to fetch one message.
    Get {
        /// The channel it was sent on.
        channel: ChannelKey,
        /// The broker settles on sending.
        auto_ack: bool,
    },
    /// The answer to a fetch that found nothing.
    GetEmpty,
    /// A request for up to so many messages, which may wait for them (S9).
    Ask {
        /// The channel it was sent on.
        channel: ChannelKey,
        /// Most messages in the answer.
        batch: u32,
        /// How long the queue may wait, in microseconds.
        wait_us: u64,
    },
    /// The answer to an ask that found nothing.
    Nothing {
        /// The channel the ask was sent on.
        channel: ChannelKey,
    },
    /// A consumer asks for another end of a lease.
    Extension {
        /// The channel of the delivery.
        channel: ChannelKey,
        /// Its tag.
        tag: u64,
        /// From its arrival on, in microseconds; 0 gives the message back.
        span_us: u64,
    },
    /// A consumer's ack, nack or reject.
    Settlement {
        /// The channel it was sent on.
        channel: ChannelKey,
        /// The delivery tag.
        tag: u64,
        /// Ack, requeue or reject.
        how: Settle,
        /// All up to this tag.
        multiple: bool,
    },
    /// A dead client's connection closing.
    Close {
        /// The channel that ends.
        channel: ChannelKey,
    },

    /// A call on its way to a service.
    Call {
        /// Which one.
        call: CallKey,
    },
    /// A service's answer on its way to whoever called.
    Reply {
        /// The call it answers.
        call: CallKey,
        /// What went wrong, if something did.
        failure: Option<Failure>,
    },
    /// A producer's question how long a queue is: a passive declare.
    AskDepth {
        /// Which of its questions.
        asked: u32,
    },
    /// The broker's answer.
    Depth {
        /// To which question.
        asked: u32,
        /// Ready messages; none for a queue that is not there.
        ready: Option<u64>,
    },
    /// `connection.blocked` or `connection.unblocked` (R42).
    Pressure {
        /// Which.
        blocked: bool,
    },
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
pub(super) struct Link {
    latency_us: u64,
    jitter_us: u64,
    chance: Chance,
    /// Latest arrival in each direction: out, in. Nothing overtakes it.
    latest: [Tick; 2],
    /// Frames asked to be lost, each once.
    lose: Vec<Frame>,
}

/// Which way along a link.
#[derive(Clone, Copy)]
pub(super) enum Way {
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
        }
    }

    /// When something sent now arrives.
    fn due(&mut self, now: Tick, way: Way) -> Tick {
        let jitter = match self.jitter_us {
            0 => 0,
            most => self.chance.below(most + 1),
        };
        let latest = &mut self.latest[way as usize];
        *latest = now.after(self.latency_us + jitter).max(*latest);
        *latest
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
pub(super) fn micros(ms: f64) -> u64 {
    ((ms * 1_000.0) as u64).max(1)
}

/// The kind of frame a cargo travels as, if it can be lost by request.
pub(super) fn frame_of(cargo: &Cargo) -> Option<Frame> {
    match cargo {
        Cargo::Publish { .. } => Some(Frame::Publish),
        Cargo::Answer { .. } => Some(Frame::Confirm),
        Cargo::Delivery(_) => Some(Frame::Delivery),
        Cargo::Settlement { .. } => Some(Frame::Ack),
        _ => None,
    }
}

/// Everything on its way.
#[derive(Clone, Default)]
pub(super) struct Links {
    pub flights: SlotMap<FlightKey, Flight>,
}

impl Engine {
    /// Everything that is on a link now, in no order that means anything.
    /// What a broker in alarm does not read is on its link, though overdue.
    pub fn flights(&self) -> impl Iterator<Item = &Flight> {
        let unread = self.producers.iter().flat_map(|producer| &producer.inlet.unread);
        self.links.flights.values().chain(unread)
    }

    /// Sends `cargo` between a producer and the broker's node `other`.
    pub(super) fn send_producer(
        &mut self,
        id: ProducerId,
        way: Way,
        other: NodeId,
        cargo: Cargo,
    ) -> Tick {
        let link = &mut self.producers[id.index()].link;
        let doomed = link.loses(&cargo);
        let due = link.due(self.now, way);
        self.launch(NodeId::Producer(id), way, other, due, doomed, cargo)
    }

    /// Sends `cargo` between a consumer and a queue.
    pub(super) fn send_consumer(
        &mut self,
        id: ConsumerId,
        way: Way,
        queue: QueueId,
        cargo: Cargo,
    ) -> Tick {
        let link = &mut self.consumers[id.index()].link;
        let doomed = link.loses(&cargo);
        let due = link.due(self.now, way);
        self.launch(NodeId::Consumer(id), way, NodeId::Queue(queue), due, doomed, cargo)
    }

    /// Sends a copy from one node inside the broker to another.
    ///
    /// The default exchange is not a place one can watch: reaching a queue
    /// through it takes one tick.
    pub(super) fn send_inside(&mut self, from: NodeId, to: NodeId, cargo: Cargo) -> Tick {
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

    pub(super) fn book_flight(&mut self, flight: Flight) -> Tick {
        let due = flight.due;
        let flight = self.links.flights.insert(flight);
        self.agenda.book(self.now, due, Event::Arrive { flight });
        due
    }

    /// Something reached the end of its link, unless its connection ended
    /// before it could.
    pub(super) fn arrive(&mut self, key: FlightKey) {
        let Some(flight) = self.links.flights.remove(key) else {
            return;
        };
        if flight.doomed {
            return self.lose(flight);
        }
        match flight.from {
            NodeId::Producer(id) if self.must_wait(id, &flight.cargo) => {
                self.leave_unread(id, flight);
            }
            _ => self.receive(flight),
        }
    }

    /// Whoever something was sent to has it.
    pub(super) fn receive(&mut self, flight: Flight) {
        match flight.cargo {
            Cargo::Publish { copy, publish } => {
                self.publish_read(producer_of(flight.from));
                self.publish_arrived(copy, publish, exchange_of(flight.to))
            }
            Cargo::Routed { copy } => self.enqueue(copy, queue_of(flight.to)),
            Cargo::DeadLetter { copy } => self.dead_letter_arrived(copy, exchange_of(flight.to)),
            Cargo::Answer { publish, message, outcome } => {
                self.answer_arrived(producer_of(flight.to), publish, message, outcome);
            }
            Cargo::Delivery(delivery) => self.delivery_arrived(consumer_of(flight.to), delivery),
            Cargo::Get { channel, auto_ack } => {
                self.get_arrived(channel, queue_of(flight.to), auto_ack)
            }
            Cargo::GetEmpty => self.record(Fact::GotNothing {
                consumer: consumer_of(flight.to),
                queue: queue_of(flight.from),
            }),
            Cargo::Settlement { channel, tag, how, multiple } => {
                self.settlement_arrived(channel, tag, how, multiple)
            }
            Cargo::Close { channel } => self.close_channel(channel),
            Cargo::Ask { channel, batch, wait_us } => {
                self.ask_arrived(channel, queue_of(flight.to), batch, wait_us)
            }
            Cargo::Nothing { channel } => {
                self.nothing_arrived(consumer_of(flight.to), channel, queue_of(flight.from))
            }
            Cargo::Extension { channel, tag, span_us } => {
                self.extension_arrived((channel, tag), span_us)
            }
            Cargo::Call { call } => self.call_arrived(call),
            Cargo::Reply { call, failure } => self.reply_arrived(call, failure),
            Cargo::AskDepth { asked } => {
                self.depth_asked(producer_of(flight.from), queue_of(flight.to), asked)
            }
            Cargo::Depth { asked, ready } => {
                let queue = queue_of(flight.from);
                self.depth_heard(producer_of(flight.to), queue, asked, ready)
            }
            Cargo::Pressure { blocked } => self.connection_told(producer_of(flight.to), blocked),
        }
    }
}

fn exchange_of(node: NodeId) -> ExchangeId {
    match node {
        NodeId::Exchange(id) => id,
        other => unreachable!("{other:?} is not an exchange"),
    }
}

fn queue_of(node: NodeId) -> QueueId {
    match node {
        NodeId::Queue(id) => id,
        other => unreachable!("{other:?} is not a queue"),
    }
}

fn producer_of(node: NodeId) -> ProducerId {
    match node {
        NodeId::Producer(id) => id,
        other => unreachable!("{other:?} is not a producer"),
    }
}

fn consumer_of(node: NodeId) -> ConsumerId {
    match node {
        NodeId::Consumer(id) => id,
        other => unreachable!("{other:?} is not a consumer"),
    }
}
