//! Producers and consumers of a hosted service.

use super::{Kind, Losses, hosted::service};
use crate::engine::topology::{AckMode, Confirms, ConsumerSpec, OnPoison, ProducerSpec, Topology};

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
            let why = "All messages are of one group here, and while one is out no later one is delivered (S7).";
            losses.add(&consumer.name, "working side by side", why);
        }
    }
}

fn producing(producer: &mut ProducerSpec, kind: Kind, losses: &mut Losses) {
    let name = &producer.name;
    let service = service(kind);
    if producer.confirms.is_none() {
        producer.confirms = Some(Confirms { retries: 0, ..Confirms::default() });
        let why = format!(
            "{service} answers every message it takes; the client just does not try again."
        );
        losses.add(name, "publishing without confirms", why);
    }
    let why = format!("{service} returns nothing: what no subscription takes is gone (R5).");
    losses.take(name, &mut producer.mandatory, "mandatory", &why);
    let why =
        format!("{service} has one retention for all messages of a queue, and none for a message.");
    losses.take(name, &mut producer.expiration_ms, "expiration", &why);
    let why = format!("{service} knows no priorities of messages.");
    losses.take(name, &mut producer.priorities, "priorities", &why);
    if !producer.persistent {
        producer.persistent = true;
        losses.add(name, "transient messages", format!("{service} keeps what it has taken."));
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
            let why = "A standard queue keeps no order, of groups or otherwise (S2).";
            losses.take(&producer.name, &mut producer.groups, "MessageGroupId", why);
        }
        _ => {}
    }
}

fn settling(consumer: &mut ConsumerSpec, kind: Kind, losses: &mut Losses) {
    let name = &consumer.name;
    let service = service(kind);
    let why = format!("{service} serves no consumer before another.");
    losses.take(name, &mut consumer.priority, "x-priority", &why);
    if consumer.ack == AckMode::Automatic {
        consumer.ack = AckMode::First;
        let instead = if kind.is_sqs() { "deletes" } else { "acks" };
        let why = format!(
            "{service} forgets nothing on sending it; the consumer {instead} it first and works then."
        );
        losses.add(name, "automatic ack", why);
    }
    match consumer.on_poison {
        OnPoison::Reject => {
            consumer.on_poison = OnPoison::Nack;
            let why = match kind.is_sqs() {
                true => {
                    "A consumer cannot set a message aside: it comes back until maxReceiveCount (S4)."
                }
                false => {
                    "A subscriber cannot set a message aside: it comes back until maxDeliveryAttempts (P4)."
                }
            };
            losses.add(name, "reject without requeue", why);
        }
        OnPoison::Requeue => consumer.on_poison = OnPoison::Nack,
        OnPoison::Nack | OnPoison::Crash => {}
    }
}

/// Asks for messages, a few at a time, and waits for them as long as it may.
fn polling(consumer: &mut ConsumerSpec, was: Kind, losses: &mut Losses) {
    let why = "A receive names one queue (S9); the consumer keeps the first.";
    losses.take(&consumer.name, &mut consumer.also, "further queues", why);
    if !was.is_sqs() {
        if !(1..=10).contains(&consumer.prefetch) {
            let what = match consumer.prefetch {
                0 => "unlimited prefetch".to_owned(),
                most => format!("prefetch of {most}"),
            };
            let why = "A receive asks for ten messages at the most: MaxNumberOfMessages (S9).";
            losses.add(&consumer.name, what, why);
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
        let why =
            "The client library holds 1000 messages at once, unless it is told otherwise (P6).";
        losses.add(&consumer.name, "unlimited prefetch", why);
    }
    consumer.batch = 10;
    consumer.wait_ms = 0.0;
    consumer.extend_ms = EXTENDS_MS;
}
