//! Producers: when they send, and what they do about answers.

use std::{collections::BTreeMap, rc::Rc};

use slotmap::Key;

use super::{
    Engine,
    chance::{Chance, Purpose},
    command::Outcome,
    event::Event,
    fact::Fact,
    ids::{ExchangeId, MessageId, NodeId, ProducerId},
    ledger::EffectKey,
    link::{Cargo, Link, Way, micros},
    outgoing::Outgoing,
    store::{Envelope, EnvelopeId, KeyId, Message, MessageKey, NO_GROUP},
    topology::{Confirms, ProducerSpec},
};

/// A message whose producer waits to hear of it.
#[derive(Clone, Debug)]
struct Pending {
    message: MessageKey,
    exchange: ExchangeId,
    attempt: u32,
}

/// What a producer has heard so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heard {
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
}

/// A producer as it stands.
#[derive(Clone)]
pub struct Producer {
    pub(super) spec: ProducerSpec,
    pub(super) link: Link,
    pub(super) session: u32,
    pub(super) poison_next: bool,
    arrivals: Chance,
    content: Chance,
    epoch: u32,
    next_publish: u32,
    pending: BTreeMap<u32, Pending>,
    exchange: ExchangeId,
    keys: Vec<KeyId>,
    pub(super) groups: Vec<KeyId>,
    envelope: EnvelopeId,
    heard: Heard,
    latest: Option<MessageId>,
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
            epoch: 0,
            next_publish: 0,
            pending: BTreeMap::new(),
            exchange,
            keys,
            groups: Vec::new(),
            envelope,
            heard: Heard::default(),
            latest: None,
        }
    }

    /// Its settings.
    pub fn spec(&self) -> &ProducerSpec {
        &self.spec
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

    /// Whether it is done with the messages it was to send.
    pub fn is_done(&self) -> bool {
        self.spec.limit.is_some_and(|limit| limit <= self.heard.published)
    }

    /// Microseconds until the next message, or burst; none for by hand.
    fn gap_us(&mut self) -> Option<u64> {
        self.spec.arrivals.gap_us(&mut self.arrivals)
    }
}

/// Most copies a lab holds at once; a browser tab has to hold them too.
pub const COPIES_LIMIT: usize = 1_000_000;

impl Engine {
    /// Whether there is no room for another message: of copies, each on a
    /// link counted for every queue it might be copied into; of messages that
    /// their producers still wait for; or of events to come.
    pub fn is_full(&self) -> bool {
        let on_links = self.store.books.on_link as usize * self.queues.len();
        let copies = self.store.copies.len() + on_links;
        let most = [copies, self.store.messages.len(), self.agenda.len() / 4];
        most.into_iter().any(|count| COPIES_LIMIT <= count)
    }

    /// Books the producer's next message under a new epoch; an older booking
    /// no longer counts.
    pub(super) fn start_producing(&mut self, id: ProducerId) {
        self.producers[id.index()].epoch += 1;
        self.book_produce(id);
    }

    fn book_produce(&mut self, id: ProducerId) {
        let producer = &mut self.producers[id.index()];
        if producer.is_done() {
            return;
        }
        let epoch = producer.epoch;
        if let Some(gap) = producer.gap_us() {
            let due = self.now.after(gap);
            self.agenda.book(self.now, due, Event::Produce { producer: id, epoch });
        }
    }

    /// It is time for the producer's next message, or burst.
    pub(super) fn produce(&mut self, id: ProducerId, epoch: u32) {
        if self.producers[id.index()].epoch != epoch {
            return;
        }
        for _ in 0..self.producers[id.index()].spec.arrivals.burst() {
            if !self.producers[id.index()].is_done() {
                self.publish_next(id);
            }
        }
        self.book_produce(id);
    }

