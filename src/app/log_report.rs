//! Topics and groups, as scripts see them.

use crate::ordered_map::OrderedMap;

use serde::Serialize;

use super::report::NodeReport;
use crate::{
    engine::{Engine, Group, GroupId, NodeId, Partition, PartitionId, Topic, TopicId},
    view::log_words,
};

/// A partition.
#[derive(Debug, Serialize)]
pub struct PartitionReport {
    /// The first offset that is still stored.
    start: u64,
    /// Consumers read to here.
    high_watermark: u64,
    /// `read_committed` reads to here.
    last_stable: u64,
    /// The offset of the next record.
    end: u64,
    /// Records that are stored.
    records: usize,
    /// The broker that leads, if one does.
    leader: Option<u8>,
    in_sync: usize,
}

/// How a group stands with a topic, partition by partition.
#[derive(Debug, Serialize)]
pub struct GroupReport {
    /// `empty`, `gathering` or `stable`.
    phase: &'static str,
    generation: u32,
    members: Vec<String>,
    /// The next offset to read after a restart.
    committed: Vec<Option<u64>>,
    /// The next offset that its member will be given.
    position: Vec<Option<u64>>,
    /// Records behind the high watermark, by partition.
    lags: Vec<u64>,
    /// Records not committed yet, of all partitions it reads.
    lag: u64,
}

/// What a topic has beside other nodes.
#[derive(Debug, Serialize)]
pub struct TopicReport {
    partitions: Vec<PartitionReport>,
    groups: OrderedMap<String, GroupReport>,
}

/// All topics.
pub(super) fn nodes<'a>(
    engine: &'a Engine,
    node: &'a dyn Fn(&'static str, NodeId) -> NodeReport,
) -> impl Iterator<Item = NodeReport> + 'a {
    let topics = (0..).map(TopicId).zip(engine.topics());
    topics.map(move |(id, it)| node("topic", NodeId::Topic(id)).with_topic(topic(engine, id, it)))
}

fn topic(engine: &Engine, id: TopicId, topic: &Topic) -> TopicReport {
    let partitions: Vec<PartitionId> = topic.partitions().collect();
    let groups = (0..).map(GroupId).zip(engine.groups()).filter(|(_, group)| group.reads(id));
    let named = groups.map(|(group_id, it)| {
        let report = group(engine, group_id, it, &partitions);
        (it.spec().name.clone(), report)
    });
    TopicReport {
        groups: named.collect(),
        partitions: partitions
            .iter()
            .map(|id| partition(&engine.partitions()[id.index()]))
            .collect(),
    }
}

fn partition(log: &Partition) -> PartitionReport {
    PartitionReport {
        start: log.start(),
        high_watermark: log.high_watermark(),
        last_stable: log.last_stable(),
        end: log.end(),
        records: log.records().len(),
        leader: log.leader().map(|leader| leader.broker),
        in_sync: log.in_sync(),
    }
}

fn group(engine: &Engine, id: GroupId, group: &Group, partitions: &[PartitionId]) -> GroupReport {
    let name = |id| engine.id_of(NodeId::Consumer(id)).to_owned();
    GroupReport {
        phase: group.phase().name(),
        generation: group.generation(),
        members: group.members().map(name).collect(),
        committed: partitions.iter().map(|id| group.committed(*id)).collect(),
        position: partitions.iter().map(|id| log_words::position(engine, group, *id)).collect(),
        lags: partitions.iter().map(|id| log_words::lag(engine, group, *id)).collect(),
        lag: engine.lag_of(id),
    }
}
