//! Appending: what a leader does with a batch.

use std::collections::VecDeque;

use crate::engine::{
    CopyKey, Engine, PartitionId,
    event::Event,
    fact::{Cause, Fact},
    store::Stage,
};

use super::{
    answers::ProduceError,
    partition::{Record, RecordKind},
    produce::Stamp,
};

/// What a partition remembers of a producer id: its last five batches (K6).
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Sequences {
    /// The epoch it last wrote with; an older one is fenced (K22).
    pub epoch: u16,
    /// First sequence number, length and first offset of each.
    batches: VecDeque<(u32, u32, u64)>,
    /// All that was known has been cut off: any number will do.
    forgotten: bool,
}

/// How many batches of a producer id are remembered (K6).
const BATCHES_REMEMBERED: usize = 5;

/// What a leader says of a batch's sequence number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Next,
    /// It is here already: the answer got lost, not the batch.
    Known,
    OutOfOrder,
    Fenced,
}

impl Sequences {
    pub(super) fn judge(&self, stamp: Stamp) -> Verdict {
        if stamp.epoch < self.epoch {
            return Verdict::Fenced;
        }
        let known = self.batches.iter().any(|(first, ..)| *first == stamp.first);
        let next = self.batches.back().map_or(0, |(first, count, _)| first + count);
        match stamp.epoch == self.epoch {
            true if known => Verdict::Known,
            true if stamp.first == next || self.forgotten => Verdict::Next,
            false if stamp.first == 0 => Verdict::Next,
            _ => Verdict::OutOfOrder,
        }
    }

    /// Only this epoch or a newer one may write from now on.
    pub fn raise(&mut self, epoch: u16) {
        if self.epoch < epoch {
            self.epoch = epoch;
            self.batches.clear();
        }
    }

    /// What lay at `end` or beyond is gone, and its batches are not known.
    pub fn cut(&mut self, end: u64) {
        let known = self.batches.len();
        self.batches.retain(|(_, _, base)| *base < end);
        self.forgotten |= self.batches.is_empty() && known > 0;
    }

    fn remember(&mut self, stamp: Stamp, count: u32, base: u64) {
        if self.epoch != stamp.epoch {
            self.epoch = stamp.epoch;
            self.batches.clear();
        }
        self.forgotten = false;
        if self.batches.len() == BATCHES_REMEMBERED {
            self.batches.pop_front();
        }
        self.batches.push_back((stamp.first, count, base));
    }
}

impl Engine {
    /// A leader appends a batch, unless it has it or may not.
    pub(super) fn append(
        &mut self,
        partition: PartitionId,
        copies: &[CopyKey],
        stamp: Option<Stamp>,
        transactional: bool,
    ) -> Result<(), ProduceError> {
        if let Some(stamp) = stamp {
            let log = self.log.partition_mut(partition);
            let sequences = log.sequences.or_default(stamp.pid);
            match sequences.judge(stamp) {
                Verdict::Next => {}
                Verdict::Known => {
                    return self.refuse_copies(partition, copies, Cause::Deduplicated);
                }
                Verdict::OutOfOrder => return Err(ProduceError::OutOfOrderSequence),
                Verdict::Fenced => return Err(ProduceError::Fenced),
            }
            if transactional && !self.join_transaction(partition, stamp) {
                return Err(ProduceError::Fenced);
            }
            let log = self.log.partition_mut(partition);
            let (count, base) = (copies.len() as u32, log.end);
            log.sequences.or_default(stamp.pid).remember(stamp, count, base);
        }
        self.roll_before(partition, self.batch_bytes(copies));
        for copy in copies {
            self.append_copy(partition, *copy, stamp, transactional);
        }
        self.appended(partition);
        Ok(())
    }

    /// Copies that a partition does not take.
    pub(super) fn refuse_copies(
        &mut self,
        partition: PartitionId,
        copies: &[CopyKey],
        cause: Cause,
    ) -> Result<(), ProduceError> {
        let node = self.node_of(partition);
        for copy in copies {
            self.remove_copy(*copy, node, cause);
        }
        Ok(())
    }

    fn append_copy(
        &mut self,
        partition: PartitionId,
        key: CopyKey,
        stamp: Option<Stamp>,
        transactional: bool,
    ) {
        let (now, bytes) = (self.now, self.record_bytes(self.store.copies[key].message));
        let log = self.log.partition_mut(partition);
        let offset = log.end;
        let record = Record {
            offset,
            kind: RecordKind::Data,
            copy: Some(key),
            at: now,
            bytes,
            pid: stamp.map(|stamp| stamp.pid),
            epoch: stamp.map_or(0, |stamp| stamp.epoch),
            transactional,
        };
        log.records.push_back(record);
        log.segments.add(&record);
        log.end += 1;
        self.store.move_to(key, Stage::Ready);
        let copy = &mut self.store.copies[key];
        copy.enqueued = now;
        let (owner, id) = (copy.message, copy.id);
        self.hold_appended(partition, &record);
        self.published_or_lost(owner, None);
        let message = self.store.messages[owner].id;
        self.record(Fact::Appended { message, copy: id, partition, offset });
    }

    /// A marker ends a producer's transaction in a partition (K20).
    pub(super) fn append_marker(
        &mut self,
        partition: PartitionId,
        (pid, epoch): (u32, u16),
        kind: RecordKind,
    ) {
        self.roll_before(partition, u64::from(MARKER_BYTES));
        let at = self.now;
        let log = self.log.partition_mut(partition);
        let marker = Record {
            offset: log.end,
            kind,
            copy: None,
            at,
            bytes: MARKER_BYTES,
            pid: Some(pid),
            epoch,
            transactional: true,
        };
        log.records.push_back(marker);
        log.segments.add(&marker);
        log.end += 1;
        self.appended(partition);
    }

    /// The leader's log has grown: its followers fetch it, one hop later.
    fn appended(&mut self, partition: PartitionId) {
        let log = self.log.partition_mut(partition);
        let leader = log.leader.expect("only a leader appends");
        log.replicas[leader].end = log.end;
        let (epoch, upto) = (log.epoch, log.end);
        if log.replicas.len() > 1 {
            let due = self.now.after(self.hop_us);
            self.agenda.book(self.now, due, Event::Replicate { partition, epoch, upto });
        }
        self.advance_watermark(partition);
        self.grown(partition);
    }

    fn batch_bytes(&self, copies: &[CopyKey]) -> u64 {
        let owners = copies.iter().map(|copy| self.store.copies[*copy].message);
        owners.map(|owner| u64::from(self.record_bytes(owner))).sum()
    }

    /// What a record of a message takes up: key, value, and a header of its
    /// own in the batch.
    pub(super) fn record_bytes(&self, message: super::super::MessageKey) -> u32 {
        let key = self.keys.text(self.store.messages[message].group).len();
        (RECORD_OVERHEAD + key + self.store.body(message).len()) as u32
    }
}

/// What a record takes up beside its key and value.
const RECORD_OVERHEAD: usize = 68;

/// What a transaction marker takes up.
const MARKER_BYTES: u32 = 78;
