//! To RabbitMQ: leases become connections, and each of its two kinds of
//! queue does without what only the other has.

use super::{Kind, Losses, kind_of, span};
use crate::{
    engine::topology::{DeadLetterStrategy, Overflow, QueueSpec, Topology},
    words::{losses as what, to_rabbitmq as words},
};

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
        let groups = &mut producer.groups;
        losses.take(&producer.name, groups, &what::MESSAGE_GROUPS, &words::GROUPS);
        if kind == Kind::Quorum && !producer.persistent {
            let why = words::TRANSIENT_MESSAGES;
            losses.add(&producer.name, &what::TRANSIENT_MESSAGES, &why);
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
    let lease = match (queue.lease_ms.take(), from.is_sqs()) {
        (Some(ms), true) => what::visibility_of(&span(ms)),
        (Some(ms), false) => what::ack_deadline_of(&span(ms)),
        (None, true) => what::VISIBILITY.into(),
        (None, false) => what::ACK_DEADLINE.into(),
    };
    losses.add(name, &lease, &words::LEASE);
    losses.take(name, &mut queue.delay_ms, &"DelaySeconds", &words::DELAY);
    queue.content_dedup = false;
    if from == Kind::Fifo {
        losses.add(name, &what::DEDUPLICATION, &words::DEDUP);
    }
    let once = &mut queue.exactly_once;
    losses.take(name, once, &"enableExactlyOnceDelivery", &words::EXACTLY_ONCE);
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
        losses.add(&name, &what::LIMIT_OF_DELIVERIES, &words::COUNTS_NOTHING);
    }
    if let Some(target) = &mut queue.dead_letter {
        let strategy = &mut target.strategy;
        losses.take(&name, strategy, &"x-dead-letter-strategy", &words::STRATEGY);
    }
    let waits = queue.retry_max_ms.take().is_some() | queue.retry_min_ms.take().is_some();
    if waits {
        losses.add(&name, &what::RETRY_WAIT, &words::RETURNS_AT_ONCE);
    }
    let timeout = &mut queue.consumer_timeout_ms;
    losses.take(&name, timeout, &"x-consumer-timeout", &words::CONSUMER_TIMEOUT);
    if from == Kind::Quorum {
        let used = topology.producers.iter().flat_map(|producer| &producer.priorities);
        queue.max_priority = used.copied().max().filter(|most| *most > 0);
    }
}

fn quorum(queue: &mut QueueSpec, from: Kind, losses: &mut Losses) {
    let name = queue.name.clone();
    losses.take(&name, &mut queue.max_priority, &"x-max-priority", &words::MAX_PRIORITY);
    losses.take(&name, &mut queue.exclusive, &"exclusive", &words::EXCLUSIVE);
    if queue.overflow == Overflow::RejectPublishDlx {
        queue.overflow = Overflow::RejectPublish;
        losses.add(&name, &"x-overflow: reject-publish-dlx", &words::REFUSED);
    }
    if !queue.durable {
        queue.durable = true;
        losses.add(&name, &what::TRANSIENT_QUEUE, &words::DURABLE);
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
