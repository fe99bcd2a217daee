//! What a producer of a log hears of its batches.

use crate::engine::{
    Engine, PartitionId, ProducerId,
    link::{Cargo, Way},
};

/// Why a leader did not take a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProduceError {
    /// Nobody leads the partition, or the leader is gone: tried again.
    LeaderNotAvailable,
    /// Fewer replicas in sync than `min.insync.replicas` (K4): tried again.
    NotEnoughReplicas,
    /// A batch before it is missing: tried again, in order (K2).
    OutOfOrderSequence,
    /// A record without a key, for a topic that is compacted (K19): not tried
    /// again.
    InvalidRecord,
    /// Another instance with the same `transactional.id` has taken over
    /// (K22): not tried again.
    Fenced,
}

impl ProduceError {
    /// The error's name.
    pub fn name(self) -> &'static str {
        match self {
            ProduceError::LeaderNotAvailable => "NOT_LEADER_OR_FOLLOWER",
            ProduceError::NotEnoughReplicas => "NOT_ENOUGH_REPLICAS",
            ProduceError::OutOfOrderSequence => "OUT_OF_ORDER_SEQUENCE_NUMBER",
            ProduceError::InvalidRecord => "INVALID_RECORD",
            ProduceError::Fenced => "INVALID_PRODUCER_EPOCH",
        }
    }

    /// Whether the client tries again by itself.
    pub fn is_retriable(self) -> bool {
        !matches!(self, ProduceError::InvalidRecord | ProduceError::Fenced)
    }
}

/// A batch whose producer waits until all in sync have it.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Awaiting {
    pub producer: ProducerId,
    pub session: u32,
    pub batch: u32,
    pub attempt: u32,
    /// Answered when the high watermark is here.
    pub upto: u64,
}

impl Engine {
    /// Answers a batch, good or bad, over the connection there is.
    pub(super) fn answer_batch(
        &mut self,
        id: ProducerId,
        partition: PartitionId,
        (batch, attempt): (u32, u32),
        error: Option<ProduceError>,
    ) {
        let cargo = Cargo::BatchAnswer { batch, attempt, error };
        self.send_producer(id, Way::ToClient, self.node_of(partition), cargo);
    }

    /// Answers what all in sync have by now.
    pub(super) fn answer_awaiting(&mut self, partition: PartitionId) {
        let watermark = self.log.partition(partition).high_watermark;
        loop {
            let awaiting = &mut self.log.partition_mut(partition).awaiting;
            let Some(next) = awaiting.pop_front_if(|next| next.upto <= watermark) else {
                return;
            };
            let log = self.log.partition_mut(partition);
            log.promised = log.promised.max(next.upto);
            self.answer_one(partition, next, None);
        }
    }

    /// The leader is gone, and with it the connections over which answers
    /// were awaited.
    pub(super) fn fail_awaiting(&mut self, partition: PartitionId) {
        let awaiting = std::mem::take(&mut self.log.partition_mut(partition).awaiting);
        for one in awaiting {
            self.answer_one(partition, one, Some(ProduceError::LeaderNotAvailable));
        }
    }

    fn answer_one(&mut self, partition: PartitionId, one: Awaiting, error: Option<ProduceError>) {
        if self.producers[one.producer.index()].session == one.session {
            self.answer_batch(one.producer, partition, (one.batch, one.attempt), error);
        }
    }
}
