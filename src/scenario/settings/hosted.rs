//! Attributes of SQS queues and of Pub/Sub subscriptions, and what their
//! clients are told.

use super::{Form, Setting, Value};
use crate::engine::{
    Command, ConsumerChange, QueueChange,
    topology::{ConsumerSpec, QueueSpec},
};

type Queue = Setting<QueueSpec>;
type Consumer = Setting<ConsumerSpec>;

const fn seconds(from: f64, to: f64, default: &'static str) -> Form {
    Form::Number { unit: "s", from, to, default }
}

fn set(spec: &QueueSpec, change: QueueChange) -> Command {
    Command::SetQueue { queue: spec.name.clone(), change }
}

fn tell(spec: &ConsumerSpec, change: ConsumerChange) -> Command {
    Command::SetConsumer { consumer: spec.name.clone(), change }
}

/// A lab keeps a message for ten days at the most.
const RETAINED_S: f64 = 864_000.0;

const fn lease(name: &'static str, says: &'static str, form: Form) -> Queue {
    Queue {
        name,
        says,
        form,
        read: |spec| Value::seconds(spec.lease_ms),
        change: Some(|spec, value| set(spec, QueueChange::LeaseMs(value.ms()))),
    }
}

const fn retention(name: &'static str, says: &'static str, form: Form) -> Queue {
    Queue {
        name,
        says,
        form,
        read: |spec| Value::seconds(spec.message_ttl_ms),
        change: Some(|spec, value| Command::SetTtl {
            queue: spec.name.clone(),
            message_ttl_ms: value.ms(),
        }),
    }
}

const fn attempts(name: &'static str, says: &'static str, form: Form) -> Queue {
    Queue {
        name,
        says,
        form,
        read: |spec| Value::Number(spec.delivery_limit.map(f64::from)),
        change: Some(|spec, value| Command::SetDeliveryLimit {
            queue: spec.name.clone(),
            delivery_limit: value.number().map(|limit| limit as i32),
        }),
    }
}

const fn target(name: &'static str, says: &'static str) -> Queue {
    Queue {
        name,
        says,
        form: Form::Words,
        read: |spec| {
            let target = spec.dead_letter.as_ref();
            let queue = target.and_then(|target| target.routing_key.clone());
            Value::Words(queue.unwrap_or_default())
        },
        change: None,
    }
}

const VISIBILITY: Queue = lease(
    "VisibilityTimeout",
    "How long a received message is hidden from others (S1).",
    seconds(0.0, 43_200.0, "30"),
);

const DELAY: Queue = Queue {
    name: "DelaySeconds",
    says: "How long a new message waits before it can be received (S9).",
    form: seconds(0.0, 900.0, "0"),
    read: |spec| Value::seconds(spec.delay_ms),
    change: Some(|spec, value| set(spec, QueueChange::DelayMs(value.ms()))),
};

const RETENTION: Queue = retention(
    "MessageRetentionPeriod",
    "How long a message is kept, for messages from now on: a minute to 14 days, here ten days at the most (S9).",
    seconds(60.0, RETAINED_S, "345600"),
);

const RECEIVES: Queue = attempts(
    "maxReceiveCount",
    "Receives before a message moves to the dead-letter queue, if there is one (S4).",
    Form::Number { unit: "", from: 1.0, to: 1_000.0, default: "10" },
);

const TARGET: Queue =
    target("deadLetterTargetArn", "The queue for messages received too often (S4).");

pub(super) const STANDARD: &[Queue] = &[VISIBILITY, DELAY, RETENTION, RECEIVES, TARGET];

const DEDUP: Queue = Queue {
    name: "ContentBasedDeduplication",
    says: "Whether messages with the same body are the same within five minutes (S8).",
    form: Form::Switch,
    read: |spec| Value::Switch(spec.content_dedup),
    change: Some(|spec, value| set(spec, QueueChange::ContentDedup(value.is_on()))),
};

pub(super) const FIFO: &[Queue] = &[VISIBILITY, DELAY, RETENTION, DEDUP, RECEIVES, TARGET];

