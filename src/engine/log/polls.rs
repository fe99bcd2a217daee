//! Polling: a member takes part in its group, and returns to its work what
//! it has fetched (K14).

use crate::engine::{
    ConsumerId, Engine, GroupId, PartitionId,
    event::Event,
    fact::{Cause, Fact, Leaving},
    link::{Cargo, Fetched, Way, micros},
    topology::{Assignor, OffsetReset},
};

use super::member::{Member, Standing, partition_of};

impl Engine {
    /// A member that has nothing to do, or hands its work to others, polls.
    pub(in crate::engine) fn poll(&mut self, id: ConsumerId) {
        let consumer = &mut self.consumers[id.index()];
        if !consumer.up || consumer.hangs.is_some() || consumer.spec.by_hand {
            return;
        }
        let member = consumer.as_member();
        member.in_poll = true;
        match member.standing {
            Standing::Out => return self.join(id, false),
            Standing::Joining => {
                if !self.is_cooperative(id) {
                    return;
                }
            }
            Standing::Joined => {}
        }
        let member = self.consumers[id.index()].as_member();
        if member.ending {
            return;
        }
        let called = std::mem::take(&mut member.called);
        self.auto_commit(id);
        if called {
            self.rejoin(id);
        }
        let member = self.consumers[id.index()].as_member();
        match member.fetched.is_empty() {
            true => self.fetch(id),
            false => self.return_records(id),
        }
    }

    pub(super) fn is_cooperative(&self, id: ConsumerId) -> bool {
        let group = self.member_of(id).expect("a member").group;
        self.log.groups[group.index()].spec.assignor == Assignor::CooperativeSticky
    }

    /// `poll()` returns records: no more than `max.poll.records`, however
    /// many were fetched.
    fn return_records(&mut self, id: ConsumerId) {
        let now = self.now;
        let consumer = &mut self.consumers[id.index()];
        let member = consumer.member.as_mut().expect("a member");
        let most = self.log.groups[member.group.index()].spec.max_poll_records.max(1) as usize;
        let count = most.min(member.fetched.len());
        for delivery in member.fetched.drain(..count) {
            let partition = partition_of(&delivery).expect("read from a log");
            member.positions.insert(partition, delivery.tag + 1);
            consumer.buffer.push_back(delivery);
        }
        member.in_poll = false;
        member.polled = now;
        member.batch_committed = false;
        let (group, positions) = (member.group, member.positions.clone());
        for (partition, offset) in positions {
            self.reached(group, partition, offset);
        }
        self.record(Fact::Polled { consumer: id, records: count as u32 });
        self.watch_polls(id);
        self.begin_next(id);
        let member = self.consumers[id.index()].as_member();
        if member.fetched.is_empty() {
            self.fetch(id);
        }
    }

    /// Looks after a member whose work may take too long (K14).
    pub(super) fn watch_polls(&mut self, id: ConsumerId) {
        let member = self.consumers[id.index()].as_member();
        if std::mem::replace(&mut member.watched, true) {
            return;
        }
        let (polled, life, group) = (member.polled, member.seat.life, member.group);
        let most = micros(self.log.groups[group.index()].spec.max_poll_interval_ms);
        let due = polled.after(most).max(self.now.after(1));
        self.agenda.book(self.now, due, Event::PollOver { consumer: id, life });
    }

    /// `max.poll.interval.ms` may be over: a member that has not polled
    /// since leaves by itself, though its heart beats (K14).
    pub(in crate::engine) fn poll_over(&mut self, id: ConsumerId, life: u32) {
        let now = self.now;
        let Some(member) = self.member_mut(id).filter(|member| member.seat.life == life) else {
            return;
        };
        member.watched = false;
        if member.in_poll || member.standing == Standing::Out {
            return;
        }
        let (group, polled) = (member.group, member.polled);
        let most = micros(self.log.groups[group.index()].spec.max_poll_interval_ms);
        if now.since(polled) < most {
            return self.watch_polls(id);
        }
        self.leave(id, Leaving::PollOver);
    }

