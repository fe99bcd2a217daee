//! A produce request: a batch on its way to the leader of its partition.

use crate::engine::{
    CopyKey, Engine, PartitionId, ProducerId,
    fact::Cause,
    topology::{Acks, Cleanup},
};

use super::answers::{Awaiting, ProduceError};

/// How a leader tells one batch of a producer from another (K6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The producer id.
    pub pid: u32,
    /// Which instance of it wrote: an older one is fenced (K22).
    pub epoch: u16,
    /// Sequence number of the first record.
    pub first: u32,
}

/// A batch on its way.
#[derive(Clone, Debug)]
pub struct ProduceRequest {
    /// The producer's number for the batch.
    pub batch: u32,
    /// Which attempt to send it this is, from 1.
    pub attempt: u32,
    /// Where to.
    pub partition: PartitionId,
    /// One copy of each record's message.
    pub copies: Vec<CopyKey>,
    /// With idempotence on.
    pub stamp: Option<Stamp>,
    /// It belongs to a transaction.
    pub transactional: bool,
    /// What the producer waits for.
    pub acks: Acks,
}

impl Engine {
    /// A batch reaches the leader of its partition.
    pub(in crate::engine) fn batch_arrived(&mut self, id: ProducerId, request: ProduceRequest) {
        let ProduceRequest { batch, attempt, partition, copies, stamp, acks, .. } = request;
        let taken = match self.may_append(partition, &copies, acks) {
            Ok(()) => self.append(partition, &copies, stamp, request.transactional),
            Err(error) => Err(error),
        };
        if let Err(error) = taken {
            let _ = self.refuse_copies(partition, &copies, Cause::Refused);
            return self.answer_batch(id, partition, (batch, attempt), Some(error));
        }
        match acks {
            Acks::None => {}
            Acks::Leader => self.answer_batch(id, partition, (batch, attempt), None),
            Acks::All => {
                let session = self.producers[id.index()].session;
                let log = self.log.partition_mut(partition);
                let upto = log.end;
                log.awaiting.push_back(Awaiting { producer: id, session, batch, attempt, upto });
                self.answer_awaiting(partition);
            }
        }
    }

    /// Whether there is a leader, replicas enough in sync for `acks=all` (K4),
    /// and a key to each record where a log is compacted by them (K19).
    fn may_append(
        &self,
        partition: PartitionId,
        copies: &[CopyKey],
        acks: Acks,
    ) -> Result<(), ProduceError> {
        if !self.is_led(partition) {
            return Err(ProduceError::LeaderNotAvailable);
        }
        let enough = self.min_insync(partition) <= self.log.partition(partition).in_sync();
        if acks == Acks::All && !enough {
            return Err(ProduceError::NotEnoughReplicas);
        }
        let by_key = self.log.topic_of(partition).spec.cleanup == Cleanup::Compact;
        let mut owners = copies.iter().map(|copy| self.store.copies[*copy].message);
        match by_key && owners.any(|owner| !self.has_key(owner)) {
            true => Err(ProduceError::InvalidRecord),
            false => Ok(()),
        }
    }
}
