//! What readers of a partition have to hear of: more to read, or less.

use crate::engine::{Engine, PartitionId};

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
        for consumer in &mut self.consumers {
            if let Some(member) = &mut consumer.member {
                member.cut(partition, end);
            }
        }
    }
}
