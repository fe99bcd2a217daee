//! Committing: a member says how far its group has come (K9, K11, K12).

use crate::engine::{
    ConsumerId, Engine, GroupId, PartitionId,
    command::Settle,
    consumer::{Delivery, Source},
    event::Event,
    fact::{Cause, Fact},
    link::{Cargo, Way, micros},
    topology::{AckMode, CommitMode},
};

use super::{
    member::{Seat, Standing},
    transact::SentOffsets,
};

impl Engine {
    /// The act that settles a record read from a log: a commit, or none, as
    /// the group's commit mode says. What a consumer gives back it reads
    /// again itself.
    pub(in crate::engine) fn commit_act(
        &mut self,
        id: ConsumerId,
        delivery: &Delivery,
        mode: AckMode,
        how: Settle,
    ) {
        let Source::Log { partition, offset, group } = delivery.source else {
            return;
        };
        if matches!(how, Settle::Requeue | Settle::Fail) {
            return self.read_again(id, partition, offset);
        }
        // What could not be worked on is passed over.
        self.habits.settled_early |= how == Settle::Reject;
        let commit = self.log.groups[group.index()].spec.commit;
        let consumer = &mut self.consumers[id.index()];
        let last = consumer.buffer.is_empty();
        let Some(member) = consumer.member.as_deref_mut() else {
            return;
        };
        match (commit, mode) {
            (CommitMode::Auto, _) => return,
            (CommitMode::Batch, AckMode::First) => {
                if std::mem::replace(&mut member.batch_committed, true) {
                    return;
                }
                member.done = member.positions.clone();
            }
            (CommitMode::Each | CommitMode::Batch, _) => {
                member.done.insert(partition, offset + 1);
                if commit == CommitMode::Batch && !last {
                    return;
                }
            }
        }
        self.commit_done(id);
    }

    /// Commits what a member is done with; in a transaction together with
    /// what it made of it (K21).
    fn commit_done(&mut self, id: ConsumerId) {
        let member = self.consumers[id.index()].as_member();
        let offsets: Vec<(PartitionId, u64)> =
            std::mem::take(&mut member.done).into_iter().collect();
        let (group, seat, generation) = (member.group, member.seat, member.generation);
        let output = self.consumers[id.index()].output;
        let transactional = self.log.groups[group.index()].spec.transactional;
        match output.filter(|_| transactional) {
            Some(output) => {
                self.consumers[id.index()].as_member().ending = true;
                let sent = SentOffsets { group, seat, generation, offsets };
                self.end_transaction(output, true, Some(sent));
            }
            None => self.send_commit(id, offsets),
        }
    }

    fn send_commit(&mut self, id: ConsumerId, offsets: Vec<(PartitionId, u64)>) {
        let Some((first, _)) = offsets.first() else {
            return;
        };
        let node = self.node_of(*first);
        let member = self.consumers[id.index()].as_member();
        for (partition, offset) in &offsets {
            member.sent.insert(*partition, *offset);
        }
        let (group, seat, generation) = (member.group, member.seat, member.generation);
        let cargo = Cargo::Commit { group, seat, generation, offsets: offsets.as_slice().into() };
        let due = self.send_member(id, Way::ToBroker, node, cargo);
        for (partition, offset) in offsets {
            self.record(Fact::Committing { consumer: id, partition, offset, due });
        }
    }

    /// A commit reaches the coordinator.
    pub(in crate::engine) fn commit_arrived(
        &mut self,
        group: GroupId,
        (seat, generation): (Seat, u32),
        offsets: &[(PartitionId, u64)],
    ) {
        if !self.is_generation(group, seat, generation) {
            return self.refuse_commit(group, seat);
        }
        for (partition, offset) in offsets {
            self.commit_offset(group, *partition, *offset);
        }
    }

    /// Whoever belongs to the group no longer is told so.
    pub(super) fn refuse_commit(&mut self, group: GroupId, seat: Seat) {
        let id = seat.consumer;
        self.record(Fact::CommitRefused { consumer: id, group });
        let node = self.coordinator_node(group);
        self.send_member(id, Way::ToClient, node, Cargo::CommitRefused { seat });
    }