    /// A member asks for what comes next in its partitions, unless it has
    /// asked already.
    pub(super) fn fetch(&mut self, id: ConsumerId) {
        let consumer = &mut self.consumers[id.index()];
        let up = consumer.up;
        let member = consumer.as_member();
        let Some(first) = member.assigned.first().copied().filter(|_| up) else {
            return;
        };
        if std::mem::replace(&mut member.fetching, true) {
            return;
        }
        member.fetch += 1;
        let positions = member.ahead.iter().map(|(id, offset)| (*id, *offset)).collect();
        let cargo = Cargo::Fetch { number: member.fetch, positions };
        self.send_member(id, Way::ToBroker, self.node_of(first), cargo);
    }

    /// The answer to a fetch. What belongs to another partition by now, or
    /// to a fetch that was given up, is thrown away; it is still in the log.
    pub(in crate::engine) fn records_arrived(&mut self, id: ConsumerId, answer: Fetched) {
        let Fetched { number, deliveries, next } = answer;
        let current = |member: &&mut Member| member.fetch == number && member.fetching;
        let Some(member) = self.member_mut(id).filter(current) else {
            let unwanted = deliveries.iter();
            return unwanted.for_each(|it| self.delivery_dropped(it, Cause::NotProcessed));
        };
        member.fetching = false;
        for (partition, offset) in next {
            if let Some(ahead) = member.ahead.get_mut(&partition) {
                *ahead = offset;
            }
        }
        for delivery in deliveries {
            let message = self.store.messages[delivery.message].id;
            self.record(Fact::Received { message, consumer: id, tag: delivery.tag });
            let consumer = &mut self.consumers[id.index()];
            consumer.received += 1;
            consumer.as_member().fetched.push_back(delivery);
        }
        self.poll_on(id);
    }

    /// A member that waits in `poll()`, or never stays out of it, polls.
    pub(super) fn poll_on(&mut self, id: ConsumerId) {
        let member = self.consumers[id.index()].as_member();
        let hands_off = self.log.groups[member.group.index()].spec.hand_off;
        if member.in_poll || hands_off {
            self.habits.settled_early |= hands_off;
            self.poll(id);
        }
    }

    /// A partition that a member reads no longer has its position: it begins
    /// again where `auto.offset.reset` says (K13).
    pub(in crate::engine) fn out_of_range(
        &mut self,
        id: ConsumerId,
        number: u32,
        partition: PartitionId,
    ) {
        let current = |member: &&mut Member| member.fetch == number;
        let Some(member) = self.member_mut(id).filter(current) else {
            return;
        };
        member.forget_fetch();
        let group = member.group;
        self.begin_at(id, group, partition, None);
        self.poll_on(id);
    }

    /// A member begins to read a partition: where its group has committed, or
    /// where `auto.offset.reset` says (K13).
    pub(super) fn begin_at(
        &mut self,
        id: ConsumerId,
        group: GroupId,
        partition: PartitionId,
        committed: Option<u64>,
    ) {
        let log = self.log.partition(partition);
        let valid = committed.filter(|offset| (log.start..=log.end).contains(offset));
        let (start, end) = (log.start, log.high_watermark);
        let mark = self.log.groups[group.index()].holds_from(partition);
        let offset = match (valid, self.log.groups[group.index()].spec.offset_reset) {
            (Some(offset), _) => offset,
            (None, OffsetReset::Earliest) => start,
            (None, OffsetReset::Latest) => end,
            (None, OffsetReset::None) => return self.crash(id, None, None),
        };
        if valid.is_none() {
            self.habits.settled_early |= mark < offset;
            self.hold_from(group, partition, offset, Cause::Skipped);
        }
        let skipped = offset.saturating_sub(mark.max(start));
        let member = self.consumers[id.index()].as_member();
        member.positions.insert(partition, offset);
        member.ahead.insert(partition, offset);
        self.reached(group, partition, offset);
        let skipped = if valid.is_none() { skipped } else { 0 };
        self.record(Fact::PositionSet { consumer: id, partition, offset, skipped });
    }
}
