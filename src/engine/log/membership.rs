//! A member's side of belonging: joining, being given partitions, leaving,
//! dying, being cut off.

use crate::engine::{
    ConsumerId, Engine, GroupId, PartitionId,
    event::Event,
    fact::{Cause, Fact, Leaving},
    link::{Cargo, Way},
};

use super::member::{Member, Seat, Standing};

impl Engine {
    /// The group that a consumer's settings name, if it is none that shares.
    fn assigned_group(&self, id: ConsumerId) -> Option<GroupId> {
        let name = self.consumers[id.index()].spec.group.as_deref()?;
        let group = self.find_group(name)?;
        let reads = &self.log.groups[group.index()];
        (!reads.spec.share && !reads.topics.is_empty()).then_some(group)
    }

    /// A consumer that is to belong to a group starts; false if it is not to.
    pub(in crate::engine) fn start_member(&mut self, id: ConsumerId) -> bool {
        let Some(group) = self.assigned_group(id) else {
            return false;
        };
        let now = self.now;
        let is_static = self.log.groups[group.index()].spec.is_static;
        let consumer = &mut self.consumers[id.index()];
        let fetch = consumer.member.as_ref().map_or(0, |member| member.fetch + 1);
        let mut member = Member::new(group, id, now);
        member.fetch = fetch;
        member.seat.life = if is_static { 0 } else { consumer.crashes as u32 };
        consumer.member = Some(Box::new(member));
        self.begin_group(group);
        self.poll(id);
        true
    }

    /// From its first member on, a group is one that messages are meant for.
    /// What is stored already it may come to read.
    pub(super) fn begin_group(&mut self, group: GroupId) {
        let found = &mut self.log.groups[group.index()];
        if std::mem::replace(&mut found.exists, true) {
            return;
        }
        let topics = found.topics.iter().map(|topic| &self.log.topics[topic.index()]);
        let partitions: Vec<PartitionId> = topics.flat_map(|topic| topic.partitions()).collect();
        for id in partitions {
            let end = self.log.partition(id).end;
            self.log.groups[group.index()].held_from.insert(id, end);
        }
    }

    /// Asks the coordinator for a place, or to share out again.
    pub(super) fn join(&mut self, id: ConsumerId, again: bool) {
        let owned = self.consumers[id.index()].as_member().assigned.clone();
        self.join_with(id, owned, again);
    }

    /// Asks the coordinator, and says which partitions it has or had.
    fn join_with(&mut self, id: ConsumerId, owned: Vec<PartitionId>, again: bool) {
        let member = self.consumers[id.index()].as_member();
        let (group, seat) = (member.group, member.seat);
        let new = member.standing == Standing::Out;
        member.standing = Standing::Joining;
        let node = self.coordinator_node(group);
        let cargo = Cargo::Join { group, seat, owned: owned.into(), again };
        self.send_member(id, Way::ToBroker, node, cargo);
        if new {
            self.record(Fact::JoinedGroup { consumer: id, group });
        } else if again {
            self.record(Fact::JoinedAgain { consumer: id, group });
        }
    }

    /// A member joins again. An eager one gives up everything before; what it
    /// had is remembered for an assignor that moves little (K16).
    pub(super) fn rejoin(&mut self, id: ConsumerId) {
        let had = self.consumers[id.index()].as_member().assigned.clone();
        if !self.is_cooperative(id) {
            had.iter().for_each(|partition| self.revoke(id, *partition));
        }
        self.join_with(id, had, true);
    }

