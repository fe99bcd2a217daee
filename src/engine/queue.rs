//! The classic queue: what it stores, its limits, and when messages leave it
//! without being delivered.

use super::{
    Engine,
    agenda::Tick,
    delivery::Turns,
    event::Event,
    fact::{Cause, DeathReason, Fact},
    ids::{NodeId, QueueId},
    ready::{Place, Ready},
    store::{CopyKey, NEVER, Stage},
    topology::{Overflow, QueueSpec},
};

/// A queue as it stands.
#[derive(Clone)]
pub struct Queue {
    pub(super) spec: QueueSpec,
    pub(super) exists: bool,
    pub(super) ready: Ready,
    pub(super) unacked: u64,
    pub(super) turns: Turns,
    pub(super) expiry: Timer,
    pub(super) unused: Timer,
    entered: u32,
}

/// A timer that can be moved: only the latest booking counts.
#[derive(Clone, Copy)]
pub(super) struct Timer {
    pub epoch: u32,
    pub due: Tick,
}

impl Timer {
    fn idle() -> Self {
        Timer { epoch: 0, due: NEVER }
    }

    /// Whether the booking that fell due is the one that counts; it is spent.
    pub fn fires(&mut self, epoch: u32) -> bool {
        let fires = self.epoch == epoch && self.due != NEVER;
        if fires {
            self.due = NEVER;
        }
        fires
    }

    /// Moves the timer; returns the epoch of the new booking.
    pub fn set(&mut self, due: Tick) -> u32 {
        self.epoch += 1;
        self.due = due;
        self.epoch
    }
}

impl Queue {
    pub(super) fn new(spec: QueueSpec) -> Self {
        Queue {
            ready: Ready::new(spec.max_priority.unwrap_or(0)),
            spec,
            exists: true,
            unacked: 0,
            turns: Turns::default(),
            expiry: Timer::idle(),
            unused: Timer::idle(),
            entered: 0,
        }
    }

    /// Its settings.
    pub fn spec(&self) -> &QueueSpec {
        &self.spec
    }

    /// False once it was deleted.
    pub fn exists(&self) -> bool {
        self.exists
    }

    /// How many messages wait.
    pub fn ready_len(&self) -> usize {
        self.ready.len()
    }

    /// How many are with consumers, not settled.
    pub fn unacked_len(&self) -> u64 {
        self.unacked
    }

    /// Whether anybody is subscribed to it.
    pub fn is_consumed(&self) -> bool {
        self.turns.has_consumers()
    }

    /// How many messages ever took a place in it.
    pub fn entered(&self) -> u64 {
        u64::from(self.entered)
    }

    /// Whether one message of `bytes` more would pass a limit (R9, R10).
    fn would_overflow(&self, bytes: u64) -> bool {
        over(self.ready.len() as u64 + 1, self.spec.max_length)
            || over(self.ready.bytes() + bytes, self.spec.max_length_bytes)
    }

    fn is_over_length(&self) -> bool {
        over(self.ready.len() as u64, self.spec.max_length)
            || over(self.ready.bytes(), self.spec.max_length_bytes)
    }

    /// When a message that arrives now expires: the lower TTL wins (R32).
    fn expires(&self, now: Tick, expiration_ms: Option<u64>) -> Tick {
        let ttl = [self.spec.message_ttl_ms, expiration_ms].into_iter().flatten().min();
        ttl.map_or(NEVER, |ms| now.after(ms.saturating_mul(1_000)))
    }
}

fn over(value: u64, limit: Option<u64>) -> bool {
    limit.is_some_and(|limit| limit < value)
}

impl Engine {
    /// A copy reaches a queue: refused, delivered, stored, or expired.
    pub(super) fn enqueue(&mut self, key: CopyKey, id: QueueId) {
        let bytes = self.bytes_of(key);
        let queue = &self.queues[id.index()];
        if !queue.exists {
            return self.remove_copy(key, NodeId::Queue(id), Cause::QueueDeleted);
        }
        if queue.spec.overflow == Overflow::RejectPublish && queue.would_overflow(bytes) {
            return self.remove_copy(key, NodeId::Queue(id), Cause::Refused);
        }
        self.drop_expired(id);
        self.store_copy(key, id);
        self.dispatch(id);
        self.drop_over_length(id);
        self.drop_expired_by(id, self.now);
        self.arm_expiry(id);
    }

    fn store_copy(&mut self, key: CopyKey, id: QueueId) {
        let message = self.message_of(key);
        let expiration_ms = self.expiration_ms(&self.store.copies[key]);
        let queue = &mut self.queues[id.index()];
        let copy = &mut self.store.copies[key];
        copy.enqueued = self.now;
        copy.expires = queue.expires(self.now, expiration_ms);
        copy.redelivered = false;
        copy.sequence = queue.entered;
        queue.entered += 1;
        let copy_id = copy.id;
        self.record(Fact::Enqueued { message, copy: copy_id, queue: id });
        self.insert_ready(key, id);
        self.answered(key, false);
    }

