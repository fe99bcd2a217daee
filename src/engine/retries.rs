//! Retries: what a producer does about answers, and about their absence.

use super::{
    Engine,
    command::Outcome,
    event::Event,
    fact::Fact,
    ids::{ExchangeId, MessageId, ProducerId},
    link::micros,
    store::MessageKey,
    topology::Confirms,
};

/// A message whose producer waits to hear of it.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub message: MessageKey,
    pub exchange: ExchangeId,
    pub attempt: u32,
}

impl Engine {
    pub(super) fn book_retry(
        &mut self,
        producer: ProducerId,
        publish: u32,
        attempt: u32,
        delay_us: u64,
    ) {
        let due = self.now.after(delay_us.max(1));
        self.agenda.book(self.now, due, Event::Retry { producer, publish, attempt });
    }

    /// A confirm did not come, or a pause is over: publish again, or give up.
    pub(super) fn retry(&mut self, id: ProducerId, publish: u32, attempt: u32) {
        let producer = &self.producers[id.index()];
        let waiting =
            producer.pending.get(&publish).is_some_and(|pending| pending.attempt == attempt);
        if !waiting || self.defers(id, publish, attempt) {
            return;
        }
        let producer = &mut self.producers[id.index()];
        let mut pending = producer.pending.remove(&publish).expect("just seen");
        let retries = producer.spec.confirms.map_or(0, |confirms| confirms.retries);
        if attempt > retries {
            producer.heard.gave_up += 1;
            let message = self.store.messages[pending.message].id;
            self.record(Fact::GaveUp { message, producer: id });
            self.stop_waiting(pending.message);
            return self.relieve(id);
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
                    self.relieve(id);
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
        self.sender_disconnected(id, handshake_us);
        self.connection_forgotten(id);
    }

    /// Whatever was waited for is waited for no more.
    pub(super) fn stop_retrying(&mut self, id: ProducerId) {
        let waiting = std::mem::take(&mut self.producers[id.index()].pending);
        self.habits.unconfirmed |= !waiting.is_empty();
        waiting.into_values().for_each(|pending| self.stop_waiting(pending.message));
        self.relieve(id);
    }

    /// Confirms switched on or off; what was waited for is waited for no more.
    pub(super) fn set_confirms(&mut self, id: ProducerId, confirms: Option<Confirms>) {
        self.producers[id.index()].spec.confirms = confirms;
        if confirms.is_none() {
            self.stop_retrying(id);
        }
    }
}
