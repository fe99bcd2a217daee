//! Producers and consumers of a hosted service.

use super::{Kind, Losses, hosted::service};
use crate::{
    engine::topology::{AckMode, Confirms, ConsumerSpec, OnPoison, ProducerSpec, Topology},
    words::{hosted_clients as words, losses as what, to_hosted},
};

/// How long a subscriber of the client library may hold on (P1).
const EXTENDS_MS: f64 = 3_600_000.0;
/// Most messages that it takes at once, if not told otherwise (P6).
const OUTSTANDING: u32 = 1_000;

pub(super) fn translate(topology: &mut Topology, kind: Kind, losses: &mut Losses) {
    let was = Kind::of(topology.profile);
    for producer in &mut topology.producers {
        producing(producer, kind, losses);
        groups(producer, kind, losses);
    }
    let alone = topology.producers.iter().all(|producer| producer.groups.len() < 2);
    for consumer in &mut topology.consumers {
        settling(consumer, kind, losses);
        match kind {
            Kind::Subscription => subscribing(consumer, was, losses),
            _ => polling(consumer, was, losses),
        }
        if kind == Kind::Fifo && alone && consumer.count > 1 {
            losses.add(&consumer.name, &what::SIDE_BY_SIDE, &words::SIDE_BY_SIDE);
        }
    }
}

fn producing(producer: &mut ProducerSpec, kind: Kind, losses: &mut Losses) {
    let name = &producer.name;
    let service = service(kind);
    if producer.confirms.is_none() {
        producer.confirms = Some(Confirms { retries: 0, ..Confirms::default() });
        losses.add(name, &what::UNCONFIRMED, &words::confirms(&service));
    }
    let why = words::mandatory(&service);
    losses.take(name, &mut producer.mandatory, &"mandatory", &why);
    let why = words::expiration(&service);
    losses.take(name, &mut producer.expiration_ms, &"expiration", &why);
    let why = to_hosted::priorities(&service);
    losses.take(name, &mut producer.priorities, &what::PRIORITIES, &why);
    if !producer.persistent {
        producer.persistent = true;
        losses.add(name, &what::TRANSIENT_MESSAGES, &to_hosted::keeps(&service));
    }
}

/// A FIFO queue asks for a group: routing keys are what tells messages apart
/// so far.
fn groups(producer: &mut ProducerSpec, kind: Kind, losses: &mut Losses) {
    match kind {
        Kind::Fifo if producer.groups.is_empty() => {
            let by_key = !producer.exchange.is_empty() && producer.keys.len() > 1;
            producer.groups = match by_key {
                true => producer.keys.clone(),
                false => vec![producer.keys.first().cloned().unwrap_or("all".to_owned())],
            };
        }
        Kind::Standard => {
            let groups = &mut producer.groups;
            losses.take(&producer.name, groups, &"MessageGroupId", &words::GROUPS);
        }
        _ => {}
    }
}

fn settling(consumer: &mut ConsumerSpec, kind: Kind, losses: &mut Losses) {
    let name = &consumer.name;
    let service = service(kind);
    let why = words::consumer_priority(&service);
    losses.take(name, &mut consumer.priority, &"x-priority", &why);
    if consumer.ack == AckMode::Automatic {
        consumer.ack = AckMode::First;
        let why = if kind.is_sqs() { words::SQS_AUTOMATIC } else { words::PUBSUB_AUTOMATIC };
        losses.add(name, &what::AUTOMATIC_ACK, &why);
    }
    match consumer.on_poison {
        OnPoison::Reject => {
            consumer.on_poison = OnPoison::Nack;
            let why = if kind.is_sqs() { words::SQS_REJECT } else { words::PUBSUB_REJECT };
            losses.add(name, &what::REJECT, &why);
        }
        OnPoison::Requeue => consumer.on_poison = OnPoison::Nack,
        OnPoison::Nack | OnPoison::Crash => {}
    }
}

/// Asks for messages, a few at a time, and waits for them as long as it may.
fn polling(consumer: &mut ConsumerSpec, was: Kind, losses: &mut Losses) {
    let why = words::FURTHER_QUEUES;
    losses.take(&consumer.name, &mut consumer.also, &what::FURTHER_QUEUES, &why);
    if !was.is_sqs() {
        if !(1..=10).contains(&consumer.prefetch) {
            let what = match consumer.prefetch {
                0 => what::UNLIMITED_PREFETCH.into(),
                most => what::prefetch_of(&most),
            };
            losses.add(&consumer.name, &what, &words::BATCH);
        }
        consumer.batch = match consumer.prefetch {
            0 => 10,
            most => most.min(10),
        };
        consumer.wait_ms = 20_000.0;
        consumer.extend_ms = 0.0;
    }
    consumer.prefetch = 0;
}

/// The client library holds so many, and extends their deadlines.
fn subscribing(consumer: &mut ConsumerSpec, was: Kind, losses: &mut Losses) {
    if was.is_sqs() {
        consumer.prefetch = consumer.batch;
    } else if consumer.prefetch == 0 {
        consumer.prefetch = OUTSTANDING;
        losses.add(&consumer.name, &what::UNLIMITED_PREFETCH, &words::OUTSTANDING);
    }
    consumer.batch = 10;
    consumer.wait_ms = 0.0;
    consumer.extend_ms = EXTENDS_MS;
}
