//! What numbers may be asked for: one range for commands and scenarios alike.

use super::refusal::Refusal;
use crate::words::{Word, range_names as what, ranges as allowed};

/// A range of allowed numbers, with its words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// What the number is.
    pub what: Word,
    /// The least.
    pub from: f64,
    /// The most.
    pub to: f64,
    /// Both in words, with the unit.
    pub allowed: Word,
}

impl Range {
    const fn new(what: Word, from: f64, to: f64, allowed: Word) -> Self {
        Range { what, from, to, allowed }
    }

    /// Whether a number lies in the range; what is not a number does not.
    pub fn contains(&self, value: f64) -> bool {
        (self.from..=self.to).contains(&value)
    }

    pub(super) fn check(&self, value: f64) -> Result<(), Refusal> {
        match self.contains(value) {
            true => Ok(()),
            false => Err(Refusal::OutOfRange { what: self.what, allowed: self.allowed }),
        }
    }
}

/// An hour: the longest single span of a lab.
const HOUR_MS: f64 = 3_600_000.0;

/// Messages a second of one producer.
pub const RATE: Range = Range::new(what::RATE, 0.0, 100_000.0, allowed::RATE);
/// Messages in one burst.
pub const BURST: Range = Range::new(what::BURST, 0.0, 10_000.0, allowed::TO_10_000);
/// From one burst to the next.
pub const BURST_GAP: Range = Range::new(what::BURST_GAP, 1.0, HOUR_MS, allowed::FROM_1_HOUR);
/// A probability or a share.
pub const SHARE: Range = Range::new(what::SHARE, 0.0, 1.0, allowed::SHARE);
/// A span that may be nothing.
pub const SPAN: Range = Range::new(what::SPAN, 0.0, HOUR_MS, allowed::HOUR);
/// How long a producer waits for a confirm.
pub const TIMEOUT: Range = Range::new(what::TIMEOUT, 1.0, HOUR_MS, allowed::FROM_1_HOUR);
/// How often a producer publishes again.
pub const RETRIES: Range = Range::new(what::RETRIES, 0.0, 1_000.0, allowed::TO_1_000);
/// Time to live of messages and queues: at most ten days.
pub const TTL: Range = Range::new(what::TTL, 0.0, 864_000_000.0, allowed::TEN_DAYS);
/// Prefetch: AMQP has 16 bits for it.
pub const PREFETCH: Range = Range::new(what::PREFETCH, 0.0, 65_535.0, allowed::PREFETCH);
/// How fast a redrive moves messages.
pub const REDRIVE: Range = Range::new(what::RATE, 0.1, 500.0, allowed::REDRIVE);
/// How long a lease lasts: at most twelve hours.
pub const LEASE: Range = Range::new(what::LEASE, 0.0, 43_200_000.0, allowed::LEASE);
/// How long a queue may be unused, and a delivery unsettled.
pub const LASTING: Range = Range::new(what::SPAN, 1.0, 864_000_000.0, allowed::FROM_1_TEN_DAYS);
/// How long a message that came back waits: at most ten minutes.
pub const RETRY: Range = Range::new(what::RETRY, 0.0, 600_000.0, allowed::RETRY);
/// How long a new message waits: at most a quarter of an hour.
pub const DELAY: Range = Range::new(what::DELAY, 0.0, 900_000.0, allowed::DELAY);
/// Messages that one ask is for.
pub const BATCH: Range = Range::new(what::BATCH, 1.0, 10.0, allowed::BATCH);
/// How long an ask waits for a message.
pub const WAIT: Range = Range::new(what::WAIT, 0.0, 20_000.0, allowed::WAIT);
/// Members of a queue's group.
pub const MEMBERS: Range = Range::new(what::MEMBERS, 0.0, 7.0, allowed::MEMBERS);
/// A limit of attempts.
pub const ATTEMPTS: Range = Range::new(what::ATTEMPTS, -1.0, 1_000_000.0, allowed::ATTEMPTS);
/// A queue's limit in messages or bytes.
pub const LENGTH: Range = Range::new(what::LENGTH, 0.0, 1e9, allowed::LENGTH);
/// Bytes of a routing key: AMQP has one byte for its length.
pub const KEY_BYTES: Range = Range::new(what::KEY_BYTES, 0.0, 255.0, allowed::KEY_BYTES);
/// Bytes of a payload.
pub const BODY_BYTES: Range = Range::new(what::BODY_BYTES, 0.0, 65_536.0, allowed::BODY_BYTES);
/// How long a caller waits for an answer.
pub const PATIENCE: Range = Range::new(what::PATIENCE, 1.0, HOUR_MS, allowed::FROM_1_HOUR);
/// Workers of a caller or a service.
pub const WORKERS: Range = Range::new(what::WORKERS, 1.0, 100.0, allowed::TO_100);
/// Requests, or calls, that may wait for a free worker.
pub const BACKLOG: Range = Range::new(what::BACKLOG, 0.0, 10_000.0, allowed::TO_10_000);
/// Services that call each other in turn.
pub const CHAIN: Range = Range::new(what::CHAIN, 1.0, 8.0, allowed::CHAIN);
/// Headers of a message, arguments of a binding, keys of a producer.
pub const ENTRIES: Range = Range::new(what::ENTRIES, 0.0, 100.0, allowed::ENTRIES);
/// Publishes of a producer that may wait for their confirm.
pub const WINDOW: Range = Range::new(what::WINDOW, 1.0, 100_000.0, allowed::WINDOW);
/// Messages in a producer's own buffer.
pub const BUFFER: Range = Range::new(what::BUFFER, 0.0, 100_000.0, allowed::BUFFER);
/// From one look at a queue's depth to the next.
pub const WATCH: Range = Range::new(what::WATCH, 1.0, HOUR_MS, allowed::FROM_1_HOUR);
/// The upper threshold of a queue's depth.
pub const HIGH: Range = Range::new(what::HIGH, 1.0, 1e9, allowed::HIGH);
/// The lower threshold of a queue's depth.
pub const LOW: Range = Range::new(what::LOW, 0.0, 1e9, allowed::LOW);
/// The broker's memory limit, in messages.
pub const MEMORY: Range = Range::new(what::MEMORY, 1.0, 1e9, allowed::MEMORY);

