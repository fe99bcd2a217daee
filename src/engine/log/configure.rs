//! Changing one setting of a topic, a group or a producer of a log while it
//! runs.
//!
//! Topics can be altered in any Kafka. A client is created with its settings:
//! another value stands for a restart that loses nothing. What decides how
//! the past is read, such as `isolation.level`, stays what it was.

use queuescope_derive::Read;
use serde::{Deserialize, Serialize};

use crate::engine::{
    Engine, NodeId, range,
    refusal::Refusal,
    topology::{Acks, CommitMode, GroupSpec, LogProducerSpec, OffsetReset, TopicSpec},
};
use crate::words::{range_names, ranges};

/// Another value for one setting of a topic.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum TopicChange {
    /// `retention.ms`; `null` for no limit (K18).
    RetentionMs(Option<u64>),
    /// `retention.bytes`; `null` for no limit (K18).
    RetentionBytes(Option<u64>),
    /// `segment.bytes`, for segments from the next record on (K18).
    SegmentBytes(u64),
    /// `min.insync.replicas` (K4).
    MinInsync(u8),
    /// `unclean.leader.election.enable`, at once where nobody leads (K5).
    UncleanElection(bool),
}

/// Another value for one setting of a group, from the next poll on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum GroupChange {
    /// `max.poll.records` (K14).
    MaxPollRecords(u32),
    /// How its members commit (K11, K12).
    Commit(CommitMode),
    /// `auto.commit.interval.ms` (K11).
    AutoCommitMs(f64),
    /// `auto.offset.reset`, for partitions begun from now on (K13).
    OffsetReset(OffsetReset),
    /// `share.record.lock.duration.ms`, for records lent from now on (K23).
    LockMs(f64),
}

/// Another value for one setting of a producer of a log, from its next batch
/// on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum SendChange {
    /// `acks`; anything but all goes without idempotence (K3, K6).
    Acks(Acks),
    /// `enable.idempotence`; without `acks=all` it stays off (K6).
    Idempotent(bool),
    /// `linger.ms` (K8).
    LingerMs(f64),
    /// `batch.size` (K1).
    BatchBytes(u32),
}

impl TopicChange {
    fn check(self) -> Result<(), Refusal> {
        let limit = |range: range::Range, value: Option<u64>| {
            value.map_or(Ok(()), |value| range.check(value as f64))
        };
        match self {
            TopicChange::RetentionMs(ms) => limit(range::RETENTION_MS, ms),
            TopicChange::RetentionBytes(bytes) => limit(range::RETENTION_BYTES, bytes),
            TopicChange::SegmentBytes(bytes) => range::SEGMENT_BYTES.check(bytes as f64),
            TopicChange::MinInsync(least) => range::REPLICAS.check(f64::from(least)),
            TopicChange::UncleanElection(_) => Ok(()),
        }
    }

    fn write(self, spec: &mut TopicSpec) {
        match self {
            TopicChange::RetentionMs(ms) => spec.retention_ms = ms,
            TopicChange::RetentionBytes(bytes) => spec.retention_bytes = bytes,
            TopicChange::SegmentBytes(bytes) => spec.segment_bytes = bytes,
            TopicChange::MinInsync(least) => spec.min_insync = least,
            TopicChange::UncleanElection(on) => spec.unclean_election = on,
        }
    }
}

impl GroupChange {
    fn check(self) -> Result<(), Refusal> {
        match self {
            GroupChange::MaxPollRecords(most) => range::POLL_RECORDS.check(f64::from(most)),
            GroupChange::AutoCommitMs(ms) => range::INTERVAL.check(ms),
            GroupChange::LockMs(ms) => range::INTERVAL.check(ms),
            GroupChange::Commit(_) | GroupChange::OffsetReset(_) => Ok(()),
        }
    }

    fn write(self, spec: &mut GroupSpec) {
        match self {
            GroupChange::MaxPollRecords(most) => spec.max_poll_records = most,
            GroupChange::Commit(mode) => spec.commit = mode,
            GroupChange::AutoCommitMs(ms) => spec.auto_commit_ms = ms,
            GroupChange::OffsetReset(reset) => spec.offset_reset = reset,
            GroupChange::LockMs(ms) => spec.lock_ms = ms,
        }
    }
}

impl SendChange {
    fn check(self, spec: &LogProducerSpec) -> Result<(), Refusal> {
        let weaker = !matches!(self, SendChange::Acks(Acks::All) | SendChange::Idempotent(true));
        match self {
            SendChange::Acks(_) | SendChange::Idempotent(_) => {
                let what = range_names::TRANSACTIONAL_ACKS;
                let allowed = ranges::TRANSACTIONAL_ACKS;
                match weaker && spec.transactional_id.is_some() {
                    true => Err(Refusal::OutOfRange { what, allowed }),
                    false => Ok(()),
                }
            }
            SendChange::LingerMs(ms) => range::SPAN.check(ms),
            SendChange::BatchBytes(bytes) => range::BATCH_BYTES.check(f64::from(bytes)),
        }
    }

    fn write(self, spec: &mut LogProducerSpec) {
        match self {
            SendChange::Acks(acks) => {
                (spec.acks, spec.idempotent) = (acks, acks == Acks::All);
            }
            SendChange::Idempotent(on) => spec.idempotent = on && spec.acks == Acks::All,
            SendChange::LingerMs(ms) => spec.linger_ms = ms,
            SendChange::BatchBytes(bytes) => spec.batch_bytes = bytes,
        }
    }
}

impl Engine {
    pub(in crate::engine) fn set_topic(
        &mut self,
        name: &str,
        change: TopicChange,
    ) -> Result<(), Refusal> {
        let id = self.topic_id(name)?;
        change.check()?;
        let topic = &mut self.log.topics[id.index()];
        change.write(&mut topic.spec);
        let partitions = topic.partitions();
        self.configured(NodeId::Topic(id));
        for partition in partitions {
            match change {
                TopicChange::MinInsync(_) => self.advance_watermark(partition),
                TopicChange::UncleanElection(_) => self.elect(partition),
                _ => self.book_check(partition),
            }
        }
        Ok(())
    }

    pub(in crate::engine) fn set_group(
        &mut self,
        name: &str,
        change: GroupChange,
    ) -> Result<(), Refusal> {
        let id = self.group_id(name)?;
        change.check()?;
        change.write(&mut self.log.groups[id.index()].spec);
        self.configured(self.coordinator_node(id));
        Ok(())
    }

    pub(in crate::engine) fn set_sending(
        &mut self,
        name: &str,
        change: SendChange,
    ) -> Result<(), Refusal> {
        let id = self.producer_id(name)?;
        let Some(sender) = &mut self.producers[id.index()].sender else {
            return Err(Refusal::NoLog(name.to_owned()));
        };
        change.check(&sender.spec)?;
        change.write(&mut sender.spec);
        let spec = sender.spec.clone();
        self.producers[id.index()].spec.log = Some(spec);
        self.configured(NodeId::Producer(id));
        Ok(())
    }
}
