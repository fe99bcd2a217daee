//! To a hosted service: Amazon SQS, or subscriptions of Google Pub/Sub.

use super::{Kind, Losses, clients, kind_of, routes, span};
use crate::{
    engine::topology::{Overflow, QueueSpec},
    scenario::Scenario,
    words::{losses as what, to_hosted as words},
};

/// Spans of settings, in milliseconds.
const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

pub(super) fn translate(now: &mut Scenario, kind: Kind, losses: &mut Losses) {
    let mut queues = std::mem::take(&mut now.topology.queues);
    for queue in &mut queues {
        let from = kind_of(queue, &now.topology);
        limits(queue, kind, losses);
        owners(queue, kind, losses);
        lifetime(queue, kind, losses);
        attempts(queue, from, kind, losses);
        leases(queue, from, kind, losses);
    }
    now.topology.queues = queues;
    routes::translate(now, kind, losses);
    clients::translate(&mut now.topology, kind, losses);
}

/// The service by its name.
pub(super) fn service(kind: Kind) -> &'static str {
    if kind.is_sqs() { "SQS" } else { "Pub/Sub" }
}

fn limits(queue: &mut QueueSpec, kind: Kind, losses: &mut Losses) {
    let name = &queue.name;
    let service = service(kind);
    let why = words::length(&service);
    losses.take(name, &mut queue.max_length, &"x-max-length", &why);
    losses.take(name, &mut queue.max_length_bytes, &"x-max-length-bytes", &why);
    queue.overflow = Overflow::default();
    let why = words::priorities(&service);
    losses.take(name, &mut queue.max_priority, &"x-max-priority", &why);
}

fn owners(queue: &mut QueueSpec, kind: Kind, losses: &mut Losses) {
    let name = queue.name.clone();
    let service = service(kind);
    let why = match kind {
        Kind::Standard => words::STANDARD_SINGLE_ACTIVE,
        Kind::Fifo => words::FIFO_SINGLE_ACTIVE,
        _ => words::PUBSUB_SINGLE_ACTIVE,
    };
    losses.take(&name, &mut queue.single_active, &"x-single-active-consumer", &why);
    let why = words::exclusive(&service);
    losses.take(&name, &mut queue.exclusive, &"exclusive", &why);
    let why = if kind.is_sqs() { words::SQS_EXPIRES } else { words::PUBSUB_EXPIRES };
    if queue.expires_ms.is_some_and(|ms| ms < DAY || kind.is_sqs()) {
        losses.take(&name, &mut queue.expires_ms, &"x-expires", &why);
    }
    if !queue.durable {
        queue.durable = true;
        losses.add(&name, &what::TRANSIENT_QUEUE, &words::keeps(&service));
    }
}

/// Time to live becomes retention, where it is long enough for that.
fn lifetime(queue: &mut QueueSpec, kind: Kind, losses: &mut Losses) {
    let (least, why) = match kind.is_sqs() {
        true => (MINUTE, words::SQS_RETENTION),
        false => (10 * MINUTE, words::PUBSUB_RETENTION),
    };
    if let Some(ms) = queue.message_ttl_ms.filter(|ms| *ms < least) {
        queue.message_ttl_ms = None;
        losses.add(&queue.name, &what::message_ttl_of(&span(ms)), &why);
    }
}

/// A limit of returns is one delivery more in attempts (R22, S4, P4).
fn attempts(queue: &mut QueueSpec, from: Kind, kind: Kind, losses: &mut Losses) {
    let limit = queue.delivery_limit.take();
    let deliveries = match (from, limit) {
        (Kind::Classic, _) | (_, None | Some(..0)) => None,
        (Kind::Quorum, Some(returns)) => Some(returns.saturating_add(1)),
        (_, attempts) => attempts,
    };
    let range = if kind.is_sqs() { 1..=1_000 } else { 5..=100 };
    let Some(deliveries) = deliveries else { return };
    if queue.dead_letter.is_none() || !range.contains(&deliveries) {
        let why = if kind.is_sqs() { words::SQS_ATTEMPTS } else { words::PUBSUB_ATTEMPTS };
        let limit = u64::from(deliveries.unsigned_abs());
        losses.add(&queue.name, &what::deliveries(limit), &why);
    }
    queue.delivery_limit =
        queue.dead_letter.as_ref().map(|_| deliveries.clamp(*range.start(), *range.end()));
}

/// How long a delivery is a consumer's own, and when it comes again.
fn leases(queue: &mut QueueSpec, from: Kind, kind: Kind, losses: &mut Losses) {
    let name = queue.name.clone();
    let lease = queue.consumer_timeout_ms.take().or(queue.lease_ms);
    queue.lease_ms = match kind.is_sqs() {
        true => lease.map(|ms| ms.min(12 * HOUR)),
        false => lease.map(|ms| ms.clamp(10_000, 600_000)),
    };
    if queue.lease_ms != lease {
        let what = what::settle_time_of(&span(lease.unwrap_or_default()));
        let why = if kind.is_sqs() { words::SQS_LEASE } else { words::PUBSUB_LEASE };
        losses.add(&name, &what, &why);
    }
    if kind.is_sqs() {
        let waits = queue.retry_min_ms.take().is_some() | queue.retry_max_ms.take().is_some();
        if waits {
            losses.add(&name, &what::RETRY_WAIT, &words::SQS_RETRY);
        }
        if kind == Kind::Standard {
            losses.take(&name, &mut queue.ordered, &"enableMessageOrdering", &words::ORDERING);
        }
        queue.ordered = false;
        let why = words::EXACTLY_ONCE;
        losses.take(&name, &mut queue.exactly_once, &"enableExactlyOnceDelivery", &why);
    } else {
        queue.retry_min_ms = queue.retry_min_ms.map(|ms| ms.min(600_000));
        queue.retry_max_ms = queue.retry_max_ms.map(|ms| ms.min(600_000));
        losses.take(&name, &mut queue.delay_ms, &"DelaySeconds", &words::DELAY);
        queue.ordered |= from == Kind::Fifo;
    }
    if kind != Kind::Fifo && from == Kind::Fifo {
        queue.content_dedup = false;
        let why = if kind.is_sqs() { words::SQS_DEDUP } else { words::PUBSUB_DEDUP };
        losses.add(&name, &what::DEDUPLICATION, &why);
    }
}