/// Partitions of a topic.
pub const PARTITIONS: Range = Range::new(what::PARTITIONS, 1.0, 100.0, allowed::TO_100);
/// Replicas of a partition, and how many of them have to be in sync.
pub const REPLICAS: Range = Range::new(what::REPLICAS, 1.0, 7.0, allowed::REPLICAS);
/// How long a log keeps records, tombstones and commits: at most a year.
pub const RETENTION_MS: Range = Range::new(what::RETENTION, 0.0, 31_536_000_000.0, allowed::YEAR);
/// How many bytes a partition keeps.
pub const RETENTION_BYTES: Range = Range::new(what::RETENTION, 0.0, 1e12, allowed::RETENTION_BYTES);
/// Bytes of a segment.
pub const SEGMENT_BYTES: Range =
    Range::new(what::SEGMENT, 1.0, 2_147_483_647.0, allowed::SEGMENT_BYTES);
/// A span after which something is done again: at most a year.
pub const INTERVAL: Range = Range::new(what::INTERVAL, 0.1, 31_536_000_000.0, allowed::INTERVAL);
/// From one heartbeat of a member to the next.
pub const HEARTBEAT: Range = Range::new(what::HEARTBEAT, 0.1, 0.0, allowed::HEARTBEAT);
/// Bytes of a batch; none sends every record by itself.
pub const BATCH_BYTES: Range =
    Range::new(what::BATCH_BYTES, 0.0, 2_147_483_647.0, allowed::BATCH_BYTES);
/// Bytes a producer of a log keeps for what is not sent.
pub const BUFFER_BYTES: Range = Range::new(what::BUFFER_BYTES, 1.0, 1e12, allowed::BUFFER_BYTES);
/// Batches of a producer on their way at once.
pub const IN_FLIGHT: Range = Range::new(what::IN_FLIGHT, 1.0, 100.0, allowed::TO_100);
/// Batches on their way at once that idempotence can tell apart (K6).
pub const IN_FLIGHT_IDEMPOTENT: Range =
    Range::new(what::IN_FLIGHT_IDEMPOTENT, 1.0, 5.0, allowed::IN_FLIGHT_IDEMPOTENT);
/// Records that one poll returns.
pub const POLL_RECORDS: Range =
    Range::new(what::POLL_RECORDS, 1.0, 2_147_483_647.0, allowed::POLL_RECORDS);
/// Deliveries of a record in a share group (K24).
pub const SHARE_DELIVERIES: Range =
    Range::new(what::ATTEMPTS, 2.0, 10.0, allowed::SHARE_DELIVERIES);
/// Records of a partition that a share group has in hand (K26).
pub const SHARE_LOCKS: Range = Range::new(what::SHARE_LOCKS, 1.0, 10_000.0, allowed::SHARE_LOCKS);
/// Topics of a group.
pub const TOPICS: Range = Range::new(what::TOPICS, 1.0, 100.0, allowed::TO_100);

/// Whole numbers below this one, for the lower threshold.
pub fn below(high: u64) -> Range {
    Range { to: high as f64 - 1.0, ..LOW }
}