    /// A group's next offset to read is written down.
    pub(super) fn commit_offset(&mut self, group: GroupId, partition: PartitionId, offset: u64) {
        let offset = offset.min(self.log.partition(partition).end);
        self.log.groups[group.index()].committed.insert(partition, offset);
        self.hold_from(group, partition, offset, Cause::NotProcessed);
        self.record(Fact::Committed { group, partition, offset });
    }

    /// A member hears that it is none: it joins again with its next poll.
    pub(in crate::engine) fn commit_refused(&mut self, id: ConsumerId, seat: Seat) {
        let Some(member) = self.member_mut(id).filter(|member| member.seat == seat) else {
            return;
        };
        if member.standing != Standing::Joined {
            return;
        }
        member.standing = Standing::Out;
        for partition in member.assigned.clone() {
            self.revoke(id, partition);
        }
        self.poll_on(id);
    }

    /// `enable.auto.commit`: in `poll()`, once the interval is over, for
    /// everything returned before (K11).
    pub(super) fn auto_commit(&mut self, id: ConsumerId) {
        let now = self.now;
        let member = self.consumers[id.index()].as_member();
        let spec = &self.log.groups[member.group.index()].spec;
        if spec.commit != CommitMode::Auto {
            return;
        }
        let member = self.consumers[id.index()].member.as_mut().expect("a member");
        let interval = micros(spec.auto_commit_ms);
        let returned = member.positions.iter().filter(|(id, at)| member.sent.get(id) != Some(at));
        let offsets: Vec<_> = returned.map(|(id, at)| (*id, *at)).collect();
        if offsets.is_empty() {
            return;
        }
        if now.since(member.committed_at) < interval {
            if !std::mem::replace(&mut member.commit_booked, true) {
                let due = member.committed_at.after(interval);
                let event = Event::AutoCommit { consumer: id, life: member.seat.life };
                self.agenda.book(now, due, event);
            }
            return;
        }
        member.committed_at = now;
        self.send_commit(id, offsets);
    }

    /// The interval is over: a member that waits in `poll()` commits.
    pub(in crate::engine) fn auto_commit_due(&mut self, id: ConsumerId, life: u32) {
        let up = self.consumers[id.index()].up;
        let Some(member) = self.member_mut(id).filter(|member| up && member.seat.life == life)
        else {
            return;
        };
        member.commit_booked = false;
        if member.in_poll && member.standing == Standing::Joined {
            self.auto_commit(id);
        }
    }

    /// Closing commits what was returned, if that is automatic (K11).
    pub(super) fn commit_on_close(&mut self, id: ConsumerId) {
        let member = self.consumers[id.index()].as_member();
        let group = member.group;
        let offsets = member.positions.iter().map(|(id, at)| (*id, *at)).collect();
        if self.log.groups[group.index()].spec.commit == CommitMode::Auto {
            self.habits.settled_early = true;
            self.send_commit(id, offsets);
        }
    }

    /// The transaction that a member was ending has ended. Its position stays
    /// where it is, committed or not (K22).
    pub(in crate::engine) fn outputs_ended(&mut self, id: ConsumerId) {
        if let Some(member) = self.member_mut(id)
            && std::mem::take(&mut member.ending)
        {
            self.poll_on(id);
        }
    }

    /// A group without members keeps its commits for a while (K13).
    pub(super) fn expire_offsets_later(&mut self, group: GroupId) {
        let found = &mut self.log.groups[group.index()];
        if !found.coordinator.places.is_empty() || found.committed.is_empty() {
            return;
        }
        let (keep_ms, generation) = (found.spec.offsets_retention_ms, found.coordinator.generation);
        let due = self.now.after(micros(keep_ms as f64));
        self.agenda.book(self.now, due, Event::OffsetsExpire { group, generation });
    }

    /// Nobody came for what the group had committed.
    pub(in crate::engine) fn offsets_expire(&mut self, group: GroupId, generation: u32) {
        let found = &mut self.log.groups[group.index()];
        let unchanged = found.coordinator.generation == generation;
        if unchanged && found.coordinator.places.is_empty() {
            found.committed.clear();
            self.record(Fact::OffsetsExpired { group });
        }
    }
}
