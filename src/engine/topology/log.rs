//! Topics, groups, and what clients of a log are set to.
//!
//! Names and defaults are Kafka's, in milliseconds and bytes.

use queuescope_derive::Read;
use serde::{Deserialize, Serialize};

use super::{is_default, is_yes, yes};

/// What becomes of old records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum Cleanup {
    /// Whole segments go by age and size (K18).
    #[default]
    Delete,
    /// All but the last record of each key may go (K19).
    Compact,
}

/// A topic to create.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(default, deny_unknown_fields)]
pub struct TopicSpec {
    /// Its name.
    pub name: String,
    /// How many partitions it has.
    pub partitions: u16,
    /// `replication.factor`: on how many brokers each partition lies.
    pub replicas: u8,
    /// `min.insync.replicas` (K4).
    pub min_insync: u8,
    /// `unclean.leader.election.enable` (K5).
    #[serde(skip_serializing_if = "is_default")]
    pub unclean_election: bool,
    /// `cleanup.policy`.
    #[serde(skip_serializing_if = "is_default")]
    pub cleanup: Cleanup,
    /// `retention.ms`; absent for -1, no limit (K18).
    pub retention_ms: Option<u64>,
    /// `retention.bytes`, for each partition; absent for -1, no limit (K18).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention_bytes: Option<u64>,
    /// `segment.bytes`.
    pub segment_bytes: u64,
    /// `segment.ms`.
    pub segment_ms: u64,
    /// `min.cleanable.dirty.ratio`, 0 to 1 (K19).
    pub dirty_ratio: f64,
    /// `delete.retention.ms`: how long a tombstone stays (K19).
    pub tombstone_ms: u64,
    /// `log.retention.check.interval.ms`: how often a broker looks for what
    /// may go (K18).
    pub check_ms: u64,
}

impl Default for TopicSpec {
    fn default() -> Self {
        TopicSpec {
            name: String::new(),
            partitions: 1,
            replicas: 1,
            min_insync: 1,
            unclean_election: false,
            cleanup: Cleanup::Delete,
            retention_ms: Some(604_800_000),
            retention_bytes: None,
            segment_bytes: 1 << 30,
            segment_ms: 604_800_000,
            dirty_ratio: 0.5,
            tombstone_ms: 86_400_000,
            check_ms: 300_000,
        }
    }
}

impl TopicSpec {
    /// A topic of so many partitions, on one broker.
    pub fn named(name: impl Into<String>, partitions: u16) -> Self {
        TopicSpec { name: name.into(), partitions, ..TopicSpec::default() }
    }
}

/// `acks`: what a producer waits for (K3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum Acks {
    /// 0: for nothing.
    None,
    /// 1: for the leader.
    Leader,
    /// all: for every replica in sync now.
    #[default]
    All,
}

/// What a producer of a log is set to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(default, deny_unknown_fields)]
pub struct LogProducerSpec {
    /// The topic it sends to.
    pub topic: String,
    /// `acks` (K3).
    pub acks: Acks,
    /// `enable.idempotence` (K6).
    #[serde(skip_serializing_if = "is_yes")]
    pub idempotent: bool,
    /// `linger.ms`: how long a batch waits for more (K8).
    pub linger_ms: f64,
    /// `batch.size` (K1).
    pub batch_bytes: u32,
    /// `max.in.flight.requests.per.connection` (K2).
    pub in_flight: u8,
    /// `buffer.memory` (K8).
    pub buffer_bytes: u64,
    /// `max.block.ms` (K8).
    pub max_block_ms: f64,
    /// `request.timeout.ms`: how long an answer may take.
    pub request_timeout_ms: f64,
    /// `delivery.timeout.ms` (K7).
    pub delivery_timeout_ms: f64,
    /// `retry.backoff.ms`.
    pub retry_backoff_ms: f64,
    /// `transactional.id` (K22): its records are sent in transactions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transactional_id: Option<String>,
    /// How long its transactions last before it commits them.
    #[serde(skip_serializing_if = "is_default")]
    pub commit_every_ms: f64,
    /// `transaction.timeout.ms` (K20).
    pub transaction_timeout_ms: f64,
}

impl Default for LogProducerSpec {
    fn default() -> Self {
        LogProducerSpec {
            topic: String::new(),
            acks: Acks::All,
            idempotent: yes(),
            linger_ms: 5.0,
            batch_bytes: 16_384,
            in_flight: 5,
            buffer_bytes: 33_554_432,
            max_block_ms: 60_000.0,
            request_timeout_ms: 30_000.0,
            delivery_timeout_ms: 120_000.0,
            retry_backoff_ms: 100.0,
            transactional_id: None,
            commit_every_ms: 0.0,
            transaction_timeout_ms: 60_000.0,
        }
    }
}