    /// A member hears what to read.
    pub(in crate::engine) fn assignment_arrived(
        &mut self,
        id: ConsumerId,
        seat: Seat,
        generation: u32,
        partitions: &[(PartitionId, Option<u64>)],
    ) {
        let up = self.consumers[id.index()].up;
        let current = |member: &&mut Member| up && member.seat == seat;
        let Some(member) = self.member_mut(id).filter(current) else {
            return;
        };
        member.standing = Standing::Joined;
        member.generation = generation;
        let group = member.group;
        let gone = member.assigned.iter().filter(|it| !partitions.iter().any(|(id, _)| id == *it));
        let gone: Vec<PartitionId> = gone.copied().collect();
        let gives_up = !gone.is_empty();
        gone.into_iter().for_each(|partition| self.revoke(id, partition));
        for (partition, committed) in partitions {
            let member = self.consumers[id.index()].as_member();
            if member.assigned.contains(partition) {
                continue;
            }
            member.assigned.push(*partition);
            member.forget_fetch();
            self.record(Fact::Assigned { consumer: id, partition: *partition, generation });
            self.begin_at(id, group, *partition, *committed);
            if !self.consumers[id.index()].up {
                return;
            }
        }
        if gives_up {
            self.join(id, true);
        }
        self.poll_on(id);
        let member = self.consumers[id.index()].as_member();
        if member.fetched.is_empty() {
            self.fetch(id);
        }
    }

    /// A member leaves by itself. Its work goes on; its commits will be
    /// refused.
    pub(super) fn leave(&mut self, id: ConsumerId, why: Leaving) {
        let (group, seat) = self.give_all_up(id);
        self.record(Fact::LeftGroup { consumer: id, group, why });
        let node = self.coordinator_node(group);
        self.send_member(id, Way::ToBroker, node, Cargo::Leave { group, seat });
    }

    /// A member reads nothing any more.
    fn give_all_up(&mut self, id: ConsumerId) -> (GroupId, Seat) {
        let member = self.consumers[id.index()].as_member();
        member.standing = Standing::Out;
        let (group, seat) = (member.group, member.seat);
        for partition in member.assigned.clone() {
            self.revoke(id, partition);
        }
        self.forget_parked(id);
        (group, seat)
    }

    /// `close()`: a member commits if it does so by itself, and leaves, unless
    /// it is a static one (K11). Its process ends.
    pub(in crate::engine) fn close_member(&mut self, id: ConsumerId) {
        self.commit_on_close(id);
        let member = self.consumers[id.index()].as_member();
        let group = member.group;
        if member.standing != Standing::Out {
            match self.log.groups[group.index()].spec.is_static {
                true => {
                    let (group, seat) = self.give_all_up(id);
                    self.miss_later(group, seat);
                }
                false => self.leave(id, Leaving::Closed),
            }
        }
        self.stop(id);
    }

    /// A member's process has died: nobody knows until its session has run
    /// out (K15).
    pub(in crate::engine) fn member_died(&mut self, id: ConsumerId) {
        let Some(member) = self.member_mut(id) else {
            return;
        };
        let (group, seat) = (member.group, member.seat);
        member.standing = Standing::Out;
        member.in_poll = false;
        member.watched = false;
        member.ending = false;
        member.forget_fetch();
        member.assigned.clear();
        member.positions.clear();
        let fetched = std::mem::take(&mut member.fetched);
        fetched.iter().for_each(|it| self.delivery_dropped(it, Cause::ConsumerCrashed));
        self.forget_parked(id);
        self.miss_later(group, seat);
    }

    /// The connection is gone: the process keeps what it has, connects again
    /// and asks once more for what it was waiting for.
    pub(in crate::engine) fn member_disconnected(&mut self, id: ConsumerId) -> bool {
        let Some(member) = self.member_mut(id) else {
            return false;
        };
        member.forget_fetch();
        let seat = member.seat;
        self.forget_parked(id);
        let back = self.consumers[id.index()].link.handshake_us().max(1);
        let event = Event::Reconnected { consumer: id, life: seat.life };
        self.agenda.book(self.now, self.now.after(back), event);
        true
    }

    /// A member has a connection again.
    pub(in crate::engine) fn reconnected(&mut self, id: ConsumerId, life: u32) {
        let up = self.consumers[id.index()].up;
        let current = |member: &&mut Member| up && member.seat.life == life;
        let Some(member) = self.member_mut(id).filter(current) else {
            return;
        };
        if member.standing == Standing::Joining {
            self.join(id, false);
        }
        let member = self.consumers[id.index()].as_member();
        if member.fetched.is_empty() {
            self.fetch(id);
        }
    }
}
