//! A group of consumers: what it reads, and how far it has come.

use crate::engine::{
    ConsumerId, Engine, GroupId, PartitionId, TopicId,
    ordered_map::OrderedMap,
    topology::{GroupSpec, Isolation},
};

use super::{
    SharePartition,
    coordinator::{Coordinator, GroupPhase},
    share_loans::Share,
};

/// A group as it stands.
#[derive(Clone, Debug)]
pub struct Group {
    pub(in crate::engine) spec: GroupSpec,
    pub(in crate::engine) topics: Vec<TopicId>,
    /// From its first member on.
    pub(in crate::engine) exists: bool,
    /// The next offset to read, as last committed (K9).
    pub(in crate::engine) committed: OrderedMap<PartitionId, u64>,
    /// From which offset on the log holds the group's effects: what it may
    /// still come to read.
    pub(super) held_from: OrderedMap<PartitionId, u64>,
    /// The furthest position that a member has ever had.
    pub(super) read_upto: OrderedMap<PartitionId, u64>,
    /// Who belongs to it.
    pub(super) coordinator: Coordinator,
    /// What it keeps if it is a share group.
    pub(super) share: Share,
}

impl Group {
    pub(in crate::engine) fn new(spec: GroupSpec, topics: Vec<TopicId>) -> Self {
        // A share group reads what is not committed, too (K25).
        let isolation = if spec.share { Isolation::ReadUncommitted } else { spec.isolation };
        Group {
            spec: GroupSpec { isolation, ..spec },
            topics,
            exists: false,
            committed: OrderedMap::default(),
            held_from: OrderedMap::default(),
            read_upto: OrderedMap::default(),
            coordinator: Coordinator::default(),
            share: Share::default(),
        }
    }

    /// Its settings.
    pub fn spec(&self) -> &GroupSpec {
        &self.spec
    }

    /// Whether it has ever had a member.
    pub fn exists(&self) -> bool {
        self.exists
    }

    /// Whether it reads a topic.
    pub fn reads(&self, topic: TopicId) -> bool {
        self.topics.contains(&topic)
    }

    /// The next offset it will read of a partition after a restart (K9).
    pub fn committed(&self, partition: PartitionId) -> Option<u64> {
        self.committed.get(&partition).copied()
    }

    /// What it is about.
    pub fn phase(&self) -> GroupPhase {
        self.coordinator.phase
    }

    /// Counts how often its partitions were shared out.
    pub fn generation(&self) -> u32 {
        self.coordinator.generation
    }

    /// Its members, as its coordinator knows them: one that died is missed
    /// only when its session has run out (K15).
    pub fn members(&self) -> impl ExactSizeIterator<Item = ConsumerId> {
        self.coordinator.places.keys().map(|seat| seat.consumer)
    }

    /// How many of them have joined since it began to share out again.
    pub fn joined(&self) -> usize {
        self.coordinator.places.values().filter(|place| place.joined).count()
    }

    /// The furthest position that a member has ever had in a partition.
    pub(super) fn has_read(&self, partition: PartitionId) -> u64 {
        self.read_upto.get(&partition).copied().unwrap_or(0)
    }

    /// A partition ends earlier now.
    pub(super) fn cut(&mut self, partition: PartitionId, end: u64) {
        let marks = [&mut self.committed, &mut self.held_from, &mut self.read_upto];
        for offset in marks.into_iter().filter_map(|marks| marks.get_mut(&partition)) {
            *offset = end.min(*offset);
        }
    }

    /// How a share group stands with the records of a partition (K23).
    pub fn share(&self, partition: PartitionId) -> Option<&SharePartition> {
        self.share.partitions.get(&partition)
    }

    /// Whether it may still bring about the effect of a record.
    pub(super) fn holds(&self, partition: PartitionId, offset: u64) -> bool {
        match self.spec.share {
            true => self.share.holds(partition, offset),
            false => self.holds_from(partition) <= offset,
        }
    }

    /// From which offset on the log holds its effects.
    pub(super) fn holds_from(&self, partition: PartitionId) -> u64 {
        self.held_from.get(&partition).copied().unwrap_or(0)
    }
}

impl Engine {
    /// How many records a group has not committed yet, of those it may read.
    pub fn lag_of(&self, group: GroupId) -> u64 {
        let group = &self.log.groups[group.index()];
        let topics = group.topics.iter().filter(|_| group.exists);
        let partitions = topics.flat_map(|topic| self.log.topics[topic.index()].partitions());
        let lag = |id: PartitionId| {
            let log = self.log.partition(id);
            let committed = group.committed(id).unwrap_or(log.start());
            log.high_watermark().saturating_sub(committed.max(log.start()))
        };
        partitions.map(lag).sum()
    }
}
