//! A member's side of a share group: it polls when it has nothing left, and
//! says of each record what became of it.
//!
//! In implicit mode (`enable.auto.commit` as a group has it) the next poll
//! accepts all of the last one, whatever became of them (K25). In explicit
//! mode the answers of a batch go with the next poll, or each at once.

use std::rc::Rc;

use crate::engine::{
    ConsumerId, Engine, GroupId, NodeId, Tick,
    command::Settle,
    consumer::{Consumer, Delivery, Source},
    event::Event,
    fact::{Cause, Fact, Leaving},
    link::{Cargo, Way, micros},
    topology::CommitMode,
};

use super::{AckType, ShareAnswer};

impl Consumer {
    /// The share group that it is a member of now (K23).
    pub fn shares(&self) -> Option<GroupId> {
        self.shares
    }

    /// What it holds and has not answered.
    fn borrowed(&self) -> impl Iterator<Item = &Delivery> {
        self.job.iter().map(|job| &*job.delivery).chain(self.buffer())
    }
}

impl Engine {
    /// The share group that a consumer's settings name, if they name one.
    pub(in crate::engine) fn share_group_of(&self, id: ConsumerId) -> Option<GroupId> {
        let name = self.consumers[id.index()].spec.group.as_deref()?;
        let named = |group: &super::Group| group.spec.share && group.spec.name == name;
        let at = self.log.groups.iter().position(named)?;
        Some(GroupId(at as u16))
    }

    /// A consumer becomes a member, and polls.
    pub(in crate::engine) fn join_share(&mut self, id: ConsumerId, group: GroupId) {
        self.consumers[id.index()].shares = Some(group);
        self.record(Fact::JoinedGroup { consumer: id, group });
        self.begin_next(id);
    }

    /// A member without anything to do polls, unless it does.
    pub(in crate::engine) fn poll_share(&mut self, id: ConsumerId, group: GroupId) {
        let consumer = &mut self.consumers[id.index()];
        if consumer.spec.by_hand || !consumer.up || consumer.hangs.is_some() || consumer.asking {
            return;
        }
        let Some(topic) = self.log.groups[group.index()].topics.first().copied() else {
            return;
        };
        consumer.asking = true;
        consumer.asked += 1;
        let (epoch, answers) = (consumer.epoch, std::mem::take(&mut consumer.answers));
        let cargo = Cargo::ShareFetch { group, epoch, answers };
        self.send_member(id, Way::ToBroker, NodeId::Topic(topic), cargo);
    }

    /// A poll returns what the broker has lent.
    pub(in crate::engine) fn lent_arrived(
        &mut self,
        id: ConsumerId,
        epoch: u32,
        deliveries: Vec<Rc<Delivery>>,
    ) {
        let consumer = &mut self.consumers[id.index()];
        if consumer.epoch != epoch || consumer.shares.is_none() {
            let dropped = deliveries.iter();
            return dropped.for_each(|lent| self.delivery_dropped(lent, Cause::ConsumerCrashed));
        }
        consumer.asking = false;
        consumer.received += deliveries.len() as u64;
        for delivery in &deliveries {
            let Delivery { message, tag, .. } = &**delivery;
            let message = self.store.messages[*message].id;
            self.record(Fact::Received { message, consumer: id, tag: *tag });
        }
        self.record(Fact::Polled { consumer: id, records: deliveries.len() as u32 });
        let consumer = &mut self.consumers[id.index()];
        consumer.buffer.extend(deliveries);
        let until = self.now.after(micros(consumer.spec.extend_ms));
        self.book_renewal(id, until);
        self.begin_next(id);
    }

    /// What a member says of a record whose work it has done, or tried.
    pub(in crate::engine) fn answer_share(
        &mut self,
        id: ConsumerId,
        delivery: &Delivery,
        how: Settle,
    ) {
        let consumer = &mut self.consumers[id.index()];
        let (Source::Log { partition, offset, .. }, Some(group)) =
            (delivery.source, consumer.shares)
        else {
            return;
        };
        let mode = self.log.groups[group.index()].spec.commit;
        let ack = match (mode, how) {
            (CommitMode::Auto, _) | (_, Settle::Ack) => AckType::Accept,
            (_, Settle::Reject) => AckType::Reject,
            (_, Settle::Requeue | Settle::Fail) => AckType::Release,
        };
        // Accepted or rejected, nobody tries again, whatever became of the work.
        self.habits.settled_early |= how != Settle::Ack && ack != AckType::Release;
        consumer.answers.push(ShareAnswer { partition, offset, ack });
        if mode == CommitMode::Each {
            self.send_answers(id, group);
        }
    }

