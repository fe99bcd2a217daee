//! What a stored record can still bring about.
//!
//! A record holds the effect of every group that may come to read it: the
//! groups whose mark lies at or before its offset. The mark follows what a
//! group commits, and goes back with it when the group reads again. A share
//! group has no mark: it knows of each record whether it is done with it.

use crate::engine::{Engine, GroupId, PartitionId, Subscriber, fact::Cause, topology::Isolation};

use super::partition::{Partition, Record};

impl Engine {
    /// Moves a group's mark in a partition. What lies before it can be lost
    /// for the group from now on, for `cause`; what lies behind is held.
    pub(in crate::engine) fn hold_from(
        &mut self,
        group: GroupId,
        partition: PartitionId,
        offset: u64,
        cause: Cause,
    ) {
        let mark = self.log.groups[group.index()].holds_from(partition);
        let log = self.log.partition(partition);
        let (from, to) = (mark.min(offset), mark.max(offset));
        let between = log.records_from(from).take_while(|record| record.offset < to);
        let read = between.filter(|record| self.may_read(group, log, record));
        let between: Vec<Record> = read.copied().collect();
        self.log.groups[group.index()].held_from.insert(partition, offset);
        for record in between {
            match mark < offset {
                true => self.release_record(group, &record, cause),
                false => self.hold_record(group, &record),
            }
        }
    }

    /// A record holds a group's effect.
    pub(super) fn hold_record(&mut self, group: GroupId, record: &Record) {
        let Some(copy) = record.copy else {
            return;
        };
        let message = self.store.copies[copy].message;
        let effect = self.effect_in(message, Subscriber::Group(group));
        self.hold_effect(effect);
    }

    /// A record holds a group's effect no longer.
    pub(super) fn release_record(&mut self, group: GroupId, record: &Record, cause: Cause) {
        let Some(copy) = record.copy else {
            return;
        };
        let message = self.store.copies[copy].message;
        let effect = self.effect_in(message, Subscriber::Group(group));
        self.release_effect(effect, Some(cause));
    }

    /// Whether a group reads a record at all: not what was aborted, if it
    /// reads only what is committed (K20).
    fn may_read(&self, group: GroupId, log: &Partition, record: &Record) -> bool {
        let isolation = self.log.groups[group.index()].spec.isolation;
        isolation == Isolation::ReadUncommitted || !log.is_aborted(record)
    }

    /// The groups whose effects a record holds.
    pub(super) fn holders_of(&self, partition: PartitionId, record: &Record) -> Vec<GroupId> {
        let log = self.log.partition(partition);
        let ahead = |id: &GroupId| self.log.groups[id.index()].holds(partition, record.offset);
        let readers = self.log.readers(log.topic).filter(ahead);
        readers.filter(|id| self.may_read(*id, log, record)).collect()
    }

    /// A record that has just been appended holds what it can bring about.
    pub(super) fn hold_appended(&mut self, partition: PartitionId, record: &Record) {
        for group in self.holders_of(partition, record) {
            self.hold_record(group, record);
        }
    }

    /// A record leaves the log: its copy leaves the books, and the groups
    /// that had not read it have lost it.
    pub(super) fn remove_record(&mut self, partition: PartitionId, record: &Record, cause: Cause) {
        let Some(key) = record.copy else {
            return;
        };
        for group in self.holders_of(partition, record) {
            self.release_record(group, record, cause);
        }
        self.forget_shared(partition, record.offset);
        self.drop_stored(key, self.node_of(partition), cause);
    }
}
