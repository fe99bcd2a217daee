//! Sending: when a producer's next message comes, and its way onto the link.

use std::rc::Rc;

use slotmap::Key;

use super::{
    Engine,
    event::Event,
    fact::Fact,
    ids::{ExchangeId, MessageId, NodeId, ProducerId, Subscriber},
    ledger::EffectKey,
    link::{Cargo, Way, micros},
    outgoing::Outgoing,
    retries::Pending,
    store::{Envelope, Message, MessageKey, NO_GROUP},
    topology::Confirms,
};

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
        if producer.is_done() || producer.pressure.blocked.is_some() {
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
        let producer = &mut self.producers[id.index()];
        if producer.epoch != epoch {
            return;
        }
        producer.pressure.left = producer.burst();
        self.go_on_producing(id);
    }

    /// Sends what is left of a burst, and books the next one; a caller that
    /// comes to stand still does neither.
    pub(super) fn go_on_producing(&mut self, id: ProducerId) {
        while self.producers[id.index()].takes_next() {
            self.publish_next(id);
        }
        self.adapt_rate(id);
        self.book_produce(id);
    }

    fn publish_next(&mut self, id: ProducerId) {
        let full = self.is_full();
        let producer = &mut self.producers[id.index()];
        if full {
            producer.heard.held_back += 1;
            return;
        }
        let turn = producer.heard.wanted as usize;
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

    /// A message comes into being, and with it what is expected of it.
    fn publish_first(&mut self, id: ProducerId, message: Message, exchange: ExchangeId) {
        let message = self.store.new_message(message);
        let producer = &mut self.producers[id.index()];
        producer.heard.wanted += 1;
        producer.newest = Some(self.store.messages[message].id);
        self.expect_effects(message, exchange);
        self.hand_over(id, message, exchange);
    }

    /// A message leaves its producer for the first time.
    pub(super) fn send_first(&mut self, id: ProducerId, message: MessageKey, exchange: ExchangeId) {
        let producer = &mut self.producers[id.index()];
        if producer.sender.is_some() {
            return self.accumulate(id, message);
        }
        producer.heard.published += 1;
        producer.latest = Some(self.store.messages[message].id);
        match producer.spec.confirms {
            Some(_) => self.store.messages[message].publishing += 1,
            None => self.habits.unconfirmed = true,
        }
        self.publish(id, Pending { message, exchange, attempt: 1 });
    }

    /// One effect is expected in every queue the message would reach now,
    /// so that a publish that is lost on its way is missed.
    pub(super) fn expect_effects(&mut self, message: MessageKey, exchange: ExchangeId) {
        let owner = &self.store.messages[message];
        if let Some(sender) = self.producers[owner.producer.index()].sender() {
            return self.expect_of_readers(message, sender.topic());
        }
        let headers = &self.store.envelopes[owner.envelope.0 as usize].headers;
        let words = (owner.key.0, owner.envelope.0);
        let queues = self.router.route(exchange, words, self.keys.text(owner.key), headers);
        if queues.is_empty() {
            self.expect_effect(message, None);
        }
        for queue in queues.iter().rev() {
            self.expect_effect(message, Some(Subscriber::Queue(*queue)));
        }
    }

    /// Puts a copy on the link, under a new publish number.
    pub(super) fn publish(&mut self, id: ProducerId, pending: Pending) {
        let Pending { message, exchange, attempt } = pending;
        let producer = &mut self.producers[id.index()];
        let publish = producer.next_publish;
        producer.next_publish += 1;
        if let Some(Confirms { timeout_ms, .. }) = producer.spec.confirms {
            producer.pending.insert(publish, pending);
            self.book_retry(id, publish, attempt, micros(timeout_ms));
        }
        let owner = &mut self.store.messages[message];
        owner.publishing += 1;
        let (key, number) = (owner.key, owner.id);
        let copy = self.store.new_copy(message, exchange, key);
        let to = NodeId::Exchange(exchange);
        self.memory.inbound += 1;
        let due = self.send_producer(id, Way::ToBroker, to, Cargo::Publish { copy, publish });
        let copy = self.store.copies[copy].id;
        self.record(Fact::Published {
            message: number,
            copy,
            producer: id,
            exchange,
            attempt,
            due,
        });
    }
}
