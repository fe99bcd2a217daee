//! Segments: the files a partition lies in, of which only the last grows (K18).
//!
//! Deliberately absent: indexes, and files that are still there a minute after
//! their segment was deleted; neither can be seen by a client.

use std::collections::VecDeque;

use crate::engine::{Engine, PartitionId, Tick, fact::Fact, timer::Timer};

use super::{compaction::Cleaner, partition::Record, retention::span_us};

/// A part of a partition's records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The offset it begins at.
    pub base: u64,
    /// What is stored in it, in bytes.
    pub bytes: u64,
    /// When its first and its last record were appended; none while it is
    /// empty.
    pub span: Option<(Tick, Tick)>,
}

impl Segment {
    fn at(base: u64) -> Self {
        Segment { base, bytes: 0, span: None }
    }

    fn add(&mut self, bytes: u32, at: Tick) {
        self.bytes += u64::from(bytes);
        self.span = Some((self.span.map_or(at, |(first, _)| first), at));
    }

    /// For how long its last record has been there, in microseconds.
    pub(super) fn age_us(&self, now: Tick) -> u64 {
        self.span.map_or(0, |(_, last)| now.since(last))
    }

    /// Whether a batch has to go into the next segment: this one would become
    /// too large, or its first record is too old for the batch's.
    fn is_over(&self, bytes: u64, most_bytes: u64, most_us: u64, now: Tick) -> bool {
        self.span
            .is_some_and(|(first, _)| most_bytes < self.bytes + bytes || most_us < now.since(first))
    }
}

/// The segments of a partition: all but the last are closed.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Segments {
    pub(super) list: VecDeque<Segment>,
    /// In all of them.
    pub(super) bytes: u64,
    pub(super) cleaner: Cleaner,
    /// When retention or compaction looks next.
    pub(super) check: Timer,
}

impl Segments {
    pub fn new() -> Self {
        Segments {
            list: VecDeque::from([Segment::at(0)]),
            bytes: 0,
            cleaner: Cleaner::default(),
            check: Timer::idle(),
        }
    }

    fn active(&mut self) -> &mut Segment {
        self.list.back_mut().expect("there is always an active segment")
    }

    /// A record has been appended.
    pub fn add(&mut self, record: &Record) {
        self.bytes += u64::from(record.bytes);
        self.active().add(record.bytes, record.at);
    }

    /// Where the segment at a place of the list ends: where the next begins,
    /// or at the end of the log.
    pub fn end_of(&self, at: usize, log_end: u64) -> u64 {
        self.list.get(at + 1).map_or(log_end, |next| next.base)
    }

    /// The first segment goes; returns where the log begins now.
    pub fn remove_first(&mut self) -> u64 {
        let gone = self.list.pop_front().expect("never the only one");
        self.bytes -= gone.bytes;
        self.list[0].base
    }

    /// These records, the last ones first, are cut off; `last` is what the
    /// log ends with now.
    pub fn cut(&mut self, end: u64, gone: &[Record], last: Option<Tick>) {
        for record in gone {
            while record.offset < self.active().base {
                self.list.pop_back();
            }
            self.bytes -= u64::from(record.bytes);
            self.active().bytes -= u64::from(record.bytes);
        }
        while 1 < self.list.len() && end < self.active().base {
            self.list.pop_back();
        }
        let active = self.active();
        active.base = active.base.min(end);
        active.span = match active.bytes {
            0 => None,
            _ => active.span.zip(last).map(|((first, _), last)| (first, last)),
        };
        self.recount();
    }
}

impl Engine {
    /// Closes the active segment if a batch of so many bytes has to begin
    /// another one.
    pub(super) fn roll_before(&mut self, partition: PartitionId, bytes: u64) {
        let spec = &self.log.topic_of(partition).spec;
        let (most_bytes, most_us) = (spec.segment_bytes, span_us(spec.segment_ms));
        let now = self.now;
        let active = self.log.partition_mut(partition).segments.active();
        if active.is_over(bytes, most_bytes, most_us, now) {
            self.roll(partition);
        }
    }

    /// Closes the active segment and begins another one at the log's end.
    pub(super) fn roll(&mut self, partition: PartitionId) {
        let log = self.log.partition_mut(partition);
        let base = log.end;
        log.segments.list.push_back(Segment::at(base));
        self.record(Fact::Rolled { partition, base });
    }
}
