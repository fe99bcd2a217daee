//! The sending half of a producer of a log: what it has collected, and what
//! is in flight.
//!
//! Deliberately simpler than a client: each batch is a request of its own,
//! and there is one connection, not one for each broker.

use std::collections::VecDeque;

use crate::engine::{
    MessageKey, PartitionId, Tick, TopicId,
    ordered_map::OrderedMap,
    topology::{Acks, LogProducerSpec},
};

use super::{produce::Stamp, transact::Transaction};

/// Records for one partition that travel together.
#[derive(Clone, Debug)]
pub struct Batch {
    pub(super) number: u32,
    pub(super) partition: PartitionId,
    pub(super) messages: Vec<MessageKey>,
    pub(super) bytes: u32,
    /// Nothing is added any more.
    pub(super) closed: bool,
    pub(super) attempts: u32,
    /// Sequence number of its first record, once it has one (K6).
    pub(super) first: Option<u32>,
    /// It has been sent without a number.
    pub(super) plain: bool,
    /// Not to be sent before.
    pub(super) not_before: Tick,
}

impl Batch {
    pub(super) fn new(number: u32, partition: PartitionId, now: Tick) -> Self {
        Batch {
            number,
            partition,
            messages: Vec::new(),
            bytes: 0,
            closed: false,
            attempts: 0,
            first: None,
            plain: false,
            not_before: now,
        }
    }

    pub(super) fn add(&mut self, message: MessageKey, bytes: u32) {
        self.messages.push(message);
        self.bytes += bytes;
    }
}

/// The sending half of a producer of a log.
#[derive(Clone, Debug)]
pub struct Sender {
    pub(in crate::engine) spec: LogProducerSpec,
    pub(in crate::engine) topic: TopicId,
    /// Producer id and epoch (K6, K22).
    pub(in crate::engine) pid: (u32, u16),
    /// Where records without a key go: the number within the topic, and the
    /// partition (K1).
    pub(super) sticky: u16,
    pub(super) stuck_to: Option<PartitionId>,
    pub(super) turn_sticky: bool,
    pub(super) next_batch: u32,
    /// Bytes of `buffer.memory` in use.
    pub(super) used: u64,
    pub(super) waiting: OrderedMap<PartitionId, VecDeque<Batch>>,
    pub(super) in_flight: OrderedMap<u32, Batch>,
    next_sequence: OrderedMap<PartitionId, u32>,
    /// The instance has been fenced: it sends nothing any more (K22).
    pub(in crate::engine) fenced: bool,
    pub(super) transaction: Transaction,
    /// Transactions begun.
    pub(super) begun: u32,
    /// A record of the transaction was given up: it cannot be committed.
    pub(super) doomed: bool,
    pub(super) initialised: bool,
}

impl Sender {
    /// A sender at rest. Transactions need idempotence, and that needs
    /// `acks=all`: without it a client goes without.
    pub(in crate::engine) fn new(mut spec: LogProducerSpec, topic: TopicId, pid: u32) -> Self {
        if spec.transactional_id.is_some() {
            (spec.acks, spec.idempotent) = (Acks::All, true);
        }
        spec.idempotent &= spec.acks == Acks::All;
        Sender {
            spec,
            topic,
            pid: (pid, 0),
            sticky: 0,
            stuck_to: None,
            turn_sticky: false,
            next_batch: 0,
            used: 0,
            waiting: OrderedMap::default(),
            in_flight: OrderedMap::default(),
            next_sequence: OrderedMap::default(),
            fenced: false,
            transaction: Transaction::None,
            begun: 0,
            doomed: false,
            initialised: false,
        }
    }

    /// The topic it sends to.
    pub fn topic(&self) -> TopicId {
        self.topic
    }

    /// Its settings.
    pub fn spec(&self) -> &LogProducerSpec {
        &self.spec
    }

    /// Whether a newer instance has taken over: it sends nothing any more (K22).
    pub fn is_fenced(&self) -> bool {
        self.fenced
    }

    /// Bytes of `buffer.memory` in use.
    pub fn used(&self) -> u64 {
        self.used
    }

