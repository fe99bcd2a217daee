//! Compaction: of each key the last record stays, at its offset (K19).
//!
//! Only closed segments are compacted, and only what no transaction can
//! change any more. A record without a value deletes its key: it goes as well,
//! `delete.retention.ms` after the first compaction that met it.

use std::collections::VecDeque;

use crate::engine::{
    Engine, MessageKey, PartitionId, Tick,
    fact::{Cause, Fact},
    growing_map::GrowingMap,
    ordered_map::OrderedMap,
    store::{KeyId, NO_GROUP},
};

use super::{
    partition::Record,
    retention::span_us,
    segments::{Segment, Segments},
};

/// How far a partition has been compacted.
#[derive(Clone, Debug, Default)]
pub(super) struct Cleaner {
    /// Everything before has been compacted.
    clean_upto: u64,
    /// Everything before is in closed segments, and stable.
    stable_upto: u64,
    /// Bytes of the segments before the one, and between the two.
    clean: u64,
    dirty: u64,
    /// Since when a record that deletes its key has been known as such.
    tombstones: GrowingMap<u64, Tick>,
}

impl Segments {
    /// Whether more than this share of what may be compacted has never been.
    pub fn is_filthy(&self, dirty_ratio: f64) -> bool {
        let Cleaner { clean, dirty, .. } = self.cleaner;
        dirty > 0 && dirty_ratio * ((clean + dirty) as f64) < dirty as f64
    }

    /// Counts the closed segments that lie before `stable` by now.
    pub fn settle(&mut self, stable: u64) {
        let at = self.list.partition_point(|segment| segment.base < self.cleaner.stable_upto);
        for at in at..self.list.len() - 1 {
            let end = self.list[at + 1].base;
            if stable < end {
                return;
            }
            self.cleaner.dirty += self.list[at].bytes;
            self.cleaner.stable_upto = end;
        }
    }

    /// Counts anew, after the log was cut off.
    pub fn recount(&mut self) {
        let active = self.list.back().expect("there is always one").base;
        let cleaner = &mut self.cleaner;
        cleaner.clean_upto = cleaner.clean_upto.min(active);
        cleaner.stable_upto = cleaner.stable_upto.min(active);
        cleaner.tombstones.retain(|offset, _| *offset < active);
        let closed = self.list.iter().filter(|segment| segment.base < cleaner.stable_upto);
        (cleaner.clean, cleaner.dirty) = (0, 0);
        for segment in closed {
            match segment.base < cleaner.clean_upto {
                true => cleaner.clean += segment.bytes,
                false => cleaner.dirty += segment.bytes,
            }
        }
    }

    /// Everything stable has been compacted, and these records went.
    /// Segments that have become small enough become one.
    fn cleaned(&mut self, gone: &[Record], most_bytes: u64) {
        for record in gone {
            let after = self.list.partition_point(|segment| segment.base <= record.offset);
            self.list[after - 1].bytes -= u64::from(record.bytes);
            self.bytes -= u64::from(record.bytes);
        }
        let stable = self.cleaner.stable_upto;
        let mut list: VecDeque<Segment> = VecDeque::with_capacity(self.list.len());
        for segment in std::mem::take(&mut self.list) {
            let before = list.back_mut().filter(|_| segment.base < stable);
            if !before.is_some_and(|before| before.takes(&segment, most_bytes)) {
                list.push_back(segment);
            }
        }
        self.list = list;
        self.cleaner.clean_upto = stable;
        self.recount();
    }
}

impl Segment {
    /// Becomes one with the segment after it, if both have room in one.
    fn takes(&mut self, next: &Segment, most_bytes: u64) -> bool {
        let fits = self.bytes + next.bytes <= most_bytes;
        if fits {
            self.bytes += next.bytes;
            self.span = self.span.zip(next.span).map(|((first, _), (_, last))| (first, last));
        }
        fits
    }
}

impl Engine {
    /// Compacts the closed segments of a partition.
    pub(super) fn compact(&mut self, id: PartitionId) {
        let spec = &self.log.topic_of(id).spec;
        let (ratio, most_bytes) = (spec.dirty_ratio, spec.segment_bytes);
        let segments = &self.log.partition(id).segments;
        if !segments.is_filthy(ratio) {
            return;
        }
        let stable = segments.cleaner.stable_upto;
        let latest = self.latest_of_keys(id);
        let log = self.log.partition_mut(id);
        let count = log.records.partition_point(|record| record.offset < stable);
        let part: Vec<Record> = log.records.drain(..count).collect();
        let (kept, gone): (Vec<Record>, _) =
            part.into_iter().partition(|record| self.stays(id, record, &latest));
        let log = self.log.partition_mut(id);
        kept.into_iter().rev().for_each(|record| log.records.push_front(record));
        log.segments.cleaned(&gone, most_bytes);
        self.record(Fact::Cleaned { partition: id, removed: gone.len() as u32 });
        for record in gone {
            let cause = match self.log.partition(id).is_aborted(&record) {
                true => Cause::Aborted,
                false => Cause::Compacted,
            };
            self.remove_record(id, &record, cause);
        }
    }

    /// The last offset of each key in the part that has not been compacted.
    fn latest_of_keys(&self, id: PartitionId) -> OrderedMap<KeyId, u64> {
        let log = self.log.partition(id);
        let Cleaner { clean_upto, stable_upto, .. } = log.segments.cleaner;
        let dirty = log.records_from(clean_upto).take_while(|record| record.offset < stable_upto);
        let dirty = dirty.filter(|record| !log.is_aborted(record));
        let keys = dirty.filter_map(|record| Some((self.key_of(record)?, record.offset)));
        keys.collect()
    }

    fn owner_of(&self, record: &Record) -> Option<MessageKey> {
        record.copy.map(|copy| self.store.copies[copy].message)
    }

    fn key_of(&self, record: &Record) -> Option<KeyId> {
        Some(self.store.messages[self.owner_of(record)?].group)
    }

    /// Whether a record is the last of its key, and not one that deletes it
    /// and has done so for long enough. What was aborted never stays.
    fn stays(&mut self, id: PartitionId, record: &Record, latest: &OrderedMap<KeyId, u64>) -> bool {
        let Some(owner) = self.owner_of(record) else {
            return true;
        };
        if self.log.partition(id).is_aborted(record) {
            return false;
        }
        let key = self.store.messages[owner].group;
        let is_tombstone = self.store.body(owner).is_empty();
        let (now, most_us) = (self.now, span_us(self.log.topic_of(id).spec.tombstone_ms));
        let tombstones = &mut self.log.partition_mut(id).segments.cleaner.tombstones;
        if latest.get(&key).is_some_and(|last| record.offset < *last) {
            tombstones.remove(&record.offset);
            return false;
        }
        if !is_tombstone {
            return true;
        }
        let since = *tombstones.or_insert(record.offset, now);
        let over = most_us < now.since(since);
        if over {
            tombstones.remove(&record.offset);
        }
        !over
    }

    /// Whether a message has a key by which a partition could compact it.
    pub(super) fn has_key(&self, message: MessageKey) -> bool {
        self.store.messages[message].group != NO_GROUP
    }
}
