//! Length limits: what a full queue drops, and whom it refuses (R9–R11).

use super::{
    Engine,
    fact::{Cause, DeathReason},
    ids::{NodeId, ProducerId, QueueId},
    mechanics::Refuses,
    queue::Queue,
    store::CopyKey,
    topology::Overflow,
};

/// Tenths of the limit to which a queue drains before it takes messages again.
const DRAINED_TENTHS: u64 = 8;

fn over(value: u64, limit: Option<u64>) -> bool {
    limit.is_some_and(|limit| limit < value)
}

impl Queue {
    /// Whether, if it drops nothing for it, it refuses a publisher one message
    /// of `bytes` more (R9, R10).
    fn refuses(&mut self, bytes: u64, producer: ProducerId, session: u32) -> bool {
        match self.mechanics.refuses {
            Refuses::UntilDrained => {
                let newcomer = (session, self.is_over_length());
                let known = self.publishers.or_insert(producer, newcomer);
                if known.0 != session {
                    *known = newcomer;
                }
                known.1
            }
            Refuses::WhileFull => {
                over(self.ready.len() as u64 + 1, self.spec.max_length)
                    || over(self.ready.bytes() + bytes, self.spec.max_length_bytes)
            }
        }
    }

    /// Past its limit it tells its publishers to stop; drained, to go on.
    pub(super) fn tell_publishers(&mut self) {
        if self.publishers.is_empty() {
            return;
        }
        let drained = |limit: Option<u64>| limit.map(|limit| limit * DRAINED_TENTHS / 10);
        let is_full = self.is_over_length();
        let is_drained = !over(self.kept(), drained(self.spec.max_length))
            && !over(self.ready.bytes(), drained(self.spec.max_length_bytes));
        if is_full || is_drained {
            self.publishers.values_mut().for_each(|(_, stopped)| *stopped = is_full);
        }
    }

    /// What counts against its length: what waits, and what it keeps until
    /// it has arrived as a dead letter (R31).
    fn kept(&self) -> u64 {
        (self.ready.len() + self.dying.len()) as u64
    }

    pub(super) fn is_over_length(&self) -> bool {
        over(self.kept(), self.spec.max_length)
            || over(self.ready.bytes(), self.spec.max_length_bytes)
    }
}

impl Engine {
    /// Whether a queue that drops nothing for it does not take a copy. A dead
    /// letter for whose arrival nobody waits is not refused where publishers
    /// are told to stop.
    pub(super) fn is_refused(&mut self, key: CopyKey, id: QueueId) -> bool {
        let copy = &self.store.copies[key];
        let owner = &self.store.messages[copy.message];
        let bytes = self.envelope(owner).body.len() as u64;
        let session = self.producers[owner.producer.index()].session;
        let queue = &mut self.queues[id.index()];
        let unasked = queue.mechanics.refuses == Refuses::UntilDrained
            && copy.deaths.is_some()
            && !self.publications.is_awaited(key);
        !unasked && queue.refuses(bytes, owner.producer, session)
    }

    /// A full queue does not take a copy; it may dead-letter it as well (R9).
    pub(super) fn refuse(&mut self, key: CopyKey, id: QueueId) {
        let queue = &self.queues[id.index()];
        let also_dies = queue.spec.overflow == Overflow::RejectPublishDlx
            && queue.mechanics.dead_letters_refused
            && queue.spec.dead_letter.is_some();
        match also_dies {
            true => {
                self.answered(key, true);
                self.discard(key, id, DeathReason::MaxLen);
            }
            false => self.remove_copy(key, NodeId::Queue(id), Cause::Refused),
        }
    }

    /// While the queue is over a limit, its head goes (R9, R11). A queue that
    /// refuses new messages instead takes back requeued ones above its limit.
    pub(super) fn drop_over_length(&mut self, id: QueueId) {
        let queue = &self.queues[id.index()];
        let drops = queue.spec.overflow == Overflow::DropHead && queue.is_available();
        if drops && queue.is_over_length() {
            self.drop_heads(id);
        }
    }

    fn drop_heads(&mut self, id: QueueId) {
        let mut dropped = Vec::new();
        let queue = &mut self.queues[id.index()];
        while queue.is_over_length()
            && let Some(head) = queue.ready.take_head()
        {
            dropped.push(head);
        }
        if queue.mechanics.drops_reversed {
            dropped.reverse();
        }
        for head in dropped {
            self.discard(head, id, DeathReason::MaxLen);
        }
    }
}