    /// Records that wait in batches, and records in flight.
    pub fn unsent(&self) -> (usize, usize) {
        let waiting = self.waiting.values().flatten().map(|batch| batch.messages.len());
        let in_flight = self.in_flight.values().map(|batch| batch.messages.len());
        (waiting.sum(), in_flight.sum())
    }

    /// Whether there is no room for another record (K8).
    pub fn is_full(&self) -> bool {
        self.spec.buffer_bytes <= self.used
    }

    /// The next batch to send: of those at the front of their partitions that
    /// are ready, the oldest.
    pub(super) fn take_ready(&mut self, now: Tick) -> Option<Batch> {
        let room = self.in_flight.len() < usize::from(self.spec.in_flight.max(1));
        let full = self.is_full();
        let held_from = self.held_from().unwrap_or(u32::MAX);
        let ready = |batch: &&Batch| {
            (batch.closed || full) && batch.not_before <= now && batch.number < held_from
        };
        let fronts = self.waiting.values().filter_map(VecDeque::front).filter(ready);
        let next = fronts.min_by_key(|batch| batch.number).filter(|_| room)?.partition;
        // Records without a key go elsewhere once their batch has gone (K1).
        self.turn_sticky |= Some(next) == self.stuck_to;
        self.waiting.get_mut(&next)?.pop_front()
    }

    /// Puts a batch back to where it was among those of its partition.
    pub(super) fn put_back(&mut self, batch: Batch) {
        let waiting = self.waiting.or_default(batch.partition);
        let place = waiting.partition_point(|other| other.number < batch.number);
        waiting.insert(place, batch);
    }

    /// Takes a batch out, wherever it is.
    pub(super) fn take(&mut self, number: u32) -> Option<Batch> {
        if let Some(batch) = self.in_flight.remove(&number) {
            return Some(batch);
        }
        self.waiting.values_mut().find_map(|waiting| {
            let at = waiting.iter().position(|batch| batch.number == number)?;
            waiting.remove(at)
        })
    }

    /// Every batch that is not done with.
    pub(super) fn batches(&self) -> impl Iterator<Item = &Batch> {
        self.in_flight.values().chain(self.waiting.values().flatten())
    }

    /// Nothing is added to what waits.
    pub(super) fn close_all(&mut self) {
        self.waiting.values_mut().flatten().for_each(|batch| batch.closed = true);
    }

    /// Takes what was not sent yet.
    pub(super) fn take_waiting(&mut self) -> Vec<Batch> {
        std::mem::take(&mut self.waiting).into_iter().flat_map(|(_, waiting)| waiting).collect()
    }

    /// Takes everything.
    pub(super) fn take_all(&mut self) -> Vec<Batch> {
        let in_flight = std::mem::take(&mut self.in_flight).into_iter().map(|(_, batch)| batch);
        in_flight.chain(self.take_waiting()).collect()
    }

    /// It writes under this id and epoch from now on, from number 0 (K22).
    pub(super) fn initialised_as(&mut self, pid: (u32, u16)) {
        self.pid = pid;
        self.initialised = true;
        self.next_sequence.clear();
    }

    /// Gives a batch its sequence number, the same at every attempt (K6). One
    /// that has been sent without goes without for ever: its leader could not
    /// tell a second attempt from the first.
    pub(super) fn stamp(&mut self, batch: &mut Batch) -> Option<Stamp> {
        batch.plain |= !self.spec.idempotent;
        if batch.plain {
            return None;
        }
        let next = self.next_sequence.or_default(batch.partition);
        let first = *batch
            .first
            .get_or_insert_with(|| std::mem::replace(next, *next + batch.messages.len() as u32));
        Some(Stamp { pid: self.pid.0, epoch: self.pid.1, first })
    }

    /// A batch with a number is given up: what follows starts again under
    /// the next epoch, or its leader would wait for the missing numbers.
    pub(super) fn skip(&mut self) {
        self.pid.1 += 1;
        self.next_sequence.clear();
        let batches = self.waiting.values_mut().flatten().chain(self.in_flight.values_mut());
        batches.for_each(|batch| batch.first = None);
    }
}
