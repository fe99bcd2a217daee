//! To a hosted service: Amazon SQS, or subscriptions of Google Pub/Sub.

use super::{Kind, Losses, clients, kind_of, routes, span};
use crate::{
    engine::topology::{Overflow, QueueSpec},
    scenario::Scenario,
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
    let why = format!("A queue of {service} has no limit of length: it grows, and refuses nobody.");
    losses.take(name, &mut queue.max_length, "x-max-length", &why);
    losses.take(name, &mut queue.max_length_bytes, "x-max-length-bytes", &why);
    queue.overflow = Overflow::default();
    let why = format!("{service} knows no priorities of messages.");
    losses.take(name, &mut queue.max_priority, "x-max-priority", &why);
}

fn owners(queue: &mut QueueSpec, kind: Kind, losses: &mut Losses) {
    let name = queue.name.clone();
    let service = service(kind);
    let why = match kind {
        Kind::Standard => {
            "Whoever asks is given messages; only groups of a FIFO queue keep an order (S7)."
        }
        Kind::Fifo => "Whoever asks is given messages; groups keep the order instead (S7).",
        _ => "Messages go to every subscriber; ordering keys keep an order instead (P3).",
    };
    losses.take(&name, &mut queue.single_active, "x-single-active-consumer", why);
    let why = format!("{service} has no connections that a queue could belong to.");
    losses.take(&name, &mut queue.exclusive, "exclusive", &why);
    let why = match kind {
        Kind::Subscription => "A subscription expires after a day without use at the least.",
        _ => "A queue of SQS stays until it is deleted.",
    };
    if queue.expires_ms.is_some_and(|ms| ms < DAY || kind.is_sqs()) {
        losses.take(&name, &mut queue.expires_ms, "x-expires", why);
    }
    if !queue.durable {
        queue.durable = true;
        losses.add(&name, "transient queue", format!("{service} keeps what it has taken."));
    }
}

/// Time to live becomes retention, where it is long enough for that.
fn lifetime(queue: &mut QueueSpec, kind: Kind, losses: &mut Losses) {
    let (least, rule) = match kind.is_sqs() {
        true => (
            MINUTE,
            "MessageRetentionPeriod is a minute at the least, and what it ends is deleted (S9)",
        ),
        false => (10 * MINUTE, "messageRetentionDuration is ten minutes at the least (P7)"),
    };
    if let Some(ms) = queue.message_ttl_ms.filter(|ms| *ms < least) {
        queue.message_ttl_ms = None;
        losses.add(&queue.name, format!("message TTL of {}", span(ms)), format!("{rule}."));
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
    let (name, rule) = match kind.is_sqs() {
        true => ("maxReceiveCount is from 1 to 1000, and only with a dead-letter queue", "S4"),
        false => ("maxDeliveryAttempts is from 5 to 100, and only with a dead-letter topic", "P4"),
    };
    let Some(deliveries) = deliveries else { return };
    if queue.dead_letter.is_none() || !range.contains(&deliveries) {
        losses.add(
            &queue.name,
            format!("limit of {deliveries} deliveries"),
            format!("{name} ({rule})."),
        );
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
        let what = format!("time to settle of {}", span(lease.unwrap_or_default()));
        let why = match kind.is_sqs() {
            true => "VisibilityTimeout is twelve hours at the most (S1).",
            false => "ackDeadlineSeconds is from 10 to 600 (P1).",
        };
        losses.add(&name, what, why);
    }
    if kind.is_sqs() {
        let waits = queue.retry_min_ms.take().is_some() | queue.retry_max_ms.take().is_some();
        if waits {
            let why = "What comes back to SQS is visible at once, or when its timeout ends (S1).";
            losses.add(&name, "wait before a retry", why);
        }
        let why = "Order is a matter of message groups, in a FIFO queue (S7).";
        if kind == Kind::Standard {
            losses.take(&name, &mut queue.ordered, "enableMessageOrdering", why);
        }
        queue.ordered = false;
        let why = "An older receipt may delete a message, and a standard queue may deliver it twice (S2, S3).";
        losses.take(&name, &mut queue.exactly_once, "enableExactlyOnceDelivery", why);
    } else {
        queue.retry_min_ms = queue.retry_min_ms.map(|ms| ms.min(600_000));
        queue.retry_max_ms = queue.retry_max_ms.map(|ms| ms.min(600_000));
        let why = "A subscription delivers what is published at once.";
        losses.take(&name, &mut queue.delay_ms, "DelaySeconds", why);
        queue.ordered |= from == Kind::Fifo;
    }
    if kind != Kind::Fifo && from == Kind::Fifo {
        queue.content_dedup = false;
        let why = match kind.is_sqs() {
            true => "A standard queue takes a message as often as it is sent (S8).",
            false => "Pub/Sub takes a message as often as it is published (P2).",
        };
        losses.add(&name, "deduplication", why);
    }
}
