//! Redrive: moving what a dead-letter queue holds back to where it came
//! from, oldest first, at a rate, among live traffic (S6); or one message by
//! hand.
//!
//! No broker edits what it stores. Whoever moves a message takes it out and
//! publishes it anew, and may publish a corrected payload.

use super::{
    Engine,
    event::Event,
    fact::{Cause, Fact},
    ids::{MessageId, NodeId, QueueId},
    link::Cargo,
    refusal::Refusal,
    store::CopyKey,
};

/// A redrive that is going on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Redrive {
    /// Where to; none for where each message died first.
    to: Option<QueueId>,
    gap_us: u64,
    /// Messages still to move.
    left: u64,
    corrected: bool,
    epoch: u32,
}

impl Engine {
    /// Begins to move what waits in a queue now.
    pub(super) fn redrive(
        &mut self,
        id: QueueId,
        to: Option<QueueId>,
        per_s: f64,
        corrected: bool,
    ) {
        let queue = &mut self.queues[id.index()];
        let epoch = queue.redrive.map_or(0, |earlier| earlier.epoch + 1);
        let gap_us = ((1_000_000.0 / per_s) as u64).max(1);
        let left = queue.ready_len() as u64;
        queue.redrive = Some(Redrive { to, gap_us, left, corrected, epoch });
        self.record(Fact::RedriveBegun { queue: id, count: left as u32 });
        self.book_redrive(id, 1);
    }

    fn book_redrive(&mut self, id: QueueId, gap_us: u64) {
        if let Some(Redrive { epoch, .. }) = self.queues[id.index()].redrive {
            let event = Event::Redrive { queue: id, epoch };
            self.agenda.book(self.now, self.now.after(gap_us), event);
        }
    }

    /// Moves the next one.
    pub(super) fn redrive_next(&mut self, id: QueueId, epoch: u32) {
        let Some(mut redrive) = self.queues[id.index()].redrive.filter(|it| it.epoch == epoch)
        else {
            return;
        };
        let head = self.queues[id.index()].ready.head().filter(|_| redrive.left > 0);
        let Some(key) = head else {
            self.queues[id.index()].redrive = None;
            return;
        };
        redrive.left -= 1;
        self.queues[id.index()].redrive = Some(redrive);
        self.move_copy(key, id, redrive.to, redrive.corrected);
        self.book_redrive(id, redrive.gap_us);
    }
    /// Moves one copy that is ready: a new message to its queue, without a
    /// history.
    pub(super) fn move_copy(
        &mut self,
        key: CopyKey,
        id: QueueId,
        to: Option<QueueId>,
        corrected: bool,
    ) {
        let died_in = self.store.copies[key].deaths.as_ref().map(|history| history.first.0);
        let to = to.or(died_in).unwrap_or(id);
        self.take_ready(key, id);
        let old = self.store.copies[key].clone();
        let name = self.queues[to.index()].spec.name.clone();
        let routing_key = self.keys.intern(&name);
        let new = self.store.new_copy(old.message, super::DEFAULT_EXCHANGE, routing_key);
        let copy = &mut self.store.copies[new];
        copy.effect = old.effect;
        copy.enqueued = old.enqueued;
        self.store.ledger.effects[old.effect].corrected |= corrected;
        let copy = self.store.copies[new].id;
        self.hold_effect(old.effect);
        self.remove_copy(key, NodeId::Queue(id), Cause::Redriven);
        let message = self.message_of(new);
        let cargo = Cargo::Routed { copy: new };
        let due = self.send_inside(NodeId::Queue(id), NodeId::Queue(to), cargo);
        self.record(Fact::Redriven { message, copy, from: id, to, due });
        self.arm_expiry(id);
    }

    /// Takes one copy that is ready out of its queue for good.
    pub(super) fn discard_by_hand(&mut self, key: CopyKey, id: QueueId) {
        self.take_ready(key, id);
        self.remove_copy(key, NodeId::Queue(id), Cause::Discarded);
        self.arm_expiry(id);
    }

    /// The copy of the message with this number that is ready in a queue.
    pub(super) fn waiting(&self, id: QueueId, number: u32) -> Result<CopyKey, Refusal> {
        let message = number.checked_sub(1).map(MessageId);
        let mut ready = self.queues[id.index()].ready.iter();
        let found = ready.find(|key| Some(self.message_of(*key)) == message);
        found.ok_or_else(|| Refusal::NotWaiting {
            queue: self.queues[id.index()].spec.name.clone(),
            message: number,
        })
    }
}
