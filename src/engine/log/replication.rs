//! Followers, and the high watermark (K3–K5).
//!
//! A follower has what its leader had one hop ago. The high watermark is how
//! far all in sync have come; it stands still while fewer are in sync than
//! `min.insync.replicas`.

use crate::engine::{Engine, PartitionId, event::Event, fact::Fact};

/// `replica.lag.time.max.ms`: a follower that has been behind for so long
/// leaves the replicas in sync (K5).
pub const REPLICA_LAG_US: u64 = 30_000_000;

impl Engine {
    /// The `min.insync.replicas` that counts: never more than there are
    /// replicas (K4).
    pub fn min_insync(&self, partition: PartitionId) -> usize {
        let spec = &self.log.topic_of(partition).spec;
        usize::from(spec.min_insync.min(spec.replicas).max(1))
    }

    /// Whether a partition has a leader that runs.
    pub(super) fn is_led(&self, id: PartitionId) -> bool {
        let leader = self.log.partition(id).leader();
        leader.is_some_and(|leader| self.log.brokers[leader.broker as usize].up)
    }

    /// Followers that run have fetched what their leader had a hop ago.
    pub(in crate::engine) fn replicate(&mut self, id: PartitionId, epoch: u32, upto: u64) {
        if self.log.partition(id).epoch != epoch || !self.is_led(id) {
            return;
        }
        let brokers = &self.log.brokers;
        let log = &mut self.log.partitions[id.index()];
        let leader = log.leader;
        let mut joined = Vec::new();
        for (at, replica) in log.replicas.iter_mut().enumerate() {
            let broker = &brokers[replica.broker as usize];
            if Some(at) == leader || !broker.up || broker.stalled {
                continue;
            }
            replica.end = replica.end.max(upto);
            if !replica.in_sync && replica.end >= log.high_watermark {
                replica.in_sync = true;
                joined.push(replica.broker);
            }
        }
        for broker in joined {
            self.record(Fact::InSync { partition: id, broker, in_sync: true });
        }
        self.watch_lag(id);
        self.advance_watermark(id);
    }

    /// Moves the high watermark to where all in sync are, if they are enough.
    pub(super) fn advance_watermark(&mut self, id: PartitionId) {
        if self.log.partition(id).in_sync() < self.min_insync(id) {
            return;
        }
        let log = self.log.partition_mut(id);
        let in_sync = log.replicas.iter().filter(|replica| replica.in_sync);
        let reached = in_sync.map(|replica| replica.end).min().unwrap_or(log.high_watermark);
        if reached <= log.high_watermark {
            return;
        }
        log.high_watermark = reached;
        self.record(Fact::HighWatermark { partition: id, offset: reached });
        self.answer_awaiting(id);
        self.grown(id);
        self.readable(id);
    }

    /// Looks again at a follower that is behind now when it has been so for
    /// too long.
    fn watch_lag(&mut self, id: PartitionId) {
        let log = self.log.partition(id);
        let (epoch, end) = (log.epoch, log.end);
        let behind = |replica: &&super::Replica| replica.in_sync && replica.end < end;
        let late: Vec<(u8, u64)> =
            log.replicas.iter().filter(behind).map(|late| (late.broker, late.end)).collect();
        let due = self.now.after(REPLICA_LAG_US);
        for (broker, end) in late {
            let event = Event::ReplicaLate { partition: id, epoch, broker, end };
            self.agenda.book(self.now, due, event);
        }
    }

    /// A follower may have been behind for too long: it has not moved since.
    pub(in crate::engine) fn replica_late(
        &mut self,
        id: PartitionId,
        epoch: u32,
        broker: u8,
        end: u64,
    ) {
        let log = self.log.partition_mut(id);
        if log.epoch != epoch {
            return;
        }
        let late = |replica: &&mut super::Replica| {
            replica.broker == broker && replica.in_sync && replica.end == end
        };
        if let Some(replica) = log.replicas.iter_mut().find(late) {
            replica.in_sync = false;
            self.record(Fact::InSync { partition: id, broker, in_sync: false });
            self.advance_watermark(id);
        }
    }
}
