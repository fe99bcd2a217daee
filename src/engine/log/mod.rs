//! The log: topics of partitions that keep what was read, and the groups
//! that read them.
//!
//! A record is one copy of its message, whoever reads it: reading takes
//! nothing away (K9). Retention, compaction and lost leaders do.

use super::{
    Engine,
    ids::{GroupId, NodeId, PartitionId, Subscriber, TopicId},
    topology::TopicSpec,
};

mod accumulator;
mod answers;
mod assign;
mod batches;
mod brokers;
mod commits;
mod compaction;
mod configure;
mod coordinator;
mod election;
mod fetches;
mod group;
mod handle;
mod holds;
pub(super) mod laws;
mod member;
mod membership;
mod partition;
mod partitioner;
mod polls;
mod produce;
mod reading;
mod records;
mod replication;
mod retention;
mod seeking;
mod segments;
mod sender;
mod share;
mod share_loans;
mod share_members;
mod share_returns;
mod transact;
mod transactions;
mod silence;

pub use answers::ProduceError;
pub use brokers::Broker;
pub use configure::{GroupChange, SendChange, TopicChange};
pub use coordinator::GroupPhase;
pub use group::Group;
pub use member::{Member, Seat, Standing};
pub use partition::{Partition, Record, RecordKind, Replica};
pub use partitioner::{murmur2, partition_of};
pub use produce::ProduceRequest;
pub use seeking::SeekTo;
pub use segments::Segment;
pub use sender::Sender;
pub use share::{SharePartition, Shared, Sharing};
pub use share_returns::{AckType, ShareAnswer};
pub use transact::{EndRequest, SentOffsets, Transaction};

use fetches::Fetches;
use transactions::Transactions;

/// A topic as it stands.
#[derive(Clone, Debug)]
pub struct Topic {
    pub(super) spec: TopicSpec,
    /// Its first partition; the others follow.
    first: PartitionId,
}

impl Topic {
    /// Its settings.
    pub fn spec(&self) -> &TopicSpec {
        &self.spec
    }

    /// Its partitions, in their order.
    pub fn partitions(&self) -> impl ExactSizeIterator<Item = PartitionId> + use<> {
        let first = self.first.0;
        (0..self.spec.partitions).map(move |index| PartitionId(first + index))
    }
}

/// Everything of the log.
#[derive(Clone, Default)]
pub(super) struct Log {
    pub brokers: Vec<Broker>,
    pub topics: Vec<Topic>,
    pub partitions: Vec<Partition>,
    pub groups: Vec<Group>,
    /// Producer ids given out (K6).
    pub next_pid: u32,
    pub transactions: Transactions,
    pub fetches: Fetches,
}

impl Log {
    pub fn partition(&self, id: PartitionId) -> &Partition {
        &self.partitions[id.index()]
    }

    pub fn partition_mut(&mut self, id: PartitionId) -> &mut Partition {
        &mut self.partitions[id.index()]
    }

    /// How many copies the partitions hold.
    pub fn stored(&self) -> u64 {
        let records = self.partitions.iter().flat_map(|log| &log.records);
        records.filter(|record| record.copy.is_some()).count() as u64
    }

    pub fn topic_of(&self, id: PartitionId) -> &Topic {
        &self.topics[self.partition(id).topic.index()]
    }

    /// The groups there are that read a topic.
    pub fn readers(&self, topic: TopicId) -> impl Iterator<Item = GroupId> + '_ {
        let groups = self.groups.iter().enumerate();
        let reading = groups.filter(move |(_, group)| group.exists && group.reads(topic));
        reading.map(|(at, _)| GroupId(at as u16))
    }
}

impl Engine {
    /// All topics.
    pub fn topics(&self) -> &[Topic] {
        &self.log.topics
    }

    /// All partitions, through all topics.
    pub fn partitions(&self) -> &[Partition] {
        &self.log.partitions
    }

    /// All groups, those without members included.
    pub fn groups(&self) -> &[Group] {
        &self.log.groups
    }

    /// The brokers of the cluster.
    pub fn brokers(&self) -> &[Broker] {
        &self.log.brokers
    }

    /// Declares a topic with its partitions, spread over the brokers.
    pub(super) fn declare_topic(&mut self, spec: &TopicSpec) {
        let topic = TopicId(self.log.topics.len() as u16);
        let first = PartitionId(self.log.partitions.len() as u16);
        self.log.topics.push(Topic { spec: spec.clone(), first });
        let brokers = self.log.brokers.len().max(usize::from(spec.replicas.max(1)));
        self.log.brokers.resize_with(brokers, Broker::default);
        for index in 0..spec.partitions.max(1) {
            self.log.partitions.push(Partition::new(topic, index, spec.replicas.max(1)));
        }
    }

    /// The node that a partition is drawn in.
    pub(super) fn node_of(&self, partition: PartitionId) -> NodeId {
        NodeId::Topic(self.log.partition(partition).topic)
    }

    /// One effect of a message is expected from every group that reads the
    /// topic now; one that comes later expects its own.
    pub(super) fn expect_of_readers(&mut self, message: super::MessageKey, topic: TopicId) {
        let readers: Vec<GroupId> = self.log.readers(topic).collect();
        for group in readers.into_iter().rev() {
            self.expect_effect(message, Some(Subscriber::Group(group)));
        }
    }
}