    fn publish_next(&mut self, id: ProducerId) {
        let full = self.is_full();
        let producer = &mut self.producers[id.index()];
        if full {
            producer.heard.held_back += 1;
            return;
        }
        let turn = producer.heard.published as usize;
        let poison = producer.content.happens(producer.spec.poison_share);
        let poison = std::mem::take(&mut producer.poison_next) || poison;
        let priority = turn.checked_rem(producer.spec.priorities.len());
        let key = producer.keys[turn % producer.keys.len()];
        let group = turn.checked_rem(producer.groups.len());
        let message = Message {
            id: MessageId(0),
            producer: id,
            envelope: producer.envelope,
            key,
            priority: priority.map(|at| producer.spec.priorities[at]),
            group: group.map_or(NO_GROUP, |at| producer.groups[at]),
            poison,
            published: self.now,
            effects: EffectKey::null(),
            refs: 0,
            publishing: 0,
        };
        let exchange = producer.exchange;
        self.publish_first(id, message, exchange);
    }

    /// A person's message leaves the producer.
    pub(super) fn publish_by_hand(
        &mut self,
        id: ProducerId,
        message: &Outgoing,
        exchange: ExchangeId,
    ) {
        let envelope = self.store.envelope(Envelope {
            body: message.body.as_str().into(),
            headers: Rc::new(message.headers.clone()),
            persistent: message.persistent,
            mandatory: message.mandatory,
            expiration_ms: message.expiration_ms,
            dedup: message.dedup.as_deref().map(Rc::from),
        });
        let message = Message {
            id: MessageId(0),
            producer: id,
            envelope,
            key: self.keys.intern(&message.key),
            priority: message.priority,
            group: self.keys.intern(&message.group),
            poison: message.poison,
            published: self.now,
            effects: EffectKey::null(),
            refs: 0,
            publishing: 0,
        };
        self.publish_first(id, message, exchange);
    }

    fn publish_first(&mut self, id: ProducerId, message: Message, exchange: ExchangeId) {
        let message = self.store.new_message(message);
        let producer = &mut self.producers[id.index()];
        producer.heard.published += 1;
        producer.latest = Some(self.store.messages[message].id);
        self.expect_effects(message, exchange);
        let first = Pending { message, exchange, attempt: 1 };
        match self.producers[id.index()].spec.confirms {
            Some(_) => self.store.messages[message].publishing += 1,
            None => self.habits.unconfirmed = true,
        }
        self.publish(id, first);
    }

    /// One effect is expected in every queue the message would reach now,
    /// so that a publish that is lost on its way is missed.
    fn expect_effects(&mut self, message: MessageKey, exchange: ExchangeId) {
        let owner = &self.store.messages[message];
        let headers = &self.store.envelopes[owner.envelope.0 as usize].headers;
        let words = (owner.key.0, owner.envelope.0);
        let queues = self.router.route(exchange, words, self.keys.text(owner.key), headers);
        if queues.is_empty() {
            self.expect_effect(message, None);
        }
        for queue in queues.iter().rev() {
            self.expect_effect(message, Some(*queue));
        }
    }

    /// Puts a copy on the link, under a new publish number.
    fn publish(&mut self, id: ProducerId, pending: Pending) {
        let Pending { message, exchange, attempt } = pending;
        let producer = &mut self.producers[id.index()];
        let publish = producer.next_publish;
        producer.next_publish += 1;
        if let Some(Confirms { timeout_ms, .. }) = producer.spec.confirms {
            producer.pending.insert(publish, pending);
            self.book_retry(id, publish, attempt, micros(timeout_ms));
        }
        self.store.messages[message].publishing += 1;
        let key = self.store.messages[message].key;
        let copy = self.store.new_copy(message, exchange, key);
        let to = NodeId::Exchange(exchange);
        let due = self.send_producer(id, Way::ToBroker, to, Cargo::Publish { copy, publish });
        let copy = self.store.copies[copy].id;
        let message = self.store.messages[message].id;
        self.record(Fact::Published { message, copy, producer: id, exchange, attempt, due });
    }

