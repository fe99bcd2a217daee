//! From queues to a log: a topic for each exchange that is published to, or
//! else for each queue, and a group for each queue that somebody reads.

use crate::ordered_map::OrderedMap;

use super::{Losses, log::kept_by_clients};
use crate::{
    engine::topology::{
        AckMode, Acks, CommitMode, ConsumerSpec, GroupSpec, LogProducerSpec, OffsetReset, OnPoison,
        ProducerSpec, QueueSpec, TopicSpec, Topology,
    },
    scenario::Scenario,
    words::{losses as what, to_log as words},
};

/// The group of those who read a queue.
fn group_of(queue: &str) -> String {
    format!("{queue}-group")
}

pub(super) fn translate(now: &mut Scenario, losses: &mut Losses) {
    let was = std::mem::take(&mut now.topology);
    let read = |queue: &QueueSpec| readers(&was, &queue.name) > 0;
    let mut topology = Topology {
        hop_ms: was.hop_ms,
        callers: was.callers.clone(),
        services: was.services.clone(),
        ..Topology::default()
    };
    if was.memory_limit.is_some() {
        losses.add(what::THE_BROKER.text(), &what::MEMORY, &words::MEMORY);
    }
    // How many members the largest group of a topic has.
    let mut topics: OrderedMap<String, u16> = OrderedMap::new();
    for queue in &was.queues {
        set_aside(queue, losses);
        if !read(queue) {
            continue;
        }
        let reads = sources(&was, &queue.name);
        for topic in &reads {
            let members = readers(&was, &queue.name).min(64) as u16;
            let most = topics.or_default(topic.clone());
            *most = members.max(*most);
        }
        topology.groups.push(group(&was, queue, reads));
    }
    for producer in &was.producers {
        let topic = topic_of(&was, producer);
        topics.or_insert(topic.clone(), 1);
        topology.producers.push(sending(producer, topic, losses));
    }
    for spec in &was.consumers {
        if let Some(topic) = &spec.produces {
            topics.or_insert(topic.clone(), 1);
        }
        match spec.queue.as_ref() {
            Some(_) => topology.consumers.push(member(spec, losses)),
            None => losses.add(&spec.name, &what::CLIENT_WITHOUT_QUEUE, &words::READS_A_TOPIC),
        }
    }
    topology.topics =
        topics.into_iter().map(|(name, members)| TopicSpec::named(name, members)).collect();
    routing(&was, losses);
    now.topology = topology;
    kept_by_clients(now, losses);
}

/// How many consumers read a queue first of all.
fn readers(topology: &Topology, queue: &str) -> u32 {
    let reading = topology.consumers.iter().filter(|spec| spec.queue.as_deref() == Some(queue));
    reading.map(|spec| spec.count.max(1)).sum()
}

/// The topics that take the place of whatever fills a queue.
fn sources(topology: &Topology, queue: &str) -> Vec<String> {
    let bound = topology.bindings.iter().filter(|it| it.queue.as_deref() == Some(queue));
    let mut names: Vec<String> = bound.map(|binding| binding.exchange.clone()).collect();
    names.dedup();
    let direct = topology.producers.iter().any(|producer| {
        producer.exchange.is_empty() && producer.keys.iter().any(|key| key == queue)
    });
    if direct || names.is_empty() {
        names.push(queue.to_owned());
    }
    names
}

/// The topic that a producer sends to: its exchange's, or its first queue's.
fn topic_of(topology: &Topology, producer: &ProducerSpec) -> String {
    let by_key = producer.keys.first().map_or(producer.name.as_str(), |key| key.as_str());
    match topology.exchanges.iter().find(|exchange| exchange.name == producer.exchange) {
        Some(exchange) => exchange.name.clone(),
        None => by_key.to_owned(),
    }
}

