//! How queues end: unused for too long, with the connection that owns them,
//! or with the broker.

use super::{
    Engine,
    event::Event,
    fact::{Cause, Fact},
    ids::{ConsumerId, NodeId, QueueId},
    queue::Queue,
    store::NEVER,
};

impl Engine {
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

    /// Another `x-expires`: the time without use begins now.
    pub(super) fn expiry_changed(&mut self, id: QueueId) {
        self.queues[id.index()].unused.set(NEVER);
        self.queue_used(id);
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
        let held = std::mem::take(&mut queue.held).into_keys().map(|(_, _, copy)| copy);
        for copy in queue.ready.drain().into_iter().chain(held) {
            self.remove_copy(copy, NodeId::Queue(id), Cause::QueueDeleted);
        }
        self.drop_dying(id, Cause::QueueDeleted);
        self.drop_stalled(id, Cause::QueueDeleted);
        self.router.queue_deleted(id);
        self.record(Fact::QueueDeleted { queue: id });
    }

    /// Whether a queue belongs to another client's connection (R37).
    pub(super) fn is_locked_to(&self, id: QueueId, consumer: ConsumerId) -> bool {
        let owner = &self.queues[id.index()].spec.exclusive;
        owner.as_ref().is_some_and(|owner| *owner != self.consumers[consumer.index()].spec.name)
    }

    /// A client's connection is over, and with it the queues it owned (R37).
    pub(super) fn delete_owned_by(&mut self, consumer: ConsumerId) {
        let name = &self.consumers[consumer.index()].spec.name;
        let owned = |queue: &Queue| queue.exists && queue.spec.exclusive.as_ref() == Some(name);
        let owned: Vec<usize> =
            (0..self.queues.len()).filter(|at| owned(&self.queues[*at])).collect();
        owned.into_iter().for_each(|at| self.delete_queue(QueueId(at as u16)));
    }
}
