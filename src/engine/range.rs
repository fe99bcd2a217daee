//! What numbers may be asked for: one range for commands and scenarios alike.

use super::refusal::Refusal;

/// A range of allowed numbers, with its words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// What the number is.
    pub what: &'static str,
    /// The least.
    pub from: f64,
    /// The most.
    pub to: f64,
    /// Both in words, with the unit.
    pub allowed: &'static str,
}

impl Range {
    const fn new(what: &'static str, from: f64, to: f64, allowed: &'static str) -> Self {
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
pub const RATE: Range = Range::new("rate", 0.0, 100_000.0, "from 0 to 100,000 a second");
/// Messages in one burst.
pub const BURST: Range = Range::new("burst size", 0.0, 10_000.0, "from 0 to 10,000");
/// From one burst to the next.
pub const BURST_GAP: Range =
    Range::new("time between bursts", 1.0, HOUR_MS, "from 1 to 3,600,000 ms");
/// A probability or a share.
pub const SHARE: Range = Range::new("share", 0.0, 1.0, "from 0 to 1");
/// A span that may be nothing.
pub const SPAN: Range = Range::new("time", 0.0, HOUR_MS, "from 0 to 3,600,000 ms");
/// How long a producer waits for a confirm.
pub const TIMEOUT: Range = Range::new("confirm time-out", 1.0, HOUR_MS, "from 1 to 3,600,000 ms");
/// How often a producer publishes again.
pub const RETRIES: Range = Range::new("number of retries", 0.0, 1_000.0, "from 0 to 1,000");
/// Time to live of messages and queues: at most ten days.
pub const TTL: Range = Range::new("time to live", 0.0, 864_000_000.0, "from 0 to 864,000,000 ms");
/// Prefetch: AMQP has 16 bits for it.
pub const PREFETCH: Range = Range::new("prefetch", 0.0, 65_535.0, "from 0 (unlimited) to 65,535");
/// How fast a redrive moves messages.
pub const REDRIVE: Range = Range::new("rate", 0.1, 500.0, "from 0.1 to 500 a second");
/// How long a lease lasts: at most twelve hours.
pub const LEASE: Range = Range::new("lease", 0.0, 43_200_000.0, "from 0 to 43,200,000 ms");
/// How long a queue may be unused, and a delivery unsettled.
pub const LASTING: Range = Range::new("time", 1.0, 864_000_000.0, "from 1 to 864,000,000 ms");
/// How long a message that came back waits: at most ten minutes.
pub const RETRY: Range = Range::new("wait before a retry", 0.0, 600_000.0, "from 0 to 600,000 ms");
/// How long a new message waits: at most a quarter of an hour.
pub const DELAY: Range = Range::new("delay", 0.0, 900_000.0, "from 0 to 900,000 ms");
/// Messages that one ask is for.
pub const BATCH: Range = Range::new("number of messages", 1.0, 10.0, "from 1 to 10");
/// How long an ask waits for a message.
pub const WAIT: Range = Range::new("wait for messages", 0.0, 20_000.0, "from 0 to 20,000 ms");
/// Members of a queue's group.
pub const MEMBERS: Range = Range::new("number of members up", 0.0, 7.0, "from 0 to 7");
/// A limit of attempts.
pub const ATTEMPTS: Range =
    Range::new("delivery limit", -1.0, 1_000_000.0, "from -1 (none) to 1,000,000");
/// A queue's limit in messages or bytes.
pub const LENGTH: Range = Range::new("length limit", 0.0, 1e9, "from 0 to 1,000,000,000");
/// Bytes of a routing key: AMQP has one byte for its length.
pub const KEY_BYTES: Range =
    Range::new("length of the routing key", 0.0, 255.0, "at most 255 bytes");
/// Bytes of a payload.
pub const BODY_BYTES: Range =
    Range::new("length of the payload", 0.0, 65_536.0, "at most 65,536 bytes");
/// How long a caller waits for an answer.
pub const PATIENCE: Range = Range::new("call time-out", 1.0, HOUR_MS, "from 1 to 3,600,000 ms");
/// Workers of a caller or a service.
pub const WORKERS: Range = Range::new("number of workers", 1.0, 100.0, "from 1 to 100");
/// Requests, or calls, that may wait for a free worker.
pub const BACKLOG: Range = Range::new("backlog", 0.0, 10_000.0, "from 0 to 10,000");
/// Services that call each other in turn.
pub const CHAIN: Range = Range::new("length of the chain", 1.0, 8.0, "from 1 to 8 services");
/// Headers of a message, arguments of a binding, keys of a producer.
pub const ENTRIES: Range = Range::new("number of entries", 0.0, 100.0, "at most 100");
/// Publishes of a producer that may wait for their confirm.
pub const WINDOW: Range = Range::new("window", 1.0, 100_000.0, "from 1 to 100,000 publishes");
/// Messages in a producer's own buffer.
pub const BUFFER: Range = Range::new("buffer", 0.0, 100_000.0, "from 0 to 100,000 messages");
/// From one look at a queue's depth to the next.
pub const WATCH: Range =
    Range::new("time between questions", 1.0, HOUR_MS, "from 1 to 3,600,000 ms");
/// The upper threshold of a queue's depth.
pub const HIGH: Range = Range::new("upper threshold", 1.0, 1e9, "from 1 to 1,000,000,000");
/// The lower threshold of a queue's depth.
pub const LOW: Range = Range::new("lower threshold", 0.0, 1e9, "less than the upper one");
/// The broker's memory limit, in messages.
pub const MEMORY: Range = Range::new("memory limit", 1.0, 1e9, "from 1 to 1,000,000,000 messages");

/// Partitions of a topic.
pub const PARTITIONS: Range = Range::new("number of partitions", 1.0, 100.0, "from 1 to 100");
/// Replicas of a partition, and how many of them have to be in sync.
pub const REPLICAS: Range = Range::new("number of replicas", 1.0, 7.0, "from 1 to 7");
/// How long a log keeps records, tombstones and commits: at most a year.
pub const RETENTION_MS: Range =
    Range::new("retention", 0.0, 31_536_000_000.0, "from 0 to 31,536,000,000 ms");
/// How many bytes a partition keeps.
pub const RETENTION_BYTES: Range =
    Range::new("retention", 0.0, 1e12, "from 0 to 1,000,000,000,000 bytes");
/// Bytes of a segment.
pub const SEGMENT_BYTES: Range =
    Range::new("size of a segment", 1.0, 2_147_483_647.0, "from 1 to 2,147,483,647 bytes");
/// A span after which something is done again: at most a year.
pub const INTERVAL: Range =
    Range::new("interval", 0.1, 31_536_000_000.0, "from 0.1 to 31,536,000,000 ms");
/// From one heartbeat of a member to the next.
pub const HEARTBEAT: Range =
    Range::new("heartbeat interval", 0.1, 0.0, "from 0.1 ms to the session timeout");
/// Bytes of a batch; none sends every record by itself.
pub const BATCH_BYTES: Range =
    Range::new("size of a batch", 0.0, 2_147_483_647.0, "from 0 to 2,147,483,647 bytes");
/// Bytes a producer of a log keeps for what is not sent.
pub const BUFFER_BYTES: Range =
    Range::new("buffer memory", 1.0, 1e12, "from 1 to 1,000,000,000,000 bytes");
/// Batches of a producer on their way at once.
pub const IN_FLIGHT: Range = Range::new("number of batches in flight", 1.0, 100.0, "from 1 to 100");
/// Batches on their way at once that idempotence can tell apart (K6).
pub const IN_FLIGHT_IDEMPOTENT: Range =
    Range::new("number of batches in flight with idempotence", 1.0, 5.0, "from 1 to 5");
/// Records that one poll returns.
pub const POLL_RECORDS: Range =
    Range::new("number of records of a poll", 1.0, 2_147_483_647.0, "from 1 to 2,147,483,647");
/// Deliveries of a record in a share group (K24).
pub const SHARE_DELIVERIES: Range = Range::new("delivery limit", 2.0, 10.0, "from 2 to 10");
/// Records of a partition that a share group has in hand (K26).
pub const SHARE_LOCKS: Range =
    Range::new("number of records in hand", 1.0, 10_000.0, "from 1 to 10,000");
/// Topics of a group.
pub const TOPICS: Range = Range::new("number of topics", 1.0, 100.0, "from 1 to 100");

/// Whole numbers below this one, for the lower threshold.
pub fn below(high: u64) -> Range {
    Range { to: high as f64 - 1.0, ..LOW }
}
