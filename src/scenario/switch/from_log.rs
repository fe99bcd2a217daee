//! From a log to queues: a queue for each group of a topic, and where there
//! are several a fanout exchange before them.

use super::{Losses, log::kept_by_clients};
use crate::{
    engine::topology::{
        Acks, BindingSpec, Confirms, ConsumerSpec, ExchangeKind, ExchangeSpec, GroupSpec,
        ProducerSpec, QueueSpec, TopicSpec, Topology,
    },
    scenario::Scenario,
    words::{from_log as words, losses as what},
};

/// To a world of RabbitMQ's classic queues; every other kind follows from it.
pub(super) fn translate(now: &mut Scenario, losses: &mut Losses) {
    let was = std::mem::take(&mut now.topology);
    let mut topology = Topology {
        hop_ms: was.hop_ms,
        callers: was.callers.clone(),
        services: was.services.clone(),
        ..Topology::default()
    };
    for topic in &was.topics {
        keeping(topic, losses);
        store(&was, topic, &mut topology);
    }
    for group in &was.groups {
        reading(group, losses);
    }
    topology.producers = was.producers.iter().map(|it| publishing(it, &topology, losses)).collect();
    topology.consumers = was.consumers.iter().map(|it| consuming(it, &was, losses)).collect();
    now.topology = topology;
    kept_by_clients(now, losses);
}

/// The groups that read a topic.
fn groups_of<'a>(was: &'a Topology, topic: &'a str) -> impl Iterator<Item = &'a GroupSpec> {
    was.groups.iter().filter(move |group| group.topics.iter().any(|name| name == topic))
}

/// The queue of a group: named after its topic if it is the only one there.
fn queue_of(was: &Topology, group: &GroupSpec) -> String {
    match group.topics.first().filter(|topic| groups_of(was, topic).count() < 2) {
        Some(topic) => topic.clone(),
        None => group.name.clone(),
    }
}

fn store(was: &Topology, topic: &TopicSpec, topology: &mut Topology) {
    let groups: Vec<&GroupSpec> = groups_of(was, &topic.name).collect();
    if groups.len() < 2 {
        return topology.queues.push(QueueSpec::named(&topic.name));
    }
    topology.exchanges.push(ExchangeSpec {
        name: topic.name.clone(),
        kind: ExchangeKind::Fanout,
        durable: true,
        alternate: None,
    });
    for group in groups {
        let queue = queue_of(was, group);
        if topology.queues.iter().all(|known| known.name != queue) {
            topology.queues.push(QueueSpec::named(&queue));
        }
        topology.bindings.push(BindingSpec {
            exchange: topic.name.clone(),
            queue: Some(queue),
            ..BindingSpec::default()
        });
    }
}

fn keeping(topic: &TopicSpec, losses: &mut Losses) {
    losses.add(&topic.name, &what::REPLAY, &words::REPLAY);
    if topic.partitions > 1 {
        losses.add(&topic.name, &what::PARTITIONS, &words::PARTITIONS);
    }
}

fn reading(group: &GroupSpec, losses: &mut Losses) {
    if group.transactional {
        losses.add(&group.name, &what::TRANSACTIONS, &words::TRANSACTIONS);
    }
    if 1 < group.topics.len() {
        losses.add(&group.name, &what::FURTHER_TOPICS, &words::TOPICS);
    }
}

fn publishing(producer: &ProducerSpec, to: &Topology, losses: &mut Losses) -> ProducerSpec {
    let Some(log) = &producer.log else {
        return producer.clone();
    };
    if log.transactional_id.is_some() {
        losses.add(&producer.name, &what::TRANSACTIONS, &words::SENDS_IN_TRANSACTIONS);
    }
    let fanout = to.exchanges.iter().any(|exchange| exchange.name == log.topic);
    ProducerSpec {
        exchange: if fanout { log.topic.clone() } else { String::new() },
        keys: vec![log.topic.clone()],
        confirms: (log.acks != Acks::None).then(Confirms::default),
        log: None,
        ..producer.clone()
    }
}

fn consuming(spec: &ConsumerSpec, was: &Topology, losses: &mut Losses) -> ConsumerSpec {
    let group = was.groups.iter().find(|group| spec.group.as_ref() == Some(&group.name));
    let mut consumer = ConsumerSpec { group: None, ..spec.clone() };
    if let Some(group) = group {
        consumer.queue = Some(queue_of(was, group));
        consumer.prefetch = group.max_poll_records.min(2_000);
    }
    if consumer.produces.take().is_some() {
        losses.add(&spec.name, &what::PUBLISHING_ON, &words::PUBLISHES_ON);
    }
    consumer
}
