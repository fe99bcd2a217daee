//! Producers as they stand: settings, counts, and when the next message comes.

use super::{
    alarm::Inlet,
    backpressure::Pressure,
    chance::{Chance, Purpose},
    growing_map::GrowingMap,
    ids::{ConsumerId, ExchangeId, MessageId, ProducerId},
    link::Link,
    log::Sender,
    retries::Pending,
    store::{EnvelopeId, KeyId},
    topology::ProducerSpec,
};

/// What a producer has heard so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// Messages there were to send, whether they have left or not.
    pub wanted: u64,
    /// Messages published, retries not counted.
    pub published: u64,
    /// Publishes again after a nack, a time-out or a lost connection.
    pub retried: u64,
    /// Confirms.
    pub confirmed: u64,
    /// Nacks.
    pub nacked: u64,
    /// Returns of unroutable messages.
    pub returned: u64,
    /// Messages given up.
    pub gave_up: u64,
    /// Messages not even published, because the lab was full.
    pub held_back: u64,
    /// Messages dropped because the producer's own buffer was full.
    pub dropped: u64,
}

/// A producer as it stands.
#[derive(Clone)]
pub struct Producer {
    pub(super) spec: ProducerSpec,
    pub(super) link: Link,
    pub(super) session: u32,
    pub(super) poison_next: bool,
    pub(super) pressure: Pressure,
    /// The broker's end of its connection.
    pub(super) inlet: Inlet,
    pub(super) content: Chance,
    pub(super) epoch: u32,
    pub(super) next_publish: u32,
    pub(super) pending: GrowingMap<u32, Pending>,
    pub(super) exchange: ExchangeId,
    pub(super) keys: Vec<KeyId>,
    pub(super) envelope: EnvelopeId,
    pub(super) heard: Heard,
    pub(super) latest: Option<MessageId>,
    pub(super) newest: Option<MessageId>,
    arrivals: Chance,
    pub(super) groups: Vec<KeyId>,
    /// The consumer that publishes on with it, if one does.
    pub(super) owner: Option<ConsumerId>,
    /// How it sends to a log, if it does.
    pub(super) sender: Option<Box<Sender>>,
}

impl Producer {
    /// A producer at rest; what it names is looked up already.
    pub(super) fn new(
        spec: ProducerSpec,
        id: ProducerId,
        seed: u64,
        exchange: ExchangeId,
        keys: Vec<KeyId>,
        envelope: EnvelopeId,
    ) -> Self {
        let node = u32::from(id.0);
        let chance = |purpose| Chance::new(seed, purpose, node);
        Producer {
            link: Link::new(spec.latency_ms, spec.jitter_ms, chance(Purpose::Jitter)),
            arrivals: chance(Purpose::Arrivals),
            content: chance(Purpose::Content),
            spec,
            session: 0,
            poison_next: false,
            pressure: Pressure::default(),
            inlet: Inlet::default(),
            epoch: 0,
            next_publish: 0,
            pending: GrowingMap::default(),
            exchange,
            keys,
            groups: Vec::new(),
            envelope,
            heard: Heard::default(),
            latest: None,
            newest: None,
            owner: None,
            sender: None,
        }
    }

    /// Its settings.
    pub fn spec(&self) -> &ProducerSpec {
        &self.spec
    }

    /// The consumer whose half it is: one that publishes on.
    pub fn owner(&self) -> Option<ConsumerId> {
        self.owner
    }

    /// How it sends to a log, if it does.
    pub fn sender(&self) -> Option<&Sender> {
        self.sender.as_deref()
    }

    /// What it has heard so far.
    pub fn heard(&self) -> Heard {
        self.heard
    }

    /// How many messages wait for a confirm.
    pub fn unconfirmed(&self) -> usize {
        self.pending.len()
    }

    /// The message it published last.
    pub fn latest(&self) -> Option<MessageId> {
        self.latest
    }

    /// The newest message it has to send, whether it has left or not.
    pub fn newest(&self) -> Option<MessageId> {
        self.newest
    }

    /// Whether no message is to come but those it has.
    pub fn is_done(&self) -> bool {
        self.spec.limit.is_some_and(|limit| limit <= self.heard.wanted)
    }

    /// Microseconds until the next message, or burst; none for by hand.
    pub(super) fn gap_us(&mut self) -> Option<u64> {
        self.arrivals_now().gap_us(&mut self.arrivals)
    }

    pub(super) fn burst(&self) -> u32 {
        self.spec.arrivals.burst()
    }
}