pub(super) const SUBSCRIPTION: &[Queue] = &[
    lease(
        "ackDeadlineSeconds",
        "How long a delivery may be outstanding, unless its subscriber extends it (P1).",
        seconds(10.0, 600.0, "10"),
    ),
    retention(
        "messageRetentionDuration",
        "How long a message is kept, for messages from now on: ten minutes to 31 days, here ten days at the most (P7).",
        seconds(600.0, RETAINED_S, "604800"),
    ),
    Queue {
        name: "minimumBackoff",
        says: "retryPolicy: the first wait before a message is delivered again; it doubles (P5).",
        form: seconds(0.0, 600.0, "no policy"),
        read: |spec| Value::seconds(spec.retry_min_ms),
        change: Some(|spec, value| set(spec, QueueChange::RetryMinMs(value.ms()))),
    },
    Queue {
        name: "maximumBackoff",
        says: "retryPolicy: the longest wait (P5).",
        form: seconds(0.0, 600.0, "600"),
        read: |spec| Value::seconds(spec.retry_max_ms),
        change: Some(|spec, value| set(spec, QueueChange::RetryMaxMs(value.ms()))),
    },
    Queue {
        name: "enableMessageOrdering",
        says: "Whether messages with one ordering key keep their order; fixed at creation (P3).",
        form: Form::Switch,
        read: |spec| Value::Switch(spec.ordered),
        change: None,
    },
    Queue {
        name: "enableExactlyOnceDelivery",
        says: "Whether only the latest ack id counts, and only in time (P2).",
        form: Form::Switch,
        read: |spec| Value::Switch(spec.exactly_once),
        change: Some(|spec, value| set(spec, QueueChange::ExactlyOnce(value.is_on()))),
    },
    attempts(
        "maxDeliveryAttempts",
        "Attempts before a message is forwarded to the dead-letter topic, if there is one (P4).",
        Form::Number { unit: "", from: 5.0, to: 100.0, default: "5" },
    ),
    target("deadLetterTopic", "Where messages go that failed too often (P4)."),
];

const fn extension(name: &'static str, says: &'static str, to: f64) -> Consumer {
    Consumer {
        name,
        says,
        form: seconds(0.0, to, "never"),
        read: |spec| Value::Number((spec.extend_ms > 0.0).then_some(spec.extend_ms / 1_000.0)),
        change: Some(|spec, value| {
            tell(spec, ConsumerChange::ExtendMs(value.ms().unwrap_or_default() as f64))
        }),
    }
}

pub(super) const RECEIVER: &[Consumer] = &[
    Consumer {
        name: "MaxNumberOfMessages",
        says: "Most messages that one receive is answered with (S9).",
        form: Form::Number { unit: "msg", from: 1.0, to: 10.0, default: "" },
        read: |spec| Value::Number(Some(f64::from(spec.batch))),
        change: Some(|spec, value| {
            tell(spec, ConsumerChange::Batch(value.number().unwrap_or(1.0) as u32))
        }),
    },
    Consumer {
        name: "WaitTimeSeconds",
        says: "How long a receive waits for a message; 0 is a short poll (S9).",
        form: seconds(0.0, 20.0, "0"),
        read: |spec| Value::Number(Some(spec.wait_ms / 1_000.0)),
        change: Some(|spec, value| {
            tell(spec, ConsumerChange::WaitMs(value.ms().unwrap_or_default() as f64))
        }),
    },
    extension(
        "ChangeMessageVisibility",
        "For how long in all it extends the visibility timeout of what it holds (S1).",
        43_200.0,
    ),
];

pub(super) const SUBSCRIBER: &[Consumer] = &[
    Consumer {
        name: "maxOutstandingMessages",
        says: "Flow control of the client library: most messages it holds (P6).",
        form: Form::Number { unit: "msg", from: 1.0, to: 65_535.0, default: "" },
        read: |spec| Value::Number((spec.prefetch > 0).then_some(f64::from(spec.prefetch))),
        change: Some(|spec, value| Command::SetPrefetch {
            consumer: spec.name.clone(),
            prefetch: value.number().unwrap_or(1.0) as u32,
        }),
    },
    extension(
        "maxAckExtensionPeriod",
        "For how long in all the client library extends deadlines (P1).",
        3_600.0,
    ),
];