    /// Puts a copy at its place among those that wait.
    pub(super) fn insert_ready(&mut self, key: CopyKey, id: QueueId) {
        let bytes = self.bytes_of(key);
        let copy = &self.store.copies[key];
        let priority = self.store.messages[copy.message].priority.unwrap_or(0);
        let place = Place { sequence: copy.sequence, copy: key };
        self.queues[id.index()].ready.insert(priority, place, bytes);
        self.store.move_to(key, Stage::Ready);
    }

    /// Takes a copy from the head of its level.
    pub(super) fn take_head(&mut self, key: CopyKey, id: QueueId) {
        let bytes = self.bytes_of(key);
        self.queues[id.index()].ready.take_head(key, bytes);
    }

    fn bytes_of(&self, key: CopyKey) -> u64 {
        self.store.body(self.store.copies[key].message).len() as u64
    }

    /// While the queue is over a limit, its head goes (R9, R11). A queue that
    /// refuses new messages instead takes back requeued ones above its limit.
    pub(super) fn drop_over_length(&mut self, id: QueueId) {
        if self.queues[id.index()].spec.overflow == Overflow::RejectPublish {
            return;
        }
        while self.queues[id.index()].is_over_length()
            && let Some(head) = self.queues[id.index()].ready.head()
        {
            self.take_head(head, id);
            self.discard(head, id, DeathReason::MaxLen);
        }
    }

    /// Drops heads whose time ran out before now. A message that expires at
    /// this very tick may still be delivered (TTL 0, R32).
    pub(super) fn drop_expired(&mut self, id: QueueId) {
        if let Some(before) = self.now.0.checked_sub(1) {
            self.drop_expired_by(id, Tick(before));
        }
    }

    /// Drops heads that expire by `limit`; whatever stands behind a longer
    /// TTL stays, though its own has run out (R33).
    pub(super) fn drop_expired_by(&mut self, id: QueueId, limit: Tick) {
        let expired = |engine: &Engine| {
            let mut heads = engine.queues[id.index()].ready.heads();
            heads.find(|head| engine.store.copies[*head].expires <= limit)
        };
        while let Some(head) = expired(self) {
            self.take_head(head, id);
            self.discard(head, id, DeathReason::Expired);
        }
    }

    /// Sets the timer for the earliest expiry among the heads.
    pub(super) fn arm_expiry(&mut self, id: QueueId) {
        let queue = &self.queues[id.index()];
        let expiries = queue.ready.heads().map(|head| self.store.copies[head].expires);
        let earliest = expiries.min().unwrap_or(NEVER);
        if earliest < queue.expiry.due {
            let due = earliest.max(self.now.after(1));
            let epoch = self.queues[id.index()].expiry.set(due);
            self.agenda.book(self.now, due, Event::Expire { queue: id, epoch });
        }
    }

    /// The timer for the heads fell due.
    pub(super) fn expire(&mut self, id: QueueId, epoch: u32) {
        if self.queues[id.index()].expiry.fires(epoch) {
            self.drop_expired_by(id, self.now);
            self.arm_expiry(id);
        }
    }

    /// The queue was used: by a consumer, or by a fetch.
    pub(super) fn queue_used(&mut self, id: QueueId) {
        let queue = &mut self.queues[id.index()];
        let Some(ms) = queue.spec.expires_ms.filter(|_| queue.exists) else {
            return;
        };
        if queue.turns.has_consumers() {
            queue.unused.set(NEVER);
            return;
        }
        let due = self.now.after(ms.max(1).saturating_mul(1_000));
        let epoch = queue.unused.set(due);
        self.agenda.book(self.now, due, Event::Unused { queue: id, epoch });
    }

    /// The queue was not used for as long as `x-expires` allows.
    pub(super) fn unused(&mut self, id: QueueId, epoch: u32) {
        if self.queues[id.index()].unused.fires(epoch) {
            self.delete_queue(id);
        }
    }

    /// Deletes a queue; its messages are not dead-lettered (R26).
    pub(super) fn delete_queue(&mut self, id: QueueId) {
        let queue = &mut self.queues[id.index()];
        queue.exists = false;
        queue.unused.set(NEVER);
        for copy in queue.ready.drain() {
            self.remove_copy(copy, NodeId::Queue(id), Cause::QueueDeleted);
        }
        self.router.queue_deleted(id);
        self.record(Fact::QueueDeleted { queue: id });
    }

    /// Deletes what waits; what is outstanding stays.
    pub(super) fn purge(&mut self, id: QueueId) {
        let ready = self.queues[id.index()].ready.drain();
        let count = ready.len() as u32;
        for copy in ready {
            self.remove_copy(copy, NodeId::Queue(id), Cause::Purged);
        }
        self.record(Fact::Purged { queue: id, count });
    }
}