/// `partition.assignment.strategy`: who of a group reads what (K16).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum Assignor {
    /// Partitions of each topic in ranges; eager. The first of the default
    /// list, and so what a group uses unless told otherwise (K16).
    #[default]
    Range,
    /// One partition to each in turn; eager.
    RoundRobin,
    /// Balanced, and as little moved as possible; eager.
    Sticky,
    /// As `Sticky`; only what moves is given up (K16).
    CooperativeSticky,
}

/// `auto.offset.reset`: where to begin without a valid offset (K13).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum OffsetReset {
    /// With what is still stored.
    Earliest,
    /// With what comes from now on.
    #[default]
    Latest,
    /// Not at all: the consumer fails.
    None,
}

/// How a group's members commit what they have read (K11, K12).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum CommitMode {
    /// `enable.auto.commit`: in `poll()`, every `auto.commit.interval.ms`,
    /// over what was returned before (K11).
    #[default]
    Auto,
    /// Once for the records of a poll; before or after the work as the
    /// consumer's acknowledgement mode says (K12).
    Batch,
    /// For each record, likewise.
    Each,
}

/// `isolation.level` (K20).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum Isolation {
    /// Up to the high watermark.
    #[default]
    ReadUncommitted,
    /// Up to the last stable offset, without aborted records.
    ReadCommitted,
}

/// A group of consumers that share the partitions of its topics.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(default, deny_unknown_fields)]
pub struct GroupSpec {
    /// `group.id`.
    pub name: String,
    /// What it reads.
    pub topics: Vec<String>,
    /// A share group: records are handed out one by one (K23).
    #[serde(skip_serializing_if = "is_default")]
    pub share: bool,
    /// `partition.assignment.strategy`.
    #[serde(skip_serializing_if = "is_default")]
    pub assignor: Assignor,
    /// `auto.offset.reset`, or `share.auto.offset.reset`.
    pub offset_reset: OffsetReset,
    /// `isolation.level`.
    #[serde(skip_serializing_if = "is_default")]
    pub isolation: Isolation,
    /// How members commit.
    #[serde(skip_serializing_if = "is_default")]
    pub commit: CommitMode,
    /// `auto.commit.interval.ms`.
    pub auto_commit_ms: f64,
    /// `max.poll.records`.
    pub max_poll_records: u32,
    /// `max.poll.interval.ms` (K14).
    pub max_poll_interval_ms: f64,
    /// `session.timeout.ms` (K15).
    pub session_timeout_ms: f64,
    /// `heartbeat.interval.ms`.
    pub heartbeat_ms: f64,
    /// `group.initial.rebalance.delay.ms`: how long the coordinator waits for
    /// more members before the first assignment.
    pub initial_delay_ms: f64,
    /// `offsets.retention.minutes`, in milliseconds: how long an empty group's
    /// commits are kept (K13).
    pub offsets_retention_ms: u64,
    /// Every member has a `group.instance.id`: its name.
    #[serde(skip_serializing_if = "is_default")]
    pub is_static: bool,
    /// Members hand records to other threads and poll on at once (K11).
    #[serde(skip_serializing_if = "is_default")]
    pub hand_off: bool,
    /// Outputs and offsets are committed in one transaction (K21).
    #[serde(skip_serializing_if = "is_default")]
    pub transactional: bool,
    /// `group.share.record.lock.duration.ms` (K23).
    pub lock_ms: f64,
    /// `group.share.delivery.count.limit` (K24).
    pub delivery_limit: u32,
    /// Most records of a partition between the first and the last that a
    /// share group has in hand: `group.share.partition.max.record.locks` (K26).
    pub max_locks: u32,
}

impl Default for GroupSpec {
    fn default() -> Self {
        GroupSpec {
            name: String::new(),
            topics: Vec::new(),
            share: false,
            assignor: Assignor::Range,
            offset_reset: OffsetReset::Latest,
            isolation: Isolation::ReadUncommitted,
            commit: CommitMode::Auto,
            auto_commit_ms: 5_000.0,
            max_poll_records: 500,
            max_poll_interval_ms: 300_000.0,
            session_timeout_ms: 45_000.0,
            heartbeat_ms: 3_000.0,
            initial_delay_ms: 3_000.0,
            offsets_retention_ms: 604_800_000,
            is_static: false,
            hand_off: false,
            transactional: false,
            lock_ms: 30_000.0,
            delivery_limit: 5,
            max_locks: 2_000,
        }
    }
}
