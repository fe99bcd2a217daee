//! Leaders: who takes over, and what that costs (K3, K5).

use crate::engine::{
    Engine, PartitionId,
    fact::{Cause, Fact},
};

impl Engine {
    /// A broker is missed: its replica no longer counts, unless it is the
    /// last in sync, and somebody else leads.
    pub(super) fn replica_gone(&mut self, id: PartitionId, broker: u8) {
        let log = self.log.partition_mut(id);
        let Some(at) = log.replicas.iter().position(|replica| replica.broker == broker) else {
            return;
        };
        let last = log.in_sync() == 1;
        if log.replicas[at].in_sync && !last {
            log.replicas[at].in_sync = false;
            self.record(Fact::InSync { partition: id, broker, in_sync: false });
        }
        if self.log.partition(id).leader == Some(at) {
            self.log.partition_mut(id).leader = None;
            self.record(Fact::Led { partition: id, broker: None });
            self.elect(id);
        }
        self.advance_watermark(id);
    }

    /// Gives a partition without a leader one: a replica in sync, or any at
    /// all where unclean elections are allowed.
    pub(super) fn elect(&mut self, id: PartitionId) {
        let log = self.log.partition(id);
        if log.leader.is_some() {
            return;
        }
        let unclean = self.log.topic_of(id).spec.unclean_election;
        let running = |at: &usize| self.log.brokers[log.replicas[*at].broker as usize].up;
        let in_sync = (0..log.replicas.len()).filter(running).find(|at| log.replicas[*at].in_sync);
        let any = (0..log.replicas.len()).filter(running).max_by_key(|at| log.replicas[*at].end);
        let Some(at) = in_sync.or(any.filter(|_| unclean)) else {
            return;
        };
        self.lead(id, at);
    }

    /// A replica leads from now on: what it does not have is gone.
    fn lead(&mut self, id: PartitionId, at: usize) {
        let log = self.log.partition_mut(id);
        log.leader = Some(at);
        let (end, broker, was_in_sync) = {
            let replica = &log.replicas[at];
            (replica.end, replica.broker, replica.in_sync)
        };
        if !was_in_sync {
            log.promised = log.promised.min(end);
            log.replicas.iter_mut().for_each(|replica| replica.in_sync = false);
            log.replicas[at].in_sync = true;
        }
        self.record(Fact::Led { partition: id, broker: Some(broker) });
        self.truncate(id, end, Cause::LeaderLost);
        self.forget_lent(id);
        self.advance_watermark(id);
        self.readable(id);
    }

    /// A leader is back before anybody has missed it.
    pub(super) fn lead_again(&mut self, id: PartitionId, broker: u8) {
        if self.log.partition(id).leader().is_some_and(|leader| leader.broker == broker) {
            self.forget_lent(id);
            self.readable(id);
        }
    }

    /// Cuts the log off at `end`, under a new epoch: what was booked for the
    /// old log no longer counts.
    pub(super) fn truncate(&mut self, id: PartitionId, end: u64, cause: Cause) {
        let log = self.log.partition_mut(id);
        log.epoch += 1;
        let mut gone = Vec::new();
        while let Some(record) = log.records.pop_back_if(|record| end <= record.offset) {
            gone.push(record);
        }
        log.end = log.end.min(end);
        log.start = log.start.min(log.end);
        let last = log.records.back().map(|record| record.at);
        log.segments.cut(log.end, &gone, last);
        log.high_watermark = log.high_watermark.min(end);
        log.replicas.iter_mut().for_each(|replica| replica.end = replica.end.min(end));
        log.open.retain(|_, first| *first < end);
        log.sequences.values_mut().for_each(|sequences| sequences.cut(end));
        for record in gone.iter().rev() {
            self.remove_record(id, record, cause);
        }
        self.log.partition_mut(id).cut_aborted(end);
        self.log_cut(id, end);
    }
}
