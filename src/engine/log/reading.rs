//! What readers of a partition have to hear of: more to read, or less.

use crate::engine::{ConsumerId, Engine, PartitionId};

impl Engine {
    /// More of a partition can be read, or it has another leader.
    pub(super) fn readable(&mut self, partition: PartitionId) {
        self.share_readable(partition);
        self.wake_fetches(partition);
    }

    /// A partition has been cut off at an offset: what lay beyond is no more,
    /// and whoever had read it goes on at the end.
    pub(super) fn log_cut(&mut self, partition: PartitionId, end: u64) {
        self.share_cut(partition, end);
        for group in &mut self.log.groups {
            group.cut(partition, end);
        }
        for id in self.cut_members(partition, end) {
            self.forget_parked(id);
            self.poll_on(id);
        }
    }

    /// Takes members back to the end of a partition; those that read it have
    /// to fetch again.
    fn cut_members(&mut self, partition: PartitionId, end: u64) -> Vec<ConsumerId> {
        let mut readers = Vec::new();
        for (n, consumer) in self.consumers.iter_mut().enumerate() {
            if consumer.member.as_mut().is_some_and(|member| member.cut(partition, end)) {
                readers.push(ConsumerId(n as u16));
            }
        }
        readers
    }
}
