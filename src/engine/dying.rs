//! Dead-lettering at least once: a queue keeps what it has given up until
//! every target of the dead letter has confirmed (R31).
//!
//! What no queue takes, because there is none or because it is full, is kept
//! and sent again after a while; then some targets may get it twice.

use std::collections::VecDeque;

use super::{
    Engine,
    event::Event,
    fact::{Cause, DeathReason},
    ids::{NodeId, QueueId},
    ordered_map::OrderedMap,
    store::{CopyKey, Stage},
};

/// Most dead letters on their way at once.
const IN_FLIGHT: usize = 32;

/// How long until what did not arrive is sent again.
const RESEND_US: u64 = 180_000_000;

/// What a queue has given up and keeps all the same.
#[derive(Clone, Default)]
pub(super) struct Dying {
    waiting: VecDeque<(CopyKey, DeathReason)>,
    sent: OrderedMap<CopyKey, DeathReason>,
    failed: Vec<(CopyKey, DeathReason)>,
    epoch: u32,
}

impl Dying {
    pub fn len(&self) -> usize {
        self.waiting.len() + self.sent.len() + self.failed.len()
    }

    /// What did not arrive is to be sent again.
    fn try_failed_again(&mut self) {
        self.waiting.extend(self.failed.drain(..));
    }
}

impl Engine {
    /// Keeps a copy that the queue has given up, and sends a dead letter.
    pub(super) fn keep_dying(&mut self, key: CopyKey, id: QueueId, reason: DeathReason) {
        self.store.move_to(key, Stage::Ready);
        self.queues[id.index()].dying.waiting.push_back((key, reason));
        self.send_dying(id);
    }

    /// Sends what has not been sent yet.
    pub(super) fn send_dying(&mut self, id: QueueId) {
        while self.queues[id.index()].is_available()
            && self.queues[id.index()].dying.sent.len() < IN_FLIGHT
            && let Some((key, reason)) = self.queues[id.index()].dying.waiting.pop_front()
        {
            match self.send_dead_letter(key, id, reason, false) {
                Some(letter) => {
                    self.queues[id.index()].dying.sent.insert(key, reason);
                    self.publications.dead_letter_sent(letter, id, key);
                }
                None => self.dying_failed(id, key, reason),
            }
        }
    }

    fn dying_failed(&mut self, id: QueueId, key: CopyKey, reason: DeathReason) {
        let dying = &mut self.queues[id.index()].dying;
        dying.failed.push((key, reason));
        if dying.failed.len() == 1 {
            dying.epoch += 1;
            let event = Event::ResendDying { queue: id, epoch: dying.epoch };
            self.agenda.book(self.now, self.now.after(RESEND_US), event);
        }
    }

    /// All targets have answered for a dead letter of `key`.
    pub(super) fn dying_answered(&mut self, id: QueueId, key: CopyKey, arrived: bool) {
        let Some(reason) = self.queues[id.index()].dying.sent.remove(&key) else {
            return;
        };
        match arrived {
            true => self.remove_copy(key, NodeId::Queue(id), Cause::DeadLettered),
            false => self.dying_failed(id, key, reason),
        }
        self.send_dying(id);
        self.arm_expiry(id);
    }

    /// Time to send again what did not arrive.
    pub(super) fn resend_dying(&mut self, id: QueueId, epoch: u32) {
        let dying = &mut self.queues[id.index()].dying;
        if dying.epoch == epoch {
            dying.try_failed_again();
            self.send_dying(id);
        }
    }

    /// The broker restarted: nothing that was on its way arrived.
    pub(super) fn restart_dying(&mut self, id: QueueId) {
        let dying = &mut self.queues[id.index()].dying;
        dying.epoch += 1;
        dying.try_failed_again();
        dying.waiting.extend(std::mem::take(&mut dying.sent));
        self.send_dying(id);
    }

    /// Nothing is kept any more.
    pub(super) fn drop_dying(&mut self, id: QueueId, cause: Cause) {
        let mut dying = std::mem::take(&mut self.queues[id.index()].dying);
        dying.try_failed_again();
        dying.waiting.extend(dying.sent);
        for (key, _) in dying.waiting {
            self.remove_copy(key, NodeId::Queue(id), cause);
        }
    }
}
