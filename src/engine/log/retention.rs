//! Retention: whole segments go by age and size, read or not (K18).
//!
//! A broker looks every `log.retention.check.interval.ms`. Looks at which
//! nothing could go are left out, so that a lab can come to rest.

use crate::engine::{
    Engine, PartitionId, Tick,
    event::Event,
    fact::{Cause, Fact},
    topology::Cleanup,
};

use super::partition::Partition;

/// Milliseconds of a setting as microseconds.
pub(super) fn span_us(ms: u64) -> u64 {
    ms.saturating_mul(1_000)
}

impl Engine {
    /// A partition has grown, or more of it is safe or stable.
    pub(super) fn grown(&mut self, id: PartitionId) {
        if self.log.topic_of(id).spec.cleanup == Cleanup::Compact {
            let log = self.log.partition_mut(id);
            let stable = log.last_stable();
            log.segments.settle(stable);
        }
        self.book_check(id);
    }

    /// Books the next look at a partition, if something may be to do by then.
    pub(super) fn book_check(&mut self, id: PartitionId) {
        let Some(ripe) = self.ripe(id) else {
            return;
        };
        let now = self.now;
        let every = span_us(self.log.topic_of(id).spec.check_ms).max(1);
        let due = Tick((ripe.max(now).0 / every).saturating_add(1).saturating_mul(every));
        let check = &mut self.log.partition_mut(id).segments.check;
        if due < check.due {
            let epoch = check.set(due);
            self.agenda.book(now, due, Event::CheckLog { partition: id, epoch });
        }
    }

    /// From when on something of a partition may go, as things are now.
    fn ripe(&self, id: PartitionId) -> Option<Tick> {
        let (log, spec) = (self.log.partition(id), &self.log.topic_of(id).spec);
        if spec.cleanup == Cleanup::Compact {
            return log.segments.is_filthy(spec.dirty_ratio).then_some(self.now);
        }
        let first = log.segments.list.front().filter(|_| log.first_is_safe())?;
        let (_, last) = first.span?;
        if spec
            .retention_bytes
            .is_some_and(|most| most.saturating_add(first.bytes) <= log.segments.bytes)
        {
            return Some(self.now);
        }
        spec.retention_ms.map(|ms| last.after(span_us(ms)))
    }

    /// It is time to look at a partition.
    pub(in crate::engine) fn check_log(&mut self, id: PartitionId, epoch: u32) {
        if !self.log.partition_mut(id).segments.check.fires(epoch) {
            return;
        }
        match self.log.topic_of(id).spec.cleanup {
            Cleanup::Delete => self.delete_segments(id, self.deletable(id)),
            Cleanup::Compact => self.compact(id),
        }
        self.share_readable(id);
        self.book_check(id);
    }

    /// How many segments, from the first on, are too old or too many. None
    /// goes that is not below the high watermark as a whole.
    fn deletable(&self, id: PartitionId) -> usize {
        let (log, spec) = (self.log.partition(id), &self.log.topic_of(id).spec);
        let segments = &log.segments;
        let safe = |at: &usize| segments.end_of(*at, log.end) <= log.high_watermark;
        let safe = (0..segments.list.len()).take_while(safe).map(|at| segments.list[at]);
        let safe = safe.take_while(|segment| segment.span.is_some());
        let most_us = spec.retention_ms.map_or(u64::MAX, span_us);
        let old = safe.clone().take_while(|segment| most_us < segment.age_us(self.now));
        let most_bytes = spec.retention_bytes.unwrap_or(u64::MAX);
        let mut excess = segments.bytes.saturating_sub(most_bytes);
        let many = safe.take_while(|segment| {
            let goes = segment.bytes <= excess;
            excess = excess.saturating_sub(segment.bytes);
            goes
        });
        old.count().max(many.count())
    }

    /// Deletes the first segments. The active one is closed before it goes:
    /// a log is never without one.
    fn delete_segments(&mut self, id: PartitionId, count: usize) {
        if count == self.log.partition(id).segments.list.len() {
            self.roll(id);
        }
        for _ in 0..count {
            let log = self.log.partition_mut(id);
            let start = log.segments.remove_first();
            log.start = start;
            self.record(Fact::SegmentDeleted { partition: id, start });
            while let Some(record) = self.take_before(id, start) {
                self.remove_record(id, &record, Cause::Retention);
            }
        }
    }

    fn take_before(&mut self, id: PartitionId, offset: u64) -> Option<super::Record> {
        self.log.partition_mut(id).records.pop_front_if(|record| record.offset < offset)
    }
}

impl Partition {
    /// Whether all of the first segment lies below the high watermark.
    fn first_is_safe(&self) -> bool {
        self.segments.end_of(0, self.end) <= self.high_watermark
    }
}
