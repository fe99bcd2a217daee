//! What a producer of a log collects before it sends: batches by partition,
//! within `buffer.memory` (K1, K8).

use crate::engine::{
    Engine, MessageKey, PartitionId, ProducerId, Tick,
    event::Event,
    fact::{Cause, Fact},
    link::micros,
    store::NO_GROUP,
};

use super::{
    partitioner::partition_of,
    sender::{Batch, Sender},
};

impl Sender {
    /// The partition of a record without a key, as its number in the topic:
    /// the same one until a batch is full or sent (K1).
    fn sticky(&mut self, first: PartitionId, partitions: u16, bytes: u32) -> u16 {
        let open = self.waiting.get(&PartitionId(first.0 + self.sticky));
        let open = open.and_then(|waiting| waiting.back());
        let full = open.is_some_and(|batch| !self.fits(batch, bytes));
        if std::mem::take(&mut self.turn_sticky) || full {
            self.sticky = (self.sticky + 1) % partitions;
        }
        self.stuck_to = Some(PartitionId(first.0 + self.sticky));
        self.sticky
    }

    fn fits(&self, batch: &Batch, bytes: u32) -> bool {
        let room = batch.bytes + bytes <= self.spec.batch_bytes;
        batch.attempts == 0 && !batch.closed && room
    }

    /// The open batch of a partition, or a new one; true if it is new.
    fn open_batch(&mut self, partition: PartitionId, bytes: u32, now: Tick) -> (&mut Batch, bool) {
        let open = self.waiting.get(&partition).and_then(|waiting| waiting.back());
        let new = !open.is_some_and(|batch| self.fits(batch, bytes));
        let waiting = self.waiting.or_default(partition);
        if new {
            waiting.iter_mut().for_each(|full| full.closed = true);
            waiting.push_back(Batch::new(self.next_batch, partition, now));
            self.next_batch += 1;
        }
        (waiting.back_mut().expect("pushed if there was none"), new)
    }
}

impl Engine {
    /// A message joins the batch of its partition, to be sent with it.
    pub(in crate::engine) fn accumulate(&mut self, id: ProducerId, message: MessageKey) {
        self.store.messages[message].publishing += 1;
        if self.producers[id.index()].sender().is_some_and(|sender| sender.fenced) {
            return self.throw_away(id, message);
        }
        self.begin_transaction(id);
        let bytes = self.record_bytes(message);
        let partition = self.choose_partition(id, message, bytes);
        let now = self.now;
        let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
        sender.used += u64::from(bytes);
        let (linger, limit) = (micros(sender.spec.linger_ms), sender.spec.batch_bytes);
        let deadline = now.after(micros(sender.spec.delivery_timeout_ms));
        let (batch, new) = sender.open_batch(partition, bytes, now);
        batch.add(message, bytes);
        batch.closed |= limit <= batch.bytes;
        let number = batch.number;
        if new {
            let lingered = Event::Lingered { producer: id, batch: number };
            self.agenda.book(now, now.after(linger), lingered);
            self.agenda.book(now, deadline, Event::BatchExpired { producer: id, batch: number });
        }
        let message = self.store.messages[message].id;
        self.record(Fact::Buffered { message, producer: id });
        self.drain(id);
    }

    /// Whoever has been fenced sends nothing any more: `send()` throws (K22).
    fn throw_away(&mut self, id: ProducerId, message: MessageKey) {
        self.producers[id.index()].heard.gave_up += 1;
        let fact = Fact::GaveUp { message: self.store.messages[message].id, producer: id };
        self.record(fact);
        self.published_or_lost(message, Some(Cause::GaveUp));
        self.forget_if_gone(message);
    }

    /// The partition of a record: by its key, or by turns that stick (K1).
    fn choose_partition(&mut self, id: ProducerId, message: MessageKey, bytes: u32) -> PartitionId {
        let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
        let topic = &self.log.topics[sender.topic.index()];
        let count = topic.spec.partitions.max(1);
        let index = match self.store.messages[message].group {
            NO_GROUP => sender.sticky(topic.first, count, bytes),
            key => partition_of(self.keys.text(key), count),
        };
        PartitionId(topic.first.0 + index)
    }

    /// A batch has waited for more for as long as it may.
    pub(in crate::engine) fn lingered(&mut self, id: ProducerId, number: u32) {
        let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
        let waiting = sender.waiting.values_mut().flatten();
        for batch in waiting.filter(|batch| batch.number == number) {
            batch.closed = true;
        }
        self.drain(id);
    }

    /// A call to send begins to block: for how long is known (K8).
    pub(in crate::engine) fn book_block_over(&mut self, id: ProducerId) {
        let Some(sender) = self.producers[id.index()].sender() else {
            return;
        };
        let (since, most) = (self.now, micros(sender.spec.max_block_ms));
        let event = Event::BlockOver { producer: id, since };
        self.agenda.book(since, since.after(most), event);
    }

    /// A call to send has blocked for `max.block.ms`: it throws, and its
    /// record is never sent (K8).
    pub(in crate::engine) fn block_over(&mut self, id: ProducerId, since: Tick) {
        let blocked = self.producers[id.index()].blocked();
        if blocked.is_none_or(|(from, _)| from != since) {
            return;
        }
        if let Some(message) = self.unblock_with_error(id) {
            self.producers[id.index()].heard.dropped += 1;
            self.published_or_lost(message, Some(Cause::BufferFull));
            self.forget_if_gone(message);
        }
        self.relieve(id);
    }
}