    fn book_retry(&mut self, producer: ProducerId, publish: u32, attempt: u32, delay_us: u64) {
        let due = self.now.after(delay_us.max(1));
        self.agenda.book(self.now, due, Event::Retry { producer, publish, attempt });
    }

    /// A confirm did not come, or a pause is over: publish again, or give up.
    pub(super) fn retry(&mut self, id: ProducerId, publish: u32, attempt: u32) {
        let producer = &mut self.producers[id.index()];
        let waiting =
            producer.pending.get(&publish).is_some_and(|pending| pending.attempt == attempt);
        if !waiting {
            return;
        }
        let mut pending = producer.pending.remove(&publish).expect("just seen");
        let retries = producer.spec.confirms.map_or(0, |confirms| confirms.retries);
        if attempt > retries {
            producer.heard.gave_up += 1;
            let message = self.store.messages[pending.message].id;
            self.record(Fact::GaveUp { message, producer: id });
            return self.stop_waiting(pending.message);
        }
        producer.heard.retried += 1;
        pending.attempt += 1;
        self.publish(id, pending);
    }

    /// The broker's answer reaches its producer.
    pub(super) fn answer_arrived(
        &mut self,
        id: ProducerId,
        publish: u32,
        message: MessageId,
        outcome: Outcome,
    ) {
        let producer = &mut self.producers[id.index()];
        match outcome {
            Outcome::Returned => {
                producer.heard.returned += 1;
                self.record(Fact::Returned { message, producer: id });
            }
            Outcome::Confirmed => {
                producer.heard.confirmed += 1;
                let pending = producer.pending.remove(&publish);
                self.record(Fact::Confirmed { message, producer: id });
                if let Some(pending) = pending {
                    self.stop_waiting(pending.message);
                }
            }
            Outcome::Nacked => self.nack_arrived(id, publish, message),
        }
    }

    fn nack_arrived(&mut self, id: ProducerId, publish: u32, message: MessageId) {
        let producer = &mut self.producers[id.index()];
        producer.heard.nacked += 1;
        let pause_us = producer.spec.confirms.map_or(1, |confirms| micros(confirms.pause_ms));
        self.record(Fact::Nacked { message, producer: id });
        self.try_again_after(id, publish, pause_us);
    }

    /// Moves a waiting publish under a new number, so that its time-out no
    /// longer counts, and books the next try; the last try gives up at once.
    fn try_again_after(&mut self, id: ProducerId, publish: u32, delay_us: u64) {
        let producer = &mut self.producers[id.index()];
        let Some(pending) = producer.pending.remove(&publish) else {
            return;
        };
        let retries = producer.spec.confirms.map_or(0, |confirms| confirms.retries);
        let (attempt, number) = (pending.attempt, producer.next_publish);
        producer.next_publish += 1;
        producer.pending.insert(number, pending);
        if attempt > retries {
            self.retry(id, number, attempt);
        } else {
            self.book_retry(id, number, attempt, delay_us);
        }
    }

    fn stop_waiting(&mut self, message: MessageKey) {
        self.published_or_lost(message, None);
        self.forget_if_gone(message);
    }

    /// The connection is gone: whatever was not confirmed is sent again over
    /// a new one.
    pub(super) fn producer_disconnected(&mut self, id: ProducerId) {
        let producer = &mut self.producers[id.index()];
        producer.session += 1;
        let handshake_us = producer.link.handshake_us();
        let unconfirmed: Vec<u32> = producer.pending.keys().copied().collect();
        for publish in unconfirmed {
            self.try_again_after(id, publish, handshake_us);
        }
    }

    /// Confirms switched on or off; what was waited for is waited for no more.
    pub(super) fn set_confirms(&mut self, id: ProducerId, confirms: Option<Confirms>) {
        let producer = &mut self.producers[id.index()];
        producer.spec.confirms = confirms;
        if confirms.is_none() {
            let waiting = std::mem::take(&mut producer.pending);
            self.habits.unconfirmed |= !waiting.is_empty();
            waiting.into_values().for_each(|pending| self.stop_waiting(pending.message));
        }
    }
}