    fn send_answers(&mut self, id: ConsumerId, group: GroupId) {
        let answers = std::mem::take(&mut self.consumers[id.index()].answers);
        let Some(first) = answers.first() else {
            return;
        };
        let node = self.node_of(first.partition);
        self.send_member(id, Way::ToBroker, node, Cargo::ShareAnswers { group, answers });
    }

    /// A member that renews its locks does so half-way through each; it has to
    /// be explicit about it.
    fn book_renewal(&mut self, id: ConsumerId, until: Tick) {
        let consumer = &self.consumers[id.index()];
        let Some(group) = consumer.shares.filter(|_| consumer.spec.extend_ms > 0.0) else {
            return;
        };
        let spec = &self.log.groups[group.index()].spec;
        if spec.commit == CommitMode::Auto {
            return;
        }
        let lock = micros(spec.lock_ms);
        let poll = consumer.asked as u32;
        let due = self.now.after((lock / 2).max(1));
        self.agenda.book(self.now, due, Event::RenewLocks { consumer: id, poll, until });
    }

    /// Half of a lock is over: what is still held of that poll is renewed,
    /// unless it has been for long enough.
    pub(in crate::engine) fn renew_locks(&mut self, id: ConsumerId, poll: u32, until: Tick) {
        let consumer = &self.consumers[id.index()];
        let Some(group) = consumer.shares.filter(|_| consumer.asked as u32 == poll) else {
            return;
        };
        let sources = consumer.borrowed().map(|delivery| delivery.source);
        let answers: Vec<ShareAnswer> = sources
            .filter_map(|source| match source {
                Source::Log { partition, offset, .. } => {
                    Some(ShareAnswer { partition, offset, ack: AckType::Renew })
                }
                Source::Queue { .. } => None,
            })
            .collect();
        let Some(first) = answers.first().filter(|_| self.now < until) else {
            return;
        };
        let node = self.node_of(first.partition);
        self.send_member(id, Way::ToBroker, node, Cargo::ShareAnswers { group, answers });
        self.book_renewal(id, until);
    }

    /// A member closes: it gives back what it has not begun, and what it has
    /// answered explicitly counts.
    pub(in crate::engine) fn close_share(&mut self, id: ConsumerId, group: GroupId) {
        if self.log.groups[group.index()].spec.commit != CommitMode::Auto {
            self.send_answers(id, group);
        }
        self.record(Fact::LeftGroup { consumer: id, group, why: Leaving::Closed });
        self.leave_share(id, Cause::NotProcessed);
        self.say_gone(id, group);
    }

    /// A member's process has died: its connection closes.
    pub(in crate::engine) fn share_member_died(&mut self, id: ConsumerId) {
        let group = self.consumers[id.index()].shares;
        self.leave_share(id, Cause::ConsumerCrashed);
        if let Some(group) = group {
            self.say_gone(id, group);
        }
    }

    /// A member's connection is gone; its process connects again.
    pub(in crate::engine) fn share_disconnected(&mut self, id: ConsumerId, group: GroupId) {
        self.leave_share(id, Cause::LinkLost);
        let consumer = &mut self.consumers[id.index()];
        let back = self.now.after(consumer.link.handshake_us().max(1));
        consumer.returns = Some(back);
        let event = Event::Return { consumer: id, epoch: consumer.epoch };
        self.agenda.book(self.now, back, event);
        self.share_member_gone(group, id);
    }

    fn leave_share(&mut self, id: ConsumerId, cause: Cause) {
        let consumer = &mut self.consumers[id.index()];
        consumer.shares = None;
        consumer.asking = false;
        consumer.answers.clear();
        let held: Vec<Rc<Delivery>> = consumer.buffer.drain(..).collect();
        held.iter().for_each(|delivery| self.delivery_dropped(delivery, cause));
    }

    fn say_gone(&mut self, id: ConsumerId, group: GroupId) {
        if let Some(topic) = self.log.groups[group.index()].topics.first().copied() {
            let cargo = Cargo::ShareClose { group };
            self.send_member(id, Way::ToBroker, NodeId::Topic(topic), cargo);
        }
    }
}
