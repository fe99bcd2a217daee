//! How what a share group has lent comes back: answered, given back, after
//! its lock, or with its member or leader gone (K23–K26).

use crate::engine::{
    ConsumerId, Engine, GroupId, PartitionId,
    event::Event,
    fact::{Cause, Fact},
    link::micros,
};

use super::share::{Return, Sharing};

/// What a member says of a record it has acquired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AckType {
    /// `ACCEPT`: it is done with.
    Accept,
    /// `RELEASE`: somebody may try again.
    Release,
    /// `REJECT`: nobody should try again (K24).
    Reject,
    /// `RENEW`: its lock begins anew.
    Renew,
}

/// A member's word on one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShareAnswer {
    /// Where it is.
    pub partition: PartitionId,
    /// Its offset there.
    pub offset: u64,
    /// What the member says.
    pub ack: AckType,
}

impl Engine {
    /// What a member says of records counts while they are its own.
    pub(super) fn take_answers(
        &mut self,
        consumer: ConsumerId,
        group: GroupId,
        answers: &[ShareAnswer],
    ) {
        for ShareAnswer { partition, offset, ack } in answers.iter().copied() {
            let side = self.share(group).partitions.get(&partition);
            if !side.is_some_and(|side| side.is_held_by(offset, consumer))
                || !self.is_led(partition)
            {
                self.record(Fact::StaleAnswer { consumer, tag: offset });
                continue;
            }
            match ack {
                AckType::Accept => self.done_with(group, partition, offset, Sharing::Acknowledged),
                AckType::Reject => self.done_with(group, partition, offset, Sharing::Archived),
                AckType::Release => self.take_back(group, partition, offset, Return::GivenBack),
                AckType::Renew => {
                    let lock = micros(self.log.groups[group.index()].spec.lock_ms);
                    let until = self.now.after(lock);
                    self.share(group).side(partition).renew(offset, until);
                }
            }
        }
    }

    fn done_with(&mut self, group: GroupId, partition: PartitionId, offset: u64, state: Sharing) {
        self.share(group).side(partition).done(offset, state);
        self.finished(group, partition, offset, state);
    }

    /// The group is done with a record: it brings nothing about any more.
    fn finished(&mut self, group: GroupId, partition: PartitionId, offset: u64, state: Sharing) {
        let record = *self.log.partition(partition).record_at(offset).expect("stored");
        let message = self.message_of(record.copy.expect("markers are not lent"));
        let (fact, cause) = match state {
            Sharing::Archived => (Fact::Archived { message, group, partition }, Cause::Archived),
            _ => (Fact::Acknowledged { message, group, partition }, Cause::NotProcessed),
        };
        self.record(fact);
        self.release_record(group, &record, cause);
        self.share(group).ready.add(partition);
    }

    /// A record comes back, to be lent again or archived (K24).
    fn take_back(&mut self, group: GroupId, partition: PartitionId, offset: u64, back: Return) {
        let limit = self.log.groups[group.index()].spec.delivery_limit;
        let state = self.share(group).side(partition).give_back(offset, back, limit);
        if state == Sharing::Archived {
            // Its last delivery may still be at work.
            self.habits.settled_early |= back == Return::LockOver;
            return self.finished(group, partition, offset, state);
        }
        let record = self.log.partition(partition).record_at(offset).expect("stored");
        let message = self.message_of(record.copy.expect("markers are not lent"));
        self.record(Fact::Released { message, group, partition });
        self.share(group).ready.add(partition);
    }

    /// A member has closed, or its connection is gone: what it had acquired
    /// is available at once, as if it had never been lent (K25).
    pub(in crate::engine) fn share_member_gone(&mut self, group: GroupId, consumer: ConsumerId) {
        let share = self.share(group);
        share.waiting.retain(|fetch| fetch.consumer != consumer);
        let sides = share.partitions.iter();
        let held: Vec<(PartitionId, Vec<u64>)> =
            sides.map(|(id, side)| (*id, side.acquired(Some(consumer)))).collect();
        for (partition, offsets) in held {
            for offset in offsets {
                self.take_back(group, partition, offset, Return::Forgotten);
            }
        }
        self.serve_share(group);
    }

    pub(super) fn arm_locks(&mut self, group: GroupId, partition: PartitionId) {
        let now = self.now;
        let side = self.share(group).side(partition);
        let Some(next) = side.next_lock().filter(|next| *next < side.timer.due) else {
            return;
        };
        let epoch = side.timer.set(next);
        self.agenda.book(now, next, Event::LocksOver { group, partition, epoch });
    }

    /// Some records have been their members' own for long enough (K23).
    pub(in crate::engine) fn locks_over(
        &mut self,
        group: GroupId,
        partition: PartitionId,
        epoch: u32,
    ) {
        let now = self.now;
        let side = self.share(group).side(partition);
        if !side.timer.fires(epoch) {
            return;
        }
        for offset in side.overdue(now) {
            self.take_back(group, partition, offset, Return::LockOver);
        }
        self.arm_locks(group, partition);
        self.serve_share(group);
    }

    /// A new leader knows nothing of what the old one had lent (K26).
    pub(super) fn forget_lent(&mut self, partition: PartitionId) {
        for group in self.sharers(partition) {
            for offset in self.share(group).side(partition).acquired(None) {
                self.take_back(group, partition, offset, Return::Forgotten);
            }
        }
    }

    /// More of a partition can be lent.
    pub(super) fn share_readable(&mut self, partition: PartitionId) {
        for group in self.sharers(partition) {
            self.share(group).ready.add(partition);
            self.serve_share(group);
        }
    }

    /// A record is not in the log any more.
    pub(super) fn forget_shared(&mut self, partition: PartitionId, offset: u64) {
        for group in self.sharers(partition) {
            let share = self.share(group);
            share.side(partition).forget(offset);
            share.ready.add(partition);
        }
    }

    /// A log has been cut off.
    pub(super) fn share_cut(&mut self, partition: PartitionId, end: u64) {
        for group in self.sharers(partition) {
            self.share(group).side(partition).cut(end);
        }
    }
}
