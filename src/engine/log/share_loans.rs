//! The broker's side of a share group: records are lent one by one (K23).
//!
//! Deliberately simpler than a cluster: a fetch asks all partitions at once
//! and is answered from one of them; it waits until there is something.

use std::{collections::VecDeque, rc::Rc};

use crate::engine::{
    ConsumerId, Engine, GroupId, PartitionId,
    consumer::Delivery,
    fact::Fact,
    link::{Cargo, Way, micros},
    ordered_map::{OrderedMap, OrderedSet},
    topology::OffsetReset,
};

use super::{Record, ShareAnswer, share::SharePartition};

/// A fetch that waits for something to be available.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fetch {
    pub consumer: ConsumerId,
    epoch: u32,
}

/// What a share group keeps.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Share {
    pub(super) partitions: OrderedMap<PartitionId, SharePartition>,
    /// Those that may have something to lend; and the one that lent last.
    pub(super) ready: OrderedSet<PartitionId>,
    last: Option<PartitionId>,
    pub(super) waiting: VecDeque<Fetch>,
}

impl Share {
    pub fn holds(&self, partition: PartitionId, offset: u64) -> bool {
        self.partitions.get(&partition).is_some_and(|side| side.holds(offset))
    }

    /// Whose turn it is to lend: the next in the circle.
    fn turn(&self) -> Option<PartitionId> {
        let after = self.last.map_or(0, |last| last.0.saturating_add(1));
        let next = self.ready.from(&PartitionId(after)).next();
        next.or(self.ready.iter().next()).map(|(partition, ())| *partition)
    }

    pub(super) fn side(&mut self, partition: PartitionId) -> &mut SharePartition {
        self.partitions.get_mut(&partition).expect("begun with its group")
    }
}

impl Engine {
    pub(super) fn share(&mut self, group: GroupId) -> &mut Share {
        &mut self.log.groups[group.index()].share
    }

    /// The share groups that read a partition.
    pub(super) fn sharers(&self, partition: PartitionId) -> Vec<GroupId> {
        let readers = self.log.readers(self.log.partition(partition).topic);
        readers.filter(|id| self.log.groups[id.index()].spec.share).collect()
    }

    /// A member's fetch arrives, with what it has to say of earlier records.
    pub(in crate::engine) fn share_fetch_arrived(
        &mut self,
        consumer: ConsumerId,
        group: GroupId,
        epoch: u32,
        answers: &[ShareAnswer],
    ) {
        self.begin_share(group);
        self.take_answers(consumer, group, answers);
        self.share(group).waiting.push_back(Fetch { consumer, epoch });
        self.serve_share(group);
    }

    /// A member's answers arrive by themselves.
    pub(in crate::engine) fn share_answers_arrived(
        &mut self,
        consumer: ConsumerId,
        group: GroupId,
        answers: &[ShareAnswer],
    ) {
        self.take_answers(consumer, group, answers);
        self.serve_share(group);
    }

    /// The group comes into being: with its first fetch it begins where
    /// `share.auto.offset.reset` says, at the end unless told otherwise (K25).
    fn begin_share(&mut self, group: GroupId) {
        let found = &mut self.log.groups[group.index()];
        if std::mem::replace(&mut found.exists, true) {
            return;
        }
        let earliest = found.spec.offset_reset == OffsetReset::Earliest;
        let topics = found.topics.iter().map(|topic| &self.log.topics[topic.index()]);
        let partitions: Vec<PartitionId> = topics.flat_map(|topic| topic.partitions()).collect();
        for id in partitions {
            let log = self.log.partition(id);
            let from = if earliest { log.start } else { log.high_watermark };
            let stored: Vec<Record> = log.records_from(from).copied().collect();
            let share = self.share(group);
            share.partitions.insert(id, SharePartition::from(from));
            share.ready.add(id);
            stored.iter().for_each(|record| self.hold_record(group, record));
        }
    }

    /// Answers the fetches that wait, as far as there is something to lend.
    pub(super) fn serve_share(&mut self, group: GroupId) {
        while let Some(fetch) = self.share(group).waiting.front().copied() {
            let Some(partition) = self.share(group).turn() else {
                return;
            };
            let lent = self.lend(group, partition, fetch.consumer);
            let share = self.share(group);
            if lent.is_empty() {
                share.ready.remove(&partition);
                continue;
            }
            share.last = Some(partition);
            share.waiting.pop_front();
            self.arm_locks(group, partition);
            self.send_lent(fetch, partition, lent);
        }
    }

    /// Lends what one answer may carry; nothing while nobody leads.
    fn lend(
        &mut self,
        group: GroupId,
        partition: PartitionId,
        to: ConsumerId,
    ) -> Vec<Rc<Delivery>> {
        let mut lent = Vec::new();
        let most = self.log.groups[group.index()].spec.max_poll_records.max(1) as usize;
        while lent.len() < most
            && let Some(record) = self.next_to_lend(group, partition)
        {
            lent.push(self.lend_one(group, partition, &record, to));
        }
        lent
    }

    /// What came back goes first, by offset; then what is new, up to the high
    /// watermark, while the span of what is in hand may grow (K26).
    fn next_to_lend(&self, group: GroupId, partition: PartitionId) -> Option<Record> {
        let (group, log) = (&self.log.groups[group.index()], self.log.partition(partition));
        let side = group.share.partitions.get(&partition).filter(|_| self.is_led(partition))?;
        if let Some(offset) = side.returned() {
            return log.record_at(offset).copied();
        }
        let new = log.records_from(side.next()).filter(|_| side.has_room(group.spec.max_locks));
        let mut new = new.take_while(|record| record.offset < log.high_watermark);
        new.find(|record| record.copy.is_some()).copied()
    }

    fn lend_one(
        &mut self,
        group: GroupId,
        partition: PartitionId,
        record: &Record,
        consumer: ConsumerId,
    ) -> Rc<Delivery> {
        let until = self.now.after(micros(self.log.groups[group.index()].spec.lock_ms));
        let nth = self.share(group).side(partition).acquire(record.offset, consumer, until);
        let delivery = self.deliver_record(group, partition, record, nth);
        let message = self.store.messages[delivery.message].id;
        self.record(Fact::Acquired { message, partition, consumer, nth });
        delivery
    }

    fn send_lent(&mut self, fetch: Fetch, partition: PartitionId, deliveries: Vec<Rc<Delivery>>) {
        let Fetch { consumer, epoch } = fetch;
        let told: Vec<_> = deliveries
            .iter()
            .map(|lent| (self.store.messages[lent.message].id, lent.copy, lent.tag))
            .collect();
        let cargo = Cargo::ShareRecords { epoch, deliveries };
        let due = self.send_member(consumer, Way::ToClient, self.node_of(partition), cargo);
        for (message, copy, offset) in told {
            self.record(Fact::Fetched { message, copy, partition, offset, consumer, due });
        }
    }
}