fn group(was: &Topology, queue: &QueueSpec, topics: Vec<String>) -> GroupSpec {
    let mut reading = was.consumers.iter().filter(|it| it.queue.as_ref() == Some(&queue.name));
    let prefetch = reading.next().map_or(0, |spec| spec.prefetch);
    GroupSpec {
        name: group_of(&queue.name),
        topics,
        offset_reset: OffsetReset::Earliest,
        commit: CommitMode::Each,
        max_poll_records: if prefetch == 0 { 500 } else { prefetch.min(500) },
        initial_delay_ms: 0.0,
        session_timeout_ms: 6_000.0,
        heartbeat_ms: 1_000.0,
        ..GroupSpec::default()
    }
}

fn sending(producer: &ProducerSpec, topic: String, losses: &mut Losses) -> ProducerSpec {
    let mut sends = producer.clone();
    let name = &producer.name;
    losses.take(name, &mut sends.mandatory, &"mandatory", &words::MANDATORY);
    losses.take(name, &mut sends.expiration_ms, &"expiration", &words::EXPIRATION);
    losses.take(name, &mut sends.priorities, &what::PRIORITIES, &words::PRIORITIES);
    losses.take(name, &mut sends.backpressure, &"backpressure", &words::BACKPRESSURE);
    let acks = if producer.confirms.is_some() { Acks::All } else { Acks::None };
    let idempotent = acks == Acks::All;
    sends.log = Some(LogProducerSpec { topic, acks, idempotent, ..LogProducerSpec::default() });
    ProducerSpec {
        confirms: None,
        exchange: String::new(),
        keys: vec![],
        persistent: true,
        ..sends
    }
}

fn member(spec: &ConsumerSpec, losses: &mut Losses) -> ConsumerSpec {
    let mut member = spec.clone();
    let name = &spec.name;
    member.group = member.queue.take().map(|queue| group_of(&queue));
    losses.take(name, &mut member.also, &what::FURTHER_QUEUES, &words::FURTHER_QUEUES);
    losses.take(name, &mut member.priority, &"x-priority", &words::CONSUMER_PRIORITY);
    losses.take(name, &mut member.by_hand, &what::BY_HAND, &words::BY_HAND);
    if member.ack == AckMode::Automatic {
        member.ack = AckMode::First;
        losses.add(name, &what::AUTOMATIC_ACK, &words::AUTOMATIC_ACK);
    }
    if matches!(member.on_poison, OnPoison::Requeue | OnPoison::Nack) {
        member.on_poison = OnPoison::Reject;
        losses.add(name, &what::REQUEUE, &words::REQUEUE);
    }
    ConsumerSpec { prefetch: 0, batch: 10, wait_ms: 0.0, extend_ms: 0.0, ..member }
}

/// What a queue was set to and a topic has no word for.
fn set_aside(queue: &QueueSpec, losses: &mut Losses) {
    let name = &queue.name;
    if queue.dead_letter.is_some() {
        losses.add(name, &what::DEAD_LETTER_TARGET, &words::DEAD_LETTERS);
    }
    if queue.max_length.or(queue.max_length_bytes).is_some() {
        losses.add(name, &what::LENGTH, &words::LENGTH);
    }
    if queue.message_ttl_ms.is_some() {
        losses.add(name, &what::MESSAGE_TTL, &words::TTL);
    }
    let mut rest = QueueSpec { name: String::new(), ..queue.clone() };
    rest.profile = None;
    rest.durable = true;
    (rest.dead_letter, rest.max_length, rest.max_length_bytes) = (None, None, None);
    (rest.message_ttl_ms, rest.overflow) = (None, Default::default());
    if rest != QueueSpec::named("") {
        losses.add(name, &what::OTHER_SETTINGS, &words::OTHER_SETTINGS);
    }
}

fn routing(was: &Topology, losses: &mut Losses) {
    use crate::engine::topology::ExchangeKind::Fanout;
    for exchange in was.exchanges.iter().filter(|exchange| exchange.kind != Fanout) {
        losses.add(&exchange.name, &what::ROUTING, &words::ROUTING);
    }
}
