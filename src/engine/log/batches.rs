//! Batches on their way: in flight, answered, tried again, given up (K2, K6,
//! K7).

use crate::engine::{
    CopyKey, Engine, ProducerId,
    event::Event,
    fact::{Cause, Fact},
    ids::DEFAULT_EXCHANGE,
    link::{Cargo, Way, micros},
    topology::Acks,
};

use super::{
    answers::ProduceError,
    produce::{ProduceRequest, Stamp},
    sender::{Batch, Sender},
};

impl Engine {
    /// Sends what is ready, as far as requests may be in flight.
    pub(super) fn drain(&mut self, id: ProducerId) {
        loop {
            let now = self.now;
            let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
            let Some(mut batch) = sender.take_ready(now) else {
                return;
            };
            batch.attempts += 1;
            let stamp = sender.stamp(&mut batch);
            let (attempt, number, acks) = (batch.attempts, batch.number, sender.spec.acks);
            let timeout = micros(sender.spec.request_timeout_ms);
            self.send_batch(id, &batch, stamp);
            if acks == Acks::None {
                self.habits.unconfirmed = true;
                self.batch_done(id, batch, None);
                continue;
            }
            let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
            sender.in_flight.insert(number, batch);
            let event = Event::AnswerOverdue { producer: id, batch: number, attempt };
            self.agenda.book(now, now.after(timeout), event);
        }
    }

    fn send_batch(&mut self, id: ProducerId, batch: &Batch, stamp: Option<Stamp>) {
        let partition = batch.partition;
        let copies: Vec<CopyKey> = batch
            .messages
            .iter()
            .map(|message| {
                let owner = &mut self.store.messages[*message];
                owner.publishing += 1;
                let key = owner.key;
                self.store.new_copy(*message, DEFAULT_EXCHANGE, key)
            })
            .collect();
        let sender = self.producers[id.index()].sender.as_ref().expect("sends to a log");
        let request = ProduceRequest {
            batch: batch.number,
            attempt: batch.attempts,
            partition,
            copies: copies.clone(),
            stamp,
            transactional: sender.is_transactional(),
            acks: sender.spec.acks,
        };
        let to = self.node_of(partition);
        let due = self.send_producer(id, Way::ToBroker, to, Cargo::Batch(Box::new(request)));
        for key in copies {
            let (copy, message) = (self.store.copies[key].id, self.message_of(key));
            let attempt = batch.attempts;
            self.record(Fact::Produced { message, copy, producer: id, partition, attempt, due });
            let heard = &mut self.producers[id.index()].heard;
            match attempt {
                1 => heard.published += 1,
                _ => heard.retried += 1,
            }
            self.producers[id.index()].latest = Some(message);
        }
    }

    /// The leader's answer reaches the producer.
    pub(in crate::engine) fn batch_answered(
        &mut self,
        id: ProducerId,
        number: u32,
        attempt: u32,
        error: Option<ProduceError>,
    ) {
        let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
        let current = sender.in_flight.get(&number).is_some_and(|batch| batch.attempts == attempt);
        if !current {
            return;
        }
        let batch = sender.in_flight.remove(&number).expect("just seen");
        match error {
            None => {
                for message in batch.messages.clone() {
                    self.producers[id.index()].heard.confirmed += 1;
                    let message = self.store.messages[message].id;
                    self.record(Fact::Confirmed { message, producer: id });
                }
                self.batch_done(id, batch, None);
            }
            Some(error) => {
                let partition = batch.partition;
                self.producers[id.index()].heard.nacked += batch.messages.len() as u64;
                self.record(Fact::BatchRefused { producer: id, partition, error });
                match error {
                    ProduceError::Fenced => {
                        self.give_batch_up(id, batch);
                        self.fenced(id);
                    }
                    error if error.is_retriable() => self.try_batch_again(id, batch),
                    _ => self.give_batch_up(id, batch),
                }
            }
        }
        self.drain(id);
    }

