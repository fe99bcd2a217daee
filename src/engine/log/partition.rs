//! A partition: its records by offset, and how far each replica has them.
//!
//! The leader's records are kept; a follower has a part of them from the
//! front, and is only a number. **Invariant:** start ≤ high watermark ≤ end.

use std::collections::VecDeque;

use crate::engine::{Tick, TopicId, ordered_map::OrderedMap, store::CopyKey};

use super::{
    answers::Awaiting,
    records::Sequences,
    segments::{Segment, Segments},
};

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// What a producer sent.
    Data,
    /// The end of a transaction, committed (K20).
    Commit,
    /// The end of a transaction, aborted (K20).
    Abort,
}

/// One record of a log.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// Its place; a marker takes one too.
    pub offset: u64,
    /// What it is.
    pub kind: RecordKind,
    /// The copy of its message; a marker has none.
    pub copy: Option<CopyKey>,
    /// When it was appended.
    pub at: Tick,
    /// Its size.
    pub bytes: u32,
    /// The producer id it came with, if it came with one (K6).
    pub pid: Option<u32>,
    /// As which instance of that producer it was written (K22).
    pub epoch: u16,
    /// It belongs to a transaction.
    pub transactional: bool,
}

/// One replica of a partition, as its leader sees it.
#[derive(Clone, Copy, Debug)]
pub struct Replica {
    /// The broker it lies on.
    pub broker: u8,
    /// How far it has the log: the offset of its next record.
    pub end: u64,
    /// It counts for the high watermark (K5).
    pub in_sync: bool,
}

/// A partition as it stands.
#[derive(Clone, Debug)]
pub struct Partition {
    pub(in crate::engine) topic: TopicId,
    pub(in crate::engine) index: u16,
    pub(in crate::engine) records: VecDeque<Record>,
    pub(in crate::engine) segments: Segments,
    pub(in crate::engine) start: u64,
    pub(in crate::engine) end: u64,
    pub(in crate::engine) high_watermark: u64,
    pub(in crate::engine) replicas: Vec<Replica>,
    /// Which of the replicas leads, if one does.
    pub(in crate::engine) leader: Option<usize>,
    /// Counts leaders; what was booked under another no longer counts.
    pub(in crate::engine) epoch: u32,
    pub(in crate::engine) sequences: OrderedMap<u32, Sequences>,
    pub(in crate::engine) awaiting: VecDeque<Awaiting>,
    /// Everything before has been confirmed as in all replicas in sync.
    pub(in crate::engine) promised: u64,
    /// First offset of each open transaction, by producer id (K20).
    pub(in crate::engine) open: OrderedMap<u32, u64>,
    /// First offset of each aborted transaction, by producer id and the
    /// offset of its marker.
    pub(super) aborted: OrderedMap<(u32, u64), u64>,
}

impl Partition {
    pub(super) fn new(topic: TopicId, index: u16, replicas: u8) -> Self {
        let replica = |nth| Replica {
            broker: (index as u8).wrapping_add(nth) % replicas,
            end: 0,
            in_sync: true,
        };
        Partition {
            topic,
            index,
            records: VecDeque::new(),
            segments: Segments::new(),
            start: 0,
            end: 0,
            high_watermark: 0,
            replicas: (0..replicas).map(replica).collect(),
            leader: Some(0),
            epoch: 0,
            sequences: OrderedMap::default(),
            awaiting: VecDeque::new(),
            promised: 0,
            open: OrderedMap::default(),
            aborted: OrderedMap::default(),
        }
    }

    /// The topic it is of.
    pub fn topic(&self) -> TopicId {
        self.topic
    }

    /// Its number within its topic.
    pub fn index(&self) -> u16 {
        self.index
    }

    /// What is stored, by offset. Compaction leaves gaps.
    pub fn records(&self) -> impl DoubleEndedIterator<Item = &Record> + ExactSizeIterator {
        self.records.iter()
    }

    /// What is stored from an offset on.
    pub fn records_from(
        &self,
        offset: u64,
    ) -> impl DoubleEndedIterator<Item = &Record> + ExactSizeIterator {
        let first = self.records.partition_point(|record| record.offset < offset);
        self.records.range(first..)
    }

    /// The segments it lies in, oldest first; the last one is active.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &Segment> + ExactSizeIterator {
        self.segments.list.iter()
    }

    /// The record at an offset, if it is stored.
    pub fn record_at(&self, offset: u64) -> Option<&Record> {
        let at = self.records.binary_search_by_key(&offset, |record| record.offset);
        at.ok().map(|at| &self.records[at])
    }

    /// The log start offset: the first that is still stored, or will be.
    pub fn start(&self) -> u64 {
        self.start
    }

    /// The log end offset: that of the next record.
    pub fn end(&self) -> u64 {
        self.end
    }

    /// Consumers read to here, not further (K5).
    pub fn high_watermark(&self) -> u64 {
        self.high_watermark
    }

    /// The first offset of the oldest open transaction, or the high
    /// watermark: `read_committed` reads to here (K20).
    pub fn last_stable(&self) -> u64 {
        let first_open = self.open.values().copied().min();
        first_open.map_or(self.high_watermark, |first| first.min(self.high_watermark))
    }

    /// Its replicas, the preferred leader first.
    pub fn replicas(&self) -> &[Replica] {
        &self.replicas
    }

    /// The replica that leads, if one does.
    pub fn leader(&self) -> Option<&Replica> {
        self.leader.map(|at| &self.replicas[at])
    }

    /// How many replicas are in sync.
    pub fn in_sync(&self) -> usize {
        self.replicas.iter().filter(|replica| replica.in_sync).count()
    }
}
