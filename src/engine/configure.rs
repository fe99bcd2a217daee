//! Changing one setting of a queue or of a consumer while it runs, as a
//! policy, `SetQueueAttributes` or an update of a subscription does.

use queuescope_derive::Read;
use serde::{Deserialize, Serialize};

use super::{
    Engine,
    ids::NodeId,
    range,
    refusal::Refusal,
    topology::{ConsumerSpec, DeadLetterStrategy, QueueSpec},
};

/// Another value for one setting of a queue; `null` for what its kind has by
/// default.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum QueueChange {
    /// `x-max-length-bytes`; applied at once (R10).
    MaxLengthBytes(Option<u64>),
    /// `x-expires`, in milliseconds from now.
    ExpiresMs(Option<u64>),
    /// `x-dead-letter-strategy`, for deaths from now on (R31).
    DeadLetterStrategy(DeadLetterStrategy),
    /// `x-consumer-timeout`, in milliseconds (R41).
    ConsumerTimeoutMs(Option<u64>),
    /// The shortest wait before a retry, for returns from now on (R25, P5).
    RetryMinMs(Option<u64>),
    /// The longest wait before a retry.
    RetryMaxMs(Option<u64>),
    /// `VisibilityTimeout`, `ackDeadlineSeconds`, for deliveries from now
    /// on (S1, P1).
    LeaseMs(Option<u64>),
    /// `DelaySeconds`, for messages that arrive from now on (S9).
    DelayMs(Option<u64>),
    /// `ContentBasedDeduplication` (S8).
    ContentDedup(bool),
    /// `enableExactlyOnceDelivery` (P2).
    ExactlyOnce(bool),
}

/// Another value for one setting of a consumer, from its next ask or
/// delivery on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum ConsumerChange {
    /// `MaxNumberOfMessages` (S9).
    Batch(u32),
    /// `WaitTimeSeconds`, in milliseconds (S9).
    WaitMs(f64),
    /// From an empty answer to the next ask, in milliseconds.
    PollGapMs(f64),
    /// For how long in all it extends its leases, in milliseconds (S1, P1).
    ExtendMs(f64),
}

impl QueueChange {
    fn check(self) -> Result<(), Refusal> {
        let within = |range: range::Range, value: Option<u64>| {
            range.check(value.map_or(range.from, |value| value as f64))
        };
        match self {
            QueueChange::MaxLengthBytes(bytes) => within(range::LENGTH, bytes),
            QueueChange::ExpiresMs(ms) | QueueChange::ConsumerTimeoutMs(ms) => {
                within(range::LASTING, ms)
            }
            QueueChange::RetryMinMs(ms) | QueueChange::RetryMaxMs(ms) => within(range::RETRY, ms),
            QueueChange::LeaseMs(ms) => within(range::LEASE, ms),
            QueueChange::DelayMs(ms) => within(range::DELAY, ms),
            QueueChange::DeadLetterStrategy(_)
            | QueueChange::ContentDedup(_)
            | QueueChange::ExactlyOnce(_) => Ok(()),
        }
    }

    fn write(self, spec: &mut QueueSpec) {
        match self {
            QueueChange::MaxLengthBytes(bytes) => spec.max_length_bytes = bytes,
            QueueChange::ExpiresMs(ms) => spec.expires_ms = ms,
            QueueChange::DeadLetterStrategy(strategy) => {
                if let Some(target) = &mut spec.dead_letter {
                    target.strategy = strategy;
                }
            }
            QueueChange::ConsumerTimeoutMs(ms) => spec.consumer_timeout_ms = ms,
            QueueChange::RetryMinMs(ms) => spec.retry_min_ms = ms,
            QueueChange::RetryMaxMs(ms) => spec.retry_max_ms = ms,
            QueueChange::LeaseMs(ms) => spec.lease_ms = ms,
            QueueChange::DelayMs(ms) => spec.delay_ms = ms,
            QueueChange::ContentDedup(on) => spec.content_dedup = on,
            QueueChange::ExactlyOnce(on) => spec.exactly_once = on,
        }
    }
}

impl ConsumerChange {
    fn check(self) -> Result<(), Refusal> {
        match self {
            ConsumerChange::Batch(most) => range::BATCH.check(f64::from(most)),
            ConsumerChange::WaitMs(ms) => range::WAIT.check(ms),
            ConsumerChange::PollGapMs(ms) => range::SPAN.check(ms),
            ConsumerChange::ExtendMs(ms) => range::LEASE.check(ms),
        }
    }

    fn write(self, spec: &mut ConsumerSpec) {
        match self {
            ConsumerChange::Batch(most) => spec.batch = most,
            ConsumerChange::WaitMs(ms) => spec.wait_ms = ms,
            ConsumerChange::PollGapMs(ms) => spec.poll_gap_ms = ms,
            ConsumerChange::ExtendMs(ms) => spec.extend_ms = ms,
        }
    }
}

impl Engine {
    pub(super) fn set_queue(&mut self, name: &str, change: QueueChange) -> Result<(), Refusal> {
        let id = self.queue_id(name)?;
        change.check()?;
        change.write(&mut self.queues[id.index()].spec);
        self.configured(NodeId::Queue(id));
        match change {
            QueueChange::MaxLengthBytes(_) => {
                self.drop_over_length(id);
                self.arm_expiry(id);
            }
            QueueChange::ExpiresMs(_) => self.expiry_changed(id),
            _ => {}
        }
        Ok(())
    }

    pub(super) fn set_consumer(
        &mut self,
        name: &str,
        change: ConsumerChange,
    ) -> Result<(), Refusal> {
        let id = self.consumer_id(name)?;
        change.check()?;
        change.write(&mut self.consumers[id.index()].spec);
        self.configured(NodeId::Consumer(id));
        Ok(())
    }
}