    fn try_batch_again(&mut self, id: ProducerId, mut batch: Batch) {
        let now = self.now;
        let producer = &mut self.producers[id.index()];
        let sender = producer.sender.as_mut().expect("sends to a log");
        batch.not_before = now.after(micros(sender.spec.retry_backoff_ms));
        let due = batch.not_before;
        sender.put_back(batch);
        self.agenda.book(now, due, Event::SendAgain { producer: id });
    }

    /// A pause before another attempt is over.
    pub(in crate::engine) fn send_again(&mut self, id: ProducerId) {
        self.drain(id);
        self.ask_to_end(id);
    }

    /// No answer within `request.timeout.ms`: sent again.
    pub(in crate::engine) fn answer_overdue(&mut self, id: ProducerId, number: u32, attempt: u32) {
        let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
        let waits = sender.in_flight.get(&number).is_some_and(|batch| batch.attempts == attempt);
        if waits {
            let batch = sender.in_flight.remove(&number).expect("just seen");
            self.try_batch_again(id, batch);
        }
    }

    /// No success within `delivery.timeout.ms`: given up, whatever became of
    /// it (K7).
    pub(in crate::engine) fn batch_expired(&mut self, id: ProducerId, number: u32) {
        let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
        if let Some(batch) = sender.take(number) {
            self.give_batch_up(id, batch);
            self.drain(id);
        }
    }

    pub(super) fn give_batch_up(&mut self, id: ProducerId, batch: Batch) {
        let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
        if sender.is_transactional() {
            sender.doomed = true;
        } else if batch.first.is_some() {
            sender.skip();
        }
        for message in batch.messages.clone() {
            self.producers[id.index()].heard.gave_up += 1;
            let message = self.store.messages[message].id;
            self.record(Fact::GaveUp { message, producer: id });
        }
        self.batch_done(id, batch, Some(Cause::GaveUp));
    }

    /// The producer is done with a batch: its memory is free again.
    pub(super) fn batch_done(&mut self, id: ProducerId, batch: Batch, cause: Option<Cause>) {
        let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
        sender.used -= u64::from(batch.bytes);
        for message in batch.messages {
            self.published_or_lost(message, cause);
            self.forget_if_gone(message);
        }
        self.ask_to_end(id);
        self.relieve(id);
    }

    /// The connection is gone: what was in flight is sent again over a new
    /// one. What nobody waits for is lost (K3).
    pub(in crate::engine) fn sender_disconnected(&mut self, id: ProducerId, back_us: u64) {
        let now = self.now;
        let Some(sender) = self.producers[id.index()].sender.as_mut() else {
            return;
        };
        let in_flight = std::mem::take(&mut sender.in_flight);
        let backoff = back_us.max(micros(sender.spec.retry_backoff_ms));
        for (_, mut batch) in in_flight {
            batch.not_before = now.after(backoff);
            sender.put_back(batch);
        }
        self.forget_ask(id);
        self.agenda.book(now, now.after(backoff), Event::SendAgain { producer: id });
    }

    /// The process is gone, and with it what it had not sent. What is on the
    /// link arrives; a new instance writes under a new id (K6), or under the
    /// next epoch of its `transactional.id` (K22).
    pub(in crate::engine) fn sender_died(&mut self, id: ProducerId) {
        let Some(sender) = self.producers[id.index()].sender.as_mut() else {
            return;
        };
        let lost = sender.take_all();
        let (spec, topic) = (sender.spec.clone(), sender.topic);
        self.log.next_pid += 1;
        let mut fresh = Sender::new(spec, topic, self.log.next_pid);
        let sender = self.producers[id.index()].sender.as_mut().expect("just seen");
        fresh.next_batch = sender.next_batch;
        fresh.used = sender.used;
        **sender = fresh;
        // Whoever does its work again may not be one that publishes on.
        self.habits.unconfirmed |= !lost.is_empty();
        for batch in lost {
            self.batch_done(id, batch, Some(Cause::ConsumerCrashed));
        }
    }
}
