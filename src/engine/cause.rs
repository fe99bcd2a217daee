//! Causes: what took a copy out of the books, or the last chance of an effect.

use crate::words::{Word, causes};

/// Why a copy left the books, or an expected effect will never happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// A consumer rejected it without requeue, and there was no dead-letter
    /// exchange (R26).
    Rejected,
    /// Its time to live ran out (R32).
    Expired,
    /// The queue was full and dropped its head (R9).
    OverLength,
    /// The queue was full and refused the new message (R9).
    Refused,
    /// No binding matched (R5).
    Unroutable,
    /// Its link broke.
    LinkLost,
    /// Somebody purged the queue.
    Purged,
    /// The broker restarted and only persistent messages survive that (R38).
    Restart,
    /// Its queue was deleted: unused for too long, or not durable.
    QueueDeleted,
    /// It moved towards a dead-letter exchange as a new copy (R26).
    DeadLettered,
    /// Dead-lettering would have gone round in a circle (R29).
    DeadLetterCycle,
    /// The dead-letter exchange does not exist or led nowhere (R30).
    DeadLetterLost,
    /// Settled, and then its consumer died before the effect (R15).
    ConsumerCrashed,
    /// Settled, but the work failed or was never done.
    NotProcessed,
    /// It came back more often than its queue allows (R22).
    DeliveryLimit,
    /// The same was taken a short while ago (S8).
    Deduplicated,
    /// It was moved to another queue as a new message there (S6).
    Redriven,
    /// Somebody took it out of its queue and threw it away.
    Discarded,
    /// Its producer's own buffer was full: it was never sent.
    BufferFull,
    /// Its producer had no success in time and gave up (K7).
    GaveUp,
    /// Its leader was lost before others had it (K3, K5).
    LeaderLost,
    /// All replicas lost their power before a disk had it (K5).
    PowerLost,
    /// It was too old, or the log too large (K18).
    Retention,
    /// A younger record has its key (K19).
    Compacted,
    /// Its transaction was aborted (K20).
    Aborted,
    /// The group began behind it (K13).
    Skipped,
    /// A share group has handed it out too often, or it was rejected (K24).
    Archived,
}

impl Cause {
    /// Every cause, in the order of the books.
    pub const ALL: [Cause; 27] = [
        Cause::Rejected,
        Cause::Expired,
        Cause::OverLength,
        Cause::Refused,
        Cause::Unroutable,
        Cause::LinkLost,
        Cause::Purged,
        Cause::Restart,
        Cause::QueueDeleted,
        Cause::DeadLettered,
        Cause::DeadLetterCycle,
        Cause::DeadLetterLost,
        Cause::ConsumerCrashed,
        Cause::NotProcessed,
        Cause::DeliveryLimit,
        Cause::Deduplicated,
        Cause::Redriven,
        Cause::Discarded,
        Cause::BufferFull,
        Cause::GaveUp,
        Cause::LeaderLost,
        Cause::PowerLost,
        Cause::Retention,
        Cause::Compacted,
        Cause::Aborted,
        Cause::Skipped,
        Cause::Archived,
    ];

    /// The name used in the books and in `state()`.
    pub fn name(self) -> &'static str {
        match self {
            Cause::Rejected => "rejected",
            Cause::Expired => "expired",
            Cause::OverLength => "over-length",
            Cause::Refused => "refused",
            Cause::Unroutable => "unroutable",
            Cause::LinkLost => "link-lost",
            Cause::Purged => "purged",
            Cause::Restart => "restart",
            Cause::QueueDeleted => "queue-deleted",
            Cause::DeadLettered => "dead-lettered",
            Cause::DeadLetterCycle => "dead-letter-cycle",
            Cause::DeadLetterLost => "dead-letter-lost",
            Cause::ConsumerCrashed => "consumer-crashed",
            Cause::NotProcessed => "not-processed",
            Cause::DeliveryLimit => "delivery-limit",
            Cause::Deduplicated => "deduplicated",
            Cause::Redriven => "redriven",
            Cause::Discarded => "discarded",
            Cause::BufferFull => "buffer-full",
            Cause::GaveUp => "gave-up",
            Cause::LeaderLost => "leader-lost",
            Cause::PowerLost => "power-lost",
            Cause::Retention => "retention",
            Cause::Compacted => "compacted",
            Cause::Aborted => "aborted",
            Cause::Skipped => "skipped",
            Cause::Archived => "archived",
        }
    }

    /// The cause as a reader calls it.
    pub fn word(self) -> Word {
        match self {
            Cause::Rejected => causes::REJECTED,
            Cause::Expired => causes::EXPIRED,
            Cause::OverLength => causes::OVER_LENGTH,
            Cause::Refused => causes::REFUSED,
            Cause::Unroutable => causes::UNROUTABLE,
            Cause::LinkLost => causes::LINK_LOST,
            Cause::Purged => causes::PURGED,
            Cause::Restart => causes::RESTART,
            Cause::QueueDeleted => causes::QUEUE_DELETED,
            Cause::DeadLettered => causes::DEAD_LETTERED,
            Cause::DeadLetterCycle => causes::DEAD_LETTER_CYCLE,
            Cause::DeadLetterLost => causes::DEAD_LETTER_LOST,
            Cause::ConsumerCrashed => causes::CONSUMER_CRASHED,
            Cause::NotProcessed => causes::NOT_PROCESSED,
            Cause::DeliveryLimit => causes::DELIVERY_LIMIT,
            Cause::Deduplicated => causes::DEDUPLICATED,
            Cause::Redriven => causes::REDRIVEN,
            Cause::Discarded => causes::DISCARDED,
            Cause::BufferFull => causes::BUFFER_FULL,
            Cause::GaveUp => causes::GAVE_UP,
            Cause::LeaderLost => causes::LEADER_LOST,
            Cause::PowerLost => causes::POWER_LOST,
            Cause::Retention => causes::RETENTION,
            Cause::Compacted => causes::COMPACTED,
            Cause::Aborted => causes::ABORTED,
            Cause::Skipped => causes::SKIPPED,
            Cause::Archived => causes::ARCHIVED,
        }
    }
}
