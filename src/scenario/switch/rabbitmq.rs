//! To RabbitMQ: leases become connections, and each of its two kinds of
//! queue does without what only the other has.

use super::{Kind, Losses, kind_of, span};
use crate::engine::topology::{DeadLetterStrategy, Overflow, QueueSpec, Topology};

pub(super) fn translate(topology: &mut Topology, kind: Kind, losses: &mut Losses) {
    let mut queues = std::mem::take(&mut topology.queues);
    let leased = queues.iter().any(|queue| kind_of(queue, topology).is_leased());
    for queue in &mut queues {
        let from = kind_of(queue, topology);
        if from.is_leased() {
            end_leases(queue, from, losses);
        }
        match kind {
            Kind::Classic => classic(queue, from, topology, losses),
            _ => quorum(queue, from, losses),
        }
    }
    topology.queues = queues;
    for producer in &mut topology.producers {
        let why = "RabbitMQ keeps the order of a queue, not that of groups in it (R44).";
        losses.take(&producer.name, &mut producer.groups, "message groups", why);
        if kind == Kind::Quorum && !producer.persistent {
            let why = "A quorum queue keeps every message, whatever its delivery mode (R38).";
            losses.add(&producer.name, "transient messages", why);
        }
    }
    if leased {
        clients_of_leases(topology);
    }
}

/// What was asked for is pushed, within the same number of messages.
fn clients_of_leases(topology: &mut Topology) {
    let was = Kind::of(topology.profile);
    for consumer in &mut topology.consumers {
        if was.is_sqs() {
            consumer.prefetch = consumer.batch;
        }
        consumer.batch = 10;
        consumer.wait_ms = 0.0;
        consumer.extend_ms = 0.0;
    }
}

fn end_leases(queue: &mut QueueSpec, from: Kind, losses: &mut Losses) {
    let name = &queue.name;
    let lease = if from.is_sqs() { "visibility timeout" } else { "ack deadline" };
    let what = match queue.lease_ms.take() {
        Some(ms) => format!("{lease} of {}", span(ms)),
        None => lease.to_owned(),
    };
    let why = "RabbitMQ has no lease: a delivery is its consumer’s until it is settled or the connection ends (R16).";
    losses.add(name, what, why);
    let why = "RabbitMQ has no delay before a message becomes ready.";
    losses.take(name, &mut queue.delay_ms, "DelaySeconds", why);
    let why = "RabbitMQ never compares messages: one that is published twice is there twice (R7).";
    queue.content_dedup = false;
    if from == Kind::Fifo {
        losses.add(name, "deduplication", why);
    }
    let why = "An ack counts or closes the channel (R17); no queue promises a single delivery.";
    losses.take(name, &mut queue.exactly_once, "enableExactlyOnceDelivery", why);
    queue.ordered = false;
}

fn classic(queue: &mut QueueSpec, from: Kind, topology: &Topology, losses: &mut Losses) {
    let name = queue.name.clone();
    let limit = queue.delivery_limit.take();
    let limited = match from {
        Kind::Classic => false,
        Kind::Quorum => limit.is_none_or(|limit| limit >= 0),
        _ => queue.dead_letter.is_some(),
    };
    if limited {
        let why = "A classic queue counts nothing: a message that fails comes back for ever, until it is rejected (R24).";
        losses.add(&name, "limit of deliveries", why);
    }
    if let Some(target) = &mut queue.dead_letter {
        let why = "A classic queue lets go of a dead letter on sending it (R30).";
        losses.take(&name, &mut target.strategy, "x-dead-letter-strategy", why);
    }
    let why = "What returns to a classic queue is ready at once (R25).";
    let waits = queue.retry_max_ms.take().is_some() | queue.retry_min_ms.take().is_some();
    if waits {
        losses.add(&name, "wait before a retry", why);
    }
    let why = "In RabbitMQ 4.3 only quorum queues watch how long a consumer takes (R41).";
    losses.take(&name, &mut queue.consumer_timeout_ms, "x-consumer-timeout", why);
    if from == Kind::Quorum {
        let used = topology.producers.iter().flat_map(|producer| &producer.priorities);
        queue.max_priority = used.copied().max().filter(|most| *most > 0);
    }
}

fn quorum(queue: &mut QueueSpec, from: Kind, losses: &mut Losses) {
    let name = queue.name.clone();
    let why = "A quorum queue has the levels 0 to 31 without declaring any, and no priority means 4 (R35).";
    losses.take(&name, &mut queue.max_priority, "x-max-priority", why);
    let why = "A quorum queue belongs to no connection (R37).";
    losses.take(&name, &mut queue.exclusive, "exclusive", why);
    if queue.overflow == Overflow::RejectPublishDlx {
        queue.overflow = Overflow::RejectPublish;
        let why = "Only a classic queue dead-letters what it refuses (R9).";
        losses.add(&name, "x-overflow: reject-publish-dlx", why);
    }
    if !queue.durable {
        queue.durable = true;
        losses.add(&name, "transient queue", "Every quorum queue is durable (R38).");
    }
    if from.is_leased() {
        // A limit of N deliveries is a limit of N - 1 returns (R22).
        let deliveries = queue.delivery_limit.unwrap_or(if from.is_sqs() { 10 } else { 5 });
        queue.delivery_limit = Some(match queue.dead_letter {
            Some(_) => deliveries.max(1) - 1,
            None => -1,
        });
        if let Some(target) = &mut queue.dead_letter {
            target.strategy = DeadLetterStrategy::AtMostOnce;
        }
    }
}
