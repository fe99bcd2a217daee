//! What worlds with a log are put together from.

use crate::engine::{
    profile::ProfileId,
    topology::{
        CommitMode, ConsumerSpec, GroupSpec, LogProducerSpec, OffsetReset, ProducerSpec, Service,
        TopicSpec, Topology,
    },
};

/// A log on its own, slow enough to be watched.
pub fn log(topics: Vec<TopicSpec>) -> Topology {
    Topology { profile: ProfileId::Kafka, topics, hop_ms: 300.0, ..Topology::default() }
}

/// A group that reads a topic from its start and commits each record after
/// its work; it shares out at once, and misses a member after six seconds.
pub fn group(name: &str, topic: &str) -> GroupSpec {
    GroupSpec {
        name: name.to_owned(),
        topics: vec![topic.to_owned()],
        offset_reset: OffsetReset::Earliest,
        commit: CommitMode::Each,
        max_poll_records: 1,
        initial_delay_ms: 0.0,
        session_timeout_ms: 6_000.0,
        heartbeat_ms: 1_000.0,
        ..GroupSpec::default()
    }
}

/// A member of a group that works for so long on each record.
pub fn member(name: &str, group: &str, service_ms: f64) -> ConsumerSpec {
    ConsumerSpec {
        queue: None,
        group: Some(group.to_owned()),
        service: Service::Constant { ms: service_ms },
        gap_ms: 100.0,
        latency_ms: 300.0,
        ..ConsumerSpec::named(name, "")
    }
}

/// A producer of a topic, made of one that has all the rest.
pub fn sending(producer: ProducerSpec, topic: &str) -> ProducerSpec {
    let log = LogProducerSpec { topic: topic.to_owned(), ..LogProducerSpec::default() };
    ProducerSpec { log: Some(log), ..producer }
}

/// Records of so many customers in turn: each is a key of its own.
pub fn customers(producer: ProducerSpec, count: usize) -> ProducerSpec {
    let name = |n: usize| format!("customer-{n}");
    ProducerSpec { groups: (1..=count).map(name).collect(), ..producer }
}
