//! The nodes that have a line of their own in a chart.

use crate::engine::{ConsumerId, Engine, NodeId, PartitionId, QueueId};

use super::log_words::partition_name;

/// Most nodes of a kind that are followed: the first ones of the world.
pub const TRACKED: usize = 32;

/// A node that is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tracked {
    /// How many messages are ready in a queue.
    Queue(QueueId),
    /// How far the slowest group is behind in a partition.
    Partition(PartitionId),
    /// How busy a consumer is.
    Consumer(ConsumerId),
}

impl Tracked {
    /// The queues and partitions that are followed.
    pub fn stores(engine: &Engine) -> impl Iterator<Item = Tracked> {
        let queues = (0..engine.queues().len().min(TRACKED) as u16).map(QueueId);
        let partitions = (0..engine.partitions().len().min(TRACKED) as u16).map(PartitionId);
        queues.map(Tracked::Queue).chain(partitions.map(Tracked::Partition))
    }

    /// The consumers that are followed.
    pub fn consumers(engine: &Engine) -> impl Iterator<Item = Tracked> {
        let all = 0..engine.consumers().len().min(TRACKED) as u16;
        all.map(|id| Tracked::Consumer(ConsumerId(id)))
    }

    /// Its name.
    pub fn name(self, engine: &Engine) -> String {
        match self {
            Tracked::Queue(id) => engine.name_of(NodeId::Queue(id)).to_owned(),
            Tracked::Partition(id) => partition_name(engine, id),
            Tracked::Consumer(id) => engine.name_of(NodeId::Consumer(id)).to_owned(),
        }
    }

    /// Whether it is a node of the stage, or a part of one.
    pub fn belongs_to(self, engine: &Engine, node: NodeId) -> bool {
        match self {
            Tracked::Queue(id) => node == NodeId::Queue(id),
            Tracked::Partition(id) => {
                node == NodeId::Topic(engine.partitions()[id.index()].topic())
            }
            Tracked::Consumer(id) => node == NodeId::Consumer(id),
        }
    }
}

/// How many records the slowest group has not committed yet in a partition,
/// of those it may read; the groups that are followed count.
pub fn lag(engine: &Engine, id: PartitionId) -> u64 {
    let partition = &engine.partitions()[id.index()];
    let groups = engine.groups().iter().take(TRACKED);
    let readers = groups.filter(|group| group.exists() && group.reads(partition.topic()));
    let committed = readers.map(|group| group.committed(id).unwrap_or(0));
    let slowest = committed.min().map(|offset| offset.max(partition.start()));
    slowest.map_or(0, |offset| partition.high_watermark().saturating_sub(offset))
}
